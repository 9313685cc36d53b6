//! What else is known of a device: owner, supplier, access, patient data, words on patches, support and risk.

use jiff::civil::Date;

use super::dates::month_end;
use crate::chance::Chance;
use crate::device::{AS_OF, Device, Words};
use crate::hospital::supplier_of;
use crate::place::Place;
use crate::tables::{DeviceType, LearningDevice, Model, Tables};

/// What a device is an instance of.
pub(crate) struct Product {
    pub maker: Words,
    pub name: Words,
    pub spellings: &'static [(String, String)],
    pub os: &'static str,
    /// What the form of its serial numbers is chosen by.
    pub serial_form: u32,
}

impl Product {
    /// A model of the tables.
    pub(crate) fn of(model: &'static Model) -> Product {
        Product {
            maker: model.maker.as_str().into(),
            name: model.name.as_str().into(),
            spellings: &model.spellings,
            os: &model.os,
            serial_form: model
                .id
                .bytes()
                .fold(0u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))),
        }
    }
}

/// What is settled about a device before chance is asked.
pub(crate) struct Facts<'a> {
    pub tables: &'static Tables,
    pub device_type: &'static DeviceType,
    pub product: Product,
    pub site: &'a str,
    pub place: Place,
}

impl Facts<'_> {
    /// A device with everything but its numbers, its name, its pool and its network.
    pub(crate) fn device(self, number: usize, version: Words, manufactured: Option<Date>, chance: &mut Chance) -> Device {
        let support_ends = chance.percent(70).then(|| month_end(chance.below(78) as i64 - 18));
        Device {
            number,
            site: self.site.to_owned().into(),
            device_type: self.device_type,
            asset: String::new(),
            serial: serial(self.product.serial_form, number),
            name: String::new(),
            department: format!("{}, {}", self.place.department, self.site).into(),
            location: String::new(),
            owner: self.place.owner,
            supplier: self.supplier(),
            service: "",
            pool: "".into(),
            version,
            os: operating_system(self.product.os, chance).into(),
            ips: Vec::new(),
            macs: Vec::new(),
            hostname: String::new(),
            network: "".into(),
            zone: String::new(),
            remote_access: self.remote_access(chance),
            patient_data: self.patient_data(),
            patch_status: chance.word(PATCHES).into(),
            support_status: support_words(support_ends, chance),
            risk_rating: chance.word(RISKS),
            acquired: AS_OF,
            manufactured,
            support_ends,
            next_maintenance: AS_OF.saturating_add(jiff::Span::new().days(chance.below(420) as i64 - 40)),
            life_cycle: chance.word(LIFE_CYCLE),
            is_lesson: false,
            spellings: self.product.spellings,
            maker: self.product.maker,
            model: self.product.name,
        }
    }

    fn supplier(&self) -> &'static str {
        supplier_of(&self.device_type.id)
            .and_then(|code| self.tables.contacts.iter().find(|c| c.code == code))
            .map_or("", |contact| contact.role.as_str())
    }

    fn remote_access(&self, chance: &mut Chance) -> Words {
        let arrangement = self
            .tables
            .remote_access
            .iter()
            .find(|a| a.device_types.contains(&self.device_type.id));
        match arrangement {
            Some(access) if chance.percent(85) => {
                let mut words = access.arrangement.chars();
                let first = words.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
                format!("{first}{} ({})", words.as_str(), access.id).into()
            }
            None if chance.percent(55) => "No remote access".into(),
            _ => "".into(),
        }
    }

    fn patient_data(&self) -> Words {
        let note = self.device_type.patient_data_note.as_str();
        match (self.device_type.patient_data.as_str(), note) {
            ("none", "") => "No".into(),
            ("none", note) => format!("No; {note}").into(),
            (_, note) => format!("Yes, {note}").into(),
        }
    }
}

/// What the sample hospital's own engineers noted of patches; never a manufacturer's statement.
const PATCHES: &[(&str, u32)] = &[
    ("Up to date with the supplier's list", 30),
    ("Offered by the supplier, not yet scheduled", 18),
    ("Deferred: no downtime found", 12),
    ("None to be had, says the supplier", 10),
    ("Not known", 20),
    ("", 10),
];

const RISKS: &[(&str, u32)] = &[("Low", 25), ("Moderate", 35), ("High", 20), ("Extreme", 5), ("", 15)];

const LIFE_CYCLE: &[(&str, u32)] = &[("In use", 90), ("On loan", 3), ("In store", 3), ("Under repair", 3), ("Missing", 1)];

/// The hospital's own contract, in words.
fn support_words(ends: Option<Date>, chance: &mut Chance) -> Words {
    match ends {
        Some(ends) if ends < AS_OF => format!("Contract ended {}", ends.strftime("%-d %B %Y")).into(),
        Some(ends) => format!("Supported (contract to {})", ends.strftime("%-d %B %Y")).into(),
        None => chance
            .word(&[("Third-party contract", 30), ("Repaired in house", 30), ("Not known", 20), ("", 20)])
            .into(),
    }
}

/// The operating system of one device of a model; where the table leaves it open, one of what it leaves open.
fn operating_system(usual: &'static str, chance: &mut Chance) -> &'static str {
    match usual {
        "any Windows" => chance.word(&[("Windows 10 Enterprise 22H2", 2), ("Windows 10 Pro", 2), ("Windows 7", 1)]),
        "Windows XP or 7" => chance.word(&[("Windows XP", 1), ("Windows 7", 1)]),
        usual => usual,
    }
}

/// A serial number in one of the forms that makers use; no two devices share one by accident.
fn serial(form: u32, number: usize) -> String {
    // An odd factor turns 10^8 numbers round without meeting, so that a device's serial does not tell its place here.
    let unique = (number as u64).wrapping_mul(7_654_321).wrapping_add(3_141_593) % 100_000_000;
    match form % 6 {
        0 => format!("0{unique:08}"),
        1 => format!("DE{unique:08}"),
        2 => format!("{unique:08}"),
        3 => format!("12{unique:08}00"),
        4 => format!("{:03}-{:05}", unique / 100_000, unique % 100_000),
        _ => format!("SN{:04}R{:04}", unique / 10_000, unique % 10_000),
    }
}

/// The ten fields of a device of the learning register, exactly as the lesson has them.
pub(super) fn tell_exactly(device: &mut Device, model: &'static Model, lesson: &'static LearningDevice) {
    device.is_lesson = true;
    device.maker = model.maker.as_str().into();
    device.model = model.name.as_str().into();
    device.name.clone_from(&lesson.name);
    device.department = lesson.department.as_str().into();
    device.version = lesson.software_version.as_str().into();
    device.os = lesson.os.as_str().into();
    device.network = lesson.network_connection.as_str().into();
    device.remote_access = lesson.vendor_remote_access.as_str().into();
    device.patient_data = lesson.patient_data_stored.as_str().into();
    device.patch_status = lesson.patch_status.as_str().into();
    device.support_status = lesson.support_status.as_str().into();
    device.risk_rating = &lesson.risk_rating;
    device.support_ends = None;
    device.manufactured = None;
    device.life_cycle = "In use";
}
