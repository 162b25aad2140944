//! Time expressions: calendar dates, days counted from another day, lengths, recurrences, times of day.
//!
//! In: tokens with their parse, and the article's day if it is known. Out: expressions in text order, with TIMEX3 type and value.
//! An expression is resolved against the article's day, or against the time that the text speaks of ("a day earlier").
//! It does not date events. One more kind of expression is a function in one of these files and its name in [`PATTERNS`];
//! one more word is a row in `data/languages/en/times.tsv`.
//!
//! Source: TimeML 1.2.1 and the TIMEX3 guidelines of TempEval-3.
//! DIFFERENCE: where these leave an article, preposition or modifier to the annotator, "the" belongs to counted and placed
//! expressions ("the past two years", "the fourth quarter") and a preposition never does.

mod calendar;
mod clock;
mod duration;
mod parts;
mod read;
mod reference;
mod relative;
mod scene;
mod sets;
mod tense;
mod weekday;
mod wrap;

use crate::coding::tree::Tree;
use crate::lexicon::Lexicon;
use crate::model::Basis;
use crate::model::Published;
use crate::model::Span;
use crate::model::TimeKind;
use crate::model::TimeMention;
use read::Read;
use scene::Scene;
pub(crate) use tense::Tense;
pub(crate) use tense::tense;

/// The time expressions of a document, in text order, resolved against its date where they must be.
pub(crate) fn times(tree: Tree<'_>, lexicon: &Lexicon, published: &Published) -> Vec<TimeMention> {
    let mut found = found(tree, lexicon, published, PATTERNS);
    if let Some(line) =
        date_line(published).filter(|line| !found.iter().any(|f| f.span.overlaps(line.span)))
    {
        let at = found.partition_point(|f| f.span < line.span);
        found.insert(at, line);
    }
    found
}

/// Days, months and years of a document without a date: less than [`times`], for asking when it was written.
pub(crate) fn calendar(tree: Tree<'_>, lexicon: &Lexicon) -> Vec<TimeMention> {
    found(tree, lexicon, &Published::default(), CALENDAR)
}

fn found(
    tree: Tree<'_>,
    lexicon: &Lexicon,
    published: &Published,
    patterns: &[Pattern],
) -> Vec<TimeMention> {
    let mut scene = Scene::new(tree, lexicon, published);
    let mut found = Vec::new();
    let mut i = 0;
    while i < tree.analysis.tokens.len() {
        scene.look_at(i);
        match longest(&scene, i, patterns) {
            Some((used, read)) => {
                scene.remember(i, used, &read);
                found.push(mention(tree.cover((i, i + used - 1)), read));
                i += used;
            }
            None => i += 1,
        }
    }
    found
}

/// The date that the text itself gives for the document: no sentence of the article, but an expression of time.
fn date_line(published: &Published) -> Option<TimeMention> {
    let span = published.because.iter().find(|clue| clue.rule == "extract.date_line")?.span?;
    Some(mention(span, Read::day(published.value?, Basis::Stated)))
}

/// What a pattern makes of the words at a token: how many it took, and what they mean.
type Match = (usize, Read);

type Pattern = fn(&Scene<'_>, usize) -> Option<Match>;

/// All kinds of expression; of those that fit, the longest is taken, and the earlier of two alike.
const PATTERNS: &[Pattern] = &[
    calendar::range_start,
    calendar::range_end,
    calendar::numeric,
    calendar::weekday_date,
    calendar::month_day,
    calendar::day_month,
    calendar::month,
    calendar::year,
    calendar::fiscal,
    calendar::short_year,
    calendar::decade,
    calendar::century,
    weekday::weekday,
    relative::day,
    relative::stepped,
    relative::counted,
    relative::neighbor,
    relative::same,
    relative::in_a_row,
    relative::bare,
    parts::quarter,
    parts::half,
    parts::nth,
    parts::season,
    parts::day_part,
    parts::part_after,
    parts::part_of,
    parts::part,
    clock::clock,
    sets::every,
    sets::adjective,
    sets::rate,
    sets::weekdays,
    duration::counted,
    duration::range_start,
    duration::vague,
    reference::reference,
    wrap::portion,
    wrap::about,
];

/// Those that tell when a document was written.
const CALENDAR: &[Pattern] = &[
    calendar::range_start,
    calendar::range_end,
    calendar::numeric,
    calendar::weekday_date,
    calendar::month_day,
    calendar::day_month,
    calendar::month,
    calendar::year,
    calendar::decade,
    weekday::weekday,
    relative::day,
    relative::counted,
    parts::day_part,
    reference::reference,
];

/// Those that give a day, a month or a year: what "the end of" or "10 a.m." can stand before.
const DATES: &[Pattern] = &[
    calendar::numeric,
    calendar::weekday_date,
    calendar::month_day,
    calendar::day_month,
    calendar::month,
    calendar::any_year,
    calendar::fiscal,
    calendar::short_year,
    calendar::decade,
    calendar::century,
    weekday::weekday,
    relative::day,
    relative::stepped,
    relative::neighbor,
    relative::same,
    relative::bare,
    parts::quarter,
    parts::season,
    parts::day_part,
];

/// The longest match among some patterns.
fn longest(scene: &Scene<'_>, i: usize, patterns: &[Pattern]) -> Option<Match> {
    if !scene.may_begin(i) {
        return None;
    }
    let mut best: Option<Match> = None;
    for found in patterns.iter().filter_map(|pattern| pattern(scene, i)) {
        if best.as_ref().is_none_or(|(used, _)| found.0 > *used) {
            best = Some(found);
        }
    }
    best
}

/// A date at a token.
fn date_at(scene: &Scene<'_>, i: usize) -> Option<Match> {
    longest(scene, i, DATES).filter(|(_, read)| read.kind == TimeKind::Date)
}

fn mention(span: Span, read: Read) -> TimeMention {
    TimeMention {
        span,
        kind: read.kind,
        value: read.value,
        interval: read.interval,
        precision: read.precision,
        basis: read.basis,
    }
}
