//! Training: multinomial logistic regression by AdaGrad, in a fixed order, so that the same sentences give the same file.

use super::Features;
use super::Typer;
use super::softmax;
use std::collections::BTreeMap;
use std::collections::HashMap;

/// A sentence's features and the number of its class.
pub type Trained = (Features, usize);

/// Passes over the sentences.
const EPOCHS: usize = 14;
const RATE: f32 = 0.15;
/// Pull towards zero, per step of a feature.
const SHRINK: f32 = 2e-4;
/// A feature of fewer sentences is noise.
const LEAST: u32 = 2;

/// Learns from all sentences; `classes` names the numbers.
pub fn train(sentences: &[Trained], classes: &[String]) -> Typer {
    let chosen: Vec<usize> = (0..sentences.len()).collect();
    let mut typer = quantize(&learn(sentences, &chosen, classes.len()), classes);
    typer.temperature = temperature(sentences, classes);
    typer
}

/// Each sentence's probabilities by a classifier that has not seen it, in `folds` parts.
pub fn cross_validate(sentences: &[Trained], classes: &[String], folds: usize) -> Vec<Vec<f32>> {
    let mut out = vec![Vec::new(); sentences.len()];
    for fold in 0..folds {
        let (held, seen): (Vec<usize>, Vec<usize>) =
            (0..sentences.len()).partition(|i| part(*i, folds) == fold);
        let typer = quantize(&learn(sentences, &seen, classes.len()), classes);
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
    let candidates = (5..=40).map(|n| n as f32 * 0.1);
    candidates.min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap_or(1.0)
}

/// Weights as they are learnt: by feature, then by class.
struct Learnt {
    bias: Vec<f32>,
    weights: BTreeMap<u32, Vec<f32>>,
}

fn learn(sentences: &[Trained], chosen: &[usize], n_classes: usize) -> Learnt {
    let index = frequent(sentences, chosen);
    let mut weights = vec![0f32; index.len() * n_classes];
    let mut squares = vec![1e-6f32; index.len() * n_classes];
    let mut bias = vec![0f32; n_classes];
    let rows: Vec<Vec<usize>> = chosen
        .iter()
        .map(|&i| sentences[i].0.hashes.iter().filter_map(|h| index.get(h).copied()).collect())
        .collect();
    let mut order: Vec<usize> = (0..chosen.len()).collect();
    let mut seed = 20_261_124u64;
    for _ in 0..EPOCHS {
        shuffle(&mut order, &mut seed);
        for &at in &order {
            let mut scores = bias.clone();
            for &row in &rows[at] {
                scores.iter_mut().enumerate().for_each(|(c, s)| *s += weights[row * n_classes + c]);
            }
            softmax(&mut scores, 1.0);
            scores[sentences[chosen[at]].1] -= 1.0;
            step(&mut weights, &mut squares, &rows[at], &scores);
            bias.iter_mut().zip(&scores).for_each(|(b, g)| *b -= 0.01 * g);
        }
    }
    let weights = index
        .iter()
        .map(|(&h, &row)| (h, weights[row * n_classes..(row + 1) * n_classes].to_vec()))
        .collect();
    Learnt { bias, weights }
}

fn step(weights: &mut [f32], squares: &mut [f32], rows: &[usize], gradient: &[f32]) {
    let n = gradient.len();
    for &row in rows {
        let (w, q) = (&mut weights[row * n..(row + 1) * n], &mut squares[row * n..(row + 1) * n]);
        for c in 0..n {
            let g = gradient[c] + SHRINK * w[c];
            q[c] += g * g;
            w[c] -= RATE * g / q[c].sqrt();
        }
    }
}

/// Features that enough sentences have, with a row number each, in the order of their hashes.
fn frequent(sentences: &[Trained], chosen: &[usize]) -> BTreeMap<u32, usize> {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for &i in chosen {
        sentences[i].0.hashes.iter().for_each(|h| *counts.entry(*h).or_default() += 1);
    }
    let mut kept: Vec<u32> =
        counts.into_iter().filter(|(_, n)| *n >= LEAST).map(|(h, _)| h).collect();
    kept.sort_unstable();
    kept.into_iter().zip(0..).collect()
}

/// Fisher-Yates with a linear congruential generator: the same order on every machine.
fn shuffle(order: &mut [usize], seed: &mut u64) {
    for i in (1..order.len()).rev() {
        *seed =
            seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(i, (*seed >> 33) as usize % (i + 1));
    }
}

/// Weights in eight bits; rows that round to nothing are left out.
fn quantize(learnt: &Learnt, classes: &[String]) -> Typer {
    let largest = learnt.weights.values().flatten().fold(0f32, |m, w| m.max(w.abs()));
    let scale = (largest / 127.0).max(f32::MIN_POSITIVE);
    let weights = learnt
        .weights
        .iter()
        .map(|(&h, row)| (h, row.iter().map(|w| (w / scale).round() as i8).collect::<Vec<i8>>()))
        .filter(|(_, row)| row.iter().any(|w| *w != 0))
        .collect();
    Typer { classes: classes.to_vec(), bias: learnt.bias.clone(), weights, scale, temperature: 1.0 }
}
