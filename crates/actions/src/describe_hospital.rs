//! What the hospital is: sites, services with what they need, connected systems, contacts.

use register::{ClinicalService, ConnectedSystem, Contact};
use store::audit::{self, Deed as Event};
use store::places::{self, Site};
use store::{OrganisationId, Store};

use crate::ActionError;
use crate::policy::{Act, Deed, may};

/// What is added or changed; what is not named stays.
#[derive(Debug, Clone, Default)]
pub struct Description {
    /// Hospitals and centres.
    pub sites: Vec<Site>,
    /// Clinical services.
    pub services: Vec<ClinicalService>,
    /// Systems that services hang on.
    pub systems: Vec<ConnectedSystem>,
    /// Whom to call.
    pub contacts: Vec<Contact>,
}

/// Adds or changes what is described. One event tells of all of it.
pub fn describe_hospital(house: &Store, organisation: OrganisationId, act: Act<'_>, description: &Description) -> Result<(), ActionError> {
    may(act.who, Deed::DescribeHospital)?;
    for service in &description.services {
        refuse_empty("Service", &service.code, &service.name)?;
    }
    for system in &description.systems {
        refuse_empty("System", &system.code, &system.name)?;
    }
    house.write(|session| {
        let before: Vec<ClinicalService> = places::services(session, organisation)?
            .into_iter()
            .filter(|old| description.services.iter().any(|new| new.code == old.code))
            .collect();
        for site in &description.sites {
            places::put_site(session, organisation, site)?;
        }
        for service in &description.services {
            places::put_service(session, organisation, service)?;
        }
        for system in &description.systems {
            places::put_system(session, organisation, system)?;
        }
        for contact in &description.contacts {
            places::put_contact(session, organisation, contact)?;
        }
        let change = serde_json::json!({
            "before": { "services": before },
            "after": { "sites": description.sites, "services": description.services, "systems": description.systems, "contacts": description.contacts },
        })
        .to_string();
        let subject = match description.services.as_slice() {
            [one] => format!("service {}", one.code),
            _ => "hospital".to_owned(),
        };
        let event = Event {
            at: act.now,
            who: &act.who.name,
            action: Deed::DescribeHospital.name(),
            subject: &subject,
            why: act.why,
            change: &change,
        };
        audit::append(session, organisation, event)?;
        Ok(())
    })
}

fn refuse_empty(what: &str, code: &str, name: &str) -> Result<(), ActionError> {
    if code.trim().is_empty() || name.trim().is_empty() {
        return Err(ActionError::BadValue {
            field: what.into(),
            reason: "a short code and a name are both needed".into(),
        });
    }
    Ok(())
}
