//! Published documents in a zip archive, one by one: each is unpacked only when it is asked for, and no more of it than a
//! document can hold. What can't be unpacked is given as such, and the rest goes on.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use thiserror::Error;
use zip::ZipArchive;

use super::limits::DOCUMENT_BYTES;

/// Bytes of the archive's directory that are read: bounds the memory that a directory of millions of names could take.
const DIRECTORY_BYTES: u64 = 8 << 20;
/// Bytes that all documents together may unpack to. CISA's whole collection has 0.3 GB.
const ALL_BYTES: u64 = 4 << 30;

/// Why an archive, or a document in it, is not read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ArchiveRefusal {
    /// Its structure does not hold.
    #[error("not a readable zip archive, or one that was cut short: {what}")]
    Damaged {
        /// The reader's words.
        what: String,
    },
    /// More names than any collection of advisories has.
    #[error("its directory is over {} MiB; no collection of advisories has so many files", .limit >> 20)]
    DirectoryTooLarge {
        /// Bytes.
        limit: u64,
    },
    /// One file in it is larger than a document can be.
    #[error("it unpacks to more than {} MiB; one document may not be larger", .limit >> 20)]
    DocumentTooLarge {
        /// Bytes.
        limit: u64,
    },
    /// All files in it together are larger than a collection can be.
    #[error("the archive unpacks to more than {} MiB in all; this file and those after it were not read", .limit >> 20)]
    TooLarge {
        /// Bytes.
        limit: u64,
    },
}

/// Counts down what may be read while the directory is read, so that it can't fill the memory.
struct Budget<R> {
    input: R,
    left: Arc<AtomicU64>,
}

impl<R: Read> Read for Budget<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(io::Error::other("directory too large"));
        }
        let n = self.input.read(out)?;
        self.left.store(left.saturating_sub(n as u64), Ordering::Relaxed);
        Ok(n)
    }
}

impl<R: Seek> Seek for Budget<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.input.seek(to)
    }
}

/// A file in an archive: its name with the archive's before it, and its bytes.
pub type Unpacked = (String, Result<Vec<u8>, ArchiveRefusal>);

/// The documents of one archive.
pub struct Archive<R> {
    name: String,
    zip: ZipArchive<Budget<R>>,
    next: usize,
    unpacked: u64,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads the directory. `name` is only the archive's name in what is reported.
    pub fn open(name: &str, input: R) -> Result<Archive<R>, ArchiveRefusal> {
        let left = Arc::new(AtomicU64::new(DIRECTORY_BYTES));
        let budget = Budget {
            input,
            left: Arc::clone(&left),
        };
        let zip = ZipArchive::new(budget).map_err(|e| {
            if left.load(Ordering::Relaxed) == 0 {
                ArchiveRefusal::DirectoryTooLarge { limit: DIRECTORY_BYTES }
            } else {
                ArchiveRefusal::Damaged { what: e.to_string() }
            }
        })?;
        left.store(u64::MAX, Ordering::Relaxed);
        Ok(Archive {
            name: name.to_owned(),
            zip,
            next: 0,
            unpacked: 0,
        })
    }

    /// How many files it has, folders and what lies beside documents included.
    pub fn files(&self) -> usize {
        self.zip.len()
    }

    fn unpack(&mut self, position: usize) -> Option<Unpacked> {
        let damaged = |what: &dyn std::fmt::Display| ArchiveRefusal::Damaged { what: what.to_string() };
        let mut file = match self.zip.by_index(position) {
            Ok(file) => file,
            Err(e) => return Some((format!("{}/file {}", self.name, position + 1), Err(damaged(&e)))),
        };
        // A name that is no text does not hide what the file holds.
        let inside = String::from_utf8_lossy(file.name_raw()).into_owned();
        if file.is_dir() || is_beside(&inside) {
            return None;
        }
        let name = format!("{}/{inside}", self.name);
        let limit = DOCUMENT_BYTES as u64;
        let mut bytes = Vec::new();
        let outcome = file.by_ref().take(limit + 1).read_to_end(&mut bytes);
        self.unpacked = self.unpacked.saturating_add(bytes.len() as u64);
        let taken = if self.unpacked > ALL_BYTES {
            self.next = usize::MAX;
            Err(ArchiveRefusal::TooLarge { limit: ALL_BYTES })
        } else if bytes.len() as u64 > limit {
            Err(ArchiveRefusal::DocumentTooLarge { limit })
        } else {
            outcome.map(|_| bytes).map_err(|e| damaged(&e))
        };
        Some((name, taken))
    }
}

/// Signatures and hashes of documents, and what file systems leave behind.
fn is_beside(name: &str) -> bool {
    let lower = name.to_lowercase();
    let file = lower.rsplit('/').next().unwrap_or_default();
    let endings = [".asc", ".sha256", ".sha512", ".sig"];
    endings.iter().any(|e| file.ends_with(e)) || file.starts_with('.') || lower.split('/').any(|part| part == "__macosx")
}

impl<R: Read + Seek> Iterator for Archive<R> {
    type Item = Unpacked;

    fn next(&mut self) -> Option<Unpacked> {
        while self.next < self.zip.len() {
            let position = self.next;
            self.next += 1;
            if let Some(found) = self.unpack(position) {
                return Some(found);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn documents_come_one_by_one_and_what_lies_beside_them_is_passed_over() {
        let bytes = archive(&[
            ("2024/a.json", b"{}"),
            ("2024/a.json.sha256", b"x"),
            ("2024/.DS_Store", b"x"),
            ("__MACOSX/2024/a.json", b"x"),
            ("b.json", b"[]"),
        ]);
        let found: Vec<Unpacked> = Archive::open("all.zip", Cursor::new(bytes)).unwrap().collect();
        assert_eq!(
            found,
            [
                ("all.zip/2024/a.json".to_owned(), Ok(b"{}".to_vec())),
                ("all.zip/b.json".to_owned(), Ok(b"[]".to_vec())),
            ]
        );
    }

    #[test]
    fn what_unpacks_without_end_is_refused_and_the_rest_goes_on() {
        let endless = vec![0u8; DOCUMENT_BYTES + 1];
        let bytes = archive(&[("bomb.json", &endless), ("good.json", b"{}")]);
        let found: Vec<Unpacked> = Archive::open("x.zip", Cursor::new(bytes)).unwrap().collect();
        assert_eq!(
            found[0].1,
            Err(ArchiveRefusal::DocumentTooLarge {
                limit: DOCUMENT_BYTES as u64
            })
        );
        assert_eq!(found[1].1, Ok(b"{}".to_vec()));
    }

    #[test]
    fn no_archive_and_one_cut_short_are_refused_wherever_they_end() {
        let bytes = archive(&[("a.json", b"{\"document\":{}}")]);
        for length in 0..bytes.len() {
            match Archive::open("x.zip", Cursor::new(&bytes[..length])) {
                Err(refusal) => assert!(!refusal.to_string().is_empty()),
                Ok(mut archive) => assert!(archive.all(|(_, bytes)| bytes.is_err()), "cut at {length}"),
            }
        }
    }
}
