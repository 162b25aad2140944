//! What a feed or mail says of an item beside its text.

use crate::model::Article;
use crate::model::Basis;
use crate::model::Clue;
use crate::model::ClueRole;
use crate::model::Origin;
use crate::model::RawDocument;

/// Facts from outside the text; what the text says itself goes before them.
#[derive(Default)]
pub(super) struct Said {
    byline: Vec<String>,
    outlet: Option<String>,
    origin: Option<String>,
    truncated: bool,
}

impl Said {
    pub(super) fn of(raw: &RawDocument) -> Self {
        Said {
            byline: raw.byline.clone(),
            outlet: raw.outlet.clone(),
            origin: raw.origin.clone(),
            truncated: raw.truncated,
        }
    }

    pub(super) fn fill(self, article: &mut Article) {
        if article.byline.is_empty() {
            article.byline = self.byline;
        }
        article.outlet = article.outlet.take().or(self.outlet);
        article.truncated |= self.truncated;
        if article.origin.is_none() {
            article.origin = self.origin.map(origin);
        }
    }
}

fn origin(name: String) -> Origin {
    let note = format!("the feed says that it is from {name:?}");
    let clue = Clue {
        span: None,
        field: Some("source"),
        rule: "ingest.feed_source",
        note,
        role: ClueRole::States,
    };
    Origin { name, basis: Basis::Stated, because: vec![clue] }
}
