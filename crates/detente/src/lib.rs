//! Reads the news and turns it into sourced, machine-readable political events.
pub mod coding;
pub mod extract;
pub mod format;
pub mod ingest;
pub mod language;
pub mod lexicon;
pub mod model;
pub mod pipeline;
pub mod report;
pub mod store;
pub mod story;
