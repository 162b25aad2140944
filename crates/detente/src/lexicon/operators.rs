//! Words that act on an event: agree to, refuse to, deny, urge, fail to, stop, plan to.

use crate::lexicon::acts::Lemma;
use crate::lexicon::acts::Origin;
use crate::lexicon::acts::Slot;
use crate::lexicon::acts::TriggerPos;
use crate::lexicon::acts::lemma;
use crate::lexicon::acts::lines_of_ids;
use crate::lexicon::acts::origin;
use crate::lexicon::acts::slot;
use crate::lexicon::classes::Class;
use crate::lexicon::classes::toml_error;
use crate::lexicon::file;
use crate::lexicon::files::Files;
use crate::model::Error;
use crate::model::ErrorKind;
use crate::model::Stance;
use crate::model::Status;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;

/// A word that takes an event as its complement.
#[derive(Clone, Debug)]
pub struct Operator {
    /// `en.operator.refuse`.
    pub rule: Box<str>,
    /// Where it is written.
    pub at: Origin,
    /// Part of speech.
    pub pos: TriggerPos,
    /// The words.
    pub triggers: Vec<Lemma>,
    /// Where the inner event stands.
    pub complements: Vec<Complement>,
    /// The event that the operator is itself, by the inner event's class (`*` for any other); empty if it is none.
    pub codes: BTreeMap<Box<str>, Code>,
    /// What becomes of the inner event; `None` leaves it as it is.
    pub inner: Option<Status>,
    /// What becomes of the inner event under negation ("did not refuse"); `None` is `Speculated`.
    pub inner_if_negated: Option<Status>,
    /// The stance of the operator's subject towards the inner event.
    pub stance: Option<Stance>,
    /// Whom the operator's own event is done to, in order of preference.
    pub target: Vec<Slot>,
    /// Whether the subject of the inner clause is the operator's subject even where there is an object ("promised Norway to").
    pub subject_control: bool,
    /// Whether several who do it and name no other party do it with each other ("Chad and Niger agreed to meet").
    pub mutual: bool,
    /// Whether it is an event even where the inner act is unknown.
    pub alone: bool,
    /// Nouns of what was said already and stays said, whatever the operator does: a rejected **call** was made.
    pub spares: Vec<Box<str>>,
    /// Whether an object that the reader knows of stays what it is: who opposes **the** invasion does not undo it.
    pub definite_stays: bool,
    /// How often it is right, 0 to 1.
    pub confidence: f32,
}

/// Where an operator's inner event stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Complement {
    /// A finite or infinitive clause.
    Clause,
    /// An infinitive clause only ("warned Norway **not to**"), no finite one.
    Infinitive,
    /// A gerund clause only ("opposed **sending** troops").
    Gerund,
    /// An infinitive without a subject of its own: what one wants to do oneself. Comes before `Clause`.
    Own,
    /// The deep object, a nominal event.
    Object,
    /// The subject, a nominal event ("talks failed").
    Subject,
    /// Object of this preposition, nominal or gerund.
    Prep(Box<str>),
}

/// Class, mode and code of an operator's own event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// PLOVER class or `COMMENT`.
    pub class: Box<str>,
    /// Mode.
    pub mode: Option<Box<str>>,
    /// CAMEO code.
    pub cameo: Box<str>,
}

/// What a support verb does to the noun it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// The doer is the verb's subject ("carried out an attack").
    Doer,
    /// The one it is done to is the verb's subject ("came under attack").
    Undergoer,
}

/// `operators.toml` as read.
pub(crate) struct OperatorFile {
    pub(crate) operators: Vec<Operator>,
    pub(crate) support: HashMap<Box<str>, Support>,
    pub(crate) instruments: HashSet<Box<str>>,
}

/// Reads `languages/en/operators.toml`.
pub(crate) fn operators(
    files: &Files,
    classes: &BTreeMap<String, Class>,
) -> Result<OperatorFile, Error> {
    let name = "languages/en/operators.toml";
    let text = file(files, name)?;
    let read: Toml = toml::from_str(text).map_err(|e| toml_error(name, text, &e))?;
    let mut codes = BTreeMap::new();
    for (table, rows) in &read.codes {
        codes.insert(
            table.as_str(),
            code_table(rows, classes).map_err(|m| wrong(name, text, table, &m))?,
        );
    }
    let lines = lines_of_ids(text);
    let operators = read
        .operators
        .into_iter()
        .map(|row| {
            let id = row.id.clone();
            let at = origin(name, &lines, &id);
            operator(row, at, &codes).map_err(|message| wrong(name, text, &id, &message))
        })
        .collect::<Result<_, _>>()?;
    let doers = read.support.doer.iter().map(|w| (Box::from(w.as_str()), Support::Doer));
    let undergoers =
        read.support.undergoer.iter().map(|w| (Box::from(w.as_str()), Support::Undergoer));
    Ok(OperatorFile {
        operators,
        support: doers.chain(undergoers).collect(),
        instruments: read.instruments.words.iter().map(|w| Box::from(w.as_str())).collect(),
    })
}

/// Operators by part of speech and head word.
pub(crate) fn index(operators: &[Operator]) -> FxHashMap<(TriggerPos, Box<str>), Vec<u32>> {
    let mut index: FxHashMap<_, Vec<u32>> = FxHashMap::default();
    for (operator, i) in operators.iter().zip(0..) {
        for trigger in &operator.triggers {
            let rows = index.entry((operator.pos, trigger.head.clone())).or_default();
            if rows.last() != Some(&i) {
                rows.push(i);
            }
        }
    }
    index
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Toml {
    #[serde(rename = "schema")]
    _schema: String,
    support: SupportRow,
    instruments: Words,
    codes: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(rename = "operator")]
    operators: Vec<OperatorRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SupportRow {
    doer: Vec<String>,
    undergoer: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OperatorRow {
    id: String,
    #[serde(default)]
    verb: Vec<String>,
    #[serde(default)]
    noun: Vec<String>,
    #[serde(default)]
    adj: Vec<String>,
    complement: Vec<String>,
    codes: Option<String>,
    inner: Option<String>,
    if_negated: Option<String>,
    stance: Option<String>,
    #[serde(default)]
    target: Vec<String>,
    #[serde(default)]
    subject_control: bool,
    #[serde(default)]
    mutual: bool,
    #[serde(default)]
    alone: bool,
    #[serde(default)]
    spares: Vec<String>,
    #[serde(default)]
    definite_stays: bool,
    confidence: Option<f32>,
}

fn operator(
    row: OperatorRow,
    at: Origin,
    codes: &BTreeMap<&str, BTreeMap<Box<str>, Code>>,
) -> Result<Operator, String> {
    let (pos, words) = match (row.verb.is_empty(), row.noun.is_empty(), row.adj.is_empty()) {
        (false, true, true) => (TriggerPos::Verb, &row.verb),
        (true, false, true) => (TriggerPos::Noun, &row.noun),
        (true, true, false) => (TriggerPos::Adjective, &row.adj),
        _ => return Err("exactly one of verb, noun and adj must be given".to_owned()),
    };
    let status = |cell: Option<String>| match cell {
        Some(cell) => {
            Status::from_str(&cell).map(Some).ok_or_else(|| format!("unknown status {cell}"))
        }
        None => Ok(None),
    };
    let stance = match row.stance {
        Some(cell) => {
            Some(Stance::from_str(&cell).ok_or_else(|| format!("unknown stance {cell}"))?)
        }
        None => None,
    };
    let codes = match row.codes {
        Some(table) => {
            codes.get(table.as_str()).ok_or_else(|| format!("no table codes.{table}"))?.clone()
        }
        None => BTreeMap::new(),
    };
    Ok(Operator {
        rule: format!("en.operator.{}", row.id).into(),
        at,
        pos,
        triggers: words.iter().map(|w| lemma(w, pos)).collect(),
        complements: row.complement.iter().map(|c| complement(c)).collect(),
        codes,
        inner: status(row.inner)?,
        inner_if_negated: status(row.if_negated)?,
        stance,
        target: row.target.iter().map(|c| slot(c)).collect::<Result<_, _>>()?,
        subject_control: row.subject_control,
        mutual: row.mutual,
        alone: row.alone,
        spares: row.spares.into_iter().map(Into::into).collect(),
        definite_stays: row.definite_stays,
        confidence: row.confidence.unwrap_or(0.8),
    })
}

fn complement(cell: &str) -> Complement {
    match cell {
        "clause" => Complement::Clause,
        "inf" => Complement::Infinitive,
        "gerund" => Complement::Gerund,
        "own" => Complement::Own,
        "obj" => Complement::Object,
        "subj" => Complement::Subject,
        prep => Complement::Prep(Box::from(prep)),
    }
}

/// `AID = "REJECT/assist 122"`.
fn code_table(
    rows: &BTreeMap<String, String>,
    classes: &BTreeMap<String, Class>,
) -> Result<BTreeMap<Box<str>, Code>, String> {
    let mut table = BTreeMap::new();
    for (inner, cell) in rows {
        if inner != "*" && !classes.contains_key(inner) {
            return Err(format!("unknown class {inner}"));
        }
        let (class, cameo) =
            cell.split_once(' ').ok_or_else(|| format!("{cell:?} is not CLASS/mode code"))?;
        let (class, mode) = class.split_once('/').map_or((class, None), |(c, m)| (c, Some(m)));
        let known = classes.get(class).ok_or_else(|| format!("unknown class {class}"))?;
        if let Some(mode) = mode.filter(|mode| !known.modes.iter().any(|m| m.name == **mode)) {
            return Err(format!("{class} has no mode {mode}"));
        }
        table.insert(
            Box::from(inner.as_str()),
            Code { class: Box::from(class), mode: mode.map(Box::from), cameo: Box::from(cameo) },
        );
    }
    Ok(table)
}

/// An error about one operator or table, with its line.
fn wrong(file: &str, text: &str, id: &str, message: &str) -> Error {
    let at = text.find(&format!("id = \"{id}\"")).or_else(|| text.find(&format!("[codes.{id}]")));
    let line = at.map_or(1, |at| text[..at].matches('\n').count() + 1);
    Error::new(ErrorKind::Lexicon, format!("{id}: {message}"))
        .in_file(file)
        .at_line(line)
        .hint("data/README.md describes the keys of an operator")
}
