//! Fixed versions in the prose of a remediation ("update to version 2.43.02 or later"). CISA's advisories state them nowhere else.
//! Only sentences that a rule reads with certainty count; promises ("plans to release"), partial fixes and versions of
//! something else (Windows) do not.

use super::prose::{NUMBERED, Sentence, id, ids_in_front, says, scope, sentences, version_at};
use super::version::{Standing, Version};
use super::{Place, Stated};

/// A version that a remediation calls fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedVersion {
    /// The version as written.
    pub text: String,
    /// The words in front of it, lower case, in which the product's name may stand (and the maker's: "philips released …");
    /// empty where the sentence names none.
    pub about: String,
    /// The vulnerabilities that it is said to fix, where the sentence lists them (CVE and CWE ids); empty: all that the remediation is for.
    pub only: Vec<String>,
    /// Those that it is said not to fix, or to fix in part.
    pub except: Vec<String>,
    version: Version,
    /// "a version later than 2.2.3": that version itself is not fixed.
    after: bool,
}

/// A version that a text says still has some vulnerabilities, whatever its range says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StillOpen {
    /// The version as written.
    pub text: String,
    /// Their ids.
    pub ids: Vec<String>,
    version: Version,
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

impl StillOpen {
    /// Whether a device runs that very version, or one that may be it.
    pub fn is_run_by(&self, installed: &str) -> bool {
        let Some(version) = Version::read(installed) else { return false };
        matches!(
            version.standing(&self.version),
            Standing::Equal | Standing::Member | Standing::Extends | Standing::Unknown(_)
        )
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
    found(text, false)
}

/// The versions that a vendor's fix only names ("Patient Information Center iX (PICiX) Version C.03"): a hint that they are
/// fixed, never certain. Where a range says that such a version is affected, the advisory contradicts itself.
pub fn fixed_hints(text: &str) -> Vec<FixedVersion> {
    found(text, true)
}

fn found(text: &str, hints: bool) -> Vec<FixedVersion> {
    let mut out: Vec<FixedVersion> = Vec::new();
    let mut listed = false;
    let mut for_ids: Vec<String> = Vec::new();
    for sentence in sentences(text) {
        // "B. Braun has released software updates … : pack SP, software 028U00093; SpaceStation, software Version 012U000093."
        listed = listed
            || says(
                &sentence.words,
                &["released software updates", "released the following", "released updates"],
            );
        // "For CVE-2021-28165, …" speaks for what follows, too.
        let ids = ids_in_front(&sentence.words);
        if !ids.is_empty() {
            for_ids = ids;
        }
        let promise = sentence.words.iter().any(|w| PROMISES.contains(&w.as_str()));
        for mut one in in_sentence(&sentence, listed && !promise, hints) {
            if one.only.is_empty() {
                one.only.clone_from(&for_ids);
            }
            if !out.iter().any(|f| f.version == one.version && f.about == one.about) {
                out.push(one);
            }
        }
    }
    out
}

/// Versions of which the text says that vulnerabilities remain in them: "still present on … version 12.3.1: CVE-…".
pub fn still_open(text: &str) -> Vec<StillOpen> {
    let mut out = Vec::new();
    for sentence in sentences(text) {
        if !says(
            &sentence.words,
            &[
                "still present",
                "still affected",
                "still vulnerable",
                "remains vulnerable",
                "remain vulnerable",
                "remains affected",
                "remain present",
                "remains present",
            ],
        ) {
            continue;
        }
        let ids: Vec<String> = sentence.words.iter().filter_map(|w| id(w)).collect();
        let mut i = 0;
        while i < sentence.words.len() {
            match version_at(&sentence, i) {
                Some((length, version)) => {
                    out.push(StillOpen {
                        text: version.text.clone(),
                        ids: ids.clone(),
                        version,
                    });
                    i += length;
                }
                None => i += 1,
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
const MADE: &[&str] = &[
    "released",
    "created",
    "produced",
    "developed",
    "issued",
    "deployed",
    "published",
    "provided",
];
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
    "incorporating",
];

fn in_sentence(sentence: &Sentence, listed: bool, hints: bool) -> Vec<FixedVersion> {
    let mut out = Vec::new();
    let mut i = 0;
    let mut old_one_ended = None;
    while i < sentence.words.len() {
        let Some((length, version)) = version_at(sentence, i) else {
            i += 1;
            continue;
        };
        let after = i + length;
        // "users using Version 8.0, 8.1 or 8.4": what is said of the first of a list is said of all.
        let continues = old_one_ended.is_some_and(|end: usize| {
            sentence.words[end..i]
                .iter()
                .all(|w| matches!(w.as_str(), "," | "and" | "or" | "&"))
        });
        if continues || is_old(&sentence.words, i, after) {
            old_one_ended = Some(after);
        } else if let Some(found) = judge(&sentence.words, i, after, version, listed, hints) {
            out.push(found);
        }
        i = after;
    }
    out
}

fn is_break(word: &str) -> bool {
    matches!(word, ";" | "however" | "but")
}

/// "R8.0.3 or prior", "prior to 3.0", "from version 1.2", "Niagara 4.6: Version 4.6.96": named as the old one or as the name of a product.
fn is_old(words: &[String], start: usize, after: usize) -> bool {
    let next: Vec<&str> = words.iter().skip(after).take(2).map(String::as_str).collect();
    if matches!(
        next.as_slice(),
        [
            "or" | "and",
            "prior" | "earlier" | "below" | "lower" | "older" | "previous" | "before"
        ] | ["through" | "thru" | "to" | ":" | "with" | "should" | "users", ..]
    ) && !matches!(
        next.as_slice(),
        [
            "to",
            "address" | "fix" | "resolve" | "mitigate" | "remediate" | "correct" | "eliminate"
        ]
    ) && !(next.first() == Some(&"with") && words.iter().skip(after + 1).take(2).any(|w| w == "dcm" || w == "the"))
    {
        return true;
    }
    let before = &words[..start];
    if is_later_than(before) {
        return false;
    }
    let near: Vec<&str> = before
        .iter()
        .rev()
        .map(String::as_str)
        .filter(|w| !NUMBERED.contains(w) && *w != "the" && *w != ":")
        .take(2)
        .collect();
    let using = before
        .iter()
        .rev()
        .take(4)
        .any(|w| matches!(w.as_str(), "using" | "running" | "currently"));
    using
        || matches!(
            near.as_slice(),
            [
                "from" | "before" | "through" | "than" | "below" | "for" | "affected" | "until" | "older" | "previous",
                ..
            ] | ["to", "prior" | "previous"]
                | ["with", "compatible"]
        )
}

fn is_later_than(before: &[String]) -> bool {
    let near = &before[before.len().saturating_sub(8)..];
    near.windows(2)
        .any(|w| matches!(w[0].as_str(), "later" | "newer" | "higher" | "greater") && w[1] == "than")
}

/// Whether the version at `start..after` is called fixed.
fn judge(words: &[String], start: usize, after: usize, version: Version, listed: bool, hints: bool) -> Option<FixedVersion> {
    let clause_start = words[..start].iter().rposition(|w| is_break(w)).map_or(0, |p| p + 1);
    let clause_end = words[after..].iter().position(|w| is_break(w)).map_or(words.len(), |p| after + p);
    let (before, behind) = (&words[clause_start..start], &words[after..clause_end]);
    let product: Vec<&str> = product_words(before);
    if product.iter().rev().take(3).any(|w| OTHERS.contains(w)) {
        return None;
    }
    let clause: Vec<&str> = before.iter().chain(behind).map(String::as_str).collect();
    // "Versions 12.0.1 … will address this vulnerability" is said of versions that have numbers already.
    let will_mend = behind.windows(2).any(|w| w[0] == "will" && MENDS.contains(&w[1].as_str()));
    let promised = clause.iter().any(|w| PROMISES.contains(w) && !(will_mend && *w == "will"));
    let denied = clause
        .iter()
        .any(|w| matches!(*w, "not" | "cannot" | "never" | "longer" | "unless" | "still"))
        && !clause.windows(2).any(|w| w == ["not", "vulnerable"]);
    if promised || denied {
        return None;
    }
    let made = before.iter().any(|w| MADE.contains(&w.as_str()));
    let mended = before.iter().rev().take(4).any(|w| matches!(w.as_str(), "in" | "with" | "by"))
        && before.iter().rev().take(8).any(|w| MENDED.contains(&w.as_str()));
    let mends = behind.iter().take(16).any(|w| MENDS.contains(&w.as_str()));
    let released_note = behind.first().is_some_and(|w| w == "(released") && before.iter().any(|w| w == ":");
    if !(moves_to(before) || made || mended || mends || listed || released_note || hints) {
        return None;
    }
    let about = product.iter().copied().chain(bracket_behind(behind)).collect::<Vec<_>>().join(" ");
    let (only, except) = scope(behind);
    Some(FixedVersion {
        text: version.text.clone(),
        about,
        only,
        except,
        version,
        after: is_later_than(before),
    })
}

/// "Version 1.4 (EM1200)": the bracket behind a version says for which model it is. Remarks on dates and serial numbers do not.
fn bracket_behind(behind: &[String]) -> Option<&str> {
    let word = behind.first()?.strip_prefix('(')?.strip_suffix(')')?;
    let names = word.bytes().any(|b| b.is_ascii_alphabetic())
        && id(word).is_none()
        && !matches!(word, "released" | "latest" | "current" | "recommended");
    names.then_some(word)
}

/// "update … to", or a verb right in front of the version ("install version 3", "with patch 10.1.5").
fn moves_to(before: &[String]) -> bool {
    let Some(verb) = before.iter().rposition(|w| MOVE_TO.contains(&w.as_str())) else {
        return false;
    };
    let between = &before[verb + 1..];
    between.len() <= 16
        && (between.iter().any(|w| w == "to") || between.iter().all(|w| NUMBERED.contains(&w.as_str()) || w == "the" || w == ":"))
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
        "than",
        "image",
        "previous",
    ];
    let ends_old = |w: &String| {
        MOVE_TO.contains(&w.as_str())
            || MADE.contains(&w.as_str())
            || is_break(w)
            || matches!(w.as_str(), "later" | "higher" | "newer")
            || (w.bytes().any(|b| b.is_ascii_digit()) && w.contains('.'))
    };
    let mut begin = before.iter().rposition(ends_old).map_or(0, |p| p + 1);
    // "Version 1.4 (EM1200) and ExactaMix Version 1.13": the bracket belongs to the version in front of it.
    while begin > 0 && before.get(begin).is_some_and(|w| w.starts_with('(') && w.ends_with(')')) {
        begin += 1;
    }
    let named = |words: &'_ [String]| -> Vec<String> {
        words
            .iter()
            .map(|w| w.trim_matches(['(', ')', '"', '/']).to_string())
            .filter(|w| !w.is_empty() && w.len() <= 40 && !SILENT.contains(&w.as_str()))
            .collect()
    };
    let pick = |words: &'_ [String]| -> Vec<usize> { (0..words.len()).filter(|i| !named(&words[*i..=*i]).is_empty()).collect() };
    let mut range = &before[begin..];
    let mut kept = pick(range);
    if kept.is_empty() {
        // "MedDream PACS: update to …", "KEPServerEX should upgrade to …": named in front of the verb.
        range = &before[..begin.saturating_sub(1)];
        kept = pick(range);
    }
    let skip = kept.len().saturating_sub(10);
    kept.into_iter()
        .skip(skip)
        .filter_map(|i| range.get(i))
        .map(|w| w.trim_matches(['(', ')', '"', '/']))
        .collect()
}
