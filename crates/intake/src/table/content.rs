//! What a column's cells are, whatever its header says.

use std::collections::HashSet;

use register::placeholder::is_placeholder;

use crate::table::cells::{CellKind, Cells};
use crate::table::values::{addresses, dates, texts};

/// Cells of a column that are looked at for their kind.
const LOOKED_AT: usize = 500;

/// What the sample of one column holds.
#[derive(Debug, Default)]
pub(crate) struct Content {
    /// Cells that hold a value, placeholders aside.
    pub filled: usize,
    pub macs: usize,
    pub ips: usize,
    /// Written as dates, or stored as dates.
    pub dates: usize,
    /// Like a number of one thing: no spaces, digits in it, five to twenty-five characters.
    pub number_like: usize,
    pub distinct: usize,
    /// 1, 2, 3 …: the number of the row.
    pub counts_rows: bool,
    pub example: String,
}

impl Content {
    /// Looks at one column of the rows below the header.
    pub fn of(rows: &[&Cells], position: usize) -> Content {
        let mut content = Content::default();
        let mut seen = HashSet::new();
        let mut expected = None;
        let mut running = 0;
        for cells in rows {
            let written = cells.get(position);
            if written.is_empty() {
                continue;
            }
            let text = texts::tidy(written);
            if is_placeholder(&text) {
                continue;
            }
            if content.filled == 0 {
                content.example = text.chars().take(60).collect();
            }
            content.filled += 1;
            content.macs += usize::from(is_mac(&text));
            content.ips += usize::from(is_ip(&text));
            content.dates += usize::from(cells.kind(position) == CellKind::Date || dates::is_written_date(&text));
            content.number_like += usize::from(is_number_like(&text));
            let number = text.parse::<u64>().ok();
            running += usize::from(number.is_some() && number == expected);
            expected = number.and_then(|n| n.checked_add(1));
            seen.insert(text.into_owned());
            if content.filled >= LOOKED_AT {
                break;
            }
        }
        content.distinct = seen.len();
        content.counts_rows = content.filled >= 3 && running + 1 >= content.filled;
        content
    }

    /// Whether nearly all cells are of a kind, of which `fits` are; one cell proves nothing against a name.
    pub fn nearly_all(&self, fits: usize, at_least: usize) -> bool {
        self.filled >= at_least && fits * 10 >= self.filled * 9
    }

    /// Whether the cells are numbers each of which occurs once.
    pub fn distinct_numbers(&self) -> bool {
        self.filled >= 10 && self.number_like * 10 >= self.filled * 9 && self.distinct * 100 >= self.filled * 95 && !self.counts_rows
    }
}

/// Twelve bare decimal digits may be a serial number; a MAC address shows a mark or a letter.
pub(crate) fn is_mac(text: &str) -> bool {
    (11..=80).contains(&text.len()) && !text.bytes().all(|b| b.is_ascii_digit()) && !addresses::read(text).macs.is_empty()
}

fn is_ip(text: &str) -> bool {
    text.len() <= 80 && (text.contains('.') || text.contains("::") || text.contains(':')) && !addresses::read(text).ips.is_empty()
}

fn is_number_like(text: &str) -> bool {
    (4..=25).contains(&text.len())
        && text.bytes().any(|b| b.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/'))
        && !dates::is_written_date(text)
}
