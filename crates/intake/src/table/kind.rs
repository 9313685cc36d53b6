//! What a file is, by its first bytes; its name is not asked.

use std::fmt;

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Text with separators.
    Delimited,
    /// A workbook of Excel 2007 or later.
    Xlsx,
    /// A binary workbook of Excel 97 to 2003.
    OldExcel,
    /// A workbook under a password.
    Protected,
    /// A binary workbook of Excel 2007 or later.
    BinaryWorkbook,
    /// An OpenDocument spreadsheet.
    OpenDocument,
    /// A Word or PowerPoint document.
    OtherOffice,
    /// Some other ZIP archive.
    Zip,
    /// A PDF document.
    Pdf,
    /// A web page, perhaps called ".xls".
    Html,
    /// XML, also that which Excel 2003 wrote.
    Xml,
    /// JSON.
    Json,
    /// RTF.
    Rtf,
    /// gzip, 7z, RAR, bzip2, xz, zstd.
    Compressed,
    /// A picture.
    Picture,
    /// A database file (Access, SQLite).
    Database,
    /// A program.
    Program,
    /// Bytes that are no text of any encoding known here.
    Binary,
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FileKind::Delimited => "text with separators",
            FileKind::Xlsx => "an XLSX workbook",
            FileKind::OldExcel => "a workbook of Excel 97 to 2003 (XLS)",
            FileKind::Protected => "a workbook locked with a password",
            FileKind::BinaryWorkbook => "a binary workbook (XLSB)",
            FileKind::OpenDocument => "an OpenDocument file",
            FileKind::OtherOffice => "an Office document that is not a workbook",
            FileKind::Zip => "a ZIP archive",
            FileKind::Pdf => "a PDF document",
            FileKind::Html => "a web page (HTML), whatever its name says",
            FileKind::Xml => "an XML file",
            FileKind::Json => "a JSON file",
            FileKind::Rtf => "an RTF document",
            FileKind::Compressed => "a compressed archive",
            FileKind::Picture => "a picture",
            FileKind::Database => "a database file",
            FileKind::Program => "a program",
            FileKind::Binary => "binary data, not text",
        })
    }
}

impl FileKind {
    /// What the sender can do about it, as the end of a sentence; empty where nothing general can be said.
    pub fn advice(self) -> &'static str {
        match self {
            FileKind::OldExcel | FileKind::BinaryWorkbook | FileKind::OpenDocument | FileKind::Html | FileKind::Xml => {
                ": open it in the spreadsheet program and save it as XLSX or CSV"
            }
            FileKind::Protected => ": save it without the password",
            FileKind::Zip | FileKind::Compressed => ": unpack it and send the table inside",
            FileKind::Pdf | FileKind::Rtf | FileKind::OtherOffice | FileKind::Picture => ": ask for the table that it was made from",
            FileKind::Delimited | FileKind::Xlsx | FileKind::Json | FileKind::Database | FileKind::Program | FileKind::Binary => "",
        }
    }

    /// What the first bytes of a file say. A ZIP archive is told apart by the names inside it, elsewhere.
    pub(crate) fn of(head: &[u8]) -> FileKind {
        const MAGIC: &[(&[u8], FileKind)] = &[
            (b"PK\x03\x04", FileKind::Zip),
            (b"PK\x05\x06", FileKind::Zip),
            (b"PK\x07\x08", FileKind::Zip),
            (b"%PDF", FileKind::Pdf),
            (b"{\\rtf", FileKind::Rtf),
            (b"\x1f\x8b", FileKind::Compressed),
            (b"7z\xbc\xaf\x27\x1c", FileKind::Compressed),
            (b"Rar!\x1a\x07", FileKind::Compressed),
            (b"BZh", FileKind::Compressed),
            (b"\xfd7zXZ\x00", FileKind::Compressed),
            (b"\x28\xb5\x2f\xfd", FileKind::Compressed),
            (b"\x89PNG", FileKind::Picture),
            (b"\xff\xd8\xff", FileKind::Picture),
            (b"GIF8", FileKind::Picture),
            (b"II*\x00", FileKind::Picture),
            (b"MM\x00*", FileKind::Picture),
            (b"SQLite format 3\x00", FileKind::Database),
            (b"\x00\x01\x00\x00Standard ", FileKind::Database),
            (b"\x7fELF", FileKind::Program),
            (b"MZ\x90", FileKind::Program),
        ];
        if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            // A locked XLSX is stored inside the old container, under a stream of this name in UTF-16.
            let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
            let locked = head.windows(name.len()).any(|w| w == name);
            return if locked { FileKind::Protected } else { FileKind::OldExcel };
        }
        if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
            return *kind;
        }
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let start: Vec<u8> = text.iter().take(400).map(u8::to_ascii_lowercase).collect();
        let holds = |word: &[u8]| start.windows(word.len()).any(|w| w == word);
        if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") || start.starts_with(b"<table") {
            return FileKind::Html;
        }
        if start.starts_with(b"<?xml") || start.starts_with(b"<!--") {
            return if holds(b"<html") || holds(b"<table") {
                FileKind::Html
            } else {
                FileKind::Xml
            };
        }
        if start.starts_with(b"{\"")
            || start.starts_with(b"{\n")
            || start.starts_with(b"{\r")
            || start.starts_with(b"[{")
            || start.starts_with(b"{}")
        {
            return FileKind::Json;
        }
        FileKind::Delimited
    }
}
