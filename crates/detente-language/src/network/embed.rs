//! Word attributes to vectors by hashing.
//!
//! Each attribute has a table of far fewer rows than there are words. An attribute's id is hashed
//! to four rows, whose sum is its vector, so that two words rarely share all four.

use crate::model_file::{Error, ModelFile};
use crate::network::WIDTH;

/// The table of one attribute.
pub(crate) struct HashTable {
    seed: u32,
    n_rows: u32,
    rows: Vec<f32>,
}

impl HashTable {
    /// Reads the table `section`, whose hash starts from `seed`.
    pub(crate) fn read(file: &ModelFile<'_>, section: &str, seed: u32) -> Result<Self, Error> {
        let n_rows = file.shape(section)?.first().copied().unwrap_or(0);
        let rows = file.tensor(section, &[n_rows, WIDTH])?;
        if n_rows == 0 {
            return Err(Error::new(format!("section `{section}` is empty")));
        }
        Ok(HashTable { seed, n_rows: n_rows as u32, rows })
    }

    /// Writes the attribute's vector to `out`, which holds [`WIDTH`] numbers.
    pub(crate) fn embed(&self, id: u64, out: &mut [f32]) {
        out.fill(0.0);
        for key in murmur3(id, self.seed) {
            let at = (key % self.n_rows) as usize * WIDTH;
            for (sum, value) in out.iter_mut().zip(&self.rows[at..at + WIDTH]) {
                *sum += value;
            }
        }
    }
}

/// MurmurHash3_x64_128 (Austin Appleby, public domain) of the eight bytes of `key`, as four numbers.
fn murmur3(key: u64, seed: u32) -> [u32; 4] {
    let (mut h1, mut h2) = (u64::from(seed), u64::from(seed));
    h1 ^=
        key.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    h1 ^= 8;
    h2 ^= 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = finalize(h1);
    h2 = finalize(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

fn finalize(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_thinc() {
        assert_eq!(murmur3(0, 8), [0, 0, 0, 0]);
        assert_eq!(murmur3(1, 9), [0x8374_fe16, 0x7ace_5c90, 0x430e_6785, 0x7788_67e4]);
        assert_eq!(
            murmur3(12_345_678_901_234, 8),
            [0x869f_8d76, 0xbbb2_ce7a, 0xc9ef_5431, 0x998c_35b7]
        );
        assert_eq!(murmur3(u64::MAX, 13), [0xbeb3_1ce8, 0x3f5b_23ed, 0x2cd6_e094, 0xb679_e78c]);
    }
}
