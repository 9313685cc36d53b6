//! Where the register is kept: tables, migrations, questions, transactions and the audit chain, on an embedded SQLite file
//! or on PostgreSQL, from one text of SQL.
//!
//! **Never**: holds a rule of the domain; settles, matches or judges; is written to except through `actions`.
//!
//! - [`session`]     one connection to either database, speaking one dialect
//! - [`migrations`]  numbered, forward only, run at start
//! - [`audit`]       the chain: one event an action, each holding the hash of the one before
//! - [`organisation`] whose rows these are
//! - [`devices`]     sources, statements, and the settled devices made of them
//! - [`imports`]     deliveries of files, with their counts
//! - [`bulletins`]   advisories kept whole, known exploitation, EPSS
//! - [`places`]      sites, services, systems, contacts
//! - [`picture`]     all of it at one moment, for questions; loaded again only when something was done
//! - [`backup`]      a copy of everything in one file, from either database into either

pub mod audit;
pub mod backup;
pub mod bulletins;
pub mod devices;
pub mod imports;
pub mod migrations;
pub mod organisation;
pub mod picture;
pub mod places;
pub mod session;

mod house;

pub use audit::{AuditEvent, ChainState};
pub use house::{Location, Store};
pub use organisation::OrganisationId;
pub use session::{Row, Session, StoreError, Value};
