//! From a store, or JSON lines, to files.

use crate::about::About;
use crate::codes::Codes;
use crate::lines;
use crate::table::Table;
use crate::views::Through;
use crate::views::View;
use crate::views::note;
use crate::whole::Sink;
use crate::whole::Whole;
use crate::whole::WholeFolder;
use crate::whole::unwritable;
use crate::write::Columns;
use crate::write::Format;
use crate::write::Rows;
use crate::write::beside;
use crate::write::parquet;
use crate::write::tsv;
use detente::model::Error;
use detente::model::ErrorKind;
use detente::store::Cell;
use detente::store::Filter;
use detente::store::Reader;
use std::collections::BTreeMap;
use std::io::BufRead;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// Where rows come from.
pub enum Origin {
    /// A store, as it is to be seen.
    Store(Box<Reader>),
    /// What `detente code --format jsonl` wrote.
    Lines(Box<dyn BufRead>),
}

/// What is to be written, and how.
pub struct Order<'a> {
    /// As it was given, for the file to say.
    pub from: &'a str,
    /// Which table; views are made from that of events.
    pub table: &'static Table,
    /// Which rows.
    pub filter: &'a Filter,
    /// The same in words, for the file to say; empty for all.
    pub which: String,
    /// Only what was public by this day. A store is seen so already.
    pub as_of: Option<String>,
    /// Likewise, for the file to say.
    pub learnt_by: Option<String>,
    /// In another data set's columns.
    pub view: Option<&'static View>,
    /// How; a view's own way if none is named.
    pub format: Option<&'static Format>,
}

/// Where to.
pub enum Output<'a> {
    /// A file, or a folder parted by month for Parquet whose name does not end in `.parquet`.
    Path(&'a Path),
    /// A stream, for formats that people can read; nothing is written beside it.
    Stream(Box<dyn Sink>),
}

/// What was written.
#[derive(Debug, Default)]
pub struct Exported {
    /// Rows.
    pub rows: u64,
    /// Events that a view could not hold, by the reason.
    pub left_out: BTreeMap<&'static str, u64>,
    /// Lines that are no record of ours: their numbers and what is wrong, at most twenty.
    pub bad: Vec<(u64, String)>,
    /// All such lines.
    pub n_bad: u64,
}

/// How many bad lines are named.
const NAMED: usize = 20;

/// Writes a table.
///
/// # Errors
/// If something cannot be read or written, or the order makes no sense; then no file is there.
pub fn export(origin: Origin, order: &Order<'_>, output: Output<'_>) -> Result<Exported, Error> {
    let Order { view, format, .. } = *order;
    let ours = format.is_some_and(|it| it.needs_events);
    if ours && (view.is_some() || order.table.name != "events") {
        let error =
            Error::new(ErrorKind::Usage, "this format holds our own events and nothing else");
        return Err(error.hint("leave out --as and --table, or choose another --format"));
    }
    let mut about = About {
        schema: format!("detente.{}/1", view.map_or(order.table.name, |it| it.name)),
        from: order.from.to_owned(),
        as_of: order.as_of.clone(),
        learnt_by: order.learnt_by.clone(),
        which: order.which.clone(),
        ..About::default()
    };
    let mut to = Files::open(order, output)?;
    let mut exported = Exported::default();
    let mut through = view.map(|it| Through::new(it, order.table, Codes::embedded()));
    let mut give = |cells: &[Cell]| match &mut through {
        None => to.row(cells),
        Some(through) => through.row(cells, &mut |cells| to.row(&cells)),
    };
    match origin {
        Origin::Store(reader) => from_store(&reader, order, &mut about, &mut give)?,
        Origin::Lines(lines) => from_lines(lines, order, &mut about, &mut exported, &mut give)?,
    }
    if let Some(through) = &mut through {
        through.finish(&mut |cells| to.row(&cells))?;
        exported.left_out = std::mem::take(&mut through.left_out);
    }
    about.rows = to.n;
    exported.rows = to.n;
    to.finish(&about, view.map(|it| note(it, &exported.left_out)))?;
    Ok(exported)
}

type Give<'a> = &'a mut dyn FnMut(&[Cell]) -> Result<(), Error>;

fn from_store(
    reader: &Reader,
    order: &Order<'_>,
    about: &mut About,
    give: Give<'_>,
) -> Result<(), Error> {
    for run in reader.runs()? {
        about.runs.insert([run.coder, run.lexicon, run.model, run.learnt_at]);
    }
    let names = order.table.names();
    // The first call tells the names alone.
    let points: Vec<usize> =
        ["place_lat", "place_lon"].iter().filter_map(|it| order.table.at(it)).collect();
    let mut each = |mut answer: detente::store::Answer<'_>| {
        if answer.cells.is_empty() {
            return Ok(());
        }
        for at in &points {
            round(answer.cells.get_mut(*at));
        }
        give(&answer.cells)
    };
    match order.table.name {
        "events" => reader.flat_events(&names, order.filter, &mut each),
        _ => reader.flat(order.table.view, &names, order.filter, &mut each),
    }
}

/// To a metre, as on the wire: the digits beyond come of a narrower number.
fn round(cell: Option<&mut Cell>) {
    if let Some(Cell::Real(x)) = cell {
        *x = (*x * 100_000.0).round() / 100_000.0;
    }
}

fn from_lines(
    mut input: Box<dyn BufRead>,
    order: &Order<'_>,
    about: &mut About,
    exported: &mut Exported,
    give: Give<'_>,
) -> Result<(), Error> {
    let (mut line, mut number) = (Vec::new(), 0);
    loop {
        line.clear();
        let read = input.read_until(b'\n', &mut line);
        let unreadable = |error| {
            Error::new(ErrorKind::Input, format!("cannot be read: {error}")).in_file(order.from)
        };
        if read.map_err(unreadable)? == 0 {
            return Ok(());
        }
        number += 1;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match document(&line) {
            Ok(document) => one(&document, order, about, give)?,
            Err(what) => {
                exported.n_bad += 1;
                if exported.bad.len() < NAMED {
                    exported.bad.push((number, what));
                }
            }
        }
    }
}

/// A record of ours, or what it is not.
fn document(line: &[u8]) -> Result<serde_json::Value, String> {
    let value: serde_json::Value =
        serde_json::from_slice(line).map_err(|error| format!("no JSON: {error}"))?;
    match value["schema"].as_str() {
        Some("detente.document/1") => Ok(value),
        Some(other) => Err(format!("a record of the schema {other}, not detente.document/1")),
        None => Err("no record: it names no schema".to_owned()),
    }
}

fn one(
    document: &serde_json::Value,
    order: &Order<'_>,
    about: &mut About,
    give: Give<'_>,
) -> Result<(), Error> {
    if let Some(day) = &order.as_of
        && lines::known(document).is_none_or(|known| known > day.as_str())
    {
        return Ok(());
    }
    let text = |name: &str| document[name].as_str().unwrap_or("").to_owned();
    about.runs.insert([text("version"), text("lexicon"), text("model"), String::new()]);
    for group in lines::groups(document, order.table, order.filter) {
        for row in group {
            give(&row)?;
        }
    }
    Ok(())
}

/// The files of an export, under way.
struct Files<'a> {
    to: To,
    columns: Columns,
    format: Option<&'static Format>,
    path: Option<&'a Path>,
    n: u64,
}

enum To {
    One(Box<dyn Rows>),
    Months(Months),
}

impl<'a> Files<'a> {
    fn open(order: &Order<'_>, output: Output<'a>) -> Result<Self, Error> {
        let columns = order.view.map_or(order.table.columns, |it| it.columns);
        let (path, to) = match output {
            Output::Stream(sink) => (None, To::One(begin(order, columns, sink)?)),
            Output::Path(path) if is_parted(order, path) => {
                (Some(path), To::Months(Months::open(order.table, path)?))
            }
            Output::Path(path) => {
                let sink = Box::new(Whole::create(path)?);
                (Some(path), To::One(begin(order, columns, sink)?))
            }
        };
        Ok(Files { to, columns, format: order.format, path, n: 0 })
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.n += 1;
        match &mut self.to {
            To::One(rows) => rows.row(cells),
            To::Months(months) => months.row(cells),
        }
    }

    /// What stands beside a file comes first: who finds the file finds its note.
    fn finish(self, about: &About, note: Option<String>) -> Result<(), Error> {
        let name = self.path.and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        let described = self.format.map(|it| (it.beside)(&name, self.columns, about));
        let notes = note.map(|it| (".loss.md", it));
        if let (Some(path), To::One(_)) = (self.path, &self.to) {
            for (ending, text) in described.into_iter().flatten().chain(notes) {
                write_text(&beside(path, ending), &text)?;
            }
        }
        match self.to {
            To::One(rows) => rows.finish(about),
            To::Months(months) => months.finish(about),
        }
    }
}

fn write_text(path: &Path, text: &str) -> Result<(), Error> {
    let mut file = Whole::create(path)?;
    file.write_all(text.as_bytes()).map_err(|error| unwritable(&error).in_file(path))?;
    file.finish()
}

/// Only our own tables are parted, and only as Parquet.
fn is_parted(order: &Order<'_>, path: &Path) -> bool {
    let is_parquet = order.format.is_some_and(|it| it.name == "parquet");
    is_parquet && order.view.is_none() && path.extension().is_none_or(|it| it != "parquet")
}

fn begin(order: &Order<'_>, columns: Columns, sink: Box<dyn Sink>) -> Result<Box<dyn Rows>, Error> {
    match (order.format, order.view) {
        (Some(format), _) => (format.write)(columns, sink),
        (None, Some(view)) => tsv::begin(view.has_header.then_some(columns), view.missing, sink),
        (None, None) => {
            let error = Error::new(ErrorKind::Usage, "neither a format nor a view is named");
            Err(error.hint("give --format or --as"))
        }
    }
}

/// Rows held in memory over all months.
const HELD: usize = 131_072;

/// A folder with a file for each month, as readers of Parquet know it: `month=2024-03/part-0.parquet`.
struct Months {
    folder: WholeFolder,
    columns: Columns,
    /// Which cell holds the day.
    day: Option<usize>,
    open: BTreeMap<String, Box<dyn Rows>>,
    held: usize,
}

impl Months {
    fn open(table: &'static Table, path: &Path) -> Result<Self, Error> {
        Ok(Months {
            folder: WholeFolder::create(path)?,
            columns: table.columns,
            day: table.at(table.day),
            open: BTreeMap::new(),
            held: 0,
        })
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        let day = match self.day.and_then(|at| cells.get(at)) {
            Some(Cell::Text(day)) => day.get(..7),
            _ => None,
        };
        // Hive's name for what is missing, which its readers take for null.
        let month = format!("month={}", day.unwrap_or("__HIVE_DEFAULT_PARTITION__"));
        if !self.open.contains_key(&month) {
            let rows = self.begin(&month)?;
            self.open.insert(month.clone(), rows);
        }
        if let Some(rows) = self.open.get_mut(&month) {
            rows.row(cells)?;
        }
        self.held += 1;
        if self.held >= HELD {
            self.held = 0;
            self.open.values_mut().try_for_each(|it| it.settle())?;
        }
        Ok(())
    }

    fn begin(&self, month: &str) -> Result<Box<dyn Rows>, Error> {
        let name = PathBuf::from(month).join("part-0.parquet");
        let sink = Whole::create(&self.folder.inside(&name))?;
        parquet::begin(self.columns, Box::new(sink))
    }

    fn finish(mut self, about: &About) -> Result<(), Error> {
        if self.open.is_empty() {
            // A folder without a file is none for most readers.
            let rows = self.begin("month=__HIVE_DEFAULT_PARTITION__")?;
            self.open.insert(String::new(), rows);
        }
        for rows in std::mem::take(&mut self.open).into_values() {
            rows.finish(about)?;
        }
        let about = serde_json::to_string_pretty(&about.json()).unwrap_or_default() + "\n";
        self.folder.finish(&about)
    }
}
