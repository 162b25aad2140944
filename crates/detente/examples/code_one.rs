//! Codes one text from standard input and prints what it finds, a line an event.

use detente::model::MediaType;
use detente::model::RawDocument;
use detente::model::Warned;
use detente::pipeline::Engine;
use detente::pipeline::records;
use detente_language::Scratch;
use std::io::Read;

#[allow(clippy::print_stdout, reason = "an example shows its result")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut body = String::new();
    std::io::stdin().read_to_string(&mut body)?;
    let engine = Engine::open(None, std::env::args().nth(1).as_deref().map(std::path::Path::new))?;
    let document = RawDocument { body, media_type: MediaType::Text, ..RawDocument::default() };
    for record in records(vec![Warned::clean(document)], &engine, &mut Scratch::new()) {
        let text = &record.article.text;
        for event in &record.coded.events {
            let names = |parties: &[detente::model::Party]| -> String {
                parties
                    .iter()
                    .map(|p| format!("{} [{}]", p.span.of(text), p.identity.code))
                    .collect::<Vec<_>>()
                    .join(" + ")
            };
            println!(
                "{} {} {}: {} → {} ({:?}, {})",
                event.class.as_deref().unwrap_or("-"),
                event.cameo,
                event.status.as_str(),
                names(&event.sources),
                names(&event.targets),
                event.trigger.of(text),
                event.rule,
            );
        }
    }
    Ok(())
}
