//! JSON lines: each line is one document (contract, "Input lines").

use crate::ingest::Found;
use crate::ingest::Head;
use crate::ingest::MAX_BODY_BYTES;
use crate::ingest::MAX_LINE_BYTES;
use crate::ingest::decode;
use crate::ingest::mend;
use crate::model::DyadQuery;
use crate::model::MediaType;
use crate::model::RawDocument;
use crate::model::Warned;
use crate::model::Warning;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Map;
use serde_json::Value;

/// One line as it was read.
pub(super) struct Line {
    /// Its bytes, without the line end; only its beginning where it was too long.
    pub(super) bytes: Vec<u8>,
    /// Whether it was longer than is kept.
    pub(super) too_long: bool,
}

pub(super) fn sniff(head: &Head<'_>) -> bool {
    head.text.trim_start().strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"'))
}

/// The document of a line. A line that is no JSON object is a document without text and says so, so that none is lost.
pub(super) fn document(name: &str, number: usize, line: Line) -> Found {
    let mut warnings = Vec::new();
    let mut raw = RawDocument {
        name: format!("{name}:{number}"),
        sha256: decode::hex_digest(&line.bytes),
        ..RawDocument::default()
    };
    let text = decode::utf8(&line.bytes).split_into(&mut warnings);
    drop(line.bytes);
    if line.too_long {
        let message = format!("longer than {MAX_LINE_BYTES} bytes; its text is not read");
        warnings.push(Warning::new("ingest.line_too_long", message));
        raw.id = salvaged_id(&text);
    } else {
        match object(&text, &mut warnings) {
            Ok(fields) => fill(&mut raw, fields, &mut warnings),
            Err(message) => {
                warnings.push(Warning::new("ingest.bad_json", message));
                raw.id = salvaged_id(&text);
            }
        }
    }
    Found::Document(Warned { value: raw, warnings })
}

fn object(line: &str, warnings: &mut Vec<Warning>) -> Result<Map<String, Value>, String> {
    let line = line.trim_start_matches('\u{feff}');
    let value = match serde_json::from_str(line) {
        Ok(value) => value,
        Err(error) => {
            let mended = mend::lone_surrogates(line).ok_or_else(|| plain(&error))?;
            let value = serde_json::from_str(&mended).map_err(|error| plain(&error))?;
            let message = "half of a surrogate pair; U+FFFD stands for it";
            warnings.push(Warning::new("ingest.lone_surrogate", message));
            value
        }
    };
    match value {
        Value::Object(fields) => Ok(fields),
        _ => Err("not a JSON object".to_owned()),
    }
}

/// Without the line number, which is always 1 here.
fn plain(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at byte ")
}

/// The id of a broken line, where it comes early enough to be read.
fn salvaged_id(line: &str) -> Option<String> {
    let at = line.find("\"id\"")? + 4;
    let rest = line[at..].trim_start().strip_prefix(':')?;
    let first = serde_json::Deserializer::from_str(rest).into_iter::<Value>().next()?;
    id(&first.ok()?)
}

fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

fn fill(raw: &mut RawDocument, mut fields: Map<String, Value>, warnings: &mut Vec<Warning>) {
    if let Some(value) = given(&mut fields, "id") {
        raw.id = id(&value);
        if raw.id.is_none() {
            warnings.push(bad_field("id", "a string or a number"));
        }
    }
    fill_body(raw, &mut fields, warnings);
    raw.title = string(&mut fields, "title", warnings);
    raw.url = string(&mut fields, "url", warnings);
    if let Some(published) = string(&mut fields, "published", warnings) {
        fill_published(raw, &published, warnings);
    }
    if let Some(compare) = given(&mut fields, "compare") {
        raw.compare = id(&compare).map(String::into_boxed_str);
        if raw.compare.is_none() {
            warnings.push(bad_field("compare", "a string or a number"));
        }
    }
    if let Some(dyads) = given(&mut fields, "dyads") {
        raw.dyads = dyads_of(&dyads, warnings);
    }
    for field in fields.keys() {
        let message = format!("field {field:?} is not known and was ignored");
        warnings.push(Warning::new("ingest.unknown_field", message));
    }
}

fn fill_body(raw: &mut RawDocument, fields: &mut Map<String, Value>, warnings: &mut Vec<Warning>) {
    let text = string(fields, "text", warnings);
    let html = string(fields, "html", warnings);
    let coded = string(fields, "html_base64", warnings);
    let n_given = [&text, &html, &coded].iter().filter(|body| body.is_some()).count();
    if n_given > 1 {
        let message = "more than one of text, html and html_base64; the first of them is read";
        warnings.push(Warning::new("ingest.two_bodies", message));
    }
    let body = if let Some(text) = text {
        Some((MediaType::Text, decode::hex_digest(text.as_bytes()), text))
    } else if let Some(html) = html {
        Some((MediaType::Html, decode::hex_digest(html.as_bytes()), html))
    } else {
        coded.and_then(|coded| page_of(&coded, warnings))
    };
    match body {
        Some((media_type, sha256, body)) => {
            raw.media_type = media_type;
            raw.sha256 = sha256;
            raw.body = body;
        }
        None => {
            warnings.push(Warning::new("ingest.no_text", "neither text nor html nor html_base64"))
        }
    }
    if raw.body.len() > MAX_BODY_BYTES {
        raw.body.truncate(raw.body.floor_char_boundary(MAX_BODY_BYTES));
        warnings.push(decode::cut());
    }
}

fn page_of(coded: &str, warnings: &mut Vec<Warning>) -> Option<(MediaType, String, String)> {
    match STANDARD.decode(coded.trim()) {
        Ok(bytes) => {
            let page = decode::page(&bytes).split_into(warnings);
            Some((MediaType::Html, decode::hex_digest(&bytes), page))
        }
        Err(error) => {
            warnings.push(bad_field("html_base64", &format!("base64: {error}")));
            None
        }
    }
}

fn fill_published(raw: &mut RawDocument, published: &str, warnings: &mut Vec<Warning>) {
    let published = published.trim();
    let instant = published.parse::<jiff::Timestamp>().is_ok();
    let day = if instant { published.get(..10) } else { Some(published) };
    if let Some(day) = day.and_then(|day| day.parse::<jiff::civil::Date>().ok()) {
        raw.published = Some(day);
        raw.published_at = instant.then(|| published.to_owned());
    } else {
        let message = format!("published is {published:?}, not YYYY-MM-DD or RFC 3339; ignored");
        warnings.push(Warning::new("ingest.bad_date", message));
    }
}

fn dyads_of(value: &Value, warnings: &mut Vec<Warning>) -> Vec<DyadQuery> {
    let Value::Array(dyads) = value else {
        warnings.push(bad_field("dyads", "a list"));
        return Vec::new();
    };
    dyads.iter().enumerate().map(|(i, dyad)| dyad_of(i, dyad, warnings)).collect()
}

/// Each question is kept, even one that is badly put, since each is answered.
fn dyad_of(i: usize, value: &Value, warnings: &mut Vec<Warning>) -> DyadQuery {
    let mut side = |name: &str| match value.get(name) {
        None | Some(Value::Null) => None,
        Some(span) => {
            let range = range_of(span);
            if range.is_none() {
                warnings.push(bad_field("dyads", "spans with start and end, or null"));
            }
            range
        }
    };
    let (source, target) = (side("source"), side("target"));
    let id = value.get("id").and_then(id).unwrap_or_else(|| i.to_string());
    DyadQuery { id, source, target }
}

fn range_of(span: &Value) -> Option<(usize, usize)> {
    let offset = |name: &str| span.get(name)?.as_u64().and_then(|n| usize::try_from(n).ok());
    let (start, end) = (offset("start")?, offset("end")?);
    (start <= end).then_some((start, end))
}

/// The field, if it is there and not null.
fn given(fields: &mut Map<String, Value>, name: &str) -> Option<Value> {
    fields.remove(name).filter(|value| !value.is_null())
}

fn string(
    fields: &mut Map<String, Value>,
    name: &str,
    warnings: &mut Vec<Warning>,
) -> Option<String> {
    match given(fields, name)? {
        Value::String(text) => Some(text),
        _ => {
            warnings.push(bad_field(name, "a string"));
            None
        }
    }
}

fn bad_field(name: &str, wanted: &str) -> Warning {
    Warning::new("ingest.bad_field", format!("field {name:?} should be {wanted}; ignored"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Warned<RawDocument> {
        let line = Line { bytes: line.as_bytes().to_vec(), too_long: false };
        match document("-", 3, line) {
            Found::Document(raw) => raw,
            Found::Skipped(_) => panic!("a line is never skipped"),
        }
    }

    fn check(line: &str, id: Option<&str>, body: &str, codes: &[&str]) {
        let raw = read(line);
        assert_eq!(raw.value.id.as_deref(), id, "{line}");
        assert_eq!(raw.value.body, body, "{line}");
        assert_eq!(raw.warnings.iter().map(|w| w.code).collect::<Vec<_>>(), codes, "{line}");
    }

    #[test]
    fn lines_are_read_whatever_they_hold() {
        check(r#"{"id":"a","text":"x"}"#, Some("a"), "x", &[]);
        check(r#"{"id":7,"text":"x","compare":"a"}"#, Some("7"), "x", &[]);
        check(r#"{"id":"a","text":"x","colour":1}"#, Some("a"), "x", &["ingest.unknown_field"]);
        check(r#"{"id":"a","text":"x\ud800"}"#, Some("a"), "x\u{fffd}", &["ingest.lone_surrogate"]);
        check(r#"{"id":"a","html_base64":"PHA+eA=="}"#, Some("a"), "<p>x", &[]);
        check(r#"{"id":"a","text":"x"#, Some("a"), "", &["ingest.bad_json"]);
        check(r#"{"text":"x"#, None, "", &["ingest.bad_json"]);
        check("[1]", None, "", &["ingest.bad_json"]);
        check(r#"{"id":"a"}"#, Some("a"), "", &["ingest.no_text"]);
        check(r#"{"id":"a","text":5}"#, Some("a"), "", &["ingest.bad_field", "ingest.no_text"]);
        check(r#"{"text":"x","published":"soon"}"#, None, "x", &["ingest.bad_date"]);
        check(r#"{"text":"a\u0000b"}"#, None, "a\0b", &[]);
    }

    #[test]
    fn days_and_instants_are_told_apart() {
        let day = read(r#"{"text":"x","published":"2022-02-07"}"#).value;
        assert_eq!(day.published, Some(jiff::civil::date(2022, 2, 7)));
        assert_eq!(day.published_at, None);
        let instant = read(r#"{"text":"x","published":"2022-02-07T10:00:00Z"}"#).value;
        assert_eq!(instant.published_at.as_deref(), Some("2022-02-07T10:00:00Z"));
    }

    #[test]
    fn every_question_is_kept() {
        let raw = read(
            r#"{"text":"x","dyads":[{"id":"q","source":{"start":0,"end":1},"target":null},7]}"#,
        );
        let ids: Vec<_> = raw.value.dyads.iter().map(|d| d.id.as_str()).collect();
        assert_eq!(ids, ["q", "1"]);
        assert_eq!(raw.value.dyads[0].source, Some((0, 1)));
    }
}
