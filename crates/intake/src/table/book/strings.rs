//! A workbook's table of texts, in few large pieces of memory and bounded.

use quick_xml::events::Event;

use crate::table::Counted;
use crate::table::book::package::Package;
use crate::table::book::xml::{self, Xml};
use crate::table::refusal::FileRefusal;

/// Unpacked bytes of the part.
const PART_LIMIT: u64 = 768 * 1024 * 1024;
/// Bytes of text that are kept: a million devices with a hundred letters each.
const TEXT_LIMIT: usize = 96 * 1024 * 1024;
/// Texts that are kept; four bytes each.
const COUNT_LIMIT: usize = 6_000_000;
/// Bytes of one text; a spreadsheet's cell holds 32,767 letters.
const ONE_LIMIT: usize = 256 * 1024;
/// Size of one piece of memory.
const CHUNK: usize = 1024 * 1024;

/// The texts of a workbook. A text is found by the piece it lies in and its place there.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    chunks: Vec<String>,
    /// Piece times [`CHUNK`] plus place; the text ends where the next begins, or with its piece.
    starts: Vec<u32>,
}

impl Strings {
    /// The text of a number; `None` beyond the last.
    pub fn get(&self, index: usize) -> Option<&str> {
        let start = *self.starts.get(index)? as usize;
        let chunk = self.chunks.get(start / CHUNK)?;
        let end = match self.starts.get(index + 1).map(|next| *next as usize) {
            Some(next) if next / CHUNK == start / CHUNK => next % CHUNK,
            _ => chunk.len(),
        };
        chunk.get(start % CHUNK..end)
    }

    /// False where there is no room for another text.
    fn push(&mut self, text: &str) -> bool {
        let fits = self.chunks.last().is_some_and(|c| c.len() + text.len() < CHUNK);
        if !fits {
            if (self.chunks.len() + 1) * CHUNK > TEXT_LIMIT {
                return false;
            }
            self.chunks.push(String::with_capacity(CHUNK));
        }
        let at = self.chunks.len().saturating_sub(1);
        let Some(chunk) = self.chunks.last_mut() else { return false };
        let Ok(start) = u32::try_from(at * CHUNK + chunk.len()) else {
            return false;
        };
        if self.starts.len() >= COUNT_LIMIT || text.len() >= CHUNK {
            return false;
        }
        chunk.push_str(text);
        self.starts.push(start);
        true
    }
}

/// Reads the table of texts; empty where the workbook has none.
pub(crate) fn read<'r>(package: &Package, name: Option<&str>, input: Counted<'r>) -> Result<(Strings, Counted<'r>), FileRefusal> {
    let mut strings = Strings::default();
    let Some(part) = package.part(name.unwrap_or("xl/sharedStrings.xml")) else {
        return Ok((strings, input));
    };
    let mut xml = Xml::new(package.read(part, input, PART_LIMIT)?);
    let no_room = |strings: &Strings| match strings.starts.len() {
        COUNT_LIMIT.. => FileRefusal::TooManyTexts {
            part: part.name.clone(),
            limit: COUNT_LIMIT,
        },
        _ => FileRefusal::TooLarge {
            part: part.name.clone(),
            limit_mib: (TEXT_LIMIT / CHUNK) as u64,
        },
    };
    let mut text = String::new();
    let (mut in_text, mut phonetic) = (false, false);
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "si" => text.clear(),
                "t" => in_text = !phonetic,
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::Empty(e) if e.local_name().as_ref() == "si" && !strings.push("") => return Err(no_room(&strings)),
            Event::End(e) => match e.local_name().as_ref() {
                "t" => in_text = false,
                "rPh" => phonetic = false,
                "si" => {
                    xml::unescaped(&mut text);
                    if !strings.push(&text) {
                        return Err(no_room(&strings));
                    }
                    text.clear();
                }
                _ => {}
            },
            Event::Text(t) if in_text => text.push_str(&t.xml10_content()),
            Event::CData(t) if in_text => text.push_str(&t.xml10_content()),
            Event::GeneralRef(r) if in_text => xml::resolved(&r, &mut text),
            Event::Eof => break,
            _ => {}
        }
        if text.len() > ONE_LIMIT {
            return Err(FileRefusal::Damaged {
                part: part.name.clone(),
                what: format!("a text of more than {} KiB", ONE_LIMIT / 1024),
            });
        }
    }
    Ok((strings, xml.into_guard().into_input()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_again_across_pieces() {
        let mut strings = Strings::default();
        let text = |i: usize| format!("{i}{}", "x".repeat(i % 700));
        for i in 0..5000 {
            assert!(strings.push(&text(i)));
        }
        assert!(strings.push(""));
        assert!(strings.chunks.len() > 1);
        for i in 0..5000 {
            assert_eq!(strings.get(i), Some(text(i).as_str()));
        }
        assert_eq!(strings.get(5000), Some(""));
        assert_eq!(strings.get(5001), None);
    }
}
