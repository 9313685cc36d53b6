//! Days, months and years in the place of a version: "prior to April 1 2018", "shipped between 2016-August 2018".

/// A span of days, both ends included; an end that is not stated is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    /// First day, as (year, month, day).
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
}

/// (year, month, day): ordered as days are. Not every triple is a day of the calendar; only order is asked of it.
pub(crate) type Day = (u16, u8, u8);

/// A date as precise as it was written: the first and the last day that it may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date {
    pub first: Day,
    pub last: Day,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The month of that name or abbreviation.
pub(crate) fn month(word: &str) -> Option<u8> {
    let word = word.trim_end_matches(['.', ',']).to_ascii_lowercase();
    if word.len() < 3 {
        return None;
    }
    MONTHS
        .iter()
        .position(|m| *m == word || (m.starts_with(word.as_str()) && (word.len() == 3 || word == "sept")))
        .map(|i| i as u8 + 1)
}

/// "Q4".
pub(crate) fn quarter(word: &str) -> Option<u8> {
    match word.as_bytes() {
        [b'q' | b'Q', digit @ b'1'..=b'4'] => Some(digit - b'0'),
        _ => None,
    }
}

fn last_of_month(year: u16, month: u8) -> u8 {
    match month {
        2 if (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn of(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Date> {
    if !(1950..=2150).contains(&year) || month.is_some_and(|m| !(1..=12).contains(&m)) {
        return None;
    }
    match (month, day) {
        (None, _) => Some(Date {
            first: (year, 1, 1),
            last: (year, 12, 31),
        }),
        (Some(m), None) => Some(Date {
            first: (year, m, 1),
            last: (year, m, last_of_month(year, m)),
        }),
        (Some(m), Some(d)) if d >= 1 && d <= last_of_month(year, m) => Some(Date {
            first: (year, m, d),
            last: (year, m, d),
        }),
        _ => None,
    }
}

/// Reads one date: ISO ("2017-06-26", "2017-06", "2017"), words ("July 1 2017", "26-June-2017", "1 March 2016", "May 2018"),
/// US numbers ("8/30/2024", as the publisher, CISA, writes them; where day and month could change places both are possible).
pub(crate) fn read(text: &str) -> Option<Date> {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | ',' | '/' | '.'))
        .filter(|w| !w.is_empty() && !w.eq_ignore_ascii_case("of"))
        .map(str::to_ascii_lowercase)
        .collect();
    let number = |w: &str| {
        w.trim_end_matches("st")
            .trim_end_matches("nd")
            .trim_end_matches("rd")
            .trim_end_matches("th")
            .parse::<u16>()
            .ok()
    };
    let small = |w: &str| number(w).and_then(|n| u8::try_from(n).ok());
    match words.as_slice() {
        [y] if y.len() == 4 => of(number(y)?, None, None),
        [q, y] | [y, q] if quarter(q).is_some() && y.len() == 4 => {
            let first = quarter(q)? * 3 - 2;
            let (a, b) = (of(number(y)?, Some(first), None)?, of(number(y)?, Some(first + 2), None)?);
            Some(Date {
                first: a.first,
                last: b.last,
            })
        }
        [a, b] => match (month(a), month(b)) {
            (Some(m), None) if b.len() == 4 => of(number(b)?, Some(m), None),
            (None, Some(m)) if a.len() == 4 => of(number(a)?, Some(m), None),
            (None, None) if a.len() == 4 && b.len() <= 2 => of(number(a)?, Some(small(b)?), None),
            (None, None) if b.len() == 4 && a.len() <= 2 => of(number(b)?, Some(small(a)?), None),
            _ => None,
        },
        [a, b, c] => match (month(a), month(b)) {
            (Some(m), None) => of(number(c)?, Some(m), Some(small(b)?)),
            (None, Some(m)) if a.len() == 4 => of(number(a)?, Some(m), Some(small(c)?)),
            (None, Some(m)) => of(number(c)?, Some(m), Some(small(a)?)),
            (None, None) if a.len() == 4 => of(number(a)?, Some(small(b)?), Some(small(c)?)),
            (None, None) if c.len() == 4 => {
                let (first, second, year) = (small(a)?, small(b)?, number(c)?);
                match (of(year, Some(first), Some(second)), of(year, Some(second), Some(first))) {
                    (Some(us), Some(uk)) => Some(Date {
                        first: us.first.min(uk.first),
                        last: us.last.max(uk.last),
                    }),
                    (us, uk) => us.or(uk),
                }
            }
            _ => None,
        },
        _ => None,
    }
}

/// Where a date lies against a span: inside, outside, or not decided.
pub(crate) fn lies(date: Date, span: Span) -> Option<bool> {
    let after_start = match span.from {
        None => Some(true),
        Some(from) if date.first >= from => Some(true),
        Some(from) if date.last < from => Some(false),
        Some(_) => None,
    };
    let before_end = match span.to {
        None => Some(true),
        Some(to) if date.last <= to => Some(true),
        Some(to) if date.first > to => Some(false),
        Some(_) => None,
    };
    match (after_start, before_end) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// The day before.
pub(crate) fn day_before((year, month, day): Day) -> Day {
    if day > 1 {
        (year, month, day - 1)
    } else if month > 1 {
        (year, month - 1, last_of_month(year, month - 1))
    } else {
        (year.saturating_sub(1), 12, 31)
    }
}

/// As ISO 8601.
pub(crate) fn iso((year, month, day): Day) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}
