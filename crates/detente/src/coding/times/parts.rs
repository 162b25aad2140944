//! Parts of years and days: quarters, halves, seasons, "the last week of March", mornings and nights.

use crate::coding::times::Match;
use crate::coding::times::calendar::any_year;
use crate::coding::times::calendar::month;
use crate::coding::times::calendar::nearest_round;
use crate::coding::times::calendar::year_of;
use crate::coding::times::date_at;
use crate::coding::times::read::Read;
use crate::coding::times::read::season_start;
use crate::coding::times::relative::stepped;
use crate::coding::times::scene::Scene;
use crate::coding::times::tense::Tense;
use crate::coding::times::tense::tense;
use crate::lexicon::TimeSense;
use crate::lexicon::TimeUnit;
use crate::model::Basis;
use crate::model::Date;
use crate::model::Interval;
use crate::model::Precision;
use detente_language::Pos;
use detente_language::Tag;
use jiff::ToSpan;

/// "the fourth quarter of 2005", "third-quarter", "Q3 2008".
pub(super) fn quarter(s: &Scene<'_>, i: usize) -> Option<Match> {
    let (used, n) = quarter_number(s, i)?;
    let after = i + used;
    if let Some((more, year, basis)) = year_of(s, after) {
        return Some((used + more, Read::quarter(year, n, basis)?));
    }
    let Some(day) = s.story_or_day(i) else {
        return Some((used, Read::unknown(&format!("XXXX-Q{n}"), Precision::Year)));
    };
    let now = (day.month() - 1) / 3 + 1;
    // Plans for the coming quarter stand in the past tense too; reports of one nearly a year old do not.
    let coming = n == now + 1 && s.before(i) != "since";
    let round = if coming { 0 } else { nearest_round(s, i, n, now, 4) };
    Some((used, Read::quarter(day.year() + round, n, Basis::Inferred)?))
}

fn quarter_number(s: &Scene<'_>, i: usize) -> Option<(usize, i8)> {
    if let Some(n) = s.lower(i).strip_prefix('q').and_then(|n| n.parse().ok()) {
        return Some((1, n)).filter(|(_, n)| (1..=4).contains(n));
    }
    let the = s.the(i);
    let (used, n) = s.ordinal(i + the)?;
    let at = i + the + used + usize::from(s.is(i + the + used, &["-", "fiscal"]));
    s.is(at, &["quarter"]).then_some(())?;
    // "the last quarter" is the one before this one, unless its year follows.
    let placed = n > 0 || !s.is(i + the, &["last"]) || year_of(s, at + 1).is_some();
    let n = if n == 0 { 4 } else { i8::try_from(n).ok()? };
    (placed && n <= 4).then_some((at + 1 - i, n))
}

/// "the first half of 2009", "the second half of the year".
pub(super) fn half(s: &Scene<'_>, i: usize) -> Option<Match> {
    let the = s.the(i);
    let (used, n) = s.ordinal(i + the).filter(|(_, n)| matches!(n, 0..=2))?;
    let at = i + the + used + usize::from(s.is(i + the + used, &["-"]));
    s.is(at, &["half"]).then_some(())?;
    let n = if n == 0 { 2 } else { i8::try_from(n).ok()? };
    if s.is(at + 1, &["of"]) && s.is(at + 2, &["the"]) && s.is(at + 3, &["year"]) {
        let year = s.story_or_day(i)?.year();
        return Some((at + 4 - i, Read::half(year, n, Basis::Inferred)?));
    }
    let (more, year, basis) = year_of(s, at + 1)?;
    Some((at + 1 + more - i, Read::half(year, n, basis)?))
}

/// "the last week of March", "the first day of 2009", "the second weekend of May".
pub(super) fn nth(s: &Scene<'_>, i: usize) -> Option<Match> {
    let the = s.the(i);
    let (used, n) = s.ordinal(i + the)?;
    let at = i + the + used;
    let (unit, whole) = (s.singular(at)?, at + 2);
    s.is(at + 1, &["of", "in"]).then_some(())?;
    let month_or_year =
        month(s, whole).or_else(|| any_year(s, whole)).or_else(|| stepped(s, whole));
    let (more, whole_read) = month_or_year?;
    let read = nth_in(whole_read.interval?, unit, n, whole_read.basis)?;
    Some((whole + more - i, read))
}

/// The n-th unit in a stretch; 0 is the last, which must lie in it whole.
fn nth_in(stretch: Interval, unit: TimeUnit, n: u32, basis: Basis) -> Option<Read> {
    let on = |from: Date, days: i64| from.checked_add(days.days()).ok();
    let step = i64::from(n) - 1;
    let read = match (unit, n) {
        (TimeUnit::Day, 0) => Read::day(stretch.to, basis),
        (TimeUnit::Day, _) => Read::day(on(stretch.from, step)?, basis),
        (TimeUnit::Week | TimeUnit::Weekend, 0) => {
            let week = Read::week(stretch.to, unit, basis)?;
            let whole = week.interval.is_some_and(|w| w.to <= stretch.to);
            if whole { week } else { Read::week(on(stretch.to, -7)?, unit, basis)? }
        }
        (TimeUnit::Week, _) => Read::week(on(stretch.from, 7 * step)?, unit, basis)?,
        (TimeUnit::Weekend, _) => {
            let to_saturday = i64::from(5 - stretch.from.weekday().to_monday_zero_offset()).max(0);
            Read::week(on(stretch.from, to_saturday + 7 * step)?, unit, basis)?
        }
        (TimeUnit::Month, 0) => Read::month(stretch.to.year(), stretch.to.month(), basis)?,
        (TimeUnit::Month, _) => {
            let month = stretch.from.checked_add(step.months()).ok()?;
            Read::month(month.year(), month.month(), basis)?
        }
        _ => return None,
    };
    let inside = read.interval.is_some_and(|r| r.from <= stretch.to && r.to >= stretch.from);
    inside.then_some(read)
}

/// "spring 2009", "last summer", "in the winter".
pub(super) fn season(s: &Scene<'_>, i: usize) -> Option<Match> {
    let the = s.the(i);
    let step = s.sense(i + the, |sense| match sense {
        TimeSense::Step(n) | TimeSense::StoryStep(n) => Some(*n),
        _ => None,
    });
    let at = i + the + usize::from(step.is_some());
    let season = s.sense(at, |sense| match sense {
        TimeSense::Season(season) => Some(&**season),
        _ => None,
    })?;
    if let Some((more, year, basis)) = year_of(s, at + 1).filter(|_| step.is_none()) {
        return Some((at + 1 + more - i, Read::season(year, season, basis)?));
    }
    is_season(s, i, at, step.is_some()).then_some(())?;
    let used = at + 1 - i;
    let Some(day) = s.story_or_day(i) else {
        return Some((used, Read::unknown(&format!("XXXX-{season}"), Precision::Year)));
    };
    Some((used, Read::season(season_year(s, i, day, season, step), season, Basis::Inferred)?))
}

/// "spring" and "fall" are also verbs, and springs are many things: these two need a word of time before them.
fn is_season(s: &Scene<'_>, i: usize, at: usize, stepped: bool) -> bool {
    let noun = matches!(s.tree.token(at).tag, Tag::Nn | Tag::Nnp);
    let name = s.capital(at) && s.other_noun(at + 1) && s.capital(at + 1);
    let clear = !s.is(at, &["spring", "fall"]) || stepped || BEFORE_SEASON.contains(&s.before(i));
    noun && clear && !name && !s.is(at + 1, &["of"])
}

const BEFORE_SEASON: [&str; 12] = [
    "in", "by", "until", "since", "during", "early", "late", "but", "this", "through", "mid",
    "before",
];

fn season_year(s: &Scene<'_>, i: usize, day: Date, season: &str, step: Option<i64>) -> i16 {
    let begins = season_start(season);
    // The winter of January and February began a year before.
    let year = if season == "WI" && day.month() < 3 { day.year() - 1 } else { day.year() };
    match step {
        Some(-1) if begins + 2 >= day.month() || season == "WI" && day.month() < 3 => year - 1,
        Some(1) if begins <= day.month() => year + 1,
        Some(_) => year,
        None if s.before(i) == "by" && begins < day.month() => year + 1,
        None if tense(s.tree, i) == Tense::Past && begins > day.month() => year - 1,
        None if tense(s.tree, i) == Tense::Future && begins + 2 < day.month() => year + 1,
        None => year,
    }
}

/// "tonight", "last night", "this morning".
pub(super) fn day_part(s: &Scene<'_>, i: usize) -> Option<Match> {
    let (used, (n, part)) = s.phrase(i, |sense| match sense {
        TimeSense::DayPart(n, part) => Some((*n, &**part)),
        _ => None,
    })?;
    let day = match s.day {
        Some(day) => Read::day(day.checked_add(n.days()).ok()?, Basis::Inferred),
        None => Read::unknown("XXXX-XX-XX", Precision::Day),
    };
    Some((used, day.time(&format!("T{part}"))))
}

/// "Thursday night", "yesterday morning", "Feb. 6 in the evening", "the same night".
pub(super) fn part_after(s: &Scene<'_>, i: usize) -> Option<Match> {
    let (used, read) = date_at(s, i)?;
    (read.precision == Precision::Day).then_some(())?;
    let mut at = i + used;
    at += usize::from(s.is(at, &["early", "late"]));
    if s.is(at, &["in"]) && s.is(at + 1, &["the"]) {
        at += 2;
    }
    let part = s.part(at)?;
    Some((at + 1 - i, read.time(&format!("T{part}"))))
}

/// "the morning of Feb. 6", "early on the evening of March 3".
pub(super) fn part_of(s: &Scene<'_>, i: usize) -> Option<Match> {
    let the = s.the(i);
    let early = usize::from(s.is(i + the, &["early", "late"]));
    let at = i + the + early;
    let part = s.part(at)?;
    s.is(at + 1, &["of", "on"]).then_some(())?;
    let (used, read) = date_at(s, at + 2)?;
    (read.precision == Precision::Day).then_some(())?;
    Some((at + 2 + used - i, read.time(&format!("T{part}"))))
}

/// "in the morning", "that night", "overnight": of the day spoken of.
pub(super) fn part(s: &Scene<'_>, i: usize) -> Option<Match> {
    let lead = usize::from(s.is(i, &["the", "that"]));
    let early = usize::from(s.is(i + lead, &["early", "late"]));
    let at = i + lead + early;
    let part = s.part(at)?;
    let adverb = lead == 0 && s.tree.pos(at) == Pos::Adv;
    let placed = s.is(i, &["that"])
        || (lead == 1 && matches!(s.before(i), "in" | "during" | "on" | "by" | "through" | "into"));
    ((adverb || placed) && !s.other_noun(at + 1)).then_some(())?;
    let day = match s.story_day(i) {
        Some(day) => Read::day(day, Basis::Inferred),
        None => Read::unknown("XXXX-XX-XX", Precision::Day),
    };
    Some((at + 1 - i, day.time(&format!("T{part}"))))
}
