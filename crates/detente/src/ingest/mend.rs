//! Escapes in JSON that no text can hold.

/// The line with `\ufffd` in place of each lone surrogate (`\ud800` without its partner), or `None` if there is none.
///
/// Such lines come from writers that cut strings between UTF-16 units. The length stays the same.
pub(super) fn lone_surrogates(line: &str) -> Option<String> {
    let bytes = line.as_bytes();
    let mut out: Option<Vec<u8>> = None;
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] != b'\\' {
            i += 1;
            continue;
        }
        match unit(bytes, i) {
            None => i += 2,
            Some(0xd800..=0xdbff) if matches!(unit(bytes, i + 6), Some(0xdc00..=0xdfff)) => i += 12,
            Some(0xd800..=0xdfff) => {
                out.get_or_insert_with(|| bytes.to_vec())[i..i + 6].copy_from_slice(b"\\ufffd");
                i += 6;
            }
            Some(_) => i += 6,
        }
    }
    out.map(|bytes| String::from_utf8(bytes).expect("ASCII was replaced by ASCII"))
}

/// The UTF-16 unit of the `\uXXXX` that begins at `i`, if one does.
fn unit(bytes: &[u8], i: usize) -> Option<u16> {
    let escape = bytes.get(i..i + 6)?;
    if !escape.starts_with(b"\\u") || !escape[2..].iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let digits = std::str::from_utf8(&escape[2..]).ok()?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lone_surrogates_are_replaced() {
        for (line, expected) in [
            (r#""a\ud800b""#, Some(r#""a\ufffdb""#)),
            (r#""\udc00""#, Some(r#""\ufffd""#)),
            (r#""\ud83d\ude00""#, None),
            (r#""\\ud800""#, None),
            (r#""\ud800\ud83d\ude00""#, Some(r#""\ufffd\ud83d\ude00""#)),
            (r#""\ud8"#, None),
            ("plain", None),
        ] {
            assert_eq!(lone_surrogates(line).as_deref(), expected, "{line}");
        }
    }
}
