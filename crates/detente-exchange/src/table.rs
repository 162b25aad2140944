//! The flat tables: which columns they have, and what stands in them.

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Words.
    Text,
    /// A code or an id: text, even where it looks like a number.
    Code,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A whole number.
    Integer,
    /// Any number.
    Real,
    /// Yes or no; 1 or 0 where it comes from.
    Flag,
}

/// A column; its values may be missing in any row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// As it is written.
    pub name: &'static str,
    /// What stands in it.
    pub of: Type,
}

/// A table: its rows are cells in the order of its columns.
#[derive(Clone, Debug)]
pub struct Table {
    /// As `--table` takes it.
    pub name: &'static str,
    /// One line for people.
    pub doc: &'static str,
    /// The view of a store that it is read from.
    pub view: &'static str,
    /// The day by whose month its rows are parted.
    pub day: &'static str,
    /// In order.
    pub columns: &'static [Column],
}

const fn text(name: &'static str) -> Column {
    Column { name, of: Type::Text }
}

const fn code(name: &'static str) -> Column {
    Column { name, of: Type::Code }
}

const fn date(name: &'static str) -> Column {
    Column { name, of: Type::Date }
}

const fn integer(name: &'static str) -> Column {
    Column { name, of: Type::Integer }
}

const fn real(name: &'static str) -> Column {
    Column { name, of: Type::Real }
}

const fn flag(name: &'static str) -> Column {
    Column { name, of: Type::Flag }
}

/// Every table; the first is the one that is meant where none is named.
pub const TABLES: &[Table] = &[
    Table {
        name: "events",
        doc: "a row for each event, source and target",
        view: "events_flat",
        day: "day",
        columns: EVENTS,
    },
    Table {
        name: "statements",
        doc: "a row for each statement",
        view: "statements_flat",
        day: "published",
        columns: STATEMENTS,
    },
    Table {
        name: "documents",
        doc: "a row for each document, without its text",
        view: "documents_flat",
        day: "published",
        columns: DOCUMENTS,
    },
];

/// The table of this name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|it| it.name == name)
}

/// As in docs/store.md.
const EVENTS: &[Column] = &[
    code("event_id"),
    code("document_id"),
    text("outlet"),
    text("url"),
    text("title"),
    code("language"),
    date("published"),
    date("known"),
    date("day"),
    integer("sentence_index"),
    text("sentence"),
    flag("headline"),
    text("trigger"),
    integer("trigger_start"),
    integer("trigger_end"),
    text("source"),
    text("source_name"),
    code("source_country"),
    code("source_sectors"),
    code("source_code"),
    code("source_key"),
    text("target"),
    text("target_name"),
    code("target_country"),
    code("target_sectors"),
    code("target_code"),
    code("target_key"),
    code("plover"),
    code("mode"),
    code("contexts"),
    code("cameo"),
    code("quad"),
    real("goldstein"),
    code("status"),
    text("speaker"),
    code("stance"),
    text("condition"),
    code("time_value"),
    date("time_from"),
    date("time_to"),
    code("time_precision"),
    code("time_basis"),
    text("place"),
    code("place_country"),
    text("place_admin1"),
    real("place_lat"),
    real("place_lon"),
    code("place_geonames"),
    code("place_level"),
    code("place_basis"),
    integer("killed"),
    integer("injured"),
    integer("size"),
    code("proposition"),
    code("rule"),
    real("confidence"),
    code("learnt_at"),
    code("coder"),
    code("lexicon"),
    code("model"),
];

const STATEMENTS: &[Column] = &[
    integer("number"),
    code("document_id"),
    text("url"),
    text("outlet"),
    date("published"),
    date("known"),
    text("sentence"),
    text("speaker"),
    text("speaker_name"),
    code("speaker_country"),
    code("speaker_code"),
    text("addressee"),
    text("addressee_name"),
    code("addressee_country"),
    code("addressee_code"),
    text("cue"),
    text("content"),
    integer("content_start"),
    integer("content_end"),
    code("form"),
    text("venue"),
    code("stance"),
    code("learnt_at"),
    code("coder"),
    code("lexicon"),
    code("model"),
];

const DOCUMENTS: &[Column] = &[
    code("document_id"),
    text("name"),
    text("url"),
    code("media_type"),
    code("sha256"),
    text("outlet"),
    text("title"),
    text("byline"),
    text("section"),
    code("language"),
    date("published"),
    code("published_at"),
    date("published_from"),
    date("published_to"),
    code("published_precision"),
    code("published_basis"),
    date("known"),
    integer("n_sentences"),
    integer("n_events"),
    code("warnings"),
    code("learnt_at"),
    code("coder"),
    code("lexicon"),
    code("model"),
];

impl Table {
    /// The names of its columns, in order.
    pub fn names(&self) -> Vec<String> {
        self.columns.iter().map(|it| it.name.to_owned()).collect()
    }

    /// Where a column stands.
    pub fn at(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|it| it.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_have_the_columns_that_coding_writes() {
        assert_eq!(TABLES[0].names(), detente::format::event_columns());
    }

    #[test]
    fn names_are_unique_and_lower_snake_case() {
        for table in TABLES {
            let mut names = table.names();
            assert!(
                names
                    .iter()
                    .all(|it| it.chars().all(|c| c.is_ascii_lowercase() || "_1256".contains(c)))
            );
            names.sort();
            assert!(names.is_sorted_by(|a, b| a < b), "{}", table.name);
            assert!(table.at(table.day).is_some());
        }
    }
}
