//! Answers to "what does this source do to this target here?".
//!
//! The classifier decides the class from words, tree and what the lexicon found; an event of that class with these parties is named.

use crate::coding::mentions::Mentions;
use crate::coding::typing;
use crate::coding::typing::Typer;
use crate::model::Article;
use crate::model::DyadAnswer;
use crate::model::DyadQuery;
use crate::model::Event;
use crate::model::Party;
use crate::model::Span;

/// One answer a question, in the order asked.
pub(crate) fn answers(
    article: &Article,
    people: &mut Mentions<'_>,
    typer: &Typer,
    events: &[Event],
) -> Vec<DyadAnswer> {
    if article.dyads.is_empty() {
        return Vec::new();
    }
    let bytes = CharacterIndex::new(&article.text);
    article.dyads.iter().map(|q| answer(q, &bytes, people, typer, events)).collect()
}

fn answer(
    query: &DyadQuery,
    bytes: &CharacterIndex,
    people: &mut Mentions<'_>,
    typer: &Typer,
    events: &[Event],
) -> DyadAnswer {
    let source = query.source.map(|r| bytes.span(r));
    let target = query.target.map(|r| bytes.span(r));
    let empty = DyadAnswer::none(&query.id);
    let features = typing::features(people, events, source, target);
    let Some((class, confidence)) = typer.best_act(&features) else {
        return empty;
    };
    let event = named(events, class, source, target);
    let known = people.lexicon.classes.get(class);
    DyadAnswer {
        class: Some(class.to_owned()),
        quad: known.and_then(|c| c.quad),
        cameo: event.map(|i| events[i].cameo.clone()).or_else(|| known.map(|c| c.cameo.clone())),
        confidence,
        event,
        ..empty
    }
}

/// The event of this class that has both parties, or else one of them.
fn named(
    events: &[Event],
    class: &str,
    source: Option<Span>,
    target: Option<Span>,
) -> Option<usize> {
    let hits = |parties: &[Party], wanted: Option<Span>| {
        usize::from(wanted.is_some_and(|w| parties.iter().any(|p| p.span.overlaps(w))))
    };
    let score = |e: &Event| hits(&e.sources, source) + hits(&e.targets, target);
    (0..events.len())
        .filter(|&i| events[i].class.as_deref() == Some(class) && score(&events[i]) > 0)
        .max_by_key(|&i| (score(&events[i]), std::cmp::Reverse(i)))
}

/// Byte offsets of a text's characters.
struct CharacterIndex {
    starts: Vec<u32>,
}

impl CharacterIndex {
    fn new(text: &str) -> Self {
        let mut starts: Vec<u32> = text.char_indices().map(|(i, _)| i as u32).collect();
        starts.push(text.len() as u32);
        CharacterIndex { starts }
    }

    /// A span from character offsets, cut to the text.
    fn span(&self, (start, end): (usize, usize)) -> Span {
        let last = self.starts.len() - 1;
        let start = self.starts[start.min(last)];
        Span { start, end: self.starts[end.min(last)].max(start) }
    }
}
