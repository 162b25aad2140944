//! What an expression means, and how that is written.

use crate::lexicon::TimeUnit;
use crate::model::Basis;
use crate::model::Date;
use crate::model::Interval;
use crate::model::Precision;
use crate::model::TimeKind;
use jiff::ToSpan;

/// The meaning of an expression.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub(super) kind: TimeKind,
    pub(super) value: String,
    pub(super) interval: Option<Interval>,
    pub(super) precision: Precision,
    pub(super) basis: Basis,
}

impl Read {
    pub(super) fn day(date: Date, basis: Basis) -> Self {
        let interval = Some(Interval { from: date, to: date });
        Self::date(date.to_string(), interval, Precision::Day, basis)
    }

    pub(super) fn month(year: i16, month: i8, basis: Basis) -> Option<Self> {
        let from = Date::new(year, month, 1).ok()?;
        let interval = Some(Interval { from, to: from.last_of_month() });
        Some(Self::date(format!("{year:04}-{month:02}"), interval, Precision::Month, basis))
    }

    pub(super) fn year(year: i16, basis: Basis) -> Option<Self> {
        Some(Self::date(format!("{year:04}"), years(year, 1), Precision::Year, basis))
            .filter(|read| read.interval.is_some())
    }

    /// `1990` is written `199`.
    pub(super) fn decade(first: i16, basis: Basis) -> Self {
        Self::date(format!("{:03}", first / 10), years(first, 10), Precision::Year, basis)
    }

    /// `1900` is written `19`.
    pub(super) fn century(first: i16, basis: Basis) -> Self {
        Self::date(format!("{:02}", first / 100), years(first, 100), Precision::Year, basis)
    }

    /// Three months, `2009-Q4`.
    pub(super) fn quarter(year: i16, quarter: i8, basis: Basis) -> Option<Self> {
        let interval = Some(months(year, quarter.checked_sub(1)?.checked_mul(3)? + 1, 3)?);
        Some(Self::date(format!("{year:04}-Q{quarter}"), interval, Precision::Year, basis))
    }

    /// Six months, `2009-H1`.
    pub(super) fn half(year: i16, half: i8, basis: Basis) -> Option<Self> {
        let interval = Some(months(year, half.checked_sub(1)?.checked_mul(6)? + 1, 6)?);
        Some(Self::date(format!("{year:04}-H{half}"), interval, Precision::Year, basis))
    }

    /// A season of the northern half of the world; winter begins in December of its year.
    pub(super) fn season(year: i16, season: &str, basis: Basis) -> Option<Self> {
        let interval = Some(months(year, season_start(season), 3)?);
        Some(Self::date(format!("{year:04}-{season}"), interval, Precision::Year, basis))
    }

    /// The week that holds a day, or its weekend.
    pub(super) fn week(day: Date, unit: TimeUnit, basis: Basis) -> Option<Self> {
        let weekend = unit == TimeUnit::Weekend;
        let back = i64::from(day.weekday().to_monday_zero_offset());
        let monday = day.checked_sub(back.days()).ok()?;
        let from = monday.checked_add(if weekend { 5 } else { 0 }.days()).ok()?;
        let interval = Interval { from, to: monday.checked_add(6.days()).ok()? };
        let iso = monday.iso_week_date();
        let tail = if weekend { "-WE" } else { "" };
        let value = format!("{:04}-W{:02}{tail}", iso.year(), iso.week());
        Some(Self::date(value, Some(interval), Precision::Week, basis))
    }

    pub(super) fn date(
        value: String,
        interval: Option<Interval>,
        precision: Precision,
        basis: Basis,
    ) -> Self {
        Read { kind: TimeKind::Date, value, interval, precision, basis }
    }

    /// A date of which something cannot be known.
    pub(super) fn unknown(value: &str, precision: Precision) -> Self {
        Self::date(value.to_owned(), None, precision, Basis::Stated)
    }

    /// `PAST_REF` and its like.
    pub(super) fn reference(value: &str) -> Self {
        Self::unknown(value, Precision::None)
    }

    pub(super) fn duration(value: String) -> Self {
        Read { kind: TimeKind::Duration, ..Self::unknown(&value, Precision::None) }
    }

    pub(super) fn set(value: String) -> Self {
        Read { kind: TimeKind::Set, ..Self::unknown(&value, Precision::None) }
    }

    /// A time on a day: `TMO`, `T10:00`.
    pub(super) fn time(mut self, time: &str) -> Self {
        self.kind = TimeKind::Time;
        let end = self.value.find('T').unwrap_or(self.value.len());
        self.value.truncate(end);
        self.value.push_str(time);
        self
    }

    /// Its first day.
    pub(super) fn first(&self) -> Option<Date> {
        self.interval.map(|i| i.from)
    }
}

fn years(first: i16, n: i16) -> Option<Interval> {
    let to = first.checked_add(n - 1)?;
    Some(Interval { from: Date::new(first, 1, 1).ok()?, to: Date::new(to, 12, 31).ok()? })
}

fn months(year: i16, first: i8, n: i64) -> Option<Interval> {
    let from = Date::new(year, first, 1).ok()?;
    Some(Interval { from, to: from.checked_add((n - 1).months()).ok()?.last_of_month() })
}

/// The month a season begins in.
pub(super) fn season_start(season: &str) -> i8 {
    match season {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    }
}

/// A TIMEX3 length; a count that is not given is `X`.
pub(super) fn length(unit: TimeUnit, n: Option<u32>) -> String {
    let times = |k: u32| n.map(|n| n.saturating_mul(k));
    let (head, n, tail) = match unit {
        TimeUnit::Second => ("PT", n, "S"),
        TimeUnit::Minute => ("PT", n, "M"),
        TimeUnit::Hour => ("PT", n, "H"),
        TimeUnit::Day => ("P", n, "D"),
        TimeUnit::Week => ("P", n, "W"),
        TimeUnit::Weekend => ("P", n, "WE"),
        TimeUnit::Month => ("P", n, "M"),
        TimeUnit::Quarter => ("P", n, "Q"),
        TimeUnit::Year => ("P", n, "Y"),
        TimeUnit::Decade if n.is_none() => ("P", n, "DE"),
        TimeUnit::Century if n.is_none() => ("P", n, "CE"),
        TimeUnit::Decade => ("P", times(10), "Y"),
        TimeUnit::Century => ("P", times(100), "Y"),
    };
    n.map_or_else(|| format!("{head}X{tail}"), |n| format!("{head}{n}{tail}"))
}

/// The unit so many units from the one that holds a day.
pub(super) fn moved(day: Date, unit: TimeUnit, n: i64, basis: Basis) -> Option<Read> {
    // No calendar reaches further, and spans of more would be an error.
    let n = Some(n).filter(|n| n.abs() <= 10_000)?;
    let by_months = |n: i64| day.first_of_month().checked_add(n.months()).ok();
    let by_years = |n: i64| i16::try_from(i64::from(day.year()) + n).ok();
    match unit {
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour => None,
        TimeUnit::Day => Some(Read::day(day.checked_add(n.days()).ok()?, basis)),
        TimeUnit::Week | TimeUnit::Weekend => {
            Read::week(day.checked_add((7 * n).days()).ok()?, unit, basis)
        }
        TimeUnit::Month => by_months(n).and_then(|m| Read::month(m.year(), m.month(), basis)),
        TimeUnit::Quarter => {
            by_months(3 * n).and_then(|m| Read::quarter(m.year(), (m.month() - 1) / 3 + 1, basis))
        }
        TimeUnit::Year => Read::year(by_years(n)?, basis),
        TimeUnit::Decade => {
            let year = by_years(10 * n)?;
            Some(Read::decade(year - year.rem_euclid(10), basis))
        }
        TimeUnit::Century => {
            let year = by_years(100 * n)?;
            Some(Read::century(year - year.rem_euclid(100), basis))
        }
    }
}
