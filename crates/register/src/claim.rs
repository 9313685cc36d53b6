//! Settling: what stands for one field of one device, and why. A pure function of the claims and the policy.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::{Field, Micros};

/// What sort of witness a source is; the policy orders these, field by field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Someone looked, or decided.
    Person,
    /// A form or letter of the maker (MDS2, SBOM, support notice).
    MakersDocument,
    /// Wardline's own sensor.
    Sensor,
    /// The maintenance system of biomedical engineering.
    Cmms,
    /// An inventory of the IT department.
    ItInventory,
    /// Any other file.
    Other,
}

impl SourceKind {
    /// The kind that a source's name suggests; a name that suggests nothing is a maintenance system's, the usual export.
    pub fn of_name(name: &str) -> SourceKind {
        let lower = name.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
        if has(&["sensor"]) {
            SourceKind::Sensor
        } else if has(&["mds2", "sbom", "maker", "manufacturer"]) {
            SourceKind::MakersDocument
        } else if has(&["inventory", "network", "nac", "dhcp", "active directory"]) || lower.split_whitespace().any(|w| w == "it") {
            SourceKind::ItInventory
        } else if has(&["person", "ward check"]) {
            SourceKind::Person
        } else {
            SourceKind::Cmms
        }
    }
}

/// One source's word on one field of one device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The value said.
    pub value: String,
    /// Who says so.
    pub source: String,
    /// What sort of witness that is.
    pub kind: SourceKind,
    /// When the source knew it.
    pub stated_at: Micros,
    /// For a person's claim: what each source said when the person decided, as (source, value).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub against: Vec<(String, String)>,
}

/// Why a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// All who speak agree (or one alone speaks).
    Agreed,
    /// A person said so, and no source has said anything new since.
    Person,
    /// Its source goes before the others for this field.
    SourceOrder,
    /// It is the newer word of sources of equal standing.
    Newer,
    /// Nothing decides; it was there first.
    First,
}

/// What stands for a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Position of the claim that stands, in the claims given.
    pub stands: usize,
    /// Why.
    pub because: Because,
    /// Positions of claims that say something else, best witness first.
    pub others: Vec<usize>,
    /// A person has to decide: a source said something new after a person's word, or nothing decides between two.
    pub disputed: bool,
}

/// Which witness goes first, field by field.
#[derive(Debug, Clone, Default)]
pub struct SourceOrder;

impl SourceOrder {
    /// 0 goes first. Contract, ruling 1: maker's document; sensor for addresses and software version; CMMS for place,
    /// owner and asset number.
    pub fn rank(&self, field: Field, kind: SourceKind) -> u8 {
        use SourceKind::{Cmms, ItInventory, MakersDocument, Other, Person, Sensor};
        let order: [SourceKind; 5] = match field {
            Field::Ip | Field::Mac | Field::Hostname | Field::Zone | Field::NetworkConnection => {
                [Sensor, ItInventory, MakersDocument, Cmms, Other]
            }
            Field::Os => [MakersDocument, Sensor, ItInventory, Cmms, Other],
            Field::SoftwareVersion => [MakersDocument, Sensor, Cmms, ItInventory, Other],
            Field::Site
            | Field::Department
            | Field::Location
            | Field::Owner
            | Field::AssetTag
            | Field::Name
            | Field::LifeCycle
            | Field::Supplier => [Cmms, MakersDocument, Sensor, ItInventory, Other],
            _ => [MakersDocument, Cmms, Sensor, ItInventory, Other],
        };
        if kind == Person {
            return 0;
        }
        order
            .iter()
            .position(|k| *k == kind)
            .map_or(u8::MAX, |p| u8::try_from(p + 1).unwrap_or(u8::MAX))
    }
}

/// What stands among claims on one field, none of them withdrawn. `None` where nobody says anything.
///
/// Order (contract, rulings on the register, 1): a person's claim stands until a source says something that it had not
/// said when the person decided, which makes a conflict and not a change; then the policy's order of sources; then the
/// newer statement; where that leaves two, the earlier given stands, disputed. The order of the claims does not change
/// which value stands, but for exact ties.
pub fn settle(field: Field, claims: &[Claim], policy: &SourceOrder) -> Option<Settled> {
    let best_person = (0..claims.len())
        .filter(|&i| claims[i].kind == SourceKind::Person)
        .max_by_key(|&i| (claims[i].stated_at, Reverse(i)));
    let mut order: Vec<usize> = (0..claims.len())
        .filter(|&i| claims[i].kind != SourceKind::Person || Some(i) == best_person)
        .collect();
    // Ties in rank and time are broken by source name and value, so that the order of arrival does not matter.
    order.sort_by_key(|&i| {
        let c = &claims[i];
        (policy.rank(field, c.kind), Reverse(c.stated_at), c.source.clone(), c.value.clone())
    });
    let stands = *order.first()?;
    let chosen = &claims[stands];
    let others: Vec<usize> = order[1..]
        .iter()
        .copied()
        .filter(|&i| !same_value(&claims[i].value, &chosen.value))
        .collect();

    let (because, disputed) = if others.is_empty() {
        (
            if chosen.kind == SourceKind::Person {
                Because::Person
            } else {
                Because::Agreed
            },
            false,
        )
    } else if chosen.kind == SourceKind::Person {
        let something_new = others.iter().any(|&i| {
            let other = &claims[i];
            !chosen
                .against
                .iter()
                .any(|(source, value)| *source == other.source && same_value(value, &other.value))
        });
        (Because::Person, something_new)
    } else {
        let rival = &claims[others[0]];
        if policy.rank(field, rival.kind) != policy.rank(field, chosen.kind) {
            (Because::SourceOrder, false)
        } else if rival.stated_at != chosen.stated_at {
            // A newer word of the same stream is a change. Of two streams of equal standing it is a disagreement that
            // the newer wins for now.
            (Because::Newer, false)
        } else {
            (Because::First, true)
        }
    };
    Some(Settled {
        stands,
        because,
        others,
        disputed,
    })
}

/// Whether two texts say the same: case, spaces and outer punctuation aside.
pub fn same_value(a: &str, b: &str) -> bool {
    a == b || {
        let fold = |s: &str| {
            s.chars()
                .filter(|c| !c.is_whitespace())
                .flat_map(char::to_lowercase)
                .collect::<String>()
        };
        fold(a) == fold(b)
    }
}

#[cfg(test)]
mod tests;
