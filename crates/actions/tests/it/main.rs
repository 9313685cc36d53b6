//! The actions on both databases. PostgreSQL's address comes from `tools/with-postgres`.
#![allow(clippy::panic, reason = "a helper of tests stops the test with a sentence")]

#[path = "../../../store/tests/it/databases.rs"]
mod databases;
mod desk;

mod advisories;
mod concurrent;
mod imports;
mod persons;
mod sources;
mod undo;
