//! One walk over a page's tree: its blocks of text, the elements around them, and what it says of itself.

use crate::extract::furniture;
use crate::lexicon::Pages;
use crate::lexicon::Part;
use dom_query::Document;
use dom_query::NodeData;
use dom_query::NodeId;
use dom_query::Tree;

/// Nodes looked at; a page with more gives what was read so far.
const MAX_NODES: usize = 300_000;

/// Longest text taken from an element that says who, when or under what title.
const MAX_NOTE_BYTES: usize = 400;

/// What a page holds, in document order.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) elements: Vec<Element>,
    pub(super) blocks: Vec<Block>,
    pub(super) notes: Vec<Note>,
    /// Name (lower case) and content of `meta` elements.
    pub(super) metas: Vec<(String, String)>,
    /// The JSON-LD scripts as they stand.
    pub(super) linked: Vec<String>,
    /// The `title` element.
    pub(super) title: String,
    pub(super) canonical: Option<String>,
    pub(super) language: Option<String>,
    /// Whether the walk ended before the page did.
    pub(super) cut: bool,
}

/// An element that is no mere stretch of a line.
#[derive(Debug)]
pub(super) struct Element {
    /// Index of the element around it; the root is its own.
    pub(super) parent: usize,
    pub(super) tag: Tag,
    /// What its class, id or tag says that it holds.
    pub(super) part: Option<Part>,
    /// Its blocks and those of the elements in it.
    pub(super) blocks: std::ops::Range<usize>,
}

/// The tags that matter here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Article,
    Main,
    Section,
    Heading(u8),
    Paragraph,
    Item,
    List,
    Quote,
    Table,
    Cell,
    Figure,
    Aside,
    Header,
    Form,
    Link,
    Other,
}

/// A stretch of text between the bounds of two elements.
#[derive(Debug)]
pub(super) struct Block {
    /// The innermost element around it.
    pub(super) element: usize,
    /// With single spaces; a newline where the page breaks the line.
    pub(super) text: String,
    /// How many of its bytes are links.
    pub(super) linked: usize,
    /// Why it is furniture, if its words give it away.
    pub(super) furniture: Option<&'static str>,
}

/// What an element says about the article.
#[derive(Debug)]
pub(super) struct Note {
    pub(super) kind: NoteKind,
    /// The attribute that carries a value for machines, if there is one.
    pub(super) value: Option<String>,
    pub(super) text: String,
    /// How many blocks came before.
    pub(super) at: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoteKind {
    Author,
    /// By class only.
    Byline,
    DatePublished,
    DateModified,
    Time,
    /// By class only.
    Date,
    Headline,
}

/// Reads a page.
pub(super) fn scan(document: &Document, pages: &Pages) -> Scan {
    let mut walk = Walk {
        tree: &document.tree,
        pages,
        scan: Scan::default(),
        line: Line::default(),
        open: Vec::new(),
        key: String::new(),
    };
    walk.scan.elements.push(Element { parent: 0, tag: Tag::Other, part: None, blocks: 0..0 });
    walk.run(document.root().id);
    walk.flush();
    walk.scan.elements[0].blocks.end = walk.scan.blocks.len();
    walk.scan
}

struct Walk<'a> {
    tree: &'a Tree,
    pages: &'a Pages,
    scan: Scan,
    line: Line,
    /// Elements that are open, innermost last.
    open: Vec<usize>,
    /// Scratch for class names.
    key: String,
}

/// The block that is being read.
#[derive(Default)]
struct Line {
    text: String,
    linked: usize,
    n_links: usize,
    /// How many of the open elements are furniture inside a line.
    n_muted: usize,
}

/// What a node asks the walk to do.
enum Step {
    Skip,
    Descend,
    Open(Element),
    Link,
    Mute,
}

impl Walk<'_> {
    fn run(&mut self, root: NodeId) {
        // A node, and whether it is being left.
        let mut stack = vec![(root, Leave::No)];
        let mut n_nodes = 0;
        while let Some((id, leave)) = stack.pop() {
            match leave {
                Leave::No => {}
                Leave::Link => {
                    self.line.n_links -= 1;
                    continue;
                }
                Leave::Muted => {
                    self.line.n_muted -= 1;
                    continue;
                }
                Leave::Element => {
                    self.close();
                    continue;
                }
            }
            n_nodes += 1;
            if n_nodes > MAX_NODES {
                self.scan.cut = true;
                continue;
            }
            match self.enter(id) {
                Step::Skip => continue,
                Step::Descend => {}
                Step::Link => {
                    self.line.n_links += 1;
                    stack.push((id, Leave::Link));
                }
                Step::Mute => {
                    self.line.n_muted += 1;
                    stack.push((id, Leave::Muted));
                }
                Step::Open(element) => {
                    self.flush();
                    self.open.push(self.scan.elements.len());
                    self.scan.elements.push(element);
                    stack.push((id, Leave::Element));
                }
            }
            stack.extend(self.tree.child_ids_of_it(&id, true).map(|child| (child, Leave::No)));
        }
    }

    fn enter(&mut self, id: NodeId) -> Step {
        let tree = self.tree;
        tree.query_node_or(&id, Step::Skip, |node| match &node.data {
            NodeData::Text { contents } => {
                self.line.push(contents);
                Step::Skip
            }
            NodeData::Element(element) => self.element(id, element),
            NodeData::Document | NodeData::Fragment => Step::Descend,
            _ => Step::Skip,
        })
    }

    fn element(&mut self, id: NodeId, element: &dom_query::Element) -> Step {
        let attribute = |name: &str| {
            element.attrs.iter().find(|it| &*it.name.local == name).map(|it| it.value.as_ref())
        };
        let tag = match &*element.name.local {
            "script" => {
                if attribute("type")
                    .is_some_and(|it| it.eq_ignore_ascii_case("application/ld+json"))
                {
                    self.scan.linked.push(self.text_of(id, usize::MAX));
                }
                return Step::Skip;
            }
            "style" | "template" | "svg" | "math" | "iframe" | "object" | "embed" | "video"
            | "audio" | "canvas" | "select" | "button" | "textarea" | "input" | "option"
            | "datalist" | "dialog" | "map" | "progress" | "rt" | "rp" | "menu" | "img"
            | "picture" | "source" | "applet" | "frameset" | "hr" => {
                if matches!(&*element.name.local, "hr") {
                    self.flush();
                }
                return Step::Skip;
            }
            "title" => {
                if self.scan.title.is_empty() {
                    self.scan.title = self.text_of(id, 1000);
                }
                return Step::Skip;
            }
            "meta" => {
                self.meta(&attribute);
                return Step::Skip;
            }
            "link" => {
                if attribute("rel").is_some_and(|it| it.eq_ignore_ascii_case("canonical"))
                    && self.scan.canonical.is_none()
                {
                    self.scan.canonical = attribute("href").map(str::to_owned);
                }
                return Step::Skip;
            }
            "br" => {
                self.break_line();
                return Step::Skip;
            }
            "html" => {
                self.scan.language = attribute("lang").or(attribute("xml:lang")).map(str::to_owned);
                return Step::Descend;
            }
            "head" | "body" => return Step::Descend,
            "article" => Tag::Article,
            "main" => Tag::Main,
            "section" => Tag::Section,
            "h1" => Tag::Heading(1),
            "h2" => Tag::Heading(2),
            "h3" => Tag::Heading(3),
            "h4" => Tag::Heading(4),
            "h5" | "h6" => Tag::Heading(5),
            "p" => Tag::Paragraph,
            "li" | "dd" | "dt" => Tag::Item,
            "ul" | "ol" | "dl" => Tag::List,
            "blockquote" => Tag::Quote,
            "table" => Tag::Table,
            "td" | "th" | "caption" => Tag::Cell,
            "figure" | "figcaption" => Tag::Figure,
            "aside" | "nav" | "footer" => Tag::Aside,
            "header" => Tag::Header,
            "form" | "fieldset" => Tag::Form,
            "a" => Tag::Link,
            _ => Tag::Other,
        };
        let name = &*element.name.local;
        let part = self.part(tag, name, &attribute);
        self.note(id, name, tag, part, &attribute);
        let in_heading =
            self.open.last().is_some_and(|&i| matches!(self.scan.elements[i].tag, Tag::Heading(_)));
        if in_heading && tag == Tag::Other && !INLINE.contains(&name) {
            self.line.push(" ");
            return Step::Descend;
        }
        if INLINE.contains(&name) {
            let in_line = !self.line.text.is_empty()
                || self.open.last().is_some_and(|&i| {
                    matches!(
                        self.scan.elements[i].tag,
                        Tag::Paragraph | Tag::Item | Tag::Heading(_) | Tag::Quote
                    )
                });
            return match (part, tag) {
                (Some(Part::Furniture(_)), Tag::Other) if in_line && name == "span" => Step::Mute,
                (Some(Part::Furniture(_) | Part::Byline | Part::Date), Tag::Other) if !in_line => {
                    Step::Open(self.opened(tag, part))
                }
                (_, Tag::Link) => Step::Link,
                _ => Step::Descend,
            };
        }
        Step::Open(self.opened(tag, part))
    }

    fn opened(&self, tag: Tag, part: Option<Part>) -> Element {
        let parent = self.open.last().copied().unwrap_or(0);
        Element { parent, tag, part, blocks: self.scan.blocks.len()..0 }
    }

    fn close(&mut self) {
        self.flush();
        if let Some(i) = self.open.pop() {
            self.scan.elements[i].blocks.end = self.scan.blocks.len();
            if self.scan.elements[i].blocks.start > self.scan.elements[i].blocks.end {
                self.scan.elements[i].blocks.start = self.scan.elements[i].blocks.end;
            }
        }
    }

    /// Ends the block that is being read.
    fn flush(&mut self) {
        let text = self.line.text.trim();
        if !text.is_empty() {
            let element = self.open.last().copied().unwrap_or(0);
            let linked = self.line.linked.min(text.len());
            let furniture = furniture::reason(text, self.pages);
            self.scan.blocks.push(Block { element, text: text.to_owned(), linked, furniture });
        }
        self.line.text.clear();
        self.line.linked = 0;
    }

    /// One break is a newline, two end the block.
    fn break_line(&mut self) {
        if self.line.text.trim_end_matches(' ').ends_with('\n') {
            self.flush();
        } else if !self.line.text.is_empty() {
            while self.line.text.ends_with(' ') {
                self.line.text.pop();
            }
            self.line.text.push('\n');
        }
    }

    fn meta<'e>(&mut self, attribute: &impl Fn(&str) -> Option<&'e str>) {
        let name = attribute("property")
            .or(attribute("name"))
            .or(attribute("itemprop"))
            .or(attribute("http-equiv"));
        if let (Some(name), Some(content)) = (name, attribute("content")) {
            let content = content.trim();
            if !content.is_empty() {
                self.scan.metas.push((name.trim().to_ascii_lowercase(), content.to_owned()));
            }
        }
    }

    /// What an element's attributes say that it holds; the tag speaks where they are silent.
    fn part<'e>(
        &mut self,
        tag: Tag,
        name: &str,
        attribute: &impl Fn(&str) -> Option<&'e str>,
    ) -> Option<Part> {
        if matches!(attribute("itemprop"), Some("articleBody")) {
            return Some(Part::Body);
        }
        if attribute("hidden").is_some()
            || attribute("style").is_some_and(hides)
            || attribute("aria-modal").is_some()
        {
            return Some(Part::Furniture("page"));
        }
        if matches!(
            attribute("role"),
            Some(
                "navigation"
                    | "complementary"
                    | "banner"
                    | "contentinfo"
                    | "search"
                    | "dialog"
                    | "alert"
                    | "tooltip"
                    | "menu"
                    | "tablist"
                    | "toolbar"
            )
        ) {
            return Some(Part::Furniture("page"));
        }
        let mut found = None;
        for value in
            ["class", "id", "data-testid", "data-component"].into_iter().filter_map(attribute)
        {
            let part = self.named(value);
            found = match (found, part) {
                (Some(Part::Furniture(_)), _) | (_, None) => found,
                _ => part,
            };
        }
        match (name, tag) {
            ("figcaption" | "caption", _) => Some(Part::Furniture("caption")),
            ("nav" | "footer" | "fieldset" | "noscript", _) => Some(Part::Furniture("page")),
            ("aside", _) if found != Some(Part::Body) => Some(Part::Furniture("related")),
            ("form", _) if found != Some(Part::Body) => Some(Part::Furniture("subscribe")),
            // A class on the article itself often tells its topic, not its part.
            (_, Tag::Article | Tag::Main) => match found {
                Some(Part::Furniture("related" | "comments" | "advertisement"))
                | Some(Part::Body) => found,
                _ => None,
            },
            (_, Tag::Figure) if found.is_none() => Some(Part::Furniture("caption")),
            _ => found,
        }
    }

    /// What class names mean: the first furniture among them, else the last part.
    fn named(&mut self, value: &str) -> Option<Part> {
        let mut found = None;
        let mut words: Vec<(usize, usize)> = Vec::with_capacity(8);
        for class in value.split_ascii_whitespace().take(24) {
            words.clear();
            self.key.clear();
            split(class, &mut self.key, &mut words);
            let mut i = 0;
            while i < words.len() {
                let hit = (1..=3.min(words.len() - i)).rev().find_map(|n| {
                    let key = &self.key[words[i].0..words[i + n - 1].1];
                    self.pages.part(key).map(|part| (n, part))
                });
                match hit {
                    Some((n, None)) => i += n,
                    Some((_, Some(part @ Part::Furniture(_)))) => return Some(part),
                    Some((n, Some(part))) => {
                        found = match found {
                            Some(Part::Body) => found,
                            _ => Some(part),
                        };
                        i += n;
                    }
                    // "has-sidebar", "tag-weather": the next word tells of the page or the topic.
                    None if ABOUT.contains(&&self.key[words[i].0..words[i].1]) => i += 2,
                    None => i += 1,
                }
            }
        }
        found
    }

    fn note<'e>(
        &mut self,
        id: NodeId,
        name: &str,
        tag: Tag,
        part: Option<Part>,
        attribute: &impl Fn(&str) -> Option<&'e str>,
    ) {
        let itemprop = attribute("itemprop").unwrap_or("");
        let kind = match (itemprop, name) {
            (it, _) if it.contains("datePublished") || it.contains("dateCreated") => {
                NoteKind::DatePublished
            }
            ("dateModified", _) => NoteKind::DateModified,
            ("author" | "creator", _) => NoteKind::Author,
            ("headline", _) => NoteKind::Headline,
            (_, "time") => NoteKind::Time,
            (_, "a")
                if attribute("rel").is_some_and(|it| it.split(' ').any(|it| it == "author")) =>
            {
                NoteKind::Author
            }
            (_, "abbr") if attribute("class").is_some_and(|it| it.contains("published")) => {
                NoteKind::DatePublished
            }
            (_, "h1") => NoteKind::Headline,
            _ => match part {
                Some(Part::Byline) if tag != Tag::Article => NoteKind::Byline,
                Some(Part::Date) if tag != Tag::Article => NoteKind::Date,
                _ => return,
            },
        };
        let value = match kind {
            NoteKind::Author | NoteKind::Byline | NoteKind::Headline => attribute("content"),
            _ => attribute("content")
                .or(attribute("datetime"))
                .or(attribute("title"))
                .or(attribute("data-datetime"))
                .or(attribute("data-timestamp")),
        };
        let text = self.text_of(id, MAX_NOTE_BYTES);
        if text.is_empty() && value.is_none() {
            return;
        }
        let at = self.scan.blocks.len();
        self.scan.notes.push(Note { kind, value: value.map(str::to_owned), text, at });
    }

    /// The text in an element, with single spaces, up to about `limit` bytes.
    fn text_of(&self, id: NodeId, limit: usize) -> String {
        let mut line = Line::default();
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            if line.text.len() > limit {
                break;
            }
            self.tree.query_node(&id, |node| match &node.data {
                NodeData::Text { contents } => line.push(contents),
                NodeData::Element(element) => {
                    let name = &*element.name.local;
                    if limit == usize::MAX
                        || !matches!(name, "script" | "style" | "svg" | "noscript")
                    {
                        if !INLINE.contains(&name) {
                            line.push(" ");
                        }
                        stack.extend(self.tree.child_ids_of_it(&id, true));
                    }
                }
                _ => {}
            });
        }
        line.text.trim().to_owned()
    }
}

enum Leave {
    No,
    Link,
    Muted,
    Element,
}

impl Line {
    fn push(&mut self, text: &str) {
        if self.n_muted > 0 {
            return;
        }
        let before = self.text.len();
        for c in text.chars() {
            if !(c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}') {
                if c != '\u{ad}' {
                    self.text.push(c);
                }
            } else if c.is_whitespace()
                && !self.text.is_empty()
                && !self.text.ends_with([' ', '\n'])
            {
                self.text.push(' ');
            }
        }
        if self.n_links > 0 {
            self.linked += self.text.len() - before;
        }
    }
}

/// Words of class names after which a topic or a state of the page is told.
const ABOUT: &[&str] = &[
    "has",
    "no",
    "with",
    "without",
    "is",
    "not",
    "tag",
    "category",
    "cat",
    "topic",
    "enable",
    "show",
    "elementor",
    "type",
    "format",
    "section",
];

/// Elements that are part of a line.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// Whether a style takes an element off the page.
fn hides(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    ["display:none", "display: none", "visibility:hidden", "visibility: hidden"]
        .iter()
        .any(|it| style.contains(it))
}

/// The words of a class name, lower case and joined by spaces in `key`; `words` are their ranges in it.
///
/// A word ends at a sign, at a digit, and before an upper-case letter after a lower-case one.
fn split(class: &str, key: &mut String, words: &mut Vec<(usize, usize)>) {
    let mut start = key.len();
    let mut after_lower = false;
    for c in class.chars().take(120) {
        let ends = !c.is_alphabetic() || (c.is_uppercase() && after_lower);
        if ends && key.len() > start {
            words.push((start, key.len()));
            key.push(' ');
            start = key.len();
        }
        if c.is_alphabetic() {
            key.extend(c.to_lowercase());
        }
        after_lower = c.is_lowercase();
    }
    if key.len() > start {
        words.push((start, key.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_names_are_split() {
        for (class, expected) in [
            ("article-body", "article body"),
            ("articleBody_x1", "article body x"),
            ("RelatedPosts", "related posts"),
            ("--", ""),
        ] {
            let (mut key, mut words) = (String::new(), Vec::new());
            split(class, &mut key, &mut words);
            assert_eq!(key.trim_end(), expected);
        }
    }
}
