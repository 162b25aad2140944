//! The pattern for addresses (URLs, hosts, mail addresses), which are kept whole.
//!
//! `[scheme://] [anything@] host [:port] [/?# anything]`, where the host is a dotted name with a
//! lower-case top-level domain or an IPv4 address that is not private.
//! A host holds none of `@ : / ? #`, so each place it can begin at is judged by the text up to the
//! next of these, and the whole takes linear time.

use crate::chars;
use crate::chars::Chars;

/// Whether the whole of a chunk is an address.
pub(super) fn is_address(chars: &Chars, chunk: &str) -> bool {
    if !chunk.contains('.') {
        return false;
    }
    let after_scheme = scheme(chars, chunk).unwrap_or(0);
    // Something must stand before the `@`, after the scheme or with the scheme as part of it.
    let after_at = chunk.match_indices('@').filter(|&(at, _)| at > 0).map(|(at, _)| at + 1);
    [0, after_scheme]
        .into_iter()
        .chain(after_at)
        .any(|start| is_host_and_rest(chars, &chunk[start..]))
}

/// Where a chunk goes on after its scheme, if it has one.
fn scheme(chars: &Chars, chunk: &str) -> Option<usize> {
    let at = chunk.find("://")?;
    let name = &chunk[..at];
    let is_name = name.chars().all(|c| matches!(c, '+' | '-' | '.') || chars.is(c, chars::WORD));
    (is_name && name.chars().nth(1).is_some()).then_some(at + 3)
}

fn is_host_and_rest(chars: &Chars, text: &str) -> bool {
    let host_end = text.find([':', '/', '?', '#', '@']).unwrap_or(text.len());
    let (host, rest) = text.split_at(host_end);
    is_port_and_path(chars, rest) && (is_name(chars, host) || is_public_ip(chars, host))
}

fn is_port_and_path(chars: &Chars, rest: &str) -> bool {
    let path = match rest.strip_prefix(':') {
        Some(port) => {
            // All the digits belong to the port, since a path does not begin with one.
            let path = port.trim_start_matches(|c| chars.is(c, chars::DECIMAL));
            let n_digits = port[..port.len() - path.len()].chars().take(6).count();
            if !(2..=5).contains(&n_digits) {
                return false;
            }
            path
        }
        None => rest,
    };
    path.is_empty() || path.starts_with(['/', '?', '#'])
}

/// Labels of 1 to 64 characters with stops between them, then a top-level domain.
fn is_name(chars: &Chars, host: &str) -> bool {
    let Some((labels, domain)) = host.rsplit_once('.') else { return false };
    let n_domain = domain.chars().take(64).count();
    (2..=63).contains(&n_domain)
        && domain.chars().all(|c| chars.is(c, chars::TOP_LEVEL_DOMAIN))
        && labels.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let is_end = |c: char| c.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&c);
    label.starts_with(is_end)
        && label.ends_with(is_end)
        && label.chars().all(|c| is_end(c) || c == '_' || c == '-')
        && label.chars().take(65).count() <= 64
}

/// Four numbers, of which the first is 1 to 223, the last 1 to 254, and which are not of a private
/// range. `\d` of the pattern means every decimal digit of Unicode; only a digit that must be a
/// certain one is of ASCII.
fn is_public_ip(chars: &Chars, host: &str) -> bool {
    let mut parts = host.split('.');
    let [Some(a), Some(b), Some(c), Some(d), None] = [(); 5].map(|()| parts.next()) else {
        return false;
    };
    let is_private = matches!(a, "10" | "127")
        || matches!((a, b), ("169", "254") | ("192", "168"))
        || (a == "172" && is_172_private(chars, b));
    is_first(chars, a)
        && is_middle(chars, b)
        && is_middle(chars, c)
        && is_last(chars, d)
        && !is_private
}

/// A number's digits: which ASCII digit each is, or 10 for a digit of another script.
fn digits(chars: &Chars, part: &str) -> Option<([u8; 3], usize)> {
    let mut out = ([0; 3], 0);
    for c in part.chars() {
        let digit = match c {
            '0'..='9' => c as u8 - b'0',
            _ if chars.is(c, chars::DECIMAL) => 10,
            _ => return None,
        };
        *out.0.get_mut(out.1)? = digit;
        out.1 += 1;
    }
    Some(out)
}

/// `[1-9]\d?|1\d\d|2[01]\d|22[0-3]`
fn is_first(chars: &Chars, part: &str) -> bool {
    matches!(
        digits(chars, part),
        Some(([1..=9, ..], 1 | 2)) | Some(([1, ..] | [2, 0 | 1, _] | [2, 2, 0..=3], 3))
    )
}

/// `1?\d{1,2}|2[0-4]\d|25[0-5]`
fn is_middle(chars: &Chars, part: &str) -> bool {
    matches!(
        digits(chars, part),
        Some((_, 1 | 2)) | Some(([1, ..] | [2, 0..=4, _] | [2, 5, 0..=5], 3))
    )
}

/// `[1-9]\d?|1\d\d|2[0-4]\d|25[0-4]`
fn is_last(chars: &Chars, part: &str) -> bool {
    matches!(
        digits(chars, part),
        Some(([1..=9, ..], 1 | 2)) | Some(([1, ..] | [2, 0..=4, _] | [2, 5, 0..=4], 3))
    )
}

/// `1[6-9]|2\d|3[0-1]`
fn is_172_private(chars: &Chars, part: &str) -> bool {
    matches!(digits(chars, part), Some(([1, 6..=9, _] | [2, ..] | [3, 0 | 1, _], 2)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EMBEDDED;
    use crate::model_file::ModelFile;
    use crate::tables::Table;

    #[test]
    fn addresses() {
        let file = ModelFile::read(EMBEDDED).unwrap();
        let chars = Chars::read(Table::open(&file, "chars").unwrap()).unwrap();
        let yes = [
            "example.org",
            "http://example.org",
            "x@example.org",
            "ftp://a:b@example.co.uk:8080/c#d",
            "a_b.münchen.de?x",
            "8.8.8.8",
            "172.32.0.1:80",
            "mailto:me@example.org",
            "@@a.bc",
        ];
        let no = [
            "example",
            "Example.Org",
            "example.o",
            "a..org",
            ".org",
            "-a.org",
            "a-.org",
            "@a.bc",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "256.1.1.1",
            "1.2.3",
            "1.2.3.255",
            "a.org:1",
            "a.org:123456",
            "http://",
        ];
        yes.iter().for_each(|text| assert!(is_address(&chars, text), "{text}"));
        no.iter().for_each(|text| assert!(!is_address(&chars, text), "{text}"));
    }
}
