//! One device in a few sentences for whoever stands before it: what it is, what care loses without it, what is wrong.

use std::collections::BTreeMap;

use intel::{Judgement, Verdict};
use register::service::Capacity;
use register::{Field, Pool};

use crate::lifespan::{self, Standing};
use crate::picture::Picture;
use crate::{care, say, settle};

#[cfg(test)]
mod tests;

/// A service that counts a device, as it would stand without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Without {
    /// Position of the service.
    pub service: usize,
    /// What it needs of the device's pool, with this one device out; none where it only names the device's service.
    pub capacity: Option<Capacity>,
}

/// The services that count a device, the least patient first.
pub fn without(picture: &Picture, device: usize) -> Vec<Without> {
    let pool = Pool(picture.fleet().value(device, Field::Pool).to_owned());
    let of = u32::try_from(picture.fleet().pool(&pool).len()).unwrap_or(u32::MAX);
    let mut services: Vec<Without> = picture
        .services_of(device)
        .into_iter()
        .map(|(service, needs)| Without {
            service,
            capacity: needs.map(|needs| Capacity { needs, of, out: 1 }),
        })
        .collect();
    services.sort_by_key(|w| {
        let service = &picture.parts.services[w.service];
        (service.longest_bearable_outage_minutes.unwrap_or(u32::MAX), w.service)
    });
    services
}

/// The roles that decide for the services that count a device, each once, those of the least patient service first.
pub fn deciders(picture: &Picture, device: usize) -> Vec<String> {
    let mut deciders: Vec<String> = Vec::new();
    for without in without(picture, device) {
        let decides = &picture.parts.services[without.service].decided_by;
        if !decides.is_empty() && !deciders.contains(decides) {
            deciders.push(decides.clone());
        }
    }
    deciders
}

/// "CT scanner in Room 4, Radiology, at Kingsmere General."
pub fn what_it_is(picture: &Picture, device: usize) -> String {
    let fleet = picture.fleet();
    let value = |field: Field| fleet.value(device, field);
    let kind = match value(Field::DeviceType) {
        "" => "A device whose type is not known",
        kind => kind,
    };
    let place: Vec<&str> = [value(Field::Location), value(Field::Department)]
        .into_iter()
        .filter(|v| !v.is_empty())
        .collect();
    let site = match value(Field::Site) {
        "" => String::new(),
        site => format!(" at {}", picture.site_name(site)),
    };
    match (place.is_empty(), site.is_empty()) {
        (true, true) => format!("{kind}; where it stands is not known."),
        (true, false) => format!("{kind}{site}; where it stands there is not known."),
        (false, _) => format!("{kind} in {}{site}.", place.join(", ")),
    }
}

/// What one service loses without the device: "needs 2 of 3; without this one there is no spare".
pub fn without_in_words(without: &Without) -> String {
    let Some(capacity) = without.capacity else {
        return "uses it; how many it needs is not known".into();
    };
    let left = capacity.left();
    let rest = match left.checked_sub(capacity.needs) {
        None => format!("without this one it has {left} of the {} it needs", capacity.needs),
        Some(0) => "without this one there is no spare".to_owned(),
        Some(n) => format!(
            "without this one there {} to spare",
            if n == 1 { "is 1".to_owned() } else { format!("are {n}") }
        ),
    };
    format!("needs {} of {}; {rest}", capacity.needs, capacity.of)
}

/// What care loses, for the lead.
pub fn care_in_words(picture: &Picture, device: usize) -> String {
    let services = without(picture, device);
    let Some(first) = services.first() else {
        return "No clinical service counts it here: who depends on it is not known.".into();
    };
    let more = match services.len() - 1 {
        0 => String::new(),
        n => format!(
            " {} on it too.",
            if n == 1 {
                "1 more service counts".to_owned()
            } else {
                format!("{n} more services count")
            }
        ),
    };
    let bears = match (
        first.capacity,
        picture.parts.services[first.service].longest_bearable_outage_minutes,
    ) {
        (Some(capacity), Some(minutes)) if capacity.falls_short() => format!(" It can bear that for {}.", say::minutes(minutes)),
        _ => String::new(),
    };
    format!(
        "{} {}.{bears}{more}",
        care::service_name(picture, first.service),
        without_in_words(first)
    )
}

/// How many vulnerabilities stand how, each counted once by its gravest verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Affected.
    pub affected: usize,
    /// Too little known.
    pub possibly: usize,
    /// Affected or possibly, and known to be exploited.
    pub exploited: usize,
    /// Not affected, or fixed.
    pub quiet: usize,
}

/// Counts the vulnerabilities of a device.
pub fn counted(picture: &Picture, judgements: &[Judgement]) -> Counted {
    let mut by_id: BTreeMap<&str, (Verdict, bool)> = BTreeMap::new();
    for judgement in judgements {
        let Some(vulnerability) = picture
            .corpus
            .advisory(judgement.advisory)
            .and_then(|a| a.vulnerabilities.get(judgement.vulnerability))
        else {
            continue;
        };
        let exploited = settle::is_exploited(picture, judgement);
        let entry = by_id.entry(&vulnerability.id).or_insert((judgement.verdict, exploited));
        entry.0 = entry.0.max(judgement.verdict);
    }
    let mut counted = Counted::default();
    for (verdict, exploited) in by_id.into_values() {
        match verdict {
            Verdict::Affected => counted.affected += 1,
            Verdict::PossiblyAffected => counted.possibly += 1,
            Verdict::NotAffected | Verdict::Fixed => counted.quiet += 1,
        }
        counted.exploited += usize::from(exploited && matches!(verdict, Verdict::Affected | Verdict::PossiblyAffected));
    }
    counted
}

/// What is wrong with it, in a sentence.
pub fn trouble_in_words(picture: &Picture, device: usize) -> String {
    let fleet = picture.fleet();
    let judgements = picture.judged().get(fleet.configuration_of(device)).map_or(&[][..], |j| j);
    let counted = counted(picture, judgements);
    let many = |n: usize| say::count(n, "vulnerability", "vulnerabilities");
    let mut parts = match (counted.affected, counted.possibly) {
        (0, 0) => String::new(),
        (n, 0) => format!("It is affected by {}", many(n)),
        (0, n) => format!("It may be affected by {}: too little is known to tell", many(n)),
        (n, more) => format!("It is affected by {}; of {} more it cannot be told", many(n), say::thousands(more)),
    };
    match counted.exploited {
        0 => {}
        1 => parts.push_str("; 1 of these is known to be exploited"),
        n => parts.push_str(&format!("; {} of these are known to be exploited", say::thousands(n))),
    }
    if !parts.is_empty() {
        parts.push('.');
    }
    match lifespan::standing(picture.support_of(device)) {
        Standing::Unsupported => parts.push_str(" Its operating system is no longer supported."),
        Standing::Soon => parts.push_str(" The support of its operating system ends within two years."),
        Standing::CannotTell | Standing::NotKnown | Standing::AskMaker | Standing::Supported => {}
    }
    if parts.is_empty() {
        let unnamed = fleet.value(device, Field::Manufacturer).is_empty() || fleet.value(device, Field::Model).is_empty();
        return if unnamed {
            "Which advisories speak of it cannot be told: its maker or model is not known.".into()
        } else if counted.quiet > 0 {
            "Every loaded advisory that names it says it is not affected, or is fixed in what it runs.".into()
        } else if picture.corpus.advisories().next().is_none() {
            "Whether anything is wrong with it is not known: no advisory is loaded.".into()
        } else {
            "No loaded advisory names it; that does not mean that nothing is wrong.".into()
        };
    }
    parts.trim_start().to_owned()
}
