//! The words for events: triggers, their frames, and sentences that must and must not match.

use crate::lexicon::classes::Class;
use crate::lexicon::classes::toml_error;
use crate::lexicon::files::Files;
use crate::model::Error;
use crate::model::ErrorKind;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::fmt;

/// A set of words that share frame, class, mode and code.
#[derive(Clone, Debug)]
pub struct Act {
    /// `en.sanction.impose-sanctions`.
    pub rule: Box<str>,
    /// Where it is written.
    pub at: Origin,
    /// `SANCTION`; `COMMENT` for what has no PLOVER class.
    pub class: Box<str>,
    /// Part of speech of the trigger.
    pub pos: TriggerPos,
    /// The trigger words.
    pub triggers: Vec<Lemma>,
    /// If not empty, one of these must head the doer ("a **bomb** killed nine").
    pub subjects: Vec<Lemma>,
    /// If not empty, one of these must head the deep object.
    pub objects: Vec<Lemma>,
    /// Prepositional complements that must be there: prepositions, and lemmas (empty for any).
    pub with: Vec<(Vec<Box<str>>, Vec<Lemma>)>,
    /// Where the doer stands, in order of preference.
    pub source: Vec<Slot>,
    /// Where the one it is done to stands, in order of preference.
    pub target: Vec<Slot>,
    /// Whether all parties are on both sides.
    pub reciprocal: bool,
    /// Conditions on the parties.
    pub needs: Vec<Need>,
    /// Mode of the class.
    pub mode: Option<Box<str>>,
    /// CAMEO code.
    pub cameo: Box<str>,
    /// Contexts that the words themselves imply.
    pub contexts: Vec<Box<str>>,
    /// Whether present tense says that it holds now.
    pub lasting: bool,
    /// How often these words mean this class, 0 to 1.
    pub confidence: f32,
    /// Sentences that must give it.
    pub yes: Vec<Example>,
    /// Sentences that must not.
    pub no: Vec<String>,
}

/// Where an entry stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Path below `data/`, with forward slashes.
    pub file: Box<str>,
    /// Line of its id, from 1.
    pub line: usize,
}

/// Part of speech of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the definition")]
pub enum TriggerPos {
    Verb,
    Noun,
    Adjective,
}

/// A lemma with the words that must stand by it: particles after a verb, modifiers before a noun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lemma {
    /// The head word.
    pub head: Box<str>,
    /// The others, in order: before a noun, after a verb.
    pub others: Vec<Box<str>>,
    /// What a verb is hyphened to ("**tear**-gas").
    pub hyphened: Option<Box<str>>,
    /// What follows a noun ("motion **of no confidence**").
    pub after: Vec<Box<str>>,
}

/// Where in the parse a party stands. `data/README.md` defines each.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "defined in data/README.md")]
pub enum Slot {
    Subject,
    Object,
    IndirectObject,
    Possessor,
    Adjective,
    /// Whoever says the words, where they are said.
    Speaker,
    /// Object of this preposition.
    Prep(Box<str>),
    /// The subject of the clause that the word governs: "hoped that **Norway** would pay".
    Clause,
    /// Whoever stands in what it is done for: "gave money to rebuild schools in **Chad**".
    Purpose,
    /// That slot of the object noun.
    OfObject(Box<Slot>),
    /// Operators only: the inner event's sources.
    InnerSource,
    /// Operators only: the inner event's targets.
    InnerTarget,
}

/// As written in an entry: `subj`, `obj.on`.
impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Slot::Subject => "subj",
            Slot::Object => "obj",
            Slot::IndirectObject => "iobj",
            Slot::Possessor => "poss",
            Slot::Adjective => "adj",
            Slot::Speaker => "speaker",
            Slot::Clause => "clause",
            Slot::Purpose => "purpose",
            Slot::InnerSource => "inner.source",
            Slot::InnerTarget => "inner.target",
            Slot::Prep(prep) => prep,
            Slot::OfObject(inner) => return write!(f, "obj.{inner}"),
        })
    }
}

/// A condition: this side must be filled by such a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// `source`, `target` or `object`.
    pub side: Side,
    /// What must stand there.
    pub party: PartyType,
}

/// Sides of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the definition")]
pub enum Side {
    Source,
    Target,
    Object,
}

/// Kinds of party. `data/README.md` defines each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "defined in data/README.md")]
pub enum PartyType {
    Actor,
    State,
    Armed,
    People,
    Thing,
}

/// A sentence that must give an act, with its parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Without marks.
    pub text: String,
    /// Byte ranges of the parties marked `[…]`.
    pub sources: Vec<(usize, usize)>,
    /// Byte ranges of the parties marked `{…}`.
    pub targets: Vec<(usize, usize)>,
}

/// Reads `languages/en/events/*.toml`.
pub(crate) fn acts(files: &Files, classes: &BTreeMap<String, Class>) -> Result<Vec<Act>, Error> {
    let folder = "languages/en/events/";
    let mut acts = Vec::new();
    for (name, text) in
        files.range(folder.to_owned()..).take_while(|(name, _)| name.starts_with(folder))
    {
        let read: ActFile = toml::from_str(text).map_err(|e| toml_error(name, text, &e))?;
        if read.schema != "detente.acts/1" {
            return Err(wrong(name, text, "", &format!("unknown schema {}", read.schema)));
        }
        let class = classes.get(&read.class).ok_or_else(|| {
            wrong(name, text, "", &format!("no events/{}.toml defines this class", read.class))
        })?;
        let mut ids = std::collections::BTreeSet::new();
        let lines = lines_of_ids(text);
        for row in read.acts {
            if !ids.insert(row.id.clone()) {
                return Err(wrong(name, text, &row.id, "stands here twice"));
            }
            let id = row.id.clone();
            let at = origin(name, &lines, &id);
            acts.push(act(row, at, class).map_err(|message| wrong(name, text, &id, &message))?);
        }
    }
    Ok(acts)
}

/// Acts by part of speech and head word.
pub(crate) fn index(acts: &[Act]) -> FxHashMap<(TriggerPos, Box<str>), Vec<u32>> {
    let mut index: FxHashMap<_, Vec<u32>> = FxHashMap::default();
    for (act, i) in acts.iter().zip(0..) {
        for trigger in &act.triggers {
            let rows = index.entry((act.pos, trigger.head.clone())).or_default();
            if rows.last() != Some(&i) {
                rows.push(i);
            }
        }
    }
    index
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActFile {
    schema: String,
    class: String,
    #[serde(rename = "language")]
    _language: Option<String>,
    #[serde(default, rename = "act")]
    acts: Vec<ActRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActRow {
    id: String,
    #[serde(default)]
    verb: Vec<String>,
    #[serde(default)]
    noun: Vec<String>,
    #[serde(default)]
    adj: Vec<String>,
    #[serde(default)]
    subject: Vec<String>,
    #[serde(default)]
    object: Vec<String>,
    #[serde(default)]
    with: Vec<String>,
    source: Option<Vec<String>>,
    target: Option<Vec<String>>,
    #[serde(default)]
    reciprocal: bool,
    #[serde(default)]
    needs: Vec<String>,
    mode: Option<String>,
    cameo: String,
    #[serde(default)]
    contexts: Vec<String>,
    #[serde(default)]
    lasting: bool,
    confidence: Option<f32>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

fn act(row: ActRow, at: Origin, class: &Class) -> Result<Act, String> {
    let (pos, words) = match (row.verb.is_empty(), row.noun.is_empty(), row.adj.is_empty()) {
        (false, true, true) => (TriggerPos::Verb, &row.verb),
        (true, false, true) => (TriggerPos::Noun, &row.noun),
        (true, true, false) => (TriggerPos::Adjective, &row.adj),
        _ => return Err("exactly one of verb, noun and adj must be given".to_owned()),
    };
    if pos == TriggerPos::Noun && !row.object.is_empty() {
        return Err("a noun has no object; use with".to_owned());
    }
    if pos != TriggerPos::Verb && !row.subject.is_empty() {
        return Err("only a verb has a subject".to_owned());
    }
    if let Some(mode) =
        row.mode.as_ref().filter(|mode| !class.modes.iter().any(|m| m.name == **mode))
    {
        return Err(format!("{} has no mode {mode}", class.class));
    }
    let default_target: &[&str] = match pos {
        TriggerPos::Verb => &["obj"],
        TriggerPos::Noun => &["on", "against"],
        TriggerPos::Adjective => &["of"],
    };
    Ok(Act {
        rule: format!("en.{}.{}", class.class.to_lowercase(), row.id).into(),
        at,
        class: class.class.as_str().into(),
        pos,
        triggers: words.iter().map(|w| lemma(w, pos)).collect(),
        subjects: row.subject.iter().map(|w| lemma(w, TriggerPos::Noun)).collect(),
        objects: row.object.iter().map(|w| lemma(w, TriggerPos::Noun)).collect(),
        with: row.with.iter().map(|w| complement(w)).collect::<Result<_, _>>()?,
        source: slots(row.source, &["subj"])?,
        target: slots(row.target, default_target)?,
        reciprocal: row.reciprocal,
        needs: row.needs.iter().map(|n| need(n)).collect::<Result<_, _>>()?,
        mode: row.mode.map(Into::into),
        cameo: row.cameo.into(),
        contexts: row.contexts.into_iter().map(Into::into).collect(),
        lasting: row.lasting,
        confidence: row.confidence.unwrap_or(0.8),
        yes: row.yes.iter().map(|s| example(s)).collect::<Result<_, _>>()?,
        no: row.no.iter().map(|s| example(s).map(|e| e.text)).collect::<Result<_, _>>()?,
    })
}

/// "carry out": the verb comes first; "air strike": the noun comes last.
pub(crate) fn lemma(words: &str, pos: TriggerPos) -> Lemma {
    let words = words.trim().to_lowercase();
    let split = |w: &str| {
        w.split([' ', '-']).filter(|w| !w.is_empty()).map(Box::from).collect::<Vec<Box<str>>>()
    };
    if pos == TriggerPos::Noun {
        let (noun, after) = words
            .split_once(" of ")
            .map_or((words.as_str(), None), |(n, a)| (n, Some(format!("of {a}"))));
        let mut others = split(noun);
        let head = others.pop().unwrap_or_default();
        return Lemma {
            head,
            others,
            hyphened: None,
            after: after.map(|a| split(&a)).unwrap_or_default(),
        };
    }
    let mut others: Vec<Box<str>> = words.split_whitespace().map(Box::from).collect();
    let head = if others.is_empty() { Box::default() } else { others.remove(0) };
    match head.split_once('-') {
        Some((before, verb)) => {
            Lemma { head: verb.into(), others, hyphened: Some(before.into()), after: Vec::new() }
        }
        None => Lemma { head, others, hyphened: None, after: Vec::new() },
    }
}

/// `"into/in: custody | detention"`.
fn complement(cell: &str) -> Result<(Vec<Box<str>>, Vec<Lemma>), String> {
    let (preps, words) =
        cell.split_once(':').ok_or_else(|| format!("with: {cell:?} has no colon"))?;
    let words = words.trim();
    let lemmas = match words {
        "*" => Vec::new(),
        _ => words.split('|').map(|w| lemma(w, TriggerPos::Noun)).collect(),
    };
    Ok((preps.trim().split('/').map(Box::from).collect(), lemmas))
}

fn slots(cells: Option<Vec<String>>, default: &[&str]) -> Result<Vec<Slot>, String> {
    match cells {
        Some(cells) => cells.iter().map(|c| slot(c)).collect(),
        None => default.iter().map(|c| slot(c)).collect(),
    }
}

pub(crate) fn slot(cell: &str) -> Result<Slot, String> {
    Ok(match cell.trim() {
        "subj" => Slot::Subject,
        "obj" => Slot::Object,
        "iobj" => Slot::IndirectObject,
        "poss" => Slot::Possessor,
        "adj" => Slot::Adjective,
        "speaker" => Slot::Speaker,
        "clause" => Slot::Clause,
        "purpose" => Slot::Purpose,
        "inner.source" => Slot::InnerSource,
        "inner.target" => Slot::InnerTarget,
        other => match other.split_once('.') {
            Some(("obj", inner)) => Slot::OfObject(Box::new(slot(inner)?)),
            Some(_) => return Err(format!("unknown slot {other}")),
            None if other.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                && !other.is_empty() =>
            {
                Slot::Prep(Box::from(other))
            }
            None => return Err(format!("unknown slot {other}")),
        },
    })
}

fn need(cell: &str) -> Result<Need, String> {
    let (side, party) =
        cell.split_once(':').ok_or_else(|| format!("needs: {cell:?} has no colon"))?;
    let side = match side.trim() {
        "source" => Side::Source,
        "target" => Side::Target,
        "object" => Side::Object,
        other => return Err(format!("needs: unknown side {other}")),
    };
    let party = match party.trim() {
        "actor" => PartyType::Actor,
        "state" => PartyType::State,
        "armed" => PartyType::Armed,
        "people" => PartyType::People,
        "thing" => PartyType::Thing,
        other => return Err(format!("needs: unknown type {other}")),
    };
    Ok(Need { side, party })
}

/// Takes the marks out of an example.
pub(crate) fn example(marked: &str) -> Result<Example, String> {
    let mut out = Example { text: String::new(), sources: Vec::new(), targets: Vec::new() };
    let mut open: Vec<(char, usize)> = Vec::new();
    for c in marked.chars() {
        match c {
            '[' | '{' => open.push((c, out.text.len())),
            ']' | '}' => {
                let (opened, start) =
                    open.pop().ok_or_else(|| format!("unmatched {c} in {marked:?}"))?;
                let side = if opened == '[' { &mut out.sources } else { &mut out.targets };
                side.push((start, out.text.len()));
            }
            _ => out.text.push(c),
        }
    }
    if open.is_empty() { Ok(out) } else { Err(format!("unclosed mark in {marked:?}")) }
}

/// The line of each `id = "…"` in a file, from 1.
pub(crate) fn lines_of_ids(text: &str) -> HashMap<&str, usize> {
    let mut lines = HashMap::new();
    for (line, n) in text.lines().zip(1..) {
        if let Some(rest) = line.strip_prefix("id = \"") {
            lines.insert(rest.split('"').next().unwrap_or(rest), n);
        }
    }
    lines
}

/// Where the entry with an id stands.
pub(crate) fn origin(file: &str, lines: &HashMap<&str, usize>, id: &str) -> Origin {
    Origin { file: file.into(), line: lines.get(id).copied().unwrap_or(1) }
}

/// An error about one act, with the line of its id.
fn wrong(file: &str, text: &str, id: &str, message: &str) -> Error {
    let needle = format!("id = \"{id}\"");
    let line = text.find(&needle).map_or(1, |at| text[..at].matches('\n').count() + 1);
    let message = if id.is_empty() { message.to_owned() } else { format!("act {id}: {message}") };
    Error::new(ErrorKind::Lexicon, message)
        .in_file(file)
        .at_line(line)
        .hint("data/README.md describes the keys of an act")
}
