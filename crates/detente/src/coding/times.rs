//! Time expressions: calendar dates, weekdays, days and stretches counted from the document's date.

use crate::coding::tree::Tree;
use crate::model::Basis;
use crate::model::Date;
use crate::model::Interval;
use crate::model::Precision;
use crate::model::TimeKind;
use crate::model::TimeMention;
use jiff::ToSpan;
use jiff::civil::Weekday;

/// The time expressions of a document, in text order, resolved against `day` where they must be.
pub(crate) fn times(tree: Tree<'_>, day: Option<Date>) -> Vec<TimeMention> {
    let mut found = Vec::new();
    let mut i = 0;
    let n = tree.analysis.tokens.len();
    while i < n {
        match PATTERNS.iter().find_map(|pattern| pattern(tree, i, day)) {
            Some((used, read)) => {
                found.push(TimeMention {
                    span: tree.cover((i, i + used - 1)),
                    kind: TimeKind::Date,
                    value: read.value,
                    interval: read.interval,
                    precision: read.precision,
                    basis: read.basis,
                });
                i += used;
            }
            None => i += 1,
        }
    }
    found
}

/// What a pattern makes of the words at a token: how many it took, and what they mean.
type Pattern = fn(Tree<'_>, usize, Option<Date>) -> Option<(usize, Read)>;

/// Longer expressions first.
const PATTERNS: &[Pattern] =
    &[iso, month_day, day_month, month_year, weekday, relative_day, relative_unit, year];

struct Read {
    value: String,
    interval: Option<Interval>,
    precision: Precision,
    basis: Basis,
}

impl Read {
    fn day(date: Date, basis: Basis) -> Self {
        let interval = Some(Interval { from: date, to: date });
        Read { value: date.to_string(), interval, precision: Precision::Day, basis }
    }

    fn unknown(value: String, precision: Precision) -> Self {
        Read { value, interval: None, precision, basis: Basis::Stated }
    }
}

fn lower(tree: Tree<'_>, i: usize) -> String {
    if i < tree.analysis.tokens.len() { tree.word(i).to_lowercase() } else { String::new() }
}

fn number(tree: Tree<'_>, i: usize) -> Option<i16> {
    lower(tree, i).trim_end_matches(['s', 't', 'h', 'n', 'd', 'r']).parse().ok()
}

fn day_number(tree: Tree<'_>, i: usize) -> Option<i8> {
    number(tree, i).filter(|n| (1..=31).contains(n)).map(|n| n as i8)
}

fn year_number(tree: Tree<'_>, i: usize) -> Option<i16> {
    let word = lower(tree, i);
    (word.len() == 4).then_some(())?;
    word.parse().ok().filter(|y| (1700..=2199).contains(y))
}

fn month_number(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.');
    if word == "sept" {
        return Some(9);
    }
    let exact = |m: &&str| **m == *word || (word.len() == 3 && m.starts_with(word));
    MONTHS.iter().position(exact).map(|i| i as i8 + 1)
}

/// A capitalised month name; "may" and "march" are also verbs.
fn month_at(tree: Tree<'_>, i: usize) -> Option<i8> {
    let capital = i < tree.analysis.tokens.len() && tree.word(i).starts_with(char::is_uppercase);
    capital.then(|| month_number(&lower(tree, i)))?
}

fn iso(tree: Tree<'_>, i: usize, _: Option<Date>) -> Option<(usize, Read)> {
    let word = tree.word(i);
    (word.len() == 10).then_some(())?;
    let date: Date = word.parse().ok()?;
    Some((1, Read::day(date, Basis::Stated)))
}

/// "Feb. 7", "February 7, 2022".
fn month_day(tree: Tree<'_>, i: usize, day: Option<Date>) -> Option<(usize, Read)> {
    let month = month_at(tree, i)?;
    let number = day_number(tree, i + 1)?;
    if lower(tree, i + 2) == ","
        && let Some(year) = year_number(tree, i + 3)
    {
        return Some((4, dated(Some(year), month, number, day)?));
    }
    if let Some(year) = year_number(tree, i + 2) {
        return Some((3, dated(Some(year), month, number, day)?));
    }
    Some((2, dated(None, month, number, day)?))
}

/// "7 February 2022".
fn day_month(tree: Tree<'_>, i: usize, day: Option<Date>) -> Option<(usize, Read)> {
    let number = day_number(tree, i)?;
    let month = month_at(tree, i + 1)?;
    if let Some(year) = year_number(tree, i + 2) {
        return Some((3, dated(Some(year), month, number, day)?));
    }
    Some((2, dated(None, month, number, day)?))
}

/// A day of a month; without a year, the one nearest to the document's date.
fn dated(year: Option<i16>, month: i8, number: i8, day: Option<Date>) -> Option<Read> {
    if let Some(year) = year {
        return Some(Read::day(Date::new(year, month, number).ok()?, Basis::Stated));
    }
    let Some(day) = day else {
        return Some(Read::unknown(format!("XXXX-{month:02}-{number:02}"), Precision::Day));
    };
    let near = (day.year() - 1..=day.year() + 1)
        .filter_map(|y| Date::new(y, month, number).ok())
        .min_by_key(|d| (d.since(day).map_or(i32::MAX, |s| s.get_days().abs()), *d))?;
    Some(Read::day(near, Basis::Inferred))
}

/// "March 2015", "in March".
fn month_year(tree: Tree<'_>, i: usize, day: Option<Date>) -> Option<(usize, Read)> {
    let month = month_at(tree, i)?;
    let comma = usize::from(lower(tree, i + 1) == ",");
    if let Some(year) = year_number(tree, i + 1 + comma) {
        return Some((2 + comma, month_read(year, month, Basis::Stated)?));
    }
    // "May" and "March" alone are months only after a preposition.
    let before = if i == 0 { String::new() } else { lower(tree, i - 1) };
    matches!(
        before.as_str(),
        "in" | "since" | "last" | "next" | "this" | "early" | "late" | "mid" | "until" | "by"
    )
    .then_some(())?;
    let Some(day) = day else {
        return Some((1, Read::unknown(format!("XXXX-{month:02}"), Precision::Month)));
    };
    let year = if month > day.month() { day.year() - 1 } else { day.year() };
    Some((1, month_read(year, month, Basis::Inferred)?))
}

fn month_read(year: i16, month: i8, basis: Basis) -> Option<Read> {
    let from = Date::new(year, month, 1).ok()?;
    let interval = Some(Interval { from, to: from.last_of_month() });
    Some(Read {
        value: format!("{year:04}-{month:02}"),
        interval,
        precision: Precision::Month,
        basis,
    })
}

fn weekday_named(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

/// "on Monday", "next Friday": the nearest past one, unless the words look ahead.
fn weekday(tree: Tree<'_>, i: usize, day: Option<Date>) -> Option<(usize, Read)> {
    let direction = lower(tree, i);
    let led = matches!(direction.as_str(), "last" | "next" | "this");
    let at = i + usize::from(led);
    let name = weekday_named(&lower(tree, at))?;
    let used = 1 + usize::from(led);
    let Some(day) = day else {
        return Some((
            used,
            Read::unknown(
                "XXXX-WXX".to_owned() + &format!("-{}", name.to_monday_one_offset()),
                Precision::Day,
            ),
        ));
    };
    let ahead = direction == "next" || looks_ahead(tree, i);
    let date = if ahead {
        day.nth_weekday(1, name)
    } else if day.weekday() == name {
        Ok(day)
    } else {
        day.nth_weekday(-1, name)
    };
    Some((used, Read::day(date.ok()?, Basis::Inferred)))
}

/// Whether a verb before it in its sentence speaks of the future.
fn looks_ahead(tree: Tree<'_>, i: usize) -> bool {
    let mut at = i;
    while let Some(h) = tree.head(at) {
        if tree.kids(h).any(|k| {
            matches!(tree.lemma(k), "will" | "shall" | "to")
                && tree.dep(k) == detente_language::Dep::Aux
        }) {
            return true;
        }
        if tree.kids(h).any(|k| tree.dep(k) == detente_language::Dep::Nsubj) {
            return false;
        }
        at = h;
    }
    false
}

fn relative_day(tree: Tree<'_>, i: usize, day: Option<Date>) -> Option<(usize, Read)> {
    let offset = match lower(tree, i).as_str() {
        "today" | "tonight" => 0,
        "yesterday" => -1,
        "tomorrow" => 1,
        _ => return None,
    };
    let Some(day) = day else {
        return Some((1, Read::unknown("XXXX-XX-XX".to_owned(), Precision::Day)));
    };
    Some((1, Read::day(day.checked_add(offset.days()).ok()?, Basis::Inferred)))
}

/// "last week", "next month", "this year".
fn relative_unit(tree: Tree<'_>, i: usize, day: Option<Date>) -> Option<(usize, Read)> {
    let step = match lower(tree, i).as_str() {
        "last" | "past" => -1,
        "this" => 0,
        "next" | "coming" => 1,
        _ => return None,
    };
    let unit = lower(tree, i + 1);
    let precision = match unit.as_str() {
        "week" | "weekend" => Precision::Week,
        "month" => Precision::Month,
        "year" => Precision::Year,
        _ => return None,
    };
    let Some(day) = day else { return Some((2, Read::unknown("XXXX".to_owned(), precision))) };
    let read = match precision {
        Precision::Week => week(day, step, unit == "weekend")?,
        Precision::Month => {
            let moved = day.first_of_month().checked_add(step.months()).ok()?;
            month_read(moved.year(), moved.month(), Basis::Inferred)?
        }
        _ => year_read(day.year() + step as i16, Basis::Inferred)?,
    };
    Some((2, read))
}

fn week(day: Date, step: i64, weekend: bool) -> Option<Read> {
    let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
    let monday = monday.checked_add((step * 7).days()).ok()?;
    let (from, to) = if weekend { (5, 6) } else { (0, 6) };
    let interval = Interval {
        from: monday.checked_add(from.days()).ok()?,
        to: monday.checked_add(to.days()).ok()?,
    };
    let iso = monday.iso_week_date();
    let value = format!("{:04}-W{:02}{}", iso.year(), iso.week(), if weekend { "-WE" } else { "" });
    Some(Read {
        value,
        interval: Some(interval),
        precision: Precision::Week,
        basis: Basis::Inferred,
    })
}

/// A bare year after "in", "since", "of" and the like.
fn year(tree: Tree<'_>, i: usize, _: Option<Date>) -> Option<(usize, Read)> {
    let year = year_number(tree, i)?;
    let before = if i == 0 { String::new() } else { lower(tree, i - 1) };
    matches!(
        before.as_str(),
        "in" | "since"
            | "of"
            | "from"
            | "until"
            | "by"
            | "before"
            | "after"
            | "during"
            | "to"
            | "and"
            | "late"
            | "early"
    )
    .then_some(())?;
    Some((1, year_read(year, Basis::Stated)?))
}

fn year_read(year: i16, basis: Basis) -> Option<Read> {
    let interval =
        Some(Interval { from: Date::new(year, 1, 1).ok()?, to: Date::new(year, 12, 31).ok()? });
    Some(Read { value: format!("{year:04}"), interval, precision: Precision::Year, basis })
}
