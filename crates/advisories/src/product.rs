//! A product as an advisory names it.

use serde::{Deserialize, Serialize};

/// One leaf of the product tree (or a product made by a relationship). Its meaning is the whole path of branches:
/// CSAF 2.0 §3.1.2, "vendor → product name → version or range".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// `product_id`, unique within the document.
    pub id: String,
    /// `full_product_name.name`, as written.
    pub name: String,
    /// The branches from the root down to this leaf, each with its category and name as written.
    pub path: Vec<(BranchCategory, String)>,
    /// Machine-readable identifiers, where the publisher gives any.
    pub identification: Identification,
    /// For a product made by a relationship: the two products it is made of. A device has it only if it has both.
    pub part: Option<ProductPart>,
}

impl Product {
    /// The name on the lowest branch of that category, as written.
    pub fn branch(&self, category: BranchCategory) -> Option<&str> {
        self.path.iter().rev().find(|(c, _)| *c == category).map(|(_, name)| name.as_str())
    }

    /// The manufacturer as the advisory writes it.
    pub fn vendor(&self) -> Option<&str> {
        self.branch(BranchCategory::Vendor)
    }

    /// The text that states versions: the lowest `product_version_range`, `product_version`, `service_pack` or
    /// `patch_level` branch. None where the tree states no version at all.
    pub fn stated_versions(&self) -> Option<(BranchCategory, &str)> {
        use BranchCategory::{PatchLevel, ProductVersion, ProductVersionRange, ServicePack};
        self.path
            .iter()
            .rev()
            .find(|(c, _)| matches!(c, ProductVersionRange | ProductVersion | ServicePack | PatchLevel))
            .map(|(c, name)| (*c, name.as_str()))
    }
}

/// CSAF 2.0 §3.1.2.2.1 and 2.1 (adds `platform`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the standard's own words
pub enum BranchCategory {
    Architecture,
    HostName,
    Language,
    Legacy,
    PatchLevel,
    Platform,
    ProductFamily,
    ProductName,
    ProductVersion,
    ProductVersionRange,
    ServicePack,
    Specification,
    /// Not a word of the standard. The branch's name still narrows the product; what it narrows is not known.
    Unrecognised,
    Vendor,
}

/// `product_identification_helper`: CSAF 2.0 §3.1.3.3; 2.1 has several purls.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Identification {
    /// CPE 2.2 or 2.3 name.
    pub cpe: Option<String>,
    /// Package URLs.
    pub purls: Vec<String>,
    /// May hold `?` and `*` as wildcards, escaped by `\`.
    pub model_numbers: Vec<String>,
    /// May hold `?` and `*` as wildcards, escaped by `\`.
    pub serial_numbers: Vec<String>,
    /// Stock keeping units.
    pub skus: Vec<String>,
}

/// The two sides of a relationship, by position in `Advisory::products`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductPart {
    /// What the statement is about (the component, the software).
    pub product: usize,
    /// What it is in, on or with.
    pub relates_to: usize,
    /// How.
    pub relation: Relation,
}

/// `relationships[].category`: CSAF 2.0 §3.2.2.4.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the standard's own words
pub enum Relation {
    DefaultComponentOf,
    ExternalComponentOf,
    InstalledOn,
    InstalledWith,
    OptionalComponentOf,
    /// Not a word of the standard. A device still has the product only if it has both.
    Unrecognised,
}
