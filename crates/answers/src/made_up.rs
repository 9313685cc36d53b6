//! A small hospital for tests: devices as fields and values, services as their needs, advisories as products and versions.

use std::sync::Arc;

use advisories::{
    Advisory, BranchCategory, DocumentStatus, Identification, Product, ProductStatement, ProductStatus, Remediation, RemediationCategory,
    Vulnerability,
};
use intel::Corpus;
use register::fleet::FleetBuilder;
use register::{ClinicalService, ConnectedSystem, DeviceId, Field, service};

use crate::picture::{Parts, Picture};

/// A device with these values; the nth of the fleet.
pub fn fleet(devices: &[&[(Field, &str)]]) -> register::Fleet {
    let mut builder = FleetBuilder::new();
    for (nth, values) in (1u128..).zip(devices) {
        builder.push(
            DeviceId::from_u128(nth),
            |field| values.iter().find(|(f, _)| *f == field).map_or("", |(_, value)| value),
            0,
            "CMMS",
            0,
        );
    }
    builder.finish()
}

/// A service at KGH with these needs ("2/3:T01@KGH & SYS-RIS & S11").
pub fn service(code: &str, needs: &str) -> ClinicalService {
    ClinicalService {
        code: code.into(),
        name: format!("Service {code}"),
        site: "KGH".into(),
        needs: service::read_needs(needs, "KGH").expect("needs of a test"),
        fallback: "paper".into(),
        fallback_lasts_hours: Some(48),
        longest_bearable_outage_minutes: Some(60),
        ..Default::default()
    }
}

/// A system that hangs on others.
pub fn system(code: &str, depends_on: &[&str]) -> ConnectedSystem {
    ConnectedSystem {
        code: code.into(),
        name: format!("System {code}"),
        depends_on: depends_on.iter().map(|&d| d.to_owned()).collect(),
        ..Default::default()
    }
}

/// One product of an advisory: (name, version range as written).
pub fn product(id: &str, vendor: &str, name: &str, versions: &str) -> Product {
    Product {
        id: id.into(),
        name: format!("{vendor} {name}: {versions}"),
        path: vec![
            (BranchCategory::Vendor, vendor.into()),
            (BranchCategory::ProductName, name.into()),
            (BranchCategory::ProductVersionRange, versions.into()),
        ],
        identification: Identification::default(),
        part: None,
    }
}

/// An advisory with one vulnerability that states these of its products, in their order.
pub fn advisory(id: &str, products: Vec<Product>, statuses: &[ProductStatus], advice: &str) -> Advisory {
    let vulnerability = Vulnerability {
        id: format!("CVE-{id}"),
        other_ids: Vec::new(),
        title: String::new(),
        summary: String::new(),
        weaknesses: Vec::new(),
        statements: statuses
            .iter()
            .enumerate()
            .map(|(product, &status)| ProductStatement { product, status })
            .collect(),
        remediations: vec![Remediation {
            category: RemediationCategory::VendorFix,
            text: advice.into(),
            url: String::new(),
            date: String::new(),
            products: Vec::new(),
        }],
        scores: Vec::new(),
        flags: Vec::new(),
        threats: Vec::new(),
    };
    Advisory {
        id: id.into(),
        title: format!("Advisory {id}"),
        publisher: "A publisher".into(),
        category: "csaf_security_advisory".into(),
        format_version: "2.0".into(),
        version: "1".into(),
        status: DocumentStatus::Final,
        initial_release: "2026-01-01T00:00:00Z".into(),
        current_release: "2026-01-01T00:00:00Z".into(),
        revisions: Vec::new(),
        aliases: Vec::new(),
        summary: String::new(),
        sectors: Vec::new(),
        references: Vec::new(),
        products,
        vulnerabilities: vec![vulnerability],
    }
}

/// The hospital on 25 November 2026.
pub fn picture(parts: Parts, advisories: Vec<Advisory>) -> Picture {
    let today = "2026-11-25".parse().expect("a day");
    Picture::new(parts, Arc::new(Corpus::new(advisories)), today, Arc::default())
}
