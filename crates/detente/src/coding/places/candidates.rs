//! What the name of a place may mean.

use crate::coding::places::find::Toponym;
use crate::lexicon::GazetteerPlace;
use crate::lexicon::Lexicon;
use crate::lexicon::Named;
use crate::lexicon::PlaceKind;
use crate::lexicon::PlaceWordKind;
use crate::model::PlaceLevel;

/// One reading of a toponym.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) name: String,
    pub(super) country: Option<Box<str>>,
    pub(super) admin1: Option<Box<str>>,
    pub(super) point: Option<(f32, f32)>,
    pub(super) geonames: Option<u64>,
    pub(super) level: PlaceLevel,
    pub(super) kind: PlaceKind,
    /// How likely it is meant where nothing else is known; about the logarithm of its people.
    pub(super) weight: f32,
}

impl Candidate {
    /// Whether both are one row.
    fn is(&self, other: &Candidate) -> bool {
        (&self.name, &self.country, self.level, self.geonames)
            == (&other.name, &other.country, other.level, other.geonames)
    }
}

/// Whether a name may be a place's.
pub(super) fn is_known(lexicon: &Lexicon, text: &str) -> bool {
    let place = |n: &Named| matches!(n, Named::Country(_) | Named::Capital(_) | Named::Place(_));
    exact(lexicon, text).iter().chain(exact(lexicon, &with_article(text))).any(place)
        || !lexicon.gazetteer.find(&lexicon.gazetteer.key(text)).is_empty()
}

/// Whether a place of this name is a country, a region, or has so many people (their logarithm).
pub(super) fn is_notable(lexicon: &Lexicon, text: &str, log_people: f32) -> bool {
    let big = |c: &Candidate| {
        c.weight >= log_people || matches!(c.kind, PlaceKind::Country | PlaceKind::Continent)
    };
    by_name(lexicon, text).iter().any(big)
}

/// Some names are known only with their article: "the Gulf".
fn with_article(text: &str) -> String {
    format!("the {text}")
}

/// What the tables know under exactly this name.
pub(super) fn exact<'l>(lexicon: &'l Lexicon, text: &str) -> &'l [Named] {
    match lexicon.name_at(text) {
        Some((length, named)) if length == text.len() => named,
        _ => &[],
    }
}

/// All readings of a toponym, best first.
pub(super) fn candidates(lexicon: &Lexicon, toponym: &Toponym, text: &str) -> Vec<Candidate> {
    if toponym.is_road {
        return Vec::new();
    }
    let mut out = if toponym.short_for.is_empty() {
        let plain = by_name(lexicon, text);
        if plain.is_empty() { by_part(lexicon, text) } else { plain }
    } else {
        toponym.short_for.iter().filter_map(|s| division(lexicon, s)).collect()
    };
    out.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.geonames.cmp(&b.geonames)));
    out
}

/// The division that an abbreviation stands for: "USA|Kentucky".
fn division(lexicon: &Lexicon, value: &str) -> Option<Candidate> {
    let (country, name) = value.split_once('|')?;
    by_name(lexicon, name)
        .into_iter()
        .find(|c| c.country.as_deref() == Some(country) && c.kind == PlaceKind::Division)
}

fn by_name(lexicon: &Lexicon, text: &str) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    let loud = text.len() > 3 && !text.chars().any(char::is_lowercase);
    let quiet = if loud { quiet(text) } else { text.to_owned() };
    for &named in exact(lexicon, text).iter().chain(if loud { exact(lexicon, &quiet) } else { &[] })
    {
        out.extend(of_table(lexicon, named).filter(|found| !out.iter().any(|c| c.is(found))));
    }
    out.iter_mut().for_each(|row| complete_division(lexicon, row));
    let gazetteer = &lexicon.gazetteer;
    for hit in gazetteer.find(&gazetteer.key(text)) {
        let Some(place) = gazetteer.place(hit.number) else { continue };
        let found = of_gazetteer(lexicon, place, hit.usual);
        match out.iter_mut().find(|c| is_same(c, &found)) {
            Some(known) => complete(known, found),
            None => out.push(found),
        }
    }
    prefer_main_towns(&mut out);
    out
}

/// A division is the likelier reading of its name, but for one most of whose people live in the town of that name: New York.
fn prefer_main_towns(readings: &mut [Candidate]) {
    let towns: Vec<Candidate> =
        readings.iter().filter(|c| c.kind <= PlaceKind::Capital).cloned().collect();
    for division in readings.iter_mut().filter(|c| c.kind == PlaceKind::Division) {
        let main = |t: &Candidate| {
            t.country == division.country
                && t.admin1 == division.admin1
                && t.weight > division.weight - MAIN_TOWN
        };
        let capital = |t: &Candidate| t.country == division.country && t.kind == PlaceKind::Capital;
        if towns.iter().any(|t| main(t) || capital(t)) {
            division.weight -= MAIN_TOWN;
        }
    }
}

/// "NEW YORK" as "New York".
fn quiet(text: &str) -> String {
    let mut start = true;
    let letter = |c: char| {
        let out = if start { c.to_string() } else { c.to_lowercase().collect() };
        start = !c.is_alphabetic();
        out
    };
    text.chars().map(letter).collect()
}

/// Gives a division of the tables its id and point, by whatever name it was found: "NSW".
fn complete_division(lexicon: &Lexicon, row: &mut Candidate) {
    if row.level != PlaceLevel::Region || row.geonames.is_some() || row.country.is_none() {
        return;
    }
    let gazetteer = &lexicon.gazetteer;
    let hits = gazetteer.find(&gazetteer.key(&row.name));
    let found = hits
        .iter()
        .filter_map(|h| Some(of_gazetteer(lexicon, gazetteer.place(h.number)?, h.usual)));
    if let Some(division) = found.into_iter().find(|c| is_same(row, c)) {
        complete(row, division);
    }
}

/// Gives a row of the tables what only the gazetteer knows.
fn complete(known: &mut Candidate, found: Candidate) {
    known.weight = known.weight.max(found.weight);
    if known.level != PlaceLevel::Country {
        known.kind = found.kind;
        if known.geonames.is_none() {
            known.geonames = found.geonames;
            known.point = found.point;
            known.admin1 = found.admin1;
        }
    }
}

/// Two rows for one place.
fn is_same(a: &Candidate, b: &Candidate) -> bool {
    let near = a.point.zip(b.point).is_none_or(|(a, b)| super::resolve::km(a, b) < 400.0);
    a.geonames.is_some() && a.geonames == b.geonames
        || a.level == PlaceLevel::Country
            && b.level == PlaceLevel::Country
            && a.country == b.country
        || a.level == PlaceLevel::Region
            && b.kind == PlaceKind::Division
            && a.country == b.country
            && near
}

fn of_table(lexicon: &Lexicon, named: Named) -> Option<Candidate> {
    match named {
        Named::Country(c) => {
            let row = &lexicon.countries[c as usize];
            Some(Candidate {
                name: row.name.to_string(),
                country: Some(Box::from(&*row.code)),
                admin1: None,
                point: row.point,
                geonames: row.geonames,
                level: PlaceLevel::Country,
                kind: PlaceKind::Country,
                weight: COUNTRY,
            })
        }
        Named::Place(p) => Some(of_row(lexicon, p)),
        _ => None,
    }
}

fn of_row(lexicon: &Lexicon, p: u32) -> Candidate {
    let row = &lexicon.places[p as usize];
    let kind = match row.level {
        PlaceLevel::Region if row.admin1.is_some() => PlaceKind::Division,
        PlaceLevel::Region => PlaceKind::Continent,
        _ => PlaceKind::Town,
    };
    let people = ((row.population + 1) as f32).ln();
    Candidate {
        name: row.name.to_string(),
        country: row.country.as_deref().map(Box::from),
        admin1: row.admin1.as_deref().map(Box::from),
        point: row.point,
        geonames: row.geonames,
        level: row.level,
        kind,
        weight: match row.level {
            PlaceLevel::Region | PlaceLevel::Point => people.max(REGION),
            _ => people,
        },
    }
}

fn of_gazetteer(lexicon: &Lexicon, place: GazetteerPlace, usual: bool) -> Candidate {
    let weight = place.log_people + bonus(place.kind) - if usual { 0.0 } else { 2.5 };
    // What people reviewed stands before the gazetteer, but for the weight of its kind.
    if let Some(row) = place.geonames.and_then(|id| lexicon.place_by_id(id)) {
        return Candidate { weight, kind: place.kind, ..of_row(lexicon, row) };
    }
    Candidate {
        name: place.name,
        country: place.country,
        admin1: place.admin1,
        point: Some(place.point),
        geonames: place.geonames,
        level: place.kind.level(),
        kind: place.kind,
        weight,
    }
}

/// Logarithm of how many times the people of its main town a division may have to mean the town.
const MAIN_TOWN: f32 = 3.0;
/// Weight of a country by name.
const COUNTRY: f32 = 18.5;
/// Weight of a region that people entered by hand.
const REGION: f32 = 14.5;

fn bonus(kind: PlaceKind) -> f32 {
    match kind {
        PlaceKind::Town => 0.0,
        PlaceKind::Quarter => -3.0,
        PlaceKind::Seat => 0.3,
        PlaceKind::Chief => 1.0,
        PlaceKind::Capital => 2.0,
        PlaceKind::County => -1.0,
        PlaceKind::Division => 1.0,
        PlaceKind::Country | PlaceKind::Continent => 3.0,
    }
}

/// "North London" by "London": a part of what is known, at its point.
fn by_part(lexicon: &Lexicon, text: &str) -> Vec<Candidate> {
    let is = |word: &str, kind: PlaceWordKind| {
        lexicon.place_word(&word.to_lowercase()).iter().any(|w| w.kind == kind)
    };
    let administrative = |word: &str| {
        let words = lexicon.place_word(&word.to_lowercase());
        words.iter().any(|w| ["division", "county", "town"].iter().any(|said| w.says(said)))
    };
    let (whole, penalty) = match (text.split_once(' '), text.rsplit_once(' ')) {
        (Some((first, rest)), _) if is(first, PlaceWordKind::Part) => (rest, 0.0),
        (_, Some((rest, last))) if administrative(last) => (rest, 3.0),
        _ => return Vec::new(),
    };
    let part = |c: Candidate| Candidate {
        name: text.to_owned(),
        geonames: None,
        level: PlaceLevel::Region,
        weight: c.weight - penalty,
        ..c
    };
    by_name(lexicon, whole).into_iter().map(part).collect()
}
