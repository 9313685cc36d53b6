//! `demo`: the sample hospital. It comes into the register the way a hospital's data does: as exports, through the importer.

use std::io::{Cursor, Read};
use std::net::SocketAddr;

use actions::apply_import::{self, Delivery};
use actions::describe_hospital::{Description, describe_hospital};
use actions::load_advisories::load_advisories;
use sample::Hospital;
use store::places::Site;

use super::{Session, data_directory, serve};
use crate::arguments::{Format, Place};
use crate::exit::{Exit, Failure};
use crate::{files, print};

/// Real advisories and the KEV catalogue; origin, date and licence are in data/README.md.
const ADVISORIES: [(&str, &[u8]); 2] = [
    ("icsma.zip", include_bytes!("../../../../data/advisories/icsma.zip")),
    ("icsa-related.zip", include_bytes!("../../../../data/advisories/icsa-related.zip")),
];
const EXPLOITED: (&str, &[u8]) = (
    "known_exploited_vulnerabilities.json.gz",
    include_bytes!("../../../../data/kev/known_exploited_vulnerabilities.json.gz"),
);

pub fn run(place: &Place, format: Format, devices: usize, seed: u64, listen: SocketAddr, no_serve: bool) -> Result<Exit, Failure> {
    let own = Place {
        data: match (&place.data, &place.database) {
            (None, None) => Some(data_directory()?.join(format!("wardline-demo-{devices}-{seed}"))),
            (data, _) => data.clone(),
        },
        database: place.database.clone(),
    };
    let session = Session::open(&own, format)?;
    let there = session.store.read(|s| store::devices::count(s, session.organisation))?;
    if there == 0 {
        make(&session, devices, seed)?;
    }
    let count = session.store.read(|s| store::devices::count(s, session.organisation))?;
    match format {
        Format::Json => print::json(&serde_json::json!({ "devices": count, "made": there == 0, "seed": seed }))?,
        Format::Table | Format::Csv => eprintln!("The sample hospital has {count} devices."),
    }
    if no_serve { Ok(Exit::Done) } else { serve::run(session, listen) }
}

fn make(session: &Session, devices: usize, seed: u64) -> Result<(), Failure> {
    eprintln!("Making the sample hospital of {devices} devices from seed {seed}.");
    let other = |e: &dyn std::fmt::Display| Failure::Other(e.to_string());
    let hospital: Hospital = sample::hospital_of(devices).map_err(|e| other(&e))?;
    let description = Description {
        sites: hospital
            .sites
            .iter()
            .map(|s| Site {
                code: s.code.clone(),
                name: s.name.clone(),
            })
            .collect(),
        services: hospital.services,
        systems: hospital.systems,
        contacts: hospital.contacts,
    };
    describe_hospital(&session.store, session.organisation, session.act(), &description)?;
    let mut published = Vec::new();
    for (name, archive) in ADVISORIES {
        published.extend(files::from_zip(name, Cursor::new(archive)).map_err(Failure::Other)?);
    }
    let mut catalogue = Vec::new();
    flate2::read::GzDecoder::new(EXPLOITED.1)
        .read_to_end(&mut catalogue)
        .map_err(|e| other(&e))?;
    published.push((EXPLOITED.0.to_owned(), Ok(catalogue)));
    load_advisories(
        &session.store,
        session.organisation,
        session.act(),
        published.into_iter(),
        "advisories of the sample hospital",
    )?;
    for export in sample::exports(seed, devices).map_err(|e| other(&e))? {
        let delivery = Delivery {
            file: export.file_name.clone(),
            source: export.source.to_owned(),
            full: false,
            columns: Vec::new(),
        };
        let mut bar = print::Bar::new("Importing");
        let report = apply_import::apply(
            &session.store,
            session.organisation,
            session.act(),
            Box::new(Cursor::new(export.bytes)),
            &delivery,
            &mut |r, o, n| {
                bar.at(r, o, n);
                true
            },
        )?;
        bar.end();
        eprintln!(
            "{}: {} new, {} changed, {} unchanged, {} refused",
            export.file_name, report.created, report.updated, report.unchanged, report.refused
        );
    }
    Ok(())
}
