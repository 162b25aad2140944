//! PLOVER's scores of classes and modes: how much an act helps or harms, from 10 to −10.

use std::collections::HashMap;

/// By class and mode, from `data/scales/plover.tsv`, which a test of the lexicon checks.
pub(super) struct Intensities {
    scores: HashMap<(&'static str, &'static str), f64>,
}

impl Intensities {
    pub(super) fn embedded() -> Self {
        let text = include_str!("../../../../data/scales/plover.tsv");
        let row = |line: &'static str| {
            let mut cells = line.split('\t');
            let key = (cells.next()?, cells.next()?);
            Some((key, cells.next()?.parse().ok()?))
        };
        let lines = text.lines().filter(|it| !it.starts_with('#'));
        Intensities { scores: lines.filter_map(row).collect() }
    }

    /// Of the mode, or of the class where the mode has none.
    pub(super) fn of(&self, class: &str, mode: Option<&str>) -> Option<f64> {
        let with_mode = mode.and_then(|mode| self.scores.get(&(class, mode)));
        with_mode.or_else(|| self.scores.get(&(class, ""))).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_has_its_own_score_or_that_of_its_class() {
        let all = Intensities::embedded();
        assert_eq!(all.of("ASSAULT", None), Some(-9.0));
        assert_eq!(all.of("ASSAULT", Some("abduct")), Some(-8.5));
        assert_eq!(all.of("ASSAULT", Some("none such")), Some(-9.0));
        assert_eq!(all.of("NONE", None), None);
    }
}
