//! The gazetteer.

use crate::lexicon::Country;
use crate::lexicon::file;
use crate::lexicon::files::Files;
use crate::lexicon::table::Row;
use crate::lexicon::table::Table;
use crate::lexicon::table::Text;
use crate::lexicon::table::alternatives;
use crate::lexicon::table::part;
use crate::model::Error;
use crate::model::PlaceLevel;
use rustc_hash::FxHashMap;
use std::collections::HashMap;

/// A place with coordinates.
#[derive(Clone, Debug)]
pub struct PlaceRow {
    /// GeoNames id, where known.
    pub geonames: Option<u64>,
    /// Usual name.
    pub name: Text,
    /// What else it is called, with `|` between.
    other_names: Text,
    /// ISO 3166-1 alpha-3.
    pub country: Option<Text>,
    /// First-level administrative area.
    pub admin1: Option<Text>,
    /// Degrees north and east (WGS 84).
    pub point: Option<(f32, f32)>,
    /// People.
    pub population: u64,
    /// Kind of place.
    pub level: PlaceLevel,
}

impl PlaceRow {
    /// All names, the usual one first.
    pub fn names(&self) -> impl Iterator<Item = Text> {
        let others = alternatives(&self.other_names).filter(|it| *it != self.name);
        [self.name.clone()].into_iter().chain(others.map(|it| part(&self.other_names, it)))
    }
}

impl PlaceWord {
    /// Whether its value has this word.
    pub fn says(&self, word: &str) -> bool {
        self.value.split('|').any(|v| v == word)
    }
}

/// Words that tell of places, by phrase in lower case.
pub(crate) type PlaceWords = HashMap<Box<str>, Vec<PlaceWord>>;

/// A word that tells of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceWord {
    /// What it tells.
    pub kind: PlaceWordKind,
    /// The country and name of the division that an abbreviation stands for (`USA|Kentucky`);
    /// of a kind, `name` where it belongs to the name when capitalised, and `division`, `county` or `town`, with `|` between;
    /// of a word before where, `sure` or `weak`; else empty.
    pub value: Box<str>,
}

/// What a word tells of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceWordKind {
    /// A preposition before where: "in", "near".
    Where,
    /// A road, last in its name: "street".
    Road,
    /// A road, before its number: "highway".
    NumberedRoad,
    /// What a place is, in or before its name: "county", "village".
    Kind,
    /// A part of a place, before its name: "north", "upper".
    Part,
    /// A body that is named for the place it serves: "police", "council".
    Body,
    /// An abbreviated division: "Ky.".
    Abbreviation,
    /// A word after which a name is no place: "mr.".
    Person,
    /// A thing named for a place, which is then none: "virus".
    Thing,
    /// A word that is seldom a place where it stands alone, though some place bears it.
    Word,
}

/// Reads `languages/en/places.tsv`.
pub(crate) fn words(files: &Files) -> Result<PlaceWords, Error> {
    let name = "languages/en/places.tsv";
    let table = Table::read(name, file(files, name)?, &["kind", "phrase", "value"])?;
    let mut out = PlaceWords::new();
    for row in table.rows() {
        let kind = word_kind(row)?;
        let word = PlaceWord { kind, value: Box::from(row.get("value")) };
        if kind == PlaceWordKind::Abbreviation && !word.value.contains('|') {
            return Err(row.wrong("an abbreviation needs a country and a name: USA|Kentucky"));
        }
        out.entry(Box::from(row.need("phrase")?)).or_default().push(word);
    }
    Ok(out)
}

fn word_kind(row: Row<'_>) -> Result<PlaceWordKind, Error> {
    Ok(match row.need("kind")? {
        "where" => PlaceWordKind::Where,
        "road" => PlaceWordKind::Road,
        "numbered" => PlaceWordKind::NumberedRoad,
        "kind" => PlaceWordKind::Kind,
        "part" => PlaceWordKind::Part,
        "body" => PlaceWordKind::Body,
        "abbreviation" => PlaceWordKind::Abbreviation,
        "person" => PlaceWordKind::Person,
        "thing" => PlaceWordKind::Thing,
        "word" => PlaceWordKind::Word,
        other => return Err(row.wrong(&format!("unknown kind {other}"))),
    })
}

/// Reads `places/points.tsv`: gives countries their reference points.
pub(crate) fn points(files: &Files, countries: &mut [Country]) -> Result<(), Error> {
    let name = "places/points.tsv";
    let table = Table::read(name, file(files, name)?, &["code", "lat", "lon"])?;
    for row in table.rows() {
        let code = row.need("code")?;
        let point = row.number("lat")?.zip(row.number("lon")?);
        if point.is_none() {
            return Err(row.wrong("a point needs lat and lon"));
        }
        // Codes with a point in them are divisions, which the gazetteer holds.
        if let Some(country) = countries.iter_mut().find(|c| &*c.code == code) {
            country.point = point;
        } else if !code.contains('.') {
            return Err(row.wrong(&format!("no country {code} in actors/countries.tsv")));
        }
    }
    Ok(())
}

/// Rows by their GeoNames id.
pub(crate) fn by_id(places: &[PlaceRow]) -> FxHashMap<u64, u32> {
    places.iter().zip(0..).filter_map(|(p, i)| Some((p.geonames?, i))).collect()
}

/// Reads `places/places.tsv`.
pub(crate) fn places(files: &Files) -> Result<Vec<PlaceRow>, Error> {
    let name = "places/places.tsv";
    let table = Table::read(
        name,
        file(files, name)?,
        &["geonames", "name", "names", "country", "lat", "lon", "level"],
    )?;
    table.rows().map(place).collect()
}

fn place(row: Row<'_>) -> Result<PlaceRow, Error> {
    let lat: Option<f32> = row.number("lat")?;
    let lon: Option<f32> = row.number("lon")?;
    Ok(PlaceRow {
        geonames: row.number::<i64>("geonames")?.and_then(|n| u64::try_from(n).ok()),
        name: row.keep(row.need("name")?),
        other_names: row.text("names"),
        country: row.optional("country"),
        admin1: row.optional("admin1"),
        point: lat.zip(lon),
        population: row.number("population")?.unwrap_or(0),
        level: match row.get("level") {
            "country" => PlaceLevel::Country,
            "region" => PlaceLevel::Region,
            "town" | "" => PlaceLevel::Town,
            "point" => PlaceLevel::Point,
            other => return Err(row.wrong(&format!("unknown level {other}"))),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn one_file(name: &str, text: &'static str) -> Files {
        Files::from([(name.to_owned(), Cow::Borrowed(text))])
    }

    #[test]
    fn words_are_read_with_their_values() {
        let text =
            "kind\tphrase\tvalue\nabbreviation\tKy.\tUSA|Kentucky\nkind\tcounty\tname|county\n";
        let words = words(&one_file("languages/en/places.tsv", text)).unwrap();
        assert_eq!(&*words["Ky."][0].value, "USA|Kentucky");
        assert!(words["county"][0].says("name") && !words["county"][0].says("town"));
    }

    #[test]
    fn wrong_words_are_said() {
        for text in [
            "kind\tphrase\tvalue\nstreet\troad\t\n",
            "kind\tphrase\tvalue\nabbreviation\tKy.\tKentucky\n",
            "kind\tphrase\tvalue\nroad\t\t\n",
        ] {
            assert!(words(&one_file("languages/en/places.tsv", text)).is_err(), "{text}");
        }
    }

    #[test]
    fn wrong_points_are_said() {
        for text in ["code\tlat\tlon\nXYZ\t1\t2\n", "code\tlat\tlon\nCA.01\t1\t\n"] {
            assert!(points(&one_file("places/points.tsv", text), &mut []).is_err(), "{text}");
        }
        let division = "code\tlat\tlon\nCA.01\t1\t2\n";
        assert!(points(&one_file("places/points.tsv", division), &mut []).is_ok());
    }
}
