//! Whatever the bytes are, a published document is read or refused.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = intake::advisories_in::read("fuzz", bytes);
});
