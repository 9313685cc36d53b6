//! The sample hospital from outside, as the program uses it.

mod large;
