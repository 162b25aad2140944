//! Named entities, by a transition system that labels tokens from left to right.
//!
//! Source: `spacy/pipeline/_parser_internals/ner.pyx`.

use crate::doc::EntityPart;
use crate::labels::EntityLabel;
use crate::model_file::{Error, ModelFile};
use crate::network::kernels::{Level, SCORES};
use crate::network::transitions::{Features, Network, Transitions};
use std::ops::Range;

/// Tokens that a state looks at: the next, the first of the open entity, and the one before the next.
const N_FEATURES: usize = 3;

/// Weights and actions of the entity recognizer.
///
/// Its actions are, one block after the other with one action per label each: begin an entity of
/// more than one token, go on with it, end it, make an entity of one token. After these come one action that
/// is never allowed (an entity without a label) and the last, which leaves the token out.
pub(crate) struct Recognizer {
    pub(crate) transitions: Transitions,
    labels: Vec<EntityLabel>,
}

/// A token as the recognizer sees it.
#[derive(Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) is_space: bool,
    pub(crate) sentence_start: bool,
}

impl Recognizer {
    /// Reads the sections that start with `ner`.
    pub(crate) fn read(level: Level, file: &ModelFile<'_>) -> Result<Self, Error> {
        let lines = file.lines("ner.actions")?;
        let names: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("B\t")).collect();
        let block = |step: &'static str| names.iter().map(move |name| format!("{step}\t{name}"));
        let wanted = ["B", "I", "L", "U"].into_iter().flat_map(block);
        if !wanted
            .chain(["U\t".to_owned(), "O\t".to_owned()])
            .eq(lines.iter().map(|line| line.to_string()))
        {
            return Err(Error::new(
                "the actions for entities are not in the order that this version knows",
            ));
        }
        let unknown = |name: &str| {
            Error::new(format!("`{name}` is not a kind of entity that this version knows"))
        };
        let labels =
            names.iter().map(|name| EntityLabel::from_label(name).ok_or_else(|| unknown(name)));
        let labels = labels.collect::<Result<Vec<_>, Error>>()?;
        Ok(Recognizer {
            transitions: Transitions::read(level, file, "ner", N_FEATURES, lines.len())?,
            labels,
        })
    }

    /// Kinds of entities in the order of the actions.
    pub(crate) fn labels(&self) -> &[EntityLabel] {
        &self.labels
    }

    /// Finds the entities of the document whose words stand at `rows`; `token` tells of each of them.
    pub(crate) fn recognize(
        &self,
        network: &Network<'_>,
        rows: Range<usize>,
        token: impl Fn(usize) -> Seen,
        features: &mut Features,
        mut set: impl FnMut(usize, EntityPart),
    ) {
        let n_tokens = rows.len();
        let mut open: Option<(usize, usize)> = None;
        let mut scores = [0.0; SCORES];
        for next in 0..n_tokens {
            let row = rows.start + next;
            let state =
                [Some(row), open.map(|(start, _)| rows.start + start), open.map(|_| row - 1)];
            features.score(network, state, &mut scores);
            let may_go_on = next + 1 < n_tokens && !token(next + 1).sentence_start;
            match open {
                Some((_, label)) => {
                    set(next, EntityPart { label: self.labels[label], begins: false });
                    if !(may_go_on && self.goes_on(label, &scores)) {
                        open = None;
                    }
                }
                None => {
                    let is_space = token(next).is_space;
                    if let Some((label, is_single)) =
                        self.begins(may_go_on && !is_space, !is_space, &scores)
                    {
                        set(next, EntityPart { label: self.labels[label], begins: true });
                        open = (!is_single).then_some((next, label));
                    }
                }
            }
        }
    }

    fn goes_on(&self, label: usize, scores: &[f32; SCORES]) -> bool {
        let n_labels = self.labels.len();
        scores[n_labels + label] >= scores[2 * n_labels + label]
    }

    /// The entity that begins, by its label, and whether it is of one token; the first of the best
    /// scored in the order of the actions.
    fn begins(
        &self,
        may_begin: bool,
        may_be_single: bool,
        scores: &[f32; SCORES],
    ) -> Option<(usize, bool)> {
        let n_labels = self.labels.len();
        let mut best: Option<usize> = None;
        let mut consider = |actions: Range<usize>| {
            for action in actions {
                if best.is_none_or(|best| scores[action] > scores[best]) {
                    best = Some(action);
                }
            }
        };
        if may_begin {
            consider(0..n_labels);
        }
        if may_be_single {
            consider(3 * n_labels..4 * n_labels);
        }
        let out = 4 * n_labels + 1;
        consider(out..out + 1);
        best.filter(|&action| action != out).map(|action| (action % n_labels, action >= n_labels))
    }
}
