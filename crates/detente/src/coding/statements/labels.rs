//! "Wallace: …", "“…” — Ana Silva": speech whose speaker is named by layout alone, in transcripts, headlines and captions.

use crate::coding::statements::Draft;
use crate::coding::statements::content;
use crate::coding::statements::content::Content;
use crate::coding::statements::direct::block;
use crate::coding::statements::quotes::is_quote;
use crate::coding::tree::Tree;
use crate::model::Stance;
use detente_language::EntityLabel;
use detente_language::Pos;
use std::ops::Range;

/// Names at the head of a line are no longer than this, in tokens.
const NAME: usize = 5;

/// The words that a name with a colon at the head of a paragraph gives to its bearer.
pub(super) fn labelled(tree: Tree<'_>, colon: usize) -> Option<Draft> {
    if tree.word(colon) != ":" {
        return None;
    }
    let paragraph = paragraph(tree, colon);
    let start = paragraph.clone().find(|&i| !is_quote(tree.word(i)))?;
    let name = start..colon;
    if name.is_empty() || name.len() > NAME || !is_speaker(tree, name.clone()) {
        return None;
    }
    let said = (colon + 1, paragraph.end - 1);
    let span = content::trimmed(tree, (said.0 <= said.1).then_some(said)?)?;
    let enough = span.of(tree.text).split_whitespace().count() >= 3;
    enough.then(|| draft(tree, head_of(tree, name), colon, span, said.0))
}

/// The quotation that a dash with a name after it closes.
pub(super) fn signed(tree: Tree<'_>, dash: usize) -> Option<Draft> {
    if !matches!(tree.word(dash), "―" | "—" | "–" | "-" | "--") || dash == 0 {
        return None;
    }
    let paragraph = paragraph(tree, dash);
    let name = dash + 1..paragraph.end;
    let first = paragraph.start;
    let quoted = first < dash && is_quote(tree.word(first)) && is_quote(tree.word(dash - 1));
    if !quoted || name.is_empty() || name.len() > 2 * NAME || !is_person(tree, name.start) {
        return None;
    }
    let span = tree.cover((first, dash - 1));
    Some(draft(tree, head_of(tree, name), dash, span, first + 1))
}

fn draft(
    tree: Tree<'_>,
    speaker: usize,
    cue: usize,
    span: crate::model::Span,
    head: usize,
) -> Draft {
    Draft {
        word: cue,
        speaker: Some(speaker),
        addressee: None,
        cue: tree.span(cue),
        frame: None,
        content: Content { span, head, words: true, weight: 2.0 },
        stance: Stance::Asserts,
        sureness: 0.0,
    }
}

/// The tokens of the paragraph around one.
fn paragraph(tree: Tree<'_>, i: usize) -> Range<usize> {
    let own = block(tree, i);
    let sentences = &tree.analysis.sentences;
    let mut range = sentences[tree.sentence(i)].tokens.clone();
    for s in sentences[..tree.sentence(i)].iter().rev().take_while(|s| s.block == own) {
        range.start = s.tokens.start;
    }
    for s in sentences[tree.sentence(i)..].iter().take_while(|s| s.block == own) {
        range.end = s.tokens.end;
    }
    range
}

/// Whether words before a colon name somebody: a person or body, or a label that the article uses again.
fn is_speaker(tree: Tree<'_>, name: Range<usize>) -> bool {
    let text = tree.cover((name.start, name.end - 1)).of(tree.text);
    let again = || {
        let label = format!("\n{text}:");
        let quoted = format!("\n\"{text}:");
        tree.text.matches(&label).count() + tree.text.matches(&quoted).count() > 1
    };
    let capital = text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    if capital {
        return again();
    }
    let named = |i: usize| {
        tree.token(i).entity.is_some_and(|e| {
            matches!(e.label, EntityLabel::Person | EntityLabel::Org | EntityLabel::Gpe)
        })
    };
    name.clone().all(|i| tree.pos(i) == Pos::Propn || tree.word(i) == ".")
        && name.clone().any(named)
}

fn is_person(tree: Tree<'_>, i: usize) -> bool {
    tree.token(i).entity.is_some_and(|e| e.label == EntityLabel::Person)
}

/// The token of a name that the rest hangs on.
fn head_of(tree: Tree<'_>, name: Range<usize>) -> usize {
    name.clone().find(|&i| tree.head(i).is_none_or(|h| !name.contains(&h))).unwrap_or(name.start)
}
