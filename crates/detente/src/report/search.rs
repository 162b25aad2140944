//! Sentences that hold words, and events of some kind.

use crate::model::Error;
use crate::report::Page;
use crate::report::Part;
use crate::report::page;
use crate::store::EventRow;
use crate::store::Filter;
use crate::store::Reader;
use crate::store::SentenceRow;
use serde::Serialize;

/// A sentence and what was read in it.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    /// The sentence and where it stands.
    #[serde(flatten)]
    pub sentence: SentenceRow,
    /// The events that the question asked for; empty where only words were asked for and there is none.
    pub events: Vec<EventRow>,
}

/// The sentences of a filter in order of publication; sentences without events too, where only words and days are asked for.
///
/// # Errors
/// If the store cannot be read.
pub fn search(reader: &Reader, filter: &Filter) -> Result<(Vec<Found>, Page), Error> {
    let filter = Filter { by_publication: true, ..filter.clone() };
    let mut found: Vec<Found> = Vec::new();
    if filter.asks_only_for_words() {
        for sentence in reader.sentences(&filter)? {
            let beside = Some((sentence.reading, sentence.sentence_id));
            let events = reader.events(&Filter { beside, ..Filter::default() })?;
            found.push(Found { sentence, events });
        }
    } else {
        for event in reader.events(&filter)? {
            let last = found.last_mut().filter(|it| {
                (it.sentence.reading, it.sentence.sentence_id) == (event.reading, event.sentence_id)
            });
            match last {
                Some(last) => last.events.push(event),
                None => found.push(Found { sentence: of(&event), events: vec![event] }),
            }
        }
    }
    let page = laid_out(&found);
    Ok((found, page))
}

fn of(event: &EventRow) -> SentenceRow {
    SentenceRow {
        reading: event.reading,
        sentence_id: event.sentence_id,
        document_id: event.document_id.clone(),
        outlet: event.outlet.clone(),
        url: event.url.clone(),
        published: event.published.clone(),
        sentence: event.sentence.clone(),
    }
}

fn laid_out(found: &[Found]) -> Page {
    let n_events: usize = found.iter().map(|it| it.events.len()).sum();
    let title = format!("{} sentences, {n_events} events", found.len());
    let mut page = Page { title, ..Page::default() };
    for Found { sentence, events } in found {
        let published = sentence.published.as_deref().unwrap_or("date unknown");
        let outlet = sentence.outlet.as_deref().unwrap_or("outlet unknown");
        page.parts.push(Part::Heading(format!("{published}  {outlet}  {}", sentence.document_id)));
        page.parts.push(Part::Item(sentence.sentence.clone()));
        page.parts.extend(events.iter().map(|it| Part::Item(format!("  {}", page::line(it)))));
    }
    page
}
