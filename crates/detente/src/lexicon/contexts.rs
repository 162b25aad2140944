//! PLOVER's contexts, and the words that hint at them.

use crate::lexicon::acts::Act;
use crate::lexicon::file;
use crate::lexicon::files::Files;
use crate::lexicon::table::Table;
use crate::model::Error;
use crate::model::ErrorKind;
use std::collections::HashMap;

/// What an event is about, beside what is done: one of PLOVER's contexts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// `military`; as PLOVER writes it.
    pub name: Box<str>,
    /// What it covers.
    pub definition: Box<str>,
}

/// A word or phrase that hints at a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextWord {
    /// Number of its context in [`crate::lexicon::Lexicon::contexts`].
    pub context: u16,
    /// Number of the word among all words of the table.
    pub number: u16,
    /// Whether it is a verb ("to smuggle"); else it is a noun, a name or an adjective.
    pub is_verb: bool,
    /// Two for a word that gives the context, one for a word that needs another.
    pub weight: u8,
    /// The words that follow the first one, in lower case.
    pub others: Vec<Box<str>>,
}

/// Words by the first of their words, in lower case; longest first.
pub(crate) type ContextWords = HashMap<Box<str>, Vec<ContextWord>>;

/// Reads `scales/contexts.tsv`.
pub(crate) fn contexts(files: &Files) -> Result<(Vec<Context>, ContextWords), Error> {
    let name = "scales/contexts.tsv";
    let columns = ["context", "definition", "strong", "weak"];
    let table = Table::read(name, file(files, name)?, &columns)?;
    let (mut contexts, mut words) = (Vec::new(), ContextWords::new());
    let mut number = 0;
    for (row, context) in table.rows().zip(0..) {
        contexts.push(Context {
            name: row.need("context")?.into(),
            definition: row.need("definition")?.into(),
        });
        for (column, weight) in [("strong", 2), ("weak", 1)] {
            for cell in row.list(column) {
                let (first, word) = word(cell, context, number, weight)
                    .ok_or_else(|| row.wrong(&format!("{column}: {cell:?} is no word")))?;
                words.entry(first).or_default().push(word);
                number += 1;
            }
        }
    }
    words.values_mut().for_each(|w| w.sort_by_key(|w| std::cmp::Reverse(w.others.len())));
    Ok((contexts, words))
}

/// "women's rights": `women`, `'s`, `rights`; hyphens count as spaces.
fn word(cell: &str, context: u16, number: u16, weight: u8) -> Option<(Box<str>, ContextWord)> {
    let lower = cell.to_lowercase();
    let verb = lower.strip_prefix("to ");
    let apart = verb.unwrap_or(&lower).replace("'s", " 's").replace("s' ", "s ' ");
    let mut parts = apart.split([' ', '-']).filter(|w| !w.is_empty()).map(Box::from);
    let first = parts.next()?;
    let is_verb = verb.is_some();
    Some((first, ContextWord { context, number, is_verb, weight, others: parts.collect() }))
}

/// An act may imply known contexts only.
pub(crate) fn check(acts: &[Act], contexts: &[Context]) -> Result<(), Error> {
    let known = |name: &str| contexts.iter().any(|c| *c.name == *name);
    for act in acts {
        if let Some(unknown) = act.contexts.iter().find(|c| !known(c)) {
            let message = format!("{}: unknown context {unknown}", act.rule);
            return Err(Error::new(ErrorKind::Lexicon, message)
                .in_file(&*act.at.file)
                .at_line(act.at.line)
                .hint("scales/contexts.tsv lists the contexts"));
        }
    }
    Ok(())
}
