//! Over the whole hospital: the facts that, once read, would settle most of what cannot be told; and where to read them.

use std::collections::BTreeMap;

use intel::{Judgement, Verdict};
use register::Field;

use crate::picture::Picture;

/// One round on one ward: a fact to read on some devices, and what that settles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// What is to be read.
    pub fact: Field,
    /// The department as the register holds it; empty for devices of which it is not known, or over all departments.
    pub department: String,
    /// How many devices.
    pub devices: usize,
    /// How many verdicts would be settled.
    pub verdicts: usize,
}

/// Whether a judgement asks for something to be done or found out.
pub fn is_loud(judgement: &Judgement) -> bool {
    matches!(judgement.verdict, Verdict::Affected | Verdict::PossiblyAffected)
}

/// Whether its vulnerability is known to be exploited.
pub fn is_exploited(picture: &Picture, judgement: &Judgement) -> bool {
    picture
        .corpus
        .advisory(judgement.advisory)
        .and_then(|a| a.vulnerabilities.get(judgement.vulnerability))
        .is_some_and(|v| picture.parts.exploited.contains_key(&v.id))
}

/// Each fact over the whole hospital, the most telling first.
pub fn would_settle(picture: &Picture) -> Vec<Round> {
    let mut rounds: BTreeMap<Field, (usize, usize)> = BTreeMap::new();
    for (configuration, judgements) in picture.judged().iter().enumerate() {
        let devices = picture.fleet().devices_of(configuration).len();
        for (fact, verdicts) in verdicts_by_fact(judgements) {
            let round = rounds.entry(fact).or_default();
            round.0 += devices;
            round.1 += devices * verdicts;
        }
    }
    in_order(rounds.into_iter().map(|(fact, (devices, verdicts))| Round {
        fact,
        department: String::new(),
        devices,
        verdicts,
    }))
}

/// The same, department by department: what one person can read on one walk.
pub fn rounds(picture: &Picture) -> Vec<Round> {
    let departments = picture.fleet().column(Field::Department);
    let mut rounds: BTreeMap<(Field, u32), (usize, usize)> = BTreeMap::new();
    for (configuration, judgements) in picture.judged().iter().enumerate() {
        let by_fact = verdicts_by_fact(judgements);
        for &device in picture.fleet().devices_of(configuration) {
            let department = departments.codes()[device as usize];
            for (&fact, verdicts) in &by_fact {
                let round = rounds.entry((fact, department)).or_default();
                round.0 += 1;
                round.1 += verdicts;
            }
        }
    }
    in_order(rounds.into_iter().map(|((fact, department), (devices, verdicts))| Round {
        fact,
        department: departments.values()[department as usize].to_string(),
        devices,
        verdicts,
    }))
}

/// The address of the devices of a round.
pub fn address(round: &Round) -> String {
    let department: String = round
        .department
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    let settles = round.fact.key();
    if department.is_empty() {
        format!("/devices?settles={settles}")
    } else {
        format!("/devices?department={department}&settles={settles}")
    }
}

fn verdicts_by_fact(judgements: &[Judgement]) -> BTreeMap<Field, usize> {
    let mut by_fact = BTreeMap::new();
    for judgement in judgements.iter().filter(|j| j.verdict == Verdict::PossiblyAffected) {
        let mut missing = judgement.missing.clone();
        missing.sort_unstable();
        missing.dedup();
        for fact in missing {
            *by_fact.entry(fact).or_insert(0) += 1;
        }
    }
    by_fact
}

fn in_order(rounds: impl Iterator<Item = Round>) -> Vec<Round> {
    let mut rounds: Vec<Round> = rounds.filter(|r| r.devices > 0).collect();
    rounds.sort_by(|a, b| (b.verdicts, a.devices, a.fact, &a.department).cmp(&(a.verdicts, b.devices, b.fact, &b.department)));
    rounds
}
