//! Importing devices: the counts add up, a preview is what the import does, the same again changes nothing.

use std::io::{Cursor, Read, Seek, SeekFrom};

use actions::apply_import::{self, Delivery, ImportReport, Skipped};
use actions::{Act, ActionError, Person};
use register::Field;

use crate::databases::{Database, dump, dump_of, on_both};
use crate::desk::{Desk, US};

on_both!(
    counts_add_up_and_nothing_is_left_out,
    a_preview_counts_the_same_and_changes_nothing,
    the_same_file_again_changes_nothing,
    next_months_file_updates_last_months,
    a_preview_tells_which_fields_change_and_why,
    placeholders_recognise_nothing,
    the_same_serial_of_two_makers_is_two_devices,
    a_row_that_is_about_two_devices_is_refused_with_both_named,
    two_different_rows_under_one_number_are_both_kept,
    rows_for_repair_can_be_imported_when_repaired,
    an_import_that_is_stopped_changes_nothing,
    a_file_that_breaks_off_changes_nothing,
    a_file_that_is_no_table_changes_nothing,
    someone_without_a_name_may_not,
);

const MESSY: &str = "\
Lakeside Biomedical Engineering,,,,,,\n\
Equipment list 1 November 2026,,,,,,\n\
Asset No,Make,Model,Serial No,S/W Version,MAC Address,Department\n\
1001,GE Healthcare,Carescape B650,SK001,2.1,00:11:22:33:44:55,ICU\n\
1002,GE Healthcare,Carescape B650,1.2E+11,2.1,00-11-22-33-44-56,ICU\n\
,,,,,,\n\
1001,GE Healthcare,Carescape B650,SK001,2.1,00:11:22:33:44:55,ICU\n\
Asset No,Make,Model,Serial No,S/W Version,MAC Address,Department\n\
N/A,Philips,IntelliVue MX450,TBC,L.01,,Ward 7\n\
1003,Philips,IntelliVue MX450,DE777,L.01,00:11:22:33:44,Ward 7\n\
Total devices: 5,,,,,,\n";

fn counts(report: &ImportReport) -> [u64; 5] {
    [report.rows, report.created, report.updated, report.unchanged, report.refused]
}

fn counts_add_up_and_nothing_is_left_out(database: &Database) {
    let desk = Desk::at(database);
    let report = desk.apply(1, "CMMS", MESSY);
    assert_eq!(counts(&report), [8, 3, 0, 0, 1]);
    assert_eq!(
        report.skipped,
        Skipped {
            blank: 1,
            header: 1,
            total: 1,
            repeated: 1
        }
    );
    assert_eq!((report.applied, report.import), (true, Some(1)));
    // The rows as the spreadsheet program counts them.
    assert_eq!(report.repeats.iter().map(|r| (r.row, r.same_as)).collect::<Vec<_>>(), [(7, 4)]);
    let rejected: Vec<(u64, Option<&str>, &str, bool)> = report
        .rejected
        .iter()
        .map(|r| (r.row, r.column.as_deref(), r.value.as_str(), r.kept))
        .collect();
    assert_eq!(
        rejected,
        [
            (5, Some("Serial No"), "1.2E+11", true),
            (9, None, "N/A | Philips | IntelliVue MX450 | TBC | L.01 | Ward 7", false),
            (10, Some("MAC Address"), "00:11:22:33:44", true),
        ]
    );
    // A row with a refused cell is applied without it.
    let device = desk.device(Field::AssetTag, "1002");
    assert_eq!(desk.value(device, Field::Serial), "");
    assert_eq!(desk.value(device, Field::Mac), "00:11:22:33:44:56");
    assert_eq!(desk.fleet().len(), 3);
    assert_eq!(desk.events(), 1, "one import, one event");
}

fn a_preview_counts_the_same_and_changes_nothing(database: &Database) {
    let desk = Desk::at(database);
    let same = |preview: &ImportReport, applied: &ImportReport| {
        assert_eq!(counts(preview), counts(applied));
        assert_eq!(preview.skipped, applied.skipped);
        assert_eq!(preview.repeats, applied.repeats);
        assert_eq!(preview.rejected, applied.rejected);
        assert_eq!(preview.stale, applied.stale);
        assert_eq!((preview.applied, preview.import), (false, None));
    };
    let next = MESSY
        .replace("SK001,2.1", "SK001,2.2")
        .replace("1003", "1004")
        .replace("DE777", "DE778");
    for (day, table, full) in [(1, MESSY, false), (2, MESSY, true), (3, next.as_str(), true)] {
        let before = dump(&desk.store);
        let preview = desk.preview(day, "CMMS", full, table);
        assert_eq!(dump(&desk.store), before);
        let applied = desk.try_apply(day, "CMMS", full, table).expect("applied");
        same(&preview, &applied);
    }
}

fn the_same_file_again_changes_nothing(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", MESSY);
    let before = (desk.devices(), dump_of(&desk.store, "statements"));
    let again = desk.apply(2, "CMMS", MESSY);
    assert_eq!(counts(&again), [8, 0, 0, 3, 1]);
    assert_eq!((desk.devices(), dump_of(&desk.store, "statements")), before);
    assert_eq!(desk.events(), 2);
}

const OCTOBER: &str = "\
Asset No,Make,Model,Serial No,S/W Version,Department\n\
1,GE,Carescape B650,SK1,2.0,ICU\n\
2,GE,Carescape B650,SK2,2.0,ICU\n\
3,GE,Carescape B650,SK3,2.0,ICU\n";

const NOVEMBERS: &str = "\
Asset No,Department,Make,Model,Serial No,S/W Version\n\
2,Ward 7,GE,Carescape B650,SK2,2.1\n\
1,ICU,GE,Carescape B650,SK1,2.0\n\
4,ICU,GE,Carescape B650,SK4,2.1\n";

fn next_months_file_updates_last_months(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", OCTOBER);
    let second = desk.device(Field::AssetTag, "2");
    // Other columns' order, other rows' order.
    let report = desk.apply(2, "CMMS", NOVEMBERS);
    assert_eq!(counts(&report), [3, 1, 1, 1, 0]);
    assert_eq!(desk.device(Field::AssetTag, "2"), second, "the same device");
    assert_eq!(desk.value(second, Field::SoftwareVersion), "2.1");
    assert_eq!(desk.value(second, Field::Department), "Ward 7");
    // What the delivery does not hold stays, for it did not say that it was complete.
    assert_eq!(desk.fleet().len(), 4);
}

fn a_preview_tells_which_fields_change_and_why(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", OCTOBER);
    let changes = desk.preview(2, "CMMS", false, NOVEMBERS).changes;
    let told: Vec<(u64, Field, &str, &str)> = changes
        .iter()
        .map(|c| (c.row, c.field, c.was.as_str(), c.will_be.as_str()))
        .collect();
    assert_eq!(
        told,
        [(2, Field::Department, "ICU", "Ward 7"), (2, Field::SoftwareVersion, "2.0", "2.1")]
    );
    assert!(
        changes.iter().all(|c| c.because == "newer statement of the same source"),
        "{changes:?}"
    );
    // A source that does not have the last word is told so.
    let changes = desk
        .preview(2, "IT inventory", false, "Make,Serial No,Department\nGE,SK1,Theatre 4\n")
        .changes;
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(
        (changes[0].was.as_str(), changes[0].will_be.as_str(), changes[0].says.as_str()),
        ("ICU", "ICU", "Theatre 4")
    );
    assert_eq!(changes[0].because, "another source goes before this one for this fact");
}

fn placeholders_recognise_nothing(database: &Database) {
    let desk = Desk::at(database);
    for (n, filler) in [
        "N/A",
        "None",
        "TBC",
        "0",
        "unknown",
        "Not visible",
        "00000000",
        "To be filled by O.E.M.",
        "-",
        "#N/A",
    ]
    .iter()
    .enumerate()
    {
        let row = |asset: &str, mac: &str| {
            format!("Asset No,Make,Model,Serial No,MAC Address\n{asset},GE,B650,\"{filler}\",{mac}\n{asset}1,GE,B650,\"{filler}\",{mac}\n")
        };
        // Two devices with the same filler for a serial number are two devices.
        let report = desk.apply(1, "CMMS", &row(&format!("F{n}"), "00:00:00:00:00:00"));
        assert_eq!(counts(&report), [2, 2, 0, 0, 0], "{filler:?}: {report:?}");
        // Nothing but fillers is nothing to recognise it by. The second row says what the first does, so it is told so.
        let only = format!("Asset No,Make,Model,Serial No,MAC Address\n{filler},GE,B650,{filler},{filler}\n");
        let report = desk.apply(1, "CMMS", &only);
        assert_eq!(counts(&report), [1, 0, 0, 0, 1], "{filler:?}: {report:?}");
        assert!(report.rejected[0].reason.contains("nothing to recognise it by"), "{report:?}");
    }
}

fn the_same_serial_of_two_makers_is_two_devices(database: &Database) {
    let desk = Desk::at(database);
    let report = desk.apply(
        1,
        "IT inventory",
        "Make,Model,Serial No\nGE,B650,SK1\nPhilips,MX450,SK1\nGE ,B650,sk 1\n",
    );
    assert_eq!(desk.fleet().len(), 2, "{report:?}");
}

fn a_row_that_is_about_two_devices_is_refused_with_both_named(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(
        1,
        "CMMS",
        "Asset No,Make,Model,Serial No,MAC Address\n1,GE,B650,SK1,00:11:22:33:44:01\n2,GE,B650,SK2,00:11:22:33:44:02\n",
    );
    let before = desk.devices();
    let [one, two] = ["1", "2"].map(|asset| desk.device(Field::AssetTag, asset));
    let report = desk.apply(
        2,
        "CMMS",
        "Asset No,Make,Model,Serial No,MAC Address\n1,GE,B650,SK1,00:11:22:33:44:02\n",
    );
    assert_eq!(counts(&report), [1, 0, 0, 0, 1]);
    let reason = &report.rejected[0].reason;
    for named in [
        one.to_string(),
        two.to_string(),
        "asset number 1".into(),
        "MAC address 00:11:22:33:44:02".into(),
    ] {
        assert!(reason.contains(&named), "{named} is not in: {reason}");
    }
    assert_eq!(desk.devices(), before);
}

fn two_different_rows_under_one_number_are_both_kept(database: &Database) {
    let desk = Desk::at(database);
    let table = "Asset No,Make,Model,Serial No,Department\n1,GE,B650,SK1,ICU\n1,GE,B650,SK1,Ward 7\n";
    let report = desk.apply(1, "CMMS", table);
    assert_eq!(counts(&report), [2, 1, 1, 0, 0]);
    let device = desk.device(Field::AssetTag, "1");
    assert!(desk.is_disputed(device, Field::Department), "a source that contradicts itself");
    let before = (desk.devices(), dump_of(&desk.store, "statements"));
    assert_eq!(counts(&desk.apply(2, "CMMS", table)), [2, 0, 0, 2, 0]);
    assert_eq!((desk.devices(), dump_of(&desk.store, "statements")), before);
}

fn rows_for_repair_can_be_imported_when_repaired(database: &Database) {
    let desk = Desk::at(database);
    let table = desk.apply(1, "CMMS", MESSY).repair_table();
    let csv = String::from_utf8(table.csv().expect("written")).expect("text");
    let repaired = csv
        .replace("1.2E+11", "120000000017")
        .replace("N/A", "1009")
        .replace("TBC", "DE009")
        .replace("00:11:22:33:44", "00:11:22:33:44:99");
    let report = desk.apply(2, "CMMS", &repaired);
    assert_eq!(
        (report.created, report.updated, report.refused),
        (1, 2, 0),
        "{report:?}\n{repaired}"
    );
    assert_eq!(desk.value(desk.device(Field::AssetTag, "1002"), Field::Serial), "120000000017");
}

fn an_import_that_is_stopped_changes_nothing(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", MESSY);
    let before = dump(&desk.store);
    let rows: String = (0..3000).map(|n| format!("{n},GE,B650,SN{n}\n")).collect();
    let table = format!("Asset No,Make,Model,Serial No\n{rows}");
    let mut calls = 0;
    let outcome = apply_import::apply(
        &desk.store,
        US,
        desk.act(2),
        Box::new(Cursor::new(table.into_bytes())),
        &Delivery {
            file: "export.csv".into(),
            source: "CMMS".into(),
            ..Delivery::default()
        },
        &mut |_, _, _| {
            calls += 1;
            calls < 8
        },
    );
    assert!(matches!(outcome, Err(ActionError::Conflict(_))), "{outcome:?}");
    assert_eq!(dump(&desk.store), before);
}

/// A disk that fails in the middle.
struct Failing {
    bytes: Cursor<Vec<u8>>,
    fails_at: u64,
}

impl Read for Failing {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.bytes.position() >= self.fails_at {
            return Err(std::io::Error::other("the disk was pulled out"));
        }
        let most = into.len().min(4096);
        self.bytes.read(&mut into[..most])
    }
}

impl Seek for Failing {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.bytes.seek(to)
    }
}

fn a_file_that_breaks_off_changes_nothing(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", MESSY);
    let before = dump(&desk.store);
    let rows: String = (0..40_000).map(|n| format!("{n},GE,B650,SN{n}\n")).collect();
    let bytes = format!("Asset No,Make,Model,Serial No\n{rows}").into_bytes();
    let fails_at = bytes.len() as u64 * 3 / 4;
    let outcome = apply_import::apply(
        &desk.store,
        US,
        desk.act(2),
        Box::new(Failing {
            bytes: Cursor::new(bytes),
            fails_at,
        }),
        &Delivery {
            file: "export.csv".into(),
            source: "CMMS".into(),
            ..Delivery::default()
        },
        &mut |_, _, _| true,
    );
    let refusal = outcome.expect_err("the reading failed").to_string();
    assert!(refusal.contains("pulled out"), "{refusal}");
    assert_eq!(dump(&desk.store), before);
}

fn a_file_that_is_no_table_changes_nothing(database: &Database) {
    let desk = Desk::at(database);
    let before = dump(&desk.store);
    for file in [
        "",
        "   \n\n",
        "%PDF-1.7 …",
        "Dear colleague,\nplease find the list attached.\n",
        "\0\0\0\0",
    ] {
        let outcome = desk.try_apply(1, "CMMS", true, file);
        assert!(matches!(outcome, Err(ActionError::File(_))), "{file:?}: {outcome:?}");
        assert_eq!(dump(&desk.store), before, "{file:?}");
    }
}

fn someone_without_a_name_may_not(database: &Database) {
    let desk = Desk::at(database);
    let before = dump(&desk.store);
    let nobody = Person { name: " ".into() };
    let act = Act {
        who: &nobody,
        now: 1,
        why: "",
    };
    let outcome = actions::rebuild::rebuild(&desk.store, US, act);
    assert!(matches!(outcome, Err(ActionError::NotAllowed { .. })));
    assert_eq!(dump(&desk.store), before);
}
