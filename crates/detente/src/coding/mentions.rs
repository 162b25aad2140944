//! Who is spoken of: names, descriptions and pronouns, and the parties they stand for.

mod anaphors;
mod describe;
mod names;
mod people;
mod pronouns;
pub(crate) mod ties;

use crate::coding::tree::Tree;
use crate::lexicon::AgentNumber;
use crate::lexicon::Lexicon;
use crate::lexicon::Named;
use crate::lexicon::Term;
use crate::model::Actor;
use crate::model::ActorId;
use crate::model::ActorIdentity;
use crate::model::Basis;
use crate::model::Date;
use crate::model::Link;
use crate::model::Mention;
use crate::model::MentionKind;
use crate::model::Party;
use crate::model::Place;
use crate::model::Rejected;
use crate::model::Span;
use detente_language::Dep;
use detente_language::EntityLabel;
use detente_language::Pos;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
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
    /// The names in full that end in a word, in text order.
    surnames: HashMap<&'a str, Vec<usize>>,
    acronyms: HashMap<&'a str, usize>,
    /// How often each country is named.
    countries: BTreeMap<&'a str, u32>,
    /// Countries that are named, or whose people or organizations are.
    evoked: BTreeSet<&'a str>,
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
    /// Whether it stands inside a longer name of another kind ("Bank of **Israel**").
    pub(crate) inside: bool,
    /// Whether it is a name of its own, or short for one given before.
    pub(crate) link: Link,
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
    /// How the words lead to it.
    pub(crate) link: Link,
    /// Whom else they could have meant.
    pub(crate) rejected: Vec<Rejected>,
    /// What the table of people calls the office that it holds.
    pub(crate) offices: Vec<Box<str>>,
}

impl Described {
    /// A group known by description only.
    fn group(identity: ActorIdentity, name: &str, basis: Basis) -> Self {
        Described {
            identity,
            name: name.to_owned(),
            kind: MentionKind::Group,
            basis,
            wikidata: None,
            person: false,
            medium: false,
            link: Link::Description,
            rejected: Vec::new(),
            offices: Vec::new(),
        }
    }
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
            acronyms: HashMap::new(),
            countries: BTreeMap::new(),
            evoked: BTreeSet::new(),
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
            .flat_map(|h| {
                let several = anaphors::pair(self, h).or_else(|| self.several(h));
                several.unwrap_or_else(|| self.party(h).into_iter().collect())
            })
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
        let naming = self.naming(head);
        let phrase = self.tree.phrase(naming);
        // A hyphen may cut a name in the parse: "Bashar al-Assad".
        let span = self.name_at(naming).map_or(phrase, |name| phrase.cover(name.span));
        let identity = described.identity.clone();
        let actor = self.enter(described, span);
        Some(Party { span, actor: Some(actor), identity })
    }

    /// Gives a party without a country the country of the place where it acts.
    pub(crate) fn settle(&mut self, party: &mut Party, country: &str) {
        let sectors: Vec<&str> = party.identity.sectors.iter().map(String::as_str).collect();
        party.identity = ActorIdentity::new(Some(country), &sectors);
        let name = party.span.of(self.tree.text);
        let described = Described::group(party.identity.clone(), name, Basis::Inferred);
        party.actor = Some(self.enter(described, party.span));
    }

    /// Takes back a country that was only assumed.
    pub(crate) fn unsettle(&mut self, party: &mut Party) {
        let assumed =
            party.actor.is_some_and(|a| self.actors[a.0 as usize].basis == Basis::Assumed);
        if !assumed || party.identity.country.is_none() {
            return;
        }
        let sectors: Vec<&str> = party.identity.sectors.iter().map(String::as_str).collect();
        party.identity = ActorIdentity::new(None, &sectors);
        let name = party.span.of(self.tree.text);
        let described = Described::group(party.identity.clone(), name, Basis::Unknown);
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

    /// Whether a noun or pronoun names or describes people, and not a thing of theirs.
    pub(crate) fn is_somebody(&self, head: usize) -> bool {
        let agent = || describe::agent_ending_at(self, head, head.saturating_sub(3));
        self.tree.pos(head) == Pos::Pron
            || self.name_at(head).is_some()
            || agent().is_some_and(|(_, agent)| agent.number != AgentNumber::Thing)
            || crate::coding::acts::is_quantity(self.tree, head)
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
        let (link, basis, rejected) = (described.link, described.basis, described.rejected);
        let same = |a: &Actor| a.name == described.name && a.identity == described.identity;
        let id = match self.actors.iter().position(same) {
            Some(i) => ActorId(i as u32),
            None => {
                self.actors.push(Actor {
                    name: described.name,
                    identity: described.identity,
                    wikidata: described.wikidata,
                    basis,
                    as_of: self.day,
                    rejected: Vec::new(),
                });
                ActorId(self.actors.len() as u32 - 1)
            }
        };
        let known = &mut self.actors[id.0 as usize].rejected;
        rejected.into_iter().for_each(|r| {
            if !known.contains(&r) {
                known.push(r);
            }
        });
        if !self.mentions.iter().any(|m| m.span == span && m.actor == Some(id)) {
            let (kind, chain) = (described.kind, id.0);
            let link = Some(link);
            self.mentions.push(Mention { span, kind, actor: Some(id), chain, link, basis });
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
                    let (actor, link, basis) = (None, None, Basis::Unknown);
                    self.mentions.push(Mention { span, kind, actor, chain, link, basis });
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
