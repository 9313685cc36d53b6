//! What is known of single words (`data/words.csv`): which say nothing, which only describe, how they are abbreviated.

use std::collections::HashMap;

use super::words::{Kind, Word, unknown};

/// The words of `data/words.csv`.
#[derive(Debug, Default)]
pub struct Vocabulary {
    entries: HashMap<String, Entry>,
}

/// What is known of a word.
#[derive(Debug)]
pub(super) struct Entry {
    pub sort: Sort,
    /// What it stands for; empty for words that say nothing.
    pub words: Vec<Word>,
}

/// The column `kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Filler,
    Descriptor,
    Head,
    Trim,
    Extra,
    Name,
    Number,
    /// Another spelling or an abbreviation of the words in `means`.
    Spelling,
}

impl Vocabulary {
    /// Reads the table. Rows that it cannot read are left out; the crate's tests hold that there are none.
    pub fn read(table: &str) -> Vocabulary {
        let rows: Vec<[String; 3]> = super::table::rows(table);
        let mut found = Vocabulary::default();
        // First the words themselves, then those that stand for others.
        for [word, sort, means] in &rows {
            let Some((sort, kind)) = sort_of(sort) else { continue };
            if sort == Sort::Spelling {
                continue;
            }
            let text = if means.is_empty() { word } else { means };
            let words = kind.map(|kind| Word { text: text.clone(), kind }).into_iter().collect();
            found.entries.insert(word.clone(), Entry { sort, words });
        }
        for [word, sort, means] in &rows {
            if !matches!(sort_of(sort), Some((Sort::Spelling, _))) {
                continue;
            }
            let mut words: Vec<Word> = Vec::new();
            for part in means.split(' ') {
                match found.entries.get(part) {
                    Some(entry) => words.extend(entry.words.iter().cloned()),
                    None => words.push(unknown(part)),
                }
            }
            found.entries.insert(
                word.clone(),
                Entry {
                    sort: Sort::Spelling,
                    words,
                },
            );
        }
        found
    }

    pub(super) fn get(&self, word: &str) -> Option<&Entry> {
        self.entries.get(word)
    }
}

fn sort_of(column: &str) -> Option<(Sort, Option<Kind>)> {
    Some(match column {
        "filler" | "platform" => (Sort::Filler, None),
        "descriptor" => (Sort::Descriptor, Some(Kind::Descriptor)),
        "head" => (Sort::Head, Some(Kind::Head)),
        "trim" => (Sort::Trim, Some(Kind::Trim)),
        "option" => (Sort::Extra, Some(Kind::Extra)),
        "word" => (Sort::Name, Some(Kind::Name)),
        "number" => (Sort::Number, Some(Kind::Number)),
        "spelling" | "abbreviation" => (Sort::Spelling, None),
        _ => return None,
    })
}
