//! What is said on standard error, and with which code the process ends.

use detente::model::Error;
use detente::pipeline::Counts;
use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::time::Duration;
use std::time::Instant;

/// Writes a line to standard error. If nobody reads it, there is nobody to tell.
pub(crate) fn say(words: &str) {
    let _ = writeln!(io::stderr(), "{words}");
}

/// The one place that turns an error into an exit code: the engine's table, and 1 for what it does not know.
pub(crate) fn exit_code(error: &anyhow::Error) -> u8 {
    error.downcast_ref::<Error>().map_or(1, |error| error.kind().exit_code())
}

/// An error with what led to it.
pub(crate) fn chain(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// Says how far a run is, on a terminal that shows nothing else.
pub(crate) struct Progress {
    shown: bool,
    on: bool,
    last: Instant,
}

impl Progress {
    /// Quiet if asked, or if standard error is no terminal or standard output is one.
    pub(crate) fn new(quiet: bool, to_stdout: bool) -> Self {
        let screen_is_used = to_stdout && io::stdout().is_terminal();
        let on = !quiet && io::stderr().is_terminal() && !screen_is_used;
        Progress { shown: false, on, last: Instant::now() }
    }

    /// At most ten times a second.
    pub(crate) fn show(&mut self, counts: &Counts) {
        if self.on && self.last.elapsed() >= Duration::from_millis(100) {
            self.last = Instant::now();
            self.shown = true;
            let _ = write!(io::stderr(), "\r{} documents, {} events ", counts.read, counts.events);
        }
    }

    /// Takes the line away.
    pub(crate) fn end(&mut self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\x1b[K");
            self.shown = false;
        }
    }
}
