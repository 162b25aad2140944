//! Archives of files: zip and tar, read front to back, so that pipes and broken ones can be read too.
//!
//! A member is believed where its length is right; behind a damage the next thing that looks like a member's header is taken.

use crate::ingest::Found;
use crate::ingest::Given;
use crate::ingest::Head;
use crate::ingest::Reader;
use crate::ingest::Skipped;
use crate::ingest::Step;
use crate::ingest::stream::Rewind;
use crate::ingest::stream::Shared;
use crate::ingest::stream::Stream;
use crate::ingest::stream::damage;
use crate::ingest::stream::is_damage;
use flate2::Crc;
use flate2::Decompress;
use flate2::FlushDecompress;
use flate2::Status;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use tar::EntryType;
use tar::Header;

const ZIP_MEMBER: &[u8] = b"PK\x03\x04";
const ZIP_FOLDER: &[u8] = b"PK\x01\x02";
const ZIP_END: &[u8] = b"PK\x05\x06";
const ZIP_HEADER_BYTES: usize = 30;
const TAR_BLOCK: usize = 512;
const TAR_MAGIC_AT: usize = 257;
/// Longer names are broken headers.
const MAX_NAME_BYTES: u64 = 64 << 10;

pub(super) fn sniff_zip(head: &Head<'_>) -> bool {
    head.bytes.starts_with(ZIP_MEMBER) || head.bytes.starts_with(ZIP_END)
}

pub(super) fn sniff_tar(head: &Head<'_>) -> bool {
    // The first header may be broken, and others not.
    head.bytes.get(..TAR_BLOCK).is_some_and(|block| {
        is_tar_header(block)
            || (block.contains(&0) && memchr::memmem::find(block, b"ustar").is_some())
    })
}

/// The files in a zip archive (PKWARE APPNOTE 6.3, sections 4.3.7 and 4.5.3).
pub(super) fn zip(given: Given, stream: Stream) -> Box<dyn Reader> {
    Box::new(Zip { name: given.name, stream: Shared::new(stream), left: None })
}

struct Zip {
    name: String,
    stream: Shared,
    /// What the member that was given last has left to read, if it is known.
    left: Option<Arc<AtomicU64>>,
}

/// What a member's header says.
struct Member {
    name: String,
    method: u16,
    crc: u32,
    size: u64,
    is_locked: bool,
    /// Its length and checksum come after it.
    is_open: bool,
}

impl Reader for Zip {
    fn next(&mut self) -> Option<io::Result<Step>> {
        next_step(self, Zip::step, |it| damaged(&it.name))
    }
}

/// The next thing in an archive: what is no file is passed over, and broken data are a step of their own.
///
/// `step` gives `Some(None)` for what is no file and `None` at the end; `mend` makes ready to go on behind a damage.
fn next_step<A>(
    archive: &mut A,
    step: impl Fn(&mut A) -> io::Result<Option<Option<Step>>>,
    mend: impl Fn(&mut A) -> Step,
) -> Option<io::Result<Step>> {
    loop {
        match step(archive) {
            Ok(Some(Some(step))) => return Some(Ok(step)),
            Ok(Some(None)) => {}
            Ok(None) => return None,
            Err(error) if is_damage(&error) => return Some(Ok(mend(archive))),
            Err(error) => return Some(Err(error)),
        }
    }
}

fn damaged(archive: &str) -> Step {
    Step::Found(Found::Skipped(Skipped { name: archive.to_owned(), reason: "damaged" }))
}

impl Zip {
    /// The next step; `Some(None)` for a folder, `None` at the end.
    fn step(&mut self) -> io::Result<Option<Option<Step>>> {
        let left = self.left.take();
        let gap = self.stream.with(|it| next_zip_member(it, left))?;
        let at_member =
            self.stream.with(|it| Ok::<_, io::Error>(it.peek(4)?.starts_with(ZIP_MEMBER)))?;
        if gap {
            return Ok(Some(Some(damaged(&self.name))));
        }
        if !at_member {
            return Ok(None);
        }
        let Some(member) = self.stream.with(zip_header)? else {
            return Ok(Some(Some(damaged(&self.name))));
        };
        if member.name.ends_with('/') {
            return Ok(Some(None));
        }
        Ok(Some(Some(self.open(member))))
    }

    fn open(&mut self, member: Member) -> Step {
        let given = Given { name: format!("{}/{}", self.name, member.name), ..Given::default() };
        let refused =
            |reason| Step::Found(Found::Skipped(Skipped { name: given.name.clone(), reason }));
        let crc = (!member.is_open).then_some(member.crc);
        match member.method {
            _ if member.is_locked => refused("encrypted"),
            0 if !member.is_open => {
                let left = Arc::new(AtomicU64::new(member.size));
                self.left = Some(left.clone());
                let stored = Limited { stream: self.stream.clone(), left };
                Step::Open(given, checked(stored, crc))
            }
            8 => {
                let inflate = Inflate {
                    stream: self.stream.clone(),
                    inflate: Decompress::new(false),
                    ended: false,
                };
                Step::Open(given, checked(inflate, crc))
            }
            _ => refused("compression"),
        }
    }
}

/// Goes to the next member's header, the directory or the end; says whether something was passed over that should not be there.
fn next_zip_member(stream: &mut Rewind, left: Option<Arc<AtomicU64>>) -> io::Result<bool> {
    if let Some(left) = left {
        pass(stream, left.load(Ordering::Relaxed))?;
        let rest = stream.peek(4)?;
        if rest.len() >= 4 && !is_zip_mark(rest) && stream.back() {
            stream.consume(1);
            stream.seek(3, &zip_mark)?;
            return Ok(true);
        }
    }
    let n_passed = stream.seek(3, &zip_mark)?;
    // What may stand there: checksum and lengths of the member before (16 or 24 bytes).
    Ok(n_passed.is_some_and(|it| it > 24))
}

fn is_zip_mark(bytes: &[u8]) -> bool {
    [ZIP_MEMBER, ZIP_FOLDER, ZIP_END].iter().any(|mark| bytes.starts_with(mark))
        || bytes.starts_with(b"PK\x07\x08")
        || bytes.starts_with(b"PK\x06\x06")
}

fn zip_mark(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"PK").find(|&at| {
        [ZIP_MEMBER, ZIP_FOLDER, ZIP_END].iter().any(|mark| bytes[at..].starts_with(mark))
    })
}

/// Reads a header and marks what follows; `None` where it is broken, and the stream stands behind its first byte.
fn zip_header(stream: &mut Rewind) -> io::Result<Option<Member>> {
    stream.mark();
    let head = stream.peek(ZIP_HEADER_BYTES)?;
    let u16_at = |bytes: &[u8], at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
    let u32_at = |bytes: &[u8], at: usize| {
        u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
    };
    let n_name = head.get(26..30).map(|it| (u16_at(it, 0) as usize, u16_at(it, 2) as usize));
    let Some((n_name, n_extra)) = n_name else {
        stream.consume(1);
        return Ok(None);
    };
    let n_head = ZIP_HEADER_BYTES + n_name + n_extra;
    let head = stream.peek(n_head)?;
    if head.len() < n_head || n_name == 0 {
        stream.consume(1);
        return Ok(None);
    }
    let flags = u16_at(head, 6);
    let mut size = u64::from(u32_at(head, 18));
    if size == u64::from(u32::MAX) {
        size = zip64_size(&head[ZIP_HEADER_BYTES + n_name..n_head]).unwrap_or(size);
    }
    let member = Member {
        name: String::from_utf8_lossy(&head[ZIP_HEADER_BYTES..ZIP_HEADER_BYTES + n_name])
            .into_owned(),
        method: u16_at(head, 8),
        crc: u32_at(head, 14),
        size,
        is_locked: flags & 1 != 0,
        is_open: flags & 8 != 0,
    };
    stream.consume(n_head);
    stream.mark();
    Ok(Some(member))
}

/// The compressed size in the extra field 1, where it stands after the other size.
fn zip64_size(mut extra: &[u8]) -> Option<u64> {
    while let [a, b, c, d, rest @ ..] = extra {
        let (id, length) = (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]) as usize);
        if id == 1 {
            return Some(u64::from_le_bytes(rest.get(8..16)?.try_into().ok()?));
        }
        extra = rest.get(length..)?;
    }
    None
}

/// Reads and lets go of so many bytes, or to the end.
fn pass(stream: &mut Rewind, mut n_bytes: u64) -> io::Result<()> {
    while n_bytes > 0 {
        let n_ready = stream.fill_buf()?.len();
        if n_ready == 0 {
            return Ok(());
        }
        let n_read = n_ready.min(usize::try_from(n_bytes).unwrap_or(usize::MAX));
        stream.consume(n_read);
        n_bytes -= n_read as u64;
    }
    Ok(())
}

/// A stretch of a shared stream.
struct Limited {
    stream: Shared,
    left: Arc<AtomicU64>,
}

impl Read for Limited {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        let wanted = out.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        if wanted == 0 {
            return Ok(0);
        }
        let n_read = self.stream.read(&mut out[..wanted])?;
        if n_read == 0 {
            self.left.store(0, Ordering::Relaxed);
            return Err(damage("the archive ends inside a file"));
        }
        self.left.store(left - n_read as u64, Ordering::Relaxed);
        Ok(n_read)
    }
}

/// Deflated data, which end by themselves: their stated length need not be believed.
struct Inflate {
    stream: Shared,
    inflate: Decompress,
    ended: bool,
}

impl Read for Inflate {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !self.ended && !out.is_empty() {
            let inflate = &mut self.inflate;
            let (n_written, status) = self.stream.with(|raw| inflate_some(raw, inflate, out))?;
            self.ended = matches!(status, Status::StreamEnd);
            if n_written > 0 {
                return Ok(n_written);
            }
        }
        Ok(0)
    }
}

/// Some more of a stream; where it is broken, the archive goes on behind the beginning of the member.
fn inflate_some(
    raw: &mut Rewind,
    inflate: &mut Decompress,
    out: &mut [u8],
) -> io::Result<(usize, Status)> {
    let ready = raw.fill_buf()?;
    let n_ready = ready.len();
    let (n_in, n_out) = (inflate.total_in(), inflate.total_out());
    let result = inflate.decompress(ready, out, FlushDecompress::None);
    let n_read = usize::try_from(inflate.total_in() - n_in).unwrap_or(n_ready);
    let n_written = usize::try_from(inflate.total_out() - n_out).unwrap_or(0);
    raw.consume(n_read);
    match result {
        Ok(Status::StreamEnd) => Ok((n_written, Status::StreamEnd)),
        Ok(status) if n_read > 0 || n_written > 0 => Ok((n_written, status)),
        _ => {
            raw.back();
            Err(damage("the data of a file in the archive are broken"))
        }
    }
}

/// A member whose checksum is compared when it ends.
fn checked(stream: impl Read + Send + 'static, expected: Option<u32>) -> Stream {
    Box::new(BufReader::new(Checked { stream, expected, crc: Crc::new() }))
}

struct Checked<R> {
    stream: R,
    expected: Option<u32>,
    crc: Crc,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n_read = self.stream.read(out)?;
        self.crc.update(&out[..n_read]);
        if n_read == 0
            && !out.is_empty()
            && self.expected.take().is_some_and(|it| it != self.crc.sum())
        {
            return Err(damage("the checksum of a file in the archive is wrong"));
        }
        Ok(n_read)
    }
}

/// The files in a tar archive (POSIX ustar and pax, GNU).
pub(super) fn tar(given: Given, stream: Stream) -> Box<dyn Reader> {
    let tar = Tar {
        name: given.name,
        stream: Shared::new(stream),
        left: Arc::new(AtomicU64::new(0)),
        padding: 0,
        long_name: None,
        begun: false,
    };
    Box::new(tar)
}

struct Tar {
    name: String,
    stream: Shared,
    left: Arc<AtomicU64>,
    padding: u64,
    long_name: Option<String>,
    begun: bool,
}

impl Reader for Tar {
    fn next(&mut self) -> Option<io::Result<Step>> {
        next_step(self, Tar::step, |it| {
            // A compressed archive that is broken goes on in its next member.
            it.left.store(0, Ordering::Relaxed);
            it.padding = 0;
            damaged(&it.name)
        })
    }
}

impl Tar {
    /// The next step; `Some(None)` for what is no file, `None` at the end.
    fn step(&mut self) -> io::Result<Option<Option<Step>>> {
        let rest = self.left.swap(0, Ordering::Relaxed) + std::mem::take(&mut self.padding);
        let begun = std::mem::replace(&mut self.begun, true);
        let at = self.stream.with(|it| next_tar_header(it, rest, begun))?;
        match at {
            At::End => return Ok(None),
            At::Gap => return Ok(Some(Some(damaged(&self.name)))),
            At::Header => {}
        }
        let mut block = [0; TAR_BLOCK];
        self.stream.with(|it| it.read_exact(&mut block))?;
        self.stream.with(Rewind::mark);
        self.member(Header::from_byte_slice(&block))
    }

    fn member(&mut self, header: &Header) -> io::Result<Option<Option<Step>>> {
        let size = header.entry_size().unwrap_or(0);
        self.left.store(size, Ordering::Relaxed);
        self.padding = size.next_multiple_of(TAR_BLOCK as u64) - size;
        let mut content = Limited { stream: self.stream.clone(), left: self.left.clone() };
        match header.entry_type() {
            EntryType::GNULongName => self.long_name = Some(text_of(content, size)?),
            EntryType::XHeader => self.long_name = pax_path(&text_of(content, size)?),
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                let short = || String::from_utf8_lossy(&header.path_bytes()).into_owned();
                let path = self.long_name.take().unwrap_or_else(short);
                let given = Given { name: format!("{}/{path}", self.name), ..Given::default() };
                if size == 0 {
                    let skipped = Skipped { name: given.name, reason: "empty" };
                    return Ok(Some(Some(Step::Found(Found::Skipped(skipped)))));
                }
                let content =
                    Limited { stream: content.stream.clone(), left: content.left.clone() };
                return Ok(Some(Some(Step::Open(given, Box::new(BufReader::new(content))))));
            }
            _ => {
                content.left = Arc::new(AtomicU64::new(0));
            }
        }
        Ok(Some(None))
    }
}

enum At {
    Header,
    Gap,
    End,
}

/// Goes over the rest of a member to the next header. Where none is there, the member's length was wrong, or bytes are lost.
fn next_tar_header(stream: &mut Rewind, rest: u64, begun: bool) -> io::Result<At> {
    pass(stream, rest)?;
    loop {
        let block = stream.peek(TAR_BLOCK)?;
        if block.is_empty() {
            return Ok(At::End);
        }
        if block.len() >= TAR_BLOCK && is_tar_header(&block[..TAR_BLOCK]) {
            return Ok(At::Header);
        }
        if block.iter().take(TAR_BLOCK).any(|byte| *byte != 0) {
            break;
        }
        let n_zeros = block.len().min(TAR_BLOCK);
        stream.consume(n_zeros);
    }
    if begun {
        stream.back();
    }
    stream.seek(TAR_BLOCK - 1, &tar_header)?;
    Ok(At::Gap)
}

fn tar_header(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"ustar").find_map(|at| {
        let start = at.checked_sub(TAR_MAGIC_AT)?;
        is_tar_header(bytes.get(start..start + TAR_BLOCK)?).then_some(start)
    })
}

/// Whether the checksum is right.
fn is_tar_header(block: &[u8]) -> bool {
    const CHECKSUM: std::ops::Range<usize> = 148..156;
    if block[0] == 0 {
        return false;
    }
    let byte =
        |(i, byte): (usize, &u8)| u32::from(if CHECKSUM.contains(&i) { b' ' } else { *byte });
    let sum: u32 = block.iter().enumerate().map(byte).sum();
    Header::from_byte_slice(block).cksum().is_ok_and(|it| it == sum)
}

fn text_of(content: Limited, size: u64) -> io::Result<String> {
    let mut bytes = Vec::new();
    content.take(size.min(MAX_NAME_BYTES)).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches('\0').to_owned())
}

/// The path among the lines `length key=value` of a pax header.
fn pax_path(text: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.split_once(" path="))?;
    Some(line.1.to_owned())
}
