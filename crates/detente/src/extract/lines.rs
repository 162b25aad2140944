//! Lines of a text, and which of them run on into the next.

use crate::model::Span;

/// Longest block, in bytes: what reads a block needs memory in proportion.
const MAX_BLOCK_BYTES: usize = 20_000;

/// Lines no longer than this may have been broken by a machine.
const MAX_WRAP: usize = 100;

/// Lines shorter than this are not broken by a machine but end by themselves.
const MIN_WRAP: usize = 40;

/// A stretch of text that stands by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Without surrounding white space.
    pub(super) span: Span,
    /// Whether an empty line, or the end of the text, follows.
    pub(super) gap_after: bool,
}

/// The stretches of a text: each line by itself, but lines broken at a fixed width joined, and very long ones cut.
pub(super) fn stretches(text: &str) -> Vec<Stretch> {
    let mut out = Vec::new();
    for group in groups(text) {
        let last = group.len() - 1;
        let joins = joins(text, &group);
        let mut start = 0;
        for i in 0..=last {
            if i < last && joins[i] {
                continue;
            }
            let span = group[start].cover(group[i]);
            cut(text, span, i == last, &mut out);
            start = i + 1;
        }
    }
    out
}

/// Lines between empty lines, each without surrounding white space.
fn groups(text: &str) -> Vec<Vec<Span>> {
    let mut groups: Vec<Vec<Span>> = Vec::new();
    let mut open = false;
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r', '\u{c}', '\u{2028}', '\u{2029}']) {
        let trimmed = line.trim();
        // "\r\n" gives an empty piece after the one that ends in "\r"; it is no empty line.
        let half_of_crlf = line == "\n" && text[..at].ends_with('\r');
        if !trimmed.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            let span = Span::new(start, start + trimmed.len());
            match groups.last_mut() {
                Some(group) if open => group.push(span),
                _ => groups.push(vec![span]),
            }
            open = true;
        } else if !half_of_crlf {
            open = false;
        }
        at += line.len();
    }
    groups
}

/// For each line but the last, whether the next one carries it on.
fn joins(text: &str, group: &[Span]) -> Vec<bool> {
    let width = |span: &Span| span.of(text).chars().count();
    let widest = group.iter().map(width).max().unwrap_or(0);
    let full: Vec<bool> = group
        .windows(2)
        .map(|pair| {
            let next = pair[1].of(text).split_whitespace().next().unwrap_or("");
            width(&pair[0]) >= MIN_WRAP && width(&pair[0]) + 1 + next.chars().count() > widest
        })
        .collect();
    let n_full = full.iter().filter(|it| **it).count();
    let open_ended = group.windows(2).any(|pair| !ends_a_sentence(pair[0].of(text)));
    let wrapped = widest <= MAX_WRAP && open_ended && n_full * 10 >= full.len() * 6;
    group
        .windows(2)
        .zip(&full)
        .map(|(pair, full)| {
            let (a, b) = (pair[0].of(text), pair[1].of(text));
            let runs_on = !ends_a_sentence(a) && b.starts_with(char::is_lowercase);
            let two_sentences = group.len() == 2 && ends_a_sentence(a);
            runs_on || (wrapped && *full && !two_sentences)
        })
        .collect()
}

/// Whether a line ends as a sentence does, quotation marks and brackets aside.
pub(super) fn ends_a_sentence(line: &str) -> bool {
    line.trim_end_matches(|c: char| "\"'”’»)]".contains(c) || c.is_whitespace())
        .ends_with(['.', '!', '?', '…', ':', ';'])
}

/// Pieces of at most [`MAX_BLOCK_BYTES`], cut after a sentence, else after a line, else at a space, else anywhere.
fn cut(text: &str, span: Span, gap_after: bool, out: &mut Vec<Stretch>) {
    let mut start = span.start as usize;
    let end = span.end as usize;
    while end - start > MAX_BLOCK_BYTES {
        let limit = text.floor_char_boundary(start + MAX_BLOCK_BYTES);
        let window = &text[start..limit];
        let at = [". ", "\n", " "].iter().find_map(|mark| {
            window.rfind(mark).map(|at| at + mark.len()).filter(|at| *at > MAX_BLOCK_BYTES / 2)
        });
        let stop = start + at.unwrap_or(window.len());
        push(text, start, stop, false, out);
        start = stop;
    }
    push(text, start, end, gap_after, out);
}

fn push(text: &str, start: usize, end: usize, gap_after: bool, out: &mut Vec<Stretch>) {
    let piece = &text[start..end];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let start = start + (piece.len() - piece.trim_start().len());
        out.push(Stretch { span: Span::new(start, start + trimmed.len()), gap_after });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = stretches(text).iter().map(|it| it.span.of(text).to_owned()).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn lines_stand_alone_or_run_on() {
        check("One line.\nAnother line.\n\nA third.", &["One line.", "Another line.", "A third."]);
        check("One\r\nTwo\r\n\r\nThree", &["One", "Two", "Three"]);
        check(
            "The minister said that\nhe would not go.",
            &["The minister said that\nhe would not go."],
        );
        check("", &[]);
    }

    #[test]
    fn broken_lines_are_joined() {
        let text = "Thousands of farmers blocked the roads into the capital on Monday in\nprotest at the new tax on grain. Police in Minas Tirith said that three\nPeople had been held.\nA second paragraph.";
        check(
            text,
            &[
                "Thousands of farmers blocked the roads into the capital on Monday in\nprotest at the new tax on grain. Police in Minas Tirith said that three\nPeople had been held.",
                "A second paragraph.",
            ],
        );
    }

    #[test]
    fn long_stretches_are_cut_and_nothing_is_lost() {
        let text = "A sentence of some words. ".repeat(20_000);
        let found = stretches(&text);
        assert!(found.len() > 1 && found.iter().all(|it| it.span.len() <= MAX_BLOCK_BYTES));
        assert!(found.iter().all(|it| it.span.of(&text).ends_with('.')));
        let one_word = "é".repeat(300_000);
        let n_bytes: usize = stretches(&one_word).iter().map(|it| it.span.len()).sum();
        assert_eq!(n_bytes, one_word.len());
    }
}
