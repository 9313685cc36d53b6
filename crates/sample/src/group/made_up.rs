//! Makers and models that nobody makes, for estates with more models than the tables name.

use crate::chance::Chance;
use crate::device::Words;
use crate::estate::Product;
use crate::place::called;
use crate::tables::DeviceType;

/// A model that nobody makes. Its maker's name says so.
pub(super) struct MadeUp {
    maker: String,
    name: String,
    os: &'static str,
    number: usize,
    has_network: bool,
}

/// Locally administered, so that no maker owns it.
const PREFIX: &str = "02:53:4D";

impl MadeUp {
    /// The `nth` made-up model of a type. It runs what the type's real models run.
    pub(super) fn new(device_type: &DeviceType, nth: usize, systems: &[&'static str]) -> MadeUp {
        let (name, _) = called(&device_type.id);
        let of_type: usize = device_type.id.trim_start_matches('T').parse().unwrap_or_default();
        MadeUp {
            maker: format!("Sample Maker {}", 1 + (of_type * 7 + nth * 3) % 60),
            name: format!("{name} S-{}", 100 + nth),
            os: systems.get(nth % systems.len().max(1)).copied().unwrap_or_default(),
            number: nth,
            has_network: nth % 6 != 5,
        }
    }

    pub(super) fn product(&self) -> Product {
        Product {
            maker: self.maker.clone().into(),
            name: self.name.clone().into(),
            spellings: &[],
            os: self.os,
            serial_form: self.number as u32,
        }
    }

    /// As an older row of a register has it.
    pub(super) fn as_typed(&self) -> (String, String) {
        (self.maker.to_uppercase(), self.name.to_uppercase().replace(" S-", "-S"))
    }

    /// One of its three versions, or none.
    pub(super) fn version(&self, chance: &mut Chance) -> Words {
        let major = 1 + self.number % 5;
        match chance.below(10) {
            0..=4 => format!("{major}.{}", self.number % 7).into(),
            5..=7 => format!("{major}.{}.2", self.number % 7).into(),
            8 => format!("{}.0", major + 1).into(),
            _ => "".into(),
        }
    }

    pub(super) fn mac_prefix(&self) -> Option<&'static str> {
        self.has_network.then_some(PREFIX)
    }
}
