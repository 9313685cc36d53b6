//! What the world publishes: advisories (every revision, whole), CISA's known exploited vulnerabilities, EPSS.

use std::collections::HashMap;
use std::io::{Read, Write};

use advisories::{Advisory, EpssScore, KnownExploited};

use crate::OrganisationId;
use crate::session::{Session, StoreError, Value};

/// A revision of an advisory, as the action hands it over.
pub struct NewAdvisory<'a> {
    /// As read.
    pub advisory: &'a Advisory,
    /// SHA-256 of the document.
    pub hash: Vec<u8>,
    /// The file it came in.
    pub file: &'a str,
    /// The document itself.
    pub document: &'a [u8],
    /// How its statements were read, as JSON.
    pub counts: String,
    /// The import that brings it.
    pub import: i64,
}

/// What is known of a revision without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRevision {
    /// SHA-256 of the document.
    pub hash: Vec<u8>,
    /// Whether it is the one that counts.
    pub current: bool,
}

/// Where a feed stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// "KEV" or "EPSS".
    pub name: String,
    /// The date it says of itself, ISO 8601.
    pub as_of: String,
    /// Its own version or model.
    pub version: String,
    /// How many entries.
    pub entries: i64,
    /// SHA-256 of the file.
    pub hash: Vec<u8>,
}

fn deflate(bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .map_err(|source| StoreError::File {
            path: "memory".into(),
            source,
        })
}

fn damaged(what: &str, detail: impl ToString) -> StoreError {
    StoreError::Damaged {
        table: "advisories",
        what: what.into(),
        detail: detail.to_string(),
    }
}

/// Every revision known here, by advisory id.
pub fn revisions(session: &mut Session, organisation: OrganisationId) -> Result<HashMap<String, Vec<KnownRevision>>, StoreError> {
    let mut known: HashMap<String, Vec<KnownRevision>> = HashMap::new();
    session.for_each(
        "SELECT id, hash, current FROM advisories WHERE organisation = $1",
        &[organisation.into()],
        |row| {
            known.entry(row.text(0).to_owned()).or_default().push(KnownRevision {
                hash: row.bytes(1).to_vec(),
                current: row.int(2) != 0,
            });
            Ok(())
        },
    )?;
    Ok(known)
}

/// All revisions of one advisory, read, with whether each is current.
pub fn revisions_of(session: &mut Session, organisation: OrganisationId, id: &str) -> Result<Vec<(Advisory, bool)>, StoreError> {
    session
        .query(
            "SELECT reading, current FROM advisories WHERE organisation = $1 AND id = $2 ORDER BY released, version",
            &[organisation.into(), id.into()],
        )?
        .iter()
        .map(|row| Ok((serde_json::from_str(row.text(0)).map_err(|e| damaged(id, e))?, row.int(1) != 0)))
        .collect()
}

/// Keeps a revision. Which one is current is set by [`set_current`].
pub fn insert_advisory(session: &mut Session, organisation: OrganisationId, new: &NewAdvisory<'_>) -> Result<(), StoreError> {
    let reading = serde_json::to_string(new.advisory).map_err(|e| damaged(&new.advisory.id, e))?;
    session.insert_many(
        "advisories",
        &[
            "organisation",
            "id",
            "hash",
            "version",
            "released",
            "file",
            "document",
            "reading",
            "counts",
            "current",
            "import",
        ],
        &[vec![
            organisation.into(),
            new.advisory.id.as_str().into(),
            new.hash.clone().into(),
            new.advisory.version.as_str().into(),
            new.advisory.current_release.as_str().into(),
            new.file.into(),
            deflate(new.document)?.into(),
            reading.into(),
            new.counts.as_str().into(),
            Value::Int(0),
            new.import.into(),
        ]],
    )
}

/// Makes one revision of an advisory the one that counts.
pub fn set_current(session: &mut Session, organisation: OrganisationId, id: &str, hash: &[u8]) -> Result<(), StoreError> {
    session
        .execute(
            "UPDATE advisories SET current = CASE WHEN hash = $3 THEN 1 ELSE 0 END WHERE organisation = $1 AND id = $2",
            &[organisation.into(), id.into(), hash.to_vec().into()],
        )
        .map(|_| ())
}

/// The current revisions, by id.
pub fn current(session: &mut Session, organisation: OrganisationId) -> Result<Vec<Advisory>, StoreError> {
    let mut found = Vec::new();
    session.for_each_raw(
        "SELECT id, reading FROM advisories WHERE organisation = $1 AND current = 1 ORDER BY id",
        organisation.0,
        |row| {
            found.push(serde_json::from_str(row.text(1)).map_err(|e| damaged(row.text(0), e))?);
            Ok(())
        },
    )?;
    Ok(found)
}

/// How the statements of the current revision of an advisory were read, as JSON; empty if it is not here.
pub fn reading_counts(session: &mut Session, organisation: OrganisationId, id: &str) -> Result<String, StoreError> {
    Ok(session
        .query_one(
            "SELECT counts FROM advisories WHERE organisation = $1 AND id = $2 AND current = 1",
            &[organisation.into(), id.into()],
        )?
        .map_or_else(String::new, |row| row.text(0).to_owned()))
}

/// How the statements of every current advisory were read, as JSON, with their ids.
pub fn every_reading_counts(session: &mut Session, organisation: OrganisationId) -> Result<Vec<(String, String)>, StoreError> {
    let rows = session.query(
        "SELECT id, counts FROM advisories WHERE organisation = $1 AND current = 1",
        &[organisation.into()],
    )?;
    Ok(rows.iter().map(|row| (row.text(0).to_owned(), row.text(1).to_owned())).collect())
}

/// The current document as it was published.
pub fn document(session: &mut Session, organisation: OrganisationId, id: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let row = session.query_one(
        "SELECT document FROM advisories WHERE organisation = $1 AND id = $2 AND current = 1",
        &[organisation.into(), id.into()],
    )?;
    row.map(|row| {
        let mut whole = Vec::new();
        flate2::read::ZlibDecoder::new(row.bytes(0))
            .read_to_end(&mut whole)
            .map_err(|e| damaged(id, e))?;
        Ok(whole)
    })
    .transpose()
}

/// Takes back the revisions that an import brought. The ids they were of.
pub fn delete_import(session: &mut Session, organisation: OrganisationId, import: i64) -> Result<Vec<String>, StoreError> {
    let rows = session.query(
        "SELECT DISTINCT id FROM advisories WHERE organisation = $1 AND import = $2",
        &[organisation.into(), import.into()],
    )?;
    session.execute(
        "DELETE FROM advisories WHERE organisation = $1 AND import = $2",
        &[organisation.into(), import.into()],
    )?;
    Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
}

/// The hash of a document by advisory id and version, for choosing the current one among what is kept.
pub fn hashes_of(session: &mut Session, organisation: OrganisationId, id: &str) -> Result<Vec<(Advisory, Vec<u8>)>, StoreError> {
    session
        .query(
            "SELECT reading, hash FROM advisories WHERE organisation = $1 AND id = $2",
            &[organisation.into(), id.into()],
        )?
        .iter()
        .map(|row| {
            Ok((
                serde_json::from_str(row.text(0)).map_err(|e| damaged(id, e))?,
                row.bytes(1).to_vec(),
            ))
        })
        .collect()
}

/// Where feeds stand.
pub fn feeds(session: &mut Session, organisation: OrganisationId) -> Result<Vec<Feed>, StoreError> {
    let rows = session.query(
        "SELECT name, as_of, version, entries, hash FROM feeds WHERE organisation = $1 ORDER BY name",
        &[organisation.into()],
    )?;
    Ok(rows
        .iter()
        .map(|row| Feed {
            name: row.text(0).into(),
            as_of: row.text(1).into(),
            version: row.text(2).into(),
            entries: row.int(3),
            hash: row.bytes(4).into(),
        })
        .collect())
}

fn put_feed(session: &mut Session, organisation: OrganisationId, feed: &Feed) -> Result<(), StoreError> {
    session.execute(
        "DELETE FROM feeds WHERE organisation = $1 AND name = $2",
        &[organisation.into(), feed.name.as_str().into()],
    )?;
    session.insert_many(
        "feeds",
        &["organisation", "name", "as_of", "version", "entries", "hash"],
        &[vec![
            organisation.into(),
            feed.name.as_str().into(),
            feed.as_of.as_str().into(),
            feed.version.as_str().into(),
            feed.entries.into(),
            feed.hash.clone().into(),
        ]],
    )
}

/// Replaces the catalogue of known exploited vulnerabilities.
pub fn replace_exploited(
    session: &mut Session,
    organisation: OrganisationId,
    feed: &Feed,
    entries: &[KnownExploited],
) -> Result<(), StoreError> {
    session.execute("DELETE FROM exploited WHERE organisation = $1", &[organisation.into()])?;
    let rows = entries
        .iter()
        .map(|entry| {
            let text = serde_json::to_string(entry).map_err(|e| StoreError::Damaged {
                table: "exploited",
                what: entry.cve.clone(),
                detail: e.to_string(),
            })?;
            Ok(vec![organisation.into(), entry.cve.as_str().into(), text.into()])
        })
        .collect::<Result<Vec<Vec<Value>>, StoreError>>()?;
    session.insert_many("exploited", &["organisation", "cve", "entry"], &rows)?;
    put_feed(session, organisation, feed)
}

/// All known exploited vulnerabilities, by CVE.
pub fn exploited(session: &mut Session, organisation: OrganisationId) -> Result<HashMap<String, KnownExploited>, StoreError> {
    let mut found = HashMap::new();
    session.for_each_raw("SELECT cve, entry FROM exploited WHERE organisation = $1", organisation.0, |row| {
        let entry: KnownExploited = serde_json::from_str(row.text(1)).map_err(|e| StoreError::Damaged {
            table: "exploited",
            what: row.text(0).into(),
            detail: e.to_string(),
        })?;
        found.insert(entry.cve.clone(), entry);
        Ok(())
    })?;
    Ok(found)
}

/// Replaces the EPSS scores.
pub fn replace_epss(session: &mut Session, organisation: OrganisationId, feed: &Feed, scores: &[EpssScore]) -> Result<(), StoreError> {
    session.execute("DELETE FROM expected_exploitation WHERE organisation = $1", &[organisation.into()])?;
    for chunk in scores.chunks(10_000) {
        let rows: Vec<Vec<Value>> = chunk
            .iter()
            .map(|s| {
                vec![
                    organisation.into(),
                    s.cve.as_str().into(),
                    s.probability.into(),
                    s.percentile.into(),
                ]
            })
            .collect();
        session.insert_many(
            "expected_exploitation",
            &["organisation", "cve", "probability", "percentile"],
            &rows,
        )?;
    }
    put_feed(session, organisation, feed)
}

/// All EPSS probabilities, by CVE.
pub fn epss(session: &mut Session, organisation: OrganisationId) -> Result<HashMap<String, f64>, StoreError> {
    let mut found = HashMap::new();
    session.for_each(
        "SELECT cve, probability FROM expected_exploitation WHERE organisation = $1",
        &[organisation.into()],
        |row| {
            if let Some(probability) = row.real(1) {
                found.insert(row.text(0).to_owned(), probability);
            }
            Ok(())
        },
    )?;
    Ok(found)
}
