//! An object a line: codes are strings, what is missing is null.

use crate::about::About;
use crate::whole::Sink;
use crate::write::Columns;
use crate::write::Rows;
use crate::write::json;
use crate::write::put;
use detente::model::Error;
use detente::store::Cell;

struct Lines {
    columns: Columns,
    out: Box<dyn Sink>,
}

pub(super) fn begin(columns: Columns, out: Box<dyn Sink>) -> Result<Box<dyn Rows>, Error> {
    Ok(Box::new(Lines { columns, out }))
}

impl Rows for Lines {
    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        // Keys in the order of the columns, which a map of this library would sort.
        let pair = |(column, cell): (&crate::table::Column, &Cell)| {
            format!("{:?}:{}", column.name, json(cell, column.of))
        };
        let pairs: Vec<String> = self.columns.iter().zip(cells).map(pair).collect();
        put(&mut self.out, format!("{{{}}}\n", pairs.join(",")).as_bytes())
    }

    fn finish(self: Box<Self>, _: &About) -> Result<(), Error> {
        self.out.done()
    }
}

pub(super) fn beside(_: &str, _: Columns, about: &About) -> Vec<(&'static str, String)> {
    vec![(".about.json", serde_json::to_string_pretty(&about.json()).unwrap_or_default() + "\n")]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::tests::event;
    use crate::write::tests::text;
    use crate::write::tests::written;

    #[test]
    fn codes_are_strings_and_nothing_is_null() {
        let row = event(&[
            ("cameo", text("014")),
            ("quad", Cell::Integer(1)),
            ("place_lat", Cell::Integer(3)),
        ]);
        let out = String::from_utf8(written("jsonl", &[row])).unwrap();
        assert!(out.starts_with("{\"event_id\":null,"), "{out}");
        let value: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!((&value["cameo"], &value["quad"]), (&"014".into(), &"1".into()));
        assert_eq!((&value["place_lat"], &value["mode"]), (&3.0.into(), &serde_json::Value::Null));
    }
}
