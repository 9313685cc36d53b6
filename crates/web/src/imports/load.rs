//! Uploaded advisories: the documents in them, and the page that says what became of them.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use actions::load_advisories::{AdvisoryReport, FileToLoad, RejectedPart};
use answers::say;
use askama::Template;
use intake::advisories_in::archive::Archive;
use intake::advisories_in::limits::DOCUMENT_BYTES;

use super::jobs::Job;
use super::waiting;
use crate::shell::Shell;

/// Every document of an upload, one by one; zip archives are opened.
pub fn documents<'j>(folder: &'j Path, job: &'j Job) -> impl Iterator<Item = FileToLoad> + 'j {
    let names = job.upload().files;
    let of = names.len() as u64;
    let mut read = 0u64;
    names.into_iter().enumerate().flat_map(move |(part, name)| {
        let path = waiting::file(folder, job.token, part);
        let files: Box<dyn Iterator<Item = FileToLoad> + 'j> = match open(&path, &name) {
            Opened::Archive(archive) => {
                let in_all = archive.files() as u64;
                let mut nth = 0u64;
                let shown = part as u64;
                Box::new(archive.map(move |(name, bytes)| {
                    nth += 1;
                    // Progress counts documents: those of one archive are a share of its place among the files.
                    let share = nth.min(in_all.max(1)) * 1000 / in_all.max(1);
                    job.progress.at(shown * 1000 + share, of * 1000, nth);
                    (name, bytes.map_err(|refusal| refusal.to_string()))
                }))
            }
            Opened::File(file) => Box::new(std::iter::once(file)),
        };
        read += 1;
        job.progress.at(part as u64 * 1000, of * 1000, read);
        files
    })
}

enum Opened {
    Archive(Archive<BufReader<File>>),
    File(FileToLoad),
}

fn open(path: &Path, name: &str) -> Opened {
    let failed = |reason: String| Opened::File((name.to_owned(), Err(reason)));
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(_) => return failed("the uploaded file is gone; send it again".into()),
    };
    let mut first = [0u8; 4];
    let begins = file.read(&mut first).unwrap_or(0);
    if let Err(e) = std::io::Seek::rewind(&mut file) {
        return failed(e.to_string());
    }
    // An archive is known by its first bytes, whatever its name.
    if first.get(..begins).is_some_and(|b| b.starts_with(b"PK")) {
        return match Archive::open(name, BufReader::with_capacity(64 * 1024, file)) {
            Ok(archive) => Opened::Archive(archive),
            Err(refusal) => failed(refusal.to_string()),
        };
    }
    let limit = DOCUMENT_BYTES as u64;
    let mut bytes = Vec::new();
    match file.take(limit + 1).read_to_end(&mut bytes) {
        Err(e) => failed(e.to_string()),
        Ok(_) if bytes.len() as u64 > limit => failed(format!("larger than {} MiB; one document may not be larger", limit >> 20)),
        Ok(_) => Opened::File((name.to_owned(), Ok(bytes))),
    }
}

/// Faults shown.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "imports/loaded.html")]
pub struct LoadedPage {
    shell: Shell,
    heading: String,
    lead: String,
    rejected: Vec<RejectedPart>,
    more: usize,
    import: Option<i64>,
}

/// What became of them.
pub fn page(report: &AdvisoryReport) -> LoadedPage {
    let heading = heading(report);
    let mut said = vec![format!(
        "{} read: {} new here, {} newer revisions of known ones, {} known already, {} older than what is here, {} refused.",
        say::count(number(report.read), "file", "files"),
        number(report.added),
        number(report.updated),
        number(report.unchanged),
        number(report.older),
        number(report.refused)
    )];
    let s = report.statements;
    let all = number(s.applied + s.partly + s.refused);
    if all > 0 {
        said.push(format!(
            "Of {} on products, {} were applied as written, {} in part, {} refused.",
            say::count(all, "statement", "statements"),
            say::thousands(number(s.applied)),
            say::thousands(number(s.partly)),
            say::thousands(number(s.refused))
        ));
    }
    LoadedPage {
        shell: Shell::new(heading.clone(), "/imports"),
        heading,
        lead: said.join(" "),
        rejected: report.rejected.iter().take(SHOWN).cloned().collect(),
        more: report.rejected.len().saturating_sub(SHOWN),
        import: report.import,
    }
}

fn number(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// "31 new advisories, 1 file refused".
fn heading(report: &AdvisoryReport) -> String {
    let mut parts = Vec::new();
    if report.added > 0 {
        parts.push(say::count(number(report.added), "new document", "new documents"));
    }
    if report.updated > 0 {
        parts.push(say::count(number(report.updated), "newer revision", "newer revisions"));
    }
    if parts.is_empty() {
        parts.push("Nothing new".into());
    }
    if report.refused > 0 {
        parts.push(format!("{} refused", say::count(number(report.refused), "file", "files")));
    }
    say::list(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_says_what_became_of_them() {
        let check = |added, updated, refused, expected: &str| {
            let report = AdvisoryReport {
                added,
                updated,
                refused,
                ..AdvisoryReport::default()
            };
            assert_eq!(heading(&report), expected);
        };
        check(31, 0, 0, "31 new documents");
        check(1, 2, 3, "1 new document, 2 newer revisions and 3 files refused");
        check(0, 0, 0, "Nothing new");
        check(0, 0, 1, "Nothing new and 1 file refused");
    }
}
