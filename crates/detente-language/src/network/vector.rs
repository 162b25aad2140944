//! The innermost loop of a product, written for the vector instructions of x86-64.
//!
//! The compiler makes good code of the plain loops everywhere else, but here it does not reliably keep the
//! sums in registers. This is the only module with pointers. It computes the same numbers as the plain loop with fused
//! multiplication and addition; a test compares them.

#![allow(
    unsafe_code,
    reason = "vector loads and stores take pointers; each block says why they are in bounds"
)]

use crate::network::kernels::{PANEL_AVX2, PANEL_AVX512, ROWS_AVX2, ROWS_AVX512, Tile};
use std::arch::x86_64::{
    __m256, __m512, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_max_ps, _mm256_set1_ps,
    _mm256_storeu_ps, _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_max_ps, _mm512_set1_ps,
    _mm512_storeu_ps,
};

/// The outputs of a tile, 16 columns at a time.
#[target_feature(enable = "avx512f")]
pub(crate) fn tile_avx512(mut tile: Tile<'_, ROWS_AVX512, PANEL_AVX512>) {
    let inputs = checked(&tile);
    let mut sums = [load_512(tile.bias); ROWS_AVX512];
    for (k, weights) in tile.weights.iter().enumerate() {
        let [low, high] = load_512(weights);
        for (sums, row) in sums.iter_mut().zip(inputs) {
            // SAFETY: `checked` has seen that each row has an input for each row of weights.
            let input = _mm512_set1_ps(unsafe { *row.add(k) });
            sums[0] = _mm512_fmadd_ps(input, low, sums[0]);
            sums[1] = _mm512_fmadd_ps(input, high, sums[1]);
        }
    }
    let n_rows = tile.n_rows();
    let keep_larger = tile.keep_larger;
    for (row, mut sums) in sums.into_iter().enumerate() {
        // Ending the loop here would keep the compiler from unrolling it, and force the sums into memory.
        if row < n_rows {
            let output = tile.output(row);
            if keep_larger {
                let [low, high] = load_512(output);
                sums = [_mm512_max_ps(sums[0], low), _mm512_max_ps(sums[1], high)];
            }
            store_512(sums, output);
        }
    }
}

#[target_feature(enable = "avx512f")]
fn store_512(sums: [__m512; 2], output: &mut [f32; PANEL_AVX512]) {
    let (halves, _) = output.as_chunks_mut::<16>();
    // SAFETY: 16 numbers are written to each array of 16; the address need not be aligned.
    unsafe {
        _mm512_storeu_ps(halves[0].as_mut_ptr(), sums[0]);
        _mm512_storeu_ps(halves[1].as_mut_ptr(), sums[1]);
    }
}

#[target_feature(enable = "avx512f")]
fn load_512(values: &[f32; PANEL_AVX512]) -> [__m512; 2] {
    let (halves, _) = values.as_chunks::<16>();
    // SAFETY: 16 numbers are read from each array of 16; the address need not be aligned.
    unsafe { [_mm512_loadu_ps(halves[0].as_ptr()), _mm512_loadu_ps(halves[1].as_ptr())] }
}

/// The outputs of a tile, 8 columns at a time.
#[target_feature(enable = "avx2,fma")]
pub(crate) fn tile_avx2(mut tile: Tile<'_, ROWS_AVX2, PANEL_AVX2>) {
    let inputs = checked(&tile);
    let mut sums = [load_256(tile.bias); ROWS_AVX2];
    for (k, weights) in tile.weights.iter().enumerate() {
        let [low, high] = load_256(weights);
        for (sums, row) in sums.iter_mut().zip(inputs) {
            // SAFETY: `checked` has seen that each row has an input for each row of weights.
            let input = _mm256_set1_ps(unsafe { *row.add(k) });
            sums[0] = _mm256_fmadd_ps(input, low, sums[0]);
            sums[1] = _mm256_fmadd_ps(input, high, sums[1]);
        }
    }
    let n_rows = tile.n_rows();
    let keep_larger = tile.keep_larger;
    for (row, mut sums) in sums.into_iter().enumerate() {
        // Ending the loop here would keep the compiler from unrolling it, and force the sums into memory.
        if row < n_rows {
            let output = tile.output(row);
            if keep_larger {
                let [low, high] = load_256(output);
                sums = [_mm256_max_ps(sums[0], low), _mm256_max_ps(sums[1], high)];
            }
            store_256(sums, output);
        }
    }
}

#[target_feature(enable = "avx2")]
fn store_256(sums: [__m256; 2], output: &mut [f32; PANEL_AVX2]) {
    let (halves, _) = output.as_chunks_mut::<8>();
    // SAFETY: 8 numbers are written to each array of 8; the address need not be aligned.
    unsafe {
        _mm256_storeu_ps(halves[0].as_mut_ptr(), sums[0]);
        _mm256_storeu_ps(halves[1].as_mut_ptr(), sums[1]);
    }
}

#[target_feature(enable = "avx2")]
fn load_256(values: &[f32; PANEL_AVX2]) -> [__m256; 2] {
    let (halves, _) = values.as_chunks::<8>();
    // SAFETY: 8 numbers are read from each array of 8; the address need not be aligned.
    unsafe { [_mm256_loadu_ps(halves[0].as_ptr()), _mm256_loadu_ps(halves[1].as_ptr())] }
}

/// Where each row's inputs start, after a look at their number.
#[inline(always)]
fn checked<const ROWS: usize, const PANEL: usize>(
    tile: &Tile<'_, ROWS, PANEL>,
) -> [*const f32; ROWS] {
    let mut starts = [std::ptr::null(); ROWS];
    for (start, row) in starts.iter_mut().zip(tile.inputs) {
        assert!(row.len() >= tile.weights.len(), "a row has an input for each row of weights");
        *start = row.as_ptr();
    }
    starts
}
