//! All that is known of one event or document: who put it up, who read it and with what, and which other documents have the same text.

use crate::model::Error;
use crate::store::EventRow;
use crate::store::Filter;
use crate::store::Reader;
use crate::store::unreadable;
use rusqlite::Result;
use rusqlite::Row;
use serde::Serialize;

/// A document and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs, reason = "columns of docs/store.md")]
pub struct DocumentRow {
    #[serde(skip)]
    pub reading: i64,
    #[serde(skip)]
    pub digest: String,
    #[serde(skip)]
    pub text: i64,
    pub document_id: String,
    pub name: String,
    pub url: Option<String>,
    pub media_type: String,
    pub sha256: String,
    pub outlet: Option<String>,
    pub title: Option<String>,
    pub byline: String,
    pub language: Option<String>,
    pub published: Option<String>,
    pub published_basis: String,
    pub known: String,
    pub n_sentences: i64,
    pub n_events: i64,
    pub warnings: String,
}

/// A reading of a document, by one version of coder, lexicon and model.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs, reason = "columns of docs/store.md")]
pub struct ReadingRow {
    pub learnt_at: String,
    pub coder: String,
    pub lexicon: String,
    pub model: String,
    pub n_events: i64,
    /// What the event of the question is by this reading, in the status it has there; `None` if it is not among its events.
    pub status: Option<String>,
}

/// What somebody says in a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs, reason = "columns of docs/store.md")]
pub struct StatementRow {
    #[serde(skip)]
    pub event: Option<i64>,
    pub number: i64,
    pub speaker: Option<String>,
    pub speaker_name: Option<String>,
    pub speaker_code: Option<String>,
    pub cue: Option<String>,
    pub stance: String,
    pub content: String,
}

const DOCUMENT: &str = "r.reading_id, d.digest, r.text_id, d.id, d.name, d.url, d.media_type, d.sha256, r.outlet, r.title, r.byline, r.language, r.published, r.published_basis, r.known, r.n_sentences, r.n_events, r.warnings
    FROM current_readings r JOIN main.documents d ON d.document_id = r.document_id";

impl Reader {
    /// The events whose ids begin so: one for each document that has it.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn events_by_id(&self, id: &str) -> std::result::Result<Vec<EventRow>, Error> {
        self.events(&Filter { id: Some(id.to_owned()), ..Filter::default() })
    }

    /// The documents whose ids begin so, in order; only the one that has just this id, if there is one.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn documents_by_id(&self, id: &str) -> std::result::Result<Vec<DocumentRow>, Error> {
        let sql = format!(
            "SELECT {DOCUMENT} WHERE substr(d.id, 1, length(?1)) = ?1 ORDER BY d.id, d.digest"
        );
        let mut found = self.documents(&sql, id).map_err(|error| unreadable(&self.path, &error))?;
        if found.iter().any(|it| it.document_id == id) {
            found.retain(|it| it.document_id == id);
        }
        Ok(found)
    }

    /// The document of a reading.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn document_of(&self, reading: i64) -> std::result::Result<Option<DocumentRow>, Error> {
        let sql = format!("SELECT {DOCUMENT} WHERE r.reading_id = ?1");
        let found =
            self.documents(&sql, reading).map_err(|error| unreadable(&self.path, &error))?;
        Ok(found.into_iter().next())
    }

    /// The other documents that have the very text of one, by publication.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn copies(&self, of: &DocumentRow) -> std::result::Result<Vec<DocumentRow>, Error> {
        let sql =
            format!("SELECT {DOCUMENT} WHERE r.text_id = ?1 ORDER BY r.known, d.id, d.digest");
        let mut found =
            self.documents(&sql, of.text).map_err(|error| unreadable(&self.path, &error))?;
        found.retain(|it| it.digest != of.digest);
        Ok(found)
    }

    /// Every reading of a document that the view may know, oldest first, with what each made of an event.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn readings(
        &self,
        of: &DocumentRow,
        event: &str,
    ) -> std::result::Result<Vec<ReadingRow>, Error> {
        self.find_readings(of, event).map_err(|error| unreadable(&self.path, &error))
    }

    /// The statements of a reading, in text order; of an event only, outermost first, if one is given.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn statements(
        &self,
        reading: i64,
        event: Option<i64>,
    ) -> std::result::Result<Vec<StatementRow>, Error> {
        self.find_statements(reading, event).map_err(|error| unreadable(&self.path, &error))
    }

    fn documents(&self, sql: &str, value: impl rusqlite::ToSql) -> Result<Vec<DocumentRow>> {
        self.db.prepare_cached(sql)?.query_map([value], document)?.collect()
    }

    fn find_readings(&self, of: &DocumentRow, event: &str) -> Result<Vec<ReadingRow>> {
        let mut statement = self.db.prepare_cached(
            "SELECT u.learnt_at, v.coder, v.lexicon, v.model, r.n_events,
                (SELECT e.status FROM main.events e WHERE e.reading_id = r.reading_id AND e.id = ?2 LIMIT 1)
             FROM visible_readings r
             JOIN main.documents d ON d.document_id = r.document_id
             JOIN main.runs u ON u.run_id = r.run_id
             JOIN main.versions v ON v.version_id = r.version_id
             WHERE d.digest = ?1 ORDER BY r.reading_id",
        )?;
        let read = |row: &Row<'_>| {
            Ok(ReadingRow {
                learnt_at: row.get(0)?,
                coder: row.get(1)?,
                lexicon: row.get(2)?,
                model: row.get(3)?,
                n_events: row.get(4)?,
                status: row.get(5)?,
            })
        };
        statement.query_map((&of.digest, event), read)?.collect()
    }

    fn find_statements(&self, reading: i64, event: Option<i64>) -> Result<Vec<StatementRow>> {
        let mut statement = self.db.prepare_cached(
            "SELECT h.event_id, s.number, s.speaker, a.name, a.code, s.cue, coalesce(h.stance, s.stance), s.content
             FROM main.statements s
             LEFT JOIN main.holders h ON h.statement_id = s.statement_id AND h.event_id = ?2
             LEFT JOIN main.actors a ON a.actor_id = s.speaker_actor
             WHERE s.reading_id = ?1 AND (?2 IS NULL OR h.event_id = ?2)
             ORDER BY coalesce(h.number, s.number)",
        )?;
        let read = |row: &Row<'_>| {
            Ok(StatementRow {
                event: row.get(0)?,
                number: row.get(1)?,
                speaker: row.get(2)?,
                speaker_name: row.get(3)?,
                speaker_code: row.get(4)?,
                cue: row.get(5)?,
                stance: row.get(6)?,
                content: row.get(7)?,
            })
        };
        statement.query_map((reading, event), read)?.collect()
    }
}

fn document(row: &Row<'_>) -> Result<DocumentRow> {
    Ok(DocumentRow {
        reading: row.get(0)?,
        digest: row.get(1)?,
        text: row.get(2)?,
        document_id: row.get(3)?,
        name: row.get(4)?,
        url: row.get(5)?,
        media_type: row.get(6)?,
        sha256: row.get(7)?,
        outlet: row.get(8)?,
        title: row.get(9)?,
        byline: row.get(10)?,
        language: row.get(11)?,
        published: row.get(12)?,
        published_basis: row.get(13)?,
        known: row.get(14)?,
        n_sentences: row.get(15)?,
        n_events: row.get(16)?,
        warnings: row.get(17)?,
    })
}
