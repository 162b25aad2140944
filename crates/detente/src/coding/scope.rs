//! Did it happen? Negation, modals, hedges, conditions, tense and operators, read outward from a trigger.

use crate::coding::acts::has_trigger;
use crate::coding::acts::is_quantity;
use crate::coding::slots::SUPPORTING;
use crate::coding::tree::Tree;
use crate::coding::tree::is_predicate;
use crate::lexicon::Complement;
use crate::lexicon::HedgePos;
use crate::lexicon::Lexicon;
use crate::lexicon::Operator;
use crate::lexicon::TriggerPos;
use crate::model::Span;
use crate::model::Status;
use detente_language::Dep;
use detente_language::Pos;
use detente_language::Tag;

/// What the words round a trigger say about it.
#[derive(Clone, Debug)]
pub(crate) struct Scope<'l> {
    pub(crate) status: Status,
    /// What it depends on.
    pub(crate) condition: Option<Span>,
    /// Operators that act on it, innermost first, each with its token.
    pub(crate) operators: Vec<(usize, &'l Operator)>,
    /// Whether the future is asserted of it ("will"): a plan of its doer's or another's prediction.
    pub(crate) future: bool,
}

/// Reads the scope of a trigger. `lasting` acts hold now where the tense is present.
pub(crate) fn scope<'l>(
    tree: Tree<'_>,
    lexicon: &'l Lexicon,
    trigger: usize,
    lasting: bool,
) -> Scope<'l> {
    let mut it = Climb {
        tree,
        trigger,
        lexicon,
        steps: None,
        proviso: None,
        scope: Scope {
            status: base(tree, trigger, lasting),
            condition: None,
            operators: Vec::new(),
            future: false,
        },
    };
    it.climb(trigger);
    it.provided();
    it.question(trigger);
    it.scope
}

/// One word that was weighed for a status, and what the status was after it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) token: usize,
    pub(crate) status: Status,
}

/// The same reading as [`scope`], step by step; the first step is the trigger by its own tense.
pub(crate) fn steps(tree: Tree<'_>, lexicon: &Lexicon, trigger: usize, lasting: bool) -> Vec<Step> {
    let status = base(tree, trigger, lasting);
    let scope = Scope { status, condition: None, operators: Vec::new(), future: false };
    let steps = Some(vec![Step { token: trigger, status }]);
    let mut it = Climb { tree, trigger, lexicon, steps, proviso: None, scope };
    it.climb(trigger);
    it.provided();
    it.question(trigger);
    it.steps.unwrap_or_default()
}

/// Progressive and lasting acts go on; all else is done unless something says otherwise.
fn base(tree: Tree<'_>, trigger: usize, lasting: bool) -> Status {
    if !is_predicate(tree, trigger) {
        return Status::Happened;
    }
    let aux = |lemma: &str| {
        tree.kids(trigger).any(|k| {
            tree.dep(k) == Dep::Aux && tree.lemma(k) == lemma && tree.token(k).tag != Tag::Vbd
        })
    };
    let tag = tree.token(trigger).tag;
    let progressive = tag == Tag::Vbg && aux("be");
    let holds = lasting
        && (matches!(tag, Tag::Vbz | Tag::Vbp) || progressive || (tag == Tag::Vbn && aux("have")));
    if progressive || holds { Status::Ongoing } else { Status::Happened }
}

struct Climb<'a, 'l> {
    tree: Tree<'a>,
    trigger: usize,
    lexicon: &'l Lexicon,
    /// What was weighed, where somebody asks.
    steps: Option<Vec<Step>>,
    /// A condition met before anything made the act a plan.
    proviso: Option<usize>,
    scope: Scope<'l>,
}

impl<'l> Climb<'_, 'l> {
    fn climb(&mut self, trigger: usize) {
        self.modifiers(trigger);
        let mut at = trigger;
        for _ in 0..40 {
            match self.step(at) {
                Some(next) => at = next,
                None => break,
            }
        }
    }

    /// From a node to the next one outward; `None` where what is above says nothing about it.
    fn step(&mut self, at: usize) -> Option<usize> {
        let tree = self.tree;
        let head = tree.head(at)?;
        match tree.dep(at) {
            Dep::Conj => {
                let own = tree
                    .kids(at)
                    .any(|k| matches!(tree.dep(k), Dep::Nsubj | Dep::Nsubjpass | Dep::Aux));
                if !own || !is_predicate(tree, at) {
                    self.modifiers(head);
                }
                Some(head)
            }
            Dep::Ccomp
            | Dep::Xcomp
            | Dep::Acl
            | Dep::Acomp
            | Dep::Attr
            | Dep::Oprd
            | Dep::Csubj => self.clause(at, head),
            // "troops **to invade** Chad"
            Dep::Relcl if is_infinitive(tree, at) => self.clause(at, head),
            Dep::Advcl => self.adverbial(at, head),
            Dep::Pcomp | Dep::Pobj => self.prepositional(at, head),
            Dep::Dobj | Dep::Nsubjpass => self.object(at, head),
            Dep::Nsubj => self.subject(at, head),
            Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Poss => None,
            _ => None,
        }
    }

    fn clause(&mut self, at: usize, head: usize) -> Option<usize> {
        let tree = self.tree;
        // "asked **whether** Chad had attacked"
        let whether = |&k: &usize| tree.dep(k) == Dep::Mark && tree.is_word(k, "whether");
        if let Some(mark) = tree.kids(at).find(whether) {
            self.set(mark, Status::Speculated);
            self.modifiers(head);
            return Some(head);
        }
        // "wants to go", not "wants Chad to go".
        let own = tree.dep(at) == Dep::Xcomp
            && is_infinitive(tree, at)
            && tree.kid(head, &[Dep::Dobj]).is_none_or(|o| o > at);
        let operator = self.operator(head, &Complement::Own).filter(|_| own);
        if let Some(operator) = operator.or_else(|| self.clausal(at, head)) {
            self.apply(head, operator);
            // "is believed to **have** attacked" looks back.
            let back = is_infinitive(tree, at)
                && tree.kids(at).any(|k| tree.dep(k) == Dep::Aux && tree.lemma(k) == "have");
            if back && self.scope.status == Status::Predicted {
                self.set(head, Status::Speculated);
            }
            return Some(head);
        }
        match tree.dep(at) {
            // "is ready to": the adjective was applied, its copula carries negation and tense.
            Dep::Acomp | Dep::Attr | Dep::Oprd => {
                self.modifiers(head);
                Some(head)
            }
            Dep::Xcomp => {
                // "are to meet on Friday", "are going to meet", "have to meet"
                let going = tree.lemma(head) == "go" && tree.token(head).tag == Tag::Vbg;
                if is_infinitive(tree, at) && (going || tree.lemma(head) == "be") {
                    self.set(at, Status::Planned);
                } else if is_infinitive(tree, at)
                    && tree.lemma(head) == "have"
                    // Who "had to" did.
                    && tree.token(head).tag != Tag::Vbd
                {
                    self.set(at, Status::Demanded);
                }
                self.modifiers(head);
                Some(head)
            }
            Dep::Acl | Dep::Relcl if is_infinitive(tree, at) => {
                self.set(at, Status::Planned);
                None
            }
            _ => None,
        }
    }

    fn adverbial(&mut self, at: usize, head: usize) -> Option<usize> {
        if is_inverted(self.tree, at) {
            self.set(at, Status::Conditional);
            return None;
        }
        // "ruled out **sending** tanks": the parser takes the gerund for an adverbial.
        let complement = is_infinitive(self.tree, at) || self.is_gerund_right_after(at, head);
        if let Some(operator) = self.clausal(at, head).filter(|_| complement) {
            self.apply(head, operator);
            return Some(head);
        }
        if is_infinitive(self.tree, at) && self.tree.kid(at, &[Dep::Mark]).is_none() {
            self.set(at, Status::Planned);
        }
        None
    }

    /// The operator at a word that takes such a clause.
    fn clausal(&self, at: usize, head: usize) -> Option<&'l Operator> {
        // "it is **possible** that Chad attacked"
        let copula = self.tree.lemma(head) == "be" && self.tree.dep(at) == Dep::Ccomp;
        let said = self.tree.kid(head, &[Dep::Acomp]).filter(|_| copula);
        let head = said.unwrap_or(head);
        let kind = if is_infinitive(self.tree, at) {
            Some(Complement::Infinitive)
        } else {
            is_gerund(self.tree, at).then_some(Complement::Gerund)
        };
        kind.and_then(|kind| self.operator(head, &kind))
            .or_else(|| self.operator(head, &Complement::Clause))
    }

    /// Whether nothing but the verb's own particle stands between it and a gerund.
    fn is_gerund_right_after(&self, at: usize, verb: usize) -> bool {
        let tree = self.tree;
        let particle = |k: usize| matches!(tree.dep(k), Dep::Prt | Dep::Advmod | Dep::Neg);
        is_gerund(tree, at) && verb < at && (verb + 1..at).all(particle)
    }

    /// Under a preposition: an operator that takes it, or a preposition with a meaning of its own ("without", "ahead of").
    fn prepositional(&mut self, at: usize, prep: usize) -> Option<usize> {
        let tree = self.tree;
        let word = tree.word(prep).to_lowercase();
        let above = tree.head(prep)?;
        // "would launch a series **of** attacks": the word that counts an act stands in its place.
        if word == "of" && is_quantity(tree, above) {
            self.modifiers(above);
            return Some(above);
        }
        // "instead of": the parser may hang the preposition on the verb.
        let stacked = [Some(above), prep.checked_sub(1)].into_iter().flatten().find_map(|before| {
            preposition(&format!("{} {}", tree.word(before).to_lowercase(), word))
        });
        if let Some(status) = stacked.or_else(|| preposition(&word)) {
            if !(status == Status::Planned && tree.pos(at) == Pos::Verb) {
                self.set(prep, status);
            }
            return None;
        }
        let complement = Complement::Prep(word.into());
        // "accused Norway of": the preposition may hang on the object.
        for governor in [Some(above), tree.head(above)].into_iter().flatten() {
            if let Some(operator) = self.operator(governor, &complement) {
                self.apply(governor, operator);
                return Some(governor);
            }
        }
        // "measures to…", "recommendations on imposing sanctions": what a noun is about has not come about.
        let about = ["on", "of", "for", "about", "towards", "toward", "from"];
        if tree.dep(at) == Dep::Pcomp
            && tree.pos(above) == Pos::Noun
            && about.iter().any(|p| tree.is_word(prep, p))
        {
            self.set(prep, Status::Planned);
            return None;
        }
        if tree.pos(above) == Pos::Verb
            && SUPPORTING.contains(&tree.lemma(prep))
            && self.lexicon.support(tree.lemma(above)).is_some()
            && !is_predicate(tree, at)
        {
            self.modifiers(above);
            return Some(above);
        }
        None
    }

    fn object(&mut self, at: usize, verb: usize) -> Option<usize> {
        // "to resign **following** the attack": what is followed has happened.
        if self.tree.is_word(verb, "following") && self.tree.dep(verb) == Dep::Prep {
            return None;
        }
        if let Some(operator) = self.operator(verb, &Complement::Object) {
            let said = operator.spares.iter().any(|n| **n == *self.tree.lemma(at));
            let stays = operator.definite_stays && is_definite(self.tree, at);
            if at == self.trigger && (said || stays) {
                self.scope.operators.push((verb, operator));
                return None;
            }
            self.apply(verb, operator);
            // "in the course of repelling **the** attack": that one is under way, whatever is planned against it.
            let settled = operator.inner == Some(Status::Failed) && is_definite(self.tree, at);
            return (!settled).then_some(verb);
        }
        let tree = self.tree;
        if self.lexicon.support(tree.lemma(verb)).is_some() {
            let status = base(tree, verb, false);
            if status == Status::Ongoing {
                self.set(verb, status);
            }
            self.modifiers(verb);
            return Some(verb);
        }
        self.supposed(at, verb);
        None
    }

    fn subject(&mut self, at: usize, verb: usize) -> Option<usize> {
        if let Some(operator) = self.operator(verb, &Complement::Subject) {
            self.apply(verb, operator);
            return Some(verb);
        }
        let tree = self.tree;
        // "the allegations are untrue"
        if let Some(adjective) = tree.kid(verb, &[Dep::Acomp, Dep::Attr, Dep::Oprd])
            && let Some(operator) = self.operator(adjective, &Complement::Subject)
        {
            self.apply(adjective, operator);
            self.modifiers(verb);
            return Some(verb);
        }
        let carries = self.lexicon.support(tree.lemma(verb)).is_some()
            || tree.lemma(verb) == "be"
            || tree.lemma(verb) == "take";
        if carries {
            self.modifiers(verb);
            return Some(verb);
        }
        self.supposed(at, verb);
        None
    }

    /// "would condemn an attack" supposes no attack; "did not condemn the attack" does.
    fn supposed(&mut self, noun: usize, verb: usize) {
        let tree = self.tree;
        let indefinite = tree
            .kids(noun)
            .any(|k| tree.dep(k) == Dep::Det && matches!(tree.lemma(k), "a" | "an" | "any"));
        let modal = tree.kids(verb).any(|k| tree.token(k).tag == Tag::Md);
        if indefinite && modal {
            self.set(noun, Status::Speculated);
        }
    }

    /// What hangs on a node itself: negation, modals, adverbs, adjectives, conditions.
    fn modifiers(&mut self, at: usize) {
        let tree = self.tree;
        for k in tree.kids(at) {
            match tree.dep(k) {
                Dep::Aux if tree.token(k).tag == Tag::Md => self.modal(at, k),
                Dep::Aux if tree.lemma(k) == "to" && tree.dep(at) == Dep::Root => {
                    self.set(k, Status::Planned)
                }
                Dep::Advmod | Dep::Npadvmod | Dep::Prep | Dep::Advcl => self.adverb(k),
                Dep::Amod => self.hedge(HedgePos::Adjective, k),
                // "repel **any** attack": one that may come.
                Dep::Det if tree.is_word(k, "any") && tree.pos(at) == Pos::Noun => {
                    self.set(k, Status::Speculated)
                }
                _ => {}
            }
        }
        if self.is_negated(at) {
            self.set(tree.kid(at, &[Dep::Neg]).unwrap_or(at), Status::Negated);
        }
        self.conditions(at);
    }

    /// Whether "not", "never" or "no …" negates a node.
    fn is_negated(&self, at: usize) -> bool {
        let tree = self.tree;
        tree.kids(at).any(|k| {
            tree.dep(k) == Dep::Neg
                || (tree.dep(k) == Dep::Det && tree.lemma(k) == "no")
                || (tree.dep(k) == Dep::Advmod
                    && matches!(tree.lemma(k), "never" | "hardly" | "neither"))
                // "imposed **no** sanctions"
                || (at == self.trigger
                    && tree.dep(k) == Dep::Dobj
                    && tree.kids(k).any(|d| tree.dep(d) == Dep::Det && tree.lemma(d) == "no"))
                // A subject that is the act itself has been asked already.
                || (matches!(tree.dep(k), Dep::Nsubj | Dep::Nsubjpass)
                    && k != self.trigger
                    && (tree.kids(k).any(|kk| {
                        tree.dep(kk) == Dep::Neg
                            || (tree.dep(kk) == Dep::Det && tree.lemma(kk) == "no")
                            || (tree.dep(kk) == Dep::Preconj && tree.lemma(kk) == "not")
                    }) || matches!(
                        tree.word(k).to_lowercase().as_str(),
                        "nobody" | "none" | "neither"
                    )))
        })
    }

    fn modal(&mut self, verb: usize, modal: usize) {
        let tree = self.tree;
        // "Should Norway invade": inversion is a condition.
        let subject = tree.kid(verb, &[Dep::Nsubj, Dep::Nsubjpass]);
        if tree.lemma(modal) == "should" && subject.is_some_and(|s| modal < s) {
            return self.set(modal, Status::Conditional);
        }
        match tree.lemma(modal) {
            "will" | "shall" | "'ll" | "wo" => {
                self.scope.future = true;
                self.set(modal, Status::Planned);
            }
            "would" => self.set(modal, Status::Planned),
            "should" | "must" | "ought" => self.set(modal, Status::Demanded),
            _ => self.set(modal, Status::Speculated),
        }
    }

    /// An adverb, or a phrase that stands as one: "in all likelihood".
    fn adverb(&mut self, k: usize) {
        const WORDS: usize = 4;
        let tree = self.tree;
        let (first, last) = tree.subtree(k);
        let phrase = |end: usize| tree.cover((first, end)).of(tree.text).to_lowercase();
        let ends = (first + 1..=last.min(first + WORDS - 1)).rev();
        let long = ends.map(phrase).find_map(|p| self.lexicon.hedge(HedgePos::Adverb, &p));
        match long {
            Some(hedge) => self.set(k, hedge.status),
            None if matches!(tree.dep(k), Dep::Advmod | Dep::Npadvmod) => {
                self.hedge(HedgePos::Adverb, k)
            }
            None => {}
        }
    }

    fn hedge(&mut self, pos: HedgePos, k: usize) {
        let tree = self.tree;
        let lemma = tree.lemma(k).to_lowercase();
        let word = tree.word(k).to_lowercase();
        if let Some(hedge) =
            self.lexicon.hedge(pos, &lemma).or_else(|| self.lexicon.hedge(pos, &word))
        {
            self.set(k, hedge.status);
        }
    }

    /// "if", "unless" over the node itself, or a condition beside it.
    fn conditions(&mut self, at: usize) {
        let tree = self.tree;
        if tree.kids(at).any(|k| tree.dep(k) == Dep::Mark && is_if(tree, k))
            && tree.dep(at) == Dep::Advcl
        {
            self.set(at, Status::Conditional);
            return;
        }
        let beside = tree.kids(at).find(|&k| tree.dep(k) == Dep::Advcl && is_condition(tree, k));
        let Some(beside) = beside else { return };
        let open = matches!(
            self.scope.status,
            Status::Planned | Status::Speculated | Status::Demanded | Status::Predicted
        );
        if open || tree.kids(at).any(|k| tree.token(k).tag == Tag::Md) {
            self.scope.status = Status::Conditional;
            self.note(beside);
            self.scope.condition = Some(tree.cover(tree.subtree(beside)));
        } else {
            self.proviso = self.proviso.or(Some(beside));
        }
    }

    /// "threatened to ban ships if …": what is only planned depends on the condition beside it, wherever that was met.
    fn provided(&mut self) {
        if let Some(proviso) = self.proviso.filter(|_| self.scope.status == Status::Planned) {
            self.scope.status = Status::Conditional;
            self.note(proviso);
            self.scope.condition = Some(self.tree.cover(self.tree.subtree(proviso)));
        }
    }

    fn question(&mut self, trigger: usize) {
        let sentence = &self.tree.analysis.sentences[self.tree.sentence(trigger)];
        let words = sentence.span.of(self.tree.text);
        // "Will Spain recall its envoy?" is no plan either.
        let claimed = self.scope.status.is_real()
            || matches!(self.scope.status, Status::Planned | Status::Predicted);
        if words.trim_end_matches(['"', '”', '’', '\'']).ends_with('?') && claimed {
            self.scope.status = Status::Speculated;
            self.note(sentence.tokens.end - 1);
        }
    }

    /// The operator at a token that takes such a complement.
    fn operator(&self, at: usize, complement: &Complement) -> Option<&'l Operator> {
        let pos = match self.tree.pos(at) {
            Pos::Verb | Pos::Aux => TriggerPos::Verb,
            Pos::Noun | Pos::Propn => TriggerPos::Noun,
            Pos::Adj => TriggerPos::Adjective,
            _ => return None,
        };
        let readings: &[TriggerPos] = if pos == TriggerPos::Verb {
            &[TriggerPos::Verb, TriggerPos::Adjective]
        } else {
            std::slice::from_ref(&pos)
        };
        readings.iter().find_map(|&pos| {
            self.lexicon.operators_for(pos, &self.tree.lemma(at).to_lowercase()).find(|o| {
                o.complements.contains(complement)
                    && o.triggers.iter().any(|t| has_trigger(self.tree, at, pos, t))
            })
        })
    }

    fn apply(&mut self, at: usize, operator: &'l Operator) {
        if self.scope.operators.iter().any(|(t, _)| *t == at) {
            return;
        }
        let negated = self.is_negated(at);
        let inner = if negated {
            Some(operator.inner_if_negated.unwrap_or(Status::Speculated))
        } else {
            operator.inner
        };
        match inner {
            Some(inner) => self.set(at, inner),
            None => self.modifiers(at),
        }
        self.scope.operators.push((at, operator));
        if inner.is_some() {
            self.conditions(at);
        }
    }

    fn set(&mut self, at: usize, status: Status) {
        self.scope.status = compose(self.scope.status, status);
        self.note(at);
    }

    fn note(&mut self, token: usize) {
        let status = self.scope.status;
        if let Some(steps) = &mut self.steps {
            steps.push(Step { token, status });
        }
    }
}

/// What an outer word makes of an inner status.
fn compose(inner: Status, outer: Status) -> Status {
    use Status as S;
    match (inner, outer) {
        (S::Happened | S::Ongoing | S::Reported, outer) => outer,
        // "ready to repel an attack", "might fail to sign"
        (S::Failed, S::Planned | S::Predicted | S::Demanded | S::Speculated) => S::Speculated,
        // A double negation asserts nothing.
        (S::Negated | S::Failed, S::Negated | S::Denied | S::Failed) => S::Speculated,
        // "if Israel does not halt its raids": that it does not is supposed and not told.
        (S::Negated | S::Failed, S::Conditional) => S::Conditional,
        // "agreed not to attack", "urged Norway not to attack": the attack stays out.
        (S::Negated | S::Failed | S::Denied, _) => inner,
        // "urged Norway to end its attacks": they go on.
        (S::Ended, S::Planned | S::Demanded | S::Negated | S::Failed | S::Denied) => S::Ongoing,
        (S::Ended, _) => S::Ended,
        (S::Conditional, S::Negated | S::Denied) => outer,
        (S::Conditional, _) => S::Conditional,
        (_, S::Happened | S::Ongoing | S::Reported) => inner,
        (_, outer) => outer,
    }
}

/// Prepositions that say whether their object came about.
fn preposition(word: &str) -> Option<Status> {
    Some(match word {
        "ahead of" | "prior to" | "eve of" => Status::Planned,
        "without" | "instead of" | "short of" | "far from" | "rather than" => Status::Negated,
        "event of" | "case of" | "barring" | "until" | "pending" => Status::Conditional,
        _ => return None,
    })
}

/// Whether a clause is a bare gerund: "**sending** troops".
fn is_gerund(tree: Tree<'_>, verb: usize) -> bool {
    tree.token(verb).tag == Tag::Vbg
        && tree.kid(verb, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Aux, Dep::Mark]).is_none()
}

pub(crate) fn is_infinitive(tree: Tree<'_>, verb: usize) -> bool {
    tree.kids(verb).any(|k| tree.dep(k) == Dep::Aux && tree.lemma(k) == "to")
}

/// "the attack", "its attack": one that the reader knows of.
fn is_definite(tree: Tree<'_>, noun: usize) -> bool {
    let the = |k: usize| {
        tree.dep(k) == Dep::Poss
            || tree.dep(k) == Dep::Det
                && ["the", "this", "that", "these", "those"].iter().any(|w| tree.is_word(k, w))
    };
    tree.kids(noun).any(the)
}

fn is_if(tree: Tree<'_>, mark: usize) -> bool {
    matches!(tree.lemma(mark), "if" | "unless" | "provided" | "lest" | "until")
}

/// Whether a clause is a condition: "if …", "should …", "were …".
fn is_condition(tree: Tree<'_>, clause: usize) -> bool {
    tree.kids(clause).any(|k| matches!(tree.dep(k), Dep::Mark | Dep::Advmod) && is_if(tree, k))
        || is_inverted(tree, clause)
}

/// "**should** Chad attack", "**had** the talks failed", "**were** Chad to attack".
fn is_inverted(tree: Tree<'_>, clause: usize) -> bool {
    let subject = tree.kid(clause, &[Dep::Nsubj, Dep::Nsubjpass]);
    let first = |k: &usize| {
        matches!(tree.dep(*k), Dep::Aux | Dep::Auxpass)
            && ["should", "had", "were"].iter().any(|word| tree.is_word(*k, word))
    };
    let aux = tree.kids(clause).find(first);
    let inverted = aux.zip(subject).is_some_and(|(aux, subject)| aux < subject);
    // The parser may take "were" for the verb, and hang the other on it.
    let above = tree.head(clause).filter(|&h| {
        tree.is_word(h, "were") && tree.kid(h, &[Dep::Nsubj]).is_some_and(|subject| h < subject)
    });
    tree.dep(clause) == Dep::Advcl && (inverted || is_infinitive(tree, clause) && above.is_some())
}
