//! How much of the real advisories is understood: the 108 medical ones of CISA, and 174 others of makers that hospitals have too.

use std::io::Read;

use advisories::Advisory;
use intake::advisories_in::{Published, read};
use intel::versions::{Coverage, Place, coverage, place};
use register::Configuration;

/// Every advisory in one of the archives under data/advisories.
fn archive(name: &str) -> Vec<Advisory> {
    let path = format!("{}/../../data/advisories/{name}.zip", env!("CARGO_MANIFEST_DIR"));
    let file = std::fs::File::open(&path).expect("the archive is there");
    let mut archive = zip::ZipArchive::new(file).expect("it is a zip");
    let mut out = Vec::new();
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).expect("an entry");
        let name = entry.name().expect("a name").to_string();
        if !name.ends_with(".json") {
            continue;
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("readable");
        let Published::Csaf(reading) = read(&name, &bytes).expect("each file of the archive is read") else {
            continue;
        };
        out.push(reading.advisory);
    }
    out
}

fn covered(name: &str) -> (Vec<Advisory>, Coverage) {
    let advisories = archive(name);
    let coverage = coverage(&advisories.iter().collect::<Vec<_>>());
    (advisories, coverage)
}

#[test]
fn the_medical_advisories_are_understood() {
    let (_, coverage) = covered("icsma");
    assert_eq!((coverage.documents, coverage.leaves), (108, 514));
    // 234 say `vers:all/*`; one more says "* (end-of-life 2011)".
    assert_eq!(coverage.any_version, 235);
    assert!(
        coverage.per_cent().is_some_and(|p| p >= 95.0),
        "{:?} {:#?}",
        coverage.per_cent(),
        coverage.not_understood
    );
    assert_eq!(
        coverage.understood + coverage.not_understood.len(),
        coverage.leaves - coverage.any_version
    );
}

#[test]
fn the_industrial_advisories_are_understood() {
    let (_, coverage) = covered("icsa-related");
    assert_eq!((coverage.documents, coverage.leaves), (174, 1312));
    assert!(
        coverage.per_cent().is_some_and(|p| p >= 95.0),
        "{:?} {:#?}",
        coverage.per_cent(),
        coverage.not_understood
    );
}

#[test]
fn an_unknown_version_is_inside_all_versions_and_never_outside() {
    for name in ["icsma", "icsa-related"] {
        let (advisories, _) = covered(name);
        for product in advisories.iter().flat_map(|a| &a.products) {
            let stated = intel::versions::read(product);
            let placed = place(&stated, &Configuration::default());
            assert!(!matches!(placed, Place::Outside(_)), "{}: {placed:?}", product.name);
            assert_eq!(stated.is_all_versions(), placed == Place::Inside, "{}: {placed:?}", product.name);
        }
    }
}
