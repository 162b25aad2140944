//! Toponyms, resolved in the gazetteer.

use crate::coding::mentions::Mentions;
use crate::coding::mentions::Name;
use crate::lexicon::Named;
use crate::model::Place;
use crate::model::PlaceLevel;
use detente_language::EntityLabel;

/// The places of a document, in text order; names inside names of organizations are none.
pub(crate) fn places(people: &Mentions<'_>) -> Vec<Place> {
    people.names.iter().filter(|n| !n.inside).filter_map(|n| place(people, n)).collect()
}

fn place(people: &Mentions<'_>, name: &Name) -> Option<Place> {
    use EntityLabel as E;
    if matches!(name.label, Some(E::Person | E::Norp)) {
        return None;
    }
    match name.named? {
        Named::Place(p) => Some(gazetteer(people, name, p)),
        Named::Country(c) => Some(country(people, name, c)),
        Named::Capital(c) => {
            let code = &people.lexicon.countries[c as usize].code;
            let row = name.others.iter().find_map(|&n| match n {
                Named::Place(p)
                    if people.lexicon.places[p as usize].country.as_ref() == Some(code) =>
                {
                    Some(p)
                }
                _ => None,
            });
            Some(match row {
                Some(p) => gazetteer(people, name, p),
                None => capital(people, name, c),
            })
        }
        _ => None,
    }
}

fn gazetteer(people: &Mentions<'_>, name: &Name, p: u32) -> Place {
    let row = &people.lexicon.places[p as usize];
    Place {
        span: name.span,
        name: row.name.to_string(),
        country: row.country.as_deref().map(str::to_owned),
        admin1: row.admin1.as_deref().map(str::to_owned),
        lat: row.point.map(|p| p.0),
        lon: row.point.map(|p| p.1),
        geonames: row.geonames,
        level: row.level,
    }
}

fn country(people: &Mentions<'_>, name: &Name, c: u32) -> Place {
    let row = &people.lexicon.countries[c as usize];
    Place {
        span: name.span,
        name: row.name.to_string(),
        country: Some(row.code.to_string()),
        admin1: None,
        lat: row.point.map(|p| p.0),
        lon: row.point.map(|p| p.1),
        geonames: row.geonames,
        level: PlaceLevel::Country,
    }
}

/// A capital that the gazetteer lacks: its name and country, without coordinates.
fn capital(people: &Mentions<'_>, name: &Name, c: u32) -> Place {
    let row = &people.lexicon.countries[c as usize];
    Place {
        span: name.span,
        name: name.span.of(people.tree.text).to_owned(),
        country: Some(row.code.to_string()),
        admin1: None,
        lat: None,
        lon: None,
        geonames: None,
        level: PlaceLevel::Town,
    }
}
