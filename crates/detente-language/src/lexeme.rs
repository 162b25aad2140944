//! What is known of a word by its letters alone: the numbers that the network looks up.
//!
//! Words are interned per worker in [`Lexemes`], so that everything that depends on the word alone
//! is computed once and later found by a small dense number, the [`LexemeId`].

/// The attributes of a word that the network reads, as spaCy's 64-bit string ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Attrs {
    /// Id of the normal form, which a tokenizer exception may have set ("n't" has "not").
    pub(crate) norm: u64,
    /// Id of the first character.
    pub(crate) prefix: u64,
    /// Id of the last three characters.
    pub(crate) suffix: u64,
    /// Id of the shape ("Xxxxx", "dddd").
    pub(crate) shape: u64,
    /// Whether the word is nothing but white space.
    pub(crate) is_space: bool,
}

/// A word's place in its worker's [`Lexemes`]: dense from 0, valid until the next
/// [`Lexemes::trim`] that returns true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct LexemeId(pub(crate) u32);

impl LexemeId {
    /// As an index into a table with a row for each lexeme.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}
