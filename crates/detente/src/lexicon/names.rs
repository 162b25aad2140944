//! Names of countries, organizations, people and places, found at a point of a text.

use crate::lexicon::Country;
use crate::lexicon::Organization;
use crate::lexicon::PlaceRow;
use crate::lexicon::Term;
use crate::lexicon::table::Text;
use rustc_hash::FxBuildHasher;
use rustc_hash::FxHashMap;
use std::hash::BuildHasher;
use std::ops::Range;

/// What a name may stand for. Indices count in the lexicon's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A state by a name of its own.
    Country(u32),
    /// "French", "Israeli".
    Adjective(u32),
    /// "Frenchman", "Israelis".
    Demonym(u32),
    /// A capital: a place, and its government where it acts.
    Capital(u32),
    /// A seat or organ of power, with its number in the country's list.
    Seat(u32, u16),
    /// An organization.
    Organization(u32),
    /// A term of office of a person.
    Person(u32),
    /// A place.
    Place(u32),
}

/// A name and where what it may stand for is listed.
#[derive(Debug)]
struct Name {
    text: Text,
    named: Range<u32>,
}

/// Names by their first word.
#[derive(Debug, Default)]
pub(crate) struct NameIndex {
    /// By the hash of the first word, longest first.
    names: Vec<Name>,
    named: Vec<Named>,
    by_first: FxHashMap<u64, Range<u32>>,
}

/// A name, what it stands for, and the hash of its first word.
type Pair = (u64, Text, Named);

impl NameIndex {
    /// Collects all names of the tables.
    pub(crate) fn new(
        countries: &[Country],
        organizations: &[Organization],
        people: &[Term],
        places: &[PlaceRow],
    ) -> Self {
        let mut all = Vec::with_capacity(2 * (organizations.len() + people.len() + places.len()));
        let mut add = |text: Text, named| all.push((hash(first_word(&text)), text, named));
        for (country, i) in countries.iter().zip(0..) {
            add_country(country, i, &mut add);
        }
        for (organization, i) in organizations.iter().zip(0..) {
            organization.names.iter().for_each(|n| add(n.clone(), Named::Organization(i)));
        }
        for (term, i) in people.iter().zip(0..) {
            term.names.iter().for_each(|n| add(n.clone(), Named::Person(i)));
        }
        for (place, i) in places.iter().zip(0..) {
            place.names().for_each(|n| add(n, Named::Place(i)));
        }
        Self::by_first_word(all)
    }

    fn by_first_word(mut all: Vec<Pair>) -> Self {
        // Longest first, so that the first hit is the longest; then by name and sense, so that nothing hangs on chance.
        all.sort_unstable_by(|(h, a, x), (i, b, y)| {
            let longest = || b.len().cmp(&a.len());
            h.cmp(i).then_with(longest).then_with(|| a.cmp(b)).then_with(|| x.cmp(y))
        });
        all.dedup();
        let mut it = NameIndex::default();
        it.by_first.reserve(all.len() / 2);
        for group in all.chunk_by(|a, b| a.0 == b.0) {
            let start = it.names.len() as u32;
            for same in group.chunk_by(|a, b| a.1 == b.1) {
                let first = it.named.len() as u32;
                it.named.extend(same.iter().map(|(_, _, named)| *named));
                it.names
                    .push(Name { text: same[0].1.clone(), named: first..it.named.len() as u32 });
            }
            it.by_first.insert(group[0].0, start..it.names.len() as u32);
        }
        it
    }

    /// The longest name at the beginning of `text` that ends at a word boundary.
    pub(crate) fn longest_at(&self, text: &str) -> Option<(usize, &[Named])> {
        let group = self.by_first.get(&hash(first_word(text)))?;
        let names = &self.names[group.start as usize..group.end as usize];
        let fits = |it: &&Name| text.starts_with(&*it.text) && ends_word(&text[it.text.len()..]);
        let name = names.iter().find(fits)?;
        Some((name.text.len(), &self.named[name.named.start as usize..name.named.end as usize]))
    }
}

fn add_country(country: &Country, i: u32, add: &mut impl FnMut(Text, Named)) {
    country.names.iter().for_each(|n| add(n.clone(), Named::Country(i)));
    country.adjectives.iter().for_each(|n| add(n.clone(), Named::Adjective(i)));
    country.demonyms.iter().for_each(|n| add(n.clone(), Named::Demonym(i)));
    country.capitals.iter().for_each(|n| add(n.clone(), Named::Capital(i)));
    country.seats.iter().zip(0..).for_each(|((n, _), k)| add(n.clone(), Named::Seat(i, k)));
}

/// Two words of one hash share a group, which costs a comparison and changes nothing.
fn hash(word: &str) -> u64 {
    FxBuildHasher.hash_one(word)
}

/// The letters and digits that a text begins with; its first character where there are none.
fn first_word(text: &str) -> &str {
    match text.find(|c: char| !c.is_alphanumeric()) {
        Some(0) => &text[..text.chars().next().map_or(0, char::len_utf8)],
        Some(end) => &text[..end],
        None => text,
    }
}

/// Whether a word that ends before `rest` is whole.
fn ends_word(rest: &str) -> bool {
    !rest.chars().next().is_some_and(char::is_alphanumeric)
}
