//! Records become bytes in some format.
//!
//! In: a [`Record`], which counts in bytes. Out: text in a format of [`FORMATS`], which counts in characters (the wire; contract `detente.document/1`).
//! It decides nothing about what was read; it only writes it down. It opens no file.
//!
//! To add a format: one file here, and one line in [`FORMATS`].

mod chars;
mod conllu;
mod csv;
pub mod group_wire;
mod groups;
mod jsonl;
mod text;
pub mod wire;

pub use conllu::conllu;
pub use csv::event_columns;
pub use groups::stories;
pub use jsonl::SCHEMAS;
pub use jsonl::extracted;
pub use jsonl::grouped;
pub use jsonl::incident;
pub use jsonl::schema;

use crate::model::Provenance;
use crate::model::Record;

/// A way records are written.
pub struct Format {
    /// As `--format` takes it.
    pub name: &'static str,
    /// One line for people.
    pub doc: &'static str,
    /// Ending of file names.
    pub ending: &'static str,
    /// What stands before the first record of a file.
    pub header: fn() -> String,
    /// Writes one record at the end of a buffer.
    pub write: fn(&Record, &Setting<'_>, &mut Vec<u8>),
}

/// What a writer must know beside the record.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// What made the records.
    pub provenance: &'a Provenance,
    /// Whether a person's terminal shows it, so that colors may be used.
    pub color: bool,
}

/// Every format, sorted by name.
pub const FORMATS: &[Format] = &[
    Format {
        name: "csv",
        doc: "the table of events: a row for each event, source and target",
        ending: "csv",
        header: csv::header,
        write: csv::write,
    },
    Format {
        name: "jsonl",
        doc: "one JSON object for each document (docs/detente.document.schema.json)",
        ending: "jsonl",
        header: String::new,
        write: jsonl::write,
    },
    Format {
        name: "text",
        doc: "for people: each event with its sentence, the words marked",
        ending: "txt",
        header: String::new,
        write: text::write,
    },
];

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|it| it.name == name)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::model::Actor;
    use crate::model::ActorId;
    use crate::model::ActorIdentity;
    use crate::model::Article;
    use crate::model::Basis;
    use crate::model::Coded;
    use crate::model::Event;
    use crate::model::EventTime;
    use crate::model::Form;
    use crate::model::Holder;
    use crate::model::Party;
    use crate::model::Precision;
    use crate::model::Sentence;
    use crate::model::Span;
    use crate::model::Speaker;
    use crate::model::Stance;
    use crate::model::Statement;
    use crate::model::Status;
    use crate::model::Warning;

    #[test]
    fn formats_are_sorted_named_and_described() {
        assert!(FORMATS.is_sorted_by(|a, b| a.name < b.name));
        assert!(FORMATS.iter().all(|it| !it.doc.is_empty() && !it.ending.is_empty()));
    }

    /// A record with one event about invented countries, in a text whose bytes and characters differ.
    pub(crate) fn record() -> Record {
        let text = "“Gondor” warned Mordor, Faramir said.";
        let span = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let party = |words: &str, code: &str, actor| Party {
            span: span(words),
            actor: Some(ActorId(actor)),
            identity: ActorIdentity::new(Some(code), &["GOV"]),
        };
        let actor = |name: &str, code: &str| Actor {
            name: name.to_owned(),
            identity: ActorIdentity::new(Some(code), &["GOV"]),
            wikidata: None,
            basis: Basis::Stated,
            as_of: None,
            rejected: Vec::new(),
        };
        let statement = Statement {
            speaker: Some(Speaker { span: span("Faramir"), actor: None }),
            addressee: None,
            cue: Some(span("said")),
            content: span("“Gondor” warned Mordor"),
            form: Form::Indirect,
            venue: None,
            stance: Stance::Asserts,
            head: None,
            words: true,
            aside: false,
        };
        let event = Event {
            id: "e1".to_owned(),
            sentence: 0,
            trigger: span("warned"),
            sources: vec![party("“Gondor”", "GON", 0)],
            targets: vec![party("Mordor", "MOR", 1)],
            class: Some("THREATEN".to_owned()),
            mode: None,
            contexts: vec!["military".to_owned()],
            cameo: "130".to_owned(),
            quad: Some(3),
            goldstein: Some(-4.4),
            status: Status::Reported,
            held_by: vec![Holder { statement: 0, stance: Stance::Asserts }],
            condition: None,
            time: EventTime {
                value: None,
                interval: None,
                precision: Precision::None,
                basis: Basis::Unknown,
                span: None,
            },
            place: None,
            proposition: Some(0),
            magnitude: None,
            rule: "en.threaten.warn".to_owned(),
            operators: Vec::new(),
            confidence: 0.8,
        };
        Record {
            article: Article {
                id: "d1".to_owned(),
                text: text.to_owned(),
                language: Some("en".to_owned()),
                ..Article::default()
            },
            coded: Coded {
                sentences: vec![Sentence {
                    tokens: 0..0,
                    span: Span::new(0, text.len()),
                    block: 0,
                    headline: false,
                }],
                actors: vec![actor("Gondor", "GON"), actor("Mordor", "MOR")],
                statements: vec![statement],
                events: vec![event],
                ..Coded::default()
            },
            warnings: vec![Warning::at("test.odd", "an odd word", span("Mordor"))],
        }
    }

    pub(crate) fn written(name: &str) -> String {
        let provenance = Provenance {
            version: "0".to_owned(),
            lexicon: "sha256:l".to_owned(),
            model: "sha256:m".to_owned(),
        };
        let setting = Setting { provenance: &provenance, color: false };
        let format = format(name).unwrap();
        let mut out = (format.header)().into_bytes();
        (format.write)(&record(), &setting, &mut out);
        String::from_utf8(out).unwrap()
    }
}
