//! Layers: the events of other data sets, kept beside ours and never counted with them.

use crate::model::Date;
use crate::model::Error;
use crate::store::Day;
use crate::store::Filter;
use crate::store::Reader;
use crate::store::Store;
use crate::store::unreadable;
use crate::store::unwritable;
use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Result;
use rusqlite::Row;
use rusqlite::params;
use std::collections::BTreeMap;

/// A file of another data set.
#[derive(Clone, Debug)]
pub struct LayerFile<'a> {
    /// What the user calls the data set.
    pub layer: &'a str,
    /// `polecat`, `icews` or `gdelt`.
    pub kind: &'a str,
    /// As it was given.
    pub name: &'a str,
    /// Of its bytes.
    pub sha256: &'a str,
}

/// A line of such a file.
#[derive(Clone, Debug, Default)]
pub struct LayerLine {
    /// Its number, from 1.
    pub line: u64,
    /// What tells it from other lines of the layer, such as a digest of its bytes.
    pub digest: String,
    /// A row for each pair of countries; none where the line could not be read.
    pub rows: Vec<LayerRow>,
}

/// An event of another data set between two countries.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "columns of docs/store.md")]
pub struct LayerRow {
    pub id: String,
    pub day: Date,
    pub known: Date,
    pub source: LayerParty,
    pub target: LayerParty,
    pub class: Option<String>,
    pub mode: Option<String>,
    pub cameo: Option<String>,
    pub quad: Option<i64>,
    pub goldstein: Option<f64>,
    pub intensity: Option<f64>,
    pub place: Option<String>,
    pub place_country: Option<String>,
    pub place_lat: Option<f64>,
    pub place_lon: Option<f64>,
    pub mentions: Option<i64>,
    pub url: Option<String>,
}

/// A side of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "columns of docs/store.md")]
pub struct LayerParty {
    pub name: Option<String>,
    pub country: Option<String>,
    pub sectors: String,
    /// What dyads are made of: the country, or a code; empty for nobody.
    pub key: String,
}

/// What became of a file's lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Kept.
    pub new: u64,
    /// Held already, by an earlier line or file of the layer.
    pub again: u64,
    /// Without a row.
    pub bad: u64,
    /// Whether the layer holds this very file, so that nothing was done.
    pub known: bool,
}

/// Why a file could not be kept.
enum Failure {
    Store(rusqlite::Error),
    Lines(Error),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Failure::Store(error)
    }
}

impl Store {
    /// Keeps a file of another data set, whole or (if the program ends or an error comes up) not at all.
    ///
    /// A file that the layer holds changes nothing; a line that it holds is counted and not kept twice.
    ///
    /// # Errors
    /// If the store cannot be written, or `lines` gives an error.
    pub fn import(
        &mut self,
        file: &LayerFile<'_>,
        learnt: Timestamp,
        lines: &mut dyn Iterator<Item = std::result::Result<LayerLine, Error>>,
    ) -> std::result::Result<Imported, Error> {
        let imported = self.keep_file(file, learnt, lines);
        imported.map_err(|failure| match failure {
            Failure::Store(error) => unwritable(&self.path, &error),
            Failure::Lines(error) => error,
        })
    }

    fn keep_file(
        &mut self,
        file: &LayerFile<'_>,
        learnt: Timestamp,
        lines: &mut dyn Iterator<Item = std::result::Result<LayerLine, Error>>,
    ) -> std::result::Result<Imported, Failure> {
        let behavior = rusqlite::TransactionBehavior::Immediate;
        let transaction = self.db.transaction_with_behavior(behavior)?;
        let layer = layer_id(&transaction, file)?;
        let known = "SELECT 1 FROM layer_files WHERE layer_id = ?1 AND sha256 = ?2";
        if transaction.prepare(known)?.exists(params![layer, file.sha256])? {
            return Ok(Imported { known: true, ..Imported::default() });
        }
        let next = "SELECT coalesce(max(file_id), 0) + 1 FROM layer_files";
        let id: i64 = transaction.query_row(next, [], |row| row.get(0))?;
        let mut done = Imported::default();
        for line in lines {
            keep_line(&transaction, (id, layer), &line.map_err(Failure::Lines)?, &mut done)?;
        }
        // Its counts are known only now, and nothing is ever changed: so the file comes after its rows.
        transaction.execute(
            "INSERT INTO layer_files (file_id, layer_id, name, sha256, learnt_at, n_lines, n_again, n_bad) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                id,
                layer,
                file.name,
                file.sha256,
                learnt.to_string(),
                (done.new + done.again + done.bad) as i64,
                done.again as i64,
                done.bad as i64
            ],
        )?;
        transaction.commit()?;
        Ok(done)
    }
}

fn layer_id(db: &Connection, file: &LayerFile<'_>) -> std::result::Result<i64, Failure> {
    let find = "SELECT layer_id, kind FROM layers WHERE name = ?1";
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let found: Option<(i64, String)> = db.query_row(find, [file.layer], read).optional()?;
    match found {
        Some((id, kind)) if kind == file.kind => Ok(id),
        Some((_, kind)) => {
            let error = Error::new(
                crate::model::ErrorKind::Usage,
                format!("the layer {} holds files of {kind}", file.layer),
            );
            Err(Failure::Lines(error.hint("give these files another layer: --layer NAME")))
        }
        None => {
            let make = "INSERT INTO layers (name, kind) VALUES (?1, ?2)";
            db.execute(make, [file.layer, file.kind])?;
            Ok(db.last_insert_rowid())
        }
    }
}

fn keep_line(
    db: &Connection,
    (file, layer): (i64, i64),
    line: &LayerLine,
    done: &mut Imported,
) -> std::result::Result<(), Failure> {
    let Some(first) = line.rows.first() else {
        done.bad += 1;
        return Ok(());
    };
    let next = "SELECT coalesce(max(row_id), 0) + 1 FROM layer_events";
    let event: i64 = db.prepare_cached(next)?.query_row([], |row| row.get(0))?;
    if !keep_row(db, (file, layer, event), line, 0, first)? {
        done.again += 1;
        return Ok(());
    }
    for (pair, row) in line.rows.iter().enumerate().skip(1) {
        keep_row(db, (file, layer, event), line, pair, row)?;
    }
    done.new += 1;
    Ok(())
}

/// Whether the row is new.
fn keep_row(
    db: &Connection,
    (file, layer, event): (i64, i64, i64),
    line: &LayerLine,
    pair: usize,
    row: &LayerRow,
) -> Result<bool> {
    let mut statement = db.prepare_cached(
        "INSERT OR IGNORE INTO layer_events (file_id, layer_id, line, event, pair, digest, id, day, known, source_name, source_country, source_sectors, source_key, target_name, target_country, target_sectors, target_key, class, mode, cameo, quad, goldstein, intensity, place, place_country, place_lat, place_lon, mentions, url) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29)",
    )?;
    let (source, target) = (&row.source, &row.target);
    let n = statement.execute(params![
        file,
        layer,
        line.line as i64,
        event,
        pair,
        line.digest,
        row.id,
        row.day.to_string(),
        row.known.to_string(),
        source.name,
        source.country,
        source.sectors,
        source.key,
        target.name,
        target.country,
        target.sectors,
        target.key,
        row.class,
        row.mode,
        row.cameo,
        row.quad,
        row.goldstein,
        row.intensity,
        row.place,
        row.place_country,
        row.place_lat,
        row.place_lon,
        row.mentions,
        row.url,
    ])?;
    Ok(n > 0)
}

impl Reader {
    /// The layers by name, with their kind, files, lines, lines held already, and lines that could not be read.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn layers(&self) -> std::result::Result<Vec<Layer>, Error> {
        self.find_layers().map_err(|error| unreadable(&self.path, &error))
    }

    /// The events of a layer by their day: what its counts are a share of.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn layer_by_day(&self, layer: &str) -> std::result::Result<BTreeMap<String, u32>, Error> {
        let count = || {
            let sql = "SELECT day, count(DISTINCT event_row) FROM layers_flat WHERE layer = ?1 GROUP BY day";
            let mut statement = self.db.prepare(sql)?;
            statement
                .query_map([layer], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_>>()
        };
        count().map_err(|error| unreadable(&self.path, &error))
    }

    fn find_layers(&self) -> Result<Vec<Layer>> {
        let mut statement = self.db.prepare(
            "SELECT l.name, l.kind, count(f.file_id), sum(f.n_lines), sum(f.n_again), sum(f.n_bad) FROM main.layers l JOIN main.layer_files f ON f.layer_id = l.layer_id GROUP BY l.name, l.kind ORDER BY l.name",
        )?;
        let read = |row: &Row<'_>| {
            Ok(Layer {
                name: row.get(0)?,
                kind: row.get(1)?,
                files: row.get(2)?,
                lines: row.get(3)?,
                again: row.get(4)?,
                bad: row.get(5)?,
            })
        };
        statement.query_map([], read)?.collect()
    }

    /// Rows of a layer as an index counts them. What they do not say (status, confidence) is taken as happened and sure.
    pub(super) fn find_layer_days(&self, layer: &str, filter: &Filter) -> Result<Vec<Day>> {
        let mut statement = self.db.prepare_cached(
            "SELECT day, event_row, source_key, target_key, plover, quad, goldstein, intensity, place, place_country
             FROM layers_flat
             WHERE layer = ?1 AND (?2 IS NULL OR source_key = ?2) AND (?3 IS NULL OR target_key = ?3)
               AND (?4 IS NULL OR ?4 IN (source_key, target_key))
               AND (?5 IS NULL OR plover = ?5 OR cameo GLOB ?5 || '*')
               AND (?6 IS NULL OR day >= ?6) AND (?7 IS NULL OR day <= ?7)
               AND (?8 IS NULL OR ?8 COLLATE NOCASE IN (place, place_country))",
        )?;
        let day = |day: Option<Date>| day.map(|it| it.to_string());
        let class = filter.class.as_ref().map(|it| it.to_uppercase());
        let values = params![
            layer,
            filter.source,
            filter.target,
            filter.actor,
            class,
            day(filter.from),
            day(filter.to),
            filter.place
        ];
        statement.query_map(values, layer_day)?.collect()
    }
}

fn layer_day(row: &Row<'_>) -> Result<Day> {
    let event = row.get(1)?;
    Ok(Day {
        day: row.get(0)?,
        event,
        document: event,
        source: row.get(2)?,
        target: row.get(3)?,
        class: row.get(4)?,
        mode: None,
        quad: row.get(5)?,
        goldstein: row.get(6)?,
        intensity: row.get(7)?,
        status: "happened".to_owned(),
        confidence: 1.0,
        place: row.get(8)?,
        place_country: row.get(9)?,
        killed: None,
    })
}

/// A layer and how much of it was read.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Layer {
    /// What the user calls it.
    pub name: String,
    /// `polecat`, `icews` or `gdelt`.
    pub kind: String,
    /// Files.
    pub files: u32,
    /// Lines of all files.
    pub lines: u64,
    /// Lines that were held already.
    pub again: u64,
    /// Lines that could not be read.
    pub bad: u64,
}
