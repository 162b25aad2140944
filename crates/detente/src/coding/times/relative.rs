//! Days, weeks, months and years counted from the article's day or from the time it speaks of.

use crate::coding::times::Match;
use crate::coding::times::calendar::year_of;
use crate::coding::times::duration;
use crate::coding::times::read::Read;
use crate::coding::times::read::moved;
use crate::coding::times::scene::Scene;
use crate::coding::times::tense::Tense;
use crate::coding::times::tense::tense;
use crate::lexicon::TimeSense;
use crate::lexicon::TimeUnit;
use crate::model::Basis;
use crate::model::Date;
use crate::model::Precision;
use detente_language::Pos;
use detente_language::Tag;
use jiff::ToSpan;

/// "today", "yesterday", "the day after tomorrow".
pub(super) fn day(s: &Scene<'_>, i: usize) -> Option<Match> {
    let (used, offset) = s.phrase(i, |sense| match sense {
        TimeSense::Day(n) => Some(*n),
        _ => None,
    })?;
    let Some(day) = s.day else {
        return Some((used, Read::unknown("XXXX-XX-XX", Precision::Day)));
    };
    Some((used, Read::day(day.checked_add(offset.days()).ok()?, Basis::Inferred)))
}

/// Where counting begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Article,
    Story,
}

/// "last week", "next month", "this year", "the previous day", "last March".
pub(super) fn stepped(s: &Scene<'_>, i: usize) -> Option<Match> {
    let the = s.the(i);
    let that = !s.is(i, &["this"]) || s.unit(i + 1).is_some();
    let (step, from) = direction(s, i + the, the == 1).filter(|_| that)?;
    let at = i + the + 1;
    let anchor = anchor(s, i, from);
    if let Some(month) = s.month(at) {
        return Some((at + 1 - i, month_stepped(month, step, anchor)?));
    }
    // "the entire last year", "the last full year"
    let at = at + usize::from(s.is(at, &["full", "fiscal", "financial", "calendar", "whole"]));
    let unit = s.singular(at)?;
    // "this second", and "the last day" is mostly the last of something.
    let whole = !matches!(unit, TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour);
    let dayless = unit == TimeUnit::Day && from == From::Article && !(the == 1 && step == 1);
    (whole && !dayless).then_some(())?;
    Some((at + 1 - i, in_units(s.some_day(i, unit).or(anchor), unit, step)?))
}

/// "the next" goes on from the time spoken of where a day follows, from the article elsewhere.
fn direction(s: &Scene<'_>, i: usize, the: bool) -> Option<(i64, From)> {
    let article = s.sense(i, |sense| match sense {
        TimeSense::Step(n) => Some(*n),
        _ => None,
    });
    let story = s.sense(i, |sense| match sense {
        TimeSense::StoryStep(n) => Some(*n),
        _ => None,
    });
    let day_follows = s.singular(i + 1) == Some(TimeUnit::Day);
    match (article, story) {
        (Some(n), Some(_)) if the && day_follows => Some((n, From::Story)),
        (Some(n), _) => Some((n, From::Article)),
        (None, Some(n)) => Some((n, From::Story)),
        _ => None,
    }
}

fn anchor(s: &Scene<'_>, i: usize, from: From) -> Option<Date> {
    match from {
        From::Article => s.story_or_day(i),
        From::Story if s.singular(i + 1 + s.the(i)) == Some(TimeUnit::Day) => s.story_day(i),
        From::Story => s.story(i),
    }
}

/// A unit so many units on; without a day to count from, its shape alone.
fn in_units(anchor: Option<Date>, unit: TimeUnit, n: i64) -> Option<Read> {
    match anchor {
        Some(day) => moved(day, unit, n, Basis::Inferred),
        None => Some(Read::unknown(shape(unit), precision(unit))),
    }
}

fn shape(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Week => "XXXX-WXX",
        TimeUnit::Weekend => "XXXX-WXX-WE",
        TimeUnit::Month => "XXXX-XX",
        TimeUnit::Quarter => "XXXX-QX",
        TimeUnit::Year => "XXXX",
        TimeUnit::Decade => "XXX",
        TimeUnit::Century => "XX",
        _ => "XXXX-XX-XX",
    }
}

fn precision(unit: TimeUnit) -> Precision {
    match unit {
        TimeUnit::Week | TimeUnit::Weekend => Precision::Week,
        TimeUnit::Month => Precision::Month,
        TimeUnit::Quarter | TimeUnit::Year | TimeUnit::Decade | TimeUnit::Century => {
            Precision::Year
        }
        _ => Precision::Day,
    }
}

/// "last March": the latest that is over; "next March": the first to come; "this March": of this year.
fn month_stepped(month: i8, step: i64, anchor: Option<Date>) -> Option<Read> {
    let Some(day) = anchor else {
        return Some(Read::unknown(&format!("XXXX-{month:02}"), Precision::Month));
    };
    let year = match step {
        -1 if month >= day.month() => day.year() - 1,
        1 if month <= day.month() => day.year() + 1,
        _ => day.year(),
    };
    Read::month(year, month, Basis::Inferred)
}

/// "two days ago", "three weeks later", "a year earlier", "years ago", "in two days".
pub(super) fn counted(s: &Scene<'_>, i: usize) -> Option<Match> {
    let Some((used, count)) = duration::count(s, i) else { return long_ago(s, i) };
    let after = i + used;
    let Some((more, way)) = way(s, after) else { return in_future(s, i, used, count) };
    let Some(n) = count.n else {
        let side = if way.1 < 0 { "PAST_REF" } else { "FUTURE_REF" };
        let told = way.0 == From::Article;
        return told.then(|| (used + more, Read::reference(side)));
    };
    let unit = count.unit;
    let anchor = match way.0 {
        From::Article => s.day.or(s.some_day(i, unit)),
        From::Story => s.story_day(i),
    };
    let n = way.1 * i64::from(n);
    // "a week ago" means that very day; more weeks are counted in weeks.
    let read = match unit {
        TimeUnit::Week if n.abs() == 1 => in_units(anchor, TimeUnit::Day, 7 * n)?,
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour => {
            in_units(anchor, TimeUnit::Day, 0)?.time("TXX")
        }
        _ => in_units(anchor, unit, n)?,
    };
    Some((used + more, read))
}

/// "years ago".
fn long_ago(s: &Scene<'_>, i: usize) -> Option<Match> {
    s.plural(i)?;
    let (used, way) = way(s, i + 1)?;
    (way == (From::Article, -1)).then(|| (1 + used, Read::reference("PAST_REF")))
}

/// What stands behind a count: back or on, and from where.
fn way(s: &Scene<'_>, i: usize) -> Option<(usize, (From, i64))> {
    let (used, way) = s.phrase(i, |sense| match sense {
        TimeSense::Ago => Some((From::Article, -1)),
        TimeSense::FromNow => Some((From::Article, 1)),
        TimeSense::Before => Some((From::Story, -1)),
        TimeSense::After => Some((From::Story, 1)),
        _ => None,
    })?;
    // "two days before the vote" counts from something that is no time.
    let preposition = s.is(i, &["before", "after"]) && !closes(s, i + used);
    (!preposition).then_some((used, way))
}

/// Whether nothing hangs on the word before: the clause ends, or a verb or conjunction goes on.
fn closes(s: &Scene<'_>, i: usize) -> bool {
    s.lower(i).is_empty()
        || matches!(s.tree.pos(i), Pos::Punct | Pos::Cconj | Pos::Aux | Pos::Adp)
        || (s.tree.pos(i) == Pos::Verb && s.tree.token(i).tag != Tag::Vbg)
}

/// "will meet in two days".
fn in_future(s: &Scene<'_>, i: usize, used: usize, count: duration::Count) -> Option<Match> {
    let ahead = s.before(i) == "in" && tense(s.tree, i) == Tense::Future;
    let day = s.day.filter(|_| ahead && !count.hyphen)?;
    Some((used, moved(day, count.unit, i64::from(count.n?), Basis::Inferred)?))
}

/// "the day before", "the year previous", "the week after".
pub(super) fn neighbor(s: &Scene<'_>, i: usize) -> Option<Match> {
    (s.the(i) == 1).then_some(())?;
    let unit = s.singular(i + 1)?;
    let step = s.sense(i + 2, |sense| match sense {
        TimeSense::Before | TimeSense::StoryStep(-1) => Some(-1),
        TimeSense::After | TimeSense::StoryStep(1) => Some(1),
        _ => None,
    })?;
    closes(s, i + 3).then_some(())?;
    let anchor = if unit == TimeUnit::Day { s.story_day(i) } else { s.story(i) };
    Some((3, in_units(anchor, unit, step)?))
}

/// "the same day", "that year", "the same month a year ago", "the same period of 2008".
pub(super) fn same(s: &Scene<'_>, i: usize) -> Option<Match> {
    let (lead, that) = match s.lower(i) {
        "the" if s.is(i + 1, &["same", "very"]) => (2, false),
        "same" => (1, false),
        "that" => (1, true),
        _ => return None,
    };
    let at = i + lead;
    if let Some(found) = same_in_year(s, i, at) {
        return Some(found);
    }
    let unit = s.singular(at)?;
    if let Some(day) = s.story_day(i).filter(|_| unit == TimeUnit::Day) {
        return Some((lead + 1, Read::day(day, Basis::Inferred)));
    }
    let dated = !matches!(unit, TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour);
    // "that day's", not "that century saw": far stretches are seldom spoken of so.
    (dated && !(that && unit == TimeUnit::Century)).then_some(())?;
    Some((lead + 1, in_units(s.story(i), unit, 0)?))
}

/// The stretch spoken of, in another year.
fn same_in_year(s: &Scene<'_>, i: usize, at: usize) -> Option<Match> {
    let period = s.is(at, &["period", "time", "stretch"]);
    let unit = s.singular(at);
    (period || unit.is_some()).then_some(())?;
    let back = counted(s, at + 1).filter(|(_, read)| read.precision == Precision::Year);
    let (used, year) = match back {
        Some((used, read)) => (used, read.first()?.year()),
        None => year_of(s, at + 1).map(|(used, year, _)| (used, year))?,
    };
    let used = at + 1 + used - i;
    let spoken = s.story(i)?;
    let day = Date::new(year, spoken.month(), 1).ok()?;
    let unit = unit.unwrap_or(s.story_unit(i));
    Some((used, moved(day, unit, 0, Basis::Inferred)?))
}

/// "for a second consecutive day", "the third straight week", "fourth week in a row": the last of them is the present one.
pub(super) fn in_a_row(s: &Scene<'_>, i: usize) -> Option<Match> {
    let lead = usize::from(s.is(i, &["a", "the"]));
    let (used, _) = s.ordinal(i + lead).filter(|(_, n)| *n > 1)?;
    let at = i + lead + used;
    let straight = usize::from(s.is(at, &["consecutive", "straight", "successive", "running"]));
    let unit = s.singular(at + straight)?;
    let end = at + straight + 1;
    let row =
        straight == 1 || (s.is(end, &["in"]) && s.is(end + 1, &["a"]) && s.is(end + 2, &["row"]));
    let dated = !matches!(unit, TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour);
    (row && dated).then_some(())?;
    Some((end - i, in_units(s.story_or_day(i), unit, 0)?))
}

/// "for the year", "over the weekend", "in the quarter": the one spoken of.
pub(super) fn bare(s: &Scene<'_>, i: usize) -> Option<Match> {
    (s.the(i) == 1).then_some(())?;
    let whole = usize::from(s.is(i + 1, &["entire", "whole", "full"]));
    let at = i + 1 + whole;
    let unit = s.singular(at)?;
    let dated = matches!(
        unit,
        TimeUnit::Day
            | TimeUnit::Week
            | TimeUnit::Weekend
            | TimeUnit::Month
            | TimeUnit::Quarter
            | TimeUnit::Year
    );
    let led = LEADS.contains(&s.before(i));
    let goes_on = s.other_noun(at + 1) || s.is(at + 1, &GO_ON);
    (dated && (led || unit == TimeUnit::Weekend) && !goes_on).then_some(())?;
    let read = match unit {
        TimeUnit::Day => Read::day(s.story_day(i)?, Basis::Inferred),
        TimeUnit::Weekend => weekend(s, i)?,
        _ => in_units(s.story(i), unit, 0)?,
    };
    Some((at + 1 - i, read))
}

/// The weekend nearest by; on a Monday or Tuesday the one that is over.
fn weekend(s: &Scene<'_>, i: usize) -> Option<Read> {
    let Some(day) = s.story_or_day(i) else { return in_units(None, TimeUnit::Weekend, 0) };
    let ahead = tense(s.tree, i) == Tense::Future;
    let over = day.weekday().to_monday_zero_offset() < 5 && !ahead;
    moved(day, TimeUnit::Weekend, if over { -1 } else { 0 }, Basis::Inferred)
}

const LEADS: [&str; 19] = [
    "for",
    "during",
    "over",
    "in",
    "of",
    "on",
    "by",
    "end",
    "ended",
    "ending",
    "ends",
    "finish",
    "finished",
    "finishing",
    "closed",
    "throughout",
    "this",
    "within",
    "at",
];

/// Words that make a stretch another than the one spoken of.
const GO_ON: [&str; 10] = ["of", "that", "when", "after", "before", "to", "since", "in", "-", "'s"];
