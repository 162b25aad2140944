//! When a page says that it was published and last changed.

use crate::extract::dates;
use crate::extract::dates::Labelled;
use crate::extract::dates::Reader;
use crate::extract::page::choose::Choice;
use crate::extract::page::linked::Linked;
use crate::extract::page::scan::Note;
use crate::extract::page::scan::NoteKind;
use crate::extract::page::scan::Scan;
use crate::extract::page::scan::Tag;
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

/// How many blocks from it a date stands beside the headline.
const BESIDE: usize = 12;

/// How many blocks after the article's end.
const NEAR_AFTER: usize = 15;

/// Longer lines are prose, and their days those of what they tell.
const MAX_LINE_BYTES: usize = 160;

/// A day that the page states, and where.
struct Found {
    day: Date,
    field: &'static str,
    value: String,
}

impl Found {
    fn new(reader: Reader<'_>, field: &'static str, value: &str) -> Option<Found> {
        Some(Found::of(reader.value(value)?, field, value))
    }

    fn of(day: Date, field: &'static str, value: &str) -> Found {
        Found { day, field, value: value.trim().chars().take(80).collect() }
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
    let address = in_address(scan, url);
    let lines = Lines { scan, choice, reader };
    let modified = modified(scan, linked, reader).or_else(|| lines.updated(NEAR));
    let published = stated(scan, linked, reader)
        .map(|found| local(found, address.as_ref()))
        .or(address)
        .or_else(|| lines.published(NEAR))
        .or_else(|| shown(scan, choice, reader, BESIDE))
        .or_else(|| meta(scan, VAGUE, reader))
        .or_else(|| shown(scan, choice, reader, NEAR))
        .or_else(|| lines.near())
        .or_else(|| shown(scan, choice, reader, usize::MAX))
        .or_else(|| in_scripts(scan, reader))
        .or_else(|| lines.published(usize::MAX))
        .or_else(|| lines.updated(usize::MAX))
        .or_else(|| lines.any());
    let published = published.map(|found| settled(found, scan, modified.as_ref(), reader));
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
    let hour = found.value.split(['T', ' ']).nth(1).and_then(|it| it.get(..2)?.parse::<u8>().ok());
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

/// Numbers such as "3/5/2024" have the order in which they are a day that the page states elsewhere.
fn settled(mut found: Found, scan: &Scan, modified: Option<&Found>, reader: Reader<'_>) -> Found {
    let Some(other) = reader.other_order(&found.value) else { return found };
    let notes = scan.notes.iter().flat_map(|it| [it.value.as_deref(), Some(&*it.text)]).flatten();
    let values = notes.chain(scan.metas.iter().map(|(_, value)| &**value));
    let sure = values.filter(|it| it.len() < 80 && reader.other_order(it).is_none());
    let days = sure.filter_map(|it| reader.value(it)).chain(modified.map(|it| it.day));
    let days: Vec<Date> = days.filter(|it| *it == found.day || *it == other).collect();
    if !days.is_empty() && !days.contains(&found.day) {
        found.day = other;
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
    let mut notes: Vec<&Note> = scan
        .notes
        .iter()
        .filter(|note| {
            let furniture = scan.blocks.get(note.at).is_some()
                && choice.reasons.get(note.at).is_some_and(|it| is_others(*it));
            matches!(note.kind, NoteKind::Time | NoteKind::Date)
                && !furniture
                && !note.in_quote
                && distance(note) <= limit
        })
        .collect();
    notes.sort_by_key(|note| (distance(note), note.kind != NoteKind::Time));
    notes.into_iter().filter(|note| note.text.len() < 200).find_map(|note| {
        let field = if note.kind == NoteKind::Time { "time" } else { "class date" };
        of_time(note, field, reader)
    })
}

/// The day of publication that the page's scripts hold, where they hold no other.
fn in_scripts(scan: &Scan, reader: Reader<'_>) -> Option<Found> {
    let all = scan.states.iter().filter_map(|value| Found::new(reader, "script", value));
    let mut all = all.peekable();
    let day = all.peek()?.day;
    let first = all.next();
    first.filter(|_| all.all(|it| it.day == day))
}

/// The page's short lines, as people see them.
struct Lines<'a> {
    scan: &'a Scan,
    choice: &'a Choice,
    reader: Reader<'a>,
}

impl<'a> Lines<'a> {
    /// The line nearest to the article that says when it was published.
    fn published(&self, limit: usize) -> Option<Found> {
        self.labelled(limit, |it| it.published)
    }

    /// The line nearest to the article that says when it was last changed.
    fn updated(&self, limit: usize) -> Option<Found> {
        self.labelled(limit, |it| it.updated)
    }

    fn labelled(&self, limit: usize, of: impl Fn(Labelled) -> Option<Date>) -> Option<Found> {
        let mut best: Option<(usize, Found)> = None;
        let mut label = "";
        for (at, line) in self.all() {
            let labelled_line = format!("{label} {line}");
            label = if self.reader.is_label(line) { line } else { "" };
            let distance = self.distance(at);
            if distance > limit || best.as_ref().is_some_and(|it| it.0 <= distance) {
                continue;
            }
            if let Some(day) = of(self.reader.labelled(&labelled_line)) {
                best = Some((distance, Found::of(day, "page text", &labelled_line)));
            }
        }
        best.map(|it| it.1)
    }

    /// In a short line before, or just after, the article.
    fn near(&self) -> Option<Found> {
        let blocks = &self.scan.blocks;
        let (start, end) = (self.choice.main.start, self.choice.main.end);
        let order = (start..end.min(start + 8))
            .chain((start.saturating_sub(12)..start).rev())
            .chain(end.saturating_sub(6)..(end + 12).min(blocks.len()));
        let short = order.filter(|&i| blocks[i].text.len() < MAX_LINE_BYTES && !self.in_quote(i));
        let lines: Vec<&str> = short.flat_map(|i| blocks[i].text.split('\n')).collect();
        let alone = lines
            .iter()
            .find_map(|line| self.found(line).filter(|_| self.reader.only(line).is_some()));
        alone.or_else(|| lines.iter().find_map(|line| self.found(line)))
    }

    /// The first line of the page that names a day.
    fn any(&self) -> Option<Found> {
        self.all().find_map(|(_, line)| self.found(line))
    }

    /// Whether a block stands in a quotation: a post of somebody else that the article shows.
    fn in_quote(&self, block: usize) -> bool {
        let elements = &self.scan.elements;
        let mut at = self.scan.blocks[block].element;
        while at != 0 {
            if elements[at].tag == Tag::Quote {
                return true;
            }
            at = elements[at].parent;
        }
        false
    }

    /// The day that a line names, if it does not say that it is that of a change.
    fn found(&self, line: &str) -> Option<Found> {
        let found = Found::new(self.reader, "page text", line)?;
        let labelled = self.reader.labelled(line);
        let is_change = labelled.published.is_none() && labelled.updated == Some(found.day);
        (!is_change).then_some(found)
    }

    /// Short lines that are no teasers, comments or advertisements, and the block each is in.
    fn all(&self) -> impl Iterator<Item = (usize, &'a str)> {
        let reasons = &self.choice.reasons;
        let blocks = self.scan.blocks.iter().enumerate();
        let blocks = blocks.filter(|(i, _)| !reasons.get(*i).is_some_and(|it| is_others(*it)));
        let lines = blocks.flat_map(|(i, block)| block.text.split('\n').map(move |it| (i, it)));
        lines.filter(|(_, line)| line.len() < MAX_LINE_BYTES)
    }

    /// How far a block stands from the article's beginning, or its end.
    fn distance(&self, at: usize) -> usize {
        let main = &self.choice.main;
        if at < main.end {
            return at.abs_diff(main.start);
        }
        let after = at - main.end;
        if after < NEAR_AFTER { after } else { after + NEAR }
    }
}

/// Whether furniture of this kind has days of its own.
fn is_others(reason: Option<&str>) -> bool {
    matches!(reason, Some("related" | "comments" | "advertisement"))
}

#[cfg(test)]
mod tests {
    use crate::extract::page;
    use crate::lexicon::Pages;

    const PROSE: &str = "<p>Thousands of farmers blocked the roads into Minas Tirith on Monday in protest at a new tax on grain, the police said.</p><p>The steward said that he would meet their leaders on Friday, and that the tax would not be lowered before then.</p><p>“We will stay for as long as it takes,” said one of the leaders, who asked that his name should not be printed here.</p>";

    /// Days of publication and change of a page with these elements in its head, before its text and after it.
    fn days(head: &str, before: &str, after: &str) -> (String, String) {
        let html = format!(
            "<html><head>{head}</head><body><article><h1>Farmers block the roads</h1>{before}{PROSE}{after}</article></body></html>"
        );
        let url = Some("https://example.org/news/20240305/farmers");
        let url = url.filter(|_| head.contains("T0"));
        let article = page::article(&html, url, &Pages::embedded().unwrap(), &mut Vec::new()).0;
        let day = |it: Option<jiff::civil::Date>| it.map_or(String::new(), |it| it.to_string());
        (day(article.published.value), day(article.updated.and_then(|it| it.value)))
    }

    #[test]
    fn days_are_told_apart() {
        for (head, before, after, published, updated) in [
            // The universal day is the next one where the outlet is.
            (
                r#"<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"20240306T00:38:07Z"}</script>"#,
                "",
                "",
                "2024-03-05",
                "",
            ),
            // A name for any day, and a label that says which.
            (
                r#"<meta name="date" content="2024-03-09">"#,
                "",
                "<p>Erschienen am:</p><p>05.03.2024</p><p>Zuletzt geändert am: 09.03.2024</p>",
                "2024-03-05",
                "2024-03-09",
            ),
            // Numbers in an order that only another place of the page tells.
            (
                r#"<meta name="pubdate" content="03/05/2024 12:43:42"><meta name="lastmod" content="2024-03-05T14:00:00Z">"#,
                "",
                "",
                "2024-03-05",
                "2024-03-05",
            ),
            // A post that the article shows is not the article.
            (
                "",
                "<p>5 March 2024</p>",
                "<blockquote><p>Out in the fields <time datetime='2023-11-01'>1 November 2023</time></p></blockquote>",
                "2024-03-05",
                "",
            ),
            // What the page is made from says it in a script alone.
            (
                r#"<script>window.state = {"article":{"id":7,"publishedAt":"2024-03-05T08:00:00+01:00"}}</script>"#,
                "",
                "",
                "2024-03-05",
                "",
            ),
            (
                r#"<script>window.state = [{"publishedAt":"2024-03-05"},{"publishedAt":"2024-03-06"}]</script>"#,
                "",
                "",
                "",
                "",
            ),
            // A change is taken for publication only where nothing else is.
            ("", "", "<p>Last edited: 5 March 2024</p>", "2024-03-05", "2024-03-05"),
        ] {
            let found = days(head, before, after);
            let found = (found.0.as_str(), found.1.as_str());
            assert_eq!(found, (published, updated), "{head} {before} {after}");
        }
    }
}
