//! One table, written as CSV or XLSX. Rows come one by one, so that a large list is never held twice.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The spreadsheet library refused.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] XlsxError),
    /// The CSV writer refused.
    #[error("the CSV could not be written: {0}")]
    Csv(#[from] csv::Error),
}

/// The most rows that a spreadsheet program opens.
pub const SHEET_ROWS: usize = 1_048_575;

/// A table with its columns named.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The sheet's name; at most 31 characters, as spreadsheet programs demand.
    pub name: String,
    /// Column heads.
    pub columns: Vec<String>,
    /// Rows of cells, as many as columns.
    pub rows: Vec<Vec<String>>,
}

/// A text that a spreadsheet program would run as a formula is made a text for it (OWASP, CSV injection): what an export
/// of ours holds may come from anybody's file.
fn harmless(cell: &str) -> std::borrow::Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err() {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

impl Table {
    /// As CSV, UTF-8 with a byte order mark, so that spreadsheet programs read accents right.
    pub fn csv(&self) -> Result<Vec<u8>, PaperError> {
        let mut writer = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
        writer.write_record(&self.columns)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|c| harmless(c).into_owned()))?;
        }
        writer.into_inner().map_err(|e| PaperError::Csv(csv::Error::from(e.into_error())))
    }

    /// As a workbook with one sheet. Every cell is a text: serial numbers keep their zeros.
    pub fn xlsx(&self) -> Result<Vec<u8>, PaperError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        let name: String = self.name.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(31).collect();
        sheet.set_name(if name.is_empty() { "Table" } else { &name })?;
        sheet.set_freeze_panes(1, 0)?;
        let head = Format::new().set_bold();
        for (column, text) in (0u16..).zip(&self.columns) {
            sheet.write_string_with_format(0, column, text, &head)?;
        }
        for (row, cells) in (1u32..).zip(self.rows.iter().take(SHEET_ROWS)) {
            for (column, text) in (0u16..).zip(cells) {
                // A cell holds 32,767 characters at most.
                let text: String = text.chars().take(32_000).collect();
                sheet.write_string(row, column, text)?;
            }
        }
        Ok(workbook.save_to_buffer()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::Reader as _;

    fn table() -> Table {
        Table {
            name: "Devices".into(),
            columns: vec!["Name".into(), "Serial".into()],
            rows: vec![
                vec!["Dräger, \"3\"".into(), "00123".into()],
                vec!["=cmd|' /C calc'!A0".into(), "-5".into()],
            ],
        }
    }

    #[test]
    fn csv_quotes_and_keeps_formulas_as_text() {
        let text = String::from_utf8(table().csv().unwrap()).unwrap();
        assert_eq!(text, "\u{feff}Name,Serial\n\"Dräger, \"\"3\"\"\",00123\n'=cmd|' /C calc'!A0,-5\n");
    }

    #[test]
    fn a_workbook_keeps_zeros_and_can_be_read_again() {
        let bytes = table().xlsx().unwrap();
        let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("Devices").unwrap();
        assert_eq!(range.get_value((1, 1)).unwrap().to_string(), "00123");
        assert_eq!(range.get_value((2, 0)).unwrap().to_string(), "=cmd|' /C calc'!A0");
    }
}
