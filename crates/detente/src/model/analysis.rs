//! What the parser and our passes round it say about an article.

use crate::model::Span;
use detente_language::Token;
use std::ops::Range;

/// Tokens and sentences of one article's coded blocks.
///
/// Token offsets are bytes of the article's text, `head` counts in `tokens`, heads stay inside the sentence.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// In text order, white-space tokens left out.
    pub tokens: Vec<Token>,
    /// In text order, covering all tokens.
    pub sentences: Vec<Sentence>,
    /// The dependents of each token, in text order.
    pub children: Children,
    /// For each token the number of its sentence.
    pub sentence_of: Vec<u32>,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Indices into `Analysis::tokens`.
    pub tokens: Range<usize>,
    /// From the first byte of its first token to the last of its last.
    pub span: Span,
    /// Index into `Article::blocks`.
    pub block: usize,
    /// Whether it is a headline (tense and articles mean other things there).
    pub headline: bool,
}

/// The dependents of all tokens, in two flat rows: what a vector of vectors would say at a fifth of its size.
#[derive(Clone, Debug, Default)]
pub struct Children {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Children {
    /// From each token's head (a root is its own).
    pub fn of(heads: impl ExactSizeIterator<Item = u32> + Clone) -> Self {
        let mut ends = vec![0u32; heads.len()];
        for (_, head) in heads.clone().enumerate().filter(|&(i, head)| head as usize != i) {
            ends[head as usize] += 1;
        }
        let mut sum = 0;
        let mut next: Vec<u32> = Vec::with_capacity(ends.len());
        for end in &mut ends {
            next.push(sum);
            sum += *end;
            *end = sum;
        }
        let mut items = vec![0u32; sum as usize];
        for (i, head) in heads.enumerate().filter(|&(i, head)| head as usize != i) {
            let at = &mut next[head as usize];
            items[*at as usize] = i as u32;
            *at += 1;
        }
        Children { ends, items }
    }

    /// The dependents of a token, in text order.
    pub fn at(&self, i: usize) -> &[u32] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.items[start as usize..self.ends[i] as usize]
    }
}
