//! Documents find each other: copies of one text, stories about one happening, incidents told more than once.
//!
//! In: a [`Profile`] of each document, in order of input. Out: for each where it belongs ([`Grouped`]), at once and for good;
//! at the end the stories and incidents with all who tell of them. Nothing is deleted, and nothing moves to another group later.
//! It reads no sentence and opens no file; what counts as near in time is its caller's choice ([`Window`]).
//!
//! Making profiles is the work and can be done by many threads; joining them takes a fraction of a millisecond and is done by one,
//! so that the result does not depend on threads. Files: `words` cuts a text, `profile` keeps of a document what is compared,
//! `sketch` and `postings` find copies in little memory, `likeness` weighs, `shelf` holds one day, `groups` joins, `incidents` links events, `witnesses` counts whose word they rest on.

mod groups;
mod incidents;
mod likeness;
mod postings;
mod profile;
mod shelf;
mod sketch;
mod witnesses;
mod words;

#[cfg(test)]
mod tests;

pub use groups::Groups;
pub use groups::Keep;
pub use groups::Window;
pub use profile::Profile;
pub use profile::profile;
