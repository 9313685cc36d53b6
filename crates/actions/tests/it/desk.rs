//! Someone at a computer with a register, who does things one after another.

use std::collections::BTreeMap;
use std::io::Cursor;

use actions::apply_import::{self, Delivery, ImportReport};
use actions::undo_import::{Undone, undo_import, would_undo};
use actions::{Act, ActionError, Person};
use register::{DeviceId, Field, Fleet};
use store::{ChainState, OrganisationId, Store, audit, devices};

use crate::databases::{Database, dump, dump_of};

pub const US: OrganisationId = OrganisationId::FIRST;

/// 1 November 2026, in microseconds.
pub const NOVEMBER: i64 = 1_793_491_200_000_000;
pub const DAY: i64 = 86_400_000_000;

pub struct Desk {
    pub store: Store,
    pub person: Person,
}

impl Desk {
    pub fn at(database: &Database) -> Desk {
        Desk {
            store: database.open(),
            person: Person::at_this_computer(),
        }
    }

    /// An act on that day of November.
    pub fn act(&self, day: i64) -> Act<'_> {
        Act {
            who: &self.person,
            now: NOVEMBER + day * DAY,
            why: "",
        }
    }

    pub fn try_apply(&self, day: i64, source: &str, full: bool, table: &str) -> Result<ImportReport, ActionError> {
        let input = Box::new(Cursor::new(table.to_owned().into_bytes()));
        apply_import::apply(&self.store, US, self.act(day), input, &delivery(source, full), &mut |_, _, _| true)
    }

    pub fn apply(&self, day: i64, source: &str, table: &str) -> ImportReport {
        let report = self.try_apply(day, source, false, table).expect("applied");
        assert!(report.adds_up(), "{report:?}");
        report
    }

    pub fn apply_full(&self, day: i64, source: &str, table: &str) -> ImportReport {
        let report = self.try_apply(day, source, true, table).expect("applied");
        assert!(report.adds_up(), "{report:?}");
        report
    }

    pub fn preview(&self, day: i64, source: &str, full: bool, table: &str) -> ImportReport {
        let input = Box::new(Cursor::new(table.to_owned().into_bytes()));
        let delivery = delivery(source, full);
        let report = apply_import::preview(&self.store, US, self.act(day), input, &delivery, &mut |_, _, _| true).expect("a preview");
        assert!(report.adds_up(), "{report:?}");
        report
    }

    pub fn undo(&self, day: i64, import: i64) -> Undone {
        let before = dump(&self.store);
        let foretold = would_undo(&self.store, US, self.act(day), import).expect("counted");
        assert_eq!(dump(&self.store), before, "counting changes nothing");
        let undone = undo_import(&self.store, US, self.act(day), import).expect("undone");
        assert_eq!(undone, foretold);
        undone
    }

    pub fn fleet(&self) -> Fleet {
        self.store.read(|s| devices::fleet(s, US)).expect("the fleet")
    }

    /// The one device whose field says that.
    pub fn device(&self, field: Field, value: &str) -> DeviceId {
        let fleet = self.fleet();
        let found: Vec<usize> = (0..fleet.len()).filter(|d| fleet.value(*d, field) == value).collect();
        match found.as_slice() {
            [one] => fleet.id(*one),
            several => panic!("{} devices with {} {value:?}", several.len(), field.key()),
        }
    }

    pub fn value(&self, device: DeviceId, field: Field) -> String {
        let fleet = self.fleet();
        let position = fleet.position(device).expect("the device is there");
        fleet.value(position, field).to_owned()
    }

    pub fn is_disputed(&self, device: DeviceId, field: Field) -> bool {
        let fleet = self.fleet();
        fleet.is_disputed(fleet.position(device).expect("the device is there"), field)
    }

    /// The rows of the devices' table, whole.
    pub fn devices(&self) -> Vec<String> {
        dump_of(&self.store, "devices")
    }

    /// What stands of each device and who says its version, without the ids, which are made anew each time.
    pub fn what_stands(&self) -> Vec<BTreeMap<&'static str, String>> {
        let fleet = self.fleet();
        let mut all: Vec<BTreeMap<&'static str, String>> = (0..fleet.len())
            .map(|d| {
                let mut device: BTreeMap<&'static str, String> = Field::ALL
                    .iter()
                    .filter(|f| !fleet.value(d, **f).is_empty())
                    .map(|f| (f.key(), fleet.value(d, *f).to_owned()))
                    .collect();
                let disputed: Vec<&str> = fleet.disputed_fields(d).map(Field::key).collect();
                device.insert("(disputed)", disputed.join(", "));
                device.insert("(version said)", format!("{:?}", fleet.version_said(d)));
                device
            })
            .collect();
        all.sort();
        all
    }

    /// Whether the chain is whole, and its events.
    pub fn events(&self) -> i64 {
        match self.store.read(|s| audit::verify(s, US)).expect("read") {
            ChainState::Whole { events, .. } => events,
            ChainState::Broken { seq, why } => panic!("the chain is broken at {seq}: {why}"),
        }
    }
}

fn delivery(source: &str, full: bool) -> Delivery {
    Delivery {
        file: "export.csv".into(),
        source: source.into(),
        full,
        columns: Vec::new(),
    }
}
