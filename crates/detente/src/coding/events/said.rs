//! Statements that are acts by what they say: forecasts of hostility, refusals, demands, threats.

use crate::coding::events::Found;
use crate::coding::events::code_for;
use crate::coding::events::holders;
use crate::coding::events::speaks_of_itself;
use crate::coding::events::status;
use crate::coding::events::subject_of_condition;
use crate::coding::mentions::Mentions;
use crate::coding::scope::Scope;
use crate::coding::tree::Tree;
use crate::lexicon::Code;
use crate::lexicon::Lexicon;
use crate::lexicon::Operator;
use crate::lexicon::composed::DEMAND;
use crate::lexicon::composed::FORECAST;
use crate::lexicon::composed::REFUSAL;
use crate::lexicon::composed::THREAT;
use crate::model::Party;
use crate::model::Stance;
use crate::model::Statement;
use crate::model::Status;
use detente_language::Dep;

/// Classes whose forecast of another is a pessimistic comment.
const HOSTILE: [&str; 6] = ["ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION", "THREATEN"];

/// Saying that another will do a hostile act is a pessimistic comment of the speaker (CAMEO 012).
pub(super) fn of_forecasts<'l>(
    tree: Tree<'_>,
    people: &Mentions<'_>,
    statements: &[Statement],
    found: &[Found<'l>],
) -> Vec<Found<'l>> {
    let mut out: Vec<Found<'l>> = Vec::new();
    for f in found.iter().filter(|f| HOSTILE.contains(&f.class) && !f.sources.is_empty()) {
        let held_by = holders(tree, statements, f);
        if status(tree, f, people, statements, &held_by) != Status::Predicted {
            continue;
        }
        let said = held_by
            .iter()
            .map(|h| &statements[h.statement])
            .find(|s| s.speaker.is_some() && s.cue.is_some());
        let Some(said) = said.filter(|s| !speaks_of_itself(people, s, f)) else { continue };
        let Some((verb, speaker)) = saying(tree, people, said) else { continue };
        if !found.iter().chain(&out).any(|o| o.trigger == verb) {
            let targets = f.sources.clone();
            out.push(Found {
                cameo: "012",
                ..act(verb, FORECAST.rule, "COMMENT", speaker, targets)
            });
        }
    }
    out
}

/// "They said they will not end the blockade": saying that one will not do a friendly act is a refusal.
pub(super) fn of_refusals<'l>(
    tree: Tree<'_>,
    lexicon: &'l Lexicon,
    people: &mut Mentions<'_>,
    statements: &[Statement],
    found: &[Found<'l>],
) -> Vec<Found<'l>> {
    let Some(refuse) = operator(lexicon, "en.operator.refuse") else { return Vec::new() };
    let mut out = Vec::new();
    for statement in statements {
        let (Some(speaker), Some(verb)) = (statement.speaker, statement.head.map(|h| h as usize))
        else {
            continue;
        };
        if !will_not(tree, verb) {
            continue;
        }
        let Some(doer) = doer(tree, people, verb) else { continue };
        let own = doer.span.overlaps(speaker.span)
            || (doer.actor.is_some() && doer.actor == speaker.actor);
        let inner = found.iter().find(|f| f.trigger == verb);
        let Some(code) = code_for(refuse, inner.map(|f| f.class)) else { continue };
        if !own || inner.is_some_and(|f| HOSTILE.contains(&f.class) || f.class == "REJECT") {
            continue;
        }
        let object = || tree.undergoer(verb).map(|o| people.parties(o)).unwrap_or_default();
        let targets = inner.map(|f| f.targets.clone()).unwrap_or_else(object);
        out.push(coded(code, act(verb, REFUSAL.rule, REFUSAL.class, doer, targets)));
    }
    out
}

/// "Moscow must withdraw, said Stoltenberg": saying that another has to do something is an appeal to it.
pub(super) fn of_demands<'l>(
    tree: Tree<'_>,
    lexicon: &'l Lexicon,
    people: &mut Mentions<'_>,
    statements: &[Statement],
    found: &[Found<'l>],
) -> Vec<Found<'l>> {
    let Some(urge) = operator(lexicon, "en.operator.urge") else { return Vec::new() };
    let mut out: Vec<Found<'l>> = Vec::new();
    for statement in statements {
        let Some(head) = statement.head.map(|h| h as usize) else { continue };
        let Some((verb, speaker)) = saying(tree, people, statement) else { continue };
        let Some(bound) = duty(tree, head).and_then(|act| doer(tree, people, act)) else {
            continue;
        };
        let same = bound.span.overlaps(speaker.span) || bound.identity == speaker.identity;
        let taken = found.iter().chain(&out).any(|o| o.trigger == verb);
        if same || taken || speaker.identity.is_empty() {
            continue;
        }
        let inner = found.iter().find(|f| tree.is_under(f.trigger, head));
        let Some(code) = code_for(urge, inner.map(|f| f.class)) else { continue };
        out.push(coded(code, act(verb, DEMAND.rule, DEMAND.class, speaker, vec![bound])));
    }
    out
}

/// "Sweden will recall its envoy if Norway closes the border, the minister said": telling a hostile act of one's own, should another
/// act, is a threat (so is warning of one's own).
pub(super) fn of_threats<'l>(
    tree: Tree<'_>,
    lexicon: &'l Lexicon,
    people: &mut Mentions<'_>,
    statements: &[Statement],
    found: &[Found<'l>],
) -> Vec<Found<'l>> {
    let Some(threaten) = operator(lexicon, "en.operator.threaten") else { return Vec::new() };
    let mut out: Vec<Found<'l>> = Vec::new();
    for f in found.iter().filter(|f| HOSTILE.contains(&f.class) && f.class != "THREATEN") {
        let open = matches!(f.scope.status, Status::Planned | Status::Conditional);
        let held_by = holders(tree, statements, f);
        let Some(told) = held_by.last().map(|h| &statements[h.statement]).filter(|_| open) else {
            continue;
        };
        let Some((verb, speaker)) = saying(tree, people, told) else { continue };
        let taken = found
            .iter()
            .chain(&out)
            .any(|o| o.class == "THREATEN" && tree.sentence(o.trigger) == tree.sentence(verb));
        let warns = told.stance == Stance::Predicts && f.scope.status == Status::Conditional;
        let depends = f.scope.condition.is_some() || warns;
        if taken || !depends || !speaks_of_itself(people, told, f) {
            continue;
        }
        let Some(code) = code_for(threaten, Some(f.class)) else { continue };
        let named: Vec<Party> =
            f.targets.iter().filter(|t| t.identity.country.is_some()).cloned().collect();
        let mut bound = || f.scope.condition.and_then(|c| subject_of_condition(people, c));
        let mut targets = if named.is_empty() { bound().into_iter().collect() } else { named };
        targets.retain(|t| t.identity.country != speaker.identity.country);
        out.push(coded(code, act(verb, THREAT.rule, THREAT.class, speaker, targets)));
    }
    out
}

fn operator<'l>(lexicon: &'l Lexicon, rule: &str) -> Option<&'l Operator> {
    lexicon.operators.iter().find(|o| &*o.rule == rule)
}

/// The last word of a statement's cue, and its speaker.
fn saying(tree: Tree<'_>, people: &Mentions<'_>, said: &Statement) -> Option<(usize, Party)> {
    let (speaker, cue) = (said.speaker?, said.cue?);
    let verb = (0..tree.analysis.tokens.len()).rev().find(|&i| cue.contains(tree.span(i)))?;
    let identity = people.identity(speaker.actor?)?.clone();
    Some((verb, Party { span: speaker.span, actor: speaker.actor, identity }))
}

fn doer(tree: Tree<'_>, people: &mut Mentions<'_>, verb: usize) -> Option<Party> {
    let found = tree.doer(verb).and_then(|d| people.party(d));
    found.filter(|d| !d.identity.is_empty())
}

/// "will not go", not "will not be stopped".
fn will_not(tree: Tree<'_>, verb: usize) -> bool {
    let will = tree
        .kids(verb)
        .any(|k| tree.dep(k) == Dep::Aux && matches!(tree.lemma(k), "will" | "wo" | "would"));
    will && tree.kids(verb).any(|k| tree.dep(k) == Dep::Neg) && !tree.is_passive(verb)
}

/// The verb that somebody is told to do: "must **withdraw**", "has to **withdraw**".
fn duty(tree: Tree<'_>, head: usize) -> Option<usize> {
    let must = tree
        .kids(head)
        .any(|k| tree.dep(k) == Dep::Aux && matches!(tree.lemma(k), "must" | "should"));
    // "should Russia invade" is a condition.
    let inverted = tree
        .kid(head, &[Dep::Nsubj])
        .is_some_and(|s| tree.kids(head).any(|k| k < s && tree.lemma(k) == "should"));
    if must && !inverted && !tree.is_passive(head) {
        return Some(head);
    }
    let bound = matches!(tree.lemma(head), "have" | "need" | "ought");
    tree.kid(head, &[Dep::Xcomp]).filter(|_| bound)
}

fn coded<'l>(code: &'l Code, found: Found<'l>) -> Found<'l> {
    Found { class: &code.class, mode: code.mode.as_deref(), cameo: &code.cameo, ..found }
}

/// An act that is done by saying it.
fn act<'l>(
    trigger: usize,
    rule: &'l str,
    class: &'l str,
    source: Party,
    targets: Vec<Party>,
) -> Found<'l> {
    Found {
        trigger,
        is_operator: true,
        sources: vec![source],
        targets,
        class,
        mode: None,
        cameo: "",
        contexts: &[],
        rule,
        confidence: 0.6,
        taken: Vec::new(),
        reciprocal: false,
        scope: Scope {
            status: Status::Happened,
            condition: None,
            operators: Vec::new(),
            future: false,
        },
    }
}
