//! One walk over the rows of a delivery: whom each is about, whether it is new, changed or the same, and what is written.

use std::collections::{HashMap, HashSet};

use intake::table::{Layout, Outcome, Row};
use register::{About, DeviceId, Field, Identifier, Micros, SourceKind, Statement};
use sha2::{Digest, Sha256};
use store::devices::{self, NewStatement, SettledDevice};
use store::{OrganisationId, Session};

use super::Delivery;
use super::changes::{DESCRIBED, PendingChange, WillChange};
use super::known::{Earlier, Known};
use super::report::{ImportReport, RefusedRow, Rejected, Repeat, Skipped};
use crate::ActionError;
use crate::settling::{said_by_others, settled_alone};

/// Statements that wait before they are written together.
const WAITING: usize = 1000;

/// The state of the walk.
pub(super) struct Pass {
    known: Known,
    layout: Layout,
    now: Micros,
    import: Option<i64>,
    rows: u64,
    created_rows: u64,
    updated: u64,
    unchanged: u64,
    refused: u64,
    stale: u64,
    skipped: Skipped,
    repeats: Vec<Repeat>,
    rejected: Vec<Rejected>,
    for_repair: Vec<RefusedRow>,
    /// Keys seen in this delivery: what the first row under it said, and how many rows came under it.
    seen: HashMap<Box<str>, Seen>,
    created: HashSet<DeviceId>,
    touched: HashSet<DeviceId>,
    waiting: Vec<NewStatement>,
    /// Devices that only one row has spoken of so far: what it says stands.
    waiting_devices: Vec<SettledDevice>,
    superseded: Vec<i64>,
    digest: Sha256,
    pub(super) pending: Vec<PendingChange>,
    pub(super) described: Vec<WillChange>,
}

#[derive(Default)]
struct Seen {
    /// (hash, row) of each different word under the key.
    words: Vec<([u8; 16], u64)>,
}

impl Pass {
    pub fn new(known: Known, layout: Layout, now: Micros, import: Option<i64>) -> Pass {
        Pass {
            known,
            layout,
            now,
            import,
            rows: 0,
            created_rows: 0,
            updated: 0,
            unchanged: 0,
            refused: 0,
            stale: 0,
            skipped: Skipped::default(),
            repeats: Vec::new(),
            rejected: Vec::new(),
            for_repair: Vec::new(),
            seen: HashMap::new(),
            created: HashSet::new(),
            touched: HashSet::new(),
            waiting: Vec::new(),
            waiting_devices: Vec::new(),
            superseded: Vec::new(),
            digest: Sha256::new(),
            pending: Vec::new(),
            described: Vec::new(),
        }
    }

    pub fn rows(&self) -> u64 {
        self.rows
    }

    pub fn is_full(&self) -> bool {
        self.waiting.len() >= WAITING
    }

    /// Takes one row.
    pub fn take(&mut self, row: Row) {
        self.rows += 1;
        match row.outcome {
            Outcome::Blank => self.skipped.blank += 1,
            Outcome::Header => self.skipped.header += 1,
            Outcome::Total => self.skipped.total += 1,
            Outcome::Refused { reason } => {
                let cells = written(&row.cells);
                self.refuse_row(row.number, cells, reason.to_string());
            }
            Outcome::Device { statement, refused } => {
                if self.take_device(&statement, &row.cells) && !refused.is_empty() {
                    let reasons = refused
                        .iter()
                        .map(|c| format!("{}: {}", c.column, c.reason))
                        .collect::<Vec<_>>()
                        .join("; ");
                    self.for_repair.push(RefusedRow {
                        row: row.number,
                        cells: written(&row.cells),
                        reasons,
                    });
                    self.rejected.extend(refused.into_iter().map(|c| Rejected {
                        row: row.number,
                        column: Some(c.column),
                        value: c.value,
                        reason: c.reason.to_string(),
                        kept: true,
                    }));
                }
            }
        }
    }

    /// Whether the row was taken and is no repetition.
    fn take_device(&mut self, statement: &Statement, cells: &intake::table::Cells) -> bool {
        let fields = serde_json::to_string(&statement.fields).unwrap_or_default();
        let mut hash = [0u8; 16];
        hash.copy_from_slice(&Sha256::digest(&fields)[..16]);

        let seen = self.seen.entry(statement.key.as_str().into()).or_default();
        if let Some((_, first)) = seen.words.iter().find(|(h, _)| *h == hash) {
            self.skipped.repeated += 1;
            self.repeats.push(Repeat {
                row: statement.row,
                same_as: *first,
            });
            return false;
        }
        seen.words.push((hash, statement.row));
        // A second, different word under one key is kept beside the first: both are what the source says.
        let key = match seen.words.len() {
            1 => statement.key.clone(),
            n => format!("{}#{n}", statement.key),
        };

        let identifiers = Identifier::of(statement);
        let about = self.known.index.about(&identifiers);
        let earlier = self.known.earlier.get(key.as_str()).cloned();
        let device = match (&about, &earlier) {
            (About::Contradiction { first, second }, _) => {
                let reason = format!(
                    "the {} is that of device {}, the {} that of device {}; correct one of them, or say which device this is",
                    first.0.say(),
                    short(first.1),
                    second.0.say(),
                    short(second.1)
                );
                self.refuse_row(statement.row, written(cells), reason);
                return false;
            }
            (About::Nothing, None) => {
                let reason = "nothing to recognise it by: expected an asset number, a maker with a serial number, a UDI with a serial number, or a MAC address";
                self.refuse_row(statement.row, written(cells), reason.into());
                return false;
            }
            (About::Device(device), _) => Some(*device),
            (About::New | About::Nothing, Some(before)) => Some(before.device),
            (About::New, None) => None,
        };

        let says_the_same = matches!((&earlier, device), (Some(before), Some(device)) if before.hash == hash && before.device == device);
        if says_the_same && earlier.as_ref().is_some_and(|before| !before.stale) {
            self.unchanged += 1;
            return true;
        }

        let is_new = device.is_none();
        let device = device.unwrap_or_else(|| new_device_id(self.now));
        if is_new {
            self.created_rows += 1;
            self.created.insert(device);
            if self.import.is_some() {
                self.waiting_devices.push(settled_alone(device, statement));
            }
        } else if says_the_same {
            // It had gone from a complete delivery and is back: a new word to the same effect, so that an undo finds the
            // old one as it was.
            self.unchanged += 1;
            self.touched.insert(device);
        } else {
            self.updated += 1;
            self.touched.insert(device);
            if self.import.is_none() && self.pending.len() < DESCRIBED && !self.created.contains(&device) {
                self.pending.push(PendingChange {
                    device,
                    replaces: earlier.as_ref().map(|e| e.id),
                    statement: statement.clone(),
                });
            }
        }
        for identifier in &identifiers {
            self.known.index.insert(identifier, device);
        }
        if let Some(before) = &earlier {
            self.superseded.push(before.id);
            if before.device != device {
                self.touched.insert(before.device);
            }
        }
        let id = self.known.next_statement;
        self.known.next_statement += 1;
        self.known.earlier.insert(
            key.as_str().into(),
            Earlier {
                id,
                device,
                hash,
                stale: false,
            },
        );
        self.digest.update(hash);
        self.digest.update(device.as_bytes());
        if let Some(import) = self.import {
            self.waiting.push(NewStatement {
                id,
                source: self.known.source_id,
                key,
                device,
                import,
                row: i64::try_from(statement.row).unwrap_or(i64::MAX),
                stated_at: statement.stated_at,
                hash: hash.to_vec(),
                fields,
                against: None,
            });
        }
        true
    }

    fn refuse_row(&mut self, row: u64, cells: Vec<String>, reason: String) {
        self.refused += 1;
        let value = cells
            .iter()
            .filter(|c| !c.trim().is_empty())
            .take(6)
            .cloned()
            .collect::<Vec<_>>()
            .join(" | ");
        let value = value.chars().take(200).collect();
        self.rejected.push(Rejected {
            row,
            column: None,
            value,
            reason: reason.clone(),
            kept: false,
        });
        self.for_repair.push(RefusedRow {
            row,
            cells,
            reasons: reason,
        });
    }

    /// Writes what waits. A preview has nothing waiting.
    pub fn write_waiting(&mut self, session: &mut Session, organisation: OrganisationId) -> Result<(), ActionError> {
        if self.import.is_none() {
            return Ok(());
        }
        if SourceKind::of_name(&self.known.source) == SourceKind::Person && !self.waiting.is_empty() {
            self.note_what_others_say(session, organisation)?;
        }
        devices::supersede(session, organisation, &std::mem::take(&mut self.superseded))?;
        devices::insert_statements(session, organisation, &std::mem::take(&mut self.waiting))?;
        devices::insert_devices(session, organisation, std::mem::take(&mut self.waiting_devices))?;
        Ok(())
    }

    /// A ward check is people's word: what others said then is kept with it, so that only something new disputes it.
    fn note_what_others_say(&mut self, session: &mut Session, organisation: OrganisationId) -> Result<(), ActionError> {
        let about: Vec<DeviceId> = self.waiting.iter().map(|s| s.device).collect();
        let others = devices::statements_about(session, organisation, &about, true)?;
        for new in &mut self.waiting {
            let of_device: Vec<_> = others.iter().filter(|s| s.device == new.device).cloned().collect();
            let against = said_by_others(Field::ALL, &self.known.source, &of_device);
            new.against = (!against.is_empty()).then(|| serde_json::to_string(&against).unwrap_or_default());
        }
        Ok(())
    }

    /// What the source said before and this complete delivery no longer holds.
    pub fn mark_stale(&mut self, session: &mut Session, organisation: OrganisationId) -> Result<(), ActionError> {
        let held = |key: &str| {
            let (base, nth) = match key.rsplit_once('#') {
                Some((base, n)) => match n.parse::<usize>() {
                    Ok(n) => (base, n),
                    Err(_) => (key, 1),
                },
                None => (key, 1),
            };
            self.seen.contains_key(key) || self.seen.get(base).is_some_and(|s| s.words.len() >= nth)
        };
        let gone: Vec<(i64, DeviceId)> = self
            .known
            .earlier
            .iter()
            .filter(|(key, e)| !e.stale && !held(key))
            .map(|(_, e)| (e.id, e.device))
            .collect();
        self.stale = gone.len() as u64;
        if let Some(import) = self.import {
            let ids: Vec<i64> = gone.iter().map(|(id, _)| *id).collect();
            devices::mark_stale(session, organisation, &ids, import)?;
        }
        Ok(())
    }

    /// Devices of which more than one record speaks, to be settled at the end; in a fixed order.
    pub fn touched_devices(&self) -> Vec<DeviceId> {
        let mut touched: Vec<DeviceId> = self.touched.iter().copied().collect();
        touched.sort_unstable();
        touched
    }

    /// SHA-256 over all changes, in order: what the audit event vouches for.
    pub fn digest(&self) -> String {
        self.digest.clone().finalize().iter().map(|b| format!("{b:02x}")).collect()
    }

    pub fn into_report(self, delivery: &Delivery, import: Option<i64>) -> ImportReport {
        ImportReport {
            import,
            source: delivery.source.clone(),
            applied: import.is_some(),
            rows: self.rows,
            created: self.created_rows,
            updated: self.updated,
            unchanged: self.unchanged,
            refused: self.refused,
            skipped: self.skipped,
            stale: self.stale,
            repeats: self.repeats,
            rejected: self.rejected,
            layout: self.layout,
            changes: self.described,
            for_repair: self.for_repair,
        }
    }
}

fn written(cells: &intake::table::Cells) -> Vec<String> {
    (0..cells.len()).map(|position| cells.get(position).to_owned()).collect()
}

fn short(device: DeviceId) -> String {
    device.to_string()
}

/// UUIDv7: its time is the import's, so that ids sort by when a device came.
fn new_device_id(now: Micros) -> DeviceId {
    let seconds = u64::try_from(now / 1_000_000).unwrap_or(0);
    let nanos = u32::try_from(now.rem_euclid(1_000_000) * 1000).unwrap_or(0);
    DeviceId::new_v7(uuid::Timestamp::from_unix(uuid::timestamp::context::NoContext, seconds, nanos))
}
