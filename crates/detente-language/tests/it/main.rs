//! The parser against spaCy's answers.
#![allow(clippy::unwrap_used, reason = "a test may stop where it likes")]

mod golden;
mod robust;
