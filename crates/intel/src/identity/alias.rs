//! Names that stand for another name (`data/names.csv`), each with its source and the day it was recorded.
//!
//! `same` settles a name; `alike` only proposes it.

use super::vocabulary::Vocabulary;
use super::words::{Kind, Word, words};

/// One row.
#[derive(Debug, Clone)]
pub struct Alias {
    /// The house whose devices it is about.
    pub house: String,
    /// What registers write, as in the table.
    pub said: String,
    /// What advisories write, as in the table.
    pub means: String,
    /// Whether it settles the name, or only proposes it.
    pub settles: bool,
    /// Where it was found.
    pub source: String,
    /// ISO 8601: when it was entered in the table.
    pub recorded: String,
    from: Vec<Word>,
    to: Vec<Word>,
}

/// All rows.
#[derive(Debug, Default)]
pub struct AliasTable {
    rows: Vec<Alias>,
}

impl AliasTable {
    /// Reads the table.
    pub fn read(table: &str, vocabulary: &Vocabulary) -> AliasTable {
        let rows = super::table::rows::<7>(table)
            .into_iter()
            .map(|[house, said, means, grade, _kind, recorded, source]| Alias {
                from: words(&said, vocabulary),
                to: words(&means, vocabulary),
                settles: grade == "same",
                house,
                said,
                means,
                source,
                recorded,
            })
            .filter(|a| !a.from.is_empty() && !a.to.is_empty())
            .collect();
        AliasTable { rows }
    }

    /// Every name that these words may stand for, one alias applied.
    pub fn variants<'a>(&'a self, name: &[Word], houses: &[String]) -> Vec<Variant<'a>> {
        let mut out = Vec::new();
        for alias in self.rows.iter().filter(|a| houses.contains(&a.house)) {
            let found = alias
                .found_in(name)
                .map(|place| (place, false))
                .or_else(|| alias.shortened_in(name).map(|place| (place, true)));
            let Some(((at, length), loosely)) = found else { continue };
            let mut replaced = name[..at].to_vec();
            for word in &alias.to {
                // "Asena GH" becomes "Alaris GH"; what the name says already is not said twice.
                if !name[..at].contains(word) {
                    replaced.push(word.clone());
                }
            }
            replaced.extend(name[at + length..].iter().filter(|w| !alias.to.contains(w)).cloned());
            if replaced != name {
                out.push(Variant {
                    alias,
                    name: replaced,
                    loosely,
                });
            }
        }
        out
    }

    /// The rows, for tests and for showing.
    pub fn rows(&self) -> &[Alias] {
        &self.rows
    }
}

/// A name that another may stand for.
#[derive(Debug)]
pub struct Variant<'a> {
    /// By which row.
    pub alias: &'a Alias,
    /// The name that it leads to.
    pub name: Vec<Word>,
    /// The row was found only shortened.
    pub loosely: bool,
}

impl Alias {
    /// The same with its last word cut short: "Infusomat Sp".
    fn shortened_in(&self, name: &[Word]) -> Option<(usize, usize)> {
        let (last, before) = self.from.split_last()?;
        if before.is_empty() || last.kind != Kind::Name {
            return None;
        }
        (0..name.len().saturating_sub(before.len())).find_map(|at| {
            let end = name.get(at + before.len())?;
            let fits = name.get(at..at + before.len())? == before
                && end.text.len() >= 2
                && end.text.len() + 2 <= last.text.len()
                && last.text.starts_with(&end.text);
            fits.then_some((at, self.from.len()))
        })
    }

    /// Where the alias stands in a name: all its words in order, side by side, or written as one.
    fn found_in(&self, name: &[Word]) -> Option<(usize, usize)> {
        let wanted: String = self.from.iter().map(|w| w.text.as_str()).collect();
        (0..name.len())
            .find_map(|at| {
                let mut joined = String::new();
                for (n, word) in name[at..].iter().enumerate().take(6) {
                    joined.push_str(&word.text);
                    if joined == wanted {
                        // "CC" must not be found in a longer code.
                        return Some((at, n + 1));
                    }
                    if joined.len() > wanted.len() {
                        // Letters behind an order number ("M8007A", "8713140U") are a variant of it.
                        return None;
                    }
                }
                None
            })
            .or_else(|| match self.from.as_slice() {
                [one] if matches!(one.kind, Kind::Number) && one.text.len() >= 5 => name
                    .iter()
                    .position(|w| w.kind == Kind::Number && w.text == one.text)
                    .map(|at| (at, 1)),
                _ => None,
            })
    }
}
