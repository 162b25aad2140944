//! Meetings, planned and held.

use crate::model::Error;
use crate::report::ledger::Matter;
use crate::report::ledger::terms::Terms;
use crate::report::ledger::words;
use crate::store::EventRow;
use crate::store::Filter;
use crate::store::Reader;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Meetings by their parties and day; such as have two parties that are known.
pub(super) fn meetings(
    reader: &Reader,
    filter: &Filter,
    terms: &Terms,
) -> Result<Vec<Matter>, Error> {
    let wanted = Filter { class: Some("CONSULT".to_owned()), ..filter.clone() };
    let mut by_matter: BTreeMap<(String, String), Vec<EventRow>> = BTreeMap::new();
    for event in reader.events(&wanted)? {
        let sides = event.sources.iter().chain(&event.targets);
        let parties: BTreeSet<&str> =
            sides.map(|it| it.key.as_str()).filter(|it| words::is_known(it)).collect();
        if parties.len() < 2 {
            continue;
        }
        let parties = parties.into_iter().collect::<Vec<_>>().join(" ");
        let day = event.day.clone().or_else(|| event.time_from.clone());
        let day = day.unwrap_or_else(|| "day unknown".to_owned());
        by_matter.entry((day, parties)).or_default().push(event);
    }
    Ok(by_matter.into_iter().map(|(key, events)| meeting(key, events, terms)).collect())
}

fn meeting((day, parties): (String, String), events: Vec<EventRow>, terms: &Terms) -> Matter {
    let real = |it: &&EventRow| matches!(it.status.as_str(), "happened" | "ongoing" | "reported");
    let carried_out = events.iter().find(real).cloned();
    let planned = events.iter().any(|it| it.status == "planned");
    let outcome = match (planned, &carried_out) {
        (_, Some(_)) => "held",
        (true, None) => "planned; not known to have been held",
        (false, None) => "spoken of; not known to have been held",
    };
    Matter {
        about: format!("{day}: {parties}"),
        carried_out,
        outcome: outcome.to_owned(),
        entries: words::positions(events, terms),
        ..Matter::default()
    }
}
