//! Years and full dates that a text names: what it tells as past is over, what it announces is to come.

use crate::coding::dating::Constraint;
use crate::coding::dating::Force;
use crate::coding::dating::days::Days;
use crate::coding::dating::days::FIRST;
use crate::coding::dating::days::LAST;
use crate::coding::dating::reading::Reading;
use crate::model::Date;
use crate::model::Span;
use crate::model::TimeMention;
use detente_language::Dep;

/// The rule of times told as past.
pub(super) const PAST_DATE: &str = "dating.past_date";

/// Times told as past: the article is not older than the latest of them.
pub(super) fn told(reading: &Reading<'_>) -> Vec<Constraint> {
    let past = reading.times.iter().filter_map(|t| {
        let (from, _) = reading.stated(t)?;
        is_told_past(reading, t).then_some((from, t.span))
    });
    let latest = past.max_by_key(|(from, span)| (*from, std::cmp::Reverse(span.start)));
    latest.map(|(from, span)| since(reading, from, span, "is past")).into_iter().collect()
}

fn since(reading: &Reading<'_>, from: Date, span: Span, how: &str) -> Constraint {
    let words = span.of(reading.tree.text);
    Constraint {
        days: Days::between(from, LAST),
        weaker: None,
        span: Some(span),
        rule: PAST_DATE,
        note: format!("{words} {how}: not before {from}"),
        force: Force::Read,
    }
}

/// "in 2014" hanging on a verb in the past, "since 2014"; not "the 2026 World Cup", not "by 2030".
fn is_told_past(reading: &Reading<'_>, time: &TimeMention) -> bool {
    const AHEAD: [&str; 7] = ["by", "until", "till", "through", "before", "for", "to"];
    let first = reading.token_of(time.span);
    let before = reading.before(first);
    if before == "since" {
        return true;
    }
    !AHEAD.contains(&&*before) && hangs_on_a_verb(reading, first) && reading.is_past(first)
}

fn hangs_on_a_verb(reading: &Reading<'_>, mut i: usize) -> bool {
    let tree = reading.tree;
    while let Some(h) = tree.head(i) {
        match tree.dep(i) {
            Dep::Npadvmod | Dep::Prep | Dep::Advmod => {
                return crate::coding::tree::is_predicate(tree, h);
            }
            Dep::Pobj | Dep::Nummod | Dep::Compound | Dep::Appos | Dep::Pcomp => i = h,
            _ => return false,
        }
    }
    false
}

/// "will be held on June 12, 2018", in the article's own words: it is older than the end of that.
pub(super) fn announced(reading: &Reading<'_>) -> Vec<Constraint> {
    let coming = reading.times.iter().filter_map(|t| {
        let (_, to) = reading.stated(t)?;
        let i = reading.token_of(t.span);
        let own = reading.is_future(i) && !reading.is_quoted(i) && hangs_on_a_verb(reading, i);
        (own && reading.before(i) != "since").then_some((to, t.span))
    });
    let first = coming.min_by_key(|(to, span)| (*to, span.start));
    let constraint = |(to, span): (Date, Span)| Constraint {
        days: Days::between(FIRST, to),
        weaker: None,
        span: Some(span),
        rule: "dating.announced_date",
        note: format!("{} is to come: not after {to}", span.of(reading.tree.text)),
        force: Force::Read,
    };
    first.map(constraint).into_iter().collect()
}

/// "the 10th anniversary of the attacks of Sept. 11, 2001", "eight years after the annexation in 2014": soft.
pub(super) fn anniversaries(reading: &Reading<'_>) -> Vec<Constraint> {
    let mut out = Vec::new();
    for time in &reading.times {
        let Some((from, _)) = reading.stated(time) else { continue };
        let i = reading.token_of(time.span);
        let Some((years, span)) = counted(reading, i) else { continue };
        let year = from.year().saturating_add(years);
        let day = |y: i16, m: i8, d: i8| Date::new(y, m, d).unwrap_or(LAST);
        out.push(Constraint {
            days: Days::between(day(year - 1, 7, 1), day(year + 1, 6, 30)),
            weaker: None,
            span: Some(span.cover(time.span)),
            rule: "dating.years_after",
            note: format!("{years} years after {}: about {year}", from.year()),
            force: Force::Soft(1),
        });
    }
    out
}

/// How many years after a time the text counts, before the time and in its sentence.
fn counted(reading: &Reading<'_>, i: usize) -> Option<(i16, Span)> {
    let tree = reading.tree;
    let first = tree.analysis.sentences[tree.sentence(i)].tokens.start;
    (first..i).rev().find_map(|at| {
        let word = tree.word(at).to_lowercase();
        let anniversary = word == "anniversary";
        let after = word == "after" && at >= 2 && tree.lemma(at - 1) == "year";
        let number = if anniversary { at.checked_sub(1)? } else { at.checked_sub(2)? };
        let n = (anniversary || after).then(|| self::number(reading, number)).flatten()?;
        Some((n, tree.cover((number, at))))
    })
}

/// "10th", "tenth", "ten", "10".
pub(super) fn number(reading: &Reading<'_>, i: usize) -> Option<i16> {
    use crate::lexicon::TimeSense;
    let lower = reading.tree.word(i).to_lowercase();
    let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    digits.parse().ok().or_else(|| {
        reading.lexicon.time_words(&lower).iter().filter(|w| w.rest.is_empty()).find_map(
            |w| match w.sense {
                TimeSense::Number(n) | TimeSense::Ordinal(n) => i16::try_from(n).ok(),
                _ => None,
            },
        )
    })
}
