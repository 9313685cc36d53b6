//! More sites than the sample hospital has: for seeing how Wardline bears a region. Sites, makers and most models here
//! are made up, and say so in their names, so that no real product gains a model that it does not have.

use std::io::Write;

use jiff::civil::Date;
use register::Pool;

use crate::chance::{Chance, For};
use crate::device::Words;
use crate::estate::{self, Facts, Product, bought, draw_model, fleet_weights, mac, versions_to_draw};
use crate::handwriting::mac_plain;
use crate::place::{called, place_of};
use crate::sheet::Planned;
use crate::tables::{DeviceType, Model, TableFault, Tables, tables};

mod made_up;
mod services;

pub(crate) use services::more_services;

use made_up::MadeUp;

/// Name of the file with all further sites.
pub(crate) const FILE: &str = "group-equipment.csv";

/// Devices of a further site: a large acute hospital.
pub(crate) const DEVICES_A_SITE: usize = 15_000;

const HEADER: [&str; 30] = [
    "Asset Number",
    "Device Name",
    "Device Type",
    "Manufacturer",
    "Model",
    "Serial Number",
    "Site",
    "Department",
    "Location",
    "Owner",
    "Supplier",
    "Software Version",
    "Operating System",
    "MAC Address",
    "IP Address",
    "Hostname",
    "Network Connection",
    "Zone",
    "Vendor Remote Access",
    "Patient Data Stored",
    "Patch Status",
    "Support Status",
    "Risk Rating",
    "Acquired",
    "Manufactured",
    "Next Maintenance",
    "Support Ends",
    "Status",
    "Clinical Service",
    "Counted In",
];

/// The code of a further site, from 0: "H01".
pub(crate) fn site_code(nth: usize) -> String {
    format!("H{:02}", nth + 1)
}

/// How many devices each further site has, when the estate has that many beyond the sample hospital.
pub(crate) fn site_sizes(more: usize) -> impl Iterator<Item = usize> {
    (0..more.div_ceil(DEVICES_A_SITE)).map(move |nth| (more - nth * DEVICES_A_SITE).min(DEVICES_A_SITE))
}

/// One device type's part of a large estate.
struct Part {
    device_type: &'static DeviceType,
    /// Of 1.
    share: f64,
    models: Vec<&'static Model>,
    weights: Vec<usize>,
    versions: Vec<Vec<(Words, Option<Date>)>>,
    made_up: Vec<MadeUp>,
    /// Pools of the main site: (pool's part after the site, service's name, share of the type's devices).
    pools: Vec<(&'static str, &'static str, f64)>,
}

/// The share of each type in a large estate: 38 % are pumps, as one vendor saw (source B38), the rest as in types.csv.
pub(crate) fn share(device_type: &DeviceType) -> f64 {
    let count = f64::from(device_type.counts.iter().sum::<u32>());
    match device_type.id.as_str() {
        "T13" => 0.26,
        "T14" => 0.12,
        _ => 0.62 * count / 460.0,
    }
}

fn parts(tables: &'static Tables, more: usize) -> Vec<Part> {
    // About 2,000 models in all for a large estate; a small one has fewer, since nobody buys a model for one device.
    let made_up = (2_000 - tables.models.len()).min(more / 20);
    let roots: f64 = tables.types.iter().map(|t| share(t).sqrt()).sum();
    tables
        .types
        .iter()
        .map(|device_type| {
            let models: Vec<&Model> = tables.models.iter().filter(|m| m.type_id == device_type.id).collect();
            let systems: Vec<&str> = models.iter().map(|m| m.os.as_str()).collect();
            let count = (made_up as f64 * share(device_type).sqrt() / roots).round() as usize;
            Part {
                device_type,
                share: share(device_type),
                weights: fleet_weights(&models),
                versions: models.iter().map(|m| versions_to_draw(m)).collect(),
                made_up: (0..count).map(|nth| MadeUp::new(device_type, nth, &systems)).collect(),
                pools: services::pools_of(tables, device_type),
                models,
            }
        })
        .collect()
}

/// Writes that many devices beyond the sample hospital, and says what an importer should find.
pub(crate) fn write(seed: u64, more: usize, out: &mut dyn Write) -> Result<Planned, csv::Error> {
    let tables = tables().map_err(|fault: TableFault| csv::Error::from(std::io::Error::other(fault)))?;
    let parts = parts(tables, more);
    let mut chance = Chance::new(seed, For::MoreDevices);
    let mut hand = Chance::new(seed, For::Group);
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(out);
    writer.write_record(HEADER)?;
    let mut site = String::new();
    let mut record = csv::StringRecord::new();
    for nth in 0..more {
        if nth % DEVICES_A_SITE == 0 {
            site = site_code(nth / DEVICES_A_SITE);
        }
        record.clear();
        if device(tables, &parts, nth, &site, &mut chance, &mut hand, &mut record).is_some() {
            writer.write_record(&record)?;
        }
    }
    writer.flush()?;
    Ok(Planned {
        rows: more,
        devices: more,
        ..Planned::default()
    })
}

/// One row of the file.
fn device(
    tables: &'static Tables,
    parts: &[Part],
    nth: usize,
    site: &str,
    chance: &mut Chance,
    hand: &mut Chance,
    row: &mut csv::StringRecord,
) -> Option<()> {
    let part = part_of(parts, chance.share())?;
    let number = estate::SIZE + nth;
    let (used_for, service) = pool_of(part, chance.share());
    let place = place_of(&part.device_type.id, used_for.trim_start_matches('#'), nth / 40);

    // What it is, and how it is written.
    let real = part.made_up.is_empty() || chance.percent(45);
    let (product, written, version, made_on, prefix) = if real {
        let model = draw_model(&part.models, &part.weights, chance)?;
        let at = part.models.iter().position(|m| m.id == model.id)?;
        let (version, made_on) = chance.one_of(part.versions.get(at)?)?.clone();
        let written = if hand.percent(50) { None } else { hand.one_of(&model.spellings) };
        let prefix = model.mac_prefix.as_deref();
        (Product::of(model), written.cloned(), version, made_on, prefix)
    } else {
        // Few models are most of the devices, also among the made-up ones.
        let at = (part.made_up.len() as f64 * chance.share().powf(1.7)) as usize;
        let made_up = part.made_up.get(at)?;
        let version = made_up.version(chance);
        let written = hand.percent(20).then(|| made_up.as_typed());
        (made_up.product(), written, version, None, made_up.mac_prefix())
    };
    let facts = Facts {
        tables,
        device_type: part.device_type,
        product,
        site,
        place,
    };
    let mut device = facts.device(number, version, made_on, chance);
    device.acquired = bought(&device, chance.percent(20), chance);
    let (maker, model) = written.unwrap_or_else(|| (device.maker.to_string(), device.model.to_string()));

    let (name, short) = called(&part.device_type.id);
    let mut text = String::with_capacity(64);
    let mut put = |args: std::fmt::Arguments, row: &mut csv::StringRecord| {
        use std::fmt::Write as _;
        text.clear();
        // Writing to a String does not fail.
        let _ = text.write_fmt(args);
        row.push_field(&text);
    };
    put(format_args!("G{number:07}"), row);
    put(format_args!("{name} {}", nth % DEVICES_A_SITE + 1), row);
    row.push_field(&part.device_type.name);
    row.push_field(&maker);
    row.push_field(&model);
    row.push_field(&device.serial);
    row.push_field(site);
    row.push_field(&device.department);
    row.push_field(&place.room.replace("{}", &(nth % 60 + 1).to_string()));
    row.push_field(device.owner);
    row.push_field(device.supplier);
    row.push_field(&device.version);
    row.push_field(&device.os);
    match prefix {
        Some(prefix) => {
            let site_number = nth / DEVICES_A_SITE;
            let host = nth % DEVICES_A_SITE;
            row.push_field(&mac_plain(mac(prefix, number)));
            put(format_args!("10.{}.{}.{}", 30 + site_number % 200, host / 250, host % 250 + 2), row);
            let named = device.os.contains("Windows") || device.os.contains("Linux");
            if named {
                put(format_args!("{site}{short}{host:05}"), row);
            } else {
                row.push_field("");
            }
            let wireless = part.device_type.wireless;
            row.push_field(if wireless {
                "Wireless, clinical devices"
            } else {
                "Wired, clinical devices"
            });
            put(format_args!("{site} clinical devices"), row);
        }
        None => {
            for _ in 0..3 {
                row.push_field("");
            }
            row.push_field("Not connected");
            row.push_field("");
        }
    }
    row.push_field(&device.remote_access);
    row.push_field(&device.patient_data);
    row.push_field(&device.patch_status);
    row.push_field(&device.support_status);
    row.push_field(device.risk_rating);
    put(format_args!("{}", device.acquired), row);
    match device.manufactured {
        Some(made) => put(format_args!("{made}"), row),
        None => row.push_field(""),
    }
    put(format_args!("{}", device.next_maintenance), row);
    match device.support_ends {
        Some(ends) => put(format_args!("{ends}"), row),
        None => row.push_field(""),
    }
    row.push_field(device.life_cycle);
    if service.is_empty() {
        row.push_field("");
        row.push_field("");
    } else {
        put(format_args!("{service} ({site})"), row);
        let Pool(pool) = services::pool(&part.device_type.id, site, used_for);
        row.push_field(&pool);
    }
    Some(())
}

fn part_of(parts: &[Part], mut at: f64) -> Option<&Part> {
    for part in parts {
        if at < part.share {
            return Some(part);
        }
        at -= part.share;
    }
    parts.last()
}

/// The pool that a device is counted in, as ("#ward", service): by the main site's proportions.
fn pool_of(part: &Part, mut at: f64) -> (&'static str, &'static str) {
    for (used_for, service, share) in &part.pools {
        if at < *share {
            return (used_for, service);
        }
        at -= share;
    }
    ("", "")
}

#[cfg(test)]
mod tests;
