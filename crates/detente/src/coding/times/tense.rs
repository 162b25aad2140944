//! Whether the words round an expression look back or ahead.

use crate::coding::tree::Tree;
use detente_language::Dep;
use detente_language::Pos;
use detente_language::Tag;

/// Where the verb over a word looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Present,
    Future,
}

/// Deeper trees than this are no sentences.
const DEPTH: usize = 24;

/// The tense of the nearest verb over a token that shows one.
pub(crate) fn tense(tree: Tree<'_>, i: usize) -> Tense {
    let mut at = i;
    for _ in 0..DEPTH {
        if let Some(tense) = shown(tree, at) {
            return tense;
        }
        match tree.head(at) {
            Some(h) => at = h,
            None => break,
        }
    }
    Tense::Present
}

/// The tense of a verb, from its auxiliaries or its own form; participles without any show none.
fn shown(tree: Tree<'_>, verb: usize) -> Option<Tense> {
    if !matches!(tree.pos(verb), Pos::Verb | Pos::Aux) {
        return None;
    }
    let mut tense = match tree.token(verb).tag {
        Tag::Vbd => Some(Tense::Past),
        Tag::Vbp | Tag::Vbz => Some(Tense::Present),
        // "plans announced in January"
        Tag::Vbn if matches!(tree.dep(verb), Dep::Acl | Dep::Relcl) => Some(Tense::Past),
        _ => None,
    };
    for aux in tree.kids(verb).filter(|&k| matches!(tree.dep(k), Dep::Aux | Dep::Auxpass)) {
        match (tree.lemma(aux), tree.token(aux).tag) {
            ("will" | "shall" | "to" | "’ll" | "'ll", _) => return Some(Tense::Future),
            ("have", _) | (_, Tag::Vbd) => tense = Some(Tense::Past),
            _ => tense = tense.or(Some(Tense::Present)),
        }
    }
    tense
}
