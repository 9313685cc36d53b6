//! The program from outside: the real binary, its answers and exit codes, bad input, and a browser on its pages. And the
//! house: what the code may and may not do.
#![allow(clippy::panic, reason = "a helper of tests stops the test with a sentence")]

#[path = "../../../store/tests/it/databases.rs"]
mod databases;
mod program;

mod contract;
mod hostile;
mod house;
mod interrupted;
mod on_a_server;
mod pages;
mod spreadsheet;
mod together;
