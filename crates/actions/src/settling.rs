//! From the current statements of some devices to what stands of each, written down.

use std::collections::HashSet;

use register::{Claim, DeviceId, Field, SourceKind, SourceOrder, Statement, settle};
use store::devices::{self, SettledDevice, StoredStatement};
use store::{OrganisationId, Session, StoreError};

/// Claims on one field, out of a device's current statements.
pub(crate) fn claims_on(field: Field, statements: &[StoredStatement]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for statement in statements {
        let Some((_, said)) = statement.fields.iter().find(|(f, _)| *f == field) else {
            continue;
        };
        claims.push(Claim {
            value: said.value.clone(),
            source: statement.source.clone(),
            kind: kind_of(statement),
            stated_at: statement.stated_at,
            against: statement
                .against
                .iter()
                .filter(|(f, _, _)| *f == field)
                .map(|(_, source, value)| (source.clone(), value.clone()))
                .collect(),
        });
    }
    claims
}

/// A statement that no import brought is a person's word.
fn kind_of(statement: &StoredStatement) -> SourceKind {
    if statement.import == 0 {
        SourceKind::Person
    } else {
        SourceKind::of_name(&statement.source)
    }
}

/// What stands of one device.
pub(crate) fn settled(id: DeviceId, statements: &[StoredStatement]) -> SettledDevice {
    let mut device = SettledDevice {
        id,
        values: vec![String::new(); Field::ALL.len()],
        disputed: 0,
        version_source: String::new(),
        version_said_at: 0,
    };
    for &field in Field::ALL {
        let claims = claims_on(field, statements);
        let Some(outcome) = settle(field, &claims, &SourceOrder) else {
            continue;
        };
        let stands = &claims[outcome.stands];
        device.values[field.index()] = stands.value.clone();
        if outcome.disputed {
            device.disputed |= 1 << field.index();
        }
        if field == Field::SoftwareVersion {
            device.version_source = stands.source.clone();
            device.version_said_at = stands.stated_at;
        }
    }
    device
}

/// What stands of a device of which one statement alone speaks: what it says.
pub(crate) fn settled_alone(id: DeviceId, statement: &Statement) -> SettledDevice {
    let mut device = SettledDevice {
        id,
        values: vec![String::new(); Field::ALL.len()],
        disputed: 0,
        version_source: String::new(),
        version_said_at: 0,
    };
    for (field, said) in &statement.fields {
        device.values[field.index()].clone_from(&said.value);
        if *field == Field::SoftwareVersion {
            device.version_source.clone_from(&statement.source);
            device.version_said_at = statement.stated_at;
        }
    }
    device
}

/// Whether a record of a source is about the device. A person's word alone is about nothing once the records that it was
/// said of are taken back: it is kept, but makes no device.
pub(crate) fn is_held(statements: &[StoredStatement]) -> bool {
    statements.iter().any(|s| s.import != 0)
}

/// Settles devices again and writes them; those that no current record holds go. How many remain.
pub(crate) fn settle_devices(
    session: &mut Session,
    organisation: OrganisationId,
    ids: &[DeviceId],
    all_new: bool,
) -> Result<usize, StoreError> {
    let mut remaining = 0;
    for chunk in ids.chunks(2000) {
        let statements = devices::statements_about(session, organisation, chunk, true)?;
        if !all_new {
            devices::delete_devices(session, organisation, chunk)?;
        }
        let rows: Vec<SettledDevice> = statements
            .chunk_by(|a, b| a.device == b.device)
            .filter(|of_one| is_held(of_one))
            .map(|of_one| settled(of_one[0].device, of_one))
            .collect();
        remaining += rows.len();
        devices::insert_devices(session, organisation, rows)?;
    }
    Ok(remaining)
}

/// What other sources say now, of the fields that a person speaks of: kept with the person's word, so that only something
/// new can dispute it.
pub(crate) fn said_by_others(fields: &[Field], own_source: &str, statements: &[StoredStatement]) -> Vec<(Field, String, String)> {
    let mut seen = HashSet::new();
    let mut said = Vec::new();
    for statement in statements.iter().filter(|s| s.source != own_source) {
        for (field, value) in &statement.fields {
            if fields.contains(field) && seen.insert((*field, &statement.source, &value.value)) {
                said.push((*field, statement.source.clone(), value.value.clone()));
            }
        }
    }
    said
}
