//! What comes in.

use crate::model::Date;

/// A document as it was given: untouched input and what was said about it.
#[derive(Clone, Debug, Default)]
pub struct RawDocument {
    /// The id the caller gave, if any.
    pub id: Option<String>,
    /// Name of the input: a file name, `-` for standard input, with the line (from 1) for lines.
    pub name: String,
    /// Address the document came from.
    pub url: Option<String>,
    /// What the body is.
    pub media_type: MediaType,
    /// The body, decoded to UTF-8 (lossily, with a warning, where it was not).
    pub body: String,
    /// A title given beside the body; it helps to date and show, and is not coded.
    pub title: Option<String>,
    /// A publication date given beside the body.
    pub published: Option<Date>,
    /// The instant of publication with its zone (RFC 3339), where it was given so.
    pub published_at: Option<String>,
    /// Authors given beside the body, in order.
    pub byline: Vec<String>,
    /// Who put it up, as a feed or mail says.
    pub outlet: Option<String>,
    /// Who wrote it, where a feed says that it was taken from another (RSS `source`).
    pub origin: Option<String>,
    /// Whether it comes from a crawl or feed, where most documents hold nothing political.
    pub crawled: bool,
    /// Whether the body is known to be a part of the text.
    pub truncated: bool,
    /// Pairs about which the caller asks.
    pub dyads: Vec<DyadQuery>,
    /// Id of an earlier document with which the caller wants this one compared.
    pub compare: Option<Box<str>>,
    /// SHA-256 of the bytes as given, lower-case hexadecimal.
    pub sha256: String,
}

/// What a body is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MediaType {
    /// Plain text.
    #[default]
    Text,
    /// A web page.
    Html,
}

impl MediaType {
    /// As written on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            MediaType::Text => "text/plain",
            MediaType::Html => "text/html",
        }
    }
}

/// The question *what does this source do to this target here?*
///
/// Offsets count Unicode scalar values of the article's text, as the caller gave them; `None` is nobody named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DyadQuery {
    /// The caller's name for the question.
    pub id: String,
    /// Half-open range.
    pub source: Option<(usize, usize)>,
    /// Half-open range.
    pub target: Option<(usize, usize)>,
}
