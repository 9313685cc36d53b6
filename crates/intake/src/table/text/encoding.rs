//! Which encoding a text is in, and its bytes as UTF-8 or at least as something in which separators are ASCII.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::table::kind::FileKind;

/// How a file's bytes are to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextEncoding {
    /// Bytes of the byte order mark.
    pub bom: usize,
    /// Decoded as a stream: UTF-16, and encodings in which a separator's byte may be half of a letter.
    pub stream: Option<&'static Encoding>,
    /// Where bytes are split first: what a record is decoded from when it is not valid UTF-8.
    pub fallback: &'static Encoding,
    /// For the layout: "UTF-8", "windows-1252".
    pub name: &'static str,
}

/// Letters beyond ASCII from which on a guess of an encoding other than Western European is believed.
const ENOUGH_TO_GUESS: usize = 24;

impl TextEncoding {
    /// Decides from a file's first bytes; refuses what is no text.
    pub fn of(sample: &[u8], whole: bool) -> Result<TextEncoding, FileKind> {
        let marked = |bom, encoding: &'static Encoding| TextEncoding {
            bom,
            stream: Some(encoding),
            fallback: WINDOWS_1252,
            name: encoding.name(),
        };
        if sample.starts_with(b"\xef\xbb\xbf") {
            let rest = sample.get(3..).unwrap_or_default();
            return split_first(3, "UTF-8", WINDOWS_1252).checked(rest);
        }
        if sample.starts_with(b"\xff\xfe\x00\x00") || sample.starts_with(b"\x00\x00\xfe\xff") {
            return Err(FileKind::Binary); // UTF-32, which no spreadsheet writes
        }
        if sample.starts_with(b"\xff\xfe") {
            return Ok(marked(2, UTF_16LE));
        }
        if sample.starts_with(b"\xfe\xff") {
            return Ok(marked(2, UTF_16BE));
        }
        if let Some(encoding) = utf16_without_mark(sample) {
            return Ok(marked(0, encoding));
        }
        let end = std::str::from_utf8(sample).map_or_else(|e| e.valid_up_to(), str::len);
        let cut_letter = !whole && sample.len() - end < 4; // the sample may end inside a letter
        if end == sample.len() || (cut_letter && end > 0) {
            return split_first(0, "UTF-8", WINDOWS_1252).checked(sample);
        }
        let guessed = guess(sample);
        if guessed.is_single_byte() {
            return split_first(0, guessed.name(), guessed).checked(sample);
        }
        Ok(marked(0, guessed))
    }

    /// Refuses bytes that are mostly no letters. Some NUL bytes are borne: broken exports hold them.
    fn checked(self, sample: &[u8]) -> Result<TextEncoding, FileKind> {
        let count = |is: fn(u8) -> bool| sample.iter().filter(|b| is(**b)).count();
        let odd = count(|b| matches!(b, 0x01..=0x08 | 0x0e..=0x1b | 0x7f));
        let nul = count(|b| b == 0);
        if odd * 20 > sample.len() || nul * 4 > sample.len() {
            Err(FileKind::Binary)
        } else {
            Ok(self)
        }
    }
}

fn split_first(bom: usize, name: &'static str, fallback: &'static Encoding) -> TextEncoding {
    TextEncoding {
        bom,
        stream: None,
        fallback,
        name,
    }
}

/// Western text in UTF-16 has a zero at every second byte.
fn utf16_without_mark(sample: &[u8]) -> Option<&'static Encoding> {
    let head = sample.get(..sample.len().min(4096)).unwrap_or_default();
    if head.len() < 8 {
        return None;
    }
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (first, second, half) = (zeros(0), zeros(1), head.len() / 2);
    if second * 10 > half * 6 && first * 20 < half {
        Some(UTF_16LE)
    } else if first * 10 > half * 6 && second * 20 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// What a text that is not UTF-8 is in. Few letters beyond ASCII prove little: then Western European, as exports are here.
fn guess(sample: &[u8]) -> &'static Encoding {
    let beyond_ascii = sample.iter().filter(|b| **b >= 0x80).count();
    if beyond_ascii < ENOUGH_TO_GUESS {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    // A letter of two bytes is believed only where such letters are a good part of the text.
    if guessed.is_single_byte() || beyond_ascii * 8 > sample.len() {
        guessed
    } else {
        WINDOWS_1252
    }
}

/// The file's bytes after its mark, transcoded to UTF-8 where the encoding asks for it.
pub(crate) struct TextSource<R> {
    inner: R,
    skip: usize,
    transcoder: Option<Transcoder>,
}

struct Transcoder {
    decoder: Decoder,
    raw: Vec<u8>,
    /// Bytes of `raw` already given to the decoder.
    used: usize,
    ended: bool,
    /// Decoded bytes that did not fit where they were asked for.
    spill: Vec<u8>,
    spilt: usize,
}

impl<R: Read> TextSource<R> {
    pub fn new(inner: R, encoding: TextEncoding) -> Self {
        let transcoder = encoding.stream.filter(|e| *e != UTF_8).map(|e| Transcoder {
            decoder: e.new_decoder_without_bom_handling(),
            raw: Vec::new(),
            used: 0,
            ended: false,
            spill: Vec::new(),
            spilt: 0,
        });
        TextSource {
            inner,
            skip: encoding.bom,
            transcoder,
        }
    }

    /// What the bytes come from.
    pub fn inner(&self) -> &R {
        &self.inner
    }

    /// Drops the byte order mark, once.
    fn skip_mark(&mut self) -> io::Result<()> {
        let mut one = [0u8; 1];
        while self.skip > 0 {
            if self.inner.read(&mut one)? == 0 {
                self.skip = 0;
            } else {
                self.skip -= 1;
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for TextSource<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.skip_mark()?;
        let Some(t) = &mut self.transcoder else {
            return self.inner.read(out);
        };
        loop {
            let waiting = t.spill.get(t.spilt..).unwrap_or_default();
            if !waiting.is_empty() {
                let n = waiting.len().min(out.len());
                if let (Some(to), Some(from)) = (out.get_mut(..n), waiting.get(..n)) {
                    to.copy_from_slice(from);
                }
                t.spilt += n;
                return Ok(n);
            }
            if t.ended {
                return Ok(0);
            }
            if t.used >= t.raw.len() {
                t.raw.resize(32 * 1024, 0);
                let n = self.inner.read(&mut t.raw)?;
                t.raw.truncate(n);
                t.used = 0;
            }
            let last = t.raw.is_empty();
            let pending = t.raw.get(t.used..).unwrap_or_default();
            t.spill.resize(64 * 1024, 0);
            let (result, read, written, _) = t.decoder.decode_to_utf8(pending, &mut t.spill, last);
            t.used += read;
            t.spill.truncate(written);
            t.spilt = 0;
            t.ended = last && result == CoderResult::InputEmpty;
        }
    }
}
