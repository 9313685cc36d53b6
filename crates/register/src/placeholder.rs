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

/// Whether the text says nothing: empty, dashes, question marks, zeros alone, spreadsheet errors, "TBC" and its kind.
pub fn is_placeholder(text: &str) -> bool {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return true;
    }
    // Spreadsheet errors: "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!".
    let folded: String = trimmed
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    if trimmed.starts_with('#') && EMPTY_WORDS.contains(&folded.as_str()) {
        return true;
    }
    if folded.is_empty() {
        return true; // only punctuation: "-", "?", "...", "//"
    }
    if folded.chars().all(|c| c == '0') {
        // "0", "00000000", "00:00:00:00:00:00": but not "0.0", which a version may be.
        return !trimmed.contains('.');
    }
    // "ref", "value", "name" and the like are words of their own outside a spreadsheet error.
    !matches!(
        folded.as_str(),
        "ref" | "value" | "name" | "div0" | "num" | "see" | "missing" | "various"
    ) && EMPTY_WORDS.contains(&folded.as_str())
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;

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
