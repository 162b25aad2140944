//! Text as the parser shall see it: non-breaking and odd spaces become spaces, single line breaks too, and soft hyphens go,
//! as do spaces that a tokenizer put in ([`respace`]).
//!
//! Offsets lead back to the article.

use super::respace;

/// A stretch of an article with plain white space.
pub(super) struct Plain {
    pub(super) text: String,
    base: u32,
    /// Where the plain text and the original part: offset in the plain text, then what to add from there on.
    shifts: Vec<(u32, u32)>,
}

impl Plain {
    /// Makes `words` plain; they begin at byte `base` of the article.
    pub(super) fn of(words: &str, base: u32) -> Self {
        let mut it = Plain { text: String::with_capacity(words.len()), base, shifts: Vec::new() };
        let mut gone = 0;
        let mut after_space = true;
        let added = respace::added(words);
        let mut added = added.into_iter().peekable();
        for (at, c) in words.char_indices() {
            let plain = plain_char(c).filter(|_| added.next_if_eq(&at).is_none());
            // A run of odd spaces and line breaks is one space; real double spaces are the writer's own.
            let drop = match plain {
                None => true,
                Some(' ') => c != ' ' && after_space,
                Some(_) => false,
            };
            let before = it.text.len();
            if !drop {
                it.text.push(plain.expect("dropped if none"));
            }
            after_space = it.text.ends_with(' ') || it.text.is_empty();
            let lost = c.len_utf8() - (it.text.len() - before);
            if lost > 0 {
                gone += lost as u32;
                it.shifts.push((it.text.len() as u32, gone));
            }
        }
        it
    }

    /// The article's offset of a token's first byte.
    pub(super) fn original(&self, offset: u32) -> u32 {
        let after = self.shifts.partition_point(|&(at, _)| at <= offset);
        self.base + offset + after.checked_sub(1).map_or(0, |i| self.shifts[i].1)
    }

    /// The article's offset of the end of a token: a character dropped right there is not part of it.
    pub(super) fn original_end(&self, offset: u32) -> u32 {
        if offset == 0 {
            return self.base;
        }
        // Shifts recorded at the end itself belong to what follows the token's last byte.
        let before = self.shifts.partition_point(|&(at, _)| at < offset);
        self.base + offset + before.checked_sub(1).map_or(0, |i| self.shifts[i].1)
    }
}

/// What stands for a character; `None` is nothing.
fn plain_char(c: char) -> Option<char> {
    match c {
        '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' | '\0' => None,
        '\n' | '\r' | '\t' => Some(' '),
        c if c != ' ' && c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::Plain;

    #[track_caller]
    fn check(words: &str, plain: &str, tokens: &[&str]) {
        let made = Plain::of(words, 0);
        assert_eq!(made.text, plain);
        for token in tokens {
            let start = made.text.find(token).unwrap() as u32;
            let (from, to) = (made.original(start), made.original_end(start + token.len() as u32));
            assert_eq!(&words[from as usize..to as usize], *token);
        }
    }

    #[test]
    fn odd_spaces() {
        check("President\u{a0}Putin said", "President Putin said", &["President", "Putin", "said"]);
    }

    #[test]
    fn line_breaks() {
        check("one\r\n  two\nthree", "one   two three", &["one", "two", "three"]);
    }

    #[test]
    fn soft_hyphens() {
        check("a b\u{ad} c", "a b c", &["a", "b", "c"]);
    }
}
