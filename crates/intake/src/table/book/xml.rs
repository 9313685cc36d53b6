//! The XML of a workbook's parts, piece by piece, with faults as refusals of the file.

use std::borrow::Cow;

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::table::book::guard::Guard;
use crate::table::refusal::FileRefusal;

/// No part of a workbook nests deeper than a dozen elements.
const DEPTH_LIMIT: u32 = 200;

/// Reads one part.
pub(crate) struct Xml<'r> {
    reader: Reader<Guard<'r>>,
    buffer: Vec<u8>,
    depth: u32,
    part: String,
}

impl<'r> Xml<'r> {
    pub fn new(guard: Guard<'r>) -> Xml<'r> {
        let part = guard.part().to_owned();
        let mut reader = Reader::from_reader(guard);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Xml {
            reader,
            buffer: Vec::new(),
            depth: 0,
            part,
        }
    }

    /// The next piece.
    pub fn next(&mut self) -> Result<Event<'_>, FileRefusal> {
        self.buffer.clear();
        self.reader.get_mut().begin_piece();
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|e| refusal(&self.part, &e))?;
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth > DEPTH_LIMIT {
            return Err(FileRefusal::Damaged {
                part: self.part.clone(),
                what: format!("elements nested deeper than {DEPTH_LIMIT}"),
            });
        }
        Ok(event)
    }

    /// The guard around the part's bytes.
    pub fn guard(&self) -> &Guard<'r> {
        self.reader.get_ref()
    }

    /// Ends reading.
    pub fn into_guard(self) -> Guard<'r> {
        self.reader.into_inner()
    }
}

fn refusal(part: &str, error: &quick_xml::Error) -> FileRefusal {
    if let quick_xml::Error::Io(io) = error
        && let Some(refusal) = io.get_ref().and_then(|inner| inner.downcast_ref::<FileRefusal>())
    {
        return refusal.clone();
    }
    FileRefusal::Damaged {
        part: part.to_owned(),
        what: error.to_string(),
    }
}

/// An attribute's value without its entities; names may carry a prefix.
pub(crate) fn attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    attributes
        .filter_map(Result::ok)
        .find(|a| a.key.local_name().as_ref() == name)
        .and_then(|a| a.normalized_value(XmlVersion::Implicit1_0).ok())
}

/// What "&amp;" and "&#228;" stand for; empty where it is nothing known.
pub(crate) fn resolved(reference: &BytesRef<'_>, into: &mut String) {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        into.push(c);
    } else if let Some(text) = resolve_xml_entity(&reference.xml10_content()) {
        into.push_str(text);
    }
}

/// "_x000D_" is how workbooks write a letter that XML cannot hold.
pub(crate) fn unescaped(text: &mut String) {
    if !text.contains("_x") {
        return;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let code = from.get(2..6).filter(|_| from.get(6..7) == Some("_"));
        match code.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = from.get(7..).unwrap_or("");
            }
            None => {
                out.push_str("_x");
                rest = from.get(2..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    *text = out;
}
