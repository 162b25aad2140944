//! Text to tokens, as spaCy's English tokenizer cuts it.
//!
//! Text is cut at white space into chunks; of a chunk, affixes are cut off its ends until none is
//! left or an exception is found; what remains is an address, or is cut at its infixes. At last
//! exceptions are looked for once more among the tokens of the whole text.
//! The patterns are written out here; the sets of characters in them come with the model.
//! All steps take time in proportion to the text, however long its chunks are.
//!
//! Source: spaCy 3.8 `tokenizer.pyx`, `lang/punctuation.py`, `lang/tokenizer_exceptions.py`.

mod address;
mod affixes;
mod again;

use crate::chars;
use crate::lexeme::LexemeId;
use crate::lexeme::Lexemes;
use crate::lexeme::Piece;
use crate::lexeme::Vocabulary;
use crate::model_file::Error;
use crate::model_file::ModelFile;
use crate::tables::Table;
use affixes::Affixes;
use again::Patterns;
use std::collections::HashMap;

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

/// The rules; shared by all workers.
#[derive(Debug)]
pub(crate) struct Tokenizer {
    vocabulary: Vocabulary,
    affixes: Affixes,
    exceptions: HashMap<Box<str>, Vec<Cut>>,
    longest_exception: usize,
    patterns: Patterns,
}

/// A part of a chunk: its length, and its norm if that is not the word's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cut {
    n_bytes: usize,
    norm: Option<u64>,
}

impl Cut {
    fn plain(n_bytes: usize) -> Self {
        Cut { n_bytes, norm: None }
    }
}

impl Tokenizer {
    /// Reads the model's rules.
    pub(crate) fn read(file: &ModelFile<'_>) -> Result<Self, Error> {
        let vocabulary = Vocabulary::read(file)?;
        let mut table = Table::open(file, "tokenizer")?;
        let affixes = Affixes::new(table.list(Table::text)?);
        let exceptions = table.list(|table| exception(table, &vocabulary))?;
        let mut out = Tokenizer {
            vocabulary,
            affixes,
            longest_exception: exceptions.iter().map(|(text, _)| text.len()).max().unwrap_or(0),
            exceptions: exceptions.iter().cloned().collect(),
            patterns: Patterns::default(),
        };
        exceptions.iter().for_each(|(text, _)| out.add_pattern(text));
        Ok(out)
    }

    /// The rules for a word's attributes.
    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Cuts a text; `out` is cleared first.
    ///
    /// The tokens and the single spaces after them cover the text. Of a text of 4 GiB or more only
    /// the beginning is cut, since offsets are `u32`.
    pub(crate) fn tokenize(&self, text: &str, lexemes: &mut Lexemes, out: &mut Vec<RawToken>) {
        out.clear();
        let text = &text[..floor_char_boundary(text, u32::MAX as usize)];
        let mut cuts = Vec::new();
        let mut start = 0;
        let mut in_space = text.chars().next().is_some_and(|c| self.is_space(c));
        for (at, c) in text.char_indices() {
            let is_space = self.is_space(c);
            if is_space == in_space {
                continue;
            }
            self.chunk(text, start..at, lexemes, &mut cuts, out);
            start = at;
            if c == ' ' {
                start += 1;
                if let Some(last) = out.last_mut() {
                    last.space_after = true;
                }
            }
            in_space = is_space;
        }
        self.chunk(text, start..text.len(), lexemes, &mut cuts, out);
        self.patterns.apply(self, text, lexemes, out);
    }

    fn is_space(&self, c: char) -> bool {
        match c {
            '!'..='~' => false,
            _ => self.vocabulary.chars.is(c, chars::SPACE),
        }
    }

    fn chunk(
        &self,
        text: &str,
        range: std::ops::Range<usize>,
        lexemes: &mut Lexemes,
        cuts: &mut Vec<Cut>,
        out: &mut Vec<RawToken>,
    ) {
        let chunk = &text[range.clone()];
        if chunk.is_empty() {
            return;
        }
        let mut start = range.start as u32;
        let mut push = |piece: Piece| {
            let end = start + piece.n_bytes;
            out.push(RawToken { start, end, lexeme: piece.lexeme, space_after: false });
            start = end;
        };
        if let Some(pieces) = lexemes.chunk(chunk) {
            pieces.iter().copied().for_each(push);
            return;
        }
        cuts.clear();
        self.cut(chunk, WithExceptions::Yes, cuts);
        let mut pieces = Vec::with_capacity(cuts.len());
        let mut rest = chunk;
        for cut in cuts {
            let (word, after) = rest.split_at(cut.n_bytes);
            let piece =
                Piece { n_bytes: cut.n_bytes as u32, lexeme: self.intern(word, cut.norm, lexemes) };
            pieces.push(piece);
            push(piece);
            rest = after;
        }
        lexemes.keep_chunk(chunk, &pieces);
    }

    fn intern(&self, word: &str, norm: Option<u64>, lexemes: &mut Lexemes) -> LexemeId {
        match norm {
            Some(norm) => lexemes.intern_with_norm(&self.vocabulary, word, norm),
            None => lexemes.intern(&self.vocabulary, word),
        }
    }

    fn exception(&self, text: &str) -> Option<&[Cut]> {
        // The check of the length keeps a very long chunk from being hashed at each of its affixes.
        if text.len() > self.longest_exception {
            return None;
        }
        self.exceptions.get(text).map(Vec::as_slice)
    }

    /// Cuts a chunk that is either all white space or has none.
    fn cut(&self, chunk: &str, exceptions: WithExceptions, out: &mut Vec<Cut>) {
        let exception = |text: &str| match exceptions {
            WithExceptions::Yes => self.exception(text),
            WithExceptions::No => None,
        };
        let chars = &self.vocabulary.chars;
        let mut rest = chunk;
        let mut suffixes = Vec::new();
        while !rest.is_empty() && exception(rest).is_none() {
            let prefix = self.affixes.prefix(chars, rest);
            if prefix > 0 && exception(&rest[prefix..]).is_some() {
                out.push(Cut::plain(prefix));
                rest = &rest[prefix..];
                break;
            }
            let suffix = self.affixes.suffix(chars, &rest[prefix..]);
            let before_suffix = rest.len() - suffix;
            if suffix > 0 && exception(&rest[..before_suffix]).is_some() {
                suffixes.push(suffix);
                rest = &rest[..before_suffix];
                break;
            }
            if prefix + suffix == 0 {
                break;
            }
            if prefix > 0 {
                out.push(Cut::plain(prefix));
            }
            if suffix > 0 {
                suffixes.push(suffix);
            }
            rest = &rest[prefix..before_suffix];
        }
        if let Some(cuts) = exception(rest) {
            out.extend(cuts);
        } else if !rest.is_empty() {
            self.cut_middle(rest, out);
        }
        out.extend(suffixes.into_iter().rev().map(Cut::plain));
    }

    fn cut_middle(&self, middle: &str, out: &mut Vec<Cut>) {
        let chars = &self.vocabulary.chars;
        if address::is_address(chars, middle) {
            out.push(Cut::plain(middle.len()));
            return;
        }
        let mut start = 0;
        for infix in self.affixes.infixes(chars, middle) {
            // An infix at the very start stays with what follows it.
            if infix.start == 0 {
                continue;
            }
            if infix.start > start {
                out.push(Cut::plain(infix.start - start));
            }
            out.push(Cut::plain(infix.len()));
            start = infix.end;
        }
        if start < middle.len() {
            out.push(Cut::plain(middle.len() - start));
        }
    }

    /// Remembers an exception that the cutting of affixes can break, by what it is cut into without
    /// exceptions.
    fn add_pattern(&mut self, text: &str) {
        let chars = &self.vocabulary.chars;
        let has_affix = self.affixes.prefix(chars, text) > 0
            || self.affixes.suffix(chars, text) > 0
            || self.affixes.infixes(chars, text).next().is_some();
        // spaCy also takes up the exception " ", which is one token and stays one.
        if has_affix {
            let mut cuts = Vec::new();
            self.cut(text, WithExceptions::No, &mut cuts);
            self.patterns.add(&mut self.vocabulary, text, &cuts);
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WithExceptions {
    Yes,
    No,
}

/// An exception's text and the parts it is cut into.
fn exception(
    table: &mut Table<'_>,
    vocabulary: &Vocabulary,
) -> Result<(Box<str>, Vec<Cut>), Error> {
    let mut whole = String::new();
    let cuts = table.list(|table| {
        let (word, norm) = (table.text()?, table.text()?);
        if word.is_empty() {
            return Err(table.error("has an exception with an empty piece"));
        }
        whole.push_str(word);
        let norm = if norm.is_empty() { None } else { Some(vocabulary.string_id(norm)) };
        Ok(Cut { n_bytes: word.len(), norm })
    })?;
    Ok((whole.into(), cuts))
}

/// The last character boundary that is not past `at`.
fn floor_char_boundary(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    (0..=at).rev().find(|&it| text.is_char_boundary(it)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EMBEDDED;
    use std::time::Duration;
    use std::time::Instant;

    fn tokenizer() -> Tokenizer {
        Tokenizer::read(&ModelFile::read(EMBEDDED).unwrap()).unwrap()
    }

    fn tokens<'t>(tokenizer: &Tokenizer, text: &'t str) -> Vec<&'t str> {
        let (mut lexemes, mut out) = (Lexemes::new(10), Vec::new());
        tokenizer.tokenize(text, &mut lexemes, &mut out);
        out.iter().map(|token| &text[token.start as usize..token.end as usize]).collect()
    }

    #[test]
    fn texts_are_cut() {
        let tokenizer = tokenizer();
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            (" ", &[" "]),
            ("a  b", &["a", " ", "b"]),
            (" a\n\nb ", &[" ", "a", "\n\n", "b"]),
            ("don't", &["do", "n't"]),
            ("(U.S.)", &["(", "U.S.", ")"]),
            ("$1.2bn-a-year", &["$", "1.2bn", "-", "a", "-", "year"]),
            ("10km/h.", &["10", "km/h", "."]),
            ("5€ 7% 9kg", &["5", "€", "7", "%", "9", "kg"]),
            ("35°C. F.", &["35", "°", "C", ".", "F."]),
            ("one...two… ...", &["one", "...", "two", "…", "..."]),
            ("end.Start it.start", &["end", ".", "Start", "it.start"]),
            ("a,b 1,000 x:y 3:1", &["a", ",", "b", "1,000", "x", ":", "y", "3:1"]),
            ("army—what--was", &["army", "—", "what", "--", "was"]),
            ("-12 --x 2-3 2--3", &["-12", "--x", "2", "-", "3", "2", "-", "-3"]),
            ("\u{201c}It\u{2019}s\u{201d},", &["\u{201c}", "It", "\u{2019}s", "\u{201d}", ","]),
            ("end:) :-(x", &["end", ":)", ":", "-(x"]),
            ("a.b.co:80/x?y me@x.org", &["a.b.co:80/x?y", "me@x.org"]),
        ];
        for (text, expected) in cases {
            assert_eq!(tokens(&tokenizer, text), *expected, "{text:?}");
        }
    }

    #[test]
    fn exceptions_have_norms_of_their_own() {
        let tokenizer = tokenizer();
        let (mut lexemes, mut out) = (Lexemes::new(10), Vec::new());
        tokenizer.tokenize("can't n't", &mut lexemes, &mut out);
        let norms: Vec<u64> = out.iter().map(|token| lexemes.attrs(token.lexeme).norm).collect();
        let expected = ["can", "not", "n't"].map(|norm| tokenizer.vocabulary().string_id(norm));
        assert_eq!(norms, expected);
    }

    #[test]
    fn a_kept_chunk_is_cut_the_same() {
        let tokenizer = tokenizer();
        let text = "He (can't) go: can't) he.";
        let (mut lexemes, mut first, mut again) = (Lexemes::new(1), Vec::new(), Vec::new());
        tokenizer.tokenize(text, &mut lexemes, &mut first);
        tokenizer.tokenize(text, &mut lexemes, &mut again);
        assert_eq!(first, again);
        assert!(lexemes.trim());
        tokenizer.tokenize(text, &mut lexemes, &mut again);
        assert_eq!(first.len(), again.len());
    }

    #[test]
    fn a_long_chunk_takes_linear_time() {
        let tokenizer = tokenizer();
        let parts = [
            "a", "(", ")", ".", "-", "a-", "@", "a.", "a@b.", "://", "'", "n't", "1.", "1:", "°",
            ":a/", "…", "日", ":-)",
        ];
        for part in parts {
            let text = part.repeat(2_000_000 / part.len());
            let start = Instant::now();
            let n_bytes: usize = tokens(&tokenizer, &text).iter().map(|token| token.len()).sum();
            assert_eq!(n_bytes, text.len());
            // Two million bytes looked at again and again would take hours.
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "{part:?} took {:?}",
                start.elapsed()
            );
        }
    }
}
