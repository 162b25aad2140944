//! What a noun stands for: by name, by description, by the pronoun's antecedent.

use super::Described;
use super::Mentions;
use super::Name;
use super::anaphors;
use super::kind_of;
use super::names;
use super::people;
use super::pronouns;
use super::ties;
use crate::coding::acts::is_quantity;
use crate::coding::tree::Tree;
use crate::lexicon::Agent;
use crate::lexicon::AgentNumber;
use crate::lexicon::AnaphorKind;
use crate::lexicon::Named;
use crate::lexicon::TriggerPos;
use crate::model::ActorIdentity;
use crate::model::Basis;
use crate::model::Link;
use crate::model::MentionKind;
use crate::model::Misfit;
use crate::model::Rejected;
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
        let described = pronouns::antecedent(it, head).and_then(|a| it.describe(a));
        return described.map(|d| d.linked(Link::Pronoun));
    }
    if let Some(name) = it.name_at(head).cloned() {
        return by_name(it, head, &name);
    }
    if let Some(described) = anaphors::noun(it, head).or_else(|| by_description(it, head)) {
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
        Some(Named::Person(_)) => Some(people::known(it, head, name)),
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
        Some(Named::Organization(o)) => {
            let own = branch(it, o, name).unwrap_or_else(|| organization(it, o));
            Some(own.passed_over(it, name).linked(name.link))
        }
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

impl Described {
    /// The same party by other words.
    pub(super) fn linked(self, link: Link) -> Self {
        Described { link, ..self }
    }

    /// Names the other organizations that the words could have meant.
    fn passed_over(mut self, it: &Mentions<'_>, name: &Name) -> Self {
        for other in &name.others {
            let Named::Organization(o) = *other else { continue };
            let row = &it.lexicon.organizations[o as usize];
            let existed = it.day.is_none_or(|day| row.exists(day));
            let because = if existed { Misfit::Country } else { Misfit::Dates };
            let (name, code) = (row.name.to_string(), row.code.to_string());
            self.rejected.push(Rejected { name, code, because });
        }
        self
    }
}

/// "the **Chilean** Red Cross": the branch in one country of what works in all.
fn branch(it: &Mentions<'_>, o: u32, name: &Name) -> Option<Described> {
    let row = &it.lexicon.organizations[o as usize];
    let worldwide = &*row.kind == "ngo" && row.country.is_none();
    let country = it.country_before(name).filter(|_| worldwide)?;
    let words = format!("{} ({country})", row.name);
    let identity = identity(Some(country), &row.sectors);
    Some(plain(identity, &words, MentionKind::Organization, Basis::Stated, None))
}

pub(super) fn organization(it: &Mentions<'_>, o: u32) -> Described {
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

pub(super) fn plain(
    identity: ActorIdentity,
    name: &str,
    kind: MentionKind,
    basis: Basis,
    wikidata: Option<&str>,
) -> Described {
    Described {
        kind,
        wikidata: wikidata.map(str::to_owned),
        person: kind == MentionKind::Person,
        link: Link::Name,
        ..Described::group(identity, name, basis)
    }
}

/// A name that the tables do not know: a person with what is said of them, the owner of a surname or acronym, a body with what is said of it.
fn unknown_name(it: &mut Mentions<'_>, head: usize, name: &Name) -> Option<Described> {
    if let Some(full) = full_name(it, name) {
        let head = it.name_head(full);
        return it.describe(head).map(|d| d.linked(name.link));
    }
    if name.label == Some(EntityLabel::Person) && !is_office_only(it, head, name) {
        return Some(people::unknown(it, head, name));
    }
    if !is_body_by_name(it, head, name)
        && let Some(described) = by_description(it, head)
    {
        return Some(described);
    }
    // "Trump" taken for a company: one word that is the surname of one holder of office.
    let alone = people::Said::default();
    let known = people::by_surname(it, name, &alone);
    if let Some(known) = known.filter(|_| name.label != Some(EntityLabel::Loc)) {
        return Some(known);
    }
    Some(unknown_body(it, head, name))
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
    let nobody = ActorIdentity::new(None, &[]);
    is_name.then(|| plain(nobody, &words, MentionKind::Person, Basis::Unknown, None))
}

/// "Alliance for Change", "Front Line Movement": a name whose noun does not say what it is.
fn is_body_by_name(it: &mut Mentions<'_>, head: usize, name: &Name) -> bool {
    let Some((_, agent)) = agent_ending_at(it, head, head.saturating_sub(3)) else { return true };
    let goes_on = name.tokens.end > head + 1 && describing_country(it, head).is_none();
    let vague = agent.sectors.is_empty() || goes_on && agent.sectors.contains(&"IGO".into());
    name.label == Some(EntityLabel::Org) && vague
}

/// "the Crown Prince": an office that the recogniser takes for somebody's name.
fn is_office_only(it: &Mentions<'_>, head: usize, name: &Name) -> bool {
    let agent = agent_ending_at(it, head, name.tokens.start);
    agent.is_some_and(|(first, agent)| first == name.tokens.start && !agent.holds.is_empty())
}

/// The name in full that a surname or an acronym is short for.
fn full_name(it: &Mentions<'_>, name: &Name) -> Option<usize> {
    if name.tokens.len() > 1 {
        return None;
    }
    let word = it.tree.word(name.tokens.start);
    let full = match name.link {
        Link::Acronym => it.acronyms.get(word).copied(),
        _ if name.label == Some(EntityLabel::Person) => it.owner_of(name.tokens.start),
        _ => None,
    };
    full.filter(|&f| it.names[f].span != name.span)
}

/// "the militant group Jund al-Nur", "Jund al-Nur, a militant group in Iraq".
fn unknown_body(it: &mut Mentions<'_>, head: usize, name: &Name) -> Described {
    let words = name.span.of(it.tree.text).to_owned();
    let said = body_noun(it, head, name);
    let country = modifying_country(it, head)
        .or_else(|| said.as_ref().and_then(|(noun, _)| describing_country(it, *noun)));
    let noun = it.lexicon.named_after(&it.tree.word(head).to_lowercase());
    let noun = noun.filter(|body| !body.sectors.contains(&"IGO".into()));
    let named = || noun.map(|body| body.sectors.clone());
    let sectors = said.map(|(_, sectors)| sectors).or_else(named).unwrap_or_default();
    let basis = if sectors.is_empty() { Basis::Inferred } else { Basis::Stated };
    plain(identity(country.as_deref(), &sectors), &words, kind_of(name), basis, None)
}

/// "the Northern Dawn Front, a rebel group in Chad", where nothing takes the words for a name.
fn said_body(it: &mut Mentions<'_>, head: usize, agent: &Agent) -> Option<Described> {
    if it.tree.pos(head) != Pos::Propn || !agent.sectors.is_empty() {
        return None;
    }
    let beside = it.tree.kid(head, &[Dep::Appos])?;
    let (noun, sectors) = body_said_by(it, beside)?;
    let country = modifying_country(it, head).or_else(|| describing_country(it, noun));
    let words = it.tree.phrase(head).of(it.tree.text);
    let identity = identity(country.as_deref(), &sectors);
    Some(plain(identity, words, MentionKind::Organization, Basis::Stated, None))
}

/// The noun that says what a body is, and its sectors.
fn body_noun(it: &Mentions<'_>, head: usize, name: &Name) -> Option<(usize, Vec<Box<str>>)> {
    if !matches!(name.label, Some(EntityLabel::Org | EntityLabel::Norp)) {
        return None;
    }
    let tree = it.tree;
    let before = name.tokens.start.checked_sub(1).filter(|&b| tree.pos(b) == Pos::Noun);
    let beside = tree.kid(head, &[Dep::Appos]).filter(|&b| it.name_at(b).is_none());
    let said = |noun: usize| body_said_by(it, noun);
    before.and_then(said).or_else(|| beside.and_then(said))
}

fn body_said_by(it: &Mentions<'_>, noun: usize) -> Option<(usize, Vec<Box<str>>)> {
    let (_, agent) = agent_ending_at(it, noun, noun.saturating_sub(3))?;
    let is_body = agent.number == AgentNumber::Group && !agent.sectors.is_empty();
    is_body.then(|| (noun, agent.sectors.clone()))
}

/// "former President": a former official is of the elite, not of the government.
pub(super) fn former(
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
    let Some((first, agent)) = agent_ending_at(it, head, head.saturating_sub(3)) else {
        return crowd(it, head);
    };
    let agent = agent.clone();
    if is_post(it, head, &agent) {
        return None;
    }
    let (left, _) = it.tree.subtree_without(head, &|k| k > head);
    let agent = former(it, left..first, Some(agent))?;
    let agent = ties::led(it, head, left..first, agent);
    if let Some(mut described) = of_organization(it, head, left..head) {
        // "UN **peacekeepers**" can shoot.
        let armed = agent.sectors.iter().filter(|s| ARMED.contains(&&***s)).map(|s| s.to_string());
        let sectors = &mut described.identity.sectors;
        sectors.extend(armed.filter(|s| !sectors.contains(s)).collect::<Vec<_>>());
        return Some(described);
    }
    if let Some(described) = for_another(it, head, &agent) {
        return Some(described);
    }
    if let Some(described) = anaphors::beside(it, head, &agent) {
        return Some(described);
    }
    if let Some(described) = said_body(it, head, &agent) {
        return Some(described);
    }
    // "mediators in Chad", "heads of state in Chad": where they are is not whose they are.
    let abroad =
        agent.sectors.first().is_some_and(|s| &**s == "IGO") || are_of_many(it, head, &agent);
    let named = if abroad { owning_country(it, head) } else { describing_country(it, head) };
    if let Some(person) = people::in_office(it, head, &agent, named.as_deref()) {
        return Some(person);
    }
    let country = named.or_else(|| earlier_country(it, head));
    let basis = if country.is_some() { Basis::Stated } else { Basis::Assumed };
    let country = country.or_else(|| only_country(it, head, &agent));
    Some(described_as(it, head, &agent, country.as_deref(), basis))
}

/// "candidate for **president**", "sworn in as **minister**": a post and nobody in it.
fn is_post(it: &Mentions<'_>, head: usize, agent: &Agent) -> bool {
    let tree = it.tree;
    let bare = tree.kids(head).all(|k| k > head && tree.dep(k) != Dep::Appos);
    let post = tree.token(head).tag == Tag::Nn && !agent.holds.is_empty() && bare;
    let prep = tree.head(head).filter(|_| post && tree.dep(head) == Dep::Pobj);
    prep.is_some_and(|p| tree.is_word(p, "for") || tree.is_word(p, "as"))
}

/// "Berg's **aides**", "**forces** loyal to the general": who acts for somebody else is what that one is.
fn for_another(it: &mut Mentions<'_>, head: usize, agent: &Agent) -> Option<Described> {
    let identity = match ties::served(it, head) {
        Some(master) => ties::as_served(&master.identity, agent),
        None => {
            let master = ties::loyal_to(it, head).and_then(|m| it.describe(m))?;
            let rebels = !master.identity.sectors.iter().any(|s| OF_STATES.contains(&&**s));
            let own = rebels && !master.identity.sectors.is_empty();
            let country = master.identity.country.as_deref();
            if own { master.identity } else { identity(country, &agent.sectors) }
        }
    };
    let described = described_as(it, head, agent, identity.country.as_deref(), Basis::Stated);
    Some(Described { identity, ..described })
}

/// "**Thousands** marched", "**twelve** were arrested": a number that does or suffers what only people do.
fn crowd(it: &Mentions<'_>, head: usize) -> Option<Described> {
    let tree = it.tree;
    let number = tree.pos(head) == Pos::Num
        || tree.token(head).tag == Tag::Nns && CROWDS.contains(&tree.lemma(head));
    let counts = |k: usize| match tree.dep(k) {
        // "tens of thousands"
        Dep::Prep => {
            let counted = tree.prep_object(head, "of").map(|o| tree.lemma(o));
            tree.is_word(k, "of") && counted.is_none_or(|word| !CROWDS.contains(&word))
        }
        Dep::Amod | Dep::Compound | Dep::Poss | Dep::Relcl => k > head,
        _ => false,
    };
    let measure = tree.token(head).entity.is_some_and(|e| e.label != EntityLabel::Cardinal);
    if !number || measure || tree.kids(head).any(counts) {
        return None;
    }
    let verb = tree.head(head).filter(|_| matches!(tree.dep(head), Dep::Nsubj | Dep::Nsubjpass))?;
    let human = |class: &str| matches!(class, "PROTEST" | "ASSAULT" | "COERCE");
    let mut acts = it.lexicon.acts_for(TriggerPos::Verb, tree.lemma(verb));
    acts.any(|act| human(&act.class)).then(|| {
        let words = tree.phrase(head).of(tree.text);
        Described::group(identity(None, &["CVL"]), words, Basis::Unknown)
    })
}

/// Words that count people who are not named.
const CROWDS: [&str; 6] = ["thousand", "hundred", "dozen", "score", "ten", "million"];

/// Sectors of soldiers and police.
const ARMED: [&str; 3] = ["MIL", "COP", "UAF"];

/// Sectors of those who act for a state.
const OF_STATES: [&str; 6] = ["GOV", "MIL", "LEG", "JUD", "COP", "SPY"];

/// "the army" of an article that speaks of one country only.
fn only_country(it: &Mentions<'_>, head: usize, agent: &Agent) -> Option<String> {
    let code = it.evoked.first().filter(|_| it.evoked.len() == 1)?;
    if are_of_many(it, head, agent) {
        return None;
    }
    // "the king" is not of a state that never had one.
    let mut heads = agent.holds.iter().filter(|o| HEADS.contains(&&***o)).peekable();
    if heads.peek().is_some() && !heads.any(|o| it.lexicon.holders(code, o).next().is_some()) {
        return None;
    }
    let of_state = agent.sectors.first().is_some_and(|s| OF_STATES.contains(&&**s));
    let is_party = matches!(agent.number, AgentNumber::Person | AgentNumber::Group);
    // Who acts today is not of a state that is gone.
    let gone = it.lexicon.country(code)?.to;
    let exists = it.day.is_none_or(|day| gone.is_none_or(|gone| day < gone));
    (exists && of_state && is_party && is_at_home(it, head)).then(|| (*code).to_owned())
}

/// Offices that a state has once, and some have not.
const HEADS: [&str; 8] =
    ["president", "prime minister", "chancellor", "king", "queen", "emperor", "emir", "sultan"];

/// "heads of state", "foreign ministers": several holders of an office that each state has once.
fn are_of_many(it: &Mentions<'_>, head: usize, agent: &Agent) -> bool {
    let top = |office: &str| {
        HEADS.contains(&office) || office == "foreign minister" || office == people::ANY
    };
    !is_singular(it, head) && agent.holds.iter().any(|office| top(office))
}

/// Whether nothing says that a party is somebody else's: "**other** states", "the **North's** leader", "**West African** troops".
fn is_at_home(it: &Mentions<'_>, head: usize) -> bool {
    let tree = it.tree;
    // "soldiers from the **ABC**": of a body that nobody knows
    let from = ["of", "from"].iter().filter_map(|prep| tree.prep_object(head, prep));
    let strange = |i: usize| {
        it.name_at(i).is_none_or(|name| name.named.is_none())
            && names::is_acronym(tree.between_spaces(i))
    };
    from.into_iter().all(|i| !strange(i))
        && tree.kids(head).filter(|&k| k < head).all(|k| match tree.dep(k) {
            Dep::Poss => false,
            Dep::Det => tree.is_word(k, "the"),
            Dep::Amod | Dep::Compound | Dep::Nmod => {
                let name = tree.word(k).starts_with(char::is_uppercase);
                let abroad = it.lexicon.anaphor(&tree.lemma(k).to_lowercase());
                !name && abroad.is_none_or(|a| a.kind != AnaphorKind::Abroad)
            }
            _ => true,
        })
}

/// A party of which only its description is known.
fn described_as(
    it: &Mentions<'_>,
    head: usize,
    agent: &Agent,
    country: Option<&str>,
    basis: Basis,
) -> Described {
    let words = it.tree.phrase(head).of(it.tree.text);
    let kind =
        if agent.number == AgentNumber::Person { MentionKind::Person } else { MentionKind::Group };
    let basis = if country.is_some() { basis } else { Basis::Unknown };
    let person = agent.number == AgentNumber::Person && is_singular(it, head);
    let described = Described::group(identity(country, &agent.sectors), words, basis);
    Described { kind, person, offices: agent.holds.clone(), ..described }
}

pub(super) fn is_singular(it: &Mentions<'_>, i: usize) -> bool {
    !matches!(it.tree.token(i).tag, Tag::Nns | Tag::Nnps)
}

/// "UN officials", "NATO troops", "a spokesman for Hamas": the organization's code goes before the description's sector.
fn of_organization(
    it: &mut Mentions<'_>,
    head: usize,
    before: std::ops::Range<usize>,
) -> Option<Described> {
    let tied = |i: usize| {
        let name = it.name_at(i);
        name.is_some_and(|name| ties::is_tied(it.tree, it.lexicon, name))
    };
    let named = before.rev().filter(|&i| !tied(i)).find_map(|i| organization_at(it, i));
    let after = || {
        ["of", "for", "from", "with"]
            .iter()
            .find_map(|prep| it.tree.prep_object(head, prep))
            .and_then(|o| organization_at(it, o).or_else(|| organization_before(it, o)))
    };
    let o = named.or_else(after)?;
    Some(organization(it, o)).filter(|d| !d.medium)
}

/// "the chairman of the **African Union** Ada Berg": what stands before a person's name as if it were part of it.
fn organization_before(it: &Mentions<'_>, person: usize) -> Option<u32> {
    let name = it.name_at(person).filter(|n| n.label == Some(EntityLabel::Person))?;
    let (left, _) = it.tree.subtree_without(person, &|k| k > person);
    (left..name.tokens.start).rev().find_map(|i| organization_at(it, i))
}

pub(super) fn organization_at(it: &Mentions<'_>, i: usize) -> Option<u32> {
    match it.name_at(i)?.named? {
        Named::Organization(o) => Some(o),
        _ => None,
    }
}

/// The longest description that ends at a token, or goes on with "of", with its first token.
pub(super) fn agent_ending_at<'l>(
    it: &Mentions<'l>,
    head: usize,
    left: usize,
) -> Option<(usize, &'l Agent)> {
    let goes_on = agent_of(it, head).map(|agent| (head, agent));
    goes_on.or_else(|| plain_agent(it, head, left))
}

/// "head of state", "ministers of the interior".
fn agent_of<'l>(it: &Mentions<'l>, head: usize) -> Option<&'l Agent> {
    let tree = it.tree;
    let of = tree.kids(head).find(|&k| k == head + 1 && tree.is_word(k, "of"))?;
    let object = tree.kid(of, &[Dep::Pobj])?;
    let words = tree.cover((of, object)).of(tree.text).to_lowercase();
    let lemma = tree.lemma(head).to_lowercase();
    let plain = words.replacen("of the ", "of ", 1);
    let agent = |words: &str| it.lexicon.agent(&format!("{lemma} {words}"));
    agent(&words).or_else(|| agent(&plain))
}

fn plain_agent<'l>(it: &Mentions<'l>, head: usize, left: usize) -> Option<(usize, &'l Agent)> {
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
    if let Some(country) = owning_country(it, head) {
        return Some(country);
    }
    // "heads **of state**": the words of the office name no owner.
    let office = agent_of(it, head).is_some();
    let guest = ties::is_guest(it, head);
    let owned = |prep: &str| !(office && prep == "of" || guest && prep == "in");
    ["of", "from", "for", "in"].iter().filter(|prep| owned(prep)).find_map(|prep| {
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

/// The country named before the noun, or that of its owner.
fn owning_country(it: &mut Mentions<'_>, head: usize) -> Option<String> {
    modifying_country(it, head).or_else(|| {
        let owner = it.tree.kid(head, &[Dep::Poss])?;
        it.describe(owner)?.identity.country
    })
}

/// A country's name or adjective before the noun.
pub(super) fn modifying_country(it: &Mentions<'_>, head: usize) -> Option<String> {
    let (left, _) = it.tree.subtree_without(head, &|k| k > head || it.tree.dep(k) == Dep::Poss);
    country_among(it, left..head)
}

/// The last country named among tokens, but for what only qualifies it ("**Israeli**-backed militia").
pub(super) fn country_among(it: &Mentions<'_>, tokens: std::ops::Range<usize>) -> Option<String> {
    tokens.rev().find_map(|i| {
        let name = it.name_at(i)?;
        let end = name.span.end as usize;
        let qualifies = it.tree.text[end..].starts_with('-') && !ties::is_leader(it, name);
        if qualifies || takes_sides(it.tree, name) {
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

/// Whether a name is one of those that somebody is for or against.
pub(super) fn takes_sides(tree: Tree<'_>, name: &Name) -> bool {
    let before = &tree.text[..name.span.start as usize];
    SIDES.iter().any(|s| before.ends_with(s))
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

pub(super) fn identity(country: Option<&str>, sectors: &[impl AsRef<str>]) -> ActorIdentity {
    let sectors: Vec<&str> = sectors.iter().map(AsRef::as_ref).collect();
    ActorIdentity::new(country, &sectors)
}
