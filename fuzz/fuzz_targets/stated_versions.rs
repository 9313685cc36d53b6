//! Whatever an advisory states and a device runs, placing answers; and "all versions" is never "outside".
#![no_main]

use intel::versions::{Place, place, read_text};

libfuzzer_sys::fuzz_target!(|pair: (&str, &str)| {
    let (stated, installed) = pair;
    let stated = read_text(None, stated);
    let configuration = register::Configuration { software_version: installed.to_owned(), ..Default::default() };
    let found = place(&stated, &configuration);
    assert!(!(stated.is_all_versions() && matches!(found, Place::Outside(_))));
    assert!(!(installed.trim().is_empty() && matches!(found, Place::Outside(_))), "an unknown version is outside of nothing");
});
