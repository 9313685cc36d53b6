use actions::apply_import::{RefusedRow, Skipped};
use intake::table::FileKind;

use super::*;

fn layout(columns: &[(&str, Option<Field>, By)]) -> Layout {
    Layout {
        format: FileKind::Delimited,
        encoding: Some("UTF-8"),
        delimiter: Some(','),
        header_row: Some(4),
        sheet: None,
        columns: columns
            .iter()
            .enumerate()
            .map(|(position, (header, field, by))| ColumnReading {
                header: (*header).to_owned(),
                position,
                field: *field,
                by: *by,
                example: "x".into(),
                day_month: None,
            })
            .collect(),
        notes: Vec::new(),
    }
}

fn upload(columns: Vec<(String, Option<Field>)>) -> Upload {
    Upload {
        holds: Holds::Devices {
            source: "CMMS".into(),
            full: false,
            columns,
        },
        files: vec!["register.csv".into()],
        came_at: 0,
    }
}

fn report() -> ImportReport {
    ImportReport {
        import: None,
        source: "CMMS".into(),
        applied: false,
        rows: 644,
        created: 12,
        updated: 31,
        unchanged: 593,
        refused: 4,
        skipped: Skipped {
            blank: 0,
            header: 3,
            total: 1,
            repeated: 0,
        },
        stale: 0,
        repeats: Vec::new(),
        rejected: Vec::new(),
        layout: layout(&[]),
        changes: Vec::new(),
        for_repair: (0..9)
            .map(|row| RefusedRow {
                row,
                cells: Vec::new(),
                reasons: "why".into(),
            })
            .collect(),
    }
}

#[test]
fn the_heading_and_the_figures_answer() {
    let upload = upload(Vec::new());
    let report = report();
    assert_eq!(heading(&upload, &report), "CMMS, register.csv: 640 rows, 9 need your eye");
    assert_eq!(
        lead(&report),
        "Nothing has changed yet. 3 title rows and 1 row of totals are left out. The header is row 4."
    );
    let figures: Vec<String> = strip(&report).into_iter().map(|(n, _, _)| n).collect();
    assert_eq!(figures, ["12", "31", "593", "5", "4"]);
    let done = ImportReport {
        applied: true,
        import: Some(7),
        ..report
    };
    assert_eq!(heading(&upload, &done), "CMMS is brought in: 12 new devices and 31 changed");
}

#[test]
fn corrections_are_what_was_chosen_otherwise() {
    let layout = layout(&[
        ("Make", Some(Field::Manufacturer), By::Name),
        ("Col F", None, By::NotUnderstood),
        ("Zone", Some(Field::Zone), By::Person),
    ]);
    let zone = ("Zone".to_owned(), Some(Field::Zone));
    let before = upload(vec![zone.clone()]);
    let check = |chosen: &[(&str, &str)], expected: &[(&str, Option<Field>)]| {
        let chosen: Vec<(String, String)> = chosen.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let expected: Vec<(String, Option<Field>)> = expected.iter().map(|(h, f)| ((*h).to_owned(), *f)).collect();
        assert_eq!(corrected(&layout, &before, &chosen), expected, "{chosen:?}");
    };
    let same = [("c0", "manufacturer"), ("c1", "note"), ("c2", "zone")];
    check(&same, &[("Zone", Some(Field::Zone))]);
    check(&[], &[("Zone", Some(Field::Zone))]);
    check(&[("c1", "mac")], &[("Col F", Some(Field::Mac)), ("Zone", Some(Field::Zone))]);
    check(&[("c0", "note")], &[("Make", None), ("Zone", Some(Field::Zone))]);
    check(&[("c2", "")], &[]);
    check(&[("c2", "location")], &[("Zone", Some(Field::Location))]);
    check(&[("c1", "nonsense"), ("c9", "mac")], &[("Zone", Some(Field::Zone))]);
}
