//! Statements of one advisory on one device: what they say together.

use advisories::{
    Advisory, BranchCategory, DocumentStatus, Identification, Product, ProductPart, ProductStatement, ProductStatus, Relation, Remediation,
    RemediationCategory, Vulnerability,
};
use register::{Configuration, Field};

use super::*;
use crate::matcher::{Confirmed, Corpus};

/// A product: name, version branch, status.
type Stated = (&'static str, &'static str, Option<ProductStatus>);

use ProductStatus::{FirstFixed, Fixed, KnownAffected, KnownNotAffected, LastAffected, Recommended, UnderInvestigation};

fn product(id: usize, name: &str, version: &str) -> Product {
    let mut path = vec![
        (BranchCategory::Vendor, "Philips".to_string()),
        (BranchCategory::ProductName, name.to_string()),
    ];
    if !version.is_empty() {
        path.push((BranchCategory::ProductVersionRange, version.to_string()));
    }
    Product {
        id: format!("P{id}"),
        name: format!("{name}: {version}"),
        path,
        identification: Identification::default(),
        part: None,
    }
}

fn advisory(stated: &[Stated], prose: &[&str]) -> Advisory {
    let remediation = |text: &&str| Remediation {
        category: RemediationCategory::VendorFix,
        text: text.to_string(),
        url: String::new(),
        date: String::new(),
        products: Vec::new(),
    };
    Advisory {
        id: "ICSMA-1".into(),
        title: "Philips Tracker".into(),
        publisher: String::new(),
        category: "csaf_security_advisory".into(),
        format_version: "2.0".into(),
        version: "1".into(),
        status: DocumentStatus::Final,
        initial_release: String::new(),
        current_release: String::new(),
        revisions: Vec::new(),
        aliases: Vec::new(),
        summary: String::new(),
        sectors: Vec::new(),
        references: Vec::new(),
        products: stated
            .iter()
            .enumerate()
            .map(|(i, (name, version, _))| product(i, name, version))
            .collect(),
        vulnerabilities: vec![Vulnerability {
            id: "CVE-2026-1".into(),
            other_ids: Vec::new(),
            title: String::new(),
            summary: String::new(),
            weaknesses: Vec::new(),
            statements: stated
                .iter()
                .enumerate()
                .filter_map(|(i, (_, _, status))| status.map(|status| ProductStatement { product: i, status }))
                .collect(),
            remediations: prose.iter().map(remediation).collect(),
            scores: Vec::new(),
            flags: Vec::new(),
            threats: Vec::new(),
        }],
    }
}

fn device(model: &str, version: &str) -> Configuration {
    Configuration {
        manufacturer: "Philips".into(),
        model: model.into(),
        software_version: version.into(),
        ..Configuration::default()
    }
}

fn judged(advisory: Advisory, model: &str, version: &str) -> Option<Judgement> {
    Corpus::new(vec![advisory]).judge(&device(model, version)).into_iter().next()
}

fn check(stated: &[Stated], prose: &[&str], rows: &[(&str, &str, Option<Verdict>)]) {
    for (model, version, expected) in rows {
        let found = judged(advisory(stated, prose), model, version);
        assert_eq!(
            found.as_ref().map(|j| j.verdict),
            *expected,
            "{stated:?} {prose:?} against {model} {version}: {found:?}"
        );
    }
}

const AFFECTED: Option<Verdict> = Some(Verdict::Affected);
const POSSIBLY: Option<Verdict> = Some(Verdict::PossiblyAffected);
const NOT: Option<Verdict> = Some(Verdict::NotAffected);
const MENDED: Option<Verdict> = Some(Verdict::Fixed);

#[test]
fn a_range_decides_both_ways_and_a_list_one_way() {
    let range: &[Stated] = &[("Tracker 500", "<= 2.3.1", Some(KnownAffected))];
    check(
        range,
        &[],
        &[
            ("Tracker 500", "2.2.0", AFFECTED),
            ("Tracker 500", "2.3.1", AFFECTED),
            ("Tracker 500", "2.4.0", NOT),
            ("Tracker 500", "", POSSIBLY),
            ("Tracker 500", "TBC", POSSIBLY),
            ("Tracker 900", "2.2.0", None),
        ],
    );
    let list: &[Stated] = &[("Tracker 500", "1.1 | 1.2 | 1.4", Some(KnownAffected))];
    check(
        list,
        &[],
        &[
            ("Tracker 500", "1.2", AFFECTED),
            ("Tracker 500", "1.3", POSSIBLY),
            ("Tracker 500", "9.0", POSSIBLY),
        ],
    );
    let all: &[Stated] = &[("Tracker 500", "vers:all/*", Some(KnownAffected))];
    check(all, &[], &[("Tracker 500", "", AFFECTED), ("Tracker 500", "1.3", AFFECTED)]);
}

#[test]
fn several_leaves_are_one_answer() {
    let two: &[Stated] = &[
        ("Tracker 500", "<= 2.0.3", Some(KnownAffected)),
        ("Tracker 500", "<= 2.1.0", Some(KnownAffected)),
    ];
    check(two, &[], &[("Tracker 500", "2.0.5", AFFECTED), ("Tracker 500", "2.1.1", NOT)]);
    let range_and_list: &[Stated] = &[
        ("Tracker 500", "<= 4.2", Some(KnownAffected)),
        ("Tracker 500", "4.5", Some(KnownAffected)),
    ];
    check(
        range_and_list,
        &[],
        &[
            ("Tracker 500", "4.1", AFFECTED),
            ("Tracker 500", "4.5", AFFECTED),
            ("Tracker 500", "4.6", POSSIBLY),
        ],
    );
    let line_and_member: &[Stated] = &[
        ("Tracker products", "vers:all/*", Some(KnownAffected)),
        ("Tracker 500", "<= 4.2", Some(KnownAffected)),
    ];
    check(
        line_and_member,
        &[],
        &[
            ("Tracker 500", "4.1", AFFECTED),
            ("Tracker 500", "5.0", POSSIBLY),
            ("Tracker 700", "5.0", AFFECTED),
        ],
    );
}

#[test]
fn likeness_is_never_more_than_possible() {
    let range: &[Stated] = &[("Tracker 500", "<= 2.3.1", Some(KnownAffected))];
    check(
        range,
        &[],
        &[
            ("Traker 500", "2.2.0", POSSIBLY),
            ("Traker 500", "9.0", POSSIBLY),
            ("Tracker", "9.0", POSSIBLY),
        ],
    );
    let cleared: &[Stated] = &[("Tracker 500", "", Some(KnownNotAffected))];
    check(cleared, &[], &[("Tracker 500", "1", NOT), ("Traker 500", "1", POSSIBLY)]);
}

#[test]
fn every_status_has_its_meaning() {
    check(
        &[("Tracker 500", "2.0", Some(Fixed))],
        &[],
        &[
            ("Tracker 500", "2.0", MENDED),
            ("Tracker 500", "2.1", MENDED),
            ("Tracker 500", "1.9", POSSIBLY),
        ],
    );
    check(
        &[("Tracker 500", "2.0", Some(FirstFixed))],
        &[],
        &[("Tracker 500", "2.4", MENDED), ("Tracker 500", "1.9", POSSIBLY)],
    );
    check(
        &[("Tracker 500", "2.0", Some(LastAffected))],
        &[],
        &[
            ("Tracker 500", "2.0", AFFECTED),
            ("Tracker 500", "1.9", POSSIBLY),
            ("Tracker 500", "2.1", POSSIBLY),
        ],
    );
    check(
        &[("Tracker 500", "", Some(UnderInvestigation))],
        &[],
        &[("Tracker 500", "2.0", POSSIBLY)],
    );
    check(
        &[("Tracker 500", "", Some(ProductStatus::Unknown))],
        &[],
        &[("Tracker 500", "2.0", POSSIBLY)],
    );
    check(
        &[("Tracker 500", "2.0", Some(Recommended))],
        &[],
        &[("Tracker 500", "2.0", POSSIBLY)],
    );
    check(&[("Tracker 500", "", None)], &[], &[("Tracker 500", "2.0", POSSIBLY)]);
    let both: &[Stated] = &[("Tracker 500", "<= 2.0", Some(KnownAffected)), ("Tracker 500", "2.1", Some(Fixed))];
    check(
        both,
        &[],
        &[
            ("Tracker 500", "1.9", AFFECTED),
            ("Tracker 500", "2.1", MENDED),
            ("Tracker 500", "3.0", MENDED),
        ],
    );
}

#[test]
fn contradictions_are_not_resolved_by_choice() {
    let stated: &[Stated] = &[("Tracker 500", "<= 2.0", Some(KnownAffected)), ("Tracker 500", "2.0", Some(Fixed))];
    check(stated, &[], &[("Tracker 500", "2.0", POSSIBLY)]);
    let stated: &[Stated] = &[
        ("Tracker 500", "<= 2.0", Some(KnownAffected)),
        ("Tracker 500", "", Some(KnownNotAffected)),
    ];
    check(stated, &[], &[("Tracker 500", "1.0", POSSIBLY)]);
    let stated: &[Stated] = &[("Tracker 500", "<= 2.0", Some(KnownAffected))];
    check(
        stated,
        &["Philips recommends to update to Tracker 500 version 2.0."],
        &[("Tracker 500", "2.0", POSSIBLY), ("Tracker 500", "1.0", AFFECTED)],
    );
}

#[test]
fn prose_states_fixes_and_what_remains() {
    let stated: &[Stated] = &[("Tracker 500", "< 2.0", Some(KnownAffected))];
    check(
        stated,
        &["Users should update to version 2.0 or later."],
        &[
            ("Tracker 500", "2.0", MENDED),
            ("Tracker 500", "2.1", MENDED),
            ("Tracker 500", "1.0", AFFECTED),
        ],
    );
    check(stated, &["Philips plans to release version 2.0."], &[("Tracker 500", "2.0", NOT)]);
    check(
        stated,
        &["Version 2.0 fixes all vulnerabilities except CVE-2026-1."],
        &[("Tracker 500", "2.0", POSSIBLY)],
    );
    check(
        stated,
        &["Version 2.0 fixes all vulnerabilities except CVE-2026-12."],
        &[("Tracker 500", "2.0", MENDED)],
    );
    check(
        stated,
        &["The following CVEs are still present on the Tracker 500 version 2.1: CVE-2026-7, CVE-2026-1."],
        &[("Tracker 500", "2.1", POSSIBLY)],
    );
    let two: &[Stated] = &[
        ("Tracker 500", "< 2.0", Some(KnownAffected)),
        ("Recorder", "< 5.0", Some(KnownAffected)),
    ];
    // A fix of one product is none of the other.
    check(
        two,
        &["Philips recommends to update the Recorder to version 5.0."],
        &[("Recorder", "5.0", MENDED), ("Tracker 500", "5.0", NOT)],
    );
    check(
        two,
        &["Philips recommends to update to version 5.0."],
        &[("Tracker 500", "5.0", NOT)],
    );
    // A fix in one series proves nothing for the next where the advisory only lists versions.
    let listed: &[Stated] = &[("Tracker 500", "8", Some(KnownAffected))];
    check(
        listed,
        &["Philips has released Tracker 8.5 to address the vulnerabilities."],
        &[("Tracker 500", "9.3", POSSIBLY), ("Tracker 500", "8.4", AFFECTED)],
    );
}

#[test]
fn a_product_made_of_two_needs_both() {
    let mut made = advisory(
        &[("Tracker 500", "", None), ("Viewlink Suite", "<= 3.0", None), ("", "", None)],
        &[],
    );
    made.products[2] = Product {
        id: "P2".into(),
        name: "Viewlink Suite on Tracker 500".into(),
        path: Vec::new(),
        identification: Identification::default(),
        part: Some(ProductPart {
            product: 1,
            relates_to: 0,
            relation: Relation::InstalledOn,
        }),
    };
    made.vulnerabilities[0].statements = vec![ProductStatement {
        product: 2,
        status: KnownAffected,
    }];
    let found = judged(made.clone(), "Tracker 500", "2.0").expect("the device is named");
    assert_eq!((found.verdict, found.missing), (Verdict::PossiblyAffected, vec![Field::Model]));
    assert_eq!(
        judged(made.clone(), "Tracker 500 with Viewlink Suite", "2.0").map(|j| j.verdict),
        AFFECTED
    );
    assert_eq!(judged(made.clone(), "Recorder", "2.0"), None);
    // A cycle ends.
    made.products[0].part = Some(ProductPart {
        product: 2,
        relates_to: 2,
        relation: Relation::InstalledOn,
    });
    made.products[1].part = Some(ProductPart {
        product: 2,
        relates_to: 0,
        relation: Relation::InstalledWith,
    });
    assert_eq!(judged(made, "Tracker 500", "2.0"), None);
}

#[test]
fn drafts_and_withdrawn_documents_are_silent() {
    let stated: &[Stated] = &[("Tracker 500", "vers:all/*", Some(KnownAffected))];
    let mut draft = advisory(stated, &[]);
    draft.status = DocumentStatus::Draft;
    assert_eq!(judged(draft, "Tracker 500", "1"), None);
    let mut withdrawn = advisory(stated, &[]);
    withdrawn.category = "csaf_withdrawn".into();
    assert_eq!(judged(withdrawn, "Tracker 500", "1"), None);
}

#[test]
fn a_person_settles_a_name() {
    let corpus = Corpus::new(vec![advisory(&[("Tracker 500", "<= 2.3.1", Some(KnownAffected))], &[])]);
    let config = device("TRK-FIVE", "2.0");
    assert_eq!(corpus.judge(&config), []);
    let yes = Confirmed::from([((0, 0), true)]);
    assert_eq!(corpus.judge_knowing(&config, &yes).first().map(|j| j.verdict), AFFECTED);
    let no = Confirmed::from([((0, 0), false)]);
    assert_eq!(corpus.judge_knowing(&device("Tracker 500", "2.0"), &no), []);
}

#[test]
fn the_reason_can_be_checked_and_leaves_the_source_out() {
    let stated: &[Stated] = &[("Tracker 500", "<= 2.3.1", Some(KnownAffected))];
    let found = judged(advisory(stated, &[]), "Tracker 500", "2.2.0").expect("it is named");
    assert_eq!(found.reason, "The advisory says 2.3.1 and earlier; this device runs 2.2.0");
    assert_eq!(found.rests_on, [Field::Model, Field::SoftwareVersion]);
    assert_eq!(
        (found.range.as_str(), found.product.as_str(), found.products),
        ("<= 2.3.1", "Tracker 500", vec![0])
    );
    let found = judged(advisory(stated, &[]), "Tracker 500", "").expect("it is named");
    assert_eq!(found.missing, [Field::SoftwareVersion]);
    let found = judged(advisory(stated, &[]), "Tracker 500", "2.4.0").expect("it is named");
    assert_eq!(
        found.reason,
        "The advisory says 2.3.1 and earlier; this device runs 2.4.0, which is outside"
    );
}
