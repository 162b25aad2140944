//! The row of words that the network reads: all documents of a batch one after the other, with
//! padding between them.
//!
//! A vector depends on the four words to each side of its own, and past the edge of a document these are
//! padding, whose vector is zero at first and then changes from layer to layer like any other.
//! Four rows of padding between two documents keep them apart entirely.

use std::ops::Range;

/// Rows to each side that a row's vector depends on.
pub(crate) const REACH: usize = 4;

/// A word and whether a space follows it, in one number; or padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row(u32);

impl Row {
    /// Padding.
    pub(crate) const PAD: Row = Row(u32::MAX);

    /// A word by the index of its lexeme. Indices must stay below 2^31 - 1.
    pub(crate) fn new(lexeme: usize, space_after: bool) -> Self {
        Row((lexeme as u32) << 1 | u32::from(space_after))
    }

    /// Index of the lexeme.
    pub(crate) fn lexeme(self) -> u32 {
        self.0 >> 1
    }

    /// Whether a space follows.
    pub(crate) fn space_after(self) -> bool {
        self.0 & 1 == 1
    }

    /// Dense number of the word with what follows it.
    pub(crate) fn key(self) -> usize {
        self.0 as usize
    }
}

/// The rows of a batch.
#[derive(Default)]
pub(crate) struct Rows {
    rows: Vec<Row>,
}

impl Rows {
    /// Takes all rows away.
    pub(crate) fn clear(&mut self) {
        self.rows.clear();
    }

    /// Adds a document; gives where its rows stand.
    pub(crate) fn push(&mut self, document: impl Iterator<Item = Row>) -> Range<usize> {
        if self.rows.is_empty() {
            self.rows.resize(REACH, Row::PAD);
        }
        let start = self.rows.len();
        self.rows.extend(document);
        let end = self.rows.len();
        self.rows.resize(end + REACH, Row::PAD);
        start..end
    }

    /// Number of rows, padding included.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Writes the rows of `range` and [`REACH`] more to each side, padding where there are none.
    pub(crate) fn with_reach(&self, range: Range<usize>, out: &mut Vec<Row>) {
        out.clear();
        let start = range.start.saturating_sub(REACH);
        let end = (range.end + REACH).min(self.rows.len());
        out.resize(REACH - (range.start - start), Row::PAD);
        out.extend_from_slice(&self.rows[start..end]);
        out.resize(range.len() + 2 * REACH, Row::PAD);
    }
}
