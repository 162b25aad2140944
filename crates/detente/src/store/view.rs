//! A store open for questions, seen as of some day.

use crate::model::Date;
use crate::model::Error;
use crate::model::ErrorKind;
use crate::store::FORMAT;
use crate::store::Store;
use crate::store::open::format_version;
use crate::store::unreadable;
use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OpenFlags;
use std::path::Path;
use std::path::PathBuf;

/// What a reader may know. The default is all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Only what was public by the end of this day.
    pub as_of: Option<Date>,
    /// Only what we had learnt by this moment.
    pub learnt_by: Option<Timestamp>,
    /// Only what a lexicon read whose digest begins so (with or without `sha256:`).
    pub lexicon: Option<String>,
}

impl View {
    /// The condition on a reading.
    ///
    /// Values are written into the text, since views take no parameters: dates and moments as this program prints them, digests of hexadecimal digits alone.
    fn condition(&self, reading: &str) -> Result<String, Error> {
        let mut all = vec!["1".to_owned()];
        if let Some(day) = self.as_of {
            all.push(format!("{reading}.known <= '{day}'"));
        }
        if let Some(moment) = self.learnt_by {
            all.push(format!("{reading}.run_id IN (SELECT run_id FROM main.runs WHERE datetime(learnt_at) <= datetime('{moment}'))"));
        }
        if let Some(lexicon) = &self.lexicon {
            let digits = lexicon.trim_start_matches("sha256:");
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
                let error = Error::new(ErrorKind::Usage, format!("no digest: {lexicon}"));
                return Err(error.hint("`detente coverage STORE` lists the lexicons of a store"));
            }
            all.push(format!("{reading}.version_id IN (SELECT version_id FROM main.versions WHERE lexicon LIKE 'sha256:{}%')", digits.to_lowercase()));
        }
        Ok(all.join(" AND "))
    }

    /// The views of `sql/views.sql`, as this reader sees them. Which reading is the newest does not depend on `as_of`:
    /// a day in the past is asked of what we know today, and a later reading of the same document is the better one.
    fn sql(&self, n_versions: i64) -> Result<String, Error> {
        let which = self.condition("r")?;
        let unbound = View { as_of: None, ..self.clone() };
        let newer = unbound.condition("n")?;
        let newest = match n_versions {
            // Each document has one reading by each version: where there is one version there is nothing to choose.
            0 | 1 => "1".to_owned(),
            _ => include_str!("sql/newest.sql").replace("{newer}", &newer),
        };
        let views = include_str!("sql/views.sql").replace("{layer}", &self.layer_condition());
        Ok(views.replace("{which}", &which).replace("{newest}", &newest))
    }

    /// The condition on an event of another data set.
    fn layer_condition(&self) -> String {
        let mut all = vec!["1".to_owned()];
        all.extend(self.as_of.map(|day| format!("e.known <= '{day}'")));
        let learnt = |it| format!("datetime(f.learnt_at) <= datetime('{it}')");
        all.extend(self.learnt_by.map(learnt));
        all.join(" AND ")
    }
}

/// A store open for questions; it can change nothing.
pub struct Reader {
    pub(super) db: Connection,
    pub(super) path: PathBuf,
    /// What it may know.
    pub view: View,
}

impl Reader {
    /// Opens the store in this file as `view` sees it.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub fn open(path: &Path, view: View) -> Result<Self, Error> {
        if !path.is_file() {
            let error = Error::new(ErrorKind::Input, "there is no store here").in_file(path);
            return Err(error.hint("`detente code -o NAME.detente` makes one"));
        }
        let db = connect(path).map_err(|error| unreadable(path, &error))?;
        let version = format_version(&db, path)?;
        let db = if version == FORMAT {
            db
        } else {
            // An older store is brought to the newest format once, by a writer.
            drop(db);
            drop(Store::open(path)?);
            connect(path).map_err(|error| unreadable(path, &error))?
        };
        let count = "SELECT count(*) FROM versions";
        let n_versions = db.query_row(count, [], |row| row.get(0));
        let sql = view.sql(n_versions.map_err(|error| unreadable(path, &error))?)?;
        db.execute_batch(&sql).map_err(|error| unreadable(path, &error))?;
        Ok(Reader { db, path: path.to_owned(), view })
    }
}

/// A connection that cannot write; on a medium that cannot be written it asks for no files beside the store.
fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = |db: Connection| -> rusqlite::Result<Connection> {
        db.busy_timeout(std::time::Duration::from_secs(30))?;
        db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        db.execute_batch("PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 1073741824;")?;
        Ok(db)
    };
    match Connection::open_with_flags(path, flags).and_then(open) {
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen) => {
            let address = format!("file:{}?immutable=1", escaped(path));
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            Connection::open_with_flags(address, flags).and_then(open)
        }
        result => result,
    }
}

/// A path as an address: what would end it is written in hexadecimal.
fn escaped(path: &Path) -> String {
    let path = path.to_string_lossy();
    path.replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
