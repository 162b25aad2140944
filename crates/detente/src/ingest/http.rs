//! What a web server sent: status, headers, and a body freed of chunks and compression.

use crate::ingest::MAX_BODY_BYTES;
use crate::model::Warning;
use flate2::read::DeflateDecoder;
use flate2::read::MultiGzDecoder;
use flate2::read::ZlibDecoder;
use std::io::Read;

/// Named fields, as WARC, HTTP and mail write them.
#[derive(Debug, Default)]
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    /// The first value of a name, whatever its case.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Lines of `name: value`, those that begin with a space carrying the last one on; what is neither is left out, and counted.
    pub(super) fn read(bytes: &[u8]) -> (Self, usize) {
        let text = String::from_utf8_lossy(bytes);
        let (mut fields, mut n_bad) = (Vec::<(String, String)>::new(), 0);
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            match (line.split_once(':'), fields.last_mut()) {
                (_, Some((_, value))) if line.starts_with([' ', '\t']) => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                (Some((name, value)), _) if !name.contains([' ', '\t']) => {
                    fields.push((name.to_owned(), value.trim().to_owned()));
                }
                _ => n_bad += 1,
            }
        }
        (Headers(fields), n_bad)
    }
}

/// An answer of a server.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// `None` where the status line is missing or broken.
    pub(super) status: Option<u16>,
    pub(super) headers: Headers,
    pub(super) body: Vec<u8>,
}

/// The answer in a block of bytes; what is no answer is all body.
pub(super) fn answer(block: Vec<u8>, warnings: &mut Vec<Warning>) -> Answer {
    if !block.starts_with(b"HTTP/") {
        warnings.push(Warning::new("ingest.bad_http", "no HTTP status line; all of it is read"));
        return Answer { body: block, ..Answer::default() };
    }
    let (head, start) = split(&block);
    let line_end = head.iter().position(|byte| *byte == b'\n').unwrap_or(head.len());
    let line = String::from_utf8_lossy(&head[..line_end]).into_owned();
    let status = line.split_ascii_whitespace().nth(1).and_then(|it| it.parse().ok());
    let (headers, n_bad) = Headers::read(&head[line_end..]);
    if n_bad > 0 || status.is_none() {
        warnings
            .push(Warning::new("ingest.bad_http", "broken HTTP headers; what is sound is used"));
    }
    let body = plain(&headers, block[start..].to_vec(), warnings);
    Answer { status, headers, body }
}

/// The headers, and where the body begins.
pub(super) fn split(block: &[u8]) -> (&[u8], usize) {
    let mut at = 0;
    for line in block.split_inclusive(|byte| *byte == b'\n') {
        if line.iter().all(|byte| matches!(byte, b'\r' | b'\n')) && line.ends_with(b"\n") {
            return (&block[..at], at + line.len());
        }
        at += line.len();
    }
    (block, block.len())
}

fn plain(headers: &Headers, mut body: Vec<u8>, warnings: &mut Vec<Warning>) -> Vec<u8> {
    let has = |name: &str, value: &str| {
        headers.get(name).is_some_and(|it| it.to_ascii_lowercase().contains(value))
    };
    if has("transfer-encoding", "chunked") {
        body = unchunked(body, warnings);
    }
    for encoding in headers.get("content-encoding").unwrap_or("").rsplit(',') {
        body = decompressed(&encoding.trim().to_ascii_lowercase(), body, warnings);
    }
    body
}

/// The chunks of a body joined. Crawlers often join them and leave the header, so a body that has no first chunk is whole already.
fn unchunked(body: Vec<u8>, warnings: &mut Vec<Warning>) -> Vec<u8> {
    let Some(mut chunk) = chunk(&body) else { return body };
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    loop {
        let (skip, length) = chunk;
        let start = at + skip;
        let end = start.saturating_add(length).min(body.len());
        out.extend_from_slice(&body[start..end]);
        if length == 0 {
            return out;
        }
        at = end;
        let n_end = body[at..].iter().take(2).take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let next = self::chunk(&body[at + n_end..]);
        let Some(next) = next else {
            warnings.push(Warning::new("ingest.bad_chunks", "a chunk is broken; the rest is kept"));
            out.extend_from_slice(&body[at..]);
            return out;
        };
        at += n_end;
        chunk = next;
    }
}

/// The length of a chunk's first line, and of the chunk.
fn chunk(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = bytes.iter().take(128).position(|byte| *byte == b'\n')?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let digits = line.split(';').next().unwrap_or("").trim();
    Some((end + 1, usize::from_str_radix(digits, 16).ok()?))
}

/// Crawlers often decompress and leave the header, so data that are not compressed are taken as they are.
fn decompressed(encoding: &str, body: Vec<u8>, warnings: &mut Vec<Warning>) -> Vec<u8> {
    let input = body.as_slice();
    let is_zlib = input.first().is_some_and(|byte| byte & 0x0f == 8);
    let reader: Box<dyn Read + '_> = match encoding {
        "gzip" | "x-gzip" if input.starts_with(&[0x1f, 0x8b]) => {
            Box::new(MultiGzDecoder::new(input))
        }
        "deflate" if is_zlib => Box::new(ZlibDecoder::new(input)),
        "deflate" if !is_text(input) => Box::new(DeflateDecoder::new(input)),
        "br" if !is_text(input) => Box::new(brotli_decompressor::Decompressor::new(input, 4096)),
        _ => return body,
    };
    let mut out = Vec::new();
    if reader.take(MAX_BODY_BYTES as u64 + 1).read_to_end(&mut out).is_err() {
        let message = format!("the {encoding} data are broken; what could be read is given");
        warnings.push(Warning::new("ingest.damaged", message));
    }
    out
}

fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64)];
    head.iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | 32..=126))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(block: &str, body: &str, codes: &[&str]) {
        let mut warnings = Vec::new();
        let found = answer(block.as_bytes().to_vec(), &mut warnings);
        assert_eq!(String::from_utf8_lossy(&found.body), body, "{block}");
        assert_eq!(warnings.iter().map(|it| it.code).collect::<Vec<_>>(), codes, "{block}");
    }

    #[test]
    fn chunks_are_joined_and_broken_ones_kept() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        check(&format!("{head}4\r\nMina\r\n3;x=y\r\ns T\r\n0\r\n\r\n"), "Minas T", &[]);
        check(&format!("{head}<p>no chunks"), "<p>no chunks", &[]);
        check(&format!("{head}4\r\nMina\r\nzz\r\n"), "Mina\r\nzz\r\n", &["ingest.bad_chunks"]);
        check(&format!("{head}ffffffffffffffff\r\nMina"), "Mina", &["ingest.bad_chunks"]);
        check("<p>bare", "<p>bare", &["ingest.bad_http"]);
        check("HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n<p>plain", "<p>plain", &[]);
        check("HTTP/1.1 200 OK\nnonsense\n\nx", "x", &["ingest.bad_http"]);
    }
}
