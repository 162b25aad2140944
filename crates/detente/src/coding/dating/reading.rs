//! A document as the kinds of evidence see it.

use crate::coding::mentions::Mentions;
use crate::coding::times;
use crate::coding::times::Tense;
use crate::coding::tree::Tree;
use crate::coding::tree::is_predicate;
use crate::lexicon::DatingKind;
use crate::lexicon::Lexicon;
use crate::lexicon::TimeSense;
use crate::model::Analysis;
use crate::model::Article;
use crate::model::Basis;
use crate::model::Date;
use crate::model::Sentence;
use crate::model::Span;
use crate::model::TimeMention;
use detente_language::Dep;
use std::ops::Range;

/// A document being dated.
pub(super) struct Reading<'a> {
    pub(super) article: &'a Article,
    pub(super) tree: Tree<'a>,
    pub(super) lexicon: &'a Lexicon,
    pub(super) people: Mentions<'a>,
    /// Days, months and years, resolved as far as that goes without a date.
    pub(super) times: Vec<TimeMention>,
    /// Days without a year.
    pub(super) bare: Vec<Bare>,
    /// Whether a token stands inside quotation marks.
    quoted: Vec<bool>,
    /// Tokens of the first sentences.
    lead: Range<usize>,
}

/// "Feb. 7", "Monday, Feb. 7", "the morning of Feb. 7".
#[derive(Clone, Copy, Debug)]
pub(super) struct Bare {
    pub(super) month: i8,
    pub(super) day: i8,
    /// Monday 1, where it is said.
    pub(super) weekday: Option<i8>,
    pub(super) span: Span,
    /// Its first token.
    pub(super) token: usize,
}

/// How many sentences tell the news; the first may be a headline that looks like one.
const LEAD: usize = 3;

impl<'a> Reading<'a> {
    pub(super) fn new(article: &'a Article, analysis: &'a Analysis, lexicon: &'a Lexicon) -> Self {
        let tree = Tree { text: &article.text, analysis };
        let mut it = Reading {
            article,
            tree,
            lexicon,
            people: Mentions::find(tree, lexicon, None),
            times: times::calendar(tree, lexicon),
            bare: Vec::new(),
            quoted: quoted(tree),
            lead: lead(tree),
        };
        it.bare = it.times.iter().filter_map(|t| it.bare(t)).collect();
        it
    }

    /// What a word says of a title or time.
    pub(super) fn is(&self, kind: DatingKind, i: usize) -> bool {
        let lower = self.tree.word(i).to_lowercase();
        self.lexicon.dating(kind, &lower).is_some()
    }

    /// The first token of a span.
    pub(super) fn token_of(&self, span: Span) -> usize {
        let tokens = &self.tree.analysis.tokens;
        tokens.partition_point(|t| t.start < span.start).min(tokens.len().saturating_sub(1))
    }

    /// Whether a token stands inside quotation marks.
    pub(super) fn is_quoted(&self, i: usize) -> bool {
        self.quoted[i]
    }

    /// Whether a token stands where the news is told.
    pub(super) fn is_lead(&self, i: usize) -> bool {
        self.lead.contains(&i)
    }

    /// Whether the article reports the news of a day: its first sentences say of which.
    pub(super) fn is_news(&self) -> bool {
        self.times.iter().any(|t| {
            let i = self.token_of(t.span);
            let day =
                t.value.starts_with("XXXX-WXX-") || self.bare.iter().any(|b| b.span == t.span);
            day && i < self.lead.end
                && !self.is_quoted(i)
                && (self.is_past(i) || i < self.lead.start)
        })
    }

    /// Time expressions of the sentence of a token.
    pub(super) fn times_beside(&self, i: usize) -> impl Iterator<Item = &TimeMention> {
        let sentence = self.tree.analysis.sentences[self.tree.sentence(i)].span;
        self.times.iter().filter(move |t| sentence.contains(t.span))
    }

    /// The verb whose clause a token stands in.
    pub(super) fn clause(&self, mut i: usize) -> Option<usize> {
        while !is_predicate(self.tree, i) {
            i = self.tree.head(i)?;
        }
        Some(i)
    }

    /// Whether the clause of a token is told for itself: the sentence's own, one beside it, or what somebody says.
    pub(super) fn is_told(&self, i: usize) -> bool {
        let mut at = self.clause(i);
        while let Some(verb) = at {
            if matches!(self.tree.dep(verb), Dep::Advcl | Dep::Relcl | Dep::Acl | Dep::Pcomp) {
                return false;
            }
            at = self.tree.head(verb).and_then(|h| self.clause(h));
        }
        true
    }

    /// Whether the time at a token is told as past: not as planned, and under no "if".
    pub(super) fn is_past(&self, i: usize) -> bool {
        let ahead = |verb: usize| {
            self.lexicon.dating(DatingKind::Planned, self.tree.lemma(verb)).is_some()
                || self.tree.kids(verb).any(|k| {
                    self.tree.dep(k) == Dep::Mark && ["if", "unless"].contains(&self.tree.lemma(k))
                })
        };
        times::tense(self.tree, i) == Tense::Past && !self.clause(i).is_some_and(ahead)
    }

    /// Whether the time at a token is announced: "will".
    pub(super) fn is_future(&self, i: usize) -> bool {
        let will = |verb: usize| {
            let mut kids = self.tree.kids(verb);
            kids.any(|k| self.tree.dep(k) == Dep::Aux && self.tree.lemma(k) == "will")
        };
        self.clause(i).is_some_and(will)
    }

    /// Whether the clause of a token is only thought of: under a modal, "if" or "once".
    pub(super) fn is_unreal(&self, i: usize) -> bool {
        const MODALS: [&str; 5] = ["would", "could", "might", "may", "should"];
        const MARKS: [&str; 4] = ["if", "unless", "once", "whether"];
        let tree = self.tree;
        let unreal = |k: usize| match tree.dep(k) {
            Dep::Aux => MODALS.contains(&tree.lemma(k)),
            Dep::Mark | Dep::Advmod => MARKS.contains(&&*tree.word(k).to_lowercase()),
            _ => false,
        };
        self.clause(i).is_some_and(|verb| tree.kids(verb).any(unreal))
    }

    /// Whether a time says when: "on Feb. 7", "Monday"; not "the Sept. 11 attacks", "since Feb. 7".
    pub(super) fn is_adverbial(&self, span: Span) -> bool {
        let tree = self.tree;
        let first = self.token_of(span);
        let inside = |i: &usize| span.contains(tree.span(*i));
        let top = (first..tree.analysis.tokens.len())
            .take_while(inside)
            .find(|&i| tree.head(i).is_none_or(|h| !inside(&h)));
        let mut at = top.unwrap_or(first);
        while matches!(tree.dep(at), Dep::Nummod | Dep::Compound | Dep::Pobj | Dep::Appos) {
            match tree.head(at) {
                Some(h) if tree.dep(at) == Dep::Pobj => {
                    return ["on", "of"].contains(&tree.lemma(h));
                }
                Some(h) => at = h,
                None => return false,
            }
        }
        matches!(tree.dep(at), Dep::Npadvmod | Dep::Advmod)
    }

    /// The word before, in lower case; empty at the beginning.
    pub(super) fn before(&self, i: usize) -> String {
        i.checked_sub(1).map(|b| self.tree.word(b).to_lowercase()).unwrap_or_default()
    }

    /// The days that an expression names with its year.
    pub(super) fn stated(&self, time: &TimeMention) -> Option<(Date, Date)> {
        let interval = time.interval.filter(|_| time.basis == Basis::Stated)?;
        has_year(time.span.of(self.tree.text)).then_some((interval.from, interval.to))
    }

    fn bare(&self, time: &TimeMention) -> Option<Bare> {
        let words = time.span.of(self.tree.text);
        let value = &*time.value;
        if has_year(words) || value.len() < 10 || value.contains('W') {
            return None;
        }
        let (month, day) = (value.get(5..7)?.parse().ok()?, value.get(8..10)?.parse().ok()?);
        let says = |pick: fn(&TimeSense) -> Option<i8>| {
            words.split(|c: char| c.is_whitespace() || c == ',').find_map(|word| {
                let senses = self.lexicon.time_words(&word.to_lowercase());
                senses.iter().filter(|w| w.rest.is_empty()).find_map(|w| pick(&w.sense))
            })
        };
        says(|sense| if let TimeSense::Month(m) = sense { Some(*m) } else { None })?;
        let weekday = says(|sense| if let TimeSense::Weekday(n) = sense { Some(*n) } else { None });
        Some(Bare { month, day, weekday, span: time.span, token: self.token_of(time.span) })
    }
}

/// Whether four digits stand together.
fn has_year(words: &str) -> bool {
    words.as_bytes().windows(4).any(|w| w.iter().all(u8::is_ascii_digit))
}

/// For each token whether it stands inside quotation marks of its block.
fn quoted(tree: Tree<'_>) -> Vec<bool> {
    let mut quoted = vec![false; tree.analysis.tokens.len()];
    let mut block = usize::MAX;
    let mut open = false;
    for sentence in &tree.analysis.sentences {
        if sentence.block != block {
            (block, open) = (sentence.block, false);
        }
        for i in sentence.tokens.clone() {
            match tree.word(i) {
                "“" | "``" => open = true,
                "”" => open = false,
                // Two apostrophes open as well as close.
                "\"" | "''" => open = !open,
                _ => quoted[i] = open,
            }
        }
    }
    quoted
}

/// The first sentences; a headline or dateline is none.
fn lead(tree: Tree<'_>) -> Range<usize> {
    let is_prose = |s: &&Sentence| !s.headline && s.tokens.len() > 8;
    let mut prose = tree.analysis.sentences.iter().filter(is_prose);
    let Some(first) = prose.next() else { return 0..0 };
    first.tokens.start..prose.take(LEAD - 1).last().map_or(first.tokens.end, |s| s.tokens.end)
}
