//! Farrington's outbreak detection for weekly counts, in its first and its improved form.
//!
//! Source: Farrington et al. 1996 (J. R. Statist. Soc. A 159:547), Noufaily et al. 2013 (Statist. Med. 32:1206), Salmon et al. 2016
//! (J. Stat. Softw. 70:10). Written from these; numbers are held against R's `surveillance` 1.20.3, whose choices are followed where the
//! papers leave one: they stand beside the code.

use crate::report::alerts::distribution::NegativeBinomial;
use crate::report::alerts::distribution::normal_quantile;
use crate::report::alerts::distribution::normal_tail;
use crate::report::alerts::distribution::student_two_sided;
use crate::report::alerts::glm::Fit;
use crate::report::alerts::glm::Problem;

/// Periods in a year, how far to look back, and how sure to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Farrington {
    /// Counts in a year: 52 for weeks.
    pub season: usize,
    /// Years looked back.
    pub years: usize,
    /// Counts on either side of the same one in earlier years.
    pub half_window: usize,
    /// Share of counts above the bound where nothing is the matter.
    pub alpha: f64,
    /// Which of the two.
    pub form: Form,
}

/// The first form of the method, or the improved one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// As of 1996: only the same weeks of earlier years; `alpha` is of both sides together.
    Original,
    /// As of 2013.
    Flexible(Flexible),
}

/// What the improved form lets one choose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flexible {
    /// Anscombe residuals above this weigh less: 2.58.
    pub reweigh_above: f64,
    /// A trend is kept if its p-value is below: 1 keeps it always.
    pub trend_below: f64,
    /// Parts of the year with a level of their own; 1 for the same weeks of earlier years alone.
    pub periods: usize,
    /// Last counts that are left out beside the one in question.
    pub skip: usize,
    /// How the bound is found.
    pub bound: BoundBy,
}

/// How a bound is found from a fitted model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundBy {
    /// Counts to the power of 2/3 are about normal.
    PowerTwoThirds,
    /// Quantile of a negative binomial about the estimated mean.
    NegativeBinomial,
    /// The same about the mean's own quantile, so that its error counts.
    NegativeBinomialOfQuantile,
}

/// What a count is held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// Mean.
    pub expected: f64,
    /// What is above is an alarm.
    pub upper: f64,
    /// Variance over mean, at least 1.
    pub dispersion: f64,
    /// Probability of such a count or a larger one.
    pub p: f64,
    /// Whether a trend was kept.
    pub trend: bool,
    /// Whether the last four counts add up to 5, without which there is no alarm.
    pub enough: bool,
    /// Whether the count is an alarm.
    pub alarm: bool,
}

/// Counts that one is compared with.
struct Reference {
    /// Position of each in the series.
    times: Vec<usize>,
    counts: Vec<f64>,
    /// Part of the year of each, from 1 to `periods`, the last being that of the count in question.
    parts: Vec<usize>,
    periods: usize,
    /// Position of the count in question.
    at: usize,
}

/// A model of a reference.
struct Model {
    fit: Fit,
    /// Of the count in question.
    row: Vec<f64>,
    dispersion: f64,
    /// As `summary.glm` has it from the model that is handed on; the errors of estimates are scaled with it.
    spread: f64,
    freedom: f64,
}

/// What the count at position `at` of a series is held against; none if there is too little before it or no model fits.
pub fn farrington(counts: &[u32], at: usize, how: &Farrington) -> Option<Bound> {
    let reference = reference(counts, at, how)?;
    let model = model(&reference, how)?;
    let y = f64::from(*counts.get(at)?);
    let recent = counts.get(at.checked_sub(3)?..=at)?;
    let enough = recent.iter().sum::<u32>() >= 5;
    let (expected, upper, p) = bound(&model, how, y);
    let alarm = enough && y > upper;
    let trend = model.1;
    Some(Bound { expected, upper, dispersion: model.0.dispersion, p, trend, enough, alarm })
}

fn reference(counts: &[u32], at: usize, how: &Farrington) -> Option<Reference> {
    let parts = match how.form {
        Form::Original => same_weeks(at, how, counts.len()),
        Form::Flexible(it) => parts_of_the_year(at, how, it)?,
    };
    let times: Vec<usize> = parts.iter().map(|it| it.0).collect();
    let value = |it: &usize| counts.get(*it).map(|y| f64::from(*y));
    let counts: Option<Vec<f64>> = times.iter().map(value).collect();
    let periods = if let Form::Flexible(it) = how.form { it.periods } else { 1 };
    let parts = parts.into_iter().map(|it| it.1).collect();
    Some(Reference { counts: counts?, times, parts, periods, at })
}

fn same_weeks(at: usize, how: &Farrington, n: usize) -> Vec<(usize, usize)> {
    let centers = (1..=how.years).rev().filter_map(|year| at.checked_sub(year * how.season));
    let window = |center: usize| {
        center.saturating_sub(how.half_window)..=(center + how.half_window).min(n - 1)
    };
    centers.flat_map(window).map(|it| (it, 1)).collect()
}

/// The part of the year of each count of the reference. What lies between two windows is cut into equal parts, the first ones longer by one if need be.
fn parts_of_the_year(at: usize, how: &Farrington, it: Flexible) -> Option<Vec<(usize, usize)>> {
    let last = at.checked_sub(it.skip)?;
    let mut out = Vec::new();
    for year in (1..=how.years).rev() {
        let center = at.checked_sub(year * how.season)?;
        let window = center.checked_sub(how.half_window)?..=center + how.half_window;
        out.extend(window.clone().map(|time| (time, it.periods)));
        let between = window.end() + 1..center + how.season - how.half_window;
        if it.periods > 1 {
            let n_parts = it.periods - 1;
            let (length, longer) = (between.len() / n_parts, between.len() % n_parts);
            let ends = move |part: usize| part * length + part.min(longer);
            let part =
                move |i: usize| (1..=n_parts).find(|part| i < ends(*part)).unwrap_or(n_parts);
            out.extend(between.enumerate().map(|(i, time)| (time, part(i))));
        }
    }
    out.extend((at - how.half_window..at).map(|time| (time, it.periods)));
    out.retain(|(time, _)| *time < last);
    Some(out)
}

/// The model, with a trend if it may be kept: three years, significant, and no further out than what was seen.
fn model(reference: &Reference, how: &Farrington) -> Option<(Model, bool)> {
    let Some(with) = fitted(reference, true, how).filter(|it| it.fit.converged) else {
        return fitted(reference, false, how).filter(|it| it.fit.converged).map(|it| (it, false));
    };
    let trend_below = if let Form::Flexible(it) = how.form { it.trend_below } else { 0.05 };
    let (slope, columns) = (with.fit.coefficients[1], with.row.len());
    let error = (with.spread * with.fit.covariance[columns + 1]).sqrt();
    let p = student_two_sided(slope / error, with.freedom);
    let most = reference.counts.iter().copied().fold(0.0, f64::max);
    if how.years >= 3 && p < trend_below && with.mean() <= most {
        return Some((with, true));
    }
    fitted(reference, false, how).map(|it| (it, false))
}

fn fitted(reference: &Reference, trend: bool, how: &Farrington) -> Option<Model> {
    let (rows, row) = design(reference, trend);
    let problem = Problem {
        rows: &rows,
        counts: &reference.counts,
        offset: &[],
        weights: &[],
        prior: &[],
        size: f64::INFINITY,
    };
    let freedom = (reference.counts.len() - row.len()) as f64;
    let first = problem.fit(None)?;
    let spread = spread(&first, &first.working, &reference.counts, freedom);
    let residuals = anscombe(&first, &rows, &reference.counts, spread.max(1.0));
    let above = if let Form::Flexible(it) = how.form { it.reweigh_above } else { 1.0 };
    let weights = weights(&residuals, above);
    let fit = Problem { weights: &weights, ..problem }.fit(None)?;
    let own = self::spread(&fit, &fit.working, &reference.counts, freedom);
    // R's farringtonFlexible puts the weights of the reweighing where summary.glm looks for those of the last step.
    let spread = match how.form {
        Form::Original => own,
        Form::Flexible(_) => self::spread(&fit, &weights, &reference.counts, freedom),
    };
    Some(Model { fit, row, dispersion: own.max(1.0), spread, freedom })
}

/// Rows of the reference and of the count in question: 1, time, parts of the year but the first.
fn design(reference: &Reference, trend: bool) -> (Vec<f64>, Vec<f64>) {
    let middle = reference.at as f64;
    let row = |time: usize, part: usize| {
        let time = if trend { vec![time as f64 - middle] } else { Vec::new() };
        let parts = (2..=reference.periods).map(move |it| f64::from(u8::from(it == part)));
        [1.0].into_iter().chain(time).chain(parts).collect::<Vec<f64>>()
    };
    let rows = reference.times.iter().zip(&reference.parts).flat_map(|(t, part)| row(*t, *part));
    (rows.collect(), row(reference.at, reference.periods))
}

/// Pearson's estimate of the dispersion.
fn spread(fit: &Fit, weights: &[f64], counts: &[f64], freedom: f64) -> f64 {
    let each = counts.iter().zip(&fit.means).zip(weights);
    each.map(|((y, mean), weight)| weight * ((y - mean) / mean).powi(2)).sum::<f64>() / freedom
}

fn anscombe(fit: &Fit, rows: &[f64], counts: &[f64], dispersion: f64) -> Vec<f64> {
    let each = counts.iter().zip(&fit.means).zip(fit.leverages(rows));
    each.map(|((y, mean), leverage)| {
        let residual = 1.5 * (y.powf(2.0 / 3.0) * mean.powf(-1.0 / 6.0) - mean.sqrt());
        residual / (dispersion * (1.0 - leverage)).sqrt()
    })
    .collect()
}

/// Counts far above what was expected weigh by the square of how far; weights add up to the number of counts.
fn weights(residuals: &[f64], above: f64) -> Vec<f64> {
    let raw = residuals.iter().map(|it| if *it > above { it.powi(-2) } else { 1.0 });
    let raw: Vec<f64> = raw.collect();
    let scale = raw.len() as f64 / raw.iter().sum::<f64>();
    raw.into_iter().map(|it| it * scale).collect()
}

impl Model {
    fn linear(&self) -> f64 {
        self.row.iter().zip(&self.fit.coefficients).map(|(x, b)| x * b).sum()
    }

    fn mean(&self) -> f64 {
        self.linear().exp()
    }
}

/// Mean, upper bound and p-value.
fn bound((model, _): &(Model, bool), how: &Farrington, y: f64) -> (f64, f64, f64) {
    let mean = model.mean();
    // The original scales errors with a dispersion of at least 1.
    let spread = if how.form == Form::Original { model.dispersion } else { model.spread };
    let error = (spread * model.fit.variance(&model.row)).sqrt();
    let (alpha, by) = match how.form {
        Form::Original => (how.alpha / 2.0, BoundBy::PowerTwoThirds),
        Form::Flexible(it) => (how.alpha, it.bound),
    };
    let high = normal_quantile(1.0 - alpha);
    if by == BoundBy::PowerTwoThirds {
        let spread = model.dispersion + (error * mean).powi(2) / mean;
        let deviation = (4.0 / 9.0 * mean.cbrt() * spread).sqrt();
        let middle = mean.powf(2.0 / 3.0);
        let p = normal_tail((y.powf(2.0 / 3.0) - middle) / deviation);
        return (mean, (middle + high * deviation).powf(1.5), p);
    }
    let mut about = mean;
    if by == BoundBy::NegativeBinomialOfQuantile {
        about = (model.linear() + high * error).exp();
    }
    let more = model.dispersion - 1.0;
    let size = if more > 0.0 { about / more } else { f64::INFINITY };
    let it = NegativeBinomial { mean: about, size };
    (mean, it.quantile(1.0 - alpha), it.tail(y))
}
