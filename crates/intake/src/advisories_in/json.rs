//! Lenient JSON: a value of another kind than expected is noticed where it stands, and what is around it is read on.
//!
//! Read in one pass, without a tree of all values in between. A second pass, which keeps the path, happens only when the
//! first fails.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::limits;
use super::refusal::{Reason, shortened};

/// Where, and what.
pub(super) type Fault = (String, Reason);

/// What stands in a place.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Found<T> {
    /// Nothing, or null.
    #[default]
    Absent,
    /// What is expected there.
    Is(T),
    /// Another kind of value: "a number", "a list".
    Wrong(&'static str),
}

/// Text; a whole number is taken for its digits.
pub(super) type Txt<'a> = Found<Text<'a>>;
/// A list.
pub(super) type Lst<T> = Found<List<T>>;
/// An object with known fields; others are skipped.
pub(super) type Obj<T> = Found<Object<T>>;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text<'a>(pub Cow<'a, str>);

/// A number, or a text that is one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number(pub f64);

#[derive(Debug, Clone, PartialEq)]
pub(super) struct List<T>(pub Vec<T>);

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Object<T>(pub T);

/// An object whose field names are foreign words, in the document's order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pairs<'a, T>(pub Vec<(Cow<'a, str>, T)>);

/// Which JSON values a type can be made of. None: another kind was expected.
pub(super) trait Shape<'de>: Sized {
    fn from_text(_text: Cow<'de, str>) -> Option<Self> {
        None
    }
    fn from_number(_number: f64) -> Option<Self> {
        None
    }
    fn from_whole(number: u64) -> Option<Self> {
        // Scores are small; what is lost above 2^53 is lost on no field that is read.
        Self::from_number(number as f64)
    }
    fn from_list<A: SeqAccess<'de>>(mut list: A) -> Result<Option<Self>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    fn from_object<A: MapAccess<'de>>(mut object: A) -> Result<Option<Self>, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

impl<'de: 'a, 'a> Shape<'de> for Text<'a> {
    fn from_text(text: Cow<'de, str>) -> Option<Self> {
        Some(Text(text))
    }
    fn from_whole(number: u64) -> Option<Self> {
        Some(Text(Cow::Owned(number.to_string())))
    }
}

impl Shape<'_> for Number {
    fn from_text(text: Cow<'_, str>) -> Option<Self> {
        text.trim().parse().ok().map(Number)
    }
    fn from_number(number: f64) -> Option<Self> {
        Some(Number(number))
    }
}

impl<'de, T: Deserialize<'de>> Shape<'de> for List<T> {
    fn from_list<A: SeqAccess<'de>>(mut list: A) -> Result<Option<Self>, A::Error> {
        let mut out = Vec::new();
        while let Some(element) = list.next_element()? {
            out.push(element);
        }
        Ok(Some(List(out)))
    }
}

impl<'de, T: Deserialize<'de>> Shape<'de> for Object<T> {
    fn from_object<A: MapAccess<'de>>(object: A) -> Result<Option<Self>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(object)).map(|inner| Some(Object(inner)))
    }
}

impl<'de: 'a, 'a, T: Deserialize<'de>> Shape<'de> for Pairs<'a, T> {
    fn from_object<A: MapAccess<'de>>(mut object: A) -> Result<Option<Self>, A::Error> {
        let mut out = Vec::new();
        while let Some((name, value)) = object.next_entry::<Cow<'de, str>, T>()? {
            out.push((name, value));
        }
        Ok(Some(Pairs(out)))
    }
}

impl<'de, T: Shape<'de>> Deserialize<'de> for Found<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FoundVisitor(PhantomData))
    }
}

struct FoundVisitor<T>(PhantomData<T>);

impl<'de, T: Shape<'de>> Visitor<'de> for FoundVisitor<T> {
    type Value = Found<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any JSON value")
    }
    fn visit_unit<E>(self) -> Result<Found<T>, E> {
        Ok(Found::Absent)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Found<T>, E> {
        Ok(Found::Wrong(if value { "true" } else { "false" }))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Found<T>, E> {
        Ok(T::from_whole(number).map_or(Found::Wrong("a number"), Found::Is))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Found<T>, E> {
        Ok(T::from_number(number as f64).map_or(Found::Wrong("a number"), Found::Is))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Found<T>, E> {
        Ok(T::from_number(number).map_or(Found::Wrong("a number"), Found::Is))
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Found<T>, E> {
        Ok(T::from_text(Cow::Borrowed(text)).map_or(Found::Wrong("text"), Found::Is))
    }
    fn visit_str<E>(self, text: &str) -> Result<Found<T>, E> {
        Ok(T::from_text(Cow::Owned(text.to_owned())).map_or(Found::Wrong("text"), Found::Is))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Found<T>, A::Error> {
        Ok(T::from_list(list)?.map_or(Found::Wrong("a list"), Found::Is))
    }
    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Found<T>, A::Error> {
        Ok(T::from_object(object)?.map_or(Found::Wrong("an object"), Found::Is))
    }
}

/// Reads a document; on failure, says in which line, column and path.
pub(super) fn parse<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Fault> {
    if let Err((at, reason)) = limits::check(text) {
        // What comes before is within the limits, and breaks off in the path that is looked for.
        let path = text.get(..at).and_then(path_of_fault::<T>).unwrap_or_default();
        return Err((in_path(place(text, at), &path), reason));
    }
    serde_json::from_str(text).map_err(|error| {
        let path = path_of_fault::<T>(text).unwrap_or_default();
        (placed(&error, &path), reason(&error))
    })
}

/// What is wrong with a text that begins like JSON; None if it is JSON, or none at all.
pub(super) fn syntax_fault(text: &str) -> Option<Fault> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let error = serde_json::from_str::<IgnoredAny>(text).err()?;
    Some((placed(&error, ""), reason(&error)))
}

/// Line and column of a byte, for what is wrong without being wrong JSON.
pub(super) fn place(text: &str, at: usize) -> String {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let line_start = before.iter().rposition(|b| *b == b'\n').map_or(0, |p| p + 1);
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    format!("line {line}, column {}", at - line_start + 1)
}

fn path_of_fault<'de, T: Deserialize<'de>>(text: &'de str) -> Option<String> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let error = serde_path_to_error::deserialize::<_, T>(&mut deserializer).err()?;
    // "?" stands for a name that was not read to its end.
    let path = error.path().to_string();
    Some(path.trim_end_matches(".?").to_owned()).filter(|p| !matches!(p.as_str(), "." | "?"))
}

fn placed(error: &serde_json::Error, path: &str) -> String {
    in_path(format!("line {}, column {}", error.line(), error.column()), path)
}

fn in_path(place: String, path: &str) -> String {
    if path.is_empty() {
        place
    } else {
        format!("{place}, in {}", abridged(path))
    }
}

/// Both ends of a path that is too long to read.
fn abridged(path: &str) -> Cow<'_, str> {
    const ENDS: usize = 100;
    let chars = path.chars().count();
    if chars <= 2 * ENDS {
        return Cow::Borrowed(path);
    }
    let head: String = path.chars().take(ENDS).collect();
    let tail: String = path.chars().skip(chars - ENDS).collect();
    Cow::Owned(format!("{head} … {tail}"))
}

fn reason(error: &serde_json::Error) -> Reason {
    let said = error.to_string();
    // The place is reported apart.
    let message = said.rsplit_once(" at line ").map_or(said.as_str(), |(message, _)| message);
    if error.is_eof() {
        Reason::CutShort
    } else if message == "recursion limit exceeded" {
        Reason::NestedTooDeep { limit: limits::LEVELS }
    } else {
        Reason::NotJson {
            message: shortened(message),
        }
    }
}
