//! Answers to "what does this source do to this target here?".

use crate::coding::tree::Tree;
use crate::model::Article;
use crate::model::Coded;
use crate::model::DyadAnswer;
use crate::model::DyadQuery;
use crate::model::Event;
use crate::model::Party;
use crate::model::Span;

/// One answer a question, in the order asked.
pub(crate) fn answers(
    article: &Article,
    tree: Tree<'_>,
    events: &[Event],
    coded: &Coded,
) -> Vec<DyadAnswer> {
    if article.dyads.is_empty() {
        return Vec::new();
    }
    let bytes = CharacterIndex::new(tree.text);
    article.dyads.iter().map(|q| answer(q, &bytes, events, coded)).collect()
}

fn answer(
    query: &DyadQuery,
    bytes: &CharacterIndex,
    events: &[Event],
    coded: &Coded,
) -> DyadAnswer {
    let source = query.source.map(|r| bytes.span(r));
    let target = query.target.map(|r| bytes.span(r));
    let best = events
        .iter()
        .enumerate()
        .filter(|(_, e)| e.class.is_some())
        .map(|(i, e)| (nearness(e, source, target, coded), i))
        .filter(|(score, _)| *score > 0.0)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let empty = DyadAnswer {
        id: query.id.clone(),
        class: None,
        quad: None,
        cameo: None,
        confidence: 0.0,
        event: None,
    };
    let Some((score, i)) = best else { return empty };
    let e = &events[i];
    DyadAnswer {
        class: e.class.clone(),
        quad: e.quad,
        cameo: Some(e.cameo.clone()),
        confidence: e.confidence * (score / 4.0).min(1.0),
        event: Some(i),
        ..empty
    }
}

/// How well an event's parties are the ones asked about: 4 for both sides, less for one, for swapped sides, for its sentence only.
fn nearness(event: &Event, source: Option<Span>, target: Option<Span>, coded: &Coded) -> f32 {
    let hits = |parties: &[Party], wanted: Option<Span>| {
        wanted.is_some_and(|w| parties.iter().any(|p| p.span.overlaps(w)))
    };
    let straight = f32::from(u8::from(hits(&event.sources, source))) * 2.0
        + f32::from(u8::from(hits(&event.targets, target))) * 2.0;
    let swapped = f32::from(u8::from(hits(&event.targets, source)))
        + f32::from(u8::from(hits(&event.sources, target)));
    let sentence = coded.sentences[event.sentence].span;
    let same = source.or(target).is_none_or(|s| s.overlaps(sentence));
    let base = straight.max(swapped * 0.6);
    if base == 0.0 && !same {
        return 0.0;
    }
    base + event.confidence * 0.3 + if event.status.is_real() { 0.1 } else { 0.0 }
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
