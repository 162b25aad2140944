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

/// Values taken from a page's scripts.
const MAX_STATES: usize = 64;

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
    /// What other scripts hold under a key that speaks of publication, in document order.
    pub(super) states: Vec<String>,
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
    /// Whether it stands in a quotation, as a post of somebody else does that the article shows.
    pub(super) in_quote: bool,
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
        let (name, attributes) = (&*element.name.local, Attributes(element));
        if let Some(step) = self.about(id, name, attributes) {
            return step;
        }
        let tag = Tag::of(name);
        let part = self.part(tag, name, attributes);
        self.note(id, name, tag, part, attributes);
        self.step(tag, name, part)
    }

    /// Elements that hold no text of the page: what it says of itself is kept, the rest passed over.
    fn about(&mut self, id: NodeId, name: &str, attributes: Attributes<'_>) -> Option<Step> {
        match name {
            "script" => self.script(id, attributes),
            "title" if self.scan.title.is_empty() => self.scan.title = self.text_of(id, 1000),
            "meta" => self.meta(attributes),
            "link" => self.link(attributes),
            "br" => self.break_line(),
            "hr" => self.flush(),
            "html" => {
                let language = attributes.get("lang").or(attributes.get("xml:lang"));
                self.scan.language = language.map(str::to_owned);
                return Some(Step::Descend);
            }
            "head" | "body" => return Some(Step::Descend),
            _ if is_passed_over(name) => {}
            _ => return None,
        }
        Some(Step::Skip)
    }

    fn script(&mut self, id: NodeId, attributes: Attributes<'_>) {
        let kind = attributes.get("type");
        if kind.is_some_and(|it| it.eq_ignore_ascii_case("application/ld+json")) {
            self.scan.linked.push(self.text_of(id, usize::MAX));
        } else if self.scan.states.len() < MAX_STATES {
            for child in self.tree.child_ids_of_it(&id, false) {
                let states = &mut self.scan.states;
                self.tree.query_node(&child, |node| {
                    if let NodeData::Text { contents } = &node.data {
                        states.extend(published_values(contents).map(str::to_owned));
                    }
                });
            }
        }
    }

    fn link(&mut self, attributes: Attributes<'_>) {
        let is_canonical =
            attributes.get("rel").is_some_and(|it| it.eq_ignore_ascii_case("canonical"));
        if is_canonical && self.scan.canonical.is_none() {
            self.scan.canonical = attributes.get("href").map(str::to_owned);
        }
    }

    /// What an element with text does to the blocks around it.
    fn step(&mut self, tag: Tag, name: &str, part: Option<Part>) -> Step {
        let is_inline = INLINE.contains(&name);
        if is_inline {
            return self.inline(tag, name, part);
        }
        if tag == Tag::Other && matches!(self.innermost(), Some(Tag::Heading(_))) {
            self.line.push(" ");
            return Step::Descend;
        }
        Step::Open(self.opened(tag, part))
    }

    /// What is part of a line stays in it, unless it stands by itself and says who or when.
    fn inline(&self, tag: Tag, name: &str, part: Option<Part>) -> Step {
        let in_line = !self.line.text.is_empty()
            || matches!(
                self.innermost(),
                Some(Tag::Paragraph | Tag::Item | Tag::Heading(_) | Tag::Quote)
            );
        match (part, tag) {
            (Some(Part::Furniture(_)), Tag::Other) if in_line && name == "span" => Step::Mute,
            (Some(Part::Furniture(_) | Part::Byline | Part::Date), Tag::Other) if !in_line => {
                Step::Open(self.opened(tag, part))
            }
            (_, Tag::Link) => Step::Link,
            _ => Step::Descend,
        }
    }

    /// The tag of the innermost element that is open.
    fn innermost(&self) -> Option<Tag> {
        self.open.last().map(|&i| self.scan.elements[i].tag)
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

    fn meta(&mut self, attributes: Attributes<'_>) {
        let name = ["property", "name", "itemprop", "http-equiv"];
        let name = name.into_iter().find_map(|it| attributes.get(it));
        if let (Some(name), Some(content)) = (name, attributes.get("content")) {
            let content = content.trim();
            if !content.is_empty() {
                self.scan.metas.push((name.trim().to_ascii_lowercase(), content.to_owned()));
            }
        }
    }

    /// What an element's attributes say that it holds; the tag speaks where they are silent.
    fn part(&mut self, tag: Tag, name: &str, attributes: Attributes<'_>) -> Option<Part> {
        if attributes.get("itemprop") == Some("articleBody") {
            return Some(Part::Body);
        }
        if is_hidden(attributes) || attributes.get("role").is_some_and(is_page_role) {
            return Some(Part::Furniture("page"));
        }
        let mut found = None;
        let names = ["class", "id", "data-testid", "data-component"];
        for value in names.into_iter().filter_map(|it| attributes.get(it)) {
            let part = self.named(value);
            found = match (found, part) {
                (Some(Part::Furniture(_)), _) | (_, None) => found,
                _ => part,
            };
        }
        of_tag(tag, name, found)
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

    fn note(
        &mut self,
        id: NodeId,
        name: &str,
        tag: Tag,
        part: Option<Part>,
        attributes: Attributes<'_>,
    ) {
        let Some(kind) = note_kind(name, tag, part, attributes) else { return };
        let names: &[&str] = match kind {
            NoteKind::Author | NoteKind::Byline | NoteKind::Headline => &["content"],
            _ => &["content", "datetime", "title", "data-datetime", "data-timestamp"],
        };
        let value = names.iter().find_map(|it| attributes.get(it)).map(str::to_owned);
        let text = self.text_of(id, MAX_NOTE_BYTES);
        if text.is_empty() && value.is_none() {
            return;
        }
        let at = self.scan.blocks.len();
        let in_quote = self.open.iter().any(|&i| self.scan.elements[i].tag == Tag::Quote);
        self.scan.notes.push(Note { kind, value, text, at, in_quote });
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

/// The attributes of an element.
#[derive(Clone, Copy)]
struct Attributes<'e>(&'e dom_query::Element);

impl<'e> Attributes<'e> {
    fn get(self, name: &str) -> Option<&'e str> {
        self.0.attrs.iter().find(|it| &*it.name.local == name).map(|it| it.value.as_ref())
    }
}

impl Tag {
    fn of(name: &str) -> Tag {
        match name {
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
        }
    }
}

/// What an element says about the article, if anything.
fn note_kind(
    name: &str,
    tag: Tag,
    part: Option<Part>,
    attributes: Attributes<'_>,
) -> Option<NoteKind> {
    let itemprop = attributes.get("itemprop").unwrap_or("");
    let has =
        |attribute: &str, is: &dyn Fn(&str) -> bool| attributes.get(attribute).is_some_and(is);
    let kind = match (itemprop, name) {
        (it, _) if it.contains("datePublished") || it.contains("dateCreated") => {
            NoteKind::DatePublished
        }
        ("dateModified", _) => NoteKind::DateModified,
        ("author" | "creator", _) => NoteKind::Author,
        ("headline", _) => NoteKind::Headline,
        (_, "time") => NoteKind::Time,
        (_, "a") if has("rel", &|it| it.split(' ').any(|it| it == "author")) => NoteKind::Author,
        (_, "abbr") if has("class", &|it| it.contains("published")) => NoteKind::DatePublished,
        (_, "h1") => NoteKind::Headline,
        _ if tag == Tag::Article => return None,
        _ => match part? {
            Part::Byline => NoteKind::Byline,
            Part::Date => NoteKind::Date,
            _ => return None,
        },
    };
    Some(kind)
}

/// What an element holds by its tag, and by what its class says.
fn of_tag(tag: Tag, name: &str, found: Option<Part>) -> Option<Part> {
    match (name, tag) {
        ("figcaption" | "caption", _) => Some(Part::Furniture("caption")),
        ("nav" | "footer" | "fieldset" | "noscript", _) => Some(Part::Furniture("page")),
        ("aside", _) if found != Some(Part::Body) => Some(Part::Furniture("related")),
        ("form", _) if found != Some(Part::Body) => Some(Part::Furniture("subscribe")),
        // A class on the article itself often tells its topic, not its part.
        (_, Tag::Article | Tag::Main) => match found {
            Some(Part::Furniture("related" | "comments" | "advertisement")) | Some(Part::Body) => {
                found
            }
            _ => None,
        },
        (_, Tag::Figure) if found.is_none() => Some(Part::Furniture("caption")),
        _ => found,
    }
}

/// Elements that hold nothing to read.
fn is_passed_over(name: &str) -> bool {
    matches!(
        name,
        "style"
            | "title"
            | "template"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "embed"
            | "video"
            | "audio"
            | "canvas"
            | "select"
            | "button"
            | "textarea"
            | "input"
            | "option"
            | "datalist"
            | "dialog"
            | "map"
            | "progress"
            | "rt"
            | "rp"
            | "menu"
            | "img"
            | "picture"
            | "source"
            | "applet"
            | "frameset"
    )
}

/// Roles of elements (WAI-ARIA) that belong to the page and not to the article.
fn is_page_role(role: &str) -> bool {
    matches!(
        role,
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
}

/// Whether an element is not shown, or only over the page.
fn is_hidden(attributes: Attributes<'_>) -> bool {
    attributes.get("hidden").is_some()
        || attributes.get("style").is_some_and(hides)
        || attributes.get("aria-modal").is_some()
}

/// The strings that a script holds under keys such as `"publishedAt"` or `"datePublished"`.
fn published_values(script: &str) -> impl Iterator<Item = &str> {
    let at = memchr::memmem::find_iter(script.as_bytes(), b"ublish");
    at.filter_map(|at| {
        let rest = script.get(at..)?;
        let (key, rest) = rest.split_once('"')?;
        let is_key = key.len() < 24 && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let value = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        let value = value.split('"').next()?;
        (is_key && (8..40).contains(&value.len())).then_some(value)
    })
    .take(MAX_STATES)
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
