//! "Are we affected?": from a question in an id or in plain words to devices, with the reason for each verdict, what it
//! means for care, and the few facts that would settle most of what cannot be told.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use advisories::{Advisory, Vulnerability};
use intel::{Judgement, Verdict};
use register::{Field, fleet::ListQuery};
use serde::Serialize;

use crate::care::{self, Impact};
use crate::picture::{FeedAge, Picture, fold};
use crate::say;

mod document;
pub use document::{
    AnswerDocument, DeviceDocument, FindingDocument, RemediationDocument, ServiceDocument, device_document, finding_document,
    reason_with_source, service_documents,
};

/// What the question was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// A CVE or another vulnerability id.
    Vulnerability,
    /// An advisory's id or words of its title.
    Advisory,
    /// Words of a product that an advisory names.
    Product,
    /// Words of a piece of software inside devices.
    Component,
    /// Words of devices in the register.
    Device,
}

/// What one configuration is told.
#[derive(Debug, Clone)]
pub struct Found {
    /// Position of the configuration.
    pub configuration: usize,
    /// Position in `judgements`.
    judgement: usize,
    judgements: Arc<[Judgement]>,
}

impl Found {
    /// The judgement.
    pub fn judgement(&self) -> &Judgement {
        &self.judgements[self.judgement]
    }
}

/// A fact that is missing, and what knowing it would settle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WouldSettle {
    /// The register's name of the field.
    pub fact: &'static str,
    /// How many devices lack it.
    pub devices: usize,
    /// How many verdicts it would settle.
    pub verdicts: usize,
    /// Positions of those devices.
    #[serde(skip)]
    pub which: Vec<u32>,
}

/// The answer to one question.
pub struct Answer {
    /// As asked.
    pub query: String,
    /// What it was taken for.
    pub asked: Asked,
    /// Whether anything loaded here mentions it. If not, the rest is empty and means nothing.
    pub known: bool,
    /// How fresh each feed is.
    pub as_of: Vec<FeedAge>,
    /// Verdicts by configuration, gravest first within a configuration's order.
    pub found: Vec<Found>,
    /// Where the question names devices: those alone.
    pub only: Option<HashSet<u32>>,
    /// Positions of the advisories that speak of it.
    pub advisories: Vec<usize>,
    /// What else the words could mean: (taken for, how many).
    pub also: Vec<(Asked, usize)>,
}

/// One vulnerability on one device.
pub struct Finding<'a> {
    /// Position of the device.
    pub device: u32,
    /// The judgement on its configuration.
    pub judgement: &'a Judgement,
    /// The advisory.
    pub advisory: &'a Advisory,
    /// The vulnerability in it.
    pub vulnerability: &'a Vulnerability,
}

/// Takes the question and answers it.
pub fn affected(picture: &Picture, query: &str) -> Answer {
    let query = query.trim();
    let mut answer = Answer {
        query: query.to_owned(),
        asked: Asked::Vulnerability,
        known: true,
        as_of: picture.as_of(),
        found: Vec::new(),
        only: None,
        advisories: Vec::new(),
        also: Vec::new(),
    };
    if fold(query).is_empty() {
        answer.known = false;
        return answer;
    }
    // An id is matched whole, and first.
    let places = picture.vulnerability(query);
    if !places.is_empty() {
        let places: HashSet<(usize, usize)> = places.iter().copied().collect();
        let mut advisories: Vec<usize> = places.iter().map(|(a, _)| *a).collect();
        advisories.sort_unstable();
        advisories.dedup();
        answer.found = judgements_of(picture, &advisories, |j| places.contains(&(j.advisory, j.vulnerability)));
        answer.advisories = advisories;
        return answer;
    }
    let by_id: Vec<usize> = advisories_where(picture, |a| {
        fold(&a.id) == fold(query) || a.aliases.iter().any(|alias| fold(alias) == fold(query))
    });
    if !by_id.is_empty() {
        answer.asked = Asked::Advisory;
        answer.found = judgements_of(picture, &by_id, |_| true);
        answer.advisories = by_id;
        return answer;
    }
    if looks_like_an_id(query) {
        answer.asked = if query.to_uppercase().starts_with("ICS") {
            Asked::Advisory
        } else {
            Asked::Vulnerability
        };
        answer.known = false;
        return answer;
    }
    by_words(picture, answer)
}

fn by_words(picture: &Picture, mut answer: Answer) -> Answer {
    let words = words_of(&answer.query);
    let titled = advisories_where(picture, |a| holds_all(&a.title, &words));
    let products: HashSet<(usize, usize)> = picture
        .corpus
        .advisories()
        .enumerate()
        .flat_map(|(a, advisory)| {
            advisory
                .products
                .iter()
                .enumerate()
                .filter(|(_, p)| holds_all(&format!("{} {}", p.vendor().unwrap_or(""), p.name), &words))
                .map(move |(p, _)| (a, p))
                .collect::<Vec<_>>()
        })
        .collect();
    let devices = picture.fleet().find(
        &ListQuery {
            words: answer.query.clone(),
            ..Default::default()
        },
        None,
    );
    if !products.is_empty() || !titled.is_empty() {
        let in_title: HashSet<usize> = titled.iter().copied().collect();
        let mut advisories: Vec<usize> = products.iter().map(|(a, _)| *a).chain(titled).collect();
        advisories.sort_unstable();
        advisories.dedup();
        answer.asked = if products.is_empty() { Asked::Advisory } else { Asked::Product };
        answer.found = judgements_of(picture, &advisories, |j| {
            in_title.contains(&j.advisory) || j.products.iter().any(|p| products.contains(&(j.advisory, *p)))
        });
        answer.advisories = advisories;
        if !devices.is_empty() {
            answer.also.push((Asked::Device, devices.len()));
        }
    } else if !devices.is_empty() {
        return of_devices(picture, answer, devices);
    } else {
        answer.asked = Asked::Device;
        answer.known = false;
    }
    answer
}

/// The answer for devices found by words, whatever advisories may be called.
pub fn affected_devices(picture: &Picture, query: &str) -> Answer {
    let devices = picture.fleet().find(
        &ListQuery {
            words: query.trim().to_owned(),
            ..Default::default()
        },
        None,
    );
    let answer = Answer {
        query: query.trim().to_owned(),
        asked: Asked::Device,
        known: !devices.is_empty(),
        as_of: picture.as_of(),
        found: Vec::new(),
        only: None,
        advisories: Vec::new(),
        also: Vec::new(),
    };
    of_devices(picture, answer, devices)
}

fn of_devices(picture: &Picture, mut answer: Answer, devices: Vec<u32>) -> Answer {
    answer.asked = Asked::Device;
    let mut configurations: Vec<usize> = devices.iter().map(|&d| picture.fleet().configuration_of(d as usize)).collect();
    configurations.sort_unstable();
    configurations.dedup();
    for configuration in configurations {
        let judgements: Arc<[Judgement]> = if picture.is_judged() {
            Arc::clone(&picture.judged()[configuration])
        } else {
            picture.corpus.judge(&picture.fleet().configurations()[configuration]).into()
        };
        answer.found.extend((0..judgements.len()).map(|judgement| Found {
            configuration,
            judgement,
            judgements: Arc::clone(&judgements),
        }));
    }
    let mut advisories: Vec<usize> = answer.found.iter().map(|f| f.judgement().advisory).collect();
    advisories.sort_unstable();
    advisories.dedup();
    answer.advisories = advisories;
    answer.only = Some(devices.into_iter().collect());
    answer
}

/// Judgements of some advisories on all configurations: looked up where all have been judged, else found now.
fn judgements_of(picture: &Picture, advisories: &[usize], wanted: impl Fn(&Judgement) -> bool) -> Vec<Found> {
    let mut found = Vec::new();
    if picture.is_judged() {
        let spoken: HashSet<usize> = advisories.iter().copied().collect();
        for (configuration, judgements) in picture.judged().iter().enumerate() {
            for (judgement, j) in judgements.iter().enumerate() {
                if spoken.contains(&j.advisory) && wanted(j) {
                    found.push(Found {
                        configuration,
                        judgement,
                        judgements: Arc::clone(judgements),
                    });
                }
            }
        }
    } else {
        for &advisory in advisories {
            for (configuration, judgements) in picture
                .corpus
                .judge_advisory(advisory, picture.fleet().configurations())
                .into_iter()
                .enumerate()
            {
                let judgements: Arc<[Judgement]> = judgements.into();
                for (judgement, j) in judgements.iter().enumerate() {
                    if wanted(j) {
                        found.push(Found {
                            configuration,
                            judgement,
                            judgements: Arc::clone(&judgements),
                        });
                    }
                }
            }
        }
    }
    found
}

fn advisories_where(picture: &Picture, holds: impl Fn(&Advisory) -> bool) -> Vec<usize> {
    picture
        .corpus
        .advisories()
        .enumerate()
        .filter(|(_, a)| holds(a))
        .map(|(position, _)| position)
        .collect()
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether each word begins a word of the text: "intelli" finds "IntelliVue", "art" does not find "heart".
fn holds_all(text: &str, words: &[String]) -> bool {
    let there = words_of(text);
    words.iter().all(|word| there.iter().any(|t| t.starts_with(word.as_str())))
}

/// "CVE-…", "ICSMA-…", "GHSA-…" and their kind: what has this form and is not here is not known, never "no".
fn looks_like_an_id(query: &str) -> bool {
    let upper = query.to_uppercase();
    let known_prefix = ["CVE-", "ICSMA-", "ICSA-", "ICS-", "GHSA-", "VU#", "CERT-", "SSA-", "BSI-", "CWE-"]
        .iter()
        .any(|p| upper.starts_with(p));
    known_prefix && !query.contains(char::is_whitespace) && query.chars().any(|c| c.is_ascii_digit())
}

impl Answer {
    /// Every finding, device by device within a configuration.
    pub fn findings<'a>(&'a self, picture: &'a Picture) -> impl Iterator<Item = Finding<'a>> + 'a {
        self.found.iter().flat_map(move |found| {
            let judgement = found.judgement();
            picture
                .fleet()
                .devices_of(found.configuration)
                .iter()
                .filter(|d| self.only.as_ref().is_none_or(|only| only.contains(d)))
                .filter_map(move |&device| {
                    let advisory = picture.corpus.advisory(judgement.advisory)?;
                    let vulnerability = advisory.vulnerabilities.get(judgement.vulnerability)?;
                    Some(Finding {
                        device,
                        judgement,
                        advisory,
                        vulnerability,
                    })
                })
        })
    }

    /// Each device once, with its gravest verdict, in the register's order.
    pub fn devices(&self, picture: &Picture) -> BTreeMap<u32, Verdict> {
        let mut by_configuration: BTreeMap<usize, Verdict> = BTreeMap::new();
        for found in &self.found {
            let verdict = found.judgement().verdict;
            let worst = by_configuration.entry(found.configuration).or_insert(verdict);
            *worst = (*worst).max(verdict);
        }
        by_configuration
            .into_iter()
            .flat_map(|(configuration, verdict)| picture.fleet().devices_of(configuration).iter().map(move |&d| (d, verdict)))
            .filter(|(d, _)| self.only.as_ref().is_none_or(|only| only.contains(d)))
            .collect()
    }

    /// What each service loses.
    pub fn impacts(&self, picture: &Picture) -> Vec<Impact> {
        care::impacts(picture, self.devices(picture).into_iter())
    }

    /// The few facts that would settle most of what cannot be told, the most telling first.
    pub fn would_settle(&self, picture: &Picture) -> Vec<WouldSettle> {
        let mut by_fact: BTreeMap<&'static str, (HashSet<u32>, usize)> = BTreeMap::new();
        for found in self.found.iter().filter(|f| f.judgement().verdict == Verdict::PossiblyAffected) {
            let devices: Vec<u32> = picture
                .fleet()
                .devices_of(found.configuration)
                .iter()
                .copied()
                .filter(|d| self.only.as_ref().is_none_or(|only| only.contains(d)))
                .collect();
            for field in &found.judgement().missing {
                let entry = by_fact.entry(field.key()).or_default();
                entry.0.extend(&devices);
                entry.1 += devices.len();
            }
        }
        let mut settling: Vec<WouldSettle> = by_fact
            .into_iter()
            .map(|(fact, (devices, verdicts))| {
                let mut which: Vec<u32> = devices.into_iter().collect();
                which.sort_unstable();
                WouldSettle {
                    fact,
                    devices: which.len(),
                    verdicts,
                    which,
                }
            })
            .filter(|w| w.devices > 0)
            .collect();
        settling.sort_by(|a, b| (b.verdicts, a.fact).cmp(&(a.verdicts, b.fact)));
        settling
    }

    /// The heading of the page: "CVE-2018-8853: 2 CT scanners affected, 1 cannot be told".
    pub fn heading(&self, picture: &Picture) -> String {
        if !self.known {
            return format!("{}: not known here", self.query);
        }
        let devices = self.devices(picture);
        let of = |verdict: Verdict| {
            devices
                .iter()
                .filter(|(_, v)| **v == verdict)
                .map(|(d, _)| *d)
                .collect::<Vec<u32>>()
        };
        let (affected, possibly) = (of(Verdict::Affected), of(Verdict::PossiblyAffected));
        let said = match (affected.len(), possibly.len()) {
            (0, 0) if devices.is_empty() && self.asked == Asked::Device => "no advisory loaded here speaks about it".into(),
            (0, 0) if devices.is_empty() => "none of our devices is what it names".into(),
            (0, 0) => "none of our devices is affected".into(),
            (0, n) => format!("no device is known to be affected, {} cannot be told", say::thousands(n)),
            (_, 0) => format!("{} affected", kinds(picture, &affected)),
            (_, n) => format!("{} affected, {} cannot be told", kinds(picture, &affected), say::thousands(n)),
        };
        format!("{}: {said}", self.title(picture))
    }

    /// The question as its id is written where it was found.
    fn title(&self, picture: &Picture) -> String {
        let written = self
            .advisories
            .first()
            .and_then(|&a| picture.corpus.advisory(a))
            .and_then(|advisory| match self.asked {
                Asked::Vulnerability => advisory
                    .vulnerabilities
                    .iter()
                    .map(|v| v.id.as_str())
                    .find(|id| fold(id) == fold(&self.query)),
                Asked::Advisory if fold(&advisory.id) == fold(&self.query) => Some(advisory.id.as_str()),
                Asked::Advisory | Asked::Product | Asked::Component | Asked::Device => None,
            });
        written.unwrap_or(&self.query).to_owned()
    }

    /// What to say where there is no finding, with the age of each feed; `None` where there is one. An empty list must never
    /// read as "unaffected" (contract, `affected QUERY`).
    pub fn nothing_found(&self, picture: &Picture) -> Option<String> {
        if self.findings(picture).next().is_some() {
            return None;
        }
        let ages: Vec<String> = self
            .as_of
            .iter()
            .map(|feed| match say::iso_day(&feed.newest) {
                Some(day) => format!("{}: {} ({})", long_name(&feed.feed), say::date(day), say::age(day, picture.today)),
                None => format!("{}: none loaded", long_name(&feed.feed)),
            })
            .collect();
        let query = &self.query;
        let said = match self.asked {
            _ if !self.known => format!("Nothing loaded here mentions “{query}”. This does not mean that no device is affected."),
            Asked::Device => format!(
                "No advisory loaded here speaks of “{query}”, {} in the register. This does not mean that it is unaffected.",
                say::count(self.only.as_ref().map_or(0, HashSet::len), "device", "devices")
            ),
            Asked::Vulnerability | Asked::Advisory | Asked::Product | Asked::Component => {
                "The register holds no device that it names. A device whose maker or model is not known could still be one.".to_owned()
            }
        };
        Some(format!("{said} What is loaded: {}.", ages.join("; ")))
    }
}

/// What a feed is called on a page.
pub fn long_name(feed: &str) -> &str {
    match feed {
        "CSAF" => "advisories",
        "KEV" => "CISA’s known exploited vulnerabilities",
        "EPSS" => "EPSS scores",
        other => other,
    }
}

/// "2 CT scanners" where all are of one type, else "5 devices".
fn kinds(picture: &Picture, devices: &[u32]) -> String {
    let mut types: Vec<&str> = devices
        .iter()
        .map(|&d| picture.fleet().value(d as usize, Field::DeviceType))
        .collect();
    types.sort_unstable();
    types.dedup();
    match types.as_slice() {
        // "Infusion pump, volumetric" has no plural that a rule could make.
        [one] if one.chars().any(char::is_lowercase) && !one.contains([',', '(']) => {
            // Inside a sentence "Syringe pump" is small; "CT scanner" and "ECG cart" stay.
            let second_is_small = one.chars().nth(1).is_some_and(char::is_lowercase);
            let mut letters = one.chars();
            let one = match letters.next() {
                Some(first) if second_is_small => first.to_lowercase().chain(letters).collect(),
                _ => (*one).to_owned(),
            };
            let many = if one.ends_with('s') { one.clone() } else { format!("{one}s") };
            say::count(devices.len(), &one, &many)
        }
        _ => say::count(devices.len(), "device", "devices"),
    }
}

#[cfg(test)]
mod tests;
