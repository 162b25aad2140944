//! Whether a word with its content makes a statement: points for the frame, and for what stands around it.
//!
//! The points are our judgement in halves, not learnt: a main clause that says "that" reports; one word, a question,
//! a modal or a clause inside another speaks against it.

use crate::coding::statements::Draft;
use crate::coding::tree::Tree;
use crate::model::Span;
use detente_language::Dep;
use detente_language::Tag;

/// Points from which a draft is a statement of its own.
pub(super) const ENOUGH: f32 = -0.6;

/// Points for one unit of the classifier's log odds.
pub(super) const LEARNT: f32 = 0.3;

/// Points taken from a cue that stands in another statement's content.
pub(super) const NESTED: f32 = -2.0;

/// Points that a draft is a statement, nesting left aside.
pub(super) fn sureness(tree: Tree<'_>, draft: &Draft) -> f32 {
    let verb = match tree.pos(draft.word) {
        detente_language::Pos::Verb => draft.word,
        _ => tree.head(draft.word).unwrap_or(draft.word),
    };
    let content = draft.content.span;
    let words = content.of(tree.text).split_whitespace().count();
    let mut points = draft.content.weight;
    points += match tree.dep(verb) {
        Dep::Root | Dep::Conj => 0.5,
        Dep::Ccomp => -0.5,
        _ => 0.0,
    };
    points += match words {
        0..=1 => -0.5,
        2..=3 => -0.2,
        _ => 0.0,
    };
    if content.of(tree.text).starts_with("that ") {
        points += 0.5;
    }
    if tree.kids(verb).any(|k| tree.token(k).tag == Tag::Md) || asks(tree, content) {
        points -= 0.5;
    }
    points
}

fn asks(tree: Tree<'_>, content: Span) -> bool {
    let after = tree.text.get(content.end as usize..).unwrap_or("");
    after.chars().take(3).any(|c| c == '?')
}
