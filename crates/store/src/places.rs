//! Sites, clinical services, connected systems, contacts. Few and small: each is one document.

use register::{ClinicalService, ConnectedSystem, Contact};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::OrganisationId;
use crate::session::{Session, StoreError};

/// A hospital or centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Site {
    /// Short code ("KGH").
    pub code: String,
    /// Name on pages.
    pub name: String,
}

/// All sites, by code.
pub fn sites(session: &mut Session, organisation: OrganisationId) -> Result<Vec<Site>, StoreError> {
    let rows = session.query(
        "SELECT code, name FROM sites WHERE organisation = $1 ORDER BY code",
        &[organisation.into()],
    )?;
    Ok(rows
        .iter()
        .map(|row| Site {
            code: row.text(0).into(),
            name: row.text(1).into(),
        })
        .collect())
}

/// Adds or renames a site.
pub fn put_site(session: &mut Session, organisation: OrganisationId, site: &Site) -> Result<(), StoreError> {
    session
        .execute(
            "INSERT INTO sites (organisation, code, name) VALUES ($1, $2, $3) ON CONFLICT (organisation, code) DO UPDATE SET name = excluded.name",
            &[organisation.into(), site.code.as_str().into(), site.name.as_str().into()],
        )
        .map(|_| ())
}

fn documents<T: DeserializeOwned>(session: &mut Session, organisation: OrganisationId, table: &'static str) -> Result<Vec<T>, StoreError> {
    let sql = format!("SELECT code, document FROM {table} WHERE organisation = $1 ORDER BY code");
    session
        .query(&sql, &[organisation.into()])?
        .iter()
        .map(|row| {
            serde_json::from_str(row.text(1)).map_err(|e| StoreError::Damaged {
                table,
                what: row.text(0).into(),
                detail: e.to_string(),
            })
        })
        .collect()
}

fn json<T: Serialize>(table: &'static str, code: &str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Damaged {
        table,
        what: code.into(),
        detail: e.to_string(),
    })
}

/// All clinical services, by code.
pub fn services(session: &mut Session, organisation: OrganisationId) -> Result<Vec<ClinicalService>, StoreError> {
    documents(session, organisation, "services")
}

/// All connected systems, by code.
pub fn systems(session: &mut Session, organisation: OrganisationId) -> Result<Vec<ConnectedSystem>, StoreError> {
    documents(session, organisation, "systems")
}

/// All contacts, by code.
pub fn contacts(session: &mut Session, organisation: OrganisationId) -> Result<Vec<Contact>, StoreError> {
    documents(session, organisation, "contacts")
}

/// Adds or changes a service.
pub fn put_service(session: &mut Session, organisation: OrganisationId, service: &ClinicalService) -> Result<(), StoreError> {
    let document = json("services", &service.code, service)?;
    session
        .execute(
            "INSERT INTO services (organisation, code, site, document) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (organisation, code) DO UPDATE SET site = excluded.site, document = excluded.document",
            &[
                organisation.into(),
                service.code.as_str().into(),
                service.site.as_str().into(),
                document.into(),
            ],
        )
        .map(|_| ())
}

fn put(session: &mut Session, organisation: OrganisationId, table: &str, code: &str, document: String) -> Result<(), StoreError> {
    session
        .execute(
            &format!(
                "INSERT INTO {table} (organisation, code, document) VALUES ($1, $2, $3) \
                 ON CONFLICT (organisation, code) DO UPDATE SET document = excluded.document"
            ),
            &[organisation.into(), code.into(), document.into()],
        )
        .map(|_| ())
}

/// Adds or changes a system.
pub fn put_system(session: &mut Session, organisation: OrganisationId, system: &ConnectedSystem) -> Result<(), StoreError> {
    put(
        session,
        organisation,
        "systems",
        &system.code,
        json("systems", &system.code, system)?,
    )
}

/// Adds or changes a contact.
pub fn put_contact(session: &mut Session, organisation: OrganisationId, contact: &Contact) -> Result<(), StoreError> {
    put(
        session,
        organisation,
        "contacts",
        &contact.code,
        json("contacts", &contact.code, contact)?,
    )
}
