//! Finds the products that may be a device without comparing every name.
//!
//! Whatever `identity` can find alike shares a key with it: a word, a word that is near or that it shortens, a code or its
//! letters or digits, initials, words that make one when joined, or the nouns of a name that has nothing else.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::identity::{AdvisedProduct, DeviceName, Kind, Word, resemble};

/// A product: its advisory and its position there.
type Posting = (u32, u32);

/// From keys to products.
#[derive(Debug, Default)]
pub(super) struct Index {
    keys: HashMap<String, Vec<Posting>>,
    /// Distinguishing words by their first letter, for what is near or short.
    words: HashMap<char, Vec<Entry>>,
    /// Products with model numbers that may hold wildcards: always asked.
    always: Vec<Posting>,
}

#[derive(Debug)]
struct Entry {
    text: String,
    /// One bit for each letter that occurs.
    letters: u64,
    postings: Vec<Posting>,
}

impl Index {
    /// Adds one product of an advisory.
    pub fn add(&mut self, advisory: usize, at: usize, product: &AdvisedProduct) {
        let (Ok(advisory), Ok(at)) = (u32::try_from(advisory), u32::try_from(at)) else {
            return;
        };
        let posting = (advisory, at);
        if !product.numbers.is_empty() {
            self.always.push(posting);
        }
        let mut keys = Keys::of(Side::Advisory);
        for name in &product.names {
            keys.of_name(&name.words);
            for model in &name.models {
                keys.of_name(&[name.words.as_slice(), model.as_slice()].concat());
            }
        }
        for key in keys.exact {
            self.keys.entry(key).or_default().push(posting);
        }
        for word in keys.words {
            let Some(first) = word.chars().next() else { continue };
            let bucket = self.words.entry(first).or_default();
            match bucket.iter_mut().find(|e| e.text == word) {
                Some(entry) => entry.postings.push(posting),
                None => bucket.push(Entry {
                    letters: letters(&word),
                    text: word,
                    postings: vec![posting],
                }),
            }
        }
    }

    /// The products that may be this device, by advisory.
    pub fn candidates(&self, name: &DeviceName<'_>) -> BTreeMap<usize, Vec<usize>> {
        let mut keys = Keys::of(Side::Device);
        for reading in &name.readings {
            keys.of_name(&reading.words);
        }
        keys.words.extend(name.maker_words.iter().cloned());
        let mut found: BTreeSet<Posting> = self.always.iter().copied().collect();
        for key in &keys.exact {
            found.extend(self.keys.get(key).into_iter().flatten());
        }
        for word in &keys.words {
            let Some(bucket) = word.chars().next().and_then(|c| self.words.get(&c)) else {
                continue;
            };
            let own = letters(word);
            for entry in bucket {
                // Two slips change four letters at most; a short form holds no letter that the long one lacks.
                let strange = (own & !entry.letters).count_ones();
                if strange <= 2 && resemble(&entry.text, word) {
                    found.extend(&entry.postings);
                }
            }
        }
        let mut out: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (advisory, product) in found {
            out.entry(advisory as usize).or_default().push(product as usize);
        }
        out
    }
}

fn letters(text: &str) -> u64 {
    text.bytes()
        .filter(u8::is_ascii_lowercase)
        .fold(0, |bits, b| bits | 1 << (b - b'a'))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Advisory,
    Device,
}

/// The keys of names.
struct Keys {
    side: Side,
    exact: HashSet<String>,
    words: HashSet<String>,
}

impl Keys {
    fn of(side: Side) -> Keys {
        Keys {
            side,
            exact: HashSet::new(),
            words: HashSet::new(),
        }
    }

    fn of_name(&mut self, words: &[Word]) {
        for (i, word) in words.iter().enumerate() {
            match word.kind {
                Kind::Name => {
                    self.words.insert(word.text.clone());
                }
                Kind::Letters => {
                    self.exact.insert(format!("l{}", word.text));
                    self.words.insert(word.text.clone());
                }
                Kind::Code { .. } | Kind::Range { .. } | Kind::Number => {
                    if !word.letters().is_empty() {
                        self.exact.insert(format!("l{}", word.letters()));
                    }
                    let digits = word.digits().trim_end_matches('t');
                    if !digits.is_empty() {
                        self.exact.insert(format!("d{digits}"));
                    }
                    // A pattern ("5x0") is found by its first digit.
                    if self.side == Side::Device || digits.contains('x') {
                        self.exact.extend(digits.chars().next().map(|c| format!("p{c}{}", digits.len())));
                    }
                }
                // What describes leads nowhere by itself.
                Kind::Descriptor | Kind::Extra | Kind::Trim | Kind::Head | Kind::Tail => {}
            }
            // Two or three words that another writes as one, and one that another writes as two or three.
            let mut joined = word.text.clone();
            for next in words.iter().skip(i + 1).take(2) {
                joined.push_str(&next.text);
                self.words.insert(joined.clone());
            }
            for n in 2..=5 {
                if let Some(run) = words.get(i..i + n) {
                    self.exact
                        .insert(format!("l{}", run.iter().filter_map(|w| w.text.chars().next()).collect::<String>()));
                }
            }
        }
        // Names that only say a kind; devices of which only the kind is known.
        let only_a_kind = !words.iter().any(Word::is_significant);
        for noun in words.iter().filter(|w| w.kind == Kind::Head).map(|w| &w.text) {
            match self.side {
                Side::Advisory if only_a_kind => self.exact.extend([format!("g{noun}"), format!("k{noun}")]),
                Side::Advisory => self.exact.extend([format!("k{noun}")]),
                Side::Device if only_a_kind => self.exact.extend([format!("g{noun}"), format!("k{noun}")]),
                Side::Device => self.exact.extend([format!("g{noun}")]),
            }
        }
    }
}
