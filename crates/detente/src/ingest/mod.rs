//! Bytes in some format become documents.
//!
//! In: files, folders (all their files, sorted by path) and streams. Out: a stream of [`Found`], one for each text or HTML file and each JSON line.
//! It finds no main text and judges nothing; a document that is odd is given with warnings, and what cannot be a document is skipped with a reason.
//! Memory is bounded: a document is cut at [`MAX_BODY_BYTES`], a line at [`MAX_LINE_BYTES`].
//!
//! To add a format: one file here, and one line in [`FORMATS`].

mod decode;
mod html;
mod jsonl;
mod mend;
mod read;
mod text;

pub use read::Documents;
pub use read::Source;
pub use read::files;
pub use read::read;

use crate::model::RawDocument;
use crate::model::Warned;

/// A text or page longer than this is cut, with the warning `ingest.cut`.
pub const MAX_BODY_BYTES: usize = 64 << 20;

/// A line longer than this is given as a document without text, with the warning `ingest.line_too_long`.
pub const MAX_LINE_BYTES: usize = 128 << 20;

/// How much of an input a format may look at to recognize itself.
pub const SNIFF_BYTES: usize = 4096;

/// What is found in the input.
#[derive(Debug)]
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
    /// Stable word: `empty`, `binary`.
    pub reason: &'static str,
}

/// A way documents are given.
pub struct Format {
    /// As `--input-format` takes it.
    pub name: &'static str,
    /// One line for people.
    pub doc: &'static str,
    /// Whether an input that begins like this (at most [`SNIFF_BYTES`], decoded) is in this format.
    pub sniff: fn(&str) -> bool,
    shape: Shape,
}

enum Shape {
    /// The whole input is one document.
    Whole(fn(&str, Vec<u8>) -> Found),
    /// Each line is one document; the number counts from 1.
    Lines(fn(&str, usize, jsonl::Line) -> Found),
}

/// Every format, sorted by name. The first whose `sniff` agrees is taken; plain text agrees to anything.
pub const FORMATS: &[Format] = &[
    Format {
        name: "html",
        doc: "a web page; its main text is extracted",
        sniff: html::sniff,
        shape: Shape::Whole(html::document),
    },
    Format {
        name: "jsonl",
        doc: "JSON lines with id, text or html or html_base64, title, url, published, dyads, compare",
        sniff: jsonl::sniff,
        shape: Shape::Lines(jsonl::document),
    },
    Format {
        name: "text",
        doc: "plain text, kept unchanged",
        sniff: text::sniff,
        shape: Shape::Whole(text::document),
    },
];

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|it| it.name == name)
}

fn told_by_content(head: &str) -> &'static Format {
    FORMATS.iter().find(|it| (it.sniff)(head)).expect("plain text agrees to anything")
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
        ] {
            assert_eq!(told_by_content(head).name, expected, "{head}");
        }
    }
}
