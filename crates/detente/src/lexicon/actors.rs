//! Countries, organizations and people with their terms of office.

use crate::lexicon::file;
use crate::lexicon::files::Files;
use crate::lexicon::table::Row;
use crate::lexicon::table::Table;
use crate::lexicon::table::Text;
use crate::lexicon::table::alternatives;
use crate::lexicon::table::part;
use crate::model::Date;
use crate::model::Error;
use rustc_hash::FxHashMap;

/// A state or territory that acts.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-3, or CAMEO code of a former state.
    pub code: Text,
    /// Usual name.
    pub name: Text,
    /// All names, the usual one first.
    pub names: Vec<Text>,
    /// "French".
    pub adjectives: Vec<Text>,
    /// "Frenchman", "French".
    pub demonyms: Vec<Text>,
    /// Names of the capital.
    pub capitals: Vec<Text>,
    /// Metonyms of its organs, with the sector each stands for.
    pub seats: Vec<(Text, Text)>,
    /// The seats whose names other states use too ("Congress"): theirs only where the text speaks of this state, or of none.
    pub shared_seats: Vec<u16>,
    /// First day of its existence, if bounded.
    pub from: Option<Date>,
    /// First day after its existence, if bounded.
    pub to: Option<Date>,
    /// Reference point, degrees north and east (WGS 84).
    pub point: Option<(f32, f32)>,
    /// GeoNames id.
    pub geonames: Option<u64>,
    /// Wikidata id.
    pub wikidata: Option<Text>,
}

/// An organization of any kind.
#[derive(Clone, Debug)]
pub struct Organization {
    /// `org.united-nations`.
    pub id: Text,
    /// Usual name.
    pub name: Text,
    /// All names, the usual one first.
    pub names: Vec<Text>,
    /// Actor code: `IGOUNO`.
    pub code: Text,
    /// Country, where it has one.
    pub country: Option<Text>,
    /// Sectors, the primary one first.
    pub sectors: Vec<Text>,
    /// `igo ngo company media armed party court agency union religious other`.
    pub kind: Text,
    /// First day of its existence, or of its standing under this code.
    pub from: Option<Date>,
    /// First day after it.
    pub to: Option<Date>,
    /// Wikidata id.
    pub wikidata: Option<Text>,
}

impl Organization {
    /// Whether it existed, as far as is known, on a day.
    pub fn exists(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }
}

/// A person's term in an office.
#[derive(Clone, Debug)]
pub struct Term {
    /// Usual full name.
    pub name: Text,
    /// All full names, the usual one first.
    pub names: Vec<Text>,
    /// Country, where the office is a country's.
    pub country: Option<Text>,
    /// Sectors; for heads of organizations the organization's code.
    pub sectors: Vec<Text>,
    /// `prime minister`.
    pub office: Text,
    /// First day.
    pub from: Option<Date>,
    /// First day after; `None` is open or unknown.
    pub to: Option<Date>,
    /// Wikidata id.
    pub wikidata: Option<Text>,
    /// Whether the row is from memory: it may rank who is meant, and rules nobody out.
    pub unsourced: bool,
    /// Until when an end would be known.
    pub valid_as_of: Option<Date>,
    /// How well known the holders of such an office are by surname alone: 1 everywhere, 2 at home, 3 hardly.
    pub rank: u8,
    /// Whether the last day is from memory.
    pub end_unsourced: bool,
    /// How many days the ends of the term may be wrong by, as its source tells them.
    pub slack_days: i64,
}

/// Whether somebody held an office on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holding {
    /// As far as the row goes.
    Held,
    /// The term is open, and the row is older than the day.
    Unknown,
    /// The day lies outside the term.
    Outside,
}

impl Term {
    /// Whether a day does not lie outside the term; an open term may have ended unseen.
    pub fn covers(&self, day: Date) -> bool {
        self.holding(day) != Holding::Outside
    }

    /// What the row says of a day.
    pub fn holding(&self, day: Date) -> Holding {
        if self.from.is_some_and(|from| day < from) || self.to.is_some_and(|to| to <= day) {
            Holding::Outside
        } else if self.to.is_none() && self.valid_as_of.is_some_and(|seen| seen < day) {
            Holding::Unknown
        } else {
            Holding::Held
        }
    }

    /// Whether two terms are one person's.
    pub fn same_person(&self, other: &Term) -> bool {
        self.name == other.name || self.wikidata.is_some() && self.wikidata == other.wikidata
    }
}

/// Where memory stands beside a list, the list vouches for an end that it could have seen.
fn is_end_unsourced(sources: &[&str], end: Option<Date>) -> bool {
    const SEEN: [(&str, i16); 2] = [("wikidata", 2022), ("reign", 2021)];
    let vouched =
        |end: Date| SEEN.iter().any(|(list, until)| sources.contains(list) && end.year() < *until);
    sources.contains(&"unsourced") && !end.is_some_and(vouched)
}

/// REIGN has months, and the leader in fact, whose office may begin or end some weeks off;
/// the factbook may give the beginning of the latest of several terms.
fn slack_days(sources: &[&str]) -> i64 {
    if sources.contains(&"wikidata") {
        2
    } else if sources.iter().all(|s| s.starts_with("factbook")) {
        5 * 366
    } else if sources.contains(&"reign") {
        31
    } else {
        2
    }
}

const KINDS: [&str; 11] = [
    "agency",
    "armed",
    "company",
    "court",
    "igo",
    "media",
    "ngo",
    "other",
    "party",
    "religious",
    "union",
];

/// PLOVER 2.0 sectors, and what may stand in place of a country.
pub(crate) const SECTORS: [&str; 28] = [
    "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "JRN", "JUD", "LAB", "LEG", "MED",
    "MIL", "OPP", "PRE", "PRM", "PTY", "REB", "REF", "REL", "SOC", "SPY", "UAF", "UNK", "MNC",
    "NGO", "IGO",
];

/// Reads `actors/countries.tsv`.
pub(crate) fn countries(files: &Files) -> Result<Vec<Country>, Error> {
    let name = "actors/countries.tsv";
    let table = Table::read(
        name,
        file(files, name)?,
        &["code", "name", "names", "adjectives", "demonyms", "capital"],
    )?;
    table.rows().map(country).collect()
}

fn country(row: Row<'_>) -> Result<Country, Error> {
    let lat: Option<f32> = row.number("lat")?;
    let lon: Option<f32> = row.number("lon")?;
    Ok(Country {
        code: row.keep(row.need("code")?),
        name: row.keep(row.need("name")?),
        names: names(row)?,
        adjectives: row.texts("adjectives"),
        demonyms: row.texts("demonyms"),
        capitals: row.texts("capital"),
        seats: row.list("seats").into_iter().map(|cell| seat(row, cell)).collect(),
        shared_seats: shared(row),
        from: date(row, "from")?,
        to: date(row, "to")?,
        point: lat.zip(lon),
        geonames: row.number("geonames")?,
        wikidata: row.optional("wikidata"),
    })
}

/// `Congress=LEG?`: the numbers of the seats whose names other states use too.
fn shared(row: Row<'_>) -> Vec<u16> {
    let seats = row.list("seats");
    seats.iter().zip(0..).filter(|(cell, _)| cell.ends_with('?')).map(|(_, k)| k).collect()
}

/// `Pentagon=MIL`; an organ with no sector is the government.
fn seat(row: Row<'_>, cell: &str) -> (Text, Text) {
    let cell = cell.trim_end_matches('?');
    let (name, sector) = cell.split_once('=').unwrap_or((cell, "GOV"));
    (row.keep(name), row.keep(sector))
}

/// Reads `actors/organizations.tsv`.
pub(crate) fn organizations(files: &Files) -> Result<Vec<Organization>, Error> {
    let name = "actors/organizations.tsv";
    let table = Table::read(
        name,
        file(files, name)?,
        &["id", "name", "names", "code", "country", "sectors", "kind"],
    )?;
    table.rows().map(organization).collect()
}

fn organization(row: Row<'_>) -> Result<Organization, Error> {
    let kind = row.need("kind")?;
    if !KINDS.contains(&kind) {
        return Err(row.wrong(&format!("unknown kind {kind}")));
    }
    Ok(Organization {
        id: row.keep(row.need("id")?),
        name: row.keep(row.need("name")?),
        names: names(row)?,
        code: row.keep(row.need("code")?),
        country: row.optional("country"),
        sectors: row.texts("sectors"),
        kind: row.keep(kind),
        from: date(row, "from")?,
        to: date(row, "to")?,
        wikidata: row.optional("wikidata"),
    })
}

/// Ranks of offices: the first pattern that fits, where `*` stands for anything after it.
type Ranks = Vec<(Box<str>, u8)>;

/// Reads `actors/ranks.tsv`.
fn ranks(files: &Files) -> Result<Ranks, Error> {
    let name = "actors/ranks.tsv";
    let table = Table::read(name, file(files, name)?, &["office", "rank"])?;
    let rank = |row: Row<'_>| {
        let rank = row.number("rank")?.ok_or_else(|| row.wrong("no rank"))?;
        Ok((Box::from(row.need("office")?), rank))
    };
    table.rows().map(rank).collect()
}

fn rank_of(office: &str, ranks: &Ranks) -> u8 {
    let fits = |pattern: &str| match pattern.strip_suffix('*') {
        Some(start) => office.starts_with(start),
        None => office == pattern,
    };
    ranks.iter().find(|(pattern, _)| fits(pattern)).map_or(2, |(_, rank)| *rank)
}

/// Reads `actors/people.tsv`.
pub(crate) fn people(files: &Files) -> Result<Vec<Term>, Error> {
    let ranks = ranks(files)?;
    let name = "actors/people.tsv";
    let table = Table::read(
        name,
        file(files, name)?,
        &["name", "names", "country", "sectors", "office", "from", "to"],
    )?;
    table.rows().map(|row| term(row, &ranks)).collect()
}

fn term(row: Row<'_>, ranks: &Ranks) -> Result<Term, Error> {
    let term = Term {
        name: row.keep(row.need("name")?),
        names: names(row)?,
        country: row.optional("country"),
        sectors: row.texts("sectors"),
        office: row.text("office"),
        from: date(row, "from")?,
        to: date(row, "to")?,
        wikidata: row.optional("wikidata"),
        unsourced: row.get("source") == "unsourced",
        valid_as_of: date(row, "valid_as_of")?,
        rank: rank_of(row.get("office"), ranks),
        end_unsourced: is_end_unsourced(&row.list("source"), date(row, "to")?),
        slack_days: slack_days(&row.list("source")),
    };
    match (term.from, term.to) {
        (Some(from), Some(to)) if to <= from => Err(row.wrong("the term ends before it begins")),
        _ => Ok(term),
    }
}

/// Last words of names, for "Putin" after "Vladimir Putin".
pub(crate) fn surnames(people: &[Term]) -> FxHashMap<Text, Vec<u32>> {
    let mut index: FxHashMap<Text, Vec<u32>> = FxHashMap::default();
    for (term, i) in people.iter().zip(0..) {
        for name in &term.names {
            if let Some((_, surname)) = name.rsplit_once(' ') {
                let rows = index.entry(part(name, surname)).or_default();
                if rows.last() != Some(&i) {
                    rows.push(i);
                }
            }
        }
    }
    index
}

/// Terms by country and office.
pub(crate) fn holders(people: &[Term]) -> FxHashMap<(Text, Text), Vec<u32>> {
    let mut index: FxHashMap<_, Vec<u32>> = FxHashMap::default();
    for (term, i) in people.iter().zip(0..) {
        let country = term.country.clone().unwrap_or_default();
        index.entry((country, term.office.clone())).or_default().push(i);
    }
    index
}

fn names(row: Row<'_>) -> Result<Vec<Text>, Error> {
    let mut names = vec![row.keep(row.need("name")?)];
    for other in alternatives(row.get("names")) {
        if !names.iter().any(|name| *name == other) {
            names.push(row.keep(other));
        }
    }
    Ok(names)
}

/// A day, a month (its first day) or a year (its first day).
pub(crate) fn date(row: Row<'_>, column: &str) -> Result<Option<Date>, Error> {
    let cell = row.get(column);
    if cell.is_empty() {
        return Ok(None);
    }
    match day(cell.as_bytes()) {
        Some(day) => Ok(Some(day)),
        None => Err(row.wrong(&format!("{column}: {cell:?} is no date"))),
    }
}

/// `2021`, `2021-12` or `2021-12-08`.
fn day(cell: &[u8]) -> Option<Date> {
    let number = |digits: &[u8]| {
        let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
        is_number.then(|| digits.iter().fold(0, |n, digit| n * 10 + i16::from(digit - b'0')))
    };
    let dashes = |at: &[usize]| at.iter().all(|&at| cell[at] == b'-');
    let (month, day) = match cell.len() {
        4 => (1, 1),
        7 if dashes(&[4]) => (number(&cell[5..7])?, 1),
        10 if dashes(&[4, 7]) => (number(&cell[5..7])?, number(&cell[8..10])?),
        _ => return None,
    };
    Date::new(number(&cell[..4])?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_months_or_years() {
        let shown = |cell: &str| day(cell.as_bytes()).map(|day| day.to_string());
        assert_eq!(shown("2021-12-08").as_deref(), Some("2021-12-08"));
        assert_eq!(shown("2021-12").as_deref(), Some("2021-12-01"));
        assert_eq!(shown("2021").as_deref(), Some("2021-01-01"));
        for cell in ["21", "2021-", "2021-13", "2021-02-30", "2021/12/08", "2021-1-1", "+021"] {
            assert_eq!(shown(cell), None, "{cell}");
        }
    }
}
