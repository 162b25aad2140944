//! The article's headline.

use crate::extract::page::choose::Choice;
use crate::extract::page::keep::plain;
use crate::extract::page::linked::Linked;
use crate::extract::page::scan::NoteKind;
use crate::extract::page::scan::Scan;
use std::collections::HashSet;

/// What is between a headline and the outlet's name in the page's title.
const MARKS: &[&str] =
    &[" | ", " – ", " — ", " - ", " · ", " • ", " :: ", " » ", " // ", " / ", "ㅣ"];

/// The headline as its editors wrote it.
///
/// Most pages say the same in the heading, in `og:title` and in JSON-LD; the page's `title` is worded for search engines.
/// Where they differ, what two of the three agree on counts, else what differs from the page's `title`, else the heading.
pub(super) fn read(
    scan: &Scan,
    choice: &Choice,
    linked: &Linked,
    outlet: Option<&str>,
    url: Option<&str>,
) -> Option<String> {
    let meta = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| scan.metas.iter().find(|(it, _)| it == name))
            .map(|(_, it)| it.clone())
    };
    let raw = [
        meta(&["og:title", "twitter:title"]),
        linked.string(&["headline"]),
        Some(scan.title.clone()),
    ];
    let headings: Vec<&str> = headings(scan, choice).collect();
    let is_outlet = |end: &str| is_outlet(end, outlet) || in_host(end, url);
    let clean = |title: &str| {
        let others = raw.iter().flatten().map(String::as_str).chain(headings.iter().copied());
        without_outlet(title, is_outlet, &others.collect::<Vec<_>>())
    };
    let [social, linked, page] =
        raw.each_ref().map(|it| it.as_deref().map(clean).filter(|it| !it.is_empty()));
    let others: Vec<&str> =
        [&social, &linked, &page].into_iter().flatten().map(String::as_str).collect();
    let shown = shown(&headings, &others).map(clean);
    let edited = edited(shown.as_deref(), social.as_deref(), linked.as_deref(), page.as_deref())
        .map(str::to_owned);
    edited.or(social).or(linked).or(page).or_else(|| headings.first().map(|it| (*it).to_owned()))
}

fn edited<'t>(
    shown: Option<&'t str>,
    social: Option<&'t str>,
    linked: Option<&'t str>,
    page: Option<&str>,
) -> Option<&'t str> {
    let same = |a: Option<&str>, b: Option<&str>| a.is_some() && a.map(plain) == b.map(plain);
    if same(social, linked) {
        return social;
    }
    let shown = shown?;
    if !same(Some(shown), page) {
        return Some(shown);
    }
    let differs = |it: &&str| !same(Some(it), page) && likeness(it, shown) >= 0.3;
    // Cut at its end, it is no other wording.
    let cut = |it: &&str| plain(shown).starts_with(&plain(it)) && it.ends_with(['…', '.']);
    social.filter(differs).or_else(|| linked.filter(differs)).filter(|it| !cut(it)).or(Some(shown))
}

/// The headings over the article or in it that may be its headline.
fn headings<'s>(scan: &'s Scan, choice: &Choice) -> impl Iterator<Item = &'s str> {
    let end = choice.main.end;
    scan.notes
        .iter()
        .filter(move |note| note.kind == NoteKind::Headline && note.at <= end)
        .map(|note| note.value.as_deref().unwrap_or(&note.text))
        .filter(|it| it.len() > 8)
}

/// The heading that most resembles what the page calls itself, if one does.
fn shown<'t>(headings: &[&'t str], others: &[&str]) -> Option<&'t str> {
    let mut best: Option<(f32, &str)> = None;
    for &text in headings {
        let likeness = others.iter().map(|it| likeness(text, it)).fold(0.0, f32::max);
        if likeness >= 0.3 && best.is_none_or(|(it, _)| likeness > it + 0.05) {
            best = Some((likeness, text));
        }
    }
    best.map(|(_, text)| text)
}

/// How many words of the shorter one are in the other.
fn likeness(a: &str, b: &str) -> f32 {
    let words = |text: &str| -> HashSet<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|it| !it.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let shorter = a.len().min(b.len()).max(1);
    a.intersection(&b).count() as f32 / shorter as f32
}

/// Without the outlet's name at its end, or what else stands there that another place of the page leaves out.
fn without_outlet(title: &str, is_outlet: impl Fn(&str) -> bool, others: &[&str]) -> String {
    let mut title = title.trim();
    while let Some((head, end)) =
        MARKS.iter().filter_map(|mark| title.rsplit_once(mark)).min_by_key(|(_, end)| end.len())
    {
        let known = others.iter().any(|it| plain(it) == plain(head));
        if head.trim().len() < 8 || !(known || is_outlet(end)) {
            break;
        }
        title = head.trim();
    }
    title.to_owned()
}

fn is_outlet(words: &str, outlet: Option<&str>) -> bool {
    let (words, outlet) = (plain(words), plain(outlet.unwrap_or("")));
    !words.is_empty() && !outlet.is_empty() && (outlet.contains(&words) || words.contains(&outlet))
}

/// Whether the words are the name of the host: "Bree Herald" of `www.breeherald.org`.
fn in_host(words: &str, url: Option<&str>) -> bool {
    let host =
        url.and_then(|it| it.split("://").nth(1)).and_then(|it| it.split('/').next()).unwrap_or("");
    let words = plain(words);
    let bare = words.strip_prefix("the").unwrap_or(&words);
    bare.len() > 2 && plain(host).contains(bare)
}
