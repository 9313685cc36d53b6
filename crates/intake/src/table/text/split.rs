//! One record's bytes to its cells: separators, quotation marks, and letters that are not UTF-8.

use encoding_rs::Encoding;

use crate::table::cells::Cells;

/// Quotation marks of one record that may turn out to be never closed. Each costs a look at the rest of the record; a record
/// made of nothing else must not cost its length squared.
const NEVER_CLOSED_LIMIT: u32 = 8;

/// Splits records; keeps its memory between them.
pub(crate) struct Splitter {
    delimiter: u8,
    fallback: &'static Encoding,
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Splitter {
    pub fn new(delimiter: u8, fallback: &'static Encoding) -> Self {
        Splitter {
            delimiter,
            fallback,
            bytes: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Fills `cells` with the cells of a record that has no line end.
    pub fn split(&mut self, record: &[u8], cells: &mut Cells) {
        self.bytes.clear();
        self.ends.clear();
        let mut rest = record;
        let mut never_closed = 0;
        loop {
            let spaces = rest.iter().take_while(|b| **b == b' ').count();
            let quoted = match rest.get(spaces..) {
                Some([b'"', inside @ ..]) if never_closed < NEVER_CLOSED_LIMIT => {
                    let after = self.quoted(inside);
                    never_closed += u32::from(after.is_none());
                    after
                }
                _ => None,
            };
            let after = match quoted {
                Some(after) => after,
                None => {
                    let end = rest.iter().position(|b| *b == self.delimiter).unwrap_or(rest.len());
                    let (cell, after) = rest.split_at(end);
                    self.bytes.extend_from_slice(cell);
                    after
                }
            };
            self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
            match after.split_first() {
                Some((_, next)) => rest = next,
                None => break,
            }
        }
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => cells.fill(text, &self.ends),
            Err(_) => self.decode(cells),
        }
    }

    /// The cell after an opening mark, without its marks, if it is closed before a separator or the record's end.
    /// Returns what follows the cell.
    fn quoted<'r>(&mut self, inside: &'r [u8]) -> Option<&'r [u8]> {
        let kept = self.bytes.len();
        let mut rest = inside;
        loop {
            let Some(mark) = rest.iter().position(|b| *b == b'"') else {
                self.bytes.truncate(kept);
                return None;
            };
            let (before, from_mark) = rest.split_at(mark);
            self.bytes.extend_from_slice(before);
            let after = from_mark.get(1..).unwrap_or_default();
            if let Some([b'"', more @ ..]) = Some(after) {
                self.bytes.push(b'"');
                rest = more;
                continue;
            }
            let spaces = after.iter().take_while(|b| **b == b' ').count();
            let closing = after.get(spaces..).unwrap_or_default();
            if closing.first().is_none_or(|b| *b == self.delimiter) {
                return Some(closing);
            }
            self.bytes.push(b'"'); // a mark inside the cell: 15" wide
            rest = after;
        }
    }

    /// A record that is not UTF-8: each cell is if it can be, else it is of the file's other encoding.
    fn decode(&self, cells: &mut Cells) {
        cells.clear();
        let mut start = 0;
        for &end in &self.ends {
            let cell = self.bytes.get(start..end as usize).unwrap_or_default();
            match std::str::from_utf8(cell) {
                Ok(text) => cells.push(text),
                Err(_) => cells.push(&self.fallback.decode_without_bom_handling(cell).0),
            }
            start = end as usize;
        }
    }
}
