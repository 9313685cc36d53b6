//! The hospital around the devices: sites, services, systems, people, suppliers, network. Data for the register, for the
//! pages and for the lesson; the devices themselves come as exports.

use register::{ClinicalService, ConnectedSystem, Contact};

use crate::tables::{DeviceType, LearningDevice, NetworkFinding, RemoteAccess, TableFault, Zone, tables};

/// A site of the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Short code ("KGH").
    pub code: String,
    /// Name on pages.
    pub name: String,
    /// What sort of house it is.
    pub what: String,
}

/// A site of the tables, as constants.
pub(crate) struct NamedSite {
    pub code: &'static str,
    pub name: &'static str,
    pub what: &'static str,
}

/// The three sites, invented, in the order of the counts in types.csv.
pub(crate) const SITES: [NamedSite; 3] = [
    NamedSite {
        code: "KGH",
        name: "Kingsmere General",
        what: "acute hospital, 520 beds",
    },
    NamedSite {
        code: "AVH",
        name: "Ashby Vale",
        what: "district hospital, 160 beds, about 25 km away on one line",
    },
    NamedSite {
        code: "TDC",
        name: "Tollbridge Diagnostic Centre",
        what: "no beds, in a rented building",
    },
];

/// A supplier and the device types that it looks after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplier {
    /// Code of its contact ("C30").
    pub contact: String,
    /// Name on pages; a role, since the hospital is invented.
    pub name: String,
    /// Ids of device types.
    pub looks_after: Vec<String>,
}

/// Everything about the sample hospital that is not a device.
#[derive(Debug, Clone, PartialEq)]
pub struct Hospital {
    /// Where it works.
    pub sites: Vec<Site>,
    /// What patients get, and what that hangs on.
    pub services: Vec<ClinicalService>,
    /// Record systems, gateways, clouds.
    pub systems: Vec<ConnectedSystem>,
    /// Whom to call, as roles without telephone numbers.
    pub contacts: Vec<Contact>,
    /// Who supports which types.
    pub suppliers: Vec<Supplier>,
    /// How suppliers get in.
    pub remote_access: Vec<RemoteAccess>,
    /// The network.
    pub zones: Vec<Zone>,
    /// What is wrong with the network.
    pub findings: Vec<NetworkFinding>,
    /// Kinds of device, with their usual lives.
    pub device_types: Vec<DeviceType>,
    /// The ten devices of the lesson (R27), as the exports hold them too.
    pub learning: Vec<LearningDevice>,
}

/// The hospital around an estate of that many devices: beyond 600, further sites with their own services join.
pub fn hospital_of(devices: usize) -> Result<Hospital, TableFault> {
    let mut whole = hospital()?;
    let more = devices.saturating_sub(crate::estate::SIZE);
    whole.services.extend(crate::group::more_services(tables()?, more));
    for (nth, size) in crate::group::site_sizes(more).enumerate() {
        let code = crate::group::site_code(nth);
        whole.sites.push(Site {
            name: format!("Sample hospital {code}"),
            what: format!("made up, {size} devices"),
            code,
        });
    }
    Ok(whole)
}

/// The sample hospital, from its tables.
pub fn hospital() -> Result<Hospital, TableFault> {
    let tables = tables()?;
    Ok(Hospital {
        sites: SITES
            .iter()
            .map(|site| Site {
                code: site.code.to_owned(),
                name: site.name.to_owned(),
                what: site.what.to_owned(),
            })
            .collect(),
        services: tables.services.iter().map(|row| row.service.clone()).collect(),
        systems: tables.systems.clone(),
        contacts: tables.contacts.clone(),
        suppliers: tables
            .contacts
            .iter()
            .filter(|contact| contact.kind == "supplier")
            .map(|contact| Supplier {
                contact: contact.code.clone(),
                name: contact.role.clone(),
                looks_after: tables
                    .types
                    .iter()
                    .filter(|t| supplier_of(&t.id) == Some(contact.code.as_str()))
                    .map(|t| t.id.clone())
                    .collect(),
            })
            .collect(),
        remote_access: tables.remote_access.clone(),
        zones: tables.zones.clone(),
        findings: tables.findings.clone(),
        device_types: tables.types.clone(),
        learning: tables.learning.clone(),
    })
}

/// The contact code of the supplier that looks after a device type (assumed, as the whole hospital is). Types not named
/// here are looked after by clinical engineering itself.
pub(crate) fn supplier_of(type_id: &str) -> Option<&'static str> {
    Some(match type_id {
        "T01" | "T02" | "T06" | "T10" => "C30",
        "T03" | "T04" | "T05" | "T07" | "T08" | "T09" => "C31",
        "T16" | "T17" | "T18" | "T35" | "T45" => "C32",
        "T13" | "T14" | "T15" => "C33",
        "T11" | "T12" => "C34",
        "T26" | "T27" | "T41" | "T51" => "C35",
        "T25" | "T28" | "T29" => "C36",
        "T24" => "C37",
        "T33" | "T48" => "C38",
        "T32" => "C39",
        "T21" | "T30" | "T42" | "T47" => "C40",
        "T31" => "C42",
        "T19" | "T22" | "T23" | "T43" | "T44" | "T46" => "C43",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hospital_is_whole() {
        let h = hospital().expect("the tables are readable");
        assert_eq!(
            (h.sites.len(), h.services.len(), h.systems.len(), h.contacts.len(), h.learning.len()),
            (3, 27, 27, 36, 10)
        );
        assert!(h.services.iter().all(|s| h.sites.iter().any(|site| site.code == s.site)));
        assert!(h.contacts.iter().all(|c| c.telephone.is_empty()), "no invented telephone numbers");
    }

    #[test]
    fn services_and_systems_lead_to_what_exists() {
        let h = hospital().expect("the tables are readable");
        let system = |code: &String| h.systems.iter().any(|s| s.code == *code);
        for service in &h.services {
            assert!(service.slowed_without.iter().all(system), "{}", service.code);
            for need in &service.needs {
                let leads_somewhere = match need {
                    register::Need::System(code) => system(code),
                    register::Need::Service(code) => h.services.iter().any(|s| s.code == *code),
                    register::Need::Devices { needed, pool } => *needed > 0 && pool.0.contains(&format!("@{}", service.site)),
                };
                assert!(leads_somewhere, "{}: {need:?}", service.code);
            }
        }
        assert!(h.systems.iter().flat_map(|s| &s.depends_on).all(system));
    }

    #[test]
    fn whoever_may_reach_a_type_from_afar_also_looks_after_it() {
        let h = hospital().expect("the tables are readable");
        for access in &h.remote_access {
            for type_id in &access.device_types {
                assert_eq!(supplier_of(type_id), Some(access.contact.as_str()), "{} {type_id}", access.id);
            }
        }
    }

    #[test]
    fn further_sites_come_with_services_of_their_own() {
        let of = |devices| hospital_of(devices).expect("the tables are readable");
        assert_eq!(of(600), hospital().expect("the tables are readable"));
        let large = of(50_600);
        assert_eq!(large.sites.len(), 3 + 4);
        let codes: std::collections::BTreeSet<&str> = large.services.iter().map(|s| s.code.as_str()).collect();
        assert_eq!(codes.len(), large.services.len(), "a service code given twice");
        for need in large.services.iter().flat_map(|s| &s.needs) {
            if let register::Need::Service(code) = need {
                assert!(codes.contains(code.as_str()), "{code}");
            }
        }
    }
}
