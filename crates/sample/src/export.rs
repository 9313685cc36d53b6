//! The exports: what each part of the hospital would hand over.

use std::io::Write;

use crate::chance::{Chance, For};
use crate::device::Device;
use crate::noted::{Noted, write_down};
use crate::sheet::{Planned, Sheet};
use crate::tables::TableFault;
use crate::{estate, group};

mod cmms;
mod inventory;
mod ward_check;

/// Source names. The register tells sources by these, so they never change.
pub(crate) const KGH: &str = "CMMS KGH";
pub(crate) const AVH: &str = "CMMS AVH";
pub(crate) const TDC: &str = "CMMS TDC";
pub(crate) const INVENTORY: &str = "IT inventory";
pub(crate) const WARD_CHECK: &str = "Ward check";
pub(crate) const GROUP: &str = "CMMS group";

/// A file as a hospital would hand it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Name of the file, with its ending.
    pub file_name: String,
    /// The named stream that it is a delivery of.
    pub source: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// What an importer should find in it.
    pub planned: Planned,
}

/// Why the exports could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportFault {
    /// A table of the sample hospital is wrong.
    #[error(transparent)]
    Table(#[from] TableFault),
    /// The workbook could not be put together.
    #[error("the workbook {file} could not be made: {fault}")]
    Workbook {
        /// File name.
        file: String,
        /// What the writer found.
        fault: rust_xlsxwriter::XlsxError,
    },
    /// A text file could not be put together or written.
    #[error("{file} could not be written: {fault}")]
    Text {
        /// File name.
        file: String,
        /// What the writer found.
        fault: csv::Error,
    },
    /// What was given to write to failed.
    #[error("{file} could not be written: {fault}")]
    Write {
        /// File name.
        file: String,
        /// What the system said.
        fault: std::io::Error,
    },
}

/// Where an export goes: given its file name and source, something to write to.
pub type Opener<'a> = dyn FnMut(&str, &'static str) -> std::io::Result<Box<dyn Write>> + 'a;

/// The exports of an estate of that many devices, in the order in which they would arrive.
///
/// Up to 600 devices it is the sample hospital, whole or in part; beyond, further sites join it in one more file. The
/// same seed gives the same bytes. For large estates use [`write_exports`], which holds no file in memory.
pub fn exports(seed: u64, devices: usize) -> Result<Vec<Export>, ExportFault> {
    let mut exports = hospital_exports(seed, devices)?;
    if devices > estate::SIZE {
        let mut bytes = Vec::new();
        let planned = group::write(seed, devices - estate::SIZE, &mut bytes).map_err(text_fault(group::FILE))?;
        exports.push(Export {
            file_name: group::FILE.to_owned(),
            source: GROUP,
            bytes,
            planned,
        });
    }
    Ok(exports)
}

/// Writes the exports of an estate one after the other, without holding the large one in memory.
pub fn write_exports(seed: u64, devices: usize, open: &mut Opener) -> Result<(), ExportFault> {
    for export in hospital_exports(seed, devices)? {
        let write_fault = |fault| ExportFault::Write {
            file: export.file_name.clone(),
            fault,
        };
        let mut out = open(&export.file_name, export.source).map_err(write_fault)?;
        out.write_all(&export.bytes).and_then(|()| out.flush()).map_err(write_fault)?;
    }
    if devices > estate::SIZE {
        let write_fault = |fault| ExportFault::Write {
            file: group::FILE.to_owned(),
            fault,
        };
        let mut out = open(group::FILE, GROUP).map_err(write_fault)?;
        group::write(seed, devices - estate::SIZE, &mut out).map_err(text_fault(group::FILE))?;
        out.flush().map_err(write_fault)?;
    }
    Ok(())
}

fn text_fault(file: &'static str) -> impl Fn(csv::Error) -> ExportFault {
    move |fault| ExportFault::Text {
        file: file.to_owned(),
        fault,
    }
}

/// The files of the three sites, of the IT department, and of the ward check.
fn hospital_exports(seed: u64, devices: usize) -> Result<Vec<Export>, ExportFault> {
    let all = some_of(estate::devices(seed)?, devices);
    let noted = write_down(&all, seed);
    let of_site = |site: &str| -> Vec<&Noted> { noted.iter().filter(|n| n.device.site == site).collect() };

    let kgh = cmms::kgh(&of_site("KGH"), &mut Chance::new(seed, For::Kgh));
    let avh = cmms::avh(&of_site("AVH"), &mut Chance::new(seed, For::Avh));
    let tdc = cmms::tdc(&of_site("TDC"), &mut Chance::new(seed, For::Tdc));
    let it = inventory::sheet(&noted, &mut Chance::new(seed, For::Inventory));
    let ward = ward_check::sheet(&noted, &mut Chance::new(seed, For::WardCheck));

    let exports = vec![
        workbook("kgh-equipment-register.xlsx", KGH, kgh, "Equipment")?,
        text("avh-equipment-list.csv", AVH, avh, b';', Encoding::Windows1252)?,
        text("tdc-devices.csv", TDC, tdc, b',', Encoding::Utf8WithMark)?,
        text("it-inventory.txt", INVENTORY, it, b'|', Encoding::Utf8)?,
        text("ward-check-november.csv", WARD_CHECK, ward, b'\t', Encoding::Utf8)?,
    ];
    Ok(exports)
}

/// The ten of the lesson first, then others spread evenly over types and sites, in their order.
fn some_of(all: Vec<Device>, wanted: usize) -> Vec<Device> {
    if wanted >= all.len() {
        return all;
    }
    let lesson = all.iter().filter(|d| d.is_lesson).count();
    let (others, seats) = (all.len() - lesson, wanted.saturating_sub(lesson));
    let mut lesson_left = wanted;
    let mut nth = 0;
    all.into_iter()
        .filter(|device| {
            if device.is_lesson {
                let there_is_room = lesson_left > 0;
                lesson_left = lesson_left.saturating_sub(1);
                return there_is_room;
            }
            nth += 1;
            nth * seats / others > (nth - 1) * seats / others
        })
        .collect()
}

fn workbook(file: &str, source: &'static str, sheet: Sheet, name: &str) -> Result<Export, ExportFault> {
    let planned = sheet.planned();
    let bytes = sheet.into_workbook(name).map_err(|fault| ExportFault::Workbook {
        file: file.to_owned(),
        fault,
    })?;
    Ok(Export {
        file_name: file.to_owned(),
        source,
        bytes,
        planned,
    })
}

/// How a text file is encoded.
#[derive(Debug, Clone, Copy)]
enum Encoding {
    Utf8,
    Utf8WithMark,
    Windows1252,
}

fn text(file: &'static str, source: &'static str, sheet: Sheet, delimiter: u8, encoding: Encoding) -> Result<Export, ExportFault> {
    let planned = sheet.planned();
    let quote = if delimiter == b';' {
        csv::QuoteStyle::NonNumeric
    } else {
        csv::QuoteStyle::Necessary
    };
    let text = sheet.into_delimited(delimiter, quote).map_err(text_fault(file))?;
    let bytes = match encoding {
        Encoding::Utf8 => text.into_bytes(),
        Encoding::Utf8WithMark => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
    };
    Ok(Export {
        file_name: file.to_owned(),
        source,
        bytes,
        planned,
    })
}

#[cfg(test)]
mod tests;
