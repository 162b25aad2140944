//! Questions to the parse: who is the doer of this verb, what hangs on that preposition.

use crate::model::Analysis;
use crate::model::Span;
use detente_language::Dep;
use detente_language::Pos;
use detente_language::Tag;
use detente_language::Token;

/// A parse with the text it was made from. All indices count in `analysis.tokens`.
#[derive(Clone, Copy)]
pub(crate) struct Tree<'a> {
    pub(crate) text: &'a str,
    pub(crate) analysis: &'a Analysis,
}

impl<'a> Tree<'a> {
    /// The token.
    pub(crate) fn token(self, i: usize) -> &'a Token {
        &self.analysis.tokens[i]
    }

    /// Its words as written.
    pub(crate) fn word(self, i: usize) -> &'a str {
        self.token(i).text(self.text)
    }

    /// Its dictionary form.
    pub(crate) fn lemma(self, i: usize) -> &'a str {
        &self.token(i).lemma
    }

    /// Its relation to its head.
    pub(crate) fn dep(self, i: usize) -> Dep {
        self.token(i).dep
    }

    /// Its part of speech.
    pub(crate) fn pos(self, i: usize) -> Pos {
        self.token(i).pos
    }

    /// Its head; a root has none.
    pub(crate) fn head(self, i: usize) -> Option<usize> {
        Some(self.token(i).head as usize).filter(|&h| h != i)
    }

    /// Its dependents, in text order.
    pub(crate) fn kids(self, i: usize) -> impl DoubleEndedIterator<Item = usize> + 'a {
        self.analysis.children.at(i).iter().map(|&k| k as usize)
    }

    /// Its first dependent with one of these relations.
    pub(crate) fn kid(self, i: usize, deps: &[Dep]) -> Option<usize> {
        self.kids(i).find(|&k| deps.contains(&self.dep(k)))
    }

    /// The sentence it stands in.
    pub(crate) fn sentence(self, i: usize) -> usize {
        self.analysis.sentence_of[i] as usize
    }

    /// Whether it is the first word of its sentence.
    pub(crate) fn sentence_start(self, i: usize) -> bool {
        self.analysis.sentences[self.sentence(i)].tokens.start == i
    }

    /// The token's own span.
    pub(crate) fn span(self, i: usize) -> Span {
        Span { start: self.token(i).start, end: self.token(i).end }
    }

    /// The characters round a token up to the spaces on both sides: "NDC-R" of "R".
    pub(crate) fn between_spaces(self, i: usize) -> &'a str {
        let (start, end) = (self.token(i).start as usize, self.token(i).end as usize);
        let before = &self.text[..start];
        let from = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let rest = &self.text[end..];
        let to = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
        self.text[from.min(start)..end + to].trim_end_matches(|c: char| !c.is_alphanumeric())
    }

    /// From the first to the last word under a token.
    pub(crate) fn subtree(self, i: usize) -> (usize, usize) {
        self.subtree_without(i, &|_| false)
    }

    /// The same, leaving out branches whose top is `cut`.
    pub(crate) fn subtree_without(self, top: usize, cut: &dyn Fn(usize) -> bool) -> (usize, usize) {
        let (mut first, mut last) = (top, top);
        let mut stack = vec![top];
        while let Some(i) = stack.pop() {
            first = first.min(i);
            last = last.max(i);
            stack.extend(self.kids(i).filter(|&k| !cut(k)));
        }
        (first, last)
    }

    /// Span from the first to the last token.
    pub(crate) fn cover(self, (first, last): (usize, usize)) -> Span {
        Span { start: self.token(first).start, end: self.token(last).end }
    }

    /// A noun phrase for people to read: the head with what comes before it, "of" phrases and names, without clauses and conjuncts.
    pub(crate) fn phrase(self, head: usize) -> Span {
        let cut = |k: usize| match self.dep(k) {
            Dep::Relcl
            | Dep::Acl
            | Dep::Appos
            | Dep::Conj
            | Dep::Cc
            | Dep::Punct
            | Dep::Advcl
            | Dep::Preconj => true,
            // "accusations by **Chad** of war crimes": a country has its whole name.
            Dep::Prep => self.lemma(k) != "of" || self.is_country(head) && !self.is_country(k),
            Dep::Advmod => k > head,
            _ => false,
        };
        let (first, last) = self.subtree_without(head, &cut);
        let first = (first..=head)
            .find(|&i| !matches!(self.pos(i), Pos::Punct | Pos::Cconj | Pos::Adv))
            .unwrap_or(head);
        self.cover((first, last))
    }

    /// Whether a token belongs to a date or time: "agreed on **Monday** to resume talks".
    fn is_time(self, i: usize) -> bool {
        use detente_language::EntityLabel as E;
        self.token(i).entity.is_some_and(|e| matches!(e.label, E::Date | E::Time))
    }

    /// Whether a token belongs to the name of a country or town.
    fn is_country(self, i: usize) -> bool {
        self.token(i).entity.is_some_and(|e| e.label == detente_language::EntityLabel::Gpe)
    }

    /// The token and what is coordinated with it ("France, Germany and Italy"), in text order.
    pub(crate) fn conjuncts(self, i: usize) -> Vec<usize> {
        let mut out = vec![i];
        let mut at = 0;
        while at < out.len() {
            out.extend(self.kids(out[at]).filter(|&k| self.dep(k) == Dep::Conj));
            at += 1;
        }
        out.sort_unstable();
        out
    }

    /// The first of a coordination.
    pub(crate) fn first_conjunct(self, mut i: usize) -> usize {
        while self.dep(i) == Dep::Conj {
            match self.head(i) {
                Some(h) => i = h,
                None => break,
            }
        }
        i
    }

    /// Whether a verb is passive.
    pub(crate) fn is_passive(self, verb: usize) -> bool {
        self.kid(verb, &[Dep::Nsubjpass, Dep::Auxpass, Dep::Csubjpass]).is_some()
            || (self.token(verb).tag == Tag::Vbn
                && self.kid(verb, &[Dep::Nsubj]).is_none()
                && self.kids(verb).all(|k| !(self.dep(k) == Dep::Aux && self.lemma(k) == "have"))
                && (matches!(self.dep(verb), Dep::Acl | Dep::Amod | Dep::Advcl)
                    || self.kid(verb, &[Dep::Agent]).is_some()
                    || (self.dep(verb) == Dep::Conj
                        && self.head(verb).is_some_and(|h| self.is_passive(h)))))
    }

    /// Whether the token is a relative pronoun.
    fn is_relativizer(self, i: usize) -> bool {
        matches!(self.token(i).tag, Tag::Wdt | Tag::Wp)
            || (self.lemma(i) == "that"
                && matches!(self.dep(i), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj))
    }

    /// The noun a relative pronoun stands for, or the token itself.
    pub(crate) fn antecedent(self, i: usize) -> usize {
        if !self.is_relativizer(i) {
            return i;
        }
        let mut at = i;
        while let Some(h) = self.head(at) {
            if self.dep(at) == Dep::Relcl {
                return h;
            }
            at = h;
        }
        i
    }

    /// The doer of a verb: its subject, the agent of a passive, or what control, relatives and coordination give it.
    pub(crate) fn doer(self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) {
            return self.agent(verb);
        }
        self.subject(verb, 0)
    }

    /// The `by` phrase of a passive; parsers may hang it on an inner noun ("threatened with fines **by** the Commission").
    fn agent(self, verb: usize) -> Option<usize> {
        let own = self
            .kid(verb, &[Dep::Agent])
            .or_else(|| {
                self.kids(verb).find(|&k| self.dep(k) == Dep::Prep && self.lemma(k) == "by")
            })
            .and_then(|by| self.kid(by, &[Dep::Pobj]));
        own.or_else(|| {
            self.prep_objects(verb, "by")
                .into_iter()
                .find(|&o| o > verb && self.pos(o) != Pos::Verb)
        })
    }

    /// What the verb is done to.
    pub(crate) fn undergoer(self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) {
            return self.subject(verb, 0);
        }
        if let Some(object) = self.kid(verb, &[Dep::Dobj]) {
            return Some(self.antecedent(object));
        }
        if let Some(object) = self.shared_object(verb).or_else(|| self.raised_object(verb)) {
            return Some(object);
        }
        // "the ship that Iran seized": the gap of a relative clause with a subject of its own.
        if self.dep(verb) == Dep::Relcl
            && self.kid(verb, &[Dep::Nsubj]).is_some_and(|s| !self.is_relativizer(s))
        {
            return self.head(verb);
        }
        None
    }

    /// "called **the minister** to discuss": parsers hang it on the infinitive.
    fn raised_object(self, verb: usize) -> Option<usize> {
        let inner = self.kid(verb, &[Dep::Ccomp]).filter(|&c| self.token(c).tag == Tag::Vb)?;
        let modal =
            self.kids(inner).any(|k| self.token(k).tag == Tag::Md || self.is_word(k, "that"));
        self.kid(inner, &[Dep::Nsubj]).filter(|_| !modal)
    }

    /// "attacked and destroyed the convoy": the object stands with the last verb only.
    fn shared_object(self, verb: usize) -> Option<usize> {
        let next =
            self.kids(verb).find(|&k| self.dep(k) == Dep::Conj && self.pos(k) == Pos::Verb)?;
        if self.kids(next).any(|k| matches!(self.dep(k), Dep::Nsubj | Dep::Aux)) {
            return None;
        }
        let has_complement = self.kids(verb).any(|k| {
            matches!(self.dep(k), Dep::Prep | Dep::Ccomp | Dep::Xcomp | Dep::Acomp | Dep::Prt)
        });
        if has_complement { None } else { self.kid(next, &[Dep::Dobj]) }
    }

    /// The surface subject, found through control and coordination. `depth` stops at odd trees.
    fn subject(self, verb: usize, depth: usize) -> Option<usize> {
        if let Some(s) = self.kid(verb, &[Dep::Nsubj, Dep::Nsubjpass]) {
            return Some(self.antecedent(s));
        }
        if depth > 8 {
            return None;
        }
        let head = self.head(verb)?;
        match self.dep(verb) {
            Dep::Conj if is_predicate(self, head) => self.subject(head, depth + 1),
            Dep::Xcomp | Dep::Ccomp => self.controller(head, depth),
            Dep::Pcomp => self.gerund_subject(head, depth),
            Dep::Advcl | Dep::Prep | Dep::Dep => self.governing_subject(head, depth),
            Dep::Acl => self.acl_subject(verb, head, depth),
            Dep::Relcl => Some(head),
            Dep::Amod => Some(head),
            Dep::Aux | Dep::Parataxis => self.subject(head, depth + 1),
            _ => None,
        }
    }

    /// The one who does what an open complement says: the governing verb's object if it has one, else its subject.
    fn controller(self, governor: usize, depth: usize) -> Option<usize> {
        if !is_predicate(self, governor) {
            return self.governing_subject(governor, depth);
        }
        if !SUBJECT_CONTROL.contains(&self.lemma(governor)) {
            let object = self.kid(governor, &[Dep::Dobj, Dep::Dative]);
            if let Some(object) =
                object.filter(|&o| self.dep(o) != Dep::Dative || self.pos(o) != Pos::Adp)
            {
                return Some(self.antecedent(object));
            }
            // "called on Norway to withdraw", "appealed to Norway to withdraw"
            let named = |prep: &&str| {
                self.prep_object(governor, prep).filter(|&object| !self.is_time(object))
            };
            if let Some(object) = CONTROL_BY_PREP.iter().find_map(named) {
                return Some(object);
            }
            if self.is_passive(governor) {
                return self.subject(governor, depth + 1);
            }
        }
        self.subject(governor, depth + 1)
    }

    /// "accused **Norway** of attacking", "kept **Norway** from attacking": after these prepositions the object does it;
    /// "began by attacking": else the subject.
    fn gerund_subject(self, prep: usize, depth: usize) -> Option<usize> {
        const OF_THE_OBJECT: [&str; 6] = ["of", "from", "for", "with", "over", "into"];
        let above = self.head(prep)?;
        let verb = if is_predicate(self, above) {
            Some(above)
        } else {
            self.head(above).filter(|_| self.dep(above) == Dep::Dobj)
        };
        let verb =
            verb.filter(|&v| is_predicate(self, v) && OF_THE_OBJECT.contains(&self.lemma(prep)));
        if let Some(verb) = verb {
            if self.is_passive(verb) {
                return self.subject(verb, depth + 1);
            }
            if let Some(object) = self.kid(verb, &[Dep::Dobj]) {
                return Some(self.antecedent(object));
            }
        }
        self.governing_subject(prep, depth)
    }

    /// The subject of whatever clause a token stands in.
    fn governing_subject(self, from: usize, depth: usize) -> Option<usize> {
        let mut at = from;
        for _ in 0..6 {
            if is_predicate(self, at) {
                return self.subject(at, depth + 1);
            }
            at = self.head(at)?;
        }
        None
    }

    /// "troops massing" (the noun does it), "troops sent" (it is done to the noun), "its decision to send" (the noun's owner does it).
    fn acl_subject(self, verb: usize, noun: usize, depth: usize) -> Option<usize> {
        if self.kids(verb).any(|k| self.dep(k) == Dep::Aux && self.lemma(k) == "to") {
            return self
                .kid(noun, &[Dep::Poss])
                .or_else(|| self.nationality_of(noun))
                .or_else(|| self.governing_subject(noun, depth));
        }
        Some(noun)
    }

    /// A name or nationality before a noun: "the **Israeli** attack".
    pub(crate) fn nationality_of(self, noun: usize) -> Option<usize> {
        use detente_language::EntityLabel as E;
        self.kids(noun).find(|&k| {
            matches!(self.dep(k), Dep::Amod | Dep::Compound | Dep::Nmod)
                && self
                    .token(k)
                    .entity
                    .is_some_and(|e| matches!(e.label, E::Norp | E::Gpe | E::Org | E::Person))
        })
    }

    /// The objects of a preposition under a token, through stacked prepositions ("crack down on", "out of").
    pub(crate) fn prep_object(self, top: usize, prep: &str) -> Option<usize> {
        for k in self.kids(top) {
            if !matches!(self.dep(k), Dep::Prep | Dep::Dative | Dep::Agent | Dep::Prt | Dep::Advmod)
                || self.is_word(k, "according")
            {
                continue;
            }
            if self.is_word(k, prep)
                && let Some(object) = self.kid(k, &[Dep::Pobj, Dep::Pcomp])
            {
                return Some(self.antecedent(object));
            }
            if let Some(object) = self
                .kids(k)
                .filter(|&kk| matches!(self.dep(kk), Dep::Prep) && self.is_word(kk, prep))
                .find_map(|kk| self.kid(kk, &[Dep::Pobj, Dep::Pcomp]))
            {
                return Some(self.antecedent(object));
            }
        }
        None
    }

    /// Objects of this preposition anywhere in a token's own phrase, nearest first, not through other clauses:
    /// parsers and writers differ on what a preposition hangs ("showed interest in trade **with** Mali").
    pub(crate) fn prep_objects(self, top: usize, prep: &str) -> Vec<usize> {
        self.objects_of(top, prep, &[])
    }

    /// The same, through participles too: parsers hang the second phrase of "gave a ring stolen from Peru **to** Chile" on the wrong one.
    pub(crate) fn far_prep_objects(self, top: usize, prep: &str) -> Vec<usize> {
        let found = self.objects_of(top, prep, &[]);
        if found.is_empty() { self.objects_of(top, prep, &[Dep::Acl]) } else { found }
    }

    fn objects_of(self, top: usize, prep: &str, also: &[Dep]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut level = vec![top];
        for _ in 0..7 {
            let mut next = Vec::new();
            for &i in &level {
                for k in self.kids(i) {
                    let is_prep = matches!(
                        self.dep(k),
                        Dep::Prep | Dep::Dative | Dep::Agent | Dep::Prt | Dep::Advmod
                    );
                    // "sent troops, according **to** officials": that names a source.
                    if self.is_word(k, "according") {
                        continue;
                    }
                    if is_prep && self.is_word(k, prep) {
                        let object = self.kid(k, &[Dep::Pobj, Dep::Pcomp]).filter(|&o| o != top);
                        found.extend(
                            object.map(|o| self.antecedent(o)).filter(|o| !found.contains(o)),
                        );
                    }
                    let inside = is_prep
                        || also.contains(&self.dep(k))
                        || matches!(
                            self.dep(k),
                            Dep::Dobj
                                | Dep::Pobj
                                | Dep::Attr
                                | Dep::Oprd
                                | Dep::Acomp
                                | Dep::Npadvmod
                                | Dep::Nsubjpass
                        );
                    if inside {
                        next.push(k);
                    }
                }
            }
            level = next;
        }
        found
    }

    /// The things a verb may take as its object: the deep object, and the second object of a passive ("was given **refuge**").
    pub(crate) fn objects(self, verb: usize) -> Vec<usize> {
        let mut found: Vec<usize> = self.undergoer(verb).into_iter().collect();
        if self.is_passive(verb) {
            found.extend(self.kids(verb).filter(|&k| matches!(self.dep(k), Dep::Dobj | Dep::Oprd)));
        }
        found
    }

    /// Whether a token is this word, by form or lemma.
    pub(crate) fn is_word(self, i: usize, word: &str) -> bool {
        self.lemma(i) == word || self.word(i).eq_ignore_ascii_case(word)
    }

    /// Whether `above` is `i` or one of its heads.
    pub(crate) fn is_under(self, i: usize, above: usize) -> bool {
        let mut at = i;
        loop {
            if at == above {
                return true;
            }
            match self.head(at) {
                Some(h) => at = h,
                None => return false,
            }
        }
    }
}

/// Verbs whose infinitive is done by their own subject although they have an object.
const SUBJECT_CONTROL: [&str; 6] = ["promise", "threaten", "vow", "pledge", "use", "offer"];

/// Prepositions that name the one who is to act: "called **on** Norway to withdraw".
const CONTROL_BY_PREP: [&str; 4] = ["on", "upon", "to", "for"];

/// Whether a token heads a clause.
pub(crate) fn is_predicate(tree: Tree<'_>, i: usize) -> bool {
    matches!(tree.pos(i), Pos::Verb | Pos::Aux)
}
