//! Text that was UTF-8 and has been read as Windows-1252 on its way ("DrÃ¤ger"), repaired where that is certain.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// The text as it was meant, if it can be nothing else: every letter of it is one that Windows-1252 has, and their bytes
/// are well-formed UTF-8 with at least one letter of several bytes. By chance that needs such pairs as "Ã¤" and nothing but
/// such pairs, which no language writes.
pub(crate) fn repair(text: &str) -> Option<String> {
    let once = undo(text)?;
    // Twice over happens ("DrÃƒÂ¤ger").
    Some(undo(&once).unwrap_or(once))
}

fn undo(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let (bytes, _, unmappable) = WINDOWS_1252.encode(text);
    if unmappable {
        return None;
    }
    match bytes {
        Cow::Owned(bytes) => String::from_utf8(bytes).ok(),
        Cow::Borrowed(_) => None,
    }
    .filter(|repaired| repaired != text)
}

#[cfg(test)]
mod tests {
    use super::repair;

    #[test]
    fn repairs_what_is_certain_and_nothing_else() {
        for (text, meant) in [
            ("DrÃ¤ger", Some("Dräger")),
            ("DrÃƒÂ¤ger", Some("Dräger")),
            ("SiÃ¨ge â€“ ZÃ¼rich", Some("Siège – Zürich")),
            ("MÃœLLER", Some("MÜLLER")),
            ("5Â µm", None), // the second letter is no mojibake: left alone
            ("Dräger", None),
            ("Zürich", None),
            ("plain", None),
            ("naïve café", None),
            ("日本", None),
            ("Ã", None),
        ] {
            assert_eq!(repair(text).as_deref(), meant, "{text}");
        }
    }
}
