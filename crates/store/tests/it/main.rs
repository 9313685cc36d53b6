//! The store on both databases. PostgreSQL's address comes from `tools/with-postgres`.
#![allow(clippy::panic, reason = "a helper of tests stops the test with a sentence")]

mod audit_chain;
mod backups;
mod databases;
mod opening;
mod questions;
mod transactions;
