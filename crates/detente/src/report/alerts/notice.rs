//! Alerts open, grow and end.

use crate::model::Date;
use crate::report::alerts::distribution::NegativeBinomial;
use crate::report::alerts::scan::Assessed;
use crate::report::alerts::watch::Settings;
use serde::Serialize;

/// What became of an alert on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// There was none before.
    Opened,
    /// A count that would be an alarm even if the alert's own level so far were ordinary.
    Escalated,
    /// No signal for as many days with data as the watch-list says.
    Ended,
}

impl Change {
    /// For people and in files.
    pub fn name(self) -> &'static str {
        match self {
            Change::Opened => "opened",
            Change::Escalated => "escalated",
            Change::Ended => "ended",
        }
    }
}

/// A change, by positions among the days assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What.
    pub change: Change,
    /// On which day.
    pub at: usize,
    /// When the alert opened.
    pub opened: usize,
}

/// All changes, in order.
pub fn notices(days: &[Assessed], settings: &Settings, rate: f64) -> Vec<Notice> {
    let mut out = Vec::new();
    let mut open: Option<Open> = None;
    for (at, day) in days.iter().enumerate() {
        let signals = !day.signals.is_empty();
        match &mut open {
            None if signals => {
                out.push(Notice { change: Change::Opened, at, opened: at });
                open = Some(Open::new(at, day));
            }
            None => {}
            Some(it) => {
                if signals && it.outgrown(day, rate) {
                    out.push(Notice { change: Change::Escalated, at, opened: it.opened });
                }
                it.add(at, day, signals);
                if at - it.last >= usize::from(settings.quiet_days) {
                    out.push(Notice { change: Change::Ended, at, opened: it.opened });
                    open = None;
                }
            }
        }
    }
    out
}

/// An alert under way.
struct Open {
    opened: usize,
    /// Last day with a signal.
    last: usize,
    /// Over its days with a signal.
    count: f64,
    expected: f64,
    /// Highest ratio of a day that was told.
    told: f64,
}

impl Open {
    fn new(at: usize, day: &Assessed) -> Self {
        let mut open = Open { opened: at, last: at, count: 0.0, expected: 0.0, told: 0.0 };
        open.add(at, day, true);
        open.told = open.count / open.expected;
        open
    }

    fn add(&mut self, at: usize, day: &Assessed, signals: bool) {
        if signals {
            self.last = at;
            self.count += f64::from(day.day.count);
            self.expected += day.against.map_or(1.0, |it| it.expected).max(1e-6);
        }
    }

    fn outgrown(&mut self, day: &Assessed, rate: f64) -> bool {
        let Some(against) = day.against else { return false };
        let ratio = (self.count / self.expected).max(self.told).max(1.0);
        let level =
            NegativeBinomial { mean: against.expected.max(1e-6) * ratio, size: against.size };
        let outgrown = level.tail(f64::from(day.day.count)) <= rate;
        if outgrown {
            self.told = f64::from(day.day.count) / against.expected.max(1e-6);
        }
        outgrown
    }
}

/// First day of what the signals of a day saw, but no more than so many days back.
pub(super) fn since(day: &Assessed, most_days: i32) -> Date {
    let earliest = day.signals.iter().map(|it| it.since).min().unwrap_or(day.day.day);
    let bound = day.day.day.checked_sub(jiff::Span::new().days(most_days)).unwrap_or(earliest);
    earliest.max(bound)
}
