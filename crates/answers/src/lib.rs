//! What people ask of the register and the advisories together: are we affected, what does it mean for care, where do we
//! stand. Composes the answers of `register` and `intel`; pure.
//!
//! **Never**: reads a store, a clock or a file; judges a version or a name itself (that is `intel`).
//!
//! - [`picture`]   the whole hospital at one moment, ready for questions
//! - [`affected`]  "are we affected?": from words to devices, with reasons and with what would settle the rest
//! - [`care`]      what a service loses when devices are out
//! - [`lifespan`]  operating systems and the end of their support
//! - [`threats`]   the five threat scenarios as figures that open to devices
//! - [`say`]       dates, ages, counts and durations as people say them

pub mod affected;
pub mod care;
pub mod lifespan;
pub mod picture;
pub mod say;
pub mod threats;

pub use affected::{Answer, Asked};
pub use care::Impact;
pub use picture::{FeedAge, Parts, Picture};
