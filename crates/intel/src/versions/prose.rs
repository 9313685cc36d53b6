//! The prose of a remediation: sentences, the versions in them, and the ids that they list.

use super::version::Version;

/// A sentence as words; "," ":" ";" stand alone, brackets stay on their words.
pub(crate) struct Sentence {
    /// In lower case.
    pub words: Vec<String>,
    /// As written, word for word.
    pub written: Vec<String>,
}

pub(crate) fn sentences(text: &str) -> Vec<Sentence> {
    const ABBREVIATIONS: &[&str] = &["b.", "v.", "e.g.", "i.e.", "inc.", "u.s.", "no.", "dr.", "rev."];
    let mut out = Vec::new();
    let mut written: Vec<String> = Vec::new();
    let mut finish = |written: &mut Vec<String>| {
        if !written.is_empty() {
            let words = written.iter().map(|w| w.to_lowercase()).collect();
            out.push(Sentence {
                words,
                written: std::mem::take(written),
            });
        }
    };
    for raw in text.split_whitespace().take(5_000) {
        let ends = raw.ends_with(['.', '!', '?']) && !ABBREVIATIONS.contains(&raw.to_lowercase().as_str());
        let mut core = raw.trim_end_matches(['.', '!', '?']);
        let mut trailing = Vec::new();
        while let Some(last) = core.chars().last().filter(|c| matches!(c, ',' | ':' | ';')) {
            trailing.push(last.to_string());
            core = &core[..core.len() - 1];
        }
        if !core.is_empty() {
            written.push(core.to_string());
        }
        written.extend(trailing.into_iter().rev());
        if ends {
            finish(&mut written);
        }
    }
    finish(&mut written);
    out
}

/// A version at this word, and how many words it takes.
pub(crate) fn version_at(sentence: &Sentence, at: usize) -> Option<(usize, Version)> {
    let words = &sentence.words;
    let core = words.get(at)?.trim_matches(['*', ')', '(']);
    let lead = at.checked_sub(1).and_then(|p| words.get(p)).map(|w| w.trim_start_matches('('));
    let numbered = lead.is_some_and(|l| NUMBERED.contains(&l));
    let bytes = core.as_bytes();
    let digit_first = bytes.first().is_some_and(u8::is_ascii_digit);
    let v_digit = bytes.len() > 1 && bytes[0] == b'v' && bytes[1].is_ascii_digit();
    let letters = core.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !core.bytes().any(|b| b.is_ascii_digit())
        || id(core).is_some()
        || core.contains(['/', '@', '#'])
        || core.len() > 30
        || looks_like_phone(core)
    {
        return None;
    }
    let dotted =
        core.contains('.') && (digit_first || letters <= 3) && !core.ends_with(".exe") && !core.ends_with(".zip") && !core.contains("www");
    // A bare whole number is a version only when it is called one.
    if !(dotted || v_digit || numbered) || (!numbered && matches!(lead, Some("score" | "cvss" | "section" | "chapter"))) {
        return None;
    }
    let mut taken = 1;
    let mut last = core;
    while let Some(next) = words.get(at + taken).map(|w| w.trim_end_matches(')')) {
        let digits = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit());
        let number = digits(next) && QUALIFIERS.contains(&last);
        let tagged = next.len() <= 6
            && ["sp", "p", "hf", "upd", "sr", "r", "cu"]
                .iter()
                .any(|q| next.strip_prefix(q).is_some_and(digits));
        let qualified = QUALIFIERS.contains(&next)
            && words
                .get(at + taken + 1)
                .is_some_and(|n| digits(n.trim_end_matches(')')) || QUALIFIERS.contains(&n.as_str()));
        if !(qualified || number || tagged) || taken > 5 {
            break;
        }
        last = next;
        taken += 1;
    }
    let text = sentence.written.get(at..at + taken)?.join(" ");
    Version::read(text.trim_matches(['*', ')', '(']))
        .filter(|v| v.series.is_none())
        .map(|v| (taken, v))
}

const QUALIFIERS: &[&str] = &[
    "sp", "service", "pack", "sr", "mr", "update", "upd", "build", "hotfix", "hf", "patch", "gma", "cu",
];

/// Words in front of a number that make it a version.
pub(crate) const NUMBERED: &[&str] = &[
    "version", "versions", "v", "ver", "release", "firmware", "software", "revision", "build", "rev",
];

fn looks_like_phone(word: &str) -> bool {
    word.matches('-').count() >= 2 && word.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

pub(crate) fn id(word: &str) -> Option<String> {
    let word = word.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    (word.starts_with("cve-") || word.starts_with("cwe-"))
        .then(|| word.trim_end_matches(|c: char| !c.is_ascii_digit()).to_ascii_uppercase())
}

/// "For CVE-2021-28165, …", "For vulnerabilities CVE-…, CVE-…".
pub(crate) fn ids_in_front(words: &[String]) -> Vec<String> {
    if words.first().map(String::as_str) != Some("for") {
        return Vec::new();
    }
    words
        .iter()
        .skip(1)
        .take_while(|w| id(w).is_some() || matches!(w.as_str(), "vulnerabilities" | "vulnerability" | "," | "and"))
        .filter_map(|w| id(w))
        .collect()
}

/// CVE and CWE ids behind the version, told apart by "except" and "partially".
pub(crate) fn scope(behind: &[String]) -> (Vec<String>, Vec<String>) {
    let (mut only, mut except) = (Vec::new(), Vec::new());
    let mut excluded = false;
    for word in behind {
        match word.as_str() {
            "except" | "excluding" | "partially" | "partly" | "besides" => excluded = true,
            w => match id(w) {
                Some(id) if excluded => except.push(id),
                Some(id) => only.push(id),
                None => {}
            },
        }
    }
    (only, except)
}

pub(crate) fn says(words: &[String], phrases: &[&str]) -> bool {
    let joined = words.join(" ");
    phrases.iter().any(|p| joined.contains(p))
}
