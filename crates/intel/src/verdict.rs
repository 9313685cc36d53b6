//! From names and versions to a verdict on one device and one vulnerability, with a reason that a person can check.
//!
//! The rules are those of the project's rulings on matching: `affected` needs a settled name and a decided version; a list
//! proves nothing about what it does not list; a likeness of names is never more than possible; and in doubt it is possible.
//!
//! **Never**: says "not affected" or "fixed" of a name that is not settled or a version that is not decided.
//!
//! - `leaf`     what one statement says of one device
//! - `combine`  what several say together
//! - `fix`      fixed versions, and what is said to remain
//! - `say`      the sentence

mod combine;
mod fix;
mod leaf;
mod say;
#[cfg(test)]
mod tests;

use register::Field;
use serde::{Deserialize, Serialize};

use crate::identity::Identity;

pub use combine::{verdict_for, without_status};
pub use fix::{Fixes, fixes};
pub use leaf::{Leaf, Opinion};

/// What an advisory means for a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The advisory says so, or the version is decided outside of every range that it states.
    NotAffected,
    /// It runs a version that the advisory calls fixed, or a later one.
    Fixed,
    /// It may be: what is missing, or doubtful, is said.
    PossiblyAffected,
    /// It is.
    Affected,
}

impl Verdict {
    /// The word in JSON and files.
    pub fn key(self) -> &'static str {
        match self {
            Verdict::NotAffected => "not_affected",
            Verdict::Fixed => "fixed",
            Verdict::PossiblyAffected => "possibly_affected",
            Verdict::Affected => "affected",
        }
    }

    /// The verdict of that key.
    pub fn from_key(key: &str) -> Option<Verdict> {
        [Verdict::NotAffected, Verdict::Fixed, Verdict::PossiblyAffected, Verdict::Affected]
            .into_iter()
            .find(|v| v.key() == key)
    }
}

/// What one advisory says of one device and one vulnerability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Position in the corpus.
    pub advisory: usize,
    /// Position in the advisory's vulnerabilities.
    pub vulnerability: usize,
    /// What it means.
    pub verdict: Verdict,
    /// One sentence, without the source of the device's facts: "The advisory says 2.3.1 and earlier; this device runs 2.2.0".
    pub reason: String,
    /// The facts on which the reason rests, for saying who stated them and when.
    pub rests_on: Vec<Field>,
    /// The facts that would decide it.
    pub missing: Vec<Field>,
    /// Positions in the advisory's products: those that speak of this device, the deciding one first.
    pub products: Vec<usize>,
    /// The deciding product as the advisory names it.
    pub product: String,
    /// What is stated of versions there, as written.
    pub range: String,
    /// How the device was recognised.
    pub identity: Identity,
}

/// The verdict on an advisory as a whole: the gravest over its vulnerabilities. None for none.
pub fn gravest(judgements: &[Judgement]) -> Option<Verdict> {
    judgements.iter().map(|j| j.verdict).max()
}
