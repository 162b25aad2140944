//! English text to tokens, tags, lemmas, dependency tree and entities.

mod doc;
mod labels;
mod lexeme;
mod tokenizer;

pub use doc::Doc;
pub use doc::EntityPart;
pub use doc::Token;
pub use labels::Dep;
pub use labels::EntityLabel;
pub use labels::Pos;
pub use labels::Tag;
