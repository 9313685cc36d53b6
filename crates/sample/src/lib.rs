//! The sample hospital, as the exports that a hospital really has: messy, from several sources, made from a seed.
//!
//! **Never**: writes to the store (its exports go through the importer like any other), invents an advisory, a CVE or a
//! support date of a real product.
//!
//! - [`hospital()`]       sites, services, systems, contacts, suppliers, remote access, zones, findings, device types
//! - [`exports`]          the files: three maintenance systems, the IT inventory, a ward check; more sites when asked
//! - [`write_exports`]    the same, written as they are made: a million devices in seconds
//! - [`tables`]           the tables of `data/sample-hospital` that all of it is built from

mod chance;
mod device;
mod estate;
mod export;
mod group;
mod handwriting;
pub mod hospital;
mod noted;
mod place;
mod sheet;
pub mod tables;

pub use export::{Export, ExportFault, Opener, exports, write_exports};
pub use hospital::{Hospital, Site, Supplier, hospital, hospital_of};
pub use sheet::Planned;
pub use tables::TableFault;
