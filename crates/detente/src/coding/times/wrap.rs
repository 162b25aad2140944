//! What can stand before another expression: "early", "the end of", "nearly".

use crate::coding::times::Match;
use crate::coding::times::date_at;
use crate::coding::times::duration;
use crate::coding::times::parts::part_after;
use crate::coding::times::relative;
use crate::coding::times::scene::Scene;
use crate::lexicon::TimeSense;

/// "early June", "the end of last year", "later today", "mid-February": the value is the whole's.
pub(super) fn portion(s: &Scene<'_>, i: usize) -> Option<Match> {
    let the = s.the(i);
    let at = match phrase(s, i) {
        Some(used) => i + used,
        None => i + the + phrase(s, i + the).filter(|_| the == 1)?,
    };
    let at = at + usize::from(s.is(at, &["on"]) && s.is(i, &["early", "late", "later", "earlier"]));
    let (used, read) = part_after(s, at).or_else(|| date_at(s, at))?;
    Some((at + used - i, read))
}

fn phrase(s: &Scene<'_>, i: usize) -> Option<usize> {
    s.phrase(i, |sense| matches!(sense, TimeSense::Portion).then_some(())).map(|(used, ())| used)
}

/// "nearly five months", "over a decade", "more than two years ago".
pub(super) fn about(s: &Scene<'_>, i: usize) -> Option<Match> {
    let (lead, ()) = s.phrase(i, |sense| matches!(sense, TimeSense::About).then_some(()))?;
    // "over the next four years": a preposition.
    if s.is(i + lead, &["the"]) {
        return None;
    }
    let counted = relative::counted(s, i + lead);
    let found = counted.or_else(|| duration::counted(s, i + lead))?;
    let vague = duration::is_length(&found) && found.1.value.contains('X');
    (!vague).then_some((lead + found.0, found.1))
}
