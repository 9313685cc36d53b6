//! "Which devices?": conditions in words and from columns, counts of what is left beside them, an order, a page.
//!
//! What a list needs beyond the register's own columns (services, verdicts, support, stale records) is derived once for
//! each picture, so that a question walks small integers.

use intel::Verdict;
use register::fleet::ListQuery;
use register::{Field, claim::same_value};

use choices::{choices, marks};
use columns::put_in_order;

use crate::lifespan::Standing;
use crate::picture::Picture;
use crate::threats;

mod choices;
mod columns;
mod document;
mod words;

#[cfg(test)]
mod tests;

pub use columns::Columns;
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
