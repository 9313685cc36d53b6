//! CISA's catalogue of known exploited vulnerabilities: JSON, or CSV with the same columns.
//!
//! An entry without a CVE id says nothing that can be joined and is refused. One with an id and without the rest is kept:
//! that a vulnerability is exploited matters more than since when.

use advisories::KnownExploited;
use serde::Deserialize;
use thiserror::Error;

use super::cve_id::cve_id;
use super::json::{self, Fault, Found, Lst, Obj, Object, Txt};
use super::mended_text::mended;
use super::refusal::{Reason, WHOLE_FILE, shortened};

/// One edition of the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct KevReading {
    /// `catalogVersion` ("2025.08.25"); empty in CSV, which has none.
    pub catalog_version: String,
    /// `dateReleased`, as written; empty in CSV.
    pub released: String,
    /// `count`, the number of entries that the catalogue says it has.
    pub stated_count: Option<u64>,
    /// One for each CVE, in the catalogue's order.
    pub entries: Vec<KnownExploited>,
    /// Entries that are not kept.
    pub refused: Vec<RefusedEntry>,
    /// What is odd and changes nothing: a date that is missing, a count that differs.
    pub remarks: Vec<RefusedEntry>,
}

/// An entry, and what is the matter with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedEntry {
    /// JSON path, or line.
    pub where_: String,
    /// What was found.
    pub reason: EntryFault,
}

/// What is the matter with an entry.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EntryFault {
    /// Not an object.
    #[error("expected {expected}, found {found}")]
    WrongKind {
        /// "an object", "text".
        expected: &'static str,
        /// "a number".
        found: &'static str,
    },
    /// No CVE id.
    #[error("“{found}” is no CVE id; the entry is not kept")]
    NoCve {
        /// As written, shortened.
        found: String,
    },
    /// The id stands in an earlier entry.
    #[error("{cve} stands in the catalogue already; the first entry is kept")]
    Repeated {
        /// The id.
        cve: String,
    },
    /// A row of CSV with more or fewer values than columns.
    #[error("the row has {found} values, the header {expected}; the row is not kept")]
    WrongWidth {
        /// Columns.
        expected: usize,
        /// Values.
        found: usize,
    },
    /// The entry is kept without the date.
    #[error("“{found}” is no date; kept without it")]
    NoDate {
        /// As written, shortened.
        found: String,
    },
    /// Neither "Known" nor "Unknown".
    #[error("“{found}” is neither “Known” nor “Unknown”; held as not known")]
    RansomwareUse {
        /// As written, shortened.
        found: String,
    },
    /// The catalogue may be incomplete.
    #[error("the catalogue says that it has {stated} entries, and has {found}")]
    OtherCount {
        /// `count`.
        stated: u64,
        /// Entries found, kept or not.
        found: usize,
    },
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Catalogue<'a> {
    #[serde(borrow, rename = "catalogVersion")]
    version: Txt<'a>,
    #[serde(borrow, rename = "dateReleased")]
    released: Txt<'a>,
    #[serde(borrow)]
    count: Txt<'a>,
    #[serde(borrow)]
    vulnerabilities: Lst<Obj<Entry<'a>>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Entry<'a> {
    #[serde(borrow, rename = "cveID")]
    cve: Txt<'a>,
    #[serde(borrow, rename = "vulnerabilityName")]
    name: Txt<'a>,
    #[serde(borrow, rename = "dateAdded")]
    added: Txt<'a>,
    #[serde(borrow, rename = "dueDate")]
    due: Txt<'a>,
    #[serde(borrow, rename = "requiredAction")]
    action: Txt<'a>,
    #[serde(borrow, rename = "knownRansomwareCampaignUse")]
    ransomware: Txt<'a>,
}

pub(super) fn read(text: &str) -> Result<KevReading, Fault> {
    if text.trim_start().starts_with('{') {
        read_json(text)
    } else {
        read_csv(text)
    }
}

fn read_json(text: &str) -> Result<KevReading, Fault> {
    let catalogue: Catalogue = json::parse(text)?;
    let entries = match catalogue.vulnerabilities {
        Found::Is(entries) => entries.0,
        Found::Absent => {
            return Err((
                "vulnerabilities".to_owned(),
                Reason::Missing {
                    what: "the list of vulnerabilities",
                    without: "without it the file states nothing",
                },
            ));
        }
        Found::Wrong(found) => return Err(("vulnerabilities".to_owned(), Reason::WrongKind { expected: "a list", found })),
    };
    let count = entries.len();
    let mut book = Book::default();
    for (n, entry) in entries.into_iter().enumerate() {
        let where_ = |field: &str| format!("vulnerabilities[{n}]{field}");
        match entry {
            Found::Is(Object(entry)) => book.enter(&entry, where_),
            Found::Absent => book.refuse(
                where_(""),
                EntryFault::WrongKind {
                    expected: "an object",
                    found: "nothing",
                },
            ),
            Found::Wrong(found) => book.refuse(
                where_(""),
                EntryFault::WrongKind {
                    expected: "an object",
                    found,
                },
            ),
        }
    }
    let mut reading = book.reading;
    reading.catalog_version = plain(&catalogue.version).to_owned();
    reading.released = plain(&catalogue.released).to_owned();
    reading.stated_count = plain(&catalogue.count).trim().parse().ok();
    if let Some(stated) = reading.stated_count.filter(|stated| *stated != count as u64) {
        reading.remarks.push(RefusedEntry {
            where_: "count".to_owned(),
            reason: EntryFault::OtherCount { stated, found: count },
        });
    }
    Ok(reading)
}

fn read_csv(text: &str) -> Result<KevReading, Fault> {
    super::limits::check(text).map_err(|(at, reason)| (json::place(text, at), reason))?;
    let mut rows = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes())
        .into_records();
    let not_csv = |e: csv::Error| (WHOLE_FILE.to_owned(), Reason::NotJson { message: e.to_string() });
    let header = rows.next().transpose().map_err(not_csv)?.unwrap_or_default();
    let column = |name: &str| header.iter().position(|h| h.trim().eq_ignore_ascii_case(name));
    let Some(cve) = column("cveID") else {
        let found = shortened(header.as_slice());
        return Err((
            "line 1".to_owned(),
            Reason::WrongColumns {
                expected: "cveID, vendorProject, product …",
                found,
            },
        ));
    };
    let others = [
        "vulnerabilityName",
        "dateAdded",
        "dueDate",
        "requiredAction",
        "knownRansomwareCampaignUse",
    ]
    .map(column);
    let mut book = Book::default();
    for row in rows {
        let row = row.map_err(not_csv)?;
        let line = row.position().map_or(0, csv::Position::line);
        let where_ = |_: &str| format!("line {line}");
        if row.len() != header.len() {
            book.refuse(
                where_(""),
                EntryFault::WrongWidth {
                    expected: header.len(),
                    found: row.len(),
                },
            );
            continue;
        }
        let cell = |column: Option<usize>| {
            column
                .and_then(|c| row.get(c))
                .filter(|t| !t.is_empty())
                .map_or(Found::Absent, |t| Found::Is(json::Text(t.into())))
        };
        let [name, added, due, action, ransomware] = others.map(cell);
        book.enter(
            &Entry {
                cve: cell(Some(cve)),
                name,
                added,
                due,
                action,
                ransomware,
            },
            where_,
        );
    }
    Ok(book.reading)
}

struct Book {
    reading: KevReading,
    seen: std::collections::HashSet<String>,
}

impl Default for Book {
    fn default() -> Self {
        Book {
            reading: KevReading {
                catalog_version: String::new(),
                released: String::new(),
                stated_count: None,
                entries: Vec::new(),
                refused: Vec::new(),
                remarks: Vec::new(),
            },
            seen: std::collections::HashSet::new(),
        }
    }
}

impl Book {
    fn refuse(&mut self, where_: String, reason: EntryFault) {
        self.reading.refused.push(RefusedEntry { where_, reason });
    }

    fn remark(&mut self, where_: String, reason: EntryFault) {
        self.reading.remarks.push(RefusedEntry { where_, reason });
    }

    fn enter(&mut self, entry: &Entry, where_: impl Fn(&str) -> String) {
        let Some(cve) = cve_id(plain(&entry.cve)) else {
            return self.refuse(
                where_(".cveID"),
                EntryFault::NoCve {
                    found: shortened(plain(&entry.cve)),
                },
            );
        };
        if !self.seen.insert(cve.clone()) {
            return self.refuse(where_(".cveID"), EntryFault::Repeated { cve });
        }
        for (field, value) in [
            (".vulnerabilityName", &entry.name),
            (".dateAdded", &entry.added),
            (".dueDate", &entry.due),
            (".requiredAction", &entry.action),
            (".knownRansomwareCampaignUse", &entry.ransomware),
        ] {
            if let Found::Wrong(found) = value {
                self.remark(where_(field), EntryFault::WrongKind { expected: "text", found });
            }
        }
        let added = plain(&entry.added).trim();
        if !is_date(added) {
            self.remark(where_(".dateAdded"), EntryFault::NoDate { found: shortened(added) });
        }
        // A missing date is no fault: the duty that it dates has been revoked once already.
        let due = Some(plain(&entry.due).trim()).filter(|d| !d.is_empty());
        if let Some(found) = due.filter(|d| !is_date(d)) {
            self.remark(where_(".dueDate"), EntryFault::NoDate { found: shortened(found) });
        }
        let ransomware = plain(&entry.ransomware).trim();
        if !["", "known", "unknown"].iter().any(|word| ransomware.eq_ignore_ascii_case(word)) {
            self.remark(
                where_(".knownRansomwareCampaignUse"),
                EntryFault::RansomwareUse {
                    found: shortened(ransomware),
                },
            );
        }
        self.reading.entries.push(KnownExploited {
            cve,
            name: mended(plain(&entry.name)).trim().to_owned(),
            added: if is_date(added) { added.to_owned() } else { String::new() },
            due: due.filter(|d| is_date(d)).map(str::to_owned),
            action: mended(plain(&entry.action)).trim().to_owned(),
            ransomware: ransomware.eq_ignore_ascii_case("known"),
        });
    }
}

fn plain<'a>(found: &'a Txt) -> &'a str {
    match found {
        Found::Is(text) => &text.0,
        Found::Absent | Found::Wrong(_) => "",
    }
}

/// "2025-08-25".
fn is_date(text: &str) -> bool {
    let shape = text
        .bytes()
        .enumerate()
        .all(|(n, b)| if n == 4 || n == 7 { b == b'-' } else { b.is_ascii_digit() });
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|t| t.parse::<u32>().ok()).unwrap_or_default();
    text.len() == 10 && shape && (1..=12).contains(&part(5..7)) && (1..=31).contains(&part(8..10))
}
