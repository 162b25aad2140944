//! GDELT 2.0 events: a row for each act between two actors on a day at a place, however many mention it.
//!
//! Columns as its codebook has them ("The GDELT Event Database Data Format Codebook V2.0", 2015-02-19); its files have no header.

use crate::codes::Codes;
use crate::codes::gdelt_quad;
use crate::table::Column;
use crate::table::Type;
use crate::views::NO_DAY;
use crate::views::Numbers;
use crate::views::Out;
use crate::views::Side;
use crate::views::Told;
use crate::views::Viewing;
use crate::views::real;
use crate::views::some;
use crate::write::Columns;
use detente::model::Error;
use detente::store::Cell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) const COLUMNS: Columns = &[
    Column { name: "GLOBALEVENTID", of: Type::Integer },
    Column { name: "SQLDATE", of: Type::Integer },
    Column { name: "MonthYear", of: Type::Integer },
    Column { name: "Year", of: Type::Integer },
    Column { name: "FractionDate", of: Type::Real },
    Column { name: "Actor1Code", of: Type::Code },
    Column { name: "Actor1Name", of: Type::Text },
    Column { name: "Actor1CountryCode", of: Type::Code },
    Column { name: "Actor1KnownGroupCode", of: Type::Code },
    Column { name: "Actor1EthnicCode", of: Type::Code },
    Column { name: "Actor1Religion1Code", of: Type::Code },
    Column { name: "Actor1Religion2Code", of: Type::Code },
    Column { name: "Actor1Type1Code", of: Type::Code },
    Column { name: "Actor1Type2Code", of: Type::Code },
    Column { name: "Actor1Type3Code", of: Type::Code },
    Column { name: "Actor2Code", of: Type::Code },
    Column { name: "Actor2Name", of: Type::Text },
    Column { name: "Actor2CountryCode", of: Type::Code },
    Column { name: "Actor2KnownGroupCode", of: Type::Code },
    Column { name: "Actor2EthnicCode", of: Type::Code },
    Column { name: "Actor2Religion1Code", of: Type::Code },
    Column { name: "Actor2Religion2Code", of: Type::Code },
    Column { name: "Actor2Type1Code", of: Type::Code },
    Column { name: "Actor2Type2Code", of: Type::Code },
    Column { name: "Actor2Type3Code", of: Type::Code },
    Column { name: "IsRootEvent", of: Type::Integer },
    Column { name: "EventCode", of: Type::Code },
    Column { name: "EventBaseCode", of: Type::Code },
    Column { name: "EventRootCode", of: Type::Code },
    Column { name: "QuadClass", of: Type::Integer },
    Column { name: "GoldsteinScale", of: Type::Real },
    Column { name: "NumMentions", of: Type::Integer },
    Column { name: "NumSources", of: Type::Integer },
    Column { name: "NumArticles", of: Type::Integer },
    Column { name: "AvgTone", of: Type::Real },
    Column { name: "Actor1Geo_Type", of: Type::Integer },
    Column { name: "Actor1Geo_FullName", of: Type::Text },
    Column { name: "Actor1Geo_CountryCode", of: Type::Code },
    Column { name: "Actor1Geo_ADM1Code", of: Type::Code },
    Column { name: "Actor1Geo_ADM2Code", of: Type::Code },
    Column { name: "Actor1Geo_Lat", of: Type::Real },
    Column { name: "Actor1Geo_Long", of: Type::Real },
    Column { name: "Actor1Geo_FeatureID", of: Type::Code },
    Column { name: "Actor2Geo_Type", of: Type::Integer },
    Column { name: "Actor2Geo_FullName", of: Type::Text },
    Column { name: "Actor2Geo_CountryCode", of: Type::Code },
    Column { name: "Actor2Geo_ADM1Code", of: Type::Code },
    Column { name: "Actor2Geo_ADM2Code", of: Type::Code },
    Column { name: "Actor2Geo_Lat", of: Type::Real },
    Column { name: "Actor2Geo_Long", of: Type::Real },
    Column { name: "Actor2Geo_FeatureID", of: Type::Code },
    Column { name: "ActionGeo_Type", of: Type::Integer },
    Column { name: "ActionGeo_FullName", of: Type::Text },
    Column { name: "ActionGeo_CountryCode", of: Type::Code },
    Column { name: "ActionGeo_ADM1Code", of: Type::Code },
    Column { name: "ActionGeo_ADM2Code", of: Type::Code },
    Column { name: "ActionGeo_Lat", of: Type::Real },
    Column { name: "ActionGeo_Long", of: Type::Real },
    Column { name: "ActionGeo_FeatureID", of: Type::Code },
    Column { name: "DATEADDED", of: Type::Integer },
    Column { name: "SOURCEURL", of: Type::Text },
];

/// What makes mentions one row: day, actors, act, place.
type Key = [String; 5];

/// A row and who mentions it.
struct Act {
    actors: [Vec<Cell>; 2],
    is_root: bool,
    place: [Cell; 8],
    goldstein: Option<f64>,
    mentions: i64,
    outlets: BTreeSet<String>,
    documents: BTreeSet<String>,
    added: Option<i64>,
    url: Option<String>,
}

struct Gdelt {
    codes: Arc<Codes>,
    numbers: Numbers,
    /// By day first: the order of the rows.
    acts: BTreeMap<Key, Act>,
}

pub(super) fn begin(codes: Arc<Codes>) -> Box<dyn Viewing> {
    // Numbers that a table of floating-point numbers holds exactly, too.
    Box::new(Gdelt { codes, numbers: Numbers::below(1 << 53), acts: BTreeMap::new() })
}

impl Viewing for Gdelt {
    fn event(&mut self, event: &Told<'_>, _: Out<'_>) -> Result<Option<&'static str>, Error> {
        let Some(day) = event.day() else { return Ok(Some(NO_DAY)) };
        let cameo = match event.cameo(&self.codes) {
            Ok(cameo) => cameo,
            Err(reason) => return Ok(Some(reason)),
        };
        for source in or_nobody(event.sides("source")) {
            for target in or_nobody(event.sides("target")) {
                self.mention(event, &day, &cameo, [&source, &target]);
            }
        }
        Ok(None)
    }

    fn finish(&mut self, out: Out<'_>) -> Result<(), Error> {
        for (key, act) in std::mem::take(&mut self.acts) {
            out(self.row(&key, act))?;
        }
        Ok(())
    }
}

fn or_nobody(sides: Vec<Side>) -> Vec<Side> {
    if sides.is_empty() { vec![Side::default()] } else { sides }
}

impl Gdelt {
    fn mention(&mut self, event: &Told<'_>, day: &str, cameo: &str, sides: [&Side; 2]) {
        let actors = sides.map(|it| actor(&self.codes, it));
        let place = place(&self.codes, event);
        let words = |cell: Option<&Cell>| cell.and_then(crate::write::words).unwrap_or_default();
        let [one, two] = [words(actors[0].first()), words(actors[1].first())];
        let key = [day.to_owned(), one, two, cameo.to_owned(), words(place.get(1))];
        let goldstein = self.codes.goldstein(cameo).or_else(|| event.number("goldstein"));
        let act = self.acts.entry(key).or_insert_with(|| Act {
            actors,
            is_root: false,
            place,
            goldstein,
            mentions: 0,
            outlets: BTreeSet::new(),
            documents: BTreeSet::new(),
            added: None,
            url: None,
        });
        act.mentions += 1;
        act.is_root |=
            event.number("headline") == Some(1.0) || event.number("sentence_index") == Some(0.0);
        act.outlets.extend(event.text("outlet"));
        act.documents.extend(event.text("document_id"));
        let added = added(event);
        // The first who told of it stands for all.
        if act.url.is_none() || added < act.added {
            act.added = added.or(act.added);
            act.url = event.text("url").or_else(|| event.text("outlet")).or(act.url.take());
        }
    }

    fn row(&mut self, key: &Key, act: Act) -> Vec<Cell> {
        let [day, _, _, cameo, _] = key;
        let words: Vec<&str> = key.iter().map(String::as_str).collect();
        let mut row = vec![Cell::Integer(self.numbers.of(&words))];
        row.extend(dates(day));
        row.extend(act.actors.into_iter().flatten());
        row.extend([
            Cell::Integer(i64::from(act.is_root)),
            some(Some(cameo.as_str())),
            some(cameo.get(..3).or(Some(cameo))),
            some(cameo.get(..2)),
            gdelt_quad(cameo).map_or(Cell::Null, Cell::Integer),
            real(act.goldstein),
            Cell::Integer(act.mentions),
            Cell::Integer(act.outlets.len().max(1) as i64),
            Cell::Integer(act.documents.len().max(1) as i64),
            Cell::Null,
        ]);
        row.extend(nowhere());
        row.extend(nowhere());
        row.extend(act.place);
        row.extend([act.added.map_or(Cell::Null, Cell::Integer), some(act.url)]);
        row
    }
}

/// The day as its five columns write it. The fraction is what the codebook says it is: (month × 30 + day) / 365.
fn dates(day: &str) -> [Cell; 4] {
    let part = |range: std::ops::Range<usize>| day.get(range).and_then(|it| it.parse::<i64>().ok());
    let (Some(year), Some(month), Some(of_month)) = (part(0..4), part(5..7), part(8..10)) else {
        return [const { Cell::Null }; 4];
    };
    let fraction = year as f64 + (month * 30 + of_month) as f64 / 365.0;
    [
        Cell::Integer(year * 10_000 + month * 100 + of_month),
        Cell::Integer(year * 100 + month),
        Cell::Integer(year),
        Cell::Real((fraction * 10_000.0).round() / 10_000.0),
    ]
}

/// Code, name, country, known group, ethnic group, two religions, three types.
fn actor(codes: &Codes, side: &Side) -> Vec<Cell> {
    let country = side.country.as_deref().map(|it| match codes.country(it).cameo {
        "" => it,
        cameo => cameo,
    });
    let mut types: Vec<&str> = Vec::new();
    let group = match country {
        None => side.code.get(..3).filter(|it| *it != "---"),
        Some(_) => None,
    };
    for role in group.into_iter().chain(side.sectors.iter().filter_map(|it| codes.sector_cameo(it)))
    {
        if !types.contains(&role) {
            types.push(role);
        }
    }
    let known = group.and(side.code.get(3..6)).filter(|it| codes.sector_cameo(it).is_none());
    let code = [country.unwrap_or(""), &types.concat(), known.unwrap_or("")].concat();
    let name = side.name.to_uppercase();
    let mut cells = vec![some(Some(code)), some(Some(name)), some(country), some(known)];
    cells.extend([Cell::Null, Cell::Null, Cell::Null]);
    cells.extend((0..3).map(|i| some(types.get(i).copied())));
    cells
}

/// Type 0 and nothing else.
fn nowhere() -> [Cell; 8] {
    let mut cells = [const { Cell::Null }; 8];
    cells[0] = Cell::Integer(0);
    cells
}

/// Type, full name, country in FIPS 10-4, divisions, latitude, longitude, feature.
fn place(codes: &Codes, event: &Told<'_>) -> [Cell; 8] {
    let Some(name) = event.text("place") else { return nowhere() };
    let country = event.text("place_country").unwrap_or_default();
    let about = codes.country(&country);
    let level = event.text("place_level").unwrap_or_default();
    let kind = match (level.as_str(), country.as_str()) {
        ("country", _) => 1,
        ("region", "USA") => 2,
        ("region", _) => 5,
        (_, "USA") => 3,
        _ => 4,
    };
    let province = event.place().province.filter(|it| *it != name);
    let parts = [
        Some(name),
        province.filter(|_| kind > 1),
        Some(about.name.to_owned()).filter(|_| kind > 1),
    ];
    let full: Vec<String> = parts.into_iter().flatten().filter(|it| !it.is_empty()).collect();
    let of_country = some(Some(about.fips)).clone();
    let whole = if kind == 1 { of_country.clone() } else { Cell::Null };
    [
        Cell::Integer(kind),
        Cell::Text(full.join(", ")),
        of_country,
        whole.clone(),
        Cell::Null,
        real(event.number("place_lat")),
        real(event.number("place_lon")),
        whole,
    ]
}

/// When it was learnt, to the second; the day on which it was public where that is not known.
fn added(event: &Told<'_>) -> Option<i64> {
    let moment = event.text("learnt_at").or_else(|| event.text("known"))?;
    let digits: String = moment.chars().filter(char::is_ascii_digit).take(14).collect();
    format!("{digits:0<14}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::tests::attack;
    use crate::views::tests::seen;

    #[test]
    fn mentions_of_one_act_are_one_row_of_sixty_one() {
        let first = attack("happened", "190", "ASSAULT");
        let mut second = first.clone();
        second[0] = Cell::Text("e2".to_owned());
        second[1] = Cell::Text("d2".to_owned());
        let (rows, left_out) = seen("gdelt", &[first, second]);
        assert_eq!((rows.len(), rows[0].len(), left_out), (1, 61, 0));
        for (column, value) in [
            ("SQLDATE", "20240304"),
            ("FractionDate", "2024.2575"),
            ("Actor1Code", "NORMIL"),
            ("Actor1Type1Code", "MIL"),
            ("Actor2Code", "RUS"),
            ("EventBaseCode", "190"),
            ("EventRootCode", "19"),
            ("QuadClass", "4"),
            ("NumMentions", "2"),
            ("NumSources", "1"),
            ("NumArticles", "2"),
            ("ActionGeo_Type", "4"),
            ("ActionGeo_FullName", "Narvik, Nordland, Norway"),
            ("ActionGeo_CountryCode", "NO"),
            ("DATEADDED", "20240305000000"),
            ("SOURCEURL", "https://herald.example/a"),
            ("Actor1Geo_Type", "0"),
        ] {
            assert_eq!(rows[0][column], value, "{column}");
        }
    }

    #[test]
    fn a_body_without_a_country_is_a_known_group() {
        let side = Side { name: "NATO".to_owned(), code: "IGONAT".to_owned(), ..Side::default() };
        let cells = actor(&Codes::embedded(), &side);
        let words: Vec<_> = cells.iter().filter_map(crate::write::words).collect();
        assert_eq!(words, ["IGONAT", "NATO", "NAT", "IGO"]);
        let police =
            Side { code: "---COP".to_owned(), sectors: vec!["COP".to_owned()], ..Side::default() };
        assert_eq!(actor(&Codes::embedded(), &police)[0], Cell::Text("COP".to_owned()));
    }

    #[test]
    fn ids_of_columns_are_unique() {
        let mut names: Vec<&str> = COLUMNS.iter().map(|it| it.name).collect();
        names.sort_unstable();
        assert!(names.is_sorted_by(|a, b| a < b));
    }
}
