//! What was read: the ground that every count stands on.

use crate::model::Error;
use crate::report::Page;
use crate::report::Part;
use crate::store::Cell;
use crate::store::Reader;
use serde::Serialize;

/// What a store holds, as its reader sees it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Coverage {
    /// Documents.
    pub documents: i64,
    /// Their sentences.
    pub sentences: i64,
    /// The events read in them.
    pub events: i64,
    /// First day of publication.
    pub first: Option<String>,
    /// Last day of publication.
    pub last: Option<String>,
    /// Days from first to last on which nothing was published that was read.
    pub silent_days: i64,
    /// Documents whose day of publication is not known.
    pub undated: i64,
    /// Documents that are not in English and so were not coded.
    pub other_language: i64,
    /// Events that no day can be given to.
    pub events_without_day: i64,
    /// Outlet, documents, events, first and last day; most documents first.
    pub outlets: Vec<(String, i64, i64, String, String)>,
    /// Month, documents, events.
    pub months: Vec<(String, i64, i64)>,
    /// Coder, lexicon, model and how many documents stand as these read them.
    pub versions: Vec<(String, String, String, i64)>,
    /// Status and events.
    pub statuses: Vec<(String, i64)>,
}

/// Counts what was read.
///
/// # Errors
/// If the store cannot be read.
pub fn coverage(reader: &Reader) -> Result<(Coverage, Page), Error> {
    let mut it = Coverage::default();
    let totals = "SELECT count(*), ifnull(sum(n_sentences), 0), ifnull(sum(n_events), 0), min(published), max(published), sum(published IS NULL), sum(ifnull(language, '') <> 'en'), cast(ifnull(julianday(max(published)) - julianday(min(published)) + 1, 0) AS INTEGER) - count(DISTINCT published) FROM current_readings";
    for row in all(reader, totals)? {
        it.documents = number(&row[0]);
        it.sentences = number(&row[1]);
        it.events = number(&row[2]);
        it.first = words(&row[3]);
        it.last = words(&row[4]);
        it.undated = number(&row[5]);
        it.other_language = number(&row[6]);
        it.silent_days = number(&row[7]);
    }
    for row in all(reader, "SELECT count(*) FROM events_once WHERE day IS NULL")? {
        it.events_without_day = number(&row[0]);
    }
    let outlets = "SELECT ifnull(outlet, 'unknown') AS name, count(*) AS n, sum(n_events), ifnull(min(published), ''), ifnull(max(published), '') FROM current_readings GROUP BY name ORDER BY n DESC, name";
    for row in all(reader, outlets)? {
        let text = |i: usize| words(&row[i]).unwrap_or_default();
        it.outlets.push((text(0), number(&row[1]), number(&row[2]), text(3), text(4)));
    }
    let months = "SELECT ifnull(substr(published, 1, 7), 'unknown') AS month, count(*), sum(n_events) FROM current_readings GROUP BY month ORDER BY month";
    for row in all(reader, months)? {
        it.months.push((words(&row[0]).unwrap_or_default(), number(&row[1]), number(&row[2])));
    }
    let versions = "SELECT coder, lexicon, model, count(*) FROM current_readings GROUP BY coder, lexicon, model ORDER BY coder, lexicon, model";
    for row in all(reader, versions)? {
        let text = |i: usize| words(&row[i]).unwrap_or_default();
        it.versions.push((text(0), text(1), text(2), number(&row[3])));
    }
    let statuses =
        "SELECT status, count(*) AS n FROM events_once GROUP BY status ORDER BY n DESC, status";
    for row in all(reader, statuses)? {
        it.statuses.push((words(&row[0]).unwrap_or_default(), number(&row[1])));
    }
    let page = laid_out(&it);
    Ok((it, page))
}

fn all(reader: &Reader, sql: &str) -> Result<Vec<Vec<Cell>>, Error> {
    let mut rows = Vec::new();
    reader.ask(sql, &mut |answer| {
        if !answer.cells.is_empty() {
            rows.push(answer.cells);
        }
        Ok(())
    })?;
    Ok(rows)
}

fn number(cell: &Cell) -> i64 {
    match cell {
        Cell::Integer(n) => *n,
        _ => 0,
    }
}

fn words(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Text(words) => Some(words.clone()),
        _ => None,
    }
}

fn laid_out(it: &Coverage) -> Page {
    let unknown = || "unknown".to_owned();
    let mut page = Page {
        title: format!(
            "{} documents, {} sentences, {} events",
            it.documents, it.sentences, it.events
        ),
        notes: vec![
            format!(
                "Published {} to {}; {} days between without a document; {} documents without a day.",
                it.first.clone().unwrap_or_else(unknown),
                it.last.clone().unwrap_or_else(unknown),
                it.silent_days,
                it.undated
            ),
            format!(
                "{} documents not in English (kept, not coded); {} events that no day can be given to (kept, in no daily count).",
                it.other_language, it.events_without_day
            ),
        ],
        parts: Vec::new(),
    };
    let outlet = |(name, documents, events, first, last): &(String, i64, i64, String, String)| {
        vec![name.clone(), documents.to_string(), events.to_string(), first.clone(), last.clone()]
    };
    let month = |(name, documents, events): &(String, i64, i64)| {
        vec![name.clone(), documents.to_string(), events.to_string()]
    };
    let version = |(coder, lexicon, model, n): &(String, String, String, i64)| {
        vec![coder.clone(), lexicon.clone(), model.clone(), n.to_string()]
    };
    let status = |(name, n): &(String, i64)| vec![name.clone(), n.to_string()];
    page.parts = vec![
        Part::Heading("Outlets".to_owned()),
        Part::table(
            &["outlet", "documents", "events", "first", "last"],
            it.outlets.iter().map(outlet).collect(),
        ),
        Part::Heading("Months".to_owned()),
        Part::table(&["month", "documents", "events"], it.months.iter().map(month).collect()),
        Part::Heading("Statuses".to_owned()),
        Part::table(&["status", "events"], it.statuses.iter().map(status).collect()),
        Part::Heading("Read by".to_owned()),
        Part::table(
            &["coder", "lexicon", "model", "documents"],
            it.versions.iter().map(version).collect(),
        ),
    ];
    page
}
