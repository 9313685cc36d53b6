//! `import devices FILE [--source NAME] [--full] [--apply]`.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use actions::ActionError;
use actions::apply_import::{self, Delivery, ImportReport};

use super::Session;
use crate::arguments::Format;
use crate::exit::{Exit, Failure};
use crate::print::{self, Bar};

pub fn run(session: &Session, path: &Path, source: &str, full: bool, apply: bool, repair: Option<&Path>) -> Result<Exit, Failure> {
    let source = source.trim();
    if source.is_empty() {
        return Err(Failure::WrongUse(
            "--source is empty: name the stream that the file is a delivery of".into(),
        ));
    }
    let failed = |source| Failure::File {
        path: path.display().to_string(),
        source,
    };
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(Failure::WrongUse(format!(
            "{}: a folder; expected a file, CSV or XLSX",
            path.display()
        )));
    }
    let name = path
        .file_name()
        .map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    let delivery = Delivery {
        file: name,
        source: source.to_owned(),
        full,
        columns: Vec::new(),
    };
    let mut bar = Bar::new(if apply { "Importing" } else { "Reading" });
    let mut progress = |read, of, rows| {
        bar.at(read, of, rows);
        true
    };
    let input = Box::new(BufReader::with_capacity(256 * 1024, file));
    let outcome = if apply {
        apply_import::apply(&session.store, session.organisation, session.act(), input, &delivery, &mut progress)
    } else {
        apply_import::preview(&session.store, session.organisation, session.act(), input, &delivery, &mut progress)
    };
    bar.end();
    let report = outcome.map_err(|error| match error {
        ActionError::File(refusal) => Failure::Other(format!("{}: {refusal}", path.display())),
        other => Failure::Action(other),
    })?;
    if let Some(repair) = repair {
        write_for_repair(&report, repair)?;
    }
    print_report(session, &report)?;
    Ok(if report.rejected.is_empty() { Exit::Done } else { Exit::Refused })
}

fn write_for_repair(report: &ImportReport, path: &Path) -> Result<(), Failure> {
    let bytes = report.repair_table().csv()?;
    std::fs::write(path, bytes).map_err(|source| Failure::File {
        path: path.display().to_string(),
        source,
    })
}

fn print_report(session: &Session, report: &ImportReport) -> Result<(), Failure> {
    match session.format {
        Format::Json => print::json(report),
        Format::Csv => print::table(&report.rejected_table(), Format::Csv),
        Format::Table => {
            let s = report.skipped;
            let mut lines = vec![
                format!(
                    "{} rows: {} new, {} changed, {} unchanged, {} refused; skipped {} blank, {} header, {} total, {} repeated.",
                    report.rows, report.created, report.updated, report.unchanged, report.refused, s.blank, s.header, s.total, s.repeated
                ),
                match report.import {
                    Some(id) => format!("Applied as import {id}; it can be taken back with: wardline import undo {id}"),
                    None => "Nothing has changed: this is a preview. Add --apply to do it.".into(),
                },
            ];
            if report.stale > 0 {
                lines.push(format!(
                    "{} records of {} are no longer in this complete delivery.",
                    report.stale, report.source
                ));
            }
            lines.extend(report.layout.notes.iter().map(|n| format!("Note: {n}")));
            print::lines(&lines)?;
            if !report.rejected.is_empty() {
                print::lines(&[String::new(), "Not taken:".into()])?;
                print::table(&report.rejected_table(), Format::Table)?;
            }
            Ok(())
        }
    }
}
