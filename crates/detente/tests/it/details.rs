//! What an event carries beside who did what to whom: numbers and contexts. All sentences are invented.

use detente::model::Event;
use detente::model::Magnitude;
use detente::model::MediaType;
use detente::model::RawDocument;
use detente::model::Record;
use detente::model::Warned;
use detente::pipeline;
use detente::pipeline::Engine;

/// Sentence, class, killed, injured, size. The events of the class must have these numbers between them, each once.
type Numbers = (&'static str, &'static str, Option<u32>, Option<u32>, Option<u32>);

const NUMBERS: &[Numbers] = &[
    ("Gunmen shot dead two soldiers and a child in northern Mali.", "ASSAULT", Some(3), None, None),
    (
        "Israel bombed a market in Gaza, killing three people and wounding 12.",
        "ASSAULT",
        Some(3),
        Some(12),
        None,
    ),
    (
        "Nine Peruvian policemen were killed and 14 wounded in an ambush by rebels.",
        "ASSAULT",
        Some(9),
        Some(14),
        None,
    ),
    (
        "The Russian air strike left at least five dead and 20 wounded in Aleppo.",
        "ASSAULT",
        Some(5),
        Some(20),
        None,
    ),
    ("Some 200 Syrian civilians were killed by Russian bombing.", "ASSAULT", Some(200), None, None),
    (
        "Police in Chile killed a protester and injured 40 others.",
        "ASSAULT",
        Some(1),
        Some(40),
        None,
    ),
    (
        "An attack by Boko Haram killed twenty-five villagers in Nigeria.",
        "ASSAULT",
        Some(25),
        None,
        None,
    ),
    (
        "Turkish jets struck Kurdish positions, leaving 11 fighters dead.",
        "ASSAULT",
        Some(11),
        None,
        None,
    ),
    (
        "The army of Sudan shelled a hospital, and 31 patients were killed.",
        "ASSAULT",
        Some(31),
        None,
        None,
    ),
    ("Nigerian troops killed two dozen militants on Friday.", "ASSAULT", Some(24), None, None),
    ("Dozens of people were killed in Israeli shelling.", "ASSAULT", None, None, None),
    ("Nigerian troops killed between 10 and 15 militants.", "ASSAULT", None, None, None),
    ("Rebels killed or wounded 200 Ethiopian soldiers.", "ASSAULT", None, None, None),
    (
        "Hours after a bombing killed seven people in Kabul, the Taliban attacked a police station.",
        "ASSAULT",
        Some(7),
        None,
        None,
    ),
    (
        "About 5,000 French farmers marched in Paris against the government.",
        "PROTEST",
        None,
        None,
        Some(5000),
    ),
    ("Thousands of French farmers protested in Paris.", "PROTEST", None, None, None),
    (
        "A rally by 3,000 Polish miners was held in Warsaw against the government.",
        "PROTEST",
        None,
        None,
        Some(3000),
    ),
    (
        "Russia deployed 5,000 troops along its border with Ukraine.",
        "MOBILIZE",
        None,
        None,
        Some(5000),
    ),
];

#[test]
fn numbers_belong_to_one_event() {
    let texts: Vec<&str> = NUMBERS.iter().map(|it| it.0).collect();
    let mut wrong = Vec::new();
    for ((text, class, killed, injured, size), record) in NUMBERS.iter().zip(coded(&texts)) {
        let of_class = |it: &&Event| it.class.as_deref() == Some(*class);
        let events: Vec<Event> = record.coded.events.iter().filter(of_class).cloned().collect();
        let all = |part: fn(&Magnitude) -> Option<u32>| -> Vec<u32> {
            events.iter().filter_map(|it| it.magnitude.as_ref().and_then(part)).collect()
        };
        let found = (all(|it| it.killed), all(|it| it.injured), all(|it| it.size));
        let expected = (vec_of(killed), vec_of(injured), vec_of(size));
        if events.is_empty() || found != expected {
            wrong.push(format!("{text}\n  {expected:?} expected, {found:?} found"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn vec_of(number: &Option<u32>) -> Vec<u32> {
    number.iter().copied().collect()
}

#[test]
fn contexts_come_from_the_words_of_the_clause() {
    const CONTEXTS: &[(&str, &str, &[&str])] = &[
        // A strong word is enough, and the longest at a place counts.
        ("Norway criticized Sweden over its use of tear gas.", "ACCUSE", &["repression"]),
        ("Norway praised Sweden for its vaccines.", "SUPPORT", &["health"]),
        // Two weak words are enough, one is not.
        ("Norway criticized Sweden over its hospitals and doctors.", "ACCUSE", &["health"]),
        ("Norway criticized Sweden over its hospitals.", "ACCUSE", &[]),
        // "oil-rich" is not about oil.
        ("Norway criticized its oil-rich neighbor Sweden.", "ACCUSE", &[]),
        ("Norway praised Sweden over its oil.", "SUPPORT", &["natural resource"]),
    ];
    let texts: Vec<&str> = CONTEXTS.iter().map(|it| it.0).collect();
    for ((text, class, expected), record) in CONTEXTS.iter().zip(coded(&texts)) {
        let of_class = |it: &&Event| it.class.as_deref() == Some(*class);
        let event = record.coded.events.iter().find(of_class);
        let found = event.map(|it| it.contexts.join(", "));
        assert_eq!(found, Some(expected.join(", ")), "{text}");
    }
}

fn coded(texts: &[&str]) -> Vec<Record> {
    let raw = |text: &&str| RawDocument {
        body: (*text).to_owned(),
        media_type: MediaType::Text,
        ..RawDocument::default()
    };
    let documents = texts.iter().map(|text| Warned::clean(raw(text))).collect();
    let engine = Engine::open(None, None).unwrap();
    pipeline::records(documents, &engine, &mut pipeline::Scratch::new())
}
