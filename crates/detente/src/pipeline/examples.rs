//! Runs the lexicon's example sentences through all stages.
//!
//! It stands here, and not in `lexicon`, since it needs the coder.

use crate::lexicon::Act;
use crate::lexicon::Example;
use crate::model::MediaType;
use crate::model::Party;
use crate::model::RawDocument;
use crate::model::Record;
use crate::model::Span;
use crate::model::Warned;
use crate::pipeline::Engine;
use crate::pipeline::stages;
use detente_language::Scratch;
use std::fmt;

/// What came of a lexicon's example sentences.
#[derive(Debug, Default)]
pub struct Examples {
    /// How many were run.
    pub run: usize,
    /// Those that gave something else, in file order.
    pub failures: Vec<ExampleFailure>,
}

/// An example sentence that did not do what it must.
#[derive(Debug)]
pub struct ExampleFailure {
    /// The rule whose example it is.
    pub rule: String,
    /// The sentence.
    pub sentence: String,
    /// What is wrong.
    pub problem: &'static str,
    /// What was found, for people.
    pub found: String,
}

impl fmt::Display for ExampleFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}: {}; found {}", self.rule, self.sentence, self.problem, self.found)
    }
}

/// Runs every example: a `yes` must give an event of the act's class with the marked parties, a `no` must not give one by its rule.
pub fn examples(engine: &Engine) -> Examples {
    let acts = &engine.lexicon.acts;
    let yes = acts.iter().flat_map(|act| act.yes.iter().map(move |it| (act, Some(it), &it.text)));
    let no = acts.iter().flat_map(|act| act.no.iter().map(move |text| (act, None, text)));
    let cases: Vec<(&Act, Option<&Example>, &String)> = yes.chain(no).collect();
    let mut scratch = Scratch::new();
    let mut tested = Examples { run: cases.len(), failures: Vec::new() };
    for chunk in cases.chunks(64) {
        let documents = chunk.iter().map(|(_, _, text)| Warned::clean(raw(text))).collect();
        let records = stages::records(documents, engine, &mut scratch);
        for ((act, example, text), record) in chunk.iter().zip(&records) {
            if let Some(problem) = problem(act, *example, record) {
                tested.failures.push(ExampleFailure {
                    rule: act.rule.to_string(),
                    sentence: (*text).clone(),
                    problem,
                    found: found(record),
                });
            }
        }
    }
    tested
}

fn raw(text: &str) -> RawDocument {
    RawDocument { body: text.to_owned(), media_type: MediaType::Text, ..RawDocument::default() }
}

fn problem(act: &Act, example: Option<&Example>, record: &Record) -> Option<&'static str> {
    let events = &record.coded.events;
    let Some(example) = example else {
        let matched = events.iter().any(|it| *it.rule == *act.rule);
        return matched.then_some("must not match");
    };
    let class = |it: &Option<String>| it.as_deref().unwrap_or("COMMENT") == &*act.class;
    let mut of_class = events.iter().filter(|it| class(&it.class)).peekable();
    if of_class.peek().is_none() {
        return Some("no event of the class");
    }
    let parties_fit = of_class
        .any(|it| covered(&example.sources, &it.sources) && covered(&example.targets, &it.targets));
    (!parties_fit).then_some("other parties")
}

/// Whether each marked stretch is touched by a party, and no party stands outside the marks where there are some.
fn covered(marks: &[(usize, usize)], parties: &[Party]) -> bool {
    marks.iter().all(|(start, end)| {
        let mark = Span::new(*start, *end);
        parties.iter().any(|party| party.span.overlaps(mark))
    })
}

fn found(record: &Record) -> String {
    let text = &record.article.text;
    let words = |parties: &[Party]| {
        parties.iter().map(|it| it.span.of(text)).collect::<Vec<_>>().join(" + ")
    };
    let shown: Vec<String> = record
        .coded
        .events
        .iter()
        .map(|it| {
            let class = it.class.as_deref().unwrap_or("COMMENT");
            let (sources, targets) = (words(&it.sources), words(&it.targets));
            format!("{class} [{sources}] {{{targets}}} by {}", it.rule)
        })
        .collect();
    if shown.is_empty() { "nothing".to_owned() } else { shown.join("; ") }
}
