//! What a store says to a question: timelines, ledgers, indices, coverage, sentences.
//!
//! In: a `store::Reader`, which sees only what its day allows. Out: plain data, which serializes, and a [`Page`] for people.
//! Every figure can name the events behind it, and every event its sentence. Nothing is kept, and no clock is read.
//!
//! One more question: a file here, and a command.

mod account;
mod alerts;
mod compare;
mod coverage;
mod figure;
mod index;
mod intensity;
mod interval;
mod ledger;
mod page;
mod search;
mod timeline;

pub use account::Account;
pub use account::Report;
pub use account::account_of_document;
pub use account::account_of_event;
pub use account::event_by_id;
pub use account::tellers;
pub use alerts::Against;
pub use alerts::Alert;
pub use alerts::Assessed;
pub use alerts::Bound;
pub use alerts::BoundBy;
pub use alerts::Change;
pub use alerts::DailySeries;
pub use alerts::DayCount;
pub use alerts::Doubt;
pub use alerts::Evidence;
pub use alerts::Farrington;
pub use alerts::Flexible;
pub use alerts::Form;
pub use alerts::Groups;
pub use alerts::Method;
pub use alerts::Notice;
pub use alerts::Quote;
pub use alerts::Random;
pub use alerts::Settings;
pub use alerts::Share;
pub use alerts::Signal;
pub use alerts::Transform;
pub use alerts::Urn;
pub use alerts::Watch;
pub use alerts::WatchList;
pub use alerts::WatchUnit;
pub use alerts::alerts_of_series;
pub use alerts::alerts_of_store;
pub use alerts::atom;
pub use alerts::farrington;
pub use alerts::laid_out as alerts_page;
pub use alerts::notices;
pub use alerts::scan;
pub use alerts::series_of_csv;
pub use alerts::sums;
pub use alerts::watched;
pub use compare::Agreement;
pub use compare::Beside;
pub use compare::Compared;
pub use compare::Comparison;
pub use compare::compare;
pub use coverage::Coverage;
pub use coverage::coverage;
pub use figure::Figure;
pub use index::Balance;
pub use index::Counts;
pub use index::Group;
pub use index::Incidents;
pub use index::Index;
pub use index::IndexQuery;
pub use index::Point;
pub use index::Scheme;
pub use index::Series;
pub use index::Step;
pub use index::Unit;
pub use index::Weighing;
pub use index::index;
pub use ledger::Entry;
pub use ledger::Ledger;
pub use ledger::LedgerKind;
pub use ledger::Matter;
pub use ledger::ledger;
pub use page::Page;
pub use page::Part;
pub use search::Found;
pub use search::search;
pub use timeline::Timeline;
pub use timeline::TimelineDay;
pub use timeline::TimelineEvent;
pub use timeline::timeline;

use crate::model::Status;

/// What counts as having come about.
const REAL: [Status; 3] = [Status::Happened, Status::Ongoing, Status::Reported];

#[cfg(test)]
mod tests;
