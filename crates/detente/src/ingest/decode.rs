//! Bytes to text: byte-order marks, charsets, and what to do where they lie.

use crate::ingest::Found;
use crate::ingest::Given;
use crate::ingest::MAX_BODY_BYTES;
use crate::ingest::Skipped;
use crate::model::MediaType;
use crate::model::RawDocument;
use crate::model::Warned;
use crate::model::Warning;
use chardetng::EncodingDetector;
use chardetng::Iso2022JpDetection;
use chardetng::Utf8Detection;
use encoding_rs::Encoding;
use sha2::Digest;
use sha2::Sha256;
use std::fmt::Write;

/// What a decoder gives; the warnings are about the bytes.
pub(super) type Decoded = Warned<String>;

/// One document from a whole input, or the reason why it cannot be one.
pub(super) fn whole(
    given: Given,
    bytes: Vec<u8>,
    media_type: MediaType,
    decode: impl Fn(&[u8]) -> Decoded,
) -> Found {
    let Given { name, url, crawled, mut warnings, .. } = given;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Found::Skipped(Skipped { name, reason: "empty" });
    }
    if is_binary(&bytes) {
        return Found::Skipped(Skipped { name, reason: "binary" });
    }
    let sha256 = hex_digest(&bytes);
    let body = decode(&bytes).split_into(&mut warnings);
    let raw =
        RawDocument { name, url, media_type, body, sha256, crawled, ..RawDocument::default() };
    Found::Document(Warned { value: raw, warnings })
}

/// The warning for a body that was cut.
pub(super) fn cut() -> Warning {
    Warning::new("ingest.cut", format!("only the first {MAX_BODY_BYTES} bytes were read"))
}

/// Plain text: a byte-order mark decides, then UTF-16 that shows by its zeros, then UTF-8 with replacement.
pub(super) fn text(bytes: &[u8]) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return with_encoding(encoding, &bytes[length..]);
    }
    if let Some(encoding) = utf16_by_zeros(bytes) {
        let mut decoded = with_encoding(encoding, bytes);
        let message = format!("no byte-order mark; read as {}", encoding.name());
        decoded.warnings.insert(0, Warning::new("ingest.guessed_encoding", message));
        return decoded;
    }
    utf8(bytes)
}

/// A page: as [`text`], and where it is not UTF-8, by its own `charset`, else by what its bytes look like.
pub(super) fn page(bytes: &[u8]) -> Decoded {
    markup(bytes, None)
}

/// A page or feed. A byte-order mark decides, then UTF-8 if it is that, then what the server said, then what it says itself.
pub(super) fn markup(bytes: &[u8], stated: Option<&'static Encoding>) -> Decoded {
    if Encoding::for_bom(bytes).is_some() || utf16_by_zeros(bytes).is_some() {
        return text(bytes);
    }
    let stated = stated.or_else(|| charset(bytes));
    // Text in ISO-2022-JP is valid UTF-8 too, but full of escapes.
    let is_escaped = stated == Some(encoding_rs::ISO_2022_JP) && bytes.contains(&0x1b);
    if let Ok(valid) = std::str::from_utf8(bytes)
        && !is_escaped
    {
        return Warned::clean(valid.to_owned());
    }
    match stated {
        Some(encoding) if encoding != encoding_rs::UTF_8 => with_encoding(encoding, bytes),
        Some(_) => utf8(bytes),
        None => {
            let encoding = guessed(bytes);
            let mut decoded = with_encoding(encoding, bytes);
            let message =
                format!("neither UTF-8 nor a charset stated; read as {}", encoding.name());
            decoded.warnings.push(Warning::new("ingest.guessed_encoding", message));
            decoded
        }
    }
}

/// The encoding the bytes look most like.
fn guessed(bytes: &[u8]) -> &'static Encoding {
    // Some thousands of letters outside ASCII are enough.
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, Utf8Detection::Allow)
}

/// The charset in a `Content-Type`.
pub(super) fn charset_of(content_type: &str) -> Option<&'static Encoding> {
    let lower = content_type.to_ascii_lowercase();
    let (_, label) = lower.split_once("charset=")?;
    Encoding::for_label(label.split([';', ',']).next()?.trim_matches(['"', '\'', ' ']).as_bytes())
}

/// Whether a text from a feed is markup: it has an end tag, or one that stands alone.
pub(super) fn looks_like_markup(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["</", "<p>", "<br", "<img", "<p ", "&lt;", "&amp;", "&nbsp;", "&#"]
        .iter()
        .any(|it| lower.contains(it))
}

/// A title without the tags and entities that some feeds leave in it.
pub(super) fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        match tag.split_once('>') {
            Some((name, after))
                if name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') =>
            {
                rest = after;
            }
            _ => {
                out.push('<');
                rest = tag;
            }
        }
    }
    out.push_str(rest);
    let plain = quick_xml::escape::unescape_with(&out, quick_xml::escape::resolve_html5_entity);
    plain.map(|it| it.trim().to_owned()).unwrap_or_else(|_| out.trim().to_owned())
}

/// UTF-8, with U+FFFD and a warning where it is not.
pub(super) fn utf8(bytes: &[u8]) -> Decoded {
    match String::from_utf8_lossy(bytes) {
        std::borrow::Cow::Borrowed(valid) => Warned::clean(valid.to_owned()),
        std::borrow::Cow::Owned(mended) => Warned { value: mended, warnings: vec![not_utf8()] },
    }
}

/// The first bytes of an input as text, for recognizing its format.
pub(super) fn head(bytes: &[u8]) -> String {
    text(bytes).value
}

/// Lower-case hexadecimal SHA-256.
pub(super) fn hex_digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut out, byte| {
        write!(out, "{byte:02x}").expect("a String takes all that is written");
        out
    })
}

fn not_utf8() -> Warning {
    Warning::new("ingest.invalid_utf8", "not valid UTF-8; U+FFFD stands for what is not")
}

fn with_encoding(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (value, had_errors) = encoding.decode_without_bom_handling(bytes);
    let mut warnings = Vec::new();
    if had_errors {
        let message = format!("not valid {}; U+FFFD stands for what is not", encoding.name());
        let code = if encoding == encoding_rs::UTF_8 {
            "ingest.invalid_utf8"
        } else {
            "ingest.invalid_encoding"
        };
        warnings.push(Warning::new(code, message));
    }
    Warned { value: value.into_owned(), warnings }
}

/// UTF-16 of mostly Latin text has a zero in nearly every second byte.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024) & !1];
    if head.len() < 8 {
        return None;
    }
    let zeros = |offset: usize| head[offset..].iter().step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if odd * 10 > half * 7 && even * 20 < half {
        return Some(encoding_rs::UTF_16LE);
    }
    (even * 10 > half * 7 && odd * 20 < half).then_some(encoding_rs::UTF_16BE)
}

/// The charset a page states in its first bytes.
fn charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let xml = head.starts_with(b"<?xml").then_some(&b"encoding="[..]);
    let label =
        |name: &[u8]| head.windows(name.len()).position(|w| w == name).map(|at| at + name.len());
    let at = xml.and_then(label).or_else(|| label(b"charset="))?;
    let label: Vec<u8> = head[at..]
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
        .collect();
    Encoding::for_label(&label)
}

/// Files that are something else altogether, or mostly control bytes.
fn is_binary(bytes: &[u8]) -> bool {
    const MAGIC: &[&[u8]] = &[
        b"%PDF-",
        b"PK\x03\x04",
        b"\x1f\x8b",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"\x7fELF",
        b"\xfd7zXZ",
        b"\x28\xb5\x2f\xfd",
        b"BZh",
        b"SQLite format 3",
        b"PAR1",
    ];
    if MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return true;
    }
    if Encoding::for_bom(bytes).is_some() || utf16_by_zeros(bytes).is_some() {
        return false;
    }
    let head = &bytes[..bytes.len().min(8192)];
    let odd = |b: &u8| *b < 32 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    let n_odd = head.iter().filter(|b| odd(b)).count();
    // Texts may hold some zeros; what is not even UTF-8 needs fewer to be something else.
    let is_utf8 = !matches!(std::str::from_utf8(head), Err(error) if error.error_len().is_some());
    n_odd * if is_utf8 { 3 } else { 20 } > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(decode: fn(&[u8]) -> Decoded, bytes: &[u8], expected: &str, codes: &[&str]) {
        let decoded = decode(bytes);
        assert_eq!(decoded.value, expected);
        assert_eq!(decoded.warnings.iter().map(|w| w.code).collect::<Vec<_>>(), codes);
    }

    #[test]
    fn text_is_decoded() {
        check(text, "Gondor’s".as_bytes(), "Gondor’s", &[]);
        check(text, b"\xef\xbb\xbfabc", "abc", &[]);
        check(text, b"\xff\xfea\0b\0", "ab", &[]);
        check(text, b"\xfe\xff\0a\0b", "ab", &[]);
        check(text, b"a\0b\0c\0d\0e\0", "abcde", &["ingest.guessed_encoding"]);
        check(text, b"caf\xe9 x", "caf\u{fffd} x", &["ingest.invalid_utf8"]);
        check(text, b"a\0b", "a\0b", &[]);
    }

    #[test]
    fn a_page_states_its_charset() {
        check(
            page,
            b"<meta charset=\"iso-8859-1\">caf\xe9",
            "<meta charset=\"iso-8859-1\">café",
            &[],
        );
        check(page, b"<p>caf\xe9 du monde", "<p>café du monde", &["ingest.guessed_encoding"]);
    }

    #[test]
    fn what_cannot_be_a_document_is_skipped() {
        for (bytes, reason) in [
            (&b" \n\t"[..], "empty"),
            (b"", "empty"),
            (b"%PDF-1.7", "binary"),
            (&[1u8, 2, 3, 0, 0, 7], "binary"),
            (b"\xfe\x01\x02\x80 of bytes", "binary"),
        ] {
            let found = whole(Given::default(), bytes.to_vec(), MediaType::Text, text);
            assert!(matches!(found, Found::Skipped(s) if s.reason == reason));
        }
    }
}
