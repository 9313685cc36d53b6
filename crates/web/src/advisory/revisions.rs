//! The revisions of an advisory that are kept here, with what each says otherwise than the one before.

use std::cmp::Ordering;

use advisories::{Advisory, ProductStatus};
use answers::revised::{Difference, differences};
use answers::say;

use super::products::{order_of, status_in_words};

/// One revision.
pub struct RevisionView {
    /// "Version 2, 10 October 2019".
    pub name: String,
    /// Whether it is the one that counts.
    pub current: bool,
    /// What it says otherwise than the one before; empty for the first.
    pub differences: Vec<(String, String, String)>,
    /// Differences beyond those shown.
    pub more: usize,
    /// Whether there is one before it.
    pub compared: bool,
}

/// Differences shown of one revision.
const SHOWN: usize = 60;

/// The kept revisions, newest first.
pub fn views(kept: &[(Advisory, bool)]) -> Vec<RevisionView> {
    let mut in_order: Vec<&(Advisory, bool)> = kept.iter().collect();
    in_order.sort_by(|(a, _), (b, _)| match a.revision_order(b) {
        Ordering::Equal => a.title.cmp(&b.title),
        other => other,
    });
    let mut views: Vec<RevisionView> = in_order
        .iter()
        .enumerate()
        .map(|(nth, (advisory, current))| {
            let before = nth.checked_sub(1).and_then(|n| in_order.get(n));
            let found = before.map_or_else(Vec::new, |(before, _)| differences(before, advisory));
            RevisionView {
                name: format!("Version {}, {}", advisory.version, say::iso(&advisory.current_release)),
                current: *current,
                more: found.len().saturating_sub(SHOWN),
                differences: found.iter().take(SHOWN).map(in_words).collect(),
                compared: before.is_some(),
            }
        })
        .collect();
    views.reverse();
    views
}

/// (what, was, is).
fn in_words(difference: &Difference) -> (String, String, String) {
    let none = || "nothing".to_owned();
    match difference {
        Difference::Title { was, is } => ("Title".into(), was.clone(), is.clone()),
        Difference::ProductAdded(name) => ("Product".into(), "not named".into(), name.clone()),
        Difference::ProductGone(name) => ("Product".into(), name.clone(), "no longer named".into()),
        Difference::VulnerabilityAdded(id) => ("Vulnerability".into(), "not told".into(), id.clone()),
        Difference::VulnerabilityGone(id) => ("Vulnerability".into(), id.clone(), "no longer told".into()),
        Difference::Status {
            vulnerability,
            product,
            was,
            is,
        } => (format!("{product}, {vulnerability}"), statuses(was), statuses(is)),
        Difference::Remediation {
            vulnerability,
            added,
            gone,
        } => {
            let text = |texts: &[String]| if texts.is_empty() { none() } else { texts.join(" / ") };
            (format!("What to do about {vulnerability}"), text(gone), text(added))
        }
    }
}

fn statuses(stated: &[ProductStatus]) -> String {
    if stated.is_empty() {
        return "nothing stated".into();
    }
    let words: Vec<&str> = stated.iter().map(|status| status_in_words(order_of(*status))).collect();
    words.join(", ")
}
