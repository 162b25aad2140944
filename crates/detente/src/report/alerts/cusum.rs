//! Cumulative sums: what is a little too much, day after day, adds up.

use crate::report::alerts::distribution::NegativeBinomial;

/// How counts are made comparable before they are summed (Rossi et al. 1999, Statist. Med. 18:2111).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Transform {
    /// (x − m) / √m
    Standard,
    /// (x − 3m + 2√(xm)) / 2√m
    Rossi,
    /// 3/2 (x^⅔ − m^⅔) / m^⅙
    Anscombe,
    /// (x − m) / √(m + alpha m²)
    Pearson(f64),
    /// x
    None,
}

impl Transform {
    fn of(self, x: f64, m: f64) -> f64 {
        match self {
            Transform::Standard => (x - m) / m.sqrt(),
            Transform::Rossi => (x - 3.0 * m + 2.0 * (x * m).sqrt()) / (2.0 * m.sqrt()),
            Transform::Anscombe => {
                1.5 * (x.powf(2.0 / 3.0) - m.powf(2.0 / 3.0)) / m.powf(1.0 / 6.0)
            }
            Transform::Pearson(alpha) => (x - m) / (m + alpha * m * m).sqrt(),
            Transform::None => x,
        }
    }
}

/// The one-sided sum after each count: `max(0, before + transformed − k)`, about a mean that does not change. There is an alarm where it is `h` or more.
pub fn sums(counts: &[u32], mean: f64, k: f64, transform: Transform) -> Vec<f64> {
    let mut sum: f64 = 0.0;
    let mut next = |count: &u32| {
        sum = (sum + transform.of(f64::from(*count), mean) - k).max(0.0);
        sum
    };
    counts.iter().map(&mut next).collect()
}

/// The sum of log-likelihood ratios of a rate `shift` times as high, which for counts of known distribution is the quickest test there is (Lorden 1971).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cusum {
    pub(super) sum: f64,
}

/// A sum goes no higher than this many times its threshold, so that what is over ends.
pub(super) const CAP: f64 = 2.0;

impl Cusum {
    pub(super) fn new() -> Self {
        Cusum { sum: 0.0 }
    }

    pub(super) fn step(&mut self, y: f64, now: NegativeBinomial, shift: f64, cap: f64) {
        self.sum = (self.sum + log_ratio(y, now, shift)).clamp(0.0, cap.max(0.0));
    }
}

/// Log-likelihood of a rate `shift` times as high, less that of the rate itself.
pub(super) fn log_ratio(y: f64, now: NegativeBinomial, shift: f64) -> f64 {
    y * shift.ln() - (y + now.size) * ((now.mean * (shift - 1.0)) / (now.size + now.mean)).ln_1p()
}
