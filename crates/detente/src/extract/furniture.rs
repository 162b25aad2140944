//! Lines that belong to the page and not to the article.

/// What a line must look like.
enum Looks {
    /// It begins so.
    Begins,
    /// It ends so.
    Ends,
    /// It is this and nothing else.
    Is,
    /// It holds this somewhere.
    Holds,
}

use Looks::Begins;
use Looks::Ends;
use Looks::Holds;
use Looks::Is;

struct Rule {
    reason: &'static str,
    looks: Looks,
    /// Lower case.
    words: &'static str,
    /// Longest line, in words, that the rule may take away.
    max_words: usize,
}

const fn rule(reason: &'static str, looks: Looks, words: &'static str, max_words: usize) -> Rule {
    Rule { reason, looks, words, max_words }
}

/// Sorted by reason. Only rules that hold for any outlet; an article's own words must not look like this.
const RULES: &[Rule] = &[
    rule("advertisement", Begins, "advertisement", 6),
    rule("advertisement", Is, "ad", 1),
    rule("advertisement", Begins, "sponsored", 6),
    rule("advertisement", Begins, "story continues below", 8),
    rule("caption", Begins, "file photo", 80),
    rule("caption", Begins, "photo:", 60),
    rule("caption", Begins, "photo by", 30),
    rule("caption", Begins, "(photo by", 30),
    rule("caption", Begins, "image:", 60),
    rule("caption", Begins, "image source", 30),
    rule("caption", Begins, "image caption", 80),
    rule("caption", Begins, "picture:", 60),
    rule("caption", Ends, "/getty images", 80),
    rule("caption", Ends, "/getty images)", 80),
    rule("caption", Ends, "via getty images", 80),
    rule("caption", Ends, "via getty images)", 80),
    rule("caption", Ends, "/reuters)", 80),
    rule("caption", Ends, "/afp)", 80),
    rule("caption", Ends, "/ap)", 80),
    rule("caption", Ends, "via ap)", 80),
    rule("caption", Holds, "[file:", 80),
    rule("caption", Holds, "(ap photo", 80),
    rule("caption", Ends, "/ap photo", 80),
    rule("copyright", Begins, "copyright", 40),
    rule("copyright", Begins, "©", 40),
    rule("copyright", Begins, "(c) 20", 40),
    rule("copyright", Holds, "all rights reserved", 60),
    rule("copyright", Holds, "may not be published, broadcast, rewritten", 60),
    rule("credit", Begins, "reporting by ", 60),
    rule("credit", Begins, "(reporting by ", 60),
    rule("credit", Begins, "additional reporting by ", 60),
    rule("credit", Begins, "(additional reporting by ", 60),
    rule("credit", Begins, "writing by ", 40),
    rule("credit", Begins, "editing by ", 40),
    rule("credit", Ends, "contributed to this report.", 60),
    rule("credit", Ends, "contributed to this report", 60),
    rule("credit", Ends, "contributed reporting.", 40),
    rule("credit", Ends, "contributed to this article.", 60),
    rule("date", Begins, "published:", 14),
    rule("date", Begins, "published on ", 10),
    rule("date", Begins, "updated:", 14),
    rule("date", Begins, "last updated", 14),
    rule("date", Begins, "last modified", 14),
    rule("date", Begins, "posted on ", 10),
    rule("more", Begins, "continue reading", 12),
    rule("more", Begins, "read full article", 12),
    rule("more", Begins, "read the full", 12),
    rule("more", Begins, "read more", 25),
    rule("more", Begins, "read also", 25),
    rule("more", Begins, "also read", 25),
    rule("more", Begins, "read next", 25),
    rule("more", Begins, "see also", 25),
    rule("more", Begins, "see more", 25),
    rule("more", Begins, "more:", 25),
    rule("more", Begins, "more on this", 12),
    rule("more", Begins, "more from ", 8),
    rule("more", Begins, "related:", 25),
    rule("more", Begins, "related articles", 8),
    rule("more", Begins, "related stories", 8),
    rule("more", Begins, "related coverage", 8),
    rule("more", Begins, "related topics", 8),
    rule("more", Is, "related", 1),
    rule("more", Begins, "recommended for you", 8),
    rule("more", Is, "recommended", 1),
    rule("more", Begins, "most read", 6),
    rule("more", Begins, "most popular", 6),
    rule("more", Is, "trending", 1),
    rule("more", Begins, "trending now", 6),
    rule("more", Begins, "editor's picks", 6),
    rule("more", Begins, "editors' picks", 6),
    rule("more", Begins, "you may also like", 8),
    rule("more", Begins, "watch:", 25),
    rule("more", Begins, "view comments", 4),
    rule("more", Begins, "show comments", 4),
    rule("more", Begins, "leave a comment", 8),
    rule("more", Is, "comments", 1),
    rule("page", Begins, "contact your elected officials", 8),
    rule("page", Begins, "contact us", 8),
    rule("page", Begins, "skip to ", 6),
    rule("page", Begins, "privacy policy", 12),
    rule("page", Begins, "terms of ", 12),
    rule("page", Begins, "cookie ", 8),
    rule("page", Begins, "we use cookies", 60),
    rule("page", Begins, "this site uses cookies", 60),
    rule("page", Begins, "download our app", 12),
    rule("page", Begins, "download the app", 12),
    rule("page", Begins, "support our journalism", 40),
    rule("page", Begins, "please enable javascript", 20),
    rule("page", Begins, "click here", 20),
    rule("page", Begins, "tap here", 20),
    rule("page", Begins, "log in", 6),
    rule("page", Begins, "sign in", 6),
    rule("page", Begins, "share your ", 8),
    rule("page", Ends, " min read", 8),
    rule("page", Ends, " minute read", 8),
    rule("share", Is, "share", 1),
    rule("share", Begins, "share this", 8),
    rule("share", Begins, "share on ", 8),
    rule("share", Begins, "share via ", 8),
    rule("share", Begins, "follow us", 12),
    rule("share", Begins, "follow me on", 12),
    rule("share", Is, "facebook", 1),
    rule("share", Is, "twitter", 1),
    rule("share", Is, "whatsapp", 1),
    rule("share", Is, "telegram", 1),
    rule("share", Is, "linkedin", 1),
    rule("share", Is, "email", 1),
    rule("share", Is, "print", 1),
    rule("share", Is, "copy link", 2),
    rule("share", Is, "tweet", 1),
    rule("subscribe", Begins, "subscribe", 30),
    rule("subscribe", Begins, "sign up", 40),
    rule("subscribe", Holds, "sign up for our", 40),
    rule("subscribe", Holds, "to our newsletter", 40),
    rule("subscribe", Holds, "our newsletters", 30),
    rule("subscribe", Begins, "get the latest", 30),
    rule("subscribe", Begins, "newsletter", 6),
    rule("subscribe", Begins, "already a subscriber", 10),
];

/// Why this line is furniture, if it is; a stable word.
pub(super) fn reason(line: &str) -> Option<&'static str> {
    let n_words = line.split_whitespace().count();
    if is_byline(line) {
        return Some("byline");
    }
    if is_banner(line) {
        return Some("banner");
    }
    if n_words > 80 {
        return None;
    }
    let lower = spaced(&line.to_lowercase().replace('’', "'"));
    RULES.iter().find(|it| n_words <= it.max_words && it.fits(&lower)).map(|it| it.reason)
}

impl Rule {
    fn fits(&self, lower: &str) -> bool {
        match self.looks {
            Begins => lower.strip_prefix(self.words).is_some_and(|rest| {
                !self.words.ends_with(char::is_alphanumeric)
                    || !rest.starts_with(char::is_alphanumeric)
            }),
            Ends => lower.ends_with(self.words),
            Is => lower.trim_matches(|c: char| !c.is_alphanumeric()) == self.words,
            Holds => lower.contains(self.words),
        }
    }
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
    let line = spaced(line);
    let rest = ["By ", "BY ", "By: ", "by "].iter().find_map(|by| line.strip_prefix(by));
    rest.map(str::to_owned)
}

fn spaced(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The names in a byline, in order; what follows a comma that is no name (an outlet, a post) is left out.
pub(super) fn names(line: &str) -> Vec<String> {
    let Some(rest) = after_by(line) else { return Vec::new() };
    let rest = rest.split(['|', '(', '–', '—', '@']).next().unwrap_or("");
    let rest = rest.split(" in ").next().unwrap_or("").replace(" & ", " and ");
    let parts: Vec<&str> = rest.split(',').flat_map(|part| part.split(" and ")).collect();
    parts
        .iter()
        .map(|part| part.trim().trim_start_matches("and ").trim())
        .filter(|part| (2..=5).contains(&part.split_whitespace().count()) || parts.len() == 1)
        .filter(|part| !part.is_empty() && !is_outlet(part))
        .map(str::to_owned)
        .collect()
}

/// Whether the words name who publishes and not who writes.
fn is_outlet(words: &str) -> bool {
    const PUBLISHERS: &[&str] = &[
        "press",
        "news",
        "times",
        "post",
        "agency",
        "staff",
        "writer",
        "writers",
        "reporter",
        "correspondent",
        "editor",
        "herald",
        "tribune",
        "journal",
        "daily",
        "online",
        "media",
        "service",
        "bureau",
    ];
    words.split_whitespace().any(|word| PUBLISHERS.contains(&word.to_lowercase().as_str()))
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
    fn rules_are_sorted_and_lower_case() {
        assert!(RULES.is_sorted_by(|a, b| a.reason <= b.reason));
        assert!(RULES.iter().all(|it| it.words == it.words.to_lowercase()));
    }

    #[test]
    fn furniture_is_told_from_prose() {
        for (line, expected) in [
            ("By Pippin Took", Some("byline")),
            ("By\u{a0}Pippin Took", Some("byline")),
            ("By Pippin Took and Merry Brandybuck, Bree Herald", Some("byline")),
            ("By Friday the troops had left", None),
            ("By train", None),
            ("Contact Your Elected Officials", Some("page")),
            ("The Daily Palantir Header", Some("banner")),
            ("Read Full Article on", Some("more")),
            ("Share this article", Some("share")),
            ("Sign up for our morning briefing", Some("subscribe")),
            ("© 2024 Bree Herald. All rights reserved.", Some("copyright")),
            ("The king waves. (Merry Brandybuck/Reuters)", Some("caption")),
            ("Subscribers of the newspaper protested on Monday.", None),
            ("Shared rivers were the subject of talks.", None),
            ("Sponsored militias crossed the border into Gondor on Monday, officials said.", None),
            ("The envoy tweeted that talks had failed.", None),
        ] {
            assert_eq!(reason(line), expected, "{line}");
        }
    }

    #[test]
    fn names_are_read_from_bylines() {
        for (line, expected) in [
            ("By Pippin Took", &["Pippin Took"][..]),
            (
                "By Pippin Took and Merry Brandybuck, Bree Herald",
                &["Pippin Took", "Merry Brandybuck"],
            ),
            ("BY PIPPIN TOOK | BREE", &["PIPPIN TOOK"]),
            ("By The Associated Press", &[]),
            ("By Pippin Took in Hobbiton", &["Pippin Took"]),
        ] {
            assert_eq!(names(line), expected, "{line}");
        }
    }
}
