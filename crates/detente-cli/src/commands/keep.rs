//! `code` into a store.

use crate::args;
use crate::commands::code;
use crate::commands::engine;
use crate::commands::input_format;
use crate::commands::units;
use crate::report;
use crate::report::Progress;
use anyhow::Result;
use detente::ingest;
use detente::model::Error;
use detente::model::ErrorKind;
use detente::pipeline;
use detente::pipeline::Counts;
use detente::pipeline::Engine;
use detente::pipeline::Keeping;
use detente::store::Kept;
use detente::store::Store;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// Whether an output's name says that it is a store.
pub(super) fn is_store(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "detente")
}

pub(super) fn keep(args: args::Code) -> Result<()> {
    if args.format != "text" || args.min_confidence > 0.0 {
        let error = Error::new(ErrorKind::Usage, "a store has its own form and keeps every event");
        return Err(error
            .hint("leave out --format and --min-confidence; questions take the latter")
            .into());
    }
    let sources = units(&args.inputs)?.into_iter().map(|it| it.source).collect();
    let engine = Engine { not_after: args.not_after, ..engine(&args.carried)? };
    let engine = Arc::new(engine);
    let learnt = match args.learnt {
        Some(learnt) => learnt,
        None => jiff::Timestamp::try_from(SystemTime::now())?.round(jiff::Unit::Second)?,
    };
    let path = args.running.output.as_deref().expect("only called for an output");
    let mut store = Store::open(path)?;
    let mut keeping = Keeping { engine, store: &mut store, learnt, kept: Kept::default() };
    let mut progress = Progress::new(args.running.quiet, false);
    let found = ingest::read(sources, input_format(&args.inputs));
    let mut show = |counts: &Counts| progress.show(counts);
    let total = pipeline::keep(found, &mut keeping, code::threads(&args.running), &mut show);
    progress.end();
    let Kept { new, again, same } = keeping.kept;
    if !args.running.quiet {
        let already = format!("{same} kept before");
        report::say(&format!("{}: {new} new, {again} read anew, {already}", path.display()));
    }
    code::close(total?, 0, args.running.quiet)
}
