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
    pub children: Vec<Vec<u32>>,
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
