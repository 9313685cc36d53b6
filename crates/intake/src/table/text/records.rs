//! Finds where records end, in a stream of any length, holding no more than one record in memory.
//!
//! A spreadsheet program counts a record with line breaks inside quotation marks as one row, so do we. Exports also hold
//! quotation marks that nobody closed; reading on to the next one would swallow rows in silence. A mark that is not
//! closed where a closing mark can stand is therefore read as a letter, and its record ends with its line.

use std::io::{self, Read};

use encoding_rs::Encoding;

use crate::table::cells::Cells;
use crate::table::refusal::RowRefusal;
use crate::table::text::split::Splitter;

/// A record longer than this is refused (contract, memory limits).
pub(crate) const RECORD_LIMIT: usize = 1024 * 1024;
/// Line breaks inside one pair of quotation marks, above which the mark is taken for one that nobody closed.
const BREAKS_LIMIT: u32 = 100;
/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;
/// Characters of a refused record that are kept to show it.
const SHOWN: usize = 1000;

/// Reads records off a byte stream.
pub(crate) struct Records<S> {
    source: S,
    delimiter: u8,
    splitter: Splitter,
    buffer: Vec<u8>,
    /// Where the next record begins in `buffer`.
    start: usize,
    ended: bool,
    /// Records begun so far.
    number: u64,
}

/// What the reader says of one record beside its cells.
pub(crate) struct Record {
    /// As the spreadsheet program counts, 1 first.
    pub number: u64,
    /// Why its cells are not all there.
    pub problem: Option<RowRefusal>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the start of a cell, or after spaces there.
    Start,
    /// In a cell without marks.
    Plain,
    /// Between marks.
    Quoted,
    /// After a mark that may close, or be the first of a doubled one.
    Mark,
    /// After a closing mark and spaces.
    Trail,
    /// After a carriage return that ends the record.
    Return,
}

enum End {
    Nothing,
    /// Bytes of the record, bytes of its line end.
    At(usize, usize),
    NeverClosed,
    TooLong,
}

impl<S: Read> Records<S> {
    pub fn new(source: S, delimiter: u8, fallback: &'static Encoding) -> Self {
        Records {
            source,
            delimiter,
            splitter: Splitter::new(delimiter, fallback),
            buffer: Vec::new(),
            start: 0,
            ended: false,
            number: 0,
        }
    }

    /// Drops Excel's own first line "sep=;", which the program reads and does not show.
    pub fn skip_separator_line(&mut self) -> io::Result<()> {
        while self.buffer.len() < 8 && self.fill()? {}
        if let Some((_, length)) = separator_line(&self.buffer) {
            self.start = length.min(self.buffer.len());
        }
        Ok(())
    }

    /// The record last begun.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// What the bytes come from.
    pub fn source(&self) -> &S {
        &self.source
    }

    /// The next record's cells; `None` after the last.
    pub fn next(&mut self, cells: &mut Cells) -> io::Result<Option<Record>> {
        let mut end = self.find_end(true)?;
        if matches!(end, End::NeverClosed) {
            end = self.find_end(false)?;
        }
        let (length, line_end) = match end {
            End::Nothing => return Ok(None),
            End::At(length, line_end) => (length, line_end),
            End::TooLong | End::NeverClosed => return self.skip_record(cells).map(Some),
        };
        self.number += 1;
        let record = self.buffer.get(self.start..self.start + length).unwrap_or_default();
        self.splitter.split(record, cells);
        self.start += length + line_end;
        Ok(Some(Record {
            number: self.number,
            problem: None,
        }))
    }

    /// Whether a quotation mark may hold line breaks is `spans`.
    fn find_end(&mut self, spans: bool) -> io::Result<End> {
        let mut position = 0;
        let mut state = State::Start;
        let mut breaks = 0u32;
        loop {
            let window = self.buffer.get(self.start + position..).unwrap_or_default();
            for (i, &byte) in window.iter().enumerate() {
                if state == State::Return {
                    return Ok(End::At(position + i - 1, if byte == b'\n' { 2 } else { 1 }));
                }
                if byte == b'\n' || byte == b'\r' {
                    if state == State::Quoted && spans {
                        breaks += u32::from(byte == b'\n');
                        if breaks > BREAKS_LIMIT {
                            return Ok(End::NeverClosed);
                        }
                        continue;
                    }
                    if byte == b'\n' {
                        return Ok(End::At(position + i, 1));
                    }
                    state = State::Return;
                    continue;
                }
                state = match state {
                    State::Plain if byte != self.delimiter => State::Plain,
                    State::Start | State::Plain if byte == self.delimiter => State::Start,
                    State::Start if byte == b'"' => {
                        breaks = 0;
                        State::Quoted
                    }
                    State::Start if byte == b' ' => State::Start,
                    State::Start | State::Plain => State::Plain,
                    State::Quoted if byte == b'"' => State::Mark,
                    State::Quoted => State::Quoted,
                    State::Mark if byte == b'"' => State::Quoted,
                    State::Trail if byte == b'"' => State::Mark,
                    State::Mark | State::Trail if byte == self.delimiter => State::Start,
                    State::Mark | State::Trail if byte == b' ' => State::Trail,
                    // A mark inside a cell, as in "Monitor 15" wide". Over several lines it is more likely the opening
                    // mark of a later row.
                    State::Mark | State::Trail if breaks > 0 => return Ok(End::NeverClosed),
                    State::Mark | State::Trail => State::Quoted,
                    State::Return => State::Return,
                };
            }
            position += window.len();
            if position > RECORD_LIMIT {
                return Ok(if state == State::Quoted && spans {
                    End::NeverClosed
                } else {
                    End::TooLong
                });
            }
            if !self.fill()? {
                return Ok(match state {
                    _ if position == 0 => End::Nothing,
                    State::Return => End::At(position - 1, 1),
                    State::Quoted if spans => End::NeverClosed,
                    _ => End::At(position, 0),
                });
            }
        }
    }

    /// Reads on to the end of the line without keeping it.
    fn skip_record(&mut self, cells: &mut Cells) -> io::Result<Record> {
        self.number += 1;
        let head: Vec<u8> = self.buffer.iter().skip(self.start).copied().take(SHOWN).collect();
        cells.clear();
        cells.push(&String::from_utf8_lossy(&head));
        let mut bytes = 0u64;
        loop {
            let waiting = self.buffer.get(self.start..).unwrap_or_default();
            if let Some(at) = waiting.iter().position(|b| matches!(b, b'\n' | b'\r')) {
                bytes += at as u64;
                self.start += at;
                if waiting.len() == at + 1 {
                    self.fill()?; // "\r\n" may lie across two chunks
                }
                let two = self.buffer.get(self.start..).is_some_and(|b| b.starts_with(b"\r\n"));
                self.start += if two { 2 } else { 1 };
                break;
            }
            bytes += waiting.len() as u64;
            self.start = self.buffer.len();
            if !self.fill()? {
                break;
            }
        }
        Ok(Record {
            number: self.number,
            problem: Some(RowRefusal::TooLong {
                bytes,
                limit_kib: (RECORD_LIMIT / 1024) as u64,
            }),
        })
    }

    /// Reads a chunk more; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.buffer.drain(..self.start.min(self.buffer.len()));
        self.start = 0;
        let had = self.buffer.len();
        self.buffer.resize(had + CHUNK, 0);
        let read = loop {
            match self.source.read(self.buffer.get_mut(had..).unwrap_or_default()) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let n = *read.as_ref().unwrap_or(&0);
        self.buffer.truncate(had + n);
        self.ended = n == 0;
        read.map(|n| n > 0)
    }
}

/// Excel's first line "sep=;": the separator and the bytes of the line.
pub(crate) fn separator_line(text: &[u8]) -> Option<(u8, usize)> {
    let head = text.get(..5)?;
    if !head.get(..4)?.eq_ignore_ascii_case(b"sep=") {
        return None;
    }
    let separator = *head.get(4)?;
    match (text.get(5), text.get(6)) {
        (Some(b'\r'), Some(b'\n')) => Some((separator, 7)),
        (Some(b'\r' | b'\n'), _) => Some((separator, 6)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
