//! Streams that can be read again from a mark, so that what stands behind a damage is found.

use std::fmt;
use std::io;
use std::io::BufRead;
use std::io::Read;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

/// What documents are read from.
pub(super) type Stream = Box<dyn BufRead + Send>;

/// How far back a stream can go; what is longer is found again only from where it was broken.
const MAX_KEPT_BYTES: usize = 16 << 20;

const CHUNK_BYTES: usize = 64 << 10;

/// Broken data, as opposed to a disk or network that fails. The stream can be read on behind it.
#[derive(Debug)]
pub(super) struct Damage(pub(super) &'static str);

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Damage {}

/// An error that says that data are broken.
pub(super) fn damage(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, Damage(what))
}

/// Whether an error says that data are broken.
pub(super) fn is_damage(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|it| it.is::<Damage>())
}

/// A stream that remembers what was read since a mark.
pub(super) struct Rewind {
    raw: Box<dyn Read + Send>,
    kept: Vec<u8>,
    at: usize,
    whole: bool,
    failed: bool,
}

impl Rewind {
    pub(super) fn new(raw: impl Read + Send + 'static) -> Self {
        Rewind { raw: Box::new(raw), kept: Vec::new(), at: 0, whole: true, failed: false }
    }

    /// Lets go of all that was read; [`Rewind::back`] comes back here.
    pub(super) fn mark(&mut self) {
        self.kept.drain(..self.at);
        self.at = 0;
        self.whole = true;
    }

    /// Goes back to the mark, or stays where it is if that is too far; says whether it went.
    pub(super) fn back(&mut self) -> bool {
        if self.whole {
            self.at = 0;
        }
        self.whole
    }

    /// Whether the stream behind this one failed (and not what it holds).
    pub(super) fn has_failed(&self) -> bool {
        self.failed
    }

    /// The next bytes, at least `n` unless the stream ends.
    pub(super) fn peek(&mut self, n: usize) -> io::Result<&[u8]> {
        while self.kept.len() - self.at < n && self.fill()? > 0 {}
        Ok(&self.kept[self.at..])
    }

    /// Goes to where `find` says, which is asked about more and more of the stream; `overlap` bytes are shown to it twice.
    ///
    /// Gives the number of bytes passed over, or `None` if the stream ended. Damages on the way are passed over too.
    pub(super) fn seek(
        &mut self,
        overlap: usize,
        find: &dyn Fn(&[u8]) -> Option<usize>,
    ) -> io::Result<Option<u64>> {
        let mut n_passed = 0;
        loop {
            if let Some(at) = find(&self.kept[self.at..]) {
                self.at += at;
                return Ok(Some(n_passed + at as u64));
            }
            let n_new = (self.kept.len() - self.at).saturating_sub(overlap);
            self.at += n_new;
            n_passed += n_new as u64;
            match self.fill() {
                Ok(0) => {
                    self.at = self.kept.len();
                    return Ok(None);
                }
                Ok(_) => {}
                // What stands behind a damage begins anew, as a line does.
                Err(error) if is_damage(&error) => self.kept.push(b'\n'),
                Err(error) => return Err(error),
            }
        }
    }

    fn fill(&mut self) -> io::Result<usize> {
        if self.at > MAX_KEPT_BYTES || (!self.whole && self.at > CHUNK_BYTES) {
            self.kept.drain(..self.at);
            self.at = 0;
            self.whole = false;
        }
        let length = self.kept.len();
        self.kept.resize(length + CHUNK_BYTES, 0);
        loop {
            let result = self.raw.read(&mut self.kept[length..]);
            match result {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.kept.truncate(length);
                    self.failed |= !is_damage(&error);
                    return Err(error);
                }
                Ok(n_read) => {
                    self.kept.truncate(length + n_read);
                    return Ok(n_read);
                }
            }
        }
    }
}

impl Read for Rewind {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let n_read = ready.len().min(out.len());
        out[..n_read].copy_from_slice(&ready[..n_read]);
        self.consume(n_read);
        Ok(n_read)
    }
}

impl BufRead for Rewind {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, n_bytes: usize) {
        self.at = (self.at + n_bytes).min(self.kept.len());
    }
}

/// A stream that its members and their archive read in turn.
#[derive(Clone)]
pub(super) struct Shared(Arc<Mutex<Rewind>>);

impl Shared {
    pub(super) fn new(raw: impl Read + Send + 'static) -> Self {
        Shared(Arc::new(Mutex::new(Rewind::new(raw))))
    }

    /// Does something with the stream while nobody else reads it.
    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Rewind) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Read for Shared {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.with(|it| it.read(out))
    }
}

/// The beginning of a stream that was looked at, the error that met the look, and the rest.
pub(super) struct Peeked {
    head: io::Cursor<Vec<u8>>,
    error: Option<io::Error>,
    rest: Stream,
}

impl Peeked {
    /// Looks at the first `n` bytes.
    pub(super) fn new(mut rest: Stream, n: usize) -> Self {
        let mut head = Vec::new();
        let error = rest.by_ref().take(n as u64).read_to_end(&mut head).err();
        Peeked { head: io::Cursor::new(head), error, rest }
    }

    /// Whether a damage ended the look.
    pub(super) fn is_damaged(&self) -> bool {
        self.error.as_ref().is_some_and(is_damage)
    }

    /// Looks behind the damage, if `wanted` agrees to what stands there; what stands before it is then let go. So many more damages may follow.
    pub(super) fn behind(
        self,
        n: usize,
        tries: usize,
        wanted: &dyn Fn(&[u8]) -> bool,
    ) -> (Self, bool) {
        let Peeked { head, error, rest } = self;
        let mut rest = Peeked::new(rest, n);
        if wanted(rest.head()) {
            return (rest, true);
        }
        if rest.is_damaged() && tries > 0 {
            let is_behind;
            (rest, is_behind) = rest.behind(n, tries - 1, wanted);
            if is_behind {
                return (rest, true);
            }
        }
        (Peeked { head, error, rest: Box::new(rest) }, false)
    }

    /// What was looked at.
    pub(super) fn head(&self) -> &[u8] {
        self.head.get_ref()
    }
}

impl Read for Peeked {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.head.read(out)? {
            0 => self.error.take().map_or_else(|| self.rest.read(out), Err),
            n_read => Ok(n_read),
        }
    }
}

impl BufRead for Peeked {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if (self.head.position() as usize) < self.head.get_ref().len() {
            return self.head.fill_buf();
        }
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        self.rest.fill_buf()
    }

    fn consume(&mut self, n_bytes: usize) {
        if (self.head.position() as usize) < self.head.get_ref().len() {
            self.head.consume(n_bytes);
        } else {
            self.rest.consume(n_bytes);
        }
    }
}

/// Reads up to `limit` bytes, and says whether there were more, and whether a damage ended it.
///
/// # Errors
/// If the disk or network fails.
pub(super) fn read_all(stream: &mut dyn Read, limit: usize) -> io::Result<Bytes> {
    let mut bytes = Vec::new();
    // One byte more than is kept, to know that there was more.
    let damage = match stream.take(limit as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) => None,
        Err(error) if is_damage(&error) => Some(error.to_string()),
        Err(error) => return Err(error),
    };
    let is_cut = bytes.len() > limit;
    bytes.truncate(limit);
    Ok(Bytes { bytes, is_cut, damage })
}

/// What [`read_all`] read.
pub(super) struct Bytes {
    pub(super) bytes: Vec<u8>,
    pub(super) is_cut: bool,
    pub(super) damage: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_read_again_from_its_mark() {
        let mut stream = Rewind::new(&b"one two three"[..]);
        stream.consume(0);
        assert_eq!(stream.peek(3).unwrap(), b"one two three");
        stream.consume(4);
        stream.mark();
        assert_eq!(
            stream.seek(0, &|it| it.windows(5).position(|w| w == b"three")).unwrap(),
            Some(4)
        );
        assert!(stream.back());
        assert_eq!(stream.peek(1).unwrap(), b"two three");
        assert_eq!(stream.seek(0, &|it| it.iter().position(|b| *b == b'x')).unwrap(), None);
    }
}
