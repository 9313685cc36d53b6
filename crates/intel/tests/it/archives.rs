//! The real advisories and the sample hospital's tables, from `data/`.

use std::io::Read;

use advisories::Advisory;
use intake::advisories_in::{Published, read};

/// Every advisory in one of the archives under data/advisories, in the order of their file names.
pub fn advisories(name: &str) -> Vec<Advisory> {
    let path = format!("{}/../../data/advisories/{name}.zip", env!("CARGO_MANIFEST_DIR"));
    let file = std::fs::File::open(&path).expect("the archive is there");
    let mut archive = zip::ZipArchive::new(file).expect("it is a zip");
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).expect("an entry");
        let name = entry.name().expect("a name").to_string();
        if name.ends_with(".json") {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("readable");
            files.push((name, bytes));
        }
    }
    files.sort();
    files
        .into_iter()
        .filter_map(
            |(name, bytes)| match read(&name, &bytes).expect("each file of the archive is read") {
                Published::Csaf(reading) => Some(reading.advisory),
                _ => None,
            },
        )
        .collect()
}

/// The rows of one of the sample hospital's tables, as columns by name.
pub fn table(name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let path = format!("{}/../../data/sample-hospital/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the table is there");
    let mut rows = split(&text).into_iter();
    let heading = rows.next().expect("a heading");
    rows.map(|row| heading.iter().cloned().zip(row).collect()).collect()
}

/// Comma-separated with quotes; quotes doubled inside quotes.
fn split(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.last_mut().expect("a row");
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                row.last_mut().expect("a cell").push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            '\r' if !quoted => {}
            _ => row.last_mut().expect("a cell").push(c),
        }
    }
    rows.retain(|r| r.len() > 1);
    rows
}
