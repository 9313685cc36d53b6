use advisories::ProductStatus::KnownAffected;
use register::{DeviceId, fleet::FleetBuilder};

use super::*;
use crate::made_up::{advisory, picture, product, service};
use crate::picture::Parts;

/// Five devices: three CT scanners (two affected by A1, one whose version nobody knows), a pump, and one of which hardly
/// anything is known.
fn hospital() -> Picture {
    use Field::{Department, DeviceType, Manufacturer, Model, Name, Os, Pool, Serial, Site, SoftwareVersion, VendorRemoteAccess};
    let scanner = |name: &'static str, version: &'static str, department: &'static str| {
        vec![
            (Name, name),
            (Manufacturer, "Philips"),
            (Model, "Brilliance 64"),
            (DeviceType, "CT scanner"),
            (Site, "KGH"),
            (Department, department),
            (Pool, "T01@KGH"),
            (SoftwareVersion, version),
            (Os, "Windows XP"),
            (VendorRemoteAccess, "Always-on tunnel"),
        ]
    };
    let devices = [
        scanner("CT 10", "2.6.1", "Radiology"),
        scanner("CT 9", "2.6.2", "radiology "),
        scanner("CT 2", "", "Emergency"),
        vec![
            (Name, "Pump 1"),
            (Manufacturer, "Fresenius Kabi"),
            (DeviceType, "Syringe pump"),
            (Site, "AVH"),
            (Serial, "0044"),
        ],
        vec![(Serial, "0099")],
    ];
    let mut builder = FleetBuilder::new();
    for (nth, values) in (1u128..).zip(&devices) {
        let disputed = if nth == 4 { 1 << Serial.index() } else { 0 };
        let value = |field: Field| values.iter().find(|(f, _)| *f == field).map_or("", |(_, v)| *v);
        builder.push(DeviceId::from_u128(nth), value, disputed, "CMMS", 0);
    }
    let parts = Parts {
        fleet: builder.finish(),
        sites: vec![("KGH".into(), "Kingsmere General".into())],
        services: vec![service("S01", "2/3:T01@KGH")],
        stale: vec![3],
        exploited: [("CVE-A1".to_owned(), exploited())].into(),
        ..Default::default()
    };
    let named = product("P1", "Philips", "Brilliance 64", "<=2.6.2");
    picture(parts, vec![advisory("A1", vec![named], &[KnownAffected], "Update")])
}

fn exploited() -> advisories::KnownExploited {
    advisories::KnownExploited {
        cve: "CVE-A1".into(),
        name: String::new(),
        added: "2026-01-01".into(),
        due: None,
        action: String::new(),
        ransomware: false,
    }
}

fn asking(conditions: &[Condition]) -> Question {
    Question {
        conditions: conditions.to_vec(),
        ..Default::default()
    }
}

fn is(field: Field, value: &str) -> Condition {
    Condition::Is(field, value.into())
}

#[test]
fn conditions_find_devices_and_the_heading_says_them() {
    let picture = hospital();
    let check = |words: &str, conditions: &[Condition], expected: &[u32], heading_expected: &str| {
        let question = Question {
            words: words.into(),
            ..asking(conditions)
        };
        let listed = list(&picture, &question, usize::MAX);
        assert_eq!(listed.devices, expected, "{conditions:?}");
        assert_eq!(heading(&picture, &question, &listed), heading_expected);
    };
    check("", &[], &[0, 1, 2, 3, 4], "5 devices, in 1 service");
    check(
        "",
        &[Condition::Missing(Field::SoftwareVersion)],
        &[2, 3, 4],
        "3 devices run a version nobody knows, in 1 service",
    );
    check(
        "philips ct",
        &[],
        &[0, 1, 2],
        "3 devices with “philips ct” in their record, in 1 service",
    );
    check("0044", &[], &[3], "1 device with “0044” in its record, in no clinical service");
    check("0045", &[], &[], "No device with “0045” in their record is in the register");
    // Case and spaces aside.
    check(
        "",
        &[is(Field::Department, "RADIOLOGY")],
        &[0, 1],
        "2 devices in RADIOLOGY, in 1 service",
    );
    // Of one facet any may hold, of two facets all must.
    check(
        "",
        &[
            is(Field::DeviceType, "CT scanner"),
            is(Field::DeviceType, "Syringe pump"),
            is(Field::Site, "KGH"),
        ],
        &[0, 1, 2],
        "3 devices of the type “CT scanner” or of the type “Syringe pump” at Kingsmere General, in 1 service",
    );
    check(
        "",
        &[
            Condition::Support(Standing::Unsupported),
            Condition::Verdict(Verdict::PossiblyAffected),
        ],
        &[2],
        "1 device runs an operating system that is no longer supported and is possibly affected: too little is known of it, in 1 service",
    );
    check(
        "",
        &[Condition::Service("s01".into())],
        &[0, 1, 2],
        "3 devices that Service S01, Kingsmere General counts on",
    );
    check("", &[Condition::NoService], &[3, 4], "2 devices that no clinical service counts");
    check(
        "",
        &[Condition::NoVerdict],
        &[3, 4],
        "2 devices that no loaded advisory names, in no clinical service",
    );
    check(
        "",
        &[Condition::Settles(Field::SoftwareVersion)],
        &[2],
        "1 device has a verdict that the software version would settle, in 1 service",
    );
    check(
        "",
        &[Condition::Disputed],
        &[3],
        "1 device is described differently by its sources, in no clinical service",
    );
    check(
        "",
        &[Condition::Stale],
        &[3],
        "1 device is no longer listed by its source, in no clinical service",
    );
    check(
        "",
        &[Condition::Exploited, Condition::Remote("always on".into())],
        &[0, 1, 2],
        "3 devices with vendor remote access that says “always on” are, or may be, affected by a vulnerability known to be exploited, in 1 service",
    );
}

#[test]
fn what_the_register_does_not_hold_is_said() {
    let picture = hospital();
    let check = |condition: Condition, expected: &str| {
        let listed = list(&picture, &asking(&[condition]), usize::MAX);
        assert_eq!(listed.devices, Vec::<u32>::new());
        assert_eq!(listed.unheard_of, [expected]);
    };
    check(is(Field::Site, "XYZ"), "No device here has the site “XYZ”.");
    check(Condition::Service("S99".into()), "No clinical service here has the code “S99”.");
}

#[test]
fn counts_are_of_what_is_left_without_the_facets_own_conditions() {
    let picture = hospital();
    let question = asking(&[is(Field::DeviceType, "CT scanner"), Condition::Verdict(Verdict::Affected)]);
    let listed = list(&picture, &question, usize::MAX);
    let check = |facet: Facet, expected: &[(&str, usize)]| {
        let (_, choices) = listed.choices.iter().find(|(f, _)| *f == facet).unwrap();
        let found: Vec<(&str, usize)> = choices.iter().map(|c| (c.value.as_str(), c.count)).collect();
        assert_eq!(found, expected, "{facet:?}");
    };
    check(Facet::Type, &[("CT scanner", 2)]);
    check(Facet::Verdict, &[("affected", 2), ("possibly_affected", 1)]);
    check(Facet::Support, &[("unsupported", 2)]);
    check(Facet::Service, &[("S01", 2)]);
    check(Facet::Site, &[("KGH", 2)]);
}

#[test]
fn orders_put_numbers_in_order_and_what_is_not_known_last() {
    let picture = hospital();
    let check = |by: By, descending: bool, ordered_to: usize, expected: &[u32]| {
        let question = Question {
            order: Some(Order { by, descending }),
            ..Default::default()
        };
        let listed = list(&picture, &question, ordered_to);
        assert_eq!(&listed.devices[..expected.len()], expected, "{by:?} {descending}");
    };
    check(By::Name, false, 99, &[2, 1, 0, 4, 3]);
    check(By::Name, false, 2, &[2, 1]);
    check(By::Name, true, 2, &[3, 4]);
    check(By::Column(Field::SoftwareVersion), false, 99, &[0, 1, 2, 3, 4]);
    check(By::Column(Field::SoftwareVersion), true, 99, &[1, 0, 2, 3, 4]);
    check(By::Verdict, false, 99, &[0, 1, 2, 3, 4]);
    check(By::Service, true, 99, &[0, 1, 2, 3, 4]);
    check(By::Support, false, 99, &[0, 1, 2, 3, 4]);
}

#[test]
fn a_table_holds_every_field() {
    let picture = hospital();
    let table = table(&picture, &[0]);
    assert_eq!(table.columns.len(), table.rows[0].len());
    assert!(
        Field::ALL
            .iter()
            .all(|f| *f == Field::Service || table.columns.iter().any(|c| c == f.label()))
    );
    assert_eq!(listed_device(&picture, 0).services, ["Service S01"]);
}
