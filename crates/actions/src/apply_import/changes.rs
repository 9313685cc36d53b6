//! For the preview: what changes on devices that the register holds, field by field, with the reason.

use register::{Because, DeviceId, Field, Statement};
use store::devices::{self, StatementState, StoredStatement};
use store::{OrganisationId, Session};

use super::pass::Pass;
use crate::ActionError;
use crate::settling::{claims_on, settled};

/// How many changed rows are described; of more, only their number is told.
pub const DESCRIBED: usize = 1000;

/// A changed row, before it is compared.
pub(super) struct PendingChange {
    pub device: DeviceId,
    /// The statement that it takes the place of.
    pub replaces: Option<i64>,
    pub statement: Statement,
}

/// One field of one device, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WillChange {
    /// Row in the file.
    pub row: u64,
    /// The device.
    pub device: DeviceId,
    /// What people call it.
    pub name: String,
    /// The field.
    pub field: Field,
    /// What stands now; may be empty.
    pub was: String,
    /// What will stand; the same as `was` where another source keeps the upper hand.
    pub will_be: String,
    /// What the file says.
    pub says: String,
    /// Why that will stand.
    pub because: &'static str,
}

/// Compares what stands with what would stand, for the described rows, in one question for all of them.
pub(super) fn describe(session: &mut Session, organisation: OrganisationId, pass: &mut Pass) -> Result<(), ActionError> {
    let pending = std::mem::take(&mut pass.pending);
    let ids: Vec<DeviceId> = pending.iter().map(|p| p.device).collect();
    let statements = devices::statements_about(session, organisation, &ids, true)?;
    for change in pending {
        let before: Vec<StoredStatement> = statements.iter().filter(|s| s.device == change.device).cloned().collect();
        let mut after: Vec<StoredStatement> = before.iter().filter(|s| Some(s.id) != change.replaces).cloned().collect();
        after.push(StoredStatement {
            id: i64::MAX,
            source: change.statement.source.clone(),
            key: change.statement.key.clone(),
            device: change.device,
            // Any number but 0, which is a person's.
            import: i64::MAX,
            row: 0,
            stated_at: change.statement.stated_at,
            fields: change.statement.fields.clone(),
            against: Vec::new(),
            state: StatementState::Current,
            stale_since_import: None,
        });
        let (was, will_be) = (settled(change.device, &before), settled(change.device, &after));
        let name = name_of(&was.values);
        for &field in Field::ALL {
            let said = change.statement.get(field).unwrap_or("");
            let said_before = before
                .iter()
                .find(|s| Some(s.id) == change.replaces)
                .and_then(|s| s.fields.iter().find(|(f, _)| *f == field))
                .map_or("", |(_, v)| v.value.as_str());
            let (old, new) = (&was.values[field.index()], &will_be.values[field.index()]);
            // A value that a note or a new word of the source does not move is not worth a line.
            if old == new && (said == said_before || said == old) {
                continue;
            }
            pass.described.push(WillChange {
                row: change.statement.row,
                device: change.device,
                name: name.clone(),
                field,
                was: old.clone(),
                will_be: new.clone(),
                says: said.to_owned(),
                because: reason(field, &after, old == new),
            });
        }
    }
    Ok(())
}

fn name_of(values: &[String]) -> String {
    let first = |fields: &[Field]| fields.iter().map(|f| values[f.index()].clone()).find(|v| !v.is_empty());
    first(&[Field::Name])
        .or_else(|| {
            let what = first(&[Field::DeviceType, Field::Model])?;
            Some(format!("{what} {}", first(&[Field::AssetTag, Field::Serial])?))
        })
        .unwrap_or_else(|| "Device".into())
}

fn reason(field: Field, after: &[StoredStatement], stays: bool) -> &'static str {
    let claims = claims_on(field, after);
    match register::settle(field, &claims, &register::SourceOrder).map(|s| (s.because, s.disputed)) {
        None => "the source no longer says anything",
        Some((Because::Person, true)) => "a person said otherwise; this is new and will need a decision",
        Some((Because::Person, false)) => "a person's word stands",
        Some((Because::Agreed, _)) => "newer statement of the same source",
        Some((Because::SourceOrder, _)) if stays => "another source goes before this one for this fact",
        Some((Because::SourceOrder, _)) => "this source goes before the others for this fact",
        Some((Because::Newer, _)) => "the newer statement",
        Some((Because::First, _)) => "two sources disagree and nothing decides: will need a decision",
    }
}
