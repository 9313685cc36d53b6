//! A backup of either database restored into either holds the same, row for row.

use std::path::Path;

use store::{OrganisationId, Store, StoreError, Value, backup, migrations};
use tempfile::TempDir;

use crate::databases::{Database, dump, on_both};

on_both!(
    goes_into_either_database,
    takes_the_place_of_what_was_there,
    a_file_that_is_no_backup_changes_nothing,
    does_not_write_over_a_file,
);

/// A row in every table, with what is hard to copy: no value, bytes, tabs, backslashes, fractions, negative numbers.
fn fill(store: &Store) {
    let hard = "tab\there \\N \\\\ two\nlines 'quoted' Ünïcödé 🩺";
    store
        .write(|s| -> Result<(), StoreError> {
            for table in migrations::TABLES {
                if *table == "organisations" {
                    continue;
                }
                let sql = if s.is_postgres() {
                    "SELECT column_name::TEXT, data_type::TEXT FROM information_schema.columns WHERE table_name::TEXT = $1 ORDER BY ordinal_position"
                } else {
                    "SELECT name, type FROM pragma_table_info($1)"
                };
                let columns: Vec<(String, String)> = s
                    .query(sql, &[(*table).into()])?
                    .iter()
                    .map(|row| (row.text(0).to_owned(), row.text(1).to_lowercase()))
                    .collect();
                let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
                let rows: Vec<Vec<Value>> = (0..2500i64)
                    .map(|n| {
                        columns
                            .iter()
                            .map(|(name, kind)| match (name.as_str(), kind.as_str()) {
                                ("organisation", _) => Value::Int(OrganisationId::FIRST.0),
                                ("undone_at" | "stale_since_import" | "against", _) => Value::Null,
                                ("disputed", _) => Value::Int(i64::MIN + n),
                                (_, "bigint") => Value::Int(n),
                                (_, "double precision") => Value::Real(0.1 + 1.0 / (n as f64 + 3.0)),
                                (_, "blob" | "bytea") => Value::Bytes(n.to_be_bytes().to_vec()),
                                _ => Value::Text(format!("{n} {hard}")),
                            })
                            .collect()
                    })
                    .collect();
                s.insert_many(table, &names, &rows)?;
            }
            Ok(())
        })
        .expect("filled");
}

fn backup_of(store: &Store, folder: &TempDir) -> std::path::PathBuf {
    let file = folder.path().join("yesterday.wardline");
    backup::write_to(store, &file).expect("a backup");
    file
}

fn goes_into_either_database(database: &Database) {
    let folder = TempDir::new().expect("a folder");
    let store = database.open();
    fill(&store);
    let before = dump(&store);
    assert_eq!(before.len(), 2500 * (migrations::TABLES.len() - 1) + 1);
    let file = backup_of(&store, &folder);
    let bytes = std::fs::read(&file).expect("read");
    for target in [Database::embedded(), Database::on_server()] {
        let into = target.open();
        backup::restore_from(&into, &file).expect("restored");
        assert_eq!(dump(&into), before);
    }
    assert_eq!(std::fs::read(&file).expect("read"), bytes, "restoring leaves the backup as it is");
    assert_eq!(beside(&file), ["yesterday.wardline"]);
}

fn beside(file: &Path) -> Vec<String> {
    let folder = std::fs::read_dir(file.parent().expect("a folder")).expect("a folder");
    folder
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect()
}

fn takes_the_place_of_what_was_there(database: &Database) {
    let folder = TempDir::new().expect("a folder");
    let empty = database.open();
    let before = dump(&empty);
    let file = backup_of(&empty, &folder);
    let other = database.sibling();
    let filled = other.open();
    fill(&filled);
    backup::restore_from(&filled, &file).expect("restored");
    assert_eq!(dump(&filled), before);
}

fn a_file_that_is_no_backup_changes_nothing(database: &Database) {
    let folder = TempDir::new().expect("a folder");
    let store = database.open();
    fill(&store);
    let before = dump(&store);
    let good = std::fs::read(backup_of(&store, &folder)).expect("read");
    let mut torn = good.clone();
    let end = torn.len();
    torn[4096 * 3..end - 4096].fill(0x5a);
    let strange = rusqlite::Connection::open(folder.path().join("strange")).expect("another program's database");
    strange.execute_batch("CREATE TABLE photos (id INTEGER)").expect("made");
    drop(strange);
    let files: [(&str, Vec<u8>); 5] = [
        ("empty", Vec::new()),
        ("text", b"Asset No,Make\n1,GE\n".to_vec()),
        ("cut short", good[..good.len() / 2].to_vec()),
        ("torn", torn),
        ("strange", std::fs::read(folder.path().join("strange")).expect("read")),
    ];
    for (name, bytes) in files {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).expect("written");
        let outcome = backup::restore_from(&store, &file);
        assert!(outcome.is_err(), "{name} was restored");
        assert_eq!(dump(&store), before, "{name}");
    }
    assert!(backup::restore_from(&store, &folder.path().join("not there")).is_err());
}

fn does_not_write_over_a_file(database: &Database) {
    let folder = TempDir::new().expect("a folder");
    let store = database.open();
    let file = folder.path().join("notes.db");
    std::fs::write(&file, "mine").expect("written");
    // Nor over one whose name is near.
    let near = folder.path().join("notes.unfinished");
    std::fs::write(&near, "mine too").expect("written");
    assert!(backup::write_to(&store, &file).is_err());
    backup::write_to(&store, &folder.path().join("notes.backup")).expect("another name");
    assert_eq!(std::fs::read_to_string(&file).expect("read"), "mine");
    assert_eq!(std::fs::read_to_string(&near).expect("read"), "mine too");
}
