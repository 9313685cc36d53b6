//! What a file is, from its content: a file's name proves nothing, and publishers share `.json`.
//!
//! JSON is told by the names in its top level, read by a scan that minds no fault, so that a document cut short is
//! still recognised and then refused for what is wrong with it.

use std::fmt;

use super::decoded::utf16;

/// The kinds of published statement, and what is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// CSAF 2.x: security advisories, CSAF VEX.
    Csaf,
    /// OpenVEX 0.2.
    OpenVex,
    /// A CVE record, JSON 5 (or 4).
    Cve,
    /// NVD JSON 2.0 (or 1.1).
    Nvd,
    /// CISA's catalogue of known exploited vulnerabilities, JSON or CSV.
    Kev,
    /// FIRST's Exploit Prediction Scoring System, CSV.
    Epss,
    /// A CycloneDX component list, JSON or XML.
    CycloneDx,
    /// An SPDX component list.
    Spdx,
    /// An OSV record.
    Osv,
    /// CVRF, the XML before CSAF 2.0.
    Cvrf,
    /// Packed; what is inside is recognised when it is read.
    Gzip,
    /// None of these: what it looks like.
    NotPublished(&'static str),
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Kind::Csaf => "a CSAF document",
            Kind::OpenVex => "an OpenVEX document",
            Kind::Cve => "a CVE record",
            Kind::Nvd => "a list of CVEs from the NVD",
            Kind::Kev => "CISA's catalogue of known exploited vulnerabilities",
            Kind::Epss => "a list of EPSS scores",
            Kind::CycloneDx => "a CycloneDX component list",
            Kind::Spdx => "an SPDX component list",
            Kind::Osv => "an OSV record",
            Kind::Cvrf => "a CVRF document",
            Kind::Gzip => "a gzip file",
            Kind::NotPublished(looks_like) => looks_like,
        })
    }
}

/// Tells what a file is.
pub fn recognise(bytes: &[u8]) -> Kind {
    if let Some(text) = utf16(bytes) {
        return recognise_text(text.as_bytes());
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for (magic, kind) in [
        (&b"\x1f\x8b"[..], Kind::Gzip),
        (b"PK\x03\x04", Kind::NotPublished("a zip archive or an XLSX workbook")),
        (b"PK\x05\x06", Kind::NotPublished("an empty zip archive")),
        (b"\xd0\xcf\x11\xe0", Kind::NotPublished("an old Office document")),
        (b"%PDF", Kind::NotPublished("a PDF")),
        (b"\x89PNG", Kind::NotPublished("a picture")),
        (b"\xff\xd8\xff", Kind::NotPublished("a picture")),
        (b"BZh", Kind::NotPublished("a bzip2 file")),
        (b"\xfd7zXZ", Kind::NotPublished("an xz file")),
        (b"7z\xbc\xaf", Kind::NotPublished("a 7z archive")),
        (b"\x28\xb5\x2f\xfd", Kind::NotPublished("a zstd file")),
    ] {
        if bytes.starts_with(magic) {
            return kind;
        }
    }
    recognise_text(bytes)
}

pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b")
}

pub(super) fn begins_like_json(bytes: &[u8]) -> bool {
    matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['))
}

fn recognise_text(bytes: &[u8]) -> Kind {
    let trimmed = bytes.trim_ascii_start();
    match trimmed.first() {
        None => Kind::NotPublished("an empty file"),
        Some(b'{') => recognise_object(trimmed),
        Some(b'[') => Kind::NotPublished("a JSON list of something"),
        Some(b'<') => recognise_markup(trimmed),
        Some(_) => recognise_table(trimmed),
    }
}

fn recognise_markup(bytes: &[u8]) -> Kind {
    let head = String::from_utf8_lossy(bytes.get(..4096).unwrap_or(bytes)).to_ascii_lowercase();
    if head.contains("cyclonedx.org/schema/bom") {
        Kind::CycloneDx
    } else if head.contains("cvrf") {
        Kind::Cvrf
    } else if head.contains("spdx.org/rdf") {
        Kind::Spdx
    } else if head.contains("<html") || head.contains("<!doctype html") {
        Kind::NotPublished("a web page")
    } else {
        Kind::NotPublished("an XML document")
    }
}

fn recognise_table(bytes: &[u8]) -> Kind {
    let head = bytes.get(..4096).unwrap_or(bytes);
    if head.contains(&0) {
        return Kind::NotPublished("binary data");
    }
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default();
    if first.starts_with("spdxversion:") {
        return Kind::Spdx;
    }
    if first.starts_with("#model_version") {
        return Kind::Epss;
    }
    let header: Vec<&str> = first.split(',').map(|name| name.trim().trim_matches('"')).collect();
    if header.contains(&"cve") && header.contains(&"epss") {
        Kind::Epss
    } else if header.contains(&"cveid") && header.contains(&"vendorproject") {
        Kind::Kev
    } else if header.len() > 1 {
        Kind::NotPublished("a table with other columns")
    } else {
        Kind::NotPublished("plain text")
    }
}

/// What the top level has been seen to hold.
#[derive(Default)]
struct Seen {
    csaf_parts: usize,
    dated_catalogue: bool,
    vulnerabilities: bool,
    pages: bool,
    affected: bool,
    modified: bool,
    provider: Option<&'static str>,
}

fn recognise_object(bytes: &[u8]) -> Kind {
    let mut seen = Seen::default();
    let mut in_document = false;
    for Name { depth, name, value } in Names::of(bytes) {
        if depth == 2 {
            if in_document {
                match name {
                    b"csaf_version" => return Kind::Csaf,
                    b"tracking" | b"publisher" | b"category" => seen.csaf_parts += 1,
                    _ => {}
                }
            }
            continue;
        }
        in_document = name == b"document";
        match name {
            b"@context" if contains(value, b"openvex") => return Kind::OpenVex,
            b"@context" if contains(value, b"spdx") => return Kind::Spdx,
            b"cveMetadata" | b"CVE_data_meta" => return Kind::Cve,
            b"dataType" if contains(value, b"CVE_RECORD") => return Kind::Cve,
            b"format" if contains(value, b"NVD_CVE") => return Kind::Nvd,
            b"CVE_Items" => return Kind::Nvd,
            b"bomFormat" => return Kind::CycloneDx,
            b"spdxVersion" => return Kind::Spdx,
            b"catalogVersion" | b"dateReleased" => seen.dated_catalogue = true,
            b"resultsPerPage" => seen.pages = true,
            b"vulnerabilities" => seen.vulnerabilities = true,
            b"affected" => seen.affected = true,
            b"modified" => seen.modified = true,
            b"canonical_url" | b"metadata_version" => {
                seen.provider = Some("the address list of a CSAF publisher, which holds no advisory itself");
            }
            b"aggregator" => seen.provider = Some("a list of CSAF publishers, which holds no advisory itself"),
            b"feed" => seen.provider = Some("a ROLIE feed, which lists advisories and holds none itself"),
            _ => {}
        }
        if seen.vulnerabilities && seen.dated_catalogue {
            return Kind::Kev;
        }
        if seen.vulnerabilities && seen.pages {
            return Kind::Nvd;
        }
    }
    if seen.csaf_parts > 0 {
        Kind::Csaf
    } else if seen.dated_catalogue {
        Kind::Kev
    } else if seen.affected && seen.modified {
        Kind::Osv
    } else {
        Kind::NotPublished(seen.provider.unwrap_or("JSON of a kind that is not known here"))
    }
}

fn contains(value: &[u8], word: &[u8]) -> bool {
    value.windows(word.len()).any(|w| w.eq_ignore_ascii_case(word))
}

/// A name in the first or second level, with the first bytes of its value.
struct Name<'a> {
    depth: usize,
    name: &'a [u8],
    value: &'a [u8],
}

struct Names<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

impl<'a> Names<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Names { bytes, at: 0, depth: 0 }
    }

    /// From behind the opening quote: the text up to the closing one.
    fn text(&mut self) -> &'a [u8] {
        let start = self.at;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        let text = self.bytes.get(start..self.at).unwrap_or_default();
        self.at += 1;
        text
    }
}

impl<'a> Iterator for Names<'a> {
    type Item = Name<'a>;

    fn next(&mut self) -> Option<Name<'a>> {
        loop {
            let byte = self.bytes.get(self.at)?;
            self.at += 1;
            match byte {
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                b'"' => {
                    let name = self.text();
                    if self.depth == 0 || self.depth > 2 {
                        continue;
                    }
                    let after = self.bytes.get(self.at..).unwrap_or_default().trim_ascii_start();
                    if let Some(value) = after.strip_prefix(b":") {
                        return Some(Name {
                            depth: self.depth,
                            name,
                            value: value.get(..256).unwrap_or(value),
                        });
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests;
