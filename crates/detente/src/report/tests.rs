//! What must hold of every answer.

use crate::model::Record;
use crate::model::Stance;
use crate::report;
use crate::report::Group;
use crate::report::IndexQuery;
use crate::report::LedgerKind;
use crate::report::Scheme;
use crate::report::Step;
use crate::report::Unit;
use crate::report::Weighing;
use crate::store::Filter;
use crate::store::Reader;
use crate::store::Store;
use crate::store::View;
use crate::store::sample;
use crate::store::sample::Told;
use crate::store::sample::record;
use std::path::Path;

fn keep(path: &Path, records: &[Record]) {
    let mut store = Store::open(path).unwrap();
    let learnt = "2024-06-01T00:00:00Z".parse().unwrap();
    store.keep(records, &sample::provenance("aa"), learnt).unwrap();
}

fn reader(path: &Path, as_of: Option<&str>) -> Reader {
    let view = View { as_of: as_of.map(|day| day.parse().unwrap()), ..View::default() };
    Reader::open(path, view).unwrap()
}

/// Every kind of answer, as text and as JSON.
fn answers(reader: &Reader) -> String {
    let mut out = String::new();
    let mut add = |page: report::Page, json: serde_json::Result<String>| {
        out += &page.text();
        out += &page.markdown();
        out += &json.unwrap();
    };
    let (it, page) = report::timeline(reader, ("MOR", "GON"), None, None).unwrap();
    add(page, serde_json::to_string(&it));
    let kinds =
        [LedgerKind::Claims, LedgerKind::Threats, LedgerKind::Promises, LedgerKind::Meetings];
    for kind in kinds {
        let (it, page) = report::ledger(reader, kind, &Filter::default()).unwrap();
        add(page, serde_json::to_string(&it));
    }
    for unit in [Unit::Act, Unit::Mention, Unit::Report] {
        for weighing in [Weighing::Happened, Weighing::Certainty] {
            let group = Group::Dyad;
            let query = IndexQuery { unit, weighing, group, ..IndexQuery::default() };
            let (it, page) = report::index(reader, &query, &Scheme::embedded().unwrap()).unwrap();
            add(page, serde_json::to_string(&it));
        }
    }
    let words = Filter { words: vec!["bridge".to_owned()], ..Filter::default() };
    let (it, page) = report::search(reader, &words).unwrap();
    add(page, serde_json::to_string(&it));
    let (it, page) = report::coverage(reader).unwrap();
    add(page, serde_json::to_string(&it));
    out
}

/// Forty documents over a hundred days, in no order.
fn corpus() -> Vec<(String, Record)> {
    let told: [&Told; 6] = [
        &sample::WARNING,
        &sample::ATTACK,
        &sample::EXPECTED,
        &sample::DENIED,
        &sample::HELP,
        &sample::MEETING,
    ];
    let mut state = 12345_u64;
    let mut random = move |n: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    let document = |i: usize| {
        let first: crate::model::Date = "2024-01-01".parse().unwrap();
        let day =
            first.checked_add(jiff::Span::new().days(random(100) as i64)).unwrap().to_string();
        let n = 1 + random(3);
        let acts: Vec<&Told> = (0..n).map(|_| told[random(told.len())]).collect();
        (day.clone(), record(&format!("d{i}"), &day, &acts))
    };
    (0..40).map(document).collect()
}

#[test]
fn as_of_a_day_is_what_a_store_of_that_day_would_have_said() {
    let folder = tempfile::tempdir().unwrap();
    let all = folder.path().join("all.detente");
    let corpus = corpus();
    keep(&all, &corpus.iter().map(|it| it.1.clone()).collect::<Vec<_>>());
    let mut n_different = 0;
    let whole = answers(&reader(&all, None));
    for i in 0..20 {
        let day = format!("2024-{:02}-{:02}", 1 + i / 6, 1 + (i % 6) * 5);
        let path = folder.path().join(format!("{i}.detente"));
        // The other way round: an answer must not depend on the order of keeping.
        let then: Vec<Record> =
            corpus.iter().rev().filter(|it| it.0 <= day).map(|it| it.1.clone()).collect();
        keep(&path, &then);
        let replayed = answers(&reader(&all, Some(&day)));
        assert!(replayed == answers(&reader(&path, Some(&day))), "as of {day}");
        n_different += usize::from(replayed != whole);
    }
    assert_eq!(n_different, 20);
}

#[test]
fn what_was_not_read_is_no_data_and_not_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    let told = [("a", "2024-03-04", &sample::ATTACK), ("b", "2024-03-06", &sample::HELP)];
    keep(&path, &told.map(|(id, day, told)| record(id, day, &[told])));
    let dyad = Filter {
        source: Some("MOR".to_owned()),
        target: Some("GON".to_owned()),
        ..Filter::default()
    };
    let query = IndexQuery { filter: dyad, step: Step::Day, ..IndexQuery::default() };
    let scheme = Scheme::embedded().unwrap();
    let (index, page) = report::index(&reader(&path, None), &query, &scheme).unwrap();
    let counts: Vec<(u32, Option<f64>)> = index.series[0]
        .points
        .iter()
        .map(|it| (it.documents, it.counts.as_ref().map(|it| it.count)))
        .collect();
    assert_eq!(counts, [(1, Some(1.0)), (0, None), (1, Some(0.0))]);
    assert_eq!(index.series[0].points[0].counts.as_ref().unwrap().deeds.net, Some(-1.0));
    let first = index.series[0].points[0].counts.as_ref().unwrap();
    assert_eq!((first.intensity_sum, first.severest), (-9.0, Some(-9.0)));
    // R: qbeta(c(.025, .975), 1.5, 1.5) and 2 * qbeta(c(.025, .975), .5, 1.5) - 1.
    assert_eq!(first.quad_intervals.unwrap()[3], [0.061, 0.939]);
    assert_eq!(first.deeds.net_interval, Some([-0.999, 0.707]));
    assert!(page.text().contains("detente-index/3"), "{}", page.text());
}

#[test]
fn series_go_by_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    keep(&path, &[record("a", "2024-03-04", &[&sample::ATTACK])]);
    for group in [Group::Country, Group::Place] {
        let query = IndexQuery { group, ..IndexQuery::default() };
        let (index, _) =
            report::index(&reader(&path, None), &query, &Scheme::embedded().unwrap()).unwrap();
        // Nothing is said of where.
        assert_eq!(index.series[0].key, "-");
    }
}

#[test]
fn copies_are_one_act_and_two_mentions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    keep(
        &path,
        &["a", "b"].map(|id| record(id, "2024-03-04", &[&sample::ATTACK, &sample::ATTACK])),
    );
    // All tell of one happening; each document is a witness of its own, and one event is told of none.
    let events = reader(&path, None).events(&Filter::default()).unwrap();
    let told = |it: &crate::store::EventRow| (it.row, (0, it.document_id.clone()));
    let incidents: report::Incidents = events.iter().skip(1).map(told).collect();
    let count = |unit| {
        let query = IndexQuery { unit, incidents: incidents.clone(), ..IndexQuery::default() };
        let scheme = Scheme::embedded().unwrap();
        let (index, _) = report::index(&reader(&path, None), &query, &scheme).unwrap();
        index.series[0].points[0].counts.as_ref().unwrap().count
    };
    assert_eq!([Unit::Act, Unit::Report, Unit::Mention].map(count), [1.0, 2.0, 4.0]);
    assert_eq!([Unit::Incident, Unit::Origin].map(count), [1.0, 2.0]);
    let (timeline, _) = report::timeline(&reader(&path, None), ("GON", "MOR"), None, None).unwrap();
    assert_eq!((timeline.days[0].acts, timeline.days[0].events[0].reports), (1, 2));
}

#[test]
fn only_what_happened_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    keep(&path, &[record("a", "2024-03-04", &[&sample::EXPECTED, &sample::DENIED])]);
    for weighing in [Weighing::Happened, Weighing::Certainty] {
        let query = IndexQuery { weighing, ..IndexQuery::default() };
        let scheme = Scheme::embedded().unwrap();
        let (index, _) = report::index(&reader(&path, None), &query, &scheme).unwrap();
        assert_eq!(index.series[0].points[0].counts.as_ref().unwrap().count, 0.0);
    }
}

#[test]
fn a_ledger_shows_who_changed_their_mind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    let told = [("a", "2024-03-04", &sample::EXPECTED), ("b", "2024-03-06", &sample::DENIED)];
    keep(&path, &told.map(|(id, day, told)| record(id, day, &[told])));
    let (ledger, _) =
        report::ledger(&reader(&path, None), LedgerKind::Claims, &Filter::default()).unwrap();
    let matter = &ledger.matters[0];
    assert_eq!(matter.about, "MOR ASSAULT GON");
    let positions: Vec<_> =
        matter.entries.iter().map(|it| (it.position.as_str(), it.before.as_deref())).collect();
    assert_eq!(positions, [("expects it", None), ("denies it", Some("expects it"))]);
    assert_eq!(matter.entries[0].holder, "Faramir");
}

/// A record at the site of a government.
fn at_kremlin(id: &str, day: &str, told: &[&Told]) -> Record {
    let mut record = record(id, day, told);
    record.article.url = Some(format!("https://en.kremlin.ru/{id}"));
    record
}

#[test]
fn we_at_a_site_is_whom_the_site_speaks_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    let we = Told {
        marked: "We say that [Mordor] <attacked> {Gondor}.",
        said: Some(("We", Stance::Asserts)),
        ..sample::ATTACK
    };
    let asked = Told {
        marked: "We ask: did [Mordor] <attack> {Gondor}?",
        status: crate::model::Status::Speculated,
        ..we
    };
    let records = [
        at_kremlin("a", "2024-03-04", &[&we]),
        at_kremlin("b", "2024-03-05", &[&we, &asked]),
        record("c", "2024-03-06", &[&we]),
    ];
    keep(&path, &records);
    let (ledger, page) =
        report::ledger(&reader(&path, None), LedgerKind::Claims, &Filter::default()).unwrap();
    let entries: Vec<_> = ledger.matters[0]
        .entries
        .iter()
        .map(|it| (it.holder.as_str(), it.holder_code.as_deref(), it.position.as_str()))
        .collect();
    let owner = ("“We” at en.kremlin.ru", Some("RUSGOV"), "says so");
    let expected =
        [owner, owner, ("“We”", None, "asks whether it is so"), ("“We”", None, "says so")];
    assert_eq!(entries, expected);
    assert!(page.text().contains("says so, and 1 more until 2024-03-05"), "{}", page.text());
    assert!(page.text().contains("questions: 1; changes: 0"), "{}", page.text());
}

#[test]
fn a_plan_that_is_ascribed_is_who_tells_of_its_claim() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    let plan = Told {
        marked: "[Mordor] plans to <attack> {Gondor}.",
        status: crate::model::Status::Planned,
        said: Some(("Mordor", Stance::Wants)),
        ..sample::ATTACK
    };
    let mut record = record("a", "2024-03-04", &[&plan]);
    let actor = record.coded.events[0].sources[0].actor;
    record.coded.statements[0].speaker.as_mut().unwrap().actor = actor;
    keep(&path, &[record]);
    let (ledger, _) =
        report::ledger(&reader(&path, None), LedgerKind::Claims, &Filter::default()).unwrap();
    let entry = &ledger.matters[0].entries[0];
    assert_eq!(
        (entry.holder.as_str(), entry.position.as_str()),
        ("herald.example", "says that it is planned")
    );
}

#[test]
fn a_threat_told_twice_is_one_matter_and_one_against_oneself_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    let own =
        Told { marked: "[Gondor] <warned> {Gondor}.", dyad: ("GON", "GON"), ..sample::WARNING };
    let told = [
        ("a", "2024-03-04", &sample::WARNING),
        ("b", "2024-03-06", &sample::WARNING),
        ("c", "2024-03-07", &own),
    ];
    keep(&path, &told.map(|(id, day, told)| record(id, day, &[told])));
    let (ledger, page) =
        report::ledger(&reader(&path, None), LedgerKind::Threats, &Filter::default()).unwrap();
    assert_eq!(ledger.matters.len(), 1);
    assert_eq!(ledger.matters[0].entries.len(), 2);
    assert!(ledger.matters[0].outcome.contains("not known: the act is not coded"));
    assert!(page.text().contains("and 1 more until 2024-03-06"), "{}", page.text());
}

#[test]
fn a_threat_knows_its_condition_and_what_followed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    let threat = Told {
        marked: "[Mordor] <threatened> {Gondor} over the bridge.",
        dyad: ("MOR", "GON"),
        ..sample::WARNING
    };
    let mut first = record("a", "2024-03-01", &[&threat, &sample::EXPECTED]);
    // Both in one sentence, as such a sentence is read.
    let event = &mut first.coded.events[1];
    event.sentence = 0;
    event.status = crate::model::Status::Conditional;
    event.held_by[0].stance = Stance::Threatens;
    event.condition = Some(crate::model::Span::new(40, 50));
    let day = |page: &str, reader: &Reader| {
        let (it, _) = report::ledger(reader, LedgerKind::Threats, &Filter::default()).unwrap();
        assert!(it.matters[0].outcome.contains(page), "{}", it.matters[0].outcome);
        it.matters[0].carried_out.as_ref().and_then(|it| it.day.clone())
    };
    keep(&path, &[first, record("b", "2024-03-04", &[&sample::ATTACK])]);
    let now = day("followed on 2024-03-04", &reader(&path, None));
    assert_eq!(now.as_deref(), Some("2024-03-04"));
    assert_eq!(day("not known to have been carried out", &reader(&path, Some("2024-03-03"))), None);
}

#[test]
fn a_figure_shows_where_there_is_no_data() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.detente");
    let told = [("a", "2024-03-04", &sample::ATTACK), ("b", "2024-03-06", &sample::HELP)];
    keep(&path, &told.map(|(id, day, told)| record(id, day, &[told])));
    let query = IndexQuery { step: Step::Day, ..IndexQuery::default() };
    let (index, _) =
        report::index(&reader(&path, None), &query, &Scheme::embedded().unwrap()).unwrap();
    let figure = report::Figure {
        series: &index.series[0],
        title: "MOR & GON",
        unit: index.unit,
        step: index.step,
    };
    let svg = figure.svg().unwrap();
    assert_eq!(svg.matches("#DDDDDD").count(), 3, "a day in two panels, and the legend: {svg}");
    assert!(svg.contains("MOR &amp; GON"), "{svg}");
    let png = figure.png().unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(&png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let has = |color: [u8; 3]| pixels.chunks_exact(3).any(|it| it == color);
    assert!(has([0xdd; 3]) && has([0xb5, 0x3a, 0x2f]) && has([0x1b, 0x7f, 0x79]));
}

#[test]
fn pages_obey_no_words_of_a_text() {
    let page = report::Page {
        title: "a\u{1b}[31mb".to_owned(),
        notes: Vec::new(),
        parts: vec![report::Part::Item("*x* | <y>\nz".to_owned())],
    };
    assert!(!page.text().contains('\u{1b}'));
    assert!(page.markdown().contains("\\*x\\* \\| \\<y\\> z"), "{}", page.markdown());
}
