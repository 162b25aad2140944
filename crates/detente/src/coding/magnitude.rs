//! How many were killed, injured or took part, where the words say so and the number is an event's own.
//!
//! Exact numbers only: "nine", "at least 1,200", "two dozen"; not "dozens", "several", "10 to 15", "up to 50".

use crate::coding::acts::is_quantity;
use crate::coding::tree::Tree;
use crate::coding::tree::is_predicate;
use crate::lexicon::AgentNumber;
use crate::lexicon::Lexicon;
use crate::model::Magnitude;
use detente_language::Dep;
use detente_language::EntityLabel;
use detente_language::Pos;
use detente_language::Tag;

/// The numbers stated for the event of this class at a trigger.
///
/// `rivals` are the triggers of all events to which a number of dead or injured could belong, this one included.
pub(crate) fn magnitude(
    tree: Tree<'_>,
    lexicon: &Lexicon,
    class: &str,
    trigger: usize,
    rivals: &[usize],
) -> Option<Magnitude> {
    let it = Counter { tree, lexicon };
    let found = match class {
        "ASSAULT" => it.casualties(trigger, rivals),
        "PROTEST" => Magnitude { size: it.crowd(trigger), ..Magnitude::default() },
        "MOBILIZE" => Magnitude { size: it.force(trigger), ..Magnitude::default() },
        _ => return None,
    };
    (found != Magnitude::default()).then_some(found)
}

/// Dead or injured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Harm {
    Killed,
    Injured,
}

fn harm(lemma: &str) -> Option<Harm> {
    match lemma {
        "kill" | "slay" | "murder" | "assassinate" | "massacre" | "behead" | "die" | "dead"
        | "death" => Some(Harm::Killed),
        "injure" | "wound" | "wounded" | "injured" | "hurt" | "maim" => Some(Harm::Injured),
        _ => None,
    }
}

struct Counter<'a> {
    tree: Tree<'a>,
    lexicon: &'a Lexicon,
}

impl Counter<'_> {
    fn casualties(&self, trigger: usize, rivals: &[usize]) -> Magnitude {
        let tree = self.tree;
        let mut out = Magnitude::default();
        for i in tree.analysis.sentences[tree.sentence(trigger)].tokens.clone() {
            let Some(harm) = harm(&tree.lemma(i).to_lowercase()) else { continue };
            if self.owner(i, rivals) != Some(trigger) {
                continue;
            }
            let Some(number) = self.harmed(i) else { continue };
            let slot = match harm {
                Harm::Killed => &mut out.killed,
                Harm::Injured => &mut out.injured,
            };
            *slot = slot.or(Some(number));
        }
        out
    }

    /// The event that a harm belongs to: itself, or the nearest that its words are tied to.
    fn owner(&self, harm: usize, rivals: &[usize]) -> Option<usize> {
        if rivals.contains(&harm) {
            return Some(harm);
        }
        let tied = rivals.iter().filter_map(|&r| self.distance(harm, r).map(|d| (d, r)));
        tied.min().map(|(_, r)| r)
    }

    /// Steps in the tree between a harm and a trigger, if nothing stands between that makes them two matters.
    fn distance(&self, harm: usize, trigger: usize) -> Option<usize> {
        let tree = self.tree;
        let (mut at, mut up) = (harm, 0);
        while !tree.is_under(trigger, at) {
            // "hours after a bombing killed five": another matter. ", killing five" is not.
            let apart = match tree.dep(at) {
                Dep::Advcl => tree.kids(at).any(|k| {
                    matches!(tree.dep(k), Dep::Mark | Dep::Nsubj | Dep::Nsubjpass | Dep::Advmod)
                }),
                Dep::Ccomp => tree.head(at).is_some_and(|h| !is_result(tree.lemma(h))),
                Dep::Pcomp | Dep::Parataxis => true,
                _ => false,
            };
            if apart {
                return None;
            }
            at = tree.head(at)?;
            up += 1;
        }
        let (mut from, mut down) = (trigger, 0);
        while from != at {
            let apart = matches!(tree.dep(from), Dep::Advcl | Dep::Ccomp | Dep::Parataxis)
                || (tree.dep(from) == Dep::Relcl && !tree.is_under(harm, from));
            if apart {
                return None;
            }
            from = tree.head(from)?;
            down += 1;
        }
        (up + down <= 8).then_some(up + down)
    }

    /// How many a word of harm says: "killed **nine**", "**nine** died", "left **nine** dead", "the deaths of **nine**".
    fn harmed(&self, i: usize) -> Option<u32> {
        let tree = self.tree;
        if is_predicate(tree, i) && tree.lemma(i) != "dead" {
            if self.shares_object(i) {
                return None;
            }
            let own = tree.kid(i, &[Dep::Nsubj, Dep::Nsubjpass]);
            let people = match tree.lemma(i) {
                "die" => tree.doer(i),
                // "nine were killed and 12 wounded"
                _ if tree.token(i).tag == Tag::Vbn && tree.kid(i, &[Dep::Dobj]).is_none() => {
                    own.or_else(|| tree.undergoer(i))
                }
                _ => tree.undergoer(i),
            };
            return people.and_then(|p| self.people(p)).or_else(|| self.before(i));
        }
        if tree.lemma(i) == "death" {
            let of = tree.prep_object(i, "of").and_then(|o| self.people(o));
            return of.or_else(|| self.numbered(i));
        }
        let subject = tree.kid(i, &[Dep::Nsubj, Dep::Nsubjpass]).and_then(|s| self.people(s));
        subject.or_else(|| self.numbered(i)).or_else(|| self.left(i)).or_else(|| self.before(i))
    }

    /// "killed or wounded 200": one number for both is no number of either.
    fn shares_object(&self, verb: usize) -> bool {
        let tree = self.tree;
        let is_other = |&o: &usize| {
            tree.pos(o) == Pos::Verb
                && harm(tree.lemma(o)).is_some_and(|h| Some(h) != harm(tree.lemma(verb)))
        };
        let next = tree.kids(verb).filter(|&k| tree.dep(k) == Dep::Conj).find(is_other);
        let last = tree.head(verb).filter(|h| tree.dep(verb) == Dep::Conj && is_other(h));
        let Some((first, second)) = next.map(|n| (verb, n)).or(last.map(|l| (l, verb))) else {
            return false;
        };
        if tree.is_passive(first) {
            return tree.kid(second, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Dobj]).is_none()
                && !self.follows_number(second);
        }
        tree.kid(first, &[Dep::Dobj]).is_none() && tree.kid(second, &[Dep::Dobj]).is_some()
    }

    fn follows_number(&self, i: usize) -> bool {
        i > 0 && is_number(&self.tree.word(i - 1).to_lowercase())
    }

    /// "left five people **dead**", "five **dead**", "five people **wounded**".
    fn left(&self, i: usize) -> Option<u32> {
        let tree = self.tree;
        let head = tree.head(i)?;
        if matches!(tree.dep(i), Dep::Amod | Dep::Acl | Dep::Nmod) || tree.pos(head) == Pos::Num {
            return self.people(head);
        }
        is_result(tree.lemma(head)).then_some(())?;
        tree.kid(head, &[Dep::Dobj]).and_then(|o| self.people(o))
    }

    /// The number right before a word of harm: "at least five dead", "12 wounded".
    fn before(&self, i: usize) -> Option<u32> {
        let before = i.checked_sub(1)?;
        (self.tree.sentence(before) == self.tree.sentence(i)).then_some(())?;
        self.number(before)
    }

    /// The number that counts a noun directly.
    fn numbered(&self, noun: usize) -> Option<u32> {
        self.tree.kid(noun, &[Dep::Nummod]).and_then(|n| self.number(n))
    }

    /// How many people a noun phrase names, its coordination summed: "two soldiers and a child" are three.
    fn people(&self, head: usize) -> Option<u32> {
        let all = self.tree.conjuncts(self.tree.first_conjunct(head));
        // "five dead and 20 wounded": the 20 are another matter.
        let other = |i: usize| {
            let harmed = |k: usize| harm(self.tree.lemma(k)).is_some();
            i != head
                && (self.tree.pos(i) == Pos::Verb || harmed(i) || self.tree.kids(i).any(harmed))
        };
        let all: Vec<usize> = all.into_iter().filter(|&i| !other(i)).collect();
        all.into_iter().map(|i| self.one_noun(i)).sum()
    }

    fn one_noun(&self, noun: usize) -> Option<u32> {
        let tree = self.tree;
        if let Some(number) = tree.kid(noun, &[Dep::Nummod]) {
            // "three truckloads of soldiers" are not three soldiers.
            return self.number(number).filter(|_| !is_container(tree, noun));
        }
        if let Some(number) = self.number(noun) {
            return Some(number);
        }
        if is_quantity(tree, noun) || tree.lemma(noun) == "total" {
            return tree.prep_object(noun, "of").and_then(|o| self.people(o));
        }
        self.is_one_person(noun).then_some(1)
    }

    /// "a child", "the governor", "Harald Berg".
    fn is_one_person(&self, noun: usize) -> bool {
        let tree = self.tree;
        if tree.token(noun).entity.is_some_and(|e| e.label == EntityLabel::Person) {
            return true;
        }
        let person = ["man", "woman", "child", "boy", "girl", "person", "baby"];
        let known = self.lexicon.agent(&tree.lemma(noun).to_lowercase());
        tree.token(noun).tag == Tag::Nn
            && (known.is_some_and(|a| a.number == AgentNumber::Person)
                || person.contains(&tree.lemma(noun)))
    }

    /// Those who take part in a protest.
    fn crowd(&self, trigger: usize) -> Option<u32> {
        let tree = self.tree;
        if is_predicate(tree, trigger) {
            // "a crowd of 300 protested", read as a participle.
            let led = || tree.head(trigger).filter(|_| tree.dep(trigger) == Dep::Acl);
            return tree.doer(trigger).or_else(led).and_then(|d| self.counted(d));
        }
        let by = ["by", "of"].iter().find_map(|prep| tree.prep_object(trigger, prep));
        let drawn = || {
            let verb = tree.head(trigger).filter(|&h| {
                tree.dep(trigger) == Dep::Nsubj
                    && matches!(tree.lemma(h), "draw" | "attract" | "gather" | "bring" | "involve")
            })?;
            tree.kid(verb, &[Dep::Dobj])
        };
        let joined = || {
            let verb = tree.head(trigger).filter(|&h| is_predicate(tree, h))?;
            tree.doer(verb).filter(|&d| d != trigger)
        };
        let own = by.and_then(|d| self.counted(d));
        own.or_else(|| drawn().and_then(|d| self.counted(d)))
            .or_else(|| joined().and_then(|d| self.counted(d)))
    }

    /// Those who are sent, called up or massed.
    fn force(&self, trigger: usize) -> Option<u32> {
        let tree = self.tree;
        let sent = if is_predicate(tree, trigger) {
            tree.undergoer(trigger)
        } else {
            tree.prep_object(trigger, "of")
        };
        sent.filter(|&s| FORCES.contains(&tree.lemma(s))).and_then(|s| self.counted(s))
    }

    /// The same as `people`, but one person is no crowd.
    fn counted(&self, head: usize) -> Option<u32> {
        self.people(head).filter(|&n| n > 1)
    }

    /// The number that a token is part of.
    fn number(&self, i: usize) -> Option<u32> {
        let tree = self.tree;
        let sentence = tree.analysis.sentences[tree.sentence(i)].tokens.clone();
        let word = |k: usize| tree.word(k).to_lowercase();
        is_number(&word(i)).then_some(())?;
        let joins = |k: usize| is_number(&word(k)) || matches!(word(k).as_str(), "-" | "and");
        let (mut first, mut last) = (i, i);
        while first > sentence.start && joins(first - 1) {
            first -= 1;
        }
        while last + 1 < sentence.end && joins(last + 1) {
            last += 1;
        }
        while first < i && !is_number(&word(first)) {
            first += 1;
        }
        while last > i && !is_number(&word(last)) {
            last -= 1;
        }
        let before = |n: usize| first.checked_sub(n).filter(|k| sentence.contains(k)).map(word);
        let range = |w: Option<String>| {
            matches!(w.as_deref(), Some("to" | "or" | "–" | "between" | "under" | "half" | "over-"))
        };
        let after = Some(last + 1).filter(|k| sentence.contains(k)).map(word);
        let second = Some(last + 2).filter(|k| sentence.contains(k)).map(word);
        let goes_on = matches!(after.as_deref(), Some("to" | "or" | "–"))
            && second.is_some_and(|w| is_number(&w));
        let half = before(1).as_deref() == Some("a") && before(2).as_deref() == Some("half");
        let up_to = before(1).as_deref() == Some("than")
            && matches!(before(2).as_deref(), Some("fewer" | "less"));
        if range(before(1)) || goes_on || half || up_to {
            return None;
        }
        value(&(first..=last).map(word).collect::<Vec<_>>())
    }
}

/// Verbs whose complement is what came of it: "left five dead".
fn is_result(lemma: &str) -> bool {
    matches!(lemma, "leave" | "see")
}

/// "truckloads of soldiers", "families": counted things that hold people.
fn is_container(tree: Tree<'_>, noun: usize) -> bool {
    matches!(
        tree.lemma(noun),
        "truckload"
            | "busload"
            | "group"
            | "family"
            | "convoy"
            | "percent"
            | "village"
            | "house"
            | "day"
            | "tank"
            | "vehicle"
            | "unit"
            | "battalion"
            | "brigade"
            | "year"
            | "week"
            | "hour"
    )
}

/// Those whom a state sends or calls up.
const FORCES: [&str; 18] = [
    "troop",
    "soldier",
    "marine",
    "personnel",
    "reservist",
    "fighter",
    "officer",
    "policeman",
    "peacekeeper",
    "guard",
    "conscript",
    "paratrooper",
    "commando",
    "man",
    "police",
    "serviceman",
    "recruit",
    "militiaman",
];

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [(&str, f64); 4] =
    [("dozen", 12.0), ("hundred", 100.0), ("thousand", 1000.0), ("million", 1_000_000.0)];

/// A numeral's own value; a scale has none.
fn plain(word: &str) -> Option<f64> {
    let at = |words: &[&str]| words.iter().position(|w| *w == word);
    if let Some(n) = at(&SMALL) {
        return Some(n as f64);
    }
    if let Some(n) = at(&TENS) {
        return Some(20.0 + 10.0 * n as f64);
    }
    word.starts_with(|c: char| c.is_ascii_digit()).then_some(())?;
    word.replace(',', "").parse().ok()
}

fn scale(word: &str) -> Option<f64> {
    SCALES.iter().find(|(w, _)| *w == word).map(|(_, n)| *n)
}

fn is_number(word: &str) -> bool {
    plain(word).or_else(|| scale(word)).is_some()
        || word.contains('-') && word.split('-').all(|w| plain(w).or_else(|| scale(w)).is_some())
}

/// "one hundred and twenty-five", "1.5 million", "two dozen"; `None` where the words are no one number.
fn value(words: &[String]) -> Option<u32> {
    let (mut total, mut current) = (0.0, None::<f64>);
    for word in words.iter().flat_map(|w| w.split('-')).filter(|w| !w.is_empty() && *w != "and") {
        if let Some(scale) = scale(word) {
            let counted = current.take().unwrap_or(1.0) * scale;
            if scale > 100.0 {
                total += counted;
            } else {
                current = Some(counted);
            }
            continue;
        }
        let n = plain(word)?;
        current = match current {
            None => Some(n),
            // "twenty five", "two hundred five", but not "12 200".
            Some(c) if c % 10.0 == 0.0 && n < 10.0 || c % 100.0 == 0.0 && n < 100.0 => Some(c + n),
            Some(_) => return None,
        };
    }
    let sum = total + current.unwrap_or(0.0);
    (sum.fract() == 0.0 && sum <= f64::from(u32::MAX)).then_some(sum as u32)
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn numbers_in_words_and_digits() {
        let of = |words: &str| value(&words.split(' ').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(of("nine"), Some(9));
        assert_eq!(of("1,500"), Some(1500));
        assert_eq!(of("1.5 million"), Some(1_500_000));
        assert_eq!(of("two dozen"), Some(24));
        assert_eq!(of("one hundred and twenty-five"), Some(125));
        assert_eq!(of("two thousand five hundred"), Some(2500));
        assert_eq!(of("12 200"), None);
        assert_eq!(of("1.5"), None);
    }
}
