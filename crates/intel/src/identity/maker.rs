//! Who made it: makers under all the names that registers and advisories give them (`data/makers.csv`).
//!
//! A *house* is who answers for a brand today. A name may belong to two houses (HP's monitors are Philips's, its computers are not).

use std::collections::{HashMap, HashSet};

use super::words::fold;

/// The houses behind a maker's name, and how much of a text was that name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Maker {
    /// Houses; where the table knows none, the name itself.
    pub houses: Vec<String>,
    /// The words of the text, folded.
    pub words: Vec<String>,
    /// Whether the table knows it.
    pub known: bool,
}

/// How two makers' names stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Makers {
    /// One house.
    Same,
    /// One of the two names is missing.
    Missing,
    /// Two houses.
    Different,
}

/// The rows of `data/makers.csv`.
#[derive(Debug, Default)]
pub struct MakerTable {
    /// The words of a name, joined, to its houses.
    houses: HashMap<String, Vec<String>>,
    /// The longest name, in words.
    longest: usize,
    /// Names that makers put on products after they own them no longer: part of a product's name.
    brands: HashSet<String>,
}

/// Words behind a maker's name that tell nothing apart.
const LEGAL: &[&str] = &[
    "inc",
    "ltd",
    "limited",
    "llc",
    "gmbh",
    "ag",
    "se",
    "sa",
    "nv",
    "bv",
    "ab",
    "oy",
    "aps",
    "as",
    "spa",
    "srl",
    "kg",
    "kgaa",
    "plc",
    "corp",
    "corporation",
    "co",
    "company",
    "companies",
    "holding",
    "holdings",
    "group",
    "international",
    "intl",
    "uk",
    "usa",
    "us",
    "europe",
    "deutschland",
    "the",
    "of",
    "and",
    "a",
    "an",
    "affiliate",
    "subsidiary",
    "division",
    "medical",
    "healthcare",
    "health",
    "care",
    "systems",
    "technologies",
    "technology",
    "diagnostics",
    "products",
    "solutions",
    "com",
    "electronics",
    "laboratories",
    "labs",
    "kgaa",
];

impl MakerTable {
    /// Reads the table.
    pub fn read(table: &str) -> MakerTable {
        let mut found = MakerTable::default();
        for [said, house, relation] in super::table::rows::<3>(table) {
            let words = words(&said);
            if relation == "brand" || relation == "former name" {
                found.brands.insert(words.concat());
            }
            found.longest = found.longest.max(words.len());
            let houses = found.houses.entry(words.concat()).or_default();
            if !houses.contains(&house) {
                houses.push(house);
            }
        }
        found
    }

    /// Reads a maker's cell or a vendor branch, which may name several ("Silex Technology and GE Healthcare", "Capsule (Philips)").
    pub fn maker(&self, text: &str) -> Maker {
        let all = words(text);
        if all.is_empty() {
            return Maker::default();
        }
        let mut houses: Vec<String> = Vec::new();
        let mut i = 0;
        let mut known = false;
        while i < all.len() {
            match self.longest_at(&all, i) {
                Some((n, found)) => {
                    known = true;
                    houses.extend(found.iter().cloned());
                    i += n;
                }
                None => i += 1,
            }
        }
        if !known {
            let own: Vec<&str> = all.iter().map(String::as_str).filter(|w| !LEGAL.contains(w)).collect();
            houses.push(if own.is_empty() { all.concat() } else { own.concat() });
        }
        houses.sort();
        houses.dedup();
        Maker { houses, words: all, known }
    }

    /// How many words at the start of a model's text are a maker's name, and whose.
    pub fn leading<'a>(&'a self, words: &[String]) -> Option<(usize, &'a [String])> {
        self.longest_at(words, 0)
    }

    /// Whether any name leads to that house.
    pub fn knows(&self, house: &str) -> bool {
        self.houses.values().flatten().any(|h| h == house)
    }

    /// Whether these words are a brand that product names carry ("Alaris", "Pyxis").
    pub fn is_brand(&self, words: &[String]) -> bool {
        self.brands.contains(&words.concat())
    }

    fn longest_at<'a>(&'a self, all: &[String], at: usize) -> Option<(usize, &'a [String])> {
        (1..=self.longest.min(all.len() - at)).rev().find_map(|n| {
            let key = all.get(at..at + n)?.concat();
            self.houses.get(&key).map(|houses| (n, houses.as_slice()))
        })
    }
}

impl Maker {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.houses.is_empty()
    }

    /// How it stands to another.
    pub fn against(&self, other: &Maker) -> Makers {
        if self.is_empty() || other.is_empty() {
            return Makers::Missing;
        }
        let mine: HashSet<&String> = self.houses.iter().collect();
        if other.houses.iter().any(|h| mine.contains(h)) {
            return Makers::Same;
        }
        // Two names that the table does not hold: "MicroDicom Ltd", "Micro Dicom", "Microdicom.com".
        if !self.known || !other.known {
            for a in &self.houses {
                for b in &other.houses {
                    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
                    if short.len() >= 4 && long.starts_with(short.as_str()) {
                        return Makers::Same;
                    }
                }
            }
        }
        Makers::Different
    }
}

/// The words of a maker's name, folded: letters and digits alone.
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .replace(".com", "")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_string)
        .collect()
}
