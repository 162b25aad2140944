//! Numbers that look random and are the same on every run: a crate's generator may change with its version, and thresholds with it.

use crate::report::alerts::distribution::NegativeBinomial;
use crate::report::alerts::distribution::normal_quantile;

/// SplitMix64 (Steele, Lea & Flood 2014), which passes the tests that matter here.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The same seed gives the same numbers.
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    /// Even between 0 and 1, both left out.
    pub fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// Standard normal.
    pub(super) fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }
}

/// Counts of one distribution, to be drawn often.
#[derive(Clone, Debug)]
pub struct Urn {
    first: f64,
    /// Share of counts up to each from the first on.
    below: Vec<f64>,
}

/// What lies further out is not drawn.
const REST: f64 = 1e-10;

impl Urn {
    /// Of a negative binomial with this mean and variance `mean + mean² / size`; a Poisson where `size` is infinite.
    pub fn new(mean: f64, size: f64) -> Self {
        Urn::of(NegativeBinomial { mean, size })
    }

    pub(super) fn of(it: NegativeBinomial) -> Self {
        // Below this there is nothing worth the walk, and further down the first probability would be 0 to a computer.
        let first = (it.mean - 12.0 * it.variance().sqrt()).floor().max(0.0);
        let (mut count, mut probability) = (first, it.probability(first));
        let (mut sum, mut below) = (probability, vec![probability]);
        while count < it.mean || probability > REST * (1.0 - sum).max(1e-4) {
            let odds = if it.size.is_infinite() {
                it.mean
            } else {
                (count + it.size) * it.mean / (it.size + it.mean)
            };
            count += 1.0;
            probability *= odds / count;
            sum += probability;
            below.push(sum);
        }
        Urn { first, below }
    }

    /// The next count.
    pub fn draw(&self, random: &mut Random) -> f64 {
        let share = random.uniform();
        let at = self.below.partition_point(|it| *it < share);
        self.first + at.min(self.below.len() - 1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_their_mean_and_variance() {
        for (mean, size) in [(0.3, 1.0), (20.0, 0.5), (5.0, f64::INFINITY), (3000.0, 50.0)] {
            let (urn, mut random) = (Urn::new(mean, size), Random::new(7));
            let n = 100_000;
            let drawn: Vec<f64> = (0..n).map(|_| urn.draw(&mut random)).collect();
            let average = drawn.iter().sum::<f64>() / f64::from(n);
            let spread = drawn.iter().map(|it| (it - average).powi(2)).sum::<f64>() / f64::from(n);
            let variance = NegativeBinomial { mean, size }.variance();
            assert!((average - mean).abs() < 4.0 * (variance / f64::from(n)).sqrt(), "{average}");
            assert!((spread / variance - 1.0).abs() < 0.05, "{mean} {size}: {spread} {variance}");
        }
    }
}
