//! Opens a file: what it is, where its header stands, what its columns hold.

use std::io::Read;

use register::Field;

use crate::table::book::{self, SheetRows};
use crate::table::cells::Cells;
use crate::table::columns::{self, Question};
use crate::table::furniture::FurnitureRules;
use crate::table::header::{self, Sampled};
use crate::table::kind::FileKind;
use crate::table::layout::{Layout, LayoutNote};
use crate::table::names::fold_name;
use crate::table::refusal::FileRefusal;
use crate::table::row::RowReader;
use crate::table::text::encoding::{TextEncoding, TextSource};
use crate::table::text::records::{RECORD_LIMIT, Record, Records, separator_line};
use crate::table::values::dates;
use crate::table::{Counted, Progress, TableInput, TableOptions, TableReader};

/// Bytes of a text that are looked at before its rows are read.
const SAMPLE_BYTES: u64 = 2 * 1024 * 1024;
/// Rows of the sample.
pub(crate) const SAMPLE_ROWS: usize = 4000;
/// A spreadsheet's widest row.
pub(crate) const COLUMNS_LIMIT: usize = 16_384;
/// What separates cells in exports; the first of equals is taken.
const DELIMITERS: [u8; 8] = [b',', b';', b'\t', b'|', b'^', b'~', 0x1f, 0x01];

/// The rows of a file, whatever it is.
pub(crate) enum Grid<'r> {
    Text(Box<Records<TextSource<Counted<'r>>>>),
    Sheet(Box<SheetRows<'r>>),
}

impl Grid<'_> {
    pub fn next(&mut self, cells: &mut Cells) -> Result<Option<Record>, FileRefusal> {
        match self {
            Grid::Text(records) => records.next(cells).map_err(|e| FileRefusal::Unreadable {
                row: records.number() + 1,
                what: e.to_string(),
            }),
            Grid::Sheet(rows) => rows.next(cells),
        }
    }

    pub fn progress(&self) -> Progress {
        match self {
            Grid::Text(records) => records.source().inner().progress(),
            Grid::Sheet(rows) => rows.progress(),
        }
    }
}

pub(crate) fn open<'r>(input: Box<dyn TableInput + 'r>, file_name: &str, options: &TableOptions) -> Result<TableReader<'r>, FileRefusal> {
    let unreadable = |e: std::io::Error| FileRefusal::Unreadable {
        row: 0,
        what: e.to_string(),
    };
    let mut input = Counted::new(input).map_err(unreadable)?;
    let mut sample = Vec::new();
    (&mut input).take(SAMPLE_BYTES).read_to_end(&mut sample).map_err(unreadable)?;
    match FileKind::of(&sample) {
        FileKind::Delimited => {}
        FileKind::Zip => return open_book(input, file_name, options),
        kind => return Err(FileRefusal::WrongKind { kind }),
    }
    let whole = (sample.len() as u64) < SAMPLE_BYTES;
    let encoding = TextEncoding::of(&sample, whole).map_err(|kind| FileRefusal::WrongKind { kind })?;
    let theirs = theirs(options);
    let chosen = choose_delimiter(&sample, whole, encoding, &theirs)?;
    input.restart(0).map_err(unreadable)?;
    let mut records = Records::new(TextSource::new(input, encoding), chosen.delimiter, encoding.fallback);
    records.skip_separator_line().map_err(unreadable)?;
    let mut notes = named_otherwise(file_name, FileKind::Delimited);
    let skipped = skip_to_header(&chosen.rows, chosen.header);
    let table = Table::decide(&chosen.rows, skipped, true, options, &theirs, &mut notes)?;
    let mut grid = Grid::Text(Box::new(records));
    skip_rows(&mut grid, table.header_row.unwrap_or(0))?;
    let layout = Layout {
        format: FileKind::Delimited,
        encoding: Some(encoding.name),
        delimiter: Some(char::from(chosen.delimiter)),
        header_row: table.header_row,
        sheet: None,
        columns: table.columns,
        notes,
    };
    Ok(reader(layout, grid, table.rows, table.furniture, Some(table.width)))
}

fn open_book<'r>(input: Counted<'r>, file_name: &str, options: &TableOptions) -> Result<TableReader<'r>, FileRefusal> {
    let theirs = theirs(options);
    let mut notes = named_otherwise(file_name, FileKind::Xlsx);
    let opened = book::open(input, options.sheet.as_deref(), |rows| {
        header::find(rows, &theirs).map_or(0.0, |(_, l)| l.score)
    })?;
    if !opened.others.is_empty() {
        notes.push(LayoutNote::SheetsNotRead { others: opened.others });
    }
    let found = header::find(&opened.sample, &theirs).map(|(at, _)| at);
    let found = match found {
        Some(at) => Some(at),
        None => header::guess(&opened.sample).map_err(|()| no_table(&opened.sample))?,
    };
    let skipped = skip_to_header(&opened.sample, found);
    let table = Table::decide(&opened.sample, skipped, false, options, &theirs, &mut notes)?;
    let mut grid = Grid::Sheet(Box::new(opened.rows));
    skip_rows(&mut grid, table.header_row.unwrap_or(0))?;
    let layout = Layout {
        format: FileKind::Xlsx,
        encoding: None,
        delimiter: None,
        header_row: table.header_row,
        sheet: Some(opened.sheet),
        columns: table.columns,
        notes,
    };
    Ok(reader(layout, grid, table.rows, table.furniture, None))
}

fn reader<'r>(layout: Layout, grid: Grid<'r>, rows: RowReader, furniture: FurnitureRules, width: Option<usize>) -> TableReader<'r> {
    TableReader {
        layout,
        grid,
        rows,
        furniture,
        width,
        number: 0,
        failed: false,
    }
}

/// A person's corrections by folded header.
fn theirs(options: &TableOptions) -> Vec<(String, Option<Field>)> {
    options.columns.iter().map(|(header, field)| (fold_name(header), *field)).collect()
}

fn no_table(rows: &[Sampled]) -> FileRefusal {
    if rows.iter().all(|r| r.cells.is_blank()) {
        return FileRefusal::Empty;
    }
    FileRefusal::NoTable {
        looked_at: rows.len().min(header::ROWS_LOOKED_AT) as u64,
    }
}

/// The separator that the sample's rows are read with.
struct Chosen {
    delimiter: u8,
    rows: Vec<Sampled>,
    header: Option<usize>,
}

/// The separator under which a header is found and rows are of one width.
fn choose_delimiter(sample: &[u8], whole: bool, encoding: TextEncoding, theirs: &[(String, Option<Field>)]) -> Result<Chosen, FileRefusal> {
    let decoded = {
        let mut text = Vec::new();
        // What can be decoded of a sample is enough; the rows themselves are decoded again.
        let _ = TextSource::new(sample, encoding).read_to_end(&mut text);
        text
    };
    if decoded.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
        return Err(FileRefusal::Empty);
    }
    let told = separator_line(&decoded).map(|(separator, _)| separator);
    let candidates: Vec<u8> = match told {
        Some(separator) => vec![separator],
        None => DELIMITERS.into_iter().filter(|d| *d == b',' || decoded.contains(d)).collect(),
    };
    let mut best: Option<(f64, Chosen)> = None;
    for delimiter in candidates {
        let rows = sampled(&decoded, whole, delimiter, encoding, 300);
        let found = header::find(&rows, theirs);
        let regular = header::usual_width(&rows)
            .filter(|(width, ..)| *width >= 2)
            .map_or(0.0, |(_, of_it, all)| of_it as f64 / all.max(1) as f64);
        let score = found.map_or(0.0, |(_, likeness)| likeness.score) + regular * 1.5;
        if best.as_ref().is_none_or(|(b, _)| score > *b) {
            let header = found.map(|(at, _)| at);
            best = Some((score, Chosen { delimiter, rows, header }));
        }
    }
    let Some((_, mut chosen)) = best else {
        return Err(FileRefusal::Empty);
    };
    if chosen.rows.is_empty() {
        return Err(FileRefusal::FirstRowTooLong {
            limit_kib: (RECORD_LIMIT / 1024) as u64,
        });
    }
    if chosen.header.is_none() {
        chosen.header = header::guess(&chosen.rows).map_err(|()| no_table(&chosen.rows))?;
    }
    chosen.rows = sampled(&decoded, whole, chosen.delimiter, encoding, SAMPLE_ROWS);
    Ok(chosen)
}

/// The sample's rows; the last is left out where the sample may have cut it.
fn sampled(decoded: &[u8], whole: bool, delimiter: u8, encoding: TextEncoding, limit: usize) -> Vec<Sampled> {
    let mut records = Records::new(decoded, delimiter, encoding.fallback);
    let mut rows = Vec::new();
    let mut cells = Cells::default();
    if records.skip_separator_line().is_err() {
        return rows;
    }
    let mut ended = true;
    while let Ok(Some(record)) = records.next(&mut cells) {
        if record.problem.is_none() {
            rows.push(Sampled {
                number: record.number,
                cells: std::mem::take(&mut cells),
            });
        }
        if rows.len() >= limit {
            ended = false;
            break;
        }
    }
    if ended && !whole && rows.len() > 1 {
        rows.pop();
    }
    rows
}

/// The header and the rows below it.
fn skip_to_header(rows: &[Sampled], header: Option<usize>) -> (Option<&Sampled>, &[Sampled]) {
    match header {
        Some(at) => (rows.get(at), rows.get(at + 1..).unwrap_or_default()),
        None => (None, rows),
    }
}

/// Reads on to the row below the header.
fn skip_rows(grid: &mut Grid, header_row: u64) -> Result<(), FileRefusal> {
    let mut cells = Cells::default();
    let mut number = 0;
    while number < header_row {
        match grid.next(&mut cells)? {
            Some(record) => number = record.number,
            None => break,
        }
    }
    Ok(())
}

/// The columns of a table, decided.
struct Table {
    header_row: Option<u64>,
    columns: Vec<crate::table::layout::ColumnReading>,
    rows: RowReader,
    furniture: FurnitureRules,
    width: usize,
}

impl Table {
    /// `shifts`: cells of a row can shift against the header, as in text.
    fn decide(
        rows: &[Sampled],
        (header, below): (Option<&Sampled>, &[Sampled]),
        shifts: bool,
        options: &TableOptions,
        theirs: &[(String, Option<Field>)],
        notes: &mut Vec<LayoutNote>,
    ) -> Result<Table, FileRefusal> {
        if rows.iter().all(|r| r.cells.is_blank()) {
            return Err(FileRefusal::Empty);
        }
        if header.is_none() {
            notes.push(LayoutNote::NoHeader);
        }
        let titles = FurnitureRules::new(header.map(|h| &h.cells), false);
        let below: Vec<&Sampled> = below.iter().filter(|r| titles.of(&r.cells).is_none()).collect();
        let below = below.as_slice();
        let named = header.map_or(0, |h| h.cells.filled().last().map_or(0, |p| p + 1));
        let width = width_of(named.max(header.map_or(0, |h| h.cells.len())), below, shifts && header.is_some());
        if width > COLUMNS_LIMIT {
            return Err(FileRefusal::TooWide {
                row: header.map_or(1, |h| h.number),
                found: width,
                limit: COLUMNS_LIMIT,
            });
        }
        let decided = columns::decide(&Question {
            header: header.map(|h| &h.cells),
            rows: below,
            width,
            theirs,
            stated_year: dates::year_of(options.stated_at),
        });
        notes.extend(decided.notes);
        let spaced = decided
            .plan
            .steps_of(&[Field::AssetTag])
            .first()
            .is_some_and(|step| spaces_are_usual(below, step.position));
        Ok(Table {
            header_row: header.map(|h| h.number),
            columns: decided.columns,
            rows: RowReader::new(decided.plan, options.source.clone(), options.stated_at),
            furniture: FurnitureRules::new(header.map(|h| &h.cells), spaced),
            width,
        })
    }
}

/// How many columns there are. Cells beyond the header are columns without a name if many rows have them; if few rows
/// have, they have shifted, which can only happen in text.
fn width_of(header: usize, below: &[&Sampled], shifts: bool) -> usize {
    let ends = || below.iter().filter_map(|r| r.cells.filled().last().map(|p| p + 1));
    let beyond = ends().filter(|end| *end > header).count();
    if beyond == 0 || (shifts && beyond * 5 <= ends().count()) {
        return header;
    }
    ends().max().unwrap_or(0).min(COLUMNS_LIMIT).max(header)
}

fn spaces_are_usual(rows: &[&Sampled], position: usize) -> bool {
    let filled = || rows.iter().map(|r| r.cells.get(position).trim()).filter(|t| !t.is_empty());
    let spaced = filled().filter(|t| t.contains(' ')).count();
    spaced * 2 > filled().count()
}

fn named_otherwise(file_name: &str, format: FileKind) -> Vec<LayoutNote> {
    let ending = file_name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase())
        .unwrap_or_default();
    let book = matches!(ending.as_str(), "xlsx" | "xlsm" | "xls" | "xlsb" | "ods");
    let text = matches!(ending.as_str(), "csv" | "txt" | "tsv" | "tab");
    if (format == FileKind::Xlsx && text) || (format == FileKind::Delimited && book) {
        vec![LayoutNote::NamedOtherwise {
            name: file_name.to_owned(),
            format,
        }]
    } else {
        Vec::new()
    }
}
