//! One version text, cut into what can be ordered. Source of the rules: CSAF 2.0 §3.1.2.3 and the version texts that
//! makers of medical devices really print ("A.01", "2.4A", "012U000061", "1.8.4 Service Pack 01", "VA48A").

use std::cmp::Ordering;

use super::cutting::{self, Token, is_digits};
use super::parts::{BUILDS, EARLIER, in_decimals, order_numbers, order_parts, same_scheme, significant};

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
        let bare = cutting::strip_lead_words(&lower);
        if bare.is_empty() {
            return None;
        }
        if let Some(version) = cutting::ordinal_edition(text, bare) {
            return Some(version);
        }
        let mut tokens = cutting::cut(bare)?;
        let series = cutting::take_wildcard(&mut tokens);
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
        // Years and plain numbers are two ways of numbering: whether "2019" comes before "5.0" only the maker knows.
        if is_year(self.parts.first()) != is_year(stated.parts.first()) {
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

/// A first number that is a year: "2023.3", "2018-1".
fn is_year(part: Option<&Part>) -> bool {
    matches!(part, Some(Part::Number(n)) if n.len() == 4 && ("1990".."2100").contains(&n.as_str()))
}
