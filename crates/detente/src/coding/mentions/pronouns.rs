//! Whom a pronoun stands for.
//!
//! The nearest earlier subject that fits, in the sentence and then in the three before it; other nouns only after subjects.
//! "I" and "we" are the speaker of the statement they stand in.

use super::Mentions;
use detente_language::Dep;
use detente_language::Pos;

/// What a pronoun asks of its antecedent.
#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Person,
    Thing,
    Many,
    Speaker,
}

const SENTENCES_BACK: usize = 3;

/// The noun that a pronoun stands for.
pub(super) fn antecedent(it: &mut Mentions<'_>, pronoun: usize) -> Option<usize> {
    let tree = it.tree;
    let relative = tree.antecedent(pronoun);
    if relative != pronoun {
        return Some(relative);
    }
    match wanted(tree.word(pronoun))? {
        Wanted::Speaker => it.speaker_of(pronoun),
        wanted => earlier(it, pronoun, wanted),
    }
}

fn wanted(word: &str) -> Option<Wanted> {
    Some(match word.to_lowercase().as_str() {
        "he" | "she" | "him" | "her" | "his" | "hers" | "himself" | "herself" => Wanted::Person,
        "it" | "its" | "itself" => Wanted::Thing,
        "they" | "them" | "their" | "theirs" | "themselves" => Wanted::Many,
        "i" | "me" | "my" | "we" | "us" | "our" | "ours" | "mine" | "myself" | "ourselves" => {
            Wanted::Speaker
        }
        _ => return None,
    })
}

fn earlier(it: &mut Mentions<'_>, pronoun: usize, wanted: Wanted) -> Option<usize> {
    let tree = it.tree;
    let here = tree.sentence(pronoun);
    let first = here.saturating_sub(SENTENCES_BACK);
    for s in (first..=here).rev() {
        let tokens = tree.analysis.sentences[s].tokens.clone();
        let end = if s == here { pronoun } else { tokens.end };
        let nouns: Vec<usize> =
            (tokens.start..end).filter(|&i| is_candidate(it, i, pronoun)).collect();
        let is_subject =
            |i: &&usize| matches!(tree.dep(tree.first_conjunct(**i)), Dep::Nsubj | Dep::Nsubjpass);
        let mut ordered: Vec<usize> = if s == here {
            nouns.iter().rev().filter(is_subject).copied().collect()
        } else {
            nouns.iter().filter(is_subject).copied().collect()
        };
        ordered.extend(nouns.iter().rev().filter(|i| !is_subject(i)));
        if let Some(found) = ordered.into_iter().find(|&i| fits(it, i, wanted)) {
            return Some(found);
        }
    }
    None
}

/// A noun before the pronoun that is not its own clause mate ("Norway attacked **it**" is not Norway).
fn is_candidate(it: &Mentions<'_>, i: usize, pronoun: usize) -> bool {
    let tree = it.tree;
    if !matches!(tree.pos(i), Pos::Noun | Pos::Propn | Pos::Pron | Pos::Adj)
        || tree.is_under(pronoun, i) && tree.dep(pronoun) != Dep::Poss
    {
        return false;
    }
    if let Some(name) = it.name_at(i) {
        let head =
            name.tokens.clone().find(|&t| tree.head(t).is_none_or(|h| !name.tokens.contains(&h)));
        if head != Some(i) {
            return false;
        }
    }
    let modifies = matches!(tree.dep(i), Dep::Compound | Dep::Amod | Dep::Nmod);
    let mates = matches!(tree.dep(pronoun), Dep::Dobj | Dep::Pobj | Dep::Dative)
        && tree.head(pronoun) == tree.head(i);
    !modifies && !mates
}

fn fits(it: &mut Mentions<'_>, i: usize, wanted: Wanted) -> bool {
    let tree = it.tree;
    if tree.pos(i) == Pos::Pron {
        return false;
    }
    let plural = tree.kids(i).any(|k| tree.dep(k) == Dep::Conj)
        || matches!(tree.token(i).tag, detente_language::Tag::Nns | detente_language::Tag::Nnps);
    let Some(described) = it.describe(i) else { return false };
    match wanted {
        Wanted::Person => described.person,
        Wanted::Thing => !described.person && !plural,
        Wanted::Many => plural || !described.person,
        Wanted::Speaker => false,
    }
}
