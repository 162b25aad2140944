//! Terms of the offices that people are said to hold, to have held, or to be about to hold.

use crate::coding::dating::Constraint;
use crate::coding::dating::Force;
use crate::coding::dating::days::Days;
use crate::coding::dating::days::FIRST;
use crate::coding::dating::days::LAST;
use crate::coding::dating::days::plus;
use crate::coding::dating::offices::is_office;
use crate::coding::dating::offices::is_whole_office;
use crate::coding::dating::reading::Reading;
use crate::coding::mentions::Name;
use crate::lexicon::DatingKind;
use crate::lexicon::Lexicon;
use crate::lexicon::Named;
use crate::lexicon::Term;
use crate::model::Date;
use crate::model::Span;
use detente_language::Dep;
use detente_language::EntityLabel;
use detente_language::Pos;
use std::ops::Range;

/// How an office is said to be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stance {
    Holds,
    Held,
    Will,
}

/// A person said to hold an office, however often.
struct Said<'a> {
    who: String,
    office: String,
    rows: Vec<&'a Term>,
    stance: Stance,
    span: Span,
    /// Whether some sentence says it of one who acts, or with the country: not "imagine President Smith".
    real: bool,
    /// Whether some sentence of the story's own present says it.
    present: bool,
}

/// Where a title stands.
struct Title {
    tokens: Range<usize>,
    stance: Stance,
}

/// What follows from the offices that people are said to hold.
pub(super) fn terms(reading: &Reading<'_>) -> Vec<Constraint> {
    let mut all: Vec<Said<'_>> = Vec::new();
    for name in &reading.people.names {
        let Some(said) = said(reading, name) else { continue };
        let same = |a: &&mut Said<'_>| {
            a.who == said.who && a.stance == said.stance && a.rows[0].office == said.rows[0].office
        };
        match all.iter_mut().find(same) {
            Some(known) => {
                known.present |= said.present;
                known.real |= said.real;
            }
            None => all.push(said),
        }
    }
    let gone: Vec<String> =
        all.iter().filter(|s| s.stance == Stance::Held).map(|s| s.who.clone()).collect();
    for said in &mut all {
        // The courtesy of an old title.
        said.present &= !gone.contains(&said.who);
    }
    all.iter().filter_map(|said| constraint(reading.lexicon, said)).collect()
}

/// The office said of a name, with the terms that it may mean.
fn said<'a>(reading: &Reading<'a>, name: &Name) -> Option<Said<'a>> {
    let (full_name, rows) = rows(reading, name)?;
    let title = before(reading, name, &rows).or_else(|| behind(reading, name))?;
    let tree = reading.tree;
    let words = tree.cover((title.tokens.start, title.tokens.end - 1));
    let office = plain(reading, title.tokens.clone());
    let country = country(reading, &title);
    let fits = |t: &&Term| {
        let home = t.country.as_deref();
        is_office(reading.lexicon, &office, t, full_name)
            && country.as_deref().is_none_or(|c| home.is_none_or(|home| home == c))
    };
    let mut rows: Vec<&Term> = rows.into_iter().filter(fits).collect();
    let whole = |t: &&Term| t.country.is_none() || is_whole_office(reading.lexicon, &office, t);
    let is_whole = rows.iter().any(whole);
    if is_whole {
        rows.retain(|t| whole(t));
    }
    let first = rows.first()?;
    let one = full_name && rows.iter().all(|t| t.name == first.name);
    let person = tree.cover((name.tokens.start, name.tokens.end - 1));
    let head = name_head(reading, name);
    if reading.is_unreal(head) {
        return None;
    }
    let real =
        is_whole && (title.stance == Stance::Held || country.is_some() || acts(reading, head));
    Some(Said {
        who: if one { first.name.to_string() } else { person.of(tree.text).to_owned() },
        office,
        stance: title.stance,
        span: words.cover(person),
        real,
        present: real && is_present(reading, head, title.tokens.start),
        rows,
    })
}

/// The terms of all who have a name: of the one with the full name, or of all with a surname that nobody else here has.
fn rows<'a>(reading: &Reading<'a>, name: &Name) -> Option<(bool, Vec<&'a Term>)> {
    let full: Vec<&Term> = reading.people.terms(name).collect();
    if !full.is_empty() {
        return Some((true, full));
    }
    if name.tokens.len() != 1 || name.named.is_some() || name.label != Some(EntityLabel::Person) {
        return None;
    }
    let surname = reading.tree.word(name.tokens.start);
    let another = reading.people.names.iter().any(|n| {
        n.tokens.len() > 1
            && n.named.is_none()
            && n.label == Some(EntityLabel::Person)
            && reading.tree.word(n.tokens.end - 1) == surname
    });
    let rows: Vec<&Term> = reading.lexicon.people_by_surname(surname).collect();
    (!another && !rows.is_empty()).then_some((false, rows))
}

pub(super) fn name_head(reading: &Reading<'_>, name: &Name) -> usize {
    let outside = |&t: &usize| reading.tree.head(t).is_none_or(|h| !name.tokens.contains(&h));
    name.tokens.clone().find(outside).unwrap_or(name.tokens.start)
}

/// The longest title has this many words.
const TITLE: usize = 7;

/// "French **President** Emmanuel Macron", "former **Secretary of State** John Kerry", "**President**-elect Donald Trump".
fn before(reading: &Reading<'_>, name: &Name, rows: &[&Term]) -> Option<Title> {
    let tree = reading.tree;
    let first = tree.analysis.sentences[tree.sentence(name.tokens.start)].tokens.start;
    let mut end = name.tokens.start;
    let mut stance = Stance::Holds;
    let hyphen = end >= first + 3 && tree.word(end - 2) == "-";
    if hyphen && reading.is(DatingKind::Coming, end - 1) {
        (end, stance) = (end - 2, Stance::Will);
    }
    let start = (first.max(end.saturating_sub(TITLE))..end)
        .find(|&start| is_title(reading, start..end, rows))?;
    let inside = modifier(reading, start..end).unwrap_or(stance);
    let stance = around(reading, first, start, inside)?;
    Some(Title { tokens: start..end, stance })
}

fn is_title(reading: &Reading<'_>, tokens: Range<usize>, rows: &[&Term]) -> bool {
    let tree = reading.tree;
    // "the chairman of President Obama's council"
    let starts = matches!(tree.pos(tokens.start), Pos::Noun | Pos::Propn | Pos::Adj);
    if !starts {
        return false;
    }
    let phrase = phrase(reading, tokens);
    reading.lexicon.agent(&phrase).is_some_and(|agent| agent.office)
        || rows.iter().any(|t| is_office(reading.lexicon, &phrase, t, false))
}

/// Words as they stand, in lower case.
fn phrase(reading: &Reading<'_>, tokens: Range<usize>) -> String {
    let span = reading.tree.cover((tokens.start, tokens.end - 1));
    span.of(reading.tree.text).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The title without "former" and the like.
fn plain(reading: &Reading<'_>, tokens: Range<usize>) -> String {
    let says = |i: usize| {
        reading.is(DatingKind::Former, i)
            || reading.is(DatingKind::Coming, i)
            || reading.tree.word(i) == "-"
    };
    let start = tokens.clone().find(|&i| !says(i)).unwrap_or(tokens.start);
    let end = tokens.clone().rev().find(|&i| !says(i)).map_or(tokens.end, |i| i + 1);
    phrase(reading, start..end.max(start + 1))
}

fn modifier(reading: &Reading<'_>, tokens: Range<usize>) -> Option<Stance> {
    tokens.into_iter().find_map(|i| {
        let former = reading.is(DatingKind::Former, i).then_some(Stance::Held);
        former.or(reading.is(DatingKind::Coming, i).then_some(Stance::Will))
    })
}

/// What the words before a title make of it; `None` where they make it another office or none.
fn around(reading: &Reading<'_>, first: usize, start: usize, stance: Stance) -> Option<Stance> {
    let tree = reading.tree;
    for i in (first.max(start.saturating_sub(6))..start).rev() {
        let stops = match tree.pos(i) {
            Pos::Verb | Pos::Aux | Pos::Adp | Pos::Cconj | Pos::Sconj => true,
            Pos::Punct => tree.word(i) != "-",
            _ => false,
        };
        let near = i + 1 == start || (i + 2 == start && tree.word(i + 1) == "-");
        if near && reading.is(DatingKind::Other, i) || reading.is(DatingKind::Unreal, i) {
            return None;
        }
        if reading.is(DatingKind::Former, i) {
            return Some(Stance::Held);
        }
        if reading.is(DatingKind::Coming, i) {
            return Some(Stance::Will);
        }
        if stops {
            break;
        }
    }
    Some(stance)
}

/// "Emmanuel Macron, the French **president**,": an apposition that is nothing but an office.
fn behind(reading: &Reading<'_>, name: &Name) -> Option<Title> {
    let tree = reading.tree;
    let comma = name.tokens.end;
    let last = tree.analysis.sentences[tree.sentence(name.tokens.start)].tokens.end;
    if comma >= last || tree.word(comma) != "," {
        return None;
    }
    let end = (comma + 1..last.min(comma + 10)).find(|&i| [",", "."].contains(&tree.word(i)))?;
    let first = comma + 1;
    let start = (first..end).find(|&start| {
        let words = phrase(reading, start..end);
        reading.lexicon.agent(&words).is_some_and(|agent| agent.office)
    })?;
    let belongs = |i: usize| {
        matches!(tree.pos(i), Pos::Det | Pos::Adj | Pos::Part | Pos::Propn)
            || reading.people.name_at(i).is_some()
            || reading.is(DatingKind::Former, i)
    };
    // "the wife of the president", "a former minister": another person, or one of many.
    (first..start).all(belongs).then_some(())?;
    let stance = (first..start).find_map(|i| modifier(reading, i..i + 1));
    let other = (first..start).any(|i| reading.is(DatingKind::Other, i));
    let stance = stance.or(modifier(reading, start..end)).unwrap_or(Stance::Holds);
    (!other).then_some(Title { tokens: start..end, stance })
}

/// The country said with a title.
fn country(reading: &Reading<'_>, title: &Title) -> Option<String> {
    let tree = reading.tree;
    let start = title.tokens.start;
    let joins = |i: &usize| {
        tree.sentence(*i) == tree.sentence(start)
            && matches!(tree.pos(*i), Pos::Adj | Pos::Propn | Pos::Noun | Pos::Part | Pos::Punct)
    };
    let before = (start.saturating_sub(4)..start).rev().take_while(joins);
    before.into_iter().find_map(|i| match reading.people.name_at(i)?.named? {
        Named::Country(c)
        | Named::Adjective(c)
        | Named::Demonym(c)
        | Named::Capital(c)
        | Named::Seat(c, _) => Some(reading.lexicon.countries[c as usize].code.to_string()),
        _ => None,
    })
}

/// Whether somebody does something, or has it done to them: the subject of a verb, or its agent.
fn acts(reading: &Reading<'_>, head: usize) -> bool {
    let tree = reading.tree;
    let first = tree.first_conjunct(head);
    match tree.dep(first) {
        // "Enter President Smith" may be read as one who enters; "said President Smith" is.
        Dep::Nsubj | Dep::Nsubjpass if tree.head(first).is_some_and(|verb| verb < first) => {
            let verb = tree.head(first).map_or("", |verb| tree.lemma(verb));
            reading.lexicon.reporting(verb).is_some()
        }
        Dep::Nsubj | Dep::Nsubjpass => true,
        Dep::Pobj => tree.head(first).is_some_and(|prep| tree.dep(prep) == Dep::Agent),
        Dep::Appos => tree.head(first).is_some_and(|h| acts(reading, h)),
        _ => false,
    }
}

/// Whether the office is said in the story's own present: where the news is told, beside a day of this week,
/// or, in a report of the day, of one who acts. A term's end is believed from no other sentence: the past has officials too, and former ones keep their titles.
fn is_present(reading: &Reading<'_>, head: usize, title: usize) -> bool {
    let tree = reading.tree;
    let fresh = reading.is_lead(head) || is_of_this_week(reading, head);
    let reported =
        || reading.is_news() && acts(reading, head) && !is_after_something(reading, head);
    if !fresh && !reported() {
        return false;
    }
    if reading.is_quoted(title) || tree.dep(head) == Dep::Poss || is_of_the_past(reading, head) {
        return false;
    }
    let mut at = head;
    while let Some(above) = tree.head(at) {
        let lead = matches!(tree.dep(at), Dep::Pobj | Dep::Pcomp);
        if lead && reading.is(DatingKind::Background, above) {
            return false;
        }
        at = above;
    }
    let clause = reading.clause(head);
    let pluperfect = clause.is_some_and(|verb| {
        tree.kids(verb).any(|k| tree.dep(k) == Dep::Aux && tree.word(k).eq_ignore_ascii_case("had"))
    });
    !pluperfect && reading.is_told(head)
}

/// "After the attacks, President Smith kept the country safe."
fn is_after_something(reading: &Reading<'_>, head: usize) -> bool {
    let after =
        |k: usize| reading.tree.dep(k) == Dep::Prep && reading.is(DatingKind::Background, k);
    reading.clause(head).is_some_and(|verb| reading.tree.kids(verb).any(after))
}

/// Whether the sentence gives a day as one does in the news: by its weekday, without a year, or seen from today.
fn is_of_this_week(reading: &Reading<'_>, i: usize) -> bool {
    reading.times_beside(i).any(|t| {
        let at = reading.token_of(t.span);
        let day = t.value.starts_with("XXXX-WXX-") || t.value.starts_with("XXXX-XX-XX");
        (day || reading.bare.iter().any(|b| b.span == t.span)) && !reading.is_quoted(at)
    })
}

/// Whether the sentence speaks of a year or of long ago.
fn is_of_the_past(reading: &Reading<'_>, i: usize) -> bool {
    reading.times_beside(i).any(|t| {
        let words = t.span.of(reading.tree.text);
        reading.stated(t).is_some()
            || t.value == "PAST_REF"
            || words.ends_with("ago")
            || words.ends_with("earlier")
    })
}

/// Days on which the tables know nobody in an office, as far as a person may have held it then:
/// within some years of the terms that are known. Short gaps are changes of office.
fn unknown_days(lexicon: &Lexicon, rows: &[&Term]) -> Days {
    let mut offices: Vec<&Term> = rows.to_vec();
    offices.dedup_by(|a, b| a.office == b.office && a.country == b.country);
    let same = |t: &&Term| offices.iter().any(|r| r.office == t.office && r.country == t.country);
    let held =
        lexicon.people.iter().filter(same).map(|t| {
            (t.from.map_or(FIRST, |d| plus(d, -GAP)), t.to.map_or(LAST, |d| plus(d, GAP)))
        });
    let from = rows.iter().filter_map(|t| t.from).min().unwrap_or(FIRST);
    let to = rows.iter().map(|t| t.to.unwrap_or(LAST)).max().unwrap_or(LAST);
    let last = plus(to, CAREER).min(state_end(lexicon, rows));
    let career = Days::between(plus(from, -CAREER).max(TABLES), last);
    Days::of(held.collect()).gaps().and(&career)
}

/// The last day of the state whose office it is: no term goes beyond.
fn state_end(lexicon: &Lexicon, rows: &[&Term]) -> Date {
    let end = |t: &&Term| t.country.as_deref().and_then(|c| lexicon.country(c)?.to);
    rows.iter().map(|t| end(t).map_or(LAST, |d| plus(d, t.slack_days))).max().unwrap_or(LAST)
}

/// The tables hold who was in office from here on; of earlier holders they know only those who still were.
const TABLES: Date = jiff::civil::date(1990, 1, 1);

/// Gaps of up to twice so many days between holders of an office mean nothing.
const GAP: i64 = 45;

/// How many days before and after a known term an unknown one may lie.
const CAREER: i64 = 15 * 365;

fn constraint(lexicon: &Lexicon, said: &Said<'_>) -> Option<Constraint> {
    let (who, office) = (&said.who, &said.office);
    let called = |words: &str| format!("{who} is called {office}{words}");
    let made = |days: Days, weaker, note: String, sourced: bool| Constraint {
        days,
        weaker,
        span: Some(said.span),
        rule: match said.stance {
            Stance::Holds => "dating.office",
            Stance::Held => "dating.former_office",
            Stance::Will => "dating.coming_office",
        },
        note: if sourced { note } else { format!("{note} (from memory)") },
        force: if sourced && said.real { Force::Firm } else { Force::Soft(1) },
    };
    match said.stance {
        Stance::Holds => {
            let unknown = unknown_days(lexicon, &said.rows);
            let last = state_end(lexicon, &said.rows);
            Some(held_now(said, (&unknown, last), &called, &made))
        }
        Stance::Held => {
            let ends = said.rows.iter().filter_map(|t| Some((t.to?, t)));
            let (end, row) = ends.min_by_key(|(to, _)| *to)?;
            let sourced = !row.end_unsourced && said.rows.iter().all(|t| !t.unsourced);
            let unknown = unknown_days(lexicon, &said.rows).first().unwrap_or(LAST);
            let days = Days::between(plus(end, -row.slack_days).min(unknown), LAST);
            let note = format!("{who} is called former {office}: not before {end}");
            Some(made(days, None, note, sourced))
        }
        Stance::Will => {
            let begins: Vec<(Date, &&Term)> =
                said.rows.iter().filter_map(|t| Some((t.from?, t))).collect();
            let sourced = begins.iter().any(|(_, t)| !t.unsourced);
            let days = begins.iter().map(|(d, t)| (plus(*d, -COMING), plus(*d, t.slack_days)));
            let days = Days::of(days.collect());
            let from = begins.first()?.0;
            Some(made(days, None, called(&format!(" to be: before {from}")), sourced))
        }
    }
}

/// How many days before it begins an office can be spoken of as coming.
const COMING: i64 = 180;

fn held_now(
    said: &Said<'_>,
    (unknown, last): (&Days, Date),
    called: &dyn Fn(&str) -> String,
    made: &dyn Fn(Days, Option<(Days, String)>, String, bool) -> Constraint,
) -> Constraint {
    let sourced = said.rows.iter().any(|t| !t.unsourced);
    let range = |t: &&Term| {
        let from = t.from.map_or(FIRST, |d| plus(d, -t.slack_days));
        // A row from memory may add days but not end them.
        let end = t.to.filter(|_| !sourced || !t.end_unsourced);
        (from, end.map_or(LAST, |d| plus(d, t.slack_days)))
    };
    let known = said.rows.iter().map(range).map(|(from, to)| (from, to.min(last)));
    let terms = Days::of(known.chain(unknown.ranges().iter().copied()).collect());
    let begun = Days::between(terms.first().unwrap_or(FIRST), LAST);
    let from = said.rows.iter().filter_map(|t| t.from).min();
    let since = called(&from.map_or(String::new(), |d| format!(": not before {d}")));
    if !said.present || terms == begun {
        return made(begun, None, since, sourced);
    }
    let mut listed: Vec<&&Term> = said.rows.iter().collect();
    listed.sort_by_key(|t| t.from);
    let listed: Vec<String> = listed.into_iter().map(shown).collect();
    made(terms, Some((begun, since)), called(&format!(": {}", listed.join(", "))), sourced)
}

/// "2021-12-08 to 2025-05-06".
fn shown(term: &&Term) -> String {
    let from = term.from.map_or("…".to_owned(), |d| d.to_string());
    match term.to {
        Some(to) => format!("{from} to {to}"),
        None => format!("since {from}"),
    }
}
