//! Who: parties known by name or by description.

use crate::model::Basis;
use crate::model::Date;
use crate::model::Span;

/// Index of an actor in `Coded::actors`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(pub u32);

/// One party of a document, however often it is mentioned.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// The fullest name or description in the document or our tables.
    pub name: String,
    /// What it stands for.
    pub identity: ActorIdentity,
    /// Wikidata id, where known.
    pub wikidata: Option<String>,
    /// How the identity is known.
    pub basis: Basis,
    /// The day for which office and sector hold.
    pub as_of: Option<Date>,
}

/// Country, sectors and code of a party.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActorIdentity {
    /// ISO 3166-1 alpha-3 (or CAMEO code of a former state).
    pub country: Option<String>,
    /// PLOVER sectors, the primary one first.
    pub sectors: Vec<String>,
    /// Country or `IGO NGO MNC ISM IMG ---`, then the first sector or the organization's own code.
    pub code: String,
}

impl ActorIdentity {
    /// From a country and sectors; `---` stands where the country is not known.
    pub fn new(country: Option<&str>, sectors: &[&str]) -> Self {
        let code = format!("{}{}", country.unwrap_or("---"), sectors.first().unwrap_or(&""));
        ActorIdentity {
            country: country.map(str::to_owned),
            sectors: sectors.iter().map(|s| (*s).to_owned()).collect(),
            code,
        }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.country.is_none()
            && self.sectors.is_empty()
            && (self.code.is_empty() || self.code == "---")
    }
}

/// Words that name or describe a party.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The words.
    pub span: Span,
    /// What kind of thing they name.
    pub kind: MentionKind,
    /// Whom, where that is known.
    pub actor: Option<ActorId>,
    /// Mentions with one number speak of one thing.
    pub chain: u32,
}

/// Kinds of mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the definition")]
pub enum MentionKind {
    Person,
    Organization,
    Country,
    Nationality,
    Place,
    Group,
}

impl MentionKind {
    /// As written on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            MentionKind::Person => "person",
            MentionKind::Organization => "organization",
            MentionKind::Country => "country",
            MentionKind::Nationality => "nationality",
            MentionKind::Place => "place",
            MentionKind::Group => "group",
        }
    }
}
