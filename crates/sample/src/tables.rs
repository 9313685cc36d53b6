//! The tables of the sample hospital (`data/sample-hospital`), compiled in and read once.
//!
//! The tables are the project's own, so a fault in one is a fault of the project; still it is named by table, line and
//! column, because they are edited by hand.

use std::sync::OnceLock;

use jiff::civil::Date;

mod read;

pub use read::TableFault;

/// A kind of device, with how many each site has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceType {
    /// "T01".
    pub id: String,
    /// "CT scanner".
    pub name: String,
    /// Devices at KGH, AVH and TDC, in the order of [`crate::hospital::SITES`].
    pub counts: [u32; 3],
    /// Years of use that are usual, the low end.
    pub life_years_low: u32,
    /// Years of use that are usual, the high end; older is past its life.
    pub life_years_high: u32,
    /// "none", "small" or "large".
    pub patient_data: String,
    /// What kind of patient data.
    pub patient_data_note: String,
    /// Whether devices of this type use the wireless network.
    pub wireless: bool,
}

/// Software versions of a model as registers hold them, by where they stand towards the stored advisories.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Versions {
    /// Of models that no stored advisory names.
    pub plain: Vec<String>,
    /// Inside a stated range.
    pub inside: Vec<String>,
    /// On the border of one.
    pub border: Vec<String>,
    /// Outside.
    pub outside: Vec<String>,
    /// What a register holds when nobody knows ("V12", "iX", "Rev M").
    pub unclear: Option<String>,
}

/// A manufacturer's product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// "M001".
    pub id: String,
    /// Its device type's id.
    pub type_id: String,
    /// The manufacturer's name.
    pub maker: String,
    /// The model's name.
    pub name: String,
    /// Whether a stored advisory names it.
    pub named_by_advisory: bool,
    /// Versions to draw from.
    pub versions: Versions,
    /// (maker, model) as maintenance systems hold them.
    pub spellings: Vec<(String, String)>,
    /// The usual operating system, without the mark of where that is known from.
    pub os: String,
    /// First three octets of its MAC address ("00:D0:75"); none for what has no network of its own.
    pub mac_prefix: Option<String>,
    /// Whose prefix that is.
    pub mac_owner: String,
    /// Why it has no prefix, or whose it is, in words.
    pub mac_note: String,
}

/// A group of addresses with common needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// "Z04".
    pub id: String,
    /// Site code.
    pub site: String,
    /// Name.
    pub name: String,
    /// VLAN number, or "-".
    pub vlan: String,
    /// Address prefix in CIDR form.
    pub prefix: String,
    /// "flat", "segmented", "isolated by design" …
    pub separation: String,
    /// What of the internet it reaches.
    pub internet: String,
    /// Its firewall rules, in words.
    pub rules: String,
    /// Ids of the device types it holds.
    pub device_types: Vec<String>,
    /// Codes of the systems in it.
    pub systems: Vec<String>,
    /// About how many addresses are in use.
    pub hosts_about: u32,
    /// Ids of what was found in it.
    pub findings: Vec<String>,
}

/// A fault seen in the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkFinding {
    /// "F01".
    pub id: String,
    /// The zone's id.
    pub zone: String,
    /// What is seen.
    pub what_is_seen: String,
    /// Ids of device types it concerns.
    pub device_types: Vec<String>,
    /// Why it matters.
    pub why_it_matters: String,
    /// What to do.
    pub what_to_do: String,
    /// Codes of services it touches.
    pub services: Vec<String>,
}

/// A supplier's standing arrangement for reaching devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteAccess {
    /// "RA01".
    pub id: String,
    /// The supplier's contact code.
    pub contact: String,
    /// Ids of the device types it reaches.
    pub device_types: Vec<String>,
    /// How it gets in.
    pub arrangement: String,
    /// Whose account.
    pub account: String,
    /// Whether a second factor is asked for.
    pub mfa: String,
    /// Who approves a session.
    pub approval: String,
    /// What is recorded.
    pub log: String,
    /// What is wrong with it.
    pub fault: String,
}

/// A clinical service as the table states it.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceRow {
    /// The service.
    pub service: register::ClinicalService,
    /// Its pools with the n of "k of n" that the table states.
    pub pools: Vec<(register::Pool, u32)>,
}

/// One device of the learning register (R27): its ten fields exactly as the learners see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearningDevice {
    /// "L01".
    pub id: String,
    /// Model id.
    pub model_id: String,
    /// Device type id.
    pub type_id: String,
    /// Ids of the zones it is in.
    pub zones: Vec<String>,
    /// Device name.
    pub name: String,
    /// Department, with the site's code.
    pub department: String,
    /// Software version.
    pub software_version: String,
    /// Operating system.
    pub os: String,
    /// Network connection.
    pub network_connection: String,
    /// Vendor remote access.
    pub vendor_remote_access: String,
    /// Patient data stored.
    pub patient_data_stored: String,
    /// Patch status.
    pub patch_status: String,
    /// Support status.
    pub support_status: String,
    /// Risk rating.
    pub risk_rating: String,
    /// What it teaches; for the lesson, not for the register.
    pub teaches: String,
}

impl LearningDevice {
    /// The code of its site, the last word of its department.
    pub fn site(&self) -> &str {
        self.department.rsplit(", ").next().unwrap_or_default()
    }
}

/// All tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Tables {
    /// types.csv
    pub types: Vec<DeviceType>,
    /// models.csv
    pub models: Vec<Model>,
    /// zones.csv
    pub zones: Vec<Zone>,
    /// findings.csv
    pub findings: Vec<NetworkFinding>,
    /// services.csv
    pub services: Vec<ServiceRow>,
    /// systems.csv
    pub systems: Vec<register::ConnectedSystem>,
    /// contacts.csv
    pub contacts: Vec<register::Contact>,
    /// remote-access.csv
    pub remote_access: Vec<RemoteAccess>,
    /// learning-register.csv
    pub learning: Vec<LearningDevice>,
}

/// The tables, read at the first call.
pub fn tables() -> Result<&'static Tables, TableFault> {
    static READ: OnceLock<Result<Tables, TableFault>> = OnceLock::new();
    READ.get_or_init(read::read_all).as_ref().map_err(Clone::clone)
}

/// What a text in a version column says: a version, or something else in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Held {
    /// A version as a register holds it.
    Version(String),
    /// The date of shipping or release decides, not a version.
    MadeOn(Date),
    /// Nothing to write into a version column ("(none: all versions)", "ship date not recorded").
    Nothing,
}

/// Reads "12.1.3", "shipped 2017-11-20", "(platform decides)".
pub(crate) fn held(text: &str) -> Held {
    if text.starts_with('(') || text.ends_with("date not recorded") {
        return Held::Nothing;
    }
    for word in ["shipped ", "released "] {
        if let Some(date) = text.strip_prefix(word).and_then(|d| d.parse().ok()) {
            return Held::MadeOn(date);
        }
    }
    Held::Version(text.to_owned())
}
