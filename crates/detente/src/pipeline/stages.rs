//! The stages in their order, each caught where it breaks.

use crate::coding;
use crate::extract;
use crate::language;
use crate::lexicon::Lexicon;
use crate::lexicon::Pages;
use crate::model::Analysis;
use crate::model::Article;
use crate::model::Basis;
use crate::model::Coded;
use crate::model::Date;
use crate::model::DyadAnswer;
use crate::model::RawDocument;
use crate::model::Record;
use crate::model::Warned;
use crate::model::Warning;
use crate::pipeline::Engine;
use crate::pipeline::gate::Gating;
use crate::pipeline::said::Said;
use detente_language::Model;
use detente_language::Scratch;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

/// The code of the warning of [`look`].
const GATED: &str = "pipeline.gated";

/// All stages: one record for each document, in order.
pub fn records(
    documents: Vec<Warned<RawDocument>>,
    engine: &Engine,
    scratch: &mut Scratch,
) -> Vec<Record> {
    gated(documents, engine, scratch, Gating::Never)
}

/// All stages, but those documents that the gate turns away are not parsed.
pub(super) fn gated(
    documents: Vec<Warned<RawDocument>>,
    engine: &Engine,
    scratch: &mut Scratch,
    gating: Gating,
) -> Vec<Record> {
    let is_crawled: Vec<bool> = documents.iter().map(|it| it.value.crawled).collect();
    let mut records = articles(documents, &engine.lexicon.pages);
    for (record, is_crawled) in records.iter_mut().zip(is_crawled) {
        if gating == Gating::Always || (gating == Gating::Crawls && is_crawled) {
            look(record, engine);
        }
    }
    let analyses = analyses(&mut records, &engine.model, scratch);
    for (record, analysis) in records.iter_mut().zip(analyses) {
        code(record, analysis.as_ref(), &engine.lexicon, engine);
    }
    records
}

/// Says of a record without a chance of an event that it is not to be parsed. Questions about it are answered in any case.
fn look(record: &mut Record, engine: &Engine) {
    if !is_codable(record) || !record.article.dyads.is_empty() {
        return;
    }
    if let Some(message) = engine.gate().refuses(&record.article, &engine.lexicon) {
        record.warnings.push(Warning::new("pipeline.gated", message));
    }
}

/// The first stage: records that hold articles and nothing coded.
pub(super) fn articles(documents: Vec<Warned<RawDocument>>, pages: &Pages) -> Vec<Record> {
    documents.into_iter().map(|document| article(document, pages)).collect()
}

fn article(document: Warned<RawDocument>, pages: &Pages) -> Record {
    let mut warnings = document.warnings;
    let raw = document.value;
    // If extraction breaks, what names the document is still there.
    let named = Article {
        id: raw.id.clone().unwrap_or_else(|| raw.sha256.clone()),
        name: raw.name.clone(),
        url: raw.url.clone(),
        media_type: raw.media_type,
        sha256: raw.sha256.clone(),
        dyads: raw.dyads.clone(),
        compare: raw.compare.clone(),
        ..Article::default()
    };
    let said = Said::of(&raw);
    let article = match caught(|| extract::article(raw, pages)) {
        Ok(article) => {
            let mut article = article.split_into(&mut warnings);
            said.fill(&mut article);
            article
        }
        Err(message) => {
            warnings.push(broken("extract", &message));
            named
        }
    };
    Record { article, coded: Coded::default(), warnings }
}

/// The parse of each record; `None` where there is nothing to code.
pub(super) fn analyses(
    records: &mut [Record],
    model: &Model,
    scratch: &mut Scratch,
) -> Vec<Option<Analysis>> {
    let wanted: Vec<usize> = (0..records.len()).filter(|&i| is_codable(&records[i])).collect();
    let articles: Vec<&Article> = wanted.iter().map(|&i| &records[i].article).collect();
    let mut found = match caught(|| language::analyze(&articles, model, scratch)) {
        Ok(found) => found.into_iter().map(Ok).collect(),
        Err(_) => one_by_one(&articles, model, scratch),
    };
    let mut out: Vec<Option<Analysis>> = (0..records.len()).map(|_| None).collect();
    for (i, analysis) in wanted.into_iter().zip(found.drain(..)) {
        match analysis {
            Ok(analysis) => out[i] = Some(analysis.split_into(&mut records[i].warnings)),
            Err(message) => records[i].warnings.push(broken("language", &message)),
        }
    }
    out
}

/// After a break in a batch: each article by itself, so that only the one that breaks is lost.
fn one_by_one(
    articles: &[&Article],
    model: &Model,
    scratch: &mut Scratch,
) -> Vec<Result<Warned<Analysis>, String>> {
    let one = |article: &&Article| {
        // What a break left behind is not to be trusted.
        *scratch = Scratch::new();
        let found = caught(|| language::analyze(&[*article], model, scratch))?;
        found.into_iter().next().ok_or_else(|| "no analysis".to_owned())
    };
    let found = articles.iter().map(one).collect();
    *scratch = Scratch::new();
    found
}

/// The last stage, by a lexicon and the rest of an engine.
pub(super) fn code(
    record: &mut Record,
    analysis: Option<&Analysis>,
    lexicon: &Lexicon,
    engine: &Engine,
) {
    let Some(analysis) = analysis else {
        record.coded.dyads = unanswered(&record.article);
        return;
    };
    date(record, analysis, lexicon, engine.not_after);
    let article = &record.article;
    match caught(|| coding::code(article, analysis, lexicon, &engine.classifiers)) {
        Ok(coded) => record.coded = coded.split_into(&mut record.warnings),
        Err(message) => {
            record.coded.dyads = unanswered(article);
            record.warnings.push(broken("coding", &message));
        }
    }
}

/// Solves the day of an article that states none.
fn date(record: &mut Record, analysis: &Analysis, lexicon: &Lexicon, not_after: Option<Date>) {
    if record.article.published.basis == Basis::Stated {
        return;
    }
    match caught(|| coding::published(&record.article, analysis, lexicon, not_after)) {
        Ok(published) => record.article.published = published,
        Err(message) => record.warnings.push(broken("dating", &message)),
    }
}

/// Only English text is coded.
pub(super) fn is_codable(record: &Record) -> bool {
    record.article.language.as_deref() == Some("en")
        && !record.article.blocks.is_empty()
        && !record.warnings.iter().any(|it| it.code == GATED)
}

/// Each question is answered, even where nothing could be read.
fn unanswered(article: &Article) -> Vec<DyadAnswer> {
    let answer = |id: &String| DyadAnswer {
        id: id.clone(),
        class: None,
        quad: None,
        cameo: None,
        confidence: 0.0,
        event: None,
    };
    article.dyads.iter().map(|query| answer(&query.id)).collect()
}

pub(super) fn broken(stage: &str, message: &str) -> Warning {
    Warning::new("pipeline.panic", format!("{stage} broke on this document: {message}"))
}

/// The value, or the message of the panic.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let message = panic.downcast_ref::<String>().map(String::as_str);
        message.or(panic.downcast_ref::<&str>().copied()).unwrap_or("no message").to_owned()
    })
}
