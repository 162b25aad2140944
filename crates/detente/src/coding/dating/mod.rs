//! The day of publication of an article that states none: solved from what its text implies.
//!
//! In: an article, its analysis, the lexicon. Out: [`Published`] with basis `inferred`, or `unknown` where nothing tells.
//! What a text implies is a set of days ([`Constraint`]): a term of office, a day that falls on a weekend, a year told as past.
//! Hard constraints rule days out; soft ones only rank days that are left. Where hard ones exclude each other, the weaker is set aside.
//! It never guesses between years: two that are possible are given as two.
//!
//! One more kind of evidence is a function that gives constraints, and its name in [`KINDS`]; its words are rows of `data/languages/en/dating.tsv`.

mod calendar;
mod days;
mod lead;
mod named;
mod offices;
mod reading;
mod solve;
mod tenure;
mod terms;
mod years;

use crate::coding::window;
use crate::lexicon::Lexicon;
use crate::model::Analysis;
use crate::model::Article;
use crate::model::Date;
use crate::model::Published;
use crate::model::Span;
use days::Days;
use reading::Reading;

/// What one piece of evidence says of the day of publication.
#[derive(Clone, Debug)]
struct Constraint {
    /// The days that it leaves.
    days: Days,
    /// What is left of it where it cannot hold with the others: a term that began but may be over.
    weaker: Option<(Days, String)>,
    span: Option<Span>,
    rule: &'static str,
    note: String,
    force: Force,
}

/// How far a constraint is believed, from the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Force {
    /// It ranks days by so many points.
    Soft(i64),
    /// It gives so many points to days of a weekday, Monday 1.
    OfWeekday(i8, i64),
    /// A convention of news writing.
    Custom,
    /// What the text says, if it is read rightly.
    Read,
    /// What the text says of the story's own present.
    Firm,
}

impl Force {
    /// Whether it only ranks.
    fn is_soft(self) -> bool {
        matches!(self, Force::Soft(_) | Force::OfWeekday(..))
    }
}

type Kind = fn(&Reading<'_>) -> Vec<Constraint>;

/// All kinds of evidence.
const KINDS: &[Kind] = &[
    terms::terms,
    years::told,
    years::announced,
    years::anniversaries,
    calendar::dateline,
    calendar::weekdays,
    calendar::weekends,
    calendar::beside_today,
    named::coined,
    tenure::tenures,
    lead::date,
    lead::weekday,
    lead::later_weekday,
];

/// When an article was published, as far as its text tells.
///
/// Candidates are closed ranges in order; a range that ends at the last day of 2099 is open.
pub(crate) fn published(
    article: &Article,
    analysis: &Analysis,
    lexicon: &Lexicon,
    not_after: Option<Date>,
) -> Published {
    let windows = window::windows(analysis);
    let Some(first) = windows.first().filter(|w| !window::is_too_long(analysis, w.start)) else {
        return Published::default();
    };
    let mut constraints = match windows[..] {
        [_] => read(article, analysis, lexicon),
        // The news is told at the beginning.
        _ => read(article, &window::part(analysis, first.clone()), lexicon),
    };
    // By itself it dates nothing.
    if constraints.iter().any(|c| !c.force.is_soft()) {
        constraints.extend(not_after.map(asked));
    }
    solve::solve(constraints)
}

fn read(article: &Article, analysis: &Analysis, lexicon: &Lexicon) -> Vec<Constraint> {
    let reading = Reading::new(article, analysis, lexicon);
    KINDS.iter().flat_map(|kind| kind(&reading)).collect()
}

/// What the caller knows.
fn asked(day: Date) -> Constraint {
    Constraint {
        days: Days::between(Published::OPEN_FROM, day),
        weaker: None,
        span: None,
        rule: "dating.not_after",
        note: format!("not after {day}, as the caller says"),
        force: Force::Firm,
    }
}
