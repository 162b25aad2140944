//! What is kept of a document to group it: no text, only what is compared and what is told in the end.

use crate::lexicon::Lexicon;
use crate::lexicon::stem;
use crate::model::Article;
use crate::model::Basis;
use crate::model::Coded;
use crate::model::Date;
use crate::model::MentionKind;
use crate::model::Party;
use crate::story::incidents::Told;
use crate::story::incidents::told;
use crate::story::likeness::Raw;
use crate::story::likeness::Word;
use crate::story::sketch::Sketch;
use crate::story::words;
use std::collections::BTreeMap;

/// A word this far from the beginning weighs half as much as the first: news says first what it is about.
const HALF_WORDS: f32 = 20.0;

/// Numbers change from report to report.
const NUMBER: f32 = 0.5;

/// A name is taken to be as rare among words as this, until other documents show that it is not.
const NAME: f32 = 5e-6;

/// Words after these weigh next to nothing.
const MAX_WORDS: usize = 4000;

/// Bytes of text for a word, about, where words are not counted.
const WORD_BYTES: f32 = 6.0;

/// A document as far as grouping needs it. Made by [`profile`], taken by [`crate::story::Groups::join`].
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// The document's id.
    pub(super) id: String,
    /// Id of an earlier document to compare with.
    pub(super) compare: Option<Box<str>>,
    /// Digest of what was given.
    pub(super) content: String,
    pub(super) title: Option<String>,
    pub(super) outlet: Option<String>,
    /// The agency or first publisher, where the article says.
    pub(super) origin: Option<String>,
    pub(super) published: Option<Date>,
    pub(super) sketch: Sketch,
    pub(super) raw: Raw,
    pub(super) told: Vec<Told>,
}

/// The profile of a document.
pub fn profile(article: &Article, coded: &Coded, lexicon: &Lexicon) -> Profile {
    let words = words::words(article);
    let title = article.title_span().map(|span| span.of(&article.text).to_owned());
    Profile {
        id: article.id.clone(),
        compare: article.compare.clone(),
        content: article.sha256.clone(),
        title: title.or_else(|| article.given_title.clone()),
        outlet: article.outlet.clone().or_else(|| host(article.url.as_deref()?)),
        origin: article.origin.as_ref().map(|it| it.name.clone()),
        published: day(article),
        sketch: Sketch::of(&words),
        raw: Raw {
            words: weighed(&words, lexicon),
            names: names(article, coded),
            acts: acts(coded),
        },
        told: told(article, coded),
    }
}

/// The day of publication, if the document or whoever gave it says so; one that was worked out may differ between copies.
fn day(article: &Article) -> Option<Date> {
    article.published.value.filter(|_| article.published.basis == Basis::Stated)
}

/// `https://www.example.org/a` is `example.org`'s.
fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// How much stands out what comes after so many words.
fn prominence(n_words_before: f32) -> f32 {
    HALF_WORDS / (HALF_WORDS + n_words_before)
}

fn weighed(words: &[String], lexicon: &Lexicon) -> Vec<Word> {
    let mut out: BTreeMap<u32, Word> = BTreeMap::new();
    for (i, word) in words.iter().enumerate().take(MAX_WORDS) {
        // What is left of "don’t" and "U.S." says nothing by itself.
        if word.chars().nth(1).is_none() {
            continue;
        }
        let stem = stem(word);
        let is_number = word.starts_with(|c: char| c.is_numeric());
        let weight = prominence(i as f32) * if is_number { NUMBER } else { 1.0 };
        let key = words::key(&stem) as u32;
        let new = || Word { key, weight: 0.0, share: lexicon.share(&stem) };
        out.entry(key).or_insert_with(new).weight += weight;
    }
    out.into_values().collect()
}

/// The last word of each name of a person or body: "Vladimir Putin" and "Putin" are one.
fn names(article: &Article, coded: &Coded) -> Vec<Word> {
    use MentionKind::{Group, Organization, Person};
    let mut out = Sum::default();
    for mention in &coded.mentions {
        if matches!(mention.kind, Person | Organization | Group) {
            let name = mention.span.of(&article.text).to_lowercase();
            let name = name.trim_end_matches("'s").trim_end_matches("’s");
            let last = name.split_whitespace().next_back().unwrap_or("");
            out.add(&format!("name {last}"), mention.span.start);
        }
    }
    out.rare()
}

/// What is done between which countries, or by whom where only one is known.
fn acts(coded: &Coded) -> Vec<Word> {
    let mut out = Sum::default();
    for event in &coded.events {
        let class = event.class.as_deref().unwrap_or("COMMENT");
        for source in country_codes(&event.sources) {
            for target in country_codes(&event.targets) {
                out.add(&format!("act {class} {source} {target}"), event.trigger.start);
            }
        }
    }
    out.rare()
}

fn country_codes(parties: &[Party]) -> Vec<&str> {
    let mut codes: Vec<&str> = parties
        .iter()
        .map(|it| it.identity.country.as_deref().unwrap_or(&it.identity.code))
        .collect();
    if codes.is_empty() {
        codes.push("");
    }
    codes
}

/// Names or acts by key, as they add up.
#[derive(Default)]
struct Sum(BTreeMap<u32, f32>);

impl Sum {
    fn add(&mut self, what: &str, at_byte: u32) {
        let prominence = prominence(at_byte as f32 / WORD_BYTES);
        *self.0.entry(words::key(what) as u32).or_default() += prominence;
    }

    /// As something that the language does not know; how common it is, other documents say.
    fn rare(self) -> Vec<Word> {
        self.0.into_iter().map(|(key, weight)| Word { key, weight, share: NAME }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_stands_for_the_outlet() {
        assert_eq!(host("https://www.Example.org:80/a?b").as_deref(), Some("example.org"));
        assert_eq!(host("example.org/a"), None);
        assert_eq!(host("file:///a"), None);
    }
}
