//! What a product leaf says of versions: its version branch, and its full name beside it.

use advisories::{BranchCategory, Product};
use register::Configuration;

use super::place::{by_reading, say_span};
use super::reading::{Alternative, Bound, Reading};
use super::{OutsideOf, Place, expression};

/// What a leaf of a product tree says of versions, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The text in the place of a version, as written; empty where the tree states none.
    text: String,
    branch: Reading,
    /// What the full name says beside it ("Pyxis ES Versions 1.3.4 through to 1.5.3"), where it says anything that can be read.
    name: Option<Reading>,
}

/// The kind of what is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Every version.
    AllVersions,
    /// At least one range.
    Range,
    /// Single versions or series.
    List,
    /// Models, editions or parts in the place of a version.
    Models,
    /// Days.
    Dates,
    /// A platform.
    Platform,
    /// Serial numbers.
    Serials,
    /// Nothing is said of versions.
    NotStated,
    /// Not understood.
    NotUnderstood,
}

/// Reads a product leaf: the lowest version branch and, beside it, the full name. Where the tree has no version branch,
/// the product name is looked into ("Alaris PC unit: Version 9.7", "NEXUS 3.x").
pub fn read(product: &Product) -> Stated {
    let in_name = statement_in_name(&product.name, product.branch(BranchCategory::ProductName));
    match product.stated_versions() {
        Some((category, text)) => {
            let mut stated = read_text(Some(category), text);
            stated.name = in_name
                .filter(|t| t != text.trim())
                .map(|t| expression::read(Some(category), &t))
                .filter(Reading::places);
            stated
        }
        None => {
            let text = in_name
                .or_else(|| version_at_end(product.branch(BranchCategory::ProductName).unwrap_or(&product.name)))
                .unwrap_or_default();
            let branch = expression::read(None, &text);
            if branch.unread.is_some() {
                return Stated {
                    text: String::new(),
                    branch: Reading::default(),
                    name: None,
                };
            }
            Stated { text, branch, name: None }
        }
    }
}

/// Reads a text in the place of a version.
pub fn read_text(category: Option<BranchCategory>, text: &str) -> Stated {
    Stated {
        text: text.trim().to_string(),
        branch: expression::read(category, text),
        name: None,
    }
}

impl Stated {
    /// Whether every version is stated, and nothing narrows it.
    pub fn is_all_versions(&self) -> bool {
        self.says_all() && self.name.as_ref().is_none_or(|n| n.all && narrows_nothing(n))
    }

    /// Whether the text in the place of a version says "all versions".
    pub(crate) fn says_all(&self) -> bool {
        self.branch.all && self.branch.unread.is_none() && narrows_nothing(&self.branch)
    }

    /// Ok where rules can tell inside from outside (or the text names something else than a version: a model, a day, a
    /// platform); Err with why not.
    pub fn understood(&self) -> Result<(), &str> {
        if self.kind() == Kind::NotStated {
            return Err("the advisory states no version for this product");
        }
        if self.says_all() {
            return Ok(());
        }
        if let Some(why) = self.branch.unread {
            return match &self.name {
                Some(name) if name.unread.is_none() && self.has_witnesses() => Ok(()),
                _ => Err(why),
            };
        }
        let named =
            !self.branch.names.is_empty() || self.branch.dates.is_some() || self.branch.platform.is_some() || self.branch.serials.is_some();
        if named || self.has_witnesses() {
            Ok(())
        } else {
            Err("no version could be found that is certainly inside, or none that is certainly outside")
        }
    }

    /// What is stated, for a sentence: "2.3.1 and earlier".
    pub fn say(&self) -> String {
        if self.branch.unread.is_some() {
            return format!("\"{}\"", self.text);
        }
        let mut parts: Vec<String> = Vec::new();
        if self.branch.all {
            parts.push("all versions".to_string());
        }
        if !self.branch.versions.is_empty() {
            parts.push(
                self.branch
                    .versions
                    .iter()
                    .filter(|a| !matches!(a, Alternative::Doubt { .. }))
                    .map(say_alternative)
                    .collect::<Vec<_>>()
                    .join(" or "),
            );
        } else if !self.branch.names.is_empty() {
            parts.push(self.branch.names.join(", "));
        }
        if let Some(dates) = &self.branch.dates {
            parts.push(say_span(dates));
        }
        if let Some(platform) = &self.branch.platform {
            parts.push(format!("on {platform}"));
        }
        if let Some(serials) = &self.branch.serials {
            parts.push(format!("with {serials}"));
        }
        if let Some(condition) = &self.branch.condition {
            parts.push(format!("({condition})"));
        }
        if parts.is_empty() {
            "no version stated".to_string()
        } else {
            parts.join(" ")
        }
    }

    /// The kind of what is stated.
    pub fn kind(&self) -> Kind {
        let reading = &self.branch;
        if reading.unread.is_some() {
            Kind::NotUnderstood
        } else if reading.versions.iter().any(|v| !matches!(v, Alternative::One(_))) {
            Kind::Range
        } else if !reading.versions.is_empty() && !reading.versions_or_names {
            Kind::List
        } else if !reading.names.is_empty() {
            Kind::Models
        } else if reading.dates.is_some() {
            Kind::Dates
        } else if reading.platform.is_some() || self.name.as_ref().is_some_and(|n| n.platform.is_some()) && reading.all {
            Kind::Platform
        } else if reading.serials.is_some() {
            Kind::Serials
        } else if reading.all {
            Kind::AllVersions
        } else {
            Kind::NotStated
        }
    }

    /// The text as written; empty where none is.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn place(&self, config: &Configuration) -> Place {
        if self.branch.is_empty() {
            return Place::CannotTell {
                missing: Vec::new(),
                why: "the advisory states no version for this product".to_string(),
            };
        }
        let branch = by_reading(&self.branch, config);
        let Some(name) = &self.name else { return branch };
        let named = by_reading(name, config);
        if self.branch.unread.is_some() || self.branch.rough {
            // The full name says it better; yet it alone is no proof of being outside.
            return match named {
                Place::Outside(OutsideOf::Range) if branch != named => branch_or_doubt(branch),
                Place::CannotTell { .. } if matches!(branch, Place::Inside) => branch,
                named => named,
            };
        }
        match (branch, named) {
            (a, b) if a == b => a,
            (Place::Inside, Place::Outside(OutsideOf::List)) | (Place::Outside(OutsideOf::List), Place::Inside) => Place::Inside,
            (Place::Inside, Place::Outside(OutsideOf::Range)) | (Place::Outside(OutsideOf::Range), Place::Inside) => Place::CannotTell {
                missing: Vec::new(),
                why: "the advisory contradicts itself: its range and its product name differ".to_string(),
            },
            (Place::Outside(_), Place::Outside(_)) => Place::Outside(OutsideOf::List),
            (unsure @ Place::CannotTell { .. }, _) | (_, unsure @ Place::CannotTell { .. }) => unsure,
            (branch, _) => branch,
        }
    }

    fn has_witnesses(&self) -> bool {
        let (inside, outside) = self.witnesses();
        inside.is_some() && outside.is_some()
    }

    /// A version that is certainly inside and one that is certainly outside, each found by placing it.
    pub(crate) fn witnesses(&self) -> (Option<String>, Option<String>) {
        let mut inside = None;
        let mut outside = None;
        for candidate in self.candidates() {
            let config = Configuration {
                software_version: candidate.clone(),
                ..Configuration::default()
            };
            match self.place_versions(&config) {
                Place::Inside if inside.is_none() => inside = Some(candidate),
                Place::Outside(_) if outside.is_none() => outside = Some(candidate),
                _ => {}
            }
            if inside.is_some() && outside.is_some() {
                break;
            }
        }
        (inside, outside)
    }

    /// Places by versions alone: what else is stated (a platform, an option) is taken as met.
    fn place_versions(&self, config: &Configuration) -> Place {
        let strip = |r: &Reading| Reading {
            versions: r.versions.clone(),
            unread: r.unread,
            rough: r.rough,
            all: r.all,
            ..Reading::default()
        };
        let stripped = Stated {
            text: self.text.clone(),
            branch: strip(&self.branch),
            name: self.name.as_ref().map(strip).filter(|n| !n.versions.is_empty()),
        };
        stripped.place(config)
    }

    /// Versions around every version that is stated.
    fn candidates(&self) -> Vec<String> {
        let mut out = Vec::new();
        let readings = std::iter::once(&self.branch).chain(self.name.as_ref());
        for alternative in readings.flat_map(|r| &r.versions) {
            let versions = match alternative {
                Alternative::One(v) | Alternative::Not(v) => vec![v],
                Alternative::Range { low, high } | Alternative::Doubt { low, high } => low.iter().chain(high).map(|b| &b.version).collect(),
            };
            for version in versions {
                out.extend(super::neighbours::neighbours(version));
            }
        }
        out
    }
}

fn branch_or_doubt(branch: Place) -> Place {
    match branch {
        Place::Outside(OutsideOf::List) | Place::Inside => Place::CannotTell {
            missing: Vec::new(),
            why: "the advisory contradicts itself: its range and its product name differ".to_string(),
        },
        other => other,
    }
}

fn narrows_nothing(reading: &Reading) -> bool {
    reading.versions.is_empty()
        && reading.names.is_empty()
        && reading.dates.is_none()
        && reading.platform.is_none()
        && reading.serials.is_none()
        && reading.condition.is_none()
}

fn say_alternative(alternative: &Alternative) -> String {
    let v = |b: &Bound| b.version.text.clone();
    match alternative {
        Alternative::One(version) => version.text.clone(),
        Alternative::Not(version) => format!("any but {}", version.text),
        Alternative::Range { low, high } | Alternative::Doubt { low, high } => match (low, high) {
            (None, None) => "all versions".to_string(),
            (None, Some(b)) if b.included => format!("{} and earlier", v(b)),
            (None, Some(b)) => format!("before {}", v(b)),
            (Some(a), None) if a.included => format!("{} and later", v(a)),
            (Some(a), None) => format!("after {}", v(a)),
            (Some(a), Some(b)) => {
                format!(
                    "{}{} {} {}",
                    if a.included { "" } else { "after " },
                    v(a),
                    if b.included { "to" } else { "up to but not" },
                    v(b)
                )
            }
        },
    }
}

/// What the full name says of versions: behind the product name and a colon, or from the word "Version" on, up to a
/// clause that speaks of something else ("that have been installed in …").
fn statement_in_name(full: &str, product: Option<&str>) -> Option<String> {
    const MARKERS: &[&str] = &[
        "all versions",
        "all software versions",
        "all windows",
        "versions ",
        "version ",
        "releases ",
        "release ",
        "revisions ",
        "revision ",
    ];
    const CLAUSES: &[&str] = &[" that ", " which ", " included ", " integrated ", " when ", ", which", ", that"];
    let rest = match product {
        Some(product) if !product.is_empty() => full.split_once(product).map_or(full, |(_, rest)| rest),
        _ => full,
    };
    let lower = rest.to_ascii_lowercase();
    let whole_word = |at: &usize| *at == 0 || !lower.as_bytes().get(at - 1).is_some_and(u8::is_ascii_alphanumeric);
    let marked = MARKERS.iter().filter_map(|m| lower.find(m).filter(whole_word)).min();
    let begin = match marked {
        // "Brilliance iCT: SP Versions 3.2.4 and below": words between belong to the product's name.
        Some(at) if !lower.get(..at).is_some_and(|before| before.bytes().any(|b| b.is_ascii_digit())) => at,
        _ if rest.len() < full.len() && rest.starts_with(':') => 1,
        Some(at) => at,
        None => rest.rfind(": ").map(|at| at + 2)?,
    };
    let statement = rest.get(begin..)?;
    let lower = statement.to_ascii_lowercase();
    let end = CLAUSES
        .iter()
        .filter_map(|clause| lower.find(clause))
        .min()
        .unwrap_or(statement.len());
    let statement = statement.get(..end)?.trim();
    (!statement.is_empty()).then(|| statement.to_string())
}

/// "NEXUS 3.x", "Xeleris 1.0": the end of a name that is a version and nothing else; a bare number is a model.
fn version_at_end(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    (1..words.len()).find_map(|i| {
        let tail = words.get(i..)?.join(" ");
        let first = words.get(i)?;
        let begins = first.starts_with(['<', '>', '='])
            || (first.contains('.') && first.trim_start_matches(['v', 'V']).starts_with(|c: char| c.is_ascii_digit()));
        (begins && expression::read(None, &tail).unread.is_none()).then_some(tail)
    })
}
