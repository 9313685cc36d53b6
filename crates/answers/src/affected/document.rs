//! The answer as a document: what the command line prints as JSON and the API gives. Keys are only ever added.

use advisories::RemediationCategory;
use register::Field;
use serde::Serialize;

use super::{Answer, Asked, Finding, WouldSettle};
use crate::picture::{FeedAge, Picture};
use crate::say;

/// The whole answer.
#[derive(Debug, Serialize)]
pub struct AnswerDocument {
    /// As asked.
    pub query: String,
    /// What it was taken for.
    pub asked: Asked,
    /// Whether anything loaded here mentions it.
    pub known: bool,
    /// How fresh each feed is.
    pub as_of: Vec<FeedAge>,
    /// Only where there is no finding: a sentence that says what that means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// One for each device, vulnerability and advisory.
    pub findings: Vec<FindingDocument>,
    /// The few facts that would settle most.
    pub would_settle: Vec<WouldSettle>,
}

/// A device, as far as an answer needs it.
#[derive(Debug, Clone, Serialize)]
pub struct DeviceDocument {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// As the register holds it; empty where nothing is known.
    pub manufacturer: String,
    /// As the register holds it.
    pub model: String,
    /// As the register holds it.
    pub serial: String,
    /// As the register holds it.
    pub software_version: String,
    /// As the register holds it.
    pub os: String,
    /// As the register holds it.
    pub department: String,
    /// As the register holds it.
    pub location: String,
}

/// A service that counts a device.
#[derive(Debug, Clone, Serialize)]
pub struct ServiceDocument {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many devices of the pool it needs; none where it counts no pool.
    pub needs: Option<u32>,
    /// How many there are.
    pub of: Option<u32>,
    /// How many more there are than it needs.
    pub spare: Option<u32>,
    /// The longest outage that it can bear.
    pub longest_bearable_outage_minutes: Option<u32>,
}

/// What the advisory says to do.
#[derive(Debug, Clone, Serialize)]
pub struct RemediationDocument {
    /// What kind.
    pub category: RemediationCategory,
    /// In the publisher's words.
    pub text: String,
    /// Where to get it.
    pub url: String,
    /// When it was stated.
    pub date: String,
}

/// One vulnerability on one device, as one advisory tells it.
#[derive(Debug, Clone, Serialize)]
pub struct FindingDocument {
    /// The device.
    pub device: DeviceDocument,
    /// The services that count it.
    pub services: Vec<ServiceDocument>,
    /// The CVE or other id.
    pub vulnerability: String,
    /// The advisory's id.
    pub advisory: String,
    /// The product as the advisory names it.
    pub product: String,
    /// What is stated of versions, as written.
    pub range: String,
    /// The verdict.
    pub verdict: &'static str,
    /// One sentence that a person can check.
    pub reason: String,
    /// The register's names of the facts that would decide it.
    pub missing: Vec<&'static str>,
    /// What the advisory says to do about this product.
    pub remediations: Vec<RemediationDocument>,
    /// Whether CISA lists it as exploited.
    pub kev: bool,
    /// Probability of exploitation in the next 30 days; null where no score is loaded.
    pub epss: Option<f64>,
}

/// A device as a document.
pub fn device_document(picture: &Picture, device: usize) -> DeviceDocument {
    let fleet = picture.fleet();
    let text = |field: Field| fleet.value(device, field).to_owned();
    DeviceDocument {
        id: fleet.id(device).to_string(),
        name: fleet.display_name(device),
        manufacturer: text(Field::Manufacturer),
        model: text(Field::Model),
        serial: text(Field::Serial),
        software_version: text(Field::SoftwareVersion),
        os: text(Field::Os),
        department: text(Field::Department),
        location: text(Field::Location),
    }
}

/// The services of a device as documents.
pub fn service_documents(picture: &Picture, device: usize) -> Vec<ServiceDocument> {
    let pool = register::Pool(picture.fleet().value(device, Field::Pool).to_owned());
    picture
        .services_of(device)
        .into_iter()
        .map(|(position, needs)| {
            let service = &picture.parts.services[position];
            let of = needs.map(|_| u32::try_from(picture.fleet().pool(&pool).len()).unwrap_or(u32::MAX));
            ServiceDocument {
                id: service.code.clone(),
                name: service.name.clone(),
                needs,
                of,
                spare: of.zip(needs).map(|(of, needs)| of.saturating_sub(needs)),
                longest_bearable_outage_minutes: service.longest_bearable_outage_minutes,
            }
        })
        .collect()
}

/// The reason with who states the facts that it rests on: "… (software version as CMMS KGH says, 25 November 2026)".
pub fn reason_with_source(picture: &Picture, device: usize, finding: &Finding<'_>) -> String {
    let reason = finding.judgement.reason.trim_end_matches('.');
    if finding.judgement.rests_on.contains(&Field::SoftwareVersion) && !picture.fleet().value(device, Field::SoftwareVersion).is_empty() {
        let (source, at) = picture.fleet().version_said(device);
        if !source.is_empty() {
            return format!("{reason}, as {source} says of {}.", say::date(say::day(at)));
        }
    }
    format!("{reason}.")
}

/// One finding as a document.
pub fn finding_document(picture: &Picture, finding: &Finding<'_>) -> FindingDocument {
    let device = finding.device as usize;
    let about = |products: &[usize]| products.is_empty() || finding.judgement.products.iter().any(|p| products.contains(p));
    FindingDocument {
        device: device_document(picture, device),
        services: service_documents(picture, device),
        vulnerability: finding.vulnerability.id.clone(),
        advisory: finding.advisory.id.clone(),
        product: finding.judgement.product.clone(),
        range: finding.judgement.range.clone(),
        verdict: finding.judgement.verdict.key(),
        reason: reason_with_source(picture, device, finding),
        missing: finding.judgement.missing.iter().map(|f| f.key()).collect(),
        remediations: finding
            .vulnerability
            .remediations
            .iter()
            .filter(|r| about(&r.products))
            .map(|r| RemediationDocument {
                category: r.category,
                text: r.text.clone(),
                url: r.url.clone(),
                date: r.date.clone(),
            })
            .collect(),
        kev: picture.parts.exploited.contains_key(&finding.vulnerability.id),
        epss: picture.parts.epss.get(&finding.vulnerability.id).copied(),
    }
}

impl Answer {
    /// The whole answer as a document.
    pub fn document(&self, picture: &Picture) -> AnswerDocument {
        AnswerDocument {
            query: self.query.clone(),
            asked: self.asked,
            known: self.known,
            as_of: self.as_of.clone(),
            message: self.nothing_found(picture),
            findings: self.findings(picture).map(|f| finding_document(picture, &f)).collect(),
            would_settle: self.would_settle(picture),
        }
    }
}

impl Answer {
    /// Every finding as a table, for files and for a terminal.
    pub fn table(&self, picture: &Picture) -> paper::Table {
        let columns = [
            "Device",
            "Manufacturer",
            "Model",
            "Serial number",
            "Software version",
            "Operating system",
            "Department",
            "Location",
            "Clinical services",
            "Vulnerability",
            "Advisory",
            "Product in the advisory",
            "Stated versions",
            "Verdict",
            "Reason",
            "Missing",
            "Known exploited",
            "EPSS",
            "Device id",
        ];
        let rows = self
            .findings(picture)
            .map(|f| {
                let d = finding_document(picture, &f);
                let services: Vec<String> = d
                    .services
                    .iter()
                    .map(|s| match (s.needs, s.of) {
                        (Some(needs), Some(of)) => format!("{} (needs {needs} of {of})", s.name),
                        _ => s.name.clone(),
                    })
                    .collect();
                vec![
                    d.device.name,
                    d.device.manufacturer,
                    d.device.model,
                    d.device.serial,
                    d.device.software_version,
                    d.device.os,
                    d.device.department,
                    d.device.location,
                    services.join("; "),
                    d.vulnerability,
                    d.advisory,
                    d.product,
                    d.range,
                    d.verdict.replace('_', " "),
                    d.reason,
                    d.missing.join("; "),
                    if d.kev { "yes".into() } else { String::new() },
                    d.epss.map_or_else(String::new, |p| p.to_string()),
                    d.device.id,
                ]
            })
            .collect();
        paper::Table {
            name: "Are we affected".into(),
            columns: columns.map(str::to_owned).to_vec(),
            rows,
        }
    }
}
