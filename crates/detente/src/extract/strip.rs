//! HTML without a tree: how deep it nests, and its bare text.
//!
//! Both run once over the bytes, whatever the markup, so that a page made to hurt does not.

/// The deepest nesting of elements, as far as tags show it, counted no further than `limit`.
///
/// Elements that end themselves where the next begins (`p`, `li`, `td` …) do not count.
pub(super) fn depth(html: &str, limit: usize) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for tag in tags(html) {
        if SELF_ENDING.contains(&tag.name.as_str()) || tag.closed {
            continue;
        }
        depth = if tag.ends { depth.saturating_sub(1) } else { depth + 1 };
        deepest = deepest.max(depth);
        if deepest >= limit {
            break;
        }
    }
    deepest
}

/// The text between the tags, without scripts and styles; blocks are set off by empty lines.
pub(super) fn text(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut at = 0;
    let mut hidden: Option<String> = None;
    for tag in tags(html) {
        if hidden.is_none() {
            push_text(&html[at..tag.start], &mut out);
        }
        at = tag.end;
        match &hidden {
            Some(name) if tag.ends && *name == tag.name => hidden = None,
            Some(_) => {}
            None if HIDDEN.contains(&tag.name.as_str()) && !tag.ends && !tag.closed => {
                hidden = Some(tag.name);
            }
            None if !INLINE.contains(&tag.name.as_str()) => out.push_str("\n\n"),
            None => {}
        }
    }
    if hidden.is_none() {
        push_text(&html[at.min(html.len())..], &mut out);
    }
    tidy(&out)
}

const HIDDEN: &[&str] = &["noscript", "script", "style", "svg", "template", "title"];
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "wbr",
];
const SELF_ENDING: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

struct Tag {
    start: usize,
    end: usize,
    /// Lower case; empty for comments and declarations.
    name: String,
    ends: bool,
    closed: bool,
}

fn tags(html: &str) -> impl Iterator<Item = Tag> + '_ {
    let bytes = html.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + bytes.get(at..)?.iter().position(|b| *b == b'<')?;
            let ends = bytes.get(start + 1) == Some(&b'/');
            let from = start + 1 + usize::from(ends);
            // Before the end is looked for, so that a row of `<` is not searched anew from each.
            if !bytes.get(from).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'!' | b'?'))
            {
                at = start + 1;
                continue;
            }
            let mark = if bytes[start..].starts_with(b"<!--") { "-->" } else { ">" };
            let end = html[start..].find(mark).map_or(bytes.len(), |n| start + n + mark.len());
            let name: String = bytes[from..end]
                .iter()
                .take_while(|b| b.is_ascii_alphanumeric())
                .map(|b| char::from(b.to_ascii_lowercase()))
                .collect();
            at = end;
            let closed = name.is_empty() || bytes[..end].ends_with(b"/>");
            return Some(Tag { start, end, name, ends, closed });
        }
    })
}

/// Text with its entities read and its white space made single spaces.
fn push_text(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        push_spaced(&rest[..at], out);
        rest = &rest[at..];
        let Some((read, length)) = entity(rest) else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        out.push(read);
        rest = &rest[length..];
    }
    push_spaced(rest, out);
}

fn push_spaced(text: &str, out: &mut String) {
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
    }
}

/// The character of the entity at the beginning, and its length in bytes.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|b| b == b';')?;
    let name = &text[1..end];
    let read = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "#39" => '\'',
        "nbsp" => ' ',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "copy" => '©',
        "laquo" => '«',
        "raquo" => '»',
        "bdquo" => '„',
        "sbquo" => '‚',
        "euro" => '€',
        "szlig" => 'ß',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "agrave" => 'à',
        "aacute" => 'á',
        "acirc" => 'â',
        "atilde" => 'ã',
        "aring" => 'å',
        "aelig" => 'æ',
        "ccedil" => 'ç',
        "egrave" => 'è',
        "eacute" => 'é',
        "ecirc" => 'ê',
        "iacute" => 'í',
        "icirc" => 'î',
        "ntilde" => 'ñ',
        "oacute" => 'ó',
        "ocirc" => 'ô',
        "otilde" => 'õ',
        "oslash" => 'ø',
        "uacute" => 'ú',
        "ugrave" => 'ù',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')?
        }
    };
    Some((read, end + 1))
}

/// One empty line between blocks, no white space at line ends.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_people_see() {
        for (html, expected) in [
            ("<p>One &amp; two</p><p>three", "One & two\n\nthree"),
            ("a <b>bold</b>\n word<script>var x = '<p>';</script>", "a bold word"),
            ("<!-- <p>no --><p>yes", "yes"),
            ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
            ("<p>cut <", "cut <"),
            ("&#8217;&#x201c;&bogus;&", "’“&bogus;&"),
            ("<style>never ended", ""),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[test]
    fn depth_is_counted() {
        assert_eq!(depth("<div><p><p><p><span></span></div>", 100), 2);
        assert_eq!(depth(&"<div>".repeat(100_000), 500), 500);
        assert_eq!(depth(&"<".repeat(3_000_000), 500), 0);
    }
}
