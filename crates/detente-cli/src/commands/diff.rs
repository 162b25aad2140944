//! `lexicon diff`: what a change of words or tables does to the events of some texts.

use crate::args;
use crate::commands::input_format;
use crate::commands::model_bytes;
use crate::commands::units;
use crate::output;
use anyhow::Result;
use detente::ingest;
use detente::ingest::Found;
use detente::lexicon::Lexicon;
use detente::model::Error;
use detente::model::ErrorKind;
use detente::model::Event;
use detente::model::Party;
use detente::model::Record;
use detente::pipeline;
use detente::pipeline::Compared;
use detente::pipeline::Difference;
use detente::pipeline::Engine;
use detente::pipeline::Scratch;
use std::fmt::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

/// How many documents are parsed together.
const BATCH: usize = 32;

pub(crate) fn diff(args: args::Diff) -> Result<ExitCode> {
    let (folders, inputs) = split(args.paths)?;
    let model = args.model.as_deref().map(model_bytes).transpose()?;
    let (old, new) = match &folders[..] {
        [old, new] => (Some(old.as_path()), new),
        _ => (None, &folders[0]),
    };
    let engine = Engine::open(model.as_deref(), old)?;
    let new = Lexicon::load(new)?;
    let inputs = args::Inputs { inputs, input_format: args.input_format };
    let sources = units(&inputs)?.into_iter().map(|it| it.source).collect();
    let (mut total, mut scratch, mut batch) = (Total::default(), Scratch::new(), Vec::new());
    for found in ingest::read(sources, input_format(&inputs)) {
        let Found::Document(document) = found? else { continue };
        batch.push(document);
        if batch.len() == BATCH {
            total.add(pipeline::compare(
                std::mem::take(&mut batch),
                &engine,
                &new,
                &mut scratch,
            ))?;
        }
    }
    total.add(pipeline::compare(batch, &engine, &new, &mut scratch))?;
    total.close()
}

/// One or two folders that hold tables, and what comes after them.
fn split(mut paths: Vec<PathBuf>) -> Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let n = paths.iter().take(2).take_while(|path| is_lexicon(path)).count();
    if n == 0 {
        let error = Error::new(ErrorKind::Usage, "no folder of tables and words");
        let hint = "first name one or two folders laid out like data/, then the files to code";
        return Err(error.in_file(&paths[0]).hint(hint).into());
    }
    let inputs = paths.split_off(n);
    Ok((paths, inputs))
}

/// Whether a folder is laid out like `data/`.
fn is_lexicon(path: &Path) -> bool {
    path.join("languages").is_dir() && path.join("events").is_dir()
}

#[derive(Default)]
struct Total {
    n_documents: usize,
    n_old: usize,
    n_new: usize,
    n_same: usize,
    n_changed: usize,
    n_only_old: usize,
    n_only_new: usize,
}

impl Total {
    /// Counts and prints.
    fn add(&mut self, compared: Vec<Compared>) -> Result<()> {
        for it in compared {
            self.n_documents += 1;
            self.n_old += it.old.coded.events.len();
            self.n_new += it.new.coded.events.len();
            self.n_same += it.n_same;
            for difference in &it.differences {
                match difference {
                    Difference::Changed(..) => self.n_changed += 1,
                    Difference::OnlyOld(_) => self.n_only_old += 1,
                    Difference::OnlyNew(_) => self.n_only_new += 1,
                }
            }
            if !it.differences.is_empty() {
                output::print(&page(&it))?;
            }
        }
        Ok(())
    }

    fn close(self) -> Result<ExitCode> {
        if self.n_documents == 0 {
            let error = Error::new(ErrorKind::Input, "there was nothing to read");
            return Err(error.hint("the input is empty or the folder holds no files").into());
        }
        output::print(&format!(
            "{} document{}; {} events before, {} after: {} the same, {} changed, {} only before, {} only after\n",
            self.n_documents,
            if self.n_documents == 1 { "" } else { "s" },
            self.n_old,
            self.n_new,
            self.n_same,
            self.n_changed,
            self.n_only_old,
            self.n_only_new
        ))?;
        let differ = self.n_changed + self.n_only_old + self.n_only_new > 0;
        Ok(ExitCode::from(u8::from(differ)))
    }
}

/// The differences of a document: each with its sentence, `-` before and `+` after.
fn page(compared: &Compared) -> String {
    let article = &compared.old.article;
    let name =
        if article.name == "-" || article.name.is_empty() { &article.id } else { &article.name };
    let mut page = format!("{name}\n");
    for difference in &compared.differences {
        let (old, new) = match *difference {
            Difference::OnlyOld(i) => (Some(i), None),
            Difference::OnlyNew(j) => (None, Some(j)),
            Difference::Changed(i, j) => (Some(i), Some(j)),
        };
        let old = old.map(|i| (&compared.old, &compared.old.coded.events[i]));
        let new = new.map(|j| (&compared.new, &compared.new.coded.events[j]));
        for (record, event) in old.or(new).into_iter() {
            let sentence = record.coded.sentences[event.sentence].span.of(&article.text);
            let _ = writeln!(page, "\n  {}", plain(sentence));
        }
        old.iter().for_each(|(record, event)| line(&mut page, '-', record, event));
        new.iter().for_each(|(record, event)| line(&mut page, '+', record, event));
    }
    page.push('\n');
    page
}

fn line(page: &mut String, sign: char, record: &Record, event: &Event) {
    let class = event.class.as_deref().unwrap_or("COMMENT");
    let mode = event.mode.as_ref().map_or(String::new(), |mode| format!("/{mode}"));
    let _ = writeln!(
        page,
        "  {sign} {class}{mode} {} {}: {} → {} → {} ({})",
        event.cameo,
        event.status.as_str(),
        side(record, &event.sources),
        plain(event.trigger.of(&record.article.text)),
        side(record, &event.targets),
        event.rule
    );
}

fn side(record: &Record, parties: &[Party]) -> String {
    let show = |party: &Party| {
        format!("{} [{}]", plain(party.span.of(&record.article.text)), party.identity.code)
    };
    if parties.is_empty() {
        return "nobody".to_owned();
    }
    parties.iter().map(show).collect::<Vec<_>>().join(" and ")
}

/// On one line, without what a terminal would obey.
fn plain(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ").chars().filter(|c| !c.is_control()).collect()
}
