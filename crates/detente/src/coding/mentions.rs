//! Who is spoken of: names, descriptions and pronouns, and the parties they stand for.

mod describe;
mod pronouns;

use crate::coding::tree::Tree;
use crate::lexicon::Lexicon;
use crate::lexicon::Named;
use crate::lexicon::Term;
use crate::model::Actor;
use crate::model::ActorId;
use crate::model::ActorIdentity;
use crate::model::Basis;
use crate::model::Date;
use crate::model::Mention;
use crate::model::MentionKind;
use crate::model::Party;
use crate::model::Place;
use crate::model::Span;
use detente_language::Dep;
use detente_language::EntityLabel;
use detente_language::Pos;
use std::collections::HashMap;
use std::ops::Range;

/// Finds and remembers the parties of one document.
pub(crate) struct Mentions<'a> {
    pub(crate) tree: Tree<'a>,
    pub(crate) lexicon: &'a Lexicon,
    day: Option<Date>,
    /// Names in text order, without overlap.
    pub(crate) names: Vec<Name>,
    name_of: Vec<Option<u32>>,
    known: HashMap<usize, Option<Described>>,
    surnames: HashMap<&'a str, usize>,
    speech: Vec<(Span, usize)>,
    /// The country of each place found, by its first token.
    located: HashMap<usize, Box<str>>,
    actors: Vec<Actor>,
    mentions: Vec<Mention>,
}

/// A name found in the text.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    /// Its words.
    pub(crate) span: Span,
    /// What it stands for; `None` is a person or organization that the tables do not know.
    pub(crate) named: Option<Named>,
    /// The other things it could stand for.
    pub(crate) others: Vec<Named>,
    /// What the recogniser takes it for.
    pub(crate) label: Option<EntityLabel>,
}

/// A party as far as its words tell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Described {
    pub(crate) identity: ActorIdentity,
    pub(crate) name: String,
    pub(crate) kind: MentionKind,
    pub(crate) basis: Basis,
    pub(crate) wikidata: Option<String>,
    /// Whether it is one human being, for pronouns.
    pub(crate) person: bool,
    /// Whether it is a medium, which is a venue and no party.
    pub(crate) medium: bool,
}

impl<'a> Mentions<'a> {
    /// Finds the names of a document. `day` decides who held an office.
    pub(crate) fn find(tree: Tree<'a>, lexicon: &'a Lexicon, day: Option<Date>) -> Self {
        let n = tree.analysis.tokens.len();
        let mut it = Mentions {
            tree,
            lexicon,
            day,
            names: Vec::new(),
            name_of: vec![None; n],
            known: HashMap::new(),
            surnames: HashMap::new(),
            speech: Vec::new(),
            located: HashMap::new(),
            actors: Vec::new(),
            mentions: Vec::new(),
        };
        it.find_names();
        it
    }

    /// The name that a token is part of.
    pub(crate) fn name_at(&self, token: usize) -> Option<&Name> {
        self.name_of[token].map(|i| &self.names[i as usize])
    }

    /// Remembers where places lie, as far as that is known of the document: "Georgia" may be a state of America.
    pub(crate) fn locate(&mut self, places: &[Place]) {
        for place in places.iter().filter(|p| !p.in_name) {
            let tokens = &self.tree.analysis.tokens;
            let first = tokens.partition_point(|t| t.start < place.span.start);
            if let Some(country) = &place.country {
                self.located.insert(first, Box::from(&**country));
            }
        }
    }

    /// The country that the place at a token lies in, where it was found.
    pub(crate) fn located(&self, token: usize) -> Option<&str> {
        self.located.get(&token).map(|c| &**c)
    }

    /// Remembers who speaks in a stretch of text, for "I" and "we".
    pub(crate) fn hear(&mut self, content: Span, speaker: usize) {
        self.speech.push((content, speaker));
    }

    /// Forgets what could not be told before all speakers were known: "we" of a statement inside another.
    pub(crate) fn reconsider(&mut self) {
        self.known.retain(|_, described| described.is_some());
    }

    /// The speaker of the innermost statement around a token.
    pub(crate) fn speaker_of(&self, token: usize) -> Option<usize> {
        let span = self.tree.span(token);
        let around = self.speech.iter().filter(|(content, _)| content.contains(span));
        around.min_by_key(|(content, _)| content.len()).map(|&(_, head)| head)
    }

    /// Those who stand at a noun and its conjuncts, as parties, each with its own words.
    pub(crate) fn parties(&mut self, head: usize) -> Vec<Party> {
        let heads = self.tree.conjuncts(head);
        heads
            .into_iter()
            .flat_map(|h| self.several(h).unwrap_or_else(|| self.party(h).into_iter().collect()))
            .collect()
    }

    /// "British and French negotiators": one description, two parties.
    fn several(&mut self, head: usize) -> Option<Vec<Party>> {
        let tree = self.tree;
        let modifier = tree.kids(head).find(|&k| {
            k < head
                && matches!(tree.dep(k), Dep::Amod | Dep::Compound | Dep::Nmod)
                && tree.kids(k).any(|c| tree.dep(c) == Dep::Conj)
        });
        // "the leaders of Turkey, Iran and Russia"
        let plural = matches!(
            tree.token(head).tag,
            detente_language::Tag::Nns | detente_language::Tag::Nnps
        );
        let of = || tree.prep_object(head, "of").filter(|&o| plural && tree.conjuncts(o).len() > 1);
        let named = tree.conjuncts(modifier.or_else(of)?);
        let whole = self.describe(head)?;
        let mut parties = Vec::new();
        for &k in named.iter().filter(|&&k| k < head || modifier.is_none()) {
            self.name_at(k)?;
            let owner = self.describe(k)?;
            let sectors: Vec<&str> = whole.identity.sectors.iter().map(String::as_str).collect();
            let identity = match owner.identity.country.as_deref() {
                Some(country) => ActorIdentity::new(Some(country), &sectors),
                None => owner.identity.clone(),
            };
            let span = tree.span(k);
            let described = Described {
                identity: identity.clone(),
                name: span.of(tree.text).to_owned(),
                ..whole.clone()
            };
            parties.push(Party { span, actor: Some(self.enter(described, span)), identity });
        }
        (parties.len() > 1).then_some(parties)
    }

    /// The one party that a noun or pronoun stands for. A pronoun gives the words of what it stands for, if they are near.
    pub(crate) fn party(&mut self, head: usize) -> Option<Party> {
        let described = self.describe(head)?;
        if described.medium {
            return None;
        }
        let span = self.tree.phrase(self.naming(head));
        let identity = described.identity.clone();
        let actor = self.enter(described, span);
        Some(Party { span, actor: Some(actor), identity })
    }

    /// Gives a party without a country the country of the place where it acts.
    pub(crate) fn settle(&mut self, party: &mut Party, country: &str) {
        let sectors: Vec<&str> = party.identity.sectors.iter().map(String::as_str).collect();
        party.identity = ActorIdentity::new(Some(country), &sectors);
        let described = Described {
            identity: party.identity.clone(),
            name: party.span.of(self.tree.text).to_owned(),
            kind: MentionKind::Group,
            basis: Basis::Inferred,
            wikidata: None,
            person: false,
            medium: false,
        };
        party.actor = Some(self.enter(described, party.span));
    }

    /// The country of a place that a token names.
    pub(crate) fn country_at(&self, token: usize) -> Option<&'a str> {
        if let Some(code) = self.located(token) {
            return self.lexicon.country(code).map(|c| &*c.code);
        }
        match self.name_at(token)?.named? {
            Named::Country(c) | Named::Capital(c) => Some(&self.lexicon.countries[c as usize].code),
            Named::Place(p) => self.lexicon.places[p as usize].country.as_deref(),
            _ => None,
        }
    }

    /// The noun in the same sentence that a pronoun stands for, or the token itself.
    fn naming(&mut self, head: usize) -> usize {
        let mut at = head;
        for _ in 0..3 {
            if !matches!(self.tree.pos(at), Pos::Pron) {
                break;
            }
            match pronouns::antecedent(self, at)
                .filter(|&a| self.tree.sentence(a) == self.tree.sentence(head))
            {
                Some(a) => at = a,
                None => return head,
            }
        }
        at
    }

    /// The actor that a noun phrase stands for.
    pub(crate) fn named(&mut self, phrase: Span) -> Option<ActorId> {
        let tree = self.tree;
        let first = tree.analysis.tokens.partition_point(|t| t.start < phrase.start);
        let inside =
            (first..tree.analysis.tokens.len()).take_while(|&i| phrase.contains(tree.span(i)));
        let head = inside
            .into_iter()
            .find(|&i| tree.head(i).is_none_or(|h| !phrase.contains(tree.span(h))))?;
        self.party(head)?.actor
    }

    /// What a noun or pronoun stands for, if that is a party at all.
    pub(crate) fn describe(&mut self, head: usize) -> Option<Described> {
        if let Some(known) = self.known.get(&head) {
            return known.clone();
        }
        // A cycle (its own antecedent) ends here.
        self.known.insert(head, None);
        let described = describe::describe(self, head);
        self.known.insert(head, described.clone());
        described
    }

    /// Enters a mention and its actor into the document's lists.
    fn enter(&mut self, described: Described, span: Span) -> ActorId {
        let same = |a: &Actor| a.name == described.name && a.identity == described.identity;
        let id = match self.actors.iter().position(same) {
            Some(i) => ActorId(i as u32),
            None => {
                self.actors.push(Actor {
                    name: described.name,
                    identity: described.identity,
                    wikidata: described.wikidata,
                    basis: described.basis,
                    as_of: self.day,
                });
                ActorId(self.actors.len() as u32 - 1)
            }
        };
        if !self.mentions.iter().any(|m| m.span == span && m.actor == Some(id)) {
            self.mentions.push(Mention {
                span,
                kind: described.kind,
                actor: Some(id),
                chain: id.0,
            });
        }
        id
    }

    /// What an actor of this document stands for.
    pub(crate) fn identity(&self, id: ActorId) -> Option<&ActorIdentity> {
        self.actors.get(id.0 as usize).map(|a| &a.identity)
    }

    /// All mentions in text order and the actors in order of first mention.
    pub(crate) fn finish(mut self) -> (Vec<Mention>, Vec<Actor>) {
        let mut chain = self.actors.len() as u32;
        for i in 0..self.names.len() {
            let head = self.name_head(i);
            if self.mentions.iter().any(|m| m.span.overlaps(self.names[i].span)) {
                continue;
            }
            let span = self.names[i].span;
            match self.describe(head) {
                Some(described) if !described.medium => {
                    self.enter(described, span);
                }
                _ => {
                    let kind = kind_of(&self.names[i]);
                    self.mentions.push(Mention { span, kind, actor: None, chain });
                    chain += 1;
                }
            }
        }
        self.mentions.sort_by_key(|m| (m.span, m.actor));
        (self.mentions, self.actors)
    }

    /// The token of a name that the rest hangs on.
    pub(crate) fn name_head(&self, i: usize) -> usize {
        let range = self.names[i].tokens.clone();
        range
            .clone()
            .find(|&t| self.tree.head(t).is_none_or(|h| !range.contains(&h)))
            .unwrap_or(range.start)
    }

    fn find_names(&mut self) {
        let n = self.tree.analysis.tokens.len();
        let mut i = 0;
        while i < n {
            let next = self.table_name(i).or_else(|| self.entity_name(i));
            match next {
                Some(name) => {
                    let end = name.tokens.end;
                    let number = self.names.len() as u32;
                    name.tokens.clone().for_each(|t| self.name_of[t] = Some(number));
                    self.names.push(name);
                    i = end;
                }
                None => i += 1,
            }
        }
        self.learn_surnames();
        self.find_surnames();
    }

    /// A name of the tables that begins at a token.
    fn table_name(&self, i: usize) -> Option<Name> {
        let tree = self.tree;
        let start = tree.token(i).start as usize;
        let sentence_end = tree.analysis.sentences[tree.sentence(i)].span.end as usize;
        let (len, named) = self.lexicon.name_at(tree.text.get(start..sentence_end)?)?;
        let end = start + len;
        let last = (i..tree.analysis.tokens.len())
            .take_while(|&t| (tree.token(t).start as usize) < end)
            .last()?;
        let (entity, label) = self.entity_at(i);
        let longer = entity.len() > last + 1 - i && (entity.start < i || entity.end > last + 1);
        if longer
            && label == Some(EntityLabel::Person)
            && !named.iter().any(|n| matches!(n, Named::Person(_)))
        {
            return None;
        }
        let mut named: Vec<Named> =
            named.iter().copied().filter(|&n| self.is_plausible(n, i, label)).collect();
        named.sort_by_key(|&n| self.preference(n, i, label));
        let first = *named.first()?;
        Some(Name {
            tokens: i..last + 1,
            span: Span::new(start, end),
            named: Some(first),
            others: named.split_off(1),
            label,
        })
    }

    /// Whether a name can stand for this here.
    fn is_plausible(&self, named: Named, i: usize, label: Option<EntityLabel>) -> bool {
        use EntityLabel as E;
        let word = self.tree.word(i);
        let proper = self.tree.pos(i) == Pos::Propn
            || label.is_some()
            || word.chars().next().is_some_and(char::is_uppercase);
        match named {
            // The gazetteer holds "Same", "Of" and "Nice": a place must look like one.
            Named::Place(_) => matches!(label, Some(E::Gpe | E::Loc | E::Fac)),
            _ => proper,
        }
    }

    /// Which sense comes first: smaller is better.
    fn preference(
        &self,
        named: Named,
        i: usize,
        label: Option<EntityLabel>,
    ) -> (u8, std::cmp::Reverse<u64>, Named) {
        let modifies = matches!(self.tree.dep(i), Dep::Amod | Dep::Compound);
        let rank = match named {
            Named::Person(t) => {
                let in_office =
                    self.day.is_some_and(|day| self.lexicon.people[t as usize].covers(day));
                match (label, in_office) {
                    (Some(EntityLabel::Person), true) => 0,
                    (Some(EntityLabel::Person), false) => 1,
                    (_, true) => 6,
                    _ => 7,
                }
            }
            Named::Country(_) => 2,
            Named::Seat(..) => 3,
            Named::Organization(_) => 3,
            Named::Adjective(_) => {
                if modifies {
                    4
                } else {
                    5
                }
            }
            Named::Demonym(_) => {
                if modifies {
                    5
                } else {
                    4
                }
            }
            Named::Capital(_) => 4,
            Named::Place(_) => 8,
        };
        let population = match named {
            Named::Place(p) => self.lexicon.places[p as usize].population,
            // Of several terms, the last one known.
            Named::Person(t) => {
                self.lexicon.people[t as usize].from.map_or(0, |d| (d.year().max(0)) as u64)
            }
            _ => 0,
        };
        (rank, std::cmp::Reverse(population), named)
    }

    /// A person or organization that the recogniser finds and the tables do not know.
    fn entity_name(&self, i: usize) -> Option<Name> {
        let part = self.tree.token(i).entity?;
        let (range, _) = self.entity_at(i);
        use EntityLabel as E;
        let wanted = matches!(part.label, E::Person | E::Org | E::Gpe | E::Norp | E::Loc | E::Fac);
        if !wanted || range.start != i {
            return None;
        }
        // A name of the tables may begin later inside: "the Bank of Israel".
        let end = (i + 1..range.end).find(|&t| self.table_name(t).is_some()).unwrap_or(range.end);
        Some(Name {
            tokens: i..end,
            span: self.tree.cover((i, end - 1)),
            named: None,
            others: Vec::new(),
            label: Some(part.label),
        })
    }

    /// The recogniser's entity at a token: its tokens and kind; an empty range where there is none.
    pub(crate) fn entity_at(&self, i: usize) -> (Range<usize>, Option<EntityLabel>) {
        let tokens = &self.tree.analysis.tokens;
        let Some(part) = tokens[i].entity else { return (i..i, None) };
        let start = (0..=i).rev().find(|&t| tokens[t].entity.is_none_or(|e| e.begins)).unwrap_or(i);
        let end = (i + 1..tokens.len())
            .find(|&t| tokens[t].entity.is_none_or(|e| e.begins))
            .unwrap_or(tokens.len());
        (start..end, Some(part.label))
    }

    /// "Macron" after "Emmanuel Macron": the last words of full names.
    fn learn_surnames(&mut self) {
        for (i, name) in self.names.iter().enumerate() {
            let is_person = matches!(name.named, Some(Named::Person(_)))
                || (name.named.is_none() && name.label == Some(EntityLabel::Person));
            if is_person && name.tokens.len() > 1 {
                self.surnames.entry(self.tree.word(name.tokens.end - 1)).or_insert(i);
            }
        }
    }

    /// Gives later bare surnames to their owners, whatever the recogniser takes them for.
    fn find_surnames(&mut self) {
        for i in 0..self.tree.analysis.tokens.len() {
            let Some(&full) = self.surnames.get(self.tree.word(i)) else { continue };
            let known = self.name_of[i].map(|n| &self.names[n as usize]);
            let free = known
                .is_none_or(|n| n.tokens.len() == 1 && !matches!(n.named, Some(Named::Person(_))));
            if !free || i < self.names[full].tokens.start {
                continue;
            }
            let name = Name {
                tokens: i..i + 1,
                span: self.tree.span(i),
                label: Some(EntityLabel::Person),
                ..self.names[full].clone()
            };
            match self.name_of[i] {
                Some(n) => self.names[n as usize] = name,
                None => {
                    self.name_of[i] = Some(self.names.len() as u32);
                    self.names.push(name);
                }
            }
        }
    }

    /// The terms of the person that a name stands for.
    pub(crate) fn terms(&self, name: &Name) -> impl Iterator<Item = &'a Term> {
        let lexicon = self.lexicon;
        name.named
            .into_iter()
            .chain(name.others.iter().copied())
            .filter_map(|n| if let Named::Person(t) = n { Some(t) } else { None })
            .map(move |t| &lexicon.people[t as usize])
            .collect::<Vec<_>>()
            .into_iter()
    }
}

/// What kind of thing a name names, by table or recogniser.
fn kind_of(name: &Name) -> MentionKind {
    use EntityLabel as E;
    match (name.named, name.label) {
        (Some(Named::Country(_)), _) => MentionKind::Country,
        (Some(Named::Adjective(_) | Named::Demonym(_)), _) => MentionKind::Nationality,
        (Some(Named::Organization(_) | Named::Seat(..)), _) => MentionKind::Organization,
        (Some(Named::Person(_)), _) => MentionKind::Person,
        (Some(Named::Capital(_) | Named::Place(_)), _) => MentionKind::Place,
        (None, Some(E::Person)) => MentionKind::Person,
        (None, Some(E::Org)) => MentionKind::Organization,
        (None, Some(E::Norp)) => MentionKind::Group,
        (None, _) => MentionKind::Place,
    }
}
