//! A delivery of devices: read once as a preview that changes nothing, or applied as one action with one audit event.
//!
//! Both walk the file the same way; the preview only leaves the writing out, so that its counts are those of the import.

use intake::table::{self, TableInput, TableOptions};
use store::audit::{self, Deed as Event};
use store::imports::{self, Import};
use store::{OrganisationId, Session, Store};

use crate::ActionError;
use crate::policy::{Act, Deed, may};
use crate::settling::settle_devices;

mod changes;
mod known;
mod pass;
mod report;

pub use changes::WillChange;
pub use report::{ImportReport, RefusedRow, Rejected, Repeat, Skipped};

use known::Known;
use pass::Pass;

/// What is delivered, and how.
#[derive(Debug, Clone, Default)]
pub struct Delivery {
    /// The file's name.
    pub file: String,
    /// The stream that it is a delivery of ("CMMS").
    pub source: String,
    /// It is complete: what it no longer holds becomes stale.
    pub full: bool,
    /// A person's corrections of what columns hold; see [`TableOptions::columns`].
    pub columns: Vec<(String, Option<register::Field>)>,
}

/// Told now and then how far the import is, in bytes read and bytes to read, and rows so far. `false` stops it.
pub type OnProgress<'p> = dyn FnMut(u64, u64, u64) -> bool + 'p;

/// What the import would do. Nothing is changed.
pub fn preview(
    house: &Store,
    organisation: OrganisationId,
    act: Act<'_>,
    input: Box<dyn TableInput + '_>,
    delivery: &Delivery,
    progress: &mut OnProgress<'_>,
) -> Result<ImportReport, ActionError> {
    may(act.who, Deed::ApplyImport)?;
    house.read(|session| {
        let mut pass = walk(session, organisation, act, input, delivery, None, progress)?;
        changes::describe(session, organisation, &mut pass)?;
        Ok(pass.into_report(delivery, None))
    })
}

/// Applies the import: all of it or nothing.
pub fn apply(
    house: &Store,
    organisation: OrganisationId,
    act: Act<'_>,
    input: Box<dyn TableInput + '_>,
    delivery: &Delivery,
    progress: &mut OnProgress<'_>,
) -> Result<ImportReport, ActionError> {
    may(act.who, Deed::ApplyImport)?;
    house.write(|session| {
        let id = imports::next_id(session, organisation)?;
        let pass = walk(session, organisation, act, input, delivery, Some(id), progress)?;
        settle_devices(session, organisation, &pass.touched_devices(), false)?;
        let digest = pass.digest();
        let report = pass.into_report(delivery, Some(id));
        let import = Import {
            id,
            kind: "devices".into(),
            source: delivery.source.clone(),
            file: delivery.file.clone(),
            applied_at: act.now,
            applied_by: act.who.name.clone(),
            counts: report.counts_json(),
            undone_at: None,
        };
        imports::insert(session, organisation, &import)?;
        let change = serde_json::json!({
            "source": delivery.source, "file": delivery.file, "full": delivery.full,
            "counts": report.counts(), "changes_sha256": digest,
        })
        .to_string();
        let event = Event {
            at: act.now,
            who: &act.who.name,
            action: Deed::ApplyImport.name(),
            subject: &format!("import {id}"),
            why: act.why,
            change: &change,
        };
        audit::append(session, organisation, event)?;
        Ok(report)
    })
}

/// Reads the file once. With an import's id, statements are written as it goes; devices are settled by the caller.
fn walk(
    session: &mut Session,
    organisation: OrganisationId,
    act: Act<'_>,
    input: Box<dyn TableInput + '_>,
    delivery: &Delivery,
    import: Option<i64>,
    progress: &mut OnProgress<'_>,
) -> Result<Pass, ActionError> {
    let options = TableOptions {
        source: delivery.source.clone(),
        stated_at: act.now,
        columns: delivery.columns.clone(),
        sheet: None,
    };
    let mut reader = table::open(input, &delivery.file, &options)?;
    let known = Known::load(session, organisation, &delivery.source, import.is_some())?;
    let mut pass = Pass::new(known, reader.layout().clone(), act.now, import);
    while let Some(row) = reader.next_row() {
        pass.take(row?);
        if pass.is_full() {
            pass.write_waiting(session, organisation)?;
        }
        if pass.rows().is_multiple_of(256) {
            let at = reader.progress();
            if !progress(at.read, at.of, pass.rows()) {
                return Err(ActionError::Conflict("stopped before the end; nothing was changed".into()));
            }
        }
    }
    pass.write_waiting(session, organisation)?;
    if delivery.full {
        pass.mark_stale(session, organisation)?;
    }
    Ok(pass)
}
