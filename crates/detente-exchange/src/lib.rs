//! Event tables for other programs, and from them.
//!
//! In: a store, or JSON lines that `detente code` wrote. Out: files that are complete or absent, as Parquet, CSV, JSON lines or GeoJSON, with our columns or with those of POLECAT, ICEWS or GDELT.
//! The other way: files of those three become layers of a store, for comparison.
//!
//! # Motivation
//!
//! A crate of its own, since Parquet is a heavy dependency that nobody needs who only codes: checking the engine does not wait for it, and other programs can have the tables without the command line.
//!
//! To add a format: a file in `write`, and a line in [`FORMATS`]. To add a view: a file in `views`, and a line in [`VIEWS`]. To add a kind of file to import: a file in `read`, and a line in [`KINDS`].

mod about;
mod codes;
mod export;
mod lines;
mod read;
mod table;
mod views;
mod whole;
mod write;

pub use about::About;
pub use export::Exported;
pub use export::Order;
pub use export::Origin;
pub use export::Output;
pub use export::export;
pub use read::Complaint;
pub use read::KINDS;
pub use read::Kind;
pub use read::Lines;
pub use read::kind;
pub use read::sha256;
pub use table::Column;
pub use table::TABLES;
pub use table::Table;
pub use table::Type;
pub use table::table;
pub use views::VIEWS;
pub use views::View;
pub use views::view;
pub use whole::Sink;
pub use whole::Whole;
pub use whole::WholeFolder;
pub use whole::unwritable;
pub use write::FORMATS;
pub use write::Format;
pub use write::format;
