//! Which noun fills which slot of a trigger.

use crate::coding::acts::is_quantity;
use crate::coding::mentions::Mentions;
use crate::coding::scope::is_infinitive;
use crate::coding::tree::Tree;
use crate::coding::tree::is_predicate;
use crate::lexicon::Named;
use crate::lexicon::Slot;
use crate::lexicon::Support;
use crate::lexicon::TriggerPos;
use crate::model::Party;
use crate::model::Status;
use detente_language::Dep;
use detente_language::EntityLabel;
use detente_language::Pos;
use detente_language::Tag;

/// The heads of the noun phrases that may fill a slot, best first.
pub(crate) fn fill(
    people: &Mentions<'_>,
    trigger: usize,
    pos: TriggerPos,
    slot: &Slot,
) -> Vec<usize> {
    if *slot == Slot::Speaker {
        return one(people.speaker_of(trigger));
    }
    match pos {
        TriggerPos::Verb => fill_verb(people, trigger, slot),
        TriggerPos::Noun => fill_noun(people, trigger, slot),
        TriggerPos::Adjective => fill_adjective(people, trigger, slot),
    }
}

fn fill_verb(people: &Mentions<'_>, verb: usize, slot: &Slot) -> Vec<usize> {
    let tree = people.tree;
    match slot {
        Slot::Subject => doers(people, verb),
        Slot::Object => one(tree.undergoer(verb)),
        Slot::IndirectObject => one(indirect_object(tree, verb)),
        Slot::Prep(prep) if &**prep == "to" => tree.far_prep_objects(verb, prep),
        Slot::Prep(prep) => tree.prep_objects(verb, prep),
        Slot::Possessor | Slot::Adjective => of_objects(people, verb, slot),
        Slot::OfObject(inner) => match &**inner {
            Slot::Prep(prep) if &**prep != "of" => {
                let mut found = of_objects(people, verb, inner);
                found.extend(
                    tree.prep_objects(verb, prep)
                        .into_iter()
                        .filter(|o| !found.contains(o))
                        .collect::<Vec<_>>(),
                );
                found
            }
            inner => of_objects(people, verb, inner),
        },
        Slot::Clause => clause_subject(tree, verb),
        Slot::Purpose => purpose(tree, verb),
        Slot::Speaker | Slot::InnerSource | Slot::InnerTarget => Vec::new(),
    }
}

/// Of whom a clause under a word speaks: "expects **Norway** to pay", "expressed hope that **Norway** would pay".
fn clause_subject(tree: Tree<'_>, word: usize) -> Vec<usize> {
    let is_own = |k: usize| matches!(tree.dep(k), Dep::Ccomp | Dep::Acl) || is_wish(tree, k);
    let own = tree.kids(word).filter(|&k| is_own(k));
    let of_objects = tree
        .kids(word)
        .filter(|&k| tree.dep(k) == Dep::Dobj)
        .flat_map(|o| tree.kids(o).filter(|&k| matches!(tree.dep(k), Dep::Acl | Dep::Relcl)));
    own.chain(of_objects)
        .filter_map(|clause| {
            let subject = tree.kid(clause, &[Dep::Nsubj, Dep::Nsubjpass])?;
            (tree.antecedent(subject) == subject).then_some(subject)
        })
        .collect()
}

/// "called **for Norway to stay**": the parser takes what is wished for a clause of circumstance.
pub(crate) fn is_wish(tree: Tree<'_>, clause: usize) -> bool {
    tree.dep(clause) == Dep::Advcl
        && is_infinitive(tree, clause)
        && tree.kids(clause).any(|k| tree.dep(k) == Dep::Mark && tree.is_word(k, "for"))
}

/// Who and what stands in the infinitive clauses that say what something is done for, nearest first.
fn purpose(tree: Tree<'_>, word: usize) -> Vec<usize> {
    let under =
        tree.kids(word).filter(|&k| matches!(tree.dep(k), Dep::Dobj | Dep::Prep | Dep::Pobj));
    let tops: Vec<usize> = std::iter::once(word).chain(under).collect();
    infinitives(tree, &tops).flat_map(|clause| inside(tree, inmost(tree, clause))).collect()
}

/// "to try to **prevent** a war": what is meant is the last of a chain.
fn inmost(tree: Tree<'_>, mut clause: usize) -> usize {
    while let Some(next) = tree.kid(clause, &[Dep::Xcomp]).filter(|&x| is_infinitive(tree, x)) {
        clause = next;
    }
    clause
}

/// Infinitive clauses under some words: "gave money **to rebuild** schools".
pub(crate) fn infinitives(tree: Tree<'_>, tops: &[usize]) -> impl Iterator<Item = usize> {
    tops.iter().flat_map(move |&top| tree.kids(top)).filter(move |&k| {
        matches!(tree.dep(k), Dep::Xcomp | Dep::Advcl | Dep::Acl | Dep::Relcl)
            && is_infinitive(tree, k)
    })
}

/// Objects of a clause and of its prepositions, at any depth short of another clause, in text order.
fn inside(tree: Tree<'_>, clause: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut stack = vec![clause];
    while let Some(i) = stack.pop() {
        for k in tree.kids(i) {
            match tree.dep(k) {
                Dep::Dobj | Dep::Pobj => {
                    found.push(k);
                    stack.push(k);
                }
                Dep::Prep | Dep::Dative => stack.push(k),
                _ => {}
            }
        }
    }
    found.sort_unstable();
    found
}

/// The doer; for a participle after a noun also the doer of the clause ("issued a statement **urging**"), for a means who made
/// use of it ("the attack on villagers **using** gas").
fn doers(people: &Mentions<'_>, verb: usize) -> Vec<usize> {
    let tree = people.tree;
    if let Some(act) = act_with_means(people, verb) {
        return noun_doers(people, act);
    }
    let mut found = one(tree.doer(verb));
    if tree.dep(verb) == Dep::Acl && !tree.is_passive(verb) {
        let mut at = tree.head(verb);
        // "resigned **after** protests calling …": when is no means.
        let is_when = |i: usize| tree.dep(i) == Dep::Prep && !MADE_WITH.contains(&tree.lemma(i));
        while let Some(i) = at.filter(|&i| !is_predicate(tree, i)) {
            at = tree.head(i).filter(|_| !is_when(i));
        }
        let maker = at.filter(|&clause| !is_against(people, clause));
        found.extend(maker.and_then(|clause| tree.doer(clause)));
    }
    found
}

/// Prepositions that lead to what somebody speaks with: "called **in** a letter urging …".
const MADE_WITH: [&str; 6] = ["of", "in", "with", "by", "through", "for"];

/// The act that "using" tells the means of, where one is named right before: "the **attack** on villagers using gas".
fn act_with_means(people: &Mentions<'_>, verb: usize) -> Option<usize> {
    let tree = people.tree;
    let is_means = tree.lemma(verb) == "use"
        && tree.token(verb).tag == Tag::Vbg
        && matches!(tree.dep(verb), Dep::Acl | Dep::Advcl)
        && tree.word(verb - 1) != ",";
    let clause = tree.analysis.sentences[tree.sentence(verb)].tokens.start;
    let before = (clause..verb).rev().take_while(|&i| is_means && !is_predicate(tree, i));
    before.into_iter().find(|&i| {
        tree.pos(i) == Pos::Noun
            && people
                .lexicon
                .acts_for(TriggerPos::Noun, tree.lemma(i))
                .any(|act| &*act.class == "ASSAULT")
    })
}

/// Whether what a verb governs is another's: "**vetoed** a resolution calling for a truce".
fn is_against(people: &Mentions<'_>, verb: usize) -> bool {
    let lemma = people.tree.lemma(verb);
    people.lexicon.support(lemma) == Some(Support::Undergoer)
        || people
            .lexicon
            .operators_for(TriggerPos::Verb, lemma)
            .any(|o| matches!(o.inner, Some(Status::Negated | Status::Denied | Status::Reported)))
}

fn one(found: Option<usize>) -> Vec<usize> {
    found.into_iter().collect()
}

/// A noun's slot of the verb's objects.
fn of_objects(people: &Mentions<'_>, verb: usize, slot: &Slot) -> Vec<usize> {
    people.tree.objects(verb).into_iter().flat_map(|o| fill_noun(people, o, slot)).collect()
}

fn indirect_object(tree: Tree<'_>, verb: usize) -> Option<usize> {
    if tree.is_passive(verb) && tree.kid(verb, &[Dep::Dobj]).is_some() {
        return tree.undergoer(verb);
    }
    let dative = tree.kid(verb, &[Dep::Dative])?;
    if tree.pos(dative) == Pos::Adp { tree.kid(dative, &[Dep::Pobj]) } else { Some(dative) }
}

fn fill_noun(people: &Mentions<'_>, noun: usize, slot: &Slot) -> Vec<usize> {
    let tree = people.tree;
    match slot {
        Slot::Subject => noun_doers(people, noun),
        Slot::Object => tree.prep_objects(noun, "of"),
        Slot::Possessor => one(tree.kid(noun, &[Dep::Poss])),
        Slot::Adjective => one(modifier(people, noun)),
        Slot::Prep(prep) => noun_prep(people, noun, prep),
        Slot::OfObject(inner) => tree
            .prep_objects(noun, "of")
            .into_iter()
            .flat_map(|o| fill_noun(people, o, inner))
            .collect(),
        Slot::Clause => clause_subject(tree, noun),
        Slot::Purpose => {
            let mut found = purpose(tree, noun);
            let verb = support(people, noun).map(|(verb, _)| verb);
            found.extend(verb.into_iter().flat_map(|verb| purpose(tree, verb)));
            found
        }
        Slot::IndirectObject | Slot::Speaker | Slot::InnerSource | Slot::InnerTarget => Vec::new(),
    }
}

/// Objects of a preposition under the noun or under the support verb that governs it.
fn noun_prep(people: &Mentions<'_>, noun: usize, prep: &str) -> Vec<usize> {
    let tree = people.tree;
    // What is "of" something stands right at it; "the trawler near the island of Jan Mayen" is not of Jan Mayen.
    if prep == "of" {
        return one(tree.prep_object(noun, prep));
    }
    let mut found = tree.prep_objects(noun, prep);
    // "the restrictions imposed **on** Chad"
    let imposed = tree.kids(noun).filter(|&k| tree.dep(k) == Dep::Acl && tree.is_passive(k));
    found.extend(imposed.flat_map(|k| tree.prep_objects(k, prep)));
    if let Some((verb, support)) = support(people, noun) {
        if support == Support::Undergoer && matches!(prep, "on" | "against") {
            found.extend(tree.doer(verb));
        }
        found.extend(
            tree.prep_objects(verb, prep).into_iter().filter(|&o| o != noun).collect::<Vec<_>>(),
        );
    }
    // "all options are **on** the table"
    if let Some(be) =
        tree.head(noun).filter(|&h| tree.dep(noun) == Dep::Nsubj && tree.lemma(h) == "be")
    {
        found.extend(tree.prep_objects(be, prep));
    }
    found.dedup();
    found
}

/// Who may do a nominal act: its owner, a `by` phrase, a nationality before it, the support verb's subject.
fn noun_doers(people: &Mentions<'_>, noun: usize) -> Vec<usize> {
    let tree = people.tree;
    // "Chad and Niger sent **their** aid": where the verb has a subject, that says it better.
    let owner = tree.kid(noun, &[Dep::Poss]);
    let (pronoun, name) =
        (owner.filter(|&o| is_pronoun(tree, o)), owner.filter(|&o| !is_pronoun(tree, o)));
    let mut found = one(name);
    found.extend(tree.prep_object(noun, "by"));
    let of_violence = people.lexicon.is_instrument(tree.lemma(noun));
    found.extend(modifier(people, noun).filter(|&m| !of_violence || !is_where(people, m)));
    match support(people, noun) {
        Some((verb, Support::Doer)) => found.extend(tree.doer(verb).filter(|&d| d != noun)),
        Some((verb, Support::Undergoer)) => {
            let from = tree.prep_object(noun, "from").or_else(|| tree.prep_object(verb, "from"));
            found.extend(from.or_else(|| tree.prep_object(verb, "by")));
        }
        None => {}
    }
    found.extend(pronoun.filter(|o| !found.contains(o)));
    found
}

fn is_pronoun(tree: Tree<'_>, i: usize) -> bool {
    matches!(tree.pos(i), Pos::Pron | Pos::Det)
}

/// The support verb that governs a nominal act, and what its subject is.
pub(crate) fn support(people: &Mentions<'_>, noun: usize) -> Option<(usize, Support)> {
    let tree = people.tree;
    let noun = counted(tree, tree.first_conjunct(noun));
    let governor = tree.head(noun)?;
    let (verb, prep) = match tree.dep(noun) {
        Dep::Dobj | Dep::Nsubjpass | Dep::Attr => (governor, None),
        // "engaged in talks", "came under attack"
        Dep::Pobj if tree.dep(governor) == Dep::Prep => {
            let above = tree.head(governor)?;
            // "is responsible **for** the attack"
            let responsible = tree.lemma(above) == "responsible" && tree.is_word(governor, "for");
            let verb = if responsible { tree.head(above)? } else { above };
            (verb, Some(if responsible { "in" } else { tree.lemma(governor) }))
        }
        _ => return None,
    };
    if matches!(tree.lemma(verb), "be" | "remain" | "become") {
        // "is in talks with", "is under attack", "is the main supplier of"
        return match prep {
            Some("in" | "on" | "at" | "behind") => Some((verb, Support::Doer)),
            Some("under") => Some((verb, Support::Undergoer)),
            None if tree.dep(noun) == Dep::Attr => Some((verb, Support::Doer)),
            _ => None,
        };
    }
    (tree.pos(verb) == Pos::Verb && prep.is_none_or(|p| SUPPORTING.contains(&p))).then_some(())?;
    people.lexicon.support(tree.lemma(verb)).map(|s| (verb, s))
}

/// "held a new **round** of exercises": the word that counts an act stands in its place.
fn counted(tree: Tree<'_>, noun: usize) -> usize {
    let above = tree.head(noun).filter(|&of| tree.dep(noun) == Dep::Pobj && tree.lemma(of) == "of");
    above.and_then(|of| tree.head(of)).filter(|&h| is_quantity(tree, h)).unwrap_or(noun)
}

/// Prepositions by which a verb supports a noun; "attended a summit **on** the war" is no act of war.
pub(crate) const SUPPORTING: [&str; 6] = ["in", "into", "under", "to", "out", "with"];

/// A name or nationality before a noun, however deep in its compounds ("the **Russia**-to-Germany pipeline").
fn modifier(people: &Mentions<'_>, noun: usize) -> Option<usize> {
    let tree = people.tree;
    let mut level = vec![noun];
    for _ in 0..3 {
        let before: Vec<usize> = level
            .iter()
            .flat_map(|&i| tree.kids(i))
            .filter(|&k| k < noun && matches!(tree.dep(k), Dep::Amod | Dep::Compound | Dep::Nmod))
            .collect();
        let named =
            |&&k: &&usize| people.name_at(k).is_some_and(|name| !is_led(tree, name.span.end));
        if let Some(&k) = before.iter().find(named) {
            return Some(k);
        }
        level = before;
    }
    None
}

/// "**Israeli**-backed": a name that only qualifies a participle.
fn is_led(tree: Tree<'_>, end: u32) -> bool {
    let rest = &tree.text[end as usize..];
    let Some(rest) = rest.strip_prefix('-') else { return false };
    let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    word.ends_with("ed") || word.ends_with("led") || word.ends_with("run") || word.ends_with("made")
}

fn fill_adjective(people: &Mentions<'_>, adjective: usize, slot: &Slot) -> Vec<usize> {
    let tree = people.tree;
    match slot {
        // "is opposed to": a participle carries its own subject.
        Slot::Subject if tree.pos(adjective) == Pos::Verb => one(tree.undergoer(adjective)),
        Slot::Subject => {
            let verb = tree.head(adjective).filter(|_| {
                matches!(
                    tree.dep(adjective),
                    Dep::Acomp | Dep::Oprd | Dep::Conj | Dep::Attr | Dep::Amod
                )
            });
            one(verb.and_then(|v| {
                if tree.dep(adjective) == Dep::Amod { Some(v) } else { tree.doer(v) }
            }))
        }
        Slot::Prep(prep) => {
            let mut found = tree.prep_objects(adjective, prep);
            let verb = tree.head(adjective).filter(|_| tree.pos(adjective) != Pos::Verb);
            found.extend(verb.map(|v| tree.prep_objects(v, prep)).unwrap_or_default());
            found.dedup();
            found
        }
        // "is pessimistic that Norway will pay": the clause hangs on the adjective or on its verb.
        Slot::Clause => {
            let mut found = clause_subject(tree, adjective);
            found.extend(tree.head(adjective).into_iter().flat_map(|v| clause_subject(tree, v)));
            found
        }
        _ => Vec::new(),
    }
}

/// Which words may lend a side a party, and how freely.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Parties only.
    Strict,
    /// A thing stands for its owner: "Syrian positions", "Russia's invasion".
    Loose,
    /// So does a thing of a thing: "regret over the effects of **Sweden's** ban".
    Deep,
    /// As deep, but for doers alone: who complains of an attack on Chad does not blame Chad.
    Blame,
}

/// The parties at a noun phrase.
pub(crate) fn parties(people: &mut Mentions<'_>, head: usize, reading: Reading) -> Vec<Party> {
    let mut direct = people.parties(head);
    if direct.is_empty() {
        // "its neighbor, **Chad**"
        let same = people.tree.kid(head, &[Dep::Appos]);
        direct = same.map(|name| people.parties(name)).unwrap_or_default();
    }
    if direct.iter().all(|p| p.identity.country.is_none()) {
        // "partners like **Norway**", "states such as **Chad**"
        let tree = people.tree;
        let like = tree
            .kids(head)
            .filter(|&k| tree.dep(k) == Dep::Prep && matches!(tree.lemma(k), "like" | "as"));
        let examples: Vec<usize> = like.filter_map(|k| tree.kid(k, &[Dep::Pobj])).collect();
        let named = examples.into_iter().map(|e| people.parties(e)).find(|p| !p.is_empty());
        direct = named.unwrap_or(direct);
    }
    if reading == Reading::Strict {
        return direct;
    }
    // "the aggression and **Chad's** threats", "the airport and a **Saudi** base": each conjunct may have its own.
    for conjunct in people.tree.conjuncts(head) {
        let known = direct.iter().any(|p| p.span.contains(people.tree.span(conjunct)));
        if !known && (direct.is_empty() || conjunct != head) {
            let reading = if direct.is_empty() { reading } else { Reading::Loose };
            let theirs = owners(people, conjunct, reading, DEPTH);
            let new = theirs.into_iter().filter(|p| direct.iter().all(|d| d.span != p.span));
            direct.extend(new.collect::<Vec<_>>());
        }
    }
    direct
}

/// How many things may stand between a thing and its owner.
const DEPTH: usize = 2;

/// Words for another party: "Norway's neighbor" is not Norway.
const RELATIVES: [&str; 14] = [
    "neighbor",
    "neighbour",
    "enemy",
    "rival",
    "ally",
    "partner",
    "opponent",
    "critic",
    "adversary",
    "counterpart",
    "foe",
    "border",
    "friend",
    "competitor",
];

/// Where one land ends and another begins.
const BORDERS: [&str; 6] = ["border", "frontier", "waters", "water", "coast", "shore"];

/// Who is on the other side of a border: "its border with **Chad**", "the **Chadian** border", "the waters around **Taiwan**".
fn beyond(people: &mut Mentions<'_>, border: usize) -> Vec<Party> {
    let tree = people.tree;
    let with = ["with", "around", "of", "off"].iter().filter_map(|p| tree.prep_object(border, p));
    let mut heads: Vec<usize> = with.collect();
    heads.extend(modifier(people, border));
    heads.extend(tree.kid(border, &[Dep::Poss]).filter(|&o| !is_pronoun(tree, o)));
    heads.into_iter().map(|h| people.parties(h)).find(|p| !p.is_empty()).unwrap_or_default()
}

/// Whose a thing is; `depth` more things may stand between.
fn owners(people: &mut Mentions<'_>, head: usize, reading: Reading, depth: usize) -> Vec<Party> {
    let tree = people.tree;
    let depth = if reading == Reading::Loose { 0 } else { depth };
    if reading == Reading::Deep && BORDERS.contains(&tree.lemma(head)) {
        return beyond(people, head);
    }
    if RELATIVES.contains(&tree.lemma(head)) {
        return Vec::new();
    }
    let mut near: Vec<usize> = tree.kid(head, &[Dep::Poss]).into_iter().collect();
    near.extend(maker(tree, head));
    // "the **Easter** bombings", "a **Gaza** rocket attack": a name that nobody bears or that says where owns nothing.
    let instrument = people.lexicon.is_instrument(tree.lemma(head));
    near.extend(carried(tree, head));
    let before = modifier(people, head);
    near.extend(before.filter(|&m| !instrument || !is_where(people, m) && is_somebody(people, m)));
    let mut further = Vec::new();
    // An attack on somebody is not theirs.
    let preps: &[&str] = if reading == Reading::Blame {
        // "condemned the killing **of** students": that says whom, not who.
        if is_done_to(people, head) { &["by", "from"] } else { &["by", "from", "of"] }
    } else if depth == 0 && instrument {
        &["by", "from"]
    } else {
        &["of", "by", "from", "in", "on", "against", "to", "for", "about", "over", "with"]
    };
    for &prep in preps {
        let object = tree.prep_object(head, prep).filter(|&o| tree.pos(o) != Pos::Verb);
        further.extend(object.filter(|_| depth > 0 || !matches!(prep, "about" | "over" | "with")));
    }
    for &owner in near.iter().chain(&further) {
        let found = people.parties(owner);
        if !found.is_empty() {
            return found;
        }
    }
    let deeper = further.into_iter().filter(|_| depth > 0);
    deeper
        .map(|thing| owners(people, thing, reading, depth - 1))
        .find(|o| !o.is_empty())
        .unwrap_or_default()
}

/// Whom a vehicle has on board, where a pronoun's people are: "a bus carrying **soldiers**", "those affected in **Chad**".
fn carried(tree: Tree<'_>, head: usize) -> Option<usize> {
    let clause = tree.kid(head, &[Dep::Acl])?;
    if matches!(tree.lemma(clause), "carry" | "transport") {
        return tree.kid(clause, &[Dep::Dobj]);
    }
    let place = || tree.prep_object(clause, "in").or_else(|| tree.prep_object(clause, "from"));
    if tree.is_word(head, "those") { place() } else { None }
}

/// Whether what a verb is about is an act that names its victims: "condemned the **execution** of".
pub(crate) fn is_of_victims(people: &Mentions<'_>, verb: usize) -> bool {
    people.tree.objects(verb).into_iter().any(|o| is_done_to(people, o))
}

/// Whether "of" after an act says whom it is done to: "the execution of".
fn is_done_to(people: &Mentions<'_>, noun: usize) -> bool {
    let of = |slot: &Slot| matches!(slot, Slot::Prep(p) if &**p == "of");
    people
        .lexicon
        .acts_for(TriggerPos::Noun, people.tree.lemma(noun))
        .any(|act| matches!(&*act.class, "ASSAULT" | "COERCE") && act.target.iter().any(of))
}

/// "the **Kabul** bombing", not "the **Israeli** bombing" nor "a **US** strike".
fn is_where(people: &Mentions<'_>, name: usize) -> bool {
    let label = people.tree.token(name).entity.map(|e| e.label);
    let known = people.name_at(name).and_then(|n| n.named);
    matches!(label, Some(EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac))
        && matches!(known, None | Some(Named::Capital(_)))
}

fn is_somebody(people: &mut Mentions<'_>, token: usize) -> bool {
    people.parties(token).iter().any(|p| !p.identity.is_empty())
}

/// Who made a thing: "a proposal by **France**", "an accusation from **Chad**", "a draft put forward by **the council**".
pub(crate) fn makers(people: &mut Mentions<'_>, thing: usize) -> Vec<Party> {
    let tree = people.tree;
    let mut heads: Vec<usize> = maker(tree, thing).into_iter().collect();
    heads.extend(tree.kid(thing, &[Dep::Poss]).filter(|&o| !is_pronoun(tree, o)));
    heads.extend(modifier(people, thing));
    heads.extend(["by", "from"].iter().filter_map(|prep| tree.prep_object(thing, prep)));
    heads.into_iter().map(|h| people.parties(h)).find(|p| !p.is_empty()).unwrap_or_default()
}

/// "missiles fired by **the army**", "a resolution drafted by **France**".
fn maker(tree: Tree<'_>, thing: usize) -> Option<usize> {
    let made = tree.kids(thing).find(|&k| tree.dep(k) == Dep::Acl && tree.is_passive(k))?;
    // "believed to be fired by **rebels**"
    let believed = tree.kid(made, &[Dep::Xcomp]).filter(|&x| tree.is_passive(x));
    tree.doer(believed.unwrap_or(made))
}
