//! Thresholds of sums and odds by simulation: how high must they be, so that alerts open as seldom as promised?
//!
//! Counts are drawn from what the baseline holds likely, its errors included: each simulated year has a mean and a size of its own, which
//! the detector does not know. Draws are the same on every run.

use crate::report::alerts::baseline::Baseline;
use crate::report::alerts::change_point::ChangePoint;
use crate::report::alerts::change_point::ratios_before;
use crate::report::alerts::cusum::Cusum;
use crate::report::alerts::distribution::NegativeBinomial;
use crate::report::alerts::random::Random;
use crate::report::alerts::random::Urn;

/// Simulated years.
const YEARS: usize = 320;

/// Days of a simulated year in which alerts are counted: whole weeks.
const DAYS: usize = 364;

/// Days before them. Sums and odds begin at nothing, and need some weeks to become what they are in a detector that has run for long;
/// thresholds read off from the first day on are too low for it.
const WARM_UP: usize = 182;

/// With fewer openings than this a threshold is not read off but extended from higher rates: both statistics have exponential tails.
const ENOUGH: f64 = 30.0;

/// Sums stop growing here, so that the simulation of a mean much too low stays finite; far above any threshold.
const CEILING: f64 = 60.0;

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
        let (level, size, error) = (baseline.level, baseline.size(), baseline.error);
        Thresholds { cusum: f64::INFINITY, change_point: f64::INFINITY, level, size, error }
    }

    /// Whether a baseline is so near the one simulated that a new simulation would say the same.
    pub(super) fn suit(&self, baseline: &Baseline) -> bool {
        (self.level - baseline.level).abs() < 0.1
            && (self.size / baseline.size()).ln().abs() < 0.2
            && (self.error / baseline.error).ln().abs() < 0.25
    }
}

/// Thresholds at which alerts open `rate` times a day if nothing is the matter, days with less than `quiet` between them being one alert.
pub(super) fn thresholds(baseline: &Baseline, shift: f64, quiet: usize, rate: f64) -> Thresholds {
    let (sums, odds) = simulated(baseline, shift);
    let (cusum, change_point) = (threshold(&sums, quiet, rate), threshold(&odds, quiet, rate));
    Thresholds { cusum, change_point, ..Thresholds::unused(baseline) }
}

/// Both statistics on each day of all years, the days before each among them.
fn simulated(baseline: &Baseline, shift: f64) -> (Vec<f64>, Vec<f64>) {
    let known: [NegativeBinomial; 7] = std::array::from_fn(|i| NegativeBinomial {
        mean: (baseline.level + baseline.weekdays[i]).exp(),
        size: baseline.size(),
    });
    let (prior, mut random) = (ratios_before(), Random::new(1));
    let (mut sums, mut odds) = (Vec::new(), Vec::new());
    for _ in 0..YEARS {
        let (error, size) = (baseline.error * random.normal(), drawn_size(baseline, &mut random));
        let urns = known.map(|it| Urn::of(NegativeBinomial { mean: it.mean * error.exp(), size }));
        let (mut sum, mut state) = (Cusum::new(), ChangePoint::new());
        for day in 0..WARM_UP + DAYS {
            let (now, y) = (known[day % 7], urns[day % 7].draw(&mut random));
            sum.step(y, now, shift, CEILING);
            state.step(y, now, &prior);
            sums.push(sum.sum);
            odds.push(state.log_odds());
        }
    }
    (sums, odds)
}

fn drawn_size(baseline: &Baseline, random: &mut Random) -> f64 {
    let mut share = random.uniform();
    for (size, weight) in &baseline.sizes {
        share -= weight;
        if share <= 0.0 {
            return *size;
        }
    }
    baseline.size()
}

fn threshold(path: &[f64], quiet: usize, rate: f64) -> f64 {
    let counted = path.len() * DAYS / (WARM_UP + DAYS);
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
    for year in path.chunks(WARM_UP + DAYS) {
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
        let path: Vec<f64> = (0..(WARM_UP + DAYS) * 300).map(|_| -random.uniform().ln()).collect();
        let found = threshold(&path, 0, 1e-6);
        assert!((found - 1e6_f64.ln()).abs() < 1.5, "{found}");
        assert!((threshold(&path, 0, 1e-3) - 1e3_f64.ln()).abs() < 0.3);
    }
}
