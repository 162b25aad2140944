//! Who claimed, threatened, promised or planned what, and what came of it as far as the store knows.

mod claims;
mod layout;
mod meetings;
mod pledges;
mod terms;
mod words;

use crate::model::Error;
use crate::report::Page;
use crate::report::ledger::terms::Terms;
use crate::store::EventRow;
use crate::store::Filter;
use crate::store::Reader;
use serde::Serialize;

/// Which book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LedgerKind {
    /// Each who-does-what-to-whom that somebody asserts, expects or denies.
    Claims,
    /// Each threat: on what condition, until when, and whether it was carried out.
    Threats,
    /// Each agreement or promise, likewise.
    Promises,
    /// Each meeting, planned or held.
    Meetings,
}

/// A book, as its reader sees it.
#[derive(Clone, Debug, Serialize)]
pub struct Ledger {
    /// Which.
    pub kind: LedgerKind,
    /// The day it is seen from, if not today.
    pub as_of: Option<String>,
    /// Most entries first (claims), or by day.
    pub matters: Vec<Matter>,
}

/// What the entries are about.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Matter {
    /// `RUS ASSAULT UKR`, or who threatens whom with what.
    pub about: String,
    /// The class of what is threatened or promised.
    pub act: Option<String>,
    /// On what condition, in the words of the text.
    pub condition: Option<String>,
    /// The last day of the time named for it.
    pub deadline: Option<String>,
    /// The event that shows the condition came about; the earliest.
    pub condition_met: Option<EventRow>,
    /// The event that shows it was carried out, kept or held; the earliest.
    pub carried_out: Option<EventRow>,
    /// What can be said of it in a line.
    pub outcome: String,
    /// In order of publication.
    pub entries: Vec<Entry>,
}

/// Somebody's word on a matter.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// Who says it: the innermost speaker who is known, or the outlet itself.
    pub holder: String,
    /// The actor code of the speaker, or of whom the outlet speaks for.
    pub holder_code: Option<String>,
    /// Whether the code is only that of the site's owner, for who says "I" or "we" there: a visitor may do so too.
    pub holder_inferred: bool,
    /// Who quotes the holder, if somebody does.
    pub by_account_of: Option<String>,
    /// `says so`, `expects it`, `denies it` …
    pub position: String,
    /// What the same holder said before, if that was of another kind.
    pub before: Option<String>,
    /// What tells holders apart.
    #[serde(skip)]
    key: String,
    /// The event with its sentence.
    #[serde(flatten)]
    pub event: EventRow,
}

/// The book of a kind over the events of a filter, whose days are days of publication.
///
/// # Errors
/// If the store cannot be read.
pub fn ledger(reader: &Reader, kind: LedgerKind, filter: &Filter) -> Result<(Ledger, Page), Error> {
    let filter = Filter { by_publication: true, ..filter.clone() };
    let terms = Terms::embedded();
    let matters = match kind {
        LedgerKind::Claims => claims::claims(reader, &filter, &terms)?,
        LedgerKind::Threats => pledges::pledges(reader, &filter, pledges::THREATS, &terms)?,
        LedgerKind::Promises => pledges::pledges(reader, &filter, pledges::PROMISES, &terms)?,
        LedgerKind::Meetings => meetings::meetings(reader, &filter, &terms)?,
    };
    let as_of = reader.view.as_of.map(|day| day.to_string());
    let ledger = Ledger { kind, as_of, matters };
    let page = layout::laid_out(&ledger);
    Ok((ledger, page))
}
