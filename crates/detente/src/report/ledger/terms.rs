//! What ledgers know besides the store: whose a site is, what a threat is of.

use serde::Deserialize;
use std::collections::BTreeMap;

/// As in `data/indices/ledgers.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Terms {
    /// Changes with every change of the file.
    #[allow(dead_code, reason = "for those who read the file")]
    version: String,
    /// Lower case.
    first_person: Vec<String>,
    /// Actor codes by site.
    owners: BTreeMap<String, String>,
    /// Classes by the beginning of a CAMEO code.
    threats: BTreeMap<String, String>,
}

impl Terms {
    /// Those that the program carries.
    pub(super) fn embedded() -> Self {
        let text = include_str!("../../../../../data/indices/ledgers.toml");
        toml::from_str(text).expect("a test reads the file")
    }

    /// Whether the word is one by which a speaker names themselves.
    pub(super) fn is_first_person(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.first_person.contains(&word)
    }

    /// The actor code of whom a site speaks for; the longest name of a site that fits.
    pub(super) fn owner(&self, outlet: &str) -> Option<&str> {
        let host = outlet.to_lowercase();
        let fits = |site: &str| {
            host.strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        let found = self.owners.iter().filter(|(site, _)| fits(site));
        found.max_by_key(|(site, _)| site.len()).map(|(_, code)| code.as_str())
    }

    /// The class of the act that would carry out a threat of this CAMEO code.
    pub(super) fn threatened(&self, cameo: &str) -> Option<&str> {
        let found = self.threats.iter().filter(|(code, _)| cameo.starts_with(code.as_str()));
        found.max_by_key(|(code, _)| code.len()).map(|(_, class)| class.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_belong_to_whom_the_longest_name_says() {
        let terms = Terms::embedded();
        assert_eq!(terms.owner("www.president.gov.ua"), Some("UKRGOV"));
        assert_eq!(terms.owner("en.Kremlin.ru"), Some("RUSGOV"));
        assert_eq!(terms.owner("notkremlin.ru"), None);
        assert!(terms.is_first_person("We") && !terms.is_first_person("they"));
    }

    #[test]
    fn a_threat_is_of_what_its_code_says() {
        let terms = Terms::embedded();
        assert_eq!(terms.threatened("1384"), Some("ASSAULT"));
        assert_eq!(terms.threatened("1312"), Some("SANCTION"));
        assert_eq!(terms.threatened("130"), None);
    }
}
