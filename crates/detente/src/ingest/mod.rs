//! Bytes in some format become documents.
//!
//! In: files, folders (all their files, sorted by path) and streams. Out: a stream of [`Found`]: texts, pages, lines, items of feeds, mails, and what is in archives of all these.
//! What is compressed with gzip, xz, bzip2 or Zstandard is read as if it were not, whatever its name.
//! It finds no main text and judges nothing; a document that is odd is given with warnings, and what cannot be a document is skipped with a reason.
//! Behind a damage the next sound record is found; what was lost is a warning of its document, or counted as skipped (`damaged`).
//! Memory is bounded, whatever the size of an archive: a document is cut at [`MAX_BODY_BYTES`], a line at [`MAX_LINE_BYTES`].
//!
//! To add a format: one file here, and one line in [`FORMATS`].

mod archive;
mod decode;
mod feed;
mod frames;
mod gzip;
mod html;
mod http;
mod item;
mod jsonfeed;
mod jsonl;
mod mail;
mod markdown;
mod mend;
mod read;
mod stream;
mod text;
mod warc;

pub use read::Documents;
pub use read::Source;
pub use read::files;
pub use read::read;

use crate::model::RawDocument;
use crate::model::Warned;
use crate::model::Warning;
use encoding_rs::Encoding;
use std::io;
use stream::Stream;

/// A text or page longer than this is cut, with the warning `ingest.cut`.
pub const MAX_BODY_BYTES: usize = 64 << 20;

/// A line longer than this is given as a document without text, with the warning `ingest.line_too_long`.
pub const MAX_LINE_BYTES: usize = 128 << 20;

/// How much of an input a format may look at to recognize itself.
pub const SNIFF_BYTES: usize = 4096;

/// What is found in the input.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are documents, and they are moved at once"
)]
pub enum Found {
    /// A document, perhaps an odd one.
    Document(Warned<RawDocument>),
    /// Something that cannot be read as a document.
    Skipped(Skipped),
}

/// What was left out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Name of the input.
    pub name: String,
    /// Stable word, such as `empty`, `binary` or `damaged`; `docs/warnings.md` lists them.
    pub reason: &'static str,
}

/// A way documents are given.
pub struct Format {
    /// As `--input-format` takes it.
    pub name: &'static str,
    /// One line for people.
    pub doc: &'static str,
    /// Whether an input that begins like this is in this format.
    sniff: fn(&Head<'_>) -> bool,
    shape: Shape,
}

impl Format {
    fn holds_many(&self) -> bool {
        matches!(self.shape, Shape::Records(_) | Shape::Archive(_))
    }
}

/// The beginning of an input.
struct Head<'h> {
    name: &'h str,
    /// At most [`SNIFF_BYTES`].
    bytes: &'h [u8],
    /// The same, decoded.
    text: &'h str,
}

enum Shape {
    /// The whole input is one document.
    Whole(fn(Given, Vec<u8>) -> Found),
    /// The whole input is read, and holds several.
    Items(fn(Given, Vec<u8>) -> Vec<Found>),
    /// One document after the other is read.
    Records(fn(Given, Stream) -> Box<dyn Reader>),
    /// As `Records`, of files in any format.
    Archive(fn(Given, Stream) -> Box<dyn Reader>),
}

/// What is known of an input before it is read.
#[derive(Clone, Default)]
struct Given {
    name: String,
    url: Option<String>,
    /// Whether it is from a crawl.
    crawled: bool,
    /// What a server said.
    charset: Option<&'static Encoding>,
    warnings: Vec<Warning>,
}

/// What gives one thing after the other.
trait Reader: Send {
    /// `None` at the end, and after an error that ends it.
    fn next(&mut self) -> Option<io::Result<Step>>;
}

#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are documents, and they are moved at once"
)]
enum Step {
    Found(Found),
    /// An input inside the input; it is read before the next step is asked for.
    Open(Given, Stream),
}

/// Every format, sorted by name. The first whose `sniff` agrees is taken, else plain text.
pub const FORMATS: &[Format] = &[
    Format {
        name: "eml",
        doc: "a mail, such as a newsletter",
        sniff: mail::sniff,
        shape: Shape::Whole(mail::message),
    },
    Format {
        name: "feed",
        doc: "RSS, RDF or Atom; each item is a document",
        sniff: feed::sniff,
        shape: Shape::Items(feed::items),
    },
    Format {
        name: "html",
        doc: "a web page; its main text is extracted",
        sniff: html::sniff,
        shape: Shape::Whole(html::document),
    },
    Format {
        name: "jsonfeed",
        doc: "JSON Feed; each item is a document",
        sniff: jsonfeed::sniff,
        shape: Shape::Items(jsonfeed::items),
    },
    Format {
        name: "jsonl",
        doc: "JSON lines with id, text or html or html_base64, title, url, published, dyads, compare",
        sniff: jsonl::sniff,
        shape: Shape::Records(read::lines),
    },
    Format {
        name: "markdown",
        doc: "Markdown, told by the ending .md; its marks are taken away",
        sniff: markdown::sniff,
        shape: Shape::Whole(markdown::document),
    },
    Format {
        name: "mbox",
        doc: "a mailbox; each mail is a document",
        sniff: mail::sniff_box,
        shape: Shape::Records(mail::mailbox),
    },
    Format {
        name: "sitemap",
        doc: "a sitemap; each address with a news title is a document",
        sniff: feed::sniff_sitemap,
        shape: Shape::Items(feed::sitemap),
    },
    Format {
        name: "tar",
        doc: "an archive of files in any of these formats",
        sniff: archive::sniff_tar,
        shape: Shape::Archive(archive::tar),
    },
    Format {
        name: "text",
        doc: "plain text, kept unchanged",
        sniff: |_| false,
        shape: Shape::Whole(text::document),
    },
    Format {
        name: "warc",
        doc: "a crawl (WARC or WET); pages, texts and feeds that were fetched well",
        sniff: warc::sniff,
        shape: Shape::Records(warc::records),
    },
    Format {
        name: "zip",
        doc: "an archive of files in any of these formats",
        sniff: archive::sniff_zip,
        shape: Shape::Archive(archive::zip),
    },
];

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|it| it.name == name)
}

fn told_by_content(head: &Head<'_>) -> &'static Format {
    let told = FORMATS.iter().find(|it| (it.sniff)(head));
    told.or_else(|| format("text")).expect("the table has plain text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_sorted_named_and_described() {
        assert!(FORMATS.is_sorted_by(|a, b| a.name < b.name));
        assert!(FORMATS.iter().all(|it| !it.doc.is_empty()));
    }

    #[test]
    fn the_right_format_is_told_by_content() {
        for (head, expected) in [
            ("<!DOCTYPE html><html>", "html"),
            ("\n <html lang=en>", "html"),
            ("{\"id\": \"1\"", "jsonl"),
            ("{ \"text\": \"a\"}", "jsonl"),
            ("A plain text.", "text"),
            ("<- an arrow", "text"),
            ("", "text"),
            ("<?xml version='1.0'?>\n<!-- c --><rss version='2.0'>", "feed"),
            ("<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
            ("<rdf:RDF><channel>", "feed"),
            ("<?xml version='1.0'?><urlset>", "sitemap"),
            ("{\"version\": \"https://jsonfeed.org/version/1.1\"", "jsonfeed"),
            ("From: a@b.c\nTo: d\nSubject: Talks\n\nText", "eml"),
            ("From: the editor\n\nText", "text"),
            ("From a@b.c Mon Mar  4 10:00:00 2024\nSubject: x\n", "mbox"),
            ("WARC/1.0\r\n", "warc"),
            ("PK\u{3}\u{4}", "zip"),
        ] {
            let head = Head { name: "x", bytes: head.as_bytes(), text: head };
            assert_eq!(told_by_content(&head).name, expected, "{}", head.text);
        }
    }
}
