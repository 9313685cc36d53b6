use advisories::ProductStatus::{Fixed, KnownAffected, KnownNotAffected};

use super::*;
use crate::made_up::{advisory, product};

#[test]
fn what_differs_is_named_and_new_numbering_is_no_difference() {
    let pump = |id: &str, versions: &str| product(id, "Acme", "Pump 7", versions);
    let before = advisory(
        "A1",
        vec![pump("P1", "<2.0"), pump("P2", "3.0")],
        &[KnownAffected, KnownAffected],
        "Wait",
    );
    let check = |name: &str, after: &Advisory, expected: &[Difference]| assert_eq!(differences(&before, after), expected, "{name}");

    check("nothing", &before.clone(), &[]);
    let renumbered = advisory(
        "A1",
        vec![pump("X9", "3.0"), pump("X8", "<2.0")],
        &[KnownAffected, KnownAffected],
        "Wait",
    );
    check("numbered anew", &renumbered, &[]);

    let fixed = advisory(
        "A1",
        vec![pump("P1", "<2.0"), pump("P2", "3.0")],
        &[KnownAffected, Fixed],
        "Update to 3.0",
    );
    check(
        "a status and the advice",
        &fixed,
        &[
            Difference::Status {
                vulnerability: "CVE-A1".into(),
                product: "Acme Pump 7: 3.0".into(),
                was: vec![KnownAffected],
                is: vec![Fixed],
            },
            Difference::Remediation {
                vulnerability: "CVE-A1".into(),
                added: vec!["Update to 3.0".into()],
                gone: vec!["Wait".into()],
            },
        ],
    );

    let wider = advisory(
        "A1",
        vec![pump("P1", "<2.5"), pump("P2", "3.0")],
        &[KnownAffected, KnownAffected],
        "Wait",
    );
    check(
        "a product by another name",
        &wider,
        &[
            Difference::ProductAdded("Acme Pump 7: <2.5".into()),
            Difference::ProductGone("Acme Pump 7: <2.0".into()),
        ],
    );

    let mut renamed = before.clone();
    renamed.title = "Another title".into();
    renamed.vulnerabilities[0].id = "CVE-2".into();
    check(
        "title and vulnerability",
        &renamed,
        &[
            Difference::Title {
                was: "Advisory A1".into(),
                is: "Another title".into(),
            },
            Difference::VulnerabilityAdded("CVE-2".into()),
            Difference::VulnerabilityGone("CVE-A1".into()),
        ],
    );

    let silent = advisory("A1", vec![pump("P1", "<2.0"), pump("P2", "3.0")], &[KnownNotAffected], "Wait");
    let changed = differences(&before, &silent);
    assert!(
        matches!(&changed[..], [Difference::Status { is: first, .. }, Difference::Status { is: second, .. }] if [first.len(), second.len()] == [1, 0] || [first.len(), second.len()] == [0, 1]),
        "{changed:?}"
    );
    // A statement on a product that isn't there is no difference and no panic.
    let mut beyond = before.clone();
    beyond.vulnerabilities[0].statements[0].product = 99;
    assert_eq!(differences(&beyond, &beyond), Vec::new());
}
