//! Versions near one that is stated, as texts: witnesses for what a range holds and what it does not.

use super::version::Version;

/// Versions near this one, as text: itself, each number one up and one down, each lone letter the same, and one step longer.
pub(crate) fn neighbours(version: &Version) -> Vec<String> {
    let text = match &version.series {
        None => version.text.clone(),
        Some(_) => version.text.replace(['x', 'X', '*'], "5"),
    };
    let bytes = text.as_bytes();
    let mut out = vec![text.clone(), format!("{text}.0"), format!("{text}.01"), format!("{text}.5")];
    let mut i = 0;
    let mut spans = Vec::new();
    while i < bytes.len() {
        let digit = bytes[i].is_ascii_digit();
        let start = i;
        while i < bytes.len()
            && bytes[i].is_ascii_digit() == digit
            && (digit || bytes[i].is_ascii_alphabetic() == bytes[start].is_ascii_alphabetic())
        {
            i += 1;
        }
        spans.push((start, i, digit));
    }
    for (start, end, digit) in spans.into_iter().rev() {
        let piece = &text[start..end];
        let mut variants = Vec::new();
        if digit {
            if let Ok(n) = piece.parse::<u128>() {
                let width = end - start;
                variants.push(format!("{:0width$}", n.saturating_add(1)));
                if n > 0 {
                    variants.push(format!("{:0width$}", n - 1));
                }
                variants.push(format!("{:0width$}", n.saturating_add(10)));
            }
        } else if piece.len() == 1
            && let Some(c) = piece.chars().next().filter(char::is_ascii_alphabetic)
        {
            variants.extend(
                [(c as u8 + 1) as char, (c as u8 - 1) as char]
                    .iter()
                    .filter(|c| c.is_ascii_alphabetic())
                    .map(char::to_string),
            );
        }
        for variant in variants {
            let changed = format!("{}{variant}{}", &text[..start], &text[end..]);
            out.push(format!("{changed}.01"));
            out.push(changed);
        }
    }
    out
}
