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

fn run_in_transaction(session: &mut Session) -> Result<(), StoreError> {
    if session.is_postgres() {
        // Two programs that start at once: the second waits here. The number is "ward" in ASCII.
        session.query("SELECT pg_advisory_xact_lock(2002874980)::text", &[])?;
        session.batch("SET client_min_messages = warning")?;
    }
    session.batch("CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL)")?;
    let applied = session
        .query_one("SELECT MAX(number) FROM schema_migrations", &[])?
        .map_or(0, |row| row.int(0));
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
