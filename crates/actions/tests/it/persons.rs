//! A person's word: never overwritten in silence, never lost, and no device by itself.

use actions::state_fact::{LONGEST, state_fact};
use actions::{Act, ActionError};
use register::{DeviceId, Field};
use store::audit;

use crate::databases::{Database, dump, on_both};
use crate::desk::{Desk, US};

on_both!(
    a_persons_word_stands_and_is_disputed_by_something_new,
    a_ward_check_is_peoples_word,
    a_persons_word_is_in_the_chain_with_what_stood_before,
    values_that_say_nothing_are_refused,
    a_persons_word_alone_is_no_device,
);

fn export(version: &str) -> String {
    format!("Asset No,Make,Model,Serial No,S/W Version,Department\n1,GE,B650,SK1,{version},ICU\n2,GE,B650,SK2,{version},ICU\n")
}

fn say(desk: &Desk, day: i64, device: DeviceId, field: Field, value: &str) -> Result<(), ActionError> {
    let act = Act {
        why: "read on the device itself",
        ..desk.act(day)
    };
    state_fact(&desk.store, US, act, device, field, value)
}

fn a_persons_word_stands_and_is_disputed_by_something_new(database: &Database) {
    let desk = Desk::at(database);
    let field = Field::SoftwareVersion;
    desk.apply(1, "CMMS", &export("2.0"));
    let device = desk.device(Field::AssetTag, "1");
    say(&desk, 2, device, field, "2.2.0").expect("said");
    let stands = |value: &str, disputed: bool, when: &str| {
        assert_eq!(
            (desk.value(device, field).as_str(), desk.is_disputed(device, field)),
            (value, disputed),
            "{when}"
        );
    };
    stands("2.2.0", false, "when the person decided, the CMMS said 2.0");
    desk.apply(3, "CMMS", &export("2.0"));
    stands("2.2.0", false, "the CMMS repeats itself");
    desk.apply(4, "CMMS", &export("2.0").replace("ICU", "Ward 7"));
    stands("2.2.0", false, "the CMMS says something new, but of the department");
    desk.apply(5, "CMMS", &export("2.1"));
    stands("2.2.0", true, "the CMMS says something that it had not said");
    let preview = desk.preview(6, "CMMS", false, &export("2.3"));
    let told = preview.changes.iter().find(|c| c.device == device).expect("told of");
    assert_eq!(
        (told.was.as_str(), told.will_be.as_str(), told.says.as_str()),
        ("2.2.0", "2.2.0", "2.3")
    );
    say(&desk, 7, device, field, "2.2.1").expect("said");
    stands("2.2.1", false, "the person decided again, knowing what the CMMS says now");
    desk.apply(8, "IT inventory", "Make,Serial No,S/W Version\nGE,SK1,9.9\n");
    stands("2.2.1", true, "another source speaks up");
    // The other device is nobody's business here.
    let other = desk.device(Field::AssetTag, "2");
    assert_eq!((desk.value(other, field).as_str(), desk.is_disputed(other, field)), ("2.1", false));
}

fn a_ward_check_is_peoples_word(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", &export("2.0"));
    desk.apply(2, "Ward check", "Make,Serial No,S/W Version\nGE,SK1,2.2\n");
    let device = desk.device(Field::AssetTag, "1");
    assert_eq!(desk.value(device, Field::SoftwareVersion), "2.2");
    desk.apply(3, "CMMS", &export("2.0"));
    assert!(!desk.is_disputed(device, Field::SoftwareVersion));
    desk.apply(4, "CMMS", &export("2.1"));
    assert_eq!(desk.value(device, Field::SoftwareVersion), "2.2");
    assert!(desk.is_disputed(device, Field::SoftwareVersion));
    desk.undo(5, 4);
    assert!(!desk.is_disputed(device, Field::SoftwareVersion));
}

fn a_persons_word_is_in_the_chain_with_what_stood_before(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", &export("2.0"));
    let device = desk.device(Field::AssetTag, "1");
    say(&desk, 2, device, Field::SoftwareVersion, " 2.2.0 ").expect("said");
    let events = desk.store.read(|s| audit::about(s, US, &format!("device {device}"))).expect("read");
    assert_eq!(events.len(), 1);
    let event = &events[0];
    assert_eq!(
        (event.action.as_str(), event.why.as_str()),
        ("state_fact", "read on the device itself")
    );
    let change: serde_json::Value = serde_json::from_str(&event.change).expect("JSON");
    assert_eq!(
        change,
        serde_json::json!({ "field": "software_version", "before": "2.0", "after": "2.2.0" })
    );
    assert_eq!(desk.events(), 2);
}

fn values_that_say_nothing_are_refused(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", &export("2.0"));
    let device = desk.device(Field::AssetTag, "1");
    let before = dump(&desk.store);
    for nothing in ["", "  ", "N/A", "TBC", &"x".repeat(LONGEST + 1)] {
        let outcome = say(&desk, 2, device, Field::SoftwareVersion, nothing);
        assert!(matches!(outcome, Err(ActionError::BadValue { .. })), "{nothing:?}: {outcome:?}");
    }
    let outcome = say(&desk, 2, DeviceId::from_u128(77), Field::SoftwareVersion, "2.1");
    assert!(matches!(outcome, Err(ActionError::NotFound { .. })), "{outcome:?}");
    assert_eq!(dump(&desk.store), before);
}

fn a_persons_word_alone_is_no_device(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", &export("2.0"));
    let device = desk.device(Field::AssetTag, "1");
    say(&desk, 2, device, Field::SoftwareVersion, "2.2.0").expect("said");
    let undone = desk.undo(3, 1);
    assert_eq!((undone.changed_back, undone.removed), (0, 2));
    assert_eq!(desk.devices(), Vec::<String>::new(), "no device of nothing but a version");
    let outcome = say(&desk, 4, device, Field::SoftwareVersion, "2.2.1");
    assert!(matches!(outcome, Err(ActionError::NotFound { .. })), "{outcome:?}");
    actions::rebuild::rebuild(&desk.store, US, desk.act(5)).expect("rebuilt");
    assert_eq!(desk.devices(), Vec::<String>::new());
}
