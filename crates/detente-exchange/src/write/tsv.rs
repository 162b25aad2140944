//! Columns with a tab between, as the data sets publish them whose views we give. Such files know no quotes: tabs and ends of lines in words become spaces.

use crate::about::About;
use crate::whole::Sink;
use crate::write::Columns;
use crate::write::Rows;
use crate::write::put;
use crate::write::words;
use detente::model::Error;
use detente::store::Cell;

struct Tsv {
    missing: &'static str,
    out: Box<dyn Sink>,
}

/// `missing` stands where nothing is known.
pub(crate) fn begin(
    columns: Option<Columns>,
    missing: &'static str,
    mut out: Box<dyn Sink>,
) -> Result<Box<dyn Rows>, Error> {
    if let Some(columns) = columns {
        let names: Vec<&str> = columns.iter().map(|it| it.name).collect();
        put(&mut out, (names.join("\t") + "\n").as_bytes())?;
    }
    Ok(Box::new(Tsv { missing, out }))
}

impl Rows for Tsv {
    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        let cell = |cell: &Cell| words(cell).map_or(self.missing.to_owned(), |it| plain(&it));
        let line = cells.iter().map(cell).collect::<Vec<_>>().join("\t") + "\n";
        put(&mut self.out, line.as_bytes())
    }

    fn finish(self: Box<Self>, _: &About) -> Result<(), Error> {
        self.out.done()
    }
}

fn plain(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
