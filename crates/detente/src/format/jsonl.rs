//! JSON lines and their schema.

use crate::format::Setting;
use crate::format::group_wire;
use crate::format::wire;
use crate::model::Article;
use crate::model::Grouped;
use crate::model::Incident;
use crate::model::Record;
use crate::model::Warning;
use serde::Serialize;

pub(super) fn write(record: &Record, setting: &Setting<'_>, out: &mut Vec<u8>) {
    line(&wire::document(record, setting.provenance), out);
}

/// The line that `detente extract` writes.
pub fn extracted(article: &Article, warnings: &[Warning], out: &mut Vec<u8>) {
    line(&wire::extracted(article, warnings), out);
}

/// The line that `detente group` writes for a document.
pub fn grouped(grouped: &Grouped, out: &mut Vec<u8>) {
    line(&group_wire::grouped(grouped), out);
}

/// The line that `detente group --incidents` writes for an incident.
pub fn incident(incident: &Incident, out: &mut Vec<u8>) {
    line(&group_wire::incident(incident), out);
}

/// What is written as JSON lines and has a schema: its name, and the command that writes it.
pub const SCHEMAS: &[(&str, &str)] = &[
    ("document", "code --format jsonl"),
    ("group", "group --format jsonl"),
    ("incident", "group --incidents"),
];

/// The JSON Schema of a line of this name in [`SCHEMAS`], indented, with a newline at its end; of a document's for any other name.
pub fn schema(name: &str) -> String {
    let schema = match name {
        "group" => schemars::schema_for!(group_wire::Grouped<'static>),
        "incident" => schemars::schema_for!(group_wire::Incident<'static>),
        _ => schemars::schema_for!(wire::Document<'static>),
    };
    let mut out = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    out.push('\n');
    out
}

fn line(value: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(&mut *out, value).expect("memory takes all that is written");
    out.push(b'\n');
}

#[cfg(test)]
mod tests {
    use crate::format::tests::written;
    use serde_json::Value;

    #[test]
    fn spans_are_exact_slices_in_characters() {
        let line = written("jsonl");
        assert_eq!(line.matches('\n').count(), 1);
        let document: Value = serde_json::from_str(&line).unwrap();
        let text: Vec<char> = document["article"]["text"].as_str().unwrap().chars().collect();
        let mut n_spans = 0;
        check(&document, &text, &mut n_spans);
        assert!(n_spans >= 6, "{n_spans}");
        assert_eq!(document["events"][0]["goldstein"].to_string(), "-4.4");
        assert_eq!(
            document["events"][0]["held_by"][0]["statement"],
            document["statements"][0]["id"]
        );
    }

    fn check(value: &Value, text: &[char], n_spans: &mut usize) {
        if let (Some(start), Some(end), Some(words)) =
            (value["start"].as_u64(), value["end"].as_u64(), value["text"].as_str())
        {
            let slice: String = text[start as usize..end as usize].iter().collect();
            assert_eq!(slice, words);
            *n_spans += 1;
        }
        match value {
            Value::Array(values) => values.iter().for_each(|it| check(it, text, n_spans)),
            Value::Object(fields) => fields.values().for_each(|it| check(it, text, n_spans)),
            _ => {}
        }
    }
}
