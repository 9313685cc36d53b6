//! Vulnerabilities: what is stated of products, and what to do about it.

use advisories::{ProductStatus, Remediation, RemediationCategory, Vulnerability};

use super::account::Account;
use super::named::{Marks, NamedId, Stated};
use super::raw::{RemediationEntry, Vulnerability as Raw};
use super::tree::Tree;
use super::{StatementFault, elements};
use crate::advisories_in::json::{self, Found, Lst, Obj, Object, Pairs, Text, Txt};
use crate::advisories_in::refusal::shortened;

pub(super) fn read(list: &Lst<Obj<Raw>>, tree: &Tree, document: &str, account: &mut Account) -> Result<Vec<Vulnerability>, json::Fault> {
    // What should hold statements and can't be read counts as one that is refused.
    if let Found::Wrong(found) = list {
        account.refused("vulnerabilities".to_owned(), StatementFault::wrong("a list", found))?;
    }
    let mut out = Vec::new();
    let mut marks = Marks::of(tree.products.len());
    for (n, found) in elements(list) {
        marks.begin_vulnerability();
        let at = format!("vulnerabilities[{n}]");
        match found {
            Found::Is(Object(raw)) => out.push(
                Reader {
                    tree,
                    account,
                    marks: &mut marks,
                    at: &at,
                    raw,
                }
                .read(&format!("{document}#{}", n + 1))?,
            ),
            Found::Absent => account.refused(at, StatementFault::wrong("an object", "nothing"))?,
            Found::Wrong(found) => account.refused(at, StatementFault::wrong("an object", found))?,
        }
    }
    Ok(out)
}

/// One vulnerability.
pub(super) struct Reader<'r, 'a> {
    pub tree: &'r Tree<'a>,
    pub account: &'r mut Account,
    pub marks: &'r mut Marks,
    /// Its JSON path.
    pub at: &'r str,
    pub raw: &'r Raw<'r>,
}

impl<'r> Reader<'r, '_> {
    fn read(mut self, by_position: &str) -> Result<Vulnerability, json::Fault> {
        let (id, other_ids) = self.ids(by_position)?;
        let title = self.text(&self.raw.title, "title");
        let summary = self.summary();
        let weaknesses = self.weaknesses();
        let mut stated = Stated::default();
        self.status_lists(&mut stated)?;
        let remediations = self.remediations(&mut stated)?;
        Ok(Vulnerability {
            id,
            other_ids,
            title,
            summary,
            weaknesses,
            statements: stated.statements,
            remediations,
            scores: self.scores()?,
            flags: self.flags()?,
            threats: self.threats(),
        })
    }

    pub fn text(&mut self, found: &Txt, field: &str) -> String {
        let at = self.at;
        self.account.text(found, || format!("{at}.{field}"))
    }

    fn status_lists(&mut self, stated: &mut Stated<'r>) -> Result<(), json::Fault> {
        let at = format!("{}.product_status", self.at);
        let lists = match &self.raw.product_status {
            Found::Is(Pairs(lists)) => lists,
            Found::Absent => return Ok(()),
            Found::Wrong(found) => {
                return self.account.refused(at, StatementFault::wrong("an object", found));
            }
        };
        for (name, list) in lists {
            let at = format!("{at}.{}", shortened(name));
            if let Found::Wrong(found) = list {
                self.account.refused(at, StatementFault::wrong("a list", found))?;
                continue;
            }
            let (status, unknown) = status(name);
            for (n, entry) in elements(list) {
                let where_ = || format!("{at}[{n}]");
                match entry {
                    Found::Is(Text(id)) => self.statement(id, status, unknown.as_ref(), where_, stated)?,
                    Found::Absent => self.account.refused(where_(), StatementFault::wrong("text", "nothing"))?,
                    Found::Wrong(found) => self.account.refused(where_(), StatementFault::wrong("text", found))?,
                }
            }
        }
        Ok(())
    }

    fn statement(
        &mut self,
        id: &'r str,
        status: ProductStatus,
        unknown: Option<&StatementFault>,
        where_: impl Fn() -> String,
        stated: &mut Stated<'r>,
    ) -> Result<(), json::Fault> {
        let named = self.named(id, stated)?;
        if named.products.is_empty() {
            stated.undefined.insert(id);
            return self
                .account
                .refused(where_(), StatementFault::UndefinedProduct { id: shortened(id) });
        }
        // Of which of two products it is said that all is well can't be told; of both would be one too many.
        let status = if named.ambiguous { without_all_clear(status) } else { status };
        for product in named.products {
            self.marks.name(product);
            stated.hold(product, status, self.marks);
        }
        match unknown.cloned().or(named.doubt) {
            Some(reason) => self.account.partly(where_(), reason),
            None => {
                self.account.applied();
                Ok(())
            }
        }
    }

    /// The products that an id in a status list stands for.
    fn named(&mut self, id: &'r str, stated: &mut Stated<'r>) -> Result<Named, json::Fault> {
        let products = self.tree.positions(id);
        if products.len() > 1 {
            let doubt = Some(StatementFault::DefinedMoreThanOnce { id: shortened(id) });
            return Ok(Named {
                products: products.to_vec(),
                doubt,
                ambiguous: true,
            });
        }
        if let Some(product) = products.first() {
            return Ok(Named {
                products: products.to_vec(),
                doubt: self.tree.doubt(*product).cloned(),
                ambiguous: false,
            });
        }
        let Some(group) = self.tree.group(id) else {
            return Ok(Named {
                products: Vec::new(),
                doubt: None,
                ambiguous: false,
            });
        };
        self.account.name_products(group.ids.len())?;
        let undefined = group.ids.iter().filter(|member| self.tree.positions(member).is_empty());
        stated.undefined.extend(undefined.map(|id| -> &'r str { id }));
        let products: Vec<usize> = group.ids.iter().flat_map(|member| self.tree.positions(member)).copied().collect();
        let doubt = Some(StatementFault::GroupForProduct {
            id: shortened(id),
            products: products.len(),
        });
        let ambiguous = group.ids.iter().any(|member| self.tree.positions(member).len() > 1);
        Ok(Named {
            products,
            doubt,
            ambiguous,
        })
    }

    fn remediations(&mut self, stated: &mut Stated<'r>) -> Result<Vec<Remediation>, json::Fault> {
        let at = self.at;
        let raw = self.raw;
        let mut out = Vec::new();
        for (n, entry) in self.account.objects(&raw.remediations, || format!("{at}.remediations")) {
            let at = format!("{at}.remediations[{n}]");
            let category = self.remediation_category(entry, &at)?;
            let text = self.account.text(&entry.details, || format!("{at}.details"));
            let url = self.account.text(&entry.url, || format!("{at}.url"));
            let date = self.account.text(&entry.date, || format!("{at}.date"));
            let about = self.about(("product_ids", &entry.product_ids), &entry.group_ids, &at)?;
            for named in &about.ids {
                self.by_remediation_only(named, &at, stated)?;
            }
            if let Some(products) = self.all_or_some(about, &at)? {
                out.push(Remediation {
                    category,
                    text,
                    url,
                    date,
                    products,
                });
            }
        }
        Ok(out)
    }

    fn remediation_category(&mut self, entry: &RemediationEntry, at: &str) -> Result<RemediationCategory, json::Fault> {
        use RemediationCategory::*;
        let written = self.account.text(&entry.category, || format!("{at}.category"));
        Ok(match written.trim().to_ascii_lowercase().replace(['-', ' '], "_").as_str() {
            "fix_planned" => FixPlanned,
            "mitigation" => Mitigation,
            "no_fix_planned" => NoFixPlanned,
            "none_available" => NoneAvailable,
            "optional_patch" => OptionalPatch,
            "vendor_fix" => VendorFix,
            "workaround" => Workaround,
            _ => {
                let reason = StatementFault::UnknownRemediationCategory {
                    category: shortened(&written),
                };
                self.account.remark(format!("{at}.category"), reason)?;
                Unrecognised
            }
        })
    }

    /// A product that no status list names is named all the same: it gets an answer, "unknown", instead of silence.
    fn by_remediation_only(&mut self, named: &NamedId<'r>, at: &str, stated: &mut Stated<'r>) -> Result<(), json::Fault> {
        let Some(first) = named.products.first() else {
            if stated.undefined.insert(named.id) {
                self.account
                    .refused(named.written(at), StatementFault::UndefinedProduct { id: shortened(named.id) })?;
            }
            return Ok(());
        };
        if !self.marks.name(*first) {
            return Ok(());
        }
        for product in named.products {
            self.marks.name(*product);
            stated.hold(*product, ProductStatus::Unknown, self.marks);
        }
        self.account.partly(named.written(at), StatementFault::ByRemediationOnly)
    }
}

/// What an id in a status list stands for.
struct Named {
    products: Vec<usize>,
    doubt: Option<StatementFault>,
    ambiguous: bool,
}

/// A status, and what is the matter with the list's name.
fn status(list: &str) -> (ProductStatus, Option<StatementFault>) {
    use ProductStatus::*;
    let known = match list.trim().to_ascii_lowercase().replace(['-', ' '], "_").as_str() {
        "first_affected" => FirstAffected,
        "known_affected" => KnownAffected,
        "last_affected" => LastAffected,
        "first_fixed" => FirstFixed,
        "fixed" => Fixed,
        "known_not_affected" => KnownNotAffected,
        "under_investigation" => UnderInvestigation,
        "recommended" => Recommended,
        "unknown" => Unknown,
        _ => return (Unknown, Some(StatementFault::UnknownStatusList { list: shortened(list) })),
    };
    (known, None)
}

fn without_all_clear(status: ProductStatus) -> ProductStatus {
    match status {
        ProductStatus::KnownNotAffected | ProductStatus::Fixed | ProductStatus::FirstFixed => ProductStatus::Unknown,
        ProductStatus::FirstAffected
        | ProductStatus::KnownAffected
        | ProductStatus::LastAffected
        | ProductStatus::UnderInvestigation
        | ProductStatus::Recommended
        | ProductStatus::Unknown => status,
    }
}
