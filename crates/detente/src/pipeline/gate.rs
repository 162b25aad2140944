//! A glance at an article: can there be a political event in it at all?
//!
//! Without a parse: words that the lexicon knows as triggers are counted where a party that it knows stands near.
//! It errs on the side of reading too much; what it turns away is given with the warning `pipeline.gated`.

use crate::lexicon::Agent;
use crate::lexicon::Lexicon;
use crate::lexicon::Named;
use crate::model::Article;
use crate::model::BlockKind;
use std::collections::HashSet;

/// Who is so many words away may be a party of the act.
const NEAR_WORDS: usize = 10;

/// Articles with fewer triggers near parties, in a hundred words, are turned away. Measured: docs/speed.md.
const MIN_IN_HUNDRED: usize = 3;

/// What parties by description are in politics; a mention of others says little.
const SECTORS: &[&str] =
    &["COP", "GOV", "IGO", "JUD", "LEG", "MIL", "OPP", "PRE", "PRM", "PTY", "REB", "SPY", "UAF"];

/// When the gate stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gating {
    /// Before what comes from crawls and feeds.
    #[default]
    Crawls,
    /// Before everything.
    Always,
    /// Never.
    Never,
}

/// Stems of the lexicon's triggers and of the heads of its descriptions.
pub struct Gate {
    triggers: HashSet<Box<str>>,
    agents: HashSet<Box<str>>,
}

impl Gate {
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let acts = lexicon.acts.iter().flat_map(|act| &act.triggers).map(|it| &*it.head);
        let operators = lexicon.operators.iter().flat_map(|it| &it.triggers).map(|it| &*it.head);
        let agents = lexicon
            .agents()
            .filter(|it| is_political(it.1))
            .filter_map(|it| it.0.rsplit(' ').next());
        Gate {
            triggers: acts.chain(operators).map(|it| Box::from(stem(it))).collect(),
            agents: agents.map(|it| Box::from(stem(it))).collect(),
        }
    }

    /// Why the article can hold no event, for people; `None` if it may.
    pub(super) fn refuses(&self, article: &Article, lexicon: &Lexicon) -> Option<String> {
        let read = article.blocks.iter().filter(|it| !matches!(it.kind, BlockKind::Furniture(_)));
        let mut glance = Glance::default();
        for block in read {
            self.look(block.span.of(&article.text), lexicon, &mut glance);
        }
        let Glance { n_words, n_hits } = glance;
        let message = || format!("{n_hits} acts near parties in {n_words} words; not parsed");
        (n_hits * 100 < MIN_IN_HUNDRED * n_words).then(message)
    }

    fn look(&self, text: &str, lexicon: &Lexicon, glance: &mut Glance) {
        let (mut party, mut waiting) = (None, Vec::new());
        for (i, (at, word)) in words(text).enumerate() {
            let lower = word.to_lowercase();
            let lower = lexicon.regular(&lower).unwrap_or(&lower);
            let is_near = |before: usize| i - before <= NEAR_WORDS;
            glance.n_words += 1;
            if self.is_party(&text[at..], word, lower, lexicon) {
                party = Some(i);
                glance.n_hits += waiting.drain(..).filter(|it| is_near(*it)).count();
            }
            if self.triggers.contains(stem(lower)) {
                match party {
                    Some(before) if is_near(before) => glance.n_hits += 1,
                    _ => waiting.push(i),
                }
            }
        }
    }

    fn is_party(&self, rest: &str, word: &str, lower: &str, lexicon: &Lexicon) -> bool {
        let is_named = || {
            let named = lexicon.name_at(rest).map_or(&[][..], |it| it.1);
            named.iter().any(|it| !matches!(it, Named::Place(_)))
        };
        (word.starts_with(char::is_uppercase) && is_named()) || self.agents.contains(stem(lower))
    }
}

/// What was seen.
#[derive(Default)]
struct Glance {
    n_words: usize,
    /// Triggers near a party.
    n_hits: usize,
}

fn is_political(agent: &Agent) -> bool {
    agent.sectors.iter().any(|it| SECTORS.contains(&&**it))
}

/// Words and where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - start, word))
}

/// What the forms of a word have in common: without its ending, a doubled letter, or an `e` or `y`.
fn stem(word: &str) -> &str {
    let endings = ["ing", "ied", "ies", "ed", "es", "s"];
    let cut = endings.iter().find_map(|it| word.strip_suffix(it).filter(|rest| rest.len() >= 3));
    let rest = cut.unwrap_or(word);
    let rest = rest.strip_suffix(['e', 'y', 'i']).filter(|it| it.len() >= 3).unwrap_or(rest);
    let mut last = rest.chars().rev();
    match (last.next(), last.next()) {
        (Some(a), Some(b)) if a == b && a.is_ascii_lowercase() && rest.len() > 3 => {
            &rest[..rest.len() - 1]
        }
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (forms, expected) in [
            (&["stop", "stops", "stopped", "stopping"][..], "stop"),
            (&["deny", "denies", "denied", "denying"], "den"),
            (&["seize", "seizes", "seized", "seizing"], "seiz"),
            (&["attack", "attacks", "attacked", "attacking"], "attack"),
            (&["kill", "killed"], "kil"),
            (&["press", "pressed", "presses"], "pres"),
        ] {
            for form in forms {
                assert_eq!(stem(form), expected, "{form}");
            }
        }
    }

    fn hits(text: &str) -> usize {
        let lexicon = Lexicon::embedded().unwrap();
        let mut glance = Glance::default();
        Gate::new(&lexicon).look(text, &lexicon, &mut glance);
        glance.n_hits
    }

    #[test]
    fn acts_near_parties_count() {
        assert!(hits("Russian troops shot at protesters, and police arrested dozens.") >= 2);
        assert_eq!(hits("Whisk the eggs, fold in the flour and leave it to cool."), 0);
    }
}
