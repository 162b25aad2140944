//! What a store knows of one event or document: its words, on whose word, who read it and with what, and who else tells of it.

use crate::model::Error;
use crate::model::ErrorKind;
use crate::report::Incidents;
use crate::report::Page;
use crate::report::Part;
use crate::report::page;
use crate::store::DocumentRow;
use crate::store::EventRow;
use crate::store::Filter;
use crate::store::Reader;
use crate::store::ReadingRow;
use crate::store::StatementRow;
use serde::Serialize;

/// All about one event, or about one document if `event` is `None`.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// The document it stands in.
    pub document: DocumentRow,
    /// The event asked for.
    pub event: Option<EventRow>,
    /// The events of a document.
    pub events: Vec<EventRow>,
    /// On whose word the event stands, outermost first; of a document, all that is said in it.
    pub statements: Vec<StatementRow>,
    /// Every reading of the document that may be known, oldest first.
    pub readings: Vec<ReadingRow>,
    /// Documents with the very same text.
    pub copies: Vec<DocumentRow>,
    /// The other reports of the same incident.
    pub reports: Vec<Report>,
}

/// Another document's event that tells of the same incident.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// From whom it has it: the same origin is one witness.
    pub origin: String,
    /// The event.
    pub event: EventRow,
}

/// How many ids an error names.
const NAMED: usize = 8;

/// The events that an incident of this event could be told by: those between the same parties.
pub fn tellers(event: &EventRow) -> Option<Filter> {
    let party = |side: &[crate::store::PartyRow]| {
        side.iter().map(|it| &it.key).find(|key| !key.starts_with('-')).cloned()
    };
    let (source, target) = (party(&event.sources), party(&event.targets));
    (source.is_some() || target.is_some()).then(|| Filter {
        source,
        target,
        class: event.plover.clone(),
        ..Filter::default()
    })
}

/// The event whose id begins so, in the first document that has it.
///
/// # Errors
/// If several events have ids that begin so, or the store cannot be read.
pub fn event_by_id(reader: &Reader, id: &str) -> Result<Option<EventRow>, Error> {
    let events = reader.events_by_id(id)?;
    let mut ids: Vec<&str> = events.iter().map(|it| &*it.id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > 1 {
        return Err(several(id, "event", &ids));
    }
    Ok(events.into_iter().next())
}

fn several(id: &str, what: &str, ids: &[&str]) -> Error {
    let error = Error::new(
        ErrorKind::Usage,
        format!("{} {what}s have ids that begin with {id:?}", ids.len()),
    );
    let more = if ids.len() > NAMED { ", …" } else { "" };
    error.hint(format!("give more of it: {}{more}", ids[..ids.len().min(NAMED)].join(", ")))
}

/// An event, with what else is known of it. `incidents` are those that [`tellers`] gives.
///
/// # Errors
/// If the store cannot be read.
pub fn account_of_event(
    reader: &Reader,
    event: EventRow,
    incidents: &Incidents,
) -> Result<(Account, Page), Error> {
    let Some(document) = reader.document_of(event.reading)? else {
        return Err(unknown(&event.document_id));
    };
    let account = Account {
        readings: reader.readings(&document, &event.id)?,
        statements: reader.statements(event.reading, Some(event.row))?,
        copies: reader.copies(&document)?,
        reports: reports(reader, &event, incidents)?,
        events: Vec::new(),
        event: Some(event),
        document,
    };
    let page = event_page(&account, reader);
    Ok((account, page))
}

/// A document whose id begins so, with its events and statements.
///
/// # Errors
/// If no document or several have ids that begin so, or the store cannot be read.
pub fn account_of_document(reader: &Reader, id: &str) -> Result<(Account, Page), Error> {
    let mut found = reader.documents_by_id(id)?;
    let ids: Vec<&str> = found.iter().map(|it| &*it.document_id).collect();
    if ids.windows(2).any(|two| two[0] != two[1]) {
        return Err(several(id, "document", &ids));
    }
    // Of several under one id, the one that came last.
    let Some(document) = found.pop() else { return Err(unknown(id)) };
    let filter = Filter { document: Some(document.digest.clone()), ..Filter::default() };
    let account = Account {
        readings: reader.readings(&document, "")?,
        statements: reader.statements(document.reading, None)?,
        copies: reader.copies(&document)?,
        events: reader.events(&filter)?,
        reports: Vec::new(),
        event: None,
        document,
    };
    let page = document_page(&account, reader);
    Ok((account, page))
}

fn unknown(id: &str) -> Error {
    let error =
        Error::new(ErrorKind::Usage, format!("no event and no document {id:?} in this store"));
    error.hint(
        "timelines, ledgers and searches give ids; a day given by --as-of hides what came later",
    )
}

/// The other events of the incident that an event tells of, in the order of the store.
fn reports(reader: &Reader, event: &EventRow, incidents: &Incidents) -> Result<Vec<Report>, Error> {
    let Some((own, _)) = incidents.get(&event.row) else { return Ok(Vec::new()) };
    let Some(filter) = tellers(event) else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for other in reader.events(&filter)? {
        let same = incidents.get(&other.row).filter(|(incident, _)| incident == own);
        if let Some((_, origin)) = same.filter(|_| other.row != event.row) {
            out.push(Report { origin: origin.clone(), event: other });
        }
    }
    Ok(out)
}

fn event_page(account: &Account, reader: &Reader) -> Page {
    let mut page = Page { notes: notes(reader), ..Page::default() };
    let Some(event) = &account.event else { return page };
    page.title = format!("{}  {}", event.id, page::line(event));
    page.parts.push(Part::Quote(event.sentence.clone(), page::place(event)));
    page.parts.push(Part::Heading("what".to_owned()));
    page.parts.extend(facts(event).into_iter().map(Part::Item));
    page.parts.push(Part::Heading("who".to_owned()));
    for (side, parties) in [("source", &event.sources), ("target", &event.targets)] {
        let of = |it: &crate::store::PartyRow| {
            format!("{side}  “{}”  {}  {}", it.words, it.code, it.name)
        };
        page.parts.extend(parties.iter().map(|it| Part::Item(of(it))));
    }
    add(&mut page, "on whose word, outermost first", account.statements.iter().map(said));
    add(&mut page, "document", document(&account.document).into_iter());
    let mut readings: Vec<String> = account.readings.iter().map(|it| read(it, true)).collect();
    readings.dedup();
    add(&mut page, "read by", readings.into_iter());
    add(&mut page, "the same text elsewhere", account.copies.iter().map(copy));
    if !account.reports.is_empty() {
        let heading = "other reports of the same incident".to_owned();
        page.parts.push(Part::Heading(heading));
        for report in &account.reports {
            page.parts.push(Part::Item(format!(
                "{}, origin {}",
                page::line(&report.event),
                report.origin
            )));
            page.parts.push(Part::Quote(report.event.sentence.clone(), page::place(&report.event)));
        }
    }
    page
}

fn document_page(account: &Account, reader: &Reader) -> Page {
    let title = account.document.title.as_deref().unwrap_or("no title");
    let title = format!("{}  {title}", account.document.document_id);
    let mut page = Page { title, notes: notes(reader), ..Page::default() };
    page.parts.extend(document(&account.document).into_iter().map(Part::Item));
    add(&mut page, "read by", account.readings.iter().map(|it| read(it, false)));
    add(&mut page, "the same text elsewhere", account.copies.iter().map(copy));
    if !account.events.is_empty() {
        page.parts.push(Part::Heading("events".to_owned()));
        for event in &account.events {
            page.parts.push(Part::Item(format!("{}  {}", event.id, page::line(event))));
            page.parts.push(Part::Quote(event.sentence.clone(), page::place(event)));
        }
    }
    add(&mut page, "statements", account.statements.iter().map(said));
    page
}

fn add(page: &mut Page, heading: &str, items: impl Iterator<Item = String>) {
    let items: Vec<Part> = items.map(Part::Item).collect();
    if !items.is_empty() {
        page.parts.push(Part::Heading(heading.to_owned()));
        page.parts.extend(items);
    }
}

fn notes(reader: &Reader) -> Vec<String> {
    reader.view.as_of.map(|day| format!("as of {day}")).into_iter().collect()
}

fn facts(event: &EventRow) -> Vec<String> {
    let mut out = Vec::new();
    let quad = event.quad.map_or("none".to_owned(), |it| it.to_string());
    let goldstein = event.goldstein.map_or("none".to_owned(), |it| it.to_string());
    out.push(format!(
        "act  “{}”  (characters {} to {})",
        event.trigger, event.trigger_start, event.trigger_end
    ));
    out.push(format!(
        "quad class {quad}, Goldstein {goldstein}, rule {}, confidence {:.2}",
        event.rule, event.confidence
    ));
    out.push(match &event.condition {
        Some(condition) => format!("{}, if “{condition}”", event.status),
        None => event.status.clone(),
    });
    let day = |it: &Option<String>| it.clone().unwrap_or_else(|| "…".to_owned());
    out.push(match (&event.time_from, &event.time_to) {
        (None, None) => "when it was is not known".to_owned(),
        (from, to) if from == to => format!("on {} ({})", day(from), event.time_basis),
        (from, to) => format!("from {} to {} ({})", day(from), day(to), event.time_basis),
    });
    if let Some(place) = &event.place {
        let country = event.place_country.as_deref().unwrap_or("no country");
        let level = event.place_level.as_deref().unwrap_or("place");
        out.push(format!("at {place} ({country}, {level})"));
    }
    for (name, number) in
        [("killed", event.killed), ("injured", event.injured), ("size", event.size)]
    {
        out.extend(number.map(|it| format!("{name} {it}")));
    }
    out
}

fn said(statement: &StatementRow) -> String {
    let speaker =
        statement.speaker_name.as_deref().or(statement.speaker.as_deref()).unwrap_or("somebody");
    let code = statement.speaker_code.as_ref().map_or(String::new(), |it| format!(" [{it}]"));
    let cue = statement.cue.as_ref().map_or(String::new(), |it| format!(" (“{it}”)"));
    format!("{speaker}{code} {}{cue}: “{}”", statement.stance, statement.content)
}

fn document(it: &DocumentRow) -> Vec<String> {
    let or = |value: &Option<String>, none: &str| value.clone().unwrap_or_else(|| none.to_owned());
    let mut out = vec![format!("id {}, from {}", it.document_id, it.name)];
    out.push(format!(
        "{}, published {} ({})",
        or(&it.outlet, "outlet unknown"),
        or(&it.published, "on a day not known"),
        it.published_basis
    ));
    out.extend(it.title.iter().map(|title| format!("title “{title}”")));
    out.extend(it.url.clone());
    out.push(format!(
        "public since {} at the latest, {} sentences, {} events",
        it.known, it.n_sentences, it.n_events
    ));
    out.push(format!("{}, SHA-256 {}", it.media_type, it.sha256));
    out
}

fn read(it: &ReadingRow, of_event: bool) -> String {
    let made = match &it.status {
        Some(status) => status.clone(),
        None if of_event => "not this event".to_owned(),
        None => format!("{} events", it.n_events),
    };
    format!(
        "{}  coder {}, lexicon {}, model {}: {made}",
        it.learnt_at,
        it.coder,
        short(&it.lexicon),
        short(&it.model)
    )
}

/// As much of a digest as tells versions apart; the JSON has it whole.
fn short(digest: &str) -> &str {
    const SHOWN: usize = "sha256:".len() + 12;
    digest.get(..SHOWN).unwrap_or(digest)
}

fn copy(it: &DocumentRow) -> String {
    let outlet = it.outlet.as_deref().unwrap_or("outlet unknown");
    let published = it.published.as_deref().unwrap_or("date unknown");
    format!("{outlet}, {published}, {}", it.document_id)
}
