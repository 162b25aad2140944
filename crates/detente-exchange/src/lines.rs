//! Rows from the JSON lines that `detente code` wrote: the same that a store would give for them.
//!
//! DIFFERENCE: whether a sentence is a headline, and when it was learnt, only a store knows.

use crate::table::Table;
use detente::store::Cell;
use detente::store::Filter;
use serde_json::Value;
use std::collections::HashMap;

/// A row, as cells by the name of their column.
type Named = HashMap<&'static str, Cell>;

/// The rows of one document, in groups: those of one event, statement or document.
pub(crate) fn groups(document: &Value, table: &Table, filter: &Filter) -> Vec<Vec<Vec<Cell>>> {
    let common = common(document);
    let groups = match table.name {
        "events" => events(document),
        "statements" => statements(document).into_iter().map(|it| vec![it]).collect(),
        _ => vec![vec![about(document)]],
    };
    let cells = |mut row: Named| {
        for (name, cell) in &common {
            row.entry(name).or_insert_with(|| cell.clone());
        }
        row
    };
    let groups = groups.into_iter().map(|rows| rows.into_iter().map(cells).collect::<Vec<_>>());
    let wanted = groups.filter(|rows| passes(rows, table, filter));
    wanted.map(|rows| rows.into_iter().map(|row| in_order(row, table)).collect()).collect()
}

fn in_order(mut row: Named, table: &Table) -> Vec<Cell> {
    table.columns.iter().map(|it| row.remove(it.name).unwrap_or(Cell::Null)).collect()
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::Bool(is) => Cell::Integer(i64::from(*is)),
        Value::Number(n) => n.as_i64().map_or(Cell::Real(n.as_f64().unwrap_or(0.0)), Cell::Integer),
        Value::String(words) if words.is_empty() => Cell::Null,
        Value::String(words) => Cell::Text(words.clone()),
        Value::Array(all) => joined(all, ";"),
        Value::Object(span) => span.get("text").map_or(Cell::Null, cell),
    }
}

fn joined(all: &[Value], between: &str) -> Cell {
    let words: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
    Cell::Text(words.join(between))
}

fn text(cell: Option<&Cell>) -> Option<&str> {
    match cell {
        Some(Cell::Text(words)) => Some(words),
        _ => None,
    }
}

/// What every row of a document holds.
fn common(document: &Value) -> [(&'static str, Cell); 10] {
    let article = &document["article"];
    let published = &article["published"];
    let known = if published["to"].is_null() { &published["value"] } else { &published["to"] };
    [
        ("document_id", cell(&document["id"])),
        ("outlet", outlet(document)),
        ("url", cell(&document["input"]["url"])),
        ("title", cell(&article["title"])),
        ("language", cell(&article["language"])),
        ("published", cell(&published["value"])),
        ("known", cell(known)),
        ("coder", cell(&document["version"])),
        ("lexicon", cell(&document["lexicon"])),
        ("model", cell(&document["model"])),
    ]
}

/// The outlet named, or the host of the address without `www.`.
fn outlet(document: &Value) -> Cell {
    let article = &document["article"];
    let address = article["canonical"].as_str().or_else(|| document["input"]["url"].as_str());
    let host = address.and_then(|it| it.split_once("://")?.1.split(['/', '?', '#', ':']).next());
    let host = host.map(|it| it.strip_prefix("www.").unwrap_or(it).to_lowercase());
    match (cell(&article["outlet"]), host) {
        (Cell::Null, Some(host)) if !host.is_empty() => Cell::Text(host),
        (named, _) => named,
    }
}

fn about(document: &Value) -> Named {
    let (article, input) = (&document["article"], &document["input"]);
    let published = &article["published"];
    let count =
        |name: &str| Cell::Integer(document[name].as_array().map_or(0, |it| it.len() as i64));
    let all =
        |value: &Value, between| joined(value.as_array().map_or(&[][..], Vec::as_slice), between);
    let codes = document["warnings"].as_array().into_iter().flatten().map(|it| it["code"].clone());
    Named::from([
        ("name", cell(&input["name"])),
        ("media_type", cell(&input["media_type"])),
        ("sha256", cell(&input["sha256"])),
        ("byline", all(&article["byline"], "; ")),
        ("section", cell(&article["section"])),
        ("published_at", cell(&published["at"])),
        ("published_from", cell(&published["from"])),
        ("published_to", cell(&published["to"])),
        ("published_precision", cell(&published["precision"])),
        ("published_basis", cell(&published["basis"])),
        ("n_sentences", count("sentences")),
        ("n_events", count("events")),
        ("warnings", joined(&codes.collect::<Vec<_>>(), " ")),
    ])
}

/// The actor of a party or speaker.
fn actor<'a>(document: &'a Value, party: &Value) -> &'a Value {
    let actors = document["actors"].as_array().into_iter().flatten();
    let found = party["actor"].as_str().and_then(|id| actors.into_iter().find(|it| it["id"] == id));
    found.unwrap_or(&Value::Null)
}

fn sentence<'a>(document: &'a Value, start: &Value) -> Option<(usize, &'a Value)> {
    let start = start.as_u64()?;
    let holds =
        |it: &Value| it["start"].as_u64() <= Some(start) && Some(start) < it["end"].as_u64();
    document["sentences"].as_array()?.iter().enumerate().find(|(_, it)| holds(it))
}

/// Offsets count characters.
fn slice(document: &Value, span: &Value) -> Cell {
    let at = |name: &str| span[name].as_u64().map(|it| it as usize);
    let (Some(start), Some(end)) = (at("start"), at("end")) else { return Cell::Null };
    let text = document["article"]["text"].as_str().unwrap_or("");
    Cell::Text(text.chars().skip(start).take(end.saturating_sub(start)).collect())
}

fn statements(document: &Value) -> Vec<Named> {
    let all = document["statements"].as_array().into_iter().flatten().enumerate();
    all.map(|(number, it)| statement(document, number, it)).collect()
}

fn statement(document: &Value, number: usize, it: &Value) -> Named {
    let cue = if it["cue"].is_null() { &it["content"] } else { &it["cue"] };
    let sentence = sentence(document, &cue["start"]).map(|it| slice(document, it.1));
    let mut row = Named::from([
        ("number", Cell::Integer(number as i64)),
        ("sentence", sentence.unwrap_or(Cell::Null)),
        ("cue", cell(&it["cue"])),
        ("content", cell(&it["content"])),
        ("content_start", cell(&it["content"]["start"])),
        ("content_end", cell(&it["content"]["end"])),
        ("form", cell(&it["form"])),
        ("venue", cell(&it["venue"])),
        ("stance", cell(&it["stance"])),
    ]);
    let speaker = ["speaker", "speaker_name", "speaker_country", "speaker_code"];
    let addressee = ["addressee", "addressee_name", "addressee_country", "addressee_code"];
    for (who, names) in [(&it["speaker"], speaker), (&it["addressee"], addressee)] {
        let actor = actor(document, who);
        let cells =
            [cell(who), cell(&actor["name"]), cell(&actor["country"]), cell(&actor["code"])];
        row.extend(names.into_iter().zip(cells));
    }
    row
}

fn events(document: &Value) -> Vec<Vec<Named>> {
    let events = document["events"].as_array().into_iter().flatten();
    events.map(|it| pairs(document, it)).collect()
}

fn pairs(document: &Value, event: &Value) -> Vec<Named> {
    let side = |name: &str| {
        let parties = event[name].as_array().cloned().unwrap_or_default();
        if parties.is_empty() { vec![Value::Null] } else { parties }
    };
    let mut rows = Vec::new();
    for source in side("sources") {
        for target in side("targets") {
            let mut row = event_row(document, event);
            row.extend(party(document, &source, SOURCE));
            row.extend(party(document, &target, TARGET));
            rows.push(row);
        }
    }
    rows
}

const SOURCE: [&str; 6] =
    ["source", "source_name", "source_country", "source_sectors", "source_code", "source_key"];
const TARGET: [&str; 6] =
    ["target", "target_name", "target_country", "target_sectors", "target_code", "target_key"];

fn party(document: &Value, party: &Value, names: [&'static str; 6]) -> Vec<(&'static str, Cell)> {
    if party.is_null() {
        return Vec::new();
    }
    let actor = actor(document, party);
    let name = if actor["name"].is_string() { cell(&actor["name"]) } else { cell(party) };
    let (country, code) = (cell(&party["country"]), cell(&party["code"]));
    let key = if country == Cell::Null { code.clone() } else { country.clone() };
    let cells = [cell(party), name, country, cell(&party["sectors"]), code, key];
    names.into_iter().zip(cells).collect()
}

fn event_row(document: &Value, event: &Value) -> Named {
    let number = event["sentence"].as_u64().unwrap_or(0) as usize;
    let (time, place, magnitude) = (&event["time"], &event["place"], &event["magnitude"]);
    let holder = &event["held_by"][0];
    let statements = document["statements"].as_array().into_iter().flatten();
    let said =
        statements.into_iter().find(|it| !holder.is_null() && it["id"] == holder["statement"]);
    let mut row = Named::from([
        ("event_id", cell(&event["id"])),
        ("day", day(document, event)),
        ("sentence_index", cell(&event["sentence"])),
        ("sentence", slice(document, &document["sentences"][number])),
        ("trigger", cell(&event["trigger"])),
        ("trigger_start", cell(&event["trigger"]["start"])),
        ("trigger_end", cell(&event["trigger"]["end"])),
        ("speaker", said.map_or(Cell::Null, |it| cell(&it["speaker"]))),
        ("stance", cell(&holder["stance"])),
        ("place", cell(&place["name"])),
    ]);
    let own = ["plover", "mode", "contexts", "cameo", "quad", "goldstein", "status", "condition"];
    let more = ["proposition", "rule", "confidence"];
    row.extend(own.into_iter().chain(more).map(|name| (name, cell(&event[name]))));
    row.extend(["killed", "injured", "size"].map(|name| (name, cell(&magnitude[name]))));
    row.extend(TIME.map(|(name, field)| (name, cell(&time[field]))));
    row.extend(PLACE.map(|(name, field)| (name, cell(&place[field]))));
    row
}

const TIME: [(&str, &str); 5] = [
    ("time_value", "value"),
    ("time_from", "from"),
    ("time_to", "to"),
    ("time_precision", "precision"),
    ("time_basis", "basis"),
];

const PLACE: [(&str, &str); 7] = [
    ("place_country", "country"),
    ("place_admin1", "admin1"),
    ("place_lat", "lat"),
    ("place_lon", "lon"),
    ("place_geonames", "geonames"),
    ("place_level", "level"),
    ("place_basis", "basis"),
];

/// The day it counts on (docs/store.md): its own, or the day of publication where that lies in the week or month it is known to.
fn day(document: &Value, event: &Value) -> Cell {
    let time = &event["time"];
    let (from, to) = (time["from"].as_str(), time["to"].as_str());
    let published = document["article"]["published"]["value"].as_str();
    match (time["precision"].as_str(), published) {
        (Some("day"), _) => cell(&time["from"]),
        (Some("week" | "month"), Some(day)) if time["basis"] != "unknown" => {
            let within = from.is_some_and(|it| it <= day) && to.is_some_and(|it| day <= it);
            if within { Cell::Text(day.to_owned()) } else { Cell::Null }
        }
        _ => Cell::Null,
    }
}

/// Whether one of the rows of an event, statement or document is wanted; then all of them are.
fn passes(rows: &[Named], table: &Table, filter: &Filter) -> bool {
    rows.iter().any(|row| day_passes(row, table, filter) && row_passes(row, table, filter))
}

fn day_passes(row: &Named, table: &Table, filter: &Filter) -> bool {
    let column = if table.name == "events" { "day" } else { "published" };
    let day = text(row.get(column));
    let after = filter.from.is_none_or(|from| day.is_some_and(|it| *it >= *from.to_string()));
    after && filter.to.is_none_or(|to| day.is_some_and(|it| *it <= *to.to_string()))
}

fn row_passes(row: &Named, table: &Table, filter: &Filter) -> bool {
    let is = |column: &str, wanted: &str| {
        text(row.get(column)).is_some_and(|it| it.eq_ignore_ascii_case(wanted))
    };
    let any = |wanted: &Option<String>, columns: &[&str]| {
        wanted.as_ref().is_none_or(|wanted| columns.iter().any(|column| is(column, wanted)))
    };
    if !any(&filter.outlet, &["outlet"]) || table.name != "events" {
        return any(&filter.outlet, &["outlet"]);
    }
    let source = ["source_key", "source_code", "source_name"];
    let target = ["target_key", "target_code", "target_name"];
    let statuses = &filter.statuses;
    any(&filter.source, &source)
        && any(&filter.target, &target)
        && any(&filter.actor, &[source, target].concat())
        && any(&filter.place, &["place", "place_country", "place_admin1"])
        && (statuses.is_empty() || statuses.iter().any(|it| is("status", it.as_str())))
        && class_passes(row, filter)
        && confidence(row) >= filter.min_confidence
}

fn class_passes(row: &Named, filter: &Filter) -> bool {
    filter.class.as_ref().is_none_or(|class| {
        let class = class.to_uppercase();
        let is_code = class.bytes().all(|it| it.is_ascii_digit());
        let column = if is_code { "cameo" } else { "plover" };
        text(row.get(column))
            .is_some_and(|it| if is_code { it.starts_with(&class) } else { *it == class })
    })
}

fn confidence(row: &Named) -> f64 {
    match row.get("confidence") {
        Some(Cell::Real(x)) => *x,
        Some(Cell::Integer(n)) => *n as f64,
        _ => 0.0,
    }
}

/// The day on which a document was surely public, for `--as-of`.
pub(crate) fn known(document: &Value) -> Option<&str> {
    let published = &document["article"]["published"];
    published["to"].as_str().or_else(|| published["value"].as_str())
}
