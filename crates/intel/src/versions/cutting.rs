//! Cuts a version text into runs of digits and letters, and takes off what says nothing ("Version", "V") or leaves it open ("x").

use super::version::{Part, Series, Version};

/// Words that may stand in front of a version and say nothing of it.
const LEAD_WORDS: &[&str] = &[
    "software",
    "sw",
    "s/w",
    "firmware",
    "fw",
    "f/w",
    "version",
    "versions",
    "vers",
    "ver",
    "release",
    "releases",
    "rel",
    "revision",
    "revisions",
    "rev",
    "revs",
    "v",
    "all",
    "the",
    "no",
    "number",
];

/// One run of digits or letters, with what stood in front of it.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub text: String,
    pub separator: Option<char>,
    /// Nothing at all between this and the one before.
    pub joined: bool,
}

impl Token {
    /// As a part of a version.
    pub fn part(&self) -> Part {
        if is_digits(&self.text) {
            Part::Number(self.text.clone())
        } else {
            Part::Word(canonical(&self.text))
        }
    }
}

fn canonical(word: &str) -> String {
    match word {
        "servicepack" => "sp",
        "servicerelease" => "sr",
        "maintenancerelease" => "mr",
        "update" | "updt" | "u" => "upd",
        "hotfix" => "hf",
        "patch" | "pl" => "p",
        "bld" => "build",
        "releasecandidate" => "rc",
        "preview" | "prerelease" => "pre",
        "featurepack" => "fp",
        "cumulativeupdate" => "cu",
        other => other,
    }
    .to_string()
}

/// Cuts into runs; None where a character has no place in a version.
pub(crate) fn cut(text: &str) -> Option<Vec<Token>> {
    let joined = join_pairs(text);
    let mut tokens: Vec<Token> = Vec::new();
    for (separator, group) in groups(&joined)? {
        if is_hash(group) {
            tokens.push(Token {
                text: format!("#{group}"),
                separator,
                joined: false,
            });
            continue;
        }
        let mut first = true;
        for run in runs(group) {
            tokens.push(Token {
                text: run.to_string(),
                separator: if first { separator } else { None },
                joined: !first,
            });
            first = false;
        }
    }
    (!tokens.is_empty()).then_some(tokens)
}

/// "service pack" is one word.
fn join_pairs(text: &str) -> String {
    let mut out = text.to_string();
    for (two, one) in [
        ("service pack", "servicepack"),
        ("service release", "servicerelease"),
        ("maintenance release", "maintenancerelease"),
        ("release candidate", "releasecandidate"),
        ("feature pack", "featurepack"),
        ("cumulative update", "cumulativeupdate"),
    ] {
        out = out.replace(two, one);
    }
    out
}

/// Groups between separators, each with the separator in front of it.
fn groups(text: &str) -> Option<Vec<(Option<char>, &str)>> {
    let mut out = Vec::new();
    let mut separator = None;
    let mut start = 0;
    for (i, c) in text.char_indices() {
        if c.is_ascii_alphanumeric() {
            continue;
        }
        if !matches!(c, '.' | '-' | '_' | ' ' | '+' | '#') {
            return None;
        }
        if i > start {
            out.push((separator, &text[start..i]));
            separator = None;
        }
        // The weightiest of several wins: ". " is a dot.
        if separator.is_none() || c == '.' {
            separator = Some(c);
        }
        start = i + 1;
    }
    if start < text.len() {
        out.push((separator, &text[start..]));
    }
    Some(out)
}

/// A commit id: seven or more hexadecimal digits, letters and digits mixed. It equals itself and orders nothing.
fn is_hash(group: &str) -> bool {
    let mixed = group.bytes().filter(u8::is_ascii_digit).count() >= 1 && group.bytes().filter(u8::is_ascii_alphabetic).count() >= 2;
    group.len() >= 7 && group.bytes().all(|b| b.is_ascii_hexdigit()) && mixed
}

fn runs(group: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut before: Option<bool> = None;
    for (i, c) in group.char_indices() {
        let digit = c.is_ascii_digit();
        if before.is_some_and(|b| b != digit) {
            out.push(&group[start..i]);
            start = i;
        }
        before = Some(digit);
    }
    if start < group.len() {
        out.push(&group[start..]);
    }
    out
}

/// Takes a wildcard from the end: "x", "xx", "*".
pub(crate) fn take_wildcard(tokens: &mut Vec<Token>) -> Option<Series> {
    let mut series = None;
    while let Some(last) = tokens.last() {
        if last.text.chars().all(|c| c == 'x') && tokens.len() > 1 {
            let joined = last.joined;
            tokens.pop();
            series = if joined {
                // "8.1x": the number itself is open. "12x" is not a version's second half, yet reads the same.
                let digits = tokens.pop()?;
                is_digits(&digits.text).then_some(Series::Digits(digits.text))
            } else {
                Some(Series::Below)
            };
        } else {
            break;
        }
    }
    series
}

pub(crate) fn strip_lead_words(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let word_end = rest.find(|c: char| !(c.is_ascii_alphabetic() || c == '/')).unwrap_or(rest.len());
        let (word, after) = rest.split_at(word_end);
        if !LEAD_WORDS.contains(&word) || after.is_empty() {
            return rest;
        }
        let next = after.trim_start_matches([' ', '.', ':', '#']);
        let separated = next.len() < after.len();
        let digit_next = next.starts_with(|c: char| c.is_ascii_digit());
        if next.is_empty() || !(separated || digit_next) {
            return rest;
        }
        // "V.A" and "V A" may be a scheme; "v 12" and "v12" are not.
        if word == "v" && !digit_next {
            return rest;
        }
        rest = next;
    }
}

/// "2nd edition", "edition 3".
pub(crate) fn ordinal_edition(text: &str, bare: &str) -> Option<Version> {
    let words: Vec<&str> = bare.split_whitespace().collect();
    let number = match words.as_slice() {
        [ordinal, "edition"] => ordinal
            .strip_suffix("st")
            .or(ordinal.strip_suffix("nd"))
            .or(ordinal.strip_suffix("rd"))
            .or(ordinal.strip_suffix("th"))?,
        ["edition", number] => number,
        _ => return None,
    };
    is_digits(number).then(|| Version {
        text: text.to_string(),
        scheme: "edition".to_string(),
        parts: vec![Part::Number(number.to_string())],
        series: None,
    })
}

pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
