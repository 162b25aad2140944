//! How sure it is that a word with its content makes a statement: the table's weight for the frame, and what stands around it.

use crate::coding::statements::Draft;
use crate::coding::tree::Tree;
use crate::model::Span;
use detente_language::Dep;
use detente_language::EntityLabel;
use detente_language::Pos;
use detente_language::Tag;

/// Log odds above which a draft is a statement of its own: three in ten.
pub(super) const ENOUGH: f32 = -0.8;

/// Log odds taken from a cue that stands in another statement's content.
pub(super) const NESTED: f32 = -1.4;

/// What a property of the cue's clause adds to the log odds.
///
/// Source: logistic regression over attributions of American news, each property beside the weight of its word and frame.
struct Sign {
    weight: f32,
    holds: fn(&Seen<'_>) -> bool,
}

/// A draft with what the signs ask for.
struct Seen<'a> {
    tree: Tree<'a>,
    /// The verb of the cue, or the one above it.
    verb: usize,
    subject: Option<usize>,
    content: Span,
    /// Words of the content.
    words: usize,
}

const SIGNS: [Sign; 17] = [
    Sign { weight: -0.45, holds: |s| s.tree.token(s.verb).tag == Tag::Vb },
    Sign { weight: 0.58, holds: |s| s.tree.dep(s.verb) == Dep::Root },
    Sign { weight: -0.71, holds: |s| s.tree.dep(s.verb) == Dep::Ccomp },
    Sign { weight: -0.14, holds: |s| s.tree.dep(s.verb) == Dep::Acl },
    Sign { weight: 0.46, holds: |s| s.tree.dep(s.verb) == Dep::Advcl },
    Sign { weight: 0.59, holds: |s| s.tree.dep(s.verb) == Dep::Conj },
    Sign { weight: 0.22, holds: |s| s.subject.is_some_and(|i| is_name(s.tree, i)) },
    Sign { weight: 0.14, holds: |s| s.subject.is_some_and(|i| s.tree.pos(i) == Pos::Noun) },
    Sign { weight: 0.16, holds: |s| s.subject.is_some_and(|i| s.tree.pos(i) == Pos::Pron) },
    Sign { weight: -0.35, holds: |s| s.tree.kids(s.verb).any(|k| s.tree.token(k).tag == Tag::Md) },
    Sign { weight: 0.25, holds: |s| s.tree.kid(s.verb, &[Dep::Neg]).is_some() },
    Sign { weight: 0.24, holds: |s| s.tree.kids(s.verb).any(|k| s.tree.token(k).tag == Tag::To) },
    Sign { weight: -1.19, holds: |s| s.words == 1 },
    Sign { weight: -0.77, holds: |s| matches!(s.words, 2..=3) },
    Sign { weight: -0.25, holds: |s| matches!(s.words, 4..=8) },
    Sign { weight: 0.54, holds: |s| s.content.of(s.tree.text).starts_with("that ") },
    Sign { weight: -0.20, holds: |s| asks(s.tree, s.content) },
];

/// Log odds that a draft is a statement, nesting left aside.
pub(super) fn sureness(tree: Tree<'_>, draft: &Draft) -> f32 {
    let verb = match tree.pos(draft.word) {
        Pos::Verb => draft.word,
        _ => tree.head(draft.word).unwrap_or(draft.word),
    };
    let content = draft.content.span;
    let seen = Seen {
        tree,
        verb,
        subject: tree.kid(verb, &[Dep::Nsubj, Dep::Nsubjpass]),
        content,
        words: content.of(tree.text).split_whitespace().count(),
    };
    draft.content.weight + SIGNS.iter().filter(|s| (s.holds)(&seen)).map(|s| s.weight).sum::<f32>()
}

fn is_name(tree: Tree<'_>, i: usize) -> bool {
    use EntityLabel as E;
    let label = tree.token(i).entity.map(|e| e.label);
    tree.pos(i) == Pos::Propn || matches!(label, Some(E::Person | E::Org | E::Gpe | E::Norp))
}

fn asks(tree: Tree<'_>, content: Span) -> bool {
    let after = tree.text.get(content.end as usize..).unwrap_or("");
    after.chars().take(3).any(|c| c == '?')
}
