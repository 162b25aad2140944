//! Headlines in title case, as the parser has learnt to read: "Macron Meets With Putin" → "Macron meets with Putin".
//!
//! A word keeps its capital where the body writes it so inside a sentence, or where it is no word of the function-word
//! or body vocabulary in lower case. Only ASCII letters change, so offsets stay.

use std::collections::HashSet;

/// Lower-cases in place what only the title has in capitals. `body` is the rest of the article.
pub(super) fn truecase(title: &mut String, body: &str) {
    if !is_title_case(title) {
        return;
    }
    let lower: HashSet<&str> = body
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect();
    let upper: HashSet<&str> = inner_capitals(body).collect();
    let mut out = String::with_capacity(title.len());
    let mut first = true;
    for word in title.split_inclusive(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’') {
        let stem: &str = word.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let small = stem.to_ascii_lowercase();
        let capital_only = stem.len() > 1 && stem.chars().all(|c| !c.is_lowercase());
        let known_small = lower.contains(small.as_str())
            || is_function_word(&small)
            || is_inflected(&small, &lower)
            || is_headline_verb(&small);
        if !first && !capital_only && known_small && !upper.contains(stem) {
            out.push_str(&word.to_ascii_lowercase());
        } else {
            out.push_str(word);
        }
        if !stem.is_empty() {
            first = false;
        }
    }
    *title = out;
}

/// Whether most longer words begin with a capital.
fn is_title_case(title: &str) -> bool {
    let words: Vec<&str> = title
        .split_whitespace()
        .filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 3)
        .collect();
    let capitals = words
        .iter()
        .filter(|w| {
            w.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase)
        })
        .count();
    words.len() >= 3 && capitals * 10 >= words.len() * 8
}

/// Words with a capital that do not begin a sentence.
fn inner_capitals(body: &str) -> impl Iterator<Item = &str> {
    let mut previous_ends = true;
    body.split_whitespace().filter_map(move |raw| {
        let word = raw.trim_matches(|c: char| !c.is_alphanumeric());
        let begins = previous_ends || raw.starts_with(['“', '"', '‘', '\'']);
        previous_ends = raw.ends_with(['.', '!', '?', '”', '"', ':']);
        (!begins && word.starts_with(char::is_uppercase))
            .then(|| word.split(['\'', '’']).next().unwrap_or(word))
    })
}

fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "and"
            | "or"
            | "but"
            | "nor"
            | "as"
            | "at"
            | "by"
            | "for"
            | "from"
            | "in"
            | "into"
            | "of"
            | "off"
            | "on"
            | "onto"
            | "out"
            | "over"
            | "to"
            | "up"
            | "down"
            | "with"
            | "without"
            | "after"
            | "before"
            | "against"
            | "amid"
            | "during"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "could"
            | "may"
            | "might"
            | "must"
            | "should"
            | "not"
            | "no"
            | "it"
            | "its"
            | "he"
            | "his"
            | "her"
            | "she"
            | "they"
            | "their"
            | "who"
            | "that"
            | "this"
            | "than"
            | "if"
            | "about"
            | "says"
            | "said"
            | "more"
            | "new"
            | "between"
            | "under"
            | "near"
            | "until"
            | "while"
            | "when"
            | "how"
            | "why"
            | "what"
            | "where"
    )
}

/// "Meets" where the body has "met" or "meet": the stem without its ending stands in the body in lower case.
fn is_inflected(word: &str, lower: &HashSet<&str>) -> bool {
    ["s", "es", "ed", "d", "ing"].iter().any(|ending| {
        word.strip_suffix(ending).is_some_and(|stem| {
            stem.len() > 2
                && ["", "s", "ed", "ing", "e", "es", "d"]
                    .iter()
                    .any(|e| lower.contains(format!("{stem}{e}").as_str()))
        })
    })
}

/// Verbs that headlines live on, in the present tense.
fn is_headline_verb(word: &str) -> bool {
    const VERBS: [&str; 123] = [
        "accepts",
        "accuses",
        "adds",
        "agrees",
        "aids",
        "aims",
        "announces",
        "appoints",
        "approves",
        "arrests",
        "asks",
        "attacks",
        "backs",
        "bans",
        "bars",
        "begins",
        "blames",
        "blocks",
        "bombs",
        "boycotts",
        "breaks",
        "brings",
        "calls",
        "cancels",
        "claims",
        "closes",
        "condemns",
        "criticizes",
        "cuts",
        "declares",
        "defends",
        "demands",
        "denies",
        "deploys",
        "detains",
        "ends",
        "executes",
        "expels",
        "extends",
        "faces",
        "fires",
        "flees",
        "frees",
        "gets",
        "gives",
        "goes",
        "hails",
        "halts",
        "hits",
        "holds",
        "hosts",
        "imposes",
        "invades",
        "jails",
        "joins",
        "kills",
        "launches",
        "leads",
        "leaves",
        "lifts",
        "loses",
        "makes",
        "meets",
        "moves",
        "mulls",
        "offers",
        "opens",
        "orders",
        "pardons",
        "picks",
        "plans",
        "pledges",
        "praises",
        "prepares",
        "pressures",
        "protests",
        "pulls",
        "pushes",
        "raids",
        "raises",
        "ratifies",
        "recalls",
        "recognizes",
        "refuses",
        "rejects",
        "releases",
        "resigns",
        "restores",
        "resumes",
        "retaliates",
        "rules",
        "sanctions",
        "seeks",
        "seizes",
        "sends",
        "shells",
        "shoots",
        "signs",
        "slams",
        "stages",
        "starts",
        "steps",
        "stops",
        "storms",
        "strikes",
        "supports",
        "suspends",
        "takes",
        "targets",
        "tells",
        "tests",
        "threatens",
        "tightens",
        "toughens",
        "turns",
        "unveils",
        "urges",
        "vetoes",
        "visits",
        "vows",
        "warns",
        "wins",
        "withdraws",
    ];
    VERBS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::truecase;

    #[track_caller]
    fn check(title: &str, body: &str, expected: &str) {
        let mut made = title.to_owned();
        truecase(&mut made, body);
        assert_eq!(made, expected);
    }

    #[test]
    fn title_case_is_taken_back() {
        check(
            "Envoy Meets With Leader in Oslo, Seeks to Avoid War",
            "The envoy met Norway's Leader party in Oslo to avoid a war.",
            "Envoy meets with Leader in Oslo, seeks to avoid war",
        );
    }

    #[test]
    fn a_verb_is_known_without_a_body() {
        check("Chad Lifts Travel Ban to Mali", "", "Chad lifts Travel Ban to Mali");
    }

    #[test]
    fn sentence_case_stays() {
        check(
            "Norway and Sweden sign a treaty",
            "They signed it.",
            "Norway and Sweden sign a treaty",
        );
    }
}
