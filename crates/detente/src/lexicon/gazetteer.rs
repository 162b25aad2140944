//! The towns and divisions of the world in one file that is looked up and never parsed: `models/gazetteer.bin`.
//!
//! The form is described in `tools/import-places/README.md`. Reading it costs nothing at start-up:
//! names are found by bisection over blocks of sixteen, each block front-coded.

use crate::model::Error;
use crate::model::ErrorKind;
use crate::model::PlaceLevel;
use sha2::Digest;
use sha2::Sha256;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// The file that the binary carries.
const EMBEDDED: &[u8] = include_bytes!("../../../../models/gazetteer.bin");
/// Its SHA-256, as `sha256sum` writes it.
const EMBEDDED_DIGEST: &str = include_str!("../../../../models/gazetteer.bin.sha256");

const MAGIC: &[u8; 12] = b"DETENTEG\x01\0\0\0";
const SECTIONS: usize = 7;
/// Bytes of a record.
const RECORD: usize = 17;
/// Names in a block.
const BLOCK: usize = 16;
/// Set in a record's name where it is no key but stands among the names.
const SPELT_OUT: usize = 1 << 23;

/// Places by name.
pub struct Gazetteer {
    data: Cow<'static, [u8]>,
    countries: Range<usize>,
    letters: HashMap<char, Box<str>>,
    divisions: Vec<Box<str>>,
    records: Range<usize>,
    names: Range<usize>,
    offsets: Range<usize>,
    keys: Range<usize>,
}

/// One place of the gazetteer.
#[derive(Clone, Debug, PartialEq)]
pub struct GazetteerPlace {
    /// GeoNames id, where the sources give one.
    pub geonames: Option<u64>,
    /// Usual name.
    pub name: String,
    /// ISO 3166-1 alpha-3; continents have none.
    pub country: Option<Box<str>>,
    /// Name of the first-level division.
    pub admin1: Option<Box<str>>,
    /// Degrees north and east (WGS 84).
    pub point: (f32, f32),
    /// Natural logarithm of the number of people, to a twelfth.
    pub log_people: f32,
    /// What it is.
    pub kind: PlaceKind,
}

/// What a place of the gazetteer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A town or village.
    Town,
    /// A part of a town.
    Quarter,
    /// A town that is the seat of a small division.
    Seat,
    /// The seat of a first-level division.
    Chief,
    /// A country's capital.
    Capital,
    /// A county or district.
    County,
    /// A state, province or region.
    Division,
    /// A country, at its reference point.
    Country,
    /// A continent, at its reference point.
    Continent,
}

impl PlaceKind {
    const ALL: [PlaceKind; 9] = [
        PlaceKind::Town,
        PlaceKind::Quarter,
        PlaceKind::Seat,
        PlaceKind::Chief,
        PlaceKind::Capital,
        PlaceKind::County,
        PlaceKind::Division,
        PlaceKind::Country,
        PlaceKind::Continent,
    ];

    /// How big a thing it is.
    pub fn level(self) -> PlaceLevel {
        match self {
            PlaceKind::County | PlaceKind::Division | PlaceKind::Continent => PlaceLevel::Region,
            PlaceKind::Country => PlaceLevel::Country,
            _ => PlaceLevel::Town,
        }
    }
}

/// A place found by name: its number, and whether this is its usual name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Number of the record.
    pub number: u32,
    /// Whether it is found by its usual name.
    pub usual: bool,
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gazetteer of {} places", self.len())
    }
}

impl Gazetteer {
    /// The one that the binary carries.
    ///
    /// # Errors
    /// If it is damaged, which a test rules out.
    pub(crate) fn embedded() -> Result<Self, Error> {
        Self::new(Cow::Borrowed(EMBEDDED))
    }

    /// From the bytes of a file.
    ///
    /// # Errors
    /// If they are not of this form.
    pub(crate) fn new(data: Cow<'static, [u8]>) -> Result<Self, Error> {
        let damaged = || {
            Error::new(ErrorKind::Lexicon, "not a gazetteer of this form, or damaged")
                .in_file("places/gazetteer.bin")
                .hint("make it with tools/import-places/gazetteer.py")
        };
        let [countries, letters, divisions, records, names, offsets, keys] =
            sections(&data).ok_or_else(damaged)?;
        let letters = letter_table(&data[letters]).ok_or_else(damaged)?;
        let divisions = texts(&data[divisions]).ok_or_else(damaged)?;
        Ok(Gazetteer { countries, letters, divisions, records, names, offsets, keys, data })
    }

    /// SHA-256 of the file. That of the embedded one is not reckoned again at each start.
    pub(crate) fn digest(&self) -> String {
        match &self.data {
            Cow::Borrowed(_) => EMBEDDED_DIGEST[..64.min(EMBEDDED_DIGEST.len())].to_owned(),
            Cow::Owned(bytes) => sha256(bytes),
        }
    }

    /// How many places it holds.
    pub fn len(&self) -> usize {
        self.records.len() / RECORD
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What a name is filed under: lower case, no marks or points, hyphens as spaces, "Saint" as "St".
    pub fn key(&self, name: &str) -> String {
        let mut plain = String::with_capacity(name.len());
        for c in name.chars() {
            match c {
                '\'' | '`' | '.' => {}
                c if c.is_ascii_alphanumeric() => plain.push(c.to_ascii_lowercase()),
                c if c.is_ascii() => plain.push(' '),
                c => match self.letters.get(&c) {
                    Some(text) => plain.push_str(&text.to_lowercase().replace(['\'', '.'], "")),
                    None => plain.push(' '),
                },
            }
        }
        let words = plain.split_ascii_whitespace().map(|word| match word {
            "saint" => "st",
            "mount" => "mt",
            "fort" => "ft",
            other => other,
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// The places of this key, in the order of their ids.
    pub fn find(&self, key: &str) -> Vec<Hit> {
        self.find_in_block(key).unwrap_or_default()
    }

    fn find_in_block(&self, key: &str) -> Option<Vec<Hit>> {
        let blocks = self.offsets.len() / 4;
        let after = partition(blocks, |b| {
            self.block(b).and_then(|it| it.first()).is_some_and(|f| f <= key.as_bytes())
        });
        let mut block = self.block(after.checked_sub(1)?)?;
        for _ in 0..BLOCK {
            let hits = block.next()?;
            if block.name == key.as_bytes() {
                return Some(hits);
            }
        }
        None
    }

    fn block(&self, number: usize) -> Option<Block<'_>> {
        let at = self.offsets.start + number * 4;
        let offset = u32::from_le_bytes(self.data.get(at..at + 4)?.try_into().ok()?) as usize;
        let data = self.data.get(self.keys.clone())?.get(offset..)?;
        Some(Block { data, name: Vec::new() })
    }

    /// A place by its number.
    pub fn place(&self, number: u32) -> Option<GazetteerPlace> {
        let at = self.records.start + number as usize * RECORD;
        let record = self.data.get(at..at + RECORD).filter(|_| at < self.records.end)?;
        let id = three(record, 0);
        let degrees = |at| ((three(record, at) << 8) as i32 >> 8) as f32 / 1e4;
        let division = usize::from(u16::from_le_bytes([record[12], record[13]]));
        Some(GazetteerPlace {
            geonames: (id > 0).then_some(u64::from(id)),
            name: self.name(three(record, 14) as usize)?,
            country: self.country(usize::from(record[10])),
            admin1: self.divisions.get(division.wrapping_sub(1)).cloned(),
            point: (degrees(3), degrees(6)),
            log_people: f32::from(record[9]) / 12.0,
            kind: *PlaceKind::ALL.get(usize::from(record[11]))?,
        })
    }

    fn country(&self, number: usize) -> Option<Box<str>> {
        let codes = self.data.get(self.countries.clone())?;
        let start = number.checked_sub(1)? * 3;
        std::str::from_utf8(codes.get(start..start + 3)?).ok().map(Box::from)
    }

    fn name(&self, at: usize) -> Option<String> {
        if at & SPELT_OUT != 0 {
            let names = self.data.get(self.names.clone())?.get(at & !SPELT_OUT..)?;
            let (length, text) = names.split_first()?;
            return std::str::from_utf8(text.get(..usize::from(*length))?).ok().map(str::to_owned);
        }
        let mut block = self.block(at / BLOCK)?;
        for _ in 0..=at % BLOCK {
            block.next()?;
        }
        std::str::from_utf8(&block.name).ok().map(title)
    }
}

/// Sixteen names, each as what it shares with the one before and the rest, and who bears it.
struct Block<'d> {
    data: &'d [u8],
    /// The last name read.
    name: Vec<u8>,
}

impl<'d> Block<'d> {
    /// The first name, which is whole.
    fn first(&self) -> Option<&'d [u8]> {
        self.data.get(2..2 + usize::from(*self.data.get(1)?))
    }

    /// Reads the next name and gives those who bear it.
    fn next(&mut self) -> Option<Vec<Hit>> {
        let (shared, length) = (*self.data.first()?, usize::from(*self.data.get(1)?));
        self.name.truncate(usize::from(shared));
        self.name.extend_from_slice(self.data.get(2..2 + length)?);
        self.data = &self.data[2 + length..];
        let count = self.number()?;
        let raw = self.data.get(..count * 3)?;
        self.data = &self.data[count * 3..];
        let hit = |at| Hit { number: three(raw, at) >> 1, usual: raw[at] & 1 == 1 };
        Some((0..count).map(|i| hit(i * 3)).collect())
    }

    /// A number of seven bits a byte.
    fn number(&mut self) -> Option<usize> {
        let mut out = 0;
        for shift in (0..28).step_by(7) {
            let (&byte, rest) = self.data.split_first()?;
            self.data = rest;
            out |= usize::from(byte & 127) << shift;
            if byte < 128 {
                return Some(out);
            }
        }
        None
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// Each word capitalised: how most names are written.
fn title(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    let mut start = true;
    for c in key.chars() {
        out.push(if start { c.to_ascii_uppercase() } else { c });
        start = c == ' ';
    }
    out
}

fn three(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], 0])
}

/// How many of the first `n` numbers satisfy a condition that holds for the first so many of them.
fn partition(n: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// Where the sections of a file stand.
fn sections(data: &[u8]) -> Option<[Range<usize>; SECTIONS]> {
    let number =
        |at: usize| Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?) as usize);
    if data.get(..12)? != MAGIC || number(12)? != SECTIONS {
        return None;
    }
    let mut start = 16 + 4 * SECTIONS;
    let mut out: [Range<usize>; SECTIONS] = std::array::from_fn(|_| 0..0);
    for (i, section) in out.iter_mut().enumerate() {
        let end = start + number(16 + 4 * i)?;
        *section = start..end;
        start = end;
    }
    (start == data.len()).then_some(out)
}

/// A letter and what it is in ASCII, a line each.
fn letter_table(data: &[u8]) -> Option<HashMap<char, Box<str>>> {
    let text = std::str::from_utf8(data).ok()?;
    let entry = |line: &str| {
        let mut rest = line.chars();
        Some((rest.next()?, Box::from(rest.as_str())))
    };
    text.lines().map(entry).collect()
}

/// Texts, each behind its length in a byte.
fn texts(mut data: &[u8]) -> Option<Vec<Box<str>>> {
    let mut out = Vec::new();
    while let Some((&length, rest)) = data.split_first() {
        let (text, rest) = rest.split_at_checked(usize::from(length))?;
        out.push(Box::from(std::str::from_utf8(text).ok()?));
        data = rest;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_plain() {
        let it = Gazetteer::embedded().unwrap();
        for (name, key) in [
            ("São Paulo", "sao paulo"),
            ("SAINT-DENIS", "st denis"),
            ("St. John's", "st johns"),
            ("Al Qaţrānah", "al qatranah"),
            ("Łódź", "lodz"),
            ("", ""),
        ] {
            assert_eq!(it.key(name), key);
        }
    }

    #[test]
    fn finds_towns_and_divisions() {
        let it = Gazetteer::embedded().unwrap();
        let all = |name: &str| -> Vec<GazetteerPlace> {
            it.find(&it.key(name)).iter().filter_map(|h| it.place(h.number)).collect()
        };
        let reykjavik = all("Reykjavik");
        assert!(
            reykjavik.iter().any(|p| p.country.as_deref() == Some("ISL")
                && p.kind == PlaceKind::Capital
                && (p.point.0 - 64.1).abs() < 0.1
                && (p.point.1 + 21.9).abs() < 0.1
                && p.geonames == Some(3413829)),
            "{reykjavik:?}"
        );
        let adair = all("Adair County");
        assert!(adair.len() > 2 && adair.iter().all(|p| p.kind == PlaceKind::County), "{adair:?}");
        assert!(all("Alberta").iter().any(|p| p.kind == PlaceKind::Division));
        assert!(all("Europe").iter().any(|p| p.kind == PlaceKind::Continent));
        assert_eq!(all("Nowhere at All"), []);
        assert_eq!(all(""), []);
    }

    #[test]
    fn every_name_and_record_can_be_read() {
        let it = Gazetteer::embedded().unwrap();
        let broken = (0..it.len() as u32).find(|&n| it.place(n).is_none());
        assert_eq!(broken, None);
        let mut last = Vec::new();
        for b in 0..it.offsets.len() / 4 {
            let mut block = it.block(b).unwrap();
            block.next().unwrap();
            assert!(last < block.name, "{:?}", String::from_utf8_lossy(&block.name));
            last = block.name;
        }
    }

    #[test]
    fn damage_is_said() {
        for bytes in [&b""[..], &EMBEDDED[..100], &EMBEDDED[1..]] {
            assert!(Gazetteer::new(Cow::Borrowed(bytes)).is_err());
        }
    }

    #[test]
    fn the_file_is_the_one_of_its_digest() {
        assert_eq!(EMBEDDED_DIGEST.split_whitespace().next(), Some(sha256(EMBEDDED).as_str()));
    }
}
