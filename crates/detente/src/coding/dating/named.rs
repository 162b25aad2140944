//! Names that are younger than what is reckoned with: "AUKUS".

use crate::coding::dating::Constraint;
use crate::coding::dating::Force;
use crate::coding::dating::days::Days;
use crate::coding::dating::days::LAST;
use crate::coding::dating::reading::Reading;
use crate::lexicon::DatingKind;
use crate::model::Date;
use crate::model::Span;

/// So many words a coined name has at most.
const WORDS: usize = 6;

/// Names that nobody used before some day: the article is not older than the youngest of them.
pub(super) fn coined(reading: &Reading<'_>) -> Vec<Constraint> {
    let tokens = 0..reading.tree.analysis.tokens.len();
    let youngest = tokens.filter_map(|i| name_at(reading, i));
    let youngest = youngest.max_by_key(|(day, span)| (*day, std::cmp::Reverse(span.start)));
    let constraint = |(day, span): (Date, Span)| Constraint {
        days: Days::between(day, LAST),
        weaker: None,
        span: Some(span),
        rule: "dating.coined",
        note: format!("{} is a name since {day}: not before", span.of(reading.tree.text)),
        force: Force::Read,
    };
    youngest.map(constraint).into_iter().collect()
}

/// The longest coined name that begins with a token, and since when it is one.
fn name_at(reading: &Reading<'_>, i: usize) -> Option<(Date, Span)> {
    let tree = reading.tree;
    if !tree.word(i).starts_with(char::is_uppercase) {
        return None;
    }
    let end = tree.analysis.sentences[tree.sentence(i)].tokens.end;
    (i..end.min(i + WORDS)).rev().find_map(|last| {
        let span = tree.cover((i, last));
        let day = reading.lexicon.dating(DatingKind::Coined, span.of(tree.text))?;
        Some((day.parse().ok()?, span))
    })
}
