//! Tab-separated tables with a header, comments and alternatives.

use crate::model::Error;
use crate::model::ErrorKind;
use memchr::memchr;
use memchr::memchr_iter;
use std::borrow::Cow;

/// Words of a table: a stretch of what the binary carries, or a copy of what a folder held.
pub type Text = Cow<'static, str>;

/// A table as read: its rows know their columns by name.
pub(crate) struct Table<'t> {
    file: &'t str,
    text: &'t Text,
    columns: Vec<&'t str>,
    /// The line of each row, from 1.
    lines: Vec<usize>,
    /// The cells of all rows, trimmed, as many for each as there are columns.
    cells: Vec<&'t str>,
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
    pub(crate) fn read(file: &'t str, text: &'t Text, required: &[&str]) -> Result<Self, Error> {
        let mut lines = records(text);
        let Some((_, header)) = lines.next() else {
            return Err(wrong(file, 1, "no header row"));
        };
        let mut table =
            Table { file, text, columns: Vec::new(), lines: Vec::new(), cells: Vec::new() };
        split(header, b'\t', |cell| table.columns.push(cell));
        if let Some(name) = required.iter().find(|name| !table.columns.contains(name)) {
            return Err(wrong(file, 1, &format!("no column {name}")));
        }
        for (line, record) in lines {
            table.add(line, record)?;
        }
        Ok(table)
    }

    fn add(&mut self, line: usize, record: &'t str) -> Result<(), Error> {
        let (before, n_columns) = (self.cells.len(), self.columns.len());
        split(record, b'\t', |cell| self.cells.push(trim(cell)));
        let n_cells = self.cells.len() - before;
        if n_cells > n_columns {
            let message = format!("{n_cells} cells under {n_columns} columns");
            return Err(wrong(self.file, line, &message));
        }
        self.cells.resize(before + n_columns, "");
        self.lines.push(line);
        Ok(())
    }

    /// The records, in file order.
    pub(crate) fn rows(&'t self) -> impl ExactSizeIterator<Item = Row<'t>> {
        let cells = self.cells.chunks_exact(self.columns.len());
        self.lines.iter().zip(cells).map(|(line, cells)| Row { table: self, line: *line, cells })
    }
}

/// The lines that are neither empty nor comments, each with its number, from 1.
fn records(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = Some(text);
    let lines = std::iter::from_fn(move || {
        let text = rest?;
        let end = memchr(b'\n', text.as_bytes());
        rest = end.map(|end| &text[end + 1..]);
        Some(&text[..end.unwrap_or(text.len())])
    });
    (1..).zip(lines).filter(|(_, line)| !line.starts_with('#') && !trim(line).is_empty())
}

/// Gives the parts of a text between signs of one byte.
fn split<'t>(text: &'t str, sign: u8, mut part: impl FnMut(&'t str)) {
    let mut start = 0;
    for end in memchr_iter(sign, text.as_bytes()) {
        part(&text[start..end]);
        start = end + 1;
    }
    part(&text[start..]);
}

/// Without white space at both ends, which few cells have.
fn trim(cell: &str) -> &str {
    match cell.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => cell,
        _ => cell.trim(),
    }
}

/// A part of some words, as a stretch of the same.
pub(crate) fn part(whole: &Text, part: &str) -> Text {
    let Cow::Borrowed(text) = whole else { return Cow::Owned(part.to_owned()) };
    let start = (part.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    match text.get(start..start.wrapping_add(part.len())) {
        Some(same) => Cow::Borrowed(same),
        None => Cow::Owned(part.to_owned()),
    }
}

/// The alternatives in a cell, which `|` stands between.
pub(crate) fn alternatives(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(trim).filter(|it| !it.is_empty())
}

impl<'r> Row<'r> {
    /// The cell of a column, trimmed; empty if the row or the table does not have it.
    pub(crate) fn get(self, column: &str) -> &'r str {
        let at = self.table.columns.iter().position(|it| *it == column);
        at.map_or("", |at| self.cells[at])
    }

    /// A stretch of this row, to keep.
    pub(crate) fn keep(self, words: &str) -> Text {
        part(self.table.text, words)
    }

    /// The cell of a column, to keep.
    pub(crate) fn text(self, column: &str) -> Text {
        self.keep(self.get(column))
    }

    /// The cell of a column, to keep, if it is not empty.
    pub(crate) fn optional(self, column: &str) -> Option<Text> {
        Some(self.get(column)).filter(|it| !it.is_empty()).map(|it| self.keep(it))
    }

    /// The alternatives in a cell, to keep.
    pub(crate) fn texts(self, column: &str) -> Vec<Text> {
        match self.get(column) {
            "" => Vec::new(),
            cell => alternatives(cell).map(|it| self.keep(it)).collect(),
        }
    }

    /// The alternatives in a cell.
    pub(crate) fn list(self, column: &str) -> Vec<&'r str> {
        match self.get(column) {
            "" => Vec::new(),
            cell => alternatives(cell).collect(),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "# a comment\nname\tnames\tn\n\nGondor\tThe South | Stone\t3\r\n\t \n Rohan\n";

    #[test]
    fn cells_are_read_by_column() {
        let text = Cow::Borrowed(TEXT);
        let table = Table::read("t.tsv", &text, &["name"]).unwrap();
        let rows: Vec<Row<'_>> = table.rows().collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].list("names"), ["The South", "Stone"]);
        assert_eq!((rows[0].number("n").unwrap(), rows[1].get("n")), (Some(3), ""));
        assert_eq!((rows[1].get("name"), rows[1].get("nothing")), ("Rohan", ""));
        assert!(rows[1].wrong("odd").to_string().contains('6'));
    }

    #[test]
    fn what_the_binary_carries_is_not_copied() {
        for (text, is_copied) in [(Cow::Borrowed(TEXT), false), (Cow::Owned(TEXT.into()), true)] {
            let table = Table::read("t.tsv", &text, &[]).unwrap();
            let names = table.rows().next().unwrap().texts("names");
            assert_eq!(names, ["The South", "Stone"]);
            assert!(names.iter().all(|it| matches!(it, Cow::Owned(_)) == is_copied));
        }
        assert_eq!(part(&Cow::Borrowed(TEXT), "GOV"), "GOV");
    }

    #[test]
    fn wrong_tables_are_said() {
        for (text, message) in [
            ("# nothing\n", "no header row"),
            ("name\tn\n", "no column names"),
            ("name\tnames\na\tb\tc\n", "3 cells under 2 columns"),
        ] {
            let text = Cow::Borrowed(text);
            let error = Table::read("t.tsv", &text, &["names"]).err().unwrap();
            assert!(error.to_string().contains(message), "{error}");
        }
    }
}
