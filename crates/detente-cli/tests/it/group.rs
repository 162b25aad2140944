//! `detente group`.

use crate::detente;
use crate::err;
use crate::out;
use crate::piped;
use crate::records;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

const STORIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../golden/stories");

/// `UPDATE_GOLDEN=1 cargo test` rewrites the files; the diff is the review.
#[test]
fn golden_stories_are_told_as_expected() {
    let mut n_stories = 0;
    for entry in std::fs::read_dir(STORIES).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|it| it != "jsonl") {
            continue;
        }
        n_stories += 1;
        let output = detente("group --quiet").arg(&path).output().unwrap();
        let expected = path.with_extension("txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&expected, out(&output)).unwrap();
        }
        let kept = std::fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(kept, out(&output), "{}; UPDATE_GOLDEN=1 rewrites it", expected.display());
    }
    assert!(n_stories > 0);
}

/// Three outlets, one of which reprints another: two witnesses, who differ on the dead and on whether it happened.
fn border_post() -> Vec<u8> {
    std::fs::read(Path::new(STORIES).join("border-post.jsonl")).unwrap()
}

#[test]
fn copies_lie_in_one_story_and_others_do_not() {
    let lines = records(&piped("group --format jsonl -", &border_post()));
    let groups: Vec<(&Value, &Value)> =
        lines.iter().map(|it| (&it["copy"], &it["story"])).collect();
    assert_eq!(groups.len(), 4);
    let [post, reprint, wine, herald] = groups[..] else { panic!() };
    assert_eq!(post, reprint);
    assert_eq!(post.1, herald.1);
    assert_ne!(post.0, herald.0);
    assert_ne!(post.1, wine.1);
    assert_eq!(lines[0]["story_score"], 0.0);
    assert!(lines[3]["story_score"].as_f64().unwrap() > 0.5);
    assert!(lines[3].get("likeness").is_none());
}

#[test]
fn an_incident_keeps_its_reports_and_counts_witnesses() {
    let lines = records(&piped("group --incidents --format jsonl -", &border_post()));
    let attack = lines.iter().find(|it| disputes(it).contains_key("killed")).unwrap();
    assert_eq!(attack["plover"], "ASSAULT");
    assert_eq!(attack["n_reports"], 3);
    assert_eq!(attack["n_origins"], 2);
    assert_eq!(attack["outlets"].as_array().unwrap().len(), 3);
    assert_eq!(attack["from"], "2024-03-04");
    assert_eq!(disputes(attack)["killed"], ["3", "5"]);
    let denied = lines.iter().find(|it| disputes(it).contains_key("status")).unwrap();
    assert_eq!(disputes(denied)["status"], ["denied", "happened"]);
    let mentions = denied["reports"][2]["mentions"].as_array().unwrap();
    let denial = mentions.iter().find(|it| it["status"] == "denied").unwrap();
    assert_eq!(denial["held_by"], "Norway");
}

/// Two outlets, who differ on who did it; a third document says what will not and cannot be, which denies nothing that happened.
fn narvik() -> Vec<u8> {
    std::fs::read(Path::new(STORIES).join("narvik.jsonl")).unwrap()
}

#[test]
fn who_did_it_is_disputed_and_words_about_the_future_deny_nothing() {
    let lines = records(&piped("group --incidents --format jsonl -", &narvik()));
    let disputed: Vec<_> = lines.iter().map(disputes).filter(|it| !it.is_empty()).collect();
    let expected =
        BTreeMap::from([("source".to_owned(), vec!["FIN".to_owned(), "SWE".to_owned()])]);
    assert_eq!(disputed, [expected]);
}

#[test]
fn what_one_outlet_alone_tells_can_be_left_out() {
    let both = [border_post(), narvik()].concat();
    let lines = records(&piped("group --incidents --outlets 2 --format jsonl -", &both));
    assert!(lines.len() > 1);
    assert!(lines.iter().all(|it| it["outlets"].as_array().unwrap().len() >= 2));
    let output = piped("group --outlets 2 -", &both);
    let text = out(&output);
    assert!(
        text.contains(
            "differ on source: FIN says ore.example (ore-5), SWE says fjord.example (fjord-2)"
        ),
        "{text}"
    );
    assert!(!text.contains("Grape harvest"), "{text}");
    let output = piped("group --outlets 3 -", &both);
    let text = out(&output);
    assert!(text.contains("Kiruna") && !text.contains("Narvik"), "{text}");
    let output = piped("group --outlets 2 --format jsonl -", &both);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("hint:"));
}

fn disputes(incident: &Value) -> BTreeMap<String, Vec<String>> {
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let all = incident["contradictions"].as_array().unwrap().iter();
    all.map(|it| {
        let claims = it["claims"].as_array().unwrap().iter();
        (text(&it["about"]), claims.map(|it| text(&it["value"])).collect())
    })
    .collect()
}

#[test]
fn any_number_of_threads_gives_the_same_groups() {
    let one = String::from_utf8(border_post()).unwrap();
    let days = ["2024-03-04", "2024-03-06", "2024-04-01"];
    let mut input = String::new();
    for round in 0..40 {
        let day = format!("\"published\": \"{}\"", days[round % 3]);
        input += &one
            .replace("\"published\": \"2024-03-05\"", &day)
            .replace("\"id\": \"", &format!("\"id\": \"{round}-"));
    }
    for args in ["--format jsonl", "--format jsonl --incidents", ""] {
        let run = |n| piped(&format!("group {args} --threads {n} -"), input.as_bytes()).stdout;
        assert!(run(1) == run(3), "{args}");
    }
}

#[test]
fn the_line_asked_about_is_compared() {
    let input = "{\"id\":\"a\",\"text\":\"Norway warned Sweden over the border on Monday.\"}\n\
        {\"id\":\"b\",\"text\":\"Sweden was warned by Norway over their border.\",\"compare\":\"a\"}\n\
        {\"id\":\"c\",\"text\":\"Peaches are cheap.\",\"compare\":\"z\"}\n";
    let output = piped("group --input-format jsonl --format jsonl -", input.as_bytes());
    let lines = records(&output);
    assert!(lines[1]["likeness"].as_f64().unwrap() > 0.5, "{}", lines[1]);
    assert!(lines[2]["likeness"].is_null() && lines[2].get("likeness").is_some());
    assert_eq!(lines[2]["warnings"][0]["code"], "story.nothing_to_compare");
    assert!(err(&output).contains("3 different texts, 2 stories"), "{}", err(&output));
}

#[test]
fn misuse_is_explained() {
    let output = piped("group --incidents -", &border_post());
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("hint:"));
    let output = piped("group -o nowhere/ -", &border_post());
    assert_eq!(output.status.code(), Some(2));
}
