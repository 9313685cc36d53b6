//! Whatever a register calls an operating system, its support is answered.
#![no_main]

libfuzzer_sys::fuzz_target!(|os: &str| {
    let _ = intel::support::support(os, "2026-11-25");
});
