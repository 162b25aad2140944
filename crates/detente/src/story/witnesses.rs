//! Who stands behind the reports of an incident: copies of one text are one witness, and so is all that one agency or first publisher wrote.

use crate::model::Report;
use std::collections::BTreeMap;
use std::collections::HashSet;

/// Gives reports of one witness one origin, and says how many there are.
///
/// Two reports are of one witness if their texts are copies, if they are credited to one origin, or if one is put up by whom the other is credited to;
/// and so is who is tied to either of them. The origin that a report names stands for all of its witness.
pub(super) fn unite(reports: &mut [Report]) -> usize {
    let mut first: Vec<usize> = (0..reports.len()).collect();
    for ties in ties(reports).into_values() {
        for pair in ties.windows(2) {
            let (a, b) = (root(&first, pair[0]), root(&first, pair[1]));
            first[a.max(b)] = a.min(b);
        }
    }
    let mut names: BTreeMap<usize, String> = BTreeMap::new();
    for (i, report) in reports.iter().enumerate().filter(|(_, it)| is_named(it)) {
        names.entry(root(&first, i)).or_insert_with(|| report.origin.clone());
    }
    for (i, report) in reports.iter_mut().enumerate() {
        if let Some(name) = names.get(&root(&first, i)) {
            report.origin.clone_from(name);
        }
    }
    (0..first.len()).filter(|&i| first[i] == i).count()
}

/// The reports, in order, under what may tie them.
fn ties(reports: &[Report]) -> BTreeMap<String, Vec<usize>> {
    let named = |it: &&Report| is_named(it);
    let origins: HashSet<String> =
        reports.iter().filter(named).map(|it| it.origin.to_lowercase()).collect();
    let mut ties: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, report) in reports.iter().enumerate() {
        let outlet = report.outlet.as_ref().map(|it| it.to_lowercase());
        let outlet = outlet.filter(|it| origins.contains(it));
        let origin = is_named(report).then(|| report.origin.to_lowercase());
        let names = [origin, outlet].into_iter().flatten().map(|it| format!("by {it}"));
        for tie in names.chain([format!("copy {}", report.copy)]) {
            ties.entry(tie).or_default().push(i);
        }
    }
    ties
}

/// Whether the report says whose it is; else its group of copies stands there.
fn is_named(report: &Report) -> bool {
    report.origin != report.copy
}

fn root(first: &[usize], mut at: usize) -> usize {
    while first[at] != at {
        at = first[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(outlet: &str, copy: &str, origin: &str) -> Report {
        Report {
            document: format!("{outlet} {copy}"),
            outlet: Some(outlet.to_owned()),
            copy: copy.to_owned(),
            origin: if origin.is_empty() { copy } else { origin }.to_owned(),
            published: None,
            mentions: Vec::new(),
        }
    }

    #[test]
    fn copies_and_origins_make_witnesses() {
        for (reports, expected) in [
            (&[("Bree Herald", "c1", ""), ("Shire Post", "c2", "")][..], 2),
            (&[("Bree Herald", "c1", ""), ("Shire Post", "c1", "")], 1),
            // Only one of the copies keeps the credit.
            (&[("Bree Herald", "c1", "Reuters"), ("Shire Post", "c1", "")], 1),
            // Two texts of one agency.
            (&[("Bree Herald", "c1", "Reuters"), ("Shire Post", "c2", "reuters")], 1),
            // The first publisher itself.
            (&[("Bree Herald", "c1", ""), ("Shire Post", "c2", "Bree Herald")], 1),
            // Tied by a third.
            (&[("A", "c1", "Reuters"), ("B", "c2", ""), ("C", "c2", "Reuters")], 1),
            // Two texts of one outlet are its own work, each.
            (&[("Bree Herald", "c1", ""), ("Bree Herald", "c2", "")], 2),
            (&[], 0),
        ] {
            let mut all: Vec<Report> =
                reports.iter().map(|(outlet, copy, origin)| report(outlet, copy, origin)).collect();
            assert_eq!(unite(&mut all), expected, "{reports:?}");
            let distinct: HashSet<&String> = all.iter().map(|it| &it.origin).collect();
            assert_eq!(distinct.len(), expected, "{reports:?}");
        }
    }

    #[test]
    fn the_named_origin_stands_for_all() {
        let mut all = [report("A", "c1", ""), report("B", "c1", "Reuters")];
        unite(&mut all);
        assert!(all.iter().all(|it| it.origin == "Reuters"));
    }
}
