//! All advisories, read once; each device's configuration against those alone that may speak of it.
//!
//! **Never**: leaves out an advisory whose names are alike; depends on the order in which advisories or devices come.
//!
//! - `index`  which words of which products, for finding candidates
//! - `read`   one advisory, read

mod index;
mod read;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use advisories::Advisory;
use register::Configuration;

use crate::identity::{self, Tables};
use crate::verdict::Judgement;
use index::Index;
use read::{Asked, Read};

/// Advisories, read.
pub struct Corpus {
    advisories: Vec<Read>,
    index: Index,
    tables: &'static Tables,
}

/// What people said of names: (advisory, product) to "it is this device's product" or "it is not".
pub type Confirmed = HashMap<(usize, usize), bool>;

impl Corpus {
    /// Reads advisories. Their order gives the positions in judgements.
    pub fn new(advisories: Vec<Advisory>) -> Corpus {
        Self::with(advisories, Tables::own())
    }

    /// The same with other tables of names.
    pub fn with(advisories: Vec<Advisory>, tables: &'static Tables) -> Corpus {
        let advisories: Vec<Read> = advisories.into_iter().map(|a| Read::of(a, tables)).collect();
        let mut index = Index::default();
        for (a, read) in advisories.iter().enumerate() {
            for (p, product) in read.named() {
                index.add(a, p, product);
            }
        }
        Corpus { advisories, index, tables }
    }

    /// The advisories, in their order.
    pub fn advisories(&self) -> impl ExactSizeIterator<Item = &Advisory> {
        self.advisories.iter().map(|r| &r.advisory)
    }

    /// The advisory at a position.
    pub fn advisory(&self, at: usize) -> Option<&Advisory> {
        self.advisories.get(at).map(|r| &r.advisory)
    }

    /// Everything that the advisories say of a configuration, by advisory and vulnerability.
    pub fn judge(&self, config: &Configuration) -> Vec<Judgement> {
        self.judge_knowing(config, &Confirmed::new())
    }

    /// The same, with what people said of names.
    pub fn judge_knowing(&self, config: &Configuration, confirmed: &Confirmed) -> Vec<Judgement> {
        let name = identity::device(config, self.tables);
        let mut candidates = self.index.candidates(&name);
        for (advisory, product) in confirmed.keys() {
            candidates.entry(*advisory).or_default().push(*product);
        }
        candidates
            .into_iter()
            .filter_map(|(a, products)| self.advisories.get(a).map(|read| (a, read, products)))
            .flat_map(|(a, read, products)| {
                read.judge(
                    a,
                    &Asked {
                        config,
                        name: &name,
                        confirmed,
                    },
                    &products,
                )
            })
            .collect()
    }

    /// The same without the index: every name of every advisory is compared. For tests.
    #[doc(hidden)]
    pub fn judge_exhaustively(&self, config: &Configuration) -> Vec<Judgement> {
        let name = identity::device(config, self.tables);
        let asked = Asked {
            config,
            name: &name,
            confirmed: &Confirmed::new(),
        };
        self.advisories
            .iter()
            .enumerate()
            .flat_map(|(a, read)| read.judge(a, &asked, &read.every_product()))
            .collect()
    }

    /// What one advisory says of each of these configurations, in their order.
    pub fn judge_advisory(&self, advisory: usize, configs: &[Configuration]) -> Vec<Vec<Judgement>> {
        let Some(read) = self.advisories.get(advisory) else {
            return configs.iter().map(|_| Vec::new()).collect();
        };
        let (every, confirmed) = (read.every_product(), Confirmed::new());
        let judge = |config: &Configuration| {
            let name = identity::device(config, self.tables);
            read.judge(
                advisory,
                &Asked {
                    config,
                    name: &name,
                    confirmed: &confirmed,
                },
                &every,
            )
        };
        configs.iter().map(judge).collect()
    }
}
