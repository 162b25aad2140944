//! From what is watched to alerts: counts, changes, and the events behind them.

use crate::model::Date;
use crate::model::Error;
use crate::model::ErrorKind;
use crate::model::Status;
use crate::report::Page;
use crate::report::Part;
use crate::report::REAL;
use crate::report::alerts::notice::Change;
use crate::report::alerts::notice::Notice;
use crate::report::alerts::notice::notices;
use crate::report::alerts::notice::since;
use crate::report::alerts::scan::Against;
use crate::report::alerts::scan::Assessed;
use crate::report::alerts::scan::Doubt;
use crate::report::alerts::scan::Signal;
use crate::report::alerts::scan::scan;
use crate::report::alerts::scan::stands;
use crate::report::alerts::series::DailySeries;
use crate::report::alerts::series::DayCount;
use crate::report::alerts::watch::Watch;
use crate::report::alerts::watch::WatchList;
use crate::report::alerts::watch::WatchUnit;
use crate::report::page;
use crate::store::Day;
use crate::store::EventRow;
use crate::store::Filter;
use crate::store::Reader;
use serde::Serialize;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Where each reading of a store belongs: its group of copies, and its story. A reading that is not in it is alone.
pub type Groups = BTreeMap<i64, (String, String)>;

/// Days that evidence goes back at most.
const EVIDENCE_DAYS: i32 = 60;

/// Sentences that are quoted.
const QUOTES: usize = 5;

/// What became of an alert on a day. Schema `detente.alert/1`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alert {
    /// `detente.alert/1`.
    pub schema: &'static str,
    /// Of series, day and change together: the same on every run, so that who has seen it knows it again.
    pub id: String,
    /// The watch, or the key of the series.
    pub series: String,
    /// What became of it.
    pub change: Change,
    /// When.
    pub day: Date,
    /// When it opened.
    pub opened: Date,
    /// Of the day.
    pub count: u32,
    /// Read on the day: documents, or the denominator of a table.
    pub read: f64,
    /// What the count was held against.
    pub baseline: Option<Against>,
    /// What is above its threshold; empty where it ended.
    pub signals: Vec<Signal>,
    /// False alarms a year of the whole list, as promised.
    pub budget: f64,
    /// Whether the promise is expected to hold.
    pub calibrated: bool,
    /// Why not.
    pub doubts: Vec<Doubt>,
    /// What it stands on; none for a table, and where it ended.
    pub evidence: Option<Evidence>,
}

/// What an alert stands on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// First day of what the signals saw; the last is the alert's.
    pub from: Date,
    /// Ids, in order of publication.
    pub events: Vec<String>,
    /// Documents that tell of them.
    pub documents: usize,
    /// Texts, of which others are copies.
    pub origins: usize,
    /// Stories.
    pub stories: usize,
    /// In order of their names.
    pub outlets: Vec<String>,
    /// The story with the most counted units.
    pub largest_story: Option<Share>,
    /// Whether a signal would be left without that story.
    pub stands_without_largest_story: bool,
    /// Some sentences, of different origins, the last day's first.
    pub quotes: Vec<Quote>,
}

/// A story's part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Share {
    /// As `detente group` names it.
    pub story: String,
    /// Units that are its.
    pub units: usize,
    /// Of so many.
    pub of: usize,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs, reason = "columns of docs/store.md")]
pub struct Quote {
    pub event: String,
    pub sentence: String,
    pub outlet: Option<String>,
    pub document: String,
    pub published: Option<String>,
}

/// The readings whose events are watched: what must be grouped before counting.
///
/// # Errors
/// If the store cannot be read.
pub fn watched(reader: &Reader, list: &WatchList) -> Result<BTreeSet<i64>, Error> {
    let mut readings = BTreeSet::new();
    for watch in &list.watches {
        readings.extend(days(reader, watch)?.iter().map(|it| it.document));
    }
    Ok(readings)
}

/// Alerts over a store, by day and in the order of the list; `groups` as of [`watched`].
///
/// # Errors
/// If the store cannot be read, or the list watches nothing.
pub fn alerts_of_store(
    reader: &Reader,
    list: &WatchList,
    groups: &Groups,
) -> Result<Vec<Alert>, Error> {
    if list.watches.is_empty() {
        let error = Error::new(ErrorKind::Lexicon, "the list watches nothing");
        return Err(error.hint("a store needs a [[watch]] for each series; docs/alerts.md has one"));
    }
    let read = reader.texts_by_day()?;
    let rate = list.rate(list.watches.len());
    let mut out = Vec::new();
    for watch in &list.watches {
        let units = units(&days(reader, watch)?, watch.unit, groups);
        let series = counted(watch, &units, &read, reader.view.as_of);
        let assessed = scan(&series, &list.settings, rate);
        for notice in notices(&assessed, &list.settings, rate) {
            let mut alert = alert(&series.key, list, &assessed, notice);
            if notice.change != Change::Ended {
                let case = Case { reader, list, watch, units: &units, groups };
                alert.evidence = Some(case.evidence(&assessed[..=notice.at])?);
            }
            out.push(alert);
        }
    }
    out.sort_by_key(|it| it.day);
    Ok(out)
}

/// Alerts over series, by day and in their order.
pub fn alerts_of_series(series: &[DailySeries], list: &WatchList) -> Vec<Alert> {
    let rate = list.rate(series.len());
    let of_one = |it: &DailySeries| {
        let assessed = scan(it, &list.settings, rate);
        let notices = notices(&assessed, &list.settings, rate);
        notices.into_iter().map(|notice| alert(&it.key, list, &assessed, notice)).collect()
    };
    let mut out: Vec<Alert> = series.iter().flat_map(|it| -> Vec<Alert> { of_one(it) }).collect();
    out.sort_by_key(|it| it.day);
    out
}

fn alert(key: &str, list: &WatchList, assessed: &[Assessed], notice: Notice) -> Alert {
    let day = &assessed[notice.at];
    let mut signals = day.signals.clone();
    for signal in &mut signals {
        signal.statistic = rounded(signal.statistic);
        signal.threshold = rounded(signal.threshold);
        signal.p = signal.p.map(rounded);
        signal.expected_false_alarms = signal.expected_false_alarms.map(rounded);
    }
    Alert {
        schema: "detente.alert/1",
        id: id(key, day.day.day, notice.change),
        series: key.to_owned(),
        change: notice.change,
        day: day.day.day,
        opened: assessed[notice.opened].day.day,
        count: day.day.count,
        read: day.day.read,
        baseline: day.against.map(shown),
        signals,
        budget: list.budget,
        calibrated: day.doubts.is_empty(),
        doubts: day.doubts.clone(),
        evidence: None,
    }
}

fn id(series: &str, day: Date, change: Change) -> String {
    let name = format!("{series}\n{day}\n{}", change.name());
    let digest = Sha256::digest(name.as_bytes());
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    "A".to_owned() + &hex
}

fn shown(it: Against) -> Against {
    Against {
        expected: rounded(it.expected),
        size: rounded(it.size),
        weekday_factor: rounded(it.weekday_factor),
        trend_a_year: rounded(it.trend_a_year),
        ..it
    }
}

/// Four digits that count, so that the last bits of a sum never show.
fn rounded(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

/// What is counted, with the reading that stands for it and the day on which it was first told.
type Units = BTreeMap<(String, String, String, Option<String>), (Date, i64)>;

fn filter(watch: &Watch) -> Filter {
    Filter {
        actor: watch.actor.clone(),
        source: watch.source.clone(),
        target: watch.target.clone(),
        class: watch.class.clone(),
        place: watch.place.clone(),
        outlet: watch.outlet.clone(),
        min_confidence: watch.min_confidence,
        statuses: REAL.to_vec(),
        by_publication: true,
        ..Filter::default()
    }
}

fn is_watched(watch: &Watch, quad: Option<i64>) -> bool {
    watch.quads.is_empty()
        || quad.is_some_and(|it| watch.quads.iter().any(|one| i64::from(*one) == it))
}

fn days(reader: &Reader, watch: &Watch) -> Result<Vec<Day>, Error> {
    let mut days = reader.days(&filter(watch))?;
    let is_real = |it: &Day| Status::from_str(&it.status).is_some_and(Status::is_real);
    days.retain(|it| is_real(it) && is_watched(watch, it.quad));
    Ok(days)
}

/// The unit that a reading's event belongs to.
fn name(unit: WatchUnit, reading: i64, day: &str, groups: &Groups) -> String {
    let group = groups.get(&reading);
    match unit {
        WatchUnit::Origin => group.map_or_else(|| reading.to_string(), |it| it.0.clone()),
        WatchUnit::Story => group.map_or_else(|| reading.to_string(), |it| it.1.clone()),
        WatchUnit::Act => day.to_owned(),
        WatchUnit::Report => reading.to_string(),
    }
}

fn units(days: &[Day], unit: WatchUnit, groups: &Groups) -> Units {
    let mut units = Units::new();
    for it in days {
        let Ok(day) = it.day.parse::<Date>() else { continue };
        let name = name(unit, it.document, &it.day, groups);
        let key = (name, it.source.clone(), it.target.clone(), it.class.clone());
        let first = units.entry(key).or_insert((day, it.document));
        *first = (*first).min((day, it.document));
    }
    units
}

fn counted(
    watch: &Watch,
    units: &Units,
    read: &BTreeMap<String, u32>,
    as_of: Option<Date>,
) -> DailySeries {
    let mut counts: BTreeMap<Date, u32> = BTreeMap::new();
    units.values().for_each(|it| *counts.entry(it.0).or_default() += 1);
    let day = |(day, read): (&String, &u32)| {
        let day: Date = day.parse().ok()?;
        let count = counts.get(&day).copied().unwrap_or(0);
        (*read > 0).then_some(DayCount { day, count, read: f64::from(*read) })
    };
    let days = read.iter().filter_map(day).filter(|it| as_of.is_none_or(|last| it.day <= last));
    DailySeries { key: watch.name.clone(), days: days.collect(), has_denominator: true }
}

/// What evidence is taken from.
struct Case<'a> {
    reader: &'a Reader,
    list: &'a WatchList,
    watch: &'a Watch,
    units: &'a Units,
    groups: &'a Groups,
}

impl Case<'_> {
    /// What the last of these days stands on.
    fn evidence(&self, assessed: &[Assessed]) -> Result<Evidence, Error> {
        let last = assessed.last().expect("a notice is of a day");
        let (from, to) = (since(last, EVIDENCE_DAYS), last.day.day);
        let filter = Filter { from: Some(from), to: Some(to), ..filter(self.watch) };
        let mut events = self.reader.events(&filter)?;
        events.retain(|it| is_watched(self.watch, it.quad));
        let group = |it: &EventRow| self.group(it.reading);
        let origins: BTreeSet<String> = events.iter().map(|it| group(it).0).collect();
        let stories: BTreeSet<String> = events.iter().map(|it| group(it).1).collect();
        let documents: BTreeSet<i64> = events.iter().map(|it| it.reading).collect();
        let outlets: BTreeSet<String> = events.iter().filter_map(|it| it.outlet.clone()).collect();
        let largest_story = self.largest(from, to);
        Ok(Evidence {
            from,
            documents: documents.len(),
            origins: origins.len(),
            stories: stories.len(),
            outlets: outlets.into_iter().collect(),
            stands_without_largest_story: self.stands_without(
                largest_story.as_ref(),
                from,
                assessed,
            ),
            largest_story,
            quotes: self.quotes(&events),
            events: events.into_iter().map(|it| it.id).collect(),
        })
    }

    fn group(&self, reading: i64) -> (String, String) {
        let alone = || (reading.to_string(), reading.to_string());
        self.groups.get(&reading).cloned().unwrap_or_else(alone)
    }

    fn largest(&self, from: Date, to: Date) -> Option<Share> {
        let mut shares: BTreeMap<String, usize> = BTreeMap::new();
        let seen = self.units.values().filter(|it| (from..=to).contains(&it.0));
        seen.for_each(|it| *shares.entry(self.group(it.1).1).or_default() += 1);
        let of = shares.values().sum();
        // Of equals the first by name.
        let (story, units) = shares.into_iter().rev().max_by_key(|it| it.1)?;
        Some(Share { story, units, of })
    }

    fn stands_without(&self, story: Option<&Share>, from: Date, assessed: &[Assessed]) -> bool {
        let first = assessed.partition_point(|it| it.day.day < from);
        let seen = &assessed[first..];
        let mut taken: BTreeMap<Date, u32> = BTreeMap::new();
        for (day, reading) in self.units.values() {
            if story.is_some_and(|it| self.group(*reading).1 == it.story) {
                *taken.entry(*day).or_default() += 1;
            }
        }
        let left = |it: &Assessed| {
            let taken = taken.get(&it.day.day).copied().unwrap_or(0);
            it.day.count.saturating_sub(taken)
        };
        let counts: Vec<u32> = seen.iter().map(left).collect();
        stands(seen, &counts, &self.list.settings)
    }

    fn quotes(&self, events: &[EventRow]) -> Vec<Quote> {
        let mut seen = BTreeSet::new();
        let mut events: Vec<&EventRow> = events.iter().collect();
        events.sort_by(|x, y| y.published.cmp(&x.published));
        events.retain(|it| seen.insert(self.group(it.reading).0));
        let quote = |it: &EventRow| Quote {
            event: it.id.clone(),
            sentence: it.sentence.clone(),
            outlet: it.outlet.clone(),
            document: it.document_id.clone(),
            published: it.published.clone(),
        };
        events.into_iter().take(QUOTES).map(quote).collect()
    }
}

/// For people.
pub fn laid_out(alerts: &[Alert], list: &WatchList) -> Page {
    let opened = alerts.iter().filter(|it| it.change == Change::Opened).count();
    let mut page = Page {
        title: match opened {
            0 => "no new alert".to_owned(),
            1 => "1 alert".to_owned(),
            n => format!("{n} alerts"),
        },
        notes: vec![format!(
            "At most {} false alarms a year are promised for the whole list, where an alert does not say otherwise.",
            list.budget
        )],
        parts: Vec::new(),
    };
    for alert in alerts {
        page.parts.push(Part::Heading(headline(alert)));
        page.parts.extend(details(alert).into_iter().map(Part::Item));
        for quote in alert.evidence.iter().flat_map(|it| &it.quotes) {
            let outlet = quote.outlet.as_deref().unwrap_or("outlet unknown");
            let place = format!("{outlet}, {}, {}", quote.document, quote.event);
            page.parts.push(Part::Quote(quote.sentence.clone(), place));
        }
    }
    page
}

/// One line: what, when, where.
pub(super) fn headline(it: &Alert) -> String {
    let since = if it.change == Change::Opened {
        String::new()
    } else {
        format!(" (opened {})", it.opened)
    };
    let series = if it.series.is_empty() { "the series" } else { &it.series };
    format!("{} {}: {series}{since}", it.day, it.change.name())
}

/// What it stands on, a line each.
pub(super) fn details(it: &Alert) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(baseline) = &it.baseline {
        let Against { expected, from, to, .. } = baseline;
        out.push(format!("count {} where {expected} is expected from {from} to {to}", it.count));
    }
    for signal in &it.signals {
        let Signal { statistic, threshold, .. } = signal;
        let promise = signal
            .expected_false_alarms
            .map_or("promises nothing".to_owned(), |n| format!("{n} false alarms a year expected"));
        let method = signal.method;
        out.push(format!(
            "{}: {} of {statistic} reaches {threshold}; {promise}",
            method.name(),
            method.statistic()
        ));
    }
    if let Some(it) = &it.evidence {
        let stands = if it.stands_without_largest_story { "stands" } else { "does not stand" };
        out.push(format!(
            "{} events in {} documents, {} origins, {} stories; {stands} without its largest story",
            it.events.len(),
            it.documents,
            it.origins,
            it.stories
        ));
    }
    if !it.calibrated {
        let doubts = it.doubts.iter().map(|it| match it {
            Doubt::ShortHistory => "short history",
            Doubt::SerialDependence => "what happens on a day carries over to the next",
            Doubt::NoDenominator => "nothing says how much was read",
        });
        out.push(format!("uncalibrated: {}", doubts.collect::<Vec<_>>().join("; ")));
    }
    let lines = out.into_iter();
    lines.map(|it| page::one_line(&it)).collect()
}
