//! What the operator can mend.

use std::fmt;
use std::path::Path;
use std::path::PathBuf;

/// The one error type of the engine: what is wrong, where, and what to do about it.
///
/// Odd documents are never errors (see [`crate::model::Warning`]).
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    path: Option<PathBuf>,
    line: Option<usize>,
    hint: Option<String>,
}

/// Kinds of error, each with an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// A file or stream could not be read.
    Input,
    /// A file or stream could not be written.
    Output,
    /// A table or word file is wrong.
    Lexicon,
    /// The language model file is wrong.
    Model,
    /// The request makes no sense.
    Usage,
}

impl ErrorKind {
    /// Stable code for scripts.
    pub fn code(self) -> &'static str {
        self.row().0
    }

    /// What the process exits with (2 is left to the command line's own parser and means the same as usage).
    pub fn exit_code(self) -> u8 {
        self.row().1
    }

    fn row(self) -> (&'static str, u8) {
        match self {
            ErrorKind::Usage => ("usage", 2),
            ErrorKind::Input => ("input", 3),
            ErrorKind::Output => ("output", 4),
            ErrorKind::Lexicon => ("lexicon", 5),
            ErrorKind::Model => ("model", 6),
        }
    }
}

impl Error {
    /// An error of `kind`; `message` names the thing, in lower case, without a full stop.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into(), path: None, line: None, hint: None }
    }

    /// Says which file.
    pub fn in_file(mut self, path: impl AsRef<Path>) -> Self {
        self.path = Some(path.as_ref().to_owned());
        self
    }

    /// Says which line of the file, counted from 1.
    pub fn at_line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// Says what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The kind.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{}", path.display())?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
            }
            write!(f, ": ")?;
        }
        write!(f, "{}", self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
