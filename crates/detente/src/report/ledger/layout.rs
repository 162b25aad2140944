//! A ledger for people.

use crate::report::Page;
use crate::report::Part;
use crate::report::ledger::Entry;
use crate::report::ledger::Ledger;
use crate::report::ledger::LedgerKind;
use crate::report::ledger::Matter;
use crate::report::ledger::words;
use crate::report::page;

/// How many matters a page holds.
const SHOWN: usize = 200;

pub(super) fn laid_out(ledger: &Ledger) -> Page {
    let name = ledger.kind.name();
    let as_of = ledger.as_of.as_ref().map_or(String::new(), |day| format!(", as known on {day}"));
    let n_entries: usize = ledger.matters.iter().map(|it| it.entries.len()).sum();
    let n = ledger.matters.len();
    let mut page = Page {
        title: format!("Ledger of {name}{as_of}: matters {n}, entries {n_entries}"),
        notes: vec![ledger.kind.note().to_owned()],
        parts: Vec::new(),
    };
    let is_pledge = matches!(ledger.kind, LedgerKind::Threats | LedgerKind::Promises);
    let shown = &ledger.matters[..n.min(SHOWN)];
    let (bare, full): (Vec<&Matter>, Vec<&Matter>) =
        shown.iter().partition(|it| is_pledge && is_bare(it));
    for matter in full {
        page.parts.extend(in_full(matter));
    }
    if !bare.is_empty() {
        let heading =
            format!("{} without a condition, of acts that are not coded: not followed", bare.len());
        page.parts.push(Part::Heading(heading));
        page.parts.extend(bare.into_iter().flat_map(in_short));
    }
    if n > SHOWN {
        let more = format!("{} more: ask with a filter or for JSON", n - SHOWN);
        page.parts.push(Part::Heading(more));
    }
    page
}

/// A pledge of which nothing can be looked for.
fn is_bare(matter: &Matter) -> bool {
    matter.act.is_none() && matter.condition.is_none()
}

impl LedgerKind {
    fn name(self) -> &'static str {
        match self {
            LedgerKind::Claims => "claims",
            LedgerKind::Threats => "threats",
            LedgerKind::Promises => "promises",
            LedgerKind::Meetings => "meetings",
        }
    }

    fn note(self) -> &'static str {
        match self {
            LedgerKind::Claims => {
                "Who says what of it, in order of publication; who goes on saying it is counted and not repeated. “I” and “we” at a site are taken for whom it speaks for, with a question mark."
            }
            LedgerKind::Threats | LedgerKind::Promises => {
                "What came of it is what this store knows, and no more; what follows need not follow from."
            }
            LedgerKind::Meetings => {
                "Between two parties or more that are known; held or not as far as this store knows."
            }
        }
    }
}

fn in_full(matter: &Matter) -> Vec<Part> {
    let mut parts = vec![Part::Heading(matter.about.clone()), Part::Item(matter.outcome.clone())];
    if let Some(condition) = &matter.condition {
        parts.push(Part::Item(format!("condition: “{condition}”")));
    }
    if let Some(deadline) = &matter.deadline {
        parts.push(Part::Item(format!("until: {deadline}")));
    }
    for run in runs(&matter.entries) {
        parts.extend(told(&run));
    }
    let shown =
        [("condition came about", &matter.condition_met), ("followed", &matter.carried_out)];
    for (what, event) in shown {
        let event =
            event.as_ref().filter(|it| matter.entries.iter().all(|e| e.event.row != it.row));
        if let Some(event) = event {
            parts.push(Part::Item(format!("{what}: {}", page::line(event))));
            parts.push(Part::Quote(event.sentence.clone(), page::place(event)));
        }
    }
    parts
}

/// Consecutive entries of a holder that are of one kind, in order of their first.
fn runs(entries: &[Entry]) -> Vec<Vec<&Entry>> {
    let mut runs: Vec<Vec<&Entry>> = Vec::new();
    for entry in entries {
        let last = runs.iter_mut().rev().find(|it| it[0].key == entry.key);
        match last.filter(|it| words::kind(&it[0].position) == words::kind(&entry.position)) {
            Some(run) => run.push(entry),
            None => runs.push(vec![entry]),
        }
    }
    runs
}

fn told(run: &[&Entry]) -> [Part; 2] {
    let entry = run[0];
    let before = entry.before.as_ref().map_or(String::new(), |it| format!(" (before: {it})"));
    let more = match run.len() {
        1 => String::new(),
        n => more(n - 1, run[n - 1]),
    };
    let line = format!("{}  {} {}{before}{more}", published(entry), holder(entry), entry.position);
    [Part::Item(line), Part::Quote(entry.event.sentence.clone(), page::place(&entry.event))]
}

fn holder(entry: &Entry) -> String {
    let mark = if entry.holder_inferred { "?" } else { "" };
    let code = entry.holder_code.as_ref().map_or(String::new(), |it| format!(" [{it}{mark}]"));
    let by = entry.by_account_of.as_ref();
    let by = by.map_or(String::new(), |it| format!(", by the account of {it},"));
    format!("{}{code}{by}", entry.holder)
}

fn in_short(matter: &Matter) -> Vec<Part> {
    let about = matter.about.split(": ").next().unwrap_or_default();
    let first = &matter.entries[0];
    let more = match matter.entries.len() {
        1 => String::new(),
        n => more(n - 1, &matter.entries[n - 1]),
    };
    let line = format!("{}  {about}{more}", published(first));
    vec![Part::Item(line), Part::Quote(first.event.sentence.clone(), page::place(&first.event))]
}

fn more(n: usize, last: &Entry) -> String {
    let until = last.event.published.as_ref().map_or(String::new(), |it| format!(" until {it}"));
    format!(", and {n} more{until}")
}

fn published(entry: &Entry) -> &str {
    entry.event.published.as_deref().unwrap_or("date unknown")
}
