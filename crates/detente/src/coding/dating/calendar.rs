//! Days without a year: what a dateline, a weekday or a weekend beside them says of the year.

use crate::coding::dating::Constraint;
use crate::coding::dating::Force;
use crate::coding::dating::days::Days;
use crate::coding::dating::days::plus;
use crate::coding::dating::reading::Bare;
use crate::coding::dating::reading::Reading;
use crate::model::Block;
use crate::model::BlockKind;
use crate::model::Date;
use crate::model::Span;
use crate::model::TimeMention;
use jiff::civil::Weekday;

/// How many blocks from the top a line with the date may stand.
const TOP: usize = 6;

/// "PARIS, March 3 (Agency) —", or a line that is nothing but a day: the day itself, give or take one for the hour and the zone.
pub(super) fn dateline(reading: &Reading<'_>) -> Vec<Constraint> {
    let blocks = &reading.article.blocks;
    let first = blocks.iter().find(|b| b.kind == BlockKind::Paragraph);
    let begins =
        first.and_then(|block| reading.bare.iter().find(|b| is_dateline(reading, block, b)));
    let line = || {
        let top = blocks.iter().take(TOP);
        top.filter_map(|block| reading.bare.iter().find(|b| is_line(reading, block, b))).next()
    };
    let Some(bare) = begins.or_else(line) else { return Vec::new() };
    let words = bare.span.of(reading.tree.text);
    let made = |reach: (i64, i64), force, note: String| Constraint {
        days: Days::yearly(bare.month, bare.day, reach, |_| true),
        weaker: None,
        span: Some(bare.span),
        rule: "dating.dateline",
        note,
        force,
    };
    vec![
        made((1, 1), Force::Read, format!("the dateline is of {words}, give or take a day")),
        made((0, 0), Force::Soft(9), format!("the dateline is of {words}")),
    ]
}

/// Whether a day stands between a place and the dash that the text begins after.
fn is_dateline(reading: &Reading<'_>, block: &Block, bare: &Bare) -> bool {
    let text = reading.tree.text;
    if !block.span.contains(bare.span) || bare.span.start - block.span.start > 60 {
        return false;
    }
    let place = &text[block.span.start as usize..bare.span.start as usize];
    let rest = text[bare.span.end as usize..block.span.end as usize].trim_start();
    let rest = match rest.strip_prefix('(').and_then(|r| r.split_once(')')) {
        Some((agency, rest)) if agency.len() < 40 => rest.trim_start(),
        _ => rest,
    };
    let named = |w: &str| w.starts_with(|c: char| c.is_uppercase() || c == '(' || c == '/');
    let small = |w: &str| ["de", "la", "el", "al", "of", "da", "the"].contains(&w);
    !place.trim().is_empty()
        && place.split_whitespace().all(|w| named(w) || small(w))
        && ["—", "–", "-"].iter().any(|dash| rest.starts_with(dash))
}

/// Whether a block says nothing but a day: two words more at most.
fn is_line(reading: &Reading<'_>, block: &Block, bare: &Bare) -> bool {
    if !block.span.contains(bare.span) {
        return false;
    }
    let words = |span: Span| span.of(reading.tree.text).split_whitespace().count();
    words(block.span) <= words(bare.span) + 2
}

/// How many days from a day without a year its article may be.
const HALF_YEAR: i64 = 183;

/// "Monday, Feb. 7": the years in which that day is a Monday.
pub(super) fn weekdays(reading: &Reading<'_>) -> Vec<Constraint> {
    let mut out: Vec<Constraint> = Vec::new();
    for bare in &reading.bare {
        let Some((weekday, span)) = weekday_of(reading, bare) else { continue };
        let Ok(name) = Weekday::from_monday_one_offset(weekday) else { continue };
        let words = span.of(reading.tree.text);
        out.push(Constraint {
            days: Days::yearly(bare.month, bare.day, reach(reading, bare.token), |d| {
                d.weekday() == name
            }),
            weaker: None,
            span: Some(span),
            rule: "dating.weekday",
            note: format!("{words}: the years in which that day is a {name:?}"),
            force: Force::Read,
        });
    }
    out
}

/// How many days before and after a day its article may be.
fn reach(reading: &Reading<'_>, i: usize) -> (i64, i64) {
    if reading.is_future(i) {
        (HALF_YEAR, 0)
    } else if reading.is_past(i) {
        (0, HALF_YEAR)
    } else {
        (HALF_YEAR, HALF_YEAR)
    }
}

/// The weekday said with a day: in one expression, or right beside it ("Monday (Feb. 7)", "Feb. 7, a Monday").
pub(super) fn weekday_of(reading: &Reading<'_>, bare: &Bare) -> Option<(i8, Span)> {
    if let Some(weekday) = bare.weekday {
        return Some((weekday, bare.span));
    }
    reading.times.iter().find_map(|time| {
        let number = time.value.strip_prefix("XXXX-WXX-")?.parse().ok()?;
        is_beside(reading, bare, time).then(|| (number, bare.span.cover(time.span)))
    })
}

/// Whether nothing but a comma, a bracket or "a" stands between.
fn is_beside(reading: &Reading<'_>, bare: &Bare, time: &TimeMention) -> bool {
    let (first, second) =
        if time.span < bare.span { (time.span, bare.span) } else { (bare.span, time.span) };
    let gap = reading.tree.text.get(first.end as usize..second.start as usize);
    gap.is_some_and(|gap| [", ", " (", ", a ", " ", " — ", " - "].contains(&gap))
}

/// "over the weekend … on Feb. 6", of one verb: the years in which that day is a Saturday or Sunday; the article is of the week after.
pub(super) fn weekends(reading: &Reading<'_>) -> Vec<Constraint> {
    reading.bare.iter().filter_map(|bare| weekend(reading, bare)).collect()
}

fn weekend(reading: &Reading<'_>, bare: &Bare) -> Option<Constraint> {
    const ANOTHER: [&str; 6] = ["next", "coming", "following", "every", "each", "that"];
    let tree = reading.tree;
    let clause = reading.clause(bare.token)?;
    let mut sentence = tree.analysis.sentences[tree.sentence(bare.token)].tokens.clone();
    let said = sentence.find(|&i| {
        tree.is_word(i, "weekend")
            && reading.clause(i) == Some(clause)
            && !ANOTHER.contains(&&*reading.before(i))
    })?;
    (reading.is_past(bare.token) && reading.is_adverbial(bare.span)).then_some(())?;
    let days = Days::yearly(bare.month, bare.day, (0, 0), is_weekend);
    let weeks = days.ranges().iter().flat_map(|&(from, to)| [from, to]).map(|day| {
        let saturday = if day.weekday() == Weekday::Sunday { plus(day, -1) } else { day };
        (saturday, plus(saturday, 7))
    });
    let words = bare.span.of(tree.text);
    Some(Constraint {
        days: Days::of(weeks.collect()),
        weaker: None,
        span: Some(tree.span(said).cover(bare.span)),
        rule: "dating.weekend",
        note: format!("{words} is on the weekend past: a Saturday or Sunday"),
        force: Force::Read,
    })
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// "today, Feb. 7", "yesterday (Feb. 6)": the day itself.
pub(super) fn beside_today(reading: &Reading<'_>) -> Vec<Constraint> {
    let mut out = Vec::new();
    for bare in &reading.bare {
        for time in &reading.times {
            let words = time.span.of(reading.tree.text).to_lowercase();
            let Some(&(_, ahead)) = TODAY.iter().find(|(w, _)| *w == words) else { continue };
            if !is_beside(reading, bare, time) || reading.is_quoted(bare.token) {
                continue;
            }
            let span = bare.span.cover(time.span);
            out.push(Constraint {
                days: Days::yearly(bare.month, bare.day, (ahead, -ahead), |_| true),
                weaker: None,
                span: Some(span),
                rule: "dating.today",
                note: format!("{} gives the day", span.of(reading.tree.text)),
                force: Force::Firm,
            });
        }
    }
    out
}

/// Words for days round about the article's, and how far ahead they are.
const TODAY: [(&str, i64); 8] = [
    ("today", 0),
    ("tonight", 0),
    ("this morning", 0),
    ("this afternoon", 0),
    ("this evening", 0),
    ("yesterday", -1),
    ("last night", -1),
    ("tomorrow", 1),
];
