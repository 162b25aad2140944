//! Who did what to whom, when, where, how sure, and on whose word.

use crate::model::Actor;
use crate::model::ActorId;
use crate::model::ActorIdentity;
use crate::model::Basis;
use crate::model::Date;
use crate::model::Interval;
use crate::model::Mention;
use crate::model::Precision;
use crate::model::Sentence;
use crate::model::Site;
use crate::model::Span;
use crate::model::Statement;
use crate::model::TimeMention;

/// All that was read out of one article.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    /// In text order.
    pub sentences: Vec<Sentence>,
    /// In text order.
    pub mentions: Vec<Mention>,
    /// In order of first mention.
    pub actors: Vec<Actor>,
    /// In text order.
    pub times: Vec<TimeMention>,
    /// In text order.
    pub places: Vec<Place>,
    /// In text order of their contents.
    pub statements: Vec<Statement>,
    /// In text order of their triggers.
    pub events: Vec<Event>,
    /// In the order asked.
    pub dyads: Vec<DyadAnswer>,
}

/// One event, or one thing said about an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Stable: made from the document's content, the trigger, class and slots.
    pub id: String,
    /// Index into `Coded::sentences`.
    pub sentence: usize,
    /// The words that carry the act.
    pub trigger: Span,
    /// Who did it; empty if unknown.
    pub sources: Vec<Party>,
    /// To whom; empty if there is none.
    pub targets: Vec<Party>,
    /// PLOVER class; `None` for comments (CAMEO 010 to 019 but 016).
    pub class: Option<String>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts, sorted.
    pub contexts: Vec<String>,
    /// CAMEO 1.1b3 code.
    pub cameo: String,
    /// PLOVER 2.0 quad class, 1 to 4.
    pub quad: Option<u8>,
    /// Value on the scale `goldstein-cameo/1`.
    pub goldstein: Option<f32>,
    /// Whether it happened, and if not, what it is.
    pub status: Status,
    /// On whose word, outermost first; empty for the article itself.
    pub held_by: Vec<Holder>,
    /// What it depends on.
    pub condition: Option<Span>,
    /// When.
    pub time: EventTime,
    /// Where, and how that is known.
    pub place: Option<(Place, Basis)>,
    /// Events with one number are about the same act.
    pub proposition: Option<u32>,
    /// Numbers stated for it.
    pub magnitude: Option<Magnitude>,
    /// The rule that found it: `en.threaten.consequence`.
    pub rule: String,
    /// The operators applied, innermost first: `en.operator.deny`.
    pub operators: Vec<String>,
    /// How often such a reading is right, 0 to 1.
    pub confidence: f32,
}

impl Event {
    /// The day on which it counts: its own where it is known to the day, the day of publication where that lies in the week or month it is known to.
    ///
    /// `None`: no day can be said (a year, a time that is not known). Such an event is kept and in no daily count.
    pub fn day(&self, published: Option<Date>) -> Option<Date> {
        let Interval { from, to } = self.time.interval?;
        match self.time.precision {
            Precision::Day => Some(from),
            Precision::Week | Precision::Month if self.time.basis != Basis::Unknown => {
                published.filter(|day| (from..=to).contains(day))
            }
            _ => None,
        }
    }
}

/// A party to an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// The words that name it here.
    pub span: Span,
    /// The actor, where one is known.
    pub actor: Option<ActorId>,
    /// What it stands for.
    pub identity: ActorIdentity,
}

/// Whether an event happened. The contract's table gives each value's meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "defined in the contract's status table, CODEBOOK.md")]
pub enum Status {
    Happened,
    Ongoing,
    Reported,
    Planned,
    Predicted,
    Conditional,
    Demanded,
    Speculated,
    Denied,
    Negated,
    Failed,
    Ended,
}

impl Status {
    /// Every value.
    pub const ALL: [Status; 12] = [
        Status::Happened,
        Status::Ongoing,
        Status::Reported,
        Status::Planned,
        Status::Predicted,
        Status::Conditional,
        Status::Demanded,
        Status::Speculated,
        Status::Denied,
        Status::Negated,
        Status::Failed,
        Status::Ended,
    ];

    /// As written on the wire and in the lexicon.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Happened => "happened",
            Status::Ongoing => "ongoing",
            Status::Reported => "reported",
            Status::Planned => "planned",
            Status::Predicted => "predicted",
            Status::Conditional => "conditional",
            Status::Demanded => "demanded",
            Status::Speculated => "speculated",
            Status::Denied => "denied",
            Status::Negated => "negated",
            Status::Failed => "failed",
            Status::Ended => "ended",
        }
    }

    /// The value written so.
    #[allow(clippy::should_implement_trait, reason = "a word that is none of these is no error")]
    pub fn from_str(s: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == s)
    }

    /// Whether indices count it.
    pub fn is_real(self) -> bool {
        matches!(self, Status::Happened | Status::Ongoing | Status::Reported)
    }
}

/// What somebody does with a proposition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the definition")]
pub enum Stance {
    Asserts,
    Denies,
    Predicts,
    Threatens,
    Promises,
    Wants,
    Orders,
    Asks,
    Doubts,
    Reports,
}

impl Stance {
    /// Every value.
    pub const ALL: [Stance; 10] = [
        Stance::Asserts,
        Stance::Denies,
        Stance::Predicts,
        Stance::Threatens,
        Stance::Promises,
        Stance::Wants,
        Stance::Orders,
        Stance::Asks,
        Stance::Doubts,
        Stance::Reports,
    ];

    /// As written on the wire and in the lexicon.
    pub fn as_str(self) -> &'static str {
        match self {
            Stance::Asserts => "asserts",
            Stance::Denies => "denies",
            Stance::Predicts => "predicts",
            Stance::Threatens => "threatens",
            Stance::Promises => "promises",
            Stance::Wants => "wants",
            Stance::Orders => "orders",
            Stance::Asks => "asks",
            Stance::Doubts => "doubts",
            Stance::Reports => "reports",
        }
    }

    /// The value written so.
    #[allow(clippy::should_implement_trait, reason = "a word that is none of these is no error")]
    pub fn from_str(s: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == s)
    }
}

/// Somebody's hold on an event: the statement it stands in, and what the speaker does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Index into `Coded::statements`.
    pub statement: usize,
    /// Assertion, denial, prediction …
    pub stance: Stance,
}

/// When an event was or will be.
#[derive(Clone, Debug, PartialEq)]
pub struct EventTime {
    /// TIMEX3 value.
    pub value: Option<String>,
    /// The days.
    pub interval: Option<Interval>,
    /// How fine.
    pub precision: Precision,
    /// How it is known.
    pub basis: Basis,
    /// The words it was read from.
    pub span: Option<Span>,
}

/// A place in the text, resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The words.
    pub span: Span,
    /// Its usual name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// First-level administrative area.
    pub admin1: Option<String>,
    /// Degrees north, WGS 84.
    pub lat: Option<f32>,
    /// Degrees east, WGS 84.
    pub lon: Option<f32>,
    /// GeoNames id.
    pub geonames: Option<u64>,
    /// How big a thing it is.
    pub level: PlaceLevel,
    /// Whether it stands in the name of a body of that place ("Kentucky State Police"); no event takes place there for that.
    pub in_name: bool,
    /// What else the name could have meant, the likelier first.
    pub rejected: Vec<Site>,
}

/// Kinds of place; at `Country` level the coordinates are a reference point, no dot on a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the definition")]
pub enum PlaceLevel {
    Country,
    Region,
    Town,
    Point,
}

impl PlaceLevel {
    /// All of them, the widest first.
    pub const ALL: [PlaceLevel; 4] =
        [PlaceLevel::Country, PlaceLevel::Region, PlaceLevel::Town, PlaceLevel::Point];

    /// The level that is written so.
    #[allow(clippy::should_implement_trait, reason = "a word that is none of these is no error")]
    pub fn from_str(s: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == s)
    }

    /// As written on the wire and in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            PlaceLevel::Country => "country",
            PlaceLevel::Region => "region",
            PlaceLevel::Town => "town",
            PlaceLevel::Point => "point",
        }
    }
}

/// Numbers stated for an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Magnitude {
    /// People killed.
    pub killed: Option<u32>,
    /// People injured.
    pub injured: Option<u32>,
    /// People taking part.
    pub size: Option<u32>,
}

/// The answer to a [`crate::model::DyadQuery`].
#[derive(Clone, Debug, PartialEq)]
pub struct DyadAnswer {
    /// The caller's name for the question.
    pub id: String,
    /// PLOVER class.
    pub class: Option<String>,
    /// Quad class.
    pub quad: Option<u8>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// 0 to 1.
    pub confidence: f32,
    /// Index into `Coded::events`, where one of them is the answer.
    pub event: Option<usize>,
}

impl DyadAnswer {
    /// No answer to the question of this name.
    pub fn none(id: &str) -> Self {
        DyadAnswer {
            id: id.to_owned(),
            class: None,
            quad: None,
            cameo: None,
            confidence: 0.0,
            event: None,
        }
    }
}
