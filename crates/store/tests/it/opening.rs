//! Opening: tables come by migrations, which run once; a newer database is refused and left alone.

use std::collections::BTreeSet;

use register::Field;
use store::{StoreError, migrations};

use crate::databases::{Database, dump, dump_of, on_both};

on_both!(
    opens_again_unchanged,
    opens_at_the_same_moment_from_several_sides,
    does_not_wait_for_another_programs_import,
    a_newer_database_is_refused_and_left_alone,
    devices_have_a_column_for_each_field,
    every_table_is_copied_by_backups,
);

fn opens_again_unchanged(database: &Database) {
    let first = database.open();
    let before = (dump(&first), dump_of(&first, "schema_migrations"));
    drop(first);
    let second = database.open();
    assert_eq!(before, (dump(&second), dump_of(&second, "schema_migrations")));
    assert_eq!(before.1.len(), usize::try_from(migrations::newest()).unwrap_or(0));
}

fn opens_at_the_same_moment_from_several_sides(database: &Database) {
    let outcomes: Vec<Result<(), String>> = std::thread::scope(|scope| {
        let openers: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| database.try_open().map(drop).map_err(|e| e.to_string())))
            .collect();
        openers.into_iter().map(|o| o.join().expect("no panic")).collect()
    });
    assert_eq!(outcomes, vec![Ok(()); 4]);
}

fn does_not_wait_for_another_programs_import(database: &Database) {
    let importing = database.open();
    let before = dump(&importing);
    importing
        .write(|s| -> Result<(), StoreError> {
            s.execute("INSERT INTO sites (organisation, code, name) VALUES (1, 'KGH', 'A hospital')", &[])?;
            let started = std::time::Instant::now();
            assert_eq!(dump(&database.open()), before, "a question sees what is finished");
            assert!(started.elapsed() < std::time::Duration::from_secs(5));
            Ok(())
        })
        .expect("written");
}

fn a_newer_database_is_refused_and_left_alone(database: &Database) {
    let store = database.open();
    store
        .write(|s| s.execute("INSERT INTO schema_migrations (number, name) VALUES (999, 'of a later year')", &[]))
        .expect("written");
    let before = (dump(&store), dump_of(&store, "schema_migrations"));
    match database.try_open() {
        Err(StoreError::Newer { found: 999, known }) => assert_eq!(known, migrations::newest()),
        Err(other) => panic!("expected the refusal of a newer database, found: {other}"),
        Ok(_) => panic!("a newer database was opened"),
    }
    assert_eq!(before, (dump(&store), dump_of(&store, "schema_migrations")));
}

fn columns(database: &Database, table: &str) -> BTreeSet<String> {
    let store = database.open();
    let sql = match database.location() {
        store::Location::Embedded(_) => "SELECT name FROM pragma_table_info($1)",
        store::Location::Server(_) => "SELECT column_name::TEXT FROM information_schema.columns WHERE table_name::TEXT = $1",
    };
    let rows = store.read(|s| s.query(sql, &[table.into()])).expect("columns");
    rows.iter().map(|row| row.text(0).to_owned()).collect()
}

fn devices_have_a_column_for_each_field(database: &Database) {
    let mut expected: BTreeSet<String> = Field::ALL.iter().map(|f| f.key().to_owned()).collect();
    expected.extend(["organisation", "id", "disputed", "version_source", "version_said_at"].map(str::to_owned));
    assert_eq!(columns(database, "devices"), expected);
    // `disputed` has one bit a field.
    assert!(Field::ALL.len() <= 64);
}

fn every_table_is_copied_by_backups(database: &Database) {
    let store = database.open();
    let sql = match database.location() {
        store::Location::Embedded(_) => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        store::Location::Server(_) => "SELECT table_name::TEXT FROM information_schema.tables WHERE table_schema = current_schema()",
    };
    let mut there: BTreeSet<String> = store
        .read(|s| s.query(sql, &[]))
        .expect("tables")
        .iter()
        .map(|row| row.text(0).to_owned())
        .collect();
    assert!(there.remove("schema_migrations"));
    assert_eq!(there, migrations::TABLES.iter().map(|t| (*t).to_owned()).collect());
}

/// Not a store that is nowhere, and not a wrong word for one.
#[test]
fn an_address_that_is_none_is_said_to_be_none() {
    for address in ["mysql://host/db", "", "/var/lib/wardline"] {
        let outcome = store::Store::open(&store::Location::Server(address.into()));
        assert!(matches!(outcome, Err(StoreError::BadAddress(_))), "{address:?}");
    }
}

#[test]
fn a_file_that_is_no_database_is_refused_by_name() {
    let database = Database::embedded();
    let file = database.location().file().expect("embedded");
    std::fs::write(&file, "Asset No,Make,Model\n1,GE,CT\n".repeat(400)).expect("written");
    let refusal = database.try_open().map(drop).expect_err("no database").to_string();
    assert!(refusal.contains("not a database"), "{refusal}");
}

/// Found by two imports started together on a new register: one failed at once with "database is locked". The switch of a
/// new SQLite file to its journal is a lock upgrade, which SQLite refuses without waiting where another is at it too.
#[test]
fn a_new_register_can_be_opened_by_several_at_once() {
    for round in 0..40 {
        let folder = tempfile::tempdir().expect("a folder");
        let together = std::sync::Arc::new(std::sync::Barrier::new(6));
        let openers: Vec<_> = (0..6)
            .map(|_| {
                let (location, together) = (
                    store::Location::Embedded(folder.path().to_owned()),
                    std::sync::Arc::clone(&together),
                );
                std::thread::spawn(move || {
                    together.wait();
                    store::Store::open(&location).map(|_| ()).map_err(|e| e.to_string())
                })
            })
            .collect();
        for opener in openers {
            assert_eq!(opener.join().expect("no panic"), Ok(()), "round {round}");
        }
    }
}
