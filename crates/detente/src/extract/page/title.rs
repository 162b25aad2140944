//! The article's headline.

use crate::extract::page::choose::Choice;
use crate::extract::page::keep::plain;
use crate::extract::page::linked::Linked;
use crate::extract::page::scan::NoteKind;
use crate::extract::page::scan::Scan;
use std::collections::HashSet;

/// What is between a headline and the outlet's name in the page's title.
const MARKS: &[&str] =
    &[" | ", " – ", " — ", " - ", " · ", " • ", " :: ", " » ", " « ", " // ", " / ", "ㅣ", "|"];

/// What is between them where no spaces are written: after Chinese, Japanese or Korean letters.
const CLOSE_MARKS: &[char] = &['-', '_', '－', '＿', '｜', '丨'];

/// Names of outlets and sections after a close mark are no longer than this, in letters.
const MAX_CLOSE_LETTERS: usize = 12;

/// A shorter beginning is a headline only where the page says so elsewhere, in bytes.
const MIN_HEAD_BYTES: usize = 8;

/// Two headlines of one article share a word in ten, at least.
const MIN_SHARED: f32 = 0.1;

/// What follows a kicker, at least, in letters.
const MIN_AFTER_KICKER: usize = 12;

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
    let edited = edited(shown.as_deref(), social.as_deref(), linked.as_deref(), page.as_deref());
    let all = [&shown, &social, &linked, &page];
    let title = edited.or(social.as_deref()).or(linked.as_deref()).or(page.as_deref());
    let title = title.map(|it| without_kicker(it, all.into_iter().flatten()));
    title.or(headings.first().copied()).map(str::to_owned)
}

/// Without what was in an element of its own before the headline, a kicker or a day, where another place of the page leaves it out.
///
/// Where a colon or dash joins the two, their editors made them one headline.
fn without_kicker<'t>(title: &'t str, others: impl Iterator<Item = &'t String>) -> &'t str {
    let is_end = |it: &&String| {
        let before = title.strip_suffix(it.as_str()).map_or("", str::trim_end);
        plain(it).chars().count() >= MIN_AFTER_KICKER && before.ends_with(char::is_alphanumeric)
    };
    others.filter(is_end).min_by_key(|it| it.len()).map_or(title, |it| it)
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
    let differs = |it: &&str| !same(Some(it), page) && likeness(it, shown) >= MIN_SHARED;
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

/// Without the outlet's name at its end or beginning, or what else stands at its end that another place of the page leaves out.
fn without_outlet(title: &str, is_outlet: impl Fn(&str) -> bool, others: &[&str]) -> String {
    let mut title = title.trim();
    while let Some((head, end)) = last_part(title) {
        let head = head.trim();
        let known = others.iter().any(|it| plain(it) == plain(head));
        let is_name = is_outlet(end) || is_close(head, end);
        if !(known || (is_name && head.len() >= MIN_HEAD_BYTES)) {
            break;
        }
        title = head;
    }
    let first = MARKS.iter().filter_map(|mark| title.split_once(mark));
    match first.min_by_key(|(name, _)| name.len()) {
        Some((name, rest)) if rest.len() >= MIN_HEAD_BYTES && is_outlet(name) => rest.trim(),
        _ => title,
    }
    .to_owned()
}

/// What stands before and after the last mark.
fn last_part(title: &str) -> Option<(&str, &str)> {
    let spaced = MARKS.iter().filter_map(|mark| title.rsplit_once(mark));
    let close = title.rsplit_once(CLOSE_MARKS).filter(|(head, end)| is_close(head, end));
    spaced.chain(close).min_by_key(|(_, end)| end.len())
}

/// Whether two parts are as where no spaces are written: a headline and a short name after it.
fn is_close(head: &str, end: &str) -> bool {
    let is_wide = |text: &str| text.chars().any(|c| c >= '\u{1100}' && c.is_alphabetic());
    is_wide(head)
        && is_wide(end)
        && end.chars().count() <= MAX_CLOSE_LETTERS
        && !end.contains(char::is_whitespace)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(title: &str, others: &[&str]) -> String {
        let url = Some("https://www.breeherald.org/1");
        let is_name = |it: &str| is_outlet(it, Some("Bree Herald")) || in_host(it, url);
        without_outlet(title, is_name, others)
    }

    #[test]
    fn the_outlet_is_no_part_of_a_headline() {
        for (title, others, expected) in [
            ("Farmers block roads | Bree Herald", &[][..], "Farmers block roads"),
            ("Bree Herald | Farmers block roads", &[], "Farmers block roads"),
            ("Farmers block roads - Politics - Bree Herald", &[], "Farmers block roads - Politics"),
            (
                "Farmers block roads - Politics - Bree Herald",
                &["Farmers block roads"],
                "Farmers block roads",
            ),
            ("Peace! - Bree Herald", &[], "Peace! - Bree Herald"),
            ("Peace! - Bree Herald", &["Peace!"], "Peace!"),
            ("农民封锁道路-政治_布里先驱报", &[], "农民封锁道路"),
            ("농민들이 도로를 막았다-정치ㅣBree Herald", &[], "농민들이 도로를 막았다"),
            ("A well-known farmer", &[], "A well-known farmer"),
        ] {
            assert_eq!(cleaned(title, others), expected, "{title}");
        }
    }

    #[test]
    fn a_kicker_is_left_out_where_the_page_does_so() {
        let other = "Farmers block roads".to_owned();
        for (title, expected) in [
            ("5 March 2024 Farmers block roads", "Farmers block roads"),
            ("ProtestsFarmers block roads", "Farmers block roads"),
            ("Protests: Farmers block roads", "Protests: Farmers block roads"),
            ("Farmers block roads", "Farmers block roads"),
        ] {
            assert_eq!(without_kicker(title, [&other].into_iter()), expected);
        }
    }

    #[test]
    fn who_words_it_for_itself_is_heard() {
        let seo = Some("Grain tax: farmers block roads");
        // The heading repeats what is written for search engines; the other place does not.
        assert_eq!(
            edited(seo, Some("Farmers close the capital"), seo, seo),
            Some("Farmers close the capital")
        );
        assert_eq!(edited(seo, Some("Welcome to our pages"), None, seo), seo);
        let both = Some("Farmers close the capital");
        assert_eq!(edited(seo, both, both, seo), both);
    }
}
