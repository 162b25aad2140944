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
    /// Whom else the words could have meant.
    pub rejected: Vec<Rejected>,
}

/// Somebody whom the words could have meant, and did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The name in our tables.
    pub name: String,
    /// Actor code.
    pub code: String,
    /// What speaks against it.
    pub because: Misfit,
}

/// What speaks against a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Not in office, or not in existence, on the day.
    Dates,
    /// Of another country than the one named.
    Country,
    /// Another office than the one named.
    Office,
    /// Less likely to be named like this.
    Rank,
}

impl Misfit {
    /// As written on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Misfit::Dates => "dates",
            Misfit::Country => "country",
            Misfit::Office => "office",
            Misfit::Rank => "rank",
        }
    }
}

/// How a mention leads to its actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// By a name of its own.
    Name,
    /// By the last word of a name, given in full before or in our tables.
    Surname,
    /// By letters that the text put beside the name.
    Acronym,
    /// By an office, a country and the day: "the French president".
    Office,
    /// By an office that somebody named before holds: "the president".
    Role,
    /// By what is said of it: "Swedish troops".
    Description,
    /// By the name that stands beside the description: "her colleague, Ana Ruiz".
    Apposition,
    /// By a pronoun.
    Pronoun,
    /// By a noun for something named before: "the group".
    Noun,
    /// As one of two named before: "the two leaders".
    Pair,
}

impl Link {
    /// As written on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Link::Name => "name",
            Link::Surname => "surname",
            Link::Acronym => "acronym",
            Link::Office => "office",
            Link::Role => "role",
            Link::Description => "description",
            Link::Apposition => "apposition",
            Link::Pronoun => "pronoun",
            Link::Noun => "noun",
            Link::Pair => "pair",
        }
    }
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

    /// The country, or the code of who has none: what dyads are made of.
    pub fn key(&self) -> &str {
        self.country.as_deref().unwrap_or(&self.code)
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
    /// How the words lead to the actor; nothing where they lead to none.
    pub link: Option<Link>,
    /// How that is known.
    pub basis: Basis,
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
