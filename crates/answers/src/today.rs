//! What needs someone today: a list of work by urgency, from what is known now. Each entry opens to what it counts.

use std::collections::BTreeMap;

use intel::Verdict;
use jiff::civil::Date;
use register::Field;

use crate::facts::in_sentence;
use crate::lifespan::{self, Standing};
use crate::picture::Picture;
use crate::{care, say, services, settle, threats};

mod words;

#[cfg(test)]
mod tests;

pub use words::{heading, services_in_words};

/// How soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// A service would fall short, or nobody can rely on what is shown here.
    Now,
    /// Work of this week.
    ThisWeek,
    /// To be planned.
    Plan,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// How soon.
    pub urgency: Urgency,
    /// What to do, as an order.
    pub what: String,
    /// What is known of it.
    pub about: String,
    /// The address that opens it.
    pub opens: String,
    /// In a word or two, why it presses; may be empty.
    pub presses: String,
}

/// When a stream of devices last delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// The stream's name ("CMMS KGH").
    pub source: String,
    /// The day of its newest delivery.
    pub day: Date,
}

/// From this age on, in days, a feed is said to be old.
const FEED_IS_OLD: i32 = 60;

/// From this age on, in days, an export is said to be old.
const EXPORT_IS_OLD: i32 = 90;

/// How many tasks of one kind are named each; the rest is told in one.
const NAMED: usize = 3;

/// The work, most urgent first.
pub fn tasks(picture: &Picture, delivered: &[Delivered]) -> Vec<Task> {
    let mut tasks = Vec::new();
    tasks.extend(short_services(picture));
    let mut answered = Vec::new();
    tasks.extend(exploited(picture, &mut answered));
    tasks.extend(would_fall_short(picture, &answered));
    tasks.extend(old_feeds(picture));
    tasks.extend(disputes(picture));
    tasks.extend(rounds(picture));
    tasks.extend(old_exports(picture, delivered));
    tasks.extend(no_longer_listed(picture));
    tasks.extend(without_spare(picture));
    tasks.extend(unsupported(picture));
    tasks.extend(always_on(picture));
    // What was found first within an urgency stays first.
    tasks.sort_by_key(|t| t.urgency);
    tasks
}

fn task(urgency: Urgency, what: String, about: String, opens: String) -> Task {
    Task {
        urgency,
        what,
        about,
        opens,
        presses: String::new(),
    }
}

fn service_address(picture: &Picture, service: usize) -> String {
    format!("/services/{}", picture.parts.services[service].code)
}

/// Services that the register gives fewer devices than they need, whoever is affected by what.
fn short_services(picture: &Picture) -> Vec<Task> {
    services::standings(picture)
        .into_iter()
        .filter(services::ServiceStanding::is_short_now)
        .map(|standing| {
            let lacking: Vec<String> = standing
                .pools
                .iter()
                .filter(|p| p.is_short_now())
                .map(|p| {
                    format!(
                        "{} of the {} {} that it needs",
                        p.capacity.of,
                        p.capacity.needs,
                        services::pool_name(picture, &p.pool)
                    )
                })
                .collect();
            let mut task = task(
                Urgency::Now,
                format!("Find what {} lacks", care::service_name(picture, standing.service)),
                format!(
                    "the register knows {}; either a device is missing here, or the service has too few",
                    say::list(&lacking)
                ),
                service_address(picture, standing.service),
            );
            task.presses = bears(picture, standing.service);
            task
        })
        .collect()
}

/// "bears 8 hours".
fn bears(picture: &Picture, service: usize) -> String {
    picture.parts.services[service]
        .longest_bearable_outage_minutes
        .map_or_else(String::new, |m| format!("bears {}", say::minutes(m)))
}

/// One exploited vulnerability on our devices.
struct Exploited {
    id: String,
    devices: BTreeMap<u32, Verdict>,
    ransomware: bool,
}

/// What is known to be exploited and affects devices, or may: those of services that would fall short first.
/// `answered` takes the services that are named.
fn exploited(picture: &Picture, answered: &mut Vec<usize>) -> Vec<Task> {
    let mut found: BTreeMap<&str, Exploited> = BTreeMap::new();
    for (configuration, judgements) in picture.judged().iter().enumerate() {
        for judgement in judgements.iter().filter(|j| settle::is_loud(j)) {
            let Some(entry) = picture
                .corpus
                .advisory(judgement.advisory)
                .and_then(|a| a.vulnerabilities.get(judgement.vulnerability))
                .and_then(|v| picture.parts.exploited.get(&v.id))
            else {
                continue;
            };
            let one = found.entry(&entry.cve).or_insert_with(|| Exploited {
                id: entry.cve.clone(),
                devices: BTreeMap::new(),
                ransomware: entry.ransomware,
            });
            for &device in picture.fleet().devices_of(configuration) {
                let verdict = one.devices.entry(device).or_insert(judgement.verdict);
                *verdict = (*verdict).max(judgement.verdict);
            }
        }
    }
    let mut weighed: Vec<(bool, u32, usize, Exploited, Vec<care::Impact>)> = found
        .into_values()
        .map(|one| {
            let impacts = care::impacts(picture, one.devices.iter().map(|(d, v)| (*d, *v)));
            let short: Vec<care::Impact> = impacts.into_iter().filter(care::Impact::falls_short).collect();
            let patience = short
                .iter()
                .filter_map(|i| picture.parts.services[i.service].longest_bearable_outage_minutes)
                .min()
                .unwrap_or(u32::MAX);
            let affected = one.devices.values().filter(|v| **v == Verdict::Affected).count();
            (short.is_empty(), patience, affected, one, short)
        })
        .collect();
    // Services that fall short, then the least patient, then the most devices.
    weighed.sort_by(|a, b| (a.0, a.1, b.2, &a.3.id).cmp(&(b.0, b.1, a.2, &b.3.id)));
    let mut tasks = Vec::new();
    let mut rest: Vec<Exploited> = Vec::new();
    for (_, _, affected, one, short) in weighed {
        if tasks.len() == NAMED || affected == 0 {
            rest.push(one);
            continue;
        }
        let possibly = one.devices.len() - affected;
        let mut about = format!("known to be exploited{}", if one.ransomware { ", by ransomware too" } else { "" });
        about.push_str(&format!(" · {}", say::count(affected, "device affected", "devices affected")));
        if possibly > 0 {
            about.push_str(&format!(", {} cannot be told", say::thousands(possibly)));
        }
        let names: Vec<String> = short.iter().take(NAMED).map(|i| care::service_name(picture, i.service)).collect();
        if let [first, ..] = short.as_slice() {
            about.push_str(&format!(
                " · without them {} would fall short{}",
                say::list(&names),
                if short.len() > NAMED {
                    format!(", and {} more", short.len() - NAMED)
                } else {
                    String::new()
                }
            ));
            let mut task = task(
                Urgency::Now,
                format!("Answer {} for {}", one.id, care::service_name(picture, first.service)),
                about,
                format!("/affected?q={}", one.id),
            );
            task.presses = bears(picture, first.service);
            answered.push(first.service);
            tasks.push(task);
        } else {
            tasks.push(task(
                Urgency::ThisWeek,
                format!("Answer {}", one.id),
                about,
                format!("/affected?q={}", one.id),
            ));
        }
    }
    if !rest.is_empty() {
        let mut devices: Vec<u32> = rest.iter().flat_map(|one| one.devices.keys().copied()).collect();
        devices.sort_unstable();
        devices.dedup();
        let (one, many) = if tasks.is_empty() {
            ("vulnerability", "vulnerabilities")
        } else {
            ("more vulnerability", "more vulnerabilities")
        };
        tasks.push(task(
            Urgency::ThisWeek,
            format!("Answer {} known to be exploited", say::count(rest.len(), one, many)),
            format!("affects, or may affect, {}", say::count(devices.len(), "device", "devices")),
            "/devices?exploited=yes".into(),
        ));
    }
    tasks
}

/// Services that would fall short, were everything that is affected taken out at once: the least patient by name.
fn would_fall_short(picture: &Picture, answered: &[usize]) -> Vec<Task> {
    let patience = |service: usize| picture.parts.services[service].longest_bearable_outage_minutes.unwrap_or(u32::MAX);
    let mut falling: Vec<services::ServiceStanding> = services::standings(picture)
        .into_iter()
        .filter(|s| s.would_fall_short() && !s.is_short_now() && !answered.contains(&s.service))
        .collect();
    falling.sort_by_key(|s| (patience(s.service), s.service));
    let mut tasks = Vec::new();
    for standing in falling.iter().take(NAMED) {
        let lacking: Vec<String> = standing
            .pools
            .iter()
            .filter(|p| p.would_fall_short())
            .map(|p| {
                format!(
                    "{} of the {} {} it needs",
                    p.capacity.left(),
                    p.capacity.needs,
                    services::pool_name(picture, &p.pool)
                )
            })
            .collect();
        let mut task = task(
            Urgency::ThisWeek,
            format!("Plan what to do about {}", care::service_name(picture, standing.service)),
            format!(
                "{}; taking them out at once would leave {}",
                say::count(standing.affected, "device affected", "devices affected"),
                say::list(&lacking)
            ),
            format!(
                "/devices?service={}&verdict=affected",
                picture.parts.services[standing.service].code
            ),
        );
        task.presses = bears(picture, standing.service);
        tasks.push(task);
    }
    if falling.len() > NAMED {
        let more = falling.len() - NAMED;
        tasks.push(task(
            Urgency::ThisWeek,
            format!(
                "Plan what to do about {}",
                say::count(more, "more service with affected devices", "more services with affected devices")
            ),
            "taking all of these out at once would leave too few".into(),
            "/services".into(),
        ));
    }
    tasks
}

fn old_feeds(picture: &Picture) -> Vec<Task> {
    let mut tasks = Vec::new();
    for feed in picture.as_of() {
        let (load, missing) = match feed.feed.as_str() {
            "CSAF" => (
                "Load newer advisories",
                "no advisory is loaded: nothing here can say what affects a device",
            ),
            "KEV" => (
                "Load CISA’s newest list of known exploited vulnerabilities",
                "none is loaded: what is exploited already is not known here",
            ),
            _ => ("Load EPSS scores", "none are loaded: how likely exploitation is, is not known here"),
        };
        match say::iso_day(&feed.newest) {
            None => {
                // Without scores the order of work suffers; without advisories there is none.
                let urgency = if feed.feed == "CSAF" { Urgency::Now } else { Urgency::ThisWeek };
                tasks.push(task(urgency, load.into(), missing.into(), "/imports".into()));
            }
            Some(day) if (picture.today - day).get_days() > FEED_IS_OLD => {
                let mut task = task(
                    if feed.feed == "CSAF" { Urgency::Now } else { Urgency::ThisWeek },
                    load.into(),
                    format!("what is loaded ends on {}: newer dangers are not known here", say::date(day)),
                    "/imports".into(),
                );
                task.presses = say::age(day, picture.today);
                tasks.push(task);
            }
            Some(_) => {}
        }
    }
    tasks
}

fn disputes(picture: &Picture) -> Vec<Task> {
    let fleet = picture.fleet();
    let disputed: Vec<(usize, Field)> = (0..fleet.len())
        .flat_map(|d| fleet.disputed_fields(d).map(move |f| (d, f)))
        .collect();
    if disputed.len() <= NAMED {
        return disputed
            .into_iter()
            .map(|(device, field)| {
                task(
                    Urgency::ThisWeek,
                    format!("Decide the {} of {}", in_sentence(field), fleet.display_name(device)),
                    "its sources disagree, and nothing decides".into(),
                    format!("/devices/{}/facts?field={}", fleet.id(device), field.key()),
                )
            })
            .collect();
    }
    let mut devices: Vec<usize> = disputed.iter().map(|(d, _)| *d).collect();
    devices.dedup();
    let mut by_field: BTreeMap<Field, usize> = BTreeMap::new();
    for (_, field) in &disputed {
        *by_field.entry(*field).or_insert(0) += 1;
    }
    let mut by_field: Vec<(Field, usize)> = by_field.into_iter().collect();
    by_field.sort_by_key(|(field, n)| (std::cmp::Reverse(*n), *field));
    let most: Vec<String> = by_field
        .iter()
        .take(NAMED)
        .map(|(f, n)| format!("{} {}", in_sentence(*f), say::thousands(*n)))
        .collect();
    vec![task(
        Urgency::ThisWeek,
        format!("Decide between sources on {}", say::count(devices.len(), "device", "devices")),
        most.join(" · "),
        "/devices?disputed=yes".into(),
    )]
}

/// The walks that settle most, one department each.
fn rounds(picture: &Picture) -> Vec<Task> {
    settle::rounds(picture)
        .into_iter()
        .filter(|round| !round.department.is_empty())
        .take(NAMED)
        .map(|round| {
            task(
                Urgency::ThisWeek,
                format!(
                    "Read the {} of {} in {}",
                    match round.fact {
                        // What the register holds may be a name that several models share.
                        Field::Model if round.devices == 1 => "exact model on the label".to_owned(),
                        Field::Model => "exact model on the labels".to_owned(),
                        fact => in_sentence(fact),
                    },
                    say::count(round.devices, "device", "devices"),
                    round.department
                ),
                format!("settles {}", say::count(round.verdicts, "verdict", "verdicts")),
                crate::settle::address(&round),
            )
        })
        .collect()
}

fn old_exports(picture: &Picture, delivered: &[Delivered]) -> Vec<Task> {
    delivered
        .iter()
        .filter(|d| (picture.today - d.day).get_days() > EXPORT_IS_OLD)
        .map(|d| {
            let mut task = task(
                Urgency::ThisWeek,
                format!("Bring a newer export of {}", d.source),
                format!("the last one came on {}", say::date(d.day)),
                "/imports".into(),
            );
            task.presses = say::age(d.day, picture.today);
            task
        })
        .collect()
}

fn no_longer_listed(picture: &Picture) -> Option<Task> {
    let stale = picture.parts.stale.len();
    (stale > 0).then(|| {
        task(
            Urgency::ThisWeek,
            format!(
                "Find {}",
                say::count(
                    stale,
                    "device that its source no longer lists",
                    "devices that their source no longer lists"
                )
            ),
            "disposed of, lent, or forgotten by an export? Nothing is taken away here until someone says so".into(),
            "/devices?stale=yes".into(),
        )
    })
}

fn without_spare(picture: &Picture) -> Option<Task> {
    let thin = services::standings(picture)
        .into_iter()
        .filter(|s| s.has_no_spare() && !s.is_short_now())
        .count();
    (thin > 0).then(|| {
        task(
            Urgency::Plan,
            format!("Plan for {} without a spare device", say::count(thin, "service", "services")),
            "the loss of one more device leaves each with less than it needs".into(),
            "/services?thin=yes".into(),
        )
    })
}

fn unsupported(picture: &Picture) -> Option<Task> {
    let counts = lifespan::counts(picture);
    let of = |standing: Standing| counts.iter().find(|(s, _)| *s == standing).map_or(0, |(_, n)| *n);
    let (now, soon) = (of(Standing::Unsupported), of(Standing::Soon));
    (now > 0).then(|| {
        task(
            Urgency::Plan,
            format!(
                "Plan the replacement or separation of {}",
                say::count(now, "device with an unsupported system", "devices with unsupported systems")
            ),
            match soon {
                0 => "their maker mends no hole in them any more".into(),
                n => format!("{} more within two years", say::thousands(n)),
            },
            "/devices?support=unsupported".into(),
        )
    })
}

fn always_on(picture: &Picture) -> Option<Task> {
    let open = threats::always_on(picture);
    (open > 0).then(|| {
        task(
            Urgency::Plan,
            format!(
                "Turn always-on access to {} into approved sessions",
                say::count(open, "device", "devices")
            ),
            "a supplier, or whoever has the supplier’s password, can reach them at any time".into(),
            "/devices?remote=always-on".into(),
        )
    })
}
