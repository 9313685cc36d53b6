//! What was not taken from a device table and why: the file, a row, a cell. Each is a sentence for the person who sent it.

use crate::table::kind::FileKind;

/// Why a file was not read, or not read further.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileRefusal {
    /// No byte in it, or nothing but spaces.
    #[error("the file is empty")]
    Empty,
    /// Something else than a table that is read here.
    #[error("the file is {kind}; expected a CSV or XLSX export of devices{}", .kind.advice())]
    WrongKind {
        /// What its first bytes say that it is.
        kind: FileKind,
    },
    /// No row of it could be the header.
    #[error(
        "no table was found in the first {looked_at} rows: expected a row that names the columns, such as \"Asset No, Make, Model, Serial No\""
    )]
    NoTable {
        /// Rows looked at.
        looked_at: u64,
    },
    /// No line break in the first mebibyte.
    #[error(
        "the first row is longer than {limit_kib} KiB; expected a row that names the columns, such as \"Asset No, Make, Model, Serial No\""
    )]
    FirstRowTooLong {
        /// The limit, in KiB.
        limit_kib: u64,
    },
    /// A header wider than any spreadsheet.
    #[error("row {row} has {found} columns; a spreadsheet has {limit} at most")]
    TooWide {
        /// As the spreadsheet program counts.
        row: u64,
        /// Columns found.
        found: usize,
        /// Columns allowed.
        limit: usize,
    },
    /// The workbook has no sheet of the name that a person chose.
    #[error("the workbook has no sheet \"{asked}\"; it has {}", quoted_list(.have))]
    NoSuchSheet {
        /// The name asked for.
        asked: String,
        /// The names that it has.
        have: Vec<String>,
    },
    /// The archive's own structure does not hold.
    #[error("the workbook is damaged or cut short: {part}: {what}")]
    Damaged {
        /// The file inside the archive, or "the archive".
        part: String,
        /// What was found.
        what: String,
    },
    /// A part that inflates beyond what a workbook of devices can need.
    #[error("the workbook was refused by size: {part} unpacks to more than {limit_mib} MiB, which no list of devices needs")]
    TooLarge {
        /// The file inside the archive.
        part: String,
        /// The limit, in MiB.
        limit_mib: u64,
    },
    /// More texts than a list of devices can hold.
    #[error("the workbook was refused by size: {part} holds more than {limit} texts, which no list of devices needs")]
    TooManyTexts {
        /// The file inside the archive.
        part: String,
        /// The limit.
        limit: usize,
    },
    /// A part that is almost nothing packed and almost endless unpacked.
    #[error("the workbook was refused as a likely trap: {part} unpacks to over {ratio} times its size")]
    Bomb {
        /// The file inside the archive.
        part: String,
        /// Unpacked size over packed size, so far as read.
        ratio: u64,
    },
    /// The reader that was given failed.
    #[error("reading failed at row {row}: {what}")]
    Unreadable {
        /// The row last begun.
        row: u64,
        /// The reader's own words.
        what: String,
    },
}

/// Why a row as a whole was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowRefusal {
    /// It names no device.
    #[error(
        "nothing to recognise it by: expected an asset number, a maker with a serial number, a UDI with a serial number, or a MAC address"
    )]
    NothingToRecogniseBy,
    /// More text than one device's row can hold.
    #[error(
        "the row is longer than {limit_kib} KiB ({bytes} bytes read of it); expected one device's cells, perhaps a quotation mark was not closed"
    )]
    TooLong {
        /// Bytes that belong to it.
        bytes: u64,
        /// The limit, in KiB.
        limit_kib: u64,
    },
    /// Its cells have shifted against the header.
    #[error("{found} cells under {expected} columns: a separator inside a text without quotation marks has probably shifted its cells")]
    MoreCellsThanColumns {
        /// Cells that hold something, up to the last.
        found: usize,
        /// Columns of the header.
        expected: usize,
    },
}

/// One cell that was not taken; the rest of its row was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRefusal {
    /// The column's header as shown in `Layout`.
    pub column: String,
    /// Position of the column, 0 first.
    pub position: usize,
    /// As written, at most 200 characters of it.
    pub value: String,
    /// Why.
    pub reason: CellReason,
}

/// Why a cell was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CellReason {
    /// "1.2E+11".
    #[error("a spreadsheet shortened the number and its digits are lost; expected them all")]
    DigitsLost,
    /// A serial number such as "MAR17" that a spreadsheet took for a date.
    #[error("a spreadsheet turned the text into a date; expected it as the maker writes it")]
    TurnedIntoDate,
    /// 31 June.
    #[error("no such day: {month} {year} has no day {day}")]
    NoSuchDay {
        /// Day of the month as written.
        day: u32,
        /// The month's English name.
        month: &'static str,
        /// The year.
        year: i32,
    },
    /// Neither number can be a month.
    #[error("no such month: neither {first} nor {second} can be one")]
    NoSuchMonth {
        /// The first number.
        first: u32,
        /// The second number.
        second: u32,
    },
    /// A year that no device has.
    #[error(
        "the year {year} is outside {} to {}",
        crate::table::values::dates::FIRST_YEAR,
        crate::table::values::dates::LAST_YEAR
    )]
    YearOutOfRange {
        /// The year as read.
        year: i64,
    },
    /// Anything that is not a date.
    #[error("not a date; expected a day, a month with its year, or a year")]
    NotADate,
    /// 10.20.60.300.
    #[error("no such IP address: each of its four numbers is 0 to 255")]
    ImpossibleIp,
    /// 127.0.0.1 or 255.255.255.255.
    #[error("an address that every device has, or none: {what}; expected the device's own")]
    IpOfNoDevice {
        /// Which sort.
        what: &'static str,
    },
    /// No address of any kind in the cell.
    #[error("no {expected} in it")]
    NoAddress {
        /// "IP address" or "MAC address".
        expected: &'static str,
    },
    /// Too many or too few digits, or digits that are none.
    #[error("not a MAC address: expected six octets, twelve hexadecimal digits")]
    ImpossibleMac,
    /// A broadcast or group address.
    #[error("a MAC address of a group, not of one device")]
    GroupMac,
    /// 58:46:E1:00:00:00.
    #[error("a MAC address with nothing after its maker's prefix, a filler; expected the device's own")]
    MacIsPrefixOnly,
    /// Neither GS1 nor HIBCC nor ICCBBA.
    #[error("not a UDI: expected a GTIN of 8 to 14 digits, a GS1 text that begins with (01), or an HIBCC text that begins with +")]
    NotAUdi,
    /// A sentence where a number belongs.
    #[error("not an asset number but a text of {words} words; expected a short number")]
    NotAnAssetNumber {
        /// Words found.
        words: usize,
    },
    /// Longer than anything that a field holds.
    #[error("a text of {characters} characters; expected at most {limit}")]
    TooLong {
        /// Characters found.
        characters: usize,
        /// Characters allowed.
        limit: usize,
    },
}

fn quoted_list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|n| format!("\"{n}\"")).collect();
    names.join(", ")
}
