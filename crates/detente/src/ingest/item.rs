//! What feeds say of an item, whatever the feed, and the document that is made of it.

use crate::ingest::Found;
use crate::ingest::Skipped;
use crate::ingest::decode;
use crate::model::MediaType;
use crate::model::RawDocument;
use crate::model::Warned;
use crate::model::Warning;
use jiff::Zoned;
use jiff::civil::Date;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822::DateTimeParser;

/// An item of a feed or sitemap.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) published: Option<String>,
    pub(super) authors: Vec<String>,
    /// The outlet whose feed this is.
    pub(super) outlet: Option<String>,
    /// The outlet the item was taken from.
    pub(super) origin: Option<String>,
    /// The whole text.
    pub(super) content: Option<String>,
    /// Some of it.
    pub(super) summary: Option<String>,
    pub(super) language: Option<String>,
    pub(super) warnings: Vec<Warning>,
}

/// The documents of the items of one input; what was odd about the input is said of the first.
pub(super) fn documents(name: &str, items: Vec<Item>, mut warnings: Vec<Warning>) -> Vec<Found> {
    if items.is_empty() {
        return vec![Found::Skipped(Skipped { name: name.to_owned(), reason: "no_items" })];
    }
    let one = |(i, mut item): (usize, Item)| {
        item.warnings.splice(..0, std::mem::take(&mut warnings));
        document(format!("{name}:{}", i + 1), item)
    };
    items.into_iter().enumerate().map(one).collect()
}

fn document(name: String, item: Item) -> Found {
    let full = |text: &Option<String>| text.as_deref().is_some_and(|it| !it.trim().is_empty());
    let (body, truncated) = if full(&item.content) {
        (item.content, false)
    } else if full(&item.summary) {
        (item.summary, true)
    } else {
        (item.title.clone(), true)
    };
    let Some(body) = body.filter(|it| !it.trim().is_empty()) else {
        return Found::Skipped(Skipped { name, reason: "address_only" });
    };
    let mut warnings = item.warnings;
    if truncated {
        let message = "the feed gives a summary or title, not the text";
        warnings.push(Warning::new("ingest.summary_only", message));
    }
    let sha256 = decode::hex_digest(
        [item.url.as_deref().unwrap_or(""), item.title.as_deref().unwrap_or(""), &body]
            .join("\n")
            .as_bytes(),
    );
    let is_page = decode::looks_like_markup(&body);
    let mut raw = RawDocument {
        name,
        url: item.url,
        media_type: if is_page { MediaType::Html } else { MediaType::Text },
        body: if is_page { page(&body, item.language.as_deref()) } else { body },
        title: item.title.map(|it| decode::without_tags(&it)),
        byline: item.authors,
        outlet: item.outlet,
        origin: item.origin,
        truncated,
        crawled: true,
        sha256,
        ..RawDocument::default()
    };
    if let Some(published) = item.published {
        match date(&published) {
            Some((day, at)) => (raw.published, raw.published_at) = (Some(day), at),
            None => {
                let message = format!("published is {published:?}, which is no date; ignored");
                warnings.push(Warning::new("ingest.bad_date", message));
            }
        }
    }
    Found::Document(Warned { value: raw, warnings })
}

/// A fragment as the page it would stand in.
fn page(fragment: &str, language: Option<&str>) -> String {
    let tag: String =
        language.unwrap_or("").chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let lang = if tag.is_empty() { String::new() } else { format!(" lang=\"{tag}\"") };
    format!("<html{lang}><body><article>{fragment}</article></body></html>")
}

/// The day, in the zone given, and the instant where one is: RFC 2822 with the liberties that feeds take, RFC 3339, or a day.
pub(super) fn date(value: &str) -> Option<(Date, Option<String>)> {
    let value = value.trim();
    let parser = DateTimeParser::new().relaxed_weekday(true);
    let mail = value.strip_suffix(" UTC").map(|it| format!("{it} GMT"));
    if let Ok(zoned) = parser.parse_zoned(mail.as_deref().unwrap_or(value)) {
        return Some((zoned.date(), Some(instant(&zoned))));
    }
    if value.parse::<jiff::Timestamp>().is_ok() {
        let day = value.get(..10)?.parse().ok()?;
        return Some((day, Some(value.replace(' ', "T"))));
    }
    if let Ok(time) = value.parse::<DateTime>() {
        return Some((time.date(), None));
    }
    value.get(..10)?.parse().ok().map(|day| (day, None))
}

fn instant(zoned: &Zoned) -> String {
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_feeds_write_them() {
        for (value, day, at) in [
            ("Tue, 05 Mar 2024 10:00:00 GMT", "2024-03-05", Some("2024-03-05T10:00:00+00:00")),
            // The wrong weekday, and no seconds.
            ("Mon, 5 Mar 2024 23:30 -0500", "2024-03-05", Some("2024-03-05T23:30:00-05:00")),
            ("Tue, 05 Mar 2024 10:00:00 UTC", "2024-03-05", Some("2024-03-05T10:00:00+00:00")),
            ("2024-03-05T10:00:00Z", "2024-03-05", Some("2024-03-05T10:00:00Z")),
            ("2024-03-05", "2024-03-05", None),
            ("2024-03-05 10:00:00", "2024-03-05", None),
        ] {
            let found = date(value).map(|(day, at)| (day.to_string(), at));
            assert_eq!(found, Some((day.to_owned(), at.map(str::to_owned))), "{value}");
        }
        assert_eq!(date("soon"), None);
    }
}
