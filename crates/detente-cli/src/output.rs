//! Where results go: standard output, or files that are complete or absent.

use anyhow::Result;
use detente::model::Error;
use detente::model::ErrorKind;
use std::fs;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// Standard output, which may be closed by who reads it; that is no error.
pub(crate) struct Stdout {
    inner: BufWriter<io::Stdout>,
    closed: bool,
}

impl Stdout {
    pub(crate) fn new() -> Self {
        Stdout { inner: BufWriter::new(io::stdout()), closed: false }
    }

    /// Whether the reader has gone.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    fn note<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            self.closed |= error.kind() == io::ErrorKind::BrokenPipe;
        }
        result
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.inner.write(bytes);
        self.note(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.inner.flush();
        self.note(result)
    }
}

/// Prints to standard output; a reader that has gone is no error.
pub(crate) fn print(words: &str) -> Result<()> {
    let mut out = Stdout::new();
    match out.write_all(words.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if !out.is_closed() => Err(unwritable(&error).into()),
        _ => Ok(()),
    }
}

/// A file under a temporary name until it is whole.
pub(crate) struct Whole {
    file: BufWriter<File>,
    /// `None` where there is nothing to rename: a device or pipe.
    temporary: Option<PathBuf>,
    path: PathBuf,
}

impl Whole {
    /// Opens a file beside `path`, making the folders it stands in.
    pub(crate) fn create(path: &Path) -> Result<Self> {
        let is_special = fs::metadata(path).is_ok_and(|about| !about.is_file());
        let temporary = if is_special { None } else { Some(temporary(path)) };
        let opened = match &temporary {
            None => File::options().write(true).open(path),
            Some(temporary) => parents(path).and_then(|()| File::create(temporary)),
        };
        let file = opened.map_err(|error| unwritable(&error).in_file(path))?;
        Ok(Whole { file: BufWriter::new(file), temporary, path: path.to_owned() })
    }

    /// Gives the file its name.
    pub(crate) fn finish(mut self) -> Result<()> {
        let flushed = self.file.flush();
        if let Some(temporary) = self.temporary.clone() {
            flushed
                .and_then(|()| self.file.get_ref().sync_all())
                .and_then(|()| fs::rename(&temporary, &self.path))
                .map_err(|error| unwritable(&error).in_file(&self.path))?;
            self.temporary = None;
            return Ok(());
        }
        Ok(flushed.map_err(|error| unwritable(&error).in_file(&self.path))?)
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Whole {
    /// What is not finished is taken away.
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            let _ = fs::remove_file(temporary);
        }
    }
}

fn parents(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => fs::create_dir_all(folder),
        _ => Ok(()),
    }
}

fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

fn unwritable(error: &io::Error) -> Error {
    let out = Error::new(ErrorKind::Output, format!("cannot be written: {error}"));
    match error.kind() {
        io::ErrorKind::StorageFull => out.hint("the disk is full; make room or choose another -o"),
        io::ErrorKind::PermissionDenied => out.hint("choose another -o"),
        _ => out,
    }
}
