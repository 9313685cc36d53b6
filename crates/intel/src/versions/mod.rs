//! Versions: their order, what an advisory states of them, and where a device lies.
//!
//! The publishers write ranges by the standard (`vers:`, vls), by words ("2.3.6 and below"), and write other things in
//! the place of versions (models, days, platforms). Each is read as what it is. What no rule reads stays unread.
//!
//! **Never**: falls back to the order of letters; takes a list of single versions as proof that another is not affected;
//! says "outside" in doubt.
//!
//! - `version`      one version, cut into what can be ordered; how two stand to each other
//! - `cutting`      the cutting
//! - `parts`        the order of single parts
//! - `words`        the small language of version statements
//! - `constraints`  from its words to ranges
//! - `expression`   the whole text in the place of a version
//! - `dates`        days in the place of a version
//! - `reading`      what was read
//! - `place`        inside, outside, or cannot tell
//! - `stated`       what a product leaf says, by its version branch and its name
//! - `neighbours`   versions near a stated one: witnesses
//! - `prose`        sentences, and versions in them
//! - `fixed`        fixed versions in the prose of a remediation
//! - `coverage`     how much of a set of advisories is understood

mod constraints;
mod coverage;
mod cutting;
mod dates;
mod expression;
mod fixed;
mod neighbours;
mod parts;
mod place;
mod prose;
mod reading;
mod stated;
mod version;
mod words;

#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use register::{Configuration, Field};

pub use coverage::{Coverage, NotUnderstood, coverage};
pub use fixed::{FixedVersion, StillOpen, fixed_hints, fixed_in, runs_fixed, still_open};
pub use stated::{Kind, Stated, read, read_text};

/// Order of two versions of one scheme. None where no rule orders them; never the order of letters in a text.
pub fn compare(a: &str, b: &str) -> Option<Ordering> {
    version::Version::read(a)?.order(&version::Version::read(b)?)
}

/// Where a device lies against what is stated of versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// It is among what is stated.
    Inside,
    /// It is not.
    Outside(OutsideOf),
    /// Not decided.
    CannotTell {
        /// The facts that would decide, where the register could hold them.
        missing: Vec<Field>,
        /// A clause for a sentence: "the register's \"V12\" is too short to tell".
        why: String,
    },
}

/// What the device is outside of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutsideOf {
    /// A stated range: proof that it is not meant.
    Range,
    /// A list of single versions, models or series: no proof (ruling 2 on matching).
    List,
}

/// Places a device. In doubt: `CannotTell`.
pub fn place(stated: &Stated, config: &Configuration) -> Place {
    stated.place(config)
}
