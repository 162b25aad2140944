//! Lengths: "three days", "two-day", "the past nine months", "for years".

use crate::coding::times::Match;
use crate::coding::times::read::Read;
use crate::coding::times::read::length;
use crate::coding::times::scene::Number;
use crate::coding::times::scene::Scene;
use crate::lexicon::TimeSense;
use crate::lexicon::TimeUnit;
use crate::model::TimeKind;

/// A number of units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Count {
    /// None if it is not given.
    pub(super) n: Option<u32>,
    /// "two and a half".
    half: bool,
    pub(super) unit: TimeUnit,
    /// "two-day".
    pub(super) hyphen: bool,
}

impl Count {
    fn length(self) -> String {
        let whole = length(self.unit, self.n);
        match (self.half, self.unit, self.n) {
            (true, TimeUnit::Year, Some(n)) => format!("P{}M", n.saturating_mul(12) + 6),
            (true, TimeUnit::Hour, Some(n)) => format!("PT{}M", n.saturating_mul(60) + 30),
            (true, TimeUnit::Day, Some(n)) => format!("PT{}H", n.saturating_mul(24) + 12),
            _ => whole,
        }
    }
}

/// "three days", "the past two years", "the next few months", "two-day", "decades-long", "half an hour".
pub(super) fn counted(s: &Scene<'_>, i: usize) -> Option<Match> {
    let lead = stretch(s, i);
    let at = i + lead.unwrap_or(0);
    let (used, count) = match count(s, at) {
        Some(found) => found,
        None => (1, unnumbered(s, at, lead.is_some())?),
    };
    if count.hyphen && s.the(i) == 1 && lead == Some(1) {
        return None;
    }
    let some_time = used == 2 && s.is(at, &["a", "an"]) && !measured(s, at);
    if is_age(s, at + used) || is_rate(s, at, used) || some_time {
        return None;
    }
    let end = at + used + tail(s, at + used);
    Some((end - i, Read::duration(count.length())))
}

/// "the past", "the next", "recent": before a number or a unit.
fn stretch(s: &Scene<'_>, i: usize) -> Option<usize> {
    let the = s.the(i);
    let at = i + the;
    let led = s.sense(at, |sense| match sense {
        TimeSense::Stretch(_) | TimeSense::Ordinal(0 | 1) => Some(()),
        _ => None,
    });
    led.map(|()| the + 1).or((the == 1 && s.number(at).is_some()).then_some(1))
}

/// "the past decade", "recent years", "the coming weeks": a unit without a number behind such a word.
fn unnumbered(s: &Scene<'_>, at: usize, led: bool) -> Option<Count> {
    let (unit, number) = s.unit(at).filter(|_| led)?;
    let past = s.is(at - 1, &["past"]);
    let n = match number {
        Number::One if past => Some(1),
        Number::One => return None,
        Number::Many => None,
    };
    // "first months", "last days" are the beginning and end of something.
    let edge = s.sense(at - 1, |sense| match sense {
        TimeSense::Ordinal(1) => Some(()),
        _ => None,
    });
    edge.is_none().then_some(Count { n, half: false, unit, hyphen: false })
}

/// A number, or "several", "a", "half a", with its unit.
pub(super) fn count(s: &Scene<'_>, i: usize) -> Option<(usize, Count)> {
    if let Some(found) = glued(s, i).or_else(|| half(s, i)) {
        return Some(found);
    }
    let (used, n, single) = number(s, i)?;
    let mut at = i + used;
    let half = s.is(at, &["and"]) && s.is(at + 1, &["a"]) && s.is(at + 2, &["half"]);
    at += if half { 3 } else { 0 };
    let hyphen = s.is(at, &["-", "‑"]);
    at += usize::from(hyphen);
    at += adjectives(s, at);
    let (unit, number) = s.unit(at)?;
    let singular = number == Number::One;
    // "a quarter" is mostly a fourth, "a second" another one.
    let other = single && matches!(unit, TimeUnit::Quarter | TimeUnit::Second);
    ((!single || singular) && !other).then_some(())?;
    // "20 second-hand cars" and "the 3 quarter": a singular needs a hyphen, a noun behind it, or one.
    let fits = hyphen
        || !singular
        || single
        || n == Some(1)
        || s.other_noun(at + 1)
        || s.adjective(at + 1);
    fits.then_some(())?;
    let after = at + 1;
    let and_half = s.is(after, &["and"]) && s.is(after + 1, &["a"]) && s.is(after + 2, &["half"]);
    let end = after + if and_half { 3 } else { 0 };
    let half = half || and_half;
    Some((end - i, Count { n, half, unit, hyphen }))
}

/// How many words a number takes, the number, and whether it is an article.
fn number(s: &Scene<'_>, i: usize) -> Option<(usize, Option<u32>, bool)> {
    let vague = s.phrase(i, |sense| match sense {
        TimeSense::Vague => Some(()),
        _ => None,
    });
    if let Some((used, ())) = vague {
        return Some((used, None, false));
    }
    if let Some((used, n)) = s.number(i) {
        return Some((used, Some(n), false));
    }
    s.is(i, &["a", "an"]).then_some((1, Some(1), true))
}

/// "27-year" as one token.
fn glued(s: &Scene<'_>, i: usize) -> Option<(usize, Count)> {
    let (n, word) = s.lower(i).split_once('-')?;
    let n = n.replace(',', "").parse().ok()?;
    let (unit, _) = s.unit_named(word)?;
    Some((1, Count { n: Some(n), half: false, unit, hyphen: true }))
}

/// "half an hour", "half a century", "half-hour".
fn half(s: &Scene<'_>, i: usize) -> Option<(usize, Count)> {
    s.is(i, &["half"]).then_some(())?;
    let at = i + 1 + usize::from(s.is(i + 1, &["a", "an", "-"]));
    let (n, unit) = match s.singular(at)? {
        TimeUnit::Century => (50, TimeUnit::Year),
        TimeUnit::Decade => (5, TimeUnit::Year),
        TimeUnit::Year => (6, TimeUnit::Month),
        TimeUnit::Day => (12, TimeUnit::Hour),
        TimeUnit::Hour => (30, TimeUnit::Minute),
        TimeUnit::Minute => (30, TimeUnit::Second),
        _ => return None,
    };
    (at > i + 1).then_some(())?;
    Some((at + 1 - i, Count { n: Some(n), half: false, unit, hyphen: false }))
}

/// "six straight days", "five trading days".
fn adjectives(s: &Scene<'_>, i: usize) -> usize {
    (i..i + 2).take_while(|&j| s.is(j, &ADJECTIVES)).count()
}

const ADJECTIVES: [&str; 22] = [
    "straight",
    "consecutive",
    "successive",
    "full",
    "more",
    "additional",
    "further",
    "extra",
    "other",
    "trading",
    "working",
    "business",
    "calendar",
    "long",
    "whole",
    "short",
    "solid",
    "odd",
    "fiscal",
    "financial",
    "entire",
    "good",
];

/// "-long", "'s", which belong to the length.
fn tail(s: &Scene<'_>, i: usize) -> usize {
    if s.is(i, &["-"]) && s.is(i + 1, &["long"]) { 2 } else { 0 }
}

/// "a 33-year-old", "33 years old", "33 years of age" tell an age.
fn is_age(s: &Scene<'_>, i: usize) -> bool {
    s.is(i, &["old", "olds"])
        || (s.is(i, &["-"]) && s.is(i + 1, &["old", "olds"]))
        || (s.is(i, &["of"]) && s.is(i + 1, &["age"]))
}

/// "a day" is a length after words of length; elsewhere it is some day ("a day nobody forgets").
fn measured(s: &Scene<'_>, i: usize) -> bool {
    let before = s.before(i);
    // "a day after the raid"
    let counts_on =
        s.sense(i + 2, |sense| matches!(sense, TimeSense::After | TimeSense::Before).then_some(()));
    MEASURES.contains(&before)
        || counts_on.is_some()
        || s.sense_before(i, |sense| matches!(sense, TimeSense::About).then_some(())).is_some()
}

const MEASURES: [&str; 26] = [
    "for", "in", "within", "over", "after", "than", "of", "half", "takes", "took", "take", "spent",
    "spend", "lasted", "last", "lasts", "least", "most", "to", "through", "by", "almost", "nearly",
    "under", "just", "waited",
];

/// "15 a year", "80 miles an hour": the article means "each".
pub(super) fn is_rate(s: &Scene<'_>, i: usize, used: usize) -> bool {
    used == 2 && s.is(i, &["a", "an"]) && s.rates(i)
}

/// "between 60 and 90 days", "two to three years": the first number.
pub(super) fn range_start(s: &Scene<'_>, i: usize) -> Option<Match> {
    let (used, n) = s.number(i)?;
    let at = i + used;
    let between = s.before(i) == "between" && s.is(at, &["and"]);
    (between || s.is(at, &["to", "-", "–"])).then_some(())?;
    let (_, count) = count(s, at + 1)?;
    count.n.filter(|&upper| upper > n)?;
    Some((used, Read::duration(length(count.unit, Some(n)))))
}

/// "for years", "over the years", "decades-long", "within hours".
pub(super) fn vague(s: &Scene<'_>, i: usize) -> Option<Match> {
    let at = i + s.the(i);
    let unit = s.plural(at)?;
    let tail = tail(s, at + 1);
    let led = LEADS.contains(&s.before(i)) && (at == i || s.before(i) == "over");
    let alone = at == i && !s.other_noun(at + 1) && led;
    (alone || (at > i && led) || (at == i && tail > 0)).then_some(())?;
    let goes_on = s.is(at + 1, &["of"]) && at > i;
    (!goes_on).then_some((at + 1 + tail - i, Read::duration(length(unit, None))))
}

const LEADS: [&str; 14] = [
    "for", "over", "in", "through", "within", "of", "after", "take", "takes", "spent", "spend",
    "lasted", "last", "took",
];

/// Whether a match is a length.
pub(super) fn is_length(found: &Match) -> bool {
    found.1.kind == TimeKind::Duration
}
