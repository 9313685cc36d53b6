//! What an import did or would do, as the command line prints it and the page shows it.

use intake::table::Layout;
use serde::Serialize;

use super::WillChange;

/// Rows that are no devices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// Nothing in them.
    pub blank: u64,
    /// The header again, titles.
    pub header: u64,
    /// Totals, the end of the report.
    pub total: u64,
    /// Word for word an earlier row.
    pub repeated: u64,
}

/// A row that says word for word what an earlier one says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Repeat {
    /// Its number in the spreadsheet program.
    pub row: u64,
    /// The earlier row's.
    pub same_as: u64,
}

/// A cell or a row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// Its number in the spreadsheet program.
    pub row: u64,
    /// The column's header; none for a whole row.
    pub column: Option<String>,
    /// As written.
    pub value: String,
    /// What is wrong with it, and what was expected.
    pub reason: String,
    /// Whether the rest of the row is taken.
    pub kept: bool,
}

/// A row with something rejected, as written, for repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// Its number in the spreadsheet program.
    pub row: u64,
    /// Its cells as written.
    pub cells: Vec<String>,
    /// Why, in one line.
    pub reasons: String,
}

/// The whole report. `rows` = created + updated + unchanged + refused + the four skipped, always.
#[derive(Debug, Clone, Serialize)]
pub struct ImportReport {
    /// The import's id; none for a preview.
    pub import: Option<i64>,
    /// The stream.
    pub source: String,
    /// Whether anything was changed.
    pub applied: bool,
    /// Every row below the header.
    pub rows: u64,
    /// Rows of devices that were not in the register.
    pub created: u64,
    /// Rows that say something new of a device.
    pub updated: u64,
    /// Rows that say what they said before.
    pub unchanged: u64,
    /// Rows not taken as a whole.
    pub refused: u64,
    /// Rows that are no devices.
    pub skipped: Skipped,
    /// Records that a complete delivery no longer held.
    pub stale: u64,
    /// Which rows repeat which.
    pub repeats: Vec<Repeat>,
    /// What was not taken and why.
    pub rejected: Vec<Rejected>,
    /// How the file was understood.
    #[serde(skip)]
    pub layout: Layout,
    /// Preview only: what will change, the first [`super::changes::DESCRIBED`] rows of it.
    #[serde(skip)]
    pub changes: Vec<WillChange>,
    /// Rows with something rejected, as written.
    #[serde(skip)]
    pub for_repair: Vec<RefusedRow>,
}

impl ImportReport {
    /// The figures alone.
    pub fn counts(&self) -> serde_json::Value {
        serde_json::json!({
            "rows": self.rows, "created": self.created, "updated": self.updated, "unchanged": self.unchanged,
            "refused": self.refused, "skipped": self.skipped, "stale": self.stale, "rejected": self.rejected.len(),
        })
    }

    /// The figures as text, for the list of imports.
    pub fn counts_json(&self) -> String {
        self.counts().to_string()
    }

    /// What was not taken, as a table.
    pub fn rejected_table(&self) -> paper::Table {
        let rows = self
            .rejected
            .iter()
            .map(|r| {
                let kept = if r.kept { "row kept without it" } else { "row refused" };
                vec![
                    r.row.to_string(),
                    r.column.clone().unwrap_or_default(),
                    r.value.clone(),
                    r.reason.clone(),
                    kept.to_owned(),
                ]
            })
            .collect();
        let columns = ["Row", "Column", "Found", "Why", "What happens"].map(str::to_owned).to_vec();
        paper::Table {
            name: "Not taken".into(),
            columns,
            rows,
        }
    }

    /// Rows with something rejected, as written and with the reason, to be repaired and imported again.
    pub fn repair_table(&self) -> paper::Table {
        let mut columns: Vec<String> = self.layout.columns.iter().map(|c| c.header.clone()).collect();
        let width = self.for_repair.iter().map(|r| r.cells.len()).max().unwrap_or(0).max(columns.len());
        columns.resize_with(width, String::new);
        columns.extend(["Row in the file".to_owned(), "What is wrong".to_owned()]);
        let rows = self
            .for_repair
            .iter()
            .map(|r| {
                let mut cells = r.cells.clone();
                cells.resize_with(width, String::new);
                cells.extend([r.row.to_string(), r.reasons.clone()]);
                cells
            })
            .collect();
        paper::Table {
            name: "For repair".into(),
            columns,
            rows,
        }
    }

    /// Whether the parts add up to the rows.
    pub fn adds_up(&self) -> bool {
        let Skipped {
            blank,
            header,
            total,
            repeated,
        } = self.skipped;
        self.rows == self.created + self.updated + self.unchanged + self.refused + blank + header + total + repeated
    }
}
