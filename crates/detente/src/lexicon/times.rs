//! Words of time: months, units, "last", "ago", "annual".

use crate::lexicon::file;
use crate::lexicon::files::Files;
use crate::lexicon::table::Row;
use crate::lexicon::table::Table;
use crate::model::Error;
use std::collections::HashMap;

/// A stretch that time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the definition")]
pub enum TimeUnit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// What a word or phrase says of time.
#[derive(Clone, Debug, PartialEq)]
pub enum TimeSense {
    /// A month, 1 to 12.
    Month(i8),
    /// A day of the week, Monday 1.
    Weekday(i8),
    /// The same in the plural, each of them.
    Weekdays(i8),
    /// `SP`, `SU`, `FA`, `WI`.
    Season(Box<str>),
    /// A part of the day: `MO`, `AF`, `EV`, `NI`, `MI`.
    Part(Box<str>),
    /// An hour with a name, `12:00`.
    Clock(Box<str>),
    /// What to add to the hours up to twelve.
    HalfDay(u8),
    /// A unit in the singular.
    Unit(TimeUnit),
    /// A unit in the plural.
    Units(TimeUnit),
    /// A number in words.
    Number(u32),
    /// A place in a row; 0 is the last.
    Ordinal(u32),
    /// A day counted from today.
    Day(i64),
    /// A part of a day counted from today.
    DayPart(i64, Box<str>),
    /// Steps from the unit in which the article was written.
    Step(i64),
    /// Steps from the unit that the article speaks of.
    StoryStep(i64),
    /// Direction of a length that ends or begins at the present.
    Stretch(i64),
    /// A number that is not given.
    Vague,
    /// Nearness to a number.
    About,
    /// A part of what follows.
    Portion,
    /// Back from the article's day.
    Ago,
    /// On from the article's day.
    FromNow,
    /// Back from the time spoken of.
    Before,
    /// On from the time spoken of.
    After,
    /// `PAST_REF`, `PRESENT_REF`, `FUTURE_REF`.
    Reference(Box<str>),
    /// A recurrence, `P1Y`.
    Set(Box<str>),
    /// How often in a unit.
    Times,
    /// Recurrence of what follows.
    Every,
    /// A time zone: `Z`, or another.
    Zone(Box<str>),
    /// A decade of a century: 80.
    Decade(i16),
}

/// A phrase that begins with some word.
#[derive(Clone, Debug)]
pub struct TimeWord {
    /// The words after the first, lower case.
    pub rest: Box<[Box<str>]>,
    /// What it says.
    pub sense: TimeSense,
}

/// Phrases by their first word, lower case.
pub(crate) type TimeWords = HashMap<Box<str>, Vec<TimeWord>>;

/// Reads `times.tsv`.
pub(crate) fn times(files: &Files) -> Result<TimeWords, Error> {
    let name = "languages/en/times.tsv";
    let table = Table::read(name, file(files, name)?, &["kind", "phrase", "value"])?;
    let mut out = TimeWords::new();
    for row in table.rows() {
        let mut words = row.need("phrase")?.split(' ');
        let first = words.next().unwrap_or_default();
        let rest = words.map(Box::from).collect();
        out.entry(Box::from(first)).or_default().push(TimeWord { rest, sense: sense(row)? });
    }
    Ok(out)
}

fn sense(row: Row<'_>) -> Result<TimeSense, Error> {
    let value = row.need("value")?;
    let text = || Box::from(value);
    Ok(match row.need("kind")? {
        "month" => TimeSense::Month(number(row, 1..=12)?),
        "weekday" => TimeSense::Weekday(number(row, 1..=7)?),
        "weekdays" => TimeSense::Weekdays(number(row, 1..=7)?),
        "season" => TimeSense::Season(one_of(row, &["SP", "SU", "FA", "WI"])?),
        "part" => TimeSense::Part(one_of(row, &PARTS)?),
        "clock" => TimeSense::Clock(text()),
        "half_day" => TimeSense::HalfDay(number(row, 0..=12)?),
        "unit" => TimeSense::Unit(unit(row, value)?),
        "units" => TimeSense::Units(unit(row, value)?),
        "number" => TimeSense::Number(number(row, 1..=1000)?),
        "ordinal" => TimeSense::Ordinal(number(row, 0..=31)?),
        "day" => TimeSense::Day(number(row, -9..=9)?),
        "day_part" => day_part(row, value)?,
        "step" => TimeSense::Step(number(row, -1..=1)?),
        "story_step" => TimeSense::StoryStep(number(row, -1..=1)?),
        "stretch" => TimeSense::Stretch(number(row, -1..=1)?),
        "decade" => TimeSense::Decade(number(row, 0..=90)?),
        "ref" => TimeSense::Reference(one_of(row, &["PAST_REF", "PRESENT_REF", "FUTURE_REF"])?),
        "set" => TimeSense::Set(text()),
        "zone" => TimeSense::Zone(text()),
        "vague" => TimeSense::Vague,
        "about" => TimeSense::About,
        "portion" => TimeSense::Portion,
        "ago" => TimeSense::Ago,
        "from_now" => TimeSense::FromNow,
        "before" => TimeSense::Before,
        "after" => TimeSense::After,
        "times" => TimeSense::Times,
        "every" => TimeSense::Every,
        other => return Err(row.wrong(&format!("unknown kind {other}"))),
    })
}

const PARTS: [&str; 5] = ["MO", "MI", "AF", "EV", "NI"];

fn number<T>(row: Row<'_>, range: std::ops::RangeInclusive<T>) -> Result<T, Error>
where
    T: std::str::FromStr + PartialOrd,
{
    row.number("value")?
        .filter(|n| range.contains(n))
        .ok_or_else(|| row.wrong("value is out of range"))
}

fn one_of(row: Row<'_>, allowed: &[&str]) -> Result<Box<str>, Error> {
    let value = row.need("value")?;
    if allowed.contains(&value) {
        return Ok(Box::from(value));
    }
    Err(row.wrong(&format!("value must be one of {}", allowed.join(", "))))
}

/// "-1 NI": last night.
fn day_part(row: Row<'_>, value: &str) -> Result<TimeSense, Error> {
    let (day, part) = value.split_once(' ').ok_or_else(|| row.wrong("a day and a part"))?;
    let day = day.parse().map_err(|_| row.wrong("a day and a part"))?;
    if !PARTS.contains(&part) {
        return Err(row.wrong(&format!("unknown part {part}")));
    }
    Ok(TimeSense::DayPart(day, Box::from(part)))
}

fn unit(row: Row<'_>, value: &str) -> Result<TimeUnit, Error> {
    Ok(match value {
        "second" => TimeUnit::Second,
        "minute" => TimeUnit::Minute,
        "hour" => TimeUnit::Hour,
        "day" => TimeUnit::Day,
        "week" => TimeUnit::Week,
        "weekend" => TimeUnit::Weekend,
        "month" => TimeUnit::Month,
        "quarter" => TimeUnit::Quarter,
        "year" => TimeUnit::Year,
        "decade" => TimeUnit::Decade,
        "century" => TimeUnit::Century,
        other => return Err(row.wrong(&format!("unknown unit {other}"))),
    })
}
