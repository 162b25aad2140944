//! JSON-LD: what a page says of its article to machines.

use crate::extract::strip;
use serde_json::Map;
use serde_json::Value;

/// The page's JSON-LD objects that describe an article, then those that describe the page, in document order.
pub(super) struct Linked(Vec<Value>);

impl Linked {
    pub(super) fn read(scripts: &[String]) -> Linked {
        let (mut articles, mut pages) = (Vec::new(), Vec::new());
        for script in scripts {
            if let Some(value) = parse(script) {
                collect(value, &mut articles, &mut pages);
            }
        }
        articles.append(&mut pages);
        Linked(articles)
    }

    /// The string at the end of `path` in the first object that has one; of a list the first. Without markup.
    pub(super) fn string(&self, path: &[&str]) -> Option<String> {
        self.0.iter().find_map(|object| {
            let end = path.iter().try_fold(object, |value, key| first(value).get(key))?;
            let text = plain(first(end).as_str()?);
            (!text.is_empty()).then_some(text)
        })
    }

    /// The names at a key: strings, or objects with a name, alone or in a list; of the first object that has any.
    ///
    /// With each, whether it is said to be an organization.
    pub(super) fn names(&self, key: &str) -> Vec<(String, bool)> {
        let all = self.0.iter().filter_map(|object| object.get(key)).map(|value| {
            let all = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            let named = |it: &Value| {
                let organization = is(&it["@type"], &["Organization"]);
                names(it)
                    .into_iter()
                    .map(move |name| (plain(&name), organization))
                    .collect::<Vec<_>>()
            };
            all.iter().flat_map(named).filter(|it| !it.0.is_empty()).collect::<Vec<_>>()
        });
        all.into_iter().find(|it| !it.is_empty()).unwrap_or_default()
    }

    /// Whether the page says that not all can read it.
    pub(super) fn is_closed(&self) -> bool {
        self.0.iter().any(|object| match &object["isAccessibleForFree"] {
            Value::Bool(free) => !free,
            Value::String(free) => free.eq_ignore_ascii_case("false"),
            _ => false,
        })
    }
}

fn names(value: &Value) -> Vec<String> {
    let name = value.as_str().map(str::to_owned).map(|it| vec![it]);
    name.unwrap_or_else(|| match &value["name"] {
        Value::String(name) => vec![name.clone()],
        Value::Array(all) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    })
}

/// Without tags and entities, on one line.
fn plain(text: &str) -> String {
    if text.contains(['<', '&']) { strip::text(text) } else { text.trim().to_owned() }
}

/// The value, mended where pages often break it: comments around it, a comma before a bracket, control characters.
fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let script = script.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>");
    let script = script.trim().trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| serde_json::from_str(&mended(script)).ok())
}

fn mended(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut chars = script.chars().filter(|c| !c.is_control()).peekable();
    let (mut in_string, mut escaped) = (false, false);
    while let Some(c) = chars.next() {
        if in_string {
            in_string = c != '"' || escaped;
            escaped = c == '\\' && !escaped;
        } else {
            in_string = c == '"';
            if c == ',' {
                while chars.next_if(|it| it.is_whitespace()).is_some() {}
                if matches!(chars.peek(), Some(']' | '}') | None) {
                    continue;
                }
            }
        }
        out.push(c);
    }
    out
}

/// `serde_json` has bounded the depth, so walking down is safe.
fn collect(value: Value, articles: &mut Vec<Value>, pages: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|it| collect(it, articles, pages)),
        Value::Object(object) => collect_object(object, articles, pages),
        _ => {}
    }
}

fn collect_object(
    mut object: Map<String, Value>,
    articles: &mut Vec<Value>,
    pages: &mut Vec<Value>,
) {
    for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
        if object.get(key).is_some_and(|it| it.is_array() || it.is_object())
            && let Some(inner) = object.remove(key)
        {
            collect(inner, articles, pages);
        }
    }
    let value = Value::Object(object);
    if is(&value["@type"], &["Article", "Posting", "Report", "Review", "AnalysisNewsArticle"]) {
        articles.push(value);
    } else if is(&value["@type"], &["WebPage", "Page", "VideoObject", "Recipe", "HowTo", "Event"]) {
        pages.push(value);
    }
}

/// Whether a type ends in one of these words.
fn is(kind: &Value, words: &[&str]) -> bool {
    match kind {
        Value::String(kind) => words.iter().any(|word| kind.ends_with(word)),
        Value::Array(kinds) => kinds.iter().any(|it| is(it, words)),
        _ => false,
    }
}

fn first(value: &Value) -> &Value {
    value.as_array().and_then(|values| values.first()).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_scripts_are_mended() {
        let read = |script: &str| Linked::read(&[script.to_owned()]);
        let found = read(
            "<!-- {\"@type\":\"NewsArticle\",\"headline\":\"A, ]\",\"author\":[{\"name\":\"Pippin Took\"},],} -->",
        );
        assert_eq!(found.string(&["headline"]).as_deref(), Some("A, ]"));
        assert_eq!(found.names("author"), [("Pippin Took".to_owned(), false)]);
        assert!(read("{").string(&["headline"]).is_none());
        let graph = read(
            "{\"@graph\":[{\"@type\":\"WebPage\",\"name\":\"x\",\"datePublished\":\"2024-03-05\"},{\"@type\":[\"NewsArticle\"],\"isAccessibleForFree\":\"False\"}]}",
        );
        assert_eq!(graph.string(&["datePublished"]).as_deref(), Some("2024-03-05"));
        assert!(graph.is_closed());
    }
}
