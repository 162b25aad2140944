//! The first sentences tell what is new: their days are those of the days before publication.

use crate::coding::dating::Constraint;
use crate::coding::dating::Force;
use crate::coding::dating::days::Days;
use crate::coding::dating::days::FIRST;
use crate::coding::dating::days::LAST;
use crate::coding::dating::days::plus;
use crate::coding::dating::reading::Reading;
use crate::model::Span;
use jiff::civil::Weekday;

/// How many days old the news of a first sentence is at most.
const FRESH: i64 = 6;

/// "met on Feb. 7" in a first sentence: the article is of that day or one of the next.
pub(super) fn date(reading: &Reading<'_>) -> Vec<Constraint> {
    let news = |i: usize| is_news(reading, i) && reading.is_past(i);
    let bare = reading.bare.iter().find(|b| news(b.token) && !beside_a_year(reading, b.token));
    let full = || {
        reading.times.iter().find_map(|t| {
            let (from, to) = reading.stated(t)?;
            (from == to && news(reading.token_of(t.span))).then_some((from, t.span))
        })
    };
    let made = |days: Days, span: Span, force| Constraint {
        days,
        weaker: None,
        span: Some(span),
        rule: "dating.lead_date",
        note: format!("the news is of {}", span.of(reading.tree.text)),
        force,
    };
    if let Some(bare) = bare {
        let days = |after| Days::yearly(bare.month, bare.day, (0, after), |_| true);
        let soft = made(days(0), bare.span, Force::Soft(2));
        return vec![made(days(FRESH), bare.span, Force::Custom), soft];
    }
    let Some((day, span)) = full() else { return Vec::new() };
    vec![
        made(Days::between(day, plus(day, FRESH)), span, Force::Custom),
        made(Days::between(day, day), span, Force::Soft(2)),
    ]
}

/// A time of a first sentence, told for itself and in the article's own words.
fn is_news(reading: &Reading<'_>, i: usize) -> bool {
    reading.is_lead(i) && !reading.is_quoted(i) && reading.is_told(i) && is_adverbial(reading, i)
}

/// "on Feb. 7", "Monday": not "the Sept. 11 attacks", "since Feb. 7".
fn is_adverbial(reading: &Reading<'_>, i: usize) -> bool {
    use detente_language::Dep;
    let tree = reading.tree;
    let mut at = i;
    while matches!(tree.dep(at), Dep::Nummod | Dep::Compound | Dep::Pobj | Dep::Appos) {
        match tree.head(at) {
            Some(h) if tree.dep(at) == Dep::Pobj => return ["on", "of"].contains(&tree.lemma(h)),
            Some(h) => at = h,
            None => return false,
        }
    }
    matches!(tree.dep(at), Dep::Npadvmod | Dep::Advmod)
}

/// Whether the sentence tells of some year or anniversary.
fn beside_a_year(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    let mut sentence = tree.analysis.sentences[tree.sentence(i)].tokens.clone();
    reading.times_beside(i).any(|t| reading.stated(t).is_some() || t.value == "PAST_REF")
        || sentence.any(|i| ["anniversary", "ago"].contains(&tree.lemma(i)))
}

/// "said on Tuesday" in a first sentence: that day rather than another.
pub(super) fn weekday(reading: &Reading<'_>) -> Vec<Constraint> {
    let told = reading.times.iter().find_map(|t| {
        let number = t.value.strip_prefix("XXXX-WXX-")?.parse().ok()?;
        let i = reading.token_of(t.span);
        let news = reading.is_lead(i) && reading.is_past(i) && !reading.is_quoted(i);
        news.then_some((Weekday::from_monday_one_offset(number).ok()?, t.span))
    });
    let Some((weekday, span)) = told else { return Vec::new() };
    let ahead = i64::from(FIRST.weekday().until(weekday));
    let weeks = std::iter::successors(Some(plus(FIRST, ahead)), |&d| {
        Some(plus(d, 7)).filter(|next| *next <= LAST && *next > d)
    });
    vec![Constraint {
        days: Days::of(weeks.map(|d| (d, d)).collect()),
        weaker: None,
        span: Some(span),
        rule: "dating.lead_weekday",
        note: format!("the news is of a {weekday:?}"),
        force: Force::Soft(2),
    }]
}
