//! The audit chain: whole after whatever was done, and broken at the first event that somebody touched.

use store::audit::{self, Deed};
use store::{ChainState, OrganisationId, Store, StoreError};

use crate::databases::{Database, on_both};

on_both!(
    a_new_register_has_an_empty_whole_chain,
    the_chain_is_whole_after_many_writers,
    tampering_is_named_at_its_event,
    a_rewritten_event_breaks_the_one_after_it,
    a_chain_that_was_cut_has_another_head,
    each_organisation_has_its_own_chain,
    odd_texts_keep_the_chain_whole,
);

const US: OrganisationId = OrganisationId::FIRST;

fn deed<'a>(subject: &'a str, change: &'a str) -> Deed<'a> {
    Deed {
        at: 1_700_000_000_000_000,
        who: "the person at this computer",
        action: "state_fact",
        subject,
        why: "",
        change,
    }
}

fn append(store: &Store, subject: &str) {
    store
        .write(|s| audit::append(s, US, deed(subject, r#"{"before":"","after":"x"}"#)))
        .expect("appended");
}

fn state(store: &Store) -> ChainState {
    store.read(|s| audit::verify(s, US)).expect("the chain is read")
}

fn whole(store: &Store) -> (i64, String) {
    match state(store) {
        ChainState::Whole { events, head } => (events, head),
        ChainState::Broken { seq, why } => panic!("broken at {seq}: {why}"),
    }
}

fn a_new_register_has_an_empty_whole_chain(database: &Database) {
    assert_eq!(whole(&database.open()), (0, "00".repeat(32)));
}

fn the_chain_is_whole_after_many_writers(database: &Database) {
    // Two threads of one program, and a second program beside it.
    let (one, other) = (database.open(), database.open());
    std::thread::scope(|scope| {
        for (store, name) in [(&one, "a"), (&one, "b"), (&other, "c")] {
            scope.spawn(move || {
                for n in 0..20 {
                    append(store, &format!("{name}{n}"));
                }
            });
        }
    });
    assert_eq!(whole(&one).0, 60);
    assert_eq!(whole(&one), whole(&other));
    let newest = one.read(|s| audit::latest(s, US, 100)).expect("read");
    let seqs: Vec<i64> = newest.iter().map(|e| e.seq).collect();
    assert_eq!(seqs, (1..=60).rev().collect::<Vec<_>>());
    // What one writer did stands in the order in which it did it.
    for name in ["a", "b", "c"] {
        let order: Vec<&str> = newest
            .iter()
            .rev()
            .map(|e| e.subject.as_str())
            .filter(|s| s.starts_with(name))
            .collect();
        assert_eq!(order, (0..20).map(|n| format!("{name}{n}")).collect::<Vec<_>>());
    }
}

fn tampering_is_named_at_its_event(database: &Database) {
    // (what somebody did, with which SQL, first broken event, what is said of it)
    let table: &[(&str, &[&str], i64, &str)] = &[
        (
            "changed what was changed",
            &["UPDATE audit_events SET change = '{}' WHERE seq = 4"],
            4,
            "changed after",
        ),
        (
            "changed who did it",
            &["UPDATE audit_events SET who = 'nobody' WHERE seq = 1"],
            1,
            "changed after",
        ),
        (
            "changed when",
            &["UPDATE audit_events SET at = at + 1 WHERE seq = 6"],
            6,
            "changed after",
        ),
        // The texts joined are the same; each is hashed with its length.
        (
            "moved a word from one column to the next",
            &["UPDATE audit_events SET action = 'state', subject = '_fact' || subject WHERE seq = 2"],
            2,
            "changed after",
        ),
        ("deleted one", &["DELETE FROM audit_events WHERE seq = 3"], 3, "missing"),
        ("deleted the first", &["DELETE FROM audit_events WHERE seq = 1"], 1, "missing"),
        (
            "deleted one and closed the gap",
            &[
                "DELETE FROM audit_events WHERE seq = 3",
                "UPDATE audit_events SET seq = 3 WHERE seq = 4",
                "UPDATE audit_events SET seq = 4 WHERE seq = 5",
                "UPDATE audit_events SET seq = 5 WHERE seq = 6",
            ],
            3,
            "does not follow",
        ),
        (
            "reordered two",
            &[
                "UPDATE audit_events SET seq = 99 WHERE seq = 4",
                "UPDATE audit_events SET seq = 4 WHERE seq = 5",
                "UPDATE audit_events SET seq = 5 WHERE seq = 99",
            ],
            4,
            "does not follow",
        ),
        (
            "added one at the end",
            &[
                "INSERT INTO audit_events (organisation, seq, at, who, action, subject, why, change, previous, hash) \
               SELECT organisation, 7, at, who, action, subject, why, change, hash, hash FROM audit_events WHERE seq = 6",
            ],
            7,
            "changed after",
        ),
    ];
    let store = database.open();
    for (what, statements, seq, said) in table {
        store.write(|s| s.execute("DELETE FROM audit_events", &[])).expect("emptied");
        for n in 1..=6 {
            append(&store, &format!("event {n}"));
        }
        assert_eq!(whole(&store).0, 6);
        store
            .write(|s| -> Result<(), StoreError> {
                for sql in *statements {
                    s.execute(sql, &[])?;
                }
                Ok(())
            })
            .expect("tampered");
        match state(&store) {
            ChainState::Broken { seq: found, why } => {
                assert_eq!(found, *seq, "{what}");
                assert!(why.contains(said), "{what}: {why}");
            }
            ChainState::Whole { .. } => panic!("{what}: the chain still passes for whole"),
        }
    }
}

fn a_rewritten_event_breaks_the_one_after_it(database: &Database) {
    // Somebody who knows how the hash is made writes event 2 anew; the one after it still holds the old hash.
    let store = database.open();
    for n in 1..=3 {
        append(&store, &format!("event {n}"));
    }
    store
        .write(|s| {
            let third = s.query(
                "SELECT organisation, seq, at, who, action, subject, why, change, previous, hash FROM audit_events WHERE seq = 3",
                &[],
            )?;
            s.execute("DELETE FROM audit_events WHERE seq > 1", &[])?;
            audit::append(s, US, deed("event 2", r#"{"after":"something else"}"#))?;
            let rows: Vec<_> = third.into_iter().map(store::Row::into_values).collect();
            s.insert_many(
                "audit_events",
                &[
                    "organisation",
                    "seq",
                    "at",
                    "who",
                    "action",
                    "subject",
                    "why",
                    "change",
                    "previous",
                    "hash",
                ],
                &rows,
            )
        })
        .expect("rewritten");
    assert!(matches!(state(&store), ChainState::Broken { seq: 3, why } if why.contains("does not follow")));
}

fn a_chain_that_was_cut_has_another_head(database: &Database) {
    // The chain alone can't show that its end is missing; the head that somebody wrote down can.
    let store = database.open();
    for n in 1..=3 {
        append(&store, &format!("event {n}"));
    }
    let (_, head) = whole(&store);
    store
        .write(|s| s.execute("DELETE FROM audit_events WHERE seq = 3", &[]))
        .expect("cut");
    let (events, shorter) = whole(&store);
    assert_eq!(events, 2);
    assert_ne!(head, shorter);
}

fn each_organisation_has_its_own_chain(database: &Database) {
    let store = database.open();
    let other = OrganisationId(2);
    store
        .write(|s| s.execute("INSERT INTO organisations (id, name) VALUES (2, 'The other hospital')", &[]))
        .expect("a second organisation");
    append(&store, "ours");
    for n in 0..2 {
        store
            .write(|s| audit::append(s, other, deed(&format!("theirs {n}"), "{}")))
            .expect("appended");
    }
    assert_eq!(whole(&store).0, 1);
    let theirs = store.read(|s| audit::verify(s, other)).expect("read");
    assert!(matches!(theirs, ChainState::Whole { events: 2, .. }));
    store
        .write(|s| s.execute("UPDATE audit_events SET who = 'x' WHERE organisation = 2 AND seq = 1", &[]))
        .expect("tampered");
    assert_eq!(whole(&store).0, 1, "a break in theirs is none in ours");
}

fn odd_texts_keep_the_chain_whole(database: &Database) {
    let store = database.open();
    for odd in [
        "",
        "a\0b",
        "line\nbreak\ttab\\N",
        "Ünïcödé 🩺 \u{202e}",
        "'; DROP TABLE audit_events; --",
        &"long ".repeat(20_000),
    ] {
        append(&store, odd);
        whole(&store);
    }
    assert_eq!(whole(&store).0, 6);
}
