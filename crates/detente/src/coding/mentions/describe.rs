//! What a noun stands for: by name, by description, by the pronoun's antecedent.

use super::Described;
use super::Mentions;
use super::Name;
use super::kind_of;
use super::pronouns;
use crate::coding::acts::is_quantity;
use crate::lexicon::Agent;
use crate::lexicon::AgentNumber;
use crate::lexicon::Named;
use crate::lexicon::Term;
use crate::model::ActorIdentity;
use crate::model::Basis;
use crate::model::MentionKind;
use detente_language::Dep;
use detente_language::EntityLabel;
use detente_language::Pos;
use detente_language::Tag;

/// The party at `head`, if it is one.
pub(super) fn describe(it: &mut Mentions<'_>, head: usize) -> Option<Described> {
    if it.tree.pos(head) == Pos::Pron
        || matches!(it.tree.dep(head), Dep::Poss)
            && it.name_at(head).is_none()
            && is_pronoun(it, head)
    {
        return pronouns::antecedent(it, head).and_then(|a| it.describe(a));
    }
    if let Some(name) = it.name_at(head).cloned() {
        return by_name(it, head, &name);
    }
    if let Some(described) = by_description(it, head) {
        return Some(described);
    }
    if is_quantity(it.tree, head) {
        let counted = it.tree.prep_object(head, "of")?;
        return it.describe(counted);
    }
    by_capital(it, head)
}

fn is_pronoun(it: &Mentions<'_>, i: usize) -> bool {
    matches!(it.tree.pos(i), Pos::Pron | Pos::Det)
}

/// A party by its name, or by the name that a description ends in ("Foreign Ministry of Norway" is one by description).
fn by_name(it: &mut Mentions<'_>, head: usize, name: &Name) -> Option<Described> {
    let lexicon = it.lexicon;
    if let Some(described) = elsewhere(it, name) {
        return Some(described);
    }
    match name.named {
        Some(Named::Person(t)) => Some(known_person(it, head, name, &lexicon.people[t as usize])),
        Some(Named::Country(c) | Named::Capital(c) | Named::Adjective(c) | Named::Demonym(c)) => {
            let country = &lexicon.countries[c as usize];
            let identity = ActorIdentity::new(Some(&country.code), &[]);
            let wikidata = country.wikidata.as_deref();
            Some(plain(identity, &country.name, MentionKind::Country, Basis::Stated, wikidata))
        }
        Some(Named::Seat(c, k)) => {
            let country = &lexicon.countries[c as usize];
            let (seat, sector) = &country.seats[k as usize];
            let identity = ActorIdentity::new(Some(&country.code), &[sector]);
            Some(plain(identity, seat, MentionKind::Organization, Basis::Stated, None))
        }
        Some(Named::Organization(o)) => Some(organization(it, o)),
        Some(Named::Place(p)) => {
            let place = &lexicon.places[p as usize];
            let identity = ActorIdentity::new(Some(place.country.as_deref()?), &[]);
            Some(plain(identity, &place.name, MentionKind::Place, Basis::Inferred, None))
        }
        None => unknown_name(it, head, name),
    }
}

/// A place that bears the name of another country or of its capital, or lies elsewhere than the table's first: "Georgia" in America.
fn elsewhere(it: &Mentions<'_>, name: &Name) -> Option<Described> {
    let lexicon = it.lexicon;
    let tabled = match name.named? {
        Named::Country(c) | Named::Capital(c) => Some(&lexicon.countries[c as usize].code),
        Named::Place(p) => lexicon.places[p as usize].country.as_ref(),
        _ => return None,
    };
    let country = it.located(name.tokens.start)?;
    if tabled.is_some_and(|c| **c == *country) {
        return None;
    }
    let words = name.span.of(it.tree.text);
    let identity = ActorIdentity::new(Some(country), &[]);
    Some(plain(identity, words, MentionKind::Place, Basis::Inferred, None))
}

fn organization(it: &Mentions<'_>, o: u32) -> Described {
    let row = &it.lexicon.organizations[o as usize];
    let identity = ActorIdentity {
        country: row.country.as_deref().map(str::to_owned),
        sectors: row.sectors.iter().map(|s| s.to_string()).collect(),
        code: row.code.to_string(),
    };
    let mut described = plain(
        identity,
        &row.name,
        MentionKind::Organization,
        Basis::Stated,
        row.wikidata.as_deref(),
    );
    described.medium = &*row.kind == "media";
    described
}

fn plain(
    identity: ActorIdentity,
    name: &str,
    kind: MentionKind,
    basis: Basis,
    wikidata: Option<&str>,
) -> Described {
    Described {
        identity,
        name: name.to_owned(),
        kind,
        basis,
        wikidata: wikidata.map(str::to_owned),
        person: kind == MentionKind::Person,
        medium: false,
    }
}

/// A person of the tables: the office said here, else the term that covers the day, else the last one known.
fn known_person(it: &mut Mentions<'_>, head: usize, name: &Name, first: &Term) -> Described {
    let (office, country) = stated_office(it, head, name);
    let terms: Vec<&Term> = it.terms(name).collect();
    let day = it.day;
    let in_office = terms.iter().find(|t| day.is_some_and(|d| t.covers(d)));
    let term = in_office.copied().unwrap_or(first);
    let basis = if office.is_some() {
        Basis::Stated
    } else if in_office.is_some() {
        Basis::Inferred
    } else {
        Basis::Assumed
    };
    let identity = match (&office, country.or_else(|| term.country.as_deref().map(str::to_owned))) {
        (Some(agent), Some(country)) => identity(Some(&country), &agent.sectors),
        (None, Some(country)) => identity(Some(&country), &term.sectors),
        (_, None) => ActorIdentity {
            country: None,
            sectors: vec!["IGO".to_owned()],
            code: term.sectors.first().map_or("IGO", |s| &**s).to_owned(),
        },
    };
    plain(identity, &first.name, MentionKind::Person, basis, term.wikidata.as_deref())
}

/// A name that the tables do not know: a person with what is said of them, or the owner of a surname.
fn unknown_name(it: &mut Mentions<'_>, head: usize, name: &Name) -> Option<Described> {
    let words = name.span.of(it.tree.text).to_owned();
    if name.label == Some(EntityLabel::Person) {
        let surname = it.tree.word(name.tokens.end - 1);
        let full = it.surnames.get(surname).copied().filter(|&f| it.names[f].span != name.span);
        if let Some(full) = full.filter(|_| name.tokens.len() == 1) {
            let head = it.name_head(full);
            return it.describe(head);
        }
        return Some(unknown_person(it, head, name, words));
    }
    if let Some(described) = by_description(it, head) {
        return Some(described);
    }
    // "Trump" taken for a company: one word that is the surname of one holder of office.
    if let Some(known) =
        office_holder(it, name, None, None).filter(|_| name.label != Some(EntityLabel::Loc))
    {
        return Some(known);
    }
    let country = modifying_country(it, head);
    let body = it.lexicon.named_after(&it.tree.word(head).to_lowercase());
    let sectors: &[Box<str>] = body.map_or(&[], |b| &b.sectors);
    let identity = identity(country.as_deref(), sectors);
    Some(plain(identity, &words, kind_of(name), Basis::Inferred, None))
}

/// A capitalized word that neither tables nor recogniser know, where others stand around it in lower case: somebody's name.
fn by_capital(it: &Mentions<'_>, head: usize) -> Option<Described> {
    let tree = it.tree;
    let is_name = tree.token(head).tag == Tag::Nnp
        && tree.token(head).entity.is_none()
        && tree.word(head).chars().next().is_some_and(char::is_uppercase)
        && tree.word(head).chars().any(char::is_lowercase)
        && tree.analysis.sentences[tree.sentence(head)].tokens.start != head
        && !tree.analysis.sentences[tree.sentence(head)].headline;
    let words = tree.phrase(head).of(tree.text).to_owned();
    let nobody = identity(None, &[]);
    is_name.then(|| plain(nobody, &words, MentionKind::Person, Basis::Unknown, None))
}

fn unknown_person(it: &mut Mentions<'_>, head: usize, name: &Name, words: String) -> Described {
    let (office, country) = stated_office(it, head, name);
    let known = office_holder(it, name, office.as_ref(), country.as_deref());
    if let Some(known) = known {
        return known;
    }
    let sectors = office.map(|o| o.sectors).unwrap_or_default();
    let basis = if country.is_some() { Basis::Stated } else { Basis::Unknown };
    plain(identity(country.as_deref(), &sectors), &words, MentionKind::Person, basis, None)
}

/// A bare surname that the tables know as one person in office on the day ("President Putin", "Merkel").
fn office_holder(
    it: &Mentions<'_>,
    name: &Name,
    office: Option<&Agent>,
    country: Option<&str>,
) -> Option<Described> {
    if name.tokens.len() > 1 {
        return None;
    }
    let surname = it.tree.word(name.tokens.start);
    let fits = |t: &&Term| {
        country.is_none_or(|c| t.country.as_deref() == Some(c))
            && it.day.is_none_or(|d| t.covers(d))
    };
    let terms: Vec<&Term> = it.lexicon.people_by_surname(surname).filter(fits).collect();
    let first = terms.last()?;
    // With nothing said of them and no date, only a surname that one person alone has held office with.
    let ambiguous = terms.iter().any(|t| t.name != first.name || t.country != first.country);
    let vague = office.is_none() && country.is_none() && it.day.is_none() && surname.len() < 5;
    if ambiguous || vague || first.country.is_none() {
        return None;
    }
    let identity = identity(first.country.as_deref(), &first.sectors);
    Some(plain(
        identity,
        &first.name,
        MentionKind::Person,
        Basis::Inferred,
        first.wikidata.as_deref(),
    ))
}

/// The office and country said of a person: before the name ("French President Emmanuel Macron"), or beside it ("Gram, the Norwegian defence minister").
fn stated_office(
    it: &mut Mentions<'_>,
    head: usize,
    name: &Name,
) -> (Option<Agent>, Option<String>) {
    let start = name.tokens.start;
    let (left, _) = it.tree.subtree_without(head, &|k| k >= start);
    let before = left..start;
    let office = before
        .clone()
        .rev()
        .find_map(|i| agent_ending_at(it, i, left))
        .map(|(_, agent)| agent.clone());
    let country = country_among(it, before);
    if office.is_some() {
        return (former(it, left..start, office), country);
    }
    let beside = it
        .tree
        .kid(head, &[Dep::Appos])
        .or_else(|| it.tree.head(head).filter(|_| it.tree.dep(head) == Dep::Appos));
    let Some(beside) = beside.filter(|&b| it.name_at(b).is_none()) else { return (None, country) };
    let office =
        agent_ending_at(it, beside, beside.saturating_sub(3)).map(|(_, agent)| agent.clone());
    let country = country.or_else(|| describing_country(it, beside));
    (office, country)
}

/// "former President": a former official is of the elite, not of the government.
fn former(
    it: &Mentions<'_>,
    words: std::ops::Range<usize>,
    office: Option<Agent>,
) -> Option<Agent> {
    let former = words.into_iter().any(|i| FORMER.contains(&it.tree.lemma(i)));
    office.map(|agent| if former { Agent { sectors: vec!["ELI".into()], ..agent } } else { agent })
}

const FORMER: [&str; 5] = ["former", "ex", "late", "ousted", "deposed"];

/// A party by description: "senior Guyanese police officer", "the Foreign Ministry of Norway".
fn by_description(it: &mut Mentions<'_>, head: usize) -> Option<Described> {
    if !matches!(it.tree.pos(head), Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num) {
        return None;
    }
    let (first, agent) = agent_ending_at(it, head, head.saturating_sub(3))?;
    let agent = agent.clone();
    let (left, _) = it.tree.subtree_without(head, &|k| k > head);
    let agent = former(it, left..first, Some(agent))?;
    if let Some(described) = of_organization(it, head, left..first) {
        return Some(described);
    }
    let country = describing_country(it, head).or_else(|| earlier_country(it, head));
    let words = it.tree.phrase(head).of(it.tree.text).to_owned();
    let kind =
        if agent.number == AgentNumber::Person { MentionKind::Person } else { MentionKind::Group };
    let basis = if country.is_some() { Basis::Stated } else { Basis::Unknown };
    let mut described =
        plain(identity(country.as_deref(), &agent.sectors), &words, kind, basis, None);
    described.person = agent.number == AgentNumber::Person && is_singular(it, head);
    Some(described)
}

fn is_singular(it: &Mentions<'_>, i: usize) -> bool {
    !matches!(it.tree.token(i).tag, Tag::Nns | Tag::Nnps)
}

/// "UN officials", "NATO troops", "a spokesman for Hamas": the organization's code goes before the description's sector.
fn of_organization(
    it: &mut Mentions<'_>,
    head: usize,
    before: std::ops::Range<usize>,
) -> Option<Described> {
    let named = before.rev().find_map(|i| organization_at(it, i));
    let after = || {
        ["of", "for", "from", "with"]
            .iter()
            .find_map(|prep| it.tree.prep_object(head, prep))
            .and_then(|o| organization_at(it, o))
    };
    let o = named.or_else(after)?;
    Some(organization(it, o)).filter(|d| !d.medium)
}

fn organization_at(it: &Mentions<'_>, i: usize) -> Option<u32> {
    match it.name_at(i)?.named? {
        Named::Organization(o) => Some(o),
        _ => None,
    }
}

/// The longest description that ends at a token, with its first token.
fn agent_ending_at<'l>(it: &Mentions<'l>, head: usize, left: usize) -> Option<(usize, &'l Agent)> {
    let sentence = &it.tree.analysis.sentences[it.tree.sentence(head)];
    let left = left.max(head.saturating_sub(3)).max(sentence.tokens.start);
    let mut lemma = it.tree.lemma(head).to_lowercase();
    let lexicon = it.lexicon;
    // The lemmatizer leaves plural names alone: "Rebels were blamed".
    if it.tree.token(head).tag == Tag::Nnps && lexicon.agent(&lemma).is_none() {
        lemma = lemma.strip_suffix('s').map(str::to_owned).unwrap_or(lemma);
    }
    (left..=head).find_map(|first| {
        let mut phrase = String::new();
        for i in first..head {
            phrase.push_str(&it.tree.word(i).to_lowercase());
            if it.tree.token(i).space_after {
                phrase.push(' ');
            }
        }
        phrase.push_str(&lemma);
        let several = !is_singular(it, head);
        let agent = lexicon.agent(&phrase).filter(|a| several || a.number != AgentNumber::Plural);
        agent.map(|agent| (first, agent))
    })
}

/// The country that a description names: before the noun, as its owner, or after "of", "from", "in".
pub(super) fn describing_country(it: &mut Mentions<'_>, head: usize) -> Option<String> {
    if let Some(country) = modifying_country(it, head) {
        return Some(country);
    }
    if let Some(owner) = it.tree.kid(head, &[Dep::Poss])
        && let Some(country) = it.describe(owner).and_then(|d| d.identity.country)
    {
        return Some(country);
    }
    ["of", "from", "for", "in"].iter().find_map(|prep| {
        let object = it.tree.prep_object(head, prep)?;
        // "the mayor of the West Bank city of Nablus": what is no party may still lie in a country.
        it.describe(object).and_then(|d| d.identity.country).or_else(|| {
            let tree = it.tree;
            modifying_country(it, object).or_else(|| {
                let inner =
                    tree.prep_object(object, "of").or_else(|| tree.prep_object(object, "in"))?;
                it.describe(inner).and_then(|d| d.identity.country)
            })
        })
    })
}

/// A country's name or adjective before the noun.
pub(super) fn modifying_country(it: &Mentions<'_>, head: usize) -> Option<String> {
    let (left, _) = it.tree.subtree_without(head, &|k| k > head || it.tree.dep(k) == Dep::Poss);
    country_among(it, left..head)
}

/// The last country named among tokens, but for what only qualifies it ("**Israeli**-backed militia").
fn country_among(it: &Mentions<'_>, tokens: std::ops::Range<usize>) -> Option<String> {
    tokens.rev().find_map(|i| {
        let name = it.name_at(i)?;
        let end = name.span.end as usize;
        let before = &it.tree.text[..name.span.start as usize];
        let taking_sides = SIDES.iter().any(|s| before.ends_with(s));
        if it.tree.text[end..].starts_with('-') || taking_sides {
            return None;
        }
        if let Some(code) = it.located(name.tokens.start) {
            return Some(code.to_owned());
        }
        match name.named? {
            Named::Country(c)
            | Named::Adjective(c)
            | Named::Demonym(c)
            | Named::Seat(c, _)
            | Named::Capital(c) => Some(it.lexicon.countries[c as usize].code.to_string()),
            Named::Place(p) => it.lexicon.places[p as usize].country.as_deref().map(str::to_owned),
            _ => None,
        }
    })
}

/// "pro-Russian rebels" are for a country and not of it.
const SIDES: [&str; 4] = ["pro-", "Pro-", "anti-", "Anti-"];

/// "the troops" after "Israeli troops": the country said of the same word before.
fn earlier_country(it: &mut Mentions<'_>, head: usize) -> Option<String> {
    let definite =
        it.tree.kids(head).any(|k| it.tree.dep(k) == Dep::Det && it.tree.is_word(k, "the"));
    if !definite {
        return None;
    }
    let lemma = it.tree.lemma(head);
    (0..head).rev().take(400).find_map(|i| {
        if it.tree.lemma(i) != lemma || it.name_at(i).is_some() {
            return None;
        }
        describing_country(it, i)
    })
}

fn identity(country: Option<&str>, sectors: &[Box<str>]) -> ActorIdentity {
    let sectors: Vec<&str> = sectors.iter().map(|s| &**s).collect();
    ActorIdentity::new(country, &sectors)
}
