//! The nouns: what flows from stage to stage, and what must hold of it.
//!
//! Plain data. No input or output, no algorithms beyond keeping invariants.
//! Every span counts bytes of one article's text; the wire counts characters, and `format` converts.

mod actor;
mod analysis;
mod article;
mod date;
mod document;
mod error;
mod event;
mod record;
mod span;
mod statement;
mod warned;

pub use actor::Actor;
pub use actor::ActorId;
pub use actor::ActorIdentity;
pub use actor::Mention;
pub use actor::MentionKind;
pub use analysis::Analysis;
pub use analysis::Children;
pub use analysis::Sentence;
pub use article::Article;
pub use article::Block;
pub use article::BlockKind;
pub use article::Clue;
pub use article::ClueRole;
pub use article::Published;
pub use date::Date;
pub use date::Interval;
pub use date::Precision;
pub use date::TimeKind;
pub use date::TimeMention;
pub use document::DyadQuery;
pub use document::MediaType;
pub use document::RawDocument;
pub use error::Error;
pub use error::ErrorKind;
pub use event::Coded;
pub use event::DyadAnswer;
pub use event::Event;
pub use event::EventTime;
pub use event::Holder;
pub use event::Magnitude;
pub use event::Party;
pub use event::Place;
pub use event::PlaceLevel;
pub use event::RejectedPlace;
pub use event::Stance;
pub use event::Status;
pub use record::Provenance;
pub use record::Record;
pub use span::Span;
pub use statement::Form;
pub use statement::Speaker;
pub use statement::Statement;
pub use warned::Basis;
pub use warned::Warned;
pub use warned::Warning;
