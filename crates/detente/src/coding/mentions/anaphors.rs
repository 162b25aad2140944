//! Whom a noun stands for that says no name: "the group", "the president", "his counterpart", "the two leaders".

use super::Described;
use super::Mentions;
use super::describe;
use super::people;
use crate::lexicon::Agent;
use crate::lexicon::Anaphor;
use crate::lexicon::AnaphorKind;
use crate::lexicon::Named;
use crate::model::ActorIdentity;
use crate::model::Basis;
use crate::model::Link;
use crate::model::MentionKind;
use crate::model::Party;
use detente_language::Dep;
use detente_language::EntityLabel;
use detente_language::Pos;
use detente_language::Tag;

/// How far back something may have been named, in sentences.
const SENTENCES_BACK: usize = 4;
/// How far back an office may have been named, in words.
const WORDS_BACK: usize = 500;

/// "the group", "his counterpart".
pub(super) fn noun(it: &mut Mentions<'_>, head: usize) -> Option<Described> {
    let anaphor = anaphor_at(it, head)?;
    match anaphor.kind {
        AnaphorKind::Organization => organization(it, head, &anaphor.organizations),
        AnaphorKind::Counterpart => {
            let known = counterpart(it, head).or_else(|| named_after(it, head));
            known.or_else(|| if has_name_beside(it, head) { None } else { somebody(it, head) })
        }
        _ => None,
    }
}

/// The longest entry of the list that ends at a noun: "the rebel group".
fn anaphor_at<'a>(it: &Mentions<'a>, head: usize) -> Option<&'a Anaphor> {
    let tree = it.tree;
    // "his counterpart": some take it for an adjective.
    let owned = tree.kid(head, &[Dep::Poss]).is_some();
    if tree.pos(head) != Pos::Noun && !(tree.pos(head) == Pos::Adj && owned) {
        return None;
    }
    let lemma = tree.lemma(head).to_lowercase();
    let before = head.checked_sub(1).filter(|&b| is_modifier(it, b, head));
    let longer = before
        .and_then(|b| it.lexicon.anaphor(&format!("{} {lemma}", tree.word(b).to_lowercase())));
    longer.or_else(|| it.lexicon.anaphor(&lemma))
}

fn is_modifier(it: &Mentions<'_>, i: usize, head: usize) -> bool {
    it.tree.head(i) == Some(head) && matches!(it.tree.dep(i), Dep::Amod | Dep::Compound)
}

/// The last organization of a fitting kind, where nothing but "the" stands before the noun.
fn organization(it: &mut Mentions<'_>, head: usize, kinds: &[Box<str>]) -> Option<Described> {
    let tree = it.tree;
    let bare = tree.kids(head).all(|k| match tree.dep(k) {
        Dep::Det => ["the", "this", "that"].iter().any(|w| tree.is_word(k, w)),
        Dep::Compound | Dep::Amod => {
            describe::agent_ending_at(it, head, k).is_some_and(|a| a.0 == k)
        }
        Dep::Prep | Dep::Poss | Dep::Appos | Dep::Nummod | Dep::Nmod => false,
        _ => true,
    });
    let determined = tree.kids(head).any(|k| tree.dep(k) == Dep::Det);
    if !bare || !determined || !describe::is_singular(it, head) {
        return None;
    }
    let first = first_token(it, head);
    let found = (first..head).rev().find(|&i| is_body(it, i, kinds))?;
    let described = it.describe(found).filter(|d| !d.medium)?;
    Some(Described { basis: Basis::Inferred, ..described.linked(Link::Noun) })
}

fn first_token(it: &Mentions<'_>, head: usize) -> usize {
    let sentence = it.tree.sentence(head).saturating_sub(SENTENCES_BACK - 1);
    it.tree.analysis.sentences[sentence].tokens.start
}

/// Whether a token heads the name of an organization of one of these kinds, or of one that the tables do not know.
fn is_body(it: &Mentions<'_>, i: usize, kinds: &[Box<str>]) -> bool {
    let Some(name) = it.name_at(i) else { return false };
    if name.inside || head_of(it, i) != Some(i) {
        return false;
    }
    match name.named {
        Some(Named::Organization(o)) => {
            let kind = &*it.lexicon.organizations[o as usize].kind;
            kinds.iter().any(|it| **it == *kind)
        }
        None => name.label == Some(EntityLabel::Org),
        _ => false,
    }
}

/// The head of the name that a token belongs to.
fn head_of(it: &Mentions<'_>, i: usize) -> Option<usize> {
    let range = it.name_at(i)?.tokens.clone();
    range.clone().find(|&t| it.tree.head(t).is_none_or(|h| !range.contains(&h)))
}

/// "his Belarusian counterpart": the same office in another country.
fn counterpart(it: &mut Mentions<'_>, head: usize) -> Option<Described> {
    let owner = it.tree.kid(head, &[Dep::Poss])?;
    let named = has_name_beside(it, head);
    let country = describe::modifying_country(it, head).filter(|_| !named)?;
    let base = it.describe(owner)?;
    let sectors: Vec<Box<str>> = base.identity.sectors.iter().map(|s| Box::from(&**s)).collect();
    if base.identity.country.is_none() || sectors.is_empty() {
        return None;
    }
    if describe::is_singular(it, head)
        && let Some(person) = people::incumbent(it, &base.offices, &country, &sectors)
    {
        return Some(person);
    }
    let words = it.tree.phrase(head).of(it.tree.text);
    let identity = describe::identity(Some(&country), &sectors);
    let described = Described::group(identity, words, Basis::Stated);
    let person = describe::is_singular(it, head);
    Some(Described { kind: MentionKind::Person, person, offices: base.offices, ..described })
}

/// "his counterpart **Italian President Ada Berg**": a name that follows, with its office.
fn named_after(it: &mut Mentions<'_>, head: usize) -> Option<Described> {
    let tree = it.tree;
    let end = tree.analysis.sentences[tree.sentence(head)].tokens.end;
    let title = |&t: &usize| matches!(tree.pos(t), Pos::Propn | Pos::Noun | Pos::Adj);
    let person = |t: usize| it.name_at(t).filter(|n| n.label == Some(EntityLabel::Person));
    let name = (head + 1..end).take_while(title).find_map(person)?;
    let at = name.tokens.clone().find(|&t| head_of(it, t) == Some(t))?;
    it.describe(at).map(|d| d.linked(Link::Apposition))
}

/// "his counterpart", of whom the phrase says no more: the last one named of that office in another country, else nobody's in particular.
fn somebody(it: &mut Mentions<'_>, head: usize) -> Option<Described> {
    let owner = it.tree.kid(head, &[Dep::Poss])?;
    let base = it.describe(owner)?;
    let single = describe::is_singular(it, head);
    if let Some(other) = last_opposite(it, head, &base).filter(|_| single) {
        return Some(other);
    }
    let identity = describe::identity(None, &base.identity.sectors);
    let words = it.tree.phrase(head).of(it.tree.text);
    let described = Described::group(identity, words, Basis::Unknown);
    Some(Described {
        kind: MentionKind::Person,
        person: single,
        offices: base.offices,
        ..described
    })
}

/// The last person named before of the same sector in another country.
fn last_opposite(it: &mut Mentions<'_>, head: usize, base: &Described) -> Option<Described> {
    for i in (first_token(it, head)..head).rev() {
        if head_of(it, i) != Some(i) {
            continue;
        }
        let Some(other) = it.describe(i).filter(|d| d.person) else { continue };
        let abroad =
            other.identity.country.is_some() && other.identity.country != base.identity.country;
        if abroad && other.identity.sectors == base.identity.sectors {
            return Some(Described { basis: Basis::Inferred, ..other.linked(Link::Role) });
        }
    }
    None
}

fn has_name_beside(it: &Mentions<'_>, head: usize) -> bool {
    it.tree.kids(head).any(|k| it.tree.dep(k) == Dep::Appos && it.name_at(k).is_some())
}

/// The person or body whose name stands beside a description: "the Chilean minister, Ana Ruiz".
pub(super) fn beside(it: &mut Mentions<'_>, head: usize, agent: &Agent) -> Option<Described> {
    let tree = it.tree;
    let name = tree.kids(head).find(|&k| tree.dep(k) == Dep::Appos && k > head)?;
    let is_name = head_of(it, name) == Some(name)
        && !tree.is_word(name - 1, "(")
        && matches!(
            it.name_at(name).and_then(|n| n.label),
            Some(EntityLabel::Person | EntityLabel::Org)
        );
    if !is_name || !describe::is_singular(it, head) {
        return None;
    }
    let mut described = it.describe(name).filter(|d| !d.medium)?;
    let known = described.wikidata.is_some() || described.identity.code.len() > 3;
    if !known || described.identity.country.is_none() && described.identity.code.starts_with('-') {
        let country = described.identity.country.clone();
        let country = country.or_else(|| describe::describing_country(it, head));
        described.identity = describe::identity(country.as_deref(), &agent.sectors);
    }
    Some(described.linked(Link::Apposition))
}

/// "the president": the last one named who holds such an office.
pub(super) fn role(it: &mut Mentions<'_>, head: usize, agent: &Agent) -> Option<Described> {
    let tree = it.tree;
    if !tree.kids(head).any(|k| tree.dep(k) == Dep::Det) {
        return None;
    }
    let lemma = tree.lemma(head).to_lowercase();
    for i in (head.saturating_sub(WORDS_BACK)..head).rev() {
        let is_name = it.name_at(i).is_some();
        if is_name && head_of(it, i) != Some(i) || !is_name && tree.lemma(i) != lemma {
            continue;
        }
        let Some(described) = it.describe(i).filter(|d| d.person) else { continue };
        let known = is_name || described.identity.country.is_some();
        let of_kind = described.identity.sectors.first().map(String::as_str)
            == agent.sectors.first().map(|s| &**s);
        let in_office = described.offices.iter().any(|office| holds(office, &agent.holds));
        if known && (of_kind || !agent.holds.iter().any(|w| &**w == people::ANY)) && in_office {
            return Some(described.linked(Link::Role));
        }
    }
    None
}

/// "the minister" is any minister, "the president" no vice president.
fn holds(office: &str, wanted: &[Box<str>]) -> bool {
    wanted.iter().any(|w| {
        let generic = ["minister", "secretary", "ambassador", "commander", "spokesman", "envoy"];
        let part = || {
            generic.contains(&&**w)
                && (office.ends_with(&format!(" {w}")) || office.starts_with(&format!("{w} ")))
        };
        office == &**w || &**w == people::ANY || part()
    })
}

/// "the two leaders", "both sides": the last two parties that fit.
pub(super) fn pair(it: &mut Mentions<'_>, head: usize) -> Option<Vec<Party>> {
    let anaphor = anaphor_at(it, head)?;
    let kind = anaphor.kind;
    let is_plural_kind =
        !matches!(kind, AnaphorKind::Organization | AnaphorKind::Counterpart | AnaphorKind::Abroad);
    if !is_plural_kind || !is_pair(it, head) {
        return None;
    }
    let (one, other) = last_two(it, head, kind)?;
    let span = it.tree.phrase(head);
    let mut parties = Vec::new();
    for described in [other, one] {
        let identity = described.identity.clone();
        let described = Described { basis: Basis::Inferred, ..described.linked(Link::Pair) };
        parties.push(Party { span, actor: Some(it.enter(described, span)), identity });
    }
    Some(parties)
}

/// "the two …", "both …", and nothing else before the noun.
fn is_pair(it: &Mentions<'_>, head: usize) -> bool {
    let tree = it.tree;
    let plural = matches!(tree.token(head).tag, Tag::Nns | Tag::Nnps);
    let both = tree.kids(head).any(|k| k < head && tree.is_word(k, "both"));
    let two = tree.kids(head).any(|k| tree.dep(k) == Dep::Nummod && tree.is_word(k, "two"))
        && tree.kids(head).any(|k| tree.dep(k) == Dep::Det && tree.is_word(k, "the"));
    let says_more = tree.kids(head).any(|k| match tree.dep(k) {
        Dep::Amod | Dep::Compound | Dep::Poss | Dep::Appos | Dep::Relcl => true,
        Dep::Prep => tree.is_word(k, "of"),
        _ => false,
    });
    plural && !says_more && (both || two)
}

/// The last two different parties before a noun: first those that are named together.
fn last_two(
    it: &mut Mentions<'_>,
    head: usize,
    kind: AnaphorKind,
) -> Option<(Described, Described)> {
    let first = match kind {
        // Two people are remembered longer than what was said of them.
        AnaphorKind::People => head.saturating_sub(WORDS_BACK / 2),
        _ => first_token(it, head),
    };
    let mut found: Vec<Described> = Vec::new();
    for i in (first..head).rev() {
        let Some(described) = fitting(it, i, kind) else { continue };
        if found.iter().any(|f| is_same(f, &described, kind)) {
            continue;
        }
        found.push(described);
        if found.len() == 2 {
            break;
        }
    }
    let other = found.pop()?;
    Some((found.pop()?, other))
}

/// What stands at a token, as one of two leaders, countries, governments or sides.
fn fitting(it: &mut Mentions<'_>, i: usize, kind: AnaphorKind) -> Option<Described> {
    let tree = it.tree;
    let is_name = it.name_at(i).is_some();
    if is_name && head_of(it, i) != Some(i)
        || !is_name && !matches!(tree.pos(i), Pos::Noun | Pos::Propn)
    {
        return None;
    }
    let described = it.describe(i).filter(|d| !d.medium && !d.identity.is_empty())?;
    let country = described.identity.country.clone();
    match kind {
        AnaphorKind::People => Some(described).filter(|d| d.person),
        AnaphorKind::Countries => of_country(it, &country?, &[]),
        AnaphorKind::Governments => of_country(it, &country?, &["GOV"]),
        _ => Some(described).filter(|d| is_name || d.identity.country.is_some()),
    }
}

fn of_country(it: &Mentions<'_>, code: &str, sectors: &[&str]) -> Option<Described> {
    let country = it.lexicon.country(code)?;
    let identity = ActorIdentity::new(Some(code), sectors);
    let (kind, wikidata) = (MentionKind::Country, country.wikidata.as_deref());
    Some(describe::plain(identity, &country.name, kind, Basis::Inferred, wikidata))
}

/// Whether two of them are one: by name, or as far as their descriptions go.
fn is_same(one: &Described, other: &Described, kind: AnaphorKind) -> bool {
    let country = one.identity.country.is_some() && one.identity.country == other.identity.country;
    let vague = |d: &Described| match kind {
        AnaphorKind::People => d.link == Link::Description,
        _ => d.identity.sectors.is_empty(),
    };
    one.name == other.name
        || one.identity == other.identity && kind != AnaphorKind::People
        || country && (vague(one) || vague(other))
}
