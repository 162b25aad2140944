//! A store of every past format opens, is brought to the newest, and says what it said.

use detente::report;
use detente::store::Filter;
use detente::store::Reader;
use detente::store::Store;
use detente::store::View;
use std::path::PathBuf;

fn stores() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/stores"))
}

#[test]
fn stores_of_past_formats_open() {
    let folder = tempfile::tempdir().unwrap();
    for kept in crate::files(&stores(), ".detente") {
        // A copy: opening may bring it to the newest format.
        let path = folder.path().join(kept.file_name().unwrap());
        std::fs::copy(&kept, &path).unwrap();
        drop(Store::open(&path).unwrap());
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

#[test]
fn the_store_of_the_first_format_is_kept() {
    assert!(stores().join("1.detente").is_file());
}
