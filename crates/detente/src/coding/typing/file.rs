//! The classifier's file: `DETENTE-ET2`, the classes, the biases, and rows sorted by feature. Little-endian.

use super::Rows;
use super::Typer;
use crate::model::Error;
use crate::model::ErrorKind;

const MAGIC: &[u8; 12] = b"DETENTE-ET2\n";

pub(super) fn write(typer: &Typer) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend((typer.classes.len() as u32).to_le_bytes());
    for class in &typer.classes {
        out.push(class.len() as u8);
        out.extend(class.as_bytes());
    }
    for value in typer.bias.iter().chain([&typer.scale, &typer.temperature]) {
        out.extend(value.to_le_bytes());
    }
    out.extend((typer.rows.len() as u32).to_le_bytes());
    for (hash, row) in typer.rows.sorted() {
        out.extend(hash.to_le_bytes());
        out.push(row.rarity);
        out.extend(row.weights.iter().map(|w| *w as u8));
    }
    out
}

pub(super) fn read(bytes: &[u8]) -> Result<Typer, Error> {
    let mut it = Reader { bytes };
    it.typer().filter(|_| it.bytes.is_empty()).ok_or_else(|| {
        Error::new(ErrorKind::Model, "not a classifier file of this version")
            .hint("make one with `detente train`")
    })
}

struct Reader<'b> {
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take(&mut self, n: usize) -> Option<&'b [u8]> {
        let (head, rest) = self.bytes.split_at_checked(n)?;
        self.bytes = rest;
        Some(head)
    }

    fn number(&mut self) -> Option<u32> {
        self.take(4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes)
    }

    fn real(&mut self) -> Option<f32> {
        self.number().map(f32::from_bits)
    }

    fn typer(&mut self) -> Option<Typer> {
        (self.take(MAGIC.len())? == MAGIC).then_some(())?;
        let n = self.number()? as usize;
        (n <= 256).then_some(())?;
        let mut classes = Vec::new();
        for _ in 0..n {
            let len = self.take(1)?[0] as usize;
            classes.push(String::from_utf8(self.take(len)?.to_vec()).ok()?);
        }
        let bias = (0..n).map(|_| self.real()).collect::<Option<Vec<f32>>>()?;
        let (scale, temperature) = (self.real()?, self.real()?);
        let n_rows = self.number()? as usize;
        let mut rows = Rows::with_capacity(n_rows.min(self.bytes.len() / (5 + n)), n);
        for _ in 0..n_rows {
            let (hash, rarity) = (self.number()?, self.take(1)?[0]);
            rows.insert(hash, rarity, self.take(n)?.iter().map(|b| *b as i8));
        }
        Some(Typer { classes, bias, rows, scale, temperature })
    }
}
