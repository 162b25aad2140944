//! The code sets of other data sets, from tables that people can read.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;

/// A table of `data/`: rows by the value of their first column.
struct Rows {
    names: Vec<&'static str>,
    rows: Vec<Vec<&'static str>>,
}

impl Rows {
    /// Lines that begin with `#` tell of the table; the next is its header.
    fn read(text: &'static str) -> Self {
        let mut lines = text.lines().filter(|it| !it.starts_with('#'));
        let names = lines.next().unwrap_or_default().split('\t').collect();
        Rows { names, rows: lines.map(|it| it.split('\t').collect()).collect() }
    }

    /// The values of a column, beside the first; empty ones are left out.
    fn column(&self, name: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        let at = self.names.iter().position(|it| *it == name).unwrap_or(usize::MAX);
        self.rows.iter().filter_map(move |row| {
            let value = row.get(at).filter(|it| !it.is_empty())?;
            Some((*row.first()?, *value))
        })
    }

    fn map(&self, name: &str) -> BTreeMap<&'static str, &'static str> {
        self.column(name).collect()
    }
}

/// What the codes of each data set mean in those of another.
pub(crate) struct Codes {
    countries: HashMap<&'static str, Country>,
    by_cameo: HashMap<&'static str, &'static str>,
    by_fips: HashMap<&'static str, &'static str>,
    by_name: HashMap<String, &'static str>,
    classes: BTreeMap<&'static str, &'static str>,
    planned: BTreeMap<&'static str, &'static str>,
    acts: BTreeMap<&'static str, &'static str>,
    goldstein: BTreeMap<&'static str, &'static str>,
    intensity: HashMap<(&'static str, &'static str), f64>,
    quads: HashMap<&'static str, i64>,
    sector_cameo: BTreeMap<&'static str, &'static str>,
    sector_icews: BTreeMap<&'static str, &'static str>,
    sector_of_cameo: BTreeMap<&'static str, &'static str>,
    sector_of_icews: BTreeMap<&'static str, &'static str>,
}

/// A country in the codes of others; empty where they have none.
#[derive(Clone, Copy, Default)]
pub(crate) struct Country {
    pub(crate) name: &'static str,
    pub(crate) icews: &'static str,
    pub(crate) cameo: &'static str,
    pub(crate) cow: &'static str,
    pub(crate) fips: &'static str,
}

impl Codes {
    pub(crate) fn embedded() -> Arc<Self> {
        let countries = Rows::read(include_str!("../../../data/actors/countries.tsv"));
        let icews = Rows::read(include_str!("../../../data/exchange/countries.tsv")).map("icews");
        let cameo = Rows::read(include_str!("../../../data/exchange/cameo.tsv"));
        let scale = Rows::read(include_str!("../../../data/scales/goldstein.tsv"));
        let plover = Rows::read(include_str!("../../../data/scales/plover.tsv"));
        let sectors = Rows::read(include_str!("../../../data/exchange/sectors.tsv"));
        let (intensity, quads) = scores(&plover);
        Arc::new(Codes {
            by_cameo: first_of(&countries, "cameo"),
            by_fips: first_of(&countries, "fips"),
            by_name: names(&countries, &icews),
            countries: country_map(&countries, &icews),
            classes: cameo.map("class"),
            planned: cameo.map("planned"),
            acts: scale.map("name"),
            goldstein: scale.map("value"),
            intensity,
            quads,
            sector_cameo: sectors.map("cameo"),
            sector_icews: sectors.map("icews"),
            sector_of_cameo: turned(&sectors, "cameo"),
            sector_of_icews: turned(&sectors, "icews"),
        })
    }

    /// A country of ours.
    pub(crate) fn country(&self, code: &str) -> Country {
        self.countries.get(code).copied().unwrap_or_default()
    }

    /// Ours, by CAMEO's three letters.
    pub(crate) fn of_cameo(&self, code: &str) -> Option<&'static str> {
        self.by_cameo.get(code).copied()
    }

    /// Ours, by the two letters of FIPS 10-4.
    pub(crate) fn of_fips(&self, code: &str) -> Option<&'static str> {
        self.by_fips.get(code).copied()
    }

    /// Ours, by a name or by our own code.
    pub(crate) fn of_name(&self, name: &str) -> Option<&'static str> {
        let own = self.countries.get_key_value(name).map(|it| *it.0);
        own.or_else(|| self.by_name.get(&name.to_lowercase()).copied())
    }

    /// PLOVER's class of a CAMEO code; none for comments.
    pub(crate) fn class(&self, cameo: &str) -> Option<&'static str> {
        longest(&self.classes, cameo)
    }

    /// The CAMEO code for the intention to do what this code says.
    pub(crate) fn planned<'a>(&'a self, cameo: &'a str) -> Option<&'a str> {
        longest(&self.planned, cameo).map(|it| if it == "=" { cameo } else { it })
    }

    /// Whether CAMEO has this very code.
    pub(crate) fn is_act(&self, cameo: &str) -> bool {
        self.acts.contains_key(cameo)
    }

    /// What CAMEO calls it.
    pub(crate) fn act(&self, cameo: &str) -> Option<&'static str> {
        longest(&self.acts, cameo)
    }

    /// Its Goldstein value.
    pub(crate) fn goldstein(&self, cameo: &str) -> Option<f64> {
        longest(&self.goldstein, cameo)?.parse().ok()
    }

    /// PLOVER's score of a class and mode, or of the class where the mode has none.
    pub(crate) fn intensity(&self, class: &str, mode: Option<&str>) -> Option<f64> {
        let with_mode = mode.and_then(|mode| self.intensity.get(&(class, mode)));
        with_mode.or_else(|| self.intensity.get(&(class, ""))).copied()
    }

    /// PLOVER's quad class.
    pub(crate) fn quad(&self, class: &str) -> Option<i64> {
        self.quads.get(class).copied()
    }

    /// A sector in CAMEO's roles.
    pub(crate) fn sector_cameo(&self, sector: &str) -> Option<&'static str> {
        self.sector_cameo.get(sector).copied()
    }

    /// A sector in ICEWS's words.
    pub(crate) fn sector_icews(&self, sector: &str) -> Option<&'static str> {
        self.sector_icews.get(sector).copied()
    }

    /// Ours, by CAMEO's role.
    pub(crate) fn of_sector_cameo(&self, role: &str) -> Option<&'static str> {
        self.sector_of_cameo.get(role).copied()
    }

    /// Ours, by ICEWS's words.
    pub(crate) fn of_sector_icews(&self, words: &str) -> Option<&'static str> {
        self.sector_of_icews.get(words).copied()
    }
}

/// The quad class that GDELT gives a CAMEO code, which goes by its root alone.
pub(crate) fn gdelt_quad(cameo: &str) -> Option<i64> {
    match cameo.get(..2)?.parse::<u8>().ok()? {
        1..=5 => Some(1),
        6..=8 => Some(2),
        9..=13 => Some(3),
        14..=20 => Some(4),
        _ => None,
    }
}

/// The value of the longest key that the code begins with.
fn longest(map: &BTreeMap<&'static str, &'static str>, code: &str) -> Option<&'static str> {
    (1..=code.len()).rev().find_map(|n| map.get(code.get(..n)?)).copied()
}

/// Of several sectors that share a code the first stands for it.
fn turned(rows: &Rows, column: &str) -> BTreeMap<&'static str, &'static str> {
    let mut map = BTreeMap::new();
    for (own, theirs) in rows.column(column) {
        map.entry(theirs).or_insert(own);
    }
    map
}

fn country_map(
    rows: &Rows,
    icews: &BTreeMap<&'static str, &'static str>,
) -> HashMap<&'static str, Country> {
    let mut countries: HashMap<&'static str, Country> = HashMap::new();
    for (code, name) in rows.column("name") {
        let icews = icews.get(code).copied().unwrap_or(name);
        countries.insert(code, Country { name, icews, ..Country::default() });
    }
    type Set = fn(&mut Country, &'static str);
    let columns: [(&str, Set); 3] = [
        ("cameo", |it, value| it.cameo = value),
        ("cow", |it, value| it.cow = value),
        ("fips", |it, value| it.fips = value),
    ];
    for (column, set) in columns {
        for (code, value) in rows.column(column) {
            countries.entry(code).and_modify(|it| set(it, value));
        }
    }
    countries
}

/// Of several that share a code (a former state and its successor) the first that has no end.
fn first_of(rows: &Rows, column: &str) -> HashMap<&'static str, &'static str> {
    let over = rows.map("to");
    let mut map = HashMap::new();
    for is_over in [false, true] {
        for (code, theirs) in rows.column(column) {
            if over.contains_key(code) == is_over {
                map.entry(theirs).or_insert(code);
            }
        }
    }
    map
}

fn names(
    rows: &Rows,
    icews: &BTreeMap<&'static str, &'static str>,
) -> HashMap<String, &'static str> {
    let mut map = HashMap::new();
    let icews = icews.iter().map(|(code, name)| (*code, *name));
    let others =
        rows.column("names").flat_map(|(code, names)| names.split('|').map(move |it| (code, it)));
    for (code, name) in icews.chain(rows.column("name")).chain(others) {
        map.entry(name.to_lowercase()).or_insert(code);
    }
    map
}

type Scores = (HashMap<(&'static str, &'static str), f64>, HashMap<&'static str, i64>);

/// By class and mode (empty for none), and the quad by class.
fn scores(rows: &Rows) -> Scores {
    let at = |name: &str| rows.names.iter().position(|it| *it == name).unwrap_or(usize::MAX);
    let (mode, score, quad) = (at("mode"), at("score"), at("quad"));
    let mut scores = Scores::default();
    for row in &rows.rows {
        let cell = |at: usize| row.get(at).copied().unwrap_or("");
        let Some(&class) = row.first() else { continue };
        if let Ok(score) = cell(score).parse() {
            scores.0.insert((class, cell(mode)), score);
        }
        if let Ok(quad) = cell(quad).parse() {
            scores.1.insert(class, quad);
        }
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_to_codes() {
        let codes = Codes::embedded();
        assert_eq!(codes.country("ROU").cameo, "ROM");
        assert_eq!(codes.of_cameo("ROM"), Some("ROU"));
        assert_eq!(codes.of_fips("RS"), Some("RUS"));
        assert_eq!(codes.country("RUS").cow, "365");
        assert_eq!(codes.of_name("Russian Federation"), Some("RUS"));
        assert_eq!(codes.of_name("SWE"), Some("SWE"));
        assert_eq!(codes.country("RUS").icews, "Russian Federation");
        assert_eq!(codes.of_name("Atlantis"), None);
    }

    #[test]
    fn every_act_leads_to_a_class_and_every_plan_to_a_code_of_cameo() {
        let codes = Codes::embedded();
        let none: Vec<&&str> = codes.acts.keys().filter(|it| codes.class(it).is_none()).collect();
        assert!(none.iter().all(|it| it.starts_with("01")), "{none:?}");
        for code in codes.planned.values().filter(|it| **it != "=") {
            assert!(codes.acts.contains_key(code), "{code}");
        }
        assert_eq!(codes.planned("0461"), Some("036"));
        assert_eq!(codes.planned("1241"), None);
        assert_eq!(codes.planned("0312"), Some("0312"));
        assert_eq!(codes.quad("ASSAULT"), Some(4));
        assert_eq!(codes.intensity("AGREE", Some("none")), Some(2.5));
        assert_eq!(
            (gdelt_quad("0231"), gdelt_quad("200"), gdelt_quad("x")),
            (Some(1), Some(4), None)
        );
    }

    #[test]
    fn every_sector_has_its_words() {
        let codes = Codes::embedded();
        assert_eq!(codes.sector_cameo("JRN"), Some("MED"));
        assert_eq!(codes.of_sector_cameo("MIL"), Some("MIL"));
        assert_eq!(codes.of_sector_icews("Government"), Some("GOV"));
        assert_eq!(codes.sector_icews("UNK"), Some("Unidentified"));
    }
}
