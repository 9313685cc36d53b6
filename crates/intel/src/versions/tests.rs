//! Tables: each rule with a version inside and one outside, and the doubts between.

mod order;
mod properties;
mod prose;
mod statements;

use advisories::{BranchCategory, Identification, Product};
use register::Configuration;

use super::{OutsideOf, Place, place, read_text};

fn running(version: &str) -> Configuration {
    Configuration {
        software_version: version.to_string(),
        ..Configuration::default()
    }
}

/// The text that a row expects: "in", "out", "out of list", "?".
fn word(place: &Place) -> &'static str {
    match place {
        Place::Inside => "in",
        Place::Outside(OutsideOf::Range) => "out",
        Place::Outside(OutsideOf::List) => "out of list",
        Place::CannotTell { .. } => "?",
    }
}

fn check_place(category: BranchCategory, rows: &[(&str, &[(&str, &str)])]) {
    for (text, versions) in rows {
        let stated = read_text(Some(category), text);
        for (version, expected) in *versions {
            let place = place(&stated, &running(version));
            assert_eq!(word(&place), *expected, "{text:?} against {version:?}: {place:?} from {stated:?}");
        }
    }
}

fn leaf(name: &str, product_name: &str, version: Option<(BranchCategory, &str)>) -> Product {
    let mut path = vec![
        (BranchCategory::Vendor, "Maker".to_string()),
        (BranchCategory::ProductName, product_name.to_string()),
    ];
    path.extend(version.map(|(c, t)| (c, t.to_string())));
    Product {
        id: "1".into(),
        name: name.into(),
        path,
        identification: Identification::default(),
        part: None,
    }
}
