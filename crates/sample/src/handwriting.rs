//! How people and their maintenance systems write things down: former owners' names, order numbers, dates in five
//! forms, addresses in four, half an operating system.

use jiff::civil::Date;

use crate::chance::Chance;

/// A device's MAC addresses in one of the notations in use, the same for all: one hand wrote them.
pub(crate) fn macs(addresses: &[[u8; 6]], chance: &mut Chance) -> String {
    // The last notation has spaces of its own; nobody writes two such addresses into one cell.
    let notation = chance.below(if addresses.len() > 1 { 4 } else { 5 });
    addresses.iter().map(|octets| mac(*octets, notation)).collect::<Vec<_>>().join(", ")
}

fn mac(octets: [u8; 6], notation: usize) -> String {
    let [a, b, c, d, e, f] = octets;
    match notation {
        0 => format!("{a:02X}-{b:02X}-{c:02X}-{d:02X}-{e:02X}-{f:02X}"),
        1 => format!("{a:02X}{b:02X}.{c:02X}{d:02X}.{e:02X}{f:02X}"),
        2 => format!("{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{f:02x}"),
        3 => mac_plain(octets).to_uppercase(),
        _ => format!("{a:02X} {b:02X} {c:02X} {d:02X} {e:02X} {f:02X}"),
    }
}

/// A MAC address as most programs write it.
pub(crate) fn mac_plain([a, b, c, d, e, f]: [u8; 6]) -> String {
    format!("{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{f:02x}")
}

/// An operating system as registers hold it: often loosely, so that its support cannot be told.
pub(crate) fn operating_system(name: &str, chance: &mut Chance) -> String {
    const HABITS: &[(&str, &[&str])] = &[
        ("Windows XP Embedded", &["XP EMBEDDED SP3", "WinXP Emb", "Windows XPe"]),
        ("Windows XP", &["WINXP SP3", "Win XP Pro", "XP"]),
        ("Windows 7 Embedded", &["WIN7 EMB?", "Win 7 Embedded", "WES7"]),
        ("Windows Embedded Standard 7", &["WES7", "Win Emb Std 7 SP1"]),
        ("Windows 7", &["Win7", "WINDOWS 7 PRO SP1", "Windows NT 6.1", "Win 7 64bit"]),
        ("Windows 10", &["Win10", "WIN 10 LTS", "Windows 10"]),
        ("Windows Server", &["Win Server", "Windows Svr 2012R2?"]),
        ("Windows CE", &["WinCE", "CE 6"]),
        ("SLES", &["SUSE", "Linux"]),
        ("Linux", &["linux", "Embedded Linux"]),
        ("proprietary", &["RTOS", "", ""]),
    ];
    let habits = HABITS
        .iter()
        .find(|(start, _)| name.starts_with(start))
        .map_or([].as_slice(), |(_, habits)| habits);
    match chance.one_of(habits) {
        Some(habit) if chance.percent(50) => (*habit).to_owned(),
        _ => name.to_owned(),
    }
}

/// A version with what typing adds to it.
pub(crate) fn version(text: &str, chance: &mut Chance) -> String {
    match chance.below(30) {
        0 => format!("{text} "),
        1 => format!(" {text}"),
        2 if text.starts_with(|c: char| c.is_ascii_digit()) => format!("v{text}"),
        _ => text.to_owned(),
    }
}

/// What stands in a cell when nobody knew.
pub(crate) fn nothing(chance: &mut Chance) -> &'static str {
    chance.word(&[
        ("", 70),
        ("N/A", 8),
        ("TBC", 6),
        ("-", 5),
        ("unknown", 4),
        ("#N/A", 3),
        ("?", 2),
        ("n/a", 2),
    ])
}

/// How a maintenance system writes dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateForm {
    /// 13/02/2014
    British,
    /// 13.02.2014
    Dots,
    /// 2014-02-13
    Iso,
    /// 13-Feb-2014
    Named,
    /// Feb-17: the day was never recorded.
    MonthOnly,
    /// 2012: nor the month.
    YearOnly,
}

/// A date in a form.
pub(crate) fn date(date: Date, form: DateForm) -> String {
    let pattern = match form {
        DateForm::British => "%d/%m/%Y",
        DateForm::Dots => "%d.%m.%Y",
        DateForm::Iso => "%Y-%m-%d",
        DateForm::Named => "%d-%b-%Y",
        DateForm::MonthOnly => "%b-%y",
        DateForm::YearOnly => "%Y",
    };
    date.strftime(pattern).to_string()
}

/// A department as the older rows have it.
pub(crate) fn department(name: &str, chance: &mut Chance) -> String {
    const SHORT: &[(&str, &str)] = &[
        ("Intensive care", "ITU"),
        ("Emergency department", "A&E"),
        ("Radiology", "XRAY"),
        ("Theatres", "THEATRE SUITE"),
        ("Neonatal unit", "SCBU"),
        ("Haemodialysis unit", "RENAL"),
        ("Ward 12", "W12"),
        ("Ward 7", "WARD 7"),
    ];
    if chance.percent(6)
        && let Some((_, short)) = SHORT.iter().find(|(long, _)| name.starts_with(long))
    {
        return (*short).to_owned();
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_each_form() {
        let day = jiff::civil::date(2014, 2, 3);
        for (form, expected) in [
            (DateForm::British, "03/02/2014"),
            (DateForm::Dots, "03.02.2014"),
            (DateForm::Iso, "2014-02-03"),
            (DateForm::Named, "03-Feb-2014"),
            (DateForm::MonthOnly, "Feb-14"),
            (DateForm::YearOnly, "2014"),
        ] {
            assert_eq!(date(day, form), expected);
        }
    }

    #[test]
    fn every_notation_of_an_address_keeps_its_twelve_digits() {
        for notation in 0..5 {
            let text = mac([0x00, 0x1B, 0x21, 0x0A, 0xBB, 0xCC], notation);
            let digits: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
            assert_eq!(digits.to_lowercase(), "001b210abbcc", "{text}");
        }
    }
}
