//! Golden documents: texts with the events they must give, written to be read by people (golden/README.md).
//!
//! `UPDATE_GOLDEN=1 cargo golden` rewrites the expected blocks; the diff is the review.

use crate::files;
use crate::root;
use detente::lexicon::Lexicon;
use detente::model::Basis;
use detente::model::Event;
use detente::model::MediaType;
use detente::model::Party;
use detente::model::RawDocument;
use detente::model::Record;
use detente::model::Span;
use detente::model::Status;
use detente::model::Warned;
use detente::pipeline;
use detente::pipeline::Engine;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

/// One file, read.
struct Golden {
    path: PathBuf,
    /// From the first line to the last of the quoted text, and what must be mended, if anything.
    head: String,
    published: String,
    text: String,
    /// Whether the places are listed too.
    shows_places: bool,
    /// The events in our writing, in text order.
    expected: String,
}

#[test]
fn documents_give_their_events() {
    let goldens = goldens();
    let engine = Engine::open(None, None).unwrap();
    let documents = goldens.iter().map(|it| Warned::clean(raw(it))).collect();
    let records = pipeline::records(documents, &engine, &mut pipeline::Scratch::new());
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut report = String::new();
    let mut n_wrong = 0;
    for (golden, record) in goldens.iter().zip(&records) {
        let found = written(record, golden.shows_places);
        if found == golden.expected {
            continue;
        }
        if update {
            std::fs::write(&golden.path, format!("{}\n\n{found}\n", golden.head)).unwrap();
            continue;
        }
        n_wrong += 1;
        let name = golden.path.strip_prefix(root()).unwrap().display().to_string();
        let _ = write!(report, "\n{name}\n{}", diff(&golden.expected, &found));
    }
    assert!(
        n_wrong == 0,
        "{n_wrong} of {} golden documents give other events (- expected, + found):\n{report}\n\
         If what is found is right: UPDATE_GOLDEN=1 cargo golden, and review the diff.",
        goldens.len()
    );
}

#[test]
fn every_class_and_status_stands_in_one() {
    let expected: Vec<String> = goldens().into_iter().map(|it| it.expected).collect();
    let heads: Vec<(&str, &str)> = expected
        .iter()
        .flat_map(|it| it.lines())
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split_once(' '))
        .map(|(class, status)| (class.split('/').next().unwrap_or(class), status))
        .collect();
    let lexicon = Lexicon::embedded().unwrap();
    let classes = lexicon.classes.keys().map(String::as_str);
    let missing: Vec<&str> = classes
        .filter(|class| !heads.iter().any(|(it, _)| it == class))
        .chain(
            Status::ALL
                .map(Status::as_str)
                .into_iter()
                .filter(|status| !heads.iter().any(|(_, it)| it == status)),
        )
        .collect();
    assert!(missing.is_empty(), "no golden document shows {missing:?}");
}

fn goldens() -> Vec<Golden> {
    // What stands in other folders has its own form and its own test.
    files(&root().join("golden/en"), ".md").into_iter().map(read).collect()
}

fn read(path: PathBuf) -> Golden {
    let page = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = page.lines().collect();
    let name = path.display();
    assert!(lines.first().is_some_and(|it| it.starts_with("# ")), "{name}: no title");
    let facts: BTreeMap<&str, &str> = lines
        .get(1)
        .unwrap_or(&"")
        .split("   ")
        .filter_map(|it| it.trim().split_once(": "))
        .collect();
    for fact in ["language", "published", "source"] {
        assert!(facts.contains_key(fact), "{name}: line 2 does not say {fact}");
    }
    let is_head = |line: &&str| line.starts_with('>') || line.starts_with("FIXME: ");
    let last = lines.iter().rposition(is_head).unwrap_or_else(|| panic!("{name}: no text"));
    let quoted = lines.iter().filter_map(|line| line.strip_prefix('>'));
    Golden {
        head: lines[..=last].join("\n"),
        published: facts["published"].to_owned(),
        shows_places: facts.get("shows") == Some(&"places"),
        text: quoted.map(|it| it.strip_prefix(' ').unwrap_or(it)).collect::<Vec<_>>().join("\n"),
        expected: lines[last + 1..].join("\n").trim().to_owned(),
        path,
    }
}

fn raw(golden: &Golden) -> RawDocument {
    RawDocument {
        name: golden.path.display().to_string(),
        body: golden.text.clone(),
        media_type: MediaType::Text,
        published: Some(golden.published.parse().unwrap()),
        ..RawDocument::default()
    }
}

/// The events of a record as they stand in a golden document.
fn written(record: &Record, shows_places: bool) -> String {
    let mut parts: Vec<String> = record.coded.events.iter().map(|it| event(record, it)).collect();
    if parts.is_empty() {
        parts.push("no events".to_owned());
    }
    if shows_places {
        parts.push(places(record));
    }
    parts.join("\n\n")
}

/// All places: the words, what they stand for, and whether they stand in the name of a body.
fn places(record: &Record) -> String {
    let mut lines = vec!["places".to_owned()];
    for place in &record.coded.places {
        let words = quoted(place.span.of(&record.article.text));
        let parts = [Some(&place.name), place.admin1.as_ref(), place.country.as_ref()];
        let name: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        let point =
            place.lat.zip(place.lon).map_or("—".to_owned(), |(a, b)| format!("{a:.1} {b:.1}"));
        let body = if place.in_name { "  in a name" } else { "" };
        lines.push(format!(
            "  {words}  {}  {}  {point}{body}",
            name.join(", "),
            place.level.as_str()
        ));
    }
    if lines.len() == 1 {
        lines.push("  —".to_owned());
    }
    lines.join("\n")
}

fn event(record: &Record, event: &Event) -> String {
    let words = |span: Span| quoted(span.of(&record.article.text));
    let class = event.class.as_deref().unwrap_or("COMMENT");
    let mode = event.mode.as_deref().map(|mode| format!("/{mode}")).unwrap_or_default();
    let mut lines = vec![format!("{class}{mode} {}", event.status.as_str())];
    let mut line = |label: &str, value: String| lines.push(format!("  {label:<9}  {value}"));
    for (label, parties) in [("source", &event.sources), ("target", &event.targets)] {
        for party in parties {
            line(label, format!("{}  {}", words(party.span), code(party)));
        }
        if parties.is_empty() {
            line(label, "—".to_owned());
        }
    }
    let place = event.place.as_ref().map(|(place, basis)| {
        let country = place.country.as_deref().unwrap_or("—");
        let (level, basis) = (place.level.as_str(), basis.as_str());
        format!("{}  {country} {level} {basis}", words(place.span))
    });
    line("place", place.unwrap_or_else(|| "—".to_owned()));
    line("time", time(event, words));
    for holder in &event.held_by {
        let speaker = record.coded.statements[holder.statement].speaker;
        let speaker = speaker.map_or_else(|| "—".to_owned(), |it| words(it.span));
        line("held_by", format!("{speaker}  {}", holder.stance.as_str()));
    }
    if let Some(condition) = event.condition {
        line("condition", words(condition));
    }
    lines.join("\n")
}

fn code(party: &Party) -> &str {
    if party.identity.code.is_empty() { "—" } else { &party.identity.code }
}

fn time(event: &Event, words: impl Fn(Span) -> String) -> String {
    let time = &event.time;
    let days = match time.interval {
        Some(it) if it.from == it.to => it.from.to_string(),
        Some(it) => format!("{} to {}", it.from, it.to),
        None => time.value.clone().unwrap_or_default(),
    };
    if days.is_empty() && time.basis == Basis::Unknown {
        return "—".to_owned();
    }
    let span = time.span.map_or_else(|| "—".to_owned(), words);
    format!("{span}  {days} {}", time.basis.as_str())
}

/// In quotation marks and on one line.
fn quoted(words: &str) -> String {
    format!("\"{}\"", words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The lines of both, those of one alone marked; the longest common run of lines is kept.
fn diff(expected: &str, found: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    // `common[i][j]`: how many lines `old[i..]` and `new[j..]` have in common, in order.
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = String::new();
    while i < old.len() || j < new.len() {
        let (mark, line) = if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
            (' ', old[i - 1])
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            i += 1;
            ('-', old[i - 1])
        } else {
            j += 1;
            ('+', new[j - 1])
        };
        let _ = writeln!(out, "  {mark} {line}");
    }
    out
}

#[test]
fn a_difference_is_readable() {
    assert_eq!(diff("a\nb\nc", "a\nx\nc"), "    a\n  - b\n  + x\n    c\n");
}
