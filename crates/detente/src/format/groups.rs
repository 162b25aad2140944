//! Stories for people: who reports them, what happened in them, and what is told differently.

use crate::format::text::BOLD;
use crate::format::text::DIM;
use crate::format::text::Ink;
use crate::format::text::line;
use crate::format::text::visible;
use crate::model::Claim;
use crate::model::Contradiction;
use crate::model::Doer;
use crate::model::Incident;
use crate::model::Report;
use crate::model::Story;
use crate::model::StoryMember;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Writes stories with their documents and incidents, in order of their first documents.
///
/// An incident that only one document tells of is left out where the story has several, unless it is disputed.
pub fn stories(stories: &[Story], incidents: &[Incident], color: bool, out: &mut Vec<u8>) {
    let ink = Ink { color };
    let mut of_story: BTreeMap<&str, Vec<&Incident>> = BTreeMap::new();
    for incident in incidents {
        of_story.entry(&incident.story).or_default().push(incident);
    }
    let mut page = String::new();
    for story in stories {
        let incidents = of_story.get(story.id.as_str()).map_or(&[][..], Vec::as_slice);
        one(story, incidents, ink, &mut page);
    }
    out.extend_from_slice(page.as_bytes());
}

fn one(story: &Story, incidents: &[&Incident], ink: Ink, page: &mut String) {
    let title = story.documents.iter().find_map(|it| it.title.as_deref());
    let title = title.unwrap_or(&story.documents[0].document);
    line(page, &ink.paint(BOLD, &visible(title)));
    line(page, &ink.paint(DIM, &format!("story {} · {}", story.id, extent(story))));
    for document in &story.documents {
        line(page, &format!("  {}", member(document)));
    }
    let is_shown = |it: &&&Incident| {
        story.documents.len() == 1 || it.reports.len() > 1 || !it.contradictions.is_empty()
    };
    for incident in incidents.iter().filter(is_shown) {
        happening(incident, ink, page);
    }
    page.push('\n');
}

/// `3 documents, 2 different texts, 2024-03-05 to 2024-03-06`
fn extent(story: &Story) -> String {
    let texts: BTreeSet<&str> = story.documents.iter().map(|it| it.copy.as_str()).collect();
    let mut facts =
        vec![many(story.documents.len(), "document"), many(texts.len(), "different text")];
    let days = story.documents.iter().filter_map(|it| it.published);
    match (days.clone().min(), days.max()) {
        (Some(from), Some(to)) if from == to => facts.push(from.to_string()),
        (Some(from), Some(to)) => facts.push(format!("{from} to {to}")),
        _ => {}
    }
    facts.join(", ")
}

fn many(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn member(it: &StoryMember) -> String {
    let mut facts = vec![visible(&it.document)];
    facts.extend(it.outlet.as_deref().map(visible));
    facts.extend(it.published.map(|day| day.to_string()));
    facts.extend(it.title.as_deref().map(visible));
    facts.push(format!("text {}", it.copy));
    facts.join(" · ")
}

fn happening(incident: &Incident, ink: Ink, page: &mut String) {
    let act = format!(
        "{} → {} (CAMEO {}) → {}",
        side(&incident.sources),
        incident.class,
        incident.cameo,
        side(&incident.targets)
    );
    line(page, &format!("    {}", ink.paint(BOLD, &act)));
    let mut facts = Vec::new();
    facts.extend(incident.days.map(|days| match days.from == days.to {
        true => days.from.to_string(),
        false => format!("{} to {}", days.from, days.to),
    }));
    facts.extend(incident.place.as_ref().map(|it| format!("in {}", visible(&it.name))));
    facts.push(many(incident.mentions(), "mention"));
    facts.push(many(incident.reports.len(), "report"));
    facts.push(many(incident.origins, "independent origin"));
    facts.push(incident.id.clone());
    line(page, &ink.paint(DIM, &format!("      {}", facts.join(" · "))));
    line(page, &format!("      told by {}", outlets(incident, None)));
    for contradiction in &incident.contradictions {
        line(page, &format!("      {}", disputed(incident, contradiction)));
    }
}

/// `Bree Herald (a, b); Shire Post (c)`: who tells of it in which documents; of these alone, if some are given.
fn outlets(incident: &Incident, of: Option<&[String]>) -> String {
    let mut by_outlet: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let is_asked = |it: &&Report| of.is_none_or(|of| of.contains(&it.document));
    for report in incident.reports.iter().filter(is_asked) {
        let outlet = report.outlet.as_deref().unwrap_or("(no outlet)");
        by_outlet.entry(outlet).or_default().push(&report.document);
    }
    let one = |(outlet, documents): (&str, Vec<&str>)| {
        format!("{} ({})", visible(outlet), visible(&documents.join(", ")))
    };
    by_outlet.into_iter().map(one).collect::<Vec<_>>().join("; ")
}

fn side(parties: &[Doer]) -> String {
    let show = |it: &Doer| match it.identity.code.as_str() {
        "" => visible(&it.name),
        code => format!("{} [{code}]", visible(&it.name)),
    };
    if parties.is_empty() {
        return "(nobody named)".to_owned();
    }
    parties.iter().map(show).collect::<Vec<_>>().join(" and ")
}

/// `differ on killed: 3 says Bree Herald (a, b), 5 says Shire Post (c)`
fn disputed(incident: &Incident, it: &Contradiction) -> String {
    let claim =
        |it: &Claim| format!("{} says {}", it.value, outlets(incident, Some(&it.documents)));
    let claims: Vec<String> = it.claims.iter().map(claim).collect();
    format!("differ on {}: {}", it.about.as_str(), claims.join(", "))
}
