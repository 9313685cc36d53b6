//! Vulnerabilities: what is stated of products, and what to do about it.

use std::collections::HashSet;

use advisories::{Flag, ProductStatement, ProductStatus, Remediation, RemediationCategory, Score, Vulnerability};

use super::account::Account;
use super::raw::{Note, RemediationEntry, Scores, Vulnerability as Raw};
use super::tree::Tree;
use super::{StatementFault, elements};
use crate::advisories_in::cve_id::cve_id;
use crate::advisories_in::json::{self, Found, Lst, Obj, Object, Pairs, Text, Txt};
use crate::advisories_in::refusal::shortened;

pub(super) fn read(list: &Lst<Obj<Raw>>, tree: &Tree, document: &str, account: &mut Account) -> Result<Vec<Vulnerability>, json::Fault> {
    // What should hold statements and can't be read counts as one that is refused.
    if let Found::Wrong(found) = list {
        account.refused(
            "vulnerabilities".to_owned(),
            StatementFault::WrongKind { expected: "a list", found },
        )?;
    }
    let mut out = Vec::new();
    for (n, found) in elements(list) {
        let at = format!("vulnerabilities[{n}]");
        match found {
            Found::Is(Object(raw)) => out.push(
                Reader {
                    tree,
                    account,
                    at: &at,
                    raw,
                }
                .read(&format!("{document}#{}", n + 1))?,
            ),
            Found::Absent => account.refused(
                at,
                StatementFault::WrongKind {
                    expected: "an object",
                    found: "nothing",
                },
            )?,
            Found::Wrong(found) => account.refused(
                at,
                StatementFault::WrongKind {
                    expected: "an object",
                    found,
                },
            )?,
        }
    }
    Ok(out)
}

/// One vulnerability.
struct Reader<'r, 'a> {
    tree: &'r Tree<'a>,
    account: &'r mut Account,
    at: &'r str,
    raw: &'r Raw<'r>,
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

    fn text(&mut self, found: &Txt, field: &str) -> String {
        let at = self.at;
        self.account.text(found, || format!("{at}.{field}"))
    }

    /// The id, and the others: contract with [`Vulnerability::id`].
    fn ids(&mut self, by_position: &str) -> Result<(String, Vec<String>), json::Fault> {
        let at = self.at;
        let mut others = Vec::new();
        let written = self.text(&self.raw.cve, "cve").trim().to_owned();
        let cve = cve_id(&written);
        for (n, id) in self.account.objects(&self.raw.ids, || format!("{at}.ids")) {
            let system = self.text(&id.system_name, &format!("ids[{n}].system_name"));
            let text = self.text(&id.text, &format!("ids[{n}].text"));
            let whole = format!("{} {}", system.trim(), text.trim()).trim().to_owned();
            if !whole.is_empty() && !others.contains(&whole) {
                others.push(whole);
            }
        }
        if let Some(cve) = cve {
            return Ok((cve, others));
        }
        let first = (!others.is_empty()).then(|| others.remove(0));
        if !written.is_empty() {
            self.account
                .remark(format!("{at}.cve"), StatementFault::NotACve { cve: shortened(&written) })?;
            others.push(written);
        }
        Ok((first.unwrap_or_else(|| by_position.to_owned()), others))
    }

    /// The note that says what the vulnerability is.
    fn summary(&mut self) -> String {
        let at = self.at;
        let notes = self.account.objects(&self.raw.notes, || format!("{at}.notes"));
        let rank = |note: &Note| match &note.category {
            Found::Is(Text(category)) => ["summary", "description", "details", "general"]
                .iter()
                .position(|c| *c == category.as_ref()),
            Found::Absent | Found::Wrong(_) => None,
        };
        let best = notes
            .into_iter()
            .filter_map(|(n, note)| Some((rank(note)?, n, note)))
            .min_by_key(|(rank, n, _)| (*rank, *n));
        best.map_or_else(String::new, |(_, n, note)| self.text(&note.text, &format!("notes[{n}].text")))
    }

    fn weaknesses(&mut self) -> Vec<String> {
        let at = self.at;
        let one = self
            .account
            .object(&self.raw.cwe, || format!("{at}.cwe"))
            .map(|w| ("cwe".to_owned(), w));
        let several = self.account.objects(&self.raw.cwes, || format!("{at}.cwes"));
        let mut out = Vec::new();
        for (field, weakness) in one.into_iter().chain(several.into_iter().map(|(n, w)| (format!("cwes[{n}]"), w))) {
            let id = self.text(&weakness.id, &format!("{field}.id"));
            let name = self.text(&weakness.name, &format!("{field}.name"));
            let whole = format!("{} {}", id.trim(), name.trim()).trim().to_owned();
            if !whole.is_empty() {
                out.push(whole);
            }
        }
        out
    }

    fn status_lists(&mut self, stated: &mut Stated<'r>) -> Result<(), json::Fault> {
        let at = format!("{}.product_status", self.at);
        let lists = match &self.raw.product_status {
            Found::Is(Pairs(lists)) => lists,
            Found::Absent => return Ok(()),
            Found::Wrong(found) => {
                return self.account.refused(
                    at,
                    StatementFault::WrongKind {
                        expected: "an object",
                        found,
                    },
                );
            }
        };
        for (name, list) in lists {
            let at = format!("{at}.{}", shortened(name));
            if let Found::Wrong(found) = list {
                self.account.refused(at, StatementFault::WrongKind { expected: "a list", found })?;
                continue;
            }
            let (status, unknown) = status(name);
            for (n, entry) in elements(list) {
                let where_ = || format!("{at}[{n}]");
                match entry {
                    Found::Is(Text(id)) => self.statement(id, status, unknown.as_ref(), where_, stated)?,
                    Found::Absent => self.account.refused(
                        where_(),
                        StatementFault::WrongKind {
                            expected: "text",
                            found: "nothing",
                        },
                    )?,
                    Found::Wrong(found) => self
                        .account
                        .refused(where_(), StatementFault::WrongKind { expected: "text", found })?,
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
        stated.ids.insert(id);
        let named = self.named(id, stated)?;
        if named.products.is_empty() {
            return self
                .account
                .refused(where_(), StatementFault::UndefinedProduct { id: shortened(id) });
        }
        // Of which of two products it is said that all is well can't be told; of both would be one too many.
        let status = if named.ambiguous { without_all_clear(status) } else { status };
        for product in named.products {
            stated.hold(product, status);
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
        stated.ids.extend(group.ids.iter().map(|id| -> &'r str { id }));
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
            let mut about = self.about(&entry.product_ids, &entry.group_ids, &at)?;
            for (id, place) in std::mem::take(&mut about.ids) {
                self.by_remediation_only(id, || place.written(&at), stated)?;
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
    fn by_remediation_only(&mut self, id: &'r str, where_: impl Fn() -> String, stated: &mut Stated<'r>) -> Result<(), json::Fault> {
        if !stated.ids.insert(id) {
            return Ok(());
        }
        let products = self.tree.positions(id);
        if products.is_empty() {
            return self
                .account
                .refused(where_(), StatementFault::UndefinedProduct { id: shortened(id) });
        }
        for product in products {
            stated.hold(*product, ProductStatus::Unknown);
        }
        self.account.partly(where_(), StatementFault::ByRemediationOnly)
    }

    /// The products that a remediation, score or flag names, groups resolved.
    fn about(&mut self, product_ids: &'r Lst<Txt<'r>>, group_ids: &'r Lst<Txt<'r>>, at: &str) -> Result<About<'r>, json::Fault> {
        let mut about = About::default();
        self.account.wrong_list(product_ids, || format!("{at}.product_ids"));
        self.account.wrong_list(group_ids, || format!("{at}.group_ids"));
        for (n, found) in elements(product_ids) {
            about.said = true;
            match found {
                Found::Is(Text(id)) => about.ids.push((id, Place::Product(n))),
                Found::Absent => {}
                Found::Wrong(found) => {
                    self.account
                        .remark(Place::Product(n).written(at), StatementFault::WrongKind { expected: "text", found })?;
                }
            }
        }
        for (n, found) in elements(group_ids) {
            about.said = true;
            match found {
                Found::Is(Text(id)) => match self.tree.group(id) {
                    Some(group) => {
                        self.account.name_products(group.ids.len())?;
                        about
                            .ids
                            .extend(group.ids.iter().map(|id| -> (&'r str, Place) { (id, Place::Group(n)) }));
                    }
                    None => self
                        .account
                        .remark(Place::Group(n).written(at), StatementFault::UndefinedGroup { id: shortened(id) })?,
                },
                Found::Absent => {}
                Found::Wrong(found) => {
                    self.account
                        .remark(Place::Group(n).written(at), StatementFault::WrongKind { expected: "text", found })?;
                }
            }
        }
        let mut seen = HashSet::new();
        for (id, _) in &about.ids {
            about
                .products
                .extend(self.tree.positions(id).iter().copied().filter(|p| seen.insert(*p)));
        }
        self.account.name_products(about.products.len())?;
        Ok(about)
    }

    /// None where products were named and none is known: an empty list would mean all of them.
    fn all_or_some(&mut self, about: About, at: &str) -> Result<Option<Vec<usize>>, json::Fault> {
        if about.said && about.products.is_empty() {
            self.account.remark(at.to_owned(), StatementFault::AboutNoProduct)?;
            return Ok(None);
        }
        Ok(Some(about.products))
    }

    fn scores(&mut self) -> Result<Vec<Score>, json::Fault> {
        let at = self.at;
        let raw = self.raw;
        let mut out = Vec::new();
        for (n, scores) in self.account.objects(&raw.scores, || format!("{at}.scores")) {
            self.score(scores, &scores.products, format!("{at}.scores[{n}]"), &mut out)?;
        }
        for (n, metric) in self.account.objects(&raw.metrics, || format!("{at}.metrics")) {
            let at = format!("{at}.metrics[{n}]");
            if let Some(content) = self.account.object(&metric.content, || format!("{at}.content")) {
                self.score(content, &metric.products, at, &mut out)?;
            }
        }
        Ok(out)
    }

    fn score(&mut self, scores: &'r Scores<'r>, products: &'r Lst<Txt<'r>>, at: String, out: &mut Vec<Score>) -> Result<(), json::Fault> {
        let about = self.about(products, &Found::Absent, &at)?;
        let defined = |tree: &Tree, id: &str| !tree.positions(id).is_empty();
        for (id, _) in about.ids.iter().filter(|(id, _)| !defined(self.tree, id)) {
            self.account
                .remark(format!("{at}.products"), StatementFault::UndefinedMember { id: shortened(id) })?;
        }
        let Some(products) = self.all_or_some(about, &at)? else {
            return Ok(());
        };
        for (field, cvss) in [
            ("cvss_v2", &scores.cvss_v2),
            ("cvss_v3", &scores.cvss_v3),
            ("cvss_v4", &scores.cvss_v4),
        ] {
            let Some(cvss) = self.account.object(cvss, || format!("{at}.{field}")) else {
                continue;
            };
            let vector = self.account.text(&cvss.vector, || format!("{at}.{field}.vectorString"));
            match cvss.base {
                Found::Is(json::Number(base)) if (0.0..=10.0).contains(&base) => {
                    self.account.name_products(products.len())?;
                    out.push(Score {
                        vector,
                        base,
                        products: products.clone(),
                    });
                }
                Found::Is(_) | Found::Absent | Found::Wrong(_) => {
                    self.account
                        .remark(format!("{at}.{field}.baseScore"), StatementFault::NoBaseScore)?;
                }
            }
        }
        Ok(())
    }

    fn flags(&mut self) -> Result<Vec<Flag>, json::Fault> {
        let at = self.at;
        let raw = self.raw;
        let mut out = Vec::new();
        for (n, flag) in self.account.objects(&raw.flags, || format!("{at}.flags")) {
            let at = format!("{at}.flags[{n}]");
            let label = self.account.text(&flag.label, || format!("{at}.label"));
            let about = self.about(&flag.product_ids, &flag.group_ids, &at)?;
            for (id, place) in &about.ids {
                if self.tree.positions(id).is_empty() {
                    self.account
                        .remark(place.written(&at), StatementFault::UndefinedMember { id: shortened(id) })?;
                }
            }
            if let Some(products) = self.all_or_some(about, &at)? {
                out.push(Flag { label, products });
            }
        }
        Ok(out)
    }

    fn threats(&mut self) -> Vec<(String, String)> {
        let at = self.at;
        let threats = self.account.objects(&self.raw.threats, || format!("{at}.threats"));
        let mut out = Vec::new();
        for (n, threat) in threats {
            let category = self.text(&threat.category, &format!("threats[{n}].category"));
            let details = self.text(&threat.details, &format!("threats[{n}].details"));
            out.push((category, details));
        }
        out
    }
}

/// The statements of one vulnerability, each once, and the ids that have one.
#[derive(Default)]
struct Stated<'r> {
    statements: Vec<ProductStatement>,
    held: HashSet<(usize, ProductStatus)>,
    ids: HashSet<&'r str>,
}

impl Stated<'_> {
    /// Said twice is said once.
    fn hold(&mut self, product: usize, status: ProductStatus) {
        if self.held.insert((product, status)) {
            self.statements.push(ProductStatement { product, status });
        }
    }
}

/// What an id in a status list stands for.
struct Named {
    products: Vec<usize>,
    doubt: Option<StatementFault>,
    ambiguous: bool,
}

/// What a remediation, score or flag is about.
#[derive(Default)]
struct About<'r> {
    /// It names products or groups, whether they are known or not.
    said: bool,
    ids: Vec<(&'r str, Place)>,
    products: Vec<usize>,
}

/// Where an id stands.
#[derive(Clone, Copy)]
enum Place {
    Product(usize),
    Group(usize),
}

impl Place {
    fn written(self, at: &str) -> String {
        match self {
            Place::Product(n) => format!("{at}.product_ids[{n}]"),
            Place::Group(n) => format!("{at}.group_ids[{n}]"),
        }
    }
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
