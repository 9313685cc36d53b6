//! A device as a line of a list: for the API, and as a table to take away. Keys are only ever added.

use paper::Table;
use register::Field;
use serde::Serialize;

use crate::lifespan;
use crate::picture::Picture;

/// One device of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedDevice {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// As the register holds it; empty where nothing is known.
    pub manufacturer: String,
    /// As the register holds it.
    pub model: String,
    /// As the register holds it.
    pub device_type: String,
    /// As the register holds it.
    pub serial: String,
    /// As the register holds it.
    pub asset_tag: String,
    /// As the register holds it.
    pub software_version: String,
    /// As the register holds it.
    pub os: String,
    /// As the register holds it.
    pub ip: String,
    /// As the register holds it.
    pub mac: String,
    /// As the register holds it.
    pub hostname: String,
    /// As the register holds it.
    pub site: String,
    /// As the register holds it.
    pub department: String,
    /// As the register holds it.
    pub location: String,
    /// Names of the services that count it; else what the register says of its service.
    pub services: Vec<String>,
    /// The gravest verdict on it; null where no loaded advisory speaks of it.
    pub verdict: Option<&'static str>,
    /// How its operating system stands.
    pub support: &'static str,
    /// Whether a vulnerability known to be exploited affects it, or may.
    pub exploited: bool,
    /// Register's names of the fields on which sources disagree.
    pub disputed: Vec<&'static str>,
    /// Whether a complete delivery of one of its sources no longer held it.
    pub stale: bool,
}

/// A device as a line of a list.
pub fn listed_device(picture: &Picture, device: usize) -> ListedDevice {
    let fleet = picture.fleet();
    let columns = picture.columns();
    let text = |field: Field| fleet.value(device, field).to_owned();
    let counted: Vec<String> = columns
        .services_of(device)
        .iter()
        .map(|(service, _)| picture.parts.services[*service].name.clone())
        .collect();
    ListedDevice {
        id: fleet.id(device).to_string(),
        name: fleet.display_name(device),
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
        site: text(Field::Site),
        department: text(Field::Department),
        location: text(Field::Location),
        services: if counted.is_empty() && !fleet.value(device, Field::Service).is_empty() {
            vec![text(Field::Service)]
        } else {
            counted
        },
        verdict: columns.verdict(picture, device).map(intel::Verdict::key),
        support: lifespan::standing(picture.support_of(device)).key(),
        exploited: columns.is_exploited(picture, device),
        disputed: fleet.disputed_fields(device).map(Field::key).collect(),
        stale: columns.is_stale(device),
    }
}

/// These devices as a table with every field that the register holds of them.
pub fn table(picture: &Picture, devices: &[u32]) -> Table {
    // The name stands first and the note last; what is derived stands between.
    let fields: Vec<Field> = Field::ALL
        .iter()
        .copied()
        .filter(|f| !matches!(f, Field::Name | Field::Service | Field::Note))
        .collect();
    let mut names = vec!["Name".to_owned()];
    names.extend(fields.iter().map(|f| f.label().to_owned()));
    names.extend(
        [
            "Clinical services",
            "Gravest verdict",
            "Operating system support",
            "Known exploited",
            "Sources disagree on",
            "No longer listed by its source",
            "Note",
            "Device id",
        ]
        .map(str::to_owned),
    );
    let yes = |holds: bool| if holds { "yes".to_owned() } else { String::new() };
    let rows = devices
        .iter()
        .map(|&device| {
            let device = device as usize;
            let listed = listed_device(picture, device);
            let fleet = picture.fleet();
            let mut row = vec![listed.name];
            row.extend(fields.iter().map(|&f| fleet.value(device, f).to_owned()));
            let disputed: Vec<&str> = fleet.disputed_fields(device).map(Field::label).collect();
            row.extend([
                listed.services.join("; "),
                listed.verdict.unwrap_or("").replace('_', " "),
                lifespan::in_words(picture.support_of(device)),
                yes(listed.exploited),
                disputed.join("; "),
                yes(listed.stale),
                fleet.value(device, Field::Note).to_owned(),
                listed.id,
            ]);
            row
        })
        .collect();
    Table {
        name: "Devices".into(),
        columns: names,
        rows,
    }
}
