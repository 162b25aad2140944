//! One batch: from documents to bytes.

use crate::format;
use crate::format::Format;
use crate::format::Setting;
use crate::ingest::Skipped;
use crate::model::Analysis;
use crate::model::Article;
use crate::model::Coded;
use crate::model::Record;
use crate::pipeline::Counts;
use crate::pipeline::Engine;
use crate::pipeline::Task;
use crate::pipeline::batch::Batch;
use crate::pipeline::exact;
use crate::pipeline::stages;
use crate::story;
use crate::story::Profile;
use detente_language::Scratch;

/// What a batch came to.
#[derive(Default)]
pub(super) struct Done {
    pub(super) bytes: Vec<u8>,
    /// What a store is to keep.
    pub(super) records: Vec<Record>,
    pub(super) counts: Counts,
    /// What is still to be grouped, in order.
    pub(super) profiles: Vec<Profile>,
}

pub(super) fn work(batch: Batch, task: &Task, scratch: &mut Scratch) -> Done {
    let mut done = Done::default();
    done.counts.read = batch.documents.len();
    done.counts.errors = batch.errors;
    for Skipped { reason, .. } in batch.skipped {
        *done.counts.skipped.entry(reason).or_default() += 1;
    }
    match task {
        Task::Code { engine, format, color, min_confidence, gating } => {
            let setting = Setting { provenance: &engine.provenance, color: *color };
            for mut record in stages::gated(batch.documents, engine, scratch, *gating) {
                drop_unsure(&mut record.coded, *min_confidence);
                done.counts.coded += usize::from(stages::is_codable(&record));
                done.counts.sentences += record.coded.sentences.len();
                done.counts.events += record.coded.events.len();
                write(&mut record, format, &setting, &mut done.bytes);
                done.counts.note(&record.warnings);
            }
        }
        Task::Keep { engine } => {
            done.records = stages::records(batch.documents, engine, scratch);
            for record in &done.records {
                done.counts.coded += usize::from(stages::is_codable(record));
                done.counts.sentences += record.coded.sentences.len();
                done.counts.events += record.coded.events.len();
                done.counts.note(&record.warnings);
            }
        }
        Task::Extract { pages } => {
            for record in stages::articles(batch.documents, pages) {
                format::extracted(&record.article, &record.warnings, &mut done.bytes);
                done.counts.note(&record.warnings);
            }
        }
        Task::Group { engine, .. } => {
            for mut record in stages::records(batch.documents, engine, scratch) {
                done.counts.coded += usize::from(stages::is_codable(&record));
                done.counts.sentences += record.coded.sentences.len();
                done.counts.events += record.coded.events.len();
                done.profiles.push(profile(&mut record, engine));
                done.counts.note(&record.warnings);
            }
        }
        Task::Parse { engine, exact } => {
            let mut records = stages::articles(batch.documents, &engine.lexicon.pages);
            let analyses = parse(&mut records, engine, *exact, scratch);
            for (record, analysis) in records.iter().zip(analyses) {
                done.counts.sentences += analysis.sentences.len();
                format::conllu(&record.article, &analysis, &mut done.bytes);
                done.counts.note(&record.warnings);
            }
        }
    }
    done
}

/// What is compared of a record; if that breaks, the document is like no other.
fn profile(record: &mut Record, engine: &Engine) -> Profile {
    let lexicon = &engine.lexicon;
    let made = stages::caught(|| story::profile(&record.article, &record.coded, lexicon));
    made.unwrap_or_else(|message| {
        record.warnings.push(stages::broken("story", &message));
        let nothing = Article { id: record.article.id.clone(), ..Article::default() };
        story::profile(&nothing, &Coded::default(), lexicon)
    })
}

fn parse(
    records: &mut [Record],
    engine: &Engine,
    exact: bool,
    scratch: &mut Scratch,
) -> Vec<Analysis> {
    if exact {
        let articles: Vec<&Article> = records.iter().map(|record| &record.article).collect();
        return exact::analyze(&articles, &engine.model, scratch);
    }
    let analyses = stages::analyses(records, &engine.model, scratch);
    analyses.into_iter().map(Option::unwrap_or_default).collect()
}

/// Writes the record; if that breaks, what names the document is written and says so.
fn write(record: &mut Record, format: &Format, setting: &Setting<'_>, out: &mut Vec<u8>) {
    let length = out.len();
    if let Err(message) = stages::caught(|| (format.write)(record, setting, out)) {
        out.truncate(length);
        record.coded = Coded::default();
        record.article = Article {
            id: std::mem::take(&mut record.article.id),
            name: std::mem::take(&mut record.article.name),
            sha256: std::mem::take(&mut record.article.sha256),
            ..Article::default()
        };
        for warning in &mut record.warnings {
            warning.span = None;
        }
        record.warnings.push(stages::broken("format", &message));
        (format.write)(record, setting, out);
    }
}

/// Leaves out events below the bar; answers that named one of them name none.
fn drop_unsure(coded: &mut Coded, min_confidence: f32) {
    let mut new_index = Vec::with_capacity(coded.events.len());
    let mut n_kept = 0;
    for event in &coded.events {
        let kept = event.confidence >= min_confidence;
        new_index.push(kept.then_some(n_kept));
        n_kept += usize::from(kept);
    }
    coded.events.retain(|event| event.confidence >= min_confidence);
    for dyad in &mut coded.dyads {
        dyad.event = dyad.event.and_then(|i| new_index.get(i).copied().flatten());
    }
}
