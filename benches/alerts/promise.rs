//! Whether alerts keep their word: alarms where nothing is the matter, and how soon an injected rise is found. `docs/alerts.md` has its figures.
//!
//! `cargo run --profile quick -p detente --example promise -- [YEARS] [SERIES]`: years and series for each of the 18 kinds (3 volumes, 3 dispersions, with and without weekdays).

#![allow(clippy::print_stdout, reason = "a measurement shows its result")]

use detente::report::Assessed;
use detente::report::Change;
use detente::report::DailySeries;
use detente::report::DayCount;
use detente::report::Method;
use detente::report::Random;
use detente::report::Settings;
use detente::report::Urn;
use detente::report::notices;
use detente::report::scan;

/// Alarms a year of each method where nothing is the matter: many, so that a few years tell.
const PROMISED: f64 = 2.0;

fn main() {
    let mut args = std::env::args().skip(1).map(|it| it.parse().expect("a number"));
    let (years, n_series) = (args.next().unwrap_or(6), args.next().unwrap_or(8));
    println!(
        "mean size weekdays | Farrington: days promised found z | openings a year: cusum change-point (promised {PROMISED})"
    );
    for mean in [1.0, 5.0, 20.0] {
        for size in [0.5, 2.0, f64::INFINITY] {
            for weekdays in [false, true] {
                quiet(mean, size, weekdays, years, n_series);
            }
        }
    }
    println!(
        "\nmean size ratio | found within 30 days, median delay: farrington cusum change-point"
    );
    for (mean, size) in [(1.0, 2.0), (5.0, 2.0), (20.0, 2.0), (5.0, f64::INFINITY)] {
        for ratio in [1.5, 2.0, 3.0, 5.0] {
            rise(mean, size, ratio, 3 * n_series);
        }
    }
}

/// Days of one series; from `change` on the rate is `ratio` times as high.
fn series(
    mean: f64,
    size: f64,
    weekdays: bool,
    n: usize,
    seed: u64,
    change: usize,
    ratio: f64,
) -> DailySeries {
    let urns = |ratio: f64| -> Vec<Urn> {
        let factor = |i: usize| match (weekdays, i) {
            (false, _) => 1.0,
            (true, 5 | 6) => 0.4,
            (true, _) => 1.24,
        };
        (0..7).map(|i| Urn::new(mean * factor(i) * ratio, size)).collect()
    };
    let (before, after, mut random) = (urns(1.0), urns(ratio), Random::new(seed));
    let mut day = jiff::civil::date(2010, 1, 4);
    let mut next = |i: usize| {
        let urns = if i < change { &before } else { &after };
        let count = urns[i % 7].draw(&mut random) as u32;
        let it = DayCount { day, count, read: 100.0 };
        day = day.tomorrow().expect("the calendar goes on");
        it
    };
    DailySeries { key: String::new(), days: (0..n).map(&mut next).collect(), has_denominator: true }
}

fn quiet(mean: f64, size: f64, weekdays: bool, years: usize, n_series: usize) {
    let first = 379;
    let (mut promised, mut found, mut days) = (0.0, 0.0, 0.0);
    let (mut openings, settings, rate) = ([0.0; 2], Settings::default(), PROMISED / 365.25);
    for i in 0..n_series as u64 {
        // Each kind has numbers of its own.
        let seed =
            (mean * 1e6 + size.min(1e4) * 1e3) as u64 + u64::from(weekdays) * 7919 + i * 104_729;
        let it = series(mean, size, weekdays, first + years * 365, seed, usize::MAX, 1.0);
        let counted = &scan(&it, &settings, rate)[first..];
        promised += counted.iter().filter_map(|it| it.false_alarm).sum::<f64>();
        found +=
            only(counted, Method::Farrington).iter().filter(|it| !it.signals.is_empty()).count()
                as f64;
        days += counted.len() as f64;
        for (method, n) in [Method::Cusum, Method::ChangePoint].into_iter().zip(&mut openings) {
            let changes = notices(&only(counted, method), &settings, rate);
            *n += changes.iter().filter(|it| it.change == Change::Opened).count() as f64;
        }
    }
    let share: f64 = promised / days;
    let z = (found - promised) / (days * share * (1.0 - share)).sqrt();
    let years = days / 365.25;
    println!(
        "{mean:4} {size:4} {weekdays:5} | {promised:7.1} {found:5} {z:5.1} | {:5.2} {:5.2}  (±{:.2})",
        openings[0] / years,
        openings[1] / years,
        2.0 * (PROMISED / years).sqrt()
    );
}

/// The days with the signals of one method.
fn only(days: &[Assessed], method: Method) -> Vec<Assessed> {
    let mut days = days.to_vec();
    days.iter_mut().for_each(|it| it.signals.retain(|it| it.method == method));
    days
}

fn rise(mean: f64, size: f64, ratio: f64, n_series: usize) {
    let change = 400;
    let mut out = String::new();
    for method in [Method::Farrington, Method::Cusum, Method::ChangePoint] {
        let settings = Settings { methods: vec![method], ..Settings::default() };
        let mut delays: Vec<usize> = Vec::new();
        for seed in 0..n_series as u64 {
            let it = series(mean, size, false, change + 30, 5000 + seed, change, ratio);
            // One false alarm in two years.
            let scanned = scan(&it, &settings, 0.5 / 365.25);
            delays.extend(
                scanned[change..].iter().position(|it| !it.signals.is_empty()).map(|it| it + 1),
            );
        }
        delays.sort_unstable();
        let share = 100 * delays.len() / n_series;
        let middle = delays.get(delays.len() / 2).map_or("-".to_owned(), ToString::to_string);
        out += &format!("  {share:3} % {middle:>2} d");
    }
    println!("{mean:4} {size:4} {ratio:4} |{out}");
}
