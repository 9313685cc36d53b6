//! Places a device against what is stated. In doubt the answer is "cannot tell": a wrong "outside" is the worst fault there is.

use register::{Configuration, Field};

use super::dates::{self, Date};
use super::reading::{Alternative, Bound, Dates, Reading};
use super::version::{Standing, Unsure, Version};
use super::{OutsideOf, Place};

/// The answer of one thing that is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Met {
    Yes,
    No(OutsideOf),
    Unsure(Vec<Field>, String),
}

/// Places by one reading.
pub(crate) fn by_reading(reading: &Reading, config: &Configuration) -> Place {
    if let Some(why) = reading.unread {
        return Place::CannotTell {
            missing: Vec::new(),
            why: format!("{why}; a person has to read it"),
        };
    }
    let mut answers: Vec<Met> = Vec::new();
    if !reading.versions.is_empty() || !reading.names.is_empty() {
        answers.push(versions_and_names(reading, config));
    }
    if let Some(dates) = &reading.dates {
        answers.push(made(dates, config));
    }
    if let Some(platform) = &reading.platform {
        answers.push(runs_on(platform, config));
    }
    if let Some(serials) = &reading.serials {
        answers.push(Met::Unsure(
            vec![Field::Serial],
            format!("it holds for some serial numbers only ({serials})"),
        ));
    }
    if let Some(condition) = &reading.condition {
        answers.push(Met::Unsure(
            Vec::new(),
            format!("it holds only {}, which the register does not hold", as_condition(condition)),
        ));
    }
    all_of(answers)
}

fn as_condition(text: &str) -> String {
    if text.to_ascii_lowercase().starts_with("with") {
        text.to_string()
    } else {
        format!("under a condition (\"{text}\")")
    }
}

/// Everything that is stated must be met; one thing that is certainly not met is enough to be outside.
fn all_of(answers: Vec<Met>) -> Place {
    if answers.iter().any(|a| matches!(a, Met::No(OutsideOf::Range))) {
        return Place::Outside(OutsideOf::Range);
    }
    if answers.iter().any(|a| matches!(a, Met::No(OutsideOf::List))) {
        return Place::Outside(OutsideOf::List);
    }
    let mut missing = Vec::new();
    let mut reasons = Vec::new();
    for answer in answers {
        if let Met::Unsure(fields, why) = answer {
            missing.extend(fields.into_iter().filter(|f| !missing.contains(f)).collect::<Vec<_>>());
            reasons.push(why);
        }
    }
    if reasons.is_empty() {
        Place::Inside
    } else {
        Place::CannotTell {
            missing,
            why: reasons.join("; "),
        }
    }
}

fn versions_and_names(reading: &Reading, config: &Configuration) -> Met {
    if reading.names.is_empty() {
        return versions(&reading.versions, config);
    }
    let named = names(&reading.names, config);
    if reading.versions.is_empty() {
        return named;
    }
    let placed = versions(&reading.versions, config);
    if reading.versions_or_names {
        return match (placed, named) {
            (Met::Yes, _) | (_, Met::Yes) => Met::Yes,
            (placed @ Met::No(_), _) => placed,
            (Met::Unsure(mut missing, why), _) => {
                missing.retain(|f| *f != Field::SoftwareVersion);
                missing.extend([Field::Model, Field::SoftwareVersion]);
                Met::Unsure(missing, why)
            }
        };
    }
    match (named, placed) {
        (_, no @ Met::No(OutsideOf::Range)) => no,
        (Met::Yes, placed) => placed,
        (named, _) => named,
    }
}

/// A model, edition or part named in the place of a version. Not being named proves nothing.
fn names(names: &[String], config: &Configuration) -> Met {
    if register::placeholder::is_placeholder(&config.model) {
        return Met::Unsure(
            vec![Field::Model],
            "models are named in the place of a version, and the model is not known".to_string(),
        );
    }
    let have = tokens(&config.model);
    let named = names.iter().any(|name| {
        let wanted = tokens(name);
        let numbered: Vec<&String> = wanted.iter().filter(|t| t.bytes().any(|b| b.is_ascii_digit())).collect();
        if numbered.is_empty() {
            !wanted.is_empty() && wanted.iter().all(|t| have.contains(t))
        } else {
            numbered.iter().all(|t| have.contains(t))
        }
    });
    if named { Met::Yes } else { Met::No(OutsideOf::List) }
}

/// Letters and digits, cut at everything else.
fn tokens(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|t| !t.is_empty())
        .map(str::to_string)
        .collect()
}

/// The versions that a register's text names: one, or several ("M.04.01, M.04.03").
fn installed(text: &str) -> Option<Vec<Version>> {
    let mut bare = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    let pieces: Vec<&str> = bare
        .split([',', ';', '|'])
        .flat_map(|p| p.split(" / "))
        .flat_map(|p| p.split(" and "))
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .collect();
    let versions: Option<Vec<Version>> = pieces
        .iter()
        .map(|p| if p.starts_with('.') { None } else { Version::read(p) })
        .collect();
    versions.filter(|v| !v.is_empty())
}

fn versions(stated: &[Alternative], config: &Configuration) -> Met {
    let text = config.software_version.trim();
    let missing = || vec![Field::SoftwareVersion];
    if register::placeholder::is_placeholder(text) && !text.bytes().any(|b| b.is_ascii_digit() && b != b'0') {
        return Met::Unsure(missing(), "the software version is not known".to_string());
    }
    if date_in_version(text).is_some() {
        return Met::Unsure(missing(), format!("the register's \"{text}\" is a date, not a version"));
    }
    let Some(installed) = installed(text) else {
        return Met::Unsure(
            missing(),
            format!("the register's \"{text}\" is not a version that a rule can order"),
        );
    };
    let mut answers = installed.iter().map(|version| any_of(stated, version, text));
    let Some(first) = answers.next() else {
        return Met::Unsure(missing(), "the software version is not known".to_string());
    };
    answers.fold(first, |all, one| match (all, one) {
        (a, b) if a == b => a,
        (Met::No(_), Met::No(_)) => Met::No(OutsideOf::List),
        _ => Met::Unsure(
            missing(),
            format!("the register names several versions (\"{text}\"), some inside and some not"),
        ),
    })
}

/// The alternatives are ways to be meant: one that holds is enough.
fn any_of(stated: &[Alternative], version: &Version, text: &str) -> Met {
    let mut unsure: Option<Unsure> = None;
    let mut foreign = false;
    let mut foreign_point = false;
    let mut own_scheme = false;
    let mut listed = false;
    let mut inside = false;
    let mut excluded = false;
    let mut range = false;
    let only_exclusions = stated.iter().all(|a| matches!(a, Alternative::Not(_)));
    for alternative in stated {
        let (answer, is_range) = match alternative {
            Alternative::One(one) => (meets_one(version, one), false),
            Alternative::Range { low, high } => (within(version, low.as_ref(), high.as_ref()), true),
            Alternative::Doubt { low, high } => match within(version, low.as_ref(), high.as_ref()) {
                Ok(false) => (Ok(false), true),
                Ok(true) => (Err(Unsure::SeriesBound), true),
                unsure => (unsure, true),
            },
            Alternative::Not(not) => {
                match version.standing(not) {
                    Standing::Equal | Standing::Member => excluded = true,
                    Standing::Below | Standing::Above => {}
                    Standing::Extends => unsure = Some(Unsure::Loose),
                    Standing::Unknown(why) => unsure = Some(why),
                }
                continue;
            }
        };
        match answer {
            Ok(true) => inside = true,
            Ok(false) => {
                own_scheme = true;
                range |= is_range;
                listed |= !is_range;
            }
            // A range of another scheme says nothing of this device where its own scheme has a range: "<= U61 | <= L81".
            Err(Unsure::Foreign) if is_range => foreign = true,
            Err(Unsure::Foreign) => foreign_point = true,
            Err(why) => unsure = Some(unsure.unwrap_or(why)),
        }
    }
    let missing = || vec![Field::SoftwareVersion];
    if excluded {
        return Met::No(OutsideOf::Range);
    }
    if inside || (only_exclusions && unsure.is_none()) {
        return Met::Yes;
    }
    if let Some(why) = unsure {
        return Met::Unsure(if why == Unsure::SeriesBound { Vec::new() } else { missing() }, reason(why, text));
    }
    if foreign_point {
        if !own_scheme {
            return Met::Unsure(missing(), reason(Unsure::Foreign, text));
        }
        listed = true;
    }
    if foreign && !(own_scheme && range && !version.scheme.is_empty()) {
        return Met::Unsure(missing(), reason(Unsure::Foreign, text));
    }
    Met::No(if range && !listed { OutsideOf::Range } else { OutsideOf::List })
}

fn reason(why: Unsure, text: &str) -> String {
    match why {
        Unsure::Foreign => format!("the register's \"{text}\" and the stated versions are numbered in different ways"),
        Unsure::Loose => format!("the register's \"{text}\" is too short to tell"),
        Unsure::Cut => format!("the register's \"{text}\" may have lost its last digit"),
        Unsure::Decimal => format!("whether \"{text}\" counts in decimals or in whole numbers is not said"),
        Unsure::SeriesBound => "the stated bound can be read in two ways".to_string(),
    }
}

fn meets_one(version: &Version, stated: &Version) -> Result<bool, Unsure> {
    match version.standing(stated) {
        // 1.4 is as great as 1.4.0, and may be short for 1.4.3; a list means the very version.
        Standing::Equal if version.parts.len() != stated.parts.len() => Err(Unsure::Loose),
        Standing::Equal | Standing::Member => Ok(true),
        Standing::Extends if version.is_build_of(stated) => Ok(true),
        Standing::Extends => Err(Unsure::Loose),
        Standing::Below | Standing::Above => Ok(false),
        Standing::Unknown(why) => Err(why),
    }
}

fn within(version: &Version, low: Option<&Bound>, high: Option<&Bound>) -> Result<bool, Unsure> {
    let after = match low {
        None => Ok(true),
        Some(bound) => match version.standing(&bound.version) {
            Standing::Above => Ok(true),
            Standing::Below => Ok(false),
            // ">= 3.x" begins with the series, "> 3.x" behind it; whether it does is not certain for the latter.
            Standing::Member if bound.included => Ok(true),
            Standing::Member => Err(Unsure::SeriesBound),
            Standing::Extends if bound.included => Ok(true),
            Standing::Extends => Err(Unsure::Loose),
            Standing::Equal if bound.included => Ok(true),
            Standing::Equal if version.parts.len() < bound.version.parts.len() => Err(Unsure::Loose),
            Standing::Equal => Ok(false),
            Standing::Unknown(why) => Err(why),
        },
    };
    let before = match high {
        None => Ok(true),
        Some(bound) => match version.standing(&bound.version) {
            Standing::Below => Ok(true),
            Standing::Above => Ok(false),
            Standing::Member if bound.included => Ok(true),
            Standing::Member => Err(Unsure::SeriesBound),
            // 2.3.1.7 comes after 2.3.1, and may be a build of it.
            Standing::Extends if bound.included => Err(Unsure::Loose),
            Standing::Extends => Ok(false),
            Standing::Equal => Ok(bound.included),
            Standing::Unknown(why) => Err(why),
        },
    };
    match (after, before) {
        // A number that may have lost a digit decides nothing, whatever the other end says.
        (Err(Unsure::Cut), _) | (_, Err(Unsure::Cut)) => Err(Unsure::Cut),
        (Ok(false), _) | (_, Ok(false)) => Ok(false),
        (Ok(true), Ok(true)) => Ok(true),
        (Err(why), _) | (_, Err(why)) => Err(why),
    }
}

/// A version field that holds a date: "shipped 2017-11-20", "released 29 November 2017".
fn date_in_version(text: &str) -> Option<(Date, bool)> {
    let lower = text.to_ascii_lowercase();
    let (word, rest) = lower.split_once(' ')?;
    let shipped = match word.trim_end_matches(':') {
        "shipped" | "released" | "distributed" | "delivered" | "sold" => true,
        "manufactured" | "made" | "built" => false,
        _ => return None,
    };
    dates::read(rest).map(|date| (date, shipped))
}

/// Stock does not lie longer than this between making and shipping.
const STOCK_YEARS: u16 = 1;

fn made(stated: &Dates, config: &Configuration) -> Met {
    let missing = || vec![Field::ManufacturedOn];
    let known = date_in_version(&config.software_version);
    let (date, shipped) = match known {
        Some(known) => known,
        None => match dates::read(&config.manufactured_on) {
            Some(date) => (date, false),
            None => {
                return Met::Unsure(
                    missing(),
                    format!("it depends on the day of manufacture ({}), which is not known", say_span(stated)),
                );
            }
        },
    };
    match dates::lies(date, stated.span) {
        Some(true) => Met::Yes,
        None => Met::Unsure(missing(), format!("the register's date is not exact enough ({})", say_span(stated))),
        Some(false) => {
            // Made before the first day of a span of shipping: it may have been shipped within it.
            let made_before = stated.shipped && !shipped && stated.span.from.is_some_and(|from| date.first < from);
            let (year, month, day) = date.last;
            if made_before
                && stated
                    .span
                    .from
                    .is_some_and(|from| (year.saturating_add(STOCK_YEARS), month, day) >= from)
            {
                Met::Unsure(
                    missing(),
                    format!(
                        "it depends on the day of shipping ({}); the register holds the day of manufacture",
                        say_span(stated)
                    ),
                )
            } else {
                Met::No(OutsideOf::Range)
            }
        }
    }
}

pub(crate) fn say_span(stated: &Dates) -> String {
    let what = if stated.shipped { "shipped" } else { "made" };
    match (stated.span.from, stated.span.to) {
        (Some(a), Some(b)) => format!("{what} from {} to {}", dates::iso(a), dates::iso(b)),
        (Some(a), None) => format!("{what} from {}", dates::iso(a)),
        (None, Some(b)) => format!("{what} up to {}", dates::iso(b)),
        (None, None) => what.to_string(),
    }
}

/// A platform. Another one than stated never proves anything: the register's word for it may be wrong or of another part.
fn runs_on(platform: &str, config: &Configuration) -> Met {
    if register::placeholder::is_placeholder(&config.os) {
        return Met::Unsure(
            vec![Field::Os],
            format!("it depends on the platform (\"{platform}\"), which is not known"),
        );
    }
    const SILENT: &[&str] = &[
        "all",
        "based",
        "versions",
        "version",
        "operating",
        "system",
        "systems",
        "the",
        "microsoft",
        "release",
        "only",
        "on",
        "with",
        "machine",
        "a",
        "pro",
    ];
    let fold = |text: &str| {
        let spaced = text
            .to_lowercase()
            .replace("professional", "pro")
            .replace("microsoft", "")
            .replace("win10", "windows 10")
            .replace("win7", "windows 7");
        spaced
            .split(|c: char| !(c.is_alphanumeric() || c == '.'))
            .filter(|t| !t.is_empty())
            .map(str::to_string)
            .collect::<Vec<_>>()
    };
    let (wanted, have) = (fold(platform), fold(&config.os));
    let wanted: Vec<&String> = wanted.iter().filter(|w| !SILENT.contains(&w.as_str())).collect();
    if !wanted.is_empty() && wanted.iter().all(|w| have.contains(w)) {
        return Met::Yes;
    }
    Met::Unsure(
        vec![Field::Os],
        format!(
            "it depends on the platform (\"{platform}\"); the register says \"{}\"",
            config.os.trim()
        ),
    )
}
