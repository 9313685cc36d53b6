//! The product tree: branches, flat names and groups, to products that statements can point to.

use std::collections::HashMap;

use advisories::{BranchCategory, Identification, Product};

use super::account::Account;
use super::raw::{Branch, FullName, Helper, ProductTree};
use super::{StatementFault, elements, joins};
use crate::advisories_in::json::{self, Found, Obj, Txt};
use crate::advisories_in::limits;
use crate::advisories_in::refusal::{Reason, shortened};

/// The products of a document, and who they are by their ids.
#[derive(Default)]
pub(super) struct Tree<'a> {
    pub products: Vec<Product>,
    /// Beside each product: why a statement on it can't be taken in full.
    doubts: Vec<Option<StatementFault>>,
    by_id: HashMap<&'a str, Vec<usize>>,
    groups: HashMap<&'a str, Group<'a>>,
    path_bytes: usize,
}

/// A group: the product ids in it as written, defined or not.
#[derive(Default)]
pub(super) struct Group<'a> {
    pub ids: Vec<&'a str>,
}

impl<'a> Tree<'a> {
    /// Every product that has this id. More than one: the tree defines it more than once, differently.
    pub fn positions(&self, id: &str) -> &[usize] {
        self.by_id.get(id).map_or(&[], Vec::as_slice)
    }

    pub fn group(&self, id: &str) -> Option<&Group<'a>> {
        self.groups.get(id)
    }

    pub fn doubt(&self, product: usize) -> Option<&StatementFault> {
        self.doubts.get(product).and_then(Option::as_ref)
    }

    /// The first doubt stands.
    pub fn set_doubt(&mut self, product: usize, doubt: StatementFault) {
        if let Some(slot) = self.doubts.get_mut(product) {
            slot.get_or_insert(doubt);
        }
    }

    /// Holds a product under its id. Some(position), unless it has no id or is a repetition.
    pub fn add(
        &mut self,
        full: &'a FullName<'_>,
        path: &[(BranchCategory, String)],
        doubt: Option<&StatementFault>,
        where_: &dyn Fn() -> String,
        account: &mut Account,
    ) -> Result<Option<usize>, json::Fault> {
        let Some((id, product)) = Self::product(full, path, where_, account)? else {
            return Ok(None);
        };
        self.path_bytes += path
            .iter()
            .map(|(_, name)| name.len() + size_of::<(BranchCategory, String)>())
            .sum::<usize>();
        if self.path_bytes > limits::TREE_TEXT_BYTES {
            let what = "bytes in the branches above its products, written out for each";
            return Err((
                where_(),
                Reason::TooMuch {
                    what,
                    limit: limits::TREE_TEXT_BYTES,
                },
            ));
        }
        let same = |p: &Product| p.name == product.name && p.path == product.path && p.identification == product.identification;
        if self.positions(id).iter().any(|k| self.products.get(*k).is_some_and(same)) {
            account.remark(where_(), StatementFault::DefinedAgain { id: shortened(id) })?;
            return Ok(None);
        }
        self.enter(id, product, doubt.cloned(), where_, account).map(Some)
    }

    /// The product, and its id as written.
    fn product(
        full: &'a FullName<'_>,
        path: &[(BranchCategory, String)],
        where_: &dyn Fn() -> String,
        account: &mut Account,
    ) -> Result<Option<(&'a str, Product)>, json::Fault> {
        let name = account.text(&full.name, || format!("{}.name", where_()));
        let id = match &full.product_id {
            Found::Is(id) => id.0.as_ref(),
            Found::Absent | Found::Wrong(_) => {
                account.remark(where_(), StatementFault::ProductWithoutId { name: shortened(&name) })?;
                return Ok(None);
            }
        };
        let name = if name.is_empty() {
            path.iter().map(|(_, n)| n.as_str()).collect::<Vec<_>>().join(" ")
        } else {
            name
        };
        let helper = account.object(&full.product_identification_helper, || {
            format!("{}.product_identification_helper", where_())
        });
        let identification = helper.map(|helper| identification(helper, where_, account)).unwrap_or_default();
        let product = Product {
            id: id.to_owned(),
            name,
            path: path.to_vec(),
            identification,
            part: None,
        };

        Ok(Some((id, product)))
    }

    /// Holds a product that is to be made of others. Two of one name may be made of different ones, so none is taken for
    /// a repetition.
    pub fn add_joined(
        &mut self,
        full: &'a FullName<'_>,
        where_: &dyn Fn() -> String,
        account: &mut Account,
    ) -> Result<Option<usize>, json::Fault> {
        let Some((id, product)) = Self::product(full, &[], where_, account)? else {
            return Ok(None);
        };
        self.enter(id, product, None, where_, account).map(Some)
    }

    fn enter(
        &mut self,
        id: &'a str,
        mut product: Product,
        doubt: Option<StatementFault>,
        where_: &dyn Fn() -> String,
        account: &mut Account,
    ) -> Result<usize, json::Fault> {
        let position = self.products.len();
        let known = self.by_id.entry(id).or_default();
        if !known.is_empty() {
            account.remark(where_(), StatementFault::DefinedMoreThanOnce { id: shortened(id) })?;
            product.id = format!("{id}#{}", known.len() + 1);
        }
        known.push(position);
        self.products.push(product);
        self.doubts.push(doubt);
        Ok(position)
    }

    /// Holds a product that no id names: what a product path passes through.
    pub fn add_unnamed(&mut self, product: Product) -> usize {
        self.products.push(product);
        self.doubts.push(None);
        self.products.len() - 1
    }
}

pub(super) fn read<'a>(raw: &'a Obj<ProductTree<'_>>, account: &mut Account) -> Result<Tree<'a>, json::Fault> {
    let mut tree = Tree::default();
    let Some(raw) = account.object(raw, || "product_tree".to_owned()) else {
        return Ok(tree);
    };
    let mut walk = Walk {
        tree: &mut tree,
        account,
        at: Vec::new(),
        path: Vec::new(),
    };
    walk.branches(&raw.branches, None)?;
    let names = |n: usize| format!("product_tree.full_product_names[{n}]");
    for (n, full) in account.objects(&raw.full_product_names, || "product_tree.full_product_names".to_owned()) {
        tree.add(full, &[], None, &|| names(n), account)?;
    }
    joins::read(raw, &mut tree, account)?;
    groups(raw, &mut tree, account)?;
    Ok(tree)
}

/// The way from the root to a branch: the positions for the JSON path, the names for the product. The depth is bounded by
/// the parser's limit on levels.
struct Walk<'w, 'a> {
    tree: &'w mut Tree<'a>,
    account: &'w mut Account,
    at: Vec<usize>,
    path: Vec<(BranchCategory, String)>,
}

impl<'a> Walk<'_, 'a> {
    fn branches(&mut self, list: &'a json::Lst<Obj<Branch<'_>>>, doubt: Option<&StatementFault>) -> Result<(), json::Fault> {
        let above = self.at.clone();
        for (n, branch) in self.account.objects(list, || format!("{}.branches", json_path(&above))) {
            self.at.push(n);
            self.branch(branch, doubt)?;
            self.at.pop();
        }
        Ok(())
    }

    fn branch(&mut self, branch: &'a Branch<'_>, doubt: Option<&StatementFault>) -> Result<(), json::Fault> {
        let at = self.at.clone();
        let where_ = || json_path(&at);
        let name = self.account.text(&branch.name, || format!("{}.name", where_()));
        let (category, unknown) = category(&branch.category);
        let own = if name.trim().is_empty() {
            Some(StatementFault::BranchWithoutName { at: where_() })
        } else {
            unknown.map(|category| StatementFault::UnknownBranchCategory { category, at: where_() })
        };
        if let Some(own) = &own {
            self.account.remark(where_(), own.clone())?;
        }
        let doubt = doubt.or(own.as_ref());
        let named = !name.trim().is_empty();
        if named {
            self.path.push((category, name));
        }
        let product = self.account.object(&branch.product, || format!("{}.product", where_()));
        if let Some(full) = product {
            self.tree
                .add(full, &self.path, doubt, &|| format!("{}.product", where_()), self.account)?;
        }
        self.branches(&branch.branches, doubt)?;
        if product.is_none() && elements(&branch.branches).next().is_none() {
            self.account.remark(where_(), StatementFault::EmptyBranch)?;
        }
        if named {
            self.path.pop();
        }
        Ok(())
    }
}

fn json_path(at: &[usize]) -> String {
    let mut path = "product_tree".to_owned();
    for n in at {
        path.push_str(&format!(".branches[{n}]"));
    }
    path
}

/// A category, and the word for it if it is not one of the standard's.
fn category(written: &Txt) -> (BranchCategory, Option<String>) {
    use BranchCategory::*;
    let word = match written {
        Found::Is(text) => text.0.as_ref(),
        Found::Absent | Found::Wrong(_) => "",
    };
    // Case and the kind of gap say nothing: "Product Version" is meant as it reads.
    let plain = word.trim().to_ascii_lowercase().replace(['-', ' '], "_");
    let known = match plain.as_str() {
        "architecture" => Architecture,
        "host_name" => HostName,
        "language" => Language,
        "legacy" => Legacy,
        "patch_level" => PatchLevel,
        "platform" => Platform,
        "product_family" => ProductFamily,
        "product_name" => ProductName,
        "product_version" => ProductVersion,
        "product_version_range" => ProductVersionRange,
        "service_pack" => ServicePack,
        "specification" => Specification,
        "vendor" => Vendor,
        _ => return (Unrecognised, Some(shortened(word))),
    };
    (known, None)
}

fn identification(helper: &Helper, where_: &dyn Fn() -> String, account: &mut Account) -> Identification {
    let at = |field: &str| format!("{}.product_identification_helper.{field}", where_());
    let mut purls = account.texts(&helper.purls, || at("purls"));
    let purl = account.text(&helper.purl, || at("purl"));
    if !purl.is_empty() && !purls.contains(&purl) {
        purls.insert(0, purl);
    }
    Identification {
        cpe: Some(account.text(&helper.cpe, || at("cpe"))).filter(|cpe| !cpe.is_empty()),
        purls,
        model_numbers: account.texts(&helper.model_numbers, || at("model_numbers")),
        serial_numbers: account.texts(&helper.serial_numbers, || at("serial_numbers")),
        skus: account.texts(&helper.skus, || at("skus")),
    }
}

fn groups<'a>(raw: &'a ProductTree<'_>, tree: &mut Tree<'a>, account: &mut Account) -> Result<(), json::Fault> {
    for (n, group) in account.objects(&raw.product_groups, || "product_tree.product_groups".to_owned()) {
        let where_ = |field: &str| format!("product_tree.product_groups[{n}]{field}");
        let Found::Is(id) = &group.group_id else {
            account.remark(where_(""), StatementFault::GroupWithoutId)?;
            continue;
        };
        let id = id.0.as_ref();
        account.wrong_list(&group.product_ids, || where_(".product_ids"));
        let mut ids = Vec::new();
        for (m, member) in elements(&group.product_ids) {
            match member {
                Found::Is(member) => {
                    let member = member.0.as_ref();
                    if tree.positions(member).is_empty() {
                        account.remark(
                            where_(&format!(".product_ids[{m}]")),
                            StatementFault::UndefinedMember { id: shortened(member) },
                        )?;
                    }
                    ids.push(member);
                }
                Found::Absent => {}
                Found::Wrong(found) => {
                    account.remark(
                        where_(&format!(".product_ids[{m}]")),
                        StatementFault::WrongKind { expected: "text", found },
                    )?;
                }
            }
        }
        if tree.groups.contains_key(id) {
            account.remark(where_(""), StatementFault::GroupDefinedAgain { id: shortened(id) })?;
        }
        tree.groups.entry(id).or_default().ids.extend(ids);
    }
    Ok(())
}
