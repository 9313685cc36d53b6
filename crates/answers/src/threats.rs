//! The five threat scenarios (product row R24) as figures. A figure opens to its devices; what can't be computed from what
//! is loaded says what it needs, never 0.

use intel::Verdict;
use register::Field;

use crate::lifespan::{self, Standing};
use crate::picture::Picture;
use crate::{say, services};

/// One figure of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What is counted, after the number.
    pub what: String,
    /// The number, or what is needed to know it.
    pub value: Result<usize, String>,
    /// The address that opens it; empty where there is none.
    pub opens: String,
}

/// One scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threat {
    /// The word in addresses.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// One sentence: where we stand.
    pub standing: String,
    /// What to do next.
    pub next: String,
    /// Its figures, the most telling first.
    pub figures: Vec<Figure>,
}

fn known(value: usize, what: &str, opens: &str) -> Figure {
    Figure {
        what: what.into(),
        value: Ok(value),
        opens: opens.into(),
    }
}

fn needs(what: &str, need: &str) -> Figure {
    Figure {
        what: what.into(),
        value: Err(need.into()),
        opens: String::new(),
    }
}

/// All five, in the order of the teaching material.
pub fn threats(picture: &Picture) -> Vec<Threat> {
    vec![
        ransomware(picture),
        unsupported(picture),
        remote_access(picture),
        flat_networks(picture),
        weak_records(picture),
    ]
}

fn ransomware(picture: &Picture) -> Threat {
    let exploited = if picture.parts.exploited.is_empty() {
        needs(
            "devices with a vulnerability that is known to be exploited",
            "not known: needs CISA’s list of known exploited vulnerabilities",
        )
    } else {
        known(
            devices_with_exploited(picture).len(),
            "devices affected, or possibly, by a vulnerability that is known to be exploited",
            "/devices?exploited=yes",
        )
    };
    let thin = services::standings(picture).iter().filter(|s| s.has_no_spare()).count();
    let on_paper = picture
        .parts
        .services
        .iter()
        .filter(|s| s.fallback.is_empty() || s.fallback.starts_with("none"))
        .count();
    let standing = if picture.parts.services.is_empty() {
        "Not known: no clinical service is described yet.".into()
    } else {
        format!(
            "{} of {} would fall short with the loss of one more device; {}.",
            thin,
            say::count(picture.parts.services.len(), "service", "services"),
            match on_paper {
                0 => "every one has a way to work without its devices".to_owned(),
                1 => "1 has no way to work on paper".to_owned(),
                n => format!("{n} have no way to work on paper"),
            }
        )
    };
    Threat {
        key: "ransomware",
        name: "Ransomware",
        standing,
        next: "Answer the known exploited vulnerabilities first, beginning with the services that have no spare.".into(),
        figures: vec![
            exploited,
            known(thin, "services without a spare device", "/services?thin=yes"),
            known(on_paper, "services that cannot work on paper", "/services"),
            needs("plans rehearsed in the last year", "not known: needs the records of rehearsals"),
            needs("devices that an outbreak would reach", "not known: needs flows from a sensor"),
        ],
    }
}

/// Positions of devices that a known exploited vulnerability affects, or possibly does.
pub fn devices_with_exploited(picture: &Picture) -> Vec<u32> {
    let fleet = picture.fleet();
    let mut found: Vec<u32> = picture
        .judged()
        .iter()
        .enumerate()
        .filter(|(_, judgements)| {
            judgements.iter().any(|j| {
                matches!(j.verdict, Verdict::Affected | Verdict::PossiblyAffected)
                    && picture
                        .corpus
                        .advisory(j.advisory)
                        .and_then(|a| a.vulnerabilities.get(j.vulnerability))
                        .is_some_and(|v| picture.parts.exploited.contains_key(&v.id))
            })
        })
        .flat_map(|(configuration, _)| fleet.devices_of(configuration).iter().copied())
        .collect();
    found.sort_unstable();
    found
}

fn unsupported(picture: &Picture) -> Threat {
    let counts = lifespan::counts(picture);
    let of = |standing: Standing| counts.iter().find(|(s, _)| *s == standing).map_or(0, |(_, n)| *n);
    let opens = |standing: Standing| format!("/devices?support={}", standing.key());
    let figures = [Standing::Unsupported, Standing::Soon, Standing::CannotTell, Standing::NotKnown]
        .into_iter()
        .map(|s| known(of(s), &format!("devices: {}", s.label()), &opens(s)))
        .collect();
    let next_year = lifespan::years_ahead(picture).first().map_or_else(String::new, |(year, n)| {
        format!(" {} more by the end of {year}.", say::thousands(*n))
    });
    Threat {
        key: "unsupported",
        name: "Unsupported systems",
        standing: format!(
            "{} run an operating system that its maker no longer mends; of {} it cannot be told.{next_year}",
            say::count(of(Standing::Unsupported), "device", "devices"),
            say::thousands(of(Standing::CannotTell) + of(Standing::NotKnown)),
        ),
        next: "Plan replacement or separation for the unsupported; ask for build and edition of those that cannot be told.".into(),
        figures,
    }
}

/// Whether what is said of vendor remote access holds a word: hyphens and case aside, and "permanent" is always on.
pub fn remote_says(said: &str, word: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().replace('-', " ");
    let (said, word) = (plain(said), plain(word));
    said.contains(&word) || word == "always on" && said.contains("permanent")
}

fn remote(picture: &Picture, word: &str) -> usize {
    let column = picture.fleet().column(Field::VendorRemoteAccess);
    let hits: Vec<bool> = column.values().iter().map(|said| remote_says(said, word)).collect();
    column.codes().iter().filter(|&&c| hits[c as usize]).count()
}

/// How many devices a supplier can reach at any time.
pub fn always_on(picture: &Picture) -> usize {
    remote(picture, "always-on")
}

fn remote_access(picture: &Picture) -> Threat {
    let fleet = picture.fleet();
    let always_on = always_on(picture);
    let shared = remote(picture, "shared");
    let missing = fleet.missing(Field::VendorRemoteAccess);
    Threat {
        key: "remote-access",
        name: "Vendor remote access",
        standing: format!(
            "{} can be reached by a supplier at any time; of {} nobody has said whether a supplier can get in.",
            say::count(always_on, "device", "devices"),
            say::thousands(missing)
        ),
        next: "Turn always-on access into sessions that are approved one by one, and ask about the rest.".into(),
        figures: vec![
            known(always_on, "devices with always-on access", "/devices?remote=always-on"),
            known(shared, "devices reached through a shared account", "/devices?remote=shared"),
            known(
                missing,
                "devices whose remote access is not known",
                "/devices?missing=vendor_remote_access",
            ),
            needs(
                "sessions outside an approved time",
                "not known: needs flows from a sensor and the record of sessions",
            ),
        ],
    }
}

fn flat_networks(picture: &Picture) -> Threat {
    let fleet = picture.fleet();
    let without_zone = fleet.missing(Field::Zone);
    Threat {
        key: "flat-networks",
        name: "Flat networks",
        standing: "Not known: needs flows from a sensor, or the rules between zones.".into(),
        next: "Bring a capture from a mirror port, or a list of zones with their rules.".into(),
        figures: vec![
            needs("devices exposed to more than they need", "not known: needs flows from a sensor"),
            needs("largest reach of an outbreak", "not known: needs flows from a sensor"),
            known(without_zone, "devices whose network zone is not known", "/devices?missing=zone"),
        ],
    }
}

fn weak_records(picture: &Picture) -> Threat {
    let fleet = picture.fleet();
    let version = fleet.missing(Field::SoftwareVersion);
    let owner = fleet.missing(Field::Owner);
    let disputed = (0..fleet.len()).filter(|&d| fleet.disputed_fields(d).next().is_some()).count();
    let unserved = picture.columns().unserved();
    Threat {
        key: "weak-records",
        name: "Weak records",
        standing: format!(
            "{} run software whose version nobody knows; {} have no owner.",
            say::count(version, "device", "devices"),
            say::thousands(owner)
        ),
        next: "Read the versions that settle the most verdicts first.".into(),
        figures: vec![
            known(
                version,
                "devices whose software version is not known",
                "/devices?missing=software_version",
            ),
            known(
                fleet.missing(Field::Os),
                "devices whose operating system is not known",
                "/devices?missing=os",
            ),
            known(owner, "devices without an owner", "/devices?missing=owner"),
            known(
                fleet.missing(Field::Location),
                "devices without a location",
                "/devices?missing=location",
            ),
            known(unserved, "devices that no clinical service counts", "/devices?service=none"),
            known(disputed, "devices on which sources disagree", "/devices?disputed=yes"),
            known(
                picture.parts.stale.len(),
                "devices that their source no longer lists",
                "/devices?stale=yes",
            ),
            needs(
                "devices on the network that no record knows",
                "not known: needs flows from a sensor",
            ),
        ],
    }
}
