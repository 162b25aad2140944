//! Thresholds of sums and odds by simulation: how high must they be, so that alerts open as seldom as promised?
//!
//! Counts are drawn from what the baseline holds likely, its errors included: each simulated year has a size of its own, and a mean that
//! wanders about the baseline's as a baseline that is fitted anew each day wanders about the mean; the detector knows neither.
//! Draws are the same on every run.

use crate::report::alerts::baseline::Baseline;
use crate::report::alerts::change_point::ChangePoint;
use crate::report::alerts::change_point::Likelihoods;
use crate::report::alerts::change_point::ratios_before;
use crate::report::alerts::cusum;
use crate::report::alerts::cusum::Cusum;
use crate::report::alerts::distribution::NegativeBinomial;
use crate::report::alerts::random::Random;
use crate::report::alerts::random::Urn;
use std::collections::BTreeMap;

/// Simulated years.
const YEARS: usize = 320;

/// Days of a simulated year in which alerts are counted: whole weeks.
const DAYS: usize = 364;

/// Days before them. Sums and odds begin at nothing, and need some weeks to become what they are in a detector that has run for long;
/// thresholds read off from the first day on are too low for it.
const WARM_UP: usize = 182;

/// Both.
const YEAR: usize = WARM_UP + DAYS;

/// With fewer openings than this a threshold is not read off but extended from higher rates: both statistics have exponential tails.
const ENOUGH: f64 = 30.0;

/// Where sums stop growing while no threshold is known; far above any.
const CEILING: f64 = 60.0;

/// Share of a baseline's days over which its error is forgotten: by its trend it hangs on the last quarter or so.
const ERROR_LASTS: f64 = 0.25;

/// Days with one mean in a simulation.
const STRETCH: usize = 14;

/// Means are drawn at these steps of the standard error, so that there are few different ones.
const ERROR_STEP: f64 = 0.25;

/// Thresholds for a baseline.
#[derive(Clone, Debug)]
pub(super) struct Thresholds {
    pub(super) cusum: f64,
    pub(super) change_point: f64,
    level: f64,
    size: f64,
    error: f64,
}

impl Thresholds {
    /// Where neither is asked for.
    pub(super) fn unused(baseline: &Baseline) -> Self {
        let (level, size, error) = (baseline.level, baseline.size(), baseline.level_error);
        Thresholds { cusum: f64::INFINITY, change_point: f64::INFINITY, level, size, error }
    }

    /// Whether a baseline is so near the one simulated that a new simulation would say the same.
    pub(super) fn suit(&self, baseline: &Baseline) -> bool {
        (self.level - baseline.level).abs() < 0.1
            && (self.size / baseline.size()).ln().abs() < 0.2
            && (self.error / baseline.level_error).ln().abs() < 0.25
    }
}

/// Thresholds at which alerts open `rate` times a day if nothing is the matter, days with less than `quiet` between them being one alert.
pub(super) fn thresholds(baseline: &Baseline, shift: f64, quiet: usize, rate: f64) -> Thresholds {
    let known: [NegativeBinomial; 7] = std::array::from_fn(|i| NegativeBinomial {
        mean: (baseline.level + baseline.weekdays[i]).exp(),
        size: baseline.size(),
    });
    let counts = drawn(baseline, &known);
    // What a sum may grow to hangs on the threshold, as it does in the detector.
    let first = threshold(&sums(&counts, &known, shift, CEILING), quiet, rate);
    let cusum = threshold(&sums(&counts, &known, shift, cusum::CAP * first), quiet, rate);
    let change_point = threshold(&odds(&counts, &known), quiet, rate);
    Thresholds { cusum, change_point, ..Thresholds::unused(baseline) }
}

/// Counts of each day of all years, the days before each among them.
fn drawn(baseline: &Baseline, known: &[NegativeBinomial; 7]) -> Vec<f64> {
    let mut random = Random::new(1);
    let mut urns: BTreeMap<(i32, usize), [Urn; 7]> = BTreeMap::new();
    let keeps = (-(STRETCH as f64) / (ERROR_LASTS * baseline.n_days as f64)).exp();
    let mut counts = Vec::with_capacity(YEARS * YEAR);
    for _ in 0..YEARS {
        let (size, mut error) = (drawn_size(baseline, &mut random), random.normal());
        for stretch in 0..YEAR / STRETCH {
            let step = (error / ERROR_STEP).round() as i32;
            let factor = (f64::from(step) * ERROR_STEP * baseline.level_error).exp();
            let of = |it: NegativeBinomial| NegativeBinomial {
                mean: it.mean * factor,
                size: baseline.sizes[size].0,
            };
            let urns = urns.entry((step, size)).or_insert_with(|| known.map(|it| Urn::of(of(it))));
            let days = stretch * STRETCH..(stretch + 1) * STRETCH;
            counts.extend(days.map(|day| urns[day % 7].draw(&mut random)));
            error = keeps * error + (1.0 - keeps * keeps).sqrt() * random.normal();
        }
    }
    counts
}

/// Position among the likely sizes.
fn drawn_size(baseline: &Baseline, random: &mut Random) -> usize {
    let mut share = random.uniform();
    let found = baseline.sizes.iter().position(|(_, weight)| {
        share -= weight;
        share <= 0.0
    });
    found.unwrap_or(baseline.sizes.len() / 2)
}

fn sums(counts: &[f64], known: &[NegativeBinomial; 7], shift: f64, cap: f64) -> Vec<f64> {
    let mut path = Vec::with_capacity(counts.len());
    for year in counts.chunks(YEAR) {
        let mut sum = Cusum::new();
        for (day, y) in year.iter().enumerate() {
            sum.step(*y, known[day % 7], shift, cap);
            path.push(sum.sum);
        }
    }
    path
}

fn odds(counts: &[f64], known: &[NegativeBinomial; 7]) -> Vec<f64> {
    let (prior, known) = (ratios_before(), known.map(Likelihoods::new));
    let mut path = Vec::with_capacity(counts.len());
    for year in counts.chunks(YEAR) {
        let mut state = ChangePoint::new();
        for (day, y) in year.iter().enumerate() {
            state.step(*y, &known[day % 7], &prior);
            path.push(state.log_odds());
        }
    }
    path
}

fn threshold(path: &[f64], quiet: usize, rate: f64) -> f64 {
    let counted = path.len() * DAYS / YEAR;
    let wanted = rate * counted as f64;
    if wanted >= ENOUGH {
        return lowest(path, quiet, wanted);
    }
    let (near, far) = (lowest(path, quiet, 4.0 * ENOUGH), lowest(path, quiet, ENOUGH));
    let slope = (far - near) / 4.0_f64.ln();
    far + slope * (ENOUGH / wanted).ln()
}

/// The lowest value that at most so many alerts go above.
fn lowest(path: &[f64], quiet: usize, wanted: f64) -> f64 {
    // Too low a value makes one long alert: search from above for the first that has too many.
    let top = path.iter().copied().fold(f64::MIN, f64::max);
    let bottom = path.iter().copied().fold(f64::MAX, f64::min);
    let (mut low, mut high) = (bottom, top);
    const STEPS: usize = 64;
    for i in 1..=STEPS {
        let at = top - (top - bottom) * i as f64 / STEPS as f64;
        if openings(path, quiet, at) > wanted {
            low = at;
            break;
        }
        high = at;
    }
    for _ in 0..12 {
        let middle = (low + high) / 2.0;
        if openings(path, quiet, middle) > wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// How many alerts open at a threshold after the warm-up; each year begins anew.
fn openings(path: &[f64], quiet: usize, threshold: f64) -> f64 {
    let mut n = 0;
    for year in path.chunks(YEAR) {
        let mut last: Option<usize> = None;
        for (day, _) in year.iter().enumerate().filter(|it| *it.1 >= threshold) {
            if day >= WARM_UP && last.is_none_or(|it| day - it > quiet) {
                n += 1;
            }
            last = Some(day);
        }
    }
    f64::from(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alerts_that_touch_are_one() {
        let mut path = vec![0.0; WARM_UP + 100];
        for day in [10, 12, 20, 60] {
            path[WARM_UP + day] = 5.0;
        }
        assert_eq!(openings(&path, 7, 4.0), 3.0);
        assert_eq!(openings(&path, 14, 4.0), 2.0);
        path[WARM_UP - 1] = 5.0;
        assert_eq!(openings(&path, 14, 4.0), 1.0, "what opened in the warm-up is no opening after");
    }

    #[test]
    fn rare_thresholds_are_extended() {
        // Independent exponential values: ln(1/rate) is the threshold.
        let mut random = Random::new(9);
        let path: Vec<f64> = (0..YEAR * 300).map(|_| -random.uniform().ln()).collect();
        let found = threshold(&path, 0, 1e-6);
        assert!((found - 1e6_f64.ln()).abs() < 1.5, "{found}");
        assert!((threshold(&path, 0, 1e-3) - 1e3_f64.ln()).abs() < 0.3);
    }
}
