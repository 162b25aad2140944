//! Dates that pages and texts state about themselves.

use crate::lexicon::DateWord;
use crate::lexicon::Pages;
use crate::model::Article;
use crate::model::Block;
use crate::model::BlockKind;
use crate::model::Date;
use crate::model::Span;

/// How many blocks from the top a date line may stand.
const TOP: usize = 6;

/// A day stands so many words after the word that says what it is.
const MAX_AFTER_LABEL: usize = 8;

/// Words of a line that only says what the day in the next is.
const MAX_LABEL_WORDS: usize = 5;

/// Years that a page of news may bear.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// Reads dates as they are written; knows the months of many languages.
#[derive(Clone, Copy)]
pub(super) struct Reader<'p> {
    pub(super) pages: &'p Pages,
    /// Whether "3/5/2024" is in March, as in the United States.
    pub(super) month_first: bool,
}

impl Reader<'_> {
    /// The day in a value for machines or in words: ISO 8601, seconds since 1970, or written out.
    pub(super) fn value(self, value: &str) -> Option<Date> {
        let value = value.trim();
        iso(value).or_else(|| compact(value)).or_else(|| epoch(value)).or_else(|| self.text(value))
    }

    /// The first day that a text names.
    pub(super) fn text(self, text: &str) -> Option<Date> {
        self.of(&words(text)).or_else(|| east_asian(text))
    }

    fn of(self, words: &[String]) -> Option<Date> {
        let numbers = words.iter().find_map(|word| self.numeric(word));
        self.written(words).or(numbers).or_else(|| self.spaced(words))
    }

    /// The day, if the line holds a date and no other words than such lines hold.
    pub(super) fn only(self, line: &str) -> Option<Date> {
        let other = words(line).iter().any(|word| {
            word.starts_with(char::is_alphabetic)
                && self.pages.month(word).is_none()
                && self.pages.date_word(word).is_none()
        });
        if other { None } else { self.text(line) }
    }

    /// The days that a line calls those of publication and of a change.
    pub(super) fn labelled(self, line: &str) -> Labelled {
        let words = words(line);
        let kinds: Vec<_> = words.iter().map(|word| self.pages.date_word(word)).collect();
        let is_label =
            |i: &usize| matches!(kinds[*i], Some(DateWord::Published | DateWord::Updated));
        let mut found = Labelled::default();
        for i in (0..words.len()).filter(is_label) {
            let end = (i + 1..words.len()).find(is_label).unwrap_or(words.len());
            let after = &words[i + 1..end.min(i + 1 + MAX_AFTER_LABEL)];
            let day = || self.of(after).or_else(|| east_asian(&after.join(" ")));
            match kinds[i] {
                Some(DateWord::Published) => found.published = found.published.or_else(day),
                _ => found.updated = found.updated.or_else(day),
            }
        }
        found
    }

    /// Whether a line only says what the day after it is: "Published on:".
    pub(super) fn is_label(self, line: &str) -> bool {
        let words = words(line);
        let kinds = || words.iter().map(|word| self.pages.date_word(word));
        words.len() <= MAX_LABEL_WORDS
            && kinds().all(|it| it.is_some())
            && kinds().any(|it| matches!(it, Some(DateWord::Published | DateWord::Updated)))
    }

    /// The other day that numbers such as "3/5/2024" may mean.
    pub(super) fn other_order(self, value: &str) -> Option<Date> {
        let day = self.value(value)?;
        let other = Reader { month_first: !self.month_first, ..self }.value(value)?;
        (day != other).then_some(other)
    }

    /// "7 Feb 2022", "Feb 7, 2022", "7 de febrero de 2022", "2022 február 7", "Feb 7 10:30:00 CET 2022".
    fn written(self, words: &[String]) -> Option<Date> {
        let is_part = |word: &&str| {
            self.pages.date_word(word) != Some(DateWord::Between) && !is_time_of_day(word)
        };
        let words: Vec<&str> = words.iter().map(String::as_str).filter(is_part).collect();
        words.windows(3).find_map(|w| {
            let (year, month, day) = if let Some(month) = self.pages.month(w[0]) {
                (w[2], month, w[1])
            } else if let Some(month) = self.pages.month(w[1]) {
                if w[0].len() == 4 { (w[0], month, w[2]) } else { (w[2], month, w[0]) }
            } else {
                return None;
            };
            date(year_number(year)?, month, day_number(day)?)
        })
    }

    /// "7.2.2022", "02/07/2022", "2022-2-7".
    fn numeric(self, word: &str) -> Option<Date> {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        let head = word.split(['t', ' ']).next()?;
        let mark = head.chars().find(|c| !c.is_ascii_digit())?;
        if !matches!(mark, '.' | '/' | '-') {
            return None;
        }
        let mut parts = head.splitn(3, mark);
        let (a, b, rest) = (parts.next()?, parts.next()?, parts.next()?);
        // "28.04.2023-19" and "2022/02/07," go on with something else; a third mark makes it no date.
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        // "28.04.1912:44" of two elements side by side: the last two digits are an hour.
        let end = if rest[end..].starts_with(':') && end >= 4 { end - 2 } else { end };
        let goes_on = rest[end..].starts_with(mark);
        if goes_on { None } else { self.ordered(a, b, &rest[..end], mark) }
    }

    /// "07. 02. 2022", "7 / 2 / 2022".
    fn spaced(self, words: &[String]) -> Option<Date> {
        let is_number = |it: &&str| it.len() <= 4 && it.bytes().all(|b| b.is_ascii_digit());
        let words: Vec<&str> = words.iter().map(String::as_str).filter(|it| *it != "/").collect();
        words.windows(3).filter(|w| w.iter().all(is_number)).find_map(|w| {
            let long_year = w[0].len() == 4 || w[2].len() == 4;
            if long_year { self.ordered(w[0], w[1], w[2], '.') } else { None }
        })
    }

    fn ordered(self, a: &str, b: &str, c: &str, mark: char) -> Option<Date> {
        let number = |it: &str| it.parse::<i8>().ok();
        if a.len() == 4 {
            return date(year_number(a)?, number(b)?, number(c)?);
        }
        if mark == '-' && c.len() != 4 {
            return None;
        }
        let (a, b, year) = (number(a)?, number(b)?, year_number(c)?);
        let month_first = (self.month_first && mark != '.' && a <= 12) || b > 12;
        if month_first { date(year, a, b) } else { date(year, b, a) }
    }
}

/// What a line says of its days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Labelled {
    pub(super) published: Option<Date>,
    pub(super) updated: Option<Date>,
}

/// "10:30", "19:20:36".
fn is_time_of_day(word: &str) -> bool {
    word.contains(':') && word.bytes().all(|b| b.is_ascii_digit() || b == b':')
}

/// The first line near the top that is nothing but a date ("Published: Feb. 7, 2022"), made furniture.
pub(super) fn date_line(article: &mut Article, reader: Reader<'_>) -> Option<(Date, Span)> {
    if article.blocks.len() < 2 {
        return None;
    }
    let text = &article.text;
    let date_of = |block: &Block| {
        let line = block.span.of(text);
        (line.len() <= 80).then(|| reader.only(line)).flatten()
    };
    let (i, day) =
        article.blocks.iter().take(TOP).enumerate().find_map(|(i, b)| Some((i, date_of(b)?)))?;
    article.blocks[i].kind = BlockKind::Furniture("date");
    Some((day, article.blocks[i].span))
}

/// The date in the dateline that the prose begins with: "MINAS TIRITH, March 5, 2024 —".
pub(super) fn dateline(article: &Article, reader: Reader<'_>) -> Option<(Date, Span)> {
    let first = article.blocks.iter().find(|block| block.kind == BlockKind::Paragraph)?.span;
    let text = first.of(&article.text);
    let end = [" — ", " – ", " - ", " -- ", "—"].iter().filter_map(|dash| text.find(dash)).min()?;
    let line = &text[..end];
    let is_line = line.len() <= 80 && line.starts_with(char::is_uppercase) && !line.contains(". ");
    let day = if is_line { reader.written(&words(line)) } else { None };
    let start = first.start as usize;
    day.map(|day| (day, Span::new(start, start + end)))
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok().filter(|day| YEARS.contains(&day.year()))
}

/// Lower case, without full stops at their ends; a colon ends a word but in a time of day.
fn words(line: &str) -> Vec<String> {
    let line: String = line.chars().map(ascii_digit).collect();
    line.split(|c: char| c.is_whitespace() || ",|()•·".contains(c))
        .flat_map(|word| {
            let whole = word.starts_with(|c: char| c.is_ascii_digit());
            word.split(move |c| c == ':' && !whole)
        })
        .map(|word| word.trim_end_matches(['.', ':']).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

/// The digit that people write with an Arabic, Persian, Hindi or Bengali one.
fn ascii_digit(c: char) -> char {
    const ZEROS: [u32; 4] = [0x660, 0x6f0, 0x966, 0x9e6];
    let n = ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(*zero).filter(|n| *n < 10));
    n.and_then(|n| char::from_digit(n, 10)).unwrap_or(c)
}

/// "7", "7th", "1er", "7.".
fn day_number(word: &str) -> Option<i8> {
    word.trim_end_matches(|c: char| c.is_alphabetic() || "º°ª.".contains(c)).parse().ok()
}

/// Four digits, or two of this century or the last.
fn year_number(word: &str) -> Option<i16> {
    let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
    let year: i16 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(year),
        2 if year <= 40 => Some(2000 + year),
        2 if year >= 90 => Some(1900 + year),
        _ => None,
    }
}

/// "2022年2月7日", "2022년 2월 7일".
fn east_asian(text: &str) -> Option<Date> {
    let at = text.find(['年', '년'])?;
    let digits_before = |end: usize| {
        let head = text[..end].trim_end();
        let start = head
            .rfind(|c: char| !c.is_ascii_digit())
            .map_or(0, |i| i + head[i..].chars().next().map_or(1, char::len_utf8));
        &head[start..]
    };
    let year = year_number(digits_before(at))?;
    let rest = &text[at..];
    let month_at = at + rest.find(['月', '월'])?;
    let day_at = month_at + text[month_at..].find(['日', '일'])?;
    if day_at - at > 24 {
        return None;
    }
    date(year, digits_before(month_at).parse().ok()?, digits_before(day_at).parse().ok()?)
}

/// The day at the beginning of an ISO 8601 date or instant.
pub(super) fn iso(value: &str) -> Option<Date> {
    let value = value.trim();
    let day: Date = value.get(..10)?.parse().ok()?;
    let ends = value.len() == 10 || !value.as_bytes()[10].is_ascii_digit();
    (YEARS.contains(&day.year()) && ends).then_some(day)
}

/// "20220207", "20220207T100000Z" or "2022/02/07".
fn compact(value: &str) -> Option<Date> {
    let head: String = value.chars().take_while(|c| c.is_ascii_digit() || *c == '/').collect();
    let digits: String = match head.len() {
        8 | 14 if !head.contains('/') => head,
        10 if head.as_bytes()[4] == b'/' && head.as_bytes()[7] == b'/' => head.replace('/', ""),
        _ => return None,
    };
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i16>().ok();
    date(part(0..4)?, i8::try_from(part(4..6)?).ok()?, i8::try_from(part(6..8)?).ok()?)
}

/// Seconds or milliseconds since 1970.
fn epoch(value: &str) -> Option<Date> {
    if !value.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = value.parse().ok()?;
    let seconds = match value.len() {
        10 => number,
        13 => number / 1000,
        _ => return None,
    };
    let day = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date();
    YEARS.contains(&day.year()).then_some(day)
}

/// The instant, where the value is one with a zone (RFC 3339; "+0100" is mended to "+01:00").
pub(super) fn instant(value: &str) -> Option<String> {
    let value = value.trim();
    let mut mended = value.to_owned();
    let n = value.len();
    if n > 20
        && value.is_ascii()
        && matches!(value.as_bytes()[n - 5], b'+' | b'-')
        && value.as_bytes()[n - 4..].iter().all(u8::is_ascii_digit)
    {
        mended.insert(n - 2, ':');
    }
    if mended.as_bytes().get(10) == Some(&b' ') {
        mended.replace_range(10..11, "T");
    }
    mended.parse::<jiff::Timestamp>().is_ok().then_some(mended)
}

/// The day in an address such as `/2022/02/07/`, `/2022-02-07-` or `/20220207/`.
pub(super) fn in_address(url: &str) -> Option<Date> {
    let url = url.split(['?', '#']).next().unwrap_or("");
    let bytes = url.as_bytes();
    let starts = |i: usize| i == 0 || !bytes[i - 1].is_ascii_digit();
    (0..bytes.len()).filter(|&i| starts(i) && bytes[i].is_ascii_digit()).find_map(|i| {
        let digits = |from: usize, n: usize| {
            let part = url.get(from..from + n)?;
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i16>().ok()).flatten()
        };
        let is_mark = |at: usize| bytes.get(at).is_some_and(|b| matches!(b, b'/' | b'-' | b'_'));
        let year = digits(i, 4)?;
        let mut at = i + 4;
        let marked = is_mark(at);
        at += usize::from(marked);
        let (month, n) = match digits(at, 2) {
            Some(month) => (month, 2),
            None if marked => (digits(at, 1)?, 1),
            None => return None,
        };
        at += n;
        if marked != is_mark(at) {
            return None;
        }
        at += usize::from(marked);
        let (day, n) = match digits(at, 2) {
            Some(day) => (day, 2),
            None if marked => (digits(at, 1)?, 1),
            None => return None,
        };
        let ends = !bytes.get(at + n).is_some_and(u8::is_ascii_digit);
        let day = date(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)?;
        ends.then_some(day)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn with<T>(work: impl FnOnce(Reader<'_>) -> T) -> T {
        let pages = Pages::embedded().unwrap();
        work(Reader { pages: &pages, month_first: false })
    }

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
            assert_eq!(with(|it| it.only(line)), expected, "{line}");
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
            assert_eq!(with(|it| dateline(&article, it)).map(|it| it.0), expected, "{text}");
        }
    }

    #[test]
    fn values_are_read_in_many_forms() {
        for (value, expected) in [
            ("2022-02-07T10:00:00+01:00", Some(date(2022, 2, 7))),
            ("Mon, 07 Feb 2022 10:00:00 GMT", Some(date(2022, 2, 7))),
            ("20220207", Some(date(2022, 2, 7))),
            ("2022/02/07", Some(date(2022, 2, 7))),
            ("1644228000", Some(date(2022, 2, 7))),
            ("1644228000000", Some(date(2022, 2, 7))),
            ("7. März 2022, 10:00 Uhr", Some(date(2022, 3, 7))),
            ("7 de marzo de 2022", Some(date(2022, 3, 7))),
            ("le 1er août 2022", Some(date(2022, 8, 1))),
            ("07.03.2022 – 12:00", Some(date(2022, 3, 7))),
            ("07/03/2022", Some(date(2022, 3, 7))),
            ("07/23/2022", Some(date(2022, 7, 23))),
            ("7 марта 2022 г.", Some(date(2022, 3, 7))),
            ("2022年3月7日", Some(date(2022, 3, 7))),
            ("입력 2022년 3월 7일", Some(date(2022, 3, 7))),
            ("2022. 3. 7.", Some(date(2022, 3, 7))),
            ("Mon Mar 7 19:20:36 CET 2022", Some(date(2022, 3, 7))),
            ("07.03.202212:44", Some(date(2022, 3, 7))),
            ("07.03.2212:44", Some(date(2022, 3, 7))),
            ("۷ مارس ۲۰۲۲", Some(date(2022, 3, 7))),
            ("yesterday", None),
            ("28.04.2023-19:30", Some(date(2023, 4, 28))),
            ("12.5.3", None),
            ("10.20.30.40", None),
            ("10.30.45 on 1/2/3", None),
        ] {
            assert_eq!(with(|it| it.value(value)), expected, "{value}");
        }
    }

    #[test]
    fn labels_say_what_a_day_is() {
        let (march, april) = (Some(date(2022, 3, 7)), Some(date(2022, 4, 9)));
        for (line, published, updated) in [
            ("Published: 7 March 2022", march, None),
            ("Last updated on April 9, 2022 at 10:30 GMT", None, april),
            ("Posted Monday, March 7, 2022; updated April 9, 2022", march, april),
            ("Letzte Änderung: 09.04.2022 - 14:49:39 / Erschienen am: 07.03.2022", march, april),
            ("Publié le 7 mars 2022 à 10h, mis à jour le 9 avril 2022", march, april),
            ("The envoys met on 7 March 2022", None, None),
            (
                "Published reports of the talks between the envoys of the two kings named 7 March 2022",
                None,
                None,
            ),
        ] {
            let expected = Labelled { published, updated };
            assert_eq!(with(|it| it.labelled(line)), expected, "{line}");
        }
        assert!(with(|it| it.is_label("Erschienen am:")));
        assert!(!with(|it| it.is_label("Published reports")));
    }

    #[test]
    fn numbers_may_have_another_order() {
        assert_eq!(with(|it| it.other_order("11/01/2023 12:43:42")), Some(date(2023, 11, 1)));
        for value in ["23/01/2023", "11.01.2023", "2023-11-01", "1 November 2023"] {
            assert_eq!(with(|it| it.other_order(value)), None, "{value}");
        }
    }

    #[test]
    fn addresses_hold_dates() {
        for (url, expected) in [
            ("https://x.org/2022/02/07/talks", Some(date(2022, 2, 7))),
            ("https://x.org/news/2022-02-07-talks", Some(date(2022, 2, 7))),
            ("https://x.org/news/20220207/talks", Some(date(2022, 2, 7))),
            ("https://x.org/2022/2/7/talks", Some(date(2022, 2, 7))),
            ("https://x.org/article/20220", None),
            ("https://x.org/article/120220207", None),
            ("https://x.org/2022/13/07/", None),
        ] {
            assert_eq!(in_address(url), expected, "{url}");
        }
    }

    #[test]
    fn instants_have_a_zone() {
        assert_eq!(
            instant("2022-02-07T10:00:00+0100").as_deref(),
            Some("2022-02-07T10:00:00+01:00")
        );
        assert_eq!(instant("2022-02-07T10:00:00Z").as_deref(), Some("2022-02-07T10:00:00Z"));
        assert_eq!(instant("2022-02-07T10:00:00"), None);
    }
}
