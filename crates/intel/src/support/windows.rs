//! Names of Windows: version, release, edition, build, and the embedded and server families that share them.

use super::naming::{Named, Text};
use super::table::{Row, rows};

/// What a name of Windows narrows down. Empty: not narrowed.
#[derive(Debug, Default)]
struct Asked {
    /// "7", "10", "xp" …; several where the name gives several ("XP or 7").
    versions: Vec<&'static str>,
    releases: Vec<&'static str>,
    /// Words that the row's editions must hold, each.
    editions: Vec<&'static str>,
    /// Last part of the build.
    build: Option<String>,
    server: bool,
    embedded: bool,
    compact: bool,
    ltsc: bool,
}

impl Asked {
    fn is_nothing(&self) -> bool {
        self.versions.is_empty()
            && self.releases.is_empty()
            && self.editions.is_empty()
            && self.build.is_none()
            && !(self.server || self.embedded || self.compact)
    }
}

const CLIENT: &[&str] = &["xp", "vista", "2000", "7", "8", "8.1", "10", "11"];
const YEARS: &[&str] = &["2003", "2008", "2012", "2016", "2019", "2022", "2025"];
/// Kernel numbers and what wears them.
const KERNELS: &[(&str, &[&str])] = &[
    ("5.0", &["2000"]),
    ("5.1", &["xp"]),
    ("5.2", &["2003"]),
    ("6.0", &["vista", "2008"]),
    ("6.1", &["7", "2008 r2"]),
    ("6.2", &["8", "2012"]),
    ("6.3", &["8.1", "2012 r2"]),
];
const LONG_TERM: &[(&str, &str)] = &[
    ("2015", "1507"),
    ("2016", "1607"),
    ("2019", "1809"),
    ("2021", "21h2"),
    ("2024", "24h2"),
];

/// Reads a name of Windows; None where it is not one.
pub(crate) fn read(text: &Text) -> Option<Named> {
    let says_windows = text.any(&["windows", "win", "winxp", "wince", "microsoft"]);
    let old = text.any(&[
        "w2k", "w2k3", "w2k8", "xp", "vista", "wes", "wepos", "posready", "xpe", "ltsc", "ltsb",
    ]);
    let says_server = text.any(&["server", "srv"]) && text.words.iter().any(|w| YEARS.contains(&w.as_str()));
    let short = text.words.first().is_some_and(|w| w == "w") && text.words.get(1).is_some_and(|n| CLIENT.contains(&n.as_str()));
    if !(says_windows || old || says_server || short) || text.any(&["sql"]) {
        return None;
    }
    let asked = ask(text);
    let mut found: Vec<&'static Row> = rows().iter().filter(|r| fits(r, &asked)).collect();
    if found.is_empty() && !asked.editions.is_empty() {
        // An edition that the table does not tell apart ("Windows 7 Ultimate").
        let wider = Asked {
            editions: Vec::new(),
            ..asked
        };
        found = rows().iter().filter(|r| fits(r, &wider)).collect();
    }
    Some(if found.is_empty() {
        Named::NoSuchVersion("Windows")
    } else {
        Named::Rows(found, "build or edition")
    })
}

fn ask(text: &Text) -> Asked {
    let mut asked = Asked {
        server: text.any(&["server", "srv", "w2k3", "w2k8"]),
        ltsc: text.any(&["ltsc", "ltsb", "lts"]),
        ..Asked::default()
    };
    asked.compact = text.any(&["ce", "compact", "wince"]);
    asked.embedded = text.any(&["embedded", "emb", "wes", "wepos", "posready", "xpe", "industry", "embeded"]);
    let has = |w: &str| text.any(&[w]);
    for (i, word) in text.words.iter().enumerate() {
        let word = word.as_str();
        let before = i.checked_sub(1).and_then(|p| text.words.get(p)).map_or("", String::as_str);
        let next = text.words.get(i + 1).map_or("", String::as_str);
        if before == "build"
            || before == "os" && word.contains('.')
            || (word.len() >= 4 && word.bytes().all(|b| b.is_ascii_digit()) && is_build(word))
        {
            asked.build = Some(word.split('.').next().unwrap_or(word).to_string()).filter(|b| is_build(b));
            continue;
        }
        if let Some(kernel) = kernel(word) {
            // "6.1.7601", "10.0.19045.3570", "NT 6.1".
            asked.build = word
                .split('.')
                .nth(2)
                .filter(|b| is_build(b))
                .map(str::to_string)
                .or(asked.build.take());
            asked.versions.extend(kernel);
            continue;
        }
        if let Some(client) = CLIENT.iter().find(|c| **c == word) {
            // The 2000 of "SQL 2000" was sent away; the 7 of "POSReady 7" and the 10 of "Windows 10" count, "SP 3" and "version 7" of something else do not.
            if !(before == "sp" || before == "pack" || asked.server && *client != "2000") {
                asked.versions.push(client);
            }
        } else if YEARS.contains(&word) && asked.server {
            let r2 = next == "r2";
            asked.versions.extend(
                YEAR_VERSIONS
                    .iter()
                    .find(|(y, is_r2, _)| *y == word && *is_r2 == r2)
                    .map(|(_, _, v)| *v),
            );
        } else if let Some((_, release)) = LONG_TERM.iter().find(|(year, _)| *year == word && asked.ltsc) {
            asked.releases.push(release);
        } else if let Some(release) = rows()
            .iter()
            .map(|r| r.release)
            .find(|r| !r.is_empty() && *r == word && !r.starts_with("sp"))
        {
            asked.releases.push(release);
        }
    }
    if has("w2k") {
        asked.versions.push("2000");
    }
    if has("w2k3") {
        asked.versions.push("2003");
    }
    if has("w2k8") {
        asked.versions.extend(["2008", "2008 r2"]);
    }
    if asked.embedded || asked.compact {
        if text.any(&["wepos", "xpe"]) || text.any(&["2009"]) && !asked.versions.contains(&"7") {
            asked.versions.push("xp");
        }
        asked.editions.extend(
            [
                ("xpe", "xpe"),
                ("wepos", "wepos"),
                ("posready", "posready"),
                ("industry", "industry"),
            ]
            .iter()
            .filter(|(w, _)| has(w))
            .map(|(_, e)| *e),
        );
        if (has("standard") || has("wes")) && asked.editions.is_empty() {
            asked.editions.push("standard");
        }
    } else {
        if text.any(&["pro", "professional", "prof"]) {
            asked.editions.push("pro");
        }
        if has("home") {
            asked.editions.push("home");
        }
        if text.any(&["enterprise", "ent"]) && !has("iot") {
            asked.editions.push("enterprise");
        }
        if text.any(&["education", "edu"]) {
            asked.editions.push("education");
        }
        if has("iot") {
            asked.editions.push("iot");
        }
        if asked.ltsc {
            asked.editions.push("ltsc");
        }
    }
    if asked.compact {
        asked.versions.clear();
        asked.versions.extend(
            ["5.0", "6.0", "7", "2013"]
                .iter()
                .filter(|v| has(v) || has(v.trim_end_matches(".0"))),
        );
        asked.editions.clear();
    }
    asked
}

const YEAR_VERSIONS: &[(&str, bool, &str)] = &[
    ("2003", false, "2003"),
    ("2003", true, "2003"),
    ("2008", false, "2008"),
    ("2008", true, "2008 r2"),
    ("2012", false, "2012"),
    ("2012", true, "2012 r2"),
    ("2016", false, "2016"),
    ("2019", false, "2019"),
    ("2022", false, "2022"),
    ("2025", false, "2025"),
];

/// The versions that wear a kernel number; "10.0" and later builds tell more by their build.
fn kernel(word: &str) -> Option<Vec<&'static str>> {
    let mut parts = word.split('.');
    let (major, minor) = (parts.next()?, parts.next()?);
    let key = format!("{major}.{minor}");
    if key == "10.0" {
        return Some(Vec::new());
    }
    // "8.1" is a name, "6.1" a kernel.
    KERNELS.iter().find(|(k, _)| *k == key).map(|(_, v)| v.to_vec())
}

/// A build that the table knows.
fn is_build(word: &str) -> bool {
    rows()
        .iter()
        .any(|r| !r.build.is_empty() && r.build.rsplit('.').next() == Some(word))
}

fn fits(row: &Row, asked: &Asked) -> bool {
    let family = match row.product {
        "windows" => !asked.server && !asked.embedded && !asked.compact || asked.server && row.version == "2000",
        // "Windows 7" may be said of the embedded edition too; "Windows 7 Pro" is not.
        "windows-embedded" => {
            asked.embedded
                || (!asked.server && !asked.compact && asked.editions.is_empty() && (!asked.versions.is_empty() || asked.build.is_some()))
        }
        "windows-server" => {
            asked.server
                || asked.build.is_some() && asked.versions.is_empty() && asked.editions.is_empty()
                || asked.versions.iter().any(|v| v.starts_with("20") && *v != "2000")
        }
        "windows-ce" => asked.compact,
        _ => false,
    };
    // "Windows", "any Windows": nothing is narrowed.
    if asked.is_nothing() {
        return row.product.starts_with("windows");
    }
    if !family {
        return false;
    }
    let versions = asked.versions.is_empty() || asked.versions.contains(&row.version);
    let releases = asked.releases.is_empty() || asked.releases.contains(&row.release);
    let build = asked.build.as_deref().is_none_or(|b| {
        row.build.rsplit('.').next() == Some(b) || row.build.is_empty() || row.product == "windows-embedded" && row.build.is_empty()
    });
    let editions = asked.editions.iter().all(|e| row.editions.contains(e));
    versions && releases && build && editions
}
