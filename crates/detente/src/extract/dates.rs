//! Dates that pages and texts state about themselves.

use crate::model::Article;
use crate::model::Block;
use crate::model::BlockKind;
use crate::model::Date;
use crate::model::Span;

/// How many blocks from the top a date line may stand.
const TOP: usize = 6;

/// The first line near the top that is nothing but a date ("Published: Feb. 7, 2022"), made furniture.
pub(super) fn date_line(article: &mut Article) -> Option<(Date, Span)> {
    if article.blocks.len() < 2 {
        return None;
    }
    let text = &article.text;
    let date_of = |block: &Block| {
        let line = block.span.of(text);
        (line.len() <= 80).then(|| only_a_date(line)).flatten()
    };
    let (i, day) =
        article.blocks.iter().take(TOP).enumerate().find_map(|(i, b)| Some((i, date_of(b)?)))?;
    article.blocks[i].kind = BlockKind::Furniture("date");
    Some((day, article.blocks[i].span))
}

/// The date in the dateline that the prose begins with: "MINAS TIRITH, March 5, 2024 —".
pub(super) fn dateline(article: &Article) -> Option<(Date, Span)> {
    let first = article.blocks.iter().find(|block| block.kind == BlockKind::Paragraph)?.span;
    let text = first.of(&article.text);
    let end = [" — ", " – ", " - ", " -- ", "—"].iter().filter_map(|dash| text.find(dash)).min()?;
    let line = &text[..end];
    let is_line = line.len() <= 80 && line.starts_with(char::is_uppercase) && !line.contains(". ");
    let day = if is_line { find(&words(line)) } else { None };
    let start = first.start as usize;
    day.map(|day| (day, Span::new(start, start + end)))
}

/// The day, if the line holds a date and no other words than such lines hold.
fn only_a_date(line: &str) -> Option<Date> {
    const AROUND: &[&str] = &[
        "published",
        "updated",
        "posted",
        "last",
        "modified",
        "on",
        "at",
        "date",
        "am",
        "pm",
        "gmt",
        "utc",
        "est",
        "edt",
        "cet",
        "et",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "of",
        "a.m",
        "p.m",
        "first",
        "by",
    ];
    let words = words(line);
    let other = words.iter().any(|word| {
        word.starts_with(char::is_alphabetic)
            && month(word).is_none()
            && !AROUND.contains(&word.as_str())
    });
    if other { None } else { find(&words) }
}

/// The first day written out in `words`: "7 Feb 2022", "Feb 7, 2022" or "2022-02-07".
fn find(words: &[String]) -> Option<Date> {
    if let Some(day) = words.iter().find_map(|word| iso(word)) {
        return Some(day);
    }
    words.windows(3).find_map(|w| {
        let (month, day) = match (month(&w[0]), month(&w[1])) {
            (Some(month), _) => (month, day_number(&w[1])?),
            (None, Some(month)) => (month, day_number(&w[0])?),
            (None, None) => return None,
        };
        let year: i16 = w[2].parse().ok().filter(|year| (1900..=2100).contains(year))?;
        Date::new(year, month, day).ok()
    })
}

fn words(line: &str) -> Vec<String> {
    line.split(|c: char| c.is_whitespace() || ",:|()•·".contains(c))
        .map(|word| word.trim_end_matches('.').to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

fn day_number(word: &str) -> Option<i8> {
    word.trim_end_matches(|c: char| c.is_alphabetic()).parse().ok()
}

fn month(word: &str) -> Option<i8> {
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
    let at = MONTHS.iter().position(|month| {
        *month == word || (month.starts_with(word) && (3..=4).contains(&word.len()))
    })?;
    i8::try_from(at + 1).ok()
}

/// The day at the beginning of an ISO 8601 date or instant.
pub(super) fn iso(value: &str) -> Option<Date> {
    let value = value.trim();
    let day: Date = value.get(..10)?.parse().ok()?;
    let plausible = (1900..=2100).contains(&day.year());
    let ends = value.len() == 10 || value[10..].starts_with(['T', 't', ' ', '+', 'Z']);
    (plausible && ends).then_some(day)
}

/// The day in a value of a page's metadata: ISO 8601, or written out ("Mon, 07 Feb 2022 10:00:00 GMT").
pub(super) fn stated(value: &str) -> Option<Date> {
    iso(value).or_else(|| compact(value)).or_else(|| find(&words(value)))
}

/// "20220207" or "2022/02/07".
fn compact(value: &str) -> Option<Date> {
    let head: String =
        value.trim().chars().take_while(|c| c.is_ascii_digit() || *c == '/').collect();
    let digits: String = match head.len() {
        8 if !head.contains('/') => head,
        10 if head.as_bytes()[4] == b'/' && head.as_bytes()[7] == b'/' => head.replace('/', ""),
        _ => return None,
    };
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i16>().ok();
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    let day = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (1990..=2100).contains(&year).then_some(day)
}

/// The instant, where the value is one with a zone (RFC 3339).
pub(super) fn instant(value: &str) -> Option<String> {
    let value = value.trim();
    value.parse::<jiff::Timestamp>().is_ok().then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn date_lines_are_nothing_but_dates() {
        for (line, expected) in [
            ("Published: Feb. 7, 2022", Some(date(2022, 2, 7))),
            ("Monday 7 February 2022 10.30 GMT", Some(date(2022, 2, 7))),
            ("2022-02-07", Some(date(2022, 2, 7))),
            ("March 3rd, 2024", Some(date(2024, 3, 3))),
            ("Troops crossed the border on Feb. 7, 2022", None),
            ("February 30, 2022", None),
            ("May", None),
        ] {
            assert_eq!(only_a_date(line), expected, "{line}");
        }
    }

    #[test]
    fn datelines_begin_the_prose() {
        for (text, expected) in [
            ("MINAS TIRITH, March 5, 2024 — Gondor has closed its border.", Some(date(2024, 3, 5))),
            ("Gondor closed its border on March 5, 2024. The king — it is said — slept.", None),
            ("EDORAS — The king slept on March 5, 2024.", None),
        ] {
            let span = Span::new(0, text.len());
            let blocks = vec![Block { span, kind: BlockKind::Paragraph }];
            let article = Article { text: text.to_owned(), blocks, ..Article::default() };
            assert_eq!(dateline(&article).map(|it| it.0), expected, "{text}");
        }
    }

    #[test]
    fn metadata_dates_are_read() {
        for (value, expected) in [
            ("2022-02-07T10:00:00+01:00", Some(date(2022, 2, 7))),
            ("Mon, 07 Feb 2022 10:00:00 GMT", Some(date(2022, 2, 7))),
            ("20220207", Some(date(2022, 2, 7))),
            ("2022/02/07", Some(date(2022, 2, 7))),
            ("yesterday", None),
        ] {
            assert_eq!(stated(value), expected, "{value}");
        }
    }
}
