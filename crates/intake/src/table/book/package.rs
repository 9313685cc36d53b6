//! The archive around a workbook: which parts it has and where their packed bytes lie.

use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom};

use zip::CompressionMethod;
use zip::ZipArchive;

use crate::table::Counted;
use crate::table::book::guard::Guard;
use crate::table::kind::FileKind;
use crate::table::refusal::FileRefusal;

/// Bytes of the archive's directory that are read; a workbook's has a few thousand. Bounds the memory that a directory of
/// millions of names could take.
const DIRECTORY_LIMIT: u64 = 4 * 1024 * 1024;
/// Parts of a workbook.
const PARTS_LIMIT: usize = 20_000;

/// Where a part lies.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// As the archive names it.
    pub name: String,
    pub start: u64,
    pub packed: u64,
    /// As declared; checked while reading.
    pub unpacked: u64,
    pub crc: u32,
    pub deflated: bool,
}

/// The parts of a workbook by their lower-case names.
#[derive(Debug)]
pub(crate) struct Package {
    parts: HashMap<String, Part>,
}

impl Package {
    /// Reads the directory and tells whether the archive is a workbook.
    pub fn open(input: Counted<'_>) -> Result<(Package, Counted<'_>), FileRefusal> {
        let damaged = |what: String| FileRefusal::Damaged {
            part: "the archive".into(),
            what,
        };
        let metered = Metered {
            inner: input,
            left: DIRECTORY_LIMIT,
        };
        let mut archive = ZipArchive::new(metered).map_err(|e| damaged(format!("its directory cannot be read ({e})")))?;
        if archive.len() > PARTS_LIMIT {
            return Err(damaged(format!("it holds {} files", archive.len())));
        }
        let mut parts = HashMap::new();
        let mut locked = false;
        for index in 0..archive.len() {
            let file = archive
                .by_index_raw(index)
                .map_err(|e| damaged(format!("file {index} in it cannot be found ({e})")))?;
            let deflated = match file.compression() {
                CompressionMethod::Stored => false,
                CompressionMethod::Deflated => true,
                _ => continue, // no workbook is packed in another way; a part that is will be missed where it is needed
            };
            locked |= file.encrypted();
            let Ok(name) = file.name() else { continue };
            let name = name.into_owned();
            let Some(start) = file.data_start() else { continue };
            parts.insert(
                name.trim_start_matches('/').replace('\\', "/").to_lowercase(),
                Part {
                    start,
                    packed: file.compressed_size(),
                    unpacked: file.size(),
                    crc: file.crc32(),
                    deflated,
                    name,
                },
            );
        }
        let input = archive.into_inner().inner;
        match kind_of(&parts) {
            FileKind::Xlsx if locked => Err(FileRefusal::WrongKind { kind: FileKind::Protected }),
            FileKind::Xlsx => Ok((Package { parts }, input)),
            kind => Err(FileRefusal::WrongKind { kind }),
        }
    }

    /// The part of a name, in whatever case the file writes it.
    pub fn part(&self, name: &str) -> Option<&Part> {
        self.parts.get(&name.to_lowercase())
    }

    /// Opens a part for reading.
    pub fn read<'r>(&self, part: &Part, input: Counted<'r>, limit: u64) -> Result<Guard<'r>, FileRefusal> {
        Guard::open(part, input, limit)
    }
}

fn kind_of(parts: &HashMap<String, Part>) -> FileKind {
    let has = |name: &str| parts.contains_key(name);
    let has_in = |folder: &str| parts.keys().any(|name| name.starts_with(folder));
    if has("xl/workbook.bin") {
        FileKind::BinaryWorkbook
    } else if has("xl/workbook.xml") || (has("[content_types].xml") && has("_rels/.rels") && has_in("xl/")) {
        FileKind::Xlsx
    } else if has("mimetype") && has("content.xml") {
        FileKind::OpenDocument
    } else if has_in("word/") || has_in("ppt/") {
        FileKind::OtherOffice
    } else if has("[content_types].xml") && has("_rels/.rels") {
        FileKind::Xlsx // a workbook may lie in a folder of another name; its relations tell
    } else {
        FileKind::Zip
    }
}

/// Lets only so many bytes through.
struct Metered<'r> {
    inner: Counted<'r>,
    left: u64,
}

impl Read for Metered<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(allowed) = out.get_mut(..usize::try_from(self.left).unwrap_or(usize::MAX).min(out.len())) else {
            return Ok(0);
        };
        if allowed.is_empty() && self.left == 0 {
            return Err(io::Error::other("its directory is larger than any workbook's"));
        }
        let n = self.inner.read(allowed)?;
        self.left = self.left.saturating_sub(n as u64);
        Ok(n)
    }
}

impl Seek for Metered<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
