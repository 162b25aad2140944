//! Which words name a place.

use crate::coding::mentions::Mentions;
use crate::coding::places::candidates;
use crate::coding::tree::Tree;
use crate::lexicon::Lexicon;
use crate::lexicon::Named;
use crate::lexicon::PlaceWord;
use crate::lexicon::PlaceWordKind;
use crate::model::Span;
use detente_language::EntityLabel;
use detente_language::Pos;
use std::collections::BTreeSet;
use std::ops::Range;

/// The most words of a name.
const LONGEST: usize = 6;

/// Words that name a place.
#[derive(Clone, Debug)]
pub(super) struct Toponym {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Its words, without an article before them.
    pub(super) span: Span,
    /// What the gazetteer files it under.
    pub(super) key: String,
    /// What the recogniser takes it for.
    pub(super) label: Option<EntityLabel>,
    /// Whether it stands inside the name of a body of that place.
    pub(super) in_name: bool,
    /// Country and name of the division that an abbreviation stands for, and others that it may stand for.
    pub(super) short_for: Vec<Box<str>>,
    /// Whether it is a road.
    pub(super) is_road: bool,
}

/// The toponyms of a document in text order, without overlap.
pub(super) fn toponyms(people: &Mentions<'_>) -> Vec<Toponym> {
    let tree = people.tree;
    let n = tree.analysis.tokens.len();
    let mut it = Finder {
        people,
        tree,
        lexicon: people.lexicon,
        taken: vec![false; n],
        first_names: first_names(people),
        known: BTreeSet::new(),
        found: Vec::new(),
    };
    it.pass(Finder::road);
    it.pass(Finder::sure);
    it.drop_doubtful();
    it.known = it.found.iter().filter(|t| !t.is_road).map(|t| t.key.clone()).collect();
    it.pass(Finder::again);
    it.found.sort_by_key(|t| t.span);
    it.found
}

/// The first words of names of people: "Georgia" of "Georgia Stevens".
fn first_names<'a>(people: &Mentions<'a>) -> BTreeSet<&'a str> {
    let person = |label: Option<EntityLabel>| label == Some(EntityLabel::Person);
    let names = people.names.iter().filter(|n| n.tokens.len() > 1 && person(n.label));
    names.map(|n| people.tree.word(n.tokens.start)).collect()
}

struct Finder<'p, 'a> {
    people: &'p Mentions<'a>,
    tree: Tree<'a>,
    lexicon: &'a Lexicon,
    /// Tokens of places found.
    taken: Vec<bool>,
    first_names: BTreeSet<&'a str>,
    /// Keys of places that are sure somewhere in the document.
    known: BTreeSet<String>,
    found: Vec<Toponym>,
}

impl<'a> Finder<'_, 'a> {
    /// Looks for places from left to right.
    fn pass(&mut self, look: fn(&Self, usize) -> Option<Toponym>) {
        let mut i = 0;
        while i < self.taken.len() {
            let found = if self.taken[i] || !self.is_capital(i) { None } else { look(self, i) };
            let Some(toponym) = found.filter(|t| !self.taken[t.tokens.clone()].contains(&true))
            else {
                i += 1;
                continue;
            };
            i = toponym.tokens.end;
            self.taken[toponym.tokens.clone()].fill(true);
            self.found.push(toponym);
        }
    }

    /// A little-known name that never stands where a place stands is not one, whatever the recogniser says: "Turner", "Titan".
    fn drop_doubtful(&mut self) {
        let sure: BTreeSet<String> =
            self.found.iter().filter(|t| self.has_sign(t)).map(|t| t.key.clone()).collect();
        let things: BTreeSet<String> = self
            .found
            .iter()
            .filter(|t| self.is_before(t.tokens.end, PlaceWordKind::Thing))
            .map(|t| t.key.clone())
            .collect();
        let found = std::mem::take(&mut self.found);
        for toponym in found {
            if sure.contains(&toponym.key) && !things.contains(&toponym.key) {
                self.found.push(toponym);
            } else {
                self.taken[toponym.tokens].fill(false);
            }
        }
    }

    fn has_sign(&self, toponym: &Toponym) -> bool {
        let tokens = &toponym.tokens;
        let i = tokens.start;
        toponym.is_road
            || toponym.in_name
            || tokens.len() > 1
            || !toponym.short_for.is_empty()
            || self.after_where(i) && toponym.label != Some(EntityLabel::Person)
            || self.is_said_to_be(tokens)
            || self.is_home(i)
            || self.is_dateline(tokens)
            || self.is_before_place(tokens.end)
            || self.is_listed(i)
            || self.is_before_people(tokens.end)
            || self.is_direction_of(i)
            || candidates::is_notable(self.lexicon, toponym.span.of(self.tree.text), NOTABLE)
    }

    /// "Innisfail skater", "Henrico police", "Yorkshire town": a common noun for people or a place follows.
    fn is_before_people(&self, at: usize) -> bool {
        let person = |t: usize| self.lexicon.agent(self.tree.lemma(t)).is_some();
        at < self.taken.len()
            && !self.is_capital(at)
            && (person(at)
                || self.is_before(at, PlaceWordKind::Body)
                || self.is_before(at, PlaceWordKind::Kind))
    }

    /// "southwest of Kensington".
    fn is_direction_of(&self, i: usize) -> bool {
        i >= 2 && self.is_of(i - 1) && self.has(i - 2, PlaceWordKind::Part)
    }

    fn is_before(&self, at: usize, kind: PlaceWordKind) -> bool {
        at < self.taken.len() && !self.is_capital(at) && self.has(at, kind)
    }

    /// "HIV" is none, though a village bears the name.
    fn is_acronym(&self, tokens: &Range<usize>) -> bool {
        let text = self.text(tokens.clone());
        let loud = text.len() <= 4 && text.chars().all(char::is_uppercase);
        loud && !self.is_dateline(tokens)
            && candidates::exact(self.lexicon, text).is_empty()
            && !self.is_before_abbreviation(tokens.end)
    }

    /// "Innisfail, Alberta".
    fn is_before_place(&self, at: usize) -> bool {
        at + 1 < self.taken.len()
            && self.tree.word(at) == ","
            && self.taken[at + 1]
            && self.tree.sentence(at) == self.tree.sentence(at + 1)
    }

    /// "Seaton Street", "Highway 403".
    fn road(&self, i: usize) -> Option<Toponym> {
        let next = i + 1;
        if self.has(i, PlaceWordKind::NumberedRoad) && next < self.sentence_end(i) {
            let number = self.tree.word(next);
            if number.starts_with(|c: char| c.is_ascii_digit()) && number.len() <= 4 {
                return Some(self.a_road(i..next + 1));
            }
        }
        let end = self.capitals_end(i);
        let last = (next..end).find(|&t| self.has(t, PlaceWordKind::Road))?;
        // "Main Street", not "Wall Street Journal"; "Dr." and "St." begin names as often as they end them.
        let short = self.tree.word(last).len() <= 3;
        let ends = last + 1 == end || !short && self.tree.word(last).ends_with('.');
        let ok = ends && last - i <= if short { 2 } else { 4 } && self.begins_road(i);
        ok.then(|| self.a_road(i..last + 1))
    }

    /// Whether a road's name may begin so: not with a number, a verb, "Mr." or a name of something else.
    fn begins_road(&self, i: usize) -> bool {
        let number = self.tree.word(i).contains(|c: char| c.is_ascii_digit());
        let other = self.people.name_at(i).is_some_and(|n| {
            matches!(n.named, Some(Named::Seat(..) | Named::Organization(_) | Named::Person(_)))
        });
        !(number || other || self.is_person_word(i) || self.is_sentence_verb(i))
    }

    /// "See Main Street": a verb in front is no part of a name.
    fn is_sentence_verb(&self, i: usize) -> bool {
        !matches!(self.tree.pos(i), Pos::Propn | Pos::Noun | Pos::Adj | Pos::Num)
    }

    fn a_road(&self, tokens: Range<usize>) -> Toponym {
        Toponym { is_road: true, ..self.toponym(tokens, Some(EntityLabel::Fac)) }
    }

    /// A place by the recogniser's word or by clear signs.
    fn sure(&self, i: usize) -> Option<Toponym> {
        if self.is_other_name(i) {
            return None;
        }
        self.abbreviation(i)
            .or_else(|| self.part(i))
            .or_else(|| self.of_a_body(i))
            .or_else(|| self.by_table(i))
            .or_else(|| self.by_recogniser(i))
            .or_else(|| self.by_signs(i))
    }

    /// "Upper" of "Upper Silesia": a part of a place, with its name.
    fn part(&self, i: usize) -> Option<Toponym> {
        let next = i + 1;
        let whole = self.longest(i).is_some_and(|end| end > next);
        let is_part = self.has(i, PlaceWordKind::Part) && next < self.sentence_end(i);
        if whole || !is_part || !self.is_capital(next) || self.is_other_name(next) {
            return None;
        }
        let (entity, label) = self.people.entity_at(i);
        let together = entity.start == i && entity.end > next;
        let place = matches!(label, Some(EntityLabel::Gpe | EntityLabel::Loc)) || self.after_in(i);
        if let Some(end) = self.longest(next).filter(|&end| together && place && end >= entity.end)
        {
            return Some(self.toponym(i..self.extended(next..end).end, label));
        }
        let rest = self
            .by_recogniser(next)
            .or_else(|| self.by_table(next))
            .or_else(|| self.by_signs(next))?;
        Some(self.toponym(i..rest.tokens.end, rest.label))
    }

    /// A place named elsewhere in the document, or one in a list of places.
    fn again(&self, i: usize) -> Option<Toponym> {
        if self.is_other_name(i) {
            return None;
        }
        let end = self.longest(i)?;
        let tokens = self.extended(i..end);
        let key = self.key(tokens.clone());
        let (entity, label) = self.people.entity_at(i);
        let listed = self.is_listed(i) && self.is_usual(&key);
        if !(listed || self.known.contains(&key)) {
            return None;
        }
        if self.is_part_of_person(&tokens) || self.is_first_name(i) && !self.after_in(i) {
            return None;
        }
        if !self.fits(label) {
            return None;
        }
        if entity.len() > tokens.len() && label == Some(EntityLabel::Org) && !self.is_listed(i) {
            let body = self.body_between(tokens.end, entity.end);
            return body.then(|| Toponym { in_name: true, ..self.toponym(tokens, label) });
        }
        if self.is_followed_by_name(tokens.end) {
            return None;
        }
        Some(self.toponym(tokens, label))
    }

    /// "Ky." after "Columbia, ".
    fn abbreviation(&self, i: usize) -> Option<Toponym> {
        let comma = i.checked_sub(1).filter(|&c| self.tree.word(c) == ",")?;
        if comma == 0
            || self.tree.sentence(comma - 1) != self.tree.sentence(i)
            || !self.is_capital(comma - 1)
        {
            return None;
        }
        let (tokens, words) = self.short_name(i)?;
        let short_for = words.iter().map(|w| w.value.clone()).collect();
        Some(Toponym { short_for, ..self.toponym(tokens, Some(EntityLabel::Gpe)) })
    }

    /// The abbreviation that begins at a token: one token, or two where the point stands apart.
    fn short_name(&self, i: usize) -> Option<(Range<usize>, Vec<&'a PlaceWord>)> {
        let end = self.sentence_end(i);
        let mut lengths = (1..=2).rev().filter(|n| i + n <= end);
        lengths.find_map(|n| {
            let text = self.text(i..i + n);
            let words: Vec<&PlaceWord> = self
                .lexicon
                .place_word(text)
                .iter()
                .filter(|w| w.kind == PlaceWordKind::Abbreviation)
                .collect();
            (!words.is_empty()).then_some((i..i + n, words))
        })
    }

    /// What the recogniser takes for a place, cut to its name.
    fn by_recogniser(&self, i: usize) -> Option<Toponym> {
        use EntityLabel as E;
        let (entity, label) = self.people.entity_at(i);
        let label = label.filter(|l| matches!(l, E::Gpe | E::Loc | E::Fac))?;
        let begins = (entity.start..i).all(|t| self.is_filling(t));
        if !begins || self.is_a_first_name_here(i) || self.is_filling_here(i) {
            return None;
        }
        let end = (i..entity.end).rev().find(|&t| self.is_name_end(t))? + 1;
        let (tokens, whole) = self.cut(i..end, label);
        let part = tokens.len() == 1 && self.has(i, PlaceWordKind::Part);
        if part || tokens.len() > 5 || self.is_money(tokens.end) || self.is_acronym(&tokens) {
            return None;
        }
        let toponym = self.toponym(tokens, Some(label));
        (whole || self.is_placed(&toponym)).then_some(toponym)
    }

    /// What of the words that the recogniser marked is the name, and whether the gazetteer knows it.
    fn cut(&self, marked: Range<usize>, label: EntityLabel) -> (Range<usize>, bool) {
        let Range { start: i, end } = marked;
        let known = self.longest(i);
        // The gazetteer knows better where a name ends ("Penn" and "Penn Park").
        let comma = (i..end).any(|t| self.tree.word(t) == ",");
        let end = known.filter(|&k| k > end || comma).unwrap_or(end);
        // Of "Oslo Grill" the gazetteer knows a part; "Oslo Bay" is another thing than Oslo.
        let notable = |k: &usize| candidates::is_notable(self.lexicon, self.text(i..*k), NOTABLE);
        let kind = label == EntityLabel::Fac || self.has(end - 1, PlaceWordKind::Kind);
        let part = known.filter(|&k| k < end && !kind).filter(notable);
        let whole = known.is_some_and(|k| k >= end || part.is_some());
        (self.extended(i..part.unwrap_or(end)), whole)
    }

    /// "City" of "City of Oslo", "The" of "The Philippines".
    fn is_filling_here(&self, i: usize) -> bool {
        self.is_filling(i) && self.longest(i).is_none_or(|end| !self.is_filled_name(i..end))
    }

    /// A first name of the document that does not stand where only a place stands.
    fn is_a_first_name_here(&self, i: usize) -> bool {
        self.is_first_name(i) && !self.after_in(i)
    }

    /// "US" of "US$5".
    fn is_money(&self, end: usize) -> bool {
        self.tree.text[self.tree.token(end - 1).end as usize..].starts_with('$')
    }

    /// Whether the words round an unknown name, or its own last word, make it a place's.
    fn is_placed(&self, toponym: &Toponym) -> bool {
        let tokens = &toponym.tokens;
        let last = tokens.end - 1;
        let kind = tokens.len() > 1
            && (self.has(last, PlaceWordKind::Kind) || self.has(last, PlaceWordKind::Road));
        if toponym.label == Some(EntityLabel::Fac) || kind {
            return kind;
        }
        let loud = !toponym.span.of(self.tree.text).contains(char::is_lowercase);
        let sign = self.after_strong_where(tokens.start)
            || self.is_said_to_be(tokens)
            || self.is_before_abbreviation(tokens.end);
        sign && !loud && !self.is_word(tokens.clone()) && !self.is_surname(tokens.start)
    }

    /// "The Hague", "The Gambia": a name with its article.
    fn is_filled_name(&self, tokens: Range<usize>) -> bool {
        let text = self.text(tokens.clone());
        let rest = (tokens.len() > 1).then(|| self.text(tokens.start + 1..tokens.end));
        tokens.len() > 1
            && !(text.starts_with("The ")
                && rest.is_some_and(|r| candidates::is_known(self.lexicon, r)))
            && !(self.is_of(tokens.start + 1))
    }

    /// A country by its name, whatever the recogniser says, if it is not part of another name.
    fn by_table(&self, i: usize) -> Option<Toponym> {
        let tabled = self.people.name_at(i).filter(|n| n.tokens.start == i && n.tokens.len() > 1);
        let tabled = tabled.filter(|n| matches!(n.named, Some(Named::Country(_))));
        let end = tabled.map(|n| n.tokens.end).or_else(|| self.longest(i))?;
        let exact = candidates::exact(self.lexicon, self.text(i..end));
        let country = exact.iter().any(|n| matches!(n, Named::Country(_)));
        let (entity, label) = self.people.entity_at(i);
        let whole = entity.len() <= end - i;
        let person = label == Some(EntityLabel::Person) || self.is_first_name(i);
        if !country
            || !whole
            || self.is_money(end)
            || person && !self.after_in(i)
            || !self.fits(label)
            || self.is_followed_by_name(end)
        {
            return None;
        }
        Some(self.toponym(i..end, label))
    }

    /// A name of the gazetteer that stands where a place stands.
    fn by_signs(&self, i: usize) -> Option<Toponym> {
        let label = self.people.entity_at(i).1;
        if self.is_a_first_name_here(i) || !(self.fits(label) || self.is_odd_place(i)) {
            return None;
        }
        match self.longest(i) {
            Some(end) => self.known_by_signs(self.extended(i..end), label),
            None => self.unknown_by_signs(i..self.run_end(i), label),
        }
    }

    /// A name that no table knows and that the words call a town, district and so on.
    fn unknown_by_signs(
        &self,
        tokens: Range<usize>,
        label: Option<EntityLabel>,
    ) -> Option<Toponym> {
        let signs = self.is_before_abbreviation(tokens.end) || self.is_said_to_be(&tokens);
        let name = tokens.len() <= 3
            && label != Some(EntityLabel::Person)
            && !self.is_word(tokens.clone())
            && tokens.clone().all(|t| self.tree.pos(t) == Pos::Propn);
        (signs && name && self.is_alone(&tokens)).then(|| self.toponym(tokens, label))
    }

    fn known_by_signs(&self, tokens: Range<usize>, label: Option<EntityLabel>) -> Option<Toponym> {
        if self.is_acronym(&tokens) {
            return None;
        }
        let alone = self.is_alone(&tokens);
        let key = self.key(tokens.clone());
        let kind = tokens.len() > 1 && self.names_kind(tokens.end - 1) && self.is_usual(&key);
        if kind && !alone && matches!(label, Some(EntityLabel::Org | EntityLabel::Fac)) {
            return Some(Toponym { in_name: true, ..self.toponym(tokens, label) });
        }
        let name = self.is_usual(&key)
            && self.tree.pos(tokens.end - 1) == Pos::Propn
            && !self.is_word(tokens.clone())
            && !self.is_followed_by_name(tokens.end);
        let placed = name && self.stands_for_place(&tokens, &key, label);
        let sure = self.is_before_abbreviation(tokens.end) || self.is_dateline(&tokens);
        let said = name && self.is_said_to_be(&tokens);
        (sure || alone && (placed || kind || said)).then(|| self.toponym(tokens, label))
    }

    /// Whether a name stands where a place stands, and no person of the document bears it.
    fn stands_for_place(
        &self,
        tokens: &Range<usize>,
        key: &str,
        label: Option<EntityLabel>,
    ) -> bool {
        let i = tokens.start;
        let (small, home) = (self.is_small(key), self.is_home(i));
        if label == Some(EntityLabel::Person) {
            let person = self.is_first_name(i) || self.is_surname(i) || small && !home;
            return !person && (self.after_strong_where(i) || home);
        }
        let notable = || candidates::is_notable(self.lexicon, self.text(tokens.clone()), NOTABLE);
        let stands = self.after_strong_where(i)
            || home
            || self.after_where(i) && !small
            || self.is_before_people(tokens.end) && notable();
        stands && (self.fits(label) || !small)
    }

    /// Whether no longer name of the recogniser's covers it; "Oslo or Bergen" is none.
    fn is_alone(&self, tokens: &Range<usize>) -> bool {
        let entity = self.people.entity_at(tokens.start).0;
        let joined = entity.start == tokens.start
            && tokens.end < entity.end
            && matches!(self.tree.word(tokens.end), "or" | "and");
        entity.is_empty() || entity.start >= tokens.start && entity.end <= tokens.end || joined
    }

    /// Taken for a people or a language, but after "in".
    fn is_odd_place(&self, i: usize) -> bool {
        let label = self.people.entity_at(i).1;
        matches!(label, Some(EntityLabel::Norp | EntityLabel::Language)) && self.after_in(i)
    }

    /// "Kentucky" of "Kentucky State Police": a body that is named for the place it serves.
    fn of_a_body(&self, i: usize) -> Option<Toponym> {
        let (entity, label) = self.people.entity_at(i);
        if !matches!(label, Some(EntityLabel::Org | EntityLabel::Fac) | None) {
            return None;
        }
        let before = (entity.start..i).all(|t| self.is_filling(t));
        let of = i >= 2
            && self.tree.word(i - 1) == "of"
            && self.has(i - 2, PlaceWordKind::Kind)
            && self.is_capital(i - 2);
        let end = self.longest(i)?;
        let tokens = self.extended(i..end);
        let until = if entity.is_empty() { self.run_end(i) } else { entity.end };
        let body = before && self.body_between(tokens.end, until);
        let key = self.key(tokens.clone());
        if !(body || of)
            || self.is_small(&key)
            || self.is_word(tokens.clone())
            || self.is_first_name(i)
        {
            return None;
        }
        Some(Toponym { in_name: true, ..self.toponym(tokens, label) })
    }

    fn toponym(&self, tokens: Range<usize>, label: Option<EntityLabel>) -> Toponym {
        Toponym {
            span: self.tree.cover((tokens.start, tokens.end - 1)),
            key: self.key(tokens.clone()),
            tokens,
            label,
            in_name: false,
            short_for: Vec::new(),
            is_road: false,
        }
    }

    /// The end of the longest name of a place that begins at a token.
    fn longest(&self, i: usize) -> Option<usize> {
        let (entity, label) = self.people.entity_at(i);
        let place = matches!(label, Some(EntityLabel::Gpe | EntityLabel::Loc));
        let marked = if place { entity.end } else { i + 1 };
        let end = self.run_end(i).max(marked).min(i + LONGEST);
        (i + 1..=end).rev().find(|&end| {
            let text = self.text(i..end);
            (self.is_capital(end - 1) || end == i + 1)
                && candidates::is_known(self.lexicon, text)
                && !(self.is_word(i..end) && text.chars().all(char::is_lowercase))
        })
    }

    /// With what belongs to the name before it is known to be one: "County" after "Dallas".
    fn extended(&self, tokens: Range<usize>) -> Range<usize> {
        let next = tokens.end;
        let free = next < self.sentence_end(tokens.start)
            && self.is_capital(next)
            && self.names_kind(next)
            && !self.is_part_of_person(&(next..next + 1));
        let with = tokens.start..next + 1;
        // "Oslo District Court" is a court of Oslo.
        let goes_on = next + 1 < self.sentence_end(tokens.start) && self.is_capital(next + 1);
        let named = || !goes_on || candidates::is_known(self.lexicon, self.text(with.clone()));
        if free && named() { with } else { tokens }
    }

    /// How far capitals go on from a token, with "of", "the", hyphens and the like between them.
    fn run_end(&self, i: usize) -> usize {
        let limit = self.sentence_end(i);
        let mut end = i + 1;
        let mut at = i + 1;
        while at < limit && at < i + LONGEST + 2 {
            let word = self.tree.word(at);
            let near = self.tree.token(at).start <= self.tree.token(at - 1).end + 1;
            if !near {
                break;
            }
            if self.is_capital(at) || word.starts_with(|c: char| c.is_ascii_digit()) {
                end = at + 1;
            } else if !JOINTS.contains(&word) {
                break;
            }
            at += 1;
        }
        end
    }

    /// How far capitals go on from a token without anything between.
    fn capitals_end(&self, i: usize) -> usize {
        (i + 1..self.sentence_end(i)).find(|&t| !self.is_capital(t)).unwrap_or(self.sentence_end(i))
    }

    /// Whether the words tell of a place elsewhere than in a name: "village of X", "X district".
    fn is_said_to_be(&self, tokens: &Range<usize>) -> bool {
        let i = tokens.start;
        let kind = |t: usize| self.has(t, PlaceWordKind::Kind) && !self.is_capital(t);
        let before = i >= 2 && self.tree.word(i - 1) == "of" && kind(i - 2);
        let after = tokens.end < self.sentence_end(i) && kind(tokens.end);
        let after_where = after && i > 0 && (self.after_where(i) || self.tree.word(i - 1) == "the");
        before || after_where
    }

    /// "OSLO, March 3": capitals at the beginning of a paragraph, before a comma, bracket or dash.
    fn is_dateline(&self, tokens: &Range<usize>) -> bool {
        let sentence = &self.tree.analysis.sentences[self.tree.sentence(tokens.start)];
        let text = self.text(tokens.clone());
        let loud = text.chars().filter(|c| c.is_alphabetic()).count() > 3
            && !text.chars().any(char::is_lowercase);
        let rest = self.tree.text[self.tree.token(tokens.end - 1).end as usize..].trim_start();
        let mark = rest.starts_with([',', '(', '-', '–', '—', ':']);
        sentence.tokens.start == tokens.start && loud && mark && !sentence.headline
    }

    /// "Hacker, 43, of McKee", "Anne Hacker of McKee".
    fn is_home(&self, i: usize) -> bool {
        let person = |t: usize| self.people.entity_at(t).1 == Some(EntityLabel::Person);
        i >= 2 && self.is_of(i - 1) && (self.tree.word(i - 2) == "," || person(i - 2))
    }

    fn is_before_abbreviation(&self, at: usize) -> bool {
        at + 1 < self.taken.len()
            && self.tree.word(at) == ","
            && self.tree.sentence(at) == self.tree.sentence(at + 1)
            && self.short_name(at + 1).is_some()
    }

    /// Whether a place stands just before, with a comma or "and" between.
    fn is_listed(&self, i: usize) -> bool {
        let joins = |t: usize| matches!(self.tree.word(t), "," | "and" | "or" | "&");
        let Some(mut at) = i.checked_sub(1).filter(|&t| joins(t)) else { return false };
        if at > 0 && joins(at - 1) {
            at -= 1;
        }
        at > 0 && self.taken[at - 1] && self.tree.sentence(at - 1) == self.tree.sentence(i)
    }

    /// After "in", "near", "to" and the like.
    fn after_where(&self, i: usize) -> bool {
        self.where_before(i).is_some() && !self.is_according(i)
    }

    /// After "in", "near" and the like, which people stand behind more seldom than behind "to" and "from".
    fn after_strong_where(&self, i: usize) -> bool {
        self.where_before(i).is_some_and(|value| value != "weak")
    }

    /// After "in", "near" and the like, where seldom anything but a place stands.
    fn after_in(&self, i: usize) -> bool {
        self.where_before(i) == Some("sure")
    }

    fn where_before(&self, i: usize) -> Option<&'a str> {
        let before =
            i.checked_sub(1).filter(|&b| self.tree.sentence(b) == self.tree.sentence(i))?;
        let word = self.tree.word(before).to_lowercase();
        let words = self.lexicon.place_word(&word);
        words.iter().find(|w| w.kind == PlaceWordKind::Where).map(|w| &*w.value)
    }

    /// "according to".
    fn is_according(&self, i: usize) -> bool {
        i >= 2
            && self.tree.word(i - 1) == "to"
            && matches!(self.tree.lemma(i - 2), "accord" | "due" | "thanks")
    }

    /// Whether a capitalised name goes on: "London Breed", but not "London Mayor".
    fn is_followed_by_name(&self, end: usize) -> bool {
        let Some(last) = end.checked_sub(1) else { return false };
        if end >= self.sentence_end(last)
            || !self.is_capital(end)
            || self.tree.pos(end) != Pos::Propn
        {
            return false;
        }
        let word = self.tree.word(end).to_lowercase();
        let titled = self.lexicon.agent(&word).is_some() || self.has(end, PlaceWordKind::Body);
        let place = self.taken[end]
            || matches!(self.people.entity_at(end), (ref e, Some(EntityLabel::Person | EntityLabel::Gpe)) if e.start == end);
        !titled && !place
    }

    fn body_between(&self, from: usize, to: usize) -> bool {
        let stop = |&t: &usize| matches!(self.tree.word(t), "(" | "," | "-" | "–" | "—" | ":");
        let mut name = from..(from..to).find(stop).unwrap_or(to);
        name.any(|t| self.is_capital(t) && self.has(t, PlaceWordKind::Body))
    }

    /// A person, organization or seat of power that the tables know, or what a title stands before.
    fn is_other_name(&self, i: usize) -> bool {
        let titled = i > 0 && self.has(i - 1, PlaceWordKind::Person) && self.is_capital(i - 1);
        let other = self.people.name_at(i).is_some_and(|n| {
            let known = matches!(
                n.named,
                Some(
                    Named::Person(_)
                        | Named::Organization(_)
                        | Named::Seat(..)
                        | Named::Adjective(_)
                        | Named::Demonym(_)
                )
            );
            known
                && !n
                    .others
                    .iter()
                    .any(|o| matches!(o, Named::Place(_) | Named::Country(_) | Named::Capital(_)))
        });
        titled || other
    }

    /// Whether all of it stands inside the longer name of a person.
    fn is_part_of_person(&self, tokens: &Range<usize>) -> bool {
        let (entity, label) = self.people.entity_at(tokens.start);
        label == Some(EntityLabel::Person)
            && (entity.start < tokens.start || entity.end > tokens.end)
    }

    fn is_person_word(&self, i: usize) -> bool {
        self.has(i, PlaceWordKind::Person) && self.tree.word(i).ends_with('.')
    }

    fn is_first_name(&self, i: usize) -> bool {
        self.first_names.contains(self.tree.word(i))
    }

    fn is_surname(&self, i: usize) -> bool {
        let word = self.tree.word(i);
        let person = |label: Option<EntityLabel>| label == Some(EntityLabel::Person);
        self.people.names.iter().any(|n| {
            n.tokens.len() > 1 && person(n.label) && self.tree.word(n.tokens.end - 1) == word
        })
    }

    /// Whether a label allows a place.
    fn fits(&self, label: Option<EntityLabel>) -> bool {
        use EntityLabel as E;
        matches!(label, None | Some(E::Gpe | E::Loc | E::Fac | E::Org | E::Person | E::Product))
    }

    /// "the", "northern" and figures before a name inside what the recogniser marked.
    fn is_filling(&self, t: usize) -> bool {
        let kind_of = self.has(t, PlaceWordKind::Kind) && self.is_of(t + 1);
        !self.is_capital(t) || self.tree.word(t) == "The" || kind_of
    }

    fn is_of(&self, t: usize) -> bool {
        t < self.taken.len() && self.tree.word(t) == "of"
    }

    /// Whether a name may end with this token: no "'s", no "province".
    fn is_name_end(&self, t: usize) -> bool {
        self.is_capital(t)
            || self.tree.word(t).starts_with(|c: char| c.is_ascii_digit())
            || self.tree.word(t) == "."
    }

    /// Whether a place of this name is known under it as its usual name.
    fn is_usual(&self, key: &str) -> bool {
        self.lexicon.gazetteer.find(key).iter().any(|h| h.usual)
    }

    /// Whether all places of this name are small.
    fn is_small(&self, key: &str) -> bool {
        let gazetteer = &self.lexicon.gazetteer;
        let hits = gazetteer.find(key);
        let people = hits.iter().filter(|h| h.usual).filter_map(|h| gazetteer.place(h.number));
        people.fold(0.0f32, |most, p| most.max(p.log_people)) < SMALL
    }

    /// A word that is seldom a place though places bear it.
    fn is_word(&self, tokens: Range<usize>) -> bool {
        tokens.len() == 1 && self.has(tokens.start, PlaceWordKind::Word)
    }

    fn has(&self, i: usize, kind: PlaceWordKind) -> bool {
        let word = self.tree.word(i).to_lowercase();
        self.lexicon.place_word(&word).iter().any(|w| w.kind == kind)
    }

    /// "County", "River": a kind that belongs to the name where it is capitalised.
    fn names_kind(&self, i: usize) -> bool {
        let word = self.tree.word(i).to_lowercase();
        let kinds = self.lexicon.place_word(&word);
        kinds.iter().any(|w| w.kind == PlaceWordKind::Kind && w.says("name"))
    }

    fn is_capital(&self, i: usize) -> bool {
        self.tree.word(i).starts_with(char::is_uppercase)
    }

    fn sentence_end(&self, i: usize) -> usize {
        self.tree.analysis.sentences[self.tree.sentence(i)].tokens.end
    }

    fn text(&self, tokens: Range<usize>) -> &'a str {
        self.tree.cover((tokens.start, tokens.end - 1)).of(self.tree.text)
    }

    fn key(&self, tokens: Range<usize>) -> String {
        self.lexicon.gazetteer.key(self.text(tokens))
    }
}

/// Words that join the words of a name.
const JOINTS: [&str; 21] = [
    "of", "the", "de", "la", "del", "al", "el", "upon", "on", "and", "-", "–", "'", "’", "du",
    "da", "do", "des", "le", "di", ".",
];
/// Logarithm of the people of a place whose name alone, beside a word for a body, does not make it one: 1,000.
const SMALL: f32 = 6.9;
/// Logarithm of the people of a place whose name alone makes it one where the recogniser says so: 60,000.
const NOTABLE: f32 = 11.0;
