//! Fixed versions in the prose of a remediation ("update to version 2.43.02 or later"). CISA's advisories state them nowhere else.
//! Only sentences that a rule reads with certainty count; promises ("plans to release"), partial fixes and versions of
//! something else (Windows) do not.

use super::version::{Standing, Version};
use super::{Place, Stated};

/// A version that a remediation calls fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedVersion {
    /// The version as written.
    pub text: String,
    /// The words in front of it that name the product, lower case; empty where the sentence names none.
    pub about: String,
    /// The vulnerabilities that it is said to fix, where the sentence lists them (CVE and CWE ids); empty: all that the remediation is for.
    pub only: Vec<String>,
    /// Those that it is said not to fix, or to fix in part.
    pub except: Vec<String>,
    version: Version,
    /// "a version later than 2.2.3": that version itself is not fixed.
    after: bool,
}

impl FixedVersion {
    /// Whether the sentence calls this vulnerability (its CVE id, its CWE ids) fixed.
    pub fn covers(&self, id: &str, weaknesses: &[&str]) -> bool {
        let named = |list: &[String]| {
            list.iter()
                .any(|l| l.eq_ignore_ascii_case(id) || weaknesses.iter().any(|w| l.eq_ignore_ascii_case(w)))
        };
        !named(&self.except) && (self.only.is_empty() || named(&self.only))
    }

    /// Whether the advisory counts this very version among the affected: then the two statements contradict each other, and neither is certain.
    pub fn contradicts(&self, stated: &Stated) -> bool {
        if self.after || stated.says_all() {
            return false;
        }
        let config = register::Configuration {
            software_version: self.text.clone(),
            ..register::Configuration::default()
        };
        matches!(stated.place(&config), Place::Inside)
    }
}

/// Whether a device runs a fixed version or a later one of the same scheme; None where no rule orders the two.
pub fn runs_fixed(fixed: &FixedVersion, installed: &str) -> Option<bool> {
    if register::placeholder::is_placeholder(installed) {
        return None;
    }
    match Version::read(installed)?.standing(&fixed.version) {
        Standing::Equal | Standing::Member => Some(!fixed.after),
        Standing::Above => Some(true),
        Standing::Extends => (!fixed.after).then_some(true),
        Standing::Below => Some(false),
        Standing::Unknown(_) => None,
    }
}

/// The fixed versions that a remediation's text names with certainty.
pub fn fixed_in(text: &str) -> Vec<FixedVersion> {
    let mut out: Vec<FixedVersion> = Vec::new();
    let mut released_list = false;
    for sentence in sentences(text) {
        // "B. Braun has released software updates … : pack SP, software 028U00093; SpaceStation, software Version 012U000093."
        released_list = released_list
            || says(
                &sentence,
                &["released software updates", "released the following", "released updates"],
            );
        let listed = released_list && !is_promise(&sentence);
        for found in in_sentence(&sentence, listed) {
            if !out.iter().any(|f| f.version == found.version && f.about == found.about) {
                out.push(found);
            }
        }
    }
    out
}

/// Words that make a sentence a promise.
const PROMISES: &[&str] = &[
    "plan",
    "plans",
    "planned",
    "planning",
    "expected",
    "expects",
    "upcoming",
    "scheduled",
    "schedule",
    "estimated",
    "intends",
    "future",
    "will",
    "working",
    "anticipated",
    "anticipates",
];

/// What it takes to be called a fix: one of these before the version …
const MOVE_TO: &[&str] = &[
    "update",
    "updates",
    "updated",
    "updating",
    "upgrade",
    "upgrades",
    "upgraded",
    "upgrading",
    "migrate",
    "migrating",
    "patch",
    "patching",
    "install",
    "installing",
    "move",
    "apply",
];
/// … or one of these …
const MADE: &[&str] = &["released", "created", "produced", "developed", "issued", "deployed", "published"];
/// … or one of these followed by "in" …
const MENDED: &[&str] = &[
    "fixed",
    "resolved",
    "remediated",
    "corrected",
    "addressed",
    "mitigated",
    "patched",
    "solved",
    "eliminated",
    "repaired",
];
/// … or one of these after it.
const MENDS: &[&str] = &[
    "fix",
    "fixes",
    "remediates",
    "remediate",
    "addresses",
    "address",
    "corrects",
    "correct",
    "resolves",
    "resolve",
    "eliminates",
    "mitigates",
    "mitigate",
    "mitigated",
    "mitigations",
    "fixed",
    "patches",
    "remediated",
];
/// Products of others that a sentence may name on the way.
const OTHERS: &[&str] = &[
    "windows",
    "tls",
    "android",
    "ios",
    "java",
    "sql",
    "server",
    "openssl",
    "smb",
    "linux",
    "iis",
    "net",
    "framework",
    "cve",
    "cwe",
    "cvss",
    "ssl",
    "python",
    "apache",
    "log4j",
];

const NUMBERED: &[&str] = &[
    "version", "versions", "v", "ver", "release", "firmware", "software", "revision", "build", "rev",
];

fn in_sentence(sentence: &[String], listed: bool) -> Vec<FixedVersion> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < sentence.len() {
        let Some((length, version)) = version_at(sentence, i) else {
            i += 1;
            continue;
        };
        let after = i + length;
        if let Some(found) = judge(sentence, i, after, version, listed) {
            out.push(found);
        }
        i = after;
    }
    // "Versions 12.0.1, 12.0.2 and 12.1.0 address …": what is said of the last is said of the list. Kept simple: each is judged by itself.
    out
}

/// Whether the version at `start..after` is called fixed.
fn judge(words: &[String], start: usize, after: usize, version: Version, listed: bool) -> Option<FixedVersion> {
    let clause_start = words[..start]
        .iter()
        .rposition(|w| w == ";" || w == "however" || w == "but")
        .map_or(0, |p| p + 1);
    let before = &words[clause_start..start];
    let behind_end = words[after..]
        .iter()
        .position(|w| w == ";" || w == "however" || w == "but")
        .map_or(words.len(), |p| after + p);
    let behind = &words[after..behind_end];
    // "R8.0.3 or prior", "prior to 3.0", "from version 1.2": the old one.
    let next: Vec<&str> = behind.iter().take(3).map(String::as_str).collect();
    if matches!(
        next.as_slice(),
        [
            "or" | "and",
            "prior" | "earlier" | "below" | "lower" | "older" | "previous" | "before",
            ..
        ] | ["through" | "thru" | "to", ..]
    ) {
        return None;
    }
    let near: Vec<&str> = before
        .iter()
        .rev()
        .map(String::as_str)
        .filter(|w| !NUMBERED.contains(w) && *w != "the" && *w != ":")
        .take(2)
        .collect();
    let later_than = matches!(near.as_slice(), ["than", "later" | "newer" | "higher" | "greater"])
        || words_before(before, 8)
            .windows(2)
            .any(|w| (w[0] == "later" || w[0] == "newer") && w[1] == "than");
    if !later_than
        && matches!(
            near.as_slice(),
            [
                "from" | "before" | "through" | "than" | "below" | "using" | "running" | "for" | "affected" | "until",
                ..
            ] | ["to", "prior" | "previous"]
                | ["with", "compatible"]
        )
    {
        return None;
    }
    let product: Vec<&str> = product_words(before);
    if product.iter().rev().take(3).any(|w| OTHERS.contains(w)) {
        return None;
    }
    let clause: Vec<&str> = before.iter().chain(behind).map(String::as_str).collect();
    let promised = clause.iter().any(|w| PROMISES.contains(w));
    if promised
        || clause
            .iter()
            .any(|w| matches!(*w, "not" | "cannot" | "never" | "longer" | "unless"))
            && !clause.windows(2).any(|w| w == ["not", "vulnerable"])
    {
        return None;
    }
    let moved = moves_to(before);
    let made = before.iter().any(|w| MADE.contains(&w.as_str()));
    let mended = before.iter().rev().take(4).any(|w| w == "in" || w == "with" || w == "by")
        && before.iter().rev().take(8).any(|w| MENDED.contains(&w.as_str()));
    let mends = behind.iter().take(16).any(|w| MENDS.contains(&w.as_str()));
    let released_note = matches!(next.first(), Some(&"(released")) || behind.iter().take(2).any(|w| w == "released");
    if !(moved || made || mended || mends || listed || (released_note && before.iter().any(|w| w == ":"))) {
        return None;
    }
    let (only, except) = scope(behind);
    Some(FixedVersion {
        text: version.text.clone(),
        about: product.join(" "),
        only,
        except,
        version,
        after: later_than,
    })
}

/// "update … to", with the version behind "to" and no second verb between.
fn moves_to(before: &[String]) -> bool {
    let Some(verb) = before.iter().rposition(|w| MOVE_TO.contains(&w.as_str())) else {
        return false;
    };
    let between = &before[verb + 1..];
    between.len() <= 16 && (between.iter().any(|w| w == "to") || between.iter().all(|w| w != "from") && between.len() <= 4)
}

fn words_before(before: &[String], n: usize) -> &[String] {
    &before[before.len().saturating_sub(n)..]
}

/// The words that name the product: from the verb (or the start, or the last version) to the version.
fn product_words(before: &[String]) -> Vec<&str> {
    const SILENT: &[&str] = &[
        "to",
        "the",
        "a",
        "an",
        "of",
        "that",
        "users",
        "customers",
        "all",
        "for",
        "and",
        "or",
        "in",
        "is",
        "their",
        "recommends",
        "recommend",
        "recommended",
        "latest",
        "newest",
        "has",
        "have",
        "system",
        "product",
        "software",
        "firmware",
        "version",
        "versions",
        "release",
        "should",
        "affected",
        "vulnerable",
        ":",
        ",",
        "(",
        ")",
        "v",
        "with",
        "update",
        "upgrade",
        "new",
        "following",
        "within",
        "outside",
        "released",
        "available",
        "later",
        "higher",
        "newer",
        "be",
        "advises",
    ];
    let begin = before
        .iter()
        .rposition(|w| {
            MOVE_TO.contains(&w.as_str())
                || MADE.contains(&w.as_str())
                || w == ";"
                || w == "later"
                || w == "higher"
                || w == "newer"
                || (w.bytes().any(|b| b.is_ascii_digit()) && w.contains('.'))
        })
        .map_or(0, |p| p + 1);
    let mut words: Vec<&str> = before[begin..].iter().map(String::as_str).filter(|w| !SILENT.contains(w)).collect();
    if words.is_empty() {
        // "MedDream PACS: update to …", "KEPServerEX should upgrade to …": named in front of the verb.
        words = before[..begin.saturating_sub(1)]
            .iter()
            .map(String::as_str)
            .filter(|w| !SILENT.contains(w))
            .collect();
    }
    let skip = words.len().saturating_sub(10);
    words.split_off(skip)
}

/// CVE and CWE ids behind the version, told apart by "except" and "partially".
fn scope(behind: &[String]) -> (Vec<String>, Vec<String>) {
    let (mut only, mut except) = (Vec::new(), Vec::new());
    let mut excluded = false;
    for word in behind {
        match word.as_str() {
            "except" | "excluding" | "partially" | "partly" | "besides" => excluded = true,
            "remediates" | "fixes" | "addresses" if !excluded => {}
            w if w.starts_with("cve-") || w.starts_with("cwe-") => {
                let id = w.trim_end_matches(|c: char| !c.is_ascii_digit()).to_ascii_uppercase();
                if excluded { except.push(id) } else { only.push(id) }
            }
            _ => {}
        }
    }
    (only, except)
}

fn says(sentence: &[String], phrases: &[&str]) -> bool {
    let joined = sentence.join(" ");
    phrases.iter().any(|p| joined.contains(p))
}

fn is_promise(sentence: &[String]) -> bool {
    sentence.iter().any(|w| PROMISES.contains(&w.as_str()))
}

/// A version at this word, and how many words it takes.
fn version_at(words: &[String], at: usize) -> Option<(usize, Version)> {
    let word = words.get(at)?;
    let core = word.trim_end_matches(['*', ')']);
    let lead = at.checked_sub(1).and_then(|p| words.get(p)).map(String::as_str);
    let numbered = lead.is_some_and(|l| NUMBERED.contains(&l));
    let bytes = core.as_bytes();
    let digit_first = bytes.first().is_some_and(u8::is_ascii_digit);
    let v_digit = bytes.len() > 1 && bytes[0] == b'v' && bytes[1].is_ascii_digit();
    let has_digit = core.bytes().any(|b| b.is_ascii_digit());
    if !has_digit
        || core.starts_with("cve-")
        || core.starts_with("cwe-")
        || core.contains('/')
        || core.contains("http")
        || core.contains('@')
        || core.len() > 30
    {
        return None;
    }
    let dotted = core.contains('.')
        && (digit_first
            || (bytes.len() > 2 && bytes[1] == b'.' && bytes[0].is_ascii_alphabetic())
            || core.chars().take_while(char::is_ascii_alphabetic).count() <= 3);
    // A bare whole number is a version only when it is called one; a score ("9.8") follows "score" or "cvss".
    if !(dotted || v_digit || (numbered && has_digit))
        || matches!(lead, Some("score" | "cvss" | "of" | "june" | "july" | "q1" | "q2" | "q3" | "q4")) && !numbered
    {
        return None;
    }
    if looks_like_phone(core) {
        return None;
    }
    let mut text = core.to_string();
    let mut taken = 1;
    while let Some(next) = words.get(at + taken) {
        let follows = text.rsplit(' ').next().is_some_and(|l| QUALIFIERS.contains(&l));
        let qualifier = QUALIFIERS.contains(&next.as_str());
        let number = next.bytes().all(|b| b.is_ascii_digit()) && follows;
        let tagged = next.len() <= 6
            && ["sp", "p", "hf", "upd", "sr", "r"].iter().any(|q| {
                next.strip_prefix(q)
                    .is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()))
            });
        let qualified = qualifier
            && words
                .get(at + taken + 1)
                .is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()) || QUALIFIERS.contains(&n.as_str()));
        if !(qualified || number || tagged) || taken > 5 {
            break;
        }
        text.push(' ');
        text.push_str(next);
        taken += 1;
    }
    Version::read(&text).filter(|v| v.series.is_none()).map(|v| (taken, v))
}

const QUALIFIERS: &[&str] = &[
    "sp", "service", "pack", "sr", "mr", "update", "upd", "build", "hotfix", "hf", "patch", "gma", "cu",
];

fn looks_like_phone(word: &str) -> bool {
    word.matches('-').count() >= 2 && word.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

/// Sentences as lower-case words; brackets stay on their words, "," ":" ";" stand alone.
fn sentences(text: &str) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    let mut current: Vec<String> = Vec::new();
    for raw in text.split_whitespace() {
        let word = raw.to_lowercase();
        let ends = word.ends_with(['.', '!', '?'])
            && !matches!(
                word.as_str(),
                "b." | "v." | "e.g." | "i.e." | "inc." | "u.s." | "no." | "dr." | "rev."
            );
        let mut core = word.trim_end_matches(['.', '!', '?']);
        let mut trailing = Vec::new();
        while let Some(last) = core.chars().last().filter(|c| matches!(c, ',' | ':' | ';')) {
            trailing.push(last.to_string());
            core = &core[..core.len() - 1];
        }
        // "Server.Or" has lost its blank.
        let (first, second) = match core.split_once(".or") {
            Some((a, "")) if a.len() > 3 => (a, Some("or")),
            _ => (core, None),
        };
        if !first.is_empty() {
            current.push(first.to_string());
        }
        current.extend(second.map(str::to_string));
        current.extend(trailing.into_iter().rev());
        if ends && !current.is_empty() {
            out.push(std::mem::take(&mut current));
        }
    }
    if !current.is_empty() {
        out.push(current);
    }
    out
}
