//! Files, folders and streams, one document at a time.

#![expect(clippy::disallowed_methods, reason = "ingest is one of the rooms that touch the disk")]

use crate::ingest::Format;
use crate::ingest::Found;
use crate::ingest::MAX_BODY_BYTES;
use crate::ingest::MAX_LINE_BYTES;
use crate::ingest::SNIFF_BYTES;
use crate::ingest::Shape;
use crate::ingest::decode;
use crate::ingest::jsonl;
use crate::ingest::told_by_content;
use crate::model::Error;
use crate::model::ErrorKind;
use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

/// Where bytes come from.
pub enum Source {
    /// A file.
    File(PathBuf),
    /// A stream with a name for people, such as `-`.
    Stream(String, Box<dyn Read + Send>),
}

/// The files under `path`: itself, or all files in the folder and its folders, sorted by path.
///
/// Hidden files and folders (their names begin with a dot) inside a folder are left out, and so are links, which may run in circles.
///
/// # Errors
/// If there is nothing at `path` or a folder cannot be listed.
pub fn files(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let about = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !about.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&folder, &error))?;
            let kind = entry.file_type().map_err(|error| unreadable(&entry.path(), &error))?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// All documents of `sources`, in order; `format` is told by each one's content unless it is given.
pub fn read(sources: Vec<Source>, format: Option<&'static Format>) -> Documents {
    Documents { sources: sources.into(), format, lines: None }
}

/// The documents of some sources. An error ends only the source it arose in.
pub struct Documents {
    sources: VecDeque<Source>,
    format: Option<&'static Format>,
    lines: Option<Lines>,
}

struct Lines {
    name: String,
    path: Option<PathBuf>,
    input: Box<dyn BufRead + Send>,
    number: usize,
    document: fn(&str, usize, jsonl::Line) -> Found,
}

impl Iterator for Documents {
    type Item = Result<Found, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next() {
                    Some(Ok(found)) => return Some(Ok(found)),
                    Some(Err(error)) => {
                        self.lines = None;
                        return Some(Err(error));
                    }
                    None => self.lines = None,
                }
            }
            match self.open_next()? {
                Ok(None) => {}
                Ok(Some(found)) => return Some(Ok(found)),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl Documents {
    /// The next source's document, or `Ok(None)` where it is read line by line.
    fn open_next(&mut self) -> Option<Result<Option<Found>, Error>> {
        let (name, path, stream) = match self.sources.pop_front()? {
            Source::Stream(name, stream) => (name, None, stream),
            Source::File(path) => match File::open(&path) {
                Ok(file) => {
                    (path.display().to_string(), Some(path), Box::new(file) as Box<dyn Read + Send>)
                }
                Err(error) => return Some(Err(unreadable(&path, &error))),
            },
        };
        Some(
            self.begin(&name, path.as_deref(), stream)
                .map_err(|error| unreadable(path.as_deref().unwrap_or(Path::new(&name)), &error)),
        )
    }

    fn begin(
        &mut self,
        name: &str,
        path: Option<&Path>,
        mut stream: Box<dyn Read + Send>,
    ) -> io::Result<Option<Found>> {
        let mut head = Vec::new();
        stream.by_ref().take(SNIFF_BYTES as u64).read_to_end(&mut head)?;
        let format = self.format.unwrap_or_else(|| told_by_content(&decode::head(&head)));
        match format.shape {
            Shape::Whole(document) => {
                let mut bytes = head;
                // One byte more than is kept, to know that there was more.
                let more = (MAX_BODY_BYTES + 1).saturating_sub(bytes.len()) as u64;
                stream.take(more).read_to_end(&mut bytes)?;
                Ok(Some(document(name, bytes)))
            }
            Shape::Lines(document) => {
                let input = Box::new(BufReader::new(io::Cursor::new(head).chain(stream)));
                let (name, path) = (name.to_owned(), path.map(Path::to_owned));
                self.lines = Some(Lines { name, path, input, number: 0, document });
                Ok(None)
            }
        }
    }
}

impl Iterator for Lines {
    type Item = Result<Found, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match read_line(&mut self.input) {
                Ok(None) => return None,
                Ok(Some(line)) => {
                    self.number += 1;
                    if !line.bytes.iter().all(u8::is_ascii_whitespace) {
                        return Some(Ok((self.document)(&self.name, self.number, line)));
                    }
                }
                Err(error) => {
                    let path = self.path.as_deref().unwrap_or(Path::new(&self.name));
                    return Some(Err(unreadable(path, &error).at_line(self.number + 1)));
                }
            }
        }
    }
}

/// The next line without its end. What goes beyond the longest line is read and let go.
fn read_line(input: &mut dyn BufRead) -> io::Result<Option<jsonl::Line>> {
    let mut bytes = Vec::new();
    input.take(MAX_LINE_BYTES as u64).read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let ended = bytes.pop_if(|byte| *byte == b'\n').is_some();
    let too_long = !ended && skip_line(input)? > 0;
    if ended {
        bytes.pop_if(|byte| *byte == b'\r');
    }
    if too_long {
        // The beginning is enough to find an id in.
        bytes.truncate(1 << 16);
        bytes.shrink_to_fit();
    }
    Ok(Some(jsonl::Line { bytes, too_long }))
}

/// Reads to the end of the line and says how many bytes that were.
fn skip_line(input: &mut dyn BufRead) -> io::Result<usize> {
    let mut n_bytes = 0;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(n_bytes);
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let n_read = end.map_or(buffer.len(), |at| at + 1);
        input.consume(n_read);
        n_bytes += n_read;
        if end.is_some() {
            return Ok(n_bytes);
        }
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    let out = Error::new(ErrorKind::Input, format!("cannot be read: {error}")).in_file(path);
    match error.kind() {
        io::ErrorKind::NotFound => out.hint("check the name; `-` is standard input"),
        io::ErrorKind::PermissionDenied => out.hint("ask for the right to read it"),
        _ => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::format;

    fn from_stream(bytes: &'static [u8], format: Option<&'static Format>) -> Vec<Found> {
        let source = Source::Stream("-".to_owned(), Box::new(bytes));
        read(vec![source], format).map(|found| found.unwrap()).collect()
    }

    #[test]
    fn lines_are_numbered_and_blank_ones_are_nothing() {
        let found = from_stream(b"{\"text\":\"a\"}\r\n\n{\"text\":\"b\"}", None);
        let names: Vec<_> = found
            .iter()
            .map(|it| match it {
                Found::Document(raw) => (raw.value.name.clone(), raw.value.body.clone()),
                Found::Skipped(_) => panic!(),
            })
            .collect();
        assert_eq!(names, [("-:1".to_owned(), "a".to_owned()), ("-:3".to_owned(), "b".to_owned())]);
    }

    #[test]
    fn a_forced_format_is_kept_to() {
        let found = from_stream(b"{\"text\":\"a\"}", format("text"));
        assert!(matches!(&found[0], Found::Document(raw) if raw.value.body.starts_with('{')));
    }

    #[test]
    fn a_missing_file_is_an_error() {
        let error = files(Path::new("no/such/file")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
    }
}
