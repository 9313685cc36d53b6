//! What one statement of an advisory says of one device.

use advisories::ProductStatus;
use register::{Configuration, Field};

use crate::identity::{By, Identity};
use crate::versions::{self, OutsideOf, Place, Stated};

/// One statement about a product that may be this device.
#[derive(Debug, Clone)]
pub struct Leaf<'a> {
    /// Position in the advisory's products.
    pub product: usize,
    /// In which list it stands.
    pub status: ProductStatus,
    /// Whether it is this device.
    pub identity: &'a Identity,
    /// What is stated of versions.
    pub stated: &'a Stated,
    /// Where this device lies.
    pub place: &'a Place,
}

/// What it amounts to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opinion {
    /// Affected.
    Affected,
    /// Its version is outside of the range that is stated as affected.
    Outside,
    /// Stated as fixed.
    Fixed,
    /// Stated as not affected.
    NotAffected,
    /// Cannot be told.
    Possible {
        /// A clause: what is in doubt.
        why: String,
        /// What would decide it.
        missing: Vec<Field>,
        /// Whether only the name is in doubt.
        name_only: bool,
    },
    /// The statement speaks of other versions of this product.
    Elsewhere,
}

impl Leaf<'_> {
    /// What the statement says of the device. `governed`: another statement names this very model, this one only its line.
    pub fn opinion(&self, config: &Configuration, governed: bool) -> Opinion {
        let possible = |why: &str, missing: Vec<Field>| Opinion::Possible {
            why: why.to_string(),
            missing,
            name_only: false,
        };
        match self.identity {
            Identity::No => Opinion::Elsewhere,
            Identity::Alike { why, missing, .. } => self.of_alike(why, missing),
            Identity::Same { .. } if governed => self.of_alike("the advisory also names this line of products as a whole", &[]),
            Identity::Same { by, unconfirmed } => match self.status {
                ProductStatus::KnownAffected | ProductStatus::FirstAffected | ProductStatus::LastAffected => {
                    self.of_affected(by, unconfirmed)
                }
                ProductStatus::Fixed | ProductStatus::FirstFixed => self.of_fixed(config, unconfirmed),
                ProductStatus::KnownNotAffected => match self.place {
                    _ if !unconfirmed.is_empty() => possible(&needs(unconfirmed), vec![Field::Model]),
                    Place::Inside => Opinion::NotAffected,
                    // A product that is stated without a version is stated whole.
                    _ if self.stated.kind() == versions::Kind::NotStated => Opinion::NotAffected,
                    Place::Outside(_) => Opinion::Elsewhere,
                    Place::CannotTell { why, missing } => possible(why, missing.clone()),
                },
                ProductStatus::UnderInvestigation => possible("the maker is still investigating", Vec::new()),
                ProductStatus::Unknown => possible("the advisory does not know whether this product is affected", Vec::new()),
                ProductStatus::Recommended => Opinion::Elsewhere,
            },
        }
    }

    fn of_alike(&self, why: &str, missing: &[Field]) -> Opinion {
        match self.status {
            ProductStatus::Recommended => Opinion::Elsewhere,
            // A list that does not hold the version says nothing; a range that does not hold it, little: the name must be settled first.
            _ => Opinion::Possible {
                why: why.to_string(),
                missing: missing.to_vec(),
                name_only: true,
            },
        }
    }

    fn of_affected(&self, by: &By, unconfirmed: &str) -> Opinion {
        let possible = |why: String, missing: Vec<Field>| Opinion::Possible {
            why,
            missing,
            name_only: false,
        };
        match self.place {
            Place::Inside if unconfirmed.is_empty() => Opinion::Affected,
            Place::Inside => possible(
                needs(unconfirmed),
                vec![if unconfirmed.contains("serial") {
                    Field::Serial
                } else if unconfirmed.to_ascii_lowercase().contains("windows") {
                    Field::Os
                } else {
                    Field::Model
                }],
            ),
            // The version that the register holds may be the device's, not that of the part which the advisory is about.
            Place::Outside(_) if *by == By::Host => possible(
                "the advisory is about a part of this device, and its version is not recorded apart".to_string(),
                vec![Field::SoftwareVersion],
            ),
            Place::Outside(OutsideOf::Range) => Opinion::Outside,
            Place::Outside(OutsideOf::List) => possible(
                "not among the versions that the advisory lists, which proves nothing".to_string(),
                Vec::new(),
            ),
            Place::CannotTell { why, missing } => possible(why.clone(), missing.clone()),
        }
    }

    fn of_fixed(&self, config: &Configuration, unconfirmed: &str) -> Opinion {
        if !unconfirmed.is_empty() {
            return Opinion::Possible {
                why: needs(unconfirmed),
                missing: vec![Field::Model],
                name_only: false,
            };
        }
        match self.place {
            Place::Inside => Opinion::Fixed,
            _ if self.stated.kind() == versions::Kind::NotStated => Opinion::Fixed,
            // A single fixed version: that one or a later one of the same scheme.
            Place::Outside(OutsideOf::List) => match versions::compare(config.software_version.trim(), self.stated.text()) {
                Some(std::cmp::Ordering::Greater | std::cmp::Ordering::Equal) => Opinion::Fixed,
                _ => Opinion::Elsewhere,
            },
            Place::Outside(OutsideOf::Range) => Opinion::Elsewhere,
            Place::CannotTell { why, missing } => Opinion::Possible {
                why: why.clone(),
                missing: missing.clone(),
                name_only: false,
            },
        }
    }
}

fn needs(unconfirmed: &str) -> String {
    format!(
        "the advisory means only devices with {}, which the register does not say",
        unconfirmed.trim_start_matches("with ")
    )
}
