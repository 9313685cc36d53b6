//! What a clinical service loses when devices are taken out, spare capacity counted.

use std::collections::{BTreeMap, BTreeSet};

use intel::Verdict;
use register::service::Capacity;
use register::{Field, Need};

use crate::picture::Picture;
use crate::say;

/// What one service loses of one of its needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// Position of the service.
    pub service: usize,
    /// The pool's id, or empty where the service counts the device in none.
    pub pool: String,
    /// What is needed, how many there are, how many are affected.
    pub capacity: Option<Capacity>,
    /// Affected devices.
    pub affected: Vec<u32>,
    /// Devices about which it cannot be told.
    pub possibly: Vec<u32>,
}

impl Impact {
    /// Whether taking out what is affected leaves the service with less than it needs.
    pub fn falls_short(&self) -> bool {
        self.capacity.is_some_and(|c| c.out > 0 && c.falls_short())
    }

    /// Whether it would fall short if the doubtful ones were affected too.
    pub fn may_fall_short(&self) -> bool {
        self.capacity.is_some_and(|c| {
            Capacity {
                out: c.out + count(&self.possibly),
                ..c
            }
            .falls_short()
        })
    }

    /// How many may be taken out at once without falling short.
    pub fn at_once(&self) -> Option<u32> {
        self.capacity.map(Capacity::spare)
    }
}

fn count(devices: &[u32]) -> u32 {
    u32::try_from(devices.len()).unwrap_or(u32::MAX)
}

/// What each service loses, those that fall short first, then the thinner and the less patient ones. `verdict_of` gives
/// each device once.
pub fn impacts(picture: &Picture, devices: impl Iterator<Item = (u32, Verdict)>) -> Vec<Impact> {
    let mut found: BTreeMap<(usize, String), Impact> = BTreeMap::new();
    for (device, verdict) in devices {
        if !matches!(verdict, Verdict::Affected | Verdict::PossiblyAffected) {
            continue;
        }
        let pool = picture.fleet().value(device as usize, Field::Pool);
        for (service, needed) in picture.services_of(device as usize) {
            let pool = if needed.is_some() { pool.to_owned() } else { String::new() };
            let impact = found.entry((service, pool.clone())).or_insert_with(|| Impact {
                service,
                capacity: needed.map(|needs| Capacity {
                    needs,
                    of: count(picture.fleet().pool(&register::Pool(pool.clone()))),
                    out: 0,
                }),
                pool,
                affected: Vec::new(),
                possibly: Vec::new(),
            });
            if verdict == Verdict::Affected {
                impact.affected.push(device);
            } else {
                impact.possibly.push(device);
            }
        }
    }
    let mut impacts: Vec<Impact> = found
        .into_values()
        .map(|mut impact| {
            let out = count(&impact.affected);
            impact.capacity = impact.capacity.map(|c| Capacity { out, ..c });
            impact
        })
        .collect();
    impacts.sort_by_key(|impact| {
        let bears = picture.parts.services[impact.service]
            .longest_bearable_outage_minutes
            .unwrap_or(u32::MAX);
        (
            !impact.falls_short(),
            !impact.may_fall_short(),
            impact.affected.is_empty(),
            bears,
            impact.service,
        )
    });
    impacts
}

/// "CT imaging, Kingsmere General".
pub fn service_name(picture: &Picture, service: usize) -> String {
    let service = &picture.parts.services[service];
    if service.site.is_empty() {
        service.name.clone()
    } else {
        format!("{}, {}", service.name, picture.site_name(&service.site))
    }
}

/// One sentence, for the lead of a page: what the worst hit service loses and how long it can bear that.
pub fn worst_in_words(picture: &Picture, impacts: &[Impact]) -> String {
    let Some(worst) = impacts.first() else {
        return "No clinical service counts any of these devices.".into();
    };
    let service = &picture.parts.services[worst.service];
    let name = format!("{} at {}", service.name, picture.site_name(&service.site));
    let bears = match service.longest_bearable_outage_minutes {
        Some(minutes) => format!(" It can bear that for {}.", say::minutes(minutes)),
        None => " How long it can bear that is not known.".into(),
    };
    let Some(capacity) = worst.capacity else {
        return format!(
            "{name} uses {}; how many it needs is not known.{bears}",
            say::count(worst.affected.len() + worst.possibly.len(), "of these devices", "of these devices")
        );
    };
    let affected = worst.affected.len();
    if worst.falls_short() {
        let together = match affected {
            1 => "Taking the affected device out".to_owned(),
            2 => "Taking both affected devices out at once".to_owned(),
            n => format!("Taking all {n} affected devices out at once"),
        };
        let possible = match worst.at_once() {
            Some(0) | None => " There is no spare.".to_owned(),
            Some(1) => " One at a time is possible.".to_owned(),
            Some(n) => format!(" Up to {n} at a time are possible."),
        };
        return format!(
            "{together} leaves {name} with {} of the {} it needs.{bears}{possible}",
            capacity.left(),
            capacity.needs
        );
    }
    if worst.may_fall_short() {
        return format!(
            "{name} needs {} of {}; {} of them cannot be told. If they are affected too, it falls short.{bears}",
            capacity.needs,
            capacity.of,
            worst.possibly.len()
        );
    }
    let spare = match capacity.left() - capacity.needs {
        0 => "no spare".to_owned(),
        n => format!("{n} to spare"),
    };
    format!(
        "No service falls short: with every affected device out, {name} would have {} of the {} it needs, {spare}.",
        capacity.left(),
        capacity.needs
    )
}

/// "needs 2 of 3; 2 affected, 1 cannot be told".
pub fn capacity_in_words(impact: &Impact) -> String {
    let mut words = match impact.capacity {
        Some(c) => format!("needs {} of {}", c.needs, c.of),
        None => "how many it needs is not known".into(),
    };
    let mut found = Vec::new();
    if !impact.affected.is_empty() {
        found.push(format!("{} affected", impact.affected.len()));
    }
    if !impact.possibly.is_empty() {
        found.push(format!("{} cannot be told", impact.possibly.len()));
    }
    if !found.is_empty() {
        words.push_str("; ");
        words.push_str(&found.join(", "));
    }
    words
}

/// Systems without which a service stops, with what they hang on themselves: (system, how many services stop with it).
pub fn systems_of(picture: &Picture, service: usize) -> Vec<(usize, usize)> {
    let service = &picture.parts.services[service];
    let codes: BTreeSet<&str> = service
        .needs
        .iter()
        .filter_map(|n| match n {
            Need::System(code) => Some(code.as_str()),
            Need::Devices { .. } | Need::Service(_) => None,
        })
        .collect();
    picture
        .parts
        .systems
        .iter()
        .enumerate()
        .filter(|(_, s)| codes.contains(s.code.as_str()))
        .map(|(position, s)| (position, services_stopped_by(picture, &s.code).len()))
        .collect()
}

/// Positions of the services that stop at once when a system is lost: those that need it, and those that need those.
pub fn services_stopped_by(picture: &Picture, system: &str) -> BTreeSet<usize> {
    let services = &picture.parts.services;
    let direct: Vec<usize> = services
        .iter()
        .enumerate()
        .filter(|(_, s)| s.needs.iter().any(|n| matches!(n, Need::System(code) if code == system)))
        .map(|(position, _)| position)
        .collect();
    let mut stopped: BTreeSet<usize> = direct.iter().copied().collect();
    for position in direct {
        let more = register::service::stop_with(services, &services[position].code);
        stopped.extend(services.iter().enumerate().filter(|(_, s)| more.contains(&s.code)).map(|(p, _)| p));
    }
    stopped
}
