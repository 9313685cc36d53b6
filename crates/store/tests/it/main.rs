//! The store on both databases. PostgreSQL's address comes from `tools/with-postgres`.

mod audit_chain;
mod backups;
mod databases;
mod opening;
mod questions;
mod transactions;
