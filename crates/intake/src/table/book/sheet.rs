//! The rows of one sheet, as the spreadsheet program numbers them.
//!
//! A sheet stores only what is not empty. Rows left out between two that hold something are given as blank rows, so that
//! every row number is accounted for; what is blank below the last row that holds something is not part of the table.

use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};

use crate::table::book::Shared;
use crate::table::book::formats;
use crate::table::book::package::Package;
use crate::table::book::xml::{self, Xml, attribute};
use crate::table::cells::{CellKind, Cells};
use crate::table::opening::COLUMNS_LIMIT;
use crate::table::refusal::{FileRefusal, RowRefusal};
use crate::table::text::records::{RECORD_LIMIT, Record};
use crate::table::{Counted, Progress};

/// Unpacked bytes of one sheet: a million rows of forty cells.
const PART_LIMIT: u64 = 4 * 1024 * 1024 * 1024;
/// A spreadsheet's last row.
const ROWS_LIMIT: u64 = 1_048_576;
/// Bytes of text that all rows together may give: texts are stored once and may be shown a million times.
const TEXT_LIMIT: u64 = 4 * 1024 * 1024 * 1024;

/// Reads one sheet.
pub(crate) struct SheetRows<'r> {
    xml: Xml<'r>,
    shared: Arc<Shared>,
    /// The row last given.
    given: u64,
    /// The row read last from the file, waiting behind blank ones.
    waiting: Option<(u64, bool)>,
    row: Cells,
    /// The row's number as the file has it, or counted.
    number: u64,
    text: u64,
    ended: bool,
    /// Unpacked bytes after which the sheet is taken to end, where it is only looked at.
    look: u64,
    value: String,
    scratch: String,
}

/// What a cell's start tag says.
#[derive(Clone, Copy)]
struct CellHead {
    column: usize,
    format: usize,
    kind: Stored,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stored {
    Number,
    SharedText,
    Text,
    Truth,
    Fault,
    Date,
}

impl<'r> SheetRows<'r> {
    pub fn open(package: &Package, part: &str, input: Counted<'r>, shared: Arc<Shared>) -> Result<SheetRows<'r>, FileRefusal> {
        let Some(part) = package.part(part) else {
            return Err(FileRefusal::Damaged {
                part: part.to_owned(),
                what: "the sheet is missing".into(),
            });
        };
        Ok(SheetRows {
            xml: Xml::new(package.read(part, input, PART_LIMIT)?),
            shared,
            given: 0,
            waiting: None,
            row: Cells::default(),
            number: 0,
            text: 0,
            ended: false,
            look: u64::MAX,
            value: String::new(),
            scratch: String::new(),
        })
    }

    /// Ends after so many unpacked bytes: to look at a sheet, however long its blank rows go on.
    pub fn only_to_look(mut self, bytes: u64) -> SheetRows<'r> {
        self.look = bytes;
        self
    }

    /// The file, to read another part of.
    pub fn into_input(self) -> Counted<'r> {
        self.xml.into_guard().into_input()
    }

    pub fn progress(&self) -> Progress {
        self.xml.guard().progress()
    }

    /// The next row; `None` after the last that holds something.
    pub fn next(&mut self, cells: &mut Cells) -> Result<Option<Record>, FileRefusal> {
        if self.waiting.is_none() {
            self.waiting = self.read_row()?;
        }
        let Some((number, too_long)) = self.waiting else { return Ok(None) };
        self.given += 1;
        if self.given < number {
            cells.clear();
            return Ok(Some(Record {
                number: self.given,
                problem: None,
            }));
        }
        self.waiting = None;
        let bytes = self.row.size() as u64;
        std::mem::swap(cells, &mut self.row);
        Ok(Some(Record {
            number,
            problem: too_long.then_some(RowRefusal::TooLong {
                bytes,
                limit_kib: (RECORD_LIMIT / 1024) as u64,
            }),
        }))
    }

    /// Reads the next row that holds something into `self.row`: its number, and whether it is too long.
    fn read_row(&mut self) -> Result<Option<(u64, bool)>, FileRefusal> {
        while !self.ended && self.xml.guard().unpacked() <= self.look {
            let started = match self.xml.next()? {
                Event::Start(e) if e.local_name().as_ref() == "row" => Some((row_number(&e), true)),
                Event::Empty(e) if e.local_name().as_ref() == "row" => Some((row_number(&e), false)),
                Event::Eof => {
                    self.ended = true;
                    None
                }
                _ => None,
            };
            let Some((stated, has_cells)) = started else { continue };
            // A number that goes back, or none: the row after the last.
            let number = stated.filter(|n| *n > self.number).unwrap_or(self.number + 1);
            if number > ROWS_LIMIT {
                return Err(self.damaged(format!("row {number}: a spreadsheet has {ROWS_LIMIT} rows at most")));
            }
            self.number = number;
            self.row.clear();
            let too_long = has_cells && self.read_cells()?;
            self.text += self.row.size() as u64;
            if self.text > TEXT_LIMIT {
                return Err(FileRefusal::TooLarge {
                    part: self.xml.guard().part().to_owned(),
                    limit_mib: TEXT_LIMIT / 1024 / 1024,
                });
            }
            if too_long || !self.row.is_blank() {
                return Ok(Some((number, too_long)));
            }
        }
        Ok(None)
    }

    /// Reads cells up to the row's end; whether their text is too long to be kept.
    fn read_cells(&mut self) -> Result<bool, FileRefusal> {
        let mut cell: Option<CellHead> = None;
        let (mut in_value, mut in_inline, mut phonetic) = (false, false, false);
        let mut too_long = false;
        self.value.clear();
        loop {
            match self.xml.next()? {
                Event::Start(e) => match e.local_name().as_ref() {
                    "c" => {
                        cell = Some(cell_head(&e, self.row.len()));
                        self.value.clear();
                    }
                    "v" => in_value = true,
                    "is" => in_inline = true,
                    "t" => in_value = in_inline && !phonetic,
                    "rPh" => phonetic = true,
                    _ => {}
                },
                Event::End(e) => match e.local_name().as_ref() {
                    "c" => {
                        in_inline = false;
                        if let Some(head) = cell.take()
                            && !too_long
                        {
                            too_long = self.put(head)?;
                        }
                    }
                    "v" | "t" => in_value = false,
                    "is" => in_inline = false,
                    "rPh" => phonetic = false,
                    "row" | "sheetData" => return Ok(too_long),
                    _ => {}
                },
                Event::Text(t) if in_value => self.value.push_str(&t.xml10_content()),
                Event::CData(t) if in_value => self.value.push_str(&t.xml10_content()),
                Event::GeneralRef(r) if in_value => xml::resolved(&r, &mut self.value),
                Event::Eof => {
                    self.ended = true;
                    return Err(self.damaged("it ends inside a row".into()));
                }
                _ => {}
            }
            if self.value.len() > RECORD_LIMIT {
                self.value.clear();
                too_long = true;
            }
        }
    }

    /// Puts a cell's value into the row; whether the row is now too long.
    fn put(&mut self, head: CellHead) -> Result<bool, FileRefusal> {
        if head.column >= COLUMNS_LIMIT {
            return Err(self.damaged(format!("row {}: a cell beyond column {COLUMNS_LIMIT}", self.number)));
        }
        if head.column < self.row.len() {
            return Ok(false); // a column that goes back: the first cell there stands
        }
        let (text, kind) = match head.kind {
            Stored::SharedText => match self.value.trim().parse().ok().and_then(|at| self.shared.strings.get(at)) {
                Some(text) => (text, CellKind::Text),
                None => return Err(self.damaged(format!("row {}: a cell of a text that is not there", self.number))),
            },
            Stored::Text => {
                xml::unescaped(&mut self.value);
                (self.value.as_str(), CellKind::Text)
            }
            Stored::Truth => (
                if self.value.trim() == "1" || self.value.trim() == "true" {
                    "TRUE"
                } else {
                    "FALSE"
                },
                CellKind::Truth,
            ),
            Stored::Fault => (self.value.as_str(), CellKind::Fault),
            Stored::Date => (self.value.as_str(), CellKind::Date),
            Stored::Number if self.value.is_empty() => ("", CellKind::Text),
            Stored::Number => {
                let shown = self.shared.formats.shown(head.format);
                let kind = formats::write_number(&self.value, shown, self.shared.since_1904, &mut self.scratch);
                (self.scratch.as_str(), kind)
            }
        };
        if text.is_empty() {
            return Ok(false);
        }
        if self.row.size() + text.len() > RECORD_LIMIT {
            return Ok(true);
        }
        while self.row.len() < head.column {
            self.row.push("");
        }
        self.row.push_kind(text, kind);
        Ok(false)
    }

    fn damaged(&self, what: String) -> FileRefusal {
        FileRefusal::Damaged {
            part: self.xml.guard().part().to_owned(),
            what,
        }
    }
}

fn row_number(row: &BytesStart) -> Option<u64> {
    attribute(row, "r").and_then(|r| r.parse().ok()).filter(|n| *n > 0)
}

fn cell_head(cell: &BytesStart, next: usize) -> CellHead {
    let mut head = CellHead {
        column: next,
        format: 0,
        kind: Stored::Number,
    };
    let mut attributes = cell.attributes();
    attributes.with_checks(false);
    for a in attributes.filter_map(Result::ok) {
        match a.key.as_ref() {
            "r" => head.column = column_of(&a.value).unwrap_or(next),
            "s" => head.format = a.value.parse().unwrap_or(0),
            "t" => {
                head.kind = match &*a.value {
                    "s" => Stored::SharedText,
                    "str" | "inlineStr" => Stored::Text,
                    "b" => Stored::Truth,
                    "e" => Stored::Fault,
                    "d" => Stored::Date,
                    _ => Stored::Number,
                }
            }
            _ => {}
        }
    }
    head
}

/// "AB12" is column 27, 0 first.
fn column_of(reference: &str) -> Option<usize> {
    let mut column = 0usize;
    for b in reference.bytes().take_while(u8::is_ascii_alphabetic) {
        column = column
            .checked_mul(26)?
            .checked_add(usize::from(b.to_ascii_uppercase() - b'A') + 1)?;
    }
    column.checked_sub(1)
}
