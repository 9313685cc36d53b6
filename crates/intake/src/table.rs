//! Tables of devices as hospitals export them: CSV and XLSX to statements, row by row, in bounded memory.
//!
//! [`open`] looks at the beginning of a file, decides what it is, where its header stands and what each column holds, and
//! says so in a [`Layout`] that a person can correct ([`TableOptions::columns`]). [`TableReader::next_row`] then gives one
//! [`Row`] for each row below the header, none left out: a device with the cells that could not be taken, or what the row
//! is instead.
//!
//! - [`layout`]   how the file was understood        - [`refusal`]  what was not taken and why
//! - [`cells`]    a row as written                   - [`kind`]     what a file is, by its first bytes

use std::io::{Read, Seek, SeekFrom};

use register::{Field, Micros, Statement};

mod book;
pub mod cells;
mod columns;
mod content;
mod furniture;
mod header;
pub mod kind;
pub mod layout;
mod names;
mod opening;
mod plan;
pub mod refusal;
mod row;
mod text;
mod values;

pub use cells::{CellKind, Cells};
pub use kind::FileKind;
pub use layout::{By, ColumnReading, Layout, LayoutNote, OrderFrom};
pub use refusal::{CellReason, CellRefusal, FileRefusal, RowRefusal};
pub use values::dates::DayMonth;

use furniture::{Furniture, FurnitureRules};
use opening::Grid;
use row::RowReader;

/// What a table is read from: an open file, or bytes in memory.
pub trait TableInput: Read + Seek + Send {}
impl<T: Read + Seek + Send> TableInput for T {}

/// What the reader is told beside the file.
#[derive(Debug, Clone, Default)]
pub struct TableOptions {
    /// The named stream that this is a delivery of ("CMMS").
    pub source: String,
    /// When the source knew it: the delivery's time.
    pub stated_at: Micros,
    /// A person's corrections: a header's text, as written or as the layout shows it, and its field; `None` keeps the
    /// column as a note.
    pub columns: Vec<(String, Option<Field>)>,
    /// The sheet to read, where a person chose one.
    pub sheet: Option<String>,
}

/// One row below the header.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// As the spreadsheet program shows it, 1 first; a record with line breaks inside quotation marks is one row.
    pub number: u64,
    /// What the row is.
    pub outcome: Outcome,
    /// As written, for the export of refused rows for repair.
    pub cells: Cells,
}

/// What a row is.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A device.
    Device {
        /// What the row says of it.
        statement: Statement,
        /// Cells that were not taken; the statement does without them.
        refused: Vec<CellRefusal>,
    },
    /// No cell holds anything.
    Blank,
    /// The header again, a title, a heading.
    Header,
    /// A total, a count, the end of the report.
    Total,
    /// Not taken as a whole.
    Refused {
        /// Why.
        reason: RowRefusal,
    },
}

/// How far the reading is, in bytes of the file; for a progress bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read.
    pub read: u64,
    /// Bytes to read.
    pub of: u64,
}

/// Reads the rows of one file.
pub struct TableReader<'r> {
    layout: Layout,
    grid: Grid<'r>,
    rows: RowReader,
    furniture: FurnitureRules,
    /// Text only: a row that has more cells than there are columns has shifted.
    width: Option<usize>,
    /// The row last given out.
    number: u64,
    failed: bool,
}

/// Opens a table: tells what the file is by its content, finds the header, decides the columns.
///
/// Reads the beginning of the file twice and the rest not at all. The name of the file is used for nothing but a remark
/// where it promises something else.
pub fn open<'r>(input: Box<dyn TableInput + 'r>, file_name: &str, options: &TableOptions) -> Result<TableReader<'r>, FileRefusal> {
    opening::open(input, file_name, options)
}

impl TableReader<'_> {
    /// How the file was understood.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// How far the reading is.
    pub fn progress(&self) -> Progress {
        self.grid.progress()
    }

    /// The next row below the header; `None` after the last. After a refusal of the file there is no further row.
    pub fn next_row(&mut self) -> Option<Result<Row, FileRefusal>> {
        if self.failed {
            return None;
        }
        let mut cells = Cells::default();
        let record = match self.grid.next(&mut cells) {
            Ok(Some(record)) => record,
            Ok(None) => return None,
            Err(refusal) => {
                self.failed = true;
                return Some(Err(refusal));
            }
        };
        self.number = record.number;
        let outcome = match record.problem {
            Some(reason) => Outcome::Refused { reason },
            None => self.outcome(&cells),
        };
        Some(Ok(Row {
            number: self.number,
            outcome,
            cells,
        }))
    }

    fn outcome(&mut self, cells: &Cells) -> Outcome {
        if cells.is_blank() {
            return Outcome::Blank;
        }
        match self.furniture.of(cells) {
            Some(Furniture::Header) => return Outcome::Header,
            Some(Furniture::Total) => return Outcome::Total,
            None => {}
        }
        if let Some(expected) = self.width.filter(|w| cells.len() > *w) {
            let found = cells.filled().last().map_or(0, |p| p + 1);
            if found > expected {
                return Outcome::Refused {
                    reason: RowRefusal::MoreCellsThanColumns { found, expected },
                };
            }
        }
        match self.rows.read(self.number, cells) {
            Ok((statement, refused)) => Outcome::Device { statement, refused },
            Err(reason) => Outcome::Refused { reason },
        }
    }
}

impl Iterator for TableReader<'_> {
    type Item = Result<Row, FileRefusal>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_row()
    }
}

/// How many rows of each kind bytes give. For fuzzing: whatever the bytes are, this returns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows of devices.
    pub devices: u64,
    /// Blank rows, headers and totals.
    pub skipped: u64,
    /// Rows refused.
    pub refused: u64,
    /// Cells refused in rows of devices.
    pub cells_refused: u64,
    /// Whether the file was refused, at the start or on the way.
    pub file_refused: bool,
}

/// Reads bytes as a table to the end, as a fuzzer does.
pub fn tally(bytes: &[u8]) -> Tally {
    let mut tally = Tally::default();
    let options = TableOptions {
        source: "fuzz".into(),
        ..TableOptions::default()
    };
    let Ok(reader) = open(Box::new(std::io::Cursor::new(bytes)), "fuzz", &options) else {
        tally.file_refused = true;
        return tally;
    };
    for row in reader {
        match row.map(|r| r.outcome) {
            Ok(Outcome::Device { refused, .. }) => {
                tally.devices += 1;
                tally.cells_refused += refused.len() as u64;
            }
            Ok(Outcome::Blank | Outcome::Header | Outcome::Total) => tally.skipped += 1,
            Ok(Outcome::Refused { .. }) => tally.refused += 1,
            Err(_) => tally.file_refused = true,
        }
    }
    tally
}

/// Counts the bytes that are read through it.
pub(crate) struct Counted<'r> {
    input: Box<dyn TableInput + 'r>,
    read: u64,
    of: u64,
}

impl<'r> Counted<'r> {
    fn new(mut input: Box<dyn TableInput + 'r>) -> std::io::Result<Self> {
        let of = input.seek(SeekFrom::End(0))?;
        input.seek(SeekFrom::Start(0))?;
        Ok(Counted { input, read: 0, of })
    }

    /// Goes to a place and counts from there.
    fn restart(&mut self, place: u64) -> std::io::Result<()> {
        self.read = 0;
        self.input.seek(SeekFrom::Start(place)).map(|_| ())
    }

    fn progress(&self) -> Progress {
        Progress {
            read: self.read,
            of: self.of,
        }
    }
}

impl Read for Counted<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.input.read(out)?;
        self.read += n as u64;
        Ok(n)
    }
}

impl Seek for Counted<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.input.seek(to)
    }
}
