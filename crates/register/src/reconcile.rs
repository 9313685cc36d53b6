//! Which device a record is about. Until the reconciliation room proper: the same source's asset number, else
//! manufacturer and serial, else UDI-DI and serial, else MAC (contract, `import devices`).

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::{DeviceId, Field, Statement};

/// One thing by which a device is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identifier {
    /// A source's own asset number: (source, number folded).
    Asset(String, String),
    /// (manufacturer folded, serial folded). The same serial by two makers is two devices.
    MakerSerial(String, String),
    /// (UDI-DI, serial folded).
    UdiSerial(String, String),
    /// Canonical MAC address.
    Mac(String),
}

impl Identifier {
    /// For a sentence: "asset number 004417".
    pub fn say(&self) -> String {
        match self {
            Identifier::Asset(_, number) => format!("asset number {number}"),
            Identifier::MakerSerial(maker, serial) => format!("serial number {serial} of {maker}"),
            Identifier::UdiSerial(udi, serial) => format!("UDI {udi} with serial number {serial}"),
            Identifier::Mac(mac) => format!("MAC address {mac}"),
        }
    }

    /// The identifiers that a record holds, best first.
    pub fn of(statement: &Statement) -> Vec<Identifier> {
        let mut found = Vec::with_capacity(4);
        // A serial that a spreadsheet may have damaged recognises nothing.
        let serial = statement
            .fields
            .iter()
            .find(|(f, said)| *f == Field::Serial && said.doubt.is_none())
            .map(|(_, said)| fold(&said.value))
            .filter(|s| !s.is_empty());
        if let Some(tag) = statement.get(Field::AssetTag) {
            found.push(Identifier::Asset(statement.source.clone(), fold(tag)));
        }
        if let (Some(maker), Some(serial)) = (statement.get(Field::Manufacturer), &serial) {
            found.push(Identifier::MakerSerial(fold(maker), serial.clone()));
        }
        if let (Some(udi), Some(serial)) = (statement.get(Field::UdiDi), &serial) {
            found.push(Identifier::UdiSerial(udi.to_owned(), serial.clone()));
        }
        if let Some(macs) = statement.get(Field::Mac) {
            found.extend(macs.split(", ").map(|mac| Identifier::Mac(mac.to_owned())));
        }
        found
    }

    /// 128 bits, for an index in memory; never stored.
    fn fingerprint(&self) -> u128 {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            salt.hash(&mut hasher);
            self.hash(&mut hasher);
            u128::from(hasher.finish())
        };
        (half(1) << 64) | half(2)
    }
}

/// What a record's identifiers say about whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A device that the register holds.
    Device(DeviceId),
    /// None that the register holds.
    New,
    /// Two identifiers, two devices: a person has to look.
    Contradiction {
        /// What points to the first device.
        first: (Identifier, DeviceId),
        /// What points to another.
        second: (Identifier, DeviceId),
    },
    /// Nothing to recognise it by.
    Nothing,
}

/// Identifiers to devices. Some 40 bytes an identifier.
#[derive(Debug, Clone, Default)]
pub struct IdentifierIndex {
    devices: HashMap<u128, DeviceId>,
}

impl IdentifierIndex {
    /// With room for that many identifiers.
    pub fn with_capacity(capacity: usize) -> Self {
        IdentifierIndex {
            devices: HashMap::with_capacity(capacity),
        }
    }

    /// The device of an identifier.
    pub fn get(&self, identifier: &Identifier) -> Option<DeviceId> {
        self.devices.get(&identifier.fingerprint()).copied()
    }

    /// Notes that an identifier belongs to a device; the first to have it keeps it.
    pub fn insert(&mut self, identifier: &Identifier, device: DeviceId) {
        self.devices.entry(identifier.fingerprint()).or_insert(device);
    }

    /// Whom a record with these identifiers is about. The best identifier decides; a lesser one that points elsewhere
    /// contradicts it.
    pub fn about(&self, identifiers: &[Identifier]) -> About {
        if identifiers.is_empty() {
            return About::Nothing;
        }
        let mut found: Option<(Identifier, DeviceId)> = None;
        for identifier in identifiers {
            if let Some(device) = self.get(identifier) {
                match &found {
                    None => found = Some((identifier.clone(), device)),
                    Some((_, first)) if *first == device => {}
                    Some(first) => {
                        return About::Contradiction {
                            first: first.clone(),
                            second: (identifier.clone(), device),
                        };
                    }
                }
            }
        }
        found.map_or(About::New, |(_, device)| About::Device(device))
    }
}

/// Letters and digits, lower case: "KGH-004418 " and "kgh 004418" are one number. Leading zeros count.
pub fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Said;

    fn record(source: &str, fields: &[(Field, &str)]) -> Statement {
        Statement {
            source: source.into(),
            key: String::new(),
            row: 1,
            stated_at: 0,
            fields: fields.iter().map(|(f, v)| (*f, Said::plain(*v))).collect(),
        }
    }

    #[test]
    fn the_same_serial_of_two_makers_is_two_devices() {
        let mut index = IdentifierIndex::default();
        let one = DeviceId::from_u128(1);
        for id in Identifier::of(&record("CMMS", &[(Field::Manufacturer, "Philips"), (Field::Serial, "DE 456")])) {
            index.insert(&id, one);
        }
        let about = |r: &Statement| index.about(&Identifier::of(r));
        assert_eq!(
            about(&record("IT", &[(Field::Manufacturer, "PHILIPS"), (Field::Serial, "de456")])),
            About::Device(one)
        );
        assert_eq!(
            about(&record("IT", &[(Field::Manufacturer, "GE"), (Field::Serial, "DE456")])),
            About::New
        );
        assert_eq!(about(&record("IT", &[(Field::Manufacturer, "GE")])), About::Nothing);
    }

    #[test]
    fn an_asset_number_is_its_sources_own() {
        let mut index = IdentifierIndex::default();
        index.insert(
            &Identifier::of(&record("CMMS", &[(Field::AssetTag, "004417")]))[0],
            DeviceId::from_u128(1),
        );
        assert_eq!(
            index.about(&Identifier::of(&record("CMMS", &[(Field::AssetTag, "4417")]))),
            About::New,
            "leading zeros count"
        );
        assert_eq!(
            index.about(&Identifier::of(&record("AVH", &[(Field::AssetTag, "004417")]))),
            About::New
        );
    }

    #[test]
    fn identifiers_that_point_to_two_devices_contradict() {
        let mut index = IdentifierIndex::default();
        index.insert(&Identifier::Asset("CMMS".into(), "1".into()), DeviceId::from_u128(1));
        index.insert(&Identifier::Mac("00:00:00:00:00:02".into()), DeviceId::from_u128(2));
        let about = index.about(&Identifier::of(&record(
            "CMMS",
            &[(Field::AssetTag, "1"), (Field::Mac, "00:00:00:00:00:02")],
        )));
        assert!(matches!(about, About::Contradiction { .. }));
    }

    #[test]
    fn a_doubtful_serial_recognises_nothing() {
        let mut r = record("CMMS", &[(Field::Manufacturer, "GE")]);
        r.fields.push((
            Field::Serial,
            Said {
                value: "1.2E+11".into(),
                written: None,
                doubt: Some("digits lost".into()),
            },
        ));
        assert_eq!(Identifier::of(&r), vec![]);
    }
}
