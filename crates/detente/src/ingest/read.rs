//! Files, folders and streams, one document at a time.

#![expect(clippy::disallowed_methods, reason = "ingest is one of the rooms that touch the disk")]

use crate::ingest::Format;
use crate::ingest::Found;
use crate::ingest::Given;
use crate::ingest::Head;
use crate::ingest::MAX_BODY_BYTES;
use crate::ingest::MAX_LINE_BYTES;
use crate::ingest::Reader;
use crate::ingest::SNIFF_BYTES;
use crate::ingest::Shape;
use crate::ingest::Skipped;
use crate::ingest::Step;
use crate::ingest::decode;
use crate::ingest::frames;
use crate::ingest::gzip;
use crate::ingest::jsonl;
use crate::ingest::stream::Peeked;
use crate::ingest::stream::Stream;
use crate::ingest::stream::is_damage;
use crate::ingest::stream::read_all;
use crate::ingest::told_by_content;
use crate::model::Error;
use crate::model::ErrorKind;
use crate::model::Warning;
use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

/// Archives in archives in archives are read so far down.
const MAX_DEPTH: usize = 4;

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
///
/// A given format is that of the files in archives too.
pub fn read(sources: Vec<Source>, format: Option<&'static Format>) -> Documents {
    Documents {
        sources: sources.into(),
        format,
        source: String::new(),
        path: None,
        open: Vec::new(),
        ready: VecDeque::new(),
    }
}

/// The documents of some sources. An error ends only the source it arose in.
pub struct Documents {
    sources: VecDeque<Source>,
    format: Option<&'static Format>,
    /// The source that is open, for errors.
    source: String,
    path: Option<PathBuf>,
    /// What is being read, each inside the one before it, and the format that was asked for.
    open: Vec<(Box<dyn Reader>, Option<&'static Format>)>,
    ready: VecDeque<Found>,
}

impl Iterator for Documents {
    type Item = Result<Found, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.ready.pop_front() {
                return Some(Ok(found));
            }
            let result = match self.open.last_mut() {
                None => self.open_next()?,
                Some((reader, format)) => match (reader.next(), *format) {
                    (None, _) => {
                        self.open.pop();
                        Ok(())
                    }
                    (Some(Ok(Step::Found(found))), _) => return Some(Ok(found)),
                    (Some(Ok(Step::Open(given, stream))), format) => {
                        self.begin(given, stream, format).map_err(|error| self.unreadable(&error))
                    }
                    (Some(Err(error)), _) => Err(self.unreadable(&error)),
                },
            };
            if let Err(error) = result {
                self.open.clear();
                return Some(Err(error));
            }
        }
    }
}

impl Documents {
    fn open_next(&mut self) -> Option<Result<(), Error>> {
        let stream: Stream = match self.sources.pop_front()? {
            Source::Stream(name, stream) => {
                (self.source, self.path) = (name, None);
                Box::new(BufReader::new(stream))
            }
            Source::File(path) => match File::open(&path) {
                Ok(file) => {
                    (self.source, self.path) = (path.display().to_string(), Some(path));
                    Box::new(BufReader::with_capacity(1 << 16, file))
                }
                Err(error) => return Some(Err(unreadable(&path, &error))),
            },
        };
        let given = Given { name: self.source.clone(), ..Given::default() };
        let begun = self.begin(given, stream, self.format);
        Some(begun.map_err(|error| self.unreadable(&error)))
    }

    fn unreadable(&self, error: &io::Error) -> Error {
        unreadable(self.path.as_deref().unwrap_or(Path::new(&self.source)), error)
    }

    /// Reads an input that is one document, or makes ready to read one that holds several.
    fn begin(
        &mut self,
        mut given: Given,
        stream: Stream,
        asked: Option<&'static Format>,
    ) -> io::Result<()> {
        let mut stream = Peeked::new(stream, SNIFF_BYTES);
        for unpack in 0.. {
            let unpacked = match stream.head() {
                head if head.starts_with(gzip::GZIP) => gzip::gunzip(Box::new(stream)),
                head if head.starts_with(gzip::XZ) => gzip::unxz(Box::new(stream)),
                head if frames::is_bzip2(head) => frames::unbzip2(Box::new(stream)),
                head if frames::is_zstd(head) => frames::unzstd(Box::new(stream)),
                _ => break,
            };
            if unpack == MAX_DEPTH {
                self.ready.push_back(nested(given.name));
                return Ok(());
            }
            stream = Peeked::new(unpacked, SNIFF_BYTES);
            // Where the first of many members is broken, the next ones say what this is.
            let holds_many = |head: &[u8]| told(&given.name, head, None).holds_many();
            if stream.is_damaged() && !holds_many(stream.head()) {
                let is_behind;
                (stream, is_behind) = stream.behind(SNIFF_BYTES, 8, &holds_many);
                if is_behind {
                    let name = given.name.clone();
                    self.ready.push_back(damaged(name));
                }
            }
            if stream.is_damaged() && stream.head().is_empty() {
                self.ready.push_back(damaged(given.name));
                return Ok(());
            }
        }
        let format = told(&given.name, stream.head(), asked);
        match format.shape {
            Shape::Whole(document) => {
                let bytes = all(&mut given, &mut stream)?;
                self.ready.push_back(document(given, bytes));
            }
            Shape::Items(items) => {
                let bytes = all(&mut given, &mut stream)?;
                self.ready.extend(items(given, bytes));
            }
            Shape::Records(_) | Shape::Archive(_) if self.open.len() >= MAX_DEPTH => {
                self.ready.push_back(nested(given.name));
            }
            // What is in the records is told by each one's content.
            Shape::Records(records) => self.open.push((records(given, Box::new(stream)), None)),
            Shape::Archive(members) => {
                let inside = asked.filter(|it| !matches!(it.shape, Shape::Archive(_)));
                self.open.push((members(given, Box::new(stream)), inside));
            }
        }
        Ok(())
    }
}

/// The format asked for, unless this is an archive that holds it.
fn told(name: &str, head: &[u8], asked: Option<&'static Format>) -> &'static Format {
    let text = decode::head(head);
    let name =
        [".gz", ".xz", ".bz2", ".zst"].iter().find_map(|it| name.strip_suffix(it)).unwrap_or(name);
    let told = told_by_content(&Head { name, bytes: head, text: &text });
    match told.shape {
        Shape::Archive(_) => told,
        _ => asked.unwrap_or(told),
    }
}

fn damaged(name: String) -> Found {
    Found::Skipped(Skipped { name, reason: "damaged" })
}

fn nested(name: String) -> Found {
    Found::Skipped(Skipped { name, reason: "nested" })
}

/// The whole of an input that is one text; what is too long is cut, and a damage ends it.
fn all(given: &mut Given, stream: &mut Peeked) -> io::Result<Vec<u8>> {
    let read = read_all(stream, MAX_BODY_BYTES)?;
    given.warnings.extend(read.is_cut.then(decode::cut));
    if let Some(damage) = read.damage {
        let message = format!("{damage}; what comes before is given");
        given.warnings.push(Warning::new("ingest.damaged", message));
    }
    Ok(read.bytes)
}

/// Each line is one document.
pub(super) fn lines(given: Given, input: Stream) -> Box<dyn Reader> {
    Box::new(Lines { name: given.name, warnings: given.warnings, input, number: 0 })
}

struct Lines {
    name: String,
    warnings: Vec<Warning>,
    input: Stream,
    number: usize,
}

impl Reader for Lines {
    fn next(&mut self) -> Option<io::Result<Step>> {
        loop {
            match read_line(&mut self.input, &mut self.warnings) {
                Ok(None) => return None,
                Ok(Some(line)) => {
                    self.number += 1;
                    if line.bytes.iter().all(u8::is_ascii_whitespace) {
                        continue;
                    }
                    let mut found = jsonl::document(&self.name, self.number, line);
                    if let Found::Document(raw) = &mut found {
                        raw.warnings.splice(..0, std::mem::take(&mut self.warnings));
                    }
                    return Some(Ok(Step::Found(found)));
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// The next line without its end. What goes beyond the longest line is read and let go.
fn read_line(
    input: &mut dyn BufRead,
    warnings: &mut Vec<Warning>,
) -> io::Result<Option<jsonl::Line>> {
    let mut bytes = Vec::new();
    let read = input.take(MAX_LINE_BYTES as u64).read_until(b'\n', &mut bytes);
    let is_damaged = match read {
        Err(error) if is_damage(&error) => {
            warnings.push(Warning::new("ingest.damaged", error.to_string()));
            true
        }
        read => read.map(|_| false)?,
    };
    if bytes.is_empty() && !is_damaged {
        return Ok(None);
    }
    let ended = bytes.pop_if(|byte| *byte == b'\n').is_some();
    let too_long = !ended && !is_damaged && skip_line(input)? > 0;
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
        let buffer = match input.fill_buf() {
            Err(error) if is_damage(&error) => return Ok(n_bytes),
            buffer => buffer?,
        };
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
