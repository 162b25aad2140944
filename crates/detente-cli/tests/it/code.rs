//! `detente code`.

use crate::detente;
use crate::err;
use crate::names;
use crate::out;
use crate::piped;
use crate::records;
use crate::write;

const TEXT: &str = "Norway Warns Sweden Over Border\n\nNorway warned Sweden on Monday that it would close the border between the two countries.\n\nThe prime minister of Sweden met the Norwegian envoy in Oslo.\n";

fn lines(n: usize) -> String {
    (0..n)
        .map(|i| {
            let text =
                "Norway warned Sweden on Monday. Sweden rejected the warning. ".repeat(1 + i % 5);
            format!("{{\"id\":\"{i}\",\"text\":\"{text}\",\"published\":\"2024-03-05\"}}\n")
        })
        .collect()
}

#[test]
fn text_comes_back_unchanged_with_events() {
    let output = piped("code --format jsonl -", TEXT.as_bytes());
    assert!(output.status.success(), "{}", err(&output));
    let record = &records(&output)[0];
    assert_eq!(record["schema"], "detente.document/1");
    assert_eq!(record["article"]["text"], TEXT);
    assert_eq!(record["article"]["title"]["text"], "Norway Warns Sweden Over Border");
    assert!(err(&output).starts_with("1 document read, 1 coded"), "{}", err(&output));
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let input = lines(300);
    let one = piped("code --input-format jsonl --format jsonl --threads 1 -", input.as_bytes());
    let two = piped("code --input-format jsonl --format jsonl --threads 2 -", input.as_bytes());
    assert!(one.stdout == two.stdout);
    let ids: Vec<String> =
        records(&one).iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect();
    assert!(ids.iter().enumerate().all(|(i, id)| *id == i.to_string()));
}

#[test]
fn people_see_sentences_without_color_in_a_pipe() {
    let output = piped("code -", TEXT.as_bytes());
    assert!(out(&output).contains("Norway Warns Sweden Over Border"));
    assert!(!out(&output).contains('\x1b'));
}

#[test]
fn the_table_has_a_header_even_without_events() {
    let output = piped("code --format csv -", b"Nothing happened at all in the quiet garden.");
    assert!(out(&output).starts_with("event_id,document_id,"));
}

#[test]
fn every_broken_line_is_answered() {
    let input = b"{\"id\":\"a\",\"text\":\"Norway warned Sweden.\",\"mood\":1}\n{\"id\":\"b\",\"text\":\"x\\ud800\"}\n{\"id\":\"c\",\"text\":\"cut\n\xff\xfe\n{\"id\":\"d\",\"text\":\"a\\u0000b\"}\n[]\n{\"id\":\"e\",\"text\":\"\"}\n";
    let output = piped("code --input-format jsonl --format jsonl -", input);
    assert!(output.status.success());
    let records = records(&output);
    let codes = |i: usize| -> Vec<&str> {
        let warnings = records[i]["warnings"].as_array().unwrap();
        warnings.iter().map(|it| it["code"].as_str().unwrap()).collect()
    };
    assert_eq!(records.len(), 7);
    assert!(codes(0).contains(&"ingest.unknown_field"));
    assert!(codes(1).contains(&"ingest.lone_surrogate"));
    assert_eq!(records[1]["article"]["text"], "x\u{fffd}");
    assert_eq!(records[2]["id"], "c");
    assert!(codes(2).contains(&"ingest.bad_json"));
    assert!(codes(3).contains(&"ingest.invalid_utf8"));
    assert_eq!(records[4]["article"]["text"], "a\0b");
    assert!(codes(5).contains(&"ingest.bad_json"));
    assert!(codes(6).contains(&"extract.no_text"));
    assert!(err(&output).contains("ingest.bad_json"), "{}", err(&output));
}

#[test]
fn one_very_long_line_is_read() {
    let text = "Norway warned Sweden on Monday. ".repeat(50_000);
    let output = piped("extract -", format!("{{\"id\":\"long\",\"text\":\"{text}\"}}").as_bytes());
    assert_eq!(records(&output)[0]["article"]["text"], text);
}

#[test]
fn a_folder_gives_a_file_for_each_input_and_says_what_it_left_out() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "in/a.txt", b"Norway warned Sweden.");
    write(folder.path(), "in/deep/a.txt", b"Sweden met Norway.");
    write(folder.path(), "in/b.pdf", b"%PDF-1.7 \x00\x01");
    write(folder.path(), "in/.hidden", b"no");
    let output =
        detente("code --format jsonl -o out/ in").current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", err(&output));
    assert!(err(&output).contains("skipped: 1 binary"), "{}", err(&output));
    let found = names(&folder.path().join("out"));
    assert_eq!(found, ["a.txt.jsonl", "b.pdf.jsonl", "deep/a.txt.jsonl"]);
}

#[test]
fn two_inputs_of_one_name_do_not_meet() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "x/a.txt", b"Norway warned Sweden.");
    write(folder.path(), "y/a.txt", b"Norway warned Sweden.");
    let output =
        detente("code -o out/ x/a.txt y/a.txt").current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("hint:"));
}

#[test]
fn unsure_events_can_be_left_out() {
    let output = piped("code --format jsonl --min-confidence 1 -", TEXT.as_bytes());
    let n_events = records(&output)[0]["events"].as_array().unwrap().len();
    assert_eq!(n_events, 0);
}

#[test]
fn the_gate_turns_away_what_is_not_political_and_says_so() {
    let recipe =
        "Whisk the eggs and the sugar, fold in the flour, and leave the cake to cool for an hour.";
    let shown = records(&piped("code - --format jsonl --gate always", recipe.as_bytes()));
    assert_eq!(shown[0]["warnings"][0]["code"], "pipeline.gated");
    assert_eq!(shown[0]["article"]["text"], recipe);
    let shown = records(&piped("code - --format jsonl", recipe.as_bytes()));
    assert_eq!(shown[0]["warnings"], serde_json::json!([]), "what a person gives is read");
    let news = "Russian troops attacked a Ukrainian town on Monday, and the president condemned the attack.";
    let shown = records(&piped("code - --format jsonl --gate always", news.as_bytes()));
    assert!(!shown[0]["events"].as_array().unwrap().is_empty());
}
