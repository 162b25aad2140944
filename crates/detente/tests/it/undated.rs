//! Undated articles: texts whose day of publication must be found from what they say (golden/README.md).
//!
//! `UPDATE_GOLDEN=1 cargo golden` rewrites the expected blocks; the diff is the review.

use crate::files;
use crate::root;
use detente::model::Article;
use detente::model::ClueRole;
use detente::model::Date;
use detente::model::MediaType;
use detente::model::Published;
use detente::model::RawDocument;
use detente::model::Record;
use detente::model::Warned;
use detente::pipeline;
use detente::pipeline::Engine;
use std::fmt::Write;
use std::path::PathBuf;

/// One file: what stands before its first article, and its articles.
struct File {
    path: PathBuf,
    head: String,
    articles: Vec<Undated>,
}

struct Undated {
    /// From the heading to the last line of the quoted text.
    head: String,
    title: String,
    published: Date,
    text: String,
    /// What must be found, in our writing.
    expected: String,
}

/// How many of the articles must be solved to the day; raise it when more are.
const EXACT: usize = 50;

#[test]
fn undated_articles_are_dated() {
    let files = undated();
    let engine = Engine::open(None, None).unwrap();
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let (mut report, mut n_exact, mut n) = (String::new(), 0, 0);
    for file in &files {
        let records = records(&engine, file.articles.iter().map(|it| it.text.clone()));
        let found: Vec<String> = records.iter().map(|r| written(&r.article)).collect();
        for ((article, record), found) in file.articles.iter().zip(&records).zip(&found) {
            let published = &record.article.published;
            n += 1;
            n_exact += usize::from(published.value == Some(article.published));
            judge(article, published, &mut report);
            if !update && *found != article.expected {
                let _ = write!(report, "\n{}: found\n{found}\n", article.title);
            }
        }
        if update {
            let blocks = file.articles.iter().zip(&found);
            let blocks: Vec<String> = blocks.map(|(a, f)| format!("{}\n\n{f}\n", a.head)).collect();
            std::fs::write(&file.path, format!("{}\n\n{}", file.head, blocks.join("\n"))).unwrap();
        }
    }
    assert!(report.is_empty(), "{report}");
    assert!(n >= 60 && n_exact >= EXACT, "{n_exact} of {n} solved to the day");
}

/// The true day is among the candidates, and no year alone is a wrong one.
fn judge(article: &Undated, published: &Published, report: &mut String) {
    let day = article.published;
    let ranges = &published.candidates;
    if !ranges.is_empty() && !ranges.iter().any(|&(from, to)| from <= day && day <= to) {
        let _ = writeln!(report, "{}: {day} is not among {ranges:?}", article.title);
    }
    if published.value.is_some_and(|value| value.year() != day.year()) {
        let _ = writeln!(report, "{}: {:?} is of another year", article.title, published.value);
    }
}

/// Candidates, the best day and what decides.
fn written(article: &Article) -> String {
    let published = &article.published;
    let shown: Vec<String> = published.candidates.iter().map(range).collect();
    let shown = if shown.is_empty() { "unknown".to_owned() } else { shown.join(", ") };
    let mut out = format!("candidates  {shown}");
    if let Some(best) = published.value {
        let _ = write!(out, "\nbest        {best}");
    }
    for clue in published.because.iter().filter(|c| c.role == ClueRole::Decides) {
        let _ = write!(out, "\ndecides     {}", clue.note);
    }
    for clue in published.because.iter().filter(|c| c.role == ClueRole::SetAside) {
        let _ = write!(out, "\nset aside   {}", clue.note);
    }
    out
}

fn range(&(from, to): &(Date, Date)) -> String {
    match (from == Published::OPEN_FROM, to == Published::OPEN_TO) {
        (true, _) => format!("until {to}"),
        (_, true) => format!("since {from}"),
        _ if from == to => from.to_string(),
        _ => format!("{from} to {to}"),
    }
}

fn undated() -> Vec<File> {
    let found = files(&root().join("golden/undated"), ".md");
    found.into_iter().map(read).collect()
}

fn read(path: PathBuf) -> File {
    let page = std::fs::read_to_string(&path).unwrap();
    let mut parts = page.split("\n## ");
    let head = parts.next().unwrap().trim_end().to_owned();
    File { head, articles: parts.map(article).collect(), path }
}

fn article(part: &str) -> Undated {
    let lines: Vec<&str> = part.lines().collect();
    let last = lines.iter().rposition(|line| line.starts_with('>')).expect("a text");
    let quoted = lines.iter().filter_map(|line| line.strip_prefix('>'));
    Undated {
        head: format!("## {}", lines[..=last].join("\n")),
        title: lines[0].to_owned(),
        published: lines[1].strip_prefix("published: ").expect("the day").parse().unwrap(),
        text: quoted.map(|it| it.strip_prefix(' ').unwrap_or(it)).collect::<Vec<_>>().join("\n"),
        expected: lines[last + 1..].join("\n").trim().to_owned(),
    }
}

fn records(engine: &Engine, texts: impl Iterator<Item = String>) -> Vec<Record> {
    let raw =
        |body: String| RawDocument { body, media_type: MediaType::Text, ..Default::default() };
    let documents = texts.map(|text| Warned::clean(raw(text))).collect();
    pipeline::records(documents, engine, &mut pipeline::Scratch::new())
}
