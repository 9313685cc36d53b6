//! `import advisories PATH…`.

use std::path::PathBuf;

use actions::load_advisories::{AdvisoryReport, RejectedPart, load_advisories};
use serde_json::json;

use super::Session;
use crate::arguments::Format;
use crate::exit::{Exit, Failure};
use crate::{files, print};

pub fn run(session: &Session, paths: &[PathBuf]) -> Result<Exit, Failure> {
    let name = paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ");
    let report = load_advisories(&session.store, session.organisation, session.act(), files::to_load(paths), &name)?;
    print_report(session, &report)?;
    Ok(if report.rejected.is_empty() { Exit::Done } else { Exit::Refused })
}

fn print_report(session: &Session, r: &AdvisoryReport) -> Result<(), Failure> {
    let listed = |parts: &[RejectedPart]| -> Vec<_> {
        parts
            .iter()
            .map(|p| json!({ "file": p.file, "where": p.where_, "reason": p.reason }))
            .collect()
    };
    match session.format {
        Format::Json => print::json(&json!({
            "import": r.import, "read": r.read, "added": r.added, "updated": r.updated, "unchanged": r.unchanged, "refused": r.refused,
            "older": r.older, "statements": r.statements, "rejected": listed(&r.rejected), "in_part": listed(&r.in_part),
        })),
        Format::Table | Format::Csv => {
            let mut lines = vec![
                format!(
                    "{} files read: {} added, {} updated, {} unchanged, {} older, {} refused.",
                    r.read, r.added, r.updated, r.unchanged, r.older, r.refused
                ),
                format!(
                    "Product statements: {} applied, {} in part, {} refused.",
                    r.statements.applied, r.statements.partly, r.statements.refused
                ),
            ];
            lines.extend(r.in_part.iter().map(|p| format!("in part: {}: {}: {}", p.file, p.where_, p.reason)));
            lines.extend(
                r.rejected
                    .iter()
                    .map(|p| format!("refused: {}: {}: {}", p.file, p.where_, p.reason)),
            );
            print::lines(&lines)
        }
    }
}
