//! One pass over a series: each day held against the days before it, and against nothing after it.

use crate::model::Date;
use crate::report::alerts::baseline::Baseline;
use crate::report::alerts::baseline::baseline;
use crate::report::alerts::calibration::Thresholds;
use crate::report::alerts::calibration::thresholds;
use crate::report::alerts::change_point::ChangePoint;
use crate::report::alerts::change_point::Likelihoods;
use crate::report::alerts::change_point::Runs;
use crate::report::alerts::change_point::ratios_before;
use crate::report::alerts::cusum;
use crate::report::alerts::cusum::Cusum;
use crate::report::alerts::distribution::NegativeBinomial;
use crate::report::alerts::series::DailySeries;
use crate::report::alerts::series::DayCount;
use crate::report::alerts::watch::Settings;
use serde::Deserialize;
use serde::Serialize;

/// How an alert was found.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// A day's count beyond what a negative binomial regression over the year before allows for.
    Farrington,
    /// The sum of log-likelihood ratios for a higher rate.
    Cusum,
    /// The odds that the rate has changed to a higher one.
    ChangePoint,
    /// A normal score above 3 against the last weeks; promises nothing.
    ShortHistory,
}

impl Method {
    /// For people and in files.
    pub fn name(self) -> &'static str {
        match self {
            Method::Farrington => "farrington",
            Method::Cusum => "cusum",
            Method::ChangePoint => "change-point",
            Method::ShortHistory => "short-history",
        }
    }

    /// What it measures, for people.
    pub(super) fn statistic(self) -> &'static str {
        match self {
            Method::Farrington => "a count",
            Method::Cusum => "a sum",
            Method::ChangePoint => "log odds",
            Method::ShortHistory => "a normal score",
        }
    }
}

/// A statistic above its threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Signal {
    /// Which.
    pub method: Method,
    /// The count; the sum; the log odds; the normal score.
    pub statistic: f64,
    /// What it reached.
    pub threshold: f64,
    /// Probability of such a count or a larger one, where the method has one.
    pub p: Option<f64>,
    /// False alarms a year of this method on this series at this threshold; none where nothing is promised.
    pub expected_false_alarms: Option<f64>,
    /// First day of what it saw.
    pub since: Date,
}

/// Why a promise may not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Too little history for a baseline.
    ShortHistory,
    /// What happens on a day carries over to the next, so that alarms come in flocks and more often.
    SerialDependence,
    /// Nothing says how much was read, so that more coverage looks like more events.
    NoDenominator,
}

/// What a day was held against.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Against {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Days with data.
    pub days: usize,
    /// Count expected of the day.
    pub expected: f64,
    /// Variance is expected + expected² / size.
    pub size: f64,
    /// How often as much as on an average day.
    pub weekday_factor: f64,
    /// How often as much each year.
    pub trend_a_year: f64,
    /// Days that weigh less, as parts of past outbreaks.
    pub lowered_days: usize,
}

/// A day with data and what was found on it.
#[derive(Clone, Debug)]
pub struct Assessed {
    /// The day, its count and what was read.
    pub day: DayCount,
    /// None before there is any history.
    pub against: Option<Against>,
    /// In the order of the methods.
    pub signals: Vec<Signal>,
    /// Why the promise may not hold.
    pub doubts: Vec<Doubt>,
    /// Probability that the count reaches its bound though nothing is the matter; what Farrington's alarms add up to if the promise holds.
    pub false_alarm: Option<f64>,
    pub(super) held: Option<Held>,
}

/// What it takes to go over a day again with another count.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) now: NegativeBinomial,
    bound: u32,
    cusum_threshold: f64,
    change_point_threshold: f64,
    /// Both before the day.
    cusum: Cusum,
    change_point: ChangePoint,
}

/// Residuals of neighboring days that go together this much are no accident in a year.
const DEPENDENT: f64 = 0.2;

/// Goes over a series; `rate` is how many alerts a day each method may open.
pub fn scan(series: &DailySeries, settings: &Settings, rate: f64) -> Vec<Assessed> {
    let mut scanner = Scanner::new(settings, rate, series.has_denominator);
    (0..series.days.len()).map(|at| scanner.day(&series.days, at)).collect()
}

struct Scanner<'a> {
    settings: &'a Settings,
    rate: f64,
    has_denominator: bool,
    baseline: Option<Baseline>,
    thresholds: Option<Thresholds>,
    cusum: Cusum,
    change_point: ChangePoint,
    runs: Runs,
    /// Since when the sum has been above 0.
    rising: Option<Date>,
}

impl<'a> Scanner<'a> {
    fn new(settings: &'a Settings, rate: f64, has_denominator: bool) -> Self {
        Scanner {
            settings,
            rate,
            has_denominator,
            baseline: None,
            thresholds: None,
            cusum: Cusum::new(),
            change_point: ChangePoint::new(),
            runs: Runs::new(),
            rising: None,
        }
    }

    fn day(&mut self, days: &[DayCount], at: usize) -> Assessed {
        let past = self.past(days, at);
        let mut found = if past.len() < usize::from(self.settings.least_days) {
            short_history(&days[..at], days[at])
        } else {
            self.long_history(past, days, at)
        };
        if !self.has_denominator {
            found.doubts.push(Doubt::NoDenominator);
        }
        found
    }

    /// The days of the baseline: those of a window that ends before the guard.
    fn past<'b>(&self, days: &'b [DayCount], at: usize) -> &'b [DayCount] {
        let age = |it: &DayCount| (days[at].day - it.day).get_days();
        let guard = i32::from(self.settings.guard_days);
        let oldest = guard + i32::from(self.settings.baseline_days);
        let from = days[..at].partition_point(|it| age(it) > oldest);
        let to = days[..at].partition_point(|it| age(it) > guard);
        &days[from..to]
    }

    fn long_history(&mut self, past: &[DayCount], days: &[DayCount], at: usize) -> Assessed {
        let today = days[at];
        let Some(baseline) = baseline(past, today, self.baseline.as_ref()) else {
            return short_history(&days[..at], today);
        };
        let thresholds = self.thresholds(&baseline);
        let (bound, false_alarm) = baseline.bound(self.rate);
        let held = Held {
            now: baseline.middle(),
            bound,
            cusum_threshold: thresholds.cusum,
            change_point_threshold: thresholds.change_point,
            cusum: self.cusum,
            change_point: self.change_point.clone(),
        };
        self.step(&held, today);
        let mut signals: Vec<Signal> = Vec::new();
        for method in &self.settings.methods {
            signals.extend(self.signal(*method, &held, &baseline, false_alarm, days, at));
        }
        let doubts = if baseline.dependence > DEPENDENT {
            vec![Doubt::SerialDependence]
        } else {
            Vec::new()
        };
        let against = Some(against(&baseline));
        self.baseline = Some(baseline);
        let false_alarm = Some(false_alarm);
        Assessed { day: today, against, signals, doubts, false_alarm, held: Some(held) }
    }

    /// Simulated anew only where the baseline has moved.
    fn thresholds(&mut self, baseline: &Baseline) -> Thresholds {
        match self.thresholds.take() {
            Some(known) if known.suit(baseline) => self.thresholds = Some(known.clone()),
            _ => {
                let quiet = usize::from(self.settings.quiet_days);
                self.thresholds = Some(self.simulated(baseline, quiet));
            }
        }
        self.thresholds.clone().expect("set on both ways")
    }

    fn simulated(&self, baseline: &Baseline, quiet: usize) -> Thresholds {
        let sequential = [Method::Cusum, Method::ChangePoint];
        if self.settings.methods.iter().any(|it| sequential.contains(it)) {
            thresholds(baseline, self.settings.shift, quiet, self.rate)
        } else {
            Thresholds::unused(baseline)
        }
    }

    fn step(&mut self, held: &Held, today: DayCount) {
        let (y, prior) = (f64::from(today.count), ratios_before());
        let cap = cusum::CAP * held.cusum_threshold;
        self.cusum.step(y, held.now, self.settings.shift, cap);
        let likelihoods = Likelihoods::new(held.now);
        self.change_point.step(y, &likelihoods, &prior);
        self.runs.step(y, &likelihoods, &prior);
        self.rising = if self.cusum.sum > 0.0 { self.rising.or(Some(today.day)) } else { None };
    }

    fn signal(
        &self,
        method: Method,
        held: &Held,
        baseline: &Baseline,
        false_alarm: f64,
        days: &[DayCount],
        at: usize,
    ) -> Option<Signal> {
        let today = days[at];
        let promised = Some(self.rate * 365.25);
        let (statistic, threshold, expected, since) = match method {
            Method::Farrington => {
                let expected = Some(false_alarm * 365.25);
                (f64::from(today.count), f64::from(held.bound), expected, today.day)
            }
            Method::Cusum => {
                let since = self.rising.unwrap_or(today.day);
                (self.cusum.sum, held.cusum_threshold, promised, since)
            }
            Method::ChangePoint => {
                let counts = self.runs.length().map_or(1, |it| it.0);
                let since = days[(at + 1).saturating_sub(counts)].day;
                (self.change_point.log_odds(), held.change_point_threshold, promised, since)
            }
            Method::ShortHistory => return None,
        };
        let p = (method == Method::Farrington).then(|| baseline.tail(today.count));
        let signal =
            Signal { method, statistic, threshold, p, expected_false_alarms: expected, since };
        (statistic >= threshold).then_some(signal)
    }
}

fn against(it: &Baseline) -> Against {
    Against {
        from: it.from,
        to: it.to,
        days: it.n_days,
        expected: it.expected(),
        size: it.size(),
        weekday_factor: it.weekday_factor(),
        trend_a_year: it.trend.exp(),
        lowered_days: it.n_lowered,
    }
}

/// Days of a short history, and days between it and the day in question.
const SHORT: usize = 28;
const SHORT_LEAST: usize = 7;
const SHORT_GUARD: usize = 2;

/// A day whose normal score is above this is told.
const SHORT_SCORE: f64 = 3.0;

/// Against the last weeks but two days, as C2 of EARS does (Hutwagner et al. 2003).
/// DIFFERENCE: up to 28 days and not 7, rates and not counts, and the score of a negative binomial and not standard deviations, of which
/// a week of zeros has none and a handful of rare events too many.
fn short_history(before: &[DayCount], today: DayCount) -> Assessed {
    let to = before.len().saturating_sub(SHORT_GUARD);
    let past = &before[to.saturating_sub(SHORT)..to];
    let mut found = Assessed {
        day: today,
        against: None,
        signals: Vec::new(),
        doubts: vec![Doubt::ShortHistory],
        false_alarm: None,
        held: None,
    };
    let ([first, .., last], true) = (past, past.len() >= SHORT_LEAST) else { return found };
    let now = short_prediction(past, today);
    let count = f64::from(today.count);
    let statistic = now.normal_score(count);
    if statistic > SHORT_SCORE {
        found.signals.push(Signal {
            method: Method::ShortHistory,
            statistic,
            threshold: SHORT_SCORE,
            p: Some(now.tail(count)),
            expected_false_alarms: None,
            since: today.day,
        });
    }
    found.against = Some(Against {
        from: first.day,
        to: last.day,
        days: past.len(),
        expected: now.mean,
        size: now.size,
        weekday_factor: 1.0,
        trend_a_year: 1.0,
        lowered_days: 0,
    });
    found
}

/// What a few days lead one to expect of the next: as uncertain as their number leaves the rate (half an event more than was seen keeps
/// it above 0), and as spread as they are.
fn short_prediction(past: &[DayCount], today: DayCount) -> NegativeBinomial {
    let read: f64 = past.iter().map(|it| it.read).sum();
    let seen = past.iter().map(|it| f64::from(it.count)).sum::<f64>() + 0.5;
    let (mut excess, mut squares) = (0.0, 0.0);
    for it in past {
        let expected = seen * it.read / read;
        excess += (f64::from(it.count) - expected).powi(2) - expected;
        squares += expected * expected;
    }
    let spread = (excess / squares).max(0.0) + 1.0 / seen;
    NegativeBinomial { mean: seen * today.read / read, size: 1.0 / spread }
}

/// Whether any of the signals of the last day would be there if the days had had these counts; only days from the first signal's beginning on.
pub(super) fn stands(days: &[Assessed], counts: &[u32], settings: &Settings) -> bool {
    let Some(last) = days.last() else { return false };
    let Some(held) = &last.held else {
        return short_stands(last, counts);
    };
    let first = days.iter().find_map(|it| it.held.as_ref()).unwrap_or(held);
    let (mut sum, mut odds, prior) = (first.cusum, first.change_point.clone(), ratios_before());
    for (it, count) in days.iter().zip(counts) {
        let Some(held) = &it.held else { continue };
        let y = f64::from(*count);
        sum.step(y, held.now, settings.shift, cusum::CAP * held.cusum_threshold);
        odds.step(y, &Likelihoods::new(held.now), &prior);
    }
    let count = counts.last().copied().unwrap_or(0);
    last.signals.iter().any(|it| match it.method {
        Method::Farrington => count >= held.bound,
        Method::Cusum => sum.sum >= held.cusum_threshold,
        Method::ChangePoint => odds.log_odds() >= held.change_point_threshold,
        Method::ShortHistory => false,
    })
}

/// Of the fallback.
fn short_stands(last: &Assessed, counts: &[u32]) -> bool {
    let Some(Against { expected, size, .. }) = last.against else { return false };
    let count = f64::from(counts.last().copied().unwrap_or(0));
    NegativeBinomial { mean: expected, size }.normal_score(count) > SHORT_SCORE
}
