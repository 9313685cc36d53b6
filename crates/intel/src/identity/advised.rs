//! The names under which an advisory speaks of a product.
//!
//! One branch may hold several ("MX800/700/600", "Pulsera (718095) and Endura (718075)"), a line with its members
//! ("MP Series (including MP2/X2)"), what is not meant ("LOGIQ, not including LOGIQ 100 Pro"), what a device must have
//! ("(WLAN only)") and where a part is built in ("installed in a Perfusor Space").

use std::collections::HashSet;

use advisories::{Advisory, BranchCategory, Product};

use super::Tables;
use super::expand::{self, Written};
use super::maker::{self, Maker};
use super::numbers::ModelNumber;
use super::words::{Kind, Word, words};
use crate::versions::{Kind as Said, Stated};

/// A product of an advisory, its names read.
#[derive(Debug, Default)]
pub struct AdvisedProduct {
    /// Who makes it, by the vendor branch.
    pub maker: Maker,
    /// Each way to be named.
    pub names: Vec<AdvisedName>,
    /// Products that it says are not meant.
    pub except: Vec<Vec<Word>>,
    /// Words of the title and of all names: not strange in a device's name.
    pub supported: HashSet<String>,
    /// `model_numbers` and `skus`.
    pub numbers: Vec<ModelNumber>,
    /// Whether the advisory gives serial numbers, which only the device's own serial can meet.
    pub serials: bool,
    /// How it is named, for a sentence.
    pub display: String,
}

/// One name.
#[derive(Debug, Clone)]
pub struct AdvisedName {
    /// Its words, without the maker's.
    pub words: Vec<Word>,
    /// What the name is of.
    pub of: Of,
    /// An option that the device must have ("WLAN"); empty if none.
    pub option: String,
    /// The advisory names this product in two editions or more that differ by a word like "Plus".
    pub several_editions: bool,
    /// Models that stand in the place of a version: the name is theirs alone.
    pub models: Vec<Vec<Word>>,
}

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The product.
    Product,
    /// A device that the product is built into.
    Host,
}

impl AdvisedProduct {
    /// Equal for products of the same names; versions do not count.
    pub fn signature(&self) -> String {
        format!(
            "{:?} {:?} {:?} {:?} {}",
            self.maker.houses, self.names, self.except, self.numbers, self.serials
        )
    }
}

/// Reads one product's names.
pub fn read(advisory: &Advisory, product: &Product, stated: &Stated, tables: &Tables) -> AdvisedProduct {
    let vendor = product.vendor().unwrap_or_default();
    let maker = tables.makers.maker(vendor);
    let written = expand::names(written_name(advisory, product), &tables.vocabulary);
    let mut names: Vec<AdvisedName> = Vec::new();
    let mut add = |written: &Written, of: Of| {
        let own = words(&without_maker(&written.text, &maker, tables), &tables.vocabulary);
        let option = option_in(&own).unwrap_or_else(|| written.option.clone());
        for own in again(own) {
            if !own.is_empty() && !names.iter().any(|n| n.words == own && n.of == of) {
                names.push(AdvisedName {
                    words: own,
                    of,
                    option: option.clone(),
                    several_editions: false,
                    models: Vec::new(),
                });
            }
        }
    };
    for name in &written.names {
        add(name, Of::Product);
    }
    if let Some(cpe) = product.identification.cpe.as_deref().and_then(product_of_cpe) {
        add(
            &Written {
                text: cpe,
                option: String::new(),
            },
            Of::Product,
        );
    }
    for text in members_in_version(stated.text()) {
        add(
            &Written {
                text,
                option: String::new(),
            },
            Of::Product,
        );
    }
    for host in expand::hosts(&product.name).into_iter().chain(expand::hosts(stated.text())) {
        add(
            &Written {
                text: host,
                option: String::new(),
            },
            Of::Host,
        );
    }
    with_models(&mut names, stated, tables);
    let supported = supported(advisory, product, &names, tables);
    AdvisedProduct {
        except: written
            .except
            .iter()
            .map(|t| words(&without_maker(t, &maker, tables), &tables.vocabulary))
            .filter(|w| !w.is_empty())
            .collect(),
        supported,
        numbers: product
            .identification
            .model_numbers
            .iter()
            .chain(&product.identification.skus)
            .filter_map(|n| ModelNumber::read(n))
            .collect(),
        serials: !product.identification.serial_numbers.is_empty(),
        display: display(advisory, product),
        maker,
        names,
    }
}

/// The text that names the product: its own branch, else its family, else its full name, else the document's title.
fn written_name<'a>(advisory: &'a Advisory, product: &'a Product) -> &'a str {
    let own = product
        .branch(BranchCategory::ProductName)
        .or_else(|| product.branch(BranchCategory::ProductFamily));
    let full = product.name.split_once(':').map_or(product.name.as_str(), |(name, _)| name);
    [own.unwrap_or_default(), full]
        .into_iter()
        .find(|t| says_something(t))
        .unwrap_or_else(|| title(advisory))
}

/// "Version" and its kind name nothing.
fn says_something(text: &str) -> bool {
    const EMPTY: &[&str] = &[
        "version",
        "versions",
        "all versions",
        "product",
        "products",
        "software",
        "firmware",
        "device",
        "name",
        "n/a",
        "*",
    ];
    let text = text.trim().to_lowercase();
    !text.is_empty() && !EMPTY.contains(&text.as_str())
}

/// A title without the document's id in front and what its last words say of the fault.
fn title(advisory: &Advisory) -> &str {
    let text = advisory.title.as_str();
    let text = text
        .strip_prefix(advisory.id.as_str())
        .unwrap_or(text)
        .trim_start_matches(['_', ' ', ':', '-']);
    let lower = text.to_ascii_lowercase();
    let end = [" vulnerabilit", " (update", " multiple ", " insufficient", " improper "]
        .iter()
        .filter_map(|w| lower.find(w))
        .min()
        .unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

fn display(advisory: &Advisory, product: &Product) -> String {
    let name = written_name(advisory, product).trim();
    match product.branch(BranchCategory::ProductVersion) {
        _ if name.is_empty() => product.name.clone(),
        _ => name.to_string(),
    }
}

/// A name without the maker's name in front. Brands ("Alaris") stay: they are part of the name.
pub fn without_maker(text: &str, maker: &Maker, tables: &Tables) -> String {
    let mut rest = text.trim();
    loop {
        let all = maker::words(rest);
        let Some((n, houses)) = tables.makers.leading(&all) else { break };
        if n >= all.len() || tables.makers.is_brand(&all[..n]) || !(maker.is_empty() || houses.iter().any(|h| maker.houses.contains(h))) {
            break;
        }
        let Some(shorter) = behind(rest, n) else { break };
        // "Change Healthcare Cardiology": what is left must name something.
        let left = words(shorter, &tables.vocabulary);
        if !names_something(&left) {
            break;
        }
        rest = shorter;
    }
    if rest == text.trim() && !maker.known && !maker.is_empty() {
        // A vendor that the table does not hold: "Santesoft Sante DICOM Viewer Pro".
        let all = maker::words(rest);
        let n = all.iter().zip(&maker.words).take_while(|(a, b)| a == b).count();
        if n > 0 && n < all.len() {
            let shorter = behind(rest, n).unwrap_or(rest);
            if names_something(&words(shorter, &tables.vocabulary)) {
                return shorter.to_string();
            }
        }
    }
    rest.to_string()
}

/// Whether these words can be a product's name by themselves: "28" (of "i.MX 28") and "Cardiology" cannot.
fn names_something(name: &[Word]) -> bool {
    let tells = |w: &Word| (w.is_significant() || w.kind == Kind::Head) && !(w.kind == Kind::Number && w.text.len() < 3);
    name.iter().any(tells)
}

/// The text behind its first n words.
fn behind(text: &str, n: usize) -> Option<&str> {
    let mut seen = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        let part = c.is_alphanumeric() || matches!(c, '®' | '™' | '\'' | '’');
        if part && !inside {
            if seen == n {
                return text.get(at..);
            }
            seen += 1;
        }
        inside = part;
    }
    None
}

/// A name that begins again holds another: "Alaris Gateway Workstation Alaris GH".
fn again(name: Vec<Word>) -> Vec<Vec<Word>> {
    let second = name
        .first()
        .filter(|w| w.kind == Kind::Name)
        .and_then(|first| name.iter().skip(2).position(|w| w == first))
        .map(|at| name[at + 2..].to_vec());
    second.filter(|s| s.len() > 1).into_iter().chain([name]).collect()
}

/// Radios: options that a device of that name may lack.
fn option_in(name: &[Word]) -> Option<String> {
    name.iter()
        .find(|w| w.kind == Kind::Extra && matches!(w.text.as_str(), "wlan" | "wireless" | "bluetooth" | "ibed"))
        .map(|w| w.text.clone())
}

/// "Rev J-M | (X3/MX100 for Rev M only)": products that only the version branch names.
fn members_in_version(text: &str) -> Vec<String> {
    let Some((_, rest)) = text.split_once('(') else { return Vec::new() };
    let Some((inner, _)) = rest.split_once(')') else {
        return Vec::new();
    };
    let Some((names, _)) = inner.split_once(" for ").filter(|(_, of)| of.trim_end().ends_with("only")) else {
        return Vec::new();
    };
    names.split('/').map(|n| n.trim().to_string()).filter(|n| !n.is_empty()).collect()
}

/// Models in the place of a version belong to the name: "GE Carestation" with "620 | 650" names a Carestation 620 and a 650.
fn with_models(names: &mut Vec<AdvisedName>, stated: &Stated, tables: &Tables) {
    if stated.kind() != Said::Models {
        return;
    }
    let models: Vec<Vec<Word>> = stated
        .text()
        .split('|')
        .flat_map(|t| t.split(" / "))
        .flat_map(|t| t.split(" and "))
        .map(|t| words(t, &tables.vocabulary))
        .filter(|w| !w.is_empty())
        .collect();
    for model in &models {
        if model.iter().any(|w| w.kind == Kind::Name && w.text.len() >= 4) {
            // A name of its own: "Point of Care handheld medical devices" with "CoaguChek Pro II".
            let mut own = AdvisedName {
                words: model.clone(),
                of: Of::Product,
                option: String::new(),
                several_editions: false,
                models: Vec::new(),
            };
            own.option = option_in(model).unwrap_or_default();
            names.push(own);
        }
    }
    for name in names.iter_mut().filter(|n| n.of == Of::Product && !models.contains(&n.words)) {
        if !name
            .words
            .iter()
            .any(|w| matches!(w.kind, Kind::Code { .. } | Kind::Number | Kind::Range { .. }))
        {
            // "A10 | A11" are versions, not models.
            let mark = |w: &Word| matches!(w.kind, Kind::Code { .. } | Kind::Letters) || (w.kind == Kind::Number && w.text.len() >= 3);
            let bare = |m: &&Vec<Word>| m.iter().any(mark) && !m.iter().any(|w| w.kind == Kind::Name && w.text.len() >= 4);
            name.models = models.iter().filter(bare).cloned().collect();
        }
    }
}

fn supported(advisory: &Advisory, product: &Product, names: &[AdvisedName], tables: &Tables) -> HashSet<String> {
    let mut out: HashSet<String> = HashSet::new();
    for text in [
        advisory.title.as_str(),
        product.branch(BranchCategory::ProductFamily).unwrap_or_default(),
    ] {
        out.extend(
            words(text, &tables.vocabulary)
                .into_iter()
                .filter(|w| w.kind == Kind::Name || w.kind == Kind::Trim)
                .map(|w| w.text),
        );
    }
    out.extend(names.iter().flat_map(|n| &n.words).map(|w| w.text.clone()));
    out
}

/// "cpe:2.3:o:philips:intellivue_mx450_firmware:*": the product field, as a name.
fn product_of_cpe(cpe: &str) -> Option<String> {
    let fields: Vec<&str> = cpe.trim().split(':').collect();
    let product = if fields.get(1) == Some(&"2.3") {
        fields.get(4)
    } else {
        fields.get(3)
    }?;
    let name = product.replace("\\", "").replace(['_', '-'], " ");
    (name != "*" && !name.trim().is_empty()).then_some(name)
}

/// Marks the names that an advisory gives in several editions ("CoaguChek XS Plus" and "XS Pro"): the bare name is then
/// none of them.
pub fn mark_editions(products: &mut [AdvisedProduct]) {
    let mut bases: Vec<(Vec<Word>, Vec<Word>)> = Vec::new();
    for name in products.iter().flat_map(|p| &p.names) {
        if name.words.iter().any(|w| w.kind == Kind::Trim) {
            bases.push((without_trims(&name.words), name.words.clone()));
        }
    }
    for name in products.iter_mut().flat_map(|p| &mut p.names) {
        let base = without_trims(&name.words);
        name.several_editions = bases.iter().any(|(b, whole)| *b == base && *whole != name.words);
    }
}

fn without_trims(name: &[Word]) -> Vec<Word> {
    name.iter().filter(|w| w.kind != Kind::Trim).cloned().collect()
}
