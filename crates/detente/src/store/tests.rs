//! What a store must do whatever happens to it.
#![expect(clippy::disallowed_methods, reason = "tests make files")]

use crate::model::Record;
use crate::store::Change;
use crate::store::Filter;
use crate::store::Kept;
use crate::store::Reader;
use crate::store::Side;
use crate::store::Store;
use crate::store::View;
use crate::store::difference;
use crate::store::sample;
use crate::store::sample::record;
use std::path::Path;

const LEARNT: &str = "2024-03-10T12:00:00Z";

fn keep(path: &Path, records: &[Record], lexicon: &str) -> Kept {
    let mut store = Store::open(path).unwrap();
    store.keep(records, &sample::provenance(lexicon), LEARNT.parse().unwrap()).unwrap()
}

fn records() -> Vec<Record> {
    vec![
        record("a", "2024-03-01", &[&sample::WARNING, &sample::EXPECTED]),
        record("b", "2024-03-04", &[&sample::ATTACK]),
    ]
}

fn asked(reader: &Reader, sql: &str) -> Vec<String> {
    let mut rows = Vec::new();
    let mut each = |answer: crate::store::Answer<'_>| {
        if !answer.cells.is_empty() {
            rows.push(format!("{:?}", answer.cells));
        }
        Ok(())
    };
    reader.ask(sql, &mut each).unwrap();
    rows
}

/// All rows of all tables.
fn dump(path: &Path) -> Vec<String> {
    let reader = Reader::open(path, View::default()).unwrap();
    let tables = ["versions", "runs", "documents", "texts", "sentences", "readings", "actors"];
    let more = ["statements", "propositions", "events", "parties", "holders", "dyads"];
    let all = tables.into_iter().chain(more).chain(["event_propositions"]);
    all.flat_map(|table| asked(&reader, &format!("SELECT * FROM main.{table}"))).collect()
}

#[test]
fn the_same_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    assert_eq!(keep(&path, &records(), "aa"), Kept { new: 2, again: 0, same: 0 });
    let before = dump(&path);
    assert_eq!(keep(&path, &records(), "aa"), Kept { new: 0, again: 0, same: 2 });
    assert_eq!(dump(&path), before);
}

#[test]
fn a_newer_lexicon_adds_and_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    keep(&path, &records(), "aa");
    let n_before = dump(&path).len();
    let newer = [record("a", "2024-03-01", &[&sample::WARNING])];
    assert_eq!(keep(&path, &newer, "bb"), Kept { new: 0, again: 1, same: 0 });
    assert!(dump(&path).len() > n_before);
    let now = Reader::open(&path, View::default()).unwrap();
    assert_eq!(now.events(&Filter::default()).unwrap().len(), 2);
    let old = View { lexicon: Some("sha256:aa".to_owned()), ..View::default() };
    let old = Reader::open(&path, old).unwrap();
    assert_eq!(old.events(&Filter::default()).unwrap().len(), 3);
}

#[test]
fn a_difference_lists_what_changed_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    keep(&path, &records(), "aa");
    let mut newer = records();
    newer[0].coded.events[1].status = crate::model::Status::Planned;
    newer[1].coded.events.clear();
    newer.push(record("c", "2024-03-05", &[&sample::HELP]));
    keep(&path, &newer, "bb");
    let of = |lexicon: &str| {
        Reader::open(&path, View { lexicon: Some(lexicon.to_owned()), ..View::default() }).unwrap()
    };
    let mut found = Vec::new();
    let mut note = |change: Change| {
        found.push(match change {
            Change::Same { documents, events } => format!("same {documents} {events}"),
            Change::Document(side, id) => format!("{side:?} {id}"),
            Change::Event(side, it) => format!("{side:?} {}", it.id),
            Change::Changed(old, new) => format!("{} {} {}", old.id, old.status, new.status),
        });
        Ok(())
    };
    difference(&of("aa"), &of("bb"), &mut note).unwrap();
    assert_eq!(
        found,
        ["Ea1ASSAULT predicted planned", "Old Eb0ASSAULT", "New c", "same 2 1"],
        "{:?}",
        Side::Old
    );
}

#[test]
fn two_documents_of_one_name_do_not_meet() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    let both = [
        record("1", "2024-03-01", &[&sample::WARNING]),
        record("1", "2024-03-02", &[&sample::ATTACK]),
    ];
    assert_eq!(keep(&path, &both, "aa").new, 2);
}

#[test]
fn nothing_can_be_changed_or_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    keep(&path, &records(), "aa");
    let db = rusqlite::Connection::open(&path).unwrap();
    for sql in ["DELETE FROM events", "UPDATE events SET status = 'happened'", "DELETE FROM runs"] {
        assert!(db.execute(sql, []).unwrap_err().to_string().contains("the store"), "{sql}");
    }
    let reader = Reader::open(&path, View::default()).unwrap();
    for sql in ["DROP TABLE main.dyads", "INSERT INTO main.runs VALUES (9, 1, '')", "SELEC 1"] {
        assert!(reader.ask(sql, &mut |_| Ok(())).is_err(), "{sql}");
    }
}

#[test]
fn offsets_count_characters_as_the_database_does() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    keep(&path, &records(), "aa");
    let reader = Reader::open(&path, View::default()).unwrap();
    let sql = "SELECT count(*), sum(substr(t.text, e.trigger_start + 1, e.trigger_end - e.trigger_start) = e.trigger) FROM main.events e JOIN main.readings r USING (reading_id) JOIN main.texts t USING (text_id)";
    assert_eq!(asked(&reader, sql), ["[Integer(3), Integer(3)]"]);
    let sql = "SELECT count(*), sum(substr(t.text, s.sentence_start + 1, s.sentence_end - s.sentence_start) = s.sentence) FROM main.sentences s JOIN main.texts t USING (text_id)";
    assert_eq!(asked(&reader, sql), ["[Integer(3), Integer(3)]"]);
}

#[test]
fn a_day_in_the_past_knows_nothing_of_later() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    keep(&path, &records(), "aa");
    let of = |view: View| Reader::open(&path, view).unwrap().events(&Filter::default()).unwrap();
    let as_of = |day: &str| View { as_of: Some(day.parse().unwrap()), ..View::default() };
    assert_eq!(of(as_of("2024-02-29")).len(), 0);
    assert_eq!(of(as_of("2024-03-03")).len(), 2);
    assert_eq!(of(as_of("2024-03-04")).len(), 3);
    let learnt_by =
        |moment: &str| View { learnt_by: Some(moment.parse().unwrap()), ..View::default() };
    assert_eq!(of(learnt_by("2024-03-10T11:59:59Z")).len(), 0);
    assert_eq!(of(learnt_by("2024-03-10T12:00:00Z")).len(), 3);
}

#[test]
fn events_are_found_by_what_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    keep(&path, &records(), "aa");
    let reader = Reader::open(&path, View::default()).unwrap();
    let some = |it: &str| Some(it.to_owned());
    let count = |filter: Filter| reader.events(&filter).unwrap().len();
    let source_and_target =
        |s: &str, t: &str| Filter { source: some(s), target: some(t), ..Filter::default() };
    assert_eq!(count(source_and_target("MOR", "GON")), 2);
    assert_eq!(count(source_and_target("MORGOV", "GON")), 2);
    assert_eq!(count(source_and_target("MORMIL", "GON")), 0);
    assert_eq!(count(Filter { actor: some("Mordor"), ..Filter::default() }), 3);
    assert_eq!(count(Filter { class: some("19"), ..Filter::default() }), 2);
    assert_eq!(count(Filter { class: some("THREATEN"), ..Filter::default() }), 1);
    assert_eq!(count(Filter { words: vec!["BRIDGE".to_owned()], ..Filter::default() }), 2);
    assert_eq!(count(Filter { words: vec!["NOT \"a".to_owned()], ..Filter::default() }), 0);
    assert_eq!(count(Filter { outlet: some("Herald.example"), ..Filter::default() }), 3);
    assert_eq!(count(Filter { from: Some("2024-03-02".parse().unwrap()), ..Filter::default() }), 1);
}

#[test]
fn what_is_no_store_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    std::fs::write(&path, "a letter, and no store").unwrap();
    assert!(Store::open(&path).is_err());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a letter, and no store");
    let other = folder.path().join("other.detente");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    assert!(Store::open(&other).is_err());
    assert!(Reader::open(&folder.path().join("none.detente"), View::default()).is_err());
    let newer = folder.path().join("newer.detente");
    keep(&newer, &records(), "aa");
    let db = rusqlite::Connection::open(&newer).unwrap();
    db.execute_batch("PRAGMA user_version = 99").unwrap();
    assert!(Store::open(&newer).is_err());
}

#[test]
fn a_full_disk_leaves_whole_documents() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    keep(&path, &records()[..1], "aa");
    let before = dump(&path);
    let mut store = Store::open(&path).unwrap();
    let n_pages: u32 = store.db.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    store.db.execute_batch(&format!("PRAGMA max_page_count = {n_pages}")).unwrap();
    let mut long = record("c", "2024-03-05", &[&sample::HELP]);
    long.article.text += &"x".repeat(1 << 20);
    let many = [records().remove(1), long];
    let error = store.keep(&many, &sample::provenance("aa"), LEARNT.parse().unwrap()).unwrap_err();
    assert!(error.to_string().contains("full"), "{error}");
    drop(store);
    assert_eq!(dump(&path), before);
}
