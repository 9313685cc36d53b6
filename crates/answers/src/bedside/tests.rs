use advisories::ProductStatus::KnownAffected;

use super::*;
use crate::made_up::{advisory, fleet, picture, product, service};
use crate::picture::Parts;

fn hospital(devices: usize, needs: &str, version: &str) -> Picture {
    let one = [
        (Field::Manufacturer, "Philips"),
        (Field::Model, "Brilliance 64"),
        (Field::DeviceType, "CT scanner"),
        (Field::Location, "Room 4"),
        (Field::Department, "Radiology"),
        (Field::Site, "KGH"),
        (Field::Pool, "T01@KGH"),
        (Field::SoftwareVersion, version),
        (Field::Os, "Windows XP"),
    ];
    let devices: Vec<&[(Field, &str)]> = vec![&one; devices];
    let parts = Parts {
        fleet: fleet(&devices),
        sites: vec![("KGH".into(), "Kingsmere General".into())],
        services: if needs.is_empty() {
            Vec::new()
        } else {
            vec![service("S01", needs)]
        },
        ..Default::default()
    };
    let named = product("P1", "Philips", "Brilliance 64", "<=2.6.2");
    picture(parts, vec![advisory("A1", vec![named], &[KnownAffected], "Update")])
}

#[test]
fn care_is_said_by_what_is_left() {
    let check = |devices: usize, needs: &str, expected: &str| assert_eq!(care_in_words(&hospital(devices, needs, "2.6.1"), 0), expected);
    check(
        3,
        "2/3:T01@KGH",
        "Service S01, Kingsmere General needs 2 of 3; without this one there is no spare.",
    );
    check(
        2,
        "2/3:T01@KGH",
        "Service S01, Kingsmere General needs 2 of 2; without this one it has 1 of the 2 it needs. It can bear that for 1 hour.",
    );
    check(
        4,
        "2/3:T01@KGH",
        "Service S01, Kingsmere General needs 2 of 4; without this one there is 1 to spare.",
    );
    check(1, "", "No clinical service counts it here: who depends on it is not known.");
}

#[test]
fn what_is_wrong_is_one_sentence() {
    let check = |version: &str, expected: &str| assert_eq!(trouble_in_words(&hospital(1, "", version), 0), expected);
    check(
        "2.6.1",
        "It is affected by 1 vulnerability. Its operating system is no longer supported.",
    );
    check(
        "",
        "It may be affected by 1 vulnerability: too little is known to tell. Its operating system is no longer supported.",
    );
}

#[test]
fn what_is_not_known_of_a_device_is_said() {
    let parts = Parts {
        fleet: fleet(&[&[(Field::Serial, "1")], &[(Field::DeviceType, "Bed"), (Field::Site, "KGH")]]),
        ..Default::default()
    };
    let picture = picture(parts, Vec::new());
    assert_eq!(
        what_it_is(&picture, 0),
        "A device whose type is not known; where it stands is not known."
    );
    assert_eq!(what_it_is(&picture, 1), "Bed at KGH; where it stands there is not known.");
    assert_eq!(
        trouble_in_words(&picture, 0),
        "Which advisories speak of it cannot be told: its maker or model is not known."
    );
    assert_eq!(
        what_it_is(&hospital(1, "", ""), 0),
        "CT scanner in Room 4, Radiology at Kingsmere General."
    );
}
