//! A database for one test, of either kind, gone when the test ends.
//!
//! Each check is written once, as a function of a [`Database`], and named in `on_both!`: it then runs on SQLite and on
//! PostgreSQL.

#![allow(dead_code)] // shared by the tests of several rooms, each of which uses a part

use std::sync::atomic::{AtomicU32, Ordering};

use store::migrations::TABLES;
use store::{Location, Store, StoreError, Value};
use tempfile::TempDir;

/// Where the server is that tests make their databases on.
const SERVER: &str = "WARDLINE_TEST_POSTGRES";

/// An empty database of its own.
pub struct Database {
    location: Location,
    folder: Option<TempDir>,
    name: Option<String>,
}

impl Database {
    /// An SQLite file in a folder of its own.
    pub fn embedded() -> Database {
        let folder = TempDir::new().expect("a temporary folder");
        Database {
            location: Location::Embedded(folder.path().to_owned()),
            folder: Some(folder),
            name: None,
        }
    }

    /// A database of its own on the PostgreSQL server of the tests.
    pub fn on_server() -> Database {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let name = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        server().batch_execute(&format!("CREATE DATABASE {name}")).expect("a new database");
        let address = address();
        let (host, _) = address.rsplit_once('/').expect("an address with a database at its end");
        Database {
            location: Location::Server(format!("{host}/{name}")),
            folder: None,
            name: Some(name),
        }
    }

    /// Another empty one of the same kind.
    pub fn sibling(&self) -> Database {
        if self.name.is_some() {
            Database::on_server()
        } else {
            Database::embedded()
        }
    }

    pub fn location(&self) -> &Location {
        &self.location
    }

    pub fn open(&self) -> Store {
        self.try_open().expect("the store opens")
    }

    pub fn try_open(&self) -> Result<Store, StoreError> {
        Store::open(&self.location)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            // A test that failed says so itself; the server is thrown away in the end.
            let _ = server().batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn address() -> String {
    std::env::var(SERVER).unwrap_or_else(|_| {
        panic!("{SERVER} is not set: these tests need a PostgreSQL server; run them with tools/with-postgres cargo test …")
    })
}

fn server() -> postgres::Client {
    postgres::Client::connect(&address(), postgres::NoTls).expect("the PostgreSQL server of the tests answers")
}

/// Runs each check on both databases.
#[allow(unused_macros, reason = "the program's tests share this file for the servers alone")]
macro_rules! on_both {
    ($($check:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $check() { super::$check(&$crate::databases::Database::embedded()); })*
        }
        mod on_postgres {
            $(#[test] fn $check() { super::$check(&$crate::databases::Database::on_server()); })*
        }
    };
}
#[allow(unused_imports, reason = "see above")]
pub(crate) use on_both;

/// A value as text, so that rows of both databases compare.
pub fn say(value: &Value) -> String {
    match value {
        Value::Null => "NULL".into(),
        Value::Int(v) => v.to_string(),
        Value::Real(v) => format!("{v:?}"),
        Value::Text(v) => format!("{v:?}"),
        Value::Bytes(v) => v.iter().map(|b| format!("{b:02x}")).collect(),
    }
}

/// All rows of one table, every column, in an order that depends on nothing but them.
pub fn dump_of(store: &Store, table: &str) -> Vec<String> {
    let mut lines: Vec<String> = store
        .read(|s| s.query(&format!("SELECT * FROM {table}"), &[]))
        .expect("the table is read")
        .into_iter()
        .map(|row| format!("{table}: {}", row.into_values().iter().map(say).collect::<Vec<_>>().join(" | ")))
        .collect();
    lines.sort();
    lines
}

/// All rows of all tables.
pub fn dump(store: &Store) -> Vec<String> {
    TABLES.iter().flat_map(|table| dump_of(store, table)).collect()
}
