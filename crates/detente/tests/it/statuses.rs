//! Did it happen? Sentences with the status that the words round an act give it.

use crate::root;
use detente::model::MediaType;
use detente::model::RawDocument;
use detente::model::Warned;
use detente::pipeline;
use detente::pipeline::Engine;

#[test]
fn acts_have_the_status_that_the_words_round_them_give() {
    let rows = std::fs::read_to_string(root().join("golden/statuses.tsv")).unwrap();
    let engine = Engine::open(None, None).unwrap();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for row in rows.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let [sentence, class, status]: [&str; 3] =
            row.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let found = statuses(&engine, sentence, class);
        if found != [status] {
            wrong.push(format!("{sentence} {class} must be {status}: {found:?}"));
        }
        seen += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 90, "golden/statuses.tsv has lost its rows");
}

/// The statuses of the events of a class in a sentence.
fn statuses(engine: &Engine, sentence: &str, class: &str) -> Vec<&'static str> {
    let document = RawDocument {
        body: sentence.to_owned(),
        media_type: MediaType::Text,
        published: Some("2020-05-05".parse().unwrap()),
        ..RawDocument::default()
    };
    let scratch = &mut pipeline::Scratch::new();
    let record = pipeline::records(vec![Warned::clean(document)], engine, scratch).remove(0);
    let events = record.coded.events.iter().filter(|e| e.class.as_deref() == Some(class));
    events.map(|e| e.status.as_str()).collect()
}
