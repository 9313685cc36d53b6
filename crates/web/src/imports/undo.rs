//! One import, and taking it back. `GET /imports/{id}`; `GET /imports/{id}/undo` says what an undo would change back,
//! `POST` does it.

use actions::ActionError;
use actions::undo_import::{self, Undone};
use answers::say;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;
use store::imports::{self, Import};

use crate::house::House;
use crate::problem::Problem;
use crate::shell::Shell;

/// The routes of one import.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/imports/{id}", get(show))
        .route("/imports/{id}/undo", get(ask).post(undo))
}

/// The counts that an import keeps, as far as they are said. All are 0 where the import has none such.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct Counts {
    rows: u64,
    created: u64,
    updated: u64,
    unchanged: u64,
    refused: u64,
    stale: u64,
    read: u64,
    added: u64,
    older: u64,
}

/// Rows up to which an undo is counted by trying it; of more it is said from the import's own counts.
const TRIED: u64 = 20_000;

#[derive(Template)]
#[template(path = "imports/import.html")]
struct ImportPage {
    shell: Shell,
    heading: String,
    id: i64,
    facts: Vec<(&'static str, String)>,
    undone: String,
    is_devices: bool,
}

#[derive(Template)]
#[template(path = "imports/undo.html")]
struct UndoPage {
    shell: Shell,
    heading: String,
    id: i64,
    lead: String,
    /// Whether it can be undone as things stand.
    possible: bool,
}

fn find(house: &House, id: &str) -> Result<Import, Problem> {
    let not_here = || Problem::NotFound {
        what: "import",
        name: id.to_owned(),
    };
    let number: i64 = id.parse().map_err(|_| not_here())?;
    house
        .store()
        .read(|s| imports::get(s, house.organisation(), number))?
        .ok_or_else(not_here)
}

/// "12 new, 31 changed, 588 unchanged, 4 refused".
pub fn counts_in_words(counts: &str) -> String {
    let c: Counts = serde_json::from_str(counts).unwrap_or_default();
    let said: Vec<String> = [
        (c.created + c.added, "new"),
        (c.updated, "changed"),
        (c.unchanged, "unchanged"),
        (c.older, "older"),
        (c.refused, "refused"),
        (c.stale, "no longer listed"),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, words)| format!("{} {words}", say::thousands(usize::try_from(n).unwrap_or(usize::MAX))))
    .collect();
    if said.is_empty() { "nothing".into() } else { said.join(", ") }
}

async fn show(State(house): State<House>, Path(id): Path<String>) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let import = find(&house, &id)?;
            let when = |at| say::date(say::day(at));
            let heading = format!("{}: {}", import.source, counts_in_words(&import.counts));
            let page = ImportPage {
                shell: Shell::new(heading.clone(), "/imports"),
                heading,
                id: import.id,
                facts: vec![
                    ("File", import.file.clone()),
                    ("Brought in", when(import.applied_at)),
                    ("By", import.applied_by.clone()),
                ],
                undone: import.undone_at.map_or_else(String::new, when),
                is_devices: import.kind == "devices",
            };
            Ok(Html(page.render()?).into_response())
        })
        .await
}

async fn ask(State(house): State<House>, Path(id): Path<String>) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let import = find(&house, &id)?;
            let counts: Counts = serde_json::from_str(&import.counts).unwrap_or_default();
            let tried = if counts.rows > TRIED && import.undone_at.is_none() {
                Ok(said_from_counts(&counts))
            } else {
                undo_import::would_undo(house.store(), house.organisation(), house.act(""), import.id)
                    .map(|undone| said(&undone, import.kind == "devices"))
            };
            let (lead, possible) = match tried {
                Ok(lead) => (lead, true),
                Err(ActionError::Conflict(why)) => (format!("It can’t be undone as things stand: {why}."), false),
                Err(other) => return Err(other.into()),
            };
            let heading = format!(
                "Take back {} of {}?",
                import.source,
                say::near_date(say::day(import.applied_at), house.today())
            );
            let page = UndoPage {
                shell: Shell::new(heading.clone(), "/imports"),
                heading,
                id: import.id,
                lead,
                possible,
            };
            let status = if possible { StatusCode::OK } else { StatusCode::CONFLICT };
            Ok((status, Html(page.render()?)).into_response())
        })
        .await
}

/// What an undo changes back.
fn said(undone: &Undone, is_devices: bool) -> String {
    if !is_devices {
        return match undone.advisories {
            0 => "It brought no advisory that is still here. Lists of exploited vulnerabilities and EPSS scores stay: load an older \
                  file to replace them."
                .into(),
            n => format!(
                "{} brought by it {}; where an older revision is kept, that one counts again. Lists of exploited vulnerabilities and \
                 EPSS scores stay.",
                say::count(n, "advisory", "advisories"),
                if n == 1 { "goes" } else { "go" }
            ),
        };
    }
    let mut parts = Vec::new();
    if undone.removed > 0 {
        parts.push(format!(
            "{} that only it knew {} the register",
            say::count(undone.removed, "device", "devices"),
            if undone.removed == 1 { "leaves" } else { "leave" }
        ));
    }
    if undone.changed_back > 0 {
        parts.push(format!(
            "{} {} as if it had never come",
            say::count(undone.changed_back, "device", "devices"),
            if undone.changed_back == 1 { "stands" } else { "stand" }
        ));
    }
    if parts.is_empty() {
        "Nothing stands that rests on it: taking it back changes no device.".into()
    } else {
        format!("{}. What people said since stays.", say::list(&parts))
    }
}

/// The same from the counts of a large import.
fn said_from_counts(counts: &Counts) -> String {
    let n = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    format!(
        "It brought {} and changed {}. Those that only it knew leave the register; the others stand as if it had never come. What people \
         said since stays.",
        say::count(n(counts.created), "new device", "new devices"),
        say::thousands(n(counts.updated))
    )
}

async fn undo(State(house): State<House>, Path(id): Path<String>) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let import = find(&house, &id)?;
            undo_import::undo_import(house.store(), house.organisation(), house.act(""), import.id)?;
            Ok(Redirect::to(&format!("/imports/{}", import.id)).into_response())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_said_and_what_is_none_is_left_out() {
        let check = |counts: &str, expected: &str| assert_eq!(counts_in_words(counts), expected);
        check(
            r#"{"rows":640,"created":12,"updated":1031,"unchanged":0,"refused":4}"#,
            "12 new, 1,031 changed, 4 refused",
        );
        check(r#"{"read":3,"added":2,"older":1}"#, "2 new, 1 older");
        check("{}", "nothing");
        check("not JSON", "nothing");
    }

    #[test]
    fn an_undo_says_what_it_changes_back() {
        let undone = |changed_back, removed, advisories| Undone {
            import: 1,
            changed_back,
            removed,
            advisories,
        };
        assert_eq!(
            said(&undone(31, 1, 0), true),
            "1 device that only it knew leaves the register and 31 devices stand as if it had never come. What people said since stays."
        );
        assert!(said(&undone(0, 0, 0), true).starts_with("Nothing stands"));
        assert!(said(&undone(0, 0, 3), false).starts_with("3 advisories brought by it go;"));
        assert!(said(&undone(0, 0, 0), false).starts_with("It brought no advisory"));
    }
}
