//! The words of a document as patterns see them, and what time it has spoken of so far.

use crate::coding::times::read::Read;
use crate::coding::tree::Tree;
use crate::lexicon::Lexicon;
use crate::lexicon::TimeSense;
use crate::lexicon::TimeUnit;
use crate::lexicon::TimeWord;
use crate::model::Date;
use crate::model::Precision;
use crate::model::Published;
use crate::model::TimeKind;
use detente_language::Dep;
use detente_language::EntityLabel;
use detente_language::Pos;
use detente_language::Tag;
use std::borrow::Cow;

/// A document being read.
pub(super) struct Scene<'a> {
    pub(super) tree: Tree<'a>,
    /// The day the article was written.
    pub(super) day: Option<Date>,
    /// The year it was written, where the day is not known.
    year: Option<i16>,
    lexicon: &'a Lexicon,
    words: Vec<Word<'a>>,
    /// One past the last token on the current line: no expression goes on over a line's end.
    limit: usize,
    /// The first token of the current line.
    line: usize,
    spoken: Option<Spoken>,
    spoken_day: Option<Spoken>,
    last: Option<Last>,
}

struct Word<'a> {
    lower: Cow<'a, str>,
    senses: &'a [TimeWord],
}

/// In lower case; most words are already.
fn lower(word: &str) -> Cow<'_, str> {
    match word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        true => Cow::Borrowed(word),
        false => Cow::Owned(word.to_lowercase()),
    }
}

/// A time that the text has spoken of.
#[derive(Clone, Copy)]
struct Spoken {
    day: Date,
    sentence: usize,
}

/// The expression before.
#[derive(Clone)]
pub(super) struct Last {
    /// One past its last token.
    pub(super) end: usize,
    pub(super) read: Read,
}

/// How many sentences on a time is still the one spoken of.
const MEMORY: usize = 3;

impl<'a> Scene<'a> {
    pub(super) fn new(tree: Tree<'a>, lexicon: &'a Lexicon, published: &Published) -> Self {
        let word = |i: usize| {
            let lower = lower(tree.word(i));
            Word { senses: lexicon.time_words(&lower), lower }
        };
        let words: Vec<Word<'a>> = (0..tree.analysis.tokens.len()).map(word).collect();
        Scene {
            tree,
            day: published.value,
            year: published.year().filter(|_| published.value.is_none()),
            lexicon,
            words,
            limit: 0,
            line: 0,
            spoken: None,
            spoken_day: None,
            last: None,
        }
    }

    /// Makes a token's line the current one.
    pub(super) fn look_at(&mut self, i: usize) {
        if i < self.limit {
            return;
        }
        self.line = i;
        let breaks = |&j: &usize| {
            let gap = self.tree.token(j - 1).end as usize..self.tree.token(j).start as usize;
            self.tree.text.get(gap).is_none_or(|gap| gap.contains('\n'))
        };
        self.limit = (i + 1..self.words.len()).find(breaks).unwrap_or(self.words.len());
    }

    /// Whether an expression can begin here at all: most words are neither numbers nor in the table.
    pub(super) fn may_begin(&self, i: usize) -> bool {
        let Some(word) = self.words.get(i).filter(|_| i < self.limit) else { return false };
        let known = !word.senses.is_empty()
            || word.lower.bytes().any(|b| b.is_ascii_digit())
            || STARTS.contains(&&*word.lower);
        known && !self.in_a_title(i)
    }

    /// "This Week", "the Sunday Times": names of bodies and works; a number there may still be a year.
    fn in_a_title(&self, i: usize) -> bool {
        matches!(self.entity(i), Some(EntityLabel::Org | EntityLabel::WorkOfArt))
            && self.capital(i)
            && self.month(i).is_none()
    }

    /// Keeps what an expression says for the ones after it.
    pub(super) fn remember(&mut self, i: usize, used: usize, read: &Read) {
        self.last = Some(Last { end: i + used, read: read.clone() });
        // "the highest since 1983" does not make 1983 the time spoken of.
        let background = matches!(self.before(i), "since");
        let dated = matches!(read.kind, TimeKind::Date | TimeKind::Time) && !background;
        if let Some(day) = read.first().filter(|_| dated) {
            let spoken = Some(Spoken { day, sentence: self.tree.sentence(i) });
            self.spoken = spoken;
            if read.precision == Precision::Day {
                self.spoken_day = spoken;
            }
        }
    }

    /// The expression that ends right before a token.
    pub(super) fn last_before(&self, i: usize) -> Option<&Last> {
        self.last.as_ref().filter(|last| last.end == i)
    }

    /// The time spoken of, or the article's day.
    pub(super) fn story(&self, i: usize) -> Option<Date> {
        self.near(self.spoken, i).or(self.day).or(self.spoken.map(|s| s.day))
    }

    /// The day spoken of, or the article's.
    pub(super) fn story_day(&self, i: usize) -> Option<Date> {
        self.near(self.spoken_day, i).or(self.day).or(self.spoken_day.map(|s| s.day))
    }

    /// The article's year, where that is all that is known of its day and the text does not speak of another.
    pub(super) fn only_year(&self, i: usize) -> Option<i16> {
        self.year.filter(|_| self.near(self.spoken, i).is_none())
    }

    /// A day to count units from that are no shorter than a year.
    pub(super) fn some_day(&self, i: usize, unit: TimeUnit) -> Option<Date> {
        let long = matches!(unit, TimeUnit::Year | TimeUnit::Decade | TimeUnit::Century);
        let year = self.only_year(i).filter(|_| long)?;
        Date::new(year, 7, 1).ok()
    }

    fn near(&self, spoken: Option<Spoken>, i: usize) -> Option<Date> {
        spoken.filter(|s| self.tree.sentence(i) <= s.sentence + MEMORY).map(|s| s.day)
    }

    /// A word in lower case; empty past the line.
    pub(super) fn lower(&self, i: usize) -> &str {
        if i < self.limit { &self.words[i].lower } else { "" }
    }

    /// The word before; empty at the beginning of a line.
    pub(super) fn before(&self, i: usize) -> &str {
        if i > self.line { &self.words[i - 1].lower } else { "" }
    }

    pub(super) fn is(&self, i: usize, words: &[&str]) -> bool {
        words.contains(&self.lower(i))
    }

    /// 1 if a token is "the".
    pub(super) fn the(&self, i: usize) -> usize {
        usize::from(self.lower(i) == "the")
    }

    /// What a single word says.
    pub(super) fn sense<T>(
        &self,
        i: usize,
        pick: impl Fn(&'a TimeSense) -> Option<T>,
    ) -> Option<T> {
        if i >= self.limit {
            return None;
        }
        self.words[i].senses.iter().filter(|w| w.rest.is_empty()).find_map(|w| pick(&w.sense))
    }

    /// What the longest phrase at a token says, and its number of words.
    pub(super) fn phrase<T>(
        &self,
        i: usize,
        pick: impl Fn(&'a TimeSense) -> Option<T>,
    ) -> Option<(usize, T)> {
        if i >= self.limit {
            return None;
        }
        let fits = |w: &&TimeWord| (1..).zip(&w.rest).all(|(k, word)| self.lower(i + k) == &**word);
        self.words[i]
            .senses
            .iter()
            .filter(fits)
            .filter_map(|w| pick(&w.sense).map(|t| (w.rest.len() + 1, t)))
            .max_by_key(|(used, _)| *used)
    }

    /// A unit in singular or plural.
    pub(super) fn unit(&self, i: usize) -> Option<(TimeUnit, Number)> {
        self.sense(i, unit)
    }

    /// A unit by its name, for words that are part of a token.
    pub(super) fn unit_named(&self, name: &str) -> Option<(TimeUnit, Number)> {
        self.lexicon
            .time_words(name)
            .iter()
            .filter(|w| w.rest.is_empty())
            .find_map(|w| unit(&w.sense))
    }

    /// Whether "a" before a unit means "each": "15 a year", "$3 a day", "twice a week".
    pub(super) fn rates(&self, i: usize) -> bool {
        if i == self.line || self.singular(i + 1).is_none() {
            return false;
        }
        let before = i - 1;
        let number = matches!(self.tree.pos(before), Pos::Num | Pos::Sym);
        let times = self.sense(before, |sense| matches!(sense, TimeSense::Times).then_some(()));
        let noun = matches!(self.tree.token(before).tag, Tag::Nn | Tag::Nns | Tag::Nnp)
            && self.tree.dep(i + 1) == Dep::Npadvmod
            && self.unit(before).is_none();
        number || times.is_some() || noun || self.is(before, &["%", "percent"])
    }

    /// The size of the stretch spoken of last.
    pub(super) fn story_unit(&self, i: usize) -> TimeUnit {
        let last = self.last.as_ref().filter(|_| self.near(self.spoken, i).is_some());
        match last.map(|last| (last.read.precision, last.read.value.as_str())) {
            Some((Precision::Year, value)) if value.contains("-Q") => TimeUnit::Quarter,
            Some((Precision::Year, _)) => TimeUnit::Year,
            Some((Precision::Day, _)) => TimeUnit::Day,
            Some((Precision::Week, _)) => TimeUnit::Week,
            _ => TimeUnit::Month,
        }
    }

    pub(super) fn singular(&self, i: usize) -> Option<TimeUnit> {
        self.unit(i).filter(|(_, number)| *number == Number::One).map(|(unit, _)| unit)
    }

    pub(super) fn plural(&self, i: usize) -> Option<TimeUnit> {
        self.unit(i).filter(|(_, number)| *number == Number::Many).map(|(unit, _)| unit)
    }

    /// A number in digits or words, and how many tokens it takes ("twenty-five").
    pub(super) fn number(&self, i: usize) -> Option<(usize, u32)> {
        let word = |i: usize| {
            self.sense(i, |sense| match sense {
                TimeSense::Number(n) => Some(*n),
                _ => None,
            })
        };
        if let Ok(n) = self.lower(i).replace(',', "").parse() {
            return Some((1, n));
        }
        let n = word(i)?;
        let tens = (20..100).contains(&n) && self.lower(i + 1) == "-";
        match word(i + 2).filter(|ones| tens && *ones < 10) {
            Some(ones) => Some((3, n + ones)),
            None => Some((1, n)),
        }
    }

    /// A place in a row, in words or as "21st", and how many tokens it takes.
    pub(super) fn ordinal(&self, i: usize) -> Option<(usize, u32)> {
        let digits = self.lower(i).trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let tail = &self.lower(i)[digits.len()..];
        if matches!(tail, "st" | "nd" | "rd" | "th") {
            return digits.parse().ok().map(|n| (1, n));
        }
        self.phrase(i, |sense| match sense {
            TimeSense::Ordinal(n) => Some(*n),
            _ => None,
        })
    }

    /// A month's name, capitalized: "may" and "march" are also verbs.
    pub(super) fn month(&self, i: usize) -> Option<i8> {
        let month = self.sense(i, |sense| match sense {
            TimeSense::Month(m) => Some(*m),
            _ => None,
        });
        month.filter(|_| self.capital(i))
    }

    /// Whether a word begins with a capital.
    pub(super) fn capital(&self, i: usize) -> bool {
        i < self.limit && self.tree.word(i).starts_with(char::is_uppercase)
    }

    /// What kind of name a word is part of.
    pub(super) fn entity(&self, i: usize) -> Option<EntityLabel> {
        self.tree.token(i).entity.map(|e| e.label)
    }

    /// Whether a word is a noun that is no unit of time.
    pub(super) fn other_noun(&self, i: usize) -> bool {
        i < self.limit
            && matches!(self.tree.pos(i), Pos::Noun | Pos::Propn)
            && self.unit(i).is_none()
            && self.month(i).is_none()
    }

    /// Whether a word is an adjective.
    pub(super) fn adjective(&self, i: usize) -> bool {
        i < self.limit && self.tree.pos(i) == Pos::Adj
    }

    /// What the word before says, on the same line.
    pub(super) fn sense_before<T>(
        &self,
        i: usize,
        pick: impl Fn(&'a TimeSense) -> Option<T>,
    ) -> Option<T> {
        if i > self.line { self.sense(i - 1, pick) } else { None }
    }

    /// Whether a token follows the one before without a space.
    pub(super) fn glued(&self, i: usize) -> bool {
        i > self.line && i < self.limit && self.tree.token(i - 1).end == self.tree.token(i).start
    }

    /// The part of the day that a word names.
    pub(super) fn part(&self, i: usize) -> Option<&'a str> {
        self.sense(i, |sense| match sense {
            TimeSense::Part(part) => Some(&**part),
            _ => None,
        })
    }
}

fn unit(sense: &TimeSense) -> Option<(TimeUnit, Number)> {
    match sense {
        TimeSense::Unit(unit) => Some((*unit, Number::One)),
        TimeSense::Units(unit) => Some((*unit, Number::Many)),
        _ => None,
    }
}

/// Grammatical number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    One,
    Many,
}

/// Words in no table that expressions begin with.
const STARTS: [&str; 12] =
    ["the", "a", "an", "that", "same", "half", "fiscal", "financial", "fy", "'", "’", "‘"];
