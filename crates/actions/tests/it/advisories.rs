//! Loading published statements: the real files, twice; revisions in any order; a broken file among good ones; undo.

use std::io::Read;

use actions::load_advisories::{AdvisoryReport, FileToLoad, load_advisories};
use store::{Store, bulletins};

use crate::databases::{Database, dump_of, on_both};
use crate::desk::{Desk, US};

on_both!(
    the_real_files_twice,
    an_older_revision_is_kept_and_does_not_count,
    a_broken_file_does_not_stop_the_rest,
    exploitation_known_and_expected,
);

fn data(path: &str) -> Vec<u8> {
    let path = format!("{}/../../data/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn archive(name: &str) -> Vec<FileToLoad> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(data(&format!("advisories/{name}")))).expect("a zip archive");
    (0..zip.len())
        .filter_map(|n| {
            let mut file = zip.by_index(n).expect("an entry");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("inflated");
            let name = file.name().expect("a name").to_string();
            file.is_file().then_some((name, Ok(bytes)))
        })
        .collect()
}

fn load(desk: &Desk, day: i64, files: Vec<FileToLoad>) -> AdvisoryReport {
    load_advisories(&desk.store, US, desk.act(day), files.into_iter(), "a test").expect("loaded")
}

fn counts(r: &AdvisoryReport) -> [u64; 6] {
    [r.read, r.added, r.updated, r.unchanged, r.refused, r.older]
}

fn the_real_files_twice(database: &Database) {
    let desk = Desk::at(database);
    let first = load(&desk, 1, archive("icsma.zip"));
    assert_eq!(counts(&first), [108, 108, 0, 0, 0, 0]);
    assert_eq!(first.rejected, []);
    assert_eq!((first.statements.refused, first.import), (0, Some(1)));
    let before = dump_of(&desk.store, "advisories");
    let second = load(&desk, 2, archive("icsma.zip"));
    assert_eq!(counts(&second), [108, 0, 0, 108, 0, 0]);
    assert_eq!(second.import, None, "nothing was done, so there is nothing to undo");
    assert_eq!(second.statements, first.statements);
    assert_eq!(dump_of(&desk.store, "advisories"), before);
    assert_eq!(desk.events(), 1);
    // The document comes back as it was published.
    let (name, bytes) = archive("icsma.zip").remove(0);
    let id = std::path::Path::new(&name)
        .file_stem()
        .expect("a name")
        .to_string_lossy()
        .to_uppercase();
    let kept = desk.store.read(|s| bulletins::document(s, US, &id)).expect("read").expect("kept");
    assert_eq!(kept, bytes.expect("bytes"));
    let undone = desk.undo(3, 1);
    assert_eq!(undone.advisories, 108);
    assert_eq!(dump_of(&desk.store, "advisories"), Vec::<String>::new());
}

/// A made document: no real advisory has this number.
fn revision(version: &str, released: &str, range: &str) -> FileToLoad {
    let document = serde_json::json!({
        "document": {
            "category": "csaf_security_advisory", "csaf_version": "2.0", "title": "A made advisory",
            "publisher": { "category": "vendor", "name": "Example", "namespace": "https://example.com" },
            "tracking": {
                "id": "EXAMPLE-2026-0001", "status": "final", "version": version,
                "initial_release_date": "2026-01-01T00:00:00Z", "current_release_date": released,
                "revision_history": [{ "date": released, "number": version, "summary": "made" }],
            },
        },
        "product_tree": { "branches": [{ "category": "vendor", "name": "Example", "branches": [
            { "category": "product_name", "name": "Pump", "branches": [
                { "category": "product_version_range", "name": range, "product": { "product_id": "P1", "name": format!("Pump {range}") } },
            ] },
        ] }] },
        "vulnerabilities": [{ "cve": "CVE-1999-99999", "product_status": { "known_affected": ["P1"] } }],
    });
    let name = format!("example-{version}.json");
    (name, Ok(serde_json::to_vec(&document).expect("JSON")))
}

fn current(store: &Store) -> Vec<(String, String)> {
    let all = store.read(|s| bulletins::current(s, US)).expect("read");
    all.into_iter().map(|a| (a.id, a.version)).collect()
}

fn an_older_revision_is_kept_and_does_not_count(database: &Database) {
    // Version 10 is newer than version 9, whatever the letters say.
    let revisions = [
        revision("9", "2026-02-01T00:00:00Z", "<2.0"),
        revision("10", "2026-03-01T00:00:00Z", "<2.1"),
        revision("11", "2026-04-01T00:00:00Z", "<2.2"),
    ];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [1, 0, 2]] {
        let own = database.sibling();
        let desk = Desk::at(&own);
        let mut newest = 0;
        for (day, n) in (1..).zip(order) {
            let report = load(&desk, day, vec![revisions[n].clone()]);
            let expected = match (day, n >= newest) {
                (1, _) => [1, 1, 0, 0, 0, 0],
                (_, true) => [1, 0, 1, 0, 0, 0],
                (_, false) => [1, 0, 0, 0, 0, 1],
            };
            assert_eq!(counts(&report), expected, "{order:?}, file {n}");
            newest = newest.max(n);
            assert_eq!(
                current(&desk.store),
                [("EXAMPLE-2026-0001".into(), ["9", "10", "11"][newest].to_owned())]
            );
        }
        assert_eq!(dump_of(&desk.store, "advisories").len(), 3, "every revision is kept");
        // Taking the newest back, the one before it counts again.
        let import = (1..).zip(order).find(|(_, n)| *n == 2).map(|(id, _)| id).expect("loaded");
        desk.undo(9, import);
        assert_eq!(current(&desk.store), [("EXAMPLE-2026-0001".into(), "10".to_owned())]);
        desk.events();
    }
}

fn a_broken_file_does_not_stop_the_rest(database: &Database) {
    let desk = Desk::at(database);
    let good = revision("1", "2026-02-01T00:00:00Z", "<2.0");
    let report = load(
        &desk,
        1,
        vec![
            ("unreadable.json".into(), Err("Permission denied".into())),
            ("cut.json".into(), Ok(br#"{"document": {"category": "csaf_sec"#.to_vec())),
            ("picture.json".into(), Ok(b"\x89PNG\r\n\x1a\n".to_vec())),
            (
                "no-id.json".into(),
                Ok(
                    br#"{"document": {"category": "csaf_security_advisory", "csaf_version": "2.0", "title": "x", "tracking": {}}}"#
                        .to_vec(),
                ),
            ),
            ("empty.json".into(), Ok(Vec::new())),
            good,
        ],
    );
    assert_eq!(counts(&report), [6, 1, 0, 0, 5, 0]);
    let files: Vec<&str> = report.rejected.iter().map(|r| r.file.as_str()).collect();
    assert_eq!(files, ["unreadable.json", "cut.json", "picture.json", "no-id.json", "empty.json"]);
    assert!(
        report.rejected.iter().all(|r| !r.reason.is_empty() && !r.where_.is_empty()),
        "{:?}",
        report.rejected
    );
    assert_eq!(current(&desk.store).len(), 1);
}

fn epss(date: &str, score: &str) -> FileToLoad {
    let text = format!("#model_version:v2026.03.14,score_date:{date}T00:00:00+0000\ncve,epss,percentile\nCVE-1999-99999,{score},0.9\n");
    (format!("epss-{date}.csv"), Ok(text.into_bytes()))
}

fn exploitation_known_and_expected(database: &Database) {
    let desk = Desk::at(database);
    let mut catalogue = Vec::new();
    let packed = data("kev/known_exploited_vulnerabilities.json.gz");
    flate2::read::GzDecoder::new(packed.as_slice())
        .read_to_end(&mut catalogue)
        .expect("inflated");
    let kev = || ("kev.json".to_owned(), Ok(catalogue.clone()));
    assert_eq!(
        desk.store.read(|s| bulletins::epss(s, US)).expect("read").len(),
        0,
        "nothing invents a score"
    );
    let first = load(&desk, 1, vec![kev(), epss("2026-11-20", "0.25")]);
    assert_eq!(counts(&first), [2, 2, 0, 0, 0, 0]);
    assert_eq!(first.rejected, []);
    let entries = desk.store.read(|s| bulletins::exploited(s, US)).expect("read");
    assert!(entries.len() > 1000 && entries.contains_key("CVE-2017-0144"));
    let score = || {
        desk.store
            .read(|s| bulletins::epss(s, US))
            .expect("read")
            .get("CVE-1999-99999")
            .copied()
    };
    assert_eq!(score(), Some(0.25));
    let again = load(&desk, 2, vec![kev(), epss("2026-11-20", "0.25")]);
    assert_eq!(counts(&again), [2, 0, 0, 2, 0, 0]);
    // Yesterday's scores do not take the place of today's; tomorrow's do.
    assert_eq!(counts(&load(&desk, 3, vec![epss("2026-11-19", "0.5")])), [1, 0, 0, 0, 0, 1]);
    assert_eq!(score(), Some(0.25));
    assert_eq!(counts(&load(&desk, 4, vec![epss("2026-11-21", "0.75")])), [1, 0, 1, 0, 0, 0]);
    assert_eq!(score(), Some(0.75));
    let feeds = desk.store.read(|s| bulletins::feeds(s, US)).expect("read");
    let names: Vec<&str> = feeds.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["EPSS", "KEV"]);
    assert!(feeds[0].as_of.starts_with("2026-11-21"), "{feeds:?}");
    desk.events();
}
