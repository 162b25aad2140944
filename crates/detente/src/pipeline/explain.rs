//! Why an event was found.

use crate::coding;
use crate::coding::Why;
use crate::model::RawDocument;
use crate::model::Record;
use crate::model::Warned;
use crate::pipeline::Engine;
use crate::pipeline::stages;
use detente_language::Scratch;

/// An event, its record, and what led to it.
pub struct Explained {
    /// Where it stands.
    pub record: Record,
    /// Its index among the record's events.
    pub event: usize,
    /// What led to it.
    pub why: Why,
}

/// The first event whose id begins so, with or without the `E` before its digits.
pub fn explain(
    document: Warned<RawDocument>,
    engine: &Engine,
    scratch: &mut Scratch,
    id: &str,
) -> Option<Explained> {
    let mut records = stages::articles(vec![document], &engine.lexicon.pages);
    let analysis = stages::analyses(&mut records, &engine.model, scratch).pop()??;
    let mut record = records.pop()?;
    stages::code(&mut record, Some(&analysis), &engine.lexicon, engine);
    let of_id = |it: &str| it.starts_with(id) || it.trim_start_matches('E').starts_with(id);
    let event = record.coded.events.iter().position(|it| of_id(&it.id))?;
    let (article, asked) = (&record.article, &record.coded.events[event]);
    let why = coding::why(article, &analysis, &engine.lexicon, &engine.classifiers, asked);
    Some(Explained { record, event, why })
}
