//! Whom each advisory concerns: devices by verdict and the services that count them, for the list of advisories. Counted once
//! for all advisories together, for the cost lies in walking the judgements.

use std::collections::BTreeSet;

use intel::{Judgement, Verdict};

use crate::picture::Picture;

/// Whom one advisory concerns. Each device counts once, with the gravest verdict that the advisory's vulnerabilities give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Concern {
    /// Devices affected.
    pub affected: usize,
    /// Devices about which it cannot be told.
    pub possibly: usize,
    /// Devices that run what the advisory calls fixed.
    pub fixed: usize,
    /// Devices that it names and does not mean.
    pub not_affected: usize,
    /// Positions of the services that count an affected or doubtful device.
    pub services: BTreeSet<usize>,
}

impl Concern {
    /// Whether a device is affected or may be: it needs an answer.
    pub fn touches_us(&self) -> bool {
        self.affected + self.possibly > 0
    }

    /// How many devices it names.
    pub fn devices(&self) -> usize {
        self.affected + self.possibly + self.fixed + self.not_affected
    }

    fn add(&mut self, verdict: Verdict, devices: usize, services: &[usize]) {
        *match verdict {
            Verdict::Affected => &mut self.affected,
            Verdict::PossiblyAffected => &mut self.possibly,
            Verdict::Fixed => &mut self.fixed,
            Verdict::NotAffected => &mut self.not_affected,
        } += devices;
        if matches!(verdict, Verdict::Affected | Verdict::PossiblyAffected) {
            self.services.extend(services);
        }
    }
}

/// Whom every advisory concerns, in the order of the corpus.
pub(crate) fn concerns(picture: &Picture) -> Vec<Concern> {
    let fleet = picture.fleet();
    let mut services: Vec<Vec<usize>> = vec![Vec::new(); fleet.configurations().len()];
    for service in 0..picture.parts.services.len() {
        for &device in picture.devices_of_service(service) {
            let of_configuration = &mut services[fleet.configuration_of(device as usize)];
            // Services come in order, so one that is there already stands last.
            if of_configuration.last() != Some(&service) {
                of_configuration.push(service);
            }
        }
    }
    let mut concerns = vec![Concern::default(); picture.corpus.advisories().len()];
    for (configuration, judgements) in picture.judged().iter().enumerate() {
        let devices = fleet.devices_of(configuration).len();
        for (advisory, verdict) in gravest_by_advisory(judgements) {
            if let Some(concern) = concerns.get_mut(advisory) {
                concern.add(verdict, devices, &services[configuration]);
            }
        }
    }
    concerns
}

/// The gravest verdict of each advisory among the judgements on one configuration.
fn gravest_by_advisory(judgements: &[Judgement]) -> Vec<(usize, Verdict)> {
    let mut pairs: Vec<(usize, Verdict)> = judgements.iter().map(|j| (j.advisory, j.verdict)).collect();
    pairs.sort_unstable();
    let mut gravest: Vec<(usize, Verdict)> = Vec::new();
    for (advisory, verdict) in pairs {
        match gravest.last_mut() {
            Some(last) if last.0 == advisory => last.1 = verdict,
            _ => gravest.push((advisory, verdict)),
        }
    }
    gravest
}

#[cfg(test)]
mod tests;
