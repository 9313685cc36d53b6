use advisories::KnownExploited;
use advisories::ProductStatus::KnownAffected;

use super::*;
use crate::made_up::{advisory, fleet, picture, product, service};
use crate::picture::{FeedAge, Parts};

/// Scanners of these versions in a service that needs two, with one advisory that is known to be exploited.
fn hospital(versions: &[&str], feeds: &[(&str, &str)]) -> Picture {
    let devices: Vec<Vec<(Field, &str)>> = versions
        .iter()
        .map(|&version| {
            vec![
                (Field::Manufacturer, "Philips"),
                (Field::Model, "Brilliance 64"),
                (Field::DeviceType, "CT scanner"),
                (Field::Department, "Radiology"),
                (Field::Pool, "T01@KGH"),
                (Field::SoftwareVersion, version),
            ]
        })
        .collect();
    let devices: Vec<&[(Field, &str)]> = devices.iter().map(Vec::as_slice).collect();
    let entry = KnownExploited {
        cve: "CVE-A1".into(),
        name: String::new(),
        added: "2026-10-01".into(),
        due: None,
        action: String::new(),
        ransomware: true,
    };
    let parts = Parts {
        fleet: fleet(&devices),
        services: vec![service("S01", "2/3:T01@KGH")],
        exploited: [("CVE-A1".to_owned(), entry)].into(),
        feeds: feeds
            .iter()
            .map(|(feed, newest)| FeedAge {
                feed: (*feed).into(),
                newest: (*newest).into(),
            })
            .collect(),
        ..Default::default()
    };
    let named = product("P1", "Philips", "Brilliance 64", "<=2.6.2");
    let mut read = advisory("A1", vec![named], &[KnownAffected], "Update");
    read.current_release = "2026-11-20T00:00:00Z".into();
    picture(parts, vec![read])
}

const FRESH: [(&str, &str); 2] = [("KEV", "2026-11-24"), ("EPSS", "2026-11-24")];

#[test]
fn work_is_found_and_put_in_order() {
    let check = |versions: &[&str], expected: &[(Urgency, &str)]| {
        let found = tasks(&hospital(versions, &FRESH), &[]);
        let found: Vec<(Urgency, &str)> = found.iter().map(|t| (t.urgency, t.what.as_str())).collect();
        assert_eq!(found, expected, "{versions:?}");
    };
    let (bad, good, unknown) = ("2.6.1", "4.1.0", "");
    check(&[good, good, good], &[]);
    // Two of three out: the service falls short.
    check(&[bad, bad, good], &[(Urgency::Now, "Answer CVE-A1 for Service S01, KGH")]);
    check(&[bad, good, good], &[(Urgency::ThisWeek, "Answer CVE-A1")]);
    check(
        &[unknown, good, good],
        &[
            (Urgency::ThisWeek, "Answer 1 vulnerability known to be exploited"),
            (Urgency::ThisWeek, "Read the software version of 1 device in Radiology"),
        ],
    );
    check(&[good], &[(Urgency::Now, "Find what Service S01, KGH lacks")]);
    check(&[good, good], &[(Urgency::Plan, "Plan for 1 service without a spare device")]);
}

#[test]
fn old_or_missing_feeds_and_exports_are_work() {
    let picture = hospital(&["4.1.0", "4.1.0", "4.1.0"], &[("KEV", "2026-01-01")]);
    let delivered = |source: &str, day: &str| Delivered {
        source: source.into(),
        day: day.parse().unwrap(),
    };
    let found = tasks(&picture, &[delivered("CMMS", "2026-11-01"), delivered("IT", "2026-01-01")]);
    let found: Vec<(&str, &str)> = found.iter().map(|t| (t.what.as_str(), t.presses.as_str())).collect();
    assert_eq!(
        found,
        [
            ("Load CISA’s newest list of known exploited vulnerabilities", "10 months old"),
            ("Load EPSS scores", ""),
            ("Bring a newer export of IT", "10 months old"),
        ]
    );
}

#[test]
fn the_heading_counts_what_is_urgent() {
    let of = |urgency: Urgency| task(urgency, String::new(), String::new(), String::new());
    let check = |urgencies: &[Urgency], expected: &str| {
        let tasks: Vec<Task> = urgencies.iter().map(|u| of(*u)).collect();
        assert_eq!(heading("2026-11-25".parse().unwrap(), &tasks), expected);
    };
    check(&[], "Wednesday 25 November: nothing needs you");
    check(&[Urgency::Plan], "Wednesday 25 November: nothing is urgent, 1 thing can be done");
    check(&[Urgency::Now, Urgency::Plan], "Wednesday 25 November: 1 thing needs you now");
    check(&[Urgency::Now; 3], "Wednesday 25 November: 3 things need you now");
}

#[test]
fn services_are_said_worst_first() {
    let check = |versions: &[&str], expected: &str| assert_eq!(services_in_words(&hospital(versions, &FRESH)), expected);
    check(&["1", "1", "1"], "No service has fewer devices than it needs.");
    check(&["1"], "Service S01, KGH has fewer devices than it needs.");
    check(
        &["1", "1"],
        "No service has fewer devices than it needs. Service S01, KGH has none to spare.",
    );
}
