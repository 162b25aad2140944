//! What the engine gives for one document, and what made it.

use crate::model::Article;
use crate::model::Coded;
use crate::model::Warning;

/// One document, read: what every output format is written from.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The document and what is known about it.
    pub article: Article,
    /// What was read out of it; empty where nothing could be.
    pub coded: Coded,
    /// Everything odd, in the order of the stages.
    pub warnings: Vec<Warning>,
}

/// What made a record: the same three and the same input give the same bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Version of the engine.
    pub version: String,
    /// `sha256:…` of the tables and words.
    pub lexicon: String,
    /// `sha256:…` of the language model.
    pub model: String,
}
