//! Groups and incidents from end to end, on made-up texts.

use crate::lexicon::Lexicon;
use crate::model::Article;
use crate::model::Basis;
use crate::model::Block;
use crate::model::BlockKind;
use crate::model::Coded;
use crate::model::Date;
use crate::model::Grouped;
use crate::model::Published;
use crate::model::Span;
use crate::story::Groups;
use crate::story::Keep;
use crate::story::Window;
use crate::story::profile;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::embedded().unwrap());

const WINDOW: Window = Window { days: 7, keep: Keep::Nothing };

fn article(id: &str, text: &str, day: Option<Date>) -> Article {
    Article {
        id: id.to_owned(),
        sha256: text.to_owned(),
        text: text.to_owned(),
        blocks: vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph }],
        published: Published {
            value: day,
            basis: if day.is_some() { Basis::Stated } else { Basis::Unknown },
            ..Published::default()
        },
        ..Article::default()
    }
}

fn group(articles: &[Article]) -> Vec<Grouped> {
    let mut groups = Groups::new(WINDOW);
    let join = |it| groups.join(profile(it, &Coded::default(), &LEXICON));
    articles.iter().map(join).collect()
}

/// Numbers that look random and are the same each time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below as u64) as usize
    }

    /// Words as unevenly spread as those of a language.
    fn text(&mut self, n_words: usize) -> Vec<String> {
        let word = |_| {
            let wide = 1 + self.roll(20_000);
            format!("w{}", self.roll(wide))
        };
        (0..n_words).map(word).collect()
    }
}

/// A cut copy: from 40 % up to all of a text, in one piece, under another banner, with a word in thirty changed.
fn cut(words: &[String], dice: &mut Dice) -> String {
    let length = words.len() * (40 + dice.roll(61)) / 100;
    let start = dice.roll(words.len() - length + 1);
    let mut out = dice.text(8);
    for word in &words[start..start + length] {
        out.push(if dice.roll(30) == 0 { dice.text(1).remove(0) } else { word.clone() });
    }
    out.join(" ")
}

#[test]
fn a_document_and_its_cut_copy_always_group() {
    let mut dice = Dice(7);
    for round in 0..300 {
        let n_words = 100 + dice.roll(3000);
        let words = dice.text(n_words);
        let mut texts = [words.join(" "), cut(&words, &mut dice)];
        // The cut may come first.
        if round % 2 == 1 {
            texts.reverse();
        }
        let other = dice.text(300).join(" ");
        let grouped = group(&[
            article("a", &texts[0], None),
            article("x", &other, None),
            article("b", &texts[1], None),
        ]);
        assert_eq!(grouped[0].copy, grouped[2].copy, "round {round}, {n_words} words");
        assert_eq!(grouped[0].story, grouped[2].story);
        assert_ne!(grouped[0].copy, grouped[1].copy);
    }
}

const TRAWLER: &str = "A Norwegian coast guard vessel seized an Icelandic trawler near Jan Mayen. \
    The skipper was taken to Bodo, and Reykjavik summoned the ambassador.";
const TRAWLER_TOO: &str = "Iceland protested after its trawler was seized near Jan Mayen by the Norwegian coast guard. \
    Reykjavik has summoned the ambassador, and the skipper is held in Bodo.";
const GRAPES: &str = "Growers in the Mosel valley expect the best grape harvest in a decade after a dry summer, \
    the association of vintners said.";

#[test]
fn one_happening_in_other_words_is_a_story_and_no_copy() {
    let grouped = group(&[
        article("a", TRAWLER, None),
        article("b", GRAPES, None),
        article("c", TRAWLER_TOO, None),
    ]);
    assert_eq!(grouped[0].story, grouped[2].story, "{}", grouped[2].score);
    assert_ne!(grouped[0].copy, grouped[2].copy);
    assert_ne!(grouped[0].story, grouped[1].story);
    assert_eq!(grouped[0].score, 0.0);
    assert!(grouped[2].score > 0.5 && grouped[1].score < 0.3, "{}", grouped[1].score);
}

#[test]
fn what_lies_outside_the_window_is_not_compared() {
    let day = |day| Some(jiff::civil::date(2024, 3, day));
    let grouped = group(&[
        article("a", TRAWLER, day(1)),
        article("b", TRAWLER, day(8)),
        article("c", TRAWLER, day(20)),
        article("d", TRAWLER, None),
    ]);
    assert_eq!(grouped[0].copy, grouped[1].copy);
    assert_ne!(grouped[1].copy, grouped[2].copy);
    assert_eq!(grouped[2].copy, grouped[3].copy, "an undated one counts as of the newest day");
}

#[test]
fn the_one_asked_about_is_found_or_missed_aloud() {
    let ask = |it: &str, of: &str| {
        let mut article = article(it, TRAWLER_TOO, None);
        article.compare = Some(of.into());
        article
    };
    let grouped = group(&[article("a", TRAWLER, None), ask("b", "a"), ask("c", "nobody")]);
    assert_eq!(grouped[0].likeness, None);
    assert!(grouped[1].likeness.flatten().unwrap() > 0.5);
    assert_eq!(grouped[2].likeness, Some(None));
    assert_eq!(grouped[2].warnings[0].code, "story.nothing_to_compare");
}

#[test]
fn documents_without_words_are_alone() {
    let grouped =
        group(&[article("a", "", None), article("b", " ", None), article("c", "…", None)]);
    assert!(grouped.iter().all(|it| it.score == 0.0));
    assert_ne!(grouped[0].story, grouped[1].story);
}
