//! Sets of days.

use crate::model::Date;
use crate::model::Published;
use jiff::ToSpan;

/// The first day that is reckoned with; a set that begins here is open.
pub(super) const FIRST: Date = Published::OPEN_FROM;
/// The last one; a set that ends here is open.
pub(super) const LAST: Date = Published::OPEN_TO;

/// Days as closed ranges in order, which neither overlap nor touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Days(Vec<(Date, Date)>);

impl Days {
    /// All days.
    pub(super) fn all() -> Self {
        Days(vec![(FIRST, LAST)])
    }

    /// From a day to another, both included.
    pub(super) fn between(from: Date, to: Date) -> Self {
        Days::of(vec![(from, to)])
    }

    /// Ranges in any order; what lies outside the years reckoned with is cut off.
    pub(super) fn of(mut ranges: Vec<(Date, Date)>) -> Self {
        ranges.retain(|&(from, to)| from <= to && from <= LAST && to >= FIRST);
        ranges.sort();
        let mut merged: Vec<(Date, Date)> = Vec::with_capacity(ranges.len());
        for (from, to) in ranges {
            let (from, to) = (from.max(FIRST), to.min(LAST));
            match merged.last_mut() {
                Some((_, end)) if from <= plus(*end, 1) => *end = to.max(*end),
                _ => merged.push((from, to)),
            }
        }
        Days(merged)
    }

    /// Round a day of every year: from so many days before to so many after, where the day itself passes.
    pub(super) fn yearly(
        month: i8,
        day: i8,
        (before, after): (i64, i64),
        passes: impl Fn(Date) -> bool,
    ) -> Self {
        let days = (FIRST.year()..=LAST.year()).filter_map(|y| Date::new(y, month, day).ok());
        Days::of(days.filter(|&d| passes(d)).map(|d| (plus(d, -before), plus(d, after))).collect())
    }

    /// The days in both.
    pub(super) fn and(&self, other: &Days) -> Days {
        let (mut i, mut j) = (0, 0);
        let mut both = Vec::new();
        while let (Some(a), Some(b)) = (self.0.get(i), other.0.get(j)) {
            let (from, to) = (a.0.max(b.0), a.1.min(b.1));
            if from <= to {
                both.push((from, to));
            }
            if a.1 < b.1 {
                i += 1;
            } else {
                j += 1;
            }
        }
        Days(both)
    }

    /// The days in either.
    pub(super) fn or(&self, other: &Days) -> Days {
        Days::of(self.0.iter().chain(&other.0).copied().collect())
    }

    /// The days in none of the ranges.
    pub(super) fn gaps(&self) -> Days {
        let mut from = FIRST;
        let mut gaps = Vec::with_capacity(self.0.len() + 1);
        for &(start, end) in &self.0 {
            if start > from {
                gaps.push((from, plus(start, -1)));
            }
            from = plus(end, 1);
        }
        if self.last().is_none_or(|last| last < LAST) {
            gaps.push((from, LAST));
        }
        Days(gaps)
    }

    /// The ranges.
    pub(super) fn ranges(&self) -> &[(Date, Date)] {
        &self.0
    }

    /// The first day.
    pub(super) fn first(&self) -> Option<Date> {
        self.0.first().map(|r| r.0)
    }

    /// The last day.
    pub(super) fn last(&self) -> Option<Date> {
        self.0.last().map(|r| r.1)
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a day is among them.
    pub(super) fn holds(&self, day: Date) -> bool {
        self.0.iter().any(|&(from, to)| from <= day && day <= to)
    }
}

/// A day so many days on; beyond what can be reckoned, the day itself.
pub(super) fn plus(day: Date, n: i64) -> Date {
    day.checked_add(n.days()).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn ranges_are_merged_in_order() {
        let day = |n| date(2022, 2, n);
        let days = Days::of(vec![(day(5), day(6)), (day(1), day(2)), (day(3), day(3))]);
        assert_eq!(days.ranges(), [(day(1), day(3)), (day(5), day(6))]);
    }

    #[test]
    fn both_hold_what_each_holds() {
        let year = Days::between(date(2022, 1, 1), date(2022, 12, 31));
        let sundays = Days::yearly(2, 6, (0, 1), |d| d.year() == 2022 || d.year() == 2016);
        assert_eq!(year.and(&sundays).ranges(), [(date(2022, 2, 6), date(2022, 2, 7))]);
        assert!(year.and(&Days::of(Vec::new())).is_empty());
    }

    #[test]
    fn gaps_lie_between() {
        let day = |n| date(2022, 2, n);
        let days = Days::of(vec![(day(5), day(6)), (day(8), day(9))]);
        let expected = [(FIRST, day(4)), (day(7), day(7)), (day(10), LAST)];
        assert_eq!(days.gaps().ranges(), expected);
        assert_eq!(days.gaps().gaps(), days);
        assert!(Days::all().gaps().is_empty());
    }

    #[test]
    fn either_holds_what_one_holds() {
        let day = |n| date(2022, 2, n);
        let days = Days::between(day(1), day(3)).or(&Days::between(day(3), day(6)));
        assert_eq!(days.ranges(), [(day(1), day(6))]);
    }

    #[test]
    fn a_leap_day_is_of_some_years() {
        let days = Days::yearly(2, 29, (0, 0), |_| true);
        assert!(days.holds(date(2024, 2, 29)) && days.ranges().len() == 49);
    }
}
