//! Which person of the tables is meant: by the full name, by a surname, by an office on a day.
//!
//! Terms are weighed by the office and country that the text gives, by the day, and by how far their holders are known by surname.
//! A row from memory only ranks: it never rules anybody out.

use super::Described;
use super::Mentions;
use super::Name;
use super::describe;
use super::ties;
use crate::lexicon::Agent;
use crate::lexicon::AgentNumber;
use crate::lexicon::Holding;
use crate::lexicon::Term;
use crate::model::ActorIdentity;
use crate::model::Basis;
use crate::model::Date;
use crate::model::Link;
use crate::model::MentionKind;
use crate::model::Misfit;
use crate::model::Rejected;
use detente_language::Dep;
use detente_language::EntityLabel;
use detente_language::Pos;

/// The office and country that the words around a name give.
#[derive(Default)]
pub(super) struct Said {
    agent: Option<Agent>,
    country: Option<String>,
    /// An organization whose person it is: "**NATO** Secretary General".
    body: Option<u32>,
}

impl Said {
    /// Whether the words leave open which office it is: "leader".
    fn is_vague(&self) -> bool {
        self.agent.as_ref().is_none_or(|a| {
            a.holds.iter().any(|office| &**office == ANY) && !a.sectors.contains(&"ELI".into())
        })
    }
}

/// What `holds` says of a word for the holder of any office.
pub(super) const ANY: &str = "*";

/// How badly a term fits: wrong organization, wrong office, wrong country, not in office, little known, far in time.
type Misfits = (bool, bool, bool, Holding, u8, i32);

/// Sectors that end with the office; a rebel leader stays one.
const OFFICIAL: [&str; 6] = ["GOV", "MIL", "LEG", "JUD", "COP", "SPY"];
const MAX_REJECTED: usize = 5;

/// A person whose full name stands in the tables.
pub(super) fn known(it: &mut Mentions<'_>, head: usize, name: &Name) -> Described {
    let said = said_of(it, head, name);
    let terms: Vec<&Term> = it.terms(name).collect();
    let Some(best) = best_term(it, &terms, &said) else {
        return unknown_to_tables(it, name, said);
    };
    let mut described = holder(best, &terms, &said, it.day).linked(name.link);
    described.rejected = rejected(it, &terms, best, &said);
    described
}

/// The person who fits best, in the term that fits best.
fn best_term<'a>(it: &Mentions<'_>, terms: &[&'a Term], said: &Said) -> Option<&'a Term> {
    let best = terms.iter().min_by_key(|t| misfits(it, t, said))?;
    let own = terms.iter().filter(|t| t.same_person(best));
    own.copied().min_by_key(|t| {
        let (body, office, country, holding, _, distance) = misfits(it, t, said);
        (body, office, country, holding, distance)
    })
}

/// A person whom the tables do not know by this name.
pub(super) fn unknown(it: &mut Mentions<'_>, head: usize, name: &Name) -> Described {
    let said = said_of(it, head, name);
    match by_surname(it, name, &said) {
        Some(known) => known,
        None => unknown_to_tables(it, name, said),
    }
}

fn unknown_to_tables(it: &Mentions<'_>, name: &Name, said: Said) -> Described {
    let words = name.span.of(it.tree.text);
    let (sectors, offices) = said.agent.map(|a| (a.sectors, a.holds)).unwrap_or_default();
    let body = said.body.map(|o| describe::organization(it, o)).filter(|b| !b.medium);
    let identity = match body {
        Some(body) => body.identity,
        None => describe::identity(said.country.as_deref(), &sectors),
    };
    let known = said.country.is_some() || identity.country.is_some() || said.body.is_some();
    let basis = if known { Basis::Stated } else { Basis::Unknown };
    let plain = describe::plain(identity, words, MentionKind::Person, basis, None);
    Described { offices, ..plain }
}

fn misfits(it: &Mentions<'_>, term: &Term, said: &Said) -> Misfits {
    let body = said.body.is_some_and(|o| {
        let code = &it.lexicon.organizations[o as usize].code;
        term.country.is_some() || term.sectors.first() != Some(code)
    });
    let agent = said.agent.as_ref().filter(|_| !said.is_vague());
    let office = agent.is_some_and(|a| !a.holds.iter().any(|it| **it == *term.office));
    let country = said.country.as_deref().is_some_and(|c| term.country.as_deref() != Some(c));
    let rank = if term.rank == 1 || !is_spoken_of(it, term) { term.rank } else { term.rank - 1 };
    (body, office, country, holding(term, it.day), rank, distance(term, it.day))
}

/// Whether the article names the country of a term.
fn is_spoken_of(it: &Mentions<'_>, term: &Term) -> bool {
    term.country.as_deref().is_some_and(|c| it.countries.contains_key(c))
}

fn holding(term: &Term, day: Option<Date>) -> Holding {
    day.map_or(Holding::Unknown, |day| term.holding(day))
}

/// Days between a term and a day; without a day, the last known term is nearest.
fn distance(term: &Term, day: Option<Date>) -> i32 {
    let number = |d: Date| i32::from(d.year()) * 366 + i32::from(d.day_of_year());
    let from = term.from.map_or(0, number);
    match day.map(number) {
        None => -from,
        Some(day) if day < from => from - day,
        Some(day) => term.to.map_or(0, |to| (day - number(to)).max(0)),
    }
}

/// The person with the office said here, else with that of the term, as far as the day allows.
fn holder(term: &Term, terms: &[&Term], said: &Said, day: Option<Date>) -> Described {
    let holding = holding(term, day);
    let former = said.agent.as_ref().is_some_and(|a| a.sectors.contains(&"ELI".into()));
    let country = match term.country.as_deref() {
        // In a list of names with offices, the parse may hang one's country on another.
        Some(own) if !former && holding == Holding::Held => Some(own),
        None if said.is_vague() || said.body.is_some() => None,
        own => said.country.as_deref().or(own),
    };
    let identity = match (said.agent.as_ref().filter(|_| !said.is_vague()), country) {
        (Some(agent), Some(country)) => describe::identity(Some(country), &agent.sectors),
        (None, Some(country)) => standing(term, terms, country, day),
        (_, None) => body(term),
    };
    let basis = match (&said.agent, holding) {
        (Some(_), _) => Basis::Stated,
        (None, Holding::Held) => Basis::Inferred,
        _ => Basis::Assumed,
    };
    let offices = match &said.agent {
        Some(agent) => agent.holds.clone(),
        None if holding != Holding::Outside => vec![Box::from(&*term.office)],
        None => Vec::new(),
    };
    let wikidata = term.wikidata.as_deref();
    let plain = describe::plain(identity, &term.name, MentionKind::Person, basis, wikidata);
    Described { offices, ..plain }
}

/// What somebody is on a day: in office, of the elite afterwards, and nothing yet before it.
fn standing(term: &Term, terms: &[&Term], country: &str, day: Option<Date>) -> ActorIdentity {
    let in_office = describe::identity(Some(country), &term.sectors);
    let official = term.sectors.first().is_some_and(|s| OFFICIAL.contains(&&**s));
    let Some(day) = day.filter(|_| official && holding(term, day) == Holding::Outside) else {
        return in_office;
    };
    let own = || terms.iter().filter(|t| t.same_person(term));
    // A term from memory may be some months off, and hides no other end.
    if own().any(|t| t.unsourced && distance(t, Some(day)) < 366) {
        return in_office;
    }
    let was = own().any(|t| t.to.is_some_and(|to| to <= day));
    ActorIdentity::new(Some(country), if was { &["ELI"] } else { &[] })
}

/// The head of an organization speaks for it.
fn body(term: &Term) -> ActorIdentity {
    let code = term.sectors.first().map_or("IGO", |s| &**s).to_owned();
    ActorIdentity { country: None, sectors: vec!["IGO".to_owned()], code }
}

/// A bare surname that one holder of an office fits best ("President Putin", "Merkel").
pub(super) fn by_surname(it: &Mentions<'_>, name: &Name, said: &Said) -> Option<Described> {
    if name.tokens.len() > 1 {
        return None;
    }
    let surname = it.tree.word(name.tokens.start);
    let terms: Vec<&Term> = it.lexicon.people_by_surname(surname).collect();
    let best = best_term(it, &terms, said)?;
    let fit = misfits(it, best, said);
    let rivals = terms.iter().filter(|t| !t.same_person(best));
    let clear = rivals.copied().all(|r| is_clearly_better(fit, misfits(it, r, said)));
    if !clear || !is_likely(it, name, best, said) {
        return None;
    }
    let mut described = holder(best, &terms, said, it.day).linked(Link::Surname);
    if described.basis != Basis::Assumed {
        described.basis = Basis::Inferred;
    }
    described.rejected = rejected(it, &terms, best, said);
    Some(described)
}

/// Whether one fits better for a reason, and not by days alone.
fn is_clearly_better(one: Misfits, other: Misfits) -> bool {
    (one.0, one.1, one.2, one.3, one.4) < (other.0, other.1, other.2, other.3, other.4)
}

/// Whether a surname alone, with what is said of it, is enough to name this person.
fn is_likely(it: &Mentions<'_>, name: &Name, term: &Term, said: &Said) -> bool {
    let surname = it.tree.word(name.tokens.start);
    let (_, _, other_country, holding, _, _) = misfits(it, term, said);
    if other_country || holding == Holding::Outside {
        return false;
    }
    if said.agent.is_some() || said.country.is_some() {
        return true;
    }
    let spoken_of = is_spoken_of(it, term);
    let short = it.day.is_none() && surname.len() < 5;
    match term.rank {
        1 => !short,
        2 => name.label == Some(EntityLabel::Person) && (spoken_of || it.day.is_none() && !short),
        _ => false,
    }
}

/// Other people of the same name, and what speaks against each.
fn rejected(it: &Mentions<'_>, terms: &[&Term], best: &Term, said: &Said) -> Vec<Rejected> {
    let mut out: Vec<Rejected> = Vec::new();
    for term in terms.iter().filter(|t| !t.same_person(best)) {
        let (_, office, country, holding, ..) = misfits(it, term, said);
        let because = match (country, office, holding) {
            (true, ..) => Misfit::Country,
            (_, _, Holding::Outside) => Misfit::Dates,
            (_, true, _) => Misfit::Office,
            _ => Misfit::Rank,
        };
        let identity = match term.country.as_deref() {
            Some(country) => describe::identity(Some(country), &term.sectors),
            None => body(term),
        };
        if out.len() < MAX_REJECTED && out.iter().all(|r| *r.name != *term.name) {
            out.push(Rejected { name: term.name.to_string(), code: identity.code, because });
        }
    }
    out
}

/// Who held an office of a country on the day of the article: "the French president".
pub(super) fn in_office(
    it: &mut Mentions<'_>,
    head: usize,
    agent: &Agent,
    country: Option<&str>,
) -> Option<Described> {
    let definite =
        is_definite(it, head) && describe::is_singular(it, head) && !is_counted(it, head);
    if agent.holds.is_empty() || agent.number != AgentNumber::Person || !definite {
        return None;
    }
    match country {
        Some(country) => incumbent(it, &agent.holds, country, &agent.sectors),
        None => super::anaphors::role(it, head, agent),
    }
}

/// The one holder of the first of these offices that anybody held.
pub(super) fn incumbent(
    it: &Mentions<'_>,
    offices: &[Box<str>],
    country: &str,
    sectors: &[Box<str>],
) -> Option<Described> {
    let day = it.day?;
    let office = offices.iter().find(|o| it.lexicon.holders(country, o).any(|t| t.covers(day)))?;
    let mut terms: Vec<&Term> = it.lexicon.holders(country, office).collect();
    terms.sort_by_key(|t| (t.holding(day), std::cmp::Reverse(t.from)));
    let best = *terms.first()?;
    let holding = best.holding(day);
    let rival = terms.iter().any(|t| !t.same_person(best) && t.holding(day) == Holding::Held);
    if holding == Holding::Held && rival {
        return None;
    }
    let sure = holding == Holding::Held && !best.unsourced;
    let basis = if sure { Basis::Inferred } else { Basis::Assumed };
    let identity = describe::identity(Some(country), sectors);
    let wikidata = best.wikidata.as_deref();
    let plain = describe::plain(identity, &best.name, MentionKind::Person, basis, wikidata);
    let offices = offices.to_vec();
    Some(Described { offices, ..plain }.linked(Link::Office))
}

/// "the **43rd** president", "the **first** president": one of a row, not the one in office.
fn is_counted(it: &Mentions<'_>, head: usize) -> bool {
    let tree = it.tree;
    tree.kids(head)
        .filter(|&k| k < head)
        .any(|k| tree.token(k).entity.is_some_and(|e| e.label == EntityLabel::Ordinal))
}

/// "the president", "his president", "French President": one that the reader knows of.
fn is_definite(it: &Mentions<'_>, head: usize) -> bool {
    let tree = it.tree;
    tree.kids(head).filter(|&k| tree.dep(k) == Dep::Det).all(|k| tree.is_word(k, "the"))
}

/// What is said of a person: before the name ("French President Emmanuel Macron"), or beside it ("Gram, the Norwegian defence minister").
fn said_of(it: &mut Mentions<'_>, head: usize, name: &Name) -> Said {
    let before = said_before(it, name);
    if before.agent.is_some() && (before.country.is_some() || before.body.is_some()) {
        return before;
    }
    let Some(beside) = said_beside(it, head) else { return before };
    Said {
        agent: beside.agent.or(before.agent),
        country: before.country.or(beside.country),
        body: before.body.or(beside.body),
    }
}

/// "President of **Belarus** Alexander Lukashenko", "Head of the Council Ada Berg", "UN Coordinator in Chad Ada Berg".
fn said_with_of(it: &mut Mentions<'_>, name: &Name) -> Option<Said> {
    let tree = it.tree;
    let owner = name.tokens.start.checked_sub(1)?;
    let first = it.name_at(owner)?.tokens.start;
    let the = usize::from(first > 0 && tree.is_word(first - 1, "the"));
    let of = first.checked_sub(1 + the).filter(|&of| of > 0)?;
    let abroad = ["in", "to", "for"].iter().any(|word| tree.is_word(of, word));
    if !abroad && !tree.is_word(of, "of") {
        return None;
    }
    let (start, agent) = describe::agent_ending_at(it, of - 1, of.saturating_sub(4))?;
    let agent = describe::former(it, start.saturating_sub(1)..of, Some(agent.clone()));
    let sender = left_of_title(it, start)..start;
    let own = describe::country_among(it, sender.clone()).filter(|_| abroad);
    let of_body = if abroad { sender } else { first..owner + 1 };
    let body = of_body.rev().find_map(|i| describe::organization_at(it, i));
    // Whom somebody is sent to is not who sends.
    let sent = tree.is_word(of, "to") || body.is_some() && abroad;
    let country = own.or_else(|| describe::country_among(it, first..owner + 1).filter(|_| !sent));
    (country.is_some() || body.is_some() || sent).then_some(Said { agent, country, body })
}

/// Where the nouns and adjectives before a title begin.
fn left_of_title(it: &Mentions<'_>, title: usize) -> usize {
    let tree = it.tree;
    let sentence = tree.analysis.sentences[tree.sentence(title)].tokens.start;
    let plain = |&i: &usize| {
        matches!(tree.pos(i), Pos::Noun | Pos::Propn | Pos::Adj) || tree.dep(i) == Dep::Case
    };
    (sentence..title).rev().take_while(plain).last().unwrap_or(title)
}

fn said_before(it: &mut Mentions<'_>, name: &Name) -> Said {
    if let Some(said) = said_with_of(it, name) {
        return said;
    }
    let before = left_of(it, name)..name.tokens.start;
    // "the **general** election": an adjective is no title.
    let noun = |&i: &usize| it.tree.pos(i) != Pos::Adj;
    let title = before
        .clone()
        .rev()
        .filter(noun)
        .find_map(|i| Some((i, describe::agent_ending_at(it, i, before.start)?.1.clone())));
    let (at, agent) = title.unzip();
    if let Some(said) =
        at.zip(agent.as_ref()).and_then(|(at, agent)| said_of_servant(it, at, agent))
    {
        return said;
    }
    let country = describe::country_among(it, before.clone());
    let named = before.clone().rev().find_map(|i| describe::organization_at(it, i));
    let body = named.filter(|_| agent.is_some());
    Said { agent: describe::former(it, before, agent), country, body }
}

/// "**Berg** adviser Tom Ash", "Tom Ash, an aide to **Berg**": of the country and kind of the one served.
fn said_of_servant(it: &mut Mentions<'_>, noun: usize, agent: &Agent) -> Option<Said> {
    let master = ties::served(it, noun)?;
    let identity = ties::as_served(&master.identity, agent);
    let sectors = identity.sectors.iter().map(|s| Box::from(&**s)).collect();
    let country = identity.country;
    country.is_some().then(|| Said {
        agent: Some(Agent { sectors, ..agent.clone() }),
        country,
        body: None,
    })
}

fn said_beside(it: &mut Mentions<'_>, head: usize) -> Option<Said> {
    let tree = it.tree;
    let beside = tree
        .kid(head, &[Dep::Appos])
        .or_else(|| tree.head(head).filter(|_| tree.dep(head) == Dep::Appos))
        .filter(|&b| it.name_at(b).is_none())?;
    let left = tree.subtree_without(beside, &|k| k > beside).0;
    let agent = describe::agent_ending_at(it, beside, beside.saturating_sub(3))?.1.clone();
    if let Some(said) = said_of_servant(it, beside, &agent) {
        return Some(said);
    }
    let agent = describe::former(it, left..beside, Some(agent));
    let country = describe::describing_country(it, beside);
    let body = ["of", "for", "with"]
        .iter()
        .filter_map(|prep| tree.prep_object(beside, prep))
        .chain((left..beside).rev())
        .find_map(|i| describe::organization_at(it, i));
    Some(Said { agent, country, body })
}

/// The first token of what is said before a name: by the parse, or as far as plain nouns and adjectives reach.
fn left_of(it: &Mentions<'_>, name: &Name) -> usize {
    let tree = it.tree;
    let start = name.tokens.start;
    let cut = |k: usize| k >= start && !name.tokens.contains(&k);
    let parsed = name.tokens.clone().map(|t| tree.subtree_without(t, &cut).0).min();
    let sentence = tree.analysis.sentences[tree.sentence(start)].tokens.start;
    let plain = |&i: &usize| {
        matches!(tree.pos(i), Pos::Noun | Pos::Propn | Pos::Adj)
            || tree.pos(i) == Pos::Part && tree.dep(i) == Dep::Case
    };
    let run = (sentence..start).rev().take_while(plain).last();
    let titled =
        run.filter(|_| start > 0 && describe::agent_ending_at(it, start - 1, sentence).is_some());
    titled.into_iter().chain(parsed).min().unwrap_or(start).min(start)
}
