//! The command line that scripts rely on: the JSON of each command, and the exit codes.
//!
//! Ids, hashes and times differ each time and are replaced by words; lists whose order follows the ids are sorted.

use std::collections::HashMap;

use serde_json::Value;

use crate::program::{Place, plain, run};

const EXPORT: &str = "\
Lakeside Biomedical Engineering,,,,,,,,\n\
Asset No,Make,Model,Serial No,S/W Version,MAC Address,Department,OS,Location\n\
1001,Example,Pump 3,SK001,1.9,00:11:22:33:44:55,ICU,Windows 7,Bed 1\n\
1002,Example,Pump 3,1.2E+11,2.1,00-11-22-33-44-56,ICU,,Bed 2\n\
,,,,,,,,\n\
1001,Example,Pump 3,SK001,1.9,00:11:22:33:44:55,ICU,Windows 7,Bed 1\n\
N/A,Example,Pump 3,TBC,1.9,,Ward 7,,\n\
1003,Other Works,Monitor,DE777,L.01,,Ward 7,,\n\
Total devices: 4,,,,,,,,\n";

/// A made advisory, in the shape of a real one: no real product, no real vulnerability.
pub fn advisory(version: &str) -> String {
    serde_json::json!({
        "document": {
            "category": "csaf_security_advisory", "csaf_version": "2.0", "title": "Example Pump",
            "publisher": { "category": "vendor", "name": "Example", "namespace": "https://example.com" },
            "tracking": {
                "id": "EXAMPLE-2026-0001", "status": "final", "version": version,
                "initial_release_date": "2026-01-01T00:00:00Z", "current_release_date": "2026-02-01T00:00:00Z",
                "revision_history": [{ "date": "2026-02-01T00:00:00Z", "number": version, "summary": "made" }],
            },
        },
        "product_tree": { "branches": [{ "category": "vendor", "name": "Example", "branches": [
            { "category": "product_name", "name": "Pump 3", "branches": [
                { "category": "product_version_range", "name": "<2.0", "product": { "product_id": "P1", "name": "Example Pump 3 <2.0" } },
            ] },
        ] }] },
        "vulnerabilities": [{
            "cve": "CVE-1999-99999", "product_status": { "known_affected": ["P1"] },
            "remediations": [{ "category": "vendor_fix", "details": "Update to 2.0.", "product_ids": ["P1"], "url": "https://example.com/fix" }],
        }],
    })
    .to_string()
}

/// A register of three devices and one advisory.
fn small() -> Place {
    let place = Place::new();
    place.file("export.csv", EXPORT);
    place.file("published/advisory.json", advisory("1"));
    place.json(&["import", "devices", "export.csv", "--apply"]);
    place.run(&["import", "advisories", "published"]).expect(0);
    place
}

/// Replaces what differs each time, and sorts what follows the ids.
struct Settled {
    devices: HashMap<String, usize>,
    folder: String,
    today: String,
}

impl Settled {
    fn of(place: &Place, value: Value) -> String {
        let today = jiff::Timestamp::now()
            .to_zoned_datetime(jiff::tz::TimeZone::UTC)
            .strftime("%-d %B %Y")
            .to_string();
        let folder = place.data().parent().expect("a folder").display().to_string();
        let mut settled = Settled {
            devices: HashMap::new(),
            folder,
            today,
        };
        let value = settled.value(sorted(value));
        serde_json::to_string_pretty(&value).expect("JSON")
    }

    fn value(&mut self, value: Value) -> Value {
        match value {
            Value::Array(all) => Value::Array(all.into_iter().map(|v| self.value(v)).collect()),
            Value::Object(all) => Value::Object(all.into_iter().map(|(k, v)| (k, self.value(v))).collect()),
            Value::String(text) => Value::String(self.text(&text)),
            other => other,
        }
    }

    fn text(&mut self, text: &str) -> String {
        if uuid(text) {
            let next = self.devices.len() + 1;
            let n = *self.devices.entry(text.to_owned()).or_insert(next);
            return format!("[device {n}]");
        }
        if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return "[hash]".into();
        }
        if text.parse::<jiff::Timestamp>().is_ok() {
            assert!(text.ends_with('Z'), "a time that is not in UTC: {text}");
            return "[time]".into();
        }
        text.replace(&self.today, "[today]").replace(&self.folder, "[folder]")
    }
}

fn uuid(text: &str) -> bool {
    text.len() == 36 && text.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// Lists of devices and findings in an order that does not follow the ids, which are made anew each time.
fn sorted(value: Value) -> Value {
    fn without_ids(value: &Value) -> String {
        match value {
            Value::Object(all) => all
                .iter()
                .filter(|(_, v)| !v.as_str().is_some_and(uuid))
                .map(|(k, v)| format!("{k}{}", without_ids(v)))
                .collect(),
            other => other.to_string(),
        }
    }
    match value {
        Value::Array(all) => {
            let mut all: Vec<Value> = all.into_iter().map(sorted).collect();
            if all.iter().any(|v| v.get("device").is_some() || v["id"].as_str().is_some_and(uuid)) {
                all.sort_by_cached_key(without_ids);
            }
            Value::Array(all)
        }
        Value::Object(all) => Value::Object(all.into_iter().map(|(k, v)| (k, sorted(v))).collect()),
        other => other,
    }
}

/// The JSON of a command, whatever its exit code, which is part of the snapshot.
fn snapshot(name: &str, place: &Place, arguments: &[&str]) {
    let run = place.run(&[&["--format", "json"], arguments].concat());
    assert!(run.stdout.is_empty() || run.stdout.ends_with('\n'), "{arguments:?}");
    let document = Settled::of(place, run.json());
    let code = run.code.expect("no signal");
    insta::assert_snapshot!(name, format!("wardline {}\nexit {code}\n{document}", arguments.join(" ")));
}

#[test]
fn import_devices() {
    let place = Place::new();
    place.file("export.csv", EXPORT);
    snapshot("import_devices_preview", &place, &["import", "devices", "export.csv"]);
    assert_eq!(place.json(&["devices"]), serde_json::json!([]), "a preview changes nothing");
    snapshot("import_devices_apply", &place, &["import", "devices", "export.csv", "--apply"]);
    snapshot("import_devices_again", &place, &["import", "devices", "export.csv", "--apply"]);
    place.file(
        "next.csv",
        "Asset No,Make,Model,Serial No,S/W Version\n1001,Example,Pump 3,SK001,2.0\n",
    );
    snapshot(
        "import_devices_full",
        &place,
        &["import", "devices", "next.csv", "--full", "--apply"],
    );
    snapshot(
        "import_devices_other_source",
        &place,
        &["import", "devices", "next.csv", "--source", "IT inventory"],
    );
}

#[test]
fn import_list_and_undo() {
    let place = small();
    snapshot("import_list", &place, &["import", "list"]);
    snapshot("import_undo", &place, &["import", "undo", "1"]);
    snapshot("import_list_after_undo", &place, &["import", "list"]);
    snapshot("import_undo_advisories", &place, &["import", "undo", "2"]);
}

#[test]
fn import_advisories() {
    let place = Place::new();
    place.file("published/a.json", advisory("2"));
    place.file(
        "published/below/b.json",
        r#"{"document": {"category": "csaf_security_advisory", "csaf_version": "2.0"}}"#,
    );
    place.file("published/c.json", advisory("2"));
    place.file("published/c.json.sha512", "0123");
    place.file("older.json", advisory("1"));
    place.file("newer.json", advisory("10"));
    place.file(
        "epss.csv",
        "#model_version:v2026.03.14,score_date:2026-11-20T00:00:00+0000\ncve,epss,percentile\nCVE-1999-99999,0.25,0.9\n",
    );
    snapshot(
        "import_advisories",
        &place,
        &["import", "advisories", "published", "not-there.json"],
    );
    snapshot("import_advisories_again", &place, &["import", "advisories", "published/a.json"]);
    snapshot("import_advisories_older", &place, &["import", "advisories", "older.json"]);
    snapshot("import_advisories_newer", &place, &["import", "advisories", "newer.json"]);
    snapshot("import_advisories_epss", &place, &["import", "advisories", "epss.csv"]);
}

#[test]
fn advisories_coverage() {
    let place = small();
    place.file(
        "unclear.json",
        advisory("1").replace("<2.0", "the blue one").replace("0001", "0002"),
    );
    place.run(&["import", "advisories", "unclear.json"]).expect(0);
    snapshot("advisories_coverage", &place, &["advisories", "coverage"]);
}

#[test]
fn affected() {
    let place = small();
    snapshot("affected_vulnerability", &place, &["affected", "CVE-1999-99999"]);
    snapshot("affected_advisory", &place, &["affected", "EXAMPLE-2026-0001"]);
    snapshot("affected_words", &place, &["affected", "pump", "3"]);
    snapshot("affected_device", &place, &["affected", "DE777"]);
    snapshot("affected_unknown_id", &place, &["affected", "CVE-1999-00001"]);
    snapshot("affected_unknown_words", &place, &["affected", "no such thing anywhere"]);
}

#[test]
fn devices() {
    let place = small();
    place.file(
        "inventory.csv",
        "MAC Address,IP Address,Hostname\n00:11:22:33:44:55,10.0.0.1,PUMP-1\n",
    );
    place.json(&["import", "devices", "inventory.csv", "--source", "IT inventory", "--apply"]);
    snapshot("devices", &place, &["devices"]);
    snapshot("devices_query", &place, &["devices", "--query", "icu sk001"]);
    place.json(&["import", "undo", "3"]);
    snapshot("devices_statements", &place, &["devices", "--statements"]);
    snapshot("devices_none", &place, &["devices", "--query", "nothing like it"]);
}

#[test]
fn services_of_the_sample_hospital() {
    let place = Place::with_the_sample_hospital();
    let services = place.json(&["services"]);
    let services = services.as_array().expect("a list");
    assert_eq!(services.len(), 27);
    insta::assert_snapshot!("services_first", Settled::of(&place, services[0].clone()));
    assert_eq!(Place::new().json(&["services"]), serde_json::json!([]));
}

#[test]
fn audit_verify() {
    let place = small();
    snapshot("audit_verify", &place, &["audit", "verify"]);
    let store = store::Store::open(&store::Location::Embedded(place.data())).expect("opens");
    store
        .write(|s| s.execute("UPDATE audit_events SET who = 'somebody else' WHERE seq = 2", &[]))
        .expect("tampered");
    drop(store);
    snapshot("audit_verify_broken", &place, &["audit", "verify"]);
}

#[test]
fn demo() {
    let place = Place::new();
    snapshot("demo", &place, &["demo", "--no-serve", "--devices", "60", "--seed", "3"]);
    snapshot("demo_again", &place, &["demo", "--no-serve", "--devices", "60", "--seed", "3"]);
}

#[test]
fn the_sample_hospital_answers() {
    let place = Place::with_the_sample_hospital();
    assert_eq!(place.json(&["devices"]).as_array().expect("a list").len(), 600);
    assert_eq!(place.json(&["import", "list"]).as_array().expect("a list").len(), 6);
    assert_eq!(place.events(), 7);
    let coverage = place.json(&["advisories", "coverage"]);
    assert_eq!(coverage["documents"], 282);
    let answer = place.json(&["affected", "CVE-2018-8853"]);
    let verdicts: Vec<&str> = answer["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|f| f["verdict"].as_str())
        .collect();
    assert!(verdicts.contains(&"affected"), "{answer}");
    // What is printed for people says the same.
    let run = place.run(&["affected", "CVE-2018-8853"]).expect(0);
    assert!(run.stdout.starts_with("CVE-2018-8853:"), "{}", run.stdout);
    let run = place.run(&["--format", "csv", "devices"]).expect(0);
    assert_eq!(run.stdout.lines().count(), 601);
}

#[test]
fn backup_and_restore() {
    let place = small();
    let before = place.state();
    snapshot("backup", &place, &["backup", "copy.wardline"]);
    snapshot("restore", &place, &["restore", "copy.wardline"]);
    assert_eq!(place.state(), before);
    let empty = Place::new();
    empty.file("copy.wardline", std::fs::read(place.path("copy.wardline")).expect("read"));
    empty.run(&["restore", "copy.wardline"]).expect(0);
    assert_eq!(empty.state(), before);
}

/// Every exit code of the contract, and what is said with it.
#[test]
fn exit_codes() {
    let place = small();
    place.file("again.csv", "Asset No,Make,Model,Serial No\n1001,Example,Pump 3,SK001\n");
    place.file("letter.csv", "Dear colleague,\nplease find the list attached.\n");
    place.file("taken", "here");
    let before = place.state();
    // (arguments, exit code, a word of what is printed on stderr or stdout)
    let rows: &[(&[&str], i32, &str)] = &[
        (&["import", "devices", "again.csv"], 0, "preview"),
        (&["import", "list"], 0, "CMMS"),
        (&["import", "devices", "export.csv"], 1, "Not taken"),
        (&["import", "advisories", "letter.csv"], 1, "refused"),
        (&["import", "advisories", "not-there.json"], 1, "not-there.json"),
        (&[], 2, "Usage"),
        (&["frobnicate"], 2, "frobnicate"),
        (&["import", "devices"], 2, "FILE"),
        (&["import", "devices", "again.csv", "--source", " "], 2, "--source"),
        (&["import", "devices", "."], 2, "folder"),
        (&["import", "undo", "one"], 2, "one"),
        (&["affected"], 2, "QUERY"),
        (&["devices", "--format", "yaml"], 2, "yaml"),
        (&["--database", "postgres://x/y", "devices"], 2, "--data"),
        (&["serve", "--listen", "0.0.0.0:0"], 2, "127.0.0.1"),
        (&["serve", "--listen", "[::]:0"], 2, "127.0.0.1"),
        (&["serve", "--listen", "192.0.2.7:8080"], 2, "127.0.0.1"),
        (&["serve", "--listen", "everywhere"], 2, "everywhere"),
        (&["import", "devices", "not-there.csv", "--apply"], 3, "not-there.csv"),
        (&["import", "devices", "letter.csv", "--apply"], 3, "no table"),
        (&["restore", "not-there.wardline"], 3, "not-there.wardline"),
        (&["restore", "export.csv"], 3, "not a Wardline backup"),
        (&["backup", "taken"], 3, "taken"),
        (&["import", "undo", "99"], 4, "no import 99"),
        (&["affected", "CVE-1999-00001"], 4, "does not mean that no device is affected"),
        (&["affected", "ICSMA-99-999-99"], 4, "does not mean that no device is affected"),
        (&["affected", "no", "such", "words"], 4, "does not mean that no device is affected"),
    ];
    for (arguments, code, word) in rows {
        let run = place.run(arguments);
        assert_eq!(run.code, Some(*code), "{arguments:?}: {run:?}");
        assert!(
            run.stdout.contains(word) || run.stderr.contains(word),
            "{arguments:?}: {word:?} is not in {run:?}"
        );
        if matches!(*code, 2 | 3) {
            assert_eq!(run.stdout, "", "{arguments:?}: results alone go to stdout");
        }
    }
    assert_eq!(place.state(), before);
    run(plain(&["--help"])).expect(0);
    run(plain(&["--version"])).expect(0);
    let mut nowhere = plain(&["--data", "/proc/nowhere", "devices"]);
    nowhere.env_remove("HOME");
    run(nowhere).expect(3);
    run(plain(&["--database", "postgres://nobody@127.0.0.1:1/nothing", "devices"])).expect(3);
    run(plain(&["--database", "mysql://localhost/x", "devices"])).expect(3);
}
