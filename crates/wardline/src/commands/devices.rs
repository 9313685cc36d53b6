//! `devices [--query TEXT] [--statements]`.

use std::collections::HashMap;

use paper::Table;
use register::fleet::ListQuery;
use register::{DeviceId, Field};
use serde::Serialize;
use store::devices::StatementState;

use super::Session;
use crate::arguments::Format;
use crate::exit::{Exit, Failure};
use crate::print;

#[derive(Serialize)]
struct Document {
    id: String,
    name: String,
    manufacturer: String,
    model: String,
    device_type: String,
    serial: String,
    asset_tag: String,
    software_version: String,
    os: String,
    ip: String,
    mac: String,
    hostname: String,
    department: String,
    location: String,
    services: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statements: Option<Vec<StatementDocument>>,
}

#[derive(Serialize)]
struct StatementDocument {
    source: String,
    row: i64,
    state: &'static str,
}

pub fn run(session: &Session, query: Option<&str>, statements: bool) -> Result<Exit, Failure> {
    let picture = session.picture()?;
    let fleet = picture.fleet();
    let found = fleet.find(
        &ListQuery {
            words: query.unwrap_or("").to_owned(),
            ..Default::default()
        },
        None,
    );
    let mut of_device: HashMap<DeviceId, Vec<StatementDocument>> = HashMap::new();
    if statements {
        for statement in session.store.read(|s| store::devices::all_statements(s, session.organisation))? {
            let state = match statement.state {
                StatementState::Current => "current",
                // A newer word under the same key has taken its place; what was withdrawn was taken back by a person.
                StatementState::Superseded => continue,
                StatementState::Withdrawn => "withdrawn",
            };
            let said = StatementDocument {
                source: statement.source,
                row: statement.row,
                state,
            };
            of_device.entry(statement.device).or_default().push(said);
        }
    }
    let documents: Vec<Document> = found
        .iter()
        .map(|&d| {
            let d = d as usize;
            let text = |field: Field| fleet.value(d, field).to_owned();
            let counted = picture
                .services_of(d)
                .into_iter()
                .map(|(s, _)| picture.parts.services[s].name.clone())
                .collect::<Vec<_>>();
            let services = if counted.is_empty() && !fleet.value(d, Field::Service).is_empty() {
                vec![text(Field::Service)]
            } else {
                counted
            };
            Document {
                id: fleet.id(d).to_string(),
                name: fleet.display_name(d),
                manufacturer: text(Field::Manufacturer),
                model: text(Field::Model),
                device_type: text(Field::DeviceType),
                serial: text(Field::Serial),
                asset_tag: text(Field::AssetTag),
                software_version: text(Field::SoftwareVersion),
                os: text(Field::Os),
                ip: text(Field::Ip),
                mac: text(Field::Mac),
                hostname: text(Field::Hostname),
                department: text(Field::Department),
                location: text(Field::Location),
                services,
                statements: statements.then(|| of_device.remove(&fleet.id(d)).unwrap_or_default()),
            }
        })
        .collect();
    if session.format == Format::Json {
        print::json(&documents)?;
        return Ok(Exit::Done);
    }
    let mut columns = vec![
        "Name",
        "Manufacturer",
        "Model",
        "Type",
        "Serial",
        "Asset number",
        "Software version",
        "Operating system",
        "Department",
        "Location",
        "Services",
        "Id",
    ];
    if statements {
        columns.push("Statements");
    }
    let rows = documents
        .into_iter()
        .map(|d| {
            let mut row = vec![
                d.name,
                d.manufacturer,
                d.model,
                d.device_type,
                d.serial,
                d.asset_tag,
                d.software_version,
                d.os,
                d.department,
                d.location,
                d.services.join("; "),
                d.id,
            ];
            if let Some(statements) = d.statements {
                row.push(
                    statements
                        .iter()
                        .map(|s| format!("{} row {} ({})", s.source, s.row, s.state))
                        .collect::<Vec<_>>()
                        .join("; "),
                );
            }
            row
        })
        .collect();
    print::table(
        &Table {
            name: "Devices".into(),
            columns: columns.into_iter().map(str::to_owned).collect(),
            rows,
        },
        session.format,
    )?;
    Ok(Exit::Done)
}
