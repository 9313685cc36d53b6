//! The sample hospital from outside, as the program uses it.

#![allow(clippy::panic, reason = "a helper of tests stops the test with a sentence")]

mod large;
mod read_back;
mod through_the_importer;
