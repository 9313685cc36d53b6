//! How much of a set of advisories is understood: ruling 5 on matching.

use advisories::{Advisory, BranchCategory};
use serde::Serialize;

use super::stated::read;

/// What `wardline advisories coverage` prints.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Advisories looked at.
    pub documents: usize,
    /// Product leaves in their trees.
    pub leaves: usize,
    /// Leaves that state "all versions".
    pub any_version: usize,
    /// Of the other leaves: those where a rule can say of one version that it is inside and of another that it is
    /// outside, or that name something else than a version (a model, a day, a platform).
    pub understood: usize,
    /// The rest, each with why.
    pub not_understood: Vec<NotUnderstood>,
}

/// A leaf that no rule reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotUnderstood {
    /// The advisory's id.
    pub advisory: String,
    /// The product's full name.
    pub product: String,
    /// The text in the place of a version.
    pub text: String,
    /// Why it is not understood.
    pub why: String,
}

impl Coverage {
    /// Understood leaves of those that do not state all versions, in per cent; None where there are none.
    pub fn per_cent(&self) -> Option<f64> {
        let others = self.leaves - self.any_version;
        (others > 0).then(|| self.understood as f64 * 100.0 / others as f64)
    }
}

/// Counts over advisories. Products made by relationships are counted at their parts, which are leaves of the tree.
pub fn coverage(advisories: &[&Advisory]) -> Coverage {
    let mut out = Coverage {
        documents: advisories.len(),
        ..Coverage::default()
    };
    for advisory in advisories {
        for product in advisory.products.iter().filter(|p| p.part.is_none()) {
            out.leaves += 1;
            let stated = read(product);
            if stated.says_all() {
                out.any_version += 1;
                continue;
            }
            match stated.understood() {
                Ok(()) => out.understood += 1,
                Err(why) => out.not_understood.push(NotUnderstood {
                    advisory: advisory.id.clone(),
                    product: product.name.clone(),
                    text: product
                        .stated_versions()
                        .or_else(|| {
                            product
                                .branch(BranchCategory::ProductName)
                                .map(|n| (BranchCategory::ProductName, n))
                        })
                        .map(|(_, t)| t.to_string())
                        .unwrap_or_default(),
                    why: why.to_string(),
                }),
            }
        }
    }
    out
}
