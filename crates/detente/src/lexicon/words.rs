//! Words that are no acts: parties by description, verbs of saying, hedges.

use crate::lexicon::actors::SECTORS;
use crate::lexicon::file;
use crate::lexicon::files::Files;
use crate::lexicon::table::Row;
use crate::lexicon::table::Table;
use crate::model::Error;
use crate::model::Stance;
use crate::model::Status;
use std::collections::HashMap;

/// A party by description.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Sectors, the primary one first; empty for `UNK`.
    pub sectors: Vec<Box<str>>,
    /// One, many, or a thing.
    pub number: AgentNumber,
    /// Whether it is an office that one person holds ("foreign minister").
    pub office: bool,
    /// What the office is called in the table of people, most likely first.
    pub holds: Vec<Box<str>>,
}

/// A noun that stands for somebody named before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anaphor {
    /// What it may stand for.
    pub kind: AnaphorKind,
    /// Kinds of organization in the table that fit; those the table does not know always do.
    pub organizations: Vec<Box<str>>,
}

/// What a noun may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnaphorKind {
    /// "the group": one organization.
    Organization,
    /// "the two countries".
    Countries,
    /// "the two leaders".
    People,
    /// "both governments": the governments of two countries.
    Governments,
    /// "the two sides": any two parties.
    Parties,
    /// "his counterpart": the same office in another country.
    Counterpart,
    /// An adjective that says that its noun is of another country: "foreign troops".
    Abroad,
}

impl AnaphorKind {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "organization" => AnaphorKind::Organization,
            "countries" => AnaphorKind::Countries,
            "people" => AnaphorKind::People,
            "governments" => AnaphorKind::Governments,
            "parties" => AnaphorKind::Parties,
            "counterpart" => AnaphorKind::Counterpart,
            "abroad" => AnaphorKind::Abroad,
            _ => return None,
        })
    }
}

/// What a description describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgentNumber {
    /// A single human being.
    Person,
    /// A body of people.
    Group,
    /// A thing that stands for those who use it ("warplane").
    Thing,
    /// Several bodies: "countries" are governments, "the country" is a place.
    Plural,
    /// The head of names of bodies, and no description by itself ("Ruritanian Grain **Board**").
    Name,
}

/// A verb or noun of saying.
#[derive(Clone, Debug)]
pub struct Reporting {
    /// What the speaker does with what is said.
    pub stance: Stance,
    /// Whether the direct object is the one spoken to.
    pub addressee_object: bool,
    /// CAMEO code of the statement where nothing more is known.
    pub cameo: Box<str>,
    /// Where what is said may stand, each with points for or against its being a statement; empty where the word makes none.
    pub frames: Vec<(Frame, f32)>,
}

/// Where the content of a statement stands, seen from its cue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// A finite clause or a quotation: "said that …".
    Clause,
    /// "wants to …".
    Infinitive,
    /// The direct object (of a noun: the noun before it).
    Object,
    /// The direct object with all that is said of it: "calls it a mistake".
    Objects,
    /// The subject of a passive with what is said of it: "it is expected to …".
    Passive,
    /// The subject with what is said of it: "it seems to …".
    Raised,
    /// The object of a preposition: "talked about …".
    Prep(Box<str>),
}

impl Frame {
    /// From a word in the column `statement`; any other word is a preposition.
    fn from_word(word: &str) -> Frame {
        match word {
            "clause" => Frame::Clause,
            "inf" => Frame::Infinitive,
            "obj" => Frame::Object,
            "obj+" => Frame::Objects,
            "passive" => Frame::Passive,
            "raised" => Frame::Raised,
            preposition => Frame::Prep(preposition.into()),
        }
    }
}

/// `clause` or `clause?`: a frame that usually or only sometimes holds a statement, as half a point for or against.
fn frame(row: Row<'_>, cell: &str) -> Result<(Frame, f32), Error> {
    let (word, points) = cell.strip_suffix('?').map_or((cell, 0.5), |word| (word, -0.5));
    if word.is_empty() || !word.chars().all(|c| c.is_ascii_lowercase() || c == '+') {
        return Err(row.wrong(&format!("statement {cell} is no frame")));
    }
    Ok((Frame::from_word(word), points))
}

/// A word that sets the status of what is in its scope.
#[derive(Clone, Debug)]
pub struct Hedge {
    /// The status.
    pub status: Status,
}

/// How a hedge stands to what it hedges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the definition")]
pub enum HedgePos {
    Adverb,
    Adjective,
}

/// Reads agents and offices into one table.
pub(crate) fn agents(files: &Files) -> Result<HashMap<Box<str>, Agent>, Error> {
    let mut agents = HashMap::new();
    for (name, office) in [("languages/en/agents.tsv", false), ("languages/en/offices.tsv", true)] {
        let table = Table::read(name, file(files, name)?, &["phrase", "sectors"])?;
        for row in table.rows() {
            agents.insert(Box::from(row.need("phrase")?), agent(row, office)?);
        }
    }
    Ok(agents)
}

fn agent(row: Row<'_>, office: bool) -> Result<Agent, Error> {
    let sectors = row.list("sectors");
    if let Some(unknown) = sectors.iter().find(|s| !SECTORS.contains(s)) {
        return Err(row.wrong(&format!("unknown sector {unknown}")));
    }
    let number = match row.get("number") {
        "group" => AgentNumber::Group,
        "thing" => AgentNumber::Thing,
        "name" => AgentNumber::Name,
        "plural" => AgentNumber::Plural,
        "person" | "" => AgentNumber::Person,
        other => return Err(row.wrong(&format!("unknown number {other}"))),
    };
    let sectors = sectors.into_iter().filter(|s| *s != "UNK").map(Box::from).collect();
    let mut holds: Vec<Box<str>> = row.list("holds").into_iter().map(Box::from).collect();
    if office && holds.is_empty() {
        holds.push(Box::from(row.need("phrase")?));
    }
    Ok(Agent { sectors, number, office, holds })
}

/// How a word ties a party to another: "Kurdish-**led** fighters", "rebels **backed** by Chile".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tie {
    /// Who stands before it leads the party, and acts through it.
    Leader,
    /// Who stands before it, or after it and "by" or "to", is another than the party.
    Other,
    /// A noun that takes its kind from its leader: "alliance". With what it is where the leader is only a people.
    Loose(Vec<Box<str>>),
    /// A noun for somebody who speaks and acts for the person served: "aide".
    Servant,
    /// A noun for people who need not be of the country they are in: "diplomats".
    Guest,
    /// Who stands after it and "to" has the party for its own: "forces **loyal** to the general".
    Own,
}

/// Reads `ties.tsv`.
pub(crate) fn ties(files: &Files) -> Result<HashMap<Box<str>, Tie>, Error> {
    let name = "languages/en/ties.tsv";
    let table = Table::read(name, file(files, name)?, &["word", "kind", "sectors"])?;
    let tie = |row: Row<'_>| match row.need("kind")? {
        "leader" => Ok(Tie::Leader),
        "tie" => Ok(Tie::Other),
        "servant" => Ok(Tie::Servant),
        "guest" => Ok(Tie::Guest),
        "own" => Ok(Tie::Own),
        "loose" => Ok(Tie::Loose(row.list("sectors").into_iter().map(Box::from).collect())),
        other => Err(row.wrong(&format!("unknown kind {other}"))),
    };
    table.rows().map(|row| Ok((Box::from(row.need("word")?), tie(row)?))).collect()
}

/// What a given name or a title before a name tells of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// "she"
    Woman,
    /// "he"
    Man,
}

/// Reads `given_names.tsv`.
pub(crate) fn given_names(files: &Files) -> Result<HashMap<Box<str>, Gender>, Error> {
    let name = "languages/en/given_names.tsv";
    let table = Table::read(name, file(files, name)?, &["name", "gender"])?;
    let gender = |row: Row<'_>| match row.need("gender")? {
        "f" => Ok(Gender::Woman),
        "m" => Ok(Gender::Man),
        other => Err(row.wrong(&format!("unknown gender {other}"))),
    };
    table.rows().map(|row| Ok((Box::from(row.need("name")?), gender(row)?))).collect()
}

/// Reads `anaphors.tsv`.
pub(crate) fn anaphors(files: &Files) -> Result<HashMap<Box<str>, Anaphor>, Error> {
    let name = "languages/en/anaphors.tsv";
    let table = Table::read(name, file(files, name)?, &["lemma", "kind", "organizations"])?;
    let mut out = HashMap::new();
    for row in table.rows() {
        let word = row.need("kind")?;
        let kind = AnaphorKind::from_word(word)
            .ok_or_else(|| row.wrong(&format!("unknown kind {word}")))?;
        let organizations = row.list("organizations").into_iter().map(Box::from).collect();
        out.insert(Box::from(row.need("lemma")?), Anaphor { kind, organizations });
    }
    Ok(out)
}

/// Reads a table of verbs or nouns of saying.
pub(crate) fn reporting(files: &Files, name: &str) -> Result<HashMap<Box<str>, Reporting>, Error> {
    let table = Table::read(name, file(files, name)?, &["lemma", "stance"])?;
    let mut out = HashMap::new();
    for row in table.rows() {
        let stance = row.need("stance")?;
        let stance = Stance::from_str(stance)
            .ok_or_else(|| row.wrong(&format!("unknown stance {stance}")))?;
        let cameo = Some(row.get("cameo")).filter(|c| !c.is_empty()).unwrap_or("010");
        out.insert(
            Box::from(row.need("lemma")?),
            Reporting {
                stance,
                addressee_object: row.get("addressee") == "obj",
                cameo: Box::from(cameo),
                frames: row
                    .list("statement")
                    .into_iter()
                    .map(|cell| frame(row, cell))
                    .collect::<Result<_, _>>()?,
            },
        );
    }
    Ok(out)
}

/// Reads `hedges.tsv`.
pub(crate) fn hedges(files: &Files) -> Result<HashMap<(HedgePos, Box<str>), Hedge>, Error> {
    let name = "languages/en/hedges.tsv";
    let table = Table::read(name, file(files, name)?, &["phrase", "kind", "pos"])?;
    let mut out = HashMap::new();
    for row in table.rows() {
        let pos = match row.need("pos")? {
            "adv" => HedgePos::Adverb,
            "adj" => HedgePos::Adjective,
            other => return Err(row.wrong(&format!("unknown pos {other}"))),
        };
        let status = match row.need("kind")? {
            "doubted" => Status::Speculated,
            kind => {
                Status::from_str(kind).ok_or_else(|| row.wrong(&format!("unknown kind {kind}")))?
            }
        };
        out.insert((pos, Box::from(row.need("phrase")?)), Hedge { status });
    }
    Ok(out)
}

/// A word's field other than politics, and how much it says so.
pub(crate) type OtherField = (Box<str>, u8);

/// Reads `irregular.tsv`: the base of a form that no ending tells.
pub(crate) fn irregular(files: &Files) -> Result<HashMap<Box<str>, Box<str>>, Error> {
    let name = "languages/en/irregular.tsv";
    let table = Table::read(name, file(files, name)?, &["form", "base"])?;
    let mut out = HashMap::new();
    for row in table.rows() {
        out.insert(Box::from(row.need("form")?), Box::from(row.need("base")?));
    }
    Ok(out)
}

/// Reads `other_fields.tsv`.
pub(crate) fn other_fields(files: &Files) -> Result<HashMap<Box<str>, OtherField>, Error> {
    let name = "languages/en/other_fields.tsv";
    let table = Table::read(name, file(files, name)?, &["lemma", "field", "weight"])?;
    let mut out = HashMap::new();
    for row in table.rows() {
        let weight = row.number("weight")?.unwrap_or(1);
        out.insert(Box::from(row.need("lemma")?), (Box::from(row.need("field")?), weight));
    }
    Ok(out)
}
