//! Rows that are there for the reader of a printed list and name no device: titles, headings, repeated headers, totals.

use crate::table::cells::Cells;
use crate::table::names::fold_name;
use crate::table::values::texts;

/// What a row is, if it is none of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Furniture {
    /// The header again, a title, a heading.
    Header,
    /// A total, a count, the end of the report.
    Total,
}

/// Knows the file's header and what its key column's cells look like.
#[derive(Debug, Clone, Default)]
pub(crate) struct FurnitureRules {
    /// The header's cells, folded, by position; empty where there is none.
    pub header: Vec<String>,
    /// Whether cells of the first column of numbers hold spaces as a rule ("KGH 004418").
    pub spaces_are_usual: bool,
}

impl FurnitureRules {
    pub fn new(header: Option<&Cells>, spaces_are_usual: bool) -> Self {
        FurnitureRules {
            header: header.map(|h| h.iter().map(fold_name).collect()).unwrap_or_default(),
            spaces_are_usual,
        }
    }

    /// What a row that is not blank is, if none of a device.
    pub fn of(&self, cells: &Cells) -> Option<Furniture> {
        let mut filled = cells.filled();
        let first = filled.next()?;
        let second = filled.next();
        if second.is_none() {
            return self.of_one_cell(first, cells.get(first));
        }
        if self.repeats_header(cells, first) {
            return Some(Furniture::Header);
        }
        // "TOTAL", "14": few cells, a word for a sum in the first and nothing but numbers in the others.
        if cells.filled().nth(4).is_none() && is_total(cells.get(first)) && cells.filled().skip(1).all(|p| is_amount(cells.get(p))) {
            return Some(Furniture::Total);
        }
        None
    }

    fn repeats_header(&self, cells: &Cells, first: usize) -> bool {
        let same = |p: usize| {
            self.header
                .get(p)
                .is_some_and(|h| may_fold_to(cells.get(p), h) && *h == fold_name(cells.get(p)))
        };
        // The first cell decides for nearly all rows; the rest is compared where it agrees.
        if !same(first) {
            return false;
        }
        let (mut equal, mut all) = (0usize, 0usize);
        for position in cells.filled() {
            equal += usize::from(same(position));
            all += 1;
        }
        equal * 10 >= all * 8 && equal >= 2
    }

    /// A row of one cell: a heading if it is prose in the first column, where titles stand; else perhaps a device of which
    /// only the number is known, or a remark that should not be lost in silence.
    fn of_one_cell(&self, position: usize, written: &str) -> Option<Furniture> {
        let text = texts::tidy(written);
        if self.header.len() < 2 && !self.header.is_empty() {
            return (self.header.first().is_some_and(|h| *h == fold_name(&text))).then_some(Furniture::Header);
        }
        if is_total(&text) {
            return Some(Furniture::Total);
        }
        let ruled = text.starts_with("==") || text.starts_with("--") || text.starts_with("**") || text.starts_with("##");
        if position > 0 {
            return ruled.then_some(Furniture::Header);
        }
        let words = text.split_whitespace().count();
        let wordy = text
            .split_whitespace()
            .filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() >= 3)
            .count();
        let prose = words >= 2 && wordy >= 1 && (!self.spaces_are_usual || wordy >= 3);
        let heading = words == 1 && text.chars().all(char::is_alphabetic) && text.chars().count() > 3;
        (ruled || prose || heading).then_some(Furniture::Header)
    }
}

/// Whether a cell can be that folded header at all: nearly every row answers no by its first letter.
fn may_fold_to(cell: &str, header: &str) -> bool {
    let Some(first) = header.bytes().next() else { return false };
    match cell.bytes().find(|b| !b.is_ascii() || b.is_ascii_alphanumeric() || *b == b'#') {
        Some(b) if b.is_ascii_alphanumeric() => b.to_ascii_lowercase() == first,
        Some(_) => true,
        None => false,
    }
}

/// "TOTAL ASSETS: 14", "Grand total", "14 rows selected", "End of report", "Page 1 of 3".
fn is_total(text: &str) -> bool {
    // Most rows begin with a digit or with a name that is no such word; look no further then.
    let lower: String = text.chars().take(60).flat_map(char::to_lowercase).collect();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let Some(first) = words.next() else { return false };
    let rest: Vec<&str> = words.collect();
    if rest.len() > 6 {
        return false;
    }
    let number = |w: &str| w.bytes().all(|b| b.is_ascii_digit());
    match first {
        "total" | "totals" | "subtotal" | "summe" | "gesamt" | "gesamtsumme" | "zwischensumme" => true,
        "grand" | "sub" | "overall" => rest.first().is_some_and(|w| w.starts_with("total")),
        "sum" | "count" | "anzahl" | "nombre" => rest
            .iter()
            .all(|w| number(w) || *w == "of" || w.starts_with("asset") || w.starts_with("record") || w.starts_with("device")),
        "number" => rest.first() == Some(&"of") && rest.last().is_some_and(|w| number(w)),
        "end" => rest.first() == Some(&"of"),
        "page" | "seite" => rest.first().is_some_and(|w| number(w)) && rest.len() <= 3,
        "records" | "rows" | "assets" | "devices" => !rest.is_empty() && rest.iter().all(|w| number(w) || *w == "total"),
        first if number(first) => {
            rest.first().is_some_and(|w| {
                matches!(
                    *w,
                    "rows" | "records" | "row" | "assets" | "devices" | "entries" | "datensätze" | "zeilen"
                )
            }) && rest.len() <= 3
        }
        _ => false,
    }
}

fn is_amount(text: &str) -> bool {
    let text = text.trim();
    text.bytes().any(|b| b.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '£' | '€' | '$' | '%' | '-' | '\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Cells {
        let mut row = Cells::default();
        for cell in cells {
            row.push(cell);
        }
        row
    }

    #[test]
    fn titles_totals_and_repeated_headers() {
        let rules = FurnitureRules::new(Some(&row(&["Asset No", "Make", "Model", "S/N"])), false);
        for (cells, expected) in [
            (&["ASSET NO", "Make", "MODEL", "S/N"][..], Some(Furniture::Header)),
            (&["Asset No", "Make", "", ""], Some(Furniture::Header)),
            (&["=== EQUIPMENT LIST - CONFIDENTIAL ===", "", "", ""], Some(Furniture::Header)),
            (&["Ward 12 equipment", "", ""], Some(Furniture::Header)),
            (&["RADIOLOGY", "", ""], Some(Furniture::Header)),
            (&["TOTAL ASSETS: 14", "", "", ""], Some(Furniture::Total)),
            (&["Total", "", "14", "£1,200.00"], Some(Furniture::Total)),
            (&["(14 rows affected)"], Some(Furniture::Total)),
            (&["End of report", ""], Some(Furniture::Total)),
            (&["Page 1 of 3"], Some(Furniture::Total)),
            (&["", "", "see the tab called scrapped", ""], None),
            (&["004417", "", "", ""], None),
            (&["KGH-004417", "", "", ""], None),
            (&["A0412", "Total", "Care", "7"], None),
            (&["TotalCare", "Hill-Rom", "P1900", "77"], None),
            (&["Total", "Hill-Rom", "P1900", "77"], None),
            (&["Asset No", "BD", "GH", "1"], None),
            (&["14 devices bought from BD", "BD"], None),
        ] {
            assert_eq!(rules.of(&row(cells)), expected, "{cells:?}");
        }
    }
}
