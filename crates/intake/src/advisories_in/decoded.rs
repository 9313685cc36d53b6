//! Bytes to text: unpacked, without byte order mark, and told what it is.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::json::{self, Fault};
use super::kind::{self, Kind};
use super::limits::DOCUMENT_BYTES;
use super::refusal::{Reason, WHOLE_FILE};

pub(super) struct Decoded<'a> {
    pub kind: Kind,
    pub text: Cow<'a, str>,
}

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Fault> {
    if bytes.len() > DOCUMENT_BYTES {
        return Err((
            WHOLE_FILE.to_owned(),
            Reason::TooLarge {
                what: "the file",
                limit: DOCUMENT_BYTES,
            },
        ));
    }
    if kind::is_gzip(bytes) {
        let unpacked = unpack(bytes)?;
        if kind::is_gzip(&unpacked) {
            return Err((
                WHOLE_FILE.to_owned(),
                Reason::NotPublished {
                    looks_like: "a gzip file within a gzip file",
                },
            ));
        }
        let Decoded { kind, text } = decode_plain(&unpacked)?;
        return Ok(Decoded {
            kind,
            text: Cow::Owned(text.into_owned()),
        });
    }
    decode_plain(bytes)
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let limit = DOCUMENT_BYTES as u64 + 1;
    MultiGzDecoder::new(bytes).take(limit).read_to_end(&mut out).map_err(|e| {
        (
            format!("after {} unpacked bytes", out.len()),
            Reason::BadGzip { message: e.to_string() },
        )
    })?;
    if out.len() > DOCUMENT_BYTES {
        return Err((
            WHOLE_FILE.to_owned(),
            Reason::TooLarge {
                what: "what the file unpacks to",
                limit: DOCUMENT_BYTES,
            },
        ));
    }
    Ok(out)
}

fn decode_plain(bytes: &[u8]) -> Result<Decoded<'_>, Fault> {
    let text = if let Some(utf16) = utf16(bytes) {
        Cow::Owned(utf16)
    } else {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(error) => {
                return Err(match kind::recognise(bytes) {
                    // Not text at all: what it is says more than where it stops being UTF-8.
                    Kind::NotPublished(looks_like) if !kind::begins_like_json(bytes) => {
                        (WHOLE_FILE.to_owned(), Reason::NotPublished { looks_like })
                    }
                    _ => {
                        let good = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default());
                        (json::place(&good, error.valid_up_to()), Reason::NotUtf8)
                    }
                });
            }
        }
    };
    Ok(Decoded {
        kind: kind::recognise(text.as_bytes()),
        text,
    })
}

/// UTF-16 with a byte order mark, as editors on Windows save it. Unpaired halves become U+FFFD.
pub(super) fn utf16(bytes: &[u8]) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes
        .get(2..)?
        .chunks_exact(2)
        .filter_map(|pair| <[u8; 2]>::try_from(pair).ok())
        .map(unit);
    Some(
        char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
    )
}
