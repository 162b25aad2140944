//! A store filled by `detente code` and asked by the other commands.

use crate::detente;
use crate::err;
use crate::out;
use crate::piped;
use std::path::Path;
use std::path::PathBuf;
use std::process::Output;

const LINES: &str = concat!(
    r#"{"id":"a","text":"Norway warned Sweden on Monday. Sweden rejected the warning.","published":"2024-03-05","url":"https://herald.example/a"}"#,
    "\n",
    r#"{"id":"b","text":"Norway attacked Sweden on Thursday.","published":"2024-03-08","url":"https://tribune.example/b"}"#,
    "\n",
);

fn filled(folder: &Path) -> PathBuf {
    let path = folder.join("news.detente");
    let output = keep(&path);
    assert!(output.status.success(), "{}", err(&output));
    assert!(err(&output).contains("2 new, 0 read anew, 0 kept before"), "{}", err(&output));
    path
}

fn keep(path: &Path) -> Output {
    let args =
        format!("code --input-format jsonl --learnt 2024-03-10T00:00:00Z -o {} -", path.display());
    piped(&args, LINES.as_bytes())
}

fn ask(command: &str, path: &Path, more: &str) -> Output {
    detente(&format!("{command} {} {more}", path.display())).output().unwrap()
}

#[test]
fn the_same_again_is_kept_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path());
    let before = std::fs::read(&path).unwrap();
    let again = keep(&path);
    assert!(err(&again).contains("0 new, 0 read anew, 2 kept before"), "{}", err(&again));
    assert!(std::fs::read(&path).unwrap() == before);
    let diff = ask("diff", &path, &path.display().to_string());
    assert_eq!(diff.status.code(), Some(0));
    assert!(out(&diff).starts_with("2 documents in both"), "{}", out(&diff));
}

#[test]
fn every_question_is_answered_as_of_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path());
    for (command, more, sign) in [
        ("timeline", "NOR SWE", "attacked Sweden"),
        ("search", "attacked", "attacked Sweden"),
        ("search", "--dyad NOR SWE --class ASSAULT", "attacked Sweden"),
        ("coverage", "", "tribune.example"),
        ("index", "--dyad NOR SWE --format csv --step day", "all,2024-03-08,2024-03-08,1,"),
    ] {
        let now = ask(command, &path, more);
        assert!(out(&now).contains(sign), "{command}: {}{}", out(&now), err(&now));
        let then = ask(command, &path, &format!("{more} --as-of 2024-03-07"));
        assert!(then.status.success(), "{}", err(&then));
        assert!(!out(&then).contains(sign), "{command}: {}", out(&then));
    }
}

#[test]
fn formats_are_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path());
    for (command, more) in [
        ("timeline", "NOR SWE"),
        ("ledger", "threats"),
        ("ledger", "claims"),
        ("index", "--group dyad"),
        ("coverage", ""),
        ("search", "--class THREATEN"),
    ] {
        let json = ask(command, &path, &format!("{more} --format json"));
        serde_json::from_str::<serde_json::Value>(out(&json)).unwrap();
        let markdown = ask(command, &path, &format!("{more} --format markdown"));
        assert!(out(&markdown).starts_with("# "), "{}", out(&markdown));
    }
    let figure = ask("timeline", &path, "NOR SWE --format svg");
    assert!(out(&figure).starts_with("<svg"), "{}{}", out(&figure), err(&figure));
    let figure = ask("timeline", &path, "NOR SWE --format png");
    assert!(figure.stdout.starts_with(b"\x89PNG\r\n"), "{}", err(&figure));
    let one = ask("index", &path, "--unit incident --format json");
    assert!(out(&one).contains("\"unit\": \"incident\""), "{}", out(&one));
}

#[test]
fn a_query_reads_and_never_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path());
    let query = |sql: &str| {
        let mut command = detente(&format!("query {} --format csv", path.display()));
        command.arg(sql).output().unwrap()
    };
    let codes = query("SELECT DISTINCT cameo FROM events_flat WHERE plover = 'ASSAULT'");
    assert_eq!(out(&codes).lines().next(), Some("cameo"));
    assert!(out(&codes).lines().nth(1).unwrap().starts_with("\"19"), "{}", out(&codes));
    let wrong = query("DELETE FROM main.events");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).contains("only asked"), "{}", err(&wrong));
}

#[test]
fn what_makes_no_sense_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.detente");
    assert_eq!(ask("coverage", &path, "").status.code(), Some(3));
    let format = piped(&format!("code --format csv -o {} -", path.display()), b"x");
    assert_eq!(format.status.code(), Some(2));
    assert!(!path.exists());
}

pub(crate) const WATCH: &str = "schema = \"detente.watch-list/1\"\nbudget = 1\n[[watch]]\nname = \"Norway toward Sweden\"\nsource = \"NOR\"\ntarget = \"SWE\"\n";

/// A year of threes, and then a hundred.
pub(crate) fn table() -> String {
    let first = jiff::civil::date(2023, 1, 1);
    let row = |i: i64| {
        let day = first.checked_add(jiff::Span::new().days(i)).unwrap();
        format!("{day},{},50\n", if i == 399 { 100 } else { 2 + i % 3 })
    };
    "day,count,denominator\n".to_owned() + &(0..400).map(row).collect::<String>()
}

#[test]
fn alerts_are_raised_over_tables_and_stores() {
    let folder = tempfile::tempdir().unwrap();
    let (list, csv) = (folder.path().join("list.toml"), folder.path().join("counts.csv"));
    std::fs::write(&list, WATCH).unwrap();
    std::fs::write(&csv, table()).unwrap();
    let ask = |input: &Path, more: &str| {
        let args = format!("alerts {} {} {more}", list.display(), input.display());
        detente(&args).output().unwrap()
    };
    let lines = ask(&csv, "--format jsonl");
    let alert: serde_json::Value =
        serde_json::from_str(out(&lines).lines().next().unwrap()).unwrap();
    assert_eq!((&alert["change"], &alert["day"]), (&"opened".into(), &"2024-02-04".into()));
    assert!(out(&ask(&csv, "")).contains("count 100"), "{}", out(&ask(&csv, "")));
    assert!(out(&ask(&csv, "--format atom")).contains("<entry>"));
    assert_eq!(out(&ask(&csv, "--format jsonl --as-of 2024-02-03")), "");
    // Two documents are no history, and raise nothing.
    let store = ask(&filled(folder.path()), "--format jsonl");
    assert!(store.status.success() && out(&store).is_empty(), "{}", err(&store));
    std::fs::write(&list, WATCH.replace("budget = 1", "budget = 0")).unwrap();
    assert_eq!(ask(&csv, "").status.code(), Some(5));
}

/// The id of the first event of a class.
fn id_of(path: &Path, class: &str) -> String {
    let found = ask("search", path, &format!("--class {class} --format json"));
    let found: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    found[0]["events"][0]["id"].as_str().unwrap().to_owned()
}

fn explained(path: &Path, id: &str, more: &str) -> Output {
    detente(&format!("explain {id} {} {more}", path.display())).output().unwrap()
}

#[test]
fn a_store_accounts_for_its_events() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path());
    let id = id_of(&path, "ASSAULT");
    let page = explained(&path, &id[..9], "");
    for sign in [
        &*id,
        "“Norway attacked Sweden on Thursday.”",
        "source “Norway” NOR Norway",
        "on 2024-03-07 (inferred)",
        "https://tribune.example/b",
        "2024-03-10T00:00:00Z coder ",
        "en.assault.attack-between-states",
    ] {
        assert!(out(&page).contains(sign), "{sign}: {}{}", out(&page), err(&page));
    }
    let json = explained(&path, &id, "--format json");
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["event"]["id"].as_str(), Some(&*id));
    assert_eq!(json["readings"][0]["status"], "happened");
    let before = explained(&path, &id, "--as-of 2024-03-07");
    assert_eq!(before.status.code(), Some(2), "{}", out(&before));
    assert!(err(&before).contains("no event and no document"), "{}", err(&before));
}

#[test]
fn a_store_accounts_for_its_documents() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path());
    let page = explained(&path, "a", "");
    for sign in ["herald.example", "2 sentences", "Sweden rejected the warning.", "read by"] {
        assert!(out(&page).contains(sign), "{sign}: {}{}", out(&page), err(&page));
    }
}

#[test]
fn an_id_that_begins_several_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path());
    let page = explained(&path, "E", "");
    assert_eq!(page.status.code(), Some(2));
    assert!(err(&page).contains("events have ids that begin with \"E\""), "{}", err(&page));
    assert!(err(&page).contains("give more of it: E"), "{}", err(&page));
}

/// Another outlet's report of the same attack, and a reprint, are told with it.
#[test]
fn an_account_names_reprints_and_other_reports() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path());
    let more = concat!(
        r#"{"id":"c","text":"Norway attacked Sweden on Thursday.","published":"2024-03-08","url":"https://courier.example/c"}"#,
        "\n",
        r#"{"id":"d","text":"Norway attacked Sweden on March 7 and the king fled to his castle.","published":"2024-03-08","url":"https://gazette.example/d"}"#,
        "\n",
    );
    let args =
        format!("code --input-format jsonl --learnt 2024-03-11T00:00:00Z -o {} -", path.display());
    assert!(piped(&args, more.as_bytes()).status.success());
    let found = ask("search", &path, "--class ASSAULT --format json");
    let found: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    let first = found.as_array().unwrap().iter().find(|it| it["document_id"] == "b").unwrap();
    let page = explained(&path, first["events"][0]["id"].as_str().unwrap(), "");
    let page = out(&page);
    let copies = page.split("the same text elsewhere").nth(1).unwrap();
    assert!(copies.contains("courier.example, 2024-03-08, c"), "{page}");
    let reports = page.split("other reports of the same incident").nth(1).unwrap();
    assert!(reports.contains("the king fled"), "{page}");
}
