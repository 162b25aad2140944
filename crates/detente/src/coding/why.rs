//! Why an event reads as it does, for people who doubt it.

use crate::coding::acts::has_trigger;
use crate::coding::mentions::Mentions;
use crate::coding::scope;
use crate::coding::slots;
use crate::coding::slots::Reading;
use crate::coding::typing;
use crate::coding::typing::Typer;
use crate::lexicon::Lemma;
use crate::lexicon::Slot;
use crate::lexicon::TriggerPos;
use crate::lexicon::composed;
use crate::model::Event;
use crate::model::Party;
use crate::model::Span;
use crate::model::Status;
use detente_language::Pos;

/// What led to an event, beside what the record says.
#[derive(Clone, Debug, Default)]
pub struct Why {
    /// Its sources, then its targets, each with the slot it stands in.
    pub parties: Vec<Filled>,
    /// The words weighed for its status, from the trigger outward; the first is the trigger by its own tense.
    pub steps: Vec<Weighed>,
    /// Where the classifier chose the class: all classes with their probabilities, the likeliest first.
    pub classes: Vec<(String, f32)>,
    /// Where the classifier chose the class: its features and what each added to the score, the largest first.
    pub features: Vec<(String, f32)>,
}

/// A party and where the rule found it.
#[derive(Clone, Debug)]
pub struct Filled {
    /// Whether it is a source; else it is a target.
    pub is_source: bool,
    /// Its words.
    pub span: Span,
    /// The slot of the rule, as written in the lexicon; `None` where none of them leads there directly.
    pub slot: Option<String>,
}

/// A word that was weighed for a status.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// The word.
    pub span: Span,
    /// The status after it.
    pub status: Status,
    /// The operator that it is, if it is one.
    pub operator: Option<String>,
}

/// `events` are those that the lexicon found, without those of the classifier.
pub(crate) fn why(
    people: &mut Mentions<'_>,
    typer: &Typer,
    events: &[Event],
    event: &Event,
) -> Why {
    let entry = Entry::of(people, event);
    let trigger = trigger(people, event, &entry);
    let mut parties = filled(people, trigger, &entry, event, true);
    parties.extend(filled(people, trigger, &entry, event, false));
    let mut why = Why { parties, steps: steps(people, trigger, entry.lasting), ..Why::default() };
    if event.rule == composed::TYPED.rule {
        typed(people, typer, events, event, &mut why);
    }
    why
}

/// What is needed of the entry whose rule found an event.
struct Entry<'l> {
    pos: TriggerPos,
    triggers: &'l [Lemma],
    source: Vec<Slot>,
    target: Vec<Slot>,
    lasting: bool,
}

impl<'l> Entry<'l> {
    fn of(people: &Mentions<'l>, event: &Event) -> Self {
        let lexicon = people.lexicon;
        if let Some(act) = lexicon.acts.iter().find(|a| *a.rule == *event.rule) {
            let mut target = act.target.clone();
            if act.reciprocal {
                target.extend([Slot::Prep("with".into()), Slot::Prep("between".into())]);
            }
            let (triggers, source) = (&act.triggers[..], act.source.clone());
            return Entry { pos: act.pos, triggers, source, target, lasting: act.lasting };
        }
        if let Some(it) = lexicon.operators.iter().find(|o| *o.rule == *event.rule) {
            let (triggers, target) = (&it.triggers[..], it.target.clone());
            let source = vec![Slot::Subject];
            return Entry { pos: it.pos, triggers, source, target, lasting: false };
        }
        let (source, target) = (vec![Slot::Subject], vec![Slot::Object]);
        Entry { pos: TriggerPos::Verb, triggers: &[], source, target, lasting: false }
    }
}

/// The token of an event's trigger that the rule names; else its first verb, or its first word.
fn trigger(people: &Mentions<'_>, event: &Event, entry: &Entry<'_>) -> usize {
    let tree = people.tree;
    let tokens = tree.analysis.sentences[event.sentence].tokens.clone();
    let first = tokens.start;
    let inside: Vec<usize> = tokens.filter(|&i| event.trigger.contains(tree.span(i))).collect();
    let named = |&&i: &&usize| entry.triggers.iter().any(|t| has_trigger(tree, i, entry.pos, t));
    let verb = || inside.iter().find(|&&i| tree.pos(i) == Pos::Verb);
    inside.iter().find(named).or_else(verb).or(inside.first()).copied().unwrap_or(first)
}

/// One side's parties, each with the first slot of the entry that leads to it.
fn filled(
    people: &mut Mentions<'_>,
    trigger: usize,
    entry: &Entry<'_>,
    event: &Event,
    is_source: bool,
) -> Vec<Filled> {
    let (parties, first, second) = if is_source {
        (&event.sources, &entry.source, &entry.target)
    } else {
        (&event.targets, &entry.target, &entry.source)
    };
    let slots: Vec<&Slot> = first.iter().chain(second).collect();
    let slot = |people: &mut Mentions<'_>, party: &Party| {
        let direct = slots.iter().find(|slot| leads_to(people, trigger, entry.pos, slot, party));
        // The inner event is not at hand; what none of the others gave is its.
        let inner = first.iter().find(|s| matches!(s, Slot::InnerSource | Slot::InnerTarget));
        direct.copied().or(inner).map(Slot::to_string)
    };
    parties.iter().map(|p| Filled { is_source, span: p.span, slot: slot(people, p) }).collect()
}

fn leads_to(
    people: &mut Mentions<'_>,
    trigger: usize,
    pos: TriggerPos,
    slot: &Slot,
    party: &Party,
) -> bool {
    let heads = slots::fill(people, trigger, pos, slot);
    heads.into_iter().any(|head| {
        slots::parties(people, head, Reading::Loose).iter().any(|p| p.span == party.span)
    })
}

fn steps(people: &Mentions<'_>, trigger: usize, lasting: bool) -> Vec<Weighed> {
    let (tree, lexicon) = (people.tree, people.lexicon);
    let operators = scope::scope(tree, lexicon, trigger, lasting).operators;
    let operator = |token: usize| operators.iter().find(|(t, _)| *t == token);
    scope::steps(tree, lexicon, trigger, lasting)
        .into_iter()
        .map(|step| Weighed {
            span: tree.span(step.token),
            status: step.status,
            operator: operator(step.token).map(|(_, o)| o.rule.to_string()),
        })
        .collect()
}

/// What the classifier saw, and what it made of it.
fn typed(people: &mut Mentions<'_>, typer: &Typer, events: &[Event], event: &Event, why: &mut Why) {
    let span = |parties: &[Party]| parties.first().map(|p| p.span);
    let (source, target) = (span(&event.sources), span(&event.targets));
    let features = typing::features(people, events, source, target);
    let mut classes: Vec<(String, f32)> =
        typer.classes.iter().cloned().zip(typer.probabilities(&features)).collect();
    let chosen = typer.classes.iter().position(|c| Some(c) == event.class.as_ref());
    classes.sort_by(|a, b| b.1.total_cmp(&a.1));
    why.classes = classes;
    let named = typing::described(people, events, source, target);
    let hashes: Vec<u32> = named.iter().map(|(hash, _)| *hash).collect();
    let parts = chosen.map(|class| typer.contributions(&hashes, class)).unwrap_or_default();
    let name = |hash: u32| named.iter().find(|(h, _)| *h == hash).map(|(_, name)| name.clone());
    why.features = parts.into_iter().filter_map(|(h, part)| name(h).map(|n| (n, part))).collect();
}
