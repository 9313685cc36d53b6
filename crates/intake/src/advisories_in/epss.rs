//! EPSS scores of one day, as FIRST publishes them: a comment with model and date, a header, a row for each CVE.
//!
//! A row that can't be read is refused by its line. A CVE that has no row is unknown, never 0.

use std::collections::HashSet;

use advisories::EpssScore;
use thiserror::Error;

use super::cve_id::cve_id;
use super::json::Fault;
use super::limits::{DOCUMENT_BYTES, TEXT_BYTES};
use super::refusal::{Reason, WHOLE_FILE, shortened};

/// Refused rows that are listed; of more, only the number is held.
pub const LISTED: usize = 10_000;
/// Rows that are read: about three times as many as there are CVEs in 2026.
pub const ROWS: usize = 1_000_000;

/// The scores of one day.
#[derive(Debug, Clone, PartialEq)]
pub struct EpssReading {
    /// "v2025.03.14"; empty if the file does not say.
    pub model_version: String,
    /// "2026-05-18T00:00:00Z", as written; empty if the file does not say.
    pub score_date: String,
    /// In the file's order, one for each CVE.
    pub scores: Vec<EpssScore>,
    /// Rows that are not kept, the first [`LISTED`] of them.
    pub refused: Vec<RefusedRow>,
    /// How many rows are not kept.
    pub refused_rows: u64,
}

/// A row that is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// Counted from 1.
    pub line: u64,
    /// What was found.
    pub reason: RowFault,
}

/// What is the matter with a row.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RowFault {
    /// Too few or too many values.
    #[error("the row has {found} values, the header {expected}")]
    WrongWidth {
        /// Columns of the header.
        expected: usize,
        /// Values of the row.
        found: usize,
    },
    /// The id is none.
    #[error("“{found}” is no CVE id")]
    NoCve {
        /// As written, shortened.
        found: String,
    },
    /// Not a number from 0 to 1.
    #[error("{column} is “{found}”, expected a number from 0 to 1")]
    NoProbability {
        /// "epss" or "percentile".
        column: &'static str,
        /// As written, shortened.
        found: String,
    },
    /// A second row for one CVE.
    #[error("{cve} has a row already; the first is kept")]
    Repeated {
        /// The id.
        cve: String,
    },
}

pub(super) fn read(text: &str) -> Result<EpssReading, Fault> {
    if text.len() > DOCUMENT_BYTES {
        return Err((
            WHOLE_FILE.to_owned(),
            Reason::TooLarge {
                what: "the file",
                limit: DOCUMENT_BYTES,
            },
        ));
    }
    let mut reading = EpssReading {
        model_version: String::new(),
        score_date: String::new(),
        scores: Vec::new(),
        refused: Vec::new(),
        refused_rows: 0,
    };
    let mut columns: Option<Columns> = None;
    let mut seen = HashSet::new();
    for (line, row) in (1_u64..).zip(text.split('\n')) {
        if row.len() > TEXT_BYTES {
            return Err((format!("line {line}"), Reason::TextTooLong { limit: TEXT_BYTES }));
        }
        let row = row.trim();
        if row.is_empty() {
            continue;
        }
        if let Some(comment) = row.strip_prefix('#') {
            read_comment(comment, &mut reading);
            continue;
        }
        let Some(columns) = &columns else {
            columns = Some(Columns::of(row).ok_or_else(|| {
                (
                    format!("line {line}"),
                    Reason::WrongColumns {
                        expected: "cve, epss, percentile",
                        found: shortened(row),
                    },
                )
            })?);
            continue;
        };
        match columns.score(row).and_then(|score| {
            if seen.insert(key(&score.cve)) {
                Ok(score)
            } else {
                Err(RowFault::Repeated { cve: score.cve })
            }
        }) {
            Ok(_) if reading.scores.len() >= ROWS => {
                return Err((format!("line {line}"), Reason::TooMuch { what: "rows", limit: ROWS }));
            }
            Ok(score) => reading.scores.push(score),
            Err(reason) => {
                reading.refused_rows += 1;
                if reading.refused.len() < LISTED {
                    reading.refused.push(RefusedRow { line, reason });
                }
            }
        }
    }
    if columns.is_none() {
        return Err((
            WHOLE_FILE.to_owned(),
            Reason::WrongColumns {
                expected: "cve, epss, percentile",
                found: String::new(),
            },
        ));
    }
    reading.scores.shrink_to_fit();
    Ok(reading)
}

/// `model_version:v2025.03.14,score_date:2026-05-18T00:00:00Z`
fn read_comment(comment: &str, reading: &mut EpssReading) {
    for pair in comment.split(',') {
        let Some((name, value)) = pair.split_once(':') else { continue };
        match name.trim() {
            "model_version" => reading.model_version = value.trim().to_owned(),
            "score_date" => reading.score_date = value.trim().to_owned(),
            // A comment may say more; nothing else is used.
            _ => {}
        }
    }
}

/// Year and number, which is less to hold than the text. The id has been checked to be one.
fn key(cve: &str) -> (u16, u64) {
    let mut parts = cve.split('-').skip(1);
    let mut next = || parts.next().unwrap_or_default();
    (next().parse().unwrap_or_default(), next().parse().unwrap_or_default())
}

struct Columns {
    width: usize,
    cve: usize,
    probability: usize,
    percentile: usize,
}

impl Columns {
    fn of(header: &str) -> Option<Self> {
        let names: Vec<String> = cells(header).map(str::to_ascii_lowercase).collect();
        let column = |name: &str| names.iter().position(|n| n == name);
        Some(Columns {
            width: names.len(),
            cve: column("cve")?,
            probability: column("epss")?,
            percentile: column("percentile")?,
        })
    }

    fn score(&self, row: &str) -> Result<EpssScore, RowFault> {
        let (mut cve, mut probability, mut percentile) = ("", "", "");
        let mut found = 0;
        for cell in cells(row) {
            if found == self.cve {
                cve = cell;
            } else if found == self.probability {
                probability = cell;
            } else if found == self.percentile {
                percentile = cell;
            }
            found += 1;
        }
        if found != self.width {
            return Err(RowFault::WrongWidth {
                expected: self.width,
                found,
            });
        }
        let cve = cve_id(cve).ok_or_else(|| RowFault::NoCve { found: shortened(cve) })?;
        Ok(EpssScore {
            cve,
            probability: share("epss", probability)?,
            percentile: share("percentile", percentile)?,
        })
    }
}

/// The values hold no commas, so quotation marks are only marks.
fn cells(row: &str) -> impl Iterator<Item = &str> {
    row.split(',').map(|cell| cell.trim().trim_matches('"').trim())
}

fn share(column: &'static str, text: &str) -> Result<f64, RowFault> {
    // No "inf", "nan" or sign: only what a file of shares holds.
    let numeric = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'-'));
    let value = text.parse::<f64>().ok().filter(|v| numeric && (0.0..=1.0).contains(v));
    value.ok_or_else(|| RowFault::NoProbability {
        column,
        found: shortened(text),
    })
}
