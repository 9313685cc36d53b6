//! One device as it really is, before anyone writes it down.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::tables::DeviceType;

/// Text that is mostly the tables' own.
pub(crate) type Words = Cow<'static, str>;

/// The day on which the sample hospital's exports are printed.
pub(crate) const AS_OF: Date = jiff::civil::date(2026, 11, 25);

/// A device of the sample hospital. Empty text means that the hospital does not know, or does not record it.
#[derive(Debug, Clone)]
pub(crate) struct Device {
    /// Its number in the estate, from 0: unique, and what its other numbers are made from.
    pub number: usize,
    pub site: Words,
    pub device_type: &'static DeviceType,
    /// The manufacturer's and the model's proper names.
    pub maker: Words,
    pub model: Words,
    /// (maker, model) as maintenance systems hold them.
    pub spellings: &'static [(String, String)],
    pub asset: String,
    pub serial: String,
    pub name: String,
    pub department: Words,
    pub location: String,
    pub owner: &'static str,
    pub supplier: &'static str,
    /// Name of the clinical service that it mainly serves.
    pub service: &'static str,
    /// The pool that it is counted in.
    pub pool: Words,
    pub version: Words,
    pub os: Words,
    pub ips: Vec<std::net::Ipv4Addr>,
    pub macs: Vec<[u8; 6]>,
    pub hostname: String,
    pub network: Words,
    /// Zone ids, joined by ", ".
    pub zone: String,
    pub remote_access: Words,
    pub patient_data: Words,
    pub patch_status: Words,
    pub support_status: Words,
    pub risk_rating: &'static str,
    pub acquired: Date,
    pub manufactured: Option<Date>,
    pub support_ends: Option<Date>,
    pub next_maintenance: Date,
    pub life_cycle: &'static str,
    /// One of the ten of the learning register: written down exactly, by everyone.
    pub is_lesson: bool,
}

impl Device {
    /// Years since it was bought.
    #[cfg(test)]
    pub(crate) fn age_years(&self) -> f64 {
        f64::from((AS_OF - self.acquired).get_days()) / 365.25
    }
}
