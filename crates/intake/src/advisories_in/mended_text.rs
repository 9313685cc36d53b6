//! Text in broken encoding, as it was meant to be, where that is certain.
//!
//! Publishers' tools read UTF-8 as Windows-1252 and write the result out again: "Dräger" becomes "DrÃ¤ger", "C•CURE"
//! becomes "Câ€¢CURE". Undone character by character: characters whose Windows-1252 bytes are together one UTF-8
//! character of a kind that people write become that character. All else stays as it is: what a publisher has already
//! lost (U+FFFD) can't be known, and a quotation mark behind a capital Ã may be just that.

use std::borrow::Cow;

/// How often a text may have been broken over again: "Ã¢â‚¬â„¢" was twice.
const TIMES: usize = 3;

/// The text as it was meant to be. Borrowed where nothing was broken.
pub fn mended(text: &str) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(text);
    for _ in 0..TIMES {
        match mended_once(&out) {
            Some(better) => out = Cow::Owned(better),
            None => break,
        }
    }
    out
}

fn mended_once(text: &str) -> Option<String> {
    if text.is_ascii() || !text.chars().any(|c| matches!(c, '\u{c2}'..='\u{f4}')) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = Before {
        written: None,
        mended: None,
    };
    let mut found = false;
    while let Some(first) = rest.chars().next() {
        let broken = Sequence::at_start_of(rest).filter(|sequence| sequence.is_certain(&before, rest));
        let (meant, length) = broken
            .as_ref()
            .map_or((first, first.len_utf8()), |sequence| (sequence.meant, sequence.length));
        found |= broken.is_some();
        before = Before {
            written: Some(meant),
            mended: broken.map(|sequence| sequence.meant),
        };
        out.push(meant);
        rest = rest.get(length..).unwrap_or_default();
    }
    found.then_some(out)
}

/// The character that comes before, and whether it has just been mended.
struct Before {
    written: Option<char>,
    mended: Option<char>,
}

/// Characters whose bytes are one UTF-8 character together.
struct Sequence {
    meant: char,
    /// Bytes of the broken text.
    length: usize,
    lead: u8,
    last: char,
}

impl Sequence {
    fn at_start_of(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        let lead = windows_1252_byte(chars.next()?)?;
        let count = match lead {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        let mut bytes = [lead, 0, 0, 0];
        let mut last = '\0';
        for slot in bytes.get_mut(1..count)? {
            last = chars.next()?;
            *slot = windows_1252_byte(last).filter(|b| (0x80..=0xbf).contains(b))?;
        }
        let meant = std::str::from_utf8(bytes.get(..count)?).ok()?.chars().next()?;
        people_write(meant).then(|| Sequence {
            meant,
            length: text.len() - chars.as_str().len(),
            lead,
            last,
        })
    }

    fn is_certain(&self, before: &Before, text: &str) -> bool {
        let after = text.get(self.length..).unwrap_or_default();
        match self.lead {
            // "Â" stands before nothing but what it was made from: "Â®", "Â°".
            0xc2 => true,
            0xc3..=0xdf => before.mended.is_some() || !self.could_follow_a_word(before.written, after.chars().next()),
            // A small letter and two signs: one such character alone is chance ("café“…"), a word of them is not.
            0xe3..=0xee => {
                let far = |c: char| c >= '\u{3000}';
                before.mended.is_some_and(far) || Self::at_start_of(after).is_some_and(|next| far(next.meant))
            }
            _ => true,
        }
    }

    /// Two characters that could stand there as they are: a letter and what closes a word, a quotation or a name.
    fn could_follow_a_word(&self, before: Option<char>, after: Option<char>) -> bool {
        if after.is_some_and(char::is_alphanumeric) {
            return false;
        }
        let closes = matches!(self.last, '‘' | '’' | '‚' | '“' | '”' | '„' | '…' | '»' | '›' | '–' | '—');
        let marks = matches!(
            self.last,
            '®' | '™' | '©' | '°' | '\u{a0}' | '•' | '·' | '§' | '²' | '³' | '¹' | '¿' | '¡' | '«' | '‹'
        );
        // "Ã" closes no name that is a trade mark; "é" in broken form is "Ã©" and frequent.
        closes && before.is_some_and(char::is_alphabetic) || self.lead != 0xc3 && (marks || closes)
    }
}

/// Letters and signs of the alphabets, punctuation and symbols that advisories are written in. A control character or a
/// rare letter is more likely to be chance than meant.
fn people_write(c: char) -> bool {
    matches!(c,
        '\u{a0}'..='\u{17f}'        // Latin-1 and Latin Extended-A
        | '\u{218}'..='\u{21b}'     // Romanian
        | '\u{2c6}' | '\u{2dc}'
        | '\u{386}'..='\u{3ce}'     // Greek
        | '\u{400}'..='\u{45f}'     // Cyrillic
        | '\u{1e00}'..='\u{1eff}'   // Vietnamese
        | '\u{2010}'..='\u{2027}' | '\u{202f}'..='\u{205e}' | '\u{2009}' | '\u{200b}' | '\u{200e}'
        | '\u{2070}'..='\u{209f}'   // super- and subscripts
        | '\u{20a0}'..='\u{20bf}'   // currencies
        | '\u{2100}'..='\u{214f}'   // ™ № ℃
        | '\u{2150}'..='\u{218f}'
        | '\u{2190}'..='\u{22ff}'   // arrows, ≤ ≥ ≠
        | '\u{25a0}'..='\u{27bf}'   // ■ ✓
        | '\u{3000}'..='\u{30ff}'   // Japanese
        | '\u{3400}'..='\u{9fff}'   // Chinese
        | '\u{ac00}'..='\u{d7a3}'   // Korean
        | '\u{fb00}'..='\u{fb06}'
        | '\u{feff}' | '\u{fffd}'
        | '\u{ff00}'..='\u{ffef}'
        | '\u{1f300}'..='\u{1faff}')
}

/// The byte that Windows-1252 has for a character. The five bytes that it leaves open stand for themselves, as
/// browsers and most tools read them.
fn windows_1252_byte(c: char) -> Option<u8> {
    Some(match c {
        '€' => 0x80,
        '‚' => 0x82,
        'ƒ' => 0x83,
        '„' => 0x84,
        '…' => 0x85,
        '†' => 0x86,
        '‡' => 0x87,
        'ˆ' => 0x88,
        '‰' => 0x89,
        'Š' => 0x8a,
        '‹' => 0x8b,
        'Œ' => 0x8c,
        'Ž' => 0x8e,
        '‘' => 0x91,
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        '•' => 0x95,
        '–' => 0x96,
        '—' => 0x97,
        '˜' => 0x98,
        '™' => 0x99,
        'š' => 0x9a,
        '›' => 0x9b,
        'œ' => 0x9c,
        'ž' => 0x9e,
        'Ÿ' => 0x9f,
        '\u{80}'..='\u{ff}' => u8::try_from(u32::from(c)).ok()?,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
