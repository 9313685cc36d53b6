//! The tables' texts, read into rows; a fault in one is named by table, line and column.

use super::{DeviceType, LearningDevice, Model, NetworkFinding, RemoteAccess, ServiceRow, Tables, Versions, Zone};

#[cfg(test)]
mod tests;

/// A table that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableFault {
    /// The text is no CSV.
    #[error("{table}.csv is not readable as CSV: {why}")]
    NotCsv {
        /// The table's name, without ".csv".
        table: &'static str,
        /// What the reader found.
        why: String,
    },
    /// A column that the sample hospital is built from is missing.
    #[error("{table}.csv has no column \"{column}\"; its columns are: {found}")]
    NoColumn {
        /// The table's name.
        table: &'static str,
        /// The column looked for.
        column: &'static str,
        /// The columns that are there.
        found: String,
    },
    /// A cell does not say what its column holds.
    #[error("{table}.csv line {line}, column \"{column}\": found \"{found}\", expected {expected}")]
    Cell {
        /// The table's name.
        table: &'static str,
        /// Line of the file; the header is 1.
        line: u64,
        /// The column.
        column: &'static str,
        /// What stands there.
        found: String,
        /// What would be right.
        expected: &'static str,
    },
    /// A cell names a row of another table that is not there.
    #[error("{table}.csv line {line}: \"{found}\" is not in {other}.csv")]
    NotIn {
        /// The table's name.
        table: &'static str,
        /// Line of the file.
        line: u64,
        /// The id that leads nowhere.
        found: String,
        /// The table it should be in.
        other: &'static str,
    },
    /// The services count more devices of a type than the hospital has.
    #[error("services.csv: the pools of {type_id} at {site} count {pooled} devices, types.csv has {there}")]
    PoolTooLarge {
        /// Device type.
        type_id: String,
        /// Site.
        site: String,
        /// Devices in pools.
        pooled: u32,
        /// Devices there are.
        there: u32,
    },
}

macro_rules! text_of {
    ($name:literal) => {
        Text {
            name: $name,
            text: include_str!(concat!("../../../../data/sample-hospital/", $name, ".csv")),
        }
    };
}

/// A table's name and its text.
#[derive(Debug, Clone, Copy)]
struct Text {
    name: &'static str,
    text: &'static str,
}

const TYPES: Text = text_of!("types");
const MODELS: Text = text_of!("models");
const ZONES: Text = text_of!("zones");
const FINDINGS: Text = text_of!("findings");
const SERVICES: Text = text_of!("services");
const SYSTEMS: Text = text_of!("systems");
const CONTACTS: Text = text_of!("contacts");
const REMOTE_ACCESS: Text = text_of!("remote-access");
const LEARNING: Text = text_of!("learning-register");

/// Reads and checks every table.
pub(super) fn read_all() -> Result<Tables, TableFault> {
    let tables = Tables {
        types: each(TYPES, device_type)?,
        models: each(MODELS, model)?,
        zones: each(ZONES, zone)?,
        findings: each(FINDINGS, finding)?,
        services: each(SERVICES, service)?,
        systems: each(SYSTEMS, system)?,
        contacts: each(CONTACTS, contact)?,
        remote_access: each(REMOTE_ACCESS, remote_access)?,
        learning: each(LEARNING, learning_device)?,
    };
    check_references(&tables)?;
    Ok(tables)
}

/// Ids that lead from one table to another lead somewhere, and no pool counts more devices than there are.
fn check_references(tables: &Tables) -> Result<(), TableFault> {
    let known_type = |id: &str| tables.types.iter().any(|t| t.id == id);
    let not_in = |table: &'static str, row: usize, found: &str, other: &'static str| TableFault::NotIn {
        table,
        line: row as u64 + 2,
        found: found.to_owned(),
        other,
    };
    for (row, model) in tables.models.iter().enumerate() {
        if !known_type(&model.type_id) {
            return Err(not_in("models", row, &model.type_id, "types"));
        }
    }
    for (row, zone) in tables.zones.iter().enumerate() {
        if let Some(id) = zone.device_types.iter().find(|id| !known_type(id)) {
            return Err(not_in("zones", row, id, "types"));
        }
    }
    for (row, access) in tables.remote_access.iter().enumerate() {
        if !tables.contacts.iter().any(|c| c.code == access.contact) {
            return Err(not_in("remote-access", row, &access.contact, "contacts"));
        }
    }
    for (row, device) in tables.learning.iter().enumerate() {
        if !tables.models.iter().any(|m| m.id == device.model_id && m.type_id == device.type_id) {
            return Err(not_in("learning-register", row, &device.model_id, "models"));
        }
    }
    for device_type in &tables.types {
        for (site, there) in crate::hospital::SITES.iter().zip(device_type.counts) {
            let place = format!("{}@{}", device_type.id, site.code);
            let mut pools: Vec<_> = tables
                .services
                .iter()
                .flat_map(|s| &s.pools)
                .filter(|(pool, _)| pool.0.split('#').next() == Some(place.as_str()))
                .collect();
            pools.sort();
            pools.dedup();
            let pooled = pools.iter().map(|(_, n)| n).sum();
            if pooled > there {
                return Err(TableFault::PoolTooLarge {
                    type_id: device_type.id.clone(),
                    site: site.code.to_owned(),
                    pooled,
                    there,
                });
            }
        }
    }
    Ok(())
}

/// One row, with what is needed to name a fault in it.
struct Row<'a> {
    table: &'static str,
    headers: &'a csv::StringRecord,
    record: &'a csv::StringRecord,
    line: u64,
}

impl Row<'_> {
    fn get(&self, column: &'static str) -> Result<&str, TableFault> {
        self.headers
            .iter()
            .position(|h| h == column)
            .and_then(|at| self.record.get(at))
            .map(str::trim)
            .ok_or_else(|| TableFault::NoColumn {
                table: self.table,
                column,
                found: self.headers.iter().collect::<Vec<_>>().join(", "),
            })
    }

    fn text(&self, column: &'static str) -> Result<String, TableFault> {
        self.get(column).map(str::to_owned)
    }

    fn number(&self, column: &'static str) -> Result<u32, TableFault> {
        let found = self.get(column)?;
        found.parse().map_err(|_| self.fault(column, found, "a whole number"))
    }

    fn list(&self, column: &'static str, separator: char) -> Result<Vec<String>, TableFault> {
        Ok(self
            .get(column)?
            .split(separator)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect())
    }

    fn fault(&self, column: &'static str, found: &str, expected: &'static str) -> TableFault {
        TableFault::Cell {
            table: self.table,
            line: self.line,
            column,
            found: found.to_owned(),
            expected,
        }
    }
}

fn each<T>(text: Text, read: fn(&Row) -> Result<T, TableFault>) -> Result<Vec<T>, TableFault> {
    let not_csv = |fault: csv::Error| TableFault::NotCsv {
        table: text.name,
        why: fault.to_string(),
    };
    let mut reader = csv::Reader::from_reader(text.text.as_bytes());
    let headers = reader.headers().map_err(not_csv)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(not_csv)?;
        rows.push(read(&Row {
            table: text.name,
            headers: &headers,
            record: &record,
            line: record.position().map_or(0, csv::Position::line),
        })?);
    }
    Ok(rows)
}

fn device_type(row: &Row) -> Result<DeviceType, TableFault> {
    let patient_data = row.text("patient_data_stored")?;
    if !["none", "small", "large"].contains(&patient_data.as_str()) {
        return Err(row.fault("patient_data_stored", &patient_data, "none, small or large"));
    }
    Ok(DeviceType {
        id: row.text("type_id")?,
        name: row.text("name")?,
        counts: [row.number("count_kgh")?, row.number("count_avh")?, row.number("count_tdc")?],
        life_years_low: row.number("life_years_low")?,
        life_years_high: row.number("life_years_high")?,
        patient_data,
        patient_data_note: row.text("patient_data_note")?,
        wireless: row.get("talks_to")?.contains("SYS-WIFI"),
    })
}

fn model(row: &Row) -> Result<Model, TableFault> {
    let mut spellings = Vec::new();
    for column in ["cmms_spelling_1", "cmms_spelling_2", "cmms_spelling_3"] {
        let found = row.get(column)?;
        if !found.is_empty() {
            let (maker, model) = found
                .split_once(" / ")
                .ok_or_else(|| row.fault(column, found, "\"maker / model\""))?;
            spellings.push((maker.trim().to_owned(), model.trim().to_owned()));
        }
    }
    let prefix = row.get("mac_prefix")?;
    let is_prefix = |text: &str| text.len() == 8 && text.split(':').all(|octet| u8::from_str_radix(octet, 16).is_ok());
    if !prefix.is_empty() && !is_prefix(prefix) {
        return Err(row.fault("mac_prefix", prefix, "three octets, or nothing"));
    }
    Ok(Model {
        id: row.text("model_id")?,
        type_id: row.text("type_id")?,
        maker: row.text("manufacturer")?,
        name: row.text("model")?,
        named_by_advisory: row.get("advisory_relation")? == "advisory",
        versions: Versions {
            plain: row.list("versions_when_no_advisory", ';')?,
            inside: row.list("versions_inside", ';')?,
            border: row.list("versions_border", ';')?,
            outside: row.list("versions_outside", ';')?,
            unclear: Some(row.text("version_as_held_when_unclear")?).filter(|v| !v.is_empty()),
        },
        spellings,
        os: without_mark(row.get("usual_os")?).to_owned(),
        mac_prefix: (!prefix.is_empty()).then(|| prefix.to_uppercase()),
        mac_owner: row.text("mac_prefix_owner")?,
        mac_note: row.text("mac_note")?,
    })
}

/// "Windows 7 (K)" without the mark of where it is known from.
fn without_mark(text: &str) -> &str {
    match text.rsplit_once(" (") {
        Some((before, mark)) if mark.ends_with(')') && mark.starts_with(['K', 'R', 'A']) => before.trim(),
        _ => text.trim(),
    }
}

fn zone(row: &Row) -> Result<Zone, TableFault> {
    Ok(Zone {
        id: row.text("zone_id")?,
        site: row.text("site")?,
        name: row.text("name")?,
        vlan: row.text("vlan")?,
        prefix: row.text("prefix")?,
        separation: row.text("separation")?,
        internet: row.text("internet")?,
        rules: row.text("rules")?,
        device_types: row.list("device_types", ';')?,
        systems: row.list("systems", ';')?,
        hosts_about: row.number("hosts_about")?,
        findings: row.list("finding_ids", ';')?,
    })
}

fn finding(row: &Row) -> Result<NetworkFinding, TableFault> {
    Ok(NetworkFinding {
        id: row.text("finding_id")?,
        zone: row.text("zone_id")?,
        what_is_seen: row.text("what_is_seen")?,
        device_types: row.list("device_types", ';')?,
        why_it_matters: row.text("why_it_matters")?,
        what_to_do: row.text("what_to_do")?,
        services: row.list("services_touched", ';')?,
    })
}

fn service(row: &Row) -> Result<ServiceRow, TableFault> {
    let site = row.text("site")?;
    let needs_text = row.get("needs_hard")?;
    let expected = "needs such as \"2/3:T01@KGH#diagnostic & SYS-RIS & S11\"";
    let needs = register::service::read_needs(needs_text, &site).map_err(|unread| row.fault("needs_hard", &unread.found, expected))?;
    let mut pools = Vec::new();
    for part in needs_text.split('&') {
        if let Some((share, pool)) = part.trim().split_once(':') {
            let n = share.split_once('/').and_then(|(_, n)| n.trim().parse().ok());
            pools.push((
                register::Pool(pool.trim().to_owned()),
                n.ok_or_else(|| row.fault("needs_hard", part, expected))?,
            ));
        }
    }
    Ok(ServiceRow {
        service: register::ClinicalService {
            code: row.text("service_id")?,
            name: row.text("name")?,
            site,
            hours: row.text("hours")?,
            a_day: row.text("patients_or_items_a_day")?,
            needs,
            slowed_without: row.list("needs_soft_systems", ',')?,
            longest_bearable_outage_minutes: Some(row.number("longest_bearable_outage_minutes")?),
            outage_reason: row.text("outage_reason")?,
            stops_first: row.text("stops_first")?,
            fallback: row.text("paper_fallback")?,
            fallback_lasts_hours: Some(row.number("fallback_lasts_hours")?),
            decided_by: row.text("decides_role")?,
        },
        pools,
    })
}

fn system(row: &Row) -> Result<register::ConnectedSystem, TableFault> {
    Ok(register::ConnectedSystem {
        code: row.text("system_id")?,
        name: row.text("name")?,
        place: row.text("where")?,
        depends_on: row.list("depends_on", ';')?,
        felt_after_minutes: Some(row.number("minutes_until_felt")?),
        workaround: row.text("workaround")?,
    })
}

fn contact(row: &Row) -> Result<register::Contact, TableFault> {
    Ok(register::Contact {
        code: row.text("contact_id")?,
        role: row.text("role")?,
        kind: row.text("kind")?,
        answers_in_hours: row.text("answer_minutes_in_hours")?,
        answers_out_of_hours: row.text("answer_minutes_out_of_hours")?,
        on_site_in_hours: row.text("on_site_minutes_in_hours")?,
        on_site_out_of_hours: row.text("on_site_minutes_out_of_hours")?,
        telephone: String::new(),
    })
}

fn remote_access(row: &Row) -> Result<RemoteAccess, TableFault> {
    Ok(RemoteAccess {
        id: row.text("remote_id")?,
        contact: row.text("contact_id")?,
        device_types: row.list("device_types", ';')?,
        arrangement: row.text("arrangement")?,
        account: row.text("account")?,
        mfa: row.text("mfa")?,
        approval: row.text("approval")?,
        log: row.text("log")?,
        fault: row.text("fault")?,
    })
}

fn learning_device(row: &Row) -> Result<LearningDevice, TableFault> {
    Ok(LearningDevice {
        id: row.text("register_id")?,
        model_id: row.text("model_id")?,
        type_id: row.text("type_id")?,
        zones: row.list("zone_ids", ';')?,
        name: row.text("device_name")?,
        department: row.text("department")?,
        software_version: row.text("software_version")?,
        os: row.text("operating_system")?,
        network_connection: row.text("network_connection")?,
        vendor_remote_access: row.text("vendor_remote_access")?,
        patient_data_stored: row.text("patient_data_stored")?,
        patch_status: row.text("patch_status")?,
        support_status: row.text("support_status")?,
        risk_rating: row.text("risk_rating")?,
        teaches: row.text("what_it_teaches")?,
    })
}
