//! The room as its callers use it: real and made files in, statements and named faults out.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod advisories_hostile;
mod advisories_made;
mod advisories_real;
mod tables;
mod tables_hostile;
mod tables_xlsx;
