//! Devices that are and run the same share one configuration; verdicts are found once for each.

use serde::{Deserialize, Serialize};

/// What matching looks at. Empty text means "not known".
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Configuration {
    /// As the register holds it.
    pub manufacturer: String,
    /// As the register holds it.
    pub model: String,
    /// As the register holds it.
    pub software_version: String,
    /// As the register holds it.
    pub os: String,
    /// ISO 8601 date, or month, or year.
    pub manufactured_on: String,
    /// UDI-DI.
    pub udi_di: String,
}
