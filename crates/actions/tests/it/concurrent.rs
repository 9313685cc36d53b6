//! Two programs on one register.

use actions::apply_import::ImportReport;

use crate::databases::{Database, on_both};
use crate::desk::Desk;

on_both!(
    two_imports_at_once_are_one_after_the_other,
    two_programs_find_the_same_new_device_once
);

fn table(first: usize, rows: usize) -> String {
    let rows: String = (first..first + rows).map(|n| format!("{n},GE,B650,SN{n}\n")).collect();
    format!("Asset No,Make,Model,Serial No\n{rows}")
}

fn at_once(database: &Database, tables: [String; 2]) -> (Desk, Vec<ImportReport>) {
    let desks = [Desk::at(database), Desk::at(database)];
    let reports = std::thread::scope(|scope| {
        let threads: Vec<_> = desks
            .iter()
            .zip(&tables)
            .map(|(desk, table)| scope.spawn(move || desk.apply(1, "CMMS", table)))
            .collect();
        threads.into_iter().map(|t| t.join().expect("no panic")).collect()
    });
    let [desk, _] = desks;
    (desk, reports)
}

fn two_imports_at_once_are_one_after_the_other(database: &Database) {
    let (desk, reports) = at_once(database, [table(0, 3000), table(10_000, 3000)]);
    let mut ids: Vec<Option<i64>> = reports.iter().map(|r| r.import).collect();
    ids.sort_unstable();
    assert_eq!(ids, [Some(1), Some(2)]);
    assert!(reports.iter().all(|r| r.created == 3000));
    assert_eq!(desk.fleet().len(), 6000);
    assert_eq!(desk.events(), 2);
}

fn two_programs_find_the_same_new_device_once(database: &Database) {
    let (desk, reports) = at_once(database, [table(0, 1500), table(0, 1500)]);
    let mut created: Vec<u64> = reports.iter().map(|r| r.created).collect();
    created.sort_unstable();
    assert_eq!(created, [0, 1500]);
    assert_eq!(desk.fleet().len(), 1500);
}
