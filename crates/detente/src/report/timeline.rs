//! What two parties did to each other, day by day, each act once with its best sentence.

use crate::model::Date;
use crate::model::Error;
use crate::report::Page;
use crate::report::Part;
use crate::report::REAL;
use crate::report::page;
use crate::store::EventRow;
use crate::store::Filter;
use crate::store::Reader;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// How many acts of a day are shown.
const SHOWN: usize = 5;

/// The days of a dyad on which something came about.
#[derive(Clone, Debug, Serialize)]
pub struct Timeline {
    /// The two parties.
    pub dyad: (String, String),
    /// The day it is seen from, if not today.
    pub as_of: Option<String>,
    /// Documents read, of all that was published.
    pub documents: u32,
    /// In order; days on which nothing came about are left out.
    pub days: Vec<TimelineDay>,
}

/// One day.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineDay {
    /// Which.
    pub day: String,
    /// Documents read that were published on it; 0 means that nothing of the day itself was read.
    pub documents: u32,
    /// All acts of the day, of which the first are in `events`.
    pub acts: usize,
    /// The acts that matter most: by the size of their Goldstein value, how many documents report them and how sure they are.
    pub events: Vec<TimelineEvent>,
}

/// One act: who did what to whom, however many documents report it.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineEvent {
    /// Documents that report it.
    pub reports: usize,
    /// Outlets of these.
    pub outlets: usize,
    /// Its surest report.
    #[serde(flatten)]
    pub event: EventRow,
}

/// What `a` did to `b` and `b` to `a`, as far as it came about.
///
/// # Errors
/// If the store cannot be read.
pub fn timeline(
    reader: &Reader,
    (a, b): (&str, &str),
    from: Option<Date>,
    to: Option<Date>,
) -> Result<(Timeline, Page), Error> {
    let mut events = Vec::new();
    let mut seen = BTreeSet::new();
    for (source, target) in [(a, b), (b, a)] {
        let filter = Filter {
            source: Some(source.to_owned()),
            target: Some(target.to_owned()),
            from,
            to,
            statuses: REAL.to_vec(),
            ..Filter::default()
        };
        // What both did together stands under both directions and is one event.
        events.extend(reader.events(&filter)?.into_iter().filter(|it| seen.insert(it.row)));
    }
    let read = reader.read_by_day(None)?;
    let timeline = Timeline {
        dyad: (a.to_owned(), b.to_owned()),
        as_of: reader.view.as_of.map(|day| day.to_string()),
        documents: read.documents.values().sum::<u32>() + read.undated,
        days: days(events, &read.documents),
    };
    let page = laid_out(&timeline);
    Ok((timeline, page))
}

fn days(events: Vec<EventRow>, read: &BTreeMap<String, u32>) -> Vec<TimelineDay> {
    let mut by_day: BTreeMap<String, Vec<EventRow>> = BTreeMap::new();
    for event in events {
        let Some(day) = event.day.clone() else { continue };
        by_day.entry(day).or_default().push(event);
    }
    let day = |(day, events): (String, Vec<EventRow>)| {
        let mut acts = acts(events);
        acts.sort_by(|x, y| weight(y).total_cmp(&weight(x)).then_with(|| order(x).cmp(&order(y))));
        let n_acts = acts.len();
        acts.truncate(SHOWN);
        let documents = read.get(&day).copied().unwrap_or(0);
        TimelineDay { day, documents, acts: n_acts, events: acts }
    };
    by_day.into_iter().map(day).collect()
}

/// The events of a day that say the same of the same parties, as one.
fn acts(events: Vec<EventRow>) -> Vec<TimelineEvent> {
    let mut by_act: BTreeMap<_, Vec<EventRow>> = BTreeMap::new();
    for event in events {
        let keys = |side: &[crate::store::PartyRow]| -> BTreeSet<String> {
            side.iter().map(|it| it.key.clone()).collect()
        };
        let act =
            (keys(&event.sources), keys(&event.targets), event.plover.clone(), event.mode.clone());
        by_act.entry(act).or_default().push(event);
    }
    by_act.into_values().filter_map(one).collect()
}

fn one(mut events: Vec<EventRow>) -> Option<TimelineEvent> {
    let reports = events.iter().map(|it| &it.document_digest).collect::<BTreeSet<_>>().len();
    let outlets = events.iter().map(|it| &it.outlet).collect::<BTreeSet<_>>().len();
    events.sort_by(|x, y| {
        let by_confidence = y.confidence.total_cmp(&x.confidence);
        let place =
            |it: &EventRow| (it.document_id.clone(), it.document_digest.clone(), it.trigger_start);
        by_confidence.then_with(|| place(x).cmp(&place(y)))
    });
    let event = events.into_iter().next()?;
    Some(TimelineEvent { reports, outlets, event })
}

fn weight(it: &TimelineEvent) -> f64 {
    let size = it.event.goldstein.unwrap_or(0.0).abs();
    (0.5 + size) * it.event.confidence * (1.0 + (it.reports as f64).ln())
}

fn order(it: &TimelineEvent) -> (String, String, i64) {
    let event = &it.event;
    (event.document_id.clone(), event.document_digest.clone(), event.trigger_start)
}

fn laid_out(timeline: &Timeline) -> Page {
    let (a, b) = &timeline.dyad;
    let n_acts: usize = timeline.days.iter().map(|it| it.acts).sum();
    let as_of = timeline.as_of.as_ref().map_or(String::new(), |day| format!(" as known on {day},"));
    let mut page = Page {
        title: format!("{a} and {b}:{as_of} {n_acts} acts on {} days", timeline.days.len()),
        notes: vec![format!(
            "{} documents read; only what happened, goes on or is reported; a day without an entry is one on which nothing was read of these two.",
            timeline.documents
        )],
        parts: Vec::new(),
    };
    for day in &timeline.days {
        let more = day.acts - day.events.len();
        let more = if more > 0 { format!(", {more} more") } else { String::new() };
        let heading = format!("{}  {} documents of the day read{more}", day.day, day.documents);
        page.parts.push(Part::Heading(heading));
        for it in &day.events {
            let reports =
                if it.reports > 1 { format!(" ({} reports)", it.reports) } else { String::new() };
            page.parts.push(Part::Item(page::line(&it.event) + &reports));
            page.parts.push(Part::Quote(it.event.sentence.clone(), page::place(&it.event)));
        }
    }
    page
}
