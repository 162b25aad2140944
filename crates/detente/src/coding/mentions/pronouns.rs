//! Whom a pronoun stands for.
//!
//! Who says a clause before others ("Berg rejected that Dahl had won, saying **he** would appeal"), and for what is held against
//! somebody, that one ("condemned Chad for **its** attack"); else the nearest earlier subject that fits, in the sentence and then in the
//! three before it; other nouns only after subjects.
//! "I" and "we" are the speaker of the statement they stand in.

use super::Described;
use super::Mentions;
use crate::coding::tree::is_predicate;
use crate::lexicon::Gender;
use crate::lexicon::TriggerPos;
use detente_language::Dep;
use detente_language::Pos;

/// What a pronoun asks of its antecedent.
#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Person(Gender),
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
    if is_empty(it, pronoun) {
        return None;
    }
    match wanted(tree.word(pronoun))? {
        Wanted::Speaker => it.speaker_of(pronoun),
        wanted => earlier(it, pronoun, wanted),
    }
}

/// "**it** is clear that …", "**it** was agreed to …": a subject that stands for nothing named before.
fn is_empty(it: &Mentions<'_>, pronoun: usize) -> bool {
    let tree = it.tree;
    // "as **they** say"
    let said =
        tree.head(pronoun).filter(|&v| tree.lemma(v) == "say" && tree.is_word(pronoun, "they"));
    if said.is_some_and(|v| tree.kids(v).any(|k| tree.dep(k) == Dep::Mark && tree.is_word(k, "as")))
    {
        return true;
    }
    if !tree.is_word(pronoun, "it") || !matches!(tree.dep(pronoun), Dep::Nsubj | Dep::Nsubjpass) {
        return false;
    }
    let Some(verb) = tree.head(pronoun) else { return false };
    let has = |deps: &[Dep]| tree.kids(verb).any(|k| k > verb && deps.contains(&tree.dep(k)));
    let clause = [Dep::Ccomp, Dep::Xcomp, Dep::Advcl, Dep::Csubj, Dep::Acl];
    let of_quality = has(&[Dep::Acomp, Dep::Attr]) && tree.lemma(verb) == "be";
    let clause_of_quality = tree.kid(verb, &[Dep::Acomp]).is_some_and(|quality| {
        tree.kids(quality).any(|k| matches!(tree.dep(k), Dep::Ccomp | Dep::Xcomp))
    });
    of_quality && (has(&clause) || clause_of_quality)
        || tree.dep(pronoun) == Dep::Nsubjpass && has(&clause)
}

fn wanted(word: &str) -> Option<Wanted> {
    Some(match word.to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Wanted::Person(Gender::Man),
        "she" | "her" | "hers" | "herself" => Wanted::Person(Gender::Woman),
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
            let mut likely: Vec<usize> = owner_of_reason(it, pronoun).into_iter().collect();
            likely.extend(teller(it, pronoun).filter(|&t| t < pronoun));
            likely.extend(nouns.iter().rev().filter(is_subject));
            likely
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

/// Who says the clause that a pronoun is the subject of.
fn teller(it: &Mentions<'_>, pronoun: usize) -> Option<usize> {
    let tree = it.tree;
    let told = tree.head(pronoun).filter(|_| tree.dep(pronoun) == Dep::Nsubj)?;
    let telling = tree.head(told).filter(|_| tree.dep(told) == Dep::Ccomp)?;
    it.lexicon.reporting(tree.lemma(telling))?;
    tree.doer(telling)
}

/// "attacked Chad in response to **its** raid", "was fined over **its** plans": whom an act is done to, where the pronoun owns the reason.
fn owner_of_reason(it: &Mentions<'_>, pronoun: usize) -> Option<usize> {
    let tree = it.tree;
    let owned = tree.head(pronoun).filter(|_| tree.dep(pronoun) == Dep::Poss)?;
    let is_act = it.lexicon.acts_for(TriggerPos::Noun, tree.lemma(owned)).next().is_some();
    let mut at = tree.head(owned).filter(|_| is_act && tree.dep(owned) == Dep::Pobj)?;
    let mut reason = false;
    while !is_predicate(tree, at) {
        reason |= REASONS.contains(&tree.lemma(at));
        at = tree.head(at)?;
    }
    if !reason {
        return None;
    }
    let against = || {
        ["on", "against"].iter().find_map(|prep| {
            tree.prep_object(at, prep).or_else(|| tree.prep_objects(at, prep).first().copied())
        })
    };
    let undergoer = tree.undergoer(at).filter(|&o| it.name_at(o).is_some());
    undergoer.or_else(against).filter(|&o| o < pronoun)
}

/// Words that lead to what an act answers: "**over** its plans", "in **response** to its raid".
const REASONS: [&str; 8] =
    ["for", "over", "because", "due", "response", "retaliation", "reprisal", "revenge"];

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
    let is_object = matches!(tree.dep(pronoun), Dep::Dobj | Dep::Pobj | Dep::Dative);
    let mates = is_object && tree.head(pronoun) == tree.head(i);
    // "threatened Chad after accusing **it**": nor the one who does it without being named again.
    let doer = || tree.head(pronoun).filter(|&v| is_predicate(tree, v)).and_then(|v| tree.doer(v));
    let own = is_object && doer() == Some(i);
    !modifies && !mates && !own
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
        Wanted::Person(gender) => {
            described.person && known_gender(it, i, &described).is_none_or(|known| known == gender)
        }
        Wanted::Thing => !described.person && !plural,
        Wanted::Many => plural || !described.person,
        Wanted::Speaker => false,
    }
}

/// What a title or the given name tells: "**Mrs.** Berg", "**Hanna** Berg".
fn known_gender(it: &Mentions<'_>, i: usize, described: &Described) -> Option<Gender> {
    let title = || {
        let before = it.name_at(i)?.tokens.start.checked_sub(1)?;
        it.lexicon.gender(it.tree.word(before))
    };
    title().or_else(|| it.lexicon.gender(described.name.split(' ').next()?))
}
