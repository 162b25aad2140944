//! What `detente group` writes, as types: `detente.group/1` and `detente.incident/1`.
//!
//! Missing is `null` or an empty list. The JSON Schemas are generated from here, so the comments below are their documentation.

use crate::format::wire::Identity;
use crate::format::wire::Site;
use crate::format::wire::Warning;
use crate::format::wire::identity;
use crate::format::wire::rounded;
use crate::format::wire::site;
use crate::model;
use schemars::JsonSchema;
use serde::Serialize;

/// Where a document belongs, as known when it came; it never moves later.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "detente.group/1")]
pub struct Grouped<'a> {
    /// The document.
    pub id: &'a str,
    /// Its group of copies: reprints, cuts, light edits of one text.
    pub copy: &'a str,
    /// Its story: documents about one happening. All of a group of copies lie in one.
    pub story: &'a str,
    /// How alike it is to the most similar earlier document, 0 to 1; 0 for the first.
    pub story_score: f64,
    /// How alike it is to the document named by `compare`, 0 to 1; only where that was asked. `null` if there is no such document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likeness: Option<Option<f64>>,
    /// What was odd about grouping it; what was odd about reading it is counted at the end of the run.
    pub warnings: Vec<Warning<'a>>,
}

/// A happening with all who tell of it: one `detente group --incidents` line.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "detente.incident/1")]
pub struct Incident<'a> {
    /// `detente.incident/1`.
    pub schema: &'static str,
    /// Stable: made from the event that founded it and its day.
    pub id: &'a str,
    /// The story in which it was first told.
    pub story: &'a str,
    /// PLOVER class.
    pub plover: &'a str,
    /// CAMEO code of most mentions.
    pub cameo: &'a str,
    /// Who did it, as first told.
    pub sources: Vec<Party<'a>>,
    /// To whom, as first told.
    pub targets: Vec<Party<'a>>,
    /// First possible day.
    pub from: Option<String>,
    /// Last possible day.
    pub to: Option<String>,
    /// Where.
    pub place: Option<Site<'a>>,
    /// Coded events in all reports.
    pub n_mentions: usize,
    /// Documents that tell of it.
    pub n_reports: usize,
    /// Reports that rest on no other's text: copies count once, and so does what one agency or first publisher wrote.
    pub n_origins: usize,
    /// Who put them up, sorted.
    pub outlets: Vec<&'a str>,
    /// In order of input.
    pub reports: Vec<Report<'a>>,
    /// What they tell differently.
    pub contradictions: Vec<Contradiction<'a>>,
}

/// A party.
#[derive(Serialize, JsonSchema)]
pub struct Party<'a> {
    /// As the text or the tables name it.
    pub name: &'a str,
    #[serde(flatten)]
    /// What it stands for.
    pub identity: Identity<'a>,
}

/// What one document tells of an incident.
#[derive(Serialize, JsonSchema)]
pub struct Report<'a> {
    /// The document.
    pub document: &'a str,
    /// Who put it up; the host of its address where nothing better is known.
    pub outlet: Option<&'a str>,
    /// Its group of copies.
    pub copy: &'a str,
    /// Reports with one origin are one witness: the agency or first publisher that one of them is credited to, else a group of copies.
    pub origin: &'a str,
    /// Day of publication.
    pub published: Option<String>,
    /// Its events, in text order.
    pub mentions: Vec<Mention<'a>>,
}

/// A coded event.
#[derive(Serialize, JsonSchema)]
pub struct Mention<'a> {
    /// Its id in the document.
    pub event: &'a str,
    /// Whether it happened, as told here.
    pub status: &'a str,
    /// On whose word; `null` for the document's own.
    pub held_by: Option<&'a str>,
    /// Its sentence.
    pub sentence: &'a str,
}

/// Something told differently.
#[derive(Serialize, JsonSchema)]
pub struct Contradiction<'a> {
    /// `killed`, `injured`, `size`, `source` (who did it) or `status` (happened or denied).
    pub about: &'a str,
    /// At least two.
    pub claims: Vec<Claim<'a>>,
}

/// One of several things told.
#[derive(Serialize, JsonSchema)]
pub struct Claim<'a> {
    /// A number, codes of countries, or a status.
    pub value: &'a str,
    /// Who tells it.
    pub documents: &'a [String],
}

pub(super) fn grouped(it: &model::Grouped) -> Grouped<'_> {
    let warnings = it.warnings.iter();
    Grouped {
        id: &it.id,
        copy: &it.copy,
        story: &it.story,
        story_score: rounded(it.score),
        likeness: it.likeness.map(|it| it.map(rounded)),
        warnings: warnings.map(warning).collect(),
    }
}

pub(super) fn incident(it: &model::Incident) -> Incident<'_> {
    let mut outlets: Vec<&str> = it.reports.iter().filter_map(|it| it.outlet.as_deref()).collect();
    outlets.sort_unstable();
    outlets.dedup();
    Incident {
        schema: "detente.incident/1",
        id: &it.id,
        story: &it.story,
        plover: &it.class,
        cameo: &it.cameo,
        sources: it.sources.iter().map(party).collect(),
        targets: it.targets.iter().map(party).collect(),
        from: it.days.map(|it| it.from.to_string()),
        to: it.days.map(|it| it.to.to_string()),
        place: it.place.as_ref().map(site),
        n_mentions: it.mentions(),
        n_reports: it.reports.len(),
        n_origins: it.origins,
        outlets,
        reports: it.reports.iter().map(report).collect(),
        contradictions: it.contradictions.iter().map(contradiction).collect(),
    }
}

fn party(it: &model::Doer) -> Party<'_> {
    Party { name: &it.name, identity: identity(&it.identity) }
}

/// Grouping sees no text, so its warnings have no span.
fn warning(it: &model::Warning) -> Warning<'_> {
    Warning { code: it.code, message: &it.message, span: None }
}

fn report(it: &model::Report) -> Report<'_> {
    Report {
        document: &it.document,
        outlet: it.outlet.as_deref(),
        copy: &it.copy,
        origin: &it.origin,
        published: it.published.map(|day| day.to_string()),
        mentions: it.mentions.iter().map(mention).collect(),
    }
}

fn mention(it: &model::Retold) -> Mention<'_> {
    Mention {
        event: &it.event,
        status: it.status.as_str(),
        held_by: it.held_by.as_deref(),
        sentence: &it.sentence,
    }
}

fn contradiction(it: &model::Contradiction) -> Contradiction<'_> {
    let claims = it.claims.iter();
    let claims = claims.map(|it| Claim { value: &it.value, documents: &it.documents });
    Contradiction { about: it.about.as_str(), claims: claims.collect() }
}
