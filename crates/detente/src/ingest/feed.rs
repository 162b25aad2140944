//! RSS, RDF and Atom feeds, and sitemaps of news: each item is one document.
//!
//! Items are cut out first and parsed one by one, so that a broken one is lost alone.

use crate::ingest::Found;
use crate::ingest::Given;
use crate::ingest::Head;
use crate::ingest::decode;
use crate::ingest::item;
use crate::ingest::item::Item;
use crate::model::Warning;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

pub(super) fn sniff(head: &Head<'_>) -> bool {
    matches!(root(head.text).as_deref(), Some("rss" | "rdf" | "feed"))
}

pub(super) fn sniff_sitemap(head: &Head<'_>) -> bool {
    matches!(root(head.text).as_deref(), Some("urlset" | "sitemapindex"))
}

/// Local name of the first element, in lower case.
fn root(head: &str) -> Option<String> {
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        rest = rest.strip_prefix('<')?;
        let end = if rest.starts_with("!--") { "-->" } else { ">" };
        if !rest.starts_with(['?', '!']) {
            let name = rest.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next()?;
            return Some(name.rsplit(':').next()?.to_ascii_lowercase());
        }
        rest = rest.split_once(end)?.1.trim_start();
    }
}

/// The items of a feed.
pub(super) fn items(given: Given, bytes: Vec<u8>) -> Vec<Found> {
    let mut warnings = given.warnings.clone();
    let text = decode::markup(&bytes, given.charset).split_into(&mut warnings);
    let tag = if text.contains("<entry") && !text.contains("<item") { "entry" } else { "item" };
    let pieces = pieces(&text, tag);
    let outside = fields(&text[..pieces.first().map_or(text.len(), |it| it.0)], "").0;
    let outlet = first(&outside, &["title"]).map(|it| it.text.clone());
    let language = first(&outside, &["language"]).map(|it| it.text.clone()).or_else(|| lang(&text));
    let one = |(_, piece, is_whole): &(usize, &str, bool)| {
        let (fields, is_sound) = fields(piece, tag);
        let mut item = feed_item(&fields);
        item.outlet = outlet.clone();
        item.language = item.language.take().or_else(|| language.clone());
        if !is_whole || !is_sound {
            item.warnings.push(bad_xml());
        }
        item
    };
    let items = pieces.iter().map(one).collect();
    item::documents(&given.name, items, warnings)
}

/// The addresses of a sitemap that say which news they hold.
pub(super) fn sitemap(given: Given, bytes: Vec<u8>) -> Vec<Found> {
    let mut warnings = given.warnings.clone();
    let text = decode::markup(&bytes, given.charset).split_into(&mut warnings);
    let tag = if text.contains("<url>") || text.contains("<url ") { "url" } else { "sitemap" };
    let one = |(_, piece, is_whole): &(usize, &str, bool)| {
        let (fields, is_sound) = fields(piece, tag);
        let text_of = |name: &str| first(&fields, &[name]).map(|it| it.text.clone());
        let mut item = Item {
            url: text_of("loc"),
            title: text_of("news:title"),
            published: text_of("news:publication_date"),
            outlet: text_of("news:name"),
            language: text_of("news:language"),
            ..Item::default()
        };
        if !is_whole || !is_sound {
            item.warnings.push(bad_xml());
        }
        item
    };
    let items = pieces(&text, tag).iter().map(one).collect();
    item::documents(&given.name, items, warnings)
}

fn bad_xml() -> Warning {
    Warning::new("ingest.bad_xml", "the item is broken; what could be read is given")
}

/// Where each element of this name begins, its text, and whether its end is there.
fn pieces<'t>(text: &'t str, tag: &str) -> Vec<(usize, &'t str, bool)> {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let is_open = |at: &usize| {
        text[at + open.len()..].starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/')
    };
    let starts: Vec<usize> = text.match_indices(&open).map(|it| it.0).filter(is_open).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&start, limit)| match text[start..limit].find(&close) {
            Some(end) => (start, &text[start..start + end + close.len()], true),
            None => (start, &text[start..limit], false),
        })
        .collect()
}

/// What stands in an element.
#[derive(Debug, Default)]
struct Field {
    /// With its prefix: `dc:creator`.
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    /// Its markup as it stands, for content that is not escaped.
    markup: String,
    /// The element it stands in.
    parent: String,
}

impl Field {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }
}

/// All elements within the first one named `tag`, in order of their ends, and whether the XML is sound.
fn fields(xml: &str, tag: &str) -> (Vec<Field>, bool) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_dangling_amp = true;
    reader.config_mut().allow_unmatched_ends = true;
    let (mut done, mut open) = (Vec::new(), Vec::<(Field, usize)>::new());
    let sound = loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let at = usize::try_from(reader.buffer_position()).unwrap_or(0);
                let parent = open.last().map(|it| it.0.name.clone()).unwrap_or_default();
                open.push((field(&start, parent), at));
            }
            Ok(Event::Empty(start)) => {
                let parent = open.last().map(|it| it.0.name.clone()).unwrap_or_default();
                done.push(field(&start, parent));
            }
            Ok(Event::End(_)) => {
                if let Some((mut field, start)) = open.pop() {
                    let at = usize::try_from(reader.buffer_position()).unwrap_or(0);
                    let inner = xml.get(start..at).unwrap_or("");
                    inner[..inner.rfind("</").unwrap_or(0)].clone_into(&mut field.markup);
                    field.text = field.text.trim().to_owned();
                    done.push(field);
                }
            }
            Ok(Event::Text(text)) => push(&mut open, &text.xml10_content()),
            Ok(Event::CData(text)) => push(&mut open, &text.xml10_content()),
            Ok(Event::GeneralRef(name)) => {
                let letter = name.resolve_char_ref().ok().flatten().map(String::from);
                let named = name.xml10_content();
                let known = letter.or_else(|| resolve_html5_entity(&named).map(str::to_owned));
                push(&mut open, &known.unwrap_or_else(|| format!("&{named};")));
            }
            Ok(Event::Eof) => break true,
            Ok(_) => {}
            Err(_) => break false,
        }
    };
    // What was open where it broke is given as far as it goes.
    if !tag.is_empty() || !sound {
        done.extend(open.into_iter().map(|it| it.0).filter(|it| it.name != tag && !tag.is_empty()));
    }
    (done, sound)
}

fn push(open: &mut [(Field, usize)], text: &str) {
    if let Some((field, _)) = open.last_mut() {
        field.text.push_str(text);
    }
}

fn field(start: &BytesStart<'_>, parent: String) -> Field {
    let name = start.name().as_ref().to_owned();
    let attributes = start
        .attributes()
        .flatten()
        .map(|it| {
            let value = it.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default();
            (it.key.as_ref().to_owned(), value.into_owned())
        })
        .collect();
    Field { name, attributes, parent, ..Field::default() }
}

/// The first field with one of these names and some text, names in order of preference.
fn first<'f>(fields: &'f [Field], names: &[&str]) -> Option<&'f Field> {
    names.iter().find_map(|name| {
        fields.iter().find(|it| it.name == *name && !it.text.is_empty() && !is_aside(it))
    })
}

/// What describes a picture, another feed or a person, and not the item.
fn is_aside(field: &Field) -> bool {
    matches!(
        field.parent.as_str(),
        "image" | "media:content" | "media:group" | "source" | "textInput"
    )
}

fn lang(text: &str) -> Option<String> {
    let head = &text[..text.floor_char_boundary(2048)];
    let rest = head.split_once("xml:lang=")?.1;
    rest.get(1..)?.split(['"', '\'']).next().map(str::to_owned)
}

fn feed_item(fields: &[Field]) -> Item {
    let text_of = |names: &[&str]| first(fields, names).map(|it| it.text.clone());
    let content = first(fields, &["content:encoded"])
        .or_else(|| fields.iter().find(|it| it.name == "content" && it.parent != "media:group"));
    let summary = first(fields, &["description", "summary", "media:description"])
        .or_else(|| fields.iter().find(|it| it.name == "summary"));
    Item {
        title: first(fields, &["title"]).map(body_of),
        url: link(fields),
        published: text_of(&[
            "pubDate",
            "published",
            "dc:date",
            "issued",
            "updated",
            "a10:updated",
        ]),
        authors: authors(fields),
        origin: origin(fields),
        content: content.map(body_of),
        summary: summary.map(body_of),
        language: text_of(&["dc:language"]),
        ..Item::default()
    }
}

/// Text, or the markup of content that is not escaped (Atom's `xhtml`).
fn body_of(field: &Field) -> String {
    let inside =
        field.attribute("type").is_some_and(|it| it.contains("xhtml") || it.ends_with("xml"));
    if inside || field.text.is_empty() { field.markup.clone() } else { field.text.clone() }
}

fn link(fields: &[Field]) -> Option<String> {
    let text = first(fields, &["link"]).map(|it| it.text.clone());
    let links = || fields.iter().filter(|it| it.name.ends_with("link") && !is_aside(it));
    let main = links().find(|it| it.attribute("rel").is_none_or(|rel| rel == "alternate"));
    let href = main.or_else(|| links().next()).and_then(|it| it.attribute("href"));
    let guid = || {
        let guid = first(fields, &["guid", "id"])?;
        (guid.attribute("isPermaLink") != Some("false") && guid.text.starts_with("http"))
            .then(|| guid.text.clone())
    };
    text.or_else(|| href.map(str::to_owned)).or_else(guid)
}

/// `dc:creator`, Atom's `author/name`, and RSS's `mail (name)`.
fn authors(fields: &[Field]) -> Vec<String> {
    let person = |it: &&Field| {
        it.name == "dc:creator"
            || (it.name == "name" && it.parent == "author")
            || it.name == "author"
    };
    fields
        .iter()
        .filter(person)
        .map(|it| match it.text.split_once('(') {
            Some((mail, name)) if mail.contains('@') => name.trim_end_matches(')').trim(),
            _ => it.text.trim(),
        })
        .filter(|it| !it.is_empty() && !it.contains('@'))
        .map(str::to_owned)
        .collect()
}

/// The feed the item was taken from (RSS 2.0 `source`, Atom `source/title`).
fn origin(fields: &[Field]) -> Option<String> {
    let rss = fields.iter().find(|it| it.name == "source" && !it.text.is_empty());
    let atom = || fields.iter().find(|it| it.name == "title" && it.parent == "source");
    let name = rss.or_else(atom)?.text.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
