//! How much one file may hold, so that no file takes the memory that all others need (256 MiB above idle).
//!
//! A small file can say much: `{},{},{}` is three bytes for each object held. So besides the bytes, what they would
//! weigh when read is estimated before reading. The heaviest of 2,235 real documents
//! has 0.7 MB and weighs 1.8 MB; one of 45,000 products and a million statements passes.

use super::refusal::Reason;

/// Bytes of one file, unpacked. Real CSAF documents: 3 kB to a few MB; an EPSS day: 12 MB.
pub const DOCUMENT_BYTES: usize = 32 << 20;
/// Bytes of one JSON text, as written.
pub const TEXT_BYTES: usize = 1 << 20;
/// Levels of lists and objects: the recursion limit that `serde_json` sets. CSAF 2.1 allows 30 branches, which are 60.
pub const LEVELS: usize = 127;
/// Products × bytes of the branches above each.
pub const TREE_TEXT_BYTES: usize = 32 << 20;
/// Products named by remediations, scores and flags, groups resolved.
pub const NAMED_PRODUCTS: usize = 2_000_000;
/// Faults named in one document.
pub const FAULTS: usize = 50_000;
/// Estimated bytes of a document as read.
pub const WEIGHT: usize = 128 << 20;

/// Bytes held for one JSON object, one list, one value. Held against the real sizes by a test of the CSAF reader.
pub(super) const OBJECT_WEIGHT: usize = 512;
const LIST_WEIGHT: usize = 32;
const VALUE_WEIGHT: usize = 32;

/// Refuses text that would take too much memory or holds a text that is too long. JSON that is broken passes: the
/// parser names what is wrong better. With the byte where it is.
pub(super) fn check(text: &str) -> Result<(), (usize, Reason)> {
    if text.len() > DOCUMENT_BYTES {
        return Err((
            0,
            Reason::TooLarge {
                what: "the file",
                limit: DOCUMENT_BYTES,
            },
        ));
    }
    // At OBJECT_WEIGHT for each two bytes, less than this can't be too heavy.
    if text.len() < (WEIGHT / OBJECT_WEIGHT) * 2 && text.len() <= TEXT_BYTES {
        return Ok(());
    }
    let mut weight = 0_usize;
    let mut after_name = false;
    let mut rest = text.bytes().enumerate();
    while let Some((at, byte)) = rest.next() {
        match byte {
            b'"' => {
                let length = skip_text(&mut rest);
                if length > TEXT_BYTES {
                    return Err((at, Reason::TextTooLong { limit: TEXT_BYTES }));
                }
            }
            // After a name it is held within the object that has the name.
            b'{' if !after_name => weight += OBJECT_WEIGHT,
            b'[' => weight += LIST_WEIGHT,
            b',' => weight += VALUE_WEIGHT,
            b' ' | b'\t' | b'\r' | b'\n' => continue,
            _ => {}
        }
        after_name = byte == b':';
        if weight > WEIGHT {
            return Err((
                at,
                Reason::TooMuch {
                    what: "bytes that the document would take as read",
                    limit: WEIGHT,
                },
            ));
        }
    }
    Ok(())
}

/// Moves past the closing quote. Bytes between the quotes.
fn skip_text(rest: &mut impl Iterator<Item = (usize, u8)>) -> usize {
    let mut length = 0;
    while let Some((_, byte)) = rest.next() {
        match byte {
            b'"' => break,
            b'\\' => {
                rest.next();
                length += 2;
            }
            _ => length += 1,
        }
    }
    length
}
