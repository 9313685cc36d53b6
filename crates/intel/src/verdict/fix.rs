//! Fixed versions that an advisory's prose states, and what its prose says is not fixed by them. CISA's medical advisories
//! use no `fixed` status: the prose is all there is.

use advisories::Vulnerability;

use crate::identity::{AdvisedProduct, Kind, Of, Tables, Word, name_words};
use crate::versions::{self, FixedVersion};

/// What the prose of one vulnerability says of fixes.
#[derive(Debug, Default)]
pub struct Fixes {
    /// Each with the products that it is said of.
    pub fixed: Vec<(FixedVersion, Vec<usize>)>,
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
    for remediation in &vulnerability.remediations {
        let meant: Vec<usize> = if remediation.products.is_empty() {
            (0..products.len()).collect()
        } else {
            remediation.products.clone()
        };
        for fixed in versions::fixed_in(&remediation.text) {
            let about = attributed(&fixed.about, &meant, products, tables);
            if !fixed.covers(&vulnerability.id, &weaknesses) {
                if fixed.except.iter().any(|e| e.eq_ignore_ascii_case(&vulnerability.id)) {
                    out.remains.push((remediation.text.clone(), about));
                }
                continue;
            }
            // A fix that the range itself counts as affected is no certain fix; `combine` says so where it matters.
            if !about.is_empty() {
                out.fixed.push((fixed, about));
            }
        }
        for clause in remaining_clauses(&remediation.text, &vulnerability.id) {
            let about = attributed(&clause.to_lowercase(), &meant, products, tables);
            let about = if about.is_empty() { meant.clone() } else { about };
            out.remains.push((clause, about));
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

/// Which of these products the words are about. Words that name none of them: the remediation must be of one name alone.
fn attributed(about: &str, meant: &[usize], products: &[AdvisedProduct], tables: &Tables) -> Vec<usize> {
    let said = name_words(about, tables);
    let common: Vec<(usize, usize)> = meant
        .iter()
        .filter_map(|&p| products.get(p).map(|product| (p, in_common(&said, product))))
        .collect();
    let most = common.iter().map(|(_, n)| *n).max().unwrap_or(0);
    if most > 0 {
        return common.into_iter().filter(|(_, n)| *n == most).map(|(p, _)| p).collect();
    }
    let one_name = meant
        .iter()
        .all(|&p| products.get(p).map(|x| &x.display) == meant.first().and_then(|&f| products.get(f)).map(|x| &x.display));
    if one_name && said.iter().all(|w| !matches!(w.kind, Kind::Name | Kind::Code { .. })) || one_name && about.is_empty() {
        meant.to_vec()
    } else {
        Vec::new()
    }
}

/// How many telling words of a sentence are in a product's names.
fn in_common(said: &[Word], product: &AdvisedProduct) -> usize {
    let names = product.names.iter().filter(|n| n.of == Of::Product);
    names
        .map(|name| {
            name.words
                .iter()
                .filter(|w| (w.is_significant() || w.kind == Kind::Head) && said.contains(w))
                .count()
        })
        .max()
        .unwrap_or(0)
}
