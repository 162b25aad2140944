//! Quotation marks: which stretches of text stand between them, and what that does to a content.

use crate::coding::tree::Tree;
use crate::model::Form;
use crate::model::Span;

/// Quotations from mark to mark, over as many paragraphs as they go on, in text order.
pub(super) fn quotations(tree: Tree<'_>) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (i, token) in tree.analysis.tokens.iter().enumerate() {
        let block = tree.analysis.sentences[tree.sentence(i)].block;
        if let Some((start, _)) = open.filter(|&(_, b)| b != block) {
            // A quotation that goes on is opened again at the head of the next paragraph; else its end was forgotten.
            if opens(tree.word(i)) {
                open = Some((start, block));
                continue;
            }
            found.push(tree.span(start).cover(tree.span(i - 1)));
            open = None;
        }
        match (tree.word(i), open) {
            ("“" | "\"" | "``" | "''", None) => open = Some((i, block)),
            ("”" | "\"" | "''", Some((start, _))) => {
                found.push(Span { start: tree.token(start).start, end: token.end });
                open = None;
            }
            _ => {}
        }
    }
    found
}

fn opens(word: &str) -> bool {
    matches!(word, "“" | "\"" | "``" | "''")
}

pub(super) fn is_quote(word: &str) -> bool {
    matches!(word, "\"" | "“" | "”" | "``" | "''" | "‘" | "’" | "'")
}

/// Takes whole quotations in that the content touches, but not one that holds the cue as well:
/// the parser cuts sentences inside quotations, writers do not.
pub(super) fn with_quotations(
    tree: Tree<'_>,
    content: Span,
    cue: Option<Span>,
    quotes: &[Span],
) -> Span {
    let mut out = content;
    for &q in quotes {
        let free = cue.is_none_or(|c| !q.overlaps(c));
        if free && (q.overlaps(content) || is_beside(tree, q, content)) {
            out = out.cover(q);
        }
    }
    out
}

/// Whether only marks and spaces of one line stand between two stretches.
fn is_beside(tree: Tree<'_>, a: Span, b: Span) -> bool {
    let (left, right) = if a.end <= b.start { (a, b) } else { (b, a) };
    let between = tree.text.get(left.end as usize..right.start as usize);
    between.is_some_and(|gap| {
        gap.len() <= 3
            && gap.chars().all(|c| !c.is_alphanumeric() && !matches!(c, '\n' | '.' | '!' | '?'))
    })
}

pub(super) fn form(content: Span, quotes: &[Span]) -> Form {
    let quoted: usize = quotes
        .iter()
        .map(|q| {
            (q.end.min(content.end) as usize).saturating_sub(q.start.max(content.start) as usize)
        })
        .sum();
    if quoted == 0 {
        Form::Indirect
    } else if quoted + 6 >= content.len() {
        Form::Direct
    } else {
        Form::Mixed
    }
}
