//! What must hold of every alert.

use crate::model::Record;
use crate::report::alerts::alerts_of_store;
use crate::report::alerts::atom;
use crate::report::alerts::baseline::tests::days;
use crate::report::alerts::notice::Change;
use crate::report::alerts::notice::notices;
use crate::report::alerts::raise::Alert;
use crate::report::alerts::raise::Groups;
use crate::report::alerts::raise::alerts_of_series;
use crate::report::alerts::raise::watched;
use crate::report::alerts::random::Random;
use crate::report::alerts::random::Urn;
use crate::report::alerts::scan::Assessed;
use crate::report::alerts::scan::Doubt;
use crate::report::alerts::scan::Method;
use crate::report::alerts::scan::scan;
use crate::report::alerts::series::DailySeries;
use crate::report::alerts::watch::Settings;
use crate::report::alerts::watch::WatchList;
use crate::store::Reader;
use crate::store::Store;
use crate::store::View;
use crate::store::sample;
use crate::store::sample::Told;
use crate::store::sample::record;
use std::path::Path;

fn only(method: Method) -> Settings {
    Settings { methods: vec![method], ..Settings::default() }
}

fn drawn(mean: f64, size: f64, n: usize, seed: u64) -> DailySeries {
    let (urn, mut random) = (Urn::new(mean, size), Random::new(seed));
    let days = days(n, |_, _| urn.draw(&mut random));
    DailySeries { key: "drawn".to_owned(), days, has_denominator: true }
}

fn alarms(days: &[Assessed]) -> usize {
    days.iter().filter(|it| !it.signals.is_empty()).count()
}

/// The short form of benches/alerts/promise.rs.
#[test]
fn no_more_false_alarms_than_promised() {
    for (mean, size) in [(1.0, 0.5), (5.0, 2.0), (20.0, f64::INFINITY)] {
        let series = drawn(mean, size, 379 + 700, 11);
        let found = &scan(&series, &only(Method::Farrington), 0.01)[379..];
        let promised: f64 = found.iter().filter_map(|it| it.false_alarm).sum();
        let alarms = alarms(found) as f64;
        assert!(
            (alarms - promised).abs() < 3.3 * promised.sqrt(),
            "{mean} {size}: {alarms} of {promised}"
        );
    }
}

#[test]
fn a_rise_is_found_and_an_alert_opens_and_ends() {
    let mut series = drawn(5.0, 5.0, 520, 4);
    for day in &mut series.days[440..460] {
        day.count *= 4;
    }
    for method in [Method::Farrington, Method::Cusum, Method::ChangePoint] {
        let settings = only(method);
        let found = scan(&series, &settings, 0.5 / 365.25);
        let all = notices(&found, &settings, 0.5 / 365.25);
        let opened = all.iter().find(|it| it.at >= 440).unwrap();
        assert!(opened.change == Change::Opened && opened.at < 450, "{method:?} {all:?}");
        assert!(
            all.iter().any(|it| it.change == Change::Ended && it.opened == opened.at),
            "{all:?}"
        );
    }
}

#[test]
fn a_rise_upon_a_rise_escalates() {
    let mut series = drawn(5.0, 20.0, 450, 4);
    (400..406).for_each(|i| series.days[i].count = 25);
    (406..412).for_each(|i| series.days[i].count = 150);
    let found = scan(&series, &only(Method::Farrington), 0.01);
    let all = notices(&found, &Settings::default(), 0.01);
    let escalated: Vec<usize> =
        all.iter().filter(|it| it.change == Change::Escalated).map(|it| it.at).collect();
    assert_eq!(escalated, [406], "{all:?}");
}

#[test]
fn what_comes_later_changes_nothing() {
    let mut series = drawn(5.0, 2.0, 460, 8);
    let shown = |it: &[Assessed]| {
        format!("{:?}", it.iter().map(|it| (it.against, it.signals.clone())).collect::<Vec<_>>())
    };
    let settings = Settings::default();
    let whole = scan(&series, &settings, 0.01);
    series.days.truncate(430);
    assert_eq!(shown(&scan(&series, &settings, 0.01)), shown(&whole[..430]));
}

#[test]
fn twice_the_coverage_raises_nothing() {
    let mut series = drawn(5.0, 5.0, 460, 21);
    for day in &mut series.days[400..] {
        day.count *= 2;
        day.read *= 2.0;
    }
    let settings = Settings::default();
    let before = drawn(5.0, 5.0, 460, 21);
    let openings = |series: &DailySeries| {
        let found = scan(series, &settings, 0.5 / 365.25);
        notices(&found, &settings, 0.5 / 365.25).iter().filter(|it| it.at >= 400).count()
    };
    assert_eq!((openings(&before), openings(&series)), (0, 0));
    series.days[400..].iter_mut().for_each(|it| it.read /= 2.0);
    assert!(openings(&series) > 0, "without the denominator it looks like a rise");
}

#[test]
fn a_short_history_promises_nothing() {
    let mut series = drawn(2.0, 20.0, 60, 2);
    series.days[50].count = 30;
    let found = scan(&series, &Settings::default(), 0.01);
    let day = &found[50];
    assert_eq!(day.signals[0].method, Method::ShortHistory);
    assert!(day.signals[0].expected_false_alarms.is_none() && day.signals[0].p.unwrap() < 1e-3);
    assert_eq!(day.doubts, [Doubt::ShortHistory]);
    assert!(found[3].against.is_none(), "nor does it guess from three days");
}

/// Shares of days with an alarm, over 200 series of 60 days; at a normal score of 3 it would be 0.00135.
#[test]
fn a_short_history_allows_for_its_spread() {
    for (mean, size, least, most) in [(0.1, f64::INFINITY, 0.0, 0.004), (5.0, 0.5, 0.002, 0.016)] {
        let series =
            (0..200).map(|seed| scan(&drawn(mean, size, 60, seed), &only(Method::Cusum), 0.01));
        let n_alarms: usize = series.map(|it| alarms(&it[9..])).sum();
        let share = n_alarms as f64 / (200.0 * 51.0);
        assert!((least..most).contains(&share), "{mean} {size}: {share}");
    }
}

/// What standard deviations cannot tell: a week of nothing has none.
#[test]
fn a_few_events_after_weeks_of_none_are_told() {
    let mut days = days(40, |_, _| 0.0);
    (days[20].count, days[30].count, days[39].count) = (1, 1, 3);
    let series = DailySeries { key: "rare".to_owned(), days, has_denominator: true };
    let found = scan(&series, &Settings::default(), 0.01);
    let told: Vec<usize> = (0..40).filter(|it| !found[*it].signals.is_empty()).collect();
    assert_eq!(told, [39]);
}

const LIST: &str = "schema = \"detente.watch-list/1\"\nbudget = 1\nmethods = [\"farrington\"]\n[[watch]]\nname = \"Mordor to Gondor\"\nsource = \"MOR\"\ntarget = \"GON\"\n";

/// Half a year of one document a day about something else, with an attack every fourth, and on the last day what is given.
fn corpus(last: &[(&str, &[&Told])]) -> Vec<Record> {
    let mut day: crate::model::Date = "2024-01-01".parse().unwrap();
    let mut records = Vec::new();
    for i in 0..180 {
        for j in 0..6 {
            let told: &Told = if i % 4 == 0 && j == 0 { &sample::ATTACK } else { &sample::HELP };
            records.push(record(&format!("d{i}.{j}"), &day.to_string(), &[told]));
        }
        day = day.tomorrow().unwrap();
    }
    records.extend(last.iter().map(|(id, told)| record(id, &day.to_string(), told)));
    records
}

fn alerts(path: &Path, records: &[Record], story: impl Fn(&str) -> String) -> Vec<Alert> {
    let mut store = Store::open(path).unwrap();
    store
        .keep(records, &sample::provenance("aa"), "2024-12-01T00:00:00Z".parse().unwrap())
        .unwrap();
    let (reader, list) =
        (Reader::open(path, View::default()).unwrap(), WatchList::read(LIST).unwrap());
    let texts = reader.texts(&watched(&reader, &list).unwrap()).unwrap();
    let groups: Groups = texts
        .iter()
        .map(|it| (it.reading, (story(&it.document_id), story(&it.document_id))))
        .collect();
    alerts_of_store(&reader, &list, &groups).unwrap()
}

fn fifty() -> Vec<String> {
    (0..50).map(|i| format!("copy{i}")).collect()
}

#[test]
fn fifty_copies_raise_nothing_and_fifty_origins_do() {
    let folder = tempfile::tempdir().unwrap();
    let (ids, attack) = (fifty(), [&sample::ATTACK]);
    let last: Vec<(&str, &[&Told])> = ids.iter().map(|id| (id.as_str(), &attack[..])).collect();
    let records = corpus(&last);
    let copies = |id: &str| if id.starts_with("copy") { "S".to_owned() } else { id.to_owned() };
    assert_eq!(alerts(&folder.path().join("a.detente"), &records, copies), []);
    let found = alerts(&folder.path().join("b.detente"), &records, str::to_owned);
    let evidence = found[0].evidence.as_ref().unwrap();
    assert_eq!((evidence.events.len(), evidence.origins, evidence.documents), (50, 50, 50));
    assert!(evidence.stands_without_largest_story && !evidence.quotes.is_empty());
    let feed = atom(&found).unwrap();
    assert!(feed.contains("<entry>") && feed.contains("Mordor to Gondor"), "{feed}");
}

#[test]
fn tables_have_no_evidence() {
    let mut series = drawn(2.0, 20.0, 400, 2);
    series.days[390].count = 60;
    let found = alerts_of_series(&[series], &WatchList::read(LIST).unwrap());
    assert!(found.iter().any(|it| it.count == 60 && it.evidence.is_none() && it.calibrated));
}
