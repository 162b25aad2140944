//! Repairs to the tree that the parser makes predictable mistakes in.
//!
//! Each repair is a named function with the sentence it was made for; the tree stays a tree.

use crate::model::Analysis;
use crate::model::Children;
use detente_language::Dep;
use detente_language::Pos;
use detente_language::Tag;

/// Mends what is known to go wrong.
pub(super) fn mend(text: &str, analysis: &mut Analysis) {
    for sentence in 0..analysis.sentences.len() {
        said_before_condition(text, analysis, sentence);
        act_after_noun(text, analysis, sentence);
        noun_beside_verb(analysis, sentence);
        verb_under_subject(analysis, sentence);
        noun_before_name(analysis, sentence);
        verb_read_as_noun(analysis, sentence);
        said_after_all(text, analysis, sentence);
    }
    link(analysis);
}

/// Fills in the dependents of each token.
pub(super) fn link(analysis: &mut Analysis) {
    analysis.children = Children::of(analysis.tokens.iter().map(|t| t.head));
}

/// "The envoy told the paper that should Norway invade, Sweden will pay": the parser makes *told* a clause beside *pay*.
///
/// A verb of saying with a subject of its own, no conjunction, and an inverted condition as its content gives the
/// clause it hangs on as its content, and the condition to that.
fn said_before_condition(text: &str, analysis: &mut Analysis, sentence: usize) {
    let tokens = analysis.sentences[sentence].tokens.clone();
    for said in tokens {
        let token = &analysis.tokens[said];
        if token.dep != Dep::Advcl || token.pos != Pos::Verb || !SAYING.contains(&&*token.lemma) {
            continue;
        }
        let main = token.head as usize;
        let kids = |i: usize| analysis.children.at(i).iter().map(|&k| k as usize);
        let has = |i: usize, dep: Dep| kids(i).any(|k| analysis.tokens[k].dep == dep);
        let condition = kids(said).find(|&k| analysis.tokens[k].dep == Dep::Ccomp);
        let (Some(condition), true) =
            (condition, has(said, Dep::Nsubj) && !has(said, Dep::Mark) && main > said)
        else {
            continue;
        };
        let inverted =
            kids(condition).any(|k| analysis.tokens[k].text(text).eq_ignore_ascii_case("should"));
        if !inverted {
            continue;
        }
        let above = analysis.tokens[main].head as usize;
        let (dep, head) = (analysis.tokens[main].dep, if above == main { said } else { above });
        // A formal "that" that became a subject is the conjunction.
        let that = kids(condition).find(|&k| analysis.tokens[k].text(text) == "that");
        analysis.tokens[said].head = head as u32;
        analysis.tokens[said].dep = dep;
        analysis.tokens[main].head = said as u32;
        analysis.tokens[main].dep = Dep::Ccomp;
        analysis.tokens[condition].head = main as u32;
        analysis.tokens[condition].dep = Dep::Advcl;
        if let Some(that) = that {
            analysis.tokens[that].head = main as u32;
            analysis.tokens[that].dep = Dep::Mark;
        }
        return;
    }
}

/// "outlawed the Congress (ANC) and the newly formed **Front**": the parser makes the second noun a conjunct of the verb.
///
/// A noun without a subject or an auxiliary of its own that a verb coordinates joins the last object before it.
fn noun_beside_verb(analysis: &mut Analysis, sentence: usize) {
    for i in analysis.sentences[sentence].tokens.clone() {
        let token = &analysis.tokens[i];
        let verb = token.head as usize;
        let kids = |i: usize| analysis.children.at(i).iter().map(|&k| k as usize);
        let dep = |k: usize| analysis.tokens[k].dep;
        let beside = token.dep == Dep::Conj
            && matches!(token.pos, Pos::Noun | Pos::Propn)
            && analysis.tokens[verb].pos == Pos::Verb
            && verb < i
            && !kids(i).any(|k| matches!(dep(k), Dep::Nsubj | Dep::Aux));
        if !beside {
            continue;
        }
        let object = kids(verb)
            .filter(|&k| k < i && k > verb)
            .filter_map(|k| match dep(k) {
                Dep::Dobj | Dep::Attr => Some(k),
                Dep::Prep | Dep::Dative => kids(k).find(|&o| dep(o) == Dep::Pobj),
                _ => None,
            })
            .next_back();
        if let Some(object) = object {
            analysis.tokens[i].head = object as u32;
        }
    }
}

/// "The prime minister called on Monday for Chad to stay": the parser makes *called* a participle of *minister*.
///
/// A verb in the past tense (no participle) that is the only clause under a noun without a verb above becomes the root, the noun its subject.
fn verb_under_subject(analysis: &mut Analysis, sentence: usize) {
    let tokens = analysis.sentences[sentence].tokens.clone();
    let is_root = |i: &usize| analysis.tokens[*i].head as usize == *i;
    let Some(noun) = tokens.clone().find(is_root) else { return };
    if !matches!(analysis.tokens[noun].pos, Pos::Noun | Pos::Propn) {
        return;
    }
    let kids: Vec<usize> = analysis.children.at(noun).iter().map(|&k| k as usize).collect();
    let is_finite = |&&k: &&usize| {
        let token = &analysis.tokens[k];
        token.dep == Dep::Acl && token.tag == Tag::Vbd && k > noun
    };
    let mut finite = kids.iter().filter(is_finite);
    let (Some(&verb), None) = (finite.next(), finite.next()) else { return };
    let has_subject = |k: &u32| {
        matches!(analysis.tokens[*k as usize].dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Auxpass)
    };
    if analysis.children.at(verb).iter().any(has_subject) {
        return;
    }
    for k in kids.into_iter().filter(|&k| k > verb) {
        analysis.tokens[k].head = verb as u32;
    }
    let token = &mut analysis.tokens[verb];
    (token.head, token.dep) = (verb as u32, Dep::Root);
    let token = &mut analysis.tokens[noun];
    (token.head, token.dep) = (verb as u32, Dep::Nsubj);
}

/// "The rebel Free Army threatened": the parser makes two subjects of a noun and the name right after it.
///
/// The noun becomes a modifier of the name, and what hung on it hangs on the name.
fn noun_before_name(analysis: &mut Analysis, sentence: usize) {
    for noun in analysis.sentences[sentence].tokens.clone() {
        let token = &analysis.tokens[noun];
        let verb = token.head as usize;
        if token.dep != Dep::Nsubj || token.pos != Pos::Noun || verb <= noun {
            continue;
        }
        let name = (noun + 1..verb).find(|&i| analysis.tokens[i].dep == Dep::Nsubj);
        let Some(name) = name.filter(|&i| {
            let token = &analysis.tokens[i];
            token.head as usize == verb && token.pos == Pos::Propn
        }) else {
            continue;
        };
        let adjacent = (noun + 1..name).all(|i| {
            analysis.tokens[i].head as usize == name && analysis.tokens[i].dep == Dep::Compound
        });
        if !adjacent {
            continue;
        }
        let moved: Vec<usize> = analysis.children.at(noun).iter().map(|&k| k as usize).collect();
        moved.into_iter().for_each(|k| analysis.tokens[k].head = name as u32);
        let token = &mut analysis.tokens[noun];
        (token.head, token.dep) = (name as u32, Dep::Compound);
    }
}

/// "demanded that the minister **resign**": the tagger reads a bare verb as a noun; that it has a subject and a conjunction tells.
fn verb_read_as_noun(analysis: &mut Analysis, sentence: usize) {
    for i in analysis.sentences[sentence].tokens.clone() {
        let token = &analysis.tokens[i];
        let has = |dep: Dep| {
            analysis.children.at(i).iter().any(|&k| analysis.tokens[k as usize].dep == dep)
        };
        let misread = token.dep == Dep::Ccomp
            && token.pos == Pos::Noun
            && token.tag == Tag::Nn
            && has(Dep::Nsubj)
            && has(Dep::Mark)
            && !has(Dep::Det)
            && !has(Dep::Aux);
        if misread {
            let token = &mut analysis.tokens[i];
            (token.pos, token.tag) = (Pos::Verb, Tag::Vb);
        }
    }
}

/// "If Norway closes the border, Sweden will recall its envoy, the minister **said**": the parser makes *said* a second act.
///
/// A verb of saying with a subject, but nothing said, that is coordinated without a conjunction after a comma takes what it hangs on as its content.
fn said_after_all(text: &str, analysis: &mut Analysis, sentence: usize) {
    for said in analysis.sentences[sentence].tokens.clone() {
        let token = &analysis.tokens[said];
        let main = token.head as usize;
        if token.dep != Dep::Conj || !SAYING.contains(&&*token.lemma) || main >= said {
            continue;
        }
        let kids = |i: usize| analysis.children.at(i).iter().map(|&k| k as usize);
        let dep = |k: usize| analysis.tokens[k].dep;
        let Some(subject) = kids(said).find(|&k| dep(k) == Dep::Nsubj) else { continue };
        let first = kids(subject).chain([subject]).min().unwrap_or(subject);
        let joined = kids(main).any(|k| dep(k) == Dep::Cc && k > main);
        let complete = kids(said).any(|k| matches!(dep(k), Dep::Ccomp | Dep::Xcomp | Dep::Dobj));
        if joined || complete || first == 0 || analysis.tokens[first - 1].text(text) != "," {
            continue;
        }
        let above = analysis.tokens[main].head as usize;
        let (relation, head) =
            (analysis.tokens[main].dep, if above == main { said } else { above });
        let token = &mut analysis.tokens[said];
        (token.head, token.dep) = (head as u32, relation);
        let token = &mut analysis.tokens[main];
        (token.head, token.dep) = (said as u32, Dep::Ccomp);
        return;
    }
}

/// "were killed in Israeli tank shelling": the parser makes a noun in -ing a clause beside the noun before it.
///
/// The noun in -ing takes the place of the one before it, which becomes its modifier with all that hung on it.
fn act_after_noun(text: &str, analysis: &mut Analysis, sentence: usize) {
    let tokens = analysis.sentences[sentence].tokens.clone();
    for i in tokens.skip(1) {
        let (before, token) = (&analysis.tokens[i - 1], &analysis.tokens[i]);
        let word = token.text(text).to_lowercase();
        let misread = matches!(token.dep, Dep::Advcl | Dep::Acl)
            && token.tag == Tag::Vbg
            && ACTS_IN_ING.contains(&&*word);
        if !misread
            || before.dep != Dep::Pobj
            || !matches!(before.pos, Pos::Noun | Pos::Adj | Pos::Propn)
        {
            continue;
        }
        let (prep, noun) = (before.head, i - 1);
        let moved: Vec<usize> =
            analysis.children.at(noun).iter().map(|&k| k as usize).filter(|&k| k < noun).collect();
        moved.into_iter().for_each(|k| analysis.tokens[k].head = i as u32);
        analysis.tokens[noun].head = i as u32;
        analysis.tokens[noun].dep = Dep::Compound;
        let token = &mut analysis.tokens[i];
        (token.head, token.dep, token.pos, token.tag) = (prep, Dep::Pobj, Pos::Noun, Tag::Nn);
        token.lemma = word.as_str().into();
        return;
    }
}

const ACTS_IN_ING: [&str; 12] = [
    "shelling",
    "bombing",
    "shooting",
    "stabbing",
    "beating",
    "killing",
    "fighting",
    "fire-bombing",
    "looting",
    "rioting",
    "strafing",
    "lynching",
];

const SAYING: [&str; 9] =
    ["say", "tell", "warn", "add", "announce", "declare", "write", "state", "insist"];
