//! The pipeline from bytes to bytes.

use super::*;
use crate::ingest;
use crate::ingest::Source;

fn run_on(input: &str, task: &Task, n_threads: usize) -> (String, Counts) {
    let stream = Box::new(std::io::Cursor::new(input.to_owned().into_bytes()));
    let found = ingest::read(vec![Source::Stream("-".to_owned(), stream)], None);
    let mut out = Vec::new();
    let counts = run(found, task, n_threads, &mut out, &mut |_| {}).unwrap();
    (String::from_utf8(out).unwrap(), counts)
}

fn code() -> Task {
    Task::Code {
        engine: Arc::new(Engine::open(None, None).unwrap()),
        format: crate::format::format("jsonl").unwrap(),
        color: false,
        min_confidence: 0.0,
        gating: Default::default(),
    }
}

fn lines(n: usize) -> String {
    (0..n)
        .map(|i| {
            let text = format!("The king of Gondor met envoy number {i} on Monday. ").repeat(i % 7);
            format!("{{\"id\":\"{i}\",\"text\":\"{text}\"}}\n")
        })
        .collect()
}

/// Incidents and their independent origins, as seen from a day.
fn counted(path: &std::path::Path, as_of: &str) -> (usize, usize) {
    use std::collections::BTreeSet;
    let view = crate::store::View { as_of: as_of.parse().ok(), ..Default::default() };
    let reader = crate::store::Reader::open(path, view).unwrap();
    let filter = crate::store::Filter::default();
    let told = kept_incidents(&reader, &filter, &Lexicon::embedded().unwrap()).unwrap();
    let incidents: BTreeSet<usize> = told.values().map(|it| it.0).collect();
    let origins: BTreeSet<&(usize, String)> = told.values().collect();
    (incidents.len(), origins.len())
}

#[test]
fn a_happening_told_on_three_days_is_one_incident() {
    use crate::store::sample;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    let mut store = crate::store::Store::open(&path).unwrap();
    let expected = sample::Told {
        marked: "[Mordor] will <attack> {Gondor} at the bridge.",
        status: crate::model::Status::Planned,
        ..sample::ATTACK
    };
    let records = [
        sample::record("a", "2024-03-01", &[&expected]),
        sample::record("b", "2024-03-04", &[&sample::ATTACK]),
        sample::record("c", "2024-03-05", &[&sample::ATTACK]),
        // Another happening, long after.
        sample::record("d", "2024-05-05", &[&sample::ATTACK]),
    ];
    store
        .keep(&records, &sample::provenance("aa"), "2024-06-01T00:00:00Z".parse().unwrap())
        .unwrap();
    // Copies of one text are one origin.
    assert_eq!(counted(&path, "2024-06-01"), (2, 2));
    assert_eq!(counted(&path, "2024-03-04"), (1, 1));
    assert_eq!(counted(&path, "2024-03-02"), (0, 0));
}

#[test]
fn threads_change_nothing_and_order_is_kept() {
    let (input, task) = (lines(200), code());
    let (one, counts) = run_on(&input, &task, 1);
    let (three, _) = run_on(&input, &task, 3);
    assert_eq!(one, three);
    assert_eq!(counts.read, 200);
    for (i, line) in one.lines().enumerate() {
        assert!(line.contains(&format!("\"id\":\"{i}\"")));
    }
}

#[test]
fn a_broken_line_is_still_a_document() {
    let (out, counts) = run_on("{\"text\":\"A\"}\n{\"id\":\"b\",\"te", &code(), 1);
    assert_eq!(out.lines().count(), 2);
    assert!(out.contains("\"id\":\"b\"") && out.contains("ingest.bad_json"));
    assert_eq!(counts.warnings.get("ingest.bad_json"), Some(&1));
}

#[test]
fn questions_are_answered_even_in_another_language() {
    let line = "{\"id\":\"1\",\"text\":\"Президент сказал, что войны не будет.\",\"dyads\":[{\"id\":\"q\",\"source\":null,\"target\":null}]}";
    let (out, _) = run_on(line, &code(), 1);
    assert!(out.contains("\"dyads\":[{\"id\":\"q\""), "{out}");
    assert!(out.contains("extract.not_english"));
}

#[test]
fn a_parse_has_offsets_in_characters() {
    let engine = Arc::new(Engine::open(None, None).unwrap());
    let (out, _) = run_on("“É” won.", &Task::Parse { engine, exact: true }, 1);
    assert!(out.contains("start=0|end=1"), "{out}");
    assert!(out.contains("start=4|end=7"), "{out}");
}

#[test]
fn a_closed_output_ends_the_run() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let input = lines(500).into_bytes();
    let stream = Box::new(std::io::Cursor::new(input));
    let found = ingest::read(vec![Source::Stream("-".to_owned(), stream)], None);
    let pages = Arc::new(Pages::embedded().unwrap());
    let error = run(found, &Task::Extract { pages }, 2, &mut Closed, &mut |_| {}).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Output);
}
