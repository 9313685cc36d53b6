//! A person's word on one field of one device: a correction, a reading on the ward, the settling of a dispute. It is
//! kept as a statement beside those of other sources, never in their place.

use register::placeholder::is_placeholder;
use register::{DeviceId, Field, Said};
use sha2::{Digest, Sha256};
use store::audit::{self, Deed as Event};
use store::devices::{self, NewStatement, StatementState};
use store::{OrganisationId, Store};

use crate::ActionError;
use crate::policy::{Act, Deed, may};
use crate::settling::{is_held, said_by_others, settle_devices, settled};

/// The stream that people's words belong to.
pub const PERSON: &str = "A person";

/// The longest value that a person may state, in characters.
pub const LONGEST: usize = 500;

/// States a value. What stood before is in the audit event, and comes back when the word is withdrawn.
pub fn state_fact(
    house: &Store,
    organisation: OrganisationId,
    act: Act<'_>,
    device: DeviceId,
    field: Field,
    value: &str,
) -> Result<(), ActionError> {
    may(act.who, Deed::StateFact)?;
    let value = value.trim();
    if is_placeholder(value) {
        return Err(ActionError::BadValue {
            field: field.label().into(),
            reason: format!("“{value}” says nothing; give the value, or leave the field as it is"),
        });
    }
    if value.chars().count() > LONGEST {
        return Err(ActionError::BadValue {
            field: field.label().into(),
            reason: format!("longer than {LONGEST} characters"),
        });
    }
    house.write(|session| {
        let statements = devices::statements_about(session, organisation, &[device], true)?;
        if !is_held(&statements) {
            return Err(ActionError::NotFound {
                what: "device",
                id: device.to_string(),
            });
        }
        let before = settled(device, &statements).values[field.index()].clone();
        let key = format!("person:{device}:{}", field.key());
        let earlier: Vec<i64> = statements
            .iter()
            .filter(|s| s.import == 0 && s.key == key && s.state == StatementState::Current)
            .map(|s| s.id)
            .collect();
        devices::supersede(session, organisation, &earlier)?;
        let against = said_by_others(&[field], PERSON, &statements);
        let fields = json(&vec![(field, Said::plain(value))])?;
        let new = NewStatement {
            id: devices::next_statement_id(session, organisation)?,
            source: devices::source_id(session, organisation, PERSON)?,
            key,
            device,
            import: 0,
            row: 0,
            stated_at: act.now,
            hash: Sha256::digest(&fields)[..16].to_vec(),
            fields,
            against: (!against.is_empty()).then(|| json(&against)).transpose()?,
        };
        devices::insert_statements(session, organisation, &[new])?;
        settle_devices(session, organisation, &[device], false)?;
        let change = serde_json::json!({ "field": field.key(), "before": before, "after": value }).to_string();
        let event = Event {
            at: act.now,
            who: &act.who.name,
            action: Deed::StateFact.name(),
            subject: &format!("device {device}"),
            why: act.why,
            change: &change,
        };
        audit::append(session, organisation, event)?;
        Ok(())
    })
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, ActionError> {
    serde_json::to_string(value).map_err(|e| ActionError::BadValue {
        field: "value".into(),
        reason: e.to_string(),
    })
}
