//! Bytes to statements: reads what hospitals and publishers send, keeps what is good, and names what is not.
//!
//! **Never**: decides what a statement is worth, opens a file or the network, stops at the first fault.

pub mod advisories_in;
pub mod table;
