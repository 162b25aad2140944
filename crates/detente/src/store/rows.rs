//! Events as rows, found by who, what, when, where, on whose word and in which words.

use crate::model::Date;
use crate::model::Error;
use crate::model::Stance;
use crate::model::Status;
use crate::store::Reader;
use crate::store::unreadable;
use rusqlite::Result;
use rusqlite::Row;
use rusqlite::types::Value;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Which events are wanted; the default is all.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The beginning of the event's id.
    pub id: Option<String>,
    /// Words that stand in the sentence, each of them, in any order.
    pub words: Vec<String>,
    /// A party on either side: `RUS`, `RUSGOV`, `IGONAT`, or a name.
    pub actor: Option<String>,
    /// Who does it, likewise; needs no name.
    pub source: Option<String>,
    /// To whom.
    pub target: Option<String>,
    /// Class: `THREATEN`; or the beginning of a CAMEO code: `13`.
    pub class: Option<String>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// A country (`UKR`) or the name of a place.
    pub place: Option<String>,
    /// Any of these; all if empty.
    pub statuses: Vec<Status>,
    /// Held by somebody with this stance.
    pub stance: Option<Stance>,
    /// Who put it up.
    pub outlet: Option<String>,
    /// Left out if less sure, from 0 to 1.
    pub min_confidence: f64,
    /// Only of the document whose digest this is.
    pub document: Option<String>,
    /// Only those that stand in the same sentence of the same reading as this row.
    pub beside: Option<(i64, i64)>,
    /// At most so many.
    pub limit: Option<u32>,
    /// Whether days are days of publication, which every event has, and not those of the act.
    pub by_publication: bool,
    /// Events of this layer and not ours; of the rest only parties, class, days and place are heeded. Only counts know layers.
    pub layer: Option<String>,
}

impl Filter {
    /// Whether any sentence will do that holds the words, with or without an event.
    pub fn asks_only_for_words(&self) -> bool {
        let parties = [&self.actor, &self.source, &self.target];
        !self.words.is_empty()
            && parties.iter().all(|it| it.is_none())
            && self.class.is_none()
            && self.place.is_none()
            && self.statuses.is_empty()
    }
}

/// One event with what a reader needs beside it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs, reason = "columns of docs/store.md")]
pub struct EventRow {
    #[serde(skip)]
    pub row: i64,
    #[serde(skip)]
    pub reading: i64,
    #[serde(skip)]
    pub document_digest: String,
    pub id: String,
    pub document_id: String,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub published: Option<String>,
    pub known: String,
    pub day: Option<String>,
    pub sentence: String,
    #[serde(skip)]
    pub sentence_id: i64,
    pub trigger: String,
    pub trigger_start: i64,
    pub trigger_end: i64,
    pub plover: Option<String>,
    pub mode: Option<String>,
    pub cameo: String,
    pub quad: Option<i64>,
    pub goldstein: Option<f64>,
    pub status: String,
    pub condition: Option<String>,
    pub condition_start: Option<i64>,
    pub condition_end: Option<i64>,
    pub time_from: Option<String>,
    pub time_to: Option<String>,
    pub time_precision: String,
    pub time_basis: String,
    pub place: Option<String>,
    pub place_country: Option<String>,
    pub place_admin1: Option<String>,
    pub place_level: Option<String>,
    pub killed: Option<u32>,
    pub injured: Option<u32>,
    pub size: Option<u32>,
    pub rule: String,
    pub confidence: f64,
    pub sources: Vec<PartyRow>,
    pub targets: Vec<PartyRow>,
    pub held_by: Vec<Word>,
}

/// A party of an event.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs, reason = "columns of docs/store.md")]
pub struct PartyRow {
    pub words: String,
    pub name: String,
    pub country: Option<String>,
    pub sectors: String,
    pub code: String,
    pub key: String,
}

/// On whose word an event stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs, reason = "columns of docs/store.md")]
pub struct Word {
    pub stance: String,
    pub speaker: Option<String>,
    pub name: Option<String>,
    pub code: Option<String>,
    pub cue: Option<String>,
}

/// A sentence and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs, reason = "columns of docs/store.md")]
pub struct SentenceRow {
    #[serde(skip)]
    pub reading: i64,
    #[serde(skip)]
    pub sentence_id: i64,
    pub document_id: String,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub published: Option<String>,
    pub sentence: String,
}

/// The text of a reading and where it comes from.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "columns of docs/store.md")]
pub struct TextRow {
    pub reading: i64,
    pub document_id: String,
    pub digest: String,
    pub sha256: String,
    pub title: Option<String>,
    pub outlet: Option<String>,
    /// Day of publication, or the first on which it was surely public.
    pub published: String,
    pub text: String,
}

/// What an index needs of an event.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "columns of docs/store.md")]
pub struct Day {
    pub day: String,
    pub event: i64,
    pub document: i64,
    pub source: String,
    pub target: String,
    pub class: Option<String>,
    pub mode: Option<String>,
    pub quad: Option<i64>,
    pub goldstein: Option<f64>,
    /// Of another data set, where that gives it.
    pub intensity: Option<f64>,
    pub status: String,
    pub confidence: f64,
    pub place: Option<String>,
    pub place_country: Option<String>,
    pub killed: Option<i64>,
}

/// What was read on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Documents by their day of publication.
    pub documents: BTreeMap<String, u32>,
    /// Documents whose day is not known.
    pub undated: u32,
}

/// A question under way: its conditions, and the values of their places.
#[derive(Default)]
pub(super) struct Conditions {
    sql: Vec<String>,
    pub(super) values: Vec<Value>,
}

impl Conditions {
    fn add(&mut self, sql: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.sql.push(sql.replace('?', &format!("?{}", self.values.len())));
    }

    pub(super) fn text(&self) -> String {
        if self.sql.is_empty() { "1".to_owned() } else { self.sql.join(" AND ") }
    }
}

/// In an order that does not depend on how the store was filled.
pub(super) const ORDER: &str = "ORDER BY coalesce(e.day, e.published, e.known), e.published, e.document_id, e.document_digest, e.number";

impl Reader {
    /// The events of a filter, by day, publication, document and place in it.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn events(&self, filter: &Filter) -> std::result::Result<Vec<EventRow>, Error> {
        self.find(filter).map_err(|error| unreadable(&self.path, &error))
    }

    /// The events of a filter that have a day, as an index counts them: a row for each pair of sides.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn days(&self, filter: &Filter) -> std::result::Result<Vec<Day>, Error> {
        self.find_days(filter).map_err(|error| unreadable(&self.path, &error))
    }

    /// The documents read, by day of publication: what counts are a share of.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn read_by_day(&self, outlet: Option<&str>) -> std::result::Result<Read, Error> {
        self.count_read(outlet).map_err(|error| unreadable(&self.path, &error))
    }

    /// Texts by day of publication: documents read, those with the same text being one.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn texts_by_day(&self) -> std::result::Result<BTreeMap<String, u32>, Error> {
        self.count_texts().map_err(|error| unreadable(&self.path, &error))
    }

    /// Texts of readings, in order of publication, id and digest, so that the order does not depend on how the store was filled.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn texts(&self, readings: &BTreeSet<i64>) -> std::result::Result<Vec<TextRow>, Error> {
        let mut rows = Vec::new();
        for reading in readings {
            rows.push(self.text(*reading).map_err(|error| unreadable(&self.path, &error))?);
        }
        let order =
            |it: &TextRow| (it.published.clone(), it.document_id.clone(), it.digest.clone());
        rows.sort_by_cached_key(order);
        Ok(rows)
    }

    /// The sentences that hold the words of a filter, by publication, document and place in it; of the rest only days and outlet are heeded.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn sentences(&self, filter: &Filter) -> std::result::Result<Vec<SentenceRow>, Error> {
        self.find_sentences(filter).map_err(|error| unreadable(&self.path, &error))
    }

    fn find_sentences(&self, filter: &Filter) -> Result<Vec<SentenceRow>> {
        let mut statement = self.db.prepare_cached(
            "SELECT r.reading_id, z.sentence_id, d.id, r.outlet, d.url, r.published, z.sentence
             FROM main.sentence_words w
             CROSS JOIN main.sentences z ON z.sentence_id = w.rowid
             CROSS JOIN current_readings r ON r.text_id = z.text_id
             CROSS JOIN main.documents d ON d.document_id = r.document_id
             WHERE w.sentence_words MATCH ?1
               AND (?2 IS NULL OR coalesce(r.published, r.known) >= ?2)
               AND (?3 IS NULL OR coalesce(r.published, r.known) <= ?3)
               AND (?4 IS NULL OR r.outlet = ?4 COLLATE NOCASE)
             ORDER BY coalesce(r.published, r.known), d.id, d.digest, z.sentence_start",
        )?;
        let day = |day: Option<Date>| day.map(|it| it.to_string());
        let values =
            (matching(&filter.words), day(filter.from), day(filter.to), filter.outlet.as_ref());
        let read = |row: &Row<'_>| {
            Ok(SentenceRow {
                reading: row.get(0)?,
                sentence_id: row.get(1)?,
                document_id: row.get(2)?,
                outlet: row.get(3)?,
                url: row.get(4)?,
                published: row.get(5)?,
                sentence: row.get(6)?,
            })
        };
        statement.query_map(values, read)?.collect()
    }

    fn count_read(&self, outlet: Option<&str>) -> Result<Read> {
        let mut statement = self.db.prepare_cached(
            "SELECT published, count(*) FROM newest_readings WHERE ?1 IS NULL OR outlet = ?1 COLLATE NOCASE GROUP BY published",
        )?;
        let mut read = Read::default();
        let mut rows = statement.query([outlet])?;
        while let Some(row) = rows.next()? {
            match row.get(0)? {
                Some(day) => {
                    read.documents.insert(day, row.get(1)?);
                }
                None => read.undated = row.get(1)?,
            }
        }
        Ok(read)
    }

    fn count_texts(&self) -> Result<BTreeMap<String, u32>> {
        let mut statement = self.db.prepare_cached(
            "SELECT published, count(DISTINCT text_id) FROM newest_readings WHERE published IS NOT NULL GROUP BY published",
        )?;
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    }

    fn text(&self, reading: i64) -> Result<TextRow> {
        let mut statement = self.db.prepare_cached(
            "SELECT r.reading_id, d.id, d.digest, d.sha256, r.title, r.outlet, coalesce(r.published, r.known), t.text
             FROM main.readings r
             JOIN main.documents d ON d.document_id = r.document_id
             JOIN main.texts t ON t.text_id = r.text_id
             WHERE r.reading_id = ?1",
        )?;
        statement.query_row([reading], |row| {
            Ok(TextRow {
                reading: row.get(0)?,
                document_id: row.get(1)?,
                digest: row.get(2)?,
                sha256: row.get(3)?,
                title: row.get(4)?,
                outlet: row.get(5)?,
                published: row.get(6)?,
                text: row.get(7)?,
            })
        })
    }

    fn find(&self, filter: &Filter) -> Result<Vec<EventRow>> {
        let (from, conditions) = self.from(filter)?;
        let columns = "e.event_id, e.reading_id, e.document_digest, e.id, e.document_id, e.outlet, e.url, e.published, e.known, e.day, e.sentence, e.sentence_id, e.trigger, e.trigger_start, e.trigger_end, e.class, e.mode, e.cameo, e.quad, e.goldstein, e.status, e.condition, e.condition_start, e.condition_end, e.time_from, e.time_to, e.time_precision, e.time_basis, e.place, e.place_country, e.place_admin1, e.place_level, e.killed, e.injured, e.size, e.rule, e.confidence";
        let limit = filter.limit.map_or(String::new(), |n| format!(" LIMIT {n}"));
        let sql =
            format!("SELECT {columns} FROM {from} WHERE {} {ORDER}{limit}", conditions.text());
        let mut statement = self.db.prepare_cached(&sql)?;
        let values = rusqlite::params_from_iter(&conditions.values);
        let mut events = statement.query_map(values, event)?.collect::<Result<Vec<_>>>()?;
        self.add_parties(&mut events)?;
        self.add_holders(&mut events)?;
        Ok(events)
    }

    fn find_days(&self, filter: &Filter) -> Result<Vec<Day>> {
        if let Some(layer) = &filter.layer {
            return self.find_layer_days(layer, filter);
        }
        let (from, conditions) = self.from(filter)?;
        // The dyads are joined already where both sides are asked for.
        let from = if from.starts_with("main.dyads") {
            from
        } else {
            format!("{from} JOIN main.dyads d ON d.event_id = e.event_id")
        };
        let sql = format!(
            "SELECT {day}, e.event_id, e.reading_id, d.source, d.target, e.class, e.mode, e.quad, e.goldstein, e.status, e.confidence, e.place, e.place_country, e.killed FROM {from} WHERE {} AND {day} IS NOT NULL",
            conditions.text(),
            day = day(filter),
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let values = rusqlite::params_from_iter(&conditions.values);
        let read = |row: &Row<'_>| {
            Ok(Day {
                day: row.get(0)?,
                event: row.get(1)?,
                document: row.get(2)?,
                source: row.get(3)?,
                target: row.get(4)?,
                class: row.get(5)?,
                mode: row.get(6)?,
                quad: row.get(7)?,
                goldstein: row.get(8)?,
                intensity: None,
                status: row.get(9)?,
                confidence: row.get(10)?,
                place: row.get(11)?,
                place_country: row.get(12)?,
                killed: row.get(13)?,
            })
        };
        statement.query_map(values, read)?.collect()
    }

    /// Where to look, and for what: the narrowest index first.
    pub(super) fn from(&self, filter: &Filter) -> Result<(String, Conditions)> {
        let mut all = Conditions::default();
        let from = match (&filter.source, &filter.target) {
            (Some(source), Some(target)) => {
                self.dyad(&mut all, source, target, filter)?;
                "main.dyads d CROSS JOIN events_once e ON e.event_id = d.event_id"
            }
            (source, target) => {
                for (side, party) in [("source", source), ("target", target)] {
                    party.iter().for_each(|it| one_party(&mut all, &format!("'{side}'"), it));
                }
                "events_once e"
            }
        };
        if let Some(id) = &filter.id {
            // Ids are letters and digits, which come before "~": the index finds them.
            all.add("e.id >= ?", id.clone());
            all.add("e.id < ?", format!("{id}~"));
        }
        if let Some(actor) = &filter.actor {
            one_party(&mut all, "'source', 'target'", actor);
        }
        if !filter.words.is_empty() {
            all.add(
                "e.sentence_id IN (SELECT rowid FROM main.sentence_words WHERE sentence_words MATCH ?)",
                matching(&filter.words),
            );
        }
        what(&mut all, filter);
        when(&mut all, filter);
        Ok((from.to_owned(), all))
    }

    /// A pair of sides, by the keys of their actors and, for a finer code, by that.
    fn dyad(
        &self,
        all: &mut Conditions,
        source: &str,
        target: &str,
        filter: &Filter,
    ) -> Result<()> {
        for (side, party) in [("source", source), ("target", target)] {
            let key = self.key_of(party)?;
            if key != party {
                one_party(all, &format!("'{side}'"), party);
            }
            all.add(&format!("d.{side} = ?"), key);
        }
        if !filter.by_publication {
            filter.from.iter().for_each(|day| all.add("d.day >= ?", day.to_string()));
            filter.to.iter().for_each(|day| all.add("d.day <= ?", day.to_string()));
        }
        Ok(())
    }

    /// `RUS` for `RUS` and `RUSGOV`, `IGONAT` for itself.
    fn key_of(&self, code: &str) -> Result<String> {
        let find = "SELECT key FROM main.actors WHERE key = ?1 UNION SELECT key FROM main.actors WHERE code = ?1 LIMIT 1";
        let mut statement = self.db.prepare_cached(find)?;
        let mut keys = statement.query_map([code], |row| row.get(0))?;
        keys.next().unwrap_or_else(|| Ok(code.to_owned()))
    }

    /// The parties of all events at once: asked one by one, the asking took longer than the answers.
    fn add_parties(&self, events: &mut [EventRow]) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "SELECT j.key, p.side = 'source', p.words, a.name, a.country, a.sectors, a.code, a.key FROM json_each(?1) j CROSS JOIN main.parties p ON p.event_id = j.value CROSS JOIN main.actors a ON a.actor_id = p.actor_id ORDER BY j.key, p.side, p.number",
        )?;
        let mut rows = statement.query([numbers(events)])?;
        while let Some(row) = rows.next()? {
            let Some(event) = events.get_mut(row.get::<_, usize>(0)?) else { continue };
            let party = PartyRow {
                words: row.get(2)?,
                name: row.get(3)?,
                country: row.get(4)?,
                sectors: row.get(5)?,
                code: row.get(6)?,
                key: row.get(7)?,
            };
            if row.get(1)? { &mut event.sources } else { &mut event.targets }.push(party);
        }
        Ok(())
    }

    /// On whose word they stand, likewise.
    fn add_holders(&self, events: &mut [EventRow]) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "SELECT j.key, h.stance, s.speaker, a.name, a.code, s.cue FROM json_each(?1) j CROSS JOIN main.holders h ON h.event_id = j.value CROSS JOIN main.statements s ON s.statement_id = h.statement_id LEFT JOIN main.actors a ON a.actor_id = s.speaker_actor ORDER BY j.key, h.number",
        )?;
        let mut rows = statement.query([numbers(events)])?;
        while let Some(row) = rows.next()? {
            let Some(event) = events.get_mut(row.get::<_, usize>(0)?) else { continue };
            event.held_by.push(Word {
                stance: row.get(1)?,
                speaker: row.get(2)?,
                name: row.get(3)?,
                code: row.get(4)?,
                cue: row.get(5)?,
            });
        }
        Ok(())
    }
}

/// The rows of some events as a list that SQLite reads.
fn numbers(events: &[EventRow]) -> String {
    let all: Vec<String> = events.iter().map(|it| it.row.to_string()).collect();
    format!("[{}]", all.join(","))
}

fn one_party(all: &mut Conditions, sides: &str, party: &str) {
    all.add(
        &format!("EXISTS (SELECT 1 FROM main.parties p JOIN main.actors a ON a.actor_id = p.actor_id WHERE p.event_id = e.event_id AND p.side IN ({sides}) AND ? IN (a.key, a.code, a.name))"),
        party.to_owned(),
    );
}

/// What is done, where, and how it stands.
fn what(all: &mut Conditions, filter: &Filter) {
    if let Some(class) = &filter.class {
        let is_code = class.bytes().all(|it| it.is_ascii_digit());
        let sql = if is_code { "e.cameo GLOB ? || '*'" } else { "e.class = ?" };
        all.add(sql, class.to_uppercase());
    }
    if let Some(place) = &filter.place {
        all.add("? COLLATE NOCASE IN (e.place, e.place_country, e.place_admin1)", place.clone());
    }
    if let Some(outlet) = &filter.outlet {
        all.add("e.outlet = ? COLLATE NOCASE", outlet.clone());
    }
    if !filter.statuses.is_empty() {
        let words: Vec<String> =
            filter.statuses.iter().map(|it| format!("'{}'", it.as_str())).collect();
        all.sql.push(format!("e.status IN ({})", words.join(", ")));
    }
    if let Some(stance) = filter.stance {
        let held =
            "EXISTS (SELECT 1 FROM main.holders h WHERE h.event_id = e.event_id AND h.stance = ?)";
        all.add(held, stance.as_str().to_owned());
    }
    if let Some(digest) = &filter.document {
        all.add("e.document_digest = ?", digest.clone());
    }
    if let Some((reading, sentence)) = filter.beside {
        all.add("e.reading_id = ?", reading);
        all.add("e.sentence_id = ?", sentence);
    }
    if filter.min_confidence > 0.0 {
        all.add("e.confidence >= ?", filter.min_confidence);
    }
}

fn when(all: &mut Conditions, filter: &Filter) {
    let day = day(filter);
    filter.from.iter().for_each(|it| all.add(&format!("{day} >= ?"), it.to_string()));
    filter.to.iter().for_each(|it| all.add(&format!("{day} <= ?"), it.to_string()));
}

fn day(filter: &Filter) -> &'static str {
    if filter.by_publication { "coalesce(e.published, e.known)" } else { "e.day" }
}

/// Each word as a phrase of its own, so that none is taken for an operator of the search language.
pub(super) fn matching(words: &[String]) -> String {
    let quoted = |word: &String| format!("\"{}\"", word.replace('"', "\"\""));
    words.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

fn event(row: &Row<'_>) -> Result<EventRow> {
    Ok(EventRow {
        row: row.get(0)?,
        reading: row.get(1)?,
        document_digest: row.get(2)?,
        id: row.get(3)?,
        document_id: row.get(4)?,
        outlet: row.get(5)?,
        url: row.get(6)?,
        published: row.get(7)?,
        known: row.get(8)?,
        day: row.get(9)?,
        sentence: row.get(10)?,
        sentence_id: row.get(11)?,
        trigger: row.get(12)?,
        trigger_start: row.get(13)?,
        trigger_end: row.get(14)?,
        plover: row.get(15)?,
        mode: row.get(16)?,
        cameo: row.get(17)?,
        quad: row.get(18)?,
        goldstein: row.get(19)?,
        status: row.get(20)?,
        condition: row.get(21)?,
        condition_start: row.get(22)?,
        condition_end: row.get(23)?,
        time_from: row.get(24)?,
        time_to: row.get(25)?,
        time_precision: row.get(26)?,
        time_basis: row.get(27)?,
        place: row.get(28)?,
        place_country: row.get(29)?,
        place_admin1: row.get(30)?,
        place_level: row.get(31)?,
        killed: row.get(32)?,
        injured: row.get(33)?,
        size: row.get(34)?,
        rule: row.get(35)?,
        confidence: row.get(36)?,
        sources: Vec::new(),
        targets: Vec::new(),
        held_by: Vec::new(),
    })
}
