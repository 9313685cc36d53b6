//! The budgets of the product, measured: `make bench`. Figures depend on the machine; ratios are taken in one run.
//!
//! Environment: `WARDLINE_BENCH_DEVICES` (100,000) scales the estate.

use std::hint::black_box;
use std::io::{Cursor, Read, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use actions::apply_import::{self, Delivery};
use actions::describe_hospital::{Description, describe_hospital};
use actions::load_advisories::load_advisories;
use actions::{Act, Person};
use register::Field;
use register::fleet::{Filter, ListQuery, Sort};
use store::picture::Pictures;
use store::places::Site;
use store::{Location, OrganisationId, Store};

const ORGANISATION: OrganisationId = OrganisationId::FIRST;

fn main() {
    // `cargo bench` and `cargo test --benches` pass flags; none changes what is measured.
    if std::env::args().any(|a| a == "--test" || a == "--list") {
        return;
    }
    let devices = std::env::var("WARDLINE_BENCH_DEVICES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(100_000);
    let folder = tempfile::tempdir().expect("a folder for the measurement");
    let store = Store::open(&Location::Embedded(folder.path().to_owned())).expect("a new store opens");
    println!("| what | measured | budget |\n|---|---|---|");
    advisories_against_bytes();
    imports(&store, devices);
    questions(&store, devices);
}

fn row(what: &str, measured: &str, budget: &str) {
    println!("| {what} | {measured} | {budget} |");
}

fn archive(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("our own archive");
    (0..zip.len())
        .map(|n| {
            let mut entry = zip.by_index(n).expect("an entry");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("it unpacks");
            (format!("{n}.json"), bytes)
        })
        .collect()
}

fn published() -> Vec<(String, Vec<u8>)> {
    let mut all = archive(include_bytes!("../../../data/advisories/icsma.zip"));
    all.extend(archive(include_bytes!("../../../data/advisories/icsa-related.zip")));
    all
}

/// The best of some runs: the machine is shared, and noise only adds.
fn best(runs: usize, mut work: impl FnMut()) -> Duration {
    (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn advisories_against_bytes() {
    let documents = published();
    let bytes: usize = documents.iter().map(|(_, b)| b.len()).sum();
    let read = best(9, || {
        for (name, document) in &documents {
            black_box(intake::advisories_in::read(name, document).is_ok());
        }
    });
    // The limit: the same bytes, only validated as JSON and thrown away.
    let walked = best(9, || {
        for (_, document) in &documents {
            black_box(serde_json::from_slice::<serde::de::IgnoredAny>(document).is_ok());
        }
    });
    row(
        "advisories read",
        &format!(
            "{:.0} a second, {:.0} MB/s; {:.1}x the time of only walking the same JSON",
            documents.len() as f64 / read.as_secs_f64(),
            bytes as f64 / 1e6 / read.as_secs_f64(),
            read.as_secs_f64() / walked.as_secs_f64()
        ),
        "–",
    );
    let read_ones: Vec<advisories::Advisory> = documents
        .iter()
        .filter_map(|(name, document)| match intake::advisories_in::read(name, document) {
            Ok(intake::advisories_in::Published::Csaf(reading)) => Some(reading.advisory),
            _ => None,
        })
        .collect();
    let compiled = best(3, || {
        black_box(intel::Corpus::new(read_ones.clone()));
    });
    row(
        "advisories made ready for matching",
        &format!("{:.0} ms for {}", compiled.as_secs_f64() * 1e3, read_ones.len()),
        "–",
    );
}

/// A writer into shared memory, for the exports.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0
            .lock()
            .map_err(|_| std::io::Error::other("poisoned"))?
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn imports(store: &Store, devices: usize) {
    let person = Person::at_this_computer();
    let act = |now| Act {
        who: &person,
        now,
        why: "",
    };
    let hospital = sample::hospital_of(devices).expect("the tables are good");
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
    describe_hospital(store, ORGANISATION, act(1), &description).expect("described");
    let files = published().into_iter().map(|(name, bytes)| (name, Ok(bytes)));
    let start = Instant::now();
    load_advisories(store, ORGANISATION, act(2), files, "bench").expect("loaded");
    row("advisories imported, 282", &format!("{:.2} s", start.elapsed().as_secs_f64()), "–");

    let mut exports: Vec<(String, &'static str, Kept)> = Vec::new();
    sample::write_exports(1, devices, &mut |name, source| {
        let kept = Kept::default();
        exports.push((name.to_owned(), source, kept.clone()));
        Ok(Box::new(kept))
    })
    .expect("exports");
    for (round, what) in [(3, "first import"), (4, "the same file again")] {
        let mut rows = 0;
        let mut largest = (0u64, Duration::ZERO);
        for (file, source, kept) in &exports {
            let bytes = kept.0.lock().expect("not poisoned").clone();
            let delivery = Delivery {
                file: file.clone(),
                source: (*source).to_owned(),
                full: false,
                columns: Vec::new(),
            };
            let start = Instant::now();
            let report = apply_import::apply(
                store,
                ORGANISATION,
                act(round),
                Box::new(Cursor::new(bytes)),
                &delivery,
                &mut |_, _, _| true,
            )
            .expect("imported");
            let took = start.elapsed();
            rows += report.rows;
            if report.rows > largest.0 {
                largest = (report.rows, took);
            }
        }
        row(
            &format!("{what}: rows a second (SQLite, {} rows)", largest.0),
            &format!("{:.0}", largest.0 as f64 / largest.1.as_secs_f64()),
            "20,000",
        );
        assert!(rows > 0, "something was imported");
    }
}

fn percentile(mut times: Vec<Duration>, p: usize) -> f64 {
    times.sort_unstable();
    times
        .get(times.len() * p / 100)
        .or(times.last())
        .map_or(0.0, |t| t.as_secs_f64() * 1e3)
}

fn questions(store: &Store, devices: usize) {
    let pictures = Pictures::default();
    let today = "2026-11-25".parse().expect("a day");
    let start = Instant::now();
    let picture = pictures.current(store, ORGANISATION, today).expect("a picture");
    row(
        &format!("picture of {devices} devices loaded"),
        &format!("{:.0} ms", start.elapsed().as_secs_f64() * 1e3),
        "–",
    );
    let start = Instant::now();
    let judged = picture.judged().len();
    row(
        &format!("full match: {judged} configurations"),
        &format!("{:.0} ms", start.elapsed().as_secs_f64() * 1e3),
        "10 s at 1,000,000 devices",
    );

    let questions: Vec<String> = picture
        .corpus
        .advisories()
        .flat_map(|a| a.vulnerabilities.first().map(|v| v.id.clone()).into_iter().chain([a.id.clone()]))
        .collect();
    let times = questions
        .iter()
        .map(|question| {
            let start = Instant::now();
            let answer = answers::affected::affected(&picture, question);
            black_box((answer.heading(&picture), answer.impacts(&picture), answer.would_settle(&picture)));
            start.elapsed()
        })
        .collect();
    row(
        &format!("are we affected, {} questions, {devices} devices: 95th percentile", questions.len()),
        &format!("{:.1} ms", percentile(times, 95)),
        "50 ms",
    );

    let queries: Vec<ListQuery> = ["", "philips", "infusion", "10.2", "monitor icu", "zzz"]
        .iter()
        .flat_map(|words| {
            [vec![], vec![Filter::Missing(Field::SoftwareVersion)]].map(|filters| ListQuery {
                words: (*words).into(),
                filters,
                sort: None,
            })
        })
        .collect();
    let mut times = Vec::new();
    for _ in 0..5 {
        for query in &queries {
            let start = Instant::now();
            let found = picture.fleet().find(query, None);
            let page = picture.fleet().page(
                &found,
                Some(Sort {
                    field: Field::Model,
                    descending: false,
                }),
                0,
                50,
            );
            for field in [Field::Site, Field::DeviceType, Field::Department, Field::Manufacturer] {
                black_box(picture.fleet().facet(&found, field));
            }
            black_box(page);
            times.push(start.elapsed());
        }
    }
    row(
        &format!("list page with sort and four facets, {devices} devices: 95th percentile"),
        &format!("{:.1} ms", percentile(times, 95)),
        "50 ms",
    );
}
