//! The audit chain: one event an action, one chain an organisation, each event holding the hash of the one before.

use sha2::{Digest, Sha256};

use crate::OrganisationId;
use crate::session::{Row, Session, StoreError};

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// Position in the organisation's chain, from 1.
    pub seq: i64,
    /// Microseconds since 1970, UTC.
    pub at: i64,
    /// Who did it.
    pub who: String,
    /// The action's name ("apply_import").
    pub action: String,
    /// What it was done to ("import 3", a device's id).
    pub subject: String,
    /// The reason given; empty where none was asked.
    pub why: String,
    /// Before and after, as JSON; for large changes counts and a digest over the list of changes.
    pub change: String,
    /// Hash of the event before; 32 zeros for the first.
    pub previous: Vec<u8>,
    /// Hash of this event.
    pub hash: Vec<u8>,
}

/// What a check of the chain finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainState {
    /// Every event holds.
    Whole {
        /// How many.
        events: i64,
        /// The last hash, in hexadecimal; worth writing down elsewhere.
        head: String,
    },
    /// An event does not hold.
    Broken {
        /// The first that does not.
        seq: i64,
        /// What is wrong with it.
        why: String,
    },
}

fn hash_of(event: &AuditEvent) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(&event.previous);
    hasher.update(event.seq.to_be_bytes());
    hasher.update(event.at.to_be_bytes());
    for text in [&event.who, &event.action, &event.subject, &event.why, &event.change] {
        // The length first, so that no text can pass for the next.
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().to_vec()
}

fn event_of(row: &Row) -> AuditEvent {
    AuditEvent {
        seq: row.int(0),
        at: row.int(1),
        who: row.text(2).into(),
        action: row.text(3).into(),
        subject: row.text(4).into(),
        why: row.text(5).into(),
        change: row.text(6).into(),
        previous: row.bytes(7).into(),
        hash: row.bytes(8).into(),
    }
}

const COLUMNS: &str = "seq, at, who, action, subject, why, change, previous, hash";

/// What is written of an action; the store adds position and hashes.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'a> {
    /// Microseconds since 1970, UTC.
    pub at: i64,
    /// Who did it.
    pub who: &'a str,
    /// The action's name.
    pub action: &'a str,
    /// What it was done to.
    pub subject: &'a str,
    /// The reason given.
    pub why: &'a str,
    /// Before and after, as JSON.
    pub change: &'a str,
}

/// Appends an event, in the transaction of the action that it tells of.
pub fn append(session: &mut Session, organisation: OrganisationId, deed: Deed<'_>) -> Result<AuditEvent, StoreError> {
    if session.is_postgres() {
        // The organisation's row is the chain's lock: writers of one organisation queue here.
        session.query("SELECT id FROM organisations WHERE id = $1 FOR UPDATE", &[organisation.into()])?;
    }
    let last = session.query_one(
        "SELECT seq, hash FROM audit_events WHERE organisation = $1 ORDER BY seq DESC LIMIT 1",
        &[organisation.into()],
    )?;
    let (seq, previous) = last.map_or((1, vec![0; 32]), |row| (row.int(0) + 1, row.bytes(1).to_vec()));
    // PostgreSQL keeps no NUL; hash what will be read back.
    let kept = |text: &str| text.replace('\0', "\u{fffd}");
    let mut event = AuditEvent {
        seq,
        at: deed.at,
        who: kept(deed.who),
        action: kept(deed.action),
        subject: kept(deed.subject),
        why: kept(deed.why),
        change: kept(deed.change),
        previous,
        hash: Vec::new(),
    };
    event.hash = hash_of(&event);
    session.execute(
        "INSERT INTO audit_events (organisation, seq, at, who, action, subject, why, change, previous, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            organisation.into(),
            event.seq.into(),
            event.at.into(),
            event.who.as_str().into(),
            event.action.as_str().into(),
            event.subject.as_str().into(),
            event.why.as_str().into(),
            event.change.as_str().into(),
            event.previous.clone().into(),
            event.hash.clone().into(),
        ],
    )?;
    Ok(event)
}

/// Position of the newest event: what a reader compares to know whether anything changed. 0 in a new register.
pub fn newest(session: &mut Session, organisation: OrganisationId) -> Result<i64, StoreError> {
    Ok(session
        .query_one("SELECT MAX(seq) FROM audit_events WHERE organisation = $1", &[organisation.into()])?
        .map_or(0, |row| row.int(0)))
}

/// The newest events, newest first.
pub fn latest(session: &mut Session, organisation: OrganisationId, many: i64) -> Result<Vec<AuditEvent>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM audit_events WHERE organisation = $1 ORDER BY seq DESC LIMIT $2");
    Ok(session
        .query(&sql, &[organisation.into(), many.into()])?
        .iter()
        .map(event_of)
        .collect())
}

/// The events about one subject, newest first.
pub fn about(session: &mut Session, organisation: OrganisationId, subject: &str) -> Result<Vec<AuditEvent>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM audit_events WHERE organisation = $1 AND subject = $2 ORDER BY seq DESC LIMIT 50");
    Ok(session
        .query(&sql, &[organisation.into(), subject.into()])?
        .iter()
        .map(event_of)
        .collect())
}

/// Walks the whole chain and names the first event that does not hold.
pub fn verify(session: &mut Session, organisation: OrganisationId) -> Result<ChainState, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM audit_events WHERE organisation = $1 ORDER BY seq");
    let mut expected_seq = 1;
    let mut previous = vec![0u8; 32];
    let mut broken = None;
    session.for_each(&sql, &[organisation.into()], |row| {
        if broken.is_some() {
            return Ok(());
        }
        let event = event_of(&row);
        if event.seq != expected_seq {
            broken = Some((
                expected_seq,
                format!("event {expected_seq} is missing; the next one here is {}", event.seq),
            ));
        } else if event.previous != previous {
            broken = Some((event.seq, "it does not follow the event before it".to_owned()));
        } else if hash_of(&event) != event.hash {
            broken = Some((event.seq, "its contents were changed after it was written".to_owned()));
        }
        expected_seq += 1;
        previous = event.hash;
        Ok(())
    })?;
    Ok(match broken {
        Some((seq, why)) => ChainState::Broken { seq, why },
        None => ChainState::Whole {
            events: expected_seq - 1,
            head: previous.iter().map(|byte| format!("{byte:02x}")).collect(),
        },
    })
}
