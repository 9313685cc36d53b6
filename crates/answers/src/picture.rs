//! The whole hospital at one moment: its devices as columns, its services, and what the world publishes.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use advisories::KnownExploited;
use intel::support::{self, OsSupport};
use intel::{Corpus, Judgement, Verdict};
use jiff::civil::Date;
use rayon::prelude::*;
use register::{ClinicalService, Configuration, ConnectedSystem, Contact, Field, Fleet, Need, Pool};

use crate::concern::{self, Concern};
use crate::{listing, services};

/// How fresh a feed is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FeedAge {
    /// "CSAF", "KEV", "EPSS".
    pub feed: String,
    /// The date of its newest statement, ISO 8601; empty where nothing is loaded.
    pub newest: String,
}

/// What a picture is made of.
#[derive(Default)]
pub struct Parts {
    /// All devices.
    pub fleet: Fleet,
    /// (code, name) of all sites.
    pub sites: Vec<(String, String)>,
    /// All clinical services.
    pub services: Vec<ClinicalService>,
    /// All connected systems.
    pub systems: Vec<ConnectedSystem>,
    /// Whom to call.
    pub contacts: Vec<Contact>,
    /// Known exploited vulnerabilities, by CVE.
    pub exploited: HashMap<String, KnownExploited>,
    /// EPSS probabilities, by CVE.
    pub epss: HashMap<String, f64>,
    /// Dates of KEV and EPSS; that of the advisories is found in them.
    pub feeds: Vec<FeedAge>,
    /// Positions of devices that a complete delivery of one of their sources no longer held.
    pub stale: Vec<u32>,
}

/// Judgements by configuration, kept while the advisories stay the same.
pub type JudgedBefore = Arc<Mutex<HashMap<Configuration, Arc<[Judgement]>>>>;

/// The hospital, ready for questions.
pub struct Picture {
    /// What it is made of.
    pub parts: Parts,
    /// The advisories, read.
    pub corpus: Arc<Corpus>,
    /// The day on which it is looked at.
    pub today: Date,
    judged_before: JudgedBefore,
    judged: OnceLock<Vec<Arc<[Judgement]>>>,
    columns: OnceLock<listing::Columns>,
    devices_by_service: OnceLock<Vec<Vec<u32>>>,
    concerns: OnceLock<Vec<Concern>>,
    /// Support by code of the operating system's column.
    support: Vec<OsSupport>,
    /// Services that count a pool, with how many they need of it.
    services_of_pool: HashMap<Pool, Vec<(usize, u32)>>,
    /// By code and by name, folded.
    service_names: HashMap<String, usize>,
    /// Positions of (advisory, vulnerability) by id, folded.
    vulnerabilities: BTreeMap<String, Vec<(usize, usize)>>,
}

impl Picture {
    /// A picture of these parts on a day. `judged_before` belongs to the corpus: pass the one of the last picture if the
    /// corpus is the same, else an empty one.
    pub fn new(parts: Parts, corpus: Arc<Corpus>, today: Date, judged_before: JudgedBefore) -> Picture {
        let on = today.to_string();
        let support = parts
            .fleet
            .column(Field::Os)
            .values()
            .iter()
            .map(|os| support::support(os, &on))
            .collect();
        let mut services_of_pool: HashMap<Pool, Vec<(usize, u32)>> = HashMap::new();
        let mut service_names = HashMap::new();
        for (position, service) in parts.services.iter().enumerate() {
            service_names.insert(fold(&service.code), position);
            service_names.entry(fold(&service.name)).or_insert(position);
            for need in &service.needs {
                if let Need::Devices { needed, pool } = need {
                    services_of_pool.entry(pool.clone()).or_default().push((position, *needed));
                }
            }
        }
        let mut vulnerabilities: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (a, advisory) in corpus.advisories().enumerate() {
            for (v, vulnerability) in advisory.vulnerabilities.iter().enumerate() {
                for id in std::iter::once(&vulnerability.id).chain(&vulnerability.other_ids) {
                    vulnerabilities.entry(fold(id)).or_default().push((a, v));
                }
            }
        }
        Picture {
            parts,
            corpus,
            today,
            judged_before,
            judged: OnceLock::new(),
            columns: OnceLock::new(),
            devices_by_service: OnceLock::new(),
            concerns: OnceLock::new(),
            support,
            services_of_pool,
            service_names,
            vulnerabilities,
        }
    }

    /// The devices.
    pub fn fleet(&self) -> &Fleet {
        &self.parts.fleet
    }

    /// What may be handed to the next picture with the same corpus.
    pub fn judged_before(&self) -> JudgedBefore {
        Arc::clone(&self.judged_before)
    }

    /// Everything that the advisories say of each configuration; found once, when first asked for.
    pub fn judged(&self) -> &[Arc<[Judgement]>] {
        self.judged.get_or_init(|| {
            let mut before = self.judged_before.lock().unwrap_or_else(PoisonError::into_inner);
            let judged: Vec<Arc<[Judgement]>> = self
                .fleet()
                .configurations()
                .par_iter()
                .map(|configuration| match before.get(configuration) {
                    Some(found) => Arc::clone(found),
                    None => self.corpus.judge(configuration).into(),
                })
                .collect();
            let now = self.fleet().configurations().iter().cloned().zip(judged.iter().cloned()).collect();
            // Configurations that no device has any more are forgotten.
            *before = now;
            judged
        })
    }

    /// What lists of devices need beyond the register's columns; derived once, when first asked for.
    pub fn columns(&self) -> &listing::Columns {
        self.columns.get_or_init(|| listing::Columns::new(self))
    }

    /// Positions of the devices that a service counts, by pool or by name; found for all services when first asked for.
    pub fn devices_of_service(&self, service: usize) -> &[u32] {
        self.devices_by_service
            .get_or_init(|| services::devices_by_service(self))
            .get(service)
            .map_or(&[], Vec::as_slice)
    }

    /// Whom each advisory concerns, in the order of the corpus; counted once, when first asked for.
    pub fn concerns(&self) -> &[Concern] {
        self.concerns.get_or_init(|| concern::concerns(self))
    }

    /// Whether all configurations have been judged already.
    pub(crate) fn is_judged(&self) -> bool {
        self.judged.get().is_some()
    }

    /// The gravest verdict on a device.
    pub fn gravest(&self, device: usize) -> Option<Verdict> {
        self.judged()
            .get(self.fleet().configuration_of(device))
            .and_then(|j| intel::verdict::gravest(j))
    }

    /// Support of a device's operating system.
    pub fn support_of(&self, device: usize) -> &OsSupport {
        &self.support[self.fleet().column(Field::Os).codes()[device] as usize]
    }

    /// Support by code of the operating system's column.
    pub fn support_by_code(&self) -> &[OsSupport] {
        &self.support
    }

    /// The services that count a device: by its pool (with how many they need of it), else by the service's name alone.
    pub fn services_of(&self, device: usize) -> Vec<(usize, Option<u32>)> {
        let pool = self.fleet().value(device, Field::Pool);
        let by_pool = self.services_of_pool.get(&Pool(pool.to_owned())).map_or(&[][..], Vec::as_slice);
        let mut found: Vec<(usize, Option<u32>)> = by_pool.iter().map(|&(s, needed)| (s, Some(needed))).collect();
        let named = self.fleet().value(device, Field::Service);
        for name in named.split(", ").filter(|n| !n.is_empty()) {
            if let Some(&service) = self.service_names.get(&fold(name))
                && !found.iter().any(|(s, _)| *s == service)
            {
                found.push((service, None));
            }
        }
        found
    }

    /// Services by position; those that a pool serves.
    pub fn services_of_pool(&self, pool: &Pool) -> &[(usize, u32)] {
        self.services_of_pool.get(pool).map_or(&[], Vec::as_slice)
    }

    /// The position of a service, by its code or name.
    pub fn service(&self, code: &str) -> Option<usize> {
        self.service_names.get(&fold(code)).copied()
    }

    /// The name of a site, or its code where it has none.
    pub fn site_name<'a>(&'a self, code: &'a str) -> &'a str {
        self.parts
            .sites
            .iter()
            .find(|(c, _)| c == code)
            .map_or(code, |(_, name)| name.as_str())
    }

    /// Where a vulnerability is spoken of.
    pub fn vulnerability(&self, id: &str) -> &[(usize, usize)] {
        self.vulnerabilities.get(&fold(id)).map_or(&[], Vec::as_slice)
    }

    /// How fresh each feed is; all three, also those of which nothing is loaded.
    pub fn as_of(&self) -> Vec<FeedAge> {
        let newest = self.corpus.advisories().map(|a| a.current_release.as_str()).max().unwrap_or("");
        let of = |feed: &str| {
            let day = self.parts.feeds.iter().find(|f| f.feed == feed).map_or("", |f| f.newest.as_str());
            FeedAge {
                feed: feed.into(),
                newest: day.chars().take(10).collect(),
            }
        };
        vec![
            FeedAge {
                feed: "CSAF".into(),
                newest: newest.chars().take(10).collect(),
            },
            of("KEV"),
            of("EPSS"),
        ]
    }

    /// Whom to call for a device: its supplier's contact, then clinical engineering.
    pub fn contacts_of(&self, device: usize) -> Vec<&Contact> {
        let supplier = fold(self.fleet().value(device, Field::Supplier));
        let mut found: Vec<&Contact> = self
            .parts
            .contacts
            .iter()
            .filter(|c| !supplier.is_empty() && (fold(&c.code) == supplier || fold(&c.role) == supplier))
            .collect();
        found.extend(
            self.parts
                .contacts
                .iter()
                .filter(|c| c.kind == "internal" && c.role.contains("linical engineering"))
                .take(1),
        );
        found
    }
}

/// Letters and digits, lower case: how ids and names are compared.
pub(crate) fn fold(text: &str) -> String {
    register::reconcile::fold(text)
}
