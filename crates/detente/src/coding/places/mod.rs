//! Toponyms: found by recogniser and gazetteer together, resolved by what stands beside them.
//!
//! In: the parse and the names of a document. Out: its places in text order.
//! [`find`] says which words name a place, [`candidates`] what they may mean, [`resolve`] which of that they mean here.

mod candidates;
mod find;
mod resolve;

use crate::coding::mentions::Mentions;
use crate::model::Place;

/// The places of a document, in text order, without overlap; names inside names of people and organizations are none,
/// but for bodies that are named for the place they serve ("Kentucky State Police").
pub(crate) fn places(people: &Mentions<'_>) -> Vec<Place> {
    let toponyms = find::toponyms(people);
    resolve::resolve(people, toponyms)
}
