//! Markdown: headings and paragraphs as plain text; code, pictures and HTML are left out.

use crate::ingest::Found;
use crate::ingest::Given;
use crate::ingest::Head;
use crate::ingest::decode;
use crate::ingest::item;
use crate::model::MediaType;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

/// By name only: a text with a star in it is no Markdown.
pub(super) fn sniff(head: &Head<'_>) -> bool {
    let name = head.name.to_ascii_lowercase();
    [".md", ".markdown"].iter().any(|ending| name.ends_with(ending))
}

pub(super) fn document(given: Given, bytes: Vec<u8>) -> Found {
    let mut found = decode::whole(given, bytes, MediaType::Text, decode::text);
    if let Found::Document(raw) = &mut found {
        let raw = &mut raw.value;
        let (facts, text) = front_matter(&raw.body);
        let text = plain(text);
        for (name, value) in facts {
            match name.as_str() {
                "title" => raw.title = Some(value),
                "date" | "published" => {
                    if let Some((day, at)) = item::date(&value) {
                        (raw.published, raw.published_at) = (Some(day), at);
                    }
                }
                "author" => raw.byline = vec![value],
                "url" | "link" => raw.url = Some(value),
                _ => {}
            }
        }
        raw.body = text;
    }
    found
}

/// The lines `name: value` between `---` at the very beginning, and the rest.
fn front_matter(text: &str) -> (Vec<(String, String)>, &str) {
    let inside = text.strip_prefix("---\n").and_then(|it| it.split_once("\n---\n"));
    let Some((head, rest)) = inside else { return (Vec::new(), text) };
    let fact = |line: &str| {
        let (name, value) = line.split_once(':')?;
        let value = value.trim().trim_matches(['"', '\'']).to_owned();
        (!value.is_empty()).then(|| (name.trim().to_ascii_lowercase(), value))
    };
    (head.lines().filter_map(fact).collect(), rest)
}

fn plain(text: &str) -> String {
    let (mut out, mut n_hidden) = (String::new(), 0);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. }) => n_hidden += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image) => n_hidden -= 1,
            _ if n_hidden > 0 => {}
            Event::Text(words) | Event::Code(words) => out.push_str(&words),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak => out.push('\n'),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow,
            ) => {
                let length = out.trim_end().len();
                out.truncate(length);
                out.push_str("\n\n");
            }
            Event::End(TagEnd::TableCell) => out.push('\t'),
            _ => {}
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let text = "# Talks\n\nThe **king** of [Gondor](http://x.y/) met\nthe envoy.\n\n```\ncode\n```\n\n- One\n- Two";
        assert_eq!(plain(text), "Talks\n\nThe king of Gondor met the envoy.\n\nOne\n\nTwo");
    }

    #[test]
    fn front_matter_gives_facts() {
        let (facts, rest) = front_matter("---\ntitle: \"Talks\"\ndate: 2024-03-05\n---\nText");
        assert_eq!(facts[0], ("title".to_owned(), "Talks".to_owned()));
        assert_eq!((facts.len(), rest), (2, "Text"));
        assert_eq!(front_matter("no").1, "no");
    }
}
