//! Dates as exports write them, to ISO 8601: a day, a month with its year, or a year.

use crate::table::refusal::CellReason;

/// No device in use is older.
pub(crate) const FIRST_YEAR: i32 = 1950;
/// No support contract runs longer.
pub(crate) const LAST_YEAR: i32 = 2100;

/// Which of two numbers is the day in "07/01/2019".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayMonth {
    /// 7 January, as the United Kingdom and Europe write.
    DayFirst,
    /// 1 July, as the United States write.
    MonthFirst,
}

/// How to read what a date leaves open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DateRule {
    pub order: DayMonth,
    /// Whether the column's other dates prove that order.
    pub proven: bool,
    /// The latest year that "21" may stand for as 2021 rather than 1921.
    pub latest: i32,
}

/// What a cell says of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DateReading {
    /// No date is given ("00/00/0000", Excel's day 0).
    Nothing,
    /// As ISO 8601, with what is doubtful about it.
    Date(String, Option<&'static str>),
    /// It cannot be taken.
    Refused(CellReason),
}

/// What one cell proves about the order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrderEvidence {
    /// 13/02/2014.
    DayFirst,
    /// 02/13/2014.
    MonthFirst,
    /// 07/01/2019: either.
    Open,
    /// No such pair of numbers in it.
    None,
}

const ORDER_SWAPPED: &str = "day and month stand the other way round than in the rest of the column";
const QUESTIONED: &str = "the source marks it as uncertain";
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// One piece of a written date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A number and how many digits it has.
    Number(u32, usize),
    /// A month by its name, 1 to 12.
    Month(u32),
    /// '/', '-', '.' or ' '.
    Mark(u8),
}

use Piece::{Mark, Month, Number};

/// Reads a cell that should hold a date.
pub(crate) fn read(text: &str, rule: DateRule) -> DateReading {
    let text = text.trim();
    let (text, questioned) = without_doubt(text);
    if !text.is_empty() && text.bytes().all(|b| matches!(b, b'0' | b'/' | b'-' | b'.' | b' ' | b':')) {
        return DateReading::Nothing;
    }
    let Some(pieces) = pieces_of(text) else {
        return DateReading::Refused(CellReason::NotADate);
    };
    let found = interpret(&pieces, rule);
    match found {
        Ok(Found::Nothing) => DateReading::Nothing,
        Ok(Found::Iso(iso, doubt)) => DateReading::Date(iso, doubt.or(questioned.then_some(QUESTIONED))),
        Err(reason) => DateReading::Refused(reason),
    }
}

/// Whether the text is a date written as one: with marks or a month's name, not a bare number that may be anything.
pub(crate) fn is_written_date(text: &str) -> bool {
    let Some(pieces) = pieces_of(text.trim()) else { return false };
    let dated = pieces.iter().any(|p| matches!(p, Month(_))) || pieces.iter().filter(|p| matches!(p, Mark(_))).count() == 2;
    let rule = DateRule {
        order: DayMonth::DayFirst,
        proven: false,
        latest: LAST_YEAR,
    };
    dated && matches!(interpret(&pieces, rule), Ok(Found::Iso(..)))
}

/// What the text proves about the order of day and month.
pub(crate) fn order_evidence(text: &str) -> OrderEvidence {
    let (text, _) = without_doubt(text.trim());
    let Some(pieces) = pieces_of(text) else {
        return OrderEvidence::None;
    };
    let [Number(a, 1 | 2), Mark(_), Number(b, 1 | 2), Mark(_), Number(_, 2 | 4)] = pieces.as_slice() else {
        return OrderEvidence::None;
    };
    match (*a, *b) {
        (13..=31, 1..=12) => OrderEvidence::DayFirst,
        (1..=12, 13..=31) => OrderEvidence::MonthFirst,
        (1..=12, 1..=12) if a != b => OrderEvidence::Open,
        _ => OrderEvidence::None,
    }
}

/// A spreadsheet's day number: days since 30 December 1899, or since 1 January 1904.
pub(crate) fn of_day_number(day: i64, since_1904: bool) -> Option<(i32, u32, u32)> {
    let days_from_1970 = if since_1904 { day - 24107 } else { day - 25569 };
    // Excel counts a 29 February 1900 that was none; days before it are one off.
    let days_from_1970 = if !since_1904 && (1..60).contains(&day) {
        days_from_1970 + 1
    } else {
        days_from_1970
    };
    (-1_000_000..3_000_000).contains(&days_from_1970).then(|| civil(days_from_1970))
}

/// The year of a moment, microseconds since 1970.
pub(crate) fn year_of(micros: i64) -> i32 {
    civil(micros.div_euclid(86_400_000_000)).0
}

/// "2012?" and "c. 2012": the date and whether it is doubted.
fn without_doubt(text: &str) -> (&str, bool) {
    let bare = text.trim_end_matches('?').trim_end();
    if bare.starts_with(|c: char| c.is_ascii_digit()) {
        return (bare, bare.len() != text.len());
    }
    let lower_start = |word: &str| {
        bare.get(..word.len())
            .filter(|head| head.eq_ignore_ascii_case(word))
            .and_then(|_| bare.get(word.len()..))
    };
    for word in ["circa ", "approx. ", "approx ", "about ", "ca. ", "ca.", "ca ", "c. ", "c.", "~"] {
        if let Some(rest) = lower_start(word) {
            return (rest.trim_start(), true);
        }
    }
    (bare, bare.len() != text.len())
}

/// The pieces of the date without its weekday and time of day; `None` where the text holds anything else.
fn pieces_of(text: &str) -> Option<Vec<Piece>> {
    if text.is_empty() || text.len() > 48 {
        return None;
    }
    let mut pieces: Vec<Piece> = Vec::with_capacity(8);
    let mut rest = text;
    let mut first_word = true;
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit() {
            let length = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (digits, after) = rest.split_at(length);
            if after.starts_with(':') || (after.starts_with('h') && pieces.len() >= 5) {
                return ends_as_time(rest).then(|| trimmed(pieces));
            }
            pieces.push(Number(digits.parse().ok()?, length));
            rest = after;
            for ordinal in ["st", "nd", "rd", "th", "TH", "ST", "ND", "RD"] {
                let goes_on = |r: &str| r.chars().next().is_some_and(char::is_alphabetic);
                if let Some(after) = rest.strip_prefix(ordinal).filter(|after| length <= 2 && !goes_on(after)) {
                    rest = after;
                    break;
                }
            }
            continue;
        }
        if c.is_alphabetic() {
            let length: usize = rest.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
            let (word, after) = rest.split_at(length);
            rest = after;
            if let Some(month) = month_of(word) {
                pieces.push(Month(month));
            } else if word == "T" && pieces.len() == 5 && after.starts_with(|c: char| c.is_ascii_digit()) {
                return ends_as_time(after).then(|| trimmed(pieces));
            } else if !(first_word && is_weekday(word) || matches!(word, "of" | "de" | "den" | "le" | "the")) {
                return None;
            }
            first_word = false;
            continue;
        }
        let mark = match c {
            '/' | '.' | '-' => c as u8,
            ' ' | ',' | '\u{a0}' => b' ',
            '\\' | '|' => b'/',
            '\u{2010}'..='\u{2015}' => b'-',
            _ => return None,
        };
        // "15. Juni", "Mar. 2017", "15 / 06 / 21": one mark between two pieces, the telling one.
        match pieces.last_mut() {
            None if mark == b' ' => {}
            None => return None,
            Some(Mark(last)) if *last == b' ' || mark == b' ' => *last = (*last).max(mark),
            Some(Mark(b'.')) if mark == b'-' || mark == b'/' => {}
            Some(Mark(_)) => return None,
            Some(_) => pieces.push(Mark(mark)),
        }
        rest = rest.get(c.len_utf8()..).unwrap_or("");
    }
    Some(trimmed(pieces))
}

fn trimmed(mut pieces: Vec<Piece>) -> Vec<Piece> {
    while matches!(pieces.last(), Some(Mark(_))) {
        pieces.pop();
    }
    pieces
}

/// "23:59:60Z", "7:05 PM", "00:00:00.000 +01:00": digits, colons and what may follow them. Its numbers don't matter.
fn ends_as_time(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
        .all(|word| {
            matches!(
                word.to_ascii_lowercase().as_str(),
                "z" | "am" | "pm" | "a" | "p" | "m" | "utc" | "gmt" | "bst" | "cet" | "cest" | "uhr" | "h"
            )
        })
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '.' | ' ' | '+' | '-' | ','))
}

enum Found {
    Nothing,
    Iso(String, Option<&'static str>),
}

fn interpret(pieces: &[Piece], rule: DateRule) -> Result<Found, CellReason> {
    match *pieces {
        // 2014-02-13, 2014/2/13, 2014 02 13
        [Number(y, 4), Mark(_), Number(m, 1 | 2), Mark(_), Number(d, 1 | 2)] => day(year4(y), m, d, None),
        // 13/02/2014 and 15.06.21
        [Number(a, 1 | 2), Mark(_), Number(b, 1 | 2), Mark(_), Number(y, digits @ (2 | 4))] => {
            let year = if digits == 4 { year4(y) } else { year2(y, rule) };
            numeric(a, b, year, rule)
        }
        // 13 February 2014, 13-Feb-14, 13FEB2014
        [Number(d, 1 | 2), Mark(_), Month(m), Mark(_), Number(y, digits)]
        | [Number(d, 1 | 2), Month(m), Number(y, digits)]
        | [Number(d, 1 | 2), Mark(_), Month(m), Number(y, digits)]
        | [Number(d, 1 | 2), Month(m), Mark(_), Number(y, digits)]
        // Feb 13, 2014
        | [Month(m), Mark(_), Number(d, 1 | 2), Mark(_), Number(y, digits @ 4)] => day(year_n(y, digits, rule)?, m, d, None),
        // 2014-Feb-13
        [Number(y, 4), Mark(_), Month(m), Mark(_), Number(d, 1 | 2)] => day(year4(y), m, d, None),
        // Mar-17, March 2017, Mar17
        [Month(m), Mark(_), Number(y, digits)] | [Month(m), Number(y, digits)] => month(year_n(y, digits, rule)?, m),
        [Number(y, 4), Mark(_), Month(m)] => month(year4(y), m),
        // 02-2027, 2027-02; 2019-20 is a financial year, not a month
        [Number(m, 1 | 2), Mark(_), Number(y, 4)] => month(year4(y), m),
        [Number(y, 4), Mark(_), Number(m, 2)] if m <= 12 => month(year4(y), m),
        [Number(y, 4)] => checked_year(i64::from(y)).map(|y| Found::Iso(format!("{y:04}"), None)),
        // 20140213; as it is written or day first
        [Number(n, 8)] => {
            let year_first = day(year4(n / 10_000), n / 100 % 100, n % 100, None);
            year_first.or_else(|_| day(year4(n % 10_000), n / 10_000 % 100, n / 1_000_000, None))
                .or(Err(CellReason::NotADate))
        }
        // 41683, 41683.5: a spreadsheet's day number
        [Number(n, 1 | 2 | 5)] | [Number(n, 1 | 2 | 5), Mark(b'.'), Number(..)] if !(2..18_264).contains(&n) => day_number(i64::from(n)),
        _ => Err(CellReason::NotADate),
    }
}

fn day_number(n: i64) -> Result<Found, CellReason> {
    match of_day_number(n, false) {
        _ if n < 2 => Ok(Found::Nothing), // days 0 and 1: an empty cell that was given a date format
        Some((y, m, d)) if y <= LAST_YEAR => Ok(Found::Iso(iso(y, m, d), None)),
        _ => Err(CellReason::NotADate),
    }
}

/// Two numbers before the year.
fn numeric(a: u32, b: u32, year: i64, rule: DateRule) -> Result<Found, CellReason> {
    let (d, m) = match rule.order {
        DayMonth::DayFirst => (a, b),
        DayMonth::MonthFirst => (b, a),
    };
    if m > 12 && d > 12 {
        return Err(CellReason::NoSuchMonth { first: a, second: b });
    }
    if m > 12 {
        return day(year, d, m, rule.proven.then_some(ORDER_SWAPPED));
    }
    day(year, m, d, None)
}

fn day(year: i64, m: u32, d: u32, doubt: Option<&'static str>) -> Result<Found, CellReason> {
    // Days that programs write for "none": 1 January 1900, the end of the year 9999 and their kind.
    if year <= 1900 && (m, d) == (1, 1) || year == 1900 && (m, d) == (1, 0) || year == 1899 && m == 12 || year == 9999 || year == 0 {
        return Ok(Found::Nothing);
    }
    let y = checked_year(year)?;
    if d == 0 && m == 0 {
        return Ok(Found::Iso(format!("{y:04}"), None));
    }
    if m == 0 || m > 12 {
        return Err(CellReason::NoSuchMonth { first: m, second: d });
    }
    if d == 0 {
        return Ok(Found::Iso(format!("{y:04}-{m:02}"), doubt));
    }
    if d > days_in(y, m) {
        let month = MONTHS.get(m as usize - 1).copied().unwrap_or("");
        return Err(CellReason::NoSuchDay { day: d, month, year: y });
    }
    Ok(Found::Iso(iso(y, m, d), doubt))
}

fn month(year: i64, m: u32) -> Result<Found, CellReason> {
    let y = checked_year(year)?;
    if m == 0 {
        return Ok(Found::Iso(format!("{y:04}"), None));
    }
    if m > 12 {
        return Err(CellReason::NotADate);
    }
    Ok(Found::Iso(format!("{y:04}-{m:02}"), None))
}

fn checked_year(year: i64) -> Result<i32, CellReason> {
    i32::try_from(year)
        .ok()
        .filter(|y| (FIRST_YEAR..=LAST_YEAR).contains(y))
        .ok_or(CellReason::YearOutOfRange { year })
}

fn year4(y: u32) -> i64 {
    i64::from(y)
}

fn year2(y: u32, rule: DateRule) -> i64 {
    let year = 2000 + i64::from(y);
    if year <= i64::from(rule.latest) { year } else { year - 100 }
}

fn year_n(y: u32, digits: usize, rule: DateRule) -> Result<i64, CellReason> {
    match digits {
        2 => Ok(year2(y, rule)),
        4 => Ok(year4(y)),
        _ => Err(CellReason::NotADate),
    }
}

pub(crate) fn iso(y: i32, m: u32, d: u32) -> String {
    format!("{y:04}-{m:02}-{d:02}")
}

fn days_in(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970 to a date of the Gregorian calendar (Hinnant's civil_from_days).
fn civil(days: i64) -> (i32, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let d = of_year - (153 * shifted_month + 2) / 5 + 1;
    let m = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(m <= 2);
    (
        i32::try_from(year).unwrap_or(i32::MAX),
        u32::try_from(m).unwrap_or(0),
        u32::try_from(d).unwrap_or(0),
    )
}

/// Months in English, German and French, whole or cut short to three letters or more.
fn month_of(word: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &["january", "januar", "jänner", "janvier"],
        &["february", "februar", "feber", "février", "fevrier"],
        &["march", "märz", "maerz", "mrz", "mars"],
        &["april", "avril"],
        &["may", "mai"],
        &["june", "juni", "juin"],
        &["july", "juli", "juillet"],
        &["august", "août", "aout"],
        &["september", "septembre"],
        &["october", "oktober", "octobre"],
        &["november", "novembre"],
        &["december", "dezember", "décembre", "decembre"],
    ];
    if word.len() < 3 || word.len() > 12 {
        return None;
    }
    let lower = word.to_lowercase();
    let mut found = (1u32..)
        .zip(NAMES)
        .filter(|(_, names)| names.iter().any(|name| name.starts_with(&lower)));
    // "jui" may be June or July in French; "mar" is March in all three.
    let (month, _) = found.next()?;
    found.next().is_none().then_some(month)
}

fn is_weekday(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    const DAYS: [&str; 21] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
    ];
    word.len() >= 2 && DAYS.iter().any(|day| day.starts_with(&lower))
}

#[cfg(test)]
mod tests;
