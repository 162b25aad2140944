//! The file: made, opened, brought to the newest format.

use crate::model::Error;
use crate::model::ErrorKind;
use crate::store::APPLICATION;
use crate::store::FORMAT;
use crate::store::FORMATS;
use crate::store::unreadable;
use crate::store::unwritable;
use rusqlite::Connection;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(30);

/// A store open for writing.
pub struct Store {
    pub(super) db: Connection,
    pub(super) path: PathBuf,
}

impl Store {
    /// Opens the store in this file, or makes one; a store of an older format is brought to the newest.
    ///
    /// # Errors
    /// If the file is something else, made by a newer version, or cannot be written.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let cannot = |error: rusqlite::Error| unwritable(path, &error);
        let db = Connection::open(path).map_err(cannot)?;
        db.busy_timeout(PATIENCE).map_err(cannot)?;
        let version = format_version(&db, path)?;
        if version == 0 {
            prepare(&db).map_err(cannot)?;
        }
        // A commit outlives the program at once, and a power cut no later than the next checkpoint; the file stays whole in both.
        db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;")
            .map_err(cannot)?;
        let mut store = Store { db, path: path.to_owned() };
        store.migrate(version)?;
        Ok(store)
    }

    /// Each step in a transaction of its own, so that a step is done or not begun.
    fn migrate(&mut self, version: usize) -> Result<(), Error> {
        for (n, sql) in FORMATS.iter().enumerate().skip(version) {
            let step = format!("BEGIN IMMEDIATE; {sql}; PRAGMA user_version = {}; COMMIT;", n + 1);
            self.db.execute_batch(&step).map_err(|error| unwritable(&self.path, &error))?;
        }
        Ok(())
    }
}

fn prepare(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(&format!("PRAGMA application_id = {APPLICATION};"))
}

/// The number of the store's format; 0 for an empty file.
pub(super) fn format_version(db: &Connection, path: &Path) -> Result<usize, Error> {
    let number = |pragma: &str| db.query_row(pragma, [], |row| row.get::<_, i32>(0));
    let read = |pragma: &str| number(pragma).map_err(|error| foreign(path, &error));
    let application = read("PRAGMA application_id")?;
    let version = usize::try_from(read("PRAGMA user_version")?).unwrap_or(0);
    let n_tables = read("SELECT count(*) FROM sqlite_schema")?;
    if n_tables > 0 && application != APPLICATION {
        let error = Error::new(ErrorKind::Usage, "a database, but no store of this program");
        return Err(error.in_file(path).hint("choose another file"));
    }
    if version > FORMAT {
        let error = Error::new(ErrorKind::Usage, format!("a store of format {version}"));
        return Err(error.in_file(path).hint("a newer version of this program made it; use that"));
    }
    // A kill between making the file and its tables leaves an empty one.
    Ok(if n_tables == 0 { 0 } else { version })
}

fn foreign(path: &Path, error: &rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => {
            let error = Error::new(ErrorKind::Usage, "not a store");
            error
                .in_file(path)
                .hint("choose another name; `detente code -o NAME.detente` makes one")
        }
        _ => unreadable(path, error),
    }
}
