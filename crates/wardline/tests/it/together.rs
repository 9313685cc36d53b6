//! Two programs on one register: one waits for the other, and both say what they did.

use std::process::Stdio;

use crate::program::{Place, run};

pub fn export(first: usize, rows: usize) -> String {
    let rows: String = (first..first + rows)
        .map(|n| {
            let version = n % 7;
            let mac = [n >> 16 & 0xff, n >> 8 & 0xff, n & 0xff].map(|b| format!("{b:02x}")).join(":");
            format!(
                "{n},GE Healthcare,Carescape B650,SK{n:06},2.{version},00:11:22:{mac},Ward {}\n",
                n % 30
            )
        })
        .collect();
    format!("Asset No,Make,Model,Serial No,S/W Version,MAC Address,Department\n{rows}")
}

#[test]
fn two_imports_at_once() {
    let place = Place::new();
    place.file("one.csv", export(1, 4000));
    place.file("other.csv", export(100_001, 4000));
    let children: Vec<_> = ["one.csv", "other.csv"]
        .map(|file| {
            let mut command = place.command(&["--format", "json", "import", "devices", file, "--apply"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts")
        })
        .into_iter()
        .collect();
    // Questions are answered meanwhile, by what is finished.
    let meanwhile = place.json(&["devices"]);
    assert_eq!(meanwhile.as_array().expect("a list").len() % 4000, 0);
    let mut imports: Vec<i64> = children
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().expect("ends");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
            assert_eq!(report["created"], 4000);
            report["import"].as_i64().expect("a number")
        })
        .collect();
    imports.sort_unstable();
    assert_eq!(imports, [1, 2]);
    assert_eq!(place.json(&["devices"]).as_array().expect("a list").len(), 8000);
    assert_eq!(place.events(), 2);
}

/// Another program that holds the register for long: the second is told, and nothing is half done.
#[test]
fn a_register_that_stays_busy_is_told_of() {
    let place = Place::new();
    place.file("one.csv", export(1, 10));
    place.run(&["audit", "verify"]).expect(0);
    let held = rusqlite_holding(&place);
    let outcome = run(place.command(&["import", "devices", "one.csv", "--apply"]));
    drop(held);
    let outcome = outcome.expect(3);
    assert!(outcome.stderr.contains("locked") || outcome.stderr.contains("busy"), "{outcome:?}");
    assert_eq!(place.json(&["devices"]), serde_json::json!([]));
    place.json(&["import", "devices", "one.csv", "--apply"]);
}

/// A thread that sits in a write until it is dropped.
struct Held {
    release: std::sync::mpsc::Sender<()>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.release.send(());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn rusqlite_holding(place: &Place) -> Held {
    let store = store::Store::open(&store::Location::Embedded(place.data())).expect("opens");
    let (release, released) = std::sync::mpsc::channel();
    let (holding, held) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        let _: Result<(), store::StoreError> = store.write(|_| {
            let _ = holding.send(());
            let _ = released.recv();
            Ok(())
        });
    });
    held.recv().expect("held");
    Held {
        release,
        thread: Some(thread),
    }
}
