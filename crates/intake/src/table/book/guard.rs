//! Unpacks one part of a workbook and refuses it where it grows beyond what a workbook can need, by what is really read and
//! not by what the archive declares.

use std::io::{self, BufRead, BufReader, Read, Take};

use flate2::Crc;
use flate2::read::DeflateDecoder;

use crate::table::book::package::Part;
use crate::table::refusal::FileRefusal;
use crate::table::{Counted, Progress};

/// Bytes that one piece of XML (a tag, a text) may take.
const PIECE_LIMIT: usize = 2 * 1024 * 1024;
/// From this size on the ratio of unpacked to packed bytes is looked at.
const RATIO_FROM: u64 = 64 * 1024 * 1024;
/// Sheets of real workbooks unpack to ten or thirty times their size, blank ones to a hundred; deflate can do a thousand.
const RATIO_LIMIT: u64 = 400;
const MIB: u64 = 1024 * 1024;

enum Decoder<'r> {
    Stored(Take<Counted<'r>>),
    Deflated(Box<DeflateDecoder<Take<Counted<'r>>>>),
}

impl Read for Decoder<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Decoder::Stored(stored) => stored.read(out),
            Decoder::Deflated(deflated) => deflated.read(out),
        }
    }
}

/// The unpacked bytes of a part, counted.
pub(crate) struct Guard<'r> {
    inner: BufReader<Decoder<'r>>,
    part: Part,
    limit: u64,
    unpacked: u64,
    /// Bytes since the last piece of XML began.
    piece: usize,
    crc: Crc,
    checked: bool,
}

impl<'r> Guard<'r> {
    /// Opens a part; refuses one that declares more than `limit` bytes.
    pub fn open(part: &Part, mut input: Counted<'r>, limit: u64) -> Result<Guard<'r>, FileRefusal> {
        if part.unpacked > limit {
            return Err(too_large(part, limit));
        }
        input.restart(part.start).map_err(|e| FileRefusal::Unreadable {
            row: 0,
            what: e.to_string(),
        })?;
        let packed = input.take(part.packed);
        let decoder = if part.deflated {
            Decoder::Deflated(Box::new(DeflateDecoder::new(packed)))
        } else {
            Decoder::Stored(packed)
        };
        Ok(Guard {
            inner: BufReader::with_capacity(64 * 1024, decoder),
            part: part.clone(),
            limit,
            unpacked: 0,
            piece: 0,
            crc: Crc::new(),
            checked: false,
        })
    }

    /// A new piece of XML begins.
    pub fn begin_piece(&mut self) {
        self.piece = 0;
    }

    /// The part's name.
    pub fn part(&self) -> &str {
        &self.part.name
    }

    /// Bytes unpacked so far.
    pub fn unpacked(&self) -> u64 {
        self.unpacked
    }

    /// How much of the packed bytes has been read.
    pub fn progress(&self) -> Progress {
        let read = match self.inner.get_ref() {
            Decoder::Stored(take) => take.get_ref().progress().read,
            Decoder::Deflated(deflated) => deflated.get_ref().get_ref().progress().read,
        };
        Progress {
            read: read.min(self.part.packed),
            of: self.part.packed,
        }
    }

    /// The file, to read another part of.
    pub fn into_input(self) -> Counted<'r> {
        match self.inner.into_inner() {
            Decoder::Stored(take) => take.into_inner(),
            Decoder::Deflated(deflated) => deflated.into_inner().into_inner(),
        }
    }

    fn refusal(&self) -> Option<FileRefusal> {
        if self.unpacked > self.limit {
            return Some(too_large(&self.part, self.limit));
        }
        if self.unpacked > self.part.unpacked {
            return Some(damaged(
                &self.part,
                format!("it unpacks to more than the {} bytes that it declares", self.part.unpacked),
            ));
        }
        let ratio = self.unpacked / self.part.packed.max(1);
        if self.unpacked > RATIO_FROM && ratio > RATIO_LIMIT {
            return Some(FileRefusal::Bomb {
                part: self.part.name.clone(),
                ratio,
            });
        }
        if self.piece > PIECE_LIMIT {
            return Some(damaged(
                &self.part,
                format!("a single value of more than {} MiB", PIECE_LIMIT as u64 / MIB),
            ));
        }
        None
    }
}

fn too_large(part: &Part, limit: u64) -> FileRefusal {
    FileRefusal::TooLarge {
        part: part.name.clone(),
        limit_mib: limit / MIB,
    }
}

fn damaged(part: &Part, what: String) -> FileRefusal {
    FileRefusal::Damaged {
        part: part.name.clone(),
        what,
    }
}

impl Read for Guard<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let n = available.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..n), available.get(..n)) {
            to.copy_from_slice(from);
        }
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Guard<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if let Some(refusal) = self.refusal() {
            return Err(io::Error::other(refusal));
        }
        let fresh = self.inner.buffer().is_empty();
        let available = match self.inner.fill_buf() {
            Ok(available) => available,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => return Err(e),
            Err(e) => return Err(io::Error::other(damaged(&self.part, format!("its packed bytes do not hold ({e})")))),
        };
        if fresh {
            self.crc.update(available);
            if available.is_empty() && !self.checked {
                self.checked = true;
                if self.crc.sum() != self.part.crc {
                    return Err(io::Error::other(damaged(&self.part, "its checksum is wrong".into())));
                }
            }
        }
        Ok(available)
    }

    fn consume(&mut self, n: usize) {
        self.unpacked += n as u64;
        self.piece += n;
        self.inner.consume(n);
    }
}
