//! Reads the model file's tables, whose form `tools/import-model/tables.py` describes.

use crate::model_file::Error;
use crate::model_file::ModelFile;

/// A place in a section of plain bytes. Every read is checked, garbage gives an error.
pub(crate) struct Table<'b> {
    section: &'static str,
    rest: &'b [u8],
}

impl<'b> Table<'b> {
    /// The beginning of a section.
    pub(crate) fn open(file: &ModelFile<'b>, section: &'static str) -> Result<Self, Error> {
        Ok(Table { section, rest: file.bytes(section)? })
    }

    /// The next bytes.
    pub(crate) fn take(&mut self, n_bytes: usize) -> Result<&'b [u8], Error> {
        let (taken, rest) =
            self.rest.split_at_checked(n_bytes).ok_or_else(|| self.error("ends too early"))?;
        self.rest = rest;
        Ok(taken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Error> {
        Ok(self.number(1)? as u8)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Error> {
        Ok(self.number(2)? as u16)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Error> {
        Ok(self.number(4)? as u32)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, Error> {
        self.number(8)
    }

    fn number(&mut self, n_bytes: usize) -> Result<u64, Error> {
        Ok(self.take(n_bytes)?.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }

    /// A string with its length before it.
    pub(crate) fn text(&mut self) -> Result<&'b str, Error> {
        let n_bytes = self.u16()?.into();
        let bytes = self.take(n_bytes)?;
        std::str::from_utf8(bytes).map_err(|_| self.error("holds text that is not UTF-8"))
    }

    /// Items with their number before them.
    pub(crate) fn list<T>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        // Not reserved in advance: a wrong number must not allocate the machine away.
        let mut out = Vec::new();
        for _ in 0..self.u32()? {
            out.push(item(self)?);
        }
        Ok(out)
    }

    pub(crate) fn error(&self, what: &str) -> Error {
        Error::new(format!("section `{}` {what}", self.section))
    }
}
