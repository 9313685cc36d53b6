//! Unique device identifiers: a bare GTIN, a GS1 text with or without brackets, or an HIBCC text.

use crate::table::refusal::CellReason;
use crate::table::values::{dates, numbers};

/// What a UDI says of a device.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Udi {
    /// The device identifier: fourteen digits, or the HIBCC or other issuer's text.
    pub device: Option<String>,
    pub serial: Option<String>,
    pub lot: Option<String>,
    /// ISO 8601.
    pub manufactured: Option<String>,
    pub doubt: Option<&'static str>,
}

const WRONG_CHECK_DIGIT: &str = "its check digit is wrong: a digit was mistyped or lost";

/// Reads a cell that should hold a UDI or its device identifier.
pub(crate) fn read(text: &str) -> Result<Udi, CellReason> {
    if numbers::is_shortened(text) {
        return Err(CellReason::DigitsLost);
    }
    let text = text.strip_prefix("]d2").or_else(|| text.strip_prefix("]C1")).unwrap_or(text); // a scanner's own prefix
    if text.starts_with('(') {
        return bracketed(text);
    }
    if let Some(hibcc) = text.strip_prefix('+').or_else(|| text.strip_prefix('*')) {
        // Labeler code (a letter and three), the product, one digit of package; then '/' and the production data.
        let device = hibcc.split('/').next().unwrap_or("").trim_end_matches('*');
        let plausible = device.len() >= 6 && device.starts_with(|c: char| c.is_ascii_alphabetic());
        return if plausible {
            Ok(Udi {
                device: Some(format!("+{device}")),
                ..Udi::default()
            })
        } else {
            Err(CellReason::NotAUdi)
        };
    }
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    if digits.bytes().all(|b| b.is_ascii_digit()) && (matches!(digits.len(), 8 | 12 | 13 | 14) || (9..=11).contains(&digits.len())) {
        return Ok(with_device(&digits, Udi::default()));
    }
    if text.starts_with("01") && text.len() > 16 && text.get(2..16).is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit())) {
        return unbracketed(text);
    }
    Err(CellReason::NotAUdi)
}

/// A GTIN of any length as fourteen digits; shorter ones are filled with zeros, as GS1 says.
fn with_device(digits: &str, mut udi: Udi) -> Udi {
    let gtin = format!("{digits:0>14}");
    if !check_digit_is_right(&gtin) {
        udi.doubt = Some(WRONG_CHECK_DIGIT);
    }
    udi.device = Some(gtin);
    udi
}

/// GS1 General Specifications 7.9: weights 3 and 1 from the left of fourteen digits, the sum a multiple of ten.
fn check_digit_is_right(gtin: &str) -> bool {
    let sum: u32 = gtin
        .bytes()
        .zip([3u32, 1].into_iter().cycle())
        .map(|(b, weight)| u32::from(b - b'0') * weight)
        .sum();
    sum.is_multiple_of(10)
}

/// "(01)09506000134352(21)DE45600123(11)190601".
fn bracketed(text: &str) -> Result<Udi, CellReason> {
    let mut udi = Udi::default();
    let mut rest = text;
    while let Some(inside) = rest.strip_prefix('(') {
        let Some((identifier, after)) = inside.split_once(')') else {
            return Err(CellReason::NotAUdi);
        };
        if !identifier.bytes().all(|b| b.is_ascii_digit()) || identifier.len() < 2 || identifier.len() > 4 {
            return Err(CellReason::NotAUdi);
        }
        // A serial number may hold brackets of its own; the next identifier is one of digits.
        let end = next_identifier(after);
        let (value, following) = after.split_at(end);
        udi = apply(identifier, value.trim(), udi)?;
        rest = following;
    }
    if udi.device.is_some() { Ok(udi) } else { Err(CellReason::NotAUdi) }
}

fn next_identifier(text: &str) -> usize {
    text.char_indices()
        .filter(|(_, c)| *c == '(')
        .map(|(at, _)| at)
        .find(|at| {
            text.get(at + 1..)
                .and_then(|inside| inside.split_once(')'))
                .is_some_and(|(id, _)| (2..=4).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit()))
        })
        .unwrap_or(text.len())
}

/// "010950600013435211190601" + group separators, as scanners give it.
fn unbracketed(text: &str) -> Result<Udi, CellReason> {
    let mut udi = Udi::default();
    let mut rest = text;
    while let Some((identifier, after)) = rest.split_at_checked(2).filter(|(id, _)| !id.is_empty()) {
        let length = match identifier {
            "01" | "02" => 14,
            "11" | "13" | "15" | "16" | "17" => 6,
            "10" | "21" | "22" => after.find('\u{1d}').unwrap_or(after.len()),
            _ => break, // an identifier that says nothing of the device
        };
        let Some((value, following)) = after.split_at_checked(length) else {
            return Err(CellReason::NotAUdi);
        };
        udi = apply(identifier, value, udi)?;
        rest = following.trim_start_matches('\u{1d}');
    }
    if udi.device.is_some() { Ok(udi) } else { Err(CellReason::NotAUdi) }
}

fn apply(identifier: &str, value: &str, mut udi: Udi) -> Result<Udi, CellReason> {
    match identifier {
        "01" => {
            if value.len() != 14 || !value.bytes().all(|b| b.is_ascii_digit()) {
                return Err(CellReason::NotAUdi);
            }
            return Ok(with_device(value, udi));
        }
        "21" => udi.serial = Some(value.to_owned()).filter(|v| !v.is_empty()),
        "10" => udi.lot = Some(value.to_owned()).filter(|v| !v.is_empty()),
        "11" => udi.manufactured = production_date(value),
        _ => {}
    }
    Ok(udi)
}

/// YYMMDD; day 00 is the whole month. GS1: 51 to 99 are of the last century.
fn production_date(value: &str) -> Option<String> {
    let part = |from: usize| value.get(from..from + 2)?.parse::<u32>().ok();
    let (y, m, d) = (part(0)?, part(2)?, part(4)?);
    let rule = dates::DateRule {
        order: dates::DayMonth::DayFirst,
        proven: true,
        latest: 2050,
    };
    let year = if y > 50 { 1900 + y } else { 2000 + y };
    let text = if d == 0 {
        format!("{year}-{m:02}")
    } else {
        format!("{year}-{m:02}-{d:02}")
    };
    match dates::read(&text, rule) {
        dates::DateReading::Date(iso, _) => Some(iso),
        dates::DateReading::Nothing | dates::DateReading::Refused(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let said = match read(text) {
            Ok(udi) => {
                let parts = [udi.device, udi.serial, udi.lot, udi.manufactured];
                let mut said: Vec<String> = parts.into_iter().map(|p| p.unwrap_or_else(|| "-".into())).collect();
                said.extend(udi.doubt.map(|_| "doubt".to_owned()));
                said.join(" ")
            }
            Err(reason) => format!("! {reason}"),
        };
        assert_eq!(said, expected, "{text:?}");
    }

    #[test]
    fn udis_of_every_issuer() {
        check("(01)09999999999994(21)DE45600123", "09999999999994 DE45600123 - -");
        check("(01)09506000134352(11)190601(10)A7(21)X(1)", "09506000134352 X(1) A7 2019-06-01");
        check("]d201095060001343521119060021DE45\u{1d}10A7", "09506000134352 DE45 A7 2019-06");
        check("09506000134352", "09506000134352 - - -");
        check("9506000134352", "09506000134352 - - -");
        check("9506000134353", "09506000134353 - - - doubt");
        check("+H123PARTNO1234567890120/$$420020216LOT", "+H123PARTNO1234567890120 - - -");
    }

    #[test]
    fn what_is_no_udi() {
        let no = format!("! {}", CellReason::NotAUdi);
        check(
            "9.99999E+12",
            "! a spreadsheet shortened the number and its digits are lost; expected them all",
        );
        for text in ["(21)DE456", "(01)123", "(01", "MX450", "", "+", "1234", "(01)0950600013435X"] {
            check(text, &no);
        }
    }
}
