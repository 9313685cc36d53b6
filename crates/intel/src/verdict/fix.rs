//! Fixed versions that an advisory's prose states, and what its prose says is not fixed by them. CISA's medical advisories
//! use no `fixed` status: the prose is all there is.

use advisories::{RemediationCategory, Vulnerability};

use crate::identity::{AdvisedName, AdvisedProduct, Kind, Of, Tables, Word, name_words};
use crate::versions::{self, FixedVersion};

/// What the prose of one vulnerability says of fixes.
#[derive(Debug, Default)]
pub struct Fixes {
    /// Each with the products that it is said of.
    pub fixed: Vec<(FixedVersion, Vec<usize>)>,
    /// Versions that "will" fix it: no proof by themselves, yet the name for what lies beyond the range.
    pub promised: Vec<(FixedVersion, Vec<usize>)>,
    /// Sentences that say this vulnerability remains, each with the products that they are about.
    pub remains: Vec<(String, Vec<usize>)>,
}

impl Fixes {
    /// The fixed versions stated of this product.
    pub fn of(&self, product: usize) -> impl Iterator<Item = &FixedVersion> {
        self.fixed
            .iter()
            .filter(move |(_, products)| products.contains(&product))
            .map(|(f, _)| f)
    }

    /// The versions promised to fix this product.
    pub fn promised_for(&self, product: usize) -> impl Iterator<Item = &FixedVersion> {
        self.promised
            .iter()
            .filter(move |(_, products)| products.contains(&product))
            .map(|(f, _)| f)
    }

    /// The sentence that says the vulnerability remains in this product.
    pub fn remaining(&self, product: usize) -> Option<&str> {
        self.remains
            .iter()
            .find(|(_, products)| products.contains(&product))
            .map(|(text, _)| text.as_str())
    }
}

/// Reads the remediations of one vulnerability.
pub fn fixes(vulnerability: &Vulnerability, products: &[AdvisedProduct], tables: &Tables) -> Fixes {
    let mut out = Fixes::default();
    let weaknesses: Vec<&str> = vulnerability
        .weaknesses
        .iter()
        .filter_map(|w| w.split_whitespace().next())
        .collect();
    // "Philips released the following versions:" stands in a remediation of its own, the versions in those behind it.
    let mut heading = String::new();
    for remediation in &vulnerability.remediations {
        let text = remediation.text.trim();
        if text.contains("upgrade path") && text.len() < 200 {
            // "Version M.04: Contact a Philips service support team for an upgrade path" is where one comes from.
            continue;
        }
        let meant: Vec<usize> = if remediation.products.is_empty() {
            (0..products.len()).collect()
        } else {
            remediation.products.clone()
        };
        let told = |text: &str, promise: bool, out: &mut Fixes| {
            for fixed in versions::fixed_in(text) {
                let about = attributed(&fixed.about, &meant, products, tables);
                if !fixed.covers(&vulnerability.id, &weaknesses) {
                    if fixed.except.iter().any(|e| e.eq_ignore_ascii_case(&vulnerability.id)) {
                        out.remains.push((remediation.text.clone(), about));
                    }
                    continue;
                }
                if !about.is_empty() {
                    let list = if promise { &mut out.promised } else { &mut out.fixed };
                    list.push((fixed, about));
                }
            }
        };
        told(&format!("{heading}{text}"), false, &mut out);
        if remediation.category == RemediationCategory::VendorFix
            && let Some(item) = item(text)
        {
            told(&item, false, &mut out);
        }
        for promise in promises(text) {
            told(&promise, true, &mut out);
        }
        for clause in remaining_clauses(&remediation.text, &vulnerability.id) {
            let about = attributed(&clause.to_lowercase(), &meant, products, tables);
            let about = if about.is_empty() { meant.clone() } else { about };
            out.remains.push((clause, about));
        }
        if text.ends_with(':') && text.len() < 300 {
            heading = format!("{text} ");
        }
    }
    out
}

/// An entry of a list of fixes, which is all the text: "Welch Allyn Connex Spot Monitor (CSM): v1.52 (released …)".
fn item(text: &str) -> Option<String> {
    let (name, version) = text.split_once(": ")?;
    let version = version.trim();
    let number = version.trim_start_matches(['v', 'V']).starts_with(|c: char| c.is_ascii_digit());
    (text.len() < 200 && number && !name.contains('.') && !version.contains(". "))
        .then(|| format!("Update the {name} to version {version}"))
}

/// What a text promises, as if it were done: "Philips will update the devices to R8.0.4"; "Versions 12.0.1 and 12.0.2 of the
/// BD Alaris Systems Manager will address this vulnerability".
fn promises(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for sentence in text.split(". ").filter(|s| s.contains(" will ")) {
        for clause in sentence.split(", and Version").map(|c| {
            if c.starts_with(['s', ' ']) {
                format!("Version{c}")
            } else {
                c.to_string()
            }
        }) {
            let Some((before, after)) = clause.split_once(" will ") else {
                continue;
            };
            let verb = after.split_whitespace().next().unwrap_or_default();
            match before.split_once(" of the ") {
                Some((versions, product))
                    if versions.starts_with("Version")
                        && matches!(verb, "address" | "fix" | "remediate" | "resolve" | "correct" | "mitigate") =>
                {
                    let numbers = versions.trim_start_matches("Versions").trim_start_matches("Version");
                    out.extend(
                        numbers
                            .split([',', ' '])
                            .filter(|n| n.starts_with(|c: char| c.is_ascii_digit()))
                            .map(|n| format!("Update the {product} to version {n}")),
                    );
                }
                _ if matches!(verb, "update" | "upgrade") => {
                    out.push(format!("{verb} {}", after.split_once(' ').map_or("", |(_, rest)| rest)))
                }
                _ => {}
            }
        }
    }
    out
}

/// Clauses that say this vulnerability is not fixed: "still present on …: CVE-1, CVE-2", "fixes all except CVE-3", "partially remediates CVE-4".
fn remaining_clauses(text: &str, id: &str) -> Vec<String> {
    const MARKS: &[&str] = &[
        "still present",
        "still affected",
        "still vulnerable",
        "remain",
        "except",
        "excluding",
        "partially",
        "partly",
        "not remediated",
        "not fixed",
        "not addressed",
        "not resolved",
        "does not fix",
        "does not address",
        "does not remediate",
        "not yet",
    ];
    if id.is_empty() {
        return Vec::new();
    }
    let id = id.to_ascii_lowercase();
    let mut out = Vec::new();
    for clause in text.split("; ").flat_map(|t| t.split(". ")) {
        let folded = clause.to_ascii_lowercase();
        let Some(at) = MARKS.iter().filter_map(|m| folded.find(m)).min() else {
            continue;
        };
        if folded.get(at..).is_some_and(|rest| holds_id(rest, &id)) {
            out.push(clause.trim().to_string());
        }
    }
    out
}

fn holds_id(text: &str, id: &str) -> bool {
    text.match_indices(id)
        .any(|(at, _)| !text.as_bytes().get(at + id.len()).is_some_and(u8::is_ascii_digit))
}

/// Words that speak of several products.
const PLURALS: &[&str] = &["monitors", "systems", "devices", "products", "pumps", "stations", "scanners"];

/// Which of these products the words are about. Words that name none of them: the remediation must be of one name alone.
fn attributed(about: &str, meant: &[usize], products: &[AdvisedProduct], tables: &Tables) -> Vec<usize> {
    let said = name_words(about, tables);
    let everything: Vec<usize> = (0..products.len()).collect();
    // Publishers list the wrong products beside a text that names another: the text goes first.
    for among in [meant, everything.as_slice()] {
        let common: Vec<(usize, usize)> = among
            .iter()
            .filter_map(|&p| products.get(p).map(|product| (p, in_common(&said, product))))
            .collect();
        let most = common.iter().map(|(_, n)| *n).max().unwrap_or(0);
        if most == 0 {
            continue;
        }
        let best: Vec<usize> = common.into_iter().filter(|(_, n)| *n == most).map(|(p, _)| p).collect();
        // "IntelliVue Patient Monitors" are several; "BD Alaris System" may be any of several.
        if about.split_whitespace().any(|w| PLURALS.contains(&w)) {
            return (0..products.len())
                .filter(|p| products.get(*p).is_some_and(|product| in_common(&said, product) >= most))
                .collect();
        }
        return if of_one_name(&best, products) { best } else { Vec::new() };
    }
    // The words name nothing here: certain only where the advisory has one product, or where they name nothing at all.
    let silent = about.is_empty() || said.iter().all(|w| !matches!(w.kind, Kind::Name | Kind::Code { .. }));
    if of_one_name(&everything, products) || silent && of_one_name(meant, products) {
        meant.to_vec()
    } else {
        Vec::new()
    }
}

/// Whether these products are one under different versions; how the name is spelled does not count.
fn of_one_name(among: &[usize], products: &[AdvisedProduct]) -> bool {
    let words = |p: &usize| products.get(*p).and_then(|x| x.names.first()).map(|n| &n.words);
    let first = among.first().map(words);
    among.iter().all(|p| Some(words(p)) == first)
}

/// How many telling words of a sentence are in a product's names; for a name that only describes, all its words tell.
fn in_common(said: &[Word], product: &AdvisedProduct) -> usize {
    let names = product.names.iter().filter(|n| n.of == Of::Product);
    let common = |name: &AdvisedName| {
        let describes = !name.words.iter().any(Word::is_significant);
        let tells = |w: &&Word| w.is_significant() || w.kind == Kind::Head || describes;
        name.words.iter().filter(tells).filter(|w| said.contains(w)).count()
    };
    names.map(common).max().unwrap_or(0)
}
