//! Days of the week: "on Monday", "next Friday".

use crate::coding::times::Match;
use crate::coding::times::read::Read;
use crate::coding::times::scene::Scene;
use crate::coding::times::tense::Tense;
use crate::coding::times::tense::tense;
use crate::lexicon::TimeSense;
use crate::lexicon::TimeUnit;
use crate::model::Basis;
use crate::model::Date;
use crate::model::Precision;
use jiff::civil::Weekday;

/// A weekday, with or without "last", "next", "this", "the following"; without the article's day its number alone is known.
pub(super) fn weekday(s: &Scene<'_>, i: usize) -> Option<Match> {
    let the = s.the(i);
    let lead = lead(s, i + the);
    let at = i + the + usize::from(lead.is_some());
    let n = s.sense(at, |sense| match sense {
        TimeSense::Weekday(n) => Some(*n),
        _ => None,
    })?;
    let named = s.capital(at) && (the == 0 || lead.is_some());
    named.then_some(())?;
    let used = at + 1 - i;
    let name = Weekday::from_monday_one_offset(n).ok()?;
    let anchor = if lead == Some(Lead::Following) { s.story_day(i) } else { s.day };
    let Some(day) = anchor else {
        return Some((used, Read::unknown(&format!("XXXX-WXX-{n}"), Precision::Day)));
    };
    Some((used, Read::day(resolved(s, at, day, name, lead)?, Basis::Inferred)))
}

/// The word before a weekday.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    Last,
    This,
    Next,
    Following,
}

fn lead(s: &Scene<'_>, i: usize) -> Option<Lead> {
    s.sense(i, |sense| match sense {
        TimeSense::Step(-1) | TimeSense::Stretch(-1) => Some(Lead::Last),
        TimeSense::Step(0) => Some(Lead::This),
        TimeSense::Step(_) => Some(Lead::Next),
        TimeSense::StoryStep(1) => Some(Lead::Following),
        TimeSense::StoryStep(-1) => Some(Lead::Last),
        _ => None,
    })
}

/// The nearest past one, unless the words look ahead.
fn resolved(
    s: &Scene<'_>,
    at: usize,
    day: Date,
    name: Weekday,
    lead: Option<Lead>,
) -> Option<Date> {
    let this_week = || {
        let (_, monday) = (name, Read::week(day, TimeUnit::Week, Basis::Inferred)?.first()?);
        monday.checked_add(jiff::Span::new().days(name.to_monday_zero_offset())).ok()
    };
    match lead {
        Some(Lead::Last) => day.nth_weekday(-1, name).ok(),
        Some(Lead::Next | Lead::Following) => day.nth_weekday(1, name).ok(),
        Some(Lead::This) => this_week(),
        None if day.weekday() == name => Some(day),
        None if s.before(at) == "until" || tense(s.tree, at) == Tense::Future => {
            day.nth_weekday(1, name).ok()
        }
        None => day.nth_weekday(-1, name).ok(),
    }
}
