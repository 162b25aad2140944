//! The words of an article: runs of letters and digits in what is not furniture.

use crate::model::Article;
use crate::model::BlockKind;
use xxhash_rust::xxh3::xxh3_64;

/// Lower-case words in text order, the headline first where it was given beside the text.
pub(super) fn words(article: &Article) -> Vec<String> {
    let beside = article.title_span().map_or(article.given_title.as_deref(), |_| None);
    let inside = article
        .blocks
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Furniture(_)))
        .map(|block| block.span.of(&article.text));
    beside.into_iter().chain(inside).flat_map(cut).collect()
}

pub(super) fn cut(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_lowercase)
}

/// A number that stands for some words, the same on every machine and in every version.
pub(super) fn key(words: &str) -> u64 {
    xxh3_64(words.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Block;
    use crate::model::Span;

    #[test]
    fn furniture_is_not_read_and_a_given_title_is() {
        let text = "Sign up!\n\nRohan’s riders met 3 envoys.";
        let block = |start, end, kind| Block { span: Span::new(start, end), kind };
        let article = Article {
            text: text.to_owned(),
            blocks: vec![
                block(0, 8, BlockKind::Furniture("newsletter")),
                block(10, text.len(), BlockKind::Paragraph),
            ],
            given_title: Some("Riders Meet".to_owned()),
            ..Article::default()
        };
        let expected = ["riders", "meet", "rohan", "s", "riders", "met", "3", "envoys"];
        assert_eq!(words(&article), expected);
    }
}
