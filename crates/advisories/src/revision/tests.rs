use std::cmp::Ordering::{self, Equal, Greater, Less};

use super::{date_order, version_order};
use crate::{Advisory, DocumentStatus};

fn check(order: fn(&str, &str) -> Ordering, rows: &[(&str, &str, Ordering)]) {
    for (a, b, expected) in rows {
        assert_eq!(order(a, b), *expected, "{a} against {b}");
        assert_eq!(order(b, a), expected.reverse(), "{b} against {a}");
    }
}

#[test]
fn versions_are_numbers_and_never_text() {
    check(
        version_order,
        &[
            ("10", "9", Greater),
            ("1.10.0", "1.9.0", Greater),
            ("2", "2.0.0", Equal),
            ("2", "1.99.99", Greater),
            ("007", "7", Equal),
            ("0", "1", Less),
            ("1.0.0-1", "1.0.0", Less),
            ("1.0.0-alpha", "1.0.0-alpha.1", Less),
            ("1.0.0-alpha.1", "1.0.0-alpha.beta", Less),
            ("1.0.0-beta.2", "1.0.0-beta.11", Less),
            ("1.0.0-rc.1", "1.0.0", Less),
            ("1.0.0+20130313144700", "1.0.0+exp.sha.5114f85", Equal),
            (
                "99999999999999999999999999999999999999999",
                "100000000000000000000000000000000000000000",
                Less,
            ),
            ("A", "0", Less),
            ("", "0", Less),
            ("1.", "0", Less),
            ("v2", "1", Less),
            ("A", "B", Equal),
            (" 3 ", "3", Equal),
        ],
    );
}

#[test]
fn dates_are_points_in_time() {
    check(
        date_order,
        &[
            ("2024-10-24T10:00:00+02:00", "2024-10-24T09:00:00Z", Less),
            ("2024-10-24T10:00:00+02:00", "2024-10-24T08:00:00.000Z", Equal),
            ("2024-10-24T10:00:00.5Z", "2024-10-24T10:00:00.49Z", Greater),
            ("2024-10-24T23:30:00-05:00", "2024-10-25T04:00:00Z", Greater),
            ("2024-10-24", "2024-10-24T00:00:00Z", Equal),
            ("2024-10-24t00:00:00z", "2024-10-24 00:00:00", Equal),
            ("2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z", Less),
            ("1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", Less),
            ("2024-10-24T10:00Z", "2024-10-24T10:00:00Z", Equal),
            ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", Equal),
            ("", "1970-01-01", Less),
            ("soon", "", Equal),
            ("2024-13-01", "1900-01-01", Less),
            ("2024-10-24T10:00:00Zz", "1900-01-01", Less),
            ("2024-10-24T", "1900-01-01", Less),
        ],
    );
}

fn advisory(version: &str, released: &str, status: DocumentStatus) -> Advisory {
    Advisory {
        id: "MADE-1".into(),
        title: String::new(),
        publisher: String::new(),
        category: String::new(),
        format_version: "2.0".into(),
        version: version.into(),
        status,
        initial_release: String::new(),
        current_release: released.into(),
        revisions: Vec::new(),
        aliases: Vec::new(),
        summary: String::new(),
        sectors: Vec::new(),
        references: Vec::new(),
        products: Vec::new(),
        vulnerabilities: Vec::new(),
    }
}

#[test]
fn revisions_go_by_version_then_date_then_status() {
    use DocumentStatus::{Draft, Final, Interim};
    let rows = [
        (("10", "2020-01-01", Final), ("9", "2024-01-01", Final), Greater),
        (("9", "2024-01-02", Draft), ("9", "2024-01-01", Final), Greater),
        (("9", "2024-01-01T01:00:00+01:00", Interim), ("9", "2024-01-01", Final), Less),
        (("9", "2024-01-01", Draft), ("9", "2024-01-01", Interim), Less),
        (("9", "2024-01-01", Final), ("9.0.0", "2024-01-01T00:00:00Z", Final), Equal),
    ];
    for (a, b, expected) in rows {
        let (a, b) = (advisory(a.0, a.1, a.2), advisory(b.0, b.1, b.2));
        assert_eq!(
            a.revision_order(&b),
            expected,
            "{} {} against {} {}",
            a.version,
            a.current_release,
            b.version,
            b.current_release
        );
        assert_eq!(b.revision_order(&a), expected.reverse());
    }
}

#[test]
fn the_order_is_one_order() {
    let texts = [
        "",
        "A",
        "0",
        "1",
        "01",
        "1.0",
        "1.0.0-1",
        "1.0.0-a.1",
        "1.0.0-a.b",
        "1.9.0",
        "1.10",
        "2",
        "9",
        "10",
        "1.",
        "-1",
        "+",
        "é",
    ];
    for a in texts {
        assert_eq!(version_order(a, a), Equal);
        for b in texts {
            for c in texts {
                if version_order(a, b) != Greater && version_order(b, c) != Greater {
                    assert_ne!(version_order(a, c), Greater, "{a} {b} {c}");
                }
            }
        }
    }
}

#[test]
fn days_agree_with_the_calendar() {
    for (date, days) in [
        ((1970, 1, 1), 0),
        ((2000, 2, 29), 11_016),
        ((2000, 3, 1), 11_017),
        ((2024, 10, 24), 20_020),
        ((1969, 12, 31), -1),
    ] {
        assert_eq!(super::days_since_1970(date.0, date.1, date.2), days);
    }
}
