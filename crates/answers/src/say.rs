//! Dates, ages, counts and durations as people say them. British English, no abbreviations.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use register::Micros;

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

/// The day of a moment, in UTC.
pub fn day(at: Micros) -> Date {
    Timestamp::from_microsecond(at).map_or(Date::ZERO, |t| t.to_zoned_datetime(TimeZone::UTC).date())
}

/// "24 November 2026".
pub fn date(date: Date) -> String {
    let month = usize::from(date.month().unsigned_abs())
        .checked_sub(1)
        .and_then(|m| MONTHS.get(m))
        .unwrap_or(&"");
    format!("{} {month} {}", date.day(), date.year())
}

/// "today", "yesterday", "3 November" in the same year, else "3 November 2025".
pub fn near_date(then: Date, today: Date) -> String {
    if then == today {
        "today".into()
    } else if today.yesterday().is_ok_and(|y| y == then) {
        "yesterday".into()
    } else if then.year() == today.year() {
        date(then).rsplit_once(' ').map_or_else(String::new, |(day, _)| day.to_owned())
    } else {
        date(then)
    }
}

/// The day in an ISO 8601 or RFC 3339 text, as people write it; the text itself where it is none.
pub fn iso(text: &str) -> String {
    iso_day(text).map_or_else(|| text.to_owned(), date)
}

/// The day at the front of an ISO 8601 or RFC 3339 text.
pub fn iso_day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// "today", "5 days old", "3 weeks old", "13 months old", "4 years old".
pub fn age(then: Date, today: Date) -> String {
    let days = (today - then).get_days();
    match days {
        i32::MIN..=0 => "of today".into(),
        1 => "1 day old".into(),
        2..=20 => format!("{days} days old"),
        21..=60 => format!("{} weeks old", days / 7),
        // Average length of a month; an age is said in round figures.
        61..=1094 => format!("{} months old", i64::from(days) * 100 / 3044),
        _ => format!("{} years old", days / 365),
    }
}

/// "15 minutes", "4 hours", "2 days", "1 hour 30 minutes".
pub fn minutes(minutes: u32) -> String {
    let (days, hours, rest) = (minutes / 1440, minutes % 1440 / 60, minutes % 60);
    let mut parts = Vec::new();
    for (number, one, many) in [(days, "day", "days"), (hours, "hour", "hours"), (rest, "minute", "minutes")] {
        match number {
            0 => {}
            1 => parts.push(format!("1 {one}")),
            n => parts.push(format!("{n} {many}")),
        }
    }
    if parts.is_empty() { "0 minutes".into() } else { parts.join(" ") }
}

/// "1 device", "2 devices", "12,345 devices".
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// "12,345".
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut said = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

/// "A", "A and B", "A, B and C".
pub fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [front @ .., last] => format!("{} and {last}", front.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_said_as_people_say_them() {
        let today: Date = "2026-11-25".parse().unwrap();
        let d = |s: &str| -> Date { s.parse().unwrap() };
        assert_eq!(date(d("2026-11-24")), "24 November 2026");
        assert_eq!(near_date(d("2026-11-25"), today), "today");
        assert_eq!(near_date(d("2026-11-24"), today), "yesterday");
        assert_eq!(near_date(d("2026-11-03"), today), "3 November");
        assert_eq!(near_date(d("2025-11-03"), today), "3 November 2025");
        assert_eq!(age(d("2024-10-24"), today), "25 months old");
        assert_eq!(age(d("2025-08-25"), today), "15 months old");
        assert_eq!(age(d("2026-11-20"), today), "5 days old");
        assert_eq!(age(d("2020-01-14"), today), "6 years old");
        assert_eq!(
            (minutes(15), minutes(240), minutes(1440), minutes(90)),
            ("15 minutes".into(), "4 hours".into(), "1 day".into(), "1 hour 30 minutes".into())
        );
        assert_eq!(
            (count(1, "device", "devices"), count(12345, "device", "devices")),
            ("1 device".into(), "12,345 devices".into())
        );
        assert_eq!(list(&["A".into(), "B".into(), "C".into()]), "A, B and C");
        assert_eq!(iso("2018-05-03T06:00:00.000000Z"), "3 May 2018");
        assert_eq!(iso("Mar-17"), "Mar-17");
    }
}
