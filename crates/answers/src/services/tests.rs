use advisories::ProductStatus::KnownAffected;
use register::{Field, Pool};

use super::*;
use crate::made_up::{advisory, fleet, picture, product, service, system};
use crate::picture::Parts;

/// Three CT scanners in one pool, by software version; an empty one cannot be told.
fn scanners(versions: &[&str], needs: &str) -> crate::Picture {
    let devices: Vec<Vec<(Field, &str)>> = versions
        .iter()
        .map(|&version| {
            vec![
                (Field::Manufacturer, "Philips"),
                (Field::Model, "Brilliance 64"),
                (Field::DeviceType, "CT scanner"),
                (Field::Pool, "T01@KGH"),
                (Field::SoftwareVersion, version),
            ]
        })
        .collect();
    let devices: Vec<&[(Field, &str)]> = devices.iter().map(Vec::as_slice).collect();
    let parts = Parts {
        fleet: fleet(&devices),
        services: vec![service("S01", needs)],
        ..Default::default()
    };
    let named = product("P1", "Philips", "Brilliance 64", "<=2.6.2");
    picture(parts, vec![advisory("A1", vec![named], &[KnownAffected], "Update")])
}

#[test]
fn spare_and_loss_are_counted() {
    #[derive(Debug, PartialEq)]
    struct Said {
        short_now: bool,
        no_spare: bool,
        would_fall: bool,
        might_fall: bool,
    }
    let check = |versions: &[&str], needs: &str, expected: [bool; 4]| {
        let [short_now, no_spare, would_fall, might_fall] = expected;
        let standing = standing(&scanners(versions, needs), 0);
        let found = Said {
            short_now: standing.is_short_now(),
            no_spare: standing.has_no_spare(),
            would_fall: standing.would_fall_short(),
            might_fall: standing.might_fall_short(),
        };
        let expected = Said {
            short_now,
            no_spare,
            would_fall,
            might_fall,
        };
        assert_eq!(found, expected, "{versions:?} {needs}");
    };
    let (bad, good, unknown) = ("2.6.1", "4.1.0", "");
    check(&[good, good, good], "2/3:T01@KGH", [false, false, false, false]);
    check(&[bad, good, good], "2/3:T01@KGH", [false, false, false, false]);
    check(&[bad, bad, good], "2/3:T01@KGH", [false, false, true, true]);
    check(&[bad, unknown, good], "2/3:T01@KGH", [false, false, false, true]);
    check(&[good, good], "2/2:T01@KGH", [false, true, false, false]);
    check(&[unknown, good], "2/2:T01@KGH", [false, true, false, true]);
    check(&[good], "2/2:T01@KGH", [true, true, false, false]);
    check(&[bad], "2/2:T01@KGH", [true, true, true, true]);
    check(&[], "1/1:T01@KGH", [true, true, false, false]);
    check(&[bad], "SYS-RIS", [false, false, false, false]);
}

#[test]
fn pools_are_called_by_what_most_of_their_devices_are() {
    let check = |types: &[&str], pool: &str, expected: &str| {
        let devices: Vec<[(Field, &str); 2]> = types.iter().map(|&t| [(Field::DeviceType, t), (Field::Pool, pool)]).collect();
        let devices: Vec<&[(Field, &str)]> = devices.iter().map(|d| &d[..]).collect();
        let parts = Parts {
            fleet: fleet(&devices),
            ..Default::default()
        };
        assert_eq!(pool_name(&picture(parts, Vec::new()), &Pool(pool.into())), expected, "{types:?}");
    };
    check(
        &["CT scanner", "CT scanner", "X-ray"],
        "T01@KGH#diagnostic",
        "CT scanners (diagnostic)",
    );
    check(&["Ventilator"], "T20@KGH#icu", "Ventilators (ICU)");
    check(&["Infusion pump, large volume"], "T13@KGH", "Infusion pump, large volume");
    check(&["ECG"], "T22@KGH", "ECG");
    check(&["Mammography unit", "Biopsy"], "T08@TDC", "Biopsies");
    check(&["", "X-ray"], "T08@TDC", "X-rays");
    check(&[], "T99@KGH", "T99@KGH");
    check(&[""], "T99@KGH", "T99@KGH");
}

#[test]
fn what_stops_with_a_system_is_followed_to_the_end() {
    let parts = Parts {
        fleet: fleet(&[]),
        services: vec![
            service("S01", "SYS-PACS"),
            service("S02", "S01"),
            service("S03", "S02 & S04"),
            service("S04", "S03"),
            service("S05", "SYS-AD"),
            service("S06", "SYS-OTHER"),
        ],
        systems: vec![
            system("SYS-PACS", &["SYS-AD"]),
            system("SYS-AD", &["SYS-DHCP"]),
            system("SYS-DHCP", &["SYS-AD"]),
            system("SYS-OTHER", &[]),
        ],
        ..Default::default()
    };
    let picture = picture(parts, Vec::new());
    let check = |system: &str, expected: &[usize]| {
        let lost: Vec<usize> = services_lost_with(&picture, system).into_iter().collect();
        assert_eq!(lost, expected, "{system}");
    };
    check("SYS-PACS", &[0, 1, 2, 3]);
    check("SYS-AD", &[0, 1, 2, 3, 4]);
    check("SYS-DHCP", &[0, 1, 2, 3, 4]);
    check("SYS-OTHER", &[5]);
    check("SYS-NOWHERE", &[]);
}
