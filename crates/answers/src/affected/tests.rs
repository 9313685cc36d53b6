use advisories::ProductStatus::KnownAffected;

use super::*;
use crate::made_up::{advisory, fleet, picture, product};
use crate::picture::Parts;

/// One scanner that an advisory names, one device that none does.
fn hospital() -> Picture {
    let scanner: &[(Field, &str)] = &[
        (Field::Manufacturer, "Philips"),
        (Field::Model, "Brilliance 64"),
        (Field::SoftwareVersion, "2.6.1"),
    ];
    let scales: &[(Field, &str)] = &[(Field::Manufacturer, "Seca"), (Field::Model, "704"), (Field::Serial, "SN77")];
    let parts = Parts {
        fleet: fleet(&[scanner, scales]),
        ..Default::default()
    };
    let named = advisory(
        "A1",
        vec![product("P1", "Philips", "Brilliance 64", "<= 2.6.2")],
        &[KnownAffected],
        "Update.",
    );
    let elsewhere = advisory("A2", vec![product("P1", "Acme", "Turbine", "<= 9")], &[KnownAffected], "Update.");
    picture(parts, vec![named, elsewhere])
}

/// An empty list must never read as "unaffected": wherever there is no finding, a sentence says what that means.
#[track_caller]
fn check(question: &str, known: bool, findings: usize, says: &[&str]) {
    let picture = hospital();
    let document = affected(&picture, question).document(&picture);
    assert_eq!((document.known, document.findings.len()), (known, findings), "{question}");
    let message = document.message.unwrap_or_default();
    assert_eq!(message.is_empty(), says.is_empty(), "{question}: {message:?}");
    for word in says {
        assert!(message.contains(word), "{question}: {message:?} does not say {word:?}");
    }
}

#[test]
fn where_nothing_is_found_a_sentence_says_what_that_means() {
    check("CVE-A1", true, 1, &[]);
    check(
        "SN77",
        true,
        0,
        &["No advisory loaded here speaks of", "does not mean", "1 January 2026"],
    );
    check("A2", true, 0, &["no device that it names", "could still be one", "1 January 2026"]);
    check("turbine", true, 0, &["no device that it names"]);
    check("CVE-2099-1", false, 0, &["Nothing loaded here mentions", "does not mean"]);
    check("nobody ever heard of this", false, 0, &["Nothing loaded here mentions"]);
}
