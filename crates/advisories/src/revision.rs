//! Which of two revisions of one advisory is the newer.
//!
//! By `tracking.version` (CSAF 2.0 §3.1.11: an integer or a semantic version, as numbers and never as text), then by
//! `tracking.current_release_date` as a point in time, then by status. What can't be read comes before all that can, so
//! that the order stays one order whatever publishers write.

use std::cmp::Ordering;

use crate::{Advisory, DocumentStatus};

impl Advisory {
    /// `Greater` if this revision is newer than the other. Only of use between documents that share `id`.
    ///
    /// `Equal` means that neither version, date nor status tells them apart: the same revision, or two documents that
    /// a publisher issued under one version.
    pub fn revision_order(&self, other: &Advisory) -> Ordering {
        Version::read(&self.version)
            .cmp(&Version::read(&other.version))
            .then_with(|| instant(&self.current_release).cmp(&instant(&other.current_release)))
            .then_with(|| standing(self.status).cmp(&standing(other.status)))
    }
}

/// Order of two version texts as `tracking.version` and `revision_history[].number` write them: 9 < 10,
/// 1.9.0 < 1.10.0, 1.0.0-rc.1 < 1.0.0. A text that is neither comes before all that are.
pub fn version_order(a: &str, b: &str) -> Ordering {
    Version::read(a).cmp(&Version::read(b))
}

/// Order of two dates and times as CSAF writes them (RFC 3339; a date alone is its midnight; without an offset it is
/// UTC), as points in time: 10:00+02:00 is before 09:00Z. What can't be read comes first.
pub fn date_order(a: &str, b: &str) -> Ordering {
    instant(a).cmp(&instant(b))
}

fn standing(status: DocumentStatus) -> u8 {
    match status {
        DocumentStatus::Draft => 0,
        DocumentStatus::Interim => 1,
        DocumentStatus::Final => 2,
    }
}

/// Numbers of any length, by value. Trailing zeros are dropped, so that the integer 2 is 2.0.0.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Version<'a> {
    /// False sorts first: a text that is no version.
    readable: bool,
    numbers: Vec<Number<'a>>,
    stage: Stage<'a>,
}

/// Decimal digits without leading zeros: by length, then by text, is by value.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Number<'a> {
    length: usize,
    digits: &'a str,
}

/// Semantic versioning 2.0, §11: a pre-release comes before the release; numeric identifiers before others.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Stage<'a> {
    Before(Vec<Identifier<'a>>),
    Release,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Identifier<'a> {
    Numeric(Number<'a>),
    Text(&'a str),
}

impl<'a> Version<'a> {
    fn read(text: &'a str) -> Self {
        Self::of(text.trim()).unwrap_or(Version {
            readable: false,
            numbers: Vec::new(),
            stage: Stage::Release,
        })
    }

    fn of(text: &'a str) -> Option<Self> {
        // Build metadata has no precedence (semver §10).
        let text = text.split('+').next().unwrap_or_default();
        let (core, before) = match text.split_once('-') {
            Some((core, before)) => (core, Some(before)),
            None => (text, None),
        };
        let mut numbers = core.split('.').map(Number::of).collect::<Option<Vec<_>>>()?;
        while numbers.last().is_some_and(|n| n.length == 0) {
            numbers.pop();
        }
        let stage = match before {
            None => Stage::Release,
            Some(before) => Stage::Before(
                before
                    .split('.')
                    .map(|i| Number::of(i).map_or(Identifier::Text(i), Identifier::Numeric))
                    .collect(),
            ),
        };
        Some(Version {
            readable: true,
            numbers,
            stage,
        })
    }
}

impl<'a> Number<'a> {
    fn of(text: &'a str) -> Option<Self> {
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let digits = text.trim_start_matches('0');
        Some(Number {
            length: digits.len(),
            digits,
        })
    }
}

/// Nanoseconds since 1970-01-01T00:00Z. None if the text is no date; None sorts first.
fn instant(text: &str) -> Option<i128> {
    let mut rest = Digits(text.trim().as_bytes());
    let year = rest.number(4)?;
    rest.one_of(b"-")?;
    let month = rest.number(2).filter(|m| (1..=12).contains(m))?;
    rest.one_of(b"-")?;
    let day = rest.number(2).filter(|d| (1..=31).contains(d))?;
    let midnight = i128::from(days_since_1970(year, month, day)) * 86_400;
    if rest.0.is_empty() {
        return Some(midnight * 1_000_000_000);
    }
    rest.one_of(b"Tt ")?;
    let hour = rest.number(2).filter(|h| *h < 24)?;
    rest.one_of(b":")?;
    let minute = rest.number(2).filter(|m| *m < 60)?;
    // RFC 3339 allows seconds to be 60 in a leap second, and publishers leave them out.
    let second = if rest.one_of(b":").is_some() {
        rest.number(2).filter(|s| *s <= 60)?
    } else {
        0
    };
    let nanos = if rest.one_of(b".,").is_some() { rest.fraction()? } else { 0 };
    let offset = match rest.one_of(b"Zz+-") {
        None | Some(b'Z' | b'z') => 0,
        Some(sign) => {
            let hours = rest.number(2).filter(|h| *h < 24)?;
            let _ = rest.one_of(b":");
            let minutes = rest.number(2).filter(|m| *m < 60)?;
            let offset = hours * 3_600 + minutes * 60;
            if sign == b'-' { -offset } else { offset }
        }
    };
    if !rest.0.is_empty() {
        return None;
    }
    let seconds = midnight + i128::from(hour * 3_600 + minute * 60 + second - offset);
    Some(seconds * 1_000_000_000 + i128::from(nanos))
}

struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    /// Exactly so many digits.
    fn number(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.0 = rest;
        Some(digits.iter().fold(0, |n, d| n * 10 + i64::from(d - b'0')))
    }

    fn one_of(&mut self, accepted: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        if !accepted.contains(first) {
            return None;
        }
        self.0 = rest;
        Some(*first)
    }

    /// Nanoseconds; digits beyond the ninth are cut.
    fn fraction(&mut self) -> Option<i64> {
        let length = self.0.iter().take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at_checked(length).filter(|(d, _)| !d.is_empty())?;
        self.0 = rest;
        Some(
            digits
                .iter()
                .chain(std::iter::repeat(&b'0'))
                .take(9)
                .fold(0, |n, d| n * 10 + i64::from(d - b'0')),
        )
    }
}

/// The proleptic Gregorian calendar, years beginning in March so that the leap day comes last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests;
