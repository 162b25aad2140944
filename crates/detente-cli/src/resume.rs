//! Runs that can be picked up where they stopped: a half-written output, and beside it what is done.

use anyhow::Result;
use detente::model::Error;
use detente::model::ErrorKind;
use serde_json::Value;
use serde_json::json;
use std::cell::Cell;
use std::fs;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Seek;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;
use std::time::Instant;

const SCHEMA: &str = "detente.resume/1";

/// How much of a run may be done twice.
const SAVED_EVERY: Duration = Duration::from_secs(1);

/// An output that is being written.
pub(crate) struct Part {
    file: BufWriter<File>,
    written: Rc<Cell<u64>>,
    path: PathBuf,
    whole: PathBuf,
}

/// What is done: how much of the input, and how much output that gave.
pub(crate) struct Manifest {
    path: PathBuf,
    about: Value,
    /// Documents and other things found in the input, in its order.
    done: usize,
    before: usize,
    /// Inputs that could not be read, by this run or one before.
    n_errors: usize,
    n_errors_before: usize,
    written: Rc<Cell<u64>>,
    saved: Instant,
}

/// Opens `whole`.part, or begins it; `about` says what is read and with what, and must be the same each time.
pub(crate) fn open(whole: &Path, about: Value) -> Result<(Part, Manifest)> {
    let path = beside(whole, ".part");
    let manifest = beside(whole, ".part.json");
    let (done, n_errors, written) = kept(&manifest, &about)?;
    let opened = parents(&path)
        .and_then(|()| File::options().create(true).truncate(false).write(true).open(&path))
        .and_then(|mut file| {
            // What was written after the manifest is written again.
            file.set_len(written)?;
            file.seek(io::SeekFrom::End(0))?;
            Ok(file)
        });
    let file = opened.map_err(|error| unwritable(&error, &path))?;
    let written = Rc::new(Cell::new(written));
    let part = Part {
        file: BufWriter::new(file),
        written: written.clone(),
        path,
        whole: whole.to_owned(),
    };
    Ok((
        part,
        Manifest {
            path: manifest,
            about,
            done,
            before: done,
            n_errors,
            n_errors_before: n_errors,
            written,
            saved: Instant::now(),
        },
    ))
}

fn kept(manifest: &Path, about: &Value) -> Result<(usize, usize, u64)> {
    let Ok(text) = fs::read_to_string(manifest) else { return Ok((0, 0, 0)) };
    let value: Value = serde_json::from_str(&text).unwrap_or_default();
    let number = |name: &str| value[name].as_u64();
    match (number("done"), number("errors"), number("written")) {
        (Some(done), Some(n_errors), Some(written))
            if value["schema"] == SCHEMA && value["about"] == *about =>
        {
            let number = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
            Ok((number(done), number(n_errors), written))
        }
        _ => {
            let error =
                Error::new(ErrorKind::Usage, "the run that stopped read or made something else");
            Err(error
                .in_file(manifest)
                .hint("ask for the same again, or delete it and the .part file")
                .into())
        }
    }
}

impl Part {
    /// Whether nothing was written yet.
    pub(crate) fn is_new(&self) -> bool {
        self.written.get() == 0
    }

    /// Gives the file its name, and takes the manifest away.
    pub(crate) fn finish(mut self, manifest: &Manifest) -> Result<()> {
        self.file
            .flush()
            .and_then(|()| self.file.get_ref().sync_all())
            .and_then(|()| fs::rename(&self.path, &self.whole))
            .map_err(|error| unwritable(&error, &self.whole))?;
        let _ = fs::remove_file(&manifest.path);
        Ok(())
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n_bytes = self.file.write(bytes)?;
        self.written.set(self.written.get() + n_bytes as u64);
        Ok(n_bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Manifest {
    /// How much of the input earlier runs did.
    pub(crate) fn done_before(&self) -> usize {
        self.before
    }

    /// Inputs that could not be read, by this run or one before: the output lacks them.
    pub(crate) fn n_errors(&self) -> usize {
        self.n_errors
    }

    /// Notes how far this run is; written down at most once a second.
    pub(crate) fn note(&mut self, n_found: usize, n_errors: usize) {
        self.done = self.before + n_found;
        self.n_errors = self.n_errors_before + n_errors;
        if self.saved.elapsed() >= SAVED_EVERY {
            // If it cannot be written now, it may be later; a run that stops then does some again.
            let _ = self.save();
        }
    }

    /// Writes it down, whole or not at all.
    pub(crate) fn save(&mut self) -> Result<()> {
        self.saved = Instant::now();
        let value = json!({
            "schema": SCHEMA,
            "about": self.about,
            "done": self.done,
            "errors": self.n_errors,
            "written": self.written.get(),
        });
        let temporary = beside(&self.path, ".tmp");
        fs::write(&temporary, format!("{value}\n"))
            .and_then(|()| fs::rename(&temporary, &self.path))
            .map_err(|error| unwritable(&error, &self.path))?;
        Ok(())
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

fn parents(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => fs::create_dir_all(folder),
        _ => Ok(()),
    }
}

fn unwritable(error: &io::Error, path: &Path) -> Error {
    Error::new(ErrorKind::Output, format!("cannot be written: {error}")).in_file(path)
}
