//! What several documents have in common: copies of one text, stories about one happening, incidents told more than once.

use crate::model::ActorIdentity;
use crate::model::Date;
use crate::model::Interval;
use crate::model::PlaceLevel;
use crate::model::Status;
use crate::model::Warning;

/// Where a document belongs, as known when it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouped {
    /// The document.
    pub id: String,
    /// Its group of copies: reprints, cuts, light edits of one text. Made from the content of the first.
    pub copy: String,
    /// Its story. All of a group of copies lie in one.
    pub story: String,
    /// How alike it is to the most similar earlier document, 0 to 1; 0 for the first.
    pub score: f32,
    /// How alike it is to the document it was to be compared with, 0 to 1; `Some(None)` if there is no such document.
    pub likeness: Option<Option<f32>>,
    /// What was odd.
    pub warnings: Vec<Warning>,
}

/// Documents about one happening, as they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Made from the content of the first.
    pub id: String,
    /// In order of input, never empty.
    pub documents: Vec<StoryMember>,
}

/// A document of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryMember {
    /// Its id.
    pub document: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who put it up; the host of its address where nothing better is known.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// Its group of copies.
    pub copy: String,
}

/// A happening that one document or several tell of. Nothing is merged away: each telling is kept in `reports`.
///
/// Three units can be counted: mentions (coded events), reports (documents), incidents.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// Stable: made from the event that founded it and the first possible day.
    pub id: String,
    /// The story in which it was first told.
    pub story: String,
    /// PLOVER class.
    pub class: String,
    /// CAMEO code of most mentions; the earlier one where they are as many.
    pub cameo: String,
    /// Who did it, as first told.
    pub sources: Vec<Doer>,
    /// To whom, as first told.
    pub targets: Vec<Doer>,
    /// When, as narrowly as the reports that agree say.
    pub days: Option<Interval>,
    /// Where, as narrowly as is told.
    pub place: Option<Site>,
    /// In order of input.
    pub reports: Vec<Report>,
    /// How many of the reports do not rest on another's text: copies count once, and so does what one agency or first publisher wrote.
    pub origins: usize,
    /// On what they differ.
    pub contradictions: Vec<Contradiction>,
}

impl Incident {
    /// Coded events in all reports.
    pub fn mentions(&self) -> usize {
        self.reports.iter().map(|it| it.mentions.len()).sum()
    }
}

/// A party of an incident.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doer {
    /// As the text or our tables name it.
    pub name: String,
    /// What it stands for.
    pub identity: ActorIdentity,
}

/// A place without its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Its usual name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// First-level administrative area.
    pub admin1: Option<String>,
    /// GeoNames id.
    pub geonames: Option<u64>,
    /// How big a thing it is.
    pub level: PlaceLevel,
}

/// What one document tells of an incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The document.
    pub document: String,
    /// Who put it up; the host of its address where nothing better is known.
    pub outlet: Option<String>,
    /// Its group of copies.
    pub copy: String,
    /// Reports with one origin are one witness: the agency or first publisher that it, or a report tied to it, is credited to, else its group of copies.
    pub origin: String,
    /// When it was published.
    pub published: Option<Date>,
    /// In text order, never empty.
    pub mentions: Vec<Retold>,
}

/// One coded event as it bears on an incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Retold {
    /// Id of the event.
    pub event: String,
    /// Whether it happened, as told here.
    pub status: Status,
    /// Who says so; `None` for the document itself.
    pub held_by: Option<String>,
    /// Its sentence.
    pub sentence: String,
}

/// Something that reports tell differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// On what.
    pub about: Matter,
    /// What is told, each with the documents that tell it; at least two, sorted.
    pub claims: Vec<Claim>,
}

/// One of several things told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// `12`, `RUSMIL`, `denied`.
    pub value: String,
    /// Documents, in order of input.
    pub documents: Vec<String>,
}

/// On what reports can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the definition")]
pub enum Matter {
    Killed,
    Injured,
    Size,
    Source,
    Status,
}

impl Matter {
    /// As written on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Matter::Killed => "killed",
            Matter::Injured => "injured",
            Matter::Size => "size",
            Matter::Source => "source",
            Matter::Status => "status",
        }
    }
}
