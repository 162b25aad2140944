//! "claims that …", "a pledge to …", "criticism of …": nouns with what is claimed, pledged or criticized.

use crate::coding::statements::Draft;
use crate::coding::statements::content;
use crate::coding::statements::content::Content;
use crate::coding::tree::Tree;
use crate::coding::tree::is_predicate;
use crate::lexicon::Frame;
use crate::lexicon::Lexicon;
use crate::model::Stance;
use detente_language::Dep;
use detente_language::Tag;

/// The statements that a noun makes with its complements.
pub(super) fn claimed(tree: Tree<'_>, lexicon: &Lexicon, noun: usize) -> Vec<Draft> {
    let Some(reporting) = lexicon.reporting_noun(&tree.lemma(noun).to_lowercase()) else {
        return Vec::new();
    };
    let draft = |(frame, weight): &(Frame, f32)| {
        let content = Content { weight: *weight, ..of_frame(tree, noun, frame)? };
        Some(Draft {
            word: noun,
            speaker: owner(tree, lexicon, noun).filter(|&o| !content.span.contains(tree.span(o))),
            addressee: None,
            cue: tree.span(noun),
            frame: Some(frame.clone()),
            content,
            stance: reporting.stance,
            sureness: 0.0,
        })
    };
    reporting.frames.iter().filter_map(draft).collect()
}

fn of_frame(tree: Tree<'_>, noun: usize, frame: &Frame) -> Option<Content> {
    let clause = |to: bool| {
        let clause = tree.kids(noun).find(|&k| {
            k > noun
                && matches!(tree.dep(k), Dep::Acl | Dep::Ccomp | Dep::Relcl)
                && is_predicate(tree, k)
                && {
                    if to {
                        tree.kids(k).any(|kk| tree.token(kk).tag == Tag::To)
                    } else {
                        tree.kids(k).any(|kk| tree.dep(kk) == Dep::Mark && tree.is_word(kk, "that"))
                    }
                }
        })?;
        let span = content::trimmed(tree, tree.subtree(clause))?;
        Some(Content { span, head: clause, words: true, weight: 0.0 })
    };
    match frame {
        Frame::Clause => clause(false),
        Frame::Infinitive => clause(true),
        Frame::Prep(word) => content::prepositional(tree, noun, word),
        Frame::Object => {
            let k = tree.kids(noun).find(|&k| k < noun && tree.dep(k) == Dep::Compound)?;
            let span = content::trimmed(tree, tree.subtree(k))?;
            Some(Content { span, head: k, words: false, weight: 0.0 })
        }
        Frame::Objects | Frame::Passive | Frame::Raised => None,
    }
}

/// Whose claim it is: its owner, the one it comes from, or who makes it.
fn owner(tree: Tree<'_>, lexicon: &Lexicon, noun: usize) -> Option<usize> {
    tree.kid(noun, &[Dep::Poss])
        .or_else(|| tree.prep_object(noun, "by"))
        .or_else(|| tree.prep_object(noun, "from"))
        .or_else(|| tree.nationality_of(noun))
        .or_else(|| maker(tree, lexicon, noun))
}

/// Verbs that lend their subject to a noun of saying, besides the lexicon's support verbs; "rejected claims that …" does not.
const VOICING: [&str; 9] =
    ["express", "have", "offer", "raise", "reiterate", "repeat", "share", "show", "voice"];

/// The subject of the verb whose object the noun is: "**she** made the case that …".
fn maker(tree: Tree<'_>, lexicon: &Lexicon, noun: usize) -> Option<usize> {
    let mut at = noun;
    for _ in 0..3 {
        match tree.dep(at) {
            Dep::Dobj | Dep::Pobj | Dep::Prep | Dep::Attr => at = tree.head(at)?,
            _ => return None,
        }
        if is_predicate(tree, at) {
            return tree.doer(at).filter(|_| voices(tree, lexicon, at) || tells(tree, lexicon, at));
        }
    }
    None
}

/// Whether a verb only voices what its object says.
pub(super) fn voices(tree: Tree<'_>, lexicon: &Lexicon, verb: usize) -> bool {
    let lemma = tree.lemma(verb);
    VOICING.contains(&lemma) || lexicon.support(lemma).is_some()
}

/// Whether a verb is one of saying by which its subject takes its object as its own: "signaled willingness to …".
fn tells(tree: Tree<'_>, lexicon: &Lexicon, verb: usize) -> bool {
    lexicon.reporting(tree.lemma(verb)).is_some_and(|row| {
        matches!(row.stance, Stance::Asserts | Stance::Promises | Stance::Wants)
            && row.frames.contains(&(Frame::Object, 0.5))
            && row.cameo.starts_with("01")
    })
}
