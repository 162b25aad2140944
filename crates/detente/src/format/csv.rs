//! The flat table of events (contract, "Flat tables"): RFC 4180 with a header, one row for each event, source and target.
//!
//! The columns are those of `events_flat` in a store and of `detente export`; `learnt_at` is empty, since nothing is kept.
//! An event without a source or target has one row with that side empty. Codes are always quoted, so that no reader takes `010` for a number.

use crate::format::Setting;
use crate::format::chars::Chars;
use crate::model::Event;
use crate::model::Party;
use crate::model::Record;
use crate::model::Sentence;

/// What a row is made from.
struct Row<'a> {
    record: &'a Record,
    /// What we write counts characters.
    chars: &'a Chars<'a>,
    setting: &'a Setting<'a>,
    event: &'a Event,
    source: Option<&'a Party>,
    target: Option<&'a Party>,
}

/// A column: its name, and its value in a row.
type Column = (&'static str, fn(&Row<'_>) -> String);

/// In the order they are written.
const COLUMNS: &[Column] = &[
    ("event_id", |r| r.event.id.clone()),
    ("document_id", |r| r.record.article.id.clone()),
    ("outlet", |r| text(r.record.article.outlet_or_host().as_deref())),
    ("url", |r| text(r.record.article.url.as_deref())),
    ("title", |r| text(r.record.article.title())),
    ("language", |r| text(r.record.article.language.as_deref())),
    ("published", |r| shown(r.record.article.published.value)),
    ("known", |r| shown(r.record.article.known())),
    ("day", |r| shown(r.event.day(r.record.article.published.value))),
    ("sentence_index", |r| r.event.sentence.to_string()),
    ("sentence", |r| r.sentence().map_or("", |it| it.span.of(&r.record.article.text)).to_owned()),
    ("headline", |r| shown(r.sentence().map(|it| u8::from(it.headline)))),
    ("trigger", |r| r.event.trigger.of(&r.record.article.text).to_owned()),
    ("trigger_start", |r| r.chars.range(r.event.trigger).0.to_string()),
    ("trigger_end", |r| r.chars.range(r.event.trigger).1.to_string()),
    ("source", |r| r.words(r.source)),
    ("source_name", |r| r.name(r.source)),
    ("source_country", |r| text(r.source.and_then(|it| it.identity.country.as_deref()))),
    ("source_sectors", |r| sectors(r.source)),
    ("source_code", |r| code(r.source)),
    ("source_key", |r| key(r.source)),
    ("target", |r| r.words(r.target)),
    ("target_name", |r| r.name(r.target)),
    ("target_country", |r| text(r.target.and_then(|it| it.identity.country.as_deref()))),
    ("target_sectors", |r| sectors(r.target)),
    ("target_code", |r| code(r.target)),
    ("target_key", |r| key(r.target)),
    ("plover", |r| text(r.event.class.as_deref())),
    ("mode", |r| text(r.event.mode.as_deref())),
    ("contexts", |r| r.event.contexts.join(";")),
    ("cameo", |r| r.event.cameo.clone()),
    ("quad", |r| shown(r.event.quad)),
    ("goldstein", |r| shown(r.event.goldstein)),
    ("status", |r| r.event.status.as_str().to_owned()),
    ("speaker", |r| r.speaker()),
    ("stance", |r| text(r.event.held_by.first().map(|it| it.stance.as_str()))),
    ("condition", |r| text(r.event.condition.map(|it| it.of(&r.record.article.text)))),
    ("time_value", |r| text(r.event.time.value.as_deref())),
    ("time_from", |r| shown(r.event.time.interval.map(|it| it.from))),
    ("time_to", |r| shown(r.event.time.interval.map(|it| it.to))),
    ("time_precision", |r| r.event.time.precision.as_str().to_owned()),
    ("time_basis", |r| r.event.time.basis.as_str().to_owned()),
    ("place", |r| text(r.event.place.as_ref().map(|it| it.0.name.as_str()))),
    ("place_country", |r| text(r.event.place.as_ref().and_then(|it| it.0.country.as_deref()))),
    ("place_admin1", |r| text(r.event.place.as_ref().and_then(|it| it.0.admin1.as_deref()))),
    ("place_lat", |r| shown(r.event.place.as_ref().and_then(|it| it.0.lat))),
    ("place_lon", |r| shown(r.event.place.as_ref().and_then(|it| it.0.lon))),
    ("place_geonames", |r| shown(r.event.place.as_ref().and_then(|it| it.0.geonames))),
    ("place_level", |r| text(r.event.place.as_ref().map(|it| it.0.level.as_str()))),
    ("place_basis", |r| text(r.event.place.as_ref().map(|it| it.1.as_str()))),
    ("killed", |r| shown(r.event.magnitude.and_then(|it| it.killed))),
    ("injured", |r| shown(r.event.magnitude.and_then(|it| it.injured))),
    ("size", |r| shown(r.event.magnitude.and_then(|it| it.size))),
    ("proposition", |r| text(r.event.proposition.map(|n| format!("P{}", n + 1)).as_deref())),
    ("rule", |r| r.event.rule.clone()),
    ("confidence", |r| format!("{:.3}", r.event.confidence)),
    ("learnt_at", |_| String::new()),
    ("coder", |r| r.setting.provenance.version.clone()),
    ("lexicon", |r| r.setting.provenance.lexicon.clone()),
    ("model", |r| r.setting.provenance.model.clone()),
];

/// Columns whose values are codes.
const CODES: &[&str] = &["cameo", "quad", "source_code", "source_key", "target_code", "target_key"];

/// The names of the columns, in order: those of the flat table of events everywhere.
pub fn event_columns() -> Vec<&'static str> {
    COLUMNS.iter().map(|(name, _)| *name).collect()
}

pub(super) fn header() -> String {
    event_columns().join(",") + "\r\n"
}

pub(super) fn write(record: &Record, setting: &Setting<'_>, out: &mut Vec<u8>) {
    let chars = &Chars::new(&record.article.text);
    for event in &record.coded.events {
        for source in sides(&event.sources) {
            for target in sides(&event.targets) {
                row(&Row { record, chars, setting, event, source, target }, out);
            }
        }
    }
}

/// The parties of a side, or one empty place.
fn sides(parties: &[Party]) -> Vec<Option<&Party>> {
    if parties.is_empty() { vec![None] } else { parties.iter().map(Some).collect() }
}

fn row(row: &Row<'_>, out: &mut Vec<u8>) {
    for (i, (name, value)) in COLUMNS.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        let value = value(row);
        let quoted = CODES.contains(name) && !value.is_empty();
        if quoted || value.contains([',', '"', '\n', '\r']) {
            out.push(b'"');
            out.extend_from_slice(value.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        } else {
            out.extend_from_slice(value.as_bytes());
        }
    }
    out.extend_from_slice(b"\r\n");
}

impl Row<'_> {
    fn sentence(&self) -> Option<&Sentence> {
        self.record.coded.sentences.get(self.event.sentence)
    }

    fn words(&self, party: Option<&Party>) -> String {
        text(party.map(|it| it.span.of(&self.record.article.text)))
    }

    fn name(&self, party: Option<&Party>) -> String {
        let actor = party.and_then(|it| it.actor);
        let actor = actor.and_then(|id| self.record.coded.actors.get(id.0 as usize));
        text(actor.map(|it| it.name.as_str()))
    }

    fn speaker(&self) -> String {
        let statement = self.event.held_by.first().map(|it| it.statement);
        let statement = statement.and_then(|i| self.record.coded.statements.get(i));
        let speaker = statement.and_then(|it| it.speaker.as_ref());
        text(speaker.map(|it| it.span.of(&self.record.article.text)))
    }
}

fn text(value: Option<&str>) -> String {
    value.unwrap_or("").to_owned()
}

fn shown(value: Option<impl ToString>) -> String {
    value.map_or(String::new(), |it| it.to_string())
}

fn sectors(party: Option<&Party>) -> String {
    party.map_or(String::new(), |it| it.identity.sectors.join(";"))
}

fn code(party: Option<&Party>) -> String {
    party.map_or(String::new(), |it| it.identity.code.clone())
}

fn key(party: Option<&Party>) -> String {
    party.map_or(String::new(), |it| it.identity.key().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::tests::written;

    #[test]
    fn columns_are_unique_and_lower_snake_case() {
        let mut names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
        assert!(
            names.iter().all(|it| it.chars().all(|c| c.is_ascii_lowercase() || "_1".contains(c)))
        );
        names.sort_unstable();
        assert!(names.is_sorted_by(|a, b| a < b));
        assert!(CODES.iter().all(|code| names.contains(code)));
    }

    #[test]
    fn a_row_carries_its_sentence() {
        let table = written("csv");
        let lines: Vec<&str> = table.split("\r\n").collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[1].contains("\"“Gondor” warned Mordor, Faramir said.\""), "{}", lines[1]);
        assert!(lines[1].contains(",\"130\",\"3\",-4.4,reported,Faramir,asserts,"), "{}", lines[1]);
    }
}
