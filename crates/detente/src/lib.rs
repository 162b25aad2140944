//! Reads the news and turns it into sourced, machine-readable political events.
pub mod model;
