//! Files to load: paths, folders with what is below them, zip archives with what is in them.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use actions::load_advisories::FileToLoad;

/// No document that is read here is larger; see `intake`.
const LARGEST: u64 = 512 * 1024 * 1024;

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

fn read(path: &Path) -> Vec<FileToLoad> {
    let name = path.display().to_string();
    let is_zip = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip"));
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) => return vec![(name, Err(e.to_string()))],
    };
    if is_zip {
        return match from_zip(&name, file) {
            Ok(files) => files,
            Err(e) => vec![(name, Err(e))],
        };
    }
    let mut bytes = Vec::new();
    match file.take(LARGEST + 1).read_to_end(&mut bytes) {
        Err(e) => vec![(name, Err(e.to_string()))],
        Ok(_) if bytes.len() as u64 > LARGEST => vec![(name, Err(format!("larger than {} MiB", LARGEST >> 20)))],
        Ok(_) => vec![(name, Ok(bytes))],
    }
}

/// The documents in a zip archive, each inflated up to 64 MiB and together up to 512 MiB.
pub fn from_zip<R: Read + std::io::Seek>(name: &str, archive: R) -> Result<Vec<FileToLoad>, String> {
    const LARGEST_INSIDE: u64 = 64 * 1024 * 1024;
    let mut zip = zip::ZipArchive::new(archive).map_err(|e| format!("not a readable zip archive: {e}"))?;
    let mut files = Vec::new();
    let mut total = 0u64;
    for position in 0..zip.len() {
        let mut entry = zip.by_index(position).map_err(|e| e.to_string())?;
        if entry.is_dir() {
            continue;
        }
        let inside = format!("{name}/{}", entry.name().unwrap_or_else(|_| format!("entry {position}").into()));
        let mut bytes = Vec::new();
        let outcome = entry.by_ref().take(LARGEST_INSIDE + 1).read_to_end(&mut bytes);
        total += bytes.len() as u64;
        if total > LARGEST {
            return Err(format!("unpacks to more than {} MiB", LARGEST >> 20));
        }
        files.push((
            inside,
            match outcome {
                Err(e) => Err(e.to_string()),
                Ok(_) if bytes.len() as u64 > LARGEST_INSIDE => Err(format!("unpacks to more than {} MiB", LARGEST_INSIDE >> 20)),
                Ok(_) => Ok(bytes),
            },
        ));
    }
    Ok(files)
}
