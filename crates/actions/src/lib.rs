//! What people, files and jobs may *do*, one file each: may they → load → pure rule → write → audit, in one transaction.
//! The one door for writes.
//!
//! **Never**: holds SQL or HTML; decides what a source's word is worth (that is `register`); writes without an audit event.
//!
//! - [`policy`]             who may do what
//! - [`apply_import`]       a delivery of devices: preview it, or apply it
//! - [`undo_import`]        takes a delivery back, whole
//! - [`load_advisories`]    advisories, known exploitation, EPSS
//! - [`state_fact`]         a person's word on one field of one device
//! - [`describe_hospital`]  sites, services, systems, contacts
//! - [`rebuild`]            throws derived rows away and makes them again

pub mod apply_import;
pub mod describe_hospital;
pub mod load_advisories;
pub mod policy;
pub mod rebuild;
pub mod state_fact;
pub mod undo_import;

mod settling;

pub use policy::{Act, Person};
use store::StoreError;

/// Why an action was not done. Nothing is changed when one of these is returned.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// The store could not.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The policy says no.
    #[error("{who} may not {action}")]
    NotAllowed {
        /// Who asked.
        who: String,
        /// What for, in words.
        action: &'static str,
    },
    /// There is no such thing.
    #[error("there is no {what} {id}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// Under which id.
        id: String,
    },
    /// It cannot be done in the state that things are in.
    #[error("{0}")]
    Conflict(String),
    /// A value was refused.
    #[error("{field}: {reason}")]
    BadValue {
        /// The field's label.
        field: String,
        /// What was found and what was expected.
        reason: String,
    },
    /// A file could not be read at all.
    #[error(transparent)]
    File(#[from] intake::table::FileRefusal),
}
