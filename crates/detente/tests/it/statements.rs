//! Who said what: sentences with the speaker, the cue and the content they must give.

use detente::model::Form;
use detente::model::MediaType;
use detente::model::RawDocument;
use detente::model::Record;
use detente::model::Span;
use detente::model::Warned;
use detente::pipeline;
use detente::pipeline::Engine;

/// A text, and a statement that must be among those found: speaker (empty for none), cue, content.
const GIVES: [(&str, &str, &str, &str); 20] = [
    ("The minister said that talks had failed.", "The minister", "said", "that talks had failed"),
    ("Talks had failed, the minister said.", "the minister", "said", "Talks had failed"),
    (
        "“We will never sign,” said Denethor. “The terms are an insult to us all.”",
        "Denethor",
        "said",
        "“We will never sign,” said Denethor. “The terms are an insult to us all.”",
    ),
    (
        "''We will never sign,'' Denethor said on Monday.",
        "Denethor",
        "said",
        "''We will never sign,''",
    ),
    (
        "Faramir told reporters that the bridge would be held.",
        "Faramir",
        "told",
        "that the bridge would be held",
    ),
    (
        "According to the steward, the beacons were lit on Sunday.",
        "the steward",
        "According to",
        "the beacons were lit on Sunday",
    ),
    ("Boromir denied that he had taken a bribe.", "Boromir", "denied", "that he had taken a bribe"),
    ("The governor vowed to rebuild the harbor.", "The governor", "vowed", "to rebuild the harbor"),
    ("Faramir criticized the new tax on horses.", "Faramir", "criticized", "the new tax on horses"),
    (
        "The king rejected claims that his guards had fired on the crowd.",
        "",
        "claims",
        "that his guards had fired on the crowd",
    ),
    (
        "The council pointed out that the dam was old.",
        "The council",
        "pointed out",
        "that the dam was old",
    ),
    (
        "The envoy left early, saying that nothing had been agreed.",
        "The envoy",
        "saying",
        "that nothing had been agreed",
    ),
    (
        "Denethor called the treaty “a serious mistake”.",
        "Denethor",
        "called",
        "the treaty “a serious mistake”",
    ),
    (
        "The bridge, the engineer said, will be closed.",
        "the engineer",
        "said",
        "The bridge, the engineer said, will be closed",
    ),
    (
        "Asked about it, the envoy told them: “There is no plan.”",
        "the envoy",
        "told",
        "“There is no plan.”",
    ),
    (
        "The minister urged both sides to return to the table.",
        "The minister",
        "urged",
        "both sides to return to the table",
    ),
    (
        "The vicar described the mayor as a lost man.",
        "The vicar",
        "described",
        "the mayor as a lost man",
    ),
    ("The pact is opposed by most farmers.", "most farmers", "is opposed", "The pact"),
    ("She told voters this week he would lose.", "She", "told", "he would lose"),
    ("The union voiced concern about the dam.", "The union", "concern", "the dam"),
];

/// Texts that report nothing.
const GIVES_NONE: [&str; 4] = [
    "The farmer milked the cow on Monday.",
    "Troops crossed the river on Friday.",
    "The harbor closed at noon.",
    "A group called Clean Harbor paid for the trip.",
];

#[test]
fn speakers_cues_and_contents_are_found() {
    let texts: Vec<&str> = GIVES.iter().map(|it| it.0).collect();
    for (record, (text, speaker, cue, content)) in records(&texts).iter().zip(GIVES) {
        let words = |span: Span| span.of(&record.article.text).to_owned();
        let found: Vec<_> = record
            .coded
            .statements
            .iter()
            .map(|s| {
                let speaker = s.speaker.map(|it| words(it.span)).unwrap_or_default();
                (speaker, s.cue.map(words).unwrap_or_default(), words(s.content))
            })
            .collect();
        let expected = (speaker.to_owned(), cue.to_owned(), content.to_owned());
        assert!(found.contains(&expected), "{text}\n  expected {expected:?}\n  found {found:#?}");
    }
}

#[test]
fn plain_sentences_report_nothing() {
    for record in records(&GIVES_NONE) {
        assert!(record.coded.statements.is_empty(), "{}", record.article.text);
    }
}

/// What a speaker says inside the quotation is the quotation's own wording.
#[test]
fn a_cue_inside_a_quotation_is_no_statement_of_the_article() {
    let text = "“I think that the harvest was good, and I like the summer,” the miller said.";
    let statements = &records(&[text])[0].coded.statements;
    assert_eq!(statements.len(), 1, "{statements:#?}");
    assert_eq!(statements[0].form, Form::Direct);
}

/// An event in the object of a verb of judging stands on the article's own word.
#[test]
fn things_spoken_of_hold_no_events() {
    let text = "Sweden condemned the attack on Norway.";
    let record = &records(&[text])[0];
    assert!(record.coded.events.iter().all(|it| it.held_by.is_empty()));
}

fn records(texts: &[&str]) -> Vec<Record> {
    let engine = Engine::open(None, None).unwrap();
    let document = |text: &&str| {
        Warned::clean(RawDocument {
            name: (*text).to_owned(),
            body: (*text).to_owned(),
            media_type: MediaType::Text,
            ..RawDocument::default()
        })
    };
    let documents = texts.iter().map(document).collect();
    pipeline::records(documents, &engine, &mut pipeline::Scratch::new())
}
