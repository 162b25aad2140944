//! JSON Feed (jsonfeed.org, versions 1 and 1.1): each item is one document.

use crate::ingest::Found;
use crate::ingest::Given;
use crate::ingest::Head;
use crate::ingest::decode;
use crate::ingest::item;
use crate::ingest::item::Item;
use crate::model::Warning;
use serde_json::Value;

pub(super) fn sniff(head: &Head<'_>) -> bool {
    let is_object = head.text.trim_start().starts_with('{');
    let name = head.name.to_ascii_lowercase();
    is_object
        && (head.text.contains("jsonfeed.org")
            || (name.ends_with(".json") && head.text.contains("\"items\"")))
}

pub(super) fn items(given: Given, bytes: Vec<u8>) -> Vec<Found> {
    let mut warnings = given.warnings;
    let text = decode::text(&bytes).split_into(&mut warnings);
    let (feed, values) = match serde_json::from_str::<Value>(&text) {
        Ok(mut feed) => {
            let values = feed.get_mut("items").and_then(Value::as_array_mut).map(std::mem::take);
            (feed, values.unwrap_or_default())
        }
        Err(error) => {
            let message = format!("the feed is broken; what comes before is given ({error})");
            warnings.push(Warning::new("ingest.bad_json", message));
            (Value::Null, sound_items(&text))
        }
    };
    let items = values.iter().map(|value| item(value, &feed)).collect();
    item::documents(&given.name, items, warnings)
}

/// The items of a broken feed that are whole; behind a broken one, each `{"id"` may begin another.
fn sound_items(text: &str) -> Vec<Value> {
    let Some(start) = text.find("\"items\"").and_then(|at| Some(at + text[at..].find('[')? + 1))
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut at = start;
    while let Some(open) = text[at..].find('{') {
        at += open;
        let mut values = serde_json::Deserializer::from_str(&text[at..]).into_iter::<Value>();
        match values.next() {
            Some(Ok(value)) => {
                at += values.byte_offset().max(1);
                let is_item = ["content_html", "content_text", "url", "title"];
                if is_item.iter().any(|name| value.get(name).is_some()) {
                    found.push(value);
                }
            }
            _ => at += 1,
        }
    }
    found
}

fn item(value: &Value, feed: &Value) -> Item {
    let of = |value: &Value, name: &str| {
        value
            .get(name)
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
    };
    let authors = value.get("authors").and_then(Value::as_array).cloned().unwrap_or_default();
    let one = value.get("author").cloned();
    Item {
        title: of(value, "title"),
        url: of(value, "url").or_else(|| of(value, "external_url")),
        published: of(value, "date_published").or_else(|| of(value, "date_modified")),
        authors: authors.iter().chain(one.iter()).filter_map(|it| of(it, "name")).collect(),
        outlet: of(feed, "title"),
        content: of(value, "content_html").or_else(|| of(value, "content_text")),
        summary: of(value, "summary"),
        language: of(value, "language").or_else(|| of(feed, "language")),
        ..Item::default()
    }
}
