//! What the text of one cell says, one file a kind of value.

pub(crate) mod addresses;
pub(crate) mod dates;
pub(crate) mod numbers;
pub(crate) mod texts;
pub(crate) mod udi;
