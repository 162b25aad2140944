//! A document made ready for reading: its text and what is known about it.

use crate::model::Basis;
use crate::model::Date;
use crate::model::DyadQuery;
use crate::model::MediaType;
use crate::model::Precision;
use crate::model::Span;

/// A text with its furniture marked and its facts of publication.
///
/// `text` is made once and then frozen: for plain text it is the input, untouched, for HTML the extracted main text.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// Given by the caller, or made from the content.
    pub id: String,
    /// Name of the input.
    pub name: String,
    /// Address.
    pub url: Option<String>,
    /// What the input was.
    pub media_type: MediaType,
    /// SHA-256 of the bytes as given, lower-case hexadecimal.
    pub sha256: String,
    /// The text that all spans point into.
    pub text: String,
    /// The stretches of `text`, in order, without overlap; what is between them is white space.
    pub blocks: Vec<Block>,
    /// A title that does not stand in `text`.
    pub given_title: Option<String>,
    /// Authors, in order.
    pub byline: Vec<String>,
    /// Who put the page up.
    pub outlet: Option<String>,
    /// Who wrote the story, where that is another: an agency or the first publisher.
    pub origin: Option<Origin>,
    /// The line that says so.
    pub credit: Option<String>,
    /// Canonical address stated by the page.
    pub canonical: Option<String>,
    /// Section of the outlet.
    pub section: Option<String>,
    /// Whether the text says that it goes on elsewhere.
    pub truncated: bool,
    /// ISO 639-1 code of the language.
    pub language: Option<String>,
    /// When it was published, and how that is known.
    pub published: Published,
    /// When it was last changed.
    pub updated: Option<Published>,
    /// Pairs about which the caller asks.
    pub dyads: Vec<DyadQuery>,
    /// Id of an earlier document with which the caller wants this one compared.
    pub compare: Option<Box<str>>,
}

/// Who wrote a story that another outlet prints.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// The full name of the agency, or the outlet's as the page writes it.
    pub name: String,
    /// How it is known.
    pub basis: Basis,
    /// What it rests on.
    pub because: Vec<Clue>,
}

/// A stretch of an article that is one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Without surrounding white space.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// The article's own headline.
    Title,
    /// Prose to be read.
    Paragraph,
    /// Page furniture, never coded; the reason is a stable word such as `byline` or `related`.
    Furniture(&'static str),
}

impl Article {
    /// The headline inside the text, if there is one.
    pub fn title_span(&self) -> Option<Span> {
        self.blocks.iter().find(|b| b.kind == BlockKind::Title).map(|b| b.span)
    }

    /// The headline in the text, or the one given beside it.
    pub fn title(&self) -> Option<&str> {
        self.title_span().map(|span| span.of(&self.text)).or(self.given_title.as_deref())
    }

    /// Who put it up: the outlet named, or the host of the address without `www.`.
    pub fn outlet_or_host(&self) -> Option<String> {
        let host = || {
            let address = self.canonical.as_deref().or(self.url.as_deref())?;
            let host = address.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
            let host = host.strip_prefix("www.").unwrap_or(host);
            (!host.is_empty()).then(|| host.to_lowercase())
        };
        self.outlet.clone().or_else(host)
    }

    /// The last possible day of publication: the first on which it was surely public.
    pub fn known(&self) -> Option<Date> {
        self.published.to.or(self.published.value)
    }
}

/// When a document was published.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// The best single day; where `precision` is not the day, others are possible too.
    pub value: Option<Date>,
    /// The instant with its zone, as given (RFC 3339), where one was.
    pub at: Option<String>,
    /// First possible day.
    pub from: Option<Date>,
    /// Last possible day.
    pub to: Option<Date>,
    /// How fine the time is known: what `from` and `to` have in common.
    pub precision: Precision,
    /// How it is known.
    pub basis: Basis,
    /// Possible days as closed ranges in order; one that begins on `OPEN_FROM` or ends on `OPEN_TO` is open there.
    pub candidates: Vec<(Date, Date)>,
    /// What it rests on.
    pub because: Vec<Clue>,
}

/// A piece of evidence for a value of the whole document.
#[derive(Clone, Debug, PartialEq)]
pub struct Clue {
    /// Where in the text, if it is there.
    pub span: Option<Span>,
    /// Which field of the input, if it is there.
    pub field: Option<&'static str>,
    /// The rule that used it.
    pub rule: &'static str,
    /// For people.
    pub note: String,
    /// What it does to the value.
    pub role: ClueRole,
}

/// What a clue does to the value that it stands under.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClueRole {
    /// It says the value.
    #[default]
    States,
    /// It rules out candidates, and is of the smallest set of clues that leaves those that are left.
    Decides,
    /// It rules out candidates, as others do too.
    RulesOut,
    /// It speaks for some candidates and rules out none.
    Ranks,
    /// It was not believed, since it goes against firmer ones.
    SetAside,
}

impl ClueRole {
    /// As written on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            ClueRole::States => "states",
            ClueRole::Decides => "decides",
            ClueRole::RulesOut => "rules_out",
            ClueRole::Ranks => "ranks",
            ClueRole::SetAside => "set_aside",
        }
    }
}

impl Published {
    /// Where a range without a known beginning begins.
    pub const OPEN_FROM: Date = jiff::civil::date(1900, 1, 1);
    /// Where a range without a known end ends.
    pub const OPEN_TO: Date = jiff::civil::date(2099, 12, 31);

    /// The year, where all candidates lie in one.
    pub fn year(&self) -> Option<i16> {
        let (from, to) = (self.from?, self.to?);
        (from.year() == to.year()).then_some(from.year())
    }

    /// A day for asking who held an office then: the best one, or the first candidate of a year that is known.
    pub fn some_day(&self) -> Option<Date> {
        self.value.or(self.from.filter(|_| self.year().is_some()))
    }
}

impl Default for Published {
    fn default() -> Self {
        Published {
            value: None,
            at: None,
            from: None,
            to: None,
            precision: Precision::None,
            basis: Basis::Unknown,
            candidates: Vec::new(),
            because: Vec::new(),
        }
    }
}
