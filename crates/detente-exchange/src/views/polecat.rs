//! POLECAT: one row for each event, several parties in one cell.
//!
//! Columns and forms as its files have them (Dataverse, doi:10.7910/DVN/AJGVIT): parties with `; ` between, sectors of one party with `|`.

use crate::codes::Codes;
use crate::table::Column;
use crate::table::Type;
use crate::views::NO_CODE;
use crate::views::NO_DAY;
use crate::views::NOT_HAPPENED;
use crate::views::Out;
use crate::views::Side;
use crate::views::Standing;
use crate::views::Told;
use crate::views::Viewing;
use crate::views::real;
use crate::views::some;
use crate::write::Columns;
use detente::model::Error;
use detente::store::Cell;
use std::sync::Arc;

pub(super) const COLUMNS: Columns = &[
    Column { name: "Event ID", of: Type::Code },
    Column { name: "Event Date", of: Type::Date },
    Column { name: "Event Type", of: Type::Code },
    Column { name: "Event Mode", of: Type::Code },
    Column { name: "Intensity", of: Type::Real },
    Column { name: "Quad Code", of: Type::Code },
    Column { name: "Contexts", of: Type::Code },
    Column { name: "Actor Name", of: Type::Text },
    Column { name: "Actor Country", of: Type::Code },
    Column { name: "Actor COW", of: Type::Code },
    Column { name: "Primary Actor Sector", of: Type::Code },
    Column { name: "Actor Sectors", of: Type::Code },
    Column { name: "Actor Title", of: Type::Text },
    Column { name: "Actor Name Raw", of: Type::Text },
    Column { name: "Wikipedia Actor ID", of: Type::Code },
    Column { name: "Recipient Name", of: Type::Text },
    Column { name: "Recipient Country", of: Type::Code },
    Column { name: "Recipient COW", of: Type::Code },
    Column { name: "Primary Recipient Sector", of: Type::Code },
    Column { name: "Recipient Sectors", of: Type::Code },
    Column { name: "Recipient Title", of: Type::Text },
    Column { name: "Recipient Name Raw", of: Type::Text },
    Column { name: "Wikipedia Recipient ID", of: Type::Code },
    Column { name: "Placename", of: Type::Text },
    Column { name: "City", of: Type::Text },
    Column { name: "District", of: Type::Text },
    Column { name: "Province", of: Type::Text },
    Column { name: "Country", of: Type::Code },
    Column { name: "Latitude", of: Type::Real },
    Column { name: "Longitude", of: Type::Real },
    Column { name: "GeoNames ID", of: Type::Code },
    Column { name: "Raw Placename", of: Type::Text },
    Column { name: "Feature Type", of: Type::Code },
    Column { name: "Source", of: Type::Text },
    Column { name: "Publication Date", of: Type::Date },
    Column { name: "Story People", of: Type::Text },
    Column { name: "Story Organizations", of: Type::Text },
    Column { name: "Story Locations", of: Type::Text },
    Column { name: "Language", of: Type::Code },
    Column { name: "Version", of: Type::Code },
];

struct Polecat {
    codes: Arc<Codes>,
}

pub(super) fn begin(codes: Arc<Codes>) -> Box<dyn Viewing> {
    Box::new(Polecat { codes })
}

impl Viewing for Polecat {
    fn event(&mut self, event: &Told<'_>, out: Out<'_>) -> Result<Option<&'static str>, Error> {
        let Some(day) = event.day() else { return Ok(Some(NO_DAY)) };
        let (class, mode) = match class(event) {
            Ok(found) => found,
            Err(reason) => return Ok(Some(reason)),
        };
        let mut row = vec![some(event.text("event_id")), Cell::Text(day)];
        row.extend(self.what(event, &class, mode.as_deref()));
        for side in ["source", "target"] {
            row.extend(self.parties(&event.sides(side)));
        }
        row.extend(place(event));
        row.extend([
            some(event.text("outlet")),
            some(event.text("published")),
            Cell::Null,
            Cell::Null,
            Cell::Null,
            some(event.text("language")),
            some(event.text("coder").map(|it| format!("detente {it}"))),
        ]);
        out(row)?;
        Ok(None)
    }
}

/// PLOVER codes an intention as a class of its own: to help is AGREE, to harm THREATEN; words that are yet to be said have none.
fn class(event: &Told<'_>) -> Result<(String, Option<String>), &'static str> {
    let class = event.text("plover").ok_or(NO_CODE)?;
    match event.standing() {
        Standing::Neither => Err(NOT_HAPPENED),
        Standing::Real => Ok((class, event.text("mode"))),
        Standing::Planned => match class.as_str() {
            "AGREE" | "CONSULT" | "SUPPORT" | "CONCEDE" | "COOPERATE" | "AID" | "RETREAT" => {
                Ok(("AGREE".to_owned(), None))
            }
            "REQUEST" | "ACCUSE" | "REJECT" => Err(NO_CODE),
            _ => Ok(("THREATEN".to_owned(), None)),
        },
    }
}

impl Polecat {
    /// Type, mode, intensity, quad, contexts.
    fn what(&self, event: &Told<'_>, class: &str, mode: Option<&str>) -> [Cell; 5] {
        let quad = self.codes.quad(class).map(|quad| match quad {
            1 => "VERBAL COOPERATION",
            2 => "MATERIAL COOPERATION",
            3 => "VERBAL CONFLICT",
            _ => "MATERIAL CONFLICT",
        });
        let contexts = event.text("contexts").map(|it| it.replace(' ', "_").replace(';', "; "));
        [
            some(Some(class)),
            some(mode),
            real(self.codes.intensity(class, mode)),
            some(quad),
            some(contexts),
        ]
    }

    /// Name, country, COW, primary sector, sectors, title, raw name, Wikipedia.
    fn parties(&self, sides: &[Side]) -> [Cell; 8] {
        let cow = |side: &Side| self.codes.country(side.country.as_deref()?).cow.into_some();
        let primary = |side: &Side| side.sectors.first().cloned();
        let sectors = |side: &Side| side.sectors.join("|").into_some();
        [
            joined(sides, |it| it.name.clone().into_some()),
            joined(sides, |it| it.country.clone().or_else(|| group(&it.code))),
            joined(sides, |it| cow(it)),
            joined(sides, |it| primary(it)),
            joined(sides, |it| sectors(it)),
            Cell::Null,
            joined(sides, |it| it.words.clone().into_some()),
            Cell::Null,
        ]
    }
}

/// What stands in place of a country, as `IGO`.
fn group(code: &str) -> Option<String> {
    code.get(..3).filter(|it| *it != "---").map(str::to_owned)
}

/// Empty words are none.
trait IntoSome {
    fn into_some(self) -> Option<String>;
}

impl IntoSome for String {
    fn into_some(self) -> Option<String> {
        (!self.is_empty()).then_some(self)
    }
}

impl IntoSome for &str {
    fn into_some(self) -> Option<String> {
        self.to_owned().into_some()
    }
}

/// One value for each party, `None` for what one of several lacks.
fn joined(sides: &[Side], of: impl Fn(&Side) -> Option<String>) -> Cell {
    let all: Vec<Option<String>> = sides.iter().map(of).collect();
    if all.iter().all(Option::is_none) {
        return Cell::Null;
    }
    let words: Vec<String> = all.into_iter().map(|it| it.unwrap_or("None".to_owned())).collect();
    Cell::Text(words.join("; "))
}

/// Place name, city, district, province, country, latitude, longitude, GeoNames, raw place name, feature type.
fn place(event: &Told<'_>) -> [Cell; 10] {
    let place = event.place();
    let feature = event.text("place_level").map(|level| match level.as_str() {
        "country" => "PCLI",
        "region" => "ADM1",
        "town" => "PPL",
        _ => "LCTY",
    });
    [
        some(event.text("place")),
        some(place.city),
        Cell::Null,
        some(place.province),
        some(place.country),
        real(event.number("place_lat")),
        real(event.number("place_lon")),
        some(event.text("place_geonames")),
        Cell::Null,
        some(feature),
    ]
}

#[cfg(test)]
mod tests {
    use crate::views::tests::attack;
    use crate::views::tests::seen;

    #[test]
    fn an_event_is_a_row_of_forty() {
        let (rows, left_out) = seen("polecat", &[attack("happened", "190", "ASSAULT")]);
        assert_eq!((rows.len(), rows[0].len(), left_out), (1, 40, 0));
        for (column, value) in [
            ("Event Date", "2024-03-04"),
            ("Event Type", "ASSAULT"),
            ("Quad Code", "MATERIAL CONFLICT"),
            ("Intensity", "-9"),
            ("Contexts", "military; territory"),
            ("Actor Country", "NOR"),
            ("Actor COW", "385"),
            ("Primary Actor Sector", "MIL"),
            ("Recipient Name", "Russia"),
            ("City", "Narvik"),
            ("Province", "Nordland"),
            ("Country", "NOR"),
        ] {
            assert_eq!(rows[0][column], value, "{column}");
        }
    }

    #[test]
    fn an_intention_is_a_class_of_its_own() {
        let kind = |status, cameo, class| {
            let (rows, _) = seen("polecat", &[attack(status, cameo, class)]);
            rows.first().map(|it| it["Event Type"].clone())
        };
        assert_eq!(kind("planned", "190", "ASSAULT").as_deref(), Some("THREATEN"));
        assert_eq!(kind("planned", "042", "CONSULT").as_deref(), Some("AGREE"));
        assert_eq!(kind("planned", "112", "ACCUSE"), None);
        assert_eq!(kind("denied", "190", "ASSAULT"), None);
    }
}
