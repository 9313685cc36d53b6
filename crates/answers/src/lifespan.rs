//! Operating systems and the end of their support: which devices, now and years ahead.

use intel::support::{OsSupport, Status};
use register::Field;

use crate::picture::Picture;
use crate::say;

/// How a device stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Support has ended.
    Unsupported,
    /// It ends within two years.
    Soon,
    /// The possible editions differ.
    CannotTell,
    /// It goes on.
    Supported,
    /// Only the maker can say.
    AskMaker,
    /// The register does not hold the operating system, or holds something that names none.
    NotKnown,
}

impl Standing {
    /// All, worst first.
    pub const ALL: [Standing; 6] = [
        Standing::Unsupported,
        Standing::Soon,
        Standing::CannotTell,
        Standing::NotKnown,
        Standing::AskMaker,
        Standing::Supported,
    ];

    /// The word in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Standing::Unsupported => "unsupported",
            Standing::Soon => "soon",
            Standing::CannotTell => "cannot-tell",
            Standing::Supported => "supported",
            Standing::AskMaker => "ask-maker",
            Standing::NotKnown => "not-known",
        }
    }

    /// The standing of that word.
    pub fn from_key(key: &str) -> Option<Standing> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }

    /// For a table.
    pub fn label(self) -> &'static str {
        match self {
            Standing::Unsupported => "operating system no longer supported",
            Standing::Soon => "support ends within two years",
            Standing::CannotTell => "cannot tell: build or edition missing",
            Standing::Supported => "supported",
            Standing::AskMaker => "only the maker can say",
            Standing::NotKnown => "operating system not known",
        }
    }
}

/// How that support stands.
pub fn standing(support: &OsSupport) -> Standing {
    match support.status {
        Status::Unsupported => Standing::Unsupported,
        Status::SoonUnsupported { .. } => Standing::Soon,
        Status::CannotTell { .. } => Standing::CannotTell,
        Status::Supported => Standing::Supported,
        Status::AskMaker => Standing::AskMaker,
        Status::NotAnOs | Status::Unknown => Standing::NotKnown,
    }
}

/// "unsupported since 14 January 2020", with the range where editions differ and "not verified" where no source was read.
pub fn in_words(support: &OsSupport) -> String {
    let range = support.ends.map(|(first, last)| {
        if first == last {
            say::iso(first)
        } else {
            format!("{} to {}, by edition", say::iso(first), say::iso(last))
        }
    });
    let said = match (support.status, range) {
        (Status::Unsupported, Some(day)) => format!("unsupported since {day}"),
        (Status::Unsupported, None) => "unsupported".into(),
        (Status::SoonUnsupported { months }, Some(day)) => format!("supported until {day}, {months} months left"),
        (Status::Supported, Some(day)) => format!("supported until {day}"),
        (Status::Supported, None) => "supported".into(),
        (Status::SoonUnsupported { months }, None) => format!("{months} months of support left"),
        (Status::CannotTell { missing }, Some(day)) => format!("cannot tell: {missing} missing; support ends {day}"),
        (Status::CannotTell { missing }, None) => format!("cannot tell: {missing} missing"),
        (Status::AskMaker, _) => "only the maker can say how long it is supported".into(),
        (Status::NotAnOs, _) => "this names no operating system".into(),
        (Status::Unknown, _) => "not known".into(),
    };
    let paid = support.paid_until.map_or_else(String::new, |day| {
        format!("; a paid extension runs to {}, with evidence of enrolment", say::iso(day))
    });
    let doubt = if support.ends.is_some() && !support.verified {
        " (date not verified)"
    } else {
        ""
    };
    format!("{said}{paid}{doubt}")
}

/// How many devices stand how, worst first; those of none are left out.
pub fn counts(picture: &Picture) -> Vec<(Standing, usize)> {
    let by_code: Vec<Standing> = picture.support_by_code().iter().map(standing).collect();
    let mut counts = [0usize; Standing::ALL.len()];
    for &code in picture.fleet().column(Field::Os).codes() {
        let standing = by_code[code as usize];
        if let Some(place) = Standing::ALL.iter().position(|s| *s == standing) {
            counts[place] += 1;
        }
    }
    Standing::ALL.into_iter().zip(counts).filter(|(_, n)| *n > 0).collect()
}

/// How many devices lose support in each year from now on, the certain ones alone: (year, devices).
pub fn years_ahead(picture: &Picture) -> Vec<(i16, usize)> {
    let mut by_year = std::collections::BTreeMap::new();
    let codes = picture.fleet().column(Field::Os).codes();
    for &code in codes {
        let support = &picture.support_by_code()[code as usize];
        let Some((first, last)) = support.ends else { continue };
        if first == last
            && matches!(support.status, Status::Supported | Status::SoonUnsupported { .. })
            && let Some(year) = first.get(..4).and_then(|y| y.parse::<i16>().ok())
        {
            *by_year.entry(year).or_insert(0) += 1;
        }
    }
    by_year.into_iter().collect()
}
