//! Times without a date: "now", "recently", "the future".

use crate::coding::times::Match;
use crate::coding::times::read::Read;
use crate::coding::times::scene::Scene;
use crate::lexicon::TimeSense;
use crate::model::Basis;
use crate::model::Interval;
use detente_language::Pos;

/// `PAST_REF`, `PRESENT_REF`, `FUTURE_REF`; the present is the article's day.
pub(super) fn reference(s: &Scene<'_>, i: usize) -> Option<Match> {
    let (used, value) = s.phrase(i, |sense| match sense {
        TimeSense::Reference(value) => Some(&**value),
        _ => None,
    })?;
    // "the past two years", "the future president" are something else.
    let noun = s.lower(i) == "the";
    let qualifies = noun && i + used < s.tree.analysis.tokens.len() && {
        s.other_noun(i + used) || s.tree.pos(i + used) == Pos::Num || s.unit(i + used).is_some()
    };
    (!qualifies && !s.is(i + used, &["that"])).then_some(())?;
    let mut read = Read::reference(value);
    if let Some(day) = s.day.filter(|_| value == "PRESENT_REF") {
        read.interval = Some(Interval { from: day, to: day });
        read.basis = Basis::Inferred;
    }
    Some((used, read))
}
