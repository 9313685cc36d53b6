//! Products made of two others: `relationships` (2.0) and `product_paths` (2.1).
//!
//! A device has such a product only if it has both sides. A side may itself be made of two, so what a publisher writes is a
//! graph; it is freed of rings and of chains too long to follow, and what is cut is named.

use std::collections::{HashMap, HashSet};

use advisories::{Product, ProductPart, Relation};

use super::account::Account;
use super::raw::{FullName, ProductTree};
use super::tree::Tree;
use super::{StatementFault, elements};
use crate::advisories_in::json::{self, Found, Obj, Object, Txt};
use crate::advisories_in::refusal::shortened;

/// Products one in another. Real documents have one or two levels.
const LONGEST_CHAIN: usize = 32;

/// A product that is to be made of others: the first one, and how each next one follows.
struct Join<'a> {
    product: usize,
    first: Option<&'a str>,
    then: Vec<(Relation, Option<&'a str>)>,
    where_: String,
}

pub(super) fn read<'a>(raw: &'a ProductTree<'_>, tree: &mut Tree<'a>, account: &mut Account) -> Result<(), json::Fault> {
    // All products come first: a relationship may refer to one that a later relationship makes.
    let mut joins = relationships(raw, tree, account)?;
    joins.extend(product_paths(raw, tree, account)?);
    if joins.is_empty() {
        return Ok(());
    }
    let places: HashMap<usize, String> = joins.iter().map(|j| (j.product, j.where_.clone())).collect();
    for join in joins {
        if let Err(fault) = resolve(&join, tree) {
            account.remark(join.where_, fault.clone())?;
            tree.set_doubt(join.product, fault);
        }
    }
    cut_rings_and_chains(&places, tree, account)
}

fn relationships<'a>(raw: &'a ProductTree<'_>, tree: &mut Tree<'a>, account: &mut Account) -> Result<Vec<Join<'a>>, json::Fault> {
    let mut joins = Vec::new();
    let mut seen = HashSet::new();
    for (n, relationship) in account.objects(&raw.relationships, || "product_tree.relationships".to_owned()) {
        let where_ = format!("product_tree.relationships[{n}]");
        let (first, second) = (id(&relationship.product_reference), id(&relationship.relates_to_product_reference));
        if let Found::Is(Object(full)) = &relationship.full_product_name
            && let Some(own) = id(&full.product_id)
            && !seen.insert((own, first, id(&relationship.category), second))
        {
            account.remark(where_, StatementFault::DefinedAgain { id: shortened(own) })?;
            continue;
        }
        let Some(product) = product(&relationship.full_product_name, &where_, tree, account)? else {
            continue;
        };
        let relation = relation(&relationship.category, product, &where_, tree, account)?;
        joins.push(Join {
            product,
            first,
            then: vec![(relation, second)],
            where_,
        });
    }
    Ok(joins)
}

fn product_paths<'a>(raw: &'a ProductTree<'_>, tree: &mut Tree<'a>, account: &mut Account) -> Result<Vec<Join<'a>>, json::Fault> {
    let mut joins = Vec::new();
    for (n, path) in account.objects(&raw.product_paths, || "product_tree.product_paths".to_owned()) {
        let where_ = format!("product_tree.product_paths[{n}]");
        let Some(product) = product(&path.full_product_name, &where_, tree, account)? else {
            continue;
        };
        account.wrong_list(&path.subpaths, || format!("{where_}.subpaths"));
        let mut then = Vec::new();
        for (m, subpath) in elements(&path.subpaths) {
            let step_where = format!("{where_}.subpaths[{m}]");
            then.push(match account.object(subpath, || step_where.clone()) {
                Some(step) => (
                    relation(&step.category, product, &step_where, tree, account)?,
                    id(&step.next_product_reference),
                ),
                None => (Relation::Unrecognised, None),
            });
        }
        joins.push(Join {
            product,
            first: id(&path.beginning_product_reference),
            then,
            where_,
        });
    }
    Ok(joins)
}

fn product<'a>(
    full: &'a Obj<FullName<'_>>,
    where_: &str,
    tree: &mut Tree<'a>,
    account: &mut Account,
) -> Result<Option<usize>, json::Fault> {
    let full_where = || format!("{where_}.full_product_name");
    match account.object(full, full_where) {
        Some(full) => tree.add_joined(full, &full_where, account),
        None => {
            account.remark(where_.to_owned(), StatementFault::ProductWithoutId { name: String::new() })?;
            Ok(None)
        }
    }
}

fn id<'a>(found: &'a Txt<'_>) -> Option<&'a str> {
    match found {
        Found::Is(text) => Some(text.0.as_ref()),
        Found::Absent | Found::Wrong(_) => None,
    }
}

fn relation(written: &Txt, product: usize, where_: &str, tree: &mut Tree, account: &mut Account) -> Result<Relation, json::Fault> {
    let word = id(written).unwrap_or_default();
    Ok(match word.trim().to_ascii_lowercase().replace(['-', ' '], "_").as_str() {
        "default_component_of" => Relation::DefaultComponentOf,
        "external_component_of" => Relation::ExternalComponentOf,
        "installed_on" => Relation::InstalledOn,
        "installed_with" => Relation::InstalledWith,
        "optional_component_of" => Relation::OptionalComponentOf,
        _ => {
            let fault = StatementFault::UnknownRelation {
                category: shortened(word),
                at: where_.to_owned(),
            };
            account.remark(where_.to_owned(), fault.clone())?;
            tree.set_doubt(product, fault);
            Relation::Unrecognised
        }
    })
}

/// "A on B" is the part (A, B). "A on B in C" is the part (A, "B in C"), whose second side stands for itself.
fn resolve(join: &Join, tree: &mut Tree) -> Result<(), StatementFault> {
    let find = |id: Option<&str>| {
        let id = id.ok_or_else(|| StatementFault::HalfRelationship { at: join.where_.clone() })?;
        let position = tree.positions(id).first().copied();
        position.ok_or_else(|| StatementFault::DanglingReference {
            id: shortened(id),
            at: join.where_.clone(),
        })
    };
    let left = find(join.first)?;
    let mut steps = join
        .then
        .iter()
        .map(|(relation, id)| Ok((*relation, find(*id)?)))
        .collect::<Result<Vec<_>, _>>()?;
    let Some((mut relation, mut right)) = steps.pop() else {
        return Err(StatementFault::HalfRelationship { at: join.where_.clone() });
    };
    if steps.len() >= LONGEST_CHAIN {
        return Err(StatementFault::TooLongChain {
            at: join.where_.clone(),
            limit: LONGEST_CHAIN,
        });
    }
    let doubts: Vec<StatementFault> = std::iter::once(join.first)
        .chain(join.then.iter().map(|(_, id)| *id))
        .flatten()
        .filter(|id| tree.positions(id).len() > 1)
        .map(|id| StatementFault::DefinedMoreThanOnce { id: shortened(id) })
        .collect();
    // From the end: the last two are a product, which the one before stands in.
    while let Some((earlier, middle)) = steps.pop() {
        let name_of = |position: usize| tree.products.get(position).map_or("", |p| p.name.as_str());
        let owner = tree.products.get(join.product).map_or("", |p| p.id.as_str());
        let product = Product {
            id: format!("{owner}/{}", steps.len() + 1),
            name: format!("{} {} {}", name_of(middle), in_words(relation), name_of(right)),
            path: Vec::new(),
            identification: Default::default(),
            part: Some(ProductPart {
                product: middle,
                relates_to: right,
                relation,
            }),
        };
        right = tree.add_unnamed(product);
        relation = earlier;
    }
    if let Some(product) = tree.products.get_mut(join.product) {
        product.part = Some(ProductPart {
            product: left,
            relates_to: right,
            relation,
        });
    }
    if let Some(doubt) = doubts.into_iter().next() {
        tree.set_doubt(join.product, doubt);
    }
    Ok(())
}

fn in_words(relation: Relation) -> &'static str {
    match relation {
        Relation::DefaultComponentOf | Relation::ExternalComponentOf | Relation::OptionalComponentOf => "as component of",
        Relation::InstalledOn => "installed on",
        Relation::InstalledWith | Relation::Unrecognised => "with",
    }
}

/// Leaves a graph that can be followed from any product to its end: no rings, no chain longer than [`LONGEST_CHAIN`].
/// Without recursion: a hostile chain is as long as the document.
fn cut_rings_and_chains(places: &HashMap<usize, String>, tree: &mut Tree, account: &mut Account) -> Result<(), json::Fault> {
    let place = |product: usize| {
        places
            .get(&product)
            .cloned()
            .unwrap_or_else(|| "product_tree.product_paths".to_owned())
    };
    let order = Order::of(&tree.products);
    for product in order.in_rings {
        if let Some(p) = tree.products.get_mut(product) {
            p.part = None;
        }
        let at = place(product);
        let fault = StatementFault::CircularReference { at: at.clone() };
        account.remark(at, fault.clone())?;
        tree.set_doubt(product, fault);
    }
    // Sides before what is made of them.
    let mut depth = vec![0_usize; tree.products.len()];
    for product in Order::of(&tree.products).sides_first {
        let Some(part) = tree.products.get(product).and_then(|p| p.part) else {
            continue;
        };
        let sides = [part.product, part.relates_to];
        let own = 1 + sides.iter().filter_map(|s| depth.get(*s)).max().copied().unwrap_or_default();
        if own > LONGEST_CHAIN {
            if let Some(p) = tree.products.get_mut(product) {
                p.part = None;
            }
            let at = place(product);
            let fault = StatementFault::TooLongChain {
                at: at.clone(),
                limit: LONGEST_CHAIN,
            };
            account.remark(at, fault.clone())?;
            tree.set_doubt(product, fault);
            continue;
        }
        if let Some(slot) = depth.get_mut(product) {
            *slot = own;
        }
        // What is doubtful about a side is doubtful about the whole.
        if let Some(doubt) = sides.iter().find_map(|side| tree.doubt(*side)).cloned() {
            tree.set_doubt(product, doubt);
        }
    }
    Ok(())
}

/// The order in which every product comes after its sides, and those for which there is none.
struct Order {
    sides_first: Vec<usize>,
    /// On a ring, or between two.
    in_rings: Vec<usize>,
}

impl Order {
    fn of(products: &[Product]) -> Order {
        let sides = |p: usize| {
            products
                .get(p)
                .and_then(|p| p.part)
                .into_iter()
                .flat_map(|part| [part.product, part.relates_to])
        };
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); products.len()];
        for p in 0..products.len() {
            for side in sides(p) {
                if let Some(users) = users.get_mut(side) {
                    users.push(p);
                }
            }
        }
        let (sides_first, left) = peel(
            (0..products.len()).collect(),
            |p| sides(p).collect(),
            |p| users.get(p).cloned().unwrap_or_default(),
        );
        // What is left is on a ring or made of one that is; the latter go, from those that nothing is made of.
        let (_, in_rings) = peel(left, |p| users.get(p).cloned().unwrap_or_default(), |p| sides(p).collect());
        Order { sides_first, in_rings }
    }
}

/// Takes away, again and again, what needs nothing that is still there. What was taken, in order, and what is left.
fn peel(all: Vec<usize>, needs: impl Fn(usize) -> Vec<usize>, needed_by: impl Fn(usize) -> Vec<usize>) -> (Vec<usize>, Vec<usize>) {
    let there: HashSet<usize> = all.iter().copied().collect();
    let mut open: HashMap<usize, usize> = all
        .iter()
        .map(|p| (*p, needs(*p).iter().filter(|n| there.contains(n)).count()))
        .collect();
    let mut taken: Vec<usize> = all.iter().copied().filter(|p| open.get(p) == Some(&0)).collect();
    let mut next = 0;
    while let Some(p) = taken.get(next).copied() {
        next += 1;
        open.remove(&p);
        for user in needed_by(p) {
            if let Some(count) = open.get_mut(&user) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    taken.push(user);
                }
            }
        }
    }
    let left = all.into_iter().filter(|p| open.contains_key(p)).collect();
    (taken, left)
}
