//! Files and folders that are complete or absent.

use detente::model::Error;
use detente::model::ErrorKind;
use std::fs;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// A file under a temporary name until it is whole.
pub struct Whole {
    file: BufWriter<File>,
    /// `None` where there is nothing to rename: a device or pipe.
    temporary: Option<PathBuf>,
    path: PathBuf,
}

impl Whole {
    /// Opens a file beside `path`, making the folders it stands in.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let is_special = fs::metadata(path).is_ok_and(|about| !about.is_file());
        let temporary = if is_special { None } else { Some(temporary(path)) };
        let opened = match &temporary {
            None => File::options().write(true).open(path),
            Some(temporary) => parents(path).and_then(|()| File::create(temporary)),
        };
        let file = opened.map_err(|error| unwritable(&error).in_file(path))?;
        Ok(Whole { file: BufWriter::new(file), temporary, path: path.to_owned() })
    }

    /// Gives the file its name, once its bytes and then its name are on the disk.
    ///
    /// # Errors
    /// If something could not be written; then nothing is there.
    pub fn finish(mut self) -> Result<(), Error> {
        let flushed = self.file.flush();
        if let Some(temporary) = self.temporary.clone() {
            flushed
                .and_then(|()| self.file.get_ref().sync_all())
                .and_then(|()| fs::rename(&temporary, &self.path))
                .and_then(|()| sync_folder_of(&self.path))
                .map_err(|error| unwritable(&error).in_file(&self.path))?;
            self.temporary = None;
            return Ok(());
        }
        flushed.map_err(|error| unwritable(&error).in_file(&self.path))
    }
}

/// A stream that says when it is whole.
pub trait Sink: Write + Send {
    /// All was written.
    ///
    /// # Errors
    /// If something could not be.
    fn done(self: Box<Self>) -> Result<(), Error>;
}

impl Sink for Whole {
    fn done(self: Box<Self>) -> Result<(), Error> {
        self.finish()
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

/// By this file a folder is known as one that was exported, and may be replaced.
const MARK: &str = "_detente.json";

/// A folder under a temporary name until all that is in it is whole.
pub struct WholeFolder {
    temporary: PathBuf,
    path: PathBuf,
    finished: bool,
}

impl WholeFolder {
    /// Makes a folder beside `path`.
    ///
    /// # Errors
    /// If it cannot be made, or if something else stands there.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let is_ours = path.join(MARK).is_file();
        let is_empty = fs::read_dir(path).is_ok_and(|mut it| it.next().is_none());
        if path.exists() && !is_ours && !is_empty {
            let error = Error::new(ErrorKind::Usage, "something that was not exported stands here");
            return Err(error.in_file(path).hint("choose another -o, or take it away"));
        }
        let temporary = temporary(path);
        let made = parents(path).and_then(|()| fs::create_dir_all(&temporary));
        made.map_err(|error| unwritable(&error).in_file(path))?;
        Ok(WholeFolder { temporary, path: path.to_owned(), finished: false })
    }

    /// Where a file of it is written for now.
    pub fn inside(&self, name: &Path) -> PathBuf {
        self.temporary.join(name)
    }

    /// Gives the folder its name, with `about` as its mark; one of an earlier export is replaced.
    ///
    /// # Errors
    /// If something could not be written.
    pub fn finish(mut self, about: &str) -> Result<(), Error> {
        let mut mark = Whole::create(&self.inside(Path::new(MARK)))?;
        let written = mark.write_all(about.as_bytes());
        written.map_err(|error| unwritable(&error).in_file(&self.path))?;
        mark.finish()?;
        self.put_in_place().map_err(|error| unwritable(&error).in_file(&self.path))?;
        self.finished = true;
        Ok(())
    }

    /// The old folder stands aside until the new one has its name.
    fn put_in_place(&self) -> io::Result<()> {
        let aside = self.temporary.with_extension("old");
        let replaces = self.path.exists();
        if replaces {
            fs::rename(&self.path, &aside)?;
        }
        fs::rename(&self.temporary, &self.path)?;
        sync_folder_of(&self.path)?;
        if replaces { fs::remove_dir_all(&aside) } else { Ok(()) }
    }
}

impl Drop for WholeFolder {
    /// What is not finished is taken away.
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_dir_all(&self.temporary);
        }
    }
}

fn parents(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => fs::create_dir_all(folder),
        _ => Ok(()),
    }
}

/// A name is on the disk when its folder is.
#[cfg(unix)]
fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Elsewhere folders cannot be opened, and names are on the disk with their files.
#[cfg(not(unix))]
fn sync_folder_of(_path: &Path) -> io::Result<()> {
    Ok(())
}

fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

/// What went wrong with a file while it was written.
pub fn unwritable(error: &io::Error) -> Error {
    let out = Error::new(ErrorKind::Output, format!("cannot be written: {error}"));
    match error.kind() {
        io::ErrorKind::StorageFull => out.hint("the disk is full; make room or choose another -o"),
        io::ErrorKind::PermissionDenied => out.hint("choose another -o"),
        _ => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_not_finished_is_absent() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let mut file = Whole::create(&path).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        drop(WholeFolder::create(&folder.path().join("b")).unwrap());
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }

    #[test]
    fn only_what_was_exported_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        for round in ["1", "2"] {
            let whole = WholeFolder::create(&path).unwrap();
            fs::write(whole.inside(Path::new(round)), round).unwrap();
            whole.finish("{}").unwrap();
            assert_eq!(names(&path), [round, MARK]);
        }
        assert_eq!(names(folder.path()), ["out"]);
        fs::remove_file(path.join(MARK)).unwrap();
        assert!(WholeFolder::create(&path).is_err());
    }
}
