use std::collections::{BTreeMap, BTreeSet};

use super::*;

fn rows(seed: u64, more: usize) -> Vec<BTreeMap<String, String>> {
    let mut bytes = Vec::new();
    write(seed, more, &mut bytes).expect("writing to memory");
    csv::Reader::from_reader(bytes.as_slice())
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

#[test]
fn a_large_estate_is_as_large_as_asked_and_four_in_ten_are_pumps() {
    let rows = rows(7, 18_000);
    assert_eq!(rows.len(), 18_000);
    let pumps = rows
        .iter()
        .filter(|r| r["Device Type"].contains("nfusion pump") || r["Device Type"].contains("yringe pump"))
        .count();
    let percent = pumps * 100 / rows.len();
    assert!((36..=40).contains(&percent), "{percent} % pumps");
    let sites: BTreeSet<&str> = rows.iter().map(|r| r["Site"].as_str()).collect();
    assert_eq!(sites, BTreeSet::from(["H01", "H02"]));
}

#[test]
fn models_are_about_two_thousand_and_made_up_ones_say_so() {
    let tables = tables().expect("the tables are readable");
    let parts = parts(tables, 999_400);
    let made_up: usize = parts.iter().map(|p| p.made_up.len()).sum();
    let all = made_up + tables.models.len();
    assert!((1_950..=2_050).contains(&all), "{all} models");
    for row in rows(7, 5_000) {
        if row["Model"].contains(" S-") || row["Manufacturer"].starts_with("Sample") {
            assert!(row["Manufacturer"].starts_with("Sample Maker "), "{row:?}");
        }
    }
}

#[test]
fn numbers_are_given_once() {
    let rows = rows(7, 17_000);
    for column in ["Asset Number", "MAC Address", "IP Address"] {
        let given: Vec<&str> = rows.iter().map(|r| r[column].as_str()).filter(|v| !v.is_empty()).collect();
        let distinct: BTreeSet<&str> = given.iter().copied().collect();
        assert_eq!(given.len(), distinct.len(), "{column}");
    }
    let serials: BTreeSet<(&str, &str)> = rows
        .iter()
        .map(|r| (r["Manufacturer"].as_str(), r["Serial Number"].as_str()))
        .collect();
    assert_eq!(serials.len(), rows.len());
}

#[test]
fn pools_of_further_sites_hold_what_their_services_need() {
    let tables = tables().expect("the tables are readable");
    let more = 15_500;
    let mut pools: BTreeMap<String, u32> = BTreeMap::new();
    for row in rows(7, more) {
        *pools.entry(row["Counted In"].clone()).or_default() += 1;
    }
    let services = more_services(tables, more);
    assert_eq!(services.len(), 2 * 23);
    for service in services.iter().filter(|s| s.site == "H01") {
        assert!(!service.needs.is_empty());
        for need in &service.needs {
            if let register::Need::Devices { needed, pool } = need {
                let there = pools.get(&pool.0).copied().unwrap_or_default();
                assert!(there >= *needed, "{}: {} has {there} of {needed}", service.code, pool.0);
            }
        }
    }
}
