//! Where an event takes place, and how that is known.
//!
//! The event's own clause comes first, then its sentence, its paragraph and, for what is said rather than done, the dateline.

use crate::coding::events::clause_of;
use crate::coding::tree::Tree;
use crate::lexicon::Lexicon;
use crate::model::Article;
use crate::model::Basis;
use crate::model::Place;
use crate::model::PlaceLevel;
use crate::model::Span;
use detente_language::Dep;

/// Prepositions that say where.
const IN: [&str; 10] =
    ["in", "at", "near", "outside", "around", "inside", "across", "off", "along", "over"];
/// Prepositions that say where something goes.
const TO: [&str; 5] = ["to", "into", "toward", "towards", "onto"];
/// How many sentences back a paragraph is looked through.
const SENTENCES_BACK: usize = 2;

/// What is asked about.
pub(super) struct Act {
    /// Token that carries it.
    pub(super) trigger: usize,
    /// Words of its parties, which are not where it takes place.
    pub(super) parties: Vec<Span>,
    /// Words of those it is done to.
    pub(super) targets: Vec<Span>,
    /// Countries of its doers.
    pub(super) home: Vec<String>,
    /// Whether something is done, not only said.
    pub(super) is_material: bool,
    /// Whether it is done against somebody.
    pub(super) is_conflict: bool,
}

/// The place of an event: stated in its clause, inferred from its sentence or paragraph, or assumed from the dateline.
pub(super) fn scene(
    article: &Article,
    tree: Tree<'_>,
    lexicon: &Lexicon,
    act: &Act,
    places: &[Place],
) -> Option<(Place, Basis)> {
    let stated = || {
        of_clause(tree, act.trigger, &act.parties, places)
            .or_else(|| of_target(act, places))
            .or_else(|| of_goal(tree, act, places))
    };
    let inferred =
        || of_sentence(tree, lexicon, act, places).or_else(|| of_paragraph(tree, act, places));
    stated()
        .map(|p| (p, Basis::Stated))
        .or_else(|| inferred().map(|p| (p, Basis::Inferred)))
        .or_else(|| of_dateline(article, tree, act, places).map(|p| (p, Basis::Assumed)))
}

/// A place after "in", "at", "near" and the like in the trigger's clause: one that hangs on the trigger or its verb before others.
pub(super) fn of_clause(
    tree: Tree<'_>,
    trigger: usize,
    parties: &[Span],
    places: &[Place],
) -> Option<Place> {
    let clause = clause_of(tree, trigger);
    let rank = |p: &Place| {
        let (token, prep) = after(tree, trigger, p, &IN)?;
        let above = tree.head(prep).filter(|_| tree.is_under(prep, clause))?;
        let far = usize::from(above != trigger) + usize::from(above != trigger && above != clause);
        Some((far, token.abs_diff(trigger)))
    };
    nearest(tree, trigger, parties, places, rank)
}

/// What is struck is where: "shelled Kharkiv".
fn of_target(act: &Act, places: &[Place]) -> Option<Place> {
    let is_target =
        |p: &&Place| p.level != PlaceLevel::Country && !p.in_name && act.targets.contains(&p.span);
    places.iter().find(|p| act.is_conflict && is_target(p)).cloned()
}

/// Where something done goes: "sent troops to Kherson".
fn of_goal(tree: Tree<'_>, act: &Act, places: &[Place]) -> Option<Place> {
    let rank = |p: &Place| {
        let (token, prep) = after(tree, act.trigger, p, &TO)?;
        let above = tree.head(prep)?;
        let goes = above == act.trigger || tree.head(above) == Some(act.trigger);
        (goes && act.is_material).then_some((0, token.abs_diff(act.trigger)))
    };
    nearest(tree, act.trigger, &act.parties, places, rank)
}

/// A place after "in" and the like elsewhere in the sentence of something done, but not where it is told.
fn of_sentence(tree: Tree<'_>, lexicon: &Lexicon, act: &Act, places: &[Place]) -> Option<Place> {
    let told = |prep: usize| lexicon.reporting(tree.lemma(clause_of(tree, prep))).is_some();
    let rank = |p: &Place| {
        let (token, prep) = after(tree, act.trigger, p, &IN)?;
        (act.is_material && !told(prep)).then_some((0, token.abs_diff(act.trigger)))
    };
    nearest(tree, act.trigger, &act.parties, places, rank)
}

/// The place of the sentences just before, in the same paragraph: the last one smaller than a country.
fn of_paragraph(tree: Tree<'_>, act: &Act, places: &[Place]) -> Option<Place> {
    let sentences = &tree.analysis.sentences;
    let here = tree.sentence(act.trigger);
    let block = sentences[here].block;
    let before = (here.saturating_sub(SENTENCES_BACK)..here).rev();
    let last = |s: usize| {
        let inside = places.iter().rev().filter(|p| sentences[s].span.contains(p.span));
        inside
            .filter(|p| p.level != PlaceLevel::Country && !p.in_name)
            .find(|p| after(tree, sentences[s].tokens.start, p, &IN).is_some())
    };
    before.filter(|&s| act.is_material && sentences[s].block == block).find_map(last).cloned()
}

/// The dateline, for what somebody of that country says: "OSLO — Norway condemned …".
fn of_dateline(article: &Article, tree: Tree<'_>, act: &Act, places: &[Place]) -> Option<Place> {
    let place = places.first().filter(|p| !act.is_material && p.level == PlaceLevel::Town)?;
    let at_home = place.country.as_ref().is_some_and(|c| act.home.contains(c));
    let loud = !place.span.of(&article.text).contains(char::is_lowercase);
    let starts = article.blocks.iter().any(|b| b.span.start == place.span.start);
    let elsewhere = tree.span(act.trigger).start > place.span.end;
    (at_home && loud && starts && elsewhere).then(|| place.clone())
}

/// The best of the places in the trigger's sentence that are no parties.
fn nearest(
    tree: Tree<'_>,
    trigger: usize,
    parties: &[Span],
    places: &[Place],
    rank: impl Fn(&Place) -> Option<(usize, usize)>,
) -> Option<Place> {
    let sentence = tree.analysis.sentences[tree.sentence(trigger)].span;
    let free = |p: &&Place| sentence.contains(p.span) && !p.in_name && !parties.contains(&p.span);
    let ranked = places.iter().filter(free).filter_map(|p| rank(p).map(|r| (r, p)));
    // A place on the map before a road that is on none.
    ranked.min_by_key(|(r, p)| (p.country.is_none() && p.lat.is_none(), *r)).map(|(_, p)| p.clone())
}

/// The token of a place in the sentence of a token, and the preposition that it stands after, if that is one of these.
fn after(tree: Tree<'_>, near: usize, place: &Place, words: &[&str]) -> Option<(usize, usize)> {
    let sentence = &tree.analysis.sentences[tree.sentence(near)];
    let token = sentence.tokens.clone().find(|&i| place.span.contains(tree.span(i)))?;
    let mut at = token;
    while tree.dep(at) != Dep::Pobj {
        at = tree.head(at).filter(|_| {
            matches!(tree.dep(at), Dep::Compound | Dep::Nmod | Dep::Appos | Dep::Conj)
        })?;
    }
    let prep = tree.head(at)?;
    words.contains(&&*tree.lemma(prep).to_lowercase()).then_some((token, prep))
}
