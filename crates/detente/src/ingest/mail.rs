//! Newsletters: a mail, or a mailbox of them.

use crate::ingest::Found;
use crate::ingest::Given;
use crate::ingest::Head;
use crate::ingest::MAX_BODY_BYTES;
use crate::ingest::Reader;
use crate::ingest::Skipped;
use crate::ingest::Step;
use crate::ingest::decode;
use crate::ingest::stream::Stream;
use crate::ingest::stream::is_damage;
use crate::model::MediaType;
use crate::model::RawDocument;
use crate::model::Warned;
use crate::model::Warning;
use mail_parser::Message;
use mail_parser::MessageParser;
use std::io;
use std::io::BufRead;
use std::io::Read;

/// Fields of which a mail has several before its first empty line.
const FIELDS: &[&str] = &[
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "received",
    "return-path",
    "content-type",
    "delivered-to",
    "reply-to",
    "list-unsubscribe",
    "dkim-signature",
];

pub(super) fn sniff(head: &Head<'_>) -> bool {
    let lines = head.text.lines().take_while(|line| !line.trim().is_empty());
    let mut known = Vec::new();
    for line in lines.filter(|line| !line.starts_with([' ', '\t'])) {
        let Some((name, _)) = line.split_once(':') else { return false };
        let name = name.to_ascii_lowercase();
        if name.contains(' ') {
            return false;
        }
        if FIELDS.contains(&name.as_str()) && !known.contains(&name) {
            known.push(name);
        }
    }
    known.len() >= 3 && known.iter().any(|it| it == "from")
}

pub(super) fn sniff_box(head: &Head<'_>) -> bool {
    let mut lines = head.text.lines();
    let first = lines.next().unwrap_or("");
    is_separator(first.as_bytes()) && lines.next().is_some_and(|line| line.contains(':'))
}

/// The text of one mail: its HTML part if it has one, else its plain one.
pub(super) fn message(given: Given, bytes: Vec<u8>) -> Found {
    let Given { name, mut warnings, .. } = given;
    let Some(mail) = MessageParser::default().parse(&bytes) else {
        return Found::Skipped(Skipped { name, reason: "damaged" });
    };
    let html = mail.html_part(0).filter(|it| it.is_text_html()).and(mail.body_html(0));
    let (media_type, body) = match html {
        Some(html) => (MediaType::Html, html.into_owned()),
        None => (MediaType::Text, mail.body_text(0).unwrap_or_default().into_owned()),
    };
    if body.trim().is_empty() {
        return Found::Skipped(Skipped { name, reason: "empty" });
    }
    if mail.parts.iter().any(|part| part.is_encoding_problem) {
        let message = "a part of the mail is broken; what could be read is given";
        warnings.push(Warning::new("ingest.damaged", message));
    }
    let mut raw = RawDocument {
        name,
        media_type,
        body,
        sha256: decode::hex_digest(&bytes),
        title: mail.subject().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned),
        outlet: sender(&mail),
        ..RawDocument::default()
    };
    if let Some(date) = mail.date().filter(|it| it.is_valid()) {
        raw.published = jiff::civil::Date::new(
            i16::try_from(date.year).unwrap_or(0),
            i8::try_from(date.month).unwrap_or(0),
            i8::try_from(date.day).unwrap_or(0),
        )
        .ok();
        raw.published_at = raw.published.map(|_| date.to_rfc3339());
    }
    Found::Document(Warned { value: raw, warnings })
}

fn sender(mail: &Message<'_>) -> Option<String> {
    let from = mail.from()?.first()?;
    let name = from.name.as_deref().or(from.address.as_deref())?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// A mailbox: each mail begins with a line `From sender date` (RFC 4155).
pub(super) fn mailbox(given: Given, stream: Stream) -> Box<dyn Reader> {
    Box::new(Mailbox { name: given.name, stream, number: 0, ended: false })
}

struct Mailbox {
    name: String,
    stream: Stream,
    number: usize,
    ended: bool,
}

impl Reader for Mailbox {
    fn next(&mut self) -> Option<io::Result<Step>> {
        while !self.ended {
            let mut warnings = Vec::new();
            match self.mail(&mut warnings) {
                Ok(bytes) if bytes.trim_ascii().is_empty() => {}
                Ok(bytes) => {
                    self.number += 1;
                    let name = format!("{}:{}", self.name, self.number);
                    let given = Given { name, warnings, ..Given::default() };
                    return Some(Ok(Step::Found(message(given, bytes))));
                }
                Err(error) => return Some(Err(error)),
            }
        }
        None
    }
}

impl Mailbox {
    /// The bytes up to the next separator, which is read and left out.
    fn mail(&mut self, warnings: &mut Vec<Warning>) -> io::Result<Vec<u8>> {
        let (mut mail, mut after_gap, mut cut) = (Vec::new(), true, false);
        loop {
            let mut line = Vec::new();
            match self.stream.by_ref().take(MAX_BODY_BYTES as u64).read_until(b'\n', &mut line) {
                Ok(0) => self.ended = true,
                Ok(_) => {}
                Err(error) if is_damage(&error) => {
                    warnings.push(Warning::new("ingest.damaged", error.to_string()));
                    mail.extend(line);
                    return Ok(mail);
                }
                Err(error) => return Err(error),
            }
            if self.ended || (after_gap && is_separator(&line)) {
                if cut {
                    warnings.push(decode::cut());
                }
                return Ok(mail);
            }
            after_gap = line.trim_ascii().is_empty();
            // Lines of the text that look like a separator are written with `>` before them.
            let quoted = line.trim_ascii_start().starts_with(b">From ");
            let line = if quoted && line.starts_with(b">") { &line[1..] } else { &line[..] };
            cut |= mail.len() + line.len() > MAX_BODY_BYTES;
            if !cut {
                mail.extend_from_slice(line);
            }
        }
    }
}

/// `From sender Mon Mar  4 10:00:00 2024`, perhaps with a zone.
fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let rest = String::from_utf8_lossy(rest);
    let words: Vec<&str> = rest.split_whitespace().collect();
    words.len() >= 5
        && words.iter().any(|it| {
            it.len() >= 5 && it.split(':').count() >= 2 && it.as_bytes()[0].is_ascii_digit()
        })
        && words.iter().any(|it| it.len() == 4 && it.bytes().all(|b| b.is_ascii_digit()))
}
