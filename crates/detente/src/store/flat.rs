//! Whole tables, row by row, for other programs.

use crate::model::Error;
use crate::store::Answer;
use crate::store::Filter;
use crate::store::Reader;
use crate::store::question::cell;
use crate::store::rows::ORDER;
use crate::store::unreadable;
use rusqlite::Result;
use rusqlite::Row;
use rusqlite::Statement;
use rusqlite::ToSql;

/// What made some of what a reader sees, and when it was learnt.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "columns of docs/store.md")]
pub struct Run {
    pub coder: String,
    pub lexicon: String,
    pub model: String,
    pub learnt_at: String,
}

/// Takes a row.
pub(super) type Each<'a> = &'a mut dyn FnMut(Answer<'_>) -> std::result::Result<(), Error>;

impl Reader {
    /// Gives `each` the rows of `events_flat` of a filter: these columns, by day, publication, document and place in it, then by source and target.
    ///
    /// # Errors
    /// If the store cannot be read, or `each` fails.
    pub fn flat_events(
        &self,
        columns: &[String],
        filter: &Filter,
        each: Each<'_>,
    ) -> std::result::Result<(), Error> {
        let wrong = |error: rusqlite::Error| unreadable(&self.path, &error);
        let sql = format!(
            "SELECT {} FROM events_flat WHERE event_row = ?1 ORDER BY source_number, target_number",
            columns.join(", ")
        );
        let mut statement = self.db.prepare(&sql).map_err(wrong)?;
        // Rows are wide: only their numbers are sorted.
        for event in self.numbers(filter).map_err(wrong)? {
            self.give(&mut statement, &[&event], columns, each)?;
        }
        Ok(())
    }

    /// Gives `each` the rows of another view of docs/store.md that has a day of publication: these columns, in order of publication and document.
    ///
    /// # Errors
    /// If the store cannot be read, or `each` fails.
    pub fn flat(
        &self,
        view: &str,
        columns: &[String],
        filter: &Filter,
        each: Each<'_>,
    ) -> std::result::Result<(), Error> {
        let wrong = |error: rusqlite::Error| unreadable(&self.path, &error);
        let number = if columns.iter().any(|it| it == "number") { ", number" } else { "" };
        let sql = format!(
            "SELECT {} FROM {view} WHERE (?1 IS NULL OR coalesce(published, known) >= ?1) AND (?2 IS NULL OR coalesce(published, known) <= ?2) AND (?3 IS NULL OR outlet = ?3 COLLATE NOCASE) ORDER BY coalesce(published, known), document_id{number}",
            columns.join(", ")
        );
        let mut statement = self.db.prepare(&sql).map_err(wrong)?;
        let from = filter.from.map(|it| it.to_string());
        let to = filter.to.map(|it| it.to_string());
        self.give(&mut statement, &[&from, &to, &filter.outlet], columns, each)
    }

    /// The versions and moments behind what this reader sees.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn runs(&self) -> std::result::Result<Vec<Run>, Error> {
        let find = || {
            let sql = "SELECT DISTINCT coder, lexicon, model, learnt_at FROM current_readings ORDER BY 1, 2, 3, 4";
            let read = |row: &Row<'_>| {
                Ok(Run {
                    coder: row.get(0)?,
                    lexicon: row.get(1)?,
                    model: row.get(2)?,
                    learnt_at: row.get(3)?,
                })
            };
            self.db.prepare(sql)?.query_map([], read)?.collect::<Result<_>>()
        };
        find().map_err(|error| unreadable(&self.path, &error))
    }

    fn numbers(&self, filter: &Filter) -> Result<Vec<i64>> {
        let (from, conditions) = self.from(filter)?;
        let limit = filter.limit.map_or(String::new(), |n| format!(" LIMIT {n}"));
        let sql =
            format!("SELECT e.event_id FROM {from} WHERE {} {ORDER}{limit}", conditions.text());
        let values = rusqlite::params_from_iter(&conditions.values);
        self.db.prepare(&sql)?.query_map(values, |row| row.get(0))?.collect()
    }

    fn give(
        &self,
        statement: &mut Statement<'_>,
        values: &[&dyn ToSql],
        columns: &[String],
        each: Each<'_>,
    ) -> std::result::Result<(), Error> {
        let wrong = |error: rusqlite::Error| unreadable(&self.path, &error);
        let mut rows = statement.query(values).map_err(wrong)?;
        while let Some(row) = rows.next().map_err(wrong)? {
            let cells = (0..columns.len()).map(|i| row.get_ref(i).map(cell).map_err(wrong));
            each(Answer { columns, cells: cells.collect::<std::result::Result<_, _>>()? })?;
        }
        Ok(())
    }
}
