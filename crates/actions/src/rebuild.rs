//! Throws derived rows away and makes them again from what sources said. Nothing is lost by it: that is the point.

use store::audit::{self, Deed as Event};
use store::devices;
use store::{OrganisationId, Store};

use crate::ActionError;
use crate::policy::{Act, Deed, may};
use crate::settling::settle_devices;

/// Rebuilds all devices; how many there are.
pub fn rebuild(house: &Store, organisation: OrganisationId, act: Act<'_>) -> Result<usize, ActionError> {
    may(act.who, Deed::Rebuild)?;
    house.write(|session| {
        let ids = devices::devices_with_statements(session, organisation)?;
        devices::delete_all_devices(session, organisation)?;
        let count = settle_devices(session, organisation, &ids, true)?;
        let change = serde_json::json!({ "devices": count }).to_string();
        let event = Event {
            at: act.now,
            who: &act.who.name,
            action: Deed::Rebuild.name(),
            subject: "devices",
            why: act.why,
            change: &change,
        };
        audit::append(session, organisation, event)?;
        Ok(count)
    })
}
