//! What was said, wanted or thought: the words that stand in each of a cue's frames.

use crate::coding::statements::edges;
use crate::coding::statements::quotes::is_quote;
use crate::coding::tree::Tree;
use crate::coding::tree::is_predicate;
use crate::lexicon::Frame;
use crate::lexicon::Lexicon;
use crate::model::Span;
use detente_language::Dep;
use detente_language::Pos;
use detente_language::Tag;

/// A content as the parse gives it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Content {
    pub(super) span: Span,
    /// The token that heads it.
    pub(super) head: usize,
    /// Whether it is a clause or a quotation, not a thing spoken of.
    pub(super) words: bool,
    /// The table's points for its frame.
    pub(super) weight: f32,
}

/// The words in a frame of a verb or adjective.
pub(super) fn of_frame(
    tree: Tree<'_>,
    lexicon: &Lexicon,
    cue: usize,
    frame: &Frame,
) -> Option<Content> {
    match frame {
        Frame::Clause => clause(tree, lexicon, cue),
        Frame::Infinitive => infinitive(tree, cue),
        Frame::Object => object(tree, cue),
        Frame::Objects => objects(tree, cue),
        Frame::Passive => passive_subject(tree, cue),
        Frame::Raised => raised_subject(tree, cue),
        Frame::Prep(word) => prepositional(tree, cue, word),
    }
}

/// "said that …", "…, said X", "X told Y that …", "said: “…”".
fn clause(tree: Tree<'_>, lexicon: &Lexicon, verb: usize) -> Option<Content> {
    let complements =
        || tree.kids(verb).filter(|&k| tree.dep(k) == Dep::Ccomp && is_finite(tree, k));
    let fronted = || complements().find(|&k| k < verb && !is_adverbial(tree, k));
    if let Some(clause) = complements().find(|&k| k > verb).or_else(fronted) {
        let range = edges::of_clause(tree, lexicon, verb, clause, tree.subtree(clause));
        let span = trimmed(tree, range)?;
        return Some(Content { span, head: clause, words: true, weight: 0.0 });
    }
    beside(tree, verb).or_else(|| quoted_object(tree, verb)).or_else(|| said_to_be(tree, verb))
}

/// "the minister was said **to be furious**": the subject with what is said of it.
fn said_to_be(tree: Tree<'_>, verb: usize) -> Option<Content> {
    let passive = tree.kid(verb, &[Dep::Nsubjpass])?;
    tree.kids(verb).find(|&k| k > verb && tree.dep(k) == Dep::Xcomp && has_to(tree, k))?;
    across(tree, verb, passive, &[Dep::Xcomp])
}

/// "As he was leaving, he told them …": a clause with a conjunction of time or reason is no complement.
fn is_adverbial(tree: Tree<'_>, clause: usize) -> bool {
    tree.kids(clause).any(|k| {
        k < clause
            && (tree.dep(k) == Dep::Mark && !matches!(tree.lemma(k), "that" | "whether" | "if")
                || tree.dep(k) == Dep::Advmod && tree.is_word(k, "when"))
    })
}

/// Whether a clause complement is more than a bare infinitive with "to".
fn is_finite(tree: Tree<'_>, clause: usize) -> bool {
    !has_to(tree, clause) || tree.kid(clause, &[Dep::Nsubj, Dep::Nsubjpass]).is_some()
}

fn has_to(tree: Tree<'_>, verb: usize) -> bool {
    tree.kids(verb).any(|k| tree.dep(k) == Dep::Aux && tree.token(k).tag == Tag::To)
}

/// "Talks failed, the minister said": the parser may hang the verb of saying on the clause.
fn beside(tree: Tree<'_>, verb: usize) -> Option<Content> {
    if !matches!(tree.dep(verb), Dep::Parataxis | Dep::Ccomp | Dep::Advcl)
        || tree.kid(verb, &[Dep::Nsubj]).is_none()
        || tree.kids(verb).any(|k| tree.dep(k) == Dep::Mark && !tree.is_word(k, "as"))
    {
        return None;
    }
    let clause = tree.head(verb).filter(|&h| is_predicate(tree, h))?;
    if verb < clause && tree.dep(verb) == Dep::Ccomp {
        return None;
    }
    let span = without(tree, tree.subtree(clause), tree.subtree(verb))?;
    Some(Content { span, head: clause, words: true, weight: 0.0 })
}

/// "said “a serious breach”": words in quotation marks as the object.
fn quoted_object(tree: Tree<'_>, verb: usize) -> Option<Content> {
    let object = tree.kids(verb).find(|&k| {
        matches!(
            tree.dep(k),
            Dep::Dobj | Dep::Attr | Dep::Oprd | Dep::Dep | Dep::Intj | Dep::Npadvmod
        )
    })?;
    let (first, last) = tree.subtree(object);
    let quoted = (first.saturating_sub(1)..=last).any(|i| is_quote(tree.word(i)));
    let span = trimmed(tree, (first, last))?;
    quoted.then_some(Content { span, head: object, words: true, weight: 0.0 })
}

/// "wants to leave", "plans leaving".
fn infinitive(tree: Tree<'_>, verb: usize) -> Option<Content> {
    let clause = tree.kids(verb).find(|&k| {
        let open = tree.dep(k) == Dep::Xcomp && is_predicate(tree, k);
        k > verb && (open || matches!(tree.dep(k), Dep::Ccomp | Dep::Advcl) && has_to(tree, k))
    })?;
    let (first, last) = tree.subtree(clause);
    let doer = who_is_to(tree, verb, first).unwrap_or(first);
    let span = trimmed(tree, (doer, with_more_infinitives(tree, verb, last)))?;
    Some(Content { span, head: clause, words: true, weight: 0.0 })
}

/// "urged **them** to leave", "called on **them** to leave", "**they** were expected to leave":
/// the first token of the one who is to do it.
fn who_is_to(tree: Tree<'_>, verb: usize, clause: usize) -> Option<usize> {
    if tree.is_passive(verb) {
        return tree.kid(verb, &[Dep::Nsubjpass]).map(|s| tree.subtree(s).0);
    }
    let between = |k: &usize| *k > verb && tree.subtree(*k).1 < clause;
    let asked = tree.kids(verb).filter(between).find_map(|k| match tree.dep(k) {
        Dep::Dobj | Dep::Dative if tree.pos(k) != Pos::Adp => Some(k),
        Dep::Prep | Dep::Dative | Dep::Prt if CALLED.contains(&tree.lemma(k)) => {
            tree.kid(k, &[Dep::Pobj])
        }
        _ => None,
    })?;
    (!matches!(tree.token(asked).tag, Tag::Wdt | Tag::Wp)).then(|| tree.subtree(asked).0)
}

/// Prepositions that name the one who is to act.
const CALLED: [&str; 4] = ["on", "upon", "for", "with"];

/// "wants to cut taxes, **raise wages and** …": the parser may hang the further infinitives on the cue.
fn with_more_infinitives(tree: Tree<'_>, verb: usize, last: usize) -> usize {
    let base = |i: usize| tree.token(i).tag == Tag::Vb;
    let more = tree.kids(verb).filter(|&k| {
        k > last
            && tree.dep(k) == Dep::Conj
            && base(k)
            && tree.kids(k).all(|kk| !matches!(tree.dep(kk), Dep::Nsubj | Dep::Aux))
    });
    if base(verb) { last } else { more.map(|k| tree.subtree(k).1).fold(last, usize::max) }
}

/// The end of an object with what hangs on the verb but goes with the object: "the deal **with Iran**", "them **as rebels**".
fn reach(tree: Tree<'_>, verb: usize, mut last: usize) -> usize {
    for k in tree.kids(verb).filter(|&k| k > verb) {
        let (first, end) = tree.subtree(k);
        if first <= last {
            continue;
        }
        let comma = first == last + 2 && tree.word(last + 1) == ",";
        if first > last + 1 && !comma || !goes_with_object(tree, k, comma) {
            if tree.dep(k) == Dep::Punct {
                continue;
            }
            break;
        }
        last = end;
    }
    last
}

fn goes_with_object(tree: Tree<'_>, k: usize, comma: bool) -> bool {
    match tree.dep(k) {
        Dep::Prep if comma => matches!(tree.lemma(k), "include" | "including" | "such"),
        Dep::Prep | Dep::Dative => WITH_OBJECT.contains(&tree.word(k).to_lowercase().as_str()),
        Dep::Oprd | Dep::Acomp | Dep::Xcomp => !comma,
        Dep::Ccomp => !comma,
        Dep::Advcl => !comma && tree.kids(k).all(|kk| tree.dep(kk) != Dep::Mark),
        _ => false,
    }
}

/// Prepositions that after an object say more of it, not when or where it was said.
const WITH_OBJECT: [&str; 19] = [
    "about",
    "against",
    "among",
    "as",
    "between",
    "for",
    "from",
    "into",
    "like",
    "of",
    "over",
    "than",
    "to",
    "toward",
    "towards",
    "with",
    "without",
    "including",
    "regarding",
];

/// "backs the plan".
fn object(tree: Tree<'_>, verb: usize) -> Option<Content> {
    if tree.is_passive(verb) {
        return undergone(tree, verb);
    }
    let object = direct_object(tree, verb)?;
    let (first, last) = tree.subtree(object);
    let span = trimmed(tree, (first, reach(tree, verb, last)))?;
    Some(Content { span, head: object, words: false, weight: 0.0 })
}

/// "calls the plan a mistake", "accuses them of lying": the object and all that is said of it.
fn objects(tree: Tree<'_>, verb: usize) -> Option<Content> {
    if let Some(subject) = tree.kid(verb, &[Dep::Nsubjpass]) {
        return across(tree, verb, subject, &[Dep::Oprd, Dep::Prep, Dep::Acomp])
            .filter(|c| c.head != subject);
    }
    let object = tree.kids(verb).find(|&k| {
        k > verb && matches!(tree.dep(k), Dep::Dobj | Dep::Oprd | Dep::Ccomp | Dep::Dative)
    })?;
    let (first, mut last) = tree.subtree(object);
    let mut words = tree.dep(object) == Dep::Ccomp;
    for k in tree.kids(verb).filter(|&k| k > object) {
        if matches!(
            tree.dep(k),
            Dep::Oprd | Dep::Prep | Dep::Xcomp | Dep::Dobj | Dep::Acomp | Dep::Ccomp
        ) {
            last = last.max(tree.subtree(k).1);
            words |= matches!(tree.dep(k), Dep::Xcomp | Dep::Ccomp);
        }
    }
    let quoted = (first..=last).any(|i| is_quote(tree.word(i)));
    if last == tree.subtree(object).1 && !words && !quoted {
        return None;
    }
    let span = trimmed(tree, (first, last))?;
    Some(Content { span, head: object, words, weight: 0.0 })
}

/// "**the pact** is opposed by most farmers": the subject of a passive whose doer is named.
fn undergone(tree: Tree<'_>, verb: usize) -> Option<Content> {
    let subject = tree.kid(verb, &[Dep::Nsubjpass])?;
    tree.doer(verb)?;
    let span = trimmed(tree, tree.subtree(subject))?;
    let relative = matches!(tree.token(subject).tag, Tag::Wdt | Tag::Wp);
    (!relative).then_some(Content { span, head: subject, words: false, weight: 0.0 })
}

fn direct_object(tree: Tree<'_>, verb: usize) -> Option<usize> {
    tree.kids(verb).find(|&k| {
        tree.dep(k) == Dep::Dobj && k > verb && !matches!(tree.token(k).tag, Tag::Wdt | Tag::Wp)
    })
}

/// "the plan is expected to fail": the subject of a passive with what is said of it, across the cue.
fn passive_subject(tree: Tree<'_>, verb: usize) -> Option<Content> {
    let subject = tree.kid(verb, &[Dep::Nsubjpass])?;
    across(tree, verb, subject, &[Dep::Xcomp, Dep::Oprd, Dep::Acomp, Dep::Prep])
}

/// "she seems tired".
fn raised_subject(tree: Tree<'_>, verb: usize) -> Option<Content> {
    let subject = tree.kid(verb, &[Dep::Nsubj])?;
    across(tree, verb, subject, &[Dep::Xcomp, Dep::Oprd, Dep::Acomp, Dep::Attr])
        .filter(|c| c.head != subject)
}

/// A subject with the first of its verb's complements that follows.
fn across(tree: Tree<'_>, verb: usize, subject: usize, complements: &[Dep]) -> Option<Content> {
    let rest = tree.kids(verb).find(|&k| {
        k > verb
            && complements.contains(&tree.dep(k))
            && !(tree.dep(k) == Dep::Prep && tree.is_word(k, "by"))
    });
    let range = tree.subtree(subject);
    let range = rest.map_or(range, |r| (range.0, tree.subtree(r).1.max(range.1)));
    let span = trimmed(tree, range)?;
    Some(Content { span, head: rest.unwrap_or(subject), words: false, weight: 0.0 })
}

/// "talked about leaving", "called for a vote".
pub(super) fn prepositional(tree: Tree<'_>, cue: usize, word: &str) -> Option<Content> {
    let object = tree
        .kids(cue)
        .filter(|&k| {
            matches!(tree.dep(k), Dep::Prep | Dep::Dative | Dep::Prt | Dep::Advmod | Dep::Agent)
        })
        .flat_map(|k| {
            std::iter::once(k).chain(tree.kids(k).filter(|&kk| tree.dep(kk) == Dep::Prep))
        })
        .filter(|&k| tree.is_word(k, word) && k > cue)
        .find_map(|k| tree.kid(k, &[Dep::Pobj, Dep::Pcomp]))?;
    let (first, last) = tree.subtree(object);
    let span = trimmed(tree, (first, reach(tree, cue, last)))?;
    Some(Content { span, head: object, words: false, weight: 0.0 })
}

/// Without punctuation at its edges, but for quotation marks.
pub(super) fn trimmed(tree: Tree<'_>, (mut first, mut last): (usize, usize)) -> Option<Span> {
    let idle = |i: usize| {
        tree.pos(i) == Pos::Punct && !is_quote(tree.word(i)) || tree.pos(i) == Pos::Space
    };
    while first < last && idle(first) {
        first += 1;
    }
    while last > first && idle(last) {
        last -= 1;
    }
    (!idle(first)).then(|| tree.cover((first, last)))
}

/// What is left of a stretch when another is cut from its edge; the whole where the other stands well inside.
pub(super) fn without(
    tree: Tree<'_>,
    (first, last): (usize, usize),
    (cut_first, cut_last): (usize, usize),
) -> Option<Span> {
    let words =
        |range: std::ops::Range<usize>| range.filter(|&i| tree.pos(i) != Pos::Punct).count();
    let before = words(first..cut_first.max(first));
    let after = words((cut_last + 1).min(last + 1)..last + 1);
    match (before, after) {
        (0, 0) => None,
        (0, _) => trimmed(tree, (cut_last + 1, last)),
        (_, 0) => trimmed(tree, (first, cut_first - 1)),
        _ => trimmed(tree, (first, last)),
    }
}
