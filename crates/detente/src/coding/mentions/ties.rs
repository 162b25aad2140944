//! Who leads a party, and who only stands behind it: "Kurdish-**led** fighters backed by Washington".

use super::Described;
use super::Mentions;
use super::Name;
use super::describe;
use crate::coding::tree::Tree;
use crate::lexicon::Agent;
use crate::lexicon::Lexicon;
use crate::lexicon::Named;
use crate::lexicon::Tie;
use crate::model::ActorIdentity;
use detente_language::Dep;
use detente_language::EntityLabel;
use std::ops::Range;

/// Whether a name only says whose friend or foe somebody is: "Iran-backed", "pro-Russian", "backed by Washington".
pub(super) fn is_tied(tree: Tree<'_>, lexicon: &Lexicon, name: &Name) -> bool {
    let after = hyphened(tree, name.tokens.end - 1);
    after.is_some_and(|word| lexicon.tie(word) != Some(&Tie::Leader))
        || describe::takes_sides(tree, name)
        || is_behind(tree, lexicon, name)
}

/// The word that a hyphen joins to a token.
fn hyphened(tree: Tree<'_>, i: usize) -> Option<&str> {
    let end = tree.span(i).end as usize;
    let rest = tree.text[end..].strip_prefix('-')?;
    rest.split(|c: char| !c.is_alphabetic()).next()
}

/// "rebels **backed by** Chile", "gunmen **linked to** the Taliban".
fn is_behind(tree: Tree<'_>, lexicon: &Lexicon, name: &Name) -> bool {
    let outside = |&t: &usize| tree.head(t).is_none_or(|h| !name.tokens.contains(&h));
    let head = name.tokens.clone().find(outside).unwrap_or(name.tokens.start);
    let verb = tree.head(head).filter(|_| tree.dep(head) == Dep::Pobj).and_then(|p| tree.head(p));
    verb.is_some_and(|verb| is_tie(tree, lexicon, verb))
}

/// Whether a participle only describes a party by somebody else.
pub(crate) fn is_tie(tree: Tree<'_>, lexicon: &Lexicon, verb: usize) -> bool {
    matches!(tree.dep(verb), Dep::Acl | Dep::Root)
        && lexicon.tie(tree.word(verb)) == Some(&Tie::Other)
}

/// Whether a hyphen joins a name to a word that makes it a leader: "**French**-led".
pub(super) fn is_leader(it: &Mentions<'_>, name: &Name) -> bool {
    let word = hyphened(it.tree, name.tokens.end - 1);
    word.is_some_and(|word| it.lexicon.tie(word) == Some(&Tie::Leader))
}

/// What a loose party is by its leader: an "opposition-led council" is of the opposition, a "Kurdish-led force" no state's.
pub(super) fn led(it: &Mentions<'_>, head: usize, before: Range<usize>, agent: Agent) -> Agent {
    let Some(Tie::Loose(people)) = it.lexicon.tie(&it.tree.lemma(head).to_lowercase()) else {
        return agent;
    };
    let leads = |i: &usize| {
        hyphened(it.tree, *i).is_some_and(|word| it.lexicon.tie(word) == Some(&Tie::Leader))
    };
    let Some(leader) = before.rev().find(leads) else { return agent };
    if let Some(known) = it.lexicon.agent(&it.tree.word(leader).to_lowercase()) {
        return Agent { sectors: known.sectors.clone(), ..agent };
    }
    let is_state = it
        .name_at(leader)
        .and_then(|n| n.named)
        .is_some_and(|named| !matches!(named, Named::Place(_)));
    if is_state { agent } else { Agent { sectors: people.clone(), ..agent } }
}

/// The person whom an aide, adviser or spokesman serves: "**Berg's** aides", "an adviser to **President Ruiz**", "**Berg** aides".
pub(super) fn served(it: &mut Mentions<'_>, head: usize) -> Option<Described> {
    let tree = it.tree;
    if it.lexicon.tie(&tree.lemma(head).to_lowercase()) != Some(&Tie::Servant) {
        return None;
    }
    let person = |it: &Mentions<'_>, k: usize| {
        it.name_at(k).is_some_and(|name| name.label == Some(EntityLabel::Person))
    };
    let owner = tree.kid(head, &[Dep::Poss]);
    let after = || ["of", "to", "for"].iter().find_map(|prep| tree.prep_object(head, prep));
    let before = |it: &Mentions<'_>| {
        tree.kids(head).find(|&k| k < head && tree.dep(k) == Dep::Compound && person(it, k))
    };
    let master = owner.or_else(after).or_else(|| before(it))?;
    it.describe(master).filter(|d| d.person)
}

/// What somebody is who serves a person: of the same country and body.
pub(super) fn as_served(master: &ActorIdentity, agent: &Agent) -> ActorIdentity {
    let own = !agent.sectors.contains(&"ELI".into());
    match &master.country {
        _ if own && !master.sectors.is_empty() => master.clone(),
        country => describe::identity(country.as_deref(), &agent.sectors),
    }
}

/// Whether a noun is for those who are abroad: "**diplomats** in Paris", "**refugees** in Chad".
pub(super) fn is_guest(it: &Mentions<'_>, head: usize) -> bool {
    it.lexicon.tie(&it.tree.lemma(head).to_lowercase()) == Some(&Tie::Guest)
}

/// To whom a party is loyal: "forces loyal to **the general**".
pub(super) fn loyal_to(it: &Mentions<'_>, head: usize) -> Option<usize> {
    let tree = it.tree;
    let own = |&k: &usize| k > head && it.lexicon.tie(tree.word(k)) == Some(&Tie::Own);
    let loyal = tree.kids(head).find(own)?;
    tree.prep_object(loyal, "to")
}
