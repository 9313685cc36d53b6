//! Connected systems (PACS, EPR, OIS, gateways, cloud) and the people to call.

use serde::{Deserialize, Serialize};

/// A non-device system that services hang on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectedSystem {
    /// Short code ("SYS-PACS").
    pub code: String,
    /// Name on pages.
    pub name: String,
    /// Where it runs.
    pub place: String,
    /// Codes of systems that it needs itself.
    pub depends_on: Vec<String>,
    /// Minutes until its loss is felt.
    pub felt_after_minutes: Option<u32>,
    /// What people do without it.
    pub workaround: String,
}

/// Whom to call: a role, never a person's name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Short code ("C04").
    pub code: String,
    /// The role ("Clinical engineering duty engineer").
    pub role: String,
    /// "internal" or "supplier".
    pub kind: String,
    /// How soon it answers in hours, in words or minutes.
    pub answers_in_hours: String,
    /// How soon it answers out of hours.
    pub answers_out_of_hours: String,
    /// How soon someone stands there in hours.
    pub on_site_in_hours: String,
    /// How soon someone stands there out of hours.
    pub on_site_out_of_hours: String,
    /// Telephone; empty until the hospital fills it in.
    pub telephone: String,
}
