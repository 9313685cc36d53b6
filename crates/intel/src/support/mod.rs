//! Support of operating systems: from the name in a register to a product, its possible editions and their end dates.
//!
//! A name that fits several rows gets the range of their dates; where they give different answers on the day asked for,
//! the answer is "cannot tell", with what is missing. Dates stand in data/support/os.tsv, a source and a date a row.
//!
//! **Never**: invents a date; takes a paid extension for support without evidence; asks a clock what day it is.
//!
//! - `table`    the dates
//! - `naming`   names of systems
//! - `windows`  names of Windows

mod naming;
mod table;
mod windows;

#[cfg(test)]
mod tests;

use serde::Serialize;

use naming::Named;
pub use table::{Ends, Row};

/// What is known of the support of a device's operating system on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OsSupport {
    /// The product, for people ("Windows 10", "Red Hat Enterprise Linux 7"); None where the text names none that is known.
    pub product: Option<String>,
    /// The rows that the text may mean, the earliest end first.
    pub possible: Vec<&'static Row>,
    /// Earliest and latest last day of support among them, ISO 8601; None where no row states a day.
    pub ends: Option<(&'static str, &'static str)>,
    /// The answer on that day.
    pub status: Status,
    /// Every date that the answer rests on was read in a source. Otherwise it is shown as "not verified".
    pub verified: bool,
    /// The latest last day of a paid extension, if one runs on that day: it counts only with evidence of enrolment.
    pub paid_until: Option<&'static str>,
    /// Where the dates come from: the source of the row that ends first; empty where there is none.
    pub source: &'static str,
    /// When that source stood so, ISO 8601; empty where there is none.
    pub source_date: &'static str,
}

/// The answer on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Security updates go on for two years or more, or without a stated end.
    Supported,
    /// They end within two years.
    SoonUnsupported {
        /// Whole months that are left.
        months: u16,
    },
    /// They have ended, for whichever edition it is.
    Unsupported,
    /// The possible editions give different answers.
    CannotTell {
        /// What would tell: "build or edition".
        missing: &'static str,
    },
    /// No public date: its maker, or the maker of the device, says.
    AskMaker,
    /// The text names something that is not an operating system.
    NotAnOs,
    /// The text says nothing, or names a system that is not in the table.
    Unknown,
}

/// Months before the end from which a system counts as ending soon.
pub const SOON_MONTHS: u16 = 24;

/// Looks up an operating system by its name in a register. `on` is the day asked for, ISO 8601; anything else gives `Unknown`.
pub fn support(os: &str, on: &str) -> OsSupport {
    let nothing = |status, product: Option<&str>| OsSupport {
        product: product.map(str::to_string),
        possible: Vec::new(),
        ends: None,
        status,
        verified: false,
        paid_until: None,
        source: "",
        source_date: "",
    };
    if register::placeholder::is_placeholder(os) || !table::is_day(on) {
        return nothing(Status::Unknown, None);
    }
    match naming::read(os) {
        Named::Rows(rows, missing) => answer(rows, on, missing),
        Named::AskMaker(row) => OsSupport {
            possible: vec![row],
            source: row.source,
            source_date: row.source_date,
            ..nothing(Status::AskMaker, Some(row.name))
        },
        Named::Kernel(rows) => {
            let status = Status::CannotTell {
                missing: if rows.is_empty() {
                    "distribution and version"
                } else {
                    "distribution"
                },
            };
            OsSupport {
                status,
                product: Some("Linux".to_string()),
                paid_until: None,
                ..answer(rows, on, "distribution")
            }
        }
        Named::NoSuchVersion(product) => nothing(Status::CannotTell { missing: "version" }, Some(product)),
        Named::NotAnOs => nothing(Status::NotAnOs, None),
        Named::Unknown => nothing(Status::Unknown, None),
    }
}

fn answer(mut rows: Vec<&'static Row>, on: &str, missing: &'static str) -> OsSupport {
    rows.sort_by_key(|r| last_day(r).unwrap_or("9999"));
    let days: Vec<&'static str> = rows.iter().filter_map(|r| last_day(r)).collect();
    let ends = days.iter().min().copied().zip(days.iter().max().copied());
    let mut statuses = rows.iter().map(|r| of_row(r, on));
    let first = statuses.next().unwrap_or(Status::Unknown);
    let status = statuses.fold(first, |all, one| together(all, one, missing));
    let paid_until = rows
        .iter()
        .filter(|r| r.extended_is_paid && of_row(r, on) == Status::Unsupported)
        .filter_map(|r| r.extended)
        .filter(|day| *day >= on)
        .max();
    OsSupport {
        product: Some(product(&rows)),
        ends,
        status,
        verified: rows.iter().all(|r| r.verified),
        paid_until,
        source: rows.first().map_or("", |r| r.source),
        source_date: rows.first().map_or("", |r| r.source_date),
        possible: rows,
    }
}

/// The last day of support that needs no payment.
fn last_day(row: &Row) -> Option<&'static str> {
    match row.ends {
        Ends::On(day) => Some(row.extended.filter(|_| !row.extended_is_paid).unwrap_or(day).max(day)),
        Ends::Ended | Ends::Ongoing | Ends::AskMaker => None,
    }
}

fn of_row(row: &Row, on: &str) -> Status {
    match (row.ends, last_day(row)) {
        (Ends::Ended, _) => Status::Unsupported,
        (Ends::AskMaker, _) => Status::AskMaker,
        (Ends::Ongoing | Ends::On(_), None) => Status::Supported,
        (_, Some(day)) if on > day => Status::Unsupported,
        (_, Some(day)) => match months_between(on, day) {
            months if months < SOON_MONTHS => Status::SoonUnsupported { months },
            _ => Status::Supported,
        },
    }
}

/// Two possible editions: one answer if they agree, the nearer end if both end soon.
fn together(a: Status, b: Status, missing: &'static str) -> Status {
    match (a, b) {
        (a, b) if a == b => a,
        (Status::SoonUnsupported { months: a }, Status::SoonUnsupported { months: b }) => Status::SoonUnsupported { months: a.min(b) },
        _ => Status::CannotTell { missing },
    }
}

/// Whole months from one ISO day to a later one.
fn months_between(from: &str, to: &str) -> u16 {
    let number = |text: &str, range: std::ops::Range<usize>| text.get(range).and_then(|t| t.parse::<i32>().ok()).unwrap_or(0);
    let months = (number(to, 0..4) - number(from, 0..4)) * 12 + number(to, 5..7)
        - number(from, 5..7)
        - i32::from(number(to, 8..10) < number(from, 8..10));
    u16::try_from(months.max(0)).unwrap_or(u16::MAX)
}

/// What the rows have in common by name.
fn product(rows: &[&Row]) -> String {
    let Some(first) = rows.first() else { return String::new() };
    let mut words: Vec<&str> = first.name.split(' ').collect();
    for row in rows {
        let shared = words.iter().zip(row.name.split(' ')).take_while(|(a, b)| **a == *b).count();
        words.truncate(shared);
    }
    // "Windows" alone says less than the few that it may be.
    if words.len() < 2 && rows.len() <= 4 {
        let mut names: Vec<&str> = rows.iter().map(|r| r.name).collect();
        names.dedup();
        return names.join(" or ");
    }
    words.join(" ").trim_end_matches([',', ' ', '(']).to_string()
}

impl OsSupport {
    /// One sentence: "Windows 10: security updates end between 2025-10-14 and 2032-01-13; the build or edition would tell".
    pub fn say(&self) -> String {
        let Some(product) = &self.product else {
            return match self.status {
                Status::NotAnOs => "not an operating system".to_string(),
                _ => "operating system not known".to_string(),
            };
        };
        let when = match self.ends {
            Some((a, b)) if a == b => a.to_string(),
            Some((a, b)) => format!("between {a} and {b}"),
            None => String::new(),
        };
        let unverified = if self.ends.is_some() && !self.verified {
            " (not verified)"
        } else {
            ""
        };
        let text = match self.status {
            Status::Supported if when.is_empty() => format!("{product}: security updates go on"),
            Status::Supported | Status::SoonUnsupported { .. } => format!("{product}: security updates end {when}"),
            Status::Unsupported if when.is_empty() => format!("{product}: security updates have ended"),
            Status::Unsupported => format!("{product}: security updates ended {when}"),
            Status::CannotTell { missing } if when.is_empty() => format!("{product}: cannot tell, {missing} missing"),
            Status::CannotTell { missing } => format!("{product}: security updates end {when}; cannot tell, {missing} missing"),
            Status::AskMaker => format!("{product}: no public date, ask its maker"),
            Status::NotAnOs => "not an operating system".to_string(),
            Status::Unknown => format!("{product}: not known"),
        };
        let paid = self
            .paid_until
            .map(|day| format!("; a paid extension runs to {day}, with evidence of enrolment"))
            .unwrap_or_default();
        format!("{text}{unverified}{paid}")
    }
}
