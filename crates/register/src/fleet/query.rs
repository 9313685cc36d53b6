//! The one question that every list of devices asks: words, filters, a sort, a page, and the counts beside it.

use crate::{Field, Fleet};

/// What a list asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Words; each must occur somewhere in a device (maker, model, name, numbers, addresses, place).
    pub words: String,
    /// All must hold.
    pub filters: Vec<Filter>,
    /// By default the order of the register.
    pub sort: Option<Sort>,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// The field says exactly this.
    Is(Field, String),
    /// The field says nothing.
    Missing(Field),
    /// Sources disagree on some field.
    Disputed,
}

/// An order; devices without a value come last either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub field: Field,
    /// Highest first.
    pub descending: bool,
}

/// A page of positions, with how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Positions in the fleet.
    pub devices: Vec<u32>,
    /// How many the query finds in all.
    pub total: usize,
}

/// A value with how many of the found devices have it; an empty value counts those without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The value.
    pub value: String,
    /// How many.
    pub count: usize,
}

/// Fields that words are looked for in.
const SEARCHED: [Field; 16] = [
    Field::Name,
    Field::Manufacturer,
    Field::Model,
    Field::DeviceType,
    Field::Serial,
    Field::AssetTag,
    Field::Hostname,
    Field::Ip,
    Field::Mac,
    Field::Department,
    Field::Location,
    Field::Site,
    Field::Os,
    Field::SoftwareVersion,
    Field::UdiDi,
    Field::Supplier,
];

impl Fleet {
    /// Positions of all devices that a query finds, unsorted, in the register's order. `also` is laid over it (verdicts
    /// and support live outside the register): it is asked once for each configuration.
    pub fn find(&self, query: &ListQuery, also: Option<&dyn Fn(usize) -> bool>) -> Vec<u32> {
        let mut found: Vec<bool> = vec![true; self.len()];
        for filter in &query.filters {
            match filter {
                Filter::Is(field, value) => {
                    let column = self.column(*field);
                    match column.values().iter().position(|v| **v == **value) {
                        Some(code) => keep(&mut found, column.codes(), |c| c as usize == code),
                        None => found.fill(false),
                    }
                }
                Filter::Missing(field) => keep(&mut found, self.column(*field).codes(), |c| c == 0),
                Filter::Disputed => {
                    for (f, bits) in found.iter_mut().zip(&self.disputed) {
                        *f &= *bits != 0;
                    }
                }
            }
        }
        for word in query.words.split_whitespace() {
            let word = word.to_lowercase();
            let mut hit = vec![false; self.len()];
            for field in SEARCHED {
                let column = self.column(field);
                // Each distinct text is looked at once, however many devices say it.
                if let Some(matching) = column.holding(&word) {
                    for (h, &code) in hit.iter_mut().zip(column.codes()) {
                        *h |= matching[code as usize];
                    }
                }
            }
            for (f, h) in found.iter_mut().zip(hit) {
                *f &= h;
            }
        }
        if let Some(also) = also {
            let holds: Vec<bool> = (0..self.configurations().len()).map(also).collect();
            for (f, &c) in found.iter_mut().zip(&self.configuration) {
                *f &= holds[c as usize];
            }
        }
        (0u32..).zip(found).filter(|(_, f)| *f).map(|(position, _)| position).collect()
    }

    /// One page of what was found, sorted.
    pub fn page(&self, found: &[u32], sort: Option<Sort>, skip: usize, take: usize) -> Page {
        let total = found.len();
        let Some(Sort { field, descending }) = sort else {
            return Page {
                devices: found.iter().skip(skip).take(take).copied().collect(),
                total,
            };
        };
        let column = self.column(field);
        let ranks = column.ranks();
        let rank = |code: u32| match ranks[code as usize] {
            u32::MAX => u32::MAX, // no value: last either way
            place if descending => u32::MAX - 1 - place,
            place => place,
        };
        let key = |&device: &u32| (rank(column.codes()[device as usize]), device);
        let mut sorted = found.to_vec();
        let end = skip.saturating_add(take).min(total);
        // Only the part up to the end of the page has to be in order.
        if end < total && end > 0 {
            sorted.select_nth_unstable_by_key(end - 1, key);
            sorted.truncate(end);
        }
        sorted.sort_unstable_by_key(key);
        Page {
            devices: sorted.into_iter().skip(skip).take(take).collect(),
            total,
        }
    }

    /// The values of a field among the found devices, most frequent first, those without a value last.
    pub fn facet(&self, found: &[u32], field: Field) -> Vec<Facet> {
        let column = self.column(field);
        let mut counts = vec![0usize; column.values().len()];
        for &device in found {
            counts[column.codes()[device as usize] as usize] += 1;
        }
        let mut facets: Vec<Facet> = counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
            .map(|(code, &count)| Facet {
                value: column.values()[code].to_string(),
                count,
            })
            .collect();
        facets.sort_by(|a, b| (a.value.is_empty(), b.count, &a.value).cmp(&(b.value.is_empty(), a.count, &b.value)));
        facets
    }
}

fn keep(found: &mut [bool], codes: &[u32], holds: impl Fn(u32) -> bool) {
    for (f, &code) in found.iter_mut().zip(codes) {
        *f &= holds(code);
    }
}
