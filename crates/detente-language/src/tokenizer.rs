//! Text to tokens.

use crate::lexeme::LexemeId;

/// One token as the tokenizer leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawToken {
    /// First byte in the text.
    pub(crate) start: u32,
    /// One past the last byte in the text.
    pub(crate) end: u32,
    /// The word with its attributes.
    pub(crate) lexeme: LexemeId,
    /// Whether one space, which belongs to no token, follows.
    pub(crate) space_after: bool,
}
