//! All stages on any bytes, in one input format: nothing may break, and every span must be a slice of the text.

use detente::format;
use detente::format::Setting;
use detente::ingest;
use detente::ingest::Found;
use detente::ingest::Source;
use detente::pipeline;
use detente::pipeline::Engine;
use detente::pipeline::Scratch;
use std::cell::RefCell;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::open(None, None).expect("the tables inside are well formed"));

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::new());
}

pub fn run(bytes: &[u8], input_format: &str) {
    let stream = Box::new(std::io::Cursor::new(bytes.to_owned()));
    let sources = vec![Source::Stream("-".to_owned(), stream)];
    for found in ingest::read(sources, ingest::format(input_format)) {
        let Ok(Found::Document(document)) = found else { continue };
        let records =
            SCRATCH.with_borrow_mut(|it| pipeline::records(vec![document], &ENGINE, it));
        for record in records {
            assert!(!record.warnings.iter().any(|it| it.code == "pipeline.panic"), "{:?}", record.warnings);
            let text = &record.article.text;
            assert!(record.article.blocks.iter().all(|it| text.get(it.span.range()).is_some()));
            assert!(record.coded.mentions.iter().all(|it| text.get(it.span.range()).is_some()));
            assert!(record.coded.events.iter().all(|it| text.get(it.trigger.range()).is_some()));
            let setting = Setting { provenance: &ENGINE.provenance, color: false };
            for format in format::FORMATS {
                (format.write)(&record, &setting, &mut Vec::new());
            }
        }
    }
}
