//! A list as a file to take away: CSV or XLSX of exactly what the page shows.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use paper::Table;

use crate::problem::Problem;

/// Which kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Comma separated.
    Csv,
    /// A workbook.
    Xlsx,
}

impl Kind {
    /// The kind of that ending.
    pub fn from_ending(ending: &str) -> Option<Kind> {
        match ending {
            "csv" => Some(Kind::Csv),
            "xlsx" => Some(Kind::Xlsx),
            _ => None,
        }
    }
}

/// The file, with a name to be saved under. `name` is ours, or made of letters, digits and dashes.
pub fn file(table: &Table, kind: Kind, name: &str) -> Result<Response, Problem> {
    let (bytes, mime, ending) = match kind {
        Kind::Csv => (table.csv()?, "text/csv; charset=utf-8", "csv"),
        Kind::Xlsx => (
            table.xlsx()?,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
    };
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let disposition = format!("attachment; filename=\"{name}.{ending}\"");
    Ok((
        [(header::CONTENT_TYPE, mime.to_owned()), (header::CONTENT_DISPOSITION, disposition)],
        bytes,
    )
        .into_response())
}
