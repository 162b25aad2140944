//! Products of matrices and the two functions between them, for whatever the processor offers.
//!
//! The code is plain loops over arrays that the compiler turns into vector instructions. It is compiled
//! once for each of a few levels of x86-64, and the level is chosen when the model is loaded.
//!
//! A number never depends on how many rows are computed together or where among them its row stands,
//! and it is the same on every processor that has fused multiplication and addition:
//! each sum is made in the order of its inputs, whatever the width of the registers.

use crate::network::WIDTH;

/// Columns of a [`Matrix`] that are computed together.
const PANEL: usize = 32;
/// Rows that are computed together with wide registers, and with registers half as wide.
const ROWS_WIDE: usize = 12;
const ROWS_NARROW: usize = 3;
/// Rows whose inputs are laid out together; a multiple of both.
const GROUP: usize = 48;

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
    pub(crate) fn available() -> Vec<Self> {
        let mut out = vec![Level::Plain];
        #[cfg(target_arch = "x86_64")]
        {
            if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
                out.push(Level::Avx2);
                if std::arch::is_x86_feature_detected!("avx512f") {
                    out.push(Level::Avx512);
                }
            }
        }
        out
    }
}

/// One piece of arithmetic. There is one type for all of them so that there is one place where the
/// compiled copy is chosen.
enum Job<'a> {
    Product { matrix: &'a Matrix, rows: Rows<'a>, outputs: &'a mut [f32] },
    AddMaxout { norm: &'a Norm, pieces: &'a [f32], outputs: &'a mut [f32] },
    SumWindow { bias: &'a [f32], parts: [&'a [f32]; 3], outputs: &'a mut [f32] },
    Score { scorer: &'a Scorer, features: &'a [&'a [f32]], scores: &'a mut [f32; SCORES] },
}

impl Level {
    fn run(self, job: Job<'_>) {
        match self {
            Level::Plain => run::<ROWS_NARROW, { SCORES / 2 }, FUSED>(job),
            // SAFETY: this level is only made by `Level::available`, after it found AVX2 and FMA.
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code, reason = "calls the copy compiled for more instructions than the target has")]
            Level::Avx2 => unsafe { run_avx2(job) },
            // SAFETY: this level is only made by `Level::available`, after it found AVX-512F, AVX2 and FMA.
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code, reason = "calls the copy compiled for more instructions than the target has")]
            Level::Avx512 => unsafe { run_avx512(job) },
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn run_avx2(job: Job<'_>) {
    run::<ROWS_NARROW, { SCORES / 2 }, true>(job);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx2,fma")]
fn run_avx512(job: Job<'_>) {
    run::<ROWS_WIDE, SCORES, true>(job);
}

/// The job itself. It must be inlined into the functions above, to be compiled for their instructions.
#[inline(always)]
fn run<const ROWS: usize, const COLUMNS: usize, const FMA: bool>(job: Job<'_>) {
    match job {
        Job::Product { matrix, rows, outputs } => product::<ROWS, FMA>(matrix, rows, outputs),
        Job::AddMaxout { norm, pieces, outputs } => add_maxout(norm, pieces, outputs),
        Job::SumWindow { bias, parts, outputs } => sum_window(bias, parts, outputs),
        Job::Score { scorer, features, scores } => score::<COLUMNS, FMA>(scorer, features, scores),
    }
}

/// `a * b + c`.
#[inline(always)]
fn multiply_add<const FMA: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FMA { a.mul_add(b, c) } else { a * b + c }
}

/// Weights and a bias, laid out for [`Matrix::product`]: panels of [`PANEL`] columns, in each the
/// inputs one after the other.
pub(crate) struct Matrix {
    n_inputs: usize,
    n_outputs: usize,
    panels: Vec<f32>,
    bias: Vec<f32>,
}

impl Matrix {
    /// Column `c` of the outputs has the weights and the bias of row `row_of(c)`; weights stand row by
    /// row with `n_inputs` each.
    pub(crate) fn new(n_inputs: usize, n_outputs: usize, row_of: impl Fn(usize) -> usize, weights: &[f32], bias: &[f32]) -> Self {
        let n_panels = n_outputs.div_ceil(PANEL);
        let mut panels = vec![0.0; n_panels * n_inputs * PANEL];
        let mut padded_bias = vec![0.0; n_panels * PANEL];
        for column in 0..n_outputs {
            let row = &weights[row_of(column) * n_inputs..][..n_inputs];
            let first = column / PANEL * n_inputs * PANEL + column % PANEL;
            for (input, &weight) in row.iter().enumerate() {
                panels[first + input * PANEL] = weight;
            }
            padded_bias[column] = bias[row_of(column)];
        }
        Matrix { n_inputs, n_outputs, panels, bias: padded_bias }
    }

    /// Bias plus weighted inputs for `n_rows` rows. Row `r` of the inputs starts at `r * stride`, so rows
    /// may overlap; rows of the outputs follow each other.
    pub(crate) fn product(&self, level: Level, inputs: &[f32], stride: usize, n_rows: usize, outputs: &mut [f32]) {
        assert!(n_rows == 0 || inputs.len() >= (n_rows - 1) * stride + self.n_inputs, "too few inputs");
        assert!(outputs.len() >= n_rows * self.n_outputs, "too little room for outputs");
        level.run(Job::Product { matrix: self, rows: Rows { inputs, stride, n_rows }, outputs });
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

/// Rows are taken in groups that fit into the fast memory beside a panel of weights.
#[inline(always)]
fn product<const ROWS: usize, const FMA: bool>(matrix: &Matrix, rows: Rows<'_>, outputs: &mut [f32]) {
    let mut packed = vec![[0.0; ROWS]; matrix.n_inputs * GROUP / ROWS];
    for first in (0..rows.n_rows).step_by(GROUP) {
        let n_rows = GROUP.min(rows.n_rows - first);
        pack(matrix.n_inputs, rows, first, n_rows, &mut packed);
        for (number, panel) in matrix.panels.chunks_exact(matrix.n_inputs * PANEL).enumerate() {
            let column = number * PANEL;
            let bias = matrix.bias[column..column + PANEL].try_into().expect("the bias is padded to panels");
            let (weights, _) = panel.as_chunks();
            for (tile, inputs) in packed.chunks_exact(matrix.n_inputs).take(n_rows.div_ceil(ROWS)).enumerate() {
                let sums = multiply::<ROWS, FMA>(inputs, weights, bias);
                let n_rows = ROWS.min(n_rows - tile * ROWS);
                store(matrix.n_outputs, column, first + tile * ROWS, &sums[..n_rows], outputs);
            }
        }
    }
}

/// Lays out the inputs of some rows in tiles of `ROWS` rows, in each the inputs one after the other.
/// Rows past the last keep old numbers, and their outputs are not used.
#[inline(always)]
fn pack<const ROWS: usize>(n_inputs: usize, rows: Rows<'_>, first: usize, n_rows: usize, packed: &mut [[f32; ROWS]]) {
    for row in 0..n_rows {
        let inputs = &rows.inputs[(first + row) * rows.stride..][..n_inputs];
        let tile = &mut packed[row / ROWS * n_inputs..][..n_inputs];
        for (place, &input) in tile.iter_mut().zip(inputs) {
            place[row % ROWS] = input;
        }
    }
}

/// The outputs of one tile for one panel. There is no index that could be out of bounds, so that
/// the sums stay in registers.
#[inline(always)]
fn multiply<const ROWS: usize, const FMA: bool>(inputs: &[[f32; ROWS]], weights: &[[f32; PANEL]], bias: [f32; PANEL]) -> [[f32; PANEL]; ROWS] {
    let mut sums = [bias; ROWS];
    for (inputs, weights) in inputs.iter().zip(weights) {
        for r in 0..ROWS {
            for c in 0..PANEL {
                sums[r][c] = multiply_add::<FMA>(inputs[r], weights[c], sums[r][c]);
            }
        }
    }
    sums
}

#[inline(always)]
fn store(n_outputs: usize, column: usize, first: usize, sums: &[[f32; PANEL]], outputs: &mut [f32]) {
    let width = PANEL.min(n_outputs - column);
    for (r, sums) in sums.iter().enumerate() {
        let out = &mut outputs[(first + r) * n_outputs + column..][..width];
        if width == PANEL {
            out.copy_from_slice(sums);
        } else {
            out.copy_from_slice(&sums[..width]);
        }
    }
}

/// Gain and shift of a layer's normalization.
pub(crate) struct Norm {
    pub(crate) gain: [f32; WIDTH],
    pub(crate) shift: [f32; WIDTH],
}

impl Norm {
    /// For each row of three blocks of [`WIDTH`] numbers: the largest of the three, normalized to mean 0
    /// and variance 1, scaled and shifted, and added to the row of `outputs`.
    pub(crate) fn add_maxout(&self, level: Level, pieces: &[f32], outputs: &mut [f32]) {
        level.run(Job::AddMaxout { norm: self, pieces, outputs });
    }
}

#[inline(always)]
fn add_maxout(norm: &Norm, pieces: &[f32], outputs: &mut [f32]) {
    let (rows, _) = pieces.as_chunks::<{ 3 * WIDTH }>();
    let (outputs, _) = outputs.as_chunks_mut::<WIDTH>();
    for (row, out) in rows.iter().zip(outputs) {
        let largest: [f32; WIDTH] = std::array::from_fn(|c| larger(larger(row[c], row[WIDTH + c]), row[2 * WIDTH + c]));
        let mean = sum(&largest) / WIDTH as f32;
        let centered: [f32; WIDTH] = std::array::from_fn(|c| largest[c] - mean);
        let squares: [f32; WIDTH] = std::array::from_fn(|c| centered[c] * centered[c]);
        let scale = 1.0 / (sum(&squares) / WIDTH as f32 + 1e-8).sqrt();
        for c in 0..WIDTH {
            out[c] += centered[c] * scale * norm.gain[c] + norm.shift[c];
        }
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

/// The bias and three rows of numbers, added in this order.
pub(crate) fn add_window(level: Level, bias: &[f32], parts: [&[f32]; 3], outputs: &mut [f32]) {
    level.run(Job::SumWindow { bias, parts, outputs });
}

#[inline(always)]
fn sum_window(bias: &[f32], [left, center, right]: [&[f32]; 3], outputs: &mut [f32]) {
    for ((((out, bias), left), center), right) in outputs.iter_mut().zip(bias).zip(left).zip(center).zip(right) {
        *out = bias + left + center + right;
    }
}

/// Room for the scores of a transition system's actions.
pub(crate) const SCORES: usize = 128;
/// Numbers between the tokens of a state and its actions, after the larger of two was taken of each.
pub(crate) const HIDDEN: usize = 64;

/// From the tokens of a state to the scores of the actions.
pub(crate) struct Scorer {
    pub(crate) lower_bias: [f32; 2 * HIDDEN],
    /// For each hidden number its weights in the actions' scores, 0 past the last action.
    pub(crate) upper: Vec<[f32; SCORES]>,
    pub(crate) upper_bias: [f32; SCORES],
}

impl Scorer {
    /// Adds the features, each `2 * HIDDEN` numbers, takes the larger of the first and the second half,
    /// and scores the actions.
    pub(crate) fn score(&self, level: Level, features: &[&[f32]], scores: &mut [f32; SCORES]) {
        level.run(Job::Score { scorer: self, features, scores });
    }
}

#[inline(always)]
fn score<const COLUMNS: usize, const FMA: bool>(scorer: &Scorer, features: &[&[f32]], scores: &mut [f32; SCORES]) {
    let mut sums = [0.0f32; 2 * HIDDEN];
    for feature in features {
        let feature: &[f32; 2 * HIDDEN] = (*feature).try_into().expect("features are as wide as two hidden layers");
        for (sum, value) in sums.iter_mut().zip(feature) {
            *sum += value;
        }
    }
    for (sum, value) in sums.iter_mut().zip(&scorer.lower_bias) {
        *sum += value;
    }
    let hidden: [f32; HIDDEN] = std::array::from_fn(|h| larger(sums[h], sums[HIDDEN + h]));
    for first in (0..SCORES).step_by(COLUMNS) {
        let mut totals: [f32; COLUMNS] = scorer.upper_bias[first..first + COLUMNS].try_into().expect("a part of the scores");
        for (weights, &value) in scorer.upper.iter().zip(&hidden) {
            let weights: &[f32; COLUMNS] = weights[first..first + COLUMNS].try_into().expect("a part of the scores");
            for (total, &weight) in totals.iter_mut().zip(weights) {
                *total = multiply_add::<FMA>(value, weight, *total);
            }
        }
        scores[first..first + COLUMNS].copy_from_slice(&totals);
    }
}
