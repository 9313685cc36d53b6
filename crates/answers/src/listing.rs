//! "Which devices?": conditions in words and from columns, counts of what is left beside them, an order, a page.
//!
//! What a list needs beyond the register's own columns (services, verdicts, support, stale records) is derived once for
//! each picture, so that a question walks small integers.

use std::collections::HashMap;
use std::sync::OnceLock;

use intel::Verdict;
use register::fleet::{ListQuery, natural_order};
use register::{Field, claim::same_value};

use crate::lifespan::{self, Standing};
use crate::picture::Picture;
use crate::{care, settle, threats};

mod document;
mod words;

#[cfg(test)]
mod tests;

pub use document::{ListedDevice, listed_device, table};
pub use words::{heading, in_words};

/// One condition. Those of one facet: any may hold; of different facets: all must.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The field says this; case and spaces aside.
    Is(Field, String),
    /// A clinical service counts it, by code or name.
    Service(String),
    /// No clinical service counts it.
    NoService,
    /// Its operating system stands so.
    Support(Standing),
    /// The gravest verdict on it.
    Verdict(Verdict),
    /// No advisory that is loaded names it; or its maker is not known, so that none can.
    NoVerdict,
    /// The field says nothing. Each of several must hold.
    Missing(Field),
    /// Knowing the field would settle a verdict that cannot be told. Each of several must hold.
    Settles(Field),
    /// Sources disagree on some field.
    Disputed,
    /// A complete delivery of one of its sources no longer held it.
    Stale,
    /// A vulnerability that is known to be exploited affects it, or may.
    Exploited,
    /// What is said of vendor remote access holds this word.
    Remote(String),
}

/// What can be chosen beside the list, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    /// What it is clinically.
    Type,
    /// Which hospital.
    Site,
    /// Which department.
    Department,
    /// Who makes it.
    Manufacturer,
    /// Which service counts it.
    Service,
    /// How its operating system stands.
    Support,
    /// The gravest verdict.
    Verdict,
}

impl Facet {
    /// All of them.
    pub const ALL: [Facet; 7] = [
        Facet::Verdict,
        Facet::Support,
        Facet::Type,
        Facet::Service,
        Facet::Site,
        Facet::Department,
        Facet::Manufacturer,
    ];

    /// The word in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Facet::Type => "type",
            Facet::Site => "site",
            Facet::Department => "department",
            Facet::Manufacturer => "manufacturer",
            Facet::Service => "service",
            Facet::Support => "support",
            Facet::Verdict => "verdict",
        }
    }

    /// The name on pages.
    pub fn label(self) -> &'static str {
        match self {
            Facet::Type => "Device type",
            Facet::Site => "Site",
            Facet::Department => "Department",
            Facet::Manufacturer => "Manufacturer",
            Facet::Service => "Clinical service",
            Facet::Support => "Operating system support",
            Facet::Verdict => "Gravest verdict",
        }
    }

    /// The facet that a condition belongs to.
    pub fn of(condition: &Condition) -> Option<Facet> {
        match condition {
            Condition::Is(Field::DeviceType, _) => Some(Facet::Type),
            Condition::Is(Field::Site, _) => Some(Facet::Site),
            Condition::Is(Field::Department, _) => Some(Facet::Department),
            Condition::Is(Field::Manufacturer, _) => Some(Facet::Manufacturer),
            Condition::Service(_) | Condition::NoService => Some(Facet::Service),
            Condition::Support(_) => Some(Facet::Support),
            Condition::Verdict(_) | Condition::NoVerdict => Some(Facet::Verdict),
            Condition::Is(..)
            | Condition::Missing(_)
            | Condition::Settles(_)
            | Condition::Disputed
            | Condition::Stale
            | Condition::Exploited
            | Condition::Remote(_) => None,
        }
    }

    fn field(self) -> Option<Field> {
        match self {
            Facet::Type => Some(Field::DeviceType),
            Facet::Site => Some(Field::Site),
            Facet::Department => Some(Field::Department),
            Facet::Manufacturer => Some(Field::Manufacturer),
            Facet::Service | Facet::Support | Facet::Verdict => None,
        }
    }
}

/// A value that can be chosen, with how many devices are left if it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value in addresses; empty for devices of which the field says nothing, which is no condition of this facet.
    pub value: String,
    /// On pages.
    pub label: String,
    /// How many devices are left.
    pub count: usize,
}

/// By what a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// What people call it.
    Name,
    /// A column of the register.
    Column(Field),
    /// Its first service, by name.
    Service,
    /// The gravest verdict, gravest first.
    Verdict,
    /// How its operating system stands, worst first.
    Support,
}

/// An order. Devices without a value come last either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub by: By,
    /// Turned round.
    pub descending: bool,
}

/// What a list asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Words; each must occur somewhere in a device.
    pub words: String,
    /// See [`Condition`].
    pub conditions: Vec<Condition>,
    /// By default the order of the register.
    pub order: Option<Order>,
}

/// What a question finds.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Positions, in the order asked for as far as `ordered_to`, else in the register's.
    pub devices: Vec<u32>,
    /// What can be chosen, with counts, for each of `Facet::ALL`; the most frequent first.
    pub choices: Vec<(Facet, Vec<Choice>)>,
    /// What more can be asked of the devices found: what is missing, doubtful or urgent, with how many are left.
    pub marks: Vec<(Condition, usize)>,
    /// How many clinical services count these devices.
    pub services: usize,
    /// Conditions that name something the register does not hold, in words.
    pub unheard_of: Vec<String>,
}

/// The services that count a device, with how many devices of its pool each needs.
type Services = Vec<(usize, Option<u32>)>;

/// What a list needs beyond the register's columns; derived once for each picture.
#[derive(Debug, Default)]
pub struct Columns {
    /// Distinct sets of services, the empty one first.
    service_sets: Vec<Services>,
    /// Position in `service_sets`, by device.
    service_codes: Vec<u32>,
    /// By configuration.
    verdicts: Vec<Option<Verdict>>,
    /// By configuration: a vulnerability known to be exploited affects it, or may.
    exploited: Vec<bool>,
    /// By configuration: one bit a field that would settle a verdict.
    settles: Vec<u64>,
    /// By code of the operating system's column.
    standings: Vec<Standing>,
    /// By device.
    stale: Vec<bool>,
    /// Place of each device in the order of names, found when first asked for.
    by_name: OnceLock<Vec<u32>>,
}

impl Columns {
    /// Derives them.
    pub(crate) fn new(picture: &Picture) -> Columns {
        let fleet = picture.fleet();
        let mut known: HashMap<(u32, u32), u32> = HashMap::new();
        let mut positions: HashMap<Services, u32> = HashMap::from([(Services::new(), 0)]);
        let mut service_sets = vec![Services::new()];
        let (pools, named) = (fleet.column(Field::Pool).codes(), fleet.column(Field::Service).codes());
        let service_codes = (0..fleet.len())
            .map(|device| {
                *known.entry((pools[device], named[device])).or_insert_with(|| {
                    let services = picture.services_of(device);
                    *positions.entry(services.clone()).or_insert_with(|| {
                        service_sets.push(services);
                        u32::try_from(service_sets.len() - 1).unwrap_or(u32::MAX)
                    })
                })
            })
            .collect();
        let judged = picture.judged();
        let mut stale = vec![false; fleet.len()];
        for &device in &picture.parts.stale {
            if let Some(place) = stale.get_mut(device as usize) {
                *place = true;
            }
        }
        Columns {
            service_sets,
            service_codes,
            verdicts: judged.iter().map(|j| intel::verdict::gravest(j)).collect(),
            exploited: judged
                .iter()
                .map(|j| j.iter().any(|j| settle::is_loud(j) && settle::is_exploited(picture, j)))
                .collect(),
            settles: judged
                .iter()
                .map(|j| {
                    j.iter()
                        .filter(|j| j.verdict == Verdict::PossiblyAffected)
                        .flat_map(|j| &j.missing)
                        .fold(0, |bits, field| bits | 1 << field.index())
                })
                .collect(),
            standings: picture.support_by_code().iter().map(lifespan::standing).collect(),
            stale,
            by_name: OnceLock::new(),
        }
    }

    /// The services that count a device.
    pub fn services_of(&self, device: usize) -> &[(usize, Option<u32>)] {
        &self.service_sets[self.service_codes[device] as usize]
    }

    /// How many devices no service counts.
    pub fn unserved(&self) -> usize {
        self.service_codes.iter().filter(|&&c| c == 0).count()
    }

    /// Whether a complete delivery of one of its sources no longer held a device.
    pub fn is_stale(&self, device: usize) -> bool {
        self.stale[device]
    }

    /// Whether a vulnerability known to be exploited affects a device, or may.
    pub fn is_exploited(&self, picture: &Picture, device: usize) -> bool {
        self.exploited[picture.fleet().configuration_of(device)]
    }

    /// The gravest verdict on a device.
    pub fn verdict(&self, picture: &Picture, device: usize) -> Option<Verdict> {
        self.verdicts[picture.fleet().configuration_of(device)]
    }

    /// The place of each device in the order of names.
    fn by_name(&self, picture: &Picture) -> &[u32] {
        self.by_name.get_or_init(|| {
            let fleet = picture.fleet();
            let names: Vec<String> = (0..fleet.len()).map(|d| fleet.display_name(d)).collect();
            let mut order: Vec<u32> = (0u32..).take(names.len()).collect();
            order.sort_by(|&a, &b| natural_order(&names[a as usize], &names[b as usize]));
            let mut places = vec![0u32; order.len()];
            for (place, device) in (0u32..).zip(order) {
                places[device as usize] = place;
            }
            places
        })
    }
}

/// The bit of what belongs to no facet.
const ELSE: u16 = 1 << 7;

/// Answers a question: all devices that it finds, ordered up to `ordered_to`, with the counts beside them.
pub fn list(picture: &Picture, question: &Question, ordered_to: usize) -> Listed {
    let fleet = picture.fleet();
    let columns = picture.columns();
    // For each device one bit for each facet whose conditions it fails: what is left if a facet's own were lifted is
    // counted in the same walk.
    let mut fails = vec![0u16; fleet.len()];
    let mut unheard_of = Vec::new();
    for (bit, facet) in Facet::ALL.into_iter().enumerate() {
        let of_facet: Vec<&Condition> = question.conditions.iter().filter(|c| Facet::of(c) == Some(facet)).collect();
        if !of_facet.is_empty() {
            let mut holds = vec![false; fleet.len()];
            for condition in of_facet {
                lay(picture, columns, condition, &mut unheard_of, &mut |device| holds[device] = true);
            }
            for (f, h) in fails.iter_mut().zip(holds) {
                *f |= u16::from(!h) << bit;
            }
        }
    }
    for condition in question.conditions.iter().filter(|c| Facet::of(c).is_none()) {
        let mut holds = vec![false; fleet.len()];
        lay(picture, columns, condition, &mut unheard_of, &mut |device| holds[device] = true);
        for (f, h) in fails.iter_mut().zip(holds) {
            *f |= if h { 0 } else { ELSE };
        }
    }
    if !question.words.trim().is_empty() {
        let query = ListQuery {
            words: question.words.clone(),
            ..Default::default()
        };
        let mut holds = vec![false; fleet.len()];
        for device in fleet.find(&query, None) {
            holds[device as usize] = true;
        }
        for (f, h) in fails.iter_mut().zip(holds) {
            *f |= if h { 0 } else { ELSE };
        }
    }
    let mut devices: Vec<u32> = (0u32..).zip(&fails).filter(|(_, f)| **f == 0).map(|(d, _)| d).collect();
    let mut served = vec![false; columns.service_sets.len()];
    for &device in &devices {
        served[columns.service_codes[device as usize] as usize] = true;
    }
    let mut services: Vec<usize> = columns
        .service_sets
        .iter()
        .zip(served)
        .filter(|(_, s)| *s)
        .flat_map(|(set, _)| set.iter().map(|(service, _)| *service))
        .collect();
    services.sort_unstable();
    services.dedup();
    let marks = marks(picture, columns, &devices);
    if let Some(order) = question.order {
        put_in_order(picture, columns, &mut devices, order, ordered_to);
    }
    Listed {
        choices: Facet::ALL
            .into_iter()
            .enumerate()
            .map(|(bit, facet)| (facet, choices(picture, columns, facet, &fails, !(1 << bit))))
            .collect(),
        marks,
        devices,
        services: services.len(),
        unheard_of,
    }
}

/// Tells `hold` each device on which a condition holds.
fn lay(picture: &Picture, columns: &Columns, condition: &Condition, unheard_of: &mut Vec<String>, hold: &mut dyn FnMut(usize)) {
    let fleet = picture.fleet();
    let mut by_code = |codes: &[u32], holds: &dyn Fn(usize) -> bool| {
        for (device, &code) in codes.iter().enumerate() {
            if holds(code as usize) {
                hold(device);
            }
        }
    };
    let by_text = |field: Field, holds: &dyn Fn(&str) -> bool| -> Vec<bool> {
        fleet.column(field).values().iter().map(|v| !v.is_empty() && holds(v)).collect()
    };
    match condition {
        Condition::Is(field, value) => {
            let hits = by_text(*field, &|v| same_value(v, value));
            if !hits.contains(&true) {
                unheard_of.push(format!("No device here has the {} “{value}”.", field.label().to_lowercase()));
            }
            by_code(fleet.column(*field).codes(), &|code| hits[code]);
        }
        Condition::Remote(word) => {
            let hits = by_text(Field::VendorRemoteAccess, &|v| threats::remote_says(v, word));
            by_code(fleet.column(Field::VendorRemoteAccess).codes(), &|code| hits[code]);
        }
        Condition::Missing(field) => by_code(fleet.column(*field).codes(), &|code| code == 0),
        Condition::Service(code) => match picture.service(code) {
            None => unheard_of.push(format!("No clinical service here has the code “{code}”.")),
            Some(wanted) => {
                let hits: Vec<bool> = columns
                    .service_sets
                    .iter()
                    .map(|set| set.iter().any(|(service, _)| *service == wanted))
                    .collect();
                by_code(&columns.service_codes, &|code| hits[code]);
            }
        },
        Condition::NoService => by_code(&columns.service_codes, &|code| code == 0),
        Condition::Support(standing) => by_code(fleet.column(Field::Os).codes(), &|code| columns.standings[code] == *standing),
        Condition::Verdict(verdict) => {
            (0..fleet.len())
                .filter(|&d| columns.verdict(picture, d) == Some(*verdict))
                .for_each(hold);
        }
        Condition::NoVerdict => (0..fleet.len()).filter(|&d| columns.verdict(picture, d).is_none()).for_each(hold),
        Condition::Settles(field) => {
            let bit = 1u64 << field.index();
            (0..fleet.len())
                .filter(|&d| columns.settles[fleet.configuration_of(d)] & bit != 0)
                .for_each(hold);
        }
        Condition::Disputed => (0..fleet.len())
            .filter(|&d| fleet.disputed_fields(d).next().is_some())
            .for_each(hold),
        Condition::Stale => (0..fleet.len()).filter(|&d| columns.stale[d]).for_each(hold),
        Condition::Exploited => (0..fleet.len()).filter(|&d| columns.is_exploited(picture, d)).for_each(hold),
    }
}

fn choices(picture: &Picture, columns: &Columns, facet: Facet, fails: &[u16], mask: u16) -> Vec<Choice> {
    let fleet = picture.fleet();
    let left = || fails.iter().enumerate().filter(|(_, f)| **f & mask == 0).map(|(device, _)| device);
    let mut found: Vec<Choice> = Vec::new();
    let mut add = |value: &str, label: String, count: usize| {
        if count > 0 {
            found.push(Choice {
                value: value.to_owned(),
                label,
                count,
            });
        }
    };
    match facet {
        Facet::Type | Facet::Site | Facet::Department | Facet::Manufacturer => {
            let column = fleet.column(facet.field().unwrap_or(Field::DeviceType));
            let mut counts = vec![0usize; column.values().len()];
            left().for_each(|device| counts[column.codes()[device] as usize] += 1);
            for (value, count) in column.values().iter().zip(counts) {
                let label = if facet == Facet::Site {
                    picture.site_name(value).to_owned()
                } else {
                    value.to_string()
                };
                add(value, label, count);
            }
        }
        Facet::Service => {
            let mut counts = vec![0usize; columns.service_sets.len()];
            left().for_each(|device| counts[columns.service_codes[device] as usize] += 1);
            let mut by_service = vec![0usize; picture.parts.services.len()];
            for (set, count) in columns.service_sets.iter().zip(&counts) {
                for (service, _) in set {
                    by_service[*service] += count;
                }
            }
            add("none", "In no clinical service".into(), counts.first().copied().unwrap_or(0));
            for (position, count) in by_service.into_iter().enumerate() {
                add(&picture.parts.services[position].code, care::service_name(picture, position), count);
            }
        }
        Facet::Support => {
            let mut counts = vec![0usize; columns.standings.len()];
            let codes = fleet.column(Field::Os).codes();
            left().for_each(|device| counts[codes[device] as usize] += 1);
            for standing in Standing::ALL {
                let of_standing = columns
                    .standings
                    .iter()
                    .zip(&counts)
                    .filter(|(s, _)| **s == standing)
                    .map(|(_, n)| n);
                add(standing.key(), capital(standing.label()), of_standing.sum());
            }
        }
        Facet::Verdict => {
            let mut counts = [0usize; 5];
            left().for_each(|device| counts[verdict_place(columns.verdict(picture, device))] += 1);
            for verdict in VERDICTS {
                let (value, label) = match verdict {
                    Some(verdict) => (verdict.key(), capital(&verdict.key().replace('_', " "))),
                    None => ("none", "No advisory names it".to_owned()),
                };
                add(value, label, counts[verdict_place(verdict)]);
            }
        }
    }
    // Verdicts and support keep their own order, the worst first.
    if !matches!(facet, Facet::Support | Facet::Verdict) {
        found.sort_by(|a, b| {
            (a.value.is_empty(), std::cmp::Reverse(a.count))
                .cmp(&(b.value.is_empty(), std::cmp::Reverse(b.count)))
                .then_with(|| natural_order(&a.label, &b.label))
        });
    }
    found
}

/// Fields whose absence is worth a look.
const WORTH_KNOWING: [Field; 8] = [
    Field::SoftwareVersion,
    Field::Os,
    Field::Serial,
    Field::Owner,
    Field::Location,
    Field::Supplier,
    Field::Ip,
    Field::VendorRemoteAccess,
];

fn marks(picture: &Picture, columns: &Columns, devices: &[u32]) -> Vec<(Condition, usize)> {
    let fleet = picture.fleet();
    let count = |holds: &dyn Fn(usize) -> bool| devices.iter().filter(|&&d| holds(d as usize)).count();
    let mut marks = vec![
        (Condition::Exploited, count(&|d| columns.is_exploited(picture, d))),
        (Condition::Disputed, count(&|d| fleet.disputed_fields(d).next().is_some())),
        (Condition::Stale, count(&|d| columns.stale[d])),
    ];
    for field in WORTH_KNOWING {
        let codes = fleet.column(field).codes();
        marks.push((Condition::Missing(field), count(&|d| codes[d] == 0)));
    }
    marks.retain(|(_, count)| *count > 0);
    marks
}

const VERDICTS: [Option<Verdict>; 5] = [
    Some(Verdict::Affected),
    Some(Verdict::PossiblyAffected),
    Some(Verdict::Fixed),
    Some(Verdict::NotAffected),
    None,
];

fn verdict_place(verdict: Option<Verdict>) -> usize {
    match verdict {
        Some(Verdict::Affected) => 0,
        Some(Verdict::PossiblyAffected) => 1,
        Some(Verdict::Fixed) => 2,
        Some(Verdict::NotAffected) => 3,
        None => 4,
    }
}

fn put_in_order(picture: &Picture, columns: &Columns, devices: &mut [u32], order: Order, ordered_to: usize) {
    let fleet = picture.fleet();
    let nothing = u32::MAX;
    let place: Box<dyn Fn(usize) -> u32 + '_> = match order.by {
        By::Name => {
            let places = columns.by_name(picture);
            Box::new(move |device| places[device])
        }
        By::Column(field) => {
            let column = fleet.column(field);
            let ranks = column.ranks();
            Box::new(move |device| ranks[column.codes()[device] as usize])
        }
        By::Verdict => Box::new(|device| match columns.verdict(picture, device) {
            None => nothing,
            verdict => u32::try_from(verdict_place(verdict)).unwrap_or(nothing),
        }),
        By::Support => Box::new(|device| {
            let standing = columns.standings[fleet.column(Field::Os).codes()[device] as usize];
            let place = Standing::ALL.iter().position(|s| *s == standing);
            place.and_then(|p| u32::try_from(p).ok()).unwrap_or(nothing)
        }),
        By::Service => {
            let mut by_name: Vec<usize> = (0..picture.parts.services.len()).collect();
            by_name.sort_by(|&a, &b| natural_order(&care::service_name(picture, a), &care::service_name(picture, b)));
            let mut places = vec![nothing; by_name.len()];
            for (place, service) in (0u32..).zip(by_name) {
                places[service] = place;
            }
            let of_set: Vec<u32> = columns
                .service_sets
                .iter()
                .map(|set| set.iter().map(|(service, _)| places[*service]).min().unwrap_or(nothing))
                .collect();
            Box::new(move |device| of_set[columns.service_codes[device] as usize])
        }
    };
    let key = |&device: &u32| {
        let place = place(device as usize);
        let turned = if order.descending && place != nothing {
            nothing - 1 - place
        } else {
            place
        };
        (turned, device)
    };
    let end = ordered_to.min(devices.len());
    // Only the part up to the end of the page has to be in order.
    if end > 0 && end < devices.len() {
        devices.select_nth_unstable_by_key(end - 1, key);
        devices[..end].sort_unstable_by_key(key);
    } else {
        devices.sort_unstable_by_key(key);
    }
}

/// With a capital letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
