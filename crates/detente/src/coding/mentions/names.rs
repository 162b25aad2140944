//! The names of a text: those of the tables, those that the recogniser finds, surnames and acronyms that the text itself introduces.

use super::Mentions;
use super::Name;
use super::ties;
use crate::lexicon::Holding;
use crate::lexicon::Named;
use crate::lexicon::TriggerPos;
use crate::model::Link;
use crate::model::Span;
use detente_language::Dep;
use detente_language::EntityLabel;
use detente_language::Pos;
use std::ops::Range;

/// Titles that stand in the table of given names without a full stop.
const TITLES: [&str; 10] =
    ["Mr", "Mrs", "Ms", "Madam", "Sir", "Lord", "Lady", "Dame", "King", "Queen"];

/// What stands after a surname.
const SUFFIXES: [&str; 6] = ["Jr", "Jr.", "Sr", "Sr.", "II", "III"];

/// How often a text names a country that it is about.
const MUCH: u32 = 4;

impl<'a> Mentions<'a> {
    pub(super) fn find_names(&mut self) {
        let n = self.tree.analysis.tokens.len();
        let mut i = 0;
        while i < n {
            let next = self
                .table_name(i)
                .or_else(|| self.entity_name(i))
                .or_else(|| self.given_name(i))
                .or_else(|| self.leader_name(i));
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
        self.add_names_before_acronyms();
        self.learn_acronyms();
        self.find_short_names();
        self.count_countries();
        self.weigh_organizations();
        self.drop_shared_seats();
        self.drop_shared_names();
    }

    /// Counts how often each country is named, and notes those that other names bring up.
    fn count_countries(&mut self) {
        for i in 0..self.names.len() {
            let name = &self.names[i];
            if name.inside {
                continue;
            }
            let country = self.country_in(name);
            if let Some(code) = country {
                *self.countries.entry(code).or_default() += 1;
            }
            if !ties::is_tied(self.tree, self.lexicon, name) {
                self.evoked.extend(country.or_else(|| self.country_of(name)));
            }
        }
    }

    /// The country of the person or organization that a name names.
    fn country_of(&self, name: &Name) -> Option<&'a str> {
        match name.named? {
            Named::Organization(o) => self.lexicon.organizations[o as usize].country.as_deref(),
            Named::Person(t) => self.lexicon.people[t as usize].country.as_deref(),
            _ => None,
        }
    }

    /// The country that a name names or lies in.
    fn country_in(&self, name: &Name) -> Option<&'a str> {
        match name.named? {
            Named::Country(c)
            | Named::Adjective(c)
            | Named::Demonym(c)
            | Named::Capital(c)
            | Named::Seat(c, _) => Some(&self.lexicon.countries[c as usize].code),
            Named::Place(p) => self.lexicon.places[p as usize].country.as_deref(),
            _ => None,
        }
    }

    /// Of several organizations of one name: the one that existed, of a country that the text names.
    fn weigh_organizations(&mut self) {
        for i in 0..self.names.len() {
            let name = &self.names[i];
            let Some(first @ Named::Organization(_)) = name.named else { continue };
            let rest = name.others.iter().copied();
            let (mut those, others): (Vec<Named>, Vec<Named>) = std::iter::once(first)
                .chain(rest)
                .partition(|n| matches!(n, Named::Organization(_)));
            let sentence = self.tree.sentence(name.tokens.start);
            those.sort_by_key(|&n| std::cmp::Reverse(self.weight(n, sentence)));
            those.extend(others);
            self.names[i].named = Some(those.remove(0));
            self.names[i].others = those;
        }
    }

    /// "Congress" in a text about another country, which never names the one that has the seat, is none of its.
    fn drop_shared_seats(&mut self) {
        for i in 0..self.names.len() {
            let Some(Named::Seat(c, k)) = self.names[i].named else { continue };
            let country = &self.lexicon.countries[c as usize];
            let named = |n: &Name| n.span != self.names[i].span && self.is_of(n, c);
            let abroad = self.countries.values().any(|&times| times >= MUCH);
            let at_home = !abroad || self.names.iter().any(named);
            if country.shared_seats.contains(&k) && !at_home {
                self.names[i].named = None;
            }
        }
    }

    /// "the Ukrainian **National Guard**": a name that is a plain description too is that of whom the text names, not of the one in the table.
    fn drop_shared_names(&mut self) {
        for i in 0..self.names.len() {
            let name = &self.names[i];
            if let Some(Named::Seat(..)) = name.named {
                // "the Iraqi **National Security Council**" is not the American one.
                let said = self.country_before(name);
                if said.is_some() && said != self.country_in(name) {
                    self.names[i].named = None;
                }
                continue;
            }
            let Some(Named::Organization(o)) = name.named else { continue };
            let words = name.span.of(self.tree.text).to_lowercase();
            if self.lexicon.agent(words.strip_prefix("the ").unwrap_or(&words)).is_none() {
                continue;
            }
            let own = self.lexicon.organizations[o as usize].country.as_deref();
            let another = match (self.country_before(name), own) {
                (Some(said), own) => own != Some(said),
                (None, Some(own)) => {
                    let others = self.names.iter().filter(|n| n.named != name.named);
                    let mut named =
                        others.map(|n| self.country_in(n).or_else(|| self.country_of(n)));
                    !self.countries.is_empty() && !named.any(|code| code == Some(own))
                }
                (None, None) => self.official_after(name),
            };
            if another {
                self.names[i].named = None;
                self.names[i].others.retain(|n| !matches!(n, Named::Organization(_)));
            }
        }
    }

    /// The country that stands right before a name: "**Ukrainian** National Guard", "**Ukraine's** National Guard".
    pub(super) fn country_before(&self, name: &Name) -> Option<&'a str> {
        let before = name.tokens.start.checked_sub(1)?;
        let owned = self.tree.dep(before) == Dep::Case;
        let before = self.name_at(before.checked_sub(usize::from(owned))?)?;
        let ends = before.tokens.end + usize::from(owned) == name.tokens.start;
        self.country_in(before).filter(|_| ends && !ties::is_tied(self.tree, self.lexicon, before))
    }

    /// Whether a known person of a state stands right after a name: "Security Council Secretary **Nikolai Patrushev**".
    fn official_after(&self, name: &Name) -> bool {
        let next = name.tokens.end..(name.tokens.end + 4).min(self.tree.analysis.tokens.len());
        let proper = |&t: &usize| matches!(self.tree.pos(t), Pos::Propn | Pos::Noun);
        let person =
            |t: usize| self.name_at(t).filter(|n| matches!(n.named, Some(Named::Person(_))));
        let next = next.take_while(proper).find_map(person);
        next.is_some_and(|person| self.country_of(person).is_some())
    }

    /// Whether a name speaks of a country by anything but a seat whose name others use too.
    fn is_of(&self, name: &Name, country: u32) -> bool {
        let row = &self.lexicon.countries[country as usize];
        let shared = matches!(name.named, Some(Named::Seat(_, k)) if row.shared_seats.contains(&k));
        let code = self.country_in(name).or_else(|| self.country_of(name));
        !shared && code == Some(&*row.code)
    }

    /// How well an organization fits the day and the countries of a text and of a sentence.
    fn weight(&self, named: Named, sentence: usize) -> (bool, u32) {
        let Named::Organization(o) = named else { return (false, 0) };
        let row = &self.lexicon.organizations[o as usize];
        let existed = self.day.is_none_or(|day| row.exists(day));
        // What belongs to no country is spoken of everywhere.
        let Some(country) = row.country.as_deref() else { return (existed, 1) };
        let near = self.names.iter().filter(|n| self.tree.sentence(n.tokens.start) == sentence);
        let near = near.filter(|n| self.country_in(n) == Some(country)).count() as u32;
        (existed, 10 * near + self.countries.get(country).copied().unwrap_or(0))
    }

    /// "the Free Papua Movement (OPM)": of name and acronym, one that the tables know tells what the other stands for.
    fn learn_acronyms(&mut self) {
        for i in 0..self.names.len() {
            let name = &self.names[i];
            let known = matches!(name.named, Some(Named::Organization(_)));
            let is_body = match name.named {
                Some(_) => known,
                None => name.label == Some(EntityLabel::Org) && name.tokens.len() > 1,
            };
            let Some(at) = self.bracketed(name.tokens.end).filter(|_| is_body) else { continue };
            match self.organization_by(at).filter(|&o| !known && self.shares_words(i, o)) {
                Some(organization) => {
                    self.names[i].named = Some(Named::Organization(organization));
                }
                None => {
                    self.acronyms.entry(self.tree.word(at)).or_insert(i);
                }
            }
        }
    }

    /// Capitalized words before an acronym in brackets are a name, whether the recogniser sees it or not.
    fn add_names_before_acronyms(&mut self) {
        for at in 1..self.tree.analysis.tokens.len() {
            if self.bracketed(at).is_none() || self.name_of[at - 1].is_some() {
                continue;
            }
            let free = |&t: &usize| self.name_of[t].is_none() && self.tree.pos(t) == Pos::Propn;
            let Some(first) = (0..at).rev().take_while(free).last() else { continue };
            let number = self.names.len() as u32;
            (first..at).for_each(|t| self.name_of[t] = Some(number));
            self.names.push(Name {
                tokens: first..at,
                span: self.tree.cover((first, at - 1)),
                named: None,
                others: Vec::new(),
                label: Some(EntityLabel::Org),
                inside: false,
                link: Link::Name,
            });
        }
    }

    /// The organization of the tables that a token names.
    fn organization_by(&self, token: usize) -> Option<u32> {
        match self.name_at(token)?.named? {
            Named::Organization(o) => Some(o),
            _ => None,
        }
    }

    /// Whether a name has two capitalized words in common with an organization of the tables, or half of its words.
    fn shares_words(&self, name: usize, organization: u32) -> bool {
        let row = &self.lexicon.organizations[organization as usize];
        let tokens = self.names[name].tokens.clone();
        let words = || tokens.clone().map(|t| self.tree.word(t));
        let big = |w: &str| w.chars().next().is_some_and(char::is_uppercase);
        let shared = words()
            .filter(|&w| big(w) && row.names.iter().any(|n| n.split(' ').any(|part| part == w)));
        let all = words().filter(|&w| big(w)).count();
        2 * shared.count() >= all
    }

    /// The acronym that stands in brackets here.
    fn bracketed(&self, i: usize) -> Option<usize> {
        let last = self.tree.analysis.tokens.len().checked_sub(1)?;
        let closed = i + 2 <= last && self.tree.is_word(i, "(") && self.tree.is_word(i + 2, ")");
        (closed && is_acronym(self.tree.word(i + 1))).then_some(i + 1)
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
        // "the" makes no name longer.
        let begins = (entity.start..i).find(|&t| !self.is_filler(t)).unwrap_or(i);
        let longer = !entity.is_empty() && (begins < i || entity.end > last + 1);
        if longer
            && label == Some(EntityLabel::Person)
            && !named.iter().any(|n| matches!(n, Named::Person(_)))
            && !self.is_person_at(last + 1)
        {
            return None;
        }
        let mut named: Vec<Named> =
            named.iter().copied().filter(|&n| self.is_plausible(n, i, label)).collect();
        named.sort_by_key(|&n| self.preference(n, i, label));
        let first = *named.first()?;
        let inside = longer
            && matches!(
                label,
                Some(
                    EntityLabel::Org
                        | EntityLabel::Fac
                        | EntityLabel::Product
                        | EntityLabel::WorkOfArt
                        | EntityLabel::Event
                )
            );
        Some(Name {
            tokens: i..last + 1,
            span: Span::new(start, end),
            named: Some(first),
            others: named.split_off(1),
            label,
            inside,
            link: Link::Name,
        })
    }

    /// Whether a full name of the tables begins at a token: "President of **Belarus** Alexander Lukashenko".
    fn is_person_at(&self, i: usize) -> bool {
        let tree = self.tree;
        let rest = tree.analysis.tokens.get(i).and_then(|t| tree.text.get(t.start as usize..));
        let named = rest.and_then(|rest| self.lexicon.name_at(rest));
        named.is_some_and(|(_, named)| named.iter().any(|n| matches!(n, Named::Person(_))))
    }

    /// Whether a token cannot begin or end a name by itself.
    fn is_filler(&self, i: usize) -> bool {
        matches!(self.tree.pos(i), Pos::Det | Pos::Punct | Pos::Part | Pos::Adp)
            || ["'s", "’s", "'", "’", "."].contains(&self.tree.word(i))
            || SUFFIXES.contains(&self.tree.word(i))
    }

    /// Whether a name that the tables do not know runs on into an organization that they know: "**All** Pakistan Muslim League".
    fn is_longer_name(&self, before: Range<usize>, label: EntityLabel, next: &Name) -> bool {
        let known_body = matches!(next.named, Some(Named::Organization(_)));
        let proper = |t: usize| {
            self.tree.pos(t) == Pos::Propn && self.tree.word(t).starts_with(char::is_uppercase)
        };
        let mut words = before.filter(|&t| !self.is_filler(t)).peekable();
        // What is called "movement" or "party" may be another one with more words.
        let last = self.tree.word(next.tokens.end - 1).to_lowercase();
        let plain = self.lexicon.named_after(&last).is_some();
        label == EntityLabel::Org
            && known_body
            && plain
            && words.peek().is_some()
            && words.all(proper)
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
                let term = &self.lexicon.people[t as usize];
                let holding = self.day.map_or(Holding::Unknown, |day| term.holding(day));
                match label {
                    Some(EntityLabel::Person) => holding as u8,
                    _ => 7 + holding as u8,
                }
            }
            Named::Country(_) => 3,
            Named::Seat(..) | Named::Organization(_) => 4,
            Named::Adjective(_) => 5 + u8::from(!modifies),
            Named::Demonym(_) => 5 + u8::from(modifies),
            Named::Capital(_) => 5,
            Named::Place(_) => 10,
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
        let next = (i + 1..range.end).find_map(|t| self.table_name(t).map(|name| (t, name)));
        let mut end = match next {
            Some((t, name)) if !self.is_longer_name(i..t, part.label, &name) => t,
            _ => range.end,
        };
        if (i..end).all(|t| self.is_filler(t)) {
            return None;
        }
        while self.is_filler(end - 1) && !SUFFIXES.contains(&self.tree.word(end - 1)) {
            end -= 1;
        }
        Some(Name {
            tokens: i..end,
            span: self.tree.cover((i, end - 1)),
            named: None,
            others: Vec::new(),
            label: Some(part.label),
            inside: false,
            link: Link::Name,
        })
    }

    /// "**Ivana** Berg", of which the recogniser sees the surname at most.
    fn given_name(&self, i: usize) -> Option<Name> {
        let tree = self.tree;
        let surname = tree.head(i).filter(|&head| head == i + 1)?;
        let is_given = self.lexicon.gender(tree.word(i)).is_some()
            && !TITLES.contains(&tree.word(i))
            && !tree.word(i).ends_with('.');
        let is_plain = |t: usize| {
            let label = tree.token(t).entity.map(|e| e.label);
            tree.pos(t) == Pos::Propn && label.is_none_or(|l| l == EntityLabel::Person)
        };
        let whole = is_given && is_plain(i) && is_plain(surname);
        (whole && self.entity_at(surname).0.len() < 2).then(|| Name {
            tokens: i..surname + 1,
            span: tree.cover((i, surname)),
            named: None,
            others: Vec::new(),
            label: Some(EntityLabel::Person),
            inside: false,
            link: Link::Name,
        })
    }

    /// "**Merkel** and Putin agreed": the surname of a leader known everywhere, which the recogniser does not see.
    fn leader_name(&self, i: usize) -> Option<Name> {
        let tree = self.tree;
        let free = tree.token(i).entity.is_none()
            && matches!(
                tree.dep(i),
                Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj | Dep::Dative | Dep::Conj
            )
            && tree.kids(i).all(|k| k > i || tree.pos(k) == Pos::Punct);
        // At the head of a sentence "Rice" may be rice, but rice says nothing.
        let speaks = || {
            let verb = tree.head(i).filter(|_| tree.dep(i) == Dep::Nsubj);
            tree.sentence_start(i) && verb.is_some_and(|v| self.is_speech(tree.lemma(v)))
        };
        let named = match tree.pos(i) {
            Pos::Propn => free,
            Pos::Noun => free && speaks(),
            _ => false,
        };
        let known = named
            && tree.word(i).starts_with(char::is_uppercase)
            && self.lexicon.people_by_surname(tree.word(i)).any(|term| term.rank == 1);
        known.then(|| Name {
            tokens: i..i + 1,
            span: tree.span(i),
            named: None,
            others: Vec::new(),
            label: Some(EntityLabel::Person),
            inside: false,
            link: Link::Name,
        })
    }

    /// Whether a verb is done by words: "says", "urges".
    fn is_speech(&self, verb: &str) -> bool {
        self.lexicon.reporting(verb).is_some()
            || self.lexicon.operators_for(TriggerPos::Verb, verb).any(|o| !o.codes.is_empty())
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
            if let Some(surname) = self.surname(name.tokens.clone()).filter(|_| is_person) {
                self.surnames.entry(self.tree.word(surname)).or_default().push(i);
            }
        }
    }

    /// The last word of a full name that can be a surname: no "Jr.", no number, nothing left over from a possessive.
    fn surname(&self, mut tokens: Range<usize>) -> Option<usize> {
        let first = tokens.start;
        let last = tokens.rfind(|&t| {
            let word = self.tree.word(t);
            word.chars().filter(|c| c.is_alphabetic()).count() > 1
                && !SUFFIXES.contains(&word)
                && !self.is_filler(t)
        });
        last.filter(|&last| last > first)
    }

    /// Gives later bare surnames and acronyms to their owners, whatever the recogniser takes them for.
    fn find_short_names(&mut self) {
        for i in 0..self.tree.analysis.tokens.len() {
            let word = self.tree.word(i);
            let (full, link) = match (self.acronyms.get(word), self.owner_of(i)) {
                (Some(&full), _) => (full, Link::Acronym),
                (None, Some(full)) => (full, Link::Surname),
                (None, None) => continue,
            };
            let other = link == Link::Surname && self.is_another(i, full);
            if self.is_free(i, link) && !other && i >= self.names[full].tokens.end {
                self.set_short_name(i, full, link);
            }
        }
    }

    /// Whether a token is no part of a longer name or of one that says more.
    fn is_free(&self, i: usize, link: Link) -> bool {
        self.name_at(i).is_none_or(|known| {
            known.tokens.len() == 1
                && (link == Link::Acronym || !matches!(known.named, Some(Named::Person(_))))
        })
    }

    /// Whose surname a token is, of those named in full: one that its title fits, best one that the tables know, else the first.
    pub(super) fn owner_of(&self, i: usize) -> Option<usize> {
        let gender = |t: usize| self.lexicon.gender(self.tree.word(t));
        let title = i.checked_sub(1).and_then(gender);
        let fits = |&&full: &&usize| {
            let tokens = &self.names[full].tokens;
            let given = gender(tokens.start);
            tokens.end <= i && (title.is_none() || given.is_none() || title == given)
        };
        let known = |full: usize| matches!(self.names[full].named, Some(Named::Person(_)));
        let owners = self.surnames.get(self.tree.word(i))?;
        owners.iter().filter(fits).copied().max_by_key(|&f| (known(f), std::cmp::Reverse(f)))
    }

    /// "**Ivana** Berg" after "Hanna Berg": another given name, another person.
    fn is_another(&self, surname: usize, full: usize) -> bool {
        let Some(before) = surname.checked_sub(1) else { return false };
        let word = self.tree.word(before);
        let given = self.tree.head(before) == Some(surname) && self.lexicon.gender(word).is_some();
        let known = self.names[full].tokens.clone().any(|t| self.tree.word(t) == word);
        given && !known && !word.ends_with('.') && !TITLES.contains(&word)
    }

    fn set_short_name(&mut self, i: usize, full: usize, link: Link) {
        let label = match link {
            Link::Surname => Some(EntityLabel::Person),
            _ => Some(EntityLabel::Org),
        };
        let (tokens, span) = (i..i + 1, self.tree.span(i));
        let full = self.names[full].clone();
        let name = Name { tokens, span, label, link, inside: false, ..full };
        match self.name_of[i] {
            Some(n) => self.names[n as usize] = name,
            None => {
                self.name_of[i] = Some(self.names.len() as u32);
                self.names.push(name);
            }
        }
    }
}

/// Two to ten letters and digits, most of them capitals: "OPM", "MeK".
pub(super) fn is_acronym(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    word.starts_with(char::is_uppercase)
        && capitals > 1
        && word.chars().count() <= 10
        && word.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.')
}
