//! Several sources about the same devices: the order in which they arrive does not matter, and what was derived from them
//! can be thrown away.

use actions::rebuild::rebuild;
use register::Field;

use crate::databases::{Database, on_both};
use crate::desk::{Desk, US};

on_both!(
    the_order_of_arrival_does_not_matter,
    derived_rows_can_be_thrown_away,
    the_sample_hospital_can_be_thrown_away_and_made_again,
);

/// Deliveries with the day on which each source knew what it says.
const DELIVERIES: [(i64, &str, &str); 3] = [
    (
        1,
        "CMMS",
        "Asset No,Make,Model,Serial No,S/W Version,MAC Address,Department\n\
         1,GE,B650,SK1,2.0,00:11:22:33:44:01,ICU\n\
         2,GE,B650,SK2,2.0,00-11-22-33-44-02,ICU\n\
         3,GE,B650,SK3,2.0,N/A,ICU\n",
    ),
    (
        2,
        "IT inventory",
        "MAC Address,IP Address,OS,Hostname,Department\n\
         0011.2233.4401,10.0.0.1,Windows 7,GE-MON-1,Cardiology\n\
         00:11:22:33:44:02,10.0.0.2,Windows 10,GE-MON-2,ICU\n\
         00:11:22:33:44:77,10.0.0.77,Linux,UNKNOWN-77,ICU\n",
    ),
    (
        3,
        "Ward check",
        "Make,Serial No,S/W Version,MAC Address\n\
         G.E.,SK2,2.1,001122334402\n\
         GE,SK3,2.2,\n",
    ),
];

fn the_order_of_arrival_does_not_matter(database: &Database) {
    let mut first: Option<Vec<_>> = None;
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let own = database.sibling();
        let desk = Desk::at(&own);
        for n in order {
            let (day, source, table) = DELIVERIES[n];
            let report = desk.apply(day, source, table);
            assert_eq!(report.refused, 0, "{order:?}: {report:?}");
        }
        let stands = desk.what_stands();
        assert_eq!(stands.len(), 4, "{order:?}: {stands:#?}");
        // What a person said stands; whether something is disputed depends on what was known when it was said.
        let stands: Vec<_> = stands
            .into_iter()
            .map(|mut device| {
                device.remove("(disputed)");
                device
            })
            .collect();
        match &first {
            None => first = Some(stands),
            Some(first) => assert_eq!(&stands, first, "{order:?}"),
        }
    }
}

fn derived_rows_can_be_thrown_away(database: &Database) {
    let desk = Desk::at(database);
    for (day, source, table) in DELIVERIES {
        desk.apply(day, source, table);
    }
    desk.apply(4, "CMMS", &DELIVERIES[0].2.replace(",2.0,", ",2.3,"));
    let device = desk.device(Field::AssetTag, "1");
    actions::state_fact::state_fact(&desk.store, US, desk.act(5), device, Field::Location, "Bed 4").expect("said");
    desk.undo(6, 2);
    let before = desk.devices();
    desk.store
        .write(|s| s.execute("UPDATE devices SET model = 'lost'", &[]))
        .expect("damaged");
    desk.store
        .write(|s| s.execute("DELETE FROM devices WHERE serial = 'SK2'", &[]))
        .expect("damaged");
    assert_ne!(desk.devices(), before);
    let devices = rebuild(&desk.store, US, desk.act(7)).expect("rebuilt");
    assert_eq!(devices, before.len());
    assert_eq!(desk.devices(), before);
    desk.events();
}

fn the_sample_hospital_can_be_thrown_away_and_made_again(database: &Database) {
    let desk = Desk::at(database);
    for (day, export) in (1..).zip(sample::exports(1, 600).expect("the exports")) {
        let delivery = actions::apply_import::Delivery {
            file: export.file_name,
            source: export.source.into(),
            ..Default::default()
        };
        let input = Box::new(std::io::Cursor::new(export.bytes));
        let report = actions::apply_import::apply(&desk.store, US, desk.act(day), input, &delivery, &mut |_, _, _| true).expect("applied");
        assert!(report.adds_up());
    }
    let before = desk.devices();
    assert_eq!(before.len(), 600);
    rebuild(&desk.store, US, desk.act(20)).expect("rebuilt");
    assert_eq!(desk.devices(), before);
}
