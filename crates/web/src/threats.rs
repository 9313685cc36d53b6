//! Where do we stand on the five threats? One sentence each, figures that open to their devices, what is missing to know,
//! and the next best act. `GET /threats`; `/threats/{key}` leads to its place on the page.

use answers::threats::{self, Threat};
use answers::{Picture, say};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{Html, Redirect};
use axum::routing::get;

use crate::house::House;
use crate::problem::Problem;
use crate::shell::Shell;

/// The routes of this page.
pub fn routes() -> Router<House> {
    Router::new().route("/threats", get(show)).route("/threats/{key}", get(one))
}

/// The keys, in the order of the page.
const KEYS: [&str; 5] = ["ransomware", "unsupported", "remote-access", "flat-networks", "weak-records"];

#[derive(Template)]
#[template(path = "threats/threats.html")]
struct Page {
    shell: Shell,
    heading: String,
    lead: String,
    threats: Vec<View>,
}

struct View {
    key: &'static str,
    name: &'static str,
    standing: String,
    next: String,
    known: Vec<(String, String, String)>,
    missing: Vec<(String, String)>,
}

async fn show(State(house): State<House>) -> Result<Html<String>, Problem> {
    house
        .work(move |house| {
            let picture = house.picture()?;
            Ok(Html(page(&picture).render()?))
        })
        .await
}

async fn one(Path(key): Path<String>) -> Result<Redirect, Problem> {
    match KEYS.iter().find(|k| **k == key) {
        Some(key) => Ok(Redirect::to(&format!("/threats#{key}"))),
        None => Err(Problem::NotFound { what: "threat", name: key }),
    }
}

fn page(picture: &Picture) -> Page {
    let threats = threats::threats(picture);
    let heading = heading(&threats);
    Page {
        shell: Shell::new(heading.clone(), "/threats"),
        lead: if picture.fleet().is_empty() {
            "No device is in the register yet, so no figure says anything.".into()
        } else {
            "Each figure opens to what it counts. What cannot be known from what is loaded here says what it needs; it is never called nought.".into()
        },
        heading,
        threats: threats.into_iter().map(view).collect(),
    }
}

fn heading(threats: &[Threat]) -> String {
    // A scenario's first figure is its most telling one: where that is not known, neither is where we stand.
    let unknown: Vec<String> = threats
        .iter()
        .filter(|t| t.figures.first().is_none_or(|f| f.value.is_err()))
        .map(|t| t.name.to_lowercase())
        .collect();
    match unknown.len() {
        0 => "Five threats: where we stand on each is known".to_owned(),
        n if n == threats.len() => "Five threats: where we stand is not known yet".to_owned(),
        n => format!(
            "Five threats: {} can be told, {} cannot yet",
            threats.len() - n,
            say::list(&unknown)
        ),
    }
}

fn view(threat: Threat) -> View {
    let (mut known, mut missing) = (Vec::new(), Vec::new());
    for figure in threat.figures {
        match figure.value {
            Ok(number) => known.push((say::thousands(number), figure.what, figure.opens)),
            Err(needs) => missing.push((figure.what, needs)),
        }
    }
    View {
        key: threat.key,
        name: threat.name,
        standing: threat.standing,
        next: threat.next,
        known,
        missing,
    }
}

#[cfg(test)]
mod tests {
    use answers::threats::Figure;

    use super::*;

    #[test]
    fn the_heading_says_what_cannot_be_told() {
        let threat = |name: &'static str, known: bool| Threat {
            key: "",
            name,
            standing: String::new(),
            next: String::new(),
            figures: vec![Figure {
                what: String::new(),
                value: if known { Ok(1) } else { Err("a sensor".into()) },
                opens: String::new(),
            }],
        };
        let check = |known: [bool; 3], expected: &str| {
            let names = ["Ransomware", "Flat networks", "Weak records"];
            let threats: Vec<Threat> = names.into_iter().zip(known).map(|(n, k)| threat(n, k)).collect();
            assert_eq!(heading(&threats), expected);
        };
        check([true; 3], "Five threats: where we stand on each is known");
        check([false; 3], "Five threats: where we stand is not known yet");
        check([true, false, true], "Five threats: 2 can be told, flat networks cannot yet");
    }

    #[test]
    fn every_threat_has_its_key_here() {
        let picture = Picture::new(
            answers::Parts {
                fleet: register::fleet::FleetBuilder::new().finish(),
                ..Default::default()
            },
            std::sync::Arc::new(intel::Corpus::new(Vec::new())),
            jiff::civil::Date::constant(2026, 11, 25),
            std::sync::Arc::default(),
        );
        let keys: Vec<&str> = threats::threats(&picture).iter().map(|t| t.key).collect();
        assert_eq!(keys, KEYS);
    }
}
