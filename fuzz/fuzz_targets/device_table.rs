//! Whatever the bytes are, a device table is read to the end or refused.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = intake::table::tally(bytes);
});
