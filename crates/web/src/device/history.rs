//! What happened to a device's record: who said what when, what a new word changed, what was taken back.

use std::collections::HashMap;

use answers::facts::in_sentence;
use answers::{Picture, say};
use register::Field;
use store::AuditEvent;
use store::devices::{StatementState, StoredStatement};
use store::imports::Import;

use super::import_address;

/// One event in the history, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    at: i64,
    /// "3 November".
    pub when: String,
    /// Who.
    pub who: String,
    /// Where it came in; empty for a person.
    pub address: String,
    /// What, in words.
    pub what: String,
    /// Why, where a reason was given.
    pub why: String,
}

/// One statement, as a line of "how it is known".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Who says so.
    pub source: String,
    /// Under which key of its own.
    pub key: String,
    /// File and row; empty for a person.
    pub file: String,
    /// The import's page.
    pub address: String,
    /// When the source knew it.
    pub when: String,
    /// "stands", "has said otherwise since", "taken back" …
    pub state: String,
    /// How many facts it states.
    pub facts: usize,
}

/// Everything that happened, newest first.
pub fn happened(picture: &Picture, statements: &[StoredStatement], events: &[AuditEvent], imports: &[Import]) -> Vec<Happened> {
    let by_id: HashMap<i64, &Import> = imports.iter().map(|i| (i.id, i)).collect();
    let near = |at: i64| say::near_date(say::day(at), picture.today);
    let mut found = Vec::new();
    for statement in statements {
        let Some(import) = by_id.get(&statement.import) else {
            continue; // a person's word: the audit event tells it, with the reason
        };
        let before = statements
            .iter()
            .filter(|s| s.id < statement.id && s.source == statement.source && s.key == statement.key)
            .filter(|s| s.state != StatementState::Withdrawn || s.import == statement.import)
            .max_by_key(|s| s.id);
        let what = match before {
            None => format!(
                "first told of it, with {} (row {})",
                say::count(statement.fields.len(), "fact", "facts"),
                statement.row
            ),
            Some(before) => changes(before, statement),
        };
        found.push(Happened {
            at: import.applied_at,
            when: near(import.applied_at),
            who: format!("{} ({})", statement.source, import.file),
            address: import_address(statement.import),
            what,
            why: String::new(),
        });
        if let (StatementState::Withdrawn, Some(undone)) = (statement.state, import.undone_at) {
            found.push(Happened {
                at: undone,
                when: near(undone),
                who: format!("Import {} taken back", import.id),
                address: import_address(import.id),
                what: format!("what {} said in {} does not count any more", statement.source, import.file),
                why: String::new(),
            });
        }
        if let Some(missed) = statement.stale_since_import.and_then(|id| by_id.get(&id)) {
            found.push(Happened {
                at: missed.applied_at,
                when: near(missed.applied_at),
                who: format!("{} ({})", missed.source, missed.file),
                address: import_address(missed.id),
                what: "a complete delivery no longer lists it".into(),
                why: String::new(),
            });
        }
    }
    for event in events {
        found.push(Happened {
            at: event.at,
            when: near(event.at),
            who: capital(&event.who),
            address: String::new(),
            what: told(event),
            why: event.why.clone(),
        });
    }
    found.sort_by_key(|h| std::cmp::Reverse(h.at));
    found
}

/// "location Room 3 → Room 4; owner: no longer said".
fn changes(before: &StoredStatement, after: &StoredStatement) -> String {
    let value = |statement: &'_ StoredStatement, field: Field| {
        statement
            .fields
            .iter()
            .find(|(f, _)| *f == field)
            .map_or_else(String::new, |(_, said)| said.value.clone())
    };
    let (mut changed, mut gone) = (Vec::new(), Vec::new());
    for &field in Field::ALL {
        let (was, is) = (value(before, field), value(after, field));
        let name = in_sentence(field);
        match (was.as_str(), is.as_str()) {
            (was, is) if was == is => {}
            ("", is) => changed.push(format!("{name}: {is}")),
            (was, "") => gone.push((name, was.to_owned())),
            (was, is) => changed.push(format!("{name}: {was} → {is}")),
        }
    }
    // An export with fewer columns loses many facts at once: their names are enough, the values stand in the export before.
    if gone.len() > 3 {
        let names: Vec<String> = gone.into_iter().map(|(name, _)| name).collect();
        changed.push(format!("says nothing any more of {}", say::list(&names)));
    } else {
        changed.extend(
            gone.into_iter()
                .map(|(name, was)| format!("{name}: no longer “{was}”, nothing in its place")),
        );
    }
    if changed.is_empty() {
        format!("says the same again, row {}", after.row)
    } else {
        changed.join("; ")
    }
}

/// An audit event in words; one that is not known here by its own name.
fn told(event: &AuditEvent) -> String {
    let change: serde_json::Value = serde_json::from_str(&event.change).unwrap_or_default();
    let text = |key: &str| change.get(key).and_then(serde_json::Value::as_str).unwrap_or("");
    match (event.action.as_str(), Field::from_key(text("field"))) {
        ("state_fact", Some(field)) if text("before").is_empty() => format!("{}: {}", in_sentence(field), text("after")),
        ("state_fact", Some(field)) => format!("{}: {} → {}", in_sentence(field), text("before"), text("after")),
        _ => event.action.replace('_', " "),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How it is known: each statement, those that stand first.
pub fn known(picture: &Picture, statements: &[StoredStatement], imports: &[Import]) -> Vec<Known> {
    let by_id: HashMap<i64, &Import> = imports.iter().map(|i| (i.id, i)).collect();
    let mut order: Vec<&StoredStatement> = statements.iter().collect();
    order.sort_by_key(|s| (s.state != StatementState::Current, std::cmp::Reverse(s.id)));
    order
        .into_iter()
        .map(|s| Known {
            source: s.source.clone(),
            key: if s.import == 0 { String::new() } else { s.key.clone() },
            file: by_id
                .get(&s.import)
                .map_or_else(String::new, |import| format!("{}, row {}", import.file, s.row)),
            address: import_address(s.import),
            when: say::near_date(say::day(s.stated_at), picture.today),
            state: match (s.state, s.stale_since_import) {
                (StatementState::Current, None) => "counts".into(),
                (StatementState::Current, Some(import)) => format!("counts, but import {import} no longer listed it"),
                (StatementState::Superseded, _) => "said otherwise since".into(),
                (StatementState::Withdrawn, _) => "taken back with its import".into(),
            },
            facts: s.fields.len(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use register::Said;

    use super::*;

    fn statement(id: i64, fields: &[(Field, &str)]) -> StoredStatement {
        StoredStatement {
            id,
            source: "CMMS".into(),
            key: "1".into(),
            device: register::DeviceId::from_u128(1),
            import: 1,
            row: 7,
            stated_at: 0,
            fields: fields.iter().map(|(f, v)| (*f, Said::plain(*v))).collect(),
            against: Vec::new(),
            state: StatementState::Current,
            stale_since_import: None,
        }
    }

    #[test]
    fn what_a_new_word_changes_is_said_field_by_field() {
        let check = |before: &[(Field, &str)], after: &[(Field, &str)], expected: &str| {
            assert_eq!(changes(&statement(1, before), &statement(2, after)), expected);
        };
        check(
            &[(Field::Location, "Room 3"), (Field::Owner, "Imaging")],
            &[(Field::Location, "Room 4"), (Field::Ip, "10.0.0.1")],
            "location: Room 3 → Room 4; IP address: 10.0.0.1; owner: no longer “Imaging”, nothing in its place",
        );
        check(
            &[
                (Field::Name, "CT"),
                (Field::Model, "X"),
                (Field::Site, "KGH"),
                (Field::Owner, "Imaging"),
            ],
            &[],
            "says nothing any more of name, model, site and owner",
        );
        check(&[(Field::Name, "CT")], &[(Field::Name, "CT")], "says the same again, row 7");
    }

    #[test]
    fn an_event_is_told_in_words() {
        let event = |action: &str, change: &str| AuditEvent {
            seq: 1,
            at: 0,
            who: String::new(),
            action: action.into(),
            subject: String::new(),
            why: String::new(),
            change: change.into(),
            previous: Vec::new(),
            hash: Vec::new(),
        };
        for (action, change, expected) in [
            (
                "state_fact",
                r#"{"field":"os","before":"XP","after":"Windows 7"}"#,
                "operating system: XP → Windows 7",
            ),
            (
                "state_fact",
                r#"{"field":"os","before":"","after":"Windows 7"}"#,
                "operating system: Windows 7",
            ),
            ("state_fact", "not JSON", "state fact"),
            ("merge_devices", "{}", "merge devices"),
        ] {
            assert_eq!(told(&event(action, change)), expected);
        }
    }
}
