//! Takes an import back, whole: what it said is withdrawn, what it superseded stands again, what only it knew goes.

use std::convert::Infallible;

use advisories::Advisory;
use store::audit::{self, Deed as Event};
use store::imports::{self, Import};
use store::{OrganisationId, Session, Store, StoreError, bulletins, devices};

use crate::ActionError;
use crate::policy::{Act, Deed, may};
use crate::settling::settle_devices;

/// What an undo changed back.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Undone {
    /// The import.
    pub import: i64,
    /// Devices whose record changed back.
    pub changed_back: usize,
    /// Devices that only this import knew: no longer in the register.
    pub removed: usize,
    /// Advisories whose revision went.
    pub advisories: usize,
}

/// Undoes one import. It can be done once.
pub fn undo_import(house: &Store, organisation: OrganisationId, act: Act<'_>, id: i64) -> Result<Undone, ActionError> {
    may(act.who, Deed::UndoImport)?;
    house.write(|session| {
        let undone = take_back(session, organisation, id)?;
        imports::mark_undone(session, organisation, id, act.now)?;
        let change = serde_json::to_string(&undone).unwrap_or_default();
        let event = Event {
            at: act.now,
            who: &act.who.name,
            action: Deed::UndoImport.name(),
            subject: &format!("import {id}"),
            why: act.why,
            change: &change,
        };
        audit::append(session, organisation, event)?;
        Ok(undone)
    })
}

/// What an undo would change back, counted by doing it and rolling it back: nothing is changed.
pub fn would_undo(house: &Store, organisation: OrganisationId, act: Act<'_>, id: i64) -> Result<Undone, ActionError> {
    may(act.who, Deed::UndoImport)?;
    let rolled_back: Result<Infallible, Counted> = house.write(|session| match take_back(session, organisation, id) {
        Ok(undone) => Err(Counted::Counted(undone)),
        Err(e) => Err(Counted::Failed(e)),
    });
    match rolled_back {
        Ok(never) => match never {},
        Err(Counted::Counted(undone)) => Ok(undone),
        Err(Counted::Failed(e)) => Err(e),
    }
}

/// How a transaction ends that must not go through.
enum Counted {
    Counted(Undone),
    Failed(ActionError),
}

impl From<StoreError> for Counted {
    fn from(error: StoreError) -> Self {
        Counted::Failed(error.into())
    }
}

fn take_back(session: &mut Session, organisation: OrganisationId, id: i64) -> Result<Undone, ActionError> {
    let import = imports::get(session, organisation, id)?.ok_or_else(|| ActionError::NotFound {
        what: "import",
        id: id.to_string(),
    })?;
    if import.undone_at.is_some() {
        return Err(ActionError::Conflict(format!("import {id} has been undone already")));
    }
    let mut undone = Undone {
        import: id,
        ..Default::default()
    };
    if let Some(later) = leaning_on(session, organisation, &import)? {
        return Err(ActionError::Conflict(format!(
            "import {later} of {} came later and found rows unchanged, so it kept nothing of its own for them: undo import {later} first",
            import.source
        )));
    }
    if import.kind == "devices" {
        let touched = devices::withdraw_import(session, organisation, id)?;
        let remaining = settle_devices(session, organisation, &touched, false)?;
        undone.changed_back = remaining;
        undone.removed = touched.len() - remaining;
    } else {
        let ids = bulletins::delete_import(session, organisation, id)?;
        for advisory in &ids {
            choose_current(session, organisation, advisory)?;
        }
        undone.advisories = ids.len();
    }
    Ok(undone)
}

/// The newest standing import of the same stream that counted rows as unchanged: what it said of them is kept as the word
/// of an earlier import, perhaps of this one, and would be taken back with it.
fn leaning_on(session: &mut Session, organisation: OrganisationId, import: &Import) -> Result<Option<i64>, ActionError> {
    if import.kind != "devices" {
        return Ok(None);
    }
    let unchanged = |later: &Import| {
        let counts: serde_json::Value = serde_json::from_str(&later.counts).unwrap_or_default();
        counts["unchanged"].as_u64().unwrap_or(0)
    };
    Ok(imports::all(session, organisation)?
        .into_iter()
        .filter(|later| later.id > import.id && later.undone_at.is_none())
        .find(|later| later.kind == import.kind && later.source == import.source && unchanged(later) > 0)
        .map(|later| later.id))
}

/// Makes the newest kept revision of an advisory the one that counts.
pub(crate) fn choose_current(session: &mut Session, organisation: OrganisationId, id: &str) -> Result<(), ActionError> {
    let kept: Vec<(Advisory, Vec<u8>)> = bulletins::hashes_of(session, organisation, id)?;
    if let Some((_, hash)) = kept.iter().max_by(|(a, _), (b, _)| a.revision_order(b)) {
        bulletins::set_current(session, organisation, id, hash)?;
    }
    Ok(())
}
