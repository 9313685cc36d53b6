//! Tables as people take them away: CSV and XLSX.
//!
//! **Never**: knows where the values come from; lets a cell become a formula.
//!
//! - [`table`] a heading and rows, written as CSV or XLSX

pub mod table;

pub use table::{PaperError, Table};
