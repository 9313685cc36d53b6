//! CSAF 2.0 and 2.1: one document to one [`Advisory`], with an account of every product statement in it.
//!
//! A **product statement** is one product id in one status list of one vulnerability; and one product id that a
//! vulnerability's remediations name and none of its status lists does. Their number is
//! `applied + partly.len() + refused.len()`, always.
//!
//! - [`raw`]        the parts of the format that are read
//! - [`tree`]       branches, names, groups to products
//! - [`joins`]      relationships and product paths to products made of two
//! - [`statements`] vulnerabilities: what is stated of products
//! - [`named`]      which products an entry of a vulnerability names
//! - [`description`] what a vulnerability is and how bad
//! - [`fault`]      what can be the matter with a statement, in sentences
//! - [`account`]    what was applied, and what was not

use advisories::{Advisory, DocumentStatus, Reference, Revision, revision};

use super::json::{self, Found, Lst, Obj, Object};
use super::refusal::{Reason, shortened};

pub mod fault;

mod account;
mod description;
mod joins;
mod named;
mod raw;
mod statements;
mod tree;

pub use fault::StatementFault;

use account::Account;
use raw::{Csaf, Document, Note, Tracking};

/// What a CSAF document states, and what of it could not be taken as stated.
#[derive(Debug, Clone, PartialEq)]
pub struct CsafReading {
    /// The document.
    pub advisory: Advisory,
    /// Product statements taken as they are written.
    pub applied: u64,
    /// Product statements taken, but not in full.
    pub partly: Vec<PartlyApplied>,
    /// Product statements that are not taken.
    pub refused: Vec<RefusedStatement>,
    /// What is odd without being a product statement: a group that no one defines, a score without a number.
    pub remarks: Vec<Remark>,
}

/// A product statement that is held, though not everything it says could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartlyApplied {
    /// JSON path of the statement.
    pub where_: String,
    /// What was found and how it is held.
    pub reason: StatementFault,
}

/// A product statement that is not held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedStatement {
    /// JSON path of the statement.
    pub where_: String,
    /// What was found.
    pub reason: StatementFault,
}

/// Something odd beside the product statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// JSON path.
    pub where_: String,
    /// What was found and how it is held.
    pub reason: StatementFault,
}

pub(super) fn read(text: &str) -> Result<CsafReading, json::Fault> {
    let csaf: Csaf = json::parse(text)?;
    let document = required(&csaf.document, "document", "without it nothing says which advisory this is")?;
    let tracking = required(
        &document.tracking,
        "document.tracking",
        "without it nothing says which advisory this is",
    )?;
    let mut account = Account::default();
    let id = account.text(&tracking.id, || "document.tracking.id".to_owned()).trim().to_owned();
    if id.is_empty() {
        let without = "without it revisions of one advisory can't be told from other advisories";
        return Err((
            "document.tracking.id".to_owned(),
            Reason::Missing {
                what: "the advisory's id",
                without,
            },
        ));
    }
    let format_version = format_version(document, &mut account)?;
    let mut advisory = head(id, format_version, document, tracking, &mut account);
    let mut tree = tree::read(&csaf.product_tree, &mut account)?;
    advisory.vulnerabilities = statements::read(&csaf.vulnerabilities, &tree, &advisory.id, &mut account)?;
    advisory.products = std::mem::take(&mut tree.products);
    Ok(account.close(advisory))
}

fn required<'x, T>(found: &'x Obj<T>, where_: &'static str, without: &'static str) -> Result<&'x T, json::Fault> {
    match found {
        Found::Is(Object(inner)) => Ok(inner),
        Found::Absent => Err((where_.to_owned(), Reason::Missing { what: where_, without })),
        Found::Wrong(found) => Err((
            where_.to_owned(),
            Reason::WrongKind {
                expected: "an object",
                found,
            },
        )),
    }
}

/// Both versions are read alike, each field where either has it; a later 2.x is tried, a 3 is not.
fn format_version(document: &Document, account: &mut Account) -> Result<String, json::Fault> {
    let where_ = "document.csaf_version";
    let version = account.text(&document.csaf_version, || where_.to_owned());
    match version.trim() {
        "2.0" | "2.1" => {}
        "" => account.remark(where_.to_owned(), StatementFault::NoCsafVersion)?,
        other if other.starts_with("2.") => {
            account.remark(where_.to_owned(), StatementFault::LaterCsafVersion { version: shortened(other) })?
        }
        other => return Err((where_.to_owned(), Reason::UnknownCsafVersion { version: shortened(other) })),
    }
    Ok(version.trim().to_owned())
}

fn head(id: String, format_version: String, document: &Document, tracking: &Tracking, account: &mut Account) -> Advisory {
    let publisher = match account.object(&document.publisher, || "document.publisher".to_owned()) {
        Some(publisher) => account.text(&publisher.name, || "document.publisher.name".to_owned()),
        None => String::new(),
    };
    let notes = account.objects(&document.notes, || "document.notes".to_owned());
    Advisory {
        id,
        title: account.text(&document.title, || "document.title".to_owned()),
        publisher,
        category: account.text(&document.category, || "document.category".to_owned()),
        format_version,
        version: account.text(&tracking.version, || "document.tracking.version".to_owned()),
        status: status(tracking, account),
        initial_release: account.text(&tracking.initial_release_date, || {
            "document.tracking.initial_release_date".to_owned()
        }),
        current_release: account.text(&tracking.current_release_date, || {
            "document.tracking.current_release_date".to_owned()
        }),
        revisions: revisions(tracking, account),
        aliases: account.texts(&tracking.aliases, || "document.tracking.aliases".to_owned()),
        summary: summary(&notes, account),
        sectors: sectors(&notes, account),
        references: references(document, account),
        products: Vec::new(),
        vulnerabilities: Vec::new(),
    }
}

/// What has no known status is not thrown away as a draft is: it stands, and may change.
fn status(tracking: &Tracking, account: &mut Account) -> DocumentStatus {
    let where_ = "document.tracking.status";
    let written = account.text(&tracking.status, || where_.to_owned());
    match written.trim().to_ascii_lowercase().as_str() {
        "draft" => DocumentStatus::Draft,
        "interim" => DocumentStatus::Interim,
        "final" => DocumentStatus::Final,
        _ => {
            account.note(
                where_.to_owned(),
                StatementFault::UnknownDocumentStatus {
                    status: shortened(&written),
                },
            );
            DocumentStatus::Interim
        }
    }
}

fn revisions(tracking: &Tracking, account: &mut Account) -> Vec<Revision> {
    let where_ = |n: usize, field: &str| format!("document.tracking.revision_history[{n}].{field}");
    let written = account.objects(&tracking.revision_history, || "document.tracking.revision_history".to_owned());
    let mut revisions: Vec<Revision> = written
        .into_iter()
        .map(|(n, revision)| Revision {
            number: account.text(&revision.number, || where_(n, "number")),
            date: account.text(&revision.date, || where_(n, "date")),
            summary: account.text(&revision.summary, || where_(n, "summary")),
        })
        .collect();
    // Stable: what neither date nor number tells apart stays as the document has it.
    revisions.sort_by(|a, b| revision::date_order(&a.date, &b.date).then_with(|| revision::version_order(&a.number, &b.number)));
    revisions
}

fn references(document: &Document, account: &mut Account) -> Vec<Reference> {
    let where_ = |n: usize, field: &str| format!("document.references[{n}].{field}");
    let written = account.objects(&document.references, || "document.references".to_owned());
    written
        .into_iter()
        .map(|(n, reference)| Reference {
            summary: account.text(&reference.summary, || where_(n, "summary")),
            url: account.text(&reference.url, || where_(n, "url")),
        })
        .collect()
}

/// The note that says what the document is about. CISA writes "Summary" and "Risk evaluation", others a description;
/// what has changed since the last revision ("Update Summary") is no summary of the advisory.
fn summary(notes: &[(usize, &Note)], account: &mut Account) -> String {
    let ranked = notes.iter().filter_map(|(n, note)| {
        let title = account.text(&note.title, || format!("document.notes[{n}].title")).to_lowercase();
        let rank = match account.text(&note.category, || format!("document.notes[{n}].category")).as_str() {
            "summary" if title.contains("update") => return None,
            "summary" if title == "summary" => 0,
            "summary" => 1,
            "description" => 2,
            "details" => 3,
            _ => return None,
        };
        Some((rank, *n, *note))
    });
    let best = ranked.min_by_key(|(rank, n, _)| (*rank, *n));
    best.map_or_else(String::new, |(_, n, note)| {
        account.text(&note.text, || format!("document.notes[{n}].text"))
    })
}

/// "Chemical, Energy, Food and Agriculture, and Water and Wastewater Systems" has four sectors.
fn sectors(notes: &[(usize, &Note)], account: &mut Account) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (n, note) in notes {
        let title = account.text(&note.title, || format!("document.notes[{n}].title")).to_lowercase();
        if !title.contains("infrastructure sector") {
            continue;
        }
        let text = account.text(&note.text, || format!("document.notes[{n}].text"));
        for sector in text.split([',', ';', '\n']) {
            let sector = sector.trim();
            let sector = sector
                .strip_prefix("and ")
                .unwrap_or(sector)
                .trim()
                .trim_end_matches('.')
                .trim_end();
            if !sector.is_empty() && !out.iter().any(|s| s == sector) {
                out.push(sector.to_owned());
            }
        }
    }
    out
}

/// The elements of a list with their positions; for one that is no list, none.
fn elements<T>(list: &Lst<T>) -> impl Iterator<Item = (usize, &T)> {
    let found: &[T] = match list {
        Found::Is(list) => &list.0,
        Found::Absent | Found::Wrong(_) => &[],
    };
    found.iter().enumerate()
}
