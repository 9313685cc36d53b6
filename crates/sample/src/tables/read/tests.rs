use super::*;
use crate::tables::{Held, held, tables};

fn all() -> &'static Tables {
    tables().expect("the tables in data/sample-hospital are readable")
}

/// Lines with a record in a table's text, counted by another reader than the one under test.
fn records(text: Text) -> usize {
    let mut quoted = false;
    let mut lines = 0;
    for c in text.text.chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => lines += 1,
            _ => {}
        }
    }
    lines - 1 + usize::from(!text.text.ends_with('\n'))
}

#[test]
fn every_row_of_every_table_is_read() {
    let t = all();
    for (text, read, expected) in [
        (TYPES, t.types.len(), 51),
        (MODELS, t.models.len(), 171),
        (ZONES, t.zones.len(), 27),
        (FINDINGS, t.findings.len(), 10),
        (SERVICES, t.services.len(), 27),
        (SYSTEMS, t.systems.len(), 27),
        (CONTACTS, t.contacts.len(), 36),
        (REMOTE_ACCESS, t.remote_access.len(), 12),
        (LEARNING, t.learning.len(), 10),
    ] {
        assert_eq!((read, expected), (records(text), expected), "{}", text.name);
    }
}

#[test]
fn the_sites_have_459_111_and_30_devices() {
    let mut sums = [0; 3];
    for device_type in &all().types {
        for (sum, count) in sums.iter_mut().zip(device_type.counts) {
            *sum += count;
        }
    }
    assert_eq!(sums, [459, 111, 30]);
}

#[test]
fn every_model_has_a_version_and_two_spellings() {
    for model in &all().models {
        let versions = &model.versions;
        assert_ne!(versions.plain.is_empty(), versions.inside.is_empty(), "{}", model.id);
        assert!(model.spellings.len() >= 2, "{}", model.id);
        assert!(!model.os.ends_with(')'), "{}: {}", model.id, model.os);
    }
}

#[test]
fn what_stands_for_a_version_is_told_apart() {
    for (text, expected) in [
        ("12.1.3", Held::Version("12.1.3".into())),
        ("unknown", Held::Version("unknown".into())),
        ("2nd Edition", Held::Version("2nd Edition".into())),
        ("shipped 2017-11-20", Held::MadeOn(jiff::civil::date(2017, 11, 20))),
        ("released 2016-05-10", Held::MadeOn(jiff::civil::date(2016, 5, 10))),
        ("(none: all versions)", Held::Nothing),
        ("(model 3005 with iBed Wireless)", Held::Nothing),
        ("ship date not recorded", Held::Nothing),
        ("date not recorded", Held::Nothing),
    ] {
        assert_eq!(held(text), expected, "{text}");
    }
}

#[test]
fn faults_name_table_line_and_column() {
    fn check(text: &'static str, expected: &str) {
        let found = each(Text { name: "types", text }, device_type).expect_err("a fault").to_string();
        assert!(found.contains(expected), "{found:?} should contain {expected:?}");
    }
    check("type_id,name\nT01,CT\n", "types.csv has no column \"patient_data_stored\"");
    let header =
        "type_id,name,count_kgh,count_avh,count_tdc,life_years_low,life_years_high,patient_data_stored,patient_data_note,talks_to\n";
    let whole = |row: &str| -> &'static str { Box::leak(format!("{header}{row}\n").into_boxed_str()) };
    check(
        whole("T01,CT,four,1,1,8,12,large,,"),
        "line 2, column \"count_kgh\": found \"four\", expected a whole number",
    );
    check(whole("T01,CT,4,1,1,8,12,plenty,,"), "found \"plenty\"");
    check(whole("T01,CT,4"), "not readable as CSV");
}
