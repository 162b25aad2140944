//! One file per command.

mod alerts;
mod code;
mod diff;
mod explain;
mod export;
mod import;
mod keep;
mod lexicon;
mod model;
mod query;
mod questions;
mod send;
mod store_diff;
mod train;

use crate::args::Carried;
use crate::args::Command;
use crate::args::Inputs;
use crate::output;
use anyhow::Result;
use detente::format;
use detente::ingest;
use detente::ingest::Source;
use detente::model::Error;
use detente::model::ErrorKind;
use detente::pipeline::Engine;
use std::io;
use std::io::IsTerminal;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

/// Does what is asked, and says how to end if nothing went wrong.
pub(crate) fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Code(args) => code::code(args),
        Command::Query(args) => query::query(&args),
        Command::Search(args) => questions::search(args),
        Command::Timeline(args) => questions::timeline(&args),
        Command::Ledger(args) => questions::ledger(args),
        Command::Index(args) => questions::index(args),
        Command::Alerts(args) => alerts::alerts(&args),
        Command::Coverage(args) => questions::coverage(&args),
        Command::Export(args) => export::export(args),
        Command::Import(args) => import::import(&args),
        Command::Diff(args) => return store_diff::diff(&args),
        Command::Extract(args) => code::extract(args),
        Command::Group(args) => code::group(args),
        Command::Parse(args) => code::parse(args),
        Command::Explain(args) => explain::explain(&args),
        Command::Lexicon(args) => return lexicon::lexicon(args),
        Command::Model(args) => model::model(&args),
        Command::Train(args) => train::train(&args),
        Command::Schema(args) => output::print(&format::schema(&args.name)),
    }?;
    Ok(ExitCode::SUCCESS)
}

/// The model and the tables that were asked for.
fn engine(carried: &Carried) -> Result<Engine> {
    let bytes = carried.model.as_deref().map(model_bytes).transpose()?;
    Ok(Engine::open(bytes.as_deref(), carried.data.as_deref())?)
}

fn model_bytes(path: &Path) -> Result<Vec<u8>> {
    let read = std::fs::read(path);
    Ok(read.map_err(|error| {
        Error::new(ErrorKind::Model, format!("cannot be read: {error}")).in_file(path)
    })?)
}

/// One input, and the name its output has in a folder.
struct Unit {
    source: Source,
    name: PathBuf,
}

/// What the arguments name, in order; standard input if they name nothing and something is piped in.
fn units(inputs: &Inputs) -> Result<Vec<Unit>> {
    if inputs.inputs.is_empty() {
        if io::stdin().is_terminal() {
            let error = Error::new(ErrorKind::Usage, "nothing to read");
            return Err(error.hint("name files or folders, or pipe a text in").into());
        }
        return Ok(vec![stdin()]);
    }
    let mut units = Vec::new();
    for input in &inputs.inputs {
        if input.as_os_str() == "-" {
            units.push(stdin());
            continue;
        }
        for path in ingest::files(input)? {
            // Inside a folder the way down to the file is kept, so that two files of one name do not meet.
            let below = path.strip_prefix(input).ok().filter(|it| !it.as_os_str().is_empty());
            let name = below.map(Path::to_owned);
            let name = name.or_else(|| path.file_name().map(PathBuf::from)).unwrap_or_default();
            units.push(Unit { source: Source::File(path), name });
        }
    }
    Ok(units)
}

fn stdin() -> Unit {
    let source = Source::Stream("-".to_owned(), Box::new(io::stdin()));
    Unit { source, name: PathBuf::from("stdin") }
}

fn input_format(inputs: &Inputs) -> Option<&'static ingest::Format> {
    inputs.input_format.as_deref().and_then(ingest::format)
}
