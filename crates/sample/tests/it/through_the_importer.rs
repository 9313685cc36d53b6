//! Six hundred devices, whatever the mess: counts, pools, the lesson, and each refusal with its reason.

use std::collections::{BTreeMap, HashMap};

use intake::table::RowRefusal;
use register::{Field, placeholder::is_placeholder};
use sample::{Export, hospital};

use crate::read_back::{Delivery, Register, read};

fn exports(seed: u64) -> Vec<Export> {
    sample::exports(seed, 600).expect("the exports are made")
}

fn deliveries(seed: u64) -> Vec<Delivery> {
    exports(seed).iter().map(read).collect()
}

#[test]
fn every_row_is_what_was_planned() {
    for seed in [1, 77] {
        for export in exports(seed) {
            let planned = export.planned;
            let found = read(&export);
            let name = format!("{} of seed {seed}", export.file_name);
            assert_eq!(
                (found.rows, found.statements.len(), found.repeated, found.refused.len()),
                (planned.rows, planned.devices, planned.repeated, planned.refused_rows),
                "{name}: {:?}",
                found.refused
            );
            assert_eq!(
                (found.blank, found.header, found.total),
                (planned.blank, planned.header, planned.total),
                "{name}"
            );
            assert_eq!(
                found.refused_cells.len(),
                planned.refused_cells,
                "{name}: {:#?}",
                found.refused_cells
            );
            assert!(
                found.refused.iter().all(|(_, why)| *why == RowRefusal::NothingToRecogniseBy),
                "{name}"
            );
        }
    }
}

#[test]
fn the_register_ends_with_600_devices_in_whatever_order_the_files_arrive() {
    for seed in [1, 77] {
        let deliveries = deliveries(seed);
        for order in orders(deliveries.len()) {
            let register = Register::of(order.iter().map(|at| &deliveries[*at]));
            assert_eq!(register.contradictions, Vec::<String>::new(), "seed {seed}, order {order:?}");
            // A device that no maintenance system holds is one that another source's row was not recognised as.
            let of_cmms = |statement: &register::Statement| statement.source.starts_with("CMMS");
            let strays: Vec<_> = register.devices.values().filter(|rows| !rows.iter().any(of_cmms)).collect();
            assert_eq!(register.devices.len(), 600, "seed {seed}, order {order:?}: {strays:#?}");
        }
    }
}

/// Every order of so many files.
fn orders(files: usize) -> Vec<Vec<usize>> {
    let mut orders = vec![Vec::new()];
    for _ in 0..files {
        orders = orders
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                let left: Vec<usize> = (0..files).filter(|at| !order.contains(at)).collect();
                left.into_iter().map(move |at| [order.as_slice(), &[at]].concat())
            })
            .collect();
    }
    orders
}

#[test]
fn types_and_sites_are_counted_as_the_table_says_and_pools_are_full() {
    let hospital = hospital().expect("the tables are readable");
    let devices = Register::of(&deliveries(1)).settled();
    let get = |device: &HashMap<Field, String>, field| device.get(&field).cloned().unwrap_or_default();

    let mut counted: BTreeMap<(String, String), u32> = BTreeMap::new();
    let mut pools: BTreeMap<String, u32> = BTreeMap::new();
    for device in &devices {
        *counted
            .entry((get(device, Field::DeviceType), get(device, Field::Site)))
            .or_default() += 1;
        *pools.entry(get(device, Field::Pool)).or_default() += 1;
    }
    let mut expected: BTreeMap<(String, String), u32> = BTreeMap::new();
    for device_type in &hospital.device_types {
        for (site, count) in hospital.sites.iter().zip(device_type.counts) {
            if count > 0 {
                expected.insert((device_type.name.clone(), site.code.clone()), count);
            }
        }
    }
    assert_eq!(counted, expected);

    let tables = sample::tables::tables().expect("the tables are readable");
    for row in &tables.services {
        for (pool, n) in &row.pools {
            assert_eq!(pools.get(&pool.0), Some(n), "{} of {}", pool.0, row.service.code);
        }
    }
    let named: std::collections::BTreeSet<&str> = hospital.services.iter().map(|s| s.name.as_str()).collect();
    for device in &devices {
        let service = get(device, Field::Service);
        assert!(service.is_empty() || named.contains(service.as_str()), "{service}");
    }
}

#[test]
fn the_ten_devices_of_the_lesson_arrive_word_for_word() {
    let hospital = hospital().expect("the tables are readable");
    let models = &sample::tables::tables().expect("the tables are readable").models;
    for seed in [1, 77] {
        let devices = Register::of(&deliveries(seed)).settled();
        for lesson in &hospital.learning {
            let device = devices
                .iter()
                .find(|d| d.get(&Field::Name) == Some(&lesson.name) && d.get(&Field::Department) == Some(&lesson.department))
                .unwrap_or_else(|| panic!("{} is missing", lesson.id));
            for (field, text) in [
                (Field::SoftwareVersion, &lesson.software_version),
                (Field::Os, &lesson.os),
                (Field::NetworkConnection, &lesson.network_connection),
                (Field::VendorRemoteAccess, &lesson.vendor_remote_access),
                (Field::PatientDataStored, &lesson.patient_data_stored),
                (Field::PatchStatus, &lesson.patch_status),
                (Field::SupportStatus, &lesson.support_status),
                (Field::RiskRating, &lesson.risk_rating),
            ] {
                // "Not known" is no value, but "None" is an answer where it is asked whether a supplier gets in.
                let is_value = !is_placeholder(text) || (field == Field::VendorRemoteAccess && text == "None");
                let expected = is_value.then_some(text);
                assert_eq!(device.get(&field), expected, "seed {seed}, {}: {field:?}", lesson.id);
            }
            let model = models.iter().find(|m| m.id == lesson.model_id).expect("a model of the table");
            assert_eq!(
                (device.get(&Field::Manufacturer), device.get(&Field::Model)),
                (Some(&model.maker), Some(&model.name)),
                "{}",
                lesson.id
            );
            assert_eq!(device.get(&Field::LifeCycle).map(String::as_str), Some("In use"), "{}", lesson.id);
        }
    }
}

#[test]
fn sources_contradict_one_another_on_a_few_facts() {
    let register = Register::of(&deliveries(1));
    let mut contradicted: BTreeMap<Field, usize> = BTreeMap::new();
    for statements in register.devices.values() {
        for field in [Field::Os, Field::Hostname, Field::SoftwareVersion] {
            let mut said: Vec<&str> = statements.iter().filter_map(|s| s.get(field)).collect();
            said.sort_unstable();
            said.dedup();
            *contradicted.entry(field).or_default() += usize::from(said.len() > 1);
        }
    }
    assert_eq!(contradicted[&Field::Hostname], 4);
    assert_eq!(contradicted[&Field::SoftwareVersion], 3);
    // Most are only written differently ("Win7"); six are another system.
    assert!(contradicted[&Field::Os] >= 6);
}

#[test]
fn the_group_file_is_read_without_a_refusal() {
    let exports = sample::exports(1, 4_600).expect("the exports are made");
    let group = read(exports.last().expect("the file of the further sites"));
    assert_eq!(
        (group.statements.len(), group.refused.len(), group.refused_cells.len()),
        (4_000, 0, 0),
        "{:?}",
        group.refused_cells
    );
    let register = Register::of([&group]);
    assert_eq!((register.devices.len(), register.contradictions.len()), (4_000, 0));
}
