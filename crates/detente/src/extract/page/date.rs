//! When a page says that it was published and last changed.

use crate::extract::dates;
use crate::extract::dates::Reader;
use crate::extract::page::choose::Choice;
use crate::extract::page::linked::Linked;
use crate::extract::page::scan::Note;
use crate::extract::page::scan::NoteKind;
use crate::extract::page::scan::Scan;
use crate::model::Clue;
use crate::model::ClueRole;
use crate::model::Date;
use crate::model::Published;

/// Names of `meta` elements that state when a page was published, the surest first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article:published",
    "article:published_date",
    "og:published_time",
    "published_time",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publisheddate",
    "published-date",
    "published_date",
    "publication_date",
    "publicationdate",
    "publish_time",
    "og:pubdate",
    "rnews:datepublished",
    "article.published",
    "article_date_original",
    "original-publish-date",
    "originalpublicationdate",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "datecreated",
    "bt:pubdate",
    "shareaholic:article_published_time",
];

/// Names that mean now one thing and now another; the address is surer.
const VAGUE: &[&str] = &[
    "date",
    "dc.date",
    "dcterms.date",
    "date.created",
    "created",
    "displaydate",
    "citation_date",
    "gentime",
    "timestamp",
];

/// The same for when it was last changed.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "article:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "lastmodified",
    "modified",
    "updated",
    "revised",
    "utime",
];

/// How many blocks from the article's beginning a date most likely is the article's.
const NEAR: usize = 40;

/// A day that the page states, and where.
struct Found {
    day: Date,
    field: &'static str,
    value: String,
}

impl Found {
    fn new(reader: Reader<'_>, field: &'static str, value: &str) -> Option<Found> {
        let day = reader.value(value)?;
        Some(Found { day, field, value: value.trim().chars().take(80).collect() })
    }

    fn published(self) -> Published {
        let note = format!("the page says {:?}", self.value);
        let clue = Clue {
            span: None,
            field: Some(self.field),
            rule: "extract.page_date",
            note,
            role: ClueRole::States,
        };
        crate::extract::stated(self.day, dates::instant(&self.value), clue)
    }
}

/// When it was published and when it was last changed; a change before publication is no change.
pub(super) fn read(
    scan: &Scan,
    choice: &Choice,
    linked: &Linked,
    url: Option<&str>,
    reader: Reader<'_>,
) -> (Published, Option<Published>) {
    let modified = modified(scan, linked, reader);
    let address = in_address(scan, url);
    let published = stated(scan, linked, reader)
        .map(|found| local(found, address.as_ref()))
        .or(address)
        .or_else(|| meta(scan, VAGUE, reader))
        .or_else(|| shown(scan, choice, reader, NEAR))
        .or_else(|| written(scan, choice, reader))
        .or_else(|| shown(scan, choice, reader, usize::MAX))
        .or_else(|| elsewhere(scan, reader));
    match (published, modified) {
        (Some(published), Some(modified)) => {
            let is_later = modified.day >= published.day;
            (published.published(), is_later.then(|| modified.published()))
        }
        (Some(published), None) => (published.published(), None),
        // A page that says only when it was changed was published by then, most often on that day.
        (None, Some(modified)) => (modified.published(), None),
        (None, None) => (Published::default(), None),
    }
}

/// The day where the outlet is: an instant is often given in universal time, and the address tells the day there.
fn local(mut found: Found, address: Option<&Found>) -> Found {
    let universal = found.value.ends_with('Z') || found.value.ends_with("+00:00");
    let hour = found.value.get(11..13).and_then(|it| it.parse::<u8>().ok());
    if let (Some(address), Some(hour), true) = (address, hour, universal) {
        // No place is further from universal time than 14 hours ahead or 12 behind.
        let possible = match (address.day - found.day).get_days() {
            1 => hour >= 10,
            -1 => hour < 10,
            _ => false,
        };
        if possible {
            found.day = address.day;
        }
    }
    found
}

/// Said to machines.
fn stated(scan: &Scan, linked: &Linked, reader: Reader<'_>) -> Option<Found> {
    let json = linked
        .string(&["datePublished"])
        .or_else(|| linked.string(&["dateCreated"]))
        .or_else(|| linked.string(&["uploadDate"]));
    json.and_then(|value| Found::new(reader, "json-ld datePublished", &value))
        .or_else(|| meta(scan, PUBLISHED, reader))
        .or_else(|| {
            noted(scan, NoteKind::DatePublished)
                .find_map(|note| of_note(note, "itemprop datePublished", reader))
        })
}

fn modified(scan: &Scan, linked: &Linked, reader: Reader<'_>) -> Option<Found> {
    let json = linked.string(&["dateModified"]);
    json.and_then(|value| Found::new(reader, "json-ld dateModified", &value))
        .or_else(|| meta(scan, MODIFIED, reader))
        .or_else(|| {
            noted(scan, NoteKind::DateModified)
                .find_map(|note| of_note(note, "itemprop dateModified", reader))
        })
}

fn meta(scan: &Scan, names: &[&'static str], reader: Reader<'_>) -> Option<Found> {
    names.iter().find_map(|name| {
        let values = scan.metas.iter().filter(|(it, _)| it == name);
        values.map(|(_, value)| value).find_map(|value| Found::new(reader, name, value))
    })
}

fn noted(scan: &Scan, kind: NoteKind) -> impl Iterator<Item = &Note> {
    scan.notes.iter().filter(move |note| note.kind == kind)
}

fn of_note(note: &Note, field: &'static str, reader: Reader<'_>) -> Option<Found> {
    let value = note.value.as_deref().and_then(|value| Found::new(reader, field, value));
    value.or_else(|| Found::new(reader, field, &note.text))
}

/// What people see counts, since an attribute may hold a later change; but it must be all that stands there.
fn of_time(note: &Note, field: &'static str, reader: Reader<'_>) -> Option<Found> {
    let value = note.value.as_deref().and_then(|value| Found::new(reader, field, value));
    let text = Found::new(reader, field, &note.text).filter(|_| note.text.len() < 80);
    match (value, text) {
        (Some(value), Some(text)) if (value.day - text.day).get_days().abs() > 1 => Some(text),
        (value, text) => value.or(text),
    }
}

/// In the address given, or in that which the page gives.
fn in_address(scan: &Scan, url: Option<&str>) -> Option<Found> {
    let of = |name: &str| scan.metas.iter().find(|(it, _)| it == name).map(|(_, value)| &**value);
    [url, scan.canonical.as_deref(), of("og:url")].into_iter().flatten().find_map(|url| {
        dates::in_address(url).map(|day| Found { day, field: "url", value: url.to_owned() })
    })
}

/// Shown to people in an element of its own: `time`, or a class that says so. The one nearest the article's beginning.
fn shown(scan: &Scan, choice: &Choice, reader: Reader<'_>, limit: usize) -> Option<Found> {
    let distance = |note: &Note| {
        let outside = usize::from(note.at > choice.main.end + 1) * 10_000;
        outside + note.at.abs_diff(choice.main.start)
    };
    let mut notes: Vec<&Note> =
        scan.notes
            .iter()
            .filter(|note| {
                let furniture = scan.blocks.get(note.at).is_some()
                    && choice.reasons.get(note.at).is_some_and(|it| {
                        matches!(it, Some("related" | "comments" | "advertisement"))
                    });
                matches!(note.kind, NoteKind::Time | NoteKind::Date)
                    && !furniture
                    && distance(note) <= limit
            })
            .collect();
    notes.sort_by_key(|note| (distance(note), note.kind != NoteKind::Time));
    notes.into_iter().filter(|note| note.text.len() < 200).find_map(|note| {
        let field = if note.kind == NoteKind::Time { "time" } else { "class date" };
        of_time(note, field, reader)
    })
}

/// In a short line before, or just after, the article.
fn written(scan: &Scan, choice: &Choice, reader: Reader<'_>) -> Option<Found> {
    let (start, end) = (choice.main.start, choice.main.end);
    let order = (start..end.min(start + 8))
        .chain((start.saturating_sub(12)..start).rev())
        .chain(end.saturating_sub(6)..(end + 12).min(scan.blocks.len()));
    order.filter(|&i| scan.blocks[i].text.len() < 160).find_map(|i| {
        scan.blocks[i].text.split('\n').find_map(|line| Found::new(reader, "page text", line))
    })
}

/// The first line of the page that says when it was published, updated or put up, else any short line with a day.
fn elsewhere(scan: &Scan, reader: Reader<'_>) -> Option<Found> {
    let short = scan.blocks.iter().filter(|block| block.text.len() < 120);
    short
        .flat_map(|block| block.text.split('\n'))
        .find_map(|line| Found::new(reader, "page text", line))
}
