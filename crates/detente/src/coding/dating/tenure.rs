//! How long somebody has held an office: "Lukashenko, who has ruled Belarus for 26 years".

use crate::coding::dating::Constraint;
use crate::coding::dating::Force;
use crate::coding::dating::days::Days;
use crate::coding::dating::days::LAST;
use crate::coding::dating::days::plus;
use crate::coding::dating::reading::Reading;
use crate::coding::dating::terms;
use crate::coding::dating::years;
use crate::coding::mentions::Name;
use crate::lexicon::DatingKind;
use crate::lexicon::Term;
use crate::model::Date;
use crate::model::Span;
use detente_language::Dep;

/// Days by which such a count may be off: years are rounded.
const SLACK: i64 = 200;

/// A count of years, and which way it is rounded.
struct Count {
    years: i64,
    rounded: Rounded,
    span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rounded {
    No,
    /// "nearly 20 years".
    Up,
    /// "more than 20 years".
    Down,
}

/// "who has been in power for 20 years": the years after the beginning of one of the person's terms.
pub(super) fn tenures(reading: &Reading<'_>) -> Vec<Constraint> {
    reading.people.names.iter().filter_map(|name| tenure(reading, name)).collect()
}

fn tenure(reading: &Reading<'_>, name: &Name) -> Option<Constraint> {
    let rows: Vec<&Term> = reading.people.terms(name).collect();
    let first = rows.first()?;
    let known = |t: &&Term| !t.unsourced && t.slack_days < SLACK;
    if !rows.iter().all(|t| known(t) && t.name == first.name) {
        return None;
    }
    let head = terms::name_head(reading, name);
    let verb = ruling(reading, head)?;
    if reading.is_quoted(head) || reading.is_quoted(verb) || reading.is_unreal(head) {
        return None;
    }
    let count = count(reading, verb)?;
    let ranges = rows.iter().filter_map(|t| t.from).map(|from| range(from, &count));
    let words = count.span.of(reading.tree.text);
    Some(Constraint {
        days: Days::of(ranges.collect()),
        weaker: None,
        span: Some(count.span),
        rule: "dating.tenure",
        note: format!("{} has been in office for {words}", first.name),
        force: Force::Read,
    })
}

/// The verb in the present perfect that says that somebody rules, of whom it is the clause or a relative clause.
fn ruling(reading: &Reading<'_>, head: usize) -> Option<usize> {
    let tree = reading.tree;
    let own = tree.head(head).filter(|_| tree.dep(head) == Dep::Nsubj);
    let relative = || {
        let who =
            |v: usize| tree.kids(v).any(|k| tree.dep(k) == Dep::Nsubj && tree.is_word(k, "who"));
        tree.kids(head).find(|&k| tree.dep(k) == Dep::Relcl && who(k))
    };
    let verb = own.filter(|&v| rules(reading, v)).or_else(relative)?;
    rules(reading, verb).then_some(verb)
}

fn rules(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    let has = |k: usize| tree.dep(k) == Dep::Aux && tree.is_word(k, "has");
    let in_power = || {
        let mut kids = tree.kids(verb).filter(|&k| tree.dep(k) == Dep::Prep);
        kids.any(|k| tree.kids(k).any(|o| reading.is(DatingKind::Power, o)))
    };
    let lemma = tree.lemma(verb);
    tree.kids(verb).any(has)
        && (reading.lexicon.dating(DatingKind::Rule, lemma).is_some()
            || lemma == "be" && in_power())
}

/// "for 20 years", "for nearly two decades", of a verb.
fn count(reading: &Reading<'_>, verb: usize) -> Option<Count> {
    let tree = reading.tree;
    let lasting = |k: &usize| tree.dep(*k) == Dep::Prep && tree.is_word(*k, "for");
    let length = tree.kids(verb).filter(lasting).find_map(|k| tree.kids(k).next())?;
    let unit = match tree.lemma(length) {
        "year" => 1,
        "decade" => 10,
        _ => return None,
    };
    let number = tree.kids(length).find(|&k| tree.dep(k) == Dep::Nummod)?;
    let n = years::number(reading, number)?;
    let first = tree.kids(number).min().unwrap_or(number).min(number);
    let before: Vec<String> = (first..number).map(|i| tree.word(i).to_lowercase()).collect();
    let rounded = match before.join(" ").as_str() {
        "" => Rounded::No,
        "almost" | "nearly" => Rounded::Up,
        "more than" | "over" => Rounded::Down,
        _ => return None,
    };
    let span = tree.cover((first, length));
    Some(Count { years: i64::from(n) * unit, rounded, span })
}

/// When so many years have passed.
fn range(from: Date, count: &Count) -> (Date, Date) {
    let after = |years: i64| plus(from, years * 365 + years / 4);
    let coarse = (count.years / 10).min(3) * 365;
    match count.rounded {
        Rounded::No => (plus(after(count.years), -SLACK), plus(after(count.years + 1), SLACK)),
        Rounded::Up => {
            (plus(after(count.years - 1), -SLACK - coarse), plus(after(count.years), SLACK))
        }
        Rounded::Down => (plus(after(count.years), -SLACK), LAST),
    }
}
