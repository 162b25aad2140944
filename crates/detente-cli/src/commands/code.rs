//! `code`, `extract`, `group` and `parse`: the same run with another task.

use crate::args;
use crate::args::Inputs;
use crate::args::Running;
use crate::commands::Unit;
use crate::commands::engine;
use crate::commands::input_format;
use crate::commands::keep;
use crate::commands::units;
use crate::output::Stdout;
use crate::report;
use crate::report::Progress;
use crate::resume;
use anyhow::Result;
use detente::format;
use detente::ingest;
use detente::ingest::Source;
use detente::lexicon::Pages;
use detente::model::Error;
use detente::model::ErrorKind;
use detente::pipeline;
use detente::pipeline::Counts;
use detente::pipeline::Gating;
use detente::pipeline::Task;
use detente::pipeline::Written;
use detente::story::Keep;
use detente::story::Window;
use detente_exchange::Whole;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

pub(crate) fn code(args: args::Code) -> Result<()> {
    if args.running.output.as_deref().is_some_and(keep::is_store) {
        return keep::keep(args);
    }
    let format =
        format::format(&args.format).expect("the arguments allow only formats of the table");
    let color = color(&args.running);
    let min_confidence = args.min_confidence;
    let units = units(&args.inputs)?;
    let mut engine = engine(&args.carried)?;
    engine.not_after = args.not_after;
    let engine = Arc::new(engine);
    let gating = gating(&args.gate);
    let about = json!([
        args.format,
        min_confidence,
        args.gate,
        args.not_after.map(|it| it.to_string()),
        engine.provenance.lexicon,
        engine.provenance.model
    ]);
    let task = Task::Code { engine, format, color, min_confidence, gating };
    let kind = Kind { task, header: (format.header)(), ending: format.ending, about };
    run(units, &args.inputs, &args.running, &kind)
}

pub(crate) fn extract(args: args::Extract) -> Result<()> {
    let units = units(&args.inputs)?;
    let pages = match &args.data {
        None => Pages::embedded()?,
        Some(folder) => Pages::load(folder)?,
    };
    let task = Task::Extract { pages: Arc::new(pages) };
    let kind = Kind { task, header: String::new(), ending: "jsonl", about: json!("extract") };
    run(units, &args.inputs, &args.running, &kind)
}

pub(crate) fn group(args: args::Group) -> Result<()> {
    let written = match (args.incidents, args.format.as_str()) {
        (true, "jsonl") => Written::Incidents { min_outlets: args.outlets },
        (true, _) => {
            let error = Error::new(ErrorKind::Usage, "incidents alone are written as JSON lines");
            return Err(error
                .hint("add --format jsonl; text shows them under their stories")
                .into());
        }
        (false, "jsonl") if args.outlets > 0 => {
            let message =
                "each document is written as it comes, when no one knows who else tells it";
            return Err(Error::new(ErrorKind::Usage, message)
                .hint("leave out --format jsonl for stories, or add --incidents")
                .into());
        }
        (false, "jsonl") => Written::Documents,
        (false, _) => Written::Text { color: color(&args.running), min_outlets: args.outlets },
    };
    if let Some(path) = args.running.output.as_deref().filter(|it| is_folder(it)) {
        let error = Error::new(ErrorKind::Usage, "groups go across inputs, so they are one output");
        return Err(error.in_file(path).hint("name a file").into());
    }
    if args.running.resume {
        let error = Error::new(ErrorKind::Usage, "groups cannot go on where a run was stopped");
        return Err(error.hint("leave out --resume").into());
    }
    let keep = if written == Written::Documents { Keep::Nothing } else { Keep::Stories };
    let units = units(&args.inputs)?;
    let engine = Arc::new(engine(&args.carried)?);
    let window = Window { days: args.window, keep };
    let task = Task::Group { engine, window, written };
    let kind = Kind { task, header: String::new(), ending: "jsonl", about: Value::Null };
    run(units, &args.inputs, &args.running, &kind)
}

/// Whether a person's terminal shows the output, and colors are not refused.
fn color(running: &Running) -> bool {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
    running.output.is_none() && std::io::stdout().is_terminal() && !no_color
}

pub(crate) fn parse(args: args::Parse) -> Result<()> {
    let units = units(&args.inputs)?;
    let engine = Arc::new(engine(&args.carried)?);
    let task = Task::Parse { engine, exact: args.exact };
    let kind =
        Kind { task, header: String::new(), ending: "conllu", about: json!(["parse", args.exact]) };
    run(units, &args.inputs, &args.running, &kind)
}

/// A task and the shape of its files.
struct Kind {
    task: Task,
    header: String,
    ending: &'static str,
    /// What must be the same for a stopped run to go on.
    about: Value,
}

/// Runs all units into one output, or each into its own, and says what came of it.
fn run(units: Vec<Unit>, inputs: &Inputs, running: &Running, kind: &Kind) -> Result<()> {
    let mut run = Run {
        kind,
        format: input_format(inputs),
        n_threads: threads(running),
        progress: Progress::new(running.quiet, running.output.is_none()),
        total: Counts::default(),
        resume: running.resume,
        n_kept: 0,
        reader_left: false,
    };
    let all = |units: Vec<Unit>| units.into_iter().map(|it| it.source).collect();
    let result = match &running.output {
        None => run.write_stdout(all(units)),
        Some(path) if is_folder(path) => run.write_folder(units, path),
        Some(path) => run.write_file(all(units), path),
    };
    run.progress.end();
    // The program ends now, and the system takes its memory back in one piece.
    std::mem::forget(kind.task.clone());
    run.close(running.quiet, result)
}

struct Run<'a> {
    kind: &'a Kind,
    format: Option<&'static ingest::Format>,
    n_threads: usize,
    progress: Progress,
    total: Counts,
    resume: bool,
    /// Outputs that an earlier run finished.
    n_kept: usize,
    /// Who reads standard output has what they wanted.
    reader_left: bool,
}

impl Run<'_> {
    fn write_stdout(&mut self, sources: Vec<Source>) -> Result<()> {
        let mut out = Stdout::new();
        match self.write(sources, &mut out) {
            Err(_) if out.is_closed() => {
                self.reader_left = true;
                Ok(())
            }
            result => result,
        }
    }

    fn write_file(&mut self, sources: Vec<Source>, path: &Path) -> Result<()> {
        if self.resume {
            return self.go_on(sources, path);
        }
        let mut file = Whole::create(path)?;
        let n_errors = self.total.errors.len();
        self.write(sources, &mut file)?;
        // An output that lacks an input is not whole, so it is not put in place.
        if self.total.errors.len() == n_errors && !self.total.is_nothing() {
            file.finish()?;
        }
        Ok(())
    }

    /// Goes on with an output where an earlier run stopped. One that is there under its own name is finished.
    fn go_on(&mut self, sources: Vec<Source>, path: &Path) -> Result<()> {
        if path.exists() {
            self.n_kept += 1;
            return Ok(());
        }
        let about = json!([
            env!("CARGO_PKG_VERSION"),
            self.kind.about,
            sources.iter().map(known).collect::<Vec<_>>()
        ]);
        let (mut part, mut manifest) = resume::open(path, about)?;
        if part.is_new() {
            write_header(&self.kind.header, &mut part)?;
        }
        let found = ingest::read(sources, self.format).skip(manifest.done_before());
        let progress = &mut self.progress;
        let mut show = |counts: &Counts| {
            progress.show(counts);
            manifest.note(counts.found(), counts.errors.len());
        };
        let result = pipeline::run(found, &self.kind.task, self.n_threads, &mut part, &mut show);
        let counts = match result {
            Ok(counts) => counts,
            Err(error) => {
                manifest.save()?;
                return Err(error.into());
            }
        };
        let is_nothing = counts.is_nothing() && manifest.done_before() == 0;
        let has_said = !counts.errors.is_empty();
        self.n_kept += usize::from(counts.is_nothing() && !is_nothing);
        self.total.add(counts);
        if manifest.n_errors() == 0 && !is_nothing {
            return part.finish(&manifest);
        }
        manifest.save()?;
        if manifest.n_errors() > 0 && !has_said {
            let error = Error::new(ErrorKind::Input, "an earlier run could not read some inputs");
            return Err(error.in_file(path).hint("mend them and delete the .part files").into());
        }
        Ok(())
    }

    fn write_folder(&mut self, units: Vec<Unit>, folder: &Path) -> Result<()> {
        let mut taken = BTreeSet::new();
        let mut planned = Vec::new();
        for unit in units {
            let path = output_path(folder, &unit.name, self.kind.ending);
            if !taken.insert(path.clone()) {
                let error = Error::new(ErrorKind::Usage, "two inputs would be written here");
                return Err(error.in_file(path).hint("give their common folder instead").into());
            }
            planned.push((unit.source, path));
        }
        for (source, path) in planned {
            self.write_file(vec![source], &path)?;
        }
        Ok(())
    }

    fn write(&mut self, sources: Vec<Source>, out: &mut dyn Write) -> Result<()> {
        write_header(&self.kind.header, out)?;
        let found = ingest::read(sources, self.format);
        let progress = &mut self.progress;
        let mut show = |counts: &Counts| progress.show(counts);
        let counts = pipeline::run(found, &self.kind.task, self.n_threads, out, &mut show)?;
        self.total.add(counts);
        Ok(())
    }

    fn close(self, quiet: bool, result: Result<()>) -> Result<()> {
        result?;
        if self.reader_left {
            return Ok(());
        }
        close(self.total, self.n_kept, quiet)
    }
}

/// Says the closing count, what was done before and what could not be read.
pub(super) fn close(total: Counts, n_kept: usize, quiet: bool) -> Result<()> {
    if !quiet {
        report::say(&total.to_string());
    }
    if n_kept > 0 && !quiet {
        report::say(&format!("{n_kept} done before"));
    }
    if total.is_nothing() && n_kept == 0 {
        let error = Error::new(ErrorKind::Input, "there was nothing to read");
        return Err(error.hint("the input is empty or the folder holds no files").into());
    }
    let mut errors = total.errors.into_iter();
    let Some(last) = errors.next_back() else {
        return Ok(());
    };
    for error in errors {
        report::say(&format!("error: {error}"));
    }
    Err(last.into())
}

fn write_header(header: &str, out: &mut dyn Write) -> Result<()> {
    Ok(out
        .write_all(header.as_bytes())
        .map_err(|error| Error::new(ErrorKind::Output, format!("cannot be written: {error}")))?)
}

/// What tells an input from another of its name: a file's length.
fn known(source: &Source) -> Value {
    match source {
        Source::File(path) => {
            let n_bytes = std::fs::metadata(path).map_or(0, |about| about.len());
            json!([path.to_string_lossy(), n_bytes])
        }
        Source::Stream(name, _) => json!(name),
    }
}

fn gating(name: &str) -> Gating {
    match name {
        "always" => Gating::Always,
        "never" => Gating::Never,
        _ => Gating::Crawls,
    }
}

pub(super) fn threads(running: &Running) -> usize {
    let all = || std::thread::available_parallelism().map_or(1, usize::from);
    running.threads.map_or_else(all, usize::from)
}

/// A folder that exists, or a name that says it is one.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// `news/a.txt` becomes `OUT/a.txt.jsonl`: the whole name is kept, so that `a.txt` and `a.html` do not meet.
fn output_path(folder: &Path, name: &Path, ending: &str) -> PathBuf {
    let mut file = name.file_name().unwrap_or_default().to_owned();
    file.push(".");
    file.push(ending);
    folder.join(name.with_file_name(file))
}
