//! Anybody's own question, in SQL.

use crate::model::Error;
use crate::model::ErrorKind;
use crate::store::Reader;
use crate::store::unreadable;
use rusqlite::types::ValueRef;

/// One value of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Null,
    /// A whole number.
    Integer(i64),
    /// Any number.
    Real(f64),
    /// Words; codes are words too.
    Text(String),
}

/// A row of an answer.
pub struct Answer<'a> {
    /// Names, in order.
    pub columns: &'a [String],
    /// Values, one for each name.
    pub cells: Vec<Cell>,
}

impl Reader {
    /// Gives each row of the answer to `each`, which is called at least once, the first time with the names alone (no cells).
    ///
    /// The question sees the views of docs/store.md and may change nothing.
    ///
    /// # Errors
    /// If it is no question, if it is wrong, or if `each` fails.
    pub fn ask(
        &self,
        sql: &str,
        each: &mut dyn FnMut(Answer<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let wrong = |error: rusqlite::Error| {
            let error = Error::new(ErrorKind::Usage, format!("the question is wrong: {error}"));
            error.hint("docs/store.md lists the views and their columns")
        };
        let mut statement = self.db.prepare(sql).map_err(wrong)?;
        if !statement.readonly() {
            let error = Error::new(ErrorKind::Usage, "a store is only asked, never changed");
            return Err(error.hint("begin the question with SELECT"));
        }
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        each(Answer { columns: &columns, cells: Vec::new() })?;
        let mut rows = statement.query([]).map_err(wrong)?;
        while let Some(row) = rows.next().map_err(|error| unreadable(&self.path, &error))? {
            let cell = |i| row.get_ref(i).map_or(Cell::Null, cell);
            each(Answer { columns: &columns, cells: (0..columns.len()).map(cell).collect() })?;
        }
        Ok(())
    }
}

pub(super) fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(n) => Cell::Integer(n),
        ValueRef::Real(x) => Cell::Real(x),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            Cell::Text(String::from_utf8_lossy(bytes).into_owned())
        }
    }
}
