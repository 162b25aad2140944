//! From the blocks of the article to its text.

use crate::extract::page::choose::Choice;
use crate::extract::page::choose::ends_a_sentence;
use crate::extract::page::choose::prose;
use crate::extract::page::scan::NoteKind;
use crate::extract::page::scan::Scan;
use crate::extract::page::scan::Tag;
use crate::lexicon::Part;
use std::collections::HashSet;

/// How far before the article what leads into it may stand, in blocks.
const MAX_LEAD_DISTANCE: usize = 30;

/// The blocks to be read, in order; `title` is left out where it is repeated.
pub(super) fn keep(scan: &Scan, choice: &Choice, title: Option<&str>) -> Vec<usize> {
    let mut kept: Vec<usize> = leads(scan, choice);
    let title = title.map(plain).unwrap_or_default();
    let mut seen: HashSet<&str> = kept.iter().map(|&i| &*scan.blocks[i].text).collect();
    // What stands before the first prose is the page's; where there is none, it is the article.
    let mut begun = choice.main.clone().all(|i| prose(&scan.blocks[i]) == 0);
    for i in choice.main.clone() {
        if choice.reasons[i].is_some() {
            continue;
        }
        let block = &scan.blocks[i];
        let tag = scan.elements[block.element].tag;
        let is_heading = matches!(tag, Tag::Heading(_));
        begun |= prose(block) > 0;
        let stray = !is_heading
            && !ends_a_sentence(&block.text)
            && ((!begun && block.text.len() < 90)
                || (matches!(
                    tag,
                    Tag::Other
                        | Tag::Section
                        | Tag::Article
                        | Tag::Main
                        | Tag::Header
                        | Tag::Figure
                ) && block.text.len() < 40));
        let linked = block.linked * 10 > block.text.len() * 8
            && (block.text.len() < 160 || !ends_a_sentence(&block.text))
            && tag != Tag::Item
            && !is_heading;
        let repeated = block.text.len() > 40 && !seen.insert(&block.text);
        if stray
            || linked
            || repeated
            || matches!(tag, Tag::Heading(1))
            || plain(&block.text) == title
        {
            continue;
        }
        if block.furniture.is_none() {
            kept.push(i);
        }
    }
    drop_headings_at_end(scan, &mut kept);
    kept
}

/// What leads into the article but stands before the element that holds it.
fn leads(scan: &Scan, choice: &Choice) -> Vec<usize> {
    let start = choice.main.start;
    let after_title = scan
        .notes
        .iter()
        .filter(|note| note.kind == NoteKind::Headline && note.at <= start)
        .map(|note| note.at)
        .next_back();
    let description = scan
        .metas
        .iter()
        .find(|(name, _)| name == "og:description" || name == "description")
        .map(|(_, it)| plain(it));
    let from = after_title.unwrap_or(start).max(start.saturating_sub(MAX_LEAD_DISTANCE));
    (from..start)
        .filter(|&i| {
            let text = &scan.blocks[i].text;
            let in_lead = around(scan, scan.blocks[i].element)
                .take(3)
                .any(|e| scan.elements[e].part == Some(Part::Lead));
            let described = text.len() > 60
                && description.as_ref().is_some_and(|it| {
                    it.starts_with(&plain(text)) || plain(text).starts_with(it.as_str())
                });
            let plain_prose =
                scan.blocks[i].linked == 0 && prose(&scan.blocks[i]) > 60 && after_title.is_some();
            let leads = (in_lead && text.split(' ').count() >= 5) || described || plain_prose;
            leads && choice.reasons[i].is_none() && scan.blocks[i].furniture.is_none()
        })
        .collect()
}

/// The element and those around it, innermost first.
fn around(scan: &Scan, element: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(Some(element), |&e| (e != 0).then(|| scan.elements[e].parent))
}

/// Headings with nothing under them belong to what was left out.
fn drop_headings_at_end(scan: &Scan, kept: &mut Vec<usize>) {
    while let Some(&last) = kept.last() {
        let block = &scan.blocks[last];
        if !matches!(scan.elements[block.element].tag, Tag::Heading(_)) {
            break;
        }
        kept.pop();
    }
}

/// Letters and digits only, lower case.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
