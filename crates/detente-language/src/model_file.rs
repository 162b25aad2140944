//! The model file: named sections of weights and tables in one block of bytes.
//!
//! The form, all numbers little-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `DETENTEM` |
//! | 4 | version of the form, 1 |
//! | 4 | number of sections |
//! | 4 | length of the table of sections in bytes |
//! | … | the table: per section name length (2), name (UTF-8), kind (1), number of dimensions (1), dimensions (4 each), offset (8), length (8) |
//! | … | the sections' bytes, each at a multiple of 64 |
//!
//! Kinds: 0 plain bytes, 1 half-precision numbers, 2 single-precision numbers.
//! `tools/import-model` writes it. Every offset is checked here; garbage gives an error and never a panic.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

const MAGIC: &[u8; 8] = b"DETENTEM";
const FORMAT_VERSION: u32 = 1;

/// Why a model could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    message: String,
}

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Error { message: message.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "language model: {}", self.message)
    }
}

impl std::error::Error for Error {}

/// How a section's bytes are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Bytes,
    Half,
    Single,
}

impl Kind {
    fn item_bytes(self) -> usize {
        match self {
            Kind::Bytes => 1,
            Kind::Half => 2,
            Kind::Single => 4,
        }
    }
}

/// One section of the table.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub(crate) kind: Kind,
    pub(crate) shape: Vec<usize>,
    range: Range<usize>,
}

impl Section {
    pub(crate) fn n_bytes(&self) -> usize {
        self.range.len()
    }
}

/// The table of a model file, over its bytes.
pub(crate) struct ModelFile<'b> {
    bytes: &'b [u8],
    sections: BTreeMap<&'b str, Section>,
}

impl<'b> ModelFile<'b> {
    /// Reads the table and checks it against the bytes.
    pub(crate) fn read(bytes: &'b [u8]) -> Result<Self, Error> {
        let mut head = Reader { bytes, at: 0 };
        if head.take(MAGIC.len())? != MAGIC {
            return Err(Error::new("this is not a model file"));
        }
        let version = head.u32()?;
        if version != FORMAT_VERSION {
            return Err(Error::new(format!(
                "form {version} of the model file is unknown, only {FORMAT_VERSION} is read"
            )));
        }
        let n_sections = head.u32()?;
        let table_bytes = head.u32()? as usize;
        let mut table = Reader { bytes: head.take(table_bytes)?, at: 0 };
        let mut sections = BTreeMap::new();
        for _ in 0..n_sections {
            let (name, section) = table.section(bytes.len())?;
            if sections.insert(name, section).is_some() {
                return Err(Error::new(format!("section `{name}` is there twice")));
            }
        }
        Ok(ModelFile { bytes, sections })
    }

    /// The sections in the order of their names.
    pub(crate) fn sections(&self) -> impl Iterator<Item = (&'b str, &Section)> {
        self.sections.iter().map(|(&name, section)| (name, section))
    }

    /// The bytes of a section of kind [`Kind::Bytes`].
    pub(crate) fn bytes(&self, name: &str) -> Result<&'b [u8], Error> {
        let section = self.section(name)?;
        match section.kind {
            Kind::Bytes => Ok(&self.bytes[section.range.clone()]),
            _ => Err(Error::new(format!("section `{name}` holds numbers, not bytes"))),
        }
    }

    /// A section of text, by lines.
    pub(crate) fn lines(&self, name: &str) -> Result<Vec<&'b str>, Error> {
        let text = std::str::from_utf8(self.bytes(name)?)
            .map_err(|_| Error::new(format!("section `{name}` is not UTF-8")))?;
        Ok(text.lines().collect())
    }

    /// The numbers of a section that must have this shape, row after row.
    pub(crate) fn tensor(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Error> {
        let section = self.section(name)?;
        if section.shape != shape {
            let found = &section.shape;
            return Err(Error::new(format!(
                "section `{name}` has the shape {found:?}, not {shape:?}"
            )));
        }
        let bytes = &self.bytes[section.range.clone()];
        match section.kind {
            Kind::Bytes => Err(Error::new(format!("section `{name}` holds bytes, not numbers"))),
            Kind::Half => {
                let (pairs, _) = bytes.as_chunks::<2>();
                Ok(pairs.iter().map(|&pair| half_to_single(u16::from_le_bytes(pair))).collect())
            }
            Kind::Single => {
                let (quads, _) = bytes.as_chunks::<4>();
                Ok(quads.iter().map(|&quad| f32::from_le_bytes(quad)).collect())
            }
        }
    }

    /// The shape of a section.
    pub(crate) fn shape(&self, name: &str) -> Result<&[usize], Error> {
        Ok(&self.section(name)?.shape)
    }

    fn section(&self, name: &str) -> Result<&Section, Error> {
        self.sections.get(name).ok_or_else(|| Error::new(format!("section `{name}` is missing")))
    }
}

/// Half precision to single precision, exactly.
fn half_to_single(half: u16) -> f32 {
    let sign = u32::from(half & 0x8000) << 16;
    let magnitude = u32::from(half & 0x7fff) << 13;
    if magnitude >= 0x0f80_0000 {
        return f32::from_bits(sign | 0x7f80_0000 | magnitude);
    }
    // Shifting the exponent's bias from 15 to 127 is a product with 2^112, which is exact for
    // subnormal numbers too.
    let scaled = f32::from_bits(magnitude) * f32::from_bits(0x7780_0000);
    f32::from_bits(sign | scaled.to_bits())
}

/// Reads numbers off the front of some bytes.
struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    fn take(&mut self, n_bytes: usize) -> Result<&'b [u8], Error> {
        let end = self.at.checked_add(n_bytes).filter(|&end| end <= self.bytes.len());
        let end = end.ok_or_else(|| Error::new("the model file ends too early"))?;
        let out = &self.bytes[self.at..end];
        self.at = end;
        Ok(out)
    }

    fn number(&mut self, n_bytes: usize) -> Result<u64, Error> {
        Ok(self.take(n_bytes)?.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }

    fn u32(&mut self) -> Result<u32, Error> {
        Ok(self.number(4)? as u32)
    }

    fn section(&mut self, file_bytes: usize) -> Result<(&'b str, Section), Error> {
        let name_bytes = self.number(2)? as usize;
        let name = std::str::from_utf8(self.take(name_bytes)?)
            .map_err(|_| Error::new("the name of a section is not UTF-8"))?;
        let kind = match self.number(1)? {
            0 => Kind::Bytes,
            1 => Kind::Half,
            2 => Kind::Single,
            other => {
                return Err(Error::new(format!("section `{name}` is of the unknown kind {other}")));
            }
        };
        let n_dimensions = self.number(1)?;
        let mut shape = Vec::new();
        for _ in 0..n_dimensions {
            shape.push(self.number(4)? as usize);
        }
        let (start, length) = (self.number(8)?, self.number(8)?);
        let end = start.checked_add(length).filter(|&end| end <= file_bytes as u64);
        let end = end.ok_or_else(|| {
            Error::new(format!("section `{name}` reaches past the end of the file"))
        })?;
        let items =
            shape.iter().try_fold(kind.item_bytes(), |product, &size| product.checked_mul(size));
        if items != Some(length as usize) {
            return Err(Error::new(format!("section `{name}` is not as long as its shape says")));
        }
        Ok((name, Section { kind, shape, range: start as usize..end as usize }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(sections: &[(&str, u8, &[u32], &[u8])]) -> Vec<u8> {
        let mut table = Vec::new();
        let table_bytes: usize = sections
            .iter()
            .map(|(name, _, shape, _)| 2 + name.len() + 2 + 4 * shape.len() + 16)
            .sum();
        let mut offset = 20 + table_bytes;
        for (name, kind, shape, content) in sections {
            table.extend((name.len() as u16).to_le_bytes());
            table.extend(name.as_bytes());
            table.extend([*kind, shape.len() as u8]);
            shape.iter().for_each(|size| table.extend(size.to_le_bytes()));
            table.extend((offset as u64).to_le_bytes());
            table.extend((content.len() as u64).to_le_bytes());
            offset += content.len();
        }
        let mut out = MAGIC.to_vec();
        out.extend(FORMAT_VERSION.to_le_bytes());
        out.extend((sections.len() as u32).to_le_bytes());
        out.extend((table.len() as u32).to_le_bytes());
        out.extend(table);
        sections.iter().for_each(|(_, _, _, content)| out.extend(*content));
        out
    }

    #[test]
    fn sections_are_read() {
        let bytes =
            file(&[("a", 0, &[6], b"x\ty\nz\n"), ("b", 1, &[1, 2], &[0x00, 0x3c, 0x00, 0xc0])]);
        let model = ModelFile::read(&bytes).unwrap();
        assert_eq!(model.lines("a").unwrap(), ["x\ty", "z"]);
        assert_eq!(model.tensor("b", &[1, 2]).unwrap(), [1.0, -2.0]);
        assert!(model.tensor("b", &[2]).is_err());
        assert!(model.tensor("a", &[6]).is_err());
        assert!(model.bytes("b").is_err());
        assert_eq!(
            model.bytes("c").unwrap_err().to_string(),
            "language model: section `c` is missing"
        );
    }

    #[test]
    fn garbage_is_an_error() {
        let good = file(&[("a", 0, &[3], b"xyz"), ("b", 2, &[1], &[0, 0, 0, 0])]);
        for end in 0..good.len() {
            assert!(ModelFile::read(&good[..end]).is_err(), "cut at {end}");
        }
        for at in 0..good.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut bad = good.clone();
                bad[at] = value;
                let _no_panic = ModelFile::read(&bad)
                    .map(|it| (it.lines("a").is_ok(), it.tensor("b", &[1]).is_ok()));
            }
        }
        assert!(ModelFile::read(b"").is_err());
        assert!(ModelFile::read(&file(&[("a", 0, &[], b"x"), ("a", 0, &[1], b"x")])).is_err());
        assert!(
            ModelFile::read(&file(&[("a", 1, &[u32::MAX, u32::MAX, u32::MAX], b"x")])).is_err()
        );
    }

    #[test]
    fn halves() {
        let cases = [
            (0x0000, 0.0),
            (0x8000, -0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0001, 2f32.powi(-24)),
            (0x03ff, 1023.0 * 2f32.powi(-24)),
            (0x0400, 2f32.powi(-14)),
            (0x3555, 0.333_251_95),
            (0x7c00, f32::INFINITY),
            (0xfc00, f32::NEG_INFINITY),
        ];
        for (half, single) in cases {
            assert_eq!(half_to_single(half).to_bits(), f32::to_bits(single), "{half:#x}");
        }
        assert!(half_to_single(0x7e00).is_nan());
    }
}
