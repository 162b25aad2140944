//! Values with what went wrong on the way, and how a value came to be.

use crate::model::Span;

/// A value and the warnings raised while it was made.
#[derive(Clone, Debug)]
pub struct Warned<T> {
    /// What could be made.
    pub value: T,
    /// In the order they arose.
    pub warnings: Vec<Warning>,
}

/// Something odd about a document. Never an error: the document still gives what it can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Stable, lower case with a dot: `extract.no_text`. Listed in `docs/warnings.md`.
    pub code: &'static str,
    /// For people.
    pub message: String,
    /// Where in the article's text, if it is about a place in it.
    pub span: Option<Span>,
}

impl Warning {
    /// A warning about the document as a whole.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Warning { code, message: message.into(), span: None }
    }

    /// A warning about one place in the text.
    pub fn at(code: &'static str, message: impl Into<String>, span: Span) -> Self {
        Warning { code, message: message.into(), span: Some(span) }
    }
}

impl<T> Warned<T> {
    /// A value about which there is nothing to say.
    pub fn clean(value: T) -> Self {
        Warned { value, warnings: Vec::new() }
    }

    /// The value, with its warnings moved to the end of `sink`.
    pub fn split_into(self, sink: &mut Vec<Warning>) -> T {
        sink.extend(self.warnings);
        self.value
    }
}

/// How a value is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Read in the text or a named field.
    Stated,
    /// Follows from what is stated.
    Inferred,
    /// Taken for want of better.
    Assumed,
    /// Not known.
    Unknown,
}

impl Basis {
    /// As written on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Basis::Stated => "stated",
            Basis::Inferred => "inferred",
            Basis::Assumed => "assumed",
            Basis::Unknown => "unknown",
        }
    }
}
