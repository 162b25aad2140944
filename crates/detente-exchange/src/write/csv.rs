//! RFC 4180. Text and codes are quoted, numbers and days are not; nothing stands for what is missing.
//!
//! No CSV can say that `014` is no number, so a description of the columns in W3C's form (CSV on the Web) stands beside the file.

use crate::about::About;
use crate::table::Column;
use crate::table::Type;
use crate::whole::Sink;
use crate::write::Columns;
use crate::write::Rows;
use crate::write::put;
use crate::write::words;
use detente::model::Error;
use detente::store::Cell;
use serde_json::json;

struct Csv {
    columns: Columns,
    out: Box<dyn Sink>,
}

pub(super) fn begin(columns: Columns, mut out: Box<dyn Sink>) -> Result<Box<dyn Rows>, Error> {
    let names: Vec<&str> = columns.iter().map(|it| it.name).collect();
    put(&mut out, (names.join(",") + "\r\n").as_bytes())?;
    Ok(Box::new(Csv { columns, out }))
}

impl Rows for Csv {
    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        let cells = self.columns.iter().zip(cells).map(|(column, cell)| shown(cell, column.of));
        let line = cells.collect::<Vec<_>>().join(",") + "\r\n";
        put(&mut self.out, line.as_bytes())
    }

    fn finish(self: Box<Self>, _: &About) -> Result<(), Error> {
        self.out.done()
    }
}

fn shown(cell: &Cell, of: Type) -> String {
    let Some(words) = words(cell) else { return String::new() };
    match of {
        Type::Flag => (words != "0").to_string(),
        Type::Text | Type::Code => format!("\"{}\"", words.replace('"', "\"\"")),
        Type::Date | Type::Integer | Type::Real => words,
    }
}

fn datatype(column: &Column) -> &'static str {
    match column.of {
        Type::Text | Type::Code => "string",
        Type::Date => "date",
        Type::Integer => "integer",
        Type::Real => "double",
        Type::Flag => "boolean",
    }
}

/// W3C, "Metadata Vocabulary for Tabular Data", section 5; its name as section 5.2 of "Model for Tabular Data" asks.
pub(super) fn beside(name: &str, columns: Columns, about: &About) -> Vec<(&'static str, String)> {
    let column =
        |it: &Column| json!({"name": it.name, "titles": it.name, "datatype": datatype(it)});
    let metadata = json!({
        "@context": "http://www.w3.org/ns/csvw",
        "url": name,
        "tableSchema": {"columns": columns.iter().map(column).collect::<Vec<_>>()},
        "notes": [about.json()],
    });
    let text = serde_json::to_string_pretty(&metadata).unwrap_or_default() + "\n";
    vec![("-metadata.json", text)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::table;
    use crate::write::tests::event;
    use crate::write::tests::text;
    use crate::write::tests::written;

    #[test]
    fn codes_and_words_are_quoted() {
        let row = event(&[
            ("cameo", text("014")),
            ("quad", Cell::Integer(1)),
            ("sentence", text("He said \"no\",\nand left.")),
            ("headline", Cell::Integer(0)),
            ("goldstein", Cell::Real(-0.4)),
            ("published", text("2024-03-05")),
        ]);
        let out = String::from_utf8(written("csv", &[row])).unwrap();
        assert!(out.starts_with("event_id,document_id,outlet,"));
        assert!(out.contains(",2024-03-05,"), "{out}");
        assert!(out.contains("\"He said \"\"no\"\",\nand left.\",false,"), "{out}");
        assert!(out.contains(",\"014\",\"1\",-0.4,"), "{out}");
        let header = out.lines().next().unwrap().split(',').count();
        assert_eq!(header, table("events").unwrap().columns.len());
    }

    #[test]
    fn columns_are_described_beside() {
        let all = beside("a.csv", table("events").unwrap().columns, &About::default());
        let metadata: serde_json::Value = serde_json::from_str(&all[0].1).unwrap();
        let columns = metadata["tableSchema"]["columns"].as_array().unwrap();
        let cameo = columns.iter().find(|it| it["name"] == "cameo").unwrap();
        assert_eq!(cameo["datatype"], "string");
    }
}
