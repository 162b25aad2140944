//! Which numbers stand under a key: a table of pairs in one flat row, eight bytes each.
//!
//! A map of vectors would say the same in five times the memory.

/// Under one key at most this many numbers are kept, the first that came: what so many share tells nothing.
const MAX_UNDER_KEY: usize = 64;

/// Parts of a table. Each grows by itself, so that no document waits for the whole of it.
const N_PARTS: usize = 64;

/// Pairs of key and number, found by key; numbers under a key come in the order in which they were put there.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// Empty, or [`N_PARTS`].
    parts: Vec<Part>,
}

impl Postings {
    /// The numbers under a key.
    pub(super) fn under(&self, key: u32) -> impl Iterator<Item = u32> + '_ {
        self.parts.get(part(key)).into_iter().flat_map(move |it| it.under(key))
    }

    /// Puts a number under a key, unless it stands there or the key is full.
    pub(super) fn put(&mut self, key: u32, number: u32) {
        if self.parts.is_empty() {
            self.parts.resize_with(N_PARTS, Part::default);
        }
        self.parts[part(key)].put(key, number);
    }
}

/// Keys kept are those that hash low, so their own bits are not spread; a multiplication spreads them.
fn spread(key: u32) -> u64 {
    u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// From the upper bits.
fn part(key: u32) -> usize {
    (spread(key) >> 58) as usize
}

#[derive(Debug, Default)]
struct Part {
    /// Key in the upper half, number plus one in the lower; 0 is free. The length is a power of two.
    slots: Vec<u64>,
    n_used: usize,
}

impl Part {
    fn under(&self, key: u32) -> impl Iterator<Item = u32> + '_ {
        self.probe(key)
            .take_while(|&slot| slot != 0)
            .filter(move |&slot| (slot >> 32) as u32 == key)
            .map(|slot| slot as u32 - 1)
    }

    fn put(&mut self, key: u32, number: u32) {
        if (self.n_used + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let mut n_under = 0;
        for found in self.under(key) {
            n_under += 1;
            if found == number || n_under == MAX_UNDER_KEY {
                return;
            }
        }
        self.place((u64::from(key) << 32) | (u64::from(number) + 1));
    }

    fn grow(&mut self) {
        let length = (self.slots.len() * 2).max(16);
        let old = std::mem::replace(&mut self.slots, vec![0; length]);
        self.n_used = 0;
        // What stands under one key must keep its order, also where its run goes round the end of the row.
        let start = old.iter().position(|&slot| slot == 0).unwrap_or(0);
        for &slot in old[start..].iter().chain(&old[..start]).filter(|&&slot| slot != 0) {
            self.place(slot);
        }
    }

    fn place(&mut self, slot: u64) {
        let mask = self.slots.len() - 1;
        let mut at = self.first((slot >> 32) as u32);
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
        self.n_used += 1;
    }

    fn probe(&self, key: u32) -> impl Iterator<Item = u64> + '_ {
        let first = if self.slots.is_empty() { 0 } else { self.first(key) };
        let n_slots = self.slots.len();
        (0..n_slots).map(move |i| self.slots[(first + i) & (n_slots - 1)])
    }

    /// From the bits below those that choose the part.
    fn first(&self, key: u32) -> usize {
        ((spread(key) << 6) >> (64 - self.slots.len().trailing_zeros())) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_in_order_however_often_it_grew() {
        let mut postings = Postings::default();
        assert_eq!(postings.under(7).count(), 0);
        for number in 0..5000u32 {
            postings.put(number % 700, number);
            postings.put(number % 700, number);
        }
        for key in 0..700 {
            let expected: Vec<u32> = (0..5000).filter(|it| it % 700 == key).collect();
            assert_eq!(postings.under(key).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn what_everybody_shares_is_not_kept_without_end() {
        let mut postings = Postings::default();
        (0..500).for_each(|number| postings.put(1, number));
        assert_eq!(postings.under(1).count(), MAX_UNDER_KEY);
    }
}
