//! Files that wait between upload and import: each under a token that can't be guessed, with a note beside it of what it is,
//! so that a preview can be left and come back to, also after the program was started again. After a day they go.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use axum::extract::multipart::{Field as Part, MultipartError};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

/// Bytes that one upload may have.
pub const LARGEST: u64 = 1 << 30;
/// How long a file waits.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);
/// Bytes of a field that is no file.
const LONGEST_WORD: usize = 4096;

/// Under which a waiting file is found: 122 random bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token(Uuid);

impl Token {
    /// A new one.
    pub fn new() -> Token {
        Token(Uuid::new_v4())
    }

    /// The token in an address; nothing but 32 hexadecimal digits is one, so that it can't lead to another file.
    pub fn read(text: &str) -> Option<Token> {
        let plain = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        plain.then(|| Uuid::try_parse(text).ok().map(Token)).flatten()
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_simple().fmt(f)
    }
}

/// What was uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// What is in it.
    pub holds: Holds,
    /// The files' own names, in the order of their parts.
    pub files: Vec<String>,
    /// When it came, in microseconds since 1970.
    pub came_at: i64,
}

/// What an upload holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// A delivery of devices.
    Devices {
        /// The stream that it is a delivery of.
        source: String,
        /// It is complete.
        full: bool,
        /// A person's corrections of what columns hold.
        columns: Vec<(String, Option<register::Field>)>,
    },
    /// Published advisories, KEV, EPSS.
    Advisories,
}

impl Upload {
    /// The name to show.
    pub fn name(&self) -> String {
        match self.files.as_slice() {
            [one] => one.clone(),
            [first, others @ ..] => format!("{first} and {} more", others.len()),
            [] => "no file".into(),
        }
    }
}

/// Why an upload was not taken. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum UploadFault {
    /// The form came without a file.
    #[error("no file was chosen; choose one and send it again")]
    NoFile,
    /// The file is empty.
    #[error("“{name}” is empty; export it again")]
    Empty {
        /// The file's name.
        name: String,
    },
    /// Larger than any list that is read here.
    #[error("the upload is over {} MiB, the largest that is taken; nothing was kept of it", LARGEST >> 20)]
    TooLarge,
    /// The source is not named.
    #[error("the source is not named; say which system the list comes from, such as CMMS, and use the same name each time")]
    NoSource,
    /// The source's name is no name.
    #[error("the source’s name is over 80 letters or not readable; expected a short name such as CMMS")]
    BadSource,
    /// The connection ended, or the form is none.
    #[error("the upload did not come whole ({0}); nothing was kept of it, send it again")]
    Broken(String),
    /// The disk says no.
    #[error("the upload could not be kept: {0}")]
    Disk(#[from] std::io::Error),
}

impl From<MultipartError> for UploadFault {
    fn from(error: MultipartError) -> Self {
        if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            UploadFault::TooLarge
        } else {
            UploadFault::Broken(error.body_text())
        }
    }
}

/// Where one part of an upload waits.
pub fn file(folder: &Path, token: Token, part: usize) -> PathBuf {
    folder.join(format!("{token}.{part}.data"))
}

fn note(folder: &Path, token: Token) -> PathBuf {
    folder.join(format!("{token}.json"))
}

/// An upload on its way in: what came of it goes again unless it is kept.
pub struct Receiving {
    folder: PathBuf,
    token: Token,
    names: Vec<String>,
    bytes: u64,
    kept: bool,
}

impl Receiving {
    /// Begins.
    pub fn new(folder: &Path) -> Receiving {
        Receiving {
            folder: folder.to_owned(),
            token: Token::new(),
            names: Vec::new(),
            bytes: 0,
            kept: false,
        }
    }

    /// Writes one file of the form to disk as it comes. A file field that was left empty is passed over.
    pub async fn take_file(&mut self, part: &mut Part<'_>) -> Result<(), UploadFault> {
        let name = plain_name(part.file_name().unwrap_or_default());
        if name.is_empty() {
            return Ok(());
        }
        let path = file(&self.folder, self.token, self.names.len());
        let mut options = tokio::fs::OpenOptions::new();
        options.write(true).create_new(true);
        // A list of devices is nobody else's business on this computer.
        #[cfg(unix)]
        options.mode(0o600);
        let mut out = tokio::io::BufWriter::with_capacity(256 * 1024, options.open(&path).await?);
        // From here on there is a file to remove.
        self.names.push(name.clone());
        let before = self.bytes;
        while let Some(chunk) = part.chunk().await? {
            self.bytes += chunk.len() as u64;
            if self.bytes > LARGEST {
                return Err(UploadFault::TooLarge);
            }
            out.write_all(&chunk).await?;
        }
        out.flush().await?;
        if self.bytes == before {
            return Err(UploadFault::Empty { name });
        }
        Ok(())
    }

    /// Keeps it, under a token.
    pub fn keep(mut self, holds: Holds, came_at: i64) -> Result<(Token, Upload), UploadFault> {
        if self.names.is_empty() {
            return Err(UploadFault::NoFile);
        }
        let upload = Upload {
            holds,
            files: std::mem::take(&mut self.names),
            came_at,
        };
        if let Err(fault) = write_note(&self.folder, self.token, &upload) {
            self.names.clone_from(&upload.files);
            return Err(fault.into());
        }
        self.kept = true;
        Ok((self.token, upload))
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        if !self.kept {
            for part in 0..self.names.len() {
                // What can't be removed now goes after a day.
                let _ = std::fs::remove_file(file(&self.folder, self.token, part));
            }
        }
    }
}

/// A field of the form that is no file.
pub async fn word(part: &mut Part<'_>) -> Result<String, UploadFault> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > LONGEST_WORD {
            return Err(UploadFault::Broken("a field of the form is too long".into()));
        }
    }
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}

/// The source's name as it will stand beside every value.
pub fn source_name(text: &str) -> Result<String, UploadFault> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(UploadFault::NoSource);
    }
    if name.chars().count() > 80 || name.chars().any(char::is_control) {
        return Err(UploadFault::BadSource);
    }
    Ok(name)
}

/// A file's name without the folders that some browsers send along, and without what no name needs.
fn plain_name(text: &str) -> String {
    let last = text.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars()
        .filter(|c| !c.is_control())
        .take(120)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Notes what an upload is, whole or not at all.
pub fn write_note(folder: &Path, token: Token, upload: &Upload) -> std::io::Result<()> {
    let text = serde_json::to_vec(upload)?;
    let unfinished = folder.join(format!("{token}.tmp"));
    std::fs::write(&unfinished, text)?;
    std::fs::rename(unfinished, note(folder, token))
}

/// What waits under a token.
pub fn read_note(folder: &Path, token: Token) -> Option<Upload> {
    let text = std::fs::read(note(folder, token)).ok()?;
    serde_json::from_slice(&text).ok()
}

/// Removes what waits under a token.
pub fn remove(folder: &Path, token: Token, upload: &Upload) {
    // The note first: without it the files are nothing, and go after a day.
    let _ = std::fs::remove_file(note(folder, token));
    for part in 0..upload.files.len() {
        let _ = std::fs::remove_file(file(folder, token, part));
    }
}

/// Everything that waits, the newest first.
pub fn all(folder: &Path) -> Vec<(Token, Upload)> {
    let mut found: Vec<(Token, Upload)> = entries(folder)
        .filter_map(|(name, _)| Token::read(name.strip_suffix(".json")?))
        .filter_map(|token| Some((token, read_note(folder, token)?)))
        .collect();
    found.sort_by_key(|(_, upload)| std::cmp::Reverse(upload.came_at));
    found
}

/// Removes what has waited for more than a day, but for what is being worked on.
pub fn tidy(folder: &Path, now: SystemTime, in_use: impl Fn(Token) -> bool) {
    for (name, path) in entries(folder) {
        let token = name.split('.').next().and_then(Token::read);
        let Some(token) = token else { continue };
        let age = path
            .metadata()
            .and_then(|m| m.modified())
            .ok()
            .and_then(|modified| now.duration_since(modified).ok());
        if age.is_some_and(|age| age > KEPT) && !in_use(token) {
            let _ = std::fs::remove_file(path);
        }
    }
}

fn entries(folder: &Path) -> impl Iterator<Item = (String, PathBuf)> {
    std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|e| (e.file_name().to_string_lossy().into_owned(), e.path())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_nothing_but_digits() {
        let token = Token::new();
        assert_eq!(Token::read(&token.to_string()), Some(token));
        for text in [
            "",
            "..",
            "../../etc/passwd",
            "{0123}",
            "0123456789abcdef0123456789abcde/",
            "é123456789abcdef0123456789abcde",
        ] {
            assert_eq!(Token::read(text), None, "{text}");
        }
        assert_ne!(Token::new(), Token::new());
    }

    #[test]
    fn names_of_files_lose_their_folders() {
        let check = |text: &str, expected: &str| assert_eq!(plain_name(text), expected);
        check("C:\\Users\\x\\devices.csv", "devices.csv");
        check("../../etc/passwd", "passwd");
        check(" Geräte\n2026.xlsx ", "Geräte2026.xlsx");
        check("", "");
        assert_eq!(plain_name(&"x".repeat(500)).len(), 120);
    }

    #[test]
    fn a_source_has_a_short_name() {
        assert_eq!(source_name("  CMMS   export ").unwrap(), "CMMS export");
        assert!(matches!(source_name(" "), Err(UploadFault::NoSource)));
        assert!(matches!(source_name(&"x".repeat(81)), Err(UploadFault::BadSource)));
    }

    #[test]
    fn what_waits_is_found_again_and_goes_after_a_day() {
        let folder = std::env::temp_dir().join(format!("wardline-waiting-{}", Token::new()));
        std::fs::create_dir_all(&folder).unwrap();
        let upload = Upload {
            holds: Holds::Devices {
                source: "CMMS".into(),
                full: true,
                columns: vec![("Col F".into(), Some(register::Field::Mac)), ("Notes".into(), None)],
            },
            files: vec!["a.csv".into()],
            came_at: 5,
        };
        let token = Token::new();
        std::fs::write(file(&folder, token, 0), b"x").unwrap();
        std::fs::write(folder.join("somebody-elses.txt"), b"x").unwrap();
        write_note(&folder, token, &upload).unwrap();
        assert_eq!(all(&folder), [(token, upload.clone())]);
        let tomorrow = SystemTime::now() + KEPT + Duration::from_secs(60);
        tidy(&folder, SystemTime::now(), |_| false);
        tidy(&folder, tomorrow, |t| t == token);
        assert_eq!(all(&folder).len(), 1);
        tidy(&folder, tomorrow, |_| false);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "only what is not ours is left");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
