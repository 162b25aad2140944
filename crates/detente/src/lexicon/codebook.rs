//! The codebook, written from the lexicon: what every class, status, operator and sector means.

use crate::lexicon::Act;
use crate::lexicon::Class;
use crate::lexicon::Complement;
use crate::lexicon::Example;
use crate::lexicon::Lexicon;
use crate::lexicon::Operator;
use crate::lexicon::TriggerPos;
use crate::lexicon::composed::COMPOSED;
use crate::model::Status;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;

const OPENING: &str = "# Codebook

What the codes of Detente mean: classes of event with their modes, statuses, words that act on an event, contexts, and sectors.

Made from `data/` by `detente lexicon codebook`; a test compares it, and `UPDATE=1 cargo test -p detente codebook` rewrites it.
Classes, modes, quad classes and sectors are those of PLOVER 2.0, and codes those of CAMEO 1.1b3; definitions and sentences are ours, and the sentences report nothing that happened.
In the sentences, `[…]` marks a source and `{…}` a target.
";

/// What each status means, and an example.
const STATUSES: [(Status, &str, &str); 12] = [
    (
        Status::Happened,
        "The article, or a source that it repeats without distance, says that it took place.",
        "troops crossed the border",
    ),
    (Status::Ongoing, "It holds now, open-ended.", "has massed troops"),
    (
        Status::Reported,
        "It took place according to a source, named or not, that the article keeps at a distance; also what a speaker says about somebody else's act.",
        "is reportedly holding drills",
    ),
    (
        Status::Planned,
        "Agreed, announced or scheduled by the one who will do it.",
        "ahead of his first meeting with",
    ),
    (Status::Predicted, "Somebody expects it of another.", "believes that Mordor will invade"),
    (
        Status::Conditional,
        "It would follow if something else came about; also that something else.",
        "should Mordor attack, …",
    ),
    (
        Status::Demanded,
        "Somebody wants it, calls for it, orders it.",
        "urged Mordor to withdraw its troops",
    ),
    (
        Status::Speculated,
        "Possible, rumored, asked about.",
        "rumors that Rohan could cancel the deal",
    ),
    (
        Status::Denied,
        "Somebody says that it did not, does not or will not happen.",
        "denied that it had attacked",
    ),
    (Status::Negated, "The article says that it did not happen.", "did not meet"),
    (Status::Failed, "Tried, and did not come about.", "failed to arrest"),
    (Status::Ended, "It stopped; the ending may be an event of its own.", "lifted the blockade"),
];

/// PLOVER 2.0 sectors, and what stands in place of a country.
const SECTORS: [(&str, &str); 31] = [
    ("AGR", "farming, fishing and forestry"),
    ("BUS", "business"),
    ("COP", "police"),
    ("CRM", "crime: gangs, smugglers, pirates"),
    ("CVL", "civilians, and people of no other sector"),
    ("EDU", "schools and universities, and those who learn and teach there"),
    ("ELI", "former officials, and the families of those in office"),
    ("GOV", "the executive, and parties that govern"),
    ("JRN", "journalists and media"),
    ("JUD", "courts, judges and prosecutors"),
    ("LAB", "workers and unions"),
    ("LEG", "parliaments"),
    ("MED", "health"),
    ("MIL", "armed forces, coast and border guards among them"),
    ("OPP", "opposition; mostly the second sector"),
    ("PRE", "an entity that few states recognize, beside its other sector"),
    ("PRM", "armed groups that do not fight the government"),
    ("PTY", "political parties"),
    ("REB", "armed opposition"),
    ("REF", "refugees"),
    ("REL", "religion"),
    ("SOC", "groups of society"),
    ("SPY", "intelligence"),
    ("UAF", "armed forces that nobody has named"),
    ("UNK", "unknown"),
    ("IGO", "organizations of states, in place of a country"),
    ("NGO", "other international organizations, in place of a country"),
    ("MNC", "companies of several countries, in place of a country"),
    ("ISM", "social movements across borders, in place of a country"),
    ("IMG", "armed groups across borders, in place of a country"),
    ("---", "the country cannot be known"),
];

/// How many sentences show a class.
const N_EXAMPLES: usize = 3;

/// The codebook in Markdown, from this lexicon and nothing else; ends in a line feed.
pub fn codebook(lexicon: &Lexicon) -> String {
    let mut page = OPENING.to_owned();
    page.push_str("\n## Classes\n");
    for class in lexicon.classes.values() {
        class_section(lexicon, class, &mut page);
    }
    statuses(&mut page);
    operators(lexicon, &mut page);
    composed(&mut page);
    contexts(lexicon, &mut page);
    page.push_str("\n## Sectors\n\nAn actor's code is its country and its first sector; these are the sectors, and what stands where there is no country.\n\n| code | what it is |\n|---|---|\n");
    for (code, meaning) in SECTORS {
        line(&mut page, &format!("| `{code}` | {meaning} |"));
    }
    page
}

fn contexts(lexicon: &Lexicon, page: &mut String) {
    page.push_str("\n## Contexts\n\nWhat an event is about, beside what is done: any number an event, read from its own words, its clause or its sentence (`data/scales/contexts.tsv` has the words).\n\n| context | what it covers |\n|---|---|\n");
    for it in &lexicon.contexts {
        line(page, &format!("| {} | {} |", it.name, it.definition));
    }
}

fn line(page: &mut String, text: &str) {
    let _ = writeln!(page, "{text}");
}

fn class_section(lexicon: &Lexicon, class: &Class, page: &mut String) {
    let acts: Vec<&Act> = lexicon.acts.iter().filter(|act| *act.class == *class.class).collect();
    line(page, &format!("\n### {}\n\n{}", class.class, class.definition));
    let quad = class.quad.map_or_else(|| "none".to_owned(), |quad| quad.to_string());
    line(page, &format!("\nQuad class: {quad}. Target: {}.", class.recipient));
    for (title, items) in [("Belongs here", &class.includes), ("Does not", &class.excludes)] {
        line(page, &format!("\n{title}:\n"));
        for item in items {
            line(page, &format!("- {item}"));
        }
    }
    if !class.modes.is_empty() {
        line(page, "\n| mode | CAMEO | definition |\n|---|---|---|");
        for mode in &class.modes {
            line(page, &format!("| `{}` | {} | {} |", mode.name, mode.cameo, mode.definition));
        }
    }
    let codes: Vec<String> = cameo_codes(lexicon, class).into_iter().collect();
    line(
        page,
        &format!("\nCAMEO codes that its {} entries use: {}.", acts.len(), codes.join(", ")),
    );
    line(page, "\nSentences:\n");
    for example in examples(&acts) {
        line(page, &format!("- {}", marked(example)));
    }
}

/// The codes of a class, of its modes, and of its acts and operators.
fn cameo_codes(lexicon: &Lexicon, class: &Class) -> BTreeSet<String> {
    let acts = lexicon.acts.iter().filter(|it| *it.class == *class.class).map(|it| &it.cameo);
    let operators = lexicon.operators.iter().flat_map(|it| it.codes.values());
    let operators = operators.filter(|it| *it.class == *class.class).map(|it| &it.cameo);
    let modes = class.modes.iter().map(|it| &it.cameo);
    let mut codes: BTreeSet<String> = acts.chain(operators).map(ToString::to_string).collect();
    codes.extend(modes.cloned());
    codes.insert(class.cameo.clone());
    codes
}

/// The first sentence of the surest entries, one for each mode before a second of any.
fn examples<'l>(acts: &[&'l Act]) -> Vec<&'l Example> {
    let mut by_mode: BTreeMap<Option<&str>, Vec<&Act>> = BTreeMap::new();
    for act in acts.iter().filter(|act| !act.yes.is_empty()) {
        by_mode.entry(act.mode.as_deref()).or_default().push(act);
    }
    let mut ranked: Vec<(usize, &Act)> = Vec::new();
    for acts in by_mode.values_mut() {
        acts.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        ranked.extend(acts.iter().copied().enumerate());
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().take(N_EXAMPLES).filter_map(|(_, act)| act.yes.first()).collect()
}

/// With the marks it has in its entry.
fn marked(example: &Example) -> String {
    let mut marks: Vec<(usize, bool, char)> = Vec::new();
    for (ranges, open, close) in [(&example.sources, '[', ']'), (&example.targets, '{', '}')] {
        for &(start, end) in ranges {
            marks.extend([(start, true, open), (end, false, close)]);
        }
    }
    // At one place, closing comes before opening.
    marks.sort();
    let mut out = String::new();
    let mut at = 0;
    for (offset, _, mark) in marks {
        out.push_str(&example.text[at..offset]);
        out.push(mark);
        at = offset;
    }
    out + &example.text[at..]
}

fn statuses(page: &mut String) {
    line(page, "\n## Statuses\n\nEvery event says whether it happened, and if not, what it is.\n");
    line(page, "| status | meaning | example | counts in indices |\n|---|---|---|---|");
    for (status, meaning, example) in STATUSES {
        let counts = match (status, status.is_real()) {
            (Status::Reported, _) => "yes, marked",
            (Status::Ended, _) => "no (the ending does)",
            (_, true) => "yes",
            (_, false) => "no",
        };
        line(page, &format!("| `{}` | {meaning} | *{example}* | {counts} |", status.as_str()));
    }
    line(
        page,
        "\nA refusal, an agreement, a threat, an appeal, a denial or an accusation is an event that happened; what is refused, agreed, threatened, asked for, denied or told is a second event with its own status.",
    );
}

fn operators(lexicon: &Lexicon, page: &mut String) {
    line(
        page,
        "\n## Words that act on an event\n\nWhat becomes of the event that stands inside them, and what they are themselves (`CLASS/mode code`, by the class of the inner event where it matters).\n",
    );
    line(
        page,
        "| rule | words | the inner event is | negated, it is | itself |\n|---|---|---|---|---|",
    );
    for operator in &lexicon.operators {
        line(page, &operator_row(operator));
    }
}

fn composed(page: &mut String) {
    line(
        page,
        "\n## Events by composition\n\nWhat stands in no row of the tables: events that come of how others are put together.\n",
    );
    line(page, "| rule | class | what it reads |\n|---|---|---|");
    for it in COMPOSED {
        line(page, &format!("| `{}` | {} | {} |", it.rule, it.class, it.meaning));
    }
}

fn operator_row(operator: &Operator) -> String {
    let words: Vec<String> = operator
        .triggers
        .iter()
        .map(|it| {
            let others = it.others.join(" ");
            match (others.is_empty(), operator.pos) {
                (true, _) => it.head.to_string(),
                (false, TriggerPos::Noun) => format!("{others} {}", it.head),
                (false, _) => format!("{} {others}", it.head),
            }
        })
        .collect();
    let places: Vec<&str> = operator.complements.iter().map(complement).collect();
    let inner = operator.inner.map_or("as it was", Status::as_str);
    let negated = match (operator.inner_if_negated, operator.inner) {
        (Some(status), _) => status.as_str(),
        (None, Some(_)) => Status::Speculated.as_str(),
        (None, None) => "as it was",
    };
    let stance = operator.stance.map(|it| format!(" ({})", it.as_str())).unwrap_or_default();
    format!(
        "| `{}` | {} + {} | {inner}{stance} | {negated} | {} |",
        operator.rule,
        words.join(", "),
        places.join("/"),
        own_codes(operator)
    )
}

fn complement(complement: &Complement) -> &str {
    match complement {
        Complement::Clause => "clause",
        Complement::Infinitive => "infinitive",
        Complement::Gerund => "gerund",
        Complement::Own => "own infinitive",
        Complement::Object => "object",
        Complement::Subject => "subject",
        Complement::Prep(prep) => prep,
    }
}

/// `REJECT/assist 122 (AID), REJECT 120 (else)`: inner classes that give one code stand together.
fn own_codes(operator: &Operator) -> String {
    let mut by_code: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (inner, code) in &operator.codes {
        let mode = code.mode.as_deref().map(|mode| format!("/{mode}")).unwrap_or_default();
        let own = format!("{}{mode} {}", code.class, code.cameo);
        by_code.entry(own).or_default().push(if &**inner == "*" { "else" } else { inner });
    }
    let shown: Vec<String> = by_code
        .into_iter()
        .map(|(code, inner)| match inner.contains(&"else") {
            true => format!("{code} (else)"),
            false => format!("{code} ({})", inner.join(", ")),
        })
        .collect();
    if shown.is_empty() { "no event".to_owned() } else { shown.join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::actors;
    use crate::lexicon::acts::example;

    /// `UPDATE=1 cargo test -p detente codebook` rewrites the file.
    #[test]
    fn the_committed_codebook_is_the_lexicons() {
        let page = codebook(&Lexicon::embedded().unwrap());
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../CODEBOOK.md");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &page).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            kept == page,
            "CODEBOOK.md is out of date: UPDATE=1 cargo test -p detente codebook"
        );
    }

    #[test]
    fn every_status_and_sector_is_explained() {
        assert_eq!(STATUSES.map(|(status, ..)| status), Status::ALL);
        for sector in actors::SECTORS {
            assert!(SECTORS.iter().any(|(it, _)| *it == sector), "{sector}");
        }
    }

    #[test]
    fn marks_stand_where_they_stood() {
        for text in ["[Gondor] warned {Mordor}.", "{The [Rohan] envoy} left.", "Nobody came."] {
            assert_eq!(marked(&example(text).unwrap()), text);
        }
    }
}
