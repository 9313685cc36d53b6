//! Which zone a device is in, and its addresses there.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use crate::chance::Chance;
use crate::device::Device;
use crate::tables::{LearningDevice, Model, Tables, Zone};

/// Addresses given out so far.
pub(super) struct Addresses {
    tables: &'static Tables,
    given: BTreeMap<&'static str, u32>,
    hosts: BTreeMap<String, u32>,
}

impl Addresses {
    pub(super) fn new(tables: &'static Tables) -> Self {
        Addresses {
            tables,
            given: BTreeMap::new(),
            hosts: BTreeMap::new(),
        }
    }

    /// Connects a device that has a network of its own, or says why it has none.
    pub(super) fn connect(
        &mut self,
        device: &mut Device,
        model: &'static Model,
        used_for: &str,
        lesson: Option<&'static LearningDevice>,
        short: &str,
        chance: &mut Chance,
    ) {
        let zones: Vec<&'static Zone> = match lesson {
            Some(lesson) => self.tables.zones.iter().filter(|z| lesson.zones.contains(&z.id)).collect(),
            None if chance.percent(5) => Vec::new(), // connectable, and not connected
            None => self.zone(device, used_for, chance).into_iter().collect(),
        };
        let (Some(prefix), Some(first)) = (&model.mac_prefix, zones.first()) else {
            device.network = unconnected(model).into();
            return;
        };
        for (card, zone) in zones.iter().enumerate() {
            device.ips.extend(self.address(zone));
            device.macs.push(mac(prefix, device.number + card * 8_000_000));
        }
        let wireless = device.device_type.wireless && (first.name.contains("wireless") || chance.percent(50));
        let medium = if wireless { "Wireless" } else { "Wired" };
        device.network = format!("{medium}, {} ({})", first.name, first.id).into();
        device.zone = zones.iter().map(|z| z.id.as_str()).collect::<Vec<_>>().join(", ");
        let has_name = ["Windows", "Linux", "SLES"].iter().any(|os| device.os.contains(os));
        if has_name && !chance.percent(10) {
            let stem = format!("{}{short}", device.site);
            let host = self.hosts.entry(stem.clone()).or_insert(0);
            *host += 1;
            device.hostname = format!("{stem}{host:02}");
        }
    }

    fn zone(&self, device: &Device, used_for: &str, chance: &mut Chance) -> Option<&'static Zone> {
        // A zone named for a department is for that department; a router that nobody registered holds nothing here.
        let fits = |zone: &Zone| {
            zone.site == device.site
                && zone.device_types.contains(&device.device_type.id)
                && zone.vlan != "-"
                && (zone.name != "Radiotherapy" || device.department.starts_with("Radiotherapy"))
                && (used_for != "planning" || zone.name == "Radiotherapy")
        };
        let zones: Vec<&'static Zone> = self.tables.zones.iter().filter(|z| fits(z)).collect();
        chance.one_of(&zones).copied()
    }

    /// The next free address of a zone; none when the prefix is full or no prefix.
    fn address(&mut self, zone: &'static Zone) -> Option<Ipv4Addr> {
        let (network, bits) = zone.prefix.split_once('/')?;
        let network: Ipv4Addr = network.parse().ok()?;
        let size = 1u32.checked_shl(32u32.checked_sub(bits.parse().ok()?)?)?;
        // The first ten are the network's own machines.
        let given = self.given.entry(&zone.id).or_insert(10);
        *given += 1;
        (*given + 1 < size).then(|| Ipv4Addr::from_bits(network.to_bits() + *given))
    }
}

/// The words for a device without a network of its own.
fn unconnected(model: &Model) -> &'static str {
    let note = model.mac_note.as_str();
    let table: &[(&str, &str)] = &[
        ("through dock", "None; serial through its dock"),
        ("through hub", "None; serial through a hub"),
        ("through converter", "None; serial through a converter"),
        ("inside monitor", "None; inside a monitor"),
        ("host PC", "Through its host computer"),
        ("host tablet", "Through its tablet"),
        ("USB service", "None; USB for service"),
        ("not known", "Not known"),
    ];
    table
        .iter()
        .find(|(part, _)| note.contains(part))
        .map_or("Not connected", |(_, words)| words)
}

/// A MAC address of a prefix for a number below 2^24; no two numbers give the same.
pub(crate) fn mac(prefix: &str, number: usize) -> [u8; 6] {
    // An odd factor turns 24 bits round without meeting; addresses of one buy do not follow one another.
    let low = (number as u32).wrapping_mul(0x9E_3779).wrapping_add(0x2A_51B3) & 0xFF_FFFF;
    let [_, a, b, c] = low.to_be_bytes();
    let mut octets = prefix.split(':').map(|octet| u8::from_str_radix(octet, 16).unwrap_or_default());
    let mut next = || octets.next().unwrap_or_default();
    [next(), next(), next(), a, b, c]
}
