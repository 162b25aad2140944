//! A document becomes an article: main text, headline, byline, date, language, and what is page furniture.
//!
//! In: a [`RawDocument`]. Out: an [`Article`] whose text is made once and never changes; for plain text it is the input, untouched.
//! It understands no sentence and looks nothing up; what it cannot tell is left empty, with a warning where that matters.
//!
//! To know one more kind of furniture: one row in `data/languages/en/furniture.tsv`, or a class in `data/pages/classes.tsv`. One more place where pages state their date: one row in `page::date`; one more word beside dates: one in `data/pages/dates.tsv`.

mod blocks;
mod dates;
mod furniture;
mod language;
mod lines;
mod origin;
mod page;
mod strip;

use crate::extract::dates::Reader;
use crate::lexicon::Pages;
use crate::model::Article;
use crate::model::Basis;
use crate::model::Clue;
use crate::model::ClueRole;
use crate::model::Date;
use crate::model::MediaType;
use crate::model::Precision;
use crate::model::Published;
use crate::model::RawDocument;
use crate::model::Warned;
use crate::model::Warning;
use sha2::Digest;
use sha2::Sha256;

/// The article of a document.
///
/// Blocks come in text order and do not overlap; each is at most 20 KB, cut between sentences where that is possible.
pub fn article(raw: RawDocument, pages: &Pages) -> Warned<Article> {
    let mut warnings = Vec::new();
    let (mut article, around) = match raw.media_type {
        MediaType::Text => (Article { text: raw.body, ..Article::default() }, Vec::new()),
        MediaType::Html => page::article(&raw.body, raw.url.as_deref(), pages, &mut warnings),
    };
    article.id = raw.id.unwrap_or_else(|| derived_id(&raw.sha256));
    article.name = raw.name;
    article.url = raw.url;
    article.media_type = raw.media_type;
    article.sha256 = raw.sha256;
    article.dyads = raw.dyads;
    article.compare = raw.compare;
    if raw.title.is_some() {
        article.given_title = raw.title;
    }
    blocks::mark(&mut article, pages);
    let reader = Reader { pages, month_first: false };
    date(&mut article, raw.published, raw.published_at, reader);
    origin::read(&mut article, &around, pages);
    language::tell(&mut article, &mut warnings);
    if article.text.trim().is_empty() {
        warnings.push(Warning::new("extract.no_text", "there is no text to read"));
    }
    Warned { value: article, warnings }
}

/// An id made from the content and the schema, so that it is the same wherever and whenever the text is read.
fn derived_id(sha256: &str) -> String {
    let digest = Sha256::digest(format!("detente.document/1\n{sha256}"));
    digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A given date wins over the page's, and that over a date line in the text.
fn date(article: &mut Article, given: Option<Date>, at: Option<String>, reader: Reader<'_>) {
    if let Some(day) = given {
        let clue = Clue {
            span: None,
            field: Some("published"),
            rule: "extract.given_date",
            note: "given with the document".to_owned(),
            role: ClueRole::States,
        };
        article.published = stated(day, at, clue);
        return;
    }
    if article.published.value.is_some() {
        return;
    }
    let line = |(day, span), rule, note: &str| {
        let (note, role) = (note.to_owned(), ClueRole::States);
        stated(day, None, Clue { span: Some(span), field: None, rule, note, role })
    };
    if let Some(found) = dates::date_line(article, reader) {
        article.published = line(found, "extract.date_line", "a line that is nothing but a date");
    } else if let Some(found) = dates::dateline(article, reader) {
        article.published = line(found, "extract.dateline", "the text begins with place and date");
    }
}

fn stated(day: Date, at: Option<String>, clue: Clue) -> Published {
    Published {
        value: Some(day),
        at,
        from: Some(day),
        to: Some(day),
        precision: Precision::Day,
        basis: Basis::Stated,
        candidates: vec![(day, day)],
        because: vec![clue],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockKind;

    fn text(body: &str) -> Warned<Article> {
        let raw = RawDocument { body: body.to_owned(), ..RawDocument::default() };
        article(raw, &Pages::embedded().unwrap())
    }

    #[test]
    fn plain_text_is_untouched() {
        let body = "A title\r\n\r\n  A sentence.\t\n";
        assert_eq!(text(body).value.text, body);
    }

    #[test]
    fn the_given_date_is_stated() {
        let day = jiff::civil::date(2022, 2, 7);
        let raw = RawDocument { published: Some(day), ..RawDocument::default() };
        let published = article(raw, &Pages::embedded().unwrap()).value.published;
        assert_eq!((published.value, published.basis), (Some(day), Basis::Stated));
        assert_eq!(published.because[0].field, Some("published"));
    }

    #[test]
    fn ids_follow_content() {
        let id = |sha256: &str| {
            let raw = RawDocument { sha256: sha256.to_owned(), ..RawDocument::default() };
            article(raw, &Pages::embedded().unwrap()).value.id
        };
        assert_eq!(id("a"), id("a"));
        assert_ne!(id("a"), id("b"));
    }

    #[test]
    fn no_text_is_said() {
        let empty = text(" \n ");
        assert_eq!(empty.warnings[0].code, "extract.no_text");
        assert!(empty.value.blocks.is_empty());
    }

    #[test]
    fn a_sentence_alone_is_prose() {
        for body in
            ["Israeli troops attacked Lebanon on Tuesday.", "Troops attack town", "By train"]
        {
            let kinds: Vec<_> = text(body).value.blocks.iter().map(|b| b.kind).collect();
            assert_eq!(kinds, [BlockKind::Paragraph], "{body}");
        }
    }
}
