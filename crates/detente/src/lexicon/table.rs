//! Tab-separated tables with a header, comments and alternatives.

use crate::model::Error;
use crate::model::ErrorKind;
use std::collections::HashMap;

/// A table as read: its rows know their columns by name.
pub(crate) struct Table<'t> {
    file: &'t str,
    columns: HashMap<&'t str, usize>,
    rows: Vec<(usize, Vec<&'t str>)>,
}

/// One record.
#[derive(Clone, Copy)]
pub(crate) struct Row<'r> {
    table: &'r Table<'r>,
    line: usize,
    cells: &'r [&'r str],
}

impl<'t> Table<'t> {
    /// Reads a table; every name in `required` must be a column.
    pub(crate) fn read(file: &'t str, text: &'t str, required: &[&str]) -> Result<Self, Error> {
        let mut lines =
            text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
        let Some((_, header)) = lines.next() else {
            return Err(wrong(file, 1, "no header row"));
        };
        let columns: HashMap<&str, usize> =
            header.split('\t').enumerate().map(|(i, c)| (c, i)).collect();
        for name in required {
            if !columns.contains_key(name) {
                return Err(wrong(file, 1, &format!("no column {name}")));
            }
        }
        let rows: Vec<(usize, Vec<&str>)> =
            lines.map(|(i, l)| (i + 1, l.split('\t').collect())).collect();
        for (line, cells) in &rows {
            if cells.len() > columns.len() {
                return Err(wrong(
                    file,
                    *line,
                    &format!("{} cells under {} columns", cells.len(), columns.len()),
                ));
            }
        }
        Ok(Table { file, columns, rows })
    }

    /// The records, in file order.
    pub(crate) fn rows(&'t self) -> impl Iterator<Item = Row<'t>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }
}

impl<'r> Row<'r> {
    /// The cell of a column, trimmed; empty if the row or the table does not have it.
    pub(crate) fn get(self, column: &str) -> &'r str {
        self.table.columns.get(column).and_then(|&i| self.cells.get(i)).map_or("", |c| c.trim())
    }

    /// The alternatives in a cell.
    pub(crate) fn list(self, column: &str) -> Vec<&'r str> {
        self.get(column).split('|').map(str::trim).filter(|s| !s.is_empty()).collect()
    }

    /// A cell that must not be empty.
    pub(crate) fn need(self, column: &str) -> Result<&'r str, Error> {
        match self.get(column) {
            "" => Err(self.wrong(&format!("{column} is empty"))),
            cell => Ok(cell),
        }
    }

    /// A number, if there is one.
    pub(crate) fn number<T: std::str::FromStr>(self, column: &str) -> Result<Option<T>, Error> {
        match self.get(column) {
            "" => Ok(None),
            cell => match cell.parse() {
                Ok(n) => Ok(Some(n)),
                Err(_) => Err(self.wrong(&format!("{column}: {cell:?} is no number"))),
            },
        }
    }

    /// An error about this row.
    pub(crate) fn wrong(self, message: &str) -> Error {
        wrong(self.table.file, self.line, message)
    }
}

fn wrong(file: &str, line: usize, message: &str) -> Error {
    Error::new(ErrorKind::Lexicon, message)
        .in_file(file)
        .at_line(line)
        .hint("data/README.md describes every table and its columns")
}
