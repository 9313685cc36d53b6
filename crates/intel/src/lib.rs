//! Does what an advisory says apply to what a device runs? With the reason, and with "cannot tell" as an answer of its own.
//!
//! **Never**: reads a file, a database or a clock; says "not affected" because something is missing.
//!
//! - [`versions`]  what an advisory states of versions, and where a device lies

pub mod versions;
