//! One advisory, read once: the names of its products, what is stated of versions, and the fixes of each vulnerability.

use std::collections::HashMap;

use advisories::{Advisory, DocumentStatus, Product};
use register::Configuration;

use super::Confirmed;
use crate::identity::{self, AdvisedProduct, By, DeviceName, Identity, Tables};
use crate::verdict::{Fixes, Judgement, Leaf, fixes, verdict_for, without_status};
use crate::versions::{self, Place, Stated};

/// One advisory, read.
pub(super) struct Read {
    pub advisory: Advisory,
    products: Vec<AdvisedProduct>,
    stated: Vec<Stated>,
    fixes: Vec<Fixes>,
    /// For each product, the first of the same names: only that one is compared.
    same_names: Vec<usize>,
    /// Products that no vulnerability gives a status.
    without_status: Vec<usize>,
    /// Whether it may be matched at all: drafts and withdrawn documents are not.
    stands: bool,
}

/// A device's configuration, its name read.
pub(super) struct Asked<'a> {
    pub config: &'a Configuration,
    pub name: &'a DeviceName<'a>,
    pub confirmed: &'a Confirmed,
}

/// How deep "A on B" may go: products made of products made of products, and no cycle.
const DEPTH: usize = 8;

impl Read {
    pub fn of(advisory: Advisory, tables: &Tables) -> Read {
        let stated: Vec<Stated> = advisory.products.iter().map(|p| versions::read(of_part(&advisory, p))).collect();
        let mut products: Vec<AdvisedProduct> = advisory
            .products
            .iter()
            .zip(&stated)
            .map(|(p, s)| identity::advised(&advisory, p, s, tables))
            .collect();
        identity::mark_editions(&mut products);
        let fixes = advisory.vulnerabilities.iter().map(|v| fixes(v, &products, tables)).collect();
        let mut first: HashMap<String, usize> = HashMap::new();
        let same_names = products
            .iter()
            .enumerate()
            .map(|(at, p)| *first.entry(p.signature()).or_insert(at))
            .collect();
        let mut spoken_of = vec![false; products.len()];
        let halves = advisory
            .products
            .iter()
            .filter_map(|p| p.part)
            .flat_map(|part| [part.product, part.relates_to]);
        let stated_of = advisory.vulnerabilities.iter().flat_map(|v| &v.statements).map(|s| s.product);
        for product in halves.chain(stated_of) {
            if let Some(spoken) = spoken_of.get_mut(product) {
                *spoken = true;
            }
        }
        let made_of_two = |p: &usize| advisory.products.get(*p).is_some_and(|x| x.part.is_some());
        let without_status = (0..products.len()).filter(|p| !spoken_of[*p] && !made_of_two(p)).collect();
        let withdrawn = matches!(advisory.category.as_str(), "csaf_withdrawn" | "csaf_superseded");
        let stands = advisory.status != DocumentStatus::Draft && !withdrawn;
        Read {
            advisory,
            products,
            stated,
            fixes,
            same_names,
            without_status,
            stands,
        }
    }

    /// Products whose names are to be found: one of each.
    pub fn named(&self) -> impl Iterator<Item = (usize, &AdvisedProduct)> {
        let first = |(at, _): &(usize, &AdvisedProduct)| self.same_names.get(*at) == Some(at);
        self.products.iter().enumerate().filter(|_| self.stands).filter(first)
    }

    pub fn every_product(&self) -> Vec<usize> {
        (0..self.products.len()).collect()
    }

    /// What it says of a device, of which only these products may speak.
    pub fn judge(&self, at: usize, asked: &Asked<'_>, candidates: &[usize]) -> Vec<Judgement> {
        if !self.stands {
            return Vec::new();
        }
        let mut named = vec![Identity::No; self.products.len()];
        let mut any = false;
        for &p in candidates {
            let (Some(product), Some(slot)) = (self.products.get(p), named.get_mut(p)) else {
                continue;
            };
            *slot = identity::identify(product, asked.name, asked.config);
            any |= slot.concerns();
        }
        if !any && asked.confirmed.is_empty() {
            return Vec::new();
        }
        let identities: Vec<Identity> = (0..self.products.len())
            .map(|p| self.identity(at, p, &named, asked, DEPTH))
            .collect();
        let place = |(identity, stated): (&Identity, &Stated)| {
            if identity.concerns() {
                versions::place(stated, asked.config)
            } else {
                nowhere()
            }
        };
        let places: Vec<Place> = identities.iter().zip(&self.stated).map(place).collect();
        let mut out = Vec::new();
        for (v, vulnerability) in self.advisory.vulnerabilities.iter().enumerate() {
            let leaf = |s: &advisories::ProductStatement| {
                let identity = identities.get(s.product).filter(|i| i.concerns())?;
                let (stated, place) = (self.stated.get(s.product)?, places.get(s.product)?);
                Some(Leaf {
                    product: s.product,
                    status: s.status,
                    identity,
                    stated,
                    place,
                })
            };
            let leaves: Vec<Leaf<'_>> = vulnerability.statements.iter().filter_map(leaf).collect();
            let Some(fixes) = self.fixes.get(v) else { continue };
            let judgement = verdict_for(at, v, &leaves, &self.products, fixes, asked.config).or_else(|| {
                let named = self
                    .without_status
                    .iter()
                    .filter(|p| identities.get(**p).is_some_and(Identity::concerns));
                let product = *named.max_by_key(|p| identities.get(**p).map(Identity::rank))?;
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
    fn identity(&self, at: usize, product: usize, named: &[Identity], asked: &Asked<'_>, depth: usize) -> Identity {
        match asked.confirmed.get(&(at, product)) {
            Some(true) => {
                return Identity::Same {
                    by: By::Person,
                    unconfirmed: String::new(),
                };
            }
            Some(false) => return Identity::No,
            None => {}
        }
        let Some(own) = self.advisory.products.get(product) else {
            return Identity::No;
        };
        let Some(part) = own.part else {
            return self
                .same_names
                .get(product)
                .and_then(|first| named.get(*first))
                .cloned()
                .unwrap_or(Identity::No);
        };
        if depth == 0 {
            return Identity::No;
        }
        let side = |p: usize| self.identity(at, p, named, asked, depth - 1);
        let display = |p: usize| self.products.get(p).map_or("", |x| x.display.as_str());
        identity::both(
            side(part.product),
            side(part.relates_to),
            display(part.product),
            display(part.relates_to),
            asked.config,
        )
    }
}

fn nowhere() -> Place {
    Place::CannotTell {
        missing: Vec::new(),
        why: String::new(),
    }
}

/// The leaf that states versions: for a product made of two, the one that the statement is about.
fn of_part<'a>(advisory: &'a Advisory, product: &'a Product) -> &'a Product {
    let mut at = product;
    for _ in 0..DEPTH {
        match at.part.and_then(|part| advisory.products.get(part.product)) {
            Some(inner) => at = inner,
            None => break,
        }
    }
    at
}
