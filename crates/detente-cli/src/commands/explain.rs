//! `explain`: what a class or rule means, and why an event was found.

use crate::args;
use crate::commands::engine;
use crate::commands::input_format;
use crate::commands::units;
use crate::output;
use anyhow::Result;
use detente::format;
use detente::format::Setting;
use detente::ingest;
use detente::ingest::Found;
use detente::lexicon::Act;
use detente::lexicon::Class;
use detente::lexicon::Lemma;
use detente::lexicon::Lexicon;
use detente::lexicon::Operator;
use detente::model::Error;
use detente::model::ErrorKind;
use detente::model::Record;
use detente::pipeline;
use detente::pipeline::Engine;
use detente::pipeline::Scratch;
use std::fmt::Write;

pub(crate) fn explain(args: &args::Explain) -> Result<()> {
    let engine = engine(&args.carried)?;
    let page = if let Some(class) = engine.lexicon.classes.get(&args.what.to_uppercase()) {
        class_page(class, &engine.lexicon)
    } else if let Some(page) = rule_page(&args.what, &engine.lexicon) {
        page
    } else if args.inputs.inputs.is_empty() {
        let classes: Vec<&str> = engine.lexicon.classes.keys().map(String::as_str).collect();
        let error = Error::new(ErrorKind::Usage, format!("no class or rule {:?}", args.what));
        let hint = format!(
            "for an event, name the files it came from; the classes are {}",
            classes.join(", ")
        );
        return Err(error.hint(hint).into());
    } else {
        event_page(args, &engine)?
    };
    output::print(&page)
}

fn class_page(class: &Class, lexicon: &Lexicon) -> String {
    let mut page = format!("{}\n\n{}\n", class.class, class.definition);
    let quad = class.quad.map_or("none".to_owned(), |quad| quad.to_string());
    let _ =
        writeln!(page, "\nquad class {quad}, CAMEO {}, recipient {}", class.cameo, class.recipient);
    section(&mut page, "includes", class.includes.iter().cloned());
    section(&mut page, "excludes", class.excludes.iter().cloned());
    let modes =
        class.modes.iter().map(|it| format!("{} (CAMEO {}): {}", it.name, it.cameo, it.definition));
    section(&mut page, "modes", modes);
    let acts: Vec<&Act> = lexicon.acts.iter().filter(|it| *it.class == *class.class).collect();
    let yes = acts.iter().flat_map(|act| act.yes.iter().map(|it| it.text.clone()));
    section(&mut page, "examples", yes.take(12));
    let no = acts.iter().flat_map(|act| act.no.iter().cloned());
    section(&mut page, "not examples", no.take(8));
    section(&mut page, "rules", acts.iter().map(|act| act.rule.to_string()));
    page
}

fn section(page: &mut String, name: &str, lines: impl Iterator<Item = String>) {
    for (i, line) in lines.enumerate() {
        if i == 0 {
            let _ = write!(page, "\n{name}\n");
        }
        let _ = writeln!(page, "  {line}");
    }
}

fn rule_page(rule: &str, lexicon: &Lexicon) -> Option<String> {
    let act = lexicon.acts.iter().find(|it| *it.rule == *rule).map(act_page);
    let operator = || lexicon.operators.iter().find(|it| *it.rule == *rule).map(operator_page);
    act.or_else(operator)
}

fn act_page(act: &Act) -> String {
    let mode = act.mode.as_ref().map_or(String::new(), |mode| format!("/{mode}"));
    let mut page = format!("{}\n  {}{mode}, CAMEO {}", act.rule, act.class, act.cameo);
    let _ = writeln!(page, ", confidence {:.2}", act.confidence);
    let _ = writeln!(page, "  words ({:?}): {}", act.pos, lemmas(&act.triggers));
    if !act.objects.is_empty() {
        let _ = writeln!(page, "  with one of these as object: {}", lemmas(&act.objects));
    }
    let _ = writeln!(page, "  source stands at: {:?}", act.source);
    let _ = writeln!(page, "  target stands at: {:?}", act.target);
    section(&mut page, "must match", act.yes.iter().map(|it| it.text.clone()));
    section(&mut page, "must not match", act.no.iter().cloned());
    page
}

fn operator_page(operator: &Operator) -> String {
    let mut page = format!(
        "{}\n  words ({:?}): {}\n",
        operator.rule,
        operator.pos,
        lemmas(&operator.triggers)
    );
    let inner = operator.inner.map_or("stays as it is", |status| status.as_str());
    let _ = writeln!(page, "  what stands under it: {inner}");
    if let Some(stance) = operator.stance {
        let _ = writeln!(page, "  its subject {} that", stance.as_str());
    }
    page
}

fn lemmas(lemmas: &[Lemma]) -> String {
    let show = |lemma: &Lemma| {
        let others: Vec<&str> = lemma.others.iter().map(|it| &**it).collect();
        format!("{} {}", lemma.head, others.join(" ")).trim().to_owned()
    };
    lemmas.iter().map(show).collect::<Vec<_>>().join(", ")
}

/// Codes the inputs until an event has the id.
fn event_page(args: &args::Explain, engine: &Engine) -> Result<String> {
    let sources = units(&args.inputs)?.into_iter().map(|it| it.source).collect();
    let mut scratch = Scratch::new();
    for found in ingest::read(sources, input_format(&args.inputs)) {
        let Found::Document(document) = found? else { continue };
        for record in pipeline::records(vec![document], engine, &mut scratch) {
            let of_id = |id: &str| id.starts_with(&args.what);
            if let Some(i) = record.coded.events.iter().position(|it| of_id(&it.id)) {
                return Ok(one_event(record, i, engine));
            }
        }
    }
    let error = Error::new(ErrorKind::Usage, format!("no event {:?} in these files", args.what));
    Err(error
        .hint("ids change with the text, the class and the parties; code the files anew")
        .into())
}

fn one_event(mut record: Record, i: usize, engine: &Engine) -> String {
    record.coded.events = vec![record.coded.events.swap_remove(i)];
    record.coded.dyads.clear();
    record.warnings.clear();
    let setting = Setting { provenance: &engine.provenance, color: false };
    let text = format::format("text").expect("text is in the table");
    let mut bytes = Vec::new();
    (text.write)(&record, &setting, &mut bytes);
    let mut page = String::from_utf8_lossy(&bytes).into_owned();
    let event = &record.coded.events[0];
    for rule in std::iter::once(&event.rule).chain(&event.operators) {
        match rule_page(rule, &engine.lexicon) {
            Some(found) => page.push_str(&found),
            None => {
                let _ = writeln!(page, "{rule}\n  (built in)");
            }
        }
        page.push('\n');
    }
    page
}
