//! Where a content clause begins and ends: words that the parser takes into it although they go with the cue.

use crate::coding::tree::Tree;
use crate::lexicon::Lexicon;
use detente_language::Dep;
use detente_language::EntityLabel;
use detente_language::Pos;
use detente_language::Tag;

/// The tokens of a content clause without what goes with its cue.
pub(super) fn of_clause(
    tree: Tree<'_>,
    lexicon: &Lexicon,
    cue: usize,
    clause: usize,
    (first, last): (usize, usize),
) -> (usize, usize) {
    let first = if first > cue { after_time(tree, clause, first) } else { first };
    let last = if last > cue { before_second_cue(tree, lexicon, cue, clause, last) } else { last };
    (first, last)
}

/// "told voters **this week** he would go": a time without a comma before the clause's subject is that of the telling.
fn after_time(tree: Tree<'_>, clause: usize, first: usize) -> usize {
    let Some(time) = tree.kids(clause).find(|&k| tree.subtree(k).0 == first) else { return first };
    let last = tree.subtree(time).1;
    let dated = tree
        .token(time)
        .entity
        .is_some_and(|e| matches!(e.label, EntityLabel::Date | EntityLabel::Time));
    if dated && tree.dep(time) == Dep::Npadvmod && tree.word(last + 1) != "," {
        last + 1
    } else {
        first
    }
}

/// "said he would go **and warned** …", "said that it was over, **adding** …": a second verb of saying with the same speaker.
fn before_second_cue(
    tree: Tree<'_>,
    lexicon: &Lexicon,
    cue: usize,
    clause: usize,
    last: usize,
) -> usize {
    let mut chain = vec![clause];
    let mut at = 0;
    while at < chain.len() {
        let inner = tree.kids(chain[at]).filter(|&k| {
            k > cue && matches!(tree.dep(k), Dep::Conj | Dep::Ccomp | Dep::Xcomp | Dep::Advcl)
        });
        chain.extend(inner);
        at += 1;
    }
    let second = chain
        .iter()
        .copied()
        .filter(|&v| v != clause && tree.pos(v) == Pos::Verb && tree.subtree(v).1 == last)
        .filter(|&v| {
            is_participle_of_saying(tree, lexicon, v) || is_conjunct_of(tree, lexicon, cue, v)
        })
        .min();
    let Some(second) = second else { return last };
    let mut end = tree.subtree(second).0;
    while end > clause && end > 0 && matches!(tree.pos(end - 1), Pos::Punct | Pos::Cconj) {
        end -= 1;
    }
    if end > clause { end - 1 } else { last }
}

/// ", adding that …" after a comma, without a subject of its own.
fn is_participle_of_saying(tree: Tree<'_>, lexicon: &Lexicon, verb: usize) -> bool {
    let first = tree.subtree(verb).0;
    tree.dep(verb) == Dep::Advcl
        && tree.token(verb).tag == Tag::Vbg
        && tree.word(first.saturating_sub(1)) == ","
        && lexicon.reporting(&tree.lemma(verb).to_lowercase()).is_some_and(|row| {
            row.frames
                .iter()
                .any(|(f, points)| *f == crate::lexicon::Frame::Clause && *points > 0.0)
        })
}

/// A past tense beside a future: "said he **would** order a review and **warned** against hackers".
fn is_conjunct_of(tree: Tree<'_>, lexicon: &Lexicon, cue: usize, verb: usize) -> bool {
    let tag = tree.token(verb).tag;
    let Some(beside) = tree.head(verb) else { return false };
    tree.dep(verb) == Dep::Conj
        && tag == tree.token(cue).tag
        && matches!(tag, Tag::Vbd | Tag::Vbz | Tag::Vbp)
        && tag != tree.token(beside).tag
        && tree.kid(beside, &[Dep::Aux]).is_none_or(|aux| tree.token(aux).tag != tag)
        && tree.kid(verb, &[Dep::Nsubj, Dep::Nsubjpass]).is_none()
        && lexicon.reporting(&tree.lemma(verb).to_lowercase()).is_some()
}
