//! Files to load: paths, folders with what is below them, zip archives with what is in them.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use actions::load_advisories::FileToLoad;
use intake::advisories_in::archive::Archive;
use intake::advisories_in::limits::DOCUMENT_BYTES;

/// Everything under these paths, in the order of names. What can't be read is given as such.
pub fn to_load(paths: &[PathBuf]) -> impl Iterator<Item = FileToLoad> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut unreadable: Vec<FileToLoad> = Vec::new();
    for path in paths {
        gather(path, 0, true, &mut files, &mut unreadable);
    }
    unreadable.into_iter().chain(files.into_iter().flat_map(|file| read(&file)))
}

fn gather(path: &Path, depth: usize, named: bool, files: &mut Vec<PathBuf>, unreadable: &mut Vec<FileToLoad>) {
    match std::fs::metadata(path) {
        Err(e) => unreadable.push((path.display().to_string(), Err(e.to_string()))),
        Ok(what) if what.is_dir() && depth < 32 => match std::fs::read_dir(path) {
            Err(e) => unreadable.push((path.display().to_string(), Err(e.to_string()))),
            Ok(entries) => {
                let mut below: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
                below.sort();
                for entry in below {
                    gather(&entry, depth + 1, false, files, unreadable);
                }
            }
        },
        // In a folder, what lies beside documents is passed over: their signatures and hashes, hidden files.
        Ok(_) => {
            let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
            let beside = [".asc", ".sha256", ".sha512", ".sig"].iter().any(|e| name.ends_with(e)) || name.starts_with('.');
            if named || !beside {
                files.push(path.to_owned());
            }
        }
    }
}

fn read(path: &Path) -> Box<dyn Iterator<Item = FileToLoad>> {
    let name = path.display().to_string();
    let one = |outcome| -> Box<dyn Iterator<Item = FileToLoad>> { Box::new(std::iter::once(outcome)) };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) => return one((name, Err(e.to_string()))),
    };
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip")) {
        return match from_zip(&name, file) {
            Ok(files) => Box::new(files),
            Err(e) => one((name, Err(e))),
        };
    }
    // One byte more than a document may have tells that it has more; the rest is left unread.
    let mut bytes = Vec::new();
    one((
        name,
        match file.take(DOCUMENT_BYTES as u64 + 1).read_to_end(&mut bytes) {
            Err(e) => Err(e.to_string()),
            Ok(_) if bytes.len() > DOCUMENT_BYTES => Err(format!("larger than {} MiB, which no document is", DOCUMENT_BYTES >> 20)),
            Ok(_) => Ok(bytes),
        },
    ))
}

/// The documents in a zip archive, each unpacked when its turn comes.
pub fn from_zip<R: Read + Seek + 'static>(name: &str, archive: R) -> Result<impl Iterator<Item = FileToLoad> + use<R>, String> {
    let archive = Archive::open(name, archive).map_err(|e| e.to_string())?;
    Ok(archive.map(|(name, bytes)| (name, bytes.map_err(|e| e.to_string()))))
}
