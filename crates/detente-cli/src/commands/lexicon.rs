//! `lexicon check`, `lexicon codebook` and `lexicon test`: the same care for people's own tables as for ours.

use crate::args;
use crate::commands::diff;
use crate::output;
use crate::report;
use anyhow::Result;
use detente::lexicon;
use detente::lexicon::Lexicon;
use detente::model::Error;
use detente::model::ErrorKind;
use detente::pipeline;
use detente::pipeline::Engine;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn lexicon(args: args::Lexicon) -> Result<ExitCode> {
    match args {
        args::Lexicon::Diff(args) => return diff::diff(args),
        args::Lexicon::Check(args) => check(args.folder.as_deref()),
        args::Lexicon::Codebook(args) => codebook(args.folder.as_deref()),
        args::Lexicon::Test(args) => test(args.folder.as_deref()),
    }?;
    Ok(ExitCode::SUCCESS)
}

/// The tables of a folder, or those inside.
fn open(folder: Option<&Path>) -> Result<Lexicon, Error> {
    folder.map_or_else(Lexicon::embedded, Lexicon::load)
}

fn codebook(folder: Option<&Path>) -> Result<()> {
    output::print(&lexicon::codebook(&open(folder)?))
}

fn check(folder: Option<&Path>) -> Result<()> {
    let lexicon = open(folder)?;
    output::print(&format!(
        "{} classes, {} acts, {} operators, {} countries, {} organizations, {} terms of office, {} places: all well formed\n",
        lexicon.classes.len(),
        lexicon.acts.len(),
        lexicon.operators.len(),
        lexicon.countries.len(),
        lexicon.organizations.len(),
        lexicon.people.len(),
        lexicon.places.len(),
    ))
}

fn test(folder: Option<&Path>) -> Result<()> {
    let engine = Engine::open(None, folder)?;
    let tested = pipeline::examples(&engine);
    for failure in &tested.failures {
        report::say(&failure.to_string());
    }
    let n_failures = tested.failures.len();
    output::print(&format!("{} sentences run, {n_failures} not as they must be\n", tested.run))?;
    if n_failures == 0 {
        return Ok(());
    }
    let error = Error::new(ErrorKind::Lexicon, format!("{n_failures} example sentences fail"));
    Err(error.hint("mend the words, or the sentence if it asks too much").into())
}
