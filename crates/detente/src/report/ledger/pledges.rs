//! Threats and promises: on what condition, until when, and what came of them.

use crate::model::Date;
use crate::model::Error;
use crate::model::Stance;
use crate::model::Status;
use crate::report::REAL;
use crate::report::ledger::Matter;
use crate::report::ledger::terms::Terms;
use crate::report::ledger::words;
use crate::report::page;
use crate::store::EventRow;
use crate::store::Filter;
use crate::store::PartyRow;
use crate::store::Reader;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Of which kind pledges are.
#[derive(Clone, Copy)]
pub(super) struct Sort {
    /// The class of events in which one is made.
    pub(super) class: &'static str,
    /// The stance of who holds an act out.
    pub(super) stance: Stance,
    /// What who makes one does.
    pub(super) verb: &'static str,
}

/// Threats.
pub(super) const THREATS: Sort =
    Sort { class: "THREATEN", stance: Stance::Threatens, verb: "threatens" };

/// Promises and agreements.
pub(super) const PROMISES: Sort =
    Sort { class: "AGREE", stance: Stance::Promises, verb: "promises" };

/// One telling of a pledge.
struct Pledge {
    /// In which it is made; the act itself where somebody holds it out without an event of its own.
    event: EventRow,
    /// What is held out.
    act: Option<EventRow>,
    /// The class of what is held out; by the pledge's code where the act itself is not told.
    class: Option<String>,
    /// In the words of the text.
    condition: Option<String>,
    /// The event in the condition.
    asked: Option<EventRow>,
}

/// What is known of an act that may have come about.
enum Fate {
    /// It cannot be looked for, and why.
    Unknown(&'static str),
    /// Nothing like it is in the store.
    NotSeen,
    /// The first like it.
    Seen(Box<EventRow>),
}

/// By who pledges what to whom on what condition, in order of their first telling.
///
/// Left out is what no known party pledges, and a threat against oneself.
pub(super) fn pledges(
    reader: &Reader,
    filter: &Filter,
    sort: Sort,
    terms: &Terms,
) -> Result<Vec<Matter>, Error> {
    let mut told = made(reader, filter, sort, terms)?;
    let sentences: BTreeSet<(i64, i64)> =
        told.iter().map(|it| (it.event.reading, it.event.sentence_id)).collect();
    let held = held_out(reader, filter, sort)?;
    told.extend(
        held.into_iter()
            .filter(|it| !sentences.contains(&(it.event.reading, it.event.sentence_id))),
    );
    told.retain(|it| is_of_note(&it.event, sort));
    told.sort_by_cached_key(|it| words::published(&it.event));
    let mut by_matter: BTreeMap<_, Vec<Pledge>> = BTreeMap::new();
    let mut order = Vec::new();
    for pledge in told {
        let key = pledge.key();
        if !by_matter.contains_key(&key) {
            order.push(key.clone());
        }
        by_matter.entry(key).or_default().push(pledge);
    }
    let all = order.iter().filter_map(|key| by_matter.remove(key));
    all.map(|pledges| matter(reader, pledges, sort, terms)).collect()
}

/// Those that are events of their own.
fn made(reader: &Reader, filter: &Filter, sort: Sort, terms: &Terms) -> Result<Vec<Pledge>, Error> {
    let class = Some(sort.class.to_owned());
    let made = Filter { class, statuses: REAL.to_vec(), ..filter.clone() };
    let mut pledges = Vec::new();
    for event in reader.events(&made)? {
        let beside = Some((event.reading, event.sentence_id));
        let around = reader.events(&Filter { beside, ..Filter::default() })?;
        pledges.push(pledge(event, &around, sort, terms));
    }
    Ok(pledges)
}

/// Acts that somebody holds out without an event for it; and, among threats, what a party says itself that it will do against another on a condition.
fn held_out(reader: &Reader, filter: &Filter, sort: Sort) -> Result<Vec<Pledge>, Error> {
    let statuses = vec![Status::Planned, Status::Predicted, Status::Conditional];
    let with_stance =
        Filter { stance: Some(sort.stance), statuses: statuses.clone(), ..filter.clone() };
    let mut events = reader.events(&with_stance)?;
    if matches!(sort.stance, Stance::Threatens) {
        let seen: BTreeSet<i64> = events.iter().map(|it| it.row).collect();
        let open = Filter { statuses: vec![Status::Conditional], ..filter.clone() };
        let others = reader.events(&open)?.into_iter();
        events.extend(others.filter(|it| !seen.contains(&it.row) && is_own_threat(it)));
    }
    // Who has plans to harm promises nothing.
    if matches!(sort.stance, Stance::Promises) {
        events.retain(|it| !matches!(it.quad, Some(3 | 4)));
    }
    let alone = |event: EventRow| Pledge {
        class: event.plover.clone(),
        condition: event.condition.clone(),
        act: Some(event.clone()),
        asked: None,
        event,
    };
    Ok(events.into_iter().map(alone).collect())
}

/// Whether a party says on what condition it will act against another.
fn is_own_threat(event: &EventRow) -> bool {
    let says = |it: &PartyRow| {
        let codes = event.held_by.iter().filter_map(|it| it.code.as_deref());
        words::is_known(&it.key) && codes.into_iter().any(|code| code.starts_with(&it.key))
    };
    event.quad == Some(4) && event.condition.is_some() && event.sources.iter().any(says)
}

fn is_of_note(event: &EventRow, sort: Sort) -> bool {
    let codes =
        |side: &[PartyRow]| -> BTreeSet<String> { side.iter().map(|it| it.code.clone()).collect() };
    let (sources, targets) = (codes(&event.sources), codes(&event.targets));
    let against_itself = sort.class == THREATS.class && sources == targets;
    sources.iter().any(|it| words::is_known(it)) && !against_itself
}

/// With what was pledged and on what condition, as its sentence tells.
fn pledge(event: EventRow, around: &[EventRow], sort: Sort, terms: &Terms) -> Pledge {
    let act = around.iter().find(|it| is_held_out(it, &event, sort.stance));
    let of = |it: &EventRow| Some((it.condition.clone()?, it.condition_start, it.condition_end));
    let condition = of(&event).or_else(|| act.and_then(of));
    let asked = match &condition {
        Some((_, start, end)) => around
            .iter()
            .find(|it| Some(it.trigger_start) >= *start && Some(it.trigger_end) <= *end),
        // What the other side would have to do is a condition too, if the text gives it as one.
        None => {
            around.iter().find(|it| it.status == "conditional" && is_done_by_target(it, &event))
        }
    };
    let by_code = || terms.threatened(&event.cameo).map(str::to_owned);
    Pledge {
        class: act.and_then(|it| it.plover.clone()).or_else(by_code),
        condition: condition.map(|it| it.0).or_else(|| asked.map(|it| it.trigger.clone())),
        asked: asked.cloned(),
        act: act.cloned(),
        event,
    }
}

fn is_done_by_target(it: &EventRow, pledge: &EventRow) -> bool {
    it.sources.iter().any(|a| pledge.targets.iter().any(|b| a.key == b.key))
}

/// Whether an event is what the other holds out: an act of the same party that is open, or said with the stance and not yet done.
fn is_held_out(it: &EventRow, pledge: &EventRow, stance: Stance) -> bool {
    let open = matches!(it.status.as_str(), "conditional" | "planned" | "predicted");
    let real = matches!(it.status.as_str(), "happened" | "ongoing" | "reported");
    let same = it.sources.iter().any(|a| pledge.sources.iter().any(|b| a.key == b.key));
    let held = it.held_by.first().is_some_and(|word| word.stance == stance.as_str());
    let inside = pledge.condition_start.is_some_and(|start| {
        it.trigger_start >= start && Some(it.trigger_end) <= pledge.condition_end
    });
    it.row != pledge.row && same && (open || held && !real) && !inside
}

impl Pledge {
    /// What makes two tellings one pledge.
    fn key(&self) -> (BTreeSet<String>, BTreeSet<String>, Option<String>, Option<String>) {
        let keys = |side: &[PartyRow]| side.iter().map(|it| it.key.clone()).collect();
        let condition = self.condition.as_ref().map(|it| it.to_lowercase());
        (keys(&self.event.sources), keys(&self.event.targets), self.class.clone(), condition)
    }

    /// Whether what was pledged was done later.
    fn carried_out(&self, reader: &Reader) -> Result<Fate, Error> {
        let Some(class) = &self.class else { return Ok(Fate::Unknown("the act is not coded")) };
        let own = |act: &EventRow| (act.sources.clone(), act.targets.clone());
        let (sources, targets) = self.act.as_ref().map_or_else(|| own(&self.event), own);
        let targets = if targets.is_empty() { self.event.targets.clone() } else { targets };
        later(reader, &sources, &targets, class, &self.event)
    }

    fn condition_met(&self, reader: &Reader) -> Result<Option<Fate>, Error> {
        if self.condition.is_none() {
            return Ok(None);
        }
        let Some((asked, class)) =
            self.asked.as_ref().and_then(|it| Some((it, it.plover.as_ref()?)))
        else {
            return Ok(Some(Fate::Unknown("it is not coded")));
        };
        later(reader, &asked.sources, &asked.targets, class, &self.event).map(Some)
    }
}

/// The first event after a pledge that is such an act between these, done.
fn later(
    reader: &Reader,
    sources: &[PartyRow],
    targets: &[PartyRow],
    class: &str,
    pledge: &EventRow,
) -> Result<Fate, Error> {
    let known = |side: &[PartyRow]| {
        side.iter().find(|it| words::is_known(&it.key)).map(|it| it.key.clone())
    };
    let (Some(source), Some(target)) = (known(sources), known(targets)) else {
        return Ok(Fate::Unknown("a party is not known"));
    };
    let pledged = pledge.published.as_deref().unwrap_or(&pledge.known);
    let after = pledged.parse::<Date>().ok().and_then(|day| day.tomorrow().ok());
    let filter = Filter {
        source: Some(source),
        target: Some(target),
        class: Some(class.to_owned()),
        from: after,
        statuses: REAL.to_vec(),
        limit: Some(1),
        ..Filter::default()
    };
    let found = reader.events(&filter)?.into_iter().next();
    Ok(found.map_or(Fate::NotSeen, |it| Fate::Seen(Box::new(it))))
}

/// All tellings of one pledge; what came of it is sought from the first on.
fn matter(
    reader: &Reader,
    pledges: Vec<Pledge>,
    sort: Sort,
    terms: &Terms,
) -> Result<Matter, Error> {
    let first = &pledges[0];
    let carried_out = first.carried_out(reader)?;
    let condition_met = first.condition_met(reader)?;
    let until = |it: &Pledge| {
        let day = it.act.as_ref()?.time_to.clone()?;
        Some(day).filter(|day| Some(day) > it.event.published.as_ref())
    };
    let (sources, targets) = (page::side(&first.event.sources), page::side(&first.event.targets));
    let what = first.class.as_deref().unwrap_or("an act that is not coded");
    let mut matter = Matter {
        about: format!("{sources} → {targets}: {what}"),
        condition: first.condition.clone(),
        deadline: pledges.iter().filter_map(until).max(),
        outcome: format!("{}; {}", condition_line(condition_met.as_ref()), act_line(&carried_out)),
        condition_met: condition_met.and_then(Fate::seen),
        carried_out: carried_out.seen(),
        act: first.class.clone(),
        ..Matter::default()
    };
    let events = pledges.into_iter().map(|it| it.event).collect();
    matter.entries = words::tellings(events, sort.verb, terms);
    Ok(matter)
}

impl Fate {
    fn seen(self) -> Option<EventRow> {
        match self {
            Fate::Seen(event) => Some(*event),
            _ => None,
        }
    }
}

fn condition_line(fate: Option<&Fate>) -> String {
    match fate {
        None => "no condition named".to_owned(),
        Some(Fate::Unknown(why)) => format!("whether the condition came about is not known: {why}"),
        Some(Fate::NotSeen) => "the condition is not known to have come about".to_owned(),
        Some(Fate::Seen(it)) => format!("such as the condition came about on {}", day(it)),
    }
}

fn act_line(fate: &Fate) -> String {
    match fate {
        Fate::Unknown(why) => format!("whether it was carried out is not known: {why}"),
        Fate::NotSeen => "not known to have been carried out".to_owned(),
        Fate::Seen(it) => format!("such an act followed on {}", day(it)),
    }
}

fn day(event: &EventRow) -> &str {
    event.day.as_deref().unwrap_or("a day unknown")
}
