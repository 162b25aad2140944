//! Triggers of the lexicon in the text, with their slots filled.

use crate::coding::mentions::Mentions;
use crate::coding::scope::is_infinitive;
use crate::coding::slots;
use crate::coding::slots::Reading;
use crate::coding::tree::Tree;
use crate::coding::tree::is_predicate;
use crate::lexicon::Act;
use crate::lexicon::Lemma;
use crate::lexicon::Lexicon;
use crate::lexicon::Need;
use crate::lexicon::PartyType;
use crate::lexicon::Side;
use crate::lexicon::Slot;
use crate::lexicon::Tie;
use crate::lexicon::TriggerPos;
use crate::model::Party;
use detente_language::Dep;
use detente_language::EntityLabel;
use detente_language::Pos;
use detente_language::Tag;

/// An act found in the text, before its status is known.
#[derive(Clone, Debug)]
pub(crate) struct Draft<'l> {
    pub(crate) trigger: usize,
    pub(crate) act: &'l Act,
    pub(crate) sources: Vec<Party>,
    pub(crate) targets: Vec<Party>,
    /// Tokens of the object or complement that the entry asked for ("imposed **sanctions**").
    pub(crate) taken: Vec<usize>,
    /// Particles or modifiers that belong to the trigger ("**air** strike").
    pub(crate) words: usize,
    /// Whether the doer is whoever says it: the saying is the act.
    pub(crate) spoken: bool,
}

/// All acts of a document, at most one a trigger, in text order.
pub(crate) fn drafts<'l>(
    tree: Tree<'_>,
    lexicon: &'l Lexicon,
    people: &mut Mentions<'_>,
) -> Vec<Draft<'l>> {
    let mut drafts: Vec<Draft<'l>> = Vec::new();
    let elsewhere: Vec<bool> =
        (0..tree.analysis.sentences.len()).map(|s| is_other_field(tree, lexicon, s)).collect();
    for i in 0..tree.analysis.tokens.len() {
        if elsewhere[tree.sentence(i)] {
            continue;
        }
        let mut best: Option<(f32, Draft<'l>)> = None;
        for &pos in trigger_readings(tree, i) {
            // "is opposed to": a participle is looked up as it stands.
            let participle = pos == TriggerPos::Adjective && tree.pos(i) == Pos::Verb;
            let word = if participle { tree.word(i) } else { tree.lemma(i) }.to_lowercase();
            for act in lexicon.acts_for(pos, &word) {
                let Some(draft) = draft(people, i, act) else { continue };
                let score = fitness(&draft);
                if best.as_ref().is_none_or(|(s, _)| score > *s) {
                    best = Some((score, draft));
                }
            }
        }
        drafts.extend(best.map(|(_, draft)| with_maker(people, draft)));
    }
    without_echoes(tree, drafts)
}

/// "rejected a proposal put forward by **Chile**": where an act is done to somebody's thing, whose that is, in whatever words.
fn with_maker<'l>(people: &mut Mentions<'_>, mut draft: Draft<'l>) -> Draft<'l> {
    let to_a_thing = draft.act.target.iter().any(|s| matches!(s, Slot::OfObject(_)));
    if draft.targets.is_empty() && to_a_thing && draft.act.pos == TriggerPos::Verb {
        for object in people.tree.objects(draft.trigger) {
            draft.targets = slots::makers(people, object);
            draft.targets.retain(|t| draft.sources.iter().all(|s| s.span != t.span));
        }
    }
    draft
}

/// Whether a sentence is about sport or show business: different words of one such field that weigh two together.
pub(crate) fn is_other_field(tree: Tree<'_>, lexicon: &Lexicon, sentence: usize) -> bool {
    let mut seen: Vec<(String, &str, u8)> = Vec::new();
    for i in tree.analysis.sentences[sentence].tokens.clone() {
        let lemma = tree.lemma(i).to_lowercase();
        if let Some((field, weight)) =
            lexicon.other_field(&lemma).filter(|_| seen.iter().all(|(l, ..)| *l != lemma))
        {
            seen.push((lemma, field, weight));
        }
    }
    seen.iter()
        .any(|(_, field, _)| seen.iter().filter(|s| s.1 == *field).map(|s| s.2).sum::<u8>() >= 2)
}

/// As which parts of speech a token can be a trigger.
fn trigger_readings(tree: Tree<'_>, i: usize) -> &'static [TriggerPos] {
    use EntityLabel as E;
    let named = tree.token(i).entity.is_some_and(|e| {
        matches!(e.label, E::WorkOfArt | E::Product | E::Law | E::Person | E::Date)
    });
    if named {
        return &[];
    }
    match tree.pos(i) {
        Pos::Verb if matches!(tree.token(i).tag, Tag::Vbn | Tag::Vbg) => {
            &[TriggerPos::Verb, TriggerPos::Adjective]
        }
        Pos::Verb => &[TriggerPos::Verb],
        Pos::Noun | Pos::Propn if tree.dep(i) == Dep::Compound => &[],
        Pos::Noun | Pos::Propn => &[TriggerPos::Noun],
        Pos::Adj => &[TriggerPos::Adjective],
        _ => &[],
    }
}

/// How well an entry fits: what it asked for and got, how full its slots are, how sure its words are.
fn fitness(draft: &Draft<'_>) -> f32 {
    let asked = draft.taken.len() as f32 + f32::from(u8::from(!draft.act.subjects.is_empty()));
    // "needs: armed" narrows a meaning; "needs: actor" is only caution.
    let narrow = draft.act.needs.iter().filter(|n| n.party != PartyType::Actor).count() as f32;
    let modifiers = draft.words as f32;
    let full = f32::from(u8::from(!draft.sources.is_empty()))
        + f32::from(u8::from(!draft.targets.is_empty()));
    asked + 0.3 * narrow + 0.5 * modifiers + full + 2.0 * draft.act.confidence
}

/// An entry at a token, if its conditions hold.
fn draft<'l>(people: &mut Mentions<'_>, i: usize, act: &'l Act) -> Option<Draft<'l>> {
    let tree = people.tree;
    let matching = act.triggers.iter().filter(|t| has_trigger(tree, i, act.pos, t));
    let words = matching.map(|t| t.others.len()).max()?;
    // "forces **loyal** to the general": whose they are, not what they do.
    let owned = tree.dep(i) == Dep::Amod && people.lexicon.tie(tree.word(i)) == Some(&Tie::Own);
    if owned {
        return None;
    }
    // "they **paid** a high price" holds nothing out.
    let past = matches!(tree.token(i).tag, Tag::Vbd | Tag::Vbn | Tag::Vbg);
    let modal = || tree.kids(i).any(|k| tree.token(k).tag == Tag::Md);
    if act.source == [Slot::Speaker] && &*act.class == "THREATEN" && past && !modal() {
        return None;
    }
    let mut taken = Vec::new();
    if !act.subjects.is_empty() {
        let doer = tree.doer(i)?;
        if !act.subjects.iter().any(|l| is_noun(tree, doer, l)) {
            return None;
        }
    }
    if !act.objects.is_empty() {
        // "the Chad Air **flight**": parsers take the name for the head and what it is for an apposition.
        let named = |o: usize| tree.kids(o).filter(|&k| tree.dep(k) == Dep::Appos).chain([o]);
        let objects = tree.objects(i).into_iter().flat_map(|o| tree.conjuncts(o)).flat_map(named);
        let counted = |o: usize| {
            Some(o)
                .filter(|&o| is_quantity(tree, o))
                .and_then(|o| tree.prep_object(o, "of"))
                .unwrap_or(o)
        };
        taken
            .push(objects.map(counted).find(|&o| act.objects.iter().any(|l| is_noun(tree, o, l)))?);
    }
    for (preps, lemmas) in &act.with {
        taken.push(complement(people, i, act.pos, preps, lemmas)?);
    }
    let mut sides = sides(people, i, act)?;
    if is_on_the_spot(act) {
        settle(people, i, act.pos, &mut sides);
    }
    let draft = Draft {
        trigger: i,
        act,
        sources: sides.0,
        targets: sides.1,
        taken,
        words,
        spoken: act.source == [Slot::Speaker],
    };
    let somebody = draft.sources.iter().chain(&draft.targets).any(|p| !p.identity.is_empty());
    let needs = draft.act.needs.iter().all(|need| is_met(people, &draft, need));
    let idle = is_private(&draft) || is_advice(&draft) || is_danger(people, &draft);
    (somebody && needs && !idle).then_some(draft)
}

/// Whether an act is done where its parties are at home: envoys meet and speak anywhere.
fn is_on_the_spot(act: &Act) -> bool {
    const ANYWHERE: [&str; 9] = [
        "CONSULT",
        "AGREE",
        "COOPERATE",
        "SUPPORT",
        "REQUEST",
        "COMMENT",
        "ACCUSE",
        "REJECT",
        "THREATEN",
    ];
    !ANYWHERE.contains(&&*act.class)
}

/// "Police arrested four students in **Cairo**": who is local and has no country has the place's; what is attacked there, too.
fn settle(
    people: &mut Mentions<'_>,
    trigger: usize,
    pos: TriggerPos,
    (sources, targets): &mut (Vec<Party>, Vec<Party>),
) {
    const LOCAL: [&str; 12] =
        ["CVL", "COP", "GOV", "JUD", "LEG", "EDU", "LAB", "OPP", "REL", "MED", "AGR", "REB"];
    let is_local = |p: &Party| {
        p.identity.code.starts_with("---")
            && p.identity.sectors.first().is_some_and(|s| LOCAL.contains(&s.as_str()))
    };
    if !sources.iter().chain(targets.iter()).any(is_local) {
        return;
    }
    let slot = |prep: &str| Slot::Prep(prep.into());
    let place = ["in", "at", "near", "outside", "through", "across"]
        .iter()
        .flat_map(|prep| slots::fill(people, trigger, pos, &slot(prep)));
    let Some(country) = place.into_iter().find_map(|o| country_of_place(people, o)) else { return };
    for party in sources.iter_mut().chain(targets.iter_mut()).filter(|p| is_local(p)) {
        people.settle(party, country);
    }
}

/// "in **Cairo**", "in the east of the **Gaza** Strip".
fn country_of_place<'a>(people: &Mentions<'a>, noun: usize) -> Option<&'a str> {
    let inner = || people.tree.prep_object(noun, "of").and_then(|o| people.country_at(o));
    people.country_at(noun).or_else(inner)
}

/// Whether a token is this trigger, with its particles or modifiers.
pub(crate) fn has_trigger(tree: Tree<'_>, i: usize, pos: TriggerPos, trigger: &Lemma) -> bool {
    let is = |word: &str| word.eq_ignore_ascii_case(&trigger.head);
    if !(is(tree.lemma(i)) || pos == TriggerPos::Adjective && is(tree.word(i))) {
        return false;
    }
    match pos {
        TriggerPos::Noun => is_noun(tree, i, trigger),
        _ => {
            let joined =
                |before: &str| i >= 2 && tree.word(i - 1) == "-" && tree.is_word(i - 2, before);
            trigger.hyphened.as_deref().is_none_or(joined)
                && trigger.others.iter().all(|word| has_particle(tree, i, word))
        }
    }
}

/// A particle or preposition under a verb, or right after it; not one that only says when ("called **on** Wednesday").
fn has_particle(tree: Tree<'_>, verb: usize, word: &str) -> bool {
    let under = |k: usize| {
        matches!(
            tree.dep(k),
            Dep::Prt
                | Dep::Prep
                | Dep::Advmod
                | Dep::Dative
                | Dep::Agent
                | Dep::Npadvmod
                | Dep::Acomp
                | Dep::Oprd
        )
    };
    let when = |k: usize| {
        let object = tree.kid(k, &[Dep::Pobj]);
        let label = object.and_then(|o| tree.token(o).entity).map(|e| e.label);
        matches!(label, Some(EntityLabel::Date | EntityLabel::Time))
    };
    let is = |k: usize| tree.is_word(k, word) && !when(k);
    // "called **for** Norway to stay": the parser makes it the conjunction of the clause.
    let marks = |k: usize| {
        word == "for"
            && matches!(tree.dep(k), Dep::Ccomp | Dep::Xcomp | Dep::Advcl)
            && tree.kids(k).any(|m| tree.dep(m) == Dep::Mark && tree.is_word(m, word))
    };
    let next = verb + 1;
    (next < tree.analysis.tokens.len() && is(next))
        || tree
            .kids(verb)
            .any(|k| marks(k) || under(k) && (is(k) || tree.kids(k).any(|kk| under(kk) && is(kk))))
}

/// Whether a noun is this lemma with its modifiers before it and what belongs after it.
fn is_noun(tree: Tree<'_>, i: usize, lemma: &Lemma) -> bool {
    let is = |word: &str| word.eq_ignore_ascii_case(&lemma.head);
    // The lemmatizer leaves plural names alone: "Afghans".
    let one = || tree.word(i).strip_suffix('s').filter(|_| tree.token(i).tag == Tag::Nnps);
    if !is(tree.lemma(i)) && !is(tree.word(i)) && !one().is_some_and(is) {
        return false;
    }
    let mut at = i;
    for word in lemma.others.iter().rev() {
        loop {
            if at == 0 {
                return false;
            }
            at -= 1;
            if tree.word(at) != "-" {
                break;
            }
        }
        if !tree.is_word(at, word) {
            return false;
        }
    }
    let following = (i + 1..tree.analysis.tokens.len()).take(lemma.after.len());
    following.len() == lemma.after.len()
        && following.zip(&lemma.after).all(|(k, word)| tree.is_word(k, word))
}

/// "hundreds of homes": the words that count what follows.
pub(crate) fn is_quantity(tree: Tree<'_>, i: usize) -> bool {
    matches!(
        tree.lemma(i),
        "hundred"
            | "thousand"
            | "dozen"
            | "score"
            | "million"
            | "number"
            | "group"
            | "handful"
            | "majority"
            | "lot"
            | "couple"
            | "ton"
            | "series"
            | "wave"
            | "crowd"
            | "member"
            | "pair"
            | "string"
            | "convoy"
            | "batch"
            | "rest"
            | "half"
            | "some"
            | "all"
            | "many"
            | "most"
            | "one"
            | "several"
            | "part"
            | "percent"
            | "round"
            | "set"
            | "package"
            | "raft"
            | "tranche"
            | "slew"
            | "spate"
            | "flurry"
    )
}

/// A prepositional complement with one of these nouns.
fn complement(
    people: &Mentions<'_>,
    i: usize,
    pos: TriggerPos,
    preps: &[Box<str>],
    lemmas: &[Lemma],
) -> Option<usize> {
    preps.iter().find_map(|prep| {
        if &**prep == "inf" {
            let is =
                |v: usize| lemmas.iter().any(|l| l.head.eq_ignore_ascii_case(people.tree.lemma(v)));
            let tree = people.tree;
            // "allowed troops to **cross**"
            let own = tree.kids(i).filter(|&k| tree.dep(k) == Dep::Ccomp && is_infinitive(tree, k));
            return own.chain(slots::infinitives(tree, &[i])).find(|&v| is(v));
        }
        let fits =
            |&o: &usize| lemmas.is_empty() || lemmas.iter().any(|l| is_noun(people.tree, o, l));
        let objects = slots::fill(people, i, pos, &Slot::Prep(prep.clone()));
        objects.into_iter().flat_map(|o| people.tree.conjuncts(o)).find(fits)
    })
}

/// Both sides of an act; `None` where something that is no party does it.
fn sides(people: &mut Mentions<'_>, i: usize, act: &Act) -> Option<(Vec<Party>, Vec<Party>)> {
    if act.reciprocal {
        return Some(both_sides(people, i, act));
    }
    let tree = people.tree;
    let source_heads = heads(people, i, act, &act.source);
    // A plane that lands is no visit of its owner; the head of an agency is one of it.
    let travels = act.pos == TriggerPos::Verb && &*act.class == "CONSULT";
    let heads_it = |&h: &usize| tree.prep_object(h, "of").is_some();
    let strict = travels && !source_heads.iter().any(heads_it);
    let reading = if strict { Reading::Strict } else { Reading::Loose };
    let mut sources = first_parties(people, &source_heads, reading);
    let somebody_unknown = source_heads.first().filter(|_| sources.is_empty()).copied();
    if let Some(head) = somebody_unknown.filter(|_| act.pos == TriggerPos::Verb) {
        let excused = people.lexicon.is_instrument(tree.lemma(head))
            || tree.pos(head) == Pos::Pron
            || is_person(people, head);
        if !excused {
            return None;
        }
    }
    if sources.is_empty() && act.pos == TriggerPos::Noun && &*act.class == "CONSULT" {
        sources = guest(people, i);
    }
    if sources.is_empty() && act.pos == TriggerPos::Verb && tree.is_passive(i) {
        sources = owner_of_means(people, i, act);
    }
    let target_heads = heads(people, i, act, &act.target);
    let reading = if is_blame(act) { Reading::Blame } else { Reading::Deep };
    let targets = other_parties(people, &target_heads, &sources, reading);
    unsettle(people, &mut sources, &targets);
    if sources.iter().any(|s| s.identity.is_empty()) && sources.len() > 1 {
        sources.retain(|s| !s.identity.is_empty());
    }
    Some((sources, targets))
}

/// Whether an act is held against who did something.
fn is_blame(act: &Act) -> bool {
    matches!(&*act.class, "ACCUSE" | "REJECT")
}

/// "The ministers condemned **Chad**": they are not Chad's, though it is the only country there is.
pub(crate) fn unsettle(people: &mut Mentions<'_>, sources: &mut [Party], targets: &[Party]) {
    let abroad = |s: &Party| {
        targets.iter().any(|t| {
            t.identity.sectors.is_empty()
                && t.identity.country.is_some()
                && t.identity.country == s.identity.country
        })
    };
    sources.iter_mut().filter(|s| abroad(s)).for_each(|s| people.unsettle(s));
}

fn is_person(people: &Mentions<'_>, head: usize) -> bool {
    people.tree.token(head).entity.is_some_and(|e| e.label == EntityLabel::Person)
}

fn heads(people: &Mentions<'_>, i: usize, act: &Act, slots: &[Slot]) -> Vec<usize> {
    let mut heads: Vec<usize> = Vec::new();
    let told = is_told_of_people(people, i, act);
    let is_where = |slot: &Slot| matches!(slot, Slot::Prep(p) if WHERE.contains(&&**p));
    // "condemned the killing **of** priests": that says whom it struck, not who is blamed.
    let of_victims = is_blame(act) && slots::is_of_victims(people, i);
    let is_victim =
        |slot: &Slot| matches!(slot, Slot::OfObject(of) if **of == Slot::Prep("of".into()));
    let fits = |slot: &&Slot| (!told || !is_where(slot)) && (!of_victims || !is_victim(slot));
    for slot in slots.iter().filter(fits) {
        for head in slots::fill(people, i, act.pos, slot) {
            if !heads.contains(&head) && head != i {
                heads.push(head);
            }
        }
    }
    heads
}

/// "A car bomb in Kabul killed **nine people**": the verb says whom it struck, and the town is only where.
fn is_told_of_people(people: &Mentions<'_>, noun: usize, act: &Act) -> bool {
    let tree = people.tree;
    let Some(verb) = tree.head(noun).filter(|_| tree.dep(noun) == Dep::Nsubj) else { return false };
    let same = |a: &Act| a.class == act.class && a.subjects.iter().any(|l| is_noun(tree, noun, l));
    act.pos == TriggerPos::Noun
        && people.lexicon.acts_for(TriggerPos::Verb, tree.lemma(verb)).any(same)
}

const WHERE: [&str; 5] = ["in", "at", "near", "outside", "around"];

fn first_parties(people: &mut Mentions<'_>, heads: &[usize], reading: Reading) -> Vec<Party> {
    let mut found = Vec::new();
    for &head in heads {
        found = slots::parties(people, head, reading);
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// "On a visit to Chile, the **president** laid a wreath": the one whose clause a fronted visit or talk stands in.
fn guest(people: &mut Mentions<'_>, noun: usize) -> Vec<Party> {
    let tree = people.tree;
    let prep = tree.head(noun).filter(|&p| {
        tree.dep(noun) == Dep::Pobj && matches!(tree.lemma(p), "on" | "in" | "during")
    });
    let clause = prep.and_then(|p| tree.head(p)).filter(|&v| is_predicate(tree, v));
    clause.and_then(|v| tree.doer(v)).map(|d| people.parties(d)).unwrap_or_default()
}

/// The first of some heads that names somebody else than these: a party is not its own counterpart.
fn other_parties(
    people: &mut Mentions<'_>,
    heads: &[usize],
    these: &[Party],
    reading: Reading,
) -> Vec<Party> {
    for &head in heads {
        let mut found = slots::parties(people, head, reading);
        found.retain(|t| these.iter().all(|s| (s.span, s.actor) != (t.span, t.actor)));
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// "were killed in **Israeli** shelling": who owns the act that a passive names as its means or occasion.
fn owner_of_means(people: &mut Mentions<'_>, verb: usize, act: &Act) -> Vec<Party> {
    let tree = people.tree;
    let lexicon = people.lexicon;
    let same_kind = |noun: usize| {
        lexicon.acts_for(TriggerPos::Noun, tree.lemma(noun)).any(|a| a.class == act.class)
    };
    for prep in ["in", "by", "during"] {
        for noun in tree.prep_objects(verb, prep) {
            // "killed during his **visit**": that is no means.
            if !lexicon.is_instrument(tree.lemma(noun)) && !same_kind(noun) {
                continue;
            }
            let doers = slots::fill(people, noun, TriggerPos::Noun, &Slot::Subject);
            let found = first_parties(people, &doers, Reading::Strict);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// "met", "talks between A and B", "A met with B": everybody is on both sides.
///
/// Where the words tell two sides apart, the source is the first and the target the second; else all stand on both.
fn both_sides(people: &mut Mentions<'_>, i: usize, act: &Act) -> (Vec<Party>, Vec<Party>) {
    for prep in ["between", "among"] {
        for between in slots::fill(people, i, act.pos, &Slot::Prep(prep.into())) {
            let all = people.parties(between);
            if !all.is_empty() {
                return (all.clone(), all);
            }
        }
    }
    let source_heads = heads(people, i, act, &act.source);
    let mut first = first_parties(people, &source_heads, Reading::Loose);
    if first.is_empty() && act.pos == TriggerPos::Noun && &*act.class == "CONSULT" {
        first = guest(people, i);
    }
    let mut other_slots = act.target.clone();
    other_slots.extend([Slot::Prep("with".into())]);
    let other_heads = heads(people, i, act, &other_slots);
    let mut second = other_parties(people, &other_heads, &first, Reading::Deep);
    if second.is_empty() && act.pos == TriggerPos::Noun {
        // "engaged the peacekeepers in a firefight"
        let object = slots::support(people, i)
            .and_then(|(verb, _)| people.tree.undergoer(verb))
            .filter(|&o| o != i);
        second =
            object.map(|o| other_parties(people, &[o], &first, Reading::Deep)).unwrap_or_default();
    }
    // "talks of France and Germany", "the Franco-German summit": one noun names all.
    if first.len() > 1 && second.is_empty() {
        second = first.clone();
    } else if second.len() > 1 && first.is_empty() {
        first = second.clone();
    }
    (first, second)
}

fn is_met(people: &mut Mentions<'_>, draft: &Draft<'_>, need: &Need) -> bool {
    if need.party == PartyType::Thing {
        let object = people.tree.undergoer(draft.trigger);
        return object.is_some_and(|o| people.parties(o).is_empty());
    }
    let parties: Vec<Party> = match need.side {
        Side::Source => draft.sources.clone(),
        Side::Target => draft.targets.clone(),
        Side::Object => match people.tree.undergoer(draft.trigger) {
            Some(object) => people.parties(object),
            None => Vec::new(),
        },
    };
    let named = |p: &Party| {
        matches!(need.party, PartyType::Actor | PartyType::People) && is_named(people, p)
    };
    parties.iter().any(|p| is_type(p, need.party) || named(p))
}

/// Whether a party has a name, be it one that no table holds: that makes it somebody.
fn is_named(people: &Mentions<'_>, party: &Party) -> bool {
    let tree = people.tree;
    let first = tree.analysis.tokens.partition_point(|t| t.start < party.span.start);
    let mut inside =
        (first..tree.analysis.tokens.len()).take_while(|&i| party.span.contains(tree.span(i)));
    // The first word of a sentence has its capital for nothing.
    inside.any(|i| {
        let first = tree.analysis.sentences[tree.sentence(i)].tokens.start == i;
        tree.pos(i) == Pos::Propn && (!first || people.name_at(i).is_some())
    })
}

/// Cooperation between private parties is no politics: "the bank is ready for talks with creditors".
fn is_private(draft: &Draft<'_>) -> bool {
    const COOPERATION: [&str; 8] =
        ["AGREE", "AID", "COMMENT", "CONCEDE", "CONSULT", "COOPERATE", "RETREAT", "SUPPORT"];
    const PRIVATE: [&str; 7] = ["AGR", "BUS", "CRM", "CVL", "EDU", "JRN", "MED"];
    let private = |p: &Party| match p.identity.sectors.first() {
        Some(sector) => PRIVATE.contains(&sector.as_str()),
        None => p.identity.is_empty(),
    };
    COOPERATION.contains(&&*draft.act.class)
        && draft.sources.iter().chain(&draft.targets).all(private)
}

/// "the rockets threaten houses", "threatens Chad's harvest": a danger to things is no threat made to anybody.
fn is_danger(people: &Mentions<'_>, draft: &Draft<'_>) -> bool {
    const ENDANGER: [&str; 2] = ["threaten", "menace"];
    let bare = draft.taken.is_empty() && ENDANGER.contains(&people.tree.lemma(draft.trigger));
    let object = people.tree.undergoer(draft.trigger).filter(|_| bare);
    object.is_some_and(|o| !people.is_somebody(o))
}

/// "Chile warned its citizens": a state that warns people of its own gives advice and no threat.
fn is_advice(draft: &Draft<'_>) -> bool {
    let source = draft.sources.first().map(|p| &p.identity);
    let own = |p: &Party| {
        p.identity.sectors.first().is_some_and(|s| s == "CVL")
            && p.identity.country.is_some()
            && source.is_some_and(|source| source.country == p.identity.country)
    };
    let people = |sides: &[Party]| !sides.is_empty() && sides.iter().all(own);
    &*draft.act.class == "THREATEN" && people(&draft.targets)
}

fn is_type(party: &Party, wanted: PartyType) -> bool {
    const ARMED: [&str; 6] = ["MIL", "COP", "PRM", "REB", "SPY", "UAF"];
    let identity = &party.identity;
    let sector = identity.sectors.first().map(String::as_str);
    match wanted {
        PartyType::Actor => !identity.is_empty(),
        PartyType::Thing => false,
        PartyType::State => {
            (identity.country.is_some()
                && matches!(sector, None | Some("GOV" | "MIL" | "LEG" | "JUD" | "COP" | "SPY")))
                || identity.code.starts_with("IGO")
        }
        PartyType::Armed => identity.sectors.iter().any(|s| ARMED.contains(&s.as_str())),
        PartyType::People => sector.is_some() || identity.country.is_some(),
    }
}

/// Drops a nominal act that another trigger of the same class has taken as its object ("held **talks**").
fn without_echoes<'l>(tree: Tree<'_>, drafts: Vec<Draft<'l>>) -> Vec<Draft<'l>> {
    let is_echo = |d: &Draft<'_>| {
        drafts.iter().any(|other| {
            other.trigger != d.trigger
                && other.act.class == d.act.class
                && (other.taken.contains(&d.trigger)
                    || (d.act.pos == TriggerPos::Noun
                        && tree.head(d.trigger) == Some(other.trigger)
                        && tree.dep(d.trigger) == Dep::Dobj))
        })
    };
    let echoes: Vec<bool> = drafts.iter().map(is_echo).collect();
    drafts.into_iter().zip(echoes).filter(|(_, echo)| !echo).map(|(d, _)| d).collect()
}
