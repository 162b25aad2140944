//! What pages are made of: class names, lines that are furniture, months, agencies.

use crate::lexicon::file;
use crate::lexicon::files;
use crate::lexicon::files::Files;
use crate::lexicon::table::Row;
use crate::lexicon::table::Table;
use crate::model::Error;
use std::collections::HashMap;

/// Why a stretch is furniture; the stable words of `article.boilerplate`, sorted.
pub const REASONS: &[&str] = &[
    "advertisement",
    "banner",
    "byline",
    "caption",
    "comments",
    "copyright",
    "credit",
    "date",
    "more",
    "page",
    "pullquote",
    "related",
    "share",
    "subscribe",
    "truncated",
];

/// All that is known about pages, in any language; a part of the [`Lexicon`](crate::lexicon::Lexicon) that can be loaded alone.
#[derive(Debug)]
pub struct Pages {
    classes: HashMap<Box<str>, Option<Part>>,
    lines: Lines,
    months: HashMap<Box<str>, i8>,
    wires: HashMap<Box<str>, Box<str>>,
    bylines: HashMap<Box<str>, BylineWord>,
    dates: HashMap<Box<str>, DateWord>,
}

/// What a word does beside a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateWord {
    /// It says that the day is that of publication: "Posted".
    Published,
    /// It says that the day is that of a change: "Updated".
    Updated,
    /// It may stand beside a date: "Monday".
    Around,
    /// It stands between the parts of a date: "of", "GMT".
    Between,
}

/// What a word does in a byline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BylineWord {
    /// It stands before the names: "By".
    Before,
    /// It stands between two names: "and".
    And,
    /// It is no part of a person's name: "Correspondent", "Press".
    Other,
}

/// What a class or id says that an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The article's text.
    Body,
    /// What stands between headline and text.
    Lead,
    /// Who wrote it.
    Byline,
    /// When it was published.
    Date,
    /// Furniture, with its reason.
    Furniture(&'static str),
}

/// Rules for lines, by what they look at.
#[derive(Debug, Default)]
struct Lines {
    /// By their first word.
    begins: HashMap<Box<str>, Vec<LineRule>>,
    is: HashMap<Box<str>, &'static str>,
    /// By their last word.
    ends: HashMap<Box<str>, Vec<LineRule>>,
    /// By their first word.
    holds: HashMap<Box<str>, Vec<LineRule>>,
}

#[derive(Debug)]
struct LineRule {
    words: Box<str>,
    reason: &'static str,
    max_words: usize,
    /// Words of which one must stand in the line too; none are asked for where empty.
    beside: Vec<Box<str>>,
}

impl LineRule {
    /// Whether the rest of a line that has the words lets the rule stand.
    fn fits(&self, line: &str, n_words: usize) -> bool {
        let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let witness =
            || line.split(' ').map(bare).any(|word| self.beside.iter().any(|it| **it == *word));
        n_words <= self.max_words && (self.beside.is_empty() || witness())
    }
}

impl Pages {
    /// Those that the binary carries, without the rest of the lexicon.
    ///
    /// # Errors
    /// If the embedded data is wrong, which a test rules out.
    pub fn embedded() -> Result<Self, Error> {
        Self::from_files(&files::embedded())
    }

    /// Those in a folder laid out like `data/`.
    ///
    /// # Errors
    /// Says file, line and what to do for the first thing that is wrong.
    pub fn load(folder: &std::path::Path) -> Result<Self, Error> {
        Self::from_files(&files::in_folder(folder)?)
    }

    pub(crate) fn from_files(files: &Files) -> Result<Self, Error> {
        Ok(Pages {
            classes: classes(files)?,
            lines: lines(files)?,
            months: months(files)?,
            wires: wires(files)?,
            bylines: bylines(files)?,
            dates: dates(files)?,
        })
    }

    /// What one to three words of a class name mean together; lower case, joined by single spaces.
    ///
    /// `Some(None)` where they are known to say nothing.
    pub fn part(&self, words: &str) -> Option<Option<Part>> {
        self.classes.get(words).copied()
    }

    /// Why a line is furniture, if one of the rules takes it away.
    ///
    /// `line` is lower case with single spaces and straight apostrophes.
    pub fn furniture(&self, line: &str) -> Option<&'static str> {
        let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
        if let Some(reason) = self.lines.is.get(bare) {
            return Some(reason);
        }
        let n_words = line.split(' ').count();
        let begins = self.lines.begins.get(first_word(line)).and_then(|rules| {
            rules.iter().find(|it| it.fits(line, n_words) && starts_with(line, &it.words))
        });
        let ends = || {
            let rules = self.lines.ends.get(last_word(line))?;
            rules.iter().find(|it| it.fits(line, n_words) && line.ends_with(&*it.words))
        };
        begins.or_else(ends).or_else(|| self.held(line, n_words)).map(|it| it.reason)
    }

    /// The first rule whose words stand in the line, beginning where a word begins.
    fn held(&self, line: &str, n_words: usize) -> Option<&LineRule> {
        let mut rest = line;
        loop {
            let rules = self.lines.holds.get(first_word(rest)).map_or(&[][..], Vec::as_slice);
            let fits = |it: &&LineRule| it.fits(line, n_words) && starts_with(rest, &it.words);
            if let Some(rule) = rules.iter().find(fits) {
                return Some(rule);
            }
            rest = rest.split_once(' ')?.1;
        }
    }

    /// The month of this name or abbreviation (lower case, no full stop), in any of the languages known.
    pub fn month(&self, word: &str) -> Option<i8> {
        self.months.get(word).copied()
    }

    /// What a word (lower case, no full stop) does beside a date.
    pub fn date_word(&self, word: &str) -> Option<DateWord> {
        self.dates.get(word).copied()
    }

    /// What a word or phrase (lower case) does in a byline.
    pub fn byline_word(&self, words: &str) -> Option<BylineWord> {
        self.bylines.get(words).copied()
    }

    /// The agency that goes by this name, by its full name.
    pub fn wire(&self, name: &str) -> Option<&str> {
        self.wires.get(name).map(|it| &**it)
    }
}

/// Up to the first space or to and with the first sign that no word holds.
fn first_word(line: &str) -> &str {
    line.split(' ').next().unwrap_or("").trim_end_matches([':', ',', '.', '!', '?'])
}

fn last_word(line: &str) -> &str {
    line.rsplit(' ').next().unwrap_or("").rsplit('/').next().unwrap_or("")
}

/// Whether a line begins with these words, whole; a `#` at their end stands for a number.
fn starts_with(line: &str, words: &str) -> bool {
    let (words, is_number) = words.strip_suffix('#').map_or((words, false), |it| (it, true));
    line.strip_prefix(words).is_some_and(|rest| match is_number {
        true => rest.starts_with(|c: char| c.is_ascii_digit()),
        false => {
            !words.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
        }
    })
}

fn reason(row: Row<'_>, name: &str) -> Result<&'static str, Error> {
    let known = REASONS.iter().find(|it| **it == name);
    known.copied().ok_or_else(|| row.wrong(&format!("unknown reason {name}")))
}

fn classes(files: &Files) -> Result<HashMap<Box<str>, Option<Part>>, Error> {
    let name = "pages/classes.tsv";
    let table = Table::read(name, file(files, name)?, &["words", "part"])?;
    let mut out = HashMap::new();
    for row in table.rows() {
        let part = match row.need("part")? {
            "none" => None,
            "body" => Some(Part::Body),
            "lead" => Some(Part::Lead),
            "byline" => Some(Part::Byline),
            "date" => Some(Part::Date),
            other => Some(Part::Furniture(reason(row, other)?)),
        };
        out.insert(Box::from(row.need("words")?), part);
    }
    Ok(out)
}

/// Every language's `furniture.tsv`; a page may be in any.
fn lines(files: &Files) -> Result<Lines, Error> {
    let mut out = Lines::default();
    for (name, text) in files.iter().filter(|(name, _)| name.ends_with("/furniture.tsv")) {
        let table = Table::read(name, text, &["words", "looks", "reason", "max_words"])?;
        for row in table.rows() {
            add_line(&mut out, row)?;
        }
    }
    Ok(out)
}

fn add_line(out: &mut Lines, row: Row<'_>) -> Result<(), Error> {
    let words = row.need("words")?;
    let reason = reason(row, row.need("reason")?)?;
    let max_words = row.number("max_words")?.unwrap_or(20);
    let beside = row.list("beside").into_iter().map(Box::from).collect();
    let rule = LineRule { words: Box::from(words), reason, max_words, beside };
    match row.need("looks")? {
        "begins" => out.begins.entry(Box::from(first_word(words))).or_default().push(rule),
        "is" => drop(out.is.insert(Box::from(words), reason)),
        "ends" => out.ends.entry(Box::from(last_word(words))).or_default().push(rule),
        "holds" => out.holds.entry(Box::from(first_word(words))).or_default().push(rule),
        other => return Err(row.wrong(&format!("unknown looks {other}"))),
    }
    Ok(())
}

fn months(files: &Files) -> Result<HashMap<Box<str>, i8>, Error> {
    let name = "pages/months.tsv";
    let table = Table::read(name, file(files, name)?, &["word", "month"])?;
    let mut out = HashMap::new();
    for row in table.rows() {
        let month = row.number("month")?.filter(|n| (1..=12).contains(n));
        let month = month.ok_or_else(|| row.wrong("month is no number from 1 to 12"))?;
        out.insert(Box::from(row.need("word")?), month);
    }
    Ok(out)
}

fn wires(files: &Files) -> Result<HashMap<Box<str>, Box<str>>, Error> {
    let name = "pages/wires.tsv";
    let table = Table::read(name, file(files, name)?, &["name", "forms"])?;
    let mut out = HashMap::new();
    for row in table.rows() {
        for form in row.list("forms") {
            out.insert(Box::from(form), Box::from(row.need("name")?));
        }
    }
    Ok(out)
}

fn dates(files: &Files) -> Result<HashMap<Box<str>, DateWord>, Error> {
    let name = "pages/dates.tsv";
    let table = Table::read(name, file(files, name)?, &["word", "kind"])?;
    let mut out = HashMap::new();
    for row in table.rows() {
        let kind = match row.need("kind")? {
            "published" => DateWord::Published,
            "updated" => DateWord::Updated,
            "around" => DateWord::Around,
            "between" => DateWord::Between,
            unknown => return Err(row.wrong(&format!("unknown kind {unknown}"))),
        };
        out.insert(Box::from(row.need("word")?), kind);
    }
    Ok(out)
}

fn bylines(files: &Files) -> Result<HashMap<Box<str>, BylineWord>, Error> {
    let name = "pages/bylines.tsv";
    let table = Table::read(name, file(files, name)?, &["words", "kind"])?;
    let mut out = HashMap::new();
    for row in table.rows() {
        let kind = match row.need("kind")? {
            "before" => BylineWord::Before,
            "and" => BylineWord::And,
            "other" => BylineWord::Other,
            unknown => return Err(row.wrong(&format!("unknown kind {unknown}"))),
        };
        out.insert(Box::from(row.need("words")?), kind);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_known() {
        let pages = Pages::embedded().unwrap();
        assert_eq!(pages.part("article body"), Some(Some(Part::Body)));
        assert_eq!(pages.part("newsletter"), Some(Some(Part::Furniture("subscribe"))));
        assert_eq!(pages.month("märz"), Some(3));
        assert_eq!(pages.wire("AFP"), Some("Agence France-Presse"));
        assert!(REASONS.is_sorted());
    }

    #[test]
    fn a_word_is_matched_whole() {
        let pages = Pages::embedded().unwrap();
        assert_eq!(pages.furniture("read more: talks in osgiliath"), Some("more"));
        assert_eq!(pages.furniture("share"), Some("share"));
        assert_eq!(pages.furniture("subscribers of the newspaper protested on monday."), None);
        assert_eq!(pages.furniture("shared rivers were the subject of talks."), None);
        assert!(starts_with("updated 14 march", "updated #"));
        assert!(!starts_with("updated lists name 14 firms", "updated #"));
    }
}
