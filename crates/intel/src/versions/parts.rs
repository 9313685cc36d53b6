//! The order of single parts of a version: numbers, letters, and words like "SP", "Update", "rc".

use std::cmp::Ordering;

use super::version::{Part, Version};

/// A version without one of these comes before the same version with it.
const LATER: &[&str] = &["sp", "sr", "mr", "upd", "hf", "p", "cu", "gma", "fp"];

/// Before the release that they lead to, in this order.
pub(crate) const EARLIER: &[&str] = &["dev", "alpha", "beta", "pre", "rc"];

/// Words that number a build of the same version.
pub(crate) const BUILDS: &[&str] = &["build"];

/// Whether two versions are numbered by one scheme.
pub(crate) fn same_scheme(a: &Version, b: &Version) -> bool {
    if a.scheme == b.scheme {
        return true;
    }
    let braun = |long: &Version, short: &Version| {
        long.scheme.len() == 4
            && long.scheme.chars().take(3).all(|c| c.is_ascii_digit())
            && short.scheme.len() == 1
            && long.scheme.ends_with(short.scheme.as_str())
            && matches!(short.parts.as_slice(), [Part::Number(n)] if n.len() == 2)
    };
    braun(a, b) || braun(b, a)
}

/// Order of two parts at the same place; a part that is missing counts as 0, or as "no qualifier".
pub(crate) fn order_parts(a: Option<&Part>, b: Option<&Part>, index: usize) -> Option<Ordering> {
    match (a, b) {
        (None, None) => Some(Ordering::Equal),
        (Some(Part::Number(a)), Some(Part::Number(b))) => Some(order_numbers(a, b)),
        (Some(Part::Word(a)), Some(Part::Word(b))) => order_words(a, b, index),
        (None, Some(Part::Number(n))) => Some(if significant(n).is_empty() {
            Ordering::Equal
        } else {
            Ordering::Less
        }),
        (None, Some(Part::Word(w))) => order_missing_word(w, index),
        (Some(_), None) => order_parts(b, a, index).map(Ordering::reverse),
        (Some(Part::Number(_)), Some(Part::Word(_))) | (Some(Part::Word(_)), Some(Part::Number(_))) => None,
    }
}

fn order_words(a: &str, b: &str, index: usize) -> Option<Ordering> {
    if a == b {
        return Some(Ordering::Equal);
    }
    let rank = |w: &str| EARLIER.iter().position(|e| *e == w);
    match (rank(a), rank(b)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        (Some(_), None) if is_later(b) => Some(Ordering::Less),
        (None, Some(_)) if is_later(a) => Some(Ordering::Greater),
        (None, None) if a.len() == 1 && b.len() == 1 && (index == 0 || !is_tag(a) && !is_tag(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// "No word" against this word. `index` 0 has no version that the word could qualify.
fn order_missing_word(w: &str, index: usize) -> Option<Ordering> {
    if index == 0 {
        return None;
    }
    if EARLIER.contains(&w) {
        return Some(Ordering::Greater);
    }
    (is_later(w) || BUILDS.contains(&w) || (w.len() == 1 && !is_tag(w))).then_some(Ordering::Less)
}

fn is_later(w: &str) -> bool {
    LATER.contains(&w)
}

/// Letters that number something of their own when they stand inside a version ("P002", "_V02", "R5").
fn is_tag(w: &str) -> bool {
    matches!(w, "p" | "v" | "r")
}

/// Digits without leading zeros; empty for zero.
pub(crate) fn significant(digits: &str) -> &str {
    digits.trim_start_matches('0')
}

/// Numbers of any length: nothing a file can hold overflows.
pub(crate) fn order_numbers(a: &str, b: &str) -> Ordering {
    let (a, b) = (significant(a), significant(b));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

/// The order if both were digits behind a decimal point; equal to the other order where widths give no reason to doubt.
pub(crate) fn in_decimals(a: &str, b: &str) -> Ordering {
    let doubtful = a.len() != b.len()
        && ((a.starts_with('0') && a.len() > 1) || (b.starts_with('0') && b.len() > 1))
        && !significant(a).is_empty()
        && !significant(b).is_empty();
    if !doubtful {
        return order_numbers(a, b);
    }
    let width = a.len().max(b.len());
    let pad = |s: &str| format!("{s:0<width$}");
    pad(a).cmp(&pad(b))
}
