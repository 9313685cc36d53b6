//! One connection to either database. Both understand the same SQL here: plain statements, `$1` parameters, upserts,
//! and four column types (BIGINT, DOUBLE PRECISION, TEXT, BYTES).

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// Why the store could not do what was asked. Nothing is changed when one of these is returned.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite said no.
    #[error("the database file: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL said no.
    #[error("the PostgreSQL server: {}", say_postgres(.0))]
    Postgres(#[from] postgres::Error),
    /// The folder or file can't be used.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The database was written by a newer Wardline.
    #[error(
        "this database is of a newer Wardline (schema {found}, this program knows {known}): install the newer program, or restore a backup made by this one"
    )]
    Newer {
        /// In the database.
        found: i64,
        /// In this program.
        known: i64,
    },
    /// A stored value is not what its column holds.
    #[error("table {table}: {what}: the stored value can't be read ({detail})")]
    Damaged {
        /// Where.
        table: &'static str,
        /// Which value.
        what: String,
        /// Why.
        detail: String,
    },
    /// The address of a database is none.
    #[error("{0:?} is not the address of a PostgreSQL database; expected for example postgres://user@host/wardline")]
    BadAddress(String),
    /// A backup file is none, or the target is not fit for it.
    #[error("{0}")]
    Backup(String),
}

/// The driver's own text says only "db error"; the server's message is one source further down.
fn say_postgres(error: &postgres::Error) -> String {
    match error.as_db_error() {
        Some(db) => format!("{} ({})", db.message(), db.code().code()),
        None => error.to_string(),
    }
}

impl StoreError {
    /// Whether the disk (or the database's own limit) is full.
    pub fn is_full(&self) -> bool {
        match self {
            StoreError::Sqlite(rusqlite::Error::SqliteFailure(e, _)) => e.code == rusqlite::ErrorCode::DiskFull,
            StoreError::Postgres(e) => e.code().is_some_and(|c| *c == postgres::error::SqlState::DISK_FULL),
            _ => false,
        }
    }
}

/// A value in a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// BIGINT.
    Int(i64),
    /// DOUBLE PRECISION.
    Real(f64),
    /// TEXT.
    Text(String),
    /// BYTES: BLOB or BYTEA.
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Value::Int(v)
    }
}
impl From<f64> for Value {
    fn from(v: f64) -> Self {
        Value::Real(v)
    }
}
impl From<bool> for Value {
    fn from(v: bool) -> Self {
        Value::Int(i64::from(v))
    }
}
impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Value::Text(v.to_owned())
    }
}
impl From<String> for Value {
    fn from(v: String) -> Self {
        Value::Text(v)
    }
}
impl From<Vec<u8>> for Value {
    fn from(v: Vec<u8>) -> Self {
        Value::Bytes(v)
    }
}
impl From<uuid::Uuid> for Value {
    fn from(v: uuid::Uuid) -> Self {
        Value::Bytes(v.as_bytes().to_vec())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Self {
        v.map_or(Value::Null, Into::into)
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(v) => ValueRef::Integer(*v),
            Value::Real(v) => ValueRef::Real(*v),
            Value::Text(v) => ValueRef::Text(v.as_bytes()),
            Value::Bytes(v) => ValueRef::Blob(v),
        }))
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut postgres::types::private::BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(v) => v.to_sql(ty, out),
            Value::Real(v) => v.to_sql(ty, out),
            // PostgreSQL keeps no NUL in a text.
            Value::Text(v) if v.contains('\0') => v.replace('\0', "\u{fffd}").to_sql(ty, out),
            Value::Text(v) => v.to_sql(ty, out),
            Value::Bytes(v) => v.to_sql(ty, out),
        }
    }
    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::FLOAT8 | Type::TEXT | Type::BYTEA | Type::VARCHAR)
    }
    to_sql_checked!();
}

/// One row of an answer. Columns by position; a value of another kind than asked is a damaged store.
pub struct Row {
    values: Vec<Value>,
}

impl Row {
    /// An integer; NULL reads as 0.
    pub fn int(&self, column: usize) -> i64 {
        match self.values.get(column) {
            Some(Value::Int(v)) => *v,
            _ => 0,
        }
    }

    /// An integer or nothing.
    pub fn maybe_int(&self, column: usize) -> Option<i64> {
        match self.values.get(column) {
            Some(Value::Int(v)) => Some(*v),
            _ => None,
        }
    }

    /// A number; NULL reads as nothing.
    pub fn real(&self, column: usize) -> Option<f64> {
        match self.values.get(column) {
            Some(Value::Real(v)) => Some(*v),
            _ => None,
        }
    }

    /// A text; NULL reads as empty.
    pub fn text(&self, column: usize) -> &str {
        match self.values.get(column) {
            Some(Value::Text(v)) => v,
            _ => "",
        }
    }

    /// Bytes; NULL reads as none.
    pub fn bytes(&self, column: usize) -> &[u8] {
        match self.values.get(column) {
            Some(Value::Bytes(v)) => v,
            _ => &[],
        }
    }

    /// An id of 16 bytes.
    pub fn id(&self, column: usize) -> uuid::Uuid {
        uuid::Uuid::from_slice(self.bytes(column)).unwrap_or_default()
    }

    /// All values, for copying.
    pub fn into_values(self) -> Vec<Value> {
        self.values
    }
}

enum Connection {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Client>),
}

/// A connection, and the count of statements that it was given.
pub struct Session {
    connection: Connection,
    statements: Arc<AtomicU64>,
}

/// `$1` in the texts here; SQLite's numbered parameters are `?1`.
fn for_sqlite(sql: &str) -> String {
    sql.replace('$', "?")
}

fn from_sqlite(value: rusqlite::types::ValueRef<'_>) -> Value {
    use rusqlite::types::ValueRef;
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(v) => Value::Int(v),
        ValueRef::Real(v) => Value::Real(v),
        ValueRef::Text(v) => Value::Text(String::from_utf8_lossy(v).into_owned()),
        ValueRef::Blob(v) => Value::Bytes(v.to_vec()),
    }
}

fn from_postgres(row: &postgres::Row) -> Result<Row, postgres::Error> {
    let mut values = Vec::with_capacity(row.len());
    for (position, column) in row.columns().iter().enumerate() {
        values.push(match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(position)?.into(),
            Type::INT4 => row.try_get::<_, Option<i32>>(position)?.map(i64::from).into(),
            Type::FLOAT8 => row.try_get::<_, Option<f64>>(position)?.into(),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(position)?.into(),
            Type::BOOL => row.try_get::<_, Option<bool>>(position)?.into(),
            _ => row.try_get::<_, Option<String>>(position)?.into(),
        });
    }
    Ok(Row { values })
}

impl Session {
    pub(crate) fn sqlite(connection: rusqlite::Connection, statements: Arc<AtomicU64>) -> Self {
        Session {
            connection: Connection::Sqlite(connection),
            statements,
        }
    }

    pub(crate) fn postgres(client: postgres::Client, statements: Arc<AtomicU64>) -> Self {
        Session {
            connection: Connection::Postgres(Box::new(client)),
            statements,
        }
    }

    /// Whether this is PostgreSQL; for the few places where the two differ.
    pub fn is_postgres(&self) -> bool {
        matches!(self.connection, Connection::Postgres(_))
    }

    /// Whether the connection is still good for use.
    pub(crate) fn is_alive(&self) -> bool {
        match &self.connection {
            Connection::Sqlite(_) => true,
            Connection::Postgres(client) => !client.is_closed(),
        }
    }

    fn count(&self) {
        self.statements.fetch_add(1, Ordering::Relaxed);
    }

    /// Does one statement; how many rows it touched.
    pub fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, StoreError> {
        self.count();
        match &mut self.connection {
            Connection::Sqlite(c) => {
                let mut statement = c.prepare_cached(&for_sqlite(sql))?;
                Ok(statement.execute(rusqlite::params_from_iter(parameters))? as u64)
            }
            Connection::Postgres(c) => {
                let parameters: Vec<&(dyn ToSql + Sync)> = parameters.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
                Ok(c.execute(sql, &parameters)?)
            }
        }
    }

    /// Does several statements without parameters, separated by `;`.
    pub fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.count();
        match &mut self.connection {
            Connection::Sqlite(c) => Ok(c.execute_batch(sql)?),
            Connection::Postgres(c) => Ok(c.batch_execute(sql)?),
        }
    }

    /// Asks, and gives each row to `each` as it comes.
    pub fn for_each(
        &mut self,
        sql: &str,
        parameters: &[Value],
        mut each: impl FnMut(Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.count();
        match &mut self.connection {
            Connection::Sqlite(c) => {
                let mut statement = c.prepare_cached(&for_sqlite(sql))?;
                let columns = statement.column_count();
                let mut rows = statement.query(rusqlite::params_from_iter(parameters))?;
                while let Some(row) = rows.next()? {
                    let values = (0..columns).map(|i| row.get_ref(i).map(from_sqlite)).collect::<Result<_, _>>()?;
                    each(Row { values })?;
                }
                Ok(())
            }
            Connection::Postgres(c) => {
                use postgres::fallible_iterator::FallibleIterator;
                let mut rows = c.query_raw(sql, parameters.iter())?;
                while let Some(row) = rows.next()? {
                    each(from_postgres(&row)?)?;
                }
                Ok(())
            }
        }
    }

    /// Asks for all rows.
    pub fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::new();
        self.for_each(sql, parameters, |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Asks for one row.
    pub fn query_one(&mut self, sql: &str, parameters: &[Value]) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, parameters)?.into_iter().next())
    }

    /// Texts of one wide row after another, borrowed: for loading columns without an allocation a cell. `$1` is the
    /// organisation. On PostgreSQL each cell is copied once.
    pub fn for_each_raw(
        &mut self,
        sql: &str,
        organisation: i64,
        mut each: impl FnMut(&RawRow<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.count();
        match &mut self.connection {
            Connection::Sqlite(c) => {
                let mut statement = c.prepare_cached(&for_sqlite(sql))?;
                let mut rows = statement.query([organisation])?;
                while let Some(row) = rows.next()? {
                    each(&RawRow::Sqlite(row))?;
                }
                Ok(())
            }
            Connection::Postgres(c) => {
                use postgres::fallible_iterator::FallibleIterator;
                let parameter = Value::Int(organisation);
                let mut rows = c.query_raw(sql, [&parameter])?;
                while let Some(row) = rows.next()? {
                    each(&RawRow::Postgres(&row))?;
                }
                Ok(())
            }
        }
    }

    /// Adds many rows. Values are given row by row, `columns.len()` each.
    pub fn insert_many(&mut self, table: &str, columns: &[&str], rows: &[Vec<Value>]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        self.count();
        let names = columns.join(", ");
        match &mut self.connection {
            Connection::Sqlite(c) => {
                let marks = (1..=columns.len()).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ");
                let mut statement = c.prepare_cached(&format!("INSERT INTO {table} ({names}) VALUES ({marks})"))?;
                for row in rows {
                    statement.execute(rusqlite::params_from_iter(row))?;
                }
                Ok(())
            }
            Connection::Postgres(c) => {
                use std::io::Write;
                let mut writer = c.copy_in(&format!("COPY {table} ({names}) FROM STDIN"))?;
                let mut line = String::new();
                for row in rows {
                    line.clear();
                    for (position, value) in row.iter().enumerate() {
                        if position > 0 {
                            line.push('\t');
                        }
                        write_copy_cell(value, &mut line);
                    }
                    line.push('\n');
                    writer.write_all(line.as_bytes()).map_err(|source| StoreError::File {
                        path: "the connection to PostgreSQL".into(),
                        source,
                    })?;
                }
                writer.finish()?;
                Ok(())
            }
        }
    }

    pub(crate) fn begin(&mut self) -> Result<(), StoreError> {
        // SQLite: a transaction that reads first and writes later is refused when another wrote in between, so the
        // writer's lock is taken at once.
        if !self.is_postgres() {
            return self.batch("BEGIN IMMEDIATE");
        }
        // PostgreSQL: what an action looked at must not change before it writes. So here, too, one writes at a time, and
        // what waited sees what the one before it did. The number is "ward" in ASCII.
        self.batch("BEGIN; SELECT pg_advisory_xact_lock(2002874980)")
    }

    pub(crate) fn commit(&mut self) -> Result<(), StoreError> {
        self.batch("COMMIT")
    }

    pub(crate) fn roll_back(&mut self) {
        // A connection that can't even roll back has already lost its transaction.
        let _ = self.batch("ROLLBACK");
    }
}

/// A row whose texts are read without a copy where the driver can.
pub enum RawRow<'r> {
    /// SQLite's own memory.
    Sqlite(&'r rusqlite::Row<'r>),
    /// A row as the server sent it.
    Postgres(&'r postgres::Row),
}

impl RawRow<'_> {
    /// A text; NULL reads as empty.
    pub fn text(&self, column: usize) -> &str {
        match self {
            RawRow::Sqlite(row) => match row.get_ref(column) {
                Ok(rusqlite::types::ValueRef::Text(t)) => std::str::from_utf8(t).unwrap_or(""),
                _ => "",
            },
            RawRow::Postgres(row) => row.try_get::<_, Option<&str>>(column).ok().flatten().unwrap_or(""),
        }
    }

    /// An integer; NULL reads as 0.
    pub fn int(&self, column: usize) -> i64 {
        match self {
            RawRow::Sqlite(row) => match row.get_ref(column) {
                Ok(rusqlite::types::ValueRef::Integer(v)) => v,
                _ => 0,
            },
            RawRow::Postgres(row) => row.try_get::<_, Option<i64>>(column).ok().flatten().unwrap_or(0),
        }
    }

    /// Bytes; NULL reads as none.
    pub fn bytes(&self, column: usize) -> &[u8] {
        match self {
            RawRow::Sqlite(row) => match row.get_ref(column) {
                Ok(rusqlite::types::ValueRef::Blob(b)) => b,
                _ => &[],
            },
            RawRow::Postgres(row) => row.try_get::<_, Option<&[u8]>>(column).ok().flatten().unwrap_or(&[]),
        }
    }
}

/// PostgreSQL 15, COPY, text format: tab, new line and backslash are escaped, `\N` is NULL, bytes are `\\x…`.
fn write_copy_cell(value: &Value, line: &mut String) {
    use std::fmt::Write;
    match value {
        Value::Null => line.push_str("\\N"),
        Value::Int(v) => {
            let _ = write!(line, "{v}");
        }
        Value::Real(v) => {
            let _ = write!(line, "{v}");
        }
        Value::Bytes(bytes) => {
            line.push_str("\\\\x");
            for byte in bytes {
                let _ = write!(line, "{byte:02x}");
            }
        }
        Value::Text(text) => {
            for c in text.chars() {
                match c {
                    '\\' => line.push_str("\\\\"),
                    '\t' => line.push_str("\\t"),
                    '\n' => line.push_str("\\n"),
                    '\r' => line.push_str("\\r"),
                    '\0' => line.push('\u{fffd}'),
                    other => line.push(other),
                }
            }
        }
    }
}
