//! Bytes to characters.

use crate::model::Span;

/// Bytes between two counts: a look-up reads at most so many.
const STEP: usize = 256;

/// Counts of Unicode scalar values in one text, made in one pass.
pub(crate) struct Chars<'t> {
    text: &'t str,
    /// Characters before each multiple of [`STEP`]; empty where bytes are characters.
    before: Vec<u32>,
}

impl<'t> Chars<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut n_chars = 0;
            for chunk in text.as_bytes().chunks(STEP) {
                before.push(n_chars);
                n_chars += count(chunk);
            }
        }
        Chars { text, before }
    }

    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    /// The number of characters before this byte, which begins one or ends the text.
    pub(crate) fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        match self.before.get(byte / STEP) {
            Some(n_chars) => {
                let start = byte / STEP * STEP;
                (*n_chars + count(&self.text.as_bytes()[start..byte])) as usize
            }
            None if self.before.is_empty() => byte,
            // The end of a text whose length is a multiple of the step.
            None => self.at(byte - STEP) + count(&self.text.as_bytes()[byte - STEP..]) as usize,
        }
    }

    /// Start and end in characters.
    pub(crate) fn range(&self, span: Span) -> (usize, usize) {
        (self.at(span.start as usize), self.at(span.end as usize))
    }
}

/// Bytes that begin a character.
fn count(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| u32::from(*byte & 0xc0 != 0x80)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_is_counted_as_chars_are() {
        for text in
            ["", "plain", "“é😀” and more", &"é".repeat(128), &"aé😀".repeat(500), &"x".repeat(512)]
        {
            let chars = Chars::new(text);
            for (n, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(chars.at(byte), n);
            }
            assert_eq!(chars.at(text.len()), text.chars().count());
        }
    }
}
