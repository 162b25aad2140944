//! One day's documents, as far as later ones are compared with them. A shelf is taken away as a whole.

use crate::story::likeness::Traits;
use crate::story::postings::Postings;
use crate::story::sketch::Size;
use crate::story::sketch::Sketch;
use std::collections::HashMap;
use std::sync::Arc;

/// Words of a document under which its story is found.
pub(super) const N_TOPICS: usize = 16;

/// What is kept of one day.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    texts: Vec<Text>,
    /// Texts under the hashes of their sketches.
    runs: Postings,
    /// Texts under the hashes of their heads.
    heads: Postings,
    /// Stories under the heaviest words of their documents.
    topics: Postings,
    /// For `compare`.
    by_id: HashMap<Box<str>, Arc<Traits>>,
}

/// A text that differs from all before.
#[derive(Clone, Debug)]
struct Text {
    copy: u32,
    size: Size,
    traits: Arc<Traits>,
}

/// An earlier text of which a new one is a copy.
#[derive(Clone, Debug)]
pub(super) struct Match {
    /// Its group of copies.
    pub(super) copy: u32,
    /// How much of the smaller text is in the larger.
    pub(super) containment: f32,
    /// How much of the larger is in the smaller.
    pub(super) coverage: f32,
    /// Its traits.
    pub(super) traits: Arc<Traits>,
}

impl Shelf {
    /// The text that shares most with a sketch; the earliest where several share as much.
    pub(super) fn copy_of(&self, sketch: &Sketch) -> Option<Match> {
        let whole = counted(&self.runs, &sketch.hashes).into_iter().map(|(number, n_shared)| {
            let size = &self.texts[number as usize].size;
            let coverage = sketch.size.coverage(size, n_shared);
            (number, sketch.size.containment(size, n_shared), coverage)
        });
        let heads = counted(&self.heads, &sketch.head).into_iter().map(|(number, n_shared)| {
            let size = &self.texts[number as usize].size;
            (number, sketch.size.containment_in_head(size, n_shared), 0.0)
        });
        let (number, containment, coverage) = whole
            .chain(heads)
            .max_by(|a, b| a.1.total_cmp(&b.1).then(a.2.total_cmp(&b.2)).then(b.0.cmp(&a.0)))?;
        let text = &self.texts[number as usize];
        Some(Match { copy: text.copy, containment, coverage, traits: Arc::clone(&text.traits) })
    }

    /// Adds to each story under the heaviest words of a document how much of the document's weight those are.
    pub(super) fn stories_near(&self, traits: &Traits, found: &mut HashMap<u32, f32>) {
        for (key, weight) in traits.heaviest(N_TOPICS) {
            for story in self.topics.under(key) {
                *found.entry(story).or_default() += weight;
            }
        }
    }

    pub(super) fn traits_of(&self, id: &str) -> Option<&Arc<Traits>> {
        self.by_id.get(id)
    }

    pub(super) fn n_documents(&self) -> usize {
        self.by_id.len()
    }

    /// Whether the id is new here; an id given twice stands for its later document.
    pub(super) fn put_id(&mut self, id: &str, traits: &Arc<Traits>) -> bool {
        self.by_id.insert(Box::from(id), Arc::clone(traits)).is_none()
    }

    pub(super) fn put_text(&mut self, copy: u32, sketch: &Sketch, traits: &Arc<Traits>) {
        let number = self.texts.len() as u32;
        sketch.hashes.iter().for_each(|&hash| self.runs.put(hash, number));
        sketch.head.iter().for_each(|&hash| self.heads.put(hash, number));
        self.texts.push(Text { copy, size: sketch.size, traits: Arc::clone(traits) });
    }

    pub(super) fn put_topics(&mut self, story: u32, traits: &Traits) {
        for (key, _) in traits.heaviest(N_TOPICS) {
            self.topics.put(key, story);
        }
    }
}

/// How many of some keys each number stands under, by number.
fn counted(postings: &Postings, keys: &[u32]) -> Vec<(u32, usize)> {
    let mut hits: Vec<u32> = keys.iter().flat_map(|&key| postings.under(key)).collect();
    hits.sort_unstable();
    hits.chunk_by(|a, b| a == b).map(|hits| (hits[0], hits.len())).collect()
}
