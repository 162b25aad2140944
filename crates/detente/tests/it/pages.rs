//! `golden/pages/`: pages with what their article must hold and what it must not, and the same pages broken at random.

use crate::root;
use detente::extract;
use detente::ingest;
use detente::ingest::Found;
use detente::ingest::Source;
use detente::lexicon::Pages;
use detente::model::Article;
use detente::model::RawDocument;
use detente::model::Warned;
use serde::Deserialize;
use std::path::PathBuf;

/// What stands beside a page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    url: Option<String>,
    title: Option<String>,
    authors: Option<Vec<String>>,
    published: Option<String>,
    published_at: Option<String>,
    /// Empty where there must be none.
    updated: Option<String>,
    outlet: Option<String>,
    origin: Option<String>,
    credit: Option<String>,
    section: Option<String>,
    canonical: Option<String>,
    language: Option<String>,
    truncated: Option<bool>,
    #[serde(default)]
    warnings: Vec<String>,
    wanted: Vec<String>,
    unwanted: Vec<String>,
}

fn names() -> Vec<PathBuf> {
    let mut names = crate::files(&root().join("golden/pages"), ".html");
    names.sort();
    assert!(names.len() >= 12, "{names:?}");
    names
}

fn document(path: PathBuf) -> Warned<RawDocument> {
    let found = ingest::read(vec![Source::File(path)], ingest::format("html")).next();
    match found.unwrap().unwrap() {
        Found::Document(document) => document,
        Found::Skipped(skipped) => panic!("{skipped:?}"),
    }
}

#[test]
fn pages_give_what_stands_beside_them() {
    let pages = Pages::embedded().unwrap();
    let mut wrong = Vec::new();
    for path in names() {
        let expected = std::fs::read_to_string(path.with_extension("toml")).unwrap();
        let expected: Expected = toml::from_str(&expected).unwrap();
        let mut document = document(path.clone());
        document.value.url = expected.url.clone();
        let read = extract::article(document.value, &pages);
        let codes: Vec<&str> =
            document.warnings.iter().chain(&read.warnings).map(|it| it.code).collect();
        let name = path.file_stem().unwrap().to_string_lossy();
        for problem in problems(&expected, &read.value, &codes) {
            wrong.push(format!("{name}: {problem}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn problems(expected: &Expected, article: &Article, codes: &[&str]) -> Vec<String> {
    let mut out = Vec::new();
    let text = article.text.split_whitespace().collect::<Vec<_>>().join(" ");
    out.extend(
        expected.wanted.iter().filter(|it| !text.contains(*it)).map(|it| format!("no {it:?}")),
    );
    out.extend(
        expected.unwanted.iter().filter(|it| text.contains(*it)).map(|it| format!("has {it:?}")),
    );
    let mut same = |what: &str, expected: Option<String>, found: Option<String>| {
        if expected.is_some() && expected != found.clone().or(Some(String::new())) {
            out.push(format!("{what} is {found:?}, not {expected:?}"));
        }
    };
    let inside = article.title_span().map(|span| span.of(&article.text).to_owned());
    let updated = article.updated.as_ref().and_then(|it| it.value);
    same("title", expected.title.clone(), inside.or(article.given_title.clone()));
    same(
        "authors",
        expected.authors.as_ref().map(|it| it.join("; ")),
        Some(article.byline.join("; ")),
    );
    same("published", expected.published.clone(), article.published.value.map(|it| it.to_string()));
    same("published_at", expected.published_at.clone(), article.published.at.clone());
    same("updated", expected.updated.clone(), updated.map(|it| it.to_string()));
    same("outlet", expected.outlet.clone(), article.outlet.clone());
    same("origin", expected.origin.clone(), article.origin.as_ref().map(|it| it.name.clone()));
    same("credit", expected.credit.clone(), article.credit.clone());
    same("section", expected.section.clone(), article.section.clone());
    same("canonical", expected.canonical.clone(), article.canonical.clone());
    same("language", expected.language.clone(), article.language.clone());
    same(
        "truncated",
        expected.truncated.map(|it| it.to_string()),
        Some(article.truncated.to_string()),
    );
    same("warnings", Some(expected.warnings.join("; ")), Some(codes.join("; ")));
    out
}

/// Numbers that look random and are the same in every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

#[test]
fn broken_pages_break_nothing() {
    let pages = Pages::embedded().unwrap();
    let bodies: Vec<Vec<u8>> = names().iter().map(|path| std::fs::read(path).unwrap()).collect();
    let mut random = Random(0x5eed_cafe);
    for _ in 0..1000 {
        let mut body = bodies[random.below(bodies.len())].clone();
        for _ in 0..=random.below(4) {
            let at = random.below(body.len());
            match random.below(3) {
                0 => body.truncate(at),
                1 => {
                    body[at..].iter_mut().take(1 + random.0 as usize % 8).for_each(|it| *it ^= 0x55)
                }
                _ => {
                    let other = &bodies[random.below(bodies.len())];
                    let (from, to) = (random.below(other.len()), random.below(other.len()));
                    let piece = other[from.min(to)..from.max(to)].to_vec();
                    body.splice(at..at, piece);
                }
            }
            body.push(b' ');
        }
        let stream = Box::new(std::io::Cursor::new(body));
        let sources = vec![Source::Stream("-".to_owned(), stream)];
        for found in ingest::read(sources, ingest::format("html")) {
            let Ok(Found::Document(document)) = found else { continue };
            let article = extract::article(document.value, &pages).value;
            for block in &article.blocks {
                assert!(article.text.get(block.span.range()).is_some());
            }
        }
    }
}
