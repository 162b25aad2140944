//! Direct speech: whose verb a quotation hangs on, read from punctuation and word order.
//!
//! `“…,” she said` and `he told them: “…”` are plain to see, also where the parse of a long sentence is not.

use crate::coding::statements::content::Content;
use crate::coding::statements::quotes::is_quote;
use crate::coding::statements::reporting_rows;
use crate::coding::tree::Tree;
use crate::coding::tree::is_predicate;
use crate::lexicon::Frame;
use crate::lexicon::Lexicon;
use crate::model::Span;
use detente_language::Dep;
use detente_language::Pos;
use detente_language::Tag;
use std::ops::Range;

/// A quotation with the verb of saying that it hangs on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hung {
    pub(super) quotation: Span,
    pub(super) verb: usize,
}

/// How far a verb of saying may stand from its quotation, in tokens.
const REACH: usize = 30;

/// The quotations whose punctuation shows their verb, in text order.
pub(super) fn hung(tree: Tree<'_>, lexicon: &Lexicon, quotes: &[Span]) -> Vec<Hung> {
    let verb_of = |q: Span| {
        let range = tokens(tree, q);
        after(tree, lexicon, q, &range).or_else(|| before(tree, lexicon, &range))
    };
    let hung = |&quotation: &Span| Some(Hung { quotation, verb: verb_of(quotation)? });
    quotes.iter().filter_map(hung).collect()
}

/// What a verb's quotations say, with the words of its sentence that run into the first of them.
pub(super) fn content(tree: Tree<'_>, verb: usize, hung: &[Hung]) -> Option<Content> {
    let own: Vec<Span> = hung.iter().filter(|h| h.verb == verb).map(|h| h.quotation).collect();
    let first = *own.first()?;
    let opened = running_in(tree, verb, first).unwrap_or(first.start);
    let start = Span { start: opened, end: first.end };
    let span =
        own.iter().fold(start, |span, &q| if goes_on(span, q) { span.cover(q) } else { span });
    let range = tokens(tree, first);
    let head = range
        .clone()
        .filter(|&i| !is_quote(tree.word(i)))
        .find(|&i| tree.head(i).is_none_or(|h| !range.contains(&h)))
        .unwrap_or(range.start);
    Some(Content { span, head, words: true, weight: 0.0 })
}

/// Whether a quotation after another's cue is one content with it: not where more words stand between than in both.
pub(super) fn goes_on(content: Span, quotation: Span) -> bool {
    let gap = quotation.start.saturating_sub(content.end) as usize;
    gap <= content.len() + quotation.len()
}

/// `It was, the president said, “a stone …”`, `Mills “got an immunity agreement,” Jordan said`:
/// a quotation that begins in the middle of a sentence has its beginning outside the marks.
fn running_in(tree: Tree<'_>, verb: usize, quotation: Span) -> Option<u32> {
    let begins_small =
        quotation.of(tree.text).chars().find(|c| c.is_alphanumeric())?.is_lowercase();
    let sentence = tree.analysis.sentences[tree.sentence(verb)].tokens.clone();
    let quoted = tokens(tree, quotation);
    if !begins_small || !sentence.contains(&quoted.start) || quoted.start == sentence.start {
        return None;
    }
    let ahead = sentence.start..quoted.start.min(clause_start(tree, verb));
    let says_something =
        ahead.clone().any(|i| matches!(tree.dep(i), Dep::Nsubj | Dep::Nsubjpass | Dep::Expl));
    let clean = ahead.clone().all(|i| !is_quote(tree.word(i)));
    (says_something && clean).then(|| tree.token(ahead.start).start)
}

/// The first token of a verb of saying with its subject.
fn clause_start(tree: Tree<'_>, verb: usize) -> usize {
    let subject = tree.kid(verb, &[Dep::Nsubj]).map_or(verb, |s| tree.subtree(s).0);
    subject.min(verb)
}

/// `“…,” said she`, `“…?” the minister asked`: the first verb of saying after a quotation that leaves its sentence open.
fn after(tree: Tree<'_>, lexicon: &Lexicon, q: Span, range: &Range<usize>) -> Option<usize> {
    if !leaves_open(tree, q) {
        return None;
    }
    let block = block(tree, range.start);
    let end = (range.end + REACH).min(tree.analysis.tokens.len());
    let mut rest = (range.end..end).skip_while(|&i| tree.word(i) == ",").peekable();
    let begins = tree.pos(*rest.peek()?);
    if matches!(begins, Pos::Cconj | Pos::Sconj | Pos::Adp | Pos::Punct | Pos::Part) {
        return None;
    }
    rest.take_while(|&i| {
        block == self::block(tree, i)
            && !is_quote(tree.word(i))
            && !matches!(tree.word(i), "." | "!" | "?" | ":" | ";")
    })
    .filter(|&i| is_finite(tree, i) && !is_aside(tree, i))
    .map(|i| says(tree, lexicon, i, 0.0).then_some(i))
    .next()?
}

/// `He told them: “…”`, `In the end, she said, “…”`: the last verb of saying before a quotation that a comma or colon opens.
fn before(tree: Tree<'_>, lexicon: &Lexicon, range: &Range<usize>) -> Option<usize> {
    let mark = range.start.checked_sub(1)?;
    let block = block(tree, range.start);
    if !matches!(tree.word(mark), "," | ":") || self::block(tree, mark) != block {
        return None;
    }
    let colon = tree.word(mark) == ":";
    (mark.saturating_sub(REACH)..mark)
        .rev()
        .take_while(|&i| {
            block == self::block(tree, i)
                && !is_quote(tree.word(i))
                && !matches!(tree.word(i), "." | "!" | "?" | ":" | ";")
        })
        .filter(|&i| tree.pos(i) == Pos::Verb && !is_aside(tree, i))
        .map(|i| says(tree, lexicon, i, if colon { -1.0 } else { 0.0 }).then_some(i))
        .next()?
}

/// Whether a quotation ends as one does within a sentence.
fn leaves_open(tree: Tree<'_>, q: Span) -> bool {
    let words = q.of(tree.text).trim_end_matches(['"', '”', '\'', '’']);
    let inside = words.chars().next_back();
    let outside = tree.text.get(q.end as usize..).and_then(|rest| rest.chars().next());
    matches!(inside, Some(',' | '?' | '!' | '…' | '—' | '-')) || outside == Some(',')
}

/// Whether a token is a verb whose row of the table takes a clause with more than these points.
fn says(tree: Tree<'_>, lexicon: &Lexicon, i: usize, least: f32) -> bool {
    let takes = |(frame, points): &(Frame, f32)| *frame == Frame::Clause && *points > least;
    reporting_rows(tree, lexicon, i).iter().any(|row| row.frames.iter().any(takes))
}

fn is_finite(tree: Tree<'_>, i: usize) -> bool {
    let tag = tree.token(i).tag;
    tree.pos(i) == Pos::Verb
        && (matches!(tag, Tag::Vbd | Tag::Vbz | Tag::Vbp)
            || tree.kids(i).any(|k| matches!(tree.dep(k), Dep::Aux | Dep::Nsubj)))
}

/// Whether a verb stands in a clause on a noun: "Flynn, who served as …, said".
/// A finite verb without a subject of its own is no such clause: the parser took its subject for an antecedent.
fn is_aside(tree: Tree<'_>, mut i: usize) -> bool {
    for _ in 0..3 {
        if matches!(tree.dep(i), Dep::Relcl | Dep::Acl) {
            let tensed = matches!(tree.token(i).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp);
            return !tensed || tree.kid(i, &[Dep::Nsubj]).is_some();
        }
        let chained = matches!(tree.dep(i), Dep::Conj | Dep::Xcomp);
        match tree.head(i).filter(|&h| chained && is_predicate(tree, h)) {
            Some(h) => i = h,
            None => return false,
        }
    }
    false
}

pub(super) fn block(tree: Tree<'_>, i: usize) -> usize {
    tree.analysis.sentences[tree.sentence(i)].block
}

/// The tokens of a stretch.
pub(super) fn tokens(tree: Tree<'_>, span: Span) -> Range<usize> {
    let all = &tree.analysis.tokens;
    all.partition_point(|t| t.start < span.start)..all.partition_point(|t| t.start < span.end)
}
