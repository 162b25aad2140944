//! Documents that are worked on together.

use crate::ingest::Found;
use crate::ingest::Skipped;
use crate::model::Error;
use crate::model::RawDocument;
use crate::model::Warned;

/// Short documents are parsed faster together.
const MAX_DOCUMENTS: usize = 32;

/// Long ones are not kept waiting for others, nor others for them.
const MAX_BYTES: usize = 128 << 10;

/// A stretch of the input. What it holds depends on the input alone, never on threads.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) documents: Vec<Warned<RawDocument>>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) errors: Vec<Error>,
}

/// The next batch; `None` at the end of the input.
pub(super) fn next(found: &mut dyn Iterator<Item = Result<Found, Error>>) -> Option<Batch> {
    let mut batch = Batch::default();
    let mut n_bytes = 0;
    let mut n_found = 0;
    while n_found < MAX_DOCUMENTS && n_bytes < MAX_BYTES {
        match found.next() {
            Some(Ok(Found::Document(raw))) => {
                n_bytes += raw.value.body.len();
                batch.documents.push(raw);
            }
            Some(Ok(Found::Skipped(skipped))) => batch.skipped.push(skipped),
            Some(Err(error)) => batch.errors.push(error),
            None if n_found == 0 => return None,
            None => break,
        }
        n_found += 1;
    }
    Some(batch)
}
