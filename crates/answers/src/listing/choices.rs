//! What can be chosen beside a list, with how many devices are left if it is.

use intel::Verdict;
use register::Field;
use register::fleet::natural_order;

use super::columns::Columns;
use super::{Choice, Condition, Facet};
use crate::care;
use crate::lifespan::Standing;
use crate::picture::Picture;

/// The choices of one facet, over the devices that fail none of the conditions under the mask.
pub(super) fn choices(picture: &Picture, columns: &Columns, facet: Facet, fails: &[u16], mask: u16) -> Vec<Choice> {
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

/// What is missing, doubtful or urgent among the devices found.
pub(super) fn marks(picture: &Picture, columns: &Columns, devices: &[u32]) -> Vec<(Condition, usize)> {
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

/// The place of a verdict in `VERDICTS`.
pub(super) fn verdict_place(verdict: Option<Verdict>) -> usize {
    match verdict {
        Some(Verdict::Affected) => 0,
        Some(Verdict::PossiblyAffected) => 1,
        Some(Verdict::Fixed) => 2,
        Some(Verdict::NotAffected) => 3,
        None => 4,
    }
}

/// With a capital letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
