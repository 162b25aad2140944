//! Files of other data sets become layers of a store.
//!
//! A line that cannot be read gives no row and a complaint with its number; nothing is dropped without a word. To add a kind: a file here, and a line in [`KINDS`].

mod gdelt;
mod icews;
mod polecat;

use crate::codes::Codes;
use detente::model::Date;
use detente::model::Error;
use detente::model::ErrorKind;
use detente::store::LayerLine;
use detente::store::LayerRow;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::io::BufRead;
use std::path::PathBuf;
use std::sync::Arc;

/// A data set whose files can be read.
pub struct Kind {
    /// As `--as` takes it.
    pub name: &'static str,
    /// The names of its columns, if its files have no header, by how many a line has.
    columns: fn(usize) -> Option<Vec<&'static str>>,
    /// Columns without which a header is not of this kind.
    required: &'static [&'static str],
    read: fn(&Line<'_>, &Codes) -> Result<Vec<LayerRow>, Complaint>,
}

/// Every kind, sorted by name.
pub const KINDS: &[Kind] = &[
    Kind { name: "gdelt", columns: gdelt::columns, required: gdelt::REQUIRED, read: gdelt::read },
    Kind { name: "icews", columns: |_| None, required: icews::REQUIRED, read: icews::read },
    Kind { name: "polecat", columns: |_| None, required: polecat::REQUIRED, read: polecat::read },
];

/// The kind of this name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|it| it.name == name)
}

/// What is wrong with a line, or odd: a code of docs/warnings.md, and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Stable.
    pub code: &'static str,
    /// For people.
    pub message: String,
}

impl Complaint {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Complaint { code, message: message.into() }
    }
}

/// How many complaints of a code are kept with their line.
const KEPT: u64 = 5;

/// The lines of a file, one after another.
pub struct Lines {
    input: Box<dyn BufRead>,
    path: PathBuf,
    kind: &'static Kind,
    codes: Arc<Codes>,
    /// Where each column stands; known after the first line.
    at: HashMap<String, usize>,
    width: usize,
    number: u64,
    /// The first complaints of each code, with their line.
    pub complaints: Vec<(u64, Complaint)>,
    /// All of them, by code.
    pub counts: BTreeMap<&'static str, u64>,
}

impl Lines {
    /// Lines of this stream, which is called `path` in what is said.
    pub fn new(input: Box<dyn BufRead>, path: PathBuf, kind: &'static Kind) -> Self {
        Lines {
            input,
            path,
            kind,
            codes: Codes::embedded(),
            at: HashMap::new(),
            width: 0,
            number: 0,
            complaints: Vec::new(),
            counts: BTreeMap::new(),
        }
    }

    fn complain(&mut self, complaint: Complaint) {
        let count = self.counts.entry(complaint.code).or_default();
        *count += 1;
        if *count <= KEPT {
            self.complaints.push((self.number, complaint));
        }
    }

    /// The next line without its end, and its digest; `None` at the end of the file.
    fn line(&mut self) -> Result<Option<(String, String)>, Error> {
        let mut bytes = Vec::new();
        let read = self.input.read_until(b'\n', &mut bytes).map_err(|error| {
            Error::new(ErrorKind::Input, format!("cannot be read: {error}")).in_file(&self.path)
        })?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        while bytes.last().is_some_and(|it| matches!(it, b'\n' | b'\r')) {
            bytes.pop();
        }
        let digest = hex(&Sha256::digest(&bytes)).chars().take(32).collect();
        let text = String::from_utf8(bytes).unwrap_or_else(|error| {
            // Some of these files are in Latin-1, whose bytes are the first characters of Unicode.
            error.as_bytes().iter().map(|byte| char::from(*byte)).collect()
        });
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        Ok(Some((text, digest)))
    }

    /// Learns the columns from the first line; whether it is a header.
    fn begin(&mut self, cells: &[&str]) -> Result<bool, Error> {
        let unnamed = (self.kind.columns)(cells.len());
        let is_header = |name: &str| cells.iter().any(|it| it.trim().eq_ignore_ascii_case(name));
        let missing: Vec<&str> =
            self.kind.required.iter().copied().filter(|it| !is_header(it)).collect();
        let names: Vec<String> = match (missing.is_empty(), unnamed) {
            (true, _) => cells.iter().map(|it| it.trim().to_lowercase()).collect(),
            (false, Some(names)) => names.iter().map(|it| it.to_lowercase()).collect(),
            (false, None) => {
                let what =
                    format!("no {} file: it has no column {}", self.kind.name, missing.join(", "));
                let error = Error::new(ErrorKind::Input, what).in_file(&self.path).at_line(1);
                return Err(
                    error.hint("columns are parted by tabs; is it packed, or of another kind?")
                );
            }
        };
        self.width = names.len();
        // Of two columns of one name the first counts.
        for (i, name) in names.into_iter().enumerate() {
            self.at.entry(name).or_insert(i);
        }
        Ok(missing.is_empty())
    }

    fn rows(&mut self, cells: &[&str]) -> Vec<LayerRow> {
        if cells.len() < self.width {
            let what = format!("{} columns where {} are", cells.len(), self.width);
            self.complain(Complaint::new("import.columns", what));
            return Vec::new();
        }
        let read = (self.kind.read)(&Line { cells, at: &self.at }, &self.codes);
        match read {
            Ok(rows) => {
                for country in unknown(&rows) {
                    let what = format!("no code is known for the country {country}");
                    self.complain(Complaint::new("import.country", what));
                }
                rows
            }
            Err(complaint) => {
                self.complain(complaint);
                Vec::new()
            }
        }
    }
}

/// Countries that stand as they were written, since no code is known.
fn unknown(rows: &[LayerRow]) -> Vec<String> {
    let sides = rows.iter().flat_map(|it| [&it.source, &it.target]);
    let mut names: Vec<String> = sides
        .filter(|it| it.country.is_none() && it.key.contains(char::is_lowercase))
        .map(|it| it.key.clone())
        .collect();
    names.dedup();
    names
}

impl Iterator for Lines {
    type Item = Result<LayerLine, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (text, digest) = match self.line() {
                Ok(line) => line?,
                Err(error) => return Some(Err(error)),
            };
            if text.trim().is_empty() {
                continue;
            }
            let cells: Vec<&str> = text.split('\t').collect();
            if self.width == 0 {
                match self.begin(&cells) {
                    Ok(true) => continue,
                    Ok(false) => {}
                    Err(error) => return Some(Err(error)),
                }
            }
            let rows = self.rows(&cells);
            return Some(Ok(LayerLine { line: self.number, digest, rows }));
        }
    }
}

/// A line, by the names of its columns.
struct Line<'a> {
    cells: &'a [&'a str],
    at: &'a HashMap<String, usize>,
}

impl Line<'_> {
    /// What stands in a column; `None`, `NULL` and nothing are nothing.
    fn text(&self, name: &str) -> Option<&str> {
        let at = self.at.get(&name.to_lowercase())?;
        let cell = self.cells.get(*at)?.trim();
        (!matches!(cell, "" | "None" | "NULL" | "null" | "NaN" | "NA")).then_some(cell)
    }

    fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.text(name)?.parse().ok().filter(|it: &f64| it.is_finite())
    }

    fn needed(&self, name: &str) -> Result<&str, Complaint> {
        self.text(name)
            .ok_or_else(|| Complaint::new("import.missing", format!("nothing in {name}")))
    }

    /// A day as `2022-02-24`, `20220224`, with or without a time behind it.
    fn day(&self, name: &str) -> Result<Date, Complaint> {
        let text = self.needed(name)?;
        date(text).ok_or_else(|| Complaint::new("import.date", format!("no day in {name}: {text}")))
    }
}

fn date(text: &str) -> Option<Date> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits >= 8 {
        let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
        let (month, day) = (part(4..6)?, part(6..8)?);
        return Date::new(part(0..4)?, month.try_into().ok()?, day.try_into().ok()?).ok();
    }
    text.get(..10)?.parse().ok()
}

/// A CAMEO code as text. A leading zero that a table program took away is put back: acts have three or four digits, so `14` was `014`.
fn cameo(text: &str, codes: &Codes) -> Result<String, Complaint> {
    let padded = format!("0{text}");
    let found = [text, &padded].into_iter().find(|it| it.len() > 2 && codes.is_act(it));
    let root = || (text.len() == 2 && codes.is_act(text)).then_some(text);
    let found = found.or_else(root).map(str::to_owned);
    found.ok_or_else(|| Complaint::new("import.code", format!("no CAMEO code: {text}")))
}

/// Digest of all bytes of a stream, in hexadecimal digits.
///
/// # Errors
/// If it cannot be read.
pub fn sha256(mut input: impl BufRead) -> std::io::Result<String> {
    let mut digest = Sha256::new();
    loop {
        let bytes = input.fill_buf()?;
        if bytes.is_empty() {
            return Ok(hex(&digest.finalize()));
        }
        digest.update(bytes);
        let n = bytes.len();
        input.consume(n);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn read(name: &str, file: &[u8]) -> (Vec<LayerLine>, BTreeMap<&'static str, u64>) {
        let input = Box::new(std::io::Cursor::new(file.to_vec()));
        let mut lines = Lines::new(input, PathBuf::from("test"), kind(name).unwrap());
        let all = lines.by_ref().map(Result::unwrap).collect();
        (all, lines.counts)
    }

    #[test]
    fn kinds_are_those_of_the_views() {
        let views: Vec<_> = crate::views::VIEWS.iter().map(|it| it.name).collect();
        assert_eq!(KINDS.iter().map(|it| it.name).collect::<Vec<_>>(), views);
    }

    #[test]
    fn days_and_codes_are_read_in_any_dress() {
        let day = Some(jiff::civil::date(2022, 2, 24));
        for text in ["2022-02-24", "20220224", "20220224083000", "2022-02-24 00:00:00"] {
            assert_eq!(date(text), day, "{text}");
        }
        assert_eq!(date("24/02/2022"), None);
        assert_eq!(date("2022-02-31"), None);
        let codes = Codes::embedded();
        assert_eq!(cameo("14", &codes).as_deref(), Ok("014"));
        assert_eq!(cameo("311", &codes).as_deref(), Ok("0311"));
        assert_eq!(cameo("42", &codes).as_deref(), Ok("042"));
        assert_eq!(cameo("190", &codes).as_deref(), Ok("190"));
        assert!(cameo("999", &codes).is_err());
    }

    const ICEWS: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n";

    #[test]
    fn icews_is_read_by_its_header() {
        let good = "1\t2018-06-01\tArmy (Norway)\tMilitary,Government\tNorway\tMake a visit\t042\t1.9\tRussia\t\tRussian Federation\t5\t2\tHerald\tOslo\t\tOslo\tNorway\t59.9\t10.7\n";
        let bad = "2\t2018-06-41\tA\t\tNorway\tx\t042\t1.9\tB\t\tSweden\t5\t2\tH\t\t\t\t\t\t\n";
        let (lines, counts) = read("icews", [ICEWS, good, bad, "3\t2018\n"].concat().as_bytes());
        assert_eq!(lines.iter().map(|it| it.rows.len()).collect::<Vec<_>>(), [1, 0, 0]);
        let row = &lines[0].rows[0];
        assert_eq!((lines[0].line, row.day.to_string().as_str()), (2, "2018-06-01"));
        assert_eq!((row.source.key.as_str(), row.target.key.as_str()), ("NOR", "RUS"));
        assert_eq!(row.source.sectors, "MIL;GOV");
        assert_eq!((row.class.as_deref(), row.quad), (Some("CONSULT"), Some(1)));
        assert_eq!(counts, BTreeMap::from([("import.date", 1), ("import.columns", 1)]));
    }

    #[test]
    fn a_file_of_another_kind_is_refused() {
        let input = Box::new(std::io::Cursor::new(b"a\tb\n1\t2\n".to_vec()));
        let mut lines = Lines::new(input, PathBuf::from("x"), kind("icews").unwrap());
        assert!(lines.next().unwrap().is_err());
    }

    #[test]
    fn gdelt_is_read_without_a_header() {
        let mut cells = vec![""; 61];
        for (i, value) in [
            (0, "99"),
            (1, "20220224"),
            (5, "RUSMIL"),
            (6, "RUSSIA"),
            (7, "RUS"),
            (12, "MIL"),
            (15, "ROM"),
            (17, "ROM"),
            (26, "190"),
            (30, "-10.0"),
            (31, "4"),
            (51, "4"),
            (52, "Kyiv, Ukraine"),
            (53, "UP"),
            (56, "50.4"),
            (57, "30.5"),
            (59, "20220225003000"),
            (60, "https://a.example"),
        ] {
            cells[i] = value;
        }
        let (lines, counts) = read("gdelt", (cells.join("\t") + "\n1\t2\n").as_bytes());
        let row = &lines[0].rows[0];
        assert_eq!((row.source.key.as_str(), row.target.key.as_str()), ("RUS", "ROU"));
        assert_eq!(
            (row.day.to_string().as_str(), row.known.to_string().as_str()),
            ("2022-02-24", "2022-02-25")
        );
        assert_eq!(
            (row.class.as_deref(), row.quad, row.mentions),
            (Some("ASSAULT"), Some(4), Some(4))
        );
        assert_eq!((row.place_country.as_deref(), row.place_lat), (Some("UKR"), Some(50.4)));
        assert_eq!(counts, BTreeMap::from([("import.columns", 1)]));
    }

    #[test]
    fn polecat_has_a_row_for_each_pair_and_may_be_latin_1() {
        let header = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tActor Name\tActor Country\tActor Sectors\tRecipient Name\tRecipient Country\tRecipient Sectors\tCountry\tPublication Date\tHeadline\n";
        let mut file = header.as_bytes().to_vec();
        file.extend(b"a_1\t2022-02-24\tAGREE\tNone\t2.5\tJos\xe9; Ann\tESP; NOR\tGOV; MIL|GOV\tNone\tNone\tNone\tESP\t2022-02-25\tx\n");
        let (lines, counts) = read("polecat", &file);
        assert_eq!(counts, BTreeMap::new());
        let keys: Vec<_> = lines[0]
            .rows
            .iter()
            .map(|it| (it.source.key.as_str(), it.target.key.as_str()))
            .collect();
        assert_eq!(keys, [("ESP", ""), ("NOR", "")]);
        assert_eq!(lines[0].rows[0].source.name.as_deref(), Some("José"));
        assert_eq!(lines[0].rows[1].source.sectors, "MIL;GOV");
        assert_eq!(lines[0].rows[0].quad, Some(1));
    }
}
