//! Golden tests on the real files.

mod versions;
