//! English text to tokens, tags, lemmas, dependency tree and entities.
//!
//! The model is spaCy's en_core_web_sm 3.8.0, and so are its answers: on news this crate and spaCy 3.8 differ in
//! fewer than one token in ten thousand. It is many times as fast, needs no Python, and its bytes are the
//! same whatever the batch and the number of threads.
//!
//! ```
//! use detente_language::{Dep, EntityLabel, Model, Scratch};
//!
//! let model = Model::embedded();
//! let mut scratch = Scratch::new();
//! let text = "The president of Georgia met farmers in Tbilisi. They left.";
//! let doc = model.parse(text, &mut scratch);
//!
//! let words: Vec<&str> = doc.tokens.iter().map(|token| token.text(text)).collect();
//! assert_eq!(words[4], "met");
//! assert_eq!(&*doc.tokens[4].lemma, "meet");
//! assert_eq!((doc.tokens[1].dep, doc.tokens[1].head), (Dep::Nsubj, 4));
//! assert_eq!(doc.sentences(), [0..9, 9..12]);
//! assert_eq!(doc.entities()[0], (3..4, EntityLabel::Gpe));
//! ```
//!
//! # Motivation
//!
//! A crate of its own because others want a parser alone, because it knows nothing of politics, and because
//! its arithmetic has to be compiled with full optimization even in tests.
//!
//! # The way of a text
//!
//! `tokenizer` cuts it, `lexeme` gives each word its attributes, `network` gives tags, tree, sentences and
//! entities, `annotate` gives parts of speech and lemmas; `model` holds them together.
//! [`Model`] is shared by threads; each has a [`Scratch`] of its own. Nothing is global.

mod annotate;
mod attribute_ruler;
mod chars;
mod doc;
mod labels;
mod lemmatizer;
mod lexeme;
mod model;
mod model_file;
mod network;
mod tables;
mod tokenizer;

pub use doc::Doc;
pub use doc::EntityPart;
pub use doc::Token;
pub use labels::Dep;
pub use labels::EntityLabel;
pub use labels::Pos;
pub use labels::Tag;
pub use model::Description;
pub use model::EMBEDDED;
pub use model::Model;
pub use model::Scratch;
pub use model_file::Error;
