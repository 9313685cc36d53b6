//! Where a clinical service would break first: a plain list of its weakest points, the gravest first.

use std::collections::{BTreeSet, HashSet};

use register::{ConnectedSystem, Need};

use crate::lifespan::{self, Standing};
use crate::picture::Picture;
use crate::say;
use crate::services::{self, PoolStanding, ServiceStanding};

/// What kind of weakness it is; in the order of gravity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weakness {
    /// Fewer devices than it needs, today.
    ShortNow,
    /// Less than it needs would be left without the affected devices.
    WouldFallShort,
    /// No device more than it needs.
    NoSpare,
    /// It would fall short if the devices that cannot be told were affected.
    MightFallShort,
    /// A service that it needs is itself without a spare.
    NeedsThinService,
    /// Nothing is said of how it goes on without its devices.
    NoFallback,
    /// What is done instead ends before the service may stop.
    FallbackEndsFirst,
    /// Devices whose operating system is no longer mended.
    Unsupported,
    /// A system with which many services stop.
    SharedSystem,
    /// A need that leads nowhere: it is described nowhere.
    LeadsNowhere,
    /// Nobody has said how long it can do without.
    BearableNotKnown,
}

/// One weak point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeakPoint {
    /// Its kind.
    pub weakness: Weakness,
    /// What it is, in a few words.
    pub what: String,
    /// What that means.
    pub text: String,
    /// The address that opens it; empty where there is none.
    pub opens: String,
}

/// Systems shared by at least so many services are worth naming.
const MANY: usize = 3;
/// So many of them are named.
const NAMED: usize = 2;

/// The weakest points of a service, the gravest first.
pub fn weakest_points(picture: &Picture, standing: &ServiceStanding) -> Vec<WeakPoint> {
    let service = &picture.parts.services[standing.service];
    let mut points: Vec<WeakPoint> = standing
        .pools
        .iter()
        .filter_map(|pool| weak_pool(&services::pool_name(picture, &pool.pool), pool))
        .collect();
    points.extend(needed_services(picture, standing.service));
    points.extend(weak_fallback(
        &service.fallback,
        service.fallback_lasts_hours,
        service.longest_bearable_outage_minutes,
    ));
    points.extend(unsupported(picture, standing));
    points.extend(shared_systems(picture, standing.service));
    points.sort_by_key(|p| p.weakness);
    points
}

fn point(weakness: Weakness, what: String, text: String, opens: String) -> WeakPoint {
    WeakPoint {
        weakness,
        what,
        text,
        opens,
    }
}

/// The gravest that can be said of a pool, and the rest in its words.
fn weak_pool(name: &str, pool: &PoolStanding) -> Option<WeakPoint> {
    let c = pool.capacity;
    let mut words = format!("needs {} of {}", c.needs, c.of);
    for (devices, said) in [(&pool.affected, "affected"), (&pool.possibly, "cannot be told")] {
        if !devices.is_empty() {
            words.push_str(&format!(", {} {said}", say::thousands(devices.len())));
        }
    }
    let (weakness, what) = if c.of == 0 && c.needs > 0 {
        (Weakness::ShortNow, format!("The register counts no device in {name}"))
    } else if pool.is_short_now() {
        let missing = c.needs - c.of;
        (Weakness::ShortNow, format!("{name}: {missing} too few already"))
    } else if pool.would_fall_short() {
        let what = format!("{name}: {} left of {} without the affected", c.left(), c.needs);
        (Weakness::WouldFallShort, what)
    } else if pool.has_no_spare() {
        (Weakness::NoSpare, format!("{name}: no spare"))
    } else if pool.might_fall_short() {
        (Weakness::MightFallShort, format!("{name}: perhaps too few"))
    } else {
        return None;
    };
    Some(point(weakness, what, words, format!("/devices?pool={}", in_address(&pool.pool.0))))
}

fn needed_services(picture: &Picture, service: usize) -> Vec<WeakPoint> {
    let mut points = Vec::new();
    for need in &picture.parts.services[service].needs {
        let Need::Service(code) = need else { continue };
        match picture.service(code) {
            Some(other) => {
                if services::standing(picture, other).has_no_spare() {
                    points.push(point(
                        Weakness::NeedsThinService,
                        format!("{} has no spare itself", picture.parts.services[other].name),
                        "This service stops when that one does.".into(),
                        format!("/services/{}", in_address(&picture.parts.services[other].code)),
                    ));
                }
            }
            None => points.push(leads_nowhere(code, "service")),
        }
    }
    points
}

fn leads_nowhere(code: &str, kind: &str) -> WeakPoint {
    point(
        Weakness::LeadsNowhere,
        format!("{code} is described nowhere"),
        format!("The service needs it, and nobody has described this {kind}."),
        String::new(),
    )
}

fn weak_fallback(fallback: &str, lasts_hours: Option<u32>, bears_minutes: Option<u32>) -> Vec<WeakPoint> {
    let mut points = Vec::new();
    if has_none(fallback) {
        let text = if fallback.trim().is_empty() {
            "Nobody has said what is done instead.".to_owned()
        } else {
            format!("What is done instead: {fallback}.")
        };
        points.push(point(Weakness::NoFallback, "No way to work on paper".into(), text, String::new()));
    } else if let (Some(hours), Some(minutes)) = (lasts_hours, bears_minutes)
        && u64::from(hours) * 60 < u64::from(minutes)
    {
        points.push(point(
            Weakness::FallbackEndsFirst,
            "What is done instead ends too soon".into(),
            format!(
                "It lasts {}; the service has to get through {}.",
                say::minutes(hours.saturating_mul(60)),
                say::minutes(minutes)
            ),
            String::new(),
        ));
    }
    if bears_minutes.is_none() {
        points.push(point(
            Weakness::BearableNotKnown,
            "How long it can do without is not known".into(),
            "Ask whoever decides for it.".into(),
            String::new(),
        ));
    }
    points
}

/// Whether a fallback says that there is none.
pub fn has_none(fallback: &str) -> bool {
    let said = fallback.trim().to_lowercase();
    said.is_empty()
        || said
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .is_some_and(|word| word == "none" || word == "no")
}

fn unsupported(picture: &Picture, standing: &ServiceStanding) -> Option<WeakPoint> {
    let devices = standing
        .devices
        .iter()
        .filter(|&&d| lifespan::standing(picture.support_of(d as usize)) == Standing::Unsupported)
        .count();
    (devices > 0).then(|| {
        point(
            Weakness::Unsupported,
            format!("{} no longer supported", say::count(devices, "device", "devices")),
            "The maker of the operating system mends nothing any more.".into(),
            format!(
                "/devices?support={}&service={}",
                Standing::Unsupported.key(),
                in_address(&picture.parts.services[standing.service].code)
            ),
        )
    })
}

/// The systems behind a service with which most other services stop too.
fn shared_systems(picture: &Picture, service: usize) -> Vec<WeakPoint> {
    let mut points = Vec::new();
    let (known, unknown) = systems_behind(&picture.parts.systems, &picture.parts.services[service].needs);
    points.extend(unknown.iter().map(|code| leads_nowhere(code, "system")));
    let mut shared: Vec<(usize, &ConnectedSystem)> = known
        .into_iter()
        .map(|system| (services::services_lost_with(picture, &system.code).len(), system))
        .filter(|(stopped, _)| *stopped >= MANY)
        .collect();
    shared.sort_by(|a, b| (b.0, &a.1.code).cmp(&(a.0, &b.1.code)));
    points.extend(shared.into_iter().take(NAMED).map(|(stopped, system)| {
        point(
            Weakness::SharedSystem,
            system.name.clone(),
            format!(
                "{} stop with it, if nothing is kept aside.",
                say::count(stopped, "service", "services")
            ),
            String::new(),
        )
    }));
    points
}

/// Every system that these needs hang on, directly or behind another, and the codes that lead nowhere.
pub fn systems_behind<'a>(systems: &'a [ConnectedSystem], needs: &'a [Need]) -> (Vec<&'a ConnectedSystem>, BTreeSet<&'a str>) {
    let mut waiting: Vec<&str> = needs
        .iter()
        .rev()
        .filter_map(|need| match need {
            Need::System(code) => Some(code.as_str()),
            Need::Devices { .. } | Need::Service(_) => None,
        })
        .collect();
    let (mut seen, mut found, mut nowhere) = (HashSet::new(), Vec::new(), BTreeSet::new());
    while let Some(code) = waiting.pop() {
        if !seen.insert(code) {
            continue;
        }
        match systems.iter().find(|s| s.code == code) {
            Some(system) => {
                found.push(system);
                waiting.extend(system.depends_on.iter().map(String::as_str));
            }
            None => {
                nowhere.insert(code);
            }
        }
    }
    (found, nowhere)
}

/// Text made fit for a value in an address.
fn in_address(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
