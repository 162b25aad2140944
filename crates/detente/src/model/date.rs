//! Days, and stretches of days with a granularity.

use crate::model::Basis;
use crate::model::Span;

/// A civil day in the Gregorian calendar.
pub type Date = jiff::civil::Date;

/// A closed range of days: `from` and `to` both belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// How fine a time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the week.
    Week,
    /// To the month.
    Month,
    /// To the year.
    Year,
    /// Not at all.
    None,
}

impl Precision {
    /// As written on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Precision::Day => "day",
            Precision::Week => "week",
            Precision::Month => "month",
            Precision::Year => "year",
            Precision::None => "none",
        }
    }
}

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeKind {
    /// A calendar time.
    Date,
    /// A time of day.
    Time,
    /// A length.
    Duration,
    /// A recurrence.
    Set,
}

impl TimeKind {
    /// As written on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            TimeKind::Date => "DATE",
            TimeKind::Time => "TIME",
            TimeKind::Duration => "DURATION",
            TimeKind::Set => "SET",
        }
    }
}

/// A time expression in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeMention {
    /// Its words.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value, resolved as far as it can be: `2022-02-07`, `XXXX-02-07`, `P3D`.
    pub value: String,
    /// The days it covers, if they are known.
    pub interval: Option<Interval>,
    /// How fine.
    pub precision: Precision,
    /// `Stated` where the words alone say it, `Inferred` where they were resolved against another date.
    pub basis: Basis,
}
