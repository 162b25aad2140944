//! The neural network: hashed word attributes to vectors, and vectors to tags, trees and entities.
//!
//! Goes in: words by their number, with the attributes of [`crate::lexeme::Attrs`].
//! Comes out: per token a tag, a head, a relation, whether a sentence starts, and the entity it is part of.
//! It does not know the letters of a word.
//!
//! The arithmetic is that of spaCy 3.8 and thinc 8.3 (`spacy/ml/models/tok2vec.py`, `spacy/ml/parser_model.pyx`,
//! `spacy/pipeline/_parser_internals/`), to the order of additions where that is cheap.

pub(crate) mod embed;
pub(crate) mod entities;
pub(crate) mod kernels;
pub(crate) mod rows;
pub(crate) mod tagger;
pub(crate) mod tok2vec;
pub(crate) mod transitions;
pub(crate) mod tree;
#[cfg(target_arch = "x86_64")]
mod vector;

/// Width of a token's vector.
pub(crate) const WIDTH: usize = 96;
