//! How the clinical services stand now: what each has of what it needs, and what would be left without its affected devices.

use std::collections::{BTreeSet, HashMap};

use intel::Verdict;
use register::service::Capacity;
use register::{ClinicalService, Field, Need, Pool};

use crate::picture::Picture;

/// What a service has of one pool that it counts on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolStanding {
    /// The pool.
    pub pool: Pool,
    /// What is needed, how many there are; `out` are the affected.
    pub capacity: Capacity,
    /// Affected devices.
    pub affected: Vec<u32>,
    /// Devices about which it cannot be told.
    pub possibly: Vec<u32>,
}

impl PoolStanding {
    /// Whether it has less than it needs already, with every device counted.
    pub fn is_short_now(&self) -> bool {
        self.capacity.of < self.capacity.needs
    }

    /// Whether the loss of one more device would leave less than needed.
    pub fn has_no_spare(&self) -> bool {
        self.capacity.spare() == 0
    }

    /// Whether taking out what is affected would leave less than needed.
    pub fn would_fall_short(&self) -> bool {
        self.capacity.out > 0 && self.capacity.falls_short()
    }

    /// Whether it would, if the doubtful ones were affected too.
    pub fn might_fall_short(&self) -> bool {
        let out = self.capacity.out + count(&self.possibly);
        out > 0 && Capacity { out, ..self.capacity }.falls_short()
    }
}

/// How one service stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceStanding {
    /// Position of the service.
    pub service: usize,
    /// Its pools, in the order of its needs.
    pub pools: Vec<PoolStanding>,
    /// Every device that it counts, by pool or by name, in the register's order.
    pub devices: Vec<u32>,
    /// Those of them that are affected.
    pub affected: usize,
    /// Those about which it cannot be told.
    pub possibly: usize,
}

impl ServiceStanding {
    /// Whether it has too few devices of some pool already.
    pub fn is_short_now(&self) -> bool {
        self.pools.iter().any(PoolStanding::is_short_now)
    }

    /// Whether the loss of one more device of some pool would leave it short.
    pub fn has_no_spare(&self) -> bool {
        self.pools.iter().any(PoolStanding::has_no_spare)
    }

    /// Whether it would fall short, were every affected device taken out at once.
    pub fn would_fall_short(&self) -> bool {
        self.pools.iter().any(PoolStanding::would_fall_short)
    }

    /// Whether it would, if the doubtful ones were affected too.
    pub fn might_fall_short(&self) -> bool {
        self.pools.iter().any(PoolStanding::might_fall_short)
    }
}

fn count(devices: &[u32]) -> u32 {
    u32::try_from(devices.len()).unwrap_or(u32::MAX)
}

/// How every service stands, in the order of the services.
pub fn standings(picture: &Picture) -> Vec<ServiceStanding> {
    (0..picture.parts.services.len())
        .map(|service| standing(picture, service))
        .collect()
}

/// How one service stands.
pub fn standing(picture: &Picture, service: usize) -> ServiceStanding {
    let fleet = picture.fleet();
    let verdict = |device: u32| picture.gravest(device as usize);
    let of = |devices: &[u32], wanted: Verdict| -> Vec<u32> { devices.iter().copied().filter(|&d| verdict(d) == Some(wanted)).collect() };
    let pools = pools_needed(&picture.parts.services[service])
        .into_iter()
        .map(|(needs, pool)| {
            let members = fleet.pool(pool);
            let affected = of(members, Verdict::Affected);
            PoolStanding {
                pool: pool.clone(),
                capacity: Capacity {
                    needs,
                    of: count(members),
                    out: count(&affected),
                },
                possibly: of(members, Verdict::PossiblyAffected),
                affected,
            }
        })
        .collect();
    let devices = picture.devices_of_service(service).to_vec();
    ServiceStanding {
        service,
        affected: of(&devices, Verdict::Affected).len(),
        possibly: of(&devices, Verdict::PossiblyAffected).len(),
        pools,
        devices,
    }
}

/// The pools that a service needs, with how many of each.
pub fn pools_needed(service: &ClinicalService) -> Vec<(u32, &Pool)> {
    service
        .needs
        .iter()
        .filter_map(|need| match need {
            Need::Devices { needed, pool } => Some((*needed, pool)),
            Need::System(_) | Need::Service(_) => None,
        })
        .collect()
}

/// Positions of the devices that each service counts, by pool or by name.
pub(crate) fn devices_by_service(picture: &Picture) -> Vec<Vec<u32>> {
    let columns = picture.columns();
    let mut devices = vec![Vec::new(); picture.parts.services.len()];
    for (device, position) in (0..picture.fleet().len()).zip(0u32..) {
        for (service, _) in columns.services_of(device) {
            devices[*service].push(position);
        }
    }
    devices
}

/// What a pool is called on a page: what most of its devices are, and the use that it is told apart by. Its id where the
/// register holds no device of it.
pub fn pool_name(picture: &Picture, pool: &Pool) -> String {
    let used_for = pool.0.split_once('#').map_or("", |(_, used_for)| used_for);
    let mut types: HashMap<&str, usize> = HashMap::new();
    for &device in picture.fleet().pool(pool) {
        let kind = picture.fleet().value(device as usize, Field::DeviceType);
        if !kind.is_empty() {
            *types.entry(kind).or_default() += 1;
        }
    }
    let Some((kind, _)) = types.into_iter().max_by(|a, b| (a.1, b.0).cmp(&(b.1, a.0))) else {
        return pool.0.clone();
    };
    let kinds = plural(kind);
    match used_for.len() {
        0 => kinds,
        // "icu", "ed": people write such short words large.
        1..=3 => format!("{kinds} ({})", used_for.to_uppercase()),
        _ => format!("{kinds} ({used_for})"),
    }
}

/// "CT scanners"; a word that is plural already, or goes on after a comma or bracket, is left as it is.
fn plural(kind: &str) -> String {
    let shouted = !kind.chars().any(char::is_lowercase);
    if shouted || kind.ends_with('s') || kind.contains([',', '(']) || kind.contains(" or ") {
        kind.to_owned()
    } else if let Some(stem) = kind.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        format!("{stem}ies")
    } else if kind.ends_with('x') || kind.ends_with("ch") || kind.ends_with("sh") {
        format!("{kind}es")
    } else {
        format!("{kind}s")
    }
}

/// Positions of the services that stop when a system is lost and nothing is kept aside: those that need it or a system
/// that hangs on it, and those that need these services.
pub fn services_lost_with(picture: &Picture, system: &str) -> BTreeSet<usize> {
    let lost = register::service::systems_lost_with(&picture.parts.systems, system);
    let services = &picture.parts.services;
    let mut needed_by: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut reached: Vec<usize> = Vec::new();
    for (position, service) in services.iter().enumerate() {
        for need in &service.needs {
            match need {
                Need::System(code) if lost.contains(code) => reached.push(position),
                Need::Service(code) => needed_by.entry(code).or_default().push(position),
                Need::System(_) | Need::Devices { .. } => {}
            }
        }
    }
    let mut stopped = BTreeSet::new();
    while let Some(position) = reached.pop() {
        if stopped.insert(position)
            && let Some(more) = needed_by.get(services[position].code.as_str())
        {
            reached.extend(more);
        }
    }
    stopped
}

#[cfg(test)]
mod tests;
