//! The clinical services of further sites: the main site's, with as many devices needed as such a site has.

use register::{ClinicalService, Need, Pool};

use super::{share, site_code, site_sizes};
use crate::hospital::SITES;
use crate::tables::{DeviceType, ServiceRow, Tables};

const MAIN: &str = SITES[0].code;

/// A pool's id at a site; `used_for` is "" or begins with "#".
pub(super) fn pool(type_id: &str, site: &str, used_for: &str) -> Pool {
    Pool(format!("{type_id}@{site}{used_for}"))
}

/// A pool of the main site in its parts: (type, "" or "#use").
fn parts_of(pool: &'static Pool) -> Option<(&'static str, &'static str)> {
    let (type_id, rest) = pool.0.split_once('@')?;
    let used_for = rest.strip_prefix(MAIN)?;
    (used_for.is_empty() || used_for.starts_with('#')).then_some((type_id, used_for))
}

/// The main site's pools of a type: (use, the first service that counts on it, share of the type's devices there).
pub(super) fn pools_of(tables: &'static Tables, device_type: &DeviceType) -> Vec<(&'static str, &'static str, f64)> {
    let there = f64::from(device_type.counts[0].max(1));
    let mut pools: Vec<(&'static str, &'static str, f64)> = Vec::new();
    for row in &tables.services {
        for (pool, n) in &row.pools {
            if let Some((type_id, used_for)) = parts_of(pool)
                && type_id == device_type.id
                && !pools.iter().any(|(known, ..)| *known == used_for)
            {
                pools.push((used_for, &row.service.name, f64::from(*n) / there));
            }
        }
    }
    pools
}

/// The services of the further sites of an estate with that many devices beyond the sample hospital.
pub(crate) fn more_services(tables: &'static Tables, more: usize) -> Vec<ClinicalService> {
    let main: Vec<&'static ServiceRow> = tables.services.iter().filter(|row| row.service.site == MAIN).collect();
    site_sizes(more)
        .enumerate()
        .flat_map(|(nth, size)| main.iter().map(move |row| at_site(tables, row, nth, size)))
        .collect()
}

/// "S07" of the main site is "S107" at the first further site, "S207" at the second.
fn code(code: &str, nth: usize) -> String {
    let number: usize = code.trim_start_matches('S').parse().unwrap_or_default();
    format!("S{}", (nth + 1) * 100 + number)
}

fn at_site(tables: &'static Tables, row: &'static ServiceRow, nth: usize, size: usize) -> ClinicalService {
    let site = site_code(nth);
    let mut service = row.service.clone();
    service.code = code(&service.code, nth);
    service.name = format!("{} ({site})", service.name);
    service.needs = row
        .service
        .needs
        .iter()
        .filter_map(|need| match need {
            Need::System(_) => Some(need.clone()),
            Need::Service(other) => {
                let is_main = tables.services.iter().any(|r| r.service.code == *other && r.service.site == MAIN);
                is_main.then(|| Need::Service(code(other, nth)))
            }
            Need::Devices { needed, pool: main_pool } => {
                let (stated, n) = row.pools.iter().find(|(p, _)| p == main_pool)?;
                let (type_id, used_for) = parts_of(stated)?;
                let device_type = tables.types.iter().find(|t| t.id == type_id)?;
                let of_type = f64::from(device_type.counts[0].max(1));
                // About how many such a site has; chance may give it a few less, and it must still be able to work.
                let about = size as f64 * share(device_type) * f64::from(*n) / of_type;
                let surely = (about - 3.0 * about.sqrt()).max(0.0);
                let k = (surely * f64::from(*needed) / f64::from((*n).max(1))).floor() as u32;
                (k > 0).then(|| Need::Devices {
                    needed: k,
                    pool: pool(type_id, &site, used_for),
                })
            }
        })
        .collect();
    service.site = site;
    service
}
