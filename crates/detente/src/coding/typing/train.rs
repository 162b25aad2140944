//! Training: one linear support vector machine a class, by dual coordinate descent (Hsieh and others, ICML 2008, algorithm 1,
//! squared hinge loss), over features weighed by how rare they are. A fixed order: the same sentences give the same file.

use super::Features;
use super::Row;
use super::Typer;
use super::softmax;
use std::collections::BTreeMap;
use std::collections::HashMap;

/// A sentence's features and the number of its class.
pub type Trained = (Features, usize);

/// Passes over the sentences.
const EPOCHS: usize = 15;
/// Cost of a sentence on the wrong side. Chosen by cross-validation on our own sentences.
const COST: f32 = 0.6;
/// A feature of fewer sentences is noise.
const LEAST: u32 = 2;

/// Learns from all sentences; `classes` names the numbers.
pub fn train(sentences: &[Trained], classes: &[String]) -> Typer {
    let all: Vec<usize> = (0..sentences.len()).collect();
    let mut typer = learn(sentences, &all, classes);
    typer.temperature = temperature(sentences, classes);
    typer
}

/// Each sentence's probabilities, at temperature one, by a classifier that has not seen it, in `folds` parts.
pub fn cross_validate(sentences: &[Trained], classes: &[String], folds: usize) -> Vec<Vec<f32>> {
    let mut out = vec![Vec::new(); sentences.len()];
    for fold in 0..folds {
        let (held, seen): (Vec<usize>, Vec<usize>) =
            (0..sentences.len()).partition(|i| part(*i, folds) == fold);
        let typer = learn(sentences, &seen, classes);
        held.into_iter().for_each(|i| out[i] = typer.probabilities(&sentences[i].0));
    }
    out
}

/// Blocks of ten neighbors stay together, since sentences written one after another are alike.
fn part(i: usize, folds: usize) -> usize {
    (i / 10).wrapping_mul(2_654_435_761) / 7 % folds
}

/// The temperature at which held-out probabilities are likeliest.
fn temperature(sentences: &[Trained], classes: &[String]) -> f32 {
    let held_out = cross_validate(sentences, classes, 5);
    let loss = |t: f32| -> f32 {
        held_out
            .iter()
            .zip(sentences)
            .map(|(p, (_, class))| {
                let mut scores: Vec<f32> = p.iter().map(|p| p.max(1e-9).ln()).collect();
                softmax(&mut scores, t);
                -scores[*class].max(1e-9).ln()
            })
            .sum()
    };
    let candidates = (1..=60).map(|n| n as f32 * 0.02);
    candidates.min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap_or(1.0)
}

/// A sentence as row numbers and values, of length one.
struct Example {
    rows: Vec<(usize, f32)>,
    class: usize,
}

fn learn(sentences: &[Trained], chosen: &[usize], classes: &[String]) -> Typer {
    let index = frequent(sentences, chosen);
    let examples: Vec<Example> = chosen.iter().map(|&i| example(&sentences[i], &index)).collect();
    let machines: Vec<(Vec<f32>, f32)> =
        (0..classes.len()).map(|class| machine(&examples, index.len(), class)).collect();
    quantize(&index, &machines, classes)
}

/// Features that enough sentences have: row number and rarity, in the order of their hashes.
fn frequent(sentences: &[Trained], chosen: &[usize]) -> BTreeMap<u32, (usize, u8)> {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for &i in chosen {
        sentences[i].0.hashes.iter().for_each(|h| *counts.entry(*h).or_default() += 1);
    }
    let mut kept: Vec<(u32, u32)> = counts.into_iter().filter(|(_, n)| *n >= LEAST).collect();
    kept.sort_unstable();
    let rarity = |n: u32| {
        ((chosen.len() as f32 / n as f32).ln() * super::RARITY_STEPS).round().clamp(1.0, 255.0)
            as u8
    };
    kept.into_iter().zip(0..).map(|((h, n), row)| (h, (row, rarity(n)))).collect()
}

fn example((features, class): &Trained, index: &BTreeMap<u32, (usize, u8)>) -> Example {
    let mut rows: Vec<(usize, f32)> = features
        .hashes
        .iter()
        .filter_map(|h| index.get(h))
        .map(|&(row, rarity)| (row, f32::from(rarity)))
        .collect();
    let length = rows.iter().map(|(_, v)| v * v).sum::<f32>().sqrt().max(1.0);
    rows.iter_mut().for_each(|(_, v)| *v /= length);
    Example { rows, class: *class }
}

/// Weights and bias that tell one class from the rest.
fn machine(examples: &[Example], n_rows: usize, class: usize) -> (Vec<f32>, f32) {
    let mut weights = vec![0f32; n_rows];
    let mut bias = 0f32;
    let mut alphas = vec![0f32; examples.len()];
    let diagonal = 1.0 / (2.0 * COST);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seed = 20_261_124u64;
    for _ in 0..EPOCHS {
        shuffle(&mut order, &mut seed);
        for &i in &order {
            let example = &examples[i];
            let sign = if example.class == class { 1.0 } else { -1.0 };
            let score = example.rows.iter().map(|&(row, v)| weights[row] * v).sum::<f32>() + bias;
            let gradient = sign * score - 1.0 + diagonal * alphas[i];
            let old = alphas[i];
            // Rows have length one, and the bias counts as one more value of one.
            alphas[i] = (old - gradient / (2.0 + diagonal)).max(0.0);
            let step = (alphas[i] - old) * sign;
            if step != 0.0 {
                example.rows.iter().for_each(|&(row, v)| weights[row] += step * v);
                bias += step;
            }
        }
    }
    (weights, bias)
}

/// Fisher-Yates with a linear congruential generator: the same order on every machine.
fn shuffle(order: &mut [usize], seed: &mut u64) {
    for i in (1..order.len()).rev() {
        *seed =
            seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(i, (*seed >> 33) as usize % (i + 1));
    }
}

/// Weights in eight bits.
fn quantize(
    index: &BTreeMap<u32, (usize, u8)>,
    machines: &[(Vec<f32>, f32)],
    classes: &[String],
) -> Typer {
    let largest = machines.iter().flat_map(|(w, _)| w).fold(0f32, |m, w| m.max(w.abs()));
    let scale = (largest / 127.0).max(f32::MIN_POSITIVE);
    let row = |row: usize| {
        machines.iter().map(|(w, _)| (w[row] / scale).round() as i8).collect::<Vec<i8>>()
    };
    Typer {
        classes: classes.to_vec(),
        bias: machines.iter().map(|(_, b)| *b).collect(),
        rows: index.iter().map(|(&h, &(r, rarity))| (h, Row { rarity, weights: row(r) })).collect(),
        scale,
        temperature: 1.0,
    }
}
