//! The order of the stages: documents in, written records and a closing count out.
//!
//! In: a stream of what `ingest` found. Out: bytes in input order, the same for any number of threads.
//! It reads and judges nothing itself. A document on which a stage breaks is given with the warning `pipeline.panic`; it never stops a run.
//! Memory is bounded: each thread holds a few batches, and the reader waits for the slowest.
//!
//! To add a stage: one call in `stages`. To add a task: one variant of [`Task`] and one arm in `work`.

mod attributions;
mod batch;
mod compare;
mod count;
mod exact;
mod examples;
mod explain;
mod gate;
mod grouping;
mod kept;
mod run;
mod said;
mod stages;
mod training;
mod work;

pub use compare::Compared;
pub use compare::Difference;
pub use compare::compare;
pub use count::Counts;
pub use count::GroupCounts;
pub use detente_language::Scratch;
pub use examples::ExampleFailure;
pub use examples::Examples;
pub use examples::examples;
pub use explain::Explained;
pub use explain::explain;
pub use gate::Gate;
pub use gate::Gating;
pub use grouping::Written;
pub use kept::kept_groups;
pub use kept::kept_incidents;
pub use run::Keeping;
pub use run::keep;
pub use run::run;
pub use stages::records;
pub use training::Training;
pub use training::training;

use crate::coding::Classifiers;
use crate::format::Format;
use crate::lexicon::Lexicon;
use crate::lexicon::Pages;
use crate::model::Date;
use crate::model::Error;
use crate::model::ErrorKind;
use crate::model::Provenance;
use crate::story::Window;
use detente_language::Model;
use std::path::Path;
use std::sync::Arc;
use std::sync::OnceLock;
use std::thread;

/// What coding needs beside the documents: loaded once, shared by threads, never changed.
pub struct Engine {
    /// The language model.
    pub model: Model,
    /// Meaning and words.
    pub lexicon: Lexicon,
    /// What decides where the lexicon leaves it open.
    pub classifiers: Classifiers,
    /// Versions and digests of both.
    pub provenance: Provenance,
    /// A day after which no document was written, where the caller knows one; `None` after [`Engine::open`].
    pub not_after: Option<Date>,
    /// What says before the parse whether an event can be there, made where it is first asked.
    pub gate: OnceLock<Gate>,
}

impl Engine {
    /// From the bytes of a model file and a folder laid out like `data/`; what is not given is embedded.
    ///
    /// # Errors
    /// If the model file or the tables are wrong.
    pub fn open(model: Option<&[u8]>, data: Option<&Path>) -> Result<Self, Error> {
        // Neither knows of the other, and reading them is most of what a run over one article takes.
        let (lexicon, models) = thread::scope(|scope| {
            let models = scope.spawn(|| (open_model(model), Classifiers::embedded()));
            (open_lexicon(data), models.join())
        });
        let (model, classifiers) = models.expect("the reader of models does not panic");
        let (lexicon, model) = (lexicon?, model?);
        let provenance = Provenance {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            lexicon: digest(lexicon.digest()),
            model: digest(&model.digest()),
        };
        Ok(Engine {
            model,
            lexicon,
            classifiers,
            provenance,
            not_after: None,
            gate: OnceLock::new(),
        })
    }

    fn gate(&self) -> &Gate {
        self.gate.get_or_init(|| Gate::new(&self.lexicon))
    }
}

fn open_model(bytes: Option<&[u8]>) -> Result<Model, Error> {
    match bytes {
        None => Ok(Model::embedded()),
        Some(bytes) => Model::from_bytes(bytes).map_err(|error| {
            Error::new(ErrorKind::Model, error.to_string())
                .hint("use a file made by tools/import-model of this version")
        }),
    }
}

fn open_lexicon(folder: Option<&Path>) -> Result<Lexicon, Error> {
    match folder {
        None => Lexicon::embedded(),
        Some(folder) => Lexicon::load(folder),
    }
}

/// With its kind, whether or not it came with it.
fn digest(value: &str) -> String {
    if value.contains(':') { value.to_owned() } else { format!("sha256:{value}") }
}

/// What to do with each document.
#[derive(Clone)]
pub enum Task {
    /// All stages; the record is written in a format.
    Code {
        /// What codes.
        engine: Arc<Engine>,
        /// What is written.
        format: &'static Format,
        /// Whether `format` may use colors.
        color: bool,
        /// Events below are left out.
        min_confidence: f32,
        /// Which documents are looked at before they are parsed.
        gating: Gating,
    },
    /// All stages; the record goes to a store.
    Keep {
        /// What codes.
        engine: Arc<Engine>,
    },
    /// As far as the article; written as JSON lines.
    Extract {
        /// What is known about pages.
        pages: Arc<Pages>,
    },
    /// All stages, and then documents among each other: copies, stories, incidents.
    Group {
        /// What codes.
        engine: Arc<Engine>,
        /// Who may find whom.
        window: Window,
        /// What is written.
        written: Written,
    },
    /// As far as the parse; written as CoNLL-U.
    Parse {
        /// Whose model parses.
        engine: Arc<Engine>,
        /// Whether the model works alone, on the whole text and without our passes round it.
        exact: bool,
    },
}

#[cfg(test)]
mod tests;
