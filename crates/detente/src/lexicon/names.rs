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
        let mut all: Vec<(&str, Named)> = Vec::new();
        for (country, i) in countries.iter().zip(0..) {
            all.extend(country.names.iter().map(|n| (&**n, Named::Country(i))));
            all.extend(country.adjectives.iter().map(|n| (&**n, Named::Adjective(i))));
            all.extend(country.demonyms.iter().map(|n| (&**n, Named::Demonym(i))));
            all.extend(country.capitals.iter().map(|n| (&**n, Named::Capital(i))));
            let seats = country.seats.iter().zip(0..);
            all.extend(seats.map(|((n, _), k)| (&**n, Named::Seat(i, k))));
        }
        for (organization, i) in organizations.iter().zip(0..) {
            all.extend(organization.names.iter().map(|n| (&**n, Named::Organization(i))));
        }
        for (term, i) in people.iter().zip(0..) {
            all.extend(term.names.iter().map(|n| (&**n, Named::Person(i))));
        }
        for (place, i) in places.iter().zip(0..) {
            all.extend(place.names.iter().map(|n| (&**n, Named::Place(i))));
        }
        Self::by_first_word(all)
    }

    fn by_first_word(mut all: Vec<(&str, Named)>) -> Self {
        // Longest first, so that the first hit is the longest; then by name and sense, so that nothing hangs on chance.
        all.sort_unstable_by(|(a, x), (b, y)| {
            b.len().cmp(&a.len()).then_with(|| a.cmp(b)).then_with(|| x.cmp(y))
        });
        all.dedup();
        let mut by_first: HashMap<Box<str>, Vec<Entry>> = HashMap::new();
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            let name = same[0].0;
            let entry = (Box::from(name), same.iter().map(|(_, named)| *named).collect());
            match by_first.get_mut(first_word(name)) {
                Some(entries) => entries.push(entry),
                None => {
                    by_first.insert(Box::from(first_word(name)), vec![entry]);
                }
            }
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
