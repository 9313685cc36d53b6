//! A million devices, without holding a file in memory. Slow in a debug build, so it runs only when asked for:
//! `cargo test -p sample --release -- --ignored --nocapture`.

use std::cell::Cell;
use std::io::Write;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Counts bytes and keeps none.
struct Counted(Rc<Cell<u64>>);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.set(self.0.get() + bytes.len() as u64);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
#[ignore = "a million devices: for release builds"]
fn a_million_devices_are_made_in_seconds() {
    let bytes = Rc::new(Cell::new(0));
    let begun = Instant::now();
    sample::write_exports(1, 1_000_000, &mut |_, _| Ok(Box::new(Counted(Rc::clone(&bytes))))).expect("made");
    let took = begun.elapsed();
    println!("1,000,000 devices, {} MB, in {took:?}", bytes.get() / 1_000_000);
    assert!(took < Duration::from_secs(10), "{took:?}");
}
