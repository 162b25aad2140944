//! What is known of each feature, in few large pieces: seventy thousand small ones would take longer to read.

use rustc_hash::FxHashMap;

/// What is known of a feature, to begin with.
pub(super) struct Row {
    /// Logarithm of how many sentences there are to one that has it, in steps.
    pub(super) rarity: u8,
    pub(super) weights: Vec<i8>,
}

/// What is known of a feature, as kept.
#[derive(Clone, Copy)]
pub(super) struct Known<'r> {
    /// As in [`Row`].
    pub(super) rarity: u8,
    /// One for each class.
    pub(super) weights: &'r [i8],
}

/// Features by hash.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    n_classes: usize,
    number: FxHashMap<u32, u32>,
    rarity: Vec<u8>,
    weights: Vec<i8>,
}

impl Rows {
    pub(super) fn with_capacity(n_rows: usize, n_classes: usize) -> Self {
        let mut it = Rows { n_classes, ..Rows::default() };
        it.number.reserve(n_rows);
        it.rarity.reserve(n_rows);
        it.weights.reserve(n_rows * n_classes);
        it
    }

    pub(super) fn len(&self) -> usize {
        self.rarity.len()
    }

    /// Adds a feature, which must be new, with a weight for each class.
    pub(super) fn insert(&mut self, hash: u32, rarity: u8, weights: impl Iterator<Item = i8>) {
        self.number.insert(hash, self.rarity.len() as u32);
        self.rarity.push(rarity);
        self.weights.extend(weights);
    }

    pub(super) fn get(&self, hash: u32) -> Option<Known<'_>> {
        let number = *self.number.get(&hash)? as usize;
        let start = number * self.n_classes;
        let weights = self.weights.get(start..start + self.n_classes)?;
        Some(Known { rarity: *self.rarity.get(number)?, weights })
    }

    /// All features, in the order of their hashes.
    pub(super) fn sorted(&self) -> impl Iterator<Item = (u32, Known<'_>)> {
        let mut hashes: Vec<u32> = self.number.keys().copied().collect();
        hashes.sort_unstable();
        hashes.into_iter().filter_map(|hash| Some((hash, self.get(hash)?)))
    }
}

impl FromIterator<(u32, Row)> for Rows {
    fn from_iter<I: IntoIterator<Item = (u32, Row)>>(rows: I) -> Self {
        let mut it = Rows::default();
        for (hash, row) in rows {
            it.n_classes = row.weights.len();
            it.insert(hash, row.rarity, row.weights.into_iter());
        }
        it
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_hash() {
        let row = |rarity, weights: &[i8]| Row { rarity, weights: weights.to_vec() };
        let rows: Rows = [(7, row(1, &[1, -2])), (3, row(2, &[3, -4]))].into_iter().collect();
        let found = rows.get(3).unwrap();
        assert_eq!((found.rarity, found.weights), (2, &[3, -4][..]));
        assert!(rows.get(4).is_none());
        assert_eq!(rows.sorted().map(|it| it.0).collect::<Vec<_>>(), [3, 7]);
    }
}
