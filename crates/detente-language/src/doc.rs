//! What the parser gives: a document as a row of tokens.

use crate::labels::{Dep, EntityLabel, Pos, Tag};
use std::ops::Range;
use std::sync::Arc;

/// One analysed text.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    /// In text order. Together with the spaces between them they cover the whole text.
    pub tokens: Vec<Token>,
}

/// One token and all that is known of it.
#[derive(Clone, Debug)]
pub struct Token {
    /// First byte in the text.
    pub start: u32,
    /// One past the last byte in the text.
    pub end: u32,
    /// Whether one space, which belongs to no token, follows.
    pub space_after: bool,
    /// Whether the token is nothing but white space (such tokens are kept so that no text is lost).
    pub is_space: bool,
    /// Whether a sentence begins here.
    pub sentence_start: bool,
    /// Penn tag.
    pub tag: Tag,
    /// Coarse part of speech.
    pub pos: Pos,
    /// Relation to the head.
    pub dep: Dep,
    /// Index of the head among the document's tokens; a root is its own head.
    pub head: u32,
    /// Dictionary form. Shared: the same words share one allocation where they can.
    pub lemma: Arc<str>,
    /// The named entity this token is part of, if any.
    pub entity: Option<EntityPart>,
}

/// A token's place in a named entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntityPart {
    /// Kind of entity.
    pub label: EntityLabel,
    /// Whether the entity begins at this token.
    pub begins: bool,
}

impl Token {
    /// The token's bytes in the text.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The token's words, cut from the text it was made from.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range()]
    }
}

impl Doc {
    /// Sentences as half-open ranges of token indices, in order, covering all tokens.
    pub fn sentences(&self) -> Vec<Range<usize>> {
        let mut starts: Vec<usize> =
            (0..self.tokens.len()).filter(|&i| i == 0 || self.tokens[i].sentence_start).collect();
        starts.push(self.tokens.len());
        starts.windows(2).map(|w| w[0]..w[1]).collect()
    }

    /// Named entities as half-open ranges of token indices with their kind, in order.
    pub fn entities(&self) -> Vec<(Range<usize>, EntityLabel)> {
        let mut out: Vec<(Range<usize>, EntityLabel)> = Vec::new();
        for (i, token) in self.tokens.iter().enumerate() {
            match (token.entity, out.last_mut()) {
                (Some(part), Some((range, _))) if !part.begins && range.end == i => range.end += 1,
                (Some(part), _) => out.push((i..i + 1, part.label)),
                (None, _) => {}
            }
        }
        out
    }
}
