//! Serial and asset numbers, and what spreadsheets do to them: digits shortened to 1.2E+11, leading zeros gone, dates made.

use std::collections::{HashMap, HashSet};

use crate::table::cells::CellKind;
use crate::table::refusal::CellReason;
use crate::table::values::dates;

/// A number as a name: digits are letters here and leading zeros count.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NumberReading<'t> {
    pub value: &'t str,
    pub doubt: Option<&'static str>,
}

pub(crate) const ZEROS_LOST: &str = "leading zeros may be lost: it is shorter than its like";
pub(crate) const STORED_AS_NUMBER: &str = "leading zeros may be lost: it was stored as a number";
pub(crate) const FILLER: &str = "it looks like a filler, not like a number of one device";
const QUESTIONED: &str = "the source marks it with a question mark";
const MADE_A_DATE: &str = "a spreadsheet may have made a date of it";
const SEVERAL: &str = "the cell holds several";

/// "1.2E+11", "9,99999E+12": a spreadsheet's short form, digits gone.
pub(crate) fn is_shortened(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let mut digits = mantissa.splitn(2, ['.', ',']);
    let whole = digits.next().unwrap_or("");
    let rest = digits.next().unwrap_or("0");
    let number = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    // The sign tells a spreadsheet's exponent from a serial number such as "4E12".
    whole.len() == 1 && number(whole) && number(rest) && exponent.strip_prefix(['+', '-']).is_some_and(|e| e.len() <= 3 && number(e))
}

/// Reads a serial number.
pub(crate) fn serial<'t>(text: &'t str, kind: CellKind) -> Result<NumberReading<'t>, CellReason> {
    damaged(text, kind)?;
    if let Some(whole) = whole_of_a_float(text) {
        return Ok(NumberReading {
            value: whole,
            doubt: Some(STORED_AS_NUMBER),
        });
    }
    let value = without_label(text);
    let bare = value.trim_end_matches('?').trim_end();
    let doubt = if bare.len() != value.len() {
        Some(QUESTIONED)
    } else if kind == CellKind::Number {
        Some(STORED_AS_NUMBER)
    } else if is_filler(bare) {
        Some(FILLER)
    } else if month_and_number(bare) {
        Some(MADE_A_DATE)
    } else if [" / ", ", ", "; ", " & "].iter().any(|mark| bare.contains(mark)) {
        Some(SEVERAL)
    } else {
        None
    };
    Ok(NumberReading { value: bare, doubt })
}

/// Reads an asset number. Words are none: a title, a remark, the second half of a torn row.
pub(crate) fn asset<'t>(text: &'t str, kind: CellKind) -> Result<NumberReading<'t>, CellReason> {
    damaged(text, kind)?;
    if let Some(whole) = whole_of_a_float(text) {
        return Ok(NumberReading {
            value: whole,
            doubt: Some(STORED_AS_NUMBER),
        });
    }
    let words = text.split_whitespace().count();
    if words >= 5 || text.chars().count() > 60 {
        return Err(CellReason::NotAnAssetNumber { words });
    }
    let bare = text.trim_end_matches('?').trim_end();
    let doubt = (bare.len() != text.len()).then_some(QUESTIONED);
    Ok(NumberReading { value: bare, doubt })
}

/// What a spreadsheet did to a version, if it did: "2.10" stored as a number is "2.1".
pub(crate) fn version_doubt(text: &str, kind: CellKind) -> Option<&'static str> {
    match kind {
        CellKind::Number if text.contains('.') => Some("zeros at the end may be lost: the spreadsheet stored it as a number"),
        _ if month_and_number(text) => Some(MADE_A_DATE),
        _ => None,
    }
}

fn damaged(text: &str, kind: CellKind) -> Result<(), CellReason> {
    // A spreadsheet holds fifteen digits of a number; the rest are zeros of its own.
    let too_long = kind == CellKind::Number && text.bytes().filter(u8::is_ascii_digit).count() > 15;
    if is_shortened(text) || too_long {
        return Err(CellReason::DigitsLost);
    }
    if kind == CellKind::Date {
        return Err(CellReason::TurnedIntoDate);
    }
    Ok(())
}

/// "4417.0" is how programs write a number of a column that also holds empty cells.
fn whole_of_a_float(text: &str) -> Option<&str> {
    text.strip_suffix(".0")
        .filter(|whole| whole.len() >= 2 && whole.bytes().all(|b| b.is_ascii_digit()))
}

/// "sn 135-00219", "S/N: 135": the number after its label.
fn without_label(text: &str) -> &str {
    for label in ["serial number", "serial no", "s/n", "sn", "ser"] {
        let Some(rest) = text
            .get(..label.len())
            .filter(|head| head.eq_ignore_ascii_case(label))
            .and_then(|_| text.get(label.len()..))
        else {
            continue;
        };
        // "SN135" may be how the maker writes it; a label stands apart.
        let number = rest.trim_start_matches(['.', ':', '#', ' ']);
        if number.len() < rest.len() && number.bytes().any(|b| b.is_ascii_digit()) {
            return number;
        }
    }
    text
}

/// "Mar-17", "17-Mar": what is left of MAR17 or 3.17 after a spreadsheet has read it as a date.
fn month_and_number(text: &str) -> bool {
    text.split_once('-').is_some_and(|(a, b)| {
        let is_month = |t: &str| t.len() == 3 && t.bytes().all(|c| c.is_ascii_alphabetic());
        let is_number = |t: &str| (1..=2).contains(&t.len()) && t.bytes().all(|c| c.is_ascii_digit());
        let (month, number) = if is_month(a) { (a, b) } else { (b, a) };
        is_month(month) && is_number(number) && dates::is_written_date(&format!("1-{month}-2020"))
    })
}

/// "11111111", "XXXXXX", "12345678": typed to get past a mandatory cell.
fn is_filler(text: &str) -> bool {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return true };
    let length = text.chars().count();
    let run = "1234567890".starts_with(text) || "abcdefghij".starts_with(&text.to_lowercase());
    length >= 4 && (run || letters.all(|c| c == first))
}

/// What the sample of a column of numbers tells of leading zeros.
#[derive(Debug, Clone, Default)]
pub(crate) struct LeadingZeros {
    /// The length that most of the all-digit numbers share, where some of them begin with a zero.
    usual_length: Option<usize>,
    /// Numbers that begin with zeros, without these.
    stripped: HashSet<Box<str>>,
}

/// Numbers that share a length, below which nothing is concluded from it.
const ENOUGH: usize = 5;

impl LeadingZeros {
    /// Learns from the column's tidied texts.
    pub fn learn<'t>(texts: impl Iterator<Item = &'t str>) -> LeadingZeros {
        let mut lengths: HashMap<usize, (usize, usize)> = HashMap::new();
        let mut stripped = HashSet::new();
        let mut all = 0;
        for text in texts {
            if text.len() < 4 || text.len() > 40 || !text.bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            all += 1;
            let (count, with_zero) = lengths.entry(text.len()).or_default();
            *count += 1;
            let rest = text.trim_start_matches('0');
            if rest.len() < text.len() && !rest.is_empty() {
                *with_zero += 1;
                stripped.insert(rest.into());
            }
        }
        let usual_length = lengths
            .into_iter()
            .filter(|(_, (count, with_zero))| *count >= ENOUGH && *with_zero >= 1 && *count * 2 > all)
            .map(|(length, _)| length)
            .next();
        LeadingZeros { usual_length, stripped }
    }

    /// Whether this number has probably lost the zeros that its like have kept.
    pub fn probably_lost(&self, text: &str) -> bool {
        if self.usual_length.is_none() && self.stripped.is_empty() {
            return false;
        }
        text.bytes().all(|b| b.is_ascii_digit())
            && !text.starts_with('0')
            && (self.usual_length.is_some_and(|usual| text.len() < usual) || self.stripped.contains(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, kind: CellKind, expected: &str) {
        let said = match serial(text, kind) {
            Ok(NumberReading { value, doubt: None }) => value.to_owned(),
            Ok(NumberReading { value, doubt: Some(doubt) }) => format!("{value} ? {doubt}"),
            Err(reason) => format!("! {reason}"),
        };
        assert_eq!(said, expected, "{text:?}");
    }

    #[test]
    fn serial_numbers_and_what_became_of_them() {
        let lost = "! a spreadsheet shortened the number and its digits are lost; expected them all";
        check("DE45600123", CellKind::Text, "DE45600123");
        check("01234567", CellKind::Text, "01234567");
        check("1.2E+11", CellKind::Text, lost);
        check("1,20E+11", CellKind::Text, lost);
        check("9.99999E+12", CellKind::Text, lost);
        check("4E12", CellKind::Text, "4E12");
        check("1.2E11", CellKind::Text, "1.2E11");
        check("sn 135-00219", CellKind::Text, "135-00219");
        check("S/N: 135", CellKind::Text, "135");
        check("SN135", CellKind::Text, "SN135");
        check("R4512?", CellKind::Text, &format!("R4512 ? {QUESTIONED}"));
        check("1234", CellKind::Number, &format!("1234 ? {STORED_AS_NUMBER}"));
        check("1234567890123456", CellKind::Number, lost);
        check(
            "2017-03-01",
            CellKind::Date,
            "! a spreadsheet turned the text into a date; expected it as the maker writes it",
        );
        check("Mar-17", CellKind::Text, &format!("Mar-17 ? {MADE_A_DATE}"));
        check("11111111", CellKind::Text, &format!("11111111 ? {FILLER}"));
        check("123456", CellKind::Text, &format!("123456 ? {FILLER}"));
        check("A1 / B2", CellKind::Text, &format!("A1 / B2 ? {SEVERAL}"));
        check("C1-6-D", CellKind::Text, "C1-6-D");
        check("1234567.0", CellKind::Text, &format!("1234567 ? {STORED_AS_NUMBER}"));
        check("2.0", CellKind::Text, "2.0");
    }

    #[test]
    fn leading_zeros_are_missed_where_their_like_have_them() {
        let column = ["004417", "004418", "004419", "104420", "004421", "4422"];
        let learnt = LeadingZeros::learn(column.into_iter());
        assert!(learnt.probably_lost("4422"));
        assert!(!learnt.probably_lost("104420"));
        assert!(!learnt.probably_lost("0042"));
        assert!(!learnt.probably_lost("A422"));
        let mixed = LeadingZeros::learn(["01234567", "1234567", "180423567", "7731"].into_iter());
        assert!(mixed.probably_lost("1234567"), "the same number is there with its zero");
        assert!(!mixed.probably_lost("7731"));
        assert!(!LeadingZeros::learn(["4417", "4418"].into_iter()).probably_lost("44"));
    }

    #[test]
    fn asset_numbers() {
        assert_eq!(asset("KGH-004418", CellKind::Text).map(|r| r.value), Ok("KGH-004418"));
        assert_eq!(asset("1.2E+11", CellKind::Text), Err(CellReason::DigitsLost));
        assert_eq!(
            asset("see the tab called scrapped", CellKind::Text),
            Err(CellReason::NotAnAssetNumber { words: 5 })
        );
    }

    #[test]
    fn versions_that_a_spreadsheet_took_for_numbers_or_dates() {
        assert!(version_doubt("2.1", CellKind::Number).is_some());
        assert!(version_doubt("2.1", CellKind::Text).is_none());
        assert!(version_doubt("02-Jan", CellKind::Text).is_some());
        assert!(version_doubt("VA48A", CellKind::Text).is_none());
    }
}
