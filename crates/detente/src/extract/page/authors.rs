//! Who wrote the article.

use crate::extract::furniture;
use crate::extract::page::choose::Choice;
use crate::extract::page::keep::plain;
use crate::extract::page::linked::Linked;
use crate::extract::page::scan::NoteKind;
use crate::extract::page::scan::Scan;
use crate::lexicon::Pages;

const METAS: &[&str] = &[
    "author",
    "article:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "dc.creator.name",
    "creator",
    "cxenseparse:author",
    "article.author",
    "authors",
];

/// The names of people, in order, from the surest place that gives any.
pub(super) fn read(
    scan: &Scan,
    choice: &Choice,
    linked: &Linked,
    outlet: Option<&str>,
    pages: &Pages,
) -> Vec<String> {
    let clean = |names: Vec<String>| people(names, outlet, pages);
    let noted = |kind: NoteKind| -> Vec<String> {
        let near = scan.notes.iter().filter(|it| {
            it.kind == kind
                && it.at <= choice.main.end + 3
                && it.at + 25 >= choice.main.start
                && it.text.len() < 150
        });
        near.map(|it| it.value.clone().unwrap_or_else(|| it.text.clone())).collect()
    };
    let metas: Vec<String> = METAS
        .iter()
        .find_map(|name| {
            let all: Vec<String> =
                scan.metas.iter().filter(|(it, _)| it == name).map(|(_, it)| it.clone()).collect();
            let all = people(all, outlet, pages);
            (!all.is_empty()).then_some(all)
        })
        .unwrap_or_default();
    let linked = linked
        .names("author")
        .into_iter()
        .filter(|(name, group)| !group || pages.wire(name).is_some());
    [
        clean(linked.map(|it| it.0).collect()),
        metas,
        clean(noted(NoteKind::Author)),
        clean(noted(NoteKind::Byline)),
        clean(lines(scan, choice)),
    ]
    .into_iter()
    .find(|it| !it.is_empty())
    .unwrap_or_default()
}

/// Lines that begin with "By" near the article's beginning.
fn lines(scan: &Scan, choice: &Choice) -> Vec<String> {
    let range =
        choice.main.start.saturating_sub(10)..(choice.main.start + 6).min(scan.blocks.len());
    scan.blocks[range]
        .iter()
        .map(|it| it.text.split('\n').next().unwrap_or(""))
        .filter(|it| furniture::is_byline(it))
        .map(str::to_owned)
        .take(1)
        .collect()
}

fn people(all: Vec<String>, outlet: Option<&str>, pages: &Pages) -> Vec<String> {
    let outlet = outlet.map(plain).unwrap_or_default();
    let mut out: Vec<String> = Vec::new();
    for name in all
        .iter()
        .filter(|it| !it.contains("://") && !it.contains('@'))
        .flat_map(|it| furniture::names(it, pages))
    {
        if plain(&name) != outlet && !out.contains(&name) {
            out.push(name);
        }
    }
    out
}
