//! Constraints → the days that are left, the best of them, and the constraints that decide.

use crate::coding::dating::Constraint;
use crate::coding::dating::Force;
use crate::coding::dating::days::Days;
use crate::coding::dating::days::FIRST;
use crate::coding::dating::days::LAST;
use crate::coding::dating::days::plus;
use crate::coding::dating::years::PAST_DATE;
use crate::model::Basis;
use crate::model::Clue;
use crate::model::ClueRole;
use crate::model::Date;
use crate::model::Precision;
use crate::model::Published;

/// What the constraints leave.
pub(super) fn solve(constraints: Vec<Constraint>) -> Published {
    let (soft, mut hard): (Vec<_>, Vec<_>) =
        constraints.into_iter().partition(|c| c.force.is_soft());
    let mut aside = weakened(&mut hard);
    while !hard.is_empty() && all_of(&hard).is_empty() {
        aside.push(hard.remove(weakest(&hard)));
    }
    let days = all_of(&hard);
    let deciding = deciding(&hard, &days);
    let mut because: Vec<Clue> = Vec::new();
    for (i, c) in hard.iter().enumerate() {
        let role = if deciding.contains(&i) { ClueRole::Decides } else { ClueRole::RulesOut };
        because.push(clue(c, role));
    }
    because.extend(soft.iter().map(|c| clue(c, ClueRole::Ranks)));
    because.extend(aside.iter().map(|c| clue(c, ClueRole::SetAside)));
    because.sort_by_key(|c| c.role);
    published(&days, &soft, because)
}

fn all_of(constraints: &[Constraint]) -> Days {
    constraints.iter().fold(Days::all(), |days, c| days.and(&c.days))
}

/// A term that was over before another began is of the story's past: only its beginning is believed.
/// Where a year told as past comes after the end of a term told as present, one of them is misread: neither counts.
fn weakened(hard: &mut Vec<Constraint>) -> Vec<Constraint> {
    let latest = |of: &dyn Fn(&&Constraint) -> bool| {
        hard.iter().filter(of).filter_map(|c| c.days.first()).max().unwrap_or(FIRST)
    };
    let begun = latest(&|c| c.force == Force::Firm);
    let told = latest(&|c| c.rule == PAST_DATE);
    let mut misread = false;
    for c in hard.iter_mut().filter(|c| c.weaker.is_some()) {
        let end = c.days.last().unwrap_or(LAST);
        misread |= begun <= end && end < told;
        // Neighbors in an office meet at the edges of their terms: an article of just that week is a coincidence.
        if end < plus(begun, WEEK).max(told) {
            weaken(c);
        }
    }
    let all = std::mem::take(hard).into_iter();
    let (aside, kept) = all.partition(|c| misread && c.rule == PAST_DATE);
    *hard = kept;
    aside
}

fn weaken(c: &mut Constraint) {
    if let Some((days, note)) = c.weaker.take() {
        (c.days, c.note) = (days, note);
    }
}

/// The least believed; of several, the one that leaves least.
fn weakest(hard: &[Constraint]) -> usize {
    let key = |c: &Constraint| (c.force, c.days.ranges().len());
    (0..hard.len()).min_by_key(|&i| key(&hard[i])).unwrap_or(0)
}

/// How many constraints are tried together for the smallest set.
const TOGETHER: usize = 5;

/// The smallest set of constraints that leaves the same days; of several, the firmest first.
fn deciding(hard: &[Constraint], days: &Days) -> Vec<usize> {
    if *days == Days::all() {
        return Vec::new();
    }
    let mut order: Vec<usize> = (0..hard.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(hard[i].force));
    // One that leaves what another leaves too says nothing new.
    let mut useful: Vec<usize> = Vec::new();
    for i in order {
        if !useful.iter().any(|&u| hard[u].days == hard[i].days) {
            useful.push(i);
        }
    }
    (1..=TOGETHER.min(useful.len()))
        .find_map(|n| chosen(hard, &useful, n, &Days::all(), days))
        .unwrap_or(useful)
}

/// The first `n` of some constraints that together leave just these days.
fn chosen(
    hard: &[Constraint],
    from: &[usize],
    n: usize,
    left: &Days,
    days: &Days,
) -> Option<Vec<usize>> {
    if n == 0 {
        return (left == days).then(Vec::new);
    }
    (0..from.len().saturating_sub(n - 1)).find_map(|k| {
        let i = from[k];
        let mut rest = chosen(hard, &from[k + 1..], n - 1, &left.and(&hard[i].days), days)?;
        rest.insert(0, i);
        Some(rest)
    })
}

fn clue(c: &Constraint, role: ClueRole) -> Clue {
    // Every clue says where it was read: in the text, or in what the caller gave.
    let field = c.span.is_none().then_some("not_after");
    Clue { span: c.span, field, rule: c.rule, note: c.note.clone(), role }
}

/// Within a stretch of this many days one is picked as the best.
const WEEK: i64 = 8;

/// So many ranges are listed; the rest are given as one.
const LISTED: usize = 12;

fn published(days: &Days, soft: &[Constraint], because: Vec<Clue>) -> Published {
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Published { because, ..Published::default() };
    };
    if first == FIRST && last == LAST {
        return Published { because, ..Published::default() };
    }
    let mut candidates = days.ranges().to_vec();
    if candidates.len() > LISTED {
        let rest = (candidates[LISTED - 1].0, last);
        candidates.truncate(LISTED - 1);
        candidates.push(rest);
    }
    Published {
        value: best(days, soft),
        at: None,
        from: Some(first).filter(|d| *d != FIRST),
        to: Some(last).filter(|d| *d != LAST),
        precision: precision(first, last),
        basis: Basis::Inferred,
        candidates,
        because,
    }
}

/// How fine the days are known, all together.
fn precision(first: Date, last: Date) -> Precision {
    if first == last {
        Precision::Day
    } else if first.year() != last.year() {
        Precision::None
    } else if first.month() != last.month() {
        Precision::Year
    } else {
        Precision::Month
    }
}

/// The day with most in its favor, within one short stretch; of several the first.
fn best(days: &Days, soft: &[Constraint]) -> Option<Date> {
    let &[(from, to)] = days.ranges() else { return None };
    (plus(from, WEEK) > to).then_some(())?;
    let points = |day: Date| -> i64 {
        let of = |c: &Constraint| match c.force {
            Force::Soft(points) if c.days.holds(day) => points,
            Force::OfWeekday(n, points) if day.weekday().to_monday_one_offset() == n => points,
            _ => 0,
        };
        soft.iter().map(of).sum()
    };
    let stretch = (0..WEEK).map(|n| plus(from, n)).filter(|&d| d <= to);
    stretch.rev().max_by_key(|&d| points(d))
}
