//! A million made-up events in a store: how fast they go in, how big the file is, how long a dyad's ten years take.
//!
//! `cargo run --release -p detente --example store -- FILE [EVENTS]`
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench prints and looks at the clock"
)]

use detente::model::ActorIdentity;
use detente::model::Article;
use detente::model::Basis;
use detente::model::Coded;
use detente::model::Date;
use detente::model::Event;
use detente::model::EventTime;
use detente::model::Interval;
use detente::model::Party;
use detente::model::Precision;
use detente::model::Provenance;
use detente::model::Published;
use detente::model::Record;
use detente::model::Sentence;
use detente::model::Span;
use detente::model::Status;
use detente::report;
use detente::store::Reader;
use detente::store::Store;
use detente::store::View;
use std::path::Path;
use std::time::Instant;

/// Five events a document, as in the news.
const PER_DOCUMENT: usize = 5;
/// Countries; the first are in the news most.
const COUNTRIES: usize = 60;
const CLASSES: [(&str, &str, u8, f32); 6] = [
    ("CONSULT", "040", 1, 1.0),
    ("AID", "071", 2, 7.4),
    ("ACCUSE", "112", 3, -2.0),
    ("THREATEN", "130", 3, -4.4),
    ("SUPPORT", "051", 1, 3.4),
    ("ASSAULT", "190", 4, -10.0),
];

fn main() {
    let mut args = std::env::args().skip(1);
    let path = args.next().expect("usage: store FILE [EVENTS]");
    let n_events = args.next().map_or(1_000_000, |it| it.parse().expect("a number of events"));
    let path = Path::new(&path);
    fill(path, n_events / PER_DOCUMENT);
    ask(path);
}

fn fill(path: &Path, n_documents: usize) {
    let mut store = Store::open(path).expect("a file that can be written");
    let provenance =
        Provenance { version: "0".into(), lexicon: "sha256:00".into(), model: "sha256:00".into() };
    let learnt = "2024-01-01T00:00:00Z".parse().expect("a moment");
    let mut random = Random(7);
    let (mut keeping, begin) = (0.0, Instant::now());
    let mut done = 0;
    while done < n_documents {
        let batch: Vec<Record> =
            (done..(done + 32).min(n_documents)).map(|i| document(i, &mut random)).collect();
        let start = Instant::now();
        store.keep(&batch, &provenance, learnt).expect("room on the disk");
        keeping += start.elapsed().as_secs_f64();
        done += batch.len();
    }
    drop(store);
    let events = done * PER_DOCUMENT;
    let bytes = std::fs::metadata(path).expect("it was made").len();
    println!(
        "{events} events of {done} documents in {:.1} s, {keeping:.1} s of them in the store: {:.0} events a second; {:.0} MB",
        begin.elapsed().as_secs_f64(),
        events as f64 / keeping,
        bytes as f64 / 1e6
    );
}

fn ask(path: &Path) {
    let mut random = Random(11);
    let mut times: Vec<(f64, usize)> = (0..60)
        .map(|i| {
            let start = Instant::now();
            // A third of the questions are about the dyads that are in the news most.
            let (a, b) = if i % 3 == 0 { (0, 1 + i / 3 % 5) } else { random.dyad() };
            let reader = Reader::open(path, View::default()).expect("a store");
            let (timeline, _) = report::timeline(&reader, (&country(a), &country(b)), None, None)
                .expect("an answer");
            (start.elapsed().as_secs_f64() * 1e3, timeline.days.len())
        })
        .collect();
    times.sort_by(|x, y| x.0.total_cmp(&y.0));
    let at = |share: f64| times[(share * (times.len() - 1) as f64).round() as usize];
    println!(
        "timeline of a dyad's ten years, {} asked: median {:.0} ms, 95th percentile {:.0} ms ({} days), slowest {:.0} ms ({} days)",
        times.len(),
        at(0.5).0,
        at(0.95).0,
        at(0.95).1,
        at(1.0).0,
        at(1.0).1
    );
}

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    /// Two different countries, the first ones more often.
    fn dyad(&mut self) -> (usize, usize) {
        let one = |it: &mut Self| it.below(COUNTRIES).min(it.below(COUNTRIES));
        let a = one(self);
        loop {
            let b = one(self);
            if b != a {
                return (a, b);
            }
        }
    }
}

fn country(n: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    format!("{}{}X", letter(n / 26), letter(n))
}

fn document(i: usize, random: &mut Random) -> Record {
    let first: Date = "2014-01-01".parse().expect("a day");
    let day = jiff::Span::new().days(random.below(3652) as i64);
    let day = first.checked_add(day).expect("within ten years");
    let mut text = String::new();
    let mut coded = Coded::default();
    for n in 0..PER_DOCUMENT {
        event(i, n, day, &mut text, &mut coded, random);
    }
    let published = Published {
        value: Some(day),
        from: Some(day),
        to: Some(day),
        precision: Precision::Day,
        basis: Basis::Stated,
        ..Published::default()
    };
    let article = Article {
        id: format!("d{i}"),
        name: format!("d{i}"),
        url: Some(format!("https://outlet{}.example/{i}", i % 40)),
        sha256: format!("{i:064x}"),
        language: Some("en".to_owned()),
        text,
        published,
        ..Article::default()
    };
    Record { article, coded, warnings: Vec::new() }
}

fn event(i: usize, n: usize, day: Date, text: &mut String, coded: &mut Coded, random: &mut Random) {
    let (a, b) = random.dyad();
    let (class, cameo, quad, goldstein) = CLASSES[random.below(CLASSES.len())];
    let start = text.len();
    let (a, b) = (country(a), country(b));
    *text += &format!(
        "{a} did what is called {cameo} to {b} in the matter of {} on the day number {} of the year. ",
        random.below(100_000),
        random.below(366)
    );
    coded.sentences.push(Sentence {
        tokens: 0..0,
        span: Span::new(start, text.len() - 1),
        block: 0,
        headline: false,
    });
    let party = |code: &str, at: usize| Party {
        span: Span::new(at, at + 3),
        actor: None,
        identity: ActorIdentity::new(Some(code), &["GOV"]),
    };
    coded.events.push(Event {
        id: format!("E{i:012x}{n:04x}"),
        sentence: n,
        trigger: Span::new(start + 4, start + 7),
        sources: vec![party(&a, start)],
        targets: vec![party(&b, start + 31)],
        class: Some(class.to_owned()),
        mode: None,
        contexts: Vec::new(),
        cameo: cameo.to_owned(),
        quad: Some(quad),
        goldstein: Some(goldstein),
        status: Status::ALL[random.below(3)],
        held_by: Vec::new(),
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
        rule: "en.bench".to_owned(),
        operators: Vec::new(),
        confidence: 0.5 + random.below(50) as f32 / 100.0,
    });
}
