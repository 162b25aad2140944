//! The second look for exceptions, among the tokens of a whole text.
//!
//! Cutting affixes can break an exception (":-)" at the end of a word); this pass finds the broken
//! pieces and puts the exception's own tokens in their place.
//! Source: `Tokenizer._apply_special_cases` of spaCy.

use super::Cut;
use super::RawToken;
use super::Tokenizer;
use crate::lexeme::Lexemes;
use crate::lexeme::Mark;
use crate::lexeme::Vocabulary;
use std::collections::HashMap;
use std::ops::Range;

/// Rows of marked words, as a tree: from a node (0 is the root) and the next word to a node.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    steps: HashMap<(u16, Mark), u16>,
    ends: Vec<bool>,
}

impl Patterns {
    /// Adds the row of words that a text is cut into.
    pub(super) fn add(&mut self, vocabulary: &mut Vocabulary, text: &str, cuts: &[Cut]) {
        if self.ends.is_empty() {
            self.ends.push(false);
        }
        let (mut node, mut rest) = (0, text);
        for cut in cuts {
            let (word, after) = rest.split_at(cut.n_bytes);
            rest = after;
            node = *self.steps.entry((node, vocabulary.mark(word))).or_insert_with(|| {
                self.ends.push(false);
                (self.ends.len() - 1) as u16
            });
        }
        self.ends[usize::from(node)] = true;
    }

    /// Puts exceptions in the place of tokens that make them up.
    pub(super) fn apply(
        &self,
        tokenizer: &Tokenizer,
        text: &str,
        lexemes: &mut Lexemes,
        tokens: &mut Vec<RawToken>,
    ) {
        let found = self.find(lexemes, tokens);
        if found.is_empty() {
            return;
        }
        let mut out = Vec::with_capacity(tokens.len() + found.len());
        let mut copied = 0;
        for range in without_overlaps(found, tokens.len()) {
            let last = tokens[range.end - 1];
            let mut start = tokens[range.start].start;
            let Some(cuts) = tokenizer.exception(&text[start as usize..last.end as usize]) else {
                continue;
            };
            out.extend_from_slice(&tokens[copied..range.start]);
            copied = range.end;
            for cut in cuts {
                let end = start + cut.n_bytes as u32;
                let lexeme =
                    tokenizer.intern(&text[start as usize..end as usize], cut.norm, lexemes);
                out.push(RawToken { start, end, lexeme, space_after: false });
                start = end;
            }
            if let Some(it) = out.last_mut() {
                it.space_after = last.space_after;
            }
        }
        out.extend_from_slice(&tokens[copied..]);
        *tokens = out;
    }

    /// Every row of tokens that is a pattern.
    fn find(&self, lexemes: &Lexemes, tokens: &[RawToken]) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        for start in 0..tokens.len() {
            let mut node = 0;
            for (at, token) in tokens.iter().enumerate().skip(start) {
                let Some(mark) = lexemes.mark(token.lexeme) else { break };
                let Some(&next) = self.steps.get(&(node, mark)) else { break };
                node = next;
                if self.ends[usize::from(node)] {
                    out.push(start..at + 1);
                }
            }
        }
        out
    }
}

/// Keeps the longest ranges, of equally long ones the first, in text order.
///
/// As in spaCy, a range that is left out still hides shorter ones that it overlaps.
fn without_overlaps(mut found: Vec<Range<usize>>, n_tokens: usize) -> Vec<Range<usize>> {
    found.sort_by_key(|range| (std::cmp::Reverse(range.len()), range.start));
    let mut seen = vec![false; n_tokens];
    let mut out = Vec::new();
    for range in found {
        if !seen[range.start] && !seen[range.end - 1] {
            out.push(range.clone());
        }
        seen[range].fill(true);
    }
    out.sort_by_key(|range| range.start);
    out
}
