//! Events of different documents that are one happening.

use crate::model::Actor;
use crate::model::Article;
use crate::model::Basis;
use crate::model::Claim;
use crate::model::Coded;
use crate::model::Contradiction;
use crate::model::Date;
use crate::model::Doer;
use crate::model::Event;
use crate::model::Incident;
use crate::model::Interval;
use crate::model::Magnitude;
use crate::model::Matter;
use crate::model::Party;
use crate::model::Place;
use crate::model::PlaceLevel;
use crate::model::Report;
use crate::model::Retold;
use crate::model::Site;
use crate::model::Span;
use crate::model::Status;
use crate::story::Profile;
use crate::story::witnesses;
use crate::story::words;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

/// A report without a date for its event speaks of so many days up to its own.
const USUAL_DAYS: i64 = 2;

/// Between several parties of one claim.
const AND: &str = " and ";

/// A coded event, as far as incidents need it.
#[derive(Clone, Debug)]
pub(super) struct Told {
    class: String,
    cameo: String,
    quad: Option<u8>,
    sources: Vec<Doer>,
    targets: Vec<Doer>,
    days: Option<Interval>,
    /// Whether `days` was read for the event, and not taken from the day of publication.
    dated: bool,
    place: Option<Site>,
    magnitude: Magnitude,
    retold: Retold,
}

/// Events that happened, or of which somebody says that they did not; what is planned, wanted or feared is no incident.
pub(super) fn told(article: &Article, coded: &Coded) -> Vec<Told> {
    coded.events.iter().filter_map(|event| tell(article, coded, event)).collect()
}

fn tell(article: &Article, coded: &Coded, event: &Event) -> Option<Told> {
    let class = event.class.clone()?;
    if !event.status.is_real() && !is_denial(event.status) {
        return None;
    }
    let sentence = coded.sentences.get(event.sentence)?.span;
    if is_denial(event.status) && looks_ahead(article, sentence, event.trigger) {
        return None;
    }
    let sentence = sentence.of(&article.text);
    let days = event.time.interval.filter(|_| event.time.basis != Basis::Assumed);
    let speaker = event.held_by.first().and_then(|it| coded.statements.get(it.statement));
    let speaker = speaker.and_then(|it| it.speaker).map(|it| it.span.of(&article.text));
    Some(Told {
        class,
        cameo: event.cameo.clone(),
        quad: event.quad,
        sources: doers(article, coded, &event.sources),
        targets: doers(article, coded, &event.targets),
        days: days.or_else(|| article.published.value.and_then(lately)),
        dated: days.is_some(),
        place: event.place.as_ref().map(|(place, _)| site(place)),
        magnitude: event.magnitude.unwrap_or_default(),
        retold: Retold {
            event: event.id.clone(),
            status: event.status,
            held_by: speaker.map(str::to_owned),
            sentence: sentence.to_owned(),
        },
    })
}

/// "will **not** attack", "cannot visit": what is not to be, or cannot, says nothing against what was.
fn looks_ahead(article: &Article, sentence: Span, trigger: Span) -> bool {
    const NEAR: usize = 6;
    const AHEAD: [&str; 12] = [
        "will", "won", "wo", "would", "shall", "should", "must", "can", "cannot", "could", "yet",
        "going",
    ];
    let before = Span { start: sentence.start, end: trigger.start.max(sentence.start) };
    let before: Vec<String> = words::cut(before.of(&article.text)).collect();
    before.iter().rev().take(NEAR).any(|word| AHEAD.contains(&&**word))
}

fn is_denial(status: Status) -> bool {
    matches!(status, Status::Denied | Status::Negated)
}

fn lately(published: Date) -> Option<Interval> {
    let from = published.checked_sub(jiff::Span::new().days(USUAL_DAYS)).ok()?;
    Some(Interval { from, to: published })
}

fn doers(article: &Article, coded: &Coded, parties: &[Party]) -> Vec<Doer> {
    let name = |party: &Party| {
        let actor: Option<&Actor> = party.actor.and_then(|id| coded.actors.get(id.0 as usize));
        actor.map_or_else(|| party.span.of(&article.text).to_owned(), |it| it.name.clone())
    };
    parties.iter().map(|it| Doer { name: name(it), identity: it.identity.clone() }).collect()
}

fn site(place: &Place) -> Site {
    Site {
        name: place.name.clone(),
        country: place.country.clone(),
        admin1: place.admin1.clone(),
        geonames: place.geonames,
        level: place.level,
    }
}

/// Incidents as they grow.
#[derive(Debug, Default)]
pub(super) struct Incidents {
    all: Vec<Growing>,
    /// Under the number of a story.
    of_story: HashMap<u32, Vec<u32>>,
    /// Under class, parties and day, for incidents that say all of these.
    by_key: HashMap<u64, Vec<u32>>,
}

#[derive(Debug)]
struct Growing {
    /// The event that founded it, narrowed by those that joined.
    core: Told,
    incident: Incident,
    /// On what, what, and which document says it.
    claims: Vec<(Matter, String, String)>,
    cameos: BTreeMap<String, usize>,
}

/// How an event stands to an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// All that both say agrees.
    Same,
    /// All but who did it.
    OtherSource,
}

impl Incidents {
    /// Every event of a document joins an incident of its story, or one elsewhere that is the same to the day and the party, or founds one.
    pub(super) fn join(&mut self, profile: Profile, story: u32, grouped: &crate::model::Grouped) {
        let origin = profile.origin.clone().unwrap_or_else(|| grouped.copy.clone());
        let blank = Report {
            document: profile.id.clone(),
            outlet: profile.outlet.clone(),
            copy: grouped.copy.clone(),
            origin,
            published: profile.published,
            mentions: Vec::new(),
        };
        for told in profile.told {
            let number = self.in_story(&told, story).unwrap_or_else(|| {
                let number = self.elsewhere(&told);
                let number = number.unwrap_or_else(|| self.found(&told, &grouped.story));
                self.of_story.entry(story).or_default().push(number);
                number
            });
            self.all[number as usize].add(told, &blank);
        }
    }

    /// The best fit among the incidents of a story, the earliest of several.
    fn in_story(&self, told: &Told, story: u32) -> Option<u32> {
        let here = self.of_story.get(&story).into_iter().flatten();
        let fit = |&number: &u32| Some((self.all[number as usize].core.fit(told)?, number));
        here.filter_map(fit).min().map(|it| it.1)
    }

    /// An incident of another story that is the same to the day and the party.
    fn elsewhere(&self, told: &Told) -> Option<u32> {
        let found = self.by_key.get(&told.key()?)?.iter().copied();
        found.filter(|&it| self.all[it as usize].core.fit(told) == Some(Fit::Same)).min()
    }

    fn found(&mut self, told: &Told, story: &str) -> u32 {
        let number = self.all.len() as u32;
        if let Some(key) = told.key() {
            self.by_key.entry(key).or_default().push(number);
        }
        self.all.push(Growing::new(told, story));
        number
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.iter().filter(|it| it.happened()).count()
    }

    /// In order of their first mention; what nobody says happened is none.
    pub(super) fn all(&self) -> Vec<Incident> {
        self.all.iter().filter(|it| it.happened()).map(Growing::finished).collect()
    }
}

impl Told {
    /// Whether two are one happening, as far as they say.
    fn fit(&self, other: &Told) -> Option<Fit> {
        if self.class != other.class || !self.days_fit(other) || !self.codes_fit(other) {
            return None;
        }
        if !sites_fit(self.place.as_ref(), other.place.as_ref()) {
            return None;
        }
        let sources = sides_fit(&self.sources, &other.sources);
        let targets = sides_fit(&self.targets, &other.targets);
        let n_sides = [sources, targets].into_iter().filter(|it| *it == Some(true)).count();
        if self.is_denied() != other.is_denied() && !self.is_same_act(other, n_sides) {
            return None;
        }
        match (sources, targets) {
            (Some(a), Some(b)) if a || b => Some(Fit::Same),
            (None, Some(true)) if self.is_violent() && self.is_same_spot(other) => {
                Some(Fit::OtherSource)
            }
            _ => None,
        }
    }

    fn days_fit(&self, other: &Told) -> bool {
        let (Some(a), Some(b)) = (self.days, other.days) else { return true };
        a.from <= b.to && b.from <= a.to
    }

    /// Deeds are told in many words; of words, the codes must be those of one act.
    fn codes_fit(&self, other: &Told) -> bool {
        let is_deed = |told: &Told| matches!(told.quad, Some(2 | 4));
        (is_deed(self) && is_deed(other)) || one_act(&self.cameo, &other.cameo)
    }

    fn is_denied(&self) -> bool {
        is_denial(self.retold.status)
    }

    /// Whether what one denies is what the other tells, and not another act of the same parties: their codes are of one act, and enough is equal that both say.
    ///
    /// "Will never withdraw" and "is unable to seize" deny no happening, and they may read as negated too; so a negation must tell both sides and the town or day of what it negates.
    fn is_same_act(&self, other: &Told, n_sides: usize) -> bool {
        let is_negated = |it: &Told| it.retold.status == Status::Negated;
        let needed = if is_negated(self) || is_negated(other) { 3 } else { 2 };
        let n_spots = usize::from(self.is_same_town(other));
        let n_days = usize::from(self.is_same_day(other));
        one_act(&self.cameo, &other.cameo) && n_sides + n_spots + n_days >= needed
    }

    /// What it says that others may say differently.
    fn claims(&self) -> Vec<(Matter, String)> {
        let Magnitude { killed, injured, size } = self.magnitude;
        let numbers = [(Matter::Killed, killed), (Matter::Injured, injured), (Matter::Size, size)];
        let numbers = numbers.into_iter().filter_map(|(about, n)| Some((about, n?.to_string())));
        // Of a meeting one tells who came and another who received; of violence, who did it is the question.
        let doer = self.doer_codes().filter(|_| self.is_violent());
        numbers.chain(doer.map(|it| (Matter::Source, it))).collect()
    }

    /// Countries of those who did it, or their codes where they have none; sorted, in one string.
    fn doer_codes(&self) -> Option<String> {
        let known = self.sources.iter().map(|it| &it.identity).filter(|it| is_coded(&it.code));
        let codes = known.map(|it| it.country.as_deref().unwrap_or(&it.code));
        let codes: BTreeSet<&str> = codes.collect();
        (!codes.is_empty()).then(|| codes.into_iter().collect::<Vec<_>>().join(AND))
    }

    /// Names of both sides.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().chain(&self.targets).map(|it| it.name.as_str())
    }

    fn is_violent(&self) -> bool {
        self.quad == Some(4)
    }

    /// Whether both name one town on days that were read.
    fn is_same_spot(&self, other: &Told) -> bool {
        self.dated && other.dated && self.is_same_town(other)
    }

    fn is_same_town(&self, other: &Told) -> bool {
        let (Some(a), Some(b)) = (&self.place, &other.place) else { return false };
        a.level >= PlaceLevel::Town && a.name == b.name
    }

    /// Whether one day was read for both.
    fn is_same_day(&self, other: &Told) -> bool {
        let is_day = self.days.is_some_and(|it| it.from == it.to);
        self.dated && other.dated && is_day && self.days == other.days
    }

    /// What must be equal for an incident to be found outside its story; `None` where something is missing.
    fn key(&self) -> Option<u64> {
        let days = self.days.filter(|it| self.dated && it.from == it.to)?;
        let codes = |side: &[Doer]| {
            let mut codes: Vec<&str> = side.iter().map(|it| it.identity.code.as_str()).collect();
            codes.sort_unstable();
            let is_known = !codes.is_empty() && codes.iter().all(|it| !it.starts_with("---"));
            is_known.then(|| codes.join(" "))
        };
        let (sources, targets) = (codes(&self.sources)?, codes(&self.targets)?);
        Some(words::key(&format!("{}\t{sources}\t{targets}\t{}", self.cameo, days.from)))
    }
}

/// Whether one code is the other or holds it.
fn one_act(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim_end_matches('0'), b.trim_end_matches('0'));
    a.starts_with(b) || b.starts_with(a)
}

/// Whether two sides can be the same parties, the one perhaps without some of the other's: `Some(true)` if they are, `Some(false)` if one says nothing, `None` if they cannot.
fn sides_fit(a: &[Doer], b: &[Doer]) -> Option<bool> {
    if a.is_empty() || b.is_empty() {
        return Some(false);
    }
    (within(a, b) || within(b, a)).then_some(true)
}

/// Whether each of one side is another of the other: two from one country are not one president and his guest.
fn within(a: &[Doer], b: &[Doer]) -> bool {
    let mut free: Vec<&Doer> = b.iter().collect();
    a.iter().all(|a| {
        let found = free.iter().position(|b| is_one(a, b));
        found.map(|at| free.swap_remove(at)).is_some()
    })
}

/// One country, and no two different sectors of it; for who has neither, one name.
fn is_one(a: &Doer, b: &Doer) -> bool {
    let known = |it: &Doer| it.identity.country.is_some() || is_coded(&it.identity.code);
    if !known(a) || !known(b) {
        let last = |it: &Doer| it.name.split_whitespace().next_back().map(str::to_lowercase);
        return !known(a) && !known(b) && last(a) == last(b);
    }
    let (a, b) = (&a.identity, &b.identity);
    let sector = |it: &crate::model::ActorIdentity| it.sectors.first().cloned();
    match (&a.country, &b.country) {
        (Some(_), Some(_)) => {
            a.country == b.country
                && (sector(a) == sector(b) || sector(a).is_none() || sector(b).is_none())
        }
        _ => a.code == b.code,
    }
}

fn is_coded(code: &str) -> bool {
    !code.is_empty() && !code.starts_with("---")
}

/// Two places fit if neither excludes the other: a town lies in its region, a region in its country.
fn sites_fit(a: Option<&Site>, b: Option<&Site>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    if a.country.is_some() && b.country.is_some() && a.country != b.country {
        return false;
    }
    let is_wide = |it: &Site| it.level == PlaceLevel::Country;
    if is_wide(a) || is_wide(b) || a.name == b.name {
        return true;
    }
    let holds =
        |a: &Site, b: &Site| a.level == PlaceLevel::Region && b.admin1.as_ref() == Some(&a.name);
    holds(a, b) || holds(b, a)
}

impl Growing {
    fn new(told: &Told, story: &str) -> Self {
        let day = told.days.map_or(String::new(), |days| days.from.to_string());
        let name = words::key(&format!("detente.incident/1\n{}\n{day}", told.retold.event));
        let incident = Incident {
            id: format!("I{name:016x}"),
            story: story.to_owned(),
            class: told.class.clone(),
            cameo: told.cameo.clone(),
            sources: told.sources.clone(),
            targets: told.targets.clone(),
            days: None,
            place: None,
            reports: Vec::new(),
            origins: 0,
            contradictions: Vec::new(),
        };
        Growing { core: told.clone(), incident, claims: Vec::new(), cameos: BTreeMap::new() }
    }

    fn add(&mut self, told: Told, blank: &Report) {
        self.narrow(&told);
        *self.cameos.entry(told.cameo.clone()).or_default() += 1;
        let claims = told.claims().into_iter();
        self.claims.extend(claims.map(|(about, value)| (about, value, blank.document.clone())));
        let reports = &mut self.incident.reports;
        match reports.last_mut() {
            Some(last) if last.document == blank.document => last.mentions.push(told.retold),
            _ => reports.push(Report { mentions: vec![told.retold], ..blank.clone() }),
        }
    }

    /// What is said more closely now is taken for what was said widely before.
    fn narrow(&mut self, told: &Told) {
        let core = &mut self.core;
        if told.dated && !core.dated {
            core.days = told.days;
            core.dated = true;
        } else if let (Some(a), Some(b), true) = (core.days, told.days, told.dated == core.dated) {
            let (from, to) = (a.from.max(b.from), a.to.min(b.to));
            core.days = if from <= to { Some(Interval { from, to }) } else { core.days };
        }
        let level = |site: &Option<Site>| site.as_ref().map(|it| it.level);
        if level(&told.place) > level(&core.place) {
            core.place.clone_from(&told.place);
        }
        if core.sources.is_empty() {
            core.sources.clone_from(&told.sources);
        }
        if core.targets.is_empty() {
            core.targets.clone_from(&told.targets);
        }
        if core.is_denied() {
            core.retold.status = told.retold.status;
        }
    }

    fn happened(&self) -> bool {
        let mentions = self.incident.reports.iter().flat_map(|it| &it.mentions);
        mentions.into_iter().any(|it| it.status.is_real())
    }

    fn finished(&self) -> Incident {
        let mut incident = self.incident.clone();
        incident.days = self.core.days;
        incident.place.clone_from(&self.core.place);
        incident.sources.clone_from(&self.core.sources);
        incident.targets.clone_from(&self.core.targets);
        let most = self.cameos.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
        if let Some((cameo, _)) = most {
            incident.cameo.clone_from(cameo);
        }
        incident.origins = witnesses::unite(&mut incident.reports);
        incident.contradictions = self.contradictions();
        incident
    }

    /// What is denied in one sentence and told in another that speaks of the same, as claims.
    fn disputed(&self) -> Vec<(Matter, String, String)> {
        let reports = self.incident.reports.iter();
        let mentions = reports.flat_map(|it| it.mentions.iter().map(move |m| (&it.document, m)));
        let (denials, told): (Vec<_>, Vec<_>) = mentions.partition(|(_, m)| is_denial(m.status));
        let names: BTreeSet<String> = self.core.names().flat_map(words::cut).collect();
        let answers = |a: &Retold, b: &Retold| {
            a.sentence != b.sentence && shared_stems(&a.sentence, &b.sentence, &names) >= ALIKE
        };
        let claim = |status: Status, document: &str| {
            (Matter::Status, status.as_str().to_owned(), document.to_owned())
        };
        let mut claims = Vec::new();
        for (document, denial) in &denials {
            let answered: Vec<_> = told.iter().filter(|(_, m)| answers(m, denial)).collect();
            if !answered.is_empty() {
                claims.push(claim(denial.status, document));
                claims.extend(answered.iter().map(|(by, _)| claim(Status::Happened, by)));
            }
        }
        claims
    }

    fn contradictions(&self) -> Vec<Contradiction> {
        let mut by_matter: BTreeMap<Matter, BTreeMap<&str, Vec<String>>> = BTreeMap::new();
        let statuses = self.disputed();
        for (about, value, document) in self.claims.iter().chain(&statuses) {
            let documents = by_matter.entry(*about).or_default().entry(value).or_default();
            if !documents.contains(document) {
                documents.push(document.clone());
            }
        }
        by_matter
            .into_iter()
            .filter(|(about, claims)| claims.len() > 1 && (differ(*about, claims)))
            .map(|(about, claims)| Contradiction { about, claims: listed(claims) })
            .collect()
    }
}

/// So many stems at least are shared by a sentence and another that denies it, beside the parties' names.
const ALIKE: usize = 2;

/// How many words two sentences have in common, by their first letters, without names of the parties.
fn shared_stems(a: &str, b: &str, names: &BTreeSet<String>) -> usize {
    let both = &stems(words::cut(a)) & &stems(words::cut(b));
    both.difference(&stems(names.iter().cloned())).count()
}

fn stems(words: impl Iterator<Item = String>) -> BTreeSet<String> {
    const LETTERS: usize = 5;
    let long = words.filter(|it| it.chars().count() >= LETTERS);
    long.map(|it| it.chars().take(LETTERS).collect()).collect()
}

/// A document that tells two numbers tells of a change, and one that says itself what did and what did not happen has two things in mind;
/// a denial that it quotes is a dispute.
fn differ(about: Matter, claims: &BTreeMap<&str, Vec<String>>) -> bool {
    let documents: BTreeSet<&String> = claims.values().flatten().collect();
    let is_alone = claims.values().any(|tellers| tellers.len() < documents.len());
    match about {
        Matter::Status => claims.contains_key(Status::Denied.as_str()) || is_alone,
        Matter::Source => documents.len() > 1 && some_are_disjoint(claims),
        _ => documents.len() > 1,
    }
}

/// Whether two claims name nobody in common.
fn some_are_disjoint(claims: &BTreeMap<&str, Vec<String>>) -> bool {
    let parties = |claim: &&str| claim.split(AND).map(str::to_owned).collect::<BTreeSet<_>>();
    let sets: Vec<BTreeSet<String>> = claims.keys().map(parties).collect();
    sets.iter().any(|a| sets.iter().any(|b| a.is_disjoint(b)))
}

fn listed(claims: BTreeMap<&str, Vec<String>>) -> Vec<Claim> {
    let claim =
        |(value, documents): (&str, Vec<String>)| Claim { value: value.to_owned(), documents };
    claims.into_iter().map(claim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ActorIdentity;

    fn doer(country: Option<&str>, sectors: &[&str], name: &str) -> Doer {
        Doer { name: name.to_owned(), identity: ActorIdentity::new(country, sectors) }
    }

    fn town(name: &str, admin1: &str) -> Site {
        Site {
            name: name.to_owned(),
            country: Some("NOR".to_owned()),
            admin1: Some(admin1.to_owned()),
            geonames: None,
            level: PlaceLevel::Town,
        }
    }

    /// Swedish soldiers shell villagers in Alta on 4 March.
    fn shelling() -> Told {
        let day = jiff::civil::date(2024, 3, 4);
        Told {
            class: "ASSAULT".to_owned(),
            cameo: "194".to_owned(),
            quad: Some(4),
            sources: vec![doer(Some("SWE"), &["MIL"], "Swedish soldiers")],
            targets: vec![doer(Some("NOR"), &["CVL"], "villagers")],
            days: Some(Interval { from: day, to: day }),
            dated: true,
            place: Some(town("Alta", "Finnmark")),
            magnitude: Magnitude::default(),
            retold: Retold {
                event: "e".to_owned(),
                status: Status::Happened,
                held_by: None,
                sentence: String::new(),
            },
        }
    }

    fn fit(change: impl Fn(&mut Told)) -> Option<Fit> {
        let mut other = shelling();
        change(&mut other);
        let fit = shelling().fit(&other);
        assert_eq!(fit, other.fit(&shelling()), "either may come first");
        fit
    }

    #[test]
    fn what_is_not_said_does_not_part_two_tellings() {
        assert_eq!(fit(|_| {}), Some(Fit::Same));
        assert_eq!(fit(|it| it.sources.clear()), Some(Fit::Same));
        assert_eq!(fit(|it| it.place = None), Some(Fit::Same));
        assert_eq!(fit(|it| it.days = None), Some(Fit::Same));
        assert_eq!(fit(|it| it.cameo = "190".to_owned()), Some(Fit::Same));
        let bare = |it: &mut Told| it.sources = vec![doer(Some("SWE"), &[], "Sweden")];
        assert_eq!(fit(bare), Some(Fit::Same));
        let both_silent = |it: &mut Told| {
            it.sources.clear();
            it.targets.clear();
        };
        assert_eq!(fit(both_silent), None, "nothing ties them");
    }

    #[test]
    fn another_place_day_or_act_is_another_happening() {
        assert_eq!(fit(|it| it.place = Some(town("Narvik", "Nordland"))), None);
        assert_eq!(fit(|it| it.class = "COERCE".to_owned()), None);
        let later = jiff::civil::date(2024, 3, 6);
        assert_eq!(fit(|it| it.days = Some(Interval { from: later, to: later })), None);
        let police = |it: &mut Told| it.targets = vec![doer(Some("NOR"), &["COP"], "police")];
        assert_eq!(fit(police), None);
        let region = |it: &mut Told| {
            it.place = Some(Site { level: PlaceLevel::Region, ..town("Finnmark", "") });
        };
        assert_eq!(fit(region), Some(Fit::Same), "a town lies in its region");
    }

    #[test]
    fn one_deed_in_one_town_with_two_doers_is_disputed() {
        let finns = |it: &mut Told| it.sources = vec![doer(Some("FIN"), &["MIL"], "Finns")];
        assert_eq!(fit(finns), Some(Fit::OtherSource));
        let elsewhere = |it: &mut Told| {
            finns(it);
            it.place = None;
        };
        assert_eq!(fit(elsewhere), None);
    }

    #[test]
    fn who_met_somebody_else_was_at_another_meeting() {
        let with = |other: &str| Told {
            sources: vec![doer(Some("SWE"), &[], "Sweden"), doer(Some(other), &[], other)],
            place: None,
            ..shelling()
        };
        assert_eq!(with("FIN").fit(&with("DNK")), None);
        assert_eq!(with("FIN").fit(&with("FIN")), Some(Fit::Same));
        assert_eq!(with("FIN").fit(&shelling()), Some(Fit::Same), "one may be left out");
    }

    #[test]
    fn two_of_one_country_are_not_its_president_and_a_guest() {
        let met = |parties: &[&str]| Told {
            sources: parties.iter().map(|it| doer(Some(it), &[], it)).collect(),
            place: None,
            ..shelling()
        };
        assert_eq!(met(&["SWE", "SWE"]).fit(&met(&["SWE", "FIN"])), None);
        assert_eq!(met(&["SWE", "SWE"]).fit(&met(&["SWE", "SWE"])), Some(Fit::Same));
    }

    #[test]
    fn a_denial_is_of_the_act_that_it_tells_closely() {
        let as_status = |it: &mut Told, status| it.retold.status = status;
        let denied = |it: &mut Told| as_status(it, Status::Denied);
        let negated = |it: &mut Told| as_status(it, Status::Negated);
        assert_eq!(fit(denied), Some(Fit::Same));
        assert_eq!(fit(negated), Some(Fit::Same));
        let of_another_code = |it: &mut Told| {
            denied(it);
            it.cameo = "182".to_owned();
        };
        assert_eq!(fit(of_another_code), None);
        let vague = |it: &mut Told| {
            it.place = None;
            it.dated = false;
        };
        let vaguely_denied = |it: &mut Told| {
            vague(it);
            denied(it);
        };
        assert_eq!(fit(vaguely_denied), Some(Fit::Same), "both sides are named");
        let vaguely_negated = |it: &mut Told| {
            vague(it);
            negated(it);
        };
        assert_eq!(fit(vaguely_negated), None, "it may be of any day");
        let one_side = |it: &mut Told| {
            vaguely_denied(it);
            it.targets.clear();
        };
        assert_eq!(fit(one_side), None);
    }

    #[test]
    fn words_are_one_act_only_if_their_codes_are() {
        let said = |cameo: &str| Told {
            quad: Some(3),
            class: "ACCUSE".to_owned(),
            cameo: cameo.to_owned(),
            ..shelling()
        };
        assert_eq!(said("110").fit(&said("114")), Some(Fit::Same));
        assert_eq!(said("111").fit(&said("114")), None);
    }

    #[test]
    fn disjoint_doers_contradict_and_partial_ones_do_not() {
        let claims = |a: &'static str, b: &'static str| {
            BTreeMap::from([(a, vec!["x".to_owned()]), (b, vec!["y".to_owned()])])
        };
        assert!(differ(Matter::Source, &claims("FIN", "SWE")));
        assert!(!differ(Matter::Source, &claims("FIN and SWE", "SWE")));
    }

    #[test]
    fn only_a_sentence_of_the_same_matter_is_answered_by_a_denial() {
        let told = |status: Status, sentence: &str| Told {
            retold: Retold {
                event: sentence.to_owned(),
                status,
                held_by: None,
                sentence: sentence.to_owned(),
            },
            ..shelling()
        };
        let disputed = |denial: &str| {
            let blank = |document: &str| Report {
                document: document.to_owned(),
                outlet: None,
                copy: document.to_owned(),
                origin: document.to_owned(),
                published: None,
                mentions: Vec::new(),
            };
            let first = told(Status::Happened, "Swedish soldiers shelled the school in Alta.");
            let mut growing = Growing::new(&first, "s");
            growing.add(first, &blank("a"));
            growing.add(told(Status::Denied, denial), &blank("b"));
            !growing.contradictions().is_empty()
        };
        assert!(disputed("Sweden denied that its soldiers had shelled the school."));
        assert!(!disputed("Sweden denied having sent a letter to villagers."));
    }

    #[test]
    fn a_quoted_denial_is_a_dispute_and_a_contrast_is_none() {
        let told = |denial: &'static str, by: &[&str]| {
            let by = by.iter().map(|it| (*it).to_owned()).collect();
            BTreeMap::from([("happened", vec!["x".to_owned()]), (denial, by)])
        };
        assert!(differ(Matter::Status, &told("denied", &["x"])));
        assert!(differ(Matter::Status, &told("negated", &["y"])));
        assert!(!differ(Matter::Status, &told("negated", &["x"])));
    }
}
