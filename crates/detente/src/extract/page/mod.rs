//! Web pages: main text and the facts the page states about itself.
//!
//! `scan` walks the tree once, `choose` finds the article in it, `keep` makes its text; the others each read one fact.

mod authors;
mod choose;
mod date;
mod keep;
mod linked;
mod scan;
mod title;

use crate::extract::dates::Reader;
use crate::extract::strip;
use crate::lexicon::Pages;
use crate::model::Article;
use crate::model::Warning;
use choose::Choice;
use dom_query::Document;
use linked::Linked;
use scan::Scan;
use scan::Tag;

/// Pages that nest deeper are stripped: building the tree of such a page takes time in the square of its depth.
const MAX_DEPTH: usize = 400;

/// Longer pages are stripped too, for the memory a tree takes.
const MAX_TREE_BYTES: usize = 16 << 20;

/// A text shorter than this is looked for once more: without regard to class names, then without regard to prose.
const MIN_TEXT_BYTES: usize = 250;

/// How many blocks before and after the article's element may say who wrote it, or that it goes on elsewhere.
const LINES_BEFORE: usize = 8;
const LINES_AFTER: usize = 4;

/// A page that not all may read and that gives less text than this gives only its beginning.
const MAX_CLOSED_BYTES: usize = 1500;

/// Text, title, byline, dates, outlet, canonical address, section and language of a page; and the lines beside the text that may say more.
pub(super) fn article(
    html: &str,
    url: Option<&str>,
    pages: &Pages,
    warnings: &mut Vec<Warning>,
) -> (Article, Vec<String>) {
    if html.len() > MAX_TREE_BYTES || strip::depth(html, MAX_DEPTH) >= MAX_DEPTH {
        let message = "too long or too deeply nested to be read as a page; tags were only removed";
        warnings.push(Warning::new("extract.stripped", message));
        return (Article { text: strip::text(html), ..Article::default() }, Vec::new());
    }
    let scan = scan::scan(&Document::from(html), pages);
    if scan.cut {
        let message = "more elements than are read; the rest of the page was left out";
        warnings.push(Warning::new("extract.cut", message));
    }
    let linked = Linked::read(&scan.linked);
    let mut choice = choose::choose(&scan, true);
    let outlet = outlet(&scan, &linked);
    let title = title::read(&scan, &choice, &linked, outlet.as_deref(), url);
    let mut text = text(&scan, &choice, title.as_deref());
    if text.len() < MIN_TEXT_BYTES {
        let others = [Some(choose::choose(&scan, false)), choose::choose_said(&scan)];
        for other in others.into_iter().flatten() {
            let longer = self::text(&scan, &other, title.as_deref());
            if longer.len() > 2 * text.len() {
                (choice, text) = (other, longer);
            }
        }
    }
    let reader = Reader { pages, month_first: month_first(&scan) };
    let (published, updated) = date::read(&scan, &choice, &linked, url, reader);
    let mut text = with_linked_body(text, &linked);
    if text.is_empty() {
        let message = "no main text was found; tags were only removed";
        warnings.push(Warning::new("extract.no_main_text", message));
        text = strip::text(html);
    }
    let around = around(&scan, &choice, &text);
    let article = Article {
        truncated: linked.is_closed() && text.len() < MAX_CLOSED_BYTES,
        text,
        given_title: title,
        byline: authors::read(&scan, &choice, &linked, outlet.as_deref(), pages),
        section: meta(&scan, &["article:section"]).or_else(|| linked.string(&["articleSection"])),
        language: scan.language.clone(),
        canonical: scan.canonical.clone(),
        published,
        updated,
        outlet,
        ..Article::default()
    };
    (article, around)
}

/// The short lines in the article's element and just after it that are not in its text.
fn around(scan: &Scan, choice: &Choice, text: &str) -> Vec<String> {
    let end = (choice.main.end + LINES_AFTER).min(scan.blocks.len());
    let start = choice.main.start.saturating_sub(LINES_BEFORE);
    let lines = scan.blocks[start..end].iter().zip(&choice.reasons[start..end]);
    let other = lines.filter(|(_, reason)| {
        !matches!(reason, Some("related" | "comments" | "advertisement" | "caption"))
    });
    other
        .flat_map(|(block, _)| block.text.split('\n'))
        .filter(|line| line.len() < 400 && !text.contains(line))
        .map(str::to_owned)
        .collect()
}

fn text(scan: &Scan, choice: &Choice, title: Option<&str>) -> String {
    let mut out = String::new();
    let mut row = None;
    for i in keep::keep(scan, choice, title) {
        let block = &scan.blocks[i];
        let element = &scan.elements[block.element];
        // The cells of a row make a line.
        let in_row = (element.tag == Tag::Cell).then_some(element.parent);
        if !out.is_empty() {
            out.push_str(if in_row.is_some() && in_row == row { " " } else { "\n\n" });
        }
        out.push_str(&block.text);
        row = in_row;
    }
    out
}

/// The text the page gives to machines, where what it shows to people is a small part of it.
fn with_linked_body(text: String, linked: &Linked) -> String {
    match linked.string(&["articleBody"]) {
        Some(body) if body.len() > 300 && text.len() * 2 < body.len() => strip::tidy(&body),
        _ => text,
    }
}

fn meta(scan: &Scan, names: &[&str]) -> Option<String> {
    names
        .iter()
        .find_map(|name| scan.metas.iter().find(|(it, _)| it == name))
        .map(|(_, it)| it.clone())
}

fn outlet(scan: &Scan, linked: &Linked) -> Option<String> {
    meta(scan, &["og:site_name"])
        .or_else(|| linked.string(&["publisher", "name"]))
        .or_else(|| meta(scan, &["application-name", "dc.publisher", "publisher", "twitter:site"]))
}

/// Only Americans write the month first.
fn month_first(scan: &Scan) -> bool {
    let language = scan.language.as_deref().unwrap_or("").to_ascii_lowercase();
    language.starts_with("en-us") || language.starts_with("en_us") || language == "en"
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<html lang="en-GB"><head><title>Farmers block roads &amp; bridges - Bree Herald</title>
<meta property="og:site_name" content="Bree Herald"><link rel="canonical" href="https://example.org/1">
<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Farmers block roads &amp; bridges","datePublished":"2024-03-05T08:00:00Z","author":[{"name":"Pippin Took"}]}]}</script>
</head><body><nav><a href="/">Home</a></nav><article><h1>Farmers block roads &amp; bridges</h1>
<p>Thousands of farmers blocked the roads into Minas Tirith on Monday in protest at a new tax on grain, the police said.</p>
<p>The steward said that he would meet their leaders on Friday, and that the tax would not be lowered before then.</p>
<p>“We will stay for as long as it takes,” said one of the leaders, who asked that his name should not be printed here.</p></article>
<footer>© Bree Herald</footer></body></html>"#;

    fn read(html: &str, warnings: &mut Vec<Warning>) -> Article {
        article(html, None, &Pages::embedded().unwrap(), warnings).0
    }

    #[test]
    fn a_page_gives_text_and_facts() {
        let mut warnings = Vec::new();
        let article = read(PAGE, &mut warnings);
        assert!(warnings.is_empty(), "{warnings:?}");
        assert!(article.text.starts_with("Thousands of farmers"), "{}", article.text);
        assert!(!article.text.contains('©'));
        assert_eq!(article.text.matches("\n\n").count(), 2, "{}", article.text);
        assert_eq!(article.given_title.as_deref(), Some("Farmers block roads & bridges"));
        assert_eq!(article.byline, ["Pippin Took"]);
        assert_eq!(article.outlet.as_deref(), Some("Bree Herald"));
        assert_eq!(article.published.at.as_deref(), Some("2024-03-05T08:00:00Z"));
        assert_eq!(article.published.because[0].field, Some("json-ld datePublished"));
    }

    #[test]
    fn a_page_made_to_hurt_is_stripped() {
        let html = format!("{}The text.", "<div>".repeat(100_000));
        let mut warnings = Vec::new();
        assert_eq!(read(&html, &mut warnings).text, "The text.");
        assert_eq!(warnings[0].code, "extract.stripped");
    }
}
