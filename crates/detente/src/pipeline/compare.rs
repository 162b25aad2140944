//! What another lexicon makes of the same documents.

use crate::lexicon::Lexicon;
use crate::model::Event;
use crate::model::Party;
use crate::model::RawDocument;
use crate::model::Record;
use crate::model::Warned;
use crate::pipeline::Engine;
use crate::pipeline::stages;
use detente_language::Scratch;

/// A document coded twice.
pub struct Compared {
    /// By the engine's own lexicon.
    pub old: Record,
    /// By the other.
    pub new: Record,
    /// What differs, in text order.
    pub differences: Vec<Difference>,
    /// How many events are the same.
    pub n_same: usize,
}

/// Indices of events of the old and the new record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Found by the old lexicon only.
    OnlyOld(usize),
    /// Found by the new lexicon only.
    OnlyNew(usize),
    /// The same words give another class, mode, code, status or other parties.
    Changed(usize, usize),
}

/// Codes documents with the engine's lexicon and with another; each is parsed once.
pub fn compare(
    documents: Vec<Warned<RawDocument>>,
    engine: &Engine,
    other: &Lexicon,
    scratch: &mut Scratch,
) -> Vec<Compared> {
    let mut records = stages::articles(documents, &engine.lexicon.pages);
    let analyses = stages::analyses(&mut records, &engine.model, scratch);
    let both = records.into_iter().zip(analyses).map(|(mut old, analysis)| {
        let mut new = old.clone();
        stages::code(&mut old, analysis.as_ref(), &engine.lexicon, engine);
        stages::code(&mut new, analysis.as_ref(), other, engine);
        compared(old, new)
    });
    both.collect()
}

fn compared(old: Record, new: Record) -> Compared {
    let (before, after) = (&old.coded.events, &new.coded.events);
    let mut partner: Vec<Option<usize>> = vec![None; before.len()];
    // What is the same finds itself first, so that it is not taken for a change of another.
    let tests: [fn(&Event, &Event) -> bool; 3] =
        [is_same, |a, b| a.trigger == b.trigger, |a, b| a.trigger.overlaps(b.trigger)];
    for test in tests {
        for (i, event) in before.iter().enumerate() {
            if partner[i].is_none() {
                let free = |j: &usize| !partner.contains(&Some(*j));
                partner[i] = (0..after.len()).filter(free).find(|&j| test(event, &after[j]));
            }
        }
    }
    let mut differences = Vec::new();
    for (i, event) in before.iter().enumerate() {
        match partner[i] {
            Some(j) if is_same(event, &after[j]) => {}
            Some(j) => differences.push(Difference::Changed(i, j)),
            None => differences.push(Difference::OnlyOld(i)),
        }
    }
    let n_same = before.len() - differences.len();
    let new_ones = (0..after.len()).filter(|j| !partner.contains(&Some(*j)));
    differences.extend(new_ones.map(Difference::OnlyNew));
    differences.sort_by_key(|d| match *d {
        Difference::OnlyOld(i) | Difference::Changed(i, _) => before[i].trigger,
        Difference::OnlyNew(j) => after[j].trigger,
    });
    Compared { old, new, differences, n_same }
}

/// Whether two events say the same; by which rule, and how surely, does not count.
fn is_same(a: &Event, b: &Event) -> bool {
    let same = |x: &[Party], y: &[Party]| {
        let facts = |p: &Party| (p.span, p.identity.clone());
        x.iter().map(facts).eq(y.iter().map(facts))
    };
    a.trigger.overlaps(b.trigger)
        && (&a.class, &a.mode, &a.cameo, a.status) == (&b.class, &b.mode, &b.cameo, b.status)
        && same(&a.sources, &b.sources)
        && same(&a.targets, &b.targets)
}
