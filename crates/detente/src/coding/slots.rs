//! Which noun fills which slot of a trigger.

use crate::coding::mentions::Mentions;
use crate::coding::tree::Tree;
use crate::lexicon::Slot;
use crate::lexicon::Support;
use crate::lexicon::TriggerPos;
use crate::model::Party;
use detente_language::Dep;
use detente_language::Pos;

/// The head of the noun phrase that fills a slot.
pub(crate) fn fill(
    people: &Mentions<'_>,
    trigger: usize,
    pos: TriggerPos,
    slot: &Slot,
) -> Option<usize> {
    match pos {
        TriggerPos::Verb => fill_verb(people, trigger, slot),
        TriggerPos::Noun => fill_noun(people, trigger, slot),
        TriggerPos::Adjective => fill_adjective(people, trigger, slot),
    }
}

fn fill_verb(people: &Mentions<'_>, verb: usize, slot: &Slot) -> Option<usize> {
    let tree = people.tree;
    match slot {
        Slot::Subject => tree.doer(verb),
        Slot::Object => tree.undergoer(verb),
        Slot::IndirectObject => indirect_object(tree, verb),
        Slot::Prep(prep) => verb_prep(tree, verb, prep),
        Slot::Possessor | Slot::Adjective => fill_noun(people, tree.undergoer(verb)?, slot),
        Slot::OfObject(inner) => match &**inner {
            Slot::Prep(prep) => verb_prep(tree, verb, prep),
            inner => fill_noun(people, tree.undergoer(verb)?, inner),
        },
        Slot::InnerSource | Slot::InnerTarget => None,
    }
}

/// Object of a preposition under the verb or, since parsers differ on where it hangs, under its object or complement.
fn verb_prep(tree: Tree<'_>, verb: usize, prep: &str) -> Option<usize> {
    tree.prep_object(verb, prep)
        .or_else(|| {
            tree.undergoer(verb)
                .filter(|&o| o > verb || tree.is_passive(verb))
                .and_then(|o| tree.prep_object(o, prep))
        })
        .or_else(|| {
            tree.kid(verb, &[Dep::Acomp, Dep::Oprd, Dep::Attr])
                .and_then(|o| tree.prep_object(o, prep))
        })
        .or_else(|| {
            tree.kid(verb, &[Dep::Prep])
                .and_then(|p| tree.kid(p, &[Dep::Pobj]))
                .and_then(|o| tree.prep_object(o, prep))
        })
}

fn indirect_object(tree: Tree<'_>, verb: usize) -> Option<usize> {
    let dative = tree.kid(verb, &[Dep::Dative])?;
    if tree.pos(dative) == Pos::Adp { tree.kid(dative, &[Dep::Pobj]) } else { Some(dative) }
}

fn fill_noun(people: &Mentions<'_>, noun: usize, slot: &Slot) -> Option<usize> {
    let tree = people.tree;
    match slot {
        Slot::Subject => noun_doer(people, noun),
        Slot::Object => tree.prep_object(noun, "of"),
        Slot::Possessor => tree.kid(noun, &[Dep::Poss]),
        Slot::Adjective => modifier(people, noun),
        Slot::Prep(prep) => noun_prep(people, noun, prep),
        Slot::OfObject(inner) => fill_noun(people, tree.prep_object(noun, "of")?, inner),
        Slot::IndirectObject | Slot::InnerSource | Slot::InnerTarget => None,
    }
}

/// Object of a preposition under the noun or under the support verb that governs it.
fn noun_prep(people: &Mentions<'_>, noun: usize, prep: &str) -> Option<usize> {
    let tree = people.tree;
    tree.prep_object(noun, prep).or_else(|| {
        let (verb, support) = support(people, noun)?;
        if support == Support::Undergoer && matches!(prep, "on" | "against") {
            return tree.doer(verb);
        }
        tree.prep_object(verb, prep).filter(|&o| o != noun)
    })
}

/// Who does a nominal act: the support verb's subject, the owner, a `by` phrase, a nationality before it.
fn noun_doer(people: &Mentions<'_>, noun: usize) -> Option<usize> {
    let tree = people.tree;
    if let Some(owner) = tree.kid(noun, &[Dep::Poss]) {
        return Some(owner);
    }
    if let Some(by) = tree.prep_object(noun, "by") {
        return Some(by);
    }
    if let Some(named) = modifier(people, noun) {
        return Some(named);
    }
    match support(people, noun) {
        Some((verb, Support::Doer)) => tree.doer(verb).filter(|&d| d != noun),
        Some((verb, Support::Undergoer)) => tree
            .prep_object(noun, "from")
            .or_else(|| tree.prep_object(verb, "from"))
            .or_else(|| tree.prep_object(verb, "by")),
        None => None,
    }
}

/// The support verb that governs a nominal act, and what its subject is.
pub(crate) fn support(people: &Mentions<'_>, noun: usize) -> Option<(usize, Support)> {
    let tree = people.tree;
    let noun = tree.first_conjunct(noun);
    let governor = tree.head(noun)?;
    let verb = match tree.dep(noun) {
        Dep::Dobj | Dep::Nsubjpass => governor,
        // "engaged in talks", "came under attack"
        Dep::Pobj if tree.dep(governor) == Dep::Prep => tree.head(governor)?,
        _ => return None,
    };
    (tree.pos(verb) == Pos::Verb).then_some(())?;
    people.lexicon.support(tree.lemma(verb)).map(|s| (verb, s))
}

/// A name or nationality before a noun.
fn modifier(people: &Mentions<'_>, noun: usize) -> Option<usize> {
    let tree = people.tree;
    tree.kids(noun).filter(|&k| k < noun).find(|&k| {
        matches!(tree.dep(k), Dep::Amod | Dep::Compound | Dep::Nmod)
            && people
                .name_at(k)
                .is_some_and(|name| !tree.text[name.span.end as usize..].starts_with('-'))
    })
}

fn fill_adjective(people: &Mentions<'_>, adjective: usize, slot: &Slot) -> Option<usize> {
    let tree = people.tree;
    match slot {
        Slot::Subject => {
            let verb = tree
                .head(adjective)
                .filter(|_| matches!(tree.dep(adjective), Dep::Acomp | Dep::Oprd | Dep::Conj))?;
            tree.doer(verb)
        }
        Slot::Prep(prep) => tree
            .prep_object(adjective, prep)
            .or_else(|| tree.head(adjective).and_then(|verb| tree.prep_object(verb, prep))),
        _ => None,
    }
}

/// Which words may lend a side a party, and how freely.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Parties only.
    Strict,
    /// A thing stands for its owner: "Syrian positions", "Russia's invasion".
    Loose,
}

/// The parties at a noun phrase.
pub(crate) fn parties(people: &mut Mentions<'_>, head: usize, reading: Reading) -> Vec<Party> {
    let direct = people.parties(head);
    if !direct.is_empty() || reading == Reading::Strict {
        return direct;
    }
    owners(people, head)
}

/// Whose a thing is.
fn owners(people: &mut Mentions<'_>, head: usize) -> Vec<Party> {
    let tree = people.tree;
    if let Some(owner) = tree.kid(head, &[Dep::Poss]) {
        let found = people.parties(owner);
        if !found.is_empty() {
            return found;
        }
    }
    if let Some(named) = modifier(people, head) {
        let found = people.parties(named);
        if !found.is_empty() {
            return found;
        }
    }
    for prep in ["of", "by", "from", "in", "on", "against", "to", "for"] {
        if let Some(object) = tree.prep_object(head, prep).filter(|&o| tree.pos(o) != Pos::Verb) {
            let found = people.parties(object);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}
