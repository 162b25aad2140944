//! RFC 7946: a feature for each event that has a place.
//!
//! A country is no dot: its geometry is null, and the point from which distances are reckoned stands among the properties.

use crate::about::About;
use crate::table::Column;
use crate::whole::Sink;
use crate::write::Columns;
use crate::write::Rows;
use crate::write::json;
use crate::write::put;
use detente::model::Error;
use detente::store::Cell;
use serde_json::Map;
use serde_json::Value;

struct Features {
    columns: Columns,
    out: Box<dyn Sink>,
    /// The event that rows are told of, under way.
    event: Option<(Value, Map<String, Value>)>,
    n: u64,
}

pub(super) fn begin(columns: Columns, mut out: Box<dyn Sink>) -> Result<Box<dyn Rows>, Error> {
    put(&mut out, b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    Ok(Box::new(Features { columns, out, event: None, n: 0 }))
}

impl Rows for Features {
    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        let pair =
            |(column, cell): (&Column, &Cell)| (column.name.to_owned(), json(cell, column.of));
        let row: Map<String, Value> = self.columns.iter().zip(cells).map(pair).collect();
        let id = Value::from(vec![row["document_id"].clone(), row["event_id"].clone()]);
        match &mut self.event {
            Some((open, event)) if *open == id => add_parties(event, &row),
            _ => {
                self.close()?;
                self.event = Some((id, event(row)));
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, about: &About) -> Result<(), Error> {
        self.close()?;
        let end = format!("\n],\"detente\":{}}}\n", about.json());
        put(&mut self.out, end.as_bytes())?;
        self.out.done()
    }
}

impl Features {
    /// Writes the event under way, if it has a place.
    fn close(&mut self) -> Result<(), Error> {
        let Some((_, event)) = self.event.take() else { return Ok(()) };
        let Some(feature) = feature(event) else { return Ok(()) };
        let comma = if self.n == 0 { "\n" } else { ",\n" };
        self.n += 1;
        put(&mut self.out, format!("{comma}{feature}").as_bytes())
    }
}

/// The columns of a party, each of which becomes a list.
const SIDES: [&str; 2] = ["source", "target"];

/// A row with lists in place of parties.
fn event(mut row: Map<String, Value>) -> Map<String, Value> {
    let first = row.clone();
    row.retain(|name, _| !SIDES.iter().any(|side| name.starts_with(side)));
    for side in SIDES {
        row.insert(format!("{side}s"), Value::Array(Vec::new()));
    }
    add_parties(&mut row, &first);
    row
}

fn add_parties(event: &mut Map<String, Value>, row: &Map<String, Value>) {
    for side in SIDES {
        let of = |field: &str| row.get(&format!("{side}_{field}")).cloned().unwrap_or_default();
        if of("code").is_null() {
            continue;
        }
        let party =
            serde_json::json!({"name": of("name"), "country": of("country"), "code": of("code")});
        if let Some(Value::Array(all)) = event.get_mut(&format!("{side}s"))
            && !all.contains(&party)
        {
            all.push(party);
        }
    }
}

fn feature(mut event: Map<String, Value>) -> Option<Value> {
    let coordinate = |name: &str| event.get(name).and_then(Value::as_f64);
    let point = [coordinate("place_lon")?, coordinate("place_lat")?];
    let level = event.get("place_level").and_then(Value::as_str).unwrap_or("");
    let is_dot = matches!(level, "town" | "point");
    let is_country = level == "country";
    event.insert("is_dot".to_owned(), is_dot.into());
    let geometry = if is_country {
        event.insert("reference_point".to_owned(), point.to_vec().into());
        Value::Null
    } else {
        serde_json::json!({"type": "Point", "coordinates": point})
    };
    let id = event.get("event_id").cloned();
    Some(
        serde_json::json!({"type": "Feature", "id": id, "geometry": geometry, "properties": event}),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::tests::event;
    use crate::write::tests::text;
    use crate::write::tests::written;

    fn row(id: &str, level: &str, source: &str) -> Vec<Cell> {
        event(&[
            ("event_id", text(id)),
            ("document_id", text("d")),
            ("source_code", text(source)),
            ("place_level", text(level)),
            ("place_lat", Cell::Real(59.9)),
            ("place_lon", Cell::Real(10.7)),
        ])
    }

    #[test]
    fn an_event_is_one_feature_and_a_country_no_dot() {
        let rows = [row("a", "town", "NOR"), row("a", "town", "SWE"), row("b", "country", "NOR")];
        let none = event(&[("event_id", text("c")), ("document_id", text("d"))]);
        let out = written("geojson", &[rows.to_vec(), vec![none]].concat());
        let all: Value = serde_json::from_slice(&out).unwrap();
        let features = all["features"].as_array().unwrap();
        assert_eq!(features.len(), 2);
        assert_eq!(features[0]["geometry"]["coordinates"][0], 10.7);
        assert_eq!(features[0]["properties"]["sources"][1]["code"], "SWE");
        assert_eq!(features[0]["properties"]["is_dot"], true);
        assert_eq!(features[1]["geometry"], Value::Null);
        assert_eq!(features[1]["properties"]["reference_point"][1], 59.9);
    }

    #[test]
    fn nothing_is_a_collection_too() {
        let all: Value = serde_json::from_slice(&written("geojson", &[])).unwrap();
        assert_eq!(all["features"], Value::Array(Vec::new()));
    }
}
