//! How alike two documents are: by their words, whom they name, and what is done to whom in them.
//!
//! Each of the three is a cosine of weighted traits; likeness is the square root of their weighted mean, which spreads out the low end,
//! where nearly all pairs of documents lie. The names that SemEval-2022 task 8 gives to likeness (place, persons, time, telling) are all in words or names;
//! time is the window of whoever compares.

use std::collections::HashMap;

/// Share of the three in the mean; the last two only count where both documents have any.
const WORDS: f32 = 1.0;
const NAMES: f32 = 0.2;
const ACTS: f32 = 0.1;

/// The heaviest words of a document say what it is about; the rest costs memory.
const N_WORDS: usize = 64;
const N_NAMES: usize = 24;
const N_ACTS: usize = 24;

/// Words a document is taken to have when the share of a word among all words is turned into the share of documents that hold it.
const DOCUMENT_WORDS: f32 = 1000.0;

/// The table of words counts as much as this many documents seen.
const TABLE_DOCUMENTS: f32 = 300.0;

/// A trait of a document: a word, name or act, and how much it weighs there.
pub(super) type Trait = (u32, f32);

/// Words, names and acts of a document, each sorted by key, not yet weighed against others.
#[derive(Clone, Debug, Default)]
pub(super) struct Raw {
    pub(super) words: Vec<Word>,
    pub(super) names: Vec<Word>,
    pub(super) acts: Vec<Word>,
}

/// A word, name or act of a document: its key, how much it stands out there, and its share among all words of the language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Word {
    pub(super) key: u32,
    pub(super) weight: f32,
    pub(super) share: f32,
}

/// What of a document is compared. Each list is sorted by key and of length 1 as a vector, or empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Traits {
    pub(super) words: Vec<Trait>,
    pub(super) names: Vec<Trait>,
    pub(super) acts: Vec<Trait>,
}

impl Traits {
    /// From what a document holds, weighed by how rare it is.
    pub(super) fn new(raw: &Raw, seen: &Seen) -> Self {
        let weighed = |words: &[Word]| -> Vec<Trait> {
            words.iter().map(|it| (it.key, it.weight * seen.rarity(it))).collect()
        };
        Traits {
            words: unit(weighed(&raw.words), N_WORDS),
            names: unit(weighed(&raw.names), N_NAMES),
            acts: unit(weighed(&raw.acts), N_ACTS),
        }
    }

    /// The words that weigh most, heaviest first.
    pub(super) fn heaviest(&self, n: usize) -> Vec<Trait> {
        let mut words = self.words.clone();
        heaviest_first(&mut words);
        words.truncate(n);
        words
    }
}

/// The heaviest, sorted by key, scaled to length 1.
fn unit(mut traits: Vec<Trait>, n: usize) -> Vec<Trait> {
    heaviest_first(&mut traits);
    traits.truncate(n);
    let length = traits.iter().map(|(_, x)| x * x).sum::<f32>().sqrt();
    traits.retain_mut(|(_, x)| {
        *x /= length;
        *x > 0.0
    });
    traits.sort_unstable_by_key(|(key, _)| *key);
    // It is kept for days; what was cut off need not be.
    traits.shrink_to_fit();
    traits
}

fn heaviest_first(traits: &mut [Trait]) {
    traits.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
}

/// How alike two documents are, 0 to 1.
pub(super) fn likeness(a: &Traits, b: &Traits) -> f32 {
    let mut sum = WORDS * cosine(&a.words, &b.words);
    let mut shares = WORDS;
    for (share, a, b) in [(NAMES, &a.names, &b.names), (ACTS, &a.acts, &b.acts)] {
        if !a.is_empty() && !b.is_empty() {
            sum += share * cosine(a, b);
            shares += share;
        }
    }
    (sum / shares).clamp(0.0, 1.0).sqrt()
}

fn cosine(a: &[Trait], b: &[Trait]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += a[i].1 * b[j].1;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

/// In how many documents each word was seen: what is rare in the language may be common in these news.
#[derive(Debug, Default)]
pub(super) struct Seen {
    n_documents: u32,
    with: HashMap<u32, u32>,
}

impl Seen {
    pub(super) fn count(&mut self, raw: &Raw) {
        self.n_documents += 1;
        for word in raw.words.iter().chain(&raw.names).chain(&raw.acts) {
            *self.with.entry(word.key).or_default() += 1;
        }
    }

    /// The negative logarithm of the share of documents that hold the word: of those seen, and of those the table of words stands for.
    fn rarity(&self, word: &Word) -> f32 {
        let with = self.with.get(&word.key).copied().unwrap_or(0) as f32;
        let expected = TABLE_DOCUMENTS * (word.share * DOCUMENT_WORDS).min(1.0);
        let n = self.n_documents as f32 + TABLE_DOCUMENTS;
        -((with + expected) / n).min(1.0).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traits(words: &[(u32, f32)]) -> Traits {
        Traits { words: unit(words.to_vec(), N_WORDS), ..Traits::default() }
    }

    #[test]
    fn likeness_goes_from_nothing_to_one() {
        let a = traits(&[(1, 2.0), (2, 1.0)]);
        assert!((likeness(&a, &a) - 1.0).abs() < 1e-6);
        assert_eq!(likeness(&a, &traits(&[(3, 1.0)])), 0.0);
        assert_eq!(likeness(&Traits::default(), &Traits::default()), 0.0);
        let half = likeness(&a, &traits(&[(1, 1.0), (3, 1.0)]));
        assert!(half > 0.5 && half < 1.0, "{half}");
        assert_eq!(half, likeness(&traits(&[(1, 1.0), (3, 1.0)]), &a));
    }

    #[test]
    fn what_every_document_holds_weighs_nothing() {
        let word = Word { key: 1, weight: 1.0, share: 1e-5 };
        let mut seen = Seen::default();
        let rare = seen.rarity(&word);
        let raw = Raw { words: vec![word], ..Raw::default() };
        (0..100_000).for_each(|_| seen.count(&raw));
        assert!(rare > 4.0 && seen.rarity(&word) < 0.1);
    }
}
