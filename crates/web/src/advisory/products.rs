//! Whom an advisory names: each product as written and as read, what is stated of it, and for which of our devices it decides.

use std::collections::{BTreeMap, HashMap};

use advisories::{Advisory, ProductStatus};
use answers::{Picture, say};
use intel::Verdict;
use intel::versions::{self, Kind};

use crate::service::capitalised;

/// One product with all that is stated of it.
pub struct ProductLine {
    /// As written.
    pub name: String,
    /// What is stated of versions, read.
    pub read: String,
    /// What kind of statement that is.
    pub kind: &'static str,
    /// The text in the place of a version, where the reading says it otherwise.
    pub written: String,
    /// Why no rule reads it; empty where one does.
    pub not_understood: String,
    /// (status in words, of which vulnerabilities).
    pub statements: Vec<(&'static str, String)>,
    /// For how many devices it decides, in words.
    pub hit: String,
}

/// Every product with what is stated of it, those that decide for a device first.
pub fn products(picture: &Picture, position: usize, advisory: &Advisory) -> Vec<ProductLine> {
    let hits = hits(picture, position);
    let mut stated: BTreeMap<usize, BTreeMap<u8, Vec<&str>>> = BTreeMap::new();
    for vulnerability in &advisory.vulnerabilities {
        for statement in &vulnerability.statements {
            let ids = stated
                .entry(statement.product)
                .or_default()
                .entry(order_of(statement.status))
                .or_default();
            if ids.last() != Some(&vulnerability.id.as_str()) {
                ids.push(&vulnerability.id);
            }
        }
    }
    let every = advisory.vulnerabilities.len();
    let mut lines: Vec<(bool, ProductLine)> = advisory
        .products
        .iter()
        .enumerate()
        .map(|(at, product)| {
            let read = versions::read(product);
            let statements = stated
                .get(&at)
                .into_iter()
                .flatten()
                .map(|(order, ids)| (status_in_words(*order), which(ids, every)))
                .collect();
            let hit = hits.get(&at);
            let said = read.say();
            let line = ProductLine {
                name: product.name.clone(),
                kind: kind_in_words(read.kind()),
                written: if read.text().is_empty() || said.contains(read.text()) {
                    String::new()
                } else {
                    read.text().to_owned()
                },
                not_understood: match read.understood() {
                    Ok(()) => String::new(),
                    Err(why) => capitalised(why),
                },
                read: capitalised(&said),
                statements,
                hit: hit.map_or_else(String::new, hit_in_words),
            };
            (hit.is_none(), line)
        })
        .collect();
    lines.sort_by_key(|(no_hit, _)| *no_hit);
    lines.into_iter().map(|(_, line)| line).collect()
}

/// "all", "CVE-1, CVE-2", "CVE-1, CVE-2 and 14 more".
pub fn which(ids: &[&str], every: usize) -> String {
    if ids.len() == every && every > 1 {
        return format!("all {every} vulnerabilities");
    }
    let shown: Vec<String> = ids.iter().take(6).map(|id| (*id).to_owned()).collect();
    match ids.len() - shown.len() {
        0 => say::list(&shown),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Devices by the product that decides for them: each device once, with its gravest verdict.
fn hits(picture: &Picture, advisory: usize) -> HashMap<usize, BTreeMap<Verdict, usize>> {
    let mut hits: HashMap<usize, BTreeMap<Verdict, usize>> = HashMap::new();
    for (configuration, judgements) in picture.judged().iter().enumerate() {
        let gravest = judgements.iter().filter(|j| j.advisory == advisory).max_by_key(|j| j.verdict);
        if let Some((judgement, &product)) = gravest.and_then(|j| Some((j, j.products.first()?))) {
            let devices = picture.fleet().devices_of(configuration).len();
            *hits.entry(product).or_default().entry(judgement.verdict).or_default() += devices;
        }
    }
    hits
}

fn hit_in_words(counts: &BTreeMap<Verdict, usize>) -> String {
    let said: Vec<String> = counts
        .iter()
        .rev()
        .map(|(verdict, devices)| {
            let word = match verdict {
                Verdict::Affected => "affected",
                Verdict::PossiblyAffected => "cannot be told",
                Verdict::Fixed => "fixed",
                Verdict::NotAffected => "not affected",
            };
            format!("{} {word}", say::thousands(*devices))
        })
        .collect();
    said.join(", ")
}

const STATUSES: [(ProductStatus, &str); 9] = [
    (ProductStatus::KnownAffected, "known affected"),
    (ProductStatus::FirstAffected, "affected from here on"),
    (ProductStatus::LastAffected, "affected up to here"),
    (ProductStatus::UnderInvestigation, "under investigation"),
    (ProductStatus::Unknown, "status not stated"),
    (ProductStatus::Fixed, "fixed"),
    (ProductStatus::FirstFixed, "fixed from here on"),
    (ProductStatus::KnownNotAffected, "known not affected"),
    (ProductStatus::Recommended, "recommended"),
];

/// The place of a status in the order of this page, the gravest first.
pub fn order_of(status: ProductStatus) -> u8 {
    (0u8..).zip(STATUSES).find(|(_, (s, _))| *s == status).map_or(u8::MAX, |(at, _)| at)
}

/// The words of the status at a place.
pub fn status_in_words(order: u8) -> &'static str {
    STATUSES.get(usize::from(order)).map_or("", |(_, words)| *words)
}

fn kind_in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::AllVersions => "every version",
        Kind::Range => "a range of versions",
        Kind::List => "single versions: others are not ruled out",
        Kind::Models => "models or parts instead of versions",
        Kind::Dates => "days of making instead of versions",
        Kind::Platform => "a platform instead of versions",
        Kind::Serials => "serial numbers instead of versions",
        Kind::NotStated => "no version stated",
        Kind::NotUnderstood => "not understood",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vulnerabilities_are_listed_as_far_as_they_can_be_read() {
        assert_eq!(which(&["A"], 1), "A");
        assert_eq!(which(&["A", "B"], 2), "all 2 vulnerabilities");
        assert_eq!(which(&["A", "B"], 3), "A and B");
        assert_eq!(which(&["A", "B", "C", "D", "E", "F", "G"], 9), "A, B, C, D, E, F and 1 more");
    }

    #[test]
    fn every_status_has_words() {
        for (status, words) in STATUSES {
            assert_eq!(status_in_words(order_of(status)), words);
        }
        assert_eq!(status_in_words(u8::MAX), "");
    }
}
