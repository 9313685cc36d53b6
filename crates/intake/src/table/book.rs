//! XLSX workbooks, read as a stream in bounded memory.
//!
//! A hostile workbook is small and unpacks to anything: a table of strings that fills the memory, a number that asks for room
//! for 2⁶³ of them, one cell of a gigabyte. So every part is unpacked through a [`guard`] that counts, and nothing that
//! the file declares is believed before it has been read. (The `calamine` crate reserves room for the count of strings that
//! a file declares and reads cells of any length, which is why it is not used here.)

mod formats;
mod guard;
mod package;
mod sheet;
mod strings;
mod workbook;
mod xml;

use std::sync::Arc;

pub(crate) use sheet::SheetRows;

use crate::table::Counted;
use crate::table::cells::Cells;
use crate::table::header::{ROWS_LOOKED_AT, Sampled};
use crate::table::opening::SAMPLE_ROWS;
use crate::table::refusal::FileRefusal;
use formats::Formats;
use package::Package;
use strings::Strings;

/// Sheets of a workbook that are looked at for a list of devices.
const SHEETS_LOOKED_AT: usize = 40;
/// Bytes of text that a sample holds.
const SAMPLE_TEXT: usize = 4 * 1024 * 1024;
/// Unpacked bytes of a sheet that are looked at to tell whether it is a list of devices.
const GLANCE: u64 = 16 * 1024 * 1024;
/// Unpacked bytes of the chosen sheet that are looked at for its columns.
const SAMPLE_UNPACKED: u64 = 128 * 1024 * 1024;
/// From this likeness of a header on, a sheet looks like a list of devices.
const LIKE_A_TABLE: f64 = 1.5;

/// What all sheets of a workbook share.
pub(crate) struct Shared {
    strings: Strings,
    formats: Formats,
    since_1904: bool,
}

/// A workbook opened at the sheet that looks most like a list of devices.
pub(crate) struct Opened<'r> {
    pub sheet: String,
    pub sample: Vec<Sampled>,
    /// The other sheets, and whether each looks like a list of devices too.
    pub others: Vec<(String, bool)>,
    pub rows: SheetRows<'r>,
}

/// Opens a workbook: at the sheet asked for, else at the one whose rows score best by `likeness`.
pub(crate) fn open<'r>(input: Counted<'r>, asked: Option<&str>, likeness: impl Fn(&[Sampled]) -> f64) -> Result<Opened<'r>, FileRefusal> {
    let (package, input) = Package::open(input)?;
    let (book, input) = workbook::read(&package, input)?;
    let (formats, input) = formats::read(&package, book.styles.as_deref(), input)?;
    let (strings, mut input) = strings::read(&package, book.strings.as_deref(), input)?;
    let shared = Arc::new(Shared {
        strings,
        formats,
        since_1904: book.since_1904,
    });
    let sheets: Vec<&workbook::Sheet> = book.sheets.iter().filter(|s| package.part(&s.part).is_some()).collect();
    let mut best: Option<(f64, usize)> = None;
    let mut scores = Vec::with_capacity(sheets.len());
    for (at, sheet) in sheets.iter().enumerate().take(SHEETS_LOOKED_AT) {
        let mut rows = SheetRows::open(&package, &sheet.part, input, shared.clone())?.only_to_look(GLANCE);
        // A damaged sheet may not be the one that is wanted.
        let (sample, fault) = sample(&mut rows, ROWS_LOOKED_AT);
        if let Some(fault @ (FileRefusal::Bomb { .. } | FileRefusal::TooLarge { .. })) = fault {
            return Err(fault); // a trap is not looked at twice
        }
        input = rows.into_input();
        let filled = sample.iter().any(|r| !r.cells.is_blank());
        let score = likeness(&sample) + if filled { 0.01 } else { 0.0 };
        scores.push(score);
        let score = if sheet.hidden { score / 2.0 } else { score };
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, at));
        }
    }
    let chosen = match asked {
        Some(name) => sheets.iter().position(|s| s.name == name).ok_or_else(|| FileRefusal::NoSuchSheet {
            asked: name.to_owned(),
            have: sheets.iter().map(|s| s.name.clone()).collect(),
        })?,
        None => best.map_or(0, |(_, at)| at),
    };
    let Some(sheet) = sheets.get(chosen) else {
        return Err(FileRefusal::Damaged {
            part: "the workbook".into(),
            what: "it has no sheet".into(),
        });
    };
    let mut rows = SheetRows::open(&package, &sheet.part, input, shared.clone())?.only_to_look(SAMPLE_UNPACKED);
    let (sample, fault) = sample(&mut rows, SAMPLE_ROWS);
    if let Some(fault) = fault.filter(|_| sample.is_empty()) {
        return Err(fault);
    }
    let rows = SheetRows::open(&package, &sheet.part, rows.into_input(), shared)?;
    let others = sheets
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != chosen)
        .map(|(at, s)| (s.name.clone(), scores.get(at).is_some_and(|score| *score >= LIKE_A_TABLE)))
        .collect();
    Ok(Opened {
        sheet: sheet.name.clone(),
        sample,
        others,
        rows,
    })
}

/// The first rows of a sheet, and the fault that ended them early, if one did.
fn sample(rows: &mut SheetRows, limit: usize) -> (Vec<Sampled>, Option<FileRefusal>) {
    let mut sample = Vec::new();
    let mut text = 0;
    while sample.len() < limit && text < SAMPLE_TEXT {
        let mut cells = Cells::default();
        match rows.next(&mut cells) {
            Ok(Some(record)) if record.problem.is_none() => {
                text += cells.size() + cells.len() * 8;
                sample.push(Sampled {
                    number: record.number,
                    cells,
                });
            }
            Ok(Some(_)) => text += SAMPLE_TEXT / 16,
            Ok(None) => break,
            Err(fault) => return (sample, Some(fault)),
        }
    }
    (sample, None)
}
