//! ICEWS: one row for each source and target, CAMEO codes, countries and sectors in words.
//!
//! Columns as its files have them (Dataverse, doi:10.7910/DVN/28075).

use crate::codes::Codes;
use crate::table::Column;
use crate::table::Type;
use crate::views::NO_DAY;
use crate::views::Numbers;
use crate::views::Out;
use crate::views::Side;
use crate::views::Told;
use crate::views::Viewing;
use crate::views::hash;
use crate::views::real;
use crate::views::some;
use crate::write::Columns;
use detente::model::Error;
use detente::store::Cell;
use std::sync::Arc;

pub(super) const COLUMNS: Columns = &[
    Column { name: "Event ID", of: Type::Integer },
    Column { name: "Event Date", of: Type::Date },
    Column { name: "Source Name", of: Type::Text },
    Column { name: "Source Sectors", of: Type::Text },
    Column { name: "Source Country", of: Type::Text },
    Column { name: "Event Text", of: Type::Text },
    Column { name: "CAMEO Code", of: Type::Code },
    Column { name: "Intensity", of: Type::Real },
    Column { name: "Target Name", of: Type::Text },
    Column { name: "Target Sectors", of: Type::Text },
    Column { name: "Target Country", of: Type::Text },
    Column { name: "Story ID", of: Type::Integer },
    Column { name: "Sentence Number", of: Type::Integer },
    Column { name: "Publisher", of: Type::Text },
    Column { name: "City", of: Type::Text },
    Column { name: "District", of: Type::Text },
    Column { name: "Province", of: Type::Text },
    Column { name: "Country", of: Type::Text },
    Column { name: "Latitude", of: Type::Real },
    Column { name: "Longitude", of: Type::Real },
];

/// Its readers take ids for whole numbers of 32 bits with a sign.
const IDS: i64 = 1 << 31;

struct Icews {
    codes: Arc<Codes>,
    numbers: Numbers,
}

pub(super) fn begin(codes: Arc<Codes>) -> Box<dyn Viewing> {
    Box::new(Icews { codes, numbers: Numbers::below(IDS) })
}

impl Viewing for Icews {
    fn event(&mut self, event: &Told<'_>, out: Out<'_>) -> Result<Option<&'static str>, Error> {
        let Some(day) = event.day() else { return Ok(Some(NO_DAY)) };
        let cameo = match event.cameo(&self.codes) {
            Ok(cameo) => cameo,
            Err(reason) => return Ok(Some(reason)),
        };
        for source in or_nobody(event.sides("source")) {
            for target in or_nobody(event.sides("target")) {
                out(self.row(event, &day, &cameo, (&source, &target)))?;
            }
        }
        Ok(None)
    }
}

fn or_nobody(sides: Vec<Side>) -> Vec<Side> {
    if sides.is_empty() { vec![Side::default()] } else { sides }
}

impl Icews {
    fn row(
        &mut self,
        event: &Told<'_>,
        day: &str,
        cameo: &str,
        sides: (&Side, &Side),
    ) -> Vec<Cell> {
        let text = |name| event.text(name).unwrap_or_default();
        let (id, document) = (text("event_id"), text("document_id"));
        let number = self.numbers.of(&[
            &id,
            &document,
            &sides.0.code,
            &sides.0.name,
            &sides.1.code,
            &sides.1.name,
        ]);
        let mut row = vec![Cell::Integer(number), Cell::Text(day.to_owned())];
        row.extend(self.party(sides.0));
        row.extend([
            some(self.codes.act(cameo)),
            Cell::Text(cameo.to_owned()),
            real(self.codes.goldstein(cameo).or_else(|| event.number("goldstein"))),
        ]);
        row.extend(self.party(sides.1));
        row.extend([
            Cell::Integer(hash(&[&document]) % IDS),
            event.number("sentence_index").map_or(Cell::Null, |n| Cell::Integer(n as i64 + 1)),
            some(event.text("outlet")),
        ]);
        row.extend(self.place(event));
        row
    }

    /// Name, sectors, country.
    fn party(&self, side: &Side) -> [Cell; 3] {
        let sectors: Vec<&str> =
            side.sectors.iter().filter_map(|it| self.codes.sector_icews(it)).collect();
        let country = side.country.as_ref().map(|it| self.country(it));
        [some(Some(side.name.as_str())), some(Some(sectors.join(","))), some(country)]
    }

    /// Its name; the code where none is known.
    fn country(&self, code: &str) -> String {
        let name = self.codes.country(code).icews;
        if name.is_empty() { code.to_owned() } else { name.to_owned() }
    }

    /// City, district, province, country, latitude, longitude.
    fn place(&self, event: &Told<'_>) -> [Cell; 6] {
        let place = event.place();
        [
            some(place.city),
            Cell::Null,
            some(place.province),
            some(place.country.map(|it| self.country(&it))),
            real(event.number("place_lat")),
            real(event.number("place_lon")),
        ]
    }
}

#[cfg(test)]
mod tests {
    use crate::views::tests::attack;
    use crate::views::tests::seen;

    #[test]
    fn a_pair_is_a_row_of_twenty() {
        let (rows, left_out) = seen("icews", &[attack("reported", "190", "ASSAULT")]);
        assert_eq!((rows.len(), rows[0].len(), left_out), (1, 20, 0));
        for (column, value) in [
            ("Event Text", "Use conventional military force"),
            ("CAMEO Code", "190"),
            ("Intensity", "-10"),
            ("Source Sectors", "Military"),
            ("Source Country", "Norway"),
            ("Target Country", "Russian Federation"),
            ("Sentence Number", "3"),
            ("City", "Narvik"),
        ] {
            assert_eq!(rows[0][column], value, "{column}");
        }
        assert!(rows[0]["Event ID"].parse::<i32>().is_ok());
    }

    #[test]
    fn an_intention_has_a_code_of_its_own() {
        let code = |status, cameo| {
            let (rows, left_out) = seen("icews", &[attack(status, cameo, "ASSAULT")]);
            rows.first().map(|it| it["CAMEO Code"].clone()).ok_or(left_out)
        };
        assert_eq!(code("planned", "042").as_deref(), Ok("036"));
        assert_eq!(code("planned", "190").as_deref(), Ok("1384"));
        assert_eq!(code("planned", "111"), Err(1));
        assert_eq!(code("speculated", "190"), Err(1));
    }
}
