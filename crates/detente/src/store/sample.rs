//! Records about invented countries, made by hand, for tests of the store and of what is asked of it.

use crate::model::Actor;
use crate::model::ActorId;
use crate::model::ActorIdentity;
use crate::model::Article;
use crate::model::Basis;
use crate::model::Clue;
use crate::model::ClueRole;
use crate::model::Coded;
use crate::model::Date;
use crate::model::Event;
use crate::model::EventTime;
use crate::model::Form;
use crate::model::Holder;
use crate::model::Interval;
use crate::model::Party;
use crate::model::Precision;
use crate::model::Provenance;
use crate::model::Published;
use crate::model::Record;
use crate::model::Sentence;
use crate::model::Span;
use crate::model::Speaker;
use crate::model::Stance;
use crate::model::Statement;
use crate::model::Status;

/// One act told in one sentence: words with `[source]`, `{target}` and `<trigger>` marked.
pub(crate) struct Told {
    /// The sentence with its marks.
    pub(crate) marked: &'static str,
    /// Countries of source and target.
    pub(crate) dyad: (&'static str, &'static str),
    /// Class, CAMEO code, quad class, Goldstein value.
    pub(crate) class: (&'static str, &'static str, u8, f32),
    /// Whether it happened.
    pub(crate) status: Status,
    /// Who says so, by a word of the sentence, and with what stance.
    pub(crate) said: Option<(&'static str, Stance)>,
}

/// A warning, as plain fact.
pub(crate) const WARNING: Told = Told {
    marked: "[Gondor] <warned> {Mordor} about the bridge.",
    dyad: ("GON", "MOR"),
    class: ("THREATEN", "130", 3, -4.4),
    status: Status::Happened,
    said: None,
};

/// An attack, as plain fact.
pub(crate) const ATTACK: Told = Told {
    marked: "[Mordor] <attacked> {Gondor} at the bridge.",
    dyad: ("MOR", "GON"),
    class: ("ASSAULT", "190", 4, -10.0),
    status: Status::Happened,
    said: None,
};

/// The same attack, expected by somebody.
pub(crate) const EXPECTED: Told = Told {
    marked: "[Mordor] will <attack> {Gondor}, Faramir said.",
    dyad: ("MOR", "GON"),
    class: ("ASSAULT", "190", 4, -10.0),
    status: Status::Predicted,
    said: Some(("Faramir", Stance::Predicts)),
};

/// The same attack, denied by the same.
pub(crate) const DENIED: Told = Told {
    marked: "[Mordor] will not <attack> {Gondor}, Faramir said.",
    dyad: ("MOR", "GON"),
    class: ("ASSAULT", "190", 4, -10.0),
    status: Status::Denied,
    said: Some(("Faramir", Stance::Denies)),
};

/// Help.
pub(crate) const HELP: Told = Told {
    marked: "[Rohan] <sent grain> to {Gondor}.",
    dyad: ("ROH", "GON"),
    class: ("AID", "073", 2, 7.4),
    status: Status::Happened,
    said: None,
};

/// A meeting.
pub(crate) const MEETING: Told = Told {
    marked: "[Rohan] <met> {Gondor} on the hill.",
    dyad: ("ROH", "GON"),
    class: ("CONSULT", "040", 1, 1.0),
    status: Status::Happened,
    said: None,
};

/// What read it.
pub(crate) fn provenance(lexicon: &str) -> Provenance {
    Provenance {
        version: "0".to_owned(),
        lexicon: format!("sha256:{lexicon}"),
        model: "sha256:00".to_owned(),
    }
}

/// A document of one day with some acts, a sentence each, in a text whose bytes and characters differ.
pub(crate) fn record(id: &str, day: &str, told: &[&Told]) -> Record {
    let day: Date = day.parse().expect("tests write days");
    let mut record = Record {
        article: Article {
            id: id.to_owned(),
            name: format!("{id}.txt"),
            url: Some(format!("https://www.herald.example/{id}")),
            sha256: format!("{id}{day}"),
            text: "“É” ".to_owned(),
            language: Some("en".to_owned()),
            published: published(day),
            ..Article::default()
        },
        ..Record::default()
    };
    for one in told {
        add(&mut record, one, day);
    }
    record
}

fn published(day: Date) -> Published {
    Published {
        value: Some(day),
        from: Some(day),
        to: Some(day),
        precision: Precision::Day,
        basis: Basis::Stated,
        because: vec![Clue {
            span: None,
            field: Some("published"),
            rule: "extract.given_date",
            note: String::new(),
            role: ClueRole::States,
        }],
        ..Published::default()
    }
}

fn add(record: &mut Record, told: &Told, day: Date) {
    let start = record.article.text.len();
    let (words, spans) = unmarked(told.marked, start);
    record.article.text += &words;
    let coded = &mut record.coded;
    let number = coded.sentences.len();
    coded.sentences.push(Sentence {
        tokens: 0..0,
        span: Span::new(start, start + words.len()),
        block: 0,
        headline: false,
    });
    record.article.text += " ";
    let held_by = held_by(coded, told, start, &words);
    let [source, target, trigger] = spans;
    let (class, cameo, quad, goldstein) = told.class;
    let source = party(coded, source, &words, start, told.dyad.0);
    let target = party(coded, target, &words, start, told.dyad.1);
    coded.events.push(Event {
        id: format!("E{}{number}{class}", record.article.id),
        sentence: number,
        trigger,
        sources: vec![source],
        targets: vec![target],
        class: Some(class.to_owned()),
        mode: None,
        contexts: Vec::new(),
        cameo: cameo.to_owned(),
        quad: Some(quad),
        goldstein: Some(goldstein),
        status: told.status,
        held_by,
        condition: None,
        time: EventTime {
            value: Some(day.to_string()),
            interval: Some(Interval { from: day, to: day }),
            precision: Precision::Day,
            basis: Basis::Assumed,
            span: None,
        },
        place: None,
        proposition: None,
        magnitude: None,
        rule: "en.test".to_owned(),
        operators: Vec::new(),
        confidence: 0.8,
    });
}

/// The words without marks, and the spans of source, target and trigger.
fn unmarked(marked: &str, start: usize) -> (String, [Span; 3]) {
    let mut words = String::new();
    let mut at = [start; 6];
    for c in marked.chars() {
        match "[]{}<>".find(c) {
            Some(i) => at[i] = start + words.len(),
            None => words.push(c),
        }
    }
    let span = |i: usize| Span::new(at[i], at[i + 1]);
    (words, [span(0), span(2), span(4)])
}

fn party(coded: &mut Coded, span: Span, words: &str, start: usize, country: &str) -> Party {
    let name = words[span.range().start - start..span.range().end - start].to_owned();
    let identity = ActorIdentity::new(Some(country), &["GOV"]);
    let at = coded.actors.iter().position(|it| it.name == name).unwrap_or(coded.actors.len());
    if at == coded.actors.len() {
        coded.actors.push(Actor {
            name,
            identity: identity.clone(),
            wikidata: None,
            basis: Basis::Stated,
            as_of: None,
            rejected: Vec::new(),
        });
    }
    Party { span, actor: Some(ActorId(at as u32)), identity }
}

fn held_by(coded: &mut Coded, told: &Told, start: usize, words: &str) -> Vec<Holder> {
    let Some((speaker, stance)) = told.said else { return Vec::new() };
    let at = start + words.find(speaker).expect("the speaker stands in the sentence");
    coded.statements.push(Statement {
        speaker: Some(Speaker { span: Span::new(at, at + speaker.len()), actor: None }),
        addressee: None,
        cue: None,
        content: Span::new(start, at),
        form: Form::Indirect,
        venue: None,
        stance,
        head: None,
        words: true,
        aside: false,
    });
    vec![Holder { statement: coded.statements.len() - 1, stance }]
}
