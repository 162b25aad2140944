//! The patterns for what is cut off a chunk's ends and out of its middle.

use crate::chars;
use crate::chars::Chars;
use std::collections::HashMap;
use std::ops::Range;

/// The patterns; the single characters in them are classes of [`Chars`].
#[derive(Debug, Default)]
pub(super) struct Affixes {
    /// Units such as "km" or "$" that are cut off a number, by their last character.
    units: HashMap<char, Vec<Box<str>>>,
}

impl Affixes {
    pub(super) fn new(units: Vec<&str>) -> Self {
        let mut out = Affixes::default();
        for unit in units {
            if let Some(last) = unit.chars().next_back() {
                out.units.entry(last).or_default().push(unit.into());
            }
        }
        out
    }

    /// The length in bytes of what is cut off the front of a chunk; 0 for nothing.
    pub(super) fn prefix(&self, chars: &Chars, chunk: &str) -> usize {
        let bytes = chunk.as_bytes();
        let Some(first) = chunk.chars().next() else { return 0 };
        match first {
            '.' => dots(bytes.iter()),
            '+' => usize::from(!bytes.get(1).is_some_and(u8::is_ascii_digit)),
            'U' if chunk.starts_with("US$") => 3,
            'A' | 'C' if bytes.get(1) == Some(&b'$') => 2,
            _ if chars.is(first, chars::PREFIX) => first.len_utf8(),
            _ => 0,
        }
    }

    /// The length in bytes of what is cut off the end of a chunk; 0 for nothing.
    ///
    /// Of several patterns that match, the one that begins first counts.
    pub(super) fn suffix(&self, chars: &Chars, chunk: &str) -> usize {
        let mut before = chunk.chars();
        let Some(last) = before.next_back() else { return 0 };
        let single = if chars.is(last, chars::SUFFIX) { last.len_utf8() } else { 0 };
        let other = match last {
            '.' => stop(chars, chunk),
            '…' if before.as_str().ends_with('…') => 2 * last.len_utf8(),
            's' | 'S' => before
                .next_back()
                .filter(|&it| it == '\'' || it == '’')
                .map_or(0, |it| it.len_utf8() + 1),
            '+' => usize::from(ends_with_digit(before.as_str())),
            _ => 0,
        };
        single.max(other).max(self.unit(chunk, last))
    }

    fn unit(&self, chunk: &str, last: char) -> usize {
        let Some(units) = self.units.get(&last) else { return 0 };
        let lengths =
            units.iter().map(|unit| if is_after_digit(chunk, unit) { unit.len() } else { 0 });
        lengths.max().unwrap_or(0)
    }

    /// The places in a chunk where it is cut, from left to right.
    pub(super) fn infixes<'a>(
        &'a self,
        chars: &'a Chars,
        chunk: &'a str,
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        let mut at = 0;
        let mut previous = None;
        std::iter::from_fn(move || {
            while let Some(c) = chunk[at..].chars().next() {
                let n_bytes = infix(chars, previous, &chunk[at..]);
                let start = at;
                at += n_bytes.max(c.len_utf8());
                previous = chunk[..at].chars().next_back();
                if n_bytes > 0 {
                    return Some(start..at);
                }
            }
            None
        })
    }
}

/// The length of a run of full stops if it is one of two or more.
fn dots<'a>(bytes: impl Iterator<Item = &'a u8>) -> usize {
    let n = bytes.take_while(|&&byte| byte == b'.').count();
    if n >= 2 { n } else { 0 }
}

fn is_after_digit(chunk: &str, unit: &str) -> bool {
    chunk.strip_suffix(unit).is_some_and(ends_with_digit)
}

fn ends_with_digit(text: &str) -> bool {
    text.as_bytes().last().is_some_and(u8::is_ascii_digit)
}

/// The length of the full stops at the end of a chunk, if they are to be cut off.
fn stop(chars: &Chars, chunk: &str) -> usize {
    let run = dots(chunk.as_bytes().iter().rev());
    if run > 0 {
        return run;
    }
    let mut before = chunk.chars().rev().skip(1);
    let Some(last) = before.next() else { return 0 };
    let second = before.next();
    let is_cut = chars.is(last, chars::BEFORE_STOP)
        || (chars.is(last, chars::BEFORE_CAPITAL_STOP)
            && second.is_some_and(|c| chars.is(c, chars::BEFORE_CAPITAL_STOP)))
        || (matches!(last, 'F' | 'f' | 'C' | 'c' | 'K' | 'k') && second == Some('°'));
    usize::from(is_cut)
}

/// The length of the infix at the start of `rest`, which stands after the character `previous`.
fn infix(chars: &Chars, previous: Option<char>, rest: &str) -> usize {
    let mut after = rest.chars();
    let Some(c) = after.next() else { return 0 };
    let follows = |classes| previous.is_some_and(|it| chars.is(it, classes));
    let follows_digit = previous.is_some_and(|it| it.is_ascii_digit());
    let precedes =
        |at: usize, classes| rest[at..].chars().next().is_some_and(|it| chars.is(it, classes));
    let follows_word = || follows_digit || follows(chars::LETTER);
    match c {
        '.' => match dots(rest.as_bytes().iter()) {
            0 => usize::from(
                follows(chars::BEFORE_INNER_STOP) && precedes(1, chars::AFTER_INNER_STOP),
            ),
            run => run,
        },
        '+' | '-' | '*' | '^'
            if follows_digit && after.next().is_some_and(|it| it.is_ascii_digit() || it == '-') =>
        {
            1
        }
        ',' => usize::from(follows(chars::LETTER) && precedes(1, chars::LETTER)),
        ':' | '<' | '>' | '=' | '/' => usize::from(follows_word() && precedes(1, chars::LETTER)),
        '-' | '–' | '—' | '~' if follows_word() => {
            let most = match c {
                '-' => 3,
                '—' => 2,
                _ => 1,
            };
            let run = rest.chars().take(most).take_while(|&it| it == c).count() * c.len_utf8();
            if precedes(run, chars::LETTER) { run } else { 0 }
        }
        _ if chars.is(c, chars::INFIX) => c.len_utf8(),
        _ => 0,
    }
}
