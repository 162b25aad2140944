//! Documents among each other: the one part of a run that is done in order and by one thread.

use crate::format;
use crate::model::Incident;
use crate::pipeline::GroupCounts;
use crate::pipeline::Task;
use crate::pipeline::work::Done;
use crate::story::Groups;
use std::collections::BTreeSet;

/// What is written of groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A JSON line for each document, as it comes.
    Documents,
    /// A JSON line for each incident, at the end.
    Incidents {
        /// Those that fewer outlets tell are left out.
        min_outlets: usize,
    },
    /// For people, at the end: stories, their documents and incidents.
    Text {
        /// Whether colors may be used.
        color: bool,
        /// Stories that fewer outlets tell are left out.
        min_outlets: usize,
    },
}

/// The groups of a run.
pub(super) struct Grouping {
    groups: Groups,
    written: Written,
}

impl Grouping {
    /// `None` where the task groups nothing.
    pub(super) fn new(task: &Task) -> Option<Self> {
        let Task::Group { window, written, .. } = *task else { return None };
        Some(Grouping { groups: Groups::new(window), written })
    }

    /// The documents of a batch join, and are written where each has a line.
    pub(super) fn join(&mut self, done: &mut Done) {
        for profile in done.profiles.drain(..) {
            let grouped = self.groups.join(profile);
            done.counts.note(&grouped.warnings);
            if self.written == Written::Documents {
                format::grouped(&grouped, &mut done.bytes);
            }
        }
    }

    pub(super) fn counts(&self) -> Option<GroupCounts> {
        let (copies, stories, incidents) = self.groups.counts();
        Some(GroupCounts { copies, stories, incidents })
    }

    /// What is written at the end.
    pub(super) fn close(self) -> Vec<u8> {
        let mut out = Vec::new();
        match self.written {
            Written::Documents => {}
            Written::Incidents { min_outlets } => {
                let mut incidents: Vec<Incident> = self.groups.incidents();
                incidents.retain(|it| n_outlets(&it.reports, |it| &it.outlet) >= min_outlets);
                incidents.iter().for_each(|it| format::incident(it, &mut out));
            }
            Written::Text { color, min_outlets } => {
                let mut stories = self.groups.stories();
                stories.retain(|it| n_outlets(&it.documents, |it| &it.outlet) >= min_outlets);
                format::stories(&stories, &self.groups.incidents(), color, &mut out);
            }
        }
        out
    }
}

/// How many outlets put these up; those of nobody known count as none.
fn n_outlets<T>(all: &[T], outlet: impl Fn(&T) -> &Option<String>) -> usize {
    all.iter().filter_map(|it| outlet(it).as_ref()).collect::<BTreeSet<_>>().len()
}
