//! What people ask of the register and the advisories together: are we affected, what does it mean for care, where do we
//! stand. Composes the answers of `register` and `intel`; pure.
//!
//! **Never**: reads a store, a clock or a file; judges a version or a name itself (that is `intel`).
//!
//! - [`listing`]   "which devices?": conditions, counts of what is left, an order, a page
//! - [`bedside`]   one device in a few sentences: what it is, what care loses without it, what is wrong
//! - [`facts`]     what stands of one device, who says so, what the others say
//! - [`settle`]    over the whole hospital: which facts would settle most, and where to read them
//! - [`picture`]   the whole hospital at one moment, ready for questions
//! - [`affected`]  "are we affected?": from words to devices, with reasons and with what would settle the rest
//! - [`calling`]   how soon someone answers, as people say it
//! - [`care`]      what a service loses when devices are out
//! - [`services`]  how each clinical service stands: what it has of what it needs
//! - [`weakest`]   where a service would break first
//! - [`concern`]   whom each advisory concerns
//! - [`revised`]   what differs between two revisions of an advisory
//! - [`lifespan`]  operating systems and the end of their support
//! - [`threats`]   the five threat scenarios as figures that open to devices
//! - [`today`]     what needs someone today, by urgency
//! - [`say`]       dates, ages, counts and durations as people say them

pub mod affected;
pub mod bedside;
pub mod calling;
pub mod care;
pub mod concern;
pub mod facts;
pub mod lifespan;
pub mod listing;
#[cfg(test)]
mod made_up;
pub mod picture;
pub mod revised;
pub mod say;
pub mod services;
pub mod settle;
pub mod threats;
pub mod today;
pub mod weakest;

pub use affected::{Answer, Asked};
pub use care::Impact;
pub use picture::{FeedAge, Parts, Picture};
