//! One action, one transaction: all of it or nothing, also where the action fails or panics; readers don't wait.

use std::sync::mpsc;
use std::time::Duration;

use store::places::{self, Site};
use store::{OrganisationId, Session, Store, StoreError};

use crate::databases::{Database, on_both};

on_both!(
    an_action_that_fails_leaves_nothing,
    an_action_that_panics_leaves_nothing_and_the_store_goes_on,
    readers_do_not_wait_for_the_writer,
    a_second_program_waits_for_the_first,
    a_question_that_fails_does_not_spoil_the_next,
);

const US: OrganisationId = OrganisationId::FIRST;

fn put(session: &mut Session, code: &str) -> Result<(), StoreError> {
    let site = Site {
        code: code.into(),
        name: "A hospital".into(),
    };
    places::put_site(session, US, &site)
}

fn codes(store: &Store) -> Vec<String> {
    let sites = store.read(|s| places::sites(s, US)).expect("read");
    sites.into_iter().map(|s| s.code).collect()
}

fn an_action_that_fails_leaves_nothing(database: &Database) {
    let store = database.open();
    let outcome: Result<(), StoreError> = store.write(|s| {
        put(s, "KGH")?;
        s.execute("INSERT INTO a_table_that_is_none (x) VALUES (1)", &[])?;
        Ok(())
    });
    assert!(outcome.is_err());
    assert_eq!(codes(&store), Vec::<String>::new());
    store.write(|s| put(s, "AVH")).expect("the store goes on");
    assert_eq!(codes(&store), ["AVH"]);
}

fn an_action_that_panics_leaves_nothing_and_the_store_goes_on(database: &Database) {
    let store = database.open();
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.write(|s| -> Result<(), StoreError> {
            put(s, "KGH")?;
            panic!("on purpose");
        })
    }));
    assert!(outcome.is_err());
    assert_eq!(codes(&store), Vec::<String>::new());
    store.write(|s| put(s, "AVH")).expect("the store goes on");
    assert_eq!(codes(&store), ["AVH"]);
}

fn readers_do_not_wait_for_the_writer(database: &Database) {
    let store = database.open();
    store.write(|s| put(s, "AVH")).expect("written");
    store
        .write(|s| -> Result<(), StoreError> {
            put(s, "KGH")?;
            assert_eq!(codes(&store), ["AVH"], "a reader sees what is finished, and at once");
            Ok(())
        })
        .expect("written");
    assert_eq!(codes(&store), ["AVH", "KGH"]);
}

fn a_second_program_waits_for_the_first(database: &Database) {
    // What both do is the danger: look at what is there, then write what follows from it.
    fn next(session: &mut Session) -> Result<(), StoreError> {
        let there = places::sites(session, US)?.len();
        std::thread::sleep(Duration::from_millis(5));
        put(session, &format!("site {there:03}"))
    }
    let (one, other) = (database.open(), database.open());
    let (done, finished) = mpsc::channel();
    std::thread::scope(|scope| {
        for store in [&one, &other] {
            let done = done.clone();
            scope.spawn(move || {
                for _ in 0..10 {
                    store.write(next).expect("written");
                }
                done.send(()).expect("heard");
            });
        }
        for _ in 0..2 {
            finished.recv_timeout(Duration::from_secs(20)).expect("neither waits for ever");
        }
    });
    assert_eq!(codes(&one).len(), 20, "no writer worked from what the other had not finished");
}

fn a_question_that_fails_does_not_spoil_the_next(database: &Database) {
    let store = database.open();
    for _ in 0..3 {
        assert!(store.read(|s| s.query("SELECT nothing FROM nowhere", &[])).is_err());
        assert_eq!(codes(&store), Vec::<String>::new());
    }
    // Stopped in the middle of an answer.
    store
        .write(|s| (0..2000).try_for_each(|n| put(s, &format!("{n:04}"))))
        .expect("written");
    let stopped = store.read(|s| {
        s.for_each("SELECT code FROM sites ORDER BY code", &[], |_| {
            Err(StoreError::Backup("stopped on purpose".into()))
        })
    });
    assert!(stopped.is_err());
    assert_eq!(codes(&store).len(), 2000);
}
