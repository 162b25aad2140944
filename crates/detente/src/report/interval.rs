//! How far a share could be from the one that was counted: intervals under Jeffreys' prior.
//!
//! Source: Brown, Cai and DasGupta, "Interval Estimation for a Binomial Proportion" (2001), section 4.3; of several classes each share has a beta distribution under the Dirichlet prior with 1/2 for each class.

/// A share's central 95 % interval, given the units of its class, all units, and the number of classes.
///
/// Weighted units count as the evidence of so many whole ones. From 0 to 1; without units the prior alone speaks.
pub(super) fn share(of: f64, all: f64, classes: usize) -> [f64; 2] {
    let a = of + 0.5;
    let b = all - of + 0.5 * (classes as f64 - 1.0);
    [quantile(0.025, a, b), quantile(0.975, a, b)]
}

/// Net cooperation's central 95 % interval, from −1 to 1: twice the share of cooperation less one.
pub(super) fn net(cooperation: f64, conflict: f64) -> [f64; 2] {
    share(cooperation, cooperation + conflict, 2).map(|it| 2.0 * it - 1.0)
}

/// Where the beta distribution has this much below it: found by halving, since its function grows.
fn quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if below(middle, a, b) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

/// How much of the beta distribution lies below `x`: the regularized incomplete beta function.
fn below(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p();
    // The fraction converges fast below the mean; above it the mirror image is taken.
    if x < (a + 1.0) / (a + b + 2.0) {
        front.exp() * fraction(x, a, b) / a
    } else {
        1.0 - front.exp() * fraction(1.0 - x, b, a) / b
    }
}

/// The continued fraction of NIST's Digital Library of Mathematical Functions, 8.17.22, by Lentz's method.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let apart = |it: f64| if it.abs() < TINY { TINY } else { it };
    let (mut c, mut d) = (1.0, 1.0 / apart(1.0 - (a + b) * x / (a + 1.0)));
    let mut value = d;
    for m in 1..500 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = value;
        for step in [even, odd] {
            d = 1.0 / apart(1.0 + step * d);
            c = apart(1.0 + step / c);
            value *= c * d;
        }
        if (value - before).abs() < 1e-14 * value.abs() {
            break;
        }
    }
    value
}

/// The logarithm of the gamma function, by Stirling's series above 10 (DLMF 5.11.1) and its recurrence below.
fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut shift) = (x, 0.0);
    while x < 10.0 {
        shift += x.ln();
        x += 1.0;
    }
    let inverse = 1.0 / (x * x);
    let series =
        (1.0 / 12.0 - inverse * (1.0 / 360.0 - inverse * (1.0 / 1260.0 - inverse / 1680.0))) / x;
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + series - shift
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: `qbeta(c(.025, .975), a, b)`.
    #[test]
    fn quantiles_are_those_of_r() {
        for (a, b, low, high) in QUANTILES {
            let found = [quantile(0.025, a, b), quantile(0.975, a, b)];
            let near = |x: f64, y: f64| (x - y).abs() < 1e-9;
            assert!(near(found[0], low) && near(found[1], high), "{a} {b}: {found:?}");
        }
    }

    const QUANTILES: [(f64, f64, f64, f64); 5] = [
        (0.5, 0.5, 0.00154133313343601, 0.998458666866564),
        (0.5, 6.5, 7.8499848366208e-05, 0.33038890915155),
        (2.5, 3.5, 0.0943903273443441, 0.790583335923995),
        (120.5, 7.5, 0.894842160913604, 0.975010758734991),
        (3000.5, 900.5, 0.755811162624404, 0.782250940946458),
    ];

    #[test]
    fn more_units_say_more() {
        let [low, high] = share(2.0, 4.0, 4);
        let [lower, higher] = share(200.0, 400.0, 4);
        assert!(low < lower && lower < 0.5 && 0.5 < higher && higher < high);
        assert!(net(0.0, 5.0)[0] < -0.99 && net(0.0, 5.0)[1] < 0.0);
        let [low, high] = net(3.0, 3.0);
        assert!((low + high).abs() < 1e-9);
    }
}
