//! One text, several names: lists, lines with members, exclusions, options, hosts.

use super::vocabulary::Vocabulary;
use super::words::{Kind, fold, words};

/// A name as written, and the option that it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// As written.
    pub text: String,
    /// "WLAN only", "with iBed Wireless"; empty if none.
    pub option: String,
}

/// What a text names, and what it says is not meant.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// What is meant.
    pub names: Vec<Written>,
    /// What is not.
    pub except: Vec<String>,
}

/// Most names that one text may hold: hostile texts end there.
const MOST: usize = 64;

/// Reads the names in a text.
pub fn names(text: &str, vocabulary: &Vocabulary) -> Names {
    let (text, except) = cut_exceptions(text);
    let mut found = Names { names: Vec::new(), except };
    for part in list(&text, vocabulary) {
        read_one(&part, vocabulary, &mut found);
        if found.names.len() >= MOST {
            break;
        }
    }
    found
}

/// "LOGIQ, not including LOGIQ 100 Pro", "Venue, not including Venue 40 R1-3 and Venue 50 R4-5".
fn cut_exceptions(text: &str) -> (String, Vec<String>) {
    let folded = text.to_ascii_lowercase();
    for marker in [
        "not including",
        "excluding",
        "except for",
        "except",
        "other than",
        "with the exception of",
    ] {
        let Some(at) = folded.find(marker) else { continue };
        let (meant, rest) = (text.get(..at).unwrap_or(text), text.get(at + marker.len()..).unwrap_or_default());
        let meant = meant.trim_end_matches([',', ';', '(', ' ', '-']).to_string();
        let rest = rest.trim_matches([')', ':', ' ', '.']);
        let except = rest
            .split(" and ")
            .flat_map(|t| t.split(','))
            .map(|t| t.trim().to_string())
            .filter(|t| !t.is_empty())
            .collect();
        return (meant, except);
    }
    (text.to_string(), Vec::new())
}

/// Splits "A / B", "A and B" where both sides are names.
fn list(text: &str, vocabulary: &Vocabulary) -> Vec<String> {
    for separator in [" / ", " and ", "; "] {
        let parts: Vec<&str> = split_outside(text, separator);
        if parts.len() < 2 {
            continue;
        }
        let all_names = parts.iter().all(|p| names_something(p, vocabulary));
        if all_names {
            let mut out: Vec<String> = parts.iter().map(|p| p.trim().to_string()).collect();
            // "Brilliance 16 and 64": the first names the line.
            let line: Vec<&str> = out[0]
                .split_whitespace()
                .take_while(|w| !w.contains(|c: char| c.is_ascii_digit() || c == '('))
                .collect();
            let line = line.join(" ");
            if !line.is_empty() {
                for part in out.iter_mut().skip(1) {
                    if part.starts_with(|c: char| c.is_ascii_digit()) {
                        *part = format!("{line} {part}");
                    }
                }
            }
            return out;
        }
    }
    vec![text.to_string()]
}

fn names_something(text: &str, vocabulary: &Vocabulary) -> bool {
    let found = words(text, vocabulary);
    found.iter().any(|w| {
        (w.kind == Kind::Name && w.text.len() >= 4) || matches!(w.kind, Kind::Code { .. }) || (w.kind == Kind::Number && w.text.len() >= 3)
    })
}

/// Splits where the separator is not inside parentheses.
fn split_outside<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let mut out = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 && at >= start && text[at..].starts_with(separator) => {
                out.push(&text[start..at]);
                start = at + separator.len();
            }
            _ => {}
        }
    }
    out.push(text.get(start..).unwrap_or_default());
    out
}

/// One name with its parentheses and slashes.
fn read_one(text: &str, vocabulary: &Vocabulary, found: &mut Names) {
    let (bare, inner) = take_parentheses(text);
    let (bare, mut option) = take_option(&bare);
    let mut also: Vec<String> = Vec::new();
    let mut members: Vec<String> = Vec::new();
    for inside in inner {
        match parenthesis(&inside, &bare, vocabulary) {
            Parenthesis::Also(names) => also.extend(names),
            Parenthesis::Members(names) => members.extend(names),
            Parenthesis::Option(text) => option = text,
            Parenthesis::Other => {}
        }
    }
    let written = |text: String| Written {
        text,
        option: option.clone(),
    };
    let bare_names = slashes(&bare, vocabulary);
    if members.is_empty() {
        found.names.extend(bare_names.iter().cloned().map(written));
    }
    for member in members {
        // Beside "MX400-550" its line, for a register that says no more than "IntelliVue MX".
        found.names.push(written(format!("{bare} {member}")));
        found.names.push(written(member));
    }
    for name in also {
        // "(PCU)" stands for the words in front of it; "(718095)" for the whole.
        if let Some(replaced) = with_initials(&bare, &name, text) {
            found.names.push(written(replaced));
        }
        if words(&name, vocabulary).iter().any(|w| {
            matches!(w.kind, Kind::Name | Kind::Code { .. } | Kind::Range { .. })
                || (w.kind == Kind::Letters && w.text.len() >= 3)
                || (w.kind == Kind::Number && w.text.len() >= 3)
        }) {
            found.names.push(written(name));
        }
    }
}

enum Parenthesis {
    /// Another name for the same.
    Also(Vec<String>),
    /// The members that are meant; nothing else of the line is.
    Members(Vec<String>),
    /// What a device must have.
    Option(String),
    /// Says nothing of names.
    Other,
}

fn parenthesis(inside: &str, bare: &str, vocabulary: &Vocabulary) -> Parenthesis {
    let folded = fold(inside);
    let folded = folded.trim();
    if let Some(rest) = folded.strip_prefix("including") {
        return Parenthesis::Also(
            slashes(rest.trim(), vocabulary)
                .into_iter()
                .filter(|t| names_something(t, vocabulary))
                .collect(),
        );
    }
    for number in [
        "part number",
        "order number",
        "part no",
        "p/n",
        "catalog number",
        "model number",
        "ref",
    ] {
        if let Some(at) = folded.find(number) {
            let number: String = folded
                .get(at + number.len()..)
                .unwrap_or_default()
                .trim_start_matches([' ', ':', '#', '.'])
                .chars()
                .take_while(|c| c.is_alphanumeric())
                .collect();
            return if number.len() >= 5 && number.contains(|c: char| c.is_ascii_digit()) {
                Parenthesis::Also(vec![number])
            } else {
                Parenthesis::Other
            };
        }
    }
    if folded.contains("only") || folded.starts_with("enabled with") || folded.starts_with("with ") || folded.starts_with("equipped") {
        return Parenthesis::Option(inside.trim().to_string());
    }
    let tokens = words(inside, vocabulary);
    let one_token = !folded.contains(' ');
    let coded = !tokens.is_empty() && tokens.iter().all(|w| w.designates());
    if coded && (one_token || folded.contains('/')) {
        let line = words(bare, vocabulary);
        let of_line = tokens
            .iter()
            .any(|t| matches!(t.kind, Kind::Range { .. }) || line.iter().any(|w| w.kind == Kind::Letters && w.text == t.letters()));
        let names = slashes(inside.trim(), vocabulary);
        return if of_line {
            Parenthesis::Members(names)
        } else {
            Parenthesis::Also(names)
        };
    }
    if one_token && inside.trim().len() >= 2 {
        Parenthesis::Also(vec![inside.trim().to_string()])
    } else {
        Parenthesis::Other
    }
}

/// Takes the parentheses out of a name, nested ones with those around them.
fn take_parentheses(text: &str) -> (String, Vec<String>) {
    let (mut bare, mut inner, mut depth) = (String::new(), Vec::new(), 0usize);
    for c in text.chars() {
        match c {
            '(' | '[' => {
                if depth == 0 {
                    inner.push(String::new());
                    bare.push(' ');
                }
                depth += 1;
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {
                if let Some(last) = inner.last_mut() {
                    last.push(c);
                }
            }
            _ => bare.push(c),
        }
    }
    (bare, inner)
}

/// "… used with Windows XP systems", "… with wireless option": a condition, not a name.
fn take_option(bare: &str) -> (String, String) {
    let folded = bare.to_ascii_lowercase();
    for marker in [
        " used with ",
        " windows xp",
        " windows 7",
        " windows 10",
        " with windows",
        " running on ",
        " running ",
    ] {
        if let Some(at) = folded.find(marker)
            && at > 0
        {
            let (name, option) = bare.split_at(at);
            return (name.trim().to_string(), option.trim().to_string());
        }
    }
    (bare.to_string(), String::new())
}

/// Puts a short form in the place of the words that it is the initials of: "Alaris Point-of-Care Unit (PCU) Model 8015".
fn with_initials(bare: &str, short: &str, text: &str) -> Option<String> {
    let before = text.split_once(&format!("({short})"))?.0.trim_end();
    let letters: Vec<char> = fold(short).chars().collect();
    if !(2..=6).contains(&letters.len()) || !letters.iter().all(|c| c.is_alphabetic()) {
        return None;
    }
    let parts: Vec<(usize, &str)> = split_words(before);
    (1..=parts.len()).rev().find_map(|n| {
        let tail = &parts[parts.len() - n..];
        let all: Vec<char> = tail.iter().filter_map(|(_, w)| fold(w).chars().next()).collect();
        let significant: Vec<char> = tail
            .iter()
            .filter(|(_, w)| w.len() > 2)
            .filter_map(|(_, w)| fold(w).chars().next())
            .collect();
        (all == letters || significant == letters).then(|| {
            let start = tail[0].0;
            let after = bare.get(before.len()..).unwrap_or_default();
            format!("{} {short} {}", before.get(..start).unwrap_or_default(), after)
        })
    })
}

fn split_words(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push((from, &text[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// "MX800/700/600", "M8001A/2A/3A", "EPIQ/Affiniti": each alone, with the words around it.
fn slashes(text: &str, vocabulary: &Vocabulary) -> Vec<String> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let Some(at) = tokens.iter().position(|t| is_list(t, vocabulary)) else {
        return vec![text.trim().to_string()];
    };
    let mut out = Vec::new();
    let Some(token) = tokens.get(at) else { return out };
    let mut first = "";
    for piece in token.split('/').filter(|p| !p.is_empty()).take(24) {
        let whole = if first.is_empty() {
            piece.to_string()
        } else {
            inherit(first, piece)
        };
        if first.is_empty() {
            first = piece;
        }
        let name = tokens[..at]
            .iter()
            .copied()
            .chain([whole.as_str()])
            .chain(tokens[at + 1..].iter().copied())
            .collect::<Vec<_>>()
            .join(" ");
        out.push(name);
    }
    // "Coronary Tools/Dynamic Coronary Roadmap": the list is one of phrases.
    let of_words = tokens
        .iter()
        .filter(|t| t.contains('/'))
        .all(|t| is_list(t, vocabulary) && !t.contains(|c: char| c.is_ascii_digit()));
    let phrases: Vec<&str> = text.split('/').map(str::trim).collect();
    if of_words
        && phrases.iter().any(|p| p.contains(' '))
        && phrases.iter().all(|p| p.contains(|c: char| c.is_alphabetic()) && p.len() >= 4)
    {
        out.extend(phrases.into_iter().filter(|p| names_something(p, vocabulary)).map(str::to_string));
    }
    out
}

/// Whether a word with slashes lists products: "NM/CT" and "fetal/maternal" do not.
fn is_list(token: &str, vocabulary: &Vocabulary) -> bool {
    let pieces: Vec<&str> = token.split('/').filter(|p| !p.is_empty()).collect();
    if pieces.len() < 2 {
        return false;
    }
    let digits = |p: &&str| p.contains(|c: char| c.is_ascii_digit());
    if pieces.iter().all(digits) {
        return true;
    }
    pieces.iter().all(|p| p.chars().count() >= 4 && !digits(p))
        && pieces.iter().any(|p| words(p, vocabulary).iter().any(|w| w.kind == Kind::Name))
}

/// What a piece leaves out is taken from the first: "MX800/700", "MP5/5SC", "M8001A/10A".
fn inherit(first: &str, piece: &str) -> String {
    if !piece.starts_with(|c: char| c.is_ascii_digit()) || piece.contains('.') {
        return piece.to_string();
    }
    let own = piece.chars().take_while(char::is_ascii_digit).count();
    let Some(end) = first.rfind(|c: char| c.is_ascii_digit()).map(|at| at + 1) else {
        return piece.to_string();
    };
    let run = first[..end].chars().rev().take_while(char::is_ascii_digit).count();
    if own > run {
        return piece.to_string();
    }
    format!("{}{piece}", first.get(..end - own).unwrap_or_default())
}

/// Devices that a part is built into: "installed in a Perfusor Space", "(integrated into GE MobileLink)".
pub fn hosts(text: &str) -> Vec<String> {
    let folded = text.to_ascii_lowercase();
    let mut out = Vec::new();
    for marker in [
        "installed in ",
        "integrated into ",
        "integrated in ",
        "included in ",
        "embedded in ",
        "built into ",
    ] {
        let Some(at) = folded.find(marker) else { continue };
        let rest = text.get(at + marker.len()..).unwrap_or_default();
        let rest = rest.strip_prefix("an ").or_else(|| rest.strip_prefix("a ")).unwrap_or(rest);
        let end = [")", ":", " all versions", " version", ";"]
            .iter()
            .filter_map(|m| rest.to_ascii_lowercase().find(m))
            .min()
            .unwrap_or(rest.len());
        let rest = rest.get(..end).unwrap_or(rest);
        out.extend(
            rest.split(" or ")
                .flat_map(|t| t.split(", "))
                .map(|t| t.trim().trim_start_matches("a ").trim_start_matches("an ").to_string())
                .filter(|t| !t.is_empty()),
        );
    }
    out
}
