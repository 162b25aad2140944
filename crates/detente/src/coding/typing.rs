//! What does this party do to that one? A small linear classifier, for pairs the lexicon alone does not decide.
//!
//! In: two stretches of a sentence and what was found so far. Out: a distribution over the classes, in microseconds.
//! It is trained on sentences written for this project (`training/`); `models/event-types.bin` is what `detente train` makes of them.

mod features;
mod file;
mod rows;
mod train;

pub use features::Features;
pub(crate) use features::described;
pub(crate) use features::features;
pub use train::Trained;
pub use train::cross_validate;
pub use train::train;

use crate::model::Error;
use rows::Known;
use rows::Row;
use rows::Rows;
use sha2::Digest;
use sha2::Sha256;

/// The trained classifier: weights of features, by class.
#[derive(Clone, Debug, Default)]
pub struct Typer {
    /// Names of the classes, in the order of all weights.
    pub classes: Vec<String>,
    bias: Vec<f32>,
    rows: Rows,
    scale: f32,
    /// What scores are divided by before they become probabilities.
    temperature: f32,
}

/// Steps of rarity to one.
const RARITY_STEPS: f32 = 24.0;

/// What turns sentences into a classifier; a change here asks for a new one.
const TRAINER: [&str; 2] = [include_str!("typing/features.rs"), include_str!("typing/train.rs")];
const CUE_TRAINER: [&str; 2] =
    [include_str!("statements/cues.rs"), include_str!("typing/train.rs")];

/// SHA-256 of the code that makes features of pairs and trains on them, lower-case hexadecimal.
pub fn trainer_digest() -> String {
    digest(&TRAINER)
}

/// The same for cues of statements.
pub fn cue_trainer_digest() -> String {
    digest(&CUE_TRAINER)
}

fn digest(code: &[&str]) -> String {
    let mut hash = Sha256::new();
    code.iter().for_each(|text| hash.update(text.as_bytes()));
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// The classifiers that coding uses, loaded once and shared.
#[derive(Clone, Debug)]
pub struct Classifiers {
    /// What does this party do to that one?
    pub types: Typer,
    /// Is this word, with what hangs on it, an attribution?
    pub cues: Typer,
}

impl Classifiers {
    /// Those that the binary carries.
    ///
    /// # Panics
    /// Never: a test reads the embedded files.
    pub fn embedded() -> Self {
        let cues = file::read(EMBEDDED_CUES).expect("the embedded file is read in a test");
        Classifiers { types: Typer::embedded(), cues }
    }
}

const EMBEDDED: &[u8] = include_bytes!("../../../../models/event-types.bin");
const EMBEDDED_CUES: &[u8] = include_bytes!("../../../../models/statement-cues.bin");

impl Typer {
    /// The classifier that the binary carries.
    ///
    /// # Panics
    /// Never: a test reads the embedded file.
    pub fn embedded() -> Self {
        file::read(EMBEDDED).expect("the embedded file is read in a test")
    }

    /// A classifier from the bytes of its file.
    ///
    /// # Errors
    /// If they are not such a file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        file::read(bytes)
    }

    /// Its file: the same weights give the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        file::write(self)
    }

    /// Probability of each class, in the order of `classes`; sums to one.
    pub fn probabilities(&self, features: &Features) -> Vec<f32> {
        let known: Vec<Known<'_>> =
            features.hashes.iter().filter_map(|h| self.rows.get(*h)).collect();
        let length = known.iter().map(|r| f32::from(r.rarity).powi(2)).sum::<f32>().sqrt().max(1.0);
        let mut scores = self.bias.clone();
        for row in known {
            let value = f32::from(row.rarity) / length * self.scale;
            scores.iter_mut().zip(row.weights).for_each(|(s, w)| *s += f32::from(*w) * value);
        }
        softmax(&mut scores, self.temperature);
        scores
    }

    /// What each of some features, sorted and none twice, adds to the score of a class, largest first.
    pub(crate) fn contributions(&self, hashes: &[u32], class: usize) -> Vec<(u32, f32)> {
        let known: Vec<(u32, Known<'_>)> =
            hashes.iter().filter_map(|h| self.rows.get(*h).map(|r| (*h, r))).collect();
        let squares = known.iter().map(|(_, r)| f32::from(r.rarity).powi(2)).sum::<f32>();
        let unit = self.scale / squares.sqrt().max(1.0) / self.temperature;
        let weight = |row: &Known<'_>| row.weights.get(class).map_or(0.0, |w| f32::from(*w));
        let mut out: Vec<(u32, f32)> =
            known.iter().map(|(h, r)| (*h, f32::from(r.rarity) * unit * weight(r))).collect();
        out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        out
    }

    /// Takes probabilities at temperature one to this classifier's own.
    pub(crate) fn temper(&self, probabilities: &mut [f32]) {
        probabilities.iter_mut().for_each(|p| *p = p.max(1e-9).ln());
        softmax(probabilities, self.temperature);
    }

    /// The likeliest class but for `NONE`, where an act is taken for granted, and its probability.
    pub fn best_act(&self, features: &Features) -> Option<(&str, f32)> {
        let probabilities = self.probabilities(features);
        let acts = self.classes.iter().zip(probabilities).filter(|(c, _)| *c != "NONE");
        acts.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(c, p)| (c.as_str(), p))
    }

    /// The likeliest class and its probability.
    pub fn best(&self, features: &Features) -> Option<(&str, f32)> {
        let probabilities = self.probabilities(features);
        let (i, p) = probabilities.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
        Some((self.classes.get(i)?, *p))
    }
}

fn softmax(scores: &mut [f32], temperature: f32) {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|s| *s = ((*s - top) / temperature).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|s| *s /= sum.max(f32::MIN_POSITIVE));
}

#[cfg(test)]
mod tests {
    use super::Typer;

    #[test]
    fn the_embedded_file_is_read_and_written_alike() {
        let typer = Typer::embedded();
        assert_eq!(typer.to_bytes(), super::EMBEDDED);
    }

    #[test]
    fn the_embedded_cues_are_read_and_written_alike() {
        let cues = super::Classifiers::embedded().cues;
        assert_eq!(cues.to_bytes(), super::EMBEDDED_CUES);
        assert_eq!(cues.classes, crate::coding::statements::CLASSES);
    }

    #[test]
    fn garbage_is_refused() {
        assert!(Typer::from_bytes(b"no such file").is_err());
        assert!(Typer::from_bytes(&super::EMBEDDED[..super::EMBEDDED.len() - 1]).is_err());
    }
}
