//! One version text, cut into what can be ordered. Source of the rules: CSAF 2.0 §3.1.2.3 and the version texts that
//! makers of medical devices really print ("A.01", "2.4A", "012U000061", "1.8.4 Service Pack 01", "VA48A").

use std::cmp::Ordering;

/// A version as written and as cut into parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    /// As written, trimmed.
    pub text: String,
    /// The letters in front of the first digit, which name a scheme of the maker's own ("r" of R8.0.3, "vm" of VM5.0).
    /// Versions of two schemes are never ordered.
    pub scheme: String,
    /// Numbers and words in order.
    pub parts: Vec<Part>,
    /// "3.x", "C.0x": the text names a series, not a version.
    pub series: Option<Series>,
}

/// One part of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// Digits as written, so that "02" and "2" can be told apart where it matters.
    Number(String),
    /// Letters, in lower case, with the usual synonyms made one ("service pack" is "sp").
    Word(String),
}

/// What the wildcard of a series leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Series {
    /// "3.x": everything that begins with the parts.
    Below,
    /// "8.1x": the last number begins with these digits.
    Digits(String),
}

/// How a version in the register stands to one that an advisory states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Earlier.
    Below,
    /// The same.
    Equal,
    /// Later.
    Above,
    /// It has the stated text as its beginning and goes on: "2.3.1.7" to "2.3.1". Later in order, and perhaps a build of the very same.
    Extends,
    /// A member of the stated series.
    Member,
    /// Not decided, and why.
    Unknown(Unsure),
}

/// Why two versions could not be ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsure {
    /// Two numbering schemes.
    Foreign,
    /// The register's version is shorter than what would decide: "2.3" against "2.3.6", "V12", "Rev M".
    Loose,
    /// The register's version may have lost its last digit: "1.5" against "1.52".
    Cut,
    /// "1.2" and "1.03" change places when the maker counts in decimals.
    Decimal,
    /// "< 3.x": whether 3.1 is meant is not said.
    SeriesBound,
}

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

/// A version without one of these comes before the same version with it.
const LATER: &[&str] = &["sp", "sr", "mr", "upd", "hf", "p", "cu", "gma", "fp"];

/// Before the release that they lead to, in this order.
const EARLIER: &[&str] = &["dev", "alpha", "beta", "pre", "rc"];

/// Words that number a build of the same version.
const BUILDS: &[&str] = &["build"];

const MAX_LENGTH: usize = 80;
const MAX_PARTS: usize = 24;

impl Version {
    /// Cuts a text. None where it is not one version: no digit and no lone letter, sentences, foreign characters.
    pub fn read(text: &str) -> Option<Version> {
        let text = text
            .trim()
            .trim_matches(|c: char| matches!(c, '.' | ',' | ';' | ':' | '"' | '\'') || c.is_whitespace());
        if text.is_empty() || text.len() > MAX_LENGTH || !text.is_ascii() {
            return None;
        }
        let lower = text.to_ascii_lowercase().replace(".*", ".x");
        let bare = strip_lead_words(&lower);
        if bare.is_empty() {
            return None;
        }
        if let Some(version) = ordinal_edition(text, bare) {
            return Some(version);
        }
        let mut tokens = cut(bare)?;
        let series = take_wildcard(&mut tokens);
        let mut version = Version {
            text: text.to_string(),
            scheme: String::new(),
            parts: Vec::new(),
            series,
        };
        version.arrange(tokens)?;
        let has_number = version.parts.iter().any(|p| matches!(p, Part::Number(_)));
        let lone_letter = version.parts.len() == 1 && matches!(version.parts.first(), Some(Part::Word(w)) if w.len() == 1);
        let digits_open = matches!(version.series, Some(Series::Digits(_)));
        let letter_series = version.series.is_some() && !version.parts.is_empty();
        (has_number || lone_letter || digits_open || letter_series).then_some(version)
    }

    /// Splits the tokens into scheme and parts.
    fn arrange(&mut self, tokens: Vec<Token>) -> Option<()> {
        // B. Braun prints "U61" in one place and "012U000061" in another: part family, market letter, number.
        if let [Token { text: family, .. }, Token { text: market, .. }, Token { text: number, .. }] = tokens.as_slice()
            && family.len() == 3
            && is_digits(family)
            && (market == "u" || market == "l")
            && (4..=7).contains(&number.len())
            && is_digits(number)
        {
            self.scheme = format!("{family}{market}");
            self.parts = vec![Part::Number(number.clone())];
            return Some(());
        }
        // Siemens: V, major letter, two digits, minor letter ("VA48A", "VB20A_SP01").
        if let [first, second, third, rest @ ..] = tokens.as_slice()
            && first.text.len() == 2
            && first.text.starts_with('v')
            && second.text.len() == 2
            && is_digits(&second.text)
            && third.text.len() == 1
            && !is_digits(&third.text)
            && second.joined
            && third.joined
        {
            self.scheme = "v?".to_string();
            self.parts.push(Part::Word(first.text[1..].to_string()));
            self.parts.push(Part::Number(second.text.clone()));
            self.parts.push(Part::Word(third.text.clone()));
            self.parts.extend(rest.iter().map(Token::part));
            return (self.parts.len() <= MAX_PARTS).then_some(());
        }
        let mut tokens = tokens.into_iter().peekable();
        // Letters in front name the scheme, unless it is one letter and a dot ("A.01") or one letter alone ("N"): that letter orders.
        while let Some(token) = tokens.peek() {
            if is_digits(&token.text) {
                break;
            }
            let Some(token) = tokens.next() else { break };
            let lone = self.scheme.is_empty() && token.text.len() == 1;
            let orders = lone && tokens.peek().is_none_or(|next| next.separator == Some('.'));
            if orders {
                self.parts.push(Part::Word(token.text));
                break;
            }
            if tokens.peek().is_none() && self.series.is_none() {
                // Letters alone: "iX", "CC". A name, kept as one, so that it equals only itself.
                self.parts.push(Part::Word(format!("{}{}", self.scheme, token.text)));
                self.scheme.clear();
                break;
            }
            self.scheme.push_str(&token.text);
        }
        self.parts.extend(tokens.map(|t| t.part()));
        (self.parts.len() <= MAX_PARTS).then_some(())
    }

    /// Order within one scheme; None where no rule orders the two.
    pub fn order(&self, other: &Version) -> Option<Ordering> {
        if self.series.is_some() || other.series.is_some() {
            return (self.scheme == other.scheme && self.parts == other.parts && self.series == other.series).then_some(Ordering::Equal);
        }
        if !same_scheme(self, other) {
            return None;
        }
        let length = self.parts.len().max(other.parts.len());
        for i in 0..length {
            match order_parts(self.parts.get(i), other.parts.get(i), i)? {
                Ordering::Equal => {}
                decided => return Some(decided),
            }
        }
        Some(Ordering::Equal)
    }

    /// How this version, as the register holds it, stands to one that an advisory states.
    pub fn standing(&self, stated: &Version) -> Standing {
        if !same_scheme(self, stated) {
            return Standing::Unknown(Unsure::Foreign);
        }
        let stated_is_longer = stated.parts.len() > 1 || stated.series.is_some();
        if self.is_bare() && (stated_is_longer || matches!(self.parts.first(), Some(Part::Word(_)))) {
            return Standing::Unknown(Unsure::Loose);
        }
        let mut decimal = false;
        let length = self.parts.len().max(stated.parts.len());
        for i in 0..length {
            let (mine, theirs) = (self.parts.get(i), stated.parts.get(i));
            match (mine, theirs) {
                (None, Some(_)) => return self.ends_before(&stated.parts[i..], stated, i, decimal),
                (Some(_), None) => return self.goes_on(i, stated, decimal),
                _ => {}
            }
            let Some(order) = order_parts(mine, theirs, i) else {
                return Standing::Unknown(Unsure::Foreign);
            };
            if let (Some(Part::Number(a)), Some(Part::Number(b))) = (mine, theirs) {
                if i > 0 && in_decimals(a, b) != order {
                    decimal = true;
                }
                let last = i + 1 == self.parts.len();
                if last && a.len() < b.len() && b.starts_with(a.as_str()) && !a.starts_with('0') {
                    return Standing::Unknown(Unsure::Cut);
                }
            }
            if order != Ordering::Equal {
                if decimal {
                    return Standing::Unknown(Unsure::Decimal);
                }
                // "2.6.x" of the register: every member is on that side too.
                return if order == Ordering::Less {
                    Standing::Below
                } else {
                    Standing::Above
                };
            }
        }
        self.after_all_equal(stated, decimal)
    }

    /// One number or one letter: the name of a train, not a version to rely on.
    fn is_bare(&self) -> bool {
        self.parts.len() == 1 && self.series.is_none()
    }

    fn after_all_equal(&self, stated: &Version, decimal: bool) -> Standing {
        match (&self.series, &stated.series) {
            _ if decimal => Standing::Unknown(Unsure::Decimal),
            (None, None) => Standing::Equal,
            (mine, theirs) if mine == theirs => Standing::Member,
            (Some(_), _) => Standing::Unknown(Unsure::Loose),
            // "3" against "3.x": the series itself.
            (None, Some(Series::Below)) => Standing::Member,
            (None, Some(Series::Digits(_))) => Standing::Unknown(Unsure::Loose),
        }
    }

    /// The register's version ends where the stated one goes on with `rest`.
    fn ends_before(&self, rest: &[Part], stated: &Version, index: usize, decimal: bool) -> Standing {
        if self.series.is_some() || decimal {
            return Standing::Unknown(if decimal { Unsure::Decimal } else { Unsure::Loose });
        }
        if rest.iter().all(|p| matches!(p, Part::Number(n) if significant(n).is_empty())) && stated.series.is_none() {
            return Standing::Equal;
        }
        match rest.first() {
            Some(word @ Part::Word(w)) if !BUILDS.contains(&w.as_str()) => match order_parts(None, Some(word), index) {
                Some(Ordering::Less) => Standing::Below,
                Some(Ordering::Greater) => Standing::Above,
                _ => Standing::Unknown(Unsure::Loose),
            },
            _ => Standing::Unknown(Unsure::Loose),
        }
    }

    /// The register's version goes on from `index` where the stated one ends.
    fn goes_on(&self, index: usize, stated: &Version, decimal: bool) -> Standing {
        let rest = &self.parts[index..];
        match &stated.series {
            _ if decimal => Standing::Unknown(Unsure::Decimal),
            Some(Series::Below) => Standing::Member,
            // "8.1x" may be 8.10 to 8.19, or 8.1 and what follows: decided is only what both readings decide.
            Some(Series::Digits(open)) => match rest.first() {
                Some(Part::Number(n)) => {
                    let (first, last) = (order_numbers(n, &format!("{open}0")), order_numbers(n, &format!("{open}9")));
                    match (order_numbers(n, open), first, last) {
                        (Ordering::Equal, _, _) => Standing::Member,
                        (_, Ordering::Greater | Ordering::Equal, Ordering::Less | Ordering::Equal) => Standing::Member,
                        (Ordering::Less, Ordering::Less, _) => Standing::Below,
                        (Ordering::Greater, _, Ordering::Greater) => Standing::Above,
                        _ => Standing::Unknown(Unsure::SeriesBound),
                    }
                }
                _ => Standing::Unknown(Unsure::SeriesBound),
            },
            // "Rev J-M", "K and prior": a letter alone names the whole train, M.04.01 belongs to M.
            None if matches!(stated.parts.as_slice(), [Part::Word(letter)] if letter.len() == 1) => Standing::Member,
            None => {
                if rest.iter().all(|p| matches!(p, Part::Number(n) if significant(n).is_empty())) && self.series.is_none() {
                    return Standing::Equal;
                }
                match rest.first() {
                    Some(Part::Word(w)) if EARLIER.contains(&w.as_str()) => Standing::Below,
                    _ if self.series.is_some() => Standing::Unknown(Unsure::Loose),
                    _ => Standing::Extends,
                }
            }
        }
    }

    /// Whether what follows after `stated` names a build of it and not a version of its own: "SV23.0_V02_1317.c" of "SV23.0".
    pub fn is_build_of(&self, stated: &Version) -> bool {
        if stated.parts.len() == 1 && matches!(stated.parts.first(), Some(Part::Number(_))) {
            // "Version 8" is said of 8.4 too.
            return true;
        }
        matches!(self.parts.get(stated.parts.len()), Some(Part::Word(w)) if w == "build" || w == "v" || w == "r" || w == "m")
    }
}

/// Whether two versions are numbered by one scheme.
fn same_scheme(a: &Version, b: &Version) -> bool {
    if a.scheme == b.scheme {
        return true;
    }
    let braun = |long: &Version, short: &Version| {
        long.scheme.len() == 4
            && long.scheme.chars().take(3).all(|c| c.is_ascii_digit())
            && short.scheme.len() == 1
            && long.scheme.ends_with(short.scheme.as_str())
            && matches!(short.parts.as_slice(), [Part::Number(n)] if n.len() == 2)
    };
    braun(a, b) || braun(b, a)
}

/// Order of two parts at the same place; a part that is missing counts as 0, or as "no qualifier".
fn order_parts(a: Option<&Part>, b: Option<&Part>, index: usize) -> Option<Ordering> {
    match (a, b) {
        (None, None) => Some(Ordering::Equal),
        (Some(Part::Number(a)), Some(Part::Number(b))) => Some(order_numbers(a, b)),
        (Some(Part::Word(a)), Some(Part::Word(b))) => order_words(a, b, index),
        (None, Some(Part::Number(n))) => Some(if significant(n).is_empty() {
            Ordering::Equal
        } else {
            Ordering::Less
        }),
        (None, Some(Part::Word(w))) => order_missing_word(w, index),
        (Some(_), None) => order_parts(b, a, index).map(Ordering::reverse),
        (Some(Part::Number(_)), Some(Part::Word(_))) | (Some(Part::Word(_)), Some(Part::Number(_))) => None,
    }
}

fn order_words(a: &str, b: &str, index: usize) -> Option<Ordering> {
    if a == b {
        return Some(Ordering::Equal);
    }
    let rank = |w: &str| EARLIER.iter().position(|e| *e == w);
    match (rank(a), rank(b)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        (Some(_), None) if is_later(b) => Some(Ordering::Less),
        (None, Some(_)) if is_later(a) => Some(Ordering::Greater),
        (None, None) if a.len() == 1 && b.len() == 1 && (index == 0 || !is_tag(a) && !is_tag(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// "No word" against this word. `index` 0 has no version that the word could qualify.
fn order_missing_word(w: &str, index: usize) -> Option<Ordering> {
    if index == 0 {
        return None;
    }
    if EARLIER.contains(&w) {
        return Some(Ordering::Greater);
    }
    (is_later(w) || BUILDS.contains(&w) || (w.len() == 1 && !is_tag(w))).then_some(Ordering::Less)
}

fn is_later(w: &str) -> bool {
    LATER.contains(&w)
}

/// Letters that number something of their own when they stand inside a version ("P002", "_V02", "R5").
fn is_tag(w: &str) -> bool {
    matches!(w, "p" | "v" | "r")
}

/// Digits without leading zeros; empty for zero.
fn significant(digits: &str) -> &str {
    digits.trim_start_matches('0')
}

/// Numbers of any length: nothing a file can hold overflows.
fn order_numbers(a: &str, b: &str) -> Ordering {
    let (a, b) = (significant(a), significant(b));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

/// The order if both were digits behind a decimal point; equal to the other order where widths give no reason to doubt.
fn in_decimals(a: &str, b: &str) -> Ordering {
    let doubtful = a.len() != b.len()
        && ((a.starts_with('0') && a.len() > 1) || (b.starts_with('0') && b.len() > 1))
        && !significant(a).is_empty()
        && !significant(b).is_empty();
    if !doubtful {
        return order_numbers(a, b);
    }
    let width = a.len().max(b.len());
    let pad = |s: &str| format!("{s:0<width$}");
    pad(a).cmp(&pad(b))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// One run of digits or letters, with what stood in front of it.
#[derive(Debug, Clone)]
struct Token {
    text: String,
    separator: Option<char>,
    /// Nothing at all between this and the one before.
    joined: bool,
}

impl Token {
    fn part(&self) -> Part {
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
fn cut(text: &str) -> Option<Vec<Token>> {
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
fn take_wildcard(tokens: &mut Vec<Token>) -> Option<Series> {
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

fn strip_lead_words(text: &str) -> &str {
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
fn ordinal_edition(text: &str, bare: &str) -> Option<Version> {
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

/// Versions near this one, as text: itself, each number one up and one down, each lone letter the same, and one step longer.
pub(crate) fn neighbours(version: &Version) -> Vec<String> {
    let text = match &version.series {
        None => version.text.clone(),
        Some(_) => version.text.replace(['x', 'X', '*'], "5"),
    };
    let bytes = text.as_bytes();
    let mut out = vec![text.clone(), format!("{text}.0"), format!("{text}.01"), format!("{text}.5")];
    let mut i = 0;
    let mut spans = Vec::new();
    while i < bytes.len() {
        let digit = bytes[i].is_ascii_digit();
        let start = i;
        while i < bytes.len()
            && bytes[i].is_ascii_digit() == digit
            && (digit || bytes[i].is_ascii_alphabetic() == bytes[start].is_ascii_alphabetic())
        {
            i += 1;
        }
        spans.push((start, i, digit));
    }
    for (start, end, digit) in spans.into_iter().rev() {
        let piece = &text[start..end];
        let mut variants = Vec::new();
        if digit {
            if let Ok(n) = piece.parse::<u128>() {
                let width = end - start;
                variants.push(format!("{:0width$}", n.saturating_add(1)));
                if n > 0 {
                    variants.push(format!("{:0width$}", n - 1));
                }
                variants.push(format!("{:0width$}", n.saturating_add(10)));
            }
        } else if piece.len() == 1
            && let Some(c) = piece.chars().next().filter(char::is_ascii_alphabetic)
        {
            variants.extend(
                [(c as u8 + 1) as char, (c as u8 - 1) as char]
                    .iter()
                    .filter(|c| c.is_ascii_alphabetic())
                    .map(char::to_string),
            );
        }
        for variant in variants {
            let changed = format!("{}{variant}{}", &text[..start], &text[end..]);
            out.push(format!("{changed}.01"));
            out.push(changed);
        }
    }
    out
}
