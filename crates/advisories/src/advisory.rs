//! A published document on vulnerabilities: a CSAF security advisory, a VEX document, a maker's notice.

use serde::{Deserialize, Serialize};

use crate::{Product, Vulnerability};

/// One revision of one advisory, reduced to what matching, answering and showing need. The document itself is kept
/// beside it, whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Advisory {
    /// `document.tracking.id`, as written ("ICSMA-17-009-01A"). Revisions of one advisory share it.
    pub id: String,
    /// `document.title`.
    pub title: String,
    /// `document.publisher.name`.
    pub publisher: String,
    /// `document.category` ("csaf_security_advisory", "csaf_vex", "csaf_withdrawn" …).
    pub category: String,
    /// `document.csaf_version` ("2.0" or "2.1").
    pub format_version: String,
    /// `document.tracking.version`, as written ("3", "1.0.2").
    pub version: String,
    /// `document.tracking.status`.
    pub status: DocumentStatus,
    /// `tracking.initial_release_date`, RFC 3339 as written; empty if absent.
    pub initial_release: String,
    /// `tracking.current_release_date`, RFC 3339 as written; orders revisions of one version; empty if absent.
    pub current_release: String,
    /// `tracking.revision_history`, oldest first.
    pub revisions: Vec<Revision>,
    /// `tracking.aliases` and ids under which others speak of this document.
    pub aliases: Vec<String>,
    /// A summary or description from the document's notes; empty if there is none.
    pub summary: String,
    /// "Critical infrastructure sectors" and their kind, from the notes.
    pub sectors: Vec<String>,
    /// Where to read more.
    pub references: Vec<Reference>,
    /// Every product that the tree names, relationships resolved. Statements point here by position.
    pub products: Vec<Product>,
    /// In the document's order.
    pub vulnerabilities: Vec<Vulnerability>,
}

/// `tracking.status`. Drafts are kept and never matched (CSAF 2.0 §3.2.1.12.7; reference: only final and interim are used).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentStatus {
    /// Not for use.
    Draft,
    /// May change soon.
    Interim,
    /// Stands until replaced.
    Final,
}

/// One entry of the revision history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Revision {
    /// As written.
    pub number: String,
    /// RFC 3339 as written.
    pub date: String,
    /// What changed, in the publisher's words.
    pub summary: String,
}

/// A link to more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// What is there.
    pub summary: String,
    /// The address, as written.
    pub url: String,
}
