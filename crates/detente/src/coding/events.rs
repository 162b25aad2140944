//! Drafts, scopes and statements → events.

mod said;

use crate::coding::acts;
use crate::coding::acts::Draft;
use crate::coding::acts::has_trigger;
use crate::coding::contexts;
use crate::coding::magnitude;
use crate::coding::mentions::Mentions;
use crate::coding::mentions::ties;
use crate::coding::scene;
use crate::coding::scope;
use crate::coding::scope::Scope;
use crate::coding::slots;
use crate::coding::slots::Reading;
use crate::coding::tree::Tree;
use crate::coding::tree::is_predicate;
use crate::coding::typing;
use crate::coding::typing::Typer;
use crate::lexicon::Code;
use crate::lexicon::Complement;
use crate::lexicon::Lexicon;
use crate::lexicon::Operator;
use crate::lexicon::Slot;
use crate::lexicon::TriggerPos;
use crate::lexicon::composed;
use crate::model::Article;
use crate::model::Basis;
use crate::model::Coded;
use crate::model::Event;
use crate::model::EventTime;
use crate::model::Holder;
use crate::model::Party;
use crate::model::Place;
use crate::model::Precision;
use crate::model::Published;
use crate::model::Span;
use crate::model::Stance;
use crate::model::Statement;
use crate::model::Status;
use crate::model::TimeKind;
use crate::model::TimeMention;
use detente_language::Dep;
use detente_language::Pos;
use detente_language::Tag;
use sha2::Digest;
use sha2::Sha256;

/// The events of a document, in text order of their triggers.
pub(crate) fn events<'l>(
    article: &Article,
    tree: Tree<'_>,
    lexicon: &'l Lexicon,
    people: &mut Mentions<'_>,
    statements: &[Statement],
    drafts: Vec<Draft<'l>>,
    coded: &Coded,
) -> Vec<Event> {
    let mut found: Vec<Found<'l>> =
        drafts.into_iter().map(|d| of_draft(tree, lexicon, d)).collect();
    found.extend(of_operators(tree, lexicon, people, &found));
    // What was not said is nothing: "declined to comment" is an event for its declining alone.
    found.retain(|f| {
        let refused = f.scope.status == Status::Negated && !f.scope.operators.is_empty();
        f.class != "COMMENT" || !refused
    });
    found.sort_by_key(|f| (f.trigger, f.is_operator));
    let mut found = without_twins(tree, found);
    let forecasts = said::of_forecasts(tree, people, statements, &found);
    found.extend(forecasts);
    let refusals = said::of_refusals(tree, lexicon, people, statements, &found);
    found.extend(refusals);
    let demands = said::of_demands(tree, lexicon, people, statements, &found);
    found.extend(demands);
    let threats = said::of_threats(tree, lexicon, people, statements, &found);
    found.extend(threats);
    let visits = visits(tree, people, &mut found, &coded.places);
    found.extend(visits);
    found.sort_by_key(|f| (f.trigger, f.is_operator));
    let mut events: Vec<Event> =
        found.iter().map(|f| event(article, tree, lexicon, people, statements, f, coded)).collect();
    magnitudes(tree, lexicon, &found, &mut events);
    propositions(&mut events);
    events
}

/// The numbers stated for each event, each number for one event only.
fn magnitudes(tree: Tree<'_>, lexicon: &Lexicon, found: &[Found<'_>], events: &mut [Event]) {
    let assaults = found.iter().filter(|f| f.class == "ASSAULT");
    let rivals: Vec<usize> = assaults.map(|f| f.trigger).collect();
    for (event, f) in events.iter_mut().zip(found) {
        event.magnitude = magnitude::magnitude(tree, lexicon, f.class, f.trigger, &rivals);
    }
}

/// An event before it is dressed for the record.
struct Found<'l> {
    trigger: usize,
    is_operator: bool,
    sources: Vec<Party>,
    targets: Vec<Party>,
    class: &'l str,
    mode: Option<&'l str>,
    cameo: &'l str,
    contexts: &'l [Box<str>],
    rule: &'l str,
    confidence: f32,
    /// Tokens beyond the trigger that carry the act ("imposed **sanctions**").
    taken: Vec<usize>,
    /// Whether all parties are on both sides.
    reciprocal: bool,
    scope: Scope<'l>,
}

fn of_draft<'l>(tree: Tree<'_>, lexicon: &'l Lexicon, draft: Draft<'l>) -> Found<'l> {
    let act = draft.act;
    let mut scope = scope::scope(tree, lexicon, draft.trigger, act.lasting);
    if draft.spoken {
        // The threat is made by saying it, whatever its own tense.
        scope.status = Status::Happened;
    }
    Found {
        trigger: draft.trigger,
        is_operator: false,
        sources: draft.sources,
        targets: draft.targets,
        class: &act.class,
        mode: act.mode.as_deref(),
        cameo: &act.cameo,
        contexts: &act.contexts,
        rule: &act.rule,
        confidence: act.confidence,
        taken: draft.taken,
        reciprocal: act.reciprocal,
        scope,
    }
}

/// The events that operators are themselves: refusals, promises, denials, appeals.
fn of_operators<'l>(
    tree: Tree<'_>,
    lexicon: &'l Lexicon,
    people: &mut Mentions<'_>,
    found: &[Found<'l>],
) -> Vec<Found<'l>> {
    let mut out: Vec<Found<'l>> = Vec::new();
    for (inner, f) in found.iter().enumerate() {
        for &(token, operator) in &f.scope.operators {
            if !operator.codes.is_empty() && !out.iter().any(|o| o.trigger == token) {
                out.extend(of_operator(
                    tree,
                    lexicon,
                    people,
                    token,
                    operator,
                    Some(&found[nearest(found, token, inner)]),
                ));
            }
        }
    }
    for i in 0..tree.analysis.tokens.len() {
        let taken = found.iter().chain(&out).any(|f| f.trigger == i);
        if taken {
            continue;
        }
        if let Some(operator) = lone_operator(tree, lexicon, i) {
            out.extend(of_operator(tree, lexicon, people, i, operator, None));
        }
    }
    out
}

/// Events of clauses that tie two parties together by words the lexicon does not have: the classifier says what they are.
pub(crate) fn typed(
    article: &Article,
    people: &mut Mentions<'_>,
    typer: &Typer,
    statements: &[Statement],
    events: &mut Vec<Event>,
    coded: &Coded,
) {
    let (tree, lexicon) = (people.tree, people.lexicon);
    let mut new: Vec<Event> = Vec::new();
    for verb in 0..tree.analysis.tokens.len() {
        let Some((source, target)) = untyped_pair(people, verb, events) else { continue };
        let features = typing::features(people, events, Some(source.span), Some(target.span));
        let Some((class, sure)) = typer.best(&features) else { continue };
        let Some((class, known)) = lexicon.classes.get_key_value(class).filter(|_| sure >= SURE)
        else {
            continue;
        };
        let found = Found {
            trigger: verb,
            is_operator: false,
            sources: vec![source],
            targets: vec![target],
            class,
            mode: None,
            cameo: &known.cameo,
            contexts: &[],
            rule: composed::TYPED.rule,
            confidence: sure * 0.8,
            taken: Vec::new(),
            reciprocal: false,
            scope: scope::scope(tree, lexicon, verb, false),
        };
        if is_operators(&found) {
            continue;
        }
        let mut event = event(article, tree, lexicon, people, statements, &found, coded);
        event.magnitude =
            magnitude::magnitude(tree, lexicon, class, verb, &rivals(tree, verb, events));
        new.push(event);
    }
    if !new.is_empty() {
        events.extend(new);
        events.sort_by_key(|e| (e.trigger, e.rule.clone()));
        propositions(events);
    }
}

/// "agreed to **set up**": the class is that of the word above, which is an event by itself.
fn is_operators(f: &Found<'_>) -> bool {
    f.scope.operators.iter().any(|(_, o)| o.codes.values().any(|code| &*code.class == f.class))
}

/// A verb, and the words of its sentence that other assaults have.
fn rivals(tree: Tree<'_>, verb: usize, events: &[Event]) -> Vec<usize> {
    let assaults = || events.iter().filter(|e| e.class.as_deref() == Some("ASSAULT"));
    let sentence = tree.analysis.sentences[tree.sentence(verb)].tokens.clone();
    sentence
        .filter(|&i| i == verb || assaults().any(|e| e.trigger.contains(tree.span(i))))
        .collect()
}

/// How sure the classifier must be of a clause that the lexicon does not know.
const SURE: f32 = 0.92;

/// The doer and the other party of a verb that is no trigger, where both are known and no event has them yet.
fn untyped_pair(
    people: &mut Mentions<'_>,
    verb: usize,
    events: &[Event],
) -> Option<(Party, Party)> {
    let (tree, lexicon) = (people.tree, people.lexicon);
    let span = tree.span(verb);
    if tree.pos(verb) != Pos::Verb
        || PLAIN.contains(&tree.lemma(verb))
        || ties::is_tie(tree, lexicon, verb)
        || lexicon.reporting(tree.lemma(verb)).is_some()
        || events.iter().any(|e| e.trigger.contains(span))
        || acts::is_other_field(tree, lexicon, tree.sentence(verb))
    {
        return None;
    }
    let source =
        tree.doer(verb).and_then(|d| people.party(d)).filter(|p| !p.identity.is_empty())?;
    let mut heads: Vec<usize> = tree.undergoer(verb).into_iter().collect();
    heads.extend(TOWARDS.iter().flat_map(|prep| tree.prep_objects(verb, prep)));
    let other = |p: &Party| {
        !p.identity.is_empty() && p.span != source.span && p.identity != source.identity
    };
    let target = heads
        .into_iter()
        .find_map(|h| slots::parties(people, h, Reading::Strict).into_iter().find(other))?;
    let sentence = tree.analysis.sentences[tree.sentence(verb)].span;
    let known = |e: &Event| {
        sentence.contains(e.trigger)
            && e.sources.iter().any(|p| p.span.overlaps(source.span))
            && e.targets.iter().any(|p| p.span.overlaps(target.span))
    };
    (!events.iter().any(known)).then_some((source, target))
}

/// Verbs that say nothing by themselves.
const PLAIN: [&str; 16] = [
    "be", "have", "do", "include", "become", "remain", "seem", "appear", "get", "go", "come",
    "face", "accord", "follow", "miss", "use",
];

/// Prepositions that lead to the other party of an act.
const TOWARDS: [&str; 8] = ["to", "with", "against", "on", "from", "into", "at", "over"];

/// Of the events that an operator acts on, the one closest to it.
fn nearest(found: &[Found<'_>], token: usize, first: usize) -> usize {
    let depth = |f: &Found<'_>| f.scope.operators.iter().position(|(t, _)| *t == token);
    (0..found.len())
        .filter_map(|i| depth(&found[i]).map(|d| (d, found[i].trigger.abs_diff(token), i)))
        .min()
        .map_or(first, |(_, _, i)| i)
}

/// An operator that is an event although nothing the lexicon knows stands inside it.
fn lone_operator<'l>(tree: Tree<'_>, lexicon: &'l Lexicon, i: usize) -> Option<&'l Operator> {
    if tree.pos(i) != Pos::Verb {
        return None;
    }
    lexicon.operators_for(TriggerPos::Verb, &tree.lemma(i).to_lowercase()).find(|o| {
        o.alone
            && o.triggers.iter().any(|t| has_trigger(tree, i, TriggerPos::Verb, t))
            && o.complements.iter().any(|c| match c {
                Complement::Clause => {
                    let is_own = |k: usize| matches!(tree.dep(k), Dep::Ccomp | Dep::Xcomp);
                    tree.kids(i).any(|k| is_own(k) || slots::is_wish(tree, k))
                }
                Complement::Prep(prep) => {
                    tree.undergoer(i).is_some() && tree.prep_object(i, prep).is_some()
                }
                _ => false,
            })
    })
}

fn of_operator<'l>(
    tree: Tree<'_>,
    lexicon: &'l Lexicon,
    people: &mut Mentions<'_>,
    token: usize,
    operator: &'l Operator,
    inner: Option<&Found<'l>>,
) -> Option<Found<'l>> {
    // "ready to **repel** an attack" is no threat to attack: the act inside is kept off.
    let kept_off = inner.is_some_and(|f| is_kept_off(f, token));
    let code = code_for(operator, inner.filter(|_| !kept_off).map(|f| f.class))?;
    let doers = slots::fill(people, token, operator.pos, &Slot::Subject);
    let sources = doers
        .into_iter()
        .map(|head| slots::parties(people, head, Reading::Loose))
        .find(|p| !p.is_empty());
    let sources = sources.unwrap_or_default();
    let mut targets = operator_targets(people, token, operator, inner, &sources);
    if &*code.class == "THREATEN" && targets.iter().all(|t| t.identity.country.is_none()) {
        let condition = inner.and_then(|f| f.scope.condition);
        let bound = condition.and_then(|c| subject_of_condition(people, c));
        let other = bound.filter(|b| sources.iter().all(|s| s.identity != b.identity));
        targets = other.map_or(targets, |other| vec![other]);
    }
    let mut sources = sources;
    acts::unsettle(people, &mut sources, &targets);
    if sources.iter().chain(&targets).all(|p| p.identity.is_empty())
        || (sources.is_empty() && operator.pos == TriggerPos::Verb && !tree.is_passive(token))
    {
        return None;
    }
    // An accusation needs somebody accused; so does an appeal that stands alone.
    let needs_target = matches!(&*code.class, "ACCUSE" | "REQUEST" | "THREATEN");
    if targets.is_empty() && (&*code.class == "ACCUSE" || (inner.is_none() && needs_target)) {
        return None;
    }
    // "Chad and Niger agreed to meet": with each other.
    let mutual = operator.mutual && sources.len() > 1 && targets.is_empty();
    Some(Found {
        trigger: token,
        is_operator: true,
        sources,
        targets,
        class: &code.class,
        mode: code.mode.as_deref(),
        cameo: &code.cameo,
        contexts: &[],
        rule: &operator.rule,
        confidence: operator.confidence,
        taken: Vec::new(),
        reciprocal: mutual,
        scope: scope::scope(tree, lexicon, token, false),
    })
}

/// "unless **Norway** releases the sailors": on whom a condition depends.
fn subject_of_condition(people: &mut Mentions<'_>, condition: Span) -> Option<Party> {
    let tree = people.tree;
    let inside = |i: usize| condition.contains(tree.span(i));
    let tokens = 0..tree.analysis.tokens.len();
    let clause = tokens.into_iter().find(|&i| inside(i) && !tree.head(i).is_some_and(inside))?;
    let subject = tree.kid(clause, &[Dep::Nsubj, Dep::Nsubjpass])?;
    people.party(subject).filter(|p| !p.identity.is_empty())
}

/// Whether a word between an act and an operator that is no event by itself makes the act its opposite: "avoid", "repel".
fn is_kept_off(inner: &Found<'_>, operator: usize) -> bool {
    let between = inner.scope.operators.iter().take_while(|(token, _)| *token != operator);
    between.into_iter().any(|(_, o)| {
        o.codes.is_empty() && matches!(o.inner, Some(Status::Negated | Status::Failed))
    })
}

fn code_for<'l>(operator: &'l Operator, inner: Option<&str>) -> Option<&'l Code> {
    inner.and_then(|class| operator.codes.get(class)).or_else(|| operator.codes.get("*"))
}

/// Whom an operator's own event is done to: the first of its slots that holds somebody else.
fn operator_targets(
    people: &mut Mentions<'_>,
    token: usize,
    operator: &Operator,
    inner: Option<&Found<'_>>,
    sources: &[Party],
) -> Vec<Party> {
    for slot in &operator.target {
        let mut found = match slot {
            Slot::InnerSource => inner.map(|f| f.sources.clone()).unwrap_or_default(),
            Slot::InnerTarget => inner.map(|f| f.targets.clone()).unwrap_or_default(),
            slot => {
                let heads = slots::fill(people, token, operator.pos, slot);
                heads
                    .into_iter()
                    .flat_map(|head| slots::parties(people, head, Reading::Loose))
                    .collect()
            }
        };
        found.retain(|t| sources.iter().all(|s| s.span != t.span && s.identity != t.identity));
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// A meeting at home of one side is a visit by the other (CAMEO 042), whom the first hosts (043).
fn visits<'l>(
    tree: Tree<'_>,
    people: &Mentions<'_>,
    found: &mut [Found<'l>],
    places: &[Place],
) -> Vec<Found<'l>> {
    let mut hosts = Vec::new();
    for f in found.iter_mut().filter(|f| {
        f.reciprocal
            && f.class == "CONSULT"
            && f.cameo == "040"
            && f.sources.len() == 1
            && f.targets.len() == 1
    }) {
        let Some(place) = scene::of_clause(tree, f.trigger, &parties(f), places) else { continue };
        let country = |p: &Party| p.identity.country.clone();
        let (source, target) = (country(&f.sources[0]), country(&f.targets[0]));
        if place.country.is_none()
            || target != place.country
            || source.is_none()
            || source == target
        {
            continue;
        }
        f.cameo = "042";
        f.reciprocal = false;
        f.mode = Some("visit");
        let Some(trigger) =
            (0..tree.analysis.tokens.len()).find(|&i| place.span.contains(tree.span(i)))
        else {
            continue;
        };
        hosts.push(Found {
            trigger,
            is_operator: true,
            sources: f.targets.clone(),
            targets: f.sources.clone(),
            class: f.class,
            mode: f.mode,
            cameo: "043",
            contexts: f.contexts,
            rule: composed::HOST.rule,
            confidence: 0.6,
            taken: Vec::new(),
            reciprocal: false,
            scope: f.scope.clone(),
        });
    }
    let _ = people;
    hosts
}

/// Drops the weaker of two readings of one act: the same class at one trigger, or at two verbs in coordination with the same parties.
fn without_twins<'l>(tree: Tree<'_>, found: Vec<Found<'l>>) -> Vec<Found<'l>> {
    let mut kept: Vec<Found<'l>> = Vec::new();
    for f in found {
        let twin = kept.iter().position(|k| is_twin(tree, k, &f));
        match twin {
            Some(k) if fullness(&f) > fullness(&kept[k]) => kept[k] = f,
            Some(_) => {}
            None => kept.push(f),
        }
    }
    kept
}

fn is_twin(tree: Tree<'_>, a: &Found<'_>, b: &Found<'_>) -> bool {
    // "lifted the ban": ending something is one act, under whichever name the lexicon knows it best.
    if a.trigger == b.trigger && b.is_operator && b.class == "RETREAT" && a.class == "CONCEDE" {
        return true;
    }
    if a.class != b.class {
        return false;
    }
    if a.trigger == b.trigger {
        return true;
    }
    let coordinated = tree.dep(b.trigger) == Dep::Conj && tree.head(b.trigger) == Some(a.trigger);
    // "attacked and destroyed the convoy", not "recognized Kosovo and opened an embassy in Pristina"
    let same = |x: &[Party], y: &[Party]| x.iter().map(|p| p.span).eq(y.iter().map(|p| p.span));
    let alike = !a.targets.is_empty() || a.cameo == b.cameo;
    coordinated && alike && same(&a.sources, &b.sources) && same(&a.targets, &b.targets)
}

fn fullness(f: &Found<'_>) -> (usize, usize, usize) {
    (
        usize::from(!f.sources.is_empty()) + usize::from(!f.targets.is_empty()),
        f.taken.len(),
        f.cameo.len(),
    )
}

fn event(
    article: &Article,
    tree: Tree<'_>,
    lexicon: &Lexicon,
    people: &Mentions<'_>,
    statements: &[Statement],
    f: &Found<'_>,
    coded: &Coded,
) -> Event {
    let held_by = holders(tree, statements, f);
    let status = status(tree, f, people, statements, &held_by);
    let told = held_by.last().map(|h| &statements[h.statement]);
    let sentence = tree.sentence(f.trigger);
    let class = (f.class != "COMMENT").then(|| f.class.to_owned());
    let quad = class.as_ref().and_then(|c| lexicon.classes.get(c)).and_then(|c| c.quad);
    let trigger = trigger_span(tree, f);
    Event {
        id: id(article, trigger, f),
        sentence,
        trigger,
        sources: if f.reciprocal { everybody(f) } else { f.sources.clone() },
        targets: if f.reciprocal { others(tree, f) } else { f.targets.clone() },
        class,
        mode: f.mode.map(str::to_owned),
        contexts: contexts::contexts(tree, lexicon, f.trigger, f.contexts),
        cameo: f.cameo.to_owned(),
        quad,
        goldstein: lexicon.goldstein(f.cameo),
        status,
        held_by,
        condition: f.scope.condition,
        time: time(article, tree, f.trigger, status, told, &coded.times),
        place: scene::scene(article, tree, lexicon, &act(f, quad), &coded.places),
        proposition: None,
        magnitude: None,
        rule: f.rule.to_owned(),
        operators: f.scope.operators.iter().map(|(_, o)| o.rule.to_string()).collect(),
        confidence: f.confidence,
    }
}

/// The parties of both sides, in text order, none twice.
fn everybody(f: &Found<'_>) -> Vec<Party> {
    let mut all: Vec<Party> = f.sources.iter().chain(&f.targets).cloned().collect();
    all.sort_by_key(|p| (p.span, p.actor));
    all.dedup_by_key(|p| (p.span, p.actor));
    all
}

/// The same on the other side, but for a body that meets by itself: "the cabinet held a meeting".
fn others(tree: Tree<'_>, f: &Found<'_>) -> Vec<Party> {
    let all = everybody(f);
    if let [only] = &all[..]
        && is_one(tree, only.span)
    {
        return Vec::new();
    }
    all
}

/// Whether a noun phrase speaks of one ("the cabinet"), not of several ("the two leaders", "a group of ministers").
fn is_one(tree: Tree<'_>, span: Span) -> bool {
    let inside = |i: usize| span.contains(tree.span(i));
    let tokens = 0..tree.analysis.tokens.len();
    let head = tokens
        .into_iter()
        .filter(|&i| inside(i))
        .find(|&i| tree.head(i).is_none_or(|h| !inside(h)));
    head.is_some_and(|h| {
        matches!(tree.token(h).tag, Tag::Nn | Tag::Nnp) && !acts::is_quantity(tree, h)
    })
}

/// The trigger with the words it asked for, if they stand close by.
fn trigger_span(tree: Tree<'_>, f: &Found<'_>) -> Span {
    let near = |t: &&usize| t.abs_diff(f.trigger) <= 6;
    let span =
        f.taken.iter().filter(near).fold(tree.span(f.trigger), |span, &t| span.cover(tree.span(t)));
    let particle = tree.kid(f.trigger, &[Dep::Prt]).filter(|&p| p == f.trigger + 1);
    particle.map_or(span, |p| span.cover(tree.span(p)))
}

/// Statements whose content holds the trigger, outermost first.
fn holders(tree: Tree<'_>, statements: &[Statement], f: &Found<'_>) -> Vec<Holder> {
    let span = tree.span(f.trigger);
    let mut holding: Vec<(usize, usize)> = statements
        .iter()
        .enumerate()
        .filter(|(_, s)| {
            s.words && s.content.contains(span) && !s.cue.is_some_and(|c| c.contains(span))
        })
        .map(|(i, s)| (s.content.len(), i))
        .collect();
    holding.sort_by_key(|&(len, i)| (std::cmp::Reverse(len), i));
    holding
        .into_iter()
        .map(|(_, i)| Holder { statement: i, stance: statements[i].stance })
        .collect()
}

/// Own word, other's word: what a speaker says of another is `reported`, what one expects of another is `predicted`.
fn status(
    tree: Tree<'_>,
    f: &Found<'_>,
    people: &Mentions<'_>,
    statements: &[Statement],
    held_by: &[Holder],
) -> Status {
    let status = f.scope.status;
    let Some(inner) = held_by.last() else { return status };
    let own = speaks_of_itself(people, &statements[inner.statement], f);
    let foreseen = matches!(inner.stance, Stance::Wants | Stance::Orders | Stance::Predicts);
    if status.is_real() && foreseen && is_given(tree, f.trigger) {
        return Status::Reported;
    }
    match (status, inner.stance) {
        (Status::Happened | Status::Ongoing, Stance::Denies) => Status::Denied,
        (Status::Happened | Status::Ongoing, Stance::Predicts) => Status::Predicted,
        (Status::Happened | Status::Ongoing, Stance::Doubts | Stance::Asks) => Status::Speculated,
        (Status::Happened | Status::Ongoing, Stance::Wants | Stance::Orders) => Status::Demanded,
        (Status::Happened | Status::Ongoing, _) if !own => Status::Reported,
        (Status::Planned, Stance::Predicts | Stance::Asserts | Stance::Reports)
            if !own && f.scope.future && !f.sources.is_empty() =>
        {
            Status::Predicted
        }
        _ => status,
    }
}

/// "asked him to resign **following** the attack": what something else is set beside is no part of the wish.
fn is_given(tree: Tree<'_>, trigger: usize) -> bool {
    const GIVEN: [&str; 7] = ["following", "after", "amid", "since", "despite", "over", "wake"];
    let mut at = trigger;
    while !is_predicate(tree, at) {
        let led = matches!(tree.dep(at), Dep::Prep | Dep::Pobj);
        if led && GIVEN.iter().any(|word| tree.is_word(at, word)) {
            return true;
        }
        match tree.head(at) {
            Some(h) => at = h,
            None => return false,
        }
    }
    false
}

/// Whether the speaker is on the side of the event's doer: the same words, or the same country or organization.
fn speaks_of_itself(people: &Mentions<'_>, statement: &Statement, f: &Found<'_>) -> bool {
    let Some(speaker) = statement.speaker else { return false };
    let side = speaker
        .actor
        .and_then(|a| people.identity(a))
        .map(|i| i.code.get(..3).unwrap_or("").to_owned());
    f.sources.iter().any(|s| {
        s.span.overlaps(speaker.span)
            || (s.identity.code.len() >= 3
                && !s.identity.code.starts_with("---")
                && side.as_deref() == s.identity.code.get(..3))
    })
}

/// When an event was: as its clause says, else its sentence; else as said of the statement that tells it, or before in its paragraph;
/// else the day of the article. What was said of the saying dates no plan and no forecast.
fn time(
    article: &Article,
    tree: Tree<'_>,
    trigger: usize,
    status: Status,
    told: Option<&Statement>,
    times: &[TimeMention],
) -> EventTime {
    let sentence = tree.analysis.sentences[tree.sentence(trigger)].span;
    let dating: Vec<&TimeMention> =
        times.iter().filter(|t| sentence.contains(t.span) && dates_an_act(tree, t)).collect();
    let of_saying = |t: &TimeMention| told.is_some_and(|s| !s.content.contains(t.span));
    let (saying, mut own): (Vec<_>, Vec<_>) = dating.into_iter().partition(|t| of_saying(t));
    if !status.is_real() && is_aside(tree, trigger) {
        let (first, last) = tree.subtree(trigger);
        let under = tree.cover((first, last));
        own.retain(|t| under.contains(t.span));
    }
    // "threatened to attack next week": what has happened has its time before the text.
    let to_come = |t: &TimeMention| {
        let written = article.published.to.or(article.published.value);
        written.zip(t.interval).is_some_and(|(day, interval)| interval.from > day)
    };
    own.retain(|t| !(status.is_real() && to_come(t)));
    if let Some(t) = nearest_time(tree, trigger, &own) {
        return at(t, t.basis);
    }
    if !status.is_real() {
        return unknown_time();
    }
    if let Some(t) = saying.first() {
        return at(t, Basis::Assumed);
    }
    match time_before(tree, trigger, times) {
        Some(t) => at(t, Basis::Inferred),
        None => time_of_article(&article.published),
    }
}

/// "Ahead of the talks, she said on Monday …": whether a trigger stands in a clause of something else.
fn is_aside(tree: Tree<'_>, trigger: usize) -> bool {
    let mut at = trigger;
    while !is_predicate(tree, at) {
        if matches!(tree.dep(at), Dep::Pobj | Dep::Pcomp) {
            return true;
        }
        match tree.head(at) {
            Some(h) => at = h,
            None => break,
        }
    }
    false
}

/// Of some times of a sentence, the one of the trigger's clause; one that stands in a clause of its own
/// ("who fled in 2014") comes after those.
fn nearest_time<'t>(
    tree: Tree<'_>,
    trigger: usize,
    dating: &[&'t TimeMention],
) -> Option<&'t TimeMention> {
    let clause = clause_of(tree, trigger);
    let (first, last) = tree.subtree(clause);
    let here = |t: &&TimeMention| (first..=last).any(|i| t.span.contains(tree.span(i)));
    let distance =
        |t: &TimeMention| (t.span.start as i64 - i64::from(tree.token(trigger).start)).abs();
    let tokens = tree.analysis.sentences[tree.sentence(trigger)].tokens.clone();
    let own = |t: &TimeMention| {
        let first = tokens.clone().find(|&i| t.span.contains(tree.span(i)));
        first.is_some_and(|i| clause_of(tree, i) == clause)
    };
    let in_clause = dating.iter().copied().filter(here).min_by_key(|t| (!own(t), distance(t)));
    in_clause.or_else(|| dating.first().copied())
}

/// How many sentences back a paragraph's time still holds.
const TIME_BACK: usize = 2;

/// The time told in one of the sentences before, in the same paragraph.
fn time_before<'t>(
    tree: Tree<'_>,
    trigger: usize,
    times: &'t [TimeMention],
) -> Option<&'t TimeMention> {
    let here = tree.sentence(trigger);
    let sentences = &tree.analysis.sentences;
    let before = (here.saturating_sub(TIME_BACK)..here).rev();
    let same = before.filter(|&s| sentences[s].block == sentences[here].block);
    same.into_iter().find_map(|s| {
        let span = sentences[s].span;
        times.iter().find(|t| span.contains(t.span) && dates_an_act(tree, t))
    })
}

fn at(time: &TimeMention, basis: Basis) -> EventTime {
    EventTime {
        value: Some(time.value.clone()),
        interval: time.interval,
        precision: time.precision,
        basis,
        span: Some(time.span),
    }
}

fn unknown_time() -> EventTime {
    EventTime {
        value: None,
        interval: None,
        precision: Precision::None,
        basis: Basis::Unknown,
        span: None,
    }
}

/// The day of the article, or its year where no more is known.
fn time_of_article(published: &Published) -> EventTime {
    let year = published.year().zip(published.from.zip(published.to));
    let (value, (from, to), precision) = match (published.value, year) {
        (Some(day), _) => (day.to_string(), (day, day), Precision::Day),
        (None, Some((year, range))) => (year.to_string(), range, Precision::Year),
        (None, None) => return unknown_time(),
    };
    EventTime {
        value: Some(value),
        interval: Some(crate::model::Interval { from, to }),
        precision,
        basis: Basis::Assumed,
        span: None,
    }
}

/// Whether an expression can say when something happened: a calendar time, and not the far end of a comparison ("the first since 2014").
fn dates_an_act(tree: Tree<'_>, time: &TimeMention) -> bool {
    let dated = matches!(time.kind, TimeKind::Date | TimeKind::Time)
        && !matches!(&*time.value, "PAST_REF" | "PRESENT_REF" | "FUTURE_REF");
    let before = tree.text[..time.span.start as usize].trim_end();
    let far = ["since", "than", "until"].iter().any(|word| {
        before.len() >= word.len()
            && before.as_bytes()[before.len() - word.len()..].eq_ignore_ascii_case(word.as_bytes())
    });
    dated && !far
}

/// The verb whose clause a token stands in.
pub(super) fn clause_of(tree: Tree<'_>, mut i: usize) -> usize {
    while !is_predicate(tree, i) {
        match tree.head(i) {
            Some(h) => i = h,
            None => break,
        }
    }
    i
}

/// The words of all parties.
fn parties(f: &Found<'_>) -> Vec<Span> {
    f.sources.iter().chain(&f.targets).map(|p| p.span).collect()
}

fn act(f: &Found<'_>, quad: Option<u8>) -> scene::Act {
    let country = |p: &Party| p.identity.country.clone();
    scene::Act {
        trigger: f.trigger,
        parties: parties(f),
        targets: f.targets.iter().map(|p| p.span).collect(),
        home: f.sources.iter().filter_map(country).collect(),
        is_material: quad.is_some_and(|q| q == 2 || q == 4),
        is_conflict: quad == Some(4),
    }
}

/// Events with the same class and the same two sides are about one act.
fn propositions(events: &mut [Event]) {
    let mut known: Vec<(String, String)> = Vec::new();
    for event in events.iter_mut() {
        let codes = |parties: &[Party]| {
            let mut codes: Vec<&str> = parties
                .iter()
                .map(|p| p.identity.code.get(..3).unwrap_or(&p.identity.code))
                .collect();
            codes.sort_unstable();
            codes.join("|")
        };
        let Some(class) = event.class.as_ref() else { continue };
        let key = (class.clone(), format!("{} {}", codes(&event.sources), codes(&event.targets)));
        let number = known.iter().position(|k| *k == key).unwrap_or_else(|| {
            known.push(key);
            known.len() - 1
        });
        event.proposition = Some(number as u32);
    }
}

/// `E` and sixteen hexadecimal digits over content, trigger, class and slots: the same under another lexicon while the event is.
fn id(article: &Article, trigger: Span, f: &Found<'_>) -> String {
    let mut hash = Sha256::new();
    hash.update(b"detente.event/1");
    hash.update(Sha256::digest(article.text.as_bytes()));
    hash.update(trigger.start.to_le_bytes());
    hash.update(trigger.end.to_le_bytes());
    hash.update(f.class.as_bytes());
    for party in f.sources.iter().chain(&f.targets) {
        hash.update(party.span.start.to_le_bytes());
        hash.update(party.span.end.to_le_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    format!("E{}", digest[..8].iter().map(|b| format!("{b:02x}")).collect::<String>())
}
