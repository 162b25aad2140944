//! Classes of characters: those of Python's `str`, which spaCy's rules are written in, and those
//! that the tokenizer's patterns use.

use crate::model_file::Error;
use crate::tables::Table;

/// A set of character classes, one bit each. The importer (`tables.py`) has the same list.
pub(crate) type Classes = u16;

pub(crate) const ALPHA: Classes = 1 << 0;
pub(crate) const UPPER: Classes = 1 << 1;
pub(crate) const DIGIT: Classes = 1 << 2;
pub(crate) const DECIMAL: Classes = 1 << 3;
pub(crate) const WORD: Classes = 1 << 4;
pub(crate) const SPACE: Classes = 1 << 5;
/// Is cut off the front of a chunk.
pub(crate) const PREFIX: Classes = 1 << 6;
/// Is cut off the end of a chunk.
pub(crate) const SUFFIX: Classes = 1 << 7;
/// Is cut out of a chunk.
pub(crate) const INFIX: Classes = 1 << 8;
pub(crate) const BEFORE_STOP: Classes = 1 << 9;
pub(crate) const BEFORE_CAPITAL_STOP: Classes = 1 << 10;
pub(crate) const BEFORE_INNER_STOP: Classes = 1 << 11;
pub(crate) const AFTER_INNER_STOP: Classes = 1 << 12;
pub(crate) const LETTER: Classes = 1 << 13;
pub(crate) const TOP_LEVEL_DOMAIN: Classes = 1 << 14;

const PAGE: usize = 256;
const N_PAGES: usize = (char::MAX as usize + 1) / PAGE;

/// The classes of every character, in pages of 256 of which equal ones are kept once.
#[derive(Debug)]
pub(crate) struct Chars {
    pages: Vec<u16>,
    classes: Vec<[Classes; PAGE]>,
}

impl Chars {
    /// Reads section `chars`.
    pub(crate) fn read(mut table: Table<'_>) -> Result<Self, Error> {
        let mut all = vec![[0; PAGE]; N_PAGES];
        table.list(|table| {
            let (first, last, classes) = (table.u32()?, table.u32()?, table.u16()?);
            if last > char::MAX.into() {
                return Err(table.error("has a code point that is none"));
            }
            (first as usize..=last as usize)
                .for_each(|code| all[code / PAGE][code % PAGE] = classes);
            Ok(())
        })?;
        let mut out = Chars { pages: Vec::with_capacity(N_PAGES), classes: Vec::new() };
        for page in all {
            let known = out.classes.iter().position(|it| *it == page);
            out.pages.push(known.unwrap_or(out.classes.len()) as u16);
            if known.is_none() {
                out.classes.push(page);
            }
        }
        Ok(out)
    }

    /// The classes of a character.
    pub(crate) fn of(&self, c: char) -> Classes {
        let code = c as usize;
        self.classes[usize::from(self.pages[code / PAGE])][code % PAGE]
    }

    /// Whether a character is of any of the classes.
    pub(crate) fn is(&self, c: char, classes: Classes) -> bool {
        self.of(c) & classes != 0
    }

    /// Whether there is text and every character is of any of the classes, as Python's
    /// `isalpha` and its kin count.
    pub(crate) fn all(&self, text: &str, classes: Classes) -> bool {
        !text.is_empty() && text.chars().all(|c| self.is(c, classes))
    }
}
