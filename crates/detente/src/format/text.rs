//! For people: each event as *who, what, whom*, with its sentence.

use crate::format::Setting;
use crate::model::Event;
use crate::model::Party;
use crate::model::Record;
use crate::model::Span;
use std::fmt::Write;

pub(super) const BOLD: &str = "1";
pub(super) const DIM: &str = "2";
const SOURCE: &str = "36";
const TARGET: &str = "33";
pub(super) const TRIGGER: &str = "1;4";

pub(super) fn write(record: &Record, setting: &Setting<'_>, out: &mut Vec<u8>) {
    let ink = Ink { color: setting.color };
    let mut page = String::new();
    head(record, ink, &mut page);
    for (i, event) in record.coded.events.iter().enumerate() {
        one(record, i, event, ink, &mut page);
    }
    for warning in &record.warnings {
        line(&mut page, &ink.paint(DIM, &format!("  ! {}: {}", warning.code, warning.message)));
    }
    page.push('\n');
    out.extend_from_slice(page.as_bytes());
}

/// Writes in color or without.
#[derive(Clone, Copy)]
pub(super) struct Ink {
    pub(super) color: bool,
}

impl Ink {
    pub(super) fn paint(self, style: &str, words: &str) -> String {
        if self.color { format!("\x1b[{style}m{words}\x1b[0m") } else { words.to_owned() }
    }
}

pub(super) fn line(page: &mut String, words: &str) {
    page.push_str(words);
    page.push('\n');
}

fn head(record: &Record, ink: Ink, page: &mut String) {
    let article = &record.article;
    let title = article.title_span().map(|span| span.of(&article.text));
    let title = title.or(article.given_title.as_deref()).unwrap_or(&article.name);
    let title = if title.is_empty() { &article.id } else { title };
    line(page, &ink.paint(BOLD, &visible(title)));
    let mut facts = vec![format!("document {}", article.id)];
    facts.extend(article.outlet.iter().map(|it| visible(it)));
    if !article.byline.is_empty() {
        facts.push(format!("by {}", visible(&article.byline.join(", "))));
    }
    match article.published.value {
        Some(day) => facts.push(format!("published {day} ({})", article.published.basis.as_str())),
        None => facts.push("no date".to_owned()),
    }
    facts.push(match record.coded.events.len() {
        1 => "1 event".to_owned(),
        n => format!("{n} events"),
    });
    line(page, &ink.paint(DIM, &facts.join(" · ")));
}

fn one(record: &Record, i: usize, event: &Event, ink: Ink, page: &mut String) {
    let text = &record.article.text;
    let class = event.class.as_deref().unwrap_or("COMMENT");
    let mode = event.mode.as_ref().map_or(String::new(), |mode| format!("/{mode}"));
    let what = format!("{class}{mode}");
    page.push('\n');
    let number = format!("{:>3}. ", i + 1);
    let act = format!(
        "{} → {} → {}",
        ink.paint(SOURCE, &side(record, &event.sources)),
        ink.paint(TRIGGER, &visible(event.trigger.of(text))),
        ink.paint(TARGET, &side(record, &event.targets)),
    );
    line(page, &format!("{number}{act}"));
    let mut facts =
        vec![format!("{what} (CAMEO {})", event.cameo), event.status.as_str().to_owned()];
    facts.extend(time(event));
    facts.extend(event.place.as_ref().map(|(place, _)| format!("in {}", visible(&place.name))));
    facts.extend(speakers(record, event));
    facts.extend(event.condition.map(|span| format!("on condition “{}”", visible(span.of(text)))));
    facts.push(format!("confidence {:.2}", event.confidence));
    line(page, &format!("     {}", ink.paint(BOLD, &facts.join(" · "))));
    line(page, &format!("     {}", marked(record, event, ink)));
    line(page, &ink.paint(DIM, &format!("     {} · {}", event.id, event.rule)));
}

fn side(record: &Record, parties: &[Party]) -> String {
    let show = |party: &Party| {
        let actor = party.actor.and_then(|id| record.coded.actors.get(id.0 as usize));
        let words = party.span.of(&record.article.text);
        let name = visible(actor.map_or(words, |actor| &actor.name));
        match party.identity.code.as_str() {
            "" => name,
            code => format!("{name} [{code}]"),
        }
    };
    if parties.is_empty() {
        return "(nobody named)".to_owned();
    }
    parties.iter().map(show).collect::<Vec<_>>().join(" and ")
}

fn time(event: &Event) -> Option<String> {
    let days = match event.time.interval {
        Some(it) if it.from == it.to => it.from.to_string(),
        Some(it) => format!("{} to {}", it.from, it.to),
        None => event.time.value.clone()?,
    };
    Some(format!("{days} ({})", event.time.basis.as_str()))
}

fn speakers(record: &Record, event: &Event) -> Option<String> {
    let mut out = String::new();
    for holder in &event.held_by {
        let statement = record.coded.statements.get(holder.statement)?;
        let speaker = statement.speaker.map(|it| visible(it.span.of(&record.article.text)));
        let speaker = speaker.as_deref().unwrap_or("somebody");
        let sep = if out.is_empty() { "" } else { ", " };
        let _ = write!(out, "{sep}{speaker} {}", holder.stance.as_str());
    }
    (!out.is_empty()).then_some(out)
}

/// The event's sentence with its words marked: by color, or by brackets and stars.
fn marked(record: &Record, event: &Event, ink: Ink) -> String {
    let text = &record.article.text;
    let Some(sentence) = record.coded.sentences.get(event.sentence) else { return String::new() };
    let mut marks: Vec<(Span, &str, &str, &str)> = vec![(event.trigger, TRIGGER, "*", "*")];
    marks.extend(event.sources.iter().map(|it| (it.span, SOURCE, "[", "]")));
    marks.extend(event.targets.iter().map(|it| (it.span, TARGET, "[", "]")));
    marks.retain(|(span, ..)| sentence.span.contains(*span) && !span.is_empty());
    marks.sort_by_key(|(span, ..)| (span.start, span.end));
    let mut out = String::new();
    let mut at = sentence.span.start;
    for (span, style, open, close) in marks {
        // Marks that overlap an earlier one would garble the words.
        if span.start < at {
            continue;
        }
        out.push_str(&visible(Span { start: at, end: span.start }.of(text)));
        let words = visible(span.of(text));
        match ink.color {
            true => out.push_str(&ink.paint(style, &words)),
            false => {
                let _ = write!(out, "{open}{words}{close}");
            }
        }
        at = span.end;
    }
    out.push_str(&visible(Span { start: at, end: sentence.span.end }.of(text)));
    out
}

/// On one line, and without control characters: a text must not be able to steer a terminal.
pub(super) fn visible(words: &str) -> String {
    words.chars().map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::tests::written;

    #[test]
    fn a_person_can_read_it() {
        let page = written("text");
        assert!(page.contains("Gondor [GONGOV] → warned → Mordor [MORGOV]"), "{page}");
        assert!(page.contains("[“Gondor”] *warned* [Mordor], Faramir said."), "{page}");
        assert!(page.contains("THREATEN (CAMEO 130) · reported · Faramir asserts"), "{page}");
        assert!(!page.contains('\x1b'));
    }

    #[test]
    fn texts_cannot_steer_the_terminal() {
        assert_eq!(visible("a\x1b[31m\nb"), "a [31m b");
    }
}
