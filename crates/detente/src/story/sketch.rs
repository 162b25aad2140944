//! A few numbers that say how much of one text is in another.
//!
//! Of all runs of [`RUN`] words those are kept whose hash falls below a share of its range; a short text keeps all, a long one a sixteenth.
//! Two sketches are compared at the smaller of their shares, where both kept the same hashes, so containment is read off them without bias
//! (FracMinHash, Irber et al. 2022). Jaccard's index would miss a cut: what counts is how much of the *smaller* text stands in the larger.

use crate::story::words;

/// Words in a run. Shorter ones are shared by chance, longer ones broken by each small edit.
const RUN: usize = 5;

/// How many hashes a sketch aims at.
const AIM: usize = 96;

/// Runs of the beginning that are all kept beside: a teaser is too short for a sample, and it is cut from there.
const HEAD: usize = 64;

/// Shares go down by halves to one in 2^4.
const N_SHARES: usize = 5;

/// What is kept of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Sketch {
    /// The upper halves of the hashes kept, sorted, without repeats.
    pub(super) hashes: Vec<u32>,
    /// The upper halves of the hashes of its first [`HEAD`] runs, sorted, without repeats.
    pub(super) head: Vec<u32>,
    /// Its size.
    pub(super) size: Size,
}

/// How much there is of a text, and how much of it is kept at each share.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    /// Different runs in the text.
    n_runs: u32,
    /// The share kept is one in two to this.
    share: u8,
    /// Hashes that would be kept at each share from `share` on.
    kept: [u16; N_SHARES],
}

impl Sketch {
    /// The sketch of a text.
    pub(super) fn of(words: &[String]) -> Self {
        let mut all: Vec<u32> = match words.len() {
            0 => Vec::new(),
            1..RUN => vec![upper(&words.join(" "))],
            _ => words.windows(RUN).map(|run| upper(&run.join(" "))).collect(),
        };
        let mut head = all[..all.len().min(HEAD)].to_vec();
        for row in [&mut all, &mut head] {
            row.sort_unstable();
            row.dedup();
        }
        let n_runs = all.len();
        let share = (0..N_SHARES - 1).find(|share| n_runs >> share <= AIM).unwrap_or(N_SHARES - 1);
        let below = |share: usize| all.partition_point(|&hash| hash <= u32::MAX >> share);
        let kept = std::array::from_fn(|share| u16::try_from(below(share)).unwrap_or(u16::MAX));
        all.truncate(below(share));
        Sketch { hashes: all, head, size: Size { n_runs: n_runs as u32, share: share as u8, kept } }
    }
}

fn upper(run: &str) -> u32 {
    (words::key(run) >> 32) as u32
}

/// A text with more than this many times the runs of another is a collection, no copy of it.
const MAX_RATIO: u32 = 8;

impl Size {
    /// How much of the smaller of two texts is in the larger, 0 to 1, from the number of hashes their sketches share.
    pub(super) fn containment(&self, other: &Size, n_shared: usize) -> f32 {
        let (small, large) = (self.n_runs.min(other.n_runs), self.n_runs.max(other.n_runs));
        let share = usize::from(self.share.max(other.share));
        let n_kept = usize::from(self.kept[share].min(other.kept[share]));
        let is_whole = n_shared == n_kept && small == large;
        if n_kept == 0 || large > small * MAX_RATIO || (n_shared < 2 && !is_whole) {
            return 0.0;
        }
        (n_shared as f32 / n_kept as f32).min(1.0)
    }

    /// How much of the smaller of two texts is in the head of the larger, 0 to 1, from the number of hashes their heads share;
    /// 0 where the smaller is no teaser, since its head says too little.
    pub(super) fn containment_in_head(&self, other: &Size, n_shared: usize) -> f32 {
        let small = self.n_runs.min(other.n_runs) as usize;
        if small > HEAD || n_shared < 2 {
            return 0.0;
        }
        (n_shared as f32 / small as f32).min(1.0)
    }

    /// How much of the larger of two texts is in the smaller, 0 to 1.
    pub(super) fn coverage(&self, other: &Size, n_shared: usize) -> f32 {
        let share = usize::from(self.share.max(other.share));
        let n_kept = usize::from(self.kept[share].max(other.kept[share]));
        if n_kept == 0 { 0.0 } else { (n_shared as f32 / n_kept as f32).min(1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> Sketch {
        Sketch::of(&(from..to).map(|i| format!("w{i}")).collect::<Vec<_>>())
    }

    fn contained(a: &Sketch, b: &Sketch) -> f32 {
        let n_shared = a.hashes.iter().filter(|it| b.hashes.contains(it)).count();
        a.size.containment(&b.size, n_shared)
    }

    #[test]
    fn a_part_is_contained_and_a_neighbor_is_not() {
        let whole = text(0, 2000);
        assert!(whole.hashes.len() < 2 * AIM);
        assert_eq!(contained(&text(300, 900), &whole), 1.0);
        let half = contained(&text(1500, 2500), &whole);
        assert!((0.35..0.65).contains(&half), "{half}");
        assert_eq!(contained(&text(3000, 4000), &whole), 0.0);
    }

    #[test]
    fn a_collection_is_no_copy_of_what_it_holds() {
        assert_eq!(contained(&text(0, 100), &text(0, 2000)), 0.0);
    }

    #[test]
    fn a_teaser_is_a_copy_of_what_it_begins() {
        let (whole, teaser, later) = (text(0, 3000), text(0, 50), text(1000, 1050));
        let contained = |a: &Sketch, b: &Sketch| {
            let n_shared = a.head.iter().filter(|it| b.head.contains(it)).count();
            a.size.containment_in_head(&b.size, n_shared)
        };
        assert_eq!(contained(&teaser, &whole), 1.0);
        assert_eq!(contained(&later, &whole), 0.0);
        assert_eq!(contained(&text(0, 2000), &whole), 0.0);
    }

    #[test]
    fn the_shortest_texts_are_copies_only_as_a_whole() {
        assert_eq!(contained(&text(0, 3), &text(0, 3)), 1.0);
        assert_eq!(contained(&text(0, 3), &text(0, 4)), 0.0);
        assert_eq!(contained(&text(0, 0), &text(0, 0)), 0.0);
    }
}
