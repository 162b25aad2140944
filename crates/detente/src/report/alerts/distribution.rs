//! The negative binomial and what else is needed of distributions; special functions are `statrs`'s.

use statrs::function::beta::beta_reg;
use statrs::function::erf::erfc;
use statrs::function::erf::erfc_inv;
use statrs::function::gamma::gamma_lr;
use statrs::function::gamma::ln_gamma;

/// Above this a negative binomial is a Poisson to all digits that count.
const POISSON: f64 = 1e7;

/// Counts with variance `mean + mean² / size`; Poisson where `size` is infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct NegativeBinomial {
    /// Expected count, above 0.
    pub(super) mean: f64,
    /// The smaller, the more spread.
    pub(super) size: f64,
}

impl NegativeBinomial {
    pub(super) fn variance(self) -> f64 {
        self.mean + self.mean * self.mean / self.size
    }

    /// Probability of this count or more.
    pub(super) fn tail(self, count: f64) -> f64 {
        if count <= 0.0 {
            return 1.0;
        }
        if self.size > POISSON {
            return gamma_lr(count, self.mean);
        }
        beta_reg(count, self.size, self.mean / (self.size + self.mean))
    }

    pub(super) fn probability(self, count: f64) -> f64 {
        if self.size > POISSON {
            return (count * self.mean.ln() - self.mean - ln_gamma(count + 1.0)).exp();
        }
        let total = self.size + self.mean;
        let choose = ln_gamma(count + self.size) - ln_gamma(self.size) - ln_gamma(count + 1.0);
        (choose + self.size * (self.size / total).ln() + count * (self.mean / total).ln()).exp()
    }

    /// The smallest count that at most `1 - level` of all exceed, `level` being below 1.
    pub(super) fn quantile(self, level: f64) -> f64 {
        // As in R, a little slack keeps rounding from adding one.
        let slack = 64.0 * f64::EPSILON;
        smallest(self.mean, |count| self.tail(count + 1.0) <= (1.0 - level) * (1.0 + slack))
    }

    /// How far out a count lies, as a standard normal value; half of its own probability counts as below.
    pub(super) fn normal_score(self, count: f64) -> f64 {
        let above = self.tail(count + 1.0) + 0.5 * self.probability(count);
        normal_quantile(1.0 - above.clamp(1e-15, 1.0 - 1e-15))
    }
}

/// The smallest whole number from which on `holds`, which does not hold below it; `near` is where to look first.
pub(super) fn smallest(near: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (-1.0, near.ceil().max(1.0));
    while !holds(high) {
        low = high;
        high = high * 2.0 + 1.0;
    }
    while high - low > 1.0 {
        let middle = ((low + high) / 2.0).floor();
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// The value that this share of a standard normal lies below.
pub(super) fn normal_quantile(share: f64) -> f64 {
    -std::f64::consts::SQRT_2 * erfc_inv(2.0 * share)
}

/// The share of a standard normal above a value.
pub(super) fn normal_tail(value: f64) -> f64 {
    0.5 * erfc(value / std::f64::consts::SQRT_2)
}

/// The share of Student's t with so many degrees of freedom that lies further out than `t`, on both sides.
pub(super) fn student_two_sided(t: f64, freedom: f64) -> f64 {
    beta_reg(freedom / 2.0, 0.5, freedom / (freedom + t * t))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-9 * wanted.abs().max(1.0), "{found} is not {wanted}");
    }

    /// Wanted values are R 4.2.2's `pnbinom`, `qnbinom`, `ppois`, `qpois`, `qnorm`, `pt`.
    #[test]
    fn agrees_with_r() {
        let it = NegativeBinomial { mean: 5.0, size: 1.0 };
        near(it.tail(3.0), 0.5787037037037038);
        near(it.tail(40.0), 6.803_778_367_966e-4);
        assert_eq!(it.quantile(0.999), 37.0);
        let poisson = NegativeBinomial { mean: 2.5, size: f64::INFINITY };
        near(poisson.tail(4.0), 0.2424238668669341);
        assert_eq!(poisson.quantile(0.999), 9.0);
        let wide = NegativeBinomial { mean: 20.0, size: 0.5 };
        near(wide.tail(300.0), 1.193_295_587_301e-4);
        near(normal_quantile(0.9995), 3.290526731491926);
        near(student_two_sided(2.1, 26.0), 0.04558131386544713);
    }

    #[test]
    fn probabilities_add_up() {
        for size in [0.5, 3.0, f64::INFINITY] {
            let it = NegativeBinomial { mean: 4.0, size };
            let below: f64 = (0..6).map(|n| it.probability(f64::from(n))).sum();
            near(below + it.tail(6.0), 1.0);
        }
    }

    #[test]
    fn the_median_of_a_wide_one_scores_near_nothing() {
        let it = NegativeBinomial { mean: 200.0, size: 40.0 };
        assert!(it.normal_score(it.quantile(0.5)).abs() < 0.02);
        assert!(it.normal_score(500.0) > 4.0);
    }
}
