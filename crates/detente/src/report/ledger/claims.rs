//! Who asserts, expects and denies what, and who changed their mind.

use crate::model::Error;
use crate::report::ledger::Matter;
use crate::report::ledger::terms::Terms;
use crate::report::ledger::words;
use crate::report::ledger::words::Kind;
use crate::store::EventRow;
use crate::store::Filter;
use crate::store::Reader;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// By who-does-what-to-whom; only what somebody says of it, or what is more than plain fact, makes a claim.
pub(super) fn claims(
    reader: &Reader,
    filter: &Filter,
    terms: &Terms,
) -> Result<Vec<Matter>, Error> {
    let mut by_matter: BTreeMap<String, Vec<EventRow>> = BTreeMap::new();
    for event in reader.events(filter)? {
        let Some(class) = event.plover.clone() else { continue };
        for (source, target) in pairs(&event) {
            by_matter.entry(format!("{source} {class} {target}")).or_default().push(event.clone());
        }
    }
    by_matter.retain(|_, events| events.iter().any(is_claim));
    let mut matters: Vec<Matter> =
        by_matter.into_iter().map(|(about, events)| matter(about, events, terms)).collect();
    matters
        .sort_by(|x, y| y.entries.len().cmp(&x.entries.len()).then_with(|| x.about.cmp(&y.about)));
    Ok(matters)
}

fn matter(about: String, events: Vec<EventRow>, terms: &Terms) -> Matter {
    let entries = words::positions(events, terms);
    let count = |kind: Kind| entries.iter().filter(|it| words::kind(&it.position) == kind).count();
    let changed = entries.iter().filter(|it| it.before.is_some()).count();
    let asked = match count(Kind::Asked) {
        0 => String::new(),
        n => format!("; questions: {n}"),
    };
    let outcome = format!(
        "that it is so: {}; that it may or will be: {}; that it is not so: {}{asked}; changes: {changed}",
        count(Kind::So),
        count(Kind::ToCome),
        count(Kind::NotSo)
    );
    Matter { about, outcome, entries, ..Matter::default() }
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
