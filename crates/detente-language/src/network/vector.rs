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
    __m256, __m512, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_set1_ps, _mm256_storeu_ps,
    _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_set1_ps, _mm512_storeu_ps,
};

/// Adds the weighted inputs to the sums of a tile, 16 columns at a time.
#[target_feature(enable = "avx512f")]
pub(crate) fn tile_avx512(tile: &mut Tile<'_, ROWS_AVX512, PANEL_AVX512>) {
    let inputs = checked(tile);
    let mut sums: [[__m512; 2]; ROWS_AVX512] = std::array::from_fn(|r| load_512(&tile.sums[r]));
    for (k, weights) in tile.weights.iter().enumerate() {
        let [low, high] = load_512(weights);
        for (sums, row) in sums.iter_mut().zip(inputs) {
            // SAFETY: `checked` has seen that each row has an input for each row of weights.
            let input = _mm512_set1_ps(unsafe { *row.add(k) });
            sums[0] = _mm512_fmadd_ps(input, low, sums[0]);
            sums[1] = _mm512_fmadd_ps(input, high, sums[1]);
        }
    }
    for (out, sums) in tile.sums.iter_mut().zip(sums) {
        let (halves, _) = out.as_chunks_mut::<16>();
        for (half, sums) in halves.iter_mut().zip(sums) {
            // SAFETY: 16 numbers are written to an array of 16; the address need not be aligned.
            unsafe { _mm512_storeu_ps(half.as_mut_ptr(), sums) };
        }
    }
}

#[target_feature(enable = "avx512f")]
fn load_512(values: &[f32; PANEL_AVX512]) -> [__m512; 2] {
    let (halves, _) = values.as_chunks::<16>();
    // SAFETY: 16 numbers are read from each array of 16; the address need not be aligned.
    unsafe { [_mm512_loadu_ps(halves[0].as_ptr()), _mm512_loadu_ps(halves[1].as_ptr())] }
}

/// Adds the weighted inputs to the sums of a tile, 8 columns at a time.
#[target_feature(enable = "avx2,fma")]
pub(crate) fn tile_avx2(tile: &mut Tile<'_, ROWS_AVX2, PANEL_AVX2>) {
    let inputs = checked(tile);
    let mut sums: [[__m256; 2]; ROWS_AVX2] = std::array::from_fn(|r| load_256(&tile.sums[r]));
    for (k, weights) in tile.weights.iter().enumerate() {
        let [low, high] = load_256(weights);
        for (sums, row) in sums.iter_mut().zip(inputs) {
            // SAFETY: `checked` has seen that each row has an input for each row of weights.
            let input = _mm256_set1_ps(unsafe { *row.add(k) });
            sums[0] = _mm256_fmadd_ps(input, low, sums[0]);
            sums[1] = _mm256_fmadd_ps(input, high, sums[1]);
        }
    }
    for (out, sums) in tile.sums.iter_mut().zip(sums) {
        let (halves, _) = out.as_chunks_mut::<8>();
        for (half, sums) in halves.iter_mut().zip(sums) {
            // SAFETY: 8 numbers are written to an array of 8; the address need not be aligned.
            unsafe { _mm256_storeu_ps(half.as_mut_ptr(), sums) };
        }
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
    tile.inputs.map(|row| {
        assert!(row.len() >= tile.weights.len(), "a row has an input for each row of weights");
        row.as_ptr()
    })
}
