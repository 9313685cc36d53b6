//! The 600 devices: which model stands where, and what is known of each.

use std::collections::{BTreeMap, BTreeSet};

use crate::chance::{Chance, For};
use crate::device::Device;
use crate::hospital::SITES;
use crate::place::{Place, called, place_of};
use crate::tables::{DeviceType, LearningDevice, Model, TableFault, Tables, tables};

mod dates;
mod facts;
mod models;
mod network;

#[cfg(test)]
mod tests;

pub(crate) use dates::bought;
pub(crate) use facts::{Facts, Product};
pub(crate) use models::{draw as draw_model, fleet_weights, versions_to_draw};
pub(crate) use network::mac;

/// Devices of the sample hospital proper.
pub(crate) const SIZE: usize = 600;

/// A place that waits for a device: its type, its site, the pool that counts it, and the department.
struct Slot {
    device_type: &'static DeviceType,
    site: &'static str,
    pool: String,
    /// The part of the pool after "#".
    used_for: String,
    service: &'static str,
    place: Place,
    /// How many of the same type, site and use came before it.
    nth: usize,
    lesson: Option<&'static LearningDevice>,
    model: Option<&'static Model>,
}

/// The 600 devices, in the order of types, sites and pools.
pub(crate) fn devices(seed: u64) -> Result<Vec<Device>, TableFault> {
    let tables = tables()?;
    let mut slots = slots(tables);
    seat_the_lesson(tables, &mut slots);
    models::assign(tables, &mut slots, &mut Chance::new(seed, For::Models));
    Ok(furnish(tables, slots, seed))
}

/// Every pool of the services filled to its n, then the rest of the counts of types.csv.
fn slots(tables: &'static Tables) -> Vec<Slot> {
    let mut slots = Vec::with_capacity(SIZE);
    for device_type in &tables.types {
        for (site, count) in SITES.iter().zip(device_type.counts) {
            let place_name = format!("{}@{}", device_type.id, site.code);
            let mut pools: BTreeMap<&str, (u32, &'static str)> = BTreeMap::new();
            for row in &tables.services {
                for (pool, n) in &row.pools {
                    if pool.0.split('#').next() == Some(place_name.as_str()) {
                        pools.entry(pool.0.as_str()).or_insert((*n, row.service.name.as_str()));
                    }
                }
            }
            let pooled: u32 = pools.values().map(|(n, _)| n).sum();
            let unpooled = (count.saturating_sub(pooled), "", "");
            let groups = pools.into_iter().map(|(pool, (n, service))| (n, pool, service)).chain([unpooled]);
            for (n, pool, service) in groups {
                let used_for = pool.split_once('#').map_or("", |(_, used_for)| used_for);
                for nth in 0..n as usize {
                    slots.push(Slot {
                        device_type,
                        site: site.code,
                        pool: pool.to_owned(),
                        used_for: used_for.to_owned(),
                        service,
                        place: place_of(&device_type.id, used_for, nth),
                        nth,
                        lesson: None,
                        model: None,
                    });
                }
            }
        }
    }
    slots
}

/// Gives each device of the learning register the slot of its type, site and department, and its model.
fn seat_the_lesson(tables: &'static Tables, slots: &mut [Slot]) {
    for lesson in &tables.learning {
        let department = lesson.department.split(", ").next().unwrap_or_default();
        let free = |slot: &Slot| slot.lesson.is_none() && slot.device_type.id == lesson.type_id && slot.site == lesson.site();
        let at = slots
            .iter()
            .position(|slot| free(slot) && slot.place.department == department)
            .or_else(|| slots.iter().position(free));
        if let Some(slot) = at.and_then(|at| slots.get_mut(at)) {
            slot.lesson = Some(lesson);
            slot.model = tables.models.iter().find(|m| m.id == lesson.model_id);
        }
    }
}

fn furnish(tables: &'static Tables, slots: Vec<Slot>, seed: u64) -> Vec<Device> {
    let mut chance = Chance::new(seed, For::Devices);
    let mut versions = models::VersionDeck::new(Chance::new(seed, For::Versions));
    let mut network = network::Addresses::new(tables);
    let lesson_names: BTreeSet<(&str, &str)> = tables.learning.iter().map(|l| (l.site(), l.name.as_str())).collect();
    let mut names: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut assets = AssetNumbers::default();

    let mut devices: Vec<Device> = slots
        .into_iter()
        .enumerate()
        .filter_map(|(number, slot)| {
            let model = slot.model?;
            let (called, short) = called(&slot.device_type.id);
            // Pump numbers go on from an older fleet's, so that "Infusion pump 114" is one of 74.
            let first = if slot.device_type.id == "T13" { 60 } else { 0 };
            let count = names.entry((slot.site, called)).or_insert(first);
            *count += 1;
            while lesson_names.contains(&(slot.site, format!("{called} {count}").as_str())) {
                *count += 1;
            }
            let name = format!("{called} {count}");
            let (version, made_on) = versions.draw(model);
            let mut device = Facts {
                tables,
                device_type: slot.device_type,
                product: Product::of(model),
                site: slot.site,
                place: slot.place,
            }
            .device(number, version, made_on, &mut chance);
            device.asset = assets.next(slot.site);
            device.name = name;
            device.location = slot.place.room.replace("{}", &(slot.nth + 1).to_string());
            device.service = slot.service;
            device.pool = slot.pool.into();
            network.connect(&mut device, model, &slot.used_for, slot.lesson, short, &mut chance);
            if let Some(lesson) = slot.lesson {
                facts::tell_exactly(&mut device, model, lesson);
            }
            Some(device)
        })
        .collect();
    dates::age(&mut devices, &mut chance);
    devices
}

/// Asset numbers as each site's maintenance system gives them: with gaps, for what was disposed of.
#[derive(Default)]
struct AssetNumbers {
    given: BTreeMap<&'static str, u32>,
}

impl AssetNumbers {
    fn next(&mut self, site: &'static str) -> String {
        let given = self.given.entry(site).or_insert(0);
        *given += if *given % 7 == 5 { 4 } else { 1 };
        match site {
            "KGH" => format!("{:06}", 4416 + *given),
            "AVH" => format!("AV{:04}", 1000 + *given),
            _ => format!("TDC-{:03}", *given),
        }
    }
}
