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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::Annotator;
    use crate::annotate::Cache;
    use crate::labels::Dep;
    use crate::labels::Tag;
    use crate::lexeme::Lexemes;
    use crate::model::EMBEDDED;
    use crate::tokenizer::Tokenizer;

    /// Reads all tables and, if they can be read, uses them.
    fn use_all(bytes: &[u8]) -> Result<(), Error> {
        let file = ModelFile::read(bytes)?;
        let (tokenizer, annotator) = (Tokenizer::read(&file)?, Annotator::read(&file)?);
        let (mut lexemes, mut tokens) = (Lexemes::new(100), Vec::new());
        tokenizer.tokenize(
            "(They can't have 10km, it's U.S.):) http://a.bc",
            &mut lexemes,
            &mut tokens,
        );
        let tagged = tokens.iter().map(|token| (token.lexeme, Tag::Nns, Dep::Expl));
        annotator.annotate(tokenizer.vocabulary(), &lexemes, &mut Cache::default(), tagged, |_| ());
        Ok(())
    }

    #[test]
    fn garbage_gives_no_panic() {
        let file = ModelFile::read(EMBEDDED).unwrap();
        let mut bytes = EMBEDDED.to_vec();
        let mut n_refused = 0;
        for section in ["chars", "symbols", "norms", "tokenizer", "attribute_rules", "lemmas"] {
            let content = file.bytes(section).unwrap();
            let start = content.as_ptr() as usize - EMBEDDED.as_ptr() as usize;
            for step in 0..30 {
                // Some of the first bytes, which are numbers of items, and some from all over.
                let at = start + if step < 8 { step } else { content.len() * step / 30 };
                let good = bytes[at];
                bytes[at] = good.wrapping_add((1 + 7 * step) as u8);
                n_refused += usize::from(use_all(&bytes).is_err());
                bytes[at] = good;
            }
        }
        assert!(n_refused > 30, "only {n_refused} were refused");
        assert!(use_all(&bytes).is_ok());
    }
}
