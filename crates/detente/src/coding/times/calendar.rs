//! Calendar dates: days, months, years, decades, centuries, in all orders.

use crate::coding::times::Match;
use crate::coding::times::read::Read;
use crate::coding::times::relative::stepped;
use crate::coding::times::scene::Scene;
use crate::coding::times::tense::Tense;
use crate::coding::times::tense::tense;
use crate::lexicon::TimeSense;
use crate::model::Basis;
use crate::model::Date;
use crate::model::Precision;
use detente_language::Dep;
use detente_language::EntityLabel;
use detente_language::Pos;
use detente_language::Tag;
use jiff::civil::Weekday;

/// "2022-02-07", "7/2/2022", "07.02.2022": whatever stands without a space.
pub(super) fn numeric(s: &Scene<'_>, i: usize) -> Option<Match> {
    if !s.lower(i).starts_with(|c: char| c.is_ascii_digit()) || s.glued(i) {
        return None;
    }
    let end = (i + 1..i + 6).find(|&j| !s.glued(j)).unwrap_or(i + 6);
    (i + 1..=end).rev().find_map(|end| {
        let span = s.tree.cover((i, end - 1));
        let text = s.tree.text.get(span.start as usize..span.end as usize)?;
        Some((end - i, Read::day(digits_to_day(text)?, Basis::Stated)))
    })
}

/// Year first, or year last: then the month comes first, as in America, unless it cannot.
fn digits_to_day(text: &str) -> Option<Date> {
    let separator = ['-', '/', '.'].into_iter().find(|&c| text.matches(c).count() == 2)?;
    let parts: Vec<&str> = text.split(separator).collect();
    let number = |k: usize| -> Option<i16> {
        let part = parts.get(k)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let (a, b, c) = (number(0)?, number(1)?, number(2)?);
    let day =
        |y: i16, m: i16, d: i16| Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok();
    match (parts[0].len(), parts[2].len(), separator) {
        (4, 1..=2, _) => day(a, b, c),
        (1..=2, 4, '.') => day(c, b, a),
        (1..=2, 4, _) => day(c, a, b).or_else(|| day(c, b, a)),
        _ => None,
    }
    .filter(|d| YEARS.contains(&d.year()))
}

/// Numbers that can be years.
const YEARS: std::ops::Range<i16> = 1500..2200;

/// "Monday, Feb. 7, 2022", "Monday 7 February".
pub(super) fn weekday_date(s: &Scene<'_>, i: usize) -> Option<Match> {
    let weekday = s.sense(i, |sense| match sense {
        TimeSense::Weekday(n) => Some(*n),
        _ => None,
    })?;
    let mut at = i + 1 + usize::from(s.is(i + 1, &[","]));
    at += s.the(at);
    let (used, read) = month_day(s, at).or_else(|| day_month(s, at))?;
    let read = match read.first().filter(|_| read.basis == Basis::Inferred) {
        Some(day) => Read::day(agreeing(day, weekday), Basis::Inferred),
        None => read,
    };
    Some((at + used - i, read))
}

/// Of this day in the years round about, the one that falls on the weekday; the nearer first.
fn agreeing(day: Date, weekday: i8) -> Date {
    let falls = |d: &Date| Weekday::from_monday_one_offset(weekday).is_ok_and(|w| d.weekday() == w);
    [0, -1, 1, -2, 2]
        .into_iter()
        .filter_map(|n| Date::new(day.year() + n, day.month(), day.day()).ok())
        .find(falls)
        .unwrap_or(day)
}

/// The year at a token, with or without a comma before it: how many tokens that takes.
fn year_after(s: &Scene<'_>, i: usize) -> Option<(usize, i16)> {
    let comma = usize::from(s.is(i, &[",", "of"]));
    year_number(s, i + comma).map(|year| (1 + comma, year))
}

fn year_number(s: &Scene<'_>, i: usize) -> Option<i16> {
    let word = s.lower(i);
    (word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())).then_some(())?;
    word.parse().ok().filter(|y| YEARS.contains(y))
}

/// "7", "7th", "seventh".
fn day_number(s: &Scene<'_>, i: usize) -> Option<(usize, i8)> {
    let plain = s.lower(i).parse().ok().map(|n: u32| (1, n));
    let (used, n) = plain.or_else(|| s.ordinal(i))?;
    i8::try_from(n).ok().filter(|n| (1..=31).contains(n)).map(|n| (used, n))
}

/// "Feb. 7", "February 7, 2022", "February the 7th".
pub(super) fn month_day(s: &Scene<'_>, i: usize) -> Option<Match> {
    let month = s.month(i)?;
    let at = i + 1 + s.the(i + 1);
    let (used, day) = day_number(s, at)?;
    if counts_things(s, at) {
        return None;
    }
    let end = at + used;
    let year = year_after(s, end).filter(|_| !s.is(end, &["of"]));
    let (more, year) = year.map_or((0, None), |(more, year)| (more, Some(year)));
    Some((end + more - i, dated(s, i, year, month, day)?))
}

/// "in March 20 people": the number belongs to what follows.
fn counts_things(s: &Scene<'_>, i: usize) -> bool {
    s.tree.dep(i) == Dep::Nummod
        && s.tree.head(i).is_some_and(|h| h > i && s.tree.token(h).tag == Tag::Nns)
}

/// "7 February 2022", "the 7th of February".
pub(super) fn day_month(s: &Scene<'_>, i: usize) -> Option<Match> {
    let first = i + s.the(i);
    let (used, day) = day_number(s, first)?;
    let of = usize::from(s.is(first + used, &["of"]));
    let at = first + used + of;
    let month = s.month(at)?;
    // "four May elections" is no day, "of 5 March" is; "the 7 March" is.
    let (more, year) = year_after(s, at + 1).map_or((0, None), |(more, year)| (more, Some(year)));
    Some((at + 1 + more - i, dated(s, i, year, month, day)?))
}

/// A day of a month; without a year, the one nearest to the article's day.
fn dated(s: &Scene<'_>, i: usize, year: Option<i16>, month: i8, day: i8) -> Option<Read> {
    if let Some(year) = year {
        return Some(Read::day(Date::new(year, month, day).ok()?, Basis::Stated));
    }
    // The 29th of February is a day of some year.
    Date::new(2000, month, day).ok()?;
    if let Some(only) = s.only_year(i).and_then(|year| Date::new(year, month, day).ok()) {
        return Some(Read::day(only, Basis::Inferred));
    }
    let Some(anchor) = s.story_or_day(i) else {
        return Some(Read::unknown(&format!("XXXX-{month:02}-{day:02}"), Precision::Day));
    };
    let near = (anchor.year().checked_sub(1)?..=anchor.year().checked_add(1)?)
        .filter_map(|y| Date::new(y, month, day).ok())
        .min_by_key(|d| (d.since(anchor).map_or(i32::MAX, |s| s.get_days().abs()), *d))?;
    Some(Read::day(near, Basis::Inferred))
}

/// "7-9 February", "between 7 and 9 February": the first day.
pub(super) fn range_start(s: &Scene<'_>, i: usize) -> Option<Match> {
    let (used, day) = day_number(s, i)?;
    let at = i + used;
    s.is(at, &TO).then_some(())?;
    let (more, _) = day_number(s, at + 1)?;
    let month = at + 1 + more + usize::from(s.is(at + 1 + more, &["of"]));
    let name = s.month(month)?;
    let year = year_after(s, month + 1).map(|(_, year)| year);
    Some((used, dated(s, i, year, name, day)?))
}

/// "Feb. 7-9", "1990-95", "from 1990 to 1995": the second end.
pub(super) fn range_end(s: &Scene<'_>, i: usize) -> Option<Match> {
    let sign = i.checked_sub(1).filter(|&j| s.is(j, &TO))?;
    let last = s.last_before(sign)?;
    let (first, basis) = (last.read.first()?, last.read.basis);
    if s.other_noun(i + 1) || s.unit(i + 1).is_some() {
        return None;
    }
    match last.read.precision {
        Precision::Day if last.read.value.len() == 10 => {
            let (used, day) = day_number(s, i).filter(|(_, day)| *day > first.day())?;
            if s.month(i + used).is_some() {
                return None;
            }
            // "7-9, 2022": the year stands behind the second.
            let year = year_after(s, i + used).map(|(_, y)| y).unwrap_or(first.year());
            let more = year_after(s, i + used).map_or(0, |(more, _)| more);
            Some((used + more, Read::day(Date::new(year, first.month(), day).ok()?, basis)))
        }
        Precision::Year if last.read.value.len() == 4 => {
            let year = year_number(s, i).or_else(|| short_end(s, i, first.year()))?;
            Some((1, Read::year(year, basis)?))
        }
        _ => None,
    }
}

/// "1990-95".
fn short_end(s: &Scene<'_>, i: usize, first: i16) -> Option<i16> {
    let word = s.lower(i);
    (word.len() == 2 && s.glued(i)).then_some(())?;
    let year = first / 100 * 100 + word.parse::<i16>().ok()?;
    (year > first).then_some(year)
}

/// What stands between the ends of a range.
const TO: [&str; 7] = ["-", "–", "—", "to", "and", "through", "until"];

/// "March 2015", "in March".
pub(super) fn month(s: &Scene<'_>, i: usize) -> Option<Match> {
    let month = s.month(i)?;
    if let Some((used, year)) = year_after(s, i + 1) {
        return Some((1 + used, Read::month(year, month, Basis::Stated)?));
    }
    if let Some((used, year)) = last_or_next_year(s, i + 1) {
        return Some((1 + used, Read::month(year, month, Basis::Inferred)?));
    }
    // "Jan Mayen", "Jan Kowalski": three letters without a stop or a number are seldom a month.
    let short = s.lower(i).len() == 3 && s.lower(i) != "may";
    (stands_alone(s, i) && !short).then_some(())?;
    if let Some(year) = s.only_year(i) {
        return Some((1, Read::month(year, month, Basis::Inferred)?));
    }
    let Some(anchor) = s.story_or_day(i) else {
        return Some((1, Read::unknown(&format!("XXXX-{month:02}"), Precision::Month)));
    };
    // A story without a day of its own goes on in the year it speaks of.
    let round = if s.day.is_none() { 0 } else { nearest_round(s, i, month, anchor.month(), 12) };
    let year = anchor.year() + round;
    Some((1, Read::month(year, month, Basis::Inferred)?))
}

/// "March last year", "March of this year".
fn last_or_next_year(s: &Scene<'_>, i: usize) -> Option<(usize, i16)> {
    if s.is(i, &[","]) || year_number(s, i).is_some() {
        return None;
    }
    year_of(s, i).map(|(used, year, _)| (used, year))
}

/// Which turn of a cycle is meant by its n-th part, seen from another part: -1, 0 or 1.
pub(super) fn nearest_round(s: &Scene<'_>, i: usize, part: i8, now: i8, parts: i8) -> i16 {
    let ahead = part > now;
    match tense(s.tree, i) {
        _ if looks_back(s, i) => -i16::from(ahead),
        _ if looks_on(s, i) => i16::from(part < now),
        Tense::Future => i16::from(part < now),
        Tense::Past => -i16::from(ahead),
        Tense::Present => {
            let distance = part - now;
            if 2 * distance > parts {
                -1
            } else if 4 * distance <= -3 * parts {
                1
            } else {
                0
            }
        }
    }
}

fn looks_back(s: &Scene<'_>, i: usize) -> bool {
    s.before(i) == "since"
}

fn looks_on(s: &Scene<'_>, i: usize) -> bool {
    matches!(s.before(i), "by" | "until" | "till")
        || (s.sense_before(i, portion).is_some() && s.before(i - 1) == "by")
}

fn portion(sense: &TimeSense) -> Option<()> {
    matches!(sense, TimeSense::Portion).then_some(())
}

/// "May" and "March" alone are months only where their neighbors say so; other names are, unless they are people's.
fn stands_alone(s: &Scene<'_>, i: usize) -> bool {
    let person = matches!(s.entity(i), Some(EntityLabel::Person | EntityLabel::Org));
    let ambiguous = matches!(s.lower(i), "may" | "march" | "jan" | "mar" | "dec");
    let led = LEADS.contains(&s.before(i)) || s.sense_before(i, portion).is_some();
    let named = s.tree.dep(i) == Dep::Compound && s.capital(i + 1);
    (led && !(ambiguous && person)) || (!ambiguous && !person && !named)
}

/// Words before a month or a year.
const LEADS: [&str; 24] = [
    "in",
    "since",
    "of",
    "from",
    "until",
    "till",
    "by",
    "before",
    "after",
    "during",
    "to",
    "and",
    "through",
    "between",
    "around",
    "circa",
    "last",
    "next",
    "this",
    "for",
    "or",
    "mid",
    "throughout",
    "than",
];

/// A year after "in", "since", "of" and the like, or one that the recognizer takes for a date.
pub(super) fn year(s: &Scene<'_>, i: usize) -> Option<Match> {
    let year = year_number(s, i)?;
    if s.glued(i) && !matches!(s.before(i), "-" | "–" | "—" | "(" | "/" | "\"" | "“") {
        return None;
    }
    if s.is(i + 1, &["%", "percent", "-", "km", "kg"]) && s.glued(i + 1) && !year_follows(s, i) {
        return None;
    }
    let led = LEADS.contains(&s.before(i)) && !counts(s, i);
    let seen = s.entity(i) == Some(EntityLabel::Date) && !(titled_before(s, i) && s.capital(i + 1));
    let likely = (1900..2050).contains(&year) && (titled(s, i) || bracketed(s, i));
    (led || seen || likely).then_some(())?;
    Some((1, Read::year(year, Basis::Stated)?))
}

/// A year in a place where nothing else can stand.
pub(super) fn any_year(s: &Scene<'_>, i: usize) -> Option<Match> {
    let year = year_number(s, i).filter(|_| !counts(s, i))?;
    Some((1, Read::year(year, Basis::Stated)?))
}

fn year_follows(s: &Scene<'_>, i: usize) -> bool {
    year_number(s, i + 2).is_some() || (s.lower(i + 2).len() == 2 && s.glued(i + 2))
}

/// "of 2000 soldiers", "to 1,900 euros".
fn counts(s: &Scene<'_>, i: usize) -> bool {
    let plural = |j: usize| {
        s.other_noun(j) && matches!(s.tree.token(j).tag, Tag::Nns | Tag::Nnps)
            || matches!(s.lower(j), "people" | "%" | "percent")
    };
    let adjective = i + 1 < s.tree.analysis.tokens.len() && s.tree.pos(i + 1) == Pos::Adj;
    s.entity(i) != Some(EntityLabel::Date)
        && (plural(i + 1) || (adjective && plural(i + 2)) || counts_things(s, i))
}

/// "the Copenhagen Conference 2009": a name that ends in a year.
fn titled(s: &Scene<'_>, i: usize) -> bool {
    titled_before(s, i)
        && !matches!(s.entity(i), Some(EntityLabel::Product | EntityLabel::Money))
        && !s.other_noun(i + 1)
}

fn titled_before(s: &Scene<'_>, i: usize) -> bool {
    !s.before(i).is_empty()
        && s.tree.pos(i - 1) == Pos::Propn
        && s.month(i - 1).is_none()
        && !s.glued(i)
}

fn bracketed(s: &Scene<'_>, i: usize) -> bool {
    matches!(s.before(i), "(") && s.is(i + 1, &[")", "-", "–"])
}

/// "fiscal 2009", "fiscal year 2009", "FY2009", "the 2009 fiscal year".
pub(super) fn fiscal(s: &Scene<'_>, i: usize) -> Option<Match> {
    let read = |year: i16| {
        let mut read = Read::year(year, Basis::Stated)?;
        read.value = format!("FY{year}");
        Some(read)
    };
    if let Some(year) = s.lower(i).strip_prefix("fy").and_then(|y| y.parse().ok()) {
        return Some((1, read(year).filter(|_| YEARS.contains(&year))?));
    }
    let at = i + s.the(i);
    if let Some(year) = year_number(s, at) {
        let words = s.is(at + 1, &FISCAL) && s.is(at + 2, &["year"]);
        return words.then(|| read(year)).flatten().map(|r| (at + 3 - i, r));
    }
    s.is(i, &["fiscal", "fy"]).then_some(())?;
    let year_word = usize::from(s.is(i + 1, &["year"]));
    let year = year_number(s, i + 1 + year_word)?;
    Some((2 + year_word, read(year)?))
}

const FISCAL: [&str; 2] = ["fiscal", "financial"];

/// "'82".
pub(super) fn short_year(s: &Scene<'_>, i: usize) -> Option<Match> {
    let (used, digits) = apostrophe(s, i)?;
    (digits.len() == 2).then_some(())?;
    let year: i16 = digits.parse().ok()?;
    let century = if year > 50 { 1900 } else { 2000 };
    Some((used, Read::year(century + year, Basis::Inferred)?))
}

/// What stands behind an apostrophe, which may be a token of its own.
fn apostrophe<'s>(s: &'s Scene<'_>, i: usize) -> Option<(usize, &'s str)> {
    let marks = ['\'', '’', '‘'];
    match s.lower(i).strip_prefix(marks)? {
        "" if s.glued(i + 1) => Some((2, s.lower(i + 1))),
        "" => None,
        rest => Some((1, rest)),
    }
}

/// "the 1990s", "'90s", "the nineties", "the mid-1990s".
pub(super) fn decade(s: &Scene<'_>, i: usize) -> Option<Match> {
    let the = s.the(i);
    let at = i + the;
    let (used, word) = apostrophe(s, at).unwrap_or((1, s.lower(at)));
    let word =
        ["mid-", "late-", "early-"].iter().find_map(|p| word.strip_prefix(p)).unwrap_or(word);
    let digits = word.strip_suffix('s').map(|w| w.trim_end_matches(['\'', '’']));
    if let Some(n) = digits.and_then(|d| d.parse::<i16>().ok()).filter(|n| n % 10 == 0) {
        let short = the == 1 || used == 2 || digits_led(s, i);
        let first = match n {
            n if YEARS.contains(&n) => n,
            20..=90 if short => 1900 + n,
            _ => return None,
        };
        return Some((the + used, Read::decade(first, Basis::Stated)));
    }
    let named = s.sense(at, |sense| match sense {
        TimeSense::Decade(n) => Some(1900 + n),
        _ => None,
    });
    let first = named.filter(|_| the == 1 && !s.is(at + 1, &["of"]))?;
    Some((the + used, Read::decade(first, Basis::Inferred)))
}

/// "the 70s and 80s", "early 70s": not the age of a person.
fn digits_led(s: &Scene<'_>, i: usize) -> bool {
    matches!(s.before(i), "and" | "or" | "-" | "to")
        && i > 0
        && s.last_before(i - 1).is_some_and(|last| last.read.value.len() == 3)
}

/// "the 19th century".
pub(super) fn century(s: &Scene<'_>, i: usize) -> Option<Match> {
    let at = i + s.the(i);
    let (used, n) = s.ordinal(at).filter(|(_, n)| (1..=30).contains(n))?;
    let dash = usize::from(s.is(at + used, &["-"]));
    s.is(at + used + dash, &["century"]).then_some(())?;
    let first = i16::try_from(n.checked_sub(1)?).ok()? * 100;
    Some((at + used + dash + 1 - i, Read::century(first, Basis::Stated)))
}

impl Scene<'_> {
    /// The article's day; if that is not known, the time spoken of.
    pub(super) fn story_or_day(&self, i: usize) -> Option<Date> {
        self.day.or_else(|| self.story(i))
    }
}

/// The year that a following date gives: "of 2009", "of last year", "2009".
pub(super) fn year_of(s: &Scene<'_>, i: usize) -> Option<(usize, i16, Basis)> {
    let of = usize::from(s.is(i, &["of", "in", ","]));
    let (used, read) = any_year(s, i + of).or_else(|| stepped(s, i + of))?;
    (read.precision == Precision::Year && read.value.len() == 4).then_some(())?;
    Some((of + used, read.first()?.year(), read.basis))
}
