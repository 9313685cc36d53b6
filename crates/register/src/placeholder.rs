//! Texts that fill a cell and say nothing. A placeholder is no value, for identifiers too (contract, `import devices`).

/// Folded texts (lower case, letters and digits only) that stand for "nothing known".
const EMPTY_WORDS: &[&str] = &[
    "na",
    "nan",
    "nil",
    "none",
    "null",
    "tbc",
    "tba",
    "tbd",
    "unknown",
    "unk",
    "notknown",
    "notrecorded",
    "notvisible",
    "notavailable",
    "notapplicable",
    "notset",
    "notspecified",
    "notfound",
    "nonumber",
    "noserial",
    "undefined",
    "unspecified",
    "various",
    "blank",
    "empty",
    "missing",
    "tobefilledbyoem",
    "tobeconfirmed",
    "tobeadvised",
    "defaultstring",
    "systemserialnumber",
    "xxx",
    "xxxx",
    "x",
    "see",
    "asabove",
    "ditto",
    "pending",
    "illegible",
    "unreadable",
    "ref",
    "value",
    "name",
    "div0",
    "num",
];

/// Letters of the longest word of the list.
const LONGEST: usize = 20;

/// Whether the text says nothing: empty, dashes, question marks, zeros alone, spreadsheet errors, "TBC" and its kind.
pub fn is_placeholder(text: &str) -> bool {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return true;
    }
    // Imports ask this of every cell: no memory is taken, and the first digit from 1 to 9, which no word of the list holds,
    // answers.
    let mut word = [0u8; LONGEST];
    let mut length = 0;
    let mut only_zeros = true;
    let mut other_letters = false;
    for c in trimmed.chars().filter(|c| c.is_alphanumeric()) {
        if matches!(c, '1'..='9') {
            return false;
        }
        only_zeros &= c == '0';
        other_letters |= !c.is_ascii();
        if let Some(place) = word.get_mut(length) {
            *place = u8::try_from(c).unwrap_or(b'?').to_ascii_lowercase();
        }
        length += 1;
        if length > LONGEST && !only_zeros {
            return false;
        }
    }
    if length == 0 {
        return true; // only punctuation: "-", "?", "...", "//"
    }
    if only_zeros {
        // "0", "00000000", "00:00:00:00:00:00": but not "0.0", which a version may be.
        return !trimmed.contains('.');
    }
    if other_letters {
        return false;
    }
    let folded = word.get(..length).and_then(|w| std::str::from_utf8(w).ok()).unwrap_or("");
    if !EMPTY_WORDS.contains(&folded) {
        return false;
    }
    // Spreadsheet errors: "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!".
    if trimmed.starts_with('#') {
        return true;
    }
    // "ref", "value", "name" and the like are words of their own outside a spreadsheet error.
    !matches!(folded, "ref" | "value" | "name" | "div0" | "num" | "see" | "missing" | "various")
}

#[cfg(test)]
mod tests {
    use super::{EMPTY_WORDS, LONGEST, is_placeholder};

    #[test]
    fn the_list_is_as_the_reading_of_it_assumes() {
        for word in EMPTY_WORDS {
            assert!(word.len() <= LONGEST, "{word} is longer than what is compared");
            assert!(
                word.bytes().all(|b| b.is_ascii_lowercase() || b == b'0'),
                "{word} holds what no word may"
            );
        }
    }

    #[test]
    fn placeholders_say_nothing_and_values_do() {
        for text in [
            "",
            "  ",
            "N/A",
            "n/a",
            "#N/A",
            "#REF!",
            "None",
            "TBC",
            "tba",
            "0",
            "unknown",
            "Not visible",
            "00000000",
            "-",
            "--",
            "?",
            "To be filled by O.E.M.",
            "00:00:00:00:00:00",
            "Not known",
            "not recorded",
            "NIL",
        ] {
            assert!(is_placeholder(text), "{text:?} should be a placeholder");
        }
        for text in [
            "1",
            "007",
            "A-77",
            "0.0",
            "Nilo",
            "9.33.1",
            "Windows 7",
            "Name",
            "TBC-1",
            "K",
            "000120",
        ] {
            assert!(!is_placeholder(text), "{text:?} should be a value");
        }
    }
}
