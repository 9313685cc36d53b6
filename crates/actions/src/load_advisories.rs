//! Published statements: advisories of every revision, CISA's known exploited vulnerabilities, EPSS scores. One load is one
//! action; a broken file is named and the rest go on.

use std::cmp::Ordering;

use intake::advisories_in::{self, CsafReading, Published};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::audit::{self, Deed as Event};
use store::bulletins::{self, Feed, KnownRevision, NewAdvisory};
use store::imports::{self, Import};
use store::{OrganisationId, Session, Store};

use crate::ActionError;
use crate::policy::{Act, Deed, may};
use crate::undo_import::choose_current;

/// How product statements were read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct StatementCounts {
    /// As written.
    pub applied: u64,
    /// Held, though not everything they say could be.
    pub partly: u64,
    /// Not held.
    pub refused: u64,
}

/// A file, a statement or a row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RejectedPart {
    /// The file.
    pub file: String,
    /// JSON path, line, or "the whole file".
    pub where_: String,
    /// What was found there.
    pub reason: String,
}

/// What was read. Counts are documents; a KEV or EPSS file is one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdvisoryReport {
    /// The import's id; none where nothing was new.
    pub import: Option<i64>,
    /// Files looked at.
    pub read: u64,
    /// Documents whose id was not known here.
    pub added: u64,
    /// Newer revisions of known documents.
    pub updated: u64,
    /// Known to the byte.
    pub unchanged: u64,
    /// Files not taken.
    pub refused: u64,
    /// Revisions that a newer one here supersedes: kept, not current.
    pub older: u64,
    /// Product statements of all documents that were read.
    pub statements: StatementCounts,
    /// What was not taken.
    pub rejected: Vec<RejectedPart>,
    /// Statements that are held, though not everything they say could be.
    pub in_part: Vec<RejectedPart>,
}

/// One file, as bytes or as the reason why it could not be read.
pub type FileToLoad = (String, Result<Vec<u8>, String>);

/// Loads files one by one, in one transaction.
pub fn load_advisories(
    house: &Store,
    organisation: OrganisationId,
    act: Act<'_>,
    files: impl Iterator<Item = FileToLoad>,
    name: &str,
) -> Result<AdvisoryReport, ActionError> {
    may(act.who, Deed::LoadAdvisories)?;
    house.write(|session| {
        let id = imports::next_id(session, organisation)?;
        let known = bulletins::revisions(session, organisation)?;
        let mut load = Load {
            session,
            organisation,
            import: id,
            known,
            report: AdvisoryReport::default(),
            digest: Sha256::new(),
        };
        for (file, bytes) in files {
            load.report.read += 1;
            match bytes {
                Ok(bytes) => load.take(&file, &bytes)?,
                Err(reason) => load.refuse(file, "the whole file".into(), reason),
            }
        }
        let Load {
            mut report,
            digest,
            session,
            ..
        } = load;
        if report.added + report.updated + report.older > 0 {
            report.import = Some(id);
            let counts = serde_json::json!({
                "read": report.read, "added": report.added, "updated": report.updated, "unchanged": report.unchanged,
                "refused": report.refused, "older": report.older,
            });
            let import = Import {
                id,
                kind: "advisories".into(),
                source: "Published advisories".into(),
                file: name.to_owned(),
                applied_at: act.now,
                applied_by: act.who.name.clone(),
                counts: counts.to_string(),
                undone_at: None,
            };
            imports::insert(session, organisation, &import)?;
            let digest: String = digest.finalize().iter().map(|b| format!("{b:02x}")).collect();
            let change = serde_json::json!({ "counts": counts, "documents_sha256": digest }).to_string();
            let event = Event {
                at: act.now,
                who: &act.who.name,
                action: Deed::LoadAdvisories.name(),
                subject: &format!("import {id}"),
                why: act.why,
                change: &change,
            };
            audit::append(session, organisation, event)?;
        }
        Ok(report)
    })
}

struct Load<'s> {
    session: &'s mut Session,
    organisation: OrganisationId,
    import: i64,
    known: std::collections::HashMap<String, Vec<KnownRevision>>,
    report: AdvisoryReport,
    digest: Sha256,
}

impl Load<'_> {
    fn refuse(&mut self, file: String, where_: String, reason: String) {
        self.report.refused += 1;
        self.report.rejected.push(RejectedPart { file, where_, reason });
    }

    fn take(&mut self, file: &str, bytes: &[u8]) -> Result<(), ActionError> {
        let hash = Sha256::digest(bytes).to_vec();
        match advisories_in::read(file, bytes) {
            Err(refusal) => self.refuse(refusal.file, refusal.where_, refusal.reason.to_string()),
            Ok(Published::Csaf(reading)) => self.take_csaf(file, bytes, hash, &reading)?,
            Ok(Published::Kev(reading)) => {
                for fault in &reading.refused {
                    self.part(file, &fault.where_, fault.reason.to_string());
                }
                let version = reading.catalog_version.clone();
                let as_of = if reading.released.is_empty() {
                    version.replace('.', "-")
                } else {
                    reading.released.clone()
                };
                let feed = Feed {
                    name: "KEV".into(),
                    as_of,
                    version,
                    entries: count(reading.entries.len()),
                    hash,
                };
                if self.is_new_feed(&feed)? {
                    bulletins::replace_exploited(self.session, self.organisation, &feed, &reading.entries)?;
                }
            }
            Ok(Published::Epss(reading)) => {
                for fault in &reading.refused {
                    self.part(file, &format!("line {}", fault.line), fault.reason.to_string());
                }
                let feed = Feed {
                    name: "EPSS".into(),
                    as_of: reading.score_date.clone(),
                    version: reading.model_version.clone(),
                    entries: count(reading.scores.len()),
                    hash,
                };
                if self.is_new_feed(&feed)? {
                    bulletins::replace_epss(self.session, self.organisation, &feed, &reading.scores)?;
                }
            }
        }
        Ok(())
    }

    fn part(&mut self, file: &str, where_: &str, reason: String) {
        self.report.rejected.push(RejectedPart {
            file: file.into(),
            where_: where_.into(),
            reason,
        });
    }

    /// Counts a catalogue; whether it takes the place of what is here. An older one does not: what is known to be
    /// exploited is not forgotten because someone loads last year's file.
    fn is_new_feed(&mut self, feed: &Feed) -> Result<bool, ActionError> {
        let here = bulletins::feeds(self.session, self.organisation)?
            .into_iter()
            .find(|f| f.name == feed.name);
        let takes_place = match here {
            None => {
                self.report.added += 1;
                true
            }
            Some(here) if here.hash == feed.hash => {
                self.report.unchanged += 1;
                false
            }
            Some(here) if advisories::revision::date_order(&feed.as_of, &here.as_of) == Ordering::Less => {
                self.report.older += 1;
                false
            }
            Some(_) => {
                self.report.updated += 1;
                true
            }
        };
        if takes_place {
            self.digest.update(&feed.hash);
        }
        Ok(takes_place)
    }

    fn take_csaf(&mut self, file: &str, bytes: &[u8], hash: Vec<u8>, reading: &CsafReading) -> Result<(), ActionError> {
        let statements = StatementCounts {
            applied: reading.applied,
            partly: count_u(reading.partly.len()),
            refused: count_u(reading.refused.len()),
        };
        self.report.statements.applied += statements.applied;
        self.report.statements.partly += statements.partly;
        self.report.statements.refused += statements.refused;
        for fault in &reading.refused {
            self.part(file, &fault.where_, fault.reason.to_string());
        }
        self.report.in_part.extend(reading.partly.iter().map(|fault| RejectedPart {
            file: file.into(),
            where_: fault.where_.clone(),
            reason: fault.reason.to_string(),
        }));
        let id = reading.advisory.id.clone();
        let before = self.known.get(&id).cloned().unwrap_or_default();
        if before.iter().any(|known| known.hash == hash) {
            self.report.unchanged += 1;
            return Ok(());
        }
        let counts = serde_json::json!({
            "statements": statements,
            "partly": reading.partly.iter().map(|p| (&p.where_, p.reason.to_string())).collect::<Vec<_>>(),
            "refused": reading.refused.iter().map(|p| (&p.where_, p.reason.to_string())).collect::<Vec<_>>(),
        })
        .to_string();
        let new = NewAdvisory {
            advisory: &reading.advisory,
            hash: hash.clone(),
            file,
            document: bytes,
            counts,
            import: self.import,
        };
        bulletins::insert_advisory(self.session, self.organisation, &new)?;
        self.digest.update(&hash);
        choose_current(self.session, self.organisation, &id)?;
        let mut after = before.clone();
        if before.is_empty() {
            self.report.added += 1;
            after.push(KnownRevision { hash, current: true });
        } else {
            let kept = bulletins::hashes_of(self.session, self.organisation, &id)?;
            let newest = kept
                .iter()
                .max_by(|(a, _), (b, _)| a.revision_order(b))
                .is_some_and(|(_, h)| *h == hash);
            if newest {
                self.report.updated += 1;
            } else {
                self.report.older += 1;
            }
            after.push(KnownRevision { hash, current: newest });
        }
        self.known.insert(id, after);
        Ok(())
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn count_u(n: usize) -> u64 {
    n as u64
}
