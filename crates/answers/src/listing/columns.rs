//! What a list needs beyond the register's own columns, derived once for each picture; and the order of a list by them.

use std::collections::HashMap;
use std::sync::OnceLock;

use intel::Verdict;
use register::Field;
use register::fleet::natural_order;

use super::choices::verdict_place;
use super::{By, Order};
use crate::lifespan::{self, Standing};
use crate::picture::Picture;
use crate::{care, settle};

/// The services that count a device, with how many devices of its pool each needs.
pub(super) type Services = Vec<(usize, Option<u32>)>;

/// What a list needs beyond the register's columns; derived once for each picture.
#[derive(Debug, Default)]
pub struct Columns {
    /// Distinct sets of services, the empty one first.
    pub(super) service_sets: Vec<Services>,
    /// Position in `service_sets`, by device.
    pub(super) service_codes: Vec<u32>,
    /// By configuration.
    verdicts: Vec<Option<Verdict>>,
    /// By configuration: a vulnerability known to be exploited affects it, or may.
    exploited: Vec<bool>,
    /// By configuration: one bit a field that would settle a verdict.
    pub(super) settles: Vec<u64>,
    /// By code of the operating system's column.
    pub(super) standings: Vec<Standing>,
    /// By device.
    pub(super) stale: Vec<bool>,
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

/// Puts the first `ordered_to` devices in order; what is not known comes last either way.
pub(super) fn put_in_order(picture: &Picture, columns: &Columns, devices: &mut [u32], order: Order, ordered_to: usize) {
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
