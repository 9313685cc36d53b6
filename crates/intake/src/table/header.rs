//! Finds the row that names the columns: below titles, above the devices, or not there at all.

use crate::table::cells::Cells;
use crate::table::content;
use crate::table::names::{self, fold_name};
use crate::table::values::{dates, texts};

/// Rows from the top among which the header is looked for.
pub(crate) const ROWS_LOOKED_AT: usize = 60;
/// Cells of a row that are looked at.
const CELLS_LOOKED_AT: usize = 400;

/// A row of the sample.
#[derive(Debug, Clone)]
pub(crate) struct Sampled {
    pub number: u64,
    pub cells: Cells,
}

/// How much a row looks like a header.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Likeness {
    pub score: f64,
    /// Cells whose name is known.
    pub known: usize,
}

/// The most likely header among the first rows: its position in them and how likely it is. `theirs` are the folded names
/// to which a person has said something.
pub(crate) fn find(rows: &[Sampled], theirs: &[(String, Option<register::Field>)]) -> Option<(usize, Likeness)> {
    let mut best: Option<(usize, Likeness)> = None;
    for (at, row) in rows.iter().take(ROWS_LOOKED_AT).enumerate() {
        let likeness = likeness(&row.cells, theirs);
        let enough = likeness.known >= 2 || (likeness.known == 1 && row.cells.filled().take(3).count() <= 2);
        if enough && likeness.score > 0.4 && best.is_none_or(|(_, b)| likeness.score > b.score) {
            best = Some((at, likeness));
        }
    }
    best
}

fn likeness(cells: &Cells, theirs: &[(String, Option<register::Field>)]) -> Likeness {
    let mut likeness = Likeness::default();
    for position in cells.filled().take(CELLS_LOOKED_AT) {
        let text = texts::tidy(cells.get(position));
        if !theirs.is_empty() && {
            let folded = fold_name(&text);
            theirs.iter().any(|(name, _)| *name == folded)
        } {
            likeness.known += 1;
            likeness.score += 1.2;
        } else if let Some(named) = names::named(&text) {
            likeness.known += 1;
            likeness.score += match named.strength {
                1 => 1.0,
                2 => 0.7,
                _ => 0.5,
            };
        } else if is_data(&text) {
            likeness.score -= 0.6;
        }
    }
    likeness
}

/// Whether a cell can hardly be a column's name.
fn is_data(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.len() > 60 || digits * 2 > text.len() || content::is_mac(text) || dates::is_written_date(text)
}

/// The header where no name is known: the first row of several cells, all of them words, above rows of the same width. The
/// columns can then be named by a person. `Err` where the rows are no table; `Ok(None)` where the first row is data already.
pub(crate) fn guess(rows: &[Sampled]) -> Result<Option<usize>, ()> {
    let width = usual_width(rows).filter(|(width, rows_of_it, all)| *width >= 2 && rows_of_it * 10 >= all * 6);
    let Some((width, ..)) = width else { return Err(()) };
    let first = rows
        .iter()
        .position(|r| r.cells.filled().nth(1).is_some() && r.cells.len() == width);
    let Some((at, row)) = first.and_then(|at| rows.get(at).map(|r| (at, r))) else {
        return Err(());
    };
    let filled: Vec<usize> = row.cells.filled().take(CELLS_LOOKED_AT).collect();
    let data = filled.iter().filter(|p| is_data(&texts::tidy(row.cells.get(**p)))).count();
    Ok((data * 3 < filled.len()).then_some(at))
}

/// The width that most rows have, how many have it, and how many rows there are.
pub(crate) fn usual_width(rows: &[Sampled]) -> Option<(usize, usize, usize)> {
    let mut widths = std::collections::BTreeMap::new();
    let mut all = 0;
    for row in rows.iter().filter(|r| !r.cells.is_blank()) {
        *widths.entry(row.cells.len()).or_insert(0usize) += 1;
        all += 1;
    }
    widths.into_iter().max_by_key(|(_, n)| *n).map(|(width, n)| (width, n, all))
}
