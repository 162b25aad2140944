//! Undated articles: texts whose day of publication must be found from what they say (golden/README.md).
//!
//! `UPDATE_GOLDEN=1 cargo golden` rewrites the expected blocks; the diff is the review.

use crate::files;
use crate::root;
use detente::model::Article;
use detente::model::ClueRole;
use detente::model::Date;
use detente::model::MediaType;
use detente::model::Precision;
use detente::model::Published;
use detente::model::RawDocument;
use detente::model::Record;
use detente::model::Warned;
use detente::pipeline;
use detente::pipeline::Engine;
use std::fmt::Write;
use std::path::Path;
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

/// How many of the articles must be solved to the day, and with [`NOT_AFTER`]; raise them when more are.
const EXACT: (usize, usize) = (34, 38);

/// A day that the caller knows them not to be younger than: terms that are open in the tables end there.
const NOT_AFTER: Date = jiff::civil::date(2026, 1, 1);

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
    assert!(n >= 60 && n_exact >= EXACT.0, "{n_exact} of {n} solved to the day");
}

#[test]
fn a_last_day_leaves_fewer_candidates() {
    let engine = Engine { not_after: Some(NOT_AFTER), ..Engine::open(None, None).unwrap() };
    let articles: Vec<Undated> = undated().into_iter().flat_map(|file| file.articles).collect();
    let records = records(&engine, articles.iter().map(|it| it.text.clone()));
    let (mut report, mut n_exact) = (String::new(), 0);
    for (article, record) in articles.iter().zip(&records) {
        let published = &record.article.published;
        n_exact += usize::from(published.value == Some(article.published));
        judge(article, published, &mut report);
        let late = published.candidates.iter().any(|range| range.1 > NOT_AFTER);
        assert!(!late, "{}: {:?}", article.title, published.candidates);
    }
    assert!(report.is_empty(), "{report}");
    assert!(n_exact >= EXACT.1, "{n_exact} solved to the day");
}

const WEEKEND: &str = "The French and the Russian leader spoke for five hours in Oslo on Feb. 7 and agreed to go on talking.

Over the past weekend, the Norwegian foreign minister warned Russia on the evening of Feb. 6 that its troops would not be welcome.

Also on Feb. 7, German Chancellor Olaf Scholz told a newspaper that his country stood by its friends. \
On Monday U.S. President Joe Biden praised Germany.";

/// The years of the candidates.
fn years(record: &Record) -> Vec<i16> {
    record.article.published.candidates.iter().map(|range| range.0.year()).collect()
}

#[test]
fn a_term_and_a_weekend_give_the_year() {
    let engine = Engine::open(None, None).unwrap();
    let record = records(&engine, [WEEKEND.to_owned()].into_iter()).remove(0);
    let published = &record.article.published;
    assert_eq!(years(&record), [2022]);
    assert_eq!(published.value, Some(jiff::civil::date(2022, 2, 7)));
    let decides = published.because.iter().filter(|c| c.role == ClueRole::Decides);
    let rules: Vec<&str> = decides.map(|c| c.rule).collect();
    // The end of the chancellor's term is from memory; the president's is known.
    assert_eq!(rules, ["dating.office", "dating.office", "dating.weekend", "dating.lead_date"]);
    // What is coded follows the solved day.
    let warning = record.coded.events.iter().find(|e| e.class.as_deref() == Some("THREATEN"));
    assert_eq!(warning.unwrap().time.value.as_deref(), Some("2022-02-06TEV"));
    assert!(record.coded.actors.iter().all(|a| a.as_of == published.value));
}

#[test]
fn without_the_term_two_years_are_given_as_two() {
    let folder = std::env::temp_dir().join(format!("detente-undated-{}", std::process::id()));
    copy(&root().join("data"), &folder);
    let people = folder.join("actors/people.tsv");
    let rows = std::fs::read_to_string(&people).unwrap();
    let is_term = |row: &&str| row.starts_with("Olaf Scholz") && row.contains("\tchancellor\t");
    assert_eq!(rows.lines().filter(is_term).count(), 1);
    let kept: Vec<&str> = rows.lines().filter(|row| !is_term(row)).collect();
    std::fs::write(&people, kept.join("\n") + "\n").unwrap();
    let engine = Engine::open(None, Some(&folder)).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let record = records(&engine, [WEEKEND.to_owned()].into_iter()).remove(0);
    assert_eq!(years(&record), [2021, 2022]);
    assert_eq!(record.article.published.value, None);
}

fn copy(from: &Path, to: &Path) {
    for path in files(from, "") {
        let target = to.join(path.strip_prefix(from).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(&path, target).unwrap();
    }
}

/// The time of the only event.
fn time_of(text: &str) -> (Option<String>, Precision) {
    let engine = Engine::open(None, None).unwrap();
    let record = records(&engine, [text.to_owned()].into_iter()).remove(0);
    let event = record.coded.events.first().expect("an event");
    (event.time.value.clone(), event.time.precision)
}

#[test]
fn where_only_the_year_is_known_times_have_that_year() {
    let head = "The leaders of seven countries began talks in Tokyo on Wednesday.

Canadian Prime Minister Kim Campbell and Japanese Prime Minister Kiichi Miyazawa said on Wednesday that trade came first.

";
    let of = |sentence: &str| {
        let engine = Engine::open(None, None).unwrap();
        let record = records(&engine, [format!("{head}{sentence}")].into_iter()).remove(0);
        let event = record.coded.events.last().expect("an event");
        event.time.value.clone().unwrap_or_default()
    };
    assert_eq!(of("Norway expelled two Swedish diplomats on May 3."), "1993-05-03");
    assert_eq!(of("Norway expelled two Swedish diplomats."), "1993");
    assert_eq!(of("Norway expelled two Swedish diplomats last year."), "1992");
}

#[test]
fn where_nothing_is_known_no_year_is_made_up() {
    let (value, precision) = time_of("Norway expelled two Swedish diplomats on May 3.");
    assert_eq!((value.as_deref(), precision), (Some("XXXX-05-03"), Precision::Day));
    let (value, precision) = time_of("Norway expelled two Swedish diplomats.");
    assert_eq!((value, precision), (None, Precision::None));
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
