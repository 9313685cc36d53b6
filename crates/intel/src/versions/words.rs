//! Cuts a version statement into the words of its small language: comparators, "and prior", "through", versions.

use super::version::Version;

/// A comparator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cmp {
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
}

/// One word of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Word {
    /// `<=`, "prior to", "up to" …
    Compare(Cmp),
    /// `|`: the next constraint of a vers or vls expression.
    Pipe,
    /// "," ";" "and" "or" "&": the next of a list.
    Also,
    /// "/".
    Slash,
    /// "through", "to", a dash between two versions.
    Through,
    /// "from", "between", "starting with".
    From,
    /// "and prior", "or earlier", "and below".
    AndLower,
    /// "and later", "or newer".
    AndHigher,
    /// A version or a series.
    Version(Version),
    /// `*`, "all", "any".
    All,
    /// "excluding", "except".
    Except,
}

/// Phrases, longest first within the same beginning. Words in between ("all", "any", "versions") are dropped before matching.
const PHRASES: &[(&[&str], Word)] = &[
    (&["prior", "to", "and", "including"], Word::Compare(Cmp::LessEqual)),
    (&["before", "and", "including"], Word::Compare(Cmp::LessEqual)),
    (&["prior", "to", "or", "equal", "to"], Word::Compare(Cmp::LessEqual)),
    (&["up", "to", "and", "including"], Word::Compare(Cmp::LessEqual)),
    (&["up", "to", "but", "not", "including"], Word::Compare(Cmp::Less)),
    (&["up", "to", "including"], Word::Compare(Cmp::LessEqual)),
    (&["up", "to"], Word::Compare(Cmp::LessEqual)),
    (&["up", "through"], Word::Compare(Cmp::LessEqual)),
    (&["less", "than", "or", "equal", "to"], Word::Compare(Cmp::LessEqual)),
    (&["greater", "than", "or", "equal", "to"], Word::Compare(Cmp::GreaterEqual)),
    (&["less", "than"], Word::Compare(Cmp::Less)),
    (&["lower", "than"], Word::Compare(Cmp::Less)),
    (&["older", "than"], Word::Compare(Cmp::Less)),
    (&["earlier", "than"], Word::Compare(Cmp::Less)),
    (&["prior", "to"], Word::Compare(Cmp::Less)),
    (&["previous", "to"], Word::Compare(Cmp::Less)),
    (&["greater", "than"], Word::Compare(Cmp::Greater)),
    (&["higher", "than"], Word::Compare(Cmp::Greater)),
    (&["newer", "than"], Word::Compare(Cmp::Greater)),
    (&["later", "than"], Word::Compare(Cmp::Greater)),
    (&["starting", "with"], Word::From),
    (&["starting", "from"], Word::From),
    (&["beginning", "with"], Word::From),
    (&["through", "to"], Word::Through),
    (&["and", "prior"], Word::AndLower),
    (&["and", "previous"], Word::AndLower),
    (&["and", "earlier"], Word::AndLower),
    (&["and", "below"], Word::AndLower),
    (&["and", "lower"], Word::AndLower),
    (&["and", "older"], Word::AndLower),
    (&["and", "under"], Word::AndLower),
    (&["and", "before"], Word::AndLower),
    (&["or", "prior"], Word::AndLower),
    (&["or", "previous"], Word::AndLower),
    (&["or", "earlier"], Word::AndLower),
    (&["or", "below"], Word::AndLower),
    (&["or", "lower"], Word::AndLower),
    (&["or", "older"], Word::AndLower),
    (&["or", "less"], Word::AndLower),
    (&["or", "before"], Word::AndLower),
    (&["and", "later"], Word::AndHigher),
    (&["and", "above"], Word::AndHigher),
    (&["and", "higher"], Word::AndHigher),
    (&["and", "newer"], Word::AndHigher),
    (&["and", "greater"], Word::AndHigher),
    (&["and", "up"], Word::AndHigher),
    (&["and", "onwards"], Word::AndHigher),
    (&["and", "onward"], Word::AndHigher),
    (&["and", "after"], Word::AndHigher),
    (&["or", "later"], Word::AndHigher),
    (&["or", "above"], Word::AndHigher),
    (&["or", "higher"], Word::AndHigher),
    (&["or", "newer"], Word::AndHigher),
    (&["or", "greater"], Word::AndHigher),
    (&["onwards"], Word::AndHigher),
    (&["other", "than"], Word::Except),
    (&["not", "including"], Word::Except),
    (&["excluding"], Word::Except),
    (&["except"], Word::Except),
    (&["prior"], Word::Compare(Cmp::Less)),
    (&["before"], Word::Compare(Cmp::Less)),
    (&["below"], Word::Compare(Cmp::Less)),
    (&["after"], Word::Compare(Cmp::Greater)),
    (&["above"], Word::Compare(Cmp::Greater)),
    (&["from"], Word::From),
    (&["between"], Word::From),
    (&["through"], Word::Through),
    (&["thru"], Word::Through),
    (&["until"], Word::Through),
    (&["to"], Word::Through),
    (&["and"], Word::Also),
    (&["or"], Word::Also),
];

/// Words that say nothing of which versions are meant; each ends the version in front of it.
const SILENT: &[&str] = &[
    "version",
    "versions",
    "vers",
    "software",
    "firmware",
    "release",
    "releases",
    "revision",
    "revisions",
    "rev",
    "revs",
    "rev.",
    "running",
    "using",
    "with",
    "the",
    "of",
    "product",
    "products",
    "series",
    "inclusive",
    "supported",
    "versions:",
    "version:",
    "is",
    "are",
    "any",
    "affected",
    "its",
    "minor",
    "subsequent",
    "only",
    "sw",
    "fw",
];

/// Words that are followed by a number of the same version.
const LEADS_NUMBER: &[&str] = &[
    "build",
    "bld",
    "sp",
    "sr",
    "mr",
    "upd",
    "update",
    "hotfix",
    "hf",
    "patch",
    "pack",
    "service",
    "cu",
    "gma",
    "rc",
    "beta",
    "alpha",
    "maintenance",
    "feature",
    "edition",
];

/// Cuts a text. Err with what has no place in a version statement.
pub(crate) fn cut(text: &str) -> Result<Vec<Word>, &'static str> {
    let written = atoms(text);
    let atoms: Vec<String> = written.iter().map(|a| a.to_lowercase()).collect();
    let mut words: Vec<Word> = Vec::new();
    // Where the version that is being collected begins: it is the atoms from there to the current one.
    let mut begin = 0;
    let mut i = 0;
    while let Some(atom) = atoms.get(i).map(String::as_str) {
        let group = &atoms[begin..i];
        let (length, word) = if let Some(word) = symbol(atom) {
            (1, Some(word))
        } else if atom == "all" || atom == "*" || atom == "any" {
            (1, Some(Word::All))
        } else if let Some((length, word)) = phrase(&atoms[i..]) {
            (length, Some(word))
        } else if SILENT.contains(&atom) && !leads_number(group) {
            (1, None)
        } else {
            if begins_anew(group, atom) {
                flush(group, &written[begin..i], &mut words)?;
                begin = i;
            }
            i += 1;
            continue;
        };
        flush(group, &written[begin..i], &mut words)?;
        // "1.0 up to 2.0" is a span.
        let spans = word == Some(Word::Compare(Cmp::LessEqual)) && atom == "up" && matches!(words.last(), Some(Word::Version(_)));
        words.extend(if spans { Some(Word::Through) } else { word });
        i += length;
        begin = i;
    }
    flush(&atoms[begin..], &written[begin..], &mut words)?;
    Ok(words)
}

/// Words and symbols, as written. A dash between blanks stands alone; so does an en dash.
fn atoms(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let chars: Vec<char> = text.chars().collect();
    let mut i = 0;
    let end = |word: &mut String, out: &mut Vec<String>| {
        let trimmed = word.trim_end_matches([':', '.']);
        if !trimmed.is_empty() {
            out.push(if word.ends_with('.') && trimmed.bytes().all(|b| b.is_ascii_digit()) {
                word.clone()
            } else {
                trimmed.to_string()
            });
        }
        word.clear();
    };
    while i < chars.len() {
        let (c, next) = (chars[i], chars.get(i + 1).copied());
        match c {
            '<' | '>' | '=' | '!' => {
                end(&mut word, &mut out);
                if matches!((c, next), ('<' | '>' | '!', Some('=')) | ('=', Some('<' | '>' | '='))) {
                    out.push(
                        match (c, next) {
                            ('<', _) | ('=', Some('<')) => "<=",
                            ('>', _) | ('=', Some('>')) => ">=",
                            ('!', _) => "!=",
                            _ => "=",
                        }
                        .to_string(),
                    );
                    i += 1;
                } else {
                    out.push(c.to_string());
                }
            }
            '≤' | '≥' | '≠' => {
                end(&mut word, &mut out);
                out.push(
                    match c {
                        '≤' => "<=",
                        '≥' => ">=",
                        _ => "!=",
                    }
                    .to_string(),
                );
            }
            '|' | ',' | ';' | '&' => {
                end(&mut word, &mut out);
                out.push(c.to_string());
            }
            '/' => {
                end(&mut word, &mut out);
                out.push("/".to_string());
            }
            '–' | '—' => {
                end(&mut word, &mut out);
                out.push("to".to_string());
            }
            '-' if word.is_empty() && next.is_none_or(char::is_whitespace) => out.push("to".to_string()),
            c if c.is_whitespace() => end(&mut word, &mut out),
            c => word.push(c),
        }
        i += 1;
    }
    end(&mut word, &mut out);
    out
}

fn symbol(atom: &str) -> Option<Word> {
    Some(match atom {
        "<" => Word::Compare(Cmp::Less),
        "<=" => Word::Compare(Cmp::LessEqual),
        ">" => Word::Compare(Cmp::Greater),
        ">=" => Word::Compare(Cmp::GreaterEqual),
        "=" => Word::Compare(Cmp::Equal),
        "!=" => Word::Compare(Cmp::NotEqual),
        "|" => Word::Pipe,
        "," | ";" | "&" => Word::Also,
        "/" => Word::Slash,
        _ => return None,
    })
}

/// The phrase at the beginning, and how many atoms it takes. "and all previous versions" is "and previous".
fn phrase(atoms: &[String]) -> Option<(usize, Word)> {
    PHRASES.iter().find_map(|(phrase, word)| {
        let mut taken = 0;
        for (n, expected) in phrase.iter().enumerate() {
            while n > 0
                && atoms
                    .get(taken)
                    .is_some_and(|a| matches!(a.as_str(), "all" | "any" | "the" | "versions" | "version"))
            {
                taken += 1;
            }
            if atoms.get(taken).map(String::as_str) != Some(*expected) {
                return None;
            }
            taken += 1;
        }
        Some((taken, word.clone()))
    })
}

fn leads_number(group: &[String]) -> bool {
    group.last().is_some_and(|w| LEADS_NUMBER.contains(&w.as_str()))
}

/// Whether the atom begins another version: "1.3.2 1.4.0", "7100 7900", "F.0 G.0". "4.20 SR1" and "2.9 17030709" go on.
fn begins_anew(group: &[String], atom: &str) -> bool {
    let Some(last) = group.last() else { return false };
    if leads_number(group) || !last.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let digit_first = atom.starts_with(|c: char| c.is_ascii_digit());
    let dotted = atom.trim_end_matches('.').contains('.');
    let pure = |w: &str| w.bytes().all(|b| b.is_ascii_digit());
    let letter_dot = |w: &str| w.len() > 2 && w.as_bytes()[0].is_ascii_alphabetic() && w.as_bytes()[1] == b'.';
    let v_number = atom.starts_with('v') && atom[1..].starts_with(|c: char| c.is_ascii_digit());
    (digit_first && dotted)
        || (pure(atom) && pure(last))
        || (letter_dot(atom) && group.iter().any(|w| letter_dot(w)))
        || (v_number && group.len() == 1)
}

/// Makes a version of the collected atoms; "J-M" is a span of letters.
fn flush(group: &[String], written: &[String], words: &mut Vec<Word>) -> Result<(), &'static str> {
    const NOT_A_VERSION: &str = "the text holds words that are not a version";
    if group.is_empty() {
        return Ok(());
    }
    let text = written.join(" ");
    if let Some((a, b)) = span(&text) {
        words.extend([Word::Version(a), Word::Through, Word::Version(b)]);
        return Ok(());
    }
    let version = Version::read(&text).ok_or(NOT_A_VERSION)?;
    // Long words make a sentence, unless they are joined to a number ("MCE_3.x_Cert_Edition", "Illustra.SS010.05").
    let (longest, longest_scheme) = if group.len() == 1 { (8, 12) } else { (5, 6) };
    let wordy = version
        .parts
        .iter()
        .any(|p| matches!(p, super::version::Part::Word(w) if w.len() > longest && !w.starts_with('#')));
    if wordy || version.scheme.len() > longest_scheme && version.scheme != "edition" {
        return Err(NOT_A_VERSION);
    }
    words.push(Word::Version(version));
    Ok(())
}

/// "J-M", "1.0-1.5": two versions of one make with a dash between.
fn span(text: &str) -> Option<(Version, Version)> {
    let (a, b) = text.split_once('-')?;
    let letter = |t: &str| t.len() == 1 && t.as_bytes()[0].is_ascii_alphabetic();
    let dotted =
        |t: &str| t.contains('.') && t.starts_with(|c: char| c.is_ascii_digit()) && t.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if b.contains('-') || !((letter(a) && letter(b)) || (dotted(a) && dotted(b) && a.matches('.').count() == b.matches('.').count())) {
        return None;
    }
    Some((Version::read(a)?, Version::read(b)?))
}
