//! The gazetteer.

use crate::lexicon::file;
use crate::lexicon::files::Files;
use crate::lexicon::table::Row;
use crate::lexicon::table::Table;
use crate::model::Error;
use crate::model::PlaceLevel;

/// A place with coordinates.
#[derive(Clone, Debug)]
pub struct PlaceRow {
    /// GeoNames id, where known.
    pub geonames: Option<u64>,
    /// Usual name.
    pub name: Box<str>,
    /// All names, the usual one first.
    pub names: Vec<Box<str>>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<Box<str>>,
    /// First-level administrative area.
    pub admin1: Option<Box<str>>,
    /// Degrees north and east (WGS 84).
    pub point: Option<(f32, f32)>,
    /// People.
    pub population: u64,
    /// Kind of place.
    pub level: PlaceLevel,
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
    let name = row.need("name")?;
    let lat: Option<f32> = row.number("lat")?;
    let lon: Option<f32> = row.number("lon")?;
    let mut names = vec![Box::from(name)];
    names.extend(row.list("names").into_iter().filter(|n| *n != name).map(Box::from));
    let optional = |column| Some(row.get(column)).filter(|s| !s.is_empty()).map(Box::from);
    Ok(PlaceRow {
        geonames: row.number::<i64>("geonames")?.and_then(|n| u64::try_from(n).ok()),
        name: Box::from(name),
        names,
        country: optional("country"),
        admin1: optional("admin1"),
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
