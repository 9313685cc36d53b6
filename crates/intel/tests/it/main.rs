//! Golden tests on the real files.

mod archives;
mod quality;
mod versions;
