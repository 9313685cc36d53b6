//! Golden tests on the real files.

mod archives;
mod names;
mod quality;
mod versions;
