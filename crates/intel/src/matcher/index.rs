//! Finds the advisories that may speak of a device without comparing every name.
//!
//! Whatever `identity::likeness` can find alike shares a key with it: a word or its first three letters, a code's letters
//! or digits, initials, a word made of two.

use std::collections::{HashMap, HashSet};

use crate::identity::{AdvisedProduct, DeviceName, Kind, Word};

/// From keys to positions of advisories.
#[derive(Debug, Default)]
pub(super) struct Index {
    keys: HashMap<String, Vec<u32>>,
    /// Advisories with model numbers that hold wildcards: always asked.
    always: Vec<usize>,
}

impl Index {
    pub fn add(&mut self, advisory: usize, products: &[AdvisedProduct]) {
        let mut keys: HashSet<String> = HashSet::new();
        for product in products {
            if !product.numbers.is_empty() {
                self.always.push(advisory);
            }
            for name in &product.names {
                keys_of(&name.words, &mut keys);
            }
        }
        for key in keys {
            self.keys.entry(key).or_default().push(u32::try_from(advisory).unwrap_or(u32::MAX));
        }
    }

    /// Positions of advisories that may speak of a device, in no order, perhaps twice.
    pub fn candidates(&self, name: &DeviceName<'_>) -> Vec<usize> {
        let mut keys: HashSet<String> = HashSet::new();
        for reading in &name.readings {
            keys_of(&reading.words, &mut keys);
        }
        let mut out = self.always.clone();
        out.extend(keys.iter().filter_map(|k| self.keys.get(k)).flatten().map(|a| *a as usize));
        out
    }
}

fn keys_of(words: &[Word], keys: &mut HashSet<String>) {
    for word in words {
        match word.kind {
            // Words that describe lead nowhere by themselves; names of nothing else are found by all of them.
            Kind::Descriptor | Kind::Extra | Kind::Trim | Kind::Head | Kind::Tail => {}
            Kind::Name => {
                keys.insert(beginning(&word.text));
            }
            Kind::Letters => {
                keys.insert(format!("l:{}", word.text));
                keys.insert(beginning(&word.text));
            }
            Kind::Number | Kind::Code { .. } | Kind::Range { .. } => {
                if !word.letters().is_empty() {
                    keys.insert(format!("l:{}", word.letters()));
                }
                let digits = word.digits();
                if !digits.is_empty() {
                    keys.insert(format!("d:{}", digits.trim_end_matches('t')));
                }
                if digits.contains('x') {
                    keys.insert(format!("l:{}", word.letters()));
                }
            }
        }
    }
    // Short words that make one ("pris max", "b guard"), and initials.
    for (i, word) in words.iter().enumerate() {
        if matches!(word.kind, Kind::Letters) || word.kind == Kind::Trim {
            let joined: String = words[i..].iter().take(2).map(|w| w.text.as_str()).collect();
            keys.insert(beginning(&joined));
        }
        for n in 2..=5 {
            if let Some(run) = words.get(i..i + n) {
                keys.insert(format!(
                    "l:{}",
                    run.iter().filter_map(|w| w.text.chars().next()).collect::<String>()
                ));
            }
        }
    }
    if !words.iter().any(Word::is_significant) {
        let mut all: Vec<&str> = words
            .iter()
            .filter(|w| w.kind == Kind::Head || w.kind == Kind::Descriptor)
            .map(|w| w.text.as_str())
            .collect();
        all.sort_unstable();
        keys.extend(all.iter().map(|w| format!("g:{w}")));
    }
}

/// Abbreviations keep the first letter; slips of the pen may touch any but rarely that.
fn beginning(text: &str) -> String {
    format!("n:{}", text.chars().next().map(String::from).unwrap_or_default())
}
