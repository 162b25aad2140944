//! Who speaks, where the parse does not say: the noun that stands beside the verb.

use crate::coding::statements::direct;
use crate::coding::statements::direct::Hung;
use crate::coding::statements::quotes::is_quote;
use crate::coding::tree::Tree;
use detente_language::Dep;
use detente_language::Pos;
use detente_language::Tag;

/// The speaker of quotations that hang on a verb: the subject of the parse where it stands outside them and on their side
/// of the sentence, else the noun between quotation and verb or right after the verb.
pub(super) fn of_quotation(
    tree: Tree<'_>,
    verb: usize,
    hung: &[Hung],
    parsed: Option<usize>,
) -> Option<usize> {
    let own = || hung.iter().filter(|h| h.verb == verb).map(|h| h.quotation);
    let ahead = own().rfind(|q| q.end <= tree.token(verb).start);
    let Some(quotation) = ahead else { return parsed };
    let first = direct::tokens(tree, quotation).end;
    let between =
        (first..verb).find(|&i| !matches!(tree.pos(i), Pos::Punct | Pos::Adv | Pos::Space));
    let near = match between {
        Some(i) => noun_from(tree, i, verb),
        None => noun_from(tree, verb + 1, (verb + 12).min(tree.analysis.tokens.len())),
    };
    let follows = |&s: &usize| s >= first && (s < verb || between.is_none());
    parsed.filter(follows).or(near).or(parsed)
}

/// The subject that a parse missed: a name, noun or pronoun right before a verb in the past or present tense,
/// or the first of its sentence where the verb heads it ("Roy Cooper (D), the attorney general, called Friday for …").
pub(super) fn beside(tree: Tree<'_>, verb: usize) -> Option<usize> {
    if !matches!(tree.token(verb).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp) || tree.is_passive(verb) {
        return None;
    }
    let sentence = tree.analysis.sentences[tree.sentence(verb)].tokens.clone();
    let before =
        (sentence.start..verb).rev().find(|&i| !matches!(tree.pos(i), Pos::Adv | Pos::Aux));
    let near =
        before.filter(|&i| is_noun(tree, i) && !matches!(tree.dep(i), Dep::Dobj | Dep::Pobj));
    let first = || {
        let opens = sentence.clone().find(|&i| tree.pos(i) != Pos::Punct)?;
        noun_from(tree, opens, verb)
    };
    near.or_else(|| first().filter(|_| tree.dep(verb) == Dep::Root))
}

/// The head of the noun phrase that begins at a token, before another.
fn noun_from(tree: Tree<'_>, first: usize, end: usize) -> Option<usize> {
    let inside = |i: &usize| {
        matches!(
            tree.pos(*i),
            Pos::Det | Pos::Adj | Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::Part
        ) && !is_quote(tree.word(*i))
    };
    (first..end).take_while(inside).filter(|&i| is_noun(tree, i)).last()
}

fn is_noun(tree: Tree<'_>, i: usize) -> bool {
    matches!(tree.pos(i), Pos::Noun | Pos::Propn | Pos::Pron)
        && !matches!(tree.token(i).tag, Tag::Wdt | Tag::PossessivePronoun)
        && tree.dep(i) != Dep::Expl
}
