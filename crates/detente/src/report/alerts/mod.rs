//! Alerts that keep their word: what rises above its past, with how often that would happen if nothing were the matter.
//!
//! In: daily counts beside what was read ([`DailySeries`]), and a [`WatchList`] with its budget of false alarms. Out: [`Alert`]s with what they stand on.
//! Each day is held against the days before it alone. Nothing here knows why a count rises, and nothing predicts.
//! `docs/alerts.md` says what is promised and what was measured.
//!
//! Files: `series`, `watch` read; `baseline` (regression by `glm`), `cusum`, `change_point` are the statistics, `calibration` their thresholds
//! from simulation (`random`, `distribution`); `scan` goes over the days, `notice` opens and ends alerts, `raise` finds the events behind them,
//! `atom` writes a feed. `farrington` and `cusum::sums` are the methods as first published, for weekly counts, held against R in `reference`.

mod atom;
mod baseline;
mod calibration;
mod change_point;
mod cusum;
mod distribution;
mod farrington;
mod glm;
mod notice;
mod raise;
mod random;
#[cfg(test)]
mod reference;
mod scan;
mod series;
#[cfg(test)]
mod tests;
mod watch;

pub use atom::atom;
pub use cusum::Transform;
pub use cusum::sums;
pub use farrington::Bound;
pub use farrington::BoundBy;
pub use farrington::Farrington;
pub use farrington::Flexible;
pub use farrington::Form;
pub use farrington::farrington;
pub use notice::Change;
pub use notice::Notice;
pub use notice::notices;
pub use raise::Alert;
pub use raise::Evidence;
pub use raise::Groups;
pub use raise::Quote;
pub use raise::Share;
pub use raise::alerts_of_series;
pub use raise::alerts_of_store;
pub use raise::laid_out;
pub use raise::watched;
pub use random::Random;
pub use random::Urn;
pub use scan::Against;
pub use scan::Assessed;
pub use scan::Doubt;
pub use scan::Method;
pub use scan::Signal;
pub use scan::scan;
pub use series::DailySeries;
pub use series::DayCount;
pub use series::series_of_csv;
pub use watch::Settings;
pub use watch::Watch;
pub use watch::WatchList;
pub use watch::WatchUnit;
