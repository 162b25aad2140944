//! Names of countries, organizations, people and places, found at a point of a text.

use crate::lexicon::Country;
use crate::lexicon::Organization;
use crate::lexicon::PlaceRow;
use crate::lexicon::Term;
use std::collections::HashMap;

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

/// A name and what it may stand for.
type Entry = (Box<str>, Vec<Named>);

/// Names by their first word.
#[derive(Debug, Default)]
pub(crate) struct NameIndex {
    by_first: HashMap<Box<str>, Vec<Entry>>,
}

impl NameIndex {
    /// Collects all names of the tables.
    pub(crate) fn new(
        countries: &[Country],
        organizations: &[Organization],
        people: &[Term],
        places: &[PlaceRow],
    ) -> Self {
        let mut all: HashMap<Box<str>, Vec<Named>> = HashMap::new();
        let mut add =
            |name: &str, named: Named| all.entry(Box::from(name)).or_default().push(named);
        for (country, i) in countries.iter().zip(0..) {
            country.names.iter().for_each(|n| add(n, Named::Country(i)));
            country.adjectives.iter().for_each(|n| add(n, Named::Adjective(i)));
            country.demonyms.iter().for_each(|n| add(n, Named::Demonym(i)));
            country.capitals.iter().for_each(|n| add(n, Named::Capital(i)));
            country.seats.iter().zip(0..).for_each(|((n, _), k)| add(n, Named::Seat(i, k)));
        }
        for (organization, i) in organizations.iter().zip(0..) {
            organization.names.iter().for_each(|n| add(n, Named::Organization(i)));
        }
        for (term, i) in people.iter().zip(0..) {
            term.names.iter().for_each(|n| add(n, Named::Person(i)));
        }
        for (place, i) in places.iter().zip(0..) {
            place.names.iter().for_each(|n| add(n, Named::Place(i)));
        }
        Self::by_first_word(all)
    }

    fn by_first_word(all: HashMap<Box<str>, Vec<Named>>) -> Self {
        let mut by_first: HashMap<Box<str>, Vec<Entry>> = HashMap::new();
        let mut sorted: Vec<Entry> = all.into_iter().collect();
        // Longest first, so that the first hit is the longest; then by name, so that nothing hangs on hash order.
        sorted.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        for (name, mut named) in sorted {
            named.sort();
            named.dedup();
            by_first.entry(Box::from(first_word(&name))).or_default().push((name, named));
        }
        NameIndex { by_first }
    }

    /// The longest name at the beginning of `text` that ends at a word boundary.
    pub(crate) fn longest_at(&self, text: &str) -> Option<(usize, &[Named])> {
        let candidates = self.by_first.get(first_word(text))?;
        candidates
            .iter()
            .find(|(name, _)| text.starts_with(&**name) && ends_word(&text[name.len()..]))
            .map(|(name, named)| (name.len(), named.as_slice()))
    }
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
