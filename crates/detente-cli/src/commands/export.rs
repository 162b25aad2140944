//! `export`: tables for other programs.

use crate::args;
use crate::commands::questions;
use crate::output::Stdout;
use crate::report;
use anyhow::Result;
use detente::model::Error;
use detente::model::ErrorKind;
use detente_exchange::Exported;
use detente_exchange::Order;
use detente_exchange::Origin;
use detente_exchange::Output;
use detente_exchange::Sink;
use std::fs::File;
use std::io;
use std::io::BufReader;
use std::io::Write;
use std::path::Path;

pub(crate) fn export(args: args::Export) -> Result<()> {
    let from = args.seen.store.display().to_string();
    let origin = origin(&args)?;
    let since = args.seen.since.clone();
    let which = asked(&args);
    let filter = questions::filter(args.which);
    let order = Order {
        from: &from,
        table: detente_exchange::table(&args.table).expect("clap lets no other through"),
        filter: &filter,
        which,
        as_of: since.as_of.map(|it| it.to_string()),
        learnt_by: since.learnt_by.map(|it| it.to_string()),
        view: args.view.as_deref().and_then(detente_exchange::view),
        format: args.format.as_deref().and_then(detente_exchange::format),
    };
    let exported = detente_exchange::export(origin, &order, output(&args.output, &order)?);
    say(&exported?, &from, args.quiet);
    Ok(())
}

/// A store by its name's ending or its first bytes; all else is JSON lines.
fn origin(args: &args::Export) -> Result<Origin> {
    let path = &args.seen.store;
    if path.as_os_str() == "-" {
        return Ok(Origin::Lines(Box::new(BufReader::new(io::stdin()))));
    }
    if is_store(path) {
        return Ok(Origin::Store(Box::new(questions::reader(&args.seen)?)));
    }
    if args.seen.since.learnt_by.is_some() {
        let error = Error::new(ErrorKind::Usage, "JSON lines do not say when they were learnt");
        return Err(error.hint("leave out --learnt-by").into());
    }
    let file = File::open(path).map_err(|error| {
        Error::new(ErrorKind::Input, format!("cannot be read: {error}")).in_file(path)
    })?;
    Ok(Origin::Lines(Box::new(BufReader::new(file))))
}

/// Whether a path is a store, by its name or by what it begins with.
pub(super) fn is_store(path: &Path) -> bool {
    super::keep::is_store(path) || begins_as_store(path)
}

fn begins_as_store(path: &Path) -> bool {
    let mut start = [0; 16];
    let read = File::open(path).and_then(|mut it| io::Read::read_exact(&mut it, &mut start));
    read.is_ok() && &start == b"SQLite format 3\0"
}

fn output<'a>(path: &'a Path, order: &Order<'_>) -> Result<Output<'a>> {
    if path.as_os_str() != "-" {
        return Ok(Output::Path(path));
    }
    if order.format.is_some_and(|it| !it.is_text) {
        let error = Error::new(ErrorKind::Usage, "this format is nothing for standard output");
        return Err(error.hint("name a file or folder: -o OUT").into());
    }
    Ok(Output::Stream(Box::new(Screen(Stdout::new()))))
}

/// Standard output; a reader who has gone has what they wanted.
struct Screen(Stdout);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(_) if self.0.is_closed() => Ok(bytes.len()),
            written => written,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.flush() {
            Err(_) if self.0.is_closed() => Ok(()),
            flushed => flushed,
        }
    }
}

impl Sink for Screen {
    fn done(mut self: Box<Self>) -> Result<(), Error> {
        self.flush().map_err(|error| detente_exchange::unwritable(&error))
    }
}

/// Which rows were asked for, in the words of the command line.
fn asked(args: &args::Export) -> String {
    let which = &args.which.events;
    let mut words = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        words.extend(value.map(|it| format!("--{name} {it}")));
    };
    add("actor", which.actor.clone());
    add("dyad", (!which.dyad.is_empty()).then(|| which.dyad.join(" ")));
    add("class", which.class.clone());
    add("from", args.which.from.map(|it| it.to_string()));
    add("to", args.which.to.map(|it| it.to_string()));
    add("place", which.place.clone());
    which.status.iter().for_each(|it| add("status", Some(it.as_str().to_owned())));
    add("outlet", which.outlet.clone());
    let least = which.min_confidence;
    add("min-confidence", (least > 0.0).then(|| least.to_string()));
    words.join(" ")
}

fn say(exported: &Exported, from: &str, quiet: bool) {
    for (line, what) in &exported.bad {
        report::say(&format!("warning export.bad_line: {from}:{line}: {what}"));
    }
    if quiet {
        return;
    }
    let mut counts = format!("{} rows", exported.rows);
    for (reason, n) in &exported.left_out {
        counts += &format!("; {n} events left out: {reason}");
    }
    if exported.n_bad > 0 {
        counts += &format!("; {} lines that are no record of ours", exported.n_bad);
    }
    report::say(&counts);
}
