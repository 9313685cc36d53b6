//! What people ask of the register and the advisories together: are we affected, what does it mean for care, where do we
//! stand. Composes the answers of `register` and `intel`; pure.
//!
//! **Never**: reads a store, a clock or a file; judges a version or a name itself (that is `intel`).
//!
//! - [`care`]     what a service loses when devices are out
//! - [`say`]      dates, ages, counts and durations as people say them
pub mod say;
