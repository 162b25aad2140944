//! gzip and xz: what is compressed is read as if it were not.
//!
//! A broken member of a gzip file is an error once; reading on gives the next sound member.

use crate::ingest::stream::Rewind;
use crate::ingest::stream::Stream;
use crate::ingest::stream::damage;
use flate2::bufread::GzDecoder;
use lzma_rust2::XzReader;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;

/// An xz file that asks for more memory than this is refused.
const MAX_XZ_KIB: u32 = 128 << 10;

pub(super) const GZIP: &[u8] = &[0x1f, 0x8b, 0x08];

pub(super) const XZ: &[u8] = b"\xfd7zXZ\0";

/// All members of a gzip file, one after the other.
pub(super) fn gunzip(stream: Stream) -> Stream {
    let raw = Rewind::new(stream);
    Box::new(BufReader::with_capacity(1 << 16, Gunzip { state: State::Between(raw) }))
}

/// All streams of an xz file.
pub(super) fn unxz(stream: Stream) -> Stream {
    let reader = XzReader::new_mem_limit(stream, true, MAX_XZ_KIB);
    Box::new(BufReader::with_capacity(1 << 16, Unxz(Some(reader))))
}

struct Gunzip {
    state: State,
}

enum State {
    Inside(Box<GzDecoder<Rewind>>),
    Between(Rewind),
    Ended,
}

impl Read for Gunzip {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(raw) => self.state = next_member(raw)?,
                State::Inside(mut member) => match member.read(out) {
                    Ok(0) if !out.is_empty() => self.state = State::Between(member.into_inner()),
                    Ok(n_read) => {
                        self.state = State::Inside(member);
                        return Ok(n_read);
                    }
                    Err(error) => return Err(self.behind(member.into_inner(), error)),
                },
            }
        }
    }
}

impl Gunzip {
    /// Stands before the next member that may be sound, and says what was wrong.
    fn behind(&mut self, mut raw: Rewind, error: io::Error) -> io::Error {
        if raw.has_failed() {
            return error;
        }
        if raw.back() {
            raw.consume(1);
        }
        match raw.seek(HEADER_BYTES - 1, &member) {
            Ok(Some(_)) => self.state = State::Between(raw),
            Ok(None) => {}
            Err(error) => return error,
        }
        damage("the gzip data are broken")
    }
}

/// What follows the last member: zeros are padding; anything else is a damage, found when it is decoded.
fn next_member(mut raw: Rewind) -> io::Result<State> {
    loop {
        let ready = raw.fill_buf()?;
        let n_zeros = ready.iter().take_while(|byte| **byte == 0).count();
        if ready.is_empty() {
            return Ok(State::Ended);
        }
        let all = n_zeros == ready.len();
        raw.consume(n_zeros);
        if !all {
            raw.mark();
            return Ok(State::Inside(Box::new(GzDecoder::new(raw))));
        }
    }
}

const HEADER_BYTES: usize = 10;

/// Where a member seems to begin: magic, no reserved flags, and a level and system that occur.
fn member(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, GZIP).find(|&at| {
        bytes.get(at..at + HEADER_BYTES).is_some_and(|header| {
            header[3] & 0xe0 == 0
                && matches!(header[8], 0 | 2 | 4)
                && matches!(header[9], 0..=13 | 255)
        })
    })
}

struct Unxz(Option<XzReader<Stream>>);

impl Read for Unxz {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(reader) = &mut self.0 else { return Ok(0) };
        reader.read(out).map_err(|_| {
            self.0 = None;
            damage("the xz data are broken")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::stream::is_damage;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn packed(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(bytes: Vec<u8>) -> (String, usize) {
        let mut stream = gunzip(Box::new(io::Cursor::new(bytes)));
        let (mut text, mut n_damages) = (Vec::new(), 0);
        while let Err(error) = stream.read_to_end(&mut text) {
            assert!(is_damage(&error));
            n_damages += 1;
        }
        (String::from_utf8_lossy(&text).into_owned(), n_damages)
    }

    #[test]
    fn members_follow_each_other_and_a_broken_one_is_passed_over() {
        let (a, b, c) = (packed("first "), packed("second "), packed("third"));
        assert_eq!(unpacked([&a[..], &b, &c].concat()), ("first second third".to_owned(), 0));
        let mut broken = b.clone();
        broken[12] ^= 0xff;
        let (text, n_damages) = unpacked([&a[..], &broken, &c].concat());
        assert!(text.starts_with("first ") && text.ends_with("third") && n_damages > 0, "{text}");
        let cut = &b[..b.len() / 2];
        let (text, n_damages) = unpacked([&a[..], cut, &c].concat());
        assert!(text.starts_with("first ") && text.ends_with("third") && n_damages > 0, "{text}");
        assert_eq!(unpacked([&a[..], &[0; 512]].concat()), ("first ".to_owned(), 0));
        assert_eq!(unpacked([&a[..], b"rubbish"].concat()), ("first ".to_owned(), 1));
    }
}
