//! Copies, stories and incidents among the documents of a store.

use crate::lexicon::Lexicon;
use crate::model::Actor;
use crate::model::ActorId;
use crate::model::ActorIdentity;
use crate::model::Article;
use crate::model::Basis;
use crate::model::Block;
use crate::model::BlockKind;
use crate::model::Coded;
use crate::model::Error;
use crate::model::Event;
use crate::model::EventTime;
use crate::model::Incident;
use crate::model::Interval;
use crate::model::Magnitude;
use crate::model::Party;
use crate::model::Place;
use crate::model::PlaceLevel;
use crate::model::Precision;
use crate::model::Published;
use crate::model::Retold;
use crate::model::Sentence;
use crate::model::Span;
use crate::model::Status;
use crate::store::EventRow;
use crate::store::Filter;
use crate::store::PartyRow;
use crate::store::Reader;
use crate::store::TextRow;
use crate::story;
use crate::story::Groups;
use crate::story::Keep;
use crate::story::Window;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Days within which copies and stories are looked for.
const DAYS: u16 = 7;

/// The group of copies and the story of each of these readings, by their words alone. Documents join in order of publication, so that what comes later changes nothing.
///
/// # Errors
/// If the store cannot be read.
pub fn kept_groups(
    reader: &Reader,
    readings: &BTreeSet<i64>,
    lexicon: &Lexicon,
) -> Result<BTreeMap<i64, (String, String)>, Error> {
    let mut groups = Groups::new(Window { days: DAYS, keep: Keep::Nothing });
    let mut join = |row: TextRow| {
        let reading = row.reading;
        let profile = story::profile(&article(row), &Coded::default(), lexicon);
        let grouped = groups.join(profile);
        (reading, (grouped.copy, grouped.story))
    };
    Ok(reader.texts(readings)?.into_iter().map(&mut join).collect())
}

/// The incident of each event of a filter that is part of one, with whose word it rests on: numbers from 0 in order of first telling.
///
/// Days, statuses and confidence of the filter are not heeded, so that an incident does not depend on which of its tellings are asked for.
/// What is planned, wanted or feared is no incident, nor is what everybody denies.
///
/// # Errors
/// If the store cannot be read.
pub fn kept_incidents(
    reader: &Reader,
    filter: &Filter,
    lexicon: &Lexicon,
) -> Result<BTreeMap<i64, (usize, String)>, Error> {
    let wide = Filter {
        from: None,
        to: None,
        statuses: Vec::new(),
        min_confidence: 0.0,
        ..filter.clone()
    };
    let mut by_reading: BTreeMap<i64, Vec<EventRow>> = BTreeMap::new();
    for event in reader.events(&wide)? {
        by_reading.entry(event.reading).or_default().push(event);
    }
    let readings: BTreeSet<i64> = by_reading.keys().copied().collect();
    let mut groups = Groups::new(Window { days: DAYS, keep: Keep::Stories });
    for row in reader.texts(&readings)? {
        let mut events = by_reading.remove(&row.reading).unwrap_or_default();
        events.sort_by_key(|it| (it.trigger_start, it.row));
        let coded = coded(&events);
        groups.join(story::profile(&article(row), &coded, lexicon));
    }
    Ok(told(&groups.incidents()))
}

/// By row, which stands for an event's id here.
fn told(incidents: &[Incident]) -> BTreeMap<i64, (usize, String)> {
    let reports = incidents.iter().enumerate();
    let reports = reports.flat_map(|(n, it)| it.reports.iter().map(move |report| (n, report)));
    let mentions = reports.flat_map(|(n, report)| {
        let row = |it: &Retold| it.event.parse::<i64>().ok();
        report.mentions.iter().filter_map(row).map(move |row| (row, (n, report.origin.clone())))
    });
    mentions.collect()
}

/// As much of what was coded as incidents need: words and statements are not.
fn coded(events: &[EventRow]) -> Coded {
    let mut coded = Coded::default();
    for row in events {
        let mut parties = |side: &[PartyRow]| side.iter().map(|it| party(it, &mut coded)).collect();
        let (sources, targets) = (parties(&row.sources), parties(&row.targets));
        coded.events.extend(event(row, sources, targets));
    }
    coded.sentences =
        vec![Sentence { tokens: 0..0, span: Span::new(0, 0), block: 0, headline: false }];
    coded
}

fn party(row: &PartyRow, coded: &mut Coded) -> Party {
    let sectors = row.sectors.split(';').filter(|it| !it.is_empty()).map(str::to_owned);
    let identity = ActorIdentity {
        country: row.country.clone(),
        sectors: sectors.collect(),
        code: row.code.clone(),
    };
    let id = ActorId(coded.actors.len() as u32);
    coded.actors.push(Actor {
        name: row.name.clone(),
        identity: identity.clone(),
        wikidata: None,
        basis: Basis::Stated,
        as_of: None,
        rejected: Vec::new(),
    });
    Party { span: Span::new(0, 0), actor: Some(id), identity }
}

/// Under its row as id; `None` if its status is not one that we know.
fn event(row: &EventRow, sources: Vec<Party>, targets: Vec<Party>) -> Option<Event> {
    let offset = u32::try_from(row.trigger_start).ok()?;
    Some(Event {
        id: row.row.to_string(),
        sentence: 0,
        trigger: Span { start: offset, end: offset },
        sources,
        targets,
        class: row.plover.clone(),
        mode: row.mode.clone(),
        contexts: Vec::new(),
        cameo: row.cameo.clone(),
        quad: row.quad.and_then(|it| u8::try_from(it).ok()),
        goldstein: None,
        status: Status::from_str(&row.status)?,
        held_by: Vec::new(),
        condition: None,
        time: time(row),
        place: place(row).map(|it| (it, Basis::Stated)),
        proposition: None,
        magnitude: Some(Magnitude { killed: row.killed, injured: row.injured, size: row.size }),
        rule: row.rule.clone(),
        operators: Vec::new(),
        confidence: row.confidence as f32,
    })
}

fn time(row: &EventRow) -> EventTime {
    let day = |it: &Option<String>| it.as_ref()?.parse().ok();
    let interval = day(&row.time_from).zip(day(&row.time_to));
    let is_assumed = row.time_basis == Basis::Assumed.as_str();
    EventTime {
        value: None,
        interval: interval.map(|(from, to)| Interval { from, to }),
        precision: Precision::Day,
        basis: if is_assumed { Basis::Assumed } else { Basis::Stated },
        span: None,
    }
}

fn place(row: &EventRow) -> Option<Place> {
    Some(Place {
        span: Span::new(0, 0),
        name: row.place.clone()?,
        country: row.place_country.clone(),
        admin1: row.place_admin1.clone(),
        lat: None,
        lon: None,
        geonames: None,
        level: PlaceLevel::from_str(row.place_level.as_deref()?)?,
        in_name: false,
        rejected: Vec::new(),
    })
}

/// As much of the article as grouping needs. What was furniture is not kept, and counts as text.
fn article(row: TextRow) -> Article {
    let block = Block { kind: BlockKind::Paragraph, span: Span::new(0, row.text.len()) };
    let published = Published {
        value: row.published.parse().ok(),
        basis: Basis::Stated,
        ..Published::default()
    };
    Article {
        id: row.document_id,
        sha256: row.sha256,
        given_title: row.title,
        outlet: row.outlet,
        blocks: vec![block],
        text: row.text,
        published,
        ..Article::default()
    }
}
