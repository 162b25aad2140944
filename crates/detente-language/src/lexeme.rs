//! What is known of a word by its letters alone: the numbers that the network looks up.
//!
//! Words are interned per worker in [`Lexemes`], so that everything that depends on the word alone
//! is computed once and later found by a small dense number, the [`LexemeId`].

use crate::chars;
use crate::chars::Chars;
use crate::model_file::Error;
use crate::model_file::ModelFile;
use crate::tables::Table;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

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
/// [`Lexemes::trim`] that returns true. Words that differ in their letters or in their norm have
/// different places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct LexemeId(pub(crate) u32);

impl LexemeId {
    /// As an index into a table with a row for each lexeme.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The rules that give a word its attributes; shared by all workers.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    pub(crate) chars: Chars,
    /// Strings with a fixed id instead of a hash.
    symbols: HashMap<Box<str>, u64>,
    longest_symbol: usize,
    /// Id of a word to id of its norm, where that is not the word in lower case.
    norms: HashMap<u64, u64>,
    /// Words that the tokenizer wants to find again quickly, with their numbers.
    marks: HashMap<Box<str>, Mark>,
}

/// The number of a word that the tokenizer's patterns are made of.
pub(crate) type Mark = u16;

/// Longer words all have the shape "LONG" (`word_shape` in spaCy's `lex_attrs.py`).
const LONG_CHARS: usize = 100;

impl Vocabulary {
    /// Reads sections `chars`, `symbols` and `norms`.
    pub(crate) fn read(file: &ModelFile<'_>) -> Result<Self, Error> {
        let symbols = Table::open(file, "symbols")?
            .list(|table| Ok((Box::from(table.text()?), u64::from(table.u32()?))))?;
        let mut out = Vocabulary {
            chars: Chars::read(Table::open(file, "chars")?)?,
            longest_symbol: symbols
                .iter()
                .map(|(name, _): &(Box<str>, u64)| name.len())
                .max()
                .unwrap_or(0),
            symbols: symbols.into_iter().collect(),
            norms: HashMap::new(),
            marks: HashMap::new(),
        };
        let norms = Table::open(file, "norms")?
            .list(|table| Ok((table.u64()?, out.string_id(table.text()?))))?;
        out.norms = norms.into_iter().collect();
        Ok(out)
    }

    /// The number spaCy's string store gives a string.
    pub(crate) fn string_id(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        let fixed = if text.len() <= self.longest_symbol { self.symbols.get(text) } else { None };
        fixed.copied().unwrap_or_else(|| murmur_hash(text.as_bytes()))
    }

    /// Gives a word a mark, the same each time. To be done before any word is interned.
    pub(crate) fn mark(&mut self, word: &str) -> Mark {
        let n_marks = self.marks.len() as Mark;
        *self.marks.entry(word.into()).or_insert(n_marks)
    }

    fn attrs(&self, text: &str) -> Attrs {
        let first = text.chars().next().map_or(0, char::len_utf8);
        let last_three = text.char_indices().rev().take(3).last().map_or(0, |(at, _)| at);
        Attrs {
            norm: self.norm(text),
            prefix: self.string_id(&text[..first]),
            suffix: self.string_id(&text[last_three..]),
            shape: self.string_id(&self.shape(text)),
            is_space: self.chars.all(text, chars::SPACE),
        }
    }

    fn norm(&self, text: &str) -> u64 {
        let own = self.norms.get(&self.string_id(text)).copied();
        own.unwrap_or_else(|| self.string_id(&self.lower(text)))
    }

    /// A word in lower case, as the Unicode version that the model knows has it.
    pub(crate) fn lower(&self, text: &str) -> String {
        let is_newer = |c: char| !c.is_ascii() && self.chars.of(c) == 0 && c.is_uppercase();
        if !text.contains(is_newer) {
            return text.to_lowercase();
        }
        let parts = text.split_inclusive(is_newer).map(|part| match part.chars().next_back() {
            Some(last) if is_newer(last) => {
                let (before, newer) = part.split_at(part.len() - last.len_utf8());
                before.to_lowercase() + newer
            }
            _ => part.to_lowercase(),
        });
        parts.collect()
    }

    /// The kinds of characters in a word, of each run the first four.
    fn shape(&self, text: &str) -> String {
        if text.len() >= LONG_CHARS && text.chars().nth(LONG_CHARS - 1).is_some() {
            return "LONG".to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let (mut last, mut run) = ('\0', 0);
        for c in text.chars() {
            let kind = match self.chars.of(c) {
                classes if classes & chars::ALPHA == 0 && classes & chars::DIGIT != 0 => 'd',
                classes if classes & chars::ALPHA == 0 => c,
                classes if classes & chars::UPPER != 0 => 'X',
                _ => 'x',
            };
            // The first character begins a run even if it is the zero byte that `last` starts with.
            run = if kind == last && !out.is_empty() { run + 1 } else { 1 };
            last = kind;
            if run <= 4 {
                out.push(kind);
            }
        }
        out
    }
}

/// MurmurHash64A (Austin Appleby, public domain) with seed 1, which spaCy's string ids are.
fn murmur_hash(bytes: &[u8]) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut h = 1 ^ (bytes.len() as u64).wrapping_mul(M);
    let (blocks, tail) = bytes.as_chunks::<8>();
    for &block in blocks {
        let k = u64::from_le_bytes(block).wrapping_mul(M);
        h = (h ^ (k ^ k >> 47).wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        h = (h ^ u64::from_le_bytes(last)).wrapping_mul(M);
    }
    h = (h ^ h >> 47).wrapping_mul(M);
    h ^ h >> 47
}

/// A part of a chunk: a token to be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub(crate) n_bytes: u32,
    pub(crate) lexeme: LexemeId,
}

/// A worker's words, and how it cut the chunks of text it saw.
#[derive(Debug)]
pub(crate) struct Lexemes {
    limit: usize,
    n_text_bytes: usize,
    attrs: Vec<Attrs>,
    texts: Vec<Arc<str>>,
    marks: Vec<Option<Mark>>,
    by_text: HashMap<Arc<str>, LexemeId>,
    /// Words with a norm of their own, by word and norm.
    by_norm: HashMap<(LexemeId, u64), LexemeId>,
    chunks: HashMap<Box<str>, Range<u32>>,
    pieces: Vec<Piece>,
}

/// Room for a word, more than most words take.
const USUAL_WORD_BYTES: usize = 32;
/// Longer chunks are rarely seen twice, so they are not worth their memory.
const LONGEST_KEPT_CHUNK: usize = 64;

impl Lexemes {
    /// None yet. `limit` is the number of words and of chunks past which [`Self::trim`] drops all.
    pub(crate) fn new(limit: usize) -> Self {
        Lexemes {
            limit,
            n_text_bytes: 0,
            attrs: Vec::new(),
            texts: Vec::new(),
            marks: Vec::new(),
            by_text: HashMap::new(),
            by_norm: HashMap::new(),
            chunks: HashMap::new(),
            pieces: Vec::new(),
        }
    }

    /// Drops everything if there are more words than the limit, or if they are so long that they
    /// take more room than so many words mostly do; returns whether it did.
    ///
    /// To be called between texts: afterwards all earlier ids are void. Between two calls the
    /// number of words is bounded by that of the texts.
    pub(crate) fn trim(&mut self) -> bool {
        let is_over =
            self.attrs.len() > self.limit || self.n_text_bytes / USUAL_WORD_BYTES > self.limit;
        if is_over {
            *self = Lexemes::new(self.limit);
        }
        is_over
    }

    pub(crate) fn attrs(&self, id: LexemeId) -> &Attrs {
        &self.attrs[id.index()]
    }

    pub(crate) fn text(&self, id: LexemeId) -> &Arc<str> {
        &self.texts[id.index()]
    }

    /// The word's mark, if it has one.
    pub(crate) fn mark(&self, id: LexemeId) -> Option<Mark> {
        self.marks[id.index()]
    }

    /// The place of a word with the norm that its letters give.
    pub(crate) fn intern(&mut self, vocabulary: &Vocabulary, text: &str) -> LexemeId {
        if let Some(&id) = self.by_text.get(text) {
            return id;
        }
        let text: Arc<str> = text.into();
        let id =
            self.add(vocabulary.attrs(&text), text.clone(), vocabulary.marks.get(&*text).copied());
        self.by_text.insert(text, id);
        id
    }

    /// The place of a word with a norm of its own.
    pub(crate) fn intern_with_norm(
        &mut self,
        vocabulary: &Vocabulary,
        text: &str,
        norm: u64,
    ) -> LexemeId {
        let plain = self.intern(vocabulary, text);
        if self.attrs(plain).norm == norm {
            return plain;
        }
        if let Some(&id) = self.by_norm.get(&(plain, norm)) {
            return id;
        }
        let attrs = Attrs { norm, ..*self.attrs(plain) };
        let id = self.add(attrs, self.text(plain).clone(), self.mark(plain));
        self.by_norm.insert((plain, norm), id);
        id
    }

    fn add(&mut self, attrs: Attrs, text: Arc<str>, mark: Option<Mark>) -> LexemeId {
        let id = u32::try_from(self.attrs.len()).expect("a text has fewer words than u32 counts");
        self.n_text_bytes += text.len();
        self.attrs.push(attrs);
        self.texts.push(text);
        self.marks.push(mark);
        LexemeId(id)
    }

    /// How a chunk was cut before, if it was kept.
    pub(crate) fn chunk(&self, text: &str) -> Option<&[Piece]> {
        let range = self.chunks.get(text)?;
        Some(&self.pieces[range.start as usize..range.end as usize])
    }

    /// Keeps how a chunk was cut, if it is short and there is room.
    pub(crate) fn keep_chunk(&mut self, text: &str, pieces: &[Piece]) {
        if text.len() > LONGEST_KEPT_CHUNK || self.chunks.len() >= self.limit {
            return;
        }
        // At most 64 pieces a chunk, and the number of chunks has a limit.
        let start = self.pieces.len() as u32;
        self.pieces.extend_from_slice(pieces);
        self.chunks.insert(text.into(), start..self.pieces.len() as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EMBEDDED;

    fn vocabulary() -> Vocabulary {
        Vocabulary::read(&ModelFile::read(EMBEDDED).unwrap()).unwrap()
    }

    #[test]
    fn string_ids_are_spacys() {
        let vocabulary = vocabulary();
        // From `nlp.vocab.strings[…]`.
        let cases = [
            ("", 0),
            ("X", 101),
            ("PERSON", 380),
            ("the", 7_425_985_699_627_899_538),
            ("government", 3_625_794_390_087_546_215),
            ("北京", 11_804_760_672_128_813_659),
        ];
        for (text, id) in cases {
            assert_eq!(vocabulary.string_id(text), id, "{text}");
        }
    }

    #[test]
    fn shapes() {
        let vocabulary = vocabulary();
        let long = "a".repeat(100);
        let cases = [
            ("The", "Xxx"),
            ("Governments", "Xxxxx"),
            ("U.S.", "X.X."),
            ("1,234,567", "d,ddd,ddd"),
            ("123456", "dddd"),
            ("------", "----"),
            ("Ǆa²", "Xxd"),
            ("日本", "xx"),
            ("\0\0\0\0\0", "\0\0\0\0"),
            (&long, "LONG"),
            (&long[1..], "xxxx"),
        ];
        for (text, shape) in cases {
            assert_eq!(vocabulary.shape(text), shape, "{text}");
        }
    }

    #[test]
    fn attributes() {
        let vocabulary = vocabulary();
        let id = |text: &str| vocabulary.string_id(text);
        let attrs = vocabulary.attrs("Labour’s");
        let expected = Attrs {
            norm: id("labour’s"),
            prefix: id("L"),
            suffix: id("r’s"),
            shape: id("Xxxxx’x"),
            is_space: false,
        };
        assert_eq!(attrs, expected);
        assert_eq!(vocabulary.norm("colour"), id("color"));
        assert_eq!(vocabulary.norm("“"), id("\""));
        assert_eq!(vocabulary.norm("€"), id("$"));
        assert!(vocabulary.attrs("\u{a0}\n").is_space);
        // Unicode 15 made it a capital, and the model was made with 14.
        assert_eq!(vocabulary.lower("A\u{a7cb}Σ"), "a\u{a7cb}σ");
    }

    #[test]
    fn words_are_kept_once() {
        let vocabulary = vocabulary();
        let mut lexemes = Lexemes::new(2);
        let the = lexemes.intern(&vocabulary, "the");
        let norm = lexemes.attrs(the).norm;
        assert_eq!(lexemes.intern(&vocabulary, "the"), the);
        assert_eq!(lexemes.intern_with_norm(&vocabulary, "the", norm), the);
        let other = lexemes.intern_with_norm(&vocabulary, "the", 7);
        assert_ne!(other, the);
        assert_eq!(lexemes.intern_with_norm(&vocabulary, "the", 7), other);
        assert!(!lexemes.trim());
        lexemes.intern(&vocabulary, "a");
        assert!(lexemes.trim());
        assert_eq!(lexemes.intern(&vocabulary, "a"), LexemeId(0));
        lexemes.intern(&vocabulary, &"a".repeat(1000));
        assert!(lexemes.trim());
    }
}
