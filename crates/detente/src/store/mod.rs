//! Everything that was read, kept in one file that forgets nothing.
//!
//! In: records of documents, what made them, and the moment of learning (the engine has no clock). Out: a SQLite file, and answers over it.
//! Rows are added and never changed, which triggers in the file enforce. A document is kept whole or not at all, whenever the program ends.
//! Each row tells three times apart: when it happened (`day`), when that was public (`known`), and when we learnt it (`learnt_at`).
//! It does not count, weigh or print; `report` does.
//!
//! All statements that make tables and views stand in `sql/`, a file for each format version. One more version: a file there, a line in [`FORMATS`], and a store of it in `tests/it/stores`.

mod account;
mod difference;
mod flat;
mod keep;
mod layers;
mod open;
mod question;
mod rows;
mod view;

pub use account::DocumentRow;
pub use account::ReadingRow;
pub use account::StatementRow;
pub use difference::Change;
pub use difference::Coding;
pub use difference::Side;
pub use difference::difference;
pub use flat::Run;
pub use keep::Kept;
pub use layers::Imported;
pub use layers::Layer;
pub use layers::LayerFile;
pub use layers::LayerLine;
pub use layers::LayerParty;
pub use layers::LayerRow;
pub use open::Store;
pub use question::Answer;
pub use question::Cell;
pub use rows::Day;
pub use rows::EventRow;
pub use rows::Filter;
pub use rows::PartyRow;
pub use rows::Read;
pub use rows::SentenceRow;
pub use rows::TextRow;
pub use rows::Word;
pub use view::Reader;
pub use view::View;

use crate::model::Error;
use crate::model::ErrorKind;
use std::path::Path;

/// What makes a store of each format out of the one before, the first out of nothing.
const FORMATS: &[&str] = &[include_str!("sql/1.sql"), include_str!("sql/2.sql")];

/// The number of the newest format.
pub const FORMAT: usize = FORMATS.len();

/// "Dtnt": how a store is told from other SQLite files.
const APPLICATION: i32 = 0x4474_6e74;

/// What went wrong with a store while it was read.
fn unreadable(path: &Path, error: &rusqlite::Error) -> Error {
    Error::new(ErrorKind::Input, format!("the store cannot be read: {error}")).in_file(path)
}

/// What went wrong with a store while it was written. What was under way is undone by SQLite.
fn unwritable(path: &Path, error: &rusqlite::Error) -> Error {
    let out = Error::new(ErrorKind::Output, format!("the store cannot be written: {error}"));
    let out = out.in_file(path);
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => {
            out.hint("the disk is full; what was kept so far is whole, and the same command goes on from there")
        }
        Some(rusqlite::ErrorCode::DatabaseBusy) => {
            out.hint("another program writes to it; wait for it or write to another file")
        }
        _ => out,
    }
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
