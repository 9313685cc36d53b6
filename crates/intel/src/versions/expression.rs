//! Reads the text that stands in the place of a version: takes off what is not a version (dates, platforms, options, serial
//! numbers, remarks in brackets), then reads the rest.

use advisories::BranchCategory;

use super::dates::{self, Span};
use super::reading::{Dates, Reading};
use super::words::Word;
use super::{constraints, words};

/// Reads one text.
pub(crate) fn read(category: Option<BranchCategory>, text: &str) -> Reading {
    let mut reading = Reading::default();
    let tidy = tidy(text);
    if tidy.is_empty() {
        return reading;
    }
    if register::placeholder::is_placeholder(&tidy) && tidy != "*" {
        reading.unread = Some("the text says nothing");
        return reading;
    }
    let (mut body, remarks) = brackets(&tidy);
    for remark in &remarks {
        // "3.0 (and all earlier versions)": a comparator in brackets.
        match words::cut(remark).as_deref() {
            Ok([Word::AndLower | Word::AndHigher]) => body = format!("{body} {remark}"),
            _ => take_remark(remark, &mut reading),
        }
    }
    let body = take_serials(&body, &mut reading);
    let body = take_option(&body, &mut reading);
    let body = take_platform(&body, &mut reading);
    let body = take_dates(&body, &mut reading);
    let body = take_part_number(&body);
    let body = body.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '|' | '.'));
    let body = body.strip_suffix(" and").unwrap_or(body);
    if body.is_empty() {
        if reading.is_empty() {
            reading.unread = Some("the text is empty");
        }
        return reading;
    }
    read_body(category, body, &mut reading);
    reading
}

/// One line, ASCII where it can be, without the `vers:` scheme.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().take(2_000) {
        match c {
            '\u{a0}' | '\u{2009}' | '\u{202f}' | '\t' | '\n' | '\r' => out.push(' '),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            '’' | '‘' => out.push('\''),
            '“' | '”' => out.push('"'),
            c => out.push(c),
        }
    }
    let out = out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let trimmed = out.trim();
    let rest = match trimmed.get(..5) {
        Some(head) if head.eq_ignore_ascii_case("vers:") => match trimmed[5..].split_once('/') {
            Some((_, rest)) => decode(rest),
            None => trimmed[5..].to_string(),
        },
        _ => trimmed.to_string(),
    };
    // Double blanks stay: they part the names of a list that lost its separators.
    rest.trim().to_string()
}

/// vers percent-encodes versions.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(&byte) = bytes.get(i) {
        let hex = bytes
            .get(i + 1..i + 3)
            .and_then(|h| std::str::from_utf8(h).ok())
            .and_then(|h| u8::from_str_radix(h, 16).ok());
        match (byte, hex) {
            (b'%', Some(value)) if value.is_ascii_graphic() || value == b' ' => {
                out.push(value);
                i += 3;
            }
            _ => {
                out.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_string())
}

/// The text without its brackets, and what stood in them. A text that is all in brackets is its own content.
fn brackets(text: &str) -> (String, Vec<String>) {
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'))
        && !inner.contains(['(', ')'])
    {
        return (inner.to_string(), Vec::new());
    }
    let mut body = String::new();
    let mut remarks = Vec::new();
    let mut remark = String::new();
    let mut depth = 0_usize;
    let chars: Vec<char> = text.chars().collect();
    for (i, &c) in chars.iter().enumerate() {
        match c {
            // "MMT-523(K)": letters in brackets joined to a word belong to it.
            '(' if depth == 0 && joined_letters(&chars, i) => body.push(' '),
            ')' if depth == 0 => body.push(' '),
            '(' | '[' => {
                depth += 1;
                if depth > 1 {
                    remark.push(' ');
                }
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let remark = std::mem::take(&mut remark);
                    // "Rev J-M | (X3/MX100 for Rev M only)": an alternative of its own, for other models; it narrows nothing of the first.
                    let beside = body.trim_end().ends_with('|') || body.trim_end().ends_with(" and");
                    if !(beside && remark.contains(" for ")) {
                        remarks.push(remark);
                    }
                    body.push(' ');
                } else {
                    remark.push(' ');
                }
            }
            c if depth > 0 => remark.push(c),
            c => body.push(c),
        }
    }
    if !remark.trim().is_empty() {
        remarks.push(remark);
    }
    (body.trim().to_string(), remarks)
}

fn joined_letters(chars: &[char], open: usize) -> bool {
    let before = open > 0 && chars.get(open - 1).is_some_and(|c| c.is_ascii_alphanumeric());
    let inner: Vec<&char> = chars.iter().skip(open + 1).take(3).collect();
    before && matches!(inner.as_slice(), [a, b, ..] if a.is_ascii_alphabetic() && **b == ')')
}

/// What a remark in brackets says. One that only explains is dropped; one that narrows is kept as what it narrows.
fn take_remark(remark: &str, reading: &mut Reading) {
    let lower = remark.to_lowercase();
    let lower = lower.trim();
    if lower.is_empty() {
        return;
    }
    if [
        "not affected",
        "exclud",
        "except",
        "unaffected",
        "not including",
        "not vulnerable",
        "other than",
    ]
    .iter()
    .any(|w| lower.contains(w))
    {
        reading.unread = Some("a remark in brackets excludes some of what is stated");
    } else if says_platform(lower) {
        reading.platform = Some(without_lead(remark).to_string());
    } else if is_serial(lower) {
        reading.serials = Some(remark.trim().to_string());
    } else if explains_only(lower) {
    } else if let Some(dates) = date_phrase(lower, true) {
        reading.dates = Some(dates);
    } else {
        reading.condition = Some(remark.trim().to_string());
    }
}

/// Remarks that narrow nothing: where it is sold, what it is part of, which CVE it is about, that its life is over.
fn explains_only(lower: &str) -> bool {
    const EXPLAINS: &[&str] = &[
        "end-of-life",
        "end of life",
        "eol",
        "integrated into",
        "integrated in",
        "impacted by",
        "cve-",
        "formerly",
        "previously",
        "global",
        "u.s.",
        "united states",
        "outside the",
        "all versions",
        "all models",
        "also known",
        "aka ",
        "replaced by",
        "obsolete",
        "discontinued",
        "legacy",
        "incl.",
        "including",
        "series",
        "released",
        "current",
        "latest",
        "n/a",
        "all builds",
    ];
    EXPLAINS.iter().any(|w| lower.contains(w)) || lower == "us" || lower == "eu"
}

/// Operating systems that makers name in the place of a version.
const PLATFORMS: &[&str] = &[
    "windows",
    "linux",
    "android",
    "ios ",
    "macos",
    "mac os",
    "solaris",
    "vxworks",
    "qnx",
    "iis",
    "sql server",
    "rox ii",
    "unix",
    "raspberry",
    "debian",
    "ubuntu",
    "red hat",
    "vmware",
];

fn says_platform(lower: &str) -> bool {
    PLATFORMS.iter().any(|p| lower.contains(p)) || lower == "ios"
}

/// "on Windows 8.1 with IIS 7.5", "only when running on ROX II < V2.15.1", "Windows XP-based versions".
fn take_platform(body: &str, reading: &mut Reading) -> String {
    let lower = ascii_lower(body);
    // A constraint behind a pipe that names a platform.
    if let Some((before, after)) = body.split_once('|')
        && says_platform(&after.to_lowercase())
        && !says_platform(&before.to_lowercase())
    {
        reading.platform = Some(after.trim().to_string());
        return before.trim().to_string();
    }
    for lead in [
        "only when running on ",
        "when running on ",
        "only when running ",
        "only if running on ",
        "running on ",
        "only on ",
        "installed on ",
        "used with ",
        "used on ",
        "hosted on ",
        " on ",
    ] {
        let Some(at) = lower.find(lead) else { continue };
        let named = &body[at + lead.len()..];
        if lead.starts_with("only") || lead.starts_with("when") || says_platform(&named.to_lowercase()) {
            reading.platform = Some(named.trim().to_string());
            return body[..at].trim().to_string();
        }
    }
    if says_platform(&lower) && !lower.contains(['<', '>', '=']) {
        reading.platform = Some(body.trim().to_string());
        // "All Windows XP-based versions" states no version beside the platform.
        return String::new();
    }
    body.to_string()
}

/// "with wireless option", "with basic security option".
fn take_option(body: &str, reading: &mut Reading) -> String {
    let lower = ascii_lower(body);
    let Some(with) = lower.find("with ") else { return body.to_string() };
    let tail = &lower[with..];
    let Some(option) = tail.find("option").map(|at| with + at + "option".len()) else {
        return body.to_string();
    };
    if with > 0 && !lower[..with].ends_with(' ') {
        return body.to_string();
    }
    reading.condition = Some(body[with..option].trim().to_string());
    format!("{} {}", &body[..with], body[option..].trim_start_matches('s'))
        .trim()
        .to_string()
}

/// "running on Windows 7" names Windows 7.
fn without_lead(remark: &str) -> &str {
    let remark = remark.trim();
    let lower = ascii_lower(remark);
    [
        "only when running on ",
        "when running on ",
        "running on ",
        "only on ",
        "on ",
        "for ",
    ]
    .iter()
    .find(|lead| lower.starts_with(**lead))
    .and_then(|lead| remark.get(lead.len()..))
    .unwrap_or(remark)
}

fn is_serial(lower: &str) -> bool {
    ["serial number", "serial no", "serials", "s/n ", "sn ", "lot number", "lot no"]
        .iter()
        .any(|w| lower.starts_with(w) || lower.contains(&format!(" {w}")))
        && lower.bytes().any(|b| b.is_ascii_digit())
}

/// "SN 138853 and higher": everything from that word on.
fn take_serials(body: &str, reading: &mut Reading) -> String {
    let lower = ascii_lower(body);
    if !is_serial(&lower) {
        return body.to_string();
    }
    for lead in [
        "with serial number",
        "serial number",
        "serial no",
        "serials",
        "s/n ",
        "sn ",
        "lot number",
        "lot no",
    ] {
        let Some(at) = lower.find(lead) else { continue };
        if at > 0 && lower.as_bytes().get(at - 1).is_some_and(u8::is_ascii_alphanumeric) {
            continue;
        }
        reading.serials = Some(body[at..].trim().to_string());
        return body[..at].trim_end_matches([' ', ':', ',']).to_string();
    }
    body.to_string()
}

/// "Part #: M8096-67501" behind a version: which part carries it.
fn take_part_number(body: &str) -> String {
    let lower = ascii_lower(body);
    match ["part #", "part number", "part no"].iter().find_map(|w| lower.find(w)) {
        Some(at) if at > 0 => body[..at].trim_end_matches([' ', ',', ':', ';']).to_string(),
        _ => body.to_string(),
    }
}

fn take_dates(body: &str, reading: &mut Reading) -> String {
    match date_phrase(&body.to_lowercase(), false) {
        Some(dates) => {
            reading.dates = Some(dates);
            String::new()
        }
        None => body.to_string(),
    }
}

/// Words that say that a date follows, and whether they speak of more than making the device.
const DATE_WORDS: &[(&str, bool)] = &[
    ("manufactured", false),
    ("made", false),
    ("built", false),
    ("produced", false),
    ("distributed", true),
    ("shipped", true),
    ("delivered", true),
    ("sold", true),
    ("released", true),
    ("purchased", true),
    ("installed", true),
    ("devices", false),
    ("drives", false),
    ("units", false),
];

/// A whole text that is about days. A bare year is one only beside a word that says so ("manufactured", a month).
fn date_phrase(lower: &str, remark: bool) -> Option<Dates> {
    let mut shipped = false;
    let mut said = false;
    let mut kept: Vec<&str> = Vec::new();
    let spaced = lower.replace("<=", " <= ").replace(">=", " >= ");
    let spaced = if spaced.contains("<=") || spaced.contains(">=") {
        spaced
    } else {
        spaced.replace('<', " < ").replace('>', " > ")
    };
    for word in spaced.split_whitespace() {
        let plain = word.trim_matches([',', ':', ';', '|']);
        if let Some((_, more)) = DATE_WORDS.iter().find(|(w, _)| *w == plain) {
            said = true;
            shipped |= more;
        } else if !matches!(
            plain,
            "" | "all"
                | "models"
                | "products"
                | "systems"
                | "and"
                | "were"
                | "that"
                | "which"
                | "in"
                | "during"
                | "versions"
                | "version"
                | "or"
        ) || (plain == "and" && !kept.is_empty())
        {
            kept.push(plain);
        }
    }
    let has_month = kept
        .iter()
        .any(|w| w.split('-').any(|p| p.len() >= 3 && dates::month(p).is_some()) || dates::quarter(w).is_some());
    let slashed = kept.iter().any(|w| w.matches('/').count() == 2 && dates::read(w).is_some());
    if (remark || !slashed) && !said && !has_month {
        return None;
    }
    let (from, to, rest): (bool, bool, &[&str]) = match kept.as_slice() {
        ["between" | "from", rest @ ..] => (true, true, rest),
        ["prior", "to", rest @ ..] | ["earlier", "than", rest @ ..] => return ends_before(rest, shipped),
        ["before" | "<" | "prior", rest @ ..] => return ends_before(rest, shipped),
        ["up", "to", "and", "including", rest @ ..] => (false, true, rest),
        ["<=" | "through" | "until", rest @ ..] | ["up", "to", rest @ ..] => (false, true, rest),
        ["after" | ">", rest @ ..] => {
            let date = dates::read(&rest.join(" "))?;
            return Some(Dates {
                span: Span {
                    from: Some(date.last),
                    to: None,
                },
                shipped,
            });
        }
        [">=" | "since", rest @ ..] => (true, false, rest),
        rest => (true, true, rest),
    };
    let span = if from && to {
        let cut = rest
            .iter()
            .position(|w| matches!(*w, "through" | "to" | "and" | "until" | "thru" | "<=" | "-"));
        match cut {
            Some(at) => Span {
                from: Some(dates::read(&rest[..at].join(" "))?.first),
                to: Some(dates::read(&rest[at + 1..].join(" "))?.last),
            },
            None => match dates::read(&rest.join(" ")) {
                Some(one) => Span {
                    from: Some(one.first),
                    to: Some(one.last),
                },
                // "2016-August 2018": two dates with a dash between.
                None => {
                    let joined = rest.join(" ");
                    let (a, b) = joined.split_once('-')?;
                    Span {
                        from: Some(dates::read(a)?.first),
                        to: Some(dates::read(b)?.last),
                    }
                }
            },
        }
    } else {
        let date = dates::read(&rest.join(" "))?;
        Span {
            from: from.then_some(date.first),
            to: to.then_some(date.last),
        }
    };
    Some(Dates { span, shipped })
}

fn ends_before(rest: &[&str], shipped: bool) -> Option<Dates> {
    let date = dates::read(&rest.join(" "))?;
    Some(Dates {
        span: Span {
            from: None,
            to: Some(dates::day_before(date.first)),
        },
        shipped,
    })
}

/// Versions, or names in their place.
fn read_body(category: Option<BranchCategory>, body: &str, reading: &mut Reading) {
    // "8.x model 35700BAX2": a version and the model that runs it. "… NEW with Software 04.00.00 or newer": the other way round.
    let lower = ascii_lower(body);
    if lower
        .split(|c: char| !c.is_ascii_alphabetic())
        .any(|w| w.len() >= 4 && dates::month(w).is_some())
    {
        reading.unread = Some("a day is stated without its year");
        return;
    }
    if let Some(at) = [" model ", " models "]
        .iter()
        .find_map(|w| lower.find(w).map(|at| at + w.len()))
        .filter(|_| body.starts_with(|c: char| c.is_ascii_digit() || c == 'v' || c == 'V'))
    {
        let before = lower[..at].rfind(" model").unwrap_or(0);
        reading.names = names(&body[at..]);
        read_body(None, &body[..before], reading);
        return;
    }
    for lead in [" with software ", " with firmware ", " running software ", " running version "] {
        if let Some(at) = lower.find(lead) {
            reading.names = names(&body[..at]);
            read_body(None, &body[at + lead.len()..], reading);
            return;
        }
    }
    for lead in ["models ", "model ", "models: ", "model: "] {
        if lower.starts_with(lead) {
            reading.names = names(&body[lead.len()..]);
            return;
        }
    }
    let read = words::cut(body).map(|words| {
        let mut tried = reading.clone();
        constraints::read(&words, &mut tried);
        tried
    });
    let may_name = matches!(
        category,
        Some(BranchCategory::ProductVersion | BranchCategory::ServicePack | BranchCategory::PatchLevel)
    );
    match read {
        Ok(tried) if tried.unread.is_none() || !may_name => {
            let points = !tried.versions.is_empty()
                && tried
                    .versions
                    .iter()
                    .all(|v| matches!(v, super::reading::Alternative::One(one) if reads_as_name(one)));
            *reading = tried;
            if may_name && points && !lower.contains("version") && !lower.contains("release") {
                reading.names.extend(names(body));
                reading.versions_or_names = true;
            }
        }
        _ if may_name && !body.contains(['<', '>', '=']) && !compares(&lower) && !lower.contains("affected") => {
            reading.names.extend(names(body))
        }
        Ok(tried) => reading.unread = tried.unread,
        Err(why) => reading.unread = Some(why),
    }
}

/// Whether the words compare: what they say is then no name.
fn compares(lower: &str) -> bool {
    const COMPARING: &[&str] = &[
        "prior", "earlier", "lower", "below", "older", "previous", "before", "later", "newer", "higher", "above", "through", "until",
        "version", "versions",
    ];
    lower.split(|c: char| !c.is_ascii_alphabetic()).any(|w| COMPARING.contains(&w))
}

/// "7100", "MMT-1715", "CR-IR 357": no dot, three signs or more.
fn reads_as_name(version: &super::version::Version) -> bool {
    let text = &version.text;
    let letter_first = text.starts_with(|c: char| c.is_ascii_alphabetic());
    !text.contains('.') && (version.series.is_none() || letter_first) && text.chars().filter(char::is_ascii_alphanumeric).count() >= 3
}

/// The names of a list. "CS2  Avance" lost its separator.
fn names(body: &str) -> Vec<String> {
    let mut out = Vec::new();
    for piece in body.split(['|', ';', ',']) {
        for piece in piece.split(" and ").flat_map(|p| p.split(" / ")).flat_map(|p| p.split("  ")) {
            let piece = piece.trim().trim_matches(['.', ':', '"']).trim();
            if piece.chars().any(char::is_alphanumeric) {
                out.push(piece.to_string());
            }
        }
    }
    out.dedup();
    out
}

/// Lower case of the same length: offsets into it are offsets into the text.
fn ascii_lower(text: &str) -> String {
    text.to_ascii_lowercase()
}
