//! Reads the news and turns it into sourced, machine-readable political events.
pub mod lexicon;
pub mod extract;
pub mod ingest;
pub mod model;
