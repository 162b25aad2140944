//! Our own sentences, with what spaCy 3.8.7 says of them (`tools/compare-with-spacy/compare.py
//! --golden` writes it): every token, tag, lemma, head, relation, sentence and entity must agree.

use detente_language::Doc;
use detente_language::Model;
use detente_language::Scratch;

/// The texts of a file, one a line, and the rows of each one's tokens.
const FILES: &[(&str, &str, &str)] = &[
    (
        "constructions",
        include_str!("../golden/constructions.txt"),
        include_str!("../golden/constructions.tsv"),
    ),
    ("headlines", include_str!("../golden/headlines.txt"), include_str!("../golden/headlines.tsv")),
    ("news", include_str!("../golden/news.txt"), include_str!("../golden/news.tsv")),
    ("speech", include_str!("../golden/speech.txt"), include_str!("../golden/speech.tsv")),
    ("tokens", include_str!("../golden/tokens.txt"), include_str!("../golden/tokens.tsv")),
    (
        "white_space",
        include_str!("../golden/white_space.txt"),
        include_str!("../golden/white_space.tsv"),
    ),
];

#[test]
fn parses_agree_with_spacy() {
    let model = Model::embedded();
    let mut scratch = Scratch::new();
    let mut differences = Vec::new();
    for (name, texts, expected) in FILES {
        let texts: Vec<String> = texts.trim_end_matches('\n').split('\n').map(unescape).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let expected = documents(expected);
        assert_eq!(texts.len(), expected.len(), "{name}: texts and answers");
        for ((text, doc), expected) in
            texts.iter().zip(model.parse_batch(&texts, &mut scratch)).zip(&expected)
        {
            let found = rows(text, &doc);
            if found != *expected {
                differences.push(difference(name, text, expected, &found));
            }
        }
    }
    assert!(
        differences.is_empty(),
        "{} texts differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

#[test]
fn every_label_is_tested() {
    let rows: Vec<Vec<&str>> = FILES
        .iter()
        .flat_map(|(_, _, expected)| expected.lines())
        .map(|row| row.split('\t').collect())
        .collect();
    let has = |column: usize, label: &str| {
        rows.iter()
            .any(|row| row.get(column).is_some_and(|it| it.trim_start_matches("B-") == label))
    };
    let missing: Vec<&str> = (detente_language::Dep::ALL.iter().map(|it| (7, it.label())))
        .chain(detente_language::Tag::ALL.iter().map(|it| (4, it.label())))
        .chain(detente_language::Pos::ALL.iter().map(|it| (5, it.label())))
        .chain(detente_language::EntityLabel::ALL.iter().map(|it| (9, it.label())))
        .filter(|(column, label)| !has(*column, label))
        .map(|(_, label)| label)
        .collect();
    // The model has not been seen to give AFX to any sentence of ours.
    assert_eq!(missing, ["AFX"]);
}

/// spaCy's answers: the lines of each document, which an empty line ends.
fn documents(written: &str) -> Vec<Vec<String>> {
    let mut out = vec![Vec::new()];
    for line in written.lines() {
        match line {
            "" => out.push(Vec::new()),
            row => out.last_mut().unwrap().push(row.to_owned()),
        }
    }
    out.pop();
    out
}

fn rows(text: &str, doc: &Doc) -> Vec<String> {
    let row = |token: &detente_language::Token| {
        let entity = token
            .entity
            .map(|part| (if part.begins { "B-" } else { "I-" }).to_owned() + part.label.label());
        let columns: [&str; 10] = [
            &token.start.to_string(),
            &token.end.to_string(),
            &escape(token.text(text)),
            &escape(&token.lemma),
            token.tag.label(),
            token.pos.label(),
            &token.head.to_string(),
            token.dep.label(),
            if token.sentence_start { "S" } else { "" },
            &entity.unwrap_or_default(),
        ];
        columns.join("\t")
    };
    doc.tokens.iter().map(row).collect()
}

fn difference(name: &str, text: &str, expected: &[String], found: &[String]) -> String {
    let at = expected
        .iter()
        .zip(found)
        .position(|(a, b)| a != b)
        .unwrap_or(expected.len().min(found.len()));
    let none = String::new();
    let (wanted, given) = (expected.get(at).unwrap_or(&none), found.get(at).unwrap_or(&none));
    format!("{name}: {text}\n  spaCy {wanted}\n  ours  {given}")
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescape(line: &str) -> String {
    let mut out = String::new();
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                other => other.unwrap_or('\\'),
            },
            _ => c,
        });
    }
    out
}
