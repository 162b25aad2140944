//! Watch-lists: what is watched, and how many false alarms a year the whole list may give.

use crate::model::Error;
use crate::model::ErrorKind;
use crate::report::alerts::scan::Method;
use serde::Deserialize;

/// A watch-list, as its TOML file says. Shape: `docs/alerts.md`.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct WatchList {
    /// `detente.watch-list/1`.
    pub schema: String,
    /// False alarms a year over all that is watched and all methods together.
    pub budget: f64,
    /// How to watch.
    #[serde(flatten)]
    pub settings: Settings,
    /// What to watch in a store.
    #[serde(default, rename = "watch")]
    pub watches: Vec<Watch>,
}

/// How to watch; what a file does not say is as here.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default)]
pub struct Settings {
    /// Each gets an equal share of the budget.
    pub methods: Vec<Method>,
    /// Days of history that a day is held against.
    pub baseline_days: u16,
    /// Days between them and the day itself, so that a slow rise is not taken for ordinary.
    pub guard_days: u16,
    /// With fewer days of data there is no baseline, but the fallback for short histories.
    pub least_days: u16,
    /// Days with data and without a signal after which an alert ends.
    pub quiet_days: u16,
    /// How many times as high a rate the cumulative sum looks for.
    pub shift: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            methods: vec![Method::Farrington, Method::Cusum, Method::ChangePoint],
            baseline_days: 365,
            guard_days: 14,
            least_days: 112,
            quiet_days: 14,
            shift: 2.0,
        }
    }
}

/// One thing watched.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Watch {
    /// For people; each once.
    pub name: String,
    /// A party on either side: country, code or name.
    pub actor: Option<String>,
    /// Who does it.
    pub source: Option<String>,
    /// To whom.
    pub target: Option<String>,
    /// Class (`THREATEN`) or beginning of a CAMEO code.
    pub class: Option<String>,
    /// Quad classes, 1 to 4; all if empty.
    pub quads: Vec<u8>,
    /// A country or the name of a place.
    pub place: Option<String>,
    /// Who put it up.
    pub outlet: Option<String>,
    /// Events less sure are left out, from 0 to 1.
    pub min_confidence: f64,
    /// What counts as one.
    pub unit: WatchUnit,
}

/// What counts as one. What came about is counted on the day it was published: only that is known on the day.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum WatchUnit {
    /// Each text once for each dyad and class, however often it is copied.
    #[default]
    Origin,
    /// Each story once for each dyad and class.
    Story,
    /// Each dyad and class once a day.
    Act,
    /// Each document once for each dyad and class, copies too.
    Report,
}

impl WatchList {
    /// From the text of such a file.
    ///
    /// # Errors
    /// If it is not of that form, or asks for what cannot be.
    pub fn read(text: &str) -> Result<Self, Error> {
        let list: WatchList = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(0, |it| text[..it.start].matches('\n').count() + 1);
            Error::new(ErrorKind::Lexicon, format!("line {line}: {}", error.message()))
        })?;
        match list.fault() {
            Some((what, hint)) => Err(Error::new(ErrorKind::Lexicon, what).hint(hint)),
            None => Ok(list),
        }
    }

    fn fault(&self) -> Option<(String, &'static str)> {
        let it = &self.settings;
        if self.schema != "detente.watch-list/1" {
            return Some((
                format!("no watch-list: {:?}", self.schema),
                "schema = \"detente.watch-list/1\"",
            ));
        }
        if !(self.budget > 0.0 && self.budget <= 1000.0) {
            return Some((
                format!("a budget of {}", self.budget),
                "false alarms a year, above 0 and at most 1000",
            ));
        }
        if it.methods.is_empty() || it.methods.contains(&Method::ShortHistory) {
            return Some((
                "methods".to_owned(),
                "farrington, cusum and change-point, or some of them; the fallback is chosen by itself",
            ));
        }
        if !(it.shift > 1.0 && it.shift <= 100.0) {
            return Some((format!("a shift of {}", it.shift), "above 1 and at most 100"));
        }
        if it.least_days < 56 || it.baseline_days < it.least_days {
            return Some((
                format!("{} to {} days of history", it.least_days, it.baseline_days),
                "least_days is 56 or more, baseline_days no fewer",
            ));
        }
        self.watches.iter().enumerate().find_map(|(i, watch)| self.fault_of(i, watch))
    }

    fn fault_of(&self, i: usize, watch: &Watch) -> Option<(String, &'static str)> {
        if watch.name.is_empty() || self.watches[..i].iter().any(|it| it.name == watch.name) {
            return Some((
                format!("watch {} is named {:?}", i + 1, watch.name),
                "each watch has a name of its own",
            ));
        }
        if watch.quads.iter().any(|it| !(1..=4).contains(it)) {
            return Some((format!("quads of {:?}", watch.name), "quad classes are 1 to 4"));
        }
        None
    }

    /// Alerts a day that each method may open for each of so many series.
    pub fn rate(&self, n_series: usize) -> f64 {
        self.budget / 365.25 / (n_series.max(1) * self.settings.methods.len()) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#"
schema = "detente.watch-list/1"
budget = 4
shift = 1.5

[[watch]]
name = "Mordor's hostile deeds toward Gondor"
source = "MOR"
target = "GON"
quads = [4]
"#;

    #[test]
    fn a_list_is_read() {
        let list = WatchList::read(LIST).unwrap();
        assert_eq!((list.settings.shift, list.settings.quiet_days), (1.5, 14));
        assert_eq!(list.watches[0].unit, WatchUnit::Origin);
        assert!((list.rate(2) * 365.25 - 4.0 / 6.0).abs() < 1e-12, "two series, three methods");
    }

    #[test]
    fn the_sample_says_the_defaults() {
        let list = WatchList::read(include_str!("../../../../../examples/watch-list.toml"));
        let list = list.unwrap();
        assert_eq!(list.settings, Settings::default());
        assert_eq!(list.watches.len(), 3);
    }

    #[test]
    fn what_makes_no_sense_is_said() {
        for (old, new) in [
            ("budget = 4", "budget = 0"),
            ("budget = 4", "budget = 4\nbaseline_days = 30"),
            ("budget = 4", "budget = 4\nmethods = [\"crystal-ball\"]"),
            ("quads = [4]", "quads = [5]"),
            ("target = \"GON\"", "tagret = \"GON\""),
            ("list/1", "list/9"),
            ("shift = 1.5", "shfit = 1.5"),
            ("name = \"Mordor's hostile deeds toward Gondor\"", ""),
        ] {
            let error = WatchList::read(&LIST.replace(old, new));
            assert_eq!(error.unwrap_err().kind(), ErrorKind::Lexicon, "{new}");
        }
    }
}
