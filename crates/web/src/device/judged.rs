//! The vulnerabilities of a device: verdict, reason with its source, what would tell, what to do.

use answers::affected::{self, Finding};
use answers::{Picture, facts, say, settle};
use intel::Verdict;
use register::Field;

use crate::affected::category_in_words;
use crate::shell::{in_address, verdict_mark};

/// One vulnerability on the device, as one advisory tells it; for the template.
pub struct Judged {
    pub(super) id: String,
    pub(super) ask: String,
    pub(super) advisory: String,
    pub(super) advisory_address: String,
    pub(super) product: String,
    pub(super) mark: &'static str,
    pub(super) reason: String,
    pub(super) missing: Vec<(String, String)>,
    pub(super) exploited: String,
    pub(super) epss: String,
    pub(super) says: Vec<(&'static str, String, String)>,
}

/// What asks for something to be done, then what does not; the exploited, then the likelier first.
pub(super) fn judged(picture: &Picture, device: usize, address: &str) -> (Vec<Judged>, Vec<Judged>) {
    let judgements = picture
        .judged()
        .get(picture.fleet().configuration_of(device))
        .map_or(&[][..], |j| j);
    let mut findings: Vec<Finding<'_>> = judgements
        .iter()
        .filter_map(|judgement| {
            let advisory = picture.corpus.advisory(judgement.advisory)?;
            Some(Finding {
                device: u32::try_from(device).ok()?,
                judgement,
                advisory,
                vulnerability: advisory.vulnerabilities.get(judgement.vulnerability)?,
            })
        })
        .collect();
    let epss = |f: &Finding<'_>| picture.parts.epss.get(&f.vulnerability.id).copied().unwrap_or(0.0);
    findings.sort_by(|a, b| {
        let order = |f: &Finding<'_>| (std::cmp::Reverse(f.judgement.verdict), !settle::is_exploited(picture, f.judgement));
        order(a)
            .cmp(&order(b))
            .then_with(|| epss(b).total_cmp(&epss(a)))
            .then_with(|| b.advisory.current_release.cmp(&a.advisory.current_release))
            .then_with(|| a.vulnerability.id.cmp(&b.vulnerability.id))
    });
    findings
        .iter()
        .map(|f| (settle::is_loud(f.judgement), judged_view(picture, device, f, address)))
        .fold((Vec::new(), Vec::new()), |(mut loud, mut quiet), (is_loud, view)| {
            if is_loud {
                loud.push(view)
            } else {
                quiet.push(view)
            }
            (loud, quiet)
        })
}

fn judged_view(picture: &Picture, device: usize, finding: &Finding<'_>, address: &str) -> Judged {
    let id = &finding.vulnerability.id;
    let products = &finding.judgement.products;
    let about = |of: &[usize]| of.is_empty() || products.iter().any(|p| of.contains(p));
    let mut missing: Vec<Field> = if finding.judgement.verdict == Verdict::PossiblyAffected {
        finding.judgement.missing.clone()
    } else {
        Vec::new()
    };
    missing.sort_unstable();
    missing.dedup();
    Judged {
        id: id.clone(),
        ask: format!("/affected?q={}", in_address(id)),
        advisory: finding.advisory.id.clone(),
        advisory_address: format!("/advisories/{}", in_address(&finding.advisory.id)),
        product: finding.judgement.product.clone(),
        mark: verdict_mark(finding.judgement.verdict),
        reason: affected::reason_with_source(picture, device, finding),
        missing: missing
            .into_iter()
            .map(|f| (facts::in_sentence(f), format!("{address}/facts?field={}", f.key())))
            .collect(),
        exploited: picture.parts.exploited.get(id).map_or_else(String::new, |entry| {
            format!(
                "known to be exploited since {}{}",
                say::iso(&entry.added),
                if entry.ransomware { ", by ransomware too" } else { "" }
            )
        }),
        epss: picture
            .parts
            .epss
            .get(id)
            .map_or_else(String::new, |p| format!("EPSS {:.1} %", p * 100.0)),
        says: finding
            .vulnerability
            .remediations
            .iter()
            .filter(|r| about(&r.products))
            .map(|r| {
                let safe = ["https://", "http://"].iter().any(|scheme| r.url.starts_with(scheme));
                (
                    category_in_words(r.category),
                    r.text.clone(),
                    if safe { r.url.clone() } else { String::new() },
                )
            })
            .collect(),
    }
}
