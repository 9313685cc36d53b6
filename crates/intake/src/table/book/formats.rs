//! How cells are shown: which numbers are dates, which keep their leading zeros by their format.

use std::collections::HashMap;

use quick_xml::events::Event;

use crate::table::Counted;
use crate::table::book::package::Package;
use crate::table::book::xml::{Xml, attribute};
use crate::table::cells::CellKind;
use crate::table::refusal::FileRefusal;
use crate::table::values::dates;

const PART_LIMIT: u64 = 64 * 1024 * 1024;
/// A workbook has 65,490 cell formats at most.
const COUNT_LIMIT: usize = 70_000;

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// As it is.
    Plain,
    /// With at least so many digits: "000000" shows 4417 as 004417.
    Padded(usize),
    /// With so many decimals: "0.00" shows 2.1 as 2.10.
    Decimals(usize),
    /// As a date, a time, or both.
    Date,
}

/// The workbook's cell formats by number.
#[derive(Debug, Default)]
pub(crate) struct Formats {
    cells: Vec<Shown>,
}

impl Formats {
    /// How a cell of that format shows its number.
    pub fn shown(&self, format: usize) -> Shown {
        self.cells.get(format).copied().unwrap_or(Shown::Plain)
    }
}

/// Reads the styles part; nothing where there is none.
pub(crate) fn read<'r>(package: &Package, name: Option<&str>, input: Counted<'r>) -> Result<(Formats, Counted<'r>), FileRefusal> {
    let mut formats = Formats::default();
    let Some(part) = package.part(name.unwrap_or("xl/styles.xml")) else {
        return Ok((formats, input));
    };
    let mut xml = Xml::new(package.read(part, input, PART_LIMIT)?);
    let mut codes: HashMap<u32, Shown> = HashMap::new();
    let mut in_cells = false;
    loop {
        match xml.next()? {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "numFmt" if codes.len() < COUNT_LIMIT => {
                    let id = attribute(&e, "numFmtId").and_then(|v| v.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(&e, "formatCode")) {
                        codes.insert(id, of_code(&code));
                    }
                }
                "cellXfs" => in_cells = true,
                "cellStyles" | "dxfs" | "cellStyleXfs" => in_cells = false,
                "xf" if in_cells && formats.cells.len() < COUNT_LIMIT => {
                    let id = attribute(&e, "numFmtId").and_then(|v| v.parse().ok()).unwrap_or(0);
                    formats.cells.push(codes.get(&id).copied().unwrap_or_else(|| built_in(id)));
                }
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "cellXfs" => in_cells = false,
            Event::Eof => break,
            _ => {}
        }
    }
    Ok((formats, xml.into_guard().into_input()))
}

/// ECMA-376 part 1, 18.8.30: formats that a workbook need not spell out.
fn built_in(id: u32) -> Shown {
    match id {
        14..=22 | 27..=36 | 45..=47 | 50..=58 => Shown::Date,
        2 => Shown::Decimals(2),
        _ => Shown::Plain,
    }
}

/// What a format's code shows; only its first section, that of positive numbers.
fn of_code(code: &str) -> Shown {
    let mut bare = String::new();
    let mut letters = code.chars();
    while let Some(c) = letters.next() {
        match c {
            ';' => break,
            '"' => letters.by_ref().take_while(|c| *c != '"').for_each(drop),
            '\\' | '_' | '*' => {
                letters.next();
            }
            '[' => {
                // "[h]:mm" is a time; "[Red]", "[$-809]" and "[<100]" say nothing of it.
                let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                if matches!(inside.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss") {
                    return Shown::Date;
                }
            }
            c => bare.push(c.to_ascii_lowercase()),
        }
        if bare.len() > 255 {
            break;
        }
    }
    if bare.contains("general") || bare.contains('@') {
        return Shown::Plain;
    }
    if bare.contains(['d', 'y', 'h', 's', 'm']) {
        return Shown::Date;
    }
    if bare.len() > 1 && bare.bytes().all(|b| b == b'0') {
        return Shown::Padded(bare.len());
    }
    match bare.split_once('.') {
        Some((whole, decimals))
            if !decimals.is_empty() && decimals.bytes().all(|b| b == b'0') && whole.bytes().all(|b| matches!(b, b'0' | b'#')) =>
        {
            Shown::Decimals(decimals.len().min(20))
        }
        _ => Shown::Plain,
    }
}

/// A stored number as it is to be read: its text and what it is.
pub(crate) fn write_number(stored: &str, shown: Shown, since_1904: bool, into: &mut String) -> CellKind {
    use std::fmt::Write;
    into.clear();
    let Ok(number) = stored.trim().parse::<f64>() else {
        into.push_str(stored);
        return CellKind::Text;
    };
    let whole = number.fract() == 0.0 && number.abs() < 1e15;
    let kind = match shown {
        Shown::Date if (0.0..2_958_466.0).contains(&number) => {
            write_date(number, since_1904, into);
            return CellKind::Date;
        }
        Shown::Padded(digits) if whole && number >= 0.0 => {
            let _ = write!(into, "{number:0digits$}");
            return CellKind::Text; // the zeros are there again
        }
        Shown::Decimals(decimals) if number.abs() < 1e15 => {
            let _ = write!(into, "{number:.decimals$}");
            return CellKind::Text;
        }
        _ => CellKind::Number,
    };
    if number.is_finite() && number.abs() < 1e21 && (number == 0.0 || number.abs() > 1e-9) {
        // The shortest text that means this number: 1.1, not 1.1000000000000001.
        let _ = write!(into, "{number}");
    } else {
        into.push_str(stored);
    }
    kind
}

fn write_date(number: f64, since_1904: bool, into: &mut String) {
    use std::fmt::Write;
    let seconds = (number.fract() * 86_400.0).round();
    // A time within half a second of midnight is midnight of the next day.
    let (day, seconds) = if seconds >= 86_400.0 {
        (number.trunc() + 1.0, 0.0)
    } else {
        (number.trunc(), seconds)
    };
    let (day, seconds) = (day as i64, seconds as u32);
    if day > 0 || since_1904 || seconds == 0 {
        match dates::of_day_number(day, since_1904) {
            // Day 0 is an empty cell that was given a date format; spreadsheets show 0 January 1900.
            Some(_) if day == 0 && !since_1904 => into.push_str("1900-01-00"),
            Some((y, m, d)) => into.push_str(&dates::iso(y, m, d)),
            None => {}
        }
        if seconds == 0 {
            return;
        }
        into.push(' ');
    }
    let _ = write!(into, "{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    if seconds % 60 != 0 {
        let _ = write!(into, ":{:02}", seconds % 60);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_codes() {
        for (code, shown) in [
            ("General", Shown::Plain),
            ("000000", Shown::Padded(6)),
            ("0", Shown::Plain),
            ("0.00", Shown::Decimals(2)),
            ("#,##0.00", Shown::Plain),
            ("dd/mm/yyyy", Shown::Date),
            ("[$-809]dd mmmm yyyy;@", Shown::Date),
            ("[h]:mm", Shown::Date),
            ("mmm-yy", Shown::Date),
            ("[Red]0000", Shown::Padded(4)),
            ("\"days\" 0", Shown::Plain),
            ("@", Shown::Plain),
            ("0.00E+00", Shown::Plain),
        ] {
            assert_eq!(of_code(code), shown, "{code}");
        }
    }

    #[test]
    fn numbers_as_they_are_read() {
        for (stored, shown, text, kind) in [
            ("4417", Shown::Plain, "4417", CellKind::Number),
            ("4417", Shown::Padded(6), "004417", CellKind::Text),
            ("2.1", Shown::Decimals(2), "2.10", CellKind::Text),
            ("1.1000000000000001", Shown::Plain, "1.1", CellKind::Number),
            ("1.2E11", Shown::Plain, "120000000000", CellKind::Number),
            ("41683", Shown::Date, "2014-02-13", CellKind::Date),
            ("41683.75", Shown::Date, "2014-02-13 18:00", CellKind::Date),
            ("41682.999999", Shown::Date, "2014-02-13", CellKind::Date),
            ("0", Shown::Date, "1900-01-00", CellKind::Date),
            ("0.5", Shown::Date, "12:00", CellKind::Date),
            ("-3", Shown::Date, "-3", CellKind::Number),
            ("1e300", Shown::Date, "1e300", CellKind::Number),
            ("NaN", Shown::Date, "NaN", CellKind::Number),
            ("x", Shown::Date, "x", CellKind::Text),
        ] {
            let mut out = String::new();
            assert_eq!(write_number(stored, shown, false, &mut out), kind, "{stored}");
            assert_eq!(out, text, "{stored}");
        }
    }
}
