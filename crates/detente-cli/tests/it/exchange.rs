//! Tables for other programs, and layers from them.

use crate::detente;
use crate::err;
use crate::out;
use crate::piped;
use crate::write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Output;

const LINES: &str = concat!(
    r#"{"id":"a","text":"Norway warned Sweden on Monday. Norway praised Denmark in Oslo.","published":"2024-03-05","url":"https://herald.example/a"}"#,
    "\n",
    r#"{"id":"b","text":"Norway attacked Sweden on Thursday. Norway will attack Sweden next week.","published":"2024-04-05","url":"https://tribune.example/b"}"#,
    "\n",
);

/// A store and the JSON lines of the same texts.
fn both(folder: &Path) -> [PathBuf; 2] {
    let (store, lines) = (folder.join("news.detente"), folder.join("news.jsonl"));
    let coded = piped("code --input-format jsonl --format jsonl -", LINES.as_bytes());
    write(folder, "news.jsonl", out(&coded).as_bytes());
    let args = "code --input-format jsonl --learnt 2024-04-10T00:00:00Z -o";
    let kept = piped(&format!("{args} {} -", store.display()), LINES.as_bytes());
    assert!(kept.status.success(), "{}", err(&kept));
    [store, lines]
}

fn run(command: &str, path: &Path, more: &str) -> Output {
    detente(&format!("{command} {} {more}", path.display())).output().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_store_and_its_lines_give_the_same_table() {
    let folder = tempfile::tempdir().unwrap();
    let rows = both(folder.path()).map(|path| {
        let table = run("export", &path, "--format jsonl -o -");
        assert!(table.status.success(), "{}", err(&table));
        let mut rows = crate::records(&table);
        for row in &mut rows {
            // What only a store knows.
            row["headline"].take();
            row["learnt_at"].take();
        }
        rows
    });
    assert!(rows[0].len() >= 3, "{rows:?}");
    assert_eq!(rows[0], rows[1]);
    assert!(rows[0].iter().all(|it| it["cameo"].is_string()));
}

#[test]
fn filters_and_days_bound_what_is_written() {
    let folder = tempfile::tempdir().unwrap();
    for path in both(folder.path()) {
        let count = |more: &str| {
            let table = run("export", &path, &format!("--format csv -o - {more}"));
            assert!(table.status.success(), "{}", err(&table));
            out(&table).lines().count() - 1
        };
        let all = count("");
        assert!(count("--as-of 2024-03-31") < all);
        assert_eq!(count("--dyad NOR SWE --class THREATEN"), 1, "{}", path.display());
        assert_eq!(count("--dyad SWE NOR"), 0);
        assert_eq!(count("--table documents"), 2);
    }
}

#[test]
fn files_stand_whole_with_what_describes_them() {
    let folder = tempfile::tempdir().unwrap();
    let [store, _] = both(folder.path());
    let at = |name: &str| folder.path().join("out").join(name);
    let write = |more: &str| {
        let done = run("export", &store, more);
        assert!(done.status.success(), "{}", err(&done));
    };
    write(&format!("--format csv -o {}", at("events.csv").display()));
    write(&format!("--format parquet -o {}", at("one.parquet").display()));
    write(&format!("--format parquet -o {}", at("events").display()));
    write(&format!("--format parquet -o {}", at("events").display()));
    write(&format!("--as icews -o {}", at("icews.tab").display()));
    assert_eq!(
        names(&folder.path().join("out")),
        [
            "events",
            "events.csv",
            "events.csv-metadata.json",
            "icews.tab",
            "icews.tab.loss.md",
            "one.parquet"
        ]
    );
    assert!(names(&at("events")).contains(&"month=2024-03".to_owned()));
    let note = std::fs::read_to_string(at("icews.tab.loss.md")).unwrap();
    assert!(note.contains("## Left out of this file"), "{note}");
    let parquet = std::fs::read(at("one.parquet")).unwrap();
    assert_eq!((&parquet[..4], &parquet[parquet.len() - 4..]), (&b"PAR1"[..], &b"PAR1"[..]));
}

#[test]
fn nothing_is_left_of_what_went_wrong() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "mine/precious.txt", b"x");
    let [store, _] = both(folder.path());
    let before = names(folder.path());
    let mine = folder.path().join("mine");
    let refused = run("export", &store, &format!("--format parquet -o {}", mine.display()));
    assert_eq!(refused.status.code(), Some(2), "{}", err(&refused));
    assert_eq!(names(&mine), ["precious.txt"]);
    let odd = folder.path().join("odd.geojson");
    let refused =
        run("export", &store, &format!("--format geojson --as icews -o {}", odd.display()));
    assert_eq!(refused.status.code(), Some(2), "{}", err(&refused));
    let mut after = names(folder.path());
    // What SQLite keeps beside an open store.
    after.retain(|it| !it.ends_with("-shm") && !it.ends_with("-wal"));
    assert_eq!(after, before);
    let lines = piped("export - --format csv -o -", b"{\"id\":1}\n");
    assert!(err(&lines).contains("export.bad_line: -:1:"), "{}", err(&lines));
}

#[test]
fn what_is_exported_is_imported_as_a_layer() {
    let folder = tempfile::tempdir().unwrap();
    let [store, _] = both(folder.path());
    let before = out(&run("index", &store, "--group dyad --format csv")).to_owned();
    for kind in ["gdelt", "icews", "polecat"] {
        let file = folder.path().join(kind);
        let done = run("export", &store, &format!("--as {kind} -o {}", file.display()));
        assert!(done.status.success(), "{}", err(&done));
        let import = || run("import", &store, &format!("{} --as {kind}", file.display()));
        let first = import();
        assert!(err(&first).contains(" 0 that could not be read"), "{}", err(&first));
        let again = import();
        assert!(err(&again).contains("kept before"), "{}", err(&again));
        let more = format!("--layer {kind} --dyad NOR SWE --step month --format csv");
        let index = run("index", &store, &more);
        assert!(out(&index).contains("all,2024-03-"), "{kind}: {}", out(&index));
        let none = run("index", &store, &format!("{more} --as-of 2024-03-01"));
        assert!(!out(&none).contains("all,2024-03-"), "{kind}: {}", out(&none));
    }
    assert_eq!(out(&run("index", &store, "--group dyad --format csv")), before);
    let beside =
        run("index", &store, "--compare gdelt --compare icews --dyad NOR SWE --format csv");
    for set in ["ours", "gdelt", "icews"] {
        assert!(out(&beside).contains(&format!(",{set},1,")), "{set}: {}", out(&beside));
    }
    let page = run("index", &store, "--compare gdelt --dyad NOR SWE --step day");
    assert!(out(&page).contains("ours and gdelt: "), "{}{}", out(&page), err(&page));
    let no_texts = run("index", &store, "--layer gdelt --unit incident");
    assert_eq!(no_texts.status.code(), Some(2), "{}", err(&no_texts));
    let unknown = run("index", &store, "--layer none");
    assert_eq!(unknown.status.code(), Some(2), "{}", err(&unknown));
}

#[test]
fn lines_that_cannot_be_read_are_named_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let header = "Event ID\tEvent Date\tSource Country\tCAMEO Code\tTarget Country\n";
    let rows = "1\t2024-03-05\tNorway\t14\tSweden\n2\t2024-13-05\tNorway\t042\tSweden\n3\n4\t2024-03-05\tAtlantis\t042\tSweden\n";
    write(folder.path(), "icews.tab", [header, rows].concat().as_bytes());
    let store = folder.path().join("s.detente");
    let file = folder.path().join("icews.tab");
    let done = run("import", &store, &format!("{} --as icews", file.display()));
    for words in [
        "import.date: ",
        ":3: ",
        "import.columns",
        "import.country",
        "2 new, 0 kept before, 2 that",
    ] {
        assert!(err(&done).contains(words), "{words}: {}", err(&done));
    }
    let mut query = detente(&format!("query {} --format csv", store.display()));
    let codes = query.arg("SELECT cameo FROM layers_flat ORDER BY line").output().unwrap();
    assert_eq!(out(&codes), "cameo\r\n\"014\"\r\n\"042\"\r\n");
    let wrong = run("import", &store, &format!("{} --as gdelt", file.display()));
    assert_eq!(wrong.status.code(), Some(3), "{}", err(&wrong));
}
