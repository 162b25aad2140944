//! Who claimed, threatened, promised or planned what, and what came of it as far as the store knows.

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

/// Which book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LedgerKind {
    /// Each who-does-what-to-whom that somebody asserts, expects or denies.
    Claims,
    /// Each threat: on what condition, until when, and whether it was carried out.
    Threats,
    /// Each agreement or promise, likewise.
    Promises,
    /// Each meeting, planned or held.
    Meetings,
}

/// A book, as its reader sees it.
#[derive(Clone, Debug, Serialize)]
pub struct Ledger {
    /// Which.
    pub kind: LedgerKind,
    /// The day it is seen from, if not today.
    pub as_of: Option<String>,
    /// Most entries first (claims), or by day.
    pub matters: Vec<Matter>,
}

/// What the entries are about.
#[derive(Clone, Debug, Serialize)]
pub struct Matter {
    /// `RUS ASSAULT UKR`, or who threatens whom with what.
    pub about: String,
    /// On what condition, in the words of the text.
    pub condition: Option<String>,
    /// The last day of the time named for it.
    pub deadline: Option<String>,
    /// The event that shows the condition came about; the earliest.
    pub condition_met: Option<EventRow>,
    /// The event that shows it was carried out, kept or held; the earliest.
    pub carried_out: Option<EventRow>,
    /// What can be said of it in a line.
    pub outcome: String,
    /// In order of publication.
    pub entries: Vec<Entry>,
}

/// Somebody's word on a matter.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// Who says it: a speaker, or the outlet itself.
    pub holder: String,
    /// `says so`, `expects it`, `denies it` …
    pub position: String,
    /// What the same holder said before, if that was of another kind.
    pub before: Option<String>,
    /// The event with its sentence.
    #[serde(flatten)]
    pub event: EventRow,
}

/// The book of a kind over the events of a filter, whose days are days of publication.
///
/// # Errors
/// If the store cannot be read.
pub fn ledger(reader: &Reader, kind: LedgerKind, filter: &Filter) -> Result<(Ledger, Page), Error> {
    let filter = Filter { by_publication: true, ..filter.clone() };
    let matters = match kind {
        LedgerKind::Claims => claims(reader, &filter)?,
        LedgerKind::Threats => pledges(reader, &filter, "THREATEN", "threatens")?,
        LedgerKind::Promises => pledges(reader, &filter, "AGREE", "promises")?,
        LedgerKind::Meetings => meetings(reader, &filter)?,
    };
    let as_of = reader.view.as_of.map(|day| day.to_string());
    let ledger = Ledger { kind, as_of, matters };
    let page = laid_out(&ledger);
    Ok((ledger, page))
}

/// By who-does-what-to-whom; only what somebody says of it, or what is more than plain fact, makes a claim.
fn claims(reader: &Reader, filter: &Filter) -> Result<Vec<Matter>, Error> {
    let mut by_matter: BTreeMap<String, Vec<EventRow>> = BTreeMap::new();
    for event in reader.events(filter)? {
        let Some(class) = event.plover.clone() else { continue };
        for (source, target) in pairs(&event) {
            by_matter.entry(format!("{source} {class} {target}")).or_default().push(event.clone());
        }
    }
    by_matter.retain(|_, events| events.iter().any(is_claim));
    let matter = |(about, events): (String, Vec<EventRow>)| {
        let entries = positions(events);
        let count =
            |position: &str| entries.iter().filter(|it| group(&it.position) == position).count();
        let changed = entries.iter().filter(|it| it.before.is_some()).count();
        let outcome = format!(
            "{} say that it is so, {} that it may or will be, {} that it is not; {changed} changes",
            count("so"),
            count("to come"),
            count("not so")
        );
        Matter {
            about,
            condition: None,
            deadline: None,
            condition_met: None,
            carried_out: None,
            outcome,
            entries,
        }
    };
    let mut matters: Vec<Matter> = by_matter.into_iter().map(matter).collect();
    matters
        .sort_by(|x, y| y.entries.len().cmp(&x.entries.len()).then_with(|| x.about.cmp(&y.about)));
    Ok(matters)
}

/// Whether it is more than what an outlet reports as plain fact.
fn is_claim(event: &EventRow) -> bool {
    !event.held_by.is_empty() || !matches!(event.status.as_str(), "happened" | "ongoing")
}

fn pairs(event: &EventRow) -> BTreeSet<(String, String)> {
    let keys = |side: &[crate::store::PartyRow]| -> Vec<String> {
        if side.is_empty() {
            vec!["-".to_owned()]
        } else {
            side.iter().map(|it| it.key.clone()).collect()
        }
    };
    let targets = keys(&event.targets);
    let pair = |source: String| targets.iter().map(move |target| (source.clone(), target.clone()));
    keys(&event.sources).into_iter().flat_map(pair).collect()
}

/// Entries in order of publication, each with what its holder said before if that was of another kind.
fn positions(mut events: Vec<EventRow>) -> Vec<Entry> {
    events.sort_by_cached_key(published);
    let mut last: BTreeMap<String, String> = BTreeMap::new();
    let entry = |event: EventRow| {
        let (holder, key) = holder(&event);
        let position = position(&event);
        let before = last.insert(key, position.to_owned());
        let before = before.filter(|it| group(it) != group(position));
        Entry { holder, position: position.to_owned(), before, event }
    };
    events.into_iter().map(entry).collect()
}

fn published(event: &EventRow) -> (String, String, String, i64) {
    let day = event.published.clone().unwrap_or_else(|| event.known.clone());
    (day, event.document_id.clone(), event.document_digest.clone(), event.trigger_start)
}

/// Who says it, for people, and what tells holders apart.
fn holder(event: &EventRow) -> (String, String) {
    let Some(word) = event.held_by.first() else {
        let outlet = event.outlet.clone().unwrap_or_else(|| "outlet unknown".to_owned());
        return (outlet.clone(), outlet);
    };
    let name = word.name.clone().or_else(|| word.speaker.clone());
    match (name, &word.code) {
        (Some(name), Some(code)) => (format!("{name} [{code}]"), format!("{name} {code}")),
        (Some(name), None) => (name.clone(), name),
        (None, _) => ("hearsay".to_owned(), "hearsay".to_owned()),
    }
}

/// What an entry says of its matter.
fn position(event: &EventRow) -> &'static str {
    match event.held_by.first().map(|it| it.stance.as_str()) {
        Some("denies") => return "denies it",
        Some("doubts") => return "doubts it",
        _ => {}
    }
    match event.status.as_str() {
        "denied" => "denies it",
        "negated" => "says that it is not so",
        "failed" => "says that it failed",
        "ended" => "says that it ended",
        "planned" => "says that it is planned",
        "predicted" => "expects it",
        "conditional" => "says on what condition",
        "demanded" => "demands it",
        "speculated" => "thinks it possible",
        _ => "says so",
    }
}

/// The kinds of position that a change is a change between.
fn group(position: &str) -> &'static str {
    match position {
        "says so" => "so",
        "denies it"
        | "doubts it"
        | "says that it is not so"
        | "says that it failed"
        | "says that it ended" => "not so",
        _ => "to come",
    }
}

/// Threats or promises: events of the class that were made, and acts that a speaker holds out with the stance.
fn pledges(
    reader: &Reader,
    filter: &Filter,
    class: &str,
    stance: &str,
) -> Result<Vec<Matter>, Error> {
    let made = Filter { class: Some(class.to_owned()), statuses: REAL.to_vec(), ..filter.clone() };
    let mut matters = Vec::new();
    for event in reader.events(&made)? {
        let beside = Some((event.reading, event.sentence_id));
        let around = reader.events(&Filter { beside, ..Filter::default() })?;
        matters.push(pledge(reader, event, &around, stance)?);
    }
    Ok(matters)
}

/// One pledge, with what was pledged, on what condition, and what came of it.
fn pledge(
    reader: &Reader,
    event: EventRow,
    around: &[EventRow],
    stance: &str,
) -> Result<Matter, Error> {
    let held_out = around.iter().find(|it| is_held_out(it, &event, stance));
    let of = |it: &EventRow| Some((it.condition.clone()?, it.condition_start, it.condition_end));
    let condition = of(&event).or_else(|| held_out.and_then(of));
    let asked = match &condition {
        Some((_, start, end)) => around
            .iter()
            .find(|it| Some(it.trigger_start) >= *start && Some(it.trigger_end) <= *end),
        // What the other side would have to do is a condition too, if the text gives it as one.
        None => {
            around.iter().find(|it| it.status == "conditional" && is_done_by_target(it, &event))
        }
    };
    let condition = condition.or_else(|| asked.map(|it| (it.trigger.clone(), None, None)));
    let condition_met = asked.map(|it| later(reader, it, &event)).transpose()?.flatten();
    let carried_out = held_out.map(|it| later(reader, it, &event)).transpose()?.flatten();
    let pledged = held_out.map_or_else(|| "an act that is not coded".to_owned(), page::line);
    let deadline = held_out.and_then(|it| it.time_to.clone());
    let deadline = deadline.filter(|day| Some(day) > event.published.as_ref());
    let outcome =
        outcome(condition.is_some(), asked, condition_met.as_ref(), held_out, carried_out.as_ref());
    Ok(Matter {
        about: format!(
            "{} → {}: {pledged}",
            page::side(&event.sources),
            page::side(&event.targets)
        ),
        condition: condition.map(|it| it.0),
        deadline,
        condition_met,
        carried_out,
        outcome,
        entries: positions(vec![event]),
    })
}

fn is_done_by_target(it: &EventRow, pledge: &EventRow) -> bool {
    it.sources.iter().any(|a| pledge.targets.iter().any(|b| a.key == b.key))
}

/// Whether an event is what the other holds out: an act of the same party that is open, or said with the stance and not yet done.
fn is_held_out(it: &EventRow, pledge: &EventRow, stance: &str) -> bool {
    let open = matches!(it.status.as_str(), "conditional" | "planned" | "predicted");
    let real = matches!(it.status.as_str(), "happened" | "ongoing" | "reported");
    let same = it.sources.iter().any(|a| pledge.sources.iter().any(|b| a.key == b.key));
    let held = it.held_by.first().is_some_and(|word| word.stance == stance);
    let inside = pledge.condition_start.is_some_and(|start| {
        it.trigger_start >= start && Some(it.trigger_end) <= pledge.condition_end
    });
    it.row != pledge.row && same && (open || held && !real) && !inside
}

/// The first event after a pledge that is the act spoken of, done.
fn later(reader: &Reader, act: &EventRow, pledge: &EventRow) -> Result<Option<EventRow>, Error> {
    let (Some(source), Some(class)) = (act.sources.first(), &act.plover) else { return Ok(None) };
    let pledged = pledge.published.as_deref().unwrap_or(&pledge.known);
    let after = pledged.parse::<Date>().ok().and_then(|day| day.tomorrow().ok());
    let filter = Filter {
        source: Some(source.key.clone()),
        target: act.targets.first().map(|it| it.key.clone()),
        class: Some(class.clone()),
        from: after,
        statuses: REAL.to_vec(),
        limit: Some(1),
        ..Filter::default()
    };
    Ok(reader.events(&filter)?.into_iter().next())
}

fn outcome(
    has_condition: bool,
    asked: Option<&EventRow>,
    met: Option<&EventRow>,
    held_out: Option<&EventRow>,
    done: Option<&EventRow>,
) -> String {
    let day = |it: &EventRow| it.day.clone().unwrap_or_else(|| "a day unknown".to_owned());
    let condition = match (has_condition, asked, met) {
        (false, ..) => "no condition named".to_owned(),
        (true, None, _) => "condition not coded, so not followed".to_owned(),
        (true, Some(_), None) => "condition not seen to come about".to_owned(),
        (true, Some(_), Some(it)) => format!("condition came about on {}", day(it)),
    };
    let act = match (held_out, done) {
        (None, _) => "act not coded, so not followed".to_owned(),
        (Some(_), None) => "act not seen since".to_owned(),
        (Some(_), Some(it)) => format!("such an act followed on {}", day(it)),
    };
    format!("{condition}; {act}")
}

/// Meetings by their parties and day.
fn meetings(reader: &Reader, filter: &Filter) -> Result<Vec<Matter>, Error> {
    let wanted = Filter { class: Some("CONSULT".to_owned()), ..filter.clone() };
    let mut by_matter: BTreeMap<(String, String), Vec<EventRow>> = BTreeMap::new();
    for event in reader.events(&wanted)? {
        let parties: BTreeSet<String> =
            event.sources.iter().chain(&event.targets).map(|it| it.key.clone()).collect();
        let parties: Vec<String> = parties.into_iter().collect();
        let day = event.day.clone().or_else(|| event.time_from.clone());
        let day = day.unwrap_or_else(|| "day unknown".to_owned());
        by_matter.entry((day, parties.join(" "))).or_default().push(event);
    }
    Ok(by_matter.into_iter().map(meeting).collect())
}

fn meeting(((day, parties), events): ((String, String), Vec<EventRow>)) -> Matter {
    let real = |it: &&EventRow| matches!(it.status.as_str(), "happened" | "ongoing" | "reported");
    let carried_out = events.iter().find(real).cloned();
    let planned = events.iter().any(|it| it.status == "planned");
    let outcome = match (planned, &carried_out) {
        (_, Some(_)) => "held",
        (true, None) => "planned; not seen to be held",
        (false, None) => "spoken of; not seen to be held",
    };
    Matter {
        about: format!("{day}: {parties}"),
        condition: None,
        deadline: None,
        condition_met: None,
        carried_out,
        outcome: outcome.to_owned(),
        entries: positions(events),
    }
}

fn laid_out(ledger: &Ledger) -> Page {
    let name = match ledger.kind {
        LedgerKind::Claims => "claims",
        LedgerKind::Threats => "threats",
        LedgerKind::Promises => "promises",
        LedgerKind::Meetings => "meetings",
    };
    let as_of = ledger.as_of.as_ref().map_or(String::new(), |day| format!(", as known on {day}"));
    let n_entries: usize = ledger.matters.iter().map(|it| it.entries.len()).sum();
    let mut page = Page {
        title: format!("Ledger of {name}{as_of}: {} matters, {n_entries} entries", ledger.matters.len()),
        notes: vec!["An outcome is what this store knows of, and no more; what follows need not follow from.".to_owned()],
        parts: Vec::new(),
    };
    for matter in &ledger.matters {
        page.parts.extend(laid_out_matter(matter));
    }
    page
}

fn laid_out_matter(matter: &Matter) -> Vec<Part> {
    let mut parts = vec![Part::Heading(matter.about.clone()), Part::Item(matter.outcome.clone())];
    if let Some(condition) = &matter.condition {
        parts.push(Part::Item(format!("condition: “{condition}”")));
    }
    if let Some(deadline) = &matter.deadline {
        parts.push(Part::Item(format!("until: {deadline}")));
    }
    for entry in &matter.entries {
        let before = entry.before.as_ref().map_or(String::new(), |it| format!(" (before: {it})"));
        let day = entry.event.published.as_deref().unwrap_or("date unknown");
        parts.push(Part::Item(format!("{day}  {} {}{before}", entry.holder, entry.position)));
        parts.push(Part::Quote(entry.event.sentence.clone(), page::place(&entry.event)));
    }
    let shown =
        [("condition came about", &matter.condition_met), ("followed", &matter.carried_out)];
    for (what, event) in shown {
        if let Some(event) = event {
            parts.push(Part::Item(format!("{what}: {}", page::line(event))));
            parts.push(Part::Quote(event.sentence.clone(), page::place(event)));
        }
    }
    parts
}
