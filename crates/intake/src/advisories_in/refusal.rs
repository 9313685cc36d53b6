//! Why a file is not read.

use thiserror::Error;

use super::Kind;

/// Where, when it is no one place.
pub(super) const WHOLE_FILE: &str = "the whole file";

/// A file that is not read. Nothing of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}: {where_}: {reason}")]
pub struct Refusal {
    /// Its name, as given to [`super::read`].
    pub file: String,
    /// JSON path, line and column (column in bytes), or "the whole file".
    pub where_: String,
    /// What was found there.
    pub reason: Reason,
}

/// What is the matter with a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// Recognised, and there is no reader for it.
    #[error("this is {kind}, which can't be read yet")]
    NotReadYet {
        /// What it is.
        kind: Kind,
    },
    /// Not a kind of published statement.
    #[error("this looks like {looks_like}; expected CSAF, CISA KEV or EPSS")]
    NotPublished {
        /// What it looks like.
        looks_like: &'static str,
    },
    /// The text ends before the JSON does.
    #[error("the file ends here, in the middle of the document; it was probably cut short")]
    CutShort,
    /// Not JSON, or JSON that says two things in one place.
    #[error("not readable as JSON: {message}")]
    NotJson {
        /// The parser's words.
        message: String,
    },
    /// More levels of lists and objects than any real document has.
    #[error("nested deeper than {limit} levels")]
    NestedTooDeep {
        /// How many are read.
        limit: usize,
    },
    /// One text is longer than any real one.
    #[error("a text of more than {limit} bytes")]
    TextTooLong {
        /// Bytes.
        limit: usize,
    },
    /// The file, or what it unpacks to.
    #[error("{what} is over {limit} bytes; one file may not be larger")]
    TooLarge {
        /// "the file" or "what the file unpacks to".
        what: &'static str,
        /// Bytes.
        limit: usize,
    },
    /// Small as a file, and large as what it says.
    #[error("{what}: more than {limit}; the document is not read, so that it can't take the memory of all others")]
    TooMuch {
        /// What there is too much of.
        what: &'static str,
        /// How many are read.
        limit: usize,
    },
    /// Neither UTF-8 nor UTF-16 with a byte order mark.
    #[error("the bytes are not UTF-8, the encoding that JSON is written in")]
    NotUtf8,
    /// A gzip file that doesn't unpack.
    #[error("the gzip data is damaged or cut short: {message}")]
    BadGzip {
        /// The unpacker's words.
        message: String,
    },
    /// Something without which the document can't be held.
    #[error("{what} is missing; {without}")]
    Missing {
        /// Its name.
        what: &'static str,
        /// What can't be done without it.
        without: &'static str,
    },
    /// Another kind of value than the format has there.
    #[error("expected {expected}, found {found}")]
    WrongKind {
        /// "an object".
        expected: &'static str,
        /// "a number".
        found: &'static str,
    },
    /// A version of CSAF that there is no reader for.
    #[error("CSAF version “{version}” is not known; 2.0 and 2.1 are read")]
    UnknownCsafVersion {
        /// As written.
        version: String,
    },
    /// A table without the columns that give it its meaning.
    #[error("expected the columns {expected}, found “{found}”")]
    WrongColumns {
        /// The columns by name.
        expected: &'static str,
        /// The header line, shortened.
        found: String,
    },
}

/// Foreign text for a message: at most 80 characters, on one line.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut out: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
        out.push('…');
    }
    out
}
