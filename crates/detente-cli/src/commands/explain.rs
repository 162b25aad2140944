//! `explain`: what a class or rule means, and why an event was found.

use crate::args;
use crate::commands::engine;
use crate::commands::export;
use crate::commands::input_format;
use crate::commands::questions;
use crate::commands::units;
use crate::output;
use anyhow::Result;
use detente::coding::Filled;
use detente::coding::Weighed;
use detente::format;
use detente::format::Setting;
use detente::ingest;
use detente::ingest::Found;
use detente::lexicon::Act;
use detente::lexicon::Class;
use detente::lexicon::Lemma;
use detente::lexicon::Lexicon;
use detente::lexicon::Operator;
use detente::lexicon::Origin;
use detente::lexicon::Slot;
use detente::lexicon::TriggerPos;
use detente::lexicon::composed::COMPOSED;
use detente::model::Error;
use detente::model::ErrorKind;
use detente::model::Span;
use detente::model::Statement;
use detente::pipeline;
use detente::pipeline::Engine;
use detente::pipeline::Explained;
use detente::pipeline::Scratch;
use detente::report;
use detente::report::Incidents;
use detente::report::Part;
use detente::store::Reader;
use std::fmt::Write;
use std::path::Path;

pub(crate) fn explain(args: &args::Explain) -> Result<()> {
    let engine = Engine { not_after: args.not_after, ..engine(&args.carried)? };
    let data = args.carried.data.as_deref().unwrap_or(Path::new("data"));
    let page = if let Some(class) = engine.lexicon.classes.get(&args.what.to_uppercase()) {
        class_page(class, &engine.lexicon)
    } else if let Some(page) = rule_page(&args.what, &engine.lexicon, data) {
        page
    } else if args.inputs.inputs.is_empty() {
        let classes: Vec<&str> = engine.lexicon.classes.keys().map(String::as_str).collect();
        let error = Error::new(ErrorKind::Usage, format!("no class or rule {:?}", args.what));
        let hint = format!(
            "for an event, name the files it came from; the classes are {}",
            classes.join(", ")
        );
        return Err(error.hint(hint).into());
    } else if let Some(store) = kept_in(args) {
        return kept(args, store, &engine, data);
    } else {
        event_page(args, &engine, data)?
    };
    if args.since.as_of.is_some() || args.since.learnt_by.is_some() {
        let error = Error::new(ErrorKind::Usage, "only a store knows what was known on a day");
        return Err(error.hint("name a store made by `detente code -o NAME.detente`").into());
    }
    output::print(&page)
}

/// The store that is asked, if one file is named and it is one.
fn kept_in(args: &args::Explain) -> Option<&Path> {
    match args.inputs.inputs.as_slice() {
        [one] if export::is_store(one) => Some(one),
        _ => None,
    }
}

/// What a store knows of an event or a document.
fn kept(args: &args::Explain, store: &Path, engine: &Engine, data: &Path) -> Result<()> {
    let reader = Reader::open(store, questions::view(&args.since))?;
    let (account, mut page) = match report::event_by_id(&reader, &args.what)? {
        Some(event) => {
            let incidents = match report::tellers(&event) {
                Some(filter) => pipeline::kept_incidents(&reader, &filter, &engine.lexicon)?,
                None => Incidents::new(),
            };
            report::account_of_event(&reader, event, &incidents)?
        }
        None => report::account_of_document(&reader, &args.what)?,
    };
    let rule = account.event.as_ref().map(|event| &event.rule);
    if let Some(words) = rule.and_then(|rule| rule_page(rule, &engine.lexicon, data)) {
        page.parts.push(Part::Heading("its rule, in the words of this program".to_owned()));
        page.parts.extend(words.lines().map(|line| Part::Item(line.trim().to_owned())));
    }
    questions::show(&args.format, &account, &page)
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

/// `data` is the folder that the entries' files stand in.
fn rule_page(rule: &str, lexicon: &Lexicon, data: &Path) -> Option<String> {
    let act = lexicon.acts.iter().find(|it| *it.rule == *rule).map(|it| act_page(it, data));
    let operator =
        || lexicon.operators.iter().find(|it| *it.rule == *rule).map(|it| operator_page(it, data));
    let composed = || {
        let known = COMPOSED.iter().find(|it| it.rule == rule)?;
        let class = if known.class.is_empty() { "any class" } else { known.class };
        Some(format!(
            "{rule}\n  {class}, by composition: no row of the tables has it\n\n{}\n",
            known.meaning
        ))
    };
    act.or_else(operator).or_else(composed)
}

/// Where an entry stands: `data/languages/en/operators.toml:57`.
fn place(at: &Origin, data: &Path) -> String {
    format!("{}:{}", data.join(&*at.file).display(), at.line)
}

fn slots(slots: &[Slot]) -> String {
    slots.iter().map(Slot::to_string).collect::<Vec<_>>().join(", ")
}

fn act_page(act: &Act, data: &Path) -> String {
    let mode = act.mode.as_ref().map_or(String::new(), |mode| format!("/{mode}"));
    let mut page = format!(
        "{}\n  {}\n  {}{mode}, CAMEO {}",
        act.rule,
        place(&act.at, data),
        act.class,
        act.cameo
    );
    let _ = writeln!(page, ", confidence {:.2}", act.confidence);
    let _ = writeln!(page, "  words ({:?}): {}", act.pos, lemmas(&act.triggers, act.pos));
    if !act.objects.is_empty() {
        let _ = writeln!(
            page,
            "  with one of these as object: {}",
            lemmas(&act.objects, TriggerPos::Noun)
        );
    }
    let _ = writeln!(page, "  source stands at: {}", slots(&act.source));
    let _ = writeln!(page, "  target stands at: {}", slots(&act.target));
    section(&mut page, "must match", act.yes.iter().map(|it| it.text.clone()));
    section(&mut page, "must not match", act.no.iter().cloned());
    page
}

fn operator_page(operator: &Operator, data: &Path) -> String {
    let mut page = format!(
        "{}\n  {}\n  words ({:?}): {}\n",
        operator.rule,
        place(&operator.at, data),
        operator.pos,
        lemmas(&operator.triggers, operator.pos)
    );
    let inner = operator.inner.map_or("stays as it is", |status| status.as_str());
    let _ = writeln!(page, "  what stands under it: {inner}");
    if let Some(stance) = operator.stance {
        let _ = writeln!(page, "  its subject {} that", stance.as_str());
    }
    page
}

/// What stands by a noun goes before it, what stands by a verb after it.
fn lemmas(lemmas: &[Lemma], pos: TriggerPos) -> String {
    let show = |lemma: &Lemma| {
        let others: Vec<&str> = lemma.others.iter().map(|it| &**it).collect();
        let others = others.join(" ");
        let words = match pos {
            TriggerPos::Noun => format!("{others} {}", lemma.head),
            _ => format!("{} {others}", lemma.head),
        };
        words.trim().to_owned()
    };
    lemmas.iter().map(show).collect::<Vec<_>>().join(", ")
}

/// Codes the inputs until an event has the id.
fn event_page(args: &args::Explain, engine: &Engine, data: &Path) -> Result<String> {
    let sources = units(&args.inputs)?.into_iter().map(|it| it.source).collect();
    let mut scratch = Scratch::new();
    for found in ingest::read(sources, input_format(&args.inputs)) {
        let Found::Document(document) = found? else { continue };
        if let Some(found) = pipeline::explain(document, engine, &mut scratch, &args.what) {
            return Ok(one_event(found, engine, data));
        }
    }
    let error = Error::new(ErrorKind::Usage, format!("no event {:?} in these files", args.what));
    Err(error
        .hint("ids change with the text, the class and the parties; code the files anew")
        .into())
}

fn one_event(found: Explained, engine: &Engine, data: &Path) -> String {
    let Explained { mut record, event, why } = found;
    record.coded.events = vec![record.coded.events.swap_remove(event)];
    record.coded.dyads.clear();
    record.warnings.clear();
    let setting = Setting { provenance: &engine.provenance, color: false };
    let text = format::format("text").expect("text is in the table");
    let mut bytes = Vec::new();
    (text.write)(&record, &setting, &mut bytes);
    let mut page = String::from_utf8_lossy(&bytes).trim_end().to_owned() + "\n";
    let words = |span: Span| plain(span.of(&record.article.text));
    section(&mut page, "parties", why.parties.iter().map(|it| party(it, &words(it.span))));
    section(
        &mut page,
        "status, word by word",
        why.steps.iter().map(|it| step(it, &words(it.span))),
    );
    let event = &record.coded.events[0];
    let settled = why.steps.last().map(|it| it.status).filter(|it| *it != event.status);
    if settled.is_some() {
        let _ = writeln!(page, "  on whose word it stands: {}", event.status.as_str());
    }
    let holders =
        event.held_by.iter().map(|it| holder(&record.coded.statements[it.statement], &words));
    section(&mut page, "on whose word, outermost first", holders);
    let classes = why.classes.iter().take(5).map(|(class, p)| format!("{p:.3}  {class}"));
    section(&mut page, "the classifier's classes", classes);
    let features = why.features.iter().take(10).map(|(name, part)| format!("{part:+.3}  {name}"));
    section(&mut page, "what weighed most for this class", features);
    if !why.features.is_empty() {
        page.push_str(FEATURES);
    }
    page.push_str("\nrules\n\n");
    for rule in std::iter::once(&event.rule).chain(&event.operators) {
        match rule_page(rule, &engine.lexicon, data) {
            Some(found) => page.push_str(&found),
            None => {
                let _ = writeln!(page, "{rule}\n  (built in)");
            }
        }
        page.push('\n');
    }
    page
}

/// How to read the names of features.
const FEATURES: &str = "  (w: a word; z: a word before, between or after the parties; g: words in a row; role, gov, path, top, on, kid, aux: the tree; \
     lex, op, hit, rule, under: the lexicon; sector, same: the parties)\n";

/// On one line, without what a terminal would obey.
fn plain(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ").chars().filter(|c| !c.is_control()).collect()
}

fn party(party: &Filled, words: &str) -> String {
    let side = if party.is_source { "source" } else { "target" };
    match &party.slot {
        Some(slot) => format!("{side}  “{words}”  at {slot}"),
        None => format!("{side}  “{words}”"),
    }
}

fn step(step: &Weighed, words: &str) -> String {
    let operator = step.operator.as_ref().map_or(String::new(), |rule| format!("  by {rule}"));
    format!("“{words}”  {}{operator}", step.status.as_str())
}

fn holder(statement: &Statement, words: &dyn Fn(Span) -> String) -> String {
    let speaker = statement.speaker.map_or("somebody".to_owned(), |it| words(it.span));
    let cue = statement.cue.map_or(String::new(), |cue| format!(" (“{}”)", words(cue)));
    format!("{speaker} {}{cue}: “{}”", statement.stance.as_str(), words(statement.content))
}
