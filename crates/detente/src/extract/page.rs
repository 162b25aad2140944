//! Web pages: main text and the facts the page states about itself.

use crate::extract::dates;
use crate::extract::furniture;
use crate::extract::stated;
use crate::extract::strip;
use crate::model::Article;
use crate::model::Clue;
use crate::model::ClueRole;
use crate::model::Warning;
use dom_query::Document;
use dom_smoothie::Config;
use dom_smoothie::Readability;
use dom_smoothie::TextMode;
use serde_json::Value;

/// Pages that nest deeper are stripped: building and walking the tree of such a page takes time in the square of its depth.
const MAX_DEPTH: usize = 400;

/// Longer pages are stripped too, for the memory a tree takes.
const MAX_TREE_BYTES: usize = 16 << 20;

/// Pages with more elements are stripped.
const MAX_ELEMENTS: usize = 100_000;

/// Text, title, byline, date, outlet, canonical address, section and language of a page.
pub(super) fn article(html: &str, url: Option<&str>, warnings: &mut Vec<Warning>) -> Article {
    if html.len() > MAX_TREE_BYTES || strip::depth(html, MAX_DEPTH) >= MAX_DEPTH {
        let message = "too long or too deeply nested to be read as a page; tags were only removed";
        warnings.push(Warning::new("extract.stripped", message));
        return Article { text: strip::text(html), ..Article::default() };
    }
    let document = Document::from(html);
    let mut article = facts(&document, url);
    let config = Config {
        text_mode: TextMode::Formatted,
        max_elements_to_parse: MAX_ELEMENTS,
        ..Config::default()
    };
    let read =
        Readability::with_document(document, None, Some(config)).and_then(|mut it| it.parse());
    match read {
        Ok(found) => {
            article.text = strip::tidy(&found.text_content);
            article.outlet = article.outlet.or(found.site_name);
            article.given_title =
                title(found.title.trim(), article.given_title.take(), article.outlet.as_deref());
            if article.byline.is_empty() {
                article.byline = found.byline.iter().flat_map(|it| people(it)).collect();
            }
        }
        Err(error) => {
            let message = format!("no main text was found ({error}); tags were only removed");
            warnings.push(Warning::new("extract.no_main_text", message));
            article.text = strip::text(html);
        }
    }
    article
}

/// The title that was found, without the outlet's name after it; the linked one where that is a part of it, or where none was found.
fn title(found: &str, linked: Option<String>, outlet: Option<&str>) -> Option<String> {
    let found = match found.rsplit_once(['|', '–', '—', '-']) {
        Some((title, end)) if title.ends_with(' ') && is_outlet(end, outlet) => title.trim(),
        _ => found,
    };
    match linked {
        Some(linked) if found.is_empty() || found.contains(&linked) => Some(linked),
        _ => (!found.is_empty()).then(|| found.to_owned()),
    }
}

fn is_outlet(words: &str, outlet: Option<&str>) -> bool {
    let plain = |words: &str| words.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
    let (words, outlet) = (plain(words), plain(outlet.unwrap_or("")));
    !words.is_empty()
        && (outlet.contains(&words) || (!outlet.is_empty() && words.contains(&outlet)))
}

/// What the page states, before its tree is pruned.
fn facts(document: &Document, url: Option<&str>) -> Article {
    let linked: Vec<Value> = linked_data(document);
    let mut article = Article {
        given_title: linked_string(&linked, &["headline"]),
        byline: authors(document, &linked),
        outlet: attribute(document, "meta[property='og:site_name']", "content")
            .or_else(|| linked_string(&linked, &["publisher", "name"])),
        canonical: attribute(document, "link[rel='canonical']", "href"),
        section: attribute(document, "meta[property='article:section']", "content")
            .or_else(|| linked_string(&linked, &["articleSection"])),
        language: attribute(document, "html[lang]", "lang"),
        ..Article::default()
    };
    if let Some((field, value)) = date(document, &linked, url)
        && let Some(day) = dates::stated(&value)
    {
        let (note, role) = (format!("the page says {value:?}"), ClueRole::States);
        let clue = Clue { span: None, field: Some(field), rule: "extract.page_date", note, role };
        article.published = stated(day, dates::instant(&value), clue);
    }
    article
}

/// Places where pages state when they were published, the surest first: selector, attribute, name of the clue.
const DATES: &[(&str, &str, &str)] = &[
    ("meta[property='article:published_time']", "content", "meta article:published_time"),
    ("meta[property='og:article:published_time']", "content", "meta og:article:published_time"),
    ("meta[itemprop='datePublished']", "content", "meta datePublished"),
    ("meta[name='article:published_time']", "content", "meta article:published_time"),
    ("meta[name='parsely-pub-date']", "content", "meta parsely-pub-date"),
    ("meta[name='sailthru.date']", "content", "meta sailthru.date"),
    ("meta[name='cXenseParse:recs:publishtime']", "content", "meta cXenseParse:recs:publishtime"),
    ("meta[name='pubdate']", "content", "meta pubdate"),
    ("meta[name='publishdate']", "content", "meta publishdate"),
    ("meta[name='publish-date']", "content", "meta publish-date"),
    ("meta[name='publish_date']", "content", "meta publish_date"),
    ("meta[name='DC.date.issued']", "content", "meta DC.date.issued"),
    ("meta[name='dc.date']", "content", "meta dc.date"),
    ("meta[name='DC.date']", "content", "meta DC.date"),
    ("meta[name='date']", "content", "meta date"),
    ("meta[name='timestamp']", "content", "meta timestamp"),
    ("time[itemprop='datePublished']", "datetime", "time datePublished"),
    ("[itemprop='datePublished']", "content", "itemprop datePublished"),
    ("abbr.published", "title", "abbr published"),
    ("time[pubdate]", "datetime", "time pubdate"),
    ("time.entry-date", "datetime", "time entry-date"),
    ("article time[datetime]", "datetime", "time in article"),
    ("header time[datetime]", "datetime", "time in header"),
    ("main time[datetime]", "datetime", "time in main"),
    ("time[datetime]", "datetime", "time"),
];

fn date(
    document: &Document,
    linked: &[Value],
    url: Option<&str>,
) -> Option<(&'static str, String)> {
    let is_date = |value: &String| dates::stated(value).is_some();
    if let Some(value) = linked_string(linked, &["datePublished"]).filter(is_date) {
        return Some(("json-ld datePublished", value));
    }
    DATES
        .iter()
        .find_map(|(selector, name, field)| {
            attribute(document, selector, name).filter(is_date).map(|value| (*field, value))
        })
        .or_else(|| url.and_then(date_in_url).map(|value| ("url", value)))
}

/// The day in an address such as `/2022/02/07/` or `/2022-02-07-`.
fn date_in_url(url: &str) -> Option<String> {
    (0..url.len()).filter(|&i| url.as_bytes()[i] == b'/').find_map(|i| {
        let head = url.get(i + 1..i + 11)?.replace('/', "-");
        let ends = !url.as_bytes().get(i + 11).is_some_and(u8::is_ascii_digit);
        (ends && dates::iso(&head).is_some()).then_some(head)
    })
}

fn attribute(document: &Document, selector: &str, name: &str) -> Option<String> {
    let found = document.try_select(selector)?;
    let value =
        found.iter().find_map(|it| it.attr(name).filter(|value| !value.trim().is_empty()))?;
    Some(value.trim().to_owned())
}

/// The page's JSON-LD objects that describe an article, in document order.
fn linked_data(document: &Document) -> Vec<Value> {
    let mut out = Vec::new();
    for script in document.select("script[type='application/ld+json']").iter() {
        if let Ok(value) = serde_json::from_str::<Value>(script.text().trim()) {
            collect_articles(value, &mut out);
        }
    }
    out
}

/// `serde_json` has bounded the depth, so walking down is safe.
fn collect_articles(value: Value, out: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|it| collect_articles(it, out)),
        Value::Object(mut object) => {
            if let Some(graph) = object.remove("@graph") {
                collect_articles(graph, out);
            }
            let value = Value::Object(object);
            if is_article(&value["@type"]) {
                out.push(value);
            }
        }
        _ => {}
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => {
            let kind = kind.rsplit('/').next().unwrap_or("");
            kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report"
        }
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

/// The string at the end of `path` in the first object that has one; of a list the first.
fn linked_string(linked: &[Value], path: &[&str]) -> Option<String> {
    linked.iter().find_map(|object| {
        let end = path.iter().try_fold(object, |value, key| first(value).get(key))?;
        let text = strip::text(first(end).as_str()?);
        (!text.is_empty()).then_some(text)
    })
}

fn first(value: &Value) -> &Value {
    value.as_array().and_then(|values| values.first()).unwrap_or(value)
}

fn authors(document: &Document, linked: &[Value]) -> Vec<String> {
    let mut out = Vec::new();
    let named =
        |value: &Value| value.as_str().or_else(|| value["name"].as_str()).map(str::to_owned);
    if let Some(author) = linked.iter().find_map(|object| object.get("author")) {
        match author {
            Value::Array(all) => out.extend(all.iter().filter_map(named)),
            one => out.extend(named(one)),
        }
    }
    if out.is_empty() {
        out.extend(attribute(document, "meta[name='author']", "content"));
    }
    let mut people: Vec<String> = Vec::new();
    for person in out.iter().flat_map(|it| people_of(it)) {
        if !people.contains(&person) {
            people.push(person);
        }
    }
    people
}

fn people_of(words: &str) -> Vec<String> {
    if words.contains("://") || words.contains('@') { Vec::new() } else { people(words) }
}

/// The names in words that may begin with "By".
fn people(words: &str) -> Vec<String> {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let with_by = line.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
    furniture::names(&if with_by { format!("By {}", &line[3..]) } else { format!("By {line}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<html lang="en-GB"><head><title>Farmers block roads &amp; bridges - Bree Herald</title>
<meta property="og:site_name" content="Bree Herald"><link rel="canonical" href="https://example.org/1">
<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Farmers block roads &amp; bridges","datePublished":"2024-03-05T08:00:00Z","author":[{"name":"Pippin Took"}]}]}</script>
</head><body><nav><a href="/">Home</a></nav><article><h1>Farmers block roads &amp; bridges</h1>
<p>Thousands of farmers blocked the roads into Minas Tirith on Monday in protest at a new tax on grain, the police said.</p>
<p>The steward said that he would meet their leaders on Friday, and that the tax would not be lowered before then.</p>
<p>“We will stay for as long as it takes,” said one of the leaders, who asked that his name should not be printed here.</p></article>
<footer>© Bree Herald</footer></body></html>"#;

    #[test]
    fn a_page_gives_text_and_facts() {
        let mut warnings = Vec::new();
        let article = article(PAGE, None, &mut warnings);
        assert!(warnings.is_empty(), "{warnings:?}");
        assert!(article.text.starts_with("Thousands of farmers"), "{}", article.text);
        assert!(!article.text.contains('©'));
        assert_eq!(article.text.matches("\n\n").count(), 2, "{}", article.text);
        assert_eq!(article.given_title.as_deref(), Some("Farmers block roads & bridges"));
        assert_eq!(article.byline, ["Pippin Took"]);
        assert_eq!(article.outlet.as_deref(), Some("Bree Herald"));
        assert_eq!(article.published.at.as_deref(), Some("2024-03-05T08:00:00Z"));
        assert_eq!(article.published.because[0].field, Some("json-ld datePublished"));
    }

    #[test]
    fn a_page_made_to_hurt_is_stripped() {
        let html = format!("{}The text.", "<div>".repeat(100_000));
        let mut warnings = Vec::new();
        assert_eq!(article(&html, None, &mut warnings).text, "The text.");
        assert_eq!(warnings[0].code, "extract.stripped");
    }

    #[test]
    fn addresses_hold_dates() {
        assert_eq!(date_in_url("https://x.org/2022/02/07/talks").as_deref(), Some("2022-02-07"));
        assert_eq!(
            date_in_url("https://x.org/news/2022-02-07-talks").as_deref(),
            Some("2022-02-07")
        );
        assert_eq!(date_in_url("https://x.org/article/20220"), None);
    }
}
