//! Killed in the middle of an import: it opens again, the chain is whole, the devices are those of before or of after.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::program::Place;
use crate::together::export;

/// The same ten moments each time (splitmix64).
struct Moments(u64);

impl Moments {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// What is known of each device, without the ids.
fn known(place: &Place) -> Vec<String> {
    let devices = place.json(&["devices"]);
    let mut known: Vec<String> = devices
        .as_array()
        .expect("a list")
        .iter()
        .map(|d| format!("{} {} {}", d["serial"], d["software_version"], d["department"]))
        .collect();
    known.sort();
    known
}

#[test]
fn killed_at_ten_moments_of_an_import() {
    const ROWS: usize = 20_000;
    let start = Place::new();
    start.file("before.csv", export(1, 500));
    start.json(&["import", "devices", "before.csv", "--apply"]);
    let before = (known(&start), 1);
    let seed = std::fs::read(start.data().join("wardline.db")).expect("read");
    // A whole run, for the time that it takes and what it leads to.
    let next = export(1, ROWS).replace(",2.3,", ",3.0,");
    let whole = Place::new();
    whole.file("data/wardline.db", &seed);
    whole.file("next.csv", &next);
    let started = Instant::now();
    whole.json(&["import", "devices", "next.csv", "--full", "--apply"]);
    let takes = started.elapsed();
    let after = (known(&whole), 2);
    assert_eq!(after.0.len(), ROWS);
    let mut moments = Moments(7);
    let mut seen = [0, 0];
    for n in 0..10 {
        let moment = takes.mul_f64(moments.next());
        let place = Place::new();
        place.file("data/wardline.db", &seed);
        place.file("next.csv", &next);
        let mut command = place.command(&["import", "devices", "next.csv", "--full", "--apply"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts");
        std::thread::sleep(moment.max(Duration::from_millis(1)));
        child.kill().expect("killed");
        child.wait().expect("gone");
        // It opens again, and the chain is whole.
        let found = (known(&place), place.events());
        assert!(
            found == before || found == after,
            "killed after {moment:?} of {takes:?} (number {n}): {} devices",
            found.0.len()
        );
        seen[usize::from(found == after)] += 1;
        // And work goes on: the same import now does what it would have done.
        if n == 0 {
            place.json(&["import", "devices", "next.csv", "--full", "--apply"]);
            assert_eq!(known(&place), after.0);
        }
    }
    assert!(seen[0] > 0, "not one of the ten was killed before the end: {seen:?}");
}
