//! What each stretch of the text is: headline, prose or furniture.

use crate::extract::furniture;
use crate::extract::lines;
use crate::extract::lines::Stretch;
use crate::lexicon::Pages;
use crate::model::Article;
use crate::model::Block;
use crate::model::BlockKind;
use crate::model::MediaType;

/// Fills `blocks`, and `byline` where the text says it.
pub(super) fn mark(article: &mut Article, pages: &Pages) {
    let stretches = lines::stretches(&article.text);
    let mut kinds = kinds(&article.text, &stretches, pages);
    if let Some(i) = title(article, &stretches, &kinds) {
        kinds[i] = BlockKind::Title;
    }
    mark_related(&article.text, &stretches, &mut kinds);
    article.blocks = stretches
        .iter()
        .zip(kinds)
        .map(|(stretch, kind)| Block { span: stretch.span, kind })
        .collect();
    note_bylines(article, pages);
}

fn kinds(text: &str, stretches: &[Stretch], pages: &Pages) -> Vec<BlockKind> {
    // A line that stands alone is what the caller wants read, whatever it looks like.
    if stretches.len() < 2 {
        return vec![BlockKind::Paragraph; stretches.len()];
    }
    let kind = |stretch: &Stretch| match furniture::reason(stretch.span.of(text), pages) {
        Some(reason) => BlockKind::Furniture(reason),
        None => BlockKind::Paragraph,
    };
    let kinds: Vec<BlockKind> = stretches.iter().map(kind).collect();
    if kinds.contains(&BlockKind::Paragraph) {
        kinds
    } else {
        vec![BlockKind::Paragraph; stretches.len()]
    }
}

/// The first line that is no furniture, if it looks like a headline and prose that is longer follows.
fn title(article: &Article, stretches: &[Stretch], kinds: &[BlockKind]) -> Option<usize> {
    let mut prose = (0..kinds.len()).filter(|&i| kinds[i] == BlockKind::Paragraph);
    let (first, next) = (prose.next()?, prose.next()?);
    let line = stretches[first].span.of(&article.text);
    if article.given_title.as_deref().is_some_and(|title| title.trim() == line) {
        return Some(first);
    }
    if article.media_type == MediaType::Html {
        // A page says its title elsewhere; another short first line is a date, a credit or a caption.
        return None;
    }
    let body = stretches[next].span.of(&article.text);
    let set_off = stretches[first].gap_after || next > first + 1 || is_title_case(line);
    (looks_like_title(line) && is_prose(body) && body.len() > line.len() && set_off)
        .then_some(first)
}

fn looks_like_title(line: &str) -> bool {
    let n_words = line.split_whitespace().count();
    let open = line.trim_end_matches(['"', '\'', '”', '’', ')']);
    (2..=25).contains(&n_words)
        && !open.ends_with(['.', ':', ';', ',', '…'])
        && !line.contains('\n')
        && !line.contains(" — ")
}

/// Whether most of the longer words begin in upper case.
fn is_title_case(line: &str) -> bool {
    let long: Vec<&str> = line.split_whitespace().filter(|w| w.chars().count() >= 4).collect();
    let upper = long.iter().filter(|w| {
        w.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase)
    });
    upper.count() * 10 >= long.len() * 6
}

fn is_prose(stretch: &str) -> bool {
    stretch.split_whitespace().count() >= 8 && lines::ends_a_sentence(stretch)
}

/// After the article's end (a byline, a credit, "read more") short lines without a full stop are headlines of others.
fn mark_related(text: &str, stretches: &[Stretch], kinds: &mut [BlockKind]) {
    let is_body = |i: usize, kinds: &[BlockKind]| {
        kinds[i] == BlockKind::Paragraph && is_prose(stretches[i].span.of(text))
    };
    let Some(last) = (0..kinds.len()).rev().find(|&i| is_body(i, kinds)) else { return };
    let mut ended = false;
    for i in last + 1..kinds.len() {
        match kinds[i] {
            BlockKind::Furniture(_) => ended = true,
            BlockKind::Paragraph if ended && is_headline_of_another(stretches[i].span.of(text)) => {
                kinds[i] = BlockKind::Furniture("related");
            }
            _ => {}
        }
    }
}

fn is_headline_of_another(line: &str) -> bool {
    line.split_whitespace().count() <= 25 && !line.trim_end_matches(['"', '”', '’']).ends_with('.')
}

fn note_bylines(article: &mut Article, pages: &Pages) {
    for block in article.blocks.iter().filter(|it| it.kind == BlockKind::Furniture("byline")) {
        for name in furniture::names(block.span.of(&article.text), pages) {
            if !article.byline.contains(&name) {
                article.byline.push(name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) -> Article {
        let mut article = Article { text: text.to_owned(), ..Article::default() };
        mark(&mut article, &Pages::embedded().unwrap());
        let found: Vec<(&str, &str)> = article
            .blocks
            .iter()
            .map(|block| {
                let kind = match block.kind {
                    BlockKind::Title => "title",
                    BlockKind::Paragraph => "prose",
                    BlockKind::Furniture(reason) => reason,
                };
                (kind, block.span.of(text).split(' ').next().unwrap_or(""))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
        article
    }

    #[test]
    fn a_page_as_text_is_taken_apart() {
        let article = check(
            "Faramir Meets Envoy in Osgiliath, Seeks to ‘Avoid War’\n\nContact Your Elected Officials\nThe Daily Palantir Header\n\nFaramir met the envoy of Harad in Osgiliath on Monday, his office said.\n\nThey will meet again.\n\nBy Pippin Took\n\nRead Full Article on\n\nEnvoy Does Not Like Second Breakfast",
            &[
                ("title", "Faramir"),
                ("page", "Contact"),
                ("banner", "The"),
                ("prose", "Faramir"),
                ("prose", "They"),
                ("byline", "By"),
                ("truncated", "Read"),
                ("related", "Envoy"),
            ],
        );
        assert_eq!(article.byline, ["Pippin Took"]);
    }

    #[test]
    fn prose_is_no_title() {
        check("Troops attacked the town\nPolice left", &[("prose", "Troops"), ("prose", "Police")]);
        check(
            "Troops attacked on Monday.\n\nThe king of Gondor said that he would answer the attack.",
            &[("prose", "Troops"), ("prose", "The")],
        );
        check("Share this\nPrint", &[("prose", "Share"), ("prose", "Print")]);
    }
}
