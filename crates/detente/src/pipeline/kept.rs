//! Copies and stories among the documents of a store.

use crate::lexicon::Lexicon;
use crate::model::Article;
use crate::model::Basis;
use crate::model::Block;
use crate::model::BlockKind;
use crate::model::Coded;
use crate::model::Error;
use crate::model::Published;
use crate::model::Span;
use crate::store::Reader;
use crate::store::TextRow;
use crate::story;
use crate::story::Groups;
use crate::story::Keep;
use crate::story::Window;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Days within which copies and stories are looked for.
const DAYS: u16 = 7;

/// The group of copies and the story of each of these readings, by their words alone. Documents join in order of publication, so that what comes later changes nothing.
///
/// # Errors
/// If the store cannot be read.
pub fn kept_groups(
    reader: &Reader,
    readings: &BTreeSet<i64>,
    lexicon: &Lexicon,
) -> Result<BTreeMap<i64, (String, String)>, Error> {
    let mut groups = Groups::new(Window { days: DAYS, keep: Keep::Nothing });
    let mut join = |row: TextRow| {
        let reading = row.reading;
        let profile = story::profile(&article(row), &Coded::default(), lexicon);
        let grouped = groups.join(profile);
        (reading, (grouped.copy, grouped.story))
    };
    Ok(reader.texts(readings)?.into_iter().map(&mut join).collect())
}

/// As much of the article as grouping needs. What was furniture is not kept, and counts as text.
fn article(row: TextRow) -> Article {
    let block = Block { kind: BlockKind::Paragraph, span: Span::new(0, row.text.len()) };
    let published = Published {
        value: row.published.parse().ok(),
        basis: Basis::Stated,
        ..Published::default()
    };
    Article {
        id: row.document_id,
        sha256: row.sha256,
        given_title: row.title,
        outlet: row.outlet,
        blocks: vec![block],
        text: row.text,
        published,
        ..Article::default()
    }
}
