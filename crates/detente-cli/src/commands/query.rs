//! `query`: SQL in, a table out.

use crate::args;
use crate::commands::questions;
use crate::output::Stdout;
use anyhow::Result;
use detente::model::Error;
use detente::model::ErrorKind;
use detente::store::Answer;
use detente::store::Cell;
use serde_json::Map;
use serde_json::Value;
use std::io::Write;

pub(crate) fn query(args: &args::Query) -> Result<()> {
    let reader = questions::reader(&args.seen)?;
    let mut out = Stdout::new();
    let row = match args.format.as_str() {
        "csv" => csv,
        "json" => json,
        "markdown" => markdown,
        _ => text,
    };
    let asked = reader.ask(&args.sql, &mut |answer| {
        let line = row(&answer);
        out.write_all(line.as_bytes())
            .map_err(|error| Error::new(ErrorKind::Output, format!("cannot be written: {error}")))
    });
    let flushed = out.flush();
    // A reader of standard output who has gone has what they wanted.
    if out.is_closed() {
        return Ok(());
    }
    asked?;
    Ok(flushed?)
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(n) => n.to_string(),
        Cell::Real(x) => x.to_string(),
        Cell::Text(words) => words.clone(),
    }
}

fn names(answer: &Answer<'_>) -> bool {
    answer.cells.is_empty()
}

/// Columns with a tab between, without what a terminal would obey.
fn text(answer: &Answer<'_>) -> String {
    let plain = |words: String| words.split(char::is_control).collect::<Vec<_>>().join(" ");
    let cells: Vec<String> = match names(answer) {
        true => answer.columns.to_vec(),
        false => answer.cells.iter().map(|cell| plain(shown(cell))).collect(),
    };
    cells.join("\t") + "\n"
}

/// RFC 4180; words are quoted, so that no reader takes the code `010` for a number.
fn csv(answer: &Answer<'_>) -> String {
    let quoted = |words: &str| format!("\"{}\"", words.replace('"', "\"\""));
    let cells: Vec<String> = match names(answer) {
        true => answer.columns.to_vec(),
        false => {
            let cell = |cell: &Cell| match cell {
                Cell::Text(words) => quoted(words),
                other => shown(other),
            };
            answer.cells.iter().map(cell).collect()
        }
    };
    cells.join(",") + "\r\n"
}

/// An object a line.
fn json(answer: &Answer<'_>) -> String {
    if names(answer) {
        return String::new();
    }
    let value = |cell: &Cell| match cell {
        Cell::Null => Value::Null,
        Cell::Integer(n) => Value::from(*n),
        Cell::Real(x) => Value::from(*x),
        Cell::Text(words) => Value::from(words.as_str()),
    };
    let pairs = answer.columns.iter().cloned().zip(answer.cells.iter().map(value));
    format!("{}\n", Value::Object(pairs.collect::<Map<_, _>>()))
}

fn markdown(answer: &Answer<'_>) -> String {
    if names(answer) {
        let rule = "---|".repeat(answer.columns.len());
        return format!("| {} |\n|{rule}\n", answer.columns.join(" | "));
    }
    let cell = |cell: &Cell| shown(cell).replace('|', "\\|").replace(['\n', '\r'], " ");
    format!("| {} |\n", answer.cells.iter().map(cell).collect::<Vec<_>>().join(" | "))
}
