//! A store of every past format opens, is brought to the newest, and says what it said.

use detente::report;
use detente::store::Answer;
use detente::store::Filter;
use detente::store::Reader;
use detente::store::Store;
use detente::store::View;
use std::path::Path;
use std::path::PathBuf;

fn stores() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/stores"))
}

#[test]
fn stores_of_past_formats_open() {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("made.detente");
    drop(Store::open(&made).unwrap());
    let newest = schema(&made);
    for kept in crate::files(&stores(), ".detente") {
        // A copy: opening may bring it to the newest format.
        let path = folder.path().join(kept.file_name().unwrap());
        std::fs::copy(&kept, &path).unwrap();
        drop(Store::open(&path).unwrap());
        assert_eq!(schema(&path), newest, "{}", kept.display());
        let view = View { as_of: Some("2024-03-05".parse().unwrap()), ..View::default() };
        let then = Reader::open(&path, view).unwrap();
        let now = Reader::open(&path, View::default()).unwrap();
        let count = |reader: &Reader| reader.events(&Filter::default()).unwrap().len();
        assert_eq!((count(&then), count(&now)), (4, 7), "{}", kept.display());
        let (timeline, _) = report::timeline(&now, ("NOR", "SWE"), None, None).unwrap();
        assert_eq!(timeline.documents, 2);
        assert!(timeline.days.iter().any(|it| it.day == "2024-03-07"), "{timeline:?}");
    }
}

/// Tables, indexes and triggers, as a store says itself.
fn schema(path: &Path) -> Vec<String> {
    let reader = Reader::open(path, View::default()).unwrap();
    let mut all = Vec::new();
    let sql = "SELECT name || ' ' || coalesce(sql, '') FROM main.sqlite_schema ORDER BY name";
    let each = &mut |row: Answer<'_>| {
        all.extend(row.cells.iter().map(|it| format!("{it:?}")));
        Ok(())
    };
    reader.ask(sql, each).unwrap();
    all
}

#[test]
fn a_store_of_every_format_is_kept() {
    for format in 1..=detente::store::FORMAT {
        assert!(
            stores().join(format!("{format}.detente")).is_file(),
            "{format}: see README.md there"
        );
    }
}

#[test]
fn what_format_two_added_is_kept_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("2.detente");
    std::fs::copy(stores().join("2.detente"), &path).unwrap();
    let reader = Reader::open(&path, View::default()).unwrap();
    let days = reader.layer_by_day("icews").unwrap();
    assert_eq!(
        days.into_iter().collect::<Vec<_>>(),
        [("2024-03-04".to_owned(), 1), ("2024-03-07".to_owned(), 1)]
    );
}
