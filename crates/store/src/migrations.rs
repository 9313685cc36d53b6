//! The steps by which a database comes to the tables of this program: numbered, forward only, each in one transaction.

use crate::session::{Session, StoreError, Value};

/// One step. SQL for both databases: `BYTES` becomes BLOB or BYTEA.
struct Migration {
    number: i64,
    name: &'static str,
    sql: &'static str,
}

const MIGRATIONS: &[Migration] = &[Migration {
    number: 1,
    name: "the_register_and_its_sources",
    sql: include_str!("migrations/0001_the_register_and_its_sources.sql"),
}];

/// The newest step that this program knows.
pub fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |m| m.number)
}

/// Tables of every step, in an order in which they can be filled, for copies of a whole database.
pub const TABLES: &[&str] = &[
    "organisations",
    "sites",
    "sources",
    "imports",
    "statements",
    "devices",
    "advisories",
    "exploited",
    "expected_exploitation",
    "feeds",
    "services",
    "systems",
    "contacts",
    "audit_events",
];

/// Runs what is missing. A database of a newer program is refused and left alone.
pub(crate) fn run(session: &mut Session) -> Result<(), StoreError> {
    // The usual case asks and no more: a program that opens does not wait for another one's long import.
    if applied(session)? == Some(newest()) {
        return Ok(());
    }
    session.begin()?;
    let outcome = run_in_transaction(session);
    match outcome {
        Ok(()) => session.commit(),
        Err(error) => {
            session.roll_back();
            Err(error)
        }
    }
}

/// The newest step that was run here; none in a new database, or one of another program.
pub(crate) fn applied(session: &mut Session) -> Result<Option<i64>, StoreError> {
    let there = if session.is_postgres() {
        "SELECT MAX(table_name::TEXT) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'schema_migrations'"
    } else {
        "SELECT MAX(name) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"
    };
    if session.query_one(there, &[])?.is_none_or(|row| row.text(0).is_empty()) {
        return Ok(None);
    }
    let row = session.query_one("SELECT MAX(number) FROM schema_migrations", &[])?;
    Ok(row.map(|row| row.int(0)))
}

fn run_in_transaction(session: &mut Session) -> Result<(), StoreError> {
    // Two programs that start at once: the second has waited, and finds the work done.
    let applied = match applied(session)? {
        Some(number) => number,
        None => {
            session.batch("CREATE TABLE schema_migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL)")?;
            0
        }
    };
    if applied > newest() {
        return Err(StoreError::Newer {
            found: applied,
            known: newest(),
        });
    }
    for migration in MIGRATIONS.iter().filter(|m| m.number > applied) {
        let bytes = if session.is_postgres() { "BYTEA" } else { "BLOB" };
        session.batch(&migration.sql.replace("BYTES", bytes))?;
        session.execute(
            "INSERT INTO schema_migrations (number, name) VALUES ($1, $2)",
            &[Value::Int(migration.number), migration.name.into()],
        )?;
    }
    Ok(())
}
