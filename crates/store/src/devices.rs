//! Sources, their statements, and the settled devices made of them.

use std::collections::HashMap;

use register::fleet::FleetBuilder;
use register::{DeviceId, Field, Fleet, Micros, Said};

use crate::OrganisationId;
use crate::session::{Row, Session, StoreError, Value};

/// What a statement's row says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementState {
    /// The source's present word.
    Current,
    /// The source has since said something else under the same key.
    Superseded,
    /// Taken back, with the import that brought it.
    Withdrawn,
}

impl StatementState {
    fn of(stored: i64) -> Self {
        match stored {
            0 => StatementState::Current,
            1 => StatementState::Superseded,
            _ => StatementState::Withdrawn,
        }
    }
}

/// A statement as it is kept.
#[derive(Debug, Clone)]
pub struct StoredStatement {
    /// Counts up within the organisation.
    pub id: i64,
    /// The source's name.
    pub source: String,
    /// The source's own key of the record.
    pub key: String,
    /// The device it is about.
    pub device: DeviceId,
    /// The import that brought it; 0 for a person's word.
    pub import: i64,
    /// Row in the file.
    pub row: i64,
    /// When the source knew it.
    pub stated_at: Micros,
    /// What it says.
    pub fields: Vec<(Field, Said)>,
    /// For a person's word: what each source said of each field then, as (field, source, value).
    pub against: Vec<(Field, String, String)>,
    /// Current, superseded or withdrawn.
    pub state: StatementState,
    /// The complete delivery that no longer held it.
    pub stale_since_import: Option<i64>,
}

/// A new statement, as the action hands it over.
#[derive(Debug, Clone)]
pub struct NewStatement {
    /// From [`next_statement_id`], counted up by the caller.
    pub id: i64,
    /// From [`source_id`].
    pub source: i64,
    /// The source's own key of the record.
    pub key: String,
    /// The device it is about.
    pub device: DeviceId,
    /// The import that brings it; 0 for a person's word.
    pub import: i64,
    /// Row in the file; 0 where there is none.
    pub row: i64,
    /// When the source knew it.
    pub stated_at: Micros,
    /// Hash over what it says.
    pub hash: Vec<u8>,
    /// What it says, as JSON of `Vec<(Field, Said)>`.
    pub fields: String,
    /// For a person's word; see [`StoredStatement::against`].
    pub against: Option<String>,
}

/// The id of a source, made if it is new.
pub fn source_id(session: &mut Session, organisation: OrganisationId, name: &str) -> Result<i64, StoreError> {
    if let Some(row) = session.query_one(
        "SELECT id FROM sources WHERE organisation = $1 AND name = $2",
        &[organisation.into(), name.into()],
    )? {
        return Ok(row.int(0));
    }
    let id = session
        .query_one("SELECT MAX(id) FROM sources WHERE organisation = $1", &[organisation.into()])?
        .map_or(0, |r| r.int(0))
        + 1;
    session.execute(
        "INSERT INTO sources (organisation, id, name) VALUES ($1, $2, $3)",
        &[organisation.into(), id.into(), name.into()],
    )?;
    Ok(id)
}

/// Names of all sources by id.
pub fn sources(session: &mut Session, organisation: OrganisationId) -> Result<HashMap<i64, String>, StoreError> {
    let rows = session.query("SELECT id, name FROM sources WHERE organisation = $1", &[organisation.into()])?;
    Ok(rows.iter().map(|row| (row.int(0), row.text(1).to_owned())).collect())
}

/// The next free statement id.
pub fn next_statement_id(session: &mut Session, organisation: OrganisationId) -> Result<i64, StoreError> {
    Ok(session
        .query_one("SELECT MAX(id) FROM statements WHERE organisation = $1", &[organisation.into()])?
        .map_or(0, |r| r.int(0))
        + 1)
}

fn read_fields(text: &str, id: i64) -> Result<Vec<(Field, Said)>, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Damaged {
        table: "statements",
        what: format!("statement {id}"),
        detail: e.to_string(),
    })
}

/// Each current statement: (id, source, key, device, hash, fields, stale), for the index by which an import recognises
/// devices and unchanged rows.
pub fn for_each_current(
    session: &mut Session,
    organisation: OrganisationId,
    mut each: impl FnMut(i64, i64, &str, DeviceId, &[u8], Vec<(Field, Said)>, bool) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    session.for_each_raw(
        "SELECT id, source, key, device, hash, fields, stale_since_import \
         FROM statements WHERE organisation = $1 AND state = 0 ORDER BY id",
        organisation.0,
        |row| {
            let id = row.int(0);
            let device = DeviceId::from_slice(row.bytes(3)).unwrap_or_default();
            each(
                id,
                row.int(1),
                row.text(2),
                device,
                row.bytes(4),
                read_fields(row.text(5), id)?,
                row.int(6) != 0,
            )
        },
    )
}

/// Adds statements.
pub fn insert_statements(session: &mut Session, organisation: OrganisationId, new: &[NewStatement]) -> Result<(), StoreError> {
    let rows: Vec<Vec<Value>> = new
        .iter()
        .map(|s| {
            vec![
                organisation.into(),
                s.id.into(),
                s.source.into(),
                s.key.as_str().into(),
                s.device.into(),
                s.import.into(),
                s.row.into(),
                s.stated_at.into(),
                s.hash.clone().into(),
                s.fields.as_str().into(),
                s.against.clone().into(),
                Value::Int(0),
            ]
        })
        .collect();
    session.insert_many(
        "statements",
        &[
            "organisation",
            "id",
            "source",
            "key",
            "device",
            "import",
            "row_number",
            "stated_at",
            "hash",
            "fields",
            "against",
            "state",
        ],
        &rows,
    )
}

/// Numbers for an `IN (…)`, as text: they are integers of our own making.
fn list(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

/// Marks statements as superseded by a newer word under their key.
pub fn supersede(session: &mut Session, organisation: OrganisationId, ids: &[i64]) -> Result<(), StoreError> {
    for chunk in ids.chunks(1000) {
        session.execute(
            &format!(
                "UPDATE statements SET state = 1 WHERE organisation = $1 AND id IN ({})",
                list(chunk)
            ),
            &[organisation.into()],
        )?;
    }
    Ok(())
}

/// Marks statements that a complete delivery no longer holds.
pub fn mark_stale(session: &mut Session, organisation: OrganisationId, ids: &[i64], since_import: i64) -> Result<(), StoreError> {
    for chunk in ids.chunks(1000) {
        session.execute(
            &format!(
                "UPDATE statements SET stale_since_import = $2 WHERE organisation = $1 AND id IN ({})",
                list(chunk)
            ),
            &[organisation.into(), since_import.into()],
        )?;
    }
    Ok(())
}

/// Takes back everything that an import said: what it superseded is current again, what it marked stale is not. The
/// devices that it touched.
pub fn withdraw_import(session: &mut Session, organisation: OrganisationId, import: i64) -> Result<Vec<DeviceId>, StoreError> {
    let touched = session.query(
        "SELECT DISTINCT device FROM statements WHERE organisation = $1 AND (import = $2 OR stale_since_import = $2)",
        &[organisation.into(), import.into()],
    )?;
    let mut devices: Vec<DeviceId> = touched.iter().map(|row| row.id(0)).collect();
    session.execute(
        "UPDATE statements SET state = 2 WHERE organisation = $1 AND import = $2",
        &[organisation.into(), import.into()],
    )?;
    session.execute(
        "UPDATE statements SET stale_since_import = NULL WHERE organisation = $1 AND stale_since_import = $2",
        &[organisation.into(), import.into()],
    )?;
    // Under each key that it spoke, the newest word that still stands is current again.
    let restored = session.query(
        "SELECT s.id, s.device FROM statements s WHERE s.organisation = $1 AND s.state = 1 AND s.id IN ( \
             SELECT MAX(o.id) FROM statements o JOIN statements w \
               ON w.organisation = o.organisation AND w.source = o.source AND w.key = o.key \
             WHERE o.organisation = $1 AND w.import = $2 AND o.state <> 2 GROUP BY o.source, o.key)",
        &[organisation.into(), import.into()],
    )?;
    devices.extend(restored.iter().map(|row| row.id(1)));
    let ids: Vec<i64> = restored.iter().map(|row| row.int(0)).collect();
    for chunk in ids.chunks(1000) {
        session.execute(
            &format!(
                "UPDATE statements SET state = 0 WHERE organisation = $1 AND id IN ({})",
                list(chunk)
            ),
            &[organisation.into()],
        )?;
    }
    devices.sort_unstable();
    devices.dedup();
    Ok(devices)
}

fn stored(row: &Row, sources: &HashMap<i64, String>) -> Result<StoredStatement, StoreError> {
    let id = row.int(0);
    let against = match row.text(8) {
        "" => Vec::new(),
        text => serde_json::from_str(text).map_err(|e| StoreError::Damaged {
            table: "statements",
            what: format!("statement {id}"),
            detail: e.to_string(),
        })?,
    };
    Ok(StoredStatement {
        id,
        source: sources.get(&row.int(1)).cloned().unwrap_or_default(),
        key: row.text(2).into(),
        device: row.id(3),
        import: row.int(4),
        row: row.int(5),
        stated_at: row.int(6),
        fields: read_fields(row.text(7), id)?,
        against,
        state: StatementState::of(row.int(9)),
        stale_since_import: row.maybe_int(10),
    })
}

const STATEMENT: &str = "id, source, key, device, import, row_number, stated_at, fields, against, state, stale_since_import";

/// Statements about some devices; with all states or the current ones alone. Ordered by device, then id.
pub fn statements_about(
    session: &mut Session,
    organisation: OrganisationId,
    devices: &[DeviceId],
    current_only: bool,
) -> Result<Vec<StoredStatement>, StoreError> {
    let names = sources(session, organisation)?;
    let mut found = Vec::new();
    for chunk in devices.chunks(500) {
        let marks = (2..chunk.len() + 2).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
        let only = if current_only { "AND state = 0" } else { "" };
        let sql = format!("SELECT {STATEMENT} FROM statements WHERE organisation = $1 {only} AND device IN ({marks}) ORDER BY device, id");
        let mut parameters: Vec<Value> = vec![organisation.into()];
        parameters.extend(chunk.iter().map(|d| Value::from(*d)));
        session.for_each(&sql, &parameters, |row| {
            found.push(stored(&row, &names)?);
            Ok(())
        })?;
    }
    Ok(found)
}

/// Every statement of every device, ordered by device: for exports and for `devices --statements`.
pub fn all_statements(session: &mut Session, organisation: OrganisationId) -> Result<Vec<StoredStatement>, StoreError> {
    let names = sources(session, organisation)?;
    let mut found = Vec::new();
    let sql = format!("SELECT {STATEMENT} FROM statements WHERE organisation = $1 ORDER BY device, id");
    session.for_each(&sql, &[organisation.into()], |row| {
        found.push(stored(&row, &names)?);
        Ok(())
    })?;
    Ok(found)
}

/// What stands of one device, ready to be written.
#[derive(Debug, Clone)]
pub struct SettledDevice {
    /// Which.
    pub id: DeviceId,
    /// What stands, by `Field::index`; empty for nothing.
    pub values: Vec<String>,
    /// One bit a field: sources disagree and nothing decides.
    pub disputed: u64,
    /// Who says the software version that stands.
    pub version_source: String,
    /// And when.
    pub version_said_at: Micros,
}

fn columns() -> Vec<&'static str> {
    let mut columns = vec!["organisation", "id", "disputed", "version_source", "version_said_at"];
    columns.extend(Field::ALL.iter().map(|f| f.key()));
    columns
}

/// Writes devices that were not there.
pub fn insert_devices(session: &mut Session, organisation: OrganisationId, devices: Vec<SettledDevice>) -> Result<(), StoreError> {
    let rows: Vec<Vec<Value>> = devices
        .into_iter()
        .map(|d| {
            let mut row: Vec<Value> = vec![
                organisation.into(),
                d.id.into(),
                // The bits as they are: SQL knows no unsigned numbers.
                Value::Int(i64::from_ne_bytes(d.disputed.to_ne_bytes())),
                d.version_source.into(),
                d.version_said_at.into(),
            ];
            row.extend(d.values.into_iter().map(Value::Text));
            row
        })
        .collect();
    session.insert_many("devices", &columns(), &rows)
}

/// Removes derived rows; their statements stay.
pub fn delete_devices(session: &mut Session, organisation: OrganisationId, devices: &[DeviceId]) -> Result<(), StoreError> {
    for chunk in devices.chunks(500) {
        let marks = (2..chunk.len() + 2).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
        let mut parameters: Vec<Value> = vec![organisation.into()];
        parameters.extend(chunk.iter().map(|d| Value::from(*d)));
        session.execute(
            &format!("DELETE FROM devices WHERE organisation = $1 AND id IN ({marks})"),
            &parameters,
        )?;
    }
    Ok(())
}

/// Removes all derived rows; their statements stay.
pub fn delete_all_devices(session: &mut Session, organisation: OrganisationId) -> Result<(), StoreError> {
    session
        .execute("DELETE FROM devices WHERE organisation = $1", &[organisation.into()])
        .map(|_| ())
}

/// Ids of all devices that have a current statement: from which the derived table is rebuilt.
pub fn devices_with_statements(session: &mut Session, organisation: OrganisationId) -> Result<Vec<DeviceId>, StoreError> {
    let rows = session.query(
        "SELECT DISTINCT device FROM statements WHERE organisation = $1 AND state = 0",
        &[organisation.into()],
    )?;
    Ok(rows.iter().map(|row| row.id(0)).collect())
}

/// How many devices there are.
pub fn count(session: &mut Session, organisation: OrganisationId) -> Result<i64, StoreError> {
    Ok(session
        .query_one("SELECT COUNT(*) FROM devices WHERE organisation = $1", &[organisation.into()])?
        .map_or(0, |r| r.int(0)))
}

/// All devices as columns, in one question.
pub fn fleet(session: &mut Session, organisation: OrganisationId) -> Result<Fleet, StoreError> {
    let fields = Field::ALL.iter().map(|f| f.key()).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT id, disputed, version_source, version_said_at, {fields} FROM devices WHERE organisation = $1 ORDER BY id");
    let mut builder = FleetBuilder::new();
    session.for_each_raw(&sql, organisation.0, |row| {
        let id = DeviceId::from_slice(row.bytes(0)).unwrap_or_default();
        let disputed = u64::from_ne_bytes(row.int(1).to_ne_bytes());
        builder.push(id, |field| row.text(4 + field.index()), disputed, row.text(2), row.int(3));
        Ok(())
    })?;
    Ok(builder.finish())
}

/// How many devices a complete delivery of one of their sources no longer held.
pub fn stale_devices(session: &mut Session, organisation: OrganisationId) -> Result<Vec<DeviceId>, StoreError> {
    let rows = session.query(
        "SELECT DISTINCT device FROM statements WHERE organisation = $1 AND state = 0 AND stale_since_import IS NOT NULL",
        &[organisation.into()],
    )?;
    Ok(rows.iter().map(|row| row.id(0)).collect())
}
