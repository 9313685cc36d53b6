//! Which field a column's header names, in the words that exports use: English first, German and French basics.

mod synonyms;

use std::collections::HashMap;
use std::sync::LazyLock;

use register::Field;

use synonyms::{FILLERS, NO_FIELD, OTHERWISE, SYNONYMS, TURNING};

/// How a header's name was understood. Smaller strength is better: 1 names the field itself, 2 something that often
/// stands for it, 3 was concluded from words in a longer name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named {
    pub field: Field,
    pub strength: u8,
    /// The field to take where another column names this one better ("Vendor" beside "Manufacturer" is the supplier).
    pub otherwise: Option<Field>,
}

static NAMES: LazyLock<HashMap<&'static str, Named>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for (strength, pick) in [(1u8, 0usize), (2, 1)] {
        for (field, often, sometimes) in SYNONYMS {
            let list = if pick == 0 { often } else { sometimes };
            for name in list.split('|').filter(|n| !n.is_empty()) {
                names.entry(name).or_insert(Named {
                    field: *field,
                    strength,
                    otherwise: None,
                });
            }
        }
    }
    for (name, field, otherwise) in OTHERWISE {
        names.insert(
            name,
            Named {
                field: *field,
                strength: 2,
                otherwise: Some(*otherwise),
            },
        );
    }
    names
});

/// Letters and digits, lower case, accents off, words kept apart: "S/W Version" is ["s", "w", "version"].
fn words_of(header: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_lower = false;
    for c in header.chars() {
        // "AssetTag" is two words, "MACAddress" is not taken apart and need not be.
        if c.is_uppercase() && before_lower {
            words.push(String::new());
        }
        before_lower = c.is_lowercase();
        let Some(word) = words.last_mut() else { continue };
        match c {
            '#' | '№' => {
                words.push("no".into());
                words.push(String::new());
            }
            '\'' | '’' | '.' => {} // "manufacturer's", "Ser.No"
            '°' | 'º' => word.push('o'),
            c if c.is_alphanumeric() => c
                .to_lowercase()
                .for_each(|c| word.push_str(without_accent(c).encode_utf8(&mut [0; 4]))),
            _ if word.is_empty() => {}
            _ => words.push(String::new()),
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

fn without_accent(c: char) -> char {
    match c {
        'ä' | 'à' | 'â' | 'á' | 'ã' | 'å' => 'a',
        'ö' | 'ô' | 'ò' | 'ó' | 'õ' => 'o',
        'ü' | 'û' | 'ù' | 'ú' => 'u',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ç' => 'c',
        'ñ' => 'n',
        c => c,
    }
}

/// The name that headers are compared by: "Asset_No." and "ASSET NO" are one.
pub(crate) fn fold_name(header: &str) -> String {
    words_of(header).concat()
}

/// What a header names; `None` where it says nothing known.
pub(crate) fn named(header: &str) -> Option<Named> {
    if header.len() > 120 {
        return None;
    }
    let all = words_of(header);
    let folded = all.concat();
    if folded.is_empty() || NO_FIELD.contains(&folded.as_str()) {
        return None;
    }
    if let Some(named) = exact(&folded) {
        return Some(named);
    }
    if all.iter().any(|w| TURNING.contains(&w.as_str())) {
        return None;
    }
    // "Serial Number (manufacturer's)": what stands in brackets explains.
    if let Some((before, _)) = header.split_once(['(', '[']).filter(|(before, _)| !before.trim().is_empty()) {
        return named(before);
    }
    let telling: Vec<&str> = all.iter().map(String::as_str).filter(|w| !FILLERS.contains(w)).collect();
    if telling.is_empty() {
        return None;
    }
    exact(&telling.concat())
        .map(|n| Named {
            strength: n.strength.max(2),
            ..n
        })
        .or_else(|| concluded(&all))
}

fn exact(folded: &str) -> Option<Named> {
    NAMES.get(folded).copied()
}

/// From words in a longer name. Each rule: words of which one must be there, words of which one must be there too, words
/// none of which may be.
type Rule = (Field, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const DATE_WORDS: &[&str] = &[
    "date", "year", "on", "due", "end", "ends", "expiry", "expires", "until", "datum", "jahr", "annee",
];

const RULES: &[Rule] = &[
    (
        Field::NextMaintenanceOn,
        &["next", "nachste", "nachster", "prochain", "prochaine", "due"],
        &[
            "ppm",
            "pm",
            "service",
            "maintenance",
            "inspection",
            "test",
            "calibration",
            "wartung",
            "prufung",
        ],
        &[],
    ),
    (
        Field::SupportEndsOn,
        &["warranty", "contract", "support", "guarantee", "garantie", "vertrag"],
        &[
            "end",
            "ends",
            "expiry",
            "expires",
            "expiration",
            "until",
            "bis",
            "ende",
            "fin",
            "to",
        ],
        &["no", "number", "type"],
    ),
    (
        Field::AcquiredOn,
        &[
            "purchase",
            "purchased",
            "acquisition",
            "acquired",
            "install",
            "installation",
            "commissioning",
            "commissioned",
            "delivery",
        ],
        &["date", "year", "on"],
        &[],
    ),
    (
        Field::ManufacturedOn,
        &["manufacture", "manufactured", "manufacturing", "mfg", "production", "build"],
        &["date", "year", "on"],
        &[],
    ),
    (
        Field::Serial,
        &["serial", "seriennummer", "seriennr", "serie", "sn"],
        &[],
        DATE_WORDS,
    ),
    (Field::Mac, &["mac"], &[], DATE_WORDS),
    (Field::Ip, &["ip", "ipv4", "ipv6"], &[], &["mask", "gateway", "date", "dhcp"]),
    (
        Field::SoftwareVersion,
        &["software", "firmware", "sw", "fw", "application"],
        &["version", "ver", "rev", "revision", "release", "level", "v"],
        DATE_WORDS,
    ),
    (
        Field::Os,
        &["os", "windows"],
        &["version", "name", "build", "edition", "type"],
        DATE_WORDS,
    ),
    (Field::Os, &["operating"], &["system"], DATE_WORDS),
    (
        Field::Hostname,
        &["host", "computer", "dns", "netbios", "machine", "pc"],
        &["name"],
        &[],
    ),
    (
        Field::VendorRemoteAccess,
        &["remote"],
        &["access", "support", "maintenance", "service"],
        DATE_WORDS,
    ),
    (
        Field::PatientDataStored,
        &["patient", "phi", "ephi"],
        &["data", "stored", "stores", "held", "information"],
        DATE_WORDS,
    ),
    (
        Field::Manufacturer,
        &["manufacturer", "mfr", "hersteller", "maker", "manuf"],
        &[],
        &[
            "date", "year", "part", "ref", "code", "id", "contact", "no", "number", "support", "on", "serial", "model",
        ],
    ),
    (Field::Model, &["model", "modell", "modele"], &[], &["date", "year", "id"]),
    (
        Field::DeviceType,
        &["device", "equipment", "equip", "asset"],
        &["type", "category", "class", "description", "desc", "group"],
        &[],
    ),
    (
        Field::AssetTag,
        &["asset", "inventory", "equipment", "equip", "tag", "inventar"],
        &["no", "number", "id", "nr", "num", "code", "tag", "barcode", "nummer"],
        &["type", "model"],
    ),
    (
        Field::Department,
        &["department", "dept", "ward", "abteilung"],
        &[],
        &["code", "id", "no", "number", "head", "manager", "contact"],
    ),
    (Field::Location, &["location", "room", "raum"], &[], &["code", "id", "date"]),
    (Field::Site, &["site", "hospital"], &["name"], &[]),
    (
        Field::Supplier,
        &["supplier", "contractor", "maintainer", "lieferant"],
        &[],
        &["code", "id", "no", "number", "contact", "date", "access"],
    ),
    (
        Field::Supplier,
        &["service", "support", "maintenance"],
        &["provider", "by", "company", "agent"],
        &[],
    ),
    (Field::PatchStatus, &["patch", "patches"], &[], &["date", "panel", "port"]),
    (
        Field::RiskRating,
        &["risk"],
        &["rating", "level", "score", "category", "class"],
        &[],
    ),
    (Field::Zone, &["vlan", "zone", "subnet", "segment"], &[], &["mask"]),
    (
        Field::LifeCycle,
        &["status", "lifecycle"],
        &[],
        &[
            "date",
            "support",
            "contract",
            "network",
            "warranty",
            "test",
            "ppm",
            "pm",
            "backup",
            "antivirus",
            "av",
            "encryption",
            "calibration",
            "maintenance",
            "job",
            "order",
            "last",
        ],
    ),
    (Field::Note, &["notes", "comments", "remarks", "bemerkungen"], &[], &[]),
];

fn concluded(words: &[String]) -> Option<Named> {
    if words.len() > 8 {
        return None;
    }
    let any = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    // "S/W ver." falls into letters: "s", "w"; so does "S/N".
    let pair = |a: &str, b: &str| words.windows(2).any(|w| matches!(w, [x, y] if x == a && y == b));
    if pair("s", "n") && !any(DATE_WORDS) {
        return Some(weak(Field::Serial));
    }
    if (pair("s", "w") || pair("f", "w")) && !any(DATE_WORDS) {
        return Some(weak(Field::SoftwareVersion));
    }
    RULES
        .iter()
        .find(|(_, one, and, none)| any(one) && (and.is_empty() || any(and)) && !any(none))
        .map(|(field, ..)| weak(*field))
}

fn weak(field: Field) -> Named {
    Named {
        field,
        strength: 3,
        otherwise: None,
    }
}

/// Headers that say nothing at all, so that a column's content may speak: "Column7", "No.", "ID", "".
pub(crate) fn says_nothing(header: &str) -> bool {
    let folded = fold_name(header);
    let stem = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    matches!(
        stem,
        "" | "column"
            | "col"
            | "field"
            | "f"
            | "unnamed"
            | "spalte"
            | "feld"
            | "colonne"
            | "champ"
            | "no"
            | "nr"
            | "num"
            | "number"
            | "nummer"
            | "numero"
            | "id"
            | "key"
            | "code"
            | "identifier"
    )
}

#[cfg(test)]
mod tests;
