//! The first sentences tell what is new: their days are those of the days before publication.

use crate::coding::dating::Constraint;
use crate::coding::dating::Force;
use crate::coding::dating::calendar;
use crate::coding::dating::days::Days;
use crate::coding::dating::days::LAST;
use crate::coding::dating::days::plus;
use crate::coding::dating::reading::Bare;
use crate::coding::dating::reading::Reading;
use crate::lexicon::DatingKind;
use crate::model::Span;
use jiff::civil::Weekday;

/// How many days old the news of a first sentence is at most.
const FRESH: i64 = 6;

/// "met on Feb. 7" in a first sentence: the article is of that day or one of the next.
pub(super) fn date(reading: &Reading<'_>) -> Vec<Constraint> {
    let full = || {
        reading.times.iter().find_map(|t| {
            let (from, to) = reading.stated(t)?;
            (from == to && is_news(reading, t.span)).then_some((from, t.span))
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
    if let Some(bare) = news(reading) {
        let days = |after| {
            Days::yearly(bare.month, bare.day, (0, after), |_| true).or(&since(reading, bare))
        };
        let soft = made(days(0), bare.span, Force::Soft(2));
        return vec![made(days(FRESH), bare.span, Force::Custom), soft];
    }
    let Some((day, span)) = full() else { return Vec::new() };
    vec![
        made(Days::between(day, plus(day, FRESH)), span, Force::Custom),
        made(Days::between(day, day), span, Force::Soft(2)),
    ]
}

/// "Sept. 11" is told of ever since: such a day may be that of the news, or the article is any later one.
fn since(reading: &Reading<'_>, bare: &Bare) -> Days {
    let day = format!("{:02}-{:02}", bare.month, bare.day);
    let told = reading.lexicon.dating(DatingKind::Memorial, &day);
    let from = told.and_then(|day| day.parse().ok());
    from.map_or_else(|| Days::of(Vec::new()), |from| Days::between(from, LAST))
}

/// The day without a year on which the news happened.
fn news<'r>(reading: &'r Reading<'_>) -> Option<&'r Bare> {
    reading.bare.iter().find(|b| is_news(reading, b.span) && !beside_a_year(reading, b.token))
}

/// A time of a first sentence, told for itself, as past and in the article's own words.
fn is_news(reading: &Reading<'_>, span: Span) -> bool {
    let i = reading.token_of(span);
    let own = reading.is_lead(i) && !reading.is_quoted(i) && reading.is_told(i);
    own && reading.is_past(i) && reading.is_adverbial(span)
}

/// "on Tuesday, Aug. 4 … said on Wednesday": weekdays told as past that follow the day of the news within some days.
pub(super) fn later_weekday(reading: &Reading<'_>) -> Vec<Constraint> {
    const SOON: i8 = 3;
    let Some(bare) = news(reading) else { return Vec::new() };
    let Some((first, _)) = calendar::weekday_of(reading, bare) else { return Vec::new() };
    let later = reading.times.iter().filter_map(|t| {
        let number: i8 = t.value.strip_prefix("XXXX-WXX-")?.parse().ok()?;
        let i = reading.token_of(t.span);
        let ahead = (number - first).rem_euclid(7);
        let told = reading.is_past(i) && !reading.is_quoted(i);
        (told && (1..=SOON).contains(&ahead)).then_some((ahead, t.span))
    });
    let Some((ahead, span)) = later.max_by_key(|&(ahead, _)| ahead) else { return Vec::new() };
    let ahead = i64::from(ahead);
    vec![Constraint {
        days: Days::yearly(bare.month, bare.day, (-ahead, ahead), |_| true),
        weaker: None,
        span: Some(span),
        rule: "dating.later_weekday",
        note: format!("{} is told as past too", span.of(reading.tree.text)),
        force: Force::Soft(5),
    }]
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
    vec![Constraint {
        days: Days::all(),
        weaker: None,
        span: Some(span),
        rule: "dating.lead_weekday",
        note: format!("the news is of a {weekday:?}"),
        force: Force::OfWeekday(weekday.to_monday_one_offset(), 2),
    }]
}
