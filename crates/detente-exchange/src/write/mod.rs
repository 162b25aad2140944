//! Rows become bytes: a file for each format.

mod csv;
mod geojson;
mod jsonl;
pub(crate) mod parquet;
pub(crate) mod tsv;

use crate::about::About;
use crate::table::Column;
use crate::table::Type;
use crate::whole::Sink;
use crate::whole::unwritable;
use detente::model::Error;
use detente::store::Cell;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// Columns of a table, ours or another's; names of views are made when they are.
pub(crate) type Columns = &'static [Column];

/// A way rows are written.
pub struct Format {
    /// As `--format` takes it.
    pub name: &'static str,
    /// One line for people.
    pub doc: &'static str,
    /// Ending of file names.
    pub ending: &'static str,
    /// Whether people could read it, so that it may go to standard output.
    pub is_text: bool,
    /// Whether only our own table of events has what it needs.
    pub needs_events: bool,
    pub(crate) write: WriteRows,
    /// What is written beside the file, under these endings.
    pub(crate) beside: fn(&str, Columns, &About) -> Vec<(&'static str, String)>,
}

/// Makes a writer of a table with these columns, on a stream.
pub(crate) type WriteRows = fn(Columns, Box<dyn Sink>) -> Result<Box<dyn Rows>, Error>;

/// A file under way.
pub(crate) trait Rows {
    /// Adds a row: a cell for each column.
    fn row(&mut self, cells: &[Cell]) -> Result<(), Error>;
    /// Writes the rows that wait in memory.
    fn settle(&mut self) -> Result<(), Error> {
        Ok(())
    }
    /// Writes what comes last, and makes the file whole.
    fn finish(self: Box<Self>, about: &About) -> Result<(), Error>;
}

/// Every format, sorted by name.
pub const FORMATS: &[Format] = &[
    Format {
        name: "csv",
        doc: "RFC 4180 with a header; beside it a description of its columns (CSV on the Web)",
        ending: "csv",
        is_text: true,
        needs_events: false,
        write: csv::begin,
        beside: csv::beside,
    },
    Format {
        name: "geojson",
        doc: "RFC 7946: a feature for each event that has a place",
        ending: "geojson",
        is_text: true,
        needs_events: true,
        write: geojson::begin,
        beside: nothing,
    },
    Format {
        name: "jsonl",
        doc: "an object a line for each row, and beside it how it was made",
        ending: "jsonl",
        is_text: true,
        needs_events: false,
        write: jsonl::begin,
        beside: jsonl::beside,
    },
    Format {
        name: "parquet",
        doc: "Apache Parquet, zstd; a folder parted by month unless the name ends in .parquet",
        ending: "parquet",
        is_text: false,
        needs_events: false,
        write: parquet::begin,
        beside: nothing,
    },
];

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|it| it.name == name)
}

fn nothing(_: &str, _: Columns, _: &About) -> Vec<(&'static str, String)> {
    Vec::new()
}

/// A cell in words; none where nothing is known.
pub(crate) fn words(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Null => None,
        Cell::Integer(n) => Some(n.to_string()),
        Cell::Real(x) => Some(x.to_string()),
        Cell::Text(words) if words.is_empty() => None,
        Cell::Text(words) => Some(words.clone()),
    }
}

/// A cell as a value of JSON, by what stands in its column.
pub(crate) fn json(cell: &Cell, of: Type) -> serde_json::Value {
    match (of, cell) {
        (Type::Flag, Cell::Integer(n)) => (*n != 0).into(),
        (Type::Integer, Cell::Integer(n)) => (*n).into(),
        (Type::Real, Cell::Integer(n)) => (*n as f64).into(),
        (Type::Real, Cell::Real(x)) => (*x).into(),
        (_, cell) => words(cell).map_or(serde_json::Value::Null, Into::into),
    }
}

fn put(out: &mut dyn Write, bytes: &[u8]) -> Result<(), Error> {
    out.write_all(bytes).map_err(|error| unwritable(&error))
}

/// `events.csv` and `.loss.md` make `events.csv.loss.md`.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(ending);
    path.with_file_name(name)
}

/// An error of a library about its stream.
fn broken(what: impl ToString) -> Error {
    unwritable(&io::Error::other(what.to_string()))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::table::table;
    use std::sync::Arc;
    use std::sync::Mutex;

    /// A stream that can be looked at later.
    #[derive(Clone, Default)]
    pub(crate) struct Kept(pub(crate) Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Sink for Kept {
        fn done(self: Box<Self>) -> Result<(), Error> {
            Ok(())
        }
    }

    /// A row of events with these cells.
    pub(crate) fn event(cells: &[(&str, Cell)]) -> Vec<Cell> {
        let table = table("events").unwrap();
        let cell = |name: &str| cells.iter().find(|it| it.0 == name).map(|it| it.1.clone());
        table.columns.iter().map(|it| cell(it.name).unwrap_or(Cell::Null)).collect()
    }

    pub(crate) fn text(words: &str) -> Cell {
        Cell::Text(words.to_owned())
    }

    pub(crate) fn written(name: &str, rows: &[Vec<Cell>]) -> Vec<u8> {
        let kept = Kept::default();
        let columns = table("events").unwrap().columns;
        let mut out = (format(name).unwrap().write)(columns, Box::new(kept.clone())).unwrap();
        rows.iter().for_each(|row| out.row(row).unwrap());
        out.finish(&About::default()).unwrap();
        std::mem::take(&mut *kept.0.lock().unwrap())
    }

    #[test]
    fn formats_are_sorted_and_described() {
        assert!(FORMATS.is_sorted_by(|a, b| a.name < b.name));
        assert!(FORMATS.iter().all(|it| !it.doc.is_empty() && !it.ending.is_empty()));
    }
}
