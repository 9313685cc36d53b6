//! The facts that the register holds of a device (product row R1).

use serde::{Deserialize, Serialize};

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident, $key:literal, $label:literal;)*) => {
        /// One kind of fact about a device. Keys are part of the API: they are only ever added.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field { $($(#[$doc])* #[serde(rename = $key)] $name,)* }

        impl Field {
            /// Every field, in the order of a device's page.
            pub const ALL: &'static [Field] = &[$(Field::$name,)*];

            /// The name in JSON, in files that Wardline writes, and in `missing`.
            pub fn key(self) -> &'static str { match self { $(Field::$name => $key,)* } }

            /// The name on a page.
            pub fn label(self) -> &'static str { match self { $(Field::$name => $label,)* } }
        }
    };
}

fields! {
    /// What people call it ("CT-01").
    Name, "name", "Name";
    /// As the source writes it.
    Manufacturer, "manufacturer", "Manufacturer";
    /// As the source writes it.
    Model, "model", "Model";
    /// The device identifier of the UDI: which model.
    UdiDi, "udi_di", "UDI-DI";
    /// The maker's serial number. Text: leading zeros count.
    Serial, "serial", "Serial number";
    /// The hospital's own number, unique within a source.
    AssetTag, "asset_tag", "Asset number";
    /// What it is clinically ("CT scanner").
    DeviceType, "device_type", "Device type";
    /// Which hospital.
    Site, "site", "Site";
    /// Organisational unit.
    Department, "department", "Department";
    /// Room or bay.
    Location, "location", "Location";
    /// The role or person accountable.
    Owner, "owner", "Owner";
    /// Who supports it under contract.
    Supplier, "supplier", "Supported by";
    /// A clinical service it serves, by name or code.
    Service, "service", "Clinical service";
    /// The pool of like devices that a service counts it in ("T01@KGH#diagnostic").
    Pool, "pool", "Counted in";
    /// As the source writes it.
    SoftwareVersion, "software_version", "Software version";
    /// As the source writes it.
    Os, "os", "Operating system";
    /// IPv4 or IPv6; several are joined by ", ".
    Ip, "ip", "IP address";
    /// Six octets, lower case, colons; several are joined by ", ".
    Mac, "mac", "MAC address";
    /// As the network knows it.
    Hostname, "hostname", "Host name";
    /// Wired, wireless, serial, none.
    NetworkConnection, "network_connection", "Network connection";
    /// The network zone.
    Zone, "zone", "Network zone";
    /// How the supplier gets in, or that it does not.
    VendorRemoteAccess, "vendor_remote_access", "Vendor remote access";
    /// Whether and which patient data it keeps.
    PatientDataStored, "patient_data_stored", "Patient data stored";
    /// What a source says of patches.
    PatchStatus, "patch_status", "Patch status";
    /// What a source says of support.
    SupportStatus, "support_status", "Support status";
    /// What a source says of risk; never what Wardline derives.
    RiskRating, "risk_rating", "Risk rating";
    /// In use, on loan, disposed, missing …
    LifeCycle, "life_cycle", "State";
    /// ISO 8601 date, or a year or month where the source has no more.
    AcquiredOn, "acquired_on", "Acquired";
    /// ISO 8601 date, or a year or month where the source has no more.
    ManufacturedOn, "manufactured_on", "Manufactured";
    /// ISO 8601 date: end of the support contract.
    SupportEndsOn, "support_ends_on", "Support ends";
    /// ISO 8601 date: next planned maintenance.
    NextMaintenanceOn, "next_maintenance_on", "Next maintenance";
    /// Columns that nothing else fits, as "Column: text", joined by "; ".
    Note, "note", "Note";
}

impl Field {
    /// The field of that key.
    pub fn from_key(key: &str) -> Option<Field> {
        Self::ALL.iter().copied().find(|f| f.key() == key)
    }

    /// Position in `ALL`, for columns.
    pub fn index(self) -> usize {
        self as usize
    }
}
