//! Published statements on vulnerabilities, from bytes to what [`advisories`] holds: CSAF 2.0 and 2.1 documents, CISA's
//! catalogue of known exploitation, EPSS scores. They are told apart by content, never by name.
//!
//! Nothing is dropped in silence: each product statement of a document is applied, applied in part or refused, and the
//! last two are named with their place. A document that can't be read at all is a [`Refusal`] with file, place and reason.
//!
//! **Never**: decides what a statement is worth, compares versions, opens a file.
//!
//! - [`kind`]        what a file is, from its first bytes and the names in it
//! - [`csaf`]        advisories and VEX documents
//! - [`kev`]         known exploitation
//! - [`epss`]        expected exploitation
//! - [`archive`]     many documents in one zip file
//! - [`refusal`]     why a file is not read
//! - [`limits`]      how much one file may hold
//! - [`mended_text`] text in broken encoding, as it was meant to be

pub mod archive;
pub mod csaf;
pub mod epss;
pub mod kev;
pub mod kind;
pub mod limits;
pub mod mended_text;
pub mod refusal;

mod cve_id;
mod decoded;
mod json;

pub use csaf::{CsafReading, PartlyApplied, RefusedStatement, Remark};
pub use epss::EpssReading;
pub use kev::KevReading;
pub use kind::{Kind, recognise};
pub use refusal::{Reason, Refusal};

use decoded::Decoded;

/// What one file states.
#[derive(Debug, Clone, PartialEq)]
pub enum Published {
    /// One revision of one advisory.
    Csaf(Box<CsafReading>),
    /// One edition of the catalogue.
    Kev(KevReading),
    /// The scores of one day.
    Epss(EpssReading),
}

/// Reads one file. `file` is only its name in what is reported.
pub fn read(file: &str, bytes: &[u8]) -> Result<Published, Refusal> {
    let refused = |(place, reason): (String, Reason)| Refusal {
        file: file.to_owned(),
        where_: place,
        reason,
    };
    let Decoded { kind, text } = decoded::decode(bytes).map_err(refused)?;
    match kind {
        Kind::Csaf => csaf::read(&text).map(|r| Published::Csaf(Box::new(r))).map_err(refused),
        Kind::Kev => kev::read(&text).map(Published::Kev).map_err(refused),
        Kind::Epss => epss::read(&text).map(Published::Epss).map_err(refused),
        Kind::OpenVex | Kind::Cve | Kind::Nvd | Kind::CycloneDx | Kind::Spdx | Kind::Osv | Kind::Cvrf | Kind::Gzip => {
            Err(refused((refusal::WHOLE_FILE.to_owned(), Reason::NotReadYet { kind })))
        }
        Kind::NotPublished(looks_like) => Err(refused(
            // JSON that is broken before it says what it is: where it breaks helps more than what it is not.
            json::syntax_fault(&text).unwrap_or_else(|| (refusal::WHOLE_FILE.to_owned(), Reason::NotPublished { looks_like })),
        )),
    }
}
