//! Words that tell when an article was written: what stands before a title, and how offices are called.

use crate::lexicon::file;
use crate::lexicon::files::Files;
use crate::lexicon::table::Table;
use crate::model::Date;
use crate::model::Error;
use std::collections::HashMap;

/// What a word says of the title or time beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DatingKind {
    /// The office is over: "former".
    Former,
    /// The office is yet to come: "incoming".
    Coming,
    /// Another office: "deputy".
    Other,
    /// No real office: "a President Smith".
    Unreal,
    /// What follows may be long past: "under President Smith".
    Background,
    /// The time beside the verb lies ahead although it looks past: "scheduled for 2024".
    Planned,
    /// Another name of offices, which the value gives, parted by `|`.
    Office,
    /// Another spelling of a word of an office, which the value gives.
    Spelling,
    /// A name, as it is written, that nobody used before the day in the value.
    Coined,
    /// A verb by which somebody holds the highest office: "rule".
    Rule,
    /// A noun after "in" that says so: "power".
    Power,
    /// A day of the year, by month and day, that has been the name of what happened on it since the day in the value.
    Memorial,
}

const KINDS: [(&str, DatingKind); 12] = [
    ("background", DatingKind::Background),
    ("coined", DatingKind::Coined),
    ("coming", DatingKind::Coming),
    ("former", DatingKind::Former),
    ("memorial", DatingKind::Memorial),
    ("office", DatingKind::Office),
    ("other", DatingKind::Other),
    ("planned", DatingKind::Planned),
    ("power", DatingKind::Power),
    ("rule", DatingKind::Rule),
    ("spelling", DatingKind::Spelling),
    ("unreal", DatingKind::Unreal),
];

/// Values by kind and phrase (lower case).
pub(crate) type DatingWords = HashMap<(DatingKind, Box<str>), Box<str>>;

/// Reads `dating.tsv`.
pub(crate) fn dating(files: &Files) -> Result<DatingWords, Error> {
    let name = "languages/en/dating.tsv";
    let table = Table::read(name, file(files, name)?, &["kind", "phrase", "value"])?;
    let mut out = DatingWords::new();
    for row in table.rows() {
        let kind = row.need("kind")?;
        let (_, kind) = KINDS
            .into_iter()
            .find(|(name, _)| *name == kind)
            .ok_or_else(|| row.wrong(&format!("unknown kind {kind}")))?;
        let value = row.need("value")?;
        let is_day = kind == DatingKind::Coined;
        if is_day && value.parse::<Date>().is_err() {
            return Err(row.wrong(&format!("value {value:?} is no day")));
        }
        out.insert((kind, Box::from(row.need("phrase")?)), Box::from(value));
    }
    Ok(out)
}
