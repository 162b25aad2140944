//! Recurrences: "every Friday", "annual", "twice a week", "on Mondays".

use crate::coding::times::Match;
use crate::coding::times::duration;
use crate::coding::times::read::Read;
use crate::coding::times::read::length;
use crate::coding::times::scene::Scene;
use crate::lexicon::TimeSense;
use detente_language::Pos;

/// "every Friday", "each March", "every two weeks", "every morning", "per year".
pub(super) fn every(s: &Scene<'_>, i: usize) -> Option<Match> {
    s.sense(i, |sense| match sense {
        TimeSense::Every => Some(()),
        _ => None,
    })?;
    let other = usize::from(s.is(i + 1, &["other", "single", "second"]));
    let at = i + 1 + other;
    if let Some((used, value)) = recurring(s, at) {
        return Some((1 + other + used, Read::set(value)));
    }
    if let Some(unit) = s.singular(at) {
        let n = if s.is(i + 1, &["other", "second"]) { 2 } else { 1 };
        return Some((2 + other, Read::set(length(unit, Some(n)))));
    }
    let (used, count) = duration::count(s, at)?;
    count.n.map(|n| (1 + other + used, Read::set(length(count.unit, Some(n)))))
}

/// A weekday, month, season or part of the day without its date.
fn recurring(s: &Scene<'_>, i: usize) -> Option<(usize, String)> {
    s.phrase(i, |sense| match sense {
        TimeSense::Weekday(n) | TimeSense::Weekdays(n) => Some(format!("XXXX-WXX-{n}")),
        TimeSense::Month(m) if s.capital(i) => Some(format!("XXXX-{m:02}")),
        TimeSense::Season(season) => Some(format!("XXXX-{season}")),
        TimeSense::Part(part) => Some(format!("XXXX-XX-XXT{part}")),
        _ => None,
    })
}

/// "annual", "daily"; not in a name.
pub(super) fn adjective(s: &Scene<'_>, i: usize) -> Option<Match> {
    let (used, value) = s.phrase(i, |sense| match sense {
        TimeSense::Set(value) => Some(&**value),
        _ => None,
    })?;
    let named = s.capital(i) && (s.capital(i + used) || s.tree.pos(i) == Pos::Propn);
    (!named).then(|| (used, Read::set(value.to_owned())))
}

/// "a year" in "15 a year", "twice a week", "three times a day".
pub(super) fn rate(s: &Scene<'_>, i: usize) -> Option<Match> {
    let at = i + times(s, i);
    s.is(at, &["a", "an", "per", "each", "every"]).then_some(())?;
    let unit = s.singular(at + 1)?;
    (at > i || (s.is(at, &["a", "an"]) && s.rates(at))).then_some(())?;
    Some((at + 2 - i, Read::set(length(unit, Some(1)))))
}

/// "once", "three times": how many tokens.
fn times(s: &Scene<'_>, i: usize) -> usize {
    let once = s.sense(i, |sense| match sense {
        TimeSense::Times => Some(1),
        _ => None,
    });
    let counted =
        s.number(i).filter(|(used, _)| s.is(i + used, &["times"])).map(|(used, _)| used + 1);
    once.or(counted).unwrap_or(0)
}

/// "on Mondays".
pub(super) fn weekdays(s: &Scene<'_>, i: usize) -> Option<Match> {
    let n = s.sense(i, |sense| match sense {
        TimeSense::Weekdays(n) => Some(*n),
        _ => None,
    })?;
    s.capital(i).then(|| (1, Read::set(format!("XXXX-WXX-{n}"))))
}
