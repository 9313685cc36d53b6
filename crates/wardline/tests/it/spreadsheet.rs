//! A hospital's own workbook, messy as it is: preview, import, import again, repair, undo.

use crate::program::Place;

#[test]
fn a_messy_workbook_goes_in_once() {
    let place = Place::new();
    let exports = sample::exports(1, 600).expect("the exports");
    let workbook = exports
        .iter()
        .find(|e| e.file_name.ends_with(".xlsx"))
        .expect("a workbook among them");
    let planned = workbook.planned;
    place.file("register.xlsx", &workbook.bytes);
    let arguments = ["import", "devices", "register.xlsx", "--source", workbook.source];
    let preview = place.json(&arguments);
    assert_eq!((preview["applied"].as_bool(), place.events()), (Some(false), 0));
    let applied = place.json(&[&arguments[..], &["--apply", "--repair", "repair.csv"]].concat());
    for key in [
        "rows",
        "created",
        "updated",
        "unchanged",
        "refused",
        "skipped",
        "repeats",
        "rejected",
    ] {
        assert_eq!(preview[key], applied[key], "{key}");
    }
    let count = |key: &str| applied[key].as_u64().expect("a number");
    let skipped = |key: &str| applied["skipped"][key].as_u64().expect("a number");
    let found = (
        count("rows"),
        count("refused"),
        skipped("blank"),
        skipped("header"),
        skipped("total"),
        skipped("repeated"),
    );
    let expected = (
        planned.rows,
        planned.refused_rows,
        planned.blank,
        planned.header,
        planned.total,
        planned.repeated,
    );
    assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    assert_eq!(
        count("rows"),
        count("created") + count("updated") + count("unchanged") + count("refused") + found.2 + found.3 + found.4 + found.5
    );
    let rejected = applied["rejected"].as_array().expect("a list");
    let whole = rejected.iter().filter(|r| r["kept"] == false && r["column"].is_null()).count() as u64;
    assert_eq!(whole, count("refused"), "each refused row is told of");
    assert!(
        rejected
            .iter()
            .all(|r| r["row"].as_u64().is_some() && !r["reason"].as_str().unwrap_or("").is_empty())
    );
    let repair = std::fs::read_to_string(place.path("repair.csv")).expect("written");
    assert!(repair.lines().count() > 1, "{repair}");

    let state = place.json(&["devices", "--statements"]);
    assert_eq!(state.as_array().expect("a list").len() as u64, count("created"));
    let again = place.json(&[&arguments[..], &["--apply"]].concat());
    assert_eq!((again["created"].as_u64(), again["updated"].as_u64()), (Some(0), Some(0)));
    assert_eq!(
        again["unchanged"].as_u64(),
        Some(count("created") + count("updated") + count("unchanged"))
    );
    assert_eq!(place.json(&["devices", "--statements"]), state);

    place.json(&["import", "undo", "2"]);
    place.json(&["import", "undo", "1"]);
    assert_eq!(place.json(&["devices"]), serde_json::json!([]));
    assert_eq!(place.events(), 4);
}
