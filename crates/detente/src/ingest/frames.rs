//! bzip2 and Zstandard: what is compressed is read as if it were not.
//!
//! Both come as one frame or several, one after the other. A broken frame is an error once, behind all of it that could be read; reading on gives the next sound frame.
//! The library gives what a bzip2 block of up to 900 kB holds before it has checked it, so that a broken block comes out in disorder, and then the error.
//! A crawl in Zstandard may begin with the dictionary of its frames (IIPC, "Zstandard WARC", section on dictionaries).

use crate::ingest::stream::Rewind;
use crate::ingest::stream::Stream;
use crate::ingest::stream::damage;
use crate::ingest::stream::is_damage;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use zstd::stream::raw::InBuffer;
use zstd::stream::raw::Operation;
use zstd::stream::raw::OutBuffer;

const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
const ZSTD_DICTIONARY: &[u8] = b"\x5d\x2a\x4d\x18";
/// Longer dictionaries are not believed.
const MAX_DICTIONARY_BYTES: usize = 16 << 20;
const ZSTD_BLOCK_HEADER_BYTES: usize = 3;

/// What follows a bzip2 header's magic and level: the first block.
const BZIP2_BLOCK: &[u8] = b"1AY&SY";
const BZIP2_HEADER_BYTES: usize = 10;

/// Whether this begins like a bzip2 file.
pub(super) fn is_bzip2(head: &[u8]) -> bool {
    head.get(..BZIP2_HEADER_BYTES).is_some_and(|it| {
        it.starts_with(b"BZh") && (b'1'..=b'9').contains(&it[3]) && it.ends_with(BZIP2_BLOCK)
    })
}

/// Whether this begins like a Zstandard file: with a frame, or with one that is to be skipped (RFC 8878, section 3.1.2).
pub(super) fn is_zstd(head: &[u8]) -> bool {
    head.starts_with(ZSTD)
        || head.get(..4).is_some_and(|it| it[0] & 0xf0 == 0x50 && it.ends_with(b"\x2a\x4d\x18"))
}

/// All streams of a bzip2 file.
pub(super) fn unbzip2(stream: Stream) -> Stream {
    framed(stream, Bzip2(bzip2::Decompress::new(false)))
}

/// All frames of a Zstandard file.
pub(super) fn unzstd(stream: Stream) -> Stream {
    framed(stream, Zstd { raw: None, wanted: 1, is_first: true })
}

fn framed(stream: Stream, unpack: impl Unpack + 'static) -> Stream {
    let framed = Framed { raw: Rewind::new(stream), unpack, state: State::Between };
    Box::new(BufReader::with_capacity(1 << 16, framed))
}

/// How the frames of one kind of compression are read.
trait Unpack: Send {
    /// What is said of broken ones.
    const BROKEN: &'static str;

    /// Makes ready for the frame that begins here; may read what stands before it.
    fn begin(&mut self, raw: &mut Rewind) -> io::Result<()>;

    /// How many bytes of input the next call needs to get on.
    fn wanted(&self) -> usize;

    /// Unpacks some.
    fn run(&mut self, input: &[u8], out: &mut [u8]) -> Ran;

    /// Where a frame seems to begin.
    fn find(bytes: &[u8]) -> Option<usize>;
}

/// What one call did.
struct Ran {
    n_read: usize,
    n_written: usize,
    then: Then,
}

enum Then {
    On,
    Ended,
    Broken,
}

struct Framed<U> {
    raw: Rewind,
    unpack: U,
    state: State,
}

enum State {
    Between,
    Inside,
    Broken,
    Ended,
}

impl<U: Unpack> Read for Framed<U> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !out.is_empty() {
            match self.state {
                State::Ended => return Ok(0),
                State::Broken => return Err(self.behind()),
                State::Between => self.next_frame()?,
                State::Inside => match self.some(out)? {
                    0 => {}
                    n_written => return Ok(n_written),
                },
            }
        }
        Ok(0)
    }
}

impl<U: Unpack> Framed<U> {
    /// What follows the last frame: zeros are padding; anything else is a damage, found when it is unpacked.
    fn next_frame(&mut self) -> io::Result<()> {
        let Some(ready) = sound(self.raw.fill_buf())? else { return self.broken() };
        let n_zeros = ready.iter().take_while(|byte| **byte == 0).count();
        let (is_end, all) = (ready.is_empty(), n_zeros == ready.len());
        self.raw.consume(n_zeros);
        if is_end {
            self.state = State::Ended;
        } else if !all {
            self.raw.mark();
            self.state = State::Inside;
            if sound(self.unpack.begin(&mut self.raw))?.is_none() {
                return self.broken();
            }
        }
        Ok(())
    }

    fn some(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let wanted = self.unpack.wanted();
        let Some(ready) = sound(self.raw.peek(wanted))? else {
            self.state = State::Broken;
            return Ok(0);
        };
        let ran = self.unpack.run(&ready[..ready.len().min(wanted)], out);
        self.raw.consume(ran.n_read);
        self.state = match ran.then {
            Then::Ended => State::Between,
            Then::On if ran.n_read + ran.n_written > 0 => State::Inside,
            Then::On | Then::Broken => State::Broken,
        };
        Ok(ran.n_written)
    }

    fn broken(&mut self) -> io::Result<()> {
        self.state = State::Broken;
        Ok(())
    }

    /// Stands before the next frame that may be sound, and says what was wrong.
    fn behind(&mut self) -> io::Error {
        self.state = State::Ended;
        if self.raw.back() {
            self.raw.consume(1);
        }
        match self.raw.seek(BZIP2_HEADER_BYTES - 1, &U::find) {
            Ok(Some(_)) => self.state = State::Between,
            Ok(None) => {}
            Err(error) => return error,
        }
        damage(U::BROKEN)
    }
}

/// `None` for broken data; another failure is one.
fn sound<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(it) => Ok(Some(it)),
        Err(error) if is_damage(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

struct Bzip2(bzip2::Decompress);

impl Unpack for Bzip2 {
    const BROKEN: &'static str = "the bzip2 data are broken";

    fn begin(&mut self, _: &mut Rewind) -> io::Result<()> {
        self.0 = bzip2::Decompress::new(false);
        Ok(())
    }

    fn wanted(&self) -> usize {
        1 << 16
    }

    fn run(&mut self, input: &[u8], out: &mut [u8]) -> Ran {
        let before = (self.0.total_in(), self.0.total_out());
        let then = match self.0.decompress(input, out) {
            Ok(bzip2::Status::StreamEnd) => Then::Ended,
            Ok(bzip2::Status::MemNeeded) | Err(_) => Then::Broken,
            Ok(_) => Then::On,
        };
        Ran {
            n_read: (self.0.total_in() - before.0) as usize,
            n_written: (self.0.total_out() - before.1) as usize,
            then,
        }
    }

    fn find(bytes: &[u8]) -> Option<usize> {
        memchr::memmem::find_iter(bytes, b"BZh").find(|&at| is_bzip2(&bytes[at..]))
    }
}

struct Zstd {
    /// Made for the first frame, perhaps with a dictionary.
    raw: Option<zstd::stream::raw::Decoder<'static>>,
    wanted: usize,
    is_first: bool,
}

impl Unpack for Zstd {
    const BROKEN: &'static str = "the Zstandard data are broken";

    fn begin(&mut self, raw: &mut Rewind) -> io::Result<()> {
        let dictionary = if self.is_first { dictionary(raw)? } else { Vec::new() };
        self.is_first = false;
        self.wanted = ZSTD.len() + 1;
        match &mut self.raw {
            Some(decoder) => decoder.reinit(),
            none => {
                *none = Some(zstd::stream::raw::Decoder::with_dictionary(&dictionary)?);
                Ok(())
            }
        }
    }

    fn wanted(&self) -> usize {
        self.wanted
    }

    fn run(&mut self, input: &[u8], out: &mut [u8]) -> Ran {
        let (mut input, mut out) = (InBuffer::around(input), OutBuffer::around(out));
        let result = self.raw.as_mut().map(|it| it.run(&mut input, &mut out));
        let then = match result {
            Some(Ok(0)) => Then::Ended,
            Some(Ok(hint)) => {
                // Not the header of the block behind: if it is broken, this block would be lost with it.
                let is_more = hint > ZSTD_BLOCK_HEADER_BYTES;
                self.wanted = if is_more { hint - ZSTD_BLOCK_HEADER_BYTES } else { hint };
                Then::On
            }
            Some(Err(_)) | None => Then::Broken,
        };
        Ran { n_read: input.pos(), n_written: out.pos(), then }
    }

    fn find(bytes: &[u8]) -> Option<usize> {
        memchr::memmem::find(bytes, ZSTD)
    }
}

/// The dictionary that stands first, itself compressed or not; empty where there is none.
fn dictionary(raw: &mut Rewind) -> io::Result<Vec<u8>> {
    let head = raw.peek(8)?;
    if head.len() < 8 || !head.starts_with(ZSTD_DICTIONARY) {
        return Ok(Vec::new());
    }
    let n_bytes = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
    let length = 8 + n_bytes.min(MAX_DICTIONARY_BYTES);
    let file = raw.peek(length)?;
    let given = file[8..length.min(file.len())].to_vec();
    // A broken one is passed over as a whole: what it holds is no document.
    raw.consume(8 + given.len());
    raw.mark();
    if given.len() < n_bytes {
        return Err(damage(Zstd::BROKEN));
    }
    if !given.starts_with(ZSTD) {
        return Ok(given);
    }
    let mut dictionary = Vec::new();
    let decoder = zstd::stream::read::Decoder::with_buffer(&given[..])?;
    let read = decoder.take(MAX_DICTIONARY_BYTES as u64).read_to_end(&mut dictionary);
    read.map_err(|_| damage(Zstd::BROKEN))?;
    Ok(dictionary)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// How a text is packed, and read again.
    struct Kind {
        pack: fn(&[u8]) -> Vec<u8>,
        unpack: fn(Stream) -> Stream,
    }

    const KINDS: [Kind; 2] =
        [Kind { pack: bzipped, unpack: unbzip2 }, Kind { pack: zstandard, unpack: unzstd }];

    fn bzipped(text: &[u8]) -> Vec<u8> {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::new(1));
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zstandard(text: &[u8]) -> Vec<u8> {
        zstd_of(zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap(), text)
    }

    fn zstd_of(mut encoder: zstd::stream::write::Encoder<'_, Vec<u8>>, text: &[u8]) -> Vec<u8> {
        encoder.include_checksum(true).unwrap();
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn read(mut stream: Stream) -> (String, usize) {
        let (mut text, mut n_damages) = (Vec::new(), 0);
        while let Err(error) = stream.read_to_end(&mut text) {
            assert!(is_damage(&error), "{error}");
            n_damages += 1;
        }
        (String::from_utf8_lossy(&text).into_owned(), n_damages)
    }

    #[test]
    fn frames_follow_each_other_and_a_broken_one_is_passed_over() {
        for Kind { pack, unpack } in KINDS {
            let unpacked = |bytes: Vec<u8>| read(unpack(Box::new(io::Cursor::new(bytes))));
            let (a, b, c) = (pack(b"first "), pack(b"second "), pack(b"third"));
            assert_eq!(unpacked([&a[..], &b, &c].concat()), ("first second third".to_owned(), 0));
            let mut broken = b.clone();
            let last = broken.len() - 2;
            broken[last] ^= 0xff;
            let (text, n_damages) = unpacked([&a[..], &broken, &c].concat());
            assert!(text.starts_with("first ") && text.ends_with("third"), "{text}");
            assert_eq!(n_damages, 1);
            let (text, n_damages) = unpacked([&a[..], &b[..b.len() / 2], &c].concat());
            assert!(text.starts_with("first ") && text.ends_with("third"), "{text}");
            assert!(n_damages > 0);
            assert_eq!(unpacked([&a[..], &[0; 512]].concat()), ("first ".to_owned(), 0));
            assert_eq!(unpacked([&a[..], b"rubbish"].concat()), ("first ".to_owned(), 1));
        }
    }

    /// Lines that do not compress to nothing.
    fn lines() -> String {
        (0..60_000_u64).map(|i| format!("{}\n", i.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect()
    }

    #[test]
    fn what_stands_before_a_damage_is_given() {
        let text = lines();
        for Kind { pack, unpack } in KINDS {
            let whole = pack(text.as_bytes());
            let cut = whole[..whole.len() * 3 / 4].to_vec();
            let (given, n_damages) = read(unpack(Box::new(io::Cursor::new(cut))));
            assert!(text.starts_with(&given) && n_damages == 1);
            assert!(given.len() > text.len() / 2, "{} of {}", given.len(), text.len());
        }
        // The header of a block behind the middle: what the blocks before it hold is given to the last byte.
        let (start, end) = text.split_at(text.len() / 2);
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
        encoder.write_all(start.as_bytes()).unwrap();
        encoder.flush().unwrap();
        let at = encoder.get_ref().len();
        encoder.write_all(end.as_bytes()).unwrap();
        let mut broken = encoder.finish().unwrap();
        broken[at] |= 6;
        let (given, n_damages) = read(unzstd(Box::new(io::Cursor::new(broken))));
        assert_eq!((given.as_str() == start, n_damages), (true, 1));
    }

    #[test]
    fn a_dictionary_that_stands_first_is_used() {
        let dictionary = b"the envoys of Gondor and of Mordor met at the ford on Monday".as_slice();
        let text = b"On Monday the envoys of Gondor and of Mordor met at the ford.";
        let encoder =
            |to| zstd::stream::write::Encoder::with_dictionary(to, 3, dictionary).unwrap();
        let frame = zstd_of(encoder(Vec::new()), text);
        for dictionary in [dictionary.to_vec(), zstandard(dictionary)] {
            let n_bytes = (dictionary.len() as u32).to_le_bytes();
            let file = [ZSTD_DICTIONARY, &n_bytes, &dictionary, &frame, &frame].concat();
            assert!(is_zstd(&file));
            let (given, n_damages) = read(unzstd(Box::new(io::Cursor::new(file.clone()))));
            assert_eq!(given.as_bytes(), [&text[..], &text[..]].concat());
            assert_eq!(n_damages, 0);
            let cut = file[..20].to_vec();
            assert_eq!(read(unzstd(Box::new(io::Cursor::new(cut)))), (String::new(), 1));
        }
        let without = read(unzstd(Box::new(io::Cursor::new(frame))));
        assert_ne!(without.0.as_bytes(), text, "the frame needs its dictionary");
    }
}
