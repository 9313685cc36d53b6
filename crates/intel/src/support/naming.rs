//! What an operating system's name in a register narrows down: "Win10", "WINDOWS 7 PRO SP1", "Windows NT 6.1", "RHEL 7.9".

use super::table::{Row, rows};

/// What a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// The rows that it may be, and what would narrow them.
    Rows(Vec<&'static Row>, &'static str),
    /// A system that only its maker knows the dates of.
    AskMaker(&'static Row),
    /// A kernel without its distribution, which may mend it for longer than the kernel's own people do.
    Kernel(Vec<&'static Row>),
    /// A system that is known, in a version that the table does not have.
    NoSuchVersion(&'static str),
    /// It names something that is not an operating system.
    NotAnOs,
    /// Nothing that is known here.
    Unknown,
}

/// Reads a name.
pub(crate) fn read(os: &str) -> Named {
    let words = words(os);
    if words.is_empty() {
        return Named::Unknown;
    }
    let text = Text { words };
    // The maker's own system comes first: "proprietary; battery pack Linux".
    if let Some(row) = maker_row(&text) {
        return Named::AskMaker(row);
    }
    // Not Apple's.
    if text.any(&["cisco"]) {
        return Named::Unknown;
    }
    if let Some(named) = super::windows::read(&text) {
        return named;
    }
    if let Some(named) = others(&text) {
        return named;
    }
    if text.any(&["linux", "gnu"]) {
        return kernel(&text);
    }
    if text.any(&[
        "sql",
        "java",
        "jre",
        "oracle",
        "browser",
        "tablet",
        "app",
        "application",
        "office",
        "citrix",
        "vmware",
        "esxi",
        "net",
    ]) {
        return Named::NotAnOs;
    }
    Named::Unknown
}

/// The words of a name, in lower case.
pub(crate) struct Text {
    pub words: Vec<String>,
}

impl Text {
    /// Whether one of these words is there.
    pub fn any(&self, words: &[&str]) -> bool {
        self.words.iter().any(|w| words.contains(&w.as_str()))
    }

    /// Whether these words follow each other somewhere.
    pub fn phrase(&self, phrase: &[&str]) -> bool {
        self.words.windows(phrase.len()).any(|w| w.iter().zip(phrase).all(|(a, b)| a == b))
    }
}

/// Lower-case words; letters and digits are cut apart where a name joins them ("win10", "2012r2", "ubuntu18.04").
fn words(os: &str) -> Vec<String> {
    let mut out = Vec::new();
    for piece in os
        .to_lowercase()
        .chars()
        .take(200)
        .collect::<String>()
        .split(|c: char| !(c.is_alphanumeric() || c == '.'))
    {
        let piece = piece.trim_matches('.');
        if piece.is_empty() {
            continue;
        }
        let keeps = is_release(piece)
            || matches!(
                piece,
                "r2" | "sp1" | "sp2" | "sp3" | "sp4" | "sp5" | "win32" | "x64" | "x86" | "os2" | "w2k" | "w2k3" | "w2k8"
            );
        if keeps {
            out.push(piece.to_string());
            continue;
        }
        let mut word = String::new();
        let mut digit = None;
        for c in piece.chars() {
            let is = c.is_ascii_digit() || c == '.';
            if digit.is_some_and(|d| d != is) && !word.is_empty() {
                out.push(std::mem::take(&mut word));
            }
            digit = Some(is);
            word.push(c);
        }
        if !word.is_empty() {
            out.push(word);
        }
    }
    // "2012 r 2" was "2012r2"; "sp 1" is "sp1"; "21 h 2" was "21h2".
    let mut joined: Vec<String> = Vec::new();
    let mut i = 0;
    while let Some(word) = out.get(i) {
        match (word.as_str(), out.get(i + 1).map(String::as_str)) {
            ("r" | "sp", Some(n)) if n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()) => {
                joined.push(format!("{word}{n}"));
                i += 2;
            }
            ("service", Some("pack")) => {
                joined.extend(out.get(i + 2).filter(|n| n.len() == 1).map(|n| format!("sp{n}")));
                i += 3;
            }
            _ => {
                joined.push(word.clone());
                i += 1;
            }
        }
    }
    joined
        .iter()
        .map(|w| w.trim_matches('.').to_string())
        .filter(|w| !w.is_empty())
        .collect()
}

/// "22h2".
fn is_release(word: &str) -> bool {
    let bytes = word.as_bytes();
    matches!(bytes, [a, b, b'h', c] if a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_digit())
}

fn row(product: &str) -> Option<&'static Row> {
    rows().iter().find(|r| r.product == product)
}

fn maker_row(text: &Text) -> Option<&'static Row> {
    let product = if text.any(&["vxworks"]) || text.phrase(&["vx", "works"]) {
        "vxworks"
    } else if text.any(&["qnx", "neutrino"]) {
        "qnx"
    } else if text.any(&["integrity"]) {
        "integrity"
    } else if text.any(&["rtos", "nucleus", "threadx", "freertos", "ecos", "psos"]) || text.phrase(&["real", "time"]) {
        "rtos"
    } else if text.any(&["solaris", "hp-ux", "hpux", "aix", "irix", "unix"]) || text.phrase(&["hp", "ux"]) {
        "unix"
    } else if text.any(&["dos", "msdos"]) {
        "dos"
    } else if text.any(&["os2"]) || text.phrase(&["os", "2"]) {
        "os2"
    } else if text.any(&["proprietary", "closed", "bespoke"]) && !text.any(&["windows", "win"]) {
        if text.any(&["linux"]) && text.words.first().is_none_or(|w| w != "proprietary") || text.phrase(&["proprietary", "linux"]) {
            "makers-linux"
        } else {
            "proprietary"
        }
    } else if text.any(&["maker", "manufacturer", "vendor", "oem"]) && text.any(&["linux"]) {
        "makers-linux"
    } else {
        return None;
    };
    row(product)
}

/// Names of the families whose rows are told apart by a version number, as the words that say so.
const FAMILIES: &[(&str, &[&[&str]], &str)] = &[
    ("centos-stream", &[&["centos", "stream"]], "CentOS Stream"),
    ("centos", &[&["centos"]], "CentOS Linux"),
    ("rhel", &[&["rhel"], &["red", "hat"], &["redhat"]], "Red Hat Enterprise Linux"),
    ("ubuntu", &[&["ubuntu"]], "Ubuntu"),
    ("debian", &[&["debian"]], "Debian"),
    ("opensuse", &[&["opensuse"], &["open", "suse"]], "openSUSE"),
    ("sles", &[&["sles"], &["sle"], &["suse"]], "SUSE Linux Enterprise Server"),
    ("fedora", &[&["fedora"]], "Fedora Linux"),
    ("yocto", &[&["yocto"], &["poky"]], "Yocto Project"),
    ("android", &[&["android"]], "Android"),
    ("ipados", &[&["ipados"]], "iPadOS"),
    ("ios", &[&["ios"]], "iOS"),
    ("macos", &[&["macos"], &["mac", "os"], &["osx"], &["os", "x"]], "macOS"),
    ("freebsd", &[&["freebsd"]], "FreeBSD"),
];

fn others(text: &Text) -> Option<Named> {
    let (product, _, name) = FAMILIES.iter().find(|(_, phrases, _)| phrases.iter().any(|p| text.phrase(p)))?;
    let all: Vec<&'static Row> = rows().iter().filter(|r| r.product == *product).collect();
    let version = text
        .words
        .iter()
        .find(|w| w.starts_with(|c: char| c.is_ascii_digit()) && w.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    let Some(version) = version else {
        return Some(Named::Rows(all, "version"));
    };
    let pack = text
        .words
        .iter()
        .find_map(|w| w.strip_prefix("sp"))
        .filter(|n| n.bytes().all(|b| b.is_ascii_digit()) && !n.is_empty());
    // "SLES 11 SP4" is 11.4.
    let wanted = match pack {
        Some(pack) if *product == "sles" && !version.contains('.') => format!("{version}.{pack}"),
        _ => version.clone(),
    };
    let is = |row: &&&'static Row| wanted == row.version || wanted.strip_prefix(row.version).is_some_and(|rest| rest.starts_with('.'));
    // The row with the longest version that the text begins with ("7.9" is "7", "18.04.5" is "18.04"); else all that begin with the text ("15" of SLES).
    let mut found: Vec<&'static Row> = all.iter().filter(is).copied().collect();
    let longest = found.iter().map(|r| r.version.len()).max().unwrap_or(0);
    found.retain(|r| r.version.len() == longest);
    if found.is_empty() {
        found = all
            .iter()
            .filter(|r| r.version.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.starts_with('.')))
            .copied()
            .collect();
    }
    Some(if found.is_empty() {
        Named::NoSuchVersion(name)
    } else {
        Named::Rows(found, "version")
    })
}

/// "Linux 2.6", "Linux 5.10": the rows of the kernel itself; none where no version is named, or one that the table does not have.
fn kernel(text: &Text) -> Named {
    let version = text
        .words
        .iter()
        .find(|w| w.starts_with(|c: char| c.is_ascii_digit()) && w.contains('.'));
    let is = |row: &&'static Row| {
        row.product == "linux-kernel"
            && version.is_some_and(|v| v == row.version || v.strip_prefix(row.version).is_some_and(|rest| rest.starts_with('.')))
    };
    Named::Kernel(rows().iter().filter(is).collect())
}
