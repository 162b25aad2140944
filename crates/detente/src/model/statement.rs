//! Who said what.

use crate::model::ActorId;
use crate::model::Span;
use crate::model::Stance;

/// Something that somebody said, wrote or is said to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Who said it; `None` for hearsay.
    pub speaker: Option<Speaker>,
    /// To whom.
    pub addressee: Option<Speaker>,
    /// The words that make it speech: "said", "according to".
    pub cue: Option<Span>,
    /// What was said, from its first word to its last.
    pub content: Span,
    /// How it is rendered.
    pub form: Form,
    /// Where it was said, if a medium or occasion is named.
    pub venue: Option<Span>,
    /// What the speaker does with it.
    pub stance: Stance,
    /// The token that heads the content, where the content is a clause; not on the wire.
    pub head: Option<u32>,
    /// Whether the content is a clause or a quotation; else it is a thing spoken of or felt about,
    /// and what happens in it stands on the article's own word. Not on the wire.
    pub words: bool,
    /// Whether it is part of another's wording, or doubtful: it is kept for the events it holds. Not on the wire.
    pub aside: bool,
}

/// A party to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The words.
    pub span: Span,
    /// Whom they name, where known.
    pub actor: Option<ActorId>,
}

/// How speech is rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In quotation marks throughout.
    Direct,
    /// In the writer's words.
    Indirect,
    /// Both.
    Mixed,
}

impl Form {
    /// As written on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Form::Direct => "direct",
            Form::Indirect => "indirect",
            Form::Mixed => "mixed",
        }
    }
}
