//! Bayesian online change-point detection (Adams & MacKay 2007, arXiv:0710.3742): how likely is it that the rate is another one since some day?
//!
//! Counts are negative binomial about the baseline times a ratio. Out of the ordinary state (ratio 1) a change leads with a small chance a day
//! to another ratio, and from there back. DIFFERENCE: the prior of the ratio is a grid and not a gamma, since no prior is conjugate to a negative
//! binomial of given size. Chances do not depend on how long a state has lasted, so what is known of the ratio needs no run lengths; these are
//! kept beside it, to say since when.

use crate::report::alerts::distribution::NegativeBinomial;
use std::collections::VecDeque;

/// Ratios considered, even on a log scale from a quarter to sixteen.
const N_RATIOS: usize = 13;

/// Chance a day that an ordinary state ends; about once in two years.
const LEAVE: f64 = 1.0 / 730.0;

/// Chance a day that another state ends; about a month.
const RETURN: f64 = 1.0 / 30.0;

/// Standard deviation of the log ratio before anything is seen.
const SPREAD: f64 = 0.9;

/// Run lengths that are kept; what is older is pooled in the oldest.
const RUNS: usize = 120;

/// The ratio of a grid point.
fn ratio(i: usize) -> f64 {
    2.0_f64.powf(i as f64 / 2.0 - 2.0)
}

/// How likely counts of one distribution are at each ratio, against how likely they are at 1. Logarithms are taken once for all counts.
#[derive(Clone, Debug)]
pub(super) struct Likelihoods {
    size: f64,
    /// Log of each ratio, and what each count and the size together take from it.
    terms: [(f64, f64); N_RATIOS],
}

impl Likelihoods {
    pub(super) fn new(now: NegativeBinomial) -> Self {
        let term = |i| {
            let ratio = ratio(i);
            (ratio.ln(), (now.mean * (ratio - 1.0) / (now.size + now.mean)).ln_1p())
        };
        Likelihoods { size: now.size, terms: std::array::from_fn(term) }
    }

    fn of(&self, y: f64) -> [f64; N_RATIOS] {
        self.terms.map(|(log, taken)| (y * log - (y + self.size) * taken).min(300.0).exp())
    }
}

/// What is known after some days. The grid point of ratio 1 is the ordinary state.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ChangePoint {
    ordinary: f64,
    /// By ratio.
    other: [f64; N_RATIOS],
}

/// Grid point of ratio 1.
const ONE: usize = 4;

/// How likely each ratio is for a new state.
fn prior() -> [f64; N_RATIOS] {
    let raw: [f64; N_RATIOS] = std::array::from_fn(|i| {
        let z = ratio(i).ln() / SPREAD;
        if i == ONE { 0.0 } else { (-0.5 * z * z).exp() }
    });
    let sum: f64 = raw.iter().sum();
    raw.map(|it| it / sum)
}

impl ChangePoint {
    pub(super) fn new() -> Self {
        ChangePoint { ordinary: 1.0, other: [0.0; N_RATIOS] }
    }

    /// Takes one count in.
    pub(super) fn step(&mut self, y: f64, now: &Likelihoods, prior: &[f64; N_RATIOS]) {
        let leaving = self.ordinary * LEAVE;
        let others: f64 = self.other.iter().sum();
        self.ordinary += others * RETURN - leaving;
        let likelihoods = now.of(y);
        for (i, it) in self.other.iter_mut().enumerate() {
            *it = (*it * (1.0 - RETURN) + leaving * prior[i]) * likelihoods[i];
        }
        let sum = self.ordinary + self.other.iter().sum::<f64>();
        self.ordinary = (self.ordinary / sum).max(1e-300);
        self.other.iter_mut().for_each(|it| *it /= sum);
    }

    /// Log odds that the rate is above the ordinary.
    pub(super) fn log_odds(&self) -> f64 {
        let above: f64 = self.other[ONE + 1..].iter().sum();
        (above.max(1e-300) / (1.0 - above).max(1e-300)).ln()
    }
}

/// [`prior`] for those who take many steps.
pub(super) fn ratios_before() -> [f64; N_RATIOS] {
    prior()
}

/// The run-length posterior: how likely it is that the present state of a raised rate began so many counts ago.
#[derive(Clone, Debug)]
pub(super) struct Runs {
    ordinary: f64,
    /// The latest first: by ratio.
    other: VecDeque<[f64; N_RATIOS]>,
}

impl Runs {
    pub(super) fn new() -> Self {
        Runs { ordinary: 1.0, other: VecDeque::new() }
    }

    pub(super) fn step(&mut self, y: f64, now: &Likelihoods, prior: &[f64; N_RATIOS]) {
        let leaving = self.ordinary * LEAVE;
        let others: f64 = self.other.iter().flatten().sum();
        self.ordinary += others * RETURN - leaving;
        self.other.iter_mut().flatten().for_each(|it| *it *= 1.0 - RETURN);
        self.other.push_front(prior.map(|it| it * leaving));
        if self.other.len() > RUNS
            && let Some(oldest) = self.other.pop_back()
            && let Some(pool) = self.other.back_mut()
        {
            pool.iter_mut().zip(oldest).for_each(|(it, more)| *it += more);
        }
        let likelihoods = now.of(y);
        for run in &mut self.other {
            run.iter_mut().zip(likelihoods).for_each(|(it, likelihood)| *it *= likelihood);
        }
        let sum = self.ordinary + self.other.iter().flatten().sum::<f64>();
        self.ordinary = (self.ordinary / sum).max(1e-300);
        self.other.iter_mut().flatten().for_each(|it| *it /= sum);
    }

    /// How many counts the raised state is likely to have lasted: the middle of the posterior, and what holds 90 % of it.
    pub(super) fn length(&self) -> Option<(usize, usize, usize)> {
        let above = |run: &[f64; N_RATIOS]| run[ONE + 1..].iter().sum::<f64>();
        let total: f64 = self.other.iter().map(above).sum();
        let at = |share: f64| {
            let mut sum = 0.0;
            self.other.iter().position(|run| {
                sum += above(run);
                sum >= share * total
            })
        };
        Some((at(0.5)? + 1, at(0.05)? + 1, at(0.95)? + 1)).filter(|_| total > 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fed(counts: &[u32]) -> (ChangePoint, Runs) {
        let now = Likelihoods::new(NegativeBinomial { mean: 4.0, size: 3.0 });
        let (mut it, mut runs, prior) = (ChangePoint::new(), Runs::new(), prior());
        for y in counts {
            it.step(f64::from(*y), &now, &prior);
            runs.step(f64::from(*y), &now, &prior);
        }
        (it, runs)
    }

    #[test]
    fn it_says_that_the_rate_rose_and_since_when() {
        let mut counts = vec![4; 60];
        counts.extend([13; 10]);
        let (it, runs) = fed(&counts);
        assert!(it.log_odds() > 3.0, "{}", it.log_odds());
        let (middle, newest, oldest) = runs.length().unwrap();
        assert!((8..=12).contains(&middle) && newest <= middle && middle <= oldest, "{middle}");
    }

    #[test]
    fn one_large_count_is_no_change_of_rate() {
        let mut counts = vec![4; 60];
        counts.push(16);
        assert!(fed(&counts).0.log_odds() < 0.0);
    }

    #[test]
    fn with_and_without_run_lengths_it_is_the_same() {
        let counts: Vec<u32> = (0..90).map(|i| (i * 7) % 11 + u32::from(i > 70) * 9).collect();
        let (it, runs) = fed(&counts);
        let above: f64 = runs.other.iter().map(|run| run[ONE + 1..].iter().sum::<f64>()).sum();
        let odds = (above / (1.0 - above)).ln();
        assert!((it.log_odds() - odds).abs() < 1e-6, "{} {odds}", it.log_odds());
    }
}
