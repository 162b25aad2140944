//! Standard output; files that are complete or absent are `detente_exchange::Whole`.

use anyhow::Result;
use detente_exchange::unwritable;
use std::io;
use std::io::BufWriter;
use std::io::Write;

/// Standard output, which may be closed by who reads it; that is no error.
pub(crate) struct Stdout {
    inner: BufWriter<io::Stdout>,
    closed: bool,
}

impl Stdout {
    pub(crate) fn new() -> Self {
        Stdout { inner: BufWriter::new(io::stdout()), closed: false }
    }

    /// Whether the reader has gone.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    fn note<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            self.closed |= error.kind() == io::ErrorKind::BrokenPipe;
        }
        result
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.inner.write(bytes);
        self.note(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.inner.flush();
        self.note(result)
    }
}

/// Prints to standard output; a reader that has gone is no error.
pub(crate) fn print(words: &str) -> Result<()> {
    print_bytes(words.as_bytes())
}

/// Likewise, of what is not text.
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<()> {
    let mut out = Stdout::new();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if !out.is_closed() => Err(unwritable(&error).into()),
        _ => Ok(()),
    }
}
