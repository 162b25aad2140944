//! Log-linear models of counts, by iteratively reweighted least squares.
//!
//! No crate that is kept fits these with prior weights, an offset and a prior on coefficients; what is needed is small.

/// What is to be fitted: `log E[y] = offset + row · coefficients`.
pub(super) struct Problem<'a> {
    /// Rows of the design, one after another.
    pub(super) rows: &'a [f64],
    /// Counts, one a row.
    pub(super) counts: &'a [f64],
    /// One a row; empty if there is none.
    pub(super) offset: &'a [f64],
    /// One a row; empty if all weigh 1.
    pub(super) weights: &'a [f64],
    /// Mean and precision of each coefficient before anything is seen; empty if nothing is known.
    pub(super) prior: &'a [(f64, f64)],
    /// Variance is `mean + mean² / size`.
    pub(super) size: f64,
}

/// A fitted model.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    pub(super) coefficients: Vec<f64>,
    /// Of the coefficients, for a dispersion of 1; row after row.
    pub(super) covariance: Vec<f64>,
    pub(super) means: Vec<f64>,
    /// Of the last step, one a row.
    pub(super) working: Vec<f64>,
    pub(super) converged: bool,
}

/// R's `glm.control`, so that its results are met.
const STEPS: usize = 25;
const ENOUGH: f64 = 1e-8;

impl Problem<'_> {
    /// None if the design tells some coefficients not apart.
    pub(super) fn fit(&self, start: Option<&[f64]>) -> Option<Fit> {
        let columns = self.rows.len() / self.counts.len().max(1);
        let mut linear: Vec<f64> = match start {
            Some(coefficients) => self.linear(coefficients),
            None => self.counts.iter().map(|y| (y + 0.1).ln()).collect(),
        };
        let mut deviance = f64::INFINITY;
        let mut fit = None;
        for _ in 0..STEPS {
            let (coefficients, covariance, working) = self.step(&linear, columns)?;
            linear = self.linear(&coefficients);
            let means: Vec<f64> = linear.iter().map(|it| it.exp()).collect();
            let now = self.deviance(&means, &coefficients);
            let converged = (now - deviance).abs() / (now.abs() + 0.1) < ENOUGH;
            deviance = now;
            fit = Some(Fit { coefficients, covariance, means, working, converged });
            if converged || !now.is_finite() {
                break;
            }
        }
        fit
    }

    /// Linear predictors with their offsets, kept where `exp` is a number.
    fn linear(&self, coefficients: &[f64]) -> Vec<f64> {
        let rows = self.rows.chunks_exact(coefficients.len());
        let dot = |row: &[f64]| row.iter().zip(coefficients).map(|(x, b)| x * b).sum::<f64>();
        let shifted = |(i, row)| (dot(row) + self.offset(i)).clamp(-30.0, 30.0);
        rows.enumerate().map(shifted).collect()
    }

    fn offset(&self, row: usize) -> f64 {
        self.offset.get(row).copied().unwrap_or(0.0)
    }

    fn weight(&self, row: usize) -> f64 {
        self.weights.get(row).copied().unwrap_or(1.0)
    }

    /// One weighted least squares fit of the linearized counts.
    fn step(&self, linear: &[f64], columns: usize) -> Option<(Vec<f64>, Vec<f64>, Vec<f64>)> {
        let mut cross = vec![0.0; columns * columns];
        let mut right = vec![0.0; columns];
        let mut working = Vec::with_capacity(linear.len());
        for (i, row) in self.rows.chunks_exact(columns).enumerate() {
            let mean = linear[i].exp();
            let weight = self.weight(i) * mean / (1.0 + mean / self.size);
            let target = linear[i] - self.offset(i) + (self.counts[i] - mean) / mean;
            working.push(weight);
            for (a, x) in row.iter().enumerate().filter(|it| *it.1 != 0.0) {
                right[a] += weight * x * target;
                for b in 0..=a {
                    cross[a * columns + b] += weight * x * row[b];
                }
            }
        }
        for (a, (mean, precision)) in self.prior.iter().enumerate() {
            cross[a * columns + a] += precision;
            right[a] += precision * mean;
        }
        let covariance = inverse(&mut cross, columns)?;
        let dot = |row: &[f64]| row.iter().zip(&right).map(|(x, b)| x * b).sum();
        Some((covariance.chunks_exact(columns).map(dot).collect(), covariance, working))
    }

    /// −2 log-likelihood against the saturated model, with the prior's share.
    fn deviance(&self, means: &[f64], coefficients: &[f64]) -> f64 {
        let unit = |y: f64, mean: f64| {
            let own = if y > 0.0 { y * (y / mean).ln() } else { 0.0 };
            if self.size.is_infinite() {
                return 2.0 * (own - (y - mean));
            }
            2.0 * (own - (y + self.size) * ((y + self.size) / (mean + self.size)).ln())
        };
        let fit = self.counts.iter().zip(means).enumerate();
        let fit: f64 = fit.map(|(i, (&y, &mean))| self.weight(i) * unit(y, mean)).sum();
        let prior = self.prior.iter().zip(coefficients);
        fit + prior.map(|(&(mean, precision), b)| precision * (b - mean).powi(2)).sum::<f64>()
    }
}

impl Fit {
    /// Variance of a linear predictor for a dispersion of 1.
    pub(super) fn variance(&self, row: &[f64]) -> f64 {
        let columns = row.len();
        let dot = |line: &[f64]| line.iter().zip(row).map(|(v, x)| v * x).sum::<f64>();
        self.covariance.chunks_exact(columns).zip(row).map(|(line, x)| x * dot(line)).sum()
    }

    /// How much each count pulls its own mean, from 0 to 1.
    pub(super) fn leverages(&self, rows: &[f64]) -> Vec<f64> {
        let rows = rows.chunks_exact(self.coefficients.len());
        rows.zip(&self.working).map(|(row, weight)| weight * self.variance(row)).collect()
    }
}

/// The inverse of a symmetric positive matrix given by its lower half, by Cholesky's factors. None if it is not positive.
fn inverse(matrix: &mut [f64], n: usize) -> Option<Vec<f64>> {
    for column in 0..n {
        for row in column..n {
            let dot: f64 = (0..column).map(|k| matrix[row * n + k] * matrix[column * n + k]).sum();
            let left = matrix[row * n + column] - dot;
            if row > column {
                matrix[row * n + column] = left / matrix[column * n + column];
            } else if left > 1e-12 * matrix[row * n + column] {
                matrix[row * n + column] = left.sqrt();
            } else {
                return None;
            }
        }
    }
    let mut out = vec![0.0; n * n];
    for unit in 0..n {
        let mut x: Vec<f64> = (0..n).map(|row| f64::from(u8::from(row == unit))).collect();
        for row in 0..n {
            let dot: f64 = (0..row).map(|k| matrix[row * n + k] * x[k]).sum();
            x[row] = (x[row] - dot) / matrix[row * n + row];
        }
        for row in (0..n).rev() {
            let dot: f64 = (row + 1..n).map(|k| matrix[k * n + row] * x[k]).sum();
            x[row] = (x[row] - dot) / matrix[row * n + row];
        }
        (0..n).for_each(|row| out[row * n + unit] = x[row]);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poisson<'a>(rows: &'a [f64], counts: &'a [f64]) -> Problem<'a> {
        let (offset, weights, prior) = (&[][..], &[][..], &[][..]);
        Problem { rows, counts, offset, weights, prior, size: f64::INFINITY }
    }

    #[test]
    fn two_groups_have_their_means() {
        let rows = [1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0];
        let fit = poisson(&rows, &[2.0, 4.0, 9.0, 15.0]).fit(None).unwrap();
        assert!(fit.converged);
        assert!((fit.means[0] - 3.0).abs() < 1e-8 && (fit.means[3] - 12.0).abs() < 1e-8);
        // 1/6 + 1/24 is the variance of a log ratio of sums of 6 and 24.
        assert!((fit.covariance[3] - (1.0 / 6.0 + 1.0 / 24.0)).abs() < 1e-6);
        let all: f64 = fit.leverages(&rows).iter().sum();
        assert!((all - 2.0).abs() < 1e-8, "leverages add up to the number of coefficients");
    }

    #[test]
    fn an_offset_makes_rates_of_counts() {
        let offset = [1.0_f64.ln(), 10.0_f64.ln()];
        let problem = Problem { offset: &offset, ..poisson(&[1.0, 1.0], &[3.0, 19.0]) };
        let fit = problem.fit(None).unwrap();
        assert!((fit.means[1] - 20.0).abs() < 1e-8);
    }

    #[test]
    fn a_prior_decides_what_counts_do_not() {
        let rows = [1.0, 1.0, 1.0, 1.0];
        assert!(poisson(&rows, &[3.0, 3.0]).fit(None).is_none());
        let prior = [(0.0, 1e-6), (0.5, 4.0)];
        let fit = Problem { prior: &prior, ..poisson(&rows, &[3.0, 3.0]) }.fit(None).unwrap();
        assert!((fit.coefficients[1] - 0.5).abs() < 1e-4, "{:?}", fit.coefficients);
    }

    #[test]
    fn weights_of_nothing_take_a_count_away() {
        let weights = [1.0, 1.0, 0.0];
        let problem = Problem { weights: &weights, ..poisson(&[1.0; 3], &[2.0, 4.0, 90.0]) };
        assert!((problem.fit(None).unwrap().means[0] - 3.0).abs() < 1e-8);
    }
}
