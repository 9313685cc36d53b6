//! Model numbers that an advisory gives beside a name. They may hold `?` and `*`, escaped by `\`: CSAF 2.0 §3.1.3.3.4.

use super::words::fold;

/// A model number or stock keeping unit, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelNumber {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Char(char),
    One,
    Any,
}

/// Fewer letters and digits than these say nothing: "*", "?1".
const FEWEST: usize = 4;

impl ModelNumber {
    /// Reads it; hyphens and spaces do not count. None for what fits too much to tell anything.
    pub fn read(text: &str) -> Option<ModelNumber> {
        let mut parts: Vec<Part> = Vec::new();
        let mut escaped = false;
        for c in fold(text).chars() {
            match c {
                '\\' if !escaped => escaped = true,
                '*' if !escaped => parts.push(Part::Any),
                '?' if !escaped => parts.push(Part::One),
                c => {
                    escaped = false;
                    if c.is_alphanumeric() {
                        parts.push(Part::Char(c));
                    }
                }
            }
        }
        let told = parts.iter().filter(|p| matches!(p, Part::Char(_))).count();
        let digits = parts.iter().any(|p| matches!(p, Part::Char(c) if c.is_ascii_digit()));
        (told >= FEWEST && digits).then_some(ModelNumber { parts })
    }

    /// The letters and digits that it begins with, four at most: every code that it fits begins so.
    pub fn beginning(&self) -> String {
        let told = self.parts.iter().map_while(|p| match p {
            Part::Char(c) => Some(*c),
            _ => None,
        });
        told.take(FEWEST).collect()
    }

    /// Whether a code (folded, letters and digits alone) is this number. One star is remembered at a time: no pattern costs
    /// more than the product of the two lengths.
    pub fn fits(&self, code: &str) -> bool {
        let text: Vec<char> = code.chars().collect();
        let (mut p, mut t) = (0, 0);
        let mut star: Option<(usize, usize)> = None;
        while t < text.len() {
            match self.parts.get(p) {
                Some(Part::Char(c)) if text.get(t) == Some(c) => (p, t) = (p + 1, t + 1),
                Some(Part::One) => (p, t) = (p + 1, t + 1),
                Some(Part::Any) => {
                    star = Some((p, t));
                    p += 1;
                }
                _ => match star {
                    Some((at, from)) => {
                        star = Some((at, from + 1));
                        (p, t) = (at + 1, from + 1);
                    }
                    None => return false,
                },
            }
        }
        self.parts.iter().skip(p).all(|part| *part == Part::Any)
    }
}
