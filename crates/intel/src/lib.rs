//! Does what an advisory says apply to what a device runs? With the reason, and with "cannot tell" as an answer of its own.
//!
//! **Never**: reads a file, a database or a clock; says "not affected" because something is missing.
//!
//! - [`identity`]  is this the product that the advisory means
//! - [`support`]   whether the maker of an operating system still mends it
//! - [`versions`]  what an advisory states of versions, and where a device lies
//! - [`verdict`]   what several statements say together, with the reason
//! - [`matcher`]   all advisories against one configuration

pub mod identity;
pub mod matcher;
pub mod support;
pub mod verdict;
pub mod versions;

pub use identity::Identity;
pub use matcher::Corpus;
pub use verdict::{Judgement, Verdict};
