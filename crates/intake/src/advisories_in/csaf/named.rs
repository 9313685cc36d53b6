//! Which products an entry of a vulnerability names, and which have been named already.

use std::collections::HashSet;

use advisories::{ProductStatement, ProductStatus};

use super::statements::Reader;
use super::{StatementFault, elements};
use crate::advisories_in::json::{self, Found, Lst, Text, Txt};
use crate::advisories_in::refusal::shortened;

/// What a remediation, score or flag is about.
#[derive(Default)]
pub(super) struct About<'r> {
    /// It names products or groups, whether they are known or not.
    said: bool,
    /// Each id that is named, groups resolved.
    pub ids: Vec<NamedId<'r>>,
    /// Each product once.
    products: Vec<usize>,
}

/// One id, where it stands, and the products that have it.
pub(super) struct NamedId<'r> {
    pub id: &'r str,
    place: Place,
    pub products: &'r [usize],
}

#[derive(Clone, Copy)]
enum Place {
    Product(&'static str, usize),
    Group(usize),
}

impl Place {
    fn written(self, at: &str) -> String {
        match self {
            Place::Product(field, n) => format!("{at}.{field}[{n}]"),
            Place::Group(n) => format!("{at}.group_ids[{n}]"),
        }
    }
}

impl NamedId<'_> {
    pub fn written(&self, at: &str) -> String {
        self.place.written(at)
    }
}

impl<'r> Reader<'r, '_> {
    /// The products that a remediation, score or flag names, groups resolved.
    pub fn about(
        &mut self,
        (field, product_ids): (&'static str, &'r Lst<Txt<'r>>),
        group_ids: &'r Lst<Txt<'r>>,
        at: &str,
    ) -> Result<About<'r>, json::Fault> {
        let tree = self.tree;
        let mut about = About::default();
        self.account.wrong_list(product_ids, || format!("{at}.{field}"));
        self.account.wrong_list(group_ids, || format!("{at}.group_ids"));
        for (n, found) in elements(product_ids) {
            about.said = true;
            let place = Place::Product(field, n);
            match found {
                Found::Is(Text(id)) => about.ids.push(NamedId {
                    id,
                    place,
                    products: tree.positions(id),
                }),
                Found::Absent => {}
                Found::Wrong(found) => self.account.remark(place.written(at), StatementFault::wrong("text", found))?,
            }
        }
        for (n, found) in elements(group_ids) {
            about.said = true;
            let place = Place::Group(n);
            match found {
                Found::Is(Text(id)) => match tree.group(id) {
                    Some(group) => {
                        self.account.name_products(group.ids.len())?;
                        about.ids.extend(group.ids.iter().map(|id| NamedId {
                            id,
                            place,
                            products: tree.positions(id),
                        }));
                    }
                    None => self
                        .account
                        .remark(place.written(at), StatementFault::UndefinedGroup { id: shortened(id) })?,
                },
                Found::Absent => {}
                Found::Wrong(found) => self.account.remark(place.written(at), StatementFault::wrong("text", found))?,
            }
        }
        self.marks.begin_entry();
        about.products.reserve(about.ids.len());
        for product in about.ids.iter().flat_map(|named| named.products) {
            if self.marks.first_in_entry(*product) {
                about.products.push(*product);
            }
        }
        self.account.name_products(about.products.len())?;
        Ok(about)
    }

    pub fn remark_undefined(&mut self, about: &About, at: &str) -> Result<(), json::Fault> {
        for named in about.ids.iter().filter(|named| named.products.is_empty()) {
            self.account
                .remark(named.written(at), StatementFault::UndefinedMember { id: shortened(named.id) })?;
        }
        Ok(())
    }

    /// None where products were named and none is known: an empty list would mean all of them.
    pub fn all_or_some(&mut self, about: About, at: &str) -> Result<Option<Vec<usize>>, json::Fault> {
        if about.said && about.products.is_empty() {
            self.account.remark(at.to_owned(), StatementFault::AboutNoProduct)?;
            return Ok(None);
        }
        Ok(Some(about.products))
    }
}

/// The statements of one vulnerability, each once, and the undefined ids that have been refused.
#[derive(Default)]
pub(super) struct Stated<'r> {
    pub statements: Vec<ProductStatement>,
    pub undefined: HashSet<&'r str>,
}

impl Stated<'_> {
    /// Said twice is said once.
    pub fn hold(&mut self, product: usize, status: ProductStatus, marks: &mut Marks) {
        if marks.first_with(product, status) {
            self.statements.push(ProductStatement { product, status });
        }
    }
}

/// What has been seen of each product, in this vulnerability and in this entry of it. One for the whole document, not
/// emptied in between: each mark says for which turn it holds.
pub(super) struct Marks {
    products: Vec<Mark>,
    vulnerability: u32,
    entry: u32,
}

#[derive(Clone, Copy, Default)]
struct Mark {
    vulnerability: u32,
    statuses: u16,
    named: bool,
    entry: u32,
}

impl Marks {
    pub fn of(products: usize) -> Self {
        Marks {
            products: vec![Mark::default(); products],
            vulnerability: 0,
            entry: 0,
        }
    }

    pub fn begin_vulnerability(&mut self) {
        self.vulnerability += 1;
    }

    fn begin_entry(&mut self) {
        self.entry += 1;
    }

    /// The mark of a product in this vulnerability.
    fn mark(&mut self, product: usize) -> Option<&mut Mark> {
        let vulnerability = self.vulnerability;
        let mark = self.products.get_mut(product)?;
        if mark.vulnerability != vulnerability {
            *mark = Mark {
                vulnerability,
                entry: mark.entry,
                ..Mark::default()
            };
        }
        Some(mark)
    }

    fn first_with(&mut self, product: usize, status: ProductStatus) -> bool {
        let bit = 1_u16 << (status as u16);
        self.mark(product).is_some_and(|mark| {
            let first = mark.statuses & bit == 0;
            mark.statuses |= bit;
            first
        })
    }

    /// That this vulnerability names the product. False if it is known already.
    pub fn name(&mut self, product: usize) -> bool {
        self.mark(product).is_some_and(|mark| !std::mem::replace(&mut mark.named, true))
    }

    fn first_in_entry(&mut self, product: usize) -> bool {
        let entry = self.entry;
        self.products
            .get_mut(product)
            .is_some_and(|mark| std::mem::replace(&mut mark.entry, entry) != entry)
    }
}
