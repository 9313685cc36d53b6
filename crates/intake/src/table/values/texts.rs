//! A cell's text without what its journey put on it: outer and doubled spaces, control letters, a spreadsheet's ="…",
//! letters decoded wrongly.

use std::borrow::Cow;

use crate::table::cells::is_space;
use crate::table::text::mojibake;

/// Characters that one field holds at most; longer is a document pasted into a cell.
pub(crate) const FIELD_LIMIT: usize = 2000;

/// The text to read a value from. Borrowed where nothing had to be done but cutting outer spaces.
pub(crate) fn tidy(written: &str) -> Cow<'_, str> {
    let mut text = written.trim_matches(is_space);
    if let Some(inside) = text
        .strip_prefix("=\"")
        .and_then(|t| t.strip_suffix('"'))
        .filter(|t| !t.contains('"'))
    {
        text = inside.trim_matches(is_space);
    }
    // An apostrophe before a number is how people tell a spreadsheet that it is text.
    if let Some(number) = text.strip_prefix('\'').filter(|t| t.starts_with(|c: char| c.is_ascii_digit())) {
        text = number;
    }
    let mut before = 0;
    let plain = text.bytes().all(|b| {
        let doubled = b == b' ' && before == b' ';
        before = b;
        (0x20..0x7f).contains(&b) && !doubled
    });
    if plain {
        return Cow::Borrowed(text);
    }
    let repaired = mojibake::repair(text).map_or(Cow::Borrowed(text), Cow::Owned);
    let untidy = repaired.contains("  ") || repaired.chars().any(|c| c != ' ' && is_space(c));
    if untidy { Cow::Owned(single_spaced(&repaired)) } else { repaired }
}

fn single_spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        // NUL and zero-width letters separate nothing; line breaks and tabs do.
        if is_space(c) {
            gap |= c.is_whitespace();
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out
}

/// What makes a text doubtful whatever it says, if anything.
pub(crate) fn doubt(text: &str) -> Option<&'static str> {
    if !text.bytes().any(|b| b == b'?' || b == 0xef) {
        None // nearly every cell
    } else if text.contains('\u{fffd}') {
        Some("a letter was lost on the way")
    } else if text.ends_with('?') {
        Some("the source marks it with a question mark")
    } else if text.contains("? /") || text.contains("?/") || text.contains(" / ") && text.contains('?') {
        Some("the source names alternatives")
    } else {
        None
    }
}

/// "See 004425", "see POCT list": it points elsewhere and says nothing itself.
pub(crate) fn points_elsewhere(text: &str) -> bool {
    text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("see "))
        || text.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("s.o. "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidies_what_the_journey_did() {
        for (written, text) in [
            ("9.33.1 ", "9.33.1"),
            ("\u{a0} KGH\u{a0}004418 ", "KGH 004418"),
            ("Monitor\nbedside, 2nd line", "Monitor bedside, 2nd line"),
            ("=\"01234567\"", "01234567"),
            ("=\" \"", ""),
            ("'0042", "0042"),
            ("'t Hart", "'t Hart"),
            ("a\0b", "ab"),
            ("DrÃ¤ger", "Dräger"),
            ("two  spaces", "two spaces"),
            ("\u{feff}Asset", "Asset"),
            ("", ""),
        ] {
            assert_eq!(tidy(written), text, "{written:?}");
        }
    }

    #[test]
    fn doubts() {
        for (text, is) in [
            ("INUSE?", true),
            ("W12? / W14", true),
            ("WIN7 EMB?", true),
            ("Dr\u{fffd}ger", true),
            ("Win10", false),
            ("W12 / W14", false),
        ] {
            assert_eq!(doubt(text).is_some(), is, "{text}");
        }
    }
}
