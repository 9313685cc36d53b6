//! What differs between two revisions of one advisory: the products that it names, the vulnerabilities, and what it states of
//! each. By names, not by the ids inside a document, which publishers number anew with each revision.

use std::collections::{BTreeMap, BTreeSet};

use advisories::{Advisory, ProductStatus};

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The title was changed.
    Title {
        /// Before.
        was: String,
        /// After.
        is: String,
    },
    /// A product is named that was not.
    ProductAdded(String),
    /// A product is no longer named.
    ProductGone(String),
    /// A vulnerability is told that was not.
    VulnerabilityAdded(String),
    /// A vulnerability is no longer told.
    VulnerabilityGone(String),
    /// Something else is stated of a product.
    Status {
        /// The vulnerability.
        vulnerability: String,
        /// The product's name.
        product: String,
        /// What was stated; empty: nothing.
        was: Vec<ProductStatus>,
        /// What is stated; empty: nothing.
        is: Vec<ProductStatus>,
    },
    /// The advice was changed.
    Remediation {
        /// The vulnerability.
        vulnerability: String,
        /// Texts that came.
        added: Vec<String>,
        /// Texts that went.
        gone: Vec<String>,
    },
}

type Statuses<'a> = BTreeMap<(&'a str, &'a str), BTreeSet<u8>>;

/// What the later revision says otherwise than the earlier, in a settled order.
pub fn differences(earlier: &Advisory, later: &Advisory) -> Vec<Difference> {
    let mut found = Vec::new();
    if earlier.title != later.title {
        found.push(Difference::Title {
            was: earlier.title.clone(),
            is: later.title.clone(),
        });
    }
    let products = |a: &Advisory| -> BTreeSet<String> { a.products.iter().map(|p| p.name.clone()).collect() };
    let (before, after) = (products(earlier), products(later));
    found.extend(after.difference(&before).cloned().map(Difference::ProductAdded));
    found.extend(before.difference(&after).cloned().map(Difference::ProductGone));

    let ids = |a: &Advisory| -> BTreeSet<String> { a.vulnerabilities.iter().map(|v| v.id.clone()).collect() };
    let (ids_before, ids_after) = (ids(earlier), ids(later));
    found.extend(ids_after.difference(&ids_before).cloned().map(Difference::VulnerabilityAdded));
    found.extend(ids_before.difference(&ids_after).cloned().map(Difference::VulnerabilityGone));

    let (stated_before, stated_after) = (statuses(earlier), statuses(later));
    let places: BTreeSet<_> = stated_before.keys().chain(stated_after.keys()).copied().collect();
    for (vulnerability, product) in places {
        let of = |stated: &Statuses<'_>| stated.get(&(vulnerability, product)).cloned().unwrap_or_default();
        let (was, is) = (of(&stated_before), of(&stated_after));
        // That a product or a vulnerability is new is said already.
        let both =
            ids_before.contains(vulnerability) && ids_after.contains(vulnerability) && before.contains(product) && after.contains(product);
        if was != is && both {
            found.push(Difference::Status {
                vulnerability: vulnerability.to_owned(),
                product: product.to_owned(),
                was: in_words(&was),
                is: in_words(&is),
            });
        }
    }
    let (advice_before, advice_after) = (advice(earlier), advice(later));
    for id in ids_before.intersection(&ids_after) {
        let of = |advice: &BTreeMap<&str, BTreeSet<String>>| advice.get(id.as_str()).cloned().unwrap_or_default();
        let (was, is) = (of(&advice_before), of(&advice_after));
        if was != is {
            found.push(Difference::Remediation {
                vulnerability: id.clone(),
                added: is.difference(&was).cloned().collect(),
                gone: was.difference(&is).cloned().collect(),
            });
        }
    }
    found
}

const STATUSES: [ProductStatus; 9] = [
    ProductStatus::FirstAffected,
    ProductStatus::KnownAffected,
    ProductStatus::LastAffected,
    ProductStatus::FirstFixed,
    ProductStatus::Fixed,
    ProductStatus::KnownNotAffected,
    ProductStatus::UnderInvestigation,
    ProductStatus::Recommended,
    ProductStatus::Unknown,
];

fn statuses(advisory: &Advisory) -> Statuses<'_> {
    let mut stated: Statuses<'_> = BTreeMap::new();
    for vulnerability in &advisory.vulnerabilities {
        for statement in &vulnerability.statements {
            if let (Some(product), Some(place)) = (
                advisory.products.get(statement.product),
                (0u8..).zip(STATUSES).find(|(_, s)| *s == statement.status).map(|(place, _)| place),
            ) {
                stated
                    .entry((vulnerability.id.as_str(), product.name.as_str()))
                    .or_default()
                    .insert(place);
            }
        }
    }
    stated
}

fn in_words(places: &BTreeSet<u8>) -> Vec<ProductStatus> {
    places
        .iter()
        .filter_map(|&place| STATUSES.get(usize::from(place)).copied())
        .collect()
}

fn advice(advisory: &Advisory) -> BTreeMap<&str, BTreeSet<String>> {
    let mut said: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for vulnerability in &advisory.vulnerabilities {
        let texts = said.entry(vulnerability.id.as_str()).or_default();
        texts.extend(vulnerability.remediations.iter().map(|r| r.text.trim().to_owned()));
    }
    said
}

#[cfg(test)]
mod tests;
