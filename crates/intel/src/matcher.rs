//! All advisories, read once; each device's configuration against those alone that may speak of it.
//!
//! **Never**: leaves out an advisory whose names are alike; depends on the order in which advisories or devices come.
//!
//! - `index`  which words of which advisories, for finding candidates

mod index;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use advisories::{Advisory, DocumentStatus};
use register::Configuration;

use crate::identity::{self, AdvisedProduct, DeviceName, Identity, Tables};
use crate::verdict::{Fixes, Judgement, Leaf, fixes, verdict_for, without_status};
use crate::versions::{self, Place, Stated};
use index::Index;

/// Advisories, read.
pub struct Corpus {
    advisories: Vec<Read>,
    index: Index,
    tables: &'static Tables,
}

/// One advisory, read.
struct Read {
    advisory: Advisory,
    products: Vec<AdvisedProduct>,
    stated: Vec<Stated>,
    fixes: Vec<Fixes>,
    /// Products that no vulnerability gives a status.
    without_status: Vec<usize>,
    /// Whether it may be matched at all: drafts and withdrawn documents are not.
    stands: bool,
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
        for (a, read) in advisories.iter().enumerate().filter(|(_, r)| r.stands) {
            index.add(a, &read.products);
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
        candidates.extend(confirmed.keys().map(|(a, _)| *a));
        candidates.sort_unstable();
        candidates.dedup();
        candidates
            .into_iter()
            .filter_map(|a| self.advisories.get(a).map(|r| (a, r)))
            .flat_map(|(a, read)| read.judge(a, config, &name, confirmed))
            .collect()
    }

    /// What one advisory says of each of these configurations, in their order.
    pub fn judge_advisory(&self, advisory: usize, configs: &[Configuration]) -> Vec<Vec<Judgement>> {
        let Some(read) = self.advisories.get(advisory).filter(|r| r.stands) else {
            return configs.iter().map(|_| Vec::new()).collect();
        };
        configs
            .iter()
            .map(|config| read.judge(advisory, config, &identity::device(config, self.tables), &Confirmed::new()))
            .collect()
    }
}

/// How deep "A on B" may go: products made of products made of products, and no cycle.
const DEPTH: usize = 8;

impl Read {
    fn of(advisory: Advisory, tables: &Tables) -> Read {
        let stated: Vec<Stated> = advisory.products.iter().map(|p| versions::read(of_part(&advisory, p))).collect();
        let mut products: Vec<AdvisedProduct> = advisory
            .products
            .iter()
            .zip(&stated)
            .map(|(p, s)| identity::advised(&advisory, p, s, tables))
            .collect();
        identity::mark_editions(&mut products);
        let fixes = advisory.vulnerabilities.iter().map(|v| fixes(v, &products, tables)).collect();
        let without_status = (0..products.len())
            .filter(|p| {
                advisory
                    .products
                    .get(*p)
                    .is_some_and(|x| !is_half(&advisory, *p) && x.part.is_none())
            })
            .filter(|p| {
                !advisory
                    .vulnerabilities
                    .iter()
                    .any(|v| v.statements.iter().any(|s| s.product == *p))
            })
            .collect();
        let withdrawn = matches!(advisory.category.as_str(), "csaf_withdrawn" | "csaf_superseded");
        let stands = advisory.status != DocumentStatus::Draft && !withdrawn;
        Read {
            advisory,
            products,
            stated,
            fixes,
            without_status,
            stands,
        }
    }

    fn judge(&self, at: usize, config: &Configuration, name: &DeviceName<'_>, confirmed: &Confirmed) -> Vec<Judgement> {
        let identities: Vec<Identity> = (0..self.products.len())
            .map(|p| self.identity(at, p, config, name, confirmed, DEPTH))
            .collect();
        if !self.stands || identities.iter().all(|i| !i.concerns()) {
            return Vec::new();
        }
        let nowhere = Place::CannotTell {
            missing: Vec::new(),
            why: String::new(),
        };
        let places: Vec<Place> = identities
            .iter()
            .zip(&self.stated)
            .map(|(i, s)| {
                if i.concerns() {
                    versions::place(s, config)
                } else {
                    nowhere.clone()
                }
            })
            .collect();
        let mut out = Vec::new();
        for (v, vulnerability) in self.advisory.vulnerabilities.iter().enumerate() {
            let leaves: Vec<Leaf<'_>> = vulnerability
                .statements
                .iter()
                .filter_map(|s| {
                    Some(Leaf {
                        product: s.product,
                        status: s.status,
                        identity: identities.get(s.product)?,
                        stated: self.stated.get(s.product)?,
                        place: places.get(s.product)?,
                    })
                })
                .collect();
            let Some(fixes) = self.fixes.get(v) else { continue };
            let judgement = verdict_for(at, v, &leaves, &self.products, fixes, config).or_else(|| {
                let product = *self
                    .without_status
                    .iter()
                    .filter(|p| identities.get(**p).is_some_and(Identity::concerns))
                    .max_by_key(|p| identities.get(**p).map(Identity::rank))?;
                Some(without_status(
                    at,
                    v,
                    product,
                    identities.get(product)?,
                    &self.products,
                    self.stated.get(product)?,
                ))
            });
            out.extend(judgement);
        }
        out
    }

    /// Whether a product is this device. One made of two ("A installed on B") needs both.
    fn identity(
        &self,
        at: usize,
        product: usize,
        config: &Configuration,
        name: &DeviceName<'_>,
        confirmed: &Confirmed,
        depth: usize,
    ) -> Identity {
        match confirmed.get(&(at, product)) {
            Some(true) => {
                return Identity::Same {
                    by: identity::By::Person,
                    unconfirmed: String::new(),
                };
            }
            Some(false) => return Identity::No,
            None => {}
        }
        let (Some(advised), Some(own)) = (self.products.get(product), self.advisory.products.get(product)) else {
            return Identity::No;
        };
        let Some(part) = own.part.filter(|_| depth > 0) else {
            return if own.part.is_some() {
                Identity::No
            } else {
                identity::identify(advised, name, config)
            };
        };
        let side = |p: usize| self.identity(at, p, config, name, confirmed, depth - 1);
        let (what, on) = (side(part.product), side(part.relates_to));
        let display = |p: usize| self.products.get(p).map_or("", |x| x.display.as_str());
        identity::both(what, on, display(part.product), display(part.relates_to), config)
    }
}

/// The leaf that states versions: for a product made of two, the one that the statement is about.
fn of_part<'a>(advisory: &'a Advisory, product: &'a advisories::Product) -> &'a advisories::Product {
    let mut at = product;
    for _ in 0..DEPTH {
        match at.part.and_then(|part| advisory.products.get(part.product)) {
            Some(inner) => at = inner,
            None => break,
        }
    }
    at
}

/// Whether a product is only a side of another.
fn is_half(advisory: &Advisory, product: usize) -> bool {
    advisory
        .products
        .iter()
        .filter_map(|p| p.part)
        .any(|part| part.product == product || part.relates_to == product)
}
