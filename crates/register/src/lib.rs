//! What is true of our devices: who says what about which device, what stands, and what it means for care.
//!
//! **Never**: reads a file, a database, a clock or the network; knows what an advisory says.
//!
//! - [`field`]          the facts that the register holds of a device
//! - [`statement`]      one record of one source, whole; a claim is one field of it
//! - [`placeholder`]    texts that fill a cell and say nothing ("N/A", "TBC", "00000000")
//! - [`claim`]          settling: what stands for one field, and why
//! - [`reconcile`]      which device a record is about
//! - [`configuration`]  devices that are and run the same share one
//! - [`service`]        clinical services, what they need (k of n), what is left when devices are out
//! - [`system`]         connected systems and what falls with each
//! - [`fleet`]          all devices as columns: filter, sort, count, in memory

pub mod claim;
pub mod configuration;
pub mod field;
pub mod fleet;
pub mod placeholder;
pub mod reconcile;
pub mod service;
pub mod statement;
pub mod system;

pub use claim::{Because, Claim, Settled, SourceKind, SourceOrder, settle};
pub use configuration::Configuration;
pub use field::Field;
pub use fleet::Fleet;
pub use reconcile::{About, Identifier, IdentifierIndex};
pub use service::{ClinicalService, Need, Pool};
pub use statement::{Said, Statement};
pub use system::{ConnectedSystem, Contact};

/// A device's id in the register: a UUIDv7, made by the caller.
pub type DeviceId = uuid::Uuid;

/// A moment, in microseconds since 1970-01-01T00:00:00Z.
pub type Micros = i64;
