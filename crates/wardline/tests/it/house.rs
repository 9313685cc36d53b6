//! The house rules: which room may know which, what a room may not do, and how things are named and kept.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Which rooms each room may name in its `[dependencies]`. What tests need is free.
const EDGES: &[(&str, &[&str])] = &[
    ("register", &[]),
    ("advisories", &[]),
    ("paper", &[]),
    ("intake", &["register", "advisories"]),
    ("intel", &["register", "advisories"]),
    ("sample", &["register"]),
    ("answers", &["register", "advisories", "intel", "paper"]),
    ("store", &["register", "advisories", "intake", "intel", "paper", "answers"]),
    (
        "actions",
        &["register", "advisories", "intake", "intel", "paper", "answers", "store"],
    ),
    (
        "web",
        &["register", "advisories", "intake", "intel", "paper", "answers", "store", "actions"],
    ),
    (
        "wardline",
        &[
            "register",
            "advisories",
            "intake",
            "intel",
            "paper",
            "answers",
            "store",
            "actions",
            "web",
            "sample",
        ],
    ),
];

/// Rooms that take data and give data.
const PURE: &[&str] = &["register", "advisories", "paper", "intake", "intel", "sample", "answers"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the project")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Files below a folder, what is built or fetched left out.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            if !(name == "target" || name.starts_with('.') && name != ".ci") {
                found.extend(files(&path));
            }
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "rs")
}

/// A path as a person would name it.
fn say(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Code without comments and without unit tests at the end of the file: what the rules are about.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The sources of a room that go into the program.
fn sources(room: &str) -> Vec<(PathBuf, String)> {
    files(&root().join("crates").join(room).join("src"))
        .into_iter()
        .filter(|path| is_rust(path))
        .filter(|path| !path.components().any(|c| c.as_os_str() == "tests") && !path.ends_with("tests.rs"))
        .map(|path| {
            let text = code(&read(&path));
            (path, text)
        })
        .collect()
}

fn rooms() -> Vec<String> {
    let mut rooms: Vec<String> = std::fs::read_dir(root().join("crates"))
        .expect("crates")
        .flatten()
        .filter(|e| e.path().join("Cargo.toml").exists())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    rooms.sort();
    rooms
}

/// Names in one section of a Cargo.toml.
fn named_in(manifest: &str, section: &str) -> BTreeSet<String> {
    let mut inside = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line == format!("[{section}]");
            if let Some(name) = line.strip_prefix(&format!("[{section}.")) {
                names.insert(name.trim_end_matches(']').to_owned());
            }
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            names.insert(name.to_owned());
        }
    }
    names
}

fn none(rule: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{rule}:\n  {}", found.join("\n  "));
}

#[test]
fn rooms_know_only_what_they_may() {
    let allowed: BTreeMap<&str, &[&str]> = EDGES.iter().copied().collect();
    assert_eq!(
        rooms(),
        {
            let mut known: Vec<&str> = allowed.keys().copied().collect();
            known.sort_unstable();
            known
        },
        "a room that the house rules do not know: say in this file which rooms it may know"
    );
    let mut found = Vec::new();
    for room in rooms() {
        let manifest = read(&root().join("crates").join(&room).join("Cargo.toml"));
        let named: BTreeSet<String> = named_in(&manifest, "dependencies")
            .union(&named_in(&manifest, "build-dependencies"))
            .cloned()
            .collect();
        for other in named.iter().filter(|n| allowed.contains_key(n.as_str())) {
            if !allowed[room.as_str()].contains(&other.as_str()) {
                found.push(format!("{room} names {other}"));
            }
        }
    }
    none("edges between rooms that are not allowed", found);
}

#[test]
fn pure_rooms_do_no_input_or_output() {
    let crates = [
        "rusqlite",
        "postgres",
        "sqlx",
        "tokio",
        "axum",
        "hyper",
        "reqwest",
        "ureq",
        "fantoccini",
    ];
    let words = [
        "std::fs",
        "TcpStream",
        "TcpListener",
        "UdpSocket",
        "std::env",
        "std::process",
        "SystemTime",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
        "println!",
        "eprintln!",
    ];
    let mut found = Vec::new();
    for room in PURE {
        let manifest = read(&root().join("crates").join(room).join("Cargo.toml"));
        for name in named_in(&manifest, "dependencies").iter().filter(|n| crates.contains(&n.as_str())) {
            found.push(format!("{room} depends on {name}"));
        }
        for (path, text) in sources(room) {
            for word in words.iter().filter(|w| text.contains(**w)) {
                found.push(format!("{}: {word}", say(&path)));
            }
        }
    }
    none("pure rooms take data and give data", found);
}

#[test]
fn sql_stays_in_the_store() {
    let phrases = ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "CREATE TABLE", "PRAGMA "];
    let mut found = Vec::new();
    for room in rooms().iter().filter(|r| *r != "store") {
        for (path, text) in sources(room) {
            for (number, line) in text.lines().enumerate() {
                let opens = |phrase: &&&str| line.contains(&format!("\"{phrase}")) || line.trim_start().starts_with(**phrase);
                if let Some(phrase) = phrases.iter().find(opens) {
                    found.push(format!("{}, about line {}: {phrase}", say(&path), number + 1));
                }
            }
        }
        let manifest = read(&root().join("crates").join(room).join("Cargo.toml"));
        for name in named_in(&manifest, "dependencies")
            .iter()
            .filter(|n| ["rusqlite", "postgres"].contains(&n.as_str()))
        {
            found.push(format!("{room} depends on {name}"));
        }
    }
    none("SQL stays in the store", found);
}

#[test]
fn writing_goes_through_actions() {
    let mut found = Vec::new();
    for room in rooms().iter().filter(|r| !["actions", "store"].contains(&r.as_str())) {
        for (path, text) in sources(room) {
            let joined: String = text.split_whitespace().collect();
            for word in [
                "store.write(",
                "store().write(",
                "house.write(",
                "store::audit::append",
                "audit::append(",
            ] {
                if joined.contains(word) {
                    found.push(format!("{}: {word}", say(&path)));
                }
            }
        }
    }
    none("one door for writes: the actions", found);
}

#[test]
fn every_room_has_a_front_door() {
    let mut found = Vec::new();
    for room in rooms() {
        let library = root().join("crates").join(&room).join("src/lib.rs");
        if !library.exists() {
            continue; // the program itself
        }
        let text = read(&library);
        let lines = text.lines().count();
        if lines > 80 {
            found.push(format!("{}: {lines} lines, 80 at most", say(&library)));
        }
        if !text.starts_with("//! ") {
            found.push(format!("{}: does not begin with what the room is for", say(&library)));
        }
        if !text.lines().any(|l| l.starts_with("//! **Never**")) {
            found.push(format!("{}: has no line that begins with **Never**", say(&library)));
        }
    }
    none("a room's lib.rs is its front door", found);
}

#[test]
fn files_are_about_one_thing() {
    let drawers = [
        "utils", "util", "helpers", "helper", "common", "misc", "shared", "types", "manager", "handlers", "stuff",
    ];
    let mut found = Vec::new();
    for path in files(&root().join("crates")).into_iter().filter(|p| is_rust(p)) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let folders = path
            .components()
            .any(|c| drawers.contains(&c.as_os_str().to_string_lossy().as_ref()));
        if drawers.contains(&name.as_str()) || folders {
            found.push(format!("{}: a drawer; name it after what is in it", say(&path)));
        }
        let size = std::fs::metadata(&path).map_or(0, |m| m.len());
        if size > 40_000 {
            found.push(format!(
                "{}: {size} bytes, 40,000 at most: look for the two things in it",
                say(&path)
            ));
        }
    }
    none("a file is about one thing", found);
}

/// Everything that is published with the project as text.
fn texts() -> Vec<(PathBuf, String)> {
    files(&root())
        .into_iter()
        .filter_map(|path| std::fs::read_to_string(&path).ok().map(|text| (path, text)))
        .collect()
}

#[test]
fn a_clone_stands_alone() {
    // Put together here, so that this file does not name them.
    let outside = [
        ["..", "shared"].join("/"),
        ["", "work", "shared"].join("/"),
        ["", "work", "main"].join("/"),
    ];
    let mut found = Vec::new();
    for (path, text) in texts() {
        for word in outside.iter().filter(|w| text.contains(w.as_str())) {
            found.push(format!("{}: names {word}", say(&path)));
        }
    }
    none("nothing outside the project is read or named", found);
}

#[test]
fn nothing_is_fetched_when_a_page_is_shown() {
    let assets = root().join("crates/web/assets");
    let sums = assets.join("vendor/SHA256SUMS");
    let mut found = Vec::new();
    let mut listed = BTreeSet::new();
    for line in read(&sums).lines().filter(|l| !l.trim().is_empty()) {
        let (sum, name) = line.split_once("  ").unwrap_or_else(|| panic!("{}: {line:?}", say(&sums)));
        let file = assets.join("vendor").join(name.trim_start_matches("./"));
        let bytes = std::fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", say(&file)));
        let really: String = <sha2::Sha256 as sha2::Digest>::digest(bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        if really != sum {
            found.push(format!("{}: its SHA-256 is {really}", say(&file)));
        }
        listed.insert(file);
    }
    for file in files(&assets.join("vendor")) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        let is_note = name == "SHA256SUMS" || name.starts_with("LICEN") || name.starts_with("README");
        if !is_note && !listed.contains(&file) {
            found.push(format!("{}: not in SHA256SUMS", say(&file)));
        }
    }
    for file in files(&assets) {
        let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap_or_default()).into_owned();
        for host in ["assets.nhs.uk", "fonts.googleapis.com", "cdn.jsdelivr.net", "unpkg.com"] {
            if text.contains(host) {
                found.push(format!("{}: names {host}", say(&file)));
            }
        }
        if file.extension().is_some_and(|e| e == "css")
            && (text.contains("url(http") || text.contains("url(\"http") || text.contains("url(//"))
        {
            found.push(format!("{}: fetches from elsewhere", say(&file)));
        }
    }
    none("assets are kept here, as they were when they were looked at", found);
}

#[test]
fn tables_of_data_say_where_they_are_from() {
    // Each file of the data folder is named in its README, with origin and date.
    let folder = root().join("data");
    let readme = read(&folder.join("README.md"));
    let mut found = Vec::new();
    for file in files(&folder) {
        let name = file.strip_prefix(&folder).unwrap_or(&file).display().to_string();
        let whole_folder = name.split_once('/').map(|(f, _)| format!("| {f}/ |"));
        let named = readme.contains(&format!("| {name} |")) || whole_folder.is_some_and(|f| readme.contains(&f));
        if name != "README.md" && !named {
            found.push(format!("data/{name}: not in data/README.md"));
        }
    }
    for row in readme.lines().filter(|l| l.starts_with("| ") && !l.starts_with("| file")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        if cells.len() != 5 || cells.iter().any(|c| c.is_empty()) {
            found.push(format!("data/README.md: {row}"));
        }
    }
    // A table of facts about the world has a source and a date in every row.
    let tables = [
        ("data/support/os.tsv", b'\t', "source", "source_date"),
        ("crates/intel/data/makers.csv", b',', "source", "recorded"),
        ("crates/intel/data/names.csv", b',', "source", "recorded"),
    ];
    for (path, delimiter, source, date) in tables {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .comment(Some(b'#'))
            .from_path(root().join(path))
            .unwrap_or_else(|e| panic!("{path}: {e}"));
        let header = reader.headers().unwrap_or_else(|e| panic!("{path}: {e}")).clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.unwrap_or_else(|e| panic!("{path}: {e}"))).collect();
        assert!(!rows.is_empty(), "{path} is empty");
        for wanted in [source, date] {
            let Some(column) = header.iter().position(|h| h == wanted) else {
                found.push(format!("{path}: no column {wanted} in {header:?}"));
                continue;
            };
            for row in rows.iter().filter(|r| r.get(column).is_none_or(|cell| cell.trim().is_empty())) {
                found.push(format!("{path}: no {wanted}: {row:?}"));
            }
        }
    }
    none("what the project knows of the world has a source and a date", found);
}
