//! What no real document here has, in documents made for the test.

use advisories::{BranchCategory, DocumentStatus, Relation, RemediationCategory};
use intake::advisories_in::{CsafReading, Published, Reason, read};
use serde_json::{Value, json};

use crate::advisories_real::{csaf, statements_in};

fn made(file: &str) -> CsafReading {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/advisories")
        .join(file);
    let bytes = std::fs::read(path).unwrap();
    let reading = csaf(file, &bytes);
    let stated = statements_in(&serde_json::from_slice(&bytes).unwrap());
    assert_eq!(reading.applied as usize + reading.partly.len() + reading.refused.len(), stated);
    reading
}

/// Statements as "id status", in the document's order.
fn stated(reading: &CsafReading, vulnerability: usize) -> Vec<String> {
    let a = &reading.advisory;
    a.vulnerabilities[vulnerability]
        .statements
        .iter()
        .map(|s| format!("{} {:?}", a.products[s.product].id, s.status))
        .collect()
}

fn ids<'r>(reading: &'r CsafReading, products: &[usize]) -> Vec<&'r str> {
    products.iter().map(|p| reading.advisory.products[*p].id.as_str()).collect()
}

fn texts(faults: impl IntoIterator<Item = (String, String)>) -> Vec<String> {
    faults.into_iter().map(|(at, why)| format!("{at}: {why}")).collect()
}

fn partly(r: &CsafReading) -> Vec<String> {
    texts(r.partly.iter().map(|p| (p.where_.clone(), p.reason.to_string())))
}

fn refused(r: &CsafReading) -> Vec<String> {
    texts(r.refused.iter().map(|p| (p.where_.clone(), p.reason.to_string())))
}

fn remarks(r: &CsafReading) -> Vec<String> {
    texts(r.remarks.iter().map(|p| (p.where_.clone(), p.reason.to_string())))
}

#[test]
fn every_part_of_csaf_2_0() {
    let r = made("made-csaf-2.0.json");
    let a = &r.advisory;
    assert_eq!(
        (a.category.as_str(), a.status, a.version.as_str()),
        ("csaf_vex", DocumentStatus::Interim, "1.10.0")
    );
    assert_eq!(
        a.revisions.iter().map(|r| r.number.as_str()).collect::<Vec<_>>(),
        ["1.0.0", "1.9.0", "1.10.0"],
        "oldest first, by number"
    );
    assert_eq!(a.aliases, ["BM-0815", "VDE-2024-999"]);
    assert!(
        a.summary.starts_with("Made for the tests"),
        "an update summary is no summary: {}",
        a.summary
    );
    assert_eq!(
        stated(&r, 0),
        [
            "B3-100 FirstAffected",
            "B3-OLD KnownAffected",
            "Z-ON-WIN7 KnownAffected",
            "B3-239 LastAffected",
            "B3-240 FirstFixed",
            "B3-240 Fixed",
            "B3-250 Fixed",
            "B1 KnownNotAffected",
            "B3-250 Recommended",
            "SSL-IN-Z UnderInvestigation"
        ]
    );
    let old = &a.products[0];
    let categories: Vec<_> = old.path.iter().map(|(c, _)| *c).collect();
    use BranchCategory::*;
    assert_eq!(categories, [Vendor, ProductFamily, ProductName, Architecture, ProductVersionRange]);
    assert_eq!(old.stated_versions(), Some((ProductVersionRange, "vers:semver/<2.4.0")));
    assert_eq!(old.identification.purls, ["pkg:generic/beispiel/beatmung"]);
    assert_eq!(
        (
            old.identification.model_numbers.as_slice(),
            old.identification.serial_numbers.as_slice()
        ),
        (&["B3?-A*".to_owned()][..], &["SN-1\\*".to_owned()][..])
    );
    assert_eq!(
        (old.identification.cpe.as_deref(), old.identification.skus.as_slice()),
        (
            Some("cpe:2.3:o:beispiel:beatmung_3000_firmware:*:*:*:*:*:*:*:*"),
            &["4711".to_owned()][..]
        )
    );
    let find = |id: &str| a.products.iter().find(|p| p.id == id).unwrap();
    assert_eq!(
        find("ZENTRALE").stated_versions(),
        Some((ProductVersionRange, "< 7")),
        "a range above the name"
    );
    assert_eq!(find("B1").stated_versions(), None, "a product without a version");
    assert_eq!((find("WIN7").path.len(), find("WIN7").name.as_str()), (0, "Windows 7 Embedded"));
    let part = find("SSL-IN-Z").part.unwrap();
    assert_eq!(
        (ids(&r, &[part.product, part.relates_to]), part.relation),
        (vec!["OPENSSL", "Z-ON-WIN7"], Relation::DefaultComponentOf)
    );
    let part = a.products[part.relates_to].part.unwrap();
    assert_eq!(
        (ids(&r, &[part.product, part.relates_to]), part.relation),
        (vec!["ZENTRALE", "WIN7"], Relation::InstalledOn)
    );

    let v = &a.vulnerabilities[0];
    assert_eq!(
        (v.id.as_str(), v.other_ids.as_slice()),
        ("CVE-2024-99999", &["BM tracker BM-77".to_owned()][..])
    );
    assert_eq!(
        (v.flags[0].label.as_str(), ids(&r, &v.flags[0].products)),
        ("vulnerable_code_not_in_execute_path", vec!["B1"])
    );
    assert_eq!(v.threats[1], ("exploit_status".to_owned(), "Proof of concept".to_owned()));
    let [fix, workaround, _, none] = v.remediations.as_slice() else {
        panic!("{:?}", v.remediations)
    };
    assert_eq!(
        (fix.url.as_str(), fix.date.as_str()),
        ("https://beispiel.example/240", "2024-03-01T07:00:00Z")
    );
    assert_eq!(ids(&r, &workaround.products), ["B3-OLD", "B3-240", "B1"], "a group");
    assert!(none.products.is_empty() && none.category == RemediationCategory::NoneAvailable);
    assert_eq!(v.scores.iter().map(|s| s.base).collect::<Vec<_>>(), [10.0, 9.8]);

    assert_eq!(a.vulnerabilities[1].id, "BM tracker BM-78");
    assert_eq!(a.vulnerabilities[1].other_ids, ["VDE VDE-2024-999"]);
    assert_eq!(a.vulnerabilities[2].id, "BM-SA-0001#3");
    assert_eq!(
        stated(&r, 2),
        ["OPENSSL KnownAffected", "B3-OLD Unknown", "B3-240 Unknown", "B1 Unknown"],
        "a group that only a remediation names"
    );
    assert_eq!((r.applied, r.partly.len(), refused(&r), remarks(&r)), (12, 3, vec![], vec![]));
}

#[test]
fn every_part_of_csaf_2_1() {
    let r = made("made-csaf-2.1.json");
    let a = &r.advisory;
    assert_eq!(a.format_version, "2.1");
    assert_eq!(stated(&r, 0), ["P5 KnownAffected", "P5-M-S KnownAffected", "M-S Unknown"]);
    assert_eq!(a.products[0].branch(BranchCategory::Platform), Some("Drip stand"));
    assert_eq!(a.products[0].identification.purls.len(), 2);
    let find = |id: &str| a.products.iter().find(|p| p.id == id).unwrap();
    let part = find("P5-M-S").part.unwrap();
    assert_eq!(
        (a.products[part.product].id.as_str(), part.relation),
        ("P5", Relation::InstalledWith)
    );
    let within = &a.products[part.relates_to];
    assert_eq!(
        (within.id.as_str(), within.name.as_str()),
        ("P5-M-S/1", "Modul M installed on Station S")
    );
    assert_eq!(
        ids(&r, &[within.part.unwrap().product, within.part.unwrap().relates_to]),
        ["M", "S"]
    );
    let v = &a.vulnerabilities[0];
    assert_eq!(
        v.weaknesses,
        [
            "CWE-798 Use of Hard-coded Credentials",
            "CWE-306 Missing Authentication for Critical Function"
        ]
    );
    assert_eq!(
        v.remediations.iter().map(|r| r.category).collect::<Vec<_>>(),
        [RemediationCategory::FixPlanned, RemediationCategory::OptionalPatch]
    );
    assert_eq!(
        v.scores
            .iter()
            .map(|s| (s.base, s.vector.split('/').next().unwrap()))
            .collect::<Vec<_>>(),
        [(9.3, "CVSS:4.0")]
    );
    assert_eq!((r.applied, partly(&r), refused(&r), remarks(&r)), (3, vec![], vec![], vec![]));
}

/// A small good document, to be broken in one place.
fn document(tree: Value, vulnerabilities: Value) -> Value {
    json!({
        "document": {
            "category": "csaf_security_advisory", "csaf_version": "2.0", "title": "Made", "publisher": {"name": "Made", "category": "vendor", "namespace": "https://made.example"},
            "tracking": {"id": "MADE-1", "status": "final", "version": "1", "initial_release_date": "2024-01-01T00:00:00Z", "current_release_date": "2024-01-01T00:00:00Z", "revision_history": []}
        },
        "product_tree": tree,
        "vulnerabilities": vulnerabilities
    })
}

fn names(ids: &[&str]) -> Value {
    ids.iter()
        .map(|id| json!({"product_id": id, "name": format!("Product {id}")}))
        .collect()
}

fn joined(id: &str, first: &str, second: &str) -> Value {
    json!({"category": "installed_on", "product_reference": first, "relates_to_product_reference": second, "full_product_name": {"product_id": id, "name": format!("Product {id}")}})
}

struct Expected<'t> {
    stated: &'t [&'t str],
    partly: &'t [&'t str],
    refused: &'t [&'t str],
    remarks: &'t [&'t str],
}

/// Reads the document and holds it against what is expected of its first vulnerability and of the whole.
fn check(document: Value, expected: Expected) -> CsafReading {
    let r = csaf("made.json", document.to_string().as_bytes());
    assert_eq!(stated(&r, 0), expected.stated);
    assert_eq!(partly(&r), expected.partly);
    assert_eq!(refused(&r), expected.refused);
    assert_eq!(remarks(&r), expected.remarks);
    r
}

#[test]
fn statements_on_what_is_not_defined_are_refused_and_the_rest_kept() {
    let vulnerabilities = json!([{"cve": "CVE-2024-99999",
        "product_status": {"known_affected": ["A", "X", 7, null, "A"], "fixed": "A", "maybe_affected": ["B"], "Known Not Affected": ["B"]},
        "remediations": [
            {"category": "vendor_fix", "details": "a", "product_ids": ["X", "Y"]},
            {"category": "voodoo", "details": "b", "product_ids": ["A", "Y"]},
            {"category": "mitigation", "details": "c", "group_ids": ["NONE"]},
            {"category": "mitigation", "details": "d"}],
        "scores": [{"products": ["X"], "cvss_v3": {"baseScore": 5.0, "vectorString": "CVSS:3.1/A"}}, {"products": ["A", "X"], "cvss_v3": {"baseScore": "5.0", "vectorString": "CVSS:3.1/B"}}, {"products": ["A"], "cvss_v3": {"vectorString": "CVSS:3.1/C"}}],
        "flags": [{"label": "component_not_present", "product_ids": ["X"]}]}]);
    let r = check(
        document(json!({"full_product_names": names(&["A", "B"])}), vulnerabilities),
        Expected {
            stated: &["B KnownNotAffected", "A KnownAffected", "B Unknown"],
            partly: &[
                "vulnerabilities[0].product_status.maybe_affected[0]: the status list “maybe_affected” is not known; held as status unknown",
            ],
            refused: &[
                "vulnerabilities[0].product_status.fixed: expected a list, found text; it is left out",
                "vulnerabilities[0].product_status.known_affected[1]: the product “X” is not defined in the product tree; the statement is not held",
                "vulnerabilities[0].product_status.known_affected[2]: the product “7” is not defined in the product tree; the statement is not held",
                "vulnerabilities[0].product_status.known_affected[3]: expected text, found nothing; it is left out",
                "vulnerabilities[0].remediations[0].product_ids[1]: the product “Y” is not defined in the product tree; the statement is not held",
            ],
            remarks: &[
                "vulnerabilities[0].remediations[0]: it names products and none of them is defined; it is left out, so that it is not taken to be about all",
                "vulnerabilities[0].remediations[1].category: the remediation category “voodoo” is not known; shown in the publisher's words",
                "vulnerabilities[0].remediations[2].group_ids[0]: the group “NONE” is not defined; what refers to it is held without it",
                "vulnerabilities[0].remediations[2]: it names products and none of them is defined; it is left out, so that it is not taken to be about all",
                "vulnerabilities[0].scores[0].products[0]: the product “X” is not defined in the product tree; held without it",
                "vulnerabilities[0].scores[0]: it names products and none of them is defined; it is left out, so that it is not taken to be about all",
                "vulnerabilities[0].scores[1].products[1]: the product “X” is not defined in the product tree; held without it",
                "vulnerabilities[0].scores[2].cvss_v3.baseScore: the base score is missing or not from 0 to 10; the score is left out",
                "vulnerabilities[0].flags[0].product_ids[0]: the product “X” is not defined in the product tree; held without it",
                "vulnerabilities[0].flags[0]: it names products and none of them is defined; it is left out, so that it is not taken to be about all",
            ],
        },
    );
    let v = &r.advisory.vulnerabilities[0];
    assert_eq!(v.remediations.iter().map(|r| r.text.as_str()).collect::<Vec<_>>(), ["b", "d"]);
    assert_eq!(
        v.scores.iter().map(|s| (s.vector.as_str(), s.base)).collect::<Vec<_>>(),
        [("CVSS:3.1/B", 5.0)]
    );
    assert!(v.flags.is_empty());
}

#[test]
fn relationships_that_lead_nowhere_or_back_are_named_and_the_rest_kept() {
    let tree = json!({
        "full_product_names": names(&["A", "B"]),
        "relationships": [
            joined("GOOD", "A", "B"),
            joined("LATER", "A", "CHAIN"),
            joined("CHAIN", "GOOD", "B"),
            joined("SELF", "SELF", "B"),
            joined("RING1", "A", "RING2"),
            joined("RING2", "RING3", "B"),
            joined("RING3", "RING1", "B"),
            joined("ON-RING", "A", "RING1"),
            joined("DANGLING", "A", "NOWHERE"),
            {"category": "glued_to", "product_reference": "A", "relates_to_product_reference": "B", "full_product_name": {"product_id": "GLUED", "name": "Glued"}},
            {"category": "installed_on", "product_reference": "A", "full_product_name": {"product_id": "HALF", "name": "Half"}},
            {"category": "installed_on", "product_reference": "A", "relates_to_product_reference": "B"},
            joined("GOOD", "A", "B"),
        ]
    });
    let all = ["GOOD", "LATER", "CHAIN", "SELF", "RING1", "ON-RING", "DANGLING", "GLUED", "HALF"];
    let r = check(
        document(tree, json!([{"cve": "CVE-2024-99999", "product_status": {"known_affected": all}}])),
        Expected {
            stated: &all.map(|id| format!("{id} KnownAffected")).each_ref().map(String::as_str),
            partly: &[
                "vulnerabilities[0].product_status.known_affected[3]: what product_tree.relationships[3] makes leads back to itself; the product is held by its name alone",
                "vulnerabilities[0].product_status.known_affected[4]: what product_tree.relationships[4] makes leads back to itself; the product is held by its name alone",
                "vulnerabilities[0].product_status.known_affected[5]: what product_tree.relationships[4] makes leads back to itself; the product is held by its name alone",
                "vulnerabilities[0].product_status.known_affected[6]: “NOWHERE”, to which product_tree.relationships[8] refers, is not defined; the product made of it is held by its name alone",
                "vulnerabilities[0].product_status.known_affected[7]: the relationship “glued_to” at product_tree.relationships[9] is not known; held as: a device has the product only if it has both",
                "vulnerabilities[0].product_status.known_affected[8]: product_tree.relationships[10] names only one product; the product is held by its name alone",
            ],
            refused: &[],
            remarks: &[
                "product_tree.relationships[9]: the relationship “glued_to” at product_tree.relationships[9] is not known; held as: a device has the product only if it has both",
                "product_tree.relationships[11]: “” has no product id, so that nothing can be stated of it; it is left out",
                "product_tree.relationships[12]: the product “GOOD” is defined a second time, in the same words; held once",
                "product_tree.relationships[8]: “NOWHERE”, to which product_tree.relationships[8] refers, is not defined; the product made of it is held by its name alone",
                "product_tree.relationships[10]: product_tree.relationships[10] names only one product; the product is held by its name alone",
                "product_tree.relationships[3]: what product_tree.relationships[3] makes leads back to itself; the product is held by its name alone",
                "product_tree.relationships[4]: what product_tree.relationships[4] makes leads back to itself; the product is held by its name alone",
                "product_tree.relationships[5]: what product_tree.relationships[5] makes leads back to itself; the product is held by its name alone",
                "product_tree.relationships[6]: what product_tree.relationships[6] makes leads back to itself; the product is held by its name alone",
            ],
        },
    );
    let has_part = |id: &str| r.advisory.products.iter().find(|p| p.id == id).unwrap().part.is_some();
    let kept = ["GOOD", "LATER", "CHAIN", "ON-RING", "GLUED"];
    for id in all {
        assert_eq!(has_part(id), kept.contains(&id), "{id}");
    }
}

/// Whatever is written, following the parts of a product comes to an end soon.
#[test]
fn a_long_chain_of_relationships_is_cut() {
    let ids: Vec<String> = (0..20_000).map(|n| format!("P{n}")).collect();
    let relationships: Vec<Value> = ids.windows(2).map(|w| joined(&w[1], &w[0], "B")).collect();
    let tree = json!({"full_product_names": names(&["P0", "B"]), "relationships": relationships});
    let r = csaf(
        "chain.json",
        document(tree, json!([{"cve": "CVE-2024-99999", "product_status": {"known_affected": ids}}]))
            .to_string()
            .as_bytes(),
    );
    assert_eq!(r.applied as usize + r.partly.len(), 20_000);
    let depth = |mut product: usize| {
        let mut steps = 0;
        while let Some(part) = r.advisory.products[product].part {
            product = part.product;
            steps += 1;
        }
        steps
    };
    assert_eq!((0..r.advisory.products.len()).map(depth).max(), Some(32));
    assert_eq!(
        r.advisory.products.iter().filter(|p| p.part.is_some()).count() + r.remarks.len(),
        19_999
    );
}

#[test]
fn a_product_defined_twice_is_named_and_never_given_the_all_clear() {
    let tree = json!({"branches": [{"category": "vendor", "name": "V", "branches": [
        {"category": "product_name", "name": "One", "product": {"product_id": "P", "name": "One"}},
        {"category": "product_name", "name": "Two", "product": {"product_id": "P", "name": "Two"}},
        {"category": "product_name", "name": "Three", "product": {"product_id": "Q", "name": "Three"}},
        {"category": "product_name", "name": "Three", "product": {"product_id": "Q", "name": "Three"}},
    ]}], "product_groups": [{"group_id": "G", "product_ids": ["P", "Q", "Z"]}, {"group_id": "G", "product_ids": ["Q"]}, {"product_ids": []}]});
    let twice = "the product “P” is defined more than once, differently; the statement is held of each, as status unknown where it says that all is well";
    check(
        document(
            tree,
            json!([{"cve": "CVE-2024-99999", "product_status": {"fixed": ["P"], "known_affected": ["P", "Q"], "under_investigation": ["G"]}}]),
        ),
        Expected {
            stated: &[
                "P Unknown",
                "P#2 Unknown",
                "P KnownAffected",
                "P#2 KnownAffected",
                "Q KnownAffected",
                "P UnderInvestigation",
                "P#2 UnderInvestigation",
                "Q UnderInvestigation",
            ],
            partly: &[
                &format!("vulnerabilities[0].product_status.fixed[0]: {twice}"),
                &format!("vulnerabilities[0].product_status.known_affected[0]: {twice}"),
                "vulnerabilities[0].product_status.under_investigation[0]: “G” is a group and not a product; taken for the 4 products in it",
            ],
            refused: &[],
            remarks: &[
                &format!("product_tree.branches[0].branches[1].product: {twice}"),
                "product_tree.branches[0].branches[3].product: the product “Q” is defined a second time, in the same words; held once",
                "product_tree.product_groups[0].product_ids[2]: the product “Z” is not defined in the product tree; held without it",
                "product_tree.product_groups[1]: the group “G” is defined a second time; the products of both are in it",
                "product_tree.product_groups[2]: the group has no id, so that nothing can refer to it",
            ],
        },
    );
}

#[test]
fn odd_branches_are_held_and_named() {
    let tree = json!({"branches": [
        {"category": "Vendor", "name": "DrÃ¤ger", "branches": [
            {"category": "product name", "name": "Infinity", "branches": [
                {"category": "wavelength", "name": "5 GHz", "product": {"product_id": "W", "name": "Infinity 5 GHz", "product_identification_helper": 5}},
                {"category": "product_version", "name": 12, "product": {"product_id": "N", "name": ""}},
                {"category": "product_version", "product": {"product_id": "NONE", "name": "Infinity"}},
                {"category": "product_version", "name": "1.0"},
                {"category": "product_version", "name": "2.0", "product": {"name": "No id"}},
                "not a branch"]}]},
        {"category": "vendor", "name": "Both", "product": {"product_id": "BOTH", "name": "Both"}, "branches": [{"category": "product_name", "name": "Child", "product": {"product_id": "CHILD", "name": "Child"}}]}]});
    let r = check(
        document(
            tree,
            json!([{"cve": "CVE-2024-99999", "product_status": {"known_affected": ["W", "N", "NONE", "BOTH", "CHILD"]}}]),
        ),
        Expected {
            stated: &[
                "W KnownAffected",
                "N KnownAffected",
                "NONE KnownAffected",
                "BOTH KnownAffected",
                "CHILD KnownAffected",
            ],
            partly: &[
                "vulnerabilities[0].product_status.known_affected[0]: the branch category “wavelength” at product_tree.branches[0].branches[0].branches[0] is not known; its name is held without saying what it narrows",
                "vulnerabilities[0].product_status.known_affected[2]: the branch at product_tree.branches[0].branches[0].branches[2] has no name; the product is held without it",
            ],
            refused: &[],
            remarks: &[
                "product_tree.branches[0].branches[0].branches[5]: expected an object, found text; it is left out",
                "product_tree.branches[0].branches[0].branches[0]: the branch category “wavelength” at product_tree.branches[0].branches[0].branches[0] is not known; its name is held without saying what it narrows",
                "product_tree.branches[0].branches[0].branches[0].product.product_identification_helper: expected an object, found a number; it is left out",
                "product_tree.branches[0].branches[0].branches[2]: the branch at product_tree.branches[0].branches[0].branches[2] has no name; the product is held without it",
                "product_tree.branches[0].branches[0].branches[3]: the branch ends without a product",
                "product_tree.branches[0].branches[0].branches[4].product: “No id” has no product id, so that nothing can be stated of it; it is left out",
            ],
        },
    );
    let p = &r.advisory.products;
    assert_eq!(
        p[0].path,
        [
            (BranchCategory::Vendor, "Dräger".to_owned()),
            (BranchCategory::ProductName, "Infinity".to_owned()),
            (BranchCategory::Unrecognised, "5 GHz".to_owned())
        ]
    );
    assert_eq!(p[1].stated_versions(), Some((BranchCategory::ProductVersion, "12")));
    assert_eq!(p[1].name, "Dräger Infinity 12", "without a name of its own, that of its branches");
}

#[test]
fn parts_of_another_kind_stop_nothing_but_themselves() {
    for (pointer, wrong) in [
        ("/document/title", json!({"en": "x"})),
        ("/document/publisher", json!("CISA")),
        ("/document/category", json!([1])),
        ("/document/tracking/version", json!(3)),
        ("/document/tracking/status", json!("retired")),
        ("/document/tracking/revision_history", json!({})),
        ("/document/tracking/current_release_date", json!(null)),
        ("/vulnerabilities/0/cve", json!("CVE-2024-XXXX")),
        ("/vulnerabilities/0/notes", json!(true)),
        ("/vulnerabilities/0/cwe", json!([])),
        ("/vulnerabilities/0/remediations", json!("none")),
        ("/vulnerabilities/0/scores", json!(-1)),
        ("/document/csaf_version", json!("2.7")),
    ] {
        let mut d = document(
            json!({"full_product_names": names(&["A"])}),
            json!([{"cve": "CVE-2024-99999", "notes": [], "cwe": {}, "remediations": [], "scores": [], "product_status": {"known_affected": ["A"]}}]),
        );
        *d.pointer_mut(pointer).unwrap() = wrong;
        let r = csaf(pointer, d.to_string().as_bytes());
        assert_eq!((stated(&r, 0), r.applied), (vec!["A KnownAffected".to_owned()], 1), "{pointer}");
        let silent = ["/document/tracking/version", "/document/tracking/current_release_date"].contains(&pointer);
        assert_eq!(r.remarks.is_empty(), silent, "{pointer}: {:?}", r.remarks);
    }
}

#[test]
fn containers_that_should_hold_statements_and_do_not_are_refused() {
    let tree = || json!({"full_product_names": names(&["A"])});
    let rows = [
        (
            document(tree(), json!("none")),
            vec!["vulnerabilities: expected a list, found text; it is left out"],
        ),
        (
            document(tree(), json!(["x", null])),
            vec![
                "vulnerabilities[0]: expected an object, found text; it is left out",
                "vulnerabilities[1]: expected an object, found nothing; it is left out",
            ],
        ),
        (
            document(tree(), json!([{"product_status": []}])),
            vec!["vulnerabilities[0].product_status: expected an object, found a list; it is left out"],
        ),
        (
            document(json!([]), json!([{"product_status": {"fixed": ["A"]}}])),
            vec![
                "vulnerabilities[0].product_status.fixed[0]: the product “A” is not defined in the product tree; the statement is not held",
            ],
        ),
    ];
    for (document, expected) in rows {
        assert_eq!(refused(&csaf("made.json", document.to_string().as_bytes())), expected);
    }
}

#[test]
fn a_vulnerability_without_a_cve_counts_like_any_other() {
    let check = |vulnerability: Value, id: &str, others: &[&str]| {
        let r = csaf("made.json", document(json!({}), json!([{}, vulnerability])).to_string().as_bytes());
        let v = &r.advisory.vulnerabilities[1];
        assert_eq!(
            (v.id.as_str(), v.other_ids.iter().map(String::as_str).collect::<Vec<_>>().as_slice()),
            (id, others)
        );
    };
    check(json!({"cve": "CVE-2024-99999"}), "CVE-2024-99999", &[]);
    check(json!({"cve": " cve-2024-99999 "}), "CVE-2024-99999", &[]);
    check(
        json!({"cve": "CVE-2024-XXXX", "ids": [{"system_name": "GHSA", "text": "ghsa-1"}]}),
        "GHSA ghsa-1",
        &["CVE-2024-XXXX"],
    );
    check(
        json!({"ids": [{"text": "only text"}, {"system_name": "S", "text": "t"}]}),
        "only text",
        &["S t"],
    );
    check(json!({"ids": [{}]}), "MADE-1#2", &[]);
    check(json!({}), "MADE-1#2", &[]);
    check(json!({"cve": "n/a"}), "MADE-1#2", &["n/a"]);
}

#[test]
fn what_cannot_be_held_is_refused_with_place_and_reason() {
    let without = |pointer: &str| {
        let mut d = document(json!({}), json!([]));
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        d.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key);
        d.to_string()
    };
    let with = |pointer: &str, value: Value| {
        let mut d = document(json!({}), json!([]));
        *d.pointer_mut(pointer).unwrap() = value;
        d.to_string()
    };
    for (text, expected) in [
        (
            without("/document/tracking/id"),
            "x.json: document.tracking.id: the advisory's id is missing; without it revisions of one advisory can't be told from other advisories",
        ),
        (
            with("/document/tracking/id", json!("  ")),
            "x.json: document.tracking.id: the advisory's id is missing; without it revisions of one advisory can't be told from other advisories",
        ),
        (
            without("/document/tracking"),
            "x.json: document.tracking: document.tracking is missing; without it nothing says which advisory this is",
        ),
        (
            with("/document/tracking", json!([])),
            "x.json: document.tracking: expected an object, found a list",
        ),
        (
            with("/document/csaf_version", json!("3.0")),
            "x.json: document.csaf_version: CSAF version “3.0” is not known; 2.0 and 2.1 are read",
        ),
        (
            format!("{}x", document(json!({}), json!([]))),
            "x.json: line 1, column 381: not readable as JSON: trailing characters",
        ),
        (
            "{\"document\": {\"csaf_version\": \"2.0\", \"tracking\": {\"id\": \"A\",}}}".to_owned(),
            "x.json: line 1, column 61, in document.tracking: not readable as JSON: trailing comma",
        ),
        (
            "{\"document\": {\"csaf_version\": \"2.0\"}, \"vulnerabilities\": [{\"cve\": \"\\ud800\"}]}".to_owned(),
            "x.json: line 1, column 74, in vulnerabilities[0].cve: not readable as JSON: unexpected end of hex escape",
        ),
        (
            "{\"document\": {\"csaf_version\": \"2.0\"},\n \"vulnerabilities\": [{\"cve\": \"CVE-2024-9".to_owned(),
            "x.json: line 2, column 40, in vulnerabilities[0].cve: the file ends here, in the middle of the document; it was probably cut short",
        ),
        (
            "{\"documen".to_owned(),
            "x.json: line 1, column 9: the file ends here, in the middle of the document; it was probably cut short",
        ),
        (
            "{\"document\": {\"csaf_version\": \"2.0\", \"csaf_version\": \"2.1\"}}".to_owned(),
            "x.json: line 1, column 51, in document: not readable as JSON: duplicate field `csaf_version`",
        ),
        (
            String::new(),
            "x.json: the whole file: this looks like an empty file; expected CSAF, CISA KEV or EPSS",
        ),
        (
            "{}".to_owned(),
            "x.json: the whole file: this looks like JSON of a kind that is not known here; expected CSAF, CISA KEV or EPSS",
        ),
        (
            "{\"bomFormat\":\"CycloneDX\"}".to_owned(),
            "x.json: the whole file: this is a CycloneDX component list, which can't be read yet",
        ),
        (
            "{\"@context\":\"https://openvex.dev/ns/v0.2.0\"}".to_owned(),
            "x.json: the whole file: this is an OpenVEX document, which can't be read yet",
        ),
    ] {
        assert_eq!(read("x.json", text.as_bytes()).unwrap_err().to_string(), expected, "{text}");
    }
}

#[test]
fn encodings() {
    let text = document(
        json!({"full_product_names": names(&["Ä"])}),
        json!([{"product_status": {"fixed": ["Ä"]}}]),
    )
    .to_string();
    let expected = csaf("utf-8", text.as_bytes());
    let bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let le: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let be: Vec<u8> = [0xfe, 0xff]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    for bytes in [bom, le, be] {
        assert_eq!(csaf("other", &bytes), expected);
    }
    let latin1: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let refusal = read("latin1.json", &latin1).unwrap_err();
    assert_eq!(refusal.reason, Reason::NotUtf8);
    assert!(refusal.where_.starts_with("line 1, column "), "{refusal}");
}

#[test]
fn scores_of_a_day() {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/advisories/made-epss.csv");
    let bytes = std::fs::read(path).unwrap();
    let Ok(Published::Epss(epss)) = read("epss.csv", &bytes) else {
        panic!("not read as EPSS")
    };
    assert_eq!(
        (epss.model_version.as_str(), epss.score_date.as_str()),
        ("v2025.03.14", "2026-05-18T00:00:00Z")
    );
    let scores: Vec<_> = epss.scores.iter().map(|s| (s.cve.as_str(), s.probability, s.percentile)).collect();
    assert_eq!(
        scores,
        [
            ("CVE-2024-99999", 0.00043, 0.11872),
            ("CVE-2024-99998", 0.97553, 1.0),
            ("CVE-2024-99997", 0.00001, 0.0),
            ("CVE-2024-99992", 0.25, 0.75)
        ]
    );
    let refused: Vec<_> = epss.refused.iter().map(|r| format!("{}: {}", r.line, r.reason)).collect();
    assert_eq!(
        refused,
        [
            "7: epss is “1.2”, expected a number from 0 to 1",
            "8: CVE-2024-99999 has a row already; the first is kept",
            "9: “NOT-A-CVE” is no CVE id",
            "10: epss is “”, expected a number from 0 to 1",
            "11: the row has 2 values, the header 3",
            "12: epss is “NaN”, expected a number from 0 to 1",
        ]
    );
    assert_eq!(epss.refused_rows, 6);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, &bytes).unwrap();
    assert_eq!(read("epss.csv.gz", &packed.finish().unwrap()), Ok(Published::Epss(epss)));
    let refusal = read("epss.csv", b"#model_version:v1\ncve,epss\nCVE-2024-99999,0.1\n").unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "epss.csv: line 2: expected the columns cve, epss, percentile, found “cve,epss”"
    );
    assert!(read("epss.csv", b"#model_version:v1\n").is_err());
}

#[test]
fn entries_of_the_catalogue_stand_each_for_itself() {
    let entry = |cve: Value, due: Value| json!({"cveID": cve, "vulnerabilityName": "DrÃ¤ger Name", "dateAdded": "2025-01-02", "dueDate": due, "requiredAction": "Act.", "knownRansomwareCampaignUse": "Known"});
    let mut undated = entry(json!("cve-2024-99994"), json!("soon"));
    undated["dateAdded"] = json!(20250102);
    undated["knownRansomwareCampaignUse"] = json!("perhaps");
    let catalogue = json!({"title": "CISA Catalog", "catalogVersion": "2025.01.02", "dateReleased": "2025-01-02T00:00:00Z", "count": 9, "vulnerabilities": [
        entry(json!("CVE-2024-99999"), json!("2025-01-23")), entry(json!("CVE-2024-99998"), json!(null)), entry(json!("CVE-24-1"), json!(null)), 5,
        entry(json!("CVE-2024-99999"), json!(null)), undated, {}]});
    let Ok(Published::Kev(kev)) = read("kev.json", catalogue.to_string().as_bytes()) else {
        panic!("not read as KEV")
    };
    let entries: Vec<_> = kev
        .entries
        .iter()
        .map(|e| (e.cve.as_str(), e.name.as_str(), e.added.as_str(), e.due.as_deref(), e.ransomware))
        .collect();
    assert_eq!(
        entries,
        [
            ("CVE-2024-99999", "Dräger Name", "2025-01-02", Some("2025-01-23"), true),
            ("CVE-2024-99998", "Dräger Name", "2025-01-02", None, true),
            ("CVE-2024-99994", "Dräger Name", "", None, false),
        ]
    );
    let refused: Vec<_> = kev.refused.iter().map(|r| format!("{}: {}", r.where_, r.reason)).collect();
    assert_eq!(
        refused,
        [
            "vulnerabilities[2].cveID: “CVE-24-1” is no CVE id; the entry is not kept",
            "vulnerabilities[3]: expected an object, found a number",
            "vulnerabilities[4].cveID: CVE-2024-99999 stands in the catalogue already; the first entry is kept",
            "vulnerabilities[6].cveID: “” is no CVE id; the entry is not kept",
        ]
    );
    let remarks: Vec<_> = kev.remarks.iter().map(|r| format!("{}: {}", r.where_, r.reason)).collect();
    assert_eq!(
        remarks,
        [
            "vulnerabilities[5].dateAdded: “20250102” is no date; kept without it",
            "vulnerabilities[5].dueDate: “soon” is no date; kept without it",
            "vulnerabilities[5].knownRansomwareCampaignUse: “perhaps” is neither “Known” nor “Unknown”; held as not known",
            "count: the catalogue says that it has 9 entries, and has 7",
        ]
    );
    let csv = "cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,knownRansomwareCampaignUse,notes,cwes\n\
        CVE-2024-99999,V,P,\"Name, with comma\",2025-01-02,\"Two\nlines\",Act.,,Unknown,,CWE-79\n\
        CVE-2024-99998,V\n";
    let Ok(Published::Kev(kev)) = read("kev.csv", csv.as_bytes()) else {
        panic!("not read as KEV")
    };
    assert_eq!(
        (kev.entries.len(), kev.entries[0].name.as_str(), kev.entries[0].due.as_deref()),
        (1, "Name, with comma", None)
    );
    assert_eq!(
        format!("{}: {}", kev.refused[0].where_, kev.refused[0].reason),
        "line 4: the row has 2 values, the header 11; the row is not kept"
    );
    let refusal = read("kev.json", br#"{"catalogVersion": "1", "vulnerabilities": 5}"#).unwrap_err();
    assert_eq!(refusal.to_string(), "kev.json: vulnerabilities: expected a list, found a number");
}
