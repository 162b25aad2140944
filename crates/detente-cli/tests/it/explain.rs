//! `detente explain`.

use crate::detente;
use crate::err;
use crate::out;
use crate::piped;
use crate::records;
use crate::write;

#[test]
fn a_class_is_defined_with_examples() {
    let output = detente("explain threaten").output().unwrap();
    assert!(output.status.success(), "{}", err(&output));
    assert!(out(&output).starts_with("THREATEN\n"));
    assert!(out(&output).contains("\nexamples\n"));
}

#[test]
fn an_event_is_traced_to_its_words_and_rule() {
    let text = b"Norway threatened Sweden with war on Monday.";
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", text);
    let record = &records(&piped("code --format jsonl -", text))[0];
    let event = &record["events"][0];
    let (id, rule) = (event["id"].as_str().unwrap(), event["rule"].as_str().unwrap());
    let mut command = detente(&format!("explain {id} a.txt"));
    let output = command.current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", err(&output));
    let page = out(&output);
    assert!(page.contains("[Norway]") && page.contains(rule), "{page}");
    assert!(page.contains("source  “Norway”  at subj"), "{page}");
    assert!(page.contains("data/languages/en/events/THREATEN.toml:"), "{page}");
}

#[test]
fn a_status_is_traced_to_its_words_and_holders() {
    let text = b"Norway said on Monday that it had refused to attack Sweden.";
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", text);
    let record = &records(&piped("code --format jsonl -", text))[0];
    let attack = |event: &&serde_json::Value| event["plover"] == "ASSAULT";
    let event = record["events"].as_array().unwrap().iter().find(attack).unwrap();
    let mut command = detente(&format!("explain {} a.txt", event["id"].as_str().unwrap()));
    let output = command.current_dir(folder.path()).output().unwrap();
    let page = out(&output);
    assert!(page.contains("“attack”  happened\n"), "{page}");
    assert!(page.contains("“refused”  negated  by en.operator.refuse"), "{page}");
    assert!(page.contains("data/languages/en/operators.toml:"), "{page}");
    assert!(page.contains("Norway asserts (“said”)"), "{page}");
}
