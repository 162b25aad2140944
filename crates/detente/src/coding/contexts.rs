//! PLOVER's contexts of an event: what its words imply, and what the words round it hint at.
//!
//! A strong word gives a context, a weak one needs another (`data/scales/contexts.tsv`).
//! The clause is asked first; where it is silent, its sentence.

use crate::coding::tree::Tree;
use crate::coding::tree::is_predicate;
use crate::lexicon::ContextWord;
use crate::lexicon::Lexicon;
use detente_language::Dep;
use detente_language::Pos;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The contexts of an event at a trigger, sorted, none twice; `implied` are those of its act.
pub(crate) fn contexts(
    tree: Tree<'_>,
    lexicon: &Lexicon,
    trigger: usize,
    implied: &[Box<str>],
) -> Vec<String> {
    let mut found: BTreeSet<String> = implied.iter().map(|c| c.to_string()).collect();
    let clause = hinted(tree, lexicon, &clause(tree, trigger));
    if clause.is_empty() && found.is_empty() {
        let sentence = tree.analysis.sentences[tree.sentence(trigger)].tokens.clone();
        found.extend(hinted(tree, lexicon, &sentence.collect::<Vec<_>>()));
    }
    found.extend(clause);
    found.into_iter().collect()
}

/// The contexts that some words hint at strongly enough.
fn hinted(tree: Tree<'_>, lexicon: &Lexicon, tokens: &[usize]) -> Vec<String> {
    // By context: its different words and their weights.
    let mut hints: BTreeMap<u16, BTreeMap<u16, u8>> = BTreeMap::new();
    let mut at = 0;
    while at < tokens.len() {
        let (words, length) = words_at(tree, lexicon, tokens, at);
        for word in words {
            hints.entry(word.context).or_default().insert(word.number, word.weight);
        }
        at += length.max(1);
    }
    let enough = |words: &BTreeMap<u16, u8>| words.values().sum::<u8>() >= 2;
    let strong = hints.into_iter().filter(|(_, words)| enough(words));
    strong.map(|(c, _)| lexicon.contexts[usize::from(c)].name.to_string()).collect()
}

/// The longest words of the table that begin at a place, and how many tokens they take: "tear gas" is no gas.
fn words_at<'l>(
    tree: Tree<'_>,
    lexicon: &'l Lexicon,
    tokens: &[usize],
    at: usize,
) -> (Vec<&'l ContextWord>, usize) {
    let i = tokens[at];
    let (lemma, form) = (tree.lemma(i).to_lowercase(), tree.word(i).to_lowercase());
    let by_form = if form == lemma { &[] } else { lexicon.context_words(&form) };
    // "oil-rich" is not about oil.
    let joined = tokens.get(at + 1).is_some_and(|&k| k == i + 1 && tree.word(k) == "-");
    let (mut best, mut length) = (Vec::new(), 0);
    for word in lexicon.context_words(&lemma).iter().chain(by_form) {
        if word.others.is_empty() && (word.is_verb != (tree.pos(i) == Pos::Verb) || joined) {
            continue;
        }
        let Some(taken) = follows(tree, &tokens[at + 1..], &word.others) else { continue };
        if taken + 1 > length {
            best.clear();
            length = taken + 1;
        }
        if taken + 1 == length {
            best.push(word);
        }
    }
    (best, length)
}

/// How many of some tokens these words take, hyphens between them included, if they stand there.
fn follows(tree: Tree<'_>, tokens: &[usize], words: &[Box<str>]) -> Option<usize> {
    let mut rest = tokens.iter().enumerate();
    let mut taken = 0;
    for word in words {
        let (at, &i) = rest.find(|(_, i)| tree.word(**i) != "-")?;
        (tree.lemma(i).eq_ignore_ascii_case(word) || tree.word(i).eq_ignore_ascii_case(word))
            .then_some(())?;
        taken = at + 1;
    }
    Some(taken)
}

/// The tokens of a trigger's own clause, in order: not those of clauses coordinated with it or beside it.
fn clause(tree: Tree<'_>, trigger: usize) -> Vec<usize> {
    let mut top = trigger;
    while !is_predicate(tree, top) {
        match tree.head(top) {
            Some(head) => top = head,
            None => break,
        }
    }
    let cut = |i: usize| {
        i != trigger
            && is_predicate(tree, i)
            && matches!(tree.dep(i), Dep::Conj | Dep::Advcl | Dep::Ccomp | Dep::Parataxis)
            && !tree.is_under(trigger, i)
    };
    let mut tokens = Vec::new();
    let mut stack = vec![top];
    while let Some(i) = stack.pop() {
        tokens.push(i);
        stack.extend(tree.kids(i).filter(|&k| !cut(k)));
    }
    tokens.sort_unstable();
    tokens
}
