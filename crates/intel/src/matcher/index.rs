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
    /// Products with model numbers that begin with a wildcard: always asked.
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
        let mut keys = Keys::of(Side::Advisory);
        for number in &product.numbers {
            let beginning = number.beginning();
            if beginning.chars().count() < 4 {
                self.always.push(posting)
            } else {
                keys.exact.insert(format!("m{beginning}"));
            }
        }
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
        let beginning = |code: &String| code.char_indices().nth(4).map_or(code.as_str(), |(at, _)| &code[..at]).to_string();
        keys.exact.extend(name.codes.iter().map(|code| format!("m{}", beginning(code))));
        keys.exact.extend(name.maker_words.iter().map(|w| format!("w{w}")));
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
                let (strange, changed) = (own & !entry.letters, own ^ entry.letters);
                if (strange == 0 || changed.count_ones() <= 4) && resemble(&entry.text, word) {
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
            if word.is_significant() && tells(word) {
                self.word(word);
            }
            // "3" for "3T".
            if word.kind == Kind::Number && (self.side == Side::Device || word.text.ends_with('t')) {
                self.exact.insert(format!("t{}", word.text.trim_end_matches('t')));
            }
            // Two or three words that the other writes as one, and the other way round.
            let mut joined = word.text.clone();
            for next in words.iter().skip(i + 1).take(2) {
                joined.push_str(&next.text);
                self.exact
                    .insert(format!("{}{joined}", if self.side == Side::Advisory { 'j' } else { 'w' }));
            }
            for n in 2..=5 {
                let Some(run) = words.get(i..i + n) else { break };
                let initials: String = run.iter().filter_map(|w| w.text.chars().next()).collect();
                match self.side {
                    Side::Advisory => self.exact.insert(format!("i{initials}")),
                    Side::Device if n > 2 => self.exact.insert(format!("w{initials}")),
                    Side::Device => false,
                };
            }
        }
        // Names that only say a kind; devices of which only the kind is known.
        let only_a_kind = !words.iter().any(Word::is_significant);
        let descriptions = words.iter().filter(|w| only_a_kind && w.kind == Kind::Descriptor);
        self.exact.extend(descriptions.map(|w| format!("e{}", w.text)));
        if only_a_kind && self.side == Side::Advisory {
            self.words
                .extend(words.iter().filter(|w| w.kind == Kind::Head).map(|w| w.text.clone()));
        }
        for noun in words.iter().filter(|w| w.kind == Kind::Head).map(|w| &w.text) {
            // "Revolution CT" in "REVOLUTION-CT 256" is found by "Revolution".
            match self.side {
                Side::Advisory | Side::Device if only_a_kind => self.exact.extend([format!("g{noun}"), format!("k{noun}")]),
                Side::Advisory => self.exact.extend([format!("k{noun}")]),
                Side::Device => self.exact.extend([format!("g{noun}")]),
            }
        }
    }

    fn word(&mut self, word: &Word) {
        self.exact.insert(format!("w{}", word.text));
        let device = self.side == Side::Device;
        if device {
            self.exact.insert(format!("j{}", word.text));
            if matches!(word.kind, Kind::Name | Kind::Letters) && word.text.len() <= 5 {
                self.exact.insert(format!("i{}", word.text));
            }
        }
        match word.kind {
            Kind::Name => {
                self.words.insert(word.text.clone());
            }
            Kind::Letters if device => {
                self.words.insert(word.text.clone());
                self.exact.insert(format!("s{}", word.text));
            }
            // The letters of a line or a range ("CX", "MX400-MX850") with the code of a member.
            Kind::Range { .. } => {
                self.exact.insert(format!("w{}", word.letters()));
            }
            Kind::Code { .. } if device || word.digits().contains('x') => {
                self.exact.insert(format!("w{}", word.letters()));
            }
            _ => {}
        }
        // "IntelliVue MX" for "IntelliVue MX450".
        if !device && word.letters().len() >= 2 {
            self.exact.insert(format!("s{}", word.letters()));
        }
        let digits = word.digits().trim_end_matches('t');
        if digits.len() >= 3 {
            self.exact.insert(format!("d{digits}"));
            // A pattern ("5x0") is found by its first digit.
            if device || digits.contains('x') {
                self.exact.extend(digits.chars().next().map(|c| format!("p{c}{}", digits.len())));
            }
        }
    }
}

/// Whether a word by itself may lead to a product: one letter, one or two digits, "plus" do not.
fn tells(word: &Word) -> bool {
    match word.kind {
        Kind::Number => word.text.len() >= 3 || word.text.ends_with('t'),
        Kind::Letters => word.text.len() >= 2,
        Kind::Tail => false,
        _ => true,
    }
}
