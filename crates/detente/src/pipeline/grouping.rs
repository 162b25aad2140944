//! Documents among each other: the one part of a run that is done in order and by one thread.

use crate::format;
use crate::model::Incident;
use crate::pipeline::GroupCounts;
use crate::pipeline::Task;
use crate::pipeline::work::Done;
use crate::story::Groups;

/// What is written of groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A JSON line for each document, as it comes.
    Documents,
    /// A JSON line for each incident, at the end.
    Incidents,
    /// For people, at the end: stories, their documents and incidents.
    Text {
        /// Whether colors may be used.
        color: bool,
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
            Written::Incidents => {
                let incidents: Vec<Incident> = self.groups.incidents();
                incidents.iter().for_each(|it| format::incident(it, &mut out));
            }
            Written::Text { color } => {
                format::stories(&self.groups.stories(), &self.groups.incidents(), color, &mut out);
            }
        }
        out
    }
}
