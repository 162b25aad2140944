//! What a run did: every run ends by saying so.

use crate::model::Error;
use crate::model::Warning;
use std::collections::BTreeMap;
use std::fmt;

/// Documents read, coded and skipped, and what was odd about them.
#[derive(Debug, Default)]
pub struct Counts {
    /// Documents read.
    pub read: usize,
    /// Documents from which events were sought; others were in another language, empty or broken.
    pub coded: usize,
    /// Inputs that are no documents, by reason.
    pub skipped: BTreeMap<&'static str, usize>,
    /// Warnings by code.
    pub warnings: BTreeMap<&'static str, usize>,
    /// Sentences in coded documents.
    pub sentences: usize,
    /// Events written.
    pub events: usize,
    /// What documents were grouped into, where they were.
    pub groups: Option<GroupCounts>,
    /// Inputs that could not be read, in the order they came.
    pub errors: Vec<Error>,
}

/// Groups of copies, stories and incidents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupCounts {
    /// Texts, each with its copies.
    pub copies: usize,
    /// Happenings that documents are about.
    pub stories: usize,
    /// Events with all who tell of them; 0 where they were not asked for.
    pub incidents: usize,
}

impl Counts {
    /// Whether there was no input at all, not even an odd one.
    pub fn is_nothing(&self) -> bool {
        self.read == 0 && self.skipped.is_empty() && self.errors.is_empty()
    }

    /// How many things were found in the input: documents, and what could not be one.
    pub fn found(&self) -> usize {
        self.read + self.skipped.values().sum::<usize>() + self.errors.len()
    }

    /// Adds what another part of the run did.
    pub fn add(&mut self, other: Counts) {
        self.read += other.read;
        self.coded += other.coded;
        self.sentences += other.sentences;
        self.events += other.events;
        self.groups = other.groups.or(self.groups);
        self.errors.extend(other.errors);
        for (reason, n) in other.skipped {
            *self.skipped.entry(reason).or_default() += n;
        }
        for (code, n) in other.warnings {
            *self.warnings.entry(code).or_default() += n;
        }
    }

    pub(super) fn note(&mut self, warnings: &[Warning]) {
        for warning in warnings {
            *self.warnings.entry(warning.code).or_default() += 1;
        }
    }
}

/// `3 documents read, 2 coded, 14 sentences, 5 events; skipped: 1 binary; warnings: 1 extract.not_english`
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { read, coded, sentences, events, .. } = self;
        let s = |n: usize| if n == 1 { "" } else { "s" };
        write!(f, "{read} document{} read, {coded} coded", s(*read))?;
        write!(f, ", {sentences} sentence{}, {events} event{}", s(*sentences), s(*events))?;
        if let Some(GroupCounts { copies, stories, incidents }) = self.groups {
            write!(f, "; {copies} different text{}, {stories} stor", s(copies))?;
            write!(f, "{}", if stories == 1 { "y" } else { "ies" })?;
            if incidents > 0 {
                write!(f, ", {incidents} incident{}", s(incidents))?;
            }
        }
        list(f, "skipped", &self.skipped)?;
        if !self.errors.is_empty() {
            write!(f, "; not readable: {}", self.errors.len())?;
        }
        list(f, "warnings", &self.warnings)
    }
}

fn list(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    counts: &BTreeMap<&'static str, usize>,
) -> fmt::Result {
    for (i, (what, n)) in counts.iter().enumerate() {
        match i {
            0 => write!(f, "; {name}: {n} {what}")?,
            _ => write!(f, ", {n} {what}")?,
        }
    }
    Ok(())
}
