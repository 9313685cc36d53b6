//! What will change? The page between an upload and its import: what needs a person's eye first, then what changes with the
//! reason, then how the columns were understood, which can be corrected. The same page says afterwards what was done.

use actions::apply_import::{ImportReport, Rejected, WillChange};
use answers::say;
use askama::Template;
use intake::table::{By, ColumnReading, DayMonth, Layout, OrderFrom};
use register::Field;

use super::jobs::Preview;
use super::waiting::{Holds, Upload};
use crate::service::capitalised;
use crate::shell::Shell;

/// Lines of each table shown unless all are asked for.
const SHOWN: usize = 25;
/// Lines shown at most.
const MOST: usize = 2000;

#[derive(Template)]
#[template(path = "imports/preview.html")]
pub struct PreviewPage {
    shell: Shell,
    step: &'static str,
    heading: String,
    lead: String,
    again: bool,
    address: String,
    applied: Option<i64>,
    strip: Vec<(String, &'static str, &'static str)>,
    warnings: Vec<String>,
    eye: Vec<EyeLine>,
    all_eye: usize,
    for_repair: usize,
    changes: Vec<ChangeLine>,
    all_changes: usize,
    described: bool,
    columns: Vec<ColumnLine>,
    fields: Vec<(&'static str, &'static str)>,
    apply: String,
    would_change: bool,
}

struct EyeLine {
    row: u64,
    column: String,
    found: String,
    why: String,
    happens: &'static str,
}

struct ChangeLine {
    device: String,
    address: String,
    row: u64,
    what: &'static str,
    was: String,
    will_be: String,
    stays: bool,
    says: String,
    because: String,
}

struct ColumnLine {
    position: usize,
    header: String,
    field: &'static str,
    read_as: String,
    by: String,
    by_person: bool,
    understood: bool,
    example: String,
}

/// Before: what would change.
pub fn before(address: String, upload: &Upload, preview: &Preview, all: bool) -> PreviewPage {
    page(address, upload, &preview.report, preview.again, all)
}

/// After: what was changed.
pub fn after(address: String, upload: &Upload, report: &ImportReport, all: bool) -> PreviewPage {
    page(address, upload, report, false, all)
}

fn page(address: String, upload: &Upload, report: &ImportReport, again: bool, all: bool) -> PreviewPage {
    let most = if all { MOST } else { SHOWN };
    let heading = heading(upload, report);
    let taken = number(report.created + report.updated + report.unchanged);
    PreviewPage {
        shell: Shell::new(heading.clone(), "/imports"),
        step: if report.applied {
            "Import devices · step 3 of 3: done"
        } else {
            "Import devices · step 2 of 3: look before it happens"
        },
        lead: lead(report),
        heading,
        again,
        address,
        applied: report.import,
        strip: strip(report),
        warnings: warnings(report),
        all_eye: report.rejected.len(),
        for_repair: report.for_repair.len(),
        eye: report.rejected.iter().take(most).map(eye).collect(),
        all_changes: report.changes.len(),
        described: !report.applied,
        changes: report.changes.iter().take(most).map(change).collect(),
        columns: report.layout.columns.iter().map(column).collect(),
        fields: Field::ALL
            .iter()
            .filter(|f| **f != Field::Note)
            .map(|f| (f.key(), f.label()))
            .collect(),
        apply: format!("Apply {}", say::count(taken, "row", "rows")),
        would_change: report.created + report.updated + report.stale > 0,
    }
}

fn number(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// "CMMS, register.xlsx: 640 rows, 9 need your eye".
fn heading(upload: &Upload, report: &ImportReport) -> String {
    let devices = number(report.created + report.updated + report.unchanged + report.refused + report.skipped.repeated);
    let file = upload.name();
    if report.applied {
        let mut done = Vec::new();
        if report.created > 0 {
            done.push(say::count(number(report.created), "new device", "new devices"));
        }
        if report.updated > 0 {
            done.push(format!("{} changed", say::thousands(number(report.updated))));
        }
        if done.is_empty() {
            done.push("nothing new".into());
        }
        return format!("{} is brought in: {}", report.source, say::list(&done));
    }
    let eye = match report.for_repair.len() {
        0 => "none needs your eye".to_owned(),
        1 => "1 needs your eye".to_owned(),
        n => format!("{} need your eye", say::thousands(n)),
    };
    format!("{}, {file}: {}, {eye}", report.source, say::count(devices, "row", "rows"))
}

fn lead(report: &ImportReport) -> String {
    let s = report.skipped;
    let left_out: Vec<String> = [
        (s.blank, "blank row", "blank rows"),
        (s.header, "title row", "title rows"),
        (s.total, "row of totals", "rows of totals"),
        (s.repeated, "repeated row", "repeated rows"),
    ]
    .into_iter()
    .filter(|(n, _, _)| *n > 0)
    .map(|(n, one, many)| say::count(number(n), one, many))
    .collect();
    let mut said = Vec::new();
    if !report.applied {
        said.push("Nothing has changed yet.".to_owned());
    }
    if !left_out.is_empty() {
        let one = s.blank + s.header + s.total + s.repeated == 1;
        let were = match (report.applied, one) {
            (true, true) => "was",
            (true, false) => "were",
            (false, true) => "is",
            (false, false) => "are",
        };
        said.push(format!("{} {were} left out.", say::list(&left_out)));
    }
    let layout = &report.layout;
    if report.applied {
        said.push("The whole import can be taken back.".into());
    } else {
        said.push(match (layout.header_row, &layout.sheet) {
            (Some(row), Some(sheet)) => format!("The header is row {row} of the sheet “{sheet}”."),
            (Some(row), None) => format!("The header is row {row}."),
            (None, _) => "No row names the columns.".into(),
        });
    }
    if report.stale > 0 {
        let many = say::count(number(report.stale), "record", "records");
        said.push(format!(
            "{many} of {} {} no longer in this complete delivery: marked as such, not removed.",
            report.source,
            if report.stale == 1 { "is" } else { "are" }
        ));
    }
    said.join(" ")
}

/// (number, words, where on the page).
fn strip(report: &ImportReport) -> Vec<(String, &'static str, &'static str)> {
    let kept = report.for_repair.len() - number(report.refused).min(report.for_repair.len());
    let figure = |n: usize, words, opens| (say::thousands(n), words, opens);
    let mut strip = vec![
        figure(number(report.created), "new devices", "#columns"),
        figure(number(report.updated), "changed", "#changed"),
        figure(number(report.unchanged), "unchanged", "#columns"),
        figure(kept, "kept, a cell refused", "#eye"),
        figure(number(report.refused), "refused whole", "#eye"),
    ];
    if report.stale > 0 {
        strip.push(figure(number(report.stale), "no longer listed", "#eye"));
    }
    strip
}

fn warnings(report: &ImportReport) -> Vec<String> {
    report
        .layout
        .notes
        .iter()
        .map(|note| format!("{}.", capitalised(&note.to_string())))
        .collect()
}

fn eye(rejected: &Rejected) -> EyeLine {
    EyeLine {
        row: rejected.row,
        column: rejected.column.clone().unwrap_or_default(),
        found: rejected.value.clone(),
        why: capitalised(&rejected.reason),
        happens: if rejected.kept { "row kept without it" } else { "row refused" },
    }
}

fn change(change: &WillChange) -> ChangeLine {
    ChangeLine {
        device: change.name.clone(),
        address: format!("/devices/{}", change.device),
        row: change.row,
        what: change.field.label(),
        was: change.was.clone(),
        will_be: change.will_be.clone(),
        stays: change.was == change.will_be,
        says: if change.says == change.will_be {
            String::new()
        } else {
            change.says.clone()
        },
        because: change.because.to_owned(),
    }
}

fn column(column: &ColumnReading) -> ColumnLine {
    let dates = match column.day_month {
        Some((order, from)) => {
            let order = match order {
                DayMonth::DayFirst => "day first",
                DayMonth::MonthFirst => "month first",
            };
            match from {
                OrderFrom::Assumed => format!("; dates taken as {order}, nothing in the file says so"),
                OrderFrom::ItsDates | OrderFrom::OtherColumns => format!("; dates read {order}"),
                OrderFrom::NotNeeded => String::new(),
            }
        }
        None => String::new(),
    };
    let by = match column.by {
        By::Person => "you said so".to_owned(),
        By::Name => "its name".into(),
        By::Content { fits, of } => format!("what it holds, {fits} of {of}"),
        By::NotUnderstood => "not understood".into(),
    };
    ColumnLine {
        position: column.position,
        header: column.header.clone(),
        field: column.field.map_or("note", Field::key),
        read_as: column.field.map_or_else(|| "kept as a note".into(), |f| f.label().to_owned()),
        by: format!("{by}{dates}"),
        by_person: column.by == By::Person,
        understood: column.by != By::NotUnderstood,
        example: column.example.clone(),
    }
}

/// The corrections after a form was sent: what was chosen otherwise than it is read now, beside those of before that were
/// not touched. An empty choice takes a correction back.
pub fn corrected(layout: &Layout, before: &Upload, chosen: &[(String, String)]) -> Vec<(String, Option<Field>)> {
    let kept: &[(String, Option<Field>)] = match &before.holds {
        Holds::Devices { columns, .. } => columns,
        Holds::Advisories => &[],
    };
    let mut corrections = Vec::new();
    for column in &layout.columns {
        let earlier = kept.iter().find(|(header, _)| *header == column.header);
        let name = format!("c{}", column.position);
        let choice = chosen.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
        let correction = match choice {
            Some("") => None,
            Some("note") if column.field.is_some() => Some((column.header.clone(), None)),
            Some("note") => earlier.cloned(),
            Some(key) => match Field::from_key(key) {
                Some(field) if column.field != Some(field) => Some((column.header.clone(), Some(field))),
                Some(_) | None => earlier.cloned(),
            },
            None => earlier.cloned(),
        };
        corrections.extend(correction);
    }
    corrections
}

#[cfg(test)]
mod tests;
