//! Lines that belong to the page and not to the article.

use crate::lexicon::BylineWord;
use crate::lexicon::Pages;

/// Longer lines are prose.
const MAX_LINE_BYTES: usize = 600;

/// Why this line is furniture, if it is; a stable word.
pub(super) fn reason(line: &str, pages: &Pages) -> Option<&'static str> {
    if line.len() > MAX_LINE_BYTES {
        return None;
    }
    if is_byline(line) {
        return Some("byline");
    }
    if is_banner(line) {
        return Some("banner");
    }
    let reason = pages.furniture(&spaced(&line.to_lowercase().replace('’', "'")))?;
    (reason != "credit" || is_credit(line)).then_some(reason)
}

/// Whether a line that begins like a credit names people and nothing else: "Reporting by the UN found …" is news.
fn is_credit(line: &str) -> bool {
    const BETWEEN: [&str; 21] = [
        "reporting",
        "additional",
        "editing",
        "writing",
        "compiled",
        "edited",
        "translated",
        "written",
        "by",
        "from",
        "with",
        "and",
        "in",
        "at",
        "for",
        "of",
        "the",
        "files",
        "contributed",
        "to",
        "this",
    ];
    let word = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.chars().next().is_none_or(|c| !c.is_lowercase())
            || BETWEEN.contains(&bare)
            || bare.contains(['@', '.'])
            || ["de", "van", "von", "bin", "al", "el", "report", "report."].contains(&bare)
    };
    line.split_whitespace().all(|it| word(&it))
}

/// Whether the line is a byline: "By", then names and perhaps a title, an outlet or a place, and no sentence.
pub(super) fn is_byline(line: &str) -> bool {
    let Some(rest) = after_by(line) else { return false };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let small =
        ["and", "of", "in", "for", "the", "de", "van", "von", "bin", "al", "with", "&", "|"];
    let named = |word: &&str| {
        word.starts_with(|c: char| c.is_uppercase() || c == '(' || c == '@')
            || small.contains(&word.to_lowercase().as_str())
    };
    let is_name = |word: &&&str| word.starts_with(char::is_uppercase);
    (1..=14).contains(&words.len())
        && words[0].starts_with(char::is_uppercase)
        && words.iter().filter(is_name).count() >= 2.min(words.len())
        && words.iter().all(named)
        && !line.ends_with(['.', '!', '?'])
}

/// What follows "By", with single spaces: pages like to put a no-break space there.
fn after_by(line: &str) -> Option<String> {
    if !line.get(..2).is_some_and(|by| by.eq_ignore_ascii_case("by")) {
        return None;
    }
    let line = spaced(line);
    let rest = ["By ", "BY ", "By: ", "by "].iter().find_map(|by| line.strip_prefix(by));
    rest.map(str::to_owned)
}

fn spaced(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The names in a byline, in order, without what stands before them; posts, outlets and places are left out, agencies are not.
pub(super) fn names(line: &str, pages: &Pages) -> Vec<String> {
    let line = spaced(
        line.split(['|', '(', '–', '—', '@', '•', '·', '\n', '<', '[']).next().unwrap_or(""),
    );
    let line = without_before(&line, pages);
    let line = line.split(" in ").next().unwrap_or("");
    let parts: Vec<&str> = line.split([',', ';', '/', '&', '+']).collect();
    let mut out: Vec<String> = Vec::new();
    for part in &parts {
        for name in between_ands(part, pages) {
            let n_words = name.split(' ').count();
            let many = n_words > 1 || parts.len() == 1;
            let named =
                (many && n_words <= 5 && is_name(&name, pages)) || pages.wire(&name).is_some();
            if named && !out.contains(&name) {
                out.push(name);
            }
        }
    }
    out
}

/// What follows "By", "Von", "Text:" and the like.
fn without_before(line: &str, pages: &Pages) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let before = (1..=3.min(words.len())).rev().find(|&n| {
        let key = words[..n].join(" ").to_lowercase();
        pages.byline_word(key.trim_end_matches(':')) == Some(BylineWord::Before)
    });
    words[before.unwrap_or(0)..].join(" ")
}

fn between_ands(part: &str, pages: &Pages) -> Vec<String> {
    let is_and = |word: &&str| {
        word.chars().all(char::is_lowercase) && pages.byline_word(word) == Some(BylineWord::And)
    };
    let words: Vec<&str> = part.split_whitespace().collect();
    words.split(is_and).filter(|it| !it.is_empty()).map(|it| it.join(" ")).collect()
}

/// Whether the words name a person and not who publishes, a post or a thing.
fn is_name(words: &str, pages: &Pages) -> bool {
    let is_other = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        pages.byline_word(&word) == Some(BylineWord::Other)
    };
    let begins = words.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    // A short word in capitals is an outlet's initials.
    let named = words.contains(' ')
        || words.len() > 5
        || !words.is_ascii()
        || words.contains(char::is_lowercase);
    begins
        && named
        && !words.split([' ', '.']).any(is_other)
        && !words.contains(|c: char| c.is_ascii_digit() || "@:?!".contains(c))
}

/// What an image of the masthead leaves behind: "The Daily Palantir Header".
fn is_banner(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    (2..=7).contains(&words.len())
        && words.iter().all(|word| word.starts_with(char::is_uppercase))
        && ["header", "logo", "banner"].contains(&words[words.len() - 1].to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_told_from_prose() {
        let pages = Pages::embedded().unwrap();
        for (line, expected) in [
            ("By Pippin Took", Some("byline")),
            ("By\u{a0}Pippin Took", Some("byline")),
            ("By Pippin Took and Merry Brandybuck, Bree Herald", Some("byline")),
            ("By Friday the troops had left", None),
            ("By train", None),
            ("Contact Your Elected Officials", Some("page")),
            ("The Daily Palantir Header", Some("banner")),
            ("Read Full Article on", Some("truncated")),
            ("Share this article", Some("share")),
            ("Sign up for our morning briefing", Some("subscribe")),
            ("© 2024 Bree Herald. All rights reserved.", Some("copyright")),
            ("The king waves. (Merry Brandybuck/Reuters)", Some("caption")),
            ("Subscribers of the newspaper protested on Monday.", None),
            ("Shared rivers were the subject of talks.", None),
            ("Sponsored militias crossed the border into Gondor on Monday, officials said.", None),
            ("The envoy tweeted that talks had failed.", None),
            ("By signing up, you agree to our terms.", Some("subscribe")),
            ("By signing up to the treaty, Gondor gave up its forts.", None),
            ("Reporting by Pippin Took; Editing by Merry Brandybuck in Bree", Some("credit")),
            ("Reporting by the council found that Mordor had massed troops.", None),
            ("With files from the Bree Herald", Some("credit")),
            ("Compiled by monitors, the list names nine riders.", None),
            ("Copyright © Bree Herald", Some("copyright")),
            ("Copyright law was the subject of the talks in Minas Tirith.", None),
            ("Get our weekly newsletter in your inbox", Some("subscribe")),
            ("Rohan shut the weekly newsletter of the rebels on Monday.", None),
            ("This site makes use of cookies", Some("page")),
            ("The court banned the use of cookies by Mordor's ministry.", None),
            ("Filed under seal, the complaint accuses Mordor of raids.", None),
        ] {
            assert_eq!(reason(line, &pages), expected, "{line}");
        }
    }

    #[test]
    fn lines_about_the_page_do_not_take_news_with_them() {
        let pages = Pages::embedded().unwrap();
        for (furniture, news, expected) in [
            ("Updated 4 March 2024", "Updated sanctions lists were published on Monday.", "date"),
            ("Updated March 4, 2024", "Updated maps of Mordor show 40 new forts.", "date"),
            ("(c) 2024 Bree Herald", "(C) The council banned arms for Mordor.", "copyright"),
            (
                "Copyright 2024 Bree Herald",
                "Copyright treaties were broken by Mordor.",
                "copyright",
            ),
            (
                "Weitere Informationen finden Sie hier",
                "Weitere Informationen zum Angriff gab die Armee nicht.",
                "more",
            ),
            (
                "Zum Thema: Mordor rüstet auf",
                "Zum Thema Sanktionen schwieg der Minister am Montag.",
                "more",
            ),
            ("Jetzt testen", "Jetzt testen Gondor und Rohan neue Raketen.", "subscribe"),
            (
                "Jederzeit kündbar",
                "Der Vertrag mit Mordor ist jederzeit kündbar, sagte Gondors König.",
                "subscribe",
            ),
            (
                "Diese Seite nutzt Cookies, damit Sie sie lesen können",
                "Mordors Geheimdienst nutzt Cookies zur Überwachung der Opposition.",
                "page",
            ),
            ("Per Mail teilen", "Per Mail drohte der Täter mit einem Anschlag.", "share"),
            (
                "Veröffentlicht am 4. März 2024",
                "Veröffentlicht am Montag, nennt der Bericht vierzig Tote.",
                "date",
            ),
            ("Réagir", "Réagir à l'attaque serait une erreur, dit le roi.", "share"),
            (
                "Sur le même sujet : le Mordor arme",
                "Sur le même sujet, le roi a parlé lundi avec le Rohan.",
                "more",
            ),
            (
                "Publié le 4 mars 2024 à 10 heures",
                "Publié le même jour, le rapport accuse le Mordor de raids.",
                "date",
            ),
            (
                "Relacionadas:",
                "Relacionadas con el ataque, tres personas fueron detenidas.",
                "more",
            ),
            ("Comparte esta noticia", "Comparte Rohan los temores de Gondor ante Mordor.", "share"),
            (
                "Sigue a la redacción en Twitter",
                "Sigue a la espera de respuesta el rey de Gondor.",
                "share",
            ),
            (
                "Más información aquí",
                "Más información sobre el ataque dará el ministro el lunes.",
                "more",
            ),
            (
                "Abbonati subito",
                "Abbonati e giornalisti protestano contro il re di Gondor.",
                "subscribe",
            ),
            (
                "Pubblicato il 4 marzo 2024",
                "Pubblicato il giorno dopo, il rapporto accusa Mordor di raid.",
                "date",
            ),
            (
                "Receba nossa newsletter",
                "Receba ou não armas, Gondor resistirá a Mordor, disse o rei.",
                "subscribe",
            ),
            ("Siga o canal no WhatsApp", "Siga o conselho ou não, o rei enviará tropas.", "share"),
        ] {
            assert_eq!(reason(furniture, &pages), Some(expected), "{furniture}");
            assert_eq!(reason(news, &pages), None, "{news}");
        }
    }

    #[test]
    fn names_are_read_from_bylines() {
        let pages = Pages::embedded().unwrap();
        for (line, expected) in [
            ("By Pippin Took", &["Pippin Took"][..]),
            (
                "By Pippin Took and Merry Brandybuck, Bree Herald",
                &["Pippin Took", "Merry Brandybuck"],
            ),
            ("BY PIPPIN TOOK | BREE", &["PIPPIN TOOK"]),
            ("By The Associated Press", &["The Associated Press"]),
            ("By Bree Herald Staff", &[]),
            ("By Pippin Took in Hobbiton", &["Pippin Took"]),
        ] {
            assert_eq!(names(line, &pages), expected, "{line}");
        }
    }
}
