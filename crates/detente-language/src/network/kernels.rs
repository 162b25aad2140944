//! Products of matrices and the two functions between them, for whatever the processor offers.
//!
//! The code is plain loops over arrays that the compiler turns into vector instructions. It is compiled
//! once for each of a few levels of x86-64, and the level is chosen when the model is loaded.
//!
//! A number never depends on how many rows are computed together or where among them its row stands,
//! and it is the same on every processor that has fused multiplication and addition:
//! each sum is made in the order of its inputs, whatever the width of the registers.

use crate::network::WIDTH;
#[cfg(target_arch = "x86_64")]
use crate::network::vector;

/// Numbers before the largest of three is taken of each.
pub(crate) const PIECES: usize = 3 * WIDTH;
/// Rows that are computed with one panel before the next panel: their inputs stay in fast memory.
const GROUP: usize = 48;
/// Numbers in a row of outputs are a multiple of this.
const ROW_UNIT: usize = 32;

/// Rows and columns of a product that are computed together, such that their sums, some weights and
/// an input fit into the registers: 12 by 2 of 32 registers of 16 numbers, 6 by 2 of 16 of 8, and so on.
pub(crate) const ROWS_AVX512: usize = 12;
pub(crate) const PANEL_AVX512: usize = 32;
pub(crate) const ROWS_AVX2: usize = 6;
pub(crate) const PANEL_AVX2: usize = 16;
const ROWS_PLAIN: usize = if cfg!(target_arch = "aarch64") { 6 } else { 4 };
const PANEL_PLAIN: usize = if cfg!(target_arch = "aarch64") { 16 } else { 8 };

/// Which compiled copy of the loops runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// What every processor of the target can do.
    Plain,
    /// x86-64 with AVX2 and FMA.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// x86-64 with AVX-512F.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Level {
    /// The best that this processor can run.
    pub(crate) fn detect() -> Self {
        Self::available().last().copied().unwrap_or(Level::Plain)
    }

    /// All that this processor can run, the plain one first.
    #[cfg(target_arch = "x86_64")]
    pub(crate) fn available() -> Vec<Self> {
        let has_avx2 = std::arch::is_x86_feature_detected!("avx2")
            && std::arch::is_x86_feature_detected!("fma");
        let has_avx512 = has_avx2 && std::arch::is_x86_feature_detected!("avx512f");
        let all = [(true, Level::Plain), (has_avx2, Level::Avx2), (has_avx512, Level::Avx512)];
        all.into_iter().filter(|&(has, _)| has).map(|(_, level)| level).collect()
    }

    /// All that this processor can run.
    #[cfg(not(target_arch = "x86_64"))]
    pub(crate) fn available() -> Vec<Self> {
        vec![Level::Plain]
    }
}

/// One piece of arithmetic. There is one type for all of them so that there is one place where the
/// compiled copy is chosen.
enum Job<'a> {
    Product {
        matrix: &'a Matrix,
        rows: Rows<'a>,
        outputs: &'a mut [f32],
    },
    AddNormal {
        norm: &'a Norm,
        inputs: &'a [f32],
        outputs: &'a mut [f32],
    },
    AddWindow {
        norm: &'a Norm,
        bias: &'a [f32; PIECES],
        parts: [&'a [f32; PIECES]; 3],
        output: &'a mut [f32; WIDTH],
    },
    Score {
        scorer: &'a Scorer,
        features: &'a [&'a [f32]],
        scores: &'a mut [f32; SCORES],
    },
}

impl Level {
    /// Columns of a panel of weights.
    fn panel(self) -> usize {
        match self {
            Level::Plain => PANEL_PLAIN,
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => PANEL_AVX2,
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => PANEL_AVX512,
        }
    }

    fn run(self, job: Job<'_>) {
        match self {
            Level::Plain => {
                run::<ROWS_PLAIN, PANEL_PLAIN, FUSED>(job, tile::<ROWS_PLAIN, PANEL_PLAIN, FUSED>)
            }
            // SAFETY: this level is only made by `Level::available`, after it found AVX2 and FMA.
            #[cfg(target_arch = "x86_64")]
            #[allow(
                unsafe_code,
                reason = "calls the copy compiled for more instructions than the target has"
            )]
            Level::Avx2 => unsafe { run_avx2(job) },
            // SAFETY: this level is only made by `Level::available`, after it found AVX-512F, AVX2 and FMA.
            #[cfg(target_arch = "x86_64")]
            #[allow(
                unsafe_code,
                reason = "calls the copy compiled for more instructions than the target has"
            )]
            Level::Avx512 => unsafe { run_avx512(job) },
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn run_avx2(job: Job<'_>) {
    run::<ROWS_AVX2, PANEL_AVX2, true>(job, |tile| vector::tile_avx2(tile));
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx2,fma")]
fn run_avx512(job: Job<'_>) {
    run::<ROWS_AVX512, PANEL_AVX512, true>(job, |tile| vector::tile_avx512(tile));
}

/// The job itself. It must be inlined into the functions above, to be compiled for their instructions.
#[inline(always)]
fn run<const ROWS: usize, const PANEL: usize, const FMA: bool>(
    job: Job<'_>,
    tile: impl Fn(Tile<'_, ROWS, PANEL>),
) {
    match job {
        Job::Product { matrix, rows, outputs } => product(matrix, rows, outputs, tile),
        Job::AddNormal { norm, inputs, outputs } => add_normal(norm, inputs, outputs),
        Job::AddWindow { norm, bias, parts, output } => add_window(norm, bias, parts, output),
        Job::Score { scorer, features, scores } => score::<FMA>(scorer, features, scores),
    }
}

/// `a * b + c`.
#[inline(always)]
fn multiply_add<const FMA: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FMA { a.mul_add(b, c) } else { a * b + c }
}

/// Weights and a bias, laid out for [`Matrix::product`] at one level: panels of columns, in each the
/// inputs one after the other.
pub(crate) struct Matrix {
    level: Level,
    n_inputs: usize,
    /// Rows of weights of which an output is the largest.
    n_pieces: usize,
    panels: Vec<f32>,
    bias: Vec<f32>,
}

impl Matrix {
    /// Output `c` is from row `row_of(c)` of the weights, or where there are several pieces the largest
    /// of those from the rows `row_of(c * n_pieces + piece)`. Weights stand row by row with `n_inputs` each.
    pub(crate) fn new(
        level: Level,
        n_inputs: usize,
        n_pieces: usize,
        row_of: impl Fn(usize) -> usize,
        weights: &[f32],
        bias: &[f32],
    ) -> Self {
        let width = level.panel();
        let row_len = (bias.len() / n_pieces).next_multiple_of(ROW_UNIT);
        let mut panels = vec![0.0; row_len * n_pieces * n_inputs];
        let mut padded_bias = vec![0.0; row_len * n_pieces];
        for column in 0..bias.len() {
            let row = row_of(column);
            let (output, piece) = (column / n_pieces, column % n_pieces);
            let (panel, place) = (output / width * n_pieces + piece, output % width);
            let weights = &weights[row * n_inputs..][..n_inputs];
            for (input, &weight) in weights.iter().enumerate() {
                panels[(panel * n_inputs + input) * width + place] = weight;
            }
            padded_bias[panel * width + place] = bias[row];
        }
        Matrix { level, n_inputs, n_pieces, panels, bias: padded_bias }
    }

    /// Numbers in a row of outputs: a multiple of [`ROW_UNIT`], with zeros past the true outputs.
    pub(crate) fn row_len(&self) -> usize {
        self.bias.len() / self.n_pieces
    }

    /// Bias plus weighted inputs for `n_rows` rows. Row `r` of the inputs starts at `r * stride`, so rows
    /// may overlap; rows of the outputs, each of [`row_len`](Self::row_len) numbers, follow each other.
    pub(crate) fn product(
        &self,
        inputs: &[f32],
        stride: usize,
        n_rows: usize,
        outputs: &mut [f32],
    ) {
        self.level.run(Job::Product {
            matrix: self,
            rows: Rows { inputs, stride, n_rows },
            outputs,
        });
    }
}

/// Whether every processor of the target has a fused multiplication and addition.
const FUSED: bool = cfg!(any(target_feature = "fma", target_arch = "aarch64"));

#[derive(Clone, Copy)]
struct Rows<'a> {
    inputs: &'a [f32],
    stride: usize,
    n_rows: usize,
}

#[inline(always)]
fn product<const ROWS: usize, const PANEL: usize>(
    matrix: &Matrix,
    rows: Rows<'_>,
    outputs: &mut [f32],
    multiply: impl Fn(Tile<'_, ROWS, PANEL>),
) {
    let (weights, _) = matrix.panels.as_chunks::<PANEL>();
    let (biases, _) = matrix.bias.as_chunks::<PANEL>();
    let row_len = matrix.row_len();
    for group in (0..rows.n_rows).step_by(GROUP) {
        let group_end = rows.n_rows.min(group + GROUP);
        for (panel, (weights, bias)) in
            weights.chunks_exact(matrix.n_inputs).zip(biases).enumerate()
        {
            let (block, piece) = (panel / matrix.n_pieces, panel % matrix.n_pieces);
            for first in (group..group_end).step_by(ROWS) {
                // Past the last row the last one is computed again, and not kept.
                let mut inputs: [&[f32]; ROWS] = [&[]; ROWS];
                for (r, input) in inputs.iter_mut().enumerate() {
                    let row = (first + r).min(group_end - 1);
                    *input = &rows.inputs[row * rows.stride..][..matrix.n_inputs];
                }
                let outputs = &mut outputs[first * row_len..group_end * row_len];
                let column = block * PANEL;
                multiply(Tile {
                    inputs,
                    weights,
                    bias,
                    keep_larger: piece > 0,
                    outputs,
                    row_len,
                    column,
                });
            }
        }
    }
}

/// Some rows by one panel of columns.
pub(crate) struct Tile<'a, const ROWS: usize, const PANEL: usize> {
    pub(crate) inputs: [&'a [f32]; ROWS],
    /// By input its weights in the columns.
    pub(crate) weights: &'a [[f32; PANEL]],
    pub(crate) bias: &'a [f32; PANEL],
    /// Whether an output stays as it is where the sum is not larger.
    pub(crate) keep_larger: bool,
    /// The outputs of all columns, for at most `ROWS` rows.
    outputs: &'a mut [f32],
    row_len: usize,
    column: usize,
}

impl<const ROWS: usize, const PANEL: usize> Tile<'_, ROWS, PANEL> {
    /// Number of rows that are wanted.
    pub(crate) fn n_rows(&self) -> usize {
        self.outputs.len() / self.row_len
    }

    /// The outputs of a row in this panel.
    #[inline(always)]
    pub(crate) fn output(&mut self, row: usize) -> &mut [f32; PANEL] {
        let output = &mut self.outputs[row * self.row_len + self.column..][..PANEL];
        output.try_into().expect("a slice of this length")
    }
}

/// Adds the weighted inputs to the bias, input after input.
#[inline(always)]
fn tile<const ROWS: usize, const PANEL: usize, const FMA: bool>(mut tile: Tile<'_, ROWS, PANEL>) {
    let mut sums = [*tile.bias; ROWS];
    for (k, weights) in tile.weights.iter().enumerate() {
        for (sums, inputs) in sums.iter_mut().zip(&tile.inputs) {
            for (sum, &weight) in sums.iter_mut().zip(weights) {
                *sum = multiply_add::<FMA>(inputs[k], weight, *sum);
            }
        }
    }
    let keep_larger = tile.keep_larger;
    for (row, sums) in sums.iter().enumerate().take(tile.n_rows()) {
        for (out, &sum) in tile.output(row).iter_mut().zip(sums) {
            *out = if keep_larger { larger(sum, *out) } else { sum };
        }
    }
}

/// Gain and shift of a layer's normalization.
pub(crate) struct Norm {
    pub(crate) gain: [f32; WIDTH],
    pub(crate) shift: [f32; WIDTH],
}

impl Norm {
    /// Adds to each row of `outputs` the row of `inputs`, normalized to mean 0 and variance 1, scaled and
    /// shifted.
    pub(crate) fn add(&self, level: Level, inputs: &[f32], outputs: &mut [f32]) {
        level.run(Job::AddNormal { norm: self, inputs, outputs });
    }

    /// The same for one row, which is made first: of a bias and three parts, each of three blocks of
    /// [`WIDTH`] numbers, the sum, and of the three blocks the largest.
    pub(crate) fn add_window(
        &self,
        level: Level,
        bias: &[f32; PIECES],
        parts: [&[f32; PIECES]; 3],
        output: &mut [f32; WIDTH],
    ) {
        level.run(Job::AddWindow { norm: self, bias, parts, output });
    }
}

#[inline(always)]
fn add_window(
    norm: &Norm,
    bias: &[f32; PIECES],
    [left, center, right]: [&[f32; PIECES]; 3],
    output: &mut [f32; WIDTH],
) {
    let mut sums = [0.0f32; PIECES];
    for c in 0..PIECES {
        sums[c] = bias[c] + left[c] + center[c] + right[c];
    }
    let mut largest = [0.0f32; WIDTH];
    for c in 0..WIDTH {
        largest[c] = larger(larger(sums[c], sums[WIDTH + c]), sums[2 * WIDTH + c]);
    }
    add_normal_row(norm, &largest, output);
}

#[inline(always)]
fn add_normal(norm: &Norm, inputs: &[f32], outputs: &mut [f32]) {
    for (input, output) in inputs.as_chunks().0.iter().zip(outputs.as_chunks_mut().0) {
        add_normal_row(norm, input, output);
    }
}

#[inline(always)]
fn add_normal_row(norm: &Norm, input: &[f32; WIDTH], output: &mut [f32; WIDTH]) {
    let mean = sum(input) / WIDTH as f32;
    let (mut centered, mut squares) = ([0.0f32; WIDTH], [0.0f32; WIDTH]);
    for c in 0..WIDTH {
        centered[c] = input[c] - mean;
        squares[c] = centered[c] * centered[c];
    }
    let scale = 1.0 / (sum(&squares) / WIDTH as f32 + 1e-8).sqrt();
    for c in 0..WIDTH {
        output[c] += centered[c] * scale * norm.gain[c] + norm.shift[c];
    }
}

/// `f32::max` without its care for numbers that are none, which costs two more instructions.
#[inline(always)]
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// Sixteen partial sums and then their sum, in an order that does not depend on the registers.
#[inline(always)]
fn sum(values: &[f32; WIDTH]) -> f32 {
    let mut parts = [0.0f32; 16];
    for chunk in values.as_chunks::<16>().0 {
        for (part, value) in parts.iter_mut().zip(chunk) {
            *part += value;
        }
    }
    for half in [8, 4, 2, 1] {
        for i in 0..half {
            parts[i] += parts[i + half];
        }
    }
    parts[0]
}

/// Room for the scores of a transition system's actions.
pub(crate) const SCORES: usize = 128;
/// Numbers of actions are rounded up to a multiple of this.
const SCORES_UNIT: usize = 16;
/// Numbers between the tokens of a state and its actions, after the larger of two was taken of each.
pub(crate) const HIDDEN: usize = 64;

/// From the tokens of a state to the scores of the actions.
pub(crate) struct Scorer {
    lower_bias: [f32; 2 * HIDDEN],
    /// By hidden number its weights in the actions' scores, [`row_len`](Self::row_len) of them.
    upper: Vec<f32>,
    /// Its length is that of a row.
    upper_bias: Vec<f32>,
}

impl Scorer {
    /// The upper weights stand action by action, [`HIDDEN`] each; there are at most [`SCORES`] actions.
    pub(crate) fn new(lower_bias: [f32; 2 * HIDDEN], upper: &[f32], upper_bias: &[f32]) -> Self {
        let n_actions = upper_bias.len();
        let row_len = n_actions.next_multiple_of(SCORES_UNIT);
        let mut by_hidden = vec![0.0; HIDDEN * row_len];
        for (action, weights) in upper.chunks_exact(HIDDEN).enumerate() {
            for (hidden, &weight) in weights.iter().enumerate() {
                by_hidden[hidden * row_len + action] = weight;
            }
        }
        let mut upper_bias = upper_bias.to_vec();
        upper_bias.resize(row_len, 0.0);
        Scorer { lower_bias, upper: by_hidden, upper_bias }
    }

    /// Adds the features, each `2 * HIDDEN` numbers, takes the larger of the first and the second half,
    /// and scores the actions.
    pub(crate) fn score(&self, level: Level, features: &[&[f32]], scores: &mut [f32; SCORES]) {
        level.run(Job::Score { scorer: self, features, scores });
    }
}

#[inline(always)]
fn score<const FMA: bool>(scorer: &Scorer, features: &[&[f32]], scores: &mut [f32; SCORES]) {
    let mut sums = [0.0f32; 2 * HIDDEN];
    for feature in features {
        let feature: &[f32; 2 * HIDDEN] =
            (*feature).try_into().expect("features are as wide as two hidden layers");
        for (sum, value) in sums.iter_mut().zip(feature) {
            *sum += value;
        }
    }
    for (sum, value) in sums.iter_mut().zip(&scorer.lower_bias) {
        *sum += value;
    }
    let mut hidden = [0.0f32; HIDDEN];
    for h in 0..HIDDEN {
        hidden[h] = larger(sums[h], sums[HIDDEN + h]);
    }
    // The actions of the model at hand, 106 and 74, are rounded up to these. The sums of a part are kept in registers.
    match scorer.upper_bias.len() {
        112 => score_all::<112, FMA>(scorer, &hidden, scores),
        80 => score_all::<80, FMA>(scorer, &hidden, scores),
        _ => score_all::<SCORES_UNIT, FMA>(scorer, &hidden, scores),
    }
}

#[inline(always)]
fn score_all<const PART: usize, const FMA: bool>(
    scorer: &Scorer,
    hidden: &[f32; HIDDEN],
    scores: &mut [f32; SCORES],
) {
    let row_len = scorer.upper_bias.len();
    for first in (0..row_len).step_by(PART) {
        let part = first..first + PART;
        let mut totals: [f32; PART] = scorer.upper_bias[part.clone()].try_into().expect("a part");
        for (weights, &value) in scorer.upper.chunks_exact(row_len).zip(hidden) {
            let weights: &[f32; PART] = weights[part.clone()].try_into().expect("a part");
            for (total, &weight) in totals.iter_mut().zip(weights) {
                *total = multiply_add::<FMA>(value, weight, *total);
            }
        }
        scores[part].copy_from_slice(&totals);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random and are the same each time.
    fn numbers(n: usize, mut seed: u32) -> Vec<f32> {
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 9) as f32 / 4_194_304.0 - 1.0
        };
        (0..n).map(|_| next()).collect()
    }

    fn products(
        level: Level,
        n_inputs: usize,
        n_pieces: usize,
        stride: usize,
        n_rows: usize,
    ) -> Vec<f32> {
        let n_outputs = 50 * n_pieces;
        let weights = numbers(n_outputs * n_inputs, 1);
        let matrix =
            Matrix::new(level, n_inputs, n_pieces, |row| row, &weights, &numbers(n_outputs, 2));
        let inputs = numbers((n_rows - 1) * stride + n_inputs, 3);
        let mut outputs = vec![f32::NAN; n_rows * matrix.row_len()];
        matrix.product(&inputs, stride, n_rows, &mut outputs);
        outputs
    }

    fn straight(
        n_inputs: usize,
        n_pieces: usize,
        stride: usize,
        row: usize,
        n_rows: usize,
    ) -> Vec<f64> {
        let n_outputs = 50 * n_pieces;
        let (weights, bias) = (numbers(n_outputs * n_inputs, 1), numbers(n_outputs, 2));
        let inputs = numbers((n_rows - 1) * stride + n_inputs, 3);
        let output = |column: usize| -> f64 {
            let weights = &weights[column * n_inputs..][..n_inputs];
            let products = weights
                .iter()
                .zip(&inputs[row * stride..])
                .map(|(&w, &x)| f64::from(w) * f64::from(x));
            f64::from(bias[column]) + products.sum::<f64>()
        };
        let pieces = |c: usize| (0..n_pieces).map(move |piece| output(c * n_pieces + piece));
        (0..50).map(|c| pieces(c).fold(f64::MIN, f64::max)).collect()
    }

    #[test]
    fn products_are_right_at_each_level() {
        for level in Level::available() {
            for (n_inputs, n_pieces, stride) in [(96, 1, 96), (288, 3, 96), (7, 1, 9)] {
                let n_rows = 61;
                let found = products(level, n_inputs, n_pieces, stride, n_rows);
                for (row, found) in found.chunks_exact(64).enumerate() {
                    let wanted = straight(n_inputs, n_pieces, stride, row, n_rows);
                    for (found, wanted) in found.iter().zip(wanted) {
                        assert!(
                            (f64::from(*found) - wanted).abs() < 1e-4,
                            "{level:?} {row}: {found} {wanted}"
                        );
                    }
                    assert!(found[50..].iter().all(|&it| it == 0.0));
                }
            }
        }
    }

    #[test]
    fn a_row_does_not_depend_on_the_number_of_rows() {
        for level in Level::available() {
            let all = products(level, 288, 3, 96, 100);
            for n_rows in 1..60 {
                assert_eq!(
                    products(level, 288, 3, 96, n_rows),
                    all[..n_rows * 64],
                    "{level:?} {n_rows}"
                );
            }
        }
    }

    #[test]
    fn levels_with_fused_addition_give_the_same_bits() {
        let fused = Level::available().into_iter().filter(|&level| level != Level::Plain || FUSED);
        let all: Vec<Vec<f32>> = fused.map(|level| products(level, 288, 3, 96, 61)).collect();
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn normal_rows() {
        for level in Level::available() {
            let norm = Norm { gain: [2.0; WIDTH], shift: [1.0; WIDTH] };
            let mut output = vec![0.5; WIDTH];
            let input: Vec<f32> = (0..WIDTH).map(|c| if c % 2 == 0 { 3.0 } else { 5.0 }).collect();
            norm.add(level, &input, &mut output);
            let wanted = |c: usize| if c.is_multiple_of(2) { -0.5 } else { 3.5 };
            assert!(
                (0..WIDTH).all(|c| (output[c] - wanted(c)).abs() < 1e-6),
                "{level:?} {output:?}"
            );
        }
    }
}
