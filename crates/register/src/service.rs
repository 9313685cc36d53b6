//! Clinical services: what patients get, what it hangs on, and what is left of it when devices are out.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// What patients get (CT imaging, radiotherapy, ward telemetry).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ClinicalService {
    /// Short code ("S01"), unique in the organisation.
    pub code: String,
    /// Name on pages.
    pub name: String,
    /// Site code ("KGH").
    pub site: String,
    /// When it runs, in words.
    pub hours: String,
    /// Patients or items a day, in the words of its work ("95", "1900 samples").
    pub a_day: String,
    /// What it cannot do without.
    pub needs: Vec<Need>,
    /// Codes of systems without which it is slower.
    pub slowed_without: Vec<String>,
    /// The longest outage it can bear, in minutes.
    pub longest_bearable_outage_minutes: Option<u32>,
    /// Why that long and no longer.
    pub outage_reason: String,
    /// What stops first.
    pub stops_first: String,
    /// What is done instead.
    pub fallback: String,
    /// How long that lasts, in hours.
    pub fallback_lasts_hours: Option<u32>,
    /// The role that decides.
    pub decided_by: String,
}

/// One thing a service cannot do without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// `needed` devices of a pool. How many the pool has is counted in the register, not stated.
    Devices {
        /// k of "k of n".
        needed: u32,
        /// The pool's id.
        pool: Pool,
    },
    /// A connected system, by code.
    System(String),
    /// Another service, by code.
    Service(String),
}

/// A pool of devices that can stand in for each other: a device type, a site, and a use ("T01@KGH#diagnostic").
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pool(pub String);

/// What is left of one need when some of its devices are out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Capacity {
    /// k: how many the service needs.
    pub needs: u32,
    /// n: how many there are.
    pub of: u32,
    /// How many of those would be out.
    pub out: u32,
}

impl Capacity {
    /// How many remain.
    pub fn left(self) -> u32 {
        self.of.saturating_sub(self.out)
    }

    /// How many may be out before the service has less than it needs, were all in use now.
    pub fn spare(self) -> u32 {
        self.of.saturating_sub(self.needs)
    }

    /// Whether the service has less than it needs.
    pub fn falls_short(self) -> bool {
        self.left() < self.needs
    }

    /// Whether one more device out would leave less than needed.
    pub fn is_thin(self) -> bool {
        !self.falls_short() && self.left() == self.needs
    }
}

/// Why a service's needs could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadNeed {
    /// The part that was not understood.
    pub found: String,
}

/// Reads "2/3:T01@KGH#diagnostic & SYS-RIS & S11": k of n devices of a pool, systems, services. The n is a note of the
/// writer; the register counts its own. A pool without a site is of the service's site.
pub fn read_needs(text: &str, site: &str) -> Result<Vec<Need>, UnreadNeed> {
    text.split('&')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let unread = || UnreadNeed { found: part.to_owned() };
            if let Some((share, pool)) = part.split_once(':') {
                let needed = share.split('/').next().and_then(|k| k.trim().parse().ok()).ok_or_else(unread)?;
                let (kind, rest) = pool.trim().split_at(pool.trim().find(['@', '#']).unwrap_or(pool.trim().len()));
                let pool = if rest.starts_with('@') {
                    format!("{kind}{rest}")
                } else {
                    format!("{kind}@{site}{rest}")
                };
                Ok(Need::Devices { needed, pool: Pool(pool) })
            } else if part.starts_with("SYS-") {
                Ok(Need::System(part.to_owned()))
            } else if part.starts_with('S') && part[1..].chars().all(|c| c.is_ascii_digit()) && part.len() > 1 {
                Ok(Need::Service(part.to_owned()))
            } else {
                Err(unread())
            }
        })
        .collect()
}

/// Writes needs so that [`read_needs`] reads them back; the n of "k of n" is left out, for the register counts its own.
pub fn write_needs(needs: &[Need]) -> String {
    let parts: Vec<String> = needs
        .iter()
        .map(|need| match need {
            Need::Devices { needed, pool } => format!("{needed}:{}", pool.0),
            Need::System(code) | Need::Service(code) => code.clone(),
        })
        .collect();
    parts.join(" & ")
}

/// Services that stop with a service: those that need it, and those that need those. Codes, without the given one.
pub fn stop_with(services: &[ClinicalService], code: &str) -> BTreeSet<String> {
    let mut stopped = BTreeSet::from([code.to_owned()]);
    loop {
        let more: Vec<String> = services
            .iter()
            .filter(|s| !stopped.contains(&s.code))
            .filter(|s| {
                s.needs
                    .iter()
                    .any(|need| matches!(need, Need::Service(other) if stopped.contains(other)))
            })
            .map(|s| s.code.clone())
            .collect();
        if more.is_empty() {
            stopped.remove(code);
            return stopped;
        }
        stopped.extend(more);
    }
}

/// Each system, with the systems that hang on it, itself included: what is gone when it is gone.
pub fn systems_lost_with(systems: &[crate::ConnectedSystem], code: &str) -> BTreeSet<String> {
    let mut lost = BTreeSet::from([code.to_owned()]);
    loop {
        let before = lost.len();
        for system in systems {
            if system.depends_on.iter().any(|d| lost.contains(d)) {
                lost.insert(system.code.clone());
            }
        }
        if lost.len() == before {
            return lost;
        }
    }
}

/// How many devices each pool has.
pub type PoolSizes = BTreeMap<Pool, u32>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_are_read_and_what_is_not_understood_is_named() {
        assert_eq!(
            read_needs("2/3:T01@KGH#diagnostic & SYS-RIS & S11", "KGH"),
            Ok(vec![
                Need::Devices {
                    needed: 2,
                    pool: Pool("T01@KGH#diagnostic".into())
                },
                Need::System("SYS-RIS".into()),
                Need::Service("S11".into()),
            ])
        );
        assert_eq!(
            read_needs("1/1:T03#ed", "KGH"),
            Ok(vec![Need::Devices {
                needed: 1,
                pool: Pool("T03@KGH#ed".into())
            }])
        );
        assert_eq!(
            read_needs("two of T01", "KGH"),
            Err(UnreadNeed {
                found: "two of T01".into()
            })
        );
        assert_eq!(read_needs("", "KGH"), Ok(vec![]));
    }

    #[test]
    fn what_is_written_of_needs_is_read_back() {
        let check = |text: &str, written: &str| {
            let needs = read_needs(text, "KGH").unwrap();
            assert_eq!(write_needs(&needs), written);
            assert_eq!(read_needs(written, "elsewhere"), Ok(needs));
        };
        check("2/3:T01@KGH#diagnostic & SYS-RIS & S11", "2:T01@KGH#diagnostic & SYS-RIS & S11");
        check("1/1:T03#ed", "1:T03@KGH#ed");
        check("", "");
    }

    #[test]
    fn capacity_counts_what_is_left() {
        let two_of_three = |out| Capacity { needs: 2, of: 3, out };
        assert_eq!((two_of_three(0).left(), two_of_three(0).spare()), (3, 1));
        assert!(!two_of_three(0).is_thin() && two_of_three(1).is_thin() && two_of_three(2).falls_short());
        let more_out_than_there_are = Capacity { needs: 1, of: 1, out: 4 };
        assert_eq!(more_out_than_there_are.left(), 0);
    }

    #[test]
    fn services_stop_with_those_they_need_also_in_a_circle() {
        let service = |code: &str, needs: Vec<Need>| ClinicalService {
            code: code.into(),
            needs,
            ..Default::default()
        };
        let services = [
            service("S1", vec![Need::Service("S3".into())]),
            service("S2", vec![Need::Service("S1".into())]),
            service("S3", vec![Need::Service("S2".into())]),
            service("S4", vec![]),
        ];
        assert_eq!(stop_with(&services, "S1"), BTreeSet::from(["S2".into(), "S3".into()]));
        assert_eq!(stop_with(&services, "S4"), BTreeSet::new());
    }
}
