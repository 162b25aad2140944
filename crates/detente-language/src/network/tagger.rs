//! Vectors to Penn tags.

use crate::labels::Tag;
use crate::model_file::{Error, ModelFile};
use crate::network::WIDTH;
use crate::network::kernels::{Level, Matrix};

/// Weights from a token's vector to its tag.
pub(crate) struct Tagger {
    matrix: Matrix,
    /// Tags in the order of the scores.
    labels: Vec<Tag>,
}

impl Tagger {
    /// Reads the sections that start with `tagger`.
    pub(crate) fn read(level: Level, file: &ModelFile<'_>) -> Result<Self, Error> {
        let unknown =
            |label: &str| Error::new(format!("`{label}` is not a tag that this version knows"));
        let lines = file.lines("tagger.labels")?;
        let labels =
            lines.into_iter().map(|label| Tag::from_label(label).ok_or_else(|| unknown(label)));
        let labels = labels.collect::<Result<Vec<Tag>, Error>>()?;
        let weights = file.tensor("tagger.weights", &[labels.len(), WIDTH])?;
        let bias = file.tensor("tagger.bias", &[labels.len()])?;
        if labels.is_empty() || labels.len() > usize::from(u8::MAX) {
            return Err(Error::new(format!("{} tags are too few or too many", labels.len())));
        }
        Ok(Tagger { matrix: Matrix::new(level, WIDTH, 1, |row| row, &weights, &bias), labels })
    }

    /// Tags in the order of the scores.
    pub(crate) fn labels(&self) -> &[Tag] {
        &self.labels
    }

    /// Writes for each vector the index of its best tag.
    pub(crate) fn tag(&self, vectors: &[f32], tags: &mut [u8]) {
        let row_len = self.matrix.row_len();
        let mut scores = vec![0.0; tags.len() * row_len];
        self.matrix.product(vectors, WIDTH, tags.len(), &mut scores);
        for (tag, scores) in tags.iter_mut().zip(scores.chunks_exact(row_len)) {
            *tag = first_best(&scores[..self.labels.len()]) as u8;
        }
    }
}

fn first_best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (index, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            best = index;
        }
    }
    best
}
