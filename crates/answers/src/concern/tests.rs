use advisories::ProductStatus::{Fixed, KnownAffected};
use register::Field;

use super::*;
use crate::made_up::{advisory, fleet, picture, product, service};
use crate::picture::Parts;

#[test]
fn devices_count_once_an_advisory_and_services_where_something_is_to_be_done() {
    let pump = |version: &'static str, pool: &'static str| {
        vec![
            (Field::Manufacturer, "Philips"),
            (Field::Model, "Brilliance 64"),
            (Field::SoftwareVersion, version),
            (Field::Pool, pool),
        ]
    };
    let other = vec![(Field::Manufacturer, "Other"), (Field::Model, "Bed 3")];
    let devices = [
        pump("1.0", "T13@KGH"),
        pump("1.0", "T13@AVH"),
        pump("", "T13@KGH"),
        pump("3.0", "T13@TDC"),
        other,
    ];
    let devices: Vec<&[(Field, &str)]> = devices.iter().map(Vec::as_slice).collect();
    let parts = Parts {
        fleet: fleet(&devices),
        services: vec![
            service("S01", "1/2:T13@KGH"),
            service("S02", "1/1:T13@AVH"),
            service("S03", "1/1:T13@TDC"),
        ],
        ..Default::default()
    };
    let touching = advisory(
        "A1",
        vec![product("P1", "Philips", "Brilliance 64", "<2.0")],
        &[KnownAffected],
        "Update",
    );
    let mut twice = advisory(
        "A2",
        vec![
            product("P1", "Philips", "Brilliance 64", "<2.0"),
            product("P2", "Philips", "Brilliance 64", "3.0"),
        ],
        &[KnownAffected, Fixed],
        "Update",
    );
    let second = twice.vulnerabilities[0].clone();
    twice.vulnerabilities.push(second);
    let elsewhere = advisory("A3", vec![product("P1", "Nobody", "Lamp", "<2.0")], &[KnownAffected], "Update");
    let picture = picture(parts, vec![touching, twice, elsewhere]);
    let found = picture.concerns();

    assert_eq!((found[0].affected, found[0].possibly), (2, 1));
    assert_eq!(found[0].services, BTreeSet::from([0, 1]));
    assert_eq!(
        (found[1].affected, found[1].possibly, found[1].fixed),
        (2, 1, 1),
        "two vulnerabilities, one device"
    );
    assert!(found[0].touches_us() && !found[2].touches_us());
    assert_eq!(found[2], Concern::default());
    assert_eq!(found[1].devices(), 4);
}
