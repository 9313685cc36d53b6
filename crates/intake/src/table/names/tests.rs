use super::*;

fn check(field: Option<Field>, headers: &[&str]) {
    for header in headers {
        assert_eq!(named(header).map(|n| n.field), field, "{header:?}");
    }
}

#[test]
fn headers_of_hospital_exports() {
    check(
        Some(Field::AssetTag),
        &[
            "Asset No",
            "ASSET_NO.",
            "Tag",
            "asset_id",
            "Asset #",
            "AssetTag",
            "Asset Tag No.",
            "Equipment Number",
            "Inventarnummer",
            "N° inventaire",
            "Asset number (CMMS)",
            "Trust asset number",
        ],
    );
    check(
        Some(Field::Manufacturer),
        &[
            "Make",
            "MANUF",
            "Mfr Name",
            "Hersteller",
            "Maker",
            "Manufacturer",
            "Fabricant",
            "Device Manufacturer",
            "Vendor",
            "Brand",
        ],
    );
    check(
        Some(Field::Model),
        &["MODEL", "Model Name", "Modell", "Modèle", "Model no.", "Model / type"],
    );
    check(
        Some(Field::Serial),
        &[
            "S/N",
            "Serial No",
            "Seriennr",
            "Seriennr.",
            "Lot/Serial",
            "Serial#",
            "Ser.No",
            "Numéro de série",
            "Serial Number (manufacturer's)",
            "Device serial",
        ],
    );
    check(
        Some(Field::SoftwareVersion),
        &[
            "S/W",
            "S/W Version",
            "Software",
            "SW ver",
            "Firmware Version",
            "Version logiciel",
            "Softwarestand",
            "App. version",
            "Software version installed",
        ],
    );
    check(Some(Field::PatchStatus), &["Patch level", "Patch Status", "Service Pack"]);
    check(
        Some(Field::Hostname),
        &["Computer name", "hostname", "Host Name", "FQDN", "Rechnername"],
    );
    check(
        Some(Field::DeviceType),
        &[
            "Equip Type",
            "Type",
            "Device",
            "Equipment description",
            "Geräteart",
            "Description",
            "Device Category",
        ],
    );
    check(
        Some(Field::Supplier),
        &["Sup", "Supplier", "Supported by", "Lieferant", "Service provider", "Maintained By"],
    );
    check(Some(Field::Location), &["Loc", "Location", "Room", "Ort", "Raum"]);
    check(
        Some(Field::Department),
        &["Dept", "Department", "Abteilung", "Ward", "Clinical area"],
    );
    check(
        Some(Field::AcquiredOn),
        &[
            "Acq Date",
            "Purchase Date",
            "Date of purchase",
            "Anschaffungsdatum",
            "Installed on",
            "Date d'achat",
        ],
    );
    check(
        Some(Field::NextMaintenanceOn),
        &[
            "Next PPM",
            "Next service due",
            "PPM due date",
            "Nächste Wartung",
            "Next planned maintenance date",
        ],
    );
    check(
        Some(Field::ManufacturedOn),
        &["Year of manufacture", "Baujahr", "Mfg. date", "Manufactured"],
    );
    check(
        Some(Field::SupportEndsOn),
        &[
            "Support ends",
            "Contract End Date",
            "Warranty expires",
            "End of support",
            "Support contract until",
        ],
    );
    check(Some(Field::Pool), &["Counted in", "Service pool"]);
    check(Some(Field::Service), &["Clinical service", "Service"]);
    check(Some(Field::UdiDi), &["UDI-DI", "UDI", "GTIN"]);
    check(Some(Field::Ip), &["ip", "IP Address", "IP-Adresse", "IP address (static)", "IPv4"]);
    check(
        Some(Field::Mac),
        &["mac", "MAC Address", "MAC-Adresse", "Ethernet MAC", "MAC (wireless)"],
    );
    check(Some(Field::Os), &["os", "O/S", "Operating System", "OS version", "Betriebssystem"]);
    check(Some(Field::LifeCycle), &["Status", "Asset Status", "Lifecycle"]);
    check(Some(Field::Note), &["Notes", "Comments", "Bemerkungen"]);
    check(
        Some(Field::VendorRemoteAccess),
        &["Vendor remote access", "Remote Access", "Fernwartung"],
    );
    check(
        Some(Field::PatientDataStored),
        &["Patient data stored", "Stores ePHI?", "Patient data held"],
    );
    check(Some(Field::RiskRating), &["Risk", "Risk rating"]);
    check(Some(Field::Zone), &["VLAN", "Network zone"]);
}

#[test]
fn headers_that_mean_something_else() {
    check(
        None,
        &[
            "Old Asset",
            "Preis",
            "Datum",
            "last seen",
            "Cost centre",
            "Contract No",
            "Serial of parent",
            "Manufacturer phone",
            "Subnet mask",
            "HW version",
            "Lot",
            "",
            "—",
            "Purchase cost",
            "Previous location",
        ],
    );
}

#[test]
fn the_registers_own_names_are_known() {
    for field in Field::ALL {
        for name in [field.key(), field.label()] {
            assert_eq!(named(name).map(|n| n.field), Some(*field), "{name}");
        }
    }
}

#[test]
fn no_name_is_listed_twice() {
    let mut seen = HashMap::new();
    for (field, often, sometimes) in SYNONYMS {
        for name in often.split('|').chain(sometimes.split('|')).filter(|n| !n.is_empty()) {
            if let Some(other) = seen.insert(name, *field) {
                assert_eq!(other, *field, "{name} is listed under two fields");
            }
        }
    }
}

#[test]
fn names_that_say_nothing() {
    for (header, nothing) in [
        ("", true),
        ("Column 7", true),
        ("No.", true),
        ("ID", true),
        ("Unnamed: 3", true),
        ("PO Number", false),
        ("Barcode", false),
    ] {
        assert_eq!(says_nothing(header), nothing, "{header}");
    }
}
