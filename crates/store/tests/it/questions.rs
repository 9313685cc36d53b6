//! Questions take as many statements for a hospital of 20,000 devices as for one of ten.

use register::{DeviceId, Field};
use store::devices::{self, NewStatement, SettledDevice};
use store::picture::Pictures;
use store::{OrganisationId, Store, StoreError};

use crate::databases::{Database, on_both};

on_both!(
    a_list_takes_as_many_statements_for_many_devices_as_for_few,
    values_come_back_as_they_were_written,
);

const US: OrganisationId = OrganisationId::FIRST;

fn device(n: u128) -> SettledDevice {
    let mut values = vec![String::new(); Field::ALL.len()];
    values[Field::Name.index()] = format!("Pump {n}");
    values[Field::Serial.index()] = format!("SN{n:08}");
    SettledDevice {
        id: DeviceId::from_u128(n + 1),
        values,
        disputed: u64::from(n.is_multiple_of(7)),
        version_source: "CMMS".into(),
        version_said_at: 1,
    }
}

fn fill(store: &Store, from: u128, to: u128) {
    store
        .write(|s| -> Result<(), StoreError> {
            let source = devices::source_id(s, US, "CMMS")?;
            let first = devices::next_statement_id(s, US)?;
            let statements: Vec<NewStatement> = (from..to)
                .zip(first..)
                .map(|(n, id)| NewStatement {
                    id,
                    source,
                    key: n.to_string(),
                    device: DeviceId::from_u128(n + 1),
                    import: 1,
                    row: 2,
                    stated_at: 1,
                    hash: vec![1; 16],
                    fields: format!(r#"[["serial",{{"v":"SN{n:08}"}}]]"#),
                    against: None,
                })
                .collect();
            devices::insert_statements(s, US, &statements)?;
            devices::insert_devices(s, US, (from..to).map(device).collect())?;
            // The picture is loaded again when something was done.
            store::audit::append(
                s,
                US,
                store::audit::Deed {
                    at: 1,
                    who: "a test",
                    action: "apply_import",
                    subject: "import 1",
                    why: "",
                    change: "{}",
                },
            )?;
            Ok(())
        })
        .expect("filled");
}

/// Statements that a fresh picture of everything takes, and all statements of all devices.
fn asked(store: &Store, expected: usize) -> [u64; 2] {
    let today = jiff::civil::date(2026, 11, 25);
    let count = |question: &dyn Fn()| {
        let before = store.statements_sent();
        question();
        store.statements_sent() - before
    };
    let picture = count(&|| {
        let picture = Pictures::default().current(store, US, today).expect("a picture");
        assert_eq!(picture.fleet().len(), expected);
    });
    let statements = count(&|| {
        let all = store.read(|s| devices::all_statements(s, US)).expect("statements");
        assert_eq!(all.len(), expected);
    });
    [picture, statements]
}

fn a_list_takes_as_many_statements_for_many_devices_as_for_few(database: &Database) {
    let store = database.open();
    fill(&store, 0, 10);
    let few = asked(&store, 10);
    fill(&store, 10, 20_000);
    assert_eq!(asked(&store, 20_000), few);
    assert!(few[0] <= 16, "the whole picture takes {} statements", few[0]);
}

fn values_come_back_as_they_were_written(database: &Database) {
    let store = database.open();
    let odd = [
        "\\N",
        "tab\there",
        "two\nlines\r\n",
        "Ünïcödé 🩺",
        "$1 ?1 'quoted' \"twice\"",
        "\\",
        "\\\\x00",
        "%s",
    ];
    store
        .write(|s| {
            let devices: Vec<SettledDevice> = odd
                .iter()
                .zip(0u128..)
                .map(|(text, n)| {
                    let mut device = device(n);
                    device.disputed = u64::MAX - u64::try_from(n).unwrap_or(0);
                    device.values[Field::Location.index()] = (*text).to_owned();
                    device
                })
                .collect();
            devices::insert_devices(s, US, devices)
        })
        .expect("written");
    let fleet = store.read(|s| devices::fleet(s, US)).expect("read");
    for (position, text) in odd.iter().enumerate() {
        assert_eq!(fleet.value(position, Field::Location), *text);
    }
}
