//! Our events in the columns of other data sets.
//!
//! A view holds what that data set would: acts that came about, and, where its codebook has codes for intentions, those that are planned. What it cannot hold is left out, counted, and said in a note beside the file.

mod gdelt;
mod icews;
mod polecat;

use crate::codes::Codes;
use crate::table::Table;
use crate::write::Columns;
use crate::write::words;
use detente::model::Error;
use detente::store::Cell;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

/// The columns of another data set.
pub struct View {
    /// As `--as` takes it.
    pub name: &'static str,
    /// One line for people.
    pub doc: &'static str,
    /// Whether the first line of its own files names the columns.
    pub has_header: bool,
    /// What its own files have where nothing is known.
    pub missing: &'static str,
    /// What is lost, in Markdown.
    pub loss: &'static str,
    pub(crate) columns: Columns,
    pub(crate) begin: fn(Arc<Codes>) -> Box<dyn Viewing>,
}

/// Every view, sorted by name.
pub const VIEWS: &[View] = &[
    View {
        name: "gdelt",
        doc: "GDELT 2.0 events: 61 columns, no header",
        has_header: false,
        missing: "",
        loss: include_str!("../../../../data/exchange/gdelt.md"),
        columns: gdelt::COLUMNS,
        begin: gdelt::begin,
    },
    View {
        name: "icews",
        doc: "ICEWS coded event data: 20 columns",
        has_header: true,
        missing: "",
        loss: include_str!("../../../../data/exchange/icews.md"),
        columns: icews::COLUMNS,
        begin: icews::begin,
    },
    View {
        name: "polecat",
        doc: "POLECAT: 40 columns, PLOVER's classes",
        has_header: true,
        missing: "None",
        loss: include_str!("../../../../data/exchange/polecat.md"),
        columns: polecat::COLUMNS,
        begin: polecat::begin,
    },
];

/// The view of this name.
pub fn view(name: &str) -> Option<&'static View> {
    VIEWS.iter().find(|it| it.name == name)
}

/// Takes the rows of a view.
pub(crate) type Out<'a> = &'a mut dyn FnMut(Vec<Cell>) -> Result<(), Error>;

/// A view under way.
pub(crate) trait Viewing {
    /// Gives the rows of an event, or why it has none.
    fn event(&mut self, event: &Told<'_>, out: Out<'_>) -> Result<Option<&'static str>, Error>;

    /// Gives what waited for the last event.
    fn finish(&mut self, _: Out<'_>) -> Result<(), Error> {
        Ok(())
    }
}

/// Why an event is in no view.
pub(crate) const NO_DAY: &str = "no day is known, of the event or of its document";
pub(crate) const NOT_HAPPENED: &str = "it did not come about, as far as is known";
pub(crate) const NO_CODE: &str = "the codebook has no code for it, or none for its intention";

/// An event: its rows of our table, one for each source and target.
pub(crate) struct Told<'a> {
    pub(crate) at: &'a HashMap<&'static str, usize>,
    pub(crate) rows: &'a [Vec<Cell>],
}

/// A party of an event.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Side {
    pub(crate) words: String,
    pub(crate) name: String,
    pub(crate) country: Option<String>,
    pub(crate) sectors: Vec<String>,
    pub(crate) code: String,
}

/// Where each column of a table stands.
pub(crate) fn places(table: &Table) -> HashMap<&'static str, usize> {
    table.columns.iter().enumerate().map(|(i, it)| (it.name, i)).collect()
}

impl Told<'_> {
    fn in_row(&self, row: usize, name: &str) -> &Cell {
        let at = self.at.get(name).copied().unwrap_or(usize::MAX);
        self.rows.get(row).and_then(|it| it.get(at)).unwrap_or(&Cell::Null)
    }

    pub(crate) fn text(&self, name: &str) -> Option<String> {
        words(self.in_row(0, name))
    }

    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        match self.in_row(0, name) {
            Cell::Integer(n) => Some(*n as f64),
            Cell::Real(x) => Some(*x),
            _ => None,
        }
    }

    /// The day it counts on, or else the day of publication, as these data sets have it.
    pub(crate) fn day(&self) -> Option<String> {
        self.text("day").or_else(|| self.text("published"))
    }

    /// Its parties on one side, each once; `source` or `target`.
    pub(crate) fn sides(&self, side: &str) -> Vec<Side> {
        let mut sides = Vec::new();
        for row in 0..self.rows.len() {
            let text = |field: &str| words(self.in_row(row, &format!("{side}_{field}")));
            let Some(code) = text("code") else { continue };
            let name = text("name").unwrap_or_default();
            let sectors = text("sectors").unwrap_or_default();
            let party = Side {
                words: words(self.in_row(row, side)).unwrap_or_default(),
                name,
                country: text("country"),
                sectors: sectors
                    .split(';')
                    .filter(|it| !it.is_empty())
                    .map(str::to_owned)
                    .collect(),
                code,
            };
            if !sides.contains(&party) {
                sides.push(party);
            }
        }
        sides
    }

    /// Whether it came about, or is planned by who will do it.
    pub(crate) fn standing(&self) -> Standing {
        match self.text("status").as_deref() {
            Some("happened" | "ongoing" | "reported") => Standing::Real,
            Some("planned") => Standing::Planned,
            _ => Standing::Neither,
        }
    }

    /// Its CAMEO code, or that of the intention; none where CAMEO has none.
    pub(crate) fn cameo(&self, codes: &Codes) -> Result<String, &'static str> {
        let code = self.text("cameo").ok_or(NO_CODE)?;
        match self.standing() {
            Standing::Real => Ok(code),
            Standing::Planned => codes.planned(&code).map(str::to_owned).ok_or(NO_CODE),
            Standing::Neither => Err(NOT_HAPPENED),
        }
    }

    /// The place, by how fine it is: what POLECAT and ICEWS call city, province and country.
    pub(crate) fn place(&self) -> Place {
        let level = self.text("place_level").unwrap_or_default();
        let name = self.text("place");
        Place {
            city: name.clone().filter(|_| matches!(level.as_str(), "town" | "point")),
            province: match level.as_str() {
                "region" => name,
                _ => self.text("place_admin1"),
            },
            country: self.text("place_country"),
        }
    }
}

/// See [`Told::standing`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Real,
    Planned,
    Neither,
}

/// See [`Told::place`].
#[derive(Default)]
pub(crate) struct Place {
    pub(crate) city: Option<String>,
    pub(crate) province: Option<String>,
    pub(crate) country: Option<String>,
}

pub(crate) fn some(words: Option<impl Into<String>>) -> Cell {
    words.map(Into::into).filter(|it| !it.is_empty()).map_or(Cell::Null, Cell::Text)
}

pub(crate) fn real(number: Option<f64>) -> Cell {
    number.map_or(Cell::Null, Cell::Real)
}

/// Numbers in place of our ids, for data sets whose ids are numbers: made from the id, so that the next export gives the same, and unique in a file.
pub(crate) struct Numbers {
    given: HashSet<i64>,
    below: i64,
}

impl Numbers {
    pub(crate) fn below(below: i64) -> Self {
        Numbers { given: HashSet::new(), below }
    }

    pub(crate) fn of(&mut self, words: &[&str]) -> i64 {
        let mut number = hash(words) % self.below;
        while !self.given.insert(number) {
            number = (number + 1) % self.below;
        }
        number
    }
}

/// A number from words, not negative.
pub(crate) fn hash(words: &[&str]) -> i64 {
    let digest = Sha256::digest(words.join("\u{1f}").as_bytes());
    let bytes = digest.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    (bytes >> 1) as i64
}

/// The rows of events become those of a view.
pub(crate) struct Through {
    at: HashMap<&'static str, usize>,
    viewing: Box<dyn Viewing>,
    rows: Vec<Vec<Cell>>,
    /// Events left out, by the reason.
    pub(crate) left_out: BTreeMap<&'static str, u64>,
}

impl Through {
    pub(crate) fn new(view: &View, table: &Table, codes: Arc<Codes>) -> Self {
        Through {
            at: places(table),
            viewing: (view.begin)(codes),
            rows: Vec::new(),
            left_out: BTreeMap::new(),
        }
    }

    pub(crate) fn row(&mut self, cells: &[Cell], out: Out<'_>) -> Result<(), Error> {
        let same = |name: &str| {
            let at = self.at.get(name).copied().unwrap_or(usize::MAX);
            self.rows.first().is_some_and(|it| it.get(at) == cells.get(at))
        };
        if !(same("event_id") && same("document_id")) {
            self.event(out)?;
        }
        self.rows.push(cells.to_vec());
        Ok(())
    }

    fn event(&mut self, out: Out<'_>) -> Result<(), Error> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let told = Told { at: &self.at, rows: &self.rows };
        if let Some(reason) = self.viewing.event(&told, out)? {
            *self.left_out.entry(reason).or_default() += 1;
        }
        self.rows.clear();
        Ok(())
    }

    pub(crate) fn finish(&mut self, out: Out<'_>) -> Result<(), Error> {
        self.event(out)?;
        self.viewing.finish(out)
    }
}

/// The note beside a file: what its format cannot hold, and what was left out of this one.
pub(crate) fn note(view: &View, left_out: &BTreeMap<&'static str, u64>) -> String {
    let mut note = view.loss.to_owned();
    note += "\n## Left out of this file\n\n";
    if left_out.is_empty() {
        note += "No event.\n";
    }
    for (reason, n) in left_out {
        note += &format!("- {n} events: {reason}\n");
    }
    note
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::table::table;
    use crate::write::tests::event;
    use crate::write::tests::text;

    /// An attack on a town, that "happened" or what else.
    pub(crate) fn attack(status: &str, cameo: &str, class: &str) -> Vec<Cell> {
        event(&[
            ("event_id", text("e1")),
            ("document_id", text("d1")),
            ("outlet", text("herald.example")),
            ("url", text("https://herald.example/a")),
            ("published", text("2024-03-05")),
            ("known", text("2024-03-05")),
            ("day", text("2024-03-04")),
            ("sentence_index", Cell::Integer(2)),
            ("source_name", text("Norwegian army")),
            ("source_country", text("NOR")),
            ("source_sectors", text("MIL")),
            ("source_code", text("NORMIL")),
            ("target_name", text("Russia")),
            ("target_country", text("RUS")),
            ("target_code", text("RUS")),
            ("plover", text(class)),
            ("contexts", text("military;territory")),
            ("cameo", text(cameo)),
            ("goldstein", Cell::Real(-10.0)),
            ("status", text(status)),
            ("place", text("Narvik")),
            ("place_level", text("town")),
            ("place_admin1", text("Nordland")),
            ("place_country", text("NOR")),
            ("place_lat", Cell::Real(68.4)),
            ("place_lon", Cell::Real(17.4)),
            ("coder", text("0.1.0")),
        ])
    }

    /// What a view makes of rows: cells as words, by the name of their column; and how many events it left out.
    pub(crate) fn seen(
        name: &str,
        rows: &[Vec<Cell>],
    ) -> (Vec<BTreeMap<&'static str, String>>, u64) {
        let view = view(name).unwrap();
        let mut through = Through::new(view, table("events").unwrap(), Codes::embedded());
        let mut seen = Vec::new();
        let mut out = |cells: Vec<Cell>| {
            assert_eq!(cells.len(), view.columns.len());
            let cells = view.columns.iter().zip(&cells);
            seen.push(cells.map(|(it, cell)| (it.name, words(cell).unwrap_or_default())).collect());
            Ok(())
        };
        rows.iter().for_each(|row| through.row(row, &mut out).unwrap());
        through.finish(&mut out).unwrap();
        (seen, through.left_out.values().sum())
    }

    #[test]
    fn views_are_sorted_and_say_what_is_lost() {
        assert!(VIEWS.is_sorted_by(|a, b| a.name < b.name));
        assert!(VIEWS.iter().all(|it| it.loss.starts_with("# ") && it.loss.len() > 500));
    }

    #[test]
    fn numbers_are_unique_and_stay() {
        let all = |n| {
            let mut numbers = Numbers::below(50);
            (0..n).map(|i: i32| numbers.of(&[&i.to_string()])).collect::<Vec<_>>()
        };
        let given = all(40);
        assert_eq!(given.iter().collect::<HashSet<_>>().len(), 40);
        assert_eq!(given, all(40));
    }
}
