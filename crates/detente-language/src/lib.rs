//! English text to tokens, tags, lemmas, dependency tree and entities.

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
