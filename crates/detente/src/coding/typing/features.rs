//! What the classifier looks at: words, their order round the two parties, the path between them, and lexicon hits.

use crate::coding::mentions::Mentions;
use crate::coding::tree::Tree;
use crate::coding::tree::is_predicate;
use crate::lexicon::TriggerPos;
use crate::model::Event;
use crate::model::Party;
use crate::model::Span;
use detente_language::Dep;
use detente_language::Pos;
use std::ops::Range;

/// Hashes of what holds of a pair, sorted, none twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    pub(crate) hashes: Vec<u32>,
}

/// The features of a pair; `None` is nobody named.
pub(crate) fn features(
    people: &mut Mentions<'_>,
    events: &[Event],
    source: Option<Span>,
    target: Option<Span>,
) -> Features {
    let it = Collector { hashes: Vec::with_capacity(256), names: None };
    let mut it = collected(it, people, events, source, target);
    it.hashes.sort_unstable();
    it.hashes.dedup();
    Features { hashes: it.hashes }
}

/// The features of a pair, each with its parts for people to read, in the order of [`Features`].
pub(crate) fn described(
    people: &mut Mentions<'_>,
    events: &[Event],
    source: Option<Span>,
    target: Option<Span>,
) -> Vec<(u32, String)> {
    let it = Collector { hashes: Vec::new(), names: Some(Vec::new()) };
    let it = collected(it, people, events, source, target);
    let mut named: Vec<(u32, String)> =
        it.hashes.into_iter().zip(it.names.unwrap_or_default()).collect();
    named.sort();
    named.dedup_by_key(|(hash, _)| *hash);
    named
}

fn collected(
    mut it: Collector,
    people: &mut Mentions<'_>,
    events: &[Event],
    source: Option<Span>,
    target: Option<Span>,
) -> Collector {
    let tree = people.tree;
    let anchor = source.or(target);
    let Some(sentence) = anchor.and_then(|a| sentence_at(tree, a)) else {
        return it;
    };
    let pair = Pair {
        tree,
        sentence: sentence.clone(),
        source: tokens(tree, &sentence, source),
        target: tokens(tree, &sentence, target),
    };
    it.words(&pair);
    it.grams(&pair);
    it.syntax(people, &pair);
    it.roles(people, &pair);
    it.hits(events, &pair, source, target);
    it.parties(people, &pair);
    it
}

/// The two parties in their sentence, as token ranges (empty where nobody is named).
struct Pair<'a> {
    tree: Tree<'a>,
    sentence: Range<usize>,
    source: Range<usize>,
    target: Range<usize>,
}

impl Pair<'_> {
    /// The token that a party's words hang on.
    fn head(&self, party: &Range<usize>) -> Option<usize> {
        let outside = |&i: &usize| self.tree.head(i).is_none_or(|h| !party.contains(&h));
        party.clone().find(outside)
    }

    /// Before, between or after the parties.
    fn zone(&self, i: usize) -> &'static str {
        let first = if self.source.is_empty() {
            self.target.start
        } else if self.target.is_empty() {
            self.source.start
        } else {
            self.source.start.min(self.target.start)
        };
        let last = self.source.end.max(self.target.end);
        if i < first {
            "b"
        } else if i >= last {
            "a"
        } else {
            "m"
        }
    }

    fn is_party(&self, i: usize) -> bool {
        self.source.contains(&i) || self.target.contains(&i)
    }

    fn order(&self) -> &'static str {
        if self.source.is_empty() || self.target.is_empty() {
            "1"
        } else if self.source.start < self.target.start {
            "st"
        } else {
            "ts"
        }
    }
}

struct Collector {
    hashes: Vec<u32>,
    /// The parts of each, where somebody asks.
    names: Option<Vec<String>>,
}

impl Collector {
    fn add(&mut self, parts: &[&str]) {
        self.hashes.push(hash(parts));
        if let Some(names) = &mut self.names {
            names.push(parts.join(" "));
        }
    }

    /// Lemmas by zone.
    fn words(&mut self, pair: &Pair<'_>) {
        let order = pair.order();
        for i in pair.sentence.clone() {
            if pair.is_party(i) || pair.tree.pos(i) == Pos::Punct {
                continue;
            }
            let lemma = pair.tree.lemma(i).to_lowercase();
            self.add(&["w", &lemma]);
            self.add(&["z", order, pair.zone(i), &lemma]);
        }
    }

    /// Runs of two and three lemmas with the parties as marks.
    fn grams(&mut self, pair: &Pair<'_>) {
        let mut words: Vec<String> = Vec::new();
        for i in pair.sentence.clone() {
            let word = if pair.source.contains(&i) {
                "<S>".to_owned()
            } else if pair.target.contains(&i) {
                "<T>".to_owned()
            } else if pair.tree.pos(i) == Pos::Num {
                "<N>".to_owned()
            } else {
                pair.tree.lemma(i).to_lowercase()
            };
            if word.starts_with('<') && words.last() == Some(&word) {
                continue;
            }
            words.push(word);
        }
        for w in words.windows(2) {
            self.add(&["g", &w[0], &w[1]]);
        }
        for w in words.windows(3) {
            self.add(&["g", &w[0], &w[1], &w[2]]);
        }
    }

    /// Governors of both parties, the path between them, and what hangs on its top.
    fn syntax(&mut self, people: &Mentions<'_>, pair: &Pair<'_>) {
        let tree = pair.tree;
        let (source, target) = (pair.head(&pair.source), pair.head(&pair.target));
        for (side, head) in [("s", source), ("t", target)] {
            let Some(head) = head else { continue };
            let chain = ancestors(tree, head);
            let mut deps = String::new();
            for pair in chain.windows(2).take(3) {
                deps.push_str(tree.dep(pair[0]).label());
                deps.push('/');
                self.add(&["gov", side, &deps, tree.lemma(pair[1])]);
            }
        }
        let (Some(source), Some(target)) = (source, target) else { return };
        let (up, top, down) = path(tree, source, target);
        let deps = |nodes: &[usize]| {
            nodes.iter().map(|&i| tree.dep(i).label()).collect::<Vec<_>>().join("<")
        };
        self.add(&["path", &deps(&up), ">", &deps(&down)]);
        self.add(&["top", tree.lemma(top), &deps(&up), ">", &deps(&down)]);
        for &i in up.iter().chain(&down).chain([&top]).filter(|&&i| i != source && i != target) {
            self.add(&["on", tree.lemma(i)]);
            self.known(people, i, "on");
        }
        for k in tree.kids(top) {
            self.add(&["kid", tree.lemma(top), tree.dep(k).label(), tree.lemma(k)]);
            if matches!(tree.dep(k), Dep::Neg | Dep::Aux | Dep::Prt | Dep::Auxpass) {
                self.add(&["aux", tree.dep(k).label(), tree.lemma(k)]);
            }
        }
        for i in pair
            .sentence
            .clone()
            .filter(|&i| !pair.is_party(i) && (is_predicate(tree, i) || tree.pos(i) == Pos::Noun))
        {
            self.known(people, i, pair.zone(i));
        }
    }

    /// What each party is to each predicate, deep: doer or undergoer through passives, control and coordination.
    fn roles(&mut self, people: &Mentions<'_>, pair: &Pair<'_>) {
        let tree = pair.tree;
        for i in pair.sentence.clone().filter(|&i| !pair.is_party(i) && tree.pos(i) == Pos::Verb) {
            let (source, target) = (role(tree, i, &pair.source), role(tree, i, &pair.target));
            if source.is_empty() && target.is_empty() {
                continue;
            }
            let lemma = tree.lemma(i);
            let object =
                tree.undergoer(i).filter(|&o| !pair.is_party(o)).map_or("", |o| tree.lemma(o));
            let polarity = polarity(tree, i);
            self.add(&["role", lemma, &source, &target]);
            self.add(&["rolep", lemma, &source, &target, polarity]);
            self.add(&["roleo", lemma, &source, &target, object]);
            if !source.is_empty() {
                self.add(&["srole", lemma, &source]);
                self.add(&["sobj", lemma, object]);
            }
            for act in people.lexicon.acts_for(TriggerPos::Verb, lemma) {
                self.add(&["rolec", &act.class, &source, &target]);
            }
        }
    }

    /// Classes and operators that the lexicon has for a word, whatever its frame.
    fn known(&mut self, people: &Mentions<'_>, i: usize, place: &str) {
        let tree = people.tree;
        let pos = match tree.pos(i) {
            Pos::Verb | Pos::Aux => TriggerPos::Verb,
            Pos::Noun | Pos::Propn => TriggerPos::Noun,
            Pos::Adj => TriggerPos::Adjective,
            _ => return,
        };
        let lemma = tree.lemma(i);
        let mut classes: Vec<&str> =
            people.lexicon.acts_for(pos, lemma).map(|a| &*a.class).collect();
        classes.sort_unstable();
        classes.dedup();
        for class in &classes {
            self.add(&["lex", place, class]);
        }
        if let [only] = classes[..] {
            self.add(&["lex1", place, only]);
        }
        for operator in people.lexicon.operators_for(pos, lemma).take(2) {
            self.add(&["op", place, &operator.rule]);
        }
    }

    /// Events that the lexicon found here, by which of the two parties they have.
    fn hits(
        &mut self,
        events: &[Event],
        pair: &Pair<'_>,
        source: Option<Span>,
        target: Option<Span>,
    ) {
        let tree = pair.tree;
        let here = tree.cover((pair.sentence.start, pair.sentence.end - 1));
        for event in events.iter().filter(|e| here.contains(e.trigger)) {
            let has = |parties: &[Party], span: Option<Span>| {
                span.is_some_and(|s| parties.iter().any(|p| p.span.overlaps(s)))
            };
            let sides = match (has(&event.sources, source), has(&event.targets, target)) {
                (true, true) => "both",
                (true, false) => "source",
                (false, true) => "target",
                _ if has(&event.targets, source) || has(&event.sources, target) => "swapped",
                _ => "none",
            };
            let class = event.class.as_deref().unwrap_or("COMMENT");
            let real = if event.status.is_real() { "real" } else { event.status.as_str() };
            self.add(&["hit", sides, class]);
            self.add(&["hit", sides, class, real]);
            if sides == "both" {
                self.add(&["rule", &event.rule]);
                event.operators.iter().for_each(|o| self.add(&["under", o, class]));
            }
        }
    }

    fn parties(&mut self, people: &mut Mentions<'_>, pair: &Pair<'_>) {
        let mut kind = |party: &Range<usize>| {
            let described = pair.head(party).and_then(|h| people.describe(h));
            described.map(|d| {
                (d.identity.sectors.first().cloned().unwrap_or_default(), d.identity.country)
            })
        };
        let (source, target) = (kind(&pair.source), kind(&pair.target));
        let sector = |p: &Option<(String, Option<String>)>| {
            p.as_ref().map_or("-".to_owned(), |p| p.0.clone())
        };
        self.add(&["sector", "s", &sector(&source)]);
        self.add(&["sector", "t", &sector(&target)]);
        self.add(&["sectors", &sector(&source), &sector(&target)]);
        let same = matches!((&source, &target), (Some((_, Some(a))), Some((_, Some(b)))) if a == b);
        self.add(&["same", if same { "1" } else { "0" }]);
    }
}

/// What a party is to a predicate: `D`oer, `U`ndergoer, a preposition's object, or nothing.
fn role(tree: Tree<'_>, predicate: usize, party: &Range<usize>) -> String {
    if tree.doer(predicate).is_some_and(|d| party.contains(&d)) {
        return "D".to_owned();
    }
    if tree.undergoer(predicate).is_some_and(|u| party.contains(&u)) {
        return "U".to_owned();
    }
    for k in tree.kids(predicate).filter(|&k| matches!(tree.dep(k), Dep::Prep | Dep::Dative)) {
        if party.contains(&k) || tree.kid(k, &[Dep::Pobj]).is_some_and(|o| party.contains(&o)) {
            return tree.lemma(k).to_owned();
        }
    }
    // The party owns or qualifies the object: "rejected Norway's proposal".
    let inside =
        tree.undergoer(predicate).is_some_and(|u| party.clone().any(|i| tree.is_under(i, u)));
    if inside { "O".to_owned() } else { String::new() }
}

/// Whether a predicate is negated, future, modal, or plain.
fn polarity(tree: Tree<'_>, predicate: usize) -> &'static str {
    let has = |f: &dyn Fn(usize) -> bool| tree.kids(predicate).any(f);
    if has(&|k| tree.dep(k) == Dep::Neg) {
        "not"
    } else if has(&|k| tree.dep(k) == Dep::Aux && matches!(tree.lemma(k), "will" | "shall")) {
        "will"
    } else if has(&|k| {
        tree.dep(k) == Dep::Aux
            && matches!(
                tree.lemma(k),
                "would" | "could" | "may" | "might" | "should" | "must" | "can"
            )
    }) {
        "may"
    } else if has(&|k| tree.dep(k) == Dep::Aux && tree.lemma(k) == "to") {
        "to"
    } else {
        "is"
    }
}

/// The sentence in which a stretch begins.
fn sentence_at(tree: Tree<'_>, span: Span) -> Option<Range<usize>> {
    tree.analysis.sentences.iter().find(|s| s.span.overlaps(span)).map(|s| s.tokens.clone())
}

/// The tokens of a stretch; empty where there is none.
fn tokens(tree: Tree<'_>, sentence: &Range<usize>, span: Option<Span>) -> Range<usize> {
    let Some(span) = span else { return sentence.start..sentence.start };
    let inside: Vec<usize> = sentence.clone().filter(|&i| tree.span(i).overlaps(span)).collect();
    match (inside.first(), inside.last()) {
        (Some(&first), Some(&last)) => first..last + 1,
        _ => sentence.start..sentence.start,
    }
}

/// A token and its heads, up to the root.
fn ancestors(tree: Tree<'_>, i: usize) -> Vec<usize> {
    let mut chain = vec![i];
    while let Some(h) = tree.head(chain[chain.len() - 1]) {
        chain.push(h);
    }
    chain
}

/// From one token up to the common top and down to the other: nodes below the top on each side, and the top.
fn path(tree: Tree<'_>, from: usize, to: usize) -> (Vec<usize>, usize, Vec<usize>) {
    let (a, b) = (ancestors(tree, from), ancestors(tree, to));
    let top = a.iter().copied().find(|i| b.contains(i)).unwrap_or(from);
    let below = |chain: Vec<usize>| chain.into_iter().take_while(|&i| i != top).collect::<Vec<_>>();
    let mut down = below(b);
    down.reverse();
    (below(a), top, down)
}

/// FNV-1a over the parts with a mark between them.
fn hash(parts: &[&str]) -> u32 {
    let mut h: u32 = 0x811c_9dc5;
    for part in parts {
        for byte in part.bytes().chain([0x1f]) {
            h = (h ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    // A last mix, since FNV's high bits are weak for short strings.
    h ^= h >> 15;
    h = h.wrapping_mul(0x2c1b_3c6d);
    h ^ (h >> 13)
}
