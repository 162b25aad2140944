//! Documents join groups or found them, one after another.

use crate::model::Date;
use crate::model::Grouped;
use crate::model::Incident;
use crate::model::Story;
use crate::model::StoryMember;
use crate::model::Warning;
use crate::story::Profile;
use crate::story::incidents::Incidents;
use crate::story::likeness::Seen;
use crate::story::likeness::Traits;
use crate::story::likeness::likeness;
use crate::story::shelf::Match;
use crate::story::shelf::Shelf;
use crate::story::words;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::VecDeque;
use std::sync::Arc;

/// This much of the smaller of two texts in the larger makes them copies of one text.
const COPY: f32 = 0.5;

/// Two texts with this much in common both ways are one: the second teaches nothing, so nothing of it is kept.
const SAME: f32 = 0.9;

/// This alike to one of its documents, a new one may belong to a story …
const NEAREST: f32 = 0.5;

/// … if it is this alike to those of the story on average, so that a chain of neighbors does not tie unlike ends together.
/// Both count less the more days lie between: a story is one happening, no topic.
const ON_AVERAGE: f32 = 0.4;

/// Documents by which a story is known: its first and the latest.
const N_MEMBERS: usize = 8;

/// Stories that a document is compared with.
const N_CANDIDATES: usize = 24;

/// With more documents than this, shelves behind the window are taken away.
const MAX_DOCUMENTS: usize = 1_000_000;

/// Who may find whom, and what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Documents published further apart than this are not compared.
    pub days: u16,
    /// Whether stories and incidents are kept to the end of the run, for [`Groups::stories`] and [`Groups::incidents`].
    pub keep: Keep,
}

/// What is kept to the end of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Only what later documents are compared with.
    Nothing,
    /// Who belongs to which story, and who tells of which incident.
    Stories,
}

/// Groups as they grow. The same documents in the same order give the same groups.
#[derive(Debug)]
pub struct Groups {
    window: Window,
    /// By day; undated documents count as of the newest day.
    shelves: BTreeMap<Option<Date>, Shelf>,
    newest: Option<Date>,
    n_documents: usize,
    seen: Seen,
    copies: Vec<Copy>,
    stories: Vec<Plot>,
    members: BTreeMap<u32, Vec<StoryMember>>,
    incidents: Incidents,
}

/// A group of copies: what its name is made from, and its story.
#[derive(Clone, Copy, Debug)]
struct Copy {
    name: u64,
    story: u32,
}

/// A story as far as new documents are compared with it.
#[derive(Debug)]
struct Plot {
    name: u64,
    newest: Option<Date>,
    members: VecDeque<(Option<Date>, Arc<Traits>)>,
}

impl Plot {
    /// Another document by which the story is known; the first and the latest stay.
    fn put(&mut self, day: Option<Date>, traits: &Arc<Traits>) {
        self.newest = self.newest.max(day);
        if self.members.len() == N_MEMBERS {
            self.members.remove(1);
        }
        self.members.push_back((day, Arc::clone(traits)));
    }
}

/// A story that a document may belong to.
struct Candidate {
    story: u32,
    /// Likeness to its most similar document.
    nearest: f32,
    /// The same, less what lies between them in time.
    belongs: f32,
    /// That, on average.
    average: f32,
}

impl Groups {
    /// No groups yet.
    pub fn new(window: Window) -> Self {
        Groups {
            window,
            shelves: BTreeMap::new(),
            newest: None,
            n_documents: 0,
            seen: Seen::default(),
            copies: Vec::new(),
            stories: Vec::new(),
            members: BTreeMap::new(),
            incidents: Incidents::default(),
        }
    }

    /// The next document joins a group of copies and a story, or founds them.
    pub fn join(&mut self, profile: Profile) -> Grouped {
        let traits = Arc::new(Traits::new(&profile.raw, &self.seen));
        self.seen.count(&profile.raw);
        let mut warnings = Vec::new();
        let likeness = self.compared(&profile, &traits, &mut warnings);
        let day = self.day_of(&profile);
        let found = self.copy_of(&profile, day);
        let candidates = self.candidates(&traits, day);
        let mut score = candidates.iter().map(|it| it.nearest).fold(0.0, f32::max);
        if let Some(found) = &found {
            score = score.max(self::likeness(&traits, &found.traits));
        }
        let copy = match &found {
            Some(found) => found.copy,
            None => self.found_copy(&profile, best(&candidates)),
        };
        let known = found.filter(|it| it.containment >= SAME && it.coverage >= SAME);
        self.keep(&profile, day, copy, &traits, known.map(|it| it.traits));
        let Copy { name, story } = self.copies[copy as usize];
        let out = Grouped {
            id: profile.id.clone(),
            copy: shown('C', name),
            story: shown('S', self.stories[story as usize].name),
            score,
            likeness,
            warnings,
        };
        if self.window.keep == Keep::Stories {
            self.remember(profile, story, &out);
        }
        out
    }

    /// How many groups of copies, stories and incidents there are; no incidents where none are kept.
    pub fn counts(&self) -> (usize, usize, usize) {
        (self.copies.len(), self.stories.len(), self.incidents.len())
    }

    /// Stories with their documents, in order of their first.
    pub fn stories(&self) -> Vec<Story> {
        let story = |(&number, documents): (&u32, &Vec<StoryMember>)| Story {
            id: shown('S', self.stories[number as usize].name),
            documents: documents.clone(),
        };
        self.members.iter().map(story).collect()
    }

    /// Incidents with their reports, in order of their first; those that every report denies are left out.
    pub fn incidents(&self) -> Vec<Incident> {
        self.incidents.all()
    }

    fn compared(
        &self,
        profile: &Profile,
        traits: &Traits,
        warnings: &mut Vec<Warning>,
    ) -> Option<Option<f32>> {
        let id = profile.compare.as_deref()?;
        let other = self.shelves.values().rev().find_map(|shelf| shelf.traits_of(id));
        if other.is_none() {
            let message = format!("{id:?} is no earlier document, or one no longer kept");
            warnings.push(Warning::new("story.nothing_to_compare", message));
        }
        Some(other.map(|other| likeness(traits, other)))
    }

    /// On which shelf a document is put.
    fn day_of(&mut self, profile: &Profile) -> Option<Date> {
        let day = profile.published.or(self.newest);
        self.newest = self.newest.max(day);
        day
    }

    /// Shelves of days near enough, the earliest first. What came before any date was known is near to all.
    fn near(&self, day: Option<Date>) -> impl Iterator<Item = &Shelf> {
        let days = i64::from(self.window.days);
        let is_near = move |other: &Option<Date>| match (day, *other) {
            (Some(a), Some(b)) => i64::from((b - a).get_days()).abs() <= days,
            _ => true,
        };
        self.shelves.iter().filter(move |(other, _)| is_near(other)).map(|(_, shelf)| shelf)
    }

    fn copy_of(&self, profile: &Profile, day: Option<Date>) -> Option<Match> {
        let mut best: Option<Match> = None;
        for found in self.near(day).filter_map(|shelf| shelf.copy_of(&profile.sketch)) {
            if best.as_ref().is_none_or(|it| found.containment > it.containment) {
                best = Some(found);
            }
        }
        best.filter(|it| it.containment >= COPY)
    }

    /// The stories most of whose words are a document's, the nearest first.
    fn candidates(&self, traits: &Traits, day: Option<Date>) -> Vec<Candidate> {
        let mut found = HashMap::new();
        self.near(day).for_each(|shelf| shelf.stories_near(traits, &mut found));
        let mut found: Vec<(u32, f32)> = found.into_iter().collect();
        found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(N_CANDIDATES);
        let mut out: Vec<Candidate> =
            found.iter().map(|it| self.candidate(it.0, traits, day)).collect();
        out.sort_by(|a, b| b.belongs.total_cmp(&a.belongs).then(a.story.cmp(&b.story)));
        out
    }

    fn candidate(&self, story: u32, traits: &Traits, day: Option<Date>) -> Candidate {
        let members = &self.stories[story as usize].members;
        let mut out = Candidate { story, nearest: 0.0, belongs: 0.0, average: 0.0 };
        for (other, member) in members {
            let likeness = likeness(traits, member);
            let belongs = likeness * self.nearness(day, *other);
            out.nearest = out.nearest.max(likeness);
            out.belongs = out.belongs.max(belongs);
            out.average += belongs / members.len() as f32;
        }
        out
    }

    /// 1 on one day, half at the edge of the window, nothing beyond it.
    fn nearness(&self, a: Option<Date>, b: Option<Date>) -> f32 {
        let (Some(a), Some(b)) = (a, b) else { return 1.0 };
        let days = (b - a).get_days().unsigned_abs();
        match u32::from(self.window.days) {
            window if days > window => 0.0,
            window => 1.0 - days as f32 / (2 * window.max(1)) as f32,
        }
    }

    /// A new group of copies, in a story that is there or in a new one.
    fn found_copy(&mut self, profile: &Profile, story: Option<u32>) -> u32 {
        let day = profile.published.map_or(String::new(), |day| day.to_string());
        let name = words::key(&format!("detente.group/1\n{}\n{day}", profile.content));
        let story = story.unwrap_or_else(|| {
            self.stories.push(Plot { name, newest: None, members: VecDeque::new() });
            self.stories.len() as u32 - 1
        });
        self.copies.push(Copy { name, story });
        self.copies.len() as u32 - 1
    }

    /// Puts a document where later ones find it; one whose text is `known` only under its id.
    fn keep(
        &mut self,
        profile: &Profile,
        day: Option<Date>,
        copy: u32,
        traits: &Arc<Traits>,
        known: Option<Arc<Traits>>,
    ) {
        let story = self.copies[copy as usize].story;
        let shelf = self.shelves.entry(day).or_default();
        let is_new_id = shelf.put_id(&profile.id, known.as_ref().unwrap_or(traits));
        self.n_documents += usize::from(is_new_id);
        if known.is_none() {
            shelf.put_text(copy, &profile.sketch, traits);
            shelf.put_topics(story, traits);
            self.stories[story as usize].put(day, traits);
        }
        self.clear();
    }

    /// Takes away what is behind the window, once there is much.
    fn clear(&mut self) {
        let Some(newest) = self.newest else { return };
        while self.n_documents > MAX_DOCUMENTS {
            let Some(oldest) = self.shelves.first_entry() else { return };
            let day = *oldest.key();
            let age = day.map_or(i32::MAX, |day| (newest - day).get_days());
            if age <= i32::from(self.window.days) {
                return;
            }
            self.n_documents -= oldest.remove().n_documents();
            for plot in self.stories.iter_mut().filter(|it| it.newest <= day) {
                plot.members = VecDeque::new();
            }
        }
    }

    fn remember(&mut self, profile: Profile, story: u32, grouped: &Grouped) {
        let member = StoryMember {
            document: profile.id.clone(),
            title: profile.title.clone(),
            outlet: profile.outlet.clone(),
            published: profile.published,
            copy: grouped.copy.clone(),
        };
        self.members.entry(story).or_default().push(member);
        self.incidents.join(profile, story, grouped);
    }
}

/// The nearest story that is near enough.
fn best(candidates: &[Candidate]) -> Option<u32> {
    let is_near = |it: &&Candidate| it.belongs >= NEAREST && it.average >= ON_AVERAGE;
    candidates.iter().find(is_near).map(|it| it.story)
}

fn shown(kind: char, name: u64) -> String {
    format!("{kind}{name:016x}")
}
