//! WARC and WET archives: what a crawler fetched, record by record (ISO 28500; 0.17 to 1.1).
//!
//! A record is believed where its length is right. Where it is not, the next line that begins a record ends it, and it says so.

use crate::ingest::Found;
use crate::ingest::Given;
use crate::ingest::Head;
use crate::ingest::MAX_BODY_BYTES;
use crate::ingest::Reader;
use crate::ingest::Skipped;
use crate::ingest::Step;
use crate::ingest::http;
use crate::ingest::http::Headers;
use crate::ingest::stream::Rewind;
use crate::ingest::stream::Stream;
use crate::ingest::stream::is_damage;
use crate::model::Warning;
use std::collections::VecDeque;
use std::io;
use std::io::BufRead;
use std::io::Read;

/// Longer headers are broken ones.
const MAX_HEADER_BYTES: usize = 64 << 10;

const MARK: &[u8] = b"WARC/";

pub(super) fn sniff(head: &Head<'_>) -> bool {
    head.bytes.starts_with(MARK)
}

pub(super) fn records(given: Given, stream: Stream) -> Box<dyn Reader> {
    let records = Records {
        name: given.name,
        stream: Rewind::new(stream),
        number: 0,
        waiting: None,
        ready: VecDeque::new(),
    };
    Box::new(records)
}

struct Records {
    name: String,
    stream: Rewind,
    number: usize,
    /// The first segment of a record whose next one is to come.
    waiting: Option<Segments>,
    ready: VecDeque<Record>,
}

#[derive(Default)]
struct Record {
    number: usize,
    headers: Headers,
    block: Vec<u8>,
    warnings: Vec<Warning>,
}

struct Segments {
    record: Record,
    next: usize,
}

impl Reader for Records {
    fn next(&mut self) -> Option<io::Result<Step>> {
        loop {
            if let Some(record) = self.ready.pop_front() {
                return Some(Ok(self.step(record)));
            }
            match self.begin() {
                Ok(Begin::Record) => {}
                Ok(Begin::Gap) => return Some(Ok(self.skipped("damaged"))),
                Ok(Begin::End) => {
                    let record = self.waiting.take()?.broken();
                    return Some(Ok(self.step(record)));
                }
                Err(error) => return Some(Err(error)),
            }
            match self.record() {
                Ok(Some(record)) => self.assemble(record),
                Ok(None) => return Some(Ok(self.skipped("damaged"))),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

enum Begin {
    Record,
    Gap,
    End,
}

impl Records {
    /// Goes to the next line that begins a record.
    fn begin(&mut self) -> io::Result<Begin> {
        self.stream.mark();
        let n_passed =
            self.stream.seek(0, &|it| it.iter().position(|b| !b.is_ascii_whitespace()))?;
        if n_passed.is_none() {
            return Ok(Begin::End);
        }
        self.stream.mark();
        let head = match self.stream.peek(MARK.len()) {
            Ok(head) => head,
            Err(error) if is_damage(&error) => return Ok(Begin::Gap),
            Err(error) => return Err(error),
        };
        if head.starts_with(MARK) {
            return Ok(Begin::Record);
        }
        self.stream.seek(MARK.len(), &next_record)?;
        Ok(Begin::Gap)
    }

    /// The record that begins here, or `None` if it is broken beyond use.
    fn record(&mut self) -> io::Result<Option<Record>> {
        self.number += 1;
        let mut record = Record { number: self.number, ..Record::default() };
        // Where it ends too early, the stream stands where that is; where it is too long, another may begin in it.
        let Some(head) = self.head()? else { return Ok(None) };
        let line_end = head.iter().position(|byte| *byte == b'\n').unwrap_or(head.len());
        let (headers, n_bad) = Headers::read(&head[line_end..]);
        record.headers = headers;
        if n_bad > 0 {
            let message = "broken WARC headers; what is sound is used";
            record.warnings.push(Warning::new("ingest.bad_header", message));
        }
        self.stream.mark();
        self.block(&mut record)?;
        Ok(Some(record))
    }

    /// The lines up to the empty one; `None` where they are too long or end early.
    fn head(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut head = Vec::new();
        loop {
            let start = head.len();
            let left = (MAX_HEADER_BYTES - start) as u64;
            match self.stream.by_ref().take(left).read_until(b'\n', &mut head) {
                Ok(_) => {}
                Err(error) if is_damage(&error) => return Ok(None),
                Err(error) => return Err(error),
            }
            let line = &head[start..];
            let is_next = start > 0 && line.starts_with(MARK);
            if is_next || !line.ends_with(b"\n") {
                self.find_again(start)?;
                return Ok(None);
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(head));
            }
        }
    }

    /// Goes back to a record that begins inside the headers of another.
    fn find_again(&mut self, n_bytes: usize) -> io::Result<()> {
        if self.stream.back() {
            self.stream.consume(n_bytes.max(1));
            let is_record = self.stream.peek(MARK.len())?.starts_with(MARK);
            if !is_record {
                self.stream.seek(MARK.len(), &next_record)?;
            }
        }
        Ok(())
    }

    fn block(&mut self, record: &mut Record) -> io::Result<()> {
        let length = record.headers.get("content-length").and_then(|it| it.parse::<u64>().ok());
        let kept = length.unwrap_or(0).min(MAX_BODY_BYTES as u64);
        let read = self.stream.by_ref().take(kept).read_to_end(&mut record.block);
        match read {
            Err(error) if is_damage(&error) => {
                record.warnings.push(Warning::new("ingest.damaged", error.to_string()));
                return Ok(());
            }
            Err(error) => return Err(error),
            Ok(_) => {}
        }
        let length = length.unwrap_or(u64::MAX);
        // A length that is broken can be any number: if a record begins in what was read, that ends this one.
        if length > kept
            && next_record(&record.block).is_none()
            && record.block.len() as u64 == kept
            && length != u64::MAX
        {
            record.warnings.push(Warning::new(
                "ingest.cut",
                format!("only the first {MAX_BODY_BYTES} bytes were read"),
            ));
            return self.pass(length - kept);
        }
        if record.block.len() as u64 == length && self.ends_here(record)? {
            return Ok(());
        }
        self.mend(record)
    }

    /// Passes over so many bytes, or to the next record if that comes first.
    fn pass(&mut self, n_bytes: u64) -> io::Result<()> {
        let mut left = n_bytes;
        while left > 0 {
            let ready = match self.stream.fill_buf() {
                Err(error) if is_damage(&error) => return Ok(()),
                ready => ready?,
            };
            let n_ready = ready.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if n_ready == 0 {
                return Ok(());
            }
            if let Some(at) = next_record(&ready[..n_ready]) {
                self.stream.consume(at);
                return Ok(());
            }
            self.stream.consume(n_ready);
            left -= n_ready as u64;
        }
        Ok(())
    }

    /// Whether what follows a block is what should: two line ends, another record or the end.
    fn ends_here(&mut self, record: &mut Record) -> io::Result<bool> {
        match self.stream.peek(16) {
            Ok(rest) => Ok(rest.is_empty()
                || rest.starts_with(b"\r\n\r\n")
                || rest.starts_with(b"\n\n")
                || rest.trim_ascii_start().is_empty()
                || rest.trim_ascii_start().starts_with(MARK)),
            Err(error) if is_damage(&error) => {
                record.warnings.push(Warning::new("ingest.damaged", error.to_string()));
                Ok(true)
            }
            Err(error) => Err(error),
        }
    }

    /// A length was wrong: the block is what stands before the next record.
    fn mend(&mut self, record: &mut Record) -> io::Result<()> {
        let stated = record.block.len();
        if !self.stream.back() {
            record.warnings.push(Warning::new("ingest.wrong_length", "the length is wrong"));
            return Ok(());
        }
        let n_bytes = self.stream.seek(MARK.len(), &next_record)?;
        let n_real = n_bytes.map_or(usize::MAX, |it| usize::try_from(it).unwrap_or(usize::MAX));
        if n_bytes.is_none() && record.headers.get("content-length").is_some() {
            let message = "the file ends before the record, or its length is wrong";
            record.warnings.push(Warning::new("ingest.truncated_record", message));
            return Ok(());
        }
        let message = "the length is wrong; the next record, or the end, ends this one";
        record.warnings.push(Warning::new("ingest.wrong_length", message));
        if self.stream.back() {
            let wanted = n_real.min(MAX_BODY_BYTES) as u64;
            record.block.clear();
            match self.stream.by_ref().take(wanted).read_to_end(&mut record.block) {
                Err(error) if !is_damage(&error) => return Err(error),
                _ => {}
            }
            let trimmed = record.block.trim_ascii_end().len();
            record.block.truncate(trimmed);
        } else {
            record.block.truncate(stated.min(n_real));
        }
        Ok(())
    }

    /// Joins the segments of a record that was written in several.
    fn assemble(&mut self, record: Record) {
        let number = record.headers.get("warc-segment-number").and_then(|it| it.parse().ok());
        match number {
            Some(1) => {
                self.ready.extend(self.waiting.take().map(Segments::broken));
                self.waiting = Some(Segments { record, next: 2 });
            }
            Some(number) => match self.waiting.take() {
                Some(segments) if segments.goes_on_with(&record, number) => {
                    self.join(segments, record);
                }
                waiting => {
                    self.waiting = waiting;
                    self.ready.push_back(record);
                }
            },
            None => self.ready.push_back(record),
        }
    }

    fn join(&mut self, mut segments: Segments, record: Record) {
        let room = MAX_BODY_BYTES.saturating_sub(segments.record.block.len());
        segments.record.block.extend(record.block.iter().take(room));
        segments.record.warnings.extend(record.warnings);
        segments.next += 1;
        // Only the last one says how long all are together.
        if record.headers.get("warc-segment-total-length").is_some() {
            self.ready.push_back(segments.record);
        } else {
            self.waiting = Some(segments);
        }
    }

    fn skipped(&self, reason: &'static str) -> Step {
        let name = format!("{}:{}", self.name, self.number.max(1));
        Step::Found(Found::Skipped(Skipped { name, reason }))
    }

    fn step(&self, record: Record) -> Step {
        let name = format!("{}:{}", self.name, record.number);
        match payload(record, &name) {
            Ok((given, body)) => Step::Open(given, Box::new(io::Cursor::new(body))),
            Err(reason) => Step::Found(Found::Skipped(Skipped { name, reason })),
        }
    }
}

impl Segments {
    fn goes_on_with(&self, record: &Record, number: usize) -> bool {
        number == self.next
            && record.headers.get("warc-segment-origin-id")
                == self.record.headers.get("warc-record-id")
    }

    /// What there is of a record whose other segments did not come.
    fn broken(mut self) -> Record {
        let message = "a segment of the record is missing; what came before is given";
        self.record.warnings.push(Warning::new("ingest.segment_missing", message));
        self.record
    }
}

/// Where a line begins a record: its version, and a named field in the line after it.
fn next_record(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"\nWARC/")
        .map(|at| at + 1)
        .find(|&at| bytes[at + MARK.len()..].first().is_none_or(|byte| matches!(byte, b'0' | b'1')))
}

/// The document in a record, or the reason why it holds none.
fn payload(record: Record, name: &str) -> Result<(Given, Vec<u8>), &'static str> {
    let Record { headers, block, mut warnings, .. } = record;
    let kind = headers.get("warc-type").unwrap_or("").to_ascii_lowercase();
    let url = headers.get("warc-target-uri").map(address);
    let stated = headers.get("content-type").unwrap_or("");
    if headers.get("warc-truncated").is_some() {
        let message = "the crawler cut the record";
        warnings.push(Warning::new("ingest.truncated_record", message));
    }
    let is_http = stated.starts_with("application/http") || block.starts_with(b"HTTP/");
    let (content_type, body) = match kind.as_str() {
        "revisit" => return Err("revisit"),
        "continuation" => return Err("segment"),
        "request" | "warcinfo" | "metadata" => return Err("no_document"),
        // What wget writes about itself.
        _ if url.as_deref().is_some_and(|it| it.starts_with("metadata:")) => {
            return Err("no_document");
        }
        "response" | "resource" if is_http => {
            let answer = http::answer(block, &mut warnings);
            if answer.status.is_some_and(|it| !(200..300).contains(&it)) {
                return Err("http_status");
            }
            let content_type = answer.headers.get("content-type").unwrap_or("").to_owned();
            (content_type, answer.body)
        }
        // Where the type is broken, what follows is told by content.
        _ => (stated.to_owned(), block),
    };
    // What programs exchange is nothing to read, unless it is a feed.
    let is_data = content_type.contains("json")
        && memchr::memmem::find(&body[..body.len().min(4096)], b"jsonfeed.org").is_none();
    if is_data || !is_readable(&content_type) {
        return Err("media_type");
    }
    let given = Given {
        name: name.to_owned(),
        url,
        charset: crate::ingest::decode::charset_of(&content_type),
        warnings,
        crawled: true,
    };
    Ok((given, body))
}

/// Some writers put the address between angle brackets, some leave spaces in it.
fn address(value: &str) -> String {
    value.trim_start_matches('<').trim_end_matches('>').trim().replace(' ', "%20")
}

fn is_readable(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    kind.is_empty()
        || (kind.starts_with("text/") && !["text/css", "text/javascript"].contains(&kind.as_str()))
        || ["xml", "json", "html", "octet-stream", "x-gzip", "gzip", "rfc822"]
            .iter()
            .any(|it| kind.ends_with(it))
}
