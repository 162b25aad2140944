//! Records become rows.

use crate::model::ActorId;
use crate::model::Article;
use crate::model::Error;
use crate::model::Event;
use crate::model::Party;
use crate::model::Provenance;
use crate::model::Record;
use crate::model::Span;
use crate::model::Speaker;
use crate::store::Store;
use crate::store::unwritable;
use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Result;
use rusqlite::ToSql;
use rusqlite::params;
use sha2::Digest;
use sha2::Sha256;

/// What became of some records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Documents that were not in the store.
    pub new: usize,
    /// Documents that were there, read by another version.
    pub again: usize,
    /// Documents that were there as they are.
    pub same: usize,
}

impl Kept {
    /// Adds what became of others.
    pub fn add(&mut self, other: Kept) {
        self.new += other.new;
        self.again += other.again;
        self.same += other.same;
    }
}

impl Store {
    /// Keeps records, all or (if the program ends or an error comes up) none; a document that this version has read before is left as it is.
    ///
    /// `learnt` is the moment of learning, which only the caller can know.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn keep(
        &mut self,
        records: &[Record],
        provenance: &Provenance,
        learnt: Timestamp,
    ) -> std::result::Result<Kept, Error> {
        let kept = self.transaction(records, provenance, learnt);
        kept.map_err(|error| unwritable(&self.path, &error))
    }

    fn transaction(
        &mut self,
        records: &[Record],
        provenance: &Provenance,
        learnt: Timestamp,
    ) -> Result<Kept> {
        // Taken at once: a transaction that begins by reading cannot wait for another's writing.
        let transaction =
            self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let mut writer = Writer { db: &transaction, provenance, learnt, version: 0, run: None };
        writer.version = writer.version_id()?;
        let mut kept = Kept::default();
        for record in records {
            writer.record(record, &mut kept)?;
        }
        transaction.commit()?;
        Ok(kept)
    }
}

/// One transaction.
struct Writer<'a> {
    db: &'a Connection,
    provenance: &'a Provenance,
    learnt: Timestamp,
    version: i64,
    /// Made for the first document that is new, so that a run over what is known leaves no trace.
    run: Option<i64>,
}

/// One record on its way, with the ids of what stands for it.
struct Page<'a> {
    record: &'a Record,
    chars: Chars<'a>,
    reading: i64,
    sentences: Vec<i64>,
    statements: Vec<i64>,
}

impl Writer<'_> {
    fn version_id(&self) -> Result<i64> {
        let Provenance { version, lexicon, model } = self.provenance;
        self.once(
            "SELECT version_id FROM versions WHERE coder = ?1 AND lexicon = ?2 AND model = ?3",
            "INSERT INTO versions (coder, lexicon, model) VALUES (?1, ?2, ?3)",
            params![version, lexicon, model],
        )
    }

    /// The run of this version and moment.
    fn run_id(&mut self) -> Result<i64> {
        if let Some(run) = self.run {
            return Ok(run);
        }
        let run = self.once(
            "SELECT run_id FROM runs WHERE version_id = ?1 AND learnt_at = ?2",
            "INSERT INTO runs (version_id, learnt_at) VALUES (?1, ?2)",
            params![self.version, self.learnt.to_string()],
        )?;
        self.run = Some(run);
        Ok(run)
    }

    /// The id of a row that may be there.
    fn once(&self, find: &str, make: &str, values: &[&dyn ToSql]) -> Result<i64> {
        let found: Option<i64> =
            self.db.prepare_cached(find)?.query_row(values, |row| row.get(0)).optional()?;
        match found {
            Some(id) => Ok(id),
            None => self.insert(make, values),
        }
    }

    fn insert(&self, make: &str, values: &[&dyn ToSql]) -> Result<i64> {
        self.db.prepare_cached(make)?.execute(values)?;
        Ok(self.db.last_insert_rowid())
    }

    fn record(&mut self, record: &Record, kept: &mut Kept) -> Result<()> {
        let article = &record.article;
        let digest = identity(article);
        let find = "SELECT document_id FROM documents WHERE digest = ?1";
        let found: Option<i64> =
            self.db.prepare_cached(find)?.query_row([&digest], |row| row.get(0)).optional()?;
        let document = match found {
            Some(document) if self.has_read(document)? => {
                kept.same += 1;
                return Ok(());
            }
            Some(document) => {
                kept.again += 1;
                document
            }
            None => {
                kept.new += 1;
                self.document(article, &digest)?
            }
        };
        let text = self.text(article)?;
        let chars = Chars::new(&article.text);
        let sentences = self.sentences(record, text, &chars)?;
        let reading = self.reading(record, document, text)?;
        let mut page = Page { record, chars, reading, sentences, statements: Vec::new() };
        self.statements(&mut page)?;
        for (number, event) in record.coded.events.iter().enumerate() {
            self.event(&page, number, event)?;
        }
        Ok(())
    }

    fn has_read(&self, document: i64) -> Result<bool> {
        let find = "SELECT 1 FROM readings WHERE document_id = ?1 AND version_id = ?2";
        self.db.prepare_cached(find)?.exists(params![document, self.version])
    }

    fn document(&self, article: &Article, digest: &str) -> Result<i64> {
        self.insert(
            "INSERT INTO documents (digest, id, name, url, media_type, sha256) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                digest,
                article.id,
                article.name,
                article.url,
                article.media_type.as_str(),
                article.sha256
            ],
        )
    }

    fn text(&self, article: &Article) -> Result<i64> {
        let digest = sha256([article.text.as_str()]);
        let find = "SELECT text_id FROM texts WHERE digest = ?1";
        let found: Option<i64> =
            self.db.prepare_cached(find)?.query_row([&digest], |row| row.get(0)).optional()?;
        match found {
            Some(id) => Ok(id),
            None => self.insert(
                "INSERT INTO texts (digest, text) VALUES (?1, ?2)",
                params![digest, article.text],
            ),
        }
    }

    fn sentences(&self, record: &Record, text: i64, chars: &Chars<'_>) -> Result<Vec<i64>> {
        let mut ids = Vec::with_capacity(record.coded.sentences.len());
        for sentence in &record.coded.sentences {
            let (start, end) = chars.range(sentence.span);
            let place = params![text, start, end, sentence.headline];
            let find = "SELECT sentence_id FROM sentences WHERE text_id = ?1 AND sentence_start = ?2 AND sentence_end = ?3 AND headline = ?4";
            let found: Option<i64> =
                self.db.prepare_cached(find)?.query_row(place, |row| row.get(0)).optional()?;
            ids.push(match found {
                Some(id) => id,
                None => self.sentence(place, sentence.span.of(&record.article.text))?,
            });
        }
        Ok(ids)
    }

    fn sentence(&self, place: &[&dyn ToSql], words: &str) -> Result<i64> {
        let mut values = place.to_vec();
        values.push(&words);
        let id = self.insert(
            "INSERT INTO sentences (text_id, sentence_start, sentence_end, headline, sentence) VALUES (?1, ?2, ?3, ?4, ?5)",
            &values,
        )?;
        self.insert(
            "INSERT INTO sentence_words (rowid, sentence) VALUES (?1, ?2)",
            params![id, words],
        )?;
        Ok(id)
    }

    fn reading(&mut self, record: &Record, document: i64, text: i64) -> Result<i64> {
        let run = self.run_id()?;
        let article = &record.article;
        let published = &article.published;
        let warnings: Vec<&str> = record.warnings.iter().map(|it| it.code).collect();
        self.insert(
            "INSERT INTO readings (document_id, version_id, run_id, text_id, title, byline, outlet, section, language, published, published_at, published_from, published_to, published_precision, published_basis, known, n_sentences, n_events, warnings) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            params![
                document,
                self.version,
                run,
                text,
                article.title(),
                article.byline.join("; "),
                article.outlet_or_host(),
                article.section,
                article.language,
                shown(published.value),
                published.at,
                shown(published.from),
                shown(published.to),
                published.precision.as_str(),
                published.basis.as_str(),
                self.known(article),
                record.coded.sentences.len(),
                record.coded.events.len(),
                warnings.join(" "),
            ],
        )
    }

    /// The first day on which it was surely public: the last possible day of publication; if none is known, the day we learnt it.
    fn known(&self, article: &Article) -> String {
        article.known().map_or_else(|| day_of(self.learnt), |day| day.to_string())
    }

    fn statements(&self, page: &mut Page<'_>) -> Result<()> {
        let text = &page.record.article.text;
        for (number, it) in page.record.coded.statements.iter().enumerate() {
            let (start, end) = page.chars.range(it.content);
            let words = |span: Span| span.of(text).to_owned();
            let id = self.insert(
                "INSERT INTO statements (reading_id, number, sentence_id, speaker, speaker_actor, addressee, addressee_actor, cue, content_start, content_end, content, form, venue, stance) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                params![
                    page.reading,
                    number,
                    page.sentence_of(it.cue.unwrap_or(it.content)),
                    it.speaker.map(|who| words(who.span)),
                    self.speaker(page, it.speaker)?,
                    it.addressee.map(|who| words(who.span)),
                    self.speaker(page, it.addressee)?,
                    it.cue.map(words),
                    start,
                    end,
                    words(it.content),
                    it.form.as_str(),
                    it.venue.map(words),
                    it.stance.as_str(),
                ],
            )?;
            page.statements.push(id);
        }
        Ok(())
    }

    fn speaker(&self, page: &Page<'_>, speaker: Option<Speaker>) -> Result<Option<i64>> {
        let Some(id) = speaker.and_then(|it| it.actor) else { return Ok(None) };
        let Some(actor) = page.record.coded.actors.get(id.0 as usize) else { return Ok(None) };
        self.actor(&actor.name, &actor.identity, actor.wikidata.as_deref()).map(Some)
    }

    fn actor(
        &self,
        name: &str,
        identity: &crate::model::ActorIdentity,
        wikidata: Option<&str>,
    ) -> Result<i64> {
        self.once(
            "SELECT actor_id FROM actors WHERE name = ?1 AND code = ?2 AND sectors = ?3 AND ifnull(country, '') = ifnull(?4, '') AND ifnull(wikidata, '') = ifnull(?5, '') AND ?6 IS NOT NULL",
            "INSERT INTO actors (name, code, sectors, country, wikidata, key) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                name,
                identity.code,
                identity.sectors.join(";"),
                identity.country,
                wikidata,
                identity.key()
            ],
        )
    }

    fn event(&self, page: &Page<'_>, number: usize, event: &Event) -> Result<()> {
        let id = self.event_row(page, number, event)?;
        for (side, parties) in [("source", &event.sources), ("target", &event.targets)] {
            for (number, party) in parties.iter().enumerate() {
                self.party(page, id, side, number, party)?;
            }
        }
        for (number, holder) in event.held_by.iter().enumerate() {
            let Some(statement) = page.statements.get(holder.statement) else { continue };
            self.insert(
                "INSERT INTO holders (event_id, number, statement_id, stance) VALUES (?1, ?2, ?3, ?4)",
                params![id, number, statement, holder.stance.as_str()],
            )?;
        }
        self.pairs(page, id, event)
    }

    fn event_row(&self, page: &Page<'_>, number: usize, event: &Event) -> Result<i64> {
        let text = &page.record.article.text;
        let (start, end) = page.chars.range(event.trigger);
        let condition = event.condition.map(|span| page.chars.range(span));
        let place = event.place.as_ref().map(|it| &it.0);
        let magnitude = event.magnitude.unwrap_or_default();
        self.insert(
            "INSERT INTO events (reading_id, id, number, sentence_id, trigger_start, trigger_end, trigger, class, mode, contexts, cameo, quad, goldstein, status, condition, condition_start, condition_end, time_value, time_from, time_to, time_precision, time_basis, day, place, place_country, place_admin1, place_lat, place_lon, place_geonames, place_level, place_basis, proposition, killed, injured, size, rule, operators, confidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38)",
            params![
                page.reading,
                event.id,
                number,
                page.sentences.get(event.sentence),
                start,
                end,
                event.trigger.of(text),
                event.class,
                event.mode,
                event.contexts.join(";"),
                event.cameo,
                event.quad,
                event.goldstein.map(rounded),
                event.status.as_str(),
                event.condition.map(|span| span.of(text)),
                condition.map(|it| it.0),
                condition.map(|it| it.1),
                event.time.value,
                shown(event.time.interval.map(|it| it.from)),
                shown(event.time.interval.map(|it| it.to)),
                event.time.precision.as_str(),
                event.time.basis.as_str(),
                shown(event.day(page.record.article.published.value)),
                place.map(|it| &it.name),
                place.and_then(|it| it.country.as_ref()),
                place.and_then(|it| it.admin1.as_ref()),
                place.and_then(|it| it.lat),
                place.and_then(|it| it.lon),
                place.and_then(|it| it.geonames).map(|it| it as i64),
                place.map(|it| it.level.as_str()),
                event.place.as_ref().map(|it| it.1.as_str()),
                event.proposition.map(|n| format!("P{}", n + 1)),
                magnitude.killed,
                magnitude.injured,
                magnitude.size,
                event.rule,
                event.operators.join(" "),
                rounded(event.confidence),
            ],
        )
    }

    fn party(
        &self,
        page: &Page<'_>,
        event: i64,
        side: &str,
        number: usize,
        party: &Party,
    ) -> Result<()> {
        let words = party.span.of(&page.record.article.text);
        let known = party.actor.and_then(|ActorId(id)| page.record.coded.actors.get(id as usize));
        let name = known.map_or(words, |it| &it.name);
        let wikidata = known.and_then(|it| it.wikidata.as_deref());
        let actor = self.actor(name, &party.identity, wikidata)?;
        self.insert(
            "INSERT INTO parties (event_id, side, number, actor_id, words) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![event, side, number, actor, words],
        )?;
        Ok(())
    }

    /// What finds it by its parties: the dyads, and who-does-what-to-whom.
    fn pairs(&self, page: &Page<'_>, id: i64, event: &Event) -> Result<()> {
        let day = shown(event.day(page.record.article.published.value)).unwrap_or_default();
        for source in keys(&event.sources) {
            for target in keys(&event.targets) {
                self.insert(
                    "INSERT OR IGNORE INTO dyads (source, target, day, event_id) VALUES (?1, ?2, ?3, ?4)",
                    params![source, target, day, id],
                )?;
                let Some(class) = &event.class else { continue };
                let proposition = self.once(
                    "SELECT proposition_id FROM propositions WHERE source = ?1 AND class = ?2 AND target = ?3",
                    "INSERT INTO propositions (source, class, target) VALUES (?1, ?2, ?3)",
                    params![source, class, target],
                )?;
                self.insert(
                    "INSERT OR IGNORE INTO event_propositions (proposition_id, event_id) VALUES (?1, ?2)",
                    params![proposition, id],
                )?;
            }
        }
        Ok(())
    }
}

impl Page<'_> {
    /// The sentence that a span begins in.
    fn sentence_of(&self, span: Span) -> Option<i64> {
        let sentences = &self.record.coded.sentences;
        let at = sentences.iter().position(|it| it.span.contains(Span { end: span.start, ..span }));
        at.and_then(|i| self.sentences.get(i).copied())
    }
}

/// From bytes to characters of one text: the count at every 64th byte, so that a look-up is short.
struct Chars<'a> {
    text: &'a str,
    ascii: bool,
    counts: Vec<u32>,
}

impl<'a> Chars<'a> {
    fn new(text: &'a str) -> Self {
        let is_start = |byte: &u8| (*byte as i8) >= -0x40;
        let mut counts = vec![0];
        if !text.is_ascii() {
            let mut n = 0;
            for chunk in text.as_bytes().chunks(64) {
                n += chunk.iter().filter(|byte| is_start(byte)).count() as u32;
                counts.push(n);
            }
        }
        Chars { text, ascii: text.is_ascii(), counts }
    }

    fn at(&self, byte: u32) -> u32 {
        if self.ascii {
            return byte;
        }
        let byte = (byte as usize).min(self.text.len());
        let (row, rest) = (byte / 64, byte % 64);
        let chunk = &self.text.as_bytes()[row * 64..row * 64 + rest];
        self.counts[row] + chunk.iter().filter(|byte| (**byte as i8) >= -0x40).count() as u32
    }

    fn range(&self, span: Span) -> (u32, u32) {
        (self.at(span.start), self.at(span.end))
    }
}

/// What makes a document this one: its id, its bytes, and what was given beside them.
fn identity(article: &Article) -> String {
    let given_day = article.published.because.iter().any(|it| it.field == Some("published"));
    let given_day = given_day.then_some(&article.published);
    let day = given_day.map(|it| it.at.clone().or(shown(it.value)).unwrap_or_default());
    sha256([
        article.id.as_str(),
        &article.sha256,
        article.url.as_deref().unwrap_or(""),
        article.given_title.as_deref().unwrap_or(""),
        day.as_deref().unwrap_or(""),
    ])
}

fn sha256<const N: usize>(parts: [&str; N]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The keys of a side, each once; one empty key for nobody.
fn keys(parties: &[Party]) -> Vec<&str> {
    let mut keys: Vec<&str> = parties.iter().map(|it| it.identity.key()).collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.is_empty() { vec![""] } else { keys }
}

/// The day of an instant, in universal time.
fn day_of(instant: Timestamp) -> String {
    instant.to_string().chars().take(10).collect()
}

fn shown(value: Option<impl ToString>) -> Option<String> {
    value.map(|it| it.to_string())
}

/// Three decimals, as on the wire.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_characters() {
        let text = "é".repeat(100) + "x" + &"“".repeat(50);
        let chars = Chars::new(&text);
        for (n, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(chars.at(byte as u32), n as u32);
        }
        assert_eq!(chars.at(text.len() as u32), 151);
        assert_eq!(Chars::new("abc").range(Span::new(1, 3)), (1, 3));
        assert_eq!(Chars::new(&"é".repeat(32)).at(64), 32);
    }

    #[test]
    fn an_outlet_is_named_or_a_host() {
        let mut article = Article {
            url: Some("https://www.Herald.example/a?b".to_owned()),
            ..Article::default()
        };
        assert_eq!(article.outlet_or_host().as_deref(), Some("herald.example"));
        article.outlet = Some("The Herald".to_owned());
        assert_eq!(article.outlet_or_host().as_deref(), Some("The Herald"));
        assert_eq!(Article::default().outlet_or_host(), None);
    }
}
