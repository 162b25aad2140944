//! What stands in a file about how it was made.

use serde_json::Value;
use serde_json::json;
use std::collections::BTreeSet;

/// How a file was made: no clock is read, so the same rows give the same bytes.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// `detente.events/1`, or the name of a view.
    pub schema: String,
    /// The store or file that it was made from, as it was given.
    pub from: String,
    /// The day and moment that the store was seen from.
    pub as_of: Option<String>,
    /// Likewise.
    pub learnt_by: Option<String>,
    /// Which rows were asked for, as it was given; empty for all.
    pub which: String,
    /// Coder, lexicon, model and moment of learning of what was read.
    pub runs: BTreeSet<[String; 4]>,
    /// How many rows there are.
    pub rows: u64,
}

impl About {
    /// As JSON.
    pub fn json(&self) -> Value {
        let run = |run: &[String; 4]| json!({"coder": run[0], "lexicon": run[1], "model": run[2], "learnt_at": some(&run[3])});
        json!({
            "schema": self.schema,
            "version": env!("CARGO_PKG_VERSION"),
            "from": self.from,
            "as_of": self.as_of,
            "learnt_by": self.learnt_by,
            "which": some(&self.which),
            "runs": self.runs.iter().map(run).collect::<Vec<_>>(),
            "rows": self.rows,
        })
    }

    /// As pairs of words, for formats whose metadata are that.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let Value::Object(fields) = self.json() else { return Vec::new() };
        let pair = |(key, value): (String, Value)| {
            let value = match value {
                Value::Null => return None,
                Value::String(words) => words,
                other => other.to_string(),
            };
            Some((format!("detente.{key}"), value))
        };
        fields.into_iter().filter_map(pair).collect()
    }
}

fn some(words: &str) -> Option<&str> {
    (!words.is_empty()).then_some(words)
}
