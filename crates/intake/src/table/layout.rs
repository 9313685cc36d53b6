//! How a file was understood, for a person to check and correct before anything is applied.

use std::fmt;

use register::Field;

use crate::table::kind::FileKind;
use crate::table::values::dates::DayMonth;

/// How a file was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// What the file is, by its content.
    pub format: FileKind,
    /// Text only: the encoding's name.
    pub encoding: Option<&'static str>,
    /// Text only: what separates the cells.
    pub delimiter: Option<char>,
    /// The row that names the columns, as the spreadsheet program counts; `None` where the file has no such row.
    pub header_row: Option<u64>,
    /// Workbooks only: the sheet that is read.
    pub sheet: Option<String>,
    /// The columns, first to last.
    pub columns: Vec<ColumnReading>,
    /// What a person should know before trusting it.
    pub notes: Vec<LayoutNote>,
}

/// One column and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnReading {
    /// As written; a header that is blank or occurs again is told apart by its column's letter or a number.
    pub header: String,
    /// 0 is the first.
    pub position: usize,
    /// The field it fills; `None`: it is kept in [`Field::Note`].
    pub field: Option<Field>,
    /// How that was found.
    pub by: By,
    /// The first value below the header, at most 60 characters of it.
    pub example: String,
    /// Date columns only: how a date such as 07/01/2019 is read there.
    pub day_month: Option<(DayMonth, OrderFrom)>,
}

/// How a column's field was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A person said so.
    Person,
    /// By its header.
    Name,
    /// By what its cells hold: `fits` of the `of` looked at.
    Content {
        /// Cells that are of the field's kind.
        fits: usize,
        /// Cells looked at that hold something.
        of: usize,
    },
    /// Neither told.
    NotUnderstood,
}

/// What decided about the order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderFrom {
    /// Dates of the column itself, such as 13/02/2014.
    ItsDates,
    /// Dates of the file's other columns.
    OtherColumns,
    /// Nothing: assumed as the United Kingdom writes.
    Assumed,
    /// No date of the column leaves it open.
    NotNeeded,
}

/// Something to know about the reading of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LayoutNote {
    /// The name's ending promises another format.
    NamedOtherwise {
        /// The file's name.
        name: String,
        /// What it is.
        format: FileKind,
    },
    /// The workbook has more sheets than the one that is read.
    SheetsNotRead {
        /// Their names, and whether each looks like a list of devices too.
        others: Vec<(String, bool)>,
    },
    /// No row names the columns.
    NoHeader,
    /// A header occurs more than once.
    HeaderTwice {
        /// As written.
        header: String,
    },
    /// Two columns give one field: the first that says something counts, what the other says differently becomes a note.
    SameField {
        /// The field.
        field: Field,
        /// The columns' headers, the one that counts first.
        columns: Vec<String>,
    },
    /// The header names one thing, the cells hold another.
    NameAgainstContent {
        /// The column's header.
        column: String,
        /// What it names.
        named: Field,
        /// What its cells are.
        holds: &'static str,
    },
    /// Day and month could be either way round in this column; read as day first.
    DayMonthAssumed {
        /// The column's header.
        column: String,
        /// How many dates of the sample are open.
        open: usize,
    },
    /// The column holds dates of both orders.
    DayMonthMixed {
        /// The column's header.
        column: String,
        /// Dates that prove day first.
        day_first: usize,
        /// Dates that prove month first.
        month_first: usize,
    },
    /// Nothing in the file can recognise a device: every row will be refused until a person names such a column.
    NothingRecognises,
}

impl fmt::Display for LayoutNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LayoutNote::NamedOtherwise { name, format } => write!(f, "\"{name}\" is {format}, whatever its name ends in"),
            LayoutNote::SheetsNotRead { others } => {
                let names: Vec<String> = others
                    .iter()
                    .map(|(name, table)| {
                        if *table {
                            format!("\"{name}\" (looks like a list of devices too)")
                        } else {
                            format!("\"{name}\"")
                        }
                    })
                    .collect();
                write!(f, "sheets not read: {}", names.join(", "))
            }
            LayoutNote::NoHeader => f.write_str("no row names the columns; they were found by what they hold"),
            LayoutNote::HeaderTwice { header } => write!(f, "the header \"{header}\" occurs more than once"),
            LayoutNote::SameField { field, columns } => {
                let names: Vec<String> = columns.iter().map(|c| format!("\"{c}\"")).collect();
                write!(
                    f,
                    "{} is in several columns ({}): the first that says something counts",
                    field.label(),
                    names.join(", ")
                )
            }
            LayoutNote::NameAgainstContent { column, named, holds } => {
                write!(f, "column \"{column}\" is named like {} but holds {holds}", named.label())
            }
            LayoutNote::DayMonthAssumed { column, open } => {
                write!(
                    f,
                    "column \"{column}\": {open} dates could be either way round and were read as day/month/year"
                )
            }
            LayoutNote::DayMonthMixed {
                column,
                day_first,
                month_first,
            } => write!(
                f,
                "column \"{column}\" holds dates of both orders: {day_first} with the day first, {month_first} with the month first"
            ),
            LayoutNote::NothingRecognises => {
                f.write_str("no column recognises a device: expected an asset number, a maker with a serial number, a UDI or a MAC address")
            }
        }
    }
}

/// "A" for the first column, as spreadsheet programs name them.
pub(crate) fn column_letters(position: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = position + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + u8::try_from(rest % 26).unwrap_or(0));
        rest /= 26;
    }
    letters.iter().rev().map(|b| char::from(*b)).collect()
}
