//! What two readings of the same documents tell apart.

use crate::model::Error;
use crate::store::EventRow;
use crate::store::Filter;
use crate::store::PartyRow;
use crate::store::Reader;
use crate::store::unreadable;
use rusqlite::Result;
use std::collections::BTreeSet;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first.
    Old,
    /// The second.
    New,
}

/// An event as one side has it.
pub type Coding = EventRow;

/// What differs.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Documents that both have; the count of events that are the same in both.
    Same {
        /// Documents.
        documents: usize,
        /// Events.
        events: usize,
    },
    /// A document that only one side has: its id.
    Document(Side, String),
    /// An event that only one side has.
    Event(Side, Box<Coding>),
    /// The same words give another class, mode, code, status, party, holder, day or place.
    Changed(Box<Coding>, Box<Coding>),
}

/// Gives all that differs between two views (of one store or of two) to `each`, document by document, and last what is the same.
///
/// # Errors
/// If a store cannot be read, or if `each` fails.
pub fn difference(
    old: &Reader,
    new: &Reader,
    each: &mut dyn FnMut(Change) -> std::result::Result<(), Error>,
) -> std::result::Result<(), Error> {
    let (before, after) = (documents(old)?, documents(new)?);
    let (mut n_documents, mut n_same) = (0, 0);
    for (id, digest) in before.union(&after) {
        match (
            before.contains(&(id.clone(), digest.clone())),
            after.contains(&(id.clone(), digest.clone())),
        ) {
            (true, false) => each(Change::Document(Side::Old, id.clone()))?,
            (false, true) => each(Change::Document(Side::New, id.clone()))?,
            _ => {
                n_documents += 1;
                n_same += compare(of(old, digest)?, of(new, digest)?, each)?;
            }
        }
    }
    each(Change::Same { documents: n_documents, events: n_same })
}

/// Id and digest of each document that a reader sees.
fn documents(reader: &Reader) -> std::result::Result<BTreeSet<(String, String)>, Error> {
    let find = || -> Result<BTreeSet<(String, String)>> {
        let sql = "SELECT d.id, d.digest FROM current_readings r JOIN main.documents d ON d.document_id = r.document_id";
        let mut statement = reader.db.prepare_cached(sql)?;
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    };
    find().map_err(|error| unreadable(&reader.path, &error))
}

fn of(reader: &Reader, digest: &str) -> std::result::Result<Vec<EventRow>, Error> {
    reader.events(&Filter { document: Some(digest.to_owned()), ..Filter::default() })
}

/// Gives what differs, and says how many are the same.
fn compare(
    before: Vec<EventRow>,
    after: Vec<EventRow>,
    each: &mut dyn FnMut(Change) -> std::result::Result<(), Error>,
) -> std::result::Result<usize, Error> {
    let partner = partners(&before, &after);
    let mut n_same = 0;
    let taken: BTreeSet<usize> = partner.iter().flatten().copied().collect();
    for (old, partner) in before.into_iter().zip(&partner) {
        match *partner {
            Some(j) if is_same(&old, &after[j]) => n_same += 1,
            Some(j) => each(Change::Changed(Box::new(old), Box::new(after[j].clone())))?,
            None => each(Change::Event(Side::Old, Box::new(old)))?,
        }
    }
    for (j, new) in after.into_iter().enumerate() {
        if !taken.contains(&j) {
            each(Change::Event(Side::New, Box::new(new)))?;
        }
    }
    Ok(n_same)
}

/// What is the same finds itself first, so that it is not taken for a change of another.
fn partners(before: &[EventRow], after: &[EventRow]) -> Vec<Option<usize>> {
    let overlap = |a: &EventRow, b: &EventRow| {
        a.trigger_start < b.trigger_end && b.trigger_start < a.trigger_end
    };
    let exact = |a: &EventRow, b: &EventRow| {
        (a.trigger_start, a.trigger_end) == (b.trigger_start, b.trigger_end)
    };
    type Test<'a> = &'a dyn Fn(&EventRow, &EventRow) -> bool;
    let tests: [Test<'_>; 3] = [&|a, b| overlap(a, b) && is_same(a, b), &exact, &overlap];
    let mut partner: Vec<Option<usize>> = vec![None; before.len()];
    for test in tests {
        for (i, event) in before.iter().enumerate() {
            if partner[i].is_none() {
                let free = |j: &usize| !partner.contains(&Some(*j));
                partner[i] = (0..after.len()).filter(free).find(|&j| test(event, &after[j]));
            }
        }
    }
    partner
}

/// Whether two events say the same; by which rule, and how surely, does not count.
fn is_same(a: &EventRow, b: &EventRow) -> bool {
    let parties = |x: &[PartyRow]| -> Vec<(String, String)> {
        x.iter().map(|it| (it.words.clone(), it.code.clone())).collect()
    };
    let facts = |x: &EventRow| {
        let what = (x.plover.clone(), x.mode.clone(), x.cameo.clone(), x.status.clone());
        let when_and_where = (x.day.clone(), x.place.clone(), x.condition.clone());
        (what, when_and_where, parties(&x.sources), parties(&x.targets), x.held_by.clone())
    };
    facts(a) == facts(b)
}
