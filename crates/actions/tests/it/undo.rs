//! An import is taken back as a whole: what stood before it stands again, to the letter.

use actions::ActionError;
use actions::undo_import::undo_import;
use register::Field;
use store::devices;

use crate::databases::{Database, dump, dump_of, on_both};
use crate::desk::{Desk, US};

on_both!(
    what_stood_before_stands_again,
    the_first_import_undone_leaves_nothing,
    imports_are_undone_in_any_order,
    an_import_that_a_later_one_leans_on_waits_for_it,
    an_import_is_undone_once,
    what_a_complete_delivery_no_longer_holds_is_stale_until_undone,
    a_stale_record_that_came_back_is_stale_again_when_that_is_undone,
    the_same_file_can_be_imported_again_after_an_undo,
    an_undo_leaves_what_other_sources_say,
);

const FIRST: &str = "\
Asset No,Make,Model,Serial No,S/W Version,MAC Address,Department\n\
1,GE,B650,SK1,2.0,00:11:22:33:44:01,ICU\n\
2,GE,B650,SK2,2.0,00:11:22:33:44:02,ICU\n\
3,GE,B650,SK3,2.0,00:11:22:33:44:03,ICU\n";

fn what_stood_before_stands_again(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", FIRST);
    desk.apply(
        2,
        "IT inventory",
        "MAC Address,IP Address,OS\n00:11:22:33:44:01,10.0.0.1,Windows 7\n",
    );
    let before = desk.devices();
    // New, changed and unchanged rows; a device that another source knows too; a row that moves an asset number away.
    let report = desk.apply(
        3,
        "CMMS",
        "Asset No,Make,Model,Serial No,S/W Version,MAC Address,Department\n\
         1,GE,B650,SK1,2.1,00:11:22:33:44:01,Ward 7\n\
         2,GE,B650,SK2,2.0,00:11:22:33:44:02,ICU\n\
         9,GE,B650,SK9,2.1,00:11:22:33:44:09,ICU\n\
         7,GE,B650,SK3,2.0,00:11:22:33:44:03,ICU\n",
    );
    assert_eq!((report.created, report.updated, report.unchanged), (1, 2, 1), "{report:?}");
    assert_ne!(desk.devices(), before);
    let undone = desk.undo(4, 3);
    assert_eq!((undone.changed_back, undone.removed), (2, 1));
    assert_eq!(desk.devices(), before);
    assert_eq!(desk.events(), 4);
}

fn the_first_import_undone_leaves_nothing(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", FIRST);
    let undone = desk.undo(2, 1);
    assert_eq!((undone.changed_back, undone.removed), (0, 3));
    assert_eq!(desk.devices(), Vec::<String>::new());
    // What was said is kept, as withdrawn.
    assert_eq!(dump_of(&desk.store, "statements").len(), 3);
}

fn imports_are_undone_in_any_order(database: &Database) {
    let deliveries: [(i64, &str, &str); 3] = [
        (1, "CMMS", FIRST),
        (
            2,
            "CMMS",
            "Asset No,Make,Model,Serial No,S/W Version,MAC Address,Department\n\
             1,GE,B650,SK1,2.1,00:11:22:33:44:01,ICU\n\
             4,GE,B650,SK4,2.1,00:11:22:33:44:04,ICU\n",
        ),
        (
            3,
            "CMMS",
            "Asset No,Make,Model,Serial No,S/W Version,MAC Address,Department\n\
             1,GE,B650,SK1,2.2,00:11:22:33:44:01,ICU\n\
             2,GE,B650,SK2,2.2,00:11:22:33:44:02,ICU\n\
             4,GE,B650,SK4,2.2,00:11:22:33:44:04,ICU\n",
        ),
    ];
    // What the register would hold if only some of them had come.
    let standing = |kept: &[usize]| {
        let own = Database::embedded();
        let only = Desk::at(&own);
        for n in kept {
            let (day, source, table) = deliveries[*n];
            only.apply(day, source, table);
        }
        only.what_stands()
    };
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let own = database.sibling();
        let desk = Desk::at(&own);
        for (day, source, table) in deliveries {
            desk.apply(day, source, table);
        }
        let mut kept = vec![0, 1, 2];
        for undone in order {
            desk.undo(9, i64::try_from(undone).expect("small") + 1);
            kept.retain(|n| *n != undone);
            assert_eq!(desk.what_stands(), standing(&kept), "undone in the order {order:?}, kept {kept:?}");
        }
        assert_eq!(desk.events(), 6);
    }
}

fn an_import_that_a_later_one_leans_on_waits_for_it(database: &Database) {
    // The second delivery held the same rows and so kept no statements of its own: without the first, what the second
    // said would be gone, too.
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", FIRST);
    desk.apply(2, "IT inventory", "MAC Address,OS\n00:11:22:33:44:01,Windows 7\n");
    desk.apply(3, "CMMS", FIRST);
    let before = dump(&desk.store);
    let outcome = undo_import(&desk.store, US, desk.act(4), 1);
    match outcome {
        Err(ActionError::Conflict(why)) => assert!(why.contains("import 3"), "{why}"),
        other => panic!("expected a refusal, found {other:?}"),
    }
    assert_eq!(dump(&desk.store), before);
    desk.undo(5, 3);
    desk.undo(6, 1);
    assert_eq!(desk.fleet().len(), 1, "what the IT inventory says");
}

fn an_import_is_undone_once(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", FIRST);
    desk.undo(2, 1);
    let before = dump(&desk.store);
    let again = undo_import(&desk.store, US, desk.act(3), 1);
    assert!(matches!(again, Err(ActionError::Conflict(_))), "{again:?}");
    for unknown in [0, 2, -1, i64::MAX] {
        let outcome = undo_import(&desk.store, US, desk.act(3), unknown);
        assert!(matches!(outcome, Err(ActionError::NotFound { .. })), "{outcome:?}");
    }
    assert_eq!(dump(&desk.store), before);
}

fn stale(desk: &Desk) -> Vec<String> {
    let ids = desk.store.read(|s| devices::stale_devices(s, US)).expect("read");
    let mut tags: Vec<String> = ids.into_iter().map(|id| desk.value(id, Field::AssetTag)).collect();
    tags.sort();
    tags
}

const WITHOUT_THE_THIRD: &str = "\
Asset No,Make,Model,Serial No,S/W Version,MAC Address,Department\n\
1,GE,B650,SK1,2.0,00:11:22:33:44:01,ICU\n\
2,GE,B650,SK2,2.0,00:11:22:33:44:02,ICU\n";

fn what_a_complete_delivery_no_longer_holds_is_stale_until_undone(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", FIRST);
    desk.apply(1, "IT inventory", "MAC Address,OS\n00:11:22:33:44:99,Windows 7\n");
    assert_eq!(
        desk.apply(2, "CMMS", WITHOUT_THE_THIRD).stale,
        0,
        "it did not say that it was complete"
    );
    assert_eq!(stale(&desk), Vec::<String>::new());
    let before = desk.devices();
    let report = desk.apply_full(3, "CMMS", WITHOUT_THE_THIRD);
    assert_eq!((report.stale, report.unchanged), (1, 2));
    assert_eq!(stale(&desk), ["3"]);
    assert_eq!(desk.devices(), before, "a stale device stays, with what is known of it");
    desk.undo(4, 4);
    assert_eq!(stale(&desk), Vec::<String>::new());
    assert_eq!(desk.devices(), before);
}

fn a_stale_record_that_came_back_is_stale_again_when_that_is_undone(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", FIRST);
    desk.apply_full(2, "CMMS", WITHOUT_THE_THIRD);
    assert_eq!(stale(&desk), ["3"]);
    let before = desk.devices();
    let report = desk.apply_full(3, "CMMS", FIRST);
    assert_eq!((report.unchanged, report.stale), (3, 0));
    assert_eq!(stale(&desk), Vec::<String>::new());
    assert_eq!(desk.apply_full(4, "CMMS", FIRST).unchanged, 3);
    desk.undo(5, 4);
    assert_eq!(stale(&desk), Vec::<String>::new());
    desk.undo(6, 3);
    assert_eq!(stale(&desk), ["3"]);
    assert_eq!(desk.devices(), before);
}

fn the_same_file_can_be_imported_again_after_an_undo(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", FIRST);
    let before = desk.what_stands();
    desk.undo(2, 1);
    let again = desk.apply(1, "CMMS", FIRST);
    assert_eq!((again.created, again.import), (3, Some(2)));
    assert_eq!(desk.what_stands(), before);
}

fn an_undo_leaves_what_other_sources_say(database: &Database) {
    let desk = Desk::at(database);
    desk.apply(1, "CMMS", FIRST);
    desk.apply(
        2,
        "IT inventory",
        "MAC Address,IP Address,OS\n00:11:22:33:44:01,10.0.0.1,Windows 7\n",
    );
    desk.undo(3, 1);
    let own = Database::embedded();
    let only = Desk::at(&own);
    only.apply(
        2,
        "IT inventory",
        "MAC Address,IP Address,OS\n00:11:22:33:44:01,10.0.0.1,Windows 7\n",
    );
    assert_eq!(desk.what_stands(), only.what_stands());
}
