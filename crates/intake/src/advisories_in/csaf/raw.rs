//! The parts of CSAF 2.0 and 2.1 that are read, as they stand in the JSON. Every field may be missing or of another kind.

use serde::Deserialize;

use crate::advisories_in::json::{Found, Lst, Number, Obj, Pairs, Txt};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Csaf<'a> {
    #[serde(borrow)]
    pub document: Obj<Document<'a>>,
    #[serde(borrow)]
    pub product_tree: Obj<ProductTree<'a>>,
    #[serde(borrow)]
    pub vulnerabilities: Lst<Obj<Vulnerability<'a>>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Document<'a> {
    #[serde(borrow)]
    pub category: Txt<'a>,
    #[serde(borrow)]
    pub csaf_version: Txt<'a>,
    #[serde(borrow)]
    pub publisher: Obj<Publisher<'a>>,
    #[serde(borrow)]
    pub title: Txt<'a>,
    #[serde(borrow)]
    pub tracking: Obj<Tracking<'a>>,
    #[serde(borrow)]
    pub notes: Lst<Obj<Note<'a>>>,
    #[serde(borrow)]
    pub references: Lst<Obj<Link<'a>>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Publisher<'a> {
    #[serde(borrow)]
    pub name: Txt<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Tracking<'a> {
    #[serde(borrow)]
    pub id: Txt<'a>,
    #[serde(borrow)]
    pub version: Txt<'a>,
    #[serde(borrow)]
    pub status: Txt<'a>,
    #[serde(borrow)]
    pub initial_release_date: Txt<'a>,
    #[serde(borrow)]
    pub current_release_date: Txt<'a>,
    #[serde(borrow)]
    pub revision_history: Lst<Obj<HistoryEntry<'a>>>,
    #[serde(borrow)]
    pub aliases: Lst<Txt<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct HistoryEntry<'a> {
    #[serde(borrow)]
    pub number: Txt<'a>,
    #[serde(borrow)]
    pub date: Txt<'a>,
    #[serde(borrow)]
    pub summary: Txt<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Note<'a> {
    #[serde(borrow)]
    pub category: Txt<'a>,
    #[serde(borrow)]
    pub title: Txt<'a>,
    #[serde(borrow)]
    pub text: Txt<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Link<'a> {
    #[serde(borrow)]
    pub summary: Txt<'a>,
    #[serde(borrow)]
    pub url: Txt<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ProductTree<'a> {
    #[serde(borrow)]
    pub branches: Lst<Obj<Branch<'a>>>,
    #[serde(borrow)]
    pub full_product_names: Lst<Obj<FullName<'a>>>,
    #[serde(borrow)]
    pub product_groups: Lst<Obj<Group<'a>>>,
    #[serde(borrow)]
    pub relationships: Lst<Obj<Relationship<'a>>>,
    /// 2.1, in the place of relationships.
    #[serde(borrow)]
    pub product_paths: Lst<Obj<ProductPath<'a>>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Branch<'a> {
    #[serde(borrow)]
    pub category: Txt<'a>,
    #[serde(borrow)]
    pub name: Txt<'a>,
    #[serde(borrow)]
    pub product: Obj<FullName<'a>>,
    #[serde(borrow)]
    pub branches: Lst<Obj<Branch<'a>>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct FullName<'a> {
    #[serde(borrow)]
    pub name: Txt<'a>,
    #[serde(borrow)]
    pub product_id: Txt<'a>,
    #[serde(borrow)]
    pub product_identification_helper: Obj<Helper<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Helper<'a> {
    #[serde(borrow)]
    pub cpe: Txt<'a>,
    /// 2.0.
    #[serde(borrow)]
    pub purl: Txt<'a>,
    /// 2.1.
    #[serde(borrow)]
    pub purls: Lst<Txt<'a>>,
    #[serde(borrow)]
    pub model_numbers: Lst<Txt<'a>>,
    #[serde(borrow)]
    pub serial_numbers: Lst<Txt<'a>>,
    #[serde(borrow)]
    pub skus: Lst<Txt<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Group<'a> {
    #[serde(borrow)]
    pub group_id: Txt<'a>,
    #[serde(borrow)]
    pub product_ids: Lst<Txt<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Relationship<'a> {
    #[serde(borrow)]
    pub category: Txt<'a>,
    #[serde(borrow)]
    pub product_reference: Txt<'a>,
    #[serde(borrow)]
    pub relates_to_product_reference: Txt<'a>,
    #[serde(borrow)]
    pub full_product_name: Obj<FullName<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ProductPath<'a> {
    #[serde(borrow)]
    pub beginning_product_reference: Txt<'a>,
    #[serde(borrow)]
    pub subpaths: Lst<Obj<Subpath<'a>>>,
    #[serde(borrow)]
    pub full_product_name: Obj<FullName<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Subpath<'a> {
    #[serde(borrow)]
    pub category: Txt<'a>,
    #[serde(borrow)]
    pub next_product_reference: Txt<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Vulnerability<'a> {
    #[serde(borrow)]
    pub cve: Txt<'a>,
    #[serde(borrow)]
    pub ids: Lst<Obj<OtherId<'a>>>,
    #[serde(borrow)]
    pub title: Txt<'a>,
    #[serde(borrow)]
    pub notes: Lst<Obj<Note<'a>>>,
    /// 2.0.
    #[serde(borrow)]
    pub cwe: Obj<Weakness<'a>>,
    /// 2.1.
    #[serde(borrow)]
    pub cwes: Lst<Obj<Weakness<'a>>>,
    #[serde(borrow)]
    pub product_status: Found<Pairs<'a, Lst<Txt<'a>>>>,
    #[serde(borrow)]
    pub remediations: Lst<Obj<RemediationEntry<'a>>>,
    /// 2.0.
    #[serde(borrow)]
    pub scores: Lst<Obj<Scores<'a>>>,
    /// 2.1.
    #[serde(borrow)]
    pub metrics: Lst<Obj<Metric<'a>>>,
    #[serde(borrow)]
    pub flags: Lst<Obj<FlagEntry<'a>>>,
    #[serde(borrow)]
    pub threats: Lst<Obj<Threat<'a>>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct OtherId<'a> {
    #[serde(borrow)]
    pub system_name: Txt<'a>,
    #[serde(borrow)]
    pub text: Txt<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Weakness<'a> {
    #[serde(borrow)]
    pub id: Txt<'a>,
    #[serde(borrow)]
    pub name: Txt<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct RemediationEntry<'a> {
    #[serde(borrow)]
    pub category: Txt<'a>,
    #[serde(borrow)]
    pub details: Txt<'a>,
    #[serde(borrow)]
    pub url: Txt<'a>,
    #[serde(borrow)]
    pub date: Txt<'a>,
    #[serde(borrow)]
    pub product_ids: Lst<Txt<'a>>,
    #[serde(borrow)]
    pub group_ids: Lst<Txt<'a>>,
}

/// The three vectors that a score may have, of which usually one is there.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Scores<'a> {
    #[serde(borrow)]
    pub products: Lst<Txt<'a>>,
    #[serde(borrow)]
    pub cvss_v2: Obj<Cvss<'a>>,
    #[serde(borrow)]
    pub cvss_v3: Obj<Cvss<'a>>,
    #[serde(borrow)]
    pub cvss_v4: Obj<Cvss<'a>>,
}

/// 2.1 puts the vectors one level deeper. What else it may hold there (EPSS, SSVC, words) is read from its own source.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Metric<'a> {
    #[serde(borrow)]
    pub products: Lst<Txt<'a>>,
    #[serde(borrow)]
    pub content: Obj<Scores<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Cvss<'a> {
    #[serde(borrow, rename = "vectorString")]
    pub vector: Txt<'a>,
    #[serde(rename = "baseScore")]
    pub base: Found<Number>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct FlagEntry<'a> {
    #[serde(borrow)]
    pub label: Txt<'a>,
    #[serde(borrow)]
    pub product_ids: Lst<Txt<'a>>,
    #[serde(borrow)]
    pub group_ids: Lst<Txt<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Threat<'a> {
    #[serde(borrow)]
    pub category: Txt<'a>,
    #[serde(borrow)]
    pub details: Txt<'a>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The memory limit is kept by an estimate before reading; it holds only while no object is larger than estimated.
    #[test]
    fn no_object_is_heavier_than_estimated() {
        let sizes = [
            size_of::<Obj<Branch>>(),
            size_of::<Obj<FullName>>(),
            size_of::<Obj<Relationship>>(),
            size_of::<Obj<ProductPath>>(),
            size_of::<Obj<Vulnerability>>(),
            size_of::<Obj<RemediationEntry>>(),
            size_of::<Obj<Scores>>(),
            size_of::<Obj<Metric>>(),
        ];
        assert!(sizes.iter().all(|s| *s <= crate::advisories_in::limits::OBJECT_WEIGHT), "{sizes:?}");
        assert!(size_of::<Txt>() <= 32 && size_of::<Lst<Txt>>() <= 32);
    }
}
