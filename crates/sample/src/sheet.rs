//! A list on its way out: lines of cells, each line with what it is, so that it can be said beforehand what an importer
//! should find.

use jiff::civil::Date;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Text(String),
    /// A number in a spreadsheet; in a text file its digits.
    Number(f64),
    /// A date cell in a spreadsheet; in a text file ISO 8601.
    Date(Date),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl Cell {
    fn into_text(self) -> String {
        match self {
            Cell::Text(text) => text,
            Cell::Number(number) => number.to_string(),
            Cell::Date(date) => date.to_string(),
        }
    }
}

/// What a line below the header is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A device's own row.
    Device,
    /// The same row once more.
    Repeated,
    /// Nothing that a device could be recognised by.
    Nobody,
    /// An empty line.
    Blank,
    /// The header once more, at a page break.
    Header,
    /// "TOTAL ASSETS: 459".
    Total,
}

/// What an importer should find in an export, when it reads it as the first of its source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Planned {
    /// Lines below the header.
    pub rows: usize,
    /// Rows of devices, each for the first time.
    pub devices: usize,
    /// Rows that repeat an earlier one.
    pub repeated: usize,
    /// Empty lines.
    pub blank: usize,
    /// The header once more.
    pub header: usize,
    /// Lines that sum up.
    pub total: usize,
    /// Rows with nothing to recognise a device by.
    pub refused_rows: usize,
    /// Cells that cannot be right, in rows that are kept.
    pub refused_cells: usize,
}

/// A list: titles, header, lines.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    pub titles: Vec<String>,
    pub header: Vec<&'static str>,
    pub lines: Vec<(Kind, Vec<Cell>)>,
    pub refused_cells: usize,
}

impl Sheet {
    pub(crate) fn new(titles: &[&str], header: Vec<&'static str>) -> Sheet {
        Sheet {
            titles: titles.iter().map(|t| (*t).to_owned()).collect(),
            header,
            lines: Vec::new(),
            refused_cells: 0,
        }
    }

    pub(crate) fn push(&mut self, kind: Kind, cells: Vec<Cell>) {
        self.lines.push((kind, cells));
    }

    /// Puts a line among the others, after the given share of them.
    pub(crate) fn insert(&mut self, share: f64, kind: Kind, cells: Vec<Cell>) {
        let at = (self.lines.len() as f64 * share) as usize;
        self.lines.insert(at.min(self.lines.len()), (kind, cells));
    }

    /// Repeats the device line at a share of the list, further down.
    pub(crate) fn repeat(&mut self, share: f64) {
        let from = (self.lines.len() as f64 * share) as usize;
        let Some((at, cells)) = self
            .lines
            .iter()
            .enumerate()
            .skip(from)
            .find(|(_, (kind, _))| *kind == Kind::Device)
            .map(|(at, (_, cells))| (at, cells.clone()))
        else {
            return;
        };
        let to = (at + 5).min(self.lines.len());
        self.lines.insert(to, (Kind::Repeated, cells));
    }

    /// The header as a line of the list, as printing adds it.
    pub(crate) fn header_line(&self) -> Vec<Cell> {
        self.header.iter().map(|h| Cell::from(*h)).collect()
    }

    /// What an importer should find.
    pub(crate) fn planned(&self) -> Planned {
        let count = |of: Kind| self.lines.iter().filter(|(kind, _)| *kind == of).count();
        Planned {
            rows: self.lines.len(),
            devices: count(Kind::Device),
            repeated: count(Kind::Repeated),
            blank: count(Kind::Blank),
            header: count(Kind::Header),
            total: count(Kind::Total),
            refused_rows: count(Kind::Nobody),
            refused_cells: self.refused_cells,
        }
    }

    /// As delimited text. Titles and totals have one cell; an empty line has its delimiters.
    pub(crate) fn into_delimited(self, delimiter: u8, quote: csv::QuoteStyle) -> Result<String, csv::Error> {
        let width = self.header.len();
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .quote_style(quote)
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(Vec::new());
        let padded = |cells: Vec<String>| {
            let missing = width.saturating_sub(cells.len());
            cells.into_iter().chain(std::iter::repeat_n(String::new(), missing))
        };
        for title in self.titles {
            writer.write_record(padded(vec![title]))?;
        }
        writer.write_record(&self.header)?;
        for (_, cells) in self.lines {
            writer.write_record(padded(cells.into_iter().map(Cell::into_text).collect()))?;
        }
        let bytes = writer
            .into_inner()
            .map_err(|fault| csv::Error::from(std::io::Error::other(fault.to_string())))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// As a workbook, with each title merged over the header's width.
    pub(crate) fn into_workbook(self, sheet_name: &str) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
        use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};
        let mut workbook = Workbook::new();
        // The same seed gives the same bytes: a fixed day of making, not the clock's.
        let made = ExcelDateTime::from_ymd(2026, 11, 25)?.and_hms(7, 12, 0)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let bold = Format::new().set_bold();
        let title = Format::new().set_bold().set_align(FormatAlign::Center);
        let day = Format::new().set_num_format("dd/mm/yyyy");
        let sheet = workbook.add_worksheet().set_name(sheet_name)?;
        let last = u16::try_from(self.header.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let mut row = 0;
        for text in &self.titles {
            sheet.merge_range(row, 0, row, last, text, &title)?;
            row += 1;
        }
        row += 1; // an empty row between titles and header
        for (column, text) in (0..).zip(&self.header) {
            sheet.write_with_format(row, column, *text, &bold)?;
        }
        for (_, cells) in &self.lines {
            row += 1;
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    Cell::Text(text) if text.is_empty() => {}
                    Cell::Text(text) => {
                        sheet.write(row, column, text.as_str())?;
                    }
                    Cell::Number(number) => {
                        sheet.write(row, column, *number)?;
                    }
                    Cell::Date(date) => {
                        let (year, month, day_of) = (date.year(), date.month(), date.day());
                        let date = ExcelDateTime::from_ymd(
                            year.try_into().unwrap_or(1900),
                            month.try_into().unwrap_or(1),
                            day_of.try_into().unwrap_or(1),
                        )?;
                        sheet.write_with_format(row, column, &date, &day)?;
                    }
                }
            }
        }
        workbook.save_to_buffer()
    }
}
