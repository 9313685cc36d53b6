//! Deliveries of files: what came, when, by whom, with which counts, and whether it was undone.

use crate::OrganisationId;
use crate::session::{Row, Session, StoreError};

/// One applied import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Counts up within the organisation.
    pub id: i64,
    /// "devices" or "advisories".
    pub kind: String,
    /// The stream it is a delivery of.
    pub source: String,
    /// The file's name.
    pub file: String,
    /// Microseconds since 1970, UTC.
    pub applied_at: i64,
    /// Who applied it.
    pub applied_by: String,
    /// The counts that the import printed, as JSON.
    pub counts: String,
    /// When it was undone.
    pub undone_at: Option<i64>,
}

fn import_of(row: &Row) -> Import {
    Import {
        id: row.int(0),
        kind: row.text(1).into(),
        source: row.text(2).into(),
        file: row.text(3).into(),
        applied_at: row.int(4),
        applied_by: row.text(5).into(),
        counts: row.text(6).into(),
        undone_at: row.maybe_int(7),
    }
}

const COLUMNS: &str = "id, kind, source, file, applied_at, applied_by, counts, undone_at";

/// The id that the next import will have.
pub fn next_id(session: &mut Session, organisation: OrganisationId) -> Result<i64, StoreError> {
    Ok(session
        .query_one("SELECT MAX(id) FROM imports WHERE organisation = $1", &[organisation.into()])?
        .map_or(0, |r| r.int(0))
        + 1)
}

/// Notes an import.
pub fn insert(session: &mut Session, organisation: OrganisationId, import: &Import) -> Result<(), StoreError> {
    session.execute(
        "INSERT INTO imports (organisation, id, kind, source, file, applied_at, applied_by, counts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            organisation.into(),
            import.id.into(),
            import.kind.as_str().into(),
            import.source.as_str().into(),
            import.file.as_str().into(),
            import.applied_at.into(),
            import.applied_by.as_str().into(),
            import.counts.as_str().into(),
        ],
    )?;
    Ok(())
}

/// Notes that an import was undone.
pub fn mark_undone(session: &mut Session, organisation: OrganisationId, id: i64, at: i64) -> Result<(), StoreError> {
    session
        .execute(
            "UPDATE imports SET undone_at = $3 WHERE organisation = $1 AND id = $2",
            &[organisation.into(), id.into(), at.into()],
        )
        .map(|_| ())
}

/// One import.
pub fn get(session: &mut Session, organisation: OrganisationId, id: i64) -> Result<Option<Import>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM imports WHERE organisation = $1 AND id = $2");
    Ok(session.query_one(&sql, &[organisation.into(), id.into()])?.as_ref().map(import_of))
}

/// All imports, newest first.
pub fn all(session: &mut Session, organisation: OrganisationId) -> Result<Vec<Import>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM imports WHERE organisation = $1 ORDER BY id DESC");
    Ok(session.query(&sql, &[organisation.into()])?.iter().map(import_of).collect())
}
