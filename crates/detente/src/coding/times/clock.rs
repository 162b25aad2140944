//! Hours of the day: "10 a.m.", "16:08 UTC", "noon on Friday".

use crate::coding::times::Match;
use crate::coding::times::date_at;
use crate::coding::times::read::Read;
use crate::coding::times::scene::Scene;
use crate::lexicon::TimeSense;
use crate::model::Basis;
use crate::model::Precision;
use crate::model::TimeKind;
use detente_language::EntityLabel;

/// An hour with its zone and its day, if they are said; the day is otherwise the one spoken of.
pub(super) fn clock(s: &Scene<'_>, i: usize) -> Option<Match> {
    let (mut used, hour) = hour(s, i)?;
    let zone = zone(s, i + used);
    used += zone.map_or(0, |(more, _)| more);
    let time = format!("T{hour}{}", zone.map_or("", |(_, z)| z));
    if let Some((more, read)) = day_after(s, i + used) {
        return Some((used + more, read.time(&time)));
    }
    let next = date_at(s, i + used + 1).filter(|_| s.is(i + used, &[","]));
    let day = match next.filter(|(_, read)| read.precision == Precision::Day) {
        Some((_, read)) => read,
        None => s.story_day(i).map_or_else(
            || Read::unknown("XXXX-XX-XX", Precision::Day),
            |day| Read::day(day, Basis::Inferred),
        ),
    };
    Some((used, day.time(&time)))
}

/// "today", "on Monday", right behind the hour.
fn day_after(s: &Scene<'_>, i: usize) -> Option<Match> {
    let on = usize::from(s.is(i, &["on", "of"]));
    let (used, read) = date_at(s, i + on)?;
    (read.precision == Precision::Day && read.kind == TimeKind::Date).then_some((on + used, read))
}

/// "10 a.m.", "10:30 p.m.", "16:08", "noon", "10 o'clock": tokens and `HH:MM`.
fn hour(s: &Scene<'_>, i: usize) -> Option<(usize, String)> {
    let named = s.sense(i, |sense| match sense {
        TimeSense::Clock(hour) => Some(hour.to_string()),
        _ => None,
    });
    if let Some(hour) = named {
        return Some((1, hour));
    }
    let (hours, minutes) = digits(s.lower(i))?;
    let half = s.sense(i + 1, |sense| match sense {
        TimeSense::HalfDay(n) => Some(*n),
        _ => None,
    });
    if let Some(half) = half.filter(|_| (1..=12).contains(&hours)) {
        return Some((2, format!("{:02}:{:02}", hours % 12 + half, minutes.unwrap_or(0))));
    }
    if s.is(i + 1, &["o'clock", "o’clock"]) {
        return Some((2, format!("{hours:02}:00")));
    }
    let written = format!("{hours:02}:{:02}", minutes?);
    let placed = matches!(
        s.before(i),
        "at" | "by" | "until" | "from" | "around" | "about" | "before" | "after"
    );
    let seen = s.entity(i) == Some(EntityLabel::Time) || zone(s, i + 1).is_some();
    (placed || seen).then_some((1, written))
}

/// "16:08", "16.08" is no hour, "10" may be one.
fn digits(word: &str) -> Option<(u8, Option<u8>)> {
    let number = |w: &str| -> Option<u8> {
        (matches!(w.len(), 1 | 2) && w.bytes().all(|b| b.is_ascii_digit()))
            .then(|| w.parse().ok())?
    };
    match word.split_once(':') {
        None => number(word).filter(|h| *h <= 24).map(|h| (h, None)),
        Some((hours, rest)) => {
            let minutes = number(rest.split(':').next()?).filter(|m| *m < 60)?;
            number(hours).filter(|h| *h <= 24).map(|h| (h, Some(minutes)))
        }
    }
}

/// "UTC", "(GMT +8)", "local time": tokens, and `Z` if it is the world's own time.
fn zone(s: &Scene<'_>, i: usize) -> Option<(usize, &'static str)> {
    let open = usize::from(s.is(i, &["("]));
    let (used, name) = s.phrase(i + open, |sense| match sense {
        TimeSense::Zone(zone) => Some(&**zone),
        _ => None,
    })?;
    let offset = offset(s, i + open + used);
    let close = usize::from(open == 1 && s.is(i + open + used + offset, &[")"]));
    let z = if name == "Z" && offset == 0 { "Z" } else { "" };
    (open == close).then_some((open + used + offset + close, z))
}

/// "+8", "+ 08:00": tokens.
fn offset(s: &Scene<'_>, i: usize) -> usize {
    let word = s.lower(i);
    match word.strip_prefix(['+', '-', '−']) {
        Some("") if s.lower(i + 1).starts_with(|c: char| c.is_ascii_digit()) => 2,
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => 1,
        _ => 0,
    }
}
