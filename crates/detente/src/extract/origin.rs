//! Who wrote the story: an agency, or the outlet that had it first; and whether it goes on elsewhere.

use crate::lexicon::Pages;
use crate::model::Article;
use crate::model::Basis;
use crate::model::BlockKind;
use crate::model::Clue;
use crate::model::ClueRole;
use crate::model::Origin;
use crate::model::Span;

/// How far into the first paragraph an agency may stand in brackets.
const MAX_DATELINE_BYTES: usize = 100;

/// Words before the name of the outlet that had the story first; lower case.
const FIRST: &[&str] = &[
    "originally published by ",
    "originally published in ",
    "originally published on ",
    "originally published at ",
    "originally appeared in ",
    "originally appeared on ",
    "originally appeared at ",
    "first published by ",
    "first published in ",
    "first appeared in ",
    "first appeared on ",
    "republished from ",
    "republished with permission from ",
    "reprinted from ",
];

/// A line of the document: of its text, or of the page around it.
struct Line<'l> {
    text: &'l str,
    span: Option<Span>,
}

/// Fills `origin`, `credit` and `truncated`; `around` are the lines of the page beside the article.
pub(super) fn read(article: &mut Article, around: &[String], pages: &Pages) {
    let lines: Vec<Line<'_>> = article
        .blocks
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Furniture("related")))
        .map(|block| Line { text: block.span.of(&article.text), span: Some(block.span) })
        .chain(around.iter().map(|text| Line { text, span: None }))
        .collect();
    let found = first_publisher(&lines)
        .or_else(|| dateline(article, pages))
        .or_else(|| credit_line(&lines, pages))
        .or_else(|| author(article, pages))
        .or_else(|| copyright(&lines, pages))
        .or_else(|| banner(article));
    let truncated = is_cut(article, around, pages);
    let credit = credit(article, around, pages);
    if let Some((origin, line)) = found {
        article.origin = Some(origin);
        article.credit = line;
    }
    article.credit = article.credit.take().or(credit);
    article.truncated |= truncated;
}

type Found = (Origin, Option<String>);

fn origin(name: &str, basis: Basis, span: Option<Span>, rule: &'static str, note: &str) -> Origin {
    let field = span.is_none().then_some("page text");
    let note = note.chars().take(120).collect();
    Origin {
        name: name.to_owned(),
        basis,
        because: vec![Clue { span, field, rule, note, role: ClueRole::States }],
    }
}

/// "This article was originally published by Bree Herald."
fn first_publisher(lines: &[Line<'_>]) -> Option<Found> {
    lines.iter().filter(|line| line.text.len() < 300).find_map(|line| {
        let lower = line.text.to_lowercase();
        let start = FIRST.iter().find_map(|words| lower.find(words).map(|at| at + words.len()))?;
        let rest = line.text.get(start..)?;
        let ends = [". ", ", ", " and ", " on ", " under ", " with ", " (", " – "];
        let end = ends.iter().filter_map(|mark| rest.find(mark)).min().unwrap_or(rest.len());
        let name = rest[..end].trim().trim_end_matches(['.', ':', ')']);
        let named = name.starts_with(char::is_uppercase) && name.split(' ').count() <= 6;
        let found = origin(name, Basis::Stated, line.span, "extract.first_published", line.text);
        named.then(|| (found, Some(line.text.to_owned())))
    })
}

/// "MINAS TIRITH (Reuters) - …" at the beginning, or "(AFP)" at the end.
fn dateline(article: &Article, pages: &Pages) -> Option<Found> {
    let mut prose = article.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
    let first = prose.next()?;
    let last = prose.next_back().unwrap_or(first);
    let head = first.span.of(&article.text);
    let head = &head[..head.floor_char_boundary(MAX_DATELINE_BYTES)];
    let at_head = head.find('(').and_then(|open| {
        let (name, end) = bracketed(head, open, pages)?;
        let start = first.span.start as usize;
        Some((name, Span::new(start + open, start + end)))
    });
    let found = at_head.or_else(|| {
        let tail = last.span.of(&article.text);
        let open = tail.rfind('(').filter(|open| tail.len() - open < 40)?;
        let (name, end) = bracketed(tail, open, pages).filter(|(_, end)| *end == tail.len())?;
        let start = last.span.start as usize;
        Some((name, Span::new(start + open, start + end)))
    });
    let (name, span) = found?;
    let words = span.of(&article.text);
    Some((
        origin(&name, Basis::Stated, Some(span), "extract.dateline_agency", words),
        Some(words.to_owned()),
    ))
}

/// The agency in the brackets that open at `open`, and where they close.
fn bracketed(text: &str, open: usize, pages: &Pages) -> Option<(String, usize)> {
    let end = open + text[open..].find(')')? + 1;
    agencies(&text[open + 1..end - 1], pages).map(|name| (name, end))
}

/// A line that is nothing but an agency: "AFP", "dpa/afp", "© Reuters", "Source: AP".
fn credit_line(lines: &[Line<'_>], pages: &Pages) -> Option<Found> {
    lines.iter().filter(|line| line.text.len() <= 60).find_map(|line| {
        let words = line.text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let before = [
            "Source:", "Quelle:", "Fuente:", "By ", "BY ", "Von ", "Por ", "Par ", "With ", "Text:",
        ];
        let words = before.iter().find_map(|it| words.strip_prefix(it)).unwrap_or(words);
        let name = agencies(words, pages)?;
        let found = origin(&name, Basis::Stated, line.span, "extract.credit_line", line.text);
        Some((found, Some(line.text.to_owned())))
    })
}

/// An agency given as the author.
fn author(article: &Article, pages: &Pages) -> Option<Found> {
    let name = article.byline.iter().find_map(|name| pages.wire(name))?;
    let note = format!("the author is given as {}", article.byline.join(", "));
    let mut found = origin(name, Basis::Stated, None, "extract.agency_author", &note);
    found.because[0].field = Some("author");
    Some((found, None))
}

/// "Copyright 2024 The Associated Press. All rights reserved."
fn copyright(lines: &[Line<'_>], pages: &Pages) -> Option<Found> {
    lines.iter().filter(|line| line.text.len() < 400).find_map(|line| {
        let rest = line.text.trim_start_matches(['(', ' ']);
        let rest = ["Copyright", "©", "COPYRIGHT"].iter().find_map(|it| rest.strip_prefix(it))?;
        let rest = rest.trim_start_matches(|c: char| !c.is_alphabetic());
        let end = rest.find(['.', ',', '-', '|']).unwrap_or(rest.len());
        let name = agencies(&rest[..end], pages)?;
        let found = origin(&name, Basis::Stated, line.span, "extract.copyright", line.text);
        Some((found, Some(line.text.to_owned())))
    })
}

/// The masthead of another outlet that a copied text carries: "The Daily Palantir Header".
fn banner(article: &Article) -> Option<Found> {
    let block = article.blocks.iter().find(|it| it.kind == BlockKind::Furniture("banner"))?;
    let line = block.span.of(&article.text);
    let (name, _) = line.rsplit_once(' ')?;
    Some((origin(name, Basis::Inferred, Some(block.span), "extract.banner", line), None))
}

/// The full name of the first agency, if the words name agencies and nothing else.
fn agencies(words: &str, pages: &Pages) -> Option<String> {
    let mut parts = words
        .split(['/', ',', '&', '+', ';'])
        .flat_map(|it| it.split(" and "))
        .map(|it| pages.wire(it.trim().trim_end_matches(['.', ')', ']', '*']).trim()));
    let first = parts.next()??;
    parts.all(|it| it.is_some()).then(|| first.to_owned())
}

/// The line that says who reported or wrote: "(Reporting by …)".
fn credit(article: &Article, around: &[String], pages: &Pages) -> Option<String> {
    let inside = article.blocks.iter().find(|it| it.kind == BlockKind::Furniture("credit"));
    inside.map(|it| it.span.of(&article.text).to_owned()).or_else(|| {
        around
            .iter()
            .find(|it| crate::extract::furniture::reason(it, pages) == Some("credit"))
            .cloned()
    })
}

/// Whether a line says that the text goes on elsewhere, or it breaks off.
fn is_cut(article: &Article, around: &[String], pages: &Pages) -> bool {
    let says = |line: &str| crate::extract::furniture::reason(line, pages) == Some("truncated");
    let last = article.blocks.iter().rev().find(|it| it.kind == BlockKind::Paragraph);
    let breaks_off = last.is_some_and(|it| {
        let text = it.span.of(&article.text);
        article.blocks.len() > 1 && (text.ends_with("[…]") || text.ends_with("[...]"))
    });
    breaks_off
        || article.blocks.iter().any(|it| it.kind == BlockKind::Furniture("truncated"))
        || around.iter().any(|it| says(it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::blocks;

    fn read_text(text: &str) -> Article {
        let pages = Pages::embedded().unwrap();
        let mut article = Article { text: text.to_owned(), ..Article::default() };
        blocks::mark(&mut article, &pages);
        read(&mut article, &[], &pages);
        article
    }

    #[test]
    fn origins_are_read() {
        const PROSE: &str = "The king of Gondor met the envoy of Harad on Monday, his office said.";
        for (text, expected) in [
            (format!("MINAS TIRITH (Reuters) - {PROSE}"), Some("Reuters")),
            (
                format!("MINAS TIRITH, March 5 (AP) — {PROSE}\n\nThey will meet again."),
                Some("Associated Press"),
            ),
            (format!("{PROSE}\n\nThey will meet again (dpa)"), Some("dpa")),
            (format!("{PROSE}\n\nThey will meet again.\n\nAFP"), Some("Agence France-Presse")),
            (
                format!("{PROSE}\n\nThey will meet again.\n\n© 2024 AFP"),
                Some("Agence France-Presse"),
            ),
            (
                format!("{PROSE}\n\nCopyright 2024 The Associated Press. All rights reserved."),
                Some("Associated Press"),
            ),
            (
                format!(
                    "{PROSE}\n\nThis article was originally published by Bree Herald. Read it there."
                ),
                Some("Bree Herald"),
            ),
            (format!("The Daily Palantir Header\n\n{PROSE}"), Some("The Daily Palantir")),
            (format!("{PROSE}\n\nThe alliance (NATO) was silent."), None),
            (format!("The king (AP photo) waved. {PROSE}"), None),
        ] {
            assert_eq!(read_text(&text).origin.map(|it| it.name).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_text_that_goes_on_elsewhere_says_so() {
        let prose = "The king of Gondor met the envoy of Harad on Monday, his office said.";
        assert!(read_text(&format!("{prose}\n\nRead Full Article on")).truncated);
        assert!(read_text(&format!("A title\n\n{prose} He also […]")).truncated);
        assert!(!read_text(&format!("{prose}\n\nThey will meet again.")).truncated);
    }

    #[test]
    fn credit_lines_are_kept() {
        let article = read_text(
            "The king of Gondor met the envoy of Harad on Monday, his office said.\n\n(Reporting by Pippin Took; Editing by Merry Brandybuck)",
        );
        assert_eq!(
            article.credit.as_deref(),
            Some("(Reporting by Pippin Took; Editing by Merry Brandybuck)")
        );
    }
}
