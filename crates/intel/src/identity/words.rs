//! Names cut into words that can be compared: "MX-450", "MX 450" and "mx450" are one word, "LOGIQ E9" and "LOGIQ 9" are not.

use super::vocabulary::{Sort, Vocabulary};

/// One word of a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Word {
    /// Folded: lower case, without accents; abbreviations of the vocabulary written out.
    pub text: String,
    /// What it does in a name.
    pub kind: Kind,
}

/// What a word does in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Distinguishes: "intellivue", "prisma".
    Name,
    /// Letters and digits: "mx450", "ec40", "igs5x0". Where the letters end is kept.
    Code {
        /// How many bytes of the text are its letters.
        letters: usize,
    },
    /// Up to three letters that say nothing by themselves: "gh", "ix", "xl".
    Letters,
    /// Letters directly behind digits: the "ls" of "8015LS".
    Tail,
    /// Digits: "8015", "64", "3t".
    Number,
    /// "MX400-MX850": every code between.
    Range {
        /// How many bytes of the text are its letters ("mx").
        letters: usize,
        /// The first.
        low: u32,
        /// The last.
        high: u32,
    },
    /// Makes another model of it: "plus", "pro".
    Trim,
    /// A noun that two products of one line are told apart by: "server", "workstation", "ct".
    Head,
    /// Describes: "pump", "portable".
    Descriptor,
    /// Equipment that a device may have: "wlan", "3d".
    Extra,
}

impl Word {
    /// The letters of a code or a range; else empty.
    pub fn letters(&self) -> &str {
        match self.kind {
            Kind::Code { letters } | Kind::Range { letters, .. } => self.text.get(..letters).unwrap_or(""),
            _ => "",
        }
    }

    /// The digits of a code, or a number; else empty.
    pub fn digits(&self) -> &str {
        match self.kind {
            Kind::Code { letters } => self.text.get(letters..).unwrap_or(""),
            Kind::Number => &self.text,
            _ => "",
        }
    }

    /// Whether it designates a member of a line: codes, numbers, short letters.
    pub fn designates(&self) -> bool {
        matches!(self.kind, Kind::Code { .. } | Kind::Letters | Kind::Number | Kind::Range { .. })
    }

    /// Whether it carries identity: everything but what describes.
    pub fn is_significant(&self) -> bool {
        self.designates() || matches!(self.kind, Kind::Name | Kind::Trim | Kind::Tail)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glue {
    Start,
    None,
    Hyphen,
    Slash,
    Space,
    Break,
}

struct Atom {
    text: String,
    digits: bool,
    glue: Glue,
}

/// Folds a text: lower case, without accents and trade marks. "Dräger" and "Drager" become one, "Draeger" does not.
pub fn fold(text: &str) -> String {
    let mut out = folded_letters(text);
    for written in ["wi-fi", "wi fi"] {
        if out.contains(written) {
            out = out.replace(written, "wifi");
        }
    }
    out
}

fn folded_letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ä' | 'Ä' | 'á' | 'à' | 'â' | 'å' | 'ã' | 'Á' | 'À' | 'Â' | 'Å' | 'Ã' => out.push('a'),
            'ö' | 'Ö' | 'ó' | 'ò' | 'ô' | 'ø' | 'õ' | 'Ó' | 'Ò' | 'Ô' | 'Ø' => out.push('o'),
            'ü' | 'Ü' | 'ú' | 'ù' | 'û' | 'Ú' => out.push('u'),
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => out.push('e'),
            'í' | 'ì' | 'î' | 'ï' | 'Í' | 'Î' => out.push('i'),
            'ç' | 'Ç' => out.push('c'),
            'ñ' | 'Ñ' => out.push('n'),
            'ß' => out.push_str("ss"),
            '®' | '™' | '©' | '\'' | '’' | '`' | '\u{200b}' | '\u{feff}' => {}
            '‐' | '‑' | '‒' | '–' | '—' | '−' => out.push('-'),
            '\u{a0}' | '\t' | '_' => out.push(' '),
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Cuts a name into words. Words that say nothing ("the", "model", "series") are left out.
pub fn words(text: &str, vocabulary: &Vocabulary) -> Vec<Word> {
    let atoms = atoms(&fold(text), vocabulary);
    let mut out: Vec<Word> = Vec::new();
    let mut i = 0;
    while let Some(atom) = atoms.get(i) {
        i += take(&atoms, i, atom, vocabulary, &mut out);
    }
    out
}

/// Cuts into runs of letters and of digits, remembering what stood between.
fn atoms(text: &str, vocabulary: &Vocabulary) -> Vec<Atom> {
    let chars: Vec<char> = text.chars().collect();
    let mut out: Vec<Atom> = Vec::new();
    let mut glue = Glue::Start;
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        if c.is_ascii_digit() {
            let start = i;
            while chars.get(i).is_some_and(|c| c.is_ascii_digit())
                || (chars.get(i) == Some(&'.') && i > start && chars.get(i + 1).is_some_and(|c| c.is_ascii_digit()))
            {
                i += 1;
            }
            out.push(Atom {
                text: chars[start..i].iter().collect(),
                digits: true,
                glue,
            });
            glue = Glue::None;
        } else if c.is_alphabetic() {
            let start = i;
            // "c.c.", "symbia.net": a point between letters does not end a word.
            while chars.get(i).is_some_and(|c| c.is_alphabetic())
                || (chars.get(i) == Some(&'.') && chars.get(i + 1).is_some_and(|c| c.is_alphabetic()) && i > start)
            {
                i += 1;
            }
            let word: String = chars[start..i].iter().filter(|c| **c != '.').collect();
            // Abbreviations that are written with a slash: "w/s", "w/less".
            if chars.get(i) == Some(&'/')
                && let Some((end, full)) = slashed(&chars, start, i, vocabulary)
            {
                out.push(Atom {
                    text: full,
                    digits: false,
                    glue,
                });
                i = end;
            } else {
                out.push(Atom {
                    text: word,
                    digits: false,
                    glue,
                });
            }
            glue = Glue::None;
        } else {
            let next = match c {
                '-' => Glue::Hyphen,
                '/' | '\\' => Glue::Slash,
                '+' => {
                    // "Plum A+", "compact+": a word of its own.
                    if matches!(glue, Glue::None | Glue::Space) && !out.is_empty() {
                        out.push(Atom {
                            text: "plus".into(),
                            digits: false,
                            glue: Glue::Space,
                        });
                    }
                    Glue::Space
                }
                ' ' | '.' => Glue::Space,
                _ => Glue::Break,
            };
            glue = match (glue, next) {
                (Glue::Start, _) => Glue::Start,
                (Glue::Break, _) | (_, Glue::Break) => Glue::Break,
                (Glue::Slash, _) | (_, Glue::Slash) => Glue::Slash,
                (Glue::Space, _) | (_, Glue::Space) => Glue::Space,
                _ => next,
            };
            i += 1;
        }
    }
    out
}

/// "w/s": an abbreviation of the vocabulary; "b/guard", "l/speed": one letter and the end of a word, kept as one word.
fn slashed(chars: &[char], start: usize, slash: usize, vocabulary: &Vocabulary) -> Option<(usize, String)> {
    let mut end = slash + 1;
    while chars.get(end).is_some_and(|c| c.is_alphabetic()) {
        end += 1;
    }
    let whole: String = chars.get(start..end)?.iter().collect();
    if vocabulary.get(&whole).is_some() {
        return Some((end, whole));
    }
    (slash - start == 1 && end - slash > 4).then(|| (end, whole.replace('/', "")))
}

/// Makes words of the atoms from `i` on; says how many atoms were used.
fn take(atoms: &[Atom], i: usize, atom: &Atom, vocabulary: &Vocabulary, out: &mut Vec<Word>) -> usize {
    let next = atoms.get(i + 1);
    if atom.digits {
        return take_number(atoms, i, atom, out);
    }
    // "q-stress", "r-scribe", "v-scan".
    if atom.text.len() == 1
        && let Some(n) = next
        && n.glue == Glue::Hyphen
        && !n.digits
        && n.text.len() >= 4
    {
        return push_known(&format!("{}{}", atom.text, n.text), vocabulary, out).max(1) + 1;
    }
    if let Some(n) = next
        && n.digits
        && atom.text.len() <= 3
        && joins(atom, n, vocabulary)
        && !(atom.glue == Glue::None && i > 0 && n.glue == Glue::Space)
    {
        return take_code(atoms, i, atom, n, out);
    }
    let behind_digits = atom.glue == Glue::None && i.checked_sub(1).and_then(|b| atoms.get(b)).is_some_and(|b| b.digits);
    if behind_digits && atom.text.len() <= 3 {
        out.push(Word {
            text: atom.text.clone(),
            kind: Kind::Tail,
        });
        return 1;
    }
    push_known(&atom.text, vocabulary, out);
    1
}

/// Whether short letters and the digits behind them are one code.
fn joins(letters: &Atom, digits: &Atom, vocabulary: &Vocabulary) -> bool {
    let known = vocabulary.get(&letters.text).map(|e| e.sort);
    // "CT660" and "MR 360" are designations, "PC 12" and "MRI-1.5T" are not.
    let kind_of_scanner = matches!(letters.text.as_str(), "ct" | "mr" | "nm" | "cr");
    match (digits.glue, known) {
        (Glue::None, _) => true,
        (Glue::Hyphen | Glue::Space, Some(Sort::Head | Sort::Spelling)) => kind_of_scanner,
        (Glue::Hyphen, sort) => sort != Some(Sort::Filler),
        (Glue::Space, sort) => sort.is_none(),
        _ => false,
    }
}

fn take_code(atoms: &[Atom], i: usize, letters: &Atom, digits: &Atom, out: &mut Vec<Word>) -> usize {
    let mut used = 2;
    let mut number = plain(&digits.text);
    // "igs5x0": a pattern; "mx400-mx850", "mx400-550": a range.
    if let (Some(x), Some(d)) = (atoms.get(i + 2), atoms.get(i + 3))
        && x.text == "x"
        && x.glue == Glue::None
        && d.digits
        && d.glue == Glue::None
    {
        number = format!("{}x{}", digits.text, d.text);
        used = 4;
    }
    if let Some((high, more)) = range_end(atoms, i + used, &letters.text, digits.text.len())
        && let (Ok(low), true) = (number.parse::<u32>(), used == 2)
        && high > low
    {
        out.push(Word {
            text: format!("{}{low}-{high}", letters.text),
            kind: Kind::Range {
                letters: letters.text.len(),
                low,
                high,
            },
        });
        return used + more;
    }
    out.push(Word {
        text: format!("{}{number}", letters.text),
        kind: Kind::Code {
            letters: letters.text.len(),
        },
    });
    used
}

fn range_end(atoms: &[Atom], at: usize, letters: &str, length: usize) -> Option<(u32, usize)> {
    let first = atoms.get(at).filter(|a| a.glue == Glue::Hyphen)?;
    if first.digits {
        // "S7-1500" and "2062264-017" are no ranges: both ends of one have as many digits, three or more.
        return Some((first.text.parse().ok()?, 1)).filter(|(high, _)| *high >= 100 && first.text.len() == length);
    }
    let digits = atoms.get(at + 1).filter(|a| a.glue == Glue::None && a.digits)?;
    (first.text == letters).then(|| digits.text.parse().ok().map(|high| (high, 2)))?
}

fn take_number(atoms: &[Atom], i: usize, atom: &Atom, out: &mut Vec<Word>) -> usize {
    let next = atoms.get(i + 1).filter(|n| !n.digits);
    let number = plain(&atom.text);
    match next {
        // Field strength: "3.0T", "1.5 T".
        Some(n)
            if n.text == "t"
                && matches!(n.glue, Glue::None | Glue::Space)
                && is_field_strength(&atom.text)
                && !digits_follow(atoms, i + 2) =>
        {
            out.push(Word {
                text: format!("{number}t"),
                kind: Kind::Number,
            });
            2
        }
        // "3D", "2nd".
        Some(n) if n.glue == Glue::None && n.text == "d" => {
            out.push(Word {
                text: format!("{number}d"),
                kind: Kind::Extra,
            });
            2
        }
        Some(n) if n.glue == Glue::None && matches!(n.text.as_str(), "st" | "nd" | "rd" | "th") => {
            out.push(Word {
                text: format!("{number}{}", n.text),
                kind: Kind::Number,
            });
            2
        }
        // "5x0".
        Some(n) if n.glue == Glue::None && n.text == "x" && atoms.get(i + 2).is_some_and(|d| d.digits && d.glue == Glue::None) => {
            let tail = atoms.get(i + 2).map(|d| d.text.as_str()).unwrap_or_default();
            out.push(Word {
                text: format!("{}x{tail}", atom.text),
                kind: Kind::Number,
            });
            3
        }
        // "2.4G": a radio's band.
        Some(n) if n.glue == Glue::None && matches!(n.text.as_str(), "g" | "ghz") && matches!(atom.text.as_str(), "2.4" | "5" | "1.4") => {
            out.push(Word {
                text: format!("{number}g"),
                kind: Kind::Extra,
            });
            2
        }
        _ => {
            out.push(Word {
                text: number,
                kind: Kind::Number,
            });
            1
        }
    }
}

/// Scanners have fields from 0.2 to 11.7 tesla.
fn is_field_strength(number: &str) -> bool {
    number.parse::<f32>().is_ok_and(|tesla| tesla > 0.0 && tesla < 12.0)
}

fn digits_follow(atoms: &[Atom], at: usize) -> bool {
    atoms.get(at).is_some_and(|a| a.digits && a.glue == Glue::None)
}

/// A number without leading zeros and without an empty fraction: "3.0" is 3.
fn plain(digits: &str) -> String {
    let mut text = digits.trim_start_matches('0');
    while let Some(shorter) = text.strip_suffix(".0") {
        text = shorter;
    }
    if text.is_empty() || text.starts_with('.') {
        format!("0{text}")
    } else {
        text.to_string()
    }
}

/// Adds a run of letters by what the vocabulary knows of it.
fn push_known(text: &str, vocabulary: &Vocabulary, out: &mut Vec<Word>) -> usize {
    match vocabulary.get(text) {
        Some(entry) => out.extend(entry.words.iter().cloned()),
        None => out.push(unknown(text)),
    }
    1
}

/// A word that the vocabulary does not hold.
pub(super) fn unknown(text: &str) -> Word {
    let kind = if text.chars().count() <= 3 { Kind::Letters } else { Kind::Name };
    Word {
        text: text.to_string(),
        kind,
    }
}
