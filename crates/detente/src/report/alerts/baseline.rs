//! What a day's count is held against: a negative binomial regression over the year before, with weekday, trend and coverage.
//!
//! Farrington's idea (farrington.rs) for days: days far above what was expected weigh less. Differences, each for a reason measured in
//! docs/alerts.md: the bound is a quantile of the predictive distribution, in which both the mean and the dispersion are uncertain,
//! for a plug-in gives two to three times the alarms it promises; only days beyond a normal score of 3 weigh less, for ordinary ones
//! that weigh less make the dispersion too small; weekday, trend and coverage have weak priors in place of tests, so that a series
//! with three events has a baseline as well.

use crate::model::Date;
use crate::report::alerts::distribution::NegativeBinomial;
use crate::report::alerts::distribution::smallest;
use crate::report::alerts::glm::Fit;
use crate::report::alerts::glm::Problem;
use crate::report::alerts::series::DayCount;

/// Columns of the design: 1, years from the day in question, seven weekdays, log of what was read.
const COLUMNS: usize = 10;
const FIRST_WEEKDAY: usize = 2;
const COVERAGE: usize = 9;

/// Standard deviations before anything is seen: log rate about the mean, trend a year, weekday, and how far counts are from growing in step with what is read.
const LEVEL_SD: f64 = 2.0;
const TREND_SD: f64 = 0.5;
const WEEKDAY_SD: f64 = 0.5;
const COVERAGE_SD: f64 = 0.25;

/// Days with a normal score above this weigh less, by its square.
const REWEIGH_ABOVE: f64 = 3.0;

/// Sizes are looked for on this grid of logs: from 0.05, very wild, to 1100, nearly Poisson.
const SIZE_STEP: f64 = 0.25;
const SIZES: std::ops::RangeInclusive<i32> = -12..=28;

/// Sizes this much less likely than the best are left out.
const UNLIKELY: f64 = 7.0;

/// Fits of mean, dispersion and weights by turns.
const TURNS: usize = 4;

/// A year of days as a model has them, and what follows for one more day.
#[derive(Clone, Debug)]
pub(super) struct Baseline {
    pub(super) from: Date,
    pub(super) to: Date,
    /// Days with data in it.
    pub(super) n_days: usize,
    /// Log of the expected count of the day in question, and its standard error.
    log_mean: f64,
    error: f64,
    /// The same on a day of average weekday: what stays from day to day, while the errors of weekdays take turns.
    pub(super) level_error: f64,
    /// Likely sizes with their probabilities.
    pub(super) sizes: Vec<(f64, f64)>,
    /// Logs, by weekday from Monday.
    pub(super) weekdays: [f64; 7],
    weekday: usize,
    /// Log a year.
    pub(super) trend: f64,
    /// Log of the expected count on a day of average weekday and coverage.
    pub(super) level: f64,
    /// Days that weigh less.
    pub(super) n_lowered: usize,
    /// Correlation of a day's residual with that of the day before; 0 where nothing carries over.
    pub(super) dependence: f64,
    coefficients: Vec<f64>,
}

/// Where a fit starts: the one of the day before.
pub(super) type Before<'a> = Option<&'a Baseline>;

/// The baseline of a day from the days before it; none if no model fits.
pub(super) fn baseline(past: &[DayCount], today: DayCount, before: Before<'_>) -> Option<Baseline> {
    let data = Data::new(past, today);
    let mut size = before.map_or(2.0, Baseline::size);
    let mut coefficients = before.map(|it| it.coefficients.clone());
    let mut weights = vec![1.0; past.len()];
    let mut last = None;
    for _ in 0..TURNS {
        let fit = data.fit(&weights, size, coefficients.as_deref())?;
        let sizes = sizes(&data.counts, &fit.means, &weights, size);
        let next = mean_of_logs(&sizes).exp();
        let lowered = lowered(&data.counts, &fit.means, next);
        let moved = (next / size).ln().abs() > 0.02
            || weights.iter().zip(&lowered).any(|(x, y)| (x - y).abs() > 0.02);
        coefficients = Some(fit.coefficients.clone());
        (size, weights) = (next, lowered);
        last = Some((fit, sizes));
        if !moved {
            break;
        }
    }
    let (fit, sizes) = last?;
    Some(data.baseline(past, &fit, sizes, &weights, today))
}

struct Data {
    rows: Vec<f64>,
    row: [f64; COLUMNS],
    counts: Vec<f64>,
    offset: Vec<f64>,
    /// Mean log of what was read.
    read: f64,
    prior: Vec<(f64, f64)>,
}

impl Data {
    fn new(past: &[DayCount], today: DayCount) -> Self {
        let n = past.len().max(1) as f64;
        let offset: Vec<f64> = past.iter().map(|it| it.read.ln()).collect();
        let read = offset.iter().sum::<f64>() / n;
        let rows = past.iter().flat_map(|it| row(*it, today.day, read)).collect();
        let counts: Vec<f64> = past.iter().map(|it| f64::from(it.count)).collect();
        let all_read: f64 = past.iter().map(|it| it.read).sum();
        let rate = ((counts.iter().sum::<f64>() + 0.5) / all_read.max(1e-9)).ln();
        let precision = |sd: f64| sd.powi(-2);
        let mut prior = vec![(rate, precision(LEVEL_SD)), (0.0, precision(TREND_SD))];
        prior.extend([(0.0, precision(WEEKDAY_SD)); 7]);
        prior.push((0.0, precision(COVERAGE_SD)));
        Data { rows, row: row(today, today.day, read), counts, offset, read, prior }
    }

    fn fit(&self, weights: &[f64], size: f64, start: Option<&[f64]>) -> Option<Fit> {
        let problem = Problem {
            rows: &self.rows,
            counts: &self.counts,
            offset: &self.offset,
            weights,
            prior: &self.prior,
            size,
        };
        problem.fit(start).filter(|it| it.coefficients.iter().all(|b| b.is_finite()))
    }

    fn average_row(&self) -> [f64; COLUMNS] {
        let mut row = self.row;
        row[FIRST_WEEKDAY..COVERAGE].fill(1.0 / 7.0);
        row
    }

    fn baseline(
        &self,
        past: &[DayCount],
        fit: &Fit,
        sizes: Vec<(f64, f64)>,
        weights: &[f64],
        today: DayCount,
    ) -> Baseline {
        let linear: f64 = self.row.iter().zip(&fit.coefficients).map(|(x, b)| x * b).sum();
        let weekdays = std::array::from_fn(|i| fit.coefficients[FIRST_WEEKDAY + i]);
        let average = weekdays.iter().sum::<f64>() / 7.0;
        Baseline {
            from: past.first().map_or(today.day, |it| it.day),
            to: past.last().map_or(today.day, |it| it.day),
            n_days: past.len(),
            log_mean: linear + today.read.ln(),
            error: fit.variance(&self.row).sqrt(),
            level_error: fit.variance(&self.average_row()).sqrt(),
            weekday: weekday(today.day),
            trend: fit.coefficients[1],
            level: fit.coefficients[0] + average + self.read,
            n_lowered: weights.iter().filter(|it| **it < 1.0).count(),
            dependence: dependence(past, &fit.means, mean_of_logs(&sizes).exp()),
            coefficients: fit.coefficients.clone(),
            weekdays: weekdays.map(|it| it - average),
            sizes,
        }
    }
}

fn row(it: DayCount, today: Date, read: f64) -> [f64; COLUMNS] {
    let mut row = [0.0; COLUMNS];
    row[0] = 1.0;
    row[1] = f64::from((it.day - today).get_days()) / 365.25;
    row[FIRST_WEEKDAY + weekday(it.day)] = 1.0;
    row[COVERAGE] = it.read.ln() - read;
    row
}

fn weekday(day: Date) -> usize {
    usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())
}

/// The posterior of the size for known means, on the grid; as widely as it is likely.
fn sizes(counts: &[f64], means: &[f64], weights: &[f64], near: f64) -> Vec<(f64, f64)> {
    let above = above(counts, weights);
    let at = |step: &i32| {
        let size = (f64::from(*step) * SIZE_STEP).exp();
        (size, likelihood(size, counts, means, weights, &above))
    };
    let center = ((near.ln() / SIZE_STEP).round() as i32).clamp(*SIZES.start(), *SIZES.end());
    let mut found = vec![at(&center)];
    let mut best = found[0].1;
    let up: Vec<i32> = (center + 1..=*SIZES.end()).collect();
    let down: Vec<i32> = (*SIZES.start()..center).rev().collect();
    for side in [up, down] {
        for step in &side {
            let it = at(step);
            best = best.max(it.1);
            found.push(it);
            if it.1 < best - UNLIKELY {
                break;
            }
        }
    }
    found.retain(|it| it.1 >= best - UNLIKELY);
    found.sort_by(|x, y| x.0.total_cmp(&y.0));
    let sum: f64 = found.iter().map(|it| (it.1 - best).exp()).sum();
    found.into_iter().map(|(size, log)| (size, (log - best).exp() / sum)).collect()
}

/// Weight of the counts above 0, above 1, and so on: what a likelihood needs in place of gamma functions.
fn above(counts: &[f64], weights: &[f64]) -> Vec<f64> {
    let most = counts.iter().copied().fold(0.0, f64::max) as usize;
    let mut above = vec![0.0; most];
    for (y, weight) in counts.iter().zip(weights) {
        if let Some(last) = (*y as usize).checked_sub(1) {
            above[last] += weight;
        }
    }
    for i in (1..above.len()).rev() {
        above[i - 1] += above[i];
    }
    above
}

/// Log-likelihood of a size, less what the fitted coefficients take from it (Cox & Reid 1987, with equal shares).
fn likelihood(size: f64, counts: &[f64], means: &[f64], weights: &[f64], above: &[f64]) -> f64 {
    let own: f64 =
        above.iter().enumerate().map(|(i, weight)| weight * (size + i as f64).ln()).sum();
    let (mut rest, mut information) = (0.0, 0.0);
    for ((y, mean), weight) in counts.iter().zip(means).zip(weights) {
        let ratio = mean / size;
        rest -= weight * ((size + y) * ratio.ln_1p() + y * size.ln());
        information += weight * mean / (1.0 + ratio);
    }
    own + rest - 0.5 * (COLUMNS as f64 - 2.0) * information.max(1e-9).ln()
}

fn mean_of_logs(sizes: &[(f64, f64)]) -> f64 {
    sizes.iter().map(|(size, share)| size.ln() * share).sum()
}

fn lowered(counts: &[f64], means: &[f64], size: f64) -> Vec<f64> {
    let each = counts.iter().zip(means).map(|(y, mean)| {
        let it = NegativeBinomial { mean: *mean, size };
        // No count so near scores 3.
        if *y < mean + 2.0 * it.variance().sqrt() || *y < 1.0 {
            return 1.0;
        }
        (REWEIGH_ABOVE / it.normal_score(*y).max(REWEIGH_ABOVE)).powi(2)
    });
    each.collect()
}

/// Correlation of residuals of neighboring days; large ones count as 3.
fn dependence(past: &[DayCount], means: &[f64], size: f64) -> f64 {
    let each = past.iter().zip(means).map(|(it, mean)| {
        let spread = NegativeBinomial { mean: *mean, size }.variance().sqrt();
        (it.day, ((f64::from(it.count) - mean) / spread).min(3.0))
    });
    let each: Vec<(Date, f64)> = each.collect();
    let neighbors = each.windows(2).filter(|it| (it[1].0 - it[0].0).get_days() == 1);
    let product: f64 = neighbors.map(|it| it[0].1 * it[1].1).sum();
    product / each.iter().map(|it| it.1 * it.1).sum::<f64>().max(1e-9)
}

/// Five points that stand for a normal distribution, with their weights (Gauss and Hermite).
const POINTS: [(f64, f64); 5] = [
    (0.0, 0.533_333_333_3),
    (1.355_626_18, 0.222_075_922_0),
    (-1.355_626_18, 0.222_075_922_0),
    (2.856_970_01, 0.011_257_411_3),
    (-2.856_970_01, 0.011_257_411_3),
];

impl Baseline {
    /// The size in the middle.
    pub(super) fn size(&self) -> f64 {
        mean_of_logs(&self.sizes).exp()
    }

    pub(super) fn expected(&self) -> f64 {
        self.log_mean.exp()
    }

    /// Mean and size in the middle, for what needs one distribution.
    pub(super) fn middle(&self) -> NegativeBinomial {
        NegativeBinomial { mean: self.expected(), size: self.size() }
    }

    /// How often the day's weekday is above the average one.
    pub(super) fn weekday_factor(&self) -> f64 {
        self.weekdays[self.weekday].exp()
    }

    fn likely(&self) -> Vec<(NegativeBinomial, f64)> {
        let of_size = |&(size, share): &(f64, f64)| {
            POINTS.map(|(point, weight)| {
                let mean = (self.log_mean + point * self.error).exp();
                (NegativeBinomial { mean, size }, weight * share)
            })
        };
        self.sizes.iter().flat_map(of_size).collect()
    }

    /// Probability of this count or more.
    pub(super) fn tail(&self, count: u32) -> f64 {
        tail(&self.likely(), f64::from(count))
    }

    /// The smallest count whose probability, with all above it, is at most `alpha`; and that probability.
    pub(super) fn bound(&self, alpha: f64) -> (u32, f64) {
        let likely = self.likely();
        let near = self.middle().quantile(1.0 - alpha) + 1.0;
        let bound = smallest(near, |count| tail(&likely, count) <= alpha).max(1.0);
        (bound as u32, tail(&likely, bound))
    }
}

fn tail(likely: &[(NegativeBinomial, f64)], count: f64) -> f64 {
    likely.iter().map(|(it, share)| share * it.tail(count)).sum()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::report::alerts::random::Random;
    use crate::report::alerts::random::Urn;

    /// Days from the first of 2020 on, a Wednesday, with counts that `count` gives for each.
    pub(crate) fn days(n: usize, mut count: impl FnMut(usize, Date) -> f64) -> Vec<DayCount> {
        let mut day: Date = "2020-01-01".parse().unwrap();
        let mut next = |i: usize| {
            let it = DayCount { day, count: count(i, day) as u32, read: 50.0 };
            day = day.tomorrow().unwrap();
            it
        };
        (0..n).map(&mut next).collect()
    }

    fn drawn(mean: f64, size: f64, n: usize) -> Vec<DayCount> {
        let (urn, mut random) = (Urn::new(mean, size), Random::new(3));
        days(n, |_, _| urn.draw(&mut random))
    }

    #[test]
    fn it_finds_mean_and_size() {
        for (mean, size) in [(1.0, 2.0), (5.0, 1.0), (20.0, 0.5), (20.0, 20.0)] {
            let past = drawn(mean, size, 1200);
            let it = baseline(&past[..1199], past[1199], None).unwrap();
            let level = it.level.exp() / mean;
            assert!((0.8..1.25).contains(&level), "{mean} {size}: {level}");
            assert!((0.7..1.45).contains(&(it.size() / size)), "{mean} {size}: {}", it.size());
        }
    }

    #[test]
    fn weekdays_and_trend_are_seen() {
        let urns: Vec<Urn> =
            (0..7).map(|i| Urn::new(if i > 4 { 3.0 } else { 12.0 }, 8.0)).collect();
        let mut random = Random::new(5);
        let past = days(400, |_, day| urns[weekday(day)].draw(&mut random));
        let it = baseline(&past[..399], past[399], None).unwrap();
        assert!((it.weekdays[0] - it.weekdays[6]).exp() > 3.0, "{:?}", it.weekdays);
        let rising = days(400, |i, _| 5.0 + i as f64 / 40.0);
        assert!(baseline(&rising[..399], rising[399], None).unwrap().trend > 0.5);
    }

    #[test]
    fn a_past_outbreak_weighs_little() {
        let mut past = drawn(4.0, 4.0, 366);
        let quiet = baseline(&past[..365], past[365], None).unwrap();
        for day in &mut past[200..206] {
            day.count = 60;
        }
        let it = baseline(&past[..365], past[365], None).unwrap();
        assert!(it.n_lowered >= 6 && it.expected() < 1.25 * quiet.expected(), "{}", it.expected());
        assert!(
            it.bound(1e-3).0 < 2 * quiet.bound(1e-3).0,
            "{:?} {:?}",
            it.bound(1e-3),
            quiet.bound(1e-3)
        );
    }

    #[test]
    fn twice_as_much_read_makes_twice_as_much_expected() {
        let past = drawn(6.0, 5.0, 366);
        let twice = DayCount { read: 100.0, ..past[365] };
        let ratio = baseline(&past[..365], twice, None).unwrap().expected()
            / baseline(&past[..365], past[365], None).unwrap().expected();
        assert!((ratio - 2.0).abs() < 0.01, "{ratio}");
    }

    #[test]
    fn nothing_at_all_is_a_baseline_too() {
        let past = days(200, |_, _| 0.0);
        let (bound, p) = baseline(&past[..199], past[199], None).unwrap().bound(1e-3);
        assert!(bound <= 2 && p <= 1e-3, "{bound} {p}");
    }

    #[test]
    fn what_carries_over_is_seen() {
        let waves = days(366, |i, _| if (i / 10) % 2 == 0 { 2.0 } else { 9.0 });
        assert!(baseline(&waves[..365], waves[365], None).unwrap().dependence > 0.5);
        let past = drawn(4.0, 4.0, 366);
        assert!(baseline(&past[..365], past[365], None).unwrap().dependence.abs() < 0.15);
    }
}
